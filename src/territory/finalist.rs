//! A finalist of a course: on the units themselves, then made contiguous, and the borders last.

use super::basic_units::BasicUnits;
use super::boundary::BoundarySearch;
use super::budget::NOBODY;
use super::contiguity::{fill_empty, repair};
use super::course::AIM;
use super::ledger::Terms;
use super::partition::{Partition, Ties};
use super::power::Centers;
use super::prices::Market;
use super::rebalance::{ROUNDS, level};
use super::search::Level;
use super::task::are_owners;
use super::trial::{BEYOND, PRECISION};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Iterations on the units themselves.
const FINE: usize = 12;

/// What a plan that is out of its aim by one, the whole fair share, counts as less compact.
const UNEVEN: f64 = 2.0;

/// What all finalists of a course are about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Board {
    pub(super) units: Arc<BasicUnits>,
    /// The units as points.
    pub(super) fine: Level,
    /// By unit, its point.
    pub(super) point_of_unit: Vec<u32>,
    /// The territories that take part: those that are not closed.
    pub(super) open: Vec<u32>,
    /// The deviation sought.
    pub(super) aim: f64,
    /// By territory, its part of all activity.
    pub(super) shares: Vec<f64>,
    /// What is asked of the combined activity.
    pub(super) terms: Terms,
    /// What must stay.
    pub(super) ties: Ties,
    /// By unit, where it has to be; `NOBODY` for those that are free, empty when all are.
    pub(super) fixed: Vec<u32>,
}

/// What a finalist depends on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Finalist {
    pub(super) board: Arc<Board>,
    pub(super) targets: Arc<Vec<f64>>,
    pub(super) is_frozen: Arc<Vec<bool>>,
    /// Where it begins.
    pub(super) centers: Centers,
}

/// A finalist in the making.
#[derive(Debug, Clone)]
pub(super) struct FinalistRun {
    board: Arc<Board>,
    stage: Stage,
    /// `None` before each unit has an owner.
    partition: Option<Partition>,
}

#[derive(Debug, Clone)]
enum Stage {
    Fine {
        iteration: usize,
        market: Box<Market>,
        targets: Arc<Vec<f64>>,
    },
    /// Barriers have cut cells in pieces: what went to other territories is made up for.
    Level {
        round: usize,
    },
    Smooth {
        sweep: usize,
        search: BoundarySearch,
    },
    Done,
}

/// A finalist that is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Finished {
    /// By unit, its territory.
    pub(super) owners: Vec<u32>,
    /// Within tolerance first, then compact and even: the less the better.
    pub(super) cost: f64,
    /// Worst |w − μ| ÷ μ.
    pub(super) worst: f64,
    /// Whether it is within every tolerance and bound.
    pub(super) is_within: bool,
}

impl Finished {
    /// Whether it is one of so many units and territories.
    pub(super) fn fits(&self, units: usize, territories: usize) -> bool {
        are_owners(&self.owners, units, territories)
    }
}

impl Board {
    /// The territory of each unit where its group is in one of these cells; what is locked stays.
    pub(super) fn owners_of(&self, group_of_unit: &[u32], cells: &[u32]) -> Vec<u32> {
        let cell = |group: u32| cells.get(group as usize).map_or(0, |&cell| self.open[cell as usize]);
        let owners = group_of_unit.iter().map(|&group| cell(group));
        if self.fixed.is_empty() {
            return owners.collect();
        }
        owners.zip(&self.fixed).map(|(owner, &fixed)| if fixed == NOBODY { owner } else { fixed }).collect()
    }

    /// Centres and prices of all territories; closed ones have none that matter, for nothing enters them.
    fn centers_of(&self, own: &Centers) -> Centers {
        let count = self.shares.len();
        let mut all = Centers { at: vec![[0.0; 3]; count], prices: vec![0.0; count] };
        for (&k, (at, price)) in self.open.iter().zip(own.at.iter().zip(&own.prices)) {
            all.at[k as usize] = *at;
            all.prices[k as usize] = *price;
        }
        all
    }

    /// The strain sought, in tolerances.
    fn strain(&self) -> f64 {
        self.aim / self.terms.tolerance
    }

    /// A partition of these owners, contiguous and without empty territories, and what is left to do to it.
    fn smooth(&self, owners: Vec<u32>, centers: &Centers) -> (Stage, Partition) {
        let units = &self.units;
        let mut partition = Partition::new(units, owners, &self.shares, self.terms);
        partition.ties.clone_from(&self.ties);
        if !partition.ties.may_scatter {
            repair(units, &mut partition);
        }
        fill_empty(units, &mut partition);
        if units.is_fenced {
            return (Stage::Level { round: 0 }, partition);
        }
        let centers = Some(self.centers_of(centers));
        (Stage::Smooth { sweep: 0, search: BoundarySearch::new(centers, self.strain()) }, partition)
    }
}

impl Finalist {
    pub(super) fn begin(self) -> FinalistRun {
        let Self { board, targets, is_frozen, centers } = self;
        let market = Box::new(Market::on(centers, is_frozen.to_vec()));
        FinalistRun { board, stage: Stage::Fine { iteration: 0, market, targets }, partition: None }
    }
}

impl FinalistRun {
    /// One whose units have owners already.
    pub(super) fn smoothing(board: Arc<Board>, owners: Vec<u32>, centers: &Centers) -> Self {
        let (stage, partition) = board.smooth(owners, centers);
        Self { board, stage, partition: Some(partition) }
    }

    /// The smallest piece of work; returns about how many evaluations of a point it took, 0 when all is done.
    pub(super) fn advance(&mut self) -> usize {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        let board = &*self.board;
        let (units, aim) = (&*board.units, board.strain());
        self.stage = match (stage, &mut self.partition) {
            (Stage::Fine { iteration, market, targets }, _) => return self.refine(iteration, market, targets),
            (Stage::Level { round }, Some(partition)) => {
                let moved = partition.worst_strain() > aim && level(units, partition, aim) > 0;
                if moved && round + 1 < ROUNDS {
                    Stage::Level { round: round + 1 }
                } else {
                    Stage::Smooth { sweep: 0, search: BoundarySearch::new(None, aim) }
                }
            }
            (Stage::Smooth { sweep, mut search }, Some(partition)) => {
                if search.sweep(units, partition) {
                    Stage::Smooth { sweep: sweep + 1, search }
                } else {
                    Stage::Done
                }
            }
            _ => return 0,
        };
        2 * units.len()
    }

    fn refine(&mut self, iteration: usize, mut market: Box<Market>, targets: Arc<Vec<f64>>) -> usize {
        let Board { fine, units, aim, .. } = &*self.board;
        let points = fine.points.len();
        if iteration + 1 < FINE {
            let beyond = if iteration + 3 < FINE { BEYOND } else { 1.0 };
            let (steps, _) = fine.relax(&mut market, &targets, PRECISION, beyond);
            self.stage = Stage::Fine { iteration: iteration + 1, market, targets };
            return steps * points;
        }
        let steps = fine.balance(&mut market, &targets, if units.loads.is_empty() { *aim } else { AIM }, usize::MAX);
        let owners = self.board.owners_of(&self.board.point_of_unit, &market.cells.owners);
        let (stage, partition) = self.board.smooth(owners, &market.centers);
        (self.stage, self.partition) = (stage, Some(partition));
        steps * points
    }

    /// The part of the work done.
    pub(super) fn done(&self) -> f64 {
        let sweeps = BoundarySearch::SWEEPS;
        let steps = match &self.stage {
            Stage::Fine { iteration, .. } => *iteration,
            Stage::Level { .. } => FINE,
            Stage::Smooth { sweep, .. } => FINE + (*sweep).min(sweeps - 1),
            Stage::Done => FINE + sweeps,
        };
        steps as f64 / (FINE + sweeps) as f64
    }

    /// The owners so far, once each unit has one.
    pub(super) fn owners(&self) -> Option<Vec<u32>> {
        self.partition.as_ref().map(|partition| partition.owners.clone())
    }

    /// Worst |w − μ| ÷ μ so far, once each unit has an owner.
    pub(super) fn worst(&self) -> Option<f64> {
        self.partition.as_ref().map(Partition::worst)
    }

    /// What it is now; brought to its end without further iterations where units have no owners yet.
    pub(super) fn finished(mut self) -> Finished {
        if let Stage::Fine { iteration, .. } = &mut self.stage {
            *iteration = FINE;
            while self.advance() > 0 {}
        }
        let Board { units, aim, terms, .. } = &*self.board;
        let Some(partition) = self.partition else {
            return Finished { owners: Vec::new(), cost: f64::INFINITY, worst: f64::INFINITY, is_within: false };
        };
        let (worst, tolerance) = (partition.worst_strain(), terms.tolerance);
        let excess = (worst * tolerance - aim).max(0.0);
        let beyond = if worst > 1.0 { 1e6 * excess } else { UNEVEN * excess };
        let cost = partition.spread(units).max(0.0) * (1.0 + beyond) + f64::MIN_POSITIVE * excess;
        Finished { cost, worst: partition.worst(), is_within: worst <= 1.0, owners: partition.owners }
    }
}
