//! A day of a rep: whom it visits, its times, its lunch, and its sums.

use super::asked::Asked;
use super::fault::CalendarFault;
use crate::check::ways::{Spot, Way};
use crate::model::{AccountDue, DayRoute, Stop};
use crate::units::Meters;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What a time may miss a whole minute by and still be rounding, in minutes.
const ROUNDING: f64 = 1e-6;

/// How far two lengths may be apart, relatively.
const LENGTHS: f64 = 1e-6;

/// The way from one place to the next.
struct Leg {
    /// Its length on the road.
    meters: f64,
    /// The whole minutes it may take: two numbers where the time is a whole minute but for rounding.
    minutes: RangeInclusive<i64>,
}

impl Leg {
    fn new(asked: &Asked, from: Spot, to: Spot) -> Self {
        let Way { metres: meters, minutes: [least, most] } = asked.ways.way(from, to);
        let most = if most > 0.0 { most + ROUNDING } else { most };
        Self { meters, minutes: whole(least - ROUNDING)..=whole(most) }
    }

    /// Whether who starts the way at a minute gets there at another.
    fn takes(&self, from: i64, to: u16) -> bool {
        self.minutes.contains(&(i64::from(to) - from))
    }
}

/// Whole minutes, rounded up.
#[expect(clippy::cast_possible_truncation, reason = "it is from 0 to a thousand million")]
fn whole(minutes: f64) -> i64 {
    libm::ceil(minutes).clamp(0.0, 1e9) as i64
}

/// Whether a day that is worked holds the way to a place and back with a visit in these hours, wherever lunch is; certain if
/// it says so.
pub(super) fn is_possible(asked: &Asked, due: &AccountDue, [start, place, end]: [Spot; 3], hours: [u16; 2]) -> bool {
    let week = &asked.week;
    let [there, back] = [(start, place), (place, end)].map(|(from, to)| *Leg::new(asked, from, to).minutes.end());
    let visit = i64::from(due.cadence.visit_minutes);
    let first = i64::from(hours[0]).max(i64::from(week.start) + there);
    let last = i64::from(hours[1]).min(i64::from(week.end) - back);
    there + visit + back <= i64::from(week.field_minutes()) && last - first >= visit + i64::from(week.lunch_minutes)
}

/// Everything that is wrong with a day by itself, between its ends; `is_away` tells that it starts where a night was spent. O(accounts + stops · log stops).
pub(super) fn faults(
    asked: &Asked,
    [start, end]: [Option<Spot>; 2],
    is_away: bool,
    route: &DayRoute,
) -> Vec<CalendarFault> {
    let mut found = Vec::new();
    if route.stops.is_empty() && !is_away {
        let is_idle = route.leave == 0 && route.back == 0 && route.lunch.is_none() && route.drive == 0;
        if !is_idle || route.distance != Meters(0.0) {
            found.push(CalendarFault::Idle);
        }
        return found;
    }
    let mut seen = BTreeSet::new();
    for stop in &route.stops {
        found.extend(stranger(asked, route, stop));
        if !seen.insert(stop.account) {
            found.push(CalendarFault::Twice { account: asked.called(stop.account) });
        }
    }
    let (stops, most) = (route.stops.len(), asked.week.most_stops);
    if stops > usize::from(most) {
        found.push(CalendarFault::Stops { stops, most });
    }
    let places = || route.stops.iter().map(|stop| asked.spot(stop.account));
    let ways = std::iter::once(start).chain(places()).zip(places().chain([end]));
    let mut legs: Vec<Option<Leg>> = ways.map(|(from, to)| Some(Leg::new(asked, from?, to?))).collect();
    if let Some(last) = legs.last_mut().filter(|_| route.night.is_some()) {
        // The night is spent where the last stop is.
        *last = Some(Leg { meters: 0.0, minutes: 0..=0 });
    }
    span(asked, route, &mut found);
    visits(asked, route, &mut found);
    ways_between(asked, route, &legs, &mut found);
    lunch(asked, route, &mut found);
    sums(route, &legs, &mut found);
    found
}

/// What is wrong with visiting an account at all.
fn stranger(asked: &Asked, route: &DayRoute, stop: &Stop) -> Option<CalendarFault> {
    let account = asked.called(stop.account);
    if !asked.is_own(stop.account) {
        Some(CalendarFault::Elsewhere { account })
    } else if asked.place(stop.account).is_none() {
        Some(CalendarFault::NoPlace { account })
    } else if asked.due(stop.account).is_some_and(|due| !due.is_able) {
        Some(CalendarFault::Skill { account })
    } else {
        let is_due = asked
            .due(stop.account)
            .is_some_and(|due| due.cadence.visits > 0 || due.appointments.iter().any(|agreed| agreed.day == route.day));
        (!is_due).then_some(CalendarFault::NotDue { account })
    }
}

/// From leaving to being back.
fn span(asked: &Asked, route: &DayRoute, found: &mut Vec<CalendarFault>) {
    let week = &asked.week;
    if route.leave < week.start {
        found.push(CalendarFault::Leave { leave: route.leave, earliest: week.start });
    }
    if route.back > week.end {
        found.push(CalendarFault::Late { back: route.back, latest: week.end });
    }
    // A lunch before leaving is no part of it.
    let lunch = route.lunch.filter(|&lunch| lunch >= route.leave).map_or(0, |_| week.lunch_minutes);
    let minutes = i64::from(route.back) - i64::from(route.leave) - i64::from(lunch);
    if minutes > i64::from(week.field_minutes()) {
        found.push(CalendarFault::FieldTime { minutes, most: week.field_minutes() });
    }
}

/// Each visit by itself: its start, its length, and whether the account is open.
fn visits(asked: &Asked, route: &DayRoute, found: &mut Vec<CalendarFault>) {
    for stop in &route.stops {
        let Stop { start, end, arrival, .. } = *stop;
        let account = || asked.called(stop.account);
        if start < arrival {
            found.push(CalendarFault::Start { account: account(), start, arrival });
        }
        let Some(due) = asked.due(stop.account) else { continue };
        let minutes = i64::from(end) - i64::from(start);
        if minutes != i64::from(due.cadence.visit_minutes) {
            found.push(CalendarFault::Length { account: account(), minutes, asked: due.cadence.visit_minutes });
        }
        let open = due.window(route.day);
        if !open.is_some_and(|[opens, closes]| opens <= start && end <= closes) {
            found.push(CalendarFault::Closed { account: account(), start, end, open });
        }
    }
}

/// The way on which lunch is taken, by the position of the stop that it leads to, or of none for the way back; `None`
/// without lunch, and where it is over before the rep leaves.
fn interrupted(asked: &Asked, route: &DayRoute) -> Option<(usize, u16)> {
    let lunch = route.lunch?;
    let next = route.stops.iter().position(|stop| stop.end > lunch).unwrap_or(route.stops.len());
    let is_away = next > 0 || lunch.saturating_add(asked.week.lunch_minutes) > route.leave;
    is_away.then_some((next, lunch))
}

/// Arrivals and the return, from the stated end before each.
fn ways_between(asked: &Asked, route: &DayRoute, legs: &[Option<Leg>], found: &mut Vec<CalendarFault>) {
    let pause = i64::from(asked.week.lunch_minutes);
    let interrupted = interrupted(asked, route);
    let mut here = i64::from(route.leave);
    for (position, leg) in legs.iter().enumerate() {
        let stop = route.stops.get(position);
        let left = here;
        here = stop.map_or(here, |stop| i64::from(stop.end));
        let Some(leg) = leg else { continue };
        let lunch = interrupted.filter(|&(at, _)| at == position).map(|(_, lunch)| lunch);
        let there = stop.map_or(route.back, |stop| stop.arrival);
        // The rep has lunch at the account's door, or before getting there; on the way back before it is over.
        let is_direct = leg.takes(left, there) && (lunch.is_none() || stop.is_some());
        let is_later = lunch.is_some() && leg.takes(left + pause, there);
        if !is_direct && !is_later {
            let pause = if lunch.is_some() && stop.is_none() { pause } else { 0 };
            let derived = u16::try_from(left + pause + leg.minutes.start()).unwrap_or(u16::MAX);
            found.push(match stop {
                Some(stop) => CalendarFault::Arrival { account: asked.called(stop.account), said: there, derived },
                None => CalendarFault::Back { said: there, derived },
            });
        } else if let Some(lunch) = lunch {
            let begins = i64::from(lunch);
            let is_at_door = is_direct && lunch >= there;
            let is_before = is_later && begins + pause <= i64::from(there) && (position > 0 || lunch >= route.leave);
            if !is_at_door && !is_before {
                found.push(CalendarFault::LunchOnTheRoad { lunch });
            }
        }
    }
}

/// Whether lunch is where it has to be, if it has to be. The clock of a visit without the lunch is that of the visit, less the
/// lunch if it comes after it.
fn lunch(asked: &Asked, route: &DayRoute, found: &mut Vec<CalendarFault>) {
    let (from, minutes) = (asked.lunch_from(route.day), asked.week.lunch_minutes);
    // Who only drives back from a night away has lunch before that.
    let ends = route.stops.last().map_or(route.leave, |stop| stop.end);
    let Some(lunch) = route.lunch else {
        if minutes > 0 && (ends >= from || route.stops.iter().any(|stop| stop.start >= from)) {
            found.push(CalendarFault::NoLunch { from });
        }
        return;
    };
    let is_last = ends <= lunch;
    if minutes == 0 || (is_last && ends < from) {
        found.push(CalendarFault::NeedlessLunch { lunch });
        return;
    }
    let earliest = from.max(asked.week.start);
    if lunch < earliest {
        found.push(CalendarFault::EarlyLunch { lunch, from: earliest });
    }
    let over = lunch.saturating_add(minutes);
    for stop in &route.stops {
        if stop.start < over && stop.end > lunch {
            found.push(CalendarFault::LunchAtVisit { lunch, account: asked.called(stop.account) });
        }
    }
    if let Some(stop) = route.stops.iter().find(|stop| stop.end <= lunch && stop.start >= from) {
        found.push(CalendarFault::LateLunch { lunch, account: asked.called(stop.account) });
    }
}

/// Length and driving time; nothing follows where a place is unknown.
fn sums(route: &DayRoute, legs: &[Option<Leg>], found: &mut Vec<CalendarFault>) {
    let (mut derived, mut least, mut most) = (0.0, 0, 0);
    for leg in legs {
        let Some(leg) = leg else { return };
        derived += leg.meters;
        least += leg.minutes.start();
        most += leg.minutes.end();
    }
    let said = route.distance.0;
    let is_same = (said - derived).abs() <= LENGTHS * (1.0 + derived);
    if !is_same {
        found.push(CalendarFault::Distance { said, derived });
    }
    if !(least..=most).contains(&i64::from(route.drive)) {
        found.push(CalendarFault::Drive { said: route.drive, derived: least });
    }
}
