//! The cost of a TSPLIB tour.

/// The length of the round trip through `points` in this order, each leg rounded to the nearest integer (`EUC_2D`);
/// `None` when the order is not a permutation of the points. O(n).
///
/// ```
/// use hinterland::check::tsp_length;
/// let points = [[0.0, 0.0], [0.0, 4.0], [3.0, 4.0]];
/// assert_eq!(tsp_length(&points, &[2, 0, 1]), Some(12.0));
/// assert_eq!(tsp_length(&points, &[2, 0, 0]), None);
/// ```
#[must_use]
pub fn tsp_length(points: &[[f64; 2]], order: &[u32]) -> Option<f64> {
    let mut is_visited = vec![false; points.len()];
    let mut way = Vec::with_capacity(points.len());
    for &stop in order {
        let stop = stop as usize;
        way.push(points.get(stop)?);
        if std::mem::replace(&mut is_visited[stop], true) {
            return None;
        }
    }
    if way.len() < points.len() {
        return None;
    }
    let leg = |(a, b): (&[f64; 2], &[f64; 2])| (libm::hypot(b[0] - a[0], b[1] - a[1]) + 0.5).floor();
    let behind = way.iter().cycle().skip(1);
    Some(way.iter().zip(behind).map(|(a, b)| leg((a, b))).sum())
}
