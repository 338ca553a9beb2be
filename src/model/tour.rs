//! A round trip through the accounts of a territory.

use super::account::AccountIx;
use crate::units::{LonLat, Meters, Seconds, Share};
use serde::{Deserialize, Serialize};

/// How travel is reckoned until a travel matrix is loaded: great-circle × detour ÷ speed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TravelModel {
    /// Road distance ÷ great-circle distance; 1.3 unless changed.
    pub detour: Share,
    /// Mean speed in kilometres an hour, positive; 60 unless changed.
    pub speed_kmh: f64,
    /// Time spent at each account in minutes; 30 unless changed.
    pub service_minutes: f64,
}

impl Default for TravelModel {
    fn default() -> Self {
        Self { detour: Share::DETOUR, speed_kmh: 60.0, service_minutes: 30.0 }
    }
}

impl TravelModel {
    /// The distance on the road for a great-circle distance.
    #[must_use]
    pub fn road(&self, great_circle: Meters) -> Meters {
        great_circle * self.detour.value()
    }

    /// The time that a distance on the road takes.
    #[must_use]
    pub fn drive(&self, road: Meters) -> Seconds {
        Seconds(road.0 / (self.speed_kmh / 3.6))
    }

    /// The time spent at one account.
    #[must_use]
    pub fn service(&self) -> Seconds {
        Seconds(self.service_minutes * 60.0)
    }
}

/// A round trip: from the start through every stop and back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tour {
    /// The rep's home base, or the centre of the territory.
    pub start: LonLat,
    /// Whether `start` is a home base.
    pub from_home: bool,
    /// The located accounts of the territory, each once, in order of visit.
    pub stops: Vec<AccountIx>,
    /// Length on the road, the way back included.
    pub distance: Meters,
    /// Time on the road.
    pub travel: Seconds,
    /// Time at the accounts.
    pub service: Seconds,
}
