//! Web pages: many programs save a table as one and call it a workbook. Each table with rows and columns becomes a CSV.

use super::error::UnpackError;
use super::meter::Meter;
use super::page_table::{Ended, PageTable, Span};
use super::sheets::Found;
use super::{Unpacked, text};
use crate::model::Remark;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Spanned, StartTag, Token, Tokenizer};

/// So deep a table may lie in others; in deeper ones the innermost ends where another begins.
const MAX_DEPTH: usize = 32;
/// Tags whose contents no reader of the page sees, or that are choices and no value.
const UNSEEN: [&[u8]; 7] = [b"script", b"style", b"template", b"noscript", b"select", b"textarea", b"title"];
/// Tags that begin and end a line of their own.
const LINES: [&[u8]; 11] = [b"br", b"p", b"div", b"li", b"ul", b"ol", b"dd", b"dt", b"h1", b"h2", b"h3"];

/// The tables of a page, those that have ended and those around the place that is read.
#[derive(Default)]
pub struct Page {
    open: Vec<PageTable>,
    tables: Vec<Found>,
    /// One row or one column.
    lone: Vec<Found>,
    /// The tag whose end is awaited.
    unseen: Option<Vec<u8>>,
    /// Whether the text ended within a table.
    is_cut_off: bool,
}

pub fn unpack(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let (text, remark) = text::of_markup(bytes, None);
    let mut page = Page::default();
    page.read(&text, meter)?;
    page.unpacked(name, remark.as_ref())
}

impl Page {
    /// Reads a text to its end.
    pub fn read(&mut self, text: &str, meter: &mut Meter) -> Result<(), UnpackError> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            self.take(token, meter)?;
        }
        self.unseen = None;
        self.is_cut_off |= !self.open.is_empty();
        while !self.open.is_empty() {
            self.end_table(meter)?;
        }
        Ok(())
    }

    fn take(&mut self, token: Token, meter: &mut Meter) -> Result<(), UnpackError> {
        match token {
            Token::StartTag(tag) if self.unseen.is_none() => self.start(&tag, meter),
            Token::EndTag(tag) => self.end(&tag.name, meter),
            Token::String(text) if self.unseen.is_none() => {
                if let Some(table) = self.open.last_mut() {
                    table.text(&String::from_utf8_lossy(&text));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, tag: &StartTag<()>, meter: &mut Meter) -> Result<(), UnpackError> {
        let name = tag.name.as_slice();
        if UNSEEN.contains(&name) && !tag.self_closing {
            self.unseen = Some(name.to_vec());
            return Ok(());
        }
        if name == b"table" {
            // A table beside a cell of another is a new one: the end of the other was forgotten.
            let is_nested = self.open.last().is_some_and(PageTable::is_in_cell);
            if !self.open.is_empty() && (!is_nested || self.open.len() >= MAX_DEPTH) {
                self.end_table(meter)?;
            }
            self.open.push(PageTable::default());
            return Ok(());
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        match name {
            b"tr" => table.begin_row(meter),
            b"td" | b"th" => {
                let said =
                    |name: &[u8]| tag.attributes.get(name).map(|value: &Spanned<HtmlString, ()>| value.as_slice());
                table.begin_cell(Span::new(said(b"colspan"), said(b"rowspan")), meter)
            }
            _ => {
                if LINES.contains(&name) {
                    table.new_line();
                }
                Ok(())
            }
        }
    }

    fn end(&mut self, name: &[u8], meter: &mut Meter) -> Result<(), UnpackError> {
        if let Some(awaited) = &self.unseen {
            if awaited.as_slice() == name {
                self.unseen = None;
            }
            return Ok(());
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        match name {
            b"table" => self.end_table(meter),
            b"tr" => table.end_row(meter),
            b"td" | b"th" => table.end_cell(meter),
            _ => {
                if LINES.contains(&name) {
                    table.new_line();
                }
                Ok(())
            }
        }
    }

    /// Ends the innermost table. What is one row or one column within a cell is how the page lays that cell out.
    fn end_table(&mut self, meter: &mut Meter) -> Result<(), UnpackError> {
        let Some(table) = self.open.pop() else { return Ok(()) };
        let kept = self.tables.len() + self.lone.len();
        let name = format!("table {}", kept + 1);
        let ended = table.end(&name, meter)?;
        if kept >= meter.limits.entries {
            let (entries, limit) = (kept + 1, meter.limits.entries);
            return Err(UnpackError::TooManyEntries { file: meter.file.to_owned(), entries, limit });
        }
        match (ended, self.open.last_mut()) {
            (Ended::Empty, _) => {}
            (Ended::Table(found), _) => self.tables.push(found),
            (Ended::Lone(found, _), None) => self.lone.push(found),
            (Ended::Lone(_, text), Some(around)) => {
                meter.written(text.len())?;
                around.text(" ");
                around.text(&text);
                around.text(" ");
            }
        }
        Ok(())
    }

    /// What was found; none is an error.
    pub fn unpacked(self, name: &str, remark: Option<&Remark>) -> Result<Vec<Unpacked>, UnpackError> {
        let left_out = if self.tables.is_empty() { 0 } else { self.lone.len() };
        let tables = if self.tables.is_empty() { self.lone } else { self.tables };
        if tables.is_empty() {
            let what = "a web page without a table, perhaps one that asks to log in";
            let advice = "open the report and export it again, as CSV or XLSX if there is a choice";
            return Err(UnpackError::NoTable { file: name.to_owned(), what, advice });
        }
        let total = tables.len();
        let told = |(position, table): (usize, Found)| {
            let (name, mut message) = match total {
                1 => (name.to_owned(), format!("The table of the web page that “{name}” is; rows are counted in it.")),
                _ => (
                    format!("{name} · table {position}"),
                    format!("Table {position} of {total} of the web page that “{name}” is; rows are counted in it."),
                ),
            };
            if position == 1 && left_out > 0 {
                let pieces = if left_out == 1 { "1 piece".to_owned() } else { format!("{left_out} pieces") };
                message = format!("{message} Left out: {pieces} of one row or one column, as titles are.");
            }
            if position == total && self.is_cut_off {
                message =
                    format!("{message} The page ends within it: look at its last row, and whether all rows came.");
            }
            table.told(name, message)
        };
        let mut texts: Vec<Unpacked> = (1..).zip(tables).map(told).collect();
        for text in &mut texts {
            text.remarks.extend(remark.cloned());
        }
        Ok(texts)
    }
}
