//! The ways of a working day, and where it starts and ends.

use super::Plan;
use crate::geography::{WayPoint, Ways};
use crate::model::{Dataset, DayBase, DayRoute, RepIx, TerritoryCalendar, VisitBrief};
use crate::units::{LonLat, Meters};

/// Where a day starts or ends.
#[derive(Debug, Clone, PartialEq)]
pub struct DayEnd {
    /// Where; `None` without a located account.
    pub at: Option<LonLat>,
    /// What it is called: “Home base”, “Night near Acme”.
    pub words: String,
    /// Whether it is a night away.
    pub is_night: bool,
    /// Whether a person has given it a name.
    is_named: bool,
}

impl DayEnd {
    /// Its words within a sentence.
    #[must_use]
    pub fn within_words(&self) -> String {
        let mut letters = self.words.chars();
        match letters.next().filter(|_| !self.is_named) {
            Some(first) => first.to_lowercase().chain(letters).collect(),
            None => self.words.clone(),
        }
    }
}

/// Where the day at a position of a calendar starts and ends, and what that is called.
#[must_use]
pub fn day_ends(
    dataset: &Dataset,
    brief: &VisitBrief,
    rep: Option<RepIx>,
    own: &TerritoryCalendar,
    at: usize,
) -> [DayEnd; 2] {
    let [start, end] = own.ends_of(at);
    let bases = brief.bases_of(dataset, rep);
    let home = || rep.and_then(|rep| dataset.rep(rep)).is_some_and(|rep| rep.home.location.is_some());
    let has_home = own.from_home || (bases[0].is_some() && home());
    let called = |base: Option<&DayBase>| match base {
        Some(base) if !base.name.is_empty() => (base.name.clone(), true),
        Some(_) => ("Base".to_owned(), false),
        None => (if has_home { "Home base" } else { "Middle of the accounts" }.to_owned(), false),
    };
    let night = |route: Option<&DayRoute>| {
        let account = route.and_then(|route| route.stops.last()).map(|stop| stop.account);
        (format!("Night near {}", account.map_or("", |account| dataset.accounts().get(account).name)), false)
    };
    let [first, last] = bases.map(called);
    let route = own.days.get(at);
    let (starts_away, stays) = (own.starts_away(at), route.is_some_and(|route| route.night.is_some()));
    let before = at.checked_sub(1).and_then(|before| own.days.get(before));
    let end_of =
        |at: Option<LonLat>, (words, is_named): (String, bool), is_night| DayEnd { at, words, is_night, is_named };
    [
        end_of(start, if starts_away { night(before) } else { first }, starts_away),
        end_of(end, if stays { night(route) } else { last }, stays),
    ]
}

/// The way to a stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayLeg {
    /// Minutes on the road from the stop before, or from where the day starts.
    pub drive: u16,
    /// The length of that way on the road.
    pub distance: Meters,
}

/// The ways to the stops of the day at a position of a calendar, in their order.
///
/// How long a way takes is what the clock says between two stops, lunch taken off; how far it is, is its share of the day's
/// distance. Both add up whatever travel was reckoned by. O(stops · log ways).
#[must_use]
pub fn day_legs(plan: &Plan, brief: &VisitBrief, own: &TerritoryCalendar, at: usize) -> Vec<DayLeg> {
    let Some(day) = own.days.get(at) else { return Vec::new() };
    let dataset = plan.dataset();
    let rep = plan.alignment().territory(own.territory).and_then(|territory| territory.rep);
    let ways = Ways::new(dataset, plan.reckoning());
    let [start, end] = brief.bases_of(dataset, rep);
    let person = rep.and_then(|rep| dataset.rep(rep));
    let base = |base, at: Option<LonLat>| at.map(|at| ways.base(person, base, at));
    let before = at.checked_sub(1).and_then(|before| own.days.get(before)).filter(|_| own.starts_away(at));
    let away = before.and_then(|before| ways.account(before.stops.last()?.account));
    let mut here = away.or_else(|| base(start, own.base));
    let way = |from: Option<WayPoint>, to: Option<WayPoint>| {
        from.zip(to).map_or(Meters(0.0), |(from, to)| ways.leg(from, to).road)
    };
    let mut lengths = Vec::with_capacity(day.stops.len());
    for stop in &day.stops {
        let there = ways.account(stop.account);
        lengths.push(way(here, there));
        here = there.or(here);
    }
    let back = if day.night.is_some() { Meters(0.0) } else { way(here, base(end, own.end)) };
    let in_all: Meters = lengths.iter().copied().sum::<Meters>() + back;
    let scale = if in_all.0 > 0.0 { day.distance.0 / in_all.0 } else { 0.0 };
    let lunch_minutes = brief.week_of(dataset, rep).lunch_minutes;
    let mut free = day.leave;
    let legs = day.stops.iter().zip(lengths).map(|(stop, length)| {
        let is_lunch_between = day.lunch.is_some_and(|lunch| (free..stop.arrival).contains(&lunch));
        let lunch = if is_lunch_between { lunch_minutes } else { 0 };
        let drive = stop.arrival.saturating_sub(free).saturating_sub(lunch);
        free = stop.end;
        DayLeg { drive, distance: length * scale }
    });
    legs.collect()
}
