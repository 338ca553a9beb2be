//! How far apart two points are, roughly.

use crate::units::LonLat;

/// Great-circle distance to within a few per cent at the distances asked about; far enough is far enough beyond.
pub(super) fn km(a: LonLat, b: LonLat) -> f64 {
    let turn = (a.lon() - b.lon()).abs();
    let lon = turn.min(360.0 - turn) * libm::cos(f64::midpoint(a.lat(), b.lat()).to_radians());
    let lat = a.lat() - b.lat();
    (lon * lon + lat * lat).sqrt() * 111.2
}
