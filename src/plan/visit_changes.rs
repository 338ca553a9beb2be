//! What one calendar does otherwise than another.

use crate::model::{AccountIx, Calendar, TerritoryIx};
use crate::units::Day;
use std::collections::BTreeMap;

/// A visit that another calendar has on another day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitShift {
    /// Whose calendar.
    pub territory: TerritoryIx,
    /// Whom.
    pub account: AccountIx,
    /// The day before; `None` for a visit that had none.
    pub from: Option<Day>,
    /// The day after; `None` for one that has none now.
    pub to: Option<Day>,
}

/// The visits that have another day in `after` than in `before`: those of an account are matched in order of their days, once
/// the days that both have are taken out. By territory, account and day. O(visits · log visits).
#[must_use]
pub fn visit_shifts(before: &Calendar, after: &Calendar) -> Vec<VisitShift> {
    let (old, new) = (by_account(before), by_account(after));
    let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(key)));
    let mut keys: Vec<(TerritoryIx, AccountIx)> = keys.copied().collect();
    crate::sorting::sort(&mut keys);
    let mut shifts = Vec::new();
    for key in keys {
        let days = |of: &BTreeMap<_, Vec<Day>>| of.get(&key).cloned().unwrap_or_default();
        let (old, new) = (days(&old), days(&new));
        let gone: Vec<Day> = old.iter().copied().filter(|day| !new.contains(day)).collect();
        let come: Vec<Day> = new.iter().copied().filter(|day| !old.contains(day)).collect();
        let (territory, account) = key;
        for at in 0..gone.len().max(come.len()) {
            shifts.push(VisitShift { territory, account, from: gone.get(at).copied(), to: come.get(at).copied() });
        }
    }
    shifts
}

fn by_account(calendar: &Calendar) -> BTreeMap<(TerritoryIx, AccountIx), Vec<Day>> {
    let mut visits: BTreeMap<_, Vec<Day>> = BTreeMap::new();
    for own in &calendar.territories {
        for (day, stop) in own.days.iter().flat_map(|route| route.stops.iter().map(|stop| (route.day, stop))) {
            visits.entry((own.territory, stop.account)).or_default().push(day);
        }
    }
    visits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DayRoute, Stop, TerritoryCalendar};

    fn day(number: u32) -> Day {
        Day::new(2026, 12, number).expect("a day")
    }

    fn calendar(visits: &[(u32, u32)]) -> Calendar {
        let stop = |account| Stop { account: AccountIx(account), arrival: 0, start: 0, end: 0, is_pinned: false };
        let route =
            |&(number, account): &(u32, u32)| DayRoute { stops: vec![stop(account)], ..DayRoute::idle(day(number)) };
        let own = TerritoryCalendar {
            territory: TerritoryIx(0),
            base: None,
            from_home: false,
            end: None,
            stretch: 1.0,
            replanned: None,
            days: visits.iter().map(route).collect(),
            unplaced: Vec::new(),
            untouched: Vec::new(),
        };
        Calendar { basis: 0, territories: vec![own] }
    }

    #[test]
    fn only_what_has_another_day_is_told() {
        let before = calendar(&[(1, 7), (8, 7), (15, 7), (2, 9), (3, 4)]);
        let after = calendar(&[(1, 7), (9, 7), (15, 7), (22, 7), (3, 4)]);
        let shift = |account, from: Option<u32>, to: Option<u32>| VisitShift {
            territory: TerritoryIx(0),
            account: AccountIx(account),
            from: from.map(day),
            to: to.map(day),
        };
        let expected = [shift(7, Some(8), Some(9)), shift(7, None, Some(22)), shift(9, Some(2), None)];
        assert_eq!(visit_shifts(&before, &after), expected);
        assert_eq!(visit_shifts(&before, &before), []);
    }
}
