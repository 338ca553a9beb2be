//! The plan: a data set, the settings, scenarios with an alignment a layer, and the log of edits.
//!
//! Invariants:
//! - A [`Plan`] holds no id and no clock time: the same edits on the same data set give the same plan.
//! - Every change is an [`Edit`], plain data that holds what it needs to be taken back; the log of a plan can always
//!   be walked back to its start and forth again.
//! - After each edit the [`Figures`](crate::model::Figures) of the layer are what [`figures`] gives from scratch, bit
//!   for bit.
//! - Nothing here stores: a [`PlanStore`] does, and what it stores are the bytes of a plan file.

mod audit;
mod day_legs;
mod drafts;
mod edit;
mod edit_log;
mod far_visits;
mod layer_rows;
mod limit_words;
mod measure;
mod move_words;
mod names;
mod near;
#[expect(clippy::module_inception, reason = "the room is named after the one thing it keeps")]
mod plan;
mod reading;
mod reports;
#[cfg(test)]
pub(crate) mod sample;
mod scenario;
mod settings;
mod state;
mod store;
#[cfg(test)]
mod tests;
mod touches;
mod travel_words;
mod update;
mod upkeep;
mod visit_changes;
mod visit_figures;
mod visit_load;
mod visits;
mod wire;
mod words;
mod workload;

pub use audit::{Grade, Uncovered};
pub use day_legs::{DayEnd, DayLeg, day_ends, day_legs};
pub use edit::{Edit, LayerAt};
pub use edit_log::{EditLog, LogError, MOST_CALENDARS, MOST_DESIGNS, MOST_EDITS, MOST_UPDATES};
pub use far_visits::FarVisits;
pub use measure::{Balance, figures, moved_share};
pub use names::{LONGEST_NAME, NameError};
pub use near::{NearQuery, NearVisit};
pub use plan::{Plan, PlanError, PlanParts};
pub use reports::{Cell, CellKind, MonthOutline, Report, ReportColumn, ReportKind, ReportQuery, ReportRow};
pub use scenario::{LayerError, LayerPlan, Scenario};
pub use settings::{Settings, SettingsError};
pub use store::{MemoryStore, PlanKey, PlanStore, PlanSummary, StoreError};
pub use touches::{Merged, TouchChange};
pub use travel_words::MatrixReach;
pub use update::{LostRep, Version};
pub use visit_changes::{VisitShift, visit_shifts};
pub use visit_figures::VisitFigures;
pub use visit_load::{VisitLoad, VisitLoads};
pub use visits::{VisitChange, VisitPlan, basis};
