//! What is not settled about whole columns, as diagnostics.

use super::Sheet;
use crate::import::columns::{Marks, Unit, has_unit, unit_of};
use crate::import::joined::{Served, Service};
use crate::import::log::{Log, Spot};
use crate::model::{Code, FileKind, Mapping, Severity};
use crate::units::DateOrder;

impl Sheet {
    /// Tells what is not settled about whole columns.
    pub(in crate::import) fn tell(&self, log: &mut Log) {
        self.tell_by_hand(log);
        self.tell_use(log);
        if self.may_be_contacts() && self.kind.makes_accounts() {
            log.add(Spot::default(), Code::Contacts, Severity::Check, || {
                "The rows are people at companies, and no file holds the accounts: each is taken as an account. Add the \
                 file of accounts, and they are counted there."
                    .to_owned()
            });
        }
        if self.may_be_areas() && self.kind.makes_accounts() {
            log.add(Spot::default(), Code::NamedAccounts, Severity::Check, || {
                "The rows are areas, and no file holds accounts: each area is taken as one, with what is said of it. Add the file \
                 of accounts, and the table is joined to them."
                    .to_owned()
            });
        }
        for column in 0..self.mappings.len() {
            self.tell_dates(column, log);
            self.tell_numbers(column, log);
        }
    }

    /// Tells what becomes of a file that is none by itself.
    fn tell_use(&self, log: &mut Log) {
        if let Some((rows, files)) = self.links.repeated.told() {
            let total = self.table.len();
            log.add(Spot::default(), Code::Repeated, Severity::Check, || {
                format!(
                    "{rows} of {total} rows stand in {files}, too, and are taken from there alone. Choose what this file is, to take \
                     them here as well."
                )
            });
        }
        let twice = if self.kind_chosen { Vec::new() } else { self.said_twice() };
        if let Some(&row) = twice.first() {
            log.add(Spot::row(self.table.line(row)), Code::Repeated, Severity::Check, || match twice.len() {
                1 => "This row says the same as one above in every cell, and both count. Leave it out, if they are one.".to_owned(),
                rows => format!(
                    "{rows} rows, this one first, say the same as one above in every cell, and all count. Leave them out, if they are one."
                ),
            });
        }
        if let Some(Served { file, by, rows, service }) = &self.links.serves {
            let total = self.table.len();
            let (severity, message) = match service {
                Service::Order => {
                    (Severity::Repaired, format!("The lines of these orders stand in {file}: joined by “{by}”."))
                }
                Service::Accounts => (
                    Severity::Repaired,
                    format!("The rows of {file} name these deals by “{by}”, and so their accounts."),
                ),
                Service::Whole => (
                    Severity::Repaired,
                    format!(
                        "Joined to {file} by “{by}”: {rows} of {total} rows say more about the rows there. Choose what it is, \
                         if it stands by itself."
                    ),
                ),
                Service::Places => (
                    Severity::Check,
                    format!(
                        "{file} does not say where its accounts are: each is where its first row here says, joined by “{by}”."
                    ),
                ),
                Service::About => (
                    Severity::Check,
                    format!(
                        "The rows are about deals of {file}, named by “{by}”, and are none themselves: not taken. Choose what it is, if \
                         they are."
                    ),
                ),
            };
            let code = if *service == Service::About { Code::NotTaken } else { Code::Joined };
            log.add(Spot::default(), code, severity, || message);
        } else if self.kind == FileKind::Other && !self.kind_chosen && self.table.len() > 1 {
            log.add(Spot::default(), Code::NotTaken, Severity::Check, || {
                "Nothing in this file tells that it belongs to a plan: none of its rows is taken. Choose what it is, if it does."
                    .to_owned()
            });
        }
    }

    fn tell_dates(&self, column: usize, log: &mut Log) {
        let Mapping { header, samples, role, date_order, .. } = &self.mappings[column];
        let Some(votes) = self.votes[column].filter(|_| role.is_date()) else { return };
        let spot = Spot { row: 0, column: header, value: samples.first().map_or("", String::as_str) };
        let Some(order) = date_order else {
            log.add(spot, Code::AmbiguousDates, Severity::Decide, || {
                format!(
                    "{} dates may begin with the day or with the month, and no value in the column settles it. Choose \
                     which, or take the column as an attribute.",
                    votes.either
                )
            });
            return;
        };
        let against = votes.against(*order);
        if against > 0 {
            let (taken, other) = match order {
                DateOrder::MonthFirst => ("month", "day"),
                DateOrder::DayFirst | DateOrder::YearFirst => ("day", "month"),
            };
            log.add(Spot::column(header), Code::AmbiguousDates, Severity::Check, || {
                format!(
                    "Most dates begin with the {taken}, {against} with the {other}: those are told and not taken. Dates \
                     that fit both are taken with the {taken} first; check them."
                )
            });
        }
    }

    fn tell_numbers(&self, column: usize, log: &mut Log) {
        let Mapping { header, samples, role, .. } = &self.mappings[column];
        if !has_unit(*role) {
            return;
        }
        let profile = &self.profiles[column];
        let spot = Spot { row: 0, column: header, value: samples.first().map_or("", String::as_str) };
        if profile.has_assumed_marks {
            log.add(spot, Code::AmbiguousNumbers, Severity::Check, || {
                let (decimal, group) = match profile.marks() {
                    Marks::Point => ("point", "comma"),
                    Marks::Comma => ("comma", "point"),
                };
                format!(
                    "Nothing in the file settles whether such numbers have thousands or three decimals: the {decimal} is \
                     taken as the decimal mark, the {group} as that of thousands. Check the amounts."
                )
            });
        }
        let message = match unit_of(column, &self.table.header, &self.words, &self.profiles) {
            Unit::One(_) => return,
            Unit::Mixed(units) => {
                let names: Vec<&str> = units.iter().map(|(unit, _)| *unit).collect();
                format!(
                    "Amounts in {} stand in one column and are taken as they are, not converted. Sums mix them.",
                    names.join(" and ")
                )
            }
            Unit::MixedBy(other) => format!(
                "The amounts are in several currencies, as “{}” says, and are taken as they are, not converted. Sums mix \
                 them.",
                self.table.header[other]
            ),
        };
        log.add(spot, Code::MixedCurrencies, Severity::Check, || {
            message + " Convert them in the file, or leave the column out."
        });
    }
}
