//! Text that is neither UTF-8 nor UTF-16 → UTF-8. What encoding it is in is told by its letters (`chardetng`).

use crate::model::{Code, Remark};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;
use std::str::from_utf8;

/// As many bytes of lines with foreign letters are looked at.
const SAMPLE_BYTES: usize = 1 << 20;
/// A text with so many letters of UTF-8 for each byte that is none, is UTF-8 with a few bytes gone wrong.
const LETTERS_A_FLAW: usize = 4;
/// As far a page or XML says what it is encoded in.
const HEAD_BYTES: usize = 4096;
/// One NUL in so many bytes is a fault of a text.
const BYTES_A_NUL: usize = 100;
/// How Japanese mail begins its two-byte letters: the one foreign encoding that is all ASCII (ISO-2022-JP, RFC 1468).
const JAPANESE_SHIFTS: [&[u8]; 2] = [b"\x1B$B", b"\x1B$@"];

/// Whether this is text in another encoding. O(bytes).
pub fn is_foreign(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    !has_mark && (from_utf8(bytes).is_err() || has_japanese_shift(bytes)) && !has_many_nuls(bytes)
}

/// NULs are no letters in any encoding: many make UTF-16, or no text. Some programs fill up the end of a file with them.
fn has_many_nuls(bytes: &[u8]) -> bool {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let nuls: usize = bytes.iter().take(end).map(|&byte| usize::from(byte == 0)).sum();
    nuls * BYTES_A_NUL > end
}

fn has_japanese_shift(bytes: &[u8]) -> bool {
    bytes.contains(&0x1B) && bytes.windows(3).any(|window| JAPANESE_SHIFTS.contains(&window))
}

/// The text in UTF-8, and what was done; UTF-8 and UTF-16 come out as they are. O(bytes).
pub fn utf8(bytes: Cow<[u8]>) -> (Vec<u8>, Option<Remark>) {
    if !is_foreign(&bytes) {
        return (bytes.into_owned(), None);
    }
    let (text, remark) = decoded(&bytes);
    (text.into_bytes(), Some(remark))
}

/// The text of a page or of XML, and what was done: by its mark, as UTF-8 if it is, else as is told of it, or as it says of
/// itself. O(bytes).
pub fn of_markup<'a>(bytes: &'a [u8], told: Option<&str>) -> (Cow<'a, str>, Option<Remark>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return (encoding.decode_without_bom_handling(body).0, None);
    }
    let told = told.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| said(bytes));
    // What was found with letters of one byte is not of two.
    let told = told.filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8);
    match (from_utf8(bytes), told) {
        (Ok(text), _) if !has_japanese_shift(bytes) => (Cow::Borrowed(text), None),
        (_, Some(encoding)) => {
            let (text, has_flaws) = encoding.decode_without_bom_handling(bytes);
            (text, Some(read_as(encoding, "as it says of itself", has_flaws)))
        }
        _ => {
            let (text, remark) = decoded(bytes);
            (Cow::Owned(text), Some(remark))
        }
    }
}

/// The encoding that a page or XML names near its beginning.
fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    let head =
        String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default()).to_ascii_lowercase();
    let label = value_of(&head, "charset=").or_else(|| value_of(&head, "encoding="))?;
    Encoding::for_label(label.as_bytes())
}

/// What stands behind a name with its equals sign, bare or in quotes.
pub fn value_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(name)?;
    let quoted = rest.trim_start().strip_prefix(['"', '\'']);
    let value = quoted.unwrap_or(rest).trim_start();
    let is_end = |letter: char| matches!(letter, '"' | '\'') || quoted.is_none() && " ;>/?\r\n\t".contains(letter);
    value.split(is_end).next()
}

fn decoded(bytes: &[u8]) -> (String, Remark) {
    if let Some((text, flaws)) = flawed_utf8(bytes) {
        let places = if flaws == 1 { "1 place".to_owned() } else { format!("{flaws} places") };
        let message = format!(
            "UTF-8 but for {places}, read there as Windows-1252. Look at letters with accents; if they are wrong, \
             export the file again."
        );
        return (text, Remark { code: Code::Encoding, message });
    }
    let encoding = guess(bytes);
    let (text, has_flaws) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), read_as(encoding, "by its letters", has_flaws))
}

/// The text in UTF-8 that was in the encoding of that label, and what is to be said of it; `None` for no such encoding. O(bytes).
pub fn recoded(bytes: &[u8], label: &str) -> Option<(String, Remark)> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let (text, has_flaws) = encoding.decode_with_bom_removal(bytes);
    let flaws = if has_flaws { " Some letters are none of it and were replaced by �." } else { "" };
    let message = format!("Read as {}, as chosen.{flaws} Look at letters with accents.", shown(encoding));
    Some((text.into_owned(), Remark { code: Code::Encoding, message }))
}

fn read_as(encoding: &'static Encoding, why: &str, has_flaws: bool) -> Remark {
    let flaws = if has_flaws { " Some letters are none of it and were replaced by �." } else { "" };
    let message = format!(
        "Not UTF-8: read as {}, {why}.{flaws} Look at letters with accents; if they are wrong, export as UTF-8.",
        shown(encoding)
    );
    Remark { code: Code::Encoding, message }
}

/// UTF-8 with a few bytes that are none, and how often.
fn flawed_utf8(bytes: &[u8]) -> Option<(String, usize)> {
    let (mut letters, mut flaws) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        flaws += usize::from(!chunk.invalid().is_empty());
    }
    if flaws == 0 || letters < flaws * LETTERS_A_FLAW {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some((text, flaws))
}

/// Looks at lines with foreign letters alone, from the whole file.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let mut seen = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if line.iter().any(|&byte| !byte.is_ascii() || byte == 0x1B) {
            detector.feed(line, false);
            seen += line.len();
        }
        if seen > SAMPLE_BYTES {
            break;
        }
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The name as people write it: `windows-1252` with a capital.
fn shown(encoding: &'static Encoding) -> String {
    encoding.name().replace("windows", "Windows")
}
