//! Cells as numbers, days, yes and no; what should be one and is none is told.

use super::columns::{Dates, Reading};
use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::model::{Code, Role, Severity};
use crate::units::Day;

/// Where a cell is, for a diagnostic.
pub fn spot(sheet: &Sheet, row: usize, column: usize) -> Spot<'_> {
    let table = sheet.table();
    Spot { row: table.line(row), column: &table.header()[column], value: table.cell(row, column) }
}

/// The number of a cell.
pub fn number(sheet: &Sheet, row: usize, column: usize, log: &mut Log) -> Option<f64> {
    match sheet.marks(column).read(sheet.table().cell(row, column)) {
        Reading::Value(number) => Some(number),
        Reading::Missing => None,
        Reading::Unreadable => {
            log.add(spot(sheet, row, column), Code::NotANumber, Severity::Check, || {
                "Not a number: taken as missing, which counts as 0. Correct it, or take the column as an attribute."
                    .to_owned()
            });
            None
        }
    }
}

/// The days of a column.
pub struct Days<'a> {
    sheet: &'a Sheet,
    column: usize,
    dates: Dates,
    /// The cell that was read last: rows of one order or one day follow each other.
    last: (&'a str, Option<Day>),
}

impl<'a> Days<'a> {
    /// The days of a column of the sheet.
    pub fn of(sheet: &'a Sheet, column: usize) -> Self {
        Self { sheet, column, dates: sheet.dates(column), last: ("", None) }
    }

    /// The column with a single role, if there is one.
    pub fn with(sheet: &'a Sheet, role: Role) -> Option<Self> {
        sheet.column(role).map(|column| Self::of(sheet, column))
    }

    /// The day of a row, if it can be read.
    pub fn peek(&self, row: usize) -> Option<Day> {
        match self.dates.read(self.sheet.table().cell(row, self.column)) {
            Reading::Value(day) => Some(day),
            Reading::Missing | Reading::Unreadable => None,
        }
    }

    /// The day of a row.
    pub fn read(&mut self, row: usize, log: &mut Log) -> Option<Day> {
        let cell = self.sheet.table().cell(row, self.column);
        if cell == self.last.0 {
            return self.last.1;
        }
        match self.dates.read(cell) {
            Reading::Value(day) => {
                self.last = (cell, Some(day));
                Some(day)
            }
            Reading::Missing => None,
            // The column is asked about as a whole; its cells are not at fault.
            Reading::Unreadable if self.sheet.mappings()[self.column].date_order.is_none() => None,
            Reading::Unreadable => {
                log.add(spot(self.sheet, row, self.column), Code::NotADate, Severity::Check, || {
                    "Not a date: taken as missing. Correct it, or take the column as an attribute.".to_owned()
                });
                None
            }
        }
    }
}

/// Yes or no.
pub fn yes_no(sheet: &Sheet, row: usize, column: usize, log: &mut Log) -> Option<bool> {
    match sheet.yes_no(column).read(sheet.table().cell(row, column)) {
        Reading::Value(yes) => Some(yes),
        Reading::Missing => None,
        Reading::Unreadable => {
            log.add(spot(sheet, row, column), Code::NotYesOrNo, Severity::Check, || {
                "Neither yes nor no: taken as missing. Correct it, or take the column as an attribute.".to_owned()
            });
            None
        }
    }
}
