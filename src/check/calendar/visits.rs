//! The visits of a territory over all its days: how many, how far apart, those that were agreed, and those without a day.

use super::asked::{Asked, Rhythm};
use super::day::is_within_reach;
use super::fault::CalendarFault;
use crate::model::{AccountDue, AccountIx, TerritoryCalendar, Unplaced, UnplacedVisits};
use crate::units::{Day, LonLat};
use std::collections::{BTreeMap, BTreeSet};

/// A visit, as far as its day matters.
struct Placed {
    day: Day,
    start: u16,
    is_pinned: bool,
}

/// Everything that is wrong with the visits of a territory, with the day where there is one.
/// O(accounts + stops · log stops + days by account with a wide gap).
pub(super) fn faults(asked: &Asked, own: &TerritoryCalendar) -> Vec<(Option<Day>, CalendarFault)> {
    let mut placed: BTreeMap<AccountIx, Vec<Placed>> = BTreeMap::new();
    for route in &own.days {
        for stop in &route.stops {
            let visit = Placed { day: route.day, start: stop.start, is_pinned: stop.is_pinned };
            placed.entry(stop.account).or_default().push(visit);
        }
    }
    let mut missing: BTreeMap<AccountIx, u64> = BTreeMap::new();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for &entry in &own.unplaced {
        found.extend(unplaced(asked, own.base, entry, !seen.insert(entry.account)).map(|fault| (None, fault)));
        *missing.entry(entry.account).or_default() += u64::from(entry.visits);
    }
    for (account, due) in asked.all_due() {
        let visits = placed.get(&account).map(Vec::as_slice).unwrap_or_default();
        let missing = missing.get(&account).copied();
        if missing.is_none() {
            appointments(asked, account, due, visits, &mut found);
        }
        let Some(rhythm) = Rhythm::new(&due.cadence, own.stretch) else { continue };
        found.extend(count(asked, (account, due), rhythm, visits.len(), missing).map(|fault| (None, fault)));
        if missing.is_none() && asked.is_even() && is_free(due) {
            gaps(asked, (account, due), rhythm, visits, &mut found);
        }
    }
    found
}

/// Whether its cadence alone says when an account is visited.
fn is_free(due: &AccountDue) -> bool {
    due.terms
        .is_none_or(|terms| terms.not_before.is_none() && terms.not_after.is_none() && terms.appointments.is_empty())
}

fn unplaced(asked: &Asked, base: Option<LonLat>, entry: UnplacedVisits, is_repeated: bool) -> Option<CalendarFault> {
    let account = asked.called(entry.account);
    if !asked.is_own(entry.account) {
        return Some(CalendarFault::UnplacedElsewhere { account });
    }
    if is_repeated {
        return Some(CalendarFault::UnplacedTwice { account });
    }
    let due = asked.due(entry.account).filter(|due| due.cadence.visits > 0 || due.appointments().next().is_some());
    let Some(due) = due else { return Some(CalendarFault::NotDue { account }) };
    if entry.visits == 0 {
        return Some(CalendarFault::UnplacedNone { account });
    }
    let reason = entry.reason;
    is_false(asked, base, entry.account, due, reason).then_some(CalendarFault::Reason { account, reason })
}

/// Whether a reason is evidently none. Whether the days are full is for the search to say.
fn is_false(asked: &Asked, base: Option<LonLat>, account: AccountIx, due: &AccountDue, reason: Unplaced) -> bool {
    let place = asked.place(account);
    let is_always_open = due.hours.is_empty() && due.appointments().next().is_none();
    match reason {
        Unplaced::NoLocation => place.is_some(),
        Unplaced::NoWorkingDay => !asked.worked.is_empty(),
        Unplaced::TooFar | Unplaced::Closed | Unplaced::Full if place.is_none() => true,
        Unplaced::Closed => due.hours.is_empty() && is_free(due),
        Unplaced::TooFar => {
            let ends = base.zip(place);
            is_always_open && ends.is_some_and(|(base, place)| is_within_reach(asked, due, base, place))
        }
        Unplaced::Full => false,
    }
}

/// What was agreed on a working day is kept; none of it is among the visits without a day.
fn appointments(
    asked: &Asked,
    account: AccountIx,
    due: &AccountDue,
    visits: &[Placed],
    found: &mut Vec<(Option<Day>, CalendarFault)>,
) {
    for agreed in due.appointments().filter(|agreed| asked.is_worked(agreed.day)) {
        if !visits.iter().any(|visit| visit.day == agreed.day && visit.start == agreed.minute) {
            let account = asked.called(account);
            found.push((Some(agreed.day), CalendarFault::Appointment { account, minute: agreed.minute }));
        }
    }
}

/// How many visits there are, with and without a day. Where seasons differ nothing is expected, and of an account with dates
/// of its own no more than that it is not forgotten.
fn count(
    asked: &Asked,
    (account, due): (AccountIx, &AccountDue),
    rhythm: Rhythm,
    placed: usize,
    missing: Option<u64>,
) -> Option<CalendarFault> {
    if !asked.is_even() {
        return None;
    }
    let is_open = |day: &Day| {
        let dates = due.terms.map(|terms| (terms.not_before, terms.not_after)).unwrap_or_default();
        dates.0.is_none_or(|first| *day >= first) && dates.1.is_none_or(|last| *day <= last)
    };
    let days = asked.brief.days().filter(is_open).count();
    let [least, most] = rhythm.visits(days as f64);
    let visits = placed as u64 + missing.unwrap_or(0);
    let account = || asked.called(account);
    if placed == 0 && missing.is_none() {
        return (least > 0).then(|| CalendarFault::Forgotten { account: account() });
    }
    let is_off = is_free(due) && !(least..=most).contains(&visits);
    is_off.then(|| CalendarFault::Visits { account: account(), visits, least, most })
}

/// Whether visits are as far apart as the cadence wants, within half of that. A person who pins a visit takes it on.
fn gaps(
    asked: &Asked,
    (account, due): (AccountIx, &AccountDue),
    rhythm: Rhythm,
    visits: &[Placed],
    found: &mut Vec<(Option<Day>, CalendarFault)>,
) {
    for pair in visits.windows(2) {
        let [before, after] = pair else { continue };
        // Two visits on one day, and days that are not in order, are told as such.
        if before.is_pinned || after.is_pinned || before.day >= after.day {
            continue;
        }
        let days = i64::from(after.day.number() - before.day.number());
        let (first, account) = (before.day, || asked.called(account));
        let (least, most) = (rhythm.least_gap(), rhythm.most_gap());
        if days < least {
            found.push((Some(after.day), CalendarFault::ShortGap { account: account(), first, days, least }));
        } else if days > most {
            let most = most + lost_between(asked, before.day, after.day);
            if days > most && is_possible_between(asked, due, before.day, after.day, least) {
                found.push((Some(after.day), CalendarFault::LongGap { account: account(), first, days, most }));
            }
        }
    }
}

/// The holidays and days off between two days that would be worked else.
fn lost_between(asked: &Asked, first: Day, second: Day) -> i64 {
    let is_lost = |number: i32| {
        Day::from_number(number).is_ok_and(|day| {
            let is_of_week = asked.week.days.get(day.weekday() as usize).copied().unwrap_or(false);
            is_of_week && !asked.is_worked(day)
        })
    };
    let lost = (first.number() + 1..second.number()).filter(|&number| is_lost(number)).count();
    i64::try_from(lost).unwrap_or(i64::MAX)
}

/// Whether the rep works, and the account is open, on a day between two visits that is not too near the first.
fn is_possible_between(asked: &Asked, due: &AccountDue, first: Day, second: Day, least: i64) -> bool {
    let is_late_enough = |day: &Day| i64::from(day.number() - first.number()) >= least && *day < second;
    asked.worked.iter().any(|day| is_late_enough(day) && due.window(*day).is_some())
}
