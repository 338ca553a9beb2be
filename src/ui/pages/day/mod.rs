//! A rep's day, on the road: one hand, sunlight, often offline.

mod buttons;
mod card;
mod due;
mod near;
mod notes;
mod route;
mod stops;

use crate::model::TouchState;
use crate::ui::address::{self, Page, Step};
use crate::ui::components::{Icon, MapView, NoticeBar, RunStrip, ways_words};
use crate::ui::erased::{flag, follow, part, says};
use crate::ui::locale::{self, DateStyle};
use crate::ui::state::{App, Saving};
use crate::units::Day;
use buttons::Button;
use leptos::prelude::*;
use route::day_view;

/// The tabs below: icon and name.
const TABS: [(&str, &str); 5] =
    [("visits", "Day"), ("pin", "Map"), ("radius", "Near me"), ("clock", "Due"), ("note", "Notes")];

/// The page of a day.
#[component]
pub fn DayPage() -> impl IntoView {
    let app = expect_context::<App>();
    // The map shows the day that is looked at.
    follow(move || {
        let shown = day_view(app).map(|view| (view.territory, view.day));
        let is_shown = |day: Day| untrack(|| app.visiting().look().day == Some(day));
        if let Some((territory, day)) = shown.filter(|(_, day)| !is_shown(*day)) {
            app.show_day(territory, Some(day));
        }
    });
    let tab = move || app.visiting().look().tab;
    let below = move || match tab() {
        _ if !app.has_calendar() => {
            view! { <p class="empty muted">"No calendar yet. Make the calendar of the visits first."</p> }.into_any()
        }
        0 => [part(move || card::card(app)), part(move || stops::stops(app))].into_any(),
        1 => part(move || card::card(app)).into_any(),
        2 => near::near(app),
        3 => due::due(app),
        _ => notes::notes(app),
    };
    let tabs = part(move || {
        let own = |(at, (icon, name)): (u8, (&'static str, &'static str))| {
            let look = Button { pressed: Some(tab() == at), ..Button::new("", icon, name) };
            look.acts(move || app.visiting().change_look(|look| look.tab = at))
        };
        (0..).zip(TABS).map(own).collect::<Vec<_>>()
    });
    view! {
        <div class="phone" class:on-map=flag(move || tab() == 1) class:off-map=flag(move || tab() > 1 || !app.has_calendar())>
            <a class="skip" href="#stops">"Skip to stops"</a>
            <header class="ph-head">{part(move || head(app))}</header>
            <main class="day">
                <NoticeBar />
                <RunStrip />
                <section class="ph-map" aria-label="Route of the day">
                    <MapView />
                    <p class="ph-sum">{part(move || sums(app))}</p>
                    <span class="badge good off" role="status">
                        <Icon name="shield" />
                        {part(move || kept(app))}
                    </span>
                </section>
                {part(below)}
            </main>
            <nav class="tabs" aria-label="Views">{tabs}</nav>
        </div>
    }
}

/// The day, whose it is, and the days beside it.
fn head(app: App) -> Option<AnyView> {
    let view = day_view(app)?;
    let step = |label: &str, icon: &'static str, to: Option<Day>| {
        let look = Button { is_off: to.is_none(), ..Button::new("btn quiet icon-only", icon, "") };
        look.labelled(label).acts(move || {
            app.visiting().change_look(|look| look.stop = None);
            app.show_day(untrack(|| app.shown_territory()), to);
        })
    };
    let done = view.stops.iter().filter(|line| line.who.is(TouchState::Done)).count();
    let words = format!("{} · {} of {} done", view.whose, locale::count(done), locale::count(view.stops.len()));
    let plan = move || {
        let key = app.key.get();
        address::fragment(Page::Work(Step::Visits), key.as_ref().map(|key| key.0.as_str()))
    };
    let head = view! {
        {step("Day before", "left", view.before)}
        <h1>
            <span>{locale::day(view.day, DateStyle::Middle)}</span>
            <span class="muted">{words}</span>
        </h1>
        {step("Day after", "right", view.after)}
        <a class="btn quiet icon-only" href=says(plan) aria-label="The whole plan" title="The whole plan">
            <Icon name="territories" />
        </a>
    };
    Some(head.into_any())
}

/// Distance and travel of the day.
fn sums(app: App) -> Option<AnyView> {
    let view = day_view(app)?;
    let is_told = app.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.matrix().is_some()));
    let sums = view! {
        <b>{app.unit().words(view.distance)}</b>
        <b>{locale::minutes(view.drive.into())}</b>
        <span class="muted" title=ways_words(app, true)>{if is_told { "travel, by matrix" } else { "travel, estimated" }}</span>
    };
    Some(sums.into_any())
}

/// Whether what was said is safe.
fn kept(app: App) -> String {
    match app.saving.get() {
        Saving::Failed(cause) => format!("Not kept: {cause}"),
        Saving::Pending => "Saving …".to_owned(),
        Saving::Nothing | Saving::Saved(_) => "Kept on this device".to_owned(),
    }
}
