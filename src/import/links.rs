//! Files that say more about the rows of others, as databases export them: addresses of accounts, orders of lines.
//!
//! A file is joined to another by a key that both have: its columns become further columns of the other one's rows, before anything
//! is located or rolled up. Addresses that stand in a file of their own serve the accounts or reps that point to them, by a key such as
//! `AddressID` or by the accounts' own ids; orders serve the lines that say of which order they are, and not whose.

use super::beside::PLACES;
use super::columns::{HeaderWords, assign_roles, fold};
use super::joined::{NO_ROW, Served, Service};
use super::sheet::Sheet;
use crate::model::{Confidence, FileKind, Role};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What orders say of their lines.
const OF_ORDER: [Role; 5] = [Role::Id, Role::Name, Role::Rep, Role::Date, Role::Family];

/// What says where something is more exactly than a region.
const EXACT: [Role; 4] = [Role::City, Role::Latitude, Role::Address, Role::PostalCode];
/// What keys are called, alone or behind what they are keys of.
const ENDS: [&str; 6] = ["id", "no", "nr", "key", "code", "number"];
/// Files whose rows may say where an account is, beside one that lists the accounts.
const TELLING: [FileKind; 4] =
    [FileKind::OrderLines, FileKind::Opportunities, FileKind::Activities, FileKind::Contacts];

/// One file that serves another.
struct Link {
    /// The file that takes columns.
    to: usize,
    /// The file that has them.
    from: usize,
    /// The key, in each.
    keys: [usize; 2],
    /// By row of the one, the row of the other.
    rows: Arc<[u32]>,
    service: Service,
}

/// Joins files by their keys, those first that others wait for; O(columns² of each two files), and
/// O(rows) for those that share a key.
pub fn link(sheets: &mut [Sheet]) {
    if sheets.len() > 1 {
        name_keys(sheets);
    }
    // Each round joins one file to another, and no two are joined twice.
    for _ in 0..sheets.len() * sheets.len() {
        let mut links = find(sheets);
        let waits = |from: usize| links.iter().any(|other| other.to == from);
        let Some(at) = links.iter().position(|own| !waits(own.from)).or(links.first().map(|_| 0)) else { return };
        apply(sheets, links.swap_remove(at));
    }
}

/// Takes columns for ids of accounts that are called as those of a list of accounts, in a word that nobody knows: `site_id`.
fn name_keys(sheets: &mut [Sheet]) {
    let mut found = Vec::new();
    for list in sheets.iter().filter(|list| is_listed(list) && list.own_kind != FileKind::Reps) {
        let Some(id) = list.column(Role::Id).filter(|&id| !list.words[id].says_account_id_alone()) else { continue };
        let name = key_name(list, id);
        for (at, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| !sheet.is_kind_chosen()) {
            let is_key = |&column: &usize| {
                sheet.words[column].says_key_of_own()
                    && !sheet.words[column].says_account_id_alone()
                    && key_name(sheet, column) == name
                    && sheet.column(Role::Id) != Some(column)
            };
            let is_other = sheet.table().name() != list.table().name();
            let column = (0..sheet.words.len()).filter(|_| is_other).find(is_key);
            found
                .extend(column.filter(|&column| join(sheet, list, [column, id], false).is_some()).map(|own| (at, own)));
        }
    }
    for (at, column) in found {
        sheets[at].name_accounts(column);
    }
}

fn find(sheets: &[Sheet]) -> Vec<Link> {
    let pairs = (0..sheets.len()).flat_map(|to| (0..sheets.len()).map(move |from| (to, from)));
    pairs.filter(|(to, from)| to != from).filter_map(|(to, from)| of_pair(sheets, to, from)).collect()
}

fn of_pair(sheets: &[Sheet], to: usize, from: usize) -> Option<Link> {
    let (own, other) = (&sheets[to], &sheets[from]);
    if other.is_kind_chosen() || own.is_given_up() || own.joined_files().any(|file| file == other.table().name()) {
        return None;
    }
    let found = if lacks_account(own) && is_of_orders(other) {
        let is_order = |[own_key, other_key]: &[usize; 2]| {
            own.words[*own_key].says_order_number() || other.words[*other_key].says_order_number()
        };
        let keys = shared_keys(own, other).filter(|keys| own.own_kind == FileKind::Other || is_order(keys));
        first_join(own, other, keys, false).map(|(keys, rows)| (keys, rows, Service::Order))
    } else if own.own_kind == FileKind::Activities && own.column(Role::Account).is_none() {
        let keys = shared_keys(own, other).filter(|_| is_of_deals(other));
        first_join(own, other, keys, false).map(|(keys, rows)| (keys, rows, Service::Accounts))
    } else if !is_listed(own) {
        None
    } else if is_places(other) {
        let by_id = first_join(own, other, own_ids(own, other).into_iter(), is_without_place(own));
        let keys = shared_keys(own, other).filter(|&[_, key]| is_main_key(other, key) && fills_gap(own, other));
        let by_key = || first_join(own, other, keys, false);
        by_id.or_else(by_key).map(|(keys, rows)| (keys, rows, Service::Whole))
    } else if is_without_place(own) && says_places(other) {
        first_join(own, other, account_keys(own, other).into_iter(), true)
            .map(|(keys, rows)| (keys, rows, Service::Places))
    } else {
        None
    };
    let (keys, rows, service) = found?;
    Some(Link { to, from, keys, rows, service })
}

/// Whether the rows are accounts or reps.
fn is_listed(sheet: &Sheet) -> bool {
    let kind = if sheet.is_kind_chosen() { sheet.kind() } else { sheet.own_kind };
    matches!(kind, FileKind::Accounts | FileKind::Leads | FileKind::Reps) && !is_of_orders(sheet)
}

/// What the columns are as those of accounts.
fn roles(sheet: &Sheet) -> Vec<(Role, Confidence)> {
    if sheet.kind() == sheet.own_kind && sheet.own_kind != FileKind::Other {
        return sheet.mappings().iter().map(|mapping| (mapping.role, mapping.confidence)).collect();
    }
    let kind = if sheet.own_kind == FileKind::Other { FileKind::Accounts } else { sheet.own_kind };
    let has_header = sheet.table().dialect().header_line.is_some();
    let assigned = assign_roles(&sheet.words, &sheet.profiles, kind, has_header);
    assigned.into_iter().map(|own| (own.role, own.confidence)).collect()
}

fn place_roles(sheet: &Sheet) -> Vec<Role> {
    roles(sheet).into_iter().map(|(role, _)| role).filter(|role| PLACES.contains(role)).collect()
}

/// Whether the rows are places that no column calls by a name: nobody's accounts.
fn is_places(sheet: &Sheet) -> bool {
    let is_name = |(role, confidence): &(Role, Confidence)| *role == Role::Name && *confidence != Confidence::Guess;
    matches!(sheet.own_kind, FileKind::Accounts | FileKind::Other)
        && !sheet.may_be_contacts()
        && !roles(sheet).iter().any(is_name)
        && !place_roles(sheet).is_empty()
}

/// Whether nothing says where the rows are more exactly than a region.
fn is_without_place(sheet: &Sheet) -> bool {
    let own = place_roles(sheet);
    !EXACT.iter().any(|role| own.contains(role))
}

/// Whether one says of places what the other does not say itself.
fn fills_gap(own: &Sheet, other: &Sheet) -> bool {
    let told = place_roles(own);
    place_roles(other).iter().all(|role| !told.contains(role))
}

/// Whether the rows have numbers, and no column says whose they are.
fn lacks_account(sheet: &Sheet) -> bool {
    let tells = |(role, confidence): (Role, Confidence)| {
        matches!(role, Role::Id | Role::Account) || role == Role::Name && confidence == Confidence::Certain
    };
    !sheet.is_kind_chosen()
        && matches!(sheet.own_kind, FileKind::Other | FileKind::OrderLines | FileKind::Products | FileKind::Expenses)
        && (sheet.own_kind == FileKind::Other || !roles(sheet).into_iter().any(tells))
        && !sheet.words.iter().any(HeaderWords::says_account_id)
        && sheet.mappings().iter().any(|mapping| matches!(mapping.role, Role::Measure | Role::Amount))
}

/// Whether the rows are orders of customers.
fn is_of_orders(sheet: &Sheet) -> bool {
    let has_customer = sheet.column(Role::Id).is_some() || sheet.column(Role::Name).is_some();
    let is_dated = || sheet.mappings().iter().any(|mapping| mapping.role.is_date());
    let is_numbered = || sheet.words.iter().any(HeaderWords::says_order_number);
    has_customer
        && (sheet.own_kind == FileKind::OrderLines
            || sheet.own_kind == FileKind::Accounts && !sheet.is_kind_chosen() && is_numbered() && is_dated())
}

/// Whether the rows are deals with accounts.
fn is_of_deals(sheet: &Sheet) -> bool {
    sheet.own_kind == FileKind::Opportunities && sheet.column(Role::Account).is_some()
}

/// Whether the rows, which are no accounts, say of some where they are.
fn says_places(sheet: &Sheet) -> bool {
    let kind = if sheet.may_be_contacts() { FileKind::Contacts } else { sheet.own_kind };
    TELLING.contains(&kind) && place_roles(sheet).iter().any(|role| EXACT.contains(role))
}

/// The columns by which rows name the accounts of a list: by id, else by name.
fn account_keys(own: &Sheet, other: &Sheet) -> Vec<[usize; 2]> {
    let roles = roles(other);
    let find = |wanted: Role| roles.iter().position(|(role, _)| *role == wanted);
    let keys = [(Role::Id, Role::Account), (Role::Id, Role::Id), (Role::Name, Role::Account), (Role::Name, Role::Name)];
    keys.into_iter().filter_map(|(here, there)| Some([own.column(here)?, find(there)?])).collect()
}

/// The ids of a list of accounts, and the column of another file in which they stand as well.
fn own_ids(own: &Sheet, other: &Sheet) -> Option<[usize; 2]> {
    let own_key = own.column(Role::Id)?;
    let name = key_name(own, own_key);
    let is_of_accounts = own.words[own_key].says_account_id();
    let is_same = |&column: &usize| {
        let words = &other.words[column];
        is_of_accounts && words.says_account_id() || words.says_key() && key_name(other, column) == name
    };
    (0..other.words.len()).find(is_same).map(|other_key| [own_key, other_key])
}

/// The columns of keys that are called the same in both.
fn shared_keys<'a>(own: &'a Sheet, other: &'a Sheet) -> impl Iterator<Item = [usize; 2]> + 'a {
    let keys = |sheet: &Sheet| {
        let columns = 0..sheet.words.len();
        let is_key = |&column: &usize| sheet.words[column].says_key() && sheet.profiles[column].filled > 0;
        columns.filter(is_key).map(|column| (column, key_name(sheet, column))).collect::<Vec<_>>()
    };
    let others = keys(other);
    keys(own).into_iter().flat_map(move |(own, name)| {
        let same = others.iter().filter(|(_, other)| *other == name).map(|&(other, _)| [own, other]);
        same.collect::<Vec<_>>()
    })
}

/// Whether a key is that of what the rows are: it stands in front, or is called as the file.
fn is_main_key(sheet: &Sheet, column: usize) -> bool {
    let file = letters(sheet.table().name());
    let name = key_name(sheet, column);
    let noun = ENDS.iter().find_map(|end| name.strip_suffix(end));
    column == 0 || noun.is_some_and(|noun| noun.len() > 2 && file.contains(noun))
}

/// How a key is called: `address_id`, `AddressID`, and `id` in a file of addresses, are one.
fn key_name(sheet: &Sheet, column: usize) -> String {
    let name = letters(&sheet.table().header()[column]);
    if !ENDS.contains(&name.as_str()) {
        return name;
    }
    let file = sheet.table().name();
    let stem = letters(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    let one = match (stem.strip_suffix("ies"), stem.strip_suffix("sses"), stem.strip_suffix('s')) {
        (Some(most), _, _) => format!("{most}y"),
        (_, Some(most), _) => format!("{most}ss"),
        (_, _, Some(most)) => most.to_owned(),
        _ => stem,
    };
    one + &name
}

fn letters(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The first keys by which at least half of the rows are known to the other file, or half of its rows to this one; `first`: whether the
/// first of several rows with one key will do.
fn first_join(
    own: &Sheet,
    other: &Sheet,
    mut keys: impl Iterator<Item = [usize; 2]>,
    first: bool,
) -> Option<([usize; 2], Arc<[u32]>)> {
    keys.find_map(|keys| Some((keys, join(own, other, keys, first)?)))
}

fn join(own: &Sheet, other: &Sheet, [own_key, other_key]: [usize; 2], first: bool) -> Option<Arc<[u32]>> {
    if !first && !other.is_unique(other_key) {
        return None;
    }
    let table = other.table();
    let mut known: HashMap<&str, u32> = HashMap::with_capacity(table.len());
    for (row, at) in (0..table.len()).zip(0u32..) {
        let key = table.cell(row, other_key);
        if key.is_empty() || known.contains_key(key) && first {
            continue;
        }
        if known.insert(key, at).is_some() {
            return None;
        }
    }
    let (mut told, mut found) = (0usize, 0usize);
    let mut row_there = |row: usize| {
        let key = own.table().cell(row, own_key);
        let there = known.get(key).copied();
        told += usize::from(!key.is_empty());
        found += usize::from(there.is_some());
        there.unwrap_or(NO_ROW)
    };
    let rows: Arc<[u32]> = (0..own.table().len()).map(&mut row_there).collect();
    (found > 0 && found * 2 >= told.min(known.len())).then_some(rows)
}

fn apply(sheets: &mut [Sheet], link: Link) {
    let Link { to, from, keys, rows, service } = link;
    let Ok([own, other]) = sheets.get_disjoint_mut([to, from]) else { return };
    let (states, roles) = (other.order_states(), roles(other));
    let is_taken = |&column: &usize| {
        let (role, _) = roles[column];
        let is_place = PLACES.contains(&role);
        let is_of_order = is_place || OF_ORDER.contains(&role) || states.contains(&column);
        let is_wanted = match service {
            Service::Whole => true,
            Service::Order => is_of_order,
            Service::Places => is_place,
            Service::Accounts => role == Role::Account,
        };
        is_wanted && column != keys[1] && other.profiles[column].filled > 0
    };
    let columns: Vec<usize> = (0..roles.len()).filter(is_taken).collect();
    let kind = match own.kind() {
        _ if service == Service::Order => FileKind::OrderLines,
        kind if own.is_kind_chosen() => kind,
        _ => own.own_kind,
    };
    own.join(other, &columns, &rows, kind);
    let used: HashSet<u32> = rows.iter().copied().filter(|&row| row != NO_ROW).collect();
    other.serve(Served {
        file: own.table().name().to_owned(),
        by: own.table().header()[keys[0]].clone(),
        rows: u32::try_from(used.len()).unwrap_or(u32::MAX),
        service,
    });
    if service == Service::Order {
        other.leave_to_lines(own);
    }
}
