//! The fields of a touch that a person made, to be filled in.

use super::fields::{Read, Write, input, row};
use crate::model::{DoneTouch, FieldKind};
use crate::ui::components::{Choose, Entry};
use crate::ui::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// All fields of a touch, with what was filled in; nothing where there are none.
pub fn touch_fields(app: App, touch: &DoneTouch) -> Option<AnyView> {
    let fields = app.watch().fields;
    let filled = app.filled_in(touch);
    let field = |own: crate::model::TouchField| {
        let said = filled.answer(&own.name).to_owned();
        let (whose, name, kind) = (touch.clone(), own.name.clone(), own.kind.clone());
        let fill = move |text: String| app.fill_in(&whose, &name, kind.taken(&text));
        let words: Vec<String> = match &own.kind {
            FieldKind::Choice(choices) => choices.clone(),
            FieldKind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
            FieldKind::Text | FieldKind::Number => {
                let kind = if own.kind == FieldKind::Number { "number" } else { "text" };
                let (touch, field) = (touch.clone(), own.name.clone());
                // What a field does not take is not shown as if it were kept.
                let read: Read = Arc::new(move || app.filled_in(&touch).answer(&field).to_owned());
                let write: Write = Arc::new(fill);
                return row(own.name, input(kind, "answer", None, read, write));
            }
        };
        let id = format!("answer-{}-{}-{}-{}", touch.day, touch.account, touch.kind as u8, own.name);
        let entries =
            std::iter::once(Entry::new("", "–")).chain(words.into_iter().map(|own| Entry::new(own.clone(), own)));
        let (entries, label) = (entries.collect(), own.name.clone());
        row(own.name, view! { <Choose id label entries chosen=said on_choose=Callback::new(fill) /> }.into_any())
    };
    (!fields.is_empty()).then(|| {
        view! { <div class="form answers">{fields.into_iter().map(field).collect::<Vec<_>>()}</div> }.into_any()
    })
}
