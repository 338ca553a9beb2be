//! The inspector: the one thing that is selected, or the plan itself.

use super::{AccountInspector, DesignForm, SharePanel, TerritoryInspector, TravelForm};
use crate::ui::address::Step;
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// What is selected, with its figures and actions.
#[component]
pub fn Inspector() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Memo::new(move |_| (app.selection.get(), app.step()));
    view! {
        <aside class="inspector" aria-label="Inspector">
            {move || match shown.get() {
                (Selection::Territory(territory), _) => view! { <TerritoryInspector territory=territory /> }.into_any(),
                (Selection::Account(account), _) => view! { <AccountInspector account=account /> }.into_any(),
                (Selection::Plan, Step::Territories) => view! { <DesignForm /> }.into_any(),
                (Selection::Plan, Step::Visits) => view! { <TravelForm /> }.into_any(),
                (Selection::Plan, Step::Share) => view! { <SharePanel /> }.into_any(),
            }}
        </aside>
    }
}
