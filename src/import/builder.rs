//! Accounts on their way into the data set, column by column.

use super::columns::told_by_header;
use super::unique::UniqueNames;
use crate::model::{AccountKind, Accounts, Column, ColumnValues, Placement, RepIx, Role, TextColumn};

/// Accounts of all files.
pub struct AccountsBuilder {
    pub accounts: Accounts,
    ids: UniqueNames,
    /// Data rows of the accounts files so far, for accounts without an id.
    pub rows_before: usize,
    /// Which of the columns say city, region and postal code, for the preview.
    pub address: [Vec<usize>; 3],
    /// By account, where it comes from.
    pub origins: Vec<Origin>,
    /// By account: its postal code, zeros restored.
    pub codes: TextColumn,
    /// By account: the state as its row tells it.
    pub regions: TextColumn,
}

/// The row that an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Position of the sheet.
    pub sheet: u16,
    /// Position of the row in its table.
    pub row: u32,
}

/// What an account is apart from its further columns.
pub struct Core<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub family: &'a str,
    pub placement: &'a Placement,
    pub postal_code: &'a str,
    pub region: &'a str,
    pub kind: AccountKind,
    pub present: Option<RepIx>,
    pub origin: Origin,
}

/// A column without a value, by its kind.
pub fn blank_like(values: &ColumnValues, count: usize) -> ColumnValues {
    match values {
        ColumnValues::Number(_) => ColumnValues::Number(vec![None; count]),
        ColumnValues::Text(_) => ColumnValues::Text(std::iter::repeat_n("", count).collect()),
        ColumnValues::Day(_) => ColumnValues::Day(vec![None; count]),
        ColumnValues::YesNo(_) => ColumnValues::YesNo(vec![None; count]),
    }
}

/// Whether two columns hold values of one kind.
pub fn is_like(a: &ColumnValues, b: &ColumnValues) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

impl AccountsBuilder {
    /// No accounts yet.
    pub fn new() -> Self {
        Self {
            accounts: Accounts::default(),
            ids: UniqueNames::ids(),
            rows_before: 0,
            address: Default::default(),
            origins: Vec::new(),
            codes: TextColumn::new(),
            regions: TextColumn::new(),
        }
    }

    /// Accounts that are there already and come from none of the files. What their columns are is told by their headers.
    /// O(bytes of ids and addresses).
    pub fn of(accounts: Accounts) -> Self {
        let mut ids = UniqueNames::ids();
        for id in accounts.ids.iter() {
            ids.claim(id);
        }
        let texts = |at: usize| accounts.columns.get(at).and_then(|column| column.values.texts());
        let headers: Vec<&str> = accounts.columns.iter().map(|column| column.name.as_str()).collect();
        let address = [Role::City, Role::Region, Role::PostalCode]
            .map(|role| told_by_header(&headers, role).filter(|&at| texts(at).is_some()));
        let [_, regions, codes] = address.map(|at| at.and_then(texts).cloned().unwrap_or_default());
        let address = address.map(Vec::from_iter);
        Self { accounts, ids, address, codes, regions, ..Self::new() }
    }

    /// Adds an account. An id that is taken gets `-2`, `-3` …; the new id is given back then.
    pub fn push(&mut self, core: &Core<'_>) -> Option<String> {
        let changed = self.ids.claim(core.id);
        let id = changed.as_deref().unwrap_or(core.id);
        let accounts = &mut self.accounts;
        accounts.ids.push(id);
        accounts.names.push(if core.name.is_empty() { id } else { core.name });
        accounts.families.push(core.family);
        accounts.locations.push(core.placement.location);
        accounts.precisions.push(core.placement.precision);
        accounts.places.push(&core.placement.place);
        accounts.kinds.push(core.kind);
        accounts.present.push(core.present);
        self.origins.push(core.origin);
        self.codes.push(core.postal_code);
        self.regions.push(core.region);
        changed
    }

    /// Adds the values of the accounts from `start` on to the column of that name and kind; makes it where there is
    /// none. Gives its position.
    pub fn append(&mut self, name: &str, start: usize, values: ColumnValues) -> usize {
        let columns = &mut self.accounts.columns;
        let fits = |column: &Column| column.name.eq_ignore_ascii_case(name) && is_like(&column.values, &values);
        let at = columns.iter().position(fits);
        let Some(at) = at else {
            let mut own = blank_like(&values, start);
            extend(&mut own, values);
            return self.add(name, own);
        };
        let own = &mut columns[at].values;
        // A file with two columns of one name: the second is another column.
        if own.len() > start {
            let mut second = blank_like(own, start);
            extend(&mut second, values);
            return self.add(name, second);
        }
        extend(own, values);
        at
    }

    /// Adds a column for all accounts; its name gets a number where it is taken.
    pub fn add(&mut self, name: &str, values: ColumnValues) -> usize {
        let columns = &mut self.accounts.columns;
        let is_taken = |name: &str| columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        let mut unique = name.to_owned();
        let mut number = 2;
        while is_taken(&unique) {
            unique = format!("{name} {number}");
            number += 1;
        }
        columns.push(Column { name: unique, values });
        columns.len() - 1
    }

    /// Fills up the columns that the last file did not have.
    pub fn level(&mut self) {
        let count = self.accounts.len();
        for column in &mut self.accounts.columns {
            resize(&mut column.values, count);
        }
    }

    /// Makes room for so many more accounts, and no more.
    pub fn reserve(&mut self, more: usize) {
        let accounts = &mut self.accounts;
        accounts.locations.reserve_exact(more);
        accounts.precisions.reserve_exact(more);
        accounts.kinds.reserve_exact(more);
        accounts.present.reserve_exact(more);
        self.origins.reserve_exact(more);
    }

    /// The accounts, without what was only needed to make them.
    pub fn into_accounts(self) -> Accounts {
        let mut accounts = self.accounts;
        accounts.compact();
        accounts
    }

    /// Keeps only some accounts, with their values.
    pub fn keep(&mut self, kept: &[bool]) {
        let accounts = &mut self.accounts;
        for texts in [&mut accounts.ids, &mut accounts.names, &mut accounts.families, &mut accounts.places] {
            keep_texts(texts, kept);
        }
        keep_texts(&mut self.codes, kept);
        keep_texts(&mut self.regions, kept);
        keep_values(&mut accounts.locations, kept);
        keep_values(&mut accounts.precisions, kept);
        keep_values(&mut accounts.kinds, kept);
        keep_values(&mut accounts.present, kept);
        keep_values(&mut self.origins, kept);
        for column in &mut accounts.columns {
            match &mut column.values {
                ColumnValues::Number(values) => keep_values(values, kept),
                ColumnValues::Text(texts) => keep_texts(texts, kept),
                ColumnValues::Day(values) => keep_values(values, kept),
                ColumnValues::YesNo(values) => keep_values(values, kept),
            }
        }
    }
}

fn keep_texts(texts: &mut TextColumn, kept: &[bool]) {
    *texts = TextColumn::exact(texts.iter().zip(kept).filter(|(_, kept)| **kept).map(|(text, _)| text));
}

fn keep_values<T: Copy>(values: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next().copied().unwrap_or(true));
}

/// Adds values of the same kind at the end; of another kind there are none.
fn extend(own: &mut ColumnValues, more: ColumnValues) {
    if own.is_empty() && is_like(own, &more) {
        *own = more;
        return;
    }
    match (own, more) {
        (ColumnValues::Number(own), ColumnValues::Number(more)) => own.extend(more),
        (ColumnValues::Text(own), ColumnValues::Text(more)) => more.iter().for_each(|text| own.push(text)),
        (ColumnValues::Day(own), ColumnValues::Day(more)) => own.extend(more),
        (ColumnValues::YesNo(own), ColumnValues::YesNo(more)) => own.extend(more),
        _ => {}
    }
}

fn resize(values: &mut ColumnValues, count: usize) {
    match values {
        ColumnValues::Number(values) => values.resize(count, None),
        ColumnValues::Text(texts) => (texts.len()..count).for_each(|_| texts.push("")),
        ColumnValues::Day(values) => values.resize(count, None),
        ColumnValues::YesNo(values) => values.resize(count, None),
    }
}
