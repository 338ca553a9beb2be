//! The search: annealing of the whole, then of regions taken apart, both cooler as the time runs out.

use super::anneal::{Cooling, anneal};
use super::cluster::{ROUNDING, distance, excess, room};
use super::nearest::Nearest;
use super::partition::Partition;
use super::problem::{Customer, MedianProblem};
use super::region::Trial;
use super::seeding::{draw_seeds, fill};

/// Neighbours of a customer, in mean sizes of a group, and their limits.
const NEAR_GROUPS: f64 = 2.5;
const NEAR: std::ops::RangeInclusive<usize> = 8..=40;
/// The work of a step of the annealing: moves times customers a group.
const WORK: f64 = 20_000.0;
/// Temperatures of the annealing in mean distances to the median.
const HOT: f64 = 1.0;
const COLD: f64 = 0.05;
/// The price of a unit of excess at first and at least, in mean distances for a mean demand; what it grows by in a step with
/// excess and falls by in one without; its limit.
const PRICE: f64 = 5.0;
const LEAST_PRICE: f64 = 1.0;
const PRICE_STEP: f64 = 1.02;
const HIGHEST_PRICE: f64 = 1e6;
/// Where no answer without excess is known by this share of the time, the price doubles so often in the rest of it, however few
/// steps that has.
const LATE: f64 = 0.5;
const DOUBLINGS: f64 = 20.0;
/// How the search is made with few groups and with many.
const FEW: (f64, Schedule) = (60.0, Schedule { whole: 0.2, leniency: 3.0 });
const MANY: (f64, Schedule) = (600.0, Schedule { whole: 0.7, leniency: 0.3 });

#[derive(Debug, Clone, Copy)]
struct Schedule {
    /// The share of the time that annealing of the whole takes.
    whole: f64,
    /// How much worse a region may become at first, in mean distances.
    leniency: f64,
}

impl Schedule {
    /// Between few and many by the logarithm of their number.
    fn of(groups: usize) -> Self {
        let ((few, at_few), (many, at_many)) = (FEW, MANY);
        let share = (libm::log(groups as f64 / few) / libm::log(many / few)).clamp(0.0, 1.0);
        let between = |few: f64, many: f64| few + (many - few) * share;
        Self { whole: between(at_few.whole, at_many.whole), leniency: between(at_few.leniency, at_many.leniency) }
    }
}

/// The best so far: the group of each customer.
#[derive(Debug, Clone)]
struct Best {
    owner: Vec<u32>,
    cost: f64,
    excess: f64,
}

/// A search for medians, made in steps: stop between any two, and [`Self::medians`] is the best so far.
///
/// The caller says with each step how much of its time or of its steps is gone, and the search grows colder by that. The same
/// problem, seed and steps give the same medians natively and in wasm.
///
/// ```
/// use hinterland::territory::median::{MedianProblem, MedianSearch};
/// let problem = MedianProblem::parse("4 2\n0 0 10 4\n0 1 10 4\n9 0 10 4\n9 1 10 4\n")?;
/// let mut search = MedianSearch::new(&problem, 1);
/// (0_u8..10).for_each(|step| search.step(f64::from(step) / 10.0));
/// assert_eq!(search.cost(), 2.0);
/// # Ok::<(), hinterland::territory::median::MedianFileError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MedianSearch {
    partition: Partition,
    near: Nearest,
    everyone: Vec<u32>,
    schedule: Schedule,
    /// The share of the time that was gone at the step before.
    gone: f64,
    active: Vec<bool>,
    /// Mean distance to the median, as far as it is known.
    scale: f64,
    /// What excesses may differ by and yet be the same.
    rounding: f64,
    rng: fastrand::Rng,
    best: Best,
}

impl MedianSearch {
    /// A first answer by seeds. O(n · medians).
    #[must_use]
    pub fn new(problem: &MedianProblem, seed: u64) -> Self {
        let customers = problem.customers();
        let (count, groups) = (customers.len(), problem.medians());
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut partition = Partition::new(customers.to_vec(), groups);
        let everyone: Vec<u32> = (0..).take(count).collect();
        let clusters: Vec<u32> = (0..).take(groups).collect();
        let mut seeds = Vec::new();
        draw_seeds(&partition, &everyone, &mut seeds, groups, &mut rng);
        fill(&mut partition, &clusters, &seeds, &everyone);
        let (cost, _) = partition.totals();
        let mut search = Self {
            near: Nearest::new(customers, near_count(count, groups)),
            schedule: Schedule::of(groups),
            gone: 0.0,
            active: vec![false; groups],
            scale: if cost > 0.0 { cost / count as f64 } else { 1.0 },
            best: Best { owner: partition.owner.clone(), cost: f64::INFINITY, excess: f64::INFINITY },
            rounding: ROUNDING * customers.iter().map(|customer| customer.capacity + customer.demand).sum::<f64>(),
            everyone,
            partition,
            rng,
        };
        search.partition.set_price(PRICE * search.price_unit());
        search.keep_best();
        search
    }

    /// Searches on for about a millisecond; `gone` is the share of the time that is gone, from 0 to 1.
    pub fn step(&mut self, gone: f64) {
        if self.is_settled() {
            return;
        }
        if gone < self.schedule.whole {
            self.anneal_all(gone / self.schedule.whole);
        } else {
            self.try_region((gone - self.schedule.whole) / (1.0 - self.schedule.whole));
        }
        self.keep_best();
        self.adjust_price(gone);
        self.gone = gone;
    }

    /// Whether there is nothing to search: one median, or every customer its own.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let groups = self.partition.clusters.len();
        groups == 1 || groups == self.everyone.len()
    }

    /// The median that serves each customer, both by their positions from 0. A median serves itself.
    /// O(Σ members²).
    #[must_use]
    pub fn medians(&self) -> Vec<u32> {
        let mut groups = vec![Vec::new(); self.partition.clusters.len()];
        for (&id, &owner) in self.everyone.iter().zip(&self.best.owner) {
            groups[owner as usize].push(id);
        }
        let medians: Vec<u32> = groups.iter().map(|members| best_median(&self.partition.customers, members)).collect();
        self.best.owner.iter().map(|&owner| medians[owner as usize]).collect()
    }

    /// Sum of the distances of the best so far.
    #[must_use]
    pub fn cost(&self) -> f64 {
        let medians = self.medians();
        (0..).zip(&medians).map(|(id, &median)| self.partition.distance(id, median)).sum()
    }

    /// Load above capacity, in sum over the medians, of the best so far; 0 when all is kept.
    #[must_use]
    pub fn excess(&self) -> f64 {
        let customers = &self.partition.customers;
        let mut loads = vec![0.0; customers.len()];
        for (customer, &median) in customers.iter().zip(&self.medians()) {
            loads[median as usize] += customer.demand;
        }
        customers.iter().zip(&loads).map(|(customer, &load)| excess(load, customer.capacity)).sum()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most WORK, and at least 1")]
    fn anneal_all(&mut self, gone: f64) {
        let temperature = self.scale * HOT * libm::pow(COLD / HOT, gone);
        let size = self.everyone.len() as f64 / self.partition.clusters.len() as f64;
        let moves = (WORK / (1.0 + size / NEAR_GROUPS)).max(1.0) as u32;
        let cooling = Cooling { from: temperature, to: temperature, moves, slack: self.scale };
        self.active.fill(true);
        anneal(&mut self.partition, &self.near, &self.everyone, &self.active, &cooling, &mut self.rng);
        self.active.fill(false);
    }

    fn try_region(&mut self, gone: f64) {
        let leniency = self.schedule.leniency * self.scale * (1.0 - gone).max(0.0);
        let (near, scale) = (&self.near, self.scale);
        Trial { near, active: &mut self.active, scale, leniency, rng: &mut self.rng }.run(&mut self.partition);
    }

    /// Excess comes first, then cost.
    fn keep_best(&mut self) {
        let (cost, excess) = self.partition.totals();
        let apart = excess - self.best.excess;
        if apart < -self.rounding || (apart <= self.rounding && cost < self.best.cost) {
            self.best.owner.copy_from_slice(&self.partition.owner);
            (self.best.cost, self.best.excess) = (cost, excess);
        }
        if excess <= 0.0 {
            let mean = cost / self.everyone.len() as f64;
            self.scale = if mean > 0.0 { mean } else { self.scale };
        }
    }

    /// Excess grows dearer until there is none, and cheaper while there is none and it may come back.
    fn adjust_price(&mut self, gone: f64) {
        let (_, excess) = self.partition.totals();
        let unit = self.price_unit();
        let price = self.partition.price();
        if excess > 0.0 && price < HIGHEST_PRICE * unit {
            let is_late = gone > LATE && self.best.excess > 0.0;
            let doublings = if is_late { DOUBLINGS * (gone - self.gone) / (1.0 - LATE) } else { 0.0 };
            self.partition.set_price(price * libm::exp2(doublings).max(PRICE_STEP));
        } else if excess <= 0.0 && gone < self.schedule.whole {
            self.partition.set_price((price / PRICE_STEP).max(LEAST_PRICE * unit));
        }
    }

    /// A mean distance for a mean demand.
    fn price_unit(&self) -> f64 {
        let demand: f64 = self.partition.clusters.iter().map(|cluster| cluster.load).sum();
        self.scale * self.everyone.len() as f64 / demand
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no more than NEAR allows")]
fn near_count(customers: usize, groups: usize) -> usize {
    ((NEAR_GROUPS * customers as f64 / groups as f64).min(1e3) as usize).clamp(*NEAR.start(), *NEAR.end())
}

/// The member with the least excess, among those the least cost. O(members²).
fn best_median(customers: &[Customer], members: &[u32]) -> u32 {
    let load: f64 = members.iter().map(|&id| customers[id as usize].demand).sum();
    let mut best = (f64::INFINITY, f64::INFINITY, 0);
    for &median in members {
        let customer = &customers[median as usize];
        let ways = members.iter().map(|&id| distance(customers[id as usize].at, customer.at));
        let claim = (excess(load, room(customer)), ways.sum::<f64>(), median);
        if claim < best {
            best = claim;
        }
    }
    best.2
}
