//! Visits laid on days and routes: which pattern of days each customer gets, which route of a day, and in which order.
//!
//! [`VisitProblem`] says what is wanted and allowed: patterns as lists of days, windows, capacity and length of a day, any
//! number of routes a day, one or more. [`VisitSearch`] takes part of a plan apart (`ruin`) and puts it together again
//! (`recreate`), the spots of each visit on each route remembered (`insertion`); `roster` holds the plan and the way
//! back, `route` and `segment` what follows from an order of stops.
//!
//! Invariants: no clock and no randomness but the seed; every customer has all visits of one pattern or none; the best
//! plan is never given up for a worse one.

mod evenness;
mod insertion;
mod matrix;
mod pattern_table;
mod problem;
mod recreate;
mod roster;
mod route;
mod ruin;
mod search;
mod segment;
#[cfg(test)]
mod tests;

pub use evenness::Spread;
pub use matrix::{LegMatrix, Way};
pub use problem::{Customer, DayLimits, VisitFault, VisitProblem};
pub use search::{PlannedRoute, VisitSearch};
