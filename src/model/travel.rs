//! How travel is reckoned where no matrix says it: great-circle × detour ÷ speed.

use crate::units::{Meters, Seconds, Share};
use serde::{Deserialize, Serialize};

/// The most bands of distance with a speed of their own.
pub const MOST_BANDS: usize = 4;

/// The speed of legs up to a length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeedBand {
    /// The longest leg on the road that belongs to it, in kilometres.
    pub up_to_km: f64,
    /// Mean speed in kilometres an hour.
    pub speed_kmh: f64,
}

/// Up to [`MOST_BANDS`] bands, from the nearest on; none unless asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<SpeedBand>", into = "Vec<SpeedBand>")]
pub struct SpeedBands([Option<SpeedBand>; MOST_BANDS]);

/// More bands than there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are {found} bands of distance; there may be {MOST_BANDS}")]
pub struct TooManyBands {
    /// How many there are.
    pub found: usize,
}

impl SpeedBands {
    /// The bands, from the nearest on.
    pub fn iter(&self) -> impl Iterator<Item = SpeedBand> + use<'_> {
        self.0.iter().flatten().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether every leg has the same speed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl TryFrom<Vec<SpeedBand>> for SpeedBands {
    type Error = TooManyBands;

    fn try_from(bands: Vec<SpeedBand>) -> Result<Self, TooManyBands> {
        let found = bands.len();
        let mut own = [None; MOST_BANDS];
        for (at, band) in bands.into_iter().enumerate() {
            *own.get_mut(at).ok_or(TooManyBands { found })? = Some(band);
        }
        Ok(Self(own))
    }
}

impl From<SpeedBands> for Vec<SpeedBand> {
    fn from(bands: SpeedBands) -> Self {
        bands.iter().collect()
    }
}

/// How travel is reckoned until a travel matrix is loaded, and where that has no entry: great-circle × detour ÷ speed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelModel {
    /// Road distance ÷ great-circle distance; 1.3 unless changed.
    pub detour: Share,
    /// Mean speed in kilometres an hour, positive; 60 unless changed. With bands, of legs beyond the last.
    pub speed_kmh: f64,
    /// The speeds of shorter legs: ascending lengths, none unless asked for.
    pub bands: SpeedBands,
    /// Time spent at each account in minutes; 30 unless changed.
    pub service_minutes: f64,
}

impl Default for TravelModel {
    fn default() -> Self {
        Self { detour: Share::DETOUR, speed_kmh: 60.0, bands: SpeedBands::default(), service_minutes: 30.0 }
    }
}

impl TravelModel {
    /// The distance on the road for a great-circle distance.
    #[must_use]
    pub fn road(&self, great_circle: Meters) -> Meters {
        great_circle * self.detour.value()
    }

    /// The time that a leg of this length on the road takes, at the speed of its band; never less than the longest leg of a
    /// nearer band takes, so that a longer way is no quicker. O(bands).
    #[must_use]
    pub fn drive(&self, leg: Meters) -> Seconds {
        let (mut speed_kmh, mut least) = (self.speed_kmh, 0.0);
        for band in self.bands.iter() {
            let longest = Meters(band.up_to_km * 1000.0);
            if leg.0 <= longest.0 {
                speed_kmh = band.speed_kmh;
                break;
            }
            least = f64::max(least, longest.0 / (band.speed_kmh / 3.6));
        }
        Seconds(f64::max(leg.0 / (speed_kmh / 3.6), least))
    }

    /// The speeds in words: "30 km/h up to 5 km, 60 km/h beyond". `amount` writes kilometres in the unit of that sign.
    #[must_use]
    pub fn speeds_in_words(&self, sign: &str, amount: &dyn Fn(f64) -> String) -> String {
        let beyond = format!("{} {sign}/h", amount(self.speed_kmh));
        if self.bands.is_empty() {
            return beyond;
        }
        let band =
            |own: SpeedBand| format!("{} {sign}/h up to {} {sign}, ", amount(own.speed_kmh), amount(own.up_to_km));
        self.bands.iter().map(band).collect::<String>() + &beyond + " beyond"
    }

    /// The time spent at one account.
    #[must_use]
    pub fn service(&self) -> Seconds {
        Seconds(self.service_minutes * 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_has_the_speed_of_its_band_and_a_longer_one_is_no_quicker() {
        let band = |up_to_km, speed_kmh| SpeedBand { up_to_km, speed_kmh };
        let bands = SpeedBands::try_from(vec![band(5.0, 30.0), band(50.0, 60.0)]).expect("two");
        let travel = TravelModel { bands, speed_kmh: 90.0, ..TravelModel::default() };
        let check = |km: f64, minutes: f64| {
            let found = travel.drive(Meters(km * 1000.0)).0 / 60.0;
            assert!((found - minutes).abs() < 1e-9, "{km} km: {found} min instead of {minutes}");
        };
        check(0.0, 0.0);
        check(4.0, 8.0);
        check(5.0, 10.0);
        check(8.0, 10.0);
        check(40.0, 40.0);
        check(60.0, 50.0);
        check(90.0, 60.0);
        let slower = TravelModel { speed_kmh: 45.0, ..travel };
        assert!((slower.drive(Meters(60_000.0)).0 / 60.0 - 80.0).abs() < 1e-9);
    }

    #[test]
    fn there_are_only_so_many_bands() {
        let band = SpeedBand { up_to_km: 5.0, speed_kmh: 30.0 };
        assert_eq!(SpeedBands::try_from(vec![band; 5]), Err(TooManyBands { found: 5 }));
        assert_eq!(Vec::from(SpeedBands::try_from(vec![band; 4]).expect("four")), [band; 4]);
    }
}
