//! Bytes → [`Table`].

use super::cells::Cells;
use super::dialect::Dialect;
use super::encoding::decode;
use super::error::ReadError;
use super::lenient::split_to_width;
use super::log::{Log, Spot};
use super::shape;
use super::table::Table;
use super::unique::UniqueNames;
use crate::model::{Code, Remark, Severity};
use csv::StringRecord;

/// The largest file that is read: 1 GiB.
pub const MAX_FILE_BYTES: u64 = 1 << 30;
/// The longest cell that is read: 1 MiB.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// The most cells of a row.
pub const MAX_COLUMNS: usize = 4096;
/// How many quotes that never close are put right before the rest is read as it stands.
const MAX_QUOTE_REPAIRS: usize = 1000;

/// Reads a file of any common dialect into a table. Nothing but the preamble and empty rows is left out; what was
/// found on the way is in [`Table::diagnostics`]. O(bytes); memory about 1.5 × the file.
///
/// # Errors
/// [`ReadError`] for an empty file, for one that is no text, and beyond the limits.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, ReadError> {
    read_unpacked(name, bytes, &[])
}

/// Reads a text that was unpacked before; what was said then is the first of its diagnostics. As [`read`] otherwise.
///
/// # Errors
/// Those of [`read`].
pub fn read_unpacked(name: &str, bytes: &[u8], remarks: &[Remark]) -> Result<Table, ReadError> {
    let size = bytes.len() as u64;
    if size > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { file: name.to_owned(), bytes: size });
    }
    let (text, encoding) = decode(name, bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    let dialect = Dialect::sniff(&text, encoding);
    let mut log = Log::new(name);
    for Remark { code, message } in remarks {
        let severity = if *code == Code::Encoding { Severity::Check } else { Severity::Repaired };
        log.add(Spot::default(), *code, severity, || message.clone());
    }
    let rows = Rows { name, text: &text, dialect, log: &mut log }.parse()?;
    Ok(Shaped::new(name, rows, dialect, log).into_table())
}

/// The parsing of one text into rows, preamble included.
struct Rows<'a> {
    name: &'a str,
    text: &'a str,
    dialect: Dialect,
    log: &'a mut Log,
}

impl Rows<'_> {
    fn parse(mut self) -> Result<Cells, ReadError> {
        let mut rows = Cells::with_capacity(self.text.len());
        let (mut offset, mut line) = (0, 1);
        for _ in 0..MAX_QUOTE_REPAIRS {
            let Some((next_offset, next_line)) = self.parse_from(offset, line, &mut rows, true)? else {
                rows.shrink();
                return Ok(rows);
            };
            (offset, line) = (next_offset, next_line);
        }
        self.parse_from(offset, line, &mut rows, false)?;
        rows.shrink();
        Ok(rows)
    }

    /// Reads on from a byte of the text. Gives the place to read on from after a quote that was put right.
    fn parse_from(
        &mut self,
        offset: usize,
        first_line: u64,
        rows: &mut Cells,
        repair: bool,
    ) -> Result<Option<(usize, u64)>, ReadError> {
        let rest = &self.text[offset..];
        let mut reader = self.dialect.reader(rest);
        let mut record = StringRecord::new();
        loop {
            let (start, start_line) = (position(&reader), reader.position().line());
            // The text is UTF-8 and the reader flexible: there is nothing left that could fail.
            if !reader.read_record(&mut record).unwrap_or(false) {
                return Ok(None);
            }
            let raw = rest.get(start..position(&reader)).unwrap_or("");
            // Blank lines before a record belong to what was skipped.
            let skipped = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
            let line = first_line + start_line - 1 + occurrences(&raw[..skipped], b'\n') as u64;
            let raw = &raw[skipped..];
            let ends = reader.position().line() - start_line;
            if repair && ends > 1 && self.is_runaway(raw, record.len()) {
                let (head, length) = first_line_of(raw);
                self.push_bare(head, line, rows)?;
                return Ok(Some((offset + start + skipped + length, line + 1)));
            }
            self.push(&record, raw, line, rows)?;
        }
    }

    /// Whether a record of several lines is one line whose quote does not close where it should: it closes nowhere, or
    /// the row has a wrong number of cells as it is and the right one when only its first line is taken.
    fn is_runaway(&self, raw: &str, width: usize) -> bool {
        let Dialect { quote, delimiter, width: usual, .. } = self.dialect;
        let (head, _) = first_line_of(raw);
        let never_closes = || self.dialect.escape.is_none() && occurrences(raw, quote) % 2 == 1;
        let fits_bare = || width != usual && occurrences(head, delimiter) + 1 == usual;
        head.len() < raw.trim_end().len() && occurrences(head, quote) % 2 == 1 && (never_closes() || fits_bare())
    }

    /// A line whose quote never closes, cut at its delimiters.
    fn push_bare(&mut self, line_text: &str, line: u64, rows: &mut Cells) -> Result<(), ReadError> {
        let quote = char::from(self.dialect.quote);
        let message =
            || "A quote opens here and does not close in this row: the row was cut at its separators.".to_owned();
        self.log.add(spot(line, line_text), Code::StrayQuote, Severity::Check, message);
        let cells: StringRecord = line_text
            .split(char::from(self.dialect.delimiter))
            .map(|cell| cell.strip_prefix(quote).unwrap_or(cell))
            .map(|cell| cell.strip_suffix(quote).unwrap_or(cell))
            .collect();
        self.check_limits(&cells, line)?;
        rows.push(line, cells.iter());
        Ok(())
    }

    fn push(&mut self, record: &StringRecord, raw: &str, line: u64, rows: &mut Cells) -> Result<(), ReadError> {
        self.check_limits(record, line)?;
        let Dialect { quote, padded, .. } = self.dialect;
        let holds_quote = || record.as_slice().as_bytes().contains(&quote);
        let is_odd = record.len() != self.dialect.width && raw.as_bytes().contains(&quote);
        let is_stray = is_odd || holds_quote() && self.has_stray_quote(record, raw);
        // With single quotes, apostrophes are the rule; with padding, the reader sees no quote at all.
        let is_usual = padded || quote == b'\'' && raw.as_bytes().contains(&quote);
        let recut = if is_stray || is_usual { split_to_width(raw, &self.dialect) } else { None };
        if is_stray && !is_usual && (recut.is_some() || !is_odd) {
            let message = || match recut {
                Some(_) => "A quote stands where none belongs: it was kept as a letter. Look at the cells of this row.",
                None => "A quote stands inside of a cell: it was kept as it is.",
            };
            let spot = spot(line, raw.trim_end());
            self.log.add(spot, Code::StrayQuote, Severity::Check, || message().to_owned());
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            self.log.add(spot(line, ""), Code::EmptyRow, Severity::Repaired, || "An empty row: left out.".to_owned());
        } else if let Some(cells) = recut {
            rows.push(line, cells.iter().map(String::as_str));
        } else if padded {
            rows.push(line, record.iter().map(|cell| cell.trim_start_matches(' ')));
        } else {
            let ends = (0..record.len()).map(|cell| record.range(cell).map_or(0, |range| range.end));
            rows.push_joined(line, record.as_slice(), ends);
        }
        Ok(())
    }

    /// Whether a cell that does not begin with a quote has one inside: then the raw row holds it once, not twice.
    fn has_stray_quote(&self, record: &StringRecord, raw: &str) -> bool {
        if self.dialect.quote == b'\'' || self.dialect.escape.is_some() || self.dialect.padded {
            return false;
        }
        let inner: usize = record.iter().map(|cell| occurrences(cell, self.dialect.quote)).sum();
        let quoted = record.iter().filter(|cell| cell.as_bytes().contains(&self.dialect.quote)).count();
        occurrences(raw, self.dialect.quote) < 2 * (inner + quoted)
    }

    fn check_limits(&self, record: &StringRecord, line: u64) -> Result<(), ReadError> {
        if record.len() > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { file: self.name.to_owned(), columns: record.len(), line });
        }
        let is_long = record.as_slice().len() > MAX_CELL_BYTES && record.iter().any(|cell| cell.len() > MAX_CELL_BYTES);
        if is_long { Err(ReadError::CellTooLong { file: self.name.to_owned(), line }) } else { Ok(()) }
    }
}

fn position(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

fn spot(line: u64, value: &str) -> Spot<'_> {
    Spot { row: u32::try_from(line).unwrap_or(u32::MAX), column: "", value }
}

fn occurrences(text: &str, wanted: u8) -> usize {
    text.bytes().filter(|&byte| byte == wanted).count()
}

/// The first line, and its length with the line end.
fn first_line_of(raw: &str) -> (&str, usize) {
    let end = raw.find(['\r', '\n']).unwrap_or(raw.len());
    let after = &raw[end..];
    let ending = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
    (&raw[..end], end + ending)
}

/// Rows on the way to a table: preamble, header and empty rows told apart.
struct Shaped {
    name: String,
    rows: Cells,
    dialect: Dialect,
    log: Log,
}

impl Shaped {
    fn new(name: &str, rows: Cells, dialect: Dialect, log: Log) -> Self {
        Self { name: name.to_owned(), rows, dialect, log }
    }

    fn into_table(mut self) -> Table {
        let start = shape::table_start(&self.rows);
        self.dialect.preamble_rows = u32::try_from(start).unwrap_or(u32::MAX);
        for row in 0..start {
            let text = self.rows.row(row).filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join(" ");
            let spot = Spot { row: self.rows.line(row), column: "", value: &text };
            let message = || "Stands before the table: left out.".to_owned();
            self.log.add(spot, Code::Preamble, Severity::Repaired, message);
        }
        let with_header = shape::has_header(&self.rows, start);
        let raw_header: Vec<String> =
            if with_header { self.rows.row(start).map(str::to_owned).collect() } else { Vec::new() };
        self.dialect.header_line = with_header.then(|| self.rows.line(start));
        let first = start + usize::from(with_header);
        let width = if with_header { raw_header.len() } else { self.rows.width(start) };
        let header = unique_header(&raw_header, width);
        let rows = self.body(first, width);
        Table { name: self.name, dialect: self.dialect, header, raw_header, rows, log: self.log }
    }

    /// The rows from `first` on; ragged ones are told.
    fn body(&mut self, first: usize, width: usize) -> Cells {
        self.rows.drop_front(first);
        for row in 0..self.rows.len() {
            let found = self.rows.width(row);
            let line = Spot::row(self.rows.line(row));
            if found < width {
                let message =
                    || format!("{found} cells instead of {width}: the missing ones at the end are taken as empty.");
                self.log.add(line, Code::RaggedRow, Severity::Check, message);
            } else if found > width && self.rows.row(row).skip(width).any(|cell| !cell.trim().is_empty()) {
                let message = || {
                    format!(
                        "{found} cells instead of {width}: look for a separator too many; the last ones are not used."
                    )
                };
                self.log.add(line, Code::RaggedRow, Severity::Check, message);
            }
        }
        std::mem::take(&mut self.rows)
    }
}

/// Names for all columns: blank ones get `column 3`, repeated ones a number.
fn unique_header(raw: &[String], width: usize) -> Vec<String> {
    let mut taken = UniqueNames::headers();
    let name = |column: usize| {
        let words: Vec<&str> = raw.get(column).map_or("", String::as_str).split_whitespace().collect();
        if words.is_empty() { format!("column {}", column + 1) } else { words.join(" ") }
    };
    (0..width).map(name).map(|name| taken.claim(&name).unwrap_or(name)).collect()
}
