//! What is asked of visits, as a form; nothing selected shows it.

use super::classes::Classes;
use super::fields::{Kind, Part, Read, Write, day, fold, input, row, rows, tick};
use super::holidays::holidays;
use super::parts::week_fields;
use super::replan::{Shifts, replan_button};
use super::unplaced::Unplaced;
use super::watch::{fields_form, leads_form};
use super::whose::Whose;
use super::work::WorkFigures;
use crate::model::Overload;
use crate::ui::components::{Choose, Entry, Icon, TravelFields};
use crate::ui::erased::{Show, part};
use crate::ui::locale::{self, DateStyle, DistanceUnit};
use crate::ui::state::App;
use crate::units::Day;
use leptos::prelude::*;
use std::sync::Arc;

static WHEN: [Part; 2] = [
    Part {
        kind: Kind::Date,
        label: "First day",
        name: "start",
        read: |brief, _| Some(f64::from(brief.start.number())),
        write: |brief, _, value| {
            if let Some(day) = value.and_then(day) {
                brief.start = day;
            }
        },
    },
    Part {
        kind: Kind::Number,
        label: "Weeks, 1 to 13",
        name: "weeks",
        read: |brief, _| Some(brief.weeks.into()),
        write: |brief, _, value| brief.weeks = value.map_or(brief.weeks, |value| super::fields::whole(value).into()),
    },
];

static NIGHTS: [Part; 2] = [
    Part {
        kind: Kind::Number,
        label: "Nights away a week, at most",
        name: "nights",
        read: |brief, _| Some(brief.nights_a_week.into()),
        write: |brief, _, value| {
            let nights = value.map(|value| u8::try_from(super::fields::whole(value)).unwrap_or(u8::MAX));
            brief.nights_a_week = nights.unwrap_or(brief.nights_a_week);
        },
    },
    Part {
        kind: Kind::Number,
        label: "Cost of a night away",
        name: "night-cost",
        read: |brief, _| Some(brief.cost_per_night),
        write: |brief, _, value| brief.cost_per_night = value.unwrap_or(brief.cost_per_night),
    },
];

static SEED: [Part; 1] = [Part {
    kind: Kind::Number,
    label: "Seed",
    name: "visit-seed",
    read: |brief, _| Some(brief.seed as f64),
    write: |brief, _, value| brief.seed = value.map_or(brief.seed, seed),
}];

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at least 0, and saturates")]
fn seed(value: f64) -> u64 {
    value as u64
}

/// The form of what is asked, with the work that it makes and what became of it.
#[component]
pub fn VisitsForm() -> impl IntoView {
    let app = expect_context::<App>();
    let brief = app.visiting().brief;
    let week: Read = Arc::new(move || {
        let week = brief.with(|brief| brief.week);
        let days = week.days.iter().filter(|&&worked| worked).count();
        format!("Working week: {days} days, {} to {}", locale::time(week.start), locale::time(week.end))
    });
    let travel: Read = Arc::new(|| "How travel is reckoned".to_owned());
    view! {
        <header class="ins-head">
            <p class="ins-kind">"Plan"</p>
            <h2 class="ins-name">"Visits"</h2>
            <p class="ins-rep muted">{part(move || horizon_words(app))}</p>
        </header>
        <Show
            when=move || app.is_designed()
            fallback=|| view! { <p class="empty muted">"Visits need territories: design them first."</p> }
        >
            <Stale />
            <Shifts />
            <WorkFigures />
            <Unplaced />
        </Show>
        <Classes />
        <section class="ins-sec form" aria-label="Days and hours">
            {rows(brief, &Whose::All, &WHEN)}
            {fold(Arc::clone(&week), vec![week_fields(brief, &Whose::All)])}
            {holidays(app)}
            {seasons(app)}
            {leads_form(app)}
            {fields_form(app)}
            {further(app)}
            {fold(Arc::clone(&travel), vec![view! { <TravelFields /> }.into_any()])}
        </section>
        <Actions />
    }
}

fn horizon_words(app: App) -> String {
    app.visiting().brief.with(|brief| {
        let first = locale::day(brief.start, DateStyle::Middle);
        let last = brief.days().next_back().map(|day| locale::day(day, DateStyle::Middle)).unwrap_or_default();
        format!("{first} to {last}")
    })
}

/// That the calendar is one of another plan, or of something else that was asked.
#[component]
pub fn Stale() -> impl IntoView {
    let app = expect_context::<App>();
    let is_stale = move || {
        let reckoned = app.visiting().reckoned();
        app.has_calendar() && (reckoned.is_stale || reckoned.is_behind || app.asks_anew())
    };
    let words = move || {
        let reckoned = app.visiting().reckoned();
        if reckoned.is_behind && !reckoned.is_stale {
            "Visits were missed that this calendar still counts as made."
        } else if reckoned.is_stale {
            "The plan has changed since this calendar was made."
        } else {
            "Something else is asked than this calendar was made for."
        }
    };
    view! {
        <Show when=is_stale>
            <section class="ins-sec stale" role="status">
                <p>
                    <Icon name="alert" />
                    {part(words)}
                </p>
                {replan_button(app)}
                <Make label="Make it again" class="btn" />
            </section>
        </Show>
    }
}

/// The button that makes the calendar, where nothing forbids it.
#[component]
fn Make(#[prop(into)] label: Signal<String>, class: &'static str) -> impl IntoView {
    let app = expect_context::<App>();
    let is_off =
        move || app.running.with(Option::is_some) || app.visiting().reckoned().fault.is_some() || !app.is_designed();
    view! {
        <button class=class type="button" disabled=is_off on:click=move |_| app.schedule()>
            {label}
        </button>
    }
}

/// What can be done with the brief as it is.
#[component]
fn Actions() -> impl IntoView {
    let app = expect_context::<App>();
    let fault = move || app.visiting().reckoned().fault;
    let label = Signal::derive(move || {
        if app.has_calendar() { "Make the calendar again" } else { "Make the calendar" }.to_owned()
    });
    let keeps = move || {
        app.is_designed()
            && app.running.with(Option::is_none)
            && fault().is_none()
            && (app.asks_anew() || !app.asks_anything())
    };
    view! {
        <div class="ins-foot visits-foot">
            {part(move || fault().map(|fault| view! { <p class="bad" role="alert">{fault}</p> }))}
            <Make label class="btn primary" />
            <Show when=keeps>
                <button
                    class="btn"
                    type="button"
                    title="Keep what is asked in the plan without making a calendar"
                    on:click=move |_| app.keep_visits()
                >
                    "Keep for later"
                </button>
            </Show>
        </div>
    }
}

/// What each month weighs.
fn seasons(app: App) -> AnyView {
    let brief = app.visiting().brief;
    let month = |month: usize| {
        let read: Read = Arc::new(move || Kind::Number.shown(brief.with(|brief| brief.seasons[month])));
        let write: Write = Arc::new(move |text| {
            if let Some(weight) = Kind::Number.taken(&text) {
                brief.update(|brief| brief.seasons[month] = weight);
            }
        });
        let name = Day::new(2026, u32::try_from(month + 1).unwrap_or(1), 1);
        let name = name.map(|day| locale::day(day, DateStyle::Month)).unwrap_or_default();
        row(name, input("number", "season", None, read, write))
    };
    let title: Read = Arc::new(move || {
        let is_even = brief.with(|brief| brief.seasons.iter().all(|weight| (weight - 1.0).abs() < 1e-9));
        if is_even { "Seasons: every month alike" } else { "Seasons" }.to_owned()
    });
    let note = view! { <p class="note">"1 is the mean: in a month of 1.2 touches are a fifth more."</p> };
    let months = view! { <div class="months">{(0..12).map(month).collect_view()}</div> };
    fold(title, vec![note.into_any(), months.into_any(), from_history(app)])
}

/// The button that takes the seasons from the won deals.
fn from_history(app: App) -> AnyView {
    let take = move |_| match app.plan.with(|plan| plan.as_ref()?.dataset().records().seasonal_index()) {
        Some(index) => {
            let rounded = index.map(|weight| (weight * 100.0).round() / 100.0);
            app.visiting().brief.update(|brief| brief.seasons = rounded);
        }
        None => {
            app.fail("", "The won deals do not tell of every month of the year, so that no seasons follow from them.");
        }
    };
    part(move || {
        let has_deals =
            app.plan.with(|plan| plan.as_ref().is_some_and(|own| !own.dataset().records().opportunities.is_empty()));
        let title =
            "The mean of a month ÷ the mean of all months, of the won deals by the day on which they were closed";
        has_deals.then(|| {
            view! {
                <button class="btn" type="button" title=title on:click=take>
                    "Take them from the won deals"
                </button>
            }
        })
    })
    .into_any()
}

/// What is seldom changed.
fn further(app: App) -> AnyView {
    let brief = app.visiting().brief;
    let choose = Callback::new(move |value: String| {
        let overload = if value == "stretch" { Overload::StretchGaps } else { Overload::DropByPriority };
        brief.update(|brief| brief.overload = overload);
    });
    let choice = part(move || {
        let entries = vec![
            Entry::new("drop", "leave out the last classes first"),
            Entry::new("stretch", "stretch all gaps in proportion"),
        ];
        let chosen =
            if brief.with(|brief| brief.overload) == Overload::StretchGaps { "stretch" } else { "drop" }.to_owned();
        let (id, label) = ("overload".to_owned(), "When the days do not hold all visits".to_owned());
        view! { <Choose id label entries chosen on_choose=choose /> }
    });
    // A cost a mile is a cost for 1.6 kilometres.
    let in_unit = move || match app.unit() {
        DistanceUnit::Kilometers => 1.0,
        DistanceUnit::Miles => app.unit().length(1.0).kilometers(),
    };
    let read: Read =
        Arc::new(move || Kind::Number.shown((brief.with(|brief| brief.cost_per_km) * in_unit() * 1e4).round() / 1e4));
    let write: Write = Arc::new(move |text| {
        if let Some(cost) = Kind::Number.taken(&text) {
            brief.update(|brief| brief.cost_per_km = cost / in_unit());
        }
    });
    let unit = format!("Cost per {}", app.unit().sign());
    let nights = rows(brief, &Whose::All, &NIGHTS);
    let is_phased = move || brief.with(|brief| brief.from_last_visit);
    let set_phased = move |is_on: bool| brief.update(|brief| brief.from_last_visit = is_on);
    let phase = part(move || {
        let knows = app.plan.with(|plan| {
            let dataset = plan.as_ref().map(crate::plan::Plan::dataset);
            brief.with(|brief| brief.from_last_visit || dataset.is_some_and(|dataset| brief.follows_visits(dataset)))
        });
        let label = "First visits follow the last ones before the calendar, overdue ones at once".to_owned();
        knows.then(|| tick(label, Arc::new(is_phased), Arc::new(set_phased)))
    });
    let is_even = move || brief.with(|brief| brief.evens_out);
    let even = tick(
        "Even out the weeks and days".to_owned(),
        Arc::new(is_even),
        Arc::new(move |is_on: bool| {
            brief.update(|brief| brief.evens_out = is_on);
        }),
    );
    let title: Read = Arc::new(|| "More".to_owned());
    let inside = view! {
        <p class="row">"When the days are too full"</p>
        {choice}
        {even}
        {row(unit, input("number", "cost", None, read, write))}
        {nights}
        {phase}
        {rows(brief, &Whose::All, &SEED)}
    };
    fold(title, vec![inside.into_any()])
}
