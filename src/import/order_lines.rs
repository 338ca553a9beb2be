//! Order lines rolled up to accounts: one account for each customer at each place.

use super::accounts::{AccountsBuilder, Core, leaves_out_totals, number, remember_address};
use super::assemble::Context;
use super::located::{PlaceColumns, bare_code};
use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::model::{Code, Mapping, Role, Severity, TextColumn};
use std::collections::HashMap;

/// The column that says how many lines an account has.
const LINES: &str = "Lines";

/// The lines of one customer at one place.
struct Group {
    first_row: usize,
    id: String,
    lines: u32,
}

/// The grouping of a file.
struct RollUp<'a> {
    sheet: &'a Sheet,
    places: PlaceColumns,
    customer_id: Option<usize>,
    customer_name: Option<usize>,
    groups: Vec<Group>,
    /// Row and group of every line that was taken.
    lines: Vec<(usize, usize)>,
}

/// Takes every line that names a customer. Measures are summed, what is the same in all lines of an account is kept,
/// the rest is left out and `mappings` say so. O(cells), and one look-up of its place for each account.
pub fn take_order_lines(
    sheet: &Sheet,
    mappings: &mut [Mapping],
    builder: &mut AccountsBuilder,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let rolled = RollUp::group(sheet, context, log);
    let start = builder.accounts.len();
    let codes = rolled.add_accounts(builder, context, log);
    for column in 0..mappings.len() {
        rolled.add_column(column, mappings, &codes, start, builder, log);
    }
    let at = builder.column(LINES, true, start);
    builder.extend_numbers(at, rolled.groups.iter().map(|group| Some(f64::from(group.lines))));
    builder.level();
    u32::try_from(rolled.lines.len()).unwrap_or(u32::MAX)
}

impl<'a> RollUp<'a> {
    fn group(sheet: &'a Sheet, context: &mut Context<'_>, log: &mut Log) -> Self {
        let table = sheet.table();
        let mut rolled = Self {
            sheet,
            places: PlaceColumns::of(sheet),
            customer_id: sheet.column(Role::Id),
            customer_name: sheet.column(Role::Name),
            groups: Vec::new(),
            lines: Vec::with_capacity(table.len()),
        };
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut key = String::new();
        for row in 0..table.len() {
            context.advance(1);
            if leaves_out_totals(sheet, row, log) {
                continue;
            }
            if rolled.customer(row).is_empty() {
                let message = || "The line names no customer: left out.".to_owned();
                log.add(Spot::row(table.line(row)), Code::EmptyRow, Severity::Rejected, message);
                continue;
            }
            rolled.write_key(row, &mut key);
            let group = known.get(key.as_str()).copied().unwrap_or_else(|| {
                let id = rolled.account_id(row);
                rolled.groups.push(Group { first_row: row, id, lines: 0 });
                rolled.groups.len() - 1
            });
            if rolled.groups[group].lines == 0 {
                known.insert(key.clone(), group);
            }
            rolled.groups[group].lines += 1;
            rolled.lines.push((row, group));
        }
        rolled
    }

    fn cell(&self, row: usize, column: Option<usize>) -> &'a str {
        column.map_or("", |column| self.sheet.table().cell(row, column))
    }

    /// The id of the customer, else the name.
    fn customer(&self, row: usize) -> &'a str {
        let id = self.cell(row, self.customer_id);
        if id.is_empty() { self.cell(row, self.customer_name) } else { id }
    }

    /// Customer and place: the postal code, else city, region and country.
    fn write_key(&self, row: usize, key: &mut String) {
        key.clear();
        key.push_str(self.customer(row));
        let code = bare_code(self.cell(row, self.places.postal_code));
        let names = [self.places.city, self.places.region, self.places.country].map(|column| self.cell(row, column));
        let parts = if code.is_empty() { names } else { [code, "", names[2]] };
        for part in parts {
            key.push('\u{1f}');
            key.push_str(part);
        }
    }

    /// `CG-12520-42420`: the customer and the postal code, else the city.
    fn account_id(&self, row: usize) -> String {
        let places = [self.places.postal_code, self.places.city, self.places.region, self.places.country];
        let place = places.map(|column| bare_code(self.cell(row, column))).into_iter().find(|cell| !cell.is_empty());
        match place {
            Some(place) => format!("{}-{place}", self.customer(row)),
            None => self.customer(row).to_owned(),
        }
    }

    /// Adds the accounts; gives their postal codes, restored.
    fn add_accounts(&self, builder: &mut AccountsBuilder, context: &Context<'_>, log: &mut Log) -> TextColumn {
        let mut codes = TextColumn::new();
        for group in &self.groups {
            let row = group.first_row;
            let placed = self.places.locate(self.sheet, row, context.gazetteer, log);
            let code = bare_code(self.cell(row, self.places.postal_code));
            codes.push(placed.restored_code.as_deref().unwrap_or(code));
            let name = self.cell(row, self.customer_name);
            let customer = self.customer(row);
            let core = Core {
                id: &group.id,
                name: if name.is_empty() { customer } else { name },
                family: customer,
                placement: placed.placement,
            };
            // Two places of one customer can share a city's name; their ids differ by a number then.
            builder.push(&core);
        }
        codes
    }

    fn add_column(
        &self,
        column: usize,
        mappings: &mut [Mapping],
        codes: &TextColumn,
        start: usize,
        builder: &mut AccountsBuilder,
        log: &mut Log,
    ) {
        let mapping = &mut mappings[column];
        match mapping.role {
            Role::Measure => {
                let at = builder.column(&mapping.header, true, start);
                let sums = self.sums(column, log);
                builder.extend_numbers(at, sums.into_iter());
                "summed over the lines of an account".clone_into(&mut mapping.note);
            }
            Role::PostalCode => {
                let at = builder.column(&mapping.header, false, start);
                builder.extend_texts(at, codes.iter());
                remember_address(builder, mapping.role, at);
            }
            Role::City | Role::Region | Role::Country => self.keep_first(column, mapping, start, builder),
            Role::Attribute if self.is_constant(column) => self.keep_first(column, mapping, start, builder),
            Role::Attribute => {
                mapping.role = Role::LeaveOut;
                "differs between the lines of an account".clone_into(&mut mapping.note);
            }
            _ => {}
        }
    }

    fn keep_first(&self, column: usize, mapping: &Mapping, start: usize, builder: &mut AccountsBuilder) {
        let at = builder.column(&mapping.header, false, start);
        builder.extend_texts(at, self.groups.iter().map(|group| self.cell(group.first_row, Some(column))));
        remember_address(builder, mapping.role, at);
    }

    fn is_constant(&self, column: usize) -> bool {
        let first = |group: usize| self.cell(self.groups[group].first_row, Some(column));
        self.lines.iter().all(|&(row, group)| self.cell(row, Some(column)) == first(group))
    }

    /// The sum of each account; absent where no line has a number.
    fn sums(&self, column: usize, log: &mut Log) -> Vec<Option<f64>> {
        let mut sums: Vec<Option<f64>> = vec![None; self.groups.len()];
        for &(row, group) in &self.lines {
            if let Some(value) = number(self.sheet, row, column, log) {
                sums[group] = Some(sums[group].unwrap_or(0.0) + value);
            }
        }
        // Adding up tenths leaves dust in the last digits; no amount is finer than a millionth.
        let dusted = |sum: f64| if sum.abs() < 1e9 { (sum * 1e6).round() / 1e6 } else { sum };
        sums.into_iter().map(|sum| sum.map(dusted)).collect()
    }
}
