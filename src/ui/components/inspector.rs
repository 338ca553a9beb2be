//! The inspector: the one thing that is selected, or the plan itself.

use super::{AccountInspector, DayInspector, DesignForm, Icon, SharePanel, TerritoryInspector, VisitsForm};
use crate::model::Lock;
use crate::ui::address::Step;
use crate::ui::erased::{Show, flag, memo, part};
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// What is selected, with its figures and actions.
#[component]
pub fn Inspector() -> impl IntoView {
    let app = expect_context::<App>();
    // A day is looked at where there is a calendar.
    let day = move || app.visiting().look().day.filter(|_| app.has_calendar());
    let shown = memo(move || (app.selection.get(), app.step(), day()));
    view! {
        <aside class="inspector" aria-label="Inspector">
            {part(move || match shown.get() {
                // What is shared is the plan, whatever is selected.
                (_, Step::Share, _) => view! { <SharePanel /> }.into_any(),
                (Selection::Territory(territory), Step::Visits, Some(day)) => {
                    view! { <DayInspector territory=territory day=day /> }.into_any()
                }
                (Selection::Territory(territory), ..) => view! { <TerritoryInspector territory=territory /> }.into_any(),
                (Selection::Account(account), ..) => view! { <AccountInspector account=account /> }.into_any(),
                (Selection::Plan, Step::Territories, _) => view! { <DesignForm /> }.into_any(),
                (Selection::Plan, Step::Visits, _) => view! { <VisitsForm /> }.into_any(),
            })}
        </aside>
    }
}

/// Whether something stays as it is when territories are designed again.
#[component]
pub(super) fn LockSwitch(lock: Lock, label: &'static str) -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <Show when=move || app.is_designed()>
            <label class="row lock">
                <span>{label}</span>
                <input
                    type="checkbox"
                    prop:checked=flag(move || app.is_locked(lock))
                    on:change=move |event| app.lock(&[lock], event_target_checked(&event))
                />
            </label>
        </Show>
    }
}

/// Back to the plan.
#[component]
pub(super) fn Close() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <button
            class="btn quiet icon-only"
            type="button"
            aria-label="Close: show the plan"
            on:click=move |_| app.selection.set(Selection::Plan)
        >
            <Icon name="x" />
        </button>
    }
}
