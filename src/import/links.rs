//! Files that say more about the rows of others, as databases export them: addresses of accounts, orders of lines.
//!
//! A file is joined to another by a key that both have: its columns become further columns of the other one's rows, before anything
//! is located or rolled up. Addresses that stand in a file of their own serve the accounts or reps that point to them, by a key such as
//! `AddressID` or by the accounts' own ids; orders serve the lines that say of which order they are, and not whose.

use super::beside::{PLACES, has_no_places};
use super::columns::{HeaderWords, fold};
use super::joined::{NO_ROW, Served, Service};
use super::keys::name_keys;
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

/// Joins files by their keys, those first that others wait for. O(columns² of each two files), and O(rows) for those that share a
/// key; once for each file that is joined.
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

fn find(sheets: &[Sheet]) -> Vec<Link> {
    let seen: Vec<Seen<'_>> = sheets.iter().map(Seen::of).collect();
    let pairs = (0..seen.len()).flat_map(|to| (0..seen.len()).map(move |from| (to, from)));
    pairs.filter(|(to, from)| to != from).filter_map(|(to, from)| of_pair(&seen, to, from)).collect()
}

/// The columns of keys of a file, with what each is called.
pub(super) type Keys = Vec<(usize, String)>;

pub(super) fn keys_of(sheet: &Sheet) -> Keys {
    let is_key = |&column: &usize| {
        let words = &sheet.words[column];
        (words.says_key() || words.ends_in_order()) && sheet.profiles[column].filled > 0
    };
    (0..sheet.words.len()).filter(is_key).map(|column| (column, key_name(sheet, column))).collect()
}

/// A file as far as it may be joined to others, looked at once for all of them.
struct Seen<'a> {
    sheet: &'a Sheet,
    keys: Keys,
    /// What the columns are as those of accounts.
    roles: Vec<Role>,
    /// What is said of places.
    places: Vec<Role>,
    takes: Takes,
    has: Has,
}

/// What a file may take from others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// Its rows are lines that do not say whose they are.
    Orders,
    /// They are touches that do not say whose they are.
    Deals,
    /// They are accounts or reps.
    Places,
}

/// What a file may have for others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Nothing,
    Orders,
    Deals,
    /// Rows that are nothing but places.
    Places,
    /// Rows of another kind that say where accounts are.
    Located,
}

impl<'a> Seen<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let told = sheet.own_roles();
        let roles: Vec<Role> = told.iter().map(|(role, _)| *role).collect();
        let places: Vec<Role> = roles.iter().copied().filter(|role| PLACES.contains(role)).collect();
        let takes = match sheet.own_kind {
            _ if sheet.is_given_up() => Takes::Nothing,
            _ if lacks_account(sheet, &told) => Takes::Orders,
            FileKind::Activities if sheet.column(Role::Account).is_none() => Takes::Deals,
            _ if is_listed(sheet) => Takes::Places,
            _ => Takes::Nothing,
        };
        let is_exact = places.iter().any(|role| EXACT.contains(role));
        let kind = if sheet.may_be_contacts() { FileKind::Contacts } else { sheet.own_kind };
        let has = match kind {
            _ if sheet.is_kind_chosen() => Has::Nothing,
            FileKind::Accounts | FileKind::Other if is_nameless(&told) && !places.is_empty() => Has::Places,
            _ if is_of_orders(sheet) => {
                if is_exact {
                    Has::Located
                } else {
                    Has::Orders
                }
            }
            FileKind::Opportunities if sheet.column(Role::Account).is_some() => Has::Deals,
            kind if is_exact && TELLING.contains(&kind) => Has::Located,
            _ => Has::Nothing,
        };
        Self { sheet, keys: keys_of(sheet), roles, places, takes, has }
    }

    /// Whether nothing says where the rows are more exactly than a region.
    fn is_without_place(&self) -> bool {
        !EXACT.iter().any(|role| self.places.contains(role))
    }

    /// Whether one says of places what the other does not say itself.
    fn fills_gap(&self, other: &Self) -> bool {
        other.places.iter().all(|role| !self.places.contains(role))
    }

    /// The columns of keys that are called the same in both.
    fn shared_keys(&self, other: &'a Self) -> impl Iterator<Item = [usize; 2]> + use<'_, 'a> {
        let same = |(own, name): &'_ (usize, String)| {
            let (own, name) = (*own, name.clone());
            other.keys.iter().filter(move |(_, other)| *other == name).map(move |&(other, _)| [own, other])
        };
        self.keys.iter().flat_map(same)
    }

    /// The column that stands in front of another file, by whatever word, and the one that is called so here.
    fn first_there(&self, other: &Self) -> Option<[usize; 2]> {
        let header = |seen: &Self, column: usize| letters(&seen.sheet.table().header()[column]);
        let first = header(other, 0);
        (0..self.roles.len()).find(|&column| header(self, column) == first).map(|column| [column, 0])
    }

    /// Whether both are of orders, whose lines stand here with whose they are.
    fn has_lines_of(&self, other: &Self) -> bool {
        let is_of_lines = |seen: &Self| seen.sheet.own_kind == FileKind::OrderLines && !seen.sheet.is_kind_chosen();
        is_of_lines(self)
            && is_of_lines(other)
            && !other.sheet.has_lines_elsewhere()
            && !self.sheet.has_lines_elsewhere()
    }

    /// The ids of a list of accounts, and the column of another file in which they stand as well.
    fn own_ids(&self, other: &Self) -> Option<[usize; 2]> {
        let id = self.roles.iter().position(|role| *role == Role::Id)?;
        let (_, name) = self.keys.iter().find(|(column, _)| *column == id)?;
        let is_of_accounts = self.sheet.words[id].says_account_id();
        let is_same = |(column, own): &&(usize, String)| {
            own == name || is_of_accounts && other.sheet.words[*column].says_account_id()
        };
        other.keys.iter().find(is_same).map(|(column, _)| [id, *column])
    }

    /// The columns by which rows name the accounts of a list: by id, else by name.
    fn account_keys(&self, other: &Self) -> impl Iterator<Item = [usize; 2]> {
        const KEYS: [(Role, Role); 4] =
            [(Role::Id, Role::Account), (Role::Id, Role::Id), (Role::Name, Role::Account), (Role::Name, Role::Name)];
        KEYS.into_iter().filter_map(|(here, there)| {
            let column = |seen: &Self, wanted: Role| seen.roles.iter().position(|role| *role == wanted);
            Some([column(self, here)?, column(other, there)?])
        })
    }
}

fn of_pair(seen: &[Seen<'_>], to: usize, from: usize) -> Option<Link> {
    let (own, other) = (&seen[to], &seen[from]);
    if own.sheet.joined_files().any(|file| file == other.sheet.table().name()) {
        return None;
    }
    let words = [&own.sheet.words, &other.sheet.words];
    let (keys, rows, service) = match (own.takes, other.has) {
        (Takes::Orders | Takes::Nothing, Has::Orders | Has::Located)
            if own.takes == Takes::Orders && is_of_orders(other.sheet) || own.has_lines_of(other) =>
        {
            let is_order =
                |keys: &[usize; 2]| keys.iter().zip(words).any(|(&key, words)| words[key].says_order_number());
            // Whatever orders are called, several lines are of one.
            let is_main = |&[key, there]: &[usize; 2]| !own.sheet.is_unique(key) && is_main_key(other.sheet, there);
            let (is_open, lacks) = (own.sheet.own_kind == FileKind::Other, own.takes == Takes::Orders);
            let is_theirs = |keys: &[usize; 2]| is_main(keys) || lacks && (is_open || is_order(keys));
            let keys = own.shared_keys(other).chain(own.first_there(other)).filter(is_theirs);
            first_join(own, other, keys, false, Service::Order)
        }
        (Takes::Deals, Has::Deals) => first_join(own, other, own.shared_keys(other), false, Service::Accounts),
        (Takes::Places, Has::Places) => {
            let fills = |&[_, key]: &[usize; 2]| is_main_key(other.sheet, key) && own.fills_gap(other);
            first_join(own, other, own.own_ids(other).into_iter(), own.is_without_place(), Service::Whole)
                .or_else(|| first_join(own, other, own.shared_keys(other).filter(fills), false, Service::Whole))
        }
        (Takes::Places, Has::Located) if own.is_without_place() => {
            first_join(own, other, own.account_keys(other), true, Service::Places)
        }
        _ => None,
    }?;
    Some(Link { to, from, keys, rows, service })
}

/// Whether the rows are accounts or reps.
pub(super) fn is_listed(sheet: &Sheet) -> bool {
    let kind = if sheet.is_kind_chosen() { sheet.kind() } else { sheet.own_kind };
    matches!(kind, FileKind::Accounts | FileKind::Leads | FileKind::Reps) && !is_of_orders(sheet)
}

/// Whether no column calls the rows by a name.
fn is_nameless(roles: &[(Role, Confidence)]) -> bool {
    !roles.iter().any(|(role, confidence)| *role == Role::Name && *confidence != Confidence::Guess)
}

/// Whether the rows have numbers, and no column says whose they are.
fn lacks_account(sheet: &Sheet, roles: &[(Role, Confidence)]) -> bool {
    let tells = |(role, confidence): &(Role, Confidence)| match role {
        // Those of products.
        Role::Id | Role::Name if sheet.own_kind == FileKind::Products => false,
        Role::Account | Role::Id => true,
        Role::Name => *confidence == Confidence::Certain,
        role => sheet.own_kind == FileKind::Accounts && PLACES.contains(role),
    };
    let may_be = match sheet.own_kind {
        FileKind::Other => true,
        FileKind::OrderLines | FileKind::Products | FileKind::Expenses | FileKind::Accounts => !roles.iter().any(tells),
        _ => false,
    };
    may_be
        && !sheet.is_kind_chosen()
        && !sheet.words.iter().any(HeaderWords::says_account_id)
        && roles.iter().any(|(role, _)| matches!(role, Role::Measure | Role::Amount))
}

/// Whether the rows are orders of customers.
fn is_of_orders(sheet: &Sheet) -> bool {
    let id = sheet.column(Role::Id);
    let has_customer = id.is_some() || sheet.column(Role::Name).is_some();
    let is_dated = || sheet.mappings().iter().any(|mapping| mapping.role.is_date());
    let is_numbered = || sheet.words.iter().any(HeaderWords::says_order_number);
    // Whatever orders are called: rows with a key of their own, that of a customer, a day, and no name.
    let is_keyed = || {
        let has_key = id.is_some_and(|id| id != 0) && sheet.is_unique(0);
        has_key && is_nameless(&sheet.own_roles()) && has_no_places(sheet)
    };
    let may_be = sheet.own_kind == FileKind::Accounts && !sheet.is_kind_chosen();
    has_customer && (sheet.own_kind == FileKind::OrderLines || may_be && is_dated() && (is_numbered() || is_keyed()))
}

/// Whether a key is that of what the rows are: it stands in front, or is called as the file.
fn is_main_key(sheet: &Sheet, column: usize) -> bool {
    let file = letters(sheet.table().name());
    let name = key_name(sheet, column);
    let noun = ENDS.iter().find_map(|end| name.strip_suffix(end));
    column == 0 || noun.is_some_and(|noun| noun.len() > 2 && file.contains(noun))
}

/// How a key is called: `address_id`, `AddressID`, and `id` in a file of addresses, are one.
pub(super) fn key_name(sheet: &Sheet, column: usize) -> String {
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

pub(super) fn letters(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The first keys by which at least half of the rows are known to the other file, or half of its rows to this one; `first`: whether the
/// first of many rows with one key will do.
fn first_join(
    own: &Seen<'_>,
    other: &Seen<'_>,
    mut keys: impl Iterator<Item = [usize; 2]>,
    first: bool,
    service: Service,
) -> Option<([usize; 2], Arc<[u32]>, Service)> {
    keys.find_map(|keys| Some((keys, join(own.sheet, other.sheet, keys, first)?, service)))
}

pub(super) fn join(own: &Sheet, other: &Sheet, [own_key, other_key]: [usize; 2], first: bool) -> Option<Arc<[u32]>> {
    if !first && !other.is_unique(other_key) {
        return None;
    }
    let table = other.table();
    let mut known: HashMap<&str, u32> = HashMap::with_capacity(table.len());
    for (row, at) in (0..table.len()).zip(0u32..) {
        let key = table.cell(row, other_key);
        if !key.is_empty() {
            known.entry(key).or_insert(at);
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
    let (states, roles) = (other.order_states(), other.own_roles());
    let is_taken = |&column: &usize| {
        let (role, _) = roles[column];
        let is_place = PLACES.contains(&role);
        let is_of_order = is_place || OF_ORDER.contains(&role) || states.contains(&column);
        let is_wanted = match service {
            Service::Whole => true,
            Service::Order => is_of_order,
            Service::Places => is_place,
            Service::Accounts => role == Role::Account,
            Service::About => false,
        };
        is_wanted && column != keys[1] && other.profiles[column].filled > 0
    };
    // Lines may themselves say whose they are.
    let here =
        if service == Service::Order && own.own_kind == FileKind::OrderLines { own.own_roles() } else { Vec::new() };
    let is_told = |column: &usize| here.iter().any(|(role, _)| *role == roles[*column].0 && *role != Role::Attribute);
    let columns: Vec<usize> = (0..roles.len()).filter(is_taken).filter(|column| !is_told(column)).collect();
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

impl Sheet {
    /// What numbers the orders, invoices or payments of a file of lines.
    pub(super) fn document(&self) -> Option<String> {
        let id = self.column(Role::Id);
        let is_own = |&column: &usize| Some(column) != id && self.words[column].says_key() && self.is_unique(column);
        let found = self.order_numbers().or_else(|| (0..self.table().own_width()).find(is_own));
        found.filter(|_| !self.is_figures()).map(|column| key_name(self, column))
    }
}
