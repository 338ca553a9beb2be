//! Workbooks as XML of 2003 (`SpreadsheetML`), which programs write where they have no writer of workbooks.

use super::error::UnpackError;
use super::grid::Grid;
use super::meter::Meter;
use super::sheets::{self, Found, MAX_COLUMNS, too_wide};
use super::{Unpacked, text};
use calamine::{DataRef, Dimensions};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// What the content of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Moment,
    Truth,
}

/// A worksheet that is not at its end yet.
#[derive(Default)]
struct Open {
    name: String,
    hidden: bool,
    grid: Grid,
    merged: Vec<Dimensions>,
    /// The row read, and the next one; the same for columns.
    row: u32,
    next_row: u32,
    column: u32,
    next_column: u32,
}

/// What is read.
#[derive(Default)]
struct Book {
    sheet: Option<Open>,
    found: Vec<Found>,
    /// The content of a cell, as far as it was read.
    content: Option<(Kind, String)>,
    /// Whether what comes is a comment of a cell, which has content of its own.
    in_comment: bool,
    /// Whether what comes says how visible the sheet is.
    in_visible: bool,
}

pub fn unpack(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let (text, remark) = text::of_markup(bytes, None);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut book = Book::default();
    let mut is_workbook = false;
    loop {
        match reader.read_event().map_err(|error| meter.damaged(&error))? {
            Event::Start(tag) => {
                is_workbook = is_workbook || tag.local_name().as_ref() == "Workbook";
                if !is_workbook {
                    break;
                }
                book.start(&tag, meter)?;
            }
            Event::Empty(tag) => {
                book.start(&tag, meter)?;
                book.end(tag.local_name().as_ref(), meter)?;
            }
            Event::End(tag) => book.end(tag.local_name().as_ref(), meter)?,
            Event::Text(text) => book.text(&text.xml10_content()),
            Event::CData(text) => book.text(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let letter = entity.resolve_char_ref().ok().flatten();
                match (letter, quick_xml::escape::resolve_predefined_entity(&entity)) {
                    (Some(letter), _) => book.text(letter.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => book.text(text),
                    (None, None) => book.text(&format!("&{};", &*entity)),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_workbook {
        let (what, advice) = ("an XML file, but no spreadsheet", "export the table as CSV or XLSX");
        return Err(UnpackError::NoTable { file: name.to_owned(), what, advice });
    }
    if book.sheet.is_some() {
        return Err(meter.damaged(&"it ends within a sheet"));
    }
    let mut texts = sheets::all_of_book(name, book.found)?;
    for text in &mut texts {
        text.remarks.extend(remark.clone());
    }
    Ok(texts)
}

impl Book {
    fn start(&mut self, tag: &BytesStart, meter: &mut Meter) -> Result<(), UnpackError> {
        let name = tag.local_name();
        if name.as_ref() == "Worksheet" {
            let name = attribute(tag, "Name").unwrap_or_else(|| format!("Sheet{}", self.found.len() + 1));
            self.sheet = Some(Open { name, ..Open::default() });
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match name.as_ref() {
            "Row" => {
                sheet.row = position(tag).unwrap_or(sheet.next_row);
                sheet.next_row = sheet.row.saturating_add(1).saturating_add(number(tag, "Span").unwrap_or(0));
                sheet.next_column = 0;
            }
            "Cell" => {
                let column = position(tag).unwrap_or(sheet.next_column);
                let [across, down] = ["MergeAcross", "MergeDown"].map(|name| number(tag, name).unwrap_or(0));
                let last = column.saturating_add(across);
                if last >= MAX_COLUMNS {
                    return Err(too_wide(meter));
                }
                (sheet.column, sheet.next_column) = (column, last.saturating_add(1));
                if down > 0 {
                    let end = (sheet.row.saturating_add(down), last);
                    sheet.merged.push(Dimensions::new((sheet.row, column), end));
                }
            }
            "Comment" => self.in_comment = true,
            "Visible" => self.in_visible = true,
            "Data" if !self.in_comment => {
                let kind = match attribute(tag, "Type").as_deref() {
                    Some("DateTime") => Kind::Moment,
                    Some("Boolean") => Kind::Truth,
                    _ => Kind::Text,
                };
                self.content = Some((kind, String::new()));
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some((_, content)) = &mut self.content {
            content.push_str(text);
        } else if self.in_visible
            && let Some(sheet) = &mut self.sheet
        {
            sheet.hidden = sheet.hidden || text.contains("Hidden");
        }
    }

    fn end(&mut self, name: &str, meter: &mut Meter) -> Result<(), UnpackError> {
        match name {
            "Comment" => self.in_comment = false,
            "Visible" => self.in_visible = false,
            "Data" => {
                if let (Some((kind, text)), Some(sheet)) = (self.content.take(), &mut self.sheet) {
                    let value = match kind {
                        Kind::Text => DataRef::SharedString(&text),
                        Kind::Moment => DataRef::DateTimeIso(text),
                        Kind::Truth => DataRef::Bool(text.trim() == "1" || text.trim().eq_ignore_ascii_case("true")),
                    };
                    sheet.grid.put((sheet.row, sheet.column), &value, meter)?;
                }
            }
            "Worksheet" => {
                if let Some(Open { name, hidden, grid, merged, .. }) = self.sheet.take() {
                    self.found.extend(Found::of(&name, hidden, grid, &merged, meter)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Where `Index` says that a row or cell lies, from 0.
fn position(tag: &BytesStart) -> Option<u32> {
    number(tag, "Index").map(|index| index.saturating_sub(1))
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

/// The value of an attribute, whatever its name space is called.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|own| own.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
