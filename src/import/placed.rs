//! Accounts without a place, and those that a person has placed in the data before: these are no question any more.

use super::builder::{AccountsBuilder, Origin};
use super::located::PlaceColumns;
use super::locator::Locator;
use super::log::Log;
use super::sheet::Sheet;
use crate::model::{AccountIx, Code, Precision, ToldPlace, Unlocated};
use std::collections::{BTreeMap, HashSet};

/// Accounts without a place that are listed.
const MOST_UNLOCATED: usize = 500;
/// What is told of places.
const ABOUT_PLACES: [Code; 3] = [Code::NotLocated, Code::AmbiguousPlace, Code::NearPlace];

/// The accounts of the files, and the ids of those that a person has placed.
pub struct Placed<'a> {
    pub ids: &'a HashSet<&'a str>,
    pub builder: &'a AccountsBuilder,
    pub sheets: &'a [Sheet],
    pub places: &'a Locator<'a>,
}

impl Placed<'_> {
    /// Turns what is told of the places of those that a person has placed into what is put right. Gives how many of them say
    /// which place. O(accounts + diagnostics).
    pub fn settle(&self, logs: &mut [Log]) -> BTreeMap<ToldPlace, u32> {
        let mut asked = BTreeMap::new();
        if self.ids.is_empty() {
            return asked;
        }
        let mut lines = vec![HashSet::new(); logs.len()];
        for (id, origin) in self.builder.accounts.ids.iter().zip(&self.builder.origins) {
            let at = usize::from(origin.sheet);
            if let (true, Some(sheet), Some(lines)) = (self.ids.contains(id), self.sheets.get(at), lines.get_mut(at)) {
                *asked.entry(self.told(sheet, *origin)).or_default() += 1;
                lines.insert(sheet.table().line(origin.row as usize));
            }
        }
        for (log, lines) in logs.iter_mut().zip(&lines) {
            let message = "You have placed this account: it stays where you put it.";
            log.settle(&ABOUT_PLACES, |line| lines.contains(&line).then_some(message));
        }
        asked
    }

    /// The first accounts without a place.
    pub fn unlocated(&self) -> Vec<Unlocated> {
        let accounts = &self.builder.accounts;
        let is_lost = |account: &AccountIx| {
            let own = accounts.get(*account);
            own.precision == Precision::None && !self.ids.contains(own.id)
        };
        let own = accounts.indices().filter(is_lost).take(MOST_UNLOCATED).filter_map(|account| {
            let origin = self.builder.origins.get(account.index())?;
            let sheet = self.sheets.get(usize::from(origin.sheet))?;
            let found = accounts.get(account);
            Some(Unlocated {
                file: sheet.table().name().to_owned(),
                row: sheet.table().line(origin.row as usize),
                id: found.id.to_owned(),
                name: found.name.to_owned(),
                told: self.told(sheet, *origin),
            })
        });
        own.collect()
    }

    fn told(&self, sheet: &Sheet, origin: Origin) -> ToldPlace {
        self.places.told(&PlaceColumns::of(sheet).address(sheet, origin.row as usize))
    }
}
