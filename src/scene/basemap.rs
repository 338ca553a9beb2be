//! Countries and states in the plane of the map, ready to be drawn at any scale.

use super::display::Path;
use super::home_countries::{self, Standing};
use super::outline::{Outline, lines, ring_parts};
use super::points::MapPoints;
use super::projection::MapProjection;
use super::shared_lines::{outer_lines, shared_lines};
use super::viewport::Viewport;
use crate::geography::Boundaries;

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

impl Basemap {
    /// Projects the outlines and finds the countries that hold accounts; without any account all are land.
    /// O(points · log points + accounts).
    #[must_use]
    pub fn new(boundaries: &Boundaries, projection: &MapProjection, accounts: &MapPoints) -> Self {
        Self::of_countries(boundaries, projection, accounts).with_states(boundaries, projection)
    }

    /// The countries alone: about half of the work.
    #[must_use]
    pub fn of_countries(boundaries: &Boundaries, projection: &MapProjection, accounts: &MapPoints) -> Self {
        let mut basemap = Self::default();
        let mut covered = Vec::new();
        for (ring, parts, standing) in home_countries::sort(&boundaries.countries, projection, accounts) {
            match standing {
                Standing::Foreign => basemap.foreign.extend(parts),
                Standing::Remote => basemap.remote.extend(parts),
                Standing::Covered => {
                    covered.push(ring);
                    basemap.covered.extend(parts);
                }
            }
        }
        basemap.shore = lines(&outer_lines(covered.into_iter()), projection);
        basemap
    }

    /// With states and lakes.
    #[must_use]
    pub fn with_states(self, boundaries: &Boundaries, projection: &MapProjection) -> Self {
        let mut basemap = self;
        basemap.states = lines(&shared_lines(boundaries.states.iter().flat_map(|state| &state.rings)), projection);
        let lakes = boundaries.lakes.iter().flat_map(|lake| &lake.rings);
        for lake in lakes.flat_map(|ring| ring_parts(ring, projection)) {
            let around = basemap.covered.iter().chain(&basemap.remote);
            let is_inner = around.filter(|ring| ring.holds(lake.bounds.center())).count() % 2 == 1;
            if is_inner { basemap.inner_lakes.push(lake) } else { basemap.outer_lakes.push(lake) }
        }
        basemap
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
        self.covered.iter().map(move |ring| ring.coarse(tolerance))
    }
}

fn areas_path<'a>(rings: impl Iterator<Item = &'a Outline>, viewport: &Viewport) -> Path {
    let in_view = viewport.world_bounds(MARGIN);
    let mut path = Path::new();
    for ring in rings.filter(|ring| in_view.meets(ring.bounds)) {
        // An island of hardly a pixel is a speck.
        if ring.bounds.size().iter().any(|length| length * viewport.scale() >= 1.5) {
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

#[cfg(test)]
mod tests {
    use super::super::display::Step;
    use super::*;
    use crate::geography::Area;
    use crate::units::LonLat;

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
            outlines.iter().filter(|outline| outline.holds(at)).count() % 2 == 1
        };
        assert!(lies_in(&basemap.covered, -98.0, 38.5), "Kansas");
        assert!(lies_in(&basemap.foreign, -97.1, 49.9) && lies_in(&basemap.foreign, -102.0, 23.0), "Winnipeg, Mexico");
        assert!(lies_in(&basemap.remote, -150.0, 64.0), "Alaska");
        assert!(lies_in(&basemap.outer_lakes, -87.0, 43.5) && !lies_in(&basemap.covered, -87.0, 43.5), "Lake Michigan");
        assert!(!basemap.states.is_empty() && !basemap.shore.is_empty());
    }
}
