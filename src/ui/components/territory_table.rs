//! The territories as a table: the map's equal for keyboard and screen reader.

use super::design_form::measure_name;
use super::{Icon, part_by_part, parts};
use crate::engine::protocol::Export;
use crate::model::TerritoryIx;
use crate::sorting::sort_by;
use crate::ui::erased::{flag, memo, part, says};
use crate::ui::locale;
use crate::ui::state::{App, Selection};
use crate::units::Meters;
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
}

impl Row {
    fn order(&self, other: &Self, key: usize) -> Ordering {
        let numbers = |row: &Self| {
            let named = [(Key::Accounts, f64::from(row.accounts)), (Key::Total, row.total), (Key::Share, row.share)];
            let found = named.into_iter().find(|(own, _)| *own as usize == key);
            found.map_or(row.mean.0, |(_, value)| value)
        };
        if key == Key::Number as usize {
            self.territory.cmp(&other.territory)
        } else if key == Key::Rep as usize {
            self.rep.cmp(&other.rep)
        } else {
            numbers(self).total_cmp(&numbers(other))
        }
    }
}

/// The table, with filter and sorting.
#[component]
pub fn TerritoryTable() -> impl IntoView {
    let app = expect_context::<App>();
    let rows = memo(move || rows(app));
    let sorting = RwSignal::new((Key::Number as usize, false));
    let filter = RwSignal::new(String::new());
    let shown = memo(move || {
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
    let measure = move || {
        let name = app.plan.with(|plan| plan.as_ref()?.brief()?.measures.first().map(|m| measure_name(&m.measure)));
        name.unwrap_or_default()
    };
    let head =
        move |key: Key, name: Signal<String>, number: bool| view! { <SortHead key=key as usize name number sorting /> };
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
                            <th scope="col" class="minicell">
                                <span class="sr">"Deviation as a bar"</span>
                            </th>
                            {head(Key::Total, Signal::derive(measure), true)}
                            {head(Key::Mean, distance("Mean"), true)}
                        </tr>
                    </thead>
                    <tbody>
                        {parts(drawn, move |slice| {
                            part(move || {
                                let rows = shown.get().into_iter().skip(slice * ROWS_A_TASK).take(ROWS_A_TASK);
                                rows.map(|row| view! { <TableRow row /> }).collect_view()
                            })
                        })}
                    </tbody>
                </table>
            </div>
        </div>
    }
}

fn rows(app: App) -> Vec<Row> {
    let outside = app.missed();
    app.plan.with(|plan| {
        let Some(plan) = plan else { return Vec::new() };
        let figures = plan.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default();
        let territories = plan.alignment().indices().zip(plan.alignment().territories()).zip(figures);
        territories
            .map(|((territory, own), figures)| Row {
                territory,
                slot: own.slot,
                name: own.name.clone(),
                rep: own.rep.and_then(|rep| plan.dataset().rep(rep)).map(|rep| rep.name.clone()).unwrap_or_default(),
                accounts: figures.accounts,
                total: figures.totals.first().copied().unwrap_or_default(),
                share: figures.index,
                outside: outside.contains(&territory),
                mean: figures.mean_distance,
            })
            .collect()
    })
}

/// The heading of a column that a table can be sorted by; a second time turns the order around.
#[component]
pub fn SortHead(
    /// The column.
    key: usize,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it holds numbers.
    number: bool,
    /// The column that the table is sorted by, and whether from the largest down.
    sorting: RwSignal<(usize, bool)>,
    /// What it holds, in full.
    #[prop(optional)]
    title: Option<&'static str>,
) -> impl IntoView {
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
        <th scope="col" class:num=number class:sorted=flag(move || state().is_some()) aria-sort=state title=title>
            <button type="button" on:click=sort>
                {name}
                {part(arrow)}
            </button>
        </th>
    }
}

/// The head of a territory's row: colour, number and name, cut off where it is too long.
#[component]
pub fn RowHead(territory: TerritoryIx, colour: u8, name: String) -> impl IntoView {
    let app = expect_context::<App>();
    let is_selected = says(move || (app.selection.get() == Selection::Territory(territory)).to_string());
    let title = name.clone();
    view! {
        <th scope="row">
            <button type="button" class="tname" title=title aria-pressed=is_selected>
                <span class=format!("swatch t{colour}")></span>
                <span class="tno">{locale::count(territory.index() + 1)}</span>
                <span class="tname-words">{name}</span>
            </button>
        </th>
    }
}

#[component]
fn TableRow(row: Row) -> impl IntoView {
    let app = expect_context::<App>();
    let territory = row.territory;
    let rep = row.rep.clone();
    let selected = move || app.selection.get() == Selection::Territory(territory);
    view! {
        <tr aria-selected=says(move || selected().to_string()) on:click=move |_| app.toggle(territory)>
            <RowHead territory colour=row.slot name=row.name />
            <td class="rep-cell" title=rep>{row.rep}</td>
            <td class="num">{locale::count(row.accounts)}</td>
            <td class="num" class:bad=row.outside class:strong=row.outside>
                {locale::number(row.share, 1)}
            </td>
            <td class="minicell">{mini_bar(row.share, row.slot)}</td>
            <td class="num">{locale::amount(row.total)}</td>
            <td class="num">{locale::number(app.unit().amount(row.mean), 0)}</td>
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
