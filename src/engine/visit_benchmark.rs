//! Benchmark instances of visits → one line each, the cost told by `check`.

use super::benchmark::{BenchmarkError, BenchmarkLine, Solved};
use crate::check::{Rounding, RoutedDay, RoutedPlace, route_figures};
use crate::routing::visits::{PlannedRoute, VisitProblem, VisitSearch};
use crate::routing::{PeriodicInstance, VisitFileError, WindowedInstance};

/// Rounds between two looks at the clock.
const ROUNDS_A_STEP: u32 = 100;

/// Steps where no time is given.
const STEPS: u32 = 2_000;

/// Seconds kept back for what comes before and after the search.
const RESERVE: f64 = 0.04;

/// Searches until `seconds_so_far` says that `limit` is reached, or without a limit the same work on every machine.
fn searched(
    problem: &VisitProblem,
    seed: u64,
    limit: Option<f64>,
    seconds_so_far: &mut dyn FnMut() -> f64,
) -> Vec<PlannedRoute> {
    let mut search = VisitSearch::new(problem, seed);
    let started = seconds_so_far();
    let (mut now, mut longest, mut steps) = (started, 0.0, 0_u32);
    loop {
        // No step shall begin that may end too late.
        let gone = match limit {
            Some(limit) => (now - started) / (limit - RESERVE - longest - started).max(0.0),
            None => f64::from(steps) / f64::from(STEPS),
        };
        if gone.is_nan() || gone >= 1.0 {
            return search.routes();
        }
        search.step(gone, ROUNDS_A_STEP);
        steps += 1;
        let before = std::mem::replace(&mut now, seconds_so_far());
        longest = f64::max(longest, now - before);
    }
}

/// Solves a periodic instance.
///
/// # Errors
/// [`BenchmarkError`] when the text is no instance.
pub fn pvrp(
    name: &str,
    text: &str,
    seed: u64,
    limit: Option<f64>,
    seconds_so_far: &mut dyn FnMut() -> f64,
) -> Result<Solved, BenchmarkError> {
    let instance = PeriodicInstance::parse(text)?;
    let problem = instance.to_problem().map_err(VisitFileError::Fault)?;
    let routes = searched(&problem, seed, limit, seconds_so_far);
    let always = [0.0, f64::INFINITY];
    let base = RoutedPlace { at: instance.base, demand: 0.0, service: 0.0, window: always, patterns: Vec::new() };
    let customers = instance.points.iter().zip(&instance.customers).map(|(&at, customer)| RoutedPlace {
        at,
        demand: customer.demand,
        service: customer.service,
        window: always,
        patterns: customer.patterns.clone(),
    });
    let places: Vec<RoutedPlace> = std::iter::once(base).chain(customers).collect();
    let day = |limits: &crate::routing::visits::DayLimits| RoutedDay {
        routes: limits.routes,
        capacity: limits.capacity,
        length: limits.length,
    };
    let days: Vec<RoutedDay> = instance.days.iter().map(day).collect();
    let line = line(name, &places, &days, Rounding::Exact, &routes, seconds_so_far());
    let route = |route: &PlannedRoute| {
        let stops: Vec<_> = route.stops.iter().filter_map(|&stop| instance.ids.get(stop as usize)).collect();
        serde_json::json!({ "day": route.day + 1, "stops": stops })
    };
    let routes: Vec<_> = routes.iter().map(route).collect();
    Ok(Solved { line, solution: serde_json::json!({ "routes": routes }) })
}

/// Solves a windowed instance.
///
/// # Errors
/// [`BenchmarkError`] when the text is no instance.
pub fn vrptw(
    name: &str,
    text: &str,
    seed: u64,
    limit: Option<f64>,
    seconds_so_far: &mut dyn FnMut() -> f64,
) -> Result<Solved, BenchmarkError> {
    let instance = WindowedInstance::parse(text)?;
    let problem = instance.to_problem().map_err(VisitFileError::Fault)?;
    let routes = searched(&problem, seed, limit, seconds_so_far);
    let place = |place: &crate::routing::WindowedPlace| RoutedPlace {
        at: place.at,
        demand: place.demand,
        service: place.service,
        window: place.window,
        patterns: vec![vec![0]],
    };
    let places: Vec<RoutedPlace> = instance.places.iter().map(place).collect();
    let day = RoutedDay { routes: instance.vehicles, capacity: instance.capacity, length: f64::INFINITY };
    let line = line(name, &places, &[day], Rounding::Tenths, &routes, seconds_so_far());
    let ids = |route: &PlannedRoute| -> Vec<u32> {
        route.stops.iter().filter_map(|&stop| instance.places.get(stop as usize + 1)).map(|place| place.id).collect()
    };
    let routes: Vec<_> = routes.iter().map(ids).collect();
    Ok(Solved { line, solution: serde_json::json!({ "routes": routes }) })
}

fn line(
    name: &str,
    places: &[RoutedPlace],
    days: &[RoutedDay],
    rounding: Rounding,
    routes: &[PlannedRoute],
    seconds: f64,
) -> BenchmarkLine {
    let by_place = |route: &PlannedRoute| (route.day, route.stops.iter().map(|&stop| stop + 1).collect());
    let routes: Vec<(u16, Vec<u32>)> = routes.iter().map(by_place).collect();
    let figures = route_figures(places, days, rounding, &routes);
    BenchmarkLine {
        instance: name.to_owned(),
        n: places.len().saturating_sub(1),
        cost: Some(figures.cost),
        seconds,
        feasible: figures.faults.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Solve = fn(&str, &str, u64, Option<f64>, &mut dyn FnMut() -> f64) -> Result<Solved, BenchmarkError>;

    /// Solves with a clock that goes on by a fortieth of the time at each look, so that the test does the same everywhere.
    fn solved(solve: Solve, name: &str, text: &str) -> Solved {
        let mut now = 0.0;
        let mut clock = || {
            now += 1.0 / 40.0;
            now
        };
        solve(name, text, 1, Some(1.0), &mut clock).expect("an instance")
    }

    #[test]
    fn published_instances_come_near_their_best() {
        let shared =
            std::env::var("HINTERLAND_SHARED").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
        let instances: [(Solve, &str, &str, f64); 5] = [
            (vrptw, "vrptw/C101.txt", "C101", 827.3),
            (vrptw, "vrptw/R201.txt", "R201", 1143.2),
            (pvrp, "pvrp/p01", "p01", 524.61),
            (pvrp, "pvrp/p14", "p14", 954.8),
            (pvrp, "pvrp/pr01", "pr01", 2209.01),
        ];
        for (solve, file, name, best) in instances {
            let Ok(text) = std::fs::read_to_string(format!("{shared}/data/instances/{file}")) else {
                println!("skipped: no {name} beside the project");
                return;
            };
            let line = solved(solve, name, &text).line;
            let cost = line.cost.expect("a cost");
            assert!(line.feasible && cost > best - 0.01 && cost < best * 1.15, "{name}: {cost}");
        }
    }

    #[test]
    fn what_cannot_be_is_told_with_a_line_that_says_so() {
        let early = "X1\nVEHICLE\nNUMBER\n1 9\nCUSTOMER\nCUST\n0 0 0 0 0 99 0\n1 30 40 1 0 20 0\n2 3 4 1 0 20 0\n";
        let late = solved(vrptw, "x1", early);
        assert_eq!((late.line.feasible, late.line.cost), (false, Some(10.0)));
        assert_eq!(late.solution.to_string(), "{\"routes\":[[2]]}");
        let heavy = solved(pvrp, "x2", "1 1 2 1\n0 9\n0 0 0 0 0 0 0\n7 3 4 0 5 1 1 1\n8 3 4 0 5 1 1 1\n");
        assert!(!heavy.line.feasible);
        let both = solved(pvrp, "x3", "1 1 2 2\n0 9\n0 9\n0 0 0 0 0 0 0\n7 3 4 0 5 1 2 1 2\n8 3 4 0 5 1 1 1\n");
        assert_eq!(both.solution.to_string(), "{\"routes\":[{\"day\":1,\"stops\":[7]},{\"day\":2,\"stops\":[8]}]}");
        assert_eq!((both.line.feasible, both.line.cost, both.line.n), (true, Some(20.0), 2));
    }
}
