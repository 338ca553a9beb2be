//! Tours: the shortest round trip that can be found in the time given; and visits laid on days and routes.
//!
//! [`visits`] is the search for calendars, [`PeriodicInstance`] and [`WindowedInstance`] are the files that it is measured
//! on. [`TourSearch`] is the search, stepped by its caller; [`territory_tour`] applies it to a territory. Places that
//! coincide (accounts of one postal code) are one place to the search.
//!
//! Invariants: no clock and no randomness but the seed; a step never makes a tour longer; every point is in the order
//! exactly once.

mod array_tour;
pub mod calendar;
mod exact;
mod greedy;
mod lin_kernighan;
mod neighbours;
mod periodic;
mod points;
mod search;
mod territory;
mod tsplib;
mod visit_file;
pub mod visits;
mod windowed;

pub use periodic::PeriodicInstance;
pub use points::Points;
pub use search::TourSearch;
pub use territory::{Effort, territory_tour};
pub use tsplib::{TspInstance, TsplibError};
pub use visit_file::VisitFileError;
pub use windowed::{WindowedInstance, WindowedPlace};
