//! A plan → files.

use super::explaining::realignment;
use super::protocol::Export;
use super::touring::tours;
use super::verify::declare_islands;
use crate::export::{self, CalendarFiles};
use crate::model::{Diagnostic, TerritoryIx};
use crate::plan::{LayerPlan, Plan, ReportQuery};
use crate::planfile::{self, NOTES_EXTENSION, PartColumns};

/// Why there is no file of a calendar.
const NO_CALENDAR: &str = "there is no calendar here with anything planned: make the calendar of the visits first";

/// A file on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Proposed name.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// The plan file. What a person's moves tore apart is declared in it first.
#[must_use]
pub fn plan_file(plan: &mut Plan) -> Outgoing {
    let mut bytes = Vec::new();
    let name = plan_file_pieces(plan, &mut |piece| bytes.extend_from_slice(piece));
    Outgoing { name, bytes }
}

/// The same file, piece by piece. Gives its name.
pub fn plan_file_pieces(plan: &mut Plan, take: &mut dyn FnMut(&[u8])) -> String {
    declare_islands(plan);
    planfile::encode_pieces(plan, take);
    format!("{}.hinterland.json", export::file_stem(plan.name()))
}

/// One file made of a plan.
///
/// # Errors
/// What `check` says against a tour, or that there is no calendar, in words.
pub fn export_one(plan: &Plan, kind: Export) -> Result<Outgoing, Vec<String>> {
    let (name, text) = match kind {
        Export::RepPart { territory, with_all_columns } => return rep_file(plan, territory, with_all_columns),
        Export::Notes => {
            let name = format!("{}{NOTES_EXTENSION}", export::file_stem(plan.name()));
            return Ok(Outgoing { name, bytes: planfile::encode_notes(plan) });
        }
        Export::Assignments => ("assignments.csv", export::assignments_csv(plan)),
        Export::Territories => ("territories.csv", export::territories_csv(plan)),
        Export::Touches => ("touches.csv", export::touches_csv(plan)),
        Export::Report { kind, today, territory } => {
            let query = ReportQuery { territory, ..ReportQuery::all(kind, today) };
            let name = format!("{}.csv", kind.stem());
            return Ok(Outgoing { name, bytes: export::report_csv(&plan.report(&query)).into_bytes() });
        }
        Export::Moves => ("moves.csv", export::moves_csv(plan, realignment(plan)?.as_ref())),
        Export::Routes => ("routes.csv", export::routes_csv(plan, &tours(plan)?)),
        _ => {
            let files = CalendarFiles::of(plan);
            return files.and_then(|files| calendar_file(&files, kind)).ok_or_else(|| vec![NO_CALENDAR.to_owned()]);
        }
    };
    Ok(Outgoing { name: name.to_owned(), bytes: text.into_bytes() })
}

/// A rep's own file, named after the rep, or the territory where there is none.
fn rep_file(plan: &Plan, territory: TerritoryIx, with_all_columns: bool) -> Result<Outgoing, Vec<String>> {
    let columns = if with_all_columns { PartColumns::All } else { PartColumns::Needed };
    let part = planfile::rep_part(plan, territory, columns).map_err(|error| vec![error.to_string()])?;
    let files = CalendarFiles::of(&part);
    let stem = files.as_ref().and_then(|files| files.stem(TerritoryIx(0)));
    let name = stem.map_or_else(|| export::file_stem(part.name()), str::to_owned);
    Ok(Outgoing { name: format!("{name}{}", planfile::EXTENSION), bytes: planfile::encode(&part) })
}

/// One file made of the calendars of a plan; `None` where nothing is planned that would stand in it.
fn calendar_file(files: &CalendarFiles, kind: Export) -> Option<Outgoing> {
    let of = |begin: &str, territory: TerritoryIx, end: &str| Some(format!("{begin}-{}.{end}", files.stem(territory)?));
    let (name, text) = match kind {
        Export::Assignments
        | Export::Territories
        | Export::Moves
        | Export::Routes
        | Export::RepPart { .. }
        | Export::Notes
        | Export::Touches
        | Export::Report { .. } => return None,
        Export::Visits => ("visits.csv".to_owned(), files.visits_csv()),
        Export::Days => ("days.csv".to_owned(), files.days_csv()),
        Export::Unplaced => ("unplaced.csv".to_owned(), files.unplaced_csv()),
        Export::Ics(territory) => (of("calendar", territory, "ics")?, files.ics(territory)?),
        Export::Gpx(territory) => (of("routes", territory, "gpx")?, files.gpx(territory)?),
        Export::Kml(territory) => (of("routes", territory, "kml")?, files.kml(territory)?),
        Export::DaySheets(territory) => (of("day-sheets", territory, "html")?, files.day_sheets(territory)?),
    };
    Some(Outgoing { name, bytes: text.into_bytes() })
}

/// What the import had to say, row by row.
#[must_use]
pub fn diagnostics(found: &[Diagnostic]) -> Outgoing {
    Outgoing { name: "diagnostics.csv".to_owned(), bytes: export::diagnostics_csv(found).into_bytes() }
}

/// Every file that a plan can be turned into.
///
/// # Errors
/// As [`export_one`].
pub fn export_all(plan: &mut Plan) -> Result<Vec<Outgoing>, Vec<String>> {
    let file = plan_file(plan);
    let tables = [Export::Assignments, Export::Territories, Export::Moves, Export::Routes];
    let mut files: Vec<Outgoing> = std::iter::once(Ok(file))
        .chain(tables.into_iter().map(|kind| export_one(plan, kind)))
        .collect::<Result<_, _>>()?;
    if plan.layer().and_then(LayerPlan::visits).is_some_and(|visits| !visits.touches.is_empty()) {
        files.extend(export_one(plan, Export::Touches));
    }
    if let Some(calendars) = CalendarFiles::of(plan) {
        let each = [Export::Ics, Export::Gpx, Export::Kml, Export::DaySheets];
        let own = calendars.territories().flat_map(|territory| each.map(|kind| kind(territory)));
        let kinds = [Export::Visits, Export::Days, Export::Unplaced].into_iter().chain(own);
        files.extend(kinds.filter_map(|kind| calendar_file(&calendars, kind)));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::edited_plan;

    #[test]
    fn a_calendar_leaves_in_every_format() {
        let mut plan = edited_plan(12);
        let files = export_all(&mut plan).expect("the sample can be exported");
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let calendar = [
            "visits.csv",
            "days.csv",
            "unplaced.csv",
            "calendar-Grace-Hopper.ics",
            "routes-Grace-Hopper.gpx",
            "routes-Grace-Hopper.kml",
            "day-sheets-Grace-Hopper.html",
        ];
        assert_eq!(names.get(6..), Some(&calendar[..]), "{names:?}");
        assert_eq!(names.get(5), Some(&"touches.csv"));
        let one = export_one(&plan, Export::DaySheets(TerritoryIx(0))).expect("there is a calendar");
        assert_eq!(files.last(), Some(&one));
        assert_eq!(export_one(&plan, Export::Ics(TerritoryIx(1))), Err(vec![NO_CALENDAR.to_owned()]));
    }

    #[test]
    fn without_a_calendar_its_files_are_left_out() {
        let mut plan = Plan::new("Empty", crate::model::Dataset::default());
        assert_eq!(export_one(&plan, Export::Visits), Err(vec![NO_CALENDAR.to_owned()]));
        assert_eq!(export_all(&mut plan).expect("the rest can be exported").len(), 5);
    }
}
