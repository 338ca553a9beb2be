//! One file as a table of texts.

use super::cells::Cells;
use super::dialect::Dialect;
use super::grouped::ungroup;
use super::joined::JoinedColumn;
use super::log::Log;
use super::repair::Offer;
use super::unique::UniqueNames;
use crate::model::{Code, Diagnostic};
use std::collections::HashMap;

/// A file as it was understood: preamble and empty rows gone, every other cell as it stood there.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) name: String,
    pub(super) dialect: Dialect,
    /// The header, unique and never blank, that of the joined columns last.
    pub(super) header: Vec<String>,
    /// The header as it stood there.
    pub(super) raw_header: Vec<String>,
    pub(super) rows: Cells,
    /// What other files say of the rows.
    pub(super) joined: Vec<JoinedColumn>,
    pub(super) offers: Vec<Offer>,
    pub(super) log: Log,
}

/// What stood in a table before the offers were taken.
#[derive(Debug, Clone)]
pub struct Unrepaired {
    /// The offers.
    pub offers: Vec<Offer>,
    pub(super) rows: Vec<(usize, Vec<String>)>,
    pub(super) header: Vec<String>,
    pub(super) raw_header: Vec<String>,
    pub(super) log: Log,
}

impl Unrepaired {
    /// What stood in a cell; `None` for a row that was not put right.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<&str> {
        let (_, cells) = self.rows.iter().find(|(at, _)| *at == row)?;
        Some(cells.get(column).map_or("", |cell| cell.trim()))
    }

    /// The cells of a row, which is put right by hand from now on; `None` where nothing was repaired.
    pub(super) fn give_up(&mut self, row: usize) -> Option<Vec<String>> {
        let at = self.rows.iter().position(|(own, _)| *own == row)?;
        self.offers.retain(|offer| offer.row != Some(row));
        Some(self.rows.remove(at).1)
    }
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

    /// How many columns are its own.
    #[must_use]
    pub fn own_width(&self) -> usize {
        self.header.len() - self.joined.len()
    }

    /// A cell without blanks around it; empty where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        match self.joined_column(column) {
            Some(joined) => joined.cell(row),
            None => self.rows.get(row, column).trim(),
        }
    }

    /// What another file says in a column; `None` where it is an own one.
    pub(super) fn joined_column(&self, column: usize) -> Option<&JoinedColumn> {
        self.joined.get(column.checked_sub(self.own_width())?)
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

    /// Rows that can be put right in one way only, in order; none is changed until it is taken.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Takes all offers, and says so. Gives what stood there before. O(length of their rows).
    pub fn take_offers(&mut self) -> Unrepaired {
        let offers = std::mem::take(&mut self.offers);
        let rows = offers.iter().filter_map(|offer| offer.row);
        let before = Unrepaired {
            rows: rows.map(|row| (row, self.row_cells(row))).collect(),
            header: self.header.clone(),
            raw_header: self.raw_header.clone(),
            log: self.log.clone(),
            offers,
        };
        for offer in &before.offers {
            match offer.row {
                Some(row) => self.rows.replace(row, offer.cells.iter().map(String::as_str)),
                None => self.take_header(&offer.cells),
            }
        }
        let told: HashMap<u32, String> =
            before.offers.iter().map(|offer| (offer.line, format!("Put right: {}.", offer.words))).collect();
        self.log.settle(&[Code::RaggedRow, Code::StrayQuote], |line| told.get(&line).map(String::as_str));
        before
    }

    /// Writes the labels of groups into their rows and leaves subtotals out, unless repairs are offered, which know their rows.
    pub(super) fn ungroup(&mut self) {
        if self.offers.is_empty() {
            ungroup(&mut self.rows, &mut self.log);
        }
    }

    /// Takes the offers back.
    pub(super) fn put_back(&mut self, before: Unrepaired) {
        let Unrepaired { offers, rows, header, raw_header, log } = before;
        for (row, cells) in rows {
            self.rows.replace(row, cells.iter().map(String::as_str));
        }
        (self.offers, self.header, self.raw_header, self.log) = (offers, header, raw_header, log);
    }

    /// The row that starts in a line of the file. O(log rows).
    pub(super) fn row_at(&self, line: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.rows.line(middle) < line { low = middle + 1 } else { high = middle }
        }
        (low < self.rows.len() && self.rows.line(low) == line).then_some(low)
    }

    /// Puts another text into a cell; cells between it and the end of a short row become empty ones. Nothing happens
    /// where there is no such row or column. O(length of the row).
    pub fn set_cell(&mut self, row: usize, column: usize, value: &str) {
        if row >= self.rows.len() || column >= self.own_width() {
            return;
        }
        let mut cells = self.row_cells(row);
        cells.resize(cells.len().max(column + 1), String::new());
        value.clone_into(&mut cells[column]);
        self.set_row(row, &cells);
    }

    /// The cells of a row as they stand; none where there is no such row.
    pub(super) fn row_cells(&self, row: usize) -> Vec<String> {
        self.rows.row(row).map(str::to_owned).collect()
    }

    /// Puts other cells in the place of a row. Nothing happens where there is none. O(length of the row).
    pub(super) fn set_row(&mut self, row: usize, cells: &[String]) {
        self.rows.replace(row, cells.iter().map(String::as_str));
        self.offers.retain(|offer| offer.row != Some(row));
    }

    fn take_header(&mut self, names: &[String]) {
        self.raw_header = names.to_vec();
        self.header = unique_header(names, names.len().max(self.dialect.width));
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

/// Names for all columns: blank ones get `column 3`, repeated ones a number.
pub fn unique_header(raw: &[String], width: usize) -> Vec<String> {
    let mut taken = UniqueNames::headers();
    let name = |column: usize| {
        let words: Vec<&str> = raw.get(column).map_or("", String::as_str).split_whitespace().collect();
        if words.is_empty() { format!("column {}", column + 1) } else { words.join(" ") }
    };
    (0..width).map(name).map(|name| taken.claim(&name).unwrap_or(name)).collect()
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
