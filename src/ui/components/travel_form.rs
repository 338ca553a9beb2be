//! How travel is reckoned.

use super::{Icon, MatrixFields, NumberRow};
use crate::model::{MOST_BANDS, SpeedBand, SpeedBands, TravelModel};
use crate::plan::Settings;
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::{Meters, Share};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Detour, speeds and time at each account of a tour.
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
                label=Signal::derive(move || {
                    let which = if travel.with(|travel| travel.bands.is_empty()) { "Speed" } else { "Speed beyond" };
                    format!("{which}, {}/h", app.unit().sign())
                })
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
            {bands(app, travel)}
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
            <MatrixFields />
            <p class="note">"Distance is great-circle × detour, time is distance ÷ speed, and a longer leg takes no less than a shorter one. Not routed on roads."</p>
    }
}

/// The speeds of shorter legs.
fn bands(app: App, travel: Memo<TravelModel>) -> AnyView {
    let put = move |bands: Vec<SpeedBand>| {
        let bands = SpeedBands::try_from(bands).ok();
        let wanted = bands.map(|bands| TravelModel { bands, ..travel.get_untracked() });
        match wanted.filter(|travel| Settings { travel: *travel }.validated().is_ok()) {
            Some(travel) => app.set_travel(travel),
            None => travel_is_wrong(app),
        }
    };
    let all = move || Vec::from(travel.with(|travel| travel.bands));
    let set = move |at: usize, is_speed: bool, event: &web_sys::Event| {
        let value = event_target_value(event).parse::<f64>().ok().filter(|value| value.is_finite());
        let mut bands = untrack(all);
        let Some((band, value)) = bands.get_mut(at).zip(value) else { return travel_is_wrong(app) };
        *(if is_speed { &mut band.speed_kmh } else { &mut band.up_to_km }) = app.unit().length(value).kilometers();
        put(bands);
    };
    let row = move |(at, band): (usize, SpeedBand)| {
        let sign = app.unit().sign();
        let shown = move |kilometres: f64| (app.unit().amount(Meters(kilometres * 1000.0)) * 10.0).round() / 10.0;
        let field = move |name: &'static str, label: String, value: f64, is_speed: bool| {
            view! {
                <input
                    class="input num"
                    type="number"
                    name=name
                    min="0.1"
                    step="any"
                    aria-label=label
                    prop:value=shown(value).to_string()
                    on:change=move |event| {
                        set(at, is_speed, &event);
                        // What was not taken gives way to what holds; a row that was is another by now.
                        event_target::<HtmlInputElement>(&event).set_value(&shown(value).to_string());
                    }
                />
            }
        };
        let remove = move |_| {
            let mut bands = untrack(all);
            if at < bands.len() {
                bands.remove(at);
            }
            put(bands);
        };
        view! {
            <div class="row band">
                <span>"Up to"</span>
                {field("band-length", format!("Band {}: up to, {sign}", at + 1), band.up_to_km, false)}
                <span class="faint">{sign}</span>
                {field("band-speed", format!("Band {}: speed, {sign}/h", at + 1), band.speed_kmh, true)}
                <span class="faint">{sign} "/h"</span>
                <button
                    class="btn quiet icon-only"
                    type="button"
                    aria-label=format!("Take band {} out", at + 1)
                    on:click=remove
                >
                    <Icon name="x" />
                </button>
            </div>
        }
    };
    // A leg within a town first, then one between towns.
    let add = move |_| {
        let mut bands = untrack(all);
        let next = match bands.last() {
            None => SpeedBand { up_to_km: 5.0, speed_kmh: travel.get_untracked().speed_kmh.min(30.0) },
            Some(last) => SpeedBand { up_to_km: last.up_to_km * 10.0, speed_kmh: last.speed_kmh },
        };
        bands.push(next);
        put(bands);
    };
    let can_add = move || travel.with(|travel| travel.bands.len()) < MOST_BANDS;
    view! {
        {part(move || all().into_iter().enumerate().map(row).collect_view())}
        {part(move || {
            can_add()
                .then(|| {
                    view! {
                        <button
                            class="btn quiet add"
                            type="button"
                            title="A speed of its own for legs up to a length"
                            on:click=add
                        >
                            <Icon name="plus" />
                            "Another speed for shorter legs"
                        </button>
                    }
                })
        })}
    }
    .into_any()
}

fn travel_is_wrong(app: App) {
    let (unit, sign) = (app.unit(), app.unit().sign());
    let speed = |kilometres: f64| locale::number(unit.amount(Meters(kilometres * 1000.0)), 0);
    app.fail(
        "Travel",
        format!(
            "A detour is 1 to 5, a speed {} to {} {sign}/h, a band goes further than the one before, a visit takes 0 to 1,440 minutes. \
             The old value stays.",
            speed(1.0),
            speed(300.0),
        ),
    );
}
