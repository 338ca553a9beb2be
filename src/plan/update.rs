//! A newer export of the data, and what of the plan stays with it.

use super::edit::LayerAt;
use super::plan::{Plan, PlanError, check_layers};
use super::scenario::{LayerPlan, Scenario};
use super::state::State;
use super::upkeep::Upkeep;
use super::visits::VisitPlan;
use crate::model::{
    AccountIx, Alignment, Dataset, Limit, Lock, RepIx, Stop, Territory, TerritoryIx, UnplacedTouches, UnplacedVisits,
    heirs_of_reps,
};
use crate::sorting::sort;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A data set and the scenarios over it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// What the files said.
    pub dataset: Dataset,
    /// Who owns what.
    pub scenarios: Vec<Scenario>,
}

impl Version {
    /// Checks that each layer fits the data set.
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_layers(&self.scenarios, &self.dataset)
    }

    /// Makes the scenarios what those of the plan are over the newer data: owners stay with the account of the same id,
    /// territories with the rep of the same id, places and reps as they were set by hand. O(accounts × layers).
    pub(super) fn follow(&mut self, state: &State) {
        self.dataset.keep_places(&state.dataset);
        self.dataset.keep_workload(&state.dataset);
        self.dataset.keep_reps(&state.dataset);
        let ties = Ties::between(&state.dataset, &self.dataset);
        self.scenarios.clone_from(&state.scenarios);
        for (scenario, own) in (0..).zip(&mut self.scenarios) {
            for (layer, own) in (0..).zip(&mut own.layers) {
                ties.carry(own, &self.dataset, LayerAt { scenario, layer });
            }
        }
    }
}

/// A territory whose rep no newer file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRep {
    /// The territory.
    pub territory: String,
    /// The layer that it is in, and the scenario where there are several.
    pub layer: String,
    /// The rep.
    pub rep: String,
}

impl Plan {
    /// The territories that lose their reps with an update in which these are gone, layer by layer. O(territories × reps gone).
    #[must_use]
    pub fn losing_reps(&self, gone: &[String]) -> Vec<LostRep> {
        let mut lost = Vec::new();
        for scenario in self.scenarios() {
            for layer in &scenario.layers {
                let layer_name = match self.scenarios() {
                    [_] => layer.layer().name.clone(),
                    _ => format!("{}, {}", layer.layer().name, scenario.name),
                };
                for territory in layer.alignment().territories() {
                    let rep = territory.rep.and_then(|rep| self.dataset().rep(rep));
                    if let Some(rep) = rep.filter(|rep| gone.contains(&rep.id)) {
                        let (territory, rep) = (territory.name.clone(), rep.name.clone());
                        lost.push(LostRep { territory, layer: layer_name.clone(), rep });
                    }
                }
            }
        }
        lost
    }
}

/// Which account and rep is which.
struct Ties {
    /// By account of the newer data: its position before.
    before: Vec<Option<AccountIx>>,
    /// By account of the older data: its position after.
    after: Vec<Option<AccountIx>>,
    /// By rep of the older data: its position after.
    reps: Vec<Option<RepIx>>,
}

impl Ties {
    fn between(old: &Dataset, new: &Dataset) -> Self {
        let known: HashMap<&str, AccountIx> = old.accounts().ids.iter().zip((0..).map(AccountIx)).collect();
        let mut after = vec![None; old.accounts().len()];
        let mut before = Vec::with_capacity(new.accounts().len());
        for (id, at) in new.accounts().ids.iter().zip((0..).map(AccountIx)) {
            let own = known.get(id).copied();
            if let Some(entry) = own.and_then(|own| after.get_mut(own.index())) {
                *entry = Some(at);
            }
            before.push(own);
        }
        Self { before, after, reps: heirs_of_reps(old.reps(), new.reps()) }
    }

    fn carry(&self, own: &mut LayerPlan, dataset: &Dataset, at: LayerAt) {
        own.layer.alignment = self.carried(own.alignment());
        own.before = own.before.as_ref().map(|before| self.carried(before));
        let after = |account: AccountIx| self.after.get(account.index()).copied().flatten();
        let limits = own.declared.iter().filter_map(|limit| match *limit {
            Limit::Heavy { account, share } => Some(Limit::Heavy { account: after(account)?, share }),
            Limit::Skill { account, need, accounts } => Some(Limit::Skill { account: after(account)?, need, accounts }),
            other => Some(other),
        });
        own.declared = limits.collect();
        let locks = own.locks.iter().filter_map(|lock| match *lock {
            Lock::Account(account) => after(account).map(Lock::Account),
            Lock::Territory(_) | Lock::Rep(_) => Some(*lock),
        });
        own.locks = locks.collect();
        sort(&mut own.locks);
        own.visits = own.visits.take().map(|visits| self.carried_visits(visits));
        if Upkeep::measure(dataset, at, own).is_err() {
            // What was balanced is not in the newer data: the territories stay, without a claim about their balance.
            own.brief = None;
            own.figures = None;
            own.declared.retain(|limit| matches!(limit, Limit::Islands { .. }));
        }
    }

    /// What is asked names accounts and reps by id; the visits to accounts that are gone go with them.
    fn carried_visits(&self, mut visits: VisitPlan) -> VisitPlan {
        let after = |account: AccountIx| self.after.get(account.index()).copied().flatten();
        let touches = |list: &mut Vec<AccountIx>| *list = list.iter().filter_map(|&own| after(own)).collect();
        for own in visits.calendar.iter_mut().flat_map(|calendar| &mut calendar.territories) {
            for day in &mut own.days {
                let stops = day.stops.iter().filter_map(|stop| Some(Stop { account: after(stop.account)?, ..*stop }));
                day.stops = stops.collect();
                touches(&mut day.calls);
                touches(&mut day.emails);
            }
            let unplaced = own.unplaced.iter();
            let unplaced = unplaced.filter_map(|own| Some(UnplacedVisits { account: after(own.account)?, ..*own }));
            own.unplaced = unplaced.collect();
            let untouched = own.untouched.iter();
            let untouched = untouched.filter_map(|own| Some(UnplacedTouches { account: after(own.account)?, ..*own }));
            own.untouched = untouched.collect();
        }
        visits
    }

    fn carried(&self, alignment: &Alignment) -> Alignment {
        let rep = |rep: RepIx| self.reps.get(rep.index()).copied().flatten();
        let territory = |old: &Territory| Territory { rep: old.rep.and_then(rep), ..old.clone() };
        let territories = alignment.territories().iter().map(territory).collect();
        let owner = |before: &Option<AccountIx>| -> Option<TerritoryIx> { alignment.owner((*before)?) };
        let owners = self.before.iter().map(owner).collect();
        // Owners come from the alignment, so they are in range of its territories.
        Alignment::new(territories, owners).unwrap_or_default()
    }
}
