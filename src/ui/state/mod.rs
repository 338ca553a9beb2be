//! What the screen knows, and what a person can do with it.
//!
//! [`App`] is a handful of signals; its methods are the commands that components call. The page owns the plan: an edit is
//! applied here, told to the planner, and kept in the browser soon after.

mod asking;
mod drafts;
mod dropped;
mod edits;
mod events;
mod files;
mod hand_moves;
mod hands;
mod importing;
mod map_data;
mod plans;
mod review;
mod run;
mod said;
mod touching;
mod travelling;
mod unpacking;
mod visiting;
mod watching;

pub use asking::MOST_TERRITORIES;
pub use dropped::listed;
pub use hand_moves::{HandMoves, Tool, locked_in_words};
pub use map_data::MapData;
pub use review::{Heading, ImportStep, Placing, Review, focus, keep_focus, placement};
pub use run::Run;
pub use visiting::{Dock, Reckoned, minute_now, today};

use super::address::{self, Page, Step};
use super::locale::{self, DistanceUnit};
use crate::engine::import_protocol::Draft;
use crate::engine::protocol::{FrontierPoint, Request};
use crate::geography::Boundaries;
use crate::model::{AccountIx, Candidate, Realignment, Staffing, TerritoryIx, Tour};
use crate::plan::{Plan, PlanKey, PlanSummary};
use crate::scene::Basemap;
use crate::storage::{self, BrowserStore, Settings};
use crate::ui::erased::follow;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DataTransfer};

/// What is selected: the one thing that the inspector shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Nothing: the plan itself.
    Plan,
    /// A territory.
    Territory(TerritoryIx),
    /// An account.
    Account(AccountIx),
}

/// Failures that are shown at once.
const MOST_NOTICES: usize = 5;

/// A failure in words, or what became of a file, until it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The file or thing it is about; empty for none.
    pub about: String,
    /// What happened and what to do.
    pub message: String,
    /// Whether all went well.
    pub is_good: bool,
    /// How many after it are not shown.
    pub more: u32,
}

/// Whether the plan is safe.
#[derive(Debug, Clone, PartialEq)]
pub enum Saving {
    /// Nothing to keep.
    Nothing,
    /// An edit waits to be kept.
    Pending,
    /// Kept, when (milliseconds).
    Saved(f64),
    /// Not kept, why.
    Failed(String),
}

/// All that the screen knows.
#[derive(Clone, Copy)]
pub struct App {
    /// The page shown.
    pub page: RwSignal<Page>,
    /// The open plan.
    pub plan: RwSignal<Option<Plan>>,
    /// Under which key it is kept.
    pub key: RwSignal<Option<PlanKey>>,
    /// Whether it is safe.
    pub saving: RwSignal<Saving>,
    /// The files read and not taken over.
    pub draft: RwSignal<Option<Draft>>,
    review: StoredValue<Review>,
    /// What was typed into a search for places, and what was found.
    pub found_places: RwSignal<Option<(String, Vec<Candidate>)>>,
    /// What runs.
    pub running: RwSignal<Option<Run>>,
    /// Owners of the best design so far, while one runs.
    pub best: RwSignal<Option<Arc<Vec<Option<TerritoryIx>>>>>,
    /// Tours worked out for the present alignment.
    pub tours: RwSignal<BTreeMap<TerritoryIx, Tour>>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// What went wrong and was not read yet, the last at the end.
    pub notices: RwSignal<Vec<Notice>>,
    /// The outcome of the last verification; `None` before the first.
    pub verdict: RwSignal<Option<Vec<String>>>,
    /// The reader's settings.
    pub settings: RwSignal<Settings>,
    /// Told when the system changes between light and dark.
    pub system_theme: Trigger,
    /// The plans kept in this browser.
    pub plans: RwSignal<Vec<PlanSummary>>,
    /// The plan deleted last, while that can be undone.
    pub deleted: RwSignal<Option<PlanSummary>>,
    /// What the map draws from; made anew for each plan.
    pub map: RwSignal<Option<Arc<MapData>>>,
    /// Countries and states on that map, once they are loaded.
    pub basemap: RwSignal<Option<Arc<Basemap>>>,
    boundaries: RwSignal<Option<Arc<Boundaries>>>,
    /// Whether files hover over the page.
    pub dragging: RwSignal<bool>,
    /// Territories that do not hang together, as the last verification found them.
    pub islands: RwSignal<Vec<TerritoryIx>>,
    /// What changed hands since the alignment that the shown layer started from; `None` before it was asked for, and where
    /// there is nothing to compare with.
    pub realignment: RwSignal<Option<Arc<Realignment>>>,
    /// Why each rep has its territory, and where new hires should live, as the last verification explained it.
    pub staffing: RwSignal<Arc<Staffing>>,
    /// Plans at several caps on disruption, until the plan changes.
    pub frontier: RwSignal<Option<Arc<Vec<FrontierPoint>>>>,
    hand: StoredValue<HandMoves>,
    planners: StoredValue<hands::Planners, LocalStorage>,
    importing: StoredValue<importing::Importing, LocalStorage>,
    unpacking: StoredValue<unpacking::Unpacking, LocalStorage>,
    keeping: StoredValue<run::Keeping, LocalStorage>,
    /// The plan file that the planner tells piece by piece, as far as it has come.
    pieces: StoredValue<Result<Vec<Blob>, String>, LocalStorage>,
    /// The key of the stored plan that is being opened, and the page to show then.
    opening: StoredValue<Option<PlanKey>>,
}

impl App {
    /// Reads what the browser keeps.
    #[must_use]
    pub fn begin() -> Self {
        let (page, key) = address::parse(&fragment());
        let app = Self {
            page: RwSignal::new(if key.is_some() || page == Page::Data { Page::Start } else { page }),
            plan: RwSignal::new(None),
            key: RwSignal::new(None),
            saving: RwSignal::new(Saving::Nothing),
            draft: RwSignal::new(None),
            review: StoredValue::new(Review::new()),
            found_places: RwSignal::new(None),
            running: RwSignal::new(None),
            best: RwSignal::new(None),
            tours: RwSignal::new(BTreeMap::new()),
            selection: RwSignal::new(Selection::Plan),
            notices: RwSignal::new(Vec::new()),
            verdict: RwSignal::new(None),
            settings: RwSignal::new(storage::settings()),
            system_theme: Trigger::new(),
            plans: RwSignal::new(BrowserStore.summaries()),
            deleted: RwSignal::new(None),
            map: RwSignal::new(None),
            basemap: RwSignal::new(None),
            boundaries: RwSignal::new(None),
            dragging: RwSignal::new(false),
            islands: RwSignal::new(Vec::new()),
            realignment: RwSignal::new(None),
            staffing: RwSignal::new(Arc::default()),
            frontier: RwSignal::new(None),
            hand: StoredValue::new(HandMoves::new()),
            planners: StoredValue::new_local(hands::Planners::default()),
            importing: StoredValue::new_local(importing::Importing::default()),
            unpacking: StoredValue::new_local(unpacking::Unpacking::default()),
            keeping: StoredValue::new_local(run::Keeping::default()),
            pieces: StoredValue::new_local(Ok(Vec::new())),
            opening: StoredValue::new(None),
        };
        set_timeout(locale::prepare, Duration::ZERO);
        app.follow_settings();
        app.follow_visits();
        app.follow_drafts();
        app.follow_wanted();
        app.follow_system_theme();
        app.follow_dropped_files();
        app.follow_address();
        if let Some(key) = key {
            app.open_plan(PlanKey(key), page);
        }
        app
    }

    /// The step shown, on the workspace.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.page.get() {
            Page::Work(step) => step,
            Page::Day => Step::Visits,
            Page::Start | Page::Data => Step::Territories,
        }
    }

    /// Shows a page and writes its address.
    pub fn go(&self, page: Page) {
        self.page.set(page);
        let key = self.key.get_untracked();
        set_fragment(&address::fragment(page, key.as_ref().map(|key| key.0.as_str())));
    }

    /// Moves by hand.
    #[must_use]
    pub fn hand(&self) -> HandMoves {
        self.hand.get_value()
    }

    /// Where a person is on the data page.
    #[must_use]
    pub fn review(&self) -> Review {
        self.review.get_value()
    }

    /// Says what went wrong.
    pub fn fail(&self, about: &str, message: impl Into<String>) {
        self.notice(Notice { about: about.to_owned(), message: message.into(), is_good: false, more: 0 });
    }

    fn notice(&self, notice: Notice) {
        self.notices.update(|notices| {
            notices.retain(|earlier| *earlier != notice);
            notices.push(notice);
            // The first and the last are shown; those between are counted.
            if notices.len() > MOST_NOTICES {
                let left_out = notices.remove(1);
                notices[0].more += 1 + left_out.more;
            }
        });
    }

    /// The unit of distance that the reader wants.
    #[must_use]
    pub fn unit(&self) -> DistanceUnit {
        match self.settings.get().miles {
            Some(true) => DistanceUnit::Miles,
            Some(false) => DistanceUnit::Kilometers,
            None => DistanceUnit::of_reader(),
        }
    }

    /// Changes the reader's settings and keeps them.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        storage::keep_settings(&self.settings.get_untracked());
    }

    fn follow_settings(self) {
        follow(move || {
            let theme = self.settings.get().theme;
            let Some(root) = document().document_element() else { return };
            let _done = match theme.attribute() {
                Some(value) => root.set_attribute("data-theme", value),
                None => root.remove_attribute("data-theme"),
            };
        });
    }

    fn follow_system_theme(self) {
        let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") else { return };
        let changed = Closure::<dyn Fn()>::new(move || self.system_theme.notify());
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // The listener lives as long as the page.
        changed.forget();
        std::mem::forget(query);
    }

    /// Files may be dropped anywhere on the page.
    fn follow_dropped_files(self) {
        let over = window_event_listener(leptos::ev::dragover, move |event| {
            // What is dragged within the page is no file.
            let types = event.data_transfer().map(|transfer| transfer.types());
            if !types.is_some_and(|types| types.includes(&JsValue::from_str("Files"), 0)) {
                return;
            }
            event.prevent_default();
            self.dragging.set(true);
        });
        let leave = window_event_listener(leptos::ev::dragleave, move |event| {
            if event.related_target().is_none() {
                self.dragging.set(false);
            }
        });
        let drop = window_event_listener(leptos::ev::drop, move |event| {
            self.dragging.set(false);
            let has_files = |transfer: &DataTransfer| transfer.files().is_some_and(|files| files.length() > 0);
            if let Some(transfer) = event.data_transfer().filter(has_files) {
                event.prevent_default();
                self.take_dropped(&transfer);
            }
        });
        // The listeners live as long as the page.
        std::mem::forget((over, leave, drop));
    }

    fn follow_address(self) {
        let handle = window_event_listener(leptos::ev::hashchange, move |_| {
            let (page, key) = address::parse(&fragment());
            match key {
                Some(key) if self.key.with_untracked(|open| open.as_ref().is_none_or(|open| open.0 != key)) => {
                    self.open_plan(PlanKey(key), page);
                }
                Some(_) => self.page.set(page),
                None => self.page.set(if page == Page::Data && self.draft.with_untracked(Option::is_none) {
                    Page::Start
                } else {
                    page
                }),
            }
        });
        // The listener lives as long as the page.
        std::mem::forget(handle);
    }

    /// Starts the planner unless it runs: with the first file, so that it is there when the file is read, or the first request.
    fn need_planner(self) {
        if self.planners.with_value(|planners| planners.own.is_none()) {
            self.start_planner();
        }
    }

    fn send(&self, request: &Request, attachments: &[JsValue]) {
        self.need_planner();
        self.planners.with_value(|planners| {
            if let Some(planner) = &planners.own {
                planner.send(request, attachments);
            }
        });
    }
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

fn set_fragment(fragment: &str) {
    // The fragment is made here and always well formed.
    let _set = window().location().set_hash(fragment);
}
