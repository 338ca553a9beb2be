//! Some groups taken apart and put together again: what annealing of single customers does not find.
//!
//! Neighbouring groups are solved anew as a problem of their own, as matheuristics for this problem do with a solver
//! (Stefanello, de Araújo, Müller, "Matheuristics for the capacitated p-median problem", 2015); here with new seeds and a
//! short annealing, which takes a fraction of a millisecond.

use super::anneal::{Cooling, anneal};
use super::cluster::distance;
use super::nearest::Nearest;
use super::partition::Partition;
use super::seeding::{draw_seeds, fill};

/// Groups of a region.
const FEWEST: usize = 3;
const MOST: usize = 8;
/// Chances of how a region is begun again; in the rest it is only warmed up.
const TRANSFER: f64 = 0.2;
const ONE_SEED: f64 = 0.4;
const ALL_SEEDS: f64 = 0.16;
/// A median moves from one place to another only where there are groups beside.
const FEWEST_FOR_TRANSFER: usize = 2 * FEWEST;
/// Temperatures in mean distances to the median: after new seeds, when only warmed up, at the end.
const RESEEDED: f64 = 0.3;
const WARMED: f64 = 0.6;
const COLD: f64 = 0.03;
/// Moves a customer of the region; as many again without any heat at the end.
const MOVES: usize = 40;
const LAST_MOVES: usize = 10;
/// At most so many moves times customers a group, so that a trial of large groups ends soon.
const WORK: usize = 400_000;

/// Groups, their customers, and where those were before.
#[derive(Debug, Clone)]
struct Region {
    clusters: Vec<u32>,
    members: Vec<u32>,
    before: Vec<u32>,
    value: f64,
    excess: f64,
}

impl Region {
    fn new(partition: &Partition, clusters: Vec<u32>) -> Self {
        let members: Vec<u32> =
            clusters.iter().flat_map(|&cluster| &partition.clusters[cluster as usize].ids).copied().collect();
        let before = members.iter().map(|&id| partition.owner[id as usize]).collect();
        let (value, excess) = sums(partition, &clusters);
        Self { clusters, members, before, value, excess }
    }

    fn restore(&self, partition: &mut Partition) {
        self.members.iter().for_each(|&member| partition.take(member));
        for (&member, &cluster) in self.members.iter().zip(&self.before) {
            partition.put(member, cluster);
        }
        self.clusters.iter().for_each(|&cluster| partition.settle(cluster));
    }
}

fn sums(partition: &Partition, clusters: &[u32]) -> (f64, f64) {
    let seats = clusters.iter().map(|&cluster| &partition.clusters[cluster as usize].seat);
    seats.fold((0.0, 0.0), |(value, excess), seat| (value + seat.value, excess + seat.excess))
}

/// What a trial needs beside the partition.
pub(super) struct Trial<'a> {
    pub(super) near: &'a Nearest,
    /// All false before and after; one for each group.
    pub(super) active: &'a mut [bool],
    /// Mean distance to the median.
    pub(super) scale: f64,
    /// How much worse a region may become, in the mean.
    pub(super) leniency: f64,
    pub(super) rng: &'a mut fastrand::Rng,
}

impl Trial<'_> {
    /// Takes a region apart and keeps what comes out if it is better, or not much worse, and has no more excess.
    /// O(groups + customers of the region · their group's size).
    pub(super) fn run(&mut self, partition: &mut Partition) {
        let most = partition.clusters.len().min(MOST);
        let size = self.rng.usize(FEWEST.min(most)..=most);
        let kind = self.rng.f64();
        let (region, from) = if kind < TRANSFER && partition.clusters.len() >= FEWEST_FOR_TRANSFER {
            (self.transfer(partition, size.div_ceil(2)), RESEEDED)
        } else {
            let region = Region::new(partition, self.around_any(partition, size, &[]));
            let reseeded = kind < TRANSFER + ONE_SEED + ALL_SEEDS;
            if reseeded {
                let mut seeds = medians(partition, &region.clusters);
                if kind < TRANSFER + ONE_SEED {
                    seeds.swap_remove(self.rng.usize(..seeds.len()));
                } else {
                    seeds.clear();
                }
                self.rebuild(partition, &region, seeds, &region.members);
            }
            (region, if reseeded { RESEEDED } else { WARMED })
        };
        for &cluster in &region.clusters {
            self.active[cluster as usize] = true;
        }
        self.cool(partition, &region, from * self.scale, COLD * self.scale, MOVES);
        self.cool(partition, &region, 0.0, 0.0, LAST_MOVES);
        for &cluster in &region.clusters {
            self.active[cluster as usize] = false;
        }
        let (value, excess) = sums(partition, &region.clusters);
        let limit = -self.leniency * libm::log(1.0 - self.rng.f64());
        if value - region.value > limit || excess > region.excess {
            region.restore(partition);
        }
    }

    fn cool(&mut self, partition: &mut Partition, region: &Region, from: f64, to: f64, moves: usize) {
        let members = region.members.len();
        let most = WORK / members.div_ceil(region.clusters.len().max(1)).max(1);
        let moves = u32::try_from((moves * members).min(most)).unwrap_or(u32::MAX);
        let cooling = Cooling { from, to, moves, slack: self.scale };
        anneal(partition, self.near, &region.members, self.active, &cooling, self.rng);
    }

    /// A median fewer around one place, one more around another.
    fn transfer(&mut self, partition: &mut Partition, size: usize) -> Region {
        let mut clusters = self.around_any(partition, size, &[]);
        let given_up = self.rng.usize(..clusters.len());
        let there = self.around_any(partition, size, &clusters);
        let first = clusters.len();
        clusters.extend(there);
        let region = Region::new(partition, clusters);
        let mut seeds = medians(partition, &region.clusters);
        seeds.swap_remove(given_up);
        let gains = |cluster: &u32| region.clusters[first..].contains(cluster);
        let candidates: Vec<u32> =
            region.members.iter().copied().filter(|&member| gains(&partition.owner[member as usize])).collect();
        self.rebuild(partition, &region, seeds, &candidates);
        region
    }

    /// Seeds out of `candidates` until every group has one, and all customers to them. A region whose candidates are
    /// seeds already stays as it is.
    fn rebuild(&mut self, partition: &mut Partition, region: &Region, mut seeds: Vec<u32>, candidates: &[u32]) {
        draw_seeds(partition, candidates, &mut seeds, region.clusters.len(), self.rng);
        if seeds.len() == region.clusters.len() {
            region.members.iter().for_each(|&member| partition.take(member));
            fill(partition, &region.clusters, &seeds, &region.members);
        }
    }

    /// The groups whose medians are nearest to a customer drawn, but those of `taken`. O(groups).
    fn around_any(&mut self, partition: &Partition, size: usize, taken: &[u32]) -> Vec<u32> {
        let centre = partition.customers[self.rng.usize(..partition.customers.len())].at;
        let clusters = (0_u32..).zip(&partition.clusters).filter(|(cluster, _)| !taken.contains(cluster));
        let mut ways: Vec<(f64, u32)> =
            clusters.map(|(cluster, group)| (distance(group.seat.at, centre), cluster)).collect();
        if size < ways.len() {
            ways.select_nth_unstable_by(size - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            ways.truncate(size);
        }
        ways.into_iter().map(|(_, cluster)| cluster).collect()
    }
}

fn medians(partition: &Partition, clusters: &[u32]) -> Vec<u32> {
    let seated = clusters.iter().map(|&cluster| &partition.clusters[cluster as usize]);
    seated.map(|cluster| cluster.ids[cluster.seat.position]).collect()
}
