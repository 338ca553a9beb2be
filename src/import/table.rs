//! One file as a table of texts.

use super::cells::Cells;
use super::dialect::Dialect;
use super::log::Log;
use crate::model::Diagnostic;

/// A file as it was understood: preamble and empty rows gone, every other cell as it stood there.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) name: String,
    pub(super) dialect: Dialect,
    /// The header, unique and never blank.
    pub(super) header: Vec<String>,
    /// The header as it stood there.
    pub(super) raw_header: Vec<String>,
    pub(super) rows: Cells,
    pub(super) log: Log,
}

impl Table {
    /// File name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it was written.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The header; `column 1` … where the file has none, and where a cell of it is blank.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of rows below the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row below the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// A cell without blanks around it; empty where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row, column).trim()
    }

    /// Line of the file in which a row starts.
    #[must_use]
    pub fn line(&self, row: usize) -> u32 {
        self.rows.line(row)
    }

    /// What reading had to say.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.log.diagnostics()
    }

    /// RFC 4180 in UTF-8, the header first where the file has one.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        if self.dialect.header_line.is_some() {
            write_row(&mut text, self.raw_header.iter().map(String::as_str));
        }
        for row in 0..self.rows.len() {
            write_row(&mut text, self.rows.row(row));
        }
        text
    }
}

fn write_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let start = text.len();
    for (column, cell) in cells.enumerate() {
        if column > 0 {
            text.push(',');
        }
        // Whatever looks like another dialect is quoted, so that every reader finds this one.
        let is_telling = |letter: char| matches!(letter, ',' | ';' | '\t' | '|' | '"' | '\n' | '\r' | '\'');
        if cell.contains(is_telling) || cell.trim() != cell {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    // A lone empty cell would be an empty line, which readers skip.
    if text.len() == start {
        text.push_str("\"\"");
    }
    text.push_str("\r\n");
}
