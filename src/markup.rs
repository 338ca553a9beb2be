//! Text written as markup: tables that programs save as a web page or as XML, whatever they call the file.
//!
//! One look decides, for the room that leaves such a file to another as for the one that opens it.

/// How a web page begins.
const PAGE: [&str; 8] = ["!doctype html", "html", "head", "meta", "style", "body", "table", "script"];
/// How a piece of a page may begin, if a table follows; a header of a CSV may be written so as well.
const PIECE: [&str; 13] = ["b", "br", "center", "div", "font", "form", "h1", "h2", "h3", "link", "p", "span", "title"];
/// How the header of a bundle begins, and what it says.
const BUNDLE: [&str; 2] = ["mime-version:", "from: <saved by"];
const RELATED: &[u8] = b"multipart/related";
/// As far a table is looked for.
const PIECE_BYTES: usize = 64 * 1024;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// A web page, or a piece of one.
    Page,
    /// XML.
    Xml,
    /// A web page and what belongs to it in one file, written as mail is (MHTML, RFC 2557).
    Bundle,
}

impl Markup {
    /// What the beginning of a text says, in UTF-8 or any encoding with the letters of ASCII. O(bytes), at most 64 KiB.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let head = text.get(..text.len().min(PIECE_BYTES)).unwrap_or_default();
        let begin = after_comments(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head));
        if let Some(rest) = after(begin, "?xml") {
            let mut rest = past(rest, b"?>");
            while let Some(instruction) = rest.strip_prefix(b"<?") {
                rest = past(instruction, b"?>");
            }
            let is_page = ["!doctype html", "html"].iter().any(|word| after(rest, word).is_some());
            return Some(if is_page { Self::Page } else { Self::Xml });
        }
        if ["workbook", "ss:workbook"].iter().any(|word| after(begin, word).is_some()) {
            return Some(Self::Xml);
        }
        let is_piece = || {
            PIECE.iter().any(|word| after(begin, word).is_some())
                && begin.split(|&byte| byte == b'<').any(|tag| starts_with(tag, "table") && tag.len() > 5)
        };
        if BUNDLE.iter().any(|word| starts_with(begin, word)) {
            let says = begin.windows(RELATED.len()).any(|window| window.eq_ignore_ascii_case(RELATED));
            return says.then_some(Self::Bundle);
        }
        (PAGE.iter().any(|word| after(begin, word).is_some()) || is_piece()).then_some(Self::Page)
    }
}

/// What follows blanks and comments.
fn after_comments(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        match text.strip_prefix(b"<!--") {
            Some(comment) => text = past(comment, b"-->"),
            None => return text,
        }
    }
}

/// What follows the first of this, blanks and comments; nothing where there is none.
fn past<'a>(text: &'a [u8], end: &[u8]) -> &'a [u8] {
    let found = text.windows(end.len()).position(|window| window == end);
    found.map_or(&[], |at| after_comments(text.get(at + end.len()..).unwrap_or_default()))
}

/// What follows a tag of this name, in small letters; `None` for another.
fn after<'a>(text: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let tag = text.strip_prefix(b"<").filter(|tag| starts_with(tag, name))?;
    let rest = tag.get(name.len()..)?;
    let goes_on = rest.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-'));
    (!goes_on).then_some(rest)
}

fn starts_with(text: &[u8], word: &str) -> bool {
    text.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_at_the_beginning_tells() {
        let check = |text: &str, expected| assert_eq!(Markup::of(text.as_bytes()), expected, "{text}");
        check("\u{feff}\n <!DOCTYPE html><html></html>", Some(Markup::Page));
        check("<!-- made by -->\n<!-- us --><TABLE border=1>", Some(Markup::Page));
        check("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html/>", Some(Markup::Page));
        check("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>", Some(Markup::Xml));
        check("<ss:Workbook xmlns:ss=\"x\">", Some(Markup::Xml));
        check("<div class=report><h2>Accounts</h2><table><tr>", Some(Markup::Page));
        check("<b>Name</b>,<b>City</b>\nAcme,Boston\n", None);
        check("<table_id>,b\n1,2\n", None);
        check("<none>,b\n", None);
        let head = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: Multipart/Related; boundary=x\r\n";
        check(head, Some(Markup::Bundle));
        check("From: <Saved by Blink>\nContent-Type: multipart/related;\n", Some(Markup::Bundle));
        check("MIME-Version: 1.0,b\n1,2\n", None);
        check("<!-- never closed", None);
        check("a,b\n<table>,2\n", None);
        check("", None);
    }
}
