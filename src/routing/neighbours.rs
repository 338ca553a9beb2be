//! Who is near whom: quadrant neighbours by a k-d tree.
//!
//! Plain nearest neighbours leave a tight group of places without a way out; the nearest in each of the four quadrants
//! keep one (Johnson and `McGeoch`, "The traveling salesman problem: a case study", 1997).

use crate::sorting::sort_by;
const LEAF: usize = 8;
/// Neighbours taken from each quadrant before the nearest of all fill the list.
const PER_QUADRANT: usize = 2;

/// For each place the same number of neighbours, nearest first.
#[derive(Debug, Clone)]
pub(super) struct Neighbours {
    width: usize,
    flat: Vec<u32>,
}

impl Neighbours {
    /// `width` neighbours for each place, fewer when there are not as many places. O(n log n) for places that are not
    /// all in one line of sight.
    pub(super) fn new(points: &[[f64; 2]], width: usize) -> Self {
        let width = width.min(points.len().saturating_sub(1));
        if width == 0 {
            return Self { width, flat: Vec::new() };
        }
        let tree = Tree::new(points);
        let mut flat = Vec::with_capacity(points.len() * width);
        let mut found = Vec::new();
        let mut chosen: Vec<(f64, u32)> = Vec::new();
        for (place, &centre) in (0u32..).zip(points) {
            chosen.clear();
            for quadrant in 0..4 {
                tree.nearest(place, centre, Some(quadrant), PER_QUADRANT.min(width / 4), &mut found);
                chosen.extend_from_slice(&found);
            }
            tree.nearest(place, centre, None, width, &mut found);
            for &near in &found {
                if chosen.len() < width && !chosen.contains(&near) {
                    chosen.push(near);
                }
            }
            sort_by(&mut chosen, &by_distance);
            flat.extend(chosen.iter().map(|&(_, near)| near));
        }
        Self { width, flat }
    }

    /// The same neighbours by another distance, nearest first. O(n · width).
    pub(super) fn measured(&self, distance: impl Fn(u32, u32) -> f64) -> Measured {
        let mut flat = Vec::with_capacity(self.flat.len());
        let places = self.flat.len().checked_div(self.width).unwrap_or(0);
        for place in (0u32..).take(places) {
            let start = flat.len();
            flat.extend(self.of(place).iter().map(|&near| (distance(place, near), near)));
            sort_by(&mut flat[start..], &by_distance);
        }
        Measured { width: self.width, flat }
    }

    pub(super) fn of(&self, place: u32) -> &[u32] {
        let start = place as usize * self.width;
        &self.flat[start..start + self.width]
    }
}

/// Neighbours with their distances.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    width: usize,
    flat: Vec<(f64, u32)>,
}

impl Measured {
    #[inline]
    pub(super) fn of(&self, place: u32) -> &[(f64, u32)] {
        let start = place as usize * self.width;
        &self.flat[start..start + self.width]
    }
}

fn by_distance(a: &(f64, u32), b: &(f64, u32)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}

/// A k-d tree in an array: the middle of a range splits it, and each range knows its box.
struct Tree<'a> {
    points: &'a [[f64; 2]],
    order: Vec<u32>,
    branches: Vec<Branch>,
}

struct Branch {
    from: usize,
    to: usize,
    low: [f64; 2],
    high: [f64; 2],
    /// The two halves; none for a leaf.
    halves: Option<(usize, usize)>,
}

struct Query<'a> {
    place: u32,
    centre: [f64; 2],
    quadrant: Option<u8>,
    limit: usize,
    found: &'a mut Vec<(f64, u32)>,
}

impl<'a> Tree<'a> {
    fn new(points: &'a [[f64; 2]]) -> Self {
        let order = (0u32..).take(points.len()).collect();
        let mut tree = Self { points, order, branches: Vec::new() };
        tree.split(0, points.len());
        tree
    }

    fn split(&mut self, from: usize, to: usize) -> usize {
        let range = self.order[from..to].iter().map(|&place| self.points[place as usize]);
        let (low, high) = range.fold(([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]), |(low, high), p| {
            ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
        });
        let index = self.branches.len();
        self.branches.push(Branch { from, to, low, high, halves: None });
        if to - from > LEAF {
            let axis = usize::from(high[1] - low[1] > high[0] - low[0]);
            let middle = usize::midpoint(from, to);
            let points = self.points;
            self.order[from..to].select_nth_unstable_by(middle - from, |&a, &b| {
                points[a as usize][axis].total_cmp(&points[b as usize][axis]).then(a.cmp(&b))
            });
            let halves = (self.split(from, middle), self.split(middle, to));
            self.branches[index].halves = Some(halves);
        }
        index
    }

    /// The `limit` nearest places in a quadrant, or in all directions, nearest first.
    fn nearest(&self, place: u32, centre: [f64; 2], quadrant: Option<u8>, limit: usize, found: &mut Vec<(f64, u32)>) {
        found.clear();
        if limit > 0 {
            self.descend(0, &mut Query { place, centre, quadrant, limit, found });
        }
    }

    fn descend(&self, index: usize, query: &mut Query) {
        let branch = &self.branches[index];
        if query.found.len() == query.limit && query.found[query.limit - 1].0 < gap(branch, query.centre) {
            return;
        }
        if query.quadrant.is_some_and(|quadrant| !reaches(branch, query.centre, quadrant)) {
            return;
        }
        match branch.halves {
            Some((a, b)) => {
                let a_first = gap(&self.branches[a], query.centre) <= gap(&self.branches[b], query.centre);
                let (near, far) = if a_first { (a, b) } else { (b, a) };
                self.descend(near, query);
                self.descend(far, query);
            }
            None => self.order[branch.from..branch.to].iter().for_each(|&other| self.offer(other, query)),
        }
    }

    fn offer(&self, other: u32, query: &mut Query) {
        let point = self.points[other as usize];
        if other == query.place || query.quadrant.is_some_and(|quadrant| quadrant_of(point, query.centre) != quadrant) {
            return;
        }
        let candidate = (squared(point, query.centre), other);
        let rank = query.found.partition_point(|held| by_distance(held, &candidate).is_lt());
        if rank < query.limit {
            query.found.truncate(query.limit - 1);
            query.found.insert(rank, candidate);
        }
    }
}

fn squared(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
    dx * dx + dy * dy
}

/// Squared distance from a point to the box of a branch.
fn gap(branch: &Branch, centre: [f64; 2]) -> f64 {
    let nearest = |axis: usize| centre[axis].max(branch.low[axis]).min(branch.high[axis]);
    squared([nearest(0), nearest(1)], centre)
}

fn quadrant_of(point: [f64; 2], centre: [f64; 2]) -> u8 {
    u8::from(point[0] < centre[0]) + 2 * u8::from(point[1] < centre[1])
}

/// Whether the box of a branch has a part in the quadrant.
fn reaches(branch: &Branch, centre: [f64; 2], quadrant: u8) -> bool {
    let side = |axis: usize, below: bool| {
        if below { branch.low[axis] < centre[axis] } else { branch.high[axis] >= centre[axis] }
    };
    side(0, quadrant & 1 == 1) && side(1, quadrant & 2 == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tight_group_keeps_a_way_out() {
        let mut points: Vec<[f64; 2]> = (0..20).map(|i| [f64::from(i % 5), f64::from(i / 5)]).collect();
        points.push([1000.0, 1000.0]);
        let neighbours = Neighbours::new(&points, 8);
        assert!(neighbours.of(19).contains(&20), "the far place lies in an empty quadrant of the corner");
        assert_eq!(neighbours.of(7)[0], 2);
        assert_eq!(neighbours.of(0).len(), 8);
    }

    #[test]
    fn few_places_have_fewer_neighbours() {
        assert_eq!(Neighbours::new(&[[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]], 8).of(0), &[1, 2]);
        assert_eq!(Neighbours::new(&[[0.0, 0.0]], 8).of(0), &[] as &[u32]);
    }

    #[test]
    fn all_nearest_are_found() {
        let mut rng = fastrand::Rng::with_seed(3);
        let points: Vec<[f64; 2]> = (0..300).map(|_| [rng.f64(), rng.f64() * 0.01]).collect();
        let tree = Tree::new(&points);
        let mut found = Vec::new();
        for (place, &centre) in (0u32..).zip(&points) {
            tree.nearest(place, centre, None, 6, &mut found);
            let mut all: Vec<(f64, u32)> =
                (0u32..).zip(&points).map(|(other, &p)| (squared(p, centre), other)).collect();
            all.retain(|&(_, other)| other != place);
            all.sort_unstable_by(by_distance);
            assert_eq!(found, all[..6]);
        }
    }
}
