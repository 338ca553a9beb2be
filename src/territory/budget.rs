//! What may change hands, and what has.

use crate::model::Caps;
use serde::{Deserialize, Serialize};

/// The owner of a unit that had none.
pub(super) const NOBODY: u32 = u32::MAX;

/// What may change hands, in the measure of the caps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Budget {
    /// By unit, its territory at the baseline; [`NOBODY`] for none.
    pub(super) before: Vec<u32>,
    /// By unit, what it counts, however heavy it is.
    worth: Vec<f64>,
    /// What had an owner at the baseline, and how much of it there is for one of activity.
    pub(super) all: f64,
    rate: f64,
    /// What has changed hands since.
    pub(super) spent: f64,
    /// The most that may.
    pub(super) most: f64,
    /// By territory, what it had, and what it handed over.
    had: Vec<f64>,
    handed: Vec<f64>,
    /// By territory, the most that it may.
    most_handed: Vec<f64>,
}

impl Budget {
    /// Nothing spent. `worth` is what each unit counts where that is not its activity. O(units).
    pub(super) fn new(
        activity: Vec<f64>,
        worth: Option<Vec<f64>>,
        before: Vec<u32>,
        territories: usize,
        caps: &Caps,
    ) -> Self {
        let held = |values: &[f64]| {
            let mut had = vec![0.0; territories];
            for (weight, &owner) in values.iter().zip(&before) {
                if let Some(had) = had.get_mut(owner as usize) {
                    *had += weight;
                }
            }
            had
        };
        let of_activity: f64 = held(&activity).iter().sum();
        let worth = worth.unwrap_or(activity);
        let had = held(&worth);
        let all: f64 = had.iter().sum();
        let rate = if all > 0.0 && of_activity > 0.0 { all / of_activity } else { 1.0 };
        Self {
            worth,
            all,
            rate,
            spent: 0.0,
            most: caps.in_all.map_or(f64::INFINITY, |cap| cap.value() * all),
            handed: vec![0.0; territories],
            most_handed: had
                .iter()
                .map(|had| caps.per_territory.map_or(f64::INFINITY, |cap| cap.value() * had))
                .collect(),
            had,
            before,
        }
    }

    /// Whether anything limits it.
    pub(super) fn is_capped(&self) -> bool {
        self.most.is_finite() || self.most_handed.iter().any(|most| most.is_finite())
    }

    /// The activity that is left to be moved, about.
    pub(super) fn left(&self) -> f64 {
        (self.most - self.spent) / self.rate
    }

    /// What will have changed hands when that much more activity has, as a share of what was held.
    pub(super) fn share_with(&self, activity: f64) -> f64 {
        (self.spent + activity * self.rate) / self.all.max(f64::MIN_POSITIVE)
    }

    /// What a territory would have to have handed over to be rid of that much more activity, as a share of what it had, where
    /// that is more than it may.
    pub(super) fn needed_of(&self, territory: usize, activity: f64) -> Option<f64> {
        let (had, most) = (*self.had.get(territory)?, *self.most_handed.get(territory)?);
        let needed = self.handed[territory] + activity * self.rate;
        (had > 0.0 && needed > most).then_some(needed / had)
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
        let weight = self.worth[unit];
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
