//! The figures that a plan claims about an alignment; `check` derives each of them again.

use crate::units::Meters;
use serde::{Deserialize, Serialize};

/// What one territory holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerritoryFigures {
    /// Accounts owned.
    pub accounts: u32,
    /// Combined activity: the territory's share of Σλ·x/Σx, 1 in all.
    pub activity: f64,
    /// 100 · activity ÷ fair share; the fair share goes by the capacity of the rep.
    pub index: f64,
    /// The total of each measure of the brief, in its order, in the measure's own unit.
    pub totals: Vec<f64>,
    /// Mean great-circle distance of the accounts from the territory's centroid; 0 without located accounts.
    pub mean_distance: Meters,
}

/// How one measure is balanced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureFigures {
    /// The measure, as in the brief.
    pub measure: String,
    /// Worst |w − μ| ÷ μ over the territories; absent when the measure adds up to nothing.
    pub worst_deviation: Option<f64>,
}

/// What a plan claims about one alignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// By territory, in order.
    pub territories: Vec<TerritoryFigures>,
    /// By measure of the brief, in order.
    pub measures: Vec<MeasureFigures>,
    /// Worst |w − μ| ÷ μ of the combined activity; absent when there is no activity.
    pub worst_deviation: Option<f64>,
    /// Accounts without an owner.
    pub unassigned: u32,
}
