//! Two days that a person exchanges.

use super::moving::MoveFault;
use super::territory_days::{Ends, TerritoryDays};
use crate::model::{DayRoute, TerritoryCalendar};
use crate::units::Day;

/// The calendar with all that is planned on two days exchanged, visits in their order, calls and e-mails. What was pinned is so on
/// its new day, and all other visits that change their day are pinned there, as one that is moved by hand.
///
/// # Errors
/// [`MoveFault`] when the visits of one day cannot be on the other. O(stops).
pub fn swap_days(
    days: &TerritoryDays,
    calendar: &TerritoryCalendar,
    [one, other]: [Day; 2],
) -> Result<TerritoryCalendar, MoveFault> {
    let find = |day: Day| calendar.days.iter().position(|route| route.day == day).ok_or(MoveFault::NotWorked { day });
    let (first, second) = (find(one)?, find(other)?);
    if let Some(&at) = [first, second].iter().find(|&&at| days.ends_in(calendar, at) != Ends::USUAL) {
        return Err(MoveFault::Away { day: calendar.days[at].day });
    }
    let mut swapped = calendar.clone();
    for (from, to) in [(first, second), (second, first)] {
        swapped.days[to] = on_the_day_of(days, &calendar.days[from], calendar.days[to].day)?;
    }
    Ok(swapped)
}

/// What is planned on one day, on another.
fn on_the_day_of(days: &TerritoryDays, route: &DayRoute, day: Day) -> Result<DayRoute, MoveFault> {
    if days.working.binary_search(&day).is_err() {
        return Err(MoveFault::NotWorked { day });
    }
    let gone = || MoveFault::NoVisit { day: route.day };
    let order = route.stops.iter().map(|stop| days.number_of(stop.account)).collect::<Option<Vec<u32>>>();
    let order = order.ok_or_else(gone)?;
    let is_agreed = |customer: &&u32| {
        let own = days.visited.get(**customer as usize);
        own.is_some_and(|own| own.due.appointments.iter().any(|agreed| agreed.day == route.day))
    };
    if let Some(&agreed) = order.iter().find(is_agreed) {
        return Err(MoveFault::Agreed { account: days.name_of(agreed).to_owned(), day: route.day });
    }
    let mut moved = days.timed(day, &order, Ends::USUAL).map_err(|fault| MoveFault::Day { day, fault })?;
    for stop in &mut moved.stops {
        stop.is_pinned = true;
    }
    Ok(moved.with_touches_of(route))
}
