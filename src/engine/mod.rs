//! One function a job; [`Importer`], [`unpacker::Unpacker`] and [`Session`], the planner, answer the page's requests with
//! them.
//!
//! The terminal program calls the functions, the worker steps a [`Session`]: both run the same code. Invariants: no
//! clock, randomness or I/O here; the seed, progress and stop come from the caller; a job that fails changes nothing.

mod before;
mod benchmark;
mod calendar_task;
mod designing;
pub mod encoding;
mod explaining;
mod exporting;
mod frontier;
pub mod import_protocol;
mod importer;
mod intake;
mod keeping;
mod matrix_loading;
pub mod protocol;
mod reshaping;
mod scheduling;
mod session;
mod sharing;
mod task;
mod touring;
pub mod unpacker;
mod verify;
mod visit_benchmark;

pub use before::{BeforeError, assignments_edit, present_edit};
pub use benchmark::{BenchmarkError, BenchmarkLine, Solved, cpmp, tsp};
pub use calendar_task::{CalendarRun, CalendarTask};
pub use designing::{Designing, design, split};
pub use explaining::{next_moves, realignment, staffing, weigh};
pub use exporting::{Outgoing, export_all, export_one, plan_file};
pub use frontier::{Frontier, FrontierPoint, frontier};
pub use importer::{Importer, TellImport};
pub use intake::{Intake, Taken};
pub use matrix_loading::{MatrixLoadError, matrix_of};
pub use reshaping::merge_edit;
pub use scheduling::{
    ScheduleError, Scheduling, moved_visit, name_workload, replanned, schedule, swapped_days, usual_visits,
};
pub use session::{Attachments, Session, Tell};
pub use sharing::{Divided, Sharing};
pub use task::{Found, Task, TaskRun};
pub use touring::{tour_of, tours};
pub use verify::{declare_islands, verify};
pub use visit_benchmark::{pvrp, vrptw};
