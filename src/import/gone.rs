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

/// Headers under which a status may say so, folded.
const STATUS: &str = "status accountstatus customerstatus recordstatus statut estado situacao stato";

/// The column that says which rows are deleted: by yes and no, else among other states.
pub fn deleted_column(mappings: &[Mapping]) -> Option<usize> {
    let find = |role: Role, headers: &str| {
        mappings.iter().position(|mapping| mapping.role == role && is_in(&mapping.header, headers))
    };
    find(Role::YesNo, DELETED).or_else(|| find(Role::Attribute, STATUS))
}

/// Whether a text is one of those words, folded.
fn is_in(text: &str, words: &str) -> bool {
    let mut folded = String::new();
    fold(text, NameOf::Thing, &mut folded);
    words.split_ascii_whitespace().any(|word| word == folded)
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
    let cell = sheet.table().cell(row, column);
    let says_so = match sheet.mappings()[column].role {
        Role::YesNo => sheet.yes_no(column).read(cell) == Reading::Value(true),
        _ => cell.len() < 16 && is_in(cell, DELETED),
    };
    if says_so {
        log.add(spot(sheet, row, column), Code::Gone, Severity::Rejected, || message.to_owned());
    }
    says_so
}
