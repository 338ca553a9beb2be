//! One of the territories, as a list that opens.

use super::{Choose, Entry};
use crate::model::{Territory, TerritoryIx};
use crate::plan::Plan;
use crate::ui::erased::part;
use crate::ui::state::App;
use leptos::prelude::*;

/// A choice among the territories that `fits` lets in.
#[component]
pub fn TerritoryChoice(
    /// Unique on the page: the focus comes back to it.
    id: &'static str,
    /// What is chosen, for a screen reader.
    label: &'static str,
    /// What stands where none is chosen.
    none: &'static str,
    /// The chosen one.
    chosen: RwSignal<Option<TerritoryIx>>,
    /// Whether one can be chosen, of all in the plan.
    fits: fn(&Plan, TerritoryIx, &Territory, Option<TerritoryIx>) -> bool,
    /// The territory that the choice is for, if it is for one.
    #[prop(optional)]
    of: Option<TerritoryIx>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let choose = Callback::new(move |value: String| chosen.set(value.parse().ok().map(TerritoryIx)));
    part(move || {
        let entries = app.plan.with(|plan| {
            let plan = plan.as_ref();
            let all = plan.into_iter().flat_map(|plan| {
                let all = plan.alignment().indices().zip(plan.alignment().territories());
                all.filter(move |&(at, own)| fits(plan, at, own, of))
            });
            let entry = |(at, own): (TerritoryIx, &Territory)| {
                Entry::new(at.0.to_string(), format!("{} {}", at.index() + 1, own.name))
            };
            std::iter::once(Entry::new("", none)).chain(all.map(entry)).collect::<Vec<_>>()
        });
        let chosen = chosen.get().map(|own| own.0.to_string()).unwrap_or_default();
        view! { <Choose id=id.to_owned() label=label.to_owned() entries chosen on_choose=choose /> }
    })
}
