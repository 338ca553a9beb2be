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
    let (started, mut steps) = (seconds_so_far(), 0_u32);
    loop {
        let gone = match limit {
            Some(limit) => (seconds_so_far() - started) / (limit - RESERVE - started).max(0.0),
            None => f64::from(steps) / f64::from(STEPS),
        };
        if gone.is_nan() || gone >= 1.0 {
            return search.routes();
        }
        search.step(gone, ROUNDS_A_STEP);
        steps += 1;
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
