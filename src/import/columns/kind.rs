//! What a file is, by its headers, its name, and what stands below: the kind for which most speaks.

mod places;
mod records;

use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::import::table::Table;
use crate::model::FileKind;

/// More rows than that are no sales force.
const MAX_REPS: usize = 5000;
/// What speaks for a kind less than that says nothing.
const LEAST: i32 = 3;
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

    /// Whether a column holds numbers, and its header does not say that these tell something apart.
    fn is_counted(words: &HeaderWords, profile: &Profile) -> bool {
        !words.has_any(&[Word::Id, Word::Number, Word::Name, Word::Title]) && !profile.is_text()
    }

    /// Whether a column names or numbers such a thing, and nothing else.
    fn is_key(word: Word, words: &HeaderWords, profile: &Profile) -> bool {
        words.has(word)
            && !Self::is_counted(words, profile)
            && words.each(|other| other == word || other == Word::Filler || KEY.contains(&other))
    }

    fn has_key(&self, word: Word) -> bool {
        self.pairs().any(|(words, profile)| Self::is_key(word, words, profile))
    }

    fn has_unique_key(&self, word: Word) -> bool {
        self.pairs().any(|(words, profile)| Self::is_key(word, words, profile) && profile.is_unique())
    }

    /// Whether each row names something in words that say nothing, before the place where it is: outlets, farms, whatever is sold to.
    fn lists_unknown(&self) -> bool {
        let is_unknown = |words: &HeaderWords| words.has(Word::Unknown) && words.only(&[Word::Unknown, Word::Name]);
        let says_place = |words: &HeaderWords| {
            words.has_any(&[Word::Zip, Word::City, Word::State, Word::Region, Word::County, Word::Address])
        };
        let is_name = |(words, profile): (&HeaderWords, &Profile)| {
            let others = profile.emails + profile.webs + profile.dates + profile.phones + profile.full_addresses;
            is_unknown(words)
                && profile.is_mostly(profile.letters, 80)
                && profile.is_unique()
                && !profile.is_mostly(others, 20)
        };
        // What is called as its key is, in a word that says nothing: `site_id` and `site_name`.
        let is_keyed = |(words, profile): &(&HeaderWords, &Profile)| {
            words.has_any(&[Word::Unknown, Word::Place])
                && words.says_key_of_own()
                && profile.is_unique()
                && self.any(|other| other.has(Word::Name) && other.shares_noun(words))
        };
        let first = self.pairs().position(|own| is_name(own) || is_keyed(&own));
        let place = self.words.iter().position(says_place);
        let person = self.words.iter().position(|words| words.has(Word::Person));
        // What the file says that it is, and a plain day, tell what happened.
        let others =
            [Word::Person, Word::Team, Word::Product, Word::Expense, Word::Target, Word::Opportunity, Word::Activity];
        self.has_header
            && self.rows > 1
            && !self.file.has_any(&others)
            && !self.any(|words| words.only(&[Word::Date]))
            && first.zip(place).is_some_and(|(name, place)| name < place && person.is_none_or(|person| name < person))
            && !self.any(|words| words.has(Word::Account) || words.has(Word::Demography) || words.only(&[Word::Name]))
            && !self.has_key(Word::Opportunity)
            && !self.has_key(Word::Activity)
    }

    /// Whether the rows are customers, each once.
    fn lists_customers(&self) -> bool {
        self.has_unique_key(Word::Account) || self.lists_unknown()
    }

    fn accounts(&self) -> i32 {
        let key = if self.lists_customers() {
            6
        } else if self.pairs().any(|(words, profile)| {
            let is_named = words.has(Word::Account) && !words.has_any(&[Word::Person, Word::Manager]);
            is_named && !Self::is_counted(words, profile)
        }) {
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
        let named = if self.words.len() > 1 && !self.file.says_staff() { self.if_file(3, Word::Account) } else { 0 };
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
            && !self.any(|words| words.only(&[Word::Account, Word::Id, Word::Number]) && words.says_account_id())
            && !self.pairs().next().is_some_and(|(words, profile)| {
                words.says_account_id() && words.says_key_of_own() && profile.is_unique()
            });
        // A converted amount is one in another currency.
        let says = self.if_any(4, |words| words.has(Word::Converted) && !words.has(Word::Money))
            + self.if_file(4, Word::Lead)
            + if is_keyed { 5 } else { 0 };
        // A lead has what an account has.
        if says > 0 { says.max(accounts) + 1 } else { 0 }
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
                    Word::Account,
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
        let is_named = self.is_of_people();
        // Two sellers may share a name where each has a number.
        let is_numbered = is_named && self.pairs().any(|(words, profile)| words.says_id() && profile.is_unique());
        let tells_apart =
            |profile: &Profile| profile.is_unique() || is_numbered && profile.is_mostly(profile.distinct, 80);
        let has_reps = self
            .pairs()
            .any(|(words, profile)| names_rep(words) && !Self::is_counted(words, profile) && tells_apart(profile));
        let is_user = self.any(|words| words.has(Word::Login));
        // A telephone at home is no home.
        let is_trait = |words: &HeaderWords| {
            words.has_any(&[Word::Capacity, Word::Home]) && !words.has_any(&[Word::Phone, Word::Score, Word::Rank])
        };
        let has_traits = is_user || self.any(is_trait);
        let has_name = self.any(|words| words.has_any(&[Word::Name, Word::Person]) || words.says_last_name());
        let keyed = self.pairs().any(|(words, profile)| {
            names_rep(words) && profile.is_unique() && words.has_any(&[Word::Id, Word::Number])
        });
        let other = self.any(|words| {
            words.has_any(&[Word::Opportunity, Word::Order, Word::Product, Word::Expense, Word::Lead, Word::Subject])
        });
        // Rows of each month or day are no list of people.
        let is_dated = |words: &HeaderWords| words.says_period_alone() || words.only(&[Word::Date]) && !is_named;
        let is_by_period = (!has_reps || !is_named) && !has_plain_name && self.any(is_dated);
        // A name and whose it is, are those of a customer.
        let is_owned = has_plain_name && self.any(|words| words.only(&[Word::Person]));
        self.rows <= MAX_REPS
            && (!is_owned || is_named || keyed)
            && !self.lists_unknown()
            // The company of a user is the own one, and so may be that of those whom the file is named after.
            && (is_user || is_named && !self.file.has(Word::Account) && (keyed || has_reps) || !self.pairs().any(is_customer))
            && !other
            && !is_by_period
            && (keyed && !has_plain_id || has_reps && !has_plain_name || (is_named || has_traits) && has_name)
    }

    /// Whether the file is named after the sales force.
    fn is_of_people(&self) -> bool {
        self.file.has_any(&[Word::Person, Word::Team, Word::Capacity]) || self.file.says_staff()
    }

    fn has_money(&self) -> bool {
        self.pairs().any(|(words, profile)| words.has(Word::Money) && profile.is_numeric())
    }
}
