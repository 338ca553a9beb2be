//! A rep on the step of visits: own week and days off.

use super::bases::base_fields;
use super::fields::{Kind, Read, Write, fold, input, row, tick, whole};
use super::parts::{day_list, week_fields};
use super::whose::Whose;
use crate::model::{RepIx, TerritoryIx};
use crate::ui::erased::{memo, part};
use crate::ui::locale;
use crate::ui::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// When the rep of a territory works.
#[component]
pub fn RepWeek(territory: TerritoryIx) -> impl IntoView {
    let app = expect_context::<App>();
    // The territory may get another rep while it is shown.
    let rep = memo(move || {
        app.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let rep = plan.alignment().territory(territory)?.rep?;
            Some((rep, plan.dataset().rep(rep)?.id.clone()))
        })
    });
    part(move || match rep.get() {
        Some((rep, id)) => week(app, &Whose::Rep(id), rep),
        None => view! { <p class="ins-sec note">"Give the territory a rep to say when the rep works."</p> }.into_any(),
    })
}

fn week(app: App, whose: &Whose, rep: RepIx) -> AnyView {
    let brief = app.visiting().brief;
    let own = whose.clone();
    let has_week = memo(move || brief.with(|brief| own.week(brief).is_some()));
    let own = whose.clone();
    let write = move |is_on: bool| {
        brief.update(|brief| {
            let usual = brief.week;
            own.change_rep(brief, |own| own.week = is_on.then_some(usual));
        });
    };
    let own = whose.clone();
    let fields = part(move || has_week.get().then(|| week_fields(brief, &own)));
    let own = whose.clone();
    let off = move || brief.with(|brief| own.rep_terms(brief).map(|own| own.days_off.clone()).unwrap_or_default());
    let days = {
        let off = off.clone();
        move || off().into_iter().map(|day| (day, String::new())).collect()
    };
    let own = whose.clone();
    let put = move |day, is_in: bool| {
        brief.update(|brief| {
            own.change_rep(brief, |own| {
                own.days_off.retain(|other| *other != day);
                if is_in {
                    let at = own.days_off.partition_point(|other| *other < day);
                    own.days_off.insert(at, day);
                }
            });
        });
    };
    let title: Read = Arc::new(move || {
        let days = off().len();
        let week = if has_week.get() { "own week" } else { "the common week" };
        match days {
            0 => format!("Working week: {week}"),
            days => format!("Working week: {week}, {} off", locale::counted(days, "day", "days")),
        }
    });
    let inside = view! {
        {tick("A week of the rep's own".to_owned(), Arc::new(move || has_week.get()), Arc::new(write))}
        {fields}
        {day_list("Add a day off", Arc::new(days), Arc::new(put))}
        <p class="note">"Counts from the next calendar on."</p>
    };
    view! {
        <section class="ins-sec">
            {fold(title, vec![inside.into_any()])}
            {base_fields(app, whose, rep)}
            {nights_field(app, whose)}
        </section>
    }
    .into_any()
}

/// How many nights a week the rep is away at most; emptied for what all have.
fn nights_field(app: App, whose: &Whose) -> AnyView {
    let brief = app.visiting().brief;
    let (own, other) = (whose.clone(), whose.clone());
    let read: Read = Arc::new(move || {
        let nights =
            brief.with(|brief| own.rep_terms(brief).and_then(|own| own.nights_a_week).unwrap_or(brief.nights_a_week));
        Kind::Number.shown(nights.into())
    });
    let write: Write = Arc::new(move |text| {
        let nights = Kind::Number.taken(&text).map(|nights| u8::try_from(whole(nights)).unwrap_or(u8::MAX));
        if nights.is_some() || text.is_empty() {
            brief.update(|brief| {
                let usual = brief.nights_a_week;
                other.change_rep(brief, |own| own.nights_a_week = nights.filter(|nights| *nights != usual));
            });
        }
    });
    row("Nights away a week, at most".to_owned(), input("number", "rep-nights", None, read, write))
}
