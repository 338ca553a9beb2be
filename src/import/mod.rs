//! Files → tables → columns → `Dataset` + diagnostics.
//!
//! [`read`] makes a [`Table`] of bytes in any common dialect; [`Sheet::recognise`] says what the file and each of its
//! columns are, and lets a person correct it; [`assemble`] makes one validated `Dataset` of all sheets.
//!
//! Invariants: nothing is guessed silently (whatever is changed, left out or not understood has a diagnostic), no row
//! of an accounts file is lost (only a totals row is left out), and no file panics or takes more memory than a small
//! multiple of its size.

mod accounts;
mod assemble;
mod cells;
mod columns;
mod dialect;
mod encoding;
mod error;
mod fit;
mod letters;
mod located;
mod log;
mod marks;
mod order_lines;
mod preview;
mod reader;
mod recut;
mod repair;
mod reps;
mod scan;
mod shape;
mod sheet;
mod sniff;
mod table;
#[cfg(test)]
mod tests;
mod unique;

pub use assemble::{Import, Progress, assemble};
pub use dialect::{Delimiter, Dialect};
pub use encoding::Encoding;
pub use error::{ImportError, ReadError};
pub use located::addresses;
pub use log::Tally;
pub use preview::Preview;
pub use reader::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_FILE_BYTES, read};
pub use repair::Offer;
pub use sheet::Sheet;
pub use table::Table;
