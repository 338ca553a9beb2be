//! The step of visits: what is asked, the work that it makes, the calendar and its days.

mod account;
mod bases;
mod classes;
mod day;
mod dock;
mod fields;
mod figures;
mod form;
mod grid;
mod holidays;
mod log;
mod parts;
mod rep;
mod replan;
mod touch_fields;
mod unplaced;
mod watch;
mod whose;
mod work;
mod year;

pub use account::AccountVisits;
pub use day::DayInspector;
pub use dock::{RepWork, VisitsDock};
pub use figures::{cell_words, keep_asking, which};
pub use form::{Stale, VisitsForm};
pub use rep::RepWeek;
pub use touch_fields::touch_fields;
pub use unplaced::Unplaced;
pub use work::ways_words;
