//! Files that leave with a person, and the verification.

use super::{Icon, RepFiles};
use crate::engine::protocol::Export;
use crate::plan::Plan;
use crate::ui::erased::{Show, flag, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// What can be downloaded, and whether the plan holds what it claims.
#[component]
pub fn SharePanel() -> impl IntoView {
    let app = expect_context::<App>();
    let designed = move || app.is_designed();
    let has_calendar = move || {
        let visits = |plan: &Plan| plan.layer()?.visits()?.calendar.as_ref().map(|_| ());
        app.plan.with(|plan| plan.as_ref().and_then(visits).is_some())
    };
    let file = move |export: Export, name: &'static str, does: &'static str| {
        view! {
            <li class="share-row">
                <span>
                    <b>{name}</b>
                    <span class="muted">{does}</span>
                </span>
                <button class="btn" type="button" disabled=flag(move || !designed()) on:click=move |_| app.download(export)>
                    <Icon name="down" />
                    "Download"
                    <span class="sr">" " {name}</span>
                </button>
            </li>
        }
    };
    view! {
        <header class="ins-head">
            <p class="ins-kind">"Plan"</p>
            <h2 class="ins-name">"Share"</h2>
            <p class="ins-rep muted">"Files are made here and saved by your browser. Nothing is sent."</p>
        </header>
        <ul class="ins-sec share-list">
            <li class="share-row">
                <span>
                    <b>"Plan file"</b>
                    <span class="muted">"Everything: accounts, territories, settings, history. Drop it on the start page of any Hinterland to open it."</span>
                </span>
                <button class="btn primary" type="button" on:click=move |_| app.download_plan()>
                    <Icon name="down" />
                    "Download"
                    <span class="sr">" the plan file"</span>
                </button>
            </li>
            {file(Export::Assignments, "assignments.csv", "Account, territory, rep and layer, to load back into the CRM.")}
            {file(Export::Territories, "territories.csv", "One row a territory with its figures.")}
            {file(Export::Moves, "moves.csv", "Every account that changed hands since the alignment before, with the reason.")}
            {file(Export::Routes, "routes.csv", "Every stop of every tour, in order.")}
            <Show when=has_calendar>
                {file(Export::Visits, "visits.csv", "Every visit of the calendar with its day, its times and the way to it.")}
                {file(Export::Days, "days.csv", "One row a working day: hours, stops, distance, mileage, calls and e-mails.")}
                {file(Export::Unplaced, "unplaced.csv", "Visits without a day, why, and what would make them fit.")}
                {file(Export::Touches, "touches.csv", "What was done, missed and noted, with a column for every field of your own.")}
            </Show>
        </ul>
        <RepFiles />
        <section class="ins-sec" aria-labelledby="verify-h">
            <header>
                <h2 id="verify-h">"Verification"</h2>
                <button class="btn" type="button" disabled=flag(move || !designed()) on:click=move |_| app.verify()>
                    "Check the plan"
                </button>
            </header>
            <p class="note">"Every figure and constraint is derived again from the accounts, by code that shares nothing with the design."</p>
            <div role="status">
                {part(move || {
                    app.verdict
                        .get()
                        .map(|violations| {
                            if violations.is_empty() {
                                view! {
                                    <p class="badge good">
                                        <Icon name="check" />
                                        "All figures and constraints hold"
                                    </p>
                                }
                                    .into_any()
                            } else {
                                view! {
                                    <p class="badge bad">
                                        <Icon name="alert" />
                                        {locale::counted(violations.len(), "violation", "violations")}
                                    </p>
                                    <ul class="limits">
                                        {violations.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
                                    </ul>
                                }
                                    .into_any()
                            }
                        })
                })}
            </div>
        </section>
    }
}
