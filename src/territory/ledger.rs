//! What is balanced: a ledger for each measure that is held to its fair shares.

use crate::model::{DesignBrief, MeasureWeight};
use serde::{Deserialize, Serialize};

/// The least tolerance that deviations are compared at.
const LEAST_TOLERANCE: f64 = 1e-6;

/// What is asked of the totals of one measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Terms {
    /// Position of the measure in the brief; `None` for the combined activity.
    pub(super) measure: Option<u16>,
    /// The |w − μ| ÷ μ that is accepted; infinite for none.
    pub(super) tolerance: f64,
    /// The least that a territory shall hold, in the measure's own unit.
    pub(super) least: f64,
    /// The most.
    pub(super) most: f64,
}

/// The values of one measure, by account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Load {
    pub(super) terms: Terms,
    /// By account.
    pub(super) values: Vec<f64>,
}

impl Load {
    /// The values at these positions alone.
    pub(super) fn only(&self, positions: &[usize]) -> Self {
        Self { terms: self.terms, values: positions.iter().map(|&position| self.values[position]).collect() }
    }
}

/// What is asked of the combined activity.
pub(super) fn combined_terms(brief: &DesignBrief) -> Terms {
    let tolerance = brief.tolerance.value().max(LEAST_TOLERANCE);
    Terms { measure: None, tolerance, least: 0.0, most: f64::INFINITY }
}

/// The measures that are held to something besides; `measures` has the values of each measure of the brief.
pub(super) fn loads(mut measures: Vec<Vec<f64>>, brief: &DesignBrief) -> Vec<Load> {
    let load = |(position, measure): (u16, &MeasureWeight)| {
        let tolerance = brief.tolerance_of(measure).map_or(f64::INFINITY, |own| own.value().max(LEAST_TOLERANCE));
        let terms = Terms {
            measure: Some(position),
            tolerance,
            least: measure.least.unwrap_or(0.0),
            most: measure.most.unwrap_or(f64::INFINITY),
        };
        Load { terms, values: measures.get_mut(usize::from(position)).map(std::mem::take).unwrap_or_default() }
    };
    brief.held().map(load).collect()
}

/// The totals of one measure by territory, and how far each is from what is asked.
///
/// A deviation is put as a multiple of its tolerance: at 1 it is just accepted, whatever the measure.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    pub(super) terms: Terms,
    /// By territory.
    pub(super) sums: Vec<f64>,
    /// By territory, its fair share.
    pub(super) targets: Vec<f64>,
}

impl Ledger {
    /// How far a total of territory `k` is from what is asked, in tolerances.
    pub(super) fn strain(&self, k: usize, sum: f64) -> f64 {
        let Terms { tolerance, least, most, .. } = self.terms;
        let share = (sum / self.targets[k] - 1.0).abs() / tolerance;
        if sum < least {
            share.max(2.0 - sum / least)
        } else if sum > most {
            // A most of nothing at all is as strict as the fair share lets it be.
            share.max(1.0 + (sum - most) / most.max(self.targets[k] * LEAST_TOLERANCE))
        } else {
            share
        }
    }
}
