//! The plan file `*.hinterland.json`: lossless, versioned, in a stable order, one account a line.
//!
//! ```json
//! {
//!  "format": "hinterland-plan",
//!  "version": 7,
//!  "name": "Spring plan",
//!  "settings": {…},
//!  "dataset": {"sources": […], "reps": […], "columns": […], "accounts": […]},
//!  "records": {"products": […], "targets": […], "stages": […], "opportunities": [["id", […]], …], …},
//!  "active": 0,
//!  "scenarios": [{"name": …, "layers": [{"name": …, "territories": [{…, "accounts": [0, 4, …]}], …}]}],
//!  "log": {"done": 0, "edits": […]}
//! }
//! ```
//!
//! Invariants: the same plan gives the same bytes; [`decode`] of [`encode`] is the same plan, every number to the last
//! bit; no bytes make [`decode`] panic, and it believes no count.

mod decode;
mod encode;
mod error;
mod lines;
mod migrate;
mod notes;
mod part;
mod rows;
#[cfg(test)]
mod tests;

pub use decode::decode;
pub use encode::{encode, encode_pieces};
pub use error::PlanFileError;
pub use notes::{NOTES_EXTENSION, NOTES_FORMAT, decode_notes, encode_notes};
pub use part::{PartColumns, PartError, rep_part};

/// What the file says that it is.
const FORMAT: &str = "hinterland-plan";

/// The version that [`encode`] writes; [`decode`] reads it and every one before.
pub const VERSION: u32 = 8;

/// The ending of a plan file's name.
pub const EXTENSION: &str = ".hinterland.json";
