//! The stops of the day in order, and whom to call and write to.

use super::Road;
use super::card::mark;
use super::route::{DayView, Person, StopLine};
use crate::engine::protocol::VisitMove;
use crate::model::{ActivityKind, TouchState};
use crate::ui::components::Icon;
use crate::ui::erased::{part, says};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// The list of stops; calls and e-mails below.
#[component]
pub fn Stops() -> impl IntoView {
    let app = expect_context::<App>();
    let road = expect_context::<Road>();
    let pressed = move || road.reorders.get().to_string();
    let lines = move || {
        let view = road.view.get()?;
        let next = view.next();
        let lines =
            view.stops.iter().enumerate().map(|(at, line)| stop_line(app, road, &view, at, line, next == Some(at)));
        Some(lines.collect::<Vec<_>>())
    };
    let others = move || {
        let view = road.view.get().filter(|view| !view.others.is_empty())?;
        let rows = view.others.iter().map(|who| other(app, who)).collect::<Vec<_>>();
        Some(view! {
            <section aria-labelledby="calls-h">
                <header class="st-head">
                    <h2 id="calls-h">"Calls and e-mails"</h2>
                </header>
                <ul class="stops">{rows}</ul>
            </section>
        })
    };
    view! {
        <section id="stops" aria-labelledby="st-h">
            <header class="st-head">
                <h2 id="st-h">"Stops"</h2>
                <button
                    class="btn quiet"
                    type="button"
                    aria-pressed=says(pressed)
                    on:click=move |_| road.reorders.update(|own| *own = !*own)
                >
                    "Reorder"
                </button>
            </header>
            <ol class="stops">{part(lines)}</ol>
        </section>
        {part(others)}
    }
}

fn state_words(who: &Person) -> Option<AnyView> {
    match who.touch.state {
        TouchState::Open => None,
        TouchState::Done => Some(view! { <span class="good">"Done"</span> }.into_any()),
        TouchState::Missed => Some(view! { <span class="bad">"Missed"</span> }.into_any()),
    }
}

fn stop_line(app: App, road: Road, view: &DayView, at: usize, line: &StopLine, is_next: bool) -> AnyView {
    let StopLine { who, stop, leg, .. } = line;
    let length = locale::minutes(u32::from(stop.end.saturating_sub(stop.start)));
    let about = if who.place.is_empty() { length } else { format!("{} · {length}", who.place) };
    let is_done = who.is(TouchState::Done);
    let number = if is_done { view! { <Icon name="check" /> }.into_any() } else { (at + 1).into_any() };
    let way = state_words(who).unwrap_or_else(|| {
        view! {
            {app.unit().words(leg.distance)}
            <br />
            {locale::minutes(leg.drive.into())}
        }
        .into_any()
    });
    let (territory, day, account, last) = (view.territory, view.day, who.account, view.stops.len() - 1);
    let put = move |label: &'static str, icon: &'static str, to: Option<usize>| {
        let go = move |_| {
            if let Some(to) = to.and_then(|to| u16::try_from(to).ok()) {
                road.chosen.set(None);
                app.move_visit(VisitMove { territory, account, from: day, to: day, position: Some(to) });
            }
        };
        view! {
            <button class="btn quiet icon-only" type="button" aria-label=label disabled=to.is_none() on:click=go>
                <Icon name=icon />
            </button>
        }
    };
    let (earlier, later) = (at.checked_sub(1), Some(at + 1).filter(|to| *to <= last));
    let moves = part(move || {
        road.reorders.get().then(|| {
            view! { <span class="st-moves">{put("Earlier", "up", earlier)} {put("Later", "chev", later)}</span> }
        })
    });
    let choose = move |_| {
        road.chosen.set(Some(at));
        if let Some(card) = document().query_selector(".next").ok().flatten() {
            card.scroll_into_view_with_bool(false);
        }
    };
    view! {
        <li class="st" class:done=is_done class:now=is_next>
            <button type="button" class="st-line" on:click=choose>
                <time>{locale::time(stop.start)}</time>
                <span class="no" aria-hidden="true">{number}</span>
                <span class="what">
                    <b>{who.name.clone()}</b>
                    <span>{about}</span>
                    {(!who.touch.note.is_empty()).then(|| view! { <span class="said">{who.touch.note.clone()}</span> })}
                </span>
                <span class="leg-t">{way}</span>
            </button>
            {moves}
        </li>
    }
    .into_any()
}

/// Somebody to call or to write to, with the link that does it and a mark.
fn other(app: App, who: &Person) -> AnyView {
    let is_call = who.touch.kind == ActivityKind::Call;
    let (icon, kind) = if is_call { ("phone", "Call") } else { ("mail", "E-mail") };
    let number = || who.phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect::<String>();
    let (reach, href) = if is_call {
        (who.phone.clone(), format!("tel:{}", number()))
    } else {
        (who.email.clone(), format!("mailto:{}", who.email))
    };
    let link = (!reach.is_empty()).then(|| view! { <a href=href>{reach}</a> });
    let is_done = who.is(TouchState::Done);
    let touch = who.touch.clone();
    let label = format!("{kind} {} done", who.name);
    view! {
        <li class="st other" class:done=is_done>
            <span class="no" aria-hidden="true">
                <Icon name=icon />
            </span>
            <span class="what">
                <b>{who.name.clone()}</b>
                <span>{kind} " " {link}</span>
            </span>
            <button
                class="btn"
                type="button"
                aria-label=label
                aria-pressed=is_done.to_string()
                on:click=move |_| mark(app, &touch, TouchState::Done)
            >
                <Icon name="check" />
                "Done"
            </button>
        </li>
    }
    .into_any()
}
