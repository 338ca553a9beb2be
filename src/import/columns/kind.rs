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
    fn pairs(&self) -> impl Iterator<Item = (&HeaderWords, &Profile)> {
        self.words.iter().zip(self.profiles)
    }

    fn any(&self, fits: impl Fn(&HeaderWords) -> bool) -> bool {
        self.words.iter().any(fits)
    }

    /// A column that names the rep, or a file that is named so; no customers, and each rep once.
    fn is_reps(&self, file: &HeaderWords, rows: usize) -> bool {
        let names_rep = |words: &HeaderWords| {
            words.has(Word::Person) && words.only(&[Word::Person, Word::Money, Word::Name, Word::Id, Word::Number])
        };
        let is_customer = |(words, profile): (&HeaderWords, &Profile)| {
            let names = words.has_any(&[Word::Id, Word::Number, Word::Name]) || profile.is_mostly(profile.letters, 50);
            words.has(Word::Account) && !words.has_any(&[Word::Person, Word::Quantity]) && names
        };
        let has_plain_name = self.any(|words| words.only(&[Word::Name]));
        let has_reps = self.pairs().any(|(words, profile)| names_rep(words) && profile.is_unique()) && !has_plain_name;
        let is_named = file.has_any(&[Word::Person, Word::Team, Word::Capacity]);
        let has_traits = self.any(|words| words.has_any(&[Word::Capacity, Word::Home]));
        let has_name = self.any(|words| words.has_any(&[Word::Name, Word::Person]));
        let other = self.any(|words| words.has_any(&[Word::Opportunity, Word::Order, Word::Product]));
        rows <= MAX_REPS
            && !self.pairs().any(is_customer)
            && !other
            && (has_reps || (is_named || has_traits) && has_name)
    }

    /// Rows that are deals, activities or products by their own key; columns that count such things are not meant.
    fn is_deals_or_activities(&self) -> bool {
        let keyed = |word: Word, (words, profile): (&HeaderWords, &Profile)| {
            let is_key = words.has_any(&[Word::Id, Word::Number, Word::Name]);
            words.has(word)
                && words.only(&[word, Word::Id, Word::Number, Word::Name, Word::Record])
                && (is_key || profile.is_mostly(profile.letters, 50))
        };
        let deals = self.pairs().any(|pair| keyed(Word::Opportunity, pair));
        let dated = |words: &HeaderWords| {
            words.has(Word::Activity) && words.has(Word::Date) && words.only(&[Word::Activity, Word::Date])
        };
        let activities = self.any(dated) || self.pairs().any(|pair| keyed(Word::Activity, pair));
        let products = self.any(|words| words.has(Word::Product)) && !self.any(|words| words.has(Word::Account));
        deals || activities || products && !self.has_place()
    }

    /// An order, a customer, something sold, and customers that come again.
    fn is_order_lines(&self) -> bool {
        let is_customer = |words: &HeaderWords| {
            words.has(Word::Account) && words.only(&[Word::Account, Word::Id, Word::Number, Word::Name])
        };
        let has_order = self.any(|words| {
            words.has(Word::Order) && words.only(&[Word::Order, Word::Id, Word::Number, Word::Date, Word::Record])
        });
        let sold = self.any(|words| words.has_any(&[Word::Product, Word::Quantity, Word::Money]));
        let repeats =
            self.pairs().any(|(words, profile)| is_customer(words) && !profile.is_mostly(profile.distinct, 99));
        let product = self.any(|words| words.has(Word::Product));
        has_order && sold && self.any(is_customer) && (repeats || product)
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
