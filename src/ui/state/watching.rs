//! Tables about the visits, the fields of touches, and what is watched.

use super::{App, today};
use crate::engine::protocol::{Export, Request};
use crate::model::{DoneTouch, TerritoryIx, VisitWatch};
use crate::plan::{LayerPlan, Plan, Report, ReportKind, ReportQuery};
use leptos::prelude::*;
use std::sync::Arc;

/// The most rows that are shown; the file has all.
const MOST_ROWS: u32 = 300;

/// A table, and what was asked of it.
#[derive(Clone)]
pub struct Figures {
    /// What is asked.
    pub query: ReportQuery,
    /// What came of it; of what was asked before, until the answer is there.
    pub report: Option<Arc<Report>>,
}

impl Figures {
    pub(super) fn new() -> Self {
        let query = ReportQuery { most: MOST_ROWS, ..ReportQuery::all(ReportKind::DueByRep, today()) };
        Self { query, report: None }
    }
}

impl App {
    /// Asks for the table that is looked at, of one territory or of all.
    pub fn ask_for_figures(self, territory: Option<TerritoryIx>) {
        let figures = self.visiting().figures;
        let asked = figures.with_untracked(|own| ReportQuery { territory, today: today(), ..own.query.clone() });
        if figures.with_untracked(|own| own.query != asked) {
            figures.update(|own| own.query = asked.clone());
        }
        self.send(&Request::Report(asked), &[]);
    }

    /// Asks something else of the table.
    pub fn change_figures(self, change: impl FnOnce(&mut ReportQuery)) {
        self.visiting().figures.update(|own| {
            let kind = own.query.kind;
            change(&mut own.query);
            if own.query.kind != kind {
                (own.query.sort, own.report) = (None, None);
            }
        });
    }

    pub(super) fn take_report(self, query: &ReportQuery, report: Report) {
        let figures = self.visiting().figures;
        // An answer to what is asked no longer comes too late.
        if figures.with_untracked(|own| own.query == *query) {
            figures.update(|own| own.report = Some(Arc::new(report)));
        }
    }

    /// Downloads the table, whole.
    pub fn download_figures(self) {
        let ReportQuery { kind, today, territory, .. } =
            self.visiting().figures.with_untracked(|own| own.query.clone());
        self.download(Export::Report { kind, today, territory });
    }

    /// What is noted with touches and watched in the shown layer.
    #[must_use]
    pub fn watch(self) -> VisitWatch {
        self.plan.with(|plan| {
            let visits = plan.as_ref().and_then(Plan::layer).and_then(LayerPlan::visits);
            visits.map(|visits| visits.watch.clone()).unwrap_or_default()
        })
    }

    /// Changes what is noted and watched. Where nothing is asked of the visits yet, what is proposed is kept first.
    pub fn change_watch(self, change: impl FnOnce(&mut VisitWatch)) {
        let mut watch = untrack(|| self.watch());
        change(&mut watch);
        if let Err(fault) = watch.validate() {
            return self.fail("", fault.to_string());
        }
        if !untrack(|| self.asks_anything()) {
            self.keep_visits();
        }
        self.edit(|plan| plan.watch_edit(watch));
    }

    /// What was filled in for a touch, said or not.
    #[must_use]
    pub fn filled_in(self, touch: &DoneTouch) -> DoneTouch {
        let filled = self.visiting().filled.with_value(|own| own.clone().filter(|own| own.key() == touch.key()));
        filled.unwrap_or_else(|| touch.clone())
    }

    /// Notes what a person fills into a field. It is said with whatever is said of the touch next, or by [`App::say_filled`].
    pub fn fill_in(self, touch: &DoneTouch, field: &str, value: Option<String>) {
        let is_other =
            self.visiting().filled.with_value(|own| own.as_ref().is_some_and(|own| own.key() != touch.key()));
        if is_other {
            self.say_filled();
        }
        let mut own = self.filled_in(touch);
        own.set_answer(field, value);
        self.visiting().filled.set_value(Some(own));
    }

    /// Says what was filled in and not said yet.
    pub fn say_filled(self) {
        if let Some(touch) = self.visiting().filled.get_value() {
            self.say(&touch, &|_| {});
        }
    }
}
