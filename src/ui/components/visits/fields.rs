//! Fields of what is asked of visits: all of one shape, so that the page holds each part once.

use super::whose::Whose;
use crate::model::VisitBrief;
use crate::ui::erased::{flag, part, says};
use crate::units::Day;
use leptos::ev::Event;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// What a field shows.
pub(super) type Read = Arc<dyn Fn() -> String + Send + Sync>;
/// Hears what a person writes.
pub(super) type Write = Arc<dyn Fn(String) + Send + Sync>;

/// What kind of number a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number from 0.
    Number,
    /// Minutes from midnight.
    Time,
    /// A day, by its number.
    Date,
}

/// A number of a brief, and how to get at it.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) label: &'static str,
    /// Of the field in its form.
    pub(super) name: &'static str,
    pub(super) read: fn(&VisitBrief, &Whose) -> Option<f64>,
    /// Without a number where the field was emptied.
    pub(super) write: fn(&mut VisitBrief, &Whose, Option<f64>),
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Time => "time",
            Self::Date => "date",
        }
    }

    /// A number as a field of this kind holds it.
    pub(super) fn shown(self, value: f64) -> String {
        match self {
            Self::Number => super::super::design_form::tidy(value),
            Self::Time => format!("{:02}:{:02}", whole(value) / 60 % 24, whole(value) % 60),
            Self::Date => day(value).map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// What a person wrote; `None` for nothing, and for what is none.
    pub(super) fn taken(self, text: &str) -> Option<f64> {
        match self {
            Self::Number => text.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0),
            Self::Time => {
                let (hours, minutes) = text.split_once(':')?;
                Some(f64::from(hours.parse::<u16>().ok()?.min(24) * 60 + minutes.get(..2)?.parse::<u16>().ok()?))
            }
            Self::Date => text.parse::<Day>().ok().map(|day| f64::from(day.number())),
        }
    }
}

/// An input that shows what is, also after what cannot be was written into it.
pub(super) fn input(
    kind: &'static str,
    name: &'static str,
    label: Option<String>,
    read: Read,
    write: Write,
) -> AnyView {
    let shown = Arc::clone(&read);
    let change = move |event: Event| {
        write(event_target_value(&event));
        let (input, now) = (event_target::<HtmlInputElement>(&event), untrack(|| shown()));
        // A date is told while it is typed: writing what is there would disturb it.
        if input.value() != now {
            input.set_value(&now);
        }
    };
    let class = if kind == "text" { "input grow" } else { "input num" };
    view! {
        <input class=class type=kind name=name min="0" step="any" aria-label=label prop:value=says(move || read()) on:change=change />
    }
    .into_any()
}

/// A row of a form: a label and its input.
pub(super) fn row(label: String, input: AnyView) -> AnyView {
    view! {
        <label class="row">
            <span>{label}</span>
            {input}
        </label>
    }
    .into_any()
}

/// A number of the brief as an input.
pub(super) fn bare(brief: RwSignal<VisitBrief>, whose: &Whose, part: &'static Part, label: Option<String>) -> AnyView {
    let (own, other) = (whose.clone(), whose.clone());
    let read = move || {
        let value = brief.with(|brief| (part.read)(brief, &own));
        value.map(|value| part.kind.shown(value)).unwrap_or_default()
    };
    let write = move |text: String| {
        let value = part.kind.taken(&text);
        // What is no number is not taken; nothing at all may be meant.
        if value.is_some() || text.is_empty() {
            brief.update(|brief| (part.write)(brief, &other, value));
        }
    };
    input(part.kind.word(), part.name, label, Arc::new(read), Arc::new(write))
}

/// Rows for several numbers of the brief.
pub(super) fn rows(brief: RwSignal<VisitBrief>, whose: &Whose, parts: &'static [Part]) -> Vec<AnyView> {
    parts.iter().map(|part| row(part.label.to_owned(), bare(brief, whose, part, None))).collect()
}

/// A box to tick, with its words.
pub(super) fn tick(
    label: String,
    read: Arc<dyn Fn() -> bool + Send + Sync>,
    write: Arc<dyn Fn(bool) + Send + Sync>,
) -> AnyView {
    view! {
        <label class="row pick">
            <input
                type="checkbox"
                prop:checked=flag(move || read())
                on:change=move |event| write(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// A button without frame.
pub(super) fn quiet(label: String, act: Arc<dyn Fn() + Send + Sync>) -> AnyView {
    view! {
        <button class="btn quiet" type="button" on:click=move |_| act()>
            {label}
        </button>
    }
    .into_any()
}

/// A part of a form that is folded up.
pub(super) fn fold(title: Read, inside: Vec<AnyView>) -> AnyView {
    view! {
        <details class="more">
            <summary>{part(move || title())}</summary>
            <div class="form">{inside}</div>
        </details>
    }
    .into_any()
}

/// The day of a number.
#[expect(clippy::cast_possible_truncation, reason = "it saturates, and what is no day is none")]
pub(super) fn day(value: f64) -> Option<Day> {
    Day::from_number(value as i32).ok()
}

/// A whole number that fits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
pub(super) fn whole(value: f64) -> u16 {
    value.round() as u16
}
