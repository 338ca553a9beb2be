//! A round trip through the accounts of a territory.

use super::account::AccountIx;
use crate::units::{LonLat, Meters, Seconds};
use serde::{Deserialize, Serialize};

/// A round trip: from the start through every stop and back, or to where the rep's days end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tour {
    /// Where the rep's days start: a place of the rep's own, the home base, or the centre of the territory.
    pub start: LonLat,
    /// Where they end, the same unless the rep has a place of its own for that.
    pub end: LonLat,
    /// Whether `start` is a home base.
    pub from_home: bool,
    /// The located accounts of the territory, each once, in order of visit.
    pub stops: Vec<AccountIx>,
    /// Length on the road, the way to the end included.
    pub distance: Meters,
    /// Time on the road.
    pub travel: Seconds,
    /// Time at the accounts.
    pub service: Seconds,
}
