//! How a file separates and quotes its cells, found from its beginning.
//!
//! Each delimiter is tried on a sample; the one whose rows agree best in width and whose cells look least like uncut
//! rows wins (the idea of pattern and type scores: van den Burg, Nazábal, Sutton, arXiv 1811.11242).

use super::encoding::Encoding;
use super::lenient::split;
use csv::{ReaderBuilder, StringRecord};

/// How much of a file is looked at.
const SAMPLE_BYTES: usize = 96 * 1024;
const SAMPLE_ROWS: usize = 300;
/// In the order of preference when nothing tells them apart.
const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b' '];

/// How a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// `,`, `;`, tab, `|` or space.
    pub delimiter: u8,
    /// `"` or `'`.
    pub quote: u8,
    /// The character that makes the next one literal, where quotes are not doubled.
    pub escape: Option<u8>,
    /// Whether a blank follows each delimiter.
    pub padded: bool,
    /// How the text was encoded.
    pub encoding: Encoding,
    /// Line of the header; absent when the first row is data already.
    pub header_line: Option<u32>,
    /// Rows before the header that are not part of the table.
    pub preamble_rows: u32,
    /// Cells in most rows.
    pub width: usize,
}

impl Dialect {
    /// The dialect of a text. Header and preamble are not looked for yet. O(sample × delimiters).
    pub(super) fn sniff(text: &str, encoding: Encoding) -> Self {
        let (sample, is_cut) = sample(text);
        let mut best = Self { encoding, ..Self::plain(b',') };
        let mut best_score = 0.0;
        for delimiter in DELIMITERS {
            if delimiter == b' ' && !has_quoted_spaces(sample) {
                continue;
            }
            let quote = quote(sample, delimiter);
            let escape = escape(sample, delimiter, quote);
            let candidate = Self { delimiter, quote, escape, encoding, ..Self::plain(delimiter) };
            let (candidate, score) = candidate.score(sample, is_cut);
            if score > best_score {
                best = candidate;
                best_score = score;
            }
        }
        best
    }

    fn plain(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: b'"',
            escape: None,
            padded: false,
            encoding: Encoding::Utf8,
            header_line: None,
            preamble_rows: 0,
            width: 1,
        }
    }

    /// A reader of rows in this dialect; line ends may be mixed, rows ragged.
    pub(super) fn reader(self, text: &str) -> csv::Reader<&[u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quote(self.quote)
            .escape(self.escape)
            .double_quote(self.escape.is_none())
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
    }

    /// In words: “comma, UTF-8, header in row 1”.
    #[must_use]
    pub fn describe(&self) -> String {
        let delimiter = match self.delimiter {
            b';' => "semicolon",
            b'\t' => "tab",
            b'|' => "bar",
            b' ' => "space",
            _ => "comma",
        };
        let quote = if self.quote == b'\'' { ", single quotes" } else { "" };
        let header = match self.header_line {
            Some(line) => format!("header in row {line}"),
            None => "no header".to_owned(),
        };
        format!("{delimiter}{quote}, {}, {header}", self.encoding.name())
    }

    /// The dialect with its width and padding, and how well the sample fits it, 0 for not at all.
    fn score(self, sample: &str, is_cut: bool) -> (Self, f64) {
        let mut rows = self.sample_rows(sample, is_cut);
        let padded = self.delimiter != b' ' && is_padded(&rows);
        let dialect = Self { padded, ..self };
        if padded {
            rows = sample.lines().take(SAMPLE_ROWS).map(|line| split(line, &dialect, None).0.into()).collect();
        }
        let Some(width) = modal_width(rows.iter().map(StringRecord::len)).filter(|&width| width > 1) else {
            return (dialect, 0.0);
        };
        let (mut fitting, mut cells, mut clean) = (0.0, 0.0, 0.0);
        for row in rows.iter().filter(|row| row.len() == width) {
            fitting += 1.0;
            for cell in row {
                cells += 1.0;
                clean += self.cleanness(cell);
            }
        }
        let consistency = fitting / rows.len() as f64;
        let width_bonus = 1.0 + 0.02 * width.min(20) as f64;
        (Self { width, ..dialect }, consistency * (clean / cells) * width_bonus)
    }

    fn sample_rows(self, sample: &str, is_cut: bool) -> Vec<StringRecord> {
        let mut rows: Vec<StringRecord> = self.reader(sample).into_records().flatten().take(SAMPLE_ROWS).collect();
        if is_cut && rows.len() > 1 && rows.len() < SAMPLE_ROWS {
            rows.pop();
        }
        rows
    }

    /// 1 for a cell that looks like one, less for what looks like several.
    fn cleanness(self, cell: &str) -> f64 {
        let bytes = cell.as_bytes();
        let other_delimiter = bytes.iter().any(|&byte| byte != self.delimiter && matches!(byte, b';' | b'\t' | b'|'));
        let is_joint =
            |trio: &[u8]| trio[1] == b',' && !trio[0].is_ascii_digit() && !trio[2].is_ascii_digit() && trio[2] != b' ';
        if bytes.first() == Some(&self.quote) || bytes.last() == Some(&self.quote) {
            0.0
        } else if other_delimiter || (self.delimiter != b',' && bytes.windows(3).any(is_joint)) {
            0.3
        } else {
            1.0
        }
    }
}

/// Whether nearly every cell but the first of a row begins with a blank.
fn is_padded(rows: &[StringRecord]) -> bool {
    let (mut all, mut padded) = (0, 0);
    for cell in rows.iter().flat_map(|row| row.iter().skip(1)).filter(|cell| !cell.is_empty()) {
        all += 1;
        padded += usize::from(cell.starts_with(' '));
    }
    all >= 2 && padded * 100 >= all * 95
}

/// The width that most rows have; the greater of two equally frequent ones.
pub(super) fn modal_width(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for width in widths {
        *counts.entry(width).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(width, count)| (count, width)).map(|(width, _)| width)
}

/// The beginning of the text, up to the end of a line where it had to be cut.
fn sample(text: &str) -> (&str, bool) {
    if text.len() <= SAMPLE_BYTES {
        return (text, false);
    }
    let end = text.floor_char_boundary(SAMPLE_BYTES);
    let end = text[..end].rfind(['\n', '\r']).map_or(end, |at| at + 1);
    (&text[..end], true)
}

/// Whether a space separates cells: only believed where the cells are quoted.
fn has_quoted_spaces(sample: &str) -> bool {
    let lines = sample.lines().filter(|line| !line.is_empty()).count();
    sample.matches("\" \"").count() >= lines.max(1)
}

/// The character that more cells begin and end with.
fn quote(sample: &str, delimiter: u8) -> u8 {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|&byte| byte == delimiter || matches!(byte, b'\n' | b'\r'));
    let bytes = sample.as_bytes();
    let edges = |quote: u8| {
        let quotes = bytes.iter().enumerate().filter(|&(_, &byte)| byte == quote);
        quotes.filter(|&(at, _)| is_edge(at.checked_sub(1).map(|at| &bytes[at])) || is_edge(bytes.get(at + 1))).count()
    };
    let single = edges(b'\'');
    if single >= 4 && single > edges(b'"') { b'\'' } else { b'"' }
}

/// A backslash, where it stands before quotes inside of cells.
fn escape(sample: &str, delimiter: u8, quote: u8) -> Option<u8> {
    let is_edge = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
    let inner = |trio: &[u8]| trio[0] == b'\\' && trio[1] == quote && !is_edge(trio[2]);
    sample.as_bytes().windows(3).any(inner).then_some(b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: char, quote: char, width: usize) {
        let dialect = Dialect::sniff(text, Encoding::Utf8);
        let found = (char::from(dialect.delimiter), char::from(dialect.quote), dialect.width);
        assert_eq!(found, (delimiter, quote, width), "{text}");
    }

    #[test]
    fn finds_the_delimiter() {
        check("a,b,c\n1,2,3\n", ',', '"', 3);
        check("name;umsatz\nA;1,5\nB;2,5\nC;3,5\n", ';', '"', 2);
        check("a\tb\n\"x, y\"\t1,5\nz\t2,5\n", '\t', '"', 2);
        check("a|b|c\nx, y|1|2\nz|3|4\n", '|', '"', 3);
        check("\"a\" \"b\"\n\"x y\" \"1\"\n\"z\" \"2\"\n", ' ', '"', 2);
        check("id,address,note\n1,\"5 Elm St; rear\",x\n2,\"6 Elm St; front\",y\n", ',', '"', 3);
        check("name\nAcme\nGlobex\n", ',', '"', 1);
    }

    #[test]
    fn finds_quotes_and_escapes() {
        check("'a','b'\n'x, y','z'\n", ',', '\'', 2);
        check("a,b\nO'Neill,'tis\n", ',', '"', 2);
        assert_eq!(Dialect::sniff("a,b\n\"say \\\"hi\\\" now\",2\n", Encoding::Utf8).escape, Some(b'\\'));
        assert_eq!(Dialect::sniff("a,b\n\"C:\\\",2\n", Encoding::Utf8).escape, None);
    }
}
