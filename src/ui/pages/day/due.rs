//! What of the rep's own accounts is overdue and comes, and how far the work has come.

use super::buttons::Button;
use super::card::mark;
use crate::model::{ActivityKind, DoneTouch, TouchState};
use crate::plan::{Cell, LayerPlan, ReportKind, ReportQuery, ReportRow};
use crate::ui::components::{Icon, cell_words, keep_asking, which};
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::{App, today};
use leptos::prelude::*;

/// Columns of the table of due touches that a line shows: kind, state, due, planned.
const SHOWN: [usize; 4] = [4, 5, 6, 9];

/// The tables of the rep, one at a time.
pub(super) fn due(app: App) -> AnyView {
    untrack(|| {
        if app.visiting().figures.with(|own| own.query.kind == ReportKind::DueByRep) {
            app.change_figures(|query| query.kind = ReportKind::Due);
        }
    });
    keep_asking(app, move || Some(app.shown_territory()));
    view! {
        <section class="ph-panel" aria-labelledby="due-h">
            <h2 id="due-h">"Your accounts"</h2>
            {which(app, "own-figures")}
            {part(move || rows(app))}
        </section>
    }
    .into_any()
}

fn rows(app: App) -> Option<AnyView> {
    let figures = app.visiting().figures.get();
    let report = figures.report?;
    let ReportQuery { kind, .. } = figures.query;
    // The others say by themselves why they are empty.
    let is_empty = (report.rows.is_empty() && kind == ReportKind::Due)
        .then(|| view! { <p class="muted">"Nothing is overdue, and nothing comes in the next days."</p> });
    let row = |row: &ReportRow| {
        let words = |at: usize| {
            row.cells.get(at).zip(report.columns.get(at)).map(|(cell, own)| cell_words(cell, own.kind, app.unit()))
        };
        if let Some(touch) = touch_of(app, row).filter(|_| kind == ReportKind::Due) {
            let planned = |(at, words): (usize, String)| match at {
                9 if words == "–" => None,
                9 => Some(format!("planned {words}")),
                6 => Some(format!("due {words}")),
                _ => Some(words),
            };
            let about = SHOWN.into_iter().filter_map(|at| planned((at, words(at)?))).collect::<Vec<_>>().join(" · ");
            return due_line(app, words(0).unwrap_or_default(), about, touch, row.is_marked);
        }
        let terms =
            report.columns.iter().enumerate().skip(2).filter(|(at, _)| row.cells.get(*at) != Some(&Cell::Nothing));
        let terms = terms.filter_map(|(at, column)| {
            let value = words(at)?;
            Some(view! { <div><dt>{column.name.clone()}</dt><dd>{value}</dd></div> }.into_any())
        });
        let head = [0, 1].into_iter().filter_map(words).collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                <b class:bad=row.is_marked>{head}</b>
                <dl class="facts">{terms.collect::<Vec<_>>()}</dl>
            </li>
        }
        .into_any()
    };
    let rows: Vec<_> = report.rows.iter().map(row).collect();
    let notes = locale::dated(&report.notes.join(" "));
    let class = if kind == ReportKind::Due { "stops" } else { "said-list" };
    let list = (!rows.is_empty()).then(|| view! { <ul class=class>{rows}</ul> });
    Some(view! { {is_empty} {list} <p class="faint">{notes}</p> }.into_any())
}

/// The touch of today that a row asks for, as far as anything is said of it.
fn touch_of(app: App, row: &ReportRow) -> Option<DoneTouch> {
    let (account, kind) = row.account.zip(row.touch)?;
    app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let territory = plan.alignment().territory(row.territory?)?;
        let rep = territory.rep.and_then(|rep| plan.dataset().rep(rep)).map_or("", |rep| rep.id.as_str());
        let asked = DoneTouch::new(today(), plan.dataset().accounts().get(account).id, kind, rep);
        Some(plan.layer().map_or(asked.clone(), |layer: &LayerPlan| layer.touch(&asked)))
    })
}

fn due_line(app: App, name: String, about: String, touch: DoneTouch, is_late: bool) -> AnyView {
    let icon = match touch.kind {
        ActivityKind::Call => "phone",
        ActivityKind::Email => "mail",
        ActivityKind::Visit | ActivityKind::Other => "pin",
    };
    let is_done = touch.state == TouchState::Done;
    let look = Button { pressed: Some(is_done), ..Button::new("btn", "check", "Done") };
    let done = look.labelled(format!("Done today: {name}")).acts(move || mark(app, &touch, TouchState::Done));
    view! {
        <li class="st other" class:done=is_done>
            <span class="no" aria-hidden="true">
                <Icon name=icon />
            </span>
            <span class="what">
                <b>{name}</b>
                <span class:bad=is_late>{about}</span>
            </span>
            {done}
        </li>
    }
    .into_any()
}
