//! Benchmark instances → one line each, the cost told by `check`.

use crate::check;
use crate::routing::{TourSearch, TspInstance, TsplibError, VisitFileError};
use crate::territory::median::{Customer, MedianFileError, MedianProblem, MedianSearch};
use serde::Serialize;

/// Kicks between two looks at the clock.
const KICKS_A_STEP: u32 = 200;

/// Steps of a search for medians where no time is given.
const STEPS: f64 = 3_000.0;

/// Seconds kept back for what comes after the search, beside the answer itself.
const RESERVE: f64 = 0.03;

/// No larger share of a short time is kept back.
const LARGEST_RESERVE: f64 = 0.1;

/// What a benchmark says of one instance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BenchmarkLine {
    /// Its name.
    pub instance: String,
    /// Its size.
    pub n: usize,
    /// The cost of the solution, derived by `check`; absent when the solution is none.
    pub cost: Option<f64>,
    /// Time spent.
    pub seconds: f64,
    /// Whether the solution keeps every constraint.
    pub feasible: bool,
}

/// A line, and the solution behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// What is printed.
    pub line: BenchmarkLine,
    /// The solution as a file.
    pub solution: serde_json::Value,
}

/// Why an instance cannot be solved.
#[derive(Debug, thiserror::Error)]
pub enum BenchmarkError {
    /// The file is no tour instance.
    #[error(transparent)]
    Tsplib(#[from] TsplibError),
    /// The file is no median instance.
    #[error(transparent)]
    Median(#[from] MedianFileError),
    /// The file is no instance of visits.
    #[error(transparent)]
    Visits(#[from] VisitFileError),
}

/// Solves a TSPLIB instance until `seconds_so_far` says that `limit` is reached.
///
/// # Errors
/// [`BenchmarkError`] when the text is no instance.
pub fn tsp(
    text: &str,
    seed: u64,
    limit: f64,
    seconds_so_far: &mut dyn FnMut() -> f64,
) -> Result<Solved, BenchmarkError> {
    let instance = TspInstance::parse(text)?;
    let mut search = TourSearch::new(&instance.to_points(), seed);
    // No step shall begin that may end too late.
    let end = limit - RESERVE.min(limit * LARGEST_RESERVE);
    let (mut now, mut longest) = (seconds_so_far(), 0.0);
    while now + longest < end && !search.is_optimal() {
        search.step(KICKS_A_STEP);
        let before = std::mem::replace(&mut now, seconds_so_far());
        longest = f64::max(longest, now - before);
    }
    let seconds = seconds_so_far();
    let cost = check::tsp_length(&instance.points, search.order());
    let tour: Vec<_> = search.order().iter().filter_map(|&place| instance.ids.get(place as usize)).collect();
    let solution = serde_json::json!({ "tour": tour });
    let line =
        BenchmarkLine { instance: instance.name, n: instance.ids.len(), cost, seconds, feasible: cost.is_some() };
    Ok(Solved { line, solution })
}

/// Solves a capacitated p-median instance until `seconds_so_far` says that `limit` is reached, or without a limit in a
/// number of steps that does the same work on every machine.
///
/// # Errors
/// [`BenchmarkError`] when the text is no instance.
pub fn cpmp(
    name: &str,
    text: &str,
    seed: u64,
    limit: Option<f64>,
    seconds_so_far: &mut dyn FnMut() -> f64,
) -> Result<Solved, BenchmarkError> {
    let problem = MedianProblem::parse(text)?;
    let mut search = MedianSearch::new(&problem, seed);
    let built = seconds_so_far();
    let mut median = search.medians();
    let mut now = seconds_so_far();
    // The last answer takes about as long as the first; and no step shall begin that may end too late.
    let end = limit.map(|limit| limit - RESERVE - 2.0 * (now - built));
    let (mut steps, mut longest) = (0.0, 0.0);
    while !search.is_settled() {
        let gone = end.map_or(steps / STEPS, |end| now / (end - longest).max(0.0));
        if gone.is_nan() || gone >= 1.0 {
            break;
        }
        search.step(gone);
        steps += 1.0;
        let before = std::mem::replace(&mut now, seconds_so_far());
        longest = f64::max(longest, now - before);
    }
    if steps > 0.0 {
        median = search.medians();
    }
    let customers: Vec<_> =
        problem.customers().iter().map(|&Customer { at, capacity, demand }| (at, capacity, demand)).collect();
    let figures = check::median_figures(&customers, problem.medians(), &median);
    let line = BenchmarkLine {
        instance: name.to_owned(),
        n: customers.len(),
        cost: figures.map(|figures| figures.cost),
        seconds: seconds_so_far(),
        feasible: figures.is_some_and(|figures| figures.excess <= 0.0),
    };
    let numbers: Vec<u32> = median.iter().map(|&median| median + 1).collect();
    Ok(Solved { line, solution: serde_json::json!({ "median": numbers }) })
}
