//! The course of a design: many cheap starts on groups, a few finalists on the units.

use super::basic_units::{BasicUnits, narrow};
use super::budget::NOBODY;
use super::finalist::{Board, Finalist, FinalistRun, Finished};
use super::ledger::Terms;
use super::partition::Ties;
use super::search::Level;
use super::task::{DesignFound, DesignRun, DesignTask, Kind};
use super::trial::{Trial, Tried};
use crate::batch::Batch;
use crate::geography::{chord_squared, hilbert_order};
use crate::sorting::sort_by;
use std::sync::Arc;

/// Different starts …
const STARTS: usize = 16;

/// … of up to this many territories. The more there are, the less one start differs from another: beyond it, starts times
/// territories stay the same, until the starts are the least.
const MANY: usize = 100;
const LEAST_STARTS: usize = 4;

/// Lloyd iterations of every start.
const ITERATIONS: usize = 10;

/// Starts that go on, on the groups, but no more than half of them.
const FINALISTS: usize = 4;

/// Further iterations of those.
const FURTHER: usize = 20;

/// The finalists that go on to the units have about this many units in all, but one does at least.
const FINAL_UNITS: usize = 40_000;

/// Where none of them comes within tolerance, so many units in all may be spent on the starts that were given up: those that
/// are less compact may well be those that can be even, and of few units a start is cheap.
const SECOND_UNITS: usize = 10_000;

/// Groups of units a territory while starts are compared.
const GROUPS: usize = 35;

/// No fewer groups than this in all.
const LEAST_GROUPS: usize = 700;

/// Balance that is sought even where the tolerance allows for less: a plan gains nothing from being uneven.
pub(super) const AIM: f64 = 0.0045;

/// The part of a tolerance that is aimed at.
pub(super) const SAFE: f64 = 0.9;

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
    /// By territory, the home base of the rep for whom it is made; empty where all have the same share, and reps find theirs in
    /// the end.
    pub(super) homes: Vec<Option<[f64; 3]>>,
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

/// The territories of one region in the making: first every start on the groups, then the best of them once more, then the
/// finalists on the units. What is done at a time does not depend on each other and is handed out as tasks.
#[derive(Debug, Clone)]
pub(super) struct Course {
    board: Arc<Board>,
    coarse: Arc<Level>,
    targets: Arc<Vec<f64>>,
    is_frozen: Arc<Vec<bool>>,
    /// By open territory, the home base that it shall come to lie at; empty where that is no matter, or done.
    homes: Vec<Option<[f64; 3]>>,
    /// Whether that is done, and all are explored for the second time.
    is_home: bool,
    /// What the present stage begins with, the best first once there is anything to compare.
    runs: Vec<Tried>,
    /// The starts that were given up, the best first.
    others: Vec<Tried>,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    Explore(Batch<Tried>),
    Further(Batch<Tried>),
    /// The finalists, and those of the first time once the others have their turn.
    Fine(Batch<Finished>, Vec<Finished>),
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
    /// How many starts a goal of so many territories must have.
    pub(super) fn starts(territories: usize) -> usize {
        (STARTS * MANY / territories.max(MANY)).max(LEAST_STARTS)
    }

    /// Orders and groups the units. O(units · log units).
    pub(super) fn new(units: &Arc<BasicUnits>, goal: Goal) -> Self {
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
        let mut fine = Level::new(units, &order, order.len().max(1), open.len(), permits);
        let start = |start: &Start| match start {
            Start::Curve(angle, sequence) => coarse.start(&targets, sequence, *angle),
            Start::Centers(at) => open.iter().map(|&k| at[k as usize]).collect(),
            Start::Anchored(angle, sequence, anchors) => {
                let mut number = vec![NOBODY; goal.shares.len()];
                (0..).zip(&open).for_each(|(next, &k)| number[k as usize] = next);
                let own: Vec<u32> =
                    sequence.iter().map(|&k| number[k as usize]).filter(|&next| next != NOBODY).collect();
                let centers = coarse.start(&targets, &own, *angle);
                anchored(centers, &open.iter().map(|&k| anchors[k as usize]).collect::<Vec<_>>())
            }
        };
        let in_place = |mut centers: Vec<[f64; 3]>| {
            for (center, &k) in centers.iter_mut().zip(&open) {
                *center = goal.ties.anchor(k).unwrap_or(*center);
            }
            Tried::at(centers)
        };
        let runs: Vec<Tried> = goal.starts.iter().map(start).map(in_place).collect();
        let tolerance = goal.terms.tolerance;
        // Several measures are held to their tolerances; a single one is brought as near as its units let it.
        let aim = if units.loads.is_empty() { AIM.max(grain(&units.weights, &targets)) } else { f64::INFINITY };
        Self {
            stage: Stage::Explore(Batch::new(runs.len())),
            runs,
            others: Vec::new(),
            coarse: Arc::new(coarse),
            is_frozen: Arc::new(open.iter().map(|&k| goal.is_frozen(k)).collect()),
            homes: open.iter().filter_map(|&k| goal.homes.get(k as usize).copied()).collect(),
            is_home: false,
            targets: Arc::new(targets),
            board: Arc::new(Board {
                units: Arc::clone(units),
                aim: aim.min(tolerance * SAFE),
                open,
                point_of_unit: std::mem::take(&mut fine.group_of_unit),
                fine,
                shares: goal.shares,
                terms: goal.terms,
                ties: goal.ties,
                fixed: goal.fixed,
            }),
        }
    }

    /// The next task that waits, and its position.
    pub(super) fn next(&mut self) -> Option<(usize, DesignTask)> {
        let (iterations, batch) = match &mut self.stage {
            Stage::Explore(batch) => (ITERATIONS, batch),
            Stage::Further(batch) => (FURTHER, batch),
            Stage::Fine(batch, _) => {
                let position = batch.next()?;
                return Some((position, DesignTask::new(Kind::Finalist(self.finalist(position)?))));
            }
        };
        let position = batch.next()?;
        let own = Trial {
            level: Arc::clone(&self.coarse),
            targets: Arc::clone(&self.targets),
            is_frozen: Arc::clone(&self.is_frozen),
            centers: self.runs.get(position)?.centers.clone(),
            iterations,
        };
        Some((position, DesignTask::new(Kind::Trial(own))))
    }

    fn finalist(&self, position: usize) -> Option<Finalist> {
        Some(Finalist {
            board: Arc::clone(&self.board),
            targets: Arc::clone(&self.targets),
            is_frozen: Arc::clone(&self.is_frozen),
            centers: self.runs.get(position)?.centers.clone(),
        })
    }

    /// Takes what was found of a task; `None` for nothing, and it waits again.
    pub(super) fn take(&mut self, position: usize, found: Option<DesignFound>) {
        match &mut self.stage {
            Stage::Explore(batch) | Stage::Further(batch) => {
                let (groups, territories) = (self.coarse.points.len(), self.targets.len());
                let tried = found.and_then(DesignFound::into_tried);
                batch.take(position, tried.filter(|tried| tried.fits(groups, territories)));
            }
            Stage::Fine(batch, _) => {
                let finished = found.and_then(DesignFound::into_finished);
                let (units, territories) = (self.board.units.len(), self.board.shares.len());
                batch.take(position, finished.filter(|finished| finished.fits(units, territories)));
            }
        }
        self.go_on();
    }

    /// The next stage, where this one is complete.
    fn go_on(&mut self) {
        if let Stage::Fine(batch, first) = &mut self.stage {
            let is_missed = batch.is_complete() && batch.found().all(|own| !own.is_within);
            let units = self.board.units.len().max(1);
            if is_missed && first.is_empty() && !self.others.is_empty() && units <= SECOND_UNITS {
                self.others.truncate(SECOND_UNITS / units);
                self.runs = std::mem::take(&mut self.others);
                let first = std::mem::replace(batch, Batch::new(0)).into_found().collect();
                self.stage = Stage::Fine(Batch::new(self.runs.len()), first);
            }
            return;
        }
        if let Stage::Explore(batch) | Stage::Further(batch) = &mut self.stage
            && batch.is_complete()
        {
            self.runs = std::mem::replace(batch, Batch::new(0)).into_found().collect();
            let homes = std::mem::take(&mut self.homes);
            if !homes.is_empty() {
                // Who lives where is known to fit once there are territories: they are explored again with that.
                self.runs.iter_mut().for_each(|run| run.move_home(&homes));
                self.is_home = true;
                self.stage = Stage::Explore(Batch::new(self.runs.len()));
                return;
            }
            sort_by(&mut self.runs, &|a, b| a.spread.total_cmp(&b.spread));
            self.stage = if matches!(self.stage, Stage::Explore(_)) {
                self.others = self.runs.split_off(FINALISTS.min(self.runs.len().div_ceil(2)));
                Stage::Further(Batch::new(self.runs.len()))
            } else {
                let finals = (FINAL_UNITS / self.board.units.len().max(1)).clamp(1, FINALISTS);
                Stage::Fine(Batch::new(finals.min(self.runs.len())), Vec::new())
            };
        }
    }

    /// The part of the work done, 0 to 1 and never falling while nothing is lost, and what comes next; `here` is how far
    /// one more task is.
    pub(super) fn progress(&self, here: f64) -> (f64, Phase) {
        match &self.stage {
            Stage::Explore(batch) if self.is_home => (0.2 + 0.2 * batch.done(here), Phase::Exploring),
            Stage::Explore(batch) if !self.homes.is_empty() => (0.2 * batch.done(here), Phase::Exploring),
            Stage::Explore(batch) => (0.4 * batch.done(here), Phase::Exploring),
            Stage::Further(batch) => (0.4 + 0.2 * batch.done(here), Phase::Refining),
            Stage::Fine(batch, _) if batch.is_complete() => (1.0, Phase::Finished),
            Stage::Fine(batch, first) if first.is_empty() => (0.6 + 0.3 * batch.done(here), Phase::Smoothing),
            Stage::Fine(batch, _) => (0.9 + 0.1 * batch.done(here), Phase::Smoothing),
        }
    }

    /// The best so far, units divided or groups.
    fn best(&self) -> Best<'_> {
        let tried = match &self.stage {
            Stage::Fine(batch, first) => {
                // Of equal ones the first.
                if let Some(best) = first.iter().chain(batch.found()).reduce(|a, b| if b.cost < a.cost { b } else { a })
                {
                    return Best::Finished(best);
                }
                None
            }
            Stage::Explore(batch) | Stage::Further(batch) => Some(batch.found()),
        };
        let tried = self.runs.iter().chain(tried.into_iter().flatten()).filter(|tried| !tried.owners.is_empty());
        tried.min_by(|a, b| a.spread.total_cmp(&b.spread)).map_or(Best::Nothing, Best::Tried)
    }

    /// Worst |w − μ| ÷ μ of the best so far, in which a finalist `here` has a part.
    pub(super) fn worst(&self, here: Option<&DesignRun>) -> Option<f64> {
        match (self.best(), here.and_then(DesignRun::worst)) {
            (Best::Finished(finished), _) => Some(finished.worst),
            (_, Some(worst)) => Some(worst),
            (Best::Tried(tried), None) => Some(tried.imbalance(&self.targets)),
            (Best::Nothing, None) => None,
        }
    }

    /// The territory of each unit in the best so far, in which a finalist `here` has a part; empty before there is one.
    pub(super) fn owners(&self, here: Option<&DesignRun>) -> Vec<u32> {
        match (self.best(), here.and_then(DesignRun::owners)) {
            (Best::Finished(finished), _) => finished.owners.clone(),
            (_, Some(owners)) => owners,
            (Best::Tried(tried), None) => self.board.owners_of(&self.coarse.group_of_unit, &tried.owners),
            (Best::Nothing, None) => Vec::new(),
        }
    }

    /// The owners of the units in the best so far, made contiguous and balanced when that has not been done yet.
    pub(super) fn finish(mut self) -> Vec<u32> {
        if let Best::Nothing = self.best() {
            self.relax_first();
        }
        match self.best() {
            Best::Finished(finished) => finished.owners.clone(),
            Best::Tried(tried) => {
                let owners = self.board.owners_of(&self.coarse.group_of_unit, &tried.owners);
                let mut run = FinalistRun::smoothing(Arc::clone(&self.board), owners, &tried.centers);
                while run.advance() > 0 {}
                run.finished().owners
            }
            Best::Nothing => vec![0; self.board.units.len()],
        }
    }

    /// One iteration of the first start, so that there is anything.
    fn relax_first(&mut self) {
        let Stage::Explore(batch) = &mut self.stage else { return };
        let tried = batch.next().and_then(|_| self.runs.first()).map(|first| {
            let trial = Trial {
                level: Arc::clone(&self.coarse),
                targets: Arc::clone(&self.targets),
                is_frozen: Arc::clone(&self.is_frozen),
                centers: first.centers.clone(),
                iterations: 1,
            };
            let mut run = trial.begin();
            run.advance();
            run.tried()
        });
        self.runs.extend(tried);
    }
}

/// The best so far of a course.
enum Best<'a> {
    Nothing,
    Tried(&'a Tried),
    Finished(&'a Finished),
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
