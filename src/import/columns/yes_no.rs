//! Yes and no in words.

use super::header_text::fold;
use super::number::{Reading, is_missing};

const YES: &str = "yes true ja wahr oui vrai si sim verdadero verdadeiro on x ✓ ✔ ✅ ☑";
const NO: &str = "no false nein falsch non faux nao falso off ✗ ✘ ❌ ☐";
/// Letters and figures that may stand for something else: only where the header asks.
const SHORT_YES: &str = "y j o s t v w 1";
const SHORT_NO: &str = "n f 0";

/// How yes and no are written in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YesNo {
    /// Whether a blank means no, in a column where only what applies is marked.
    pub blank_is_no: bool,
}

impl YesNo {
    /// Reads a cell. O(length).
    pub fn read(self, cell: &str) -> Reading<bool> {
        let cell = cell.trim();
        if cell.is_empty() && self.blank_is_no {
            return Reading::Value(false);
        }
        match in_words(cell).or_else(|| in_short(cell)) {
            Some(answer) => Reading::Value(answer),
            None if cell.is_empty() || is_missing(cell) => Reading::Missing,
            None => Reading::Unreadable,
        }
    }
}

/// Yes or no in a word that can't be anything else.
pub fn in_words(cell: &str) -> Option<bool> {
    answer(cell, YES, NO)
}

/// Yes or no as a letter or a figure.
pub fn in_short(cell: &str) -> Option<bool> {
    answer(cell, SHORT_YES, SHORT_NO)
}

fn answer(cell: &str, yes: &str, no: &str) -> Option<bool> {
    if cell.is_empty() || cell.len() > 12 {
        return None;
    }
    let word = fold(cell);
    let is_in = |words: &str| words.split(' ').any(|one| one == word);
    if is_in(yes) { Some(true) } else { is_in(no).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_five_languages() {
        let check = |cell: &str, expected: Reading<bool>| assert_eq!(YesNo::default().read(cell), expected, "{cell}");
        for cell in ["Yes", "JA", "oui", "Sí", "sim", "TRUE", "x", "✓", "y", "1", "Vrai"] {
            check(cell, Reading::Value(true));
        }
        for cell in ["No", "nein", "Non", "não", "FALSE", "0", "n", "falso"] {
            check(cell, Reading::Value(false));
        }
        for cell in ["", "n/a", "-"] {
            check(cell, Reading::Missing);
        }
        for cell in ["maybe", "yes, but", "2"] {
            check(cell, Reading::Unreadable);
        }
        assert_eq!(YesNo { blank_is_no: true }.read(""), Reading::Value(false));
    }
}
