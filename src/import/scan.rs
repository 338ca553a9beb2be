//! Text → rows, in one pass over the bytes that structure it.
//!
//! A row that is as RFC 4180 has it and as wide as most is taken over as it stands. Every other one is looked at again
//! by itself: its quotes may be stray, or a quote that never closes has swallowed the rows below.

use super::cells::{Cells, Writer};
use super::dialect::Dialect;
use super::encoding::occurrences;
use super::error::ReadError;
use super::log::{Log, Spot};
use super::marks::Marks;
use super::reader::{MAX_CELL_BYTES, MAX_COLUMNS};
use super::recut::{cut_bare, escaped_length, recut};
use crate::model::{Code, Severity};
use std::ops::Range;

/// How many quotes that never close are put right; after that each line is a row of its own.
const MAX_RUNAWAYS: usize = 1000;
/// How many rows are kept for a second look.
const MAX_SUSPECTS: usize = 20_000;

/// All rows of a text, preamble included.
#[derive(Debug, Default)]
pub struct Scanned {
    pub rows: Cells,
    /// Rows that follow a blank line or an empty row, in order.
    pub gaps: Vec<usize>,
    /// Rows with a wrong number of cells or a stray quote, in order.
    pub suspects: Vec<Suspect>,
    /// Whether an equals sign stands beside a quote that opens a cell, as in `="0003"`.
    pub has_formula_texts: bool,
}

/// A row that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    pub row: usize,
    /// Where it stands in the text, without its line end.
    pub raw: Range<usize>,
}

/// Reads all rows of a text. Stray quotes and empty rows are told. O(bytes); memory for the rows.
///
/// # Errors
/// [`ReadError`] beyond the limits of a row and a cell.
pub fn scan(text: &str, first_line: u32, dialect: &Dialect, log: &mut Log) -> Result<Scanned, ReadError> {
    let (bytes, rows) = (text.len(), text.len() / estimated_row(text, dialect));
    let cells = Cells::with_capacity(bytes, rows * dialect.width, rows);
    let escape = dialect.escape.unwrap_or(dialect.quote);
    let wanted = [dialect.delimiter.as_bytes()[0], dialect.quote, escape];
    let scan = Scan {
        text,
        bytes: text.as_bytes(),
        dialect: *dialect,
        is_simple: dialect.delimiter.as_bytes().len() == 1 && !dialect.padded,
        marks: Marks::new(text, wanted),
        writer: Writer::new(text, cells),
        log,
        scanned: Scanned::default(),
        state: State { line: first_line, row_line: first_line, ..State::default() },
        resume: 0,
        runaways: 0,
        follows_gap: false,
    };
    scan.run()
}

/// Bytes of a row, guessed from the first ones.
fn estimated_row(text: &str, dialect: &Dialect) -> usize {
    let sample = &text.as_bytes()[..text.len().min(1 << 16)];
    let lines = sample.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    (sample.len() / (lines + 1)).max(dialect.width).max(1)
}

/// Where in a row the scan is.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// Start of the row, and of the cell in hand, pads gone.
    row: usize,
    cell: usize,
    /// Line of the file in hand, and that in which the row starts.
    line: u32,
    row_line: u32,
    is_quoted: bool,
    /// Whether a quote stands where none belongs.
    is_odd: bool,
}

struct Scan<'a, 'l> {
    text: &'a str,
    bytes: &'a [u8],
    dialect: Dialect,
    /// Whether a single byte parts cells, and nothing around it goes.
    is_simple: bool,
    marks: Marks<'a>,
    writer: Writer<'a>,
    log: &'l mut Log,
    scanned: Scanned,
    state: State,
    /// Marks before this byte are dealt with.
    resume: usize,
    runaways: usize,
    follows_gap: bool,
}

impl Scan<'_, '_> {
    fn run(mut self) -> Result<Scanned, ReadError> {
        let Dialect { quote, delimiter, .. } = self.dialect;
        let first = delimiter.as_bytes()[0];
        self.begin(0);
        loop {
            let at = self.next_mark()?;
            let byte = self.bytes.get(at).copied();
            if self.state.is_quoted {
                if byte.is_none() || at - self.state.cell > MAX_CELL_BYTES {
                    self.end_row(self.end_of_line(at), true)?;
                } else {
                    self.in_quotes(at);
                }
            } else if byte == Some(first) && self.bytes[at..].starts_with(delimiter.as_bytes()) {
                let next = self.past_pads(at + delimiter.as_bytes().len());
                self.writer.end_cell_wide(self.before_pads(at), next);
                self.resume = next;
                self.check_limits(at)?;
                self.state.cell = next;
            } else if byte == Some(quote) {
                self.bare_quote(at);
            } else if self.dialect.escapes_bare && byte == self.dialect.escape {
                self.bare_escape(at);
            } else if byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r')) {
                self.end_row(at, false)?;
            }
            if byte.is_none() && self.state.row >= self.bytes.len() {
                break;
            }
        }
        self.scanned.rows = self.writer.into_cells(self.bytes.len());
        Ok(self.scanned)
    }

    /// The next byte that matters, cells that end before it taken over: nearly all of a file passes here.
    #[inline]
    fn next_mark(&mut self) -> Result<usize, ReadError> {
        // No mark has this byte where delimiters are not as simple.
        let is_simple = self.is_simple && !self.state.is_quoted;
        let first = if is_simple { self.dialect.delimiter.as_bytes()[0] } else { 0 };
        loop {
            let at = self.marks.next();
            if at < self.resume {
                continue;
            }
            if self.bytes.get(at) != Some(&first) {
                return Ok(at);
            }
            self.writer.end_cell(at);
            if at - self.state.cell > MAX_CELL_BYTES || self.writer.width() >= MAX_COLUMNS {
                self.check_limits(at)?;
            }
            self.state.cell = at + 1;
        }
    }

    /// Starts a row at a byte of the text.
    fn begin(&mut self, at: usize) {
        let cell = self.past_pads(at);
        let line = self.state.line;
        self.state = State { row: at, cell, line, row_line: line, is_quoted: false, is_odd: false };
        self.writer.open(cell);
    }

    /// Refuses what is beyond the limits at the end of a cell that is not the last of its row.
    #[cold]
    fn check_limits(&self, end: usize) -> Result<(), ReadError> {
        self.check_cell(self.state.cell, end)?;
        if self.writer.width() < MAX_COLUMNS {
            return Ok(());
        }
        let rest = &self.text[end..self.end_of_line(end)];
        let columns = self.writer.width() + rest.matches(self.dialect.delimiter.as_str()).count();
        Err(ReadError::TooManyColumns { file: self.log.file().to_owned(), columns, line: self.state.row_line.into() })
    }

    /// A quote outside of quotes: it opens a cell or is a letter.
    fn bare_quote(&mut self, at: usize) {
        let is_equals = |at: usize| self.bytes.get(at) == Some(&b'=');
        self.scanned.has_formula_texts |= is_equals(at + 1) || at.checked_sub(1).is_some_and(is_equals);
        if at == self.state.cell && (self.runaways < MAX_RUNAWAYS || !self.is_uneven(at)) {
            self.state.is_quoted = true;
            self.writer.skip(at, at + 1);
        } else if !self.is_of_formula(at) {
            self.state.is_odd = true;
        }
    }

    /// An escape outside of quotes: it goes, and what it makes literal is part of the cell.
    fn bare_escape(&mut self, at: usize) {
        let length = escaped_length(&self.text[at + 1..], &self.dialect);
        if length > 0 {
            self.writer.skip(at, at + 1);
            self.resume = at + 1 + length;
            self.state.line += u32::from(matches!(self.bytes[at + 1], b'\r' | b'\n'));
        }
    }

    /// Whether a quote is one of the two of a bare `="0003"`.
    fn is_of_formula(&self, at: usize) -> bool {
        let before = &self.bytes[self.state.cell..at];
        self.bytes[at] == b'"'
            && (before == b"=" || before.starts_with(b"=\"") && self.is_boundary(self.past_pads(at + 1)))
    }

    /// A mark inside of quotes.
    fn in_quotes(&mut self, at: usize) {
        let (byte, next) = (self.bytes[at], self.bytes.get(at + 1).copied());
        if byte == self.dialect.quote && next == Some(byte) {
            self.writer.skip(at, at + 1);
            self.resume = at + 2;
        } else if byte == self.dialect.quote {
            self.state.is_quoted = false;
            self.writer.skip(at, at + 1);
            self.state.is_odd |= !self.is_boundary(self.past_pads(at + 1));
        } else if Some(byte) == self.dialect.escape {
            if next == Some(byte) || next == Some(self.dialect.quote) {
                self.writer.skip(at, at + 1);
                self.resume = at + 2;
            }
        } else if byte == b'\n' || byte == b'\r' && next != Some(b'\n') {
            self.state.line += 1;
        }
    }

    /// Ends a row at a line end or the end of the text.
    fn end_row(&mut self, at: usize, is_open: bool) -> Result<(), ReadError> {
        let state = self.state;
        let next = self.past_line_end(at);
        if at == state.row {
            self.follows_gap = true;
            self.state.line += 1;
            self.begin(next);
            self.resume = next;
            return Ok(());
        }
        self.writer.end_cell(self.before_pads(at));
        let raw = &self.text[state.row..at];
        let width = self.writer.width();
        let fits = width == self.dialect.width && !state.is_odd && !is_open;
        let resume = if self.is_blank(raw) {
            self.discard(next);
            let message = || "An empty row: left out.".to_owned();
            self.log.add(Spot::row(state.row_line), Code::EmptyRow, Severity::Repaired, message);
            self.follows_gap = true;
            next
        } else if is_ruler(raw, &self.dialect) {
            self.discard(next);
            let message = || "A line drawn with dashes: left out.".to_owned();
            self.log.add(Spot::row(state.row_line), Code::EmptyRow, Severity::Repaired, message);
            next
        } else if fits && !(self.dialect.doubled && raw.contains("\"\"")) {
            self.check_cell(state.cell, at)?;
            self.writer.close(state.row_line);
            self.note_gap();
            next
        } else {
            self.careful(raw, next, is_open)?
        };
        if resume == next {
            self.state.line += 1;
        } else {
            self.state.line = state.row_line + 1;
            self.marks.seek(resume);
        }
        self.begin(resume);
        self.resume = resume;
        Ok(())
    }

    /// A row that is not as it should be. Gives where to go on.
    fn careful(&mut self, raw: &str, next: usize, is_open: bool) -> Result<usize, ReadError> {
        let state = self.state;
        let width = self.dialect.width;
        // With single quotes, apostrophes are the rule.
        let is_usual = self.dialect.quote == b'\'' && !is_open;
        let head = first_line_of(raw);
        if self.is_runaway(raw, head, is_open) {
            self.runaways += 1;
            let after = self.past_line_end(state.row + head.len());
            let cells =
                recut(head, &self.dialect, width).map_or_else(|| cut_bare(head, &self.dialect), |cut| cut.cells);
            self.put(&cells, state.row..state.row + head.len(), after)?;
            let message =
                "A quote opens here and does not close in this row: it was kept as a letter. Look at this row.";
            self.tell_stray(head, message);
            return Ok(after);
        }
        let is_odd = state.is_odd || is_open;
        let cut = if is_odd || self.dialect.doubled { recut(raw, &self.dialect, width) } else { None };
        let message = match cut {
            Some(_) => "A quote stands where none belongs: it was kept as a letter. Look at the cells of this row.",
            None => "A quote stands inside of a cell: it was kept as it is.",
        };
        if is_odd && !is_usual {
            self.tell_stray(raw, message);
        }
        match cut {
            Some(cut) => self.put(&cut.cells, state.row..state.row + raw.len(), next)?,
            None if is_open => self.put(&cut_bare(raw, &self.dialect), state.row..state.row + raw.len(), next)?,
            None => {
                self.check_cell(state.cell, state.row + raw.len())?;
                self.suspect(state.row..state.row + raw.len());
                self.writer.close(state.row_line);
                self.note_gap();
            }
        }
        Ok(next)
    }

    /// Whether a row of several lines is one line whose quote does not close where it should: it closes nowhere, or
    /// the row is wrong as it is and right when only its first line is taken.
    fn is_runaway(&self, raw: &str, head: &str, is_open: bool) -> bool {
        let Dialect { quote, escape, width, .. } = self.dialect;
        let is_uneven = |text: &str| occurrences(text.as_bytes(), quote) % 2 == 1;
        if head.len() >= raw.trim_end().len() || escape.is_none() && !is_uneven(head) {
            return false;
        }
        is_open
            || self.state.is_odd && escape.is_none() && is_uneven(raw)
            || recut(head, &self.dialect, width).is_some()
    }

    /// Puts cells in the place of the open row.
    fn put(&mut self, cells: &[String], raw: Range<usize>, next: usize) -> Result<(), ReadError> {
        let line = self.state.row_line;
        self.discard(next);
        if cells.len() > MAX_COLUMNS {
            let file = self.log.file().to_owned();
            return Err(ReadError::TooManyColumns { file, columns: cells.len(), line: line.into() });
        }
        cells.iter().try_for_each(|cell| self.check_cell(0, cell.len()))?;
        self.suspect(raw);
        self.writer.push(line, cells.iter().map(String::as_str));
        self.note_gap();
        Ok(())
    }

    fn discard(&mut self, next: usize) {
        self.writer.discard(self.state.row, next);
    }

    fn suspect(&mut self, raw: Range<usize>) {
        if self.scanned.suspects.len() < MAX_SUSPECTS {
            self.scanned.suspects.push(Suspect { row: self.writer.rows(), raw });
        }
    }

    /// Notes that the row just written follows a gap.
    fn note_gap(&mut self) {
        if std::mem::take(&mut self.follows_gap) {
            self.scanned.gaps.push(self.writer.rows() - 1);
        }
    }

    fn tell_stray(&mut self, raw: &str, message: &str) {
        let spot = Spot { row: self.state.row_line, column: "", value: raw };
        self.log.add(spot, Code::StrayQuote, Severity::Check, || message.to_owned());
    }

    fn check_cell(&self, start: usize, end: usize) -> Result<(), ReadError> {
        if end.saturating_sub(start) <= MAX_CELL_BYTES {
            return Ok(());
        }
        Err(ReadError::CellTooLong { file: self.log.file().to_owned(), line: self.state.row_line.into() })
    }

    /// Whether nothing but blanks, separators and empty quotes stands in a row.
    fn is_blank(&self, raw: &str) -> bool {
        let Dialect { quote, delimiter, .. } = self.dialect;
        let is_nothing =
            |byte: u8| matches!(byte, b' ' | b'\t') || byte == quote || delimiter.as_bytes().contains(&byte);
        let quote = char::from(quote);
        raw.bytes().all(is_nothing)
            && raw.split(delimiter.as_str()).all(|cell| {
                let cell = cell.trim();
                cell.strip_prefix(quote).and_then(|cell| cell.strip_suffix(quote)).unwrap_or(cell).trim().is_empty()
            })
    }

    fn is_boundary(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        matches!(rest.first(), None | Some(b'\n' | b'\r')) || rest.starts_with(self.dialect.delimiter.as_bytes())
    }

    fn past_pads(&self, at: usize) -> usize {
        if !self.dialect.padded {
            return at;
        }
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        at + rest.iter().take_while(|&&byte| byte == b' ').count()
    }

    /// Whether the line has an odd number of quotes from a byte on.
    fn is_uneven(&self, at: usize) -> bool {
        occurrences(&self.bytes[at..self.end_of_line(at)], self.dialect.quote) % 2 == 1
    }

    /// Where a cell ends whose text goes up to a byte, the pads behind it left out.
    fn before_pads(&self, at: usize) -> usize {
        if !self.dialect.padded {
            return at;
        }
        let text = self.bytes.get(self.state.cell..at).unwrap_or(&[]);
        at - text.iter().rev().take_while(|&&byte| byte == b' ').count()
    }

    fn end_of_line(&self, at: usize) -> usize {
        at + first_line_of(self.text.get(at..).unwrap_or("")).len()
    }

    fn past_line_end(&self, at: usize) -> usize {
        match self.bytes.get(at..).unwrap_or(&[]) {
            [b'\r', b'\n', ..] => at + 2,
            [] => at,
            _ => at + 1,
        }
    }
}

/// Whether a row is a line that SAP, Markdown and database shells draw below the header and around the table. O(1) for most.
fn is_ruler(raw: &str, dialect: &Dialect) -> bool {
    let is_drawn = |letter: char| matches!(letter, '-' | '=' | '+' | '|' | ':' | '─' | '━' | '┼' | '│' | ' ' | '\t');
    let is_part = |letter: char| is_drawn(letter) || dialect.delimiter.as_str().contains(letter);
    raw.chars().all(is_part) && ["---", "===", "───", "━━━"].iter().any(|line| raw.contains(line))
}

fn first_line_of(raw: &str) -> &str {
    &raw[..raw.bytes().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(raw.len())]
}
