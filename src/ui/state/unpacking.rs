//! The page's side of unpacking: one file after the other, by a worker that is started for them and ended with the last.
//!
//! One at a time, so that a file that costs the worker its life is known, and the others are unpacked by the next worker.

use super::files::{base, blob};
use super::importing::{Again, Arrival};
use super::{App, Run};
use crate::engine::protocol::Job;
use crate::engine::unpacker::{UnpackEvent, UnpackRequest};
use crate::model::{Code, Remark};
use crate::ui::locale;
use crate::worker::{Line, Listener, Mourner, Unpacker};
use leptos::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// A file that is to be unpacked.
#[derive(Clone)]
pub struct Packed {
    pub name: String,
    pub blob: Blob,
    /// What its letters are encoded in, where a person says so.
    pub encoding: String,
    /// What becomes of it, where it was read before.
    pub again: Option<Again>,
}

impl Packed {
    pub fn new(name: String, blob: Blob) -> Self {
        Self { name, blob, encoding: String::new(), again: None }
    }
}

/// The unpacker, the files it is still to open, and what came out of them.
#[derive(Default)]
pub struct Unpacking {
    line: Option<Line<Unpacker>>,
    /// The first is being opened.
    waiting: VecDeque<Packed>,
    texts: Vec<Arrival>,
}

impl App {
    /// Unpacks files and reads what is in them.
    pub(super) fn unpack(self, files: Vec<Packed>) {
        let idle = self.unpacking.with_value(|unpacking| unpacking.waiting.is_empty());
        self.unpacking.update_value(|unpacking| unpacking.waiting.extend(files));
        if idle {
            self.unpack_next();
        }
    }

    fn unpack_next(self) {
        let next = self.unpacking.with_value(|unpacking| unpacking.waiting.front().cloned());
        let Some(Packed { name, blob: file, encoding, .. }) = next else { return self.finish_unpacking() };
        if self.unpacking.with_value(|unpacking| unpacking.line.is_none()) && !self.start_unpacker() {
            return;
        }
        self.running.set(Some(Run::begin(Job::Unpack, format!("Unpacking {name}"))));
        self.unpacking.with_value(|unpacking| {
            if let Some(line) = &unpacking.line {
                line.send(&UnpackRequest::Unpack { name, encoding }, &[file.into()]);
            }
        });
    }

    fn start_unpacker(self) -> bool {
        let listener: Listener<Unpacker> = Rc::new(move |event, attachments| self.hear_unpacker(event, &attachments));
        let mourner: Mourner = Rc::new(move |cause| self.mourn_unpacker(&cause));
        let Ok(line) = Line::start(&base(), listener, mourner) else {
            self.stop_unpacking();
            self.fail(
                "",
                "This browser does not let the page start a worker, and no file can be unpacked without one.",
            );
            return false;
        };
        self.unpacking.update_value(|unpacking| unpacking.line = Some(line));
        true
    }

    fn hear_unpacker(self, event: UnpackEvent, attachments: &[JsValue]) {
        match event {
            UnpackEvent::Progress(progress) => self.follow(&progress),
            UnpackEvent::Text { name, remarks } => {
                let bytes = attachments.first().and_then(|bytes| bytes.dyn_ref());
                match bytes.map(blob) {
                    Some(Ok(blob)) => self.take_text(name, remarks, blob),
                    Some(Err(message)) => self.fail(&name, message),
                    None => {}
                }
            }
            UnpackEvent::Done => self.unpacked(),
            UnpackEvent::Failed(failure) => {
                let first = self.unpacking.with_value(|unpacking| unpacking.waiting.front().cloned());
                self.fail(&first.map(|own| own.name).unwrap_or_default(), locale::told(&failure.message));
                self.unpacked();
            }
        }
    }

    /// A text that was in the first of the files, or is that file in another encoding.
    fn take_text(self, name: String, remarks: Vec<Remark>, blob: Blob) {
        let first = self.unpacking.with_value(|unpacking| unpacking.waiting.front().cloned());
        let Some(first) = first else { return };
        if let Some(again) = first.again {
            // Of what is in an archive only the one is read again.
            if again.is_called(&name) {
                self.read_again_as(again.told(remarks), blob);
            }
            return;
        }
        let is_recoded = remarks.iter().any(|remark| remark.code == Code::Encoding);
        let origin = is_recoded.then_some(first);
        let text = Arrival { name, remarks: Some(remarks), blob, origin };
        self.unpacking.update_value(|unpacking| unpacking.texts.push(text));
    }

    /// The first of the files is done with.
    fn unpacked(self) {
        self.unpacking.update_value(|unpacking| drop(unpacking.waiting.pop_front()));
        self.unpack_next();
    }

    fn finish_unpacking(self) {
        let texts = self.unpacking.try_update_value(std::mem::take).unwrap_or_default().texts;
        self.done_with(Job::Unpack);
        self.read(texts);
    }

    fn mourn_unpacker(self, cause: &str) {
        let file = self.unpacking.with_value(|unpacking| unpacking.waiting.front().map(|own| own.name.clone()));
        self.unpacking.update_value(|unpacking| unpacking.line = None);
        let message = format!(
            "Unpacking was given up ({cause}): the file is damaged, or larger inside than memory allows. Everything else is \
             as it was. Save the table as CSV and drop that."
        );
        self.fail(&file.unwrap_or_default(), message);
        self.unpacked();
    }

    /// Gives up what is being unpacked. Gives its name, if there is any.
    pub(super) fn stop_unpacking(self) -> Option<String> {
        let ended = self.unpacking.try_update_value(std::mem::take).unwrap_or_default();
        self.done_with(Job::Unpack);
        ended.waiting.front().map(|own| own.name.clone())
    }
}
