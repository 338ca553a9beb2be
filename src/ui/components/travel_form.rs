//! How travel is reckoned.

use super::NumberRow;
use crate::model::TravelModel;
use crate::ui::erased::memo;
use crate::ui::state::App;
use crate::units::{Meters, Share};
use leptos::prelude::*;

/// Detour, speed and time at each account of a tour.
#[component]
pub fn TravelFields() -> impl IntoView {
    let app = expect_context::<App>();
    let travel =
        memo(move || app.plan.with(|plan| plan.as_ref().map(|plan| plan.settings().travel).unwrap_or_default()));
    let change = move |event: web_sys::Event, update: &dyn Fn(TravelModel, f64) -> Option<TravelModel>| {
        let value = event_target_value(&event).parse::<f64>().ok().filter(|value| value.is_finite());
        match value.and_then(|value| update(travel.get_untracked(), value)) {
            Some(travel) => app.set_travel(travel),
            None => travel_is_wrong(app),
        }
    };
    let speed = move || app.unit().amount(Meters(travel.get().speed_kmh * 1000.0));
    view! {
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
                label="At each account of a tour, minutes"
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
    }
}

fn travel_is_wrong(app: App) {
    app.fail("Travel", "A detour is 1 to 5, a speed 1 to 300 km/h, a visit 0 to 1,440 minutes. The old value stays.");
    // The fields show the plan's values; touching the plan makes them do so again.
    app.plan.notify();
}
