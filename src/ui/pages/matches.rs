//! Names that refer to another file and are spelt otherwise or missing there; and accounts that may be one.

use super::review_list::{About, fold, listed, review_list};
use crate::engine::import_protocol::ImportRequest;
use crate::model::{Duplicate, DuplicateAccount, NameChoice, NameMatch, Referent, Sameness};
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// The step of matches.
#[component]
pub fn Matches() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <section class="listing" aria-labelledby="step-h">
            <header>
                <h2 id="step-h" tabindex="-1">"Names and duplicates"</h2>
                <p class="muted">"Names join the files; accounts are merged only when you say so."</p>
            </header>
            <div class="scroll reviews">{names(app)} {duplicates(app)}</div>
        </section>
    }
}

fn names(app: App) -> impl IntoView {
    let names =
        memo(move || app.draft.with(|draft| draft.as_ref().map(|draft| draft.names.clone()).unwrap_or_default()));
    let about = About {
        title: "Names without a match, or spelt otherwise",
        of: listed(app, |listed| listed.names),
        hint: "A near name is taken for it until you say otherwise.",
        head: &["Name", "In file", "Rows", "Is", "State"],
    };
    let rows = Callback::new(move |most: usize| {
        names.get().into_iter().take(most).map(|name| name_row(app, name)).collect_view().into_any()
    });
    review_list(about, Signal::derive(move || names.with(Vec::len)), rows)
}

fn name_row(app: App, name: NameMatch) -> impl IntoView {
    let NameMatch { file, referent, told, rows, candidates, taken, decided } = name;
    // A value may be right as it stands; a name that nobody has is missing.
    let (missing, nothing) = match referent {
        Referent::Value => ("Near match?", "Itself: leave it so".to_owned()),
        _ => ("No match", format!("No {} of the files", referent.word())),
    };
    let (class, icon, state) = match (&taken, decided) {
        (_, true) => ("good", "check", "As you said"),
        (Some(_), false) => ("warn", "alert", "Near match"),
        (None, false) => ("warn", "alert", missing),
    };
    // An empty value stands for none; names are never empty.
    let mut entries = vec![Entry::new("", nothing)];
    let known = taken.iter().filter(|taken| !candidates.contains(taken)).chain(&candidates);
    entries.extend(known.map(|name| Entry::new(name.clone(), name.clone())));
    let chosen = taken.unwrap_or_default();
    let id = format!("name-{}-{:x}", referent.word(), fold(&told));
    let label = format!("{told} is the {}", referent.word());
    let choice = {
        let told = told.clone();
        Callback::new(move |name: String| {
            let taken = Some(name).filter(|name| !name.is_empty());
            app.decide(ImportRequest::ChooseName(NameChoice { referent, told: told.clone(), taken }));
        })
    };
    view! {
        <tr>
            <th scope="row">
                <span class="header" title=told.clone()>{told.clone()}</span>
            </th>
            <td class="muted">{file}</td>
            <td class="num" data-name="Rows">{locale::count(rows)}</td>
            <td>
                <Choose id label entries chosen on_choose=choice />
            </td>
            <td class=class>
                <span class="with-icon">
                    <Icon name=icon />
                    {state}
                </span>
            </td>
        </tr>
    }
}

fn duplicates(app: App) -> impl IntoView {
    let groups =
        memo(move || app.draft.with(|draft| draft.as_ref().map(|draft| draft.duplicates.clone()).unwrap_or_default()));
    let about = About {
        title: "Accounts that may be one",
        of: listed(app, |listed| listed.duplicates.iter().map(|(_, groups, _)| groups).sum()),
        hint: "Merged, the first keeps its id and its figures, blanks are filled, and orders and deals add up. Kept apart, each is an account.",
        head: &[],
    };
    let rows = Callback::new(move |most: usize| {
        groups.get().into_iter().take(most).map(|group| duplicate(app, group)).collect_view().into_any()
    });
    view! {
        {part(move || together(app))}
        {review_list(about, Signal::derive(move || groups.with(Vec::len)), rows)}
    }
}

/// What is said of all duplicates of a kind at once.
fn together(app: App) -> Vec<AnyView> {
    let kinds = app.draft.with(|draft| draft.as_ref().map(|own| own.listed.duplicates.clone()).unwrap_or_default());
    let kind = |(sameness, groups, merged): (Sameness, u32, u32)| {
        let (word, of) = match sameness {
            Sameness::Id => ("id", "of the same id"),
            Sameness::NameAndPlace => ("name", "of the same name and place"),
        };
        let button = |merge: bool, is_so: bool, words: String| {
            view! {
                <button
                    id=format!("all-{word}-{merge}")
                    type="button"
                    aria-pressed=is_so.to_string()
                    on:click=move |_| app.decide(ImportRequest::MergeAll { sameness, merge })
                >
                    {words}
                </button>
            }
        };
        view! {
            <div class="home">
                <span id=format!("all-{word}-h")>
                    {locale::counted(groups, "group", "groups")} " " {of} ", " {locale::count(merged)} " merged"
                </span>
                <div class="segmented" role="group" aria-labelledby=format!("all-{word}-h")>
                    {button(false, merged == 0, "Keep all apart".to_owned())}
                    {button(true, merged == groups, format!("Merge all {}", locale::count(groups)))}
                </div>
            </div>
        }
        .into_any()
    };
    kinds.into_iter().filter(|(_, groups, _)| *groups > 1).map(kind).collect()
}

fn duplicate(app: App, group: Duplicate) -> impl IntoView {
    let Duplicate { key, sameness, accounts, further, merged } = group;
    let id = format!("twin-{:x}", fold(&key));
    let why = match sameness {
        Sameness::Id => "Same id",
        Sameness::NameAndPlace => "Same name and place",
    };
    let count = accounts.len() + further as usize;
    let rows = accounts.into_iter().map(|account| {
        let DuplicateAccount { file, row, id, name, place } = account;
        view! {
            <li>
                <b>{name}</b>
                <span>{id}</span>
                <span class="muted">{place}</span>
                <span class="faint">{file} ", row " {locale::count(row)}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    let button = |merge: bool, words: String| {
        let key = key.clone();
        view! {
            <button
                id=format!("{id}-{merge}")
                type="button"
                aria-pressed=(merge == merged).to_string()
                on:click=move |_| app.decide(ImportRequest::Merge { key: key.clone(), merge })
            >
                {words}
            </button>
        }
    };
    view! {
        <li class="asked" class:settled=merged>
            <p class="told">
                <b>{why}</b>
                <span class="muted">{locale::counted(count, "account", "accounts")}</span>
            </p>
            <ul class="twins">
                {rows}
                {(further > 0).then(|| view! { <li class="faint">"and " {locale::count(further)} " more"</li> })}
            </ul>
            <div class="segmented" role="group" aria-label=format!("{why}: one account or several")>
                {button(false, "Keep apart".to_owned())}
                {button(true, format!("Merge {}", locale::count(count)))}
            </div>
        </li>
    }
}
