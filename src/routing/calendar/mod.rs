//! From what visits are due to the days of a calendar.
//!
//! [`TerritoryDays`] knows the places, legs, hours and limits of one territory and says what an order of stops on a day
//! comes to. [`CalendarSearch`] lays the visits of a territory on its days: `patterns` gives each account the lists of days
//! that keep its gaps, the search of [`visits`](super::visits) chooses among them and orders each day, what is left over is
//! placed visit by visit where it fits. `evenness` says over what the hours are to be even, `spread` gives calls and e-mails their
//! days.
//!
//! The clock of the search stands still during lunch (`clock`), so that a day is one stretch of time to it.
//!
//! Invariants: a day that [`TerritoryDays::timed`] gives keeps every limit; the same brief and seed give the same calendar
//! natively and in wasm; a visit that has no day is told with its reason.

mod away;
mod clock;
mod evenness;
mod moving;
mod patterns;
mod replan;
mod search;
mod since;
mod spread;
mod swapping;
mod territory_days;
#[cfg(test)]
mod tests;
mod trip_building;
mod trip_gain;
mod trips;

pub use moving::{MoveFault, move_visit};
pub use replan::replan;
pub use search::CalendarSearch;
pub use swapping::swap_days;
pub use territory_days::{DayFault, TerritoryDays};
