//! How postal codes are written, by country: what in a whole address is one, and which country it tells.

/// A way of writing codes.
struct Shape {
    /// `9` a figure, `A` a letter, `*` a capital or a figure, a space one that may be missing; anything else is itself.
    pattern: &'static str,
    countries: &'static str,
    /// The country, where no other writes its codes so.
    tells: &'static str,
}

const fn shape(pattern: &'static str, countries: &'static str, tells: &'static str) -> Shape {
    Shape { pattern, countries, tells }
}

impl Shape {
    /// Whether a country is among those that write so; each has two letters and a space behind it.
    fn is_of(&self, country: &str) -> bool {
        self.countries.as_bytes().chunks(3).any(|own| own.starts_with(country.as_bytes()))
    }
}

const SHAPES: &[Shape] = &[
    shape("999", "FO IS LS MG TW", ""),
    shape(
        "9999",
        "AF AL AM AR AT AU BD BE BG BO CH CY DK ET GE GL HU LI LU LV MD MK MT NL NO NZ PH PY SI SJ TN VE ZA",
        "",
    ),
    shape(
        "99999",
        "AS BA CR CU CZ DE DO DZ EE EG ES FI FR GF GP GR GT GU HN HR ID IQ IT JO KE KH KR KW LA LK LT MA MC ME MM MP MQ MX MY NC \
        NI NP PE PF PK PR RE RS SA SE SK SM SN TH TR TW UA US UY VA VI YT ZM",
        "",
    ),
    shape("99999-9999", "AS GU MP PR SA US VI", ""),
    shape("999999", "BY CN CO EC IN KG KZ MN NG PA RO RU SG TJ TM TT UZ VN", ""),
    shape("999 999", "IN", ""),
    shape("999 99", "CZ GR SE SK", ""),
    shape("9999999", "CL IL JP", ""),
    shape("99999999", "BR", ""),
    shape("99-999", "PL", "PL"),
    shape("9999-999", "PT", "PT"),
    shape("99999-999", "BR", "BR"),
    shape("999-9999", "JP", "JP"),
    shape("999-99", "TW", ""),
    shape("9999 AA", "NL", "NL"),
    shape("A9A 9A9", "CA", "CA"),
    shape("A9 9AA", "GB GG IM JE", "GB"),
    shape("A99 9AA", "GB GG IM JE", "GB"),
    shape("AA9 9AA", "GB GG IM JE", "GB"),
    shape("AA99 9AA", "GB GG IM JE", "GB"),
    shape("A9A 9AA", "GB", "GB"),
    shape("AA9A 9AA", "GB", "GB"),
    shape("A99 ****", "IE", ""),
    shape("D6W ****", "IE", ""),
    shape("AAA 9999", "MT", ""),
    shape("A9999AAA", "AR", ""),
];

/// What stands before a code for a country, as on letters from abroad: `D-80331`, `CH-8001`.
const ABROAD: &[(&str, &str)] = &[
    ("A", "AT"),
    ("B", "BE"),
    ("D", "DE"),
    ("E", "ES"),
    ("F", "FR"),
    ("H", "HU"),
    ("I", "IT"),
    ("L", "LU"),
    ("N", "NO"),
    ("P", "PT"),
    ("S", "SE"),
    ("CH", "CH"),
    ("AT", "AT"),
    ("BE", "BE"),
    ("CZ", "CZ"),
    ("DE", "DE"),
    ("DK", "DK"),
    ("EE", "EE"),
    ("FIN", "FI"),
    ("FI", "FI"),
    ("FL", "LI"),
    ("FR", "FR"),
    ("HR", "HR"),
    ("HU", "HU"),
    ("IT", "IT"),
    ("LT", "LT"),
    ("LU", "LU"),
    ("LV", "LV"),
    ("MD", "MD"),
    ("NL", "NL"),
    ("NO", "NO"),
    ("PL", "PL"),
    ("PT", "PT"),
    ("RO", "RO"),
    ("SE", "SE"),
    ("SI", "SI"),
    ("SK", "SK"),
];

/// The states of the US whose ZIPs begin with a zero, which spreadsheets take away.
const ZEROS: [&str; 7] = ["CT", "MA", "ME", "NH", "NJ", "RI", "VT"];

/// Longer texts are no codes.
const LONGEST: usize = 12;

/// A text that may be a postal code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code<'a> {
    /// As it stands there, without the country.
    pub text: &'a str,
    /// ISO code of the country that it tells by its shape or by what stands before it; empty for none.
    pub tells: &'static str,
}

impl<'a> Code<'a> {
    /// Reads a text that is a code as a whole. O(shapes).
    pub fn read(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if let Some((before, bare)) = text.split_once('-')
            && let Some((_, country)) = ABROAD.iter().find(|(own, _)| *own == before)
        {
            return writes(bare, country).then_some(Self { text: bare, tells: country });
        }
        let shape = SHAPES.iter().find(|shape| fits(text, shape.pattern))?;
        Some(Self { text, tells: shape.tells })
    }

    /// Whether it is figures alone, and how many.
    pub fn figures(&self) -> Option<usize> {
        self.text.bytes().all(|byte| byte.is_ascii_digit()).then_some(self.text.len())
    }

    /// Whether codes of a country are written so; those of which nothing is known are figures.
    pub fn is_of(&self, country: &str) -> bool {
        if !self.tells.is_empty() && self.tells != country {
            return false;
        }
        writes(self.text, country) || (self.figures().is_some() && !SHAPES.iter().any(|shape| shape.is_of(country)))
    }

    /// Whether it may be a US ZIP that has lost its zero: four figures.
    pub fn is_bare_zip(&self) -> bool {
        self.tells.is_empty() && self.figures() == Some(4)
    }

    /// The same in a state of the US by its code.
    pub fn is_bare_zip_of(&self, state: &str) -> bool {
        self.is_bare_zip() && ZEROS.contains(&state)
    }

    /// Whether it may be a US ZIP: five figures, with or without four more.
    pub fn is_zip(&self) -> bool {
        self.tells.is_empty() && writes(self.text, "US")
    }
}

/// Whether a country writes its codes so.
fn writes(text: &str, country: &str) -> bool {
    SHAPES.iter().any(|shape| fits(text, shape.pattern) && shape.is_of(country))
}

fn fits(text: &str, pattern: &str) -> bool {
    let mut letters = text.bytes().peekable();
    for wanted in pattern.bytes() {
        let next = letters.peek().copied();
        let is_fit = match wanted {
            b'9' => next.is_some_and(|letter| letter.is_ascii_digit()),
            b'A' => next.is_some_and(|letter| letter.is_ascii_alphabetic()),
            b'*' => next.is_some_and(|letter| letter.is_ascii_digit() || letter.is_ascii_uppercase()),
            b' ' if next != Some(b' ') => continue,
            other => next == Some(other),
        };
        if !is_fit {
            return false;
        }
        letters.next();
    }
    letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_their_country_by_shape() {
        for (text, code, tells) in [
            ("94043", "94043", ""),
            ("94043-1351", "94043-1351", ""),
            ("SW1A 2AA", "SW1A 2AA", "GB"),
            ("m11ae", "m11ae", "GB"),
            ("M5V 2T6", "M5V 2T6", "CA"),
            ("1012 LG", "1012 LG", "NL"),
            ("111 57", "111 57", ""),
            ("00-001", "00-001", "PL"),
            ("1100-048", "1100-048", "PT"),
            ("01310-100", "01310-100", "BR"),
            ("100-8111", "100-8111", "JP"),
            ("D-80331", "80331", "DE"),
            ("CH-8001", "8001", "CH"),
            ("SE-111 57", "111 57", "SE"),
        ] {
            assert_eq!(Code::read(text), Some(Code { text: code, tells }), "{text}");
        }
        for text in ["", "12", "Suite 200", "5th", "D-8033", "A-94043", "12345678901234", "８００１", "B12"] {
            assert_eq!(Code::read(text), None, "{text}");
        }
    }

    #[test]
    fn countries_know_their_codes() {
        let is_of = |text: &str, country| Code::read(text).is_some_and(|code| code.is_of(country));
        assert!(is_of("80331", "DE") && is_of("560001", "IN") && is_of("M5V 2T6", "CA") && is_of("1010", "AT"));
        assert!(!is_of("94043", "CA") && !is_of("8033", "DE") && !is_of("SW1A 2AA", "DE"));
        // Of Ghana nothing is known.
        assert!(is_of("12345", "GH") && !is_of("M5V 2T6", "GH"));
    }
}
