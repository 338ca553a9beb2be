//! A number with its label, as forms ask for it.

use leptos::ev::Event;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A row of a form: a label and a field for a number, which shows `value`, also after a change that was not taken, and tells each
/// change.
#[component]
pub fn NumberRow(
    #[prop(into)] label: Signal<String>,
    name: &'static str,
    #[prop(into)] min: String,
    #[prop(optional, into)] max: Option<String>,
    #[prop(default = "any")] step: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(into)] value: Signal<String>,
    change: impl Fn(Event) + 'static,
) -> impl IntoView {
    let tell = move |event: Event| {
        let input = event_target::<HtmlInputElement>(&event);
        change(event);
        // The row may be gone with the change.
        if let Some(value) = value.try_get_untracked() {
            input.set_value(&value);
        }
    };
    view! {
        <label class="row">
            <span>{label}</span>
            <input
                class="input num"
                type="number"
                name=name
                min=min
                max=max
                step=step
                required=required
                placeholder=placeholder
                prop:value=value
                on:change=tell
            />
        </label>
    }
}
