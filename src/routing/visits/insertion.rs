//! Where a visit costs least on a route, remembered while the route stays as it is.
//!
//! Between two looks at a customer most routes have not changed, so that a day is looked through in a few steps a route
//! instead of a few a stop. As the best position may be passed over (see [`super::recreate`]), the second is kept as well.

use super::matrix::PlaceLegs;
use super::problem::{DayLimits, VisitProblem};
use super::roster::Roster;
use super::route::{Route, beyond};
use super::segment::Segment;

/// A position on a route and what a visit there adds to cost and penalties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) cost: f64,
    pub(super) position: u16,
}

impl Spot {
    pub(super) const NONE: Self = Self { cost: f64::INFINITY, position: NOT_SOUGHT };
}

/// In place of a position: all that is known is that a spot costs at least so much. No route is as long.
const NOT_SOUGHT: u16 = u16::MAX;

/// The best two spots on a route, and the stamp of the route that they hold for.
#[derive(Debug, Clone, Copy)]
struct Known {
    stamp: u32,
    costs: [f32; 2],
    positions: [u16; 2],
}

impl Known {
    const NOTHING: Self = Self { stamp: 0, costs: [f32::INFINITY; 2], positions: [NOT_SOUGHT; 2] };

    #[expect(clippy::cast_possible_truncation, reason = "half the memory for a rounding of one part in ten millions")]
    fn new(stamp: u32, [first, second]: [Spot; 2]) -> Self {
        let costs = [first.cost as f32, second.cost as f32];
        Self { stamp, costs, positions: [first.position, second.position] }
    }

    /// The spot of a rank, or none that costs less than `bound`; `None` if that is not known.
    #[inline]
    fn spot(&self, rank: usize, bound: f64) -> Option<Spot> {
        let (cost, position) = (f64::from(self.costs[rank]), self.positions[rank]);
        let is_known = position != NOT_SOUGHT;
        (is_known || cost >= bound).then_some(if is_known { Spot { cost, position } } else { Spot::NONE })
    }
}

/// What is known of a place and a route: as it is, and as it was tried before the present round, which mostly comes back.
/// Half a line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Pair {
    settled: Known,
    tried: Known,
}

impl Pair {
    const NOTHING: Self = Self { settled: Known::NOTHING, tried: Known::NOTHING };
}

/// The best two spots of each place on each route.
#[derive(Debug, Clone)]
pub(super) struct Spots {
    routes: usize,
    known: Vec<Pair>,
}

impl Spots {
    /// Where each day has one route most routes have changed before a place is looked at again, so that nothing is remembered.
    pub(super) fn new(problem: &VisitProblem, routes: usize) -> Self {
        let places = if problem.is_alone() { 0 } else { problem.customers.len() + 1 };
        Self { routes, known: vec![Pair::NOTHING; places * routes] }
    }

    /// Forgets everything: stamps begin anew.
    pub(super) fn clear(&mut self) {
        self.known.fill(Pair::NOTHING);
    }

    /// The best spot for a place on the route with this index, or the second best; none that costs `bound` or more, unless
    /// it is known. O(1) if known, else O(stops).
    #[inline]
    pub(super) fn of(
        &mut self,
        problem: &VisitProblem,
        roster: &Roster,
        (index, place, legs): (usize, u32, &PlaceLegs),
        is_second: bool,
        bound: f64,
    ) -> Spot {
        let route = &roster.routes[index];
        let rank = usize::from(is_second);
        let Some(Pair { settled, tried }) = self.known.get_mut(place as usize * self.routes + index) else {
            let found = best(problem, (roster, route), (place, legs), (rank, bound))[rank];
            return if found.cost < bound { found } else { Spot::NONE };
        };
        if settled.stamp == route.stamp {
            if let Some(spot) = settled.spot(rank, bound) {
                return spot;
            }
        } else if tried.stamp == route.stamp
            && let Some(spot) = tried.spot(rank, bound)
        {
            if !roster.is_touched(index) {
                *settled = *tried;
            }
            return spot;
        }
        let found = Known::new(route.stamp, best(problem, (roster, route), (place, legs), (1, bound)));
        *if roster.is_touched(index) { tried } else { settled } = found;
        found.spot(rank, bound).unwrap_or(Spot::NONE)
    }
}

/// The best spots for a place on a route that cost less than `bound`, down to the one of rank `last`, 0 or 1.
fn best(
    problem: &VisitProblem,
    (roster, route): (&Roster, &Route),
    (place, legs): (u32, &PlaceLegs),
    (last, bound): (usize, f64),
) -> [Spot; 2] {
    let limits = &problem.days[usize::from(route.day)];
    let customer = problem.at(place);
    let over_load = beyond(route.load + customer.demand, limits.capacity);
    let prices = roster.prices;
    let by_load = prices.of(over_load, 0.0) - prices.of(route.over_load, 0.0)
        + roster.unevenness(problem, route.day, customer.service);
    let mut best = [Spot { cost: bound, position: NOT_SOUGHT }; 2];
    // Infinite, or infinite less infinite: nothing more fits.
    if !by_load.is_finite() {
        return [Spot::NONE; 2];
    }
    let [out, back] = legs.rows();
    let within = Within {
        problem,
        route,
        limits,
        own: Segment::single(problem.window(place, route.day), customer.service),
        price: prices.time,
    };
    let is_timed = problem.has_windows || problem.has_lengths;
    let mut there = back[0].way();
    // No matrix has as many places as a position could be.
    for (leg, position) in route.legs.iter().zip(0..NOT_SOUGHT) {
        let (on, next) = (out[leg.to as usize].way(), back[leg.to as usize].way());
        let old = leg.way.way();
        let mut added = there.cost + on.cost - old.cost + by_load;
        if added < best[last].cost {
            if is_timed {
                match within.penalty(usize::from(position), there.time, on.time, old.time) {
                    Some(penalty) => added += penalty,
                    // Further on it is later still.
                    None => break,
                }
            }
            // What is not a number is infinite less infinite: it does not fit.
            if added < best[0].cost {
                best = [Spot { cost: added, position }, best[0]];
            } else if added < best[1].cost {
                best[1] = Spot { cost: added, position };
            }
        }
        there = next;
    }
    best
}

/// A visit as it is tried within a route, in terms of time.
struct Within<'a> {
    problem: &'a VisitProblem,
    route: &'a Route,
    limits: &'a DayLimits,
    own: Segment,
    price: f64,
}

impl Within<'_> {
    /// What the visit adds to the price of time between two stops, with the times to it and on and between the two; `None` if it
    /// is too late for it, here and further on. O(1).
    #[inline]
    fn penalty(&self, position: usize, there: f64, on: f64, old: f64) -> Option<f64> {
        let Self { problem, route, limits, .. } = *self;
        let duration = route.duration + there + on - old + self.own.duration;
        let over = if problem.has_windows {
            // However little waiting there is, it is too long.
            if self.price.is_infinite() && beyond(duration, limits.length) > 0.0 {
                return Some(f64::INFINITY);
            }
            let arrived = route.prefix[position].then(there, &self.own);
            if arrived.warp > 0.0 && self.price.is_infinite() {
                return None;
            }
            beyond(arrived.then(on, &route.suffix[position]).excess(limits.length), 0.0)
        } else {
            beyond(duration, limits.length)
        };
        let price = |over: f64| if over > 0.0 { over * self.price } else { 0.0 };
        Some(price(over) - price(route.over_time))
    }
}
