//! What the map shows of the app's plan, each part made anew only when its cause changes.

use crate::model::TerritoryIx;
use crate::scene::{Areas, LabelAnchors, PointSizes, TerritoryMark, TourLine};
use crate::ui::address::Step;
use crate::ui::locale;
use crate::ui::state::{App, MapData, Selection};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

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
}

impl Shown {
    /// What is to be shown of the app's plan.
    pub(super) fn of(app: App) -> Self {
        let data = app.map;
        let owners = Memo::new(move |_| match app.best.get() {
            Some(best) => best,
            None => Arc::new(
                app.plan.with(|plan| plan.as_ref().map(|p| p.alignment().owners().to_vec()).unwrap_or_default()),
            ),
        });
        let marks = Memo::new(move |_| Arc::new(marks(app)));
        let areas = RwSignal::new(None);
        // Areas have a task of their own, so that the page's other answers to an edit do not wait for them.
        Effect::new(move |_| {
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
        Effect::new(move |_| {
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
        let sizes = Memo::new(move |_| Arc::new(sizes(app)));
        let homes = Memo::new(move |_| Arc::new(homes(app)));
        let tours = Memo::new(move |_| Arc::new(tour_lines(app)));
        Self { data, owners, marks, areas, anchors, sizes, homes, tours }
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
                    let sign = if outside.contains(&territory) { " ▲" } else { "" };
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
        reps.iter().filter_map(|rep| rep.home.location).map(|home| data.projection.project(home)).collect()
    })
}

/// All tours on the step of visits, or the one of the selected territory.
fn tour_lines(app: App) -> Vec<TourLine> {
    let Some(data) = app.map.get().filter(|_| app.step() == Step::Visits) else { return Vec::new() };
    let chosen = match app.selection.get() {
        Selection::Territory(territory) => Some(territory),
        Selection::Plan | Selection::Account(_) => None,
    };
    app.tours.with(|tours| {
        let wanted = tours.iter().filter(|&(&territory, _)| chosen.is_none_or(|chosen| chosen == territory));
        wanted.map(|(_, tour)| TourLine::new(tour, &data.points, &data.projection)).collect()
    })
}
