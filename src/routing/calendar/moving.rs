//! A visit that a person puts elsewhere.

use super::territory_days::{DayFault, TerritoryDays};
use crate::model::{AccountIx, DayRoute, TerritoryCalendar};
use crate::units::Day;

/// Why a visit cannot go where a person wants it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// The visit is not on that day, or the day not in the calendar.
    #[error("there is no such visit on {day}: the calendar has changed")]
    NoVisit {
        /// The day.
        day: Day,
    },
    /// The rep does not work on that day.
    #[error("{day} is no working day of the rep: choose another, or change the week")]
    NotWorked {
        /// The day.
        day: Day,
    },
    /// The account is visited on that day already.
    #[error("“{account}” is visited on {day} already: choose another day")]
    Twice {
        /// Name of the account.
        account: String,
        /// The day.
        day: Day,
    },
    /// The visit was agreed for the day that it is on.
    #[error("the visit to “{account}” was agreed for {day}: change or remove the appointment first")]
    Agreed {
        /// Name of the account.
        account: String,
        /// The day.
        day: Day,
    },
    /// A night away would have no stop to be spent at.
    #[error("the rep stays overnight after {day}, at the last stop: leave one visit on that day")]
    Night {
        /// The day.
        day: Day,
    },
    /// A day of a trip is no other day.
    #[error("the rep is away overnight before or after {day}: put its visits elsewhere one by one")]
    Away {
        /// The day.
        day: Day,
    },
    /// The day would not hold.
    #[error("on {day} {fault}")]
    Day {
        /// The day.
        day: Day,
        /// Why.
        fault: DayFault,
    },
}

/// The calendar with the visit to `account` on `from` put on `to`, at a position counted without it, or where the way becomes
/// least longer. On another day it is pinned; what is pinned stays so, and the rest of the calendar is as it was.
///
/// # Errors
/// [`MoveFault`] when it does not fit there. O(stops²).
pub fn move_visit(
    days: &TerritoryDays,
    calendar: &TerritoryCalendar,
    account: AccountIx,
    [from, to]: [Day; 2],
    position: Option<usize>,
) -> Result<TerritoryCalendar, MoveFault> {
    let gone = MoveFault::NoVisit { day: from };
    let numbers = |route: &DayRoute| -> Option<Vec<u32>> {
        route.stops.iter().map(|stop| days.number_of(stop.account)).collect()
    };
    let find = |day: Day| calendar.days.iter().position(|route| route.day == day);
    let Some((source, target)) = find(from).zip(find(to)) else {
        return Err(if find(from).is_none() { gone } else { MoveFault::NotWorked { day: to } });
    };
    if days.working.binary_search(&to).is_err() {
        return Err(MoveFault::NotWorked { day: to });
    }
    let at = calendar.days[source].stops.iter().position(|stop| stop.account == account).ok_or(gone.clone())?;
    // What a person puts on another day is to stay there.
    let stays = calendar.days[source].stops[at].is_pinned || source != target;
    let mut left = numbers(&calendar.days[source]).ok_or(gone.clone())?;
    let customer = left.remove(at);
    let order = if source == target { left.clone() } else { numbers(&calendar.days[target]).ok_or(gone)? };
    let agreed = days.visited.get(customer as usize).map(|own| own.due.appointments.as_slice()).unwrap_or_default();
    if source != target && agreed.iter().any(|agreed| agreed.day == from) {
        return Err(MoveFault::Agreed { account: days.name_of(customer).to_owned(), day: from });
    }
    if order.contains(&customer) {
        return Err(MoveFault::Twice { account: days.name_of(customer).to_owned(), day: to });
    }
    let on = |day: Day| move |fault: DayFault| MoveFault::Day { day, fault };
    let order = match position {
        Some(position) => {
            let mut order = order;
            order.insert(position.min(order.len()), customer);
            order
        }
        None => days.inserted(to, &order, customer, days.ends_in(calendar, target)).map_err(on(to))?,
    };
    let mut moved = calendar.clone();
    let mut changed = std::collections::BTreeMap::from([(target, order)]);
    if source != target {
        changed.insert(source, left);
    }
    while let Some((at, order)) = changed.pop_first() {
        let old = &calendar.days[at];
        let ends = days.ends_in(&moved, at);
        if ends.stays && order.is_empty() {
            return Err(MoveFault::Night { day: old.day });
        }
        let mut route = days.timed(old.day, &order, ends).map_err(on(old.day))?;
        for stop in &mut route.stops {
            let before = old.stops.iter().find(|own| own.account == stop.account);
            stop.is_pinned = before.map_or(stays, |own| own.is_pinned);
        }
        // The day after a night starts where that is spent now.
        if route.night != old.night && !changed.contains_key(&(at + 1)) {
            let next = calendar.days.get(at + 1).and_then(numbers);
            changed.extend(next.map(|order| (at + 1, order)));
        }
        moved.days[at] = route.with_touches_of(old);
    }
    Ok(moved)
}
