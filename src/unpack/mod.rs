//! Workbooks, tables in web pages and XML, archives, and text in foreign encodings → CSV in UTF-8, which [`import`](crate::import) reads.
//!
//! ```
//! use hinterland::unpack::{Limits, is_packed, unpack};
//! let file = b"Name,City\nCaf\xE9 Noir,Orl\xE9ans\n";
//! assert!(is_packed(file));
//! let texts = unpack("shops.csv", file, &Limits::default()).unwrap();
//! assert_eq!(texts[0].bytes, "Name,City\nCafé Noir,Orléans\n".as_bytes());
//! ```
//!
//! Invariants: what comes out is bounded by [`Limits`], whatever the headers inside claim, and counted while it inflates;
//! nothing is left out without a word in [`Unpacked::remarks`]; only this room knows the formats, so that a browser loads
//! their readers when the first such file comes.

mod archive;
mod bundle;
mod cell;
mod error;
mod grid;
mod gzip;
mod meter;
mod page;
mod page_table;
mod sheets;
mod spreadsheet_xml;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

pub use error::UnpackError;
pub use meter::Limits;

use crate::markup::Markup;
use crate::model::Remark;
use meter::Meter;
use std::borrow::Cow;

/// As much of a text in UTF-16 tells what it is written in.
const UTF_16_HEAD_BYTES: usize = 64 * 1024;

/// One text that was inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// What it is called: “book.xlsx · Sheet1”, “export.zip · accounts.csv”.
    pub name: String,
    /// CSV or another text in UTF-8 or UTF-16.
    pub bytes: Vec<u8>,
    /// How it was come by.
    pub remarks: Vec<Remark>,
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    /// Archives, and workbooks of this century.
    Zip,
    Gzip,
    /// Microsoft's compound files: workbooks of the last century, and encrypted ones.
    Compound,
}

const SIGNATURES: [(&[u8], Packing); 5] = [
    (b"PK\x03\x04", Packing::Zip),
    (b"PK\x05\x06", Packing::Zip),
    (b"PK\x07\x08", Packing::Zip),
    (b"\x1F\x8B", Packing::Gzip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Packing::Compound),
];

impl Packing {
    fn of(bytes: &[u8]) -> Option<Self> {
        SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, packing)| packing)
    }
}

/// Whether a file begins like something packed; its first 8 bytes tell. O(1).
#[must_use]
pub fn begins_packed(bytes: &[u8]) -> bool {
    Packing::of(bytes).is_some()
}

/// Whether a file has to be unpacked before it can be read: by its signature, as a web page or XML, or as text that is
/// neither UTF-8 nor UTF-16.
/// O(bytes).
#[must_use]
pub fn is_packed(bytes: &[u8]) -> bool {
    begins_packed(bytes) || markup_of(bytes).is_some() || text::is_foreign(bytes)
}

/// The texts in a file: every sheet of a workbook, every table of a web page or an archive, or the file itself in UTF-8. A text that
/// needs no unpacking comes out as it is. O(what is inside).
///
/// # Errors
/// [`UnpackError`] beyond the limits, for damaged and encrypted files, and where no table is inside.
pub fn unpack(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Unpacked>, UnpackError> {
    unpack_as(name, bytes, "", limits)
}

/// The same, where a person says what texts are encoded in, by its label; where no encoding is called so, it is found. O(what is
/// inside).
///
/// # Errors
/// As of [`unpack`].
pub fn unpack_as(name: &str, bytes: &[u8], label: &str, limits: &Limits) -> Result<Vec<Unpacked>, UnpackError> {
    let mut meter = Meter::new(name, limits, bytes.len());
    meter.label = label;
    match Packing::of(bytes) {
        Some(Packing::Gzip) => gzip::unpack(name, bytes, &mut meter),
        Some(Packing::Zip) => archive::unpack(name, bytes, &mut meter),
        Some(Packing::Compound) => workbook::unpack(name, bytes, workbook::Kind::Compound, &mut meter),
        None => plain(name, bytes.into(), &mut meter),
    }
}

/// What is not packed: the tables of a page or of XML, or a text in UTF-8; read as a person says, if anybody does.
fn plain(name: &str, bytes: Cow<[u8]>, meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let Some((text, remark)) = text::recoded(&bytes, meter.label) else { return texts(name, bytes, meter) };
    let mut texts = texts(name, text.into_bytes().into(), meter)?;
    for text in &mut texts {
        text.remarks.push(remark.clone());
    }
    Ok(texts)
}

fn texts(name: &str, bytes: Cow<[u8]>, meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    match markup_of(&bytes) {
        Some(Markup::Page) => page::unpack(name, &bytes, meter),
        Some(Markup::Bundle) => bundle::unpack(name, &bytes, meter),
        Some(Markup::Xml) => spreadsheet_xml::unpack(name, &bytes, meter),
        None => {
            let (bytes, remark) = text::utf8(bytes);
            Ok(vec![Unpacked { name: name.to_owned(), bytes, remarks: remark.into_iter().collect() }])
        }
    }
}

/// What a text is written in, UTF-16 with its mark included.
fn markup_of(bytes: &[u8]) -> Option<Markup> {
    let head = bytes.get(..bytes.len().min(UTF_16_HEAD_BYTES)).unwrap_or_default();
    let is_utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if is_utf16 { Markup::of(text::of_markup(head, None).0.as_bytes()) } else { Markup::of(bytes) }
}
