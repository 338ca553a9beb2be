//! Ids of figures without the zeros at the front of their numbers: a spreadsheet takes `0000012345` for a number and writes
//! `12345`, and one program writes `071-2` where another writes `71-2`.

use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::model::{Code, Referent, Severity};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// What parts an id of several numbers. A full stop may be that of a number.
const BETWEEN: [char; 4] = ['-', '/', '_', ' '];

/// An id without the zeros at the front of its numbers, “71-2” for “071-2”; `None` for one that is not of figures, or of zeros
/// alone.
fn bare(id: &str) -> Option<Cow<'_, str>> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !id.split(BETWEEN).all(is_number) || !id.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return None;
    }
    if !id.contains(BETWEEN) {
        return Some(Cow::Borrowed(id.trim_start_matches('0')));
    }
    let mut own = String::with_capacity(id.len());
    for part in id.split_inclusive(BETWEEN) {
        let rest = part.trim_start_matches('0');
        own.push_str(if rest.starts_with(|letter: char| letter.is_ascii_digit()) { "" } else { "0" });
        own.push_str(rest);
    }
    Some(Cow::Owned(own))
}

/// Ids by what they are without zeros at their front.
#[derive(Debug, Default)]
pub struct BareIds {
    /// The id and its position; `None` where several ids are the same without their zeros.
    known: HashMap<Box<str>, Option<(Box<str>, u32)>>,
}

impl BareIds {
    /// Ids with their positions; an id may come again. O(letters).
    pub fn of<'a>(ids: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut known: HashMap<Box<str>, Option<(Box<str>, u32)>> = HashMap::new();
        for (id, at) in ids {
            let Some(bare) = bare(id) else { continue };
            match known.get_mut(bare.as_ref()) {
                None => drop(known.insert(bare.into(), Some((id.into(), at)))),
                Some(own) => *own = own.take().filter(|(known, position)| **known == *id || *position == at),
            }
        }
        Self { known }
    }

    /// The position of the only id that is the same without zeros.
    pub fn only(&self, id: &str) -> Option<u32> {
        self.known.get(bare(id)?.as_ref())?.as_ref().map(|(_, at)| *at)
    }
}

/// The ids of one column of a file, looked at only when one has no match as it stands.
pub struct ToldIds<'a> {
    sheet: &'a Sheet,
    column: usize,
    ids: OnceCell<BareIds>,
}

impl<'a> ToldIds<'a> {
    pub fn of(sheet: &'a Sheet, column: usize) -> Self {
        Self { sheet, column, ids: OnceCell::new() }
    }

    /// Whether no other id of the column is the same without zeros. O(rows) the first time.
    pub fn is_alone(&self, id: &str) -> bool {
        let table = self.sheet.table();
        let cells = || (0u32..).take(table.len()).map(|row| (table.cell(row as usize, self.column), row));
        self.ids.get_or_init(|| BareIds::of(cells())).only(id).is_some()
    }
}

/// Tells that an id was taken for one that differs in the zeros at its front.
pub fn tell_zeros(referent: Referent, id: &str, spot: Spot<'_>, log: &mut Log) {
    log.add(spot, Code::IdZeros, Severity::Repaired, || {
        let what = referent.word();
        format!("Taken for the {what} with the id “{id}”, which differs only in the zeros at its front; no other does.")
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &[&str], told: &str, expected: Option<u32>) {
        assert_eq!(BareIds::of(ids.iter().copied().zip(0..)).only(told), expected, "{told} among {ids:?}");
    }

    #[test]
    fn ids_of_figures_are_the_same_without_zeros_at_their_front() {
        check(&["0000012345", "A1"], "12345", Some(0));
        check(&["7", "1", "1"], "001", Some(1));
        check(&["001", "1"], "01", None);
        check(&["A01", "000"], "A1", None);
        check(&["A01", "000"], "0", None);
        check(&["-1", "1.0"], "1", None);
        check(&["071-2", "71-20"], "71-2", Some(0));
        check(&["71-002/1"], "071-2/01", Some(0));
        check(&["071-2", "71-02"], "71-2", None);
        check(&["071-0", "000-0"], "71-00", Some(0));
        check(&["1.05", "071-A"], "1.5", None);
    }
}
