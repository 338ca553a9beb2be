//! Text that was written in one encoding and read in another: `MÃ¼nchen` → “München”, `Krak¢w` → “Kraków”.

/// What 0x80 to 0x9F are in Windows-1252; 0xFFFD for none.
const UPPER: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

/// What 0x80 to 0xFF are in the other encodings that programs mistake for each other.
#[rustfmt::skip]
const OTHERS: [&str; 7] = [
    // 437: the first PCs.
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}",
    // 850: DOS in western Europe.
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
    // 852: DOS in central Europe.
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}",
    // Mac: Mac OS.
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    // Windows-1250: central Europe.
    "€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    // Windows-1251: Cyrillic letters.
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
    // Windows-1254: Turkey.
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}\u{FFFD}Ÿ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
];

/// The text as it was meant, if reading its bytes the other way gives anything sensible; undone twice if need be.
pub(super) fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        // Some write the letters of Windows-1252 in one way, and those beyond in another.
        return unescaped(text).map(|once| unescaped(&once).unwrap_or(once));
    }
    let Some(once) = undone_once(text, byte_of) else {
        // Letters of several bytes: by chance no text of some length reads so.
        return OTHERS.iter().find_map(|table| undone_once(text, |c| byte_in(table, c)));
    };
    Some(undone_once(&once, byte_of).unwrap_or(once))
}

/// How links, mails and programs write a letter as figures: what begins it, and how many figures follow.
const ESCAPES: [(&str, usize); 4] = [("%", 2), ("\\x", 2), ("=", 2), ("\\u", 4)];

/// Letters that a link, a mail or a program wrote as figures: `M%C3%BCnchen`, `M=C3=BCnchen`, `M\xfcnchen`, `M\u00fcnchen`.
fn unescaped(text: &str) -> Option<String> {
    let (mark, figures) = ESCAPES.into_iter().find(|(mark, _)| text.contains(mark))?;
    let mut parts = text.split(mark);
    // Bytes of UTF-8 or of Windows-1252, or units of UTF-16: what is of two figures may be either.
    let mut units: Vec<u16> = parts.next()?.encode_utf16().collect();
    for part in parts {
        let digits = part.get(..figures).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        units.push(u16::from_str_radix(digits, 16).ok()?);
        units.extend(part[figures..].encode_utf16());
    }
    let bytes: Option<Vec<u8>> = units.iter().map(|&unit| u8::try_from(unit).ok()).collect();
    let of_bytes = |bytes: Vec<u8>| {
        String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|&byte| letter_of(byte)).collect())
    };
    let meant = if figures == 4 { String::from_utf16(&units).ok() } else { bytes.map(of_bytes) };
    meant.filter(|meant| !meant.contains(char::is_control))
}

/// What a text may have been that was no UTF-8: written in one of the others and read as Windows-1252, or the other way round. Which
/// of them it was, only the places tell.
pub(super) fn other_readings(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for table in OTHERS {
        let letter = |byte: u8| match byte {
            0..0x80 => Some(char::from(byte)),
            _ => table.chars().nth(usize::from(byte) - 0x80).filter(|&letter| letter != '\u{FFFD}'),
        };
        found.extend(text.chars().map(|c| letter(byte_of(c)?)).collect::<Option<String>>());
        found.extend(text.chars().map(|c| Some(letter_of(byte_in(table, c)?))).collect::<Option<String>>());
    }
    found.retain(|reading| reading != text);
    found
}

/// The letter of a byte in Windows-1252.
fn letter_of(byte: u8) -> char {
    let upper = byte.checked_sub(0x80).and_then(|at| UPPER.get(usize::from(at)));
    upper.map_or(char::from(byte), |&code| char::from_u32(u32::from(code)).unwrap_or('\u{FFFD}'))
}

/// The byte that stands for a letter in one of the other encodings.
fn byte_in(table: &str, c: char) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(u32::from(c)).ok();
    }
    table.chars().position(|known| known == c).and_then(|at| u8::try_from(at + 0x80).ok())
}

fn undone_once(text: &str, byte_of: impl Fn(char) -> Option<u8>) -> Option<String> {
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
        // Read as DOS, as Mac OS had it, and as Windows has it in central Europe.
        check("M├╝nchen", Some("München"));
        check("M√ºnchen", Some("München"));
        check("PoznaĹ„", Some("Poznań"));
        check("M%C3%BCnchen", Some("München"));
        check("M\\u00fcnchen", Some("München"));
        check("M\\xfcnchen", Some("München"));
        check("\\u0141\\xf3d\\u017a", Some("Łódź"));
        check("M%FCnchen", Some("München"));
        check("M=C3=BCnchen", Some("München"));
        check("100%", None);
        check("a=b", None);
        check("a\\user", None);
    }

    #[test]
    fn other_encodings_are_tried() {
        let may_be = |text: &str, meant: &str| other_readings(text).iter().any(|reading| reading == meant);
        assert!(may_be("£ódŸ", "Łódź") && may_be("Krak¢w", "Kraków") && may_be("Beþiktaþ", "Beşiktaş"));
        assert!(may_be("M³nchen", "München") && may_be("MŸnchen", "München"));
        assert!(other_readings("Munich").is_empty());
        for table in OTHERS {
            assert_eq!(table.chars().count(), 128);
        }
    }
}
