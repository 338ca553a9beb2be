//! How travel is reckoned, in words.

use super::Plan;
use crate::geography::Ways;
use std::collections::BTreeMap;

/// How far the travel matrix of a plan reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixReach {
    /// Accounts of territories that it knows, by their id or a place.
    pub known: usize,
    /// Located accounts of territories.
    pub accounts: usize,
    /// Ways from one account to another of the same territory.
    pub ways: u64,
    /// Of them, those that it does not tell: they are estimated.
    pub missing: u64,
}

impl Plan {
    /// How ways are reckoned: by the matrix, and by what where that says nothing. `amount` writes kilometres, or a speed, in the unit
    /// of that sign, and `detour` a factor.
    #[must_use]
    pub fn travel_in_words(&self, sign: &str, detour: &str, amount: &dyn Fn(f64) -> String) -> String {
        let model = self.estimate_in_words(sign, detour, amount);
        match self.matrix() {
            Some(matrix) => format!("the travel matrix {}, else {model}", matrix.file()),
            None => model,
        }
    }

    /// How ways are reckoned where nothing is routed yet: the matrix has no part in it.
    #[must_use]
    pub fn estimate_in_words(&self, sign: &str, detour: &str, amount: &dyn Fn(f64) -> String) -> String {
        format!("great circle × {detour} ÷ {}", self.settings().travel.speeds_in_words(sign, amount))
    }

    /// How far the travel matrix reaches in the shown layer; nothing without one. O(accounts · log names + ways).
    #[must_use]
    pub fn matrix_reach(&self) -> MatrixReach {
        let mut reach = MatrixReach::default();
        let Some(matrix) = self.matrix() else { return reach };
        let ways = Ways::new(self.dataset(), self.reckoning());
        // By name, how many accounts of each territory it stands for.
        let mut standing: BTreeMap<u32, BTreeMap<u16, u64>> = BTreeMap::new();
        for territory in self.alignment().indices() {
            let mut located = 0_u64;
            for account in self.alignment().members(territory) {
                let Some(point) = ways.account(account) else { continue };
                located += 1;
                if let Some(name) = point.name() {
                    *standing.entry(name).or_default().entry(territory.0).or_default() += 1;
                    reach.known += 1;
                }
            }
            reach.accounts += usize::try_from(located).unwrap_or(usize::MAX);
            reach.ways += located * located.saturating_sub(1);
        }
        let mut told = 0;
        for way in matrix.ways().iter().filter(|way| matrix.way(way.from, way.to).is_some()) {
            let Some((from, to)) = standing.get(&way.from).zip(standing.get(&way.to)) else { continue };
            for (territory, count) in from {
                // An account has no way to itself.
                let others = to.get(territory).map_or(0, |others| others - u64::from(way.from == way.to));
                told += count * others;
            }
        }
        reach.missing = reach.ways.saturating_sub(told);
        reach
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MatrixParts, MatrixWay};
    use crate::plan::sample;

    #[test]
    fn ways_that_a_matrix_does_not_tell_are_counted() {
        let mut plan = Plan::new("Ways", sample::dataset(6));
        let design = plan.design_edit(sample::layer(plan.dataset(), 2));
        plan.apply(design).expect("the sample fits");
        assert_eq!(plan.matrix_reach(), MatrixReach::default());
        // Located are all but the last: 1, 3, 5 and 2, 4.
        let way = |from, to, minutes| MatrixWay { from, to, minutes, kilometres: None };
        let parts = MatrixParts {
            file: "times.csv".to_owned(),
            column: None,
            names: ["chicago", "row-1", "row-2", "row-4"].map(str::to_owned).to_vec(),
            ways: vec![way(0, 0, 9.0), way(0, 1, 5.0), way(1, 2, 5.0), way(2, 3, 7.0), way(3, 3, 0.0)],
        };
        let edit = plan.matrix_edit(Some(parts.try_into().expect("a matrix")));
        plan.apply(edit).expect("it fits");
        // The accounts 3 and 5 are in Chicago: two ways between them, two to the first; one from the second to the fourth.
        assert_eq!(plan.matrix_reach(), MatrixReach { known: 5, accounts: 5, ways: 8, missing: 3 });
        let words = plan.travel_in_words("km", "1.3", &|amount| amount.to_string());
        assert_eq!(words, "the travel matrix times.csv, else great circle × 1.3 ÷ 60 km/h");
        plan.undo();
        assert_eq!(plan.matrix(), None);
    }
}
