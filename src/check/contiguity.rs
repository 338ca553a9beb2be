//! Whether the places of a territory hang together.
//!
//! The graph is the Delaunay graph of all located accounts without its long false edges, which keeps its spanning tree;
//! accounts at one place are one site. Two sites of a territory are connected when they are neighbours.

use crate::geography::{Adjacency, Plane, Triangulation, contiguity_graph};
use crate::model::{Alignment, Dataset, TerritoryIx};
use crate::units::LonLat;

/// The territories that are in several parts, in order. O(n log n).
#[must_use]
pub fn islands(dataset: &Dataset, alignment: &Alignment) -> Vec<TerritoryIx> {
    broken(dataset, alignment).into_iter().map(|(territory, _)| territory).collect()
}

/// The territories in several parts, with the number of parts.
pub(super) fn broken(dataset: &Dataset, alignment: &Alignment) -> Vec<(TerritoryIx, usize)> {
    let located = dataset.accounts().locations.iter().zip(alignment.owners());
    let (places, owners): (Vec<LonLat>, Vec<Option<TerritoryIx>>) =
        located.filter_map(|(place, &owner)| Some(((*place)?, owner))).unzip();
    let plane = Plane::fit(&places);
    let flat: Vec<[f64; 2]> = places.iter().map(|&place| plane.project(place)).collect();
    let triangulation = Triangulation::new(&flat);
    let graph = contiguity_graph(&triangulation);
    let mut sites: Vec<Vec<u32>> = vec![Vec::new(); alignment.territories().len()];
    for (&site, owner) in triangulation.site_of_point.iter().zip(owners) {
        if let Some(own) = owner.and_then(|owner| sites.get_mut(owner.index())) {
            own.push(site);
        }
    }
    let mut mark = Marks { of_site: vec![0; graph.len()], last: 0 };
    let parts = alignment.indices().zip(sites).map(|(territory, sites)| (territory, mark.count_parts(&graph, &sites)));
    parts.filter(|&(_, parts)| parts > 1).collect()
}

/// Which sites are still to be reached: those that bear the last mark.
struct Marks {
    of_site: Vec<usize>,
    last: usize,
}

impl Marks {
    /// The connected parts of the graph that `sites` span.
    fn count_parts(&mut self, graph: &Adjacency, sites: &[u32]) -> usize {
        self.last += 1;
        for &site in sites {
            self.of_site[site as usize] = self.last;
        }
        let mut parts = 0;
        let mut open = Vec::new();
        for &site in sites {
            if self.take(site) {
                parts += 1;
                open.push(site);
            }
            while let Some(here) = open.pop() {
                open.extend(graph.of(here).iter().filter(|&&next| self.take(next)));
            }
        }
        parts
    }

    fn take(&mut self, site: u32) -> bool {
        let mark = &mut self.of_site[site as usize];
        let is_open = *mark == self.last;
        if is_open {
            *mark = 0;
        }
        is_open
    }
}
