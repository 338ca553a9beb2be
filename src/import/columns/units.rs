//! The unit of each column of numbers: a currency or per cent.

use super::currency::of_header;
use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::model::Role;

/// The unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit<'a> {
    /// ISO code of a currency, `%`, or nothing.
    One(&'static str),
    /// Several currencies beside the numbers, and how often each.
    Mixed(&'a [(&'static str, usize)]),
    /// Several currencies, in that other column.
    MixedBy(usize),
}

/// Whether numbers of that role may have a unit.
pub fn has_unit(role: Role) -> bool {
    matches!(role, Role::Measure | Role::Amount)
}

/// The unit of a column: told by its cells, else by its header, else by a column of currencies. O(columns).
pub fn unit_of<'a>(column: usize, headers: &[String], words: &[HeaderWords], profiles: &'a [Profile]) -> Unit<'a> {
    let profile = &profiles[column];
    let is_currency = |unit: &str| unit != "%";
    let units = profile.votes.units.as_slice();
    if units.iter().filter(|(unit, _)| is_currency(unit)).count() > 1 {
        return Unit::Mixed(units);
    }
    if let Some(unit) = profile.unit().or_else(|| of_header(&headers[column])) {
        return Unit::One(unit);
    }
    let names_currency =
        |at: &usize| words[*at].has(Word::Currency) && profiles[*at].is_mostly(profiles[*at].currencies, 90);
    let is_money = words[column].has(Word::Money) || words[column].has(Word::Target);
    match (0..words.len()).find(names_currency).filter(|_| is_money) {
        Some(at) if profiles[at].distinct > 1 => Unit::MixedBy(at),
        Some(at) => Unit::One(profiles[at].currency.unwrap_or("")),
        None => Unit::One(""),
    }
}
