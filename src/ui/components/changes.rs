//! What changed hands since the alignment before, and why.

use super::design_form::measure_name;
use crate::model::{ExplainedMove, Score, TerritoryIx};
use crate::plan::{LayerPlan, Plan};
use crate::ui::erased::{Show, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;
use std::sync::Arc;

/// Moves that are listed of one pair of territories; the table of all is a file away.
const LISTED: usize = 20;
/// Pairs of territories that are listed.
const PAIRS: usize = 40;

/// All moves between the same two territories.
#[derive(Clone)]
struct Pair {
    title: String,
    moves: Arc<Vec<(ExplainedMove, String, String)>>,
    count: usize,
    activity: f64,
    change: Score,
}

/// After a move by hand: what brings the balance back around it.
#[component]
pub fn Repair() -> impl IntoView {
    let app = expect_context::<App>();
    let moved = move || app.hand().moved.with(Vec::len);
    view! {
        <Show when=move || moved() != 0 && app.running.with(Option::is_none)>
            <section class="ins-sec" aria-label="Balance again">
                <p class="note">
                    {part(move || format!("You moved {}. The others can follow, as few as balance needs.", locale::counted(moved(), "account", "accounts")))}
                </p>
                <button class="btn wide" type="button" on:click=move |_| app.repair()>
                    "Balance again from here"
                </button>
            </section>
        </Show>
    }
}

/// What changed hands, by pair of territories, each move with its reason; nothing where nothing did.
#[component]
pub fn Changes() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        {part(move || {
            let found = app.realignment.get()?;
            let pairs = app.plan.with_untracked(|plan| plan.as_ref().map(|plan| pairs(plan, &found.moves)))?;
            let change = found.after - found.before;
            let covered = (found.covered > 0).then(|| view! {
                <p class="note">{locale::counted(found.covered, "account was", "accounts were")} " without an owner before."</p>
            });
            let rest = pairs.len().saturating_sub(PAIRS);
            let share = locale::percent(found.moved_activity * 100.0);
            let of_caps = app.plan.with(|plan| {
                let (measure, share) = plan.as_ref()?.moved_of_caps()?;
                Some(format!(" and {} of {}", locale::percent(share * 100.0), measure_name(measure)))
            });
            let share = format!("{share} of the activity{}", of_caps.unwrap_or_default());
            Some(view! {
                <section class="ins-sec changes" aria-labelledby="changes-h">
                    <header>
                        <h2 id="changes-h">"Changed hands"</h2>
                        <span class="badge">{locale::count(found.moved)}</span>
                    </header>
                    <p class="note">
                        {format!(
                            "{} of {} accounts, {}. The score goes {} points: ",
                            locale::count(found.moved),
                            locale::count(found.compared),
                            share,
                            signed(change.total()),
                        )}
                        {terms(&change)}
                        "; less is better, and the moves add up to it."
                    </p>
                    {covered}
                    <div class="pairs">{pairs.into_iter().take(PAIRS).map(|pair| view! { <PairLine pair /> }).collect_view()}</div>
                    {(rest > 0).then(|| view! { <p class="note">{format!("{} more pairs stand in moves.csv.", locale::count(rest))}</p> })}
                    <button class="btn quiet" type="button" on:click=move |_| app.take_as_baseline()>
                        "Count changes from the present territories"
                    </button>
                </section>
            })
        })}
    }
}

#[component]
fn PairLine(pair: Pair) -> impl IntoView {
    let app = expect_context::<App>();
    let Pair { title, moves, count, activity, change } = pair;
    let open = RwSignal::new(false);
    let rest = count.saturating_sub(moves.len());
    let list = move || {
        moves
            .iter()
            .cloned()
            .map(|(own, name, reason)| {
                let account = own.unit_move.account;
                view! {
                    <li>
                        <button type="button" class="account-line" on:click=move |_| app.selection.set(Selection::Account(account))>
                            <span class="account-name">{name}</span>
                            <span class="faint">{locale::percent(own.activity * 100.0)}</span>
                        </button>
                        <p class="note">{reason}</p>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <details class="more" on:toggle=move |_| open.set(true)>
            <summary>
                {title} " · " {locale::counted(count, "account", "accounts")} ", " {locale::percent(activity * 100.0)}
                <span class="note">{terms(&change)}</span>
            </summary>
            <Show when=move || open.get()>
                <ul class="account-list">{list.clone()}</ul>
                {(rest > 0).then(|| view! { <p class="note">{format!("{} more stand in moves.csv.", locale::count(rest))}</p> })}
            </Show>
        </details>
    }
}

fn signed(points: f64) -> String {
    let sign = if points < 0.0 { "−" } else { "+" };
    format!("{sign}{}", locale::number(points.abs(), 2))
}

/// The terms that changed, in words.
fn terms(change: &Score) -> String {
    let named = Score::TERMS.into_iter().zip(change.terms());
    let said: Vec<String> = named
        .filter(|(_, points)| points.abs() >= 0.005)
        .map(|(term, points)| format!("{term} {}", signed(points)))
        .collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

fn pairs(plan: &Plan, moves: &[ExplainedMove]) -> Vec<Pair> {
    let before = plan.layer().and_then(LayerPlan::before);
    let name = |territory: Option<TerritoryIx>, is_before: bool| {
        let alignment = if is_before { before } else { Some(plan.alignment()) };
        let found = territory.and_then(|territory| alignment?.territory(territory));
        found.map_or_else(|| "no territory".to_owned(), |own| own.name.clone())
    };
    moves
        .chunk_by(|a, b| (a.unit_move.from, a.unit_move.to) == (b.unit_move.from, b.unit_move.to))
        .map(|group| {
            let first = group[0].unit_move;
            let listed = group.iter().take(LISTED).map(|own| {
                let account = plan.dataset().accounts().get(own.unit_move.account);
                let name = if account.name.is_empty() { account.id } else { account.name };
                (*own, name.to_owned(), plan.move_reason(own))
            });
            Pair {
                title: format!("{} → {}", name(first.from, true), name(first.to, false)),
                moves: Arc::new(listed.collect()),
                count: group.len(),
                activity: group.iter().map(|own| own.activity).sum(),
                change: group.iter().fold(Score::default(), |sum, own| sum + own.change),
            }
        })
        .collect()
}
