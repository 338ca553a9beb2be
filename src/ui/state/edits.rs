//! What a person changes in a plan, and what is worked out for it.

use super::{App, Run, Selection};
use crate::engine::protocol::{Job, Request};
use crate::model::{AccountIx, DesignBrief, RepIx, TerritoryIx, TravelModel, UnitMove};
use crate::plan::Edit;
use crate::ui::address::{Page, Step};
use crate::ui::locale;
use leptos::prelude::*;

impl App {
    /// Carries out an edit here and in the worker, and keeps the plan.
    pub fn apply(self, edit: Edit) {
        let applied = self.plan.try_update(|plan| plan.as_mut().map(|plan| plan.apply(edit.clone()))).flatten();
        match applied {
            Some(Ok(())) => {
                self.send(&Request::Apply(Box::new(edit)), &[]);
                self.after_edit();
            }
            Some(Err(error)) => self.fail("", error.to_string()),
            None => {}
        }
    }

    /// Takes the last edit back.
    pub fn undo(self) {
        if self.plan.try_update(|plan| plan.as_mut().is_some_and(|plan| plan.undo().is_some())) == Some(true) {
            self.send(&Request::Undo, &[]);
            self.after_edit();
        }
    }

    /// Does the edit that was taken back again.
    pub fn redo(self) {
        if self.plan.try_update(|plan| plan.as_mut().is_some_and(|plan| plan.redo().is_some())) == Some(true) {
            self.send(&Request::Redo, &[]);
            self.after_edit();
        }
    }

    fn after_edit(self) {
        self.verdict.set(None);
        self.tours.update(std::collections::BTreeMap::clear);
        let territories = self.plan.with_untracked(|plan| {
            plan.as_ref().map_or(0, |plan| plan.alignment().territories().len())
        });
        if matches!(self.selection.get_untracked(), Selection::Territory(t) if t.index() >= territories) {
            self.selection.set(Selection::Plan);
        }
        self.keep_soon();
        self.ask_for_tours();
    }

    /// Starts a design.
    pub fn design(self, brief: DesignBrief) {
        self.notice.set(None);
        let title = format!("Designing {}", locale::counted(brief.territories, "territory", "territories"));
        self.running.set(Some(Run::begin(Job::Design, title)));
        self.send(&Request::Design(brief), &[]);
    }

    /// Stops the design and keeps its best so far.
    pub fn stop(self) {
        self.send(&Request::Stop, &[]);
    }

    /// Moves accounts to a territory, or out of all.
    pub fn move_accounts(self, accounts: &[AccountIx], to: Option<TerritoryIx>) {
        let moves = self.moves(accounts, to);
        if !moves.is_empty() {
            self.apply(Edit::Move { moves });
        }
    }

    /// The moves that bring these accounts to a territory.
    #[must_use]
    pub fn moves(self, accounts: &[AccountIx], to: Option<TerritoryIx>) -> Vec<UnitMove> {
        self.plan.with_untracked(|plan| {
            let Some(plan) = plan else { return Vec::new() };
            let owner = |account: &AccountIx| (*account, plan.alignment().owner(*account));
            let moving = accounts.iter().map(owner).filter(|&(_, from)| from != to);
            moving.map(|(account, from)| UnitMove { account, from, to }).collect()
        })
    }

    /// Gives a territory another name.
    pub fn rename_territory(self, territory: TerritoryIx, name: &str) {
        let name = name.trim();
        let before = self.plan.with_untracked(|plan| {
            plan.as_ref().and_then(|plan| plan.alignment().territory(territory)).map(|t| t.name.clone())
        });
        match before {
            Some(before) if !name.is_empty() && before != name => {
                self.apply(Edit::RenameTerritory { territory, before, after: name.to_owned() });
            }
            _ => {}
        }
    }

    /// Gives a territory a rep; one who owns another territory swaps with this one's.
    pub fn assign_rep(self, territory: TerritoryIx, rep: Option<RepIx>) {
        let before = self.plan.with_untracked(|plan| {
            plan.as_ref().and_then(|plan| plan.alignment().territory(territory)).and_then(|t| t.rep)
        });
        if before != rep {
            self.apply(Edit::AssignRep { territory, before, after: rep });
        }
    }

    /// Gives the plan another name.
    pub fn rename_plan(self, name: &str) {
        let name = name.trim();
        let before = self.plan.with_untracked(|plan| plan.as_ref().map(|plan| plan.name().to_owned()));
        match before {
            Some(before) if !name.is_empty() && before != name => {
                self.apply(Edit::RenamePlan { before, after: name.to_owned() });
            }
            _ => {}
        }
    }

    /// Changes how travel is reckoned.
    pub fn set_travel(self, travel: TravelModel) {
        let before = self.plan.with_untracked(|plan| plan.as_ref().map(|plan| plan.settings().travel));
        match before {
            Some(before) if before != travel => self.apply(Edit::Travel { before, after: travel }),
            _ => {}
        }
    }

    /// Asks for the tours that the visits show and that are not there yet.
    pub fn ask_for_tours(self) {
        if self.page.get_untracked() != Page::Work(Step::Visits) {
            return;
        }
        let wanted = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            let known = self.tours.read_untracked();
            let territories: Vec<_> = plan.alignment().indices().filter(|t| !known.contains_key(t)).collect();
            (!territories.is_empty()).then(|| (territories, plan.settings().travel))
        });
        if let Some((territories, travel)) = wanted {
            let title = format!("Routing {}", locale::counted(territories.len(), "territory", "territories"));
            self.running.set(Some(Run::begin(Job::Tours, title)));
            self.send(&Request::Tours { territories, travel }, &[]);
        }
    }

    /// Asks the worker to verify the plan.
    pub fn verify(self) {
        self.send(&Request::Check, &[]);
    }

    /// The tolerance of the design that runs or stands, in per cent.
    #[must_use]
    pub fn aim(self) -> Option<f64> {
        self.plan.with(|plan| plan.as_ref().and_then(|plan| plan.brief().map(|brief| brief.tolerance.percent())))
    }
}
