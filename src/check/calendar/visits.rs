//! The visits of a territory over all its days: how many, how far apart, those that were agreed, and those without a day.

use super::asked::{Asked, Rhythm};
use super::day::is_possible;
use super::fault::CalendarFault;
use crate::model::{AccountDue, AccountIx, DAY_MINUTES, TerritoryCalendar, Unplaced, UnplacedVisits};
use crate::units::{Day, LonLat};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

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
        found.extend(
            unplaced(asked, own.base, entry, !seen.insert((entry.account, entry.reason))).map(|fault| (None, fault)),
        );
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
        // Who pins a visit takes its gaps on, and those of the visits between which it was.
        let is_pinned = visits.iter().any(|visit| visit.is_pinned);
        if missing.is_none() && !is_pinned && asked.is_even() && is_free(due) {
            gaps(asked, own.base, (account, due), rhythm, visits, own.replanned.is_some(), &mut found);
        }
    }
    found
}

/// Whether its cadence alone says when an account is visited.
fn is_free(due: &AccountDue) -> bool {
    due.not_before.is_none() && due.not_after.is_none() && due.appointments.is_empty()
}

fn unplaced(asked: &Asked, base: Option<LonLat>, entry: UnplacedVisits, is_repeated: bool) -> Option<CalendarFault> {
    let account = asked.called(entry.account);
    if !asked.is_own(entry.account) {
        return Some(CalendarFault::UnplacedElsewhere { account });
    }
    if is_repeated {
        return Some(CalendarFault::UnplacedTwice { account });
    }
    let due = asked.due(entry.account).filter(|due| due.cadence.visits > 0 || !due.appointments.is_empty());
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
    let is_always_open = due.hours.is_empty() && due.appointments.is_empty();
    match reason {
        Unplaced::NoLocation => place.is_some(),
        Unplaced::NoWorkingDay => !asked.worked.is_empty(),
        // A rep's own file does not say what accounts need.
        Unplaced::Skill => place.is_none() || (due.is_able && asked.knows_needs),
        Unplaced::TooFar | Unplaced::Closed | Unplaced::Missed | Unplaced::Full if place.is_none() => true,
        Unplaced::Closed => {
            let is_lost = asked.brief.days().any(|day| asked.is_lost(day));
            due.hours.is_empty() && is_free(due) && asked.is_even() && !is_lost
        }
        Unplaced::TooFar => {
            let always = [0, DAY_MINUTES];
            is_always_open && base.zip(place).is_some_and(|ends| is_possible(asked, due, ends.into(), always))
        }
        Unplaced::Missed | Unplaced::Full => false,
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
    for agreed in due.appointments.iter().filter(|agreed| asked.is_worked(agreed.day)) {
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
    let is_open =
        |day: &Day| due.not_before.is_none_or(|first| *day >= first) && due.not_after.is_none_or(|last| *day <= last);
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

/// Whether visits are as far apart as the cadence wants, within half of that, or as near to it as hours and days off allow.
fn gaps(
    asked: &Asked,
    base: Option<LonLat>,
    (account, due): (AccountIx, &AccountDue),
    rhythm: Rhythm,
    visits: &[Placed],
    is_replanned: bool,
    found: &mut Vec<(Option<Day>, CalendarFault)>,
) {
    let Some(ends) = base.zip(asked.place(account)).map(Into::into) else { return };
    let (least, most, wanted) = (rhythm.least_gap(), rhythm.most_gap(), rhythm.wanted_gap());
    let a_week = asked.week.days.iter().filter(|&&worked| worked).count();
    for pair in visits.windows(2) {
        let [before, after] = pair else { continue };
        // Two visits on one day, and days that are not in order, are told as such.
        if before.day >= after.day {
            continue;
        }
        let days = after.day.number() - before.day.number();
        // Another day would be nearer to the one that is wanted.
        let is_better = |gaps: RangeInclusive<i64>| {
            let later = |day: &&Day| gaps.contains(&i64::from(day.number() - before.day.number()));
            let mut others = asked.worked.iter().filter(later);
            others.any(|&day| due.window(day).is_some_and(|hours| is_possible(asked, due, ends, hours)))
        };
        let (first, days, account) = (before.day, i64::from(days), || asked.called(account));
        if days < least && is_better(days + 1..=wanted[0]) {
            found.push((Some(after.day), CalendarFault::ShortGap { account: account(), first, days, least }));
        }
        if days > most {
            let most = most + lost_between(asked, before.day, after.day);
            // Who works few days a week has longer gaps than these days say.
            let worked = asked.worked.iter().filter(|day| **day > before.day && **day <= after.day).count();
            let is_long = days > most && worked > rhythm.most_working_days(a_week);
            if is_long && !is_replanned && is_better(wanted[1]..=days - 1) {
                found.push((Some(after.day), CalendarFault::LongGap { account: account(), first, days, most }));
            }
        }
    }
}

/// The holidays and days off between two days that would be worked else.
fn lost_between(asked: &Asked, first: Day, second: Day) -> i64 {
    let is_lost = |number: i32| Day::from_number(number).is_ok_and(|day| asked.is_lost(day));
    let lost = (first.number() + 1..second.number()).filter(|&number| is_lost(number)).count();
    i64::try_from(lost).unwrap_or(i64::MAX)
}
