//! What a person asks of a design.

use crate::units::Share;
use serde::{Deserialize, Serialize};

/// The measure that counts every account as one.
pub const COUNT: &str = "count";

/// The deviation from the fair share that is accepted: 0.05 is ±5 %.
pub type Tolerance = Share;

/// One activity measure and its weight λ in the combined activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureWeight {
    /// [`COUNT`] or the header of a numeric column, in any case.
    pub measure: String,
    /// λ ≥ 0; the weights are scaled so that they add up to 1.
    pub weight: f64,
}

/// What a design shall bring about. The same brief on the same data set gives the same alignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignBrief {
    /// How many territories, at least 1.
    pub territories: u16,
    /// What is balanced, at least one measure.
    pub measures: Vec<MeasureWeight>,
    /// How far a territory may be from its fair share.
    pub tolerance: Tolerance,
    /// Where random choices start.
    pub seed: u64,
}

impl DesignBrief {
    /// Territories of equal count within ±5 %.
    #[must_use]
    pub fn by_count(territories: u16) -> Self {
        Self {
            territories,
            measures: vec![MeasureWeight { measure: COUNT.to_owned(), weight: 1.0 }],
            tolerance: Share::FIVE_PERCENT,
            seed: 1,
        }
    }
}
