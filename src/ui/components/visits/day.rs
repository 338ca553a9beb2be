//! A day of a rep: its stops with their times, and what can be done with them.

use super::fields::quiet;
use super::grid::{DayWork, bar, day_words};
use super::work::travel_words;
use crate::engine::protocol::VisitMove;
use crate::model::{AccountIx, Stop, TerritoryIx, VisitBrief};
use crate::plan::{Edit, Plan, day_ends};
use crate::ui::components::inspector::Close;
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{Show, part, says};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, Selection};
use crate::units::{Day, Meters};
use leptos::prelude::*;
use std::sync::Arc;

/// A stop as the list shows it.
#[derive(Clone, PartialEq)]
struct Line {
    stop: Stop,
    name: String,
    place: String,
    class: String,
    /// The last visit before the calendar, where it is longer ago than the cadence allows.
    overdue: Option<Day>,
    /// Minutes on the way here.
    drive: u16,
    /// When lunch begins, where it is taken before the visit.
    lunch: Option<u16>,
}

/// A day, with all that the list shows.
#[derive(Clone, PartialEq)]
struct DayList {
    leave: u16,
    back: u16,
    /// Where it starts and ends, in words, and whether the night after it is away.
    ends: [String; 2],
    stays: bool,
    work: DayWork,
    lines: Vec<Line>,
    /// Minutes on the way back, and lunch before it.
    way_back: (u16, Option<u16>),
    calls: Vec<(AccountIx, String)>,
    emails: Vec<(AccountIx, String)>,
}

fn day_list(app: App, territory: TerritoryIx, day: Day) -> Option<DayList> {
    let loads = app.visiting().reckoned().loads;
    app.with_days(territory, |plan, own| {
        let brief = &plan.layer()?.visits()?.brief;
        let at = own.days.iter().position(|route| route.day == day)?;
        let route = own.days.get(at)?;
        let accounts = plan.dataset().accounts();
        let named = |list: &[AccountIx]| {
            list.iter().map(|&account| (account, accounts.names.get(account.index()).to_owned())).collect()
        };
        let visited: Vec<AccountIx> = route.stops.iter().map(|stop| stop.account).collect();
        let last = plan.last_visits(&visited, brief.start);
        let lunch_minutes = week_lunch(plan, brief, territory);
        let mut left_at = route.leave;
        let mut lunch = route.lunch;
        // A stop's drive is what lies between, lunch taken off where it was before the arrival.
        let mut lines = Vec::new();
        for (stop, last) in route.stops.iter().zip(last) {
            let here = lunch.filter(|&at| at < stop.start);
            lunch = lunch.filter(|_| here.is_none());
            let before = here.filter(|&at| at < stop.arrival).map_or(0, |_| lunch_minutes);
            let own = accounts.get(stop.account);
            let class = loads.class_of.get(stop.account.index()).copied().flatten();
            let class = class.and_then(|class| brief.classes.get(usize::from(class)));
            lines.push(Line {
                stop: *stop,
                name: own.name.to_owned(),
                place: own.place.to_owned(),
                class: class.map(|class| class.name.clone()).unwrap_or_default(),
                overdue: last.filter(|last| {
                    let gap = class.map_or(0, |own| own.cadence.weeks * 7 / own.cadence.visits.max(1));
                    let is_first = own_first(own_days(plan, territory), stop.account) == Some(day);
                    is_first && gap > 0 && i64::from(day.number() - last.number()) > i64::from(gap)
                }),
                drive: stop.arrival.saturating_sub(left_at).saturating_sub(before),
                lunch: here,
            });
            left_at = stop.end;
        }
        let before = lunch.map_or(0, |_| lunch_minutes);
        Some(DayList {
            leave: route.leave,
            back: route.back,
            stays: route.night.is_some(),
            ends: {
                let rep = plan.alignment().territory(territory).and_then(|own| own.rep);
                day_ends(plan.dataset(), brief, rep, own, at).map(|end| end.words)
            },
            work: DayWork::of(route, brief, plan, territory),
            lines,
            way_back: (route.back.saturating_sub(left_at).saturating_sub(before), lunch),
            calls: named(&route.calls),
            emails: named(&route.emails),
        })
    })
}

fn week_lunch(plan: &Plan, brief: &VisitBrief, territory: TerritoryIx) -> u16 {
    let rep = plan.alignment().territory(territory).and_then(|own| own.rep);
    brief.week_of(plan.dataset(), rep).lunch_minutes
}

fn own_days(plan: &Plan, territory: TerritoryIx) -> &[crate::model::DayRoute] {
    let calendar = plan.layer().and_then(|layer| layer.visits()?.calendar.as_ref());
    let own = calendar.and_then(|calendar| calendar.territories.iter().find(|own| own.territory == territory));
    own.map(|own| own.days.as_slice()).unwrap_or_default()
}

fn own_first(days: &[crate::model::DayRoute], account: AccountIx) -> Option<Day> {
    days.iter().find(|route| route.stops.iter().any(|stop| stop.account == account)).map(|route| route.day)
}

/// The day that is looked at.
#[component]
pub fn DayInspector(territory: TerritoryIx, day: Day) -> impl IntoView {
    let app = expect_context::<App>();
    let whose = app.plan.with_untracked(|plan| {
        let own = plan.as_ref().and_then(|plan| plan.alignment().territory(territory).map(|own| (plan, own)));
        own.map(|(plan, own)| {
            let rep = own.rep.and_then(|rep| plan.dataset().rep(rep)).map(|rep| format!(" · {}", rep.name));
            format!("{} {}{}", territory.index() + 1, own.name, rep.unwrap_or_default())
        })
    });
    let step = move |by: i32| {
        let days = working_days(app, territory);
        let at = days.iter().position(|own| *own == day).and_then(|at| i32::try_from(at).ok());
        let next = at.and_then(|at| days.get(usize::try_from(at + by).ok()?).copied());
        if next.is_some() {
            app.show_day(territory, next);
        }
    };
    let open = RwSignal::new(None::<AccountIx>);
    let list = part(move || day_list(app, territory, day).map(|list| list_view(app, territory, day, list, open)));
    view! {
        <header class="ins-head">
            <p class="ins-kind">
                <span class=says(move || format!("swatch big t{}", app.slot(territory)))></span>
                <button class="btn quiet link ins-up" type="button" on:click=move |_| app.show_day(territory, None)>
                    {whose}
                </button>
                <span class="ins-nav">
                    <button class="btn quiet icon-only" type="button" aria-label="Day before" on:click=move |_| step(-1)>
                        <Icon name="left" />
                    </button>
                    <button class="btn quiet icon-only" type="button" aria-label="Day after" on:click=move |_| step(1)>
                        <Icon name="right" />
                    </button>
                    <Close />
                </span>
            </p>
            <h2 class="ins-name">{locale::day(day, DateStyle::Long)}</h2>
        </header>
        <super::form::Stale />
        {list}
    }
}

/// The days on which a rep works.
fn working_days(app: App, territory: TerritoryIx) -> Vec<Day> {
    let days = untrack(|| app.with_days(territory, |_, own| Some(own.days.iter().map(|route| route.day).collect())));
    days.unwrap_or_default()
}

/// The day as it is: its hours, its stops, whom to call and to write to.
fn list_view(app: App, territory: TerritoryIx, day: Day, list: DayList, open: RwSignal<Option<AccountIx>>) -> AnyView {
    let sub = if list.lines.is_empty() {
        "No visit on this day".to_owned()
    } else {
        let [visits, drive] = [list.work.visits, list.work.drive].map(locale::minutes);
        let span = format!("{} to {}", locale::time(list.leave), locale::time(list.back));
        format!("{span} · {visits} at accounts, {drive} on the road")
    };
    let road = app.unit().words(list.work.distance);
    let words = day_words(day, &list.work, app);
    let (hours, calls, emails) =
        (bar(&list.work), touches(app, "Calls", &list.calls), touches(app, "E-mails", &list.emails));
    let note = travel_words(app, true);
    view! {
        <section class="ins-sec day" aria-labelledby="day-h">
            <p class="muted">{sub}</p>
            {hours}
            <p class="sr" role="status">{words}</p>
            <header>
                <h2 id="day-h">"Stops, in order"</h2>
                <span class="faint">{road}</span>
            </header>
            <ol class="day-list">{stops(app, territory, day, list, open)}</ol>
            {longer(app)}
            {swap(app, territory, day)}
            <p class="note">{note}</p>
        </section>
        {calls}
        {emails}
    }
    .into_any()
}

/// What the last change by hand did to the ways, until something else is done.
fn longer(app: App) -> AnyView {
    part(move || {
        let [length, minutes] = app.visiting().reckoned().longer?;
        let is_last =
            app.plan.with(|plan| matches!(plan.as_ref()?.log().last(), Some(Edit::Days { .. })).then_some(()));
        is_last?;
        let word = |by: f64| if by < 0.0 { "less" } else { "more" };
        let road = app.unit().words(Meters(length.abs() * 1000.0));
        let words = format!(
            "That made it {road} {} on the road, {} min {}.",
            word(length),
            locale::number(minutes.abs(), 0),
            word(minutes)
        );
        Some(view! { <p class="told" role="status">{words}</p> })
    })
    .into_any()
}

/// A choice of the day with which this one is exchanged.
fn swap(app: App, territory: TerritoryIx, day: Day) -> AnyView {
    let choose = Callback::new(move |value: String| {
        if let Ok(other) = value.parse() {
            app.swap_days(territory, [day, other]);
        }
    });
    let other = working_days(app, territory).into_iter().filter(|own| *own != day);
    let other = other.map(|day| Entry::new(day.to_string(), locale::day(day, DateStyle::Middle)));
    let entries = std::iter::once(Entry::new("", "Exchange with …")).chain(other).collect();
    let (id, label) = ("swap-day".to_owned(), "Exchange this day with another".to_owned());
    view! {
        <div class="row">
            <span>"All of this day"</span>
            <Choose id label entries chosen=String::new() on_choose=choose />
        </div>
    }
    .into_any()
}

/// What lies between the stops.
fn between(words: String, class: &'static str) -> AnyView {
    view! { <li class=format!("leg {class}")>{words}</li> }.into_any()
}

fn stops(app: App, territory: TerritoryIx, day: Day, list: DayList, open: RwSignal<Option<AccountIx>>) -> Vec<AnyView> {
    if list.lines.is_empty() && list.back == 0 {
        return Vec::new();
    }
    let [start, end] = list.ends;
    let lunch = |at: u16| between(format!("{} lunch", locale::time(at)), "lunch");
    let mut views = vec![between(format!("{} {start}", locale::time(list.leave)), "base")];
    let count = list.lines.len();
    for (position, line) in list.lines.into_iter().enumerate() {
        let (stop, has_lunch_first) = (line.stop, line.lunch.is_some_and(|at| at < line.stop.arrival));
        if let Some(at) = line.lunch.filter(|_| has_lunch_first) {
            views.push(lunch(at));
        }
        views.push(between(format!("{} drive", locale::minutes(line.drive.into())), ""));
        if let Some(at) = line.lunch.filter(|_| !has_lunch_first) {
            views.push(lunch(at));
        } else if stop.start > stop.arrival && !has_lunch_first {
            let words = format!("waits {} min from {}", stop.start - stop.arrival, locale::time(stop.arrival));
            views.push(between(words, "wait"));
        }
        let at = VisitMove { territory, account: stop.account, from: day, to: day, position: None };
        views.push(stop_view(app, at, [position, count], line, open));
    }
    let (drive, lunch_last) = list.way_back;
    views.extend(lunch_last.map(lunch));
    if !list.stays {
        views.push(between(format!("{} drive", locale::minutes(drive.into())), ""));
    }
    views.push(between(format!("{} {end}", locale::time(list.back)), "base"));
    views
}

fn stop_view(
    app: App,
    at: VisitMove,
    [position, count]: [usize; 2],
    line: Line,
    open: RwSignal<Option<AccountIx>>,
) -> AnyView {
    let visiting = app.visiting();
    let Line { stop, name, place, class, overdue, .. } = line;
    let is_open = move || open.get() == Some(stop.account);
    let here = u16::try_from(position).ok();
    let carried = name.clone();
    let over = move |event: web_sys::DragEvent| {
        if visiting.dragged.get_value().is_some() {
            event.prevent_default();
        }
    };
    let drop = move |event: web_sys::DragEvent| {
        if let Some(dragged) = visiting.dragged.get_value() {
            event.prevent_default();
            if dragged.account != stop.account {
                app.move_visit(VisitMove { to: at.from, position: here, ..dragged });
            }
        }
    };
    let signs = view! {
        {(!class.is_empty()).then(|| view! { <span class="badge" title="Class">{class}</span> })}
        {stop.is_pinned.then(|| view! { <span class="badge info" title="Stays on its day"><Icon name="pin" />"pinned"</span> })}
        {overdue
            .map(|last| {
                let title = format!("Last visit on {} {}", locale::day(last, DateStyle::Short), last.year_month_day().0);
                view! { <span class="badge warn" title=title>"overdue"</span> }
            })}
    };
    view! {
        <li
            class="stop"
            draggable="true"
            on:dragstart=move |event| {
                // Some browsers drag only what carries something.
                let _carried = event.data_transfer().map(|transfer| transfer.set_data("text/plain", &carried));
                visiting.dragged.set_value(Some(at));
            }
            on:dragend=move |_| visiting.dragged.set_value(None)
            on:dragover=over
            on:drop=drop
        >
            <button
                type="button"
                class="stop-line"
                aria-expanded=says(move || is_open().to_string())
                on:click=move |_| open.set((!is_open()).then_some(stop.account))
            >
                <span class="stop-no">{locale::count(position + 1)}</span>
                <span class="stop-name">{name}</span>
                <span class="stop-time">
                    {locale::time(stop.start)} "–" {locale::time(stop.end)}
                </span>
                <span class="stop-place faint">{place}</span>
                <span class="stop-signs">{signs}</span>
            </button>
            <Show when=is_open>{actions(app, at, [position, count], stop.is_pinned)}</Show>
        </li>
    }
    .into_any()
}

/// What can be done with a stop without a pointer.
fn actions(app: App, at: VisitMove, [position, count]: [usize; 2], is_pinned: bool) -> AnyView {
    let earlier = position.checked_sub(1).map(|position| moved(app, at, position, "Earlier"));
    let later = Some(position + 1).filter(|&next| next < count).map(|position| moved(app, at, position, "Later"));
    let pin = quiet(
        if is_pinned { "Let go" } else { "Pin" }.to_owned(),
        Arc::new(move || app.pin_visit(at.territory, at.from, position)),
    );
    let show = quiet("Account".to_owned(), Arc::new(move || app.selection.set(Selection::Account(at.account))));
    let choose = Callback::new(move |value: String| {
        if let Ok(to) = value.parse() {
            app.move_visit(VisitMove { to, ..at });
        }
    });
    let other = working_days(app, at.territory).into_iter().filter(|day| *day != at.from);
    let other = other.map(|day| Entry::new(day.to_string(), locale::day(day, DateStyle::Middle)));
    let entries = std::iter::once(Entry::new("", "Move to …")).chain(other).collect();
    let (id, label) = (format!("move-{}", at.account.0), "Move the visit to another day".to_owned());
    view! {
        <div class="stop-acts">
            {earlier} {later} {pin} {show}
            <Choose id label entries chosen=String::new() on_choose=choose />
        </div>
    }
    .into_any()
}

/// A button that puts a visit elsewhere in its day.
fn moved(app: App, at: VisitMove, position: usize, word: &'static str) -> AnyView {
    let wanted = VisitMove { position: u16::try_from(position).ok(), ..at };
    quiet(word.to_owned(), Arc::new(move || app.move_visit(wanted)))
}

/// Accounts to call or to write to.
fn touches(app: App, what: &'static str, accounts: &[(AccountIx, String)]) -> Option<AnyView> {
    let line = |(account, name): &(AccountIx, String)| account_line(app, *account, name.clone(), String::new());
    let count = locale::count(accounts.len());
    let lines = accounts.iter().map(line).collect::<Vec<_>>();
    let view = view! {
        <section class="ins-sec">
            <header>
                <h2>{what}</h2>
                <span class="faint">{count}</span>
            </header>
            <ol class="account-list">{lines}</ol>
        </section>
    };
    (!accounts.is_empty()).then(|| view.into_any())
}

/// An account as a way to it.
pub(super) fn account_line(app: App, account: AccountIx, name: String, note: String) -> AnyView {
    view! {
        <li>
            <button type="button" class="account-line" on:click=move |_| app.selection.set(Selection::Account(account))>
                <span class="account-name">{name}</span>
                <span class="faint">{note}</span>
            </button>
        </li>
    }
    .into_any()
}
