//! The page's side of an import: the importer is started with the first request and ended when a person takes the files
//! over or leaves them.
//!
//! What changed the draft is remembered, files as handles and not as bytes. An importer that died, or was stopped while it
//! read, is followed by one that is told the same again, but for the request that cost the first its life.

use super::files::{base, blob};
use super::review::keep_focus;
use super::unpacking::Packed;
use super::{App, Run};
use crate::engine::import_protocol::{Draft, ImportEvent, ImportRequest, Incoming, ReadAs};
use crate::engine::protocol::{Job, Request};
use crate::model::Remark;
use crate::storage;
use crate::ui::address::Page;
use crate::ui::locale;
use crate::worker::{Importer, Line, Listener, Mourner};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// The files of a draft have so many bytes at most, 512 MiB: an import takes up to 6.4 times as much.
const LARGEST_BYTES_IN_ALL: f64 = 512.0 * 1024.0 * 1024.0;
const TOO_MUCH_IN_ALL: &str = "Not read: files of more than 512 MB in all are too much for a browser. What was read before \
                               is still there. Leave a file out, or export fewer columns, and drop it again.";
/// So many files are named, the others counted.
const NAMED: usize = 5;

/// A file on its way to the importer.
pub struct Arrival {
    pub name: String,
    /// What the unpacker said of it, if it comes from there.
    pub remarks: Option<Vec<Remark>>,
    /// Its bytes, where they lie.
    pub blob: Blob,
    /// What it was before its letters were brought into another encoding; `None` for what has none of its own.
    pub origin: Option<Packed>,
}

impl Arrival {
    /// A text that was in nothing else.
    pub fn new(name: String, blob: Blob) -> Self {
        Self { remarks: None, origin: Some(Packed::new(name.clone(), blob.clone())), name, blob }
    }
}

/// What a file is read again as.
#[derive(Clone)]
pub struct Again {
    file: u16,
    incoming: Incoming,
    how: ReadAs,
}

impl Again {
    /// Whether the file has this name.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.incoming.name == name
    }

    /// With what the unpacker says of it now.
    pub(super) fn told(mut self, remarks: Vec<Remark>) -> Self {
        self.incoming.remarks = remarks;
        self
    }
}

/// The importer, and what it was told.
#[derive(Default)]
pub struct Importing {
    line: Option<Line<Importer>>,
    told: Vec<Told>,
    /// What files came as, by their number.
    origins: Vec<(u32, Packed)>,
    /// How many of them were answered.
    answered: usize,
    /// How many of them were answered once already, by an importer that was ended.
    again: usize,
    /// Whether a plan is being made of the files.
    is_taking: bool,
    next_id: u32,
    /// The plan that it tells piece by piece, as far as it has come.
    plan: Vec<JsValue>,
}

/// A request that changes the draft.
struct Told {
    request: ImportRequest,
    files: Vec<JsValue>,
}

impl Importing {
    /// Whether something that changes the draft is still to be answered.
    fn is_waiting(&self) -> bool {
        self.answered < self.told.len()
    }

    /// What a file came as, if that can be read in another encoding.
    fn origin(&self, id: u32) -> Option<&Packed> {
        self.origins.iter().find(|(own, _)| *own == id).map(|(_, origin)| origin)
    }

    /// The bytes of the files that are read, by these ids, or still to be read.
    fn bytes(&self, read: &[u32]) -> f64 {
        let of = |(at, told): (usize, &Told)| {
            let ImportRequest::ReadFiles { files } = &told.request else { return 0.0 };
            let held = files.iter().zip(&told.files).filter(|(file, _)| at >= self.answered || read.contains(&file.id));
            held.filter_map(|(_, blob)| Some(blob.dyn_ref::<Blob>()?.size())).sum()
        };
        self.told.iter().enumerate().map(of).sum()
    }

    /// Takes a file back out of what was told: its name and its bytes.
    fn withdraw(&mut self, id: u32) -> Option<(String, Blob)> {
        self.told.iter_mut().find_map(|told| {
            let ImportRequest::ReadFiles { files } = &mut told.request else { return None };
            let position = files.iter().position(|file| file.id == id)?;
            let blob = told.files.remove(position).dyn_into().ok()?;
            Some((files.remove(position).name, blob))
        })
    }

    /// Ends the importer; the next one is told the same again, but for what this one was at. Gives the names of the files that
    /// are left out so. What was answered once is left out only if it cost the importer its life.
    fn end(&mut self, has_died: bool) -> Vec<String> {
        self.line = None;
        self.plan.clear();
        self.is_taking = false;
        let answered = std::mem::take(&mut self.answered);
        let is_new = answered >= self.again;
        let lost = (answered < self.told.len() && (is_new || has_died)).then(|| self.told.remove(answered).names());
        self.again = if is_new { answered } else { self.again - usize::from(has_died) };
        lost.unwrap_or_default()
    }

    /// Gives the importer's memory back, and keeps what it was told.
    fn rest(&mut self) {
        self.line = None;
        self.plan.clear();
        self.again = std::mem::take(&mut self.answered);
    }
}

impl Told {
    /// What was said of a file, and its bytes.
    fn file(&self, id: u32) -> Option<(Incoming, Blob)> {
        let files = match &self.request {
            ImportRequest::ReadFiles { files } => files.as_slice(),
            ImportRequest::ReadAs { incoming, .. } => std::slice::from_ref(incoming),
            _ => return None,
        };
        let position = files.iter().position(|file| file.id == id)?;
        Some((files.get(position)?.clone(), self.files.get(position)?.dyn_ref::<Blob>()?.clone()))
    }

    fn names(&self) -> Vec<String> {
        match &self.request {
            ImportRequest::ReadFiles { files } => files.iter().map(|file| file.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

impl App {
    /// Reads files; they join those read before, as far as there is room for them.
    pub(super) fn read(self, files: Vec<Arrival>) {
        let read = |draft: &Draft| draft.readings.iter().map(|reading| reading.id).collect::<Vec<_>>();
        let read = self.draft.with_untracked(|draft| draft.as_ref().map(read).unwrap_or_default());
        let mut total = self.importing.with_value(|importing| importing.bytes(&read));
        let (files, refused): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| {
            let with_it = total + file.blob.size();
            let fits = with_it <= LARGEST_BYTES_IN_ALL;
            if fits {
                total = with_it;
            }
            fits
        });
        if !refused.is_empty() {
            let refused: Vec<String> = refused.into_iter().map(|file| file.name).collect();
            self.fail(&names(&refused), TOO_MUCH_IN_ALL);
        }
        let title = match files.as_slice() {
            [] => return,
            [file] => format!("Reading {}", file.name),
            _ => format!("Reading {} files", files.len()),
        };
        self.running.set(Some(Run::begin(Job::Import, title)));
        let mut next_id = self.importing.with_value(|importing| importing.next_id);
        let (mut heads, mut blobs) = (Vec::new(), Vec::new());
        for Arrival { name, remarks, blob, origin } in files {
            if let Some(origin) = origin {
                self.importing.update_value(|importing| importing.origins.push((next_id, origin)));
            }
            let (unpacked, remarks) = (remarks.is_some(), remarks.unwrap_or_default());
            heads.push(Incoming { id: next_id, name, unpacked, remarks });
            blobs.push(blob.into());
            next_id += 1;
        }
        self.importing.update_value(|importing| importing.next_id = next_id);
        self.tell_importer(ImportRequest::ReadFiles { files: heads }, blobs);
    }

    /// Asks the importer; it is started if it does not run.
    pub fn ask_importer(self, request: ImportRequest) {
        self.tell_importer(request, Vec::new());
    }

    fn tell_importer(self, request: ImportRequest, files: Vec<JsValue>) {
        if self.importing.with_value(|importing| importing.line.is_none()) && !self.start_importer() {
            return;
        }
        self.importing.update_value(|importing| {
            if let Some(line) = &importing.line {
                line.send(&request, &files);
            }
            let changes_draft = !matches!(
                request,
                ImportRequest::SearchPlaces { .. }
                    | ImportRequest::Find(_)
                    | ImportRequest::ShowRow { .. }
                    | ImportRequest::Diagnostics
                    | ImportRequest::TakeOver
            );
            if changes_draft || matches!(request, ImportRequest::TakeOver) {
                importing.is_taking = !changes_draft;
            }
            if changes_draft {
                importing.told.push(Told { request, files });
            }
        });
    }

    fn start_importer(self) -> bool {
        self.need_planner();
        let listener: Listener<Importer> = Rc::new(move |event, attachments| self.hear_importer(event, &attachments));
        let mourner: Mourner = Rc::new(move |cause| self.mourn_importer(&cause));
        let Ok(line) = Line::start(&base(), listener, mourner) else {
            self.done_with(Job::Import);
            self.fail("", "This browser does not let the page start a worker, and no file can be read without one.");
            return false;
        };
        let mappings = storage::mappings();
        if !mappings.is_empty() {
            line.send(&ImportRequest::Remember(mappings), &[]);
        }
        self.importing.update_value(|importing| {
            for Told { request, files } in &importing.told {
                line.send(request, files);
            }
            importing.line = Some(line);
        });
        true
    }

    fn hear_importer(self, event: ImportEvent, attachments: &[JsValue]) {
        match event {
            ImportEvent::Progress(progress) => self.follow(&progress),
            // Reading the message and drawing it are two tasks, so that neither holds the page up.
            ImportEvent::Draft(draft) => set_timeout(move || self.show_draft(*draft), Duration::ZERO),
            ImportEvent::Packed { id } => {
                let packed = self.importing.try_update_value(|importing| importing.withdraw(id)).flatten();
                self.unpack(packed.into_iter().map(|(name, blob)| Packed::new(name, blob)).collect());
            }
            ImportEvent::Unread { id, message } => {
                let unread = self.importing.try_update_value(|importing| importing.withdraw(id)).flatten();
                self.fail(&unread.map(|(name, _)| name).unwrap_or_default(), message);
            }
            ImportEvent::Places { text, found } => self.found_places.set(Some((text, found))),
            ImportEvent::Row(row) => self.review().row.set(Some(row)),
            ImportEvent::Found { wanted, found } => self.take_found(&wanted, found),
            ImportEvent::Decided(mappings) => storage::keep_mappings(mappings),
            ImportEvent::Piece => {
                self.importing.update_value(|importing| importing.plan.extend_from_slice(attachments));
            }
            ImportEvent::TakenOver { mappings, update } => {
                storage::keep_mappings(mappings);
                let pieces = self.importing.try_update_value(|importing| std::mem::take(&mut importing.plan));
                // It gives its memory back before the planner needs as much. Should that fail, the files are read again.
                self.importing.update_value(Importing::rest);
                let request = if update { &Request::Update } else { &Request::TakeOver };
                self.send(request, &pieces.unwrap_or_default());
            }
            ImportEvent::File { name } => {
                if let Some(Ok(file)) = attachments.first().and_then(|bytes| bytes.dyn_ref()).map(blob) {
                    self.save_as(&name, &file);
                }
            }
            ImportEvent::Failed(failure) => {
                self.importing.update_value(|importing| {
                    importing.plan.clear();
                    importing.is_taking = false;
                });
                if self.importing.with_value(|importing| !importing.is_waiting()) {
                    self.done_with(Job::Import);
                }
                self.fail(&failure.file, locale::told(&failure.message));
            }
        }
    }

    /// Whether a file can be read in another encoding: sheets of workbooks have none of their own.
    #[must_use]
    pub fn may_recode(self, id: u32) -> bool {
        self.importing.with_value(|importing| importing.origin(id).is_some())
    }

    /// Reads a file again that is written as a person says.
    pub fn read_as(self, file: u16, how: ReadAs) {
        let reading = self.draft.with_untracked(|draft| draft.as_ref()?.readings.get(usize::from(file)).cloned());
        let Some(reading) = reading else { return };
        self.mind_focus();
        let found = self.importing.with_value(|importing| {
            let (incoming, blob) = importing.told.iter().rev().find_map(|told| told.file(reading.id))?;
            Some((incoming, blob, importing.origin(reading.id).cloned()))
        });
        let Some((incoming, blob, origin)) = found else { return };
        let recode = origin.filter(|_| how.encoding != reading.how.encoding);
        let again = Again { file, incoming, how };
        match recode {
            Some(origin) => self.recode(again, origin),
            None => self.read_again_as(again, blob),
        }
    }

    /// The unpacker reads the letters of a file as a person says; it leaves UTF-8 and UTF-16 alone when nothing is said.
    fn recode(self, again: Again, origin: Packed) {
        let encoding = again.how.encoding.clone();
        self.unpack(vec![Packed { encoding, again: Some(again), ..origin }]);
    }

    /// Tells the importer to read a file again; its bytes and what is said of them are these from now on.
    pub(super) fn read_again_as(self, Again { file, incoming, how }: Again, blob: Blob) {
        self.running.set(Some(Run::begin(Job::Import, format!("Reading {}", incoming.name))));
        self.close_row();
        self.tell_importer(ImportRequest::ReadAs { file, incoming, how }, vec![blob.into()]);
    }

    fn show_draft(self, draft: Draft) {
        let words = self.importing.try_update_value(|importing| {
            importing.answered += 1;
            let answered = importing.told.get(importing.answered - 1)?;
            let is_reading = matches!(answered.request, ImportRequest::ReadFiles { .. });
            (importing.answered > importing.again || importing.answered == importing.told.len())
                .then(|| (is_reading, super::said::done(&answered.request, &draft)))
        });
        if self.importing.with_value(|importing| !importing.is_waiting()) {
            self.done_with(Job::Import);
        }
        // The draft stays as it was shown until all is read again that it was made of.
        let Some((is_reading, words)) = words.flatten() else { return };
        let comes_in = is_reading && !draft.outcomes.is_empty() && self.page.get_untracked() != Page::Data;
        if self.draft.with_untracked(Option::is_none) {
            self.review().file.set(first_shown(&draft));
        }
        self.draft.set(Some(draft).filter(|draft| !draft.outcomes.is_empty()));
        self.review().said.set(words);
        self.note_answer();
        if comes_in {
            self.go(Page::Data);
            keep_focus(vec!["step-h".to_owned()]);
        }
        self.suppose_purpose();
    }

    /// An importer that died took the files with it that it had read, and nothing else: they are read again.
    fn mourn_importer(self, cause: &str) {
        let lost = self.read_again(true);
        let about = names(&lost);
        let message = if lost.is_empty() {
            format!("The program that reads files stopped ({cause}). Nothing is lost; please try again.")
        } else {
            format!(
                "Reading was given up ({cause}), most likely for want of memory. What was there before is still there. Close \
                 other tabs, or export fewer columns or split the file, then drop it again."
            )
        };
        self.fail(&about, message);
    }

    /// Gives up what is being read or unpacked, and keeps what was read before.
    pub fn stop_reading(self) {
        let was_taking = self.importing.with_value(|importing| importing.is_taking);
        let is_planning = was_taking && self.importing.with_value(|importing| importing.line.is_none());
        let lost = match self.stop_unpacking() {
            Some(name) => name,
            None => names(&self.read_again(false)),
        };
        if is_planning {
            self.restart_planner();
        }
        if was_taking {
            self.fail("", "Stopped: nothing was taken over. The files and what you decided are as they were.");
        } else if !lost.is_empty() {
            self.fail(&lost, "Stopped, and not read. What was read before is still there.");
        }
        keep_focus(["step-h", "h"].map(str::to_owned).to_vec());
    }

    /// Starts another importer and tells it what the last one was told. Gives the names of what is left out.
    fn read_again(self, has_died: bool) -> Vec<String> {
        let lost = self.importing.try_update_value(|importing| importing.end(has_died)).unwrap_or_default();
        self.done_with(Job::Import);
        self.review().waiting.set(false);
        if self.importing.with_value(|importing| importing.told.is_empty()) {
            self.draft.set(None);
            if self.page.get_untracked() == Page::Data && self.plan.with_untracked(Option::is_none) {
                self.go(Page::Start);
            }
        } else {
            self.running.set(Some(Run::begin(Job::Import, "Reading again what was read before".to_owned())));
            self.start_importer();
        }
        lost
    }

    /// The strip of what runs goes, if it is about this.
    pub(super) fn done_with(self, job: Job) {
        self.running.update(|run| drop(run.take_if(|run| run.job == job)));
    }

    /// Ends an importer that only searched for places.
    pub fn end_search(self) {
        if self.draft.with_untracked(Option::is_none)
            && self.importing.with_value(|importing| importing.told.is_empty())
        {
            self.end_importer();
        }
    }

    /// Ends the importer and gives its memory back.
    pub(super) fn end_importer(self) {
        self.importing.set_value(Importing::default());
    }
}

/// The file whose columns are shown first: one with a question, else one that makes accounts.
fn first_shown(draft: &Draft) -> u16 {
    let asks = draft.undecided_dates.first().map(|&(file, ..)| file);
    let makes = || draft.outcomes.iter().position(|own| own.kind.makes_accounts());
    asks.or_else(|| u16::try_from(makes()?).ok()).unwrap_or_default()
}

/// The names of files, of many the first.
fn names(files: &[String]) -> String {
    let named = files.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {} more", locale::count(more)),
    }
}
