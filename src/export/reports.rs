//! Tables about visits, and what was said of touches.

use super::table::{Table, fixed};
use crate::model::{ActivityKind, TouchState};
use crate::plan::{Cell, CellKind, LayerPlan, Plan, Report};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// A table as it is, its heads in full where two are alike. Days as 2026-04-03, months as 2026-04, shares of 1 in per cent with two decimals, other
/// numbers with two. O(rows · columns).
#[must_use]
pub fn report_csv(report: &Report) -> String {
    let name = |at: usize| {
        let own = &report.columns[at];
        let is_alone = report.columns.iter().filter(|other| other.name == own.name).count() == 1;
        let head = if is_alone { own.name.clone() } else { own.about.clone() };
        match own.kind {
            CellKind::Share => format!("{head} %"),
            CellKind::Kilometers => format!("{head}, km"),
            _ => head,
        }
    };
    let heads: Vec<String> = (0..report.columns.len()).map(name).collect();
    let mut table = Table::new(heads.iter().map(String::as_str));
    for row in &report.rows {
        let cells = row.cells.iter().zip(&report.columns).map(|(cell, column)| match (cell, column.kind) {
            (Cell::Nothing, _) => Cow::Borrowed(""),
            (Cell::Text(text), _) => text.as_str().into(),
            (Cell::Day(day), CellKind::Month) => {
                let (year, month, _) = day.year_month_day();
                format!("{year:04}-{month:02}").into()
            }
            (Cell::Day(day), _) => day.to_string().into(),
            (Cell::Number(number), CellKind::Share) => fixed(number * 100.0, 2),
            (Cell::Number(number), CellKind::Count) if number.fract() == 0.0 => fixed(*number, 0),
            (Cell::Number(number), _) => fixed(*number, 2),
        });
        table.row(cells);
    }
    table.finish()
}

/// `day,account_id,account,kind,rep,state,marked_at,note` and a column for every field, those of which only answers are left at the
/// end; a row for every touch of which something is said in the shown layer. O(touches · fields).
#[must_use]
pub fn touches_csv(plan: &Plan) -> String {
    let visits = plan.layer().and_then(LayerPlan::visits);
    let touches = visits.map(|visits| visits.touches.as_slice()).unwrap_or_default();
    let mut fields: Vec<&str> = visits.iter().flat_map(|own| &own.watch.fields).map(|own| own.name.as_str()).collect();
    let answered: BTreeSet<&str> = touches.iter().flat_map(|own| &own.answers).map(|own| own.field.as_str()).collect();
    let left: Vec<&str> = answered.into_iter().filter(|own| !fields.contains(own)).collect();
    fields.extend(left);
    let accounts = plan.dataset().accounts();
    let names: HashMap<&str, &str> = accounts.ids.iter().zip(accounts.names.iter()).collect();
    let heads = ["day", "account_id", "account", "kind", "rep", "state", "marked_at", "note"];
    let mut table = Table::new(heads.into_iter().chain(fields.iter().copied()));
    for touch in touches {
        let kind = match touch.kind {
            ActivityKind::Visit => "visit",
            ActivityKind::Call => "call",
            ActivityKind::Email => "e-mail",
            ActivityKind::Other => "other",
        };
        let state = match touch.state {
            TouchState::Open => "",
            TouchState::Done => "done",
            TouchState::Missed => "missed",
        };
        let minute = touch.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
        let name = names.get(touch.account.as_str()).copied().unwrap_or_default();
        let mut cells: Vec<Cow<str>> = vec![
            touch.day.to_string().into(),
            touch.account.as_str().into(),
            name.into(),
            kind.into(),
            touch.rep.as_str().into(),
            state.into(),
            minute.unwrap_or_default().into(),
            touch.note.as_str().into(),
        ];
        cells.extend(fields.iter().map(|field| Cow::from(touch.answer(field))));
        table.row(cells);
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample::edited_plan;
    use crate::plan::{ReportKind, ReportQuery};
    use crate::units::Day;

    #[test]
    fn fields_are_columns() {
        let mut plan = edited_plan(12);
        let file = touches_csv(&plan);
        let mut lines = file.lines();
        assert_eq!(lines.next(), Some("day,account_id,account,kind,rep,state,marked_at,note,Stage,Units"));
        let row = "2026-11-30,row-2,\"Böhm \"\"& Co\"\"\",visit,rep-2,done,10:40,\"Wants a quote for the \"\"second\"\" site\",Quote,";
        assert_eq!(lines.next(), Some(row));
        let edit = plan.watch_edit(crate::model::VisitWatch::default());
        plan.apply(edit).expect("fields can be given up");
        assert!(touches_csv(&plan).starts_with("day,account_id,account,kind,rep,state,marked_at,note,Stage\r\n"));
    }

    #[test]
    fn a_report_is_a_table_whose_heads_tell_columns_apart() {
        let plan = edited_plan(12);
        for kind in ReportKind::ALL {
            let report = plan.report(&ReportQuery::all(kind, Day::new(2026, 12, 20).expect("a day")));
            let file = report_csv(&report);
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let heads: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
            let mut different = heads.clone();
            different.sort_unstable();
            different.dedup();
            assert_eq!((heads.len(), different.len()), (report.columns.len(), report.columns.len()), "{kind:?}");
            assert_eq!(reader.records().filter_map(Result::ok).count(), report.rows.len(), "{kind:?}");
            assert!(!report.rows.is_empty(), "{kind:?}");
        }
    }
}
