//! How a file separates and quotes its cells.

use super::encoding::Encoding;
use serde::{Deserialize, Serialize};

/// What stands between two cells: one to four bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Delimiter {
    bytes: [u8; 4],
    length: u8,
}

/// Delimiters with a name.
const NAMES: [(&str, &str); 9] = [
    (",", "comma"),
    (";", "semicolon"),
    (", ", "comma and blank"),
    ("; ", "semicolon and blank"),
    ("\t", "tab"),
    ("|", "bar"),
    (" ", "space"),
    ("\u{1}", "control character 1"),
    ("\u{1f}", "unit separator"),
];

impl Delimiter {
    /// `,`
    pub const COMMA: Self = Self { bytes: [b',', 0, 0, 0], length: 1 };

    /// `None` for an empty text and for one of more than four bytes.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; 4];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        let length = u8::try_from(text.len()).ok().filter(|&length| length > 0)?;
        Some(Self { bytes, length })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or(",")
    }

    /// Its bytes, at least one.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    fn name(self) -> String {
        let own = self.as_str();
        let named = NAMES.iter().find(|(text, _)| *text == own);
        named.map_or_else(|| format!("“{own}”"), |(_, name)| (*name).to_owned())
    }
}

impl std::fmt::Debug for Delimiter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.as_str())
    }
}

/// How a person says that a file is written; what is left open is found by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// What parts the cells; empty to find it.
    pub delimiter: String,
    /// The line of the header, or its first and last one: `3`, `2-3`; `0` for none at all, empty to find it.
    pub header: String,
    /// What the letters are encoded in, by its label; empty to find it. Whoever unpacks the file reads them so.
    pub encoding: String,
}

impl ReadAs {
    /// First and last line of the header, `(0, 0)` for none at all; `None` to find it.
    pub(super) fn header_lines(&self) -> Option<(u32, u32)> {
        let (first, last) = self.header.split_once('-').unwrap_or((&self.header, &self.header));
        Some((first.parse().ok()?, last.parse().ok()?))
    }
}

/// How a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What parts the cells.
    pub delimiter: Delimiter,
    /// `"` or `'`.
    pub quote: u8,
    /// The character that makes a quote or itself literal inside of quotes.
    pub escape: Option<u8>,
    /// Whether it does so outside of quotes as well, and makes a delimiter and a line end part of a cell.
    pub escapes_bare: bool,
    /// Whether blanks follow each delimiter.
    pub padded: bool,
    /// Whether the text was escaped for `"` before it was put between `'`: then `""` is one `"`.
    pub doubled: bool,
    /// How the text was encoded.
    pub encoding: Encoding,
    /// Line of the header, of the last one where there are several; absent when the first row is data already.
    pub header_line: Option<u32>,
    /// Rows that make up the header.
    pub header_rows: u32,
    /// Rows before the header that are not part of the table.
    pub preamble_rows: u32,
    /// Cells in most rows; 1 where nothing parts cells.
    pub width: usize,
}

impl Dialect {
    /// Double quotes, nothing else known.
    pub(super) fn plain(delimiter: Delimiter) -> Self {
        Self {
            delimiter,
            quote: b'"',
            escape: None,
            escapes_bare: false,
            padded: false,
            doubled: false,
            encoding: Encoding::Utf8,
            header_line: None,
            header_rows: 0,
            preamble_rows: 0,
            width: 1,
        }
    }

    /// In words: “comma, UTF-8, header in row 1”.
    #[must_use]
    pub fn describe(&self) -> String {
        let delimiter = if self.width > 1 { self.delimiter.name() } else { "one column".to_owned() };
        let quote = if self.quote == b'\'' { ", single quotes" } else { "" };
        let header = match (self.header_line, self.header_rows) {
            (Some(line), 0 | 1) => format!("header in row {line}"),
            (Some(line), rows) => format!("header in rows {} to {line}", line.saturating_sub(rows - 1)),
            (None, _) => "no header".to_owned(),
        };
        format!("{delimiter}{quote}, {}, {header}", self.encoding.name())
    }
}
