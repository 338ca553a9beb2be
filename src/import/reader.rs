//! Bytes → [`Table`].

use super::cells::Cells;
use super::columns::HeaderWords;
use super::dialect::{Delimiter, Dialect, ReadAs};
use super::encoding::{Encoding, decode};
use super::error::ReadError;
use super::formula_text::unwrap_texts;
use super::letters::mend_letters;
use super::log::{Log, Spot};
use super::repair::{find_header_offer, find_offers};
use super::scan::{Scanned, scan};
use super::shape::{Outline, joined_header, outline};
use super::sniff::sniff;
use super::table::{Table, unique_header};
use crate::model::{Code, Remark, Severity};
use std::ops::Range;

/// The largest file that is read: 1 GiB.
pub const MAX_FILE_BYTES: u64 = 1 << 30;
/// The longest cell that is read: 1 MiB.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// The most cells of a row.
pub const MAX_COLUMNS: usize = 4096;
/// What a row's diagnostic says when it can be put right.
const OFFERED: &str = " A repair is offered.";
/// Rows asked how wide they are.
const WIDTH_ROWS: usize = 1000;

/// Reads a file of any common dialect into a table. Of the first table of the file nothing but empty rows is left out;
/// what was found on the way is in [`Table::diagnostics`]. O(bytes); memory about 1.5 × the file.
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
    read_as(name, bytes, remarks, &ReadAs::default())
}

/// The same, where a person says how the file is written.
///
/// # Errors
/// Those of [`read`].
pub fn read_as(name: &str, bytes: &[u8], remarks: &[Remark], how: &ReadAs) -> Result<Table, ReadError> {
    let size = bytes.len() as u64;
    if size > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { file: name.to_owned(), bytes: size });
    }
    let decoded = decode(name, bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    let mut log = Log::new(name);
    for Remark { code, message } in remarks {
        let severity = if *code == Code::Encoding { Severity::Check } else { Severity::Repaired };
        log.add(Spot::default(), *code, severity, || message.clone());
    }
    tell_nuls(decoded.nuls, &mut log);
    let (found, text, first_line) = separator_line(&decoded.text);
    let chosen = Delimiter::new(&how.delimiter);
    let (given, header) = (chosen.or(found), how.header_lines());
    let is_converted = remarks.iter().any(|remark| remark.code == Code::Encoding);
    let dialect = sniff(text, if is_converted { Encoding::Converted } else { decoded.encoding }, given);
    if dialect.doubled {
        let message = || "Each \" stood there twice, as if between double quotes: read as one.".to_owned();
        log.add(Spot::default(), Code::StrayQuote, Severity::Repaired, message);
    }
    let scanned = scan(text, first_line, &dialect, &mut log)?;
    let Some(inside) = whole_rows(&scanned.rows, first_line).filter(|_| chosen.is_none()) else {
        return Ok(Reading { text, dialect, log, header }.into_table(name, scanned));
    };
    let within = sniff(&inside, dialect.encoding, None);
    let mut log_within = log.clone();
    let scanned_within = scan(&inside, first_line, &within, &mut log_within)?;
    if !is_named_table(&scanned_within.rows) {
        return Ok(Reading { text, dialect, log, header }.into_table(name, scanned));
    }
    log_within.add(Spot::default(), Code::StrayQuote, Severity::Repaired, || {
        "Each row stood as a whole in one cell: read as what is inside.".to_owned()
    });
    Ok(Reading { text: &inside, dialect: within, log: log_within, header }.into_table(name, scanned_within))
}

/// The text of the first cells, each in the line where it stood, where no row has another and all may be rows themselves: whole
/// lines were put into quotes, or stand before delimiters of another kind. O(rows), and of most files one row.
fn whole_rows(rows: &Cells, first_line: u32) -> Option<String> {
    let is_whole = |row: usize| {
        let mut cells = rows.row(row);
        cells.next().is_some_and(|cell| cell.contains([',', ';', '\t', '|']) && !cell.contains(['\n', '\r']))
            && cells.all(|cell| cell.trim().is_empty())
    };
    if rows.len() < 2 || !(0..rows.len()).all(is_whole) {
        return None;
    }
    let mut text = String::new();
    let mut line = first_line;
    for row in 0..rows.len() {
        for _ in line..rows.line(row) {
            text.push('\n');
        }
        line = rows.line(row).max(line);
        text.push_str(rows.get(row, 0));
    }
    Some(text)
}

/// Whether all rows are as wide as the first, which names most columns.
fn is_named_table(rows: &Cells) -> bool {
    let width = rows.width(0);
    let names = rows.row(0).filter(|cell| HeaderWords::of(cell).is_known()).count();
    width > 1 && names * 2 > width && (0..rows.len()).all(|row| rows.width(row) == width)
}

fn tell_nuls(nuls: usize, log: &mut Log) {
    if nuls > 0 {
        let message = || format!("{nuls} NUL bytes, which are no text: left out.");
        log.add(Spot::default(), Code::NulBytes, Severity::Repaired, message);
    }
}

/// Excel's `sep=;` before the table: the delimiter that is given, the text below, and its first line.
fn separator_line(text: &str) -> (Option<Delimiter>, &str, u32) {
    let line = text.lines().next().unwrap_or("");
    let bare = line.trim_matches('"');
    let given = bare.get(..4).filter(|head| head.eq_ignore_ascii_case("sep=")).and_then(|_| Delimiter::new(&bare[4..]));
    let is_letter =
        |given: &Delimiter| given.as_str().contains(|letter: char| letter.is_alphanumeric() || letter == '"');
    match given.filter(|given| !is_letter(given)) {
        Some(given) => {
            let rest = &text[line.len()..];
            (Some(given), rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")).unwrap_or(rest), 2)
        }
        None => (None, text, 1),
    }
}

/// Rows on the way to a table.
struct Reading<'a> {
    text: &'a str,
    dialect: Dialect,
    log: Log,
    /// Lines of the header, as a person says.
    header: Option<(u32, u32)>,
}

impl Reading<'_> {
    fn into_table(mut self, name: &str, scanned: Scanned) -> Table {
        let Scanned { mut rows, gaps, mut suspects, has_formula_texts } = scanned;
        if has_formula_texts {
            unwrap_texts(&mut rows, &mut self.log);
        }
        let found = outline(&rows, &gaps, self.header);
        let mut raw_header = joined_header(&rows, &found.header);
        self.tell_outline(&rows, &found);
        self.dialect.preamble_rows = u32::try_from(found.header.start).unwrap_or(u32::MAX);
        self.dialect.header_rows = u32::try_from(found.header.len()).unwrap_or(u32::MAX);
        self.dialect.header_line = (!found.header.is_empty()).then(|| rows.line(found.header.end - 1));
        suspects.retain(|suspect| found.body.contains(&suspect.row) && !found.repeats.contains(&suspect.row));
        for suspect in &mut suspects {
            let before = found.repeats.iter().filter(|&&repeat| repeat < suspect.row).count();
            suspect.row -= found.body.start + before;
        }
        rows.keep(found.body.clone());
        if !found.repeats.is_empty() {
            rows.retain(|row| !found.repeats.contains(&(row + found.body.start)));
        }
        let width = self.width(&rows, raw_header.len());
        let header = unique_header(&raw_header, width);
        mend_letters(self.text, &mut raw_header, &header, &mut rows, &mut self.log);
        let header = unique_header(&raw_header, width);
        let mut offers = find_offers(self.text, &self.dialect, &rows, &header, &suspects);
        offers.splice(..0, find_header_offer(&self.dialect, &raw_header));
        self.tell_ragged(&rows, raw_header.len(), &offers.iter().map(|offer| offer.line).collect::<Vec<_>>());
        Table {
            name: name.to_owned(),
            dialect: self.dialect,
            header,
            raw_header,
            rows,
            joined: Vec::new(),
            offers,
            log: self.log,
        }
    }

    /// Columns of the table: those of the header, or of most rows where those have more.
    fn width(&mut self, rows: &Cells, header: usize) -> usize {
        let sampled = rows.len().min(WIDTH_ROWS);
        let agreeing = (0..sampled).filter(|&row| rows.width(row) == self.dialect.width).count();
        if header > 0 && agreeing * 2 <= sampled {
            self.dialect.width = header;
        }
        header.max(self.dialect.width)
    }

    fn tell_outline(&mut self, rows: &Cells, found: &Outline) {
        for row in (0..found.header.start).chain(found.footer.clone()) {
            let text = rows.row(row).filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join(" ");
            let spot = Spot { row: rows.line(row), column: "", value: &text };
            let is_before = row < found.header.start;
            let code = if is_before { Code::Preamble } else { Code::Footer };
            let message =
                if is_before { "Stands before the table: left out." } else { "Stands below the table: left out." };
            self.log.add(spot, code, Severity::Repaired, || message.to_owned());
        }
        if found.header.len() > 1 {
            let lines = [rows.line(found.header.start), rows.line(found.header.end - 1)];
            let message = || format!("The header has several rows, {} to {}: joined into one.", lines[0], lines[1]);
            self.log.add(Spot::row(lines[0]), Code::HeaderRows, Severity::Repaired, message);
        }
        for &row in &found.repeats {
            let message = || "The header again: left out, the rows below it belong to the same table.".to_owned();
            self.log.add(Spot::row(rows.line(row)), Code::HeaderRows, Severity::Repaired, message);
        }
        for other in &found.others {
            self.tell_other(rows, other);
        }
    }

    fn tell_other(&mut self, rows: &Cells, other: &Range<usize>) {
        let [first, last] = [other.start, other.end - 1].map(|row| rows.line(row));
        let text = rows.row(other.start).collect::<Vec<_>>().join(" ");
        let message = || {
            format!(
                "Another table stands in rows {first} to {last}: left out. To import it, save it as a file of its own."
            )
        };
        self.log.add(Spot { row: first, column: "", value: &text }, Code::FurtherTable, Severity::Check, message);
    }

    /// Tells rows that are not as wide as the others. A header of another width is told once, not with each row.
    fn tell_ragged(&mut self, rows: &Cells, header: usize, offered: &[u32]) {
        let width = if header == 0 { self.dialect.width } else { self.dialect.width.min(header) };
        let most = self.dialect.width.max(header);
        if let Some(line) = self.dialect.header_line.filter(|_| header != self.dialect.width && rows.len() > 1) {
            let message = || {
                let offer = if offered.first() == Some(&line) { OFFERED } else { "" };
                format!(
                    "The header has {header} names, most rows have {} cells: look whether each stands in its column.{offer}",
                    self.dialect.width
                )
            };
            self.log.add(Spot::row(line), Code::RaggedRow, Severity::Check, message);
        }
        for row in 0..rows.len() {
            let found = rows.width(row);
            if (width..=most).contains(&found) {
                continue;
            }
            let line = rows.line(row);
            let is_offered = offered.binary_search(&line).is_ok();
            // A row is told with its cells: what is wrong with it can be seen in them alone.
            let value = || rows.row(row).map(str::trim).collect::<Vec<_>>().join(" | ");
            let offer = if is_offered { OFFERED } else { "" };
            if found < width {
                let message = || {
                    format!("{found} cells instead of {width}: the missing ones at the end are taken as empty.{offer}")
                };
                let spot = Spot { value: &value(), ..Spot::row(line) };
                self.log.add(spot, Code::RaggedRow, Severity::Check, message);
            } else if rows.row(row).skip(most).any(|cell| !cell.trim().is_empty()) || is_offered {
                let message = || {
                    format!(
                        "{found} cells instead of {most}: look for a separator too many; the last ones are not used.{offer}"
                    )
                };
                let spot = Spot { value: &value(), ..Spot::row(line) };
                self.log.add(spot, Code::RaggedRow, Severity::Check, message);
            }
        }
    }
}
