//! Coasts and borders in the plane of the map, thinned by scale.

use super::projection::MapProjection;
use super::rings::{clip_ring, contains, significance};
use super::viewport::{Bounds, Viewport};
use crate::units::LonLat;

/// A straight side on the globe is bent on the map; longer ones get points in between, this many degrees apart.
const LONGEST_SIDE: f64 = 2.0;

/// A line is drawn this true to its course, in CSS pixels.
const TOLERANCE: f64 = 0.7;

#[derive(Debug, Clone)]
pub(super) struct Outline {
    pub(super) points: Vec<[f64; 2]>,
    /// By point, how far off the line is without it, in units of the plane.
    detail: Vec<f32>,
    pub(super) bounds: Bounds,
}

impl Outline {
    pub(super) fn new(points: Vec<[f64; 2]>) -> Option<Self> {
        let bounds = Bounds::around(points.iter().copied())?;
        Some(Self { detail: significance(&points), points, bounds })
    }

    /// What is seen of it, in CSS pixels.
    pub(super) fn on_screen(&self, viewport: &Viewport, in_view: Bounds, closed: bool) -> Vec<[f64; 2]> {
        let tolerance = TOLERANCE / viewport.scale();
        let mut points = self.coarse(tolerance);
        if closed && !in_view.encloses(self.bounds) {
            points = clip_ring(&points, in_view);
        }
        for point in &mut points {
            *point = viewport.screen_from_world(*point);
        }
        points
    }

    /// Its points without those that say less than `tolerance`, in units of the plane.
    pub(super) fn coarse(&self, tolerance: f64) -> Vec<[f64; 2]> {
        let kept = self.points.iter().zip(&self.detail).filter(|&(_, &far)| f64::from(far) > tolerance);
        kept.map(|(&point, _)| point).collect()
    }

    /// Whether a place lies inside, by the even-odd rule.
    pub(super) fn holds(&self, at: [f64; 2]) -> bool {
        self.bounds.contains(at) && contains(&self.points, at)
    }
}

/// Open lines on the map.
pub(super) fn lines(lines: &[Vec<LonLat>], projection: &MapProjection) -> Vec<Outline> {
    lines.iter().flat_map(|line| project_line(line, projection)).filter_map(Outline::new).collect()
}

/// A ring on the map: in several parts where the projection's window cuts it or shows it twice.
pub(super) fn ring_parts(ring: &[LonLat], projection: &MapProjection) -> Vec<Outline> {
    project_ring(ring, projection).into_iter().filter_map(Outline::new).collect()
}

/// The points as degrees east of the middle meridian and latitudes, without a jump at the date line: what crosses it
/// runs on beyond 180°. A ring around a pole is closed along the pole.
fn unrolled(points: &[LonLat], middle_lon: f64, closed: bool) -> Vec<[f64; 2]> {
    let mut turns = 0.0;
    let mut before: Option<f64> = None;
    let mut unrolled: Vec<[f64; 2]> = Vec::with_capacity(points.len() + 2);
    for point in points {
        let step = before.map_or(0.0, |before| point.lon() - before);
        if step.abs() > 180.0 {
            turns -= step.signum() * 360.0;
        }
        before = Some(point.lon());
        unrolled.push([point.lon() - middle_lon + turns, point.lat()]);
    }
    if let (true, Some(&[start, _]), Some(&[end, lat])) = (closed, unrolled.first(), unrolled.last())
        && (start - end).abs() > 180.0
    {
        let pole = 90.0_f64.copysign(lat);
        unrolled.extend([[end, pole], [start, pole]]);
    }
    unrolled
}

/// The outline cut to what the projection shows, once for each turn of the globe that reaches into it.
fn project_ring(ring: &[LonLat], projection: &MapProjection) -> Vec<Vec<[f64; 2]>> {
    let (easts, lats) = projection.window();
    let window = Bounds { min: [easts[0], lats[0]], max: [easts[1], lats[1]] };
    let ring = unrolled(ring, projection.middle_lon(), true);
    let turn = |by: f64| {
        let ring: Vec<_> = ring.iter().map(|&[east, lat]| [east + by, lat]).collect();
        let cut = clip_ring(&ring, window);
        (cut.len() > 2).then(|| along(&cut, true).map(|[east, lat]| projection.project_near(east, lat)).collect())
    };
    [-720.0, -360.0, 0.0, 360.0, 720.0].into_iter().filter_map(turn).collect()
}

/// A line without what lies outside the projection's window.
fn project_line(line: &[LonLat], projection: &MapProjection) -> Vec<Vec<[f64; 2]>> {
    let (easts, lats) = projection.window();
    let window = Bounds { min: [easts[0], lats[0]], max: [easts[1], lats[1]] };
    let line = unrolled(line, projection.middle_lon(), false);
    let turn = |by: f64| {
        let line: Vec<_> = line.iter().map(|&[east, lat]| [east + by, lat]).collect();
        let parts: Vec<_> = line.split(|&point| !window.contains(point)).filter(|part| part.len() > 1).collect();
        let project =
            |part: &[[f64; 2]]| along(part, false).map(|[east, lat]| projection.project_near(east, lat)).collect();
        parts.into_iter().map(project).collect::<Vec<_>>()
    };
    [-720.0, -360.0, 0.0, 360.0, 720.0].into_iter().flat_map(turn).collect()
}

/// The points of a line with more of them on long sides.
fn along(points: &[[f64; 2]], closed: bool) -> impl Iterator<Item = [f64; 2]> + '_ {
    let sides = if closed { points.len() } else { points.len().saturating_sub(1) };
    let last = points.last().copied().filter(|_| !closed);
    let side = move |index: usize| {
        let (from, to) = (points[index], points[(index + 1) % points.len()]);
        let longest = (to[0] - from[0]).abs().max((to[1] - from[1]).abs());
        let parts = (1..180).find(|&parts| longest <= LONGEST_SIDE * f64::from(parts)).unwrap_or(180);
        (0..parts).map(move |part| {
            let part = f64::from(part) / f64::from(parts);
            [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]
        })
    };
    (0..sides).flat_map(side).chain(last)
}
