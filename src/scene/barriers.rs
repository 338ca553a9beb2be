//! Barriers as lines on the map.

use super::projection::MapProjection;
use crate::units::LonLat;

/// Degrees between two points of a line that is straight in longitude and latitude.
const STEP: f64 = 0.5;

/// The lines of a barrier in the plane: straight in longitude and latitude, the shorter way around, in two pieces where it
/// leaves the map on one side and comes back on the other. A single point is a line that ends where it begins.
#[must_use]
pub fn barrier_lines(points: &[LonLat], projection: &MapProjection) -> Vec<Vec<[f64; 2]>> {
    let Some(&first) = points.first() else { return Vec::new() };
    let mut lines = vec![vec![projection.project(first)]];
    let mut side = projection.degrees_east(first);
    for pair in points.windows(2) {
        let around = (pair[1].lon() - pair[0].lon()).rem_euclid(360.0);
        let (east, north) = (if around > 180.0 { around - 360.0 } else { around }, pair[1].lat() - pair[0].lat());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never more than 720 steps")]
        let steps = (east.abs().max(north.abs()) / STEP).ceil().max(1.0) as u32;
        for step in 1..=steps {
            let part = f64::from(step) / f64::from(steps);
            let lon = pair[0].lon() + part * east;
            let lon = if lon > 180.0 {
                lon - 360.0
            } else if lon < -180.0 {
                lon + 360.0
            } else {
                lon
            };
            let Ok(point) = LonLat::new(lon, pair[0].lat() + part * north) else { continue };
            let now = projection.degrees_east(point);
            if side.abs() > 90.0 && side * now < 0.0 {
                lines.push(Vec::new());
            }
            side = now;
            if let Some(line) = lines.last_mut() {
                line.push(projection.project(point));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    #[test]
    fn a_line_bends_with_the_map_and_comes_back_on_the_other_side() {
        let projection = MapProjection::fit([at(-120.0, 40.0), at(140.0, -30.0), at(10.0, 50.0)]);
        assert_eq!(barrier_lines(&[], &projection), [] as [Vec<[f64; 2]>; 0]);
        assert_eq!(barrier_lines(&[at(3.0, 4.0)], &projection), [[projection.project(at(3.0, 4.0))]]);
        assert_eq!(barrier_lines(&[at(0.0, 0.0), at(10.0, 1.0)], &projection)[0].len(), 21);
        let edge = projection.unproject([-20_000.0, 0.0]).expect("on the map");
        let (west, east) =
            (at(edge.lon() + 3.0, 0.0), at(edge.lon() - 3.0 + 360.0 * f64::from(edge.lon() < -177.0), 0.0));
        let lines = barrier_lines(&[west, east], &projection);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().flat_map(|line| line.windows(2)).all(|pair| (pair[0][0] - pair[1][0]).abs() < 200.0));
    }
}
