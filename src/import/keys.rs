//! Which columns are keys of accounts, told by what stands in other files: keys in words that nobody knows, and ids where a list
//! has several.

use super::beside::{key_as, keys_in};
use super::columns::HeaderWords;
use super::joined::is_about_accounts;
use super::links::{Keys, is_listed, join, key_name, keys_of, letters};
use super::sheet::Sheet;
use crate::model::{FileKind, Role};
use std::collections::HashSet;

/// What columns are taken for, as headers.
pub(super) const ACCOUNT_ID: &str = "account id";
pub(super) const ACCOUNT_NUMBER: &str = "account number";
const ACCOUNT_NAME: &str = "account name";
/// Different values of a column that are looked up.
const ASKED: usize = 500;
/// Shorter texts without a letter are numbers that rows of anything have.
const LONG_NUMBER: usize = 5;
/// Of how many in a hundred it must be so that values are those of another column.
const NEARLY_ALL: usize = 90;

/// Finds the columns that are keys of accounts. O(columns² of each two files), and O(rows) for those that may be one.
pub(super) fn name_keys(sheets: &mut [Sheet]) {
    choose_ids(sheets);
    for (at, column) in called_alike(sheets) {
        sheets[at].name_accounts(column, HeaderWords::of(ACCOUNT_ID));
    }
    for (at, column, words) in told_by_content(sheets) {
        sheets[at].name_accounts(column, words);
    }
}

/// Where a list has several columns of ids, takes the one by which other files name its rows: `Id` beside `AccountNumber`.
fn choose_ids(sheets: &mut [Sheet]) {
    let mut found = Vec::new();
    for (of_list, list) in sheets.iter().enumerate() {
        if !is_listed(list) || list.own_kind == FileKind::Reps {
            continue;
        }
        let roles = list.own_roles();
        let told = roles.iter().position(|(role, _)| *role == Role::Id);
        let is_free = |&column: &usize| {
            Some(column) != told
                && list.words[column].says_key()
                && list.profiles[column].is_unique()
                && list.profiles[column].filled == list.profiles[column].rows
                && !list.is_chosen(column)
                && told.is_none_or(|told| !list.is_chosen(told))
        };
        let others: Vec<usize> = (0..list.table().own_width()).filter(is_free).collect();
        if others.is_empty() {
            continue;
        }
        let referring = sheets.iter().enumerate().filter(|&(at, _)| at != of_list);
        let columns = referring.flat_map(|(_, sheet)| {
            // The ids of another list are those of its own rows.
            let own = Some(sheet).filter(|sheet| is_listed(sheet)).and_then(|sheet| own_column(sheet, Role::Id));
            let names = move |&column: &usize| Some(column) != own && sheet.words[column].says_account_id();
            (0..sheet.table().own_width()).filter(names).map(move |column| (sheet, column))
        });
        for (sheet, column) in columns {
            let values = values_of(sheet, column);
            let known = |own: usize| {
                let there: HashSet<String> = cells(list, own).map(str::to_lowercase).collect();
                values.intersection(&there).count() * 100
            };
            if told.is_some_and(|told| known(told) * 2 > values.len() * 100) {
                break;
            }
            let is_known = |&&own: &&usize| !values.is_empty() && known(own) >= values.len() * NEARLY_ALL;
            if let Some(&own) = others.iter().find(is_known) {
                found.push((of_list, own, told));
                break;
            }
        }
    }
    for (at, column, told) in found {
        sheets[at].choose_id(column, told);
    }
}

/// Columns that are called as the ids of a list of accounts, in a word that nobody knows: `site_id`.
fn called_alike(sheets: &[Sheet]) -> Vec<(usize, usize)> {
    let keys: Vec<Keys> = sheets.iter().map(keys_of).collect();
    let mut found = Vec::new();
    for (of_list, list) in sheets.iter().enumerate() {
        let id = own_column(list, Role::Id).filter(|&id| !list.words[id].says_account_id_alone());
        let Some(id) = id.filter(|_| is_listed(list) && list.own_kind != FileKind::Reps) else { continue };
        let Some((_, name)) = keys[of_list].iter().find(|(column, _)| *column == id) else { continue };
        for (at, sheet) in sheets.iter().enumerate().filter(|&(at, sheet)| at != of_list && !sheet.is_kind_chosen()) {
            let roles = sheet.own_roles();
            let is_key = |&(column, own): &(usize, &String)| {
                let words = &sheet.words[column];
                own == name && words.says_key_of_own() && !words.says_account_id_alone() && roles[column].0 != Role::Id
            };
            let named = keys[at].iter().map(|(column, own)| (*column, own));
            let column = { named }.find(is_key).map(|(column, _)| column);
            found.extend(
                column.filter(|&column| join(sheet, list, [column, id], false).is_some()).map(|column| (at, column)),
            );
        }
    }
    found
}

/// Columns of files about accounts that name none, where nearly all that stands below is an id or a name of a list.
fn told_by_content(sheets: &[Sheet]) -> Vec<(usize, usize, HeaderWords)> {
    let is_about = |sheet: &Sheet| {
        !sheet.is_kind_chosen()
            && (is_about_accounts(sheet.own_kind) && own_column(sheet, Role::Account).is_none()
                || sheet.own_kind == FileKind::Other
                    && sheet.own_roles().iter().any(|(role, _)| matches!(role, Role::Measure | Role::Amount))
                    && !sheet.words.iter().any(HeaderWords::says_account_id))
    };
    if !sheets.iter().any(is_about) {
        return Vec::new();
    }
    let lists: Vec<&Sheet> =
        sheets.iter().filter(|list| is_listed(list) && list.own_kind != FileKind::Reps && !is_about(list)).collect();
    let known: Vec<[HashSet<String>; 2]> = lists
        .iter()
        .map(|list| [Role::Id, Role::Name].map(|role| keys_in(list, own_column(list, role), role).collect()))
        .collect();
    let find = |sheet: &Sheet| {
        let is_open = |column: usize, role: Role| {
            !sheet.is_chosen(column) && matches!(role, Role::Attribute | Role::LeaveOut | Role::Measure | Role::Kind)
        };
        let roles = sheet.own_roles().into_iter().enumerate();
        let columns = roles.filter(|(column, (role, _))| is_open(*column, *role)).map(|(column, _)| column);
        { columns }.find_map(|column| Some((column, about(sheet, column, &lists, &known)?)))
    };
    let about_accounts = sheets.iter().enumerate().filter(|(_, sheet)| is_about(sheet));
    about_accounts.filter_map(|(at, sheet)| find(sheet).map(|(column, words)| (at, column, words))).collect()
}

/// The words for ids or names of accounts, where nearly all that stands in a column is one of a list.
fn about(sheet: &Sheet, column: usize, lists: &[&Sheet], known: &[[HashSet<String>; 2]]) -> Option<HeaderWords> {
    let values = values_of(sheet, column);
    if values.len() < 2 {
        return None;
    }
    let are_names = || values.iter().all(|value| value.chars().any(char::is_alphabetic));
    // Small numbers number anything: only the header tells of what.
    let are_telling = |list: &Sheet| {
        let is_telling = |value: &String| value.len() >= LONG_NUMBER || value.chars().any(char::is_alphabetic);
        values.iter().all(is_telling) || is_called_as(sheet, column, list)
    };
    let is_of_other = sheet.own_kind == FileKind::Other;
    lists.iter().zip(known).find_map(|(list, [ids, names])| {
        let nearly_all = |known: &HashSet<String>, role: Role| {
            let is_known = |value: &&String| key_as(value, role).is_some_and(|key| known.contains(&key));
            values.iter().filter(is_known).count() * 100 >= values.len() * NEARLY_ALL
        };
        let may_be_id = !is_of_other || sheet.words[column].says_key();
        if may_be_id && nearly_all(ids, Role::Id) && are_telling(list) {
            return Some(HeaderWords::of(ACCOUNT_ID));
        }
        (!is_of_other && are_names() && nearly_all(names, Role::Name)).then(|| HeaderWords::of(ACCOUNT_NAME))
    })
}

/// Whether a key is called after a file, if only shortly: `cli_id` and `clientes.csv`.
fn is_called_as(sheet: &Sheet, column: usize, list: &Sheet) -> bool {
    const SHORTEST: usize = 3;
    let file = letters(list.table().name());
    let name = letters(&sheet.table().header()[column]);
    let common = file.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    common >= SHORTEST && sheet.words[column].says_key()
        || own_column(list, Role::Id).is_some_and(|id| key_name(list, id) == key_name(sheet, column))
}

/// The column with a role, where a file is what it is by itself.
fn own_column(sheet: &Sheet, role: Role) -> Option<usize> {
    sheet.own_roles().iter().position(|(own, _)| *own == role)
}

/// The different values of a column that are looked up, whatever their capitals.
fn values_of(sheet: &Sheet, column: usize) -> HashSet<String> {
    let mut seen = HashSet::new();
    cells(sheet, column).filter(|cell| seen.insert(*cell)).take(ASKED).map(str::to_lowercase).collect()
}

fn cells(sheet: &Sheet, column: usize) -> impl Iterator<Item = &str> {
    let table = sheet.table();
    (0..table.len()).map(move |row| table.cell(row, column)).filter(|cell| !cell.is_empty())
}
