//! Keeps figures and declared limits true after each edit.

use super::edit::{Edit, LayerAt};
use super::measure::{Gauge, restate, settle, unassigned};
use super::scenario::LayerPlan;
use super::state::{State, layer_of};
use crate::model::{Dataset, Limit, MeasureError, TerritoryIx, WORKLOAD};

/// The gauge of the layer that was measured last. Its presence says that the figures there are our own, so that a
/// move has to sum only what it touches; without it all is summed.
#[derive(Debug, Clone, Default)]
pub(super) struct Upkeep {
    measured: Option<(LayerAt, Gauge)>,
}

/// Whether an edit can change what a rule takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    Same,
    Again,
}

impl Upkeep {
    /// Measures a layer before it goes into the plan at `at`.
    pub(super) fn measure(dataset: &Dataset, at: LayerAt, layer: &mut LayerPlan) -> Result<Self, MeasureError> {
        let Some(brief) = &layer.brief else {
            layer.figures = None;
            layer.declared.retain(|limit| !matches!(limit, Limit::Unassigned { .. }));
            layer.declared.extend(unassigned(dataset, &[], &layer.layer.alignment, None));
            return Ok(Self::default());
        };
        let mut gauge = Gauge::new(dataset, brief)?;
        gauge.take(dataset, brief, layer.before.as_ref());
        let alignment = &layer.layer.alignment;
        let figures = gauge.measure(dataset, alignment);
        restate(dataset, &gauge, alignment, layer.before.as_ref(), &figures, brief, &mut layer.declared);
        layer.figures = Some(figures);
        Ok(Self { measured: Some((at, gauge)) })
    }

    /// The gauge of the layer there, if it was measured last.
    pub(super) fn gauge(&self, at: LayerAt) -> Option<&Gauge> {
        self.measured.as_ref().filter(|(measured, _)| *measured == at).map(|(_, gauge)| gauge)
    }

    /// Brings the figures of the layer that an edit changed up to date, forth and back alike.
    pub(super) fn follow(&mut self, state: &mut State, edit: &Edit) {
        let State { dataset, scenarios, .. } = state;
        match edit {
            // A design takes its figures along, and its own brief.
            Edit::Design { at, .. } => {
                self.measured.take_if(|(measured, _)| measured == at);
            }
            Edit::Move { at, moves } => {
                let Ok(layer) = layer_of(scenarios, *at) else { return };
                let mut touched = vec![false; layer.layer.alignment.territories().len()];
                for territory in moves.iter().flat_map(|unit_move| [unit_move.from, unit_move.to]).flatten() {
                    if let Some(entry) = touched.get_mut(territory.index()) {
                        *entry = true;
                    }
                }
                self.refresh(dataset, *at, layer, &touched, Rules::Same);
            }
            // Another alignment to be held to: the caps may be kept or not now.
            Edit::AssignRep { at, .. } | Edit::Baseline { at, .. } => {
                let Ok(layer) = layer_of(scenarios, *at) else { return };
                self.refresh(dataset, *at, layer, &[], Rules::Again);
            }
            Edit::Place { account, .. } => {
                for (scenario, own) in (0..).zip(scenarios) {
                    for (layer, own) in (0..).zip(&mut own.layers) {
                        let mut touched = vec![false; own.layer.alignment.territories().len()];
                        if let Some(owner) = own.layer.alignment.owner(*account) {
                            touched[owner.index()] = true;
                        }
                        self.refresh(dataset, LayerAt { scenario, layer }, own, &touched, Rules::Again);
                    }
                }
            }
            Edit::Workload { .. } => {
                for (scenario, own) in (0..).zip(scenarios) {
                    for (layer, own) in (0..).zip(&mut own.layers) {
                        let measures = own.brief.iter().flat_map(|brief| &brief.measures);
                        if measures.into_iter().any(|own| own.measure.eq_ignore_ascii_case(WORKLOAD)) {
                            self.measure_anew(dataset, LayerAt { scenario, layer }, own);
                        }
                    }
                }
            }
            // Shares go by capacity, and what is asked of the people by what they have.
            Edit::Rep { .. } => {
                for (scenario, own) in (0..).zip(scenarios) {
                    for (layer, own) in (0..).zip(&mut own.layers) {
                        self.refresh(dataset, LayerAt { scenario, layer }, own, &[], Rules::Again);
                    }
                }
            }
            // Positions of layers have shifted; the layers of a scenario take their figures along.
            // The layers of the newer data were measured when it came in, and take their figures along.
            Edit::Scenario { .. } | Edit::Update { .. } | Edit::RemoveLayer { .. } => self.measured = None,
            Edit::RenameTerritory { .. }
            | Edit::Visits { .. }
            | Edit::Days { .. }
            | Edit::Touches { .. }
            | Edit::Watch { .. }
            | Edit::Lock { .. }
            | Edit::RenameScenario { .. }
            | Edit::RenameLayer { .. }
            | Edit::RenamePlan { .. }
            | Edit::Travel { .. }
            | Edit::Matrix { .. } => {}
        }
    }

    /// Sums the touched territories again and settles all shares; everything when the layer was not measured here yet.
    fn refresh(&mut self, dataset: &Dataset, at: LayerAt, layer: &mut LayerPlan, touched: &[bool], rules: Rules) {
        let LayerPlan { layer: content, brief: Some(brief), declared, before, figures: Some(figures), .. } = layer
        else {
            return self.measure_anew(dataset, at, layer);
        };
        let alignment = &content.alignment;
        match &mut self.measured {
            Some((measured, gauge)) if *measured == at => {
                if rules == Rules::Again {
                    gauge.take(dataset, brief, before.as_ref());
                }
                if touched.is_empty() {
                    settle(dataset, alignment, figures);
                } else {
                    let is_touched = |territory: TerritoryIx| touched.get(territory.index()).copied().unwrap_or(false);
                    gauge.sum_again(dataset, alignment, is_touched, figures);
                }
                restate(dataset, gauge, alignment, before.as_ref(), figures, brief, declared);
            }
            _ => self.measure_anew(dataset, at, layer),
        }
    }

    fn measure_anew(&mut self, dataset: &Dataset, at: LayerAt, layer: &mut LayerPlan) {
        match Self::measure(dataset, at, layer) {
            Ok(upkeep) => *self = upkeep,
            // A layer goes into a plan only when its brief can be measured; false figures would be worse than none.
            Err(_) => layer.figures = None,
        }
    }
}
