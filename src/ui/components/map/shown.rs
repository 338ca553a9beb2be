//! What the map shows of the app's plan, each part made anew only when its cause changes.

use crate::model::{AccountIx, ActivityKind, DoneTouch, TerritoryCalendar, TerritoryIx, TouchState};
use crate::plan::Plan;
use crate::scene::{Areas, LabelAnchors, PointSizes, TerritoryMark, TourLine, barrier_lines, stop_label};
use crate::ui::address::{Page, Step};
use crate::ui::erased::{follow, memo};
use crate::ui::locale;
use crate::ui::state::{App, MapData, Selection};
use crate::units::Day;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Stops nearer together than this, in the plane of the map, are at one place.
const SAME_PLACE: f64 = 1e-6;

/// What a frame draws from; each part is made anew only when its cause changes.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) data: RwSignal<Option<Arc<MapData>>>,
    pub(super) owners: Memo<Arc<Vec<Option<TerritoryIx>>>>,
    pub(super) marks: Memo<Arc<Vec<TerritoryMark>>>,
    pub(super) areas: RwSignal<Option<Arc<Areas>>>,
    pub(super) anchors: RwSignal<Option<Arc<LabelAnchors>>>,
    pub(super) sizes: Memo<Arc<PointSizes>>,
    pub(super) homes: Memo<Arc<Vec<[f64; 2]>>>,
    pub(super) tours: Memo<Arc<Vec<TourLine>>>,
    /// Barriers that are on, and the one that is drawn.
    pub(super) barriers: Memo<Arc<Vec<Vec<[f64; 2]>>>>,
    /// The day that is looked at.
    pub(super) day: Memo<Option<Arc<DayOnMap>>>,
}

/// A place and the stops there: their numbers, and whether each is done.
type StopsAt = ([f64; 2], Vec<(u32, bool)>);

/// A day of a rep on the map.
#[derive(PartialEq)]
pub(super) struct DayOnMap {
    /// From the base through the stops and back.
    pub(super) line: TourLine,
    /// Where it starts and ends.
    pub(super) bases: Vec<[f64; 2]>,
    /// Where stops are, with their labels.
    pub(super) stops: Vec<([f64; 2], String)>,
    /// By account, its owner where it is a stop: all others step back.
    pub(super) owners: Arc<Vec<Option<TerritoryIx>>>,
}

impl Shown {
    /// What is to be shown of the app's plan.
    pub(super) fn of(app: App) -> Self {
        let data = app.map;
        let owners = memo(move || match app.best.get() {
            Some(best) => best,
            None => Arc::new(
                app.plan.with(|plan| plan.as_ref().map(|p| p.alignment().owners().to_vec()).unwrap_or_default()),
            ),
        });
        let marks = memo(move || Arc::new(marks(app)));
        let areas = RwSignal::new(None);
        // Areas have a task of their own, so that the page's other answers to an edit do not wait for them.
        follow(move || {
            let (owners, data) = (owners.get(), data.get());
            let find = move || {
                let count = owners.iter().flatten().map(|owner| owner.index() + 1).max()?;
                Some(Arc::new(data?.tessellation.areas(&owners, count)))
            };
            set_timeout(
                move || {
                    // The map may be gone by now.
                    let _gone = areas.try_set(find());
                },
                Duration::ZERO,
            );
        });
        let anchors = RwSignal::new(None);
        // Finding places for labels has a task of its own, after the areas are there.
        follow(move || {
            let settled = areas.get().filter(|_| app.best.with(Option::is_none));
            let basemap = app.basemap.get();
            set_timeout(
                move || {
                    let found = settled.map(|areas| Arc::new(LabelAnchors::new(&areas, basemap.as_deref())));
                    // The map may be gone by now.
                    let _gone = anchors.try_set(found);
                },
                Duration::ZERO,
            );
        });
        let sizes = memo(move || Arc::new(sizes(app)));
        let homes = memo(move || Arc::new(homes(app)));
        let day = memo(move || day_on_map(app).map(Arc::new));
        let tours = memo(move || Arc::new(tour_lines(app, day)));
        let barriers = memo(move || Arc::new(barriers(app)));
        Self { data, owners, marks, areas, anchors, sizes, homes, tours, barriers, day }
    }
}

fn marks(app: App) -> Vec<TerritoryMark> {
    if let Some(best) = app.best.get() {
        // While a design runs, its territories have no names yet, and the slots go round.
        let count = best.iter().flatten().map(|owner| owner.0 + 1).max().unwrap_or(0);
        let slot = |index: u16| u8::try_from(index % 12).unwrap_or(0) + 1;
        return (0..count)
            .map(|index| TerritoryMark { slot: slot(index), name: String::new(), note: String::new() })
            .collect();
    }
    let outside = app.outside();
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let figures = plan.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default();
        let territories = plan.alignment().indices().zip(plan.alignment().territories());
        territories
            .map(|(territory, own)| TerritoryMark {
                slot: own.slot,
                name: own.name.clone(),
                note: figures.get(territory.index()).map_or_else(String::new, |figures| {
                    let is_outside = outside.contains(&territory);
                    let sign = if !is_outside {
                        ""
                    } else if figures.index < 100.0 {
                        " ▼"
                    } else {
                        " ▲"
                    };
                    format!("{}{sign}", locale::percent(figures.index))
                }),
            })
            .collect()
    })
}

/// Points grow with the first measure that is balanced, unless that is their number.
fn sizes(app: App) -> PointSizes {
    app.plan.with(|plan| {
        let Some(plan) = plan else { return PointSizes::uniform(0) };
        let accounts = plan.dataset().accounts();
        let measure = plan.brief().and_then(|brief| brief.measures.first());
        let column = measure.and_then(|measure| accounts.column(&measure.measure));
        match column.and_then(|column| column.values.numbers()) {
            Some(values) => PointSizes::by_value(values),
            None => PointSizes::uniform(accounts.len()),
        }
    })
}

fn homes(app: App) -> Vec<[f64; 2]> {
    let Some(data) = app.map.get() else { return Vec::new() };
    app.plan.with(|plan| {
        let reps = plan.as_ref().map(|plan| plan.dataset().reps()).unwrap_or_default();
        let homes = reps.iter().filter_map(|rep| rep.home.location).map(|home| data.projection.project(home));
        // Where new hires should live.
        let staffing = app.staffing.get();
        let advised = staffing.homes.iter().filter_map(|own| data.points.place(own.account));
        homes.chain(advised).collect()
    })
}

/// The barriers of the brief that is written, on the step of territories.
fn barriers(app: App) -> Vec<Vec<[f64; 2]>> {
    let Some(data) = app.map.get().filter(|_| app.step() == Step::Territories) else { return Vec::new() };
    let drawn = app.hand().line.get();
    app.brief().with(|brief| {
        let on = brief.barriers.iter().filter(|own| own.is_on).map(|own| own.points.as_slice());
        on.chain([drawn.as_slice()]).flat_map(|points| barrier_lines(points, &data.projection)).collect()
    })
}

/// The day that is looked at on the step of visits.
fn day_on_map(app: App) -> Option<DayOnMap> {
    let data = app.map.get().filter(|_| app.step() == Step::Visits)?;
    let day = app.visiting().look().day?;
    let is_on_the_road = app.page.get() == Page::Day;
    let territory = match app.selection.get() {
        Selection::Territory(territory) => territory,
        Selection::Plan | Selection::Account(_) if is_on_the_road => app.shown_territory(),
        Selection::Plan | Selection::Account(_) => return None,
    };
    app.with_days(territory, |plan, own| {
        let position = own.days.iter().position(|route| route.day == day)?;
        let route = own.days.get(position)?;
        let mut stops: Vec<StopsAt> = Vec::new();
        let mut owners = vec![None; plan.dataset().accounts().len()];
        for (number, stop) in (1..).zip(&route.stops) {
            if let Some(owner) = owners.get_mut(stop.account.index()) {
                *owner = Some(territory);
            }
            let Some(place) = data.points.place(stop.account) else { continue };
            let is_here = |at: &[f64; 2]| (at[0] - place[0]).abs().max((at[1] - place[1]).abs()) < SAME_PLACE;
            let own = (number, is_on_the_road && is_done(plan, territory, day, stop.account));
            match stops.iter_mut().find(|(at, _)| is_here(at)) {
                Some((_, numbers)) => numbers.push(own),
                None => stops.push((place, vec![own])),
            }
        }
        let is_out = !route.stops.is_empty() || route.back > 0;
        let mut bases: Vec<[f64; 2]> =
            own.ends_of(position).iter().flatten().map(|&at| data.projection.project(at)).collect();
        bases.retain(|at| is_out && stops.iter().all(|(stop, _)| stop.map(f64::to_bits) != at.map(f64::to_bits)));
        bases.dedup();
        let stops = stops.into_iter().map(|(at, numbers)| (at, stop_label(&numbers))).collect();
        Some(DayOnMap { line: day_line(own, position, &data), bases, stops, owners: Arc::new(owners) })
    })
}

/// Whether a rep has marked a visit as done.
fn is_done(plan: &Plan, territory: TerritoryIx, day: Day, account: AccountIx) -> bool {
    let rep = plan.alignment().territory(territory).and_then(|own| plan.dataset().rep(own.rep?));
    let id = plan.dataset().accounts().get(account).id;
    let asked = DoneTouch::new(day, id, ActivityKind::Visit, rep.map_or("", |rep| rep.id.as_str()));
    plan.layer().is_some_and(|layer| layer.touch(&asked).state == TouchState::Done)
}

/// The way of the day at a position, from where it starts to where it ends.
fn day_line(own: &TerritoryCalendar, position: usize, data: &MapData) -> TourLine {
    let Some(route) = own.days.get(position).filter(|route| !route.stops.is_empty() || route.back > 0) else {
        return TourLine { line: Vec::new() };
    };
    let [start, end] = own.ends_of(position).map(|end| end.map(|at| data.projection.project(at)));
    let stops = route.stops.iter().filter_map(|stop| data.points.place(stop.account));
    TourLine { line: start.into_iter().chain(stops).chain(end).collect() }
}

/// On the step of visits: the day that is looked at, or all days of the selected territory; without a calendar all tours, or
/// the one of the selected territory.
fn tour_lines(app: App, day: Memo<Option<Arc<DayOnMap>>>) -> Vec<TourLine> {
    let Some(data) = app.map.get().filter(|_| app.step() == Step::Visits) else { return Vec::new() };
    let chosen = match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    if let Some(day) = day.get() {
        return vec![day.line.clone()];
    }
    if app.has_calendar() {
        let lines = |own: &TerritoryCalendar| (0..own.days.len()).map(|at| day_line(own, at, &data)).collect();
        return chosen.and_then(|chosen| app.with_days(chosen, |_, own| Some(lines(own)))).unwrap_or_default();
    }
    app.tours.with(|tours| {
        let wanted = tours.iter().filter(|&(&territory, _)| chosen.is_none_or(|chosen| chosen == territory));
        wanted.map(|(_, tour)| TourLine::new(tour, &data.points, &data.projection)).collect()
    })
}
