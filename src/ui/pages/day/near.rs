//! “I have two hours near here: whom shall I see?”

use super::Road;
use super::card::mark;
use super::route::maps_link;
use crate::model::{ActivityKind, DoneTouch, Stop, TouchState};
use crate::plan::{LayerPlan, NearQuery, NearVisit};
use crate::ui::components::Icon;
use crate::ui::erased::{part, says};
use crate::ui::locale;
use crate::ui::state::{App, today};
use crate::units::LonLat;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Position, PositionError};

/// Hours that a person may have.
const HOURS: [u16; 4] = [1, 2, 3, 4];
/// The most accounts that are told.
const MOST: u8 = 12;

/// Where the rep is, as far as that is known.
#[derive(Clone, PartialEq)]
enum Here {
    /// At the stop before the next one, or at the base.
    OnRoute,
    /// The device is asked.
    Asking,
    /// The device said so.
    Device(LonLat),
    /// Why the device did not say.
    Unknown(&'static str),
}

/// Whom to see in the time that is there.
#[component]
pub fn Near() -> impl IntoView {
    let app = expect_context::<App>();
    let road = expect_context::<Road>();
    let hours = RwSignal::new(2_u16);
    let here = RwSignal::new(Here::OnRoute);
    let ask = move || {
        let from = match here.get_untracked() {
            Here::Device(at) => Some(at),
            _ => on_route(app, road),
        };
        let territory = untrack(|| app.shown_territory());
        if let Some(from) = from {
            app.ask_near(NearQuery {
                territory,
                day: today(),
                from,
                to: from,
                minutes: hours.get_untracked() * 60,
                most: MOST,
            });
        }
    };
    ask();
    let choices = HOURS.map(|own| {
        let pressed = move || (hours.get() == own).to_string();
        let choose = move |_| {
            hours.set(own);
            ask();
        };
        view! {
            <button type="button" aria-pressed=says(pressed) on:click=choose>
                {format!("{own} h")}
            </button>
        }
    });
    let from = move || match here.get() {
        Here::OnRoute => "From your last stop that is done, or from the base.",
        Here::Asking => "Asking the device …",
        Here::Device(_) => "From where this device is. The place is used here and not kept.",
        Here::Unknown(why) => why,
    };
    view! {
        <section class="ph-panel" aria-labelledby="near-h">
            <h2 id="near-h">"Near me"</h2>
            <p class="muted">"Time to spare, there and back: whom shall I see?"</p>
            <div class="segmented" role="group" aria-label="Hours to spare">{choices.collect_view()}</div>
            <button class="btn" type="button" on:click=move |_| locate(here, ask)>
                <Icon name="radius" />
                "Use where I am"
            </button>
            <p class="faint" role="status">{part(from)}</p>
            {part(move || found(app))}
        </section>
    }
}

/// The last stop that is done, or the base.
fn on_route(app: App, road: Road) -> Option<LonLat> {
    let view = road.view.get_untracked()?;
    let last = view.stops.iter().rev().find(|line| line.who.is(TouchState::Done)).map(|line| line.who.account);
    let at = last
        .and_then(|account| app.plan.with_untracked(|plan| plan.as_ref()?.dataset().accounts().get(account).location));
    at.or(view.base)
}

/// Asks the device, which asks the person.
fn locate(here: RwSignal<Here>, ask: impl Fn() + Copy + 'static) {
    let Ok(device) = window().navigator().geolocation() else {
        return here.set(Here::Unknown("This device does not tell where it is. Your last stop is used instead."));
    };
    here.set(Here::Asking);
    let found = Closure::once_into_js(move |position: Position| {
        let at = position.coords();
        if let Ok(at) = LonLat::new(at.longitude(), at.latitude()) {
            // The page may be gone by now.
            if here.try_set(Here::Device(at)).is_none() {
                ask();
            }
        }
    });
    let failed = Closure::once_into_js(move |error: PositionError| {
        let why = if error.code() == PositionError::PERMISSION_DENIED {
            "You did not allow this page to know where you are. Your last stop is used instead; the browser’s settings for this page \
             change that."
        } else {
            "The device could not find out where it is. Your last stop is used instead."
        };
        let _gone = here.try_set(Here::Unknown(why));
    });
    let asked = device.get_current_position_with_error_callback(found.unchecked_ref(), Some(failed.unchecked_ref()));
    if asked.is_err() {
        here.set(Here::Unknown("This device does not tell where it is. Your last stop is used instead."));
    }
}

/// Whom to see, the most worthwhile first.
fn found(app: App) -> Option<AnyView> {
    let found = app.visiting().near.get()?;
    if found.is_empty() {
        return Some(
            view! { <p class="empty muted">"Nobody fits into that time. Take more, or ask from elsewhere."</p> }
                .into_any(),
        );
    }
    let rows: Vec<_> = found.iter().map(|own| row(app, own)).collect();
    Some(view! { <ol class="stops near-list">{rows}</ol> }.into_any())
}

fn due_words(due: f64) -> &'static str {
    match due {
        due if due >= 1.5 => "long overdue",
        due if due > 1.0 => "overdue",
        due if due >= 0.8 => "due",
        _ => "not due yet",
    }
}

fn row(app: App, own: &NearVisit) -> Option<AnyView> {
    app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let account = plan.dataset().accounts().get(own.account);
        let owner = plan.alignment().owner(own.account).and_then(|owner| plan.alignment().territory(owner));
        let rep = owner.and_then(|owner| owner.rep).and_then(|rep| plan.dataset().rep(rep));
        let day = today();
        let asked = DoneTouch::new(day, account.id, ActivityKind::Visit, rep.map_or("", |rep| rep.id.as_str()));
        let touch = plan.layer().map_or(asked.clone(), |layer: &LayerPlan| layer.touch(&asked));
        let stop = Stop { account: own.account, arrival: 0, start: 0, end: 0, is_pinned: false };
        let link = maps_link(plan.dataset(), &stop, day);
        let is_done = touch.state == TouchState::Done;
        let about = format!(
            "{} there, {} with the visit · {}",
            locale::minutes(own.drive.into()),
            locale::minutes(u32::from(own.detour) + u32::from(own.visit)),
            due_words(own.due),
        );
        let label = format!("Visit to {} done", account.name);
        let view = view! {
            <li class="st other" class:done=is_done>
                <a class="no" href=link target="_blank" rel="noreferrer noopener" aria-label=format!("Open {} in maps", account.name)>
                    <Icon name="route" />
                </a>
                <span class="what">
                    <b>{account.name.to_owned()}</b>
                    <span>{account.place.to_owned()}</span>
                    <span>{about}</span>
                </span>
                <button class="btn" type="button" aria-label=label aria-pressed=is_done.to_string() on:click=move |_| mark(app, &touch, TouchState::Done)>
                    <Icon name="check" />
                    "Done"
                </button>
            </li>
        };
        Some(view.into_any())
    })
}
