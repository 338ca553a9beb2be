//! Who owns the accounts where no file lists reps, or none says it of each account: the owners that files name become the reps, and
//! whose a territory is has the accounts there.

use super::columns::HeaderWords;
use super::directory::{Directory, is_nobody};
use super::folded::{NameOf, fold};
use super::log::{Log, Spot};
use super::reps::NUMBERED;
use super::sheet::Sheet;
use crate::model::{Accounts, Code, FileKind, Placement, Rep, RepIx, RepValue, Role, Severity};
use std::collections::{BTreeMap, HashMap};

/// More different owners than that are no sales force, nor are owners of less than so many accounts each.
const MOST_NAMED: usize = 500;
const LEAST_OWNED: usize = 2;

/// Takes the owners whom a file names as reps, but for nobody and queues, where they are so few that they are a sales force; adds
/// those who are new, and tells how many. O(rows), and one look at each different name.
pub fn add_named_reps(sheet: &Sheet, reps: &mut Vec<Rep>, log: &mut Log) {
    let Some(column) = sheet.column(Role::Rep) else { return };
    let table = sheet.table();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for row in 0..table.len() {
        *told.entry(table.cell(row, column).trim()).or_default() += 1;
        if told.len() > 2 * MOST_NAMED {
            return;
        }
    }
    let mut folded = String::new();
    told.retain(|name, _| !name.is_empty() && !is_nobody(name, &mut folded));
    let rows: usize = told.values().sum();
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    for name in told.into_keys() {
        fold(name, NameOf::Person, &mut folded);
        named.entry(folded.clone()).or_insert(name);
    }
    let least = if sheet.kind() == FileKind::Areas { 1 } else { LEAST_OWNED };
    if named.len() > MOST_NAMED || rows < named.len() * least {
        return;
    }
    let known = Directory::of_reps(reps);
    let new: Vec<&str> = named.into_values().filter(|name| known.meant(name, name).is_none()).collect();
    if new.is_empty() {
        return;
    }
    log.add(Spot::column(&table.header()[column]), Code::NamedReps, Severity::Check, || {
        format!(
            "No file lists the reps: the {} owners that stand here are taken as reps, without homes. Add a list of reps to say \
             where they live and how much they work.",
            new.len()
        )
    });
    let number = |rep: &Rep| rep.id.strip_prefix(NUMBERED)?.parse::<usize>().ok();
    let numbers = reps.iter().filter_map(number).max().unwrap_or(0).max(reps.len()) + 1..;
    let rep = |(name, at): (&str, usize)| Rep::new(format!("{NUMBERED}{at}"), name.to_owned(), Placement::unknown());
    reps.extend(new.into_iter().zip(numbers).map(rep));
}

/// Gives accounts that nobody owns the rep whose territory theirs is, where reps have territories and each is that of one of them
/// alone. A rep may have several, parted by commas or semicolons. O(reps + accounts).
pub fn own_by_territory(reps: &[Rep], accounts: &mut Accounts) {
    let says = |name: &str| HeaderWords::of(name).says_territory();
    let mut folded = String::new();
    let mut whose: HashMap<String, Option<RepIx>> = HashMap::new();
    for (rep, at) in reps.iter().zip((0..).map(RepIx)) {
        for own in rep.attributes.iter().filter(|own| says(&own.name)) {
            let RepValue::Text(text) = &own.value else { continue };
            for territory in text.split([',', ';']).filter(|territory| !territory.trim().is_empty()) {
                fold(territory, NameOf::Thing, &mut folded);
                let is_anothers = |known: &mut Option<RepIx>| *known = known.filter(|known| *known == at);
                whose.entry(folded.clone()).and_modify(is_anothers).or_insert(Some(at));
            }
        }
    }
    let column = accounts.columns.iter().find(|own| says(&own.name)).and_then(|own| own.values.texts());
    let Some(column) = column.filter(|_| !whose.is_empty()) else { return };
    for (present, territory) in accounts.present.iter_mut().zip(column.iter()) {
        if present.is_none() && !territory.is_empty() {
            fold(territory, NameOf::Thing, &mut folded);
            *present = whose.get(&folded).copied().flatten();
        }
    }
}
