//! The taking of a reps file.

use super::accounts::{further_values, leaves_out};
use super::assemble::Context;
use super::columns::Reading;
use super::folded::{NameOf, fold};
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::readings::{spot, yes_no};
use super::sheet::Sheet;
use super::unique::UniqueNames;
use crate::model::{Code, ColumnValues, Rep, RepAttribute, RepValue, Role, Severity, skills_in};

/// Headers under which yes means that somebody works here, folded.
const ACTIVE: &str =
    "active isactive activeuser aktiv istaktiv actif estactif activo activa esactivo ativo ativa attivo attiva";

/// Takes every row as a rep who is not said to be inactive; ids `rep-1` … where the file has none. O(rows).
pub fn take_reps(sheet: &Sheet, reps: &mut Vec<Rep>, context: &mut Context<'_>, log: &mut Log) -> u32 {
    let table = sheet.table();
    let places = PlaceColumns::of(sheet);
    let id = sheet.column(Role::Id);
    let first_names = sheet.first_names();
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let mut ids = UniqueNames::ids();
    for rep in reps.iter() {
        ids.claim(&rep.id);
    }
    let before = reps.len();
    let mut rows = Vec::with_capacity(table.len());
    let mappings = sheet.mappings().iter().enumerate();
    let skills: Vec<usize> = mappings.filter(|(_, own)| own.role == Role::Skills).map(|(column, _)| column).collect();
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
        let wanted = if own.is_empty() { format!("rep-{}", before + row + 1) } else { own.to_owned() };
        let changed = ids.claim(&wanted);
        let unique = changed.clone().unwrap_or(wanted);
        if changed.is_some() {
            let spot = Spot { row: table.line(row), column: id.map_or("", |id| &table.header()[id]), value: own };
            let message = || format!("This id stands above already: kept as a further rep, {unique}.");
            log.add(spot, Code::RepeatedId, Severity::Check, message);
        }
        let own_name = sheet.row_name(first_names, row);
        let name = if own_name.is_empty() { unique.clone() } else { own_name.into_owned() };
        let home = places.locate(sheet, row, &mut context.places, log).placement;
        let capacity = capacity(sheet, row, log);
        let skills = skills_in(&skills.iter().map(|&column| table.cell(row, column)).collect::<Vec<_>>().join(";"));
        reps.push(Rep { capacity, skills, ..Rep::new(unique, name, home) });
        rows.push(row);
    }
    add_attributes(sheet, &rows, &mut reps[before..], log);
    u32::try_from(reps.len() - before).unwrap_or(u32::MAX)
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

/// The capacity of a row; full time where the file says none.
fn capacity(sheet: &Sheet, row: usize, log: &mut Log) -> f64 {
    let Some(column) = sheet.column(Role::Capacity) else { return 1.0 };
    let cell = sheet.table().cell(row, column);
    let scale = if cell.ends_with('%') { 0.01 } else { 1.0 };
    match sheet.marks(column).read(cell) {
        Reading::Value(number) if number > 0.0 => number * scale,
        Reading::Missing => 1.0,
        Reading::Value(_) | Reading::Unreadable => {
            let header = &sheet.table().header()[column];
            let spot = Spot { row: sheet.table().line(row), column: header, value: cell };
            let message = || "A capacity is a number above 0: taken as full time, 1.".to_owned();
            log.add(spot, Code::NotANumber, Severity::Check, message);
            1.0
        }
    }
}
