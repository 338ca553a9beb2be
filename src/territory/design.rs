//! A design as a job in short steps.

use super::basic_units::BasicUnits;
use super::course::{Course, Goal, Phase, shuffled};
use super::error::DesignError;
use super::hilbert;
use super::outcome::{Designed, dress};
use crate::geography::Plane;
use crate::model::{ActivityMeasures, Dataset, DesignBrief, TerritoryIx, TextColumn, Tolerance};
use crate::units::LonLat;

/// A step ends after this many evaluations of a point.
const SLICE: usize = 150_000;

/// Rounds of capping; each lowers the excess by a factor of at least the greatest share.
const CAPPING: usize = 64;

/// What the job needs of the data set and the brief.
#[derive(Debug, Clone)]
pub(super) struct Task {
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
    /// By territory, its share of all activity.
    shares: Vec<f64>,
    course: Course,
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
        let activity = ActivityMeasures::combine(accounts, &brief.measures)?.combined;
        let measure = brief.measures.iter().filter(|m| m.weight > 0.0).map(|m| m.measure.as_str());
        let measure = measure.collect::<Vec<_>>().join(" + ");
        let task = Task {
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
        let mut units = BasicUnits::new(&task.locations, &task.activity, territories);
        if units.weights.iter().sum::<f64>() <= 0.0 {
            return Err(DesignError::NoActivity { measure: task.measure });
        }
        let shares = shares(&task.reps, territories);
        let greatest = shares.iter().copied().fold(0.0, f64::max);
        let total = cap(&mut units.weights, greatest * (1.0 + 0.99 * brief.tolerance.value()));
        let targets: Vec<f64> = shares.iter().map(|share| share * total).collect();
        let mut rng = fastrand::Rng::with_seed(brief.seed);
        let starts = (0..Course::STARTS)
            .map(|_| {
                let angle = rng.f64() * std::f64::consts::TAU;
                (angle, sequence(&task.reps, territories, angle, &mut rng))
            })
            .collect();
        let course = Course::new(&units, Goal { targets, tolerance: brief.tolerance.value(), starts });
        Ok(Self { task, units, shares, course })
    }

    /// A slice of the work; some 20 ms at most for 10,000 accounts. Once finished it does nothing.
    pub fn step(&mut self) -> Progress {
        let mut work = 0;
        while work < SLICE {
            let more = self.course.advance(&self.units);
            if more == 0 {
                break;
            }
            work += more;
        }
        self.progress()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let (done, phase) = self.course.progress();
        Progress { done, worst_deviation: self.course.worst(), finished: phase == Phase::Finished, phase }
    }

    /// The best so far by account, to draw it; territories are in no order yet. `None` for what is not located, and
    /// for all before there is anything to show.
    #[must_use]
    pub fn best(&self) -> Vec<Option<TerritoryIx>> {
        let mut owners = vec![None; self.task.locations.len()];
        let by_unit = self.course.owners();
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
        let partition = self.course.finish(&self.units);
        dress(&self.task, &self.units, &partition, &self.shares)
    }
}

/// Lets a unit count for no more than the `greatest` share that a territory may have, so that one that is heavier keeps a
/// territory to itself and all others share the rest evenly. Returns the sum of the weights.
fn cap(weights: &mut [f64], greatest: f64) -> f64 {
    let mut total: f64 = weights.iter().sum();
    for _ in 0..CAPPING {
        let most = greatest * total;
        if weights.iter().all(|&weight| weight <= most) {
            break;
        }
        for weight in weights.iter_mut() {
            *weight = weight.min(most);
        }
        total = weights.iter().sum();
    }
    total
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
fn sequence(reps: &[Worker], territories: usize, angle: f64, rng: &mut fastrand::Rng) -> Vec<u32> {
    let homes: Vec<LonLat> = reps.iter().filter_map(|rep| rep.home).collect();
    if homes.len() == territories && reps.len() == territories {
        let plane = Plane::fit(&homes);
        return hilbert::order(&homes.iter().map(|&home| plane.project(home)).collect::<Vec<_>>(), angle);
    }
    shuffled(territories, rng)
}
