//! What a person has in hand.

use super::asking::Asked;
use super::visiting::Visiting;
use crate::engine::protocol::HandMove;
use crate::model::{AccountIx, Proposal, TerritoryIx};
use crate::plan::{Balance, Plan};
use crate::units::LonLat;
use leptos::prelude::*;
use std::sync::Arc;

/// Radius of a new brush, in pixels.
const BRUSH: f64 = 24.0;

/// What the pointer does on the map instead of moving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// It draws a line around accounts.
    Lasso,
    /// It gives the accounts under it to a territory.
    Brush,
    /// It draws a barrier, point after point.
    Barrier,
}

/// What a person has in hand: moves made last and thought about, accounts that are picked, and the brief that is written.
#[derive(Clone, Copy)]
pub struct HandMoves {
    /// Accounts that were moved last, around which the plan can be balanced again.
    pub moved: RwSignal<Vec<AccountIx>>,
    /// What could be moved next, until the plan changes; `None` before it was asked for.
    pub next: RwSignal<Option<Vec<Proposal>>>,
    /// What it would do to change the plan by hand, as it was asked last; `None` until that is worked out.
    pub weighed: RwSignal<Option<(HandMove, Option<Arc<Proposal>>)>>,
    /// What the pointer does on the map instead of moving it; `None` where it moves it.
    pub tool: RwSignal<Option<Tool>>,
    /// The points so far of the barrier that is drawn.
    pub line: RwSignal<Vec<LonLat>>,
    /// Whether somebody wanted to end a barrier that is no line yet.
    pub is_short: RwSignal<bool>,
    /// The territory that gets what is painted.
    pub brush_to: RwSignal<Option<TerritoryIx>>,
    /// Radius of the brush in pixels.
    pub brush: RwSignal<f64>,
    /// The accounts that the stroke has passed over, in order.
    pub painted: RwSignal<Arc<Vec<AccountIx>>>,
    /// The balance that there would be if the hand let go now; `None` where it holds nothing.
    pub trial: RwSignal<Option<Arc<Balance>>>,
    /// The accounts inside the line that was drawn last, in order.
    pub picked: RwSignal<Arc<Vec<AccountIx>>>,
    /// The territory that they may go to.
    pub picked_to: RwSignal<Option<TerritoryIx>>,
    /// The brief of the next design, as far as it is written.
    pub(super) asked: Asked,
    /// What is asked of visits, and what is done with them.
    pub(super) visiting: Visiting,
    /// Whether an answer about the next moves is still of use: the plan has not changed since the question.
    pub(super) awaits_next: StoredValue<bool>,
}

impl HandMoves {
    pub(super) fn new() -> Self {
        Self {
            moved: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            weighed: RwSignal::new(None),
            tool: RwSignal::new(None),
            line: RwSignal::new(Vec::new()),
            is_short: RwSignal::new(false),
            brush_to: RwSignal::new(None),
            brush: RwSignal::new(BRUSH),
            painted: RwSignal::new(Arc::default()),
            trial: RwSignal::new(None),
            picked: RwSignal::new(Arc::default()),
            picked_to: RwSignal::new(None),
            asked: Asked::new(),
            visiting: Visiting::new(),
            awaits_next: StoredValue::new(false),
        }
    }

    /// The plan has changed.
    pub(super) fn forget(self) {
        self.awaits_next.set_value(false);
        self.moved.update(Vec::clear);
        self.next.set(None);
        self.weighed.set(None);
    }

    /// Takes a tool in hand, and puts it down where it was in hand already.
    pub(super) fn take(self, tool: Tool) {
        let is_in_hand = self.tool.get_untracked() == Some(tool);
        self.put_down();
        self.tool.set((!is_in_hand).then_some(tool));
    }

    /// Puts down whatever is in hand; what was drawn so far is gone.
    pub fn put_down(self) {
        self.tool.set(None);
        self.line.set(Vec::new());
        self.is_short.set(false);
        self.painted.set(Arc::default());
        self.trial.set(None);
    }

    /// Nothing is picked any more.
    pub fn drop_picked(self) {
        self.picked.set(Arc::default());
        self.picked_to.set(None);
    }

    /// Takes the answer about the next moves.
    pub(super) fn take_next(self, proposals: Vec<Proposal>) {
        if self.awaits_next.get_value() {
            self.next.set(Some(proposals));
        }
    }
}

/// What is locked of all that a change by hand would touch, in words; `None` where nothing is. O(accounts + locks).
#[must_use]
pub fn locked_in_words(plan: &Plan, own: &HandMove) -> Option<String> {
    let members = |territory| plan.alignment().members(territory).collect::<Vec<_>>();
    match own {
        HandMove::Give(accounts, to) => plan.locked_in_words(accounts, &[*to]),
        HandMove::Swap(accounts) => plan.locked_in_words(accounts, &[]),
        HandMove::Merge { from, into } => plan.locked_in_words(&members(*from), &[*into]),
        HandMove::Split(territory) => plan.locked_in_words(&members(*territory), &[]),
    }
}
