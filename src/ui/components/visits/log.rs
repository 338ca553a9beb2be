//! A touch of an account, logged where the plan is kept.

use super::fields::{Kind, Read, Write, day, fold, input, quiet, row};
use super::touch_fields::touch_fields;
use crate::model::{AccountIx, ActivityKind, DoneTouch, LONGEST_NOTE, TouchState};
use crate::plan::LayerPlan;
use crate::ui::components::{Choose, Entry};
use crate::ui::erased::{part, says};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, today};
use crate::units::Day;
use leptos::prelude::*;
use std::sync::Arc;

const KINDS: [(ActivityKind, &str); 3] =
    [(ActivityKind::Visit, "Visit"), (ActivityKind::Call, "Call"), (ActivityKind::Email, "E-mail")];

/// Touches that are listed.
const LISTED: usize = 5;

/// What is said of a touch of the account, as far as anything is.
fn touch(app: App, account: AccountIx, kind: ActivityKind, on: Day) -> Option<DoneTouch> {
    app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let owner = plan.alignment().owner(account).and_then(|owner| plan.alignment().territory(owner));
        let rep = owner.and_then(|own| own.rep).and_then(|rep| plan.dataset().rep(rep));
        let id = plan.dataset().accounts().get(account).id;
        Some(plan.layer()?.touch(&DoneTouch::new(on, id, kind, rep.map_or("", |rep| rep.id.as_str()))))
    })
}

/// A touch by kind and day, with its state, its note and the fields of one's own.
pub(super) fn log(app: App, account: AccountIx) -> AnyView {
    let asked = RwSignal::new((ActivityKind::Visit, today()));
    let own = move || {
        let (kind, on) = asked.get();
        touch(app, account, kind, on)
    };
    let choose = Callback::new(move |value: String| {
        if let Some((kind, _)) = KINDS.into_iter().find(|(_, name)| *name == value) {
            asked.update(|own| own.0 = kind);
        }
    });
    let which = part(move || {
        let chosen = KINDS.into_iter().find(|own| own.0 == asked.get().0).map_or("", |own| own.1).to_owned();
        let entries = KINDS.map(|(_, name)| Entry::new(name, name)).to_vec();
        view! { <Choose id="log-kind".to_owned() label="Kind of the touch".to_owned() entries chosen on_choose=choose /> }
    });
    let read: Read = Arc::new(move || asked.get().1.to_string());
    let write: Write = Arc::new(move |text| {
        if let Some(on) = Kind::Date.taken(&text).and_then(day) {
            asked.update(|own| own.1 = on);
        }
    });
    let state = move |state: TouchState, words: &'static str| {
        let is_on = move || own().is_some_and(|own| own.state == state);
        let turn = move |_| {
            if let Some(touch) = untrack(own) {
                let next = if touch.state == state { TouchState::Open } else { state };
                app.say(&touch, &|own| own.state = next);
            }
        };
        view! {
            <button class="btn" type="button" aria-pressed=says(move || is_on().to_string()) on:click=turn>
                {words}
            </button>
        }
    };
    let note = move |event| {
        let note = event_target_value(&event).trim().to_owned();
        if let Some(touch) = untrack(own) {
            app.say(&touch, &|own| own.note.clone_from(&note));
        }
    };
    let answers = part(move || {
        let fields = touch_fields(app, &own()?)?;
        let keep = quiet("Keep what is filled in".to_owned(), Arc::new(move || app.say_filled()));
        Some(view! { {fields} <div class="log-acts">{keep}</div> }.into_any())
    });
    let title: Read = Arc::new(|| "Log a visit, call or e-mail".to_owned());
    let inside = view! {
        <div class="row">
            <span>"Kind"</span>
            {which}
        </div>
        {row("Day".to_owned(), input("date", "log-day", None, read, write))}
        <div class="log-acts">{state(TouchState::Done, "Done")} {state(TouchState::Missed, "Missed")}</div>
        <textarea
            class="note-field"
            rows="2"
            maxlength=(LONGEST_NOTE / 4).to_string()
            placeholder="Add a note"
            aria-label="Note on the touch"
            prop:value=says(move || own().map(|own| own.note).unwrap_or_default())
            on:change=note
        ></textarea>
        {answers}
        <ul class="values">{part(move || said(app, account))}</ul>
    };
    fold(title, vec![inside.into_any()])
}

/// What was said last of the account.
fn said(app: App, account: AccountIx) -> Option<Vec<AnyView>> {
    app.plan.with(|plan| {
        let plan = plan.as_ref()?;
        let id = plan.dataset().accounts().get(account).id;
        let touches = &plan.layer().and_then(LayerPlan::visits)?.touches;
        let line = |own: &DoneTouch| {
            let kind = KINDS.into_iter().find(|kind| kind.0 == own.kind).map_or("Touch", |kind| kind.1);
            let state = match own.state {
                TouchState::Open => "",
                TouchState::Done => ", done",
                TouchState::Missed => ", missed",
            };
            let answers = own.answers.iter().map(|own| format!("{}: {}", own.field, own.value));
            let words = std::iter::once(own.note.clone()).filter(|note| !note.is_empty()).chain(answers);
            let words = words.collect::<Vec<_>>().join(" · ");
            view! {
                <li class="said">
                    {format!("{} · {kind}{state}", locale::day(own.day, DateStyle::Dated))} " " <span class="faint">{words}</span>
                </li>
            }
            .into_any()
        };
        Some(touches.iter().rev().filter(|own| own.account == id).take(LISTED).map(line).collect())
    })
}
