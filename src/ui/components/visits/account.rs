//! An account on the step of visits: its cadence, its next visits, and what is different for it.

use super::classes::cadence_words;
use super::fields::{Kind, Part, Read, Write, day, fold, input, quiet, rows, tick, whole};
use super::form::Stale;
use super::parts::{cadence_fields, hours_fields};
use super::whose::Whose;
use crate::model::{AccountIx, AccountTerms, Appointment, Cadence, VisitBrief};
use crate::ui::components::{Choose, Entry, Icon};
use crate::ui::erased::{Show, flag, part};
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

/// What is due, when it is, and what is different.
#[component]
pub fn AccountVisits(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let brief = app.visiting().brief;
    let id = app.plan.with_untracked(|plan| {
        plan.as_ref().map(|plan| plan.dataset().accounts().ids.get(account.index()).to_owned()).unwrap_or_default()
    });
    let whose = Whose::Account(id);
    let own = whose.clone();
    let cadence = Memo::new(move |_| {
        let class = app.visiting().loads.with(|loads| loads.class_of.get(account.index()).copied().flatten());
        brief.with(|brief| {
            let class = class.and_then(|class| brief.classes.get(usize::from(class)));
            let cadence = own.cadence(brief).or(class.map(|class| class.cadence));
            (class.map(|class| class.name.clone()), cadence)
        })
    });
    let words = move || match cadence.get() {
        (Some(class), Some(cadence)) => format!("Class {class}: {}", cadence_words(&cadence)),
        (None, Some(cadence)) => format!("No class: {}", cadence_words(&cadence)),
        (_, None) => "In no class: never visited".to_owned(),
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
            {terms(app, &whose, cadence)}
        </section>
    }
}

/// Its visits in the calendar, as ways to their days.
#[component]
fn Next(account: AccountIx) -> impl IntoView {
    let app = expect_context::<App>();
    let visits = Memo::new(move |_| {
        let found = app.with_calendar(|plan, calendar| {
            let owner = plan.alignment().owner(account);
            // The calendar may be older than a move: then another territory still has the visits.
            let own = calendar.territories.iter().filter(|own| owner.is_none_or(|owner| own.territory == owner));
            let stops = own.flat_map(|own| {
                own.days.iter().flat_map(move |route| {
                    let stops = route.stops.iter().filter(move |stop| stop.account == account);
                    stops.map(move |stop| (own.territory, route.day, stop.start, stop.is_pinned))
                })
            });
            Some(stops.collect::<Vec<_>>())
        });
        found.unwrap_or_default()
    });
    let line = move |(territory, day, start, is_pinned): (_, Day, u16, bool)| {
        view! {
            <li>
                <button type="button" class="account-line" on:click=move |_| app.show_day(territory, Some(day))>
                    <span class="account-name">{locale::day(day, DateStyle::Middle)}</span>
                    <span class="faint">
                        {locale::time(start)} {is_pinned.then_some(" · pinned")}
                    </span>
                </button>
            </li>
        }
    };
    view! { <ol class="account-list">{part(move || visits.get().into_iter().map(line).collect_view())}</ol> }
}

/// Gives an account something of its own, or takes it back.
type Change = Arc<dyn Fn(&mut AccountTerms, bool) + Send + Sync>;

/// A box that gives the account something of its own, or takes it back.
fn own_tick(
    brief: RwSignal<VisitBrief>,
    whose: &Whose,
    label: &'static str,
    is_own: fn(&AccountTerms) -> bool,
    set: Change,
) -> (AnyView, Memo<bool>) {
    let own = whose.clone();
    let is_on = Memo::new(move |_| brief.with(|brief| own.terms(brief).is_some_and(is_own)));
    let own = whose.clone();
    let write = move |is_on: bool| {
        let set = Arc::clone(&set);
        brief.update(|brief| own.change_terms(brief, |terms| set(terms, is_on)));
    };
    (tick(label.to_owned(), Arc::new(move || is_on.get()), Arc::new(write)), is_on)
}

fn terms(app: App, whose: &Whose, cadence: Memo<(Option<String>, Option<Cadence>)>) -> AnyView {
    let brief = app.visiting().brief;
    let usual = move || {
        let usual = Cadence {
            visits: 1,
            weeks: 4,
            visit_minutes: 30,
            calls: 0.0,
            call_minutes: 10,
            emails: 0.0,
            email_minutes: 5,
        };
        cadence.with_untracked(|(_, cadence)| cadence.unwrap_or(usual))
    };
    let (cadence_tick, has_cadence) = own_tick(
        brief,
        whose,
        "A cadence of its own",
        |own| own.cadence.is_some(),
        Arc::new(move |own, is_on| own.cadence = is_on.then(usual)),
    );
    let hours_of_class = move || {
        let class = cadence.with_untracked(|(class, _)| class.clone());
        let hours = brief.with_untracked(|brief| {
            brief.classes.iter().find(|own| Some(&own.name) == class.as_ref()).map(|own| own.hours.clone())
        });
        hours.unwrap_or_default()
    };
    let (hours_tick, has_hours) = own_tick(
        brief,
        whose,
        "Hours of its own",
        |own| own.hours.is_some(),
        // Asked inside of an update of the brief, the class's hours would not be there: they are taken before.
        {
            let hours = RwSignal::new(Vec::new());
            Effect::new(move |_| {
                cadence.track();
                hours.set(hours_of_class());
            });
            Arc::new(move |own, is_on| own.hours = is_on.then(|| hours.get_untracked()))
        },
    );
    let own = whose.clone();
    let choose = Callback::new(move |value: String| {
        let class = Some(value).filter(|value| !value.is_empty());
        brief.update(|brief| own.change_terms(brief, |terms| terms.class = class));
    });
    let own = whose.clone();
    let classes = Memo::new(move |_| {
        brief.with(|brief| {
            let names = brief.classes.iter().map(|class| class.name.clone()).collect::<Vec<_>>();
            (names, own.terms(brief).and_then(|own| own.class.clone()))
        })
    });
    let choice = part(move || {
        let (names, chosen) = classes.get();
        let named = names.into_iter().map(|name| Entry::new(name.clone(), name));
        let entries = std::iter::once(Entry::new("", "By the rules")).chain(named).collect();
        let (id, label) = ("account-class".to_owned(), "Class of the account".to_owned());
        view! { <Choose id label entries chosen=chosen.unwrap_or_default() on_choose=choose /> }
    });
    let (own, other) = (whose.clone(), whose.clone());
    let cadence_part = part(move || has_cadence.get().then(|| cadence_fields(brief, &own)));
    let hours_part = part(move || has_hours.get().then(|| hours_fields(brief, &other)));
    let title: Read = Arc::new(|| "What is different for it".to_owned());
    let inside = view! {
        <div class="row">
            <span>"Class"</span>
            {choice}
        </div>
        {cadence_tick}
        {cadence_part}
        {hours_tick}
        {hours_part}
        {rows(brief, whose, &DATES)}
        {appointments(brief, whose)}
        <p class="note">"Counts from the next calendar on."</p>
    };
    fold(title, vec![inside.into_any()])
}

/// Visits that were agreed, by day and time.
fn appointments(brief: RwSignal<VisitBrief>, whose: &Whose) -> AnyView {
    let own = whose.clone();
    let agreed = Memo::new(move |_| {
        brief.with(|brief| own.terms(brief).map(|own| own.appointments.clone()).unwrap_or_default())
    });
    let own = whose.clone();
    let list = part(move || {
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
        agreed.get().into_iter().map(line).collect_view()
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
        <div class="row">
            {input("date", "appointment-day", Some("Day of the appointment".to_owned()), day, write_day)}
            {input("time", "appointment-time", Some("Time of the appointment".to_owned()), time, write_time)}
            <button class="btn" type="button" disabled=flag(move || written.with(|own| own.0.is_empty())) on:click=add>
                "Add"
            </button>
        </div>
    }
    .into_any()
}
