//! The territories as a table: the map's equal for keyboard and screen reader.

use super::design_form::measure_name;
use super::{Icon, part_by_part};
use crate::engine::protocol::Export;
use crate::model::TerritoryIx;
use crate::sorting::sort_by;
use crate::ui::address::Step;
use crate::ui::erased::{Show, part};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use crate::units::{Meters, Seconds};
use leptos::prelude::*;
use std::cmp::Ordering;

/// Rows that are built in one task.
const ROWS_A_TASK: usize = 20;

/// What the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Number,
    Rep,
    Accounts,
    Total,
    Share,
    Mean,
    Tour,
    Hours,
}

#[derive(Clone, PartialEq)]
struct Row {
    territory: TerritoryIx,
    slot: u8,
    name: String,
    rep: String,
    accounts: u32,
    total: f64,
    share: f64,
    outside: bool,
    mean: Meters,
    tour: Option<(Meters, Seconds)>,
}

impl Row {
    fn order(&self, other: &Self, key: Key) -> Ordering {
        let by_number = |a: f64, b: f64| a.total_cmp(&b);
        match key {
            Key::Number => self.territory.cmp(&other.territory),
            Key::Rep => self.rep.cmp(&other.rep),
            Key::Accounts => self.accounts.cmp(&other.accounts),
            Key::Total => by_number(self.total, other.total),
            Key::Share => by_number(self.share, other.share),
            Key::Mean => by_number(self.mean.0, other.mean.0),
            Key::Tour => by_number(self.road().0, other.road().0),
            Key::Hours => by_number(self.hours().0, other.hours().0),
        }
    }

    fn road(&self) -> Meters {
        self.tour.map_or(Meters(0.0), |(road, _)| road)
    }

    fn hours(&self) -> Seconds {
        self.tour.map_or(Seconds(0.0), |(_, hours)| hours)
    }
}

/// The table, with filter and sorting.
#[component]
pub fn TerritoryTable() -> impl IntoView {
    let app = expect_context::<App>();
    let rows = Memo::new(move |_| rows(app));
    let sorting = RwSignal::new((Key::Number, false));
    let filter = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let (key, descending) = sorting.get();
        let wanted = filter.get().to_lowercase();
        let mut shown = rows.get();
        shown.retain(|row| row.name.to_lowercase().contains(&wanted) || row.rep.to_lowercase().contains(&wanted));
        sort_by(&mut shown, &|a, b| {
            let order = if descending { b.order(a, key) } else { a.order(b, key) };
            order.then(a.territory.cmp(&b.territory))
        });
        shown
    });
    let drawn = part_by_part(1, move || rows.with(Vec::len).div_ceil(ROWS_A_TASK));
    // The table has no room for all; a step shows what it is about.
    let routed = Memo::new(move |_| app.step() == Step::Visits);
    let measure = move || {
        let name = app.plan.with(|plan| plan.as_ref()?.brief()?.measures.first().map(|m| measure_name(&m.measure)));
        name.unwrap_or_default()
    };
    let head = move |key: Key, name: Signal<String>, number: bool| view! { <Head key name number sorting /> };
    let fixed = |name: &'static str| Signal::derive(move || name.to_owned());
    let distance = move |name: &'static str| Signal::derive(move || format!("{name} {}", app.unit().sign()));
    view! {
        <div class="dock-table">
            <header class="dock-head">
                <h2>
                    "Territories "
                    <span class="faint">{part(move || locale::count(rows.with(Vec::len)))}</span>
                </h2>
                <label class="field filter">
                    <Icon name="search" />
                    <span class="sr">"Filter territories"</span>
                    <input
                        type="search"
                        placeholder="Filter"
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                </label>
                <button
                    class="btn quiet icon-only"
                    type="button"
                    aria-label="Download the table as CSV"
                    title="Download the table as CSV"
                    on:click=move |_| app.download(Export::Territories)
                >
                    <Icon name="down" />
                </button>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Territories table">
                <table>
                    <thead>
                        <tr>
                            {head(Key::Number, fixed("Territory"), false)}
                            {head(Key::Rep, fixed("Rep"), false)}
                            {head(Key::Accounts, fixed("Accounts"), true)}
                            {head(Key::Share, fixed("Share %"), true)}
                            <Show when=move || !routed.get()>
                                <th scope="col" class="minicell">
                                    <span class="sr">"Deviation as a bar"</span>
                                </th>
                                {head(Key::Total, Signal::derive(measure), true)}
                            </Show>
                            {head(Key::Mean, distance("Mean"), true)}
                            <Show when=move || routed.get()>
                                {head(Key::Tour, distance("Tour"), true)}
                                {head(Key::Hours, fixed("Hours"), true)}
                            </Show>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || 0..drawn.get()
                            key=|part| *part
                            children=move |part| {
                                move || {
                                    let rows = shown.get().into_iter().skip(part * ROWS_A_TASK).take(ROWS_A_TASK);
                                    rows.map(|row| view! { <TableRow row routed /> }).collect_view()
                                }
                            }
                        />
                    </tbody>
                </table>
            </div>
        </div>
    }
}

fn rows(app: App) -> Vec<Row> {
    let outside = app.outside();
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let figures = plan.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default();
        let territories = plan.alignment().indices().zip(plan.alignment().territories()).zip(figures);
        app.tours.with(|tours| {
            territories
                .map(|((territory, own), figures)| Row {
                    territory,
                    slot: own.slot,
                    name: own.name.clone(),
                    rep: own
                        .rep
                        .and_then(|rep| plan.dataset().rep(rep))
                        .map(|rep| rep.name.clone())
                        .unwrap_or_default(),
                    accounts: figures.accounts,
                    total: figures.totals.first().copied().unwrap_or_default(),
                    share: figures.index,
                    outside: outside.contains(&territory),
                    mean: figures.mean_distance,
                    tour: tours.get(&territory).map(|tour| (tour.distance, tour.travel + tour.service)),
                })
                .collect()
        })
    })
}

#[component]
fn Head(key: Key, name: Signal<String>, number: bool, sorting: RwSignal<(Key, bool)>) -> impl IntoView {
    let state = move || match sorting.get() {
        (sorted, descending) if sorted == key => Some(if descending { "descending" } else { "ascending" }),
        _ => None,
    };
    let arrow = move || match state() {
        Some("descending") => " ↓",
        Some(_) => " ↑",
        None => "",
    };
    let sort = move |_| {
        sorting.update(|(sorted, descending)| {
            // Numbers are looked at from the largest down, names from A on.
            *descending = if *sorted == key { !*descending } else { number };
            *sorted = key;
        });
    };
    view! {
        <th scope="col" class:num=number class:sorted=move || state().is_some() aria-sort=state>
            <button type="button" on:click=sort>
                {name}
                {arrow}
            </button>
        </th>
    }
}

#[component]
fn TableRow(row: Row, routed: Memo<bool>) -> impl IntoView {
    let app = expect_context::<App>();
    let territory = row.territory;
    let selected = move || app.selection.get() == Selection::Territory(territory);
    let tour = row.tour;
    view! {
        <tr aria-selected=move || selected().to_string() on:click=move |_| app.toggle(territory)>
            <th scope="row">
                <button type="button" class="tname" aria-pressed=move || selected().to_string()>
                    <span class=format!("swatch t{}", row.slot)></span>
                    <span class="tno">{locale::count(territory.index() + 1)}</span>
                    {row.name}
                </button>
            </th>
            <td>{row.rep}</td>
            <td class="num">{locale::count(row.accounts)}</td>
            <td class="num" class:bad=row.outside class:strong=row.outside>
                {locale::number(row.share, 1)}
            </td>
            <Show when=move || !routed.get()>
                <td class="minicell">{mini_bar(row.share, row.slot)}</td>
                <td class="num">{locale::amount(row.total)}</td>
            </Show>
            <td class="num">{locale::number(app.unit().amount(row.mean), 0)}</td>
            <Show when=move || routed.get()>
                <td class="num">{tour.map(|(road, _)| locale::number(app.unit().amount(road), 0))}</td>
                <td class="num">{tour.map(|(_, hours)| locale::number(hours.hours(), 0))}</td>
            </Show>
        </tr>
    }
}

/// The deviation from 100 % as a bar from the middle; ±20 % fill it.
fn mini_bar(share: f64, slot: u8) -> impl IntoView {
    const HALF: f64 = 30.0;
    const FULL_AT: f64 = 20.0;
    let length = ((share - 100.0) / FULL_AT * HALF).clamp(-HALF, HALF);
    let start = HALF + length.min(0.0);
    view! {
        <svg class=format!("mini t{slot}") viewBox="0 0 60 12" width="60" height="12" aria-hidden="true">
            <rect class="track" x="0" y="1" width="60" height="10" rx="2" />
            <rect class="bar" x=start.to_string() y="3" width=length.abs().to_string() height="6" />
            <path class="hundred" d="M30 0v12" />
        </svg>
    }
}
