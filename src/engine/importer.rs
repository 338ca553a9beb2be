//! What the importer remembers between requests, and how it answers them.

use super::exporting::{self, Outgoing};
use super::import_protocol::{ImportEvent, ImportRequest, Incoming};
use super::intake::Intake;
use super::protocol::{Failure, Job, Progress};
use crate::gazetteer::{Gazetteer, PackError};
use crate::import::ReadError;

/// Hears events, and the bytes that go with one.
pub type TellImport<'a> = &'a mut dyn FnMut(ImportEvent, Option<Vec<u8>>);

/// Places offered for what a person has typed.
const PLACES_FOUND: usize = 12;

/// The importer's memory: places, and the files read.
#[derive(Default)]
pub struct Importer {
    places: Gazetteer,
    intake: Intake,
    /// Whether the files have changed since they were last told of.
    is_changed: bool,
}

impl Importer {
    /// The files of the data packs that are wanted now: those that recognising columns needs before the first request is
    /// handled, and those of the places that the files name before [`Importer::tell`].
    #[must_use]
    pub fn missing_packs(&self) -> Vec<String> {
        self.intake.missing_packs(&self.places)
    }

    /// Takes the inflated bytes of a data pack.
    ///
    /// # Errors
    /// [`PackError`] when it is not what it should be; the others stay.
    pub fn add_pack(&mut self, inflated: &[u8]) -> Result<(), PackError> {
        self.places.add_pack(inflated)
    }

    /// Bytes of files come in: 0 to 1.
    #[must_use]
    pub fn reading(done: f64) -> ImportEvent {
        progress(done)
    }

    /// Answers one request, but for the draft of the files, which [`Importer::tell`] tells once the packs are in that it needs;
    /// `attachments` go as soon as they were read.
    pub fn handle(&mut self, request: ImportRequest, attachments: Vec<Vec<u8>>, tell: TellImport) {
        match request {
            ImportRequest::ReadFiles { files } => self.read(&files, attachments, tell),
            ImportRequest::SetKind { file, kind } => {
                self.intake.set_kind(usize::from(file), kind);
                self.is_changed = true;
            }
            ImportRequest::SetRole { file, column, role } => {
                self.intake.set_role(usize::from(file), usize::from(column), role);
                self.is_changed = true;
            }
            ImportRequest::RemoveFile { file } => {
                self.intake.remove(usize::from(file));
                self.is_changed = true;
            }
            ImportRequest::Compare(before) => {
                self.intake.compare(before.map(|before| *before));
                self.is_changed = true;
            }
            ImportRequest::ChoosePlace { told, place } => {
                self.intake.choose_place(told, place);
                self.is_changed = true;
            }
            ImportRequest::ChooseName(choice) => {
                self.intake.choose_name(choice);
                self.is_changed = true;
            }
            ImportRequest::Merge { key, merge } => {
                self.intake.merge(key, merge);
                self.is_changed = true;
            }
            ImportRequest::SearchPlaces { text } => {
                let found = self.places.search(&text, PLACES_FOUND);
                tell(ImportEvent::Places { text, found }, None);
            }
            ImportRequest::Diagnostics => {
                let Outgoing { name, bytes } = exporting::diagnostics(self.intake.diagnostics());
                tell(ImportEvent::File { name }, Some(bytes));
            }
            ImportRequest::TakeOver => self.take_over(tell),
            // Each is answered once the import can.
            _ => self.is_changed = true,
        }
    }

    fn read(&mut self, files: &[Incoming], attachments: Vec<Vec<u8>>, tell: TellImport) {
        for (Incoming { id, name, unpacked, remarks }, bytes) in files.iter().zip(attachments) {
            match self.intake.read_unpacked(name, &bytes, remarks, &self.places) {
                Ok(()) => {}
                Err(ReadError::Packed { .. }) if !unpacked => tell(ImportEvent::Packed { id: *id }, None),
                Err(error) => tell(failed(name, error.to_string()), None),
            }
        }
        self.is_changed = true;
    }

    /// Tells what has become of the files, if they have changed.
    pub fn tell(&mut self, tell: TellImport) {
        if !std::mem::take(&mut self.is_changed) {
            return;
        }
        let draft = self.intake.draft(&self.places, &mut |done| tell(progress(done), None));
        tell(ImportEvent::Draft(Box::new(draft)), None);
    }

    fn take_over(&mut self, tell: TellImport) {
        let update = self.intake.is_update();
        let mut hear = |done| tell(progress(done), None);
        let taken = if update {
            self.intake.dataset(&self.places, &mut hear).map(|dataset| postcard::to_allocvec(&dataset))
        } else {
            self.intake.plan(&self.places, &mut hear).map(|plan| postcard::to_allocvec(&plan))
        };
        match taken {
            Ok(Ok(bytes)) => {
                self.intake = Intake::default();
                tell(ImportEvent::TakenOver { mappings: Vec::new(), update }, Some(bytes));
            }
            Ok(Err(error)) => tell(failed("", error.to_string()), None),
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
