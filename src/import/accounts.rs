//! Accounts on their way into the data set, and the taking of an accounts file.

use super::assemble::Context;
use super::columns::Reading;
use super::located::{PlaceColumns, bare_code};
use super::log::{Log, Spot};
use super::shape;
use super::sheet::Sheet;
use super::unique::UniqueNames;
use crate::model::{Accounts, Code, Column, ColumnValues, Placement, Role, Severity, TextColumn};

/// Accounts of all files, column by column.
#[derive(Debug)]
pub struct AccountsBuilder {
    pub accounts: Accounts,
    ids: UniqueNames,
    /// Data rows of the accounts files so far, for accounts without an id.
    pub rows_before: usize,
    /// Which of the columns say city, region and postal code, for the preview.
    pub address: [Option<usize>; 3],
}

/// What an account is apart from its further columns.
pub struct Core<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub family: &'a str,
    pub placement: Placement,
}

impl AccountsBuilder {
    /// No accounts yet.
    pub fn new() -> Self {
        Self { accounts: Accounts::default(), ids: UniqueNames::ids(), rows_before: 0, address: [None; 3] }
    }

    /// Adds an account. An id that is taken gets `-2`, `-3` …; the new id is given back then.
    pub fn push(&mut self, core: &Core<'_>) -> Option<String> {
        let changed = self.ids.claim(core.id);
        let id = changed.as_deref().unwrap_or(core.id);
        self.accounts.ids.push(id);
        self.accounts.names.push(if core.name.is_empty() { id } else { core.name });
        self.accounts.families.push(core.family);
        self.accounts.locations.push(core.placement.location);
        self.accounts.precisions.push(core.placement.precision);
        self.accounts.places.push(&core.placement.place);
        changed
    }

    /// The column of that name and type, as long as the accounts before `start`; made where there is none.
    pub fn column(&mut self, name: &str, is_number: bool, start: usize) -> usize {
        let columns = &mut self.accounts.columns;
        let fits =
            |column: &Column| column.name.eq_ignore_ascii_case(name) && column.values.numbers().is_some() == is_number;
        if let Some(found) = columns.iter().position(fits) {
            return found;
        }
        let is_taken = |name: &str, columns: &[Column]| columns.iter().any(|c| c.name.eq_ignore_ascii_case(name));
        let mut unique = name.to_owned();
        let mut number = 2;
        while is_taken(&unique, columns) {
            unique = format!("{name} {number}");
            number += 1;
        }
        let values = if is_number {
            ColumnValues::Number(vec![None; start])
        } else {
            ColumnValues::Text(std::iter::repeat_n("", start).collect())
        };
        columns.push(Column { name: unique, values });
        columns.len() - 1
    }

    /// Sets the values of a column for all accounts from `start` on.
    pub fn extend_texts<'a>(&mut self, column: usize, texts: impl Iterator<Item = &'a str>) {
        if let Some(Column { values: ColumnValues::Text(values), .. }) = self.accounts.columns.get_mut(column) {
            texts.for_each(|text| values.push(text));
        }
    }

    /// As [`Self::extend_texts`], for numbers.
    pub fn extend_numbers(&mut self, column: usize, numbers: impl Iterator<Item = Option<f64>>) {
        if let Some(Column { values: ColumnValues::Number(values), .. }) = self.accounts.columns.get_mut(column) {
            values.extend(numbers);
        }
    }

    /// Fills up the columns that the last file did not have.
    pub fn level(&mut self) {
        let count = self.accounts.len();
        for column in &mut self.accounts.columns {
            match &mut column.values {
                ColumnValues::Number(values) => values.resize(count, None),
                ColumnValues::Text(values) => (values.len()..count).for_each(|_| values.push("")),
            }
        }
    }
}

/// Takes every row of an accounts file but a totals row. O(cells), and one look-up of its place for each row.
pub fn take_accounts(sheet: &Sheet, builder: &mut AccountsBuilder, context: &mut Context<'_>, log: &mut Log) -> u32 {
    let table = sheet.table();
    let places = PlaceColumns::of(sheet);
    let start = builder.accounts.len();
    let [id, name, family] = [Role::Id, Role::Name, Role::Family].map(|role| sheet.column(role));
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let id_header = id.map_or("", |column| table.header()[column].as_str());
    let mut rows = Vec::with_capacity(table.len());
    let mut codes = TextColumn::new();
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out_totals(sheet, row, log) {
            continue;
        }
        let placed = places.locate(sheet, row, context.gazetteer, log);
        codes.push(placed.restored_code.as_deref().unwrap_or_else(|| bare_code(cell(row, places.postal_code))));
        let own = cell(row, id);
        let numbered = if own.is_empty() { format!("row-{}", builder.rows_before + row + 1) } else { String::new() };
        let core = Core {
            id: if own.is_empty() { &numbered } else { own },
            name: cell(row, name),
            family: cell(row, family),
            placement: placed.placement,
        };
        if let Some(changed) = builder.push(&core) {
            let spot = Spot { row: table.line(row), column: id_header, value: own };
            let message = || {
                format!(
                    "This id stands above already: kept as a further account, {changed}. Merge them, if they are the same."
                )
            };
            log.add(spot, Code::RepeatedId, Severity::Check, message);
        }
        rows.push(row);
    }
    builder.rows_before += table.len();
    add_columns(sheet, &rows, &codes, start, builder, log);
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// Whether a row is a totals row, which is told then.
pub fn leaves_out_totals(sheet: &Sheet, row: usize, log: &mut Log) -> bool {
    let table = sheet.table();
    let is_totals = shape::is_totals(&table.rows, row);
    if is_totals {
        let spot = Spot::row(table.line(row));
        log.add(spot, Code::TotalsRow, Severity::Repaired, || "A totals row: left out, it is no account.".to_owned());
    }
    is_totals
}

/// The further columns of the rows that were taken: measures, attributes, and the address as it was understood.
fn add_columns(
    sheet: &Sheet,
    rows: &[usize],
    codes: &TextColumn,
    start: usize,
    builder: &mut AccountsBuilder,
    log: &mut Log,
) {
    for (column, mapping) in sheet.mappings().iter().enumerate() {
        let texts = rows.iter().map(|&row| sheet.table().cell(row, column));
        match mapping.role {
            Role::Measure => {
                let at = builder.column(&mapping.header, true, start);
                let numbers: Vec<Option<f64>> = rows.iter().map(|&row| number(sheet, row, column, log)).collect();
                builder.extend_numbers(at, numbers.into_iter());
            }
            Role::PostalCode => {
                let at = builder.column(&mapping.header, false, start);
                builder.extend_texts(at, codes.iter());
                builder.address[2] = Some(at);
            }
            Role::Attribute | Role::City | Role::Region | Role::Country => {
                let at = builder.column(&mapping.header, false, start);
                builder.extend_texts(at, texts);
                remember_address(builder, mapping.role, at);
            }
            _ => {}
        }
    }
    builder.level();
}

/// Notes which column says the city and which the region.
pub fn remember_address(builder: &mut AccountsBuilder, role: Role, column: usize) {
    match role {
        Role::City => builder.address[0] = Some(column),
        Role::Region => builder.address[1] = Some(column),
        Role::PostalCode => builder.address[2] = Some(column),
        _ => {}
    }
}

/// The number of a cell; one that should be and is none is told.
pub fn number(sheet: &Sheet, row: usize, column: usize, log: &mut Log) -> Option<f64> {
    let cell = sheet.table().cell(row, column);
    match sheet.marks(column).read(cell) {
        Reading::Value(number) => Some(number),
        Reading::Missing => None,
        Reading::Unreadable => {
            let header = &sheet.table().header()[column];
            let spot = Spot { row: sheet.table().line(row), column: header, value: cell };
            log.add(spot, Code::NotANumber, Severity::Check, || {
                "Not a number: taken as missing, which counts as 0. Correct it, or take the column as an attribute."
                    .to_owned()
            });
            None
        }
    }
}
