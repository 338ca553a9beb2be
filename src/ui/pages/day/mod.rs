//! A rep's day, on the road: one hand, sunlight, often offline.

mod card;
mod near;
mod notes;
mod route;
mod stops;

use crate::model::TouchState;
use crate::ui::address::{self, Page, Step};
use crate::ui::components::{Icon, MapView, NoticeBar, RunStrip};
use crate::ui::erased::{Show, flag, follow, memo, part, says};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::App;
use crate::units::Day;
use card::StopCard;
use leptos::prelude::*;
use near::Near;
use notes::Notes;
use route::{DayView, day_view};
use std::sync::Arc;
use stops::Stops;

/// What of the day is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Day,
    Map,
    Near,
    Notes,
}

impl Tab {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Day, "visits", "Day"),
        (Self::Map, "pin", "Map"),
        (Self::Near, "radius", "Near me"),
        (Self::Notes, "note", "Notes"),
    ];
}

/// What the parts of the page have in common.
#[derive(Clone, Copy)]
struct Road {
    view: Memo<Option<Arc<DayView>>>,
    tab: RwSignal<Tab>,
    /// The stop that a person chose; the next one where none is.
    chosen: RwSignal<Option<usize>>,
    /// Whether stops are put into another order.
    reorders: RwSignal<bool>,
}

/// The page of a day.
#[component]
pub fn DayPage() -> impl IntoView {
    let app = expect_context::<App>();
    let road = Road {
        view: memo(move || day_view(app).map(Arc::new)),
        tab: RwSignal::new(Tab::Day),
        chosen: RwSignal::new(None),
        reorders: RwSignal::new(false),
    };
    provide_context(road);
    // The map shows the day that is looked at.
    follow(move || {
        let shown = road.view.with(|view| view.as_ref().map(|view| (view.territory, view.day)));
        let is_shown = |day: Day| untrack(|| app.visiting().look().day == Some(day));
        if let Some((territory, day)) = shown.filter(|(_, day)| !is_shown(*day)) {
            app.show_day(territory, Some(day));
        }
    });
    let is_tab = move |tab: Tab| flag(move || road.tab.get() == tab);
    view! {
        <div class="phone" class:on-map=is_tab(Tab::Map) class:off-map=flag(move || matches!(road.tab.get(), Tab::Near | Tab::Notes))>
            <a class="skip" href="#stops">"Skip to stops"</a>
            {head(app, road)}
            <main class="day">
                <NoticeBar />
                <RunStrip />
                <Show
                    when=move || road.view.with(Option::is_some)
                    fallback=move || view! { <p class="empty muted">"No calendar yet. Make the calendar of the visits first."</p> }
                >
                    <section class="ph-map" aria-label="Route of the day">
                        <MapView />
                        {sums(app, road)}
                    </section>
                    {part(move || match road.tab.get() {
                        Tab::Day => view! { <StopCard /> <Stops /> }.into_any(),
                        Tab::Map => view! { <StopCard /> }.into_any(),
                        Tab::Near => view! { <Near /> }.into_any(),
                        Tab::Notes => view! { <Notes /> }.into_any(),
                    })}
                </Show>
            </main>
            <nav class="tabs" aria-label="Views">
                {Tab::ALL.map(|(tab, icon, name)| {
                    let current = move || if road.tab.get() == tab { "true" } else { "false" }.to_owned();
                    view! {
                        <button type="button" aria-current=says(current) on:click=move |_| road.tab.set(tab)>
                            <Icon name=icon />
                            {name}
                        </button>
                    }
                })}
            </nav>
        </div>
    }
}

/// The day, whose it is, and the days beside it.
fn head(app: App, road: Road) -> impl IntoView {
    let step = move |label: &'static str, icon: &'static str, to: fn(&DayView) -> Option<Day>| {
        let day = move || road.view.with(|view| view.as_ref().and_then(|view| to(view)));
        let go = move |_| {
            if let Some(day) = untrack(day) {
                road.chosen.set(None);
                app.show_day(app.shown_territory(), Some(day));
            }
        };
        view! {
            <button class="btn quiet icon-only" type="button" aria-label=label disabled=flag(move || day().is_none()) on:click=go>
                <Icon name=icon />
            </button>
        }
    };
    let title = part(move || {
        road.view.get().map(|view| {
            let done = view.stops.iter().filter(|line| line.who.is(TouchState::Done)).count();
            let words = format!("{} · {} of {} done", view.whose, locale::count(done), locale::count(view.stops.len()));
            view! {
                <span>{locale::day(view.day, DateStyle::Long)}</span>
                <span class="muted">{words}</span>
            }
        })
    });
    let plan = move || {
        let key = app.key.get();
        address::fragment(Page::Work(Step::Visits), key.as_ref().map(|key| key.0.as_str()))
    };
    view! {
        <header class="ph-head">
            {step("Day before", "left", |view| view.before)}
            <h1>{title}</h1>
            {step("Day after", "right", |view| view.after)}
            <a class="btn quiet icon-only" href=says(plan) aria-label="The whole plan" title="The whole plan">
                <Icon name="territories" />
            </a>
        </header>
    }
}

/// Distance and travel of the day, and that the plan is safe.
fn sums(app: App, road: Road) -> impl IntoView {
    let kept = move || match app.saving.get() {
        crate::ui::state::Saving::Failed(cause) => format!("Not kept: {cause}"),
        crate::ui::state::Saving::Pending => "Saving …".to_owned(),
        _ => "Kept on this device".to_owned(),
    };
    let sums = part(move || {
        road.view.get().map(|view| {
            view! {
                <b>{app.unit().words(view.distance)}</b>
                <b>{locale::minutes(view.drive.into())}</b>
                <span class="muted" title="Great-circle distance × detour ÷ speed, as the settings of the plan have it">
                    "travel, estimated"
                </span>
            }
        })
    });
    view! {
        <p class="ph-sum">{sums}</p>
        <span class="badge good off" role="status">
            <Icon name="shield" />
            {part(kept)}
        </span>
    }
}
