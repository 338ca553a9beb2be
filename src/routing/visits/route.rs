//! One route of one day.

use super::matrix::Kept;
use super::problem::{DayLimits, VisitProblem};
use super::segment::Segment;

/// What sums may be beyond a limit by rounding.
const ROUNDING: f64 = 1e-7;

/// How much `amount` is beyond `limit`.
#[inline]
pub(super) fn beyond(amount: f64, limit: f64) -> f64 {
    let above = amount - limit;
    if above > ROUNDING { above } else { 0.0 }
}

/// What a unit beyond a limit costs; infinite where nothing may be beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Prices {
    pub(super) load: f64,
    pub(super) time: f64,
}

impl Prices {
    #[inline]
    pub(super) fn of(self, load: f64, time: f64) -> f64 {
        // What is not there costs nothing, at an infinite price too.
        let part = |amount: f64, price: f64| if amount > 0.0 { amount * price } else { 0.0 };
        part(load, self.load) + part(time, self.time)
    }
}

/// A leg of a route.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leg {
    /// Where it ends; 0 is the base.
    pub(super) to: u32,
    pub(super) way: Kept,
}

/// Stops in order, from the base and back, and what follows from them.
#[derive(Debug, Default)]
pub(super) struct Route {
    pub(super) day: u16,
    pub(super) stops: Vec<u32>,
    /// The legs to each stop, and the way back.
    pub(super) legs: Vec<Leg>,
    /// Base … stop i − 1, and stop i … base; empty where there are no windows.
    pub(super) prefix: Vec<Segment>,
    pub(super) suffix: Vec<Segment>,
    pub(super) cost: f64,
    pub(super) load: f64,
    /// Travel and service.
    pub(super) duration: f64,
    pub(super) over_load: f64,
    pub(super) over_time: f64,
    /// Tells this sequence of stops at the present prices from every other.
    pub(super) stamp: u32,
}

impl Clone for Route {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Keeps the memory of the lists, unlike the derived one.
    fn clone_from(&mut self, other: &Self) {
        self.stops.clone_from(&other.stops);
        self.legs.clone_from(&other.legs);
        self.prefix.clone_from(&other.prefix);
        self.suffix.clone_from(&other.suffix);
        let Self { day, cost, load, duration, over_load, over_time, stamp, .. } = *other;
        (self.day, self.cost, self.load, self.duration) = (day, cost, load, duration);
        (self.over_load, self.over_time, self.stamp) = (over_load, over_time, stamp);
    }
}

impl Route {
    /// Works out everything that follows from the stops. O(stops).
    pub(super) fn refresh(&mut self, problem: &VisitProblem) {
        let limits = &problem.days[usize::from(self.day)];
        (self.cost, self.load, self.duration) = (0.0, 0.0, 0.0);
        (self.over_load, self.over_time) = (0.0, 0.0);
        self.legs.clear();
        let legs = &problem.legs;
        let mut before = 0;
        for &stop in &self.stops {
            let leg = legs.leg(before, stop);
            let way = leg.way();
            let customer = problem.at(stop);
            self.legs.push(Leg { to: stop, way: leg });
            self.cost += way.cost;
            self.load += customer.demand;
            self.duration += way.time + customer.service;
            before = stop;
        }
        let leg = legs.leg(before, 0);
        let back = leg.way();
        self.legs.push(Leg { to: 0, way: leg });
        if problem.has_windows {
            self.over_time = beyond(self.refresh_segments(problem, limits).excess(limits.length), 0.0);
        }
        if self.stops.is_empty() {
            return;
        }
        self.cost += back.cost;
        self.duration += back.time;
        self.over_load = beyond(self.load, limits.capacity);
        if !problem.has_windows {
            self.over_time = beyond(self.duration, limits.length);
        }
    }

    /// Puts a visit between two others and works out what follows, as [`Self::refresh`] does. O(stops).
    pub(super) fn insert(&mut self, problem: &VisitProblem, place: u32, position: usize) {
        self.stops.insert(position, place);
        if problem.has_windows || self.stops.len() == 1 {
            return self.refresh(problem);
        }
        let limits = &problem.days[usize::from(self.day)];
        let before = position.checked_sub(1).map_or(0, |before| self.stops[before]);
        let Leg { to, way } = self.legs[position];
        let (there, on) = (problem.legs.leg(before, place), problem.legs.leg(place, to));
        self.legs[position] = Leg { to, way: on };
        self.legs.insert(position, Leg { to: place, way: there });
        let [there, on, old] = [there, on, way].map(Kept::way);
        let customer = problem.at(place);
        // Sums of single precision in double precision: adding and taking away again leaves what was there.
        self.cost += there.cost + on.cost - old.cost;
        self.load += customer.demand;
        self.duration += there.time + on.time - old.time + customer.service;
        self.over_load = beyond(self.load, limits.capacity);
        self.over_time = beyond(self.duration, limits.length);
    }

    /// The whole way as one stretch.
    fn refresh_segments(&mut self, problem: &VisitProblem, limits: &DayLimits) -> Segment {
        let time = |from, to| problem.legs.way(from, to).time;
        let single = |stop: u32| Segment::single(problem.window(stop, self.day), problem.at(stop).service);
        self.prefix.clear();
        let (mut way, mut before) = (base(limits), 0);
        self.prefix.push(way);
        for &stop in &self.stops {
            way = way.then(time(before, stop), &single(stop));
            self.prefix.push(way);
            before = stop;
        }
        self.suffix.clear();
        self.suffix.resize(self.stops.len() + 1, base(limits));
        let (mut way, mut next) = (base(limits), 0);
        for (at, &stop) in self.stops.iter().enumerate().rev() {
            way = single(stop).then(time(stop, next), &way);
            self.suffix[at] = way;
            next = stop;
        }
        self.stops.first().map_or(way, |&first| base(limits).then(time(0, first), &way))
    }

    #[inline]
    pub(super) fn penalty(&self, prices: Prices) -> f64 {
        prices.of(self.over_load, self.over_time)
    }

    /// Cost and penalty.
    #[inline]
    pub(super) fn value(&self, prices: Prices) -> f64 {
        self.cost + self.penalty(prices)
    }
}

/// The base, as the start or end of a route.
#[inline]
pub(super) fn base(limits: &DayLimits) -> Segment {
    Segment::single([limits.opens, limits.closes], 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::{Customer, LegMatrix, Way};
    use super::*;
    use proptest::prelude::*;

    fn problem(window: [f64; 2], closes: f64) -> VisitProblem {
        let service = [3.0, 5.0, 0.5, 7.0];
        let customer = |&service: &f64| Customer {
            demand: service / 2.0,
            service,
            patterns: vec![vec![0]],
            windows: vec![window],
            skip_cost: None,
        };
        let day = DayLimits { routes: 1, capacity: 6.0, length: 40.0, opens: 0.0, closes };
        let legs =
            LegMatrix::new(5, |from, to| Way { cost: (3 * from + to) as f64 + 0.3, time: (from + 2 * to) as f64 });
        VisitProblem::new(legs, service.iter().map(customer).collect(), vec![day]).expect("a valid problem")
    }

    proptest! {
        #[test]
        fn who_is_put_in_changes_what_working_it_all_out_gives(
            order in Just(vec![1_u32, 2, 3, 4]).prop_shuffle(), spots in prop::array::uniform4(0_usize..4), has_windows in any::<bool>()
        ) {
            let problem = if has_windows { problem([5.0, 30.0], 60.0) } else { problem([0.0, 60.0], 60.0) };
            prop_assert_eq!(problem.has_windows, has_windows);
            let mut route = Route::default();
            route.refresh(&problem);
            for (&place, spot) in order.iter().zip(spots) {
                route.insert(&problem, place, spot.min(route.stops.len()));
                let mut again = route.clone();
                again.refresh(&problem);
                let sums = |own: &Route| [own.cost, own.load, own.duration, own.over_load, own.over_time].map(f64::to_bits);
                prop_assert_eq!(sums(&route), sums(&again));
                prop_assert_eq!((&route.legs, &route.prefix, &route.suffix), (&again.legs, &again.prefix, &again.suffix));
                prop_assert_eq!((&route.stops, route.stamp), (&again.stops, again.stamp));
            }
        }
    }
}
