//! The data page: files, columns, places; nothing is taken over before a person says so.

use super::diagnostics::{DiagnosticsPane, Located};
use super::mapping::{Columns, Preview};
use super::start::ChooseFiles;
use crate::engine::import_protocol::Draft;
use crate::model::{AccountIx, Outcome, Precision};
use crate::ui::address::{Page, Step};
use crate::ui::components::{Icon, NoticeBar, Rail, RunStrip, TopBar};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// Rows of the list of accounts that need a look.
const LISTED: usize = 500;

/// The data page: the draft where files were read, else the data of the open plan.
#[component]
pub fn Data() -> impl IntoView {
    let app = expect_context::<App>();
    let drafting = Memo::new(move |_| app.draft.with(Option::is_some));
    view! {
        <div class="workspace importing">
            <a class="skip" href="#columns-h">"Skip to columns"</a>
            <TopBar />
            <Rail />
            <Show when=move || drafting.get() fallback=|| view! { <Taken /> }>
                <Drafting />
            </Show>
        </div>
    }
}

#[component]
fn Drafting() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = RwSignal::new(0_u16);
    let outcomes =
        Memo::new(move |_| app.draft.with(|draft| draft.as_ref().map(|d| d.outcomes.clone()).unwrap_or_default()));
    let file = Memo::new(move |_| {
        let index = usize::from(shown.get()).min(outcomes.with(|o| o.len().saturating_sub(1)));
        outcomes.with(|outcomes| outcomes.get(index).cloned())
    });
    view! {
        <main class="imp">
            <div class="strips">
                <NoticeBar />
                <RunStrip />
            </div>
            <header class="imp-head">
                <h1>"Data"</h1>
                <Steps />
            </header>
            <section class="files" aria-labelledby="f-h">
                <h2 id="f-h" class="sr">"Files"</h2>
                <ul>
                    {move || {
                        outcomes
                            .get()
                            .into_iter()
                            .zip(0u16..)
                            .map(|(outcome, index)| view! { <FileCard outcome index shown /> })
                            .collect_view()
                    }}
                    <li>
                        <ChooseFiles class="file add">
                            <Icon name="plus" />
                            "Add files"
                        </ChooseFiles>
                    </li>
                </ul>
            </section>
            <Columns file index=shown />
            <Preview />
            <Footer />
        </main>
        <DiagnosticsPane />
    }
}

#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol class="sub" aria-label="Import">
            <li class="done">
                <Icon name="check" />
                "Files"
            </li>
            <li aria-current="step">
                <b>"2"</b>
                "Columns and places"
            </li>
            <li>
                <b>"3"</b>
                "Take over"
            </li>
        </ol>
    }
}

#[component]
fn FileCard(outcome: Outcome, index: u16, shown: RwSignal<u16>) -> impl IntoView {
    let app = expect_context::<App>();
    let pressed = move || (shown.get() == index).to_string();
    let useful = outcome.taken > 0;
    let remove = format!("Leave {} out", outcome.file);
    let about = format!(
        "{} · {} · {}",
        capitalised(outcome.kind.word()),
        locale::counted(outcome.rows, "row", "rows"),
        locale::counted(outcome.columns.len(), "column", "columns"),
    );
    view! {
        <li class="file-item">
            <button type="button" class="file" aria-pressed=pressed on:click=move |_| shown.set(index)>
                <Icon name="file" />
                <span>
                    <b>{outcome.file}</b>
                    <span class="muted">{about}</span>
                </span>
                <span class=if useful { "badge good" } else { "badge" }>
                    {useful.then(|| view! { <Icon name="check" /> })}
                    {if useful { "Ready" } else { "Not used" }}
                </span>
            </button>
            <button
                class="btn quiet icon-only file-x"
                type="button"
                aria-label=remove.clone()
                title=remove
                on:click=move |_| {
                    shown.set(0);
                    app.remove_file(index);
                }
            >
                <Icon name="x" />
            </button>
        </li>
    }
}

/// A word with its first letter large.
pub(super) fn capitalised(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

#[component]
fn Footer() -> impl IntoView {
    let app = expect_context::<App>();
    let draft = move |read: fn(&Draft) -> String| app.draft.with(|draft| draft.as_ref().map(read).unwrap_or_default());
    let obstacle = move || draft(|draft| draft.obstacle.clone());
    let idle = move || app.running.with(Option::is_none);
    view! {
        <footer class="imp-foot">
            <p>
                <Show
                    when=move || obstacle().is_empty()
                    fallback=move || view! { <span class="bad" role="status">{obstacle}</span> }
                >
                    <b>{move || draft(|draft| locale::counted(draft.accounts, "account", "accounts"))}</b>
                    <span class="muted">
                        {move || {
                            draft(|draft| {
                                let rows: u32 = draft.outcomes.iter().map(|outcome| outcome.rows).sum();
                                let reps = match draft.reps {
                                    0 => String::new(),
                                    reps => format!(" and {}", locale::counted(reps, "rep", "reps")),
                                };
                                format!("{reps} from {}. Nothing is taken yet.", locale::counted(rows, "row", "rows"))
                            })
                        }}
                    </span>
                </Show>
            </p>
            <button class="btn" type="button" on:click=move |_| app.leave_draft()>
                "Cancel"
            </button>
            <button
                class="btn primary"
                type="button"
                disabled=move || !idle() || !obstacle().is_empty()
                on:click=move |_| app.take_over()
            >
                "Take over "
                {move || draft(|draft| locale::counted(draft.accounts, "account", "accounts"))}
                <Icon name="right" />
            </button>
        </footer>
    }
}

/// The data of the open plan: where it came from, how it was located, and what needs a look.
#[component]
fn Taken() -> impl IntoView {
    let app = expect_context::<App>();
    let sources =
        move || app.plan.with(|plan| plan.as_ref().map(|plan| plan.dataset().sources().to_vec()).unwrap_or_default());
    let located = Memo::new(move |_| {
        app.plan.with(|plan| {
            let precisions =
                plan.as_ref().map(|plan| plan.dataset().accounts().precisions.as_slice()).unwrap_or_default();
            Precision::ALL
                .map(|precision| {
                    let count = precisions.iter().filter(|&&own| own == precision).count();
                    (precision, u32::try_from(count).unwrap_or(u32::MAX))
                })
                .to_vec()
        })
    });
    view! {
        <main class="imp">
            <div class="strips">
                <NoticeBar />
                <RunStrip />
            </div>
            <header class="imp-head">
                <h1>"Data"</h1>
            </header>
            <section class="files" aria-labelledby="f-h">
                <h2 id="f-h" class="sr">"Files of this plan"</h2>
                <ul>
                    {move || {
                        sources()
                            .into_iter()
                            .map(|source| {
                                view! {
                                    <li class="file">
                                        <Icon name="file" />
                                        <span>
                                            <b>{source.file}</b>
                                            <span class="muted">
                                                {capitalised(&source.kind)} " · " {locale::counted(source.rows, "row", "rows")} " taken"
                                            </span>
                                        </span>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                    <li>
                        <ChooseFiles class="file add">
                            <Icon name="plus" />
                            "New plan from files"
                        </ChooseFiles>
                    </li>
                </ul>
            </section>
            <NeedsALook />
        </main>
        <aside class="diag" aria-label="Places">
            <Located located=located />
        </aside>
    }
}

/// Accounts without a place or without a territory; a click opens one beside the map.
#[component]
fn NeedsALook() -> impl IntoView {
    let app = expect_context::<App>();
    let accounts = Memo::new(move |_| app.plan.with(|plan| plan.as_ref().map(needing).unwrap_or_default()));
    view! {
        <section class="mapping" aria-labelledby="columns-h">
            <header>
                <h2 id="columns-h">"Not located or unassigned"</h2>
                <p class="muted">
                    {move || {
                        accounts.with(|accounts| match accounts.len() {
                            0 => "None: every account is located and assigned.".to_owned(),
                            LISTED => format!("the first {}", locale::count(LISTED)),
                            count => locale::counted(count, "account", "accounts"),
                        })
                    }}
                </p>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Accounts not located or unassigned">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Account"</th>
                            <th scope="col">"Id"</th>
                            <th scope="col">"Place"</th>
                            <th scope="col">"What is missing"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            accounts
                                .get()
                                .into_iter()
                                .map(|(account, name, id, place, missing)| {
                                    let show = move |_| {
                                        app.selection.set(Selection::Account(account));
                                        app.go(Page::Work(Step::Territories));
                                    };
                                    view! {
                                        <tr>
                                            <th scope="row">
                                                <button type="button" class="tname" on:click=show>
                                                    {name}
                                                </button>
                                            </th>
                                            <td>{id}</td>
                                            <td>{place}</td>
                                            <td class="warn">{missing}</td>
                                        </tr>
                                    }
                                })
                                .collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

type Need = (AccountIx, String, String, String, &'static str);

fn needing(plan: &crate::plan::Plan) -> Vec<Need> {
    let accounts = plan.dataset().accounts();
    let designed = plan.is_designed();
    let wanting = accounts.indices().filter_map(|index| {
        let account = accounts.get(index);
        let missing = match (account.location, plan.alignment().owner(index)) {
            (None, None) => "Place and territory",
            (None, Some(_)) => "Place",
            (Some(_), None) if designed => "Territory",
            _ => return None,
        };
        Some((index, account.name.to_owned(), account.id.to_owned(), account.place.to_owned(), missing))
    });
    wanting.take(LISTED).collect()
}
