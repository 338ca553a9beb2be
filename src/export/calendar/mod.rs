//! The calendar of visits as files: tables, calendars for calendar programs, routes for maps, and sheets for the day.
//!
//! Invariants: the same plan gives the same bytes; no text of a file becomes markup, a formula or a line of its own; nothing
//! here reaches out, and what a link for a maps program says of customers is where they are.

mod clock;
mod content_lines;
mod day_links;
mod day_map;
mod day_sheets;
mod gpx;
mod ics;
mod kml;
#[cfg(test)]
mod sample;
mod tables;
mod xml;

pub use day_links::{DayLink, MapsProgram, day_links};

use super::file_name::file_stem;
use super::table::rep_label;
use crate::model::{Account, AccountIx, DayRoute, RepIx, Stop, TerritoryCalendar, TerritoryIx, VisitBrief};
use crate::plan::{DayEnd, Plan, day_ends, day_legs};
use crate::units::Meters;
use std::collections::HashSet;

/// The calendars of the layer that a plan shows, and what its files say about them.
#[derive(Debug, Clone)]
pub struct CalendarFiles<'a> {
    plan: &'a Plan,
    brief: &'a VisitBrief,
    rounds: Vec<Round<'a>>,
    /// The class of each account, empty where it has none.
    classes: Vec<&'a str>,
}

/// The calendar of a territory, and what it is called.
#[derive(Debug, Clone)]
struct Round<'a> {
    own: &'a TerritoryCalendar,
    territory: &'a str,
    rep: Option<RepIx>,
    /// The rep as in other tables; empty without one.
    rep_label: &'a str,
    /// What the names of its files end in.
    stem: String,
    lunch_minutes: u16,
}

/// A stop and the way to it.
#[derive(Debug, Clone, Copy)]
struct Leg<'a> {
    /// From 1.
    number: usize,
    stop: &'a Stop,
    account: Account<'a>,
    class: &'a str,
    /// Minutes on the road from the stop before, or from the base.
    drive: u16,
    /// The length of that way on the road.
    distance: Meters,
}

impl<'a> CalendarFiles<'a> {
    /// The calendars of the layer that is shown; `None` before there is one. O(accounts · log accounts).
    #[must_use]
    pub fn of(plan: &'a Plan) -> Option<Self> {
        let layer = plan.layer()?;
        let visits = layer.visits()?;
        let (brief, dataset) = (&visits.brief, plan.dataset());
        let mut taken = HashSet::new();
        let rounds = visits.calendar.as_ref()?.territories.iter().filter_map(|own| {
            let territory = layer.alignment().territory(own.territory)?;
            let label = territory.rep.map_or("", |rep| rep_label(dataset, rep));
            let stem = unique_stem(if label.is_empty() { &territory.name } else { label }, &mut taken);
            let lunch_minutes = brief.week_of(dataset, territory.rep).lunch_minutes;
            Some(Round { own, territory: &territory.name, rep: territory.rep, rep_label: label, stem, lunch_minutes })
        });
        let rounds = rounds.collect();
        let class_name = |class: Option<u16>| {
            let class = class.and_then(|class| brief.classes.get(usize::from(class)));
            class.map_or("", |class| class.name.as_str())
        };
        let classes = brief.due(dataset).iter().map(|due| class_name(due.as_ref().and_then(|due| due.class))).collect();
        Some(Self { plan, brief, rounds, classes })
    }

    /// The territories of which there are files: those where a visit, a call or an e-mail is planned.
    pub fn territories(&self) -> impl Iterator<Item = TerritoryIx> + '_ {
        self.rounds.iter().filter(|round| round.is_busy()).map(|round| round.own.territory)
    }

    /// What the names of a territory's files end in: its rep, or the territory where there is none; each another.
    #[must_use]
    pub fn stem(&self, territory: TerritoryIx) -> Option<&str> {
        Some(&self.round(territory)?.stem)
    }

    /// The calendar of a territory where anything is planned.
    fn round(&self, territory: TerritoryIx) -> Option<&Round<'a>> {
        self.rounds.iter().find(|round| round.own.territory == territory && round.is_busy())
    }

    fn account(&self, account: AccountIx) -> Account<'a> {
        self.plan.dataset().accounts().get(account)
    }

    /// The stops of a day and the ways to them, as [`day_legs`] has them. O(stops).
    fn legs(&self, round: &Round<'a>, day: &'a DayRoute) -> Vec<Leg<'a>> {
        let ways = day_legs(self.plan, self.brief, round.own, round.position(day));
        let legs = day.stops.iter().zip(ways).zip(1..).map(|((stop, way), number)| {
            let class = self.classes.get(stop.account.index()).copied().unwrap_or_default();
            let account = self.account(stop.account);
            Leg { number, stop, account, class, drive: way.drive, distance: way.distance }
        });
        legs.collect()
    }

    /// Where a day starts and ends. O(days).
    fn ends(&self, round: &Round<'a>, day: &DayRoute) -> [DayEnd; 2] {
        day_ends(self.plan.dataset(), self.brief, round.rep, round.own, round.position(day))
    }

    /// What a kilometre costs, times the kilometres.
    fn mileage_cost(&self, distance: Meters) -> f64 {
        distance.kilometers() * self.brief.cost_per_km
    }
}

impl Round<'_> {
    fn is_busy(&self) -> bool {
        self.own.days.iter().any(is_busy)
    }

    /// The rep, or the territory without one.
    fn title(&self) -> &str {
        if self.rep_label.is_empty() { self.territory } else { self.rep_label }
    }

    fn position(&self, day: &DayRoute) -> usize {
        self.own.days.partition_point(|own| own.day < day.day)
    }
}

/// Whether anything is planned for a day.
fn is_busy(day: &DayRoute) -> bool {
    is_out(day) || !(day.calls.is_empty() && day.emails.is_empty())
}

/// Whether the rep is on the road on a day: at a stop, or on the way back from a night away.
fn is_out(day: &DayRoute) -> bool {
    !day.stops.is_empty() || day.back > 0
}

/// A file stem that no other has, in letters of any case.
fn unique_stem(name: &str, taken: &mut HashSet<String>) -> String {
    let stem = file_stem(name);
    let mut free = stem.clone();
    let mut number = 2;
    while !taken.insert(free.to_lowercase()) {
        free = format!("{stem}-{number}");
        number += 1;
    }
    free
}

/// Degrees to a tenth of a metre.
fn degrees(value: f64) -> String {
    format!("{value:.6}")
}

#[cfg(test)]
mod tests {
    use super::sample::{brief_of, calendar_of, plan};
    use super::*;
    use crate::geography::great_circle;
    use crate::model::{Calendar, Opening};
    use crate::plan::{VisitChange, VisitPlan};
    use crate::routing::calendar::{CalendarSearch, TerritoryDays};
    use std::sync::Arc;

    #[test]
    fn legs_add_up_and_lunch_is_no_drive() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        let round = &files.rounds[0];
        let day = &round.own.days[0];
        let legs = files.legs(round, day);
        let found: Vec<(usize, u16, &str)> = legs.iter().map(|leg| (leg.number, leg.drive, leg.class)).collect();
        // From 11:30 to 12:40 with lunch of 45 minutes at 12:00.
        assert_eq!(found, [(1, 40, "A"), (2, 25, "B")]);
        let (there, back) = (legs[0].distance.0 + legs[1].distance.0, legs[1].distance.0);
        assert!(there < day.distance.0 && day.distance.0 < there + 2.0 * back, "{there} {back}");
    }

    #[test]
    fn only_busy_territories_have_files_and_names_differ() {
        let plan = plan();
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        assert_eq!(files.territories().collect::<Vec<_>>(), [TerritoryIx(0), TerritoryIx(1)]);
        assert_eq!(files.stem(TerritoryIx(0)), Some("Ada"));
        assert_eq!(files.stem(TerritoryIx(1)), Some("South-deep"));
        assert_eq!(files.stem(TerritoryIx(2)), None);
        let mut taken = HashSet::new();
        let stems = ["Sam", "sam", "Sam/2", "SAM"].map(|name| unique_stem(name, &mut taken));
        assert_eq!(stems, ["Sam", "sam-2", "Sam-2-2", "SAM-3"]);
    }

    #[test]
    fn without_a_calendar_there_is_no_file() {
        let mut plan = plan();
        let visits = VisitPlan::asking(brief_of(&plan).clone());
        let edit = plan.visits_edit(visits, VisitChange::Brief);
        assert!(!calendar_of(&plan).territories.is_empty());
        plan.apply(edit).expect("visits can do without a calendar");
        assert!(CalendarFiles::of(&plan).is_none());
        assert!(CalendarFiles::of(&Plan::new("Empty", crate::model::Dataset::default())).is_none());
    }

    /// What is told of each way is what the calendar was made with, to the minute and the metre.
    #[test]
    fn the_ways_of_a_calendar_are_those_that_it_was_reckoned_by() {
        let mut plan = Plan::new("Sample", crate::plan::sample::dataset(120));
        let layer = crate::plan::sample::layer(plan.dataset(), 3);
        let design = plan.design_edit(layer);
        plan.apply(design).expect("the sample fits");
        let mut brief = VisitBrief::new(super::sample::day(0), "sales", 25);
        // Some wait at the door.
        brief.classes[1].hours = (0..5).map(|weekday| Opening { weekday, opens: 630, closes: 900 }).collect();
        let (brief, travel) = (Arc::new(brief), plan.settings().travel);
        let due = brief.due(plan.dataset());
        let ways = crate::geography::Ways::new(plan.dataset(), plan.reckoning());
        let territories = plan.alignment().indices().map(|territory| {
            let days = TerritoryDays::new(plan.dataset(), plan.alignment(), territory, &brief, &due, &ways);
            CalendarSearch::new(days, &|_| Vec::new()).calendar()
        });
        let calendar = Calendar { basis: 0, territories: territories.collect() };
        let visits = VisitPlan { calendar: Some(calendar), ..VisitPlan::asking(VisitBrief::clone(&brief)) };
        let edit = plan.visits_edit(visits, VisitChange::Calendar);
        plan.apply(edit).expect("the calendar fits");
        let files = CalendarFiles::of(&plan).expect("there is a calendar");
        let (mut lunches_at_once, mut lunches_at_the_door) = (0, 0);
        for round in &files.rounds {
            for day in &round.own.days {
                let (mut here, mut free) = (round.own.base, day.leave);
                for leg in files.legs(round, day) {
                    let there = leg.account.location;
                    let road =
                        travel.road(here.zip(there).map_or(Meters(0.0), |(here, there)| great_circle(here, there)));
                    let minutes = libm::ceil(travel.drive(road).0 / 60.0 - 1e-6);
                    assert!((f64::from(leg.drive) - minutes).abs() < 0.5, "{} {minutes} {day:?}", leg.drive);
                    assert!((leg.distance.0 - road.0).abs() < 0.01, "{:?} {road:?}", leg.distance);
                    lunches_at_once += usize::from(day.lunch == Some(free));
                    let is_at_the_door = |lunch| lunch > free && lunch < leg.stop.start;
                    lunches_at_the_door += usize::from(day.lunch.is_some_and(is_at_the_door));
                    (here, free) = (there, leg.stop.end);
                }
            }
        }
        assert!(lunches_at_once > 0 && lunches_at_the_door > 0, "{lunches_at_once} {lunches_at_the_door}");
    }
}
