//! Cells written as `="0003"`, so that Excel keeps them as they are: what stands inside is meant.

use super::cells::Cells;
use super::log::{Log, Spot};
use crate::model::{Code, Severity};
use std::borrow::Cow;

/// How such a cell begins.
const START: &str = "=\"";

/// Puts what stands inside in the place of such cells, and says so. O(bytes of the cells).
pub fn unwrap_texts(rows: &mut Cells, log: &mut Log) {
    let found = (0..rows.len()).map(|row| unwrap_row(rows, row)).sum();
    tell(found, log);
}

/// Unwraps the cells of a row; gives how many there were.
fn unwrap_row(rows: &mut Cells, row: usize) -> usize {
    let found = rows.row(row).filter(|cell| text_inside(cell).is_some()).count();
    if found > 0 {
        let inside = |cell| text_inside(cell).unwrap_or(Cow::Borrowed(cell)).into_owned();
        let cells: Vec<String> = rows.row(row).map(inside).collect();
        rows.replace(row, cells.iter().map(String::as_str));
    }
    found
}

fn tell(found: usize, log: &mut Log) {
    let message = match found {
        0 => return,
        1 => "1 cell is written as =\"…\", for Excel: read as what stands inside.".to_owned(),
        more => format!("{more} cells are written as =\"…\", for Excel: read as what stands inside."),
    };
    log.add(Spot::default(), Code::StrayQuote, Severity::Repaired, || message);
}

/// What stands inside of `="…"`; `None` for any other cell, formulas too. A quote inside stands there twice.
pub fn text_inside(cell: &str) -> Option<Cow<'_, str>> {
    let inside = cell.trim().strip_prefix(START)?.strip_suffix('"')?;
    if !inside.contains('"') {
        return Some(Cow::Borrowed(inside));
    }
    let is_one_text = !inside.replace("\"\"", "").contains('"');
    is_one_text.then(|| Cow::Owned(inside.replace("\"\"", "\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_one_quoted_text_only() {
        let check = |cell: &str, expected: Option<&str>| assert_eq!(text_inside(cell).as_deref(), expected, "{cell}");
        check("=\"0003\"", Some("0003"));
        check(" =\"\" ", Some(""));
        check("=\"5\"\" pipe\"", Some("5\" pipe"));
        for cell in ["", "=", "=\"", "0003", "\"0003\"", "=A1", "=\"a\"&\"b\"", "=\"a\"\"", "=\"a\"b"] {
            check(cell, None);
        }
    }
}
