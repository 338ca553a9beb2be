//! The last per cent: units along the borders change hands, one at a time or against each other.

use super::basic_units::BasicUnits;
use super::partition::Partition;
use super::power::Centers;
use crate::geography::chord_squared;

/// What a move may cost in compactness for the sake of balance, as shares of the squared distance of the two centres;
/// the cheap moves come first.
const PATIENCE: [f64; 8] = [0.005, 0.02, 0.05, 0.15, 0.5, 1.5, 5.0, f64::INFINITY];

/// From this patience on, moves are made only to get within the tolerance, not to get nearer to perfect balance.
const NEEDED_ONLY: usize = 3;

/// Two territories must differ by this deviation before idle units move from one to the other.
const IDLE: f64 = 0.02;

/// Sweeps over all units at one patience.
const SWEEPS: usize = 12;

/// Sweeps that make territories more compact.
const POLISH: usize = 12;

/// The stages of the search, one sweep at a time.
#[derive(Debug, Clone)]
pub(super) struct BoundarySearch {
    centers: Centers,
    /// The deviation to reach.
    aim: f64,
    /// The deviation that is accepted.
    tolerance: f64,
    stage: Stage,
    options: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Balance { patience: usize, sweep: usize },
    Polish { sweep: usize },
    Done,
}

impl BoundarySearch {
    /// About how many sweeps a search takes.
    pub(super) const SWEEPS: usize = 20;

    /// A search that starts from the centres and prices of a power diagram, aims at a worst deviation of `aim`, and
    /// accepts `tolerance`.
    pub(super) fn new(centers: Centers, aim: f64, tolerance: f64) -> Self {
        Self { centers, aim, tolerance, stage: Stage::Balance { patience: 0, sweep: 0 }, options: Vec::new() }
    }

    /// One sweep over the units; false when nothing is left to do. O(units + moves · reach of the check).
    pub(super) fn sweep(&mut self, units: &BasicUnits, partition: &mut Partition) -> bool {
        self.stage = match self.stage {
            Stage::Balance { patience, .. } if self.is_enough(partition.worst(), patience) => {
                Stage::Polish { sweep: 0 }
            }
            Stage::Balance { patience, sweep } => {
                let moved = self.balance(units, partition, PATIENCE[patience]);
                match (moved > 0 && sweep + 1 < SWEEPS, patience + 1 < PATIENCE.len()) {
                    (true, _) => Stage::Balance { patience, sweep: sweep + 1 },
                    (false, true) => Stage::Balance { patience: patience + 1, sweep: 0 },
                    (false, false) => Stage::Polish { sweep: 0 },
                }
            }
            Stage::Polish { sweep } => {
                let moved = self.polish(units, partition);
                if moved > 0 && sweep + 1 < POLISH { Stage::Polish { sweep: sweep + 1 } } else { Stage::Done }
            }
            Stage::Done => Stage::Done,
        };
        self.stage != Stage::Done
    }

    fn is_enough(&self, worst: f64, patience: usize) -> bool {
        worst <= self.aim || (patience >= NEEDED_ONLY && worst <= self.tolerance)
    }

    /// Moves units where that lowers Σ (w − μ)² ÷ μ and costs at most `patience`, in squared distance less
    /// price as a share of the squared distance of the centres.
    fn balance(&mut self, units: &BasicUnits, partition: &mut Partition, patience: f64) -> usize {
        let mut moved = 0;
        let mut options = std::mem::take(&mut self.options);
        for unit in 0..units.len() {
            partition.options(units, unit, &mut options);
            let own = partition.owners[unit];
            let best = options
                .iter()
                .filter(|&&to| imbalance_change(units, partition, unit, to) < 0.0)
                .map(|&to| (self.cost(units, unit, own, to), to))
                .filter(|&(cost, _)| cost <= patience)
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, to)) = best
                && partition.may_leave(units, unit)
            {
                partition.shift(units, unit, to);
                moved += 1;
            }
        }
        self.options = options;
        moved
    }

    fn cost(&self, units: &BasicUnits, unit: usize, from: u32, to: u32) -> f64 {
        let Centers { at, prices } = &self.centers;
        let reduced = |k: u32| chord_squared(units.at[unit], at[k as usize]) - prices[k as usize];
        let apart = chord_squared(at[from as usize], at[to as usize]);
        (reduced(to) - reduced(from)) / apart.max(f64::MIN_POSITIVE)
    }

    /// Moves units where that makes the territories more compact and keeps both within the aim, or nearer to it.
    fn polish(&mut self, units: &BasicUnits, partition: &mut Partition) -> usize {
        let mut moved = 0;
        let limit = self.aim.max(partition.worst());
        let mut options = std::mem::take(&mut self.options);
        for unit in 0..units.len() {
            partition.options(units, unit, &mut options);
            let best = options
                .iter()
                .filter(|&&to| keeps(units, partition, unit, to, limit))
                .map(|&to| (partition.spread_change(units, unit, to), to))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((change, to)) = best
                && change < -1e-9 * partition.pulls[unit]
                && partition.may_leave(units, unit)
            {
                partition.shift(units, unit, to);
                moved += 1;
            }
        }
        self.options = options;
        moved
    }
}

/// Σ (w − μ)² ÷ μ after the move less before; for an idle unit, which would bar the way of those behind it, the slope of
/// the sum, once it is worth a move.
fn imbalance_change(units: &BasicUnits, partition: &Partition, unit: usize, to: u32) -> f64 {
    let weight = units.weights[unit];
    let (from, to) = (partition.owners[unit] as usize, to as usize);
    let excess = |k: usize| partition.weights[k] - partition.targets[k];
    if weight <= 0.0 {
        return partition.deviation(to) - partition.deviation(from) + IDLE;
    }
    weight
        * ((weight - 2.0 * excess(from)) / partition.targets[from]
            + (weight + 2.0 * excess(to)) / partition.targets[to])
}

/// Whether both territories are within the limit after the move.
fn keeps(units: &BasicUnits, partition: &Partition, unit: usize, to: u32, limit: f64) -> bool {
    let weight = units.weights[unit];
    let (from, to) = (partition.owners[unit] as usize, to as usize);
    let after = |k: usize, change: f64| ((partition.weights[k] + change) / partition.targets[k] - 1.0).abs();
    after(from, -weight) <= limit && after(to, weight) <= limit
}
