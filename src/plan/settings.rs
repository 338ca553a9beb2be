//! What a person sets for the plan as a whole.

use crate::model::TravelModel;
use serde::{Deserialize, Serialize};

/// The settings of a plan. A [`Plan`](super::Plan) holds only settings that [`Settings::validated`] accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How travel is reckoned.
    pub travel: TravelModel,
}

/// How much further than the one before a band of distance goes at least, and how far any goes at most, in kilometres.
const SHORTEST_BAND: f64 = 0.1;
const FARTHEST_BAND: f64 = 20_000.0;

/// A setting that no journey could have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{what} is {value}; it has to be from {least} to {most}")]
pub struct SettingsError {
    /// The setting.
    pub what: &'static str,
    /// What it was set to.
    pub value: f64,
    /// The least it can be.
    pub least: f64,
    /// The most it can be.
    pub most: f64,
}

impl Settings {
    /// The same settings, when they can be.
    ///
    /// # Errors
    /// [`SettingsError`] for a detour outside 1 to 10, a speed outside 1 to 1,000 km/h, a service time outside 0 to
    /// 1,440 minutes, and bands of distance that do not go further each, from 0.1 to 20,000 km.
    pub fn validated(self) -> Result<Self, SettingsError> {
        let TravelModel { detour, speed_kmh, bands, service_minutes } = self.travel;
        let mut ranges = vec![
            ("the detour factor", detour.value(), 1.0, 10.0),
            ("the speed in km/h", speed_kmh, 1.0, 1000.0),
            ("the service time in minutes", service_minutes, 0.0, 1440.0),
        ];
        let mut nearer = 0.0;
        for band in bands.iter() {
            ranges.push(("the speed of a band of distance in km/h", band.speed_kmh, 1.0, 1000.0));
            let least = nearer + SHORTEST_BAND;
            ranges.push(("the end of a band of distance in km", band.up_to_km, least, FARTHEST_BAND));
            nearer = band.up_to_km;
        }
        for (what, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(SettingsError { what, value, least, most });
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SpeedBand;
    use crate::units::Share;

    fn bands(travel: &mut TravelModel, bands: &[(f64, f64)]) {
        let bands: Vec<SpeedBand> =
            bands.iter().map(|&(up_to_km, speed_kmh)| SpeedBand { up_to_km, speed_kmh }).collect();
        travel.bands = bands.try_into().expect("few enough");
    }

    #[test]
    fn settings_that_no_journey_has_are_refused() {
        let check = |change: fn(&mut TravelModel), expect: Option<&str>| {
            let mut settings = Settings::default();
            change(&mut settings.travel);
            assert_eq!(settings.validated().err().map(|error| error.what), expect);
        };
        check(|_| {}, None);
        check(|travel| travel.detour = Share::ZERO, Some("the detour factor"));
        check(|travel| travel.speed_kmh = 0.0, Some("the speed in km/h"));
        check(|travel| travel.speed_kmh = f64::NAN, Some("the speed in km/h"));
        check(|travel| travel.service_minutes = -1.0, Some("the service time in minutes"));
        check(|travel| bands(travel, &[(5.0, 30.0), (50.0, 60.0)]), None);
        check(|travel| bands(travel, &[(5.0, 30.0), (5.0, 60.0)]), Some("the end of a band of distance in km"));
        check(|travel| bands(travel, &[(f64::NAN, 30.0)]), Some("the end of a band of distance in km"));
        check(|travel| bands(travel, &[(1e9, 30.0)]), Some("the end of a band of distance in km"));
        check(|travel| bands(travel, &[(5.0, 0.0)]), Some("the speed of a band of distance in km/h"));
    }
}
