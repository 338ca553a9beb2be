//! The twelve months after the calendar, in outline: what is due, and whether the days hold it.

use super::costs::first_of;
use super::touched::weight_of;
use super::{Cell, CellKind, MonthOutline, Report, Sources};
use crate::model::{MOST_WEEKS, TerritoryIx, VisitBrief};
use crate::units::Day;
use std::collections::BTreeSet;

/// Months that are looked ahead.
const MONTHS: i32 = 12;

/// What a month asks of a rep, or of all.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    visits: f64,
    /// Minutes: at accounts, on the road, at the desk.
    work: [f64; 3],
    needed: f64,
    there: f64,
    /// Minutes of the working days.
    minutes: f64,
}

impl Month {
    fn plus(&mut self, other: &Self) {
        self.visits += other.visits;
        self.needed += other.needed;
        self.there += other.there;
        self.minutes += other.minutes;
        for (sum, own) in self.work.iter_mut().zip(other.work) {
            *sum += own;
        }
    }
}

/// The months after a horizon: their numbers and days.
fn months_after(brief: &VisitBrief) -> Vec<(i32, Vec<Day>)> {
    let Some(last) = brief.days().next_back() else { return Vec::new() };
    let (year, month, _) = last.year_month_day();
    let first = year * 12 + i32::try_from(month).unwrap_or(1);
    let months = (first..first + MONTHS).filter_map(|month| {
        let days = first_of(month)?.number()..first_of(month + 1)?.number();
        Some((month, days.filter_map(|number| Day::from_number(number).ok()).collect()))
    });
    months.collect()
}

/// The days from the first to the last that a rep works, by what is asked of days and nothing else.
fn worked(sources: &Sources, territory: TerritoryIx, first: Day, last: Day) -> BTreeSet<Day> {
    let brief = &sources.visits.brief;
    let rep = sources.layer.alignment().territory(territory).and_then(|own| own.rep);
    let mut worked = BTreeSet::new();
    let mut start = first;
    while start <= last {
        let part = VisitBrief {
            week: brief.week,
            reps: brief.reps.clone(),
            holidays: brief.holidays.clone(),
            weeks: MOST_WEEKS,
            ..VisitBrief::new(start, crate::model::COUNT, 0)
        };
        worked.extend(part.working_days(sources.dataset(), rep));
        let next = start.number() + 7 * i32::try_from(MOST_WEEKS).unwrap_or(1);
        let Ok(next) = Day::from_number(next) else { break };
        start = next;
    }
    worked
}

/// The visits, calls and e-mails of a week by the cadences, the mean way to a visit as estimated, and each month as much as its
/// days weigh. O(accounts · classes + territories · days).
pub(super) fn year(sources: &Sources) -> Report {
    let mut report = Report::new(&[
        ("Month", "The month", CellKind::Month),
        ("Territory", "Whose work", CellKind::Text),
        ("Rep", "Who does it", CellKind::Text),
        ("Visits due", "By the cadences and the seasons", CellKind::Count),
        ("At accounts", "Hours at accounts", CellKind::Hours),
        ("On the way", "Hours of travel, as estimated", CellKind::Hours),
        ("Calls, e-mails", "Hours at the desk", CellKind::Hours),
        ("Hours", "All hours of work", CellKind::Hours),
        ("Days needed", "Hours of work ÷ hours of a working day", CellKind::Count),
        ("Days there", "Working days, without holidays and days off", CellKind::Count),
        ("Full", "Days needed ÷ days there", CellKind::Share),
    ]);
    let brief = &sources.visits.brief;
    report.notes = vec![
        "In outline, for the twelve months after the calendar: no day is planned here.".to_owned(),
        "Holidays and days off count as far as they are listed for that year; travel is estimated.".to_owned(),
    ];
    let months = months_after(brief);
    let ends = months.first().and_then(|(_, days)| days.first()).zip(months.last().and_then(|(_, days)| days.last()));
    let Some((&first, &last)) = ends else { return report };
    let week = VisitBrief { weeks: 1, seasons: [1.0; 12], ..brief.clone() };
    let loads = sources.plan.visit_loads(&week).territories;
    let territories: Vec<TerritoryIx> = sources.layer.alignment().indices().collect();
    let worked: Vec<BTreeSet<Day>> = territories.iter().map(|own| worked(sources, *own, first, last)).collect();
    for (number, days) in &months {
        let weight: f64 = days.iter().map(|day| weight_of(*day, &brief.seasons).unwrap_or(1.0)).sum();
        let weeks = weight / 7.0;
        let mut all = Month::default();
        let mut rows = Vec::new();
        for ((territory, load), worked) in territories.iter().zip(&loads).zip(&worked) {
            let rep = sources.layer.alignment().territory(*territory).and_then(|own| own.rep);
            let a_day = f64::from(brief.week_of(sources.dataset(), rep).minutes());
            let work = [load.visiting, load.drive, load.desk].map(|minutes| minutes * weeks);
            let there = days.iter().filter(|day| worked.contains(day)).count() as f64;
            let needed = if a_day > 0.0 { work.iter().sum::<f64>() / a_day } else { 0.0 };
            let own = Month { visits: load.visits * weeks, work, needed, there, minutes: there * a_day };
            all.plus(&own);
            rows.push((Some(*territory), sources.whose(*territory), own));
        }
        let head = (None, [Cell::Text("All".to_owned()), Cell::Nothing], all);
        for (territory, whose, own) in std::iter::once(head).chain(rows) {
            let hours = |minutes: f64| Cell::Number(minutes / 60.0);
            let (wanted, there) = (own.work.iter().sum::<f64>() / 60.0, own.minutes / 60.0);
            report.outline.extend(first_of(*number).map(|month| MonthOutline { month, territory, wanted, there }));
            let mut cells = vec![first_of(*number).map_or(Cell::Nothing, Cell::Day)];
            cells.extend(whose);
            cells.push(Cell::Number(own.visits));
            cells.extend(own.work.map(hours));
            cells.push(hours(own.work.iter().sum()));
            cells.extend([Cell::Number(own.needed), Cell::Number(own.there), Cell::share(own.needed, own.there)]);
            report.push((None, territory), cells, own.needed > own.there + 1e-9);
        }
    }
    report
}
