//! Closed and open lines in the plane: clipping, thinning by scale, containment.

use super::viewport::Bounds;

/// One side of a half-plane along an axis: what lies on the kept side stays.
#[derive(Clone, Copy)]
struct Side {
    axis: usize,
    at: f64,
    keep_above: bool,
}

impl Side {
    fn keeps(self, point: [f64; 2]) -> bool {
        if self.keep_above { point[self.axis] >= self.at } else { point[self.axis] <= self.at }
    }

    fn crossing(self, from: [f64; 2], to: [f64; 2]) -> [f64; 2] {
        let part = (self.at - from[self.axis]) / (to[self.axis] - from[self.axis]);
        let mut point = [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
        point[self.axis] = self.at;
        point
    }
}

/// The part of a ring inside an upright rectangle (Sutherland and Hodgman, "Reentrant polygon clipping", 1974). Parts
/// that fall apart stay joined along the edge, which even-odd filling does not show. O(points).
pub(super) fn clip_ring(ring: &[[f64; 2]], bounds: Bounds) -> Vec<[f64; 2]> {
    let sides = [
        Side { axis: 0, at: bounds.min[0], keep_above: true },
        Side { axis: 0, at: bounds.max[0], keep_above: false },
        Side { axis: 1, at: bounds.min[1], keep_above: true },
        Side { axis: 1, at: bounds.max[1], keep_above: false },
    ];
    let mut kept = ring.to_vec();
    for side in sides {
        let Some(&last) = kept.last() else { break };
        if kept.iter().all(|&point| side.keeps(point)) {
            continue;
        }
        let mut from = last;
        let mut clipped = Vec::with_capacity(kept.len());
        for &to in &kept {
            if side.keeps(from) != side.keeps(to) {
                clipped.push(side.crossing(from, to));
            }
            if side.keeps(to) {
                clipped.push(to);
            }
            from = to;
        }
        kept = clipped;
    }
    kept
}

/// By point, how far the line would be off without it: dropping every point below a tolerance leaves what Douglas and
/// Peucker's method ("Algorithms for the reduction of the number of points", 1973) leaves at it. The ends count as
/// infinitely far. O(n log n) on coasts, O(n²) at worst.
pub(super) fn significance(line: &[[f64; 2]]) -> Vec<f32> {
    let mut far = vec![0.0_f32; line.len()];
    let Some(last) = line.len().checked_sub(1) else { return far };
    far[0] = f32::INFINITY;
    far[last] = f32::INFINITY;
    let mut open = vec![(0, last, f32::INFINITY)];
    while let Some((start, end, parent)) = open.pop() {
        let Some((middle, distance)) = farthest(line, start, end) else { continue };
        // Never above the parent, so that a point is kept only where its parent is.
        let distance = narrow(distance).min(parent);
        far[middle] = distance;
        open.push((start, middle, distance));
        open.push((middle, end, distance));
    }
    far
}

#[expect(clippy::cast_possible_truncation, reason = "a tolerance needs no more digits")]
fn narrow(value: f64) -> f32 {
    value as f32
}

fn farthest(line: &[[f64; 2]], start: usize, end: usize) -> Option<(usize, f64)> {
    let (from, to) = (line[start], line[end]);
    let between = line.get(start + 1..end)?;
    let squares = between.iter().map(|&point| squared_to_segment(point, from, to));
    let (offset, square) = squares.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((start + 1 + offset, square.sqrt()))
}

fn squared_to_segment([x, y]: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let length = dx * dx + dy * dy;
    let part = if length > 0.0 { (((x - from[0]) * dx + (y - from[1]) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let [off_x, off_y] = [x - from[0] - part * dx, y - from[1] - part * dy];
    off_x * off_x + off_y * off_y
}

/// Whether a point lies inside a ring, by the even-odd rule. O(points).
pub(super) fn contains(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut inside = false;
    let mut from = last;
    for &to in ring {
        if (from[1] > y) != (to[1] > y) && x < (to[0] - from[0]) * (y - from[1]) / (to[1] - from[1]) + from[0] {
            inside = !inside;
        }
        from = to;
    }
    inside
}

/// Twice the signed area of a ring; positive where it turns from x to y.
#[cfg(test)]
pub(super) fn doubled_area(ring: &[[f64; 2]]) -> f64 {
    let Some(&last) = ring.last() else { return 0.0 };
    let mut from = last;
    let mut sum = 0.0;
    for &to in ring {
        sum += from[0] * to[1] - to[0] * from[1];
        from = to;
    }
    sum
}

/// Leaves out points nearer than `least` to the last one kept; the last point always stays.
pub(super) fn thinned(points: impl Iterator<Item = [f64; 2]>, least: f64) -> impl Iterator<Item = [f64; 2]> {
    let mut points = points.peekable();
    let mut kept: Option<[f64; 2]> = None;
    std::iter::from_fn(move || {
        loop {
            let point = points.next()?;
            let is_far = kept.is_none_or(|[x, y]| (point[0] - x).abs().max((point[1] - y).abs()) >= least);
            if is_far || points.peek().is_none() {
                kept = Some(point);
                return Some(point);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]];

    #[test]
    fn clips_to_the_common_part() {
        let check = |min, max, area: f64| {
            let clipped = clip_ring(&SQUARE, Bounds { min, max });
            assert!((doubled_area(&clipped).abs() / 2.0 - area).abs() < 1e-12, "{clipped:?}");
        };
        check([1.0, 1.0], [9.0, 3.0], 6.0);
        check([-1.0, -1.0], [9.0, 9.0], 16.0);
        check([5.0, 5.0], [9.0, 9.0], 0.0);
        check([1.0, 1.0], [2.0, 2.0], 1.0);
        assert!(clip_ring(&[], Bounds { min: [0.0; 2], max: [1.0; 2] }).is_empty());
    }

    #[test]
    fn a_point_on_the_line_says_nothing() {
        let far = significance(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.5], [3.0, 0.1], [4.0, 0.0]]);
        assert!(far[0].is_infinite() && far[4].is_infinite());
        assert!((far[2] - 0.5).abs() < 1e-6 && far[1] < 0.5 && far[3] < 0.5);
        assert_eq!(significance(&[]), Vec::<f32>::new());
        assert_eq!(significance(&[[1.0, 1.0]]).len(), 1);
    }

    #[test]
    fn inside_and_outside() {
        assert!(contains(&SQUARE, [1.0, 3.0]));
        assert!(!contains(&SQUARE, [5.0, 3.0]) && !contains(&SQUARE, [-1.0, 2.0]) && !contains(&[], [0.0, 0.0]));
    }

    #[test]
    fn thins_but_keeps_the_end() {
        let line = [[0.0, 0.0], [0.3, 0.0], [1.2, 0.0], [1.4, 0.0]];
        let left: Vec<_> = thinned(line.into_iter(), 1.0).collect();
        assert_eq!(left, [[0.0, 0.0], [1.2, 0.0], [1.4, 0.0]]);
    }
}
