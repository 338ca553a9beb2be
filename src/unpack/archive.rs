//! zip: the tables inside. Archives in archives are refused by name, everything else is left out by name.

use super::error::UnpackError;
use super::meter::Meter;
use super::{Packing, Unpacked, plain, workbook};
use crate::model::{Code, Remark};
use std::io::Cursor;
use workbook::Kind;
use zip::ZipArchive;
use zip::result::ZipError;

/// Endings of files that are tables.
const TABLES: [&str; 17] = [
    "csv", "tsv", "tab", "txt", "psv", "dat", "xlsx", "xlsm", "xlsb", "xltx", "xls", "ods", "html", "htm", "xml",
    "mht", "mhtml",
];
/// Endings of files that are archives.
const ARCHIVES: [&str; 10] = ["zip", "gz", "gzip", "tgz", "tar", "7z", "rar", "bz2", "xz", "zst"];
/// What an operating system adds on its own.
const CLUTTER: [&str; 4] = ["__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini"];
/// How many of those left out are named.
const NAMED: usize = 5;

pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens an archive, with no more entries than are allowed.
pub(super) fn open<'a>(bytes: &'a [u8], meter: &Meter) -> Result<Archive<'a>, UnpackError> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error, meter))?;
    if archive.len() > meter.limits.entries {
        let (entries, limit) = (archive.len(), meter.limits.entries);
        return Err(UnpackError::TooManyEntries { file: meter.file.to_owned(), entries, limit });
    }
    Ok(archive)
}

/// What kind of workbook an archive is, if it is one.
pub(super) fn workbook_kind(bytes: &[u8], meter: &Meter) -> Result<Option<Kind>, UnpackError> {
    kind_of(&open(bytes, meter)?, meter.file)
}

fn kind_of(archive: &Archive, file: &str) -> Result<Option<Kind>, UnpackError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    let no_table = |what, advice| Err(UnpackError::NoTable { file: file.to_owned(), what, advice });
    match () {
        () if has("xl/workbook.bin") => Ok(Some(Kind::Xlsb)),
        () if has("[Content_Types].xml") && has("xl/workbook.xml") => Ok(Some(Kind::Xlsx)),
        () if has("content.xml") && has("mimetype") => Ok(Some(Kind::Ods)),
        () if has("word/document.xml") => no_table("a Word document", "save its table as a workbook or as CSV"),
        () if has("ppt/presentation.xml") => no_table("a presentation", "save its table as a workbook or as CSV"),
        () if has("Index/Document.iwa") => no_table("a Numbers document", "export it as Excel or as CSV"),
        () => Ok(None),
    }
}

pub fn unpack(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let mut archive = open(bytes, meter)?;
    if let Some(kind) = kind_of(&archive, name)? {
        return workbook::unpack(name, bytes, kind, meter);
    }
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| wrong(&error, meter))?;
        let path = entry.name().map_err(|error| wrong(&error, meter))?.into_owned();
        let base = path.rsplit('/').next().unwrap_or_default();
        if entry.is_dir() || CLUTTER.iter().any(|own| path.starts_with(own) || base == *own) || base.starts_with("._") {
            continue;
        }
        if has_ending(base, &ARCHIVES) {
            left_out.push(format!("“{path}” (an archive in the archive)"));
        } else if has_ending(base, &TABLES) {
            let inner = format!("{name} · {path}");
            drop(entry);
            let bytes = meter.inflated_bytes(&mut |meter, take| {
                let mut entry = archive.by_index(index).map_err(|error| wrong(&error, meter))?;
                meter.inflate(&mut entry, take)
            })?;
            match unpack_entry(&inner, bytes, meter) {
                Ok(mut tables) => found.append(&mut tables),
                // What is wrong with one file of many is said of that file, unless it endangers the rest.
                Err(error @ (UnpackError::TooLarge { .. } | UnpackError::Bomb { .. })) => return Err(error),
                Err(error) => left_out.push(format!("“{path}” ({error})")),
            }
        } else {
            left_out.push(format!("“{path}”"));
        }
    }
    if found.is_empty() {
        let left_out = if left_out.is_empty() { String::new() } else { format!(" but {}", listed(&left_out)) };
        return Err(UnpackError::Nothing { file: name.to_owned(), left_out });
    }
    remark(name, &mut found, &left_out);
    Ok(found)
}

fn unpack_entry(inner: &str, bytes: Vec<u8>, meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let kind = match Packing::of(&bytes) {
        Some(Packing::Compound) => Some(Kind::Compound),
        Some(Packing::Gzip) => return Err(nested(inner)),
        Some(Packing::Zip) => match workbook_kind(&bytes, meter)? {
            Some(kind) => Some(kind),
            None => return Err(nested(inner)),
        },
        None => None,
    };
    if let Some(kind) = kind {
        return workbook::unpack(inner, &bytes, kind, meter);
    }
    plain(inner, bytes.into(), meter)
}

pub(super) fn nested(file: &str) -> UnpackError {
    let (what, advice) = ("an archive inside an archive", "unpack the outer one first");
    UnpackError::NoTable { file: file.to_owned(), what, advice }
}

/// Says of each table which one of the archive it is, and of the first what was left out.
fn remark(name: &str, found: &mut [Unpacked], left_out: &[String]) {
    let total = found.len();
    for (position, table) in (1..).zip(found.iter_mut()) {
        let message = format!("Table {position} of {total} in “{name}”.");
        table.remarks.insert(0, Remark { code: Code::Unpacked, message });
    }
    if let Some(first) = found.first_mut().filter(|_| !left_out.is_empty()) {
        let message =
            format!("Left out of “{name}”: {}. Drop them by themselves if they are needed.", listed(left_out));
        first.remarks.push(Remark { code: Code::Unpacked, message });
    }
}

fn listed(names: &[String]) -> String {
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

pub(super) fn wrong(error: &ZipError, meter: &Meter) -> UnpackError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            UnpackError::Password { file: meter.file.to_owned() }
        }
        other => meter.damaged(other),
    }
}
