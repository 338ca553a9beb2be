//! The plan and the way every change goes.

use super::edit::{Edit, LayerAt};
use super::edit_log::EditLog;
use super::names::{NameError, check_name, nearest_name};
use super::scenario::{LayerError, LayerPlan, Scenario};
use super::settings::{Settings, SettingsError};
use super::state::{State, Way, layer_of};
use super::upkeep::Upkeep;
use crate::model::{Dataset, DatasetError, Limit, Reckoning, TravelMatrix};
use serde::Deserialize;

/// A data set, settings, at least one scenario, and the log of edits.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) state: State,
    pub(super) log: EditLog,
    /// Position of the layer that is looked at; one past the last for one that is to be designed. No part of what is planned.
    shown: u16,
    /// Only saves time: two plans that differ here alone are equal.
    pub(super) upkeep: Upkeep,
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        (&self.state, &self.log) == (&other.state, &other.log)
    }
}

/// What a plan is put together from when it is read back.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlanParts {
    /// Name of the plan.
    pub name: String,
    /// What the files said.
    pub dataset: Dataset,
    /// How travel is reckoned.
    pub settings: Settings,
    /// The travel matrix that was loaded.
    pub matrix: Option<Box<TravelMatrix>>,
    /// At least one.
    pub scenarios: Vec<Scenario>,
    /// Position of the scenario that is shown.
    pub active: usize,
    /// The edits so far.
    pub log: EditLog,
}

/// Why an edit is not carried out, or parts do not make a plan. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// There is no such scenario, or none at all.
    #[error("there is no scenario {number} in this plan")]
    Scenario {
        /// Number of the scenario, from 1.
        number: usize,
    },
    /// There is no such layer.
    #[error("there is no layer {number} in this scenario: design territories first")]
    Layer {
        /// Number of the layer, from 1.
        number: usize,
    },
    /// There is no such territory.
    #[error("there is no territory {number} in this layer")]
    Territory {
        /// Number of the territory, from 1.
        number: usize,
    },
    /// There is no such rep.
    #[error("there is no rep {number} in this plan")]
    Rep {
        /// Number of the rep, from 1.
        number: usize,
    },
    /// The plan is not as the edit takes it to be before.
    #[error("the plan has changed since: {what} is not what the edit starts from")]
    Stale {
        /// What differs.
        what: &'static str,
    },
    /// The edit changes nothing.
    #[error("nothing to change: it is so already")]
    Nothing,
    /// A name that cannot be.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A place or newer data that cannot be.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// A setting that cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A measure that a design balances cannot go.
    #[error("a design balances the computed workload: balance something else first")]
    Balanced,
    /// Fields of touches or a share of leads that cannot be.
    #[error(transparent)]
    Watch(#[from] crate::model::WatchFault),
    /// A layer that does not fit the data set.
    #[error("layer “{layer}” does not fit the plan: {error}")]
    Unfit {
        /// Name of the layer.
        layer: String,
        /// Why.
        error: LayerError,
    },
    /// The log of edits does not lead to the plan.
    #[error("edit {number} of the log does not fit the plan: {error}")]
    Log {
        /// Number of the edit, from 1.
        number: usize,
        /// Why.
        error: Box<PlanError>,
    },
}

impl Plan {
    /// A plan with one scenario and no layer yet. A name that cannot be is mended.
    #[must_use]
    pub fn new(name: &str, dataset: Dataset) -> Self {
        let state = State {
            dataset,
            name: nearest_name(name, "Plan"),
            settings: Settings::default(),
            matrix: None,
            scenarios: vec![Scenario { name: "Scenario 1".to_owned(), layers: Vec::new() }],
            active: 0,
        };
        Self { state, log: EditLog::default(), shown: 0, upkeep: Upkeep::default() }
    }

    /// A plan from what a file holds. Positions are checked, and the log is walked back to its start and forth again;
    /// the figures stay as the parts claim them until the next edit, so that `check` can tell false ones.
    ///
    /// # Errors
    /// [`PlanError`] for the first part that does not fit.
    pub fn from_parts(parts: PlanParts) -> Result<Self, PlanError> {
        check_name("plan", &parts.name)?;
        let settings = parts.settings.validated()?;
        if parts.scenarios.get(parts.active).is_none() {
            return Err(PlanError::Scenario { number: parts.active.saturating_add(1) });
        }
        check_layers(&parts.scenarios, &parts.dataset)?;
        let mut plan = Self::from_plan(PlanParts { settings, ..parts })?;
        plan.prove_log()?;
        Ok(plan)
    }

    /// A plan from the parts of one, as another program of the app sends it: they were checked there.
    ///
    /// # Errors
    /// [`PlanError::Scenario`] for the position of a scenario that no plan has.
    pub(super) fn from_plan(parts: PlanParts) -> Result<Self, PlanError> {
        let PlanParts { name, dataset, settings, matrix, scenarios, active, log } = parts;
        let active = u16::try_from(active).map_err(|_| PlanError::Scenario { number: active.saturating_add(1) })?;
        let state = State { dataset, name, settings, matrix, scenarios, active };
        Ok(Self { state, log, shown: 0, upkeep: Upkeep::default() })
    }

    /// Walks the log back to its start, forth to its end, and back to where it was.
    fn prove_log(&mut self) -> Result<(), PlanError> {
        let (done, count) = (self.log.done(), self.log.edits().len());
        let Self { state, log, .. } = self;
        let mut step = |edit: Option<&mut Edit>, way, number: usize| match edit {
            // Each is held against the data set that it is about: an update exchanges it.
            Some(edit) => edit
                .check_values(&state.dataset)
                .and_then(|()| state.carry_out(edit, way))
                .map_err(|error| PlanError::Log { number, error: Box::new(error) }),
            None => Ok(()),
        };
        for number in (1..=done).rev() {
            step(log.step_back(), Way::Back, number)?;
        }
        for number in 1..=count {
            step(log.step_forth(), Way::Forth, number)?;
        }
        for number in (done + 1..=count).rev() {
            step(log.step_back(), Way::Back, number)?;
        }
        Ok(())
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.state.name
    }

    /// What the files said.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.state.dataset
    }

    /// How travel is reckoned.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// The travel matrix that was loaded.
    #[must_use]
    pub fn matrix(&self) -> Option<&TravelMatrix> {
        self.state.matrix.as_deref()
    }

    /// How ways are reckoned.
    #[must_use]
    pub fn reckoning(&self) -> Reckoning<'_> {
        Reckoning { travel: &self.state.settings.travel, matrix: self.matrix() }
    }

    /// All scenarios, at least one.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.state.scenarios
    }

    /// Position of the scenario that is shown.
    #[must_use]
    pub fn active(&self) -> usize {
        usize::from(self.state.active)
    }

    /// The log of edits.
    #[must_use]
    pub fn log(&self) -> &EditLog {
        &self.log
    }

    /// The layer of the active scenario that is shown; `None` before its first design.
    #[must_use]
    pub fn layer(&self) -> Option<&LayerPlan> {
        self.layer_at(self.here())
    }

    /// A layer of a scenario.
    #[must_use]
    pub fn layer_at(&self, at: LayerAt) -> Option<&LayerPlan> {
        self.state.layer(at).ok()
    }

    /// Where [`Plan::layer`] is, or will be after the first design.
    #[must_use]
    pub fn here(&self) -> LayerAt {
        LayerAt { scenario: self.state.active, layer: self.shown }
    }

    /// Shows another scenario or layer; one past the last layer is a new one, to be designed. Not an edit: it changes what is
    /// looked at, not what is planned.
    ///
    /// # Errors
    /// [`PlanError::Scenario`] or [`PlanError::Layer`] when there is none such.
    pub fn show(&mut self, at: LayerAt) -> Result<(), PlanError> {
        let scenario = self.state.scenarios.get(usize::from(at.scenario));
        let scenario = scenario.ok_or(PlanError::Scenario { number: usize::from(at.scenario) + 1 })?;
        if usize::from(at.layer) > scenario.layers.len() {
            return Err(PlanError::Layer { number: usize::from(at.layer) + 1 });
        }
        self.state.active = at.scenario;
        self.shown = at.layer;
        Ok(())
    }

    /// After layers came or went: what is looked at is there.
    fn settle_shown(&mut self, edit_is_of_layers: bool) {
        if edit_is_of_layers {
            let layers = self.state.scenarios.get(self.active()).map_or(0, |own| own.layers.len());
            self.shown = self.shown.min(u16::try_from(layers.saturating_sub(1)).unwrap_or(u16::MAX));
        }
    }

    /// Carries out an edit and remembers it. What had been taken back is forgotten.
    ///
    /// O(accounts) for a move, O(accounts × measures) for a design.
    ///
    /// # Errors
    /// [`PlanError`] when the edit does not fit the plan as it is; nothing changes then.
    pub fn apply(&mut self, mut edit: Edit) -> Result<(), PlanError> {
        let gauge = self.admit(&mut edit)?;
        self.state.carry_out(&mut edit, Way::Forth)?;
        self.upkeep.follow(&mut self.state, &edit);
        if let Some(gauge) = gauge {
            self.upkeep = gauge;
        }
        self.settle_shown(edit.is_of_layers());
        self.log.push(edit);
        Ok(())
    }

    /// Takes back the last edit and returns it; `None` when there is none.
    pub fn undo(&mut self) -> Option<&Edit> {
        let edit = self.log.step_back()?;
        // The log can be walked, by apply and by from_parts: what went forth goes back.
        self.state.carry_out(edit, Way::Back).ok()?;
        self.upkeep.follow(&mut self.state, edit);
        let is_of_layers = edit.is_of_layers();
        self.settle_shown(is_of_layers);
        self.log.next()
    }

    /// Repeats the edit that was taken back last and returns it; `None` when there is none.
    pub fn redo(&mut self) -> Option<&Edit> {
        let edit = self.log.step_forth()?;
        self.state.carry_out(edit, Way::Forth).ok()?;
        self.upkeep.follow(&mut self.state, edit);
        let is_of_layers = edit.is_of_layers();
        self.settle_shown(is_of_layers);
        self.log.last()
    }

    /// Whether there is an edit to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.log.last().is_some()
    }

    /// Whether there is an edit to repeat.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.log.next().is_some()
    }

    /// Replaces what a layer says that it does not keep: islands that a person made are found by `check`, not here.
    /// Not an edit: it says what is, and is said anew after each edit.
    ///
    /// # Errors
    /// [`PlanError`] when there is no such layer, or a limit names what is not there; nothing changes then.
    pub fn declare(&mut self, at: LayerAt, limits: Vec<Limit>) -> Result<(), PlanError> {
        let State { dataset, scenarios, .. } = &mut self.state;
        let layer = layer_of(scenarios, at)?;
        let before = std::mem::replace(&mut layer.declared, limits);
        layer.fits(dataset).map_err(|error| {
            layer.declared = before;
            layer.unfit(error)
        })
    }
}

/// Checks that all layers fit a data set.
pub(super) fn check_layers(scenarios: &[Scenario], dataset: &Dataset) -> Result<(), PlanError> {
    let layers = scenarios.iter().flat_map(|scenario| &scenario.layers);
    layers.into_iter().try_for_each(|layer| layer.fits(dataset).map_err(|error| layer.unfit(error)))
}
