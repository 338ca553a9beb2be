//! The buttons of the page, of one type whatever they do.

use crate::ui::components::Icon;
use leptos::prelude::*;

/// What a button looks like and says.
#[derive(Clone, Default)]
pub(super) struct Button {
    pub(super) class: &'static str,
    /// An icon before the words; empty for none.
    pub(super) icon: &'static str,
    pub(super) words: String,
    /// What a screen reader says; empty for the words.
    pub(super) label: String,
    /// Whether it is on, for one that stays down.
    pub(super) pressed: Option<bool>,
    pub(super) is_off: bool,
}

impl Button {
    pub(super) fn new(class: &'static str, icon: &'static str, words: impl Into<String>) -> Self {
        Self { class, icon, words: words.into(), ..Self::default() }
    }

    pub(super) fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The button that does `act`.
    pub(super) fn acts(self, act: impl Fn() + 'static) -> AnyView {
        button(self, Box::new(act))
    }
}

fn button(look: Button, act: Box<dyn Fn()>) -> AnyView {
    let Button { class, icon, words, label, pressed, is_off } = look;
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon /> });
    view! {
        <button
            class=class
            type="button"
            aria-label=(!label.is_empty()).then_some(label)
            aria-pressed=pressed.map(|on| on.to_string())
            disabled=is_off
            on:click=move |_| act()
        >
            {icon}
            {words}
        </button>
    }
    .into_any()
}
