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

#[cfg(test)]
mod tests {
    use crate::engine::{ScheduleError, schedule, swapped_days};
    use crate::model::{AccountIx, TerritoryIx, VisitBrief};
    use crate::plan::{LayerPlan, Plan, sample};
    use crate::units::Day;

    fn days(plan: &Plan) -> Vec<(Day, Vec<(AccountIx, bool)>)> {
        let calendar = plan.layer().and_then(LayerPlan::visits).and_then(|visits| visits.calendar.as_ref());
        let days = &calendar.expect("there is one").territories[0].days;
        days.iter()
            .map(|day| (day.day, day.stops.iter().map(|stop| (stop.account, stop.is_pinned)).collect()))
            .collect()
    }

    #[test]
    fn what_is_planned_changes_places_and_comes_back() {
        let mut plan = Plan::new("Swap", sample::dataset(60));
        let design = plan.design_edit(sample::layer(plan.dataset(), 3));
        plan.apply(design).expect("it fits");
        let brief = VisitBrief::new(Day::new(2026, 11, 30).expect("a day"), "Sales", 30);
        let edit = schedule(&plan, brief).expect("it can be planned");
        plan.apply(edit).expect("it fits");
        let before = days(&plan);
        let is_busy = |own: &&(Day, Vec<(AccountIx, bool)>)| !own.1.is_empty();
        let busy: Vec<Day> = before.iter().filter(is_busy).map(|own| own.0).collect();
        let (one, other) = (busy[0], *busy.last().expect("there are visits"));
        assert_ne!(one, other);
        let edit = swapped_days(&plan, TerritoryIx(0), [one, other]).expect("days are alike");
        plan.apply(edit).expect("it fits");
        assert_eq!(plan.undo_words().as_deref(), Some("Undo: exchange two days"));
        let after = days(&plan);
        let on = |days: &[(Day, Vec<(AccountIx, bool)>)], day: Day| {
            days.iter().find(|own| own.0 == day).map(|own| own.1.clone()).unwrap_or_default()
        };
        let whom = |stops: Vec<(AccountIx, bool)>| stops.into_iter().map(|own| own.0).collect::<Vec<_>>();
        assert_eq!(whom(on(&after, one)), whom(on(&before, other)));
        assert_eq!(whom(on(&after, other)), whom(on(&before, one)));
        assert!(on(&after, one).iter().all(|own| own.1), "what a person puts on a day stays there");
        plan.undo();
        assert_eq!(days(&plan), before);
        let sunday = Day::new(2026, 12, 6).expect("a day");
        let refused = swapped_days(&plan, TerritoryIx(0), [one, sunday]);
        let words = "2026-12-06 is no working day of the rep: choose another, or change the week";
        assert!(matches!(&refused, Err(ScheduleError::Move(fault)) if fault.to_string() == words), "{refused:?}");
    }
}
