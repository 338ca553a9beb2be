//! Which colour is which territory; a click selects it.

use super::later;
use crate::model::TerritoryIx;
use crate::ui::address::Step;
use crate::ui::erased::{Show, part, says};
use crate::ui::state::{App, Selection};
use leptos::prelude::*;

/// Swatch, number and name of every territory.
#[component]
pub fn Legend() -> impl IntoView {
    let app = expect_context::<App>();
    // A day has the map for itself.
    let of_day = move || {
        let is_shown = app.visiting().look().day.is_some() && app.step() == Step::Visits;
        is_shown && app.has_calendar() && matches!(app.selection.get(), Selection::Territory(_))
    };
    let entries = later(move || {
        app.plan.with(|plan| {
            let territories = plan.as_ref().map(|plan| plan.alignment().territories());
            territories.unwrap_or_default().iter().map(|t| (t.name.clone(), t.slot)).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !entries.with(Vec::is_empty) && !of_day()>
            <section class="legend" aria-label="Legend">
                <ul class="legend-list">
                    {part(move || {
                        entries
                            .get()
                            .into_iter()
                            .zip(0u16..)
                            .map(|((name, slot), index)| {
                                let territory = TerritoryIx(index);
                                let pressed = move || app.selection.get() == Selection::Territory(territory);
                                view! {
                                    <li>
                                        <button
                                            type="button"
                                            aria-pressed=says(move || pressed().to_string())
                                            on:click=move |_| app.toggle(territory)
                                        >
                                            <span class=format!("swatch t{slot}")></span>
                                            <span class="legend-name">{format!("{} {name}", index + 1)}</span>
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    })}
                </ul>
            </section>
        </Show>
    }
}
