//! Benchmark instances → one line each, the cost told by `check`.

use crate::check;
use crate::routing::{TourSearch, TspInstance, TsplibError};
use serde::Serialize;

/// Kicks between two looks at the clock.
const KICKS_A_STEP: u32 = 200;

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
    /// The file is no instance.
    #[error(transparent)]
    Tsplib(#[from] TsplibError),
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
    while seconds_so_far() < limit && !search.is_optimal() {
        search.step(KICKS_A_STEP);
    }
    let seconds = seconds_so_far();
    let cost = check::tsp_length(&instance.points, search.order());
    let tour: Vec<_> = search.order().iter().filter_map(|&place| instance.ids.get(place as usize)).collect();
    let solution = serde_json::json!({ "tour": tour });
    let line =
        BenchmarkLine { instance: instance.name, n: instance.ids.len(), cost, seconds, feasible: cost.is_some() };
    Ok(Solved { line, solution })
}
