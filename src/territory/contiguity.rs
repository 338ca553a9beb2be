//! Territories in one piece: finding stray parts and handing them to the territories around them.

use super::basic_units::{BasicUnits, narrow};
use super::partition::Partition;
use crate::geography::{Adjacency, chord_squared};
use crate::sorting::{sort, sort_by};

/// Rounds of repair; a few do, but where ties keep strays apart.
const ROUNDS: usize = 100;

/// A connected part of a territory.
#[derive(Debug, Clone)]
struct Part {
    territory: u32,
    weight: f64,
    units: Vec<usize>,
}

/// The number of connected parts of each territory over the contiguity graph without its bridges over barriers, but for those of which all is given by a
/// rule; 0 for an empty one. O(units + edges).
pub(super) fn parts_by_territory(
    units: &BasicUnits,
    partition: &Partition,
    is_given: impl Fn(usize) -> bool,
) -> Vec<u32> {
    let mut counts = vec![0; partition.territories()];
    let apart = units.fence.as_ref().and_then(|fence| fence.without_bridges(&units.graph));
    for part in parts(units, partition, apart.as_ref().unwrap_or(&units.graph)) {
        counts[part.territory as usize] += u32::from(!part.units.iter().all(|&unit| is_given(unit)));
    }
    counts
}

/// Keeps the heaviest part of each territory and gives every other to the nearest centre among its neighbours, but for
/// those that are tied.
///
/// Each round joins every stray to a part beside it, so that the number of parts falls until no stray is left; the
/// graph is connected, so each stray has neighbours. O(rounds · (units + edges)).
pub(super) fn repair(units: &BasicUnits, partition: &mut Partition) {
    for _ in 0..ROUNDS {
        let strays = strays(units, partition);
        let mut moved = false;
        for stray in strays {
            let to = nearest_neighbour(units, partition, &stray);
            if let Some(to) = to.filter(|&to| partition.may_move_all(&stray.units, to)) {
                stray.units.iter().for_each(|&unit| partition.shift(units, unit, to));
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
}

/// Gives every empty territory a unit that another can spare: from the heaviest with several units, the farthest from
/// its centroid. O(empty territories · units · reach of the check).
pub(super) fn fill_empty(units: &BasicUnits, partition: &mut Partition) {
    for empty in (0..partition.territories()).filter(|&k| partition.counts[k] == 0).collect::<Vec<_>>() {
        let mut spare: Vec<(f64, f64, usize)> = (0..units.len())
            .filter(|&unit| partition.counts[partition.owners[unit] as usize] > 1 && !partition.ties.is_fixed(unit))
            .filter(|&unit| partition.ties.permits(unit, narrow(empty)))
            .map(|unit| {
                let owner = partition.owners[unit];
                let distance = chord_squared(units.at[unit], partition.center(owner).unwrap_or_default());
                (partition.deviation(owner as usize), distance, unit)
            })
            .collect();
        sort_by(&mut spare, &|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        if let Some(&(.., unit)) = spare.iter().find(|&&(.., unit)| partition.may_leave(units, unit)) {
            partition.shift(units, unit, narrow(empty));
        }
    }
}

fn strays(units: &BasicUnits, partition: &Partition) -> Vec<Part> {
    let all = parts(units, partition, &units.graph);
    let mut main: Vec<Option<usize>> = vec![None; partition.territories()];
    for (index, part) in all.iter().enumerate() {
        let best = &mut main[part.territory as usize];
        let is_heavier = best.is_none_or(|best| {
            let best = &all[best];
            (part.weight, part.units.len()) > (best.weight, best.units.len())
        });
        if is_heavier {
            *best = Some(index);
        }
    }
    let strays = all.into_iter().enumerate().filter(|(index, part)| main[part.territory as usize] != Some(*index));
    strays.map(|(_, part)| part).collect()
}

fn nearest_neighbour(units: &BasicUnits, partition: &Partition, part: &Part) -> Option<u32> {
    let mut options = Vec::new();
    let mut all: Vec<u32> = Vec::new();
    for &unit in &part.units {
        partition.options(units, unit, &mut options);
        all.extend(&options);
    }
    sort(&mut all);
    all.dedup();
    all.retain(|&to| part.units.iter().all(|&unit| partition.ties.permits(unit, to)));
    let cost = |&territory: &u32| {
        let center = partition.center(territory).unwrap_or_default();
        part.units.iter().map(|&unit| partition.pulls[unit] * chord_squared(units.at[unit], center)).sum::<f64>()
    };
    all.iter().map(|territory| (cost(territory), *territory)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, t)| t)
}

/// The connected parts of the territories; what may lie anywhere is in none.
fn parts(units: &BasicUnits, partition: &Partition, graph: &Adjacency) -> Vec<Part> {
    let mut seen = vec![false; units.len()];
    let mut scanned = vec![u32::MAX; graph.len()];
    let mut parts = Vec::new();
    for start in 0..units.len() {
        if std::mem::replace(&mut seen[start], true) || units.is_loose(start) {
            continue;
        }
        let territory = partition.owners[start];
        let mut part = Part { territory, weight: 0.0, units: vec![start] };
        let number = narrow(parts.len());
        let mut head = 0;
        while let Some(&unit) = part.units.get(head) {
            head += 1;
            part.weight += units.weights[unit];
            let site = units.sites[unit];
            for &place in std::iter::once(&site).chain(graph.of(site)) {
                if std::mem::replace(&mut scanned[place as usize], number) == number {
                    continue;
                }
                for near in units.at_site(place) {
                    if !seen[near] && partition.owners[near] == territory && !units.is_loose(near) {
                        seen[near] = true;
                        part.units.push(near);
                    }
                }
            }
        }
        parts.push(part);
    }
    parts
}

/// The pairs of different territories that touch: at one site, or at neighbouring sites, also across barriers. Ascending,
/// each once.
pub(super) fn touching(units: &BasicUnits, partition: &Partition) -> Vec<[u32; 2]> {
    let mut pairs = Vec::new();
    let graph = units.fence.as_ref().map_or(&units.graph, |fence| &fence.open);
    for site in 0..narrow(graph.len()) {
        for &place in std::iter::once(&site).chain(graph.of(site)).filter(|&&place| place >= site) {
            partition.holders(units, site, |a| {
                partition.holders(units, place, |b| {
                    if a != b {
                        pairs.push([a.min(b), a.max(b)]);
                    }
                });
            });
        }
    }
    sort(&mut pairs);
    pairs.dedup();
    pairs
}
