//! Files → tables → columns → `Dataset` + diagnostics.
//!
//! [`read`] makes a [`Table`] of bytes in any common dialect; [`Sheet::recognise`] says what the file and each of its
//! columns are, and lets a person correct it; [`assemble`] makes one validated `Dataset` of all sheets.
//!
//! Invariants: nothing is guessed silently (whatever is changed, left out or not understood has a diagnostic), no row
//! of an accounts file is lost (only totals rows are left out, and what the file calls deleted), and no file panics or takes more memory than a small
//! multiple of its size.

mod accounts;
mod areas;
mod assemble;
mod bare_ids;
mod beside;
mod builder;
mod by_hand;
mod catalogue;
mod cells;
mod columns;
mod contacts;
mod corrections;
mod country_signs;
mod county;
mod deals;
mod dialect;
mod directory;
mod doubted;
mod duplicates;
mod encoding;
mod entities;
mod error;
mod families;
mod fit;
mod folded;
mod formula_text;
mod gone;
mod grouped;
mod home_country;
mod inherited;
mod joined;
mod keys;
mod letters;
mod lifecycle;
mod line_columns;
mod line_revenue;
mod links;
mod located;
mod locator;
mod log;
mod marks;
mod near;
mod order_lines;
mod owners;
mod placed;
mod point;
mod positions;
mod postal_codes;
mod preview;
mod reader;
mod readings;
mod recut;
mod references;
mod repair;
mod repeated;
mod reps;
mod roll_up;
mod scan;
mod shape;
mod sheet;
mod sniff;
mod spellings;
mod table;
#[cfg(test)]
mod tests;
mod totals;
mod touches;
mod travel_matrix;
mod unique;

pub use assemble::{Import, Progress, assemble};
pub use beside::settle_kinds;

pub use corrections::Corrections;
pub use dialect::{Delimiter, Dialect, ReadAs};
pub use encoding::Encoding;
pub use error::{ImportError, ReadError};
pub use home_country::hinted_in;
pub use locator::{as_address, told_places};
pub use log::Tally;
pub use preview::{Preview, PreviewRow};
pub use reader::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_FILE_BYTES, read, read_as, read_unpacked};
pub use repair::Offer;
pub use sheet::{Sheet, doubt_cities};
pub use table::Table;
pub use travel_matrix::{CellFault, MatrixFileError, read_travel_matrix};
