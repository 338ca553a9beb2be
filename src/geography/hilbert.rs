//! The order of points along a Hilbert curve: points that are near in the order are near on the ground.

use crate::sorting::sort;
/// Cells along one side of the curve's grid.
const SIDE: u32 = 1 << 16;

/// The points' positions in the order in which a Hilbert curve through their bounding square visits them, the square
/// turned by `angle` radians first. Ties stay in the order given. O(n log n).
#[must_use]
pub fn hilbert_order(points: &[[f64; 2]], angle: f64) -> Vec<u32> {
    let (sin, cos) = libm::sincos(angle);
    let turned: Vec<[f64; 2]> = points.iter().map(|&[x, y]| [x * cos - y * sin, x * sin + y * cos]).collect();
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for point in &turned {
        for axis in 0..2 {
            low[axis] = low[axis].min(point[axis]);
            high[axis] = high[axis].max(point[axis]);
        }
    }
    let side = (high[0] - low[0]).max(high[1] - low[1]);
    let scale = if side > 0.0 { f64::from(SIDE - 1) / side } else { 0.0 };
    let mut keyed: Vec<(u32, u32)> =
        turned.iter().zip(0..).map(|(&[x, y], i)| (key(cell(x - low[0], scale), cell(y - low[1], scale)), i)).collect();
    sort(&mut keyed);
    keyed.into_iter().map(|(_, point)| point).collect()
}

/// The grid cell of a coordinate; it lies in 0 … SIDE − 1 by construction.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it fits by construction")]
fn cell(offset: f64, scale: f64) -> u32 {
    ((offset * scale) as u32).min(SIDE - 1)
}

/// The position of a cell along the curve (Hilbert 1891; the bitwise walk from the coarsest quadrant down).
fn key(mut x: u32, mut y: u32) -> u32 {
    let mut key = 0;
    let mut half = SIDE / 2;
    while half > 0 {
        let right = u32::from(x & half > 0);
        let upper = u32::from(y & half > 0);
        key = (key << 2) | ((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = (SIDE - 1) - x;
                y = (SIDE - 1) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        half /= 2;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_goes_around_four_quadrants() {
        let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        assert_eq!(hilbert_order(&corners, 0.0), [0, 3, 2, 1]);
    }

    #[test]
    fn neighbours_on_the_curve_are_neighbours_in_the_grid() {
        let mut cells: Vec<(u32, u32, u32)> =
            (0..64).flat_map(|x| (0..64).map(move |y| (key(x << 10, y << 10) >> 20, x, y))).collect();
        cells.sort_unstable();
        assert!(cells.windows(2).all(|pair| pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2) == 1));
    }

    #[test]
    fn one_place_and_no_place() {
        assert_eq!(hilbert_order(&[[3.0, 3.0], [3.0, 3.0]], 0.3), [0, 1]);
        assert_eq!(hilbert_order(&[], 0.0), [0; 0]);
    }
}
