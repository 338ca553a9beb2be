//! Who is whose neighbour.

use super::triangulation::Triangulation;
use crate::sorting::{sort, sort_by};
use serde::{Deserialize, Serialize};

/// An edge is long when it exceeds this many times the greater scale of its ends.
const LONG: f64 = 5.0;

/// An undirected graph over sites 0 … n − 1, stored compactly; the neighbours of a site ascend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjacency {
    starts: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Adjacency {
    /// The graph of these edges; repeated edges and loops count once and not at all. Ends are below `sites`.
    /// O((sites + edges) · log degree).
    #[must_use]
    pub fn from_edges(sites: usize, edges: &[[u32; 2]]) -> Self {
        let mut fill = vec![0_u32; sites + 1];
        for &[a, b] in edges.iter().filter(|[a, b]| a != b) {
            fill[a as usize + 1] += 1;
            fill[b as usize + 1] += 1;
        }
        for site in 0..sites {
            fill[site + 1] += fill[site];
        }
        let ends = fill.clone();
        let mut all = vec![0_u32; ends[sites] as usize];
        for &[a, b] in edges.iter().filter(|[a, b]| a != b) {
            for (from, to) in [(a, b), (b, a)] {
                all[fill[from as usize] as usize] = to;
                fill[from as usize] += 1;
            }
        }
        let mut graph = Self { starts: vec![0], neighbours: Vec::with_capacity(all.len()) };
        for site in 0..sites {
            let own = &mut all[ends[site] as usize..ends[site + 1] as usize];
            sort(own);
            let mut previous = None;
            for &neighbour in own.iter() {
                if previous.replace(neighbour) != Some(neighbour) {
                    graph.neighbours.push(neighbour);
                }
            }
            graph.starts.push(u32::try_from(graph.neighbours.len()).unwrap_or(u32::MAX));
        }
        graph
    }

    /// Number of sites.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no site.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neighbours of a site, ascending; none for a site that is not there.
    #[must_use]
    pub fn of(&self, site: u32) -> &[u32] {
        let site = site as usize;
        match self.starts.get(site..site + 2) {
            Some(&[start, end]) => &self.neighbours[start as usize..end as usize],
            _ => &[],
        }
    }

    /// By site, the number of its connected part, by the first site of each; and the number of parts. O(sites + edges).
    #[must_use]
    pub fn parts(&self) -> (Vec<u32>, u32) {
        let mut part = vec![u32::MAX; self.len()];
        let (mut parts, mut open) = (0, Vec::new());
        for site in 0..self.len() {
            if part[site] != u32::MAX {
                continue;
            }
            part[site] = parts;
            open.push(u32::try_from(site).unwrap_or(u32::MAX));
            while let Some(here) = open.pop() {
                for &next in self.of(here) {
                    if part[next as usize] == u32::MAX {
                        part[next as usize] = parts;
                        open.push(next);
                    }
                }
            }
            parts += 1;
        }
        (part, parts)
    }

    /// Every edge once, the lower site first, ascending.
    pub fn edges(&self) -> impl Iterator<Item = [u32; 2]> + '_ {
        let sites = u32::try_from(self.len()).unwrap_or(u32::MAX);
        (0..sites).flat_map(|a| self.of(a).iter().filter(move |&&b| a < b).map(move |&b| [a, b]))
    }
}

/// The contiguity graph: the Delaunay graph without its long edges, but with its minimum spanning tree.
///
/// The scale of a site is the length that a third of its Delaunay edges do not exceed. An edge is cut when it exceeds
/// five times the greater scale of its ends and a third site lies within the circle over it: the false neighbours along
/// the hull and across wide gaps. The edges with an empty circle, the Gabriel graph, contain the minimum spanning tree
/// (Matula, Sokal, "Properties of Gabriel graphs", 1980), so the graph stays connected and an outlier is no island.
/// It is a part of the Delaunay graph: whatever is contiguous here is so there. O(n log n).
#[must_use]
pub fn contiguity_graph(triangulation: &Triangulation) -> Adjacency {
    let delaunay = triangulation.neighbours();
    let sites = &triangulation.sites;
    let scales = squared_scales(sites, &delaunay);
    let mut cut = Vec::new();
    for &[a, b, c] in &triangulation.triangles {
        for [a, b, opposite] in [[a, b, c], [b, c, a], [c, a, b]] {
            let scale = scales[a as usize].max(scales[b as usize]);
            let is_long = squared(sites, a, b) > LONG * LONG * scale;
            // In a Delaunay triangulation the circle is empty exactly when neither opposite angle is obtuse.
            if is_long && is_obtuse(sites, opposite, a, b) {
                cut.push([a.min(b), a.max(b)]);
            }
        }
    }
    if cut.is_empty() {
        return delaunay;
    }
    sort(&mut cut);
    let kept: Vec<[u32; 2]> = delaunay.edges().filter(|edge| cut.binary_search(edge).is_err()).collect();
    Adjacency::from_edges(delaunay.len(), &kept)
}

fn squared_scales(sites: &[[f64; 2]], graph: &Adjacency) -> Vec<f64> {
    let mut lengths = Vec::new();
    let scale = |site: u32| {
        lengths.clear();
        lengths.extend(graph.of(site).iter().map(|&other| squared(sites, site, other)));
        sort_by(&mut lengths, &f64::total_cmp);
        lengths.get(lengths.len().saturating_sub(1) / 3).copied().unwrap_or(0.0)
    };
    (0..u32::try_from(graph.len()).unwrap_or(u32::MAX)).map(scale).collect()
}

fn squared(sites: &[[f64; 2]], a: u32, b: u32) -> f64 {
    let ([ax, ay], [bx, by]) = (sites[a as usize], sites[b as usize]);
    (ax - bx) * (ax - bx) + (ay - by) * (ay - by)
}

fn is_obtuse(sites: &[[f64; 2]], corner: u32, a: u32, b: u32) -> bool {
    let [[x, y], [ax, ay], [bx, by]] = [corner, a, b].map(|site| sites[site as usize]);
    (ax - x) * (bx - x) + (ay - y) * (by - y) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_merged_and_loops_dropped() {
        let graph = Adjacency::from_edges(4, &[[2, 0], [0, 2], [1, 1], [0, 1]]);
        assert_eq!(graph.of(0), [1, 2]);
        assert_eq!(graph.of(3), [0; 0]);
        assert_eq!(graph.of(9), [0; 0]);
        assert_eq!(graph.edges().collect::<Vec<_>>(), [[0, 1], [0, 2]]);
    }

    fn reached(graph: &Adjacency) -> usize {
        let mut seen = vec![false; graph.len()];
        let mut open = vec![0_u32];
        while let Some(site) = open.pop() {
            if !std::mem::replace(&mut seen[site as usize], true) {
                open.extend(graph.of(site));
            }
        }
        seen.iter().filter(|&&site| site).count()
    }

    #[test]
    fn the_hull_of_a_bay_has_no_far_neighbours() {
        let shore: Vec<[f64; 2]> = (-20..=20).map(|x| [f64::from(x), f64::from(x * x) * 0.01]).collect();
        let inland = (-20..=20).map(|x| [f64::from(x) + 0.3, -1.0]);
        let triangulation = Triangulation::new(&shore.iter().copied().chain(inland).collect::<Vec<_>>());
        let longest = |graph: &Adjacency| {
            let lengths = graph.edges().map(|[a, b]| squared(&triangulation.sites, a, b));
            lengths.fold(0.0, f64::max).sqrt()
        };
        let graph = contiguity_graph(&triangulation);
        assert!(longest(&triangulation.neighbours()) > 30.0);
        assert!(longest(&graph) < 10.0, "{}", longest(&graph));
        assert_eq!(reached(&graph), 82);
    }

    #[test]
    fn an_outlier_is_no_island() {
        let triangulation = Triangulation::new(&[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.2], [500.0, 400.0]]);
        assert_eq!(reached(&contiguity_graph(&triangulation)), 5);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn every_site_is_reached(points in proptest::collection::vec((0_i32..40, 0_i32..9), 1..60)) {
            let points: Vec<[f64; 2]> = points.iter().map(|&(x, y)| [f64::from(x), f64::from(y * y * y)]).collect();
            let graph = contiguity_graph(&Triangulation::new(&points));
            proptest::prop_assert_eq!(reached(&graph), graph.len());
        }
    }
}
