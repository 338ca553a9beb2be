//! How exactly accounts were located.

use crate::model::Precision;
use crate::ui::erased::{Show, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;

/// Accounts of the draft of which only the country or the region is known.
pub(super) fn coarse(app: App) -> u32 {
    let is_wide = |precision: Precision| matches!(precision, Precision::Region | Precision::Country);
    app.draft.with(|draft| {
        let located = draft.iter().flat_map(|draft| &draft.located);
        located.filter(|(precision, _)| is_wide(*precision)).map(|(_, count)| count).sum()
    })
}

/// How exactly the accounts were located, as a bar and in figures.
#[component]
pub fn Located(located: Memo<Vec<(Precision, u32)>>) -> impl IntoView {
    const WIDTH: f64 = 280.0;
    let shown = move || located.get().into_iter().filter(|&(_, count)| count > 0).collect::<Vec<_>>();
    let bars = move || {
        let parts = shown();
        let total: f64 = parts.iter().map(|&(_, count)| f64::from(count)).sum();
        let gaps = 2.0 * (parts.len().saturating_sub(1)) as f64;
        let mut x = 0.0;
        let bars = parts.into_iter().map(|(precision, count)| {
            let width = (f64::from(count) / total * (WIDTH - gaps)).max(2.0);
            let bar = view! {
                <rect class=class(precision) x=x.to_string() width=width.to_string() height="10" />
            };
            x += width + 2.0;
            bar
        });
        bars.collect_view()
    };
    let words = move || {
        let parts =
            shown().into_iter().map(|(precision, count)| format!("{} {}", locale::count(count), precision.title()));
        parts.collect::<Vec<_>>().join(", ")
    };
    let missing = move || located.with(|parts| parts.iter().any(|&(p, count)| p == Precision::None && count > 0));
    view! {
        <section class="prec" aria-labelledby="loc-h">
            <h3 id="loc-h">"How accounts were located"</h3>
            <svg viewBox="0 0 280 10" class="stack" role="img" aria-label=words>
                {part(bars)}
            </svg>
            <dl>
                {part(move || {
                    shown()
                        .into_iter()
                        .map(|(precision, count)| {
                            view! {
                                <div>
                                    <dt>
                                        <i class=class(precision)></i>
                                        {precision.title()}
                                    </dt>
                                    <dd>{locale::count(count)}</dd>
                                </div>
                            }
                        })
                        .collect_view()
                })}
            </dl>
            <Show when=missing>
                <p class="faint">"Nothing is dropped: accounts without a place stay in the plan and are listed."</p>
            </Show>
        </section>
    }
}

fn class(precision: Precision) -> &'static str {
    match precision {
        Precision::Given | Precision::Postal => "p1",
        Precision::City => "p2",
        Precision::Region | Precision::Country => "p3",
        Precision::None => "p0",
    }
}
