//! Single findings under a heading of the diagnostics, each put right where it stands; and rows that can be repaired.

use super::review_list::fold;
use super::row_editor::row_editor;
use crate::engine::import_protocol::ImportRequest;
use crate::model::{Code, Diagnostic, RepairOffer, Severity};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Heading};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// Findings listed at once.
const LISTED: usize = 8;

/// The id of what opens a heading.
pub(super) fn heading_id((severity, code, file): &Heading) -> String {
    format!("found-{severity:?}-{}-{:x}", code.word(), fold(file))
}

/// What the ids of the controls of a finding end with.
fn mark(one: &Diagnostic) -> String {
    format!("{}-{:x}-{}", one.code.word(), fold(&format!("{} {}", one.file, one.column)), one.row)
}

/// The findings of one heading: some of them, then more, then how many only the CSV has.
#[component]
pub fn Findings(heading: Heading, count: u32) -> impl IntoView {
    let app = expect_context::<App>();
    let most = RwSignal::new(LISTED);
    let (severity, code, file) = heading;
    let found = memo(move || {
        let own =
            |one: &&Diagnostic| (one.severity, one.code) == (severity, code) && (file.is_empty() || one.file == file);
        let of = |all: &[Diagnostic]| all.iter().filter(own).cloned().collect::<Vec<_>>();
        let wanted = app.review().found.with(|found| found.as_ref().map(|found| of(&found.diagnostics)));
        wanted.unwrap_or_else(|| {
            app.draft.with(|draft| draft.as_ref().map(|draft| of(&draft.diagnostics)).unwrap_or_default())
        })
    });
    let hidden = move || found.with(Vec::len).saturating_sub(most.get());
    let unsent = move || usize::try_from(count).unwrap_or_default().saturating_sub(found.with(Vec::len));
    view! {
        <ul class="findings">
            {part(move || found.get().into_iter().take(most.get()).map(|one| finding(app, &one)).collect_view())}
        </ul>
        {part(move || {
            (hidden() > 0)
                .then(|| {
                    view! {
                        <button class="btn link" type="button" on:click=move |_| most.set(usize::MAX)>
                            "Show " {locale::count(hidden())} " more"
                        </button>
                    }
                })
        })}
        {part(move || {
            (hidden() == 0 && unsent() > 0)
                .then(|| view! { <p class="faint">{locale::count(unsent())} " more are in the CSV."</p> })
        })}
    }
}

fn finding(app: App, one: &Diagnostic) -> impl IntoView + use<> {
    let place = match (one.row, one.column.as_str()) {
        (0, "") if one.code == Code::NotTaken => one.file.clone(),
        (0, "") => String::new(),
        (0, column) => column.to_owned(),
        (row, "") => format!("Row {}", locale::count(row)),
        (row, column) => format!("Row {} · {column}", locale::count(row)),
    };
    let in_table = is_in_table(app, one);
    let cell = (in_table && !one.column.is_empty()).then(|| cell_form(app, one));
    let value = (cell.is_none() && !one.value.is_empty()).then(|| match one.code {
        Code::RaggedRow => cells(&one.value).into_any(),
        _ => view! { <code>{one.value.clone()}</code> }.into_any(),
    });
    let buttons = buttons(app, one, in_table);
    let own = mark(one);
    let open = move || {
        let is_open = app.review().row_of.with(|mark| *mark == own);
        app.review().row.get().filter(|_| is_open).map(|row| row_editor(app, row))
    };
    view! {
        <li>
            <p class="where">{place} {value}</p>
            <p>{locale::told(&one.message)}</p>
            <div class="fix">{cell} {buttons}</div>
            {part(open)}
        </li>
    }
}

/// Whether a finding is about a row of the table, which can be put right and left out; not about what stands above or below.
fn is_in_table(app: App, one: &Diagnostic) -> bool {
    let is_outside =
        matches!(one.code, Code::Footer | Code::HeaderRows | Code::FurtherTable | Code::Grouped | Code::Preamble);
    let header = app.position(&one.file, "").and_then(|(file, _)| {
        app.draft.with_untracked(|draft| Some(draft.as_ref()?.readings.get(usize::from(file))?.header_end))
    });
    !is_outside && one.row > header.unwrap_or_default()
}

/// The cell, to be written anew.
fn cell_form(app: App, one: &Diagnostic) -> impl IntoView + use<> {
    let input = NodeRef::<Input>::new();
    let (file, column, row) = (one.file.clone(), one.column.clone(), one.row);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(input), Some((file, column))) = (input.get_untracked(), app.position(&file, &column)) else { return };
        app.decide(ImportRequest::SetCell { file, row, column, value: input.value() });
    };
    let id = format!("cell-{}", mark(one));
    view! {
        <form on:submit=submit>
            <input
                id=id
                node_ref=input
                class="input"
                type="text"
                aria-label=format!("{} in row {row}", one.column)
                autocomplete="off"
                spellcheck="false"
                prop:value=one.value.clone()
            />
            <button class="btn" type="submit" aria-label=format!("Set row {}: {}", locale::count(row), one.column)>
                "Set"
            </button>
        </form>
    }
}

/// What can be done about a row: its cells are edited, it is left out or taken again; or the file is read otherwise, where the row
/// stands above or below the table.
fn buttons(app: App, one: &Diagnostic, in_table: bool) -> Vec<AnyView> {
    let (row, own) = (one.row, mark(one));
    let button = |what: &str, words: &'static str, act: Box<dyn Fn(u16)>| {
        let file = one.file.clone();
        // The name begins with the words on screen, so that it can be spoken.
        let label = format!("{words}: row {}", locale::count(row));
        // Files may have come and gone since this was drawn.
        let act = move |_| app.position(&file, "").into_iter().for_each(|(file, _)| act(file));
        view! {
            <button id=format!("{what}-{own}") class="btn quiet" type="button" aria-label=label on:click=act>
                {words}
            </button>
        }
        .into_any()
    };
    if row == 0 {
        return Vec::new();
    }
    if !in_table {
        return vec![button("read", "Change how the file is read", Box::new(move |file| app.show_reading(file)))];
    }
    let out = one.code != Code::LeftOut;
    let shown = own.clone();
    let edit = out.then(|| button("cells", "Edit the row", Box::new(move |file| app.show_row(&shown, file, row))));
    let leave = (one.code != Code::TotalsRow).then(|| {
        let words = if out { "Leave the row out" } else { "Take the row again" };
        button("row", words, Box::new(move |file| app.decide(ImportRequest::LeaveOutRow { file, row, out })))
    });
    edit.into_iter().chain(leave).collect()
}

/// The offers that stand under a severity: open ones are to be checked, taken ones are put right.
pub fn repairs(app: App, severity: Severity) -> Vec<AnyView> {
    let wanted = match severity {
        Severity::Check => false,
        Severity::Repaired => true,
        Severity::Decide | Severity::Rejected => return Vec::new(),
    };
    let offers = app.draft.with(|draft| draft.as_ref().map(|draft| draft.repairs.clone()).unwrap_or_default());
    offers.into_iter().filter(|offer| offer.taken == wanted && offer.rows > 0).map(|offer| repair(app, offer)).collect()
}

fn repair(app: App, offer: RepairOffer) -> AnyView {
    let RepairOffer { file, rows, row, now, then, taken } = offer;
    let count = locale::counted(rows, "row", "rows");
    let (title, action) = if taken {
        ("Rows with a cell too many or too few put right", format!("Read {count} as they were"))
    } else {
        ("Rows that can be put right in one way", format!("Put {count} right"))
    };
    view! {
        <li>
            <details open=!taken>
                <summary id=format!("repair-h-{file}")>
                    <span class="dt">{title}</span>
                    <span class="dn num">{locale::count(rows)}</span>
                </summary>
                <dl class="now-then">
                    <dt>"Row " {locale::count(row)} " now"</dt>
                    <dd>{cells(&now)}</dd>
                    <dt>"Then"</dt>
                    <dd>{cells(&then)}</dd>
                </dl>
                <div class="fix">
                    <button
                        id=format!("repair-{file}")
                        class="btn"
                        type="button"
                        on:click=move |_| app.decide(ImportRequest::TakeRepairs { file, take: !taken })
                    >
                        {action}
                    </button>
                </div>
            </details>
        </li>
    }
    .into_any()
}

/// Cells that are separated by bars, each in its own box.
fn cells(row: &str) -> impl IntoView + use<> {
    row.split('|').map(|cell| view! { <code>{cell.trim().to_owned()}</code> }).collect_view()
}
