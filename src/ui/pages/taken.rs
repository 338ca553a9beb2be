//! The data of the open plan: where it came from, how it was located, and what needs a look.

use super::data::Strips;
use super::files::capitalised;
use super::located::Located;
use super::review_list::more;
use super::start::ChooseFiles;
use crate::model::{AccountIx, Candidate, Precision};
use crate::plan::Plan;
use crate::ui::address::{Page, Step};
use crate::ui::components::{Icon, PlaceSearch};
use crate::ui::erased::{Show, memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Placing, Selection, placement};
use leptos::prelude::*;

/// Rows of the list of accounts that need a look.
const LISTED: usize = 500;
/// Rows of it that are shown at once.
const SHOWN: usize = 30;

/// The data page of a plan that is open while no files are on their way in.
#[component]
pub fn Taken() -> impl IntoView {
    let app = expect_context::<App>();
    let sources =
        move || app.plan.with(|plan| plan.as_ref().map(|plan| plan.dataset().sources().to_vec()).unwrap_or_default());
    let located = memo(move || {
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
            <Strips />
            <header class="imp-head">
                <h1>"Data"</h1>
                <span class="topbar-gap"></span>
                <ChooseFiles class="btn" update=true>
                    <Icon name="redo" />
                    "Update with newer files"
                </ChooseFiles>
                <ChooseFiles class="btn" update=false>
                    <Icon name="plus" />
                    "New plan from files"
                </ChooseFiles>
            </header>
            <section class="files" aria-labelledby="f-h">
                <h2 id="f-h" class="sr">"Files of this plan"</h2>
                <ul>
                    {part(move || {
                        sources()
                            .into_iter()
                            .map(|source| {
                                view! {
                                    <li class="file" title=source.file.clone()>
                                        <Icon name="file" />
                                        <span>
                                            <b>{source.file.clone()}</b>
                                            <span class="muted">
                                                {capitalised(&source.kind)} " · " {locale::counted(source.rows, "row", "rows")} " taken"
                                            </span>
                                        </span>
                                    </li>
                                }
                            })
                            .collect_view()
                    })}
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
    let most = RwSignal::new(SHOWN);
    let accounts = memo(move || app.plan.with(|plan| plan.as_ref().map(needing).unwrap_or_default()));
    on_cleanup(move || app.end_search());
    let hidden = move || accounts.with(Vec::len).saturating_sub(most.get());
    view! {
        <section class="listing" aria-labelledby="step-h">
            <header>
                <h2 id="step-h" tabindex="-1">"Not located or unassigned"</h2>
                <p class="muted">
                    {part(move || {
                        accounts.with(|accounts| match accounts.len() {
                            0 => "None: every account is located and assigned.".to_owned(),
                            LISTED => format!("The first {}", locale::count(LISTED)),
                            count => locale::counted(count, "account", "accounts"),
                        })
                    })}
                </p>
            </header>
            <div class="scroll reviews" tabindex="0" role="region" aria-label="Accounts not located or unassigned">
                <Show when=move || !accounts.with(Vec::is_empty)>
                    <table>
                        <thead>
                            <tr>
                                {["Account", "Id", "Place", "What is missing", "Put it on the map"]
                                    .map(|name| view! { <th scope="col">{name}</th> })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {part(move || accounts.get().into_iter().take(most.get()).map(|need| row(app, need)).collect_view())}
                        </tbody>
                    </table>
                    {part(move || more(hidden(), most))}
                </Show>
            </div>
        </section>
    }
}

fn row(app: App, need: Need) -> impl IntoView {
    let Need { account, name, id, place, missing, unplaced } = need;
    let show = move |_| {
        app.selection.set(Selection::Account(account));
        app.go(Page::Work(Step::Territories));
    };
    let place_it = unplaced.then(|| {
        let choose = Callback::new(move |chosen: Candidate| app.place_account(account, placement(&chosen)));
        let on_map = move |_| {
            app.review().placing.set(Some(Placing::Account(account)));
            app.go(Page::Work(Step::Territories));
        };
        view! {
            <div class="answers">
                <PlaceSearch id=format!("place-{}", account.index()) label=format!("A place for {name}") on_choose=choose />
                <button class="btn" type="button" on:click=on_map>
                    <Icon name="pin" />
                    "Place on the map"
                </button>
            </div>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="tname" on:click=show>
                    {name.clone()}
                </button>
            </th>
            <td class="muted">{id}</td>
            <td>{if unplaced { "Not located".to_owned() } else { place }}</td>
            <td class="warn">{missing}</td>
            <td>{place_it}</td>
        </tr>
    }
}

/// An account that needs a look.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Need {
    account: AccountIx,
    name: String,
    id: String,
    place: String,
    missing: &'static str,
    unplaced: bool,
}

fn needing(plan: &Plan) -> Vec<Need> {
    let accounts = plan.dataset().accounts();
    let designed = plan.is_designed();
    let wanting = accounts.indices().filter_map(|index| {
        let account = accounts.get(index);
        let missing = match (account.location, plan.alignment().owner(index)) {
            (None, None) if designed => "Place and territory",
            (None, _) => "Place",
            (Some(_), None) if designed => "Territory",
            _ => return None,
        };
        Some(Need {
            account: index,
            name: if account.name.is_empty() { account.id } else { account.name }.to_owned(),
            id: account.id.to_owned(),
            place: account.place.to_owned(),
            missing,
            unplaced: account.location.is_none(),
        })
    });
    wanting.take(LISTED).collect()
}
