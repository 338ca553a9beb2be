//! Accounts that may be one: the same id, or the same name at the same place.

use super::bare_ids::is_rounded;
use super::builder::AccountsBuilder;
use super::corrections::Corrections;
use super::folded::{NameOf, fold};
use super::log::{Log, Spot};
use super::positions::hash;
use super::sheet::Sheet;
use crate::model::{
    AccountIx, Code, ColumnValues, Duplicate, DuplicateAccount, Precision, Role, Sameness, Severity, TextColumn,
};
use crate::sorting::{sort, sort_by};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// Groups that are listed.
const MOST_GROUPS: usize = 10_000;
/// Accounts of a group that are listed.
const MOST_LISTED: usize = 100;

/// The end of the keys of accounts of which nothing says where they are.
const NOWHERE: &str = " nowhere";
/// Of so many accounts one may have the name of another one without a place.
const MOST_NAMESAKES: usize = 4;

/// What duplicates were found and merged.
pub struct Duplicates {
    /// The first 10,000 groups, in the order of their first accounts.
    pub groups: Vec<Duplicate>,
    /// Ids of accounts that were merged into others, and the position of that other.
    pub merged_ids: Vec<(String, u32)>,
}

/// Finds the groups, tells them, and merges those that a person said are one, in this import or an earlier one: the first
/// account of a group stays and its values win, its blanks are filled from the others in their order, and a measure that
/// differs is told. O(n log n) for n accounts.
pub fn resolve(
    sheets: &[Sheet],
    builder: &mut AccountsBuilder,
    corrections: &Corrections,
    logs: &mut [Log],
) -> Duplicates {
    let mut groups = by_id(sheets, builder);
    let of_id = of_groups(&groups);
    // Accounts that share an id and a name are asked about once.
    let is_told = |group: &Group| {
        let first = of_id.get(&group.rows[0]);
        first.is_some() && group.rows.iter().all(|row| of_id.get(row) == first)
    };
    groups.extend(by_name_and_place(builder).into_iter().filter(|group| !is_told(group)));
    sort_by(&mut groups, &|a, b| (a.rows[0], a.sameness).cmp(&(b.rows[0], b.sameness)));
    let columns = id_columns(sheets);
    let mut shown = Vec::with_capacity(groups.len());
    // Ids that are repeated are no question any more where their accounts are merged.
    let mut merged: HashMap<(usize, u32), String> = HashMap::new();
    let mut into: Vec<u32> = (0..).take(builder.accounts.len()).collect();
    for group in &groups {
        let count = u32::try_from(group.rows.len()).unwrap_or(u32::MAX);
        let is_merged_again = corrections.merged_before.get(&group.key) == Some(&count);
        let is_merged = is_merged_again || corrections.merged.contains(&group.key);
        if is_merged && group.sameness == Sameness::Id {
            let (file, first) = source(sheets, builder, group.rows[0]);
            let message = format!("This id stands above already: merged into row {first} of {file}.");
            merged.extend(group.rows[1..].iter().map(|&row| (place(sheets, builder, row), message.clone())));
        }
        if is_merged_again {
            tell(group, sheets, builder, logs, Severity::Repaired);
        }
        if is_merged {
            let first = survivor(&into, group.rows[0]);
            for &row in &group.rows[1..] {
                let own = survivor(&into, row);
                let (least, other) = (own.min(first), own.max(first));
                into[other as usize] = least;
            }
        } else if group.sameness == Sameness::NameAndPlace {
            tell(group, sheets, builder, logs, Severity::Check);
        }
        if shown.len() < MOST_GROUPS {
            shown.push(group.shown(sheets, &columns, builder, is_merged));
        }
    }
    for (sheet, log) in logs.iter_mut().enumerate() {
        log.settle(&[Code::RepeatedId], |line| merged.get(&(sheet, line)).map(String::as_str));
    }
    let merged_ids = merge(sheets, builder, &into, logs);
    Duplicates { groups: shown, merged_ids }
}

struct Group {
    key: String,
    sameness: Sameness,
    rows: Vec<u32>,
}

/// The group that each account is in.
fn of_groups(groups: &[Group]) -> HashMap<u32, usize> {
    groups.iter().enumerate().flat_map(|(at, group)| group.rows.iter().map(move |&row| (row, at))).collect()
}

/// The account that an account is merged into in the end.
fn survivor(into: &[u32], row: u32) -> u32 {
    let mut at = row;
    while into[at as usize] != at {
        at = into[at as usize];
    }
    at
}

/// The id that an account has in its file, if it is not rounded.
fn own_id<'a>(sheets: &'a [Sheet], columns: &[Option<usize>], builder: &AccountsBuilder, row: u32) -> &'a str {
    let Some(origin) = builder.origins.get(row as usize) else { return "" };
    let sheet = usize::from(origin.sheet);
    let own = columns[sheet].map_or("", |column| sheets[sheet].table().cell(origin.row as usize, column));
    if is_rounded(own) { "" } else { own }
}

/// The column of ids of each sheet.
fn id_columns(sheets: &[Sheet]) -> Vec<Option<usize>> {
    sheets.iter().map(|sheet| sheet.column(Role::Id)).collect()
}

/// The rows whose hash another row has as well, in order; a row without one has nothing to share. O(n log n).
fn repeated(count: usize, mut hash: impl FnMut(u32) -> Option<u64>) -> Vec<u32> {
    let mut hashes: Vec<(u64, u32)> = (0..).take(count).filter_map(|row| Some((hash(row)?, row))).collect();
    sort(&mut hashes);
    let runs = hashes.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
    let mut rows: Vec<u32> = runs.flatten().map(|&(_, row)| row).collect();
    sort(&mut rows);
    rows
}

/// The rows of each key that several rows have.
fn groups_of(sameness: Sameness, rows: Vec<u32>, mut write_key: impl FnMut(u32, &mut String)) -> Vec<Group> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut key = String::new();
    for row in rows {
        key.clear();
        write_key(row, &mut key);
        if key.is_empty() {
            continue;
        }
        if let Some(&at) = first.get(&key) {
            groups[at].rows.push(row);
        } else {
            first.insert(key.clone(), groups.len());
            groups.push(Group { key: key.clone(), sameness, rows: vec![row] });
        }
    }
    groups.retain(|group| group.rows.len() > 1);
    groups
}

fn by_id(sheets: &[Sheet], builder: &AccountsBuilder) -> Vec<Group> {
    let columns = id_columns(sheets);
    let id = |row: u32| own_id(sheets, &columns, builder, row);
    let rows = repeated(builder.accounts.len(), |row| Some(id(row)).filter(|id| !id.is_empty()).map(hash));
    groups_of(Sameness::Id, rows, |row, key| key.extend(["id ", id(row)]))
}

/// The same folded name at the same given point, else at the place that was found and not in different postal codes of it; without
/// one, in the same postal code or city and region as told, or where neither says any place.
fn by_name_and_place(builder: &AccountsBuilder) -> Vec<Group> {
    let (mut name, mut place) = (String::new(), String::new());
    // Most names stand once, and need no look at their places.
    let rows = repeated(builder.accounts.len(), |row| {
        fold(builder.accounts.names.get(row as usize), NameOf::Company, &mut name);
        (!name.is_empty()).then(|| hash(&name))
    });
    let cities = builder.address[0].iter().filter_map(|&at| builder.accounts.columns[at].values.texts());
    let cities: Vec<&TextColumn> = cities.collect();
    let groups = groups_of(Sameness::NameAndPlace, rows, |row, key| {
        let account = builder.accounts.get(AccountIx(row));
        let at = row as usize;
        let is_exact = matches!(account.precision, Precision::Given | Precision::Postal | Precision::City);
        let city = cities.iter().map(|city| city.get(at)).find(|city| !city.is_empty()).unwrap_or("");
        let code = builder.codes.get(at);
        let told = if code.is_empty() { city } else { code };
        fold(account.name, NameOf::Company, &mut name);
        // Writing into a text does not fail.
        let _written = match account.location.filter(|_| is_exact) {
            Some(point) if account.precision == Precision::Given => {
                write!(key, "{name} at {:.4} {:.4}", point.lat(), point.lon())
            }
            Some(_) => write!(key, "{name} at {}", account.place),
            None if told.is_empty() && builder.regions.get(at).is_empty() => write!(key, "{name}{NOWHERE}"),
            None if told.is_empty() => Ok(()),
            None => {
                fold(told, NameOf::Thing, &mut place);
                write!(key, "{name} in {place} {}", builder.regions.get(at))
            }
        };
    });
    let is_nowhere = |group: &&Group| group.key.ends_with(NOWHERE);
    let nowhere: usize = groups.iter().filter(is_nowhere).map(|group| group.rows.len()).sum();
    // Where so many share a name, they are people rather than companies.
    let are_people = nowhere * MOST_NAMESAKES > builder.accounts.len();
    let told = groups.into_iter().filter(|group| !(are_people && is_nowhere(&group)));
    told.flat_map(|group| by_code(group, builder)).collect()
}

/// The accounts of a group by their postal codes, where they have several: branches of one name in one city are no duplicates.
fn by_code(group: Group, builder: &AccountsBuilder) -> Vec<Group> {
    let mut of_code: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for &row in &group.rows {
        of_code.entry(builder.codes.get(row as usize)).or_default().push(row);
    }
    if of_code.keys().filter(|code| !code.is_empty()).count() < 2 {
        return vec![group];
    }
    let Group { key, sameness, .. } = group;
    let several = of_code.into_iter().filter(|(_, rows)| rows.len() > 1);
    several.map(|(code, rows)| Group { key: format!("{key} {code}"), sameness, rows }).collect()
}

impl Group {
    fn shown(&self, sheets: &[Sheet], columns: &[Option<usize>], builder: &AccountsBuilder, merged: bool) -> Duplicate {
        let account = |&row: &u32| {
            let own = builder.accounts.get(AccountIx(row));
            let (file, line) = source(sheets, builder, row);
            let id = own_id(sheets, columns, builder, row);
            let id = if id.is_empty() { own.id } else { id };
            DuplicateAccount {
                file: file.to_owned(),
                row: line,
                id: id.to_owned(),
                name: own.name.to_owned(),
                place: own.place.to_owned(),
            }
        };
        Duplicate {
            key: self.key.clone(),
            sameness: self.sameness,
            accounts: self.rows.iter().take(MOST_LISTED).map(account).collect(),
            further: u32::try_from(self.rows.len().saturating_sub(MOST_LISTED)).unwrap_or(u32::MAX),
            merged,
        }
    }
}

/// Sheet and line of an account.
fn place(sheets: &[Sheet], builder: &AccountsBuilder, row: u32) -> (usize, u32) {
    let Some(origin) = builder.origins.get(row as usize) else { return (0, 0) };
    let sheet = usize::from(origin.sheet);
    (sheet, sheets[sheet].table().line(origin.row as usize))
}

/// File and line of an account.
fn source<'a>(sheets: &'a [Sheet], builder: &AccountsBuilder, row: u32) -> (&'a str, u32) {
    let (sheet, line) = place(sheets, builder, row);
    (sheets.get(sheet).map_or("", |sheet| sheet.table().name()), line)
}

/// Tells the accounts of a group but for the first: kept, or merged as in an earlier import.
fn tell(group: &Group, sheets: &[Sheet], builder: &AccountsBuilder, logs: &mut [Log], severity: Severity) {
    let (file, first) = source(sheets, builder, group.rows[0]);
    for &row in &group.rows[1..] {
        let (sheet, line) = place(sheets, builder, row);
        let Some(log) = logs.get_mut(sheet) else { continue };
        let spot = Spot { row: line, column: "", value: builder.accounts.names.get(row as usize) };
        log.add(spot, Code::SamePlace, severity, || {
            if severity == Severity::Repaired {
                return format!(
                    "Merged into row {first} of {file}, as in the import before. Take them apart, if they are two."
                );
            }
            let place =
                if group.key.ends_with(NOWHERE) { ", and neither says where it is" } else { " at the same place" };
            format!(
                "The name of row {first} of {file}{place}: kept as an account of its own. Merge them, if they are one."
            )
        });
    }
}

/// Fills blanks of the accounts that stay and drops the others; gives their ids and where they went.
fn merge(sheets: &[Sheet], builder: &mut AccountsBuilder, into: &[u32], logs: &mut [Log]) -> Vec<(String, u32)> {
    let pairs: Vec<(usize, usize)> = (0..into.len())
        .map(|row| (row, survivor(into, u32::try_from(row).unwrap_or(u32::MAX)) as usize))
        .filter(|(row, survivor)| row != survivor)
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    fill_cores(builder, &pairs);
    for at in 0..builder.accounts.columns.len() {
        let header = builder.accounts.columns[at].name.clone();
        let differing = fill(&mut builder.accounts.columns[at].values, &pairs);
        for (row, stays) in differing {
            let origin = builder.origins[row];
            let (kept, other) = {
                let values = &builder.accounts.columns[at].values;
                (values.words(stays).into_owned(), values.words(row).into_owned())
            };
            let line = sheets[usize::from(origin.sheet)].table().line(origin.row as usize);
            let Some(log) = logs.get_mut(usize::from(origin.sheet)) else { continue };
            log.add(Spot { row: line, column: &header, value: &other }, Code::SamePlace, Severity::Check, || {
                format!(
                    "Merged into another account, which says {kept}: that was kept. Correct it there, if this is right."
                )
            });
        }
    }
    let kept: Vec<bool> = (0..).zip(into).map(|(row, &other)| row == other).collect();
    let mut positions = Vec::with_capacity(kept.len());
    let mut next = 0u32;
    for &kept in &kept {
        positions.push(next);
        next += u32::from(kept);
    }
    let columns = id_columns(sheets);
    let mut ids = Vec::with_capacity(pairs.len());
    for &(row, stays) in &pairs {
        let id = own_id(sheets, &columns, builder, u32::try_from(row).unwrap_or(u32::MAX));
        ids.push((id.to_owned(), positions[stays]));
    }
    builder.keep(&kept);
    ids
}

fn fill_cores(builder: &mut AccountsBuilder, pairs: &[(usize, usize)]) {
    let accounts = &mut builder.accounts;
    let mut places = Vec::new();
    for &(row, stays) in pairs {
        if accounts.locations[stays].is_none() && accounts.locations[row].is_some() {
            accounts.locations[stays] = accounts.locations[row];
            accounts.precisions[stays] = accounts.precisions[row];
            places.push((row, stays));
        }
        accounts.present[stays] = accounts.present[stays].or(accounts.present[row]);
    }
    fill_texts(&mut accounts.places, &places);
    // Who is called by the id alone gets the name that the other has.
    let is_named = |&row: &usize| accounts.names.get(row) != accounts.ids.get(row);
    let unnamed: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|(row, stays)| is_named(row) && !is_named(stays)).collect();
    take_texts(&mut accounts.names, &unnamed);
    fill_texts(&mut accounts.families, pairs);
    fill_texts(&mut builder.codes, pairs);
    fill_texts(&mut builder.regions, pairs);
}

/// Fills blanks; gives the pairs whose numbers differ.
fn fill(values: &mut ColumnValues, pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    fn take<T: Copy + PartialEq>(values: &mut [Option<T>], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut differing = Vec::new();
        for &(row, stays) in pairs {
            match (values[stays], values[row]) {
                (None, other) => values[stays] = other,
                (Some(own), Some(other)) if own != other => differing.push((row, stays)),
                _ => {}
            }
        }
        differing
    }
    match values {
        ColumnValues::Number(values) => take(values, pairs),
        ColumnValues::Day(values) => drop_all(take(values, pairs)),
        ColumnValues::YesNo(values) => drop_all(take(values, pairs)),
        ColumnValues::Text(texts) => {
            fill_texts(texts, pairs);
            Vec::new()
        }
    }
}

/// Only measures that differ are told.
fn drop_all(_differing: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    Vec::new()
}

/// Puts the texts of the others in the place of those of the accounts that stay, the first of several.
fn take_texts(texts: &mut TextColumn, pairs: &[(usize, usize)]) {
    if pairs.is_empty() {
        return;
    }
    let mut taken: Vec<&str> = texts.iter().collect();
    for &(row, stays) in pairs.iter().rev() {
        taken[stays] = texts.get(row);
    }
    *texts = TextColumn::exact(taken.into_iter());
}

fn fill_texts(texts: &mut TextColumn, pairs: &[(usize, usize)]) {
    let mut filled: Vec<&str> = texts.iter().collect();
    for &(row, stays) in pairs {
        if filled[stays].is_empty() {
            filled[stays] = filled[row];
        }
    }
    *texts = TextColumn::exact(filled.into_iter());
}
