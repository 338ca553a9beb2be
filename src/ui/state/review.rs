//! What a person looks at and decides on the data page, and how it reaches the importer.

use super::{App, Run};
use crate::engine::import_protocol::{Draft, Found, ImportRequest, RowCells, Wanted};
use crate::engine::protocol::Job;
use crate::model::{AccountIx, Candidate, Code, FileKind, Outcome, Placement, Precision, RepIx, Severity, ToldPlace};
use crate::ui::erased::follow;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// An answer that takes longer is shown as running.
const SLOW_ANSWER: Duration = Duration::from_millis(200);

/// How long the hand rests before diagnostics are looked for.
const REST: Duration = Duration::from_millis(80);

/// What may get the focus in the place of a control that went: so many are looked at.
const MOST_HEIRS: usize = 12;

/// The steps of an import, each a tab of the data page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportStep {
    /// What each file is.
    Files,
    /// What each column is.
    Columns,
    /// Names that refer to other files, and accounts that may be one.
    Matches,
    /// Places that are ambiguous or unknown.
    Places,
    /// What will be made.
    TakeOver,
}

impl ImportStep {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Files, Self::Columns, Self::Matches, Self::Places, Self::TakeOver];

    /// The name on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "Files",
            Self::Columns => "Columns",
            Self::Matches => "Matches",
            Self::Places => "Places",
            Self::TakeOver => "Take over",
        }
    }

    /// What stands open in it: questions that stop the import for columns, others that may stay open.
    #[must_use]
    pub fn open(self, draft: &Draft) -> usize {
        match self {
            Self::Columns => draft.undecided_dates.len(),
            Self::Matches => draft.listed.open_names as usize,
            Self::Places => draft.listed.open_places as usize,
            Self::Files | Self::TakeOver => 0,
        }
    }

    /// Whether there is anything to see in it.
    #[must_use]
    pub fn is_needed(self, draft: &Draft) -> bool {
        self != Self::Matches || !draft.names.is_empty() || !draft.duplicates.is_empty()
    }
}

/// A heading of the diagnostics: what was found, and in which file.
pub type Heading = (Severity, Code, String);

/// Where a person is on the data page.
#[derive(Clone, Copy)]
pub struct Review {
    /// The step shown.
    pub step: RwSignal<ImportStep>,
    /// The steps that were shown.
    pub seen: RwSignal<BTreeSet<ImportStep>>,
    /// The file whose columns are shown.
    pub file: RwSignal<u16>,
    /// Which diagnostics are shown.
    pub wanted: RwSignal<Wanted>,
    /// The diagnostics that are wanted, as the importer found them; `None` while all are.
    pub found: RwSignal<Option<Found>>,
    /// What was done last, for those who hear the page.
    pub said: RwSignal<String>,
    /// The headings that are open.
    pub open: RwSignal<BTreeSet<Heading>>,
    /// Whether the files update the open plan or make one of their own; `None` until a person has said.
    pub update: RwSignal<Option<bool>>,
    /// What the next click on the map places.
    pub placing: RwSignal<Option<Placing>>,
    /// The finding under which a row is open, by the mark of its controls; empty for none.
    pub row_of: RwSignal<String>,
    /// The cells of that row, once they are here.
    pub row: RwSignal<Option<RowCells>>,
    /// Whether it is shown how the file is read.
    pub reading: RwSignal<bool>,
    /// Whether an answer of the importer is awaited.
    pub waiting: RwSignal<bool>,
    /// The ids of what gets the focus if it is lost, the first that can have it.
    focus: StoredValue<Vec<String>>,
}

/// What a click on the map places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// An account.
    Account(AccountIx),
    /// Where days of a rep start (0) or end (1).
    Base(RepIx, usize),
}

impl Review {
    /// Nothing looked at yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            step: RwSignal::new(ImportStep::Columns),
            seen: RwSignal::new(BTreeSet::new()),
            file: RwSignal::new(0),
            wanted: RwSignal::new(Wanted::default()),
            found: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            open: RwSignal::new(BTreeSet::new()),
            update: RwSignal::new(None),
            placing: RwSignal::new(None),
            row_of: RwSignal::new(String::new()),
            row: RwSignal::new(None),
            reading: RwSignal::new(false),
            waiting: RwSignal::new(false),
            focus: StoredValue::new(Vec::new()),
        }
    }

    /// Begins anew, for other files.
    pub fn restart(self) {
        self.step.set(ImportStep::Columns);
        self.seen.update(BTreeSet::clear);
        self.file.set(0);
        self.wanted.set(Wanted::default());
        self.open.update(BTreeSet::clear);
        self.update.set(None);
        self.waiting.set(false);
        self.row_of.set(String::new());
    }

    /// Shows a step.
    pub fn show(self, step: ImportStep) {
        let left = self.step.get_untracked();
        self.seen.update(|seen| {
            seen.insert(left);
        });
        self.step.set(step);
    }

    /// Whether files may update the open plan and nobody has said yet whether they do.
    #[must_use]
    pub fn asks_purpose(self, app: App) -> bool {
        self.update.get().is_none() && app.plan.with(Option::is_some)
    }
}

impl App {
    /// Tells the importer what a person decided; the draft that comes back shows what follows.
    pub fn decide(self, request: ImportRequest) {
        let review = self.review();
        self.mind_focus();
        review.waiting.set(true);
        self.ask_importer(request);
        let show_slow = move || {
            if review.waiting.get_untracked() && self.running.with_untracked(Option::is_none) {
                self.running.set(Some(Run::begin(Job::Import, "Working that in".to_owned())));
            }
        };
        set_timeout(show_slow, SLOW_ANSWER);
    }

    /// The control that was used may be drawn anew: it gets the focus back with the answer, or what comes after it does.
    pub(super) fn mind_focus(self) {
        let ids = document().active_element().map(|element| heirs(&element)).unwrap_or_default();
        self.review().focus.set_value(ids);
    }

    /// An answer of the importer has come.
    pub(super) fn note_answer(self) {
        let review = self.review();
        review.waiting.set(false);
        let ids = review.focus.try_update_value(std::mem::take).unwrap_or_default();
        keep_focus(ids);
    }

    /// Asks the importer for the diagnostics that are wanted, and again with each draft.
    pub(super) fn follow_wanted(self) {
        follow(move || {
            let wanted = self.review().wanted.get();
            if !wanted.is_narrow() || self.draft.with(Option::is_none) {
                return self.review().found.set(None);
            }
            let ask = move || {
                // A person who types on wants something else by now.
                if self.review().wanted.with_untracked(|now| *now == wanted) {
                    self.ask_importer(ImportRequest::Find(wanted));
                }
            };
            set_timeout(ask, REST);
        });
    }

    /// Shows the diagnostics that were wanted, if they still are.
    pub(super) fn take_found(self, wanted: &Wanted, found: Found) {
        if self.review().wanted.with_untracked(|now| now == wanted) {
            let focused = document().active_element().map(|element| heirs(&element)).unwrap_or_default();
            self.review().found.set(Some(found));
            keep_focus(focused);
        }
    }

    /// Files that only say more about accounts update the open plan, unless a person has said otherwise.
    pub(super) fn suppose_purpose(self) {
        let is_open = self.plan.with_untracked(Option::is_some) && self.review().update.get_untracked().is_none();
        let joins_alone = self.draft.with_untracked(|draft| {
            let outcomes = || draft.iter().flat_map(|draft| &draft.outcomes);
            let joins = |own: &Outcome| own.kind.joins_accounts() || own.may_be_contacts;
            let makes = |own: &Outcome| own.kind.makes_accounts() && !own.may_be_contacts;
            outcomes().any(joins) && !outcomes().any(makes)
        });
        if is_open && joins_alone {
            self.set_purpose(true);
        }
    }

    /// Says whether the files update the open plan.
    pub fn set_purpose(self, update: bool) {
        let before = self.review().update.get_untracked();
        self.review().update.set(Some(update));
        if before.unwrap_or_default() == update {
            return;
        }
        let dataset = self
            .plan
            .with_untracked(|plan| plan.as_ref().filter(|_| update).map(|plan| Box::new(plan.dataset().clone())));
        self.decide(ImportRequest::Compare(dataset));
    }

    /// Shows the cells of a row under a finding, or hides them again.
    pub fn show_row(self, mark: &str, file: u16, row: u32) {
        if self.review().row_of.with_untracked(|own| own == mark) {
            return self.close_row();
        }
        self.review().row.set(None);
        self.review().row_of.set(mark.to_owned());
        self.ask_importer(ImportRequest::ShowRow { file, row });
    }

    /// Hides the cells of the row that is open.
    pub fn close_row(self) {
        self.review().row_of.set(String::new());
    }

    /// Shows how a file is read, to be changed.
    pub fn show_reading(self, file: u16) {
        self.review().file.set(file);
        self.review().reading.set(true);
        self.review().show(ImportStep::Columns);
        request_animation_frame(|| focus("read-as"));
    }

    /// Corrects what a file was taken for.
    pub fn set_kind(self, file: u16, kind: FileKind) {
        self.decide(ImportRequest::SetKind { file, kind });
    }

    /// Leaves the file with this number out again.
    pub fn remove_file(self, id: u32) {
        self.review().file.set(0);
        self.review().wanted.set(Wanted::default());
        self.decide(ImportRequest::RemoveFile { id });
    }

    /// Says where all rows are that tell this place; `None` to ask again.
    pub fn choose_place(self, told: ToldPlace, chosen: Option<&Candidate>) {
        self.decide(ImportRequest::ChoosePlace { told, place: chosen.map(placement) });
    }

    /// Asks for places whose names begin so.
    pub fn search_places(self, text: String) {
        self.ask_importer(ImportRequest::SearchPlaces { text });
    }

    /// The position of the file of the draft with this number.
    #[must_use]
    pub fn file_at(self, id: u32) -> Option<u16> {
        self.draft.with_untracked(|draft| {
            let at = draft.as_ref()?.readings.iter().position(|reading| reading.id == id)?;
            u16::try_from(at).ok()
        })
    }

    /// The position of a file of the draft, and of a column in it.
    #[must_use]
    pub fn position(self, file: &str, column: &str) -> Option<(u16, u16)> {
        self.draft.with_untracked(|draft| {
            let outcomes = &draft.as_ref()?.outcomes;
            let at = outcomes.iter().position(|outcome| outcome.file == file)?;
            let columns = &outcomes.get(at)?.columns;
            let position = columns.iter().position(|own| own.header == column).unwrap_or_default();
            Some((u16::try_from(at).ok()?, u16::try_from(position).ok()?))
        })
    }
}

/// A place that a person chose.
#[must_use]
pub fn placement(chosen: &Candidate) -> Placement {
    Placement { location: Some(chosen.location), precision: Precision::City, place: chosen.place.clone() }
}

/// Gives the focus to the first of these that can have it, once the page is drawn, if nothing else has it.
pub fn keep_focus(ids: Vec<String>) {
    let give = move || {
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            if lost {
                let _given = ids.iter().any(|id| takes_focus(id));
            }
        });
    };
    // Parts of the page are drawn a task later.
    set_timeout(give, Duration::ZERO);
}

/// Moves the focus to an element. Whether it has it: one that is not shown, or is held back, cannot.
fn takes_focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|element| {
        // Focus on an element that cannot have it does nothing.
        let _focused = element.focus();
        document().active_element().is_some_and(|active| active.id() == id)
    })
}

/// Moves the focus to an element; nothing where there is none that can have it.
pub fn focus(id: &str) {
    let _has_it = takes_focus(id);
}

/// The ids of a control and of what gets the focus in its place when it goes: the entries after the one that it stands in,
/// the heading over them, the heading of that part of the page.
fn heirs(element: &web_sys::Element) -> Vec<String> {
    if element.tag_name() == "BODY" {
        return Vec::new();
    }
    let control = |within: &web_sys::Element| within.query_selector(":is(input, select, button, summary)[id]").ok()?;
    let closest = |from: &web_sys::Element, what: &str| from.closest(what).ok().flatten();
    let mut ids = vec![element.id()];
    let mut entry = closest(element, "li, tr");
    while let Some(own) = entry {
        let mut next = own.next_element_sibling();
        while let Some(after) = next {
            ids.extend(control(&after).map(|found| found.id()));
            next = after.next_element_sibling().filter(|_| ids.len() < MOST_HEIRS);
        }
        let list = own.parent_element();
        let over = list.as_ref().and_then(|list| closest(list, "details"));
        ids.extend(over.and_then(|over| control(&over)).map(|found| found.id()));
        entry = list.and_then(|list| closest(&list, "li, tr"));
    }
    let part = if closest(element, ".diag").is_some() { "diag-h" } else { "step-h" };
    ids.push(part.to_owned());
    ids.retain(|id| !id.is_empty());
    ids
}
