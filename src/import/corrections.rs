//! What a person decided about places, names and duplicates.

use crate::model::{NameChoice, Placement, Referent, SavedAnswers, ToldPlace};
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
    /// Keys of those that were one in an earlier import, while they are as many accounts as then.
    pub merged_before: BTreeMap<String, u32>,
}

impl Corrections {
    /// Takes what was answered in an earlier import, where nothing else was answered in this one. Cells are the sheet's own.
    pub fn recall(&mut self, answers: &SavedAnswers) {
        let SavedAnswers { places, names, merged, .. } = answers;
        self.merged_before.extend(merged.iter().cloned());
        for (told, placement) in places {
            self.places.entry(told.clone()).or_insert_with(|| placement.clone());
        }
        for choice in names {
            if self.name(choice.referent, &choice.told).is_none() {
                self.names.push(choice.clone());
            }
        }
    }

    /// Takes a decision about whether accounts are one.
    pub fn merge(&mut self, key: String, merge: bool) {
        self.merged_before.remove(&key);
        if merge {
            self.merged.insert(key);
        } else {
            self.merged.remove(&key);
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
