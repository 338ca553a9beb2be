//! Distances on a sphere of the Earth's mean radius.

use crate::units::{LonLat, Meters};

/// The Earth's mean radius (2a + b) ÷ 3 of WGS 84, in metres; one degree of it is 111.195 km.
pub const EARTH_RADIUS: Meters = Meters(6_371_008.8);

/// The great-circle distance by the haversine formula, within 0.5 % of the ellipsoid's.
///
/// ```
/// use hinterland::geography::great_circle;
/// use hinterland::units::LonLat;
/// let chicago = LonLat::new(-87.63, 41.88)?;
/// let new_york = LonLat::new(-74.01, 40.71)?;
/// assert_eq!(great_circle(chicago, new_york).kilometers().round(), 1144.0);
/// # Ok::<(), hinterland::units::OutOfRange>(())
/// ```
#[must_use]
pub fn great_circle(a: LonLat, b: LonLat) -> Meters {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half_lat = libm::sin((lat_b - lat_a) / 2.0);
    let half_lon = libm::sin((b.lon() - a.lon()).to_radians() / 2.0);
    let haversine = half_lat * half_lat + libm::cos(lat_a) * libm::cos(lat_b) * half_lon * half_lon;
    Meters(2.0 * EARTH_RADIUS.0 * libm::asin(haversine.clamp(0.0, 1.0).sqrt()))
}

/// The point as a vector of length 1 from the middle of the Earth: x to 0° E, y to 90° E, z to the north pole.
#[must_use]
pub fn unit_vector(point: LonLat) -> [f64; 3] {
    let (sin_lon, cos_lon) = libm::sincos(point.lon().to_radians());
    let (sin_lat, cos_lat) = libm::sincos(point.lat().to_radians());
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

/// The squared straight-line distance of two vectors; monotone in the great-circle distance of unit vectors.
#[must_use]
pub fn chord_squared(a: [f64; 3], b: [f64; 3]) -> f64 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    x * x + y * y + z * z
}

/// The point under the mean of the points' unit vectors; `None` without points, or when they balance out all over the
/// globe. O(points).
#[must_use]
pub fn centroid(points: impl IntoIterator<Item = LonLat>) -> Option<LonLat> {
    let mut sum = [0.0; 3];
    let mut count = 0.0_f64;
    for point in points {
        sum.iter_mut().zip(unit_vector(point)).for_each(|(total, part)| *total += part);
        count += 1.0;
    }
    let [x, y, z] = sum;
    let flat = (x * x + y * y).sqrt();
    let length = (flat * flat + z * z).sqrt();
    if count < 1.0 || length < 1e-9 * count {
        return None;
    }
    let lon = if flat < 1e-12 * length { 0.0 } else { libm::atan2(y, x).to_degrees() };
    LonLat::new(lon, libm::atan2(z, flat).to_degrees()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Haversine, Point};
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    #[test]
    fn a_degree_is_111_195_km_along_a_great_circle() {
        let check = |a, b| assert!((great_circle(a, b).0 - 111_195.08).abs() < 0.01);
        check(at(0.0, 0.0), at(1.0, 0.0));
        check(at(7.0, -30.0), at(7.0, -31.0));
        check(at(179.5, 0.0), at(-179.5, 0.0));
    }

    #[test]
    fn antipodes_are_half_a_turn_apart() {
        let half_turn = std::f64::consts::PI * EARTH_RADIUS.0;
        assert!((great_circle(at(0.0, 0.0), at(180.0, 0.0)).0 - half_turn).abs() < 1e-3);
        assert!((great_circle(at(0.0, 90.0), at(33.0, -90.0)).0 - half_turn).abs() < 1e-3);
    }

    #[test]
    fn a_chord_agrees_with_the_great_circle() {
        let (a, b) = (at(-122.0, 37.0), at(151.0, -34.0));
        let chord = chord_squared(unit_vector(a), unit_vector(b)).sqrt();
        assert!((2.0 * libm::asin(chord / 2.0) * EARTH_RADIUS.0 - great_circle(a, b).0).abs() < 1e-3);
    }

    #[test]
    fn the_centroid_crosses_the_date_line() {
        let middle = centroid([at(179.0, 10.0), at(-179.0, 10.0)]).expect("two points have a middle");
        assert!((middle.lon().abs() - 180.0).abs() < 1e-9 && (middle.lat() - 10.0).abs() < 0.01);
        assert_eq!(centroid([]), None);
        assert_eq!(centroid([at(0.0, 0.0), at(180.0, 0.0)]), None);
    }

    proptest! {
        #[test]
        fn distances_are_those_of_an_independent_library(
            (a_lon, a_lat) in (-180.0..180.0_f64, -89.0..89.0_f64),
            (b_lon, b_lat) in (-180.0..180.0_f64, -89.0..89.0_f64),
        ) {
            let reference = Haversine.distance(Point::new(a_lon, a_lat), Point::new(b_lon, b_lat));
            let own = great_circle(at(a_lon, a_lat), at(b_lon, b_lat)).0;
            prop_assert!((own - reference).abs() <= 1e-6 + 1e-9 * reference, "{own} m, {reference} m");
        }
    }
}
