//! What a file is, by its headers, its name, and what stands below: the kind for which most speaks.

use super::lexicon::Word;
use super::profile::Profile;
use super::roles::is_geonames;
use super::words::HeaderWords;
use crate::import::table::Table;
use crate::model::FileKind;

/// More rows than that are no sales force.
const MAX_REPS: usize = 5000;
/// What speaks for a kind less than that says nothing.
const LEAST: i32 = 3;
/// Words of files that are no expenses, although they say who, when, how much and of what kind.
const ELSEWHERE: [Word; 9] = [
    Word::Opportunity,
    Word::Order,
    Word::Product,
    Word::Quantity,
    Word::Stage,
    Word::Target,
    Word::Capacity,
    Word::Home,
    Word::Zip,
];
/// The group of places that mail goes to, [`HeaderWords::place_group`].
const MAILING: u8 = 12;
/// Words that make a key of the word that they stand beside.
const KEY: [Word; 5] = [Word::Id, Word::Number, Word::Name, Word::Title, Word::Record];

/// Tells by the headers, the file's name, and what repeats. O(columns).
pub fn file_kind(table: &Table, words: &[HeaderWords], profiles: &[Profile]) -> FileKind {
    let columns = Columns::of(table, words, profiles);
    if columns.is_a_page() {
        return FileKind::Other;
    }
    let weights = columns.weights();
    // Of equals the first: the more particular kinds stand first.
    let mut best = (LEAST - 1, FileKind::Other);
    for (kind, weight) in weights {
        if weight > best.0 {
            best = (weight, kind);
        }
    }
    best.1
}

/// Whether the rows may be people at accounts, several at some: beside accounts they are no further ones. O(columns).
pub fn lists_contacts(table: &Table, words: &[HeaderWords], profiles: &[Profile]) -> bool {
    Columns::of(table, words, profiles).is_contacts()
}

struct Columns<'a> {
    words: &'a [HeaderWords],
    profiles: &'a [Profile],
    file: HeaderWords,
    rows: usize,
    has_header: bool,
}

impl<'a> Columns<'a> {
    fn of(table: &Table, words: &'a [HeaderWords], profiles: &'a [Profile]) -> Self {
        let file = HeaderWords::of(table.name().rsplit_once('.').map_or(table.name(), |(stem, _)| stem));
        let has_header = table.dialect().header_line.is_some();
        Self { words, profiles, file, rows: table.len(), has_header }
    }

    fn weights(&self) -> [(FileKind, i32); 11] {
        let reps = if self.is_reps() { 8 } else { 0 };
        let accounts = self.accounts();
        [
            (FileKind::PostalCodes, self.postal_codes()),
            (FileKind::Areas, self.areas()),
            (FileKind::OrderLines, if self.is_order_lines() { 10 } else { 0 }),
            (FileKind::Targets, self.targets()),
            (FileKind::Reps, reps),
            (FileKind::Opportunities, self.opportunities()),
            (FileKind::Expenses, self.expenses()),
            (FileKind::Activities, self.activities()),
            (FileKind::Leads, self.leads(accounts)),
            (FileKind::Products, self.products()),
            (FileKind::Accounts, accounts),
        ]
    }

    /// Whether a single column is filled, and its header says of nothing what it is called or where: the cover of a workbook, what is
    /// to be read first, a list to choose from.
    fn is_a_page(&self) -> bool {
        let names = [
            Word::Account,
            Word::Name,
            Word::Person,
            Word::Product,
            Word::Lead,
            Word::Address,
            Word::City,
            Word::Zip,
            Word::State,
            Word::Place,
        ];
        let mut filled = self.pairs().filter(|(_, profile)| profile.filled > 0);
        let first = filled.next();
        self.has_header && filled.next().is_none() && first.is_none_or(|(words, _)| !words.has_any(&names))
    }

    fn pairs(&self) -> impl Iterator<Item = (&HeaderWords, &Profile)> {
        self.words.iter().zip(self.profiles)
    }

    fn any(&self, fits: impl Fn(&HeaderWords) -> bool) -> bool {
        self.words.iter().any(fits)
    }

    /// `weight` if any header fits.
    fn if_any(&self, weight: i32, fits: impl Fn(&HeaderWords) -> bool) -> i32 {
        if self.any(fits) { weight } else { 0 }
    }

    fn if_file(&self, weight: i32, word: Word) -> i32 {
        if self.file.has(word) { weight } else { 0 }
    }

    /// Whether a column names or numbers such a thing, and nothing else.
    fn is_key(word: Word, words: &HeaderWords, profile: &Profile) -> bool {
        let is_counted = !words.has_any(&[Word::Id, Word::Number, Word::Name, Word::Title]) && !profile.is_text();
        words.has(word)
            && !is_counted
            && words.each(|other| other == word || other == Word::Filler || KEY.contains(&other))
    }

    fn has_key(&self, word: Word) -> bool {
        self.pairs().any(|(words, profile)| Self::is_key(word, words, profile))
    }

    fn has_unique_key(&self, word: Word) -> bool {
        self.pairs().any(|(words, profile)| Self::is_key(word, words, profile) && profile.is_unique())
    }

    fn accounts(&self) -> i32 {
        let key = if self.has_unique_key(Word::Account) {
            6
        } else if self.any(|words| words.has(Word::Account)) {
            4
        } else {
            0
        };
        let plain = self.if_any(3, |words| words.only(&[Word::Name])).max(if self.is_phone_list() { 3 } else { 0 });
        let contacts =
            self.pairs().any(|(words, profile)| Self::is_key(Word::Contact, words, profile) && words.has(Word::Id));
        let place = if self.has_place() || self.has_address() { 3 } else { 0 };
        if contacts && key == 4 {
            return 0;
        }
        let named = self.if_file(if self.words.len() > 1 { 3 } else { 0 }, Word::Account);
        key.max(plain) + place + named
    }

    /// A list without a header: names beside telephone numbers.
    fn is_phone_list(&self) -> bool {
        let is_name =
            |profile: &Profile| profile.is_mostly(profile.letters, 95) && profile.is_mostly(profile.distinct, 80);
        let is_phone = |profile: &Profile| profile.is_mostly(profile.phones, 80);
        !self.has_header && self.rows > 1 && self.profiles.iter().any(is_name) && self.profiles.iter().any(is_phone)
    }

    /// People with their company beside them, and more that only a list of people has: a number of their own, an owner, a
    /// title or an address for their mail, or a company that comes again.
    fn is_contacts(&self) -> bool {
        let has_id = |words: &HeaderWords| words.has(Word::Id);
        let is_own = |(words, profile): (&HeaderWords, &Profile)| Self::is_key(Word::Contact, words, profile);
        let has_names = self.any(HeaderWords::says_first_name) && self.any(HeaderWords::says_last_name);
        let is_company = |words: &HeaderWords| {
            words.has(Word::Account) && words.only(&[Word::Account, Word::Id, Word::Number, Word::Name, Word::Record])
        };
        let is_reached = self.any(|words| words.has_any(&[Word::Email, Word::Phone]));
        let numbered = self.pairs().any(|(words, profile)| is_own((words, profile)) && has_id(words))
            || has_names
                && self.any(|words| has_id(words) && words.only(&[Word::Id, Word::Record]))
                && self.any(|words| is_company(words) && has_id(words));
        let named = self.file.has(Word::Contact);
        let shared = self.pairs().any(|(words, profile)| is_company(words) && !profile.is_unique());
        let of_person = self.any(|words| {
            words.place_group() == MAILING
                || words.only(&[Word::Title])
                || words.has(Word::Contact) && words.has(Word::Person)
        });
        let is_lead = self.file.has(Word::Lead) || self.any(|words| words.has(Word::Lead));
        let about_others = self.any(|words| {
            words.has_any(&[Word::Opportunity, Word::Stage, Word::Order, Word::Product, Word::Expense, Word::Converted])
                || words.has(Word::Activity) && !words.has(Word::Last)
        });
        (has_names || self.pairs().any(is_own))
            && self.any(is_company)
            && !about_others
            && (!is_lead || named || self.any(|words| words.has(Word::Contact)))
            && (numbered || named || is_reached && !self.has_money() && (shared || has_names && of_person))
    }

    fn leads(&self, accounts: i32) -> i32 {
        let keyed = |words: &HeaderWords| {
            words.has(Word::Lead) && words.has_any(&[Word::Status, Word::Person, Word::Id, Word::Name])
        };
        let is_keyed = self.any(keyed)
            && !self.any(|words| {
                words.only(&[Word::Account, Word::Id, Word::Number])
                    && words.has(Word::Account)
                    && words.has_any(&[Word::Id, Word::Number])
            });
        let says = self.if_any(4, |words| words.has(Word::Converted))
            + self.if_file(4, Word::Lead)
            + if is_keyed { 5 } else { 0 };
        // A lead has what an account has.
        if says > 0 { says.max(accounts) + 1 } else { 0 }
    }

    fn opportunities(&self) -> i32 {
        let is_stage = |words: &HeaderWords| words.has(Word::Stage) && !words.has(Word::Lifecycle);
        let ended = self.pairs().any(|(words, profile)| {
            profile.ended_stages > 0
                && profile.is_mostly(profile.stages, 50)
                && (!words.is_known() || words.has_any(&[Word::Stage, Word::Status, Word::Opportunity]))
        });
        let keyed = if self.has_key(Word::Opportunity) { 5 } else { 0 };
        // Each account may have one opportunity; those that are numbered or named are no accounts.
        let of_accounts = if self.has_unique_key(Word::Account) && self.rows > 2 && keyed == 0 { 5 } else { 0 };
        keyed
            + self.if_any(3, is_stage)
            + if ended { 3 } else { 0 }
            + self.if_any(2, |words| words.has(Word::Closed) && !words.has(Word::Flag))
            + self.if_any(1, |words| words.has(Word::Rate))
            + self.if_file(4, Word::Opportunity)
            - of_accounts
    }

    fn activities(&self) -> i32 {
        let dated = |words: &HeaderWords| {
            words.has(Word::Activity)
                && words.has_any(&[Word::Date, Word::Kind, Word::Person])
                && !words.has(Word::Last)
        };
        let kinds = self.pairs().any(|(words, profile)| {
            profile.is_mostly(profile.activity_kinds, 60)
                && (!words.is_known() || words.has_any(&[Word::Kind, Word::Activity, Word::Subject]))
        });
        let keyed = if self.has_key(Word::Activity) { 5 } else { 0 };
        let has_date = self.any(|words| words.says_date() && !words.has_any(&[Word::Last, Word::Modified]));
        let who = self.any(|words| words.has(Word::Person)) && self.any(|words| words.has(Word::Account));
        let of_accounts = if self.has_unique_key(Word::Account) && self.rows > 3 && keyed == 0 { 4 } else { 0 };
        keyed
            + self.if_any(4, dated)
            + if kinds { 4 } else { 0 }
            + self.if_any(2, |words| words.has_any(&[Word::Subject, Word::Related]))
            + self.if_any(1, |words| words.has_any(&[Word::Due, Word::Duration, Word::Start]))
            + if has_date && who && !self.has_place() && !self.has_money() { 3 } else { 0 }
            + self.if_file(4, Word::Activity)
            - of_accounts
    }

    fn expenses(&self) -> i32 {
        let says = self.if_any(5, |words| words.has(Word::Expense)) + self.if_file(4, Word::Expense);
        let spent = if self.has_money() { 2 } else { 0 } + self.if_any(1, HeaderWords::says_date);
        let is_dated = self.any(|words| words.has(Word::Expense) && words.says_date());
        let is_told = self.has_key(Word::Expense) || self.file.has(Word::Expense) || is_dated;
        let of_accounts = self.has_unique_key(Word::Account) && !is_told;
        // In the words of no language an amount of a person, a day and a category is anything else.
        let is_shaped = self.any(|words| words.only(&[Word::Person, Word::Name]) && words.has(Word::Person))
            && self.any(|words| words.only(&[Word::Date]))
            && self.pairs().any(|(words, profile)| words.only(&[Word::Money, Word::Currency]) && profile.is_numeric())
            && self.pairs().any(|(words, profile)| {
                words.only(&[Word::Kind]) && profile.is_text() && !profile.is_mostly(profile.activity_kinds, 60)
            })
            && self.words.iter().all(|words| words.each(|word| !ELSEWHERE.contains(&word)));
        match says {
            0 if is_shaped => 9,
            0 => 0,
            _ if of_accounts => 0,
            says => says + spent,
        }
    }

    fn products(&self) -> i32 {
        let about_others =
            self.any(|words| words.has_any(&[Word::Account, Word::Order, Word::Person, Word::Opportunity]));
        let keyed =
            if self.has_key(Word::Product) { 4 } else { 0 } + if self.has_unique_key(Word::Product) { 3 } else { 0 };
        if about_others {
            0
        } else {
            keyed + self.if_any(1, |words| words.has(Word::Rate)) + self.if_file(5, Word::Product)
        }
    }

    fn targets(&self) -> i32 {
        let is_target = |(words, profile): (&HeaderWords, &Profile)| words.has(Word::Target) && profile.is_numeric();
        let says = if self.pairs().any(is_target) { 4 } else { 0 };
        let period = self.any(|words| {
            words.has_any(&[Word::Period, Word::Year]) || words.only(&[Word::Date, Word::Start, Word::End])
        });
        let of_others = self.has_unique_key(Word::Account) && (self.has_place() || self.has_address())
            || self.any(|words| words.has_any(&[Word::Home, Word::Capacity]));
        let whose = self.any(|words| {
            words.has_any(&[Word::Person, Word::Territory, Word::Team, Word::Region, Word::State, Word::Account])
        });
        let is_spread = self.is_spread();
        if of_others || !whose && says == 0 && !is_spread {
            return 0;
        }
        let is_told = says > 0 || self.file.has(Word::Target);
        let spread = if is_spread && (is_told || whose && !self.any(|words| words.has(Word::Account))) { 9 } else { 0 };
        says + if period && says > 0 { 5 } else { 0 } + self.if_file(9, Word::Target) + spread
    }

    /// A column of amounts for each month or quarter, of people, territories or teams.
    fn is_spread(&self) -> bool {
        let is_period = |(words, profile): &(&HeaderWords, &Profile)| words.period().is_some() && profile.is_numeric();
        let whose =
            self.any(|words| words.has_any(&[Word::Person, Word::Territory, Word::Team]) || words.only(&[Word::Name]));
        // Names of people may be codes of regions: only a header says that a place stands below.
        let has_place = self.any(|words| words.has_any(&[Word::Zip, Word::City, Word::State, Word::Latitude]));
        whose && !has_place && self.pairs().filter(is_period).count() > 1
    }

    /// A column that names the rep, or a file that is named so; no customers, and each rep once.
    fn is_reps(&self) -> bool {
        let names_rep = |words: &HeaderWords| {
            words.has(Word::Person)
                && words.only(&[
                    Word::Person,
                    Word::Money,
                    Word::Name,
                    Word::Id,
                    Word::Number,
                    Word::Record,
                    Word::Team,
                ])
        };
        let is_customer = |(words, profile): (&HeaderWords, &Profile)| {
            // A company car is no customer.
            let tells = profile.is_text() && !profile.is_mostly(profile.yes_no, 90);
            let names = words.has_any(&[Word::Id, Word::Number, Word::Name]) || tells;
            words.has(Word::Account) && !words.has_any(&[Word::Person, Word::Quantity, Word::Manager]) && names
        };
        let has_plain_name = self.any(|words| words.only(&[Word::Name]));
        let has_plain_id = self.any(|words| words.has(Word::Id) && words.only(&[Word::Id, Word::Record]));
        let has_reps = self.pairs().any(|(words, profile)| names_rep(words) && profile.is_unique());
        let is_named = self.file.has_any(&[Word::Person, Word::Team, Word::Capacity]);
        let is_user = self.any(|words| words.has(Word::Login));
        let has_traits = is_user || self.any(|words| words.has_any(&[Word::Capacity, Word::Home]));
        let has_name = self.any(|words| words.has_any(&[Word::Name, Word::Person]) || words.says_last_name());
        let keyed = self.pairs().any(|(words, profile)| {
            names_rep(words) && profile.is_unique() && words.has_any(&[Word::Id, Word::Number])
        });
        let other = self.any(|words| {
            words.has_any(&[Word::Opportunity, Word::Order, Word::Product, Word::Expense, Word::Lead, Word::Subject])
        });
        self.rows <= MAX_REPS
            // The company of a user is the own one.
            && (is_user || !self.pairs().any(is_customer))
            && !other
            && (keyed && !has_plain_id || has_reps && !has_plain_name || (is_named || has_traits) && has_name)
    }

    /// An order, a customer, something sold, and customers that come again; or their sales a month.
    fn is_order_lines(&self) -> bool {
        let is_customer = |words: &HeaderWords| {
            words.has(Word::Account) && words.only(&[Word::Account, Word::Id, Word::Number, Word::Name])
        };
        let is_order = |words: &HeaderWords| {
            words.has(Word::Order)
                && words.only(&[
                    Word::Order,
                    Word::Id,
                    Word::Number,
                    Word::Date,
                    Word::Record,
                    Word::Money,
                    Word::Created,
                ])
        };
        let has_order = self.any(is_order);
        let sold = self.any(|words| words.has_any(&[Word::Product, Word::Quantity, Word::Money]));
        let repeats =
            self.pairs().any(|(words, profile)| is_customer(words) && !profile.is_mostly(profile.distinct, 99));
        let numbered = self
            .pairs()
            .any(|(words, profile)| is_order(words) && words.has_any(&[Word::Id, Word::Number]) && profile.is_unique());
        let product = self.any(|words| words.has(Word::Product));
        let quantity = self.any(|words| words.has_any(&[Word::Quantity, Word::Money]));
        let deal = self.any(|words| words.has_any(&[Word::Opportunity, Word::Stage]));
        let dated = self.any(HeaderWords::says_date);
        let by_period = repeats && !numbered && sold && self.any(HeaderWords::says_period_alone);
        !deal
            && self.any(is_customer)
            && (has_order && sold && (repeats || product)
                || numbered && repeats
                || by_period
                || product && quantity && dated && repeats)
    }

    /// Codes with a point each, and nothing that counts.
    fn postal_codes(&self) -> i32 {
        let code =
            self.pairs().any(|(words, profile)| words.has(Word::Zip) && profile.is_mostly(profile.postal_like, 80));
        let point = [Word::Latitude, Word::Longitude].into_iter().all(|word| self.any(|words| words.has(word)));
        // Codes need no ids: what has them, and is not called a list of codes, are accounts.
        let is_keyed = self.any(|words| words.only(&[Word::Id])) && !self.file.has(Word::Zip);
        let is_plain = code && point && !is_keyed && !self.is_about_somebody() && self.count_of_measures() == 0;
        if is_geonames(self.profiles, self.has_header) || is_plain { 20 } else { 0 }
    }

    /// A ZIP, county or state a row, once each, and what is known of it.
    fn areas(&self) -> i32 {
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
        let is_area = is_keyed || is_place && counts_people;
        let knows = self.count_of_measures() > 0 || counts_people;
        if is_area
            && knows
            && self.rows > 1
            && !self.is_about_somebody()
            && (!has_plain_name || counts_people || is_coded)
        {
            12
        } else {
            0
        }
    }

    fn is_about_somebody(&self) -> bool {
        let somebody = [
            Word::Account,
            Word::Person,
            Word::Contact,
            Word::Email,
            Word::Phone,
            Word::Address,
            Word::Order,
            Word::Product,
            Word::Target,
            Word::Home,
            Word::First,
        ];
        self.any(|words| words.has_any(&somebody))
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

    fn has_money(&self) -> bool {
        self.pairs().any(|(words, profile)| words.has(Word::Money) && profile.is_numeric())
    }

    /// Whether a column holds whole addresses; those beside a date may be where somebody met.
    fn has_address(&self) -> bool {
        let is_whole = |(words, profile): (&HeaderWords, &Profile)| {
            let is_named = words.has_any(&[Word::Address, Word::Place, Word::City]);
            profile.is_mostly(profile.addresses, 60) && is_named
                || profile.is_mostly(profile.full_addresses, 80) && !words.is_known()
        };
        !self.any(HeaderWords::says_date) && self.pairs().any(is_whole)
    }

    fn has_place(&self) -> bool {
        let is_code = |profile: &Profile| {
            profile.is_mostly(profile.us_zips, 95) && profile.is_mostly(profile.leading_zeros, 1)
                || profile.is_mostly(profile.plain_regions, 80)
        };
        let is_fine = |profile: &&Profile| profile.is_mostly(profile.fine_numbers, 80);
        self.any(|words| words.has_any(&[Word::Zip, Word::City, Word::State, Word::Latitude]))
            || self.profiles.iter().any(is_code)
            || !self.any(HeaderWords::is_known) && self.profiles.iter().filter(is_fine).count() >= 2
    }
}
