//! What a person has in hand.

use super::asking::Asked;
use super::visiting::Visiting;
use crate::model::{AccountIx, Proposal};
use leptos::prelude::*;
use std::sync::Arc;

/// What a person has in hand: moves made last and thought about, accounts that are picked, and the brief that is written.
#[derive(Clone, Copy)]
pub struct HandMoves {
    /// Accounts that were moved last, around which the plan can be balanced again.
    pub moved: RwSignal<Vec<AccountIx>>,
    /// What could be moved next, until the plan changes; `None` before it was asked for.
    pub next: RwSignal<Option<Vec<Proposal>>>,
    /// What it would do to move an account, by territory; of the account that was asked about last.
    pub weighed: RwSignal<Option<(AccountIx, Arc<Vec<Proposal>>)>>,
    /// Whether the pointer draws a line around accounts instead of moving the map.
    pub lasso: RwSignal<bool>,
    /// The accounts inside the line that was drawn last, in order.
    pub picked: RwSignal<Arc<Vec<AccountIx>>>,
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
            lasso: RwSignal::new(false),
            picked: RwSignal::new(Arc::default()),
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

    /// Nothing is picked any more.
    pub fn drop_picked(self) {
        self.picked.set(Arc::default());
    }

    /// Takes the answer about the next moves.
    pub(super) fn take_next(self, proposals: Vec<Proposal>) {
        if self.awaits_next.get_value() {
            self.next.set(Some(proposals));
        }
    }
}
