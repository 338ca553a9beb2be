//! From the globe to the plane of the map.

use crate::sorting::sort_by;
use crate::units::LonLat;
use std::f64::consts::{FRAC_PI_4, PI};

/// Mean radius of the Earth in kilometres (IUGG R1).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Data that spans more degrees than this is shown on a world map.
const REGIONAL_SPAN: f64 = 110.0;

/// The most points that choose a projection.
const FITTED: usize = 10_000;

/// Nearer to the equator, or to a pole, a cone fits badly.
const CONE_LATITUDES: std::ops::RangeInclusive<f64> = 12.0..=68.0;

/// Mercator ends here, north and south.
const MERCATOR_LATITUDE: f64 = 84.0;

/// The plane of the map, "world" in the names of functions: x to the east, **y to the south**, about one kilometre a
/// unit where the projection is true to scale.
///
/// - Regional data in middle latitudes: Albers' equal-area conic with standard parallels a sixth inside the extent
///   (Snyder, "Map projections: a working manual", 1987, pages 98 to 103; Deetz and Adams' rule of sixths).
/// - Everything else: Mercator around the middle meridian of the data (Snyder, pages 38 to 47).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapProjection {
    middle_lon: f64,
    middle_lat: f64,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Albers { n: f64, c: f64, rho: f64 },
    Mercator,
}

impl MapProjection {
    /// The projection that suits these points; the outer twentieth at each end does not choose it: Alaska and
    /// Hawaii do not tilt a map of the United States. A world map without
    /// points. Of very many some thousands are looked at, spread evenly: whole degrees come of them. O(points).
    #[must_use]
    pub fn fit(points: impl IntoIterator<Item = LonLat, IntoIter: Clone>) -> Self {
        let points = points.into_iter();
        let step = points.clone().count().div_ceil(FITTED).max(1);
        let (lons, mut lats): (Vec<f64>, Vec<f64>) = points.step_by(step).map(|p| (p.lon(), p.lat())).unzip();
        let lons = unrolled(lons);
        sort_by(&mut lats, &f64::total_cmp);
        let (Some((west, east)), Some((south, north))) = (bulk(&lons), bulk(&lats)) else {
            return Self::mercator(0.0);
        };
        let middle_lon = wrap(f64::midpoint(west, east).round());
        let middle_lat = f64::midpoint(south, north).round();
        let regional = east - west <= REGIONAL_SPAN && north - south <= REGIONAL_SPAN / 2.0;
        if regional && CONE_LATITUDES.contains(&middle_lat.abs()) {
            // A country needs no less than 6° between the parallels; rounded, so that files of one region share a map.
            let half = ((north - south) / 3.0).max(3.0);
            Self::albers(middle_lon, middle_lat, (middle_lat - half).round(), (middle_lat + half).round())
        } else {
            Self::mercator(middle_lon)
        }
    }

    fn albers(middle_lon: f64, middle_lat: f64, south: f64, north: f64) -> Self {
        let (sin_south, cos_south) = libm::sincos(south.to_radians());
        let n = f64::midpoint(sin_south, libm::sin(north.to_radians()));
        let c = cos_south * cos_south + 2.0 * n * sin_south;
        let rho = (c - 2.0 * n * libm::sin(middle_lat.to_radians())).max(0.0).sqrt() / n;
        Self { middle_lon, middle_lat, kind: Kind::Albers { n, c, rho } }
    }

    fn mercator(middle_lon: f64) -> Self {
        Self { middle_lon, middle_lat: 0.0, kind: Kind::Mercator }
    }

    /// Where a point of the globe lies on the map. Always finite: Mercator holds the poles at 84°.
    #[must_use]
    pub fn project(&self, point: LonLat) -> [f64; 2] {
        self.project_near(wrap(point.lon() - self.middle_lon), point.lat())
    }

    /// By account, where it lies on the map: what [`Tessellation::new`](super::Tessellation::new) divides.
    #[must_use]
    pub fn places(&self, locations: &[Option<LonLat>]) -> Vec<Option<[f64; 2]>> {
        locations.iter().map(|at| at.map(|at| self.project(at))).collect()
    }

    /// As [`Self::project`] for a longitude east of the middle meridian that has not been wrapped.
    pub(super) fn project_near(&self, east: f64, lat: f64) -> [f64; 2] {
        let east = east.to_radians();
        let [x, y] = match self.kind {
            Kind::Albers { n, c, rho: middle } => {
                let rho = (c - 2.0 * n * libm::sin(lat.to_radians())).max(0.0).sqrt() / n;
                let (sin, cos) = libm::sincos(n * east);
                [rho * sin, rho * cos - middle]
            }
            Kind::Mercator => {
                let lat = lat.clamp(-MERCATOR_LATITUDE, MERCATOR_LATITUDE).to_radians();
                [east, -libm::log(libm::tan(FRAC_PI_4 + lat / 2.0))]
            }
        };
        [x * EARTH_RADIUS_KM, y * EARTH_RADIUS_KM]
    }

    /// The point of the globe that lies there; none off the map.
    #[must_use]
    pub fn unproject(&self, [x, y]: [f64; 2]) -> Option<LonLat> {
        let (x, y) = (x / EARTH_RADIUS_KM, y / EARTH_RADIUS_KM);
        let (east, lat) = match self.kind {
            Kind::Albers { n, c, rho: middle } => {
                let (x, along) = (x * n.signum(), (y + middle) * n.signum());
                let sin_lat = (c - (x * x + along * along) * n * n) / (2.0 * n);
                (sin_lat.abs() <= 1.0).then(|| (libm::atan2(x, along) / n, libm::asin(sin_lat)))?
            }
            Kind::Mercator => (x, 2.0 * libm::atan(libm::exp(-y)) - 2.0 * FRAC_PI_4),
        };
        if east.abs() > PI {
            return None;
        }
        LonLat::new(wrap(east.to_degrees() + self.middle_lon), lat.to_degrees()).ok()
    }

    /// Metres on the ground per unit of the plane at a place on the map, for a scale bar: divide by
    /// [`Viewport::scale`](super::Viewport::scale) for metres per pixel. On a cone it is that along the parallel.
    #[must_use]
    pub fn meters_per_unit(&self, at: [f64; 2]) -> f64 {
        let Some(lat) = self.unproject(at).map(|point| point.lat().to_radians()) else { return 1000.0 };
        match self.kind {
            Kind::Albers { n, c, .. } => {
                let stretch = (c - 2.0 * n * libm::sin(lat)).max(0.0).sqrt();
                if stretch > 0.0 { 1000.0 * libm::cos(lat) / stretch } else { 1000.0 }
            }
            Kind::Mercator => 1000.0 * libm::cos(lat),
        }
    }

    /// Degrees east of the middle meridian, −180 to 180.
    pub(super) fn degrees_east(&self, point: LonLat) -> f64 {
        wrap(point.lon() - self.middle_lon)
    }

    /// The middle meridian in degrees.
    pub(super) fn middle_lon(&self) -> f64 {
        self.middle_lon
    }

    /// What of the globe is drawn: degrees east of the middle meridian, then latitudes. Beyond it a cone's far side
    /// would smear over the map.
    pub(super) fn window(&self) -> ([f64; 2], [f64; 2]) {
        match self.kind {
            Kind::Albers { .. } => {
                let (south, north) = (self.middle_lat - 55.0, self.middle_lat + 55.0);
                ([-100.0, 100.0], [south.max(-89.0), north.min(89.0)])
            }
            Kind::Mercator => ([-180.0, 180.0], [-MERCATOR_LATITUDE, MERCATOR_LATITUDE]),
        }
    }
}

/// A longitude from −180 up to 180.
fn wrap(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { lon - 360.0 * ((lon + 180.0) / 360.0).floor() }
}

/// Sorted, starting behind the widest gap, so that data across the date line is in one piece; may exceed 180.
fn unrolled(mut lons: Vec<f64>) -> Vec<f64> {
    sort_by(&mut lons, &f64::total_cmp);
    let (Some(&first), Some(&last)) = (lons.first(), lons.last()) else { return lons };
    let mut widest = (first + 360.0 - last, 0);
    for (index, pair) in lons.windows(2).enumerate() {
        if pair[1] - pair[0] > widest.0 {
            widest = (pair[1] - pair[0], index + 1);
        }
    }
    lons.rotate_left(widest.1);
    let start = lons.first().copied().unwrap_or(first);
    lons.iter().map(|&lon| if lon < start { lon + 360.0 } else { lon }).collect()
}

/// The ends of a sorted list without a twentieth at each.
fn bulk(sorted: &[f64]) -> Option<(f64, f64)> {
    let cut = sorted.len() / 20;
    Some((*sorted.get(cut)?, *sorted.get(sorted.len() - 1 - cut)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    fn fit(corners: &[(f64, f64)]) -> MapProjection {
        MapProjection::fit(corners.iter().map(|&(lon, lat)| at(lon, lat)))
    }

    fn there_and_back(projection: MapProjection, point: LonLat) {
        let back = projection.unproject(projection.project(point)).expect("on the map");
        let apart = wrap(back.lon() - point.lon()).abs() * libm::cos(point.lat().to_radians());
        assert!(apart < 1e-7 && (back.lat() - point.lat()).abs() < 1e-7, "{point:?} came back as {back:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn comes_back(lon in -179.9..179.9f64, lat in -83.0..83.0f64, middle in -60.0..60.0f64, lon0 in -170.0..170.0f64) {
            there_and_back(fit(&[(lon0, middle - 5.0), (lon0 + 9.0, middle + 5.0)]), at(lon, lat));
            there_and_back(MapProjection::mercator(lon0), at(lon, lat));
        }
    }

    #[test]
    fn the_united_states_lie_on_a_cone() {
        let projection = fit(&[(-124.0, 25.0), (-67.0, 49.0)]);
        assert_eq!(projection, MapProjection::albers(-96.0, 37.0, 29.0, 45.0));
        let ends = [at(-117.0, 34.0), at(-74.0, 41.0)];
        let [west, east] = ends.map(|end| projection.project(end));
        assert!(west[0] < 0.0 && east[0] > 0.0, "west is left");
        assert!(projection.project(at(-96.0, 48.0))[1] < projection.project(at(-96.0, 30.0))[1], "north is up");
        let length = libm::hypot(east[0] - west[0], east[1] - west[1]);
        let great_circle = crate::geography::great_circle(ends[0], ends[1]).kilometers();
        assert!((length / great_circle - 1.0).abs() < 0.01, "{great_circle} km became {length}");
        assert!((projection.meters_per_unit(projection.project(at(-96.0, 45.0))) - 1000.0).abs() < 1e-6);
    }

    #[test]
    fn south_and_across_the_date_line() {
        let projection = fit(&[(174.0, -41.0), (-176.0, -44.0), (168.0, -46.0)]);
        let [left, right] = [projection.project(at(179.0, -40.0)), projection.project(at(-179.0, -40.0))];
        assert!(right[0] - left[0] < 200.0 && right[0] > left[0]);
        assert!(projection.project(at(174.0, -36.0))[1] < projection.project(at(174.0, -46.0))[1], "north is up");
    }

    #[test]
    fn the_world_and_nothing_lie_on_mercator() {
        assert_eq!(fit(&[(-120.0, 40.0), (140.0, -30.0), (10.0, 50.0)]).kind, Kind::Mercator);
        assert_eq!(fit(&[]), MapProjection::mercator(0.0));
        assert_eq!(fit(&[(101.0, 3.0), (104.0, 1.0)]).kind, Kind::Mercator, "near the equator");
    }
}
