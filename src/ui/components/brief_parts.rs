//! Parts of the design form: what goes together, and what becomes of the present territories.

use super::design_form::{measure_name, tidy};
use super::{Choose, Entry, NumberRow};
use crate::model::{Caps, ColumnValues, Continuity, DesignBrief, Lock, UnitBy, available_measures};
use crate::plan::Plan;
use crate::ui::erased::{Show, flag, memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use crate::units::Share;
use leptos::prelude::*;

/// What is assigned as a whole.
#[component]
pub fn UnitChoice(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let units = memo(move || {
        let columns = app.plan.with(|plan| plan.as_ref().map(text_columns).unwrap_or_default());
        let has_families = app.plan.with(|plan| plan.as_ref().is_some_and(has_families));
        let by_family = has_families || brief.with(|brief| brief.unit == UnitBy::Family);
        std::iter::once(("Account by account".to_owned(), UnitBy::Account))
            .chain(by_family.then(|| ("Families together".to_owned(), UnitBy::Family)))
            .chain(columns.into_iter().map(|name| (format!("Same {name} together"), UnitBy::Column(name))))
            .collect::<Vec<_>>()
    });
    let choose = Callback::new(move |row: String| {
        let unit = units.with_untracked(|own| own.get(row.parse::<usize>().ok()?).map(|(_, unit)| unit.clone()));
        if let Some(unit) = unit {
            brief.update(|brief| brief.unit = unit);
        }
    });
    let select = move || {
        let (entries, chosen) = units.with(|units| {
            let entry = |(row, (words, _)): (usize, &(String, UnitBy))| Entry::new(row.to_string(), words.clone());
            let chosen = units.iter().position(|(_, unit)| brief.with(|brief| brief.unit == *unit));
            (units.iter().enumerate().map(entry).collect(), chosen.map(|row| row.to_string()).unwrap_or_default())
        });
        let (id, label) = ("unit-by".to_owned(), "Assigned".to_owned());
        view! { <Choose id label entries chosen on_choose=choose /> }
    };
    view! {
        <div class="row">
            <span>"Assigned"</span>
            {part(select)}
        </div>
    }
}

/// Whether any account has a parent.
fn has_families(plan: &Plan) -> bool {
    plan.dataset().accounts().families.iter().any(|family| !family.is_empty())
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
                <CapMeasure brief />
                <NumberRow
                    label="At most moved in all, %"
                    name="most-moved"
                    min="0"
                    max="100"
                    placeholder="any"
                    value=Signal::derive(move || percent(caps().in_all))
                    change=move |event| keep(Caps { in_all: share(event), ..caps() })
                />
                <NumberRow
                    label="At most from each rep, %"
                    name="most-handed"
                    min="0"
                    max="100"
                    placeholder="any"
                    value=Signal::derive(move || percent(caps().per_territory))
                    change=move |event| keep(Caps { per_territory: share(event), ..caps() })
                />
            </Show>
            <Locked />
        </fieldset>
    }
}

/// How much is locked, and the way out of it.
#[component]
fn Locked() -> impl IntoView {
    let app = expect_context::<App>();
    let words = memo(move || {
        app.plan.with(|plan| {
            let locks = plan.as_ref()?.layer()?.locks();
            let count = |is: fn(&Lock) -> bool| locks.iter().filter(|lock| is(lock)).count();
            let accounts = count(|lock| matches!(lock, Lock::Account(_)));
            let territories = count(|lock| matches!(lock, Lock::Territory(_)));
            let reps = count(|lock| matches!(lock, Lock::Rep(_)));
            let parts =
                [(accounts, "account", "accounts"), (territories, "territory", "territories"), (reps, "rep", "reps")];
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|(count, ..)| *count > 0)
                .map(|(count, one, many)| locale::counted(count, one, many))
                .collect();
            (!parts.is_empty()).then(|| format!("Locked: {}", parts.join(", ")))
        })
    });
    let row = move || {
        words.get().map(|words| {
            view! {
                <div class="row">
                    <span>{words}</span>
                    <button class="btn quiet" type="button" on:click=move |_| app.unlock_all()>
                        "Unlock all"
                    </button>
                </div>
            }
        })
    };
    view! { {part(row)} }
}

/// What the caps on disruption are shares of.
#[component]
fn CapMeasure(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let choose = Callback::new(move |name: String| {
        brief.update(|brief| {
            if let Continuity::Keep(caps) = &mut brief.continuity {
                caps.measure = (!name.is_empty()).then_some(name);
            }
        });
    });
    let select = move || {
        let chosen = brief.with(|brief| brief.caps().and_then(|caps| caps.measure.clone())).unwrap_or_default();
        let entries = app.plan.with(|plan| {
            let names = plan.as_ref().map(|plan| available_measures(plan.dataset().accounts())).unwrap_or_default();
            let named = names.into_iter().map(|name| Entry::new(name, measure_name(name)));
            std::iter::once(Entry::new("", "What is balanced")).chain(named).collect()
        });
        let (id, label) = ("cap-measure".to_owned(), "Shares of".to_owned());
        view! { <Choose id label entries chosen on_choose=choose /> }
    };
    view! {
        <div class="row">
            <span>"Shares of"</span>
            {part(select)}
        </div>
    }
}
