//! Tours: the shortest round trip that can be found in the time given.
//!
//! [`TourSearch`] is the search, stepped by its caller; [`territory_tour`] applies it to a territory. Places that
//! coincide (accounts of one postal code) are one place to the search.
//!
//! Invariants: no clock and no randomness but the seed; a step never makes a tour longer; every point is in the order
//! exactly once.

mod array_tour;
mod exact;
mod greedy;
mod lin_kernighan;
mod neighbours;
mod points;
mod search;
mod territory;
mod tsplib;

pub use points::Points;
pub use search::TourSearch;
pub use territory::{Effort, territory_tour};
pub use tsplib::{TspInstance, TsplibError};
