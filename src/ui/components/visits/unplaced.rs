//! Visits that found no day, by reason, and what would give them one.

use crate::model::{AccountIx, TerritoryIx, Unplaced as Reason};
use crate::ui::erased::{Show, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Accounts that are listed a reason.
const LISTED: usize = 40;

/// An account with its name and how many of its visits are missing.
type Missing = (AccountIx, String, u16);

/// The visits without a day; those of one territory where one is given.
#[component]
pub fn Unplaced(#[prop(optional)] territory: Option<TerritoryIx>) -> impl IntoView {
    let app = expect_context::<App>();
    let reasons = Memo::new(move |_| by_reason(app, territory));
    let count = move || reasons.with(|own| own.values().flatten().map(|(.., visits)| u32::from(*visits)).sum::<u32>());
    let group = move |(reason, accounts): (Reason, Vec<Missing>)| {
        let visits: u32 = accounts.iter().map(|(.., visits)| u32::from(*visits)).sum();
        let more = accounts.len().saturating_sub(LISTED);
        let line = |(account, name, visits): Missing| {
            view! {
                <li>
                    <button
                        type="button"
                        class="account-line"
                        on:click=move |_| app.selection.set(Selection::Account(account))
                    >
                        <span class="account-name">{name}</span>
                        <span class="faint">{locale::counted(visits, "visit", "visits")}</span>
                    </button>
                </li>
            }
        };
        let head = format!("{}: {reason}", locale::counted(visits, "visit", "visits"));
        view! {
            <details class="more">
                <summary>{head}</summary>
                <ol class="account-list">{accounts.into_iter().take(LISTED).map(line).collect_view()}</ol>
                {(more > 0).then(|| view! { <p class="note">{format!("and {}", locale::counted(more, "account more", "accounts more"))}</p> })}
            </details>
        }
    };
    view! {
        <Show when=move || { count() > 0 }>
            <section class="ins-sec" aria-labelledby="unplaced-h">
                <header>
                    <h2 id="unplaced-h">"Without a day"</h2>
                    <span class="badge warn">{part(move || locale::count(count()))}</span>
                </header>
                {part(move || reasons.get().into_iter().map(group).collect_view())}
            </section>
        </Show>
    }
}

fn by_reason(app: App, territory: Option<TerritoryIx>) -> BTreeMap<Reason, Vec<Missing>> {
    let found = app.with_calendar(|plan, calendar| {
        let mut reasons: BTreeMap<Reason, Vec<Missing>> = BTreeMap::new();
        let names = &plan.dataset().accounts().names;
        for own in calendar.territories.iter().filter(|own| territory.is_none_or(|wanted| own.territory == wanted)) {
            for missing in &own.unplaced {
                let name = names.get(missing.account.index()).to_owned();
                reasons.entry(missing.reason).or_default().push((missing.account, name, missing.visits));
            }
        }
        Some(reasons)
    });
    found.unwrap_or_default()
}
