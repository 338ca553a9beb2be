//! The ways of a working day.

use crate::geography::great_circle;
use crate::model::{Dataset, DayRoute};
use crate::units::{LonLat, Meters};

/// The way to a stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayLeg {
    /// Minutes on the road from the stop before, or from the base.
    pub drive: u16,
    /// The length of that way on the road.
    pub distance: Meters,
}

/// The ways to the stops of a day, in their order.
///
/// How long a way takes is what the clock says between two stops, lunch taken off; how far it is, is the share of the day's
/// distance that its great circle has. Both add up whatever travel was reckoned by. O(stops).
#[must_use]
pub fn day_legs(dataset: &Dataset, base: Option<LonLat>, day: &DayRoute, lunch_minutes: u16) -> Vec<DayLeg> {
    let mut here = base;
    let mut ways = Vec::with_capacity(day.stops.len());
    for stop in &day.stops {
        let there = dataset.accounts().get(stop.account).location;
        ways.push(way(here, there));
        here = there.or(here);
    }
    let in_all: Meters = ways.iter().copied().sum::<Meters>() + way(here, base);
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
