//! What edits change, and how each goes forth and back.

use super::edit::{Edit, LayerAt};
use super::names::NameError;
use super::plan::PlanError;
use super::scenario::{LayerPlan, Scenario, fits_before};
use super::settings::Settings;
use super::touches;
use super::visits::{self, VisitPlan};
use crate::model::{Alignment, Dataset, RepIx, Territory, TerritoryCalendar, TerritoryIx, TravelMatrix, UnitMove};

/// The part of a plan that edits change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) dataset: Dataset,
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) matrix: Option<Box<TravelMatrix>>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) active: u16,
}

/// The most scenarios of a plan.
const MOST_SCENARIOS: usize = 64;

/// Whether an edit is carried out or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forth,
    Back,
}

impl Way {
    /// What has to be there and what comes instead.
    pub(super) fn order<T>(self, before: T, after: T) -> (T, T) {
        match self {
            Self::Forth => (before, after),
            Self::Back => (after, before),
        }
    }
}

impl State {
    pub(super) fn layer(&self, at: LayerAt) -> Result<&LayerPlan, PlanError> {
        let scenario = self.scenarios.get(usize::from(at.scenario)).ok_or_else(|| no_scenario(at))?;
        scenario.layers.get(usize::from(at.layer)).ok_or_else(|| no_layer(at))
    }

    pub(super) fn layer_mut(&mut self, at: LayerAt) -> Result<&mut LayerPlan, PlanError> {
        layer_of(&mut self.scenarios, at)
    }

    /// Carries an edit out or takes it back; nothing changes on an error.
    pub(super) fn carry_out(&mut self, edit: &mut Edit, way: Way) -> Result<(), PlanError> {
        match edit {
            Edit::Design { at, other, .. } => self.swap_layer(*at, other),
            Edit::Move { at, moves } => move_all(&mut self.layer_mut(*at)?.layer.alignment, moves, way),
            Edit::RenameTerritory { at, territory, before, after } => {
                let name = &mut territory_mut(&mut self.layer_mut(*at)?.layer.alignment, *territory)?.name;
                let (from, to) = way.order(&*before, &*after);
                if to.is_empty() {
                    return Err(NameError::Empty { what: "territory" }.into());
                }
                replace(name, from, to, "the name of the territory")
            }
            Edit::AssignRep { at, territory, before, after, swapped } => {
                let (from, to) = way.order(*before, *after);
                assign(&mut self.layer_mut(*at)?.layer.alignment, *territory, *swapped, from, to)
            }
            Edit::Lock { at, before, after } => {
                let layer = layer_of(&mut self.scenarios, *at)?;
                let (from, to) = way.order(&*before, &*after);
                layer.admits_locks(&self.dataset, to).map_err(|error| layer.unfit(error))?;
                replace(&mut layer.locks, from, to, "what is locked")
            }
            Edit::Baseline { at, other } => {
                let layer = layer_of(&mut self.scenarios, *at)?;
                if let Some(before) = other.as_deref() {
                    fits_before(&self.dataset, before).map_err(|error| layer.unfit(error))?;
                }
                let present = layer.before.take().map(Box::new);
                layer.before = std::mem::replace(other, present).map(|own| *own);
                Ok(())
            }
            Edit::Visits { at, other, .. } => self.swap_visits(*at, other),
            Edit::Days { at, position, other, .. } => self.swap_days(*at, *position, other),
            Edit::Touches { at, changes } => {
                let layer = layer_of(&mut self.scenarios, *at)?;
                let visits = layer.visits.as_mut().ok_or(PlanError::Stale { what: "what is asked of the visits" })?;
                touches::carry_out(&mut visits.touches, changes, way)
            }
            Edit::Watch { at, before, after } => {
                let layer = layer_of(&mut self.scenarios, *at)?;
                let (from, to) = way.order(&*before, &*after);
                to.validate().map_err(PlanError::Watch)?;
                let visits = layer.visits.as_mut().ok_or(PlanError::Stale { what: "what is asked of the visits" })?;
                replace(&mut visits.watch, from, to, "what is noted with touches")
            }
            Edit::Scenario { position, other, .. } => self.swap_scenario(usize::from(*position), other),
            Edit::RenameScenario { position, before, after } => {
                let (from, to) = way.order(&*before, &*after);
                let missing = PlanError::Scenario { number: usize::from(*position) + 1 };
                let scenario = self.scenarios.get_mut(usize::from(*position)).ok_or(missing)?;
                replace(&mut scenario.name, from, to, "the name of the scenario")
            }
            Edit::RemoveLayer { at, other, .. } => self.take_layer(*at, other),
            Edit::RenameLayer { at, before, after } => {
                let (from, to) = way.order(&*before, &*after);
                replace(&mut self.layer_mut(*at)?.layer.name, from, to, "the name of the layer")
            }
            Edit::RenamePlan { before, after } => {
                let (from, to) = way.order(&*before, &*after);
                replace(&mut self.name, from, to, "the name of the plan")
            }
            Edit::Travel { before, after } => {
                let (from, to) = way.order(before, after);
                replace(&mut self.settings.travel, from, to, "the travel model")
            }
            Edit::Matrix { other, .. } => {
                std::mem::swap(&mut self.matrix, other);
                Ok(())
            }
            Edit::Workload { other } => {
                let before = self.dataset.exchange_workload(other.clone())?;
                *other = before;
                Ok(())
            }
            Edit::Place { account, before, after, again } => {
                let (from, to) = way.order(&*before, &*after);
                if self.dataset.accounts().placement(*account) != *from {
                    return Err(PlanError::Stale { what: "the place of the account" });
                }
                Ok(self.dataset.place(*account, to, way == Way::Forth || *again)?)
            }
            Edit::Rep { rep, before, after } => {
                let (from, to) = way.order(&**before, &**after);
                if self.dataset.rep(*rep) != Some(from) {
                    return Err(PlanError::Stale { what: "what is known of the rep" });
                }
                Ok(self.dataset.set_rep(*rep, to.clone())?)
            }
            Edit::Update { other, .. } => {
                std::mem::swap(&mut self.dataset, &mut other.dataset);
                std::mem::swap(&mut self.scenarios, &mut other.scenarios);
                Ok(())
            }
        }
    }

    /// Puts a scenario in at a position, or takes out the one that is there; what is shown stays what it is, as far as it is
    /// still there.
    fn swap_scenario(&mut self, position: usize, other: &mut Option<Box<Scenario>>) -> Result<(), PlanError> {
        let missing = PlanError::Scenario { number: position + 1 };
        let active = usize::from(self.active);
        let active = match other.take() {
            Some(scenario) if position <= self.scenarios.len() && self.scenarios.len() < MOST_SCENARIOS => {
                self.scenarios.insert(position, *scenario);
                if position <= active { active + 1 } else { active }
            }
            // A plan has at least one.
            None if position < self.scenarios.len() && self.scenarios.len() > 1 => {
                *other = Some(Box::new(self.scenarios.remove(position)));
                if position < active || active == self.scenarios.len() { active - 1 } else { active }
            }
            scenario => {
                *other = scenario;
                return Err(missing);
            }
        };
        self.active = u16::try_from(active).unwrap_or_default();
        Ok(())
    }

    /// Takes a layer out of its scenario, or puts it back; the same both ways.
    fn take_layer(&mut self, at: LayerAt, other: &mut Option<Box<LayerPlan>>) -> Result<(), PlanError> {
        let scenario = self.scenarios.get_mut(usize::from(at.scenario)).ok_or_else(|| no_scenario(at))?;
        let (position, count) = (usize::from(at.layer), scenario.layers.len());
        match other.take() {
            Some(layer) if position <= count => scenario.layers.insert(position, *layer),
            None if position < count => *other = Some(Box::new(scenario.layers.remove(position))),
            layer => {
                *other = layer;
                return Err(no_layer(at));
            }
        }
        Ok(())
    }

    /// Puts the other side of visits in place and keeps what was there; the same both ways.
    fn swap_visits(&mut self, at: LayerAt, other: &mut Option<Box<VisitPlan>>) -> Result<(), PlanError> {
        let layer = layer_of(&mut self.scenarios, at)?;
        if let Some(visits) = other.as_deref() {
            visits.fits(&self.dataset, layer).map_err(|error| layer.unfit(error))?;
        }
        let present = layer.visits.take().map(Box::new);
        layer.visits = std::mem::replace(other, present).map(|own| *own);
        Ok(())
    }

    /// The same for the calendar of one territory.
    fn swap_days(&mut self, at: LayerAt, position: u16, other: &mut TerritoryCalendar) -> Result<(), PlanError> {
        let layer = layer_of(&mut self.scenarios, at)?;
        visits::fits(other, &self.dataset, layer).map_err(|error| layer.unfit(error))?;
        let calendar = layer.visits.as_mut().and_then(|visits| visits.calendar.as_mut());
        let own = calendar.and_then(|calendar| calendar.territories.get_mut(usize::from(position)));
        let own = own.filter(|own| own.territory == other.territory);
        std::mem::swap(own.ok_or(PlanError::Stale { what: "the calendar of a territory" })?, other);
        Ok(())
    }

    /// Puts the other side of a design in place and keeps what was there; the same both ways.
    fn swap_layer(&mut self, at: LayerAt, other: &mut Option<Box<LayerPlan>>) -> Result<(), PlanError> {
        let scenario = self.scenarios.get_mut(usize::from(at.scenario)).ok_or_else(|| no_scenario(at))?;
        let (position, count) = (usize::from(at.layer), scenario.layers.len());
        match (other.as_mut(), scenario.layers.get_mut(position)) {
            (Some(new), Some(old)) => std::mem::swap(&mut **new, old),
            (Some(_), None) if position == count => scenario.layers.extend(other.take().map(|new| *new)),
            (None, Some(_)) if position + 1 == count => *other = scenario.layers.pop().map(Box::new),
            _ => return Err(no_layer(at)),
        }
        Ok(())
    }
}

/// The layer of a scenario, to change it.
pub(super) fn layer_of(scenarios: &mut [Scenario], at: LayerAt) -> Result<&mut LayerPlan, PlanError> {
    let scenario = scenarios.get_mut(usize::from(at.scenario)).ok_or_else(|| no_scenario(at))?;
    scenario.layers.get_mut(usize::from(at.layer)).ok_or_else(|| no_layer(at))
}

fn no_scenario(at: LayerAt) -> PlanError {
    PlanError::Scenario { number: usize::from(at.scenario) + 1 }
}

fn no_layer(at: LayerAt) -> PlanError {
    PlanError::Layer { number: usize::from(at.layer) + 1 }
}

fn replace<T: Clone + PartialEq>(place: &mut T, from: &T, to: &T, what: &'static str) -> Result<(), PlanError> {
    if *place != *from {
        return Err(PlanError::Stale { what });
    }
    place.clone_from(to);
    Ok(())
}

fn territory_mut(alignment: &mut Alignment, territory: TerritoryIx) -> Result<&mut Territory, PlanError> {
    alignment.territory_mut(territory).ok_or(PlanError::Territory { number: territory.index() + 1 })
}

fn move_all(alignment: &mut Alignment, moves: &[UnitMove], way: Way) -> Result<(), PlanError> {
    let step = |position: usize, way: Way| match way {
        Way::Forth => moves[position],
        Way::Back => moves[moves.len() - 1 - position].reversed(),
    };
    for position in 0..moves.len() {
        if alignment.apply(step(position, way)).is_err() {
            for undone in (0..position).rev() {
                // It was carried out a moment ago, so it can be taken back.
                let _ = alignment.apply(step(undone, way).reversed());
            }
            return Err(PlanError::Stale { what: "the territory of an account" });
        }
    }
    Ok(())
}

/// Gives a territory the rep `to`; the territory that had `to` gets `from`.
fn assign(
    alignment: &mut Alignment,
    territory: TerritoryIx,
    swapped: Option<TerritoryIx>,
    from: Option<RepIx>,
    to: Option<RepIx>,
) -> Result<(), PlanError> {
    let stale = PlanError::Stale { what: "the rep of a territory" };
    if swapped == Some(territory) || territory_mut(alignment, territory)?.rep != from {
        return Err(stale);
    }
    if let Some(other) = swapped {
        let other = territory_mut(alignment, other)?;
        if other.rep != to {
            return Err(stale);
        }
        other.rep = from;
    }
    territory_mut(alignment, territory)?.rep = to;
    Ok(())
}
