//! A plan and a brief → the edit that brings the design into the plan.

use super::before::ONLY_LAYER;
use crate::model::{Alignment, DesignBrief, Layer, TerritoryIx};
use crate::plan::{Edit, LayerPlan, Plan};
use crate::territory::{Before, Design, DesignError, Designed, Progress};

/// A design under way.
pub struct Designing {
    design: Design,
    brief: DesignBrief,
}

impl Designing {
    /// Sets a design up.
    ///
    /// # Errors
    /// [`DesignError`] for a brief that the data set cannot meet at all.
    pub fn start(plan: &Plan, brief: DesignBrief) -> Result<Self, DesignError> {
        let layer = plan.layer().filter(|_| plan.is_designed());
        let before = layer.map(|layer| Before {
            alignment: layer.alignment(),
            baseline: baseline_of(layer),
            locks: layer.locks(),
        });
        Ok(Self { design: Design::new(plan.dataset(), &brief, before)?, brief })
    }

    /// Moves it on by a slice of some 20 milliseconds.
    pub fn step(&mut self) -> Progress {
        self.design.step()
    }

    /// Owners of the best so far, by account.
    #[must_use]
    pub fn best(&self) -> Vec<Option<TerritoryIx>> {
        self.design.best()
    }

    /// The edit that brings the best so far into the plan.
    #[must_use]
    pub fn finish(self, plan: &Plan) -> Edit {
        let Designed { alignment, limits, .. } = self.design.finish();
        let name = plan.layer().map_or(ONLY_LAYER, |layer| &layer.layer().name).to_owned();
        let layer = Layer { name, alignment };
        let own = LayerPlan::new(layer, Some(self.brief), limits);
        let layer = match plan.layer().filter(|_| plan.is_designed()) {
            Some(before) => {
                let baseline = baseline_of(before).unwrap_or(before.alignment());
                own.after(baseline.clone(), before.locks().to_vec())
            }
            None => own,
        };
        plan.design_edit(layer)
    }
}

/// What disruption is counted from: where the present layer came from, as long as its territories are the same; else the
/// layer itself.
fn baseline_of(layer: &LayerPlan) -> Option<&Alignment> {
    layer.before().filter(|before| before.territories().len() == layer.alignment().territories().len())
}

/// Designs to the end.
///
/// # Errors
/// As [`Designing::start`].
pub fn design(plan: &Plan, brief: DesignBrief, go_on: &mut dyn FnMut(&Progress) -> bool) -> Result<Edit, DesignError> {
    let mut designing = Designing::start(plan, brief)?;
    loop {
        let progress = designing.step();
        if progress.finished || !go_on(&progress) {
            return Ok(designing.finish(plan));
        }
    }
}
