//! The visits of a territory over all its days: how many, how far apart, those that were agreed, and those without a day.

use super::asked::{Asked, Rhythm};
use super::day::is_possible;
use super::fault::CalendarFault;
use crate::check::ways::Spot;
use crate::model::{
    AccountDue, AccountIx, ActivityKind, DAY_MINUTES, TerritoryCalendar, TouchState, Unplaced, UnplacedVisits,
};
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
            unplaced(asked, [own.base, own.end], entry, !seen.insert((entry.account, entry.reason)))
                .map(|fault| (None, fault)),
        );
        *missing.entry(entry.account).or_default() += u64::from(entry.visits);
    }
    let (last, away) = (last_visits(asked), days_away(own));
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
        if missing.is_none() && !is_pinned && asked.is_even() && is_free(due) && own.replanned.is_none() {
            let first = visits.first().map(|visit| visit.day);
            found.extend(
                phase(asked, own, (account, due), first, last.get(&account).copied().filter(|_| away.is_empty()))
                    .map(|fault| (first, fault)),
            );
        }
        if missing.is_none() && !is_pinned && asked.is_even() && is_free(due) {
            gaps(asked, own, &away, (account, due), rhythm, visits, &mut found);
        }
    }
    found
}

/// Whether its cadence alone says when an account is visited.
fn is_free(due: &AccountDue) -> bool {
    due.not_before.is_none() && due.not_after.is_none() && due.appointments.is_empty()
}

fn unplaced(
    asked: &Asked,
    ends: [Option<LonLat>; 2],
    entry: UnplacedVisits,
    is_repeated: bool,
) -> Option<CalendarFault> {
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
    is_false(asked, ends, entry.account, due, reason).then_some(CalendarFault::Reason { account, reason })
}

/// Whether a reason is evidently none. Whether the days are full is for the search to say.
fn is_false(asked: &Asked, ends: [Option<LonLat>; 2], account: AccountIx, due: &AccountDue, reason: Unplaced) -> bool {
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
            is_always_open && way_by(asked, ends, account).is_some_and(|way| is_possible(asked, due, way, always))
        }
        Unplaced::Missed | Unplaced::Full => false,
    }
}

/// From where days start by a place to where they end.
fn way_by(asked: &Asked, ends: [Option<LonLat>; 2], account: AccountIx) -> Option<[Spot; 3]> {
    let [start, end] = asked.bases(ends);
    Some([start?, asked.spot(account)?, end?])
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
    own: &TerritoryCalendar,
    away: &BTreeSet<Day>,
    (account, due): (AccountIx, &AccountDue),
    rhythm: Rhythm,
    visits: &[Placed],
    found: &mut Vec<(Option<Day>, CalendarFault)>,
) {
    let Some(way) = way_by(asked, [own.base, own.end], account) else { return };
    let is_here = |day: &&Day| !away.contains(day);
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
            let mut others = asked.worked.iter().filter(is_here).filter(later);
            others.any(|&day| due.window(day).is_some_and(|hours| is_possible(asked, due, way, hours)))
        };
        let (first, days, account) = (before.day, i64::from(days), || asked.called(account));
        if days < least && is_better(days + 1..=wanted[0]) {
            found.push((Some(after.day), CalendarFault::ShortGap { account: account(), first, days, least }));
        }
        if days > most {
            let is_between = |day: &&Day| **day > before.day && **day < after.day;
            let trips = i64::try_from(away.iter().filter(is_between).count()).unwrap_or(i64::MAX);
            let most = most + lost_between(asked, before.day, after.day) + trips;
            // Who works few days a week has longer gaps than these days say.
            let worked =
                asked.worked.iter().filter(is_here).filter(|day| **day > before.day && **day <= after.day).count();
            let is_long = days > most && worked > rhythm.most_working_days(a_week);
            if is_long && own.replanned.is_none() && is_better(wanted[1]..=days - 1) {
                found.push((Some(after.day), CalendarFault::LongGap { account: account(), first, days, most }));
            }
        }
    }
}

/// The days of trips with nights away, on which nobody near is visited.
fn days_away(own: &TerritoryCalendar) -> BTreeSet<Day> {
    let nights = own.days.iter().filter(|route| route.night.is_some()).map(|route| route.day);
    nights.flat_map(|day| [Some(day), Day::from_number(day.number() + 1).ok()]).flatten().collect()
}

/// By account, the last visit before the calendar, where the first one in it is to follow that.
fn last_visits(asked: &Asked) -> BTreeMap<AccountIx, Day> {
    let mut last = BTreeMap::new();
    if !asked.brief.from_last_visit {
        return last;
    }
    let activities = asked.dataset.records().activities.records().iter();
    let told = activities.filter(|own| own.kind == ActivityKind::Visit).filter_map(|own| own.account.zip(own.day));
    let done = asked.touches.iter().filter(|own| own.kind == ActivityKind::Visit && own.state == TouchState::Done);
    let ids: BTreeMap<&str, AccountIx> =
        asked.members.iter().map(|&account| (asked.dataset.accounts().get(account).id, account)).collect();
    let done = done.filter_map(|own| Some((*ids.get(own.account.as_str())?, own.day)));
    for (account, day) in told.chain(done).filter(|(_, day)| *day < asked.brief.start) {
        let own = last.entry(account).or_insert(day);
        *own = (*own).max(day);
    }
    last
}

/// Whether the first visit follows the last one before the calendar by a gap, or is at its beginning where that is over: within
/// a quarter of a gap, and what a weekend moves it by. Who has hours, or lives too far for a day, and a rep with holidays in these
/// weeks are not held to it.
fn phase(
    asked: &Asked,
    own: &TerritoryCalendar,
    (account, due): (AccountIx, &AccountDue),
    first: Option<Day>,
    last: Option<Day>,
) -> Option<CalendarFault> {
    let last = last?;
    let way = way_by(asked, [own.base, own.end], account)?;
    let is_plain = due.hours.is_empty() && !asked.brief.days().any(|day| asked.is_lost(day));
    if !is_plain || !is_possible(asked, due, way, [0, DAY_MINUTES]) {
        return None;
    }
    let gap = f64::from(due.cadence.weeks) * 7.0 / f64::from(due.cadence.visits) * own.stretch;
    let wanted = (f64::from(last.number()) + gap).max(f64::from(asked.brief.start.number()));
    let a_week = asked.week.days.iter().filter(|&&worked| worked).count();
    let most = gap / 4.0 + if a_week >= 5 { 5.0 } else { 9.0 };
    let end = asked.brief.days().next_back()?;
    let account = asked.called(account);
    let Some(first) = first else {
        let is_left_out = wanted + 1.0 <= f64::from(end.number());
        return is_left_out.then_some(CalendarFault::Forgotten { account });
    };
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let wanted = libm::ceil(wanted - 1e-6) as i32;
    let (days, due) = (first.number().abs_diff(wanted), Day::from_number(wanted).unwrap_or(end));
    (f64::from(days) > most).then_some(CalendarFault::FirstVisit { account, last, due, days })
}

/// The holidays and days off between two days that would be worked else.
fn lost_between(asked: &Asked, first: Day, second: Day) -> i64 {
    let is_lost = |number: i32| Day::from_number(number).is_ok_and(|day| asked.is_lost(day));
    let lost = (first.number() + 1..second.number()).filter(|&number| is_lost(number)).count();
    i64::try_from(lost).unwrap_or(i64::MAX)
}
