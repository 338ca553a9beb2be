//! When each account was visited last before a calendar begins.

use super::account::AccountIx;
use super::dataset::Dataset;
use super::records::ActivityKind;
use super::touch::{DoneTouch, TouchState};
use super::visit_brief::{AccountDue, VisitBrief};
use crate::units::Day;
use std::collections::HashMap;

impl VisitBrief {
    /// By account, its last visit before the calendar: of the records, and of what reps say they have done.
    /// O(accounts + activities + touches).
    #[must_use]
    pub fn last_visits(&self, dataset: &Dataset, touches: &[DoneTouch]) -> Vec<Option<Day>> {
        let accounts = dataset.accounts();
        let mut last = vec![None; accounts.len()];
        let mut note = |account: AccountIx, day: Day| {
            if let Some(own) = last.get_mut(account.index()).filter(|_| day < self.start) {
                *own = Some(day).max(*own);
            }
        };
        for own in dataset.records().activities.records().iter().filter(|own| own.kind == ActivityKind::Visit) {
            if let Some((account, day)) = own.account.zip(own.day) {
                note(account, day);
            }
        }
        let is_done = |own: &&DoneTouch| own.state == TouchState::Done && own.kind == ActivityKind::Visit;
        let mut done = touches.iter().filter(is_done).peekable();
        if done.peek().is_some() {
            let by_id: HashMap<&str, AccountIx> = accounts.ids.iter().zip((0..).map(AccountIx)).collect();
            for own in done {
                if let Some(&account) = by_id.get(own.account.as_str()) {
                    note(account, own.day);
                }
            }
        }
        last
    }

    /// Whether the records know of any visit before the calendar. O(activities) where they do not.
    #[must_use]
    pub fn follows_visits(&self, dataset: &Dataset) -> bool {
        let is_before = |day: Option<Day>| day.is_some_and(|day| day < self.start);
        let mut told = dataset.records().activities.records().iter();
        told.any(|own| own.kind == ActivityKind::Visit && own.account.is_some() && is_before(own.day))
    }

    /// What every account is due, as [`VisitBrief::due`] has it, with its last visit where the first of the calendar is to
    /// follow it by a gap. O(accounts · (classes + log accounts) + activities).
    #[must_use]
    pub fn due_since(&self, dataset: &Dataset, touches: &[DoneTouch]) -> Vec<Option<AccountDue>> {
        let mut due = self.due(dataset);
        if self.from_last_visit {
            for (own, last) in due.iter_mut().zip(self.last_visits(dataset, touches)) {
                if let Some(own) = own {
                    own.last = last;
                }
            }
        }
        due
    }
}
