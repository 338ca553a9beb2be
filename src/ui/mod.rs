//! The screen: Leptos components over one [`state::App`].
//!
//! Invariants: components are thin and show what `state` and the pure rooms say; nothing here reads a file, designs,
//! routes or encodes: the worker does; text from a file is only ever a text node; no colour and no inline style is
//! written here; every action is a real button, link or field.

mod address;
mod components;
mod erased;
mod locale;
mod pages;
mod state;

use crate::ui::erased::{memo, part};
use address::Page;
use leptos::prelude::*;
use state::App;

/// Starts the app in the body of the page.
pub fn start() {
    leptos::mount::mount_to_body(Root);
}

#[component]
fn Root() -> impl IntoView {
    let app = App::begin();
    provide_context(app);
    // The address tells the page again that was just gone to; it is drawn once.
    let page = memo(move || app.page.get());
    view! {
        <p class="sr" role="status">{part(move || app.review().said.get())}</p>
        {move || match page.get() {
            Page::Start => view! { <pages::Start /> }.into_any(),
            Page::Data => view! { <pages::Data /> }.into_any(),
            Page::Day => view! { <pages::DayPage /> }.into_any(),
            Page::Work(_) => view! { <pages::Workspace /> }.into_any(),
        }}
    }
}
