//! Letters written as in a web page: `M&uuml;nchen`, `St. John&#39;s`, as shops export them.

use super::encoding::WINDOWS_1252;
use std::borrow::Cow;

/// The names of U+00A0 to U+00FF in HTML 4, in that order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
    "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
    "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve",
    "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
    "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];
/// Those of markup, and of letters and punctuation beyond.
const OTHERS: [(&str, char); 19] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("trade", '™'),
    ("euro", '€'),
];
/// No name and no number is longer.
const LONGEST: usize = 8;
/// Some programs escape what is escaped.
const ROUNDS: usize = 2;

/// Whether an entity stands in a text. O(bytes).
pub fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| entity(&text[at + 1..]).is_some())
}

/// The text with its entities as letters; `None` where it has none. O(bytes).
pub fn decoded(text: &str) -> Option<String> {
    let mut meant = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        match decoded_once(&meant) {
            Some(once) => meant = Cow::Owned(once),
            None => break,
        }
    }
    match meant {
        Cow::Borrowed(_) => None,
        Cow::Owned(meant) => Some(meant.trim().to_owned()),
    }
}

fn decoded_once(text: &str) -> Option<String> {
    let mut meant = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        meant.push_str(before);
        let (letter, length) = entity(&from[1..]).unwrap_or(('&', 0));
        meant.push(letter);
        rest = &from[1 + length..];
    }
    meant.push_str(rest);
    (meant != text).then_some(meant)
}

/// The letter of the entity behind an ampersand, and how many bytes it takes, the semicolon included.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let name = &text[..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => of_number(number)?,
        None => of_name(name)?,
    };
    // A space that does not break is one.
    let letter = if letter == '\u{a0}' { ' ' } else { letter };
    Some((letter, end + 1))
}

fn of_name(name: &str) -> Option<char> {
    let other = || OTHERS.iter().find(|(own, _)| *own == name).map(|(_, letter)| *letter);
    let latin = LATIN.iter().position(|own| *own == name).and_then(|at| u8::try_from(0xA0 + at).ok());
    latin.map(char::from).or_else(other)
}

/// Control characters are none that were meant; those of Windows-1252 are read as browsers read them.
fn of_number(number: &str) -> Option<char> {
    let hex = number.strip_prefix(['x', 'X']);
    let (digits, base) = hex.map_or((number, 10), |digits| (digits, 16));
    let is_number = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let code = u32::from_str_radix(digits, base).ok().filter(|_| is_number)?;
    let letter = match code {
        0x80..=0x9F => *WINDOWS_1252.get(usize::try_from(code - 0x80).ok()?)?,
        _ => char::from_u32(code)?,
    };
    (!letter.is_control()).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_letters() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
            assert_eq!(has_entity(text), expected.is_some(), "{text}");
        };
        check("M&uuml;nchen", Some("München"));
        check("St. John&#39;s &amp; Sons", Some("St. John's & Sons"));
        check("&#x141;&oacute;d&#378;", Some("Łódź"));
        check("&Aring;lesund &yuml;", Some("Ålesund ÿ"));
        check("R&amp;amp;D", Some("R&D"));
        check("O&#146;Fallon", Some("O’Fallon"));
        check("Rome&nbsp;", Some("Rome"));
        check("&nbsp;", Some(""));
        check("Smith & Sons; Co", None);
        check("AT&T;", None);
        check("a?b=1&copy=2", None);
        check("&#0; &#x1F; &#xD800; &#; &#x; &unknown; &é;", None);
        check("&", None);
    }
}
