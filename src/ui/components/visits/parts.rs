//! Parts of the form that stand in several places: cadences, working weeks, hours, days.

use super::fields::{Kind, Part, Read, input, quiet, rows, tick, whole};
use super::whose::Whose;
use crate::model::{Opening, VisitBrief};
use crate::ui::components::Icon;
use crate::ui::erased::{flag, part, says};
use crate::ui::locale::{self, DateStyle};
use crate::units::{Day, Share};
use leptos::prelude::*;
use std::sync::Arc;

macro_rules! part {
    ($kind:ident $of:ident $label:literal $name:literal $read:expr; $write:expr) => {
        Part {
            kind: Kind::$kind,
            label: $label,
            name: $name,
            read: |brief, whose| whose.$of(brief).map($read),
            write: part!(@ $of $write),
        }
    };
    (@ cadence $write:expr) => {
        |brief, whose, value| {
            if let (Some(own), Some(value)) = (whose.cadence_mut(brief), value) {
                let write: fn(&mut crate::model::Cadence, f64) = $write;
                write(own, value);
            }
        }
    };
    (@ week $write:expr) => {
        |brief, whose, value| {
            if let (Some(own), Some(value)) = (whose.week_mut(brief), value) {
                let write: fn(&mut crate::model::WorkingWeek, f64) = $write;
                write(own, value);
            }
        }
    };
}

static CADENCE: [Part; 7] = [
    part!(Number cadence "Visits" "visits" |own| own.visits.into(); |own, value| own.visits = whole(value).into()),
    part!(Number cadence "in weeks" "cadence-weeks" |own| own.weeks.into(); |own, value| own.weeks = whole(value).into()),
    part!(Number cadence "Minutes a visit" "visit-minutes" |own| own.visit_minutes.into(); |own, value| own.visit_minutes = whole(value)),
    part!(Number cadence "Calls a month" "calls" |own| own.calls; |own, value| own.calls = value),
    part!(Number cadence "Minutes a call" "call-minutes" |own| own.call_minutes.into(); |own, value| own.call_minutes = whole(value)),
    part!(Number cadence "E-mails a month" "emails" |own| own.emails; |own, value| own.emails = value),
    part!(Number cadence "Minutes an e-mail" "email-minutes" |own| own.email_minutes.into(); |own, value| own.email_minutes = whole(value)),
];

static WEEK: [Part; 6] = [
    part!(Time week "Leaves at the earliest" "day-start" |own| own.start.into(); |own, value| own.start = whole(value)),
    // A field of times has no 24:00: midnight ends a day.
    part!(Time week "Is back by" "day-end" |own| own.end.into(); |own, value| own.end = if value > 0.0 { whole(value) } else { 1440 }),
    part!(Number week "Lunch, minutes" "lunch" |own| own.lunch_minutes.into(); |own, value| own.lunch_minutes = whole(value)),
    part!(Time week "Lunch from" "lunch-from" |own| own.lunch_from.into(); |own, value| own.lunch_from = whole(value)),
    part!(Number week "For visits and travel, % of the day" "field-share" |own| own.field_share.percent(); |own, value| {
        own.field_share = Share::from_percent(value).unwrap_or(own.field_share);
    }),
    part!(Number week "At most stops a day" "most-stops" |own| own.most_stops.into(); |own, value| own.most_stops = whole(value)),
];

/// How often somebody is touched.
pub(super) fn cadence_fields(brief: RwSignal<VisitBrief>, whose: &Whose) -> AnyView {
    rows(brief, whose, &CADENCE).into_any()
}

/// When somebody works.
pub(super) fn week_fields(brief: RwSignal<VisitBrief>, whose: &Whose) -> AnyView {
    let days = (0..7usize).map(|day| {
        let (own, other) = (whose.clone(), whose.clone());
        let is_on = move || brief.with(|brief| own.week(brief).is_some_and(|week| week.days[day]));
        let toggle = move |_| {
            brief.update(|brief| {
                if let Some(week) = other.week_mut(brief) {
                    week.days[day] = !week.days[day];
                }
            });
        };
        view! {
            <button type="button" aria-pressed=says(move || is_on().to_string()) on:click=toggle>
                {weekday(day)}
            </button>
        }
    });
    view! {
        <div class="segmented weekdays" role="group" aria-label="Days that are worked">{days.collect_view()}</div>
        {rows(brief, whose, &WEEK)}
    }
    .into_any()
}

/// The short name of a weekday, 0 for Monday.
pub(super) fn weekday(day: usize) -> String {
    // 1970-01-05 was a Monday.
    let monday = Day::from_number(4 + i32::try_from(day).unwrap_or_default());
    monday.map(|day| locale::day(day, DateStyle::Weekday)).unwrap_or_default()
}

/// When somebody is open: always, or a span a weekday.
pub(super) fn hours_fields(brief: RwSignal<VisitBrief>, whose: &Whose) -> AnyView {
    let (own, other) = (whose.clone(), whose.clone());
    let read = move || brief.with(|brief| own.hours(brief).is_some_and(|hours| !hours.is_empty()));
    let write = move |is_on: bool| {
        let usual = (0..5).filter(|_| is_on).map(|weekday| Opening { weekday, opens: 540, closes: 1020 });
        brief.update(|brief| {
            if let Some(hours) = other.hours_mut(brief) {
                *hours = usual.collect();
            }
        });
    };
    let is_on = Memo::new({
        let read = read.clone();
        move |_| read()
    });
    let whose = whose.clone();
    let days = part(move || is_on.get().then(|| (0..7u8).map(|day| hours_row(brief, &whose, day)).collect::<Vec<_>>()));
    view! {
        {tick("Only at certain hours".to_owned(), Arc::new(read), Arc::new(write))}
        {days}
    }
    .into_any()
}

fn hours_row(brief: RwSignal<VisitBrief>, whose: &Whose, day: u8) -> AnyView {
    let end = |end: usize| {
        let (own, other) = (whose.clone(), whose.clone());
        let read = move || {
            let open = brief.with(|brief| own.hours(brief)?.iter().find(|own| own.weekday == day).copied());
            open.map(|open| Kind::Time.shown([open.opens, open.closes][end].into())).unwrap_or_default()
        };
        let write = move |text: String| {
            let minute = Kind::Time.taken(&text).map(whole);
            brief.update(|brief| {
                if let Some(hours) = other.hours_mut(brief) {
                    set_hours(hours, day, end, minute);
                }
            });
        };
        let label = format!("{} {}", weekday(day.into()), ["from", "to"][end]);
        input("time", "hours", Some(label), Arc::new(read), Arc::new(write))
    };
    view! {
        <div class="row hours">
            <span>{weekday(day.into())}</span>
            {end(0)}
            <span class="faint">"–"</span>
            {end(1)}
        </div>
    }
    .into_any()
}

/// Sets an end of a day's hours; an emptied one closes the day.
fn set_hours(hours: &mut Vec<Opening>, weekday: u8, end: usize, minute: Option<u16>) {
    let at = hours.partition_point(|own| own.weekday < weekday);
    let is_there = hours.get(at).is_some_and(|own| own.weekday == weekday);
    match (minute, is_there) {
        // Nothing at all would mean always.
        (None, true) if hours.len() > 1 => drop(hours.remove(at)),
        (None, _) => {}
        (Some(_), false) => {
            hours.insert(at, Opening { weekday, opens: 540, closes: 1020 });
            set_hours(hours, weekday, end, minute);
        }
        (Some(minute), true) => {
            let own = &mut hours[at];
            *[&mut own.opens, &mut own.closes][end] = if end == 1 && minute == 0 { 1440 } else { minute };
        }
    }
}

/// A list of days with a way to take each out and to add one.
pub(super) fn day_list(
    what: &'static str,
    days: Arc<dyn Fn() -> Vec<(Day, String)> + Send + Sync>,
    put: Arc<dyn Fn(Day, bool) + Send + Sync>,
) -> AnyView {
    let adding = Arc::clone(&put);
    let rows = part(move || {
        let row = |(day, words): (Day, String)| {
            let put = Arc::clone(&put);
            let shown = locale::day(day, DateStyle::Middle);
            let label = format!("Take out {shown}");
            view! {
                <li class="row">
                    <span>
                        {shown} " " <span class="faint">{day.year_month_day().0} " " {words}</span>
                    </span>
                    <button
                        class="btn quiet icon-only"
                        type="button"
                        aria-label=label
                        on:click=move |_| put(day, false)
                    >
                        <Icon name="x" />
                    </button>
                </li>
            }
        };
        days().into_iter().map(row).collect_view()
    });
    let written = RwSignal::new(String::new());
    let read: Read = Arc::new(move || written.get());
    let add = move |_| {
        if let Ok(day) = written.get_untracked().parse() {
            adding(day, true);
        }
    };
    view! {
        <ul class="values">{rows}</ul>
        <div class="row">
            {input("date", "add-day", Some(what.to_owned()), read, Arc::new(move |text| written.set(text)))}
            <button class="btn" type="button" disabled=flag(move || written.with(String::is_empty)) on:click=add>
                {what}
            </button>
        </div>
    }
    .into_any()
}

/// Up, down and out, for an entry of a list.
pub(super) fn list_buttons(act: &Arc<dyn Fn(&str) + Send + Sync>) -> AnyView {
    let button = |word: &'static str| {
        let act = Arc::clone(act);
        quiet(word.to_owned(), Arc::new(move || act(word)))
    };
    view! { <div class="row">{["Up", "Down", "Remove"].map(button).collect_view()}</div> }.into_any()
}
