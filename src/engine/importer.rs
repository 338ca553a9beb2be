//! What the importer remembers between requests, and how it answers them.

use super::encoding;
use super::exporting::{self, Outgoing};
use super::import_protocol::{ImportEvent, ImportRequest, Incoming};
use super::intake::Intake;
use super::protocol::{Job, Progress};
use super::session::Attachments;
use crate::gazetteer::{Address, Gazetteer, PackError};
use crate::import::ReadError;

/// Hears events, and the bytes that go with one.
pub type TellImport<'a> = &'a mut dyn FnMut(ImportEvent, Option<Vec<u8>>);

/// Shares of a reading: the bytes have come in, they are parsed, all rows are taken. Measured with 1,300,000 rows.
const COME_IN: f64 = 0.05;
const PARSED: f64 = 0.2;
const ASSEMBLED: f64 = 0.95;

/// Places that a search finds at most.
const FOUND: usize = 12;

/// The importer's memory: places, and the files read.
#[derive(Default)]
pub struct Importer {
    places: Gazetteer,
    intake: Intake,
    /// Whether the files have changed since they were last told of.
    is_changed: bool,
    /// How much of the present job was done before the draft is made.
    done: f64,
    /// Places that are searched for.
    search: Option<String>,
}

impl Importer {
    /// The files of the data packs that are wanted now: those that recognising columns needs before the first request is
    /// handled, and those of the places that the files name before [`Importer::tell`].
    #[must_use]
    pub fn missing_packs(&mut self) -> Vec<String> {
        let missing = self.intake.missing_packs(&mut self.places);
        match &self.search {
            // A search goes over all that is known; the larger cities and the ZIPs are known at least.
            Some(text) if missing.is_empty() => {
                let city = Address { city: text, ..Address::default() };
                let zip = Address { postal_code: "10001", country: "US", ..Address::default() };
                self.places.packs_for([city, zip].into_iter())
            }
            _ => missing,
        }
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
        progress(done * COME_IN)
    }

    /// Answers one request, but for the draft of the files and the places searched for, which [`Importer::tell`] tells
    /// once the packs are in that it needs; `attachments` go as soon as they were read.
    pub fn handle(&mut self, request: ImportRequest, attachments: Attachments, tell: TellImport) {
        match request {
            ImportRequest::Remember(mappings) => return self.intake.remember(mappings),
            ImportRequest::ReadFiles { files } => self.read(&files, attachments, tell),
            ImportRequest::SetKind { file, kind } => {
                self.intake.set_kind(usize::from(file), kind);
                tell(ImportEvent::Decided(self.intake.decided()), None);
            }
            ImportRequest::SetRole { file, column, role } => {
                self.intake.set_role(usize::from(file), usize::from(column), role);
                tell(ImportEvent::Decided(self.intake.decided()), None);
            }
            ImportRequest::SetDateOrder { file, column, order } => {
                self.intake.set_date_order(usize::from(file), usize::from(column), order);
                tell(ImportEvent::Decided(self.intake.decided()), None);
            }
            ImportRequest::SetCell { file, row, column, value } => {
                self.intake.set_cell(usize::from(file), row, usize::from(column), &value);
            }
            ImportRequest::SetRow { file, row, cells } => self.intake.set_row(usize::from(file), row, &cells),
            ImportRequest::ShowRow { file, row } => {
                return tell(ImportEvent::Row(self.intake.row_cells(file, row)), None);
            }
            ImportRequest::ReadAs { file, incoming, how } => {
                let read =
                    |bytes: Vec<u8>| self.intake.read_as(usize::from(file), &incoming, &bytes, how, &self.places);
                if let Some(Err(error)) = attachments.next().map(read) {
                    tell(ImportEvent::failed(&incoming.name, error.to_string()), None);
                }
            }
            ImportRequest::LeaveOutRow { file, row, out } => self.intake.leave_out(usize::from(file), row, out),
            ImportRequest::TakeRepairs { file, take } => {
                self.intake.take_repairs(usize::from(file), take, &self.places);
            }
            ImportRequest::RemoveFile { id } => {
                if let Some(file) = self.intake.position(id) {
                    self.intake.remove(file);
                }
            }
            ImportRequest::Compare(before) => self.intake.compare(before.map(|before| *before)),
            ImportRequest::ChoosePlace { told, place } => self.intake.choose_place(told, place),
            ImportRequest::ChooseHome(home) => self.intake.choose_home(home),
            ImportRequest::ChooseName(choice) => self.intake.choose_name(choice),
            ImportRequest::Merge { key, merge } => self.intake.merge(key, merge),
            ImportRequest::MergeAll { sameness, merge } => self.intake.merge_all(sameness, merge),
            ImportRequest::SearchPlaces { text } => {
                self.search = Some(text);
                return;
            }
            ImportRequest::Find(wanted) => {
                let found = self.intake.find(&wanted);
                return tell(ImportEvent::Found { wanted, found }, None);
            }
            ImportRequest::Diagnostics => {
                let Outgoing { name, bytes } = exporting::diagnostics(self.intake.diagnostics());
                return tell(ImportEvent::File { name }, Some(bytes));
            }
            ImportRequest::TakeOver => return self.take_over(tell),
        }
        self.is_changed = true;
    }

    fn read(&mut self, files: &[Incoming], attachments: Attachments, tell: TellImport) {
        let attachments: Vec<Vec<u8>> = attachments.collect();
        let total: usize = attachments.iter().map(Vec::len).sum();
        let mut parsed = 0;
        for (file, bytes) in files.iter().zip(attachments) {
            match self.intake.read_incoming(file, &bytes, &self.places) {
                Ok(()) => {}
                Err(ReadError::Packed { .. }) if !file.unpacked => tell(ImportEvent::Packed { id: file.id }, None),
                Err(error) => tell(ImportEvent::failed(&file.name, error.to_string()), None),
            }
            parsed += bytes.len();
            let done = parsed as f64 / total.max(1) as f64;
            tell(progress(COME_IN + done * (PARSED - COME_IN)), None);
        }
        self.intake.settle();
        self.done = PARSED;
    }

    /// Tells what has become of the files, if they have changed, and the places that were searched for.
    pub fn tell(&mut self, tell: TellImport) {
        if let Some(text) = self.search.take() {
            let found = self.places.search(&text, FOUND);
            tell(ImportEvent::Places { text, found }, None);
        }
        if !std::mem::take(&mut self.is_changed) {
            return;
        }
        let before = std::mem::take(&mut self.done);
        let draft =
            self.intake.draft(&self.places, &mut |done| tell(progress(before + done * (ASSEMBLED - before)), None));
        tell(ImportEvent::Draft(Box::new(draft)), None);
    }

    fn take_over(&mut self, tell: TellImport) {
        if self.intake.is_undecided() {
            let message = "A column of dates waits to be told whether the day or the month comes first.";
            return tell(ImportEvent::failed("", message), None);
        }
        let update = self.intake.is_update();
        let mut taken = match self.intake.take(&self.places, &mut |done| tell(progress(done), None)) {
            Ok(taken) => taken,
            Err(error) => return tell(ImportEvent::failed("", error.to_string()), None),
        };
        let mappings = std::mem::take(&mut taken.mappings);
        let mut take = |piece: &[u8]| tell(ImportEvent::Piece, Some(piece.to_vec()));
        let written = if update {
            encoding::write(&taken.dataset, &mut take)
        } else {
            encoding::write(&taken.into_plan(), &mut take)
        };
        match written {
            Ok(()) => tell(ImportEvent::TakenOver { mappings, update }, None),
            Err(error) => tell(ImportEvent::failed("", error.to_string()), None),
        }
    }
}

fn progress(done: f64) -> ImportEvent {
    ImportEvent::Progress(Progress { job: Job::Import, done, worst_deviation: None })
}
