//! Workbooks: every sheet with cells in it becomes a CSV.

use super::error::UnpackError;
use super::grid::Grid;
use super::meter::Meter;
use super::sheets::{self, Found};
use super::{Unpacked, archive, cell};
use calamine::{
    Data, Dimensions, Ods, OdsError, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx, XlsxError,
};
use std::io::Cursor;

/// The formats of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// XLSX and XLSM.
    Xlsx,
    /// The binary one.
    Xlsb,
    /// `OpenDocument`.
    Ods,
    /// A compound file: XLS, or any workbook under a password.
    Compound,
}

type Bytes<'a> = Cursor<&'a [u8]>;

pub fn unpack(name: &str, bytes: &[u8], kind: Kind, meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let sheets = match kind {
        Kind::Xlsx => xlsx(bytes, meter),
        Kind::Xlsb => xlsb(bytes, meter),
        Kind::Ods => ods(bytes, meter),
        Kind::Compound => xls(name, bytes, meter),
    }?;
    sheets::all_of_book(name, sheets)
}

/// `None` for a sheet without cells.
fn found(sheet: &Sheet, grid: Grid, merged: &[Dimensions], meter: &mut Meter) -> Result<Option<Found>, UnpackError> {
    Found::of(&sheet.name, sheet.visible != SheetVisible::Visible, grid, merged, meter)
}

/// Inflates every part once and throws it away, so that the reader of the workbook meets nothing beyond the limits, however
/// large the parts claim to be. Says whether a part holds `word`.
fn measure(bytes: &[u8], word: &[u8], meter: &mut Meter) -> Result<bool, UnpackError> {
    let mut parts = archive::open(bytes, meter)?;
    let mut holds = false;
    let mut seam = Vec::new();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).map_err(|error| archive::wrong(&error, meter))?;
        seam.clear();
        meter.inflate(&mut part, &mut |chunk| {
            // A word may lie across the seam of two chunks.
            seam.extend_from_slice(chunk.get(..word.len().min(chunk.len())).unwrap_or_default());
            holds = holds || contains(&seam, word) || contains(chunk, word);
            seam.clear();
            seam.extend_from_slice(chunk.get(chunk.len().saturating_sub(word.len())..).unwrap_or_default());
        })?;
    }
    Ok(holds)
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    let Some(&first) = word.first() else { return true };
    bytes
        .iter()
        .enumerate()
        .any(|(at, &byte)| byte == first && bytes.get(at..).is_some_and(|rest| rest.starts_with(word)))
}

fn tables(sheets: &[Sheet]) -> Vec<Sheet> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn xlsx(bytes: &[u8], meter: &mut Meter) -> Result<Vec<Found>, UnpackError> {
    let has_merged = measure(bytes, b"mergeCell ", meter)?;
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong_xlsx(&error, meter))?;
    let mut all = Vec::new();
    for sheet in tables(book.sheets_metadata()) {
        let mut grid = Grid::default();
        let mut cells = match book.worksheet_cells_reader(&sheet.name) {
            // A sheet of a chart alone has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(|error| wrong_xlsx(&error, meter))?,
        };
        while let Some(cell) = cells.next_cell().map_err(|error| wrong_xlsx(&error, meter))? {
            grid.put(cell.get_position(), cell.get_value(), meter)?;
        }
        drop(cells);
        let merged =
            if has_merged { book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() } else { Vec::new() };
        all.extend(found(&sheet, grid, &merged, meter)?);
    }
    Ok(all)
}

fn xlsb(bytes: &[u8], meter: &mut Meter) -> Result<Vec<Found>, UnpackError> {
    measure(bytes, b"", meter)?;
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|error| meter.damaged(&error))?;
    let mut all = Vec::new();
    for sheet in tables(book.sheets_metadata()) {
        let mut grid = Grid::default();
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(|error| meter.damaged(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| meter.damaged(&error))? {
            grid.put(cell.get_position(), cell.get_value(), meter)?;
        }
        all.extend(found(&sheet, grid, &[], meter)?);
    }
    Ok(all)
}

fn ods(bytes: &[u8], meter: &mut Meter) -> Result<Vec<Found>, UnpackError> {
    measure(bytes, b"", meter)?;
    let mut book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => UnpackError::Password { file: meter.file.to_owned() },
        other => meter.damaged(&other),
    })?;
    let mut all = Vec::new();
    for sheet in tables(book.sheets_metadata()) {
        let range = book.worksheet_range(&sheet.name).map_err(|error| meter.damaged(&error))?;
        all.extend(dense(&sheet, &range, &[], meter)?);
    }
    Ok(all)
}

fn xls(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Found>, UnpackError> {
    // Names in compound files are UTF-16.
    let holds = |word: &str| contains(bytes, &word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    if holds("EncryptedPackage") {
        return Err(UnpackError::Password { file: name.to_owned() });
    }
    if !holds("Workbook") && !holds("Book") {
        let (what, advice) = ("an old document of Office, but no workbook", "save its table as CSV");
        return Err(UnpackError::NoTable { file: name.to_owned(), what, advice });
    }
    let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => UnpackError::Password { file: name.to_owned() },
        other => meter.damaged(&other),
    })?;
    let mut all = Vec::new();
    for sheet in tables(book.sheets_metadata()) {
        let range = book.worksheet_range(&sheet.name).map_err(|error| meter.damaged(&error))?;
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        all.extend(dense(&sheet, &range, &merged, meter)?);
    }
    Ok(all)
}

/// A sheet that its reader gives as a whole.
fn dense(
    sheet: &Sheet,
    range: &calamine::Range<Data>,
    merged: &[Dimensions],
    meter: &mut Meter,
) -> Result<Option<Found>, UnpackError> {
    let mut grid = Grid::default();
    let (row, column) = range.start().unwrap_or_default();
    for (down, across, value) in range.used_cells() {
        let place = (u32::try_from(down).ok(), u32::try_from(across).ok());
        if let (Some(down), Some(across)) = place {
            grid.put((row.saturating_add(down), column.saturating_add(across)), &cell::borrowed(value), meter)?;
        }
    }
    found(sheet, grid, merged, meter)
}

fn wrong_xlsx(error: &XlsxError, meter: &Meter) -> UnpackError {
    match error {
        XlsxError::Password => UnpackError::Password { file: meter.file.to_owned() },
        other => meter.damaged(other),
    }
}
