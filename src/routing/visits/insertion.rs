//! Where a visit costs least on a route, remembered while the route stays as it is.
//!
//! Between two looks at a customer most routes have not changed, so that a day is looked through in a few steps a route
//! instead of a few a stop. As the best position may be passed over (see [`super::recreate`]), the second is kept as well.

use super::problem::{DayLimits, VisitProblem};
use super::roster::Roster;
use super::route::{Prices, Route, beyond};
use super::segment::Segment;

/// A position on a route and what a visit there adds to cost and penalties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) cost: f64,
    pub(super) position: u16,
}

impl Spot {
    pub(super) const NONE: Self = Self { cost: f64::INFINITY, position: 0 };
}

/// The best two spots on a route, and the stamp of the route that they hold for: half a line of the processor's cache.
#[derive(Debug, Clone, Copy)]
struct Known {
    stamp: u64,
    costs: [f64; 2],
    positions: [u16; 2],
}

impl Known {
    fn new(stamp: u64, [first, second]: [Spot; 2]) -> Self {
        Self { stamp, costs: [first.cost, second.cost], positions: [first.position, second.position] }
    }

    #[inline]
    fn spot(&self, rank: usize) -> Spot {
        Spot { cost: self.costs[rank], position: self.positions[rank] }
    }
}

/// The best two spots of a customer on each route: as it is, and as it was before the present round, which mostly comes back.
#[derive(Debug, Clone)]
pub(super) struct Spots {
    routes: usize,
    known: Vec<[Known; 2]>,
}

impl Spots {
    /// Where each day has one route most routes have changed before a place is looked at again, so that nothing is remembered.
    pub(super) fn new(problem: &VisitProblem, routes: usize) -> Self {
        let places = if problem.is_alone() { 0 } else { problem.customers.len() + 1 };
        Self { routes, known: vec![[Known::new(0, [Spot::NONE; 2]); 2]; places * routes] }
    }

    /// The best spot for a place on the route with this index, or the second best. Where nothing is remembered none
    /// that costs `bound` or more. O(1) if known, else O(stops).
    #[inline]
    pub(super) fn of(
        &mut self,
        problem: &VisitProblem,
        roster: &Roster,
        (index, place): (usize, u32),
        is_second: bool,
        bound: f64,
    ) -> Spot {
        let route = &roster.routes[index];
        if self.known.is_empty() {
            let found = best_two(problem, route, place, roster.prices, bound)[usize::from(is_second)];
            return if found.cost < bound { found } else { Spot::NONE };
        }
        let [settled, tried] = &mut self.known[place as usize * self.routes + index];
        let rank = usize::from(is_second);
        if settled.stamp == route.stamp {
            return settled.spot(rank);
        }
        let known = if tried.stamp == route.stamp {
            *tried
        } else {
            let found = best_two(problem, route, place, roster.prices, f64::INFINITY);
            Known::new(route.stamp, found)
        };
        *if roster.is_touched(index) { tried } else { settled } = known;
        known.spot(rank)
    }
}

fn best_two(problem: &VisitProblem, route: &Route, place: u32, prices: Prices, bound: f64) -> [Spot; 2] {
    let limits = &problem.days[usize::from(route.day)];
    let customer = problem.at(place);
    let over_load = beyond(route.load + customer.demand, limits.capacity);
    let by_load = prices.of(over_load, 0.0) - prices.of(route.over_load, 0.0);
    let mut best = [Spot { cost: bound, position: 0 }; 2];
    // Infinite, or infinite less infinite: nothing more fits.
    if !by_load.is_finite() {
        return [Spot::NONE; 2];
    }
    let (cost, time) = (&problem.cost, problem.time());
    let (out, back) = (cost.out(place), cost.back(place));
    let within = Within {
        problem,
        route,
        limits,
        travel: [time.back(place), time.out(place)],
        own: Segment::single(problem.window(place, route.day), customer.service),
        price: prices.time,
    };
    let is_timed = problem.has_windows || problem.has_lengths;
    let (mut before, mut there) = (0, back[0]);
    // No matrix has as many places as a position could be.
    for (leg, position) in route.legs.iter().zip(0..=u16::MAX) {
        let next = leg.to as usize;
        let mut added = there + out[next] - leg.cost + by_load;
        there = back[next];
        if added < best[1].cost {
            if is_timed {
                match within.penalty(usize::from(position), before, leg.to) {
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
        before = leg.to;
    }
    best
}

/// A visit as it is tried within a route, in terms of time.
struct Within<'a> {
    problem: &'a VisitProblem,
    route: &'a Route,
    limits: &'a DayLimits,
    /// To the place from all others, and from it to all others.
    travel: [&'a [f64]; 2],
    own: Segment,
    price: f64,
}

impl Within<'_> {
    /// What the visit adds to the price of time; `None` if it is too late for it, here and further on. O(1).
    #[inline]
    fn penalty(&self, position: usize, before: u32, next: u32) -> Option<f64> {
        let Self { problem, route, limits, .. } = *self;
        let (there, on) = (self.travel[0][before as usize], self.travel[1][next as usize]);
        let over = if problem.has_windows {
            let arrived = route.prefix[position].then(there, &self.own);
            if arrived.warp > 0.0 && self.price.is_infinite() {
                return None;
            }
            beyond(arrived.then(on, &route.suffix[position]).excess(limits.length), 0.0)
        } else {
            let duration = route.duration + there + on - problem.time().leg(before, next) + self.own.duration;
            beyond(duration, limits.length)
        };
        let price = |over: f64| if over > 0.0 { over * self.price } else { 0.0 };
        Some(price(over) - price(route.over_time))
    }
}
