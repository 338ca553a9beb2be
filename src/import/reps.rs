//! The taking of a reps file.

use super::accounts::{further_values, leaves_out};
use super::assemble::Context;
use super::columns::Reading;
use super::directory::{Directory, is_nobody};
use super::folded::{NameOf, fold};
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::readings::{spot, yes_no};
use super::sheet::Sheet;
use super::unique::UniqueNames;
use crate::model::{Code, ColumnValues, FileKind, Placement, Rep, RepAttribute, RepValue, Role, Severity, skills_in};
use std::collections::{BTreeMap, HashSet};

/// How the ids begin of reps who have none.
const NUMBERED: &str = "rep-";
/// Headers under which yes means that somebody works here, folded.
const ACTIVE: &str =
    "active isactive activeuser aktiv istaktiv actif estactif activo activa esactivo ativo ativa attivo attiva";

/// More different owners than that are no sales force, nor are owners of less than so many accounts each.
const MOST_NAMED: usize = 500;
const LEAST_OWNED: usize = 2;

/// Takes every row as a rep who is not said to be inactive; ids `rep-1` … where the file has none. Who stands in an earlier file
/// already, by id or by a name that no other has there, gets what this one says besides. O(rows).
pub fn take_reps(sheet: &Sheet, reps: &mut Vec<Rep>, context: &mut Context<'_>, log: &mut Log) -> u32 {
    let table = sheet.table();
    let places = PlaceColumns::of(sheet);
    let id = sheet.column(Role::Id);
    let other_names = sheet.other_names();
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let mut ids = UniqueNames::ids();
    for rep in reps.iter() {
        ids.claim(&rep.id);
    }
    let before = reps.len();
    let earlier = Directory::of_reps(reps);
    let (mut further, mut matched) = (Vec::new(), HashSet::new());
    let mut rows = Vec::with_capacity(table.len());
    let mappings = sheet.mappings().iter().enumerate();
    let skills: Vec<usize> = mappings.filter(|(_, own)| own.role == Role::Skills).map(|(column, _)| column).collect();
    let skills_of = |row: usize| skills.iter().map(|&column| table.cell(row, column)).collect::<Vec<_>>().join(";");
    let active = active_column(sheet);
    for row in 0..table.len() {
        context.advance(1);
        if leaves_out(sheet, row, log) {
            continue;
        }
        if let Some(column) = active.filter(|&column| yes_no(sheet, row, column, log) == Some(false)) {
            log.add(spot(sheet, row, column), Code::Inactive, Severity::Rejected, || {
                "Not active: left out. Correct the cell, if a territory may be this person's.".to_owned()
            });
            continue;
        }
        let own = cell(row, id);
        let own_name = sheet.row_name(other_names, row);
        // A second one of that name in this file is somebody else.
        if let Some(known) = earlier.meant(own, &own_name).filter(|&known| matched.insert(known)) {
            tell_known(sheet, row, &reps[known as usize], log);
            further.push((row, known as usize));
            continue;
        }
        let wanted = if own.is_empty() { format!("{NUMBERED}{}", before + row + 1) } else { own.to_owned() };
        let changed = ids.claim(&wanted);
        let unique = changed.clone().unwrap_or(wanted);
        if changed.is_some() {
            let spot = Spot { row: table.line(row), column: id.map_or("", |id| &table.header()[id]), value: own };
            let message = || format!("This id stands above already: kept as a further rep, {unique}.");
            log.add(spot, Code::RepeatedId, Severity::Check, message);
        }
        let name = if own_name.is_empty() { unique.clone() } else { own_name.into_owned() };
        let home = places.locate(sheet, row, &mut context.places, log).placement;
        let capacity = capacity(sheet, row, log).unwrap_or(1.0);
        let skills = skills_in(&skills_of(row));
        reps.push(Rep { capacity, skills, ..Rep::new(unique, name, home) });
        rows.push(row);
    }
    add_attributes(sheet, &rows, &mut reps[before..], log);
    let known = further.iter().map(|&(row, _)| row).collect::<Vec<_>>();
    let mut said: Vec<Rep> = Vec::with_capacity(known.len());
    for &(row, at) in &further {
        let home = if places.is_empty() {
            reps[at].home.clone()
        } else {
            places.locate(sheet, row, &mut context.places, log).placement
        };
        let capacity = capacity(sheet, row, log).unwrap_or(reps[at].capacity);
        said.push(Rep { capacity, skills: skills_in(&skills_of(row)), ..Rep::new(String::new(), String::new(), home) });
    }
    add_attributes(sheet, &known, &mut said, log);
    if let Some(id) = id {
        for (&(row, at), said) in further.iter().zip(&mut said) {
            let own = table.cell(row, id);
            if reps[at].id.starts_with(NUMBERED) && !own.is_empty() && ids.claim(own).is_none() {
                own.clone_into(&mut said.id);
            } else if !own.is_empty() && own != reps[at].id {
                // Files that know the rep by this id find whose it is.
                let value = RepValue::Text(own.to_owned());
                said.attributes.push(RepAttribute { name: table.header()[id].clone(), value });
            }
        }
    }
    for (&(_, at), said) in further.iter().zip(said) {
        add_said(&mut reps[at], said);
    }
    u32::try_from(reps.len() - before + further.len()).unwrap_or(u32::MAX)
}

/// Adds what a further file says of a rep: a home and skills where there are none, and what is new; the last says the capacity.
fn add_said(rep: &mut Rep, said: Rep) {
    if rep.home.location.is_none() {
        rep.home = said.home;
    }
    rep.capacity = said.capacity;
    if !said.id.is_empty() {
        rep.id = said.id;
    }
    rep.skills.extend(said.skills);
    rep.skills = skills_in(&rep.skills.join(";"));
    for own in said.attributes {
        if rep.attribute(&own.name).is_none() {
            rep.attributes.push(own);
        }
    }
}

fn tell_known(sheet: &Sheet, row: usize, rep: &Rep, log: &mut Log) {
    let spot = Spot { value: &rep.name, ..Spot::row(sheet.table().line(row)) };
    log.add(spot, Code::SameRep, Severity::Repaired, || {
        format!(
            "“{}” stands in an earlier file: what this row says was added there. Give each an id, if they are two.",
            rep.name
        )
    });
}

/// Without a file of reps, the owners whom the accounts name are the reps, but for nobody and queues; adds those who are new, and tells
/// how many of each sheet. O(rows).
pub fn add_named_reps(sheet: &Sheet, reps: &mut Vec<Rep>, log: &mut Log) {
    let Some(column) = sheet.column(Role::Rep) else { return };
    let table = sheet.table();
    let mut folded = String::new();
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    let mut rows = 0;
    for row in 0..table.len() {
        let told = table.cell(row, column).trim();
        if !told.is_empty() && !is_nobody(told, &mut folded) {
            rows += 1;
            fold(told, NameOf::Person, &mut folded);
            if !named.contains_key(&folded) {
                named.insert(folded.clone(), told);
            }
        }
    }
    let least = if sheet.kind() == FileKind::Areas { 1 } else { LEAST_OWNED };
    if named.len() > MOST_NAMED || rows < named.len() * least {
        return;
    }
    let known = Directory::of_reps(reps);
    let new: Vec<&str> = named.into_values().filter(|told| known.meant(told, told).is_none()).collect();
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
    let first = reps.len();
    reps.extend(
        new.iter()
            .zip(first + 1..)
            .map(|(name, at)| Rep::new(format!("{NUMBERED}{at}"), (*name).to_owned(), Placement::unknown())),
    );
}

/// The column that says who works here.
fn active_column(sheet: &Sheet) -> Option<usize> {
    let mut folded = String::new();
    sheet.mappings().iter().position(|mapping| {
        fold(&mapping.header, NameOf::Thing, &mut folded);
        mapping.role == Role::YesNo && ACTIVE.split_ascii_whitespace().any(|header| header == folded)
    })
}

/// What else the rows say of the reps: texts, numbers, days, yes and no; a blank says nothing.
fn add_attributes(sheet: &Sheet, rows: &[usize], reps: &mut [Rep], log: &mut Log) {
    for (column, mapping) in sheet.mappings().iter().enumerate() {
        let Some(values) = further_values(sheet, rows, column, mapping, log) else { continue };
        for (row, rep) in reps.iter_mut().enumerate() {
            let value = match &values {
                ColumnValues::Number(numbers) => numbers.get(row).copied().flatten().map(RepValue::Number),
                _ => Some(values.words(row)).filter(|own| !own.is_empty()).map(|own| RepValue::Text(own.into_owned())),
            };
            rep.attributes.extend(value.map(|value| RepAttribute { name: mapping.header.clone(), value }));
        }
    }
}

/// The capacity of a row; `None` where the file says none: full time.
fn capacity(sheet: &Sheet, row: usize, log: &mut Log) -> Option<f64> {
    let column = sheet.column(Role::Capacity)?;
    let cell = sheet.table().cell(row, column);
    let says_percent = cell.ends_with('%') || sheet.table().header()[column].contains('%');
    match sheet.marks(column).read(cell) {
        // Below “FTE %” a half may be 50 or 0.5.
        Reading::Value(number) if number > 0.0 && (cell.ends_with('%') || says_percent && number > 1.5) => {
            Some(number * 0.01)
        }
        Reading::Value(number) if number > 0.0 => Some(number),
        Reading::Missing => None,
        Reading::Value(_) | Reading::Unreadable => {
            let header = &sheet.table().header()[column];
            let spot = Spot { row: sheet.table().line(row), column: header, value: cell };
            let message = || "A capacity is a number above 0: taken as full time, 1.".to_owned();
            log.add(spot, Code::NotANumber, Severity::Check, message);
            None
        }
    }
}
