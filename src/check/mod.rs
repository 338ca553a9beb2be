//! Derives every constraint and figure again, sharing no scoring code with the solvers.
//!
//! What a plan claims is held against what follows from its data set alone; each difference is a [`Violation`] in words
//! that a manager can act on. An empty list is the proof that a plan is what it says it is.
//!
//! Invariants: only `units`, `model` and `geography` are imported; activity, fair shares, distances and connectedness
//! are worked out here once more; nothing is changed and nothing panics, whatever a plan holds.

mod activity;
mod alignment;
mod calendar;
mod contiguity;
mod figures;
mod globe;
mod median;
mod people;
mod realignment;
mod routed;
mod shares;
mod tour;
mod tsp;
mod violation;
mod ways;

pub use alignment::alignment;
pub use calendar::{CalendarFault, calendar};
pub use contiguity::islands;
pub use median::{MedianFigures, median_figures};
pub use people::staffing;
pub use realignment::realignment;
pub use routed::{Rounding, RouteFault, RouteFigures, RoutedDay, RoutedPlace, route_figures};
pub use tour::tour;
pub use tsp::tsp_length;
pub use violation::{Claim, Violation};

#[cfg(test)]
mod tests;
