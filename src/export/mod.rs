//! What leaves the app beside the plan file: tables as RFC 4180 CSV in UTF-8, the calendar of visits in the formats of those who
//! take it, and the names of files.
//!
//! Invariant: no cell that a spreadsheet would run as a formula leaves as one.

mod assignments;
mod calendar;
mod diagnostics;
mod file_name;
mod located;
mod moves;
mod reports;
mod routes;
#[cfg(test)]
mod sample;
mod table;
mod territories;

pub use assignments::assignments_csv;
pub use calendar::{CalendarFiles, DayLink, MapsProgram, day_links};
pub use diagnostics::diagnostics_csv;
pub use file_name::file_stem;
pub use located::located_csv;
pub use moves::moves_csv;
pub use reports::{report_csv, touches_csv};
pub use routes::routes_csv;
pub use territories::territories_csv;
