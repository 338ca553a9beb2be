//! A rep: what is known and can be changed by hand, why the rep has this territory, and where a new hire should live.

use super::design_form::tidy;
use super::inspector::LockSwitch;
use super::people_form::criterion_words;
use super::{Icon, NumberRow};
use crate::model::{Criterion, HomeBase, Lock, Match, RepIx, TerritoryIx, skills_in};
use crate::ui::erased::{Show, memo, part, says};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// Capacity and skills of a rep. Each change is an edit.
#[component]
pub(super) fn PersonFields(rep: RepIx) -> impl IntoView {
    let app = expect_context::<App>();
    let own = move || app.plan.with(|plan| plan.as_ref()?.dataset().rep(rep).cloned());
    let capacity = move |event| {
        let value = event_target_value(&event).parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0);
        if let Some(value) = value {
            app.change_rep(rep, |own| own.capacity = value);
        }
    };
    let skills = move |event| {
        let value = skills_in(&event_target_value(&event));
        app.change_rep(rep, |own| own.skills = value);
    };
    view! {
        <NumberRow
            label="Capacity, full time is 1"
            name="capacity"
            min="0"
            value=Signal::derive(move || own().map(|own| tidy(own.capacity)).unwrap_or_default())
            change=capacity
        />
        <label class="row">
            <span>"Skills"</span>
            <input
                class="input grow"
                name="skills"
                placeholder="English, welding"
                title="Skills and languages, with commas between them"
                prop:value=says(move || own().map(|own| own.skills.join(", ")).unwrap_or_default())
                on:change=skills
            />
        </label>
    }
}

/// The rep of a territory: the person, the match with its reckoning, and the home base of a new hire.
#[component]
pub(super) fn PersonPart(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let rep = memo(move || {
        app.plan
            .with(|plan| plan.as_ref().and_then(|plan| plan.alignment().territory(territory)).and_then(|own| own.rep))
    });
    part(move || {
        let rep = rep.get()?;
        Some(view! {
            <section class="ins-sec form" aria-labelledby="rep-h">
                <header>
                    <h2 id="rep-h">"Rep"</h2>
                    {part(move || fit_of(app, territory).map(|own| {
                        view! { <span class="badge">{format!("fit {}", locale::number(own.points.iter().sum(), 0))}</span> }
                    }))}
                </header>
                <PersonFields rep />
                {part(move || fit_of(app, territory).map(|own| view! { <Reckoning own /> }))}
                <LockSwitch lock=Lock::Rep(territory) label="Lock: keeps this rep" />
                <HomeAdvised territory />
            </section>
        })
    })
}

fn fit_of(app: App, territory: TerritoryIx) -> Option<Match> {
    app.staffing.with(|staffing| staffing.matches.iter().find(|own| own.territory == territory).cloned())
}

fn name_of(app: App, rep: RepIx) -> String {
    app.plan.with_untracked(|plan| {
        let own = plan.as_ref().and_then(|plan| plan.dataset().rep(rep));
        own.map(|own| own.name.clone()).unwrap_or_default()
    })
}

/// Why the rep has the territory, term by term, and who would have been next.
#[component]
fn Reckoning(own: Match) -> impl IntoView {
    let app = expect_context::<App>();
    let criteria: Vec<Criterion> = app.plan.with_untracked(|plan| {
        plan.as_ref().and_then(|plan| plan.brief()?.people.matching.clone()).unwrap_or_default()
    });
    let next = own.next.clone();
    let points = |value: f64| locale::number(value, 1);
    let cell = |value: Option<f64>| value.map(|value| view! { <td class="num">{points(value)}</td> });
    let lines = criteria.iter().enumerate().filter(|(_, own)| own.weight > 0.0).map(|(row, criterion)| {
        let [mine, theirs] = [Some(&own.points), next.as_ref().map(|next| &next.points)];
        let at = |points: Option<&Vec<f64>>| points.and_then(|points| points.get(row).copied());
        view! {
            <tr>
                <th scope="row">{criterion_words(&criterion.by)}</th>
                {cell(at(mine))}
                {cell(at(theirs))}
            </tr>
        }
    });
    let lines = lines.collect_view();
    let next_name = next.as_ref().map(|next| name_of(app, next.rep));
    let words = next.as_ref().zip(next_name.clone()).map(|(next, name)| swap_words(&name, next.change));
    let (territory, swap) = (own.territory, next.as_ref().map(|next| next.rep));
    let total = |points: &Vec<f64>| points.iter().sum::<f64>();
    view! {
        <table class="measures fit" title="Points of fit; 100 is a perfect one">
            <thead>
                <tr>
                    <th scope="col">"Fit"</th>
                    <th scope="col" class="num">{name_of(app, own.rep)}</th>
                    {next_name.clone().map(|name| view! { <th scope="col" class="num">{name}</th> })}
                </tr>
            </thead>
            <tbody>
                {lines}
                <tr class="sum">
                    <th scope="row">"Of 100"</th>
                    {cell(Some(total(&own.points)))}
                    {cell(next.as_ref().map(|next| total(&next.points)))}
                </tr>
            </tbody>
        </table>
        <p class="note">{words}</p>
        {swap.zip(next_name).map(|(rep, name)| {
            view! {
                <button class="btn wide" type="button" on:click=move |_| app.assign_rep(territory, Some(rep))>
                    {format!("Give it to {name}")}
                </button>
            }
        })}
    }
}

/// What the plan would gain or lose by the next best rep, in words.
fn swap_words(name: &str, change: f64) -> String {
    let points = |value: f64| format!("{} points", locale::number(value, 1));
    if change > 0.05 {
        format!("{name} would fit next; swapped, the plan as a whole gains {}.", points(change))
    } else if change < -0.05 {
        format!("{name} would fit next; swapped, the plan as a whole loses {}.", points(-change))
    } else {
        format!("{name} would fit next; swapped, the plan as a whole is as good.")
    }
}

/// Where a new hire should live, and what that saves.
#[component]
fn HomeAdvised(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let advice = memo(move || {
        app.staffing.with(|staffing| staffing.homes.iter().find(|own| own.territory == territory).copied())
    });
    part(move || {
        let own = advice.get()?;
        let unit = app.unit();
        let home = app.plan.with_untracked(|plan| Some(plan.as_ref()?.dataset().accounts().placement(own.account)))?;
        let place = if home.place.is_empty() { "the marked place".to_owned() } else { home.place.clone() };
        let saved = own.otherwise.map(|(rep, way)| {
            format!(
                " From {}, whose home base is nearest else, it is {}: {} less.",
                name_of(app, rep),
                unit.words(way),
                unit.words(way - own.way)
            )
        });
        let words = format!("The best home base is {place}: {} to an account on average.", unit.words(own.way));
        let is_there = app.plan.with(|plan| {
            let rep = plan.as_ref().and_then(|plan| plan.dataset().rep(own.rep));
            rep.is_some_and(|rep| rep.home.location == home.location)
        });
        let take = move |_| {
            let home = home.clone();
            app.change_rep(own.rep, |rep| rep.home = home);
            let id = app.plan.with_untracked(|plan| Some(plan.as_ref()?.dataset().rep(own.rep)?.id.clone()));
            app.brief().update(|brief| {
                if let Some(terms) = brief.people.reps.iter_mut().find(|terms| Some(&terms.rep) == id.as_ref()) {
                    terms.base = HomeBase::Fixed;
                }
            });
        };
        Some(view! {
            <p class="note">
                <Icon name="pin" />
                {words}
                {saved}
            </p>
            <Show when=move || !is_there fallback=|| view! { <p class="note">"Taken: the next design is drawn around it."</p> }>
                <button class="btn wide" type="button" on:click=take.clone()>
                    "Take it as the home base"
                </button>
            </Show>
        })
    })
}
