//! Rows of texts in one buffer: 100,000 rows are four allocations.

/// The rows of a table, possibly ragged. At most 4 GiB of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    buffer: String,
    /// End of each cell in `buffer`.
    ends: Vec<u32>,
    /// End of each row in `ends`.
    row_ends: Vec<u32>,
    /// Where the first row starts in `ends`.
    first_cell: u32,
    /// Line of the file in which each row starts.
    lines: Vec<u32>,
}

impl Cells {
    /// No rows, with room for `bytes` of text.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { buffer: String::with_capacity(bytes), ..Self::default() }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.row_ends.len()
    }

    /// Adds a row that starts in `line` of the file. Positions fit 32 bits because files are limited to 1 GiB.
    pub fn push<'a>(&mut self, line: u64, cells: impl Iterator<Item = &'a str>) {
        for cell in cells {
            self.buffer.push_str(cell);
            self.ends.push(saturated(self.buffer.len()));
        }
        self.row_ends.push(saturated(self.ends.len()));
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// Adds a row whose cells follow each other in `joined`, each ending where `ends` says.
    pub fn push_joined(&mut self, line: u64, joined: &str, ends: impl Iterator<Item = usize>) {
        let start = self.buffer.len();
        self.buffer.push_str(joined);
        self.ends.extend(ends.map(|end| saturated(start + end)));
        self.row_ends.push(saturated(self.ends.len()));
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// Line of the file in which a row starts.
    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or(0)
    }

    /// Number of cells in a row.
    pub fn width(&self, row: usize) -> usize {
        let (start, end) = self.span(row);
        end - start
    }

    /// The text of a cell; empty where there is none.
    pub fn get(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.span(row);
        if column < end - start { self.cell(start + column) } else { "" }
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = &str> + '_ {
        let (start, end) = self.span(row);
        (start..end).map(|cell| self.cell(cell))
    }

    /// Forgets the first rows; their text stays in the buffer.
    pub fn drop_front(&mut self, rows: usize) {
        let rows = rows.min(self.len());
        if let Some(last) = rows.checked_sub(1) {
            self.first_cell = self.row_ends[last];
            self.row_ends.drain(..rows);
            self.lines.drain(..rows);
        }
    }

    /// Gives back what was reserved too much.
    pub fn shrink(&mut self) {
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.row_ends.shrink_to_fit();
        self.lines.shrink_to_fit();
    }

    fn span(&self, row: usize) -> (usize, usize) {
        let Some(&end) = self.row_ends.get(row) else { return (0, 0) };
        let start = if row == 0 { self.first_cell } else { self.row_ends[row - 1] };
        (start as usize, end as usize)
    }

    fn cell(&self, cell: usize) -> &str {
        let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
        &self.buffer[start as usize..self.ends[cell] as usize]
    }
}

fn saturated(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_ragged_rows() {
        let mut cells = Cells::with_capacity(8);
        cells.push(1, ["a", "", "ü"].into_iter());
        cells.push(2, std::iter::empty());
        cells.push_joined(5, "x", [1].into_iter());
        assert_eq!(cells.len(), 3);
        assert_eq!((cells.get(0, 2), cells.get(1, 0), cells.get(2, 0), cells.get(2, 9)), ("ü", "", "x", ""));
        assert_eq!(cells.row(0).collect::<Vec<_>>(), ["a", "", "ü"]);
        assert_eq!((cells.width(1), cells.line(2), cells.line(7)), (0, 5, 0));
        cells.drop_front(2);
        assert_eq!((cells.len(), cells.get(0, 0), cells.line(0)), (1, "x", 5));
    }
}
