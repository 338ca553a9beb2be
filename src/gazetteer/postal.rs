//! What a cell says when it is a US ZIP, or a code of a country whose codes begin with that of a quarter.

/// A ZIP as read from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ZipText {
    pub number: u32,
    /// Whether the cell had lost its leading zeros.
    pub restored: bool,
    /// Whether it is one of nine figures that lost them, of which other countries have codes: only where the US is told.
    pub is_only_told: bool,
}

impl ZipText {
    /// Five digits, ZIP+4 with or without its hyphen, 3 or 4 digits that lost their zeros, and each as a spreadsheet
    /// writes a number (`27217.0`, `27,217`) or a text (`'07001`), with a hyphen that nothing follows (`27217-`), or behind
    /// the country (`US-27217`).
    pub fn parse(cell: &str) -> Option<Self> {
        if cell.len() == 5 && is_digits(cell) {
            let number = cell.bytes().fold(0, |number, digit| 10 * number + u32::from(digit - b'0'));
            return Some(Self { number, restored: false, is_only_told: false });
        }
        let cell = cell.trim().trim_matches(['\'', '"', '’', '=']).trim();
        let cell = behind_country(cell).trim_end_matches(['-', '–', ' ']);
        let cell = cell
            .split_once('.')
            .map_or(cell, |(whole, zeros)| if zeros.bytes().all(|b| b == b'0') { whole } else { cell });
        if let Some((thousands, rest)) = cell.split_once(',') {
            let is_grouped =
                matches!(thousands.len(), 1 | 2) && is_digits(thousands) && rest.len() == 3 && is_digits(rest);
            return if is_grouped { Self::parse(&format!("{thousands}{rest}")) } else { None };
        }
        let digits = match cell.split_once(['-', ' ', '–']) {
            Some((zip, plus4)) => (plus4.trim().len() == 4 && is_digits(plus4.trim())).then_some(zip.trim())?,
            None if matches!(cell.len(), 7..=9) && is_digits(cell) => &cell[..cell.len() - 4],
            None => cell,
        };
        if !(3..=5).contains(&digits.len()) || !is_digits(digits) {
            return None;
        }
        let (restored, is_only_told) = (digits.len() < 5, matches!(cell.len(), 7 | 8) && is_digits(cell));
        Some(Self { number: digits.parse().ok()?, restored, is_only_told })
    }
}

/// The beginning of a code of Britain, Canada or Ireland, which names a town or a quarter and stands among the names of their places:
/// “SW1A” of “SW1A 1AA”; and whether that is small, as no area of Canada's countryside is, whose codes have a zero there.
pub(super) fn beginning<'a>(cell: &'a str, country: &str) -> Option<(&'a str, bool)> {
    let cell = cell.trim();
    let letters = cell.bytes().filter(u8::is_ascii_alphanumeric).count();
    let begins = match (country, letters) {
        ("GB", 5..=7) => letters - 3,
        ("GB", 2..=4) => letters,
        ("CA", 3 | 6) | ("IE", 3 | 7) => 3,
        _ => return None,
    };
    let begin = cell.get(..begins)?;
    let is_one = begin.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && begin.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && begin.bytes().any(|byte| byte.is_ascii_digit());
    is_one.then_some((begin, country != "CA" || begin.as_bytes()[1] != b'0'))
}

/// What a cell holds behind the code of a state, and that code: “NC 27922”.
pub(super) fn behind_state(cell: &str) -> Option<(&str, &str)> {
    let (state, zip) = cell.split_once([' ', '-'])?;
    let is_state = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_state && zip.len() >= 5).then_some((state, zip))
}

/// What follows the country in front of a ZIP, as on letters from abroad.
fn behind_country(cell: &str) -> &str {
    let bare = ["USA", "US"].iter().find_map(|country| cell.strip_prefix(country));
    bare.and_then(|bare| bare.strip_prefix(['-', ' '])).map_or(cell, str::trim)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Located};
    use crate::model::Precision;

    fn check(cell: &str, number: u32, restored: bool) {
        let found = ZipText::parse(cell).map(|zip| (zip.number, zip.restored));
        assert_eq!(found, Some((number, restored)), "{cell}");
    }

    #[test]
    fn zips_in_every_shape() {
        check("46802", 46802, false);
        check(" 46802-1234 ", 46802, false);
        check("46802 1234", 46802, false);
        check("468021234", 46802, false);
        check("27217.0", 27217, false);
        check("'07001", 7001, false);
        check("7001", 7001, true);
        check("501", 501, true);
        check("7001.00", 7001, true);
        check("7001-1234", 7001, true);
        check("21081234", 2108, true);
        check("6011234", 601, true);
        check("27922-", 27922, false);
        check("7001 -", 7001, true);
        check("27,922", 27922, false);
        check("7,001", 7001, true);
        check("US-27922", 27922, false);
        check("USA 27922-1234", 27922, false);
    }

    #[test]
    fn codes_begin_with_their_quarter() {
        for (cell, country, expected) in [
            ("SW1A 1AA", "GB", Some(("SW1A", true))),
            ("m11ae", "GB", Some(("m1", true))),
            ("EH99", "GB", Some(("EH99", true))),
            ("K1A-0B1", "CA", Some(("K1A", true))),
            ("A0A 1A0", "CA", Some(("A0A", false))),
            ("D02 X285", "IE", Some(("D02", true))),
            ("80331", "GB", None),
            ("London", "GB", None),
            ("SW1A 1AA", "DE", None),
            ("SWé1", "GB", None),
            ("", "GB", None),
        ] {
            assert_eq!(beginning(cell, country), expected, "{cell}");
        }
    }

    #[test]
    fn other_codes_are_no_zips() {
        for cell in [
            "",
            "12",
            "SW1A 1AA",
            "123456",
            "46802.5",
            "é4680",
            "46802-12",
            "-",
            "US-",
            "1,234,567",
            "46802,5",
            "FR-75001",
            "１２３４５",
        ] {
            assert_eq!(ZipText::parse(cell), None, "{cell}");
        }
        assert!(ZipText::parse("21081234").is_some_and(|zip| zip.is_only_told));
        assert_eq!(behind_state("NC 27922"), Some(("NC", "27922")));
        assert_eq!(behind_state("SW1A 1AA"), None);
    }

    #[test]
    fn codes_that_begin_with_a_quarter_tell_it() {
        let gazetteer = with_packs(&["core.pack.gz", "places/CA.pack.gz", "places/GB.pack.gz", "places/IE.pack.gz"]);
        let check = |cells: [&str; 4], expected: Precision, lat_lon: (f64, f64), is_told: bool| {
            let [postal_code, city, region, country] = cells;
            let address = Address { postal_code, city, region, country, ..Address::default() };
            let Located { placement, findings, .. } = gazetteer.locate(&address);
            let at = placement.location.expect("it is known");
            let off = (at.lat() - lat_lon.0).abs().max((at.lon() - lat_lon.1).abs());
            assert!(off < 0.1 && placement.precision == expected, "{cells:?} {placement:?}");
            assert_eq!(
                findings.iter().any(|found| matches!(found, Finding::PlaceMismatch { .. })),
                is_told,
                "{cells:?}"
            );
        };
        check(["SW1A 1AA", "", "", "GB"], Precision::Postal, (51.5, -0.13), false);
        check(["BS8 4AA", "Clifton", "England", "GB"], Precision::Postal, (51.46, -2.62), false);
        // A slip in a code is likelier than that a large city is none; a town has namesakes.
        check(["WA1 1DP", "London", "", "GB"], Precision::City, (51.51, -0.13), true);
        check(["WA1 1DP", "London", "England", "GB"], Precision::City, (51.51, -0.13), true);
        check(["L1 1AA", "Guildford", "", "GB"], Precision::Postal, (53.4, -2.98), true);
        check(["D02 X285", "", "", "IE"], Precision::Postal, (53.34, -6.25), false);
        check(["M5V 2T6", "", "", "CA"], Precision::Postal, (43.64, -79.4), false);
        check(["V5H 4M1", "Toronto", "ON", "CA"], Precision::City, (43.71, -79.4), true);
        // So large an area tells less than the city.
        check(["A0A 1A0", "Bay Roberts", "NL", "CA"], Precision::City, (47.6, -53.27), false);
        check(["ZZ99 9ZZ", "Leeds", "", "GB"], Precision::City, (53.8, -1.55), false);
    }
}
