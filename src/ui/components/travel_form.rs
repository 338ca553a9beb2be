//! How travel is reckoned, and what the tours come to.

use super::NumberRow;
use crate::model::TravelModel;
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::{Meters, Seconds, Share};
use leptos::prelude::*;

/// Detour, speed and time at each account; below them the sums.
#[component]
pub fn TravelForm() -> impl IntoView {
    let app = expect_context::<App>();
    let travel =
        Memo::new(move |_| app.plan.with(|plan| plan.as_ref().map(|plan| plan.settings().travel).unwrap_or_default()));
    let change = move |event: web_sys::Event, update: &dyn Fn(TravelModel, f64) -> Option<TravelModel>| {
        let value = event_target_value(&event).parse::<f64>().ok().filter(|value| value.is_finite());
        match value.and_then(|value| update(travel.get_untracked(), value)) {
            Some(travel) => app.set_travel(travel),
            None => travel_is_wrong(app),
        }
    };
    let speed = move || app.unit().amount(Meters(travel.get().speed_kmh * 1000.0));
    view! {
        <header class="ins-head">
            <p class="ins-kind">"Plan"</p>
            <h2 class="ins-name">"Visits"</h2>
            <p class="ins-rep muted">"One round trip a territory: from the home base, or the centre, through every account and back."</p>
        </header>
        <TourSums />
        <form class="ins-sec form" on:submit=|event| event.prevent_default()>
            <h2>"Travel, estimated"</h2>
            <NumberRow
                label="Detour: road ÷ great circle"
                name="detour"
                min="1"
                max="5"
                value=Signal::derive(move || travel.get().detour.value().to_string())
                change=move |event| {
                        change(event, &|travel, value| {
                            let detour = Share::new(value).ok().filter(|detour| (1.0..=5.0).contains(&detour.value()))?;
                            Some(TravelModel { detour, ..travel })
                        });
                    }
            />
            <NumberRow
                label=Signal::derive(move || format!("Speed, {}/h", app.unit().sign()))
                name="speed"
                min="1"
                max="200"
                value=Signal::derive(move || ((speed() * 10.0).round() / 10.0).to_string())
                change=move |event| {
                        change(event, &|travel, value| {
                            let speed_kmh = app.unit().length(value).kilometers();
                            (1.0..=300.0).contains(&speed_kmh).then_some(TravelModel { speed_kmh, ..travel })
                        });
                    }
            />
            <NumberRow
                label="At each account, minutes"
                name="service"
                min="0"
                max="1440"
                value=Signal::derive(move || travel.get().service_minutes.to_string())
                change=move |event| {
                        change(event, &|travel, value| {
                            (0.0..=1440.0).contains(&value).then_some(TravelModel { service_minutes: value, ..travel })
                        });
                    }
            />
            <p class="note">"Distance is great-circle × detour, time is distance ÷ speed. Not routed on roads."</p>
        </form>
    }
}

fn travel_is_wrong(app: App) {
    app.fail("Travel", "A detour is 1 to 5, a speed 1 to 300 km/h, a visit 0 to 1,440 minutes. The old value stays.");
    // The fields show the plan's values; touching the plan makes them do so again.
    app.plan.notify();
}

#[component]
fn TourSums() -> impl IntoView {
    let app = expect_context::<App>();
    let sums = Memo::new(move |_| {
        app.tours.with(|tours| {
            let road: Meters = tours.values().map(|tour| tour.distance).sum();
            let travel: Seconds = tours.values().map(|tour| tour.travel).sum();
            let service: Seconds = tours.values().map(|tour| tour.service).sum();
            (!tours.is_empty()).then_some((road, travel, service))
        })
    });
    let figure = move |name: &'static str, words: fn((Meters, Seconds, Seconds), App) -> String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{part(move || sums.get().map_or_else(|| "–".to_owned(), |sums| words(sums, app)))}</dd>
            </div>
        }
    };
    view! {
        <dl class="figures">
            {figure("All tours", |(road, _, _), app| app.unit().words(road))}
            {figure("On the road", |(_, travel, _), _| locale::hours(travel))}
            {figure("At accounts", |(_, _, service), _| locale::hours(service))}
        </dl>
    }
}
