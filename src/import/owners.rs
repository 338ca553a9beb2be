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
    // Figures count something, unless they number people.
    let are_figures = told.keys().all(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    if are_figures && !HeaderWords::of(&table.header()[column]).says_id() {
        return;
    }
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    for name in told.into_keys() {
        fold(name, NameOf::Person, &mut folded);
        named.entry(folded.clone()).or_insert(name);
    }
    let known = Directory::of_reps(reps);
    let are_few = named.len() <= MOST_NAMED;
    let are_owners =
        !matches!(sheet.kind(), FileKind::Areas | FileKind::Targets | FileKind::Activities | FileKind::Expenses);
    let least = if are_owners { LEAST_OWNED } else { 1 };
    let come_again = rows >= named.len() * least;
    let new: Vec<&str> = named.into_values().filter(|name| known.meant(name, name).is_none()).collect();
    if new.is_empty() {
        return;
    }
    let spot = Spot::column(&table.header()[column]);
    if !are_few || !come_again {
        log.add(spot, Code::NamedReps, Severity::Check, || {
            format!(
                "No file lists the reps, and most of the {} names here stand in one row: none is taken as a rep. Add a list of reps, \
                 if they are.",
                new.len()
            )
        });
        return;
    }
    log.add(spot, Code::NamedReps, Severity::Check, || {
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
/// alone. A rep may have several, parted by commas or semicolons. Of several columns those two are taken that fit most accounts.
/// O((reps + accounts) × columns of territories).
pub fn own_by_territory(reps: &[Rep], accounts: &mut Accounts) {
    let says = |name: &str| HeaderWords::of(name).says_territory();
    let mut headers: Vec<&str> = reps.iter().flat_map(|rep| &rep.attributes).map(|own| own.name.as_str()).collect();
    headers.retain(|name| says(name));
    crate::sorting::sort(&mut headers);
    headers.dedup();
    let mut best: Vec<Option<RepIx>> = Vec::new();
    let mut most = 0;
    for whose in headers.into_iter().map(|header| territories(reps, header)) {
        for column in accounts.columns.iter().filter(|own| says(&own.name)) {
            let mut folded = String::new();
            let owner = |row: usize| {
                fold(&column.values.words(row), NameOf::Thing, &mut folded);
                whose.get(&folded).copied().flatten()
            };
            let owners: Vec<Option<RepIx>> = (0..column.values.len()).map(owner).collect();
            let found = owners.iter().flatten().count();
            if found > most {
                (most, best) = (found, owners);
            }
        }
    }
    for (present, owner) in accounts.present.iter_mut().zip(best) {
        *present = present.or(owner);
    }
}

/// Whose each territory is, folded, as the reps say under a header; `None` where several say so.
fn territories(reps: &[Rep], header: &str) -> HashMap<String, Option<RepIx>> {
    let mut folded = String::new();
    let mut whose: HashMap<String, Option<RepIx>> = HashMap::new();
    for (rep, at) in reps.iter().zip((0..).map(RepIx)) {
        let told = match rep.attribute(header) {
            Some(RepValue::Text(text)) => text.clone(),
            Some(RepValue::Number(number)) => number.to_string(),
            None => continue,
        };
        for territory in told.split([',', ';']).filter(|own| !own.trim().is_empty()) {
            if is_nobody(territory, &mut folded) {
                continue;
            }
            let is_anothers = |known: &mut Option<RepIx>| *known = known.filter(|known| *known == at);
            whose.entry(folded.clone()).and_modify(is_anothers).or_insert(Some(at));
        }
    }
    whose
}
