//! A territory or an account, with its figures and what can be done with it.

use super::Icon;
use super::design_form::measure_name;
use crate::model::{AccountIx, ColumnValues, Lock, Precision, RepIx, TerritoryFigures, TerritoryIx, UnitMove};
use crate::ui::address::Step;
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// Accounts that are listed; the table of all is a file away.
const LISTED: usize = 12;

/// One territory.
#[component]
pub fn TerritoryInspector(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let count = move || app.plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.alignment().territories().len()));
    let step = move |by: usize| {
        let next = (territory.index() + by) % count().max(1);
        app.selection.set(Selection::Territory(TerritoryIx(u16::try_from(next).unwrap_or(0))));
    };
    let name = move || {
        app.plan.with(|plan| {
            let found = plan.as_ref().and_then(|plan| plan.alignment().territory(territory));
            found.map(|found| found.name.clone()).unwrap_or_default()
        })
    };
    let slot = move || app.slot(territory);
    view! {
        <header class="ins-head">
            <p class="ins-kind">
                <span class=move || format!("swatch big t{}", slot())></span>
                {move || format!("Territory {} of {}", territory.index() + 1, locale::count(count()))}
                <span class="ins-nav">
                    <button
                        class="btn quiet icon-only"
                        type="button"
                        aria-label="Previous territory"
                        on:click=move |_| step(count().saturating_sub(1))
                    >
                        <Icon name="left" />
                    </button>
                    <button class="btn quiet icon-only" type="button" aria-label="Next territory" on:click=move |_| step(1)>
                        <Icon name="right" />
                    </button>
                    <Close />
                </span>
            </p>
            <input
                class="ins-name"
                type="text"
                aria-label="Name of the territory"
                maxlength="120"
                prop:value=name
                on:change=move |event| app.rename_territory(territory, &event_target_value(&event))
            />
            <RepChoice territory />
            <LockSwitch lock=Lock::Territory(territory) label="Lock: keeps its accounts, gets no others" />
        </header>
        <Figures territory />
        <BalanceRows territory />
        <Show when=move || app.step() == Step::Visits fallback=move || view! { <Heaviest territory /> }>
            <Stops territory />
        </Show>
    }
}

/// Whether something stays as it is when territories are designed again.
#[component]
fn LockSwitch(lock: Lock, label: &'static str) -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <Show when=move || app.is_designed()>
            <label class="row lock">
                <span>{label}</span>
                <input
                    type="checkbox"
                    prop:checked=move || app.is_locked(lock)
                    on:change=move |event| app.lock(&[lock], event_target_checked(&event))
                />
            </label>
        </Show>
    }
}

#[component]
fn Close() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <button
            class="btn quiet icon-only"
            type="button"
            aria-label="Close: show the plan"
            on:click=move |_| app.selection.set(Selection::Plan)
        >
            <Icon name="x" />
        </button>
    }
}

#[component]
fn RepChoice(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let reps = app.plan.with_untracked(|plan| {
        let reps = plan.as_ref().map(|plan| plan.dataset().reps().iter().map(|rep| rep.name.clone()).collect());
        reps.unwrap_or_else(Vec::new)
    });
    if reps.is_empty() {
        return view! { <p class="ins-rep muted">"No rep: no reps file was read."</p> }.into_any();
    }
    let owner = move || {
        app.plan.with(|plan| plan.as_ref().and_then(|p| p.alignment().territory(territory)).and_then(|t| t.rep))
    };
    let home = move || {
        app.plan.with(|plan| {
            let place = plan.as_ref().zip(owner()).and_then(|(plan, rep)| plan.dataset().rep(rep));
            place.map(|rep| rep.home.place.clone()).filter(|place| !place.is_empty())
        })
    };
    let options = reps
        .into_iter()
        .zip(0u16..)
        .map(|(name, index)| {
            view! {
                <option value=index.to_string() selected=move || owner() == Some(RepIx(index))>
                    {name}
                </option>
            }
        })
        .collect_view();
    let choose = move |event| {
        app.assign_rep(territory, event_target_value(&event).parse().ok().map(RepIx));
    };
    view! {
        <div class="ins-rep">
            <Icon name="people" />
            <select class="select flat" aria-label="Rep of the territory" on:change=choose>
                <option value="" selected=move || owner().is_none()>
                    "No rep"
                </option>
                {options}
            </select>
            {move || home().map(|home| view! { <span class="faint">"home base " {home}</span> })}
        </div>
    }
    .into_any()
}

fn figures_of(app: App, territory: TerritoryIx) -> Option<TerritoryFigures> {
    app.plan.with(|plan| plan.as_ref()?.figures()?.territories.get(territory.index()).cloned())
}

#[component]
fn Figures(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let figures = Memo::new(move |_| figures_of(app, territory));
    let tour = move || app.tours.with(|tours| tours.get(&territory).cloned());
    let index = move || figures.get().map_or_else(|| "–".to_owned(), |figures| locale::percent(figures.index));
    let outside = move || app.outside().contains(&territory);
    view! {
        <dl class="figures">
            <div>
                <dt>"Accounts"</dt>
                <dd>{move || figures.get().map(|figures| locale::count(figures.accounts))}</dd>
            </div>
            <div title="100 × activity ÷ fair share">
                <dt>"Of fair share"</dt>
                <dd class:bad=outside>{index}</dd>
            </div>
            <div title="Mean great-circle distance of the accounts from the centre of the territory">
                <dt>"Mean to centre"</dt>
                <dd>{move || figures.get().map(|figures| app.unit().words(figures.mean_distance))}</dd>
            </div>
            {move || {
                tour()
                    .map(|tour| {
                        view! {
                            <div title="Great-circle distance × detour, from home through every account and back">
                                <dt>"Tour"</dt>
                                <dd>{app.unit().words(tour.distance)}</dd>
                            </div>
                            <div title="Distance ÷ speed">
                                <dt>"On the road"</dt>
                                <dd>{locale::hours(tour.travel)}</dd>
                            </div>
                            <div title="Accounts × time at each">
                                <dt>"At accounts"</dt>
                                <dd>{locale::hours(tour.service)}</dd>
                            </div>
                        }
                    })
            }}
        </dl>
    }
}

/// Total of each measure and its share of a fair share.
#[component]
fn BalanceRows(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let rows = move || {
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let (brief, figures) = (plan.brief()?, plan.figures()?);
            let own = figures.territories.get(territory.index())?;
            let rows = brief
                .measures
                .iter()
                .zip(&own.totals)
                .map(|(measure, &total)| (measure_name(&measure.measure), locale::amount(total)));
            Some((rows.collect::<Vec<_>>(), brief.tolerance.percent(), own.index))
        })
    };
    view! {
        {move || {
            rows()
                .map(|(rows, tolerance, index)| {
                    let deviation = index - 100.0;
                    let outside = deviation.abs() > tolerance + 1e-9;
                    let words = if outside {
                        format!("{} outside ±{}", locale::percent(deviation.abs() - tolerance), locale::percent(tolerance))
                    } else {
                        format!("within ±{}", locale::percent(tolerance))
                    };
                    view! {
                        <section class="ins-sec" aria-labelledby="bal-h">
                            <header>
                                <h2 id="bal-h">"Balance"</h2>
                                <span class=if outside { "badge bad" } else { "badge good" }>
                                    <Icon name=if outside { "alert" } else { "check" } />
                                    {words}
                                </span>
                            </header>
                            <table class="measures">
                                <tbody>
                                    {rows
                                        .into_iter()
                                        .map(|(name, total)| {
                                            view! {
                                                <tr>
                                                    <th scope="row">{name}</th>
                                                    <td class="num">{total}</td>
                                                </tr>
                                            }
                                        })
                                        .collect_view()}
                                </tbody>
                            </table>
                        </section>
                    }
                })
        }}
    }
}

/// The accounts with the most activity.
#[component]
fn Heaviest(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let accounts = Memo::new(move |_| {
        app.plan.with(|plan| plan.as_ref().map(|p| p.heaviest(territory, LISTED)).unwrap_or_default())
    });
    view! {
        <section class="ins-sec" aria-labelledby="heavy-h">
            <header>
                <h2 id="heavy-h">"Largest accounts"</h2>
            </header>
            <ol class="account-list">
                {move || accounts.get().into_iter().map(|account| view! { <AccountLine account note=None /> }).collect_view()}
            </ol>
        </section>
    }
}

/// The stops in their order.
#[component]
fn Stops(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let stops = Memo::new(move |_| {
        app.tours.with(|tours| tours.get(&territory).map(|tour| tour.stops.clone()).unwrap_or_default())
    });
    view! {
        <section class="ins-sec" aria-labelledby="stops-h">
            <header>
                <h2 id="stops-h">"Stops, in order"</h2>
                <span class="faint">{move || locale::count(stops.with(Vec::len))}</span>
            </header>
            <ol class="account-list">
                {move || {
                    stops
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(number, account)| view! { <AccountLine account note=Some(locale::count(number + 1)) /> })
                        .collect_view()
                }}
            </ol>
        </section>
    }
}

#[component]
fn AccountLine(account: AccountIx, note: Option<String>) -> impl IntoView {
    let app = expect_context::<App>();
    let (name, place) = app.plan.with_untracked(|plan| {
        let account = plan.as_ref().map(|plan| plan.dataset().accounts().get(account));
        account.map(|account| (account.name.to_owned(), account.place.to_owned())).unwrap_or_default()
    });
    view! {
        <li>
            <button type="button" class="account-line" on:click=move |_| app.selection.set(Selection::Account(account))>
                {note.map(|note| view! { <span class="tno">{note}</span> })}
                <span class="account-name">{name}</span>
                <span class="faint">{place}</span>
            </button>
        </li>
    }
}

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
        <MoveTo account />
        <LockSwitch lock=Lock::Account(account) label="Lock: stays with its territory" />
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

/// Where the account belongs, where it could, and what that would do.
#[component]
fn MoveTo(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let owner = move || app.plan.with(|plan| plan.as_ref().and_then(|plan| plan.alignment().owner(account)));
    let chosen = RwSignal::new(owner());
    let names = Memo::new(move |_| {
        app.plan.with(|plan| {
            let names = plan.as_ref().map(|p| p.alignment().territories().iter().map(|t| t.name.clone()).collect());
            names.unwrap_or_else(Vec::<String>::new)
        })
    });
    let effect = Memo::new(move |_| {
        let to = chosen.get();
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let before = plan.figures()?.worst_deviation?;
            let unit_move = UnitMove { account, from: plan.alignment().owner(account), to };
            let after = plan.preview(&[unit_move])?.worst_deviation?;
            (unit_move.from != to).then_some((before, after))
        })
    });
    // What it would do is asked anew after each edit.
    Effect::new(move |_| {
        if app.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.is_designed() && plan.brief().is_some())) {
            app.weigh(account);
        }
    });
    let reason = move || {
        let to = chosen.get()?;
        let weighed = app.hand().weighed.get().filter(|(weighed, _)| *weighed == account)?.1;
        let own = weighed.iter().find(|own| own.to == to)?;
        app.plan.with(|plan| plan.as_ref().map(|plan| plan.proposal_reason(own)))
    };
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
                        {options}
                    </select>
                    <button
                        class="btn primary"
                        type="button"
                        disabled=move || !changed() || !idle()
                        on:click=move |_| app.move_accounts(&[account], chosen.get_untracked())
                    >
                        "Move"
                    </button>
                </div>
                <p class="sel-effect" role="status">
                    {move || {
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
                    }}
                </p>
                <p class="note">{reason}</p>
                {move || {
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
                }}
            </section>
        </Show>
    }
}
