//! What is not clean, grouped by how much it matters; and how exactly accounts were located.

use crate::engine::import_protocol::{ImportRequest, Tally};
use crate::model::{Diagnostic, Precision, Severity};
use crate::ui::components::Icon;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// Examples listed under one heading; the CSV has all.
const EXAMPLES: usize = 8;

const GROUPS: [(Severity, &str, &str); 4] = [
    (Severity::Decide, "badge bad", "To decide"),
    (Severity::Rejected, "badge bad", "Left out"),
    (Severity::Check, "badge warn", "To check"),
    (Severity::Repaired, "badge good", "Put right"),
];

/// The pane beside the columns.
#[component]
pub fn DiagnosticsPane() -> impl IntoView {
    let app = expect_context::<App>();
    let counts =
        Memo::new(move |_| app.draft.with(|draft| draft.as_ref().map(|d| d.tallies.clone()).unwrap_or_default()));
    let located =
        Memo::new(move |_| app.draft.with(|draft| draft.as_ref().map(|d| d.located.clone()).unwrap_or_default()));
    let groups = GROUPS.map(|(severity, class, name)| view! { <Group severity class name counts /> });
    view! {
        <aside class="diag" aria-label="Diagnostics">
            <header>
                <h2>"Diagnostics"</h2>
                <button
                    class="btn quiet"
                    type="button"
                    disabled=move || counts.with(Vec::is_empty)
                    on:click=move |_| app.ask_importer(ImportRequest::Diagnostics)
                >
                    <Icon name="down" />
                    "CSV"
                </button>
            </header>
            <Show when=move || counts.with(Vec::is_empty)>
                <section>
                    <p class="badge good">
                        <Icon name="check" />
                        "Nothing to put right"
                    </p>
                </section>
            </Show>
            {groups}
            <Located located />
        </aside>
    }
}

#[component]
fn Group(severity: Severity, class: &'static str, name: &'static str, counts: Memo<Vec<Tally>>) -> impl IntoView {
    let own = Memo::new(move |_| {
        counts.with(|counts| counts.iter().filter(|count| count.severity == severity).cloned().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || !own.with(Vec::is_empty)>
            <section>
                <h3>
                    <span class=class>{name}</span>
                    <span class="faint num">{move || locale::count(own.with(Vec::len))}</span>
                </h3>
                <ul>
                    {move || own.get().into_iter().map(|count| view! { <Kind count /> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Kind(count: Tally) -> impl IntoView {
    let app = expect_context::<App>();
    let examples: Vec<Diagnostic> = app.draft.with_untracked(|draft| {
        let all = draft.iter().flat_map(|draft| &draft.diagnostics);
        all.filter(|d| d.code == count.code && d.severity == count.severity && d.file == count.file)
            .take(EXAMPLES)
            .cloned()
            .collect()
    });
    let list = examples
        .into_iter()
        .map(|found| {
            let place = match (found.row, found.column.as_str()) {
                (0, _) => found.file,
                (row, "") => format!("{}, row {}", found.file, locale::count(row)),
                (row, column) => format!("{}, row {}, {column}", found.file, locale::count(row)),
            };
            view! {
                <p>
                    <span class="where">{place}</span>
                    {found.message}
                </p>
            }
        })
        .collect_view();
    view! {
        <li>
            <details>
                <summary>
                    <span class="dt">{count.code.title()}</span>
                    <span class="dn num">{locale::count(count.count)}</span>
                </summary>
                {list}
            </details>
        </li>
    }
}

/// How exactly the accounts were located, as a bar and in figures.
#[component]
pub fn Located(located: Memo<Vec<(Precision, u32)>>) -> impl IntoView {
    const WIDTH: f64 = 280.0;
    let shown = move || located.get().into_iter().filter(|&(_, count)| count > 0).collect::<Vec<_>>();
    let bars = move || {
        let parts = shown();
        let total: f64 = parts.iter().map(|&(_, count)| f64::from(count)).sum();
        let gaps = 2.0 * (parts.len().saturating_sub(1)) as f64;
        let mut x = 0.0;
        let bars = parts.into_iter().map(|(precision, count)| {
            let width = (f64::from(count) / total * (WIDTH - gaps)).max(2.0);
            let bar = view! {
                <rect class=class(precision) x=x.to_string() width=width.to_string() height="10" />
            };
            x += width + 2.0;
            bar
        });
        bars.collect_view()
    };
    let words = move || {
        let parts =
            shown().into_iter().map(|(precision, count)| format!("{} {}", locale::count(count), precision.title()));
        parts.collect::<Vec<_>>().join(", ")
    };
    let missing = move || located.with(|parts| parts.iter().any(|&(p, count)| p == Precision::None && count > 0));
    view! {
        <section class="prec" aria-labelledby="loc-h">
            <h3 id="loc-h">"How accounts were located"</h3>
            <svg viewBox="0 0 280 10" class="stack" role="img" aria-label=words>
                {bars}
            </svg>
            <dl>
                {move || {
                    shown()
                        .into_iter()
                        .map(|(precision, count)| {
                            view! {
                                <div>
                                    <dt>
                                        <i class=class(precision)></i>
                                        {precision.title()}
                                    </dt>
                                    <dd>{locale::count(count)}</dd>
                                </div>
                            }
                        })
                        .collect_view()
                }}
            </dl>
            <Show when=missing>
                <p class="faint">"Nothing is dropped: accounts without a place stay in the plan and are listed."</p>
            </Show>
        </section>
    }
}

fn class(precision: Precision) -> &'static str {
    match precision {
        Precision::Given | Precision::Postal => "p1",
        Precision::City => "p2",
        Precision::Region | Precision::Country => "p3",
        Precision::None => "p0",
    }
}
