//! The step of visits: what is asked, the work that it makes, the calendar and its days.

mod account;
mod bases;
mod classes;
mod day;
mod dock;
mod fields;
mod form;
mod grid;
mod holidays;
mod parts;
mod rep;
mod replan;
mod unplaced;
mod whose;
mod work;

pub use account::AccountVisits;
pub use day::DayInspector;
pub use dock::{RepWork, VisitsDock};
pub use form::{Stale, VisitsForm};
pub use rep::RepWeek;
pub use unplaced::Unplaced;
