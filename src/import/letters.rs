//! Letters that another program broke, or wrote in its own way, before the file was saved: told, and put right where that is
//! certain.

use super::cells::Cells;
use super::encoding::windows_1252_byte;
use super::entities::{decoded, has_entity};
use super::log::{Log, Spot};
use crate::model::{Code, Severity};

/// What UTF-8 read as Windows-1252 looks like: most letters of Latin scripts and most punctuation begin with one of these.
const TELLING: [&str; 3] = ["Ã", "Â", "â€"];
/// Bytes that are asked together whether they are ASCII.
const BLOCK: usize = 512;
/// What stands where a letter was lost.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// Looks at every cell of a table whose text gives reason to. `MÃ¼nchen` and `M&uuml;nchen` become `München`; lost letters are
/// told.
/// O(bytes of the text).
pub fn mend_letters(text: &str, raw_header: &mut [String], header: &[String], rows: &mut Cells, log: &mut Log) {
    let has_entities = has_entity(text);
    if !has_entities && !gives_reason(text) {
        return;
    }
    for name in raw_header.iter_mut() {
        if let Some(mended) = put_right(Spot { row: 0, column: "", value: name }, log) {
            *name = mended;
        }
    }
    for row in 0..rows.len() {
        if rows.row(row).all(|cell| cell.is_ascii() && !(has_entities && cell.contains('&'))) {
            continue;
        }
        let mut cells: Vec<String> = Vec::new();
        for column in 0..rows.width(row) {
            let cell = rows.get(row, column);
            let spot = Spot { row: rows.line(row), column: header.get(column).map_or("", String::as_str), value: cell };
            if cell.contains(LOST) {
                let message =
                    || "A letter was lost before this file was saved: type it anew, or export again.".to_owned();
                log.add(spot, Code::LostLetter, Severity::Check, message);
            }
            if let Some(mended) = put_right(spot, log) {
                if cells.is_empty() {
                    cells = rows.row(row).map(str::to_owned).collect();
                }
                cells[column] = mended;
            }
        }
        if !cells.is_empty() {
            rows.replace(row, cells.iter().map(String::as_str));
        }
    }
}

/// Whether any of the letters looked for stands in a text. Most of a file is ASCII and passed over in blocks.
fn gives_reason(text: &str) -> bool {
    let blocks = (0..text.len()).step_by(BLOCK);
    let ends = |start: usize| text.len().min(start + BLOCK);
    let mut foreign = blocks.filter(|&start| !text.as_bytes()[start..ends(start)].is_ascii());
    foreign.any(|start| {
        let mut places = (start..ends(start)).filter(|&at| matches!(text.as_bytes()[at], 0xC3 | 0xE2 | 0xEF));
        places.any(|at| {
            let rest = &text[at..];
            rest.starts_with(LOST) || TELLING.iter().any(|telling| rest.starts_with(telling))
        })
    })
}

/// The text as it was meant, if that is another one; what was done is told.
fn put_right(spot: Spot<'_>, log: &mut Log) -> Option<String> {
    let mut tell = |what: &str, meant: String| {
        let message = || format!("{what} before the file was saved: put right as “{meant}”.");
        log.add(spot, Code::Mojibake, Severity::Repaired, message);
        meant
    };
    let letters = mended(spot.value).map(|meant| tell("UTF-8 that was read as Windows-1252", meant));
    let entities = decoded(letters.as_deref().unwrap_or(spot.value));
    entities.map(|meant| tell("Letters that were written as in a web page (HTML)", meant)).or(letters)
}

/// The text that was meant; `None` when nothing is broken or it is not certain what was: every run of letters beyond
/// ASCII has to be UTF-8 when written as Windows-1252 again, and one of them has to be telling.
fn mended(cell: &str) -> Option<String> {
    if !TELLING.iter().any(|telling| cell.contains(telling)) {
        return None;
    }
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(start) = rest.find(|letter: char| !letter.is_ascii()) {
        let (plain, from) = rest.split_at(start);
        let end = from.find(|letter: char| letter.is_ascii()).unwrap_or(from.len());
        text.push_str(plain);
        text.push_str(&meant(&from[..end])?);
        rest = &from[end..];
    }
    text.push_str(rest);
    Some(text)
}

fn meant(run: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(windows_1252_byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_right_what_is_certain() {
        let check = |cell: &str, expected: Option<&str>| assert_eq!(mended(cell).as_deref(), expected, "{cell}");
        check("MÃ¼nchen", Some("München"));
        check("FranÃ§ois â€“ â€œOrlÃ©ansâ€\u{9d}", Some("François – “Orléans”"));
        check("GdaÅ„sk, KrakÃ³w", Some("Gdańsk, Kraków"));
        check("Ã\u{81}vila", Some("Ávila"));
        check("München", None);
        check("São Paulo Ã", None);
        check("CAFÉ»", None);
        check("MÃ¼nchen or München", None);
    }
}
