//! Web pages written as mail is, with all that belongs to them in one file (MHTML, RFC 2557): how some systems export tables
//! for a spreadsheet. The tables of all its pages are those of one.

use super::error::UnpackError;
use super::meter::Meter;
use super::page::Page;
use super::{Unpacked, text};
use std::borrow::Cow;

/// What says where parts begin.
const BOUNDARY: &str = "boundary=";
/// As far a header is read.
const HEAD_BYTES: usize = 64 * 1024;

pub fn unpack(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let (head, _) = head_and_body(bytes);
    let at = head.to_ascii_lowercase().find(BOUNDARY).and_then(|at| head.get(at + BOUNDARY.len()..));
    let boundary = at.and_then(|rest| text::value_of(rest, "")).filter(|boundary| !boundary.is_empty());
    let Some(boundary) = boundary else {
        return Err(meter.damaged(&"nothing says where its parts begin"));
    };
    let delimiter = format!("--{boundary}").into_bytes();
    let (mut page, mut remark) = (Page::default(), None);
    for part in parts(bytes, &delimiter) {
        let (head, body) = head_and_body(part);
        let lower = head.to_ascii_lowercase();
        if !lower.contains("text/html") {
            continue;
        }
        let body = decoded(&lower, body);
        let (text, told) = text::of_markup(&body, text::value_of(&lower, "charset="));
        page.read(&text, meter)?;
        remark = remark.or(told);
    }
    page.unpacked(name, remark.as_ref())
}

/// What stands between two lines that begin with the delimiter. O(bytes).
fn parts<'a>(bytes: &'a [u8], delimiter: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut at = 0;
    let starts = bytes.split_inclusive(|&byte| byte == b'\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        line.starts_with(delimiter).then_some((start, at))
    });
    let mut starts = starts.peekable();
    std::iter::from_fn(move || {
        let (_, from) = starts.next()?;
        let to = starts.peek().map_or(bytes.len(), |(to, _)| *to);
        bytes.get(from..to)
    })
}

/// The lines up to the first blank one, and what follows it.
fn head_and_body(part: &[u8]) -> (Cow<'_, str>, &[u8]) {
    let mut end = 0;
    for line in part.split_inclusive(|&byte| byte == b'\n') {
        end += line.len();
        if line.trim_ascii().is_empty() || end > HEAD_BYTES {
            break;
        }
    }
    let (head, body) = part.split_at_checked(end).unwrap_or((part, &[]));
    (String::from_utf8_lossy(head), body)
}

/// The bytes of a part as its header, in small letters, says that they were written.
fn decoded<'a>(head: &str, body: &'a [u8]) -> Cow<'a, [u8]> {
    if head.contains("quoted-printable") {
        Cow::Owned(quoted_printable(body))
    } else if head.contains("base64") {
        Cow::Owned(base64(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// RFC 2045, 6.7; what is no code stays as it stands.
fn quoted_printable(mut body: &[u8]) -> Vec<u8> {
    let figure = |byte: u8| char::from(byte).to_digit(16).and_then(|figure| u8::try_from(figure).ok());
    let mut out = Vec::with_capacity(body.len());
    while let Some((&first, rest)) = body.split_first() {
        let code = match rest {
            [high, low, ..] if first == b'=' => figure(*high).zip(figure(*low)),
            _ => None,
        };
        body = match (first, rest, code) {
            (b'=', [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..], _) => rest,
            (_, [_, _, rest @ ..], Some((high, low))) => {
                out.push((high << 4) | low);
                rest
            }
            _ => {
                out.push(first);
                rest
            }
        };
    }
    out
}

/// RFC 4648; what is no letter of it is passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for value in body.iter().filter_map(|&byte| value(byte)) {
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from((bits >> count) & 0xFF));
        }
    }
    out
}
