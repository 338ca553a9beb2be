//! Balance against disruption: plans at several caps, in one go.

use super::designing::Designing;
use super::protocol::{Job, Progress};
use super::sharing::{Divided, Sharing};
use super::task::{Found, Task, TaskRun};
use crate::model::{Alignment, Caps, Continuity, Dataset, DesignBrief};
use crate::plan::{Edit, LayerPlan, Plan, figures, moved_share};
use crate::territory::{self, DesignAt, DesignError, Grounds};
use crate::units::Share;
use serde::{Deserialize, Serialize};

/// The caps, in per cent; after them comes a design without any.
const CAPS: [f64; 4] = [0.0, 5.0, 10.0, 20.0];

/// The tolerance in per cent that is sought at each cap, the best balance that it allows, and by a design without any, which
/// shall be no worse.
const TIGHT: f64 = 0.5;
const TIGHTEST: f64 = 0.25;

/// One plan of the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// What may change hands; `None` for as much as there is.
    pub cap: Option<Share>,
    /// What does, as a share of what was owned before, in the measure of the caps.
    pub moved: f64,
    /// Worst |w − μ| ÷ μ of the combined activity and of each measure that is held.
    pub worst_deviation: f64,
    /// Mean squared distance to the centroids, 100 for the alignment before.
    pub spread: f64,
    /// The layer, to open.
    pub layer: LayerPlan,
}

/// A frontier in the making: each of its plans is a design of its own, begun once nothing else is left to give out.
pub struct Frontier {
    brief: DesignBrief,
    grounds: Grounds,
    /// By cap.
    points: Vec<Point>,
    is_stopped: bool,
}

enum Point {
    Waiting,
    Running(Box<Designing>),
    /// `None` for one that cannot be.
    Done(Option<Box<FrontierPoint>>),
}

impl Frontier {
    /// Sets it up for the layer that the plan shows; faster where `grounds` remember the places of a design before.
    ///
    /// # Errors
    /// As [`Designing::start`].
    pub fn start(grounds: &Grounds, plan: &Plan, brief: DesignBrief) -> Result<Self, DesignError> {
        let points = (0..=CAPS.len()).map(|_| Point::Waiting).collect();
        let mut frontier = Self { brief, grounds: grounds.clone(), points, is_stopped: false };
        frontier.begin(plan, 0)?;
        Ok(frontier)
    }

    fn begin(&mut self, plan: &Plan, position: usize) -> Result<(), DesignError> {
        let asked = self.asked(position);
        let designing = Designing::start_on(&mut self.grounds, plan, asked);
        let point = self.points.get_mut(position);
        let (own, result) = match designing {
            Ok(designing) => (Point::Running(Box::new(designing)), Ok(())),
            Err(error) => (Point::Done(None), Err(error)),
        };
        if let Some(point) = point {
            *point = own;
        }
        result
    }

    /// The brief of a point.
    fn brief_of(&self, position: usize) -> DesignBrief {
        let caps = self.brief.caps().cloned().unwrap_or_default();
        let continuity = match cap_of(position) {
            Some(cap) => Continuity::Keep(Caps { in_all: Some(cap), ..caps }),
            None => Continuity::Redraw,
        };
        DesignBrief { continuity, ..self.brief.clone() }
    }

    /// What is asked of the design of that point: the best balance that a cap allows.
    fn asked(&self, position: usize) -> DesignBrief {
        let own = self.brief_of(position);
        let tight = if cap_of(position).is_some() { TIGHT } else { TIGHTEST };
        let tight = Share::from_percent(tight).unwrap_or(Share::ZERO);
        DesignBrief { tolerance: if tight < own.tolerance { tight } else { own.tolerance }, ..own }
    }

    /// The points so far, by cap; balance never gets worse as more may change hands. What is drawn anew stands for itself as
    /// long as it is balanced as well as is sought at all.
    #[must_use]
    pub fn finish(self) -> Vec<FrontierPoint> {
        let mut points: Vec<FrontierPoint> = Vec::new();
        for point in self.points {
            let Point::Done(Some(point)) = point else { continue };
            // What a lower cap allowed, a higher one does.
            let is_even = point.cap.is_none() && point.worst_deviation * 100.0 <= TIGHT;
            let last = points.last().filter(|last| !is_even && last.worst_deviation < point.worst_deviation);
            let better = last.map(|last| FrontierPoint { cap: point.cap, ..last.clone() });
            points.push(better.unwrap_or(*point));
        }
        points
    }

    fn keep(&self, plan: &Plan, position: usize, designing: Designing) -> Option<FrontierPoint> {
        let Edit::Design { other: Some(layer), .. } = designing.finish(plan) else { return None };
        Some(self.point(plan.dataset(), cap_of(position), layer.with_brief(self.brief_of(position))))
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
        let moved = moved_share(dataset, &self.brief, before, layer.alignment()).unwrap_or(change.moved_activity);
        FrontierPoint { cap, moved, worst_deviation, spread: change.after.compactness, layer }
    }
}

impl Divided for Frontier {
    /// The position of the plan, and where the task belongs to its design.
    type At = (usize, DesignAt);

    fn next_task(&mut self, plan: &Plan) -> Option<(Self::At, Task)> {
        if self.is_stopped {
            return None;
        }
        for position in 0..self.points.len() {
            if let Some(Point::Waiting) = self.points.get(position) {
                // The first was possible: the others are too. One that is not is left out.
                let _left_out = self.begin(plan, position);
            }
            if let Some(Point::Running(designing)) = self.points.get_mut(position)
                && let Some((at, task)) = designing.next_task(plan)
            {
                return Some(((position, at), task));
            }
        }
        None
    }

    fn take(&mut self, plan: &Plan, (position, at): Self::At, found: Option<Found>) {
        let Some(point @ Point::Running(_)) = self.points.get_mut(position) else { return };
        let Point::Running(mut designing) = std::mem::replace(point, Point::Done(None)) else { return };
        designing.take(plan, at, found);
        let own = if designing.is_finished() {
            Point::Done(self.keep(plan, position, *designing).map(Box::new))
        } else {
            Point::Running(designing)
        };
        if let Some(point) = self.points.get_mut(position) {
            *point = own;
        }
    }

    fn is_finished(&self) -> bool {
        self.points.iter().all(|point| matches!(point, Point::Done(_)))
    }

    fn stop(&mut self) -> bool {
        self.is_stopped = true;
        true
    }

    fn progress(&self, here: Option<(Self::At, &TaskRun, f64)>) -> Progress {
        let done = |(position, point): (usize, &Point)| match point {
            Point::Waiting => 0.0,
            Point::Running(designing) => {
                let own = here.filter(|((own, _), ..)| *own == position);
                designing.progress(own.map(|((_, at), run, done)| (at, run, done))).done
            }
            Point::Done(_) => 1.0,
        };
        let all = self.points.iter().enumerate().map(done).sum::<f64>() / self.points.len() as f64;
        Progress { job: Job::Frontier, done: all, worst_deviation: None }
    }
}

/// The cap of a point; `None` for as much as there is.
fn cap_of(position: usize) -> Option<Share> {
    CAPS.get(position).and_then(|&percent| Share::from_percent(percent).ok())
}

/// The whole frontier.
///
/// # Errors
/// As [`Frontier::start`].
pub fn frontier(plan: &Plan, brief: DesignBrief) -> Result<Vec<FrontierPoint>, DesignError> {
    let frontier = Sharing::new(Frontier::start(&Grounds::default(), plan, brief)?);
    Ok(frontier.carry_out(plan, &mut |_| true).finish())
}
