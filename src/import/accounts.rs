//! The taking of a file of accounts or leads.

use super::assemble::Context;
use super::bare_ids::is_rounded;
use super::builder::{AccountsBuilder, Core, Origin};
use super::by_hand::tell_left_out;
use super::columns::Reading;
use super::county::Counties;
use super::directory::{Directory, Join};
use super::gone::{converted_column, is_converted, is_deleted};
use super::lifecycle::{kind_column, kind_of};
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::readings::{Days, number, spot, yes_no};
use super::sheet::Sheet;
use super::totals::{is_totals, is_unnamed_sum};
use crate::gazetteer::{Address, Gazetteer};
use crate::model::{AccountKind, Code, ColumnValues, FileKind, Mapping, Role, Severity, TextColumn};

/// Takes every row but a totals row. O(cells), and one look-up for each different place and each different owner.
pub fn take_accounts(
    (sheet, position): (&Sheet, u16),
    reps: &Directory,
    builder: &mut AccountsBuilder,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let table = sheet.table();
    let places = PlaceColumns::of(sheet).turned(sheet, context.gazetteer, log);
    let start = builder.accounts.len();
    let [id, family, owner] = [Role::Id, Role::Family, Role::Rep].map(|role| sheet.column(role));
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let told_kind = kind_column(sheet);
    let converted = converted_column(sheet).filter(|_| context.has_accounts);
    let other_names = sheet.other_names();
    let usual = if sheet.kind() == FileKind::Leads { AccountKind::Lead } else { AccountKind::Customer };
    let mut owners = Join::new(reps, owner.map(|at| (sheet, at)), context.corrections);
    let mut rows = Vec::with_capacity(table.len());
    let mut wholes = Wholes::default();
    let mut found = Vec::with_capacity(table.len());
    let mut counties = Counties::of(sheet);
    builder.reserve(table.len());
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) || is_converted(sheet, row, converted, log) {
            continue;
        }
        let placed = places.locate(sheet, row, &mut context.places, log);
        let own = told_id(sheet, row, id, log);
        let numbered = if own.is_empty() { format!("row-{}", builder.rows_before + row + 1) } else { String::new() };
        let present = owner.and_then(|column| owners.find(table.cell(row, column), spot(sheet, row, column), log));
        let mut name = sheet.row_name(other_names, row);
        if name.is_empty() && own.is_empty() {
            // An area is called as it is told.
            let told = [placed.postal_code(), placed.told.city, placed.told.region];
            name = told.into_iter().find(|part| !part.is_empty()).unwrap_or_default().to_owned().into();
        }
        let core = Core {
            id: if own.is_empty() { &numbered } else { own },
            name: &name,
            family: cell(row, family),
            placement: &placed.placement,
            postal_code: placed.postal_code(),
            region: placed.told.region,
            kind: told_kind.and_then(|column| kind_of(table.cell(row, column))).unwrap_or(usual),
            present: present.and_then(rep_at),
            origin: Origin { sheet: position, row: u32::try_from(row).unwrap_or(u32::MAX) },
        };
        if let Some(changed) = builder.push(&core) {
            let spot = Spot { row: table.line(row), column: id.map_or("", |id| &table.header()[id]), value: own };
            log.add(spot, Code::RepeatedId, Severity::Check, || {
                format!("This id stands above already: kept as a further account, {changed}. Merge them, if they are the same.")
            });
        }
        if places.address.is_some() || places.has_other() {
            wholes.push(&placed.told);
        }
        found.push(placed.region);
        counties.push(&placed, context.places.gazetteer());
        rows.push(row);
    }
    context.names.extend(owners.into_matches(table.name()));
    builder.rows_before += table.len();
    add_columns(sheet, (&rows, &wholes), start, builder, log);
    add_regions(sheet, &found, context.places.gazetteer(), start, builder);
    counties.add(context.places.gazetteer(), start, builder);
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// The id that a row has; none where a spreadsheet has rounded it, which is told once.
fn told_id<'a>(sheet: &'a Sheet, row: usize, id: Option<usize>, log: &mut Log) -> &'a str {
    let Some(column) = id else { return "" };
    let cell = sheet.table().cell(row, column);
    // The mark by which spreadsheets keep figures as text.
    let figures = cell.strip_prefix('\'').filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
    let own = figures.unwrap_or(cell);
    if !is_rounded(own) {
        return own;
    }
    if !log.has_told(Code::RoundedIds) {
        log.add(spot(sheet, row, column), Code::RoundedIds, Severity::Check, || {
            "A spreadsheet has rounded ids to a few figures, so that they tell nobody apart: those rows go by the number of the \
             row, and nothing joins them by id. Export the file again, and don't save it from a spreadsheet."
                .to_owned()
        });
    }
    ""
}

/// The rep at a position of the directory of reps.
pub fn rep_at(position: u32) -> Option<crate::model::RepIx> {
    u16::try_from(position).ok().map(crate::model::RepIx)
}

/// Whether a row is left out: by hand, because another file has it, or it is a totals row or deleted. It is told then, or was for
/// the file.
pub fn leaves_out(sheet: &Sheet, row: usize, log: &mut Log) -> bool {
    let table = sheet.table();
    if sheet.is_left_out(row) {
        tell_left_out(table, row, log);
        return true;
    }
    if sheet.links.repeated.has(row) || is_deleted(sheet, row, log) {
        return true;
    }
    let is_named = is_totals(&table.rows, row);
    let number = |column: usize, cell: &str| match sheet.marks(column).read(cell) {
        Reading::Value(number) => Some(number),
        Reading::Missing | Reading::Unreadable => None,
    };
    let is_totals = is_named || is_unnamed_sum(&table.rows, row, number);
    if is_totals {
        let spot = Spot::row(table.line(row));
        let what =
            if is_named { "A totals row" } else { "Without a name, and each number is the sum of those above it" };
        log.add(spot, Code::TotalsRow, Severity::Repaired, || format!("{what}: left out, it is no account."));
    }
    is_totals
}

/// What rows say of their places where whole addresses say a part of it.
#[derive(Default)]
struct Wholes {
    cities: TextColumn,
    regions: TextColumn,
    countries: TextColumn,
}

impl Wholes {
    fn push(&mut self, told: &Address<'_>) {
        self.cities.push(told.city);
        self.regions.push(told.region);
        self.countries.push(told.country);
    }

    /// The column of a part of the address; `None` where each part has a column of its own.
    fn texts(&self, role: Role) -> Option<ColumnValues> {
        let texts = match role {
            Role::City => &self.cities,
            Role::Region => &self.regions,
            Role::Country => &self.countries,
            _ => return None,
        };
        (!texts.is_empty()).then(|| ColumnValues::Text(TextColumn::exact(texts.iter())))
    }
}

/// What the parts of whole addresses are called as columns.
pub const PARTS: [(Role, &str); 4] =
    [(Role::City, "City"), (Role::Region, "Region"), (Role::PostalCode, "Postal code"), (Role::Country, "Country")];

/// The further columns of the rows that were taken: measures, attributes, and the address as it was understood.
fn add_columns(
    sheet: &Sheet,
    (rows, wholes): (&[usize], &Wholes),
    start: usize,
    builder: &mut AccountsBuilder,
    log: &mut Log,
) {
    let codes = |builder: &AccountsBuilder| {
        let codes = (start..builder.accounts.len()).map(|row| builder.codes.get(row));
        Some(ColumnValues::Text(TextColumn::exact(codes)))
    };
    for (column, mapping) in sheet.mappings().iter().enumerate() {
        let values = match mapping.role {
            Role::PostalCode => codes(builder),
            Role::City | Role::Region | Role::Country => {
                wholes.texts(mapping.role).or_else(|| Some(texts(sheet, rows, column)))
            }
            Role::Rep => Some(texts(sheet, rows, column)),
            _ => further_values(sheet, rows, column, mapping, log),
        };
        if let Some(values) = values {
            let at = builder.append(&mapping.header, start, values);
            remember_address(builder, mapping.role, at);
        }
    }
    if sheet.column(Role::Address).is_some() {
        for (role, name) in PARTS.into_iter().filter(|(role, _)| sheet.column(*role).is_none()) {
            let values = if role == Role::PostalCode { codes(builder) } else { wholes.texts(role) };
            let is_told =
                |values: &ColumnValues| values.texts().is_some_and(|own| own.iter().any(|own| !own.is_empty()));
            if let Some(values) = values.filter(is_told) {
                let at = builder.append(name, start, values);
                remember_address(builder, role, at);
            }
        }
    }
    builder.level();
}

/// Where a file names no region, the one in which each account was found: states are units and conditions like any column.
/// One region for all says nothing.
fn add_regions(
    sheet: &Sheet,
    found: &[Option<u32>],
    gazetteer: &Gazetteer,
    start: usize,
    builder: &mut AccountsBuilder,
) {
    let is_told =
        sheet.column(Role::Region).is_some() || builder.address[1].iter().any(|&at| is_filled(builder, at, start));
    if is_told {
        return;
    }
    let names: Vec<(&str, bool)> =
        found.iter().map(|own| own.map_or(("", true), |region| gazetteer.region_name(region))).collect();
    let differ = names.windows(2).any(|pair| pair[0].0 != pair[1].0);
    let header = if names.iter().all(|(_, is_state)| *is_state) { "State" } else { "Region" };
    let is_taken = builder.accounts.column(header).is_some_and(|own| own.values.texts().is_none())
        || sheet.table().header().iter().any(|own| own.trim().eq_ignore_ascii_case(header));
    if differ && !is_taken {
        let values = ColumnValues::Text(TextColumn::exact(names.iter().map(|(name, _)| *name)));
        let at = builder.append(header, start, values);
        remember_address(builder, Role::Region, at);
        builder.level();
    }
}

/// Whether a column of texts says anything of the accounts from `start` on.
fn is_filled(builder: &AccountsBuilder, column: usize, start: usize) -> bool {
    let texts = builder.accounts.columns.get(column).and_then(|own| own.values.texts());
    texts.is_some_and(|texts| (start..texts.len()).any(|row| !texts.get(row).is_empty()))
}

/// The values of a column that goes to the accounts as it stands: measures, attributes, days, yes and no.
pub fn further_values(
    sheet: &Sheet,
    rows: &[usize],
    column: usize,
    mapping: &Mapping,
    log: &mut Log,
) -> Option<ColumnValues> {
    Some(match mapping.role {
        Role::Measure => ColumnValues::Number(rows.iter().map(|&row| number(sheet, row, column, log)).collect()),
        Role::Attribute | Role::Address => texts(sheet, rows, column),
        Role::Day => {
            let mut days = Days::of(sheet, column);
            ColumnValues::Day(rows.iter().map(|&row| days.read(row, log)).collect())
        }
        Role::YesNo => ColumnValues::YesNo(rows.iter().map(|&row| yes_no(sheet, row, column, log)).collect()),
        _ => return None,
    })
}

/// What databases write where there is nothing.
const NULLS: [&str; 6] = ["NULL", "null", "\\N", "NaN", "nan", "(null)"];

/// The cells of a column as they stand; those of a database that hold nothing are blank.
pub fn texts(sheet: &Sheet, rows: &[usize], column: usize) -> ColumnValues {
    let told =
        |&row: &usize| Some(sheet.table().cell(row, column)).filter(|cell| !NULLS.contains(cell)).unwrap_or_default();
    ColumnValues::Text(TextColumn::exact(rows.iter().map(told)))
}

/// Notes which column says the city and which the region.
pub fn remember_address(builder: &mut AccountsBuilder, role: Role, column: usize) {
    match role {
        Role::City => add_once(&mut builder.address[0], column),
        Role::Region => add_once(&mut builder.address[1], column),
        Role::PostalCode => add_once(&mut builder.address[2], column),
        _ => {}
    }
}

/// Files may call the same thing otherwise, and each has its own column then.
fn add_once(columns: &mut Vec<usize>, column: usize) {
    if !columns.contains(&column) {
        columns.push(column);
    }
}
