//! Numbers as people write them: any decimal and thousands marks, currencies, percent, accounting negatives.

use super::dates::Dates;

/// The decimal mark of a column; the other one groups thousands.
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
    /// No mark, or no number.
    None,
}

/// Currency signs and codes that stand before or after an amount.
const CURRENCIES: [&str; 24] = [
    "R$", "US$", "$", "€", "£", "¥", "₹", "₩", "₽", "₺", "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK",
    "DKK", "PLN", "BRL", "INR", "kr",
];
/// What people write where there is no number.
const MISSING: [&str; 12] = ["-", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "k.a.", "#value!", "#div/0!"];

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

impl Marks {
    /// Reads a cell. O(length); no allocation for plain numbers.
    pub fn read(self, cell: &str) -> Reading {
        let cell = cell.trim();
        if cell.is_empty() {
            return Reading::Missing;
        }
        let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
        if self == Self::Point && is_plain && !cell.ends_with('-') && cell.bytes().filter(|&b| b == b'.').count() < 2 {
            return finite(cell);
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

    /// A number with signs, currencies and groups.
    fn dressed(self, cell: &str) -> Option<f64> {
        let (body, negative) = undress(cell)?;
        let (mantissa, exponent) = match body.find(['e', 'E']) {
            Some(at) => (&body[..at], body[at + 1..].parse::<i32>().ok()?),
            None => (body, 0),
        };
        let (decimal, group) = if self == Self::Point { ('.', ',') } else { (',', '.') };
        let (whole, fraction) = mantissa.split_once(decimal).unwrap_or((mantissa, ""));
        let mut digits = String::with_capacity(mantissa.len() + 8);
        push_grouped(&mut digits, whole, group)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (digits.is_empty() && fraction.is_empty()) {
            return None;
        }
        let number: f64 = format!("{digits}.{fraction}e{exponent}").parse().ok()?;
        number.is_finite().then_some(if negative { -number } else { number })
    }
}

/// How a cell votes on the marks of its column.
pub fn vote(cell: &str) -> Vote {
    let Some((body, _)) = undress(cell.trim()) else { return Vote::None };
    if !body.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        return Vote::None;
    }
    let commas = body.bytes().filter(|&byte| byte == b',').count();
    let points = body.bytes().filter(|&byte| byte == b'.').count();
    let Some(last) = body.rfind(['.', ',']) else { return Vote::None };
    let mark = if body.as_bytes()[last] == b',' { Marks::Comma } else { Marks::Point };
    let other = if mark == Marks::Comma { Marks::Point } else { Marks::Comma };
    let (before, after) = (last, body.len() - last - 1);
    match (commas, points) {
        (0, 1) | (1, 0) if after == 3 && (1..=3).contains(&before) && !body.starts_with('0') => Vote::Either(mark),
        (0, 1) | (1, 0) => Vote::For(mark),
        (0, _) | (_, 0) => Vote::For(other),
        _ => Vote::For(mark),
    }
}

/// Whether a cell is a number, a date, an address of mail or web: something that fills a column rather than names it.
pub fn looks_like_value(cell: &str) -> bool {
    let cell = cell.trim();
    let is_number = || Marks::Point.number(cell).is_some() || Marks::Comma.number(cell).is_some();
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && (is_number() || Dates::default().written(cell).is_some())
        || cell.contains('@')
        || cell.starts_with("http")
}

/// The digits with their marks, and whether the number is negative; `None` where there is no digit.
fn undress(cell: &str) -> Option<(&str, bool)> {
    let mut body = cell.trim();
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (body, negative) = (inner.trim(), true);
    }
    loop {
        let before = body.len();
        for sign in ['-', '−', '+'] {
            if let Some(rest) = body.strip_prefix(sign).or_else(|| body.strip_suffix(sign)) {
                negative ^= sign != '+';
                body = rest.trim();
            }
        }
        if let Some(rest) = body.strip_suffix('%') {
            body = rest.trim();
        }
        for currency in CURRENCIES {
            if let Some(rest) = body.strip_prefix(currency).or_else(|| body.strip_suffix(currency)) {
                body = rest.trim();
            }
        }
        if body.len() == before {
            break;
        }
    }
    body.bytes().any(|byte| byte.is_ascii_digit()).then_some((body, negative))
}

/// Adds the digits of a whole number whose groups, if any, have three digits (two or three in the Indian way).
fn push_grouped(digits: &mut String, whole: &str, group: char) -> Option<()> {
    let is_group = |mark: char| mark == group || matches!(mark, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let mut lengths = Vec::new();
    for part in whole.split(is_group) {
        if !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(part);
        lengths.push(part.len());
    }
    let grouped = lengths.len() > 1;
    let inner_fits = lengths.iter().skip(1).all(|length| (2..=3).contains(length));
    let ends_fit = lengths.last() == Some(&3) && lengths.first().is_some_and(|first| (1..=3).contains(first));
    (!grouped || inner_fits && ends_fit).then_some(())
}

fn finite(cell: &str) -> Reading {
    match cell.parse::<f64>() {
        Ok(number) if number.is_finite() => Reading::Value(number),
        _ => Reading::Unreadable,
    }
}

pub fn is_missing(cell: &str) -> bool {
    MISSING.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (Point, "12 %", 12.0),
            (Point, "1.2E+3", 1200.0),
            (Point, "12,34,567.5", 1_234_567.5),
            (Point, "5-", -5.0),
            (Point, ".5", 0.5),
            (Comma, "1.234,5 €", 1234.5),
            (Comma, "R$ 1.234", 1234.0),
            (Point, "5 US$", 5.0),
            (Comma, "20,992", 20.992),
            (Comma, "1 234 567,8", 1_234_567.8),
            (Comma, "CHF 1'234", 1234.0),
            (Comma, "−3,5", -3.5),
        ] {
            check(marks, cell, Reading::Value(expected));
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for cell in ["1,23", "1.2.3", "inf", "NaN x", "12 apples", "1e999", "--", "(", "1,2345,678"] {
            check(Marks::Point, cell, Reading::Unreadable);
        }
        for cell in ["", " ", "-", "N/A", "null", "NaN"] {
            check(Marks::Point, cell, Reading::Missing);
        }
    }

    #[test]
    fn votes_on_marks() {
        assert_eq!(vote("45,06"), Vote::For(Marks::Comma));
        assert_eq!(vote("20,992"), Vote::Either(Marks::Comma));
        assert_eq!(vote("1.234"), Vote::Either(Marks::Point));
        assert_eq!(vote("0.125"), Vote::For(Marks::Point));
        assert_eq!(vote("1,234.5"), Vote::For(Marks::Point));
        assert_eq!(vote("1.234.567"), Vote::For(Marks::Comma));
        assert_eq!(vote("$5"), Vote::None);
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
}
