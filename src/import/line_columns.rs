//! What the order lines of an account add up to and have in common, as columns of the accounts.

use super::accounts::{PARTS, remember_address};
use super::builder::{AccountsBuilder, blank_like, is_like};
use super::log::Log;
use super::readings::{Days, number};
use super::sheet::Sheet;
use crate::gazetteer::Address;
use crate::model::{Column, ColumnValues, Mapping, Role, TextColumn};
use crate::units::Day;
use std::collections::HashMap;

/// The column that says how many lines an account has.
const LINES: &str = "Lines";
/// The column that says when an account ordered last.
const LAST_ORDER: &str = "Last order";

/// By header, what numbers the rows whose sums have it, and what the sums are called.
pub type Documents = HashMap<String, Vec<(String, String)>>;

/// One column of a file of order lines, gathered group by group while the lines go by.
pub struct LineColumn<'a> {
    sheet: &'a Sheet,
    at: usize,
    /// The column of numbers of orders, where the cell is what the whole order comes to.
    order: Option<usize>,
    gathered: Gathered<'a>,
}

enum Gathered<'a> {
    /// The sum of each group; absent where no line has a number.
    Sums(Vec<Option<f64>>),
    /// The last day of each group.
    Last(Days<'a>, Vec<Option<Day>>),
    /// What the first line of each group says.
    First(Vec<&'a str>),
    /// The same, and whether all lines of each group say it so far.
    Common(Vec<&'a str>, bool),
}

impl<'a> LineColumn<'a> {
    /// The columns of which something goes to the accounts.
    pub fn of(sheet: &'a Sheet) -> Vec<Self> {
        let column = |(at, mapping): (usize, &Mapping)| {
            let gathered = match mapping.role {
                Role::Measure => Gathered::Sums(Vec::new()),
                Role::Date => Gathered::Last(Days::of(sheet, at), Vec::new()),
                Role::Day if sheet.is_figures() => Gathered::Last(Days::of(sheet, at), Vec::new()),
                Role::PostalCode | Role::City | Role::Region | Role::Country | Role::Address | Role::Rep => {
                    Gathered::First(Vec::new())
                }
                Role::Attribute | Role::Day | Role::YesNo => Gathered::Common(Vec::new(), true),
                _ => return None,
            };
            let order =
                sheet.order_numbers().filter(|&order| sheet.is_of_order(at) && is_same_in_orders(sheet, order, at));
            Some(Self { sheet, at, order, gathered })
        };
        sheet.mappings().iter().enumerate().filter_map(column).collect()
    }

    /// Its position in the file.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Takes a line into its group; a new group is the one after the last.
    pub fn add(&mut self, row: usize, group: usize, log: &mut Log) {
        let (sheet, at) = (self.sheet, self.at);
        match &mut self.gathered {
            Gathered::Sums(sums) => {
                let table = sheet.table();
                let is_same = |column: usize| row > 0 && table.cell(row, column) == table.cell(row - 1, column);
                let is_said = self.order.is_some_and(|order| is_same(order) && is_same(at));
                let value = if is_said { None } else { number(sheet, row, at, log) };
                match (sums.get_mut(group), value) {
                    (None, value) => sums.push(value),
                    (Some(sum), Some(value)) => *sum = Some(sum.unwrap_or(0.0) + value),
                    (Some(_), None) => {}
                }
            }
            Gathered::Last(days, last) => {
                let day = days.read(row, log);
                match last.get_mut(group) {
                    Some(own) => *own = (*own).max(day),
                    None => last.push(day),
                }
            }
            Gathered::First(texts) => {
                if group == texts.len() {
                    texts.push(sheet.table().cell(row, at));
                }
            }
            Gathered::Common(_, false) => {}
            Gathered::Common(texts, is_common) => {
                let cell = sheet.table().cell(row, at);
                match texts.get(group) {
                    Some(first) => *is_common = *first == cell,
                    None => texts.push(cell),
                }
            }
        }
    }
}

/// The columns of the accounts on their way from the columns of the lines.
pub struct AccountColumns<'a> {
    /// By group, its account.
    pub accounts: &'a [u32],
    /// Columns that earlier files filled, by the name that they were to have.
    pub before: &'a mut HashMap<String, usize>,
    /// What the rows were that filled sums, and what these are called, by the header.
    pub documents: &'a mut Documents,
    /// Whether the columns that accounts have by that name are of an earlier export, and say the same anew.
    pub replaces: bool,
    pub builder: &'a mut AccountsBuilder,
}

impl AccountColumns<'_> {
    /// Adds a column; its mapping says what became of it.
    pub fn add(&mut self, column: LineColumn<'_>, mapping: &mut Mapping) {
        match column.gathered {
            Gathered::Sums(sums) => {
                let name = self.name_of_sum(column.sheet, &mapping.header);
                self.add_sums(&name, &sums);
                if name != mapping.header {
                    mapping.note = format!("apart from that of other files, as “{name}”");
                } else if !column.sheet.is_figures() {
                    "summed over the lines of an account".clone_into(&mut mapping.note);
                }
            }
            Gathered::Last(_, days) if column.sheet.is_figures() => self.add_last(&mapping.header, &days),
            Gathered::Last(_, days) => {
                self.add_last(LAST_ORDER, &days);
                mapping.note = format!("the last becomes “{LAST_ORDER}”");
            }
            Gathered::First(texts) => {
                let at = self.fill(&mapping.header, &texts, mapping.role == Role::PostalCode);
                remember_address(self.builder, mapping.role, at);
            }
            Gathered::Common(texts, true) if self.is_common(&texts) => {
                self.fill(&mapping.header, &texts, false);
            }
            Gathered::Common(..) => {
                mapping.role = Role::LeaveOut;
                "differs between the lines of an account".clone_into(&mut mapping.note);
            }
        }
    }

    /// Fills the columns of city, region, postal code and country with what whole addresses say, group by group; makes those
    /// that are not there.
    pub fn add_parts(&mut self, sheet: &Sheet, told: &[Address<'_>]) {
        for (role, name) in PARTS {
            let part = told.iter().map(|told| match role {
                Role::City => told.city,
                Role::Region => told.region,
                Role::PostalCode => told.postal_code,
                _ => told.country,
            });
            let texts: Vec<&str> = part.collect();
            if texts.iter().any(|text| !text.is_empty()) {
                let header = sheet.column(role).map_or(name, |column| sheet.table().header()[column].as_str());
                let at = self.fill(header, &texts, role == Role::PostalCode);
                remember_address(self.builder, role, at);
            }
        }
    }

    /// What the sum of a column is called: orders, invoices and payments are not added up, whatever their amounts are called.
    fn name_of_sum(&mut self, sheet: &Sheet, header: &str) -> String {
        let document = sheet.document().unwrap_or_default();
        let named = self.documents.entry(header.to_lowercase()).or_default();
        let is_same = |(own, _): &&(String, String)| document.is_empty() || own.is_empty() || *own == document;
        if let Some((_, name)) = named.iter().find(is_same) {
            return name.clone();
        }
        let name = if named.is_empty() { header.to_owned() } else { format!("{header} ({})", sheet.table().name()) };
        named.push((document, name.clone()));
        name
    }

    /// Adds how many lines each account has.
    pub fn add_counts(&mut self, lines: &[Option<f64>]) {
        self.add_sums(LINES, lines);
    }

    /// The column that rolled-up lines fill under that name, made where there is none.
    fn column(&mut self, name: &str, like: &ColumnValues) -> &mut ColumnValues {
        let count = self.builder.accounts.len();
        let made = || {
            let is_earlier =
                |own: &Column| self.replaces && own.name.eq_ignore_ascii_case(name) && is_like(&own.values, like);
            let Some(at) = self.builder.accounts.columns.iter().position(is_earlier) else {
                return self.builder.add(name, blank_like(like, count));
            };
            let values = &mut self.builder.accounts.columns[at].values;
            self.accounts.iter().for_each(|&account| blank(values, account as usize));
            at
        };
        let at = *self.before.entry(name.to_lowercase()).or_insert_with(made);
        &mut self.builder.accounts.columns[at].values
    }

    /// Adds sums by group to the column of that name.
    pub fn add_sums(&mut self, name: &str, values: &[Option<f64>]) {
        let accounts = self.accounts;
        let ColumnValues::Number(sums) = self.column(name, &ColumnValues::Number(Vec::new())) else { return };
        for (&account, value) in accounts.iter().zip(values) {
            if let (Some(sum), Some(value)) = (sums.get_mut(account as usize), value) {
                *sum = Some(sum.unwrap_or(0.0) + value);
            }
        }
        // Adding up tenths leaves dust in the last digits; no amount is finer than a millionth.
        for sum in sums.iter_mut().flatten().filter(|sum| sum.abs() < 1e9) {
            *sum = (*sum * 1e6).round() / 1e6;
        }
    }

    fn add_last(&mut self, name: &str, days: &[Option<Day>]) {
        let accounts = self.accounts;
        let ColumnValues::Day(last) = self.column(name, &ColumnValues::Day(Vec::new())) else { return };
        for (&account, day) in accounts.iter().zip(days) {
            if let Some(own) = last.get_mut(account as usize) {
                *own = (*own).max(*day);
            }
        }
    }

    /// Fills the blanks of the text column of that name with what the first lines say.
    fn fill(&mut self, header: &str, told: &[&str], are_codes: bool) -> usize {
        let columns = &self.builder.accounts.columns;
        let named = |own: &Column| own.name.eq_ignore_ascii_case(header) && own.values.texts().is_some();
        let at = columns.iter().position(named);
        let at = at.unwrap_or_else(|| {
            let blank = blank_like(&ColumnValues::Text(TextColumn::new()), self.builder.accounts.len());
            self.builder.add(header, blank)
        });
        let codes = &self.builder.codes;
        let Some(present) = self.builder.accounts.columns[at].values.texts() else { return at };
        let mut texts: Vec<&str> = present.iter().collect();
        for (&account, told) in self.accounts.iter().zip(told) {
            let is_open = |text: &&mut &str| text.is_empty() || self.replaces && !told.is_empty();
            if let Some(text) = texts.get_mut(account as usize).filter(is_open) {
                *text = if are_codes { codes.get(account as usize) } else { told };
            }
        }
        let filled = TextColumn::exact(texts.into_iter());
        self.builder.accounts.columns[at].values = ColumnValues::Text(filled);
        at
    }

    /// Whether groups of one account say the same.
    fn is_common(&self, texts: &[&str]) -> bool {
        let mut first: Vec<Option<&str>> = vec![None; self.builder.accounts.len()];
        self.accounts
            .iter()
            .zip(texts)
            .all(|(&account, text)| first.get_mut(account as usize).is_some_and(|own| own.get_or_insert(text) == text))
    }
}

/// Whether the lines of each order all say the same in a column. O(rows).
fn is_same_in_orders(sheet: &Sheet, order: usize, column: usize) -> bool {
    let table = sheet.table();
    let is_same = |row: usize, column: usize| table.cell(row, column) == table.cell(row - 1, column);
    (1..table.len()).all(|row| !is_same(row, order) || is_same(row, column))
}

/// Takes the number or the day of an account out.
fn blank(values: &mut ColumnValues, account: usize) {
    match values {
        ColumnValues::Number(numbers) => numbers.get_mut(account).into_iter().for_each(|own| *own = None),
        ColumnValues::Day(days) => days.get_mut(account).into_iter().for_each(|own| *own = None),
        ColumnValues::Text(_) | ColumnValues::YesNo(_) => {}
    }
}
