//! The page's side of an import: the importer is started with the first request and ended when a person takes the files
//! over or leaves them.
//!
//! What changed the draft is remembered, files as handles and not as bytes. An importer that died, or was stopped while it
//! read, is followed by one that is told the same again, but for the request that cost the first its life.

use super::files::base;
use super::{App, Run};
use crate::engine::import_protocol::{Draft, ImportEvent, ImportRequest, Incoming};
use crate::engine::protocol::{Job, Request};
use crate::ui::address::Page;
use crate::worker::{Importer, Line, Listener, Mourner};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// The importer, and what it was told.
#[derive(Default)]
pub struct Importing {
    line: Option<Line<Importer>>,
    told: Vec<Told>,
    /// How many of them were answered.
    answered: usize,
    next_id: u32,
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

    /// Ends the importer. Gives what is to be told to the next one, and the files that are left out of it.
    fn end(&mut self) -> (Vec<Told>, Vec<String>) {
        self.line = None;
        let mut told = std::mem::take(&mut self.told);
        let answered = std::mem::take(&mut self.answered);
        let lost = if answered < told.len() { told.remove(answered).names() } else { Vec::new() };
        (told, lost)
    }
}

impl Told {
    fn names(&self) -> Vec<String> {
        match &self.request {
            ImportRequest::ReadFiles { files } => files.iter().map(|file| file.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

impl App {
    /// Reads files: name and note of each, and its bytes as a handle.
    pub(super) fn read(self, files: Vec<(String, String, Blob)>) {
        let title = match files.as_slice() {
            [] => return,
            [(name, ..)] => format!("Reading {name}"),
            _ => format!("Reading {} files", files.len()),
        };
        self.running.set(Some(Run::begin(Job::Import, title)));
        let mut next_id = self.importing.with_value(|importing| importing.next_id);
        let (mut heads, mut blobs) = (Vec::new(), Vec::new());
        for (name, note, blob) in files {
            heads.push(Incoming { id: next_id, name, note });
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
                ImportRequest::SearchPlaces { .. } | ImportRequest::Diagnostics | ImportRequest::TakeOver
            );
            if changes_draft {
                importing.told.push(Told { request, files });
            }
        });
    }

    fn start_importer(self) -> bool {
        let listener: Listener<Importer> = Rc::new(move |event, attachments| self.hear_importer(event, &attachments));
        let mourner: Mourner = Rc::new(move |cause| self.mourn_importer(&cause));
        let Ok(line) = Line::start(&base(), listener, mourner) else {
            self.running.set(None);
            self.fail("", "This browser does not let the page start a worker, and no file can be read without one.");
            return false;
        };
        self.importing.update_value(|importing| importing.line = Some(line));
        true
    }

    fn hear_importer(self, event: ImportEvent, attachments: &[JsValue]) {
        match event {
            ImportEvent::Progress(progress) => self.follow(&progress),
            ImportEvent::Draft(draft) => self.show_draft(*draft),
            ImportEvent::Packed { .. } => {}
            ImportEvent::Places { text, found } => self.found_places.set(Some((text, found))),
            ImportEvent::TakenOver { .. } => {
                self.end_importer();
                self.send(&Request::TakeOver, attachments);
            }
            ImportEvent::File { name } => {
                if let Some(bytes) = attachments.first().and_then(|bytes| bytes.dyn_ref()) {
                    self.save_as(&name, bytes);
                }
            }
            ImportEvent::Failed(failure) => {
                if self.importing.with_value(|importing| !importing.is_waiting()) {
                    self.running.set(None);
                }
                self.fail(&failure.file, failure.message);
            }
        }
    }

    fn show_draft(self, draft: Draft) {
        self.importing.update_value(|importing| importing.answered += 1);
        if self.importing.with_value(|importing| !importing.is_waiting()) {
            self.running.set(None);
        }
        let first = self.draft.with_untracked(Option::is_none) && !draft.outcomes.is_empty();
        self.draft.set(Some(draft).filter(|draft| !draft.outcomes.is_empty()));
        if first {
            self.go(Page::Data);
        }
    }

    /// An importer that died took the files with it that it had read, and nothing else: they are read again.
    fn mourn_importer(self, cause: &str) {
        let lost = self.read_again();
        let about = lost.join(", ");
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

    /// Gives up what is being read, and keeps what was read before.
    pub fn stop_reading(self) {
        let lost = self.read_again();
        if !lost.is_empty() {
            self.fail(&lost.join(", "), "Stopped, and not read. What was read before is still there.");
        }
    }

    /// Starts another importer and tells it what the last one was told. Gives the names of what is left out.
    fn read_again(self) -> Vec<String> {
        let ended = self.importing.try_update_value(Importing::end);
        let (told, lost) = ended.unwrap_or_default();
        self.running.set(None);
        if told.is_empty() {
            self.draft.set(None);
            if self.page.get_untracked() == Page::Data && self.plan.with_untracked(Option::is_none) {
                self.go(Page::Start);
            }
        } else {
            self.running.set(Some(Run::begin(Job::Import, "Reading again what was read before".to_owned())));
        }
        for Told { request, files } in told {
            self.tell_importer(request, files);
        }
        lost
    }

    /// Ends the importer and gives its memory back.
    pub(super) fn end_importer(self) {
        self.importing.set_value(Importing::default());
    }
}
