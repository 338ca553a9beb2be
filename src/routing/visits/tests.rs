//! Searches on small made-up problems, held against `check` and against all answers there are.

use super::*;
use crate::check::{Rounding, RouteFault, RouteFigures, RoutedDay, RoutedPlace, route_figures};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Places of which the first is the base, and days that are all alike.
#[derive(Debug, Clone)]
struct Small {
    points: Vec<[f64; 2]>,
    customers: Vec<Customer>,
    days: Vec<DayLimits>,
    /// When all must be back at the base.
    closes: f64,
}

impl Small {
    fn problem(&self) -> VisitProblem {
        let leg = |from: usize, to: usize| {
            let ([ax, ay], [bx, by]) = (self.points[from], self.points[to]);
            Way::of(libm::hypot(ax - bx, ay - by))
        };
        let legs = LegMatrix::new(self.points.len(), leg);
        VisitProblem::new(legs, self.customers.clone(), self.days.clone()).expect("a valid problem")
    }

    fn figures(&self, routes: &[(u16, Vec<u32>)]) -> RouteFigures {
        let base = Customer { demand: 0.0, service: 0.0, patterns: vec![], windows: vec![], skip_cost: None };
        let place = |(at, own): (&[f64; 2], &Customer)| RoutedPlace {
            at: *at,
            demand: own.demand,
            service: own.service,
            window: own.windows.first().copied().unwrap_or([0.0, f64::INFINITY]),
            patterns: own.patterns.clone(),
        };
        let mut places: Vec<RoutedPlace> =
            self.points.iter().zip(std::iter::once(&base).chain(&self.customers)).map(place).collect();
        places[0].window = [0.0, self.closes];
        let day = |own: &DayLimits| RoutedDay { routes: own.routes, capacity: own.capacity, length: own.length };
        let days: Vec<RoutedDay> = self.days.iter().map(day).collect();
        route_figures(&places, &days, Rounding::Exact, routes)
    }

    fn searched(&self, seed: u64, steps: u32) -> Vec<(u16, Vec<u32>)> {
        let mut search = VisitSearch::new(&self.problem(), seed);
        for step in 0..steps {
            search.step(f64::from(step) / f64::from(steps), 50);
        }
        let by_place = |route: &PlannedRoute| (route.day, route.stops.iter().map(|stop| stop + 1).collect());
        search.routes().iter().map(by_place).collect()
    }

    /// The cost of the best answer that keeps all limits, by trying every pattern, division and order.
    fn optimum(&self) -> f64 {
        let mut least = f64::INFINITY;
        self.try_patterns(&mut vec![0; self.days.len()], 0, &mut least);
        least
    }

    fn try_patterns(&self, on_day: &mut Vec<usize>, customer: usize, least: &mut f64) {
        let Some(own) = self.customers.get(customer) else {
            let days = (0_u16..).zip(on_day.iter());
            let cost: f64 = days.map(|(day, &set)| self.best_day(day, set, self.days[usize::from(day)].routes)).sum();
            *least = least.min(cost);
            return;
        };
        for pattern in &own.patterns {
            let flip = |on_day: &mut Vec<usize>| {
                for &day in pattern {
                    on_day[usize::from(day)] ^= 1 << customer;
                }
            };
            flip(on_day);
            self.try_patterns(on_day, customer + 1, least);
            flip(on_day);
        }
    }

    /// The least cost of a set of customers on a day with so many routes.
    fn best_day(&self, day: u16, set: usize, routes: u16) -> f64 {
        if set == 0 {
            return 0.0;
        }
        if routes == 0 {
            return f64::INFINITY;
        }
        let subsets = (1..=set).filter(|part| part & !set == 0);
        let split = |part: usize| self.best_route(day, part) + self.best_day(day, set & !part, routes - 1);
        subsets.map(split).fold(f64::INFINITY, f64::min)
    }

    fn best_route(&self, day: u16, set: usize) -> f64 {
        let mut stops: Vec<u32> =
            (1_u32..).take(self.customers.len()).filter(|stop| set >> (stop - 1) & 1 == 1).collect();
        let mut least = f64::INFINITY;
        self.try_orders(day, &mut stops, 0, &mut least);
        least
    }

    fn try_orders(&self, day: u16, stops: &mut Vec<u32>, fixed: usize, least: &mut f64) {
        if fixed == stops.len() {
            let figures = self.figures(&[(day, stops.clone())]);
            let is_limit = |fault: &RouteFault| !matches!(fault, RouteFault::Days { .. });
            if !figures.faults.iter().any(is_limit) {
                *least = least.min(figures.cost);
            }
        }
        for other in fixed..stops.len() {
            stops.swap(fixed, other);
            self.try_orders(day, stops, fixed + 1, least);
            stops.swap(fixed, other);
        }
    }
}

/// Up to `most` customers over some days, with windows or without.
fn small(most: usize) -> impl Strategy<Value = Small> {
    let customer = (0_u32..40, 0_u32..40, 1_u32..5, 0_u32..4, 0_u32..120, 10_u32..90, any::<u32>());
    let limits = (1_u16..4, 6_u32..20, 60_u32..200, any::<[bool; 4]>());
    (prop::collection::vec(customer, 1..=most), 1_u16..4, limits).prop_map(|(customers, days, limits)| {
        let (routes, capacity, length, [has_capacity, has_length, has_windows, is_open]) = limits;
        let limit = |has: bool, value: u32| if has { f64::from(value) } else { f64::INFINITY };
        let closes = limit(has_windows, 250);
        let (length, opens) = (limit(has_length && !has_windows, length), 0.0);
        let day = DayLimits { routes, capacity: limit(has_capacity, capacity), length, opens, closes };
        let mut points = vec![[20.0, 20.0]];
        points.extend(customers.iter().map(|&(x, y, ..)| [f64::from(x), f64::from(y)]));
        let one = |&(_, _, demand, service, ready, width, bits): &(u32, u32, u32, u32, u32, u32, u32)| Customer {
            demand: f64::from(demand),
            service: f64::from(service),
            patterns: patterns(bits, days),
            windows: match (has_windows, is_open) {
                (false, _) => vec![],
                // As long as the day: then lengths are all that is looked at.
                (true, true) => vec![[0.0, closes - f64::from(service)]],
                (true, false) => vec![[f64::from(ready), f64::from(ready + width)]],
            },
            skip_cost: None,
        };
        Small { points, customers: customers.iter().map(one).collect(), days: vec![day; usize::from(days)], closes }
    })
}

/// One or two patterns of some days.
fn patterns(bits: u32, days: u16) -> Vec<Vec<u16>> {
    let pattern = |bits: u32| -> Vec<u16> {
        let some: Vec<u16> = (0..days).filter(|day| bits >> day & 1 == 1).collect();
        if some.is_empty() { vec![0] } else { some }
    };
    let mut both = vec![pattern(bits), pattern(bits >> 8)];
    both.dedup();
    both
}

/// Whether routes visit everybody on the days of a pattern, or, where that is allowed, not at all.
fn is_whole(small: &Small, routes: &[(u16, Vec<u32>)]) -> bool {
    let is_missing = |&place: &usize| !routes.iter().any(|(_, stops)| stops.iter().any(|&stop| stop as usize == place));
    let whole = |fault: &RouteFault| match fault {
        RouteFault::Days { place } => is_missing(place),
        RouteFault::NoSuchDay { .. } | RouteFault::NoSuchPlace { .. } | RouteFault::Routes { .. } => false,
        _ => true,
    };
    small.figures(routes).faults.iter().all(whole)
}

proptest! {
    // Always the same cases: a search of a few steps may miss the best answer of one in thousands.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]
    #[test]
    fn tiny_problems_are_solved_to_the_optimum(small in small(4), seed in any::<u64>()) {
        let optimum = small.optimum();
        let routes = small.searched(seed, 80);
        prop_assert!(is_whole(&small, &routes));
        let figures = small.figures(&routes);
        if optimum.is_finite() {
            prop_assert_eq!(&figures.faults, &[]);
            prop_assert!((figures.cost - optimum).abs() < 1e-6, "{} instead of {optimum}", figures.cost);
        } else {
            prop_assert!(!figures.faults.is_empty());
        }
    }

    #[test]
    fn plans_visit_everybody_on_a_pattern_and_keep_hard_limits(small in small(30), seed in any::<u64>()) {
        let routes = small.searched(seed, 6);
        prop_assert!(is_whole(&small, &routes));
        if small.closes.is_finite() {
            // Windows are never passed: who cannot be visited in time is left out.
            let is_left_out = |fault: &RouteFault| matches!(fault, RouteFault::Days { .. });
            prop_assert!(small.figures(&routes).faults.iter().all(is_left_out));
        }
        prop_assert_eq!(routes, small.searched(seed, 6));
    }
}

#[test]
fn nothing_to_visit_is_a_plan() {
    let day = DayLimits { routes: 2, capacity: 5.0, length: 9.0, opens: 0.0, closes: f64::INFINITY };
    let nobody = Small { points: vec![[0.0, 0.0]], customers: vec![], days: vec![day], closes: f64::INFINITY };
    assert_eq!(nobody.searched(1, 3), []);
    let own = Customer { demand: 1.0, service: 0.0, patterns: vec![vec![0]], windows: vec![], skip_cost: None };
    let idle = DayLimits { routes: 0, ..day };
    let alone = Small { points: vec![[0.0, 0.0]; 2], customers: vec![own], days: vec![idle], closes: f64::INFINITY };
    assert_eq!(alone.searched(1, 3), []);
}

#[test]
fn who_costs_more_than_being_left_out_is_left_out() {
    let day =
        DayLimits { routes: 1, capacity: f64::INFINITY, length: f64::INFINITY, opens: 0.0, closes: f64::INFINITY };
    let own = |skip_cost| Customer { demand: 1.0, service: 0.0, patterns: vec![vec![0]], windows: vec![], skip_cost };
    let customers = vec![own(Some(5.0)), own(Some(25.0)), own(None)];
    let points = vec![[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [-30.0, 0.0]];
    let some = Small { points, customers, days: vec![day], closes: f64::INFINITY };
    let mut visited: Vec<u32> = some.searched(1, 5).into_iter().flat_map(|(_, stops)| stops).collect();
    visited.sort_unstable();
    assert_eq!(visited, [2, 3]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let own = Customer { demand: 1.0, service: 0.0, patterns: vec![vec![0]], windows: vec![], skip_cost: None };
    let day = DayLimits { routes: 1, capacity: 1.0, length: 1.0, opens: 0.0, closes: 1.0 };
    let check = |leg: f64, own: &Customer, day: DayLimits, expected: &str| {
        let legs = LegMatrix::new(2, |_, _| Way::of(leg));
        let fault = VisitProblem::new(legs, vec![own.clone()], vec![day]).expect_err("it makes no sense");
        assert_eq!(fault.to_string(), expected);
    };
    check(-1.0, &own, day, "the leg from place 0 to place 1 is no length");
    check(f64::NAN, &own, day, "the leg from place 0 to place 1 is no length");
    check(1.0, &own, DayLimits { closes: -1.0, ..day }, "day 1: a limit is negative or no number");
    check(1.0, &own, DayLimits { capacity: f64::NAN, ..day }, "day 1: a limit is negative or no number");
    let amount = "a demand, service time or window of customer 0 is negative or no number";
    check(1.0, &Customer { demand: f64::INFINITY, ..own.clone() }, day, amount);
    check(1.0, &Customer { windows: vec![[2.0, 1.0]], ..own.clone() }, day, amount);
    check(1.0, &Customer { windows: vec![[0.0, 1.0]; 2], ..own.clone() }, day, amount);
    let days = "customer 0 has no pattern, or one with other days than there are";
    for patterns in [vec![], vec![vec![]], vec![vec![1]], vec![vec![0, 0]]] {
        check(1.0, &Customer { patterns, ..own.clone() }, day, days);
    }
    let legs = LegMatrix::new(3, |_, _| Way::of(1.0));
    let fault = VisitProblem::new(legs, vec![own], vec![day]).expect_err("a place too many");
    assert_eq!(fault.to_string(), "there are legs between 3 places, but 2 are needed");
}

/// Windows that no day of its length can miss are none, and the day is as long as its hours.
#[test]
fn who_is_open_all_day_has_no_window() {
    let has_windows = |window: [f64; 2], opens: f64, closes: f64, length: f64| {
        let customer =
            Customer { demand: 0.0, service: 10.0, patterns: vec![vec![0]], windows: vec![window], skip_cost: None };
        let day = DayLimits { routes: 1, capacity: f64::INFINITY, length, opens, closes };
        let legs = LegMatrix::new(2, |_, _| Way::of(1.0));
        let problem = VisitProblem::new(legs, vec![customer], vec![day]).expect("a valid problem");
        assert!(problem.is_strict);
        (problem.has_windows, problem.days[0].length)
    };
    assert_eq!(has_windows([0.0, 90.0], 0.0, 100.0, f64::INFINITY), (false, 100.0));
    assert_eq!(has_windows([0.0, 89.0], 0.0, 100.0, f64::INFINITY), (true, 100.0));
    assert_eq!(has_windows([20.0, 90.0], 20.0, 100.0, 70.0), (false, 70.0));
    assert_eq!(has_windows([20.0, 80.0], 20.0, 100.0, 70.0), (false, 70.0));
    assert_eq!(has_windows([21.0, 90.0], 20.0, 100.0, 70.0), (true, 70.0));
}
