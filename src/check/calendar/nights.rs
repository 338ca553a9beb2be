//! Nights away: where they are spent, what follows them, and how many a week there are.

use super::asked::Asked;
use super::fault::CalendarFault;
use crate::model::TerritoryCalendar;
use crate::units::Day;
use std::collections::BTreeMap;

/// Everything that is wrong with the nights of a territory, with the day before each. O(days).
pub(super) fn faults(asked: &Asked, own: &TerritoryCalendar) -> Vec<(Option<Day>, CalendarFault)> {
    let mut found = Vec::new();
    let mut by_week: BTreeMap<i32, u8> = BTreeMap::new();
    let most = asked.most_nights();
    for (route, next) in own.days.iter().zip(own.days.iter().skip(1).map(Some).chain([None])) {
        let Some(night) = route.night else { continue };
        let last = route.stops.last().and_then(|stop| asked.place(stop.account));
        if last != Some(night) {
            found.push((Some(route.day), CalendarFault::NightElsewhere));
        }
        // What was planned again cannot change a night that is over, nor that a day after it is worked no longer.
        if own.replanned.is_some_and(|today| route.day < today) {
            continue;
        }
        if next.is_none_or(|next| next.day.number() != route.day.number() + 1) {
            found.push((Some(route.day), CalendarFault::NightBeforeFree));
        }
        let nights = by_week.entry(route.day.number() - route.day.weekday().cast_signed()).or_default();
        *nights += 1;
        if *nights == most.saturating_add(1) {
            found.push((Some(route.day), CalendarFault::Nights { most }));
        }
    }
    found
}
