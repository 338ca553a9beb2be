//! “I have two hours near here: whom shall I see?”

use super::buttons::Button;
use super::card::mark;
use super::route::{day_view, maps_link};
use crate::model::{ActivityKind, DoneTouch, Stop, TouchState};
use crate::plan::{LayerPlan, NearQuery, NearVisit};
use crate::ui::components::{Icon, ways_words};
use crate::ui::erased::part;
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

/// What is told where a person does not want it.
const DENIED: &str = "You did not allow this page to know where you are. Your last stop is used instead; the browser’s settings for \
                      this page change that.";
/// What is told where the device cannot.
const NOT_TOLD: &str = "The device could not find out where it is. Your last stop is used instead.";

/// Whom to see in the time that is there.
pub(super) fn near(app: App) -> AnyView {
    untrack(|| ask(app));
    let choices = part(move || {
        let hours = app.visiting().look().hours;
        let choice = |own: u16| {
            let look = Button { pressed: Some(hours == own), ..Button::new("", "", format!("{own} h")) };
            look.acts(move || {
                app.visiting().change_look(|look| look.hours = own);
                untrack(|| ask(app));
            })
        };
        HOURS.map(choice).into_iter().collect::<Vec<_>>()
    });
    let from = move || match app.visiting().reckoned().here {
        None => "From your last stop that is done, or from the base.",
        Some(Ok(_)) => "From where this device is. The place is used here and not kept.",
        Some(Err(why)) => why,
    };
    let place = Button::new("btn", "radius", "Use where I am").acts(move || locate(app));
    view! {
        <section class="ph-panel" aria-labelledby="near-h">
            <h2 id="near-h">"Near me"</h2>
            <p class="muted">"Time to spare, there and back: whom shall I see?"</p>
            <div class="segmented" role="group" aria-label="Hours to spare">{choices}</div>
            {place}
            <p class="faint" role="status">{part(from)}</p>
            {part(move || found(app))}
            <p class="faint">{part(move || format!("Ways by {}. Not routed on roads.", ways_words(app, true)))}</p>
        </section>
    }
    .into_any()
}

/// Asks the planner, from where the device is or the last stop that is done.
fn ask(app: App) {
    let from = match app.visiting().reckoned().here {
        Some(Ok(at)) => Some(at),
        _ => on_route(app),
    };
    if let Some(from) = from {
        let (territory, minutes) = (app.shown_territory(), app.visiting().look().hours * 60);
        app.ask_near(NearQuery { territory, day: today(), from, to: from, minutes, most: MOST });
    }
}

/// The last stop that is done, or the base.
fn on_route(app: App) -> Option<LonLat> {
    let view = day_view(app)?;
    let last = view.stops.iter().rev().find(|line| line.who.is(TouchState::Done)).map(|line| line.who.account);
    let place = |account| app.plan.with(|plan| plan.as_ref()?.dataset().accounts().get(account).location);
    last.and_then(place).or(view.base)
}

/// Asks the device, which asks the person.
fn locate(app: App) {
    let tell = move |here| {
        app.visiting().note(|own| own.here = Some(here));
        untrack(|| ask(app));
    };
    let Ok(device) = window().navigator().geolocation() else { return tell(Err(NOT_TOLD)) };
    app.visiting().note(|own| own.here = Some(Err("Asking the device …")));
    let found = Closure::once_into_js(move |position: Position| {
        let at = position.coords();
        tell(LonLat::new(at.longitude(), at.latitude()).map_err(|_| NOT_TOLD));
    });
    let failed = Closure::once_into_js(move |error: PositionError| {
        let is_denied = error.code() == PositionError::PERMISSION_DENIED;
        tell(Err(if is_denied { DENIED } else { NOT_TOLD }));
    });
    if device.get_current_position_with_error_callback(found.unchecked_ref(), Some(failed.unchecked_ref())).is_err() {
        tell(Err(NOT_TOLD));
    }
}

/// Whom to see, the most worthwhile first.
fn found(app: App) -> Option<AnyView> {
    let found = app.visiting().reckoned().near?;
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
        let look = Button { pressed: Some(is_done), ..Button::new("btn", "check", "Done") };
        let done = look.labelled(format!("Visit to {} done", account.name)).acts(move || mark(app, &touch, TouchState::Done));
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
                {done}
            </li>
        };
        Some(view.into_any())
    })
}
