//! How many territories the work of a year needs, with the reckoning.

use super::{Choose, Entry, NumberRow};
use crate::model::{COUNT, DesignBrief, WorkYear, available_measures};
use crate::ui::erased::{Show, flag, memo, part};
use crate::ui::locale;
use crate::ui::state::{App, MOST_TERRITORIES};
use leptos::prelude::*;

/// Headers that tell how often an account is visited.
const VISITS: &str = "visit";
/// What a person of full time has: 40 hours in 46 weeks, six tenths of them in the field.
const HOURS_A_REP: f64 = 40.0 * 46.0 * 0.6;

/// The number that the work asks for, taken over with a click.
#[component]
pub fn HowMany(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let names = app.plan.with_untracked(|plan| {
        let names = plan.as_ref().map(|plan| available_measures(plan.dataset().accounts()));
        let names = names.into_iter().flatten().filter(|name| *name != COUNT);
        names.map(str::to_owned).collect::<Vec<_>>()
    });
    let usual = names.iter().find(|name| name.to_lowercase().contains(VISITS)).cloned().unwrap_or_default();
    let column = RwSignal::new(usual);
    let each = RwSignal::new(12.0);
    let service =
        app.plan.with_untracked(|plan| plan.as_ref().map_or(30.0, |own| own.settings().travel.service_minutes));
    let visit = RwSignal::new(service);
    let travel = RwSignal::new(20.0);
    let hours = RwSignal::new(HOURS_A_REP);
    let year = memo(move || WorkYear {
        visits: visits(app, &column.get(), each.get()),
        visit_minutes: visit.get(),
        travel_minutes: travel.get(),
        hours_a_rep: hours.get(),
    });
    let choose = Callback::new(move |name| column.set(name));
    let columns = move || {
        let named = names.iter().map(|name| Entry::new(name.clone(), name.clone()));
        let entries = std::iter::once(Entry::new("", "The same for each")).chain(named).collect();
        let (id, label) = ("visits-column".to_owned(), "Visits a year, by account".to_owned());
        view! { <Choose id label entries chosen=column.get() on_choose=choose /> }
    };
    let words = move || {
        let year = year.get();
        let reps = year.reps_needed()?;
        Some(format!(
            "{} visits × {} min = {} h ÷ {} h a rep = {} → {}",
            locale::number(year.visits, 0),
            locale::number(year.visit_minutes + year.travel_minutes, 0),
            locale::number(year.hours(), 0),
            locale::number(year.hours_a_rep, 0),
            locale::number(year.hours() / year.hours_a_rep, 2),
            locale::counted(reps, "territory", "territories"),
        ))
    };
    let take = move |_| {
        if let Some(reps) = year.get_untracked().reps_needed() {
            brief.update(|brief| brief.territories = u16::try_from(reps).unwrap_or(u16::MAX).min(MOST_TERRITORIES));
        }
    };
    view! {
        <details class="more">
            <summary>"How many?"</summary>
            <div class="row">
                <span>"Visits a year"</span>
                {part(columns)}
            </div>
            <Show when=move || column.with(String::is_empty)>
                {field("Visits to each account", "visits-each", each)}
            </Show>
            {field("Minutes a visit", "visit-minutes", visit)}
            {field("Minutes on the way, estimated", "travel-minutes", travel)}
            {field("Hours a year a rep has for them", "rep-hours", hours)}
            <p class="note" role="status">{part(words)}</p>
            <button class="btn quiet add" type="button" disabled=flag(move || words().is_none()) on:click=take>
                "Take this number"
            </button>
        </details>
    }
}

fn field(label: &'static str, name: &'static str, value: RwSignal<f64>) -> impl IntoView {
    let set = move |event| {
        if let Ok(number) = event_target_value(&event).parse::<f64>() {
            value.set(number);
        }
    };
    view! { <NumberRow label name min="0" value=Signal::derive(move || super::design_form::tidy(value.get())) change=set /> }
}

/// The visits of a year: what a column says, or so many for each account.
fn visits(app: App, column: &str, each: f64) -> f64 {
    app.plan.with(|plan| {
        let Some(accounts) = plan.as_ref().map(|plan| plan.dataset().accounts()) else { return 0.0 };
        let numbers = accounts.column(column).and_then(|column| column.values.numbers());
        match numbers {
            Some(numbers) => numbers.iter().flatten().filter(|value| **value > 0.0).sum(),
            None => each * accounts.len() as f64,
        }
    })
}
