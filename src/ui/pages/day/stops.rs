//! The stops of the day in order, and whom to call and write to.

use super::buttons::Button;
use super::card::mark;
use super::route::{DayView, Person, StopLine, day_view};
use crate::engine::protocol::VisitMove;
use crate::model::{ActivityKind, TouchState};
use crate::plan::Plan;
use crate::ui::components::Icon;
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// The list of stops; calls and e-mails below.
pub(super) fn stops(app: App) -> Option<AnyView> {
    let view = day_view(app)?;
    let next = view.next();
    let reorders = app.visiting().look().reorders;
    let line = |(at, line)| stop_line(app, &view, at, line, next == Some(at), reorders);
    let lines: Vec<_> = view.stops.iter().enumerate().map(line).collect();
    let others = (!view.others.is_empty()).then(|| {
        view! {
            <header class="st-head">
                <h2>"Calls and e-mails"</h2>
            </header>
            <ul class="stops">{view.others.iter().map(|who| other(app, who)).collect::<Vec<_>>()}</ul>
        }
        .into_any()
    });
    let undo = app.plan.with(|plan| plan.as_ref().and_then(Plan::undo_words));
    let look = Button { is_off: undo.is_none(), ..Button::new("btn quiet icon-only", "undo", "") };
    let undo = look.labelled(undo.unwrap_or_else(|| "Undo".to_owned())).acts(move || app.undo());
    let look = Button { pressed: Some(reorders), ..Button::new("btn quiet", "", "Reorder") };
    let reorder = look.acts(move || app.visiting().change_look(|look| look.reorders = !look.reorders));
    let stops = view! {
        <section id="stops" aria-labelledby="st-h">
            <header class="st-head">
                <h2 id="st-h">"Stops"</h2>
                <span>{undo} {reorder}</span>
            </header>
            <ol class="stops">{lines}</ol>
            {others}
        </section>
    };
    Some(stops.into_any())
}

fn state_words(who: &Person) -> Option<AnyView> {
    match who.touch.state {
        TouchState::Open => None,
        TouchState::Done => Some(view! { <span class="good">"Done"</span> }.into_any()),
        TouchState::Missed => Some(view! { <span class="bad">"Missed"</span> }.into_any()),
    }
}

fn stop_line(app: App, view: &DayView, at: usize, line: &StopLine, is_next: bool, reorders: bool) -> AnyView {
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
    let put = |label: &str, icon: &'static str, to: Option<usize>| {
        let look = Button { is_off: to.is_none(), ..Button::new("btn quiet icon-only", icon, "") };
        look.labelled(format!("{label}: {}", who.name)).acts(move || {
            if let Some(to) = to.and_then(|to| u16::try_from(to).ok()) {
                app.visiting().change_look(|look| look.stop = None);
                app.move_visit(VisitMove { territory, account, from: day, to: day, position: Some(to) });
            }
        })
    };
    let (earlier, later) = (at.checked_sub(1), Some(at + 1).filter(|to| *to <= last));
    let moves = reorders.then(|| {
        view! { <span class="st-moves">{put("Earlier", "up", earlier)} {put("Later", "chev", later)}</span> }.into_any()
    });
    let choose = move |_| {
        app.visiting().change_look(|look| look.stop = u16::try_from(at).ok());
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
    let look = Button { pressed: Some(is_done), ..Button::new("btn", "check", "Done") };
    let look = look.labelled(format!("{kind} {} done", who.name));
    let done = look.acts(move || mark(app, &touch, TouchState::Done));
    view! {
        <li class="st other" class:done=is_done>
            <span class="no" aria-hidden="true">
                <Icon name=icon />
            </span>
            <span class="what">
                <b>{who.name.clone()}</b>
                <span>{kind} " " {link}</span>
            </span>
            {done}
        </li>
    }
    .into_any()
}
