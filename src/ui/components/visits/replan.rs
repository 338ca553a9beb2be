//! The rest of a calendar planned again, and what that changed.

use super::day::account_line;
use crate::plan::VisitShift;
use crate::ui::erased::part;
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::App;
use crate::units::Day;
use leptos::prelude::*;

/// Changes that are listed.
const LISTED: usize = 60;

/// The button that plans the rest again from today, or from the first day of a calendar to come.
pub fn replan_button(app: App) -> AnyView {
    let is_off = move || app.running.with(Option::is_some) || app.visiting().reckoned().fault.is_some();
    let words = part(move || {
        let from = locale::day(app.replans_from(), DateStyle::Middle);
        format!("Plan the rest again from {from}")
    });
    view! {
        <button
            class="btn"
            type="button"
            title="Visits before that day stay; missed ones return; all others stay where they can"
            disabled=is_off
            on:click=move |_| app.replan()
        >
            {words}
        </button>
    }
    .into_any()
}

/// The visits that another day was found for when the rest was planned again.
#[component]
pub fn Shifts() -> impl IntoView {
    let app = expect_context::<App>();
    part(move || {
        let shifts = app.visiting().reckoned().shifts;
        let lines = app.with_calendar(|plan, _| {
            let names = &plan.dataset().accounts().names;
            let line = |shift: &VisitShift| {
                let name = names.get(shift.account.index()).to_owned();
                account_line(app, shift.account, name, format!("{} → {}", told(shift.from), told(shift.to)))
            };
            Some(shifts.iter().take(LISTED).map(line).collect::<Vec<_>>())
        });
        let more = shifts.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| format!("and {}", locale::counted(more, "visit more", "visits more")));
        let view = view! {
            <section class="ins-sec" aria-labelledby="shifts-h" role="status">
                <header>
                    <h2 id="shifts-h">"On another day now"</h2>
                    <span class="badge">{locale::count(u32::try_from(shifts.len()).unwrap_or(u32::MAX))}</span>
                </header>
                <ol class="account-list">{lines}</ol>
                <p class="note">{more}</p>
                <button class="btn quiet" type="button" on:click=move |_| app.visiting().forget_shifts()>
                    "Close the list"
                </button>
            </section>
        };
        (!shifts.is_empty()).then_some(view)
    })
}

fn told(day: Option<Day>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| locale::day(day, DateStyle::Short))
}
