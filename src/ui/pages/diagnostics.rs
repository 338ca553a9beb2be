//! The pane of diagnostics: what is not clean, grouped by how much it matters, filtered, and put right in place.

use super::findings::{Findings, heading_id, repairs};
use super::located::{Located, coarse};
use super::questions::Questions;
use crate::engine::import_protocol::{ImportRequest, Tally, Wanted};
use crate::model::{Code, Severity};
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Heading, ImportStep, keep_focus};
use leptos::prelude::*;

/// Each severity with the class of its badge and its name.
const GROUPS: [(Severity, &str, &str); 4] = [
    (Severity::Decide, "badge bad", "To decide"),
    (Severity::Rejected, "badge bad", "Left out"),
    (Severity::Check, "badge warn", "To check"),
    (Severity::Repaired, "badge good", "Put right"),
];

/// The headings that are wanted, with how often each was found, in the order in which they matter.
fn headings(tallies: &[Tally]) -> Vec<(Heading, u32)> {
    let mut found: Vec<(Heading, u32)> = Vec::new();
    for tally in tallies {
        // Undecided dates are asked above.
        if tally.code == Code::AmbiguousDates && tally.severity == Severity::Decide {
            continue;
        }
        // What is said of whole files stands once for all of them.
        let file = if tally.code == Code::NotTaken { "" } else { &tally.file };
        match found.iter_mut().find(|((s, c, f), _)| (*s, *c) == (tally.severity, tally.code) && f == file) {
            Some((_, count)) => *count = count.saturating_add(tally.count),
            None => found.push(((tally.severity, tally.code, file.to_owned()), tally.count)),
        }
    }
    found
}

/// The pane beside the steps.
#[component]
pub fn DiagnosticsPane() -> impl IntoView {
    let app = expect_context::<App>();
    let wanted = app.review().wanted;
    let shown = memo(move || {
        if let Some(found) = app.review().found.with(|found| found.as_ref().map(|found| headings(&found.tallies))) {
            return found;
        }
        app.draft.with(|draft| draft.as_ref().map(|draft| headings(&draft.tallies)).unwrap_or_default())
    });
    let empty = move || app.draft.with(|draft| draft.as_ref().is_none_or(|draft| draft.tallies.is_empty()));
    let located = memo(move || app.draft.with(|draft| draft.as_ref().map(|d| d.located.clone()).unwrap_or_default()));
    let groups = GROUPS.map(|(severity, class, name)| group(app, shown, severity, class, name)).collect_view();
    view! {
        <aside class="diag" class:of-places=flag(move || app.review().step.get() == ImportStep::Places) aria-label="Diagnostics">
            <header>
                <h2 id="diag-h" tabindex="-1">"Diagnostics"</h2>
                <button
                    class="btn quiet"
                    type="button"
                    title="All of them as a table"
                    disabled=empty
                    on:click=move |_| app.ask_importer(ImportRequest::Diagnostics)
                >
                    <Icon name="down" />
                    "CSV"
                </button>
            </header>
            <Show when=move || !empty()>
                <Filter />
            </Show>
            <Questions />
            {groups}
            <Show when=move || shown.with(Vec::is_empty)>
                <section class="nothing">
                    {part(move || {
                        if wanted.with(Wanted::is_narrow) {
                            return view! { <p class="muted">"Nothing fits this filter."</p> }.into_any();
                        }
                        let wide = coarse(app);
                        if wide > 0 {
                            let count = locale::counted(wide, "account lies", "accounts lie");
                            let words = format!("{count} at the point of the country or region alone: see Places.");
                            return view! { <p class="badge warn">{words}</p> }.into_any();
                        }
                        // What is in the way stands below the step.
                        let is_well = app.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.obstacle.is_empty()));
                        is_well
                            .then(|| {
                                view! {
                                    <p class="badge good">
                                        <Icon name="check" />
                                        "Nothing to put right"
                                    </p>
                                }
                            })
                            .into_any()
                    })}
                </section>
            </Show>
            <Show when=move || located.with(|parts| parts.iter().any(|&(_, count)| count > 0))>
                <Located located />
            </Show>
        </aside>
    }
}

/// What is shown: a text, one file of several, one column.
#[component]
fn Filter() -> impl IntoView {
    let app = expect_context::<App>();
    let wanted = app.review().wanted;
    let files = memo(move || {
        app.draft.with(|draft| {
            let outcomes = draft.as_ref().map(|draft| draft.outcomes.as_slice()).unwrap_or_default();
            outcomes.iter().map(|outcome| outcome.file.clone()).collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |file: String| {
        wanted.update(|wanted| {
            wanted.file = file;
            wanted.column.clear();
        });
    });
    let file_choice = move || {
        let files = files.get();
        (files.len() > 1).then(|| {
            let entries = std::iter::once(Entry::new("", "All files"));
            let entries = entries.chain(files.into_iter().map(|file| Entry::new(file.clone(), file))).collect();
            let chosen = wanted.with(|wanted| wanted.file.clone());
            view! { <Choose id="diag-file".to_owned() label="File".to_owned() entries chosen on_choose=choose /> }
        })
    };
    let column = move || {
        let column = wanted.with(|wanted| wanted.column.clone());
        (!column.is_empty()).then(|| {
            view! {
                <button
                    class="btn chip"
                    type="button"
                    title="Show all columns"
                    on:click=move |_| {
                        wanted.update(|wanted| {
                            wanted.column.clear();
                            wanted.file.clear();
                        });
                        keep_focus(vec!["diag-text".to_owned()]);
                    }
                >
                    <span>"Column " <b>{column}</b></span>
                    <Icon name="x" />
                </button>
            }
        })
    };
    view! {
        <div class="diag-filter" role="search">
            <label class="field">
                <Icon name="search" />
                <span class="sr">"Filter diagnostics"</span>
                <input
                    id="diag-text"
                    type="search"
                    placeholder="Filter"
                    prop:value=says(move || wanted.with(|wanted| wanted.text.clone()))
                    on:input=move |event| wanted.update(|wanted| wanted.text = event_target_value(&event))
                />
            </label>
            {part(file_choice)}
            {part(column)}
        </div>
    }
}

fn group(
    app: App,
    shown: Memo<Vec<(Heading, u32)>>,
    severity: Severity,
    class: &'static str,
    name: &'static str,
) -> impl IntoView {
    let own =
        move || shown.with(|shown| shown.iter().filter(|((own, ..), _)| *own == severity).cloned().collect::<Vec<_>>());
    let offers = move || repairs(app, severity);
    move || {
        let (own, offers) = (own(), offers());
        let count = own.len() + offers.len();
        (count > 0).then(|| {
            view! {
                <section>
                    <h3>
                        <span class=class>{name}</span>
                        <span class="faint num">{locale::count(count)}</span>
                    </h3>
                    <ul>
                        {offers}
                        {own.into_iter().map(|(heading, count)| heading_item(app, heading, count)).collect_view()}
                    </ul>
                </section>
            }
        })
    }
}

fn heading_item(app: App, heading: Heading, count: u32) -> impl IntoView {
    let title = heading.1.title();
    let several = app.draft.with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.outcomes.len() > 1));
    let file = (several && !heading.2.is_empty()).then(|| view! { <span class="df faint">{heading.2.clone()}</span> });
    let toggled = heading.clone();
    let id = heading_id(&heading);
    let opened = heading.clone();
    let is_open = memo(move || app.review().open.with(|open| open.contains(&opened)));
    // The open ones are the page's to know: they stay open when the list is drawn anew.
    let toggle = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        app.review().open.update(|open| {
            if !open.remove(&toggled) {
                open.insert(toggled.clone());
            }
        });
    };
    view! {
        <li>
            <details prop:open=flag(move || is_open.get())>
                <summary id=id on:click=toggle>
                    <span class="dt">{title} {file}</span>
                    <span class="dn num">{locale::count(count)}</span>
                </summary>
                {part(move || is_open.get().then(|| view! { <Findings heading=heading.clone() count /> }))}
            </details>
        </li>
    }
}
