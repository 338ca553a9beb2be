//! Rows about what is gone: deleted in the system that they come from, or leads that became accounts.

use super::columns::{HeaderWords, Reading};
use super::folded::{NameOf, fold};
use super::log::Log;
use super::readings::spot;
use super::sheet::Sheet;
use crate::model::{Code, FileKind, Mapping, Role, Severity};

/// Headers under which yes means that a row is deleted, folded.
const DELETED: &str =
    "isdeleted deleted geloscht istgeloscht supprime eliminado borrado excluido cancellato verwijderd";

/// The column that says which rows are deleted.
pub fn deleted_column(mappings: &[Mapping]) -> Option<usize> {
    let mut folded = String::new();
    mappings.iter().position(|mapping| {
        fold(&mapping.header, NameOf::Thing, &mut folded);
        mapping.role == Role::YesNo && DELETED.split_ascii_whitespace().any(|header| header == folded)
    })
}

/// Of leads, the column that says which became accounts.
pub fn converted_column(sheet: &Sheet) -> Option<usize> {
    let says_so = |mapping: &Mapping| mapping.role == Role::YesNo && HeaderWords::of(&mapping.header).says_converted();
    (sheet.kind() == FileKind::Leads).then(|| sheet.mappings().iter().position(says_so)).flatten()
}

/// Whether a row is deleted; it is told then.
pub fn is_deleted(sheet: &Sheet, row: usize, log: &mut Log) -> bool {
    says_yes(sheet, row, sheet.deleted, "Deleted: left out. Correct the cell, if it is there still.", log)
}

/// Whether a lead became an account; it is told then.
pub fn is_converted(sheet: &Sheet, row: usize, column: Option<usize>, log: &mut Log) -> bool {
    let message =
        "The lead became an account: left out, for accounts have a file of their own. Correct the cell, if it did not.";
    says_yes(sheet, row, column, message, log)
}

fn says_yes(sheet: &Sheet, row: usize, column: Option<usize>, message: &str, log: &mut Log) -> bool {
    let Some(column) = column else { return false };
    let says_so = sheet.yes_no(column).read(sheet.table().cell(row, column)) == Reading::Value(true);
    if says_so {
        log.add(spot(sheet, row, column), Code::Gone, Severity::Rejected, || message.to_owned());
    }
    says_so
}
