//! The stop that comes next, or the one that a person chose, with what can be done there.

use super::buttons::Button;
use super::route::{StopLine, day_view};
use crate::model::{DoneTouch, LONGEST_NOTE, TouchState};
use crate::ui::components::{Icon, touch_fields};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, minute_now};
use leptos::prelude::*;
use std::time::Duration;

/// Marks a touch as done or missed; once more takes the mark off.
pub(super) fn mark(app: App, touch: &DoneTouch, state: TouchState) {
    let is_off = touch.state == state;
    let state = if is_off { TouchState::Open } else { state };
    let minute = if is_off { None } else { minute_now() };
    app.say(touch, &|own| (own.state, own.minute) = (state, minute));
}

/// How long a note waits when its field is left: a tap on a button leaves it, and the button has to stay where it is.
const AFTER_A_TAP: Duration = Duration::from_millis(250);

/// A field for the note on a touch, kept when it is left.
pub(super) fn note_field(app: App, touch: DoneTouch, label: String) -> AnyView {
    let note = touch.note.clone();
    let keep = move |event| {
        let note = event_target_value(&event).trim().to_owned();
        let touch = touch.clone();
        set_timeout(move || app.say(&touch, &|own| own.note.clone_from(&note)), AFTER_A_TAP);
    };
    view! {
        <textarea
            class="note-field"
            rows="2"
            maxlength=(LONGEST_NOTE / 4).to_string()
            placeholder="Add a note"
            aria-label=label
            prop:value=note
            on:change=keep
        ></textarea>
    }
    .into_any()
}

/// The fields of one's own, and a button that keeps what was filled in.
pub(super) fn answers(app: App, touch: &DoneTouch) -> Option<AnyView> {
    let fields = touch_fields(app, touch)?;
    let keep = Button::new("btn", "", "Keep what is filled in").acts(move || app.say_filled());
    Some(view! { <div class="answers-box">{fields} {keep}</div> }.into_any())
}

/// The card of a stop; that all is done where no stop is left.
pub(super) fn card(app: App) -> Option<AnyView> {
    let view = day_view(app)?;
    let next = view.next();
    let at = app.visiting().look().stop.map(usize::from).filter(|at| *at < view.stops.len()).or(next);
    let Some(line) = at.and_then(|at| view.stops.get(at)) else {
        let words = if view.stops.is_empty() {
            "No visit is planned on this day.".to_owned()
        } else {
            format!("All stops are marked. Back at {}.", locale::time(view.back))
        };
        return Some(view! { <section class="next"><p class="muted">{words}</p></section> }.into_any());
    };
    let number = at.unwrap_or_default() + 1;
    let words = if at == next { format!("Next, stop {number}") } else { format!("Stop {number}") };
    Some(card_of(app, line, words))
}

fn card_of(app: App, line: &StopLine, words: String) -> AnyView {
    let StopLine { who, stop, leg, class, closes, last, link, .. } = line;
    let way = format!("{} · {}", locale::minutes(leg.drive.into()), app.unit().words(leg.distance));
    let last = last.clone().map(|(day, note)| {
        let day = day.map(|day| format!("{}: ", locale::day(day, DateStyle::Short)));
        view! {
            <p class="last">
                <Icon name="note" />
                <span>{day} {note}</span>
            </p>
        }
    });
    let call = (!who.phone.is_empty()).then(|| {
        let number: String = who.phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
        view! {
            <a class="btn" href=format!("tel:{number}") title=who.phone.clone()>
                <Icon name="phone" />
                "Call"
            </a>
        }
    });
    let maps = (!link.is_empty()).then(|| {
        view! {
            <a class="btn primary" href=link.clone() target="_blank" rel="noreferrer noopener" title="Tells the maker of the maps where this is">
                <Icon name="route" />
                "Open in maps"
            </a>
        }
    });
    let marking = |state: TouchState, icon: &'static str, words: &str| {
        let touch = who.touch.clone();
        let look = Button { pressed: Some(touch.state == state), ..Button::new("btn", icon, words) };
        look.acts(move || mark(app, &touch, state))
    };
    view! {
        <section class="next" aria-labelledby="n-h">
            <div class="next-top">
                <p class="faint">{words}</p>
                <p class="in">{way}</p>
            </div>
            <h2 id="n-h">{who.name.clone()}</h2>
            <p class="muted">{who.place.clone()}</p>
            <p class="facts-line">
                <span class="badge info">
                    <Icon name="clock" />
                    {format!("{} to {}", locale::time(stop.start), locale::time(stop.end))}
                </span>
                {closes.map(|closes| view! { <span class="badge">{format!("Open until {}", locale::time(closes))}</span> })}
                {(!class.is_empty()).then(|| view! { <span class="badge">{format!("Class {class}")}</span> })}
            </p>
            {last}
            <div class="next-act">
                {maps}
                {call}
                {marking(TouchState::Done, "check", "Done")}
                {marking(TouchState::Missed, "x", "Missed")}
            </div>
            {note_field(app, who.touch.clone(), format!("Note on the visit to {}", who.name))}
            {answers(app, &who.touch)}
        </section>
    }
    .into_any()
}
