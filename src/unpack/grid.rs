//! The cells of one sheet, as they come → CSV.

use super::cell;
use super::error::UnpackError;
use super::meter::Meter;
use crate::sorting;
use calamine::{DataRef, Dimensions};

/// A cell with something in it, and where its text lies.
#[derive(Debug, Clone, Copy)]
struct Filled {
    row: u32,
    column: u32,
    start: usize,
    end: usize,
}

/// What a sheet holds: 24 bytes a filled cell, and the text.
#[derive(Debug, Default)]
pub struct Grid {
    text: String,
    cells: Vec<Filled>,
}

impl Grid {
    /// Takes a cell; an empty one is nothing.
    pub fn put(&mut self, (row, column): (u32, u32), value: &DataRef, meter: &mut Meter) -> Result<(), UnpackError> {
        let start = self.text.len();
        cell::write(&mut self.text, value);
        let end = self.text.len();
        meter.written(end - start)?;
        if end > start {
            self.cells.push(Filled { row, column, start, end });
        }
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Puts the cells in order. The last one written at a place stays.
    fn sort(&mut self) {
        let place = |cell: &Filled| (cell.row, cell.column);
        if !self.cells.is_sorted_by(|a, b| place(a) < place(b)) {
            sorting::sort_by(&mut self.cells, &|a, b| (place(a), b.start).cmp(&(place(b), a.start)));
            self.cells.dedup_by_key(|cell| place(cell));
        }
    }

    /// Repeats the value of cells that were merged downwards in every row they cover: each row of a table stands for
    /// itself. Merged across, a value belongs to a heading and stays where it is. Gives how many cells were filled.
    pub fn fill_down(&mut self, merged: &[Dimensions], meter: &mut Meter) -> Result<usize, UnpackError> {
        self.sort();
        let (ordered, last) = (self.cells.len(), self.cells.last().map_or(0, |cell| cell.row));
        for region in merged.iter().filter(|region| region.start.1 == region.end.1) {
            let Some(cells) = self.cells.get(..ordered) else { break };
            let Ok(found) = cells.binary_search_by(|cell| (cell.row, cell.column).cmp(&region.start)) else { continue };
            let Some(&anchor) = cells.get(found) else { continue };
            for row in anchor.row.saturating_add(1)..=region.end.0.min(last) {
                meter.written(anchor.end - anchor.start + size_of::<Filled>())?;
                self.cells.push(Filled { row, ..anchor });
            }
        }
        let filled = self.cells.len() - ordered;
        self.sort();
        Ok(filled)
    }

    /// Every row on a line of its own, so that lines and rows of the sheet have the same numbers; an empty row is an empty
    /// line, and all others are as wide as the widest.
    pub fn into_csv(mut self, meter: &mut Meter) -> Result<Vec<u8>, UnpackError> {
        self.sort();
        let width = self.cells.iter().map(|cell| cell.column.saturating_add(1)).max().unwrap_or(0);
        let mut csv = Vec::with_capacity(self.text.len() + self.cells.len() * 2);
        let mut row = 0;
        for line in self.cells.chunk_by(|a, b| a.row == b.row) {
            let Some(first) = line.first() else { continue };
            meter.written((first.row - row) as usize)?;
            meter.written(width as usize)?;
            csv.extend((row..first.row).map(|_| b'\n'));
            row = first.row.saturating_add(1);
            let mut column = 0;
            for cell in line {
                csv.extend((column..cell.column).map(|_| b','));
                column = cell.column;
                quote(&mut csv, self.text.get(cell.start..cell.end).unwrap_or_default());
            }
            csv.extend((column.saturating_add(1)..width).map(|_| b','));
            csv.push(b'\n');
        }
        Ok(csv)
    }
}

/// A field of CSV, in quotes where any dialect could take it for more than one.
fn quote(csv: &mut Vec<u8>, text: &str) {
    if !text.contains([',', ';', '\t', '|', '"', '\n', '\r']) && text.trim() == text {
        return csv.extend_from_slice(text.as_bytes());
    }
    csv.push(b'"');
    for (position, part) in text.split('"').enumerate() {
        if position > 0 {
            csv.extend_from_slice(b"\"\"");
        }
        csv.extend_from_slice(part.as_bytes());
    }
    csv.push(b'"');
}
