//! An account on the step of visits: its cadence, its next visits, and what is different for it.

use super::classes::cadence_words;
use super::fields::{Kind, Part, Read, Write, day, fold, input, quiet, rows, tick, whole};
use super::form::Stale;
use super::log::log;
use super::parts::{cadence_fields, hours_fields};
use super::whose::Whose;
use crate::model::{
    AccountIx, AccountTerms, Appointment, Cadence, ClassRule, PriorityClass, Stop, TerritoryIx, VisitBrief,
};
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{Show, flag, memo, part};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::App;
use crate::units::Day;
use leptos::prelude::*;
use std::sync::Arc;

static DATES: [Part; 2] = [
    Part {
        kind: Kind::Date,
        label: "No visit before",
        name: "not-before",
        read: |brief, whose| Some(whose.terms(brief)?.not_before?.number().into()),
        write: |brief, whose, value| whose.change_terms(brief, |own| own.not_before = value.and_then(day)),
    },
    Part {
        kind: Kind::Date,
        label: "No visit after",
        name: "not-after",
        read: |brief, whose| Some(whose.terms(brief)?.not_after?.number().into()),
        write: |brief, whose, value| whose.change_terms(brief, |own| own.not_after = value.and_then(day)),
    },
];

/// What an account is given that no class takes.
const USUAL: Cadence =
    Cadence { visits: 1, weeks: 4, visit_minutes: 30, calls: 0.0, call_minutes: 10, emails: 0.0, email_minutes: 5 };

/// What is due, when it is, and what is different.
#[component]
pub fn AccountVisits(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let brief = app.visiting().brief;
    let id = app.plan.with_untracked(|plan| {
        plan.as_ref().map(|plan| plan.dataset().accounts().ids.get(account.index()).to_owned()).unwrap_or_default()
    });
    let whose = Whose::Account(id);
    // Its class, and what that gives it.
    let of_class = move || {
        let class = app.visiting().reckoned().loads.class_of.get(account.index()).copied().flatten()?;
        brief.with(|brief| brief.classes.get(usize::from(class)).cloned())
    };
    let own = whose.clone();
    let words = move || {
        let class = of_class();
        let cadence = brief.with(|brief| own.cadence(brief)).or(class.as_ref().map(|class| class.cadence));
        let name = class.map_or_else(|| "No class".to_owned(), |class| format!("Class {}", class.name));
        match cadence {
            Some(cadence) => format!("{name}: {}", cadence_words(&cadence)),
            None => "In no class: never visited".to_owned(),
        }
    };
    let own = whose.clone();
    let differs = move || brief.with(|brief| own.terms(brief).is_some());
    let own = whose.clone();
    let reset: Arc<dyn Fn() + Send + Sync> = Arc::new(move || {
        brief.update(|brief| own.change_terms(brief, |terms| *terms = AccountTerms::new(&terms.account)));
    });
    view! {
        <Stale />
        <section class="ins-sec form" aria-labelledby="account-visits-h">
            <header>
                <h2 id="account-visits-h">"Visits"</h2>
                <Show when=differs>{quiet("As its class".to_owned(), Arc::clone(&reset))}</Show>
            </header>
            <p class="note">{part(words)}</p>
            <Next account />
            {log(app, account)}
            {terms(app, &whose, Arc::new(move || untrack(of_class)))}
        </section>
    }
}

/// Its visits in the calendar, as ways to their days.
#[component]
fn Next(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let line = move |territory: TerritoryIx, day: Day, stop: &Stop| {
        let words = format!("{}{}", locale::time(stop.start), if stop.is_pinned { " · pinned" } else { "" });
        view! {
            <li>
                <button type="button" class="account-line" on:click=move |_| app.show_day(territory, Some(day))>
                    <span class="account-name">{locale::day(day, DateStyle::Middle)}</span>
                    <span class="faint">{words}</span>
                </button>
            </li>
        }
        .into_any()
    };
    let lines = part(move || {
        app.with_calendar(|plan, calendar| {
            let owner = plan.alignment().owner(account);
            let mut lines = Vec::new();
            // The calendar may be older than the account's territory.
            for own in calendar.territories.iter().filter(|own| owner.is_none_or(|owner| own.territory == owner)) {
                for route in &own.days {
                    let stops = route.stops.iter().filter(|stop| stop.account == account);
                    lines.extend(stops.map(|stop| line(own.territory, route.day, stop)));
                }
            }
            Some(lines)
        })
    });
    view! { <ol class="account-list">{lines}</ol> }
}

/// Its class, as far as one takes it.
type OfClass = Arc<dyn Fn() -> Option<PriorityClass> + Send + Sync>;

/// A box that gives the account something of its own, or takes it back, and what is to be seen then.
fn own_tick(
    brief: RwSignal<VisitBrief>,
    whose: &Whose,
    label: &'static str,
    of_class: OfClass,
    is_own: fn(&AccountTerms) -> bool,
    set: fn(&mut AccountTerms, Option<PriorityClass>),
    fields: fn(RwSignal<VisitBrief>, &Whose) -> AnyView,
) -> AnyView {
    let (own, other, shown) = (whose.clone(), whose.clone(), whose.clone());
    let is_on = memo(move || brief.with(|brief| own.terms(brief).is_some_and(is_own)));
    let write = move |is_on: bool| {
        let usual = PriorityClass { name: String::new(), rule: ClassRule::Others, cadence: USUAL, hours: Vec::new() };
        let given = is_on.then(|| of_class().unwrap_or(usual));
        brief.update(|brief| other.change_terms(brief, |terms| set(terms, given)));
    };
    view! {
        {tick(label.to_owned(), Arc::new(move || is_on.get()), Arc::new(write))}
        {part(move || is_on.get().then(|| fields(brief, &shown)))}
    }
    .into_any()
}

fn terms(app: App, whose: &Whose, of_class: OfClass) -> AnyView {
    let brief = app.visiting().brief;
    let own = whose.clone();
    let choose = Callback::new(move |value: String| {
        let class = Some(value).filter(|value| !value.is_empty());
        brief.update(|brief| own.change_terms(brief, |terms| terms.class = class));
    });
    let own = whose.clone();
    let choice = part(move || {
        let (names, chosen) = brief.with(|brief| {
            let names = brief.classes.iter().map(|class| class.name.clone()).collect::<Vec<_>>();
            (names, own.terms(brief).and_then(|own| own.class.clone()))
        });
        let named = names.into_iter().map(|name| Entry::new(name.clone(), name));
        let entries = std::iter::once(Entry::new("", "By the rules")).chain(named).collect();
        let (id, label) = ("account-class".to_owned(), "Class of the account".to_owned());
        view! { <Choose id label entries chosen=chosen.unwrap_or_default() on_choose=choose /> }
    });
    let cadence = own_tick(
        brief,
        whose,
        "A cadence of its own",
        Arc::clone(&of_class),
        |own| own.cadence.is_some(),
        |own, given| own.cadence = given.map(|given| given.cadence),
        cadence_fields,
    );
    let hours = own_tick(
        brief,
        whose,
        "Hours of its own",
        of_class,
        |own| own.hours.is_some(),
        |own, given| own.hours = given.map(|given| given.hours),
        hours_fields,
    );
    let title: Read = Arc::new(|| "What is different for it".to_owned());
    let inside = view! {
        <div class="row">
            <span>"Class"</span>
            {choice}
        </div>
        {cadence}
        {hours}
        {rows(brief, whose, &DATES)}
        {appointments(brief, whose)}
        <p class="note">"Counts from the next calendar on."</p>
    };
    fold(title, vec![inside.into_any()])
}

/// Visits that were agreed, by day and time.
fn appointments(brief: RwSignal<VisitBrief>, whose: &Whose) -> AnyView {
    let own = whose.clone();
    let list = part(move || {
        let agreed = brief.with(|brief| own.terms(brief).map(|own| own.appointments.clone()).unwrap_or_default());
        let line = |Appointment { day, minute }: Appointment| {
            let own = own.clone();
            let words = format!("{}, {}", locale::day(day, DateStyle::Middle), locale::time(minute));
            let label = format!("Take out {words}");
            let remove = move |_| {
                brief.update(|brief| own.change_terms(brief, |own| own.appointments.retain(|own| own.day != day)));
            };
            view! {
                <li class="row">
                    <span>{words}</span>
                    <button class="btn quiet icon-only" type="button" aria-label=label on:click=remove>
                        <Icon name="x" />
                    </button>
                </li>
            }
        };
        agreed.into_iter().map(line).collect_view()
    });
    let written = RwSignal::new((String::new(), "10:00".to_owned()));
    let day: Read = Arc::new(move || written.get().0);
    let time: Read = Arc::new(move || written.get().1);
    let write_day: Write = Arc::new(move |text| written.update(|own| own.0 = text));
    let write_time: Write = Arc::new(move |text| written.update(|own| own.1 = text));
    let own = whose.clone();
    let add = move |_| {
        let (day, time) = written.get_untracked();
        let (Ok(day), Some(minute)) = (day.parse::<Day>(), Kind::Time.taken(&time)) else { return };
        let appointment = Appointment { day, minute: whole(minute) };
        brief.update(|brief| {
            own.change_terms(brief, |own| {
                own.appointments.retain(|own| own.day != day);
                let at = own.appointments.partition_point(|own| own.day < day);
                own.appointments.insert(at, appointment);
            });
        });
    };
    view! {
        <p class="row">"Appointments: visits that were agreed"</p>
        <ul class="values">{list}</ul>
        <div class="row wrap">
            {input("date", "appointment-day", Some("Day of the appointment".to_owned()), day, write_day)}
            {input("time", "appointment-time", Some("Time of the appointment".to_owned()), time, write_time)}
            <button class="btn" type="button" disabled=flag(move || written.with(|own| own.0.is_empty())) on:click=add>
                "Add"
            </button>
        </div>
    }
    .into_any()
}
