//! Parts of the design form: what goes together, and what becomes of the present territories.

use super::NumberRow;
use super::design_form::tidy;
use crate::model::{Caps, ColumnValues, Continuity, DesignBrief, UnitBy};
use crate::plan::Plan;
use crate::ui::erased::{Show, flag};
use crate::ui::state::App;
use crate::units::Share;
use leptos::prelude::*;

/// What is assigned as a whole.
#[component]
pub fn UnitChoice(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let columns = app.plan.with_untracked(|plan| plan.as_ref().map(text_columns).unwrap_or_default());
    let options = std::iter::once(("Account by account".to_owned(), UnitBy::Account))
        .chain(std::iter::once(("Families together".to_owned(), UnitBy::Family)))
        .chain(columns.into_iter().map(|name| (format!("Same {name} together"), UnitBy::Column(name))))
        .collect::<Vec<_>>();
    let units = StoredValue::new(options.iter().map(|(_, unit)| unit.clone()).collect::<Vec<_>>());
    let chosen = move |unit: &UnitBy| brief.with(|brief| brief.unit == *unit);
    let choose = move |event| {
        let unit = event_target_value(&event)
            .parse()
            .ok()
            .and_then(|row: usize| units.with_value(|own| own.get(row).cloned()));
        if let Some(unit) = unit {
            brief.update(|brief| brief.unit = unit);
        }
    };
    view! {
        <label class="row">
            <span>"Assigned"</span>
            <select class="select" name="unit" on:change=choose>
                {options
                    .into_iter()
                    .enumerate()
                    .map(|(row, (name, unit))| {
                        view! {
                            <option value=row.to_string() selected=move || chosen(&unit)>
                                {name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// Columns whose texts stand more than once: what accounts can have in common.
fn text_columns(plan: &Plan) -> Vec<String> {
    let columns = plan.dataset().accounts().columns.iter();
    columns
        .filter(|column| match &column.values {
            ColumnValues::Text(texts) => {
                let mut seen = std::collections::BTreeSet::new();
                texts.iter().take(500).any(|text| !text.is_empty() && !seen.insert(text))
            }
            _ => false,
        })
        .map(|column| column.name.clone())
        .collect()
}

/// What becomes of the present territories.
#[component]
pub fn ContinuityChoice(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let is_kept = move || brief.with(|brief| matches!(brief.continuity, Continuity::Keep(_)));
    let caps = move || match brief.with(|brief| brief.continuity.clone()) {
        Continuity::Keep(caps) => caps,
        Continuity::Redraw => Caps::default(),
    };
    let keep = move |caps: Caps| brief.update(|brief| brief.continuity = Continuity::Keep(caps));
    let percent = |share: Option<Share>| share.map(|share| tidy(share.percent())).unwrap_or_default();
    let share = |event| event_target_value(&event).parse().ok().and_then(|percent| Share::from_percent(percent).ok());
    view! {
        <fieldset class="measures-set">
            <legend>"Present territories"</legend>
            <label class="row pick">
                <input
                    type="radio"
                    name="continuity"
                    prop:checked=flag(move || !is_kept())
                    on:change=move |_| brief.update(|brief| brief.continuity = Continuity::Redraw)
                />
                <span>"Draw anew"</span>
            </label>
            <label class="row pick">
                <input type="radio" name="continuity" prop:checked=is_kept on:change=move |_| keep(caps()) />
                <span>"Keep what balance allows"</span>
            </label>
            <Show when=is_kept>
                <NumberRow
                    label="At most moved, % of activity"
                    name="most-moved"
                    min="0"
                    max="100"
                    placeholder="any"
                    value=Signal::derive(move || percent(caps().in_all))
                    change=move |event| keep(Caps { in_all: share(event), ..caps() })
                />
                <NumberRow
                    label="At most from one territory, %"
                    name="most-handed"
                    min="0"
                    max="100"
                    placeholder="any"
                    value=Signal::derive(move || percent(caps().per_territory))
                    change=move |event| keep(Caps { per_territory: share(event), ..caps() })
                />
            </Show>
        </fieldset>
    }
}
