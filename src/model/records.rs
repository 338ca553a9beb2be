//! What happened with the accounts, and what they are held against: deals, touches, expenses, products, targets, areas.
//!
//! 500,000 of them stay lean: a record is a small value with positions, and its text stands in a common buffer. In a
//! readable format a record is a list of its fields in the order in which they stand here.

use super::account::{AccountIx, Column};
use super::dataset::{DatasetError, RepIx};
use super::text_column::TextColumn;
use crate::units::{Day, LonLat};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Position of a product in [`Records::products`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProductIx(pub u16);

impl ProductIx {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A record whose file form is the list of its fields.
macro_rules! listed {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ($(&self.$field,)*).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let ($($field,)*) = Deserialize::deserialize(deserializer)?;
                Ok(Self { $($field,)* })
            }
        }
    };
}

/// Whether a deal is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DealState {
    /// Neither won nor lost.
    Open,
    /// Won.
    Won,
    /// Lost.
    Lost,
}

listed! {
    /// A deal. Its id stands beside it.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Opportunity {
        /// The account; `None` where none was matched.
        pub account: Option<AccountIx>,
        /// Who sells.
        pub rep: Option<RepIx>,
        /// What is sold.
        pub product: Option<ProductIx>,
        /// Position of its stage in [`Records::stages`].
        pub stage: u16,
        /// What the stage means.
        pub state: DealState,
        /// Its value.
        pub amount: Option<f64>,
        /// Day on which it was made.
        pub created: Option<Day>,
        /// Day on which it was or will be closed.
        pub closed: Option<Day>,
    }
}

/// How an account was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActivityKind {
    /// In person.
    Visit,
    /// By telephone or video.
    Call,
    /// In writing.
    Email,
    /// In another way, or it isn't said how.
    Other,
}

listed! {
    /// A touch that took place. Its note stands beside it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Activity {
        /// The account; `None` where none was matched.
        pub account: Option<AccountIx>,
        /// Whose touch it was.
        pub rep: Option<RepIx>,
        /// How.
        pub kind: ActivityKind,
        /// When.
        pub day: Option<Day>,
    }
}

listed! {
    /// What a rep spent. Its category stands beside it.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Expense {
        /// Who spent it.
        pub rep: Option<RepIx>,
        /// For which account, if for one.
        pub account: Option<AccountIx>,
        /// When.
        pub day: Option<Day>,
        /// How much.
        pub amount: f64,
    }
}

listed! {
    /// What is sold.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Product {
        /// Id; the name where the file has none.
        pub id: String,
        /// Name.
        pub name: String,
        /// List price.
        pub price: Option<f64>,
        /// Product line or series; empty for none.
        pub group: String,
    }
}

listed! {
    /// What shall be reached in a period.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Target {
        /// By whom; `None` when it is not a rep's.
        pub rep: Option<RepIx>,
        /// With which account, if with one.
        pub account: Option<AccountIx>,
        /// With which product, if with one.
        pub product: Option<ProductIx>,
        /// The territory, area or rep as the file names it; empty for none.
        pub name: String,
        /// First day of the period.
        pub start: Option<Day>,
        /// How much.
        pub amount: f64,
    }
}

/// What the rows of an area table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AreaKind {
    /// A ZIP or postal code.
    Postal,
    /// A county, district or Kreis.
    County,
    /// A state or province.
    State,
    /// What the accounts have an attribute for.
    Other,
}

/// A table with a row an area: demographics, potential. What it says stands with the accounts too; here it also says
/// where there is potential and no account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaTable {
    /// The file that it came from.
    pub file: String,
    /// What its rows are.
    pub kind: AreaKind,
    /// What tells each area, zeros of ZIPs restored: "02134", "Marion, IN", "Indiana".
    pub keys: TextColumn,
    /// The middle of each area, as far as it was located.
    pub locations: Vec<Option<LonLat>>,
    /// What is known of each.
    pub columns: Vec<Column>,
    /// By account: the row of the area that it lies in.
    pub members: Vec<Option<u32>>,
}

/// Everything beside accounts and reps, validated in [`Dataset::with_records`](super::Dataset::with_records).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// Products, named by deals and targets.
    pub products: Vec<Product>,
    /// Targets.
    pub targets: Vec<Target>,
    /// The stages of deals as the files write them, in the order of their first deal.
    pub stages: TextColumn,
    /// Deals, their ids beside them; an id may be empty.
    pub opportunities: Rows<Opportunity>,
    /// Touches that took place, their notes beside them.
    pub activities: Rows<Activity>,
    /// What reps spent, the categories beside it.
    pub expenses: Rows<Expense>,
    /// Area tables.
    pub areas: Vec<AreaTable>,
}

impl Records {
    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks every position and number. O(records).
    pub(super) fn check(&self, accounts: usize, reps: usize) -> Result<(), DatasetError> {
        for (column, texts) in [
            ("opportunity id", &self.opportunities.texts),
            ("note", &self.activities.texts),
            ("category", &self.expenses.texts),
        ] {
            if texts.is_cut() {
                return Err(DatasetError::TooMuchText { column: column.to_owned() });
            }
        }
        let products = self.products.len();
        let known = |account: Option<AccountIx>, rep: Option<RepIx>| {
            account.is_none_or(|ix| ix.index() < accounts) && rep.is_none_or(|ix| ix.index() < reps)
        };
        let sold = |product: Option<ProductIx>| product.is_none_or(|ix| ix.index() < products);
        let finite = |number: Option<f64>| number.is_none_or(f64::is_finite);
        let stages = self.stages.len();
        let is_deal = |deal: &Opportunity| {
            known(deal.account, deal.rep)
                && sold(deal.product)
                && finite(deal.amount)
                && usize::from(deal.stage) < stages.max(1)
        };
        all("opportunity", self.opportunities.rows.iter().map(is_deal))?;
        all("activity", self.activities.rows.iter().map(|touch| known(touch.account, touch.rep)))?;
        let is_expense = |expense: &Expense| known(expense.account, expense.rep) && expense.amount.is_finite();
        all("expense", self.expenses.rows.iter().map(is_expense))?;
        all("product", self.products.iter().map(|product| finite(product.price) && !product.name.is_empty()))?;
        let is_target =
            |target: &Target| known(target.account, target.rep) && sold(target.product) && target.amount.is_finite();
        all("target", self.targets.iter().map(is_target))?;
        all("area table", self.areas.iter().map(|table| table.is_sound(accounts)))
    }
}

impl AreaTable {
    fn is_sound(&self, accounts: usize) -> bool {
        let count = self.keys.len();
        let finite = |column: &Column| {
            column.values.numbers().is_none_or(|numbers| numbers.iter().flatten().all(|number| number.is_finite()))
        };
        self.locations.len() == count
            && self.columns.iter().all(|column| column.values.len() == count && finite(column))
            && self.members.len() == accounts
            && self.members.iter().flatten().all(|&row| (row as usize) < count)
    }
}

fn all(what: &'static str, mut sound: impl Iterator<Item = bool>) -> Result<(), DatasetError> {
    match sound.position(|sound| !sound) {
        Some(position) => Err(DatasetError::Record { what, number: position + 1 }),
        None => Ok(()),
    }
}

/// Records with a text each. In a readable format a list of pairs, in a binary one two columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    texts: TextColumn,
    rows: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { texts: TextColumn::new(), rows: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// Adds a record at the end.
    pub fn push(&mut self, text: &str, row: T) {
        self.texts.push(text);
        self.rows.push(row);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The records without their texts.
    #[must_use]
    pub fn records(&self) -> &[T] {
        &self.rows
    }

    /// The records with their texts, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> + '_ {
        self.texts.iter().zip(&self.rows)
    }
}

impl<T: Serialize> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_seq(self.iter())
        } else {
            (&self.texts, &self.rows).serialize(serializer)
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let mut taken = Self::default();
            for (text, row) in <Vec<(String, T)>>::deserialize(deserializer)? {
                taken.push(&text, row);
            }
            return Ok(taken);
        }
        let (texts, rows) = <(TextColumn, Vec<T>)>::deserialize(deserializer)?;
        if texts.len() == rows.len() {
            Ok(Self { texts, rows })
        } else {
            Err(serde::de::Error::custom("records without their texts"))
        }
    }
}
