//! An account, with what the files say of it and what can be done with it.

use super::inspector::{Close, LockSwitch};
use super::{AccountVisits, Icon, Weighed};
use crate::engine::protocol::HandMove;
use crate::model::{AccountIx, ColumnValues, Lock, Precision, TerritoryIx, UnitMove};
use crate::ui::address::Step;
use crate::ui::erased::{Show, flag, memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;
use std::sync::Arc;

/// How a place was found, in words.
pub(super) fn precision_words(precision: Precision) -> &'static str {
    match precision {
        Precision::Given => "Coordinates in the file",
        Precision::Postal => "Postal code",
        Precision::City => "City",
        Precision::Region => "State or province",
        Precision::Country => "Country",
        Precision::None => "Not located",
    }
}

/// One account.
#[component]
pub fn AccountInspector(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let facts = app.plan.with_untracked(|plan| {
        let plan = plan.as_ref()?;
        let accounts = plan.dataset().accounts();
        let own = accounts.get(account);
        let columns = accounts.columns.iter().map(|column| {
            let value = match &column.values {
                ColumnValues::Number(values) => values.get(account.index()).copied().flatten().map(locale::amount),
                values => Some(values.words(account.index()).into_owned()).filter(|value| !value.is_empty()),
            };
            (column.name.clone(), value)
        });
        let columns: Vec<_> = columns.filter_map(|(name, value)| Some((name, value?))).collect();
        let head = (own.name.to_owned(), own.id.to_owned(), own.place.to_owned(), own.precision);
        Some((head, own.family.to_owned(), columns))
    });
    let Some(((name, id, place, precision), family, columns)) = facts else { return ().into_any() };
    view! {
        <header class="ins-head">
            <p class="ins-kind">
                <Icon name="pin" />
                "Account "
                {id}
                <span class="ins-nav">
                    <Close />
                </span>
            </p>
            <h2 class="ins-name">{name}</h2>
            <p class="ins-rep muted">
                {if place.is_empty() { precision_words(precision).to_owned() } else { format!("{place} · {}", precision_words(precision)) }}
            </p>
        </header>
        <Show when=move || app.step() == Step::Visits && app.is_designed()>
            <AccountVisits account />
        </Show>
        <MoveTo account />
        <LockSwitch lock=Lock::Account(account) label="Lock: stays with its territory, or without one" />
        <UnitOf account />
        <section class="ins-sec" aria-labelledby="facts-h">
            <header>
                <h2 id="facts-h">"From the files"</h2>
            </header>
            <dl class="facts">
                {(!family.is_empty())
                    .then(|| {
                        view! {
                            <div>
                                <dt>"Family"</dt>
                                <dd>{family}</dd>
                            </div>
                        }
                    })}
                {columns
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <div>
                                <dt>{name}</dt>
                                <dd>{value}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
    .into_any()
}

/// What goes together with the account, picked with a click: then all of it can be locked, moved or given by a rule.
#[component]
fn UnitOf(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let unit = memo(move || app.brief().with(|brief| brief.unit.clone()));
    let found = memo(move || {
        let own = app.plan.with(|plan| plan.as_ref()?.unit_of(account, &unit.get()));
        own.map(|(label, members)| (label, Arc::new(members)))
    });
    let button = move || {
        let (label, members) = found.get()?;
        let words = format!("Pick all of {label}: {}", locale::counted(members.len(), "account", "accounts"));
        Some(view! {
            <section class="ins-sec">
                <button class="btn wide" type="button" on:click=move |_| app.hand().picked.set(Arc::clone(&members))>
                    {words}
                </button>
            </section>
        })
    };
    view! { {part(button)} }
}

/// Where the account belongs, where it could, and what that would do.
#[component]
fn MoveTo(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let owner = move || app.plan.with(|plan| plan.as_ref().and_then(|plan| plan.alignment().owner(account)));
    let chosen = RwSignal::new(owner());
    let names = memo(move || {
        app.plan.with(|plan| {
            let names = plan.as_ref().map(|p| p.alignment().territories().iter().map(|t| t.name.clone()).collect());
            names.unwrap_or_else(Vec::<String>::new)
        })
    });
    let effect = memo(move || {
        let to = chosen.get();
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let before = plan.figures()?.worst_deviation?;
            let unit_move = UnitMove { account, from: plan.alignment().owner(account), to };
            let after = plan.preview(&[unit_move])?.worst_deviation?;
            (unit_move.from != to).then_some((before, after))
        })
    });
    let weighed = memo(move || {
        let to = chosen.get().filter(|to| owner() != Some(*to))?;
        Some(HandMove::Give(Arc::new(vec![account]), to))
    });
    let options = move || {
        names
            .get()
            .into_iter()
            .zip(0u16..)
            .map(|(name, index)| {
                view! {
                    <option value=index.to_string() selected=move || chosen.get() == Some(TerritoryIx(index))>
                        {format!("{} {name}", index + 1)}
                    </option>
                }
            })
            .collect_view()
    };
    let changed = move || chosen.get() != owner();
    let idle = move || app.running.with(Option::is_none);
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <section class="ins-sec" aria-labelledby="owner-h">
                <header>
                    <h2 id="owner-h">"Territory"</h2>
                </header>
                <div class="row">
                    <select
                        class="select"
                        aria-label="Territory of the account"
                        on:change=move |event| chosen.set(event_target_value(&event).parse().ok().map(TerritoryIx))
                    >
                        <option value="" selected=move || chosen.get().is_none()>
                            "Unassigned"
                        </option>
                        {part(options)}
                    </select>
                    <button
                        class="btn primary"
                        type="button"
                        disabled=flag(move || !changed() || !idle())
                        on:click=move |_| {
                            app.move_accounts(&[account], chosen.get_untracked());
                        }
                    >
                        "Move"
                    </button>
                </div>
                <p class="sel-effect" role="status">
                    {part(move || {
                        effect
                            .get()
                            .map(|(before, after)| {
                                view! {
                                    <span class="muted">"Worst deviation "</span>
                                    {locale::percent(before * 100.0)}
                                    " → "
                                    <b class={if after > before + 1e-12 { "warn" } else { "good" }}>
                                        {locale::percent(after * 100.0)}
                                    </b>
                                }
                            })
                    })}
                </p>
                <Weighed own=weighed />
                {part(move || {
                    owner()
                        .map(|territory| {
                            view! {
                                <button
                                    class="btn quiet link"
                                    type="button"
                                    on:click=move |_| app.selection.set(Selection::Territory(territory))
                                >
                                    "Show its territory"
                                    <Icon name="right" />
                                </button>
                            }
                        })
                })}
            </section>
        </Show>
    }
}
