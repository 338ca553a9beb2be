//! The course of a design: many cheap starts on groups, a few finalists on the units, the borders last.

use super::basic_units::{BasicUnits, narrow};
use super::boundary::BoundarySearch;
use super::budget::NOBODY;
use super::contiguity::{fill_empty, repair};
use super::ledger::Terms;
use super::partition::{Partition, Ties};
use super::power::Centers;
use super::prices::Market;
use super::rebalance::{ROUNDS, level};
use super::search::Level;
use crate::geography::{chord_squared, hilbert_order};
use crate::sorting::sort_by;

/// Different starts.
const STARTS: usize = 16;

/// Lloyd iterations of every start.
const ITERATIONS: usize = 10;

/// Starts that go on, on the groups.
const FINALISTS: usize = 4;

/// Further iterations of those.
const FURTHER: usize = 20;

/// The finalists that go on to the units have about this many units in all, but one does at least.
const FINAL_UNITS: usize = 40_000;

/// Iterations on the units themselves.
const FINE: usize = 12;

/// Groups of units a territory while starts are compared.
const GROUPS: usize = 35;

/// No fewer groups than this in all.
const LEAST_GROUPS: usize = 700;

/// How far centres go on the way to the centroid: beyond it, which speeds Lloyd's iteration up.
const BEYOND: f64 = 1.5;

/// The imbalance at which centres move.
const PRECISION: f64 = 0.02;

/// Balance that is sought even where the tolerance allows for less: a plan gains nothing from being uneven.
const AIM: f64 = 0.0045;

/// The part of a tolerance that is aimed at.
pub(super) const SAFE: f64 = 0.9;

/// What a plan that is out of its aim by one, the whole fair share, counts as less compact.
const UNEVEN: f64 = 2.0;

/// The least part of its fair share that is sought for a territory whose locked units are more than that already.
const LEAST_SOUGHT: f64 = 0.02;

/// What shall come out.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    /// By territory, its part of all activity.
    pub(super) shares: Vec<f64>,
    /// What is asked of the combined activity.
    pub(super) terms: Terms,
    /// Where to begin.
    pub(super) starts: Vec<Start>,
    /// What must stay.
    pub(super) ties: Ties,
    /// By unit, where it has to be; `NOBODY` for those that are free, empty when all are.
    pub(super) fixed: Vec<u32>,
}

impl Goal {
    /// Whether the centre of a territory stays where it is.
    pub(super) fn is_frozen(&self, territory: u32) -> bool {
        self.ties.anchor(territory).is_some()
    }
}

/// A beginning.
#[derive(Debug, Clone)]
pub(super) enum Start {
    /// A Hilbert curve turned by an angle, filling the territories in that order.
    Curve(f64, Vec<u32>),
    /// A centre for each territory.
    Centers(Vec<[f64; 3]>),
    /// As a curve, but each territory with a place takes the nearest centre, the first of them first.
    Anchored(f64, Vec<u32>, Vec<Option<[f64; 3]>>),
}

/// A design in the making.
#[derive(Debug, Clone)]
pub(super) struct Course {
    goal: Goal,
    /// The territories that take part: those that are not closed.
    open: Vec<u32>,
    /// By open territory, the activity sought besides what is locked in it.
    targets: Vec<f64>,
    /// The deviation sought.
    aim: f64,
    coarse: Level,
    fine: Level,
    runs: Vec<Run>,
    finals: usize,
    best: Option<(f64, Partition)>,
    stage: Stage,
}

#[derive(Debug, Clone)]
struct Run {
    market: Market,
    spread: f64,
}

#[derive(Debug, Clone)]
enum Stage {
    Explore {
        start: usize,
        iteration: usize,
    },
    Further {
        run: usize,
        iteration: usize,
    },
    Fine {
        run: usize,
        iteration: usize,
        market: Market,
    },
    /// Barriers have cut cells in pieces: what went to other territories is made up for.
    Level {
        run: usize,
        round: usize,
        partition: Partition,
    },
    Smooth {
        run: usize,
        sweep: usize,
        search: BoundarySearch,
        partition: Partition,
    },
    Done,
}

/// What a design is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Comparing different beginnings.
    Exploring,
    /// Refining the best of them.
    Refining,
    /// Balancing and smoothing the borders.
    Smoothing,
    /// Nothing is left to do.
    Finished,
}

impl Course {
    /// How many starts a goal must have.
    pub(super) const STARTS: usize = STARTS;

    /// Orders and groups the units. O(units · log units).
    pub(super) fn new(units: &BasicUnits, goal: Goal) -> Self {
        let open: Vec<u32> = (0..narrow(goal.shares.len())).filter(|&k| !goal.ties.is_closed(k)).collect();
        let targets = sought(units, &goal, &open);
        let mut order = hilbert_order(&units.plane, 0.0);
        order.retain(|&unit| !goal.ties.is_fixed(unit as usize));
        let permits = goal.ties.permits.as_ref().map(|permits| permits.within(&open));
        if let Some(permits) = &permits {
            sort_by(&mut order, &|&a, &b| permits.class(a as usize).cmp(&permits.class(b as usize)));
        }
        let permits = permits.as_ref();
        let coarse = Level::new(units, &order, (GROUPS * open.len()).max(LEAST_GROUPS), open.len(), permits);
        let fine = Level::new(units, &order, order.len().max(1), open.len(), permits);
        let start = |start: &Start| match start {
            Start::Curve(angle, sequence) => coarse.start(&targets, sequence, *angle),
            Start::Centers(at) => Market::new(open.iter().map(|&k| at[k as usize]).collect()),
            Start::Anchored(angle, sequence, anchors) => {
                let mut number = vec![NOBODY; goal.shares.len()];
                (0..).zip(&open).for_each(|(next, &k)| number[k as usize] = next);
                let own: Vec<u32> =
                    sequence.iter().map(|&k| number[k as usize]).filter(|&next| next != NOBODY).collect();
                let centers = coarse.start(&targets, &own, *angle).centers.at;
                Market::new(anchored(centers, &open.iter().map(|&k| anchors[k as usize]).collect::<Vec<_>>()))
            }
        };
        let is_frozen: Vec<bool> = open.iter().map(|&k| goal.is_frozen(k)).collect();
        let in_place = |mut market: Market| {
            for (center, &k) in market.centers.at.iter_mut().zip(&open) {
                *center = goal.ties.anchor(k).unwrap_or(*center);
            }
            market.with_frozen(is_frozen.clone())
        };
        let runs = goal.starts.iter().map(start).map(in_place);
        let runs = runs.map(|market| Run { market, spread: f64::INFINITY }).collect();
        let tolerance = goal.terms.tolerance;
        // Several measures are held to their tolerances; a single one is brought as near as its units let it.
        let aim = if units.loads.is_empty() { AIM.max(grain(&units.weights, &targets)) } else { f64::INFINITY };
        Self {
            aim: aim.min(tolerance * SAFE),
            open,
            targets,
            coarse,
            fine,
            runs,
            finals: (FINAL_UNITS / units.len().max(1)).clamp(1, FINALISTS),
            best: None,
            stage: Stage::Explore { start: 0, iteration: 0 },
            goal,
        }
    }

    /// The smallest piece of work; returns about how many evaluations of a point it took, 0 when all is done.
    pub(super) fn advance(&mut self, units: &BasicUnits) -> usize {
        let (stage, work) = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Explore { start, iteration } => self.explore(start, iteration),
            Stage::Further { run, iteration } => self.explore_further(run, iteration),
            Stage::Fine { run, iteration, market } => self.refine(units, run, iteration, market),
            Stage::Level { run, round, mut partition } => {
                let aim = self.strain();
                let moved = partition.worst_strain() > aim && level(units, &mut partition, aim) > 0;
                let stage = if moved && round + 1 < ROUNDS {
                    Stage::Level { run, round: round + 1, partition }
                } else {
                    Stage::Smooth { run, sweep: 0, search: BoundarySearch::new(None, aim), partition }
                };
                (stage, 2 * units.len())
            }
            Stage::Smooth { run, sweep, mut search, mut partition } => {
                let stage = if search.sweep(units, &mut partition) {
                    Stage::Smooth { run, sweep: sweep + 1, search, partition }
                } else {
                    self.keep(units, partition);
                    self.finalist(run + 1)
                };
                (stage, 2 * units.len())
            }
            Stage::Done => (Stage::Done, 0),
        };
        self.stage = stage;
        work
    }

    /// The part of the work done, 0 to 1 and never falling, and what comes next.
    pub(super) fn progress(&self) -> (f64, Phase) {
        let share = |done: usize, of: usize| done.min(of) as f64 / of as f64;
        let sweeps = BoundarySearch::SWEEPS;
        match &self.stage {
            Stage::Explore { start, iteration } => {
                (0.4 * share(start * ITERATIONS + iteration, STARTS * ITERATIONS), Phase::Exploring)
            }
            Stage::Further { run, iteration } => {
                (0.4 + 0.2 * share(run * FURTHER + iteration, FINALISTS * FURTHER), Phase::Refining)
            }
            Stage::Fine { run, iteration, .. } => {
                (0.6 + 0.4 * share(run * (FINE + sweeps) + iteration, self.finals * (FINE + sweeps)), Phase::Refining)
            }
            Stage::Level { run, .. } => {
                let done = run * (FINE + sweeps) + FINE;
                (0.6 + 0.4 * share(done, self.finals * (FINE + sweeps)), Phase::Smoothing)
            }
            Stage::Smooth { run, sweep, .. } => {
                let done = run * (FINE + sweeps) + FINE + sweep.min(&(sweeps - 1));
                (0.6 + 0.4 * share(done, self.finals * (FINE + sweeps)), Phase::Smoothing)
            }
            Stage::Done => (1.0, Phase::Finished),
        }
    }

    /// Worst |w − μ| ÷ μ of the best so far.
    pub(super) fn worst(&self) -> Option<f64> {
        match (&self.best, &self.stage) {
            (Some((_, partition)), _) | (None, Stage::Smooth { partition, .. } | Stage::Level { partition, .. }) => {
                Some(partition.worst())
            }
            _ => self.best_run().map(|run| run.market.imbalance(&self.targets)),
        }
    }

    /// The territory of each unit in the best so far; empty before there is one.
    pub(super) fn owners(&self) -> Vec<u32> {
        match (&self.best, &self.stage) {
            (Some((_, partition)), _) | (None, Stage::Smooth { partition, .. } | Stage::Level { partition, .. }) => {
                partition.owners.clone()
            }
            _ => self.best_run().map(|run| self.owners_of(&self.coarse, &run.market)).unwrap_or_default(),
        }
    }

    /// The best so far, made contiguous and balanced when that has not been done yet.
    pub(super) fn finish(mut self, units: &BasicUnits) -> Partition {
        if self.best.is_none() && !matches!(self.stage, Stage::Smooth { .. } | Stage::Level { .. }) {
            if self.best_run().is_none() {
                self.relax(0, 1.0);
            }
            let owners = self.owners();
            let centers = self.best_run().map(|run| self.centers_of(&run.market)).unwrap_or_default();
            self.stage = self.smooth(units, 0, owners, centers);
            // Groups alone do not make a finalist of their own: this one is the last.
            self.finals = 0;
            while self.advance(units) > 0 {}
        }
        match (self.best, self.stage) {
            (Some((_, partition)), _) | (None, Stage::Smooth { partition, .. } | Stage::Level { partition, .. }) => {
                partition
            }
            _ => Partition::new(units, vec![0; units.len()], &self.goal.shares, self.goal.terms),
        }
    }

    /// What makes a finished partition of these owners: contiguous and without empty territories it is already.
    fn smooth(&self, units: &BasicUnits, run: usize, owners: Vec<u32>, centers: Centers) -> Stage {
        let mut partition = Partition::new(units, owners, &self.goal.shares, self.goal.terms);
        partition.ties.clone_from(&self.goal.ties);
        if !partition.ties.may_scatter {
            repair(units, &mut partition);
        }
        fill_empty(units, &mut partition);
        if units.is_fenced {
            return Stage::Level { run, round: 0, partition };
        }
        Stage::Smooth { run, sweep: 0, search: BoundarySearch::new(Some(centers), self.strain()), partition }
    }

    /// The strain sought, in tolerances.
    fn strain(&self) -> f64 {
        self.aim / self.goal.terms.tolerance
    }

    /// The territory of each unit at these prices; what is locked stays.
    fn owners_of(&self, level: &Level, market: &Market) -> Vec<u32> {
        let cell = |group: u32| market.cells.owners.get(group as usize).map_or(0, |&cell| self.open[cell as usize]);
        let owners = level.group_of_unit.iter().map(|&group| cell(group));
        if self.goal.fixed.is_empty() {
            return owners.collect();
        }
        owners.zip(&self.goal.fixed).map(|(owner, &fixed)| if fixed == NOBODY { owner } else { fixed }).collect()
    }

    /// Centres and prices of all territories; closed ones have none that matter, for nothing enters them.
    fn centers_of(&self, market: &Market) -> Centers {
        let count = self.goal.shares.len();
        let mut all = Centers { at: vec![[0.0; 3]; count], prices: vec![0.0; count] };
        for (&k, (at, price)) in self.open.iter().zip(market.centers.at.iter().zip(&market.centers.prices)) {
            all.at[k as usize] = *at;
            all.prices[k as usize] = *price;
        }
        all
    }

    fn best_run(&self) -> Option<&Run> {
        let measured = self.runs.iter().filter(|run| !run.market.cells.weights.is_empty());
        measured.min_by(|a, b| a.spread.total_cmp(&b.spread))
    }

    fn relax(&mut self, run: usize, beyond: f64) -> usize {
        let Some(Run { market, spread }) = self.runs.get_mut(run) else { return 0 };
        let steps;
        (steps, *spread) = self.coarse.relax(market, &self.targets, PRECISION, beyond);
        steps * self.coarse.points.len()
    }

    fn explore(&mut self, start: usize, iteration: usize) -> (Stage, usize) {
        let work = self.relax(start, BEYOND);
        let stage = if iteration + 1 < ITERATIONS {
            Stage::Explore { start, iteration: iteration + 1 }
        } else if start + 1 < self.runs.len() {
            Stage::Explore { start: start + 1, iteration: 0 }
        } else {
            sort_by(&mut self.runs, &|a, b| a.spread.total_cmp(&b.spread));
            self.runs.truncate(FINALISTS);
            Stage::Further { run: 0, iteration: 0 }
        };
        (stage, work)
    }

    fn explore_further(&mut self, run: usize, iteration: usize) -> (Stage, usize) {
        let work = self.relax(run, BEYOND);
        let stage = if iteration + 1 < FURTHER {
            Stage::Further { run, iteration: iteration + 1 }
        } else if run + 1 < self.runs.len() {
            Stage::Further { run: run + 1, iteration: 0 }
        } else {
            sort_by(&mut self.runs, &|a, b| a.spread.total_cmp(&b.spread));
            self.finalist(0)
        };
        (stage, work)
    }

    fn finalist(&self, run: usize) -> Stage {
        match self.runs.get(run) {
            Some(Run { market, .. }) if run < self.finals => Stage::Fine { run, iteration: 0, market: market.clone() },
            _ => Stage::Done,
        }
    }

    fn refine(&mut self, units: &BasicUnits, run: usize, iteration: usize, mut market: Market) -> (Stage, usize) {
        let points = self.fine.points.len();
        if iteration + 1 < FINE {
            let beyond = if iteration + 3 < FINE { BEYOND } else { 1.0 };
            let (steps, _) = self.fine.relax(&mut market, &self.targets, PRECISION, beyond);
            return (Stage::Fine { run, iteration: iteration + 1, market }, steps * points);
        }
        let steps = self.fine.balance(
            &mut market,
            &self.targets,
            if units.loads.is_empty() { self.aim } else { AIM },
            usize::MAX,
        );
        let owners = self.owners_of(&self.fine, &market);
        (self.smooth(units, run, owners, self.centers_of(&market)), steps * points)
    }

    /// Keeps the partition when it is better than the best: within tolerance first, then compact and even.
    fn keep(&mut self, units: &BasicUnits, partition: Partition) {
        let (worst, tolerance) = (partition.worst_strain(), self.goal.terms.tolerance);
        let excess = (worst * tolerance - self.aim).max(0.0);
        let beyond = if worst > 1.0 { 1e6 * excess } else { UNEVEN * excess };
        let cost = partition.spread(units).max(0.0) * (1.0 + beyond) + f64::MIN_POSITIVE * excess;
        if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
            self.best = Some((cost, partition));
        }
    }
}

/// The same centres, those nearest to a place exchanged so that they belong to the territory with it.
fn anchored(mut centers: Vec<[f64; 3]>, anchors: &[Option<[f64; 3]>]) -> Vec<[f64; 3]> {
    let mut is_taken = vec![false; centers.len()];
    for (k, anchor) in anchors.iter().enumerate() {
        let Some(anchor) = *anchor else { continue };
        let squared = |at: usize| chord_squared(centers[at], anchor);
        let free = (0..centers.len()).filter(|&at| !is_taken[at]);
        if let Some(nearest) = free.min_by(|&a, &b| squared(a).total_cmp(&squared(b))) {
            // What stood there before belongs to a territory that has no place, or has one and comes later.
            centers.swap(k, nearest);
            is_taken[k] = true;
        }
    }
    centers
}

/// The median weight of a unit as a share of the least target: balance cannot be much finer.
fn grain(weights: &[f64], targets: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = weights.iter().copied().filter(|&weight| weight > 0.0).collect();
    sort_by(&mut sorted, &f64::total_cmp);
    let least = targets.iter().copied().fold(f64::INFINITY, f64::min);
    sorted.get(sorted.len() / 2).map_or(0.0, |median| median / least)
}

/// By open territory, its part of the activity less what is locked in it.
fn sought(units: &BasicUnits, goal: &Goal, open: &[u32]) -> Vec<f64> {
    let total: f64 = units.weights.iter().sum();
    let mut locked = vec![0.0; goal.shares.len()];
    for (weight, &k) in units.weights.iter().zip(&goal.fixed).filter(|&(_, &k)| k != NOBODY) {
        locked[k as usize] += weight;
    }
    let free = total - locked.iter().sum::<f64>();
    let wanted = |&k: &u32| {
        (total * goal.shares[k as usize] - locked[k as usize]).max(LEAST_SOUGHT * total * goal.shares[k as usize])
    };
    let all: f64 = open.iter().map(wanted).sum();
    open.iter().map(|k| wanted(k) * free / all).collect()
}

/// The order in which a curve fills the territories when nothing speaks for another: shuffled.
pub(super) fn shuffled(territories: usize, rng: &mut fastrand::Rng) -> Vec<u32> {
    let mut sequence: Vec<u32> = (0..narrow(territories)).collect();
    for position in (1..narrow(territories)).rev() {
        sequence.swap(position as usize, rng.u32(0..=position) as usize);
    }
    sequence
}
