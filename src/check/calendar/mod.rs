//! A calendar of visits: everything that it claims and everything that was asked of it.

mod asked;
mod day;
mod fault;
#[cfg(test)]
mod tests;
mod touches;
mod visits;

pub use fault::CalendarFault;

use super::globe::{arc, middle};
use super::violation::{Violation, called};
use crate::geography::unit_vector;
use crate::model::{
    AccountIx, Alignment, Calendar, Dataset, DesignBrief, Overload, TerritoryCalendar, TerritoryIx, TravelModel,
    VisitBrief,
};
use crate::units::Day;
use asked::Asked;
use std::collections::BTreeSet;

/// Everything that is wrong with the calendar of a layer: territories, bases and days that are not those of the plan; visits
/// to whom none is due, at times that are not open or do not follow, in days that are longer than allowed; gaps, numbers of
/// visits, appointments, calls and e-mails that the cadence does not want, unless the calendar itself says so; and sums.
/// Great-circle × detour ÷ speed is worked out anew. O(accounts · (classes + days) + stops · log stops).
#[must_use]
pub fn calendar(
    dataset: &Dataset,
    alignment: &Alignment,
    (design, brief): (Option<&DesignBrief>, &VisitBrief),
    travel: &TravelModel,
    calendar: &Calendar,
) -> Vec<Violation> {
    let mut due = brief.due(dataset);
    if let Some(design) = design {
        design.needs(dataset).mark(&mut due, alignment);
    }
    let mut members: Vec<Vec<AccountIx>> = vec![Vec::new(); alignment.territories().len()];
    for (account, owner) in dataset.accounts().indices().zip(alignment.owners()) {
        if let Some(own) = owner.and_then(|owner| members.get_mut(owner.index())) {
            own.push(account);
        }
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for own in &calendar.territories {
        let territory = own.territory;
        let is_in_order = seen.last().is_none_or(|last| *last < territory);
        let is_new = seen.insert(territory);
        let stands = match members.get(territory.index()) {
            None => Some(CalendarFault::Unknown),
            Some(_) if !is_new => Some(CalendarFault::Repeated),
            Some(_) => (!is_in_order).then_some(CalendarFault::OutOfOrder),
        };
        let whose = || whose(dataset, alignment, territory);
        found.extend(stands.map(|fault| Violation::Calendar { whose: whose(), day: None, fault }));
        if let Some(members) = members.get(territory.index()).filter(|_| is_new) {
            let rep = alignment.territory(territory).and_then(|own| own.rep);
            let (week, worked) = (brief.week_of(dataset, rep), brief.working_days(dataset, rep));
            let asked = Asked {
                dataset,
                alignment,
                brief,
                travel,
                territory,
                members,
                all_due: &due,
                week,
                worked,
                knows_needs: design.is_some(),
            };
            let faults = of_territory(&asked, own);
            found.extend(faults.into_iter().map(|(day, fault)| Violation::Calendar { whose: whose(), day, fault }));
        }
    }
    let missing = alignment.indices().filter(|territory| !seen.contains(territory));
    found.extend(missing.map(|territory| {
        let (whose, fault) = (whose(dataset, alignment, territory), CalendarFault::Missing);
        Violation::Calendar { whose, day: None, fault }
    }));
    found
}

/// A territory and its rep as a manager knows them.
fn whose(dataset: &Dataset, alignment: &Alignment, territory: TerritoryIx) -> String {
    let own = alignment.territory(territory);
    let rep = own.and_then(|own| own.rep).and_then(|rep| dataset.rep(rep));
    let rep = rep.map(|rep| format!(" of rep “{}”", rep.name)).unwrap_or_default();
    called(territory, own.map_or("", |own| own.name.as_str())) + &rep
}

fn of_territory(asked: &Asked, own: &TerritoryCalendar) -> Vec<(Option<Day>, CalendarFault)> {
    let mut found = Vec::new();
    if !starts_well(asked, own) {
        found.push((None, CalendarFault::Base));
    }
    let is_stretched = (own.stretch - 1.0).abs() > 0.0;
    let is_long = own.stretch.is_finite() && own.stretch >= 1.0;
    if !is_long || (is_stretched && asked.brief.overload != Overload::StretchGaps) {
        found.push((None, CalendarFault::Stretch { stretch: own.stretch }));
    }
    found.extend(days(asked, own));
    for route in &own.days {
        found.extend(day::faults(asked, own.base, route).into_iter().map(|fault| (Some(route.day), fault)));
    }
    found.extend(visits::faults(asked, own));
    found.extend(touches::faults(asked, own));
    found
}

/// Whether days start at the home base, or, without one, in the middle of the accounts, as tours do.
fn starts_well(asked: &Asked, own: &TerritoryCalendar) -> bool {
    let home = asked.home();
    if own.from_home {
        return home.is_some() && own.base == home;
    }
    let places = asked.members.iter().filter_map(|&account| asked.place(account));
    let points: Vec<[f64; 3]> = places.map(unit_vector).collect();
    if points.is_empty() {
        return own.base.is_none();
    }
    // Places all around the globe have no middle; the base is then anywhere. A metre is rounding.
    let is_middle = |base| middle(&points).is_none_or(|center| arc(center, unit_vector(base)) < 1.0);
    home.is_none() && own.base.is_some_and(is_middle)
}

/// The days that are there against those that are worked.
fn days(asked: &Asked, own: &TerritoryCalendar) -> Vec<(Option<Day>, CalendarFault)> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<Day> = BTreeSet::new();
    for route in &own.days {
        if seen.last().is_some_and(|&last| last >= route.day) {
            found.push((Some(route.day), CalendarFault::DayOrder));
        }
        if !asked.is_worked(route.day) {
            found.push((Some(route.day), CalendarFault::NotWorked));
        }
        seen.insert(route.day);
    }
    let missing = asked.worked.iter().filter(|day| !seen.contains(day));
    found.extend(missing.map(|&day| (Some(day), CalendarFault::LeftOut)));
    found
}
