//! Medians to begin with, and customers to them.

use super::cluster::{excess, room};
use super::partition::Partition;
use crate::sorting::sort_by;

/// Adds seeds out of `candidates` until there are `count`, each drawn with a chance that grows with its demand times its
/// distance to the seeds so far, so that they spread as the demand does (after Arthur, Vassilvitskii, "k-means++: the
/// advantages of careful seeding", 2007). Fewer, if there are no more candidates. O(candidates · count).
pub(super) fn draw_seeds(
    partition: &Partition,
    candidates: &[u32],
    seeds: &mut Vec<u32>,
    count: usize,
    rng: &mut fastrand::Rng,
) {
    let mut ways = vec![f64::INFINITY; candidates.len()];
    for &seed in &*seeds {
        shorten(partition, candidates, seed, &mut ways);
    }
    let mut is_free: Vec<bool> = candidates.iter().map(|candidate| !seeds.contains(candidate)).collect();
    while seeds.len() < count {
        // Without a seed every way is without end: all are as far. At one place every way is 0: any will do.
        let weight = |index: usize| {
            let customer = &partition.customers[candidates[index] as usize];
            let can_be = is_free[index] && customer.capacity >= customer.demand;
            let way = if ways[index].is_finite() { ways[index] } else { 1.0 };
            if can_be { way * customer.demand } else { 0.0 }
        };
        let total: f64 = (0..candidates.len()).map(weight).sum();
        let mut left = rng.f64() * total;
        let mut drawn = None;
        for index in (0..candidates.len()).filter(|&index| is_free[index]) {
            let weight = weight(index);
            if drawn.is_none() || weight > 0.0 {
                drawn = Some(index);
            }
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        let Some(index) = drawn else { return };
        is_free[index] = false;
        seeds.push(candidates[index]);
        shorten(partition, candidates, candidates[index], &mut ways);
    }
}

fn shorten(partition: &Partition, candidates: &[u32], seed: u32, ways: &mut [f64]) {
    for (way, &candidate) in ways.iter_mut().zip(candidates) {
        *way = way.min(partition.distance(candidate, seed));
    }
}

/// Puts each seed into its group and every other of `members` to the seed that is nearest or, at the price of excess,
/// has room; first those who have most to lose by their second choice. Of `members` none may be in a group.
/// O(members · seeds).
pub(super) fn fill(partition: &mut Partition, clusters: &[u32], seeds: &[u32], members: &[u32]) {
    for (&seed, &cluster) in seeds.iter().zip(clusters) {
        partition.put(seed, cluster);
    }
    let regret = |id: u32| {
        let nearest_two = seeds.iter().fold([f64::INFINITY; 2], |[first, second], &seed| {
            let way = partition.distance(id, seed);
            if way < first { [way, first] } else { [first, second.min(way)] }
        });
        nearest_two[0] - nearest_two[1]
    };
    let rest = members.iter().filter(|member| !seeds.contains(member));
    let mut rest: Vec<(f64, u32)> = rest.map(|&id| (regret(id), id)).collect();
    sort_by(&mut rest, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, id) in rest {
        let demand = partition.customers[id as usize].demand;
        let mut best = (f64::INFINITY, clusters[0]);
        for (&seed, &cluster) in seeds.iter().zip(clusters) {
            let load = partition.clusters[cluster as usize].load + demand;
            let above = excess(load, room(&partition.customers[seed as usize]));
            let value = partition.distance(id, seed) + partition.price() * above;
            if value < best.0 {
                best = (value, cluster);
            }
        }
        partition.put(id, best.1);
    }
    for &cluster in clusters {
        partition.settle(cluster);
    }
}
