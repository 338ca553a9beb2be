//! Text that was written as UTF-8 and read as Windows-1252: `MÃ¼nchen` → “München”.

/// What 0x80 to 0x9F are in Windows-1252; 0xFFFD for none.
const UPPER: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

/// The text as it was meant, if reading its bytes the other way gives anything sensible; undone twice if need be.
pub(super) fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let once = undone_once(text)?;
    Some(undone_once(&once).unwrap_or(once))
}

fn undone_once(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    // Bytes that are no UTF-8 were none before.
    let meant = String::from_utf8(bytes?).ok()?;
    (!meant.is_ascii()).then_some(meant)
}

fn byte_of(c: char) -> Option<u8> {
    let code = u32::from(c);
    let upper = || UPPER.iter().position(|&known| u32::from(known) == code).and_then(|at| u8::try_from(at + 0x80).ok());
    u8::try_from(code).ok().or_else(upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_wrongly_is_read_again() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(undone(text).as_deref(), expected, "{text}");
        check("MÃ¼nchen", Some("München"));
        check("MÃƒÂ¼nchen", Some("München"));
        check("ÅÃ³dÅº", None);
        check("Å\u{81}Ã³dÅº", Some("Łódź"));
        check("ä¸Šæµ·", Some("上海"));
        check("München", None);
        check("Munich", None);
        check("Москва", None);
    }
}
