//! What workbooks, web pages and spreadsheets in XML have in common: tables with cells in them, each of which becomes a CSV.

use super::Unpacked;
use super::error::UnpackError;
use super::grid::Grid;
use super::meter::Meter;
use crate::model::{Code, Remark};
use calamine::Dimensions;

/// As many columns a sheet may have, as in the spreadsheet programs.
pub const MAX_COLUMNS: u32 = 16_384;

/// A sheet, read.
pub struct Found {
    name: String,
    hidden: bool,
    filled: usize,
    csv: Vec<u8>,
}

impl Found {
    /// `None` for a sheet without cells.
    pub fn of(
        name: &str,
        hidden: bool,
        mut grid: Grid,
        merged: &[Dimensions],
        meter: &mut Meter,
    ) -> Result<Option<Self>, UnpackError> {
        if grid.is_empty() {
            return Ok(None);
        }
        let filled = grid.fill_down(merged, meter)?;
        Ok(Some(Self { name: name.to_owned(), hidden, filled, csv: grid.into_csv(meter)? }))
    }

    /// The same as one of `total` sheets of a book.
    pub fn of_book(self, book: &str, position: usize, total: usize) -> Unpacked {
        let hidden = if self.hidden { ", hidden there" } else { "" };
        let message = format!("Sheet {position} of {total} with cells in “{book}”{hidden}.");
        let name = format!("{book} · {}", self.name);
        self.told(name, message)
    }

    /// The same with what is said of it, and of the cells that were filled.
    pub fn told(self, name: String, mut message: String) -> Unpacked {
        if self.filled > 0 {
            let cells = if self.filled == 1 { "1 cell".to_owned() } else { format!("{} cells", self.filled) };
            message = format!("{message} {cells} below merged ones got their value.");
        }
        Unpacked { name, bytes: self.csv, remarks: vec![Remark { code: Code::Unpacked, message }] }
    }
}

/// All sheets of a book.
pub fn all_of_book(book: &str, sheets: Vec<Found>) -> Result<Vec<Unpacked>, UnpackError> {
    if sheets.is_empty() {
        let (what, advice) = ("a workbook without a filled cell", "choose the file that has the rows");
        return Err(UnpackError::NoTable { file: book.to_owned(), what, advice });
    }
    let total = sheets.len();
    Ok((1..).zip(sheets).map(|(position, sheet)| sheet.of_book(book, position, total)).collect())
}

/// A row is wider than any spreadsheet.
pub fn too_wide(meter: &Meter) -> UnpackError {
    let (what, advice) =
        ("a table with a row of more than 16,384 cells", "export only the columns that are needed, or save it as CSV");
    UnpackError::NoTable { file: meter.file.to_owned(), what, advice }
}
