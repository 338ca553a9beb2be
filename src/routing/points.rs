//! The places of a tour and how far apart they are.

use crate::geography::{EARTH_RADIUS, Plane, chord_squared, unit_vector};
use crate::sorting::{sort, sort_by};
use crate::units::LonLat;

const RADIUS: f64 = EARTH_RADIUS.0;

/// What a tour goes through, and the metric.
#[derive(Debug, Clone, PartialEq)]
pub enum Points {
    /// Points in a plane; straight-line distances in the unit of the coordinates. Coordinates that are not finite count as 0.
    Plane {
        /// The coordinates.
        points: Vec<[f64; 2]>,
        /// Whether each distance is rounded to the nearest integer, as TSPLIB's `EUC_2D` asks.
        rounded: bool,
    },
    /// Points on the globe; great-circle distances in metres.
    Globe(Vec<LonLat>),
}

impl Points {
    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Plane { points, .. } => points.len(),
            Self::Globe(points) => points.len(),
        }
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Debug, Clone, Copy)]
enum Metric {
    Straight,
    Rounded,
    GreatCircle,
}

/// The different places among the points, each with its coordinates in the metric and in a plane for neighbourhoods.
#[derive(Debug, Clone)]
pub(super) struct Sites {
    metric: Metric,
    coordinates: Vec<[f64; 3]>,
    pub(super) plane: Vec<[f64; 2]>,
    /// The points at each place: those of place s are `members[starts[s]..starts[s + 1]]`.
    members: Vec<u32>,
    starts: Vec<usize>,
}

impl Sites {
    /// Puts points at the same place together, in order of their first point. O(n log n).
    pub(super) fn new(points: &Points) -> Self {
        let (metric, raw): (Metric, Vec<[f64; 3]>) = match points {
            Points::Plane { points, rounded } => {
                let metric = if *rounded { Metric::Rounded } else { Metric::Straight };
                (metric, points.iter().map(|&[x, y]| [finite(x), finite(y), 0.0]).collect())
            }
            Points::Globe(points) => {
                let scaled = points.iter().map(|&point| unit_vector(point).map(|part| part * RADIUS));
                (Metric::GreatCircle, scaled.collect())
            }
        };
        let mut groups = same_place(&raw);
        sort_by(&mut groups, &|a, b| a[0].cmp(&b[0]));
        let coordinates: Vec<[f64; 3]> = groups.iter().map(|group| raw[group[0] as usize]).collect();
        let plane = match points {
            Points::Globe(points) => {
                let plane = Plane::fit(points);
                groups.iter().map(|group| plane.project(points[group[0] as usize])).collect()
            }
            Points::Plane { .. } => coordinates.iter().map(|&[x, y, _]| [x, y]).collect(),
        };
        let mut starts = vec![0];
        starts.extend(groups.iter().scan(0, |end, group| {
            *end += group.len();
            Some(*end)
        }));
        Self { metric, coordinates, plane, members: groups.concat(), starts }
    }

    pub(super) fn len(&self) -> usize {
        self.coordinates.len()
    }

    /// The points at a place.
    pub(super) fn members(&self, site: u32) -> &[u32] {
        let site = site as usize;
        &self.members[self.starts[site]..self.starts[site + 1]]
    }

    #[inline]
    pub(super) fn distance(&self, a: u32, b: u32) -> f64 {
        let chord = chord_squared(self.coordinates[a as usize], self.coordinates[b as usize]).sqrt();
        match self.metric {
            Metric::Straight => chord,
            Metric::Rounded => nearest_integer(chord),
            Metric::GreatCircle => arc(chord),
        }
    }

    /// The length of a round trip. O(n).
    pub(super) fn length(&self, order: &[u32]) -> f64 {
        let Some((&first, &last)) = order.first().zip(order.last()) else { return 0.0 };
        order.windows(2).map(|pair| self.distance(pair[0], pair[1])).sum::<f64>() + self.distance(last, first)
    }
}

fn finite(value: f64) -> f64 {
    // Adding 0 makes −0 and 0 the same bits, hence the same place.
    if value.is_finite() { value + 0.0 } else { 0.0 }
}

fn same_place(raw: &[[f64; 3]]) -> Vec<Vec<u32>> {
    let mut by_place: Vec<([u64; 3], u32)> = raw.iter().map(|place| place.map(f64::to_bits)).zip(0u32..).collect();
    sort(&mut by_place);
    let runs = by_place.chunk_by(|a, b| a.0 == b.0);
    runs.map(|run| run.iter().map(|&(_, point)| point).collect()).collect()
}

/// ⌊x + ½⌋ for 0 ≤ x < 2⁵¹, without the call that `floor` is on most targets.
#[inline]
fn nearest_integer(x: f64) -> f64 {
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    // Beyond 2⁵² there are no fractions: the sum rounds to the nearest integer, halves to the even one.
    let even = (x + TWO_52) - TWO_52;
    if x - even >= 0.5 { even + 1.0 } else { even }
}

/// The arc over a chord, in metres: 2R·asin(c ÷ 2R), by its series where that is exact to a nanometre a kilometre.
#[inline]
fn arc(chord: f64) -> f64 {
    let x = chord / (2.0 * RADIUS);
    let x2 = x * x;
    if x2 < 0.01 {
        let tail = 15.0 / 336.0 + x2 * (105.0 / 3456.0 + x2 * (945.0 / 42240.0));
        chord * (1.0 + x2 * (1.0 / 6.0 + x2 * (3.0 / 40.0 + x2 * tail)))
    } else {
        2.0 * RADIUS * libm::asin(x.min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::great_circle;

    #[test]
    fn distances_are_rounded_half_up() {
        for x in [0.0, 0.2, 0.5, 1.4999, 1.5, 2.5, 3.5, 12_345_678.5, 12_345_678.499] {
            assert!((nearest_integer(x) - (x + 0.5).floor()).abs() < f64::EPSILON, "{x}");
        }
    }

    #[test]
    fn arcs_are_great_circles() {
        let places = [(0.0, 0.0), (0.0, 0.001), (5.0, 5.0), (-11.0, 3.0), (-12.0, 4.0), (170.0, -80.0), (180.0, 0.0)];
        let places: Vec<LonLat> = places.iter().filter_map(|&(lon, lat)| LonLat::new(lon, lat).ok()).collect();
        let sites = Sites::new(&Points::Globe(places.clone()));
        for (a, &from) in (0u32..).zip(&places) {
            for (b, &to) in (0u32..).zip(&places) {
                let truth = great_circle(from, to).0;
                assert!((sites.distance(a, b) - truth).abs() <= 1e-6 + 1e-9 * truth, "{from:?} {to:?}");
            }
        }
    }
}
