//! Cells as numbers, days, yes and no; what should be one and is none is told.

use super::columns::Reading;
use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::model::{Code, Severity};
use crate::units::Day;

/// Where a cell is, for a diagnostic.
pub fn spot(sheet: &Sheet, row: usize, column: usize) -> Spot<'_> {
    let table = sheet.table();
    Spot { row: table.line(row), column: &table.header()[column], value: table.cell(row, column) }
}

/// The number of a cell.
pub fn number(sheet: &Sheet, row: usize, column: usize, log: &mut Log) -> Option<f64> {
    match sheet.marks(column).read(sheet.table().cell(row, column)) {
        Reading::Number(number) => Some(number),
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

/// The day of a cell.
pub fn day(sheet: &Sheet, row: usize, column: usize, log: &mut Log) -> Option<Day> {
    let cell = sheet.table().cell(row, column);
    if cell.is_empty() {
        return None;
    }
    let day = cell.get(..10).and_then(|day| day.parse().ok());
    if day.is_none() {
        log.add(spot(sheet, row, column), Code::NotADate, Severity::Check, || {
            "Not a date: taken as missing. Correct it, or take the column as an attribute.".to_owned()
        });
    }
    day
}

/// Yes or no.
pub fn yes_no(sheet: &Sheet, row: usize, column: usize) -> Option<bool> {
    match sheet.table().cell(row, column).to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "no" | "false" | "0" | "n" => Some(false),
        _ => None,
    }
}
