//! What a file is beside others: joined to them, contacts of their accounts, or figures about them.

use super::contacts::settle_contacts;
use super::folded::{NameOf, fold};
use super::links::link;
use super::repeated::settle_repeated;
use super::sheet::Sheet;
use crate::model::{Accounts, Dataset, FileKind, Role};
use std::collections::HashSet;

/// Files whose rows may say where an account is.
pub(super) const NAMING: [FileKind; 2] = [FileKind::Opportunities, FileKind::Activities];

/// What says where an account is.
pub(super) const PLACES: [Role; 7] =
    [Role::Latitude, Role::Longitude, Role::PostalCode, Role::City, Role::Region, Role::Country, Role::Address];

/// Takes each file for what it is beside the others, where nobody has said what it is; `before`: what is there already, where the
/// files update a plan. O(rows), where a file may be about the accounts of another.
pub fn settle_kinds(sheets: &mut [Sheet], before: Option<&Dataset>) {
    sheets.iter_mut().for_each(Sheet::stand_alone);
    settle_repeated(sheets);
    link(sheets);
    sheets.iter_mut().for_each(Sheet::settle_alone);
    settle_strangers(sheets);
    settle_contacts(sheets, before.is_some());
    settle_figures(sheets, before.map(Dataset::accounts));
    settle_areas(sheets, before.is_some());
}

/// Suppliers, carriers and the own offices are no customers beside a list of these.
fn settle_strangers(sheets: &mut [Sheet]) {
    let has_list = sheets.iter().any(|sheet| sheet.lists_accounts() && !sheet.lists_suppliers());
    for sheet in sheets.iter_mut().filter(|sheet| sheet.lists_suppliers()) {
        sheet.take_for(if has_list { FileKind::Other } else { FileKind::Accounts });
    }
}

/// Areas that nothing is joined to are planned themselves, each as an account: those of the first table.
fn settle_areas(sheets: &mut [Sheet], has_accounts: bool) {
    let makes =
        |sheet: &Sheet| sheet.kind().makes_accounts() && !sheet.may_be_areas() || NAMING.contains(&sheet.kind());
    let mut has_accounts = has_accounts || sheets.iter().any(makes);
    for sheet in sheets.iter_mut().filter(|sheet| sheet.may_be_areas()) {
        sheet.take_for(if has_accounts { FileKind::Areas } else { FileKind::Accounts });
        has_accounts = true;
    }
}

/// The rows from which the accounts are made where no file lists them and none are there already: those of deals and activities
/// that say where these are.
pub(super) fn naming_accounts(sheets: &[Sheet], has_accounts: bool) -> impl Iterator<Item = (usize, Sheet)> + '_ {
    let lists = has_accounts || sheets.iter().any(|sheet| sheet.kind().makes_accounts());
    let naming = sheets.iter().enumerate().filter(move |(_, sheet)| !lists && NAMING.contains(&sheet.kind()));
    naming.filter_map(|(at, sheet)| Some((at, sheet.as_accounts()?)))
}

/// A table of customers without places, half of which another file has, says more about these: its rows are rolled up like order
/// lines, and make no accounts a second time.
fn settle_figures(sheets: &mut [Sheet], before: Option<&Accounts>) {
    if !sheets.iter().any(Sheet::may_be_figures) {
        return;
    }
    let lists = sheets.iter().any(Sheet::lists_accounts);
    let (mut known, mut others) = (HashSet::new(), HashSet::new());
    for sheet in sheets.iter().filter(|sheet| sheet.kind().makes_accounts()) {
        // Those who order, those without names and those of lists without places are known to what has no names itself.
        let is_named = sheet.lists_accounts();
        let is_other = sheet.kind() == FileKind::OrderLines || sheet.may_be_figures() || !is_named;
        if !sheet.may_be_figures() || is_named {
            let own = if is_other { &mut others } else { &mut known };
            own.extend(keys(sheet));
        }
    }
    if let Some(accounts) = before {
        let own = [(&accounts.ids, Role::Id), (&accounts.names, Role::Name)];
        known.extend(own.into_iter().flat_map(|(texts, role)| texts.iter().filter_map(move |text| key_as(text, role))));
    }
    let is_stranger = |sheet: &Sheet| sheet.kind() == FileKind::Other && sheet.lists_suppliers();
    for sheet in sheets.iter_mut().filter(|sheet| sheet.may_be_figures() && !is_stranger(sheet)) {
        let (mut all, mut found) = (0, 0);
        let is_list = sheet.lists_accounts();
        let columns = [Role::Id, Role::Name].map(|role| (sheet.column(role), role));
        for row in 0..sheet.table().len() {
            let cell = |(column, role): (Option<usize>, Role)| key_as(sheet.table().cell(row, column?), role);
            let mut cells = columns.into_iter().filter_map(cell);
            all += 1;
            found += usize::from(cells.any(|key| known.contains(&key) || !is_list && others.contains(&key)));
        }
        if found > 0 && found * 2 >= all {
            sheet.take_for(FileKind::OrderLines);
        } else {
            let is_nothing = lists && !is_list && sheet.own_roles().iter().all(|(role, _)| *role != Role::Id);
            sheet.take_for(if is_nothing { FileKind::Other } else { FileKind::Accounts });
        }
    }
}

/// The ids and names of the accounts of a file.
pub(super) fn keys(sheet: &Sheet) -> impl Iterator<Item = String> + '_ {
    [Role::Id, Role::Name].into_iter().flat_map(move |role| keys_in(sheet, sheet.column(role), role))
}

/// The ids or names in a column.
pub(super) fn keys_in(sheet: &Sheet, column: Option<usize>, role: Role) -> impl Iterator<Item = String> + '_ {
    let rows = column.into_iter().flat_map(|column| (0..sheet.table().len()).map(move |row| (row, column)));
    rows.filter_map(move |(row, column)| key_as(sheet.table().cell(row, column), role))
}

/// A cell as the id and as the name of an account.
pub(super) fn keys_of_cell(cell: &str) -> impl Iterator<Item = String> + '_ {
    [Role::Id, Role::Name].into_iter().filter_map(|role| key_as(cell, role))
}

/// A cell as an id or a name: ids are folded only in their capitals.
pub(super) fn key_as(cell: &str, role: Role) -> Option<String> {
    let cell = cell.trim();
    let mut folded = String::new();
    if role == Role::Name {
        fold(cell, NameOf::Company, &mut folded);
    } else {
        folded = format!("#{}", cell.to_lowercase());
    }
    (!cell.is_empty()).then_some(folded)
}

/// Whether a table that was taken for accounts says of no row where it is.
pub(super) fn is_unplaced(sheet: &Sheet) -> bool {
    sheet.kind() == FileKind::Accounts && has_no_places(sheet)
}

/// Whether no column of a table says where its rows are.
pub(super) fn has_no_places(sheet: &Sheet) -> bool {
    // A country alone says little of where a customer is.
    PLACES.iter().all(|&role| role == Role::Country || sheet.column(role).is_none())
}
