//! Over what the hours of a calendar are to be even.

use super::territory_days::TerritoryDays;
use crate::routing::visits::Spread;
use crate::units::Day;

/// What it costs that a visit is in a week twice as full as the mean, in mean legs.
const WEEK: f64 = 3.0;
/// The same on a day: days that are far out and full save ways.
const DAY: f64 = 0.2;

/// Weeks and days, each with the time that a rep has in it for visits and travel. `trip` gives the minutes of a working day, by
/// position, that belongs to a trip. O(days).
pub(super) fn spreads(days: &TerritoryDays, trip: &dyn Fn(usize) -> Option<u32>) -> Vec<Spread> {
    if !days.brief.evens_out {
        return Vec::new();
    }
    let first = days.brief.start.number();
    let week = |day: &Day| u16::try_from((day.number() - first) / 7).unwrap_or(0);
    let count = days.brief.weeks as usize;
    let none = |count| (vec![0.0; count], vec![0.0; count]);
    let ((mut of_week, mut trips), (mut of_day, no_trips)) = (none(count), none(days.working.len()));
    for (at, (day, clock)) in days.working.iter().zip(&days.clocks).enumerate() {
        let (time, trip) = (f64::from(clock.most), trip(at));
        let week = usize::from(week(day));
        if let (Some(all), Some(spent)) = (of_week.get_mut(week), trips.get_mut(week)) {
            *all += time;
            *spent += f64::from(trip.unwrap_or(0));
        }
        // What a trip takes is no day to spread over.
        of_day[at] = if trip.is_none() { time } else { 0.0 };
    }
    let weeks = days.working.iter().map(week).collect();
    let each = (0..).take(days.working.len()).collect();
    vec![
        Spread { stretch_of: weeks, time: of_week, beside: trips, price: WEEK },
        Spread { stretch_of: each, time: of_day, beside: no_trips, price: DAY },
    ]
}
