//! Distances and middles by vectors: another way than the one that plans and tours go.

use crate::geography::{EARTH_RADIUS, unit_vector};
use crate::units::LonLat;

/// How far two lengths may be apart, relatively: the haversine formula that plans use loses half of its digits near
/// antipodes.
const LENGTHS: f64 = 1e-8;

/// The angle between two vectors by its tangent, times the radius; true for any angle.
pub(super) fn arc(a: [f64; 3], b: [f64; 3]) -> f64 {
    let across = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    EARTH_RADIUS.0 * libm::atan2(length(across), inner(a, b))
}

/// The direction of the mean; none for no points, and for points that balance out around the globe.
pub(super) fn middle(points: &[[f64; 3]]) -> Option<[f64; 3]> {
    let mut sum = [0.0; 3];
    for point in points {
        for axis in 0..3 {
            sum[axis] += point[axis];
        }
    }
    let size = length(sum);
    (size > 0.0 && size >= 1e-9 * points.len() as f64).then(|| sum.map(|part| part / size))
}

/// The mean distance from the middle in metres; 0 where there is none.
pub(super) fn mean_distance(places: &[LonLat]) -> f64 {
    let points: Vec<[f64; 3]> = places.iter().map(|&place| unit_vector(place)).collect();
    let Some(center) = middle(&points) else { return 0.0 };
    points.iter().map(|&point| arc(center, point)).sum::<f64>() / points.len() as f64
}

/// Whether two lengths in metres are the same but for rounding.
pub(super) fn same_length(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 + LENGTHS * a.abs().max(b.abs())
}

fn inner(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn length(a: [f64; 3]) -> f64 {
    inner(a, a).sqrt()
}
