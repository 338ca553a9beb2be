//! The unpacker, a worker of its own, and the messages between it and the page.
//!
//! It is started for packed files and text in foreign encodings, and ended when it has answered: most people never load it.

use super::protocol::{Failure, Job, Progress};
use super::session::Attachments;
use crate::model::Remark;
use crate::unpack::{self, Limits, Unpacked};
use serde::{Deserialize, Serialize};

/// What the page asks of the unpacker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum UnpackRequest {
    /// A file; attachment: its bytes.
    Unpack {
        /// File name.
        name: String,
        /// What the letters of texts are encoded in, by its label; empty to find it.
        encoding: String,
    },
}

/// What the unpacker tells the page. Each request is answered with any number of [`UnpackEvent::Text`], then either
/// [`UnpackEvent::Done`] or [`UnpackEvent::Failed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum UnpackEvent {
    /// The file comes in.
    Progress(Progress),
    /// A text that was inside; attachment: its bytes.
    Text {
        /// What it is called.
        name: String,
        /// How it was come by.
        remarks: Vec<Remark>,
    },
    /// That was all.
    Done,
    /// The file could not be unpacked.
    Failed(Failure),
}

/// Opens one file after the other, and remembers none.
#[derive(Debug, Default)]
pub struct Unpacker;

impl Unpacker {
    /// Bytes of a file come in: 0 to 1.
    #[must_use]
    pub fn reading(done: f64) -> UnpackEvent {
        UnpackEvent::Progress(Progress { job: Job::Unpack, done, worst_deviation: None })
    }

    /// Answers one request.
    pub fn handle(
        &mut self,
        UnpackRequest::Unpack { name, encoding }: UnpackRequest,
        attachments: Attachments,
        tell: &mut dyn FnMut(UnpackEvent, Option<Vec<u8>>),
    ) {
        let bytes = attachments.next().unwrap_or_default();
        match unpack::unpack_as(&name, &bytes, &encoding, &Limits::of_browser()) {
            Ok(texts) => {
                for Unpacked { name, bytes, remarks } in texts {
                    tell(UnpackEvent::Text { name, remarks }, Some(bytes));
                }
                tell(UnpackEvent::Done, None);
            }
            Err(error) => {
                let failure = Failure { job: Job::Unpack, file: name, message: error.to_string() };
                tell(UnpackEvent::Failed(failure), None);
            }
        }
    }
}
