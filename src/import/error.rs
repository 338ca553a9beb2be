//! Why a file, or all files together, gave nothing.

use super::reader::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_FILE_BYTES};
use crate::model::DatasetError;

/// Why a file could not be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it but blanks.
    #[error("“{file}” is empty: export it again, or choose another file")]
    Empty {
        /// File name.
        file: String,
    },
    /// It is a picture, an archive, a workbook or another binary file, whatever its name says.
    #[error("“{file}” is no CSV but {what}: {advice}")]
    NotText {
        /// File name.
        file: String,
        /// What it looks like, with an article.
        what: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
    /// An archive, a workbook, a web page, XML, or text that is neither UTF-8 nor UTF-16: [`unpack`](crate::unpack) comes first.
    #[error("“{file}” is packed, markup or in another encoding: unpack it, or export it as CSV in UTF-8")]
    Packed {
        /// File name.
        file: String,
    },
    /// Larger than [`MAX_FILE_BYTES`].
    #[error(
        "“{file}” has {bytes} bytes; the most that can be read is {MAX_FILE_BYTES} (1 GiB): split it into several files"
    )]
    TooLarge {
        /// File name.
        file: String,
        /// Its size.
        bytes: u64,
    },
    /// A row with more than [`MAX_COLUMNS`] cells.
    #[error(
        "“{file}” has {columns} cells in line {line}; the most is {MAX_COLUMNS}: export only the columns that are \
         needed, or save the file as CSV with one row a line"
    )]
    TooManyColumns {
        /// File name.
        file: String,
        /// Cells in that row.
        columns: usize,
        /// Line of the file.
        line: u64,
    },
    /// The same file, byte for byte, was read before.
    #[error("“{file}” is here already, byte for byte the same: it was not taken a second time")]
    Again {
        /// File name.
        file: String,
    },
    /// A cell longer than [`MAX_CELL_BYTES`].
    #[error(
        "“{file}” has a cell of more than {MAX_CELL_BYTES} bytes (1 MiB) in the row that starts in line {line}: \
         look for a quote that never closes, or leave that column out of the export"
    )]
    CellTooLong {
        /// File name.
        file: String,
        /// Line of the file.
        line: u64,
    },
}

/// Why the files together make no data set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No file at all.
    #[error("no file to import: choose at least one with accounts")]
    NoFile,
    /// Nothing but headers.
    #[error("no usable row in {files}: there is a header but nothing below it. Export again with the rows included")]
    NoRows {
        /// The files, comma-separated.
        files: String,
    },
    /// No file holds accounts.
    #[error(
        "no usable row: no file holds accounts ({taken_for}). Say what the file is and which column holds the name, \
         or add a file with one row an account"
    )]
    NoAccounts {
        /// What each file was taken for.
        taken_for: String,
    },
    /// The rows contradict each other in a way that the import should have prevented.
    #[error("the files do not fit together: {0}")]
    Dataset(#[from] DatasetError),
}
