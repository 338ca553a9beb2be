//! The calendar of one territory as a piece of work that any worker can do by itself.

use crate::model::{AccountIx, TerritoryCalendar};
use crate::routing::calendar::{CalendarSearch, TerritoryDays};
use crate::units::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The least rounds of a territory.
const LEAST_ROUNDS: usize = 4_000;
/// Rounds of a step: a slice of some 20 milliseconds.
const ROUNDS_A_STEP: u32 = 200;

/// All that the calendar of a territory depends on: the same task gives the same calendar, whoever does it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CalendarTask {
    pub(super) days: TerritoryDays,
    /// Days that visits of an account stay on.
    pub(super) pins: BTreeMap<AccountIx, Vec<Day>>,
    /// Rounds of search for each visit, without a limit of time.
    pub(super) rounds_a_visit: usize,
}

/// A calendar of a territory in the making.
#[derive(Debug, Clone)]
pub struct CalendarRun {
    search: CalendarSearch,
    pins: BTreeMap<AccountIx, Vec<Day>>,
    rounds: usize,
    all: usize,
}

impl CalendarTask {
    /// Makes the first calendar. O(visits · days · stops).
    #[must_use]
    pub fn begin(self) -> CalendarRun {
        let pinned = |account| self.pins.get(&account).cloned().unwrap_or_default();
        let search = CalendarSearch::new(self.days, &pinned);
        let all = (search.visits() * self.rounds_a_visit).max(LEAST_ROUNDS);
        CalendarRun { search, pins: self.pins, rounds: 0, all }
    }
}

impl CalendarRun {
    /// Searches on for a slice of some 20 milliseconds, unless all is done. `gone` is the share of the time that is over, from
    /// 0 to 1; without it the rounds count. Gives the share that is done.
    pub fn step(&mut self, gone: Option<f64>) -> f64 {
        let gone = gone.unwrap_or(self.rounds as f64 / self.all as f64).clamp(0.0, 1.0);
        if gone >= 1.0 || self.search.visits() == 0 {
            return 1.0;
        }
        self.search.step(gone, ROUNDS_A_STEP);
        self.rounds += ROUNDS_A_STEP as usize;
        gone
    }

    /// The best so far.
    #[must_use]
    pub fn calendar(&self) -> TerritoryCalendar {
        let mut calendar = self.search.calendar();
        for day in &mut calendar.days {
            for stop in &mut day.stops {
                stop.is_pinned = self.pins.get(&stop.account).is_some_and(|days| days.contains(&day.day));
            }
        }
        calendar
    }
}
