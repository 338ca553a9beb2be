//! What may change hands, and what has.

use crate::model::Caps;
use serde::{Deserialize, Serialize};

/// The owner of a unit that had none.
pub(super) const NOBODY: u32 = u32::MAX;

/// The activity that may change hands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Budget {
    /// By unit, its territory at the baseline; [`NOBODY`] for none.
    pub(super) before: Vec<u32>,
    /// By unit, its activity, however heavy it is.
    activity: Vec<f64>,
    /// Activity that had an owner at the baseline.
    pub(super) all: f64,
    /// Activity that has changed hands since.
    pub(super) spent: f64,
    /// The most that may.
    pub(super) most: f64,
    /// By territory, what it handed over.
    handed: Vec<f64>,
    /// By territory, the most that it may.
    most_handed: Vec<f64>,
}

impl Budget {
    /// Nothing spent. O(units).
    pub(super) fn new(activity: Vec<f64>, before: Vec<u32>, territories: usize, caps: &Caps) -> Self {
        let mut had = vec![0.0; territories];
        for (weight, &owner) in activity.iter().zip(&before) {
            if let Some(had) = had.get_mut(owner as usize) {
                *had += weight;
            }
        }
        let all = had.iter().sum();
        Self {
            before,
            activity,
            all,
            spent: 0.0,
            most: caps.in_all.map_or(f64::INFINITY, |cap| cap.value() * all),
            handed: vec![0.0; territories],
            most_handed: had
                .iter()
                .map(|had| caps.per_territory.map_or(f64::INFINITY, |cap| cap.value() * had))
                .collect(),
        }
    }

    /// Counts what these owners have that others had at the baseline. O(units).
    pub(super) fn count(&mut self, owners: &[u32]) {
        self.spent = 0.0;
        self.handed.fill(0.0);
        for (unit, &owner) in owners.iter().enumerate() {
            let before = self.before[unit];
            if owner != NOBODY && before != owner {
                self.note(unit, before, owner);
            }
        }
    }

    /// Whether what these owners have is within the caps. O(units).
    pub(super) fn covers(&mut self, owners: &[u32]) -> bool {
        self.count(owners);
        self.spent <= self.most && self.handed.iter().zip(&self.most_handed).all(|(handed, most)| handed <= most)
    }

    /// What a unit's move adds to what has changed hands.
    pub(super) fn change(&self, unit: usize, from: u32, to: u32) -> f64 {
        let weight = self.activity[unit];
        match self.before[unit] {
            NOBODY => 0.0,
            before if before == from => weight,
            before if before == to => -weight,
            _ => 0.0,
        }
    }

    /// Whether a territory may hand over that much more.
    pub(super) fn has_room(&self, change: f64, from: u32) -> bool {
        let k = from as usize;
        change <= 0.0 || (self.spent + change <= self.most && self.handed[k] + change <= self.most_handed[k])
    }

    /// Whether a unit may move.
    pub(super) fn allows(&self, unit: usize, from: u32, to: u32) -> bool {
        self.has_room(self.change(unit, from, to), from)
    }

    /// Takes note of a move.
    pub(super) fn note(&mut self, unit: usize, from: u32, to: u32) {
        let change = self.change(unit, from, to);
        self.spent += change;
        if let Some(handed) = self.handed.get_mut(self.before[unit] as usize) {
            *handed += change;
        }
    }
}
