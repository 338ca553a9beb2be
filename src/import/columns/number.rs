//! Numbers as people write them: any decimal and thousands marks, currencies, percent, accounting negatives, digits of other
//! scripts, `1.2M`.

use super::currency::take_currency;
use super::dates::Dates;
use std::borrow::Cow;

/// The decimal mark of a column; the other one groups thousands, as blanks and apostrophes do in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

/// What one number says about the marks of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vote {
    /// Certainly so.
    For(Marks),
    /// `1,234` or `1.234`: with this decimal mark it is a fraction, with the other one whole thousands.
    Either(Marks),
    /// A whole number without marks, with so many digits.
    Plain(usize),
    /// No number.
    None,
}

/// What people write where there is no number.
const MISSING: [&str; 33] = [
    "-", "–", "—", ".", "n/a", "na", "#n/a", "null", "none", "nan", "nil", "k.a.", "n.a.", "n.v.", "n/d", "nd", "s/d",
    "н/д", "#value!", "#div/0!", "#ref!", "#null!", "#num!", "#name?", "#nv", "#wert!", "#bezug!", "#zahl!",
    "#valeur!", "#nombre?", "#n/d", "\\n", "(blank)",
];
/// Words behind a number that make it larger, and by how many digits.
const SCALES: [(&str, i32); 17] = [
    ("Mio.", 6),
    ("Mio", 6),
    ("mio", 6),
    ("Mrd.", 9),
    ("Mrd", 9),
    ("millions", 6),
    ("million", 6),
    ("Millionen", 6),
    ("millones", 6),
    ("milhões", 6),
    ("mn", 6),
    ("bn", 9),
    ("Tsd.", 3),
    ("Tsd", 3),
    ("k", 3),
    ("K", 3),
    ("M", 6),
];
/// Longer cells are texts.
const MAX_BYTES: usize = 64;

/// What a cell holds, as a number, a day or an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading<T = f64> {
    /// What was read. Numbers are finite; per cent are divided by 100 only for display, so `12 %` is 12.
    Value(T),
    /// Nothing, or a word for nothing.
    Missing,
    /// Something else.
    Unreadable,
}

/// A number without what stands around it.
struct Bare<'a> {
    /// Digits and marks.
    body: &'a str,
    negative: bool,
    /// How many digits larger than it looks.
    scale: i32,
    unit: &'static str,
    /// The decimal mark before a dash in place of cents.
    cents: Option<Marks>,
}

impl Marks {
    /// Reads a cell. O(length); no allocation for plain numbers.
    pub fn read(self, cell: &str) -> Reading {
        let cell = cell.trim();
        if cell.is_empty() {
            return Reading::Missing;
        }
        if self == Self::Point && is_plain(cell) {
            return match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => Reading::Value(number),
                _ => Reading::Unreadable,
            };
        }
        match (self.dressed(cell), is_missing(cell)) {
            (Some(number), _) => Reading::Value(number),
            (None, true) => Reading::Missing,
            (None, false) => Reading::Unreadable,
        }
    }

    /// The number of a cell, if it holds one.
    pub fn number(self, cell: &str) -> Option<f64> {
        match self.read(cell) {
            Reading::Value(number) => Some(number),
            Reading::Missing | Reading::Unreadable => None,
        }
    }

    /// The other decimal mark.
    pub fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    /// A number with signs, currencies and groups.
    fn dressed(self, cell: &str) -> Option<f64> {
        if is_words(cell) {
            return None;
        }
        let plain = in_ascii(cell)?;
        let bare = undress(&plain)?;
        let (mantissa, exponent) = match bare.body.find(['e', 'E']) {
            Some(at) => (bare.body[..at].trim_end(), bare.body[at + 1..].parse::<i32>().ok()?),
            None => (bare.body, 0),
        };
        let (decimal, group) = if self == Self::Point { (b'.', b',') } else { (b',', b'.') };
        let at = mantissa.bytes().position(|byte| byte == decimal).unwrap_or(mantissa.len());
        let (whole, fraction) = (&mantissa[..at], mantissa.get(at + 1..).unwrap_or(""));
        let mut digits = String::with_capacity(mantissa.len() + 8);
        push_grouped(&mut digits, whole, group)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (digits.is_empty() && fraction.is_empty()) {
            return None;
        }
        digits.push('.');
        digits.push_str(fraction);
        let exponent = exponent.checked_add(bare.scale)?;
        if exponent != 0 {
            digits.push('e');
            digits.push_str(&exponent.to_string());
        }
        let number: f64 = digits.parse().ok()?;
        number.is_finite().then_some(if bare.negative { -number } else { number })
    }
}

/// How a cell votes on the marks of its column, and the unit that stands beside it: a currency, `%`, or nothing.
pub fn vote(cell: &str) -> (Vote, &'static str) {
    let cell = cell.trim();
    if is_words(cell) {
        return (Vote::None, "");
    }
    let Some(plain) = in_ascii(cell) else { return (Vote::None, "") };
    let Some(bare) = undress(&plain) else { return (Vote::None, "") };
    let mantissa = bare.body.split(['e', 'E']).next().unwrap_or("").trim_end();
    if !mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ' | b'\'')) {
        return (Vote::None, "");
    }
    let vote = match (vote_of(mantissa), bare.cents) {
        (_, _) if mantissa.is_empty() => Vote::None,
        (Vote::Plain(_) | Vote::Either(_), Some(marks)) => Vote::For(marks),
        (vote, _) => vote,
    };
    (vote, bare.unit)
}

fn vote_of(body: &str) -> Vote {
    let count = |mark: u8| body.bytes().filter(|&byte| byte == mark).count();
    let (commas, points) = (count(b','), count(b'.'));
    let Some(last) = body.rfind(['.', ',']) else {
        return if body.bytes().all(|byte| byte.is_ascii_digit()) { Vote::Plain(body.len()) } else { Vote::None };
    };
    let mark = if body.as_bytes()[last] == b',' { Marks::Comma } else { Marks::Point };
    let (before, after) = (last, body.len() - last - 1);
    let groups_fit = || push_grouped(&mut String::new(), body, body.as_bytes()[last]).is_some();
    match (commas, points) {
        (0, 1) | (1, 0) if after == 3 && (1..=3).contains(&before) && !body.starts_with('0') => Vote::Either(mark),
        (0, 1) | (1, 0) => Vote::For(mark),
        (0, _) | (_, 0) if groups_fit() => Vote::For(mark.other()),
        (0, _) | (_, 0) => Vote::None,
        _ => Vote::For(mark),
    }
}

/// Whether a cell is a number, a date, a telephone number, an address of mail or web: something that fills a column rather than
/// names it.
pub fn looks_like_value(cell: &str) -> bool {
    let cell = cell.trim();
    let is_number = || Marks::Point.number(cell).is_some() || Marks::Comma.number(cell).is_some();
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && (is_number() || is_dialled(cell) || Dates::default().written(cell).is_some())
        || cell.contains('@')
        || cell.starts_with("http")
}

/// Whether a cell is a telephone number: more figures than two years have, or those behind a sign that it is one.
fn is_dialled(cell: &str) -> bool {
    let figures = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_phone = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-() ./".contains(&byte));
    let least = if cell.starts_with(['+', '0', '(']) { 7 } else { 9 };
    is_phone && (least..=15).contains(&figures)
}

/// Whether a cell says that there is nothing.
pub fn is_missing(cell: &str) -> bool {
    cell.len() <= 8 && MISSING.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Whether a cell can be no number at a glance, as most cells of most columns.
fn is_words(cell: &str) -> bool {
    cell.is_ascii() && !cell.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the standard library reads a cell as people mean it.
fn is_plain(cell: &str) -> bool {
    let mut points = 0;
    let is_part = |(at, byte): (usize, u8)| match byte {
        b'.' => {
            points += 1;
            points < 2
        }
        b'-' => at == 0,
        _ => byte.is_ascii_digit(),
    };
    cell.bytes().enumerate().all(is_part) && cell != "." && cell != "-"
}

/// Digits, signs and blanks of other scripts in ASCII; `None` for a long text.
fn in_ascii(cell: &str) -> Option<Cow<'_, str>> {
    if cell.len() > MAX_BYTES {
        return None;
    }
    if cell.is_ascii() {
        return Some(Cow::Borrowed(cell));
    }
    let plain = |letter: char| match letter {
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => ' ',
        '−' | '–' | '—' | '﹣' => '-',
        '’' | '‘' | '´' | '٬' => '\'',
        '٫' => '.',
        '٪' => '%',
        '٠'..='٩' => digit(letter, '٠'),
        '۰'..='۹' => digit(letter, '۰'),
        '！'..='～' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    // Direction marks stand around numbers in right-to-left text.
    let is_shown = |letter: &char| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}');
    Some(Cow::Owned(cell.chars().filter(is_shown).map(plain).collect()))
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(letter as u32 - zero as u32, 10).unwrap_or(letter)
}

/// Takes signs, brackets, per cent, currencies and words for thousands and millions off; `None` where there is no digit.
fn undress(cell: &str) -> Option<Bare<'_>> {
    let mut bare = Bare { body: cell.trim(), negative: false, scale: 0, unit: "", cents: None };
    while let Some(rest) = bare.take_one() {
        bare.body = rest.trim();
    }
    bare.body.bytes().any(|byte| byte.is_ascii_digit()).then_some(bare)
}

impl<'a> Bare<'a> {
    /// What is left when one thing around the digits is taken off.
    fn take_one(&mut self) -> Option<&'a str> {
        let body = self.body;
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        if is_digit(body.as_bytes().first()) && is_digit(body.as_bytes().last()) {
            return None;
        }
        if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            self.negative = !self.negative;
            return Some(inner);
        }
        // `500.-`, `5,--`, `5:-`: a dash in place of cents, as the Swiss, Germans and people of the north write prices.
        let before = body.trim_end_matches('-');
        if let Some(rest) =
            before.strip_suffix(['.', ',', ':']).filter(|rest| before.len() < body.len() && !rest.is_empty())
        {
            self.cents = match before.as_bytes().last() {
                Some(b'.') => Some(Marks::Point),
                Some(b',') => Some(Marks::Comma),
                _ => self.cents,
            };
            return Some(rest);
        }
        for sign in ['-', '+'] {
            if let Some(rest) = body.strip_prefix(sign).or_else(|| body.strip_suffix(sign)) {
                self.negative ^= sign == '-';
                return Some(rest);
            }
        }
        if let Some(rest) = body.strip_suffix('%') {
            self.unit = "%";
            return Some(rest);
        }
        if let Some((rest, code)) = take_currency(body) {
            self.unit = code;
            return Some(rest);
        }
        let scale = SCALES.iter().find_map(|&(word, scale)| body.strip_suffix(word).map(|rest| (rest, scale)));
        let (rest, scale) =
            scale.filter(|_| self.scale == 0 && body.starts_with(|first: char| first.is_ascii_digit()))?;
        self.scale = scale;
        Some(rest)
    }
}

/// Adds the digits of a whole number whose groups, if any, have three digits (two or three in the Indian way) and are
/// parted by one mark.
fn push_grouped(digits: &mut String, whole: &str, group: u8) -> Option<()> {
    let is_mark = |byte: u8| byte == group || matches!(byte, b' ' | b'\'');
    let mut marks = whole.bytes().filter(|byte| is_mark(*byte));
    let Some(mark) = marks.next() else {
        digits.push_str(whole);
        return whole.bytes().all(|byte| byte.is_ascii_digit()).then_some(());
    };
    if marks.any(|other| other != mark) {
        return None;
    }
    let mut last = 0;
    for (position, part) in whole.split(char::from(mark)).enumerate() {
        // Between the first group and the last, two digits are the Indian way.
        let least = if position == 0 { 1 } else { 2 };
        if !(least..=3).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(part);
        last = part.len();
    }
    (last == 3).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(marks: Marks, cell: &str, expected: Reading) {
        assert_eq!(marks.read(cell), expected, "{cell}");
    }

    #[test]
    fn reads_numbers_of_all_countries() {
        use Marks::{Comma, Point};
        for (marks, cell, expected) in [
            (Point, "12", 12.0),
            (Point, "-4.5", -4.5),
            (Point, "$22,053", 22_053.0),
            (Point, "(1,200)", -1200.0),
            (Point, "($1,200.50)", -1200.5),
            (Point, "$(1,200.50)", -1200.5),
            (Point, "-$1,200.50", -1200.5),
            (Point, "12 %", 12.0),
            (Point, "1.2E+3", 1200.0),
            (Point, "1e-3", 0.001),
            (Point, "12,34,567.5", 1_234_567.5),
            (Point, "5-", -5.0),
            (Point, "+5", 5.0),
            (Point, ".5", 0.5),
            (Point, "1.2k", 1200.0),
            (Point, "$1.2M", 1_200_000.0),
            (Comma, "3,5 Mio. €", 3_500_000.0),
            (Comma, "1.234,5 €", 1234.5),
            (Comma, "EUR 1.234,50", 1234.5),
            (Comma, "R$ 1.234", 1234.0),
            (Point, "5 US$", 5.0),
            (Comma, "20,992", 20.992),
            (Comma, "1 234 567,8", 1_234_567.8),
            (Comma, "1\u{a0}234,5", 1234.5),
            (Comma, "1\u{202f}234,5", 1234.5),
            (Comma, "CHF 1'234", 1234.0),
            (Point, "1’234.50", 1234.5),
            (Comma, "−3,5", -3.5),
            (Point, "１２３．５", 123.5),
            (Point, "١٬٢٣٤٫٥", 1234.5),
            (Point, "₹12,34,567.00", 1_234_567.0),
            (Comma, "1,5E+3", 1500.0),
            (Point, "500.-", 500.0),
            (Point, "CHF 1'500.--", 1500.0),
            (Point, "5.–", 5.0),
            (Comma, "1.234,-", 1234.0),
            (Comma, "500.-", 500.0),
            (Comma, "kr 5,—", 5.0),
            (Point, "500:-", 500.0),
            (Point, "-5.-", -5.0),
            (Point, "500.00-", -500.0),
        ] {
            check(marks, cell, Reading::Value(expected));
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for cell in [
            "1,23",
            "1.2.3",
            "inf",
            "NaN x",
            "12 apples",
            "1e999",
            "--",
            "(",
            "1,2345,678",
            "1,234'567",
            "k",
            "$",
            "1-2",
        ] {
            check(Marks::Point, cell, Reading::Unreadable);
        }
        for cell in ["", " ", "-", "N/A", "null", "NaN", "—"] {
            check(Marks::Point, cell, Reading::Missing);
        }
    }

    #[test]
    fn votes_on_marks() {
        let check = |cell: &str, expected: Vote, unit: &str| assert_eq!(vote(cell), (expected, unit), "{cell}");
        check("45,06", Vote::For(Marks::Comma), "");
        check("20,992", Vote::Either(Marks::Comma), "");
        check("1.234 €", Vote::Either(Marks::Point), "EUR");
        check("0.125", Vote::For(Marks::Point), "");
        check("1,234.5", Vote::For(Marks::Point), "");
        check("1.234.567", Vote::For(Marks::Comma), "");
        check("$5", Vote::Plain(1), "USD");
        check("12 %", Vote::Plain(2), "%");
        check("1.234,-", Vote::For(Marks::Comma), "");
        check("CHF 500.-", Vote::For(Marks::Point), "CHF");
        check("3.4.2026", Vote::None, "");
        check("Elm St 5", Vote::None, "");
    }

    #[test]
    fn tells_values_from_names() {
        for cell in ["5", "28/01/2018", "2018-01-28 10:00", "a@b.c", "$4.50", "1,5"] {
            assert!(looks_like_value(cell), "{cell}");
        }
        for cell in ["Sales", "Q1", "", "2nd name", "Name"] {
            assert!(!looks_like_value(cell), "{cell}");
        }
    }

    /// How a country writes numbers: decimal mark, group mark, and how many figures the groups before the last have.
    const STYLES: [(Marks, char, usize, &str, &str); 8] = [
        (Marks::Point, ',', 3, "", ""),
        (Marks::Point, ',', 3, "$", ""),
        (Marks::Point, '\'', 3, "CHF ", ""),
        (Marks::Point, ',', 2, "₹", ""),
        (Marks::Comma, '.', 3, "", " €"),
        (Marks::Comma, '\u{202f}', 3, "", " EUR"),
        (Marks::Comma, '\u{a0}', 3, "", " zł"),
        (Marks::Comma, '.', 3, "R$ ", ""),
    ];

    fn written(cents: i64, style: usize, brackets: bool) -> String {
        let (marks, group, inner, before, after) = STYLES[style];
        let digits = (cents.abs() / 100).to_string();
        let mut whole = String::new();
        for (at, digit) in digits.chars().enumerate() {
            let left = digits.len() - at;
            if at > 0 && (left == 3 || left > 3 && (left - 3).is_multiple_of(inner)) {
                whole.push(group);
            }
            whole.push(digit);
        }
        let decimal = if marks == Marks::Point { '.' } else { ',' };
        let number = format!("{before}{whole}{decimal}{:02}{after}", cents.abs() % 100);
        match (cents < 0, brackets) {
            (false, _) => number,
            (true, true) => format!("({number})"),
            (true, false) => format!("-{number}"),
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_is_written(cents in -99_999_999_999_i64..99_999_999_999, style in 0..STYLES.len(), brackets: bool) {
            let cell = written(cents, style, brackets);
            let expected: f64 = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
                .parse()
                .expect("a number");
            prop_assert_eq!(STYLES[style].0.read(&cell), Reading::Value(expected), "{}", cell);
            prop_assert_eq!(vote(&cell).0, Vote::For(STYLES[style].0), "{}", cell);
        }

        #[test]
        fn never_panics(cell in "[0-9.,' €$%()kMe+-]{0,12}|.{0,12}") {
            let _ = (Marks::Point.read(&cell), Marks::Comma.read(&cell), vote(&cell));
        }
    }
}
