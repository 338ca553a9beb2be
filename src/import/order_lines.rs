//! Order lines rolled up to accounts: those of an accounts file where there is one, else one account for each customer
//! at each place.

use super::accounts::{leaves_out, rep_at};
use super::assemble::Context;
use super::bare_ids::{ToldIds, tell_bare};
use super::builder::{AccountsBuilder, Core, Origin};
use super::columns::is_no_sale;
use super::directory::{Directory, Join};
use super::line_columns::{AccountColumns, Documents, LineColumn};
use super::line_revenue::LineRevenue;
use super::located::{PlaceColumns, bare_code};
use super::log::{Log, Spot};
use super::readings::spot;
use super::sheet::{OtherNames, Sheet};
use crate::gazetteer::{Address, Gazetteer};
use crate::model::{AccountKind, Code, Mapping, Referent, Role, Severity, TextColumn};
use std::borrow::Cow;
use std::collections::HashMap;

const UNKNOWN: u32 = u32::MAX;

/// What earlier files of order lines made.
#[derive(Default)]
pub struct RolledBefore {
    /// Accounts made of customers and places, by id.
    accounts: HashMap<String, u32>,
    /// Columns that they filled, by the name that they were to have.
    columns: HashMap<String, usize>,
    /// What their rows were, and what their sums are called.
    documents: Documents,
}

/// Directories that lines are matched with.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub accounts: &'a Directory,
    pub reps: &'a Directory,
}

/// The lines of one customer at one place.
struct Group {
    first_row: usize,
    lines: u32,
    /// Its account.
    account: u32,
}

/// What a line is, and those after it that name no customer.
#[derive(Clone, Copy)]
enum Line {
    /// Of a group.
    Of(u32),
    /// Of an order that came to nothing; the column that says so.
    NoSale(usize),
    /// Nobody says whose it is.
    Nobodys,
}

/// The grouping of a file.
struct RollUp<'a> {
    sheet: &'a Sheet,
    places: PlaceColumns,
    customer_id: Option<usize>,
    customer_name: Option<usize>,
    other_names: Option<OtherNames>,
    /// Whether the file says of each account whose it is, and nothing that adds up.
    assigns: bool,
    groups: Vec<Group>,
    /// How many lines were taken.
    lines: u32,
    /// What the lines of each group add up to and have in common.
    columns: Vec<LineColumn<'a>>,
    /// What they come to, where only prices and quantities say it.
    revenue: Option<LineRevenue<'a>>,
}

/// Takes every line that names a customer. Lines of a known account join it: by id, else by name, else by name and
/// place; customers that no accounts file has become accounts of their own. Measures are summed, what is the same in all
/// lines of an account is kept, the rest is left out and `mappings` say so. O(cells), and one look-up of its place for
/// each account that is made.
pub fn take_order_lines(
    (sheet, position): (&Sheet, u16),
    mappings: &mut [Mapping],
    known: Known<'_>,
    before: &mut RolledBefore,
    builder: &mut AccountsBuilder,
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let mut rolled = RollUp::group(sheet, context, log);
    rolled.join(known.accounts, builder, context, log);
    rolled.add_accounts(position, before, known.reps, builder, context, log);
    let lines = rolled.lines;
    let replaces = context.updates && sheet.is_figures() || rolled.assigns;
    rolled.add_columns(mappings, before, replaces, builder, context.gazetteer);
    lines
}

impl<'a> RollUp<'a> {
    fn group(sheet: &'a Sheet, context: &mut Context<'_>, log: &mut Log) -> Self {
        let table = sheet.table();
        let mut rolled = Self {
            sheet,
            places: PlaceColumns::of(sheet),
            customer_id: sheet.column(Role::Id),
            customer_name: sheet.column(Role::Name),
            other_names: sheet.other_names(),
            assigns: sheet.assigns_accounts(),
            groups: Vec::new(),
            lines: 0,
            columns: LineColumn::of(sheet),
            revenue: LineRevenue::of(sheet),
        };
        let states = sheet.order_states();
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut key = String::new();
        let mut before = Line::Nobodys;
        for row in 0..table.len() {
            context.advance(1);
            if leaves_out(sheet, row, log) {
                before = Line::Nobodys;
                continue;
            }
            let is_no_sale = |column: &usize| is_no_sale(table.cell(row, *column));
            if rolled.customer(row).is_empty() {
                // Only the first line of an order may say who ordered, and how the order stands.
                before = if rolled.continues(row) { before } else { Line::Nobodys };
            } else if let Some(&column) = states.iter().find(|column| is_no_sale(column)) {
                before = Line::NoSale(column);
            } else {
                rolled.write_key(row, &mut key);
                before = Line::Of(known.get(key.as_str()).copied().unwrap_or_else(|| {
                    let group = u32::try_from(rolled.groups.len()).unwrap_or(UNKNOWN);
                    rolled.groups.push(Group { first_row: row, lines: 0, account: UNKNOWN });
                    known.insert(key.clone(), group);
                    group
                }));
            }
            match before {
                Line::Of(group) => {
                    rolled.groups[group as usize].lines += 1;
                    rolled.lines += 1;
                    for column in &mut rolled.columns {
                        column.add(row, group as usize, log);
                    }
                    if let Some(revenue) = &mut rolled.revenue {
                        revenue.add(row, group as usize, log);
                    }
                }
                Line::NoSale(column) => {
                    let message =
                        || "The order was cancelled or refunded: left out. Correct the cell, if it counts.".to_owned();
                    log.add(spot(sheet, row, column), Code::NotHappened, Severity::Rejected, message);
                }
                Line::Nobodys => {
                    let message = || "The line names no customer: left out.".to_owned();
                    log.add(Spot::row(table.line(row)), Code::EmptyRow, Severity::Rejected, message);
                }
            }
        }
        rolled
    }

    /// Whether a line is of the order of the one before it: by the order's number, else by what stands in front, which may be blank.
    fn continues(&self, row: usize) -> bool {
        let table = self.sheet.table();
        let is_same = |column: usize| table.cell(row, column) == table.cell(row - 1, column);
        if let Some(order) = self.sheet.order_numbers().filter(|_| row > 0) {
            return table.cell(row, order).is_empty() || is_same(order);
        }
        if row > 0 && !table.header().is_empty() && table.cell(row, 0).is_empty() {
            return true;
        }
        let first = (0..table.header().len()).find(|&column| !table.cell(row, column).is_empty());
        row > 0 && first.is_some_and(is_same)
    }

    fn cell(&self, row: usize, column: Option<usize>) -> &'a str {
        column.map_or("", |column| self.sheet.table().cell(row, column))
    }

    /// The id of the customer, else the name.
    fn customer(&self, row: usize) -> &'a str {
        let id = self.cell(row, self.customer_id);
        if id.is_empty() { self.cell(row, self.customer_name) } else { id }
    }

    /// Customer and place: the postal code without its zeros and what follows five figures, else city, region and country, else
    /// the whole address; in small letters, for lines are written by many.
    fn write_key(&self, row: usize, key: &mut String) {
        key.clear();
        key.push_str(self.customer(row));
        key.push_str(self.cell(row, self.other_names.map(OtherNames::column)));
        let code = bare_code(self.cell(row, self.places.postal_code));
        let names = [self.places.city, self.places.region, self.places.country].map(|column| self.cell(row, column));
        let parts = if code.is_empty() { names } else { [zip_alone(code), "", names[2]] };
        let whole = if code.is_empty() && names[0].is_empty() { self.cell(row, self.places.address) } else { "" };
        for part in parts.into_iter().chain((!whole.is_empty()).then_some(whole)) {
            key.push('\u{1f}');
            key.extend(part.chars().flat_map(char::to_lowercase));
        }
    }

    /// `CG-12520-42420`: the customer and the postal code, else the city.
    fn account_id(&self, row: usize, gazetteer: &Gazetteer) -> String {
        let told = self.places.address(self.sheet, row);
        let Address { postal_code, city, region, country, .. } = gazetteer.parts(&told);
        let places = [postal_code, city, region, country, told.whole].map(bare_code);
        let customer = match self.cell(row, self.customer_id) {
            "" => self.sheet.row_name(self.other_names, row),
            id => Cow::Borrowed(id),
        };
        match places.into_iter().find(|cell| !cell.is_empty()) {
            Some(place) => format!("{customer}-{place}"),
            None => customer.into_owned(),
        }
    }

    /// Finds the account of each group among those of accounts files.
    fn join(&mut self, accounts: &Directory, builder: &AccountsBuilder, context: &mut Context<'_>, log: &mut Log) {
        if accounts.is_empty() {
            return;
        }
        let mut names =
            Join::new(accounts, None, context.corrections).or_else("its lines make an account of their own");
        let told = self.customer_id.map(|column| (column, ToldIds::of(self.sheet, column)));
        let mut folded = String::new();
        for at in 0..self.groups.len() {
            let row = self.groups[at].first_row;
            let (id, name) = (self.cell(row, self.customer_id), self.cell(row, self.customer_name));
            let by_id = accounts.with_id(id).filter(|_| !id.is_empty()).or_else(|| {
                let (column, told) = told.as_ref()?;
                let found = accounts.with_bare_id(id).filter(|_| told.is_alone(id))?;
                tell_bare(Referent::Account, id, accounts.id(found), spot(self.sheet, row, *column), log);
                Some(found)
            });
            let found = by_id.or_else(|| {
                let at_place = self.at_place(accounts.with_name(name, &mut folded), row, builder);
                at_place.or_else(|| {
                    let column = self.customer_name.or(self.customer_id)?;
                    names.find(self.cell(row, Some(column)), spot(self.sheet, row, column), log)
                })
            });
            self.groups[at].account = found.unwrap_or(UNKNOWN);
        }
        context.names.extend(names.into_matches(self.sheet.table().name()));
    }

    /// Of several accounts of one name, the one whose postal code the line has.
    fn at_place(&self, mut named: impl Iterator<Item = u32>, row: usize, builder: &AccountsBuilder) -> Option<u32> {
        let first = named.next()?;
        let mut others = named.peekable();
        others.peek()?;
        let code = bare_code(self.cell(row, self.places.postal_code)).trim_start_matches('0');
        let has_code = |at: &u32| builder.codes.get(*at as usize).trim_start_matches('0') == code;
        std::iter::once(first).chain(others).find(has_code).filter(|_| !code.is_empty())
    }

    /// Adds the accounts of the groups that joined none.
    fn add_accounts(
        &mut self,
        position: u16,
        before: &mut RolledBefore,
        reps: &Directory,
        builder: &mut AccountsBuilder,
        context: &mut Context<'_>,
        log: &mut Log,
    ) {
        let owner = self.sheet.column(Role::Rep);
        let mut owners = Join::new(reps, owner.map(|at| (self.sheet, at)), context.corrections);
        for at in 0..self.groups.len() {
            let row = self.groups[at].first_row;
            let known = self.groups[at].account;
            if known != UNKNOWN {
                self.say_of_joined(known, row, owner.map(|column| (column, &mut owners)), builder, log);
                continue;
            }
            let id = self.account_id(row, context.gazetteer);
            if let Some(&account) = before.accounts.get(&id) {
                self.groups[at].account = account;
                continue;
            }
            let placed = self.places.locate(self.sheet, row, &mut context.places, log);
            let present =
                owner.and_then(|column| owners.find(self.cell(row, Some(column)), spot(self.sheet, row, column), log));
            let name = self.sheet.row_name(self.other_names, row);
            let customer = self.customer(row);
            let core = Core {
                id: &id,
                name: if name.is_empty() { customer } else { &name },
                family: customer,
                placement: &placed.placement,
                postal_code: placed.postal_code(),
                region: placed.told.region,
                kind: AccountKind::Customer,
                present: present.and_then(rep_at),
                origin: Origin { sheet: position, row: u32::try_from(row).unwrap_or(u32::MAX) },
            };
            let account = u32::try_from(builder.accounts.len()).unwrap_or(UNKNOWN);
            // Two places of one customer can share a city's name; their ids differ by a number then.
            builder.push(&core);
            self.groups[at].account = account;
            before.accounts.entry(id).or_insert(account);
        }
        context.names.extend(owners.into_matches(self.sheet.table().name()));
        builder.level();
    }

    /// Gives an account of another file the owner that lines tell: where it has none, or where whose the accounts are is all
    /// that the file says.
    fn say_of_joined(
        &self,
        account: u32,
        row: usize,
        owners: Option<(usize, &mut Join<'a>)>,
        builder: &mut AccountsBuilder,
        log: &mut Log,
    ) {
        let accounts = &mut builder.accounts;
        let Some(((column, owners), present)) = owners.zip(accounts.present.get_mut(account as usize)) else { return };
        if present.is_some() && !self.assigns {
            return;
        }
        let spot = spot(self.sheet, row, column);
        let owner = owners.find(self.cell(row, Some(column)), spot, log).and_then(rep_at);
        if owner.is_some() && present.is_some() && owner != *present {
            log.add(spot, Code::OtherOwner, Severity::Check, || {
                "The accounts say another owner: this one is taken, for the file says of each account whose it is. Leave the column \
                 out, if it is not who owns it today."
                    .to_owned()
            });
        }
        *present = owner.or(*present);
    }

    /// Gives the accounts what the lines say of them; `mappings` say what became of each column.
    fn add_columns(
        self,
        mappings: &mut [Mapping],
        before: &mut RolledBefore,
        replaces: bool,
        builder: &mut AccountsBuilder,
        gazetteer: &Gazetteer,
    ) {
        let accounts: Vec<u32> = self.groups.iter().map(|group| group.account).collect();
        let RolledBefore { columns: before, documents, .. } = before;
        let mut columns = AccountColumns { accounts: &accounts, before, documents, replaces, builder };
        for column in self.columns {
            let mapping = &mut mappings[column.at()];
            columns.add(column, mapping);
        }
        if let Some(revenue) = self.revenue {
            revenue.give(mappings, &mut columns);
        }
        if self.places.address.is_some() {
            let rows = self.groups.iter().map(|group| group.first_row);
            let told = rows.map(|row| gazetteer.parts(&self.places.address(self.sheet, row))).collect::<Vec<_>>();
            columns.add_parts(self.sheet, &told);
        }
        if self.sheet.is_figures() {
            columns.builder.level();
            add_parents(self.sheet, &self.groups, columns.builder);
            return;
        }
        if !self.sheet.has_lines_elsewhere() {
            let lines: Vec<Option<f64>> = self.groups.iter().map(|group| Some(f64::from(group.lines))).collect();
            columns.add_counts(&lines);
        }
        columns.builder.level();
    }
}

/// Gives accounts the parents that figures about them tell, where they have none.
fn add_parents(sheet: &Sheet, groups: &[Group], builder: &mut AccountsBuilder) {
    let Some(column) = sheet.column(Role::Family) else { return };
    let mut families: Vec<&str> = builder.accounts.families.iter().collect();
    for group in groups {
        if let Some(own) = families.get_mut(group.account as usize).filter(|own| own.is_empty()) {
            *own = sheet.table().cell(group.first_row, column);
        }
    }
    let families = TextColumn::exact(families.into_iter());
    builder.accounts.families = families;
}

/// A postal code without leading zeros, and without the four figures that may follow those of a ZIP.
fn zip_alone(code: &str) -> &str {
    let is_figures = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let zip = code.split_once('-').filter(|(zip, rest)| is_figures(zip, 5) && is_figures(rest, 4)).map(|(zip, _)| zip);
    zip.unwrap_or(code).trim_start_matches('0')
}
