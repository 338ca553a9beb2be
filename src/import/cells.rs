//! Rows of texts in one buffer: 100,000 rows are three allocations.

/// One row in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Where the text of its first cell starts in the buffer.
    text: u32,
    /// Its first cell in `ends`.
    first: u32,
    /// Number of cells.
    width: u32,
    /// Line of the file in which it starts.
    line: u32,
}

/// The rows of a table, possibly ragged. At most 4 GiB of text.
///
/// The cells of a row follow each other in the buffer, one byte between them, so that whole stretches of a file are
/// taken over as they stand. A row that changes is written anew at the end of the buffer; the old text stays behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    buffer: String,
    /// End of each cell in `buffer`.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

impl Cells {
    /// No rows, with room for so much.
    pub fn with_capacity(bytes: usize, cells: usize, rows: usize) -> Self {
        Self { buffer: String::with_capacity(bytes), ends: Vec::with_capacity(cells), rows: Vec::with_capacity(rows) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row that starts in `line` of the file. Positions fit 32 bits because files are limited to 1 GiB.
    pub fn push<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        let row = self.written(line, cells);
        self.rows.push(row);
    }

    /// Line of the file in which a row starts; 0 where there is none.
    pub fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.line)
    }

    /// Number of cells in a row.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.width as usize)
    }

    /// The text of a cell; empty where there is none.
    pub fn get(&self, row: usize, column: usize) -> &str {
        match self.rows.get(row) {
            Some(row) if column < row.width as usize => self.cell(*row, column),
            _ => "",
        }
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = &str> + '_ {
        let row = self.rows.get(row).copied().unwrap_or(Row { text: 0, first: 0, width: 0, line: 0 });
        (0..row.width as usize).map(move |column| self.cell(row, column))
    }

    /// Puts other cells in the place of a row. O(length of the row).
    pub fn replace<'a>(&mut self, row: usize, cells: impl Iterator<Item = &'a str>) {
        let line = self.line(row);
        let written = self.written(line, cells);
        if let Some(place) = self.rows.get_mut(row) {
            *place = written;
        }
    }

    /// Keeps the rows of a range; the text of the others stays in the buffer.
    pub fn keep(&mut self, range: std::ops::Range<usize>) {
        self.rows.truncate(range.end);
        self.rows.drain(..range.start.min(self.rows.len()));
    }

    /// Keeps the rows that are wanted, by their number. O(rows).
    pub fn retain(&mut self, mut is_wanted: impl FnMut(usize) -> bool) {
        let mut row = 0;
        self.rows.retain(|_| {
            row += 1;
            is_wanted(row - 1)
        });
    }

    /// Gives back what was reserved too much.
    pub fn shrink(&mut self) {
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    fn written<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) -> Row {
        let (text, first) = (self.buffer.len(), self.ends.len());
        for (column, cell) in cells.enumerate() {
            if column > 0 {
                self.buffer.push(SEPARATOR);
            }
            self.buffer.push_str(cell);
            self.ends.push(saturated(self.buffer.len()));
        }
        Row { text: saturated(text), first: saturated(first), width: saturated(self.ends.len() - first), line }
    }

    fn cell(&self, row: Row, column: usize) -> &str {
        let at = row.first as usize + column;
        let start = if column == 0 { row.text } else { self.ends[at - 1].saturating_add(1) };
        &self.buffer[start as usize..self.ends[at] as usize]
    }
}

/// What stands between the cells of a row that was not taken over as it stood.
const SEPARATOR: char = ',';

/// Takes rows over from a text, in stretches as long as can be.
#[derive(Debug)]
pub struct Writer<'a> {
    source: &'a str,
    cells: Cells,
    /// Where the part of the source starts that is not copied yet, and where it will lie in the buffer.
    from: usize,
    into: usize,
    /// Start of the open row in the buffer and in `ends`.
    text: usize,
    first: usize,
}

impl<'a> Writer<'a> {
    /// Nothing taken over yet; `cells` is empty.
    pub fn new(source: &'a str, cells: Cells) -> Self {
        Self { source, cells, from: 0, into: 0, text: 0, first: 0 }
    }

    /// Opens a row whose first cell starts at a byte of the source.
    pub fn open(&mut self, at: usize) {
        (self.text, self.first) = (self.place(at), self.cells.ends.len());
    }

    /// Ends a cell at a byte of the source; the byte there parts it from the next.
    pub fn end_cell(&mut self, at: usize) {
        let end = saturated(self.place(at));
        self.cells.ends.push(end);
    }

    /// Leaves out what stands from one byte of the source to another.
    pub fn skip(&mut self, from: usize, to: usize) {
        self.copy_to(from);
        self.from = to;
    }

    /// Ends a cell at a byte of the source, where what parts it from the next cell goes on up to another byte.
    pub fn end_cell_wide(&mut self, at: usize, to: usize) {
        self.copy_to(at);
        self.end_cell(at);
        self.cells.buffer.push(SEPARATOR);
        self.into = self.cells.buffer.len();
        self.from = to;
    }

    /// Cells of the open row so far.
    pub fn width(&self) -> usize {
        self.cells.ends.len() - self.first
    }

    /// Closes the open row.
    pub fn close(&mut self, line: u32) {
        let width = saturated(self.width());
        self.cells.rows.push(Row { text: saturated(self.text), first: saturated(self.first), width, line });
    }

    /// Forgets the open row, which started at `start`; what follows is taken over from `to` on.
    pub fn discard(&mut self, start: usize, to: usize) {
        // Either nothing of the row was copied yet, or all before it was.
        if self.into <= self.text {
            self.copy_to(start);
        }
        self.cells.buffer.truncate(self.text);
        self.cells.ends.truncate(self.first);
        (self.from, self.into) = (to, self.cells.buffer.len());
    }

    /// Puts a row of other cells in the place of the one that was discarded.
    pub fn push<'b>(&mut self, line: u32, cells: impl Iterator<Item = &'b str>) {
        self.cells.push(line, cells);
        self.into = self.cells.buffer.len();
    }

    /// Number of rows so far.
    pub fn rows(&self) -> usize {
        self.cells.len()
    }

    /// All rows.
    pub fn into_cells(mut self, end: usize) -> Cells {
        self.copy_to(end);
        self.cells.shrink();
        self.cells
    }

    fn place(&self, at: usize) -> usize {
        self.into + (at - self.from)
    }

    fn copy_to(&mut self, at: usize) {
        self.cells.buffer.push_str(self.source.get(self.from..at).unwrap_or(""));
        (self.from, self.into) = (at, self.cells.buffer.len());
    }
}

fn saturated(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &Cells) -> Vec<Vec<&str>> {
        (0..cells.len()).map(|row| cells.row(row).collect()).collect()
    }

    #[test]
    fn keeps_ragged_rows() {
        let mut cells = Cells::with_capacity(8, 4, 3);
        cells.push(1, ["a", "", "ü"].into_iter());
        cells.push(2, std::iter::empty());
        cells.push(5, ["x"].into_iter());
        assert_eq!(cells.len(), 3);
        assert_eq!((cells.get(0, 2), cells.get(1, 0), cells.get(2, 0), cells.get(2, 9)), ("ü", "", "x", ""));
        assert_eq!((cells.width(1), cells.line(2), cells.line(7)), (0, 5, 0));
        cells.keep(2..9);
        assert_eq!((cells.len(), cells.get(0, 0), cells.line(0)), (1, "x", 5));
    }

    #[test]
    fn changes_rows() {
        let mut cells = Cells::default();
        for line in 1..=3 {
            cells.push(line, ["a", "b"].into_iter());
        }
        cells.replace(1, ["c", "d", "e"].into_iter());
        cells.replace(9, ["x"].into_iter());
        assert_eq!(texts(&cells), [vec!["a", "b"], vec!["c", "d", "e"], vec!["a", "b"]]);
        cells.retain(|row| row == 2);
        assert_eq!(texts(&cells), [["a", "b"]]);
    }

    #[test]
    fn takes_rows_over() {
        let mut writer = Writer::new("ab,c\n\"d\"||e\nf\n", Cells::default());
        writer.open(0);
        writer.end_cell(2);
        writer.end_cell(4);
        writer.close(1);
        writer.open(5);
        writer.skip(5, 6);
        writer.skip(7, 8);
        writer.end_cell_wide(8, 10);
        writer.end_cell(11);
        writer.close(2);
        writer.open(12);
        writer.end_cell(13);
        writer.discard(12, 14);
        writer.push(3, ["g", "h"].into_iter());
        assert_eq!(texts(&writer.into_cells(14)), [["ab", "c"], ["d", "e"], ["g", "h"]]);
    }
}
