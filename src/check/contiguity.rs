//! Whether the places of a territory hang together.
//!
//! The graph is the Delaunay graph of all located basic units without its long false edges, which keeps its spanning tree;
//! accounts at one place are one site. Two sites of a territory are connected when they are neighbours.

use super::activity::Work;
use crate::geography::{Adjacency, Plane, Triangulation, centroid, contiguity_graph};
use crate::model::{Alignment, Dataset, DesignBrief, TerritoryIx, UnitBy};
use crate::units::LonLat;
use std::collections::BTreeMap;

/// The territories that are in several parts, in order; none where the brief lets them be. O(n log n).
#[must_use]
pub fn islands(dataset: &Dataset, alignment: &Alignment, brief: Option<&DesignBrief>) -> Vec<TerritoryIx> {
    broken(dataset, alignment, brief).into_iter().map(|(territory, _)| territory).collect()
}

/// The territories in several parts, with the number of parts.
pub(super) fn broken(
    dataset: &Dataset,
    alignment: &Alignment,
    brief: Option<&DesignBrief>,
) -> Vec<(TerritoryIx, usize)> {
    if brief.is_some_and(|brief| !brief.is_contiguous) {
        return Vec::new();
    }
    let (places, owners) = places(dataset, alignment, brief);
    let plane = Plane::fit(&places);
    let flat: Vec<[f64; 2]> = places.iter().map(|&place| plane.project(place)).collect();
    let triangulation = Triangulation::new(&flat);
    let graph = contiguity_graph(&triangulation);
    let mut sites: Vec<Vec<u32>> = vec![Vec::new(); alignment.territories().len()];
    for (&site, owners) in triangulation.site_of_point.iter().zip(owners) {
        for owner in owners {
            if let Some(own) = sites.get_mut(owner.index()) {
                own.push(site);
            }
        }
    }
    let mut mark = Marks { of_site: vec![0; graph.len()], last: 0 };
    let parts = alignment.indices().zip(sites).map(|(territory, sites)| (territory, mark.count_parts(&graph, &sites)));
    parts.filter(|&(_, parts)| parts > 1).collect()
}

/// The located members of a basic unit, and the territories that own part of it.
type Unit = (Vec<(usize, LonLat)>, Vec<TerritoryIx>);

/// Where the basic units are, and the territories that own part of each: an account; or accounts that go together, at their
/// centroid, families where the member with the most activity is.
fn places(
    dataset: &Dataset,
    alignment: &Alignment,
    brief: Option<&DesignBrief>,
) -> (Vec<LonLat>, Vec<Vec<TerritoryIx>>) {
    let accounts = dataset.accounts();
    let located = accounts.locations.iter().zip(alignment.owners());
    let grouped = brief.and_then(|brief| Some((brief, accounts.units(&brief.unit)?)));
    let Some((brief, groups)) = grouped else {
        return located.filter_map(|(place, owner)| Some(((*place)?, owner.iter().copied().collect()))).unzip();
    };
    let work = Work::of(accounts, brief).ok();
    let weight = |account: usize| {
        let totals = |work: &Work| work.values.iter().map(|values| values[account]).collect::<Vec<f64>>();
        work.as_ref().map_or(0.0, |work| work.combined(&totals(work)))
    };
    let mut units: BTreeMap<u32, Unit> = BTreeMap::new();
    for (account, (place, owner)) in located.enumerate() {
        let (members, owners) = units.entry(groups[account]).or_default();
        members.extend(place.map(|place| (account, place)));
        owners.extend(owner);
    }
    let place = |members: &[(usize, LonLat)]| {
        let first = members.first()?.1;
        if brief.unit == UnitBy::Family {
            let heavier = |a: (usize, LonLat), b: (usize, LonLat)| if weight(b.0) > weight(a.0) { b } else { a };
            return members.iter().copied().reduce(heavier).map(|(_, place)| place);
        }
        Some(centroid(members.iter().map(|&(_, place)| place)).unwrap_or(first))
    };
    units.into_values().filter_map(|(members, owners)| Some((place(&members)?, owners))).unzip()
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
