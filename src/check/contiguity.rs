//! Whether the places of a territory hang together.
//!
//! The graph is the Delaunay graph of the located basic units of a crew without its long false edges, which keeps its spanning tree,
//! and without edges across a barrier; accounts at one place are one site. Two sites of a territory are connected when
//! they are neighbours. What may lie anywhere, because not every rep has what it needs, is no site and in nobody's way.

use super::activity::Work;
use super::people::loose;
use super::walls::Walls;
use crate::geography::{Adjacency, Plane, Triangulation, centroid, contiguity_graph, fenced};
use crate::model::{Alignment, Crew, Dataset, DesignBrief, Taker, TerritoryIx, UnitBy};
use crate::units::LonLat;
use std::collections::{BTreeMap, BTreeSet};

/// The territories that are in several parts, in order; none where the brief lets them be. O(n log n).
#[must_use]
pub fn islands(
    dataset: &Dataset,
    alignment: &Alignment,
    brief: Option<&DesignBrief>,
    before: Option<&Alignment>,
) -> Vec<TerritoryIx> {
    let takers = brief.map(|brief| brief.takers(dataset, before)).unwrap_or_default();
    broken(dataset, alignment, brief, &takers).into_iter().map(|(territory, _)| territory).collect()
}

/// The territories in several parts, with the number of parts; `takers` are the rules that take each account. Each crew has a
/// graph of its own; what a rule gives to a territory may lie anywhere, named accounts have no area, and what nobody owns is in
/// nobody's way.
pub(super) fn broken(
    dataset: &Dataset,
    alignment: &Alignment,
    brief: Option<&DesignBrief>,
    takers: &[Option<u16>],
) -> Vec<(TerritoryIx, usize)> {
    if brief.is_some_and(|brief| !brief.is_contiguous) {
        return Vec::new();
    }
    let ground = Ground::new(dataset, alignment, brief, takers);
    let crews = alignment.crews();
    let divided = crews.iter().zip(alignment.territories()).filter(|(_, own)| own.crew != Crew::Named);
    let divided: BTreeSet<usize> = divided.map(|(&crew, _)| crew).collect();
    let mut found = Vec::new();
    for crew in divided {
        let is_own = |account: usize| match alignment.owners()[account] {
            Some(owner) => crews.get(owner.index()) == Some(&crew),
            None => false,
        };
        let own: Vec<bool> = (0..alignment.owners().len()).map(is_own).collect();
        found.extend(broken_of_crew(&ground, &own));
    }
    found.sort_unstable();
    found
}

/// The same for the accounts of one crew.
fn broken_of_crew(ground: &Ground, is_own: &[bool]) -> Vec<(TerritoryIx, usize)> {
    let (places, holders) = ground.places(is_own);
    let plane = Plane::fit(&places);
    let flat: Vec<[f64; 2]> = places.iter().map(|&place| plane.project(place)).collect();
    let triangulation = Triangulation::new(&flat);
    let mut graph = contiguity_graph(&triangulation);
    if let Some(walls) = &ground.walls {
        let mut place_of_site = vec![None; graph.len()];
        for (&site, &place) in triangulation.site_of_point.iter().zip(&places) {
            place_of_site[site as usize].get_or_insert(place);
        }
        let is_cut = |a: u32, b: u32| {
            let ends = place_of_site[a as usize].zip(place_of_site[b as usize]);
            ends.is_some_and(|(a, b)| walls.stand_between(a, b))
        };
        graph = fenced(&graph, &triangulation.sites, is_cut);
    }
    let mut sites: BTreeMap<TerritoryIx, Vec<(u32, bool)>> = BTreeMap::new();
    for (&site, holders) in triangulation.site_of_point.iter().zip(holders) {
        for (owner, is_given) in holders {
            sites.entry(owner).or_default().push((site, is_given));
        }
    }
    let mut mark = Marks { of_site: vec![0; graph.len()], last: 0 };
    let parts = sites.into_iter().map(|(territory, sites)| (territory, mark.count_parts(&graph, &sites)));
    parts.filter(|&(_, parts)| parts > 1).collect()
}

/// The territories that own part of a basic unit, each with whether all that it owns of it may lie anywhere.
type Holders = Vec<(TerritoryIx, bool)>;

/// Accounts that go together.
#[derive(Default)]
struct Unit {
    /// Those that are somewhere.
    members: Vec<(usize, LonLat)>,
    holders: Holders,
    /// Whether not all of it may lie anywhere.
    is_bound: bool,
}

/// What basic units are made of.
struct Ground<'a> {
    dataset: &'a Dataset,
    alignment: &'a Alignment,
    is_anchored: bool,
    /// By account, the group that it is in; `None` when each is one of its own.
    groups: Option<Vec<u32>>,
    work: Option<Work>,
    /// What stands in the way; `None` where nothing does.
    walls: Option<Walls>,
    /// By account, whether a rule gives it to a territory.
    is_given: Vec<bool>,
    /// By account, whether it may lie anywhere, because not every rep has what it needs.
    is_loose: Vec<bool>,
}

impl<'a> Ground<'a> {
    fn new(
        dataset: &'a Dataset,
        alignment: &'a Alignment,
        brief: Option<&DesignBrief>,
        takers: &[Option<u16>],
    ) -> Self {
        let accounts = dataset.accounts();
        let taker = |account: usize| brief?.taker(takers.get(account).copied().flatten());
        let given = |account: usize| matches!(taker(account), Some(Taker::Rep(_) | Taker::Present));
        let every = 0..accounts.len();
        Self {
            dataset,
            alignment,
            is_anchored: brief.is_some_and(|brief| brief.unit == UnitBy::Family),
            groups: brief.and_then(|brief| accounts.units(&brief.unit)),
            work: brief.and_then(|brief| Work::of(accounts, brief).ok()),
            walls: brief.map(|brief| Walls::new(&brief.barriers)).filter(|walls| !walls.are_none()),
            is_given: every.map(given).collect(),
            is_loose: loose(dataset, alignment, brief),
        }
    }

    /// Where the basic units are, and who holds part of each: an account; or accounts that go together, at their centroid,
    /// families where the member with the most activity is. What rules give to a territory is a unit apart.
    fn places(&self, is_own: &[bool]) -> (Vec<LonLat>, Vec<Holders>) {
        let located = self.dataset.accounts().locations.iter().zip(self.alignment.owners());
        let own = located.enumerate().filter(|(account, _)| is_own[*account]);
        let is_free = |account: usize| self.is_given[account] || self.is_loose[account];
        let holder = |account: usize, owner: Option<TerritoryIx>| owner.map(|owner| (owner, is_free(account)));
        let Some(groups) = &self.groups else {
            let alone = own.filter(|(account, _)| !self.is_loose[*account]).filter_map(|(account, (place, owner))| {
                Some(((*place)?, holder(account, *owner).into_iter().collect()))
            });
            return alone.unzip();
        };
        let mut units: BTreeMap<_, Unit> = BTreeMap::new();
        for (account, (place, owner)) in own {
            let apart = owner.filter(|_| self.is_given[account]);
            let unit = units.entry((groups[account], apart)).or_default();
            unit.is_bound |= !self.is_loose[account];
            unit.members.extend(place.map(|place| (account, place)));
            if let Some((owner, is_given)) = holder(account, *owner) {
                match unit.holders.iter_mut().find(|(own, _)| *own == owner) {
                    Some((_, all)) => *all &= is_given,
                    None => unit.holders.push((owner, is_given)),
                }
            }
        }
        let bound = units.into_values().filter(|unit| unit.is_bound);
        bound.filter_map(|unit| Some((self.middle(&unit.members)?, unit.holders))).unzip()
    }

    fn middle(&self, members: &[(usize, LonLat)]) -> Option<LonLat> {
        let first = members.first()?.1;
        if self.is_anchored {
            let heavier =
                |a: (usize, LonLat), b: (usize, LonLat)| if self.weight(b.0) > self.weight(a.0) { b } else { a };
            return members.iter().copied().reduce(heavier).map(|(_, place)| place);
        }
        Some(centroid(members.iter().map(|&(_, place)| place)).unwrap_or(first))
    }

    fn weight(&self, account: usize) -> f64 {
        let totals = |work: &Work| work.values.iter().map(|values| values[account]).collect::<Vec<f64>>();
        self.work.as_ref().map_or(0.0, |work| work.combined(&totals(work)))
    }
}

/// Which sites are still to be reached: those that bear the last mark.
struct Marks {
    of_site: Vec<usize>,
    last: usize,
}

impl Marks {
    /// The connected parts of the graph that `sites` span, but for those where all is given.
    fn count_parts(&mut self, graph: &Adjacency, sites: &[(u32, bool)]) -> usize {
        self.last += 1;
        for &(site, _) in sites {
            self.of_site[site as usize] = self.last;
        }
        let mut parts = 0;
        let mut open = Vec::new();
        // What is given is reached from what is not, or makes no part.
        for &(site, _) in sites.iter().filter(|(_, is_given)| !is_given) {
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
