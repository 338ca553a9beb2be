//! Which words of a header name which role.

use super::lexicon::Word;
use super::words::HeaderWords;
use crate::model::{FileKind, Role};

/// One way to name a role.
struct Rule {
    role: Role,
    /// The kinds of files in which it holds.
    kinds: &'static [FileKind],
    /// Words that must be there.
    all: &'static [Word],
    /// Words that may stand beside them.
    beside: Beside,
    /// The higher, the surer.
    score: u32,
}

/// What may stand beside the words that name a role.
enum Beside {
    /// Those and fillers alone.
    Only(&'static [Word]),
    /// Anything but those.
    AllBut(&'static [Word]),
}

use Beside::{AllBut, Only};
use FileKind::{
    Accounts, Activities, Areas, Contacts, Expenses, Leads, Opportunities, OrderLines, PostalCodes, Products, Reps,
    Targets,
};

const ANY: &[FileKind] = &FileKind::ALL;
/// One row is one of what the file holds.
const KEYED: &[FileKind] =
    &[Accounts, Leads, Contacts, Reps, Opportunities, Activities, Expenses, Products, Targets, Areas, PostalCodes];
const NAMED: &[FileKind] = &[Accounts, Reps, Opportunities, Products, Areas, PostalCodes];
const FOR_ACCOUNTS: &[FileKind] = &[Opportunities, Activities, Expenses, Targets, Contacts];
/// Words that may stand beside the name of a place without changing it.
const BESIDE_PLACE: &[Word] = &[
    Word::Account,
    Word::Address,
    Word::Axis,
    Word::Billing,
    Word::Contact,
    Word::Home,
    Word::Id,
    Word::Lead,
    Word::Name,
    Word::Number,
    Word::Person,
    Word::Pin,
    Word::Place,
    Word::Shipping,
    Word::Activity,
];
/// Words that may stand beside what names a whole address: `City, State, Zip`, `Registered office address`.
const BESIDE_ADDRESS: &[Word] = &[
    Word::Account,
    Word::Address,
    Word::Billing,
    Word::City,
    Word::Contact,
    Word::Country,
    Word::Home,
    Word::Lead,
    Word::Person,
    Word::Place,
    Word::Region,
    Word::Shipping,
    Word::State,
    Word::Zip,
];
const BESIDE_PERSON: &[Word] = &[
    Word::Own,
    Word::Account,
    Word::Opportunity,
    Word::Activity,
    Word::Lead,
    Word::Contact,
    Word::Name,
    Word::Money,
    Word::Record,
    Word::Team,
    Word::Product,
    Word::Order,
    Word::Territory,
    Word::Place,
    Word::Expense,
];
const BESIDE_DATE: &[Word] = &[Word::Own, Word::Date, Word::Estimate, Word::Order, Word::Activity, Word::Record];

const fn rule(role: Role, kinds: &'static [FileKind], all: &'static [Word], beside: Beside, score: u32) -> Rule {
    Rule { role, kinds, all, beside, score }
}

const RULES: &[Rule] = &[
    rule(Role::Id, ANY, &[Word::Own, Word::Id], Only(&[Word::Record, Word::Number]), 35),
    rule(Role::Id, ANY, &[Word::Own, Word::Number], Only(&[Word::Record, Word::Source]), 33),
    rule(Role::Id, &[Reps], &[Word::Person, Word::Id], Only(&[Word::Money, Word::Team, Word::Record]), 34),
    rule(Role::Id, &[Reps], &[Word::Person, Word::Number], Only(&[Word::Money, Word::Team, Word::Record]), 32),
    rule(Role::Id, KEYED, &[Word::Id], Only(&[]), 34),
    rule(Role::Id, KEYED, &[Word::Id], Only(&[Word::Record, Word::Number]), 32),
    rule(Role::Id, KEYED, &[Word::Number], Only(&[Word::Record]), 25),
    rule(Role::Id, &[Accounts, OrderLines], &[Word::Own], Only(&[]), 12),
    rule(Role::Name, ANY, &[Word::Own, Word::Name], Only(&[]), 35),
    rule(Role::Name, ANY, &[Word::Own, Word::Title], Only(&[]), 33),
    rule(Role::Name, &[Opportunities, Products], &[Word::Title], Only(&[]), 31),
    rule(Role::Name, &[Opportunities], &[Word::Subject], Only(&[]), 20),
    rule(Role::Name, NAMED, &[Word::Name], Only(&[]), 32),
    rule(Role::Name, &[OrderLines], &[Word::Name], Only(&[Word::Contact]), 18),
    rule(Role::Name, &[OrderLines], &[Word::Billing, Word::Account], Only(&[Word::Name]), 29),
    rule(Role::Name, &[OrderLines], &[Word::Billing, Word::Name], Only(&[]), 27),
    rule(Role::Name, &[OrderLines], &[Word::Billing, Word::Last], Only(&[Word::Name]), 25),
    rule(Role::Name, &[Leads], &[Word::Account], Only(&[Word::Name]), 36),
    rule(Role::Name, &[Leads], &[Word::Name], Only(&[]), 24),
    rule(Role::Name, &[Reps], &[Word::Person], Only(&[Word::Money, Word::Team]), 31),
    rule(Role::Name, &[Reps], &[Word::Name, Word::Contact], Only(&[]), 22),
    rule(Role::Name, &[Reps], &[Word::Last, Word::Name], Only(&[Word::Own]), 14),
    rule(Role::Name, &[Reps], &[Word::Last], Only(&[]), 13),
    rule(Role::Name, ANY, &[Word::Own], Only(&[Word::Record]), 30),
    rule(Role::Name, ANY, &[Word::Own, Word::Name], Only(&[Word::Money, Word::Team]), 28),
    rule(Role::Family, ANY, &[Word::Parent], Only(&[Word::Account, Word::Name, Word::Id, Word::Number]), 30),
    rule(Role::Account, FOR_ACCOUNTS, &[Word::Account, Word::Id], Only(&[Word::Own, Word::Record, Word::Parent]), 36),
    rule(Role::Account, FOR_ACCOUNTS, &[Word::Account, Word::Number], Only(&[Word::Own, Word::Record]), 34),
    rule(Role::Account, FOR_ACCOUNTS, &[Word::Account], Only(&[Word::Own, Word::Name, Word::Place, Word::Record]), 33),
    rule(Role::Account, &[Activities], &[Word::Related], Only(&[Word::Name, Word::Id, Word::Own]), 26),
    rule(Role::Rep, ANY, &[Word::Person], Only(BESIDE_PERSON), 34),
    rule(Role::Rep, ANY, &[Word::Person, Word::Present], Only(BESIDE_PERSON), 12),
    rule(Role::Rep, ANY, &[Word::Person, Word::Id], Only(BESIDE_PERSON), 30),
    rule(Role::Rep, ANY, &[Word::Person, Word::Number], Only(BESIDE_PERSON), 29),
    rule(Role::Rep, ANY, &[Word::Person, Word::Email], Only(BESIDE_PERSON), 24),
    rule(Role::Rep, ANY, &[Word::Account, Word::Manager], Only(&[Word::Name]), 26),
    rule(Role::Rep, ANY, &[Word::Territory, Word::Manager], Only(&[Word::Name, Word::Money]), 22),
    rule(Role::Rep, ANY, &[Word::Person, Word::Last], Only(BESIDE_PERSON), 20),
    rule(Role::Rep, &[Targets, Expenses], &[Word::Name], Only(&[]), 20),
    rule(Role::Id, &[Products], &[Word::Product, Word::Number], Only(&[Word::Record, Word::Id]), 33),
    rule(Role::Product, ANY, &[Word::Product], Only(&[Word::Name, Word::Own]), 32),
    rule(Role::Product, ANY, &[Word::Product], Only(&[Word::Name, Word::Own, Word::Id, Word::Number]), 30),
    rule(Role::Latitude, ANY, &[Word::Latitude], Only(BESIDE_PLACE), 30),
    rule(Role::Longitude, ANY, &[Word::Longitude], Only(BESIDE_PLACE), 30),
    rule(Role::Latitude, ANY, &[Word::Latitude], AllBut(&[Word::Longitude]), 10),
    rule(Role::Longitude, ANY, &[Word::Longitude], AllBut(&[Word::Latitude]), 10),
    rule(Role::PostalCode, ANY, &[Word::Zip], Only(BESIDE_PLACE), 30),
    rule(Role::PostalCode, ANY, &[Word::Billing, Word::Number], Only(&[Word::Address]), 18),
    rule(Role::PostalCode, ANY, &[Word::Shipping, Word::Number], Only(&[Word::Address]), 18),
    rule(Role::City, ANY, &[Word::City], Only(BESIDE_PLACE), 30),
    rule(Role::City, &[Reps], &[Word::Home], Only(&[Word::Place]), 15),
    rule(Role::Region, ANY, &[Word::State], Only(BESIDE_PLACE), 30),
    rule(Role::Region, ANY, &[Word::State, Word::Region], Only(BESIDE_PLACE), 30),
    rule(Role::Region, ANY, &[Word::Region], Only(BESIDE_PLACE), 20),
    rule(Role::Country, ANY, &[Word::Country], Only(BESIDE_PLACE), 30),
    rule(Role::Country, ANY, &[Word::Country, Word::Region], Only(BESIDE_PLACE), 30),
    // Below such words countries stand now and then.
    rule(Role::Country, ANY, &[Word::State, Word::Country], Only(BESIDE_PLACE), 10),
    rule(Role::Country, ANY, &[Word::State], Only(BESIDE_PLACE), 9),
    rule(Role::Country, ANY, &[Word::Region], Only(BESIDE_PLACE), 9),
    rule(Role::Address, ANY, &[Word::Address], Only(BESIDE_ADDRESS), 30),
    rule(Role::Address, ANY, &[Word::City, Word::State], Only(BESIDE_ADDRESS), 29),
    rule(Role::Address, ANY, &[Word::City, Word::Zip], Only(BESIDE_ADDRESS), 29),
    rule(Role::Address, ANY, &[Word::City, Word::Country], Only(BESIDE_ADDRESS), 29),
    rule(Role::Address, ANY, &[Word::Latitude, Word::Longitude], Only(BESIDE_PLACE), 29),
    rule(Role::Address, ANY, &[Word::Place], Only(BESIDE_ADDRESS), 22),
    rule(Role::Address, &[Reps], &[Word::Home], Only(BESIDE_ADDRESS), 22),
    rule(Role::Capacity, ANY, &[Word::Capacity], AllBut(&[Word::Score, Word::Rank]), 30),
    rule(
        Role::Amount,
        &[Targets],
        &[Word::Target],
        Only(&[Word::Money, Word::Period, Word::Year, Word::Quantity, Word::Currency]),
        34,
    ),
    rule(Role::Amount, &[Targets], &[Word::Target, Word::Money], Only(&[Word::Period, Word::Year, Word::Currency]), 35),
    rule(Role::Amount, &[Products], &[Word::Rate], Only(&[Word::Own, Word::Money, Word::Currency, Word::Quantity]), 30),
    rule(Role::Amount, ANY, &[Word::Money], Only(&[Word::Own, Word::Closed, Word::Currency, Word::Order]), 30),
    rule(Role::Amount, ANY, &[Word::Money, Word::Estimate], Only(&[Word::Own, Word::Currency]), 26),
    rule(Role::Amount, &[Expenses], &[Word::Own], Only(&[Word::Currency]), 15),
    rule(Role::Amount, ANY, &[Word::Money], AllBut(&[Word::Rate, Word::Person, Word::Name, Word::Quantity]), 12),
    rule(Role::Stage, ANY, &[Word::Stage], Only(&[Word::Own, Word::Money, Word::Name]), 37),
    rule(Role::Stage, ANY, &[Word::Status], Only(&[Word::Own, Word::Money, Word::Name]), 26),
    rule(
        Role::Stage,
        &[Opportunities],
        &[Word::Stage],
        Only(&[Word::Own, Word::Present, Word::Name, Word::Unknown]),
        24,
    ),
    rule(
        Role::Stage,
        &[Opportunities],
        &[Word::Status],
        Only(&[Word::Own, Word::Present, Word::Record, Word::Unknown]),
        22,
    ),
    rule(Role::Stage, &[Opportunities], &[Word::State], Only(&[Word::Own, Word::Present, Word::Record]), 13),
    rule(Role::Stage, &[Opportunities], &[Word::Lifecycle], Only(&[Word::Own, Word::Stage, Word::Present]), 12),
    rule(Role::Date, &[OrderLines], &[Word::Period], Only(&[Word::Order, Word::Year, Word::Date]), 14),
    rule(Role::Date, &[Activities, Expenses, OrderLines, Targets], &[Word::Own, Word::Date], Only(BESIDE_DATE), 36),
    rule(Role::Date, &[OrderLines, Expenses], &[Word::Order, Word::Date], Only(&[]), 35),
    rule(Role::Date, &[OrderLines], &[Word::Money, Word::Date], Only(&[]), 31),
    rule(Role::Date, ANY, &[Word::Date], Only(&[Word::Estimate]), 33),
    rule(
        Role::Date,
        &[Targets],
        &[Word::Period],
        Only(&[Word::Start, Word::Date, Word::Own, Word::Year, Word::Id]),
        34,
    ),
    rule(Role::Date, &[Targets], &[Word::Year], Only(&[Word::Own, Word::Date]), 24),
    rule(Role::Date, ANY, &[Word::Start], Only(BESIDE_DATE), 32),
    rule(Role::Date, ANY, &[Word::Due], Only(BESIDE_DATE), 30),
    rule(Role::Date, ANY, &[Word::Closed], Only(BESIDE_DATE), 28),
    rule(Role::Date, ANY, &[Word::End], Only(BESIDE_DATE), 26),
    rule(Role::Date, ANY, &[Word::Created], Only(BESIDE_DATE), 15),
    rule(Role::Created, ANY, &[Word::Created], Only(BESIDE_DATE), 34),
    rule(Role::Created, ANY, &[Word::Start], Only(BESIDE_DATE), 28),
    rule(Role::Created, ANY, &[Word::Date], Only(&[Word::Own]), 12),
    rule(Role::Closed, ANY, &[Word::Closed], Only(&[Word::Own, Word::Date]), 34),
    rule(Role::Closed, ANY, &[Word::Closed], Only(BESIDE_DATE), 33),
    rule(Role::Closed, ANY, &[Word::End], Only(BESIDE_DATE), 20),
    rule(Role::Kind, ANY, &[Word::Own, Word::Kind], Only(&[Word::Name, Word::Number]), 34),
    rule(Role::Kind, ANY, &[Word::Kind], Only(&[Word::Name, Word::Number]), 32),
    rule(Role::Kind, &[Expenses], &[Word::Kind, Word::Money], Only(&[]), 31),
    rule(Role::Kind, ANY, &[Word::Own], Only(&[Word::Name]), 26),
    rule(Role::Kind, &[Activities], &[Word::Subject], Only(&[Word::Own]), 16),
];

/// How well the words of a header name a role, 0 for not at all. O(rules).
pub fn header_score(role: Role, words: &HeaderWords, kind: FileKind) -> u32 {
    let fits = |rule: &&Rule| rule.role == role && rule.kinds.contains(&kind) && rule.holds(words, kind);
    RULES.iter().filter(fits).map(|rule| rule.score).max().unwrap_or(0)
}

/// The words for what the rows of a file are.
fn own(kind: FileKind) -> &'static [Word] {
    match kind {
        Accounts | OrderLines => &[Word::Account],
        Leads => &[Word::Lead, Word::Account],
        Contacts => &[Word::Contact],
        Reps => &[Word::Person],
        Opportunities => &[Word::Opportunity],
        Activities => &[Word::Activity],
        Expenses => &[Word::Expense],
        Products => &[Word::Product],
        Targets => &[Word::Target],
        Areas => &[Word::Territory, Word::County],
        PostalCodes | FileKind::Other => &[],
    }
}

impl Rule {
    fn holds(&self, words: &HeaderWords, kind: FileKind) -> bool {
        let own = own(kind);
        let has = |word: Word| if word == Word::Own { words.has_any(own) } else { words.has(word) };
        let is_in =
            |list: &[Word], word: Word| list.contains(&word) || list.contains(&Word::Own) && own.contains(&word);
        self.all.iter().all(|&word| has(word))
            && match self.beside {
                Only(beside) => words.each(|word| word == Word::Filler || is_in(self.all, word) || is_in(beside, word)),
                AllBut(without) => !words.has_any(without),
            }
    }
}
