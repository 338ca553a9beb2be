//! Accounts as rows: one object a line in the file, columns in memory.

use super::error::PlanFileError;
use crate::model::{
    AccountIx, AccountKind, Accounts, Column, ColumnValues, Dataset, Precision, Rep, RepIx, Source, TextColumn,
};
use crate::units::LonLat;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The most further columns that a file may have: a bound on what one row can take of memory.
const MOST_COLUMNS: usize = 16_384;

/// The data set as it stands in the file.
#[derive(Serialize)]
pub(super) struct DatasetView<'a> {
    sources: &'a [Source],
    reps: &'a [Rep],
    columns: Vec<ColumnHead<'a>>,
    accounts: RowsOut<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnHead<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    kind: ColumnKind,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum ColumnKind {
    Number,
    Text,
    Day,
    YesNo,
}

impl ColumnKind {
    fn of(values: &ColumnValues) -> Self {
        match values {
            ColumnValues::Number(_) => Self::Number,
            ColumnValues::Text(_) => Self::Text,
            ColumnValues::Day(_) => Self::Day,
            ColumnValues::YesNo(_) => Self::YesNo,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatasetFile<'a> {
    sources: Vec<Source>,
    reps: Vec<Rep>,
    #[serde(borrow)]
    columns: Vec<ColumnHead<'a>>,
    accounts: RowsIn,
}

/// One account; `V` are the values of the further columns, in their order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'a, V> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    family: Cow<'a, str>,
    /// Longitude and latitude.
    at: Option<LonLat>,
    precision: Precision,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    place: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "is_default")]
    by_hand: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    kind: AccountKind,
    /// The rep who owns it today.
    #[serde(default, skip_serializing_if = "is_default")]
    present: Option<RepIx>,
    values: V,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl<'a> From<&'a Dataset> for DatasetView<'a> {
    fn from(dataset: &'a Dataset) -> Self {
        let head =
            |column: &'a Column| ColumnHead { name: Cow::Borrowed(&column.name), kind: ColumnKind::of(&column.values) };
        let columns = dataset.accounts().columns.iter().map(head).collect();
        Self { sources: dataset.sources(), reps: dataset.reps(), columns, accounts: RowsOut(dataset.accounts()) }
    }
}

struct RowsOut<'a>(&'a Accounts);

struct ValuesOut<'a> {
    columns: &'a [Column],
    row: usize,
}

impl Serialize for RowsOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = &self.0.columns;
        serializer.collect_seq(self.0.indices().map(|position| {
            let account = self.0.get(position);
            Row {
                id: account.id.into(),
                name: account.name.into(),
                family: account.family.into(),
                at: account.location,
                precision: account.precision,
                place: account.place.into(),
                by_hand: self.0.by_hand.binary_search(&position).is_ok(),
                kind: account.kind,
                present: account.present,
                values: ValuesOut { columns, row: position.index() },
            }
        }))
    }
}

impl Serialize for ValuesOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.columns.iter().map(|column| match &column.values {
            ColumnValues::Number(values) => Cell::number(values.get(self.row).copied().flatten()),
            ColumnValues::Text(values) => Cell::Text(values.get(self.row).into()),
            ColumnValues::Day(values) => match values.get(self.row).copied().flatten() {
                Some(day) => Cell::Text(day.to_string().into()),
                None => Cell::Missing,
            },
            ColumnValues::YesNo(values) => values.get(self.row).copied().flatten().map_or(Cell::Missing, Cell::YesNo),
        }))
    }
}

/// One value of a further column.
enum Cell<'a> {
    Missing,
    Number(f64),
    Text(Cow<'a, str>),
    YesNo(bool),
}

impl Cell<'_> {
    fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Missing, Self::Number)
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_unit(),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::YesNo(yes) => serializer.serialize_bool(*yes),
        }
    }
}

impl<'de> Deserialize<'de> for Cell<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

/// The values of one row as they are read.
struct ValuesIn<'a>(Vec<Cell<'a>>);

impl<'de> Deserialize<'de> for ValuesIn<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = ValuesIn<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(cell) = cells.next_element()? {
            if values.len() == MOST_COLUMNS {
                return Err(de::Error::custom(format_args!("an account has more than {MOST_COLUMNS} values")));
            }
            values.push(cell);
        }
        Ok(ValuesIn(values))
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, a text, true, false or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cell::Missing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cell::YesNo(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Cell::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Cell::Number(value as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Borrowed(text)))
    }
}

/// Rows poured into columns as they are read. What kind a column has shows in its first value that is not missing.
#[derive(Default)]
struct RowsIn {
    accounts: Accounts,
    columns: Vec<Filling>,
}

enum Filling {
    /// Only missing values so far.
    Missing(usize),
    Number(Vec<Option<f64>>),
    YesNo(Vec<Option<bool>>),
    /// Texts or days; missing ones are empty and counted.
    Text(TextColumn, usize),
}

impl Filling {
    /// Adds a value; `false` when the column holds another kind.
    fn push(&mut self, cell: &Cell) -> bool {
        if let Self::Missing(count) = *self {
            *self = match cell {
                Cell::Missing => Self::Missing(count + 1),
                Cell::Number(_) => Self::Number(vec![None; count]),
                Cell::YesNo(_) => Self::YesNo(vec![None; count]),
                Cell::Text(_) => Self::Text(std::iter::repeat_n("", count).collect(), count),
            };
        }
        match (&mut *self, cell) {
            (Self::Missing(_), _) => {}
            (Self::Number(values), Cell::Number(value)) => values.push(Some(*value)),
            (Self::Number(values), Cell::Missing) => values.push(None),
            (Self::YesNo(values), Cell::YesNo(value)) => values.push(Some(*value)),
            (Self::YesNo(values), Cell::Missing) => values.push(None),
            (Self::Text(texts, _), Cell::Text(text)) => texts.push(text),
            (Self::Text(texts, missing), Cell::Missing) => {
                texts.push("");
                *missing += 1;
            }
            _ => return false,
        }
        true
    }

    /// The values, when they can be of the kind that the head of the column says.
    fn finish(self, kind: ColumnKind) -> Option<ColumnValues> {
        match (self, kind) {
            (Self::Missing(count), ColumnKind::Number) => Some(ColumnValues::Number(vec![None; count])),
            (Self::Missing(count), ColumnKind::Day) => Some(ColumnValues::Day(vec![None; count])),
            (Self::Missing(count), ColumnKind::YesNo) => Some(ColumnValues::YesNo(vec![None; count])),
            (Self::Missing(0), ColumnKind::Text) => Some(ColumnValues::Text(TextColumn::new())),
            (Self::Number(values), ColumnKind::Number) => Some(ColumnValues::Number(values)),
            (Self::YesNo(values), ColumnKind::YesNo) => Some(ColumnValues::YesNo(values)),
            (Self::Text(texts, 0), ColumnKind::Text) => Some(ColumnValues::Text(texts)),
            (Self::Text(texts, _), ColumnKind::Day) => {
                let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
                texts.iter().map(day).collect::<Option<_>>().map(ColumnValues::Day)
            }
            _ => None,
        }
    }
}

impl RowsIn {
    fn push(&mut self, row: &Row<ValuesIn>) -> Result<(), String> {
        if self.accounts.is_empty() {
            self.columns = row.values.0.iter().map(|_| Filling::Missing(0)).collect();
        }
        let (found, columns) = (row.values.0.len(), self.columns.len());
        if found != columns {
            return Err(format!("account “{}” has {found} values, the others have {columns}", row.id));
        }
        let mut pairs = self.columns.iter_mut().zip(&row.values.0);
        if let Some(position) = pairs.position(|(column, cell)| !column.push(cell)) {
            return Err(format!("value {} of account “{}” is of another kind than those before", position + 1, row.id));
        }
        let Self { accounts, .. } = self;
        if row.by_hand {
            accounts.by_hand.push(AccountIx(u32::try_from(accounts.len()).unwrap_or(u32::MAX)));
        }
        accounts.kinds.push(row.kind);
        accounts.present.push(row.present);
        accounts.ids.push(&row.id);
        accounts.names.push(&row.name);
        accounts.families.push(&row.family);
        accounts.locations.push(row.at);
        accounts.precisions.push(row.precision);
        accounts.places.push(&row.place);
        Ok(())
    }
}

impl<'de> Deserialize<'de> for RowsIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowsVisitor)
    }
}

struct RowsVisitor;

impl<'de> Visitor<'de> for RowsVisitor {
    type Value = RowsIn;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of accounts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<RowsIn, A::Error> {
        let mut taken = RowsIn::default();
        while let Some(row) = rows.next_element()? {
            taken.push(&row).map_err(de::Error::custom)?;
        }
        Ok(taken)
    }
}

impl DatasetFile<'_> {
    /// The data set, its columns checked against their heads and against each other.
    ///
    /// # Errors
    /// [`PlanFileError`] when heads and values do not fit together, or the data set contradicts itself.
    pub(super) fn into_dataset(self) -> Result<Dataset, PlanFileError> {
        let RowsIn { mut accounts, mut columns } = self.accounts;
        if accounts.is_empty() {
            columns = self.columns.iter().map(|_| Filling::Missing(0)).collect();
        }
        let (heads, values) = (self.columns.len(), columns.len());
        if heads != values {
            let problem = format!("there are {heads} heads, but {values} values an account");
            return Err(PlanFileError::Columns { problem });
        }
        for (head, column) in self.columns.into_iter().zip(columns) {
            let name = head.name.into_owned();
            let Some(values) = column.finish(head.kind) else {
                let problem = format!("“{name}” holds values of another kind than its head says");
                return Err(PlanFileError::Columns { problem });
            };
            accounts.columns.push(Column { name, values });
        }
        accounts.compact();
        Ok(Dataset::new(accounts, self.reps, self.sources)?)
    }
}
