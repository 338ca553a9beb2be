//! Countries and states in the plane of the map, ready to be drawn at any scale.

use super::display::Path;
use super::points::MapPoints;
use super::projection::MapProjection;
use super::rings::{clip_ring, contains, significance};
use super::state_lines::shared_lines;
use super::viewport::{Bounds, Viewport};
use crate::geography::Boundaries;
use crate::units::LonLat;
use std::collections::BTreeMap;

/// A straight side on the globe is bent on the map; longer ones get points in between, this many degrees apart.
const LONGEST_SIDE: f64 = 2.0;

/// A line is drawn this true to its course, in CSS pixels.
const TOLERANCE: f64 = 0.4;

/// Pixels around the view that lines are still drawn in, so that strokes and joins at the edge are whole.
const MARGIN: f64 = 16.0;

/// Countries and states in the plane of the map. Built once a data set: which countries count as land depends on
/// where the accounts are.
#[derive(Debug, Clone, Default)]
pub struct Basemap {
    rings: Vec<Outline>,
    states: Vec<Outline>,
}

/// What an outline belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// A country without accounts.
    Foreign,
    /// A country with accounts, but this part is far from all of them.
    Remote,
    /// Land that territories cover.
    Covered,
}

#[derive(Debug, Clone)]
struct Outline {
    points: Vec<[f64; 2]>,
    /// By point, how far off the line is without it, in units of the plane.
    detail: Vec<f32>,
    bounds: Bounds,
    standing: Standing,
}

impl Outline {
    fn new(points: Vec<[f64; 2]>, standing: Standing) -> Option<Self> {
        let bounds = Bounds::around(points.iter().copied())?;
        Some(Self { detail: significance(&points), points, bounds, standing })
    }

    /// What is seen of it, in CSS pixels.
    fn on_screen(&self, viewport: &Viewport, in_view: Bounds, closed: bool) -> Vec<[f64; 2]> {
        let tolerance = TOLERANCE / viewport.scale();
        let kept = self.points.iter().zip(&self.detail).filter(|&(_, &far)| f64::from(far) > tolerance);
        let mut points: Vec<_> = kept.map(|(&point, _)| point).collect();
        if closed && !in_view.encloses(self.bounds) {
            points = clip_ring(&points, in_view);
        }
        points.iter_mut().for_each(|point| *point = viewport.screen_from_world(*point));
        points
    }
}

impl Basemap {
    /// Projects the outlines and finds the countries that hold accounts; without any account all are land.
    /// O(points · log points + accounts).
    #[must_use]
    pub fn new(boundaries: &Boundaries, projection: &MapProjection, accounts: &MapPoints) -> Self {
        let samples = sample(accounts);
        let near = accounts.bounds().map(|bounds| bounds.padded(bounds.size()[0].max(bounds.size()[1]) * 0.05));
        let mut rings = Vec::new();
        for country in &boundaries.countries {
            let outlines: Vec<_> = country.rings.iter().flat_map(|ring| project_ring(ring, projection)).collect();
            let holds: Vec<bool> = outlines.iter().map(|ring| holds_any(ring, &samples)).collect();
            let is_home = samples.is_empty() || holds.contains(&true);
            for (ring, holds) in outlines.into_iter().zip(holds) {
                let middle = Bounds::around(ring.iter().copied()).map(Bounds::center);
                let is_near = middle.zip(near).is_some_and(|(middle, near)| near.contains(middle));
                let standing = match (is_home, holds || is_near) {
                    (false, _) => Standing::Foreign,
                    (true, false) => Standing::Remote,
                    (true, true) => Standing::Covered,
                };
                rings.extend(Outline::new(ring, standing));
            }
        }
        let lines = shared_lines(&boundaries.states);
        let lines = lines.iter().flat_map(|line| project_line(line, projection));
        Self { rings, states: lines.filter_map(|line| Outline::new(line, Standing::Remote)).collect() }
    }

    /// Land without accounts.
    pub(super) fn foreign(&self, viewport: &Viewport) -> Path {
        self.path(viewport, |standing| standing == Standing::Foreign)
    }

    /// The countries that hold accounts.
    pub(super) fn land(&self, viewport: &Viewport) -> Path {
        self.path(viewport, |standing| standing != Standing::Foreign)
    }

    /// The part of it that territories may cover.
    pub(super) fn covered(&self, viewport: &Viewport) -> Path {
        self.path(viewport, |standing| standing == Standing::Covered)
    }

    /// The lines between states.
    pub(super) fn state_lines(&self, viewport: &Viewport) -> Path {
        let in_view = viewport.world_bounds(MARGIN);
        let mut path = Path::new();
        for line in self.states.iter().filter(|line| in_view.meets(line.bounds)) {
            path.push_line(line.on_screen(viewport, in_view, false));
        }
        path
    }

    /// The rings that territories may cover, in the plane, coarse: for placing labels on land.
    pub(super) fn covered_rings(&self, tolerance: f64) -> impl Iterator<Item = Vec<[f64; 2]>> + '_ {
        let covered = self.rings.iter().filter(|ring| ring.standing == Standing::Covered);
        covered.map(move |ring| {
            let kept = ring.points.iter().zip(&ring.detail).filter(|&(_, &far)| f64::from(far) > tolerance);
            kept.map(|(&point, _)| point).collect()
        })
    }

    fn path(&self, viewport: &Viewport, wanted: impl Fn(Standing) -> bool) -> Path {
        let in_view = viewport.world_bounds(MARGIN);
        let mut path = Path::new();
        for ring in self.rings.iter().filter(|ring| wanted(ring.standing) && in_view.meets(ring.bounds)) {
            // An island of less than a pixel is a speck.
            if ring.bounds.size().iter().any(|length| length * viewport.scale() >= 1.0) {
                path.push_ring(ring.on_screen(viewport, in_view, true));
            }
        }
        path
    }
}

/// The outline cut to what the projection shows, once for each turn of the globe that reaches into it.
fn project_ring(ring: &[LonLat], projection: &MapProjection) -> Vec<Vec<[f64; 2]>> {
    let (easts, lats) = projection.window();
    let window = Bounds { min: [easts[0], lats[0]], max: [easts[1], lats[1]] };
    let turn = |by: f64| {
        let ring: Vec<_> = ring.iter().map(|at| [at.lon() - projection.middle_lon() + by, at.lat()]).collect();
        let cut = clip_ring(&ring, window);
        (cut.len() > 2).then(|| along(&cut, true).map(|[east, lat]| projection.project_near(east, lat)).collect())
    };
    [-360.0, 0.0, 360.0].into_iter().filter_map(turn).collect()
}

/// A line without what lies outside the projection's window.
fn project_line(line: &[LonLat], projection: &MapProjection) -> Vec<Vec<[f64; 2]>> {
    let (easts, lats) = projection.window();
    let window = Bounds { min: [easts[0], lats[0]], max: [easts[1], lats[1]] };
    let turn = |by: f64| {
        let line: Vec<_> = line.iter().map(|at| [at.lon() - projection.middle_lon() + by, at.lat()]).collect();
        let parts: Vec<_> = line.split(|&point| !window.contains(point)).filter(|part| part.len() > 1).collect();
        let project = |part: &[[f64; 2]]| along(part, false).map(|[east, lat]| projection.project_near(east, lat)).collect();
        parts.into_iter().map(project).collect::<Vec<_>>()
    };
    [-360.0, 0.0, 360.0].into_iter().flat_map(turn).collect()
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

/// One account for each square of a lattice over all of them, so that 100,000 accounts cost no more than some hundred.
fn sample(accounts: &MapPoints) -> Vec<[f64; 2]> {
    const SQUARES: f64 = 48.0;
    let Some(bounds) = accounts.bounds() else { return Vec::new() };
    let square = bounds.size().map(|length| (length / SQUARES).max(1.0));
    let mut first: BTreeMap<[i64; 2], [f64; 2]> = BTreeMap::new();
    for &at in accounts.places().iter().flatten() {
        first.entry([0, 1].map(|axis| whole((at[axis] - bounds.min[axis]) / square[axis]))).or_insert(at);
    }
    first.into_values().collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the number of a square, at most 48")]
fn whole(value: f64) -> i64 {
    value as i64
}

fn holds_any(ring: &[[f64; 2]], samples: &[[f64; 2]]) -> bool {
    let Some(bounds) = Bounds::around(ring.iter().copied()) else { return false };
    samples.iter().any(|&at| bounds.contains(at) && contains(ring, at))
}

#[cfg(test)]
mod tests {
    use super::super::display::Step;
    use super::*;
    use crate::geography::Area;

    fn country(corners: &[(f64, f64)]) -> Area {
        let ring = corners.iter().map(|&(lon, lat)| LonLat::new(lon, lat).expect("on the globe")).collect();
        Area { name: "C".to_owned(), code: "C".to_owned(), rings: vec![ring] }
    }

    fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Area {
        country(&[(west, south), (east, south), (east, north), (west, north)])
    }

    fn view(accounts: &[(f64, f64)], countries: Vec<Area>) -> (Basemap, Viewport) {
        let locations: Vec<_> = accounts.iter().map(|&(lon, lat)| LonLat::new(lon, lat).ok()).collect();
        let projection = MapProjection::fit(locations.iter().copied().flatten());
        let points = MapPoints::new(&locations, &projection);
        let basemap = Basemap::new(&Boundaries { countries, states: Vec::new() }, &projection, &points);
        (basemap, Viewport::fit(800.0, 600.0, points.bounds().expect("located"), 40.0))
    }

    #[test]
    fn land_is_where_accounts_are() {
        let (home, other) = (rectangle(-120.0, 30.0, -80.0, 48.0), rectangle(-120.0, 49.0, -80.0, 60.0));
        let (basemap, viewport) = view(&[(-110.0, 35.0), (-90.0, 45.0)], vec![home, other]);
        let viewport = viewport.zoom_at(400.0, 300.0, 0.5);
        assert!(!basemap.land(&viewport).is_empty() && !basemap.foreign(&viewport).is_empty());
        assert_eq!(basemap.land(&viewport), basemap.covered(&viewport));
        let (all, viewport) = view(&[(-100.0, 40.0)], vec![rectangle(0.0, 0.0, 9.0, 9.0)]);
        assert!(all.land(&viewport).is_empty());
    }

    #[test]
    fn nothing_smears_across_the_map() {
        // A country around the date line, cut there as outlines are, and one right behind the middle of the map.
        let east = country(&[(150.0, 60.0), (180.0, 60.0), (180.0, 70.0), (150.0, 70.0)]);
        let far = rectangle(60.0, -40.0, 100.0, 40.0);
        let (basemap, viewport) = view(&[(-120.0, 34.0), (-75.0, 45.0)], vec![east, far]);
        let out = (0..9).fold(viewport, |v, _| v.zoom_at(400.0, 300.0, 0.5));
        for outline in &basemap.rings {
            let longest = outline.points.windows(2).map(|w| libm::hypot(w[1][0] - w[0][0], w[1][1] - w[0][1]));
            assert!(longest.fold(0.0, f64::max) < 900.0);
        }
        assert!(basemap.foreign(&out).steps().len() < 400);
    }

    #[test]
    fn only_what_is_in_view_is_drawn() {
        let (basemap, viewport) = view(&[(-110.0, 35.0), (-90.0, 45.0)], vec![rectangle(-170.0, 10.0, -60.0, 80.0)]);
        let near = viewport.zoom_at(400.0, 300.0, 8.0);
        for step in basemap.land(&near).steps() {
            let (Step::Move([x, y]) | Step::Line([x, y])) = *step else { continue };
            assert!((-17.0..=817.0).contains(&x) && (-17.0..=617.0).contains(&y));
        }
    }
}
