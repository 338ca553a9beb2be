//! The division of accounts among the territories of one crew, in short steps.

use super::basic_units::{BasicUnits, Groups, Keys};
use super::budget::{Budget, NOBODY};
use super::capacity::shares;
use super::course::{Goal, Phase, SAFE};
use super::error::DesignError;
use super::fit::Fit;
use super::ground::Grounds;
use super::identity::{Before, Held, Identity, Known};
use super::ledger::{Load, Terms};
use super::outcome::{Designed, Naming, dress};
use super::partition::{Partition, Ties};
use super::rebalance::take_in;
use super::regions::{Courses, Here};
use super::staffing::{Posts, Staff, loose_accounts, permits, post};
use super::starts::{anchored_curves, centers_of, curves, homes, near_home};
use super::task::{DesignFound, DesignRun, DesignTask, Keep, Kept, Kind};
use crate::batch::Batch;
use crate::geography::Barriers;
use crate::model::{
    AccountIx, Alignment, Barrier, Caps, Continuity, DesignBrief, HomeBase, Limit, Lock, RepIx, TerritoryIx,
    TextColumn, UnitBy,
};
use crate::units::LonLat;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a share may exceed a cap by for the rounding of its sums.
const ROUNDING: f64 = 1e-9;

/// Rounds of capping; each lowers the excess by a factor of at least the greatest share.
const CAPPING: usize = 64;

/// What the job needs of the data set and the brief.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) places: TextColumn,
    pub(super) locations: Vec<Option<LonLat>>,
    /// The combined activity, by account.
    pub(super) activity: Vec<f64>,
    /// What caps on disruption count of each account, where that is not the combined activity.
    pub(super) disruption: Option<Vec<f64>>,
    /// What else is held to something, by account.
    pub(super) loads: Vec<Load>,
    pub(super) reps: Vec<Worker>,
    /// By account, whether a rule gives it to a territory, wherever it lies.
    pub(super) is_given: Vec<bool>,
    /// By account, whether it may lie anywhere, for not every rep has what it needs; empty when that matters for none.
    pub(super) is_loose: Vec<bool>,
    /// What is asked of the combined activity.
    pub(super) terms: Terms,
    /// Whether territories may fall into parts.
    pub(super) may_scatter: bool,
    /// The measures, joined.
    pub(super) measure: String,
    /// What matters of the reps before there are territories; `None` when nothing does.
    pub(super) staff: Option<Staff>,
    /// How territories and reps are matched; `None` for the least way from home.
    pub(super) fit: Option<Fit>,
    /// Reps who keep their territories then.
    pub(super) kept: Vec<RepIx>,
    /// The barriers of the brief.
    pub(super) barriers: Vec<Barrier>,
}

/// What matters of a rep.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worker {
    pub(super) rep: RepIx,
    pub(super) home: Option<LonLat>,
    pub(super) capacity: f64,
    /// The farthest from the home base, in metres.
    pub(super) reach: f64,
    pub(super) base: HomeBase,
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

/// A resumable division of the accounts of one crew: compact territories of the activity wanted, in one piece, drawn anew
/// or as near to those before as balance allows.
#[derive(Debug, Clone)]
pub(super) struct Division {
    task: Task,
    units: Arc<BasicUnits>,
    /// By territory, its share of all activity.
    shares: Vec<f64>,
    method: Method,
    naming: Names,
}

/// What a division starts from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    /// How many territories.
    pub(super) territories: u16,
    /// Which accounts go together.
    pub(super) groups: Option<&'a [u32]>,
    /// The territories before, if there are any.
    pub(super) before: Option<Before<'a>>,
    /// What rules give to reps besides what they divide.
    pub(super) promised: &'a [(AccountIx, RepIx)],
    /// What rules keep where it is, unless a person locked it there.
    pub(super) kept: &'a BTreeSet<AccountIx>,
}

#[derive(Debug, Clone)]
enum Method {
    Draw(Box<Courses>),
    /// One task, which takes the whole as it is.
    Keep(Box<Keep>, Batch<Kept>),
}

/// How the territories get their names.
#[derive(Debug, Clone)]
enum Names {
    New,
    Renewed(Alignment),
    Kept(Vec<Known>, Option<Caps>),
    /// By territory, whether it holds something; the others take the place of those before.
    Anchored(Vec<Known>, Vec<bool>, Alignment),
}

impl Task {
    /// Gives each territory its rep where that matters while they are drawn, and marks the accounts that may lie anywhere.
    fn post(&mut self, identity: Option<&mut Identity>) -> Posts {
        let Some((staff, identity)) = self.staff.take().zip(identity) else { return Vec::new() };
        let posts = post(&mut identity.known, self, &staff);
        let reps: Vec<Option<RepIx>> = posts.iter().map(|post| post.map(|rep| rep.rep)).collect();
        self.is_loose = loose_accounts(self.locations.len(), &reps, &staff.needs);
        self.staff = Some(staff);
        posts
    }
}

impl Division {
    /// O(accounts · log accounts).
    pub(super) fn new(
        mut task: Task,
        brief: &DesignBrief,
        origin: &Origin,
        grounds: &mut Grounds,
    ) -> Result<Self, DesignError> {
        let Origin { groups, promised, kept, .. } = *origin;
        let territories = usize::from(origin.territories);
        let nothing = Alignment::new(Vec::new(), vec![None; task.locations.len()]).unwrap_or_default();
        let fresh = Before { alignment: &nothing, baseline: None, locks: &[] };
        let is_staffed = task.staff.is_some();
        let before = origin.before.or((!promised.is_empty() || is_staffed).then_some(fresh));
        let locked = before.as_ref().map_or(0, |before| before.locked_territories(kept));
        if locked > territories {
            return Err(DesignError::TooManyLocks { locked, territories: origin.territories });
        }
        let is_kept = matches!(brief.continuity, Continuity::Keep(_));
        let is_held = |lock: &Lock| !matches!(lock, Lock::Rep(_));
        let mut identity = before
            .filter(|before| is_kept || before.locks.iter().any(is_held) || !promised.is_empty() || is_staffed)
            .map(|before| Identity::new(before, promised, kept, &task.activity, territories));
        let posts = task.post(identity.as_mut());
        let holds = identity.as_ref().map(Identity::holds).unwrap_or_default();
        let holds = task.staff.as_ref().map_or(holds.clone(), |staff| staff.apart(&holds, task.locations.len()));
        let apart = groups.zip(identity.as_ref()).map(|(groups, identity)| identity.groups_apart(groups));
        let keys = Keys {
            groups: apart.as_deref().or(groups),
            holds: &holds,
            is_anchored: brief.unit == UnitBy::Family,
            is_loose: &task.is_loose,
        };
        let grouped = Groups::new(&task.locations, &task.activity, &keys);
        if territories > grouped.len() {
            return Err(DesignError::TooManyTerritories { territories: origin.territories, located: grouped.len() });
        }
        let barriers = barriers_of(brief, !task.may_scatter);
        let mut units =
            BasicUnits::new(&grouped, &task.activity, &task.loads, &keys, territories, (&barriers, grounds));
        if units.weights.iter().sum::<f64>() <= 0.0 {
            return Err(DesignError::NoActivity { measure: task.measure });
        }
        let shares = match &identity {
            Some(identity) => identity.shares(&task.reps),
            None => shares(&task.reps, territories),
        };
        let greatest = shares.iter().copied().fold(0.0, f64::max);
        cap(&mut units.weights, greatest * (1.0 + 0.99 * task.terms.tolerance));
        for load in &mut units.loads {
            if load.terms.tolerance.is_finite() {
                cap(&mut load.values, greatest * (1.0 + 0.99 * load.terms.tolerance));
            }
        }
        let held = identity.as_ref().map(|identity| identity.units(&units, &task.activity)).unwrap_or_default();
        let is_closed = identity.as_ref().map(|identity| identity.is_closed.clone()).unwrap_or_default();
        let permits = task.staff.as_ref().map(|staff| Arc::new(permits(&units, &posts, staff, &task, &is_closed)));
        let units = Arc::new(units);
        let ties = Ties {
            is_fixed: held.is_fixed.clone(),
            is_closed,
            may_scatter: task.may_scatter,
            budget: None,
            permits,
            anchors: anchors(&units, &posts),
        };
        let is_settled = ties.is_fixed.iter().filter(|&&is_fixed| is_fixed).count() == units.len();
        let (method, naming) = match (identity, &brief.continuity) {
            (Some(identity), Continuity::Keep(caps)) if origin.before.is_some() => {
                let own = keep(&task, &units, &shares, held, ties, caps);
                (Method::Keep(Box::new(own), Batch::new(1)), Names::Kept(identity.known, Some(caps.clone())))
            }
            (Some(identity), _) if is_settled || !ties.is_closed.contains(&false) => {
                let own = keep(&task, &units, &shares, held, ties, &Caps::default());
                (Method::Keep(Box::new(own), Batch::new(1)), Names::Kept(identity.known, None))
            }
            (Some(identity), _) => {
                let starts = anchored_curves(&task, brief.seed, &units, &held, &posts, territories);
                let fixed = held.owners.iter().zip(&ties.is_fixed);
                let fixed = fixed.map(|(&owner, &is_fixed)| if is_fixed { owner } else { NOBODY }).collect();
                let naming = match before.filter(|_| posts.is_empty()) {
                    Some(before) => {
                        let mut is_anchored = identity.is_closed;
                        for (&owner, _) in held.owners.iter().zip(&ties.is_fixed).filter(|(_, is_fixed)| **is_fixed) {
                            is_anchored[owner as usize] = true;
                        }
                        Names::Anchored(identity.known, is_anchored, before.alignment.clone())
                    }
                    None => Names::Kept(identity.known, None),
                };
                let homes = Vec::new();
                let goal = Goal { shares: shares.clone(), terms: task.terms, starts, ties, fixed, homes };
                (Method::Draw(Box::new(Courses::new(&units, goal))), naming)
            }
            (None, _) => {
                let starts = curves(&task.reps, brief.seed, territories);
                let homes = homes(&units, &task.reps, &shares);
                let starts = near_home(starts, &homes);
                let goal = Goal { shares: shares.clone(), terms: task.terms, starts, ties, fixed: Vec::new(), homes };
                let naming = before.map_or(Names::New, |before| Names::Renewed(before.alignment.clone()));
                (Method::Draw(Box::new(Courses::new(&units, goal))), naming)
            }
        };
        Ok(Self { task, units, shares, method, naming })
    }

    /// The next task that waits, and where it belongs: the region and the position there.
    pub(super) fn next(&mut self) -> Option<([usize; 2], DesignTask)> {
        match &mut self.method {
            Method::Draw(courses) => courses.next(),
            Method::Keep(keep, batch) => batch.next().map(|_| ([0; 2], DesignTask::new(Kind::Keep(keep.clone())))),
        }
    }

    /// Takes what was found of a task; `None` for nothing, and it waits again.
    pub(super) fn take(&mut self, at: [usize; 2], found: Option<DesignFound>) {
        match &mut self.method {
            Method::Draw(courses) => courses.take(at, found),
            Method::Keep(_, batch) => {
                let kept = found.and_then(DesignFound::into_kept);
                batch.take(0, kept.filter(|kept| kept.fits(self.units.len(), self.shares.len())));
            }
        }
    }

    /// How far it is; `here` is a task under way and where it belongs.
    pub(super) fn progress(&self, here: Option<Here>) -> Progress {
        match &self.method {
            Method::Draw(courses) => {
                let (done, phase) = courses.progress(here);
                Progress { done, worst_deviation: courses.worst(here), finished: phase == Phase::Finished, phase }
            }
            Method::Keep(_, batch) => {
                let (kept, run) = (batch.found().next(), here.map(|(_, run)| run));
                Progress {
                    done: batch.done(run.map_or(0.0, DesignRun::done)),
                    worst_deviation: kept.map(|kept| kept.worst).or_else(|| run.and_then(DesignRun::worst)),
                    finished: batch.is_complete(),
                    phase: if batch.is_complete() { Phase::Finished } else { Phase::Smoothing },
                }
            }
        }
    }

    /// Number of territories.
    pub(super) fn territories(&self) -> usize {
        self.shares.len()
    }

    /// The best so far by account, to draw it; territories that are drawn anew are in no order yet. `None` for what is not
    /// located, and for all before there is anything to show.
    pub(super) fn best(&self, here: Option<Here>) -> Vec<Option<TerritoryIx>> {
        let mut owners = vec![None; self.task.locations.len()];
        let by_unit = match &self.method {
            Method::Draw(courses) => courses.owners(here),
            Method::Keep(keep, batch) => {
                let kept = batch.found().next().map(|kept| kept.owners.clone());
                kept.or_else(|| here.and_then(|(_, run)| run.owners())).unwrap_or_else(|| keep.owners.clone())
            }
        };
        for (unit, &owner) in by_unit.iter().enumerate() {
            for account in self.units.members(unit) {
                owners[account.index()] = u16::try_from(owner).ok().map(TerritoryIx);
            }
        }
        owners
    }

    /// The alignment of the best so far: made contiguous when stopped early, then numbered, named, coloured and matched.
    pub(super) fn finish(self) -> Designed {
        let Self { task, units, shares, method, naming } = self;
        let (partition, needed) = match method {
            Method::Draw(courses) => (courses.finish(), 0.0),
            Method::Keep(keep, batch) => {
                let kept = batch.into_found().next().unwrap_or_else(|| (*keep).clone().unmoved());
                let mut partition = Partition::new(&units, kept.owners, &shares, task.terms);
                partition.ties = keep.ties;
                (partition, kept.needed)
            }
        };
        let naming_of = match &naming {
            Names::New => Naming::New,
            Names::Renewed(before) => Naming::Renewed(before),
            Names::Kept(known, _) => Naming::Kept(known),
            Names::Anchored(known, is_anchored, before) => Naming::Anchored { known, is_anchored, before },
        };
        let mut designed = dress(&task, &units, &partition, &shares, &naming_of);
        let is_missed =
            designed.limits.iter().any(|limit| matches!(limit, Limit::Tolerance { .. } | Limit::Bound { .. }));
        if let Names::Kept(known, Some(caps)) = naming
            && is_missed
        {
            let needed = needed.max(least_needed(&partition, task.terms.tolerance));
            let in_all = caps.in_all.filter(|cap| needed > cap.value() + ROUNDING);
            let in_all = in_all.map(|_| Limit::Capped { from: None, needed });
            let capped = in_all.into_iter().chain(capped(&partition, &known, task.terms.tolerance));
            designed.limits.splice(0..0, capped.collect::<Vec<_>>());
        }
        designed
    }
}

/// What a cap must be at least, for territories still hold more than they should.
fn least_needed(partition: &Partition, tolerance: f64) -> f64 {
    let over =
        partition.weights().iter().zip(partition.targets()).map(|(has, target)| has - target * (1.0 + tolerance));
    let over = over.map(|over| over.max(0.0)).sum();
    partition.ties.budget.as_ref().map_or(0.0, |budget| budget.share_with(over))
}

/// The territories that hold more than they should and may not hand over as much as it takes.
fn capped(partition: &Partition, known: &[Known], tolerance: f64) -> Vec<Limit> {
    let Some(budget) = &partition.ties.budget else { return Vec::new() };
    let over =
        partition.weights().iter().zip(partition.targets()).map(|(has, target)| has - target * (1.0 + tolerance));
    let limit = |(k, (over, own)): (usize, (f64, &Known))| {
        let from = own.as_ref()?.0;
        let needed = budget.needed_of(k, over).filter(|_| over > 0.0 && from.is_some())?;
        Some(Limit::Capped { from, needed })
    };
    over.zip(known).enumerate().filter_map(limit).collect()
}

/// The barriers of a brief; none where territories may fall into parts.
pub(super) fn barriers_of(brief: &DesignBrief, is_contiguous: bool) -> Barriers {
    if is_contiguous { Barriers::new(&brief.barriers) } else { Barriers::default() }
}

/// A realignment of what is held, within the caps. Where more has changed hands already than may, it starts from the
/// baseline.
fn keep(task: &Task, units: &Arc<BasicUnits>, shares: &[f64], held: Held, ties: Ties, caps: &Caps) -> Keep {
    let Held { mut owners, base, is_fixed } = held;
    let worth = task.disruption.as_ref().map(|values| sums_of(values, units));
    let mut budget = Budget::new(sums_of(&task.activity, units), worth, base, shares.len(), caps);
    if !budget.covers(&owners) {
        for ((owner, base), _) in owners.iter_mut().zip(&budget.before).zip(is_fixed).filter(|(_, is_fixed)| !is_fixed)
        {
            *owner = *base;
        }
    }
    let centers = centers_of(units, &owners, shares.len());
    for (unit, owner) in owners.iter_mut().enumerate().filter(|(unit, _)| !ties.is_fixed(*unit)) {
        // Who does not have what it needs, or lives too far away, gives it up.
        if *owner != NOBODY && !ties.permits(unit, *owner) {
            *owner = NOBODY;
        }
    }
    take_in(units, &mut owners, &centers, &ties);
    budget.count(&owners);
    let ties = Ties { budget: Some(budget), ..ties };
    Keep { units: Arc::clone(units), owners, shares: shares.to_vec(), terms: task.terms, ties, aim: SAFE }
}

/// By unit, the sum of these values of accounts: of the activity, what it is before capping.
fn sums_of(values: &[f64], units: &BasicUnits) -> Vec<f64> {
    let sum = |unit: usize| units.members(unit).iter().map(|account| values[account.index()]).sum();
    (0..units.len()).map(sum).collect()
}

/// By territory, the home base that it is drawn around; empty when there is none.
fn anchors(units: &BasicUnits, posts: &Posts) -> Vec<Option<[f64; 3]>> {
    let fixed = |rep: &Option<Worker>| rep.filter(|rep| rep.base == HomeBase::Fixed).and_then(|rep| rep.home);
    let anchors: Vec<Option<[f64; 3]>> = posts.iter().map(|rep| fixed(rep).map(|home| units.position(home))).collect();
    if anchors.iter().all(Option::is_none) { Vec::new() } else { anchors }
}

/// Lets a unit count for no more than the `greatest` share that a territory may have, so that one that is heavier keeps a
/// territory to itself and all others share the rest evenly.
fn cap(weights: &mut [f64], greatest: f64) {
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
}
