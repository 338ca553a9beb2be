//! A calendar of visits: everything that it claims and everything that was asked of it.

mod asked;
mod day;
mod fault;
mod nights;
#[cfg(test)]
mod tests;
mod touches;
mod visits;

pub use fault::CalendarFault;

use super::globe::{arc, middle};
use super::violation::{Violation, called};
use super::ways::Reckoner;
use crate::geography::unit_vector;
use crate::model::{
    AccountIx, Alignment, Calendar, Dataset, DayRoute, DesignBrief, DoneTouch, Overload, Reckoning, TerritoryCalendar,
    TerritoryIx, VisitBrief,
};
use crate::units::{Day, LonLat};
use asked::Asked;
use std::collections::BTreeSet;

/// Everything that is wrong with the calendar of a layer: territories, bases and days that are not those of the plan; visits
/// to whom none is due, at times that are not open or do not follow, in days that are longer than allowed; gaps, numbers of
/// visits, appointments, calls and e-mails that the cadence does not want, unless the calendar itself says so; and sums.
/// Ways are worked out anew. O(accounts · (classes + days) + stops · log stops).
#[must_use]
pub fn calendar(
    dataset: &Dataset,
    alignment: &Alignment,
    (design, brief): (Option<&DesignBrief>, &VisitBrief),
    touches: &[DoneTouch],
    reckoning: Reckoning<'_>,
    calendar: &Calendar,
) -> Vec<Violation> {
    let mut due = brief.due(dataset);
    if let Some(design) = design {
        design.needs(dataset).mark(&mut due, alignment);
    }
    let ways = &Reckoner::new(dataset, reckoning);
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
                ways,
                territory,
                members,
                all_due: &due,
                week,
                worked,
                touches,
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
    let [start, end] = asked.bases([own.base, own.end]);
    let last = |route: &DayRoute| route.stops.last().and_then(|stop| asked.spot(stop.account));
    let mut before: Option<&DayRoute> = None;
    for route in &own.days {
        // Who was away overnight goes on from the last stop, unless a day without work lies between.
        let away = before.filter(|before| before.night.is_some() && before.day.number() + 1 == route.day.number());
        let ends = [away.map_or(start, last), if route.night.is_some() { last(route) } else { end }];
        found.extend(day::faults(asked, ends, away.is_some(), route).into_iter().map(|fault| (Some(route.day), fault)));
        before = Some(route);
    }
    found.extend(nights::faults(asked, own));
    found.extend(visits::faults(asked, own));
    found.extend(touches::faults(asked, own));
    found
}

/// Whether days start and end where the rep's terms say, or else at the home base, or, without one, in the middle of the
/// accounts, as tours do.
fn starts_well(asked: &Asked, own: &TerritoryCalendar) -> bool {
    let given =
        asked.rep_terms().map_or([None; 2], |own| [&own.start, &own.end].map(|end| end.as_ref().map(|end| end.at)));
    let is_own_home = own.from_home == (given[0].is_none() && own.base.is_some() && asked.home().is_some());
    is_own_home && [own.base, own.end].into_iter().zip(given).all(|(end, given)| is_end(asked, end, given))
}

/// Whether days may start or end there.
fn is_end(asked: &Asked, own: Option<LonLat>, given: Option<LonLat>) -> bool {
    let home = asked.home();
    let places = asked.members.iter().filter_map(|&account| asked.place(account));
    let points: Vec<[f64; 3]> = places.map(unit_vector).collect();
    if points.is_empty() {
        return own.is_none();
    }
    if given.or(home).is_some() {
        return own == given.or(home);
    }
    // Places all around the globe have no middle; the base is then anywhere. A metre is rounding.
    let is_middle = |base| middle(&points).is_none_or(|center| arc(center, unit_vector(base)) < 1.0);
    own.is_some_and(is_middle)
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
