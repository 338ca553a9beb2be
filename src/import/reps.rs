//! The taking of a reps file.

use super::accounts::{further_values, leaves_out};
use super::assemble::Context;
use super::columns::Reading;
use super::directory::Directory;
use super::folded::{NameOf, fold};
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::readings::{spot, yes_no};
use super::sheet::Sheet;
use super::unique::UniqueNames;
use crate::model::{Code, ColumnValues, Rep, RepAttribute, RepValue, Role, Severity, skills_in};
use std::collections::HashSet;

/// How the ids begin of reps who have none.
pub const NUMBERED: &str = "rep-";
/// Headers under which yes means that somebody works here, folded.
const ACTIVE: &str =
    "active isactive activeuser aktiv istaktiv actif estactif activo activa esactivo ativo ativa attivo attiva";

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
    let skills = skill_columns(sheet);
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
        // A second one of that name in this file is somebody else; rows without names say more about whose id they have.
        let is_about = |known: &u32| matched.insert(*known) || own_name.is_empty();
        if let Some(known) = earlier.meant(own, &own_name).filter(is_about) {
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
        let skills = skills_of(sheet, &skills, row);
        reps.push(Rep { capacity, skills, ..Rep::new(unique, name, home) });
        rows.push(row);
    }
    add_attributes(sheet, &rows, &mut reps[before..], log);
    add_further(sheet, &further, reps, &mut ids, context, log);
    u32::try_from(reps.len() - before + further.len()).unwrap_or(u32::MAX)
}

/// Adds what rows say of reps of earlier files: pairs of a row and a rep.
fn add_further(
    sheet: &Sheet,
    further: &[(usize, usize)],
    reps: &mut [Rep],
    ids: &mut UniqueNames,
    context: &mut Context<'_>,
    log: &mut Log,
) {
    let (places, skills) = (PlaceColumns::of(sheet), skill_columns(sheet));
    let mut said: Vec<Rep> = Vec::with_capacity(further.len());
    for &(row, at) in further {
        let home = if places.is_empty() {
            reps[at].home.clone()
        } else {
            places.locate(sheet, row, &mut context.places, log).placement
        };
        let capacity = capacity(sheet, row, log).unwrap_or(reps[at].capacity);
        let skills = skills_of(sheet, &skills, row);
        said.push(Rep { capacity, skills, ..Rep::new(String::new(), String::new(), home) });
    }
    let rows: Vec<usize> = further.iter().map(|&(row, _)| row).collect();
    add_attributes(sheet, &rows, &mut said, log);
    for (&(row, at), mut said) in further.iter().zip(said) {
        let id = sheet.column(Role::Id);
        let own = id.map_or("", |id| sheet.table().cell(row, id));
        if reps[at].id.starts_with(NUMBERED) && !own.is_empty() && ids.claim(own).is_none() {
            own.clone_into(&mut said.id);
        } else if let Some(id) = id.filter(|_| !own.is_empty() && own != reps[at].id) {
            // Files that know the rep by this id find whose it is.
            let value = RepValue::Text(own.to_owned());
            said.attributes.push(RepAttribute { name: sheet.table().header()[id].clone(), value });
        }
        add_said(&mut reps[at], said);
    }
}

/// The columns of skills.
fn skill_columns(sheet: &Sheet) -> Vec<usize> {
    let mappings = sheet.mappings().iter().enumerate();
    mappings.filter(|(_, own)| own.role == Role::Skills).map(|(column, _)| column).collect()
}

/// The skills of a row, of all those columns.
fn skills_of(sheet: &Sheet, columns: &[usize], row: usize) -> Vec<String> {
    skills_in(&columns.iter().map(|&column| sheet.table().cell(row, column)).collect::<Vec<_>>().join(";"))
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
    log.add(spot, Code::SameRep, Severity::Check, || {
        format!(
            "“{}” stands in an earlier file: what this row says was added there. Call one otherwise, if they are two.",
            rep.name
        )
    });
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
