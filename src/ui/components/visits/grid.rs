//! The calendar of one territory: weeks by days, each day with its stops and hours.

use super::parts::weekday;
use crate::engine::protocol::VisitMove;
use crate::model::{DayRoute, TerritoryIx, VisitBrief};
use crate::plan::Plan;
use crate::ui::erased::{memo, part, says};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, Selection};
use crate::units::{Day, Meters};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A day as the grid shows it.
#[derive(Clone, PartialEq)]
struct Cell {
    day: Day,
    /// `None` on a day that is not worked.
    work: Option<DayWork>,
    /// Why it is not worked; empty for a weekday off.
    note: String,
    /// Whether the selected account is visited.
    is_marked: bool,
}

/// What a day comes to. Times are in minutes.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct DayWork {
    pub(super) stops: usize,
    pub(super) pinned: usize,
    /// Whether the night after it is spent away.
    pub(super) is_night: bool,
    pub(super) visits: u32,
    pub(super) drive: u32,
    pub(super) wait: u32,
    /// What is left of the day, lunch taken off.
    pub(super) free: u32,
    pub(super) distance: Meters,
}

impl DayWork {
    pub(super) fn of(route: &DayRoute, brief: &VisitBrief, plan: &Plan, territory: TerritoryIx) -> Self {
        let rep = plan.alignment().territory(territory).and_then(|own| own.rep);
        let week = brief.week_of(plan.dataset(), rep);
        let (visits, drive) = (route.visiting(), u32::from(route.drive));
        let lunch = route.lunch.map_or(0, |_| u32::from(week.lunch_minutes));
        let away = u32::from(route.back.saturating_sub(route.leave));
        let wait = away.saturating_sub(visits + drive + lunch);
        Self {
            stops: route.stops.len(),
            pinned: route.stops.iter().filter(|stop| stop.is_pinned).count(),
            is_night: route.night.is_some(),
            visits,
            drive,
            wait,
            free: u32::from(week.minutes()).saturating_sub(visits + drive + wait),
            distance: route.distance,
        }
    }
}

fn weeks(app: App, territory: TerritoryIx) -> Vec<Vec<Cell>> {
    let account = match app.selection.get() {
        Selection::Account(account) => Some(account),
        Selection::Plan | Selection::Territory(_) => None,
    };
    let weeks = app.with_days(territory, |plan, own| {
        let brief = &plan.layer()?.visits()?.brief;
        let cell = |day: Day| {
            let route = own.days.binary_search_by(|route| route.day.cmp(&day)).ok().and_then(|at| own.days.get(at));
            let holiday = brief.holidays.iter().find(|holiday| holiday.day == day).filter(|_| route.is_none());
            let note = holiday.map(|own| if own.name.is_empty() { "Holiday".to_owned() } else { own.name.clone() });
            Cell {
                day,
                work: route.map(|route| DayWork::of(route, brief, plan, territory)),
                note: note.unwrap_or_default(),
                is_marked: account.is_some()
                    && route.is_some_and(|route| route.stops.iter().any(|stop| Some(stop.account) == account)),
            }
        };
        let mut weeks: Vec<Vec<Cell>> = Vec::new();
        for day in brief.days() {
            if weeks.is_empty() || day.weekday() == 0 {
                weeks.push(Vec::new());
            }
            weeks.last_mut()?.push(cell(day));
        }
        Some(weeks)
    });
    weeks.unwrap_or_default()
}

/// The weeks of the shown territory.
#[component]
pub(super) fn CalendarGrid() -> impl IntoView {
    let app = expect_context::<App>();
    // It stands as it is while only another day is looked at.
    let shown = memo(move || (app.shown_territory().0, weeks(app, app.shown_territory())));
    let table = part(move || {
        let (territory, weeks) = shown.get();
        // Weekends stand there when somebody works on them.
        let is_worked = |day: u32| weeks.iter().flatten().any(|own| own.day.weekday() == day && own.work.is_some());
        let days: Vec<u32> = (0..7u32).filter(|&day| day < 5 || is_worked(day)).collect();
        let heads = days.iter().map(|&day| view! { <th scope="col">{weekday(day as usize)}</th> }).collect_view();
        let row = |(number, week): (usize, Vec<Cell>)| {
            let first = week.first().map(|own| locale::day(own.day, DateStyle::Short)).unwrap_or_default();
            let cells = days.iter().map(|day| match week.iter().find(|own| own.day.weekday() == *day) {
                Some(cell) => grid_cell(app, TerritoryIx(territory), cell.clone(), format!("{number}-{day}")),
                None => view! { <td></td> }.into_any(),
            });
            view! {
                <tr>
                    <th scope="row">
                        {format!("Week {}", number + 1)} <span class="faint">{first}</span>
                    </th>
                    {cells.collect::<Vec<_>>()}
                </tr>
            }
            .into_any()
        };
        let rows = weeks.into_iter().enumerate().map(row).collect::<Vec<_>>();
        view! {
            <thead>
                <tr>
                    <th scope="col">
                        <span class="sr">"Week"</span>
                    </th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Calendar">
            <table class="cal" on:keydown=move |event| walk(&event)>{table}</table>
        </div>
    }
}

/// Arrow keys go from day to day, over those that are not worked.
fn walk(event: &web_sys::KeyboardEvent) {
    let (down, right) = match event.key().as_str() {
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        _ => return,
    };
    let here = document().active_element().and_then(|own| own.get_attribute("data-at"));
    let at = here.and_then(|at| {
        let (row, column) = at.split_once('-')?;
        Some((row.parse::<i32>().ok()?, column.parse::<i32>().ok()?))
    });
    let Some((row, column)) = at else { return };
    event.prevent_default();
    // No calendar is longer than this, and no week.
    for step in 1..20 {
        let selector = format!("[data-at='{}-{}']", row + down * step, column + right * step);
        let next = document().query_selector(&selector).ok().flatten();
        if let Some(next) = next.and_then(|own| own.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A button can have the focus.
            let _focused = next.focus();
            return;
        }
    }
}

fn grid_cell(app: App, territory: TerritoryIx, cell: Cell, at: String) -> AnyView {
    let Cell { day, work, note, is_marked } = cell;
    let date = locale::day(day, DateStyle::Short);
    let Some(work) = work else {
        return view! {
            <td class="off">
                <span class="cal-date">{date}</span>
                <span class="faint">{note}</span>
            </td>
        }
        .into_any();
    };
    let visiting = app.visiting();
    let is_shown = move || visiting.look().day == Some(day) && app.selection.get() == Selection::Territory(territory);
    let is_target = RwSignal::new(false);
    let over = move |event: web_sys::DragEvent| {
        if visiting.dragged.get_value().is_some() {
            event.prevent_default();
            is_target.set(true);
        }
    };
    let drop = move |event: web_sys::DragEvent| {
        is_target.set(false);
        if let Some(dragged) = visiting.dragged.get_value() {
            event.prevent_default();
            app.move_visit(VisitMove { to: day, position: None, ..dragged });
        }
    };
    let stops = match (work.stops, work.drive) {
        (0, drive) if drive > 0 => "drives back".to_owned(),
        (stops, _) => locale::counted(stops, "stop", "stops") + if work.is_night { " + night" } else { "" },
    };
    let road = if work.drive > 0 || work.stops > 0 { app.unit().words(work.distance) } else { String::new() };
    view! {
        <td>
            <button
                type="button"
                class="cal-day"
                data-at=at
                class:target=is_target
                class:marked=is_marked
                aria-pressed=says(move || is_shown().to_string())
                aria-label=day_words(day, &work, app)
                on:click=move |_| app.show_day(territory, (!is_shown()).then_some(day))
                on:dragover=over
                on:dragleave=move |_| is_target.set(false)
                on:drop=drop
            >
                <span class="cal-date">{date}</span>
                <span class="cal-road faint">{road}</span>
                <span class="cal-stops" class:faint={work.stops == 0}>{stops}</span>
                {bar(&work)}
            </button>
        </td>
    }
    .into_any()
}

/// A day in words.
pub(super) fn day_words(day: Day, work: &DayWork, app: App) -> String {
    let night = if work.is_night { ", a night away" } else { "" };
    let pinned = if work.pinned > 0 { format!(", {} pinned", locale::count(work.pinned)) } else { String::new() };
    format!(
        "{}: {}{pinned}, {} at accounts, {} on the road, {} waiting, {} free, {}{night}",
        locale::day(day, DateStyle::Long),
        locale::counted(work.stops, "stop", "stops"),
        locale::minutes(work.visits),
        locale::minutes(work.drive),
        locale::minutes(work.wait),
        locale::minutes(work.free),
        app.unit().words(work.distance),
    )
}

/// The parts of a day's hours, side by side.
pub(super) fn bar(work: &DayWork) -> AnyView {
    let parts = [("visits", work.visits), ("drive", work.drive), ("wait", work.wait)];
    let whole = f64::from(work.visits + work.drive + work.wait + work.free).max(1.0);
    let mut left = 0.0;
    let rects = parts.map(|(class, minutes)| {
        let width = f64::from(minutes) / whole * 100.0;
        let at = left;
        left += width;
        view! { <rect class=class x=format!("{at:.1}") y="0" width=format!("{width:.1}") height="6" /> }
    });
    view! {
        <svg class="day-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="free" x="0" y="0" width="100" height="6" />
            {rects.collect_view()}
        </svg>
    }
    .into_any()
}
