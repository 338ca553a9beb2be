//! What a file is: accounts, reps, order lines, or something that a plan has no use for yet.

use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::import::table::Table;
use crate::model::FileKind;

/// More rows than that are no sales force.
const MAX_REPS: usize = 5000;

/// Tells by the headers, the file's name, and whether customers repeat. O(columns).
pub fn file_kind(table: &Table, words: &[HeaderWords], profiles: &[Profile]) -> FileKind {
    let file = HeaderWords::of(table.name().rsplit_once('.').map_or(table.name(), |(stem, _)| stem));
    let columns = Columns { words, profiles };
    if columns.is_reps(&file, table.len()) {
        FileKind::Reps
    } else if columns.is_deals_or_activities() {
        FileKind::Other
    } else if columns.is_order_lines() {
        FileKind::OrderLines
    } else if columns.is_accounts(&file) {
        FileKind::Accounts
    } else {
        FileKind::Other
    }
}

struct Columns<'a> {
    words: &'a [HeaderWords],
    profiles: &'a [Profile],
}

impl Columns<'_> {
    fn any(&self, fits: impl Fn(&HeaderWords) -> bool) -> bool {
        self.words.iter().any(fits)
    }

    /// A column that names the rep, or a file that is named so; no customers, and each rep once.
    fn is_reps(&self, file: &HeaderWords, rows: usize) -> bool {
        let names_rep = |words: &HeaderWords| {
            words.has(Word::Person) && words.only(&[Word::Person, Word::Money, Word::Name, Word::Id, Word::Number])
        };
        let mut pairs = self.words.iter().zip(self.profiles);
        let rep_column = pairs.any(|(words, profile)| names_rep(words) && profile.is_unique());
        let is_named = file.has(Word::Person) || file.has(Word::Capacity);
        let has_traits = self.any(|words| words.has(Word::Capacity) || words.has(Word::Home));
        let has_name = self.any(|words| words.has(Word::Name) || words.has(Word::Person));
        let has_customers =
            self.any(|words| words.has(Word::Account) && !words.has(Word::Person) && !words.has(Word::Quantity));
        let other = self.any(|words| words.has_any(&[Word::Opportunity, Word::Order, Word::Product]));
        rows <= MAX_REPS && !has_customers && !other && (rep_column || (is_named || has_traits) && has_name)
    }

    fn is_deals_or_activities(&self) -> bool {
        let keyed = |words: &HeaderWords, word: Word| {
            words.has(word) && words.has_any(&[Word::Id, Word::Number, Word::Name, Word::Date]) || words.only(&[word])
        };
        let deals = self.any(|words| keyed(words, Word::Opportunity));
        let activities = self.any(|words| keyed(words, Word::Activity) && !words.has(Word::Last));
        let products = self.any(|words| words.has(Word::Product)) && !self.any(|words| words.has(Word::Account));
        deals || activities || products && !self.has_place()
    }

    /// An order, a customer, something sold, and customers that come again.
    fn is_order_lines(&self) -> bool {
        let is_customer = |words: &HeaderWords| {
            words.has(Word::Account) && words.only(&[Word::Account, Word::Id, Word::Number, Word::Name])
        };
        let has_order = self.any(|words| {
            words.has(Word::Order) && words.has_any(&[Word::Id, Word::Number, Word::Date]) || words.only(&[Word::Order])
        });
        let sold = self.any(|words| words.has_any(&[Word::Product, Word::Quantity, Word::Money]));
        let repeats = self
            .words
            .iter()
            .zip(self.profiles)
            .any(|(words, profile)| is_customer(words) && !profile.is_mostly(profile.distinct, 99));
        let product = self.any(|words| words.has(Word::Product));
        let customer = self.any(is_customer);
        has_order && sold && customer && (repeats || product)
    }

    fn is_accounts(&self, file: &HeaderWords) -> bool {
        let named = self.any(|words| words.has_any(&[Word::Account]) || words.only(&[Word::Name]));
        file.has(Word::Account) && self.words.len() > 1 || named || self.has_place()
    }

    fn has_place(&self) -> bool {
        let is_code = |profile: &Profile| {
            profile.is_mostly(profile.us_zips, 95) && profile.is_mostly(profile.leading_zeros, 1)
                || profile.is_mostly(profile.regions, 80)
        };
        let is_fine = |profile: &&Profile| profile.is_mostly(profile.fine_numbers, 80);
        self.any(|words| words.has_any(&[Word::Zip, Word::City, Word::State, Word::Latitude]))
            || self.profiles.iter().any(is_code)
            || !self.any(HeaderWords::is_known) && self.profiles.iter().filter(is_fine).count() >= 2
    }
}
