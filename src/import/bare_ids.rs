//! Ids that are the same but for how they are written. A spreadsheet takes `0000012345` for a number and writes `12345`, or
//! `1001.0`; one program writes `ACC-001` where another writes `acc001`; Salesforce gives an id 15 characters or 18.

use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::model::{Code, Referent, Severity};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// What parts an id of several numbers. A full stop may be that of a number.
const BETWEEN: [char; 4] = ['-', '/', '_', ' '];
/// Characters of an id of Salesforce, in which capitals differ from small letters, and how many of them a letter of its checksum
/// is for.
const CASED: usize = 15;
const CASED_PART: usize = 5;
/// The letters of that checksum: the bits of each, the lowest first, say which of five characters are capitals.
const CHECKSUM: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// A figure id without the zeros at the front of its numbers, “71-2” for “071-2”; `None` for one that is not of figures, or of
/// zeros alone.
fn without_zeros(id: &str) -> Option<Cow<'_, str>> {
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

/// An id without what writing changes: how a spreadsheet writes whole numbers, a sign for number in front, and capitals and marks
/// beside letters. An id of Salesforce keeps its capitals and loses its checksum.
fn unwritten(id: &str) -> Cow<'_, str> {
    let id = id.strip_prefix(['#', '\'']).unwrap_or(id).trim();
    if is_cased(id) {
        return Cow::Borrowed(id);
    }
    if let Some(number) = cased(id).or_else(|| whole_number(id)) {
        return Cow::Owned(number);
    }
    let mut own = String::with_capacity(id.len());
    let mut letters = id.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let stands_between =
            |next: char| before.is_some_and(|before: char| before.is_alphabetic() || next.is_alphabetic());
        let is_mark = BETWEEN.contains(&letter) && letters.peek().copied().is_some_and(stands_between);
        if !is_mark {
            own.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    Cow::Owned(own)
}

/// Whether an id may be one of Salesforce without its checksum: its small letters and capitals tell it apart.
fn is_cased(id: &str) -> bool {
    id.len() == CASED
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase]
            .iter()
            .all(|is| id.bytes().any(|byte| is(&byte)))
}

/// The id of Salesforce to which three letters are added that say which of its letters are capitals; should those be lost, they
/// are put right.
fn cased(id: &str) -> Option<String> {
    let (own, checksum) = id.split_at_checked(CASED).filter(|(_, checksum)| checksum.len() == CASED / CASED_PART)?;
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let has_case = is_cased(own);
    let mut cased = String::with_capacity(CASED);
    for (part, letter) in own.as_bytes().chunks(CASED_PART).zip(checksum.bytes()) {
        let bits = CHECKSUM.iter().position(|&own| own == letter.to_ascii_uppercase())?;
        for (at, byte) in part.iter().enumerate() {
            let is_capital = bits >> at & 1 == 1;
            if is_capital && !byte.is_ascii_alphabetic() || has_case && is_capital != byte.is_ascii_uppercase() {
                return None;
            }
            cased.push(char::from(if is_capital { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }));
        }
    }
    Some(cased)
}

/// The figures of a whole number as a spreadsheet writes it: `1001.0`, `1,002`, `1.002E+03`; `None` for any other text, and for
/// a number that is rounded.
fn whole_number(id: &str) -> Option<String> {
    let is_figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((whole, fraction, exponent)) = in_powers(id) {
        return (fraction.len() == exponent).then(|| format!("{whole}{fraction}"));
    }
    if let Some((whole, fraction)) = id.split_once('.') {
        return (is_figures(whole) && is_figures(fraction) && fraction.bytes().all(|byte| byte == b'0'))
            .then(|| whole.to_owned());
    }
    let (first, rest) = id.split_once(',')?;
    let is_grouped =
        is_figures(first) && first.len() <= 3 && rest.split(',').all(|group| group.len() == 3 && is_figures(group));
    is_grouped.then(|| id.replace(',', ""))
}

/// The parts of a number such as `1.23457E+11`: before and behind its point, and the power of ten.
fn in_powers(id: &str) -> Option<(&str, &str, usize)> {
    let (mantissa, exponent) = id.split_once("E+").or_else(|| id.split_once("e+"))?;
    let (whole, fraction) = mantissa.split_once('.').or_else(|| mantissa.split_once(',')).unwrap_or((mantissa, ""));
    let is_mantissa =
        whole.len() == 1 && format_args!("{whole}{fraction}").to_string().bytes().all(|byte| byte.is_ascii_digit());
    is_mantissa.then(|| exponent.parse().ok()).flatten().map(|exponent| (whole, fraction, exponent))
}

/// Whether a spreadsheet has rounded an id to a few figures, as `1.23457E+11`: many different ones look like that.
pub fn is_rounded(id: &str) -> bool {
    in_powers(id).is_some_and(|(_, fraction, exponent)| fraction.len() < exponent)
}

/// What ids have in common that are only written differently; `None` for one that says nothing.
fn bare(id: &str) -> Option<Box<str>> {
    let own = unwritten(id);
    let key = without_zeros(&own);
    let key = key.as_deref().unwrap_or(&own);
    (!key.is_empty() && !is_rounded(id)).then(|| key.into())
}

/// Ids by what they are but for how they are written.
#[derive(Debug, Default)]
pub struct BareIds {
    /// The id and its position; `None` where several ids are the same then.
    known: HashMap<Box<str>, Option<(Box<str>, u32)>>,
}

impl BareIds {
    /// Ids with their positions; an id may come again. O(letters).
    pub fn of<'a>(ids: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut known: HashMap<Box<str>, Option<(Box<str>, u32)>> = HashMap::new();
        for (id, at) in ids {
            // One in capitals alone may be named with its checksum.
            let cased = Some(id).filter(|id| id.len() == CASED && id.bytes().any(|byte| byte.is_ascii_uppercase()));
            let bare = bare(id);
            let cased = cased.map(Box::from).filter(|_| bare.is_some() && bare.as_deref() != Some(id));
            for key in bare.into_iter().chain(cased) {
                match known.get_mut(&key) {
                    None => drop(known.insert(key, Some((id.into(), at)))),
                    Some(own) => *own = own.take().filter(|(known, position)| **known == *id || *position == at),
                }
            }
        }
        Self { known }
    }

    /// The position of the only id that is the same but for how it is written.
    pub fn only(&self, id: &str) -> Option<u32> {
        self.known.get(&bare(id)?)?.as_ref().map(|(_, at)| *at)
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
        let ids = || {
            let cells = (0..table.len()).map(|row| unwritten(table.cell(row, self.column)));
            let cells: HashMap<_, u32> = cells.zip(0..).collect();
            BareIds::of(cells.iter().map(|(id, &row)| (id.as_ref(), row)))
        };
        self.ids.get_or_init(ids).only(&unwritten(id)).is_some()
    }
}

/// Tells that an id was taken for one that is written differently: each that differs in zeros, of those that are only written
/// another way the first of a file.
pub fn tell_bare(referent: Referent, told: &str, id: &str, spot: Spot<'_>, log: &mut Log) {
    let what = referent.word();
    if unwritten(told) != unwritten(id) && bare(told) == bare(id) {
        log.add(spot, Code::IdZeros, Severity::Repaired, || {
            format!(
                "Taken for the {what} with the id “{id}”, which differs only in the zeros at its front; no other does."
            )
        });
    } else if !log.has_told(Code::IdWriting) {
        log.add(spot, Code::IdWriting, Severity::Repaired, || {
            format!(
                "Taken for the {what} with the id “{id}”, whose id is the same but for how it is written; no other is. So are further \
                 ids of this file, without being told one by one."
            )
        });
    }
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
        check(&["-1", "1.5"], "1", None);
        check(&["071-2", "71-20"], "71-2", Some(0));
        check(&["71-002/1"], "071-2/01", Some(0));
        check(&["071-2", "71-02"], "71-2", None);
        check(&["071-0", "000-0"], "71-00", Some(0));
        check(&["1.05", "071-A"], "1.5", None);
    }

    #[test]
    fn ids_are_the_same_however_they_are_written() {
        check(&["A1", "A2"], "a2", Some(1));
        check(&["A1", "a1"], "a 1", None);
        check(&["ACC-001", "ACC-002"], "acc001", Some(0));
        check(&["ACC_002"], "ACC 002", Some(0));
        check(&["A1-1", "A11"], "A-11", Some(1));
        check(&["A11"], "A1-1", None);
        for told in ["1002.0", "1,002", "1.002E+03", "#1002"] {
            check(&["1001", "1002"], told, Some(1));
        }
        for told in ["1.00E+03", "1.002", "100,2", "1002.5"] {
            check(&["1000", "1002", "1003"], told, None);
        }
        check(&["123457000000"], "1.23457E+11", None);
    }

    #[test]
    fn ids_of_salesforce_are_the_same_with_and_without_checksum() {
        let ids = ["0015g00000AbCdE", "0015g00000AbCde"];
        check(&ids, "0015g00000AbCdEAAV", Some(0));
        check(&ids, "0015g00000AbCdeAAF", Some(1));
        check(&ids, "0015G00000ABCDEAAF", Some(1));
        check(&ids, "0015g00000ABCDE", None);
        check(&ids, "0015g00000AbCdEAAB", None);
        check(&["0015g00000AbCdEAAV"], "0015g00000AbCdE", Some(0));
        check(&["0010000000ABCDE"], "0010000000ABCDEAA5", Some(0));
    }

    #[test]
    fn rounded_ids_are_known() {
        for (id, expected) in
            [("1.23457E+11", true), ("1E+05", true), ("1.002E+03", false), ("12E5", false), ("E+11", false)]
        {
            assert_eq!(is_rounded(id), expected, "{id}");
        }
    }
}
