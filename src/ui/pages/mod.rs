//! The pages: start, data, workspace.

mod data;
mod day;
mod diagnostics;
mod files;
mod findings;
mod footer;
mod located;
mod mapping;
mod matches;
mod places;
mod questions;
mod reading;
mod review_list;
mod row_editor;
mod start;
mod take_over;
mod taken;
mod workspace;

pub use data::Data;
pub use day::DayPage;
pub use start::Start;
pub use workspace::Workspace;
