//! What could be moved next, best first.

use crate::model::Proposal;
use crate::ui::erased::{Show, flag, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// How many moves are proposed at a time.
const PROPOSED: u8 = 3;

/// On demand the next best moves, each with its reason and a button that makes it.
#[component]
pub fn NextMoves() -> impl IntoView {
    let app = expect_context::<App>();
    let idle = move || app.running.with(Option::is_none);
    let is_of_use = move || app.plan.with(|plan| plan.as_ref().is_some_and(|p| p.is_designed() && p.brief().is_some()));
    let list = move || {
        let found = app.hand().next.get()?;
        if found.is_empty() {
            return Some(
                view! { <p class="note" role="status">"No single move makes the plan better."</p> }.into_any(),
            );
        }
        let lines = found.into_iter().map(|proposal| view! { <Line proposal /> }).collect_view();
        Some(view! { <ol class="account-list proposals">{lines}</ol> }.into_any())
    };
    view! {
        <Show when=is_of_use>
            <section class="ins-sec" aria-labelledby="next-h">
                <header>
                    <h2 id="next-h">"Next best moves"</h2>
                </header>
                {list}
                <button
                    class="btn wide"
                    type="button"
                    disabled=flag(move || !idle())
                    on:click=move |_| app.ask_for_next_moves(PROPOSED)
                >
                    {part(move || if app.hand().next.with(Option::is_some) { "Look again" } else { "Suggest three moves" })}
                </button>
            </section>
        </Show>
    }
}

#[component]
fn Line(proposal: Proposal) -> impl IntoView {
    let app = expect_context::<App>();
    let idle = move || app.running.with(Option::is_none);
    let Some(first) = proposal.accounts.first().copied() else { return ().into_any() };
    let (name, to, reason) = app.plan.with_untracked(|plan| {
        let Some(plan) = plan else { return Default::default() };
        let account = plan.dataset().accounts().get(first);
        let name = if account.name.is_empty() { account.id } else { account.name };
        let more = match proposal.accounts.len() - 1 {
            0 => String::new(),
            more => format!(" and {} more", locale::count(more)),
        };
        let to = plan.alignment().territory(proposal.to).map(|own| own.name.clone()).unwrap_or_default();
        (format!("{name}{more}"), to, plan.proposal_reason(&proposal))
    });
    let words = format!("Move {name} to {to}");
    let make = move |_| {
        app.move_accounts(&proposal.accounts, Some(proposal.to));
        app.ask_for_next_moves(PROPOSED);
    };
    view! {
        <li>
            <div class="row">
                <button type="button" class="account-line" on:click=move |_| app.selection.set(Selection::Account(first))>
                    <span class="account-name">{name}</span>
                    <span class="faint">"→ " {to}</span>
                </button>
                <button class="btn" type="button" aria-label=words disabled=flag(move || !idle()) on:click=make>
                    "Move"
                </button>
            </div>
            <p class="note">{reason}</p>
        </li>
    }
    .into_any()
}
