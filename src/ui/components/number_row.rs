//! A number with its label, as forms ask for it.

use leptos::ev::Event;
use leptos::prelude::*;

/// A row of a form: a label and a field for a number, which shows `value` and tells each change.
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
                on:change=change
            />
        </label>
    }
}
