//! What a rep says of a touch: done, missed, and a note.

use super::records::ActivityKind;
use super::visit_brief::DAY_MINUTES;
use super::visit_watch::{Answer, MOST_FIELDS};
use crate::units::Day;
use serde::{Deserialize, Serialize};

/// The longest note in bytes.
pub const LONGEST_NOTE: usize = 4_000;

/// How far a touch has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchState {
    /// Neither done nor missed: only a note is there.
    #[default]
    Open,
    /// It took place.
    Done,
    /// It did not take place and is still owed.
    Missed,
}

/// What a rep says of one touch. It names by id, so that it means the same in a rep's own file and in the whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneTouch {
    /// When.
    pub day: Day,
    /// Whom, by id; not empty.
    pub account: String,
    /// How.
    pub kind: ActivityKind,
    /// Whose touch it is, by id; empty for a territory without a rep.
    pub rep: String,
    /// When it was marked, in minutes from midnight.
    pub minute: Option<u16>,
    /// How far it has come.
    pub state: TouchState,
    /// What is to be remembered; may be empty.
    pub note: String,
    /// What was filled in, a field at most once. Notes of older versions have none.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

/// What tells touches apart: two of the same key are the same touch.
pub type TouchKey<'a> = (Day, &'a str, ActivityKind, &'a str);

impl DoneTouch {
    /// A touch of which nothing is said yet.
    #[must_use]
    pub fn new(day: Day, account: &str, kind: ActivityKind, rep: &str) -> Self {
        let (account, rep) = (account.to_owned(), rep.to_owned());
        Self {
            day,
            account,
            kind,
            rep,
            minute: None,
            state: TouchState::Open,
            note: String::new(),
            answers: Vec::new(),
        }
    }

    /// What tells it from others, and the order in which touches stand.
    #[must_use]
    pub fn key(&self) -> TouchKey<'_> {
        (self.day, &self.account, self.kind, &self.rep)
    }

    /// Whether it says anything: one that does not need not be kept.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.state != TouchState::Open || !self.note.is_empty() || !self.answers.is_empty()
    }

    /// Whether its values can be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.account.is_empty()
            && self.note.len() <= LONGEST_NOTE
            && self.minute.is_none_or(|minute| minute < DAY_MINUTES)
            && self.answers.len() <= MOST_FIELDS
            && self.answers.iter().all(Answer::is_sound)
            && (1..self.answers.len())
                .all(|at| self.answers[..at].iter().all(|own| own.field != self.answers[at].field))
            && self.says_something()
    }

    /// What was filled into a field; empty for nothing.
    #[must_use]
    pub fn answer(&self, field: &str) -> &str {
        self.answers.iter().find(|own| own.field == field).map_or("", |own| own.value.as_str())
    }

    /// Fills a field in, or empties it. Where as many fields as can be are filled in already, nothing changes.
    pub fn set_answer(&mut self, field: &str, value: Option<String>) {
        let at = self.answers.iter().position(|own| own.field == field);
        match (at, value) {
            (Some(at), Some(value)) => self.answers[at].value = value,
            (Some(at), None) => drop(self.answers.remove(at)),
            (None, Some(value)) if self.answers.len() < MOST_FIELDS => {
                self.answers.push(Answer { field: field.to_owned(), value });
            }
            (None, _) => {}
        }
    }
}
