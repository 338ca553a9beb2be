//! The county of each US account, where its file tells none.

use super::areas::is_county;
use super::builder::AccountsBuilder;
use super::located::PlacedRow;
use super::sheet::Sheet;
use crate::gazetteer::Gazetteer;
use crate::model::{ColumnValues, TextColumn};

/// What the column is called.
const HEADER: &str = "County";

/// By row that was taken, its county; nothing at all where the file has a column of counties.
pub struct Counties {
    found: Option<Vec<Option<u32>>>,
    /// Whether a row tells a ZIP. Where none does, the list of ZIPs, which tells counties, comes by chance with other files or
    /// a search: the same file is to give the same columns.
    has_zip: bool,
}

impl Counties {
    pub fn of(sheet: &Sheet) -> Self {
        let is_told = sheet.table().header().iter().any(|header| is_county(header));
        Self { found: (!is_told).then(Vec::new), has_zip: false }
    }

    /// Takes a row.
    pub fn push(&mut self, row: &PlacedRow<'_>, gazetteer: &Gazetteer) {
        let Some(found) = &mut self.found else { return };
        self.has_zip |= !row.told.postal_code.is_empty();
        found.push(gazetteer.county(&row.placement, row.region, &row.told));
    }

    /// Counties are units and conditions like any column, and what area tables of counties are joined by. One county for all
    /// says nothing.
    pub fn add(self, gazetteer: &Gazetteer, start: usize, builder: &mut AccountsBuilder) {
        let Some(found) = self.found.filter(|found| self.has_zip && found.windows(2).any(|pair| pair[0] != pair[1]))
        else {
            return;
        };
        if builder.accounts.column(HEADER).is_some_and(|own| own.values.texts().is_none()) {
            return;
        }
        let name = |county: &Option<u32>| county.map_or("", |county| gazetteer.county_name(county));
        builder.append(HEADER, start, ColumnValues::Text(TextColumn::exact(found.iter().map(name))));
        builder.level();
    }
}
