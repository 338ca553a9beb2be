//! Where a visit costs least on a route, remembered while the route stays as it is.
//!
//! Between two looks at a customer most routes have not changed, so that a day is looked through in a few steps a route
//! instead of a few a stop. As the best position may be passed over (see [`super::recreate`]), the second is kept as well.

use super::problem::VisitProblem;
use super::route::{Prices, Route, beyond};
use super::segment::Segment;

/// A position on a route and what a visit there adds to cost and penalties.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) cost: f64,
    pub(super) position: u32,
}

impl Spot {
    pub(super) const NONE: Self = Self { cost: f64::INFINITY, position: 0 };
}

/// The best two spots of a customer on each route.
#[derive(Debug, Clone)]
pub(super) struct Spots {
    routes: usize,
    /// Those of a place and a route, with the stamp of the route that they hold for.
    known: Vec<(u64, [Spot; 2])>,
}

impl Spots {
    pub(super) fn new(places: usize, routes: usize) -> Self {
        Self { routes, known: vec![(0, [Spot::NONE; 2]); places * routes] }
    }

    /// The best two spots for a place on a route. O(1) if known, else O(stops).
    #[inline]
    pub(super) fn of(
        &mut self,
        problem: &VisitProblem,
        route: &Route,
        index: usize,
        place: u32,
        prices: Prices,
    ) -> [Spot; 2] {
        let known = &mut self.known[place as usize * self.routes + index];
        if known.0 != route.stamp {
            *known = (route.stamp, best_two(problem, route, place, prices));
        }
        known.1
    }
}

/// What going by a place between two stops adds.
struct Detour<'a> {
    out: &'a [f64],
    into: &'a [f64],
}

impl Detour<'_> {
    #[inline]
    fn between(&self, before: u32, next: u32) -> [f64; 2] {
        [self.into[before as usize], self.out[next as usize]]
    }
}

fn best_two(problem: &VisitProblem, route: &Route, place: u32, prices: Prices) -> [Spot; 2] {
    let limits = &problem.days[usize::from(route.day)];
    let customer = problem.at(place);
    let over_load = beyond(route.load + customer.demand, limits.capacity);
    let by_load = prices.of(over_load, 0.0) - prices.of(route.over_load, 0.0);
    let mut best = [Spot::NONE; 2];
    // Infinite, or infinite less infinite: nothing more fits.
    if !by_load.is_finite() {
        return best;
    }
    let (cost, time) = (&problem.cost, problem.time());
    let by_cost = Detour { out: cost.out(place), into: cost.back(place) };
    let by_time = Detour { out: time.out(place), into: time.back(place) };
    let own = Segment::single(problem.window(place, route.day), customer.service);
    let present = prices.of(0.0, route.over_time);
    let mut before = 0;
    for position in 0..=route.stops.len() {
        let next = route.stops.get(position).copied().unwrap_or(0);
        let [there, on] = by_cost.between(before, next);
        let mut added = there + on - route.legs[position] + by_load;
        if added < best[1].cost {
            let [there, on] = by_time.between(before, next);
            let over = if problem.has_windows {
                let arrived = route.prefix[position].then(there, &own);
                if arrived.warp > 0.0 && prices.time.is_infinite() {
                    // Further on it is later still.
                    break;
                }
                beyond(arrived.then(on, &route.suffix[position]).excess(limits.length), 0.0)
            } else if problem.has_lengths {
                let duration = route.duration + there + on - time.leg(before, next) + customer.service;
                beyond(duration, limits.length)
            } else {
                0.0
            };
            added += prices.of(0.0, over) - present;
            // What is not a number is infinite less infinite: it does not fit.
            if added < best[0].cost {
                best = [Spot { cost: added, position: position_of(position) }, best[0]];
            } else if added < best[1].cost {
                best[1] = Spot { cost: added, position: position_of(position) };
            }
        }
        before = next;
    }
    best
}

fn position_of(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
