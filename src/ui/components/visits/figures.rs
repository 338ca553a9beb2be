//! Tables about the visits: what is overdue, how far the work has come, what it costs, and the year ahead.

use crate::model::TerritoryIx;
use crate::plan::{Cell, CellKind, Report, ReportKind, ReportRow};
use crate::ui::components::{Choose, Entry, Icon, part_by_part};
use crate::ui::erased::{follow, memo, part, says};
use crate::ui::locale::{self, DateStyle, DistanceUnit};
use crate::ui::state::{App, Selection};
use crate::units::Meters;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are built in one task.
const ROWS_A_TASK: usize = 25;

/// What each table is called.
const NAMES: [(ReportKind, &str); 6] = [
    (ReportKind::DueByRep, "Due touches by rep"),
    (ReportKind::Due, "Due touches by account"),
    (ReportKind::Coverage, "Coverage to date"),
    (ReportKind::Costs, "Costs and expenses"),
    (ReportKind::Leads, "Leads and existing accounts"),
    (ReportKind::Year, "The year ahead"),
];

/// What came of the question.
pub(super) fn report(app: App) -> Option<Arc<Report>> {
    app.visiting().figures.with(|own| own.report.clone())
}

/// Asks again whenever the plan or the question has changed.
pub fn keep_asking(app: App, territory: impl Fn() -> Option<TerritoryIx> + Send + Sync + 'static) {
    let question = memo(move || app.visiting().figures.with(|own| own.query.clone()));
    follow(move || {
        app.plan.track();
        // A memo that nobody has read follows nothing.
        question.with(|_| ());
        app.ask_for_figures(territory());
    });
}

/// The choice of a table.
pub fn which(app: App, id: &'static str) -> AnyView {
    let choose = Callback::new(move |value: String| {
        if let Some((kind, _)) = NAMES.into_iter().find(|(_, name)| *name == value) {
            app.change_figures(|query| query.kind = kind);
        }
    });
    part(move || {
        let kind = app.visiting().figures.with(|own| own.query.kind);
        let chosen = NAMES.into_iter().find(|own| own.0 == kind).map_or("", |own| own.1).to_owned();
        let entries = NAMES.map(|(_, name)| Entry::new(name, name)).to_vec();
        view! { <Choose id=id.to_owned() label="Which table".to_owned() entries chosen on_choose=choose /> }
    })
    .into_any()
}

/// What stands beside the tabs of the dock: which table, a filter, and the file.
pub(super) fn bar(app: App) -> AnyView {
    let filter = move |event| {
        let words = event_target_value(&event);
        app.change_figures(|query| query.filter = words);
    };
    view! {
        {which(app, "which-figures")}
        <label class="field filter">
            <Icon name="search" />
            <span class="sr">"Filter the table"</span>
            <input type="search" placeholder="Filter" on:input=filter />
        </label>
        <button
            class="btn quiet icon-only"
            type="button"
            aria-label="Download the whole table as CSV"
            title="Download the whole table as CSV"
            on:click=move |_| app.download_figures()
        >
            <Icon name="down" />
        </button>
    }
    .into_any()
}

/// A cell as the reader writes it.
pub fn cell_words(cell: &Cell, kind: CellKind, unit: DistanceUnit) -> String {
    match (cell, kind) {
        (Cell::Nothing, _) => "–".to_owned(),
        (Cell::Text(text), _) => text.clone(),
        (Cell::Day(day), CellKind::Month) => locale::day(*day, DateStyle::MonthOfYear),
        (Cell::Day(day), _) => locale::day(*day, DateStyle::Dated),
        (Cell::Number(number), CellKind::Share) => locale::percent(number * 100.0),
        (Cell::Number(number), CellKind::Money) => locale::number(*number, 2),
        (Cell::Number(number), CellKind::Kilometers) => locale::number(unit.amount(Meters(number * 1000.0)), 0),
        (Cell::Number(number), CellKind::Hours) => locale::number(*number, u8::from(number.abs() < 100.0)),
        (Cell::Number(number), _) => {
            let has_fraction = (number - number.round()).abs() > 1e-9;
            locale::number(*number, u8::from(has_fraction && number.abs() < 100.0))
        }
    }
}

/// The table.
#[component]
pub(super) fn FiguresTable() -> impl IntoView {
    let app = expect_context::<App>();
    keep_asking(app, || None);
    let drawn = part_by_part(1, move || report(app).map_or(0, |own| own.rows.len().div_ceil(ROWS_A_TASK)));
    let heads = part(move || {
        let report = report(app)?;
        let sort = app.visiting().figures.with(|own| own.query.sort);
        let head = |(at, column): (u16, &crate::plan::ReportColumn)| {
            let sorted = sort.filter(|own| own.0 == at).map(|own| own.1);
            let state = sorted.map(|descending| if descending { "descending" } else { "ascending" });
            let arrow = sorted.map(|descending| if descending { " ↓" } else { " ↑" });
            let is_number = at > 0 && !matches!(column.kind, CellKind::Text);
            let name = if column.kind == CellKind::Kilometers {
                format!("{}, {}", column.name, app.unit().sign())
            } else {
                // “E-mails” stays in one line.
                column.name.replace('-', "\u{2011}")
            };
            let turn = move |_| {
                // Numbers are looked at from the largest down, names from A on; a third time, the order of the table.
                let next = match sorted {
                    None => Some((at, is_number)),
                    Some(descending) if descending == is_number => Some((at, !descending)),
                    Some(_) => None,
                };
                app.change_figures(|query| query.sort = next);
            };
            view! {
                <th scope="col" class:num=is_number class:sorted=sorted.is_some() aria-sort=state title=column.about.clone()>
                    <button type="button" on:click=turn>
                        {name}
                        {arrow}
                    </button>
                </th>
            }
            .into_any()
        };
        Some((0..).zip(&report.columns).map(head).collect::<Vec<_>>())
    });
    let rows = part(move || {
        let report = report(app)?;
        let rows = report.rows.iter().take(drawn.get() * ROWS_A_TASK);
        Some(rows.map(|row| table_row(app, row, &report)).collect::<Vec<_>>())
    });
    let notes = part(move || {
        let report = report(app)?;
        let (shown, found) = (report.rows.len(), report.found);
        let more = match (shown, found) {
            (0, _) if report.columns.is_empty() => None,
            (0, _) => Some("Nothing is to be told here.".to_owned()),
            (shown, found) if (shown as u64) < u64::from(found) => {
                let [shown, found] = [locale::count(shown), locale::count(found)];
                Some(format!("{shown} of {found} rows are shown; filter them, or download the table for all."))
            }
            _ => None,
        };
        let words: Vec<String> = more.into_iter().chain(report.notes.iter().map(|note| locale::dated(note))).collect();
        Some(view! { <p class="note table-note" role="status">{words.join(" ")}</p> })
    });
    view! {
        <div class="figures-body">
            {super::year::chart(app)}
            <div class="scroll" tabindex="0" role="region" aria-label="Figures of the visits">
                {notes}
                <table class="figures-table">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn table_row(app: App, row: &ReportRow, report: &Report) -> AnyView {
    let target = row.account.map(Selection::Account).or(row.territory.map(Selection::Territory));
    let is_selected = move || target.is_some() && Some(app.selection.get()) == target;
    let is_marked = row.is_marked;
    let cell = |(at, (cell, column)): (usize, (&Cell, &crate::plan::ReportColumn))| {
        let words = cell_words(cell, column.kind, app.unit());
        let is_number = at > 0 && !matches!(column.kind, CellKind::Text);
        match target.filter(|_| at == 0) {
            // The row as a way to what it is about, for keys as well.
            Some(target) => view! {
                <th scope="row">
                    <button type="button" class="tname" class:strong=is_marked on:click=move |_| app.selection.set(target)>
                        {words}
                    </button>
                </th>
            }
            .into_any(),
            None if is_number => view! { <td class="num">{words}</td> }.into_any(),
            // Where there is little room a name is cut off.
            None => {
                let whole = words.clone();
                view! { <td title=whole>{words}</td> }.into_any()
            }
        }
    };
    let cells = row.cells.iter().zip(&report.columns).enumerate().map(cell).collect::<Vec<_>>();
    view! {
        <tr class:behind=is_marked aria-selected=says(move || is_selected().to_string())>
            {cells}
        </tr>
    }
    .into_any()
}
