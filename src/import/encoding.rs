//! Bytes → text: UTF-8, or UTF-16 with or without a byte order mark. Binary files are refused; what is packed or in another
//! encoding is something for [`unpack`](crate::unpack).

use super::error::ReadError;
use crate::markup::Markup;
use std::borrow::Cow;

/// How the text of a file was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, ASCII included.
    Utf8,
    /// Another one, converted before it was read.
    Converted,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
}

impl Encoding {
    /// The usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Converted => "converted to UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
        }
    }
}

/// Windows-1252 at 0x80 … 0x9F (Unicode consortium, `CP1252.TXT`); undefined bytes stay C1 controls, as browsers do it.
pub const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// First bytes that give a binary file away, what it is, and what to do.
const SIGNATURES: [(&[u8], &str, &str); 6] = [
    (b"\x89PNG", "a PNG picture", PICTURE),
    (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
    (b"GIF8", "a GIF picture", PICTURE),
    (b"%PDF", "a PDF document", "export the table itself as CSV"),
    (b"SQLite format 3", "a database", "export the table as CSV"),
    (b"\x7FELF", "a program", "choose the export of the CRM"),
];
/// First bytes of what is to be unpacked before it is read: zip (workbooks too), Microsoft's compound files, gzip.
const PACKED: [&[u8]; 3] = [b"PK", b"\xD0\xCF\x11\xE0", b"\x1F\x8B"];
const PICTURE: &str = "choose the file that the CRM exported";

/// How much of a file is looked at to tell text from binary.
const SAMPLE: usize = 64 * 1024;

/// One NUL in so many bytes is a fault of a text, more make it binary.
const BYTES_A_NUL: usize = 100;

/// The text of a file.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// Borrowed when it is UTF-8. Byte order mark and NULs are gone.
    pub text: Cow<'a, str>,
    pub encoding: Encoding,
    /// NULs left out.
    pub nuls: usize,
}

/// The text of a file. O(bytes).
///
/// # Errors
/// [`ReadError::NotText`] for known binary files and text with many NULs or control characters, [`ReadError::Packed`] for
/// archives, workbooks, web pages, XML and text in any other encoding.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Decoded<'a>, ReadError> {
    if let Some(&(_, what, advice)) = SIGNATURES.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(ReadError::NotText { file: file.to_owned(), what, advice });
    }
    let packed = || ReadError::Packed { file: file.to_owned() };
    if PACKED.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(packed());
    }
    if let Some((encoding, body)) = utf16(bytes) {
        let text = decode_utf16(body, encoding);
        if Markup::of(text.as_bytes()).is_some() {
            return Err(packed());
        }
        return Ok(without_nuls(Cow::Owned(text), encoding));
    }
    refuse_binary(file, bytes)?;
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(body).map_err(|_| packed())?;
    if Markup::of(body).is_some() {
        return Err(packed());
    }
    Ok(without_nuls(Cow::Borrowed(text), Encoding::Utf8))
}

fn without_nuls(text: Cow<'_, str>, encoding: Encoding) -> Decoded<'_> {
    if !text.as_bytes().contains(&0) {
        return Decoded { text, encoding, nuls: 0 };
    }
    let nuls = occurrences(text.as_bytes(), 0);
    Decoded { text: Cow::Owned(text.replace('\0', "")), encoding, nuls }
}

fn refuse_binary(file: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // 1 and 0x1F part cells in some exports.
    let is_control = |&&byte: &&u8| byte < 0x20 && !matches!(byte, 0 | 1 | b'\t' | b'\n' | b'\r' | 0x0C | 0x1B | 0x1F);
    let controls = sample.iter().filter(is_control).count();
    // Some programs fill up the end of a file with NULs.
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let nuls = if bytes.contains(&0) { occurrences(&bytes[..end], 0) } else { 0 };
    if nuls * BYTES_A_NUL > end || controls * 100 > sample.len() {
        let (what, advice) = ("a binary file", "choose the file that the CRM exported as CSV");
        return Err(ReadError::NotText { file: file.to_owned(), what, advice });
    }
    Ok(())
}

/// How often a byte stands among others.
pub fn occurrences(bytes: &[u8], wanted: u8) -> usize {
    bytes.iter().map(|&byte| usize::from(byte == wanted)).sum()
}

/// The encoding and what follows the mark. Without a mark every other byte of the beginning has to be NUL, which is so
/// for Latin letters in UTF-16 and for no other text.
fn utf16(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    if let Some(body) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some((Encoding::Utf16Le, body));
    }
    if let Some(body) = bytes.strip_prefix(b"\xFE\xFF") {
        return Some((Encoding::Utf16Be, body));
    }
    let sample = &bytes[..bytes.len().min(512) & !1];
    let nuls = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (nuls(0), nuls(1), sample.len() / 2);
    let mostly = |count: usize| pairs >= 2 && count * 10 >= pairs * 7;
    match (mostly(even), mostly(odd)) {
        (false, true) if even == 0 => Some((Encoding::Utf16Le, bytes)),
        (true, false) if odd == 0 => Some((Encoding::Utf16Be, bytes)),
        _ => None,
    }
}

fn decode_utf16(body: &[u8], encoding: Encoding) -> String {
    let units = body.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if encoding == Encoding::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The byte of a letter in Windows-1252.
pub fn windows_1252_byte(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    let in_upper_half = || {
        let at = WINDOWS_1252.iter().position(|&own| own == letter)?;
        u8::try_from(0x80 + at).ok()
    };
    if code < 0x80 || (0xA0..=0xFF).contains(&code) { u8::try_from(code).ok() } else { in_upper_half() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<(&str, Encoding), &str>) {
        match (decode("f.csv", bytes), expected) {
            (Ok(found), Ok(expected)) => assert_eq!((found.text.as_ref(), found.encoding), expected),
            (Err(ReadError::NotText { what, .. }), Err(expected)) => assert_eq!(what, expected),
            (Err(ReadError::Packed { .. }), Err(expected)) => assert_eq!("packed", expected),
            (found, expected) => panic!("{found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn tells_encodings_apart() {
        check("a,ʤ".as_bytes(), Ok(("a,ʤ", Encoding::Utf8)));
        check(b"\xEF\xBB\xBFa,b", Ok(("a,b", Encoding::Utf8)));
        check(b"\xFF\xFEa\0,\0\xE9\0", Ok(("a,é", Encoding::Utf16Le)));
        check(b"\xFE\xFF\0a\0,\0\xE9", Ok(("a,é", Encoding::Utf16Be)));
        check(b"a\0,\0b\0\n\0", Ok(("a,b\n", Encoding::Utf16Le)));
        check(b"\0a\0,\0b\0\n", Ok(("a,b\n", Encoding::Utf16Be)));
    }

    #[test]
    fn leaves_out_a_few_nuls() {
        let mut bytes = b"name,zip\n".to_vec();
        bytes.extend(b"Acme,46\x00802\n".iter().chain(b"Globex,46803\n".repeat(20).iter()));
        bytes.extend([0; 500]);
        let found = decode("f.csv", &bytes).expect("a text");
        assert_eq!((found.nuls, found.text.contains("46802\n"), found.text.contains('\0')), (501, true, false));
    }

    #[test]
    fn refuses_what_is_no_text() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Err("a PNG picture"));
        check(b"a,b\n1,\0\0\x002\n", Err("a binary file"));
        check(b"a\x01\x02\x03,b\n", Err("a binary file"));
    }

    #[test]
    fn leaves_what_is_packed_or_foreign_to_another() {
        check(b"PK\x03\x04\x14\0", Err("packed"));
        check(b"\x1F\x8B\x08", Err("packed"));
        check(b"caf\xE9,\x80 5", Err("packed"));
        check(b"\n <!DOCTYPE html><html></html>", Err("packed"));
        check(b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Err("packed"));
        check(b"<?xml version=\"1.0\"?><Workbook/>", Err("packed"));
    }
}
