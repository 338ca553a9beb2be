//! A plane to measure and triangulate in.

use super::distance::{EARTH_RADIUS, centroid, unit_vector};
use crate::sorting::sort_by;
use crate::units::LonLat;

/// A local plane spans at most this many degrees of longitude.
const LOCAL_DEGREES: f64 = 12.0;

/// In a local plane, distances along every parallel are true to this share.
const LOCAL_ERROR: f64 = 0.01;

/// The stereographic plane ends this near the point opposite its centre (cosine of the angle from the centre).
const FARTHEST_COSINE: f64 = -0.999;

/// A map of a part of the globe onto a plane in metres, x to the east and y to the north.
///
/// - A small area is mapped equirectangular, true to 1 % along every parallel.
/// - A larger one is mapped stereographic from the middle of its points. It is conformal, and it maps circles to circles:
///   the Delaunay triangulation of the plane is that of the sphere, wherever the centre lies and across the date line
///   (Brown, "Voronoi diagrams from convex hulls", 1979). Scale grows by 5 % at 2,800 km and 2-fold at 10,000 km.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Equirectangular { center: LonLat, cos_lat: f64 },
    Stereographic { center: [f64; 3], east: [f64; 3], north: [f64; 3] },
}

/// Around 0° E, 0° N.
impl Default for Plane {
    fn default() -> Self {
        Self::equirectangular(0.0, 0.0)
    }
}

impl Plane {
    /// The plane that suits these points; around 0° E, 0° N without points. O(points · log points).
    #[must_use]
    pub fn fit(points: &[LonLat]) -> Self {
        let Some((west, lon_span)) = longitudes(points) else { return Self::equirectangular(0.0, 0.0) };
        let south = points.iter().map(|p| p.lat()).fold(f64::INFINITY, f64::min);
        let north = points.iter().map(|p| p.lat()).fold(f64::NEG_INFINITY, f64::max);
        let middle = f64::midpoint(south, north);
        let parallel = |lat: f64| libm::cos(lat.to_radians()) / libm::cos(middle.to_radians());
        let is_true = [south, north].iter().all(|&lat| (parallel(lat) - 1.0).abs() <= LOCAL_ERROR);
        if is_true && lon_span <= LOCAL_DEGREES {
            return Self::equirectangular(wrap(west + lon_span / 2.0), middle);
        }
        Self::stereographic(centroid(points.iter().copied()).or_else(|| points.first().copied()))
    }

    fn equirectangular(lon: f64, lat: f64) -> Self {
        match LonLat::new(lon, lat) {
            Ok(center) => Self(Kind::Equirectangular { center, cos_lat: libm::cos(lat.to_radians()) }),
            Err(_) => Self::stereographic(None),
        }
    }

    fn stereographic(center: Option<LonLat>) -> Self {
        let (lon, lat) = center.map_or((0.0, 0.0), |center| (center.lon().to_radians(), center.lat().to_radians()));
        let (sin_lon, cos_lon) = libm::sincos(lon);
        let (sin_lat, cos_lat) = libm::sincos(lat);
        Self(Kind::Stereographic {
            center: [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
        })
    }

    /// Whether distances in the plane are those on the ground to about 1 %.
    #[must_use]
    pub fn is_local(&self) -> bool {
        matches!(self.0, Kind::Equirectangular { .. })
    }

    /// The point in the plane, in metres from the plane's centre. Always finite.
    #[must_use]
    pub fn project(&self, point: LonLat) -> [f64; 2] {
        match &self.0 {
            Kind::Equirectangular { center, cos_lat } => {
                let east = wrap(point.lon() - center.lon()).to_radians();
                let north = (point.lat() - center.lat()).to_radians();
                [east * cos_lat * EARTH_RADIUS.0, north * EARTH_RADIUS.0]
            }
            Kind::Stereographic { center, east, north } => {
                let vector = unit_vector(point);
                let scale = 2.0 * EARTH_RADIUS.0 / (1.0 + dot(vector, *center).max(FARTHEST_COSINE));
                [scale * dot(vector, *east), scale * dot(vector, *north)]
            }
        }
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// A longitude brought back into −180 to 180.
fn wrap(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

/// The western end and the length of the shortest arc of longitudes that holds all points.
fn longitudes(points: &[LonLat]) -> Option<(f64, f64)> {
    let mut lons: Vec<f64> = points.iter().map(|p| p.lon()).collect();
    sort_by(&mut lons, &f64::total_cmp);
    let (&first, &last) = (lons.first()?, lons.last()?);
    let mut arc = (first, last - first);
    for pair in lons.windows(2) {
        let span = 360.0 - (pair[1] - pair[0]);
        if span < arc.1 {
            arc = (pair[1], span);
        }
    }
    Some(arc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::great_circle;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    fn distance(plane: &Plane, a: LonLat, b: LonLat) -> f64 {
        let ([ax, ay], [bx, by]) = (plane.project(a), plane.project(b));
        ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
    }

    #[test]
    fn a_square_at_the_equator_is_degrees_times_111_195_km() {
        let corners = [at(-4.5, -4.5), at(4.5, 4.4)];
        let plane = Plane::fit(&corners);
        assert!(plane.is_local());
        let ([x, y], [x0, y0]) = (plane.project(at(2.0, -3.0)), plane.project(at(0.0, 0.0)));
        assert!((x - x0 - 222_390.16).abs() < 0.2 && (y - y0 + 333_585.24).abs() < 0.2, "{x} {y}");
    }

    #[test]
    fn distances_hold_nearby_at_mid_latitudes_and_across_the_date_line() {
        for (a, b) in [(at(-90.0, 40.0), at(-86.0, 41.0)), (at(179.0, -17.0), at(-178.0, -19.0))] {
            let plane = Plane::fit(&[a, b]);
            assert!(plane.is_local());
            let truth = great_circle(a, b).0;
            assert!((distance(&plane, a, b) / truth - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn a_continent_is_within_eight_per_cent_and_the_world_is_finite() {
        let usa = [at(-124.0, 48.0), at(-67.0, 45.0), at(-81.0, 25.0), at(-117.0, 32.0)];
        let plane = Plane::fit(&usa);
        assert!(!plane.is_local());
        for (a, b) in [(usa[0], at(-120.0, 46.0)), (usa[2], at(-84.0, 30.0))] {
            assert!((distance(&plane, a, b) / great_circle(a, b).0 - 1.0).abs() < 0.08);
        }
        let world = Plane::fit(&[at(0.0, 0.0), at(180.0, 0.0), at(0.0, 90.0), at(0.0, -90.0)]);
        let [x, y] = world.project(at(180.0, 0.0));
        assert!(x.is_finite() && y.is_finite());
        assert!(Plane::fit(&[]).is_local());
    }
}
