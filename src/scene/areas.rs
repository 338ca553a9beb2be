//! Cells put together by owner: the areas of the territories and the borders between them.

use super::tessellation::{Edge, NO_SITE, Tessellation};
use super::viewport::Bounds;
use crate::model::TerritoryIx;
use crate::sorting::sort;
use std::collections::BTreeMap;

/// No territory: unassigned, or beyond the frame.
const NONE: u16 = u16::MAX;

/// The areas of all territories of an alignment, and the lines between different owners.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas {
    shapes: Vec<AreaShape>,
    borders: Vec<Border>,
    extent: Option<Bounds>,
}

/// The area of one territory: the cells of its accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaShape {
    /// Whose it is.
    pub territory: TerritoryIx,
    /// Closed lines in the plane of the map, outer ones and holes, for even-odd filling; none without located accounts.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// Around all rings.
    pub bounds: Option<Bounds>,
}

/// A line between two owners, or between one and unassigned accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// The owners on both sides, the lesser first; none for unassigned.
    pub between: (TerritoryIx, Option<TerritoryIx>),
    /// In the plane of the map.
    pub line: Vec<[f64; 2]>,
}

/// A border line as one of its sides sees it: that side lies on the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Half {
    owner: u16,
    from: u32,
    to: u32,
    other: u16,
    framed: bool,
}

impl Areas {
    /// By territory, in order.
    #[must_use]
    pub fn shapes(&self) -> &[AreaShape] {
        &self.shapes
    }

    /// The lines between different owners, in a fixed order.
    #[must_use]
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// The area of one territory.
    #[must_use]
    pub fn shape(&self, territory: TerritoryIx) -> Option<&AreaShape> {
        self.shapes.get(territory.index())
    }

    /// The least rectangle around the located accounts.
    pub(super) fn extent(&self) -> Option<Bounds> {
        self.extent
    }

    /// The territories with a common border, each pair once, the lesser first; in order.
    #[must_use]
    pub fn neighbours(&self) -> Vec<(TerritoryIx, TerritoryIx)> {
        let mut pairs: Vec<_> = self.borders.iter().filter_map(|b| Some((b.between.0, b.between.1?))).collect();
        sort(&mut pairs);
        pairs.dedup();
        pairs
    }

    pub(super) fn dissolve(cells: &Tessellation, owners: &[Option<TerritoryIx>], territories: usize) -> Self {
        let owner_of_site = site_owners(cells, owners);
        let halves = halves(&cells.edges, &owner_of_site);
        let empty = |territory| AreaShape { territory: TerritoryIx(territory), rings: Vec::new(), bounds: None };
        let shapes = (0..NONE).take(territories).map(empty).collect();
        let mut areas = Self { shapes, borders: Vec::new(), extent: cells.extent() };
        let mut used = vec![false; halves.len()];
        for start in 0..halves.len() {
            if !used[start] {
                let walk = walk(&halves, &mut used, start);
                areas.add(cells, &walk);
            }
        }
        areas
    }

    fn add(&mut self, cells: &Tessellation, walk: &[Half]) {
        let place = |vertex: u32| cells.vertices[vertex as usize];
        let Some(first) = walk.first() else { return };
        if let Some(shape) = self.shapes.get_mut(usize::from(first.owner)) {
            let ring: Vec<_> = walk.iter().map(|half| place(half.from)).collect();
            let around = Bounds::around(ring.iter().copied());
            shape.bounds = shape.bounds.zip(around).map(|(a, b)| a.union(b)).or(around);
            shape.rings.push(ring);
        }
        for run in walk.chunk_by(|a, b| (a.other, a.framed) == (b.other, b.framed)) {
            let (owner, other) = (run[0].owner, run[0].other);
            // Each border is met from both sides; the lesser owner draws it.
            if owner < other && !run[0].framed {
                let between = (TerritoryIx(owner), (other != NONE).then_some(TerritoryIx(other)));
                let line = run.iter().map(|half| place(half.from)).chain(run.last().map(|half| place(half.to)));
                self.borders.push(Border { between, line: line.collect() });
            }
        }
    }
}

/// By site, its owner: where accounts of several share a place, the one with most there, the first of equals.
fn site_owners(cells: &Tessellation, owners: &[Option<TerritoryIx>]) -> Vec<u16> {
    const UNSEEN: u32 = u32::MAX;
    let owner_at = |account: usize| owners.get(account).copied().flatten().map_or(NONE, |owner| owner.0);
    let mut found = vec![UNSEEN; cells.sites as usize];
    let mut disputed: BTreeMap<u32, BTreeMap<u16, u32>> = BTreeMap::new();
    for (account, &site) in cells.site_of_account.iter().enumerate() {
        let Some(seen) = found.get_mut(site as usize) else { continue };
        let owner = u32::from(owner_at(account));
        if *seen == UNSEEN {
            *seen = owner;
        } else if *seen != owner {
            disputed.entry(site).or_default();
        }
    }
    if !disputed.is_empty() {
        for (account, site) in cells.site_of_account.iter().enumerate() {
            if let Some(counts) = disputed.get_mut(site) {
                *counts.entry(owner_at(account)).or_default() += 1;
            }
        }
    }
    let mut owner_of_site: Vec<u16> = found.into_iter().map(|owner| u16::try_from(owner).unwrap_or(NONE)).collect();
    for (site, counts) in disputed {
        // An owner goes before unassigned.
        let most = counts.iter().filter(|&(&owner, _)| owner != NONE).rev().max_by_key(|&(_, &count)| count);
        owner_of_site[site as usize] = most.map_or(NONE, |(&owner, _)| owner);
    }
    owner_of_site
}

/// The lines with different owners on their sides, once for each side that has an owner; sorted.
fn halves(edges: &[Edge], owner_of_site: &[u16]) -> Vec<Half> {
    let owner = |site: u32| owner_of_site.get(site as usize).copied().unwrap_or(NONE);
    let mut halves = Vec::new();
    for &Edge { ends: [from, to], left, right } in edges {
        let (left, right, framed) = (owner(left), owner(right), right == NO_SITE);
        if left == right {
            continue;
        }
        if left != NONE {
            halves.push(Half { owner: left, from, to, other: right, framed });
        }
        if right != NONE {
            halves.push(Half { owner: right, from: to, to: from, other: left, framed });
        }
    }
    sort(&mut halves);
    halves
}

/// Follows one side of the border until it is back at its start. Three lines meet at a vertex, so there is one way on.
fn walk(halves: &[Half], used: &mut [bool], start: usize) -> Vec<Half> {
    let mut way = Vec::new();
    let mut at = start;
    loop {
        used[at] = true;
        let half = halves[at];
        way.push(half);
        let wanted = (half.owner, half.to);
        let first = halves.partition_point(|next| (next.owner, next.from) < wanted);
        let on = (first..halves.len()).take_while(|&next| (halves[next].owner, halves[next].from) == wanted);
        match { on }.find(|&next| !used[next]) {
            Some(next) => at = next,
            None => return way,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rings::doubled_area;
    use super::*;
    use proptest::prelude::*;

    fn places(points: &[(i32, i32)]) -> Vec<Option<[f64; 2]>> {
        points.iter().map(|&(x, y)| Some([f64::from(x), f64::from(y)])).collect()
    }

    fn owned(owners: &[i32]) -> Vec<Option<TerritoryIx>> {
        owners.iter().map(|&owner| u16::try_from(owner).ok().map(TerritoryIx)).collect()
    }

    #[test]
    fn two_owners_share_one_border() {
        let tessellation = Tessellation::new(&places(&[(0, 0), (0, 10), (20, 0), (20, 10)]));
        let areas = tessellation.areas(&owned(&[0, 0, 1, 1]), 2);
        assert_eq!(areas.neighbours(), [(TerritoryIx(0), TerritoryIx(1))]);
        assert!(areas.borders().iter().flat_map(|border| &border.line).all(|point| (point[0] - 10.0).abs() < 1e-9));
        assert_eq!(areas.shapes().iter().map(|shape| shape.rings.len()).collect::<Vec<_>>(), [1, 1]);
        assert!(tessellation.areas(&owned(&[1, 1, 1, 1]), 2).borders().is_empty(), "one owner, no border");
    }

    #[test]
    fn an_enclave_is_a_hole_and_unassigned_is_nobodys() {
        let ring = [(0, 0), (10, 0), (20, 0), (0, 10), (20, 10), (0, 20), (10, 20), (20, 20), (10, 10)];
        let tessellation = Tessellation::new(&places(&ring));
        let areas = tessellation.areas(&owned(&[0, 0, 0, 0, 0, 0, 0, 0, 1]), 2);
        assert_eq!(areas.shapes()[0].rings.len(), 2);
        let hole = areas.shapes()[0].rings.iter().map(|ring| doubled_area(ring)).fold(f64::INFINITY, f64::min);
        assert!((hole + 200.0).abs() < 1e-6, "{hole}");
        let areas = tessellation.areas(&owned(&[0, 0, 0, 0, 0, 0, 0, 0, -1]), 1);
        assert!(areas.borders().iter().all(|border| border.between == (TerritoryIx(0), None)));
        assert!(!areas.borders().is_empty() && areas.neighbours().is_empty());
    }

    #[test]
    fn a_shared_place_goes_to_the_one_with_most_there() {
        let tessellation = Tessellation::new(&places(&[(0, 0), (0, 0), (0, 0), (10, 0)]));
        let area = |owners: &[i32], territory: usize| {
            let areas = tessellation.areas(&owned(owners), 3);
            areas.shapes()[territory].rings.iter().map(|ring| doubled_area(ring)).sum::<f64>()
        };
        assert!(area(&[0, 1, 1, 2], 0).abs() < f64::EPSILON && area(&[0, 1, 1, 2], 1) > 0.0);
        assert!(area(&[1, 0, -1, 2], 0) > 0.0, "the first of equals, and any before unassigned");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn areas_add_up_and_borders_part(
            accounts in prop::collection::vec((-900..900i32, -500..500i32, 0..4i32), 1..80)
        ) {
            let at: Vec<_> = accounts.iter().map(|&(x, y, _)| (x, y)).collect();
            let owners: Vec<_> = accounts.iter().map(|&(_, _, owner)| owner).collect();
            let tessellation = Tessellation::new(&places(&at));
            let areas = tessellation.areas(&owned(&owners), 4);
            let [across, down] = tessellation.frame().expect("located").size();
            let rings = areas.shapes().iter().flat_map(|shape| &shape.rings);
            let sum: f64 = rings.map(|ring| doubled_area(ring) / 2.0).sum();
            prop_assert!((sum / (across * down) - 1.0).abs() < 1e-9);
            prop_assert!(areas.borders().iter().all(|b| b.line.len() > 1 && Some(b.between.0) < b.between.1));
        }
    }
}
