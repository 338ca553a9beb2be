//! Countries and states in the plane of the map, ready to be drawn at any scale.

use super::display::Path;
use super::points::MapPoints;
use super::projection::MapProjection;
use super::rings::{clip_ring, contains, significance};
use super::shared_lines::{outer_lines, shared_lines};
use super::viewport::{Bounds, Viewport};
use crate::geography::{Boundaries, Ring};
use crate::units::LonLat;
use std::collections::BTreeMap;

/// A straight side on the globe is bent on the map; longer ones get points in between, this many degrees apart.
const LONGEST_SIDE: f64 = 2.0;

/// A line is drawn this true to its course, in CSS pixels.
const TOLERANCE: f64 = 0.5;

/// Pixels around the view that lines are still drawn in, so that strokes and joins at the edge are whole.
const MARGIN: f64 = 16.0;

/// Countries, lakes and states in the plane of the map. Built once a data set: which countries count as land depends on
/// where the accounts are.
#[derive(Debug, Clone, Default)]
pub struct Basemap {
    foreign: Vec<Outline>,
    /// Parts of countries with accounts that are far from all of them.
    remote: Vec<Outline>,
    /// Land that territories cover.
    covered: Vec<Outline>,
    /// The shore and outer border of what territories cover.
    shore: Vec<Outline>,
    /// Lakes that lie in none of the countries with accounts, or between two.
    outer_lakes: Vec<Outline>,
    inner_lakes: Vec<Outline>,
    states: Vec<Outline>,
}

#[derive(Debug, Clone)]
struct Outline {
    points: Vec<[f64; 2]>,
    /// By point, how far off the line is without it, in units of the plane.
    detail: Vec<f32>,
    bounds: Bounds,
}

impl Outline {
    fn new(points: Vec<[f64; 2]>) -> Option<Self> {
        let bounds = Bounds::around(points.iter().copied())?;
        Some(Self { detail: significance(&points), points, bounds })
    }

    /// What is seen of it, in CSS pixels.
    fn on_screen(&self, viewport: &Viewport, in_view: Bounds, closed: bool) -> Vec<[f64; 2]> {
        let tolerance = TOLERANCE / viewport.scale();
        let kept = self.points.iter().zip(&self.detail).filter(|&(_, &far)| f64::from(far) > tolerance);
        let mut points: Vec<_> = kept.map(|(&point, _)| point).collect();
        if closed && !in_view.encloses(self.bounds) {
            points = clip_ring(&points, in_view);
        }
        for point in &mut points {
            *point = viewport.screen_from_world(*point);
        }
        points
    }
}

impl Basemap {
    /// Projects the outlines and finds the countries that hold accounts; without any account all are land.
    /// O(points · log points + accounts).
    #[must_use]
    pub fn new(boundaries: &Boundaries, projection: &MapProjection, accounts: &MapPoints) -> Self {
        let mut basemap = Self::default();
        let covered_rings = basemap.add_countries(boundaries, projection, accounts);
        basemap.shore = outlines(&outer_lines(covered_rings.into_iter()), projection);
        basemap.states = outlines(&shared_lines(boundaries.states.iter().flat_map(|state| &state.rings)), projection);
        for lake in boundaries.lakes.iter().flat_map(|lake| &lake.rings).flat_map(|ring| project_ring(ring, projection))
        {
            let Some(lake) = Outline::new(lake) else { continue };
            let around = basemap.covered.iter().chain(&basemap.remote);
            let around = around.filter(|ring| ring.bounds.contains(lake.bounds.center()));
            let is_inner = around.filter(|ring| contains(&ring.points, lake.bounds.center())).count() % 2 == 1;
            if is_inner { basemap.inner_lakes.push(lake) } else { basemap.outer_lakes.push(lake) }
        }
        basemap
    }

    /// Sorts the countries' rings by what they are to the accounts; returns those that territories cover.
    fn add_countries<'a>(
        &mut self,
        boundaries: &'a Boundaries,
        projection: &MapProjection,
        accounts: &MapPoints,
    ) -> Vec<&'a Ring> {
        let samples = sample(accounts);
        let near = accounts.bounds().map(|bounds| bounds.padded(bounds.size()[0].max(bounds.size()[1]) * 0.05));
        let candidates: Vec<Vec<Candidate>> = boundaries
            .countries
            .iter()
            .map(|country| country.rings.iter().map(|ring| Candidate::new(ring, projection, &samples)).collect())
            .collect();
        let is_home = homes(&candidates, samples.len());
        let mut covered = Vec::new();
        for (is_home, Candidate { ring, parts, held }) in is_home
            .into_iter()
            .zip(candidates)
            .flat_map(|(home, rings)| rings.into_iter().map(move |ring| (home, ring)))
        {
            let is_near = near.is_some_and(|near| parts.iter().any(|part| near.contains(part.bounds.center())));
            match (is_home, !held.is_empty() || is_near) {
                (false, _) => self.foreign.extend(parts),
                (true, false) => self.remote.extend(parts),
                (true, true) => {
                    covered.push(ring);
                    self.covered.extend(parts);
                }
            }
        }
        covered
    }

    /// Land without accounts.
    pub(super) fn foreign(&self, viewport: &Viewport) -> Path {
        areas_path(self.foreign.iter(), viewport)
    }

    /// The countries that hold accounts.
    pub(super) fn land(&self, viewport: &Viewport) -> Path {
        areas_path(self.covered.iter().chain(&self.remote), viewport)
    }

    /// The part of it that territories may cover.
    pub(super) fn covered(&self, viewport: &Viewport) -> Path {
        areas_path(self.covered.iter(), viewport)
    }

    /// The shore and outer border of that part.
    pub(super) fn shore(&self, viewport: &Viewport) -> Path {
        lines_path(&self.shore, viewport)
    }

    /// Lakes to draw below the land: its own shore is finer than theirs.
    pub(super) fn outer_lakes(&self, viewport: &Viewport) -> Path {
        areas_path(self.outer_lakes.iter(), viewport)
    }

    /// Lakes to draw on the land.
    pub(super) fn inner_lakes(&self, viewport: &Viewport) -> Path {
        areas_path(self.inner_lakes.iter(), viewport)
    }

    /// The lines between states.
    pub(super) fn state_lines(&self, viewport: &Viewport) -> Path {
        lines_path(&self.states, viewport)
    }

    /// The rings that territories may cover, in the plane, coarse: for placing labels on land.
    pub(super) fn covered_rings(&self, tolerance: f64) -> impl Iterator<Item = Vec<[f64; 2]>> + '_ {
        self.covered.iter().map(move |ring| {
            let kept = ring.points.iter().zip(&ring.detail).filter(|&(_, &far)| f64::from(far) > tolerance);
            kept.map(|(&point, _)| point).collect()
        })
    }
}

fn areas_path<'a>(rings: impl Iterator<Item = &'a Outline>, viewport: &Viewport) -> Path {
    let in_view = viewport.world_bounds(MARGIN);
    let mut path = Path::new();
    for ring in rings.filter(|ring| in_view.meets(ring.bounds)) {
        // An island of less than a pixel is a speck.
        if ring.bounds.size().iter().any(|length| length * viewport.scale() >= 1.0) {
            path.push_ring(ring.on_screen(viewport, in_view, true));
        }
    }
    path
}

fn lines_path(lines: &[Outline], viewport: &Viewport) -> Path {
    let in_view = viewport.world_bounds(MARGIN);
    let mut path = Path::new();
    for line in lines.iter().filter(|line| in_view.meets(line.bounds)) {
        path.push_line(line.on_screen(viewport, in_view, false));
    }
    path
}

fn outlines(lines: &[Vec<LonLat>], projection: &MapProjection) -> Vec<Outline> {
    lines.iter().flat_map(|line| project_line(line, projection)).filter_map(Outline::new).collect()
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

/// One account for each square of a lattice over all of them, so that 100,000 accounts cost no more than some hundred.
fn sample(accounts: &MapPoints) -> Vec<[f64; 2]> {
    const SQUARES: f64 = 32.0;
    let Some(bounds) = accounts.bounds() else { return Vec::new() };
    let square = bounds.size().map(|length| (length / SQUARES).max(1.0));
    let mut first: BTreeMap<[i64; 2], [f64; 2]> = BTreeMap::new();
    for &at in accounts.places().iter().flatten() {
        first.entry([0, 1].map(|axis| whole((at[axis] - bounds.min[axis]) / square[axis]))).or_insert(at);
    }
    first.into_values().collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the number of a square, at most 32")]
fn whole(value: f64) -> i64 {
    value as i64
}

/// A country's ring on the map, and which of the samples it holds.
struct Candidate<'a> {
    ring: &'a Ring,
    parts: Vec<Outline>,
    held: Vec<usize>,
}

impl<'a> Candidate<'a> {
    fn new(ring: &'a Ring, projection: &MapProjection, samples: &[[f64; 2]]) -> Self {
        let parts: Vec<Outline> = project_ring(ring, projection).into_iter().filter_map(Outline::new).collect();
        let holds = |&at: &[f64; 2]| parts.iter().any(|part| part.bounds.contains(at) && contains(&part.points, at));
        let held = samples.iter().enumerate().filter(|(_, at)| holds(at)).map(|(sample, _)| sample).collect();
        Self { ring, parts, held }
    }
}

/// By country, whether it holds accounts; all do where there are none. Outlines of neighbours drawn at different scales
/// overlap a little: what two countries hold counts for the one with more accounts, so that a city at the border does
/// not make a home of the other side.
fn homes(countries: &[Vec<Candidate>], samples: usize) -> Vec<bool> {
    let count = |country: &usize| countries[*country].iter().map(|ring| ring.held.len()).sum::<usize>();
    let mut by_count: Vec<usize> = (0..countries.len()).collect();
    by_count.sort_by_key(|country| std::cmp::Reverse(count(country)));
    let mut claimed = vec![false; samples];
    let mut is_home = vec![samples == 0; countries.len()];
    for country in by_count {
        for &sample in countries[country].iter().flat_map(|ring| &ring.held) {
            is_home[country] |= !claimed[sample];
            claimed[sample] = true;
        }
    }
    is_home
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
        let basemap = Basemap::new(&Boundaries { countries, ..Boundaries::default() }, &projection, &points);
        (basemap, Viewport::fit(800.0, 600.0, points.bounds().expect("located"), 40.0))
    }

    #[test]
    fn land_is_where_accounts_are() {
        let (home, other) = (rectangle(-120.0, 30.0, -80.0, 48.0), rectangle(-120.0, 49.0, -80.0, 60.0));
        let (basemap, viewport) = view(&[(-110.0, 35.0), (-90.0, 45.0)], vec![home, other]);
        let viewport = viewport.zoom_at(400.0, 300.0, 0.5);
        assert!(!basemap.land(&viewport).is_empty() && !basemap.foreign(&viewport).is_empty());
        assert_eq!(basemap.land(&viewport), basemap.covered(&viewport));
        let overlapping = vec![rectangle(-120.0, 30.0, -80.0, 48.0), rectangle(-120.0, 44.0, -80.0, 60.0)];
        let (basemap, viewport) = view(&[(-110.0, 35.0), (-90.0, 45.0)], overlapping);
        assert!(!basemap.foreign(&viewport).is_empty(), "a strip that both hold makes no second home");
        let (all, viewport) = view(&[(-100.0, 40.0)], vec![rectangle(0.0, 0.0, 9.0, 9.0)]);
        assert!(all.land(&viewport).is_empty());
    }

    #[test]
    fn nothing_smears_across_the_map() {
        // Across the date line, cut there and not; around a pole; right behind the middle of the map.
        let cut = country(&[(150.0, 60.0), (180.0, 60.0), (180.0, 70.0), (150.0, 70.0)]);
        let whole = country(&[(150.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (150.0, 70.0)]);
        let pole: Vec<_> = (0..36).map(|i| (f64::from(i) * 10.0 - 180.0, -75.0)).collect();
        let far = rectangle(60.0, -40.0, 100.0, 40.0);
        for accounts in [[(-120.0, 34.0), (-75.0, 45.0)], [(-170.0, -40.0), (170.0, 60.0)]] {
            let (basemap, _) = view(&accounts, vec![cut.clone(), whole.clone(), country(&pole), far.clone()]);
            for outline in basemap.foreign.iter().chain(&basemap.covered) {
                let longest = outline.points.windows(2).map(|w| libm::hypot(w[1][0] - w[0][0], w[1][1] - w[0][1]));
                assert!(longest.fold(0.0, f64::max) < 2500.0, "two degrees at 84° north are 2,130 km on this map");
            }
        }
    }

    #[test]
    fn the_shore_leaves_out_borders_between_two_countries_with_accounts() {
        let (west, east) = (rectangle(-120.0, 30.0, -100.0, 48.0), rectangle(-100.0, 30.0, -80.0, 48.0));
        let (basemap, viewport) = view(&[(-110.0, 35.0), (-90.0, 45.0)], vec![west, east]);
        let near_border = |outline: &Outline| {
            let middle = basemap.covered[0].bounds.union(basemap.covered[1].bounds).center();
            outline.points.iter().any(|at| libm::hypot(at[0] - middle[0], at[1] - middle[1]) < 300.0)
        };
        assert!(basemap.covered.iter().all(near_border) && !basemap.shore.iter().any(near_border));
        assert!(!basemap.shore(&viewport).is_empty());
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

    #[test]
    fn cities_at_the_border_make_no_home_of_the_other_side() {
        use std::io::Read;
        let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/public/packs/", "basemap.pack.gz");
        let mut inflated = Vec::new();
        let file = std::fs::File::open(pack).expect("the pack lies in the repository");
        flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("gzip");
        let boundaries = Boundaries::from_pack(&inflated).expect("a basemap");
        // Detroit, Buffalo, San Diego, El Paso, Brownsville, International Falls, Blaine, Denver.
        let cities = [
            (-83.05, 42.33),
            (-78.88, 42.89),
            (-117.1, 32.58),
            (-106.48, 31.76),
            (-97.5, 25.92),
            (-93.41, 48.59),
            (-122.74, 48.98),
            (-104.99, 39.74),
        ];
        let locations: Vec<_> = cities.iter().map(|&(lon, lat)| LonLat::new(lon, lat).ok()).collect();
        let projection = MapProjection::fit(locations.iter().copied().flatten());
        let basemap = Basemap::new(&boundaries, &projection, &MapPoints::new(&locations, &projection));
        let lies_in = |outlines: &[Outline], lon, lat| {
            let at = projection.project(LonLat::new(lon, lat).expect("on the globe"));
            outlines.iter().filter(|outline| contains(&outline.points, at)).count() % 2 == 1
        };
        assert!(lies_in(&basemap.covered, -98.0, 38.5), "Kansas");
        assert!(lies_in(&basemap.foreign, -97.1, 49.9) && lies_in(&basemap.foreign, -102.0, 23.0), "Winnipeg, Mexico");
        assert!(lies_in(&basemap.remote, -150.0, 64.0), "Alaska");
        assert!(lies_in(&basemap.outer_lakes, -87.0, 43.5) && !lies_in(&basemap.covered, -87.0, 43.5), "Lake Michigan");
        assert!(!basemap.states.is_empty() && !basemap.shore.is_empty());
    }
}
