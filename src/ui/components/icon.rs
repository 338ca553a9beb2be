//! Icons: symbols of the sprite in `index.html`, always beside a name.

use leptos::prelude::*;

/// An icon of the sprite. It says nothing to a screen reader: a name stands beside it or on its button.
#[component]
pub fn Icon(
    /// The symbol without its `i-`.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("#i-{name}") /></svg> }
}

/// The sign of the app.
#[component]
pub fn Logo() -> impl IntoView {
    view! { <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><use href="#logo" /></svg> }
}
