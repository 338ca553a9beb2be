//! What the ways cost by the plan, against what the reps spent.

use super::touched::made;
use super::{Cell, CellKind, Report, Sources};
use crate::model::TerritoryIx;
use crate::units::Day;
use std::collections::BTreeMap;

/// Months before the calendar of which expenses are told.
const MONTHS_BEFORE: i32 = 12;

/// A month, counted from the year 0.
fn month_of(day: Day) -> i32 {
    let (year, month, _) = day.year_month_day();
    year * 12 + i32::try_from(month).unwrap_or(1) - 1
}

pub(super) fn first_of(month: i32) -> Option<Day> {
    Day::new(month.div_euclid(12), month.rem_euclid(12).unsigned_abs() + 1, 1).ok()
}

/// What is planned and booked in a month.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    planned: f64,
    nights: u32,
    kilometers: f64,
    visits: u32,
    booked: f64,
    is_booked: bool,
    done: u32,
}

/// O(stops + records · log records).
pub(super) fn costs(sources: &Sources) -> Report {
    let mut report = Report::new(&[
        ("Territory", "Whose days", CellKind::Text),
        ("Rep", "Who drives and spends", CellKind::Text),
        ("Month", "The month", CellKind::Month),
        ("Road", "Length of the planned days", CellKind::Kilometers),
        ("Nights", "Nights away of the planned days", CellKind::Count),
        ("Planned", "Ways and nights away × what each costs", CellKind::Money),
        ("Booked", "The imported expenses of the rep", CellKind::Money),
        ("Over the plan", "Booked less planned", CellKind::Money),
        ("Visits planned", "Visits of the calendar", CellKind::Count),
        ("A visit, planned", "Planned cost ÷ planned visits", CellKind::Money),
        ("Visits done", "Visits that were made", CellKind::Count),
        ("A visit, booked", "Booked expenses ÷ visits done", CellKind::Money),
    ]);
    let brief = &sources.visits.brief;
    let first = month_of(brief.start) - MONTHS_BEFORE;
    let mut months: BTreeMap<(Option<TerritoryIx>, i32), Month> = BTreeMap::new();
    for own in sources.visits.calendar.iter().flat_map(|calendar| &calendar.territories) {
        for day in &own.days {
            let month = months.entry((Some(own.territory), month_of(day.day))).or_default();
            month.kilometers += day.distance.kilometers();
            month.planned += day.distance.kilometers() * brief.cost_per_km;
            if day.night.is_some() {
                month.nights += 1;
                month.planned += brief.cost_per_night;
            }
            month.visits += u32::try_from(day.stops.len()).unwrap_or(u32::MAX);
        }
    }
    let planned = !months.is_empty();
    let (mut known, mut undated) = (0u32, 0u32);
    for expense in sources.dataset().records().expenses.records() {
        let Some(day) = expense.day else {
            undated += 1;
            continue;
        };
        if month_of(day) < first {
            continue;
        }
        known += 1;
        let territory = expense.rep.and_then(|rep| sources.layer.territory_of(rep));
        let month = months.entry((territory, month_of(day))).or_default();
        month.booked += expense.amount;
        month.is_booked = true;
    }
    for (account, kind, day) in made(sources, last_of_all()) {
        let territory = sources.layer.alignment().owner(account);
        if let Some(month) = months.get_mut(&(territory, month_of(day))).filter(|_| kind == 0) {
            month.done += 1;
        }
    }
    report.notes = notes(sources, known, undated, planned);
    for ((territory, at), own) in months {
        let money = |is_there: bool, value: f64| if is_there { Cell::Number(value) } else { Cell::Nothing };
        let is_planned = own.visits > 0;
        let each =
            |sum: f64, number: u32, is_there: bool| money(is_there && number > 0, sum / f64::from(number.max(1)));
        let whose =
            territory.map_or_else(|| [Cell::Text("No territory".to_owned()), Cell::Nothing], |own| sources.whose(own));
        let mut cells = whose.to_vec();
        cells.extend([
            first_of(at).map_or(Cell::Nothing, Cell::Day),
            money(is_planned, own.kilometers),
            money(is_planned, own.nights.into()),
            money(is_planned, own.planned),
            money(own.is_booked, own.booked),
            money(is_planned && own.is_booked, own.booked - own.planned),
            money(is_planned, own.visits.into()),
            each(own.planned, own.visits, is_planned),
            money(own.done > 0, own.done.into()),
            each(own.booked, own.done, own.is_booked),
        ]);
        let is_over = is_planned && own.is_booked && own.booked > own.planned + 0.005;
        report.push((None, territory), cells, is_over);
    }
    report
}

/// The last day there is.
fn last_of_all() -> Day {
    Day::new(9999, 12, 31).unwrap_or(Day::EPOCH)
}

fn notes(sources: &Sources, known: u32, undated: u32, is_planned: bool) -> Vec<String> {
    let expenses = &sources.dataset().records().expenses;
    let booked = if expenses.is_empty() {
        "No expenses were imported: what is booked is not known. Drop the expense report on the step Data.".to_owned()
    } else if known == 0 {
        "None of the imported expenses lies in the calendar or the twelve months before it.".to_owned()
    } else {
        "Booked are the imported expenses by rep and month, those of the twelve months before the calendar included."
            .to_owned()
    };
    let planned = if is_planned {
        "Planned are the ways of each day and the nights away × what each costs.".to_owned()
    } else {
        "There is no calendar yet: nothing is planned.".to_owned()
    };
    let undated = (undated > 0).then(|| format!("{undated} expenses have no date and stand nowhere here."));
    [planned, booked].into_iter().chain(undated).collect()
}
