//! Calls and e-mails: to whom, how many, and how spread.

use super::asked::Asked;
use super::fault::CalendarFault;
use crate::model::{AccountIx, Cadence, DayRoute, MONTH_DAYS, TerritoryCalendar, UnplacedTouches};
use crate::units::Day;
use std::collections::BTreeMap;

/// A kind of touch that is no visit.
struct Kind {
    what: &'static str,
    of_day: fn(&DayRoute) -> &[AccountIx],
    a_month: fn(&Cadence) -> f64,
    lost: fn(&UnplacedTouches) -> u16,
}

const KINDS: [Kind; 2] = [
    Kind { what: "calls", of_day: |route| &route.calls, a_month: |cadence| cadence.calls, lost: |own| own.calls },
    Kind { what: "e-mails", of_day: |route| &route.emails, a_month: |cadence| cadence.emails, lost: |own| own.emails },
];

/// Everything that is wrong with calls and e-mails, with the day where there is one. O(accounts + touches · log touches).
pub(super) fn faults(asked: &Asked, own: &TerritoryCalendar) -> Vec<(Option<Day>, CalendarFault)> {
    KINDS.iter().flat_map(|kind| of_kind(asked, own, kind)).collect()
}

fn of_kind(asked: &Asked, own: &TerritoryCalendar, kind: &Kind) -> Vec<(Option<Day>, CalendarFault)> {
    let what = kind.what;
    let a_month = |account| asked.due(account).map_or(0.0, |due| (kind.a_month)(&due.cadence));
    let mut found = Vec::new();
    // By account: how many a day.
    let mut made: BTreeMap<AccountIx, BTreeMap<Day, usize>> = BTreeMap::new();
    for route in &own.days {
        for &account in (kind.of_day)(route) {
            if asked.is_own(account) && a_month(account) > 0.0 {
                *made.entry(account).or_default().entry(route.day).or_default() += 1;
            } else {
                found.push((Some(route.day), CalendarFault::Touched { what, account: asked.called(account) }));
            }
        }
    }
    let strangers = own
        .untouched
        .iter()
        .filter(|own| (kind.lost)(own) > 0 && (!asked.is_own(own.account) || a_month(own.account) <= 0.0));
    found.extend(strangers.map(|own| (None, CalendarFault::Touched { what, account: asked.called(own.account) })));
    // While a day is left, none is without one.
    let can_be = own.replanned.is_some_and(|today| asked.worked.last().is_none_or(|last| *last < today));
    if !can_be && own.untouched.iter().any(|own| (kind.lost)(own) > 0) {
        found.push((None, CalendarFault::Untouched { what }));
    }
    let days = asked.worked.len();
    if days == 0 {
        return found;
    }
    let months = asked.brief.days().count() as f64 / MONTH_DAYS;
    for (account, _) in asked.all_due() {
        let due = a_month(account) * months;
        let lost: u64 =
            own.untouched.iter().filter(|own| own.account == account).map(|own| u64::from((kind.lost)(own))).sum();
        let by_day = made.remove(&account).unwrap_or_default();
        let count: usize = by_day.values().sum();
        if asked.is_even() && ((count as u64 + lost) as f64 - due).abs() > 1.0 + 1e-9 {
            found.push((None, CalendarFault::Touches { what, account: asked.called(account), count, due }));
        }
        let most = count.div_ceil(days);
        // Those of a day that was taken off later share a day where no day after it is free.
        let is_free_later = |day: Day| asked.worked.iter().any(|own| *own > day && !by_day.contains_key(own));
        for (&day, &count) in by_day.iter().filter(|&(&day, &count)| count > most && is_free_later(day)) {
            found.push((Some(day), CalendarFault::Crowded { what, account: asked.called(account), count, most }));
        }
    }
    found
}
