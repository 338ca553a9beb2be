//! A territory, with its figures and what can be done with it.

use super::design_form::measure_name;
use super::inspector::{Close, LockSwitch};
use super::person::PersonPart;
use super::{Icon, RepWeek, RepWork, Stale, TerritoryChoice, Unplaced, Weighed, ways_words};
use crate::engine::protocol::HandMove;
use crate::model::{AccountIx, Crew, Lock, RepIx, Territory, TerritoryFigures, TerritoryIx};
use crate::plan::Plan;
use crate::ui::address::Step;
use crate::ui::erased::{Show, flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Selection, focus};
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
                <span class=says(move || format!("swatch big t{}", slot()))></span>
                {part(move || format!("Territory {} of {}", territory.index() + 1, locale::count(count())))}
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
        <Show when=move || { app.step() == Step::Territories }>
            <PersonPart territory />
        </Show>
        <Show when=move || app.step() == Step::Visits fallback=move || view! { <Shape territory /> }>
            <Stale />
            <RepWork territory />
            <Unplaced territory />
            <RepWeek territory />
            <Show when=move || !app.has_calendar()>
                <Stops territory />
            </Show>
        </Show>
    }
}

/// How the territory lies, and what can be done about it.
#[component]
fn Shape(territory: TerritoryIx) -> impl IntoView {
    view! {
        <BalanceRows territory />
        <GradeRow territory />
        <Heaviest territory />
        <Reshape territory />
    }
}

/// Whether a territory can take in all of another: it is of the same crew, which has an area.
fn can_take(plan: &Plan, at: TerritoryIx, own: &Territory, of: Option<TerritoryIx>) -> bool {
    let crew = of.and_then(|of| plan.alignment().territory(of)).map(|of| of.crew);
    Some(at) != of && Some(own.crew) == crew && own.crew != Crew::Named
}

/// Makes two territories of it, or gives all its accounts to another of its crew.
#[component]
fn Reshape(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let has_others = memo(move || {
        app.plan.with(|plan| {
            let Some(plan) = plan else { return false };
            let mut all = plan.alignment().indices().zip(plan.alignment().territories());
            all.any(|(at, own)| can_take(plan, at, own, Some(territory)))
        })
    });
    let is_divided = move || {
        app.plan.with(|plan| {
            let own = plan.as_ref().and_then(|plan| plan.alignment().territory(territory).zip(plan.brief()));
            own.is_some_and(|(own, _)| own.crew != Crew::Named)
        })
    };
    let into = RwSignal::new(None::<TerritoryIx>);
    let merge = move |_| {
        if let Some(own) = into.get_untracked() {
            into.set(None);
            app.merge(territory, own);
        }
    };
    let idle = move || app.running.with(Option::is_none);
    let splits = RwSignal::new(false);
    let weighed_split = memo(move || splits.get().then_some(HandMove::Split(territory)));
    let weighed_merge = memo(move || into.get().map(|into| HandMove::Merge { from: territory, into }));
    let split = move |_| {
        splits.set(false);
        app.split(territory);
        focus("split-in-two");
    };
    view! {
        <Show when=is_divided>
            <section class="ins-sec" aria-labelledby="reshape-h">
                <header>
                    <h2 id="reshape-h">"Reshape"</h2>
                </header>
                <button
                    id="split-in-two"
                    class="btn wide"
                    type="button"
                    aria-expanded=says(move || splits.get().to_string())
                    on:click=move |_| splits.update(|splits| *splits = !*splits)
                >
                    "Split in two …"
                </button>
                <Show when=move || splits.get()>
                    <Weighed own=weighed_split />
                    <div class="row two">
                        <button class="btn primary" type="button" disabled=flag(move || !idle()) on:click=split>
                            "Split"
                        </button>
                        <button
                            class="btn"
                            type="button"
                            on:click=move |_| {
                                splits.set(false);
                                focus("split-in-two");
                            }
                        >
                            "Leave whole"
                        </button>
                    </div>
                </Show>
                <Show when=move || has_others.get()>
                    <div class="row">
                        <span>"Merge into"</span>
                        <TerritoryChoice
                            id="merge-into"
                            label="Territory that gets its accounts"
                            none="another …"
                            chosen=into
                            fits=can_take
                            of=territory
                        />
                        <button
                            class="btn"
                            type="button"
                            disabled=flag(move || into.get().is_none() || !idle())
                            on:click=merge
                        >
                            "Merge"
                        </button>
                    </div>
                    <Weighed own=weighed_merge />
                </Show>
            </section>
        </Show>
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
            {part(move || home().map(|home| view! { <span class="faint">"home base " {home}</span> }))}
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
    let figures = memo(move || figures_of(app, territory));
    // Where there is a calendar, its days are the ways that are gone.
    let tour = move || app.tours.with(|tours| tours.get(&territory).cloned()).filter(|_| !app.has_calendar());
    let index = move || figures.get().map_or_else(|| "–".to_owned(), |figures| locale::percent(figures.index));
    let outside = move || app.outside().contains(&territory);
    view! {
        <dl class="figures">
            <div>
                <dt>"Accounts"</dt>
                <dd>{part(move || figures.get().map(|figures| locale::count(figures.accounts)))}</dd>
            </div>
            <div title="100 × activity ÷ fair share">
                <dt>"Of fair share"</dt>
                <dd class:bad=outside>{part(index)}</dd>
            </div>
            <div title="Mean great-circle distance of the accounts from the centre of the territory">
                <dt>"Mean to centre"</dt>
                <dd>{part(move || figures.get().map(|figures| app.unit().words(figures.mean_distance)))}</dd>
            </div>
            {part(move || {
                tour()
                    .map(|tour| {
                        view! {
                            <div title=format!("From home, or where days start, through every account and back; {}", ways_words(app, true))>
                                <dt>"Tour"</dt>
                                <dd>{app.unit().words(tour.distance)}</dd>
                            </div>
                            <div title=ways_words(app, true)>
                                <dt>"On the road"</dt>
                                <dd>{locale::hours(tour.travel)}</dd>
                            </div>
                            <div title="Accounts × time at each">
                                <dt>"At accounts"</dt>
                                <dd>{locale::hours(tour.service)}</dd>
                            </div>
                        }
                    })
            })}
        </dl>
    }
}

/// Total of each measure and its share of a fair share.
#[component]
fn BalanceRows(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let found = memo(move || {
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let (brief, own) = (plan.brief()?, plan.figures()?.territories.get(territory.index())?.clone());
            let names = brief.measures.iter().map(|measure| measure_name(&measure.measure));
            let rows = names.zip(own.totals).zip(plan.measures_of(territory));
            let bounds = brief.measures.iter().map(|own| (own.least, own.most));
            let rows = rows.zip(bounds).map(|(((name, total), (index, is_missed)), bounds)| {
                let beyond = match bounds {
                    (Some(least), _) if total < least => format!("below {}", locale::amount(least)),
                    (_, Some(most)) if total > most => format!("above {}", locale::amount(most)),
                    _ => String::new(),
                };
                MeasureRow { name, total, index, is_missed, beyond }
            });
            let rows: Vec<MeasureRow> = rows.collect();
            Some((rows, brief.tolerance.percent(), own.index - 100.0))
        })
    });
    let view = |(rows, tolerance, deviation): (Vec<MeasureRow>, f64, f64)| {
        let (off, missed) = (deviation.abs() - tolerance, rows.iter().find(|row| row.is_missed));
        let is_outside = off > 1e-9 || missed.is_some();
        let words = match missed {
            _ if off > 1e-9 => format!("{} outside ±{}", locale::percent(off), locale::percent(tolerance)),
            Some(row) => format!("{} not as asked", row.name),
            None => format!("within ±{}", locale::percent(tolerance)),
        };
        view! {
            <section class="ins-sec" aria-labelledby="bal-h">
                <header>
                    <h2 id="bal-h">"Balance"</h2>
                    <span class=if is_outside { "badge bad" } else { "badge good" }>
                        <Icon name=if is_outside { "alert" } else { "check" } />
                        {words}
                    </span>
                </header>
                <table class="measures">
                    <tbody>{rows.into_iter().map(MeasureRow::view).collect_view()}</tbody>
                </table>
            </section>
        }
    };
    view! { {part(move || found.get().map(view))} }
}

/// A measure of a territory.
#[derive(Clone, PartialEq)]
struct MeasureRow {
    name: String,
    total: f64,
    /// Per cent of the fair share.
    index: Option<f64>,
    /// Whether that, or the total, is not as asked.
    is_missed: bool,
    /// The bound that the total is beyond.
    beyond: String,
}

impl MeasureRow {
    fn view(self) -> impl IntoView {
        let share = self.index.map_or_else(|| "–".to_owned(), locale::percent);
        let share = if self.beyond.is_empty() { share } else { self.beyond };
        view! {
            <tr>
                <th scope="row">{self.name}</th>
                <td class="num">{locale::amount(self.total)}</td>
                <td class="num" class:bad=self.is_missed title="Of its fair share">
                    {share}
                </td>
            </tr>
        }
    }
}

/// How good the territory is, and what that follows from.
#[component]
fn GradeRow(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let grade = memo(move || {
        app.plan.with(|plan| {
            let grades = app.islands.with(|islands| plan.as_ref().map(|plan| plan.grades(islands)))?;
            grades.get(territory.index()).copied().flatten()
        })
    });
    part(move || {
        let grade = grade.get()?;
        let class = match grade.word() {
            "high" => "badge good",
            "medium" => "badge warn",
            _ => "badge bad",
        };
        Some(view! {
            <section class="ins-sec" aria-labelledby="grade-h">
                <header>
                    <h2 id="grade-h">"Grade"</h2>
                    <span class=class>{grade.word()}</span>
                </header>
                <p class="note">{grade.reckoning()}</p>
            </section>
        })
    })
}

/// The accounts with the most activity.
#[component]
fn Heaviest(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let accounts =
        memo(move || app.plan.with(|plan| plan.as_ref().map(|p| p.heaviest(territory, LISTED)).unwrap_or_default()));
    view! {
        <section class="ins-sec" aria-labelledby="heavy-h">
            <header>
                <h2 id="heavy-h">"Largest accounts"</h2>
            </header>
            <ol class="account-list">
                {part(move || accounts.get().into_iter().map(|account| view! { <AccountLine account note=None /> }).collect_view())}
            </ol>
        </section>
    }
}

/// The stops in their order.
#[component]
fn Stops(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let stops =
        memo(move || app.tours.with(|tours| tours.get(&territory).map(|tour| tour.stops.clone()).unwrap_or_default()));
    view! {
        <section class="ins-sec" aria-labelledby="stops-h">
            <header>
                <h2 id="stops-h">"Stops, in order"</h2>
                <span class="faint">{part(move || locale::count(stops.with(Vec::len)))}</span>
            </header>
            <ol class="account-list">
                {part(move || {
                    stops
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(number, account)| view! { <AccountLine account note=Some(locale::count(number + 1)) /> })
                        .collect_view()
                })}
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
