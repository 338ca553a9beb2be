//! A plan and a brief → the edit that brings the design into the plan.

use super::explaining::briefed;
use super::protocol::{Job, Progress};
use super::reshaping::split_edit;
use super::sharing::{Divided, Sharing};
use super::task::{Found, Task, TaskRun};
use crate::model::{AccountIx, Alignment, Caps, Continuity, DesignBrief, Layer, Lock, Territory, TerritoryIx};
use crate::plan::{Edit, LayerPlan, Plan};
use crate::sorting::sort;
use crate::territory::{Before, Design, DesignAt, DesignError, DesignRun, Designed, Grounds};

/// A design under way.
pub struct Designing {
    design: Design,
    brief: DesignBrief,
    /// The territory whose accounts alone are divided, when one is split.
    split: Option<TerritoryIx>,
    is_stopped: bool,
}

/// What the design after a move by hand keeps: the accounts moved, where they are now.
fn held(accounts: &[AccountIx], locks: &[Lock]) -> Vec<Lock> {
    let mut held: Vec<Lock> = accounts.iter().copied().map(Lock::Account).chain(locks.iter().copied()).collect();
    sort(&mut held);
    held.dedup();
    held
}

impl Designing {
    /// Sets a design up.
    ///
    /// # Errors
    /// [`DesignError`] for a brief that the data set cannot meet at all.
    pub fn start(plan: &Plan, brief: DesignBrief) -> Result<Self, DesignError> {
        Self::start_on(&mut Grounds::default(), plan, brief)
    }

    /// The same, faster where `grounds` remember the places of a design before.
    ///
    /// # Errors
    /// As [`Designing::start`].
    pub fn start_on(grounds: &mut Grounds, plan: &Plan, brief: DesignBrief) -> Result<Self, DesignError> {
        let locks = plan.layer().map(LayerPlan::locks).unwrap_or_default();
        let asked = brief.clone();
        Self::start_with(grounds, plan, &asked, brief, locks)
    }

    /// Sets up what balances again around accounts that were moved by hand: they stay where they are now, and as little as
    /// possible follows, within the caps of the layer's brief, if it has any.
    ///
    /// # Errors
    /// [`DesignError`] for a layer that cannot be balanced.
    pub fn repair(grounds: &mut Grounds, plan: &Plan, accounts: &[AccountIx]) -> Result<Self, DesignError> {
        let Some((layer, brief)) = briefed(plan) else {
            return Err(DesignError::NoTerritory);
        };
        let continuity = match &brief.continuity {
            Continuity::Redraw => Continuity::Keep(Caps::default()),
            kept @ Continuity::Keep(_) => kept.clone(),
        };
        let asked = DesignBrief { continuity, ..brief.clone() };
        // Who has no territory stays without one: balancing again covers nobody.
        let left_out = layer.alignment().owners().iter().zip((0..).map(AccountIx)).filter(|(owner, _)| owner.is_none());
        let accounts: Vec<AccountIx> = accounts.iter().copied().chain(left_out.map(|(_, account)| account)).collect();
        Self::start_with(grounds, plan, &asked, brief.clone(), &held(&accounts, layer.locks()))
    }

    /// Sets up what divides one territory of the shown layer into two halves.
    ///
    /// # Errors
    /// [`DesignError`] for a territory that cannot be divided.
    pub fn split(plan: &Plan, territory: TerritoryIx) -> Result<Self, DesignError> {
        let Some((layer, brief)) = briefed(plan) else {
            return Err(DesignError::NoTerritory);
        };
        let accounts: Vec<AccountIx> = layer.alignment().members(territory).collect();
        let design = Design::within(plan.dataset(), brief, &accounts, 2)?;
        Ok(Self { design, brief: brief.clone(), split: Some(territory), is_stopped: false })
    }

    fn start_with(
        grounds: &mut Grounds,
        plan: &Plan,
        asked: &DesignBrief,
        brief: DesignBrief,
        locks: &[Lock],
    ) -> Result<Self, DesignError> {
        let layer = plan.layer().filter(|_| plan.is_designed());
        let before = layer.map(|layer| Before { alignment: layer.alignment(), baseline: baseline_of(layer), locks });
        Ok(Self { design: Design::on(grounds, plan.dataset(), asked, before)?, brief, split: None, is_stopped: false })
    }

    /// The edit that brings the best so far into the plan.
    #[must_use]
    pub fn finish(self, plan: &Plan) -> Edit {
        let designed = self.design.finish();
        if let Some((layer, territory)) = plan.layer().zip(self.split) {
            // What cannot be split stays as it is.
            return split_edit(plan, territory, &designed).unwrap_or_else(|| plan.design_edit(layer.clone()));
        }
        let Designed { alignment, predecessors, limits, .. } = designed;
        let layer = Layer { name: plan.layer_name(), alignment };
        let baseline = plan.layer().filter(|_| plan.is_designed()).map(|before| {
            let baseline = baseline_of(before).unwrap_or(before.alignment());
            let locks = before.locks().iter().filter_map(|lock| renumbered(*lock, &predecessors)).collect();
            (in_order(baseline, &predecessors, layer.alignment.territories()), locks)
        });
        let own = LayerPlan::new(layer, Some(self.brief), limits);
        let layer = match baseline {
            Some((baseline, locks)) => own.after(baseline, locks),
            None => own,
        };
        plan.design_edit(layer)
    }
}

impl Divided for Designing {
    type At = DesignAt;

    fn next_task(&mut self, _plan: &Plan) -> Option<(DesignAt, Task)> {
        if self.is_stopped {
            return None;
        }
        let (at, task) = self.design.next_task()?;
        Some((at, Task::Design(task)))
    }

    fn take(&mut self, _plan: &Plan, at: DesignAt, found: Option<Found>) {
        self.design.take(
            at,
            found.and_then(|found| match found {
                Found::Design(found) => Some(found),
                Found::Calendar(_) => None,
            }),
        );
    }

    fn is_finished(&self) -> bool {
        self.design.progress(None).finished
    }

    fn stop(&mut self) -> bool {
        self.is_stopped = true;
        true
    }

    fn progress(&self, here: Option<(DesignAt, &TaskRun, f64)>) -> Progress {
        let own = self.design.progress(of_design(here.map(|(at, run, _)| (at, run))));
        Progress { job: Job::Design, done: own.done, worst_deviation: own.worst_deviation }
    }

    fn best(&self, here: Option<(DesignAt, &TaskRun)>) -> Option<Vec<Option<TerritoryIx>>> {
        Some(self.design.best(of_design(here)))
    }
}

/// A task under way that is one of a design.
fn of_design(here: Option<(DesignAt, &TaskRun)>) -> Option<(DesignAt, &DesignRun)> {
    match here {
        Some((at, TaskRun::Design(run))) => Some((at, run)),
        _ => None,
    }
}

/// What disruption is counted from: where the present layer came from, as long as its territories are the same; else the
/// layer itself.
pub(super) fn baseline_of(layer: &LayerPlan) -> Option<&Alignment> {
    layer.before().filter(|before| before.territories().len() >= layer.alignment().territories().len())
}

/// The alignment before with its territories at the positions of those that took their place: empty ones where a territory is
/// new, and at the end those that are no more.
pub(super) fn in_order(
    before: &Alignment,
    predecessors: &[Option<TerritoryIx>],
    territories: &[Territory],
) -> Alignment {
    let mut number = vec![None; before.territories().len()];
    let mut ordered: Vec<Territory> = Vec::with_capacity(number.len());
    for (predecessor, own) in predecessors.iter().zip(territories) {
        let known = predecessor.and_then(|predecessor| before.territory(predecessor));
        if let Some(entry) = predecessor.and_then(|predecessor| number.get_mut(predecessor.index())) {
            *entry = u16::try_from(ordered.len()).ok();
        }
        ordered.push(known.unwrap_or(own).clone());
    }
    for (entry, own) in number.iter_mut().zip(before.territories()).filter(|(entry, _)| entry.is_none()) {
        *entry = u16::try_from(ordered.len()).ok();
        ordered.push(own.clone());
    }
    let place = |owner: TerritoryIx| number.get(owner.index()).copied().flatten().map(TerritoryIx);
    let owners = before.owners().iter().map(|owner| owner.and_then(place)).collect();
    // Every position is that of a territory, and names and slots were well formed before.
    Alignment::new(ordered, owners).unwrap_or_default()
}

/// A lock of a territory follows it; it goes with a territory that is no more.
pub(super) fn renumbered(lock: Lock, predecessors: &[Option<TerritoryIx>]) -> Option<Lock> {
    match lock {
        Lock::Account(_) => Some(lock),
        Lock::Territory(territory) => successor(territory, predecessors).map(Lock::Territory),
        Lock::Rep(territory) => successor(territory, predecessors).map(Lock::Rep),
    }
}

/// The territory that took the place of another.
fn successor(territory: TerritoryIx, predecessors: &[Option<TerritoryIx>]) -> Option<TerritoryIx> {
    let position = predecessors.iter().position(|own| *own == Some(territory))?;
    u16::try_from(position).ok().map(TerritoryIx)
}

/// Divides a territory of the shown layer into two halves, to the end; the layer as it is where that cannot be done.
///
/// # Errors
/// As [`Designing::split`].
pub fn split(plan: &Plan, territory: TerritoryIx) -> Result<Edit, DesignError> {
    Ok(Sharing::new(Designing::split(plan, territory)?).carry_out(plan, &mut |_| true).finish(plan))
}

/// Designs to the end.
///
/// # Errors
/// As [`Designing::start`].
pub fn design(plan: &Plan, brief: DesignBrief, go_on: &mut dyn FnMut(&Progress) -> bool) -> Result<Edit, DesignError> {
    Ok(Sharing::new(Designing::start(plan, brief)?).carry_out(plan, go_on).finish(plan))
}
