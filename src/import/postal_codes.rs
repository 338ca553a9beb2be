//! Files of postal codes that the user brings: they join the gazetteer that the other files are located with.

use super::accounts::leaves_out;
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::gazetteer::{Gazetteer, PostalRow};
use crate::model::{Code, FileKind, Role, Severity};
use std::collections::BTreeMap;

/// The gazetteer with the codes of all such sheets, and how many rows each gave; `None` where no sheet is one.
pub fn with_postal_codes(sheets: &[Sheet], gazetteer: &Gazetteer, logs: &mut [Log]) -> Option<(Gazetteer, Vec<u32>)> {
    if !sheets.iter().any(|sheet| sheet.kind() == FileKind::PostalCodes) {
        return None;
    }
    let mut own = gazetteer.clone();
    let mut taken = Vec::with_capacity(sheets.len());
    for (sheet, log) in sheets.iter().zip(logs) {
        let is_own = sheet.kind() == FileKind::PostalCodes;
        taken.push(if is_own { take(sheet, &mut own, log) } else { 0 });
    }
    Some((own, taken))
}

/// Takes the codes of a sheet country by country; a row without code or point is left out. Gives how many were taken.
fn take(sheet: &Sheet, gazetteer: &mut Gazetteer, log: &mut Log) -> u32 {
    let table = sheet.table();
    let places = PlaceColumns::of(sheet);
    let town = places.city.or_else(|| sheet.column(Role::Name));
    let cell = |row: usize, column: Option<usize>| column.map_or("", |column| table.cell(row, column));
    let code = places.postal_code.or_else(|| sheet.column(Role::Id));
    let of_file = country_of_file(table.name(), gazetteer);
    let mut by_country: BTreeMap<&str, Vec<PostalRow<'_>>> = BTreeMap::new();
    for row in 0..table.len() {
        if leaves_out(sheet, row, log) {
            continue;
        }
        let point = places.given(sheet, row, log);
        let (Some(point), false) = (point, cell(row, code).is_empty()) else {
            let message = || "Neither a postal code nor a point can be told from this row: left out.".to_owned();
            log.add(Spot::row(table.line(row)), Code::EmptyRow, Severity::Rejected, message);
            continue;
        };
        let told = cell(row, places.country);
        let own = PostalRow { code: cell(row, code), place: cell(row, town), region: cell(row, places.region), point };
        by_country.entry(if told.is_empty() { of_file } else { told }).or_default().push(own);
    }
    let mut taken = 0;
    for (country, rows) in by_country {
        let count = gazetteer.add_postal_codes(country, rows.into_iter());
        if count == 0 {
            log.add(Spot { value: country, ..Spot::default() }, Code::NotMatched, Severity::Rejected, || {
                "Not known as a country, so its postal codes are left out. Add a column of countries, or name the file after \
                 the country: “DE.csv”."
                    .to_owned()
            });
        }
        taken += count;
    }
    u32::try_from(taken).unwrap_or(u32::MAX)
}

/// The country that a file is named after, as in `DE.csv` or `plz_germany.txt`; empty for none.
fn country_of_file<'a>(name: &'a str, gazetteer: &Gazetteer) -> &'a str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.split(|letter: char| !letter.is_alphabetic());
    words.filter(|word| word.len() > 1).find(|word| gazetteer.knows_country(word)).unwrap_or("")
}
