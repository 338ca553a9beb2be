//! What an import asks a person to look at beyond single cells: places, names, duplicates, changes.

use super::mapping::FileKind;
use crate::units::LonLat;
use serde::{Deserialize, Serialize};

/// What a row says of where it is, as a person wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ToldPlace {
    /// Postal code.
    pub postal_code: String,
    /// City or town.
    pub city: String,
    /// State or province.
    pub region: String,
    /// Country.
    pub country: String,
    /// A whole address in one cell.
    pub whole: String,
    /// Whether the codes of the file are called as nobody calls US ZIPs.
    pub is_no_zip: bool,
}

impl ToldPlace {
    /// The parts that say something, separated by commas.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = [&self.whole, &self.postal_code, &self.city, &self.region, &self.country];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A place that something may be at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// In words, “Springfield, IL”.
    pub place: String,
    /// Its point.
    pub location: LonLat,
    /// Its people, as far as known.
    pub people: Option<u32>,
}

/// A place that fits several, asked once for all rows that tell it so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceQuestion {
    /// What the rows say.
    pub told: ToldPlace,
    /// How many say it.
    pub rows: u32,
    /// What it may be, best first; empty when nothing fits.
    pub candidates: Vec<Candidate>,
    /// The place that is taken, in words; empty for none.
    pub taken: String,
    /// Whether a person decided.
    pub decided: bool,
}

/// In which country rows lie that name none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HomeCountry {
    /// In the one that nearly all of their cities fit.
    #[default]
    Guess,
    /// Anywhere: each at the largest city of its name.
    Anywhere,
    /// In that of this ISO code.
    In(String),
}

/// What a name in a row refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Referent {
    /// An account.
    Account,
    /// A rep.
    Rep,
    /// A product.
    Product,
    /// Another spelling in the same column of the accounts: “technolgy” for “technology”.
    Value,
}

impl Referent {
    /// The word with its article-free singular, “account”.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Rep => "rep",
            Self::Product => "product",
            Self::Value => "value",
        }
    }
}

/// A name that stands in one file and is spelt otherwise, or missing, in the file that it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameMatch {
    /// The file in which it stands.
    pub file: String,
    /// What it refers to.
    pub referent: Referent,
    /// The name as it stands there.
    pub told: String,
    /// In how many rows.
    pub rows: u32,
    /// Names that come near, best first.
    pub candidates: Vec<String>,
    /// The name that it is taken for; `None` for nothing.
    pub taken: Option<String>,
    /// Whether a person decided.
    pub decided: bool,
}

/// What a person decided about a name: which one it is, or that it is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NameChoice {
    /// What it refers to.
    pub referent: Referent,
    /// The name as it stands in the file.
    pub told: String,
    /// The name that it is taken for; `None` for nothing.
    pub taken: Option<String>,
}

/// Why accounts may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// They have the same id.
    Id,
    /// They have the same name at the same place.
    NameAndPlace,
}

/// Accounts that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// What tells the group: the shared id, or name and place. Stable from draft to draft.
    pub key: String,
    /// Why.
    pub sameness: Sameness,
    /// The first 100 accounts, in the order of the files; merged, the first keeps its id.
    pub accounts: Vec<DuplicateAccount>,
    /// How many more there are.
    pub further: u32,
    /// Whether they are merged: only when a person said so.
    pub merged: bool,
}

impl Duplicate {
    /// How many accounts it has.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.accounts.len()).unwrap_or(u32::MAX).saturating_add(self.further)
    }
}

/// One of several accounts that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateAccount {
    /// File name.
    pub file: String,
    /// Line of the file.
    pub row: u32,
    /// Id as it stands there.
    pub id: String,
    /// Name.
    pub name: String,
    /// The matched place.
    pub place: String,
}

/// An account without a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocated {
    /// File name.
    pub file: String,
    /// Line of the file.
    pub row: u32,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says of its place.
    pub told: ToldPlace,
}

/// Rows that can be put right in one way only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairOffer {
    /// Position of the file.
    pub file: u16,
    /// How many rows.
    pub rows: u32,
    /// Line of the first.
    pub row: u32,
    /// How it is read now, cells separated by bars.
    pub now: String,
    /// How it would be read.
    pub then: String,
    /// Whether the offer is taken.
    pub taken: bool,
}

/// How a newer export differs from the plan's data; accounts are matched by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// New accounts: id and name. At most [`Changes::SHOWN`] of each list are kept.
    pub added: Vec<(String, String)>,
    /// Accounts that say something else now.
    pub changed: Vec<AccountChange>,
    /// Accounts that the export does not have: id and name.
    pub gone: Vec<(String, String)>,
    /// How many there are of each, and how many are as before.
    pub counts: ChangeCounts,
    /// How reps, products and records differ, where they were compared; kinds without any difference are left out.
    pub records: Vec<RecordChanges>,
    /// Ids of the reps whom no newer file has.
    pub gone_reps: Vec<String>,
}

/// How the records of one kind differ from those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChanges {
    /// What they are.
    pub kind: FileKind,
    /// How many changed in which way.
    pub counts: ChangeCounts,
}

impl Changes {
    /// Entries of each list that are kept.
    pub const SHOWN: usize = 200;
    /// Of fewer accounts nobody can say whether they are others.
    pub(super) const FEWEST: u32 = 5;
    /// One in so many is known at least, where the files are a newer export.
    pub(super) const ONE_IN: u32 = 10;
}

/// How many accounts, or records of a kind, changed in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCounts {
    /// New.
    pub added: u32,
    /// Changed.
    pub changed: u32,
    /// Gone.
    pub gone: u32,
    /// As before.
    pub same: u32,
}

/// An account that says something else now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Column, value before, value now.
    pub fields: Vec<(String, String, String)>,
}
