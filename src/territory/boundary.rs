//! The last per cent: units along the borders change hands, one at a time or against each other.

use super::basic_units::{BasicUnits, narrow};
use super::partition::Partition;
use super::pieces::{MOST_WORK, move_best};
use super::power::Centers;
use crate::geography::chord_squared;
use crate::sorting::{sort, sort_by};

/// What a move may cost in compactness for the sake of balance, as shares of the squared distance of the two centres;
/// the cheap moves come first.
const PATIENCE: [f64; 8] = [0.005, 0.02, 0.05, 0.15, 0.5, 1.5, 5.0, f64::INFINITY];

/// From this patience on, moves are made only to get within the tolerance, not to get nearer to perfect balance.
const NEEDED_ONLY: usize = 3;

/// Two territories must differ by this deviation before idle units move from one to the other.
const IDLE: f64 = 0.02;

/// Sweeps over all units at one patience.
const SWEEPS: usize = 12;

/// Sweeps that exchange units.
const EXCHANGES: usize = 30;

/// Sweeps that make territories more compact.
const POLISH: usize = 12;

/// What an exchange that costs no compactness is taken to cost, so that gains can be weighed against costs.
const LEAST_COST: f64 = 0.02;

/// Units on each side of a border that are tried against each other.
const TRIED: usize = 160;

/// The stages of the search, one sweep at a time.
#[derive(Debug, Clone)]
pub(super) struct BoundarySearch {
    /// Centres and prices of a power diagram that the partition follows, if it follows one.
    centers: Option<Centers>,
    /// The strain to reach, in tolerances.
    aim: f64,
    stage: Stage,
    options: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Balance {
        patience: usize,
        sweep: usize,
    },
    Exchange {
        sweep: usize,
    },
    /// Whole pieces, and what they have taken so far.
    Pieces {
        work: usize,
    },
    Polish {
        sweep: usize,
    },
    Done,
}

impl BoundarySearch {
    /// About how many sweeps a search takes.
    pub(super) const SWEEPS: usize = 20;

    /// A search that aims at a worst strain of `aim` and accepts 1; `centers` are those of the power diagram that the
    /// partition comes from.
    pub(super) fn new(centers: Option<Centers>, aim: f64) -> Self {
        Self { centers, aim, stage: Stage::Balance { patience: 0, sweep: 0 }, options: Vec::new() }
    }

    /// One sweep over the units; false when nothing is left to do. O(units · loads + moves · reach of the check).
    pub(super) fn sweep(&mut self, units: &BasicUnits, partition: &mut Partition) -> bool {
        self.stage = match self.stage {
            Stage::Balance { patience, .. } if self.is_enough(partition.worst_strain(), patience) => {
                polish_stage(partition)
            }
            Stage::Balance { patience, sweep } => {
                let moved = self.balance(units, partition, PATIENCE[patience]);
                match (moved > 0 && sweep + 1 < SWEEPS, patience + 1 < PATIENCE.len()) {
                    (true, _) => Stage::Balance { patience, sweep: sweep + 1 },
                    (false, true) => Stage::Balance { patience: patience + 1, sweep: 0 },
                    (false, false) => Stage::Exchange { sweep: 0 },
                }
            }
            Stage::Exchange { sweep } => {
                let exchanged = partition.worst_strain() > self.aim && self.exchange(units, partition) > 0;
                if exchanged && sweep + 1 < EXCHANGES {
                    Stage::Exchange { sweep: sweep + 1 }
                } else {
                    Stage::Pieces { work: 0 }
                }
            }
            Stage::Pieces { work } => {
                let is_wanted = partition.worst_strain() > 1.0 && work < MOST_WORK;
                match is_wanted.then(|| move_best(units, partition, self.aim)).flatten() {
                    Some(taken) => Stage::Pieces { work: work + taken },
                    None => polish_stage(partition),
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
        worst <= self.aim || (patience >= NEEDED_ONLY && worst <= 1.0)
    }

    /// Moves units where that brings balance and costs at most `patience`, in squared distance less price as a share of
    /// the squared distance of the centres.
    fn balance(&mut self, units: &BasicUnits, partition: &mut Partition, patience: f64) -> usize {
        let mut moved = 0;
        let mut options = std::mem::take(&mut self.options);
        for unit in 0..units.len() {
            partition.options(units, unit, &mut options);
            let best = options
                .iter()
                .filter(|&&to| self.imbalance_change(units, partition, unit, to) < 0.0)
                .map(|&to| (self.cost(units, partition, unit, to), to))
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

    /// What a move costs in compactness, as a share of the squared distance of the two centres.
    fn cost(&self, units: &BasicUnits, partition: &Partition, unit: usize, to: u32) -> f64 {
        let from = partition.owners[unit];
        let Some(Centers { at, prices }) = &self.centers else {
            let center = |k: u32| partition.center(k).unwrap_or(units.at[unit]);
            let apart = chord_squared(center(from), center(to));
            let change = partition.spread_change(units, unit, to) / partition.pulls[unit];
            return change / apart.max(f64::MIN_POSITIVE);
        };
        let reduced = |k: u32| chord_squared(units.at[unit], at[k as usize]) - prices[k as usize];
        let apart = chord_squared(at[from as usize], at[to as usize]);
        (reduced(to) - reduced(from)) / apart.max(f64::MIN_POSITIVE)
    }

    /// What a move does to balance, negative for the better.
    ///
    /// A diagram of one measure is driven towards the fair shares themselves, Σ (w − μ)² ÷ μ; for an idle unit, which would
    /// bar the way of those behind it, the slope of that sum counts once it is worth a move. Where several measures pull,
    /// or moves are dear, only the strain beyond the aim counts.
    fn imbalance_change(&self, units: &BasicUnits, partition: &Partition, unit: usize, to: u32) -> f64 {
        let weight = units.weights[unit];
        let (from, to) = (partition.owners[unit] as usize, to as usize);
        if weight <= 0.0 && units.loads.iter().all(|load| load.values[unit] <= 0.0) {
            return partition.deviation(to) - partition.deviation(from) + IDLE;
        }
        if self.centers.is_none() || partition.ledgers.len() > 1 {
            return self.beyond_change(units, partition, &[(unit, from, to)]);
        }
        let targets = partition.targets();
        let excess = |k: usize| partition.weights()[k] - targets[k];
        weight * ((weight - 2.0 * excess(from)) / targets[from] + (weight + 2.0 * excess(to)) / targets[to])
    }

    /// The change of Σ (strain beyond the aim)² over ledgers when units move between two territories.
    fn beyond_change(&self, units: &BasicUnits, partition: &Partition, moves: &[(usize, usize, usize)]) -> f64 {
        let Some(&(_, a, b)) = moves.first() else { return 0.0 };
        let mut change = 0.0;
        for (position, ledger) in partition.ledgers.iter().enumerate() {
            let value = |unit: usize| match position {
                0 => units.weights[unit],
                _ => units.loads[position - 1].values[unit],
            };
            // What goes from a to b, on balance.
            let gone: f64 =
                moves.iter().map(|&(unit, from, _)| if from == a { value(unit) } else { -value(unit) }).sum();
            let beyond = |k: usize, sum: f64| {
                let beyond = (ledger.strain(k, sum) - self.aim).max(0.0);
                beyond * beyond
            };
            change += beyond(a, ledger.sums[a] - gone) - beyond(a, ledger.sums[a]);
            change += beyond(b, ledger.sums[b] + gone) - beyond(b, ledger.sums[b]);
        }
        change
    }

    /// Exchanges units across borders of strained territories, the best for what it costs at each border.
    /// O(borders · tried² · loads).
    fn exchange(&mut self, units: &BasicUnits, partition: &mut Partition) -> usize {
        let borders = borders(units, partition);
        let mut exchanged = 0;
        for own in borders.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
            let (a, b, _) = own[0];
            let strain = |k: u32| partition.strain(k as usize);
            if a > b || strain(a).max(strain(b)) <= self.aim {
                continue;
            }
            let start = borders.partition_point(|border| (border.0, border.1) < (b, a));
            let end = borders.partition_point(|border| (border.0, border.1) <= (b, a));
            if let Some((u, v)) = self.best_exchange(units, partition, [a, b], [own, &borders[start..end]])
                && self.carry_out(units, partition, (u, b), (v, a))
            {
                exchanged += 1;
            }
        }
        exchanged
    }

    fn best_exchange(
        &self,
        units: &BasicUnits,
        partition: &Partition,
        [a, b]: [u32; 2],
        sides: [&[(u32, u32, u32)]; 2],
    ) -> Option<(usize, usize)> {
        let priced = |side: &[(u32, u32, u32)]| -> Vec<(f64, usize)> {
            // Earlier exchanges may have moved some.
            let present = side.iter().filter(|&&(from, _, unit)| partition.owners[unit as usize] == from);
            let cost = |&(_, to, unit): &(u32, u32, u32)| self.cost(units, partition, unit as usize, to);
            let mut priced: Vec<(f64, usize)> = present.map(|border| (cost(border), border.2 as usize)).collect();
            sort_by(&mut priced, &|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
            priced.truncate(TRIED);
            priced
        };
        let [own, other] = sides.map(priced);
        let (from, to) = (a as usize, b as usize);
        let mut best = (-1e-12, None);
        for &(cost_u, u) in &own {
            for &(cost_v, v) in &other {
                let change = self.beyond_change(units, partition, &[(u, from, to), (v, to, from)]);
                let merit = change / (LEAST_COST + (cost_u + cost_v).max(0.0));
                if merit < best.0 {
                    best = (merit, Some((u, v)));
                }
            }
        }
        best.1
    }

    /// Makes both moves, or neither.
    fn carry_out(
        &mut self,
        units: &BasicUnits,
        partition: &mut Partition,
        (u, to): (usize, u32),
        (v, back): (usize, u32),
    ) -> bool {
        let mut options = std::mem::take(&mut self.options);
        // What was possible when the borders were drawn may not be so any more.
        partition.options(units, u, &mut options);
        if !options.contains(&to) || !partition.may_leave(units, u) {
            self.options = options;
            return false;
        }
        partition.shift(units, u, to);
        partition.options(units, v, &mut options);
        let is_possible = options.contains(&back) && partition.may_leave(units, v);
        self.options = options;
        if is_possible {
            partition.shift(units, v, back);
        } else {
            partition.shift(units, u, back);
        }
        is_possible
    }

    /// Moves units where that makes the territories more compact and keeps both within the aim, or nearer to it.
    fn polish(&mut self, units: &BasicUnits, partition: &mut Partition) -> usize {
        let mut moved = 0;
        let aim = self.aim;
        let mut options = std::mem::take(&mut self.options);
        for unit in 0..units.len() {
            partition.options(units, unit, &mut options);
            let best = options
                .iter()
                .filter(|&&to| keeps(units, partition, unit, to, aim))
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

/// Compactness is no reason for anything to change hands: from here on no more does than has.
fn polish_stage(partition: &mut Partition) -> Stage {
    if let Some(budget) = &mut partition.ties.budget {
        budget.most = budget.spent;
    }
    Stage::Polish { sweep: 0 }
}

/// Which units could go from which territory to which: (from, to, unit), ascending. O(units · neighbours).
pub(super) fn borders(units: &BasicUnits, partition: &Partition) -> Vec<(u32, u32, u32)> {
    let mut borders = Vec::new();
    let mut options = Vec::new();
    for unit in 0..units.len() {
        partition.options(units, unit, &mut options);
        borders.extend(options.iter().map(|&to| (partition.owners[unit], to, narrow(unit))));
    }
    sort(&mut borders);
    borders
}

/// Whether both territories are within the aim after the move, in tolerances, or no farther from their shares than before: that
/// one cannot be balanced gives the others no leave.
fn keeps(units: &BasicUnits, partition: &Partition, unit: usize, to: u32, aim: f64) -> bool {
    let (from, to) = (partition.owners[unit] as usize, to as usize);
    let values = std::iter::once(units.weights[unit]).chain(units.loads.iter().map(|load| load.values[unit]));
    partition.ledgers.iter().zip(values).all(|(ledger, value)| {
        let limit = |k: usize| aim.max(ledger.strain(k, ledger.sums[k]));
        ledger.strain(from, ledger.sums[from] - value) <= limit(from)
            && ledger.strain(to, ledger.sums[to] + value) <= limit(to)
    })
}
