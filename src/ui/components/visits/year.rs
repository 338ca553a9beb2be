//! The year ahead as a chart: the hours that its months ask for against the hours that there are.

use super::figures::report;
use crate::plan::{MonthOutline, ReportKind};
use crate::scene::{MonthBar, year_chart};
use crate::ui::components::chart::keep_painted;
use crate::ui::erased::{memo, part};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, Selection};
use leptos::html::Canvas;
use leptos::prelude::*;

const WIDTH: f64 = 280.0;
const HEIGHT: f64 = 142.0;

/// The months of the territory that is selected, or of all.
fn months(app: App) -> Vec<MonthOutline> {
    let territory = match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    let outline = report(app).map(|own| own.outline.clone()).unwrap_or_default();
    outline.into_iter().filter(|own| own.territory == territory).collect()
}

/// The chart, while the table of the year is looked at.
pub(super) fn chart(app: App) -> AnyView {
    let is_year = memo(move || app.visiting().figures.with(|own| own.query.kind) == ReportKind::Year);
    let is_known = memo(move || is_year.get() && report(app).is_some_and(|own| !own.outline.is_empty()));
    part(move || is_known.get().then(|| figure(app))).into_any()
}

fn figure(app: App) -> AnyView {
    let place = NodeRef::<Canvas>::new();
    let months = memo(move || months(app));
    keep_painted(app, place, move || {
        let bar = |own: &MonthOutline| MonthBar {
            name: locale::day(own.month, DateStyle::Month),
            wanted: own.wanted,
            there: own.there,
        };
        months.with(|months| year_chart(&months.iter().map(bar).collect::<Vec<_>>(), WIDTH, HEIGHT))
    });
    let whose = move || {
        let territory = months.with(|months| months.first().and_then(|own| own.territory));
        let name = app.plan.with(|plan| {
            let own = plan.as_ref()?.alignment().territory(territory?)?;
            Some(own.name.clone())
        });
        name.unwrap_or_else(|| "All reps".to_owned())
    };
    let words = move || {
        let told = |own: &MonthOutline| {
            let [wanted, there] = [own.wanted, own.there].map(|hours| locale::number(hours, 0));
            format!("{}: {wanted} of {there} hours", locale::day(own.month, DateStyle::MonthOfYear))
        };
        let all: Vec<String> = months.with(|months| months.iter().map(told).collect());
        format!("Hours wanted against hours there are. {}.", all.join("; "))
    };
    view! {
        <div class="dock-chart year-chart">
            <header class="dock-head">
                <h2>"Hours by month"</h2>
                <span class="muted">{part(whose)}</span>
            </header>
            <figure>
                <canvas node_ref=place class="chart" role="img" aria-label=words></canvas>
                <figcaption>
                    <span>
                        <i class="k-wanted"></i>
                        "Wanted"
                    </span>
                    <span>
                        <i class="k-there"></i>
                        "There"
                    </span>
                    <span>
                        <i class="k-over"></i>
                        "Too many"
                    </span>
                </figcaption>
            </figure>
        </div>
    }
    .into_any()
}
