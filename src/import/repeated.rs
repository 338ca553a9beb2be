//! Rows that stand in several files: exports of one list at two times, parts of a list; and tables about the deals of another file.

use super::joined::{Served, Service, is_about_accounts};
use super::links::letters;
use super::sheet::Sheet;
use crate::model::{FileKind, Role};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Of how many values in a hundred it must be so that they are ids of another file.
const KNOWN: usize = 90;
/// Of how many rows of the smaller list, so that both are exports of one.
const SAME_LIST: usize = 50;
/// Of how many cells that tell rows apart, so that rows of one id are one.
const SAME_CELLS: usize = 50;

/// Rows that are taken from another file, which has them, too.
#[derive(Debug, Clone, Default)]
pub struct Repeated {
    /// Those rows, by position; none where it is empty.
    rows: Vec<bool>,
    /// The other files.
    files: Vec<String>,
}

impl Repeated {
    /// Whether a row is taken from another file.
    pub fn has(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or_default()
    }

    /// How many are, and from which files.
    pub fn told(&self) -> Option<(usize, String)> {
        let count = self.rows.iter().filter(|is_repeated| **is_repeated).count();
        (count > 0).then(|| (count, self.files.join(", ")))
    }

    fn add(&mut self, all: usize, rows: &[usize], file: &str) {
        self.rows.resize(all, false);
        for &row in rows {
            self.rows[row] = true;
        }
        self.files.push(file.to_owned());
    }
}

/// Finds what stands in several files, where nobody has said what they are: rows are taken from the newest one, and tables about deals
/// are none themselves. O(cells) of files with the same columns.
pub(super) fn settle_repeated(sheets: &mut [Sheet]) {
    let mut groups: BTreeMap<(FileKind, Vec<String>), Vec<usize>> = BTreeMap::new();
    let may_be = |sheet: &Sheet| !sheet.is_kind_chosen() && sheet.own_kind != FileKind::Other;
    for (at, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| may_be(sheet)) {
        groups.entry((sheet.own_kind, headers_of(sheet))).or_default().push(at);
    }
    for group in groups.values_mut().filter(|group| group.len() > 1) {
        group.sort_by_key(|&at| (age(sheets[at].table().name()), at));
        for (older, newer, rows) in again(sheets, group) {
            let file = sheets[newer].table().name().to_owned();
            let all = sheets[older].table().len();
            sheets[older].links.repeated.add(all, &rows, &file);
        }
    }
    let deals: Vec<&Vec<usize>> =
        groups.iter().filter(|((kind, _), _)| *kind == FileKind::Opportunities).map(|(_, group)| group).collect();
    let mut found = Vec::new();
    for (at, own) in deals.iter().enumerate() {
        let others = || deals.iter().enumerate().filter(|&(other, _)| other != at).flat_map(|(_, group)| group.iter());
        let served = |at: usize| others().find_map(|&other| about(&sheets[at], &sheets[other]));
        found.extend(own.iter().filter_map(|&at| Some((at, served(at)?))));
    }
    for (at, served) in found {
        sheets[at].serve(served);
    }
}

/// The headers of a file in their order, however they are written.
fn headers_of(sheet: &Sheet) -> Vec<String> {
    places_by_header(sheet).into_iter().map(|column| letters(&sheet.table().header()[column])).collect()
}

/// How a file of deals is about those of another: their products, their history, who takes part.
fn about(own: &Sheet, other: &Sheet) -> Option<Served> {
    let roles = own.own_roles();
    let told = own_id(other)?;
    let other_table = other.table();
    let ids: HashSet<&str> = (0..other_table.len()).map(|row| other_table.cell(row, told)).collect();
    let id = roles.iter().position(|(role, _)| *role == Role::Id);
    let (is_named, table) = (roles.iter().any(|(role, _)| *role == Role::Account), own.table());
    (0..table.own_width()).find_map(|column| {
        let is_repeated = !own.is_unique(column);
        if !own.words[column].says_key() || !is_repeated && (Some(column) == id || is_named) {
            return None;
        }
        let cells = || (0..table.len()).map(|row| table.cell(row, column)).filter(|cell| !cell.is_empty());
        let known = cells().filter(|cell| ids.contains(cell)).count();
        (known > 0 && known * 100 >= cells().count() * KNOWN).then(|| Served {
            file: other_table.name().to_owned(),
            by: table.header()[column].clone(),
            rows: u32::try_from(known).unwrap_or(u32::MAX),
            service: Service::About,
        })
    })
}

/// The rows of files of the same columns, the oldest first, that a newer one has, too, each with that one: by their ids, where what tells
/// them apart is mostly the same; without ids, those that are alike in every cell.
fn again(sheets: &[Sheet], group: &[usize]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut by_id: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut whole: HashMap<String, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for &at in group.iter().rev() {
        let own = &sheets[at];
        let mut shared: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        if let Some(id) = own_id(own) {
            for row in 0..own.table().len() {
                let cell = own.table().cell(row, id);
                match by_id.get(cell) {
                    Some(&(newer, there)) if newer != at => shared.entry(newer).or_default().push((row, there)),
                    None if !cell.is_empty() => drop(by_id.insert(cell, (at, row))),
                    _ => {}
                }
            }
            shared.retain(|&newer, rows| are_one(own, &sheets[newer], id, rows));
        } else if !is_list(own.own_kind) && own.mappings().iter().any(|mapping| mapping.role.is_date()) {
            // What happened on a day and is alike in every cell happened once.
            let order = places_by_header(own);
            let mut own_rows = Vec::new();
            for row in 0..own.table().len() {
                let cells: Vec<&str> = order.iter().map(|&column| own.table().cell(row, column)).collect();
                let text = cells.join("\u{1f}");
                match whole.get_mut(&text).and_then(Vec::pop) {
                    Some(newer) => shared.entry(newer).or_default().push((row, 0)),
                    None => own_rows.push(text),
                }
            }
            for text in own_rows {
                whole.entry(text).or_default().push(at);
            }
        }
        found.extend(
            shared.into_iter().map(|(newer, rows)| (at, newer, rows.into_iter().map(|(row, _)| row).collect())),
        );
    }
    found
}

/// The columns in the order of their headers.
fn places_by_header(sheet: &Sheet) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..sheet.table().own_width()).collect();
    columns.sort_by_cached_key(|&column| letters(&sheet.table().header()[column]));
    columns
}

/// Whether rows of one id are one in two files of the same columns.
fn are_one(own: &Sheet, other: &Sheet, id: usize, shared: &[(usize, usize)]) -> bool {
    let columns: Vec<(usize, usize)> = places_by_header(own).into_iter().zip(places_by_header(other)).collect();
    if !columns.contains(&(id, own_id(other).unwrap_or(usize::MAX))) {
        return false;
    }
    // What few values stand in says little of whether rows are one.
    let tells_apart = |&&(column, _): &&(usize, usize)| {
        let profile = &own.profiles[column];
        column != id && profile.distinct * 2 > profile.filled && profile.filled * 2 > profile.rows
    };
    let telling: Vec<&(usize, usize)> = columns.iter().filter(tells_apart).collect();
    let (compared, least) = if telling.is_empty() { (columns.iter().collect(), 100) } else { (telling, SAME_CELLS) };
    let is_same = |&(row, there): &(usize, usize), &&(column, other_column): &&(usize, usize)| {
        own.table().cell(row, column) == other.table().cell(there, other_column)
    };
    let alike: usize = shared.iter().map(|rows| compared.iter().filter(|pair| is_same(rows, pair)).count()).sum();
    let smaller = own.table().len().min(other.table().len());
    // Single accounts that stand in several lists are duplicates, which a person is asked about.
    let is_enough = !is_list(own.own_kind) || shared.len() * 100 >= smaller * SAME_LIST;
    is_enough && alike * 100 >= shared.len() * compared.len() * least
}

impl Sheet {
    /// The rows of deals, visits, expenses or targets that say the same as one above in every cell. O(cells).
    pub(super) fn said_twice(&self) -> Vec<usize> {
        let is_about = is_about_accounts(self.kind()) && !self.is_given_up();
        let table = self.table();
        let cells = |row: usize| (0..table.own_width()).map(move |column| table.cell(row, column));
        let mut first: HashMap<u64, usize> = HashMap::new();
        let mut is_again = |&row: &usize| {
            let mut hasher = DefaultHasher::new();
            cells(row).for_each(|cell| cell.hash(&mut hasher));
            let before = *first.entry(hasher.finish()).or_insert(row);
            before != row && cells(before).eq(cells(row)) && !self.links.repeated.has(row)
        };
        (0..table.len()).filter(|_| is_about).filter(|row| is_again(row)).collect()
    }
}

/// Whether the rows are accounts, people or products, and not what happens to them.
fn is_list(kind: FileKind) -> bool {
    kind.makes_accounts() && kind != FileKind::OrderLines
        || matches!(kind, FileKind::Contacts | FileKind::Reps | FileKind::Products)
}

/// The column by whose values the rows are told apart.
fn own_id(sheet: &Sheet) -> Option<usize> {
    let roles = sheet.own_roles();
    // The id of an order line is that of the customer.
    let is_own = |role: Role| role == Role::Id && sheet.own_kind != FileKind::OrderLines;
    let told = roles.iter().position(|(role, _)| is_own(*role));
    let is_key = |&column: &usize| {
        let is_free = matches!(roles[column].0, Role::Attribute | Role::Measure | Role::LeaveOut);
        is_free && sheet.words[column].says_key() && !sheet.words[column].says_account_id()
    };
    let keys = (0..sheet.table().own_width()).filter(is_key);
    told.into_iter().chain(keys).find(|&column| sheet.is_unique(column))
}

/// How new an export is, by its name: a date, else the number that a browser or a person has put behind.
fn age(name: &str) -> (Option<(u32, u32, u32)>, u32) {
    (day_in(name), numbered(name))
}

/// The year, the month and the day that a name of a file tells: `accounts_2026-11-02.csv`, `Kunden 202611`, `02.11.2026`.
fn day_in(name: &str) -> Option<(u32, u32, u32)> {
    let mut groups: Vec<u32> = Vec::new();
    for group in name.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty()) {
        match group.len() {
            8 => groups.extend([&group[..4], &group[4..6], &group[6..]].map(|part| part.parse().unwrap_or(0))),
            6 => groups.extend([&group[..4], &group[4..]].map(|part| part.parse().unwrap_or(0))),
            1 | 2 | 4 => groups.push(group.parse().unwrap_or(0)),
            _ => groups.push(0),
        }
    }
    let (years, months, days) = (2000..2100, 1..=12, 1..=31);
    let at = groups.iter().position(|group| years.contains(group))?;
    let part = |at: usize| groups.get(at).copied().unwrap_or(0);
    if months.contains(&part(at + 1)) {
        let day = Some(part(at + 2)).filter(|day| days.contains(day)).unwrap_or(0);
        return Some((groups[at], part(at + 1), day));
    }
    let before = |back: usize| at.checked_sub(back).map_or(0, part);
    let is_told = months.contains(&before(1)) && days.contains(&before(2));
    is_told.then(|| (groups[at], before(1), before(2)))
}

/// The number behind a name: 2 of `accounts (2).csv` and of `accounts_v2.csv`, 0 for none.
fn numbered(name: &str) -> u32 {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_end_matches(')');
    let digits = stem.len() - stem.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let (before, number) = stem.split_at(stem.len() - digits);
    let is_version = before.ends_with('(') || before.to_ascii_lowercase().ends_with(['v']);
    number.parse().ok().filter(|_| is_version).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_which_is_newer() {
        let check = |older: &str, newer: &str| {
            assert!(age(older) < age(newer), "{older} {newer}");
        };
        check("accounts_2026-01-05.csv", "accounts_2026-02-01.csv");
        check("20251231_accounts.csv", "20260101_accounts.csv");
        check("Kunden 202601.csv", "Kunden 202611.csv");
        check("Kunden 31.12.2025.csv", "Kunden 02.01.2026.csv");
        check("accounts.csv", "accounts (1).csv");
        check("accounts (1).csv", "accounts (2).csv");
        check("accounts_v1.csv", "accounts_v2.csv");
        assert_eq!(age("accounts_north.csv"), age("accounts_south.csv"));
        assert_eq!(age("region1.csv"), age("region2.csv"));
    }
}
