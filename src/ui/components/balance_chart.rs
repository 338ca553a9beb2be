//! The balance chart: deviation from a fair share, territory by territory.

use super::chart::keep_painted;
use super::design_form::measure_name;
use crate::model::{Territory, TerritoryFigures, TerritoryIx};
use crate::scene::{Bar, balance_chart, chart_hit};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use crate::units::Share;
use leptos::html::Canvas;
use leptos::prelude::*;
use web_sys::MouseEvent;

const WIDTH: f64 = 336.0;
const HEIGHT: f64 = 164.0;

/// Bars from the 100 % line, with the tolerance band. A click selects.
#[component]
pub fn BalanceChart() -> impl IntoView {
    let app = expect_context::<App>();
    let place = NodeRef::<Canvas>::new();
    let bars = memo(move || bars(app));
    let tolerance = move || app.aim().unwrap_or_default();
    let aim = move || Share::from_percent(tolerance()).unwrap_or(Share::ZERO);
    let selected = move || match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    let words = move || {
        let ends = bars.with(|bars| {
            let by_index = |a: &&Bar, b: &&Bar| a.index.total_cmp(&b.index);
            Some((bars.iter().max_by(by_index).copied()?, bars.iter().min_by(by_index).copied()?))
        });
        ends.map(|(highest, lowest)| {
            format!(
                "Balance by territory, 100 percent is the fair share. Highest territory {} with {}, lowest territory {} with {}; tolerance ±{}.",
                highest.territory.index() + 1,
                locale::percent(highest.index),
                lowest.territory.index() + 1,
                locale::percent(lowest.index),
                locale::percent(tolerance()),
            )
        })
    };
    keep_painted(app, place, move || bars.with(|bars| balance_chart(bars, aim(), WIDTH, HEIGHT, selected())));
    let choose = move |event: MouseEvent| {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        if let Some(territory) = bars.with_untracked(|bars| chart_hit(bars, WIDTH, HEIGHT, x, y)) {
            app.toggle(territory);
        }
    };
    let measure = move || {
        let name = app.plan.with(|plan| match plan.as_ref()?.brief()?.measures.as_slice() {
            [one] => Some(measure_name(&one.measure)),
            several => Some(format!("{} measures", several.len())),
        });
        name.unwrap_or_default()
    };
    view! {
        <div class="dock-chart">
            <header class="dock-head">
                <h2>"Balance"</h2>
                <span class="muted">{part(measure)}</span>
            </header>
            <figure>
                <canvas node_ref=place class="chart" role="img" aria-label=words on:click=choose></canvas>
                <figcaption>
                    <span>
                        <i class="k-band"></i>
                        {part(move || format!("Tolerance ±{}", locale::percent(tolerance())))}
                    </span>
                    <span>
                        <i class="k-off"></i>
                        "Outside"
                    </span>
                </figcaption>
            </figure>
        </div>
    }
}

fn bars(app: App) -> Vec<Bar> {
    let outside = app.outside();
    // While a hand holds accounts, the bars are those that there would be.
    let (trial, aim) = (app.hand().trial.get(), app.aim().unwrap_or_default());
    let index = |territory: TerritoryIx, now: f64| match &trial {
        Some(trial) => trial.indices.get(territory.index()).copied().unwrap_or(now),
        None => now,
    };
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let figures = plan.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default();
        let all = plan.alignment().indices().zip(plan.alignment().territories()).zip(figures);
        let bar = |((territory, own), figures): ((TerritoryIx, &Territory), &TerritoryFigures)| {
            let index = index(territory, figures.index);
            let is_outside = match &trial {
                Some(_) => (index - 100.0).abs() > aim + 1e-9,
                None => outside.contains(&territory),
            };
            Bar { territory, slot: own.slot, index, outside: is_outside }
        };
        all.map(bar).collect()
    })
}
