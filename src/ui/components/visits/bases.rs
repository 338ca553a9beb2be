//! Where a rep's days start and end, where that is not at home: by a search, a click on the map or coordinates.

use super::fields::{Read, Write, fold, input, quiet};
use super::whose::Whose;
use crate::model::{Candidate, DayBase, RepIx, VisitBrief};
use crate::ui::components::{Icon, PlaceSearch};
use crate::ui::erased::part;
use crate::ui::locale;
use crate::ui::state::{App, Placing};
use crate::units::LonLat;
use leptos::prelude::*;
use std::sync::Arc;

/// Start and end, as they stand in lists of two.
const ENDS: [&str; 2] = ["start", "end"];

fn base_of(brief: &VisitBrief, whose: &Whose, end: usize) -> Option<DayBase> {
    let own = whose.rep_terms(brief)?;
    [&own.start, &own.end][end].clone()
}

fn set_base(app: App, whose: &Whose, end: usize, base: Option<DayBase>) {
    app.visiting().brief.update(|brief| {
        whose.change_rep(brief, |own| *[&mut own.start, &mut own.end][end] = base);
    });
}

/// A fold with both ends of the days of a rep.
pub(super) fn base_fields(app: App, whose: &Whose, rep: RepIx) -> AnyView {
    let brief = app.visiting().brief;
    let own = whose.clone();
    let title: Read = Arc::new(move || {
        let words = |end: usize| {
            let base = brief.with(|brief| base_of(brief, &own, end));
            base.map_or_else(|| "home".to_owned(), |base| name_of(&base))
        };
        let [start, end] = [words(0), words(1)];
        if start == end { format!("Days start and end at {start}") } else { format!("Days go from {start} to {end}") }
    });
    let ends = [0, 1].map(|end| end_fields(app, whose, rep, end));
    fold(title, ends.into_iter().collect())
}

fn name_of(base: &DayBase) -> String {
    if base.name.is_empty() { coordinates(base.at) } else { base.name.clone() }
}

fn coordinates(at: LonLat) -> String {
    format!("{}, {}", locale::number(at.lat(), 4), locale::number(at.lon(), 4))
}

fn end_fields(app: App, whose: &Whose, rep: RepIx, end: usize) -> AnyView {
    let brief = app.visiting().brief;
    let word = ENDS[end];
    let own = whose.clone();
    let choose = Callback::new(move |found: Candidate| {
        set_base(app, &own, end, Some(DayBase { at: found.location, name: found.place }));
    });
    let own = whose.clone();
    let now = part(move || {
        let base = brief.with(|brief| base_of(brief, &own, end));
        let (other, own) = (own.clone(), own.clone());
        let words = match &base {
            None => format!("Days {word} at home, or, without a home, in the middle of the accounts."),
            Some(base) => format!("Days {word} at {}.", name_of(base)),
        };
        let back =
            base.is_some().then(|| quiet("At home again".to_owned(), Arc::new(move || set_base(app, &own, end, None))));
        let name = base.map(|base| name_field(app, &other, end, &base));
        view! {
            <p class="note">{words}</p>
            {name}
            {back}
        }
    });
    let on_map = move |_| app.review().placing.set(Some(Placing::Base(rep, end)));
    view! {
        <fieldset class="base-end">
            <legend>{format!("The {word} of the rep's days")}</legend>
            {now}
            <PlaceSearch id=format!("base-{word}") label=format!("A place where days {word}") on_choose=choose />
            <div class="row">
                {coordinate_field(app, whose, end)}
                <button class="btn" type="button" on:click=on_map>
                    <Icon name="pin" />
                    "On the map"
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}

/// What a place is called.
fn name_field(app: App, whose: &Whose, end: usize, base: &DayBase) -> AnyView {
    let own = whose.clone();
    let (shown, at) = (base.name.clone(), base.at);
    let read: Read = Arc::new(move || shown.clone());
    let write: Write =
        Arc::new(move |name| set_base(app, &own, end, Some(DayBase { at, name: name.trim().to_owned() })));
    super::fields::row("Called".to_owned(), input("text", "base-name", None, read, write))
}

/// Latitude and longitude, as maps programs write them.
fn coordinate_field(app: App, whose: &Whose, end: usize) -> AnyView {
    let brief = app.visiting().brief;
    let (own, other) = (whose.clone(), whose.clone());
    let read: Read = Arc::new(move || {
        let base = brief.with(|brief| base_of(brief, &own, end));
        base.map(|base| format!("{:.5}, {:.5}", base.at.lat(), base.at.lon())).unwrap_or_default()
    });
    let write: Write = Arc::new(move |text| match taken(&text) {
        Some(at) => set_base(app, &other, end, Some(DayBase { at, name: String::new() })),
        None if text.trim().is_empty() => {}
        None => {
            app.fail("", format!("“{text}” are no coordinates: write latitude and longitude, such as 48.14, 11.58."));
        }
    });
    input("text", "base-at", Some("Latitude, longitude".to_owned()), read, write)
}

/// Coordinates that a person wrote, with a comma, a semicolon or a blank between them.
fn taken(text: &str) -> Option<LonLat> {
    let mut parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let (lat, lon) = (parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() { None } else { LonLat::new(lon, lat).ok() }
}

impl App {
    /// Where days of a rep start or end from now on, by a click on the map.
    pub fn put_base(self, rep: RepIx, end: usize, at: LonLat) {
        self.review().placing.set(None);
        let id = self.plan.with_untracked(|plan| Some(plan.as_ref()?.dataset().rep(rep)?.id.clone()));
        if let Some(id) = id {
            set_base(self, &Whose::Rep(id), end.min(1), Some(DayBase { at, name: String::new() }));
        }
    }
}
