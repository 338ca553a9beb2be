//! The cost of routes through visits, and every limit that they do not keep.

use std::fmt;

/// What rounding may add to a load, a time or a length.
const ROUNDING: f64 = 1e-6;

/// The base, which is the first, or a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutedPlace {
    /// Where it is, in a plane.
    pub at: [f64; 2],
    /// What a visit takes of a route's capacity.
    pub demand: f64,
    /// Time that a visit takes.
    pub service: f64,
    /// First and last start of a visit; for the base, the time in which all happens.
    pub window: [f64; 2],
    /// The lists of days, from 0, of which one has to be the days of its visits.
    pub patterns: Vec<Vec<u16>>,
}

/// What a day allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoutedDay {
    /// Routes at most.
    pub routes: u16,
    /// Sum of the demands on a route at most.
    pub capacity: f64,
    /// Travel and service of a route at most.
    pub length: f64,
}

/// How legs between points are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Not at all.
    Exact,
    /// Truncated to one decimal.
    Tenths,
}

/// A limit that is not kept. Routes count from 0 in the order given, places with the base as 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteFault {
    /// A day that there is not.
    NoSuchDay {
        /// The route.
        route: usize,
    },
    /// A stop that is no customer.
    NoSuchPlace {
        /// The route.
        route: usize,
    },
    /// More routes on a day than allowed.
    Routes {
        /// The day, from 0.
        day: u16,
    },
    /// More load than allowed.
    Load {
        /// The route.
        route: usize,
    },
    /// A longer route than allowed.
    Length {
        /// The route.
        route: usize,
    },
    /// A visit, or being back at the base, after the last moment.
    Late {
        /// The route.
        route: usize,
        /// Where.
        place: usize,
    },
    /// The days of the visits are no pattern of the customer: too few, too many, or other ones.
    Days {
        /// The customer.
        place: usize,
    },
}

impl fmt::Display for RouteFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoSuchDay { route } => write!(out, "route {} is on a day that there is not", route + 1),
            Self::NoSuchPlace { route } => write!(out, "route {} stops where no customer is", route + 1),
            Self::Routes { day } => write!(out, "day {} has more routes than vehicles", day + 1),
            Self::Load { route } => write!(out, "route {} carries more than it can", route + 1),
            Self::Length { route } => write!(out, "route {} is longer than a day", route + 1),
            Self::Late { route, place } => write!(out, "route {} comes too late to place {place}", route + 1),
            Self::Days { place } => write!(out, "the visits to customer {place} are on days that are no pattern"),
        }
    }
}

/// What routes cost, and what is wrong with them.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteFigures {
    /// Sum of all legs.
    pub cost: f64,
    /// Every limit that is not kept.
    pub faults: Vec<RouteFault>,
}

/// Derives cost and faults of `routes`, each a day from 0 and the positions of its stops in `places`.
/// O(stops · log stops + patterns).
///
/// ```
/// use hinterland::check::{RoutedDay, RoutedPlace, Rounding, route_figures};
/// let place = |at, patterns| RoutedPlace { at, demand: 1.0, service: 0.0, window: [0.0, 9.0], patterns };
/// let places = [place([0.0, 0.0], vec![]), place([3.0, 4.0], vec![vec![0]])];
/// let days = [RoutedDay { routes: 1, capacity: 1.0, length: 20.0 }];
/// let figures = route_figures(&places, &days, Rounding::Exact, &[(0, vec![1])]);
/// assert_eq!(figures.cost, 10.0);
/// assert_eq!(figures.faults[0].to_string(), "route 1 comes too late to place 0");
/// ```
#[must_use]
pub fn route_figures(
    places: &[RoutedPlace],
    days: &[RoutedDay],
    rounding: Rounding,
    routes: &[(u16, Vec<u32>)],
) -> RouteFigures {
    let mut figures = RouteFigures { cost: 0.0, faults: Vec::new() };
    let mut visited: Vec<Vec<u16>> = vec![Vec::new(); places.len()];
    let mut used = vec![0_usize; days.len()];
    for (route, (day, stops)) in routes.iter().enumerate() {
        let Some(limits) = days.get(usize::from(*day)) else {
            figures.faults.push(RouteFault::NoSuchDay { route });
            continue;
        };
        used[usize::from(*day)] += usize::from(!stops.is_empty());
        let is_place = |&stop: &u32| stop > 0 && (stop as usize) < places.len();
        if !stops.iter().all(is_place) {
            figures.faults.push(RouteFault::NoSuchPlace { route });
            continue;
        }
        for &stop in stops {
            visited[stop as usize].push(*day);
        }
        drive(places, limits, rounding, route, stops, &mut figures);
    }
    if rounding == Rounding::Tenths {
        // Sums of tenths are tenths.
        figures.cost = (figures.cost * 10.0).round() / 10.0;
    }
    for ((day, limits), used) in (0_u16..).zip(days).zip(used) {
        if used > usize::from(limits.routes) {
            figures.faults.push(RouteFault::Routes { day });
        }
    }
    for (place, days_of) in visited.iter_mut().enumerate().skip(1) {
        crate::sorting::sort(days_of);
        if !places[place].patterns.contains(days_of) {
            figures.faults.push(RouteFault::Days { place });
        }
    }
    figures
}

/// Drives along a route as early as possible.
fn drive(
    places: &[RoutedPlace],
    limits: &RoutedDay,
    rounding: Rounding,
    route: usize,
    stops: &[u32],
    figures: &mut RouteFigures,
) {
    let Some(base) = places.first().filter(|_| !stops.is_empty()) else { return };
    let (mut clock, mut at, mut busy, mut load) = (base.window[0], base, 0.0, 0.0);
    for place in stops.iter().map(|&stop| stop as usize).chain([0]) {
        let next = &places[place];
        let straight = libm::hypot(next.at[0] - at.at[0], next.at[1] - at.at[1]);
        let leg = match rounding {
            Rounding::Exact => straight,
            Rounding::Tenths => (straight * 10.0).floor() / 10.0,
        };
        figures.cost += leg;
        busy += leg;
        clock += leg;
        if clock > next.window[1] + ROUNDING {
            figures.faults.push(RouteFault::Late { route, place });
        }
        if place > 0 {
            clock = clock.max(next.window[0]) + next.service;
            busy += next.service;
            load += next.demand;
        }
        at = next;
    }
    if load > limits.capacity + ROUNDING {
        figures.faults.push(RouteFault::Load { route });
    }
    if busy > limits.length + ROUNDING {
        figures.faults.push(RouteFault::Length { route });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<RoutedPlace> {
        let place = |at, patterns| RoutedPlace { at, demand: 2.0, service: 1.0, window: [0.0, 50.0], patterns };
        vec![
            place([0.0, 0.0], vec![]),
            place([3.0, 4.0], vec![vec![0]]),
            place([0.0, 7.0], vec![vec![0], vec![1]]),
            place([0.0, -5.0], vec![vec![0, 1]]),
        ]
    }

    fn check(routes: &[(u16, Vec<u32>)], cost: f64, expected: &[RouteFault]) {
        let day = RoutedDay { routes: 1, capacity: 4.0, length: 26.0 };
        let figures = route_figures(&places(), &[day; 2], Rounding::Exact, routes);
        assert!((figures.cost - cost).abs() < 1e-9, "{} instead of {cost}", figures.cost);
        assert_eq!(figures.faults, expected);
    }

    #[test]
    fn every_broken_limit_is_told() {
        let way = 10.0 + libm::hypot(3.0, 9.0);
        check(&[(0, vec![1, 3]), (1, vec![3, 2])], way + 24.0, &[]);
        check(&[(1, vec![3, 2]), (0, vec![3, 1]), (0, vec![])], way + 24.0, &[]);
        let days = |place| RouteFault::Days { place };
        check(&[], 0.0, &[days(1), days(2), days(3)]);
        check(&[(0, vec![1, 3]), (1, vec![3]), (1, vec![2])], way + 24.0, &[RouteFault::Routes { day: 1 }]);
        check(
            &[(0, vec![1, 3]), (1, vec![3, 2, 2])],
            way + 24.0,
            &[RouteFault::Load { route: 1 }, RouteFault::Length { route: 1 }, days(2)],
        );
        check(&[(7, vec![1])], 0.0, &[RouteFault::NoSuchDay { route: 0 }, days(1), days(2), days(3)]);
        for stop in [0, 4] {
            let faults = [RouteFault::NoSuchPlace { route: 0 }, days(1), days(2), days(3)];
            check(&[(0, vec![stop])], 0.0, &faults);
        }
    }

    #[test]
    fn windows_are_driven_through_and_legs_rounded_as_asked() {
        let mut places = places();
        places.truncate(3);
        places[1].window = [8.0, 9.0];
        places[2].window = [0.0, 13.2];
        let day = RoutedDay { routes: 1, capacity: 9.0, length: f64::INFINITY };
        let exact = route_figures(&places, &[day], Rounding::Exact, &[(0, vec![1, 2])]);
        // From 8 + 1 it takes √18 = 4.24…, which is too long, but for the rounding.
        assert_eq!(exact.faults, [RouteFault::Late { route: 0, place: 2 }]);
        let tenths = route_figures(&places, &[day], Rounding::Tenths, &[(0, vec![1, 2])]);
        assert_eq!((tenths.cost, tenths.faults), (16.2, vec![]));
    }
}
