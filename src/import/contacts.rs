//! People at accounts: a list of them beside accounts says how many each has, and makes no accounts of its own.

use super::accounts::leaves_out;
use super::assemble::Context;
use super::beside::{keys, keys_of_cell};
use super::columns::assign_roles;
use super::directory::{Directory, Join};
use super::log::Log;
use super::readings::spot;
use super::sheet::Sheet;
use crate::model::{FileKind, Role};
use std::collections::HashSet;

/// What the column is called that says how many contacts an account has.
pub const CONTACTS: &str = "Contacts";

/// Takes lists of contacts for that where another file makes accounts, or they are there; alone, their rows are accounts.
/// O(columns of lists of contacts).
pub fn settle_contacts(sheets: &mut [Sheet], has_accounts: bool) {
    if !sheets.iter().any(Sheet::may_be_contacts) {
        return;
    }
    let makes_accounts = |sheet: &&Sheet| sheet.kind().makes_accounts() && !sheet.may_be_contacts();
    let known: HashSet<String> = sheets.iter().filter(makes_accounts).flat_map(keys).collect();
    for sheet in sheets {
        // Companies that no file knows are not those of its accounts.
        let is_known = has_accounts || !known.is_empty() && (!sheet.may_be_contacts() || sheet.is_of_known(&known));
        sheet.settle_contacts(is_known);
    }
}

/// Counts the contacts of each account. O(rows), and one look-up for each different name.
pub fn take_contacts(
    sheet: &Sheet,
    accounts: &Directory,
    counts: &mut [f64],
    context: &mut Context<'_>,
    log: &mut Log,
) -> u32 {
    let Some(column) = sheet.column(Role::Account) else { return 0 };
    let mut names = Join::new(accounts, Some((sheet, column)), context.corrections).or_else("not counted");
    let mut taken = 0;
    for row in 0..sheet.table().len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        let account = names.find(sheet.table().cell(row, column), spot(sheet, row, column), log);
        if let Some(count) = account.and_then(|account| counts.get_mut(account as usize)) {
            *count += 1.0;
            taken += 1;
        }
    }
    context.names.extend(names.into_matches(sheet.table().name()));
    taken
}

impl Sheet {
    /// Whether any row is of a company that is known.
    fn is_of_known(&self, known: &HashSet<String>) -> bool {
        let has_header = self.table().dialect().header_line.is_some();
        let roles = assign_roles(&self.words, &self.profiles, FileKind::Contacts, has_header);
        let is_known =
            |column: usize, row: usize| keys_of_cell(self.table().cell(row, column)).any(|key| known.contains(&key));
        let column = roles.iter().position(|own| own.role == Role::Account);
        column.is_none_or(|column| (0..self.table().len()).any(|row| is_known(column, row)))
    }

    /// What the rows are, where the file may be a list of contacts and nobody has said what it is.
    fn settle_contacts(&mut self, has_accounts: bool) {
        if self.may_be_contacts() {
            self.take_for(if has_accounts { FileKind::Contacts } else { self.own_kind });
        }
    }
}
