//! Barriers, as a part of the design form: lines on the map that territories do not cross.

use super::Icon;
use crate::model::{Barrier, DesignBrief};
use crate::ui::erased::{Show, flag, follow, memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Tool};
use leptos::prelude::*;

/// The barriers of a brief.
#[component]
pub fn BarriersForm(brief: RwSignal<DesignBrief>) -> impl IntoView {
    let app = expect_context::<App>();
    let count = memo(move || brief.with(|brief| brief.barriers.len()));
    let is_unfolded = RwSignal::new(brief.with_untracked(|brief| !brief.barriers.is_empty()));
    // A barrier drawn on the map is seen.
    follow(move || {
        if count.get() > 0 {
            is_unfolded.set(true);
        }
    });
    let scatters = move || brief.with(|brief| !brief.is_contiguous && !brief.barriers.is_empty());
    view! {
        <details class="more barriers" prop:open=flag(move || is_unfolded.get())>
            <summary>
                "Barriers "
                <Show when=move || { count.get() > 0 }>
                    <span class="badge">{part(move || locale::count(count.get()))}</span>
                </Show>
            </summary>
            <p class="note">"Rivers and mountains: no territory reaches across, except around an end."</p>
            <Show when=scatters>
                <p class="note bad">"They count only where each territory is in one piece: see More."</p>
            </Show>
            <ol>{part(move || (0..count.get()).map(|row| view! { <BarrierRow brief row /> }).collect_view())}</ol>
            <button class="btn quiet add" type="button" on:click=move |_| app.take_tool(Tool::Barrier)>
                <Icon name="plus" />
                "Draw one on the map"
            </button>
        </details>
    }
}

#[component]
fn BarrierRow(brief: RwSignal<DesignBrief>, row: usize) -> impl IntoView {
    let read =
        move |read: fn(&Barrier) -> String| brief.with(|brief| brief.barriers.get(row).map(read)).unwrap_or_default();
    let change = move |change: &dyn Fn(&mut Barrier)| {
        brief.update(|brief| {
            if let Some(own) = brief.barriers.get_mut(row) {
                change(own);
            }
        });
    };
    let is_on = move || brief.with(|brief| brief.barriers.get(row).is_some_and(|own| own.is_on));
    let rename = move |event| {
        let name: String = event_target_value(&event).trim().chars().take(Barrier::LONGEST_NAME).collect();
        if name.is_empty() {
            // The field shows the name that it keeps.
            return brief.update(|_| ());
        }
        change(&|own| own.name.clone_from(&name));
    };
    view! {
        <li class="barrier row" class:off=flag(move || !is_on())>
            <input
                type="checkbox"
                aria-label=move || format!("{} counts", read(|own| own.name.clone()))
                prop:checked=flag(is_on)
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    change(&|own| own.is_on = checked);
                }
            />
            <input
                class="input barrier-name"
                type="text"
                maxlength=Barrier::LONGEST_NAME.to_string()
                aria-label="Name of the barrier"
                prop:value=move || read(|own| own.name.clone())
                on:change=rename
            />
            <span class="faint num">{part(move || read(|own| locale::counted(own.points.len(), "point", "points")))}</span>
            <button
                class="btn quiet icon-only"
                type="button"
                aria-label=move || format!("Remove {}", read(|own| own.name.clone()))
                on:click=move |_| brief.update(|brief| {
                    if row < brief.barriers.len() {
                        brief.barriers.remove(row);
                    }
                })
            >
                <Icon name="x" />
            </button>
        </li>
    }
}
