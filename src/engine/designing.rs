//! A plan and a brief → the edit that brings the design into the plan.

use crate::model::{DesignBrief, Layer, TerritoryIx};
use crate::plan::{Edit, LayerPlan, Plan};
use crate::territory::{Design, DesignError, Designed, Progress};

/// The layer of a plan that has one sales force.
const ONLY_LAYER: &str = "Sales";

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
        Ok(Self { design: Design::new(plan.dataset(), &brief)?, brief })
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
        let layer = Layer { name: ONLY_LAYER.to_owned(), alignment };
        plan.design_edit(LayerPlan::new(layer, Some(self.brief), limits))
    }
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
