//! The dock of the step: a table of all reps, and the calendar of one.

use super::figures::{FiguresTable, bar};
use super::grid::CalendarGrid;
use super::work::{facts, hours, share_words, travel_words};
use crate::model::TerritoryIx;
use crate::plan::{VisitFigures, VisitLoad};
use crate::sorting::sort_by;
use crate::ui::components::territory_table::{RowHead, SortHead};
use crate::ui::components::{Choose, Entry, Icon, part_by_part};
use crate::ui::erased::{Show, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Dock, Reckoned, Selection};
use leptos::prelude::*;

/// Rows that are built in one task.
const ROWS_A_TASK: usize = 20;

/// The columns of numbers, and what they hold in full.
const COLUMNS: [(&str, &str); 11] = [
    ("Placed", "Visits with a day"),
    ("Asked", "Visits that are due"),
    ("Left out", "Visits without a day"),
    ("Hours", "Hours of work: visits, travel, calls and e-mails"),
    ("Of time %", "Hours of work ÷ hours there are"),
    ("Drive %", "Travel ÷ hours of work"),
    ("Road", "On the road"),
    ("Cost", "Distance × cost"),
    ("Calls", "Calls in these weeks"),
    ("E-mails", "E-mails in these weeks"),
    ("Reps", "Hours of work ÷ hours there are, in reps like this one"),
];

#[derive(Clone, PartialEq)]
struct Row {
    territory: TerritoryIx,
    slot: u8,
    name: String,
    rep: String,
    /// In the order of the columns; not a number where there is none.
    values: [f64; 11],
}

/// Table and calendar, one at a time.
#[component]
pub fn VisitsDock() -> impl IntoView {
    let app = expect_context::<App>();
    let dock = memo(move || match app.visiting().look().dock {
        Dock::Calendar if !app.has_calendar() => Dock::Reps,
        dock => dock,
    });
    let shown = move || dock.get();
    let tab = move |name: &'static str, shows: Dock| {
        view! {
            <button
                type="button"
                aria-pressed=says(move || (shown() == shows).to_string())
                on:click=move |_| app.visiting().change_look(|look| look.dock = shows)
            >
                {name}
            </button>
        }
    };
    let is = move |dock: Dock| move || shown() == dock;
    let body = part(move || match shown() {
        Dock::Reps => view! { <VisitsTable /> }.into_any(),
        Dock::Calendar => view! { <CalendarGrid /> }.into_any(),
        Dock::Figures => view! { <FiguresTable /> }.into_any(),
    });
    view! {
        <div class="dock-visits">
            <header class="dock-head">
                <h2 class="sr">"Reps and calendar"</h2>
                <div class="segmented" role="group" aria-label="Table, calendar or figures">
                    {tab("All reps", Dock::Reps)}
                    <Show when=move || app.has_calendar()>{tab("Calendar", Dock::Calendar)}</Show>
                    {tab("Figures", Dock::Figures)}
                </div>
                <Show when=is(Dock::Calendar)>
                    <Whose />
                    <Keys />
                </Show>
                <Show when=is(Dock::Figures)>{bar(app)}</Show>
                <span class="faint dock-note">
                    {part(move || (shown() == Dock::Reps).then(|| travel_words(app, app.has_calendar())))}
                </span>
            </header>
            {body}
        </div>
    }
}

/// Whose calendar is shown.
#[component]
fn Whose() -> impl IntoView {
    let app = expect_context::<App>();
    let choose = Callback::new(move |value: String| {
        if let Ok(territory) = value.parse() {
            app.selection.set(Selection::Territory(TerritoryIx(territory)));
        }
    });
    part(move || {
        let entries = app.plan.with(|plan| {
            let Some(plan) = plan else { return Vec::new() };
            let territories = plan.alignment().indices().zip(plan.alignment().territories());
            let words = territories.map(|(at, own)| {
                let rep = own.rep.and_then(|rep| plan.dataset().rep(rep)).map_or("", |rep| rep.name.as_str());
                let words = format!("{} {} · {rep}", at.index() + 1, own.name);
                Entry::new(at.0.to_string(), words.trim_end_matches([' ', '·']))
            });
            words.collect()
        });
        let chosen = app.shown_territory().0.to_string();
        let (id, label) = ("calendar-of".to_owned(), "Whose calendar".to_owned());
        view! { <Choose id label entries chosen on_choose=choose /> }
    })
}

/// What the parts of a bar stand for.
#[component]
fn Keys() -> impl IntoView {
    let key = |class: &'static str, words: &'static str| {
        view! {
            <span>
                <i class=format!("k-day {class}")></i>
                {words}
            </span>
        }
    };
    view! {
        <p class="day-keys faint">
            {key("visits", "visits")} {key("drive", "travel")} {key("wait", "waiting")} {key("free", "free")}
        </p>
    }
}

fn rows(app: App) -> Vec<Row> {
    let Reckoned { loads, figures, .. } = app.visiting().reckoned();
    let cost = app.visiting().brief.with(|brief| brief.cost_per_km);
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let row = |(at, load): (TerritoryIx, &VisitLoad)| {
            let own = plan.alignment().territory(at)?;
            let rep = own.rep.and_then(|rep| plan.dataset().rep(rep)).map(|rep| rep.name.clone());
            let figures = figures.iter().find(|(of, _)| *of == at).map(|(_, own)| own);
            let values = values(load, figures, cost, app);
            Some(Row { territory: at, slot: own.slot, name: own.name.clone(), rep: rep.unwrap_or_default(), values })
        };
        plan.alignment().indices().zip(&loads.territories).filter_map(row).collect()
    })
}

fn values(load: &VisitLoad, figures: Option<&VisitFigures>, cost: f64, app: App) -> [f64; 11] {
    let now = figures.map_or(*load, |own| load.routed(own));
    let counted = |value: fn(&VisitFigures) -> u32| figures.map_or(f64::NAN, |own| f64::from(value(own)));
    let road = figures.map_or(load.distance, |own| own.distance);
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole * 100.0 } else { f64::NAN };
    [
        counted(|own| own.visits),
        now.visits,
        counted(|own| own.unplaced),
        now.work() / 60.0,
        share(now.work(), now.minutes),
        share(now.drive, now.work()),
        app.unit().amount(road),
        road.kilometers() * cost,
        now.touches[0],
        now.touches[1],
        share(now.work(), now.minutes) / 100.0,
    ]
}

/// A row a territory, with what its rep has to do.
#[component]
fn VisitsTable() -> impl IntoView {
    let app = expect_context::<App>();
    // Names come before the numbers.
    let sorting = RwSignal::new((0_usize, false));
    let sorted = move || {
        let (key, descending) = sorting.get();
        let mut rows = rows(app);
        sort_by(&mut rows, &|a: &Row, b: &Row| {
            let (a, b) = if descending { (b, a) } else { (a, b) };
            let order = match key.checked_sub(2) {
                Some(column) => a.values[column].total_cmp(&b.values[column]),
                None if key == 1 => a.rep.cmp(&b.rep),
                None => a.territory.cmp(&b.territory),
            };
            order.then(a.territory.cmp(&b.territory))
        });
        rows
    };
    let drawn = part_by_part(1, move || app.visiting().reckoned().loads.territories.len().div_ceil(ROWS_A_TASK));
    let body = part(move || {
        let rows = sorted().into_iter().take(drawn.get() * ROWS_A_TASK);
        rows.map(|row| table_row(app, row)).collect::<Vec<_>>()
    });
    let heads = (2..).zip(COLUMNS).map(|(key, (name, title))| {
        let name = Signal::derive(move || match name {
            "Road" => format!("Road {}", app.unit().sign()),
            name => name.to_owned(),
        });
        view! { <SortHead key name number=true sorting title /> }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Visits table">
            <table>
                <thead>
                    <tr>
                        <SortHead key=0 name="Territory" number=false sorting />
                        <SortHead key=1 name="Rep" number=false sorting />
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

fn table_row(app: App, row: Row) -> AnyView {
    let territory = row.territory;
    let rep = row.rep.clone();
    let selected = move || app.selection.get() == Selection::Territory(territory);
    let cell = |(column, value): (usize, f64)| {
        let words = match column {
            _ if value.is_nan() => "–".to_owned(),
            10 => locale::number(value, 2),
            _ => locale::number(value, 0),
        };
        let is_over = (column == 4 && value > 100.0 + 1e-9) || (column == 2 && value > 0.0);
        view! {
            <td class="num" class:bad=is_over class:strong=is_over>
                {words}
            </td>
        }
    };
    view! {
        <tr aria-selected=says(move || selected().to_string()) on:click=move |_| app.toggle(territory)>
            <RowHead territory colour=row.slot name=row.name />
            <td class="rep-cell" title=rep>{row.rep}</td>
            {row.values.into_iter().enumerate().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

/// The figures of one territory, for its inspector.
#[component]
pub fn RepWork(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    let lines = part(move || {
        let Reckoned { loads, figures, .. } = app.visiting().reckoned();
        let load = loads.territories.get(territory.index())?;
        let figures = figures.iter().find(|(of, _)| *of == territory).map(|(_, own)| own);
        let now = figures.map_or(*load, |own| load.routed(own));
        let due = locale::number(now.visits, 0);
        let visits = figures.map_or_else(|| due.clone(), |own| format!("{} of {due}", locale::count(own.visits)));
        let work = format!("{} of {}, {}", hours(now.work()), hours(now.minutes), share_words(&now));
        let mut lines = vec![
            ("Visits", visits),
            ("Hours of work", work),
            ("At accounts", hours(now.visiting)),
            ("On the way", hours(now.drive)),
            ("Calls and e-mails", hours(now.desk)),
        ];
        if let Some(own) = figures {
            lines.push(("On the road", app.unit().words(own.distance)));
            let stretch = app.with_days(territory, |_, own| Some(own.stretch)).unwrap_or(1.0);
            if stretch > 1.0 + 1e-9 {
                lines.push(("Gaps stretched", format!("× {}", locale::number(stretch, 2))));
            }
        }
        Some(facts(lines.into_iter().map(|(term, value)| (term.to_owned(), value)).collect()))
    });
    let show = move |_| {
        app.visiting().change_look(|look| look.dock = Dock::Calendar);
        app.selection.set(Selection::Territory(territory));
    };
    view! {
        <section class="ins-sec" aria-labelledby="rep-work-h">
            <header>
                <h2 id="rep-work-h">"Visits"</h2>
                <span class="badge">{part(move || if app.has_calendar() { "routed" } else { "estimated" })}</span>
            </header>
            {lines}
            <p class="note">{part(move || travel_words(app, app.has_calendar()))}</p>
            <Show when=move || app.has_calendar() && app.visiting().look().dock != Dock::Calendar>
                <button class="btn quiet link" type="button" on:click=show>
                    "Show the calendar"
                    <Icon name="right" />
                </button>
            </Show>
        </section>
    }
}
