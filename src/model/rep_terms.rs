//! What is different for one rep.

use super::visit_brief::WorkingWeek;
use crate::units::{Day, LonLat};
use serde::{Deserialize, Serialize};

/// The longest name of a place where days start or end, in letters.
pub const LONGEST_BASE: usize = 200;

/// A place where days start or end that is not the rep's home: an office, a depot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayBase {
    /// Where.
    pub at: LonLat,
    /// What it is called; may be empty.
    pub name: String,
}

/// What is different for one rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepTerms {
    /// The rep's id.
    pub rep: String,
    /// The rep's own week.
    pub week: Option<WorkingWeek>,
    /// Days on which the rep does not work, ascending.
    pub days_off: Vec<Day>,
    /// Where days start, where that is not at home.
    pub start: Option<DayBase>,
    /// Where days end, where that is not at home.
    pub end: Option<DayBase>,
    /// Most nights a week away, where that is not what all reps have.
    pub nights_a_week: Option<u8>,
}

impl RepTerms {
    /// Nothing different yet.
    #[must_use]
    pub fn new(rep: &str) -> Self {
        Self { rep: rep.to_owned(), week: None, days_off: Vec::new(), start: None, end: None, nights_a_week: None }
    }
}
