//! A start, or one that goes on, tried on groups of units: the cheap part of a design, of which there is much.

use super::matching::assign;
use super::power::Centers;
use super::prices::Market;
use super::search::Level;
use super::task::are_owners;
use crate::geography::chord_squared;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How far centres go on the way to the centroid: beyond it, which speeds Lloyd's iteration up.
pub(super) const BEYOND: f64 = 1.5;

/// The imbalance at which centres move.
pub(super) const PRECISION: f64 = 0.02;

/// What a trial depends on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Trial {
    pub(super) level: Arc<Level>,
    /// By open territory, the activity sought.
    pub(super) targets: Arc<Vec<f64>>,
    /// By open territory, whether its centre stays where it is.
    pub(super) is_frozen: Arc<Vec<bool>>,
    /// Where it begins.
    pub(super) centers: Centers,
    pub(super) iterations: usize,
}

/// A trial in the making.
#[derive(Debug, Clone)]
pub(super) struct TrialRun {
    level: Arc<Level>,
    targets: Arc<Vec<f64>>,
    market: Market,
    spread: f64,
    iterations: [usize; 2],
}

/// Where centres went, and how compact the cells were on the way there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Tried {
    pub(super) centers: Centers,
    pub(super) spread: f64,
    /// By group, its cell; empty before the first iteration.
    pub(super) owners: Vec<u32>,
    /// By cell, its weight.
    weights: Vec<f64>,
}

impl Trial {
    pub(super) fn begin(self) -> TrialRun {
        let Self { level, targets, is_frozen, centers, iterations } = self;
        let market = Market::on(centers, is_frozen.to_vec());
        TrialRun { level, targets, market, spread: f64::INFINITY, iterations: [0, iterations] }
    }
}

impl TrialRun {
    /// One iteration; returns about how many evaluations of a point it took, 0 when all is done.
    pub(super) fn advance(&mut self) -> usize {
        let [done, all] = &mut self.iterations;
        if *done >= *all {
            return 0;
        }
        *done += 1;
        let steps;
        (steps, self.spread) = self.level.relax(&mut self.market, &self.targets, PRECISION, BEYOND);
        steps * self.level.points.len()
    }

    /// The part of the work done.
    pub(super) fn done(&self) -> f64 {
        let [done, all] = self.iterations;
        done as f64 / all.max(1) as f64
    }

    pub(super) fn tried(self) -> Tried {
        let Market { centers, cells, .. } = self.market;
        Tried { centers, spread: self.spread, owners: cells.owners, weights: cells.weights }
    }
}

impl Tried {
    /// Centres to begin with, of which nothing is known.
    pub(super) fn at(at: Vec<[f64; 3]>) -> Self {
        let prices = vec![0.0; at.len()];
        Self { centers: Centers { at, prices }, spread: f64::INFINITY, owners: Vec::new(), weights: Vec::new() }
    }

    /// Exchanges centres between territories so that the squared ways from home bases are least in sum, and nobody's way is
    /// very long: what comes next makes room there for the share of who came. O(territories³).
    pub(super) fn move_home(&mut self, homes: &[Option<[f64; 3]>]) {
        let Centers { at, prices } = &self.centers;
        let costs =
            |home: &Option<[f64; 3]>| at.iter().map(|&at| home.map_or(0.0, |home| chord_squared(home, at))).collect();
        let center_of = assign(&homes.iter().map(costs).collect::<Vec<Vec<f64>>>());
        let mut territory_of = vec![0; at.len()];
        (0..).zip(&center_of).for_each(|(k, &center)| territory_of[center] = k);
        let moved = |values: &[f64]| -> Vec<f64> {
            if values.is_empty() { Vec::new() } else { center_of.iter().map(|&center| values[center]).collect() }
        };
        self.weights = moved(&self.weights);
        self.centers = Centers { at: center_of.iter().map(|&center| at[center]).collect(), prices: moved(prices) };
        self.owners.iter_mut().for_each(|owner| *owner = territory_of[*owner as usize]);
    }

    /// Whether it is one of so many groups and territories.
    pub(super) fn fits(&self, groups: usize, territories: usize) -> bool {
        let centers = [self.centers.at.len(), self.centers.prices.len()];
        let is_whole = are_owners(&self.owners, groups, territories) && self.weights.len() == territories;
        let is_empty = self.owners.is_empty() && self.weights.is_empty();
        centers == [territories; 2] && (is_whole || is_empty)
    }

    /// Worst |w − μ| ÷ μ of the cells.
    pub(super) fn imbalance(&self, targets: &[f64]) -> f64 {
        let deviations = self.weights.iter().zip(targets).map(|(weight, target)| (weight - target).abs() / target);
        deviations.fold(0.0, f64::max)
    }
}
