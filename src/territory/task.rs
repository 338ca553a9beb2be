//! The parts of a design that do not wait for each other, each as a task that any worker can do by itself.
//!
//! Invariant: a task holds all that it depends on, so what is found is the same whoever does it.

use super::basic_units::BasicUnits;
use super::budget::Budget;
use super::finalist::{Finalist, FinalistRun, Finished};
use super::ledger::Terms;
use super::partition::{Partition, Ties};
use super::rebalance::Rebalance;
use super::trial::{Trial, TrialRun, Tried};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A step ends after this many evaluations of a point: some 20 milliseconds.
const SLICE: f64 = 150_000.0;

/// A part of a design.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DesignTask(Kind);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Kind {
    Trial(Trial),
    Finalist(Finalist),
    Keep(Box<Keep>),
}

/// A part of a design in the making.
#[derive(Debug, Clone)]
pub struct DesignRun(Run);

#[derive(Debug, Clone)]
enum Run {
    Trial(Box<TrialRun>),
    Finalist(Box<FinalistRun>),
    Keep(Box<KeepRun>),
}

/// What was found of a part of a design.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DesignFound(Found);

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Found {
    Tried(Tried),
    Finished(Finished),
    Kept(Kept),
}

/// A realignment of what is held, within the caps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Keep {
    pub(super) units: Arc<BasicUnits>,
    /// By unit, its territory.
    pub(super) owners: Vec<u32>,
    /// By territory, its part of all activity.
    pub(super) shares: Vec<f64>,
    pub(super) terms: Terms,
    /// What must stay, and what may change hands.
    pub(super) ties: Ties,
    /// The strain to reach, in tolerances.
    pub(super) aim: f64,
}

/// One or two ways to the same end, one after the other.
#[derive(Debug, Clone)]
struct KeepRun {
    units: Arc<BasicUnits>,
    /// Puts territories in pieces together first.
    whole: Rebalance,
    /// Leaves them as they are, where putting them together is paid from a cap.
    as_it_is: Option<Box<Rebalance>>,
}

/// A realignment as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// By unit, its territory.
    pub(super) owners: Vec<u32>,
    /// About what would have had to change hands without a cap, as a share of what was held.
    pub(super) needed: f64,
    /// Worst |w − μ| ÷ μ.
    pub(super) worst: f64,
}

impl Kept {
    /// Whether it is one of so many units and territories.
    pub(super) fn fits(&self, units: usize, territories: usize) -> bool {
        are_owners(&self.owners, units, territories)
    }
}

/// Whether these are the owners of so many units, each one of so many territories.
pub(super) fn are_owners(owners: &[u32], units: usize, territories: usize) -> bool {
    owners.len() == units && owners.iter().all(|&owner| (owner as usize) < territories)
}

impl DesignTask {
    pub(super) fn new(kind: Kind) -> Self {
        Self(kind)
    }

    /// Begins it. O(units · log units) at most.
    #[must_use]
    pub fn begin(self) -> DesignRun {
        DesignRun(match self.0 {
            Kind::Trial(trial) => Run::Trial(Box::new(trial.begin())),
            Kind::Finalist(finalist) => Run::Finalist(Box::new(finalist.begin())),
            Kind::Keep(keep) => Run::Keep(Box::new(keep.begin())),
        })
    }
}

impl DesignRun {
    /// The smallest piece of work; gives the part of a slice of some 20 milliseconds that it took, 0 when all is done.
    pub fn step(&mut self) -> f64 {
        let work = match &mut self.0 {
            Run::Trial(run) => run.advance(),
            Run::Finalist(run) => run.advance(),
            Run::Keep(run) => run.advance(),
        };
        work as f64 / SLICE
    }

    /// The part of the work done, 0 to 1.
    #[must_use]
    pub fn done(&self) -> f64 {
        match &self.0 {
            Run::Trial(run) => run.done(),
            Run::Finalist(run) => run.done(),
            Run::Keep(run) => run.progress(),
        }
    }

    /// By unit, its territory so far; `None` where only groups are divided.
    pub(super) fn owners(&self) -> Option<Vec<u32>> {
        match &self.0 {
            Run::Trial(_) => None,
            Run::Finalist(run) => run.owners(),
            Run::Keep(run) => Some(run.best().partition().owners.clone()),
        }
    }

    /// Worst |w − μ| ÷ μ so far, where units are divided.
    pub(super) fn worst(&self) -> Option<f64> {
        match &self.0 {
            Run::Trial(_) => None,
            Run::Finalist(run) => run.worst(),
            Run::Keep(run) => Some(run.best().partition().worst()),
        }
    }

    /// The best so far.
    #[must_use]
    pub fn found(self) -> DesignFound {
        DesignFound(match self.0 {
            Run::Trial(run) => Found::Tried(run.tried()),
            Run::Finalist(run) => Found::Finished(run.finished()),
            Run::Keep(run) => Found::Kept(run.kept()),
        })
    }
}

impl DesignFound {
    pub(super) fn into_tried(self) -> Option<Tried> {
        match self.0 {
            Found::Tried(tried) => Some(tried),
            Found::Finished(_) | Found::Kept(_) => None,
        }
    }

    pub(super) fn into_finished(self) -> Option<Finished> {
        match self.0 {
            Found::Finished(finished) => Some(finished),
            Found::Tried(_) | Found::Kept(_) => None,
        }
    }

    pub(super) fn into_kept(self) -> Option<Kept> {
        match self.0 {
            Found::Kept(kept) => Some(kept),
            Found::Tried(_) | Found::Finished(_) => None,
        }
    }
}

impl Keep {
    /// What there is before anything changes hands that need not.
    pub(super) fn unmoved(self) -> Kept {
        self.begin().kept()
    }

    fn begin(self) -> KeepRun {
        let Self { units, owners, shares, terms, ties, aim } = self;
        let mut partition = Partition::new(&units, owners, &shares, terms);
        partition.ties = ties;
        let whole = Rebalance::new(&units, partition.clone(), aim, true);
        let is_capped = partition.ties.budget.as_ref().is_some_and(Budget::is_capped);
        let is_changed = whole.partition().owners != partition.owners;
        let as_it_is = (is_capped && is_changed).then(|| Box::new(Rebalance::new(&units, partition, aim, false)));
        KeepRun { units, whole, as_it_is }
    }
}

impl KeepRun {
    fn advance(&mut self) -> usize {
        let work = self.whole.advance(&self.units);
        if work > 0 { work } else { self.as_it_is.as_mut().map_or(0, |run| run.advance(&self.units)) }
    }

    fn progress(&self) -> f64 {
        let whole = self.whole.progress();
        self.as_it_is.as_ref().map_or(whole, |run| f64::midpoint(whole, run.progress()))
    }

    /// Territories in one piece, unless they miss a tolerance and the others miss less.
    fn best(&self) -> &Rebalance {
        let strain = |run: &Rebalance| run.partition().worst_strain();
        let whole = strain(&self.whole);
        self.as_it_is.as_deref().filter(|run| whole > 1.0 && strain(run) < whole).unwrap_or(&self.whole)
    }

    fn kept(self) -> Kept {
        let (partition, needed) = self.best().clone().finish();
        Kept { needed, worst: partition.worst(), owners: partition.owners }
    }
}
