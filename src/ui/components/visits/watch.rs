//! Fields that reps fill in with a touch, and the share of leads that is wanted.

use super::fields::{Kind, Read, Write, fold, input, quiet, row};
use crate::model::{FieldKind, LeadMeasure, LeadShare, TouchField};
use crate::ui::components::{Choose, Entry};
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::Share;
use leptos::prelude::*;
use std::sync::Arc;

/// The kinds of fields, as values and words.
const KINDS: [(&str, &str); 4] =
    [("text", "words"), ("number", "a number"), ("choice", "one of a list"), ("yes_no", "yes or no")];

fn value_of(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Number => "number",
        FieldKind::Choice(_) => "choice",
        FieldKind::YesNo => "yes_no",
    }
}

fn kind_of(value: &str) -> FieldKind {
    match value {
        "number" => FieldKind::Number,
        "choice" => FieldKind::Choice(vec!["First choice".to_owned()]),
        "yes_no" => FieldKind::YesNo,
        _ => FieldKind::Text,
    }
}

/// The form of the fields, folded up.
pub(super) fn fields_form(app: App) -> AnyView {
    let title: Read = Arc::new(move || match app.watch().fields.len() {
        0 => "Fields to fill in with a touch".to_owned(),
        count => format!("Fields to fill in with a touch: {}", locale::count(count)),
    });
    let list = part(move || {
        let fields = app.watch().fields;
        fields.into_iter().enumerate().map(|(at, own)| field_form(app, at, own)).collect::<Vec<_>>()
    });
    let add = move || {
        app.change_watch(|watch| {
            let mut names = (watch.fields.len() + 1..).map(|number| format!("Field {number}"));
            let name = names.find(|name| watch.fields.iter().all(|own| own.name != *name)).unwrap_or_default();
            watch.fields.push(TouchField { name, kind: FieldKind::Text });
        });
    };
    let inside = view! {
        <p class="note">"Reps fill them in with what they note of a visit, call or e-mail; they go with a rep’s own file and come back with the notes."</p>
        <ol class="rules">{list}</ol>
        {quiet("Add a field".to_owned(), Arc::new(add))}
    };
    fold(title, vec![inside.into_any()])
}

fn field_form(app: App, at: usize, own: TouchField) -> AnyView {
    let TouchField { name, kind } = own;
    let shown = name.clone();
    let read: Read = Arc::new(move || shown.clone());
    let write: Write = Arc::new(move |text| {
        app.change_watch(|watch| {
            if let Some(own) = watch.fields.get_mut(at) {
                text.trim().clone_into(&mut own.name);
            }
        });
    });
    let choose = Callback::new(move |value: String| {
        app.change_watch(|watch| {
            if let Some(own) = watch.fields.get_mut(at) {
                own.kind = kind_of(&value);
            }
        });
    });
    let choices = if let FieldKind::Choice(choices) = &kind { Some(choices.join(", ")) } else { None };
    let choices = choices.map(|choices| {
        let read: Read = Arc::new(move || choices.clone());
        let write: Write = Arc::new(move |text: String| {
            let choices = text.split(',').map(|own| own.trim().to_owned()).filter(|own| !own.is_empty()).collect();
            app.change_watch(|watch| {
                if let Some(own) = watch.fields.get_mut(at) {
                    own.kind = FieldKind::Choice(choices);
                }
            });
        });
        row("Choices, with commas".to_owned(), input("text", "field-choices", None, read, write))
    });
    let remove = move || app.change_watch(|watch| drop(watch.fields.remove(at)));
    let entries = KINDS.map(|(value, words)| Entry::new(value, words)).to_vec();
    let (id, label) = (format!("field-kind-{at}"), format!("What “{name}” takes"));
    let chosen = value_of(&kind).to_owned();
    view! {
        <li class="rule watch-field">
            {row("Name".to_owned(), input("text", "field-name", None, read, write))}
            <div class="row">
                <span>"Takes"</span>
                <Choose id label entries chosen on_choose=choose />
            </div>
            {choices}
            {quiet("Remove".to_owned(), Arc::new(remove))}
        </li>
    }
    .into_any()
}

/// The share of leads that is wanted, folded up.
pub(super) fn leads_form(app: App) -> AnyView {
    let title: Read = Arc::new(move || match app.watch().leads {
        None => "Leads and existing accounts".to_owned(),
        Some(own) => {
            let of = if own.by == LeadMeasure::Time { "the time" } else { "the visits" };
            format!("Leads: {} of {of} wanted", locale::percent(own.share.percent()))
        }
    });
    let read: Read =
        Arc::new(move || app.watch().leads.map(|own| Kind::Number.shown(own.share.percent())).unwrap_or_default());
    let write: Write = Arc::new(move |text| {
        let share = Kind::Number.taken(&text).and_then(|percent| Share::from_percent(percent).ok());
        app.change_watch(|watch| {
            let by = watch.leads.map_or(LeadMeasure::Visits, |own| own.by);
            watch.leads = share.map(|share| LeadShare { by, share });
        });
    });
    let choose = Callback::new(move |value: String| {
        let by = if value == "time" { LeadMeasure::Time } else { LeadMeasure::Visits };
        app.change_watch(|watch| {
            if let Some(own) = &mut watch.leads {
                own.by = by;
            }
        });
    });
    let of = part(move || {
        let own = app.watch().leads?;
        let chosen = if own.by == LeadMeasure::Time { "time" } else { "visits" }.to_owned();
        let entries = vec![Entry::new("visits", "of the visits"), Entry::new("time", "of the time at accounts")];
        let (id, label) = ("leads-by".to_owned(), "What the share is of".to_owned());
        Some(view! { <Choose id label entries chosen on_choose=choose /> })
    });
    let inside = view! {
        {row("Leads and prospects, %".to_owned(), input("number", "lead-share", None, read, write))}
        {of}
        <p class="note">"Empty for none. The table “Leads and existing accounts” below the map marks where it misses."</p>
    };
    fold(title, vec![inside.into_any()])
}
