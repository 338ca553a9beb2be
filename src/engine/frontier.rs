//! Balance against disruption: plans at several caps, in one go.

use super::designing::Designing;
use crate::model::{Alignment, Caps, Continuity, Dataset, DesignBrief};
use crate::plan::{Edit, LayerPlan, Plan, figures};
use crate::territory::{self, DesignError};
use crate::units::Share;
use serde::{Deserialize, Serialize};

/// The caps, in per cent; after them comes a design without any.
const CAPS: [f64; 4] = [0.0, 5.0, 10.0, 20.0];

/// The tolerance that is sought at each cap: the best balance that it allows.
const TIGHT: f64 = 0.5;

/// One plan of the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// What may change hands; `None` for as much as there is.
    pub cap: Option<Share>,
    /// What does, as a share of the activity owned before.
    pub moved: f64,
    /// Worst |w − μ| ÷ μ of the combined activity and of each measure that is held.
    pub worst_deviation: f64,
    /// Mean squared distance to the centroids, 100 for the alignment before.
    pub spread: f64,
    /// The layer, to open.
    pub layer: LayerPlan,
}

/// A frontier in the making.
pub struct Frontier {
    brief: DesignBrief,
    points: Vec<FrontierPoint>,
    running: Option<Designing>,
}

impl Frontier {
    /// Sets it up for the layer that the plan shows.
    ///
    /// # Errors
    /// As [`Designing::start`].
    pub fn start(plan: &Plan, brief: DesignBrief) -> Result<Self, DesignError> {
        let mut frontier = Self { brief, points: Vec::new(), running: None };
        frontier.running = Some(Designing::start(plan, frontier.asked())?);
        Ok(frontier)
    }

    /// The cap of the point that is next.
    fn cap(&self) -> Option<Share> {
        CAPS.get(self.points.len()).and_then(|&percent| Share::from_percent(percent).ok())
    }

    /// The brief of the point that is next.
    fn next(&self) -> DesignBrief {
        let continuity = match self.cap() {
            Some(cap) => Continuity::Keep(Caps { in_all: Some(cap), per_territory: None }),
            None => Continuity::Redraw,
        };
        DesignBrief { continuity, ..self.brief.clone() }
    }

    /// What is asked of the design of that point: the best balance that a cap allows.
    fn asked(&self) -> DesignBrief {
        let next = self.next();
        let tight = Share::from_percent(TIGHT).unwrap_or(Share::ZERO);
        let is_tighter = self.cap().is_some() && tight < next.tolerance;
        DesignBrief { tolerance: if is_tighter { tight } else { next.tolerance }, ..next }
    }

    /// Moves on by a slice of some 20 milliseconds; the part of the work done.
    ///
    /// # Errors
    /// As [`Frontier::start`], which found the first point possible: the others are too.
    pub fn step(&mut self, plan: &Plan) -> Result<f64, DesignError> {
        let count = (CAPS.len() + 1) as f64;
        let Some(designing) = &mut self.running else { return Ok(1.0) };
        let progress = designing.step();
        if progress.finished
            && let Some(designing) = self.running.take()
        {
            self.keep(plan, designing);
            if self.points.len() <= CAPS.len() {
                self.running = Some(Designing::start(plan, self.asked())?);
            }
            return Ok(self.points.len() as f64 / count);
        }
        Ok((self.points.len() as f64 + progress.done) / count)
    }

    /// Whether all points are there.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.running.is_none()
    }

    /// The points so far, by cap; balance never gets worse as more may change hands.
    #[must_use]
    pub fn finish(self) -> Vec<FrontierPoint> {
        self.points
    }

    fn keep(&mut self, plan: &Plan, designing: Designing) {
        let cap = self.cap();
        let Edit::Design { other: Some(layer), .. } = designing.finish(plan) else { return };
        let layer = layer.with_brief(self.next());
        let mut point = self.point(plan.dataset(), cap, layer);
        // What a lower cap allowed, a higher one does.
        if let Some(last) = self.points.last().filter(|last| last.worst_deviation < point.worst_deviation) {
            point = FrontierPoint { cap, ..last.clone() };
        }
        self.points.push(point);
    }

    fn point(&self, dataset: &Dataset, cap: Option<Share>, layer: LayerPlan) -> FrontierPoint {
        let own = figures(dataset, layer.alignment(), &self.brief).ok();
        let combined = own.as_ref().and_then(|own| own.worst_deviation);
        let held = self.brief.held().filter_map(|(position, measure)| {
            self.brief.tolerance_of(measure)?;
            own.as_ref()?.measures.get(usize::from(position))?.worst_deviation
        });
        let worst_deviation = held.chain(combined).fold(0.0, f64::max);
        let before: &Alignment = layer.before().unwrap_or(layer.alignment());
        let change = territory::realignment(dataset, &self.brief, before, layer.alignment()).unwrap_or_default();
        FrontierPoint { cap, moved: change.moved_activity, worst_deviation, spread: change.after.compactness, layer }
    }
}

/// The whole frontier.
///
/// # Errors
/// As [`Frontier::start`].
pub fn frontier(plan: &Plan, brief: DesignBrief) -> Result<Vec<FrontierPoint>, DesignError> {
    let mut frontier = Frontier::start(plan, brief)?;
    while !frontier.is_done() {
        frontier.step(plan)?;
    }
    Ok(frontier.finish())
}
