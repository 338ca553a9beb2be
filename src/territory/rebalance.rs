//! Balance with the least disruption: from the alignment before, only what has to change hands does.
//!
//! A least-cost flow says how much activity must pass which border (`flow`); units along that border then change hands,
//! those first that cost the least compactness, in rounds, because every move makes new borders. Where the budget does not
//! reach, the flow is worked out for the best strain that it does reach. The last per cent and the other measures
//! are left to the boundary search.

use super::basic_units::{BasicUnits, narrow};
use super::boundary::{BoundarySearch, borders};
use super::budget::{Budget, NOBODY};
use super::contiguity::{fill_empty, repair};
use super::flow::{self, Holding, Passage, passages};
use super::partition::{Partition, Ties};
use crate::geography::chord_squared;
use crate::sorting::sort_by;

/// Rounds of flows.
pub(super) const ROUNDS: usize = 24;

/// Passes over what changed hands, to give back what nothing asks for.
const RETURNS: usize = 4;

/// Halvings of the strain that a budget may reach.
const HALVINGS: usize = 24;

/// The part of a budget that a flow is planned for: units are no liquid.
const PLANNED: f64 = 0.97;

/// A realignment in the making.
#[derive(Debug, Clone)]
pub(super) struct Rebalance {
    partition: Partition,
    /// The strain to reach, in tolerances.
    aim: f64,
    stage: Stage,
    /// By unit, who held it at first.
    first: Vec<u32>,
    /// About what would have to change hands without a cap, as a share of what was held.
    needed: f64,
}

#[derive(Debug, Clone)]
enum Stage {
    Flow { round: usize },
    Borders { sweep: usize, search: BoundarySearch },
    Return { pass: usize },
    Done,
}

impl Rebalance {
    /// Starts from a partition whose budget says what may change hands; `makes_whole` puts territories in pieces together first,
    /// which is paid from that. O(units · log units).
    pub(super) fn new(units: &BasicUnits, mut partition: Partition, aim: f64, makes_whole: bool) -> Self {
        let first = partition.owners.clone();
        if makes_whole && !partition.ties.may_scatter {
            repair(units, &mut partition);
        }
        fill_empty(units, &mut partition);
        let flow = flow::amount(&passages(&holdings(&partition, 1.0), &neighbours(units, &partition)));
        let needed = partition.ties.budget.as_ref().map_or(flow, |budget| budget.share_with(flow));
        // What is within its tolerances needs nothing.
        let aim = if partition.worst_strain() <= 1.0 { 1.0 } else { aim };
        Self { partition, aim, stage: Stage::Flow { round: 0 }, first, needed }
    }

    /// The smallest piece of work; returns about how many evaluations of a point it took, 0 when all is done.
    pub(super) fn advance(&mut self, units: &BasicUnits) -> usize {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Flow { round } => {
                let before = self.partition.worst_strain();
                let moved = before > self.aim && level(units, &mut self.partition, self.aim) > 0;
                if moved && round + 1 < ROUNDS {
                    Stage::Flow { round: round + 1 }
                } else {
                    Stage::Borders { sweep: 0, search: BoundarySearch::new(None, self.aim) }
                }
            }
            Stage::Borders { sweep, mut search } => {
                if search.sweep(units, &mut self.partition) {
                    Stage::Borders { sweep: sweep + 1, search }
                } else {
                    Stage::Return { pass: 0 }
                }
            }
            Stage::Return { pass } => {
                let returned = give_back(units, &mut self.partition, &self.first, self.aim);
                if returned > 0 && pass + 1 < RETURNS { Stage::Return { pass: pass + 1 } } else { Stage::Done }
            }
            Stage::Done => return 0,
        };
        2 * units.len()
    }

    /// The part of the work done, 0 to 1 and never falling.
    pub(super) fn progress(&self) -> f64 {
        let share = |done: usize, of: usize| done.min(of) as f64 / of as f64;
        match &self.stage {
            Stage::Flow { round } => 0.5 * share(*round, ROUNDS),
            Stage::Borders { sweep, .. } => 0.5 + 0.48 * share(*sweep, 4 * BoundarySearch::SWEEPS),
            Stage::Return { .. } => 0.99,
            Stage::Done => 1.0,
        }
    }

    /// The partition as it is.
    pub(super) fn partition(&self) -> &Partition {
        &self.partition
    }

    /// The partition as it is, and about what would have had to change hands without a cap, as a share of what was held.
    pub(super) fn finish(self) -> (Partition, f64) {
        (self.partition, self.needed)
    }
}

/// One round: the passages for the best strain within the budget, `aim` if it can be, carried out. Returns the units moved.
pub(super) fn level(units: &BasicUnits, partition: &mut Partition, aim: f64) -> usize {
    let neighbours = neighbours(units, partition);
    let plan = |strain: f64| passages(&holdings(partition, strain), &neighbours);
    let worst = partition.strain_of_activity();
    let left = partition.ties.budget.as_ref().map_or(f64::INFINITY, Budget::left);
    let mut found = plan(aim);
    if flow::amount(&found) > left * PLANNED {
        let (mut low, mut high) = (aim, worst);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let tried = plan(middle);
            if flow::amount(&tried) > left * PLANNED {
                low = middle;
            } else {
                high = middle;
                found = tried;
            }
        }
        if high >= worst {
            return 0;
        }
    }
    carry_out(units, partition, &found)
}

/// Gives units back to who held them at first, where that keeps all within the `aim`, or no farther from it than they are, and
/// in one piece. Returns how many. O(units moved · territories).
fn give_back(units: &BasicUnits, partition: &mut Partition, first: &[u32], aim: f64) -> usize {
    let (mut options, mut returned) = (Vec::new(), 0);
    for (unit, &home) in first.iter().enumerate() {
        let own = partition.owners[unit];
        if home == own || home == NOBODY {
            continue;
        }
        partition.options(units, unit, &mut options);
        if !options.contains(&home) || !partition.may_leave(units, unit) {
            continue;
        }
        let ends = [own as usize, home as usize];
        let before = ends.map(|k| partition.strain(k));
        partition.shift(units, unit, home);
        let is_kept = ends.iter().zip(before).all(|(&k, before)| partition.strain(k) <= before.max(aim));
        if is_kept {
            returned += 1;
        } else {
            partition.shift(units, unit, own);
        }
    }
    returned
}

/// What each territory holds of the combined activity, and shall hold for that strain.
fn holdings(partition: &Partition, strain: f64) -> Vec<Holding> {
    let tolerance = partition.ledgers[0].terms.tolerance;
    let off = (strain * tolerance).min(1.0);
    let own = partition.weights().iter().zip(partition.targets()).enumerate();
    own.map(|(k, (&has, target))| {
        let (least, most) = (target * (1.0 - off), target * (1.0 + strain * tolerance));
        // What is closed cannot change.
        if partition.ties.is_closed(narrow(k)) {
            Holding { has, least: has, most: has }
        } else {
            Holding { has, least, most }
        }
    })
    .collect()
}

/// The pairs (from, to) between which a unit could move, ascending.
fn neighbours(units: &BasicUnits, partition: &Partition) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = borders(units, partition).iter().map(|&(from, to, _)| (from, to)).collect();
    pairs.dedup();
    pairs
}

/// Moves units over each border until its amount has passed, the greatest amounts first. Returns the units moved.
fn carry_out(units: &BasicUnits, partition: &mut Partition, found: &[Passage]) -> usize {
    let mut sorted = found.to_vec();
    sort_by(&mut sorted, &|a, b| b.amount.total_cmp(&a.amount).then((a.from, a.to).cmp(&(b.from, b.to))));
    let border = borders(units, partition);
    let mut moved = 0;
    for passage in &sorted {
        let pair = (passage.from, passage.to);
        let start = border.partition_point(|own| (own.0, own.1) < pair);
        let end = border.partition_point(|own| (own.0, own.1) <= pair);
        let first = border[start..end].iter().map(|own| own.2 as usize).collect();
        moved += pass(units, partition, passage, first);
    }
    moved
}

/// A front that advances from the border into the territory that gives.
fn pass(units: &BasicUnits, partition: &mut Partition, passage: &Passage, first: Vec<usize>) -> usize {
    let mut front = Front::default();
    for unit in first {
        front.push(units, partition, passage, unit);
    }
    let mut options = Vec::new();
    let (mut passed, mut moved) = (0.0, 0);
    while let Some(unit) = front.pop() {
        let weight = units.weights[unit];
        // More than half of it has to fit.
        if partition.owners[unit] != passage.from || passed + weight / 2.0 > passage.amount {
            continue;
        }
        partition.options(units, unit, &mut options);
        if !options.contains(&passage.to) || !partition.may_leave(units, unit) {
            continue;
        }
        partition.shift(units, unit, passage.to);
        passed += weight;
        moved += 1;
        let site = units.sites[unit];
        for &place in std::iter::once(&site).chain(units.graph.of(site)) {
            for near in units.at_site(place).filter(|&near| partition.owners[near] == passage.from) {
                front.push(units, partition, passage, near);
            }
        }
    }
    moved
}

/// Units by what they cost: a return to where they were before first, then by compactness lost per activity. Units that
/// were refused because they hold their territory together come again when a neighbour has moved.
#[derive(Default)]
struct Front {
    heap: std::collections::BinaryHeap<std::cmp::Reverse<(Price, usize)>>,
}

#[derive(PartialEq)]
struct Price(f64);

impl Eq for Price {}

impl PartialOrd for Price {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Price {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What lies beyond any difference of compactness.
const HOME: f64 = 1e12;

impl Front {
    fn push(&mut self, units: &BasicUnits, partition: &Partition, passage: &Passage, unit: usize) {
        let center = |k: u32| partition.center(k).unwrap_or(units.at[unit]);
        let squared = |k: u32| chord_squared(units.at[unit], center(k));
        let lost = squared(passage.to) - squared(passage.from);
        let before = partition.ties.budget.as_ref().map_or(NOBODY, |budget| budget.before[unit]);
        let dear = if before == passage.to {
            -HOME
        } else if before == passage.from {
            0.0
        } else {
            -HOME / 2.0
        };
        self.heap.push(std::cmp::Reverse((Price(lost + dear), unit)));
    }

    fn pop(&mut self) -> Option<usize> {
        self.heap.pop().map(|std::cmp::Reverse((_, unit))| unit)
    }
}

/// Gives every unit of [`NOBODY`] to a territory beside it, the one with the nearest centre first; where none is beside
/// it, to the nearest. O(units · log units).
pub(super) fn take_in(units: &BasicUnits, owners: &mut [u32], centers: &[Option<[f64; 3]>], ties: &Ties) {
    let is_open = |unit: usize, k: u32| !ties.is_closed(k) && centers[k as usize].is_some() && ties.permits(unit, k);
    let squared =
        |unit: usize, k: u32| centers[k as usize].map_or(f64::INFINITY, |center| chord_squared(units.at[unit], center));
    let mut open: Vec<usize> = (0..units.len()).filter(|&unit| owners[unit] == NOBODY).collect();
    while !open.is_empty() {
        let mut taken: Vec<(usize, u32)> = Vec::new();
        for &unit in &open {
            let site = units.sites[unit];
            let places = std::iter::once(&site).chain(units.graph.of(site));
            let bound = places.flat_map(|&place| units.at_site(place)).filter(|&near| !units.is_loose(near));
            let beside = bound.map(|near| owners[near]);
            let best = beside
                .filter(|&k| k != NOBODY && is_open(unit, k))
                .min_by(|&a, &b| squared(unit, a).total_cmp(&squared(unit, b)).then(a.cmp(&b)));
            taken.extend(best.map(|k| (unit, k)));
        }
        if taken.is_empty() {
            let all = 0..narrow(centers.len());
            for &unit in &open {
                let nearest = all
                    .clone()
                    .filter(|&k| is_open(unit, k))
                    .min_by(|&a, &b| squared(unit, a).total_cmp(&squared(unit, b)).then(a.cmp(&b)));
                owners[unit] = nearest.unwrap_or(0);
            }
            return;
        }
        for (unit, k) in taken {
            owners[unit] = k;
        }
        open.retain(|&unit| owners[unit] == NOBODY);
    }
}
