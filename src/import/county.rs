//! The county of each US account, where its file tells none.

use super::areas::is_county;
use super::builder::AccountsBuilder;
use super::located::PlacedRow;
use super::sheet::Sheet;
use crate::gazetteer::Gazetteer;
use crate::model::{ColumnValues, Precision, TextColumn};
use std::collections::HashMap;

/// What the column is called.
const HEADER: &str = "County";

/// By row that was taken, its county; nothing at all where the file has a column of counties.
pub struct Counties {
    found: Option<Vec<Option<u32>>>,
    /// By point, as bits: many accounts are at that of their ZIP.
    known: HashMap<[u64; 2], Option<u32>>,
}

impl Counties {
    pub fn of(sheet: &Sheet) -> Self {
        let is_told = sheet.table().header().iter().any(|header| is_county(header));
        Self { found: (!is_told).then(Vec::new), known: HashMap::new() }
    }

    /// Takes a row. What lies where its region does could be in any county of it.
    pub fn push(&mut self, row: &PlacedRow<'_>, gazetteer: &Gazetteer) {
        let Some(found) = &mut self.found else { return };
        let is_narrow = row.placement.precision <= Precision::City;
        let county = row.placement.location.filter(|_| is_narrow).and_then(|point| {
            let bits = [point.lon().to_bits(), point.lat().to_bits()];
            let known = row.region.and_then(|_| self.known.get(&bits).copied());
            known.unwrap_or_else(|| {
                let county = gazetteer.county(point, row.region, &row.told);
                if row.region.is_some() {
                    self.known.insert(bits, county);
                }
                county
            })
        });
        found.push(county);
    }

    /// Counties are units and conditions like any column, and what area tables of counties are joined by. One county for all
    /// says nothing.
    pub fn add(self, gazetteer: &Gazetteer, start: usize, builder: &mut AccountsBuilder) {
        let Some(found) = self.found.filter(|found| found.windows(2).any(|pair| pair[0] != pair[1])) else { return };
        if builder.accounts.column(HEADER).is_some_and(|own| own.values.texts().is_none()) {
            return;
        }
        let name = |county: &Option<u32>| county.map_or("", |county| gazetteer.county_name(county));
        builder.append(HEADER, start, ColumnValues::Text(TextColumn::exact(found.iter().map(name))));
        builder.level();
    }
}
