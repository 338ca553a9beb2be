//! A design as a job in short steps.

use super::basic_units::{BasicUnits, narrow};
use super::boundary::BoundarySearch;
use super::contiguity::repair;
use super::error::DesignError;
use super::hilbert;
use super::outcome::{Designed, dress};
use super::partition::Partition;
use super::prices::Market;
use super::search::Level;
use crate::geography::Plane;
use crate::model::{Activity, Dataset, DesignBrief, TerritoryIx, TextColumn, Tolerance};
use crate::units::LonLat;

/// Different starts.
const STARTS: usize = 12;

/// Lloyd iterations of every start.
const ITERATIONS: usize = 10;

/// Starts that go on.
const FINALISTS: usize = 3;

/// Further iterations of those.
const FURTHER: usize = 20;

/// Iterations of the best on the units themselves.
const FINE: usize = 12;

/// Groups of units a territory while starts are compared.
const GROUPS: usize = 35;

/// No fewer groups than this in all.
const LEAST_GROUPS: usize = 700;

/// How far centres go on the way to the centroid: beyond it, which speeds Lloyd's iteration up.
const BEYOND: f64 = 1.5;

/// A step ends after this many evaluations of a point.
const SLICE: usize = 300_000;

/// Balance that is sought even where the tolerance allows for less: a plan gains nothing from being uneven.
const AIM: f64 = 0.0045;

/// What the job needs of the data set and the brief.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) ids: TextColumn,
    pub(super) names: TextColumn,
    pub(super) places: TextColumn,
    pub(super) locations: Vec<Option<LonLat>>,
    pub(super) activity: Vec<f64>,
    pub(super) reps: Vec<Worker>,
    pub(super) tolerance: Tolerance,
    /// The measures, joined.
    pub(super) measure: String,
}

/// What matters of a rep.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worker {
    pub(super) home: Option<LonLat>,
    pub(super) capacity: f64,
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

/// How far a design is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Work done, from 0 to 1; never falls.
    pub done: f64,
    /// Worst |w − μ| ÷ μ of the best so far; absent before there is one.
    pub worst_deviation: Option<f64>,
    /// Whether all is done.
    pub finished: bool,
    /// What comes next.
    pub phase: Phase,
}

/// A resumable design: contiguous, compact territories of the activity wanted.
///
/// It owns copies of what it needs, so that it outlives a worker's pauses. Slicing never changes the result: the same data
/// set, brief and seed give the same alignment, natively and in wasm. Time grows as n log n with the accounts.
#[derive(Debug, Clone)]
pub struct Design {
    task: Task,
    units: BasicUnits,
    targets: Vec<f64>,
    aim: f64,
    order: Vec<u32>,
    coarse: Level,
    runs: Vec<Run>,
    stage: Stage,
}

#[derive(Debug, Clone)]
struct Run {
    market: Market,
    spread: f64,
}

#[derive(Debug, Clone)]
enum Stage {
    Explore { start: usize, iteration: usize },
    Further { run: usize, iteration: usize },
    Fine { level: Level, market: Market, iteration: usize },
    Smooth { search: BoundarySearch, partition: Partition, sweeps: usize },
    Done { partition: Partition },
}

impl Design {
    /// Takes what it needs of the data set. O(accounts · log accounts).
    ///
    /// # Errors
    /// [`DesignError`] when there is nothing to divide or nothing to balance.
    pub fn new(dataset: &Dataset, brief: &DesignBrief) -> Result<Self, DesignError> {
        let accounts = dataset.accounts();
        let located = accounts.locations.iter().flatten().count();
        if accounts.is_empty() {
            return Err(DesignError::NoAccount);
        }
        if located == 0 {
            return Err(DesignError::NoLocation { accounts: accounts.len() });
        }
        if brief.territories == 0 {
            return Err(DesignError::NoTerritory);
        }
        if usize::from(brief.territories) > located {
            return Err(DesignError::TooManyTerritories { territories: brief.territories, located });
        }
        let activity = Activity::combine(accounts, &brief.measures)?.combined;
        let measure = brief.measures.iter().filter(|m| m.weight > 0.0).map(|m| m.measure.as_str());
        let measure = measure.collect::<Vec<_>>().join(" + ");
        let task = Task {
            ids: accounts.ids.clone(),
            names: accounts.names.clone(),
            places: accounts.places.clone(),
            locations: accounts.locations.clone(),
            activity,
            reps: dataset.reps().iter().map(|rep| Worker { home: rep.home.location, capacity: rep.capacity }).collect(),
            tolerance: brief.tolerance,
            measure,
        };
        Self::begin(task, brief)
    }

    fn begin(task: Task, brief: &DesignBrief) -> Result<Self, DesignError> {
        let territories = usize::from(brief.territories);
        let units = BasicUnits::new(&task.locations, &task.activity, territories);
        let total: f64 = units.weights.iter().sum();
        if total <= 0.0 {
            return Err(DesignError::NoActivity { measure: task.measure });
        }
        let shares = shares(&task.reps, territories);
        let targets: Vec<f64> = shares.iter().map(|share| share * total).collect();
        let order = hilbert::order(&units.plane, 0.0);
        let coarse = Level::new(&units, &order, (GROUPS * territories).max(LEAST_GROUPS));
        let mut rng = fastrand::Rng::with_seed(brief.seed);
        let runs = (0..STARTS)
            .map(|_| {
                let angle = rng.f64() * std::f64::consts::TAU;
                let sequence = sequence(&task.reps, &shares, angle, &mut rng);
                Run { market: coarse.start(&targets, &sequence, angle), spread: f64::INFINITY }
            })
            .collect();
        let aim = (brief.tolerance.value() * 0.9).min(AIM);
        let stage = Stage::Explore { start: 0, iteration: 0 };
        Ok(Self { task, units, targets, aim, order, coarse, runs, stage })
    }

    /// A slice of the work; some 20 ms at most for 10,000 accounts. Once finished it does nothing.
    pub fn step(&mut self) -> Progress {
        let mut work = 0;
        while work < SLICE && !matches!(self.stage, Stage::Done { .. }) {
            work += self.advance();
        }
        self.progress()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let part = |done: usize, of: usize| done as f64 / of as f64;
        let (done, phase) = match &self.stage {
            Stage::Explore { start, iteration } => {
                (0.5 * part(start * ITERATIONS + iteration, STARTS * ITERATIONS), Phase::Exploring)
            }
            Stage::Further { run, iteration } => {
                (0.5 + 0.3 * part(run * FURTHER + iteration, FINALISTS * FURTHER), Phase::Refining)
            }
            Stage::Fine { iteration, .. } => (0.8 + 0.1 * part(*iteration, FINE), Phase::Refining),
            Stage::Smooth { sweeps, .. } => (0.9 + 0.1 * part(*sweeps, sweeps + 10), Phase::Smoothing),
            Stage::Done { .. } => (1.0, Phase::Finished),
        };
        let worst_deviation = match &self.stage {
            Stage::Fine { market, .. } if !market.cells.weights.is_empty() => Some(market.imbalance(&self.targets)),
            Stage::Smooth { partition, .. } | Stage::Done { partition } => Some(partition.worst()),
            _ => self.best_run().map(|run| run.market.imbalance(&self.targets)),
        };
        Progress { done, worst_deviation, finished: phase == Phase::Finished, phase }
    }

    /// The best so far by account, to draw it; territories are in no order yet. `None` for what is not located, and
    /// for all before there is anything to show.
    #[must_use]
    pub fn best(&self) -> Vec<Option<TerritoryIx>> {
        let mut owners = vec![None; self.task.locations.len()];
        let by_unit = self.owners();
        for (unit, &owner) in by_unit.iter().enumerate() {
            for account in self.units.members(unit) {
                owners[account.index()] = u16::try_from(owner).ok().map(TerritoryIx);
            }
        }
        owners
    }

    /// The alignment of the best so far: made contiguous when stopped early, then numbered, named, coloured and matched.
    #[must_use]
    pub fn finish(self) -> Designed {
        let partition = if let Stage::Done { partition } | Stage::Smooth { partition, .. } = self.stage {
            partition
        } else {
            let mut owners = self.owners();
            if owners.is_empty() {
                // Stopped before the first iteration: the runs along the curve, as they are.
                let mut market = self.runs.into_iter().next().map(|run| run.market).unwrap_or_default();
                self.coarse.balance(&mut market, &self.targets, self.aim, 0);
                owners = owners_of(&self.coarse, &market);
            }
            let mut partition = Partition::new(&self.units, owners, self.targets);
            repair(&self.units, &mut partition);
            partition
        };
        dress(&self.task, &self.units, &partition)
    }

    /// The owner of each unit in the best so far; empty before there is one.
    fn owners(&self) -> Vec<u32> {
        match &self.stage {
            Stage::Fine { level, market, .. } if !market.cells.weights.is_empty() => owners_of(level, market),
            Stage::Smooth { partition, .. } | Stage::Done { partition } => partition.owners.clone(),
            _ => self.best_run().map(|run| owners_of(&self.coarse, &run.market)).unwrap_or_default(),
        }
    }

    fn best_run(&self) -> Option<&Run> {
        let measured = self.runs.iter().filter(|run| run.spread.is_finite());
        measured.min_by(|a, b| a.spread.total_cmp(&b.spread))
    }

    /// The smallest piece of work; returns how many evaluations of a point it took.
    fn advance(&mut self) -> usize {
        let stage = std::mem::replace(&mut self.stage, Stage::Explore { start: 0, iteration: 0 });
        let (stage, work) = match stage {
            Stage::Explore { start, iteration } => self.explore(start, iteration),
            Stage::Further { run, iteration } => self.explore_further(run, iteration),
            Stage::Fine { level, market, iteration } => self.refine(level, market, iteration),
            Stage::Smooth { mut search, mut partition, sweeps } => {
                let work = 2 * self.units.len();
                if search.sweep(&self.units, &mut partition) {
                    (Stage::Smooth { search, partition, sweeps: sweeps + 1 }, work)
                } else {
                    (Stage::Done { partition }, work)
                }
            }
            Stage::Done { partition } => (Stage::Done { partition }, 0),
        };
        self.stage = stage;
        work
    }

    fn relax(&mut self, run: usize, beyond: f64) -> usize {
        let Run { market, spread } = &mut self.runs[run];
        let steps = self.coarse.balance(market, &self.targets, 0.02, 3);
        *spread = self.coarse.spread(market, &self.targets);
        market.recenter(beyond);
        steps * self.coarse.points.len()
    }

    fn explore(&mut self, start: usize, iteration: usize) -> (Stage, usize) {
        let work = self.relax(start, BEYOND);
        let stage = if iteration + 1 < ITERATIONS {
            Stage::Explore { start, iteration: iteration + 1 }
        } else if start + 1 < STARTS {
            Stage::Explore { start: start + 1, iteration: 0 }
        } else {
            self.runs.sort_by(|a, b| a.spread.total_cmp(&b.spread));
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
            let level = Level::new(&self.units, &self.order, self.units.len());
            let mut market = self.best_run().map(|run| run.market.clone()).unwrap_or_default();
            market.cells = super::power::Cells::default();
            Stage::Fine { level, market, iteration: 0 }
        };
        (stage, work)
    }

    fn refine(&mut self, level: Level, mut market: Market, iteration: usize) -> (Stage, usize) {
        let points = level.points.len();
        if iteration + 1 < FINE {
            let steps = level.relax(&mut market, &self.targets, 0.02, if iteration + 3 < FINE { BEYOND } else { 1.0 });
            return (Stage::Fine { level, market, iteration: iteration + 1 }, steps * points);
        }
        let steps = level.balance(&mut market, &self.targets, self.aim, usize::MAX);
        let mut partition = Partition::new(&self.units, owners_of(&level, &market), self.targets.clone());
        repair(&self.units, &mut partition);
        let search = BoundarySearch::new(market.centers, self.aim);
        (Stage::Smooth { search, partition, sweeps: 0 }, steps * points)
    }
}

fn owners_of(level: &Level, market: &Market) -> Vec<u32> {
    level.group_of_unit.iter().map(|&group| market.cells.owners[group as usize]).collect()
}

/// The share of all activity that each territory shall have: by capacity when there is a rep for each, else the same.
fn shares(reps: &[Worker], territories: usize) -> Vec<f64> {
    if reps.len() != territories {
        return vec![1.0 / territories as f64; territories];
    }
    let total: f64 = reps.iter().map(|rep| rep.capacity).sum();
    reps.iter().map(|rep| rep.capacity / total).collect()
}

/// The order in which a curve fills the territories. It matters only when shares differ: then a large share goes near
/// the home base that has it, or anywhere when homes are not known.
fn sequence(reps: &[Worker], shares: &[f64], angle: f64, rng: &mut fastrand::Rng) -> Vec<u32> {
    let homes: Vec<LonLat> = reps.iter().filter_map(|rep| rep.home).collect();
    if homes.len() == shares.len() {
        let plane = Plane::fit(&homes);
        return hilbert::order(&homes.iter().map(|&home| plane.project(home)).collect::<Vec<_>>(), angle);
    }
    let mut sequence: Vec<u32> = (0..narrow(shares.len())).collect();
    for position in (1..narrow(shares.len())).rev() {
        sequence.swap(position as usize, rng.u32(0..=position) as usize);
    }
    sequence
}
