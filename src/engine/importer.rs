//! What the importer remembers between requests, and how it answers them.

use super::exporting::{self, Outgoing};
use super::import_protocol::{ImportEvent, ImportRequest, Incoming};
use super::intake::Intake;
use super::protocol::{Failure, Job, Progress};
use crate::gazetteer::{Gazetteer, PackError};

/// Hears events, and the bytes that go with one.
pub type TellImport<'a> = &'a mut dyn FnMut(ImportEvent, Option<Vec<u8>>);

/// The importer's memory: places, and the files read.
#[derive(Default)]
pub struct Importer {
    places: Gazetteer,
    has_places: bool,
    intake: Intake,
}

impl Importer {
    /// Whether a request can only be answered with the data packs at hand.
    #[must_use]
    pub fn needs_places(request: &ImportRequest) -> bool {
        matches!(request, ImportRequest::ReadFiles { .. } | ImportRequest::SearchPlaces { .. })
    }

    /// Whether the packs are there.
    #[must_use]
    pub fn has_places(&self) -> bool {
        self.has_places
    }

    /// Takes the inflated bytes of the data packs.
    ///
    /// # Errors
    /// [`PackError`] when a pack is not what it should be; there are no places then.
    pub fn add_packs<'a>(&mut self, packs: impl IntoIterator<Item = &'a [u8]>) -> Result<(), PackError> {
        let mut places = Gazetteer::default();
        for pack in packs {
            places.add_pack(pack)?;
        }
        self.places = places;
        self.has_places = true;
        Ok(())
    }

    /// Bytes of files come in: 0 to 1.
    #[must_use]
    pub fn reading(done: f64) -> ImportEvent {
        progress(done)
    }

    /// Answers one request; `attachments` go as soon as they were read.
    pub fn handle(&mut self, request: ImportRequest, attachments: Vec<Vec<u8>>, tell: TellImport) {
        match request {
            ImportRequest::ReadFiles { files } => self.read(&files, attachments, tell),
            ImportRequest::SetKind { file, kind } => {
                self.intake.set_kind(usize::from(file), kind);
                self.tell_draft(tell);
            }
            ImportRequest::SetRole { file, column, role } => {
                self.intake.set_role(usize::from(file), usize::from(column), role);
                self.tell_draft(tell);
            }
            ImportRequest::RemoveFile { file } => {
                self.intake.remove(usize::from(file));
                self.tell_draft(tell);
            }
            ImportRequest::Diagnostics => {
                let Outgoing { name, bytes } = exporting::diagnostics(self.intake.diagnostics());
                tell(ImportEvent::File { name }, Some(bytes));
            }
            ImportRequest::TakeOver => self.take_over(tell),
            // Each is answered once the import can.
            _ => self.tell_draft(tell),
        }
    }

    fn read(&mut self, files: &[Incoming], attachments: Vec<Vec<u8>>, tell: TellImport) {
        for (Incoming { name, .. }, bytes) in files.iter().zip(attachments) {
            if let Err(error) = self.intake.read(name, &bytes, &self.places) {
                tell(failed(name, error.to_string()), None);
            }
        }
        self.tell_draft(tell);
    }

    fn tell_draft(&mut self, tell: TellImport) {
        let draft = self.intake.draft(&self.places, &mut |done| tell(progress(done), None));
        tell(ImportEvent::Draft(Box::new(draft)), None);
    }

    fn take_over(&mut self, tell: TellImport) {
        match self.intake.plan(&self.places, &mut |done| tell(progress(done), None)) {
            Ok(plan) => match postcard::to_allocvec(&plan) {
                Ok(bytes) => {
                    self.intake = Intake::default();
                    tell(ImportEvent::TakenOver { mappings: Vec::new(), update: false }, Some(bytes));
                }
                Err(error) => tell(failed("", error.to_string()), None),
            },
            Err(error) => tell(failed("", error.to_string()), None),
        }
    }
}

fn progress(done: f64) -> ImportEvent {
    ImportEvent::Progress(Progress { job: Job::Import, done, worst_deviation: None })
}

fn failed(file: &str, message: impl Into<String>) -> ImportEvent {
    ImportEvent::Failed(Failure { job: Job::Import, file: file.to_owned(), message: message.into() })
}
