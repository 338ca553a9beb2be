//! Single findings under a heading of the diagnostics, each put right where it stands; and rows that can be repaired.

use crate::engine::import_protocol::ImportRequest;
use crate::model::{Code, Diagnostic, RepairOffer, Severity};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Heading};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Findings listed at once.
const LISTED: usize = 8;

/// The findings of one heading: some of them, then more, then how many only the CSV has.
#[component]
pub fn Findings(heading: Heading, count: u32) -> impl IntoView {
    let app = expect_context::<App>();
    let most = RwSignal::new(LISTED);
    let (severity, code, file) = heading;
    let found = memo(move || {
        let wanted = app.review().wanted.get();
        app.draft.with(|draft| {
            let all = draft.iter().flat_map(|draft| &draft.diagnostics);
            let own = |one: &&Diagnostic| (one.severity, one.code) == (severity, code) && one.file == file;
            all.filter(own).filter(|one| wanted.takes(one)).cloned().collect::<Vec<_>>()
        })
    });
    let hidden = move || found.with(Vec::len).saturating_sub(most.get());
    let unsent = move || usize::try_from(count).unwrap_or_default().saturating_sub(found.with(Vec::len));
    view! {
        <ul class="findings">
            {part(move || found.get().into_iter().take(most.get()).map(|one| finding(app, one)).collect_view())}
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

fn finding(app: App, one: Diagnostic) -> impl IntoView {
    let place = match (one.row, one.column.as_str()) {
        (0, "") => String::new(),
        (0, column) => column.to_owned(),
        (row, "") => format!("Row {}", locale::count(row)),
        (row, column) => format!("Row {} · {column}", locale::count(row)),
    };
    let fixable = one.row > 0 && one.code != Code::TotalsRow;
    let cell = (fixable && !one.column.is_empty()).then(|| cell_form(app, &one));
    let value = (cell.is_none() && !one.value.is_empty()).then(|| view! { <code>{one.value.clone()}</code> });
    let row = fixable.then(|| row_button(app, &one));
    view! {
        <li>
            <p class="where">{place} {value}</p>
            <p>{one.message}</p>
            <div class="fix">{cell} {row}</div>
        </li>
    }
}

/// The cell, to be written anew.
fn cell_form(app: App, one: &Diagnostic) -> impl IntoView + use<> {
    let input = NodeRef::<Input>::new();
    let (file, column, row) = (one.file.clone(), one.column.clone(), one.row);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(input), Some((file, column))) = (input.get_untracked(), app.position(&file, &column)) else { return };
        // The finding goes when it is put right: the hand goes on to the next one.
        focus_next(&input);
        app.decide(ImportRequest::SetCell { file, row, column, value: input.value() });
    };
    view! {
        <form on:submit=submit>
            <input
                node_ref=input
                class="input"
                type="text"
                aria-label=format!("{} in row {row}", one.column)
                autocomplete="off"
                spellcheck="false"
                prop:value=one.value.clone()
            />
            <button class="btn" type="submit">"Set"</button>
        </form>
    }
}

fn focus_next(input: &web_sys::HtmlInputElement) {
    let item = input.closest("li").ok().flatten();
    let next = item.as_ref().and_then(|item| item.next_element_sibling()?.query_selector("input").ok().flatten());
    let summary = || item.as_ref()?.closest("details").ok()??.query_selector("summary").ok()?;
    let target = next.or_else(summary).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(target) = target {
        // An element that is shown takes the focus.
        let _focused = target.focus();
    }
}

fn row_button(app: App, one: &Diagnostic) -> impl IntoView + use<> {
    let (file, row) = (one.file.clone(), one.row);
    let out = one.code != Code::LeftOut;
    let leave = move |_| {
        if let Some((file, _)) = app.position(&file, "") {
            app.decide(ImportRequest::LeaveOutRow { file, row, out });
        }
    };
    view! {
        <button class="btn quiet" type="button" on:click=leave>
            {if out { "Leave the row out" } else { "Take the row again" }}
        </button>
    }
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
                <summary>
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
