//! What the importer remembers between requests, and how it answers them.

use super::exporting::{self, Outgoing};
use super::import_protocol::{ImportEvent, ImportRequest, Incoming};
use super::intake::Intake;
use super::protocol::{Failure, Job, Progress};
use crate::gazetteer::{Gazetteer, PackError};
use crate::import::ReadError;

/// Hears events, and the bytes that go with one.
pub type TellImport<'a> = &'a mut dyn FnMut(ImportEvent, Option<Vec<u8>>);

/// Shares of a reading: the bytes have come in, they are parsed, all rows are taken. Measured with 1,300,000 rows.
const COME_IN: f64 = 0.05;
const PARSED: f64 = 0.2;
const ASSEMBLED: f64 = 0.95;

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
        progress(done * COME_IN)
    }

    /// Answers one request; `attachments` go as soon as they were read.
    pub fn handle(&mut self, request: ImportRequest, attachments: Vec<Vec<u8>>, tell: TellImport) {
        match request {
            ImportRequest::Remember(mappings) => return self.intake.remember(mappings),
            ImportRequest::ReadFiles { files } => return self.read(&files, attachments, tell),
            ImportRequest::SetKind { file, kind } => self.intake.set_kind(usize::from(file), kind),
            ImportRequest::SetRole { file, column, role } => {
                self.intake.set_role(usize::from(file), usize::from(column), role);
            }
            ImportRequest::SetDateOrder { file, column, order } => {
                self.intake.set_date_order(usize::from(file), usize::from(column), order);
            }
            ImportRequest::SetCell { file, row, column, value } => {
                self.intake.set_cell(usize::from(file), row, usize::from(column), &value);
            }
            ImportRequest::LeaveOutRow { file, row, out } => self.intake.leave_out(usize::from(file), row, out),
            ImportRequest::TakeRepairs { file, take } => {
                self.intake.take_repairs(usize::from(file), take, &self.places);
            }
            ImportRequest::RemoveFile { file } => self.intake.remove(usize::from(file)),
            ImportRequest::Compare(before) => self.intake.compare(before.map(|before| *before)),
            ImportRequest::ChoosePlace { told, place } => self.intake.choose_place(told, place),
            ImportRequest::ChooseName(choice) => self.intake.choose_name(choice),
            ImportRequest::Merge { key, merge } => self.intake.merge(key, merge),
            ImportRequest::SearchPlaces { text } => return self.search(text, tell),
            ImportRequest::Diagnostics => {
                let Outgoing { name, bytes } = exporting::diagnostics(self.intake.diagnostics());
                return tell(ImportEvent::File { name }, Some(bytes));
            }
            ImportRequest::TakeOver => return self.take_over(tell),
        }
        self.tell_draft(tell);
    }

    fn search(&self, text: String, tell: TellImport) {
        let found = Vec::new();
        tell(ImportEvent::Places { text, found }, None);
    }

    fn read(&mut self, files: &[Incoming], attachments: Vec<Vec<u8>>, tell: TellImport) {
        let total: usize = attachments.iter().map(Vec::len).sum();
        let mut parsed = 0;
        for (Incoming { id, name, unpacked, remarks }, bytes) in files.iter().zip(attachments) {
            match self.intake.read_unpacked(name, &bytes, remarks, &self.places) {
                Ok(()) => {}
                Err(ReadError::Packed { .. }) if !unpacked => tell(ImportEvent::Packed { id: *id }, None),
                Err(error) => tell(failed(name, error.to_string()), None),
            }
            parsed += bytes.len();
            let done = parsed as f64 / total.max(1) as f64;
            tell(progress(COME_IN + done * (PARSED - COME_IN)), None);
        }
        self.tell_draft_after(PARSED, tell);
    }

    fn tell_draft(&mut self, tell: TellImport) {
        self.tell_draft_after(0.0, tell);
    }

    /// The draft, when so much of the job is done before it is made.
    fn tell_draft_after(&mut self, before: f64, tell: TellImport) {
        let draft =
            self.intake.draft(&self.places, &mut |done| tell(progress(before + done * (ASSEMBLED - before)), None));
        tell(ImportEvent::Draft(Box::new(draft)), None);
    }

    fn take_over(&mut self, tell: TellImport) {
        if self.intake.is_undecided() {
            let message = "A column of dates waits to be told whether the day or the month comes first.";
            return tell(failed("", message), None);
        }
        let update = self.intake.is_update();
        let mut hear = |done| tell(progress(done), None);
        let taken = if update {
            self.intake.dataset(&self.places, &mut hear).map(|dataset| postcard::to_allocvec(&dataset))
        } else {
            self.intake.plan(&self.places, &mut hear).map(|plan| postcard::to_allocvec(&plan))
        };
        match taken {
            Ok(Ok(bytes)) => {
                let mappings = std::mem::take(&mut self.intake).into_mappings();
                tell(ImportEvent::TakenOver { mappings, update }, Some(bytes));
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
