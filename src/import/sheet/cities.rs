//! Whether the cities are some that a column is guessed to hold.

use super::Sheet;
use crate::gazetteer::Gazetteer;
use crate::import::beside::is_unplaced;
use crate::import::columns::CITIES;
use crate::model::Role;
use std::collections::BTreeSet;

/// Different cells that are looked up.
const ASKED: usize = 200;
/// So many per cent of them are known cities, else the column holds something else.
const KNOWN: usize = 60;

impl Sheet {
    /// Gives up a column that was guessed to hold cities and does not, once the places are in; says whether it did. O(rows).
    pub(super) fn doubt_cities(&mut self, gazetteer: &Gazetteer) -> bool {
        let Some(column) = self.column(Role::City).filter(|&at| self.mappings[at].note == CITIES) else { return false };
        let cells: BTreeSet<&str> = (0..self.table.len()).map(|row| self.table.cell(row, column)).collect();
        let cells = || cells.iter().filter(|cell| !cell.is_empty()).take(ASKED);
        let known = cells().filter(|cell| gazetteer.knows_city(cell)).count();
        if known * 100 >= cells().count() * KNOWN {
            return false;
        }
        self.fall_back(column);
        self.settle();
        self.is_unplaced = is_unplaced(self);
        true
    }
}

/// Gives up the columns that were guessed to hold cities and do not; says whether there were any.
pub fn doubt_cities(sheets: &mut [Sheet], gazetteer: &Gazetteer) -> bool {
    sheets.iter_mut().map(|sheet| sheet.doubt_cities(gazetteer)).fold(false, |any, own| any | own)
}
