//! What a cell says when it is a US ZIP.

/// A ZIP as read from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ZipText {
    pub number: u32,
    /// Whether the cell had lost its leading zeros.
    pub restored: bool,
}

impl ZipText {
    /// Five digits, ZIP+4 with or without its hyphen, 3 or 4 digits that lost their zeros, and each as a spreadsheet
    /// writes a number (`27217.0`) or a text (`'07001`).
    pub fn parse(cell: &str) -> Option<Self> {
        if cell.len() == 5 && is_digits(cell) {
            let number = cell.bytes().fold(0, |number, digit| 10 * number + u32::from(digit - b'0'));
            return Some(Self { number, restored: false });
        }
        let cell = cell.trim().trim_matches(['\'', '"', '’', '=']).trim();
        let cell = cell
            .split_once('.')
            .map_or(cell, |(whole, zeros)| if zeros.bytes().all(|b| b == b'0') { whole } else { cell });
        let digits = match cell.split_once(['-', ' ', '–']) {
            Some((zip, plus4)) => (plus4.trim().len() == 4 && is_digits(plus4.trim())).then_some(zip.trim())?,
            None if cell.len() == 9 && is_digits(cell) => &cell[..5],
            None => cell,
        };
        if !(3..=5).contains(&digits.len()) || !is_digits(digits) {
            return None;
        }
        Some(Self { number: digits.parse().ok()?, restored: digits.len() < 5 })
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, number: u32, restored: bool) {
        assert_eq!(ZipText::parse(cell), Some(ZipText { number, restored }), "{cell}");
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
    }

    #[test]
    fn other_codes_are_no_zips() {
        for cell in ["", "12", "SW1A 1AA", "1234567", "46802.5", "é4680", "46802-12", "-", "１２３４５"] {
            assert_eq!(ZipText::parse(cell), None, "{cell}");
        }
    }
}
