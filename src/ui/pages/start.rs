//! The way in: one thing to do, large; the plans of this browser; the promise.

use crate::plan::PlanSummary;
use crate::ui::address::{self, Page, Step};
use crate::ui::components::{Icon, Logo, NoticeBar, Privacy, RunStrip, Settings};
use crate::ui::erased::{Show, flag, part};
use crate::ui::locale;
use crate::ui::state::{App, listed};
use leptos::html::Input;
use leptos::prelude::*;

/// Accepted by the file chooser; what is dropped is looked at whatever its name.
const ACCEPT: &str = ".csv,.tsv,.tab,.txt,.psv,.dat,.xlsx,.xlsm,.xlsb,.xls,.ods,.html,.htm,.xml,.mht,.mhtml,.gz,.zip,.json,\
                      text/csv,text/tab-separated-values,application/json";

/// The start page.
#[component]
pub fn Start() -> impl IntoView {
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <header class="bar">
            <span class="brand">
                <Logo />
                <b>"Hinterland"</b>
            </span>
            <Privacy />
            <Settings />
        </header>
        <NoticeBar />
        <RunStrip />
        <main id="main" class="start">
            <section class="hero" aria-labelledby="h">
                <h1 id="h">"Fair territories from the files you already have"</h1>
                <p class="lead">
                    "Drop the exports of your CRM. Every account is located offline, territories come out balanced, compact and "
                    "contiguous, and each rep gets a round trip from home."
                </p>
                <Drop />
            </section>
            <aside class="side" aria-label="Plans and privacy">
                <OpenDraft />
                <Plans />
                <Promise />
            </aside>
            <Kinds />
        </main>
        <Credits />
    }
}

/// A hidden file input behind a button.
#[component]
pub fn ChooseFiles(
    class: &'static str,
    /// Whether the files update the open plan; asked later where it is not said.
    #[prop(optional)]
    update: Option<bool>,
    children: Children,
) -> impl IntoView {
    let app = expect_context::<App>();
    let input = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let take = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files() {
            if let Some(update) = update {
                app.set_purpose(update);
            }
            app.take_files(listed(&files));
        }
    };
    view! {
        <input
            node_ref=input
            type="file"
            multiple
            hidden
            accept=ACCEPT
            aria-label="Files"
            // The same file chosen twice is read twice.
            on:click=move |_| if let Some(input) = input.get_untracked() { input.set_value("") }
            on:change=take
        />
        <button class=class type="button" on:click=choose>
            {children()}
        </button>
    }
}

/// Where files are dropped or chosen.
#[component]
pub fn Drop() -> impl IntoView {
    let app = expect_context::<App>();
    let idle = move || app.running.with(Option::is_none);
    view! {
        <div class="drop" class:over=flag(move || app.dragging.get()) role="group" aria-labelledby="drop-h">
            <div class="drop-in">
                <h2 id="drop-h">"Drop files here"</h2>
                <p class="muted">
                    "CSV, TSV or Excel, also zipped, several at once: accounts, reps, orders, deals, visits. Or a "
                    <span class="nowrap">".hinterland.json"</span> " plan."
                </p>
                <div class="actions">
                    <ChooseFiles class="btn primary large">
                        <Icon name="file" />
                        "Choose files"
                    </ChooseFiles>
                    <button class="btn large" type="button" disabled=flag(move || !idle()) on:click=move |_| app.try_sample()>
                        <Icon name="play" />
                        "Try the sample"
                    </button>
                </div>
                <p class="faint small">"The sample is fictional: about 1,200 accounts and 12 reps."</p>
            </div>
            <svg class="art" viewBox="0 0 880 540" aria-hidden="true">
                <use href="#art" />
            </svg>
        </div>
    }
}

/// That files were read and not taken over, and the way back to them.
#[component]
fn OpenDraft() -> impl IntoView {
    let app = expect_context::<App>();
    let words = move || {
        app.draft.with(|draft| {
            draft.as_ref().map(|draft| {
                let files = locale::counted(draft.outcomes.len(), "file is", "files are");
                format!("{files} read and not taken over. Files that you add join them.")
            })
        })
    };
    view! {
        <Show when=move || app.draft.with(Option::is_some)>
            <section aria-labelledby="open-draft">
                <header>
                    <h2 id="open-draft">"Files on their way in"</h2>
                </header>
                <p class="muted empty">{part(words)}</p>
                <button class="btn" type="button" on:click=move |_| app.go(Page::Data)>
                    <Icon name="right" />
                    "Go on with them"
                </button>
            </section>
        </Show>
    }
}

#[component]
fn Plans() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <section aria-labelledby="rec">
            <header>
                <h2 id="rec">"Your plans"</h2>
                <span class="faint small">"kept in this browser"</span>
            </header>
            <Show when=move || app.plans.with(Vec::is_empty)>
                <p class="muted empty">"None yet. A plan is kept here as soon as you make one."</p>
            </Show>
            <ul>
                {part(move || app.plans.get().into_iter().map(|plan| view! { <PlanRow plan /> }).collect_view())}
            </ul>
            <p class="undo" role="status">
                {part(move || {
                    app.deleted
                        .get()
                        .map(|plan| {
                            view! {
                                <span>"“" {plan.name} "” deleted"</span>
                                <button class="btn quiet" type="button" on:click=move |_| app.undo_delete()>
                                    <Icon name="undo" />
                                    "Undo"
                                </button>
                            }
                        })
                })}
            </p>
        </section>
    }
}

#[component]
fn PlanRow(plan: PlanSummary) -> impl IntoView {
    let app = expect_context::<App>();
    let href = address::fragment(Page::Work(Step::Territories), Some(&plan.key.0));
    let contents = format!(
        "{} · {}",
        locale::counted(plan.accounts, "account", "accounts"),
        locale::counted(plan.territories, "territory", "territories"),
    );
    let name = plan.name.clone();
    let label = format!("Delete {name}");
    let saved = locale::moment(plan.saved_at);
    view! {
        <li class="plan-row">
            <a href=href>
                <Icon name="territories" />
                <span>
                    <b>{name}</b>
                    <span class="muted">{contents}</span>
                    <span class="faint">{saved}</span>
                </span>
            </a>
            <button
                class="btn quiet icon-only"
                type="button"
                aria-label=label.clone()
                title=label
                on:click=move |_| app.delete_plan(plan.clone())
            >
                <Icon name="x" />
            </button>
        </li>
    }
}

/// What never changes is markup of our own, which takes less of the page than a view: no text of a file ever comes here.
const PROMISE: &str = "\
    <header><h2 id='pr'><svg class='icon' aria-hidden='true'><use href='#i-shield'/></svg>Private by construction</h2></header>\
    <ul><li><b>No account, no upload.</b> Files are read here and stay here.</li>\
    <li><b>No other address.</b> The page’s own security policy forbids every request but those for the app’s files.</li>\
    <li><b>Maps, places and postal codes</b> ship with the app.</li></ul>\
    <details><summary>Check it yourself in a minute</summary><p>Open the developer tools of your browser, the tab for the network, \
    and work as usual: you see the app’s own files and nothing else. The policy is the first line of the page’s source.</p></details>";

const KINDS: &str = "\
    <header><h2 id='k'>What it understands</h2><p class='muted'>Columns are found by name and content; you confirm them. Salesforce, \
    HubSpot, Dynamics and Pipedrive exports fit as they are.</p></header>\
    <div class='scroll-x' tabindex='0' role='region' aria-label='Kinds of file'><table>\
    <thead><tr><th scope='col'>File</th><th scope='col'>Needs</th><th scope='col'>Gives</th><th scope='col'>Often called</th></tr>\
    </thead><tbody>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-pin'/></svg>Accounts, leads</th><td>a name, and a place or coordinates</td><td>territories, routes, balance</td><td class='faint'>Accounts, Customers, Companies, Contacts</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-people'/></svg>Reps</th><td>a name; home base, hours if you have them</td><td>how many territories, home bases, capacity</td><td class='faint'>Users, Team, Sales reps</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-data'/></svg>Order lines</th><td>customer, place, amount</td><td>accounts with their sums</td><td class='faint'>Orders, Invoices, Sales</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-performance'/></svg>Opportunities</th><td>account, stage, amount, dates</td><td>deals of each account and rep</td><td class='faint'>Deals, Pipeline</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-visits'/></svg>Activities</th><td>account, date, kind</td><td>how often each account was seen</td><td class='faint'>Visits, Calls, Tasks</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-file'/></svg>Targets, expenses, products</th><td>rep or account, period, amount</td><td>what was planned and spent</td><td class='faint'>Quotas, Trips, Price list</td></tr>\
    <tr><th scope='row'><svg class='icon' aria-hidden='true'><use href='#i-territories'/></svg>Areas, postal codes</th><td>ZIP, county or state, and figures</td><td>potential by area; places of your own</td><td class='faint'>Census, Potential</td></tr>\
    </tbody></table></div>";

#[component]
fn Promise() -> impl IntoView {
    view! { <section class="promise" aria-labelledby="pr" inner_html=PROMISE></section> }
}

#[component]
fn Kinds() -> impl IntoView {
    view! { <section class="kinds" aria-labelledby="k" inner_html=KINDS></section> }
}

/// Licences and attribution of the data that ships with the app.
#[component]
fn Credits() -> impl IntoView {
    let sources = crate::engine::import_protocol::SOURCES
        .iter()
        .map(|source| {
            view! { <li><b>{source.what}</b> ": " {source.name} ", " {source.licence}</li> }
        })
        .collect_view();
    view! {
        <footer class="credits">
            <h2>"Data that ships with the app"</h2>
            <ul>{sources}</ul>
        </footer>
    }
}
