//! The Delaunay triangulation of points that may coincide or lie on a line.

use super::adjacency::Adjacency;
use crate::sorting::sort_by;

/// A Delaunay triangulation (sweep of Sinclair's "S-hull", arXiv 1604.01428, as in the `delaunator` crate).
///
/// Points at exactly the same place share one site, numbered by first appearance. Fewer than three sites, and sites on
/// one line, have no triangles; [`Triangulation::neighbours`] is then the chain along the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Triangulation {
    /// By point, its site.
    pub site_of_point: Vec<u32>,
    /// The different places.
    pub sites: Vec<[f64; 2]>,
    /// Corners of each triangle as sites.
    pub triangles: Vec<[u32; 3]>,
}

impl Triangulation {
    /// Triangulates finite points. O(n log n).
    #[must_use]
    pub fn new(points: &[[f64; 2]]) -> Self {
        let (site_of_point, sites) = merge_duplicates(points);
        let corners: Vec<_> = sites.iter().map(|&[x, y]| delaunator::Point { x, y }).collect();
        let flat = if sites.len() < 3 { Vec::new() } else { delaunator::triangulate(&corners).triangles };
        let triangles = flat.chunks_exact(3).map(|corner| [corner[0], corner[1], corner[2]].map(narrow)).collect();
        Self { site_of_point, sites, triangles }
    }

    /// The graph of the triangles' sides; connected, also where sites lie on a line. O(n log n).
    #[must_use]
    pub fn neighbours(&self) -> Adjacency {
        let mut edges = Vec::with_capacity(self.triangles.len() * 3);
        for &[a, b, c] in &self.triangles {
            edges.extend([[a, b], [b, c], [c, a]]);
        }
        if edges.is_empty() {
            self.chain(&mut edges);
        } else {
            self.join_strays(&mut edges);
        }
        Adjacency::from_edges(self.sites.len(), &edges)
    }

    fn chain(&self, edges: &mut Vec<[u32; 2]>) {
        let mut along: Vec<u32> = (0..narrow(self.sites.len())).collect();
        sort_by(&mut along, &|&a, &b| compare(self.sites[a as usize], self.sites[b as usize]));
        edges.extend(along.windows(2).map(|pair| [pair[0], pair[1]]));
    }

    /// The triangulation drops a site that all but coincides with another; such a one is joined to its nearest.
    fn join_strays(&self, edges: &mut Vec<[u32; 2]>) {
        let mut is_corner = vec![false; self.sites.len()];
        self.triangles.iter().flatten().for_each(|&site| is_corner[site as usize] = true);
        for (stray, _) in is_corner.iter().enumerate().filter(|&(_, &corner)| !corner) {
            let [x, y] = self.sites[stray];
            let squared = |site: &usize| {
                let [dx, dy] = [self.sites[*site][0] - x, self.sites[*site][1] - y];
                dx * dx + dy * dy
            };
            let corners = (0..self.sites.len()).filter(|&site| is_corner[site]);
            let nearest = corners.min_by(|a, b| squared(a).total_cmp(&squared(b)));
            edges.extend(nearest.map(|nearest| [narrow(stray), narrow(nearest)]));
        }
    }
}

fn compare(a: [f64; 2], b: [f64; 2]) -> std::cmp::Ordering {
    a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
}

/// An index as `u32`: the vocabulary numbers accounts with it, so there are no more points than that.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn merge_duplicates(points: &[[f64; 2]]) -> (Vec<u32>, Vec<[f64; 2]>) {
    // Adding 0 turns -0 into 0, which total_cmp would keep apart.
    let place = |point: u32| points[point as usize].map(|coordinate| coordinate + 0.0);
    let mut sorted: Vec<u32> = (0..narrow(points.len())).collect();
    sort_by(&mut sorted, &|&a, &b| compare(place(a), place(b)).then(a.cmp(&b)));
    let mut first_of_point = vec![0; points.len()];
    let mut first = 0;
    for (position, &point) in sorted.iter().enumerate() {
        if position == 0 || compare(place(point), place(first)).is_ne() {
            first = point;
        }
        first_of_point[point as usize] = first;
    }
    let mut sites = Vec::new();
    let mut site_of_point: Vec<u32> = Vec::with_capacity(points.len());
    for (point, &first) in (0..).zip(&first_of_point) {
        if first == point {
            site_of_point.push(narrow(sites.len()));
            sites.push(place(point));
        } else {
            site_of_point.push(site_of_point[first as usize]);
        }
    }
    (site_of_point, sites)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(points: &[[f64; 2]], sites: &[u32], triangles: usize, neighbours: &[&[u32]]) {
        let triangulation = Triangulation::new(points);
        assert_eq!(triangulation.site_of_point, sites);
        assert_eq!(triangulation.triangles.len(), triangles);
        let graph = triangulation.neighbours();
        let found: Vec<&[u32]> = (0..graph.len()).map(|site| graph.of(narrow(site))).collect();
        assert_eq!(found, neighbours);
    }

    #[test]
    fn nothing_one_and_two_points() {
        check(&[], &[], 0, &[]);
        check(&[[1.0, 2.0]], &[0], 0, &[&[]]);
        check(&[[1.0, 2.0], [3.0, 4.0]], &[0, 1], 0, &[&[1], &[0]]);
    }

    #[test]
    fn points_at_one_place_share_a_site() {
        check(&[[0.0, 5.0], [-0.0, 5.0], [0.0, 5.0]], &[0, 0, 0], 0, &[&[]]);
        check(&[[0.0, 0.0], [4.0, 0.0], [0.0, 0.0], [0.0, 3.0]], &[0, 1, 0, 2], 1, &[&[1, 2], &[0, 2], &[0, 1]]);
    }

    #[test]
    fn points_on_a_line_are_a_chain() {
        check(&[[2.0, 2.0], [0.0, 0.0], [1.0, 1.0]], &[0, 1, 2], 0, &[&[2], &[2], &[0, 1]]);
        check(&[[0.0, 9.0], [0.0, 1.0], [0.0, 4.0]], &[0, 1, 2], 0, &[&[2], &[2], &[0, 1]]);
    }

    #[test]
    fn a_square_with_its_middle_has_four_triangles() {
        let points = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [1.0, 1.0]];
        check(&points, &[0, 1, 2, 3, 4], 4, &[&[1, 3, 4], &[0, 2, 4], &[1, 3, 4], &[0, 2, 4], &[0, 1, 2, 3]]);
    }
}
