//! The accounts, column by column: a customer, a prospect or a lead each.

use super::brief::UnitBy;
use super::dataset::RepIx;
use super::text_column::TextColumn;
use crate::units::{Day, LonLat};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// Position of an account in [`Dataset::accounts`](super::Dataset::accounts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountIx(pub u32);

impl AccountIx {
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
    /// Where a person put it by a click on the map.
    #[must_use]
    pub fn by_hand(location: LonLat) -> Self {
        Self { location: Some(location), precision: Precision::Given, place: "placed by hand".to_owned() }
    }

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
    #[serde(with = "super::columnar")]
    Number(Vec<Option<f64>>),
    /// Texts; empty where the file had none.
    Text(TextColumn),
    /// Days; `None` where the file had none.
    #[serde(with = "super::columnar")]
    Day(Vec<Option<Day>>),
    /// Yes or no; `None` where the file said neither.
    YesNo(Vec<Option<bool>>),
}

impl ColumnValues {
    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::Day(values) => values.len(),
            Self::YesNo(values) => values.len(),
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
            _ => None,
        }
    }

    /// The texts, when it holds texts.
    #[must_use]
    pub fn texts(&self) -> Option<&TextColumn> {
        match self {
            Self::Text(values) => Some(values),
            _ => None,
        }
    }

    /// One value as it stands in files: numbers with a point, days as `2026-04-03`, `yes` and `no`; empty for none.
    #[must_use]
    pub fn words(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Number(values) => values.get(row).copied().flatten().map(|number| number.to_string().into()),
            Self::Text(values) => Some(values.get(row).into()),
            Self::Day(values) => values.get(row).copied().flatten().map(|day| day.to_string().into()),
            Self::YesNo(values) => {
                values.get(row).copied().flatten().map(|yes| if yes { "yes".into() } else { "no".into() })
            }
        }
        .unwrap_or_default()
    }
}

/// How far an account has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// It buys, or nothing says that it doesn't.
    #[default]
    Customer,
    /// It might buy; known as an account.
    Prospect,
    /// It might become an account.
    Lead,
}

impl AccountKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Prospect, Self::Lead];

    /// The word used on screen and in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Prospect => "prospect",
            Self::Lead => "lead",
        }
    }
}

/// The accounts, column by column. All columns have one entry an account; `kinds` and `present` may be empty instead.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    /// Unique and not empty; `row-1` … in file order where the file gave none.
    pub ids: TextColumn,
    /// Display names, not necessarily unique.
    pub names: TextColumn,
    /// The customer or parent that an account belongs to; empty for none.
    pub families: TextColumn,
    /// The point of each account, absent exactly where the precision is none.
    #[serde(with = "super::columnar")]
    pub locations: Vec<Option<LonLat>>,
    /// How each point was found.
    #[serde(with = "super::columnar")]
    pub precisions: Vec<Precision>,
    /// The place each account was matched to; empty for none.
    pub places: TextColumn,
    /// How far each account has come; empty when all are customers.
    #[serde(with = "super::columnar")]
    pub kinds: Vec<AccountKind>,
    /// The rep who owns each account today, before any plan; empty when none is known.
    #[serde(with = "super::columnar")]
    pub present: Vec<Option<RepIx>>,
    /// The accounts whose place a person set, in order.
    pub by_hand: Vec<AccountIx>,
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
            kind: self.kinds.get(row).copied().unwrap_or_default(),
            present: self.present.get(row).copied().flatten(),
        }
    }

    /// Where one account is, as a value of its own.
    #[must_use]
    pub fn placement(&self, account: AccountIx) -> Placement {
        let own = self.get(account);
        Placement { location: own.location, precision: own.precision, place: own.place.to_owned() }
    }

    /// Puts accounts that are there somewhere else; in the order of the accounts.
    pub(super) fn set_places(&mut self, places: &[(AccountIx, Placement)]) {
        for (account, placement) in places {
            self.locations[account.index()] = placement.location;
            self.precisions[account.index()] = placement.precision;
        }
        let mut next = places.iter().peekable();
        let named = self.places.iter().zip((0..).map(AccountIx)).map(|(own, at)| match next.peek() {
            Some((account, _)) if *account == at => next.next().map_or(own, |(_, placement)| placement.place.as_str()),
            _ => own,
        });
        self.places = named.collect();
    }

    /// The positions of all accounts, in order.
    pub fn indices(&self) -> impl Iterator<Item = AccountIx> + use<> {
        let count = u32::try_from(self.len()).unwrap_or(u32::MAX);
        (0..count).map(AccountIx)
    }

    /// Which accounts go together for a basic unit: a number for each account, the same for the same unit, in order of
    /// first appearance. Nothing where every account is a unit of its own, or there is no such column. O(accounts).
    #[must_use]
    pub fn units(&self, unit: &UnitBy) -> Option<Vec<u32>> {
        let column = match unit {
            UnitBy::Account => return None,
            UnitBy::Family => None,
            UnitBy::Column(name) => Some(&self.column(name)?.values),
        };
        let mut known: HashMap<Cow<'_, str>, u32> = HashMap::new();
        let mut next = 0;
        let number = |row: usize| {
            let label = column.map_or_else(|| Cow::Borrowed(self.families.get(row)), |values| values.words(row));
            let fresh = next;
            let own = if label.is_empty() { fresh } else { *known.entry(label).or_insert(fresh) };
            next += u32::from(own == fresh);
            own
        };
        Some((0..self.len()).map(number).collect())
    }

    /// Keeps texts that stand often in one column once ([`TextColumn::share`]), and gives back what was reserved too much:
    /// 500,000 accounts lie in the memory of two programs. O(bytes).
    pub fn compact(&mut self) {
        let own = [&mut self.ids, &mut self.names, &mut self.families, &mut self.places];
        let further = self.columns.iter_mut().filter_map(|column| match &mut column.values {
            ColumnValues::Text(texts) => Some(texts),
            _ => None,
        });
        for texts in own.into_iter().chain(further) {
            texts.share();
            texts.shrink_to_fit();
        }
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
    /// How far it has come.
    pub kind: AccountKind,
    /// Who owns it today, before any plan.
    pub present: Option<RepIx>,
}
