//! When each account was touched, from the files and from what the reps say, and when it will be.

use super::Sources;
use crate::model::{AccountIx, ActivityKind, DayRoute, TerritoryIx, TouchState};
use crate::units::Day;
use std::collections::{BTreeSet, HashMap};

/// The kinds that are planned, in the order in which all tables have them.
pub(super) const KINDS: [ActivityKind; 3] = [ActivityKind::Visit, ActivityKind::Call, ActivityKind::Email];

/// What a kind is called.
pub(super) fn kind_word(kind: usize) -> &'static str {
    ["Visit", "Call", "E-mail"].get(kind).copied().unwrap_or_default()
}

/// Every touch that was made until a day: whom, which of [`KINDS`], when. What the files and a rep tell of the same day and kind
/// is one touch. O((activities + touches) · log).
pub(super) fn made(sources: &Sources, until: Day) -> BTreeSet<(AccountIx, usize, Day)> {
    let position = |kind: ActivityKind| KINDS.iter().position(|own| *own == kind);
    let mut made = BTreeSet::new();
    for activity in sources.dataset().records().activities.records() {
        if let (Some(account), Some(kind), Some(day)) = (activity.account, position(activity.kind), activity.day) {
            made.insert((account, kind, day));
        }
    }
    let ids = &sources.dataset().accounts().ids;
    let by_id: HashMap<&str, AccountIx> = ids.iter().zip((0..).map(AccountIx)).collect();
    for touch in sources.visits.touches.iter().filter(|own| own.state == TouchState::Done) {
        if let (Some(account), Some(kind)) = (by_id.get(touch.account.as_str()), position(touch.kind)) {
            made.insert((*account, kind, touch.day));
        }
    }
    made.retain(|(_, _, day)| *day <= until);
    made
}

/// Every touch of the calendar: whose, whom, which of [`KINDS`], and the day.
pub(super) fn planned(sources: &Sources) -> impl Iterator<Item = (TerritoryIx, AccountIx, usize, Day)> {
    let territories = sources.visits.calendar.iter().flat_map(|calendar| &calendar.territories);
    let days = territories.flat_map(|own| own.days.iter().map(|day| (own.territory, day)));
    days.flat_map(|(territory, day): (TerritoryIx, &DayRoute)| {
        let visits = day.stops.iter().map(|stop| (stop.account, 0));
        let calls = day.calls.iter().map(|&account| (account, 1));
        let emails = day.emails.iter().map(|&account| (account, 2));
        visits.chain(calls).chain(emails).map(move |(account, kind)| (territory, account, kind, day.day))
    })
}

/// How much of a gap each day is worth, by the seasons: a month that weighs 2 brings the next touch in half the time.
pub(super) struct Seasons {
    first: i32,
    /// What all days before each weigh, from the first on.
    before: Vec<f64>,
}

/// Days around today of which the seasons are known: three years back and two ahead.
const BACK: i32 = 1_100;
const AHEAD: i32 = 731;

impl Seasons {
    pub(super) fn around(today: Day, seasons: &[f64; 12]) -> Self {
        let first = today.number() - BACK;
        let mut sum = 0.0;
        let before = (first..today.number() + AHEAD).map(|number| {
            let weight = Day::from_number(number).ok().and_then(|day| weight_of(day, seasons));
            let before = sum;
            sum += weight.unwrap_or(1.0);
            before
        });
        Self { first, before: before.collect() }
    }

    /// The day on which so many mean days have gone by since another; `None` where that is beyond all that is looked at.
    pub(super) fn after(&self, day: Day, gap: f64) -> Option<Day> {
        let at = usize::try_from(day.number() - self.first).ok();
        let Some(begin) = at.and_then(|at| self.before.get(at)) else {
            // Longer ago than anybody plans: the seasons even out.
            #[expect(clippy::cast_possible_truncation, reason = "it saturates, and what is no day is none")]
            let days = gap.ceil() as i32;
            return Day::from_number(day.number().saturating_add(days)).ok();
        };
        let target = begin + gap - 1e-9;
        let later = self.before.partition_point(|before| *before < target);
        let days = i32::try_from(later).ok().filter(|_| later < self.before.len())?;
        Day::from_number(self.first + days).ok()
    }
}

/// What a day weighs.
pub(super) fn weight_of(day: Day, seasons: &[f64; 12]) -> Option<f64> {
    seasons.get((day.year_month_day().1 as usize).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).expect("a day")
    }

    #[test]
    fn a_gap_is_as_long_as_the_season_makes_it() {
        let even = Seasons::around(day(6, 15), &[1.0; 12]);
        assert_eq!(even.after(day(6, 1), 28.0), Some(day(6, 29)));
        assert_eq!(even.after(day(6, 1), 7.5), Some(day(6, 9)), "begun days count");
        assert_eq!(even.after(Day::new(2010, 1, 1).expect("a day"), 31.0), Day::new(2010, 2, 1).ok());
        assert_eq!(even.after(day(6, 1), 3_000.0), None);
        let mut seasons = [1.0; 12];
        (seasons[6], seasons[7]) = (2.0, 0.0);
        let uneven = Seasons::around(day(6, 15), &seasons);
        assert_eq!(uneven.after(day(7, 1), 28.0), Some(day(7, 15)));
        assert_eq!(uneven.after(day(8, 1), 5.0), Some(day(9, 6)), "August brings none");
    }
}
