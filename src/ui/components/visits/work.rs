//! The work that visits make, from cadence to reps: estimated before there is a calendar, routed once there is one.

use super::fields::quiet;
use crate::model::WORKLOAD;
use crate::plan::{Plan, VisitLoad};
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::{App, Reckoned};
use crate::units::Meters;
use leptos::prelude::*;
use std::sync::Arc;

/// All territories together.
#[derive(Clone, Copy, PartialEq)]
struct Work {
    reps: usize,
    asked: VisitLoad,
    /// As the calendar has it, the length on the road and the minutes at a door that is still shut.
    routed: Option<(VisitLoad, Meters, f64)>,
    nights: u32,
}

fn work(app: App) -> Work {
    let Reckoned { loads, figures, .. } = app.visiting().reckoned();
    let sum = |loads: &mut dyn Iterator<Item = VisitLoad>| loads.fold(VisitLoad::default(), |sum, own| sum.plus(&own));
    let asked = sum(&mut loads.territories.iter().copied());
    let routed = (!figures.is_empty()).then(|| {
        let own = figures.iter().filter_map(|(at, own)| Some(loads.territories.get(at.index())?.routed(own)));
        let distance = figures.iter().map(|(_, own)| own.distance).sum();
        let waiting = figures.iter().map(|(_, own)| own.waiting).sum();
        (sum(&mut own.into_iter()), distance, waiting)
    });
    let nights = figures.iter().map(|(_, own)| own.nights).sum();
    Work { reps: loads.territories.len(), asked, routed, nights }
}

/// Hours of so many minutes.
pub(super) fn hours(minutes: f64) -> String {
    locale::hours(crate::units::Seconds(minutes * 60.0))
}

/// Figures, and how they come about.
#[component]
pub(super) fn WorkFigures() -> impl IntoView {
    let app = expect_context::<App>();
    part(move || {
        let work = work(app);
        let now = work.routed.map_or(work.asked, |(routed, ..)| routed);
        let needed = now.reps_needed(work.reps).map_or_else(|| "–".to_owned(), locale::count);
        let figures = [
            ("Visits due", locale::number(now.visits, 0), false),
            ("Of the hours", share_words(&now), now.work() > now.minutes),
            ("Reps needed", needed, false),
        ];
        let is_routed = work.routed.is_some();
        let figure = |(term, value, is_over): (&'static str, String, bool)| {
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd class=if is_over { "bad" } else { "" }>{value}</dd>
                </div>
            }
        };
        view! {
            <dl class="figures">{figures.map(figure).collect_view()}</dl>
            <section class="ins-sec" aria-labelledby="work-h">
                <header>
                    <h2 id="work-h">"Work"</h2>
                    <span class="badge">{if is_routed { "routed" } else { "estimated" }}</span>
                </header>
                {facts(lines(app, &work))}
                {taking_over(app)}
                <p class="note">{travel_words(app, is_routed)}</p>
            </section>
        }
    })
}

/// What the routes say of travel, taken over into the estimates with a click, and the work as a measure of designs.
fn taking_over(app: App) -> AnyView {
    let offered = move || {
        let Reckoned { loads, figures, is_stale, .. } = app.visiting().reckoned();
        let is_of_now = !is_stale && !app.asks_anew();
        app.plan.with(|plan| plan.as_ref().filter(|_| is_of_now)?.routed_travel(&loads, &figures))
    };
    let offer = offered().map(|(times, watch)| {
        let words = format!("Take over the routed travel: × {}", locale::number(times, 2));
        view! {
            <button
                class="btn"
                type="button"
                title="Workload, reps needed and the measure are then reckoned with ways that are so many times as long"
                on:click=move |_| app.change_watch(|own| own.clone_from(&watch))
            >
                {words}
            </button>
        }
        .into_any()
    });
    let taken = app.watch().travel.map(|times| {
        let words = format!("Ways count × {} of the estimate, as routes had it.", locale::number(times.value(), 2));
        let back =
            quiet("Back to the estimate".to_owned(), Arc::new(move || app.change_watch(|own| own.travel = None)));
        view! { <p class="note">{words}</p> {back} }.into_any()
    });
    let has_measure = app.plan.with(|plan| plan.as_ref().is_some_and(Plan::has_workload));
    let measure = if has_measure {
        view! { <p class="note">{format!("“{WORKLOAD}”, in minutes a month, is a measure that designs can balance; it follows what is asked once that is kept.")}</p> }.into_any()
    } else {
        quiet("Make the work a measure to balance".to_owned(), Arc::new(move || app.measure_workload()))
    };
    view! { <div class="taking-over">{offer} {taken} {measure}</div> }.into_any()
}

/// What part of the hours there are the work takes.
pub(super) fn share_words(load: &VisitLoad) -> String {
    if load.minutes > 0.0 { locale::percent(load.work() / load.minutes * 100.0) } else { "–".to_owned() }
}

/// Terms with their values.
pub(super) fn facts(lines: Vec<(String, String)>) -> AnyView {
    view! { <dl class="facts work">{lines.into_iter().map(line).collect::<Vec<_>>()}</dl> }.into_any()
}

fn line((term, value): (String, String)) -> AnyView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// The reckoning, line by line.
fn lines(app: App, work: &Work) -> Vec<(String, String)> {
    let Work { reps, asked, routed, nights } = work;
    let now = routed.as_ref().map_or(asked, |(routed, ..)| routed);
    let each = |load: &VisitLoad, part: f64| if load.visits > 0.0 { part / load.visits } else { 0.0 };
    let (visit, way) = (each(now, now.visiting), each(now, now.drive));
    let mut lines = vec![(
        format!(
            "{} visits × ({} + {} min on the way)",
            locale::number(now.visits, 0),
            locale::number(visit, 0),
            locale::number(way, 0)
        ),
        hours(now.visiting + now.drive),
    )];
    let [calls, emails] = now.touches.map(|number| locale::number(number, 0));
    lines.push((format!("{calls} calls, {emails} e-mails"), hours(now.desk)));
    if asked.too_far >= 0.5 {
        lines.push(("Of the visits, too far for a day".to_owned(), locale::number(asked.too_far, 0)));
    }
    lines.push(("Work asked for".to_owned(), hours(now.work())));
    let days = locale::counted(now.days, "working day", "working days");
    lines.push((format!("There are, {days}"), hours(now.minutes)));
    lines.push(("Of them for visits and travel".to_owned(), hours(now.field)));
    let a_rep = now.minutes / (*reps).max(1) as f64;
    if let Some(needed) = now.reps_needed(*reps) {
        lines.push((format!("Reps: ⌈{} ÷ {} each⌉", hours(now.work()), hours(a_rep)), locale::count(needed)));
    }
    if let Some((_, distance, waiting)) = routed {
        let by = way - each(asked, asked.drive);
        let word = if by < 0.0 { "less" } else { "more" };
        lines.push((
            "Routed against estimated, a visit".to_owned(),
            format!("{} min {word}", locale::number(by.abs(), 1)),
        ));
        lines.push(("On the road".to_owned(), app.unit().words(*distance)));
        lines.push(("Waiting at a door".to_owned(), hours(*waiting)));
        if *nights > 0 {
            let each = app.visiting().brief.with(|brief| brief.cost_per_night);
            let nights = locale::counted(*nights, "night away", "nights away");
            let cost = locale::number(f64::from(work.nights) * each, 0);
            lines.push((format!("{nights}, at {} each", locale::number(each, 0)), cost));
        }
    }
    lines
}

/// What ways are reckoned by: of days and routes, or of what is only estimated.
pub fn ways_words(app: App, is_routed: bool) -> String {
    let unit = app.unit();
    let amount = |kilometres: f64| locale::number(unit.amount(Meters(kilometres * 1000.0)), 0);
    let model = app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let detour = locale::number(plan.settings().travel.detour.value(), 2);
        let words = if is_routed { Plan::travel_in_words } else { Plan::estimate_in_words };
        Some(words(plan, unit.sign(), &detour, &amount))
    });
    model.unwrap_or_default()
}

/// How travel is reckoned, in words.
pub(super) fn travel_words(app: App, is_routed: bool) -> String {
    let model = ways_words(app, is_routed);
    if is_routed {
        format!("Travel as the calendar's routes have it, each leg by {model}, in whole minutes. Not routed on roads.")
    } else {
        format!(
            "Travel is estimated: a tour through n accounts in an area A is 0.7124·√(nA), and each day goes out and back; {model}."
        )
    }
}
