//! The taking of files of products and targets.

use super::accounts::leaves_out;
use super::assemble::Context;
use super::columns::{Period, period_of, year_in};
use super::directory::Directory;
use super::log::{Log, Spot};
use super::readings::{Days, number, spot};
use super::references::{Directories, References};
use super::sheet::Sheet;
use super::touches::reject_without_amount;
use crate::model::{Code, FileKind, Mapping, Product, Referent, Role, Severity, Target};
use crate::units::Day;
use std::collections::HashSet;

/// Takes every row with a name or an id as a product. O(rows).
pub fn take_products(sheet: &Sheet, products: &mut Vec<Product>, context: &mut Context<'_>, log: &mut Log) -> u32 {
    let table = sheet.table();
    let [id, name] = [Role::Id, Role::Name].map(|role| sheet.column(role));
    let price = sheet.column(Role::Amount).or_else(|| sheet.column(Role::Measure));
    let group = sheet.column(Role::Family).or_else(|| sheet.column(Role::Attribute));
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let before = products.len();
    for row in 0..table.len() {
        context.advance(1);
        let (own_id, own_name) = (cell(row, id), cell(row, name));
        let spot = Spot::row(table.line(row));
        if leaves_out(sheet, row, log) {
            continue;
        }
        if own_id.is_empty() && own_name.is_empty() || products.len() == usize::from(u16::MAX) {
            let message =
                || "No product: it has neither name nor id, or there are more than 65,535: left out.".to_owned();
            log.add(spot, Code::EmptyRow, Severity::Rejected, message);
            continue;
        }
        let either = |first: &str, second: &str| if first.is_empty() { second.to_owned() } else { first.to_owned() };
        products.push(Product {
            id: either(own_id, own_name),
            name: either(own_name, own_id),
            price: price.and_then(|column| number(sheet, row, column, log)),
            group: cell(row, group).to_owned(),
        });
    }
    u32::try_from(products.len() - before).unwrap_or(u32::MAX)
}

/// Without a file of products, what deals and targets name becomes the list of products.
pub fn named_products<'a>(sheets: impl Iterator<Item = &'a Sheet>) -> Vec<Product> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut products = Vec::new();
    for sheet in sheets {
        let Some(column) = sheet.column(Role::Product) else { continue };
        for row in 0..sheet.table().len() {
            let name = sheet.table().cell(row, column);
            if !name.is_empty() && products.len() < usize::from(u16::MAX) && seen.insert(name) {
                let (id, name) = (name.to_owned(), name.to_owned());
                products.push(Product { id, name, price: None, group: String::new() });
            }
        }
    }
    products
}

/// The directory of products.
pub fn product_directory(products: &[Product]) -> Directory {
    Directory::new(Referent::Product, products.iter().map(|product| (product.id.as_str(), product.name.as_str())))
}

/// Takes every row with an amount, or with one for each month or quarter that a column names; `mappings` say which. O(cells),
/// and one look-up for each different name.
pub fn take_targets(
    sheet: &Sheet,
    mappings: &mut [Mapping],
    known: &Directories,
    targets: &mut Vec<Target>,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let table = sheet.table();
    let mut starts = Starts::of(sheet, mappings);
    let amounts = amounts(sheet, mappings, log);
    let named = [Role::Rep, Role::Name, Role::Region, Role::City, Role::PostalCode, Role::Country, Role::Id];
    let is_period = |column: &usize| sheet.period_columns().contains(&Some(*column));
    let attributes = (0..mappings.len()).filter(|&column| sheet.mappings()[column].role == Role::Attribute);
    let mut attributes = attributes.filter(|column| !is_period(column));
    let named = named.into_iter().find_map(|role| sheet.column(role)).or_else(|| attributes.next());
    if let Some(column) = named.filter(|&column| mappings[column].role == Role::Attribute) {
        "whose target it is".clone_into(&mut mappings[column].note);
    }
    let mut references = References::of(sheet, known, context.corrections);
    let mut taken = 0;
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        let told: Vec<(Option<Day>, f64)> =
            amounts.iter().filter_map(|&(column, start)| Some((start, number(sheet, row, column, log)?))).collect();
        if told.is_empty() {
            reject_without_amount(sheet, row, log);
            continue;
        }
        let target = Target {
            rep: references.rep(row, log),
            account: references.account(row, log),
            product: references.product(row, log),
            name: named.map_or("", |column| table.cell(row, column)).to_owned(),
            start: starts.of_row(row, log),
            amount: 0.0,
        };
        let of_period =
            |(start, amount): (Option<Day>, f64)| Target { start: start.or(target.start), amount, ..target.clone() };
        targets.extend(told.into_iter().map(of_period));
        taken += 1;
    }
    references.finish(context);
    taken
}

/// The first days of the periods of targets.
struct Starts<'a> {
    sheet: &'a Sheet,
    days: Option<Days<'a>>,
    /// The columns of the year and of the part of it.
    year: Option<usize>,
    part: Option<usize>,
    /// The year that the name of the file tells.
    usual: Option<i32>,
}

impl<'a> Starts<'a> {
    fn of(sheet: &'a Sheet, mappings: &mut [Mapping]) -> Self {
        let [year, part] = sheet.period_columns();
        for mapping in part.map(|part| &mut mappings[part]).into_iter().filter(|own| !own.role.is_date()) {
            mapping.role = Role::Attribute;
            "the period of the target".clone_into(&mut mapping.note);
        }
        Self { sheet, days: Days::with(sheet, Role::Date), year, part, usual: year_in(sheet.table().name()) }
    }

    /// That of a row, by its month or quarter and its year, else by its day.
    fn of_row(&mut self, row: usize, log: &mut Log) -> Option<Day> {
        let period = self.part.and_then(|column| Some((column, self.period(row, column)?)));
        if let Some((column, period)) = period {
            let start = period.start(self.year_of(row));
            if start.is_none() {
                self.tell_no_year(row, column, log);
            }
            return start;
        }
        let is_number = |column: &usize| matches!(self.sheet.table().cell(row, *column).parse::<u32>(), Ok(1..=12));
        if let Some(column) = self.part.filter(is_number).filter(|_| self.days.is_none()) {
            self.tell_no_year(row, column, log);
        }
        self.days.as_mut().and_then(|days| days.read(row, log))
    }

    fn tell_no_year(&self, row: usize, column: usize, log: &mut Log) {
        log.add(spot(self.sheet, row, column), Code::NotADate, Severity::Check, || {
            "Says no year: the target is taken without a day. Put the year into the cell, a column or the name of the file."
                .to_owned()
        });
    }

    fn year_of(&self, row: usize) -> Option<i32> {
        let own = self.year.and_then(|column| year_in(self.sheet.table().cell(row, column)));
        own.or(self.usual)
    }

    /// The month or quarter that a cell names: `Q1`, `Januar`, `Jan-24`; a number below a header that says of what.
    fn period(&self, row: usize, column: usize) -> Option<Period> {
        let told = self.sheet.table().cell(row, column);
        let header = &self.sheet.table().header()[column];
        let is_number = !told.is_empty() && told.bytes().all(|byte| byte.is_ascii_digit());
        let by_number =
            || period_of(&format!("{header} {told}")).or_else(|| period_of(&format!("{}-{told}", self.year_of(row)?)));
        if is_number { by_number() } else { period_of(told) }
    }
}

/// The columns of amounts, with the first day of the period that each names.
fn amounts(sheet: &Sheet, mappings: &mut [Mapping], log: &mut Log) -> Vec<(usize, Option<Day>)> {
    let periods = sheet.periods();
    let whole = sheet.column(Role::Amount);
    if periods.is_empty() {
        let amount = whole.or_else(|| sheet.column(Role::Measure));
        if let Some(column) = amount.filter(|_| whole.is_none()) {
            "what shall be reached".clone_into(&mut mappings[column].note);
        }
        return amount.map(|column| (column, None)).into_iter().collect();
    }
    let year = year_in(sheet.table().name());
    let starts: Vec<_> = periods.iter().map(|&(column, period)| (column, period.start(year))).collect();
    for &(column, _) in &starts {
        "what shall be reached in that period".clone_into(&mut mappings[column].note);
    }
    if !sheet.says_targets()
        && let [(first, _), .., (last, _)] = starts[..]
    {
        let [first, last] = [first, last].map(|column| sheet.table().header()[column].as_str());
        log.add(Spot::column(first), Code::AssumedTargets, Severity::Check, || {
            format!(
                "Nothing says what the columns “{first}” to “{last}” hold: taken for what shall be reached in those periods. If it \
                 is what was reached, choose “{}” as the kind of the file, which leaves it out.",
                FileKind::Other.word()
            )
        });
    }
    if let Some(total) = whole.filter(|&whole| periods.iter().all(|(column, _)| *column != whole)) {
        mappings[total].role = Role::LeaveOut;
        "its periods stand beside it".clone_into(&mut mappings[total].note);
    }
    if let Some(&(column, _)) = starts.iter().find(|(_, start)| start.is_none()) {
        let has_days = sheet.column(Role::Date).is_some();
        let spot = Spot::column(&sheet.table().header()[column]);
        if !has_days {
            log.add(spot, Code::NotADate, Severity::Check, || {
                "The columns name months or quarters and no year: their targets are taken without a day. Put the year into \
                 the headers or the name of the file, as in “Q1 2026”."
                    .to_owned()
            });
        }
    }
    starts
}
