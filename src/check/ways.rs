//! How long a leg takes, worked out anew.

use crate::model::TravelModel;

/// What a length may miss the end of a band of distance by and still be rounding, relatively.
const LENGTHS: f64 = 1e-9;

/// The least and the most minutes that a leg of so many metres on the road may take: two numbers only where it ends with a
/// band of distance but for rounding.
pub(super) fn minutes(travel: &TravelModel, metres: f64) -> [f64; 2] {
    let ends = [metres * (1.0 - LENGTHS), metres * (1.0 + LENGTHS)].map(|length| in_band(travel, metres, length));
    [ends[0].min(ends[1]), ends[0].max(ends[1])]
}

/// The minutes of a leg at the speed of the band that a length belongs to, and at least those of all nearer bands.
fn in_band(travel: &TravelModel, metres: f64, length: f64) -> f64 {
    // Metres at kilometres an hour.
    let at = |metres: f64, speed_kmh: f64| metres * 0.06 / speed_kmh;
    let (nearer, rest): (Vec<_>, Vec<_>) = travel.bands.iter().partition(|band| band.up_to_km * 1000.0 < length);
    let speed = rest.first().map_or(travel.speed_kmh, |band| band.speed_kmh);
    let passed = nearer.iter().map(|band| at(band.up_to_km * 1000.0, band.speed_kmh));
    passed.fold(at(metres, speed), f64::max)
}
