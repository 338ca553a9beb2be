//! What a person decided about places, names and duplicates.

use crate::model::{NameChoice, Placement, Referent, ToldPlace};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions that hold for all rows alike. Cells, rows and columns are corrected on the sheet itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corrections {
    /// Where rows are that tell a place so.
    pub places: BTreeMap<ToldPlace, Placement>,
    /// What names refer to.
    pub names: Vec<NameChoice>,
    /// Keys of the duplicates that are one.
    pub merged: BTreeSet<String>,
}

impl Corrections {
    /// Takes what was answered in an earlier import, where nothing else was answered in this one.
    pub fn recall(&mut self, places: &[(ToldPlace, Placement)], names: &[NameChoice]) {
        for (told, placement) in places {
            self.places.entry(told.clone()).or_insert_with(|| placement.clone());
        }
        for choice in names {
            if self.name(choice.referent, &choice.told).is_none() {
                self.names.push(choice.clone());
            }
        }
    }

    /// Takes a decision about a name in the place of an earlier one.
    pub fn choose_name(&mut self, choice: NameChoice) {
        self.names.retain(|own| own.referent != choice.referent || own.told != choice.told);
        self.names.push(choice);
    }

    /// What a person said that a name is.
    pub(super) fn name(&self, referent: Referent, told: &str) -> Option<&NameChoice> {
        self.names.iter().find(|own| own.referent == referent && own.told == told)
    }
}
