//! Tables of places: postal codes and areas, and whether the rows of others say where they are.

use super::Columns;
use crate::import::columns::lexicon::Word;
use crate::import::columns::profile::Profile;
use crate::import::columns::roles::is_geonames;
use crate::import::columns::words::HeaderWords;

/// What numbers below such words are no postal codes.
const NUMBERED: [Word; 5] = [Word::Account, Word::Id, Word::Number, Word::Order, Word::Product];

impl Columns<'_> {
    /// Codes with a point each, and nothing that counts.
    pub(super) fn postal_codes(&self) -> i32 {
        let code =
            self.pairs().any(|(words, profile)| words.has(Word::Zip) && profile.is_mostly(profile.postal_like, 80));
        let point = [Word::Latitude, Word::Longitude].into_iter().all(|word| self.any(|words| words.has(word)));
        // Codes need no ids: what has them, and is not called a list of codes, are accounts.
        let is_keyed = self.any(|words| words.only(&[Word::Id])) && !self.file.has(Word::Zip);
        let is_plain = code && point && !is_keyed && !self.is_about_somebody() && self.count_of_measures() == 0;
        if is_geonames(self.profiles, self.has_header) || is_plain { 20 } else { 0 }
    }

    /// A ZIP, county, state or city a row, once each, and what is known of it: figures, or whose territory it is.
    pub(super) fn areas(&self) -> i32 {
        let key = |word: Word| {
            let allowed = [word, Word::Name, Word::Number, Word::Id, Word::Place];
            self.pairs().any(|(words, profile)| words.has(word) && words.only(&allowed) && profile.is_unique())
        };
        let is_keyed = [Word::Zip, Word::County, Word::State].into_iter().any(key);
        let counts_people = self.any(|words| words.has(Word::Demography));
        let is_place = self.any(|words| words.has_any(&[Word::Zip, Word::County, Word::State]));
        // Names may be those of accounts, unless a code of areas stands beside them.
        let has_plain_name = self.any(|words| words.only(&[Word::Name]));
        let is_coded = self.any(|words| words.has(Word::County) && words.has(Word::Id));
        let is_area = is_keyed || counts_people && (is_place || key(Word::City));
        let knows = self.count_of_measures() > 0 || counts_people;
        let is_known = is_area && knows && !self.is_about_somebody() && (!has_plain_name || counts_people || is_coded);
        if self.rows > 1 && (is_known || self.is_assignment_of_areas(is_keyed)) { 12 } else { 0 }
    }

    /// Whether the rows say of areas whose they are, and nothing else.
    fn is_assignment_of_areas(&self, is_keyed: bool) -> bool {
        let whose = [Word::Territory, Word::Team, Word::Person, Word::Manager];
        let place = [Word::Zip, Word::County, Word::State, Word::City, Word::Country, Word::Region, Word::Territory];
        let beside = [Word::Id, Word::Name, Word::Number, Word::Place, Word::Money, Word::Email];
        let is_of_areas = |word: Word| [&whose[..], &place, &beside].iter().any(|list| list.contains(&word));
        // The name of nothing else may be that of an account.
        let is_named = |words: &HeaderWords| words.has_any(&whose) || words.has_any(&place);
        // People once each, and then where they live, are a list of people.
        let is_place = |words: &HeaderWords| words.has_any(&[Word::Zip, Word::County, Word::State, Word::City]);
        let person = self
            .pairs()
            .position(|(words, profile)| words.has_any(&[Word::Person, Word::Manager]) && profile.is_unique());
        let lists_people =
            person.is_some_and(|at| self.words.iter().position(is_place).is_some_and(|place| at < place));
        let last_whose = self.words.iter().rposition(|words| words.has_any(&whose)).unwrap_or(0);
        is_keyed
            && !lists_people
            && self.any(|words| words.has_any(&whose))
            && !self.has_address()
            && !self.lists_unknown()
            && !self.is_about_customers()
            && self.pairs().enumerate().all(|(at, (words, profile))| {
                let is_whose = is_named(words) && words.each(|word| word == Word::Filler || is_of_areas(word));
                let is_further = profile.is_numeric() || words.says_date() || !words.is_known() && at > last_whose;
                profile.filled == 0 || is_whose || is_further
            })
    }

    fn is_about_somebody(&self) -> bool {
        // How many reps an area needs is said of the area.
        let is_person = |(words, profile): (&HeaderWords, &Profile)| words.has(Word::Person) && !profile.is_numeric();
        self.is_about_customers() || self.any(|words| words.has(Word::Email)) || self.pairs().any(is_person)
    }

    fn is_about_customers(&self) -> bool {
        let somebody = [
            Word::Account,
            Word::Expense,
            Word::Contact,
            Word::Phone,
            Word::Address,
            Word::Order,
            Word::Product,
            Word::Target,
            Word::Home,
            Word::First,
        ];
        // `# Accounts` counts them.
        let is_count = |words: &HeaderWords, profile: &Profile| {
            words.has_any(&[Word::Account, Word::Expense])
                && profile.is_numeric()
                && !words.has_any(&[Word::Id, Word::Number])
        };
        self.lists_unknown()
            || self.pairs().any(|(words, profile)| words.has_any(&somebody) && !is_count(words, profile))
    }

    /// Columns of numbers that are no place and no code.
    fn count_of_measures(&self) -> usize {
        let place = [
            Word::Zip,
            Word::State,
            Word::County,
            Word::City,
            Word::Latitude,
            Word::Longitude,
            Word::Id,
            Word::Number,
            Word::Row,
            Word::Year,
        ];
        let is_measure = |(words, profile): &(&HeaderWords, &Profile)| profile.is_numeric() && !words.has_any(&place);
        self.pairs().filter(is_measure).count()
    }

    /// Whether a column holds whole addresses; those beside a date may be where somebody met.
    pub(super) fn has_address(&self) -> bool {
        let is_whole = |(words, profile): (&HeaderWords, &Profile)| {
            let is_named = words.has_any(&[Word::Address, Word::Place, Word::City]);
            profile.is_mostly(profile.addresses, 60) && is_named
                || profile.is_mostly(profile.full_addresses, 80) && !words.is_known()
        };
        !self.any(HeaderWords::says_date) && self.pairs().any(is_whole)
    }

    pub(super) fn has_place(&self) -> bool {
        let is_code = |profile: &Profile| {
            profile.is_mostly(profile.us_zips, 95) && profile.is_mostly(profile.leading_zeros, 1)
                || profile.is_mostly(profile.plain_regions, 80)
        };
        let is_fine = |profile: &&Profile| profile.is_mostly(profile.fine_numbers, 80);
        self.any(|words| words.has_any(&[Word::Zip, Word::City, Word::State, Word::Latitude]))
            || self.pairs().any(|(words, profile)| is_code(profile) && !words.has_any(&NUMBERED))
            || !self.any(HeaderWords::is_known) && self.profiles.iter().filter(is_fine).count() >= 2
    }
}
