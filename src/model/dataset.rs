//! What the files said, validated: accounts as columns, reps, and where it all came from.

use super::text_column::TextColumn;
use crate::units::LonLat;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Position of an account in [`Dataset::accounts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountIx(pub u32);

/// Position of a rep in [`Dataset::reps`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RepIx(pub u16);

impl AccountIx {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RepIx {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How exactly a place is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Coordinates stood in the file.
    Given,
    /// The middle of a postal code.
    Postal,
    /// The middle of a city.
    City,
    /// The middle of a state or province.
    Region,
    /// The middle of a country.
    Country,
    /// Not located.
    None,
}

impl Precision {
    /// All of them, best first.
    pub const ALL: [Self; 6] = [Self::Given, Self::Postal, Self::City, Self::Region, Self::Country, Self::None];

    /// What located it, as a heading on screen and in previews.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Given => "Coordinates",
            Self::Postal => "Postal code",
            Self::City => "City",
            Self::Region => "Region",
            Self::Country => "Country",
            Self::None => "Not located",
        }
    }

    /// The word used in files: `given postal city region country none`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Postal => "postal",
            Self::City => "city",
            Self::Region => "region",
            Self::Country => "country",
            Self::None => "none",
        }
    }
}

/// Where something is, how exactly that is known, and the place it was matched to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// The point, absent exactly when `precision` is [`Precision::None`].
    pub location: Option<LonLat>,
    /// How the point was found.
    pub precision: Precision,
    /// The matched place in words, "Fort Wayne, IN"; empty when there is none.
    pub place: String,
}

impl Placement {
    /// Not located.
    #[must_use]
    pub fn unknown() -> Self {
        Self { location: None, precision: Precision::None, place: String::new() }
    }
}

/// A further column of the accounts: a measure, a segment, a filter or a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The header as the file wrote it.
    pub name: String,
    /// One value an account.
    pub values: ColumnValues,
}

/// The values of a [`Column`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnValues {
    /// Finite numbers; `None` where the file had none.
    Number(Vec<Option<f64>>),
    /// Texts; empty where the file had none.
    Text(TextColumn),
}

impl ColumnValues {
    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers, when it holds numbers.
    #[must_use]
    pub fn numbers(&self) -> Option<&[Option<f64>]> {
        match self {
            Self::Number(values) => Some(values),
            Self::Text(_) => None,
        }
    }
}

/// The accounts, column by column. All columns have one entry an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    /// Unique and not empty; `row-1` … in file order where the file gave none.
    pub ids: TextColumn,
    /// Display names, not necessarily unique.
    pub names: TextColumn,
    /// The customer or parent that an account belongs to; empty for none.
    pub families: TextColumn,
    /// The point of each account, absent exactly where the precision is none.
    pub locations: Vec<Option<LonLat>>,
    /// How each point was found.
    pub precisions: Vec<Precision>,
    /// The place each account was matched to; empty for none.
    pub places: TextColumn,
    /// Everything else that the files said.
    pub columns: Vec<Column>,
}

impl Accounts {
    /// Number of accounts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no account.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// One account, read out of the columns. Out of range it is empty and not located.
    #[must_use]
    pub fn get(&self, account: AccountIx) -> Account<'_> {
        let row = account.index();
        Account {
            id: self.ids.get(row),
            name: self.names.get(row),
            family: self.families.get(row),
            location: self.locations.get(row).copied().flatten(),
            precision: self.precisions.get(row).copied().unwrap_or(Precision::None),
            place: self.places.get(row),
        }
    }

    /// The positions of all accounts, in order.
    pub fn indices(&self) -> impl Iterator<Item = AccountIx> + use<> {
        let count = u32::try_from(self.len()).unwrap_or(u32::MAX);
        (0..count).map(AccountIx)
    }

    /// The column with that header, in any case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// One account as a view into [`Accounts`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Account<'a> {
    /// Unique id.
    pub id: &'a str,
    /// Display name.
    pub name: &'a str,
    /// Customer or parent; empty for none.
    pub family: &'a str,
    /// Where it is.
    pub location: Option<LonLat>,
    /// How that is known.
    pub precision: Precision,
    /// The matched place; empty for none.
    pub place: &'a str,
}

/// A person who owns a territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rep {
    /// Unique; `rep-1` … in file order where the file gave none.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Where the rep starts and ends a day.
    pub home: Placement,
    /// Fair share of the work relative to the others: 1 is full time. Finite and positive.
    pub capacity: f64,
}

/// A file that went into the data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// File name without a path.
    pub file: String,
    /// What it was taken for, as in `FileKind::word`.
    pub kind: String,
    /// Rows that were taken.
    pub rows: u32,
}

/// Everything that the files said, validated once; immutable afterwards.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Dataset {
    accounts: Accounts,
    reps: Vec<Rep>,
    sources: Vec<Source>,
}

#[derive(Deserialize)]
struct Unchecked {
    accounts: Accounts,
    reps: Vec<Rep>,
    sources: Vec<Source>,
}

impl TryFrom<Unchecked> for Dataset {
    type Error = DatasetError;
    fn try_from(raw: Unchecked) -> Result<Self, DatasetError> {
        Self::new(raw.accounts, raw.reps, raw.sources)
    }
}

/// Why columns do not make a data set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// A column has more or fewer entries than there are accounts.
    #[error("column “{column}” has {found} entries for {accounts} accounts")]
    Ragged {
        /// The column.
        column: String,
        /// Its entries.
        found: usize,
        /// The accounts.
        accounts: usize,
    },
    /// An id is empty or stands twice.
    #[error("{what} id “{id}” is empty or stands twice")]
    Id {
        /// `account` or `rep`.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A number is not finite, a capacity not positive, or a point and its precision disagree.
    #[error("{what} “{id}” has a value that cannot be: {value}")]
    Value {
        /// `account` or `rep`.
        what: &'static str,
        /// Its id.
        id: String,
        /// The offending field.
        value: &'static str,
    },
    /// More accounts or reps than positions can number.
    #[error("more than {limit} {what}")]
    TooMany {
        /// `accounts` or `reps`.
        what: &'static str,
        /// The most there can be.
        limit: u32,
    },
}

impl Dataset {
    /// Checks the columns against each other.
    ///
    /// # Errors
    /// [`DatasetError`] for ragged columns, repeated or empty ids, and values that cannot be. O(accounts × columns).
    pub fn new(accounts: Accounts, reps: Vec<Rep>, sources: Vec<Source>) -> Result<Self, DatasetError> {
        check_lengths(&accounts)?;
        check_ids("account", accounts.ids.iter())?;
        check_ids("rep", reps.iter().map(|rep| rep.id.as_str()))?;
        if u32::try_from(accounts.len()).is_err() {
            return Err(DatasetError::TooMany { what: "accounts", limit: u32::MAX });
        }
        if reps.len() > usize::from(u16::MAX) {
            return Err(DatasetError::TooMany { what: "reps", limit: u32::from(u16::MAX) });
        }
        check_values(&accounts, &reps)?;
        Ok(Self { accounts, reps, sources })
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The reps.
    #[must_use]
    pub fn reps(&self) -> &[Rep] {
        &self.reps
    }

    /// The rep at that position.
    #[must_use]
    pub fn rep(&self, rep: RepIx) -> Option<&Rep> {
        self.reps.get(rep.index())
    }

    /// The files it came from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

fn check_lengths(accounts: &Accounts) -> Result<(), DatasetError> {
    let count = accounts.len();
    let fixed = [
        ("name", accounts.names.len()),
        ("family", accounts.families.len()),
        ("location", accounts.locations.len()),
        ("precision", accounts.precisions.len()),
        ("place", accounts.places.len()),
    ];
    let further = accounts.columns.iter().map(|column| (column.name.as_str(), column.values.len()));
    match fixed.into_iter().chain(further).find(|&(_, found)| found != count) {
        Some((column, found)) => Err(DatasetError::Ragged { column: column.to_owned(), found, accounts: count }),
        None => Ok(()),
    }
}

fn check_ids<'a>(what: &'static str, ids: impl Iterator<Item = &'a str>) -> Result<(), DatasetError> {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            return Err(DatasetError::Id { what, id: id.to_owned() });
        }
    }
    Ok(())
}

fn check_values(accounts: &Accounts, reps: &[Rep]) -> Result<(), DatasetError> {
    let wrong = |what, id: &str, value| Err(DatasetError::Value { what, id: id.to_owned(), value });
    for account in accounts.indices() {
        let account = accounts.get(account);
        if account.location.is_some() == (account.precision == Precision::None) {
            return wrong("account", account.id, "location");
        }
    }
    for column in &accounts.columns {
        let ColumnValues::Number(values) = &column.values else { continue };
        if let Some(row) = values.iter().position(|value| value.is_some_and(|number| !number.is_finite())) {
            return wrong("account", accounts.ids.get(row), "number");
        }
    }
    for rep in reps {
        if !(rep.capacity.is_finite() && rep.capacity > 0.0) {
            return wrong("rep", &rep.id, "capacity");
        }
        if rep.home.location.is_some() == (rep.home.precision == Precision::None) {
            return wrong("rep", &rep.id, "home base");
        }
    }
    Ok(())
}
