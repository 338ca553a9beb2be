//! The ways of a working day, and where it starts and ends.

use crate::geography::great_circle;
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

/// The ways to the stops of a day, in their order.
///
/// How long a way takes is what the clock says between two stops, lunch taken off; how far it is, is the share of the day's
/// distance that its great circle has. Both add up whatever travel was reckoned by. O(stops).
#[must_use]
pub fn day_legs(
    dataset: &Dataset,
    [start, end]: [Option<LonLat>; 2],
    day: &DayRoute,
    lunch_minutes: u16,
) -> Vec<DayLeg> {
    let mut here = start;
    let mut ways = Vec::with_capacity(day.stops.len());
    for stop in &day.stops {
        let there = dataset.accounts().get(stop.account).location;
        ways.push(way(here, there));
        here = there.or(here);
    }
    let in_all: Meters = ways.iter().copied().sum::<Meters>() + way(here, end);
    let scale = if in_all.0 > 0.0 { day.distance.0 / in_all.0 } else { 0.0 };
    let mut free = day.leave;
    let legs = day.stops.iter().zip(ways).map(|(stop, great_circle)| {
        let is_lunch_between = day.lunch.is_some_and(|lunch| (free..stop.arrival).contains(&lunch));
        let lunch = if is_lunch_between { lunch_minutes } else { 0 };
        let drive = stop.arrival.saturating_sub(free).saturating_sub(lunch);
        free = stop.end;
        DayLeg { drive, distance: great_circle * scale }
    });
    legs.collect()
}

fn way(from: Option<LonLat>, to: Option<LonLat>) -> Meters {
    from.zip(to).map_or(Meters(0.0), |(from, to)| great_circle(from, to))
}
