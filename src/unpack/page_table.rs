//! A table of a web page, as its tags come.

use super::error::UnpackError;
use super::grid::Grid;
use super::meter::Meter;
use super::sheets::{Found, MAX_COLUMNS, too_wide};
use calamine::{DataRef, Dimensions};

/// The most columns and rows that a cell may cover, as in browsers.
const MAX_COLSPAN: u32 = 1000;
const MAX_ROWSPAN: u32 = 65_534;

/// How much a cell covers.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    columns: u32,
    rows: u32,
}

impl Span {
    /// As the page says; what is no number is 1.
    pub fn new(columns: Option<&[u8]>, rows: Option<&[u8]>) -> Self {
        let number = |text: Option<&[u8]>, most: u32| {
            let text = text.and_then(|text| std::str::from_utf8(text).ok());
            text.and_then(|text| text.trim().parse::<u32>().ok()).map_or(1, |number| number.clamp(1, most))
        };
        Self { columns: number(columns, MAX_COLSPAN), rows: number(rows, MAX_ROWSPAN) }
    }
}

/// A cell that is not at its end yet.
#[derive(Debug)]
struct Open {
    column: u32,
    text: String,
}

/// A table that is not at its end yet.
#[derive(Debug, Default)]
pub struct PageTable {
    grid: Grid,
    merged: Vec<Dimensions>,
    /// Rows begun.
    rows: u32,
    in_row: bool,
    /// Where the next cell goes at the earliest.
    column: u32,
    /// For each column the first row that no cell from above covers.
    free_from: Vec<u32>,
    cell: Option<Open>,
    /// Columns and rows with something in them.
    columns: u32,
    filled_rows: u32,
    last_filled: Option<u32>,
    /// What it says as long as it is one row or one column.
    lone: String,
}

impl PageTable {
    pub fn begin_row(&mut self, meter: &mut Meter) -> Result<(), UnpackError> {
        self.end_row(meter)?;
        self.rows = self.rows.saturating_add(1);
        (self.in_row, self.column) = (true, 0);
        Ok(())
    }

    pub fn end_row(&mut self, meter: &mut Meter) -> Result<(), UnpackError> {
        self.end_cell(meter)?;
        self.in_row = false;
        Ok(())
    }

    pub fn begin_cell(&mut self, span: Span, meter: &mut Meter) -> Result<(), UnpackError> {
        self.end_cell(meter)?;
        if !self.in_row {
            self.begin_row(meter)?;
        }
        let row = self.rows.saturating_sub(1);
        let is_covered = |column: u32| self.free_from.get(column as usize).is_some_and(|&free| free > row);
        let column = (self.column..=MAX_COLUMNS).find(|&column| !is_covered(column)).unwrap_or(MAX_COLUMNS);
        let end = column.saturating_add(span.columns);
        if end > MAX_COLUMNS {
            return Err(too_wide(meter));
        }
        if span.rows > 1 {
            let below = row.saturating_add(span.rows);
            if self.free_from.len() < end as usize {
                self.free_from.resize(end as usize, 0);
            }
            self.free_from.iter_mut().take(end as usize).skip(column as usize).for_each(|free| *free = below);
            self.merged.push(Dimensions::new((row, column), (below.saturating_sub(1), end.saturating_sub(1))));
        }
        self.column = end;
        self.cell = Some(Open { column, text: String::new() });
        Ok(())
    }

    pub fn end_cell(&mut self, meter: &mut Meter) -> Result<(), UnpackError> {
        let Some(Open { column, text }) = self.cell.take() else { return Ok(()) };
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let row = self.rows.saturating_sub(1);
        self.columns = self.columns.max(column.saturating_add(1));
        if self.last_filled.replace(row) != Some(row) {
            self.filled_rows = self.filled_rows.saturating_add(1);
        }
        if self.is_lone() {
            self.lone.push_str(if self.lone.is_empty() { "" } else { " " });
            self.lone.push_str(text);
            meter.written(text.len())?;
        }
        self.grid.put((row, column), &DataRef::SharedString(text), meter)
    }

    fn is_lone(&self) -> bool {
        self.columns < 2 || self.filled_rows < 2
    }

    pub fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// Adds text to the cell: blanks are one, as a browser shows them.
    pub fn text(&mut self, text: &str) {
        let Some(Open { text: own, .. }) = &mut self.cell else { return };
        let is_blank = |letter: char| letter.is_ascii_whitespace() || letter == '\u{a0}';
        for (position, word) in text.split(is_blank).enumerate() {
            if position > 0 && !own.ends_with([' ', '\n']) {
                own.push(' ');
            }
            own.push_str(word);
        }
    }

    /// A new line within the cell.
    pub fn new_line(&mut self) {
        let Some(Open { text, .. }) = &mut self.cell else { return };
        let kept = text.trim_end_matches(' ').len();
        text.truncate(kept);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    /// The table, at its end: one with two rows and two columns, or what others say.
    pub fn end(mut self, name: &str, meter: &mut Meter) -> Result<Ended, UnpackError> {
        self.end_row(meter)?;
        let (is_lone, text) = (self.is_lone(), std::mem::take(&mut self.lone));
        let found = Found::of(name, false, self.grid, &self.merged, meter)?;
        Ok(found.map_or(Ended::Empty, |found| if is_lone { Ended::Lone(found, text) } else { Ended::Table(found) }))
    }
}

/// What a table turned out to be.
pub enum Ended {
    /// No cell with anything in it.
    Empty,
    /// One row or one column, and what it says.
    Lone(Found, String),
    /// Rows and columns.
    Table(Found),
}
