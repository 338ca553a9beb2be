//! The log of edits: what undo takes back and redo repeats.

use super::edit::Edit;
use serde::{Deserialize, Serialize};

/// The most edits that a log keeps.
pub const MOST_EDITS: usize = 200;

/// The most whole designs that a log keeps, because each holds an owner for every account.
pub const MOST_DESIGNS: usize = 5;

/// The most updates that a log keeps, because each holds a whole data set.
pub const MOST_UPDATES: usize = 1;

/// The most edits of all visits that a log keeps, because each holds a calendar.
pub const MOST_CALENDARS: usize = 10;

/// The most travel matrices that a log keeps, because each may be as large as a data set.
pub const MOST_MATRICES: usize = 2;

/// The edits of a plan in order: `done` of them are carried out, the rest were taken back and can be repeated.
///
/// It forgets from the oldest on, so that it never holds more than [`MOST_EDITS`] edits, [`MOST_DESIGNS`]
/// designs, [`MOST_UPDATES`] updates, [`MOST_CALENDARS`] edits of all visits or [`MOST_MATRICES`] travel matrices; an edit older than a forgotten one is forgotten with it, because it could no longer be reached.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct EditLog {
    done: usize,
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    done: usize,
    edits: Vec<Edit>,
}

/// A log that counts more edits as done than it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log counts {done} edits as done, but holds {edits}")]
pub struct LogError {
    /// Edits said to be done.
    pub done: usize,
    /// Edits there are.
    pub edits: usize,
}

impl TryFrom<Unchecked> for EditLog {
    type Error = LogError;
    fn try_from(raw: Unchecked) -> Result<Self, LogError> {
        if raw.done > raw.edits.len() {
            return Err(LogError { done: raw.done, edits: raw.edits.len() });
        }
        Ok(Self { done: raw.done, edits: raw.edits })
    }
}

impl EditLog {
    /// All edits, oldest first, those taken back included.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// How many of them are carried out.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// The edit that undo would take back.
    #[must_use]
    pub fn last(&self) -> Option<&Edit> {
        self.edits.get(self.done.checked_sub(1)?)
    }

    /// The edit that redo would repeat.
    #[must_use]
    pub fn next(&self) -> Option<&Edit> {
        self.edits.get(self.done)
    }

    /// Adds an edit that was carried out; what had been taken back is forgotten.
    pub(super) fn push(&mut self, edit: Edit) {
        self.edits.truncate(self.done);
        self.edits.push(edit);
        let forgotten = self.surplus();
        self.edits.drain(..forgotten);
        self.done = self.edits.len();
    }

    /// How many of the oldest have to go to keep within both bounds.
    fn surplus(&self) -> usize {
        let past = |is_kept: fn(&Edit) -> bool, most: usize| {
            let newest_first = self.edits.iter().enumerate().rev();
            let too_old = newest_first.filter(|(_, edit)| is_kept(edit)).nth(most);
            too_old.map_or(0, |(position, _)| position + 1)
        };
        let past_designs = past(|edit| matches!(edit, Edit::Design { .. }), MOST_DESIGNS);
        let past_updates = past(|edit| matches!(edit, Edit::Update { .. }), MOST_UPDATES);
        let past_visits = past(|edit| matches!(edit, Edit::Visits { .. }), MOST_CALENDARS);
        let past_matrices = past(|edit| matches!(edit, Edit::Matrix { .. }), MOST_MATRICES);
        past_designs
            .max(past_updates)
            .max(past_visits)
            .max(past_matrices)
            .max(self.edits.len().saturating_sub(MOST_EDITS))
    }

    /// The edit that was done last, counted as taken back from now on.
    pub(super) fn step_back(&mut self) -> Option<&mut Edit> {
        self.done = self.done.checked_sub(1)?;
        self.edits.get_mut(self.done)
    }

    /// The edit that was taken back last, counted as done from now on.
    pub(super) fn step_forth(&mut self) -> Option<&mut Edit> {
        let edit = self.edits.get_mut(self.done)?;
        self.done += 1;
        Some(edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LayerAt;

    fn small() -> Edit {
        Edit::RenamePlan { before: "A".to_owned(), after: "B".to_owned() }
    }

    fn design() -> Edit {
        Edit::Design { at: LayerAt::default(), territories: 2, other: None }
    }

    fn check(edits: impl IntoIterator<Item = Edit>, expect_kept: usize) {
        let mut log = EditLog::default();
        edits.into_iter().for_each(|edit| log.push(edit));
        assert_eq!((log.edits().len(), log.done()), (expect_kept, expect_kept));
    }

    #[test]
    fn the_oldest_edits_are_forgotten() {
        check((0..3).map(|_| small()), 3);
        check((0..MOST_EDITS + 7).map(|_| small()), MOST_EDITS);
        check((0..9).map(|_| design()), MOST_DESIGNS);
        // Design and move in turn: what stood between a forgotten design and the next stays.
        check((0..7).flat_map(|_| [design(), small()]), 2 * MOST_DESIGNS + 1);
    }

    #[test]
    fn a_new_edit_forgets_what_was_taken_back() {
        let mut log = EditLog::default();
        log.push(small());
        log.push(small());
        assert!(log.step_back().is_some());
        assert!(log.next().is_some());
        log.push(design());
        assert_eq!((log.edits().len(), log.done()), (2, 2));
        assert!(log.next().is_none());
        assert!(log.step_forth().is_none());
    }
}
