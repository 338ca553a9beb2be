//! Power diagrams of weighted points: which centre, at its price, each point is cheapest to serve from.
//!
//! The cost of point x at centre c with price φ is |x − c|² − φ. Without the |x|² that all centres share it is linear
//! in x, so a block of points that one centre wins outright is settled by its weight and moment alone.

use crate::extremes::larger;
use crate::geography::chord_squared;
use serde::{Deserialize, Serialize};

/// How much points away from a border count towards its link, so that no two neighbours are without one.
const FAR_LINK: f64 = 0.05;

/// The least width of a border's band, in square kilometres: centres may coincide.
const NARROWEST: f64 = 1e-9;

/// Points a block.
pub(super) const BLOCK: usize = 32;
/// Blocks that make one of the level above: most centres are ruled out for many points at once.
const FAN: usize = 4;
/// Levels above the blocks themselves.
const LEVELS: usize = 3;
/// No more centres than this are not worth ruling out.
const FEW: usize = 6;

/// Weighted points in 3-D, stored in an order in which neighbours are near, with a box around each block.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Points {
    pub(super) axes: [Vec<f64>; 3],
    pub(super) weights: Vec<f64>,
    /// By level, its blocks.
    blocks: [Vec<Block>; LEVELS + 1],
    /// Which centres each point may have; `None` when all may have all.
    permits: Option<PointPermits>,
}

/// Which centres may have which points.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PointPermits {
    /// By point, its class.
    pub(super) class_of: Vec<u32>,
    /// By class, whether each centre may have it; each class some.
    pub(super) masks: Vec<Vec<bool>>,
}

impl PointPermits {
    fn allows(&self, point: usize, center: usize) -> bool {
        self.masks[self.class_of[point] as usize][center]
    }

    fn is_free(&self, points: std::ops::Range<usize>) -> bool {
        let mut classes = self.class_of[points].iter();
        classes.all(|&class| self.masks[class as usize].iter().all(|&may| may))
    }
}

/// By level, the points of a block.
const SIZES: [usize; LEVELS + 1] = [BLOCK, BLOCK * FAN, BLOCK * FAN * FAN, BLOCK * FAN * FAN * FAN];

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Block {
    middle: [f64; 3],
    half: [f64; 3],
    weight: f64,
    moment: [f64; 3],
}

/// The centres and their prices.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Centers {
    pub(super) at: Vec<[f64; 3]>,
    pub(super) prices: Vec<f64>,
}

/// The cells of a power diagram, and how much weight lies near each border.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    /// By point, its centre.
    pub(super) owners: Vec<u32>,
    /// Σ weight · least cost, less Σ w·|x|².
    pub(super) least: f64,
    /// By centre, the weight of its points.
    pub(super) weights: Vec<f64>,
    /// By centre, Σ w·x of its points.
    pub(super) moments: Vec<[f64; 3]>,
    /// By centre, its neighbours and the weight that a change of price by one would shift between them.
    pub(super) links: Vec<Vec<(u32, f64)>>,
}

impl Points {
    /// Takes points in their order. O(n).
    pub(super) fn new(points: impl Iterator<Item = ([f64; 3], f64)>) -> Self {
        let mut this = Self::default();
        for (point, weight) in points {
            this.axes.iter_mut().zip(point).for_each(|(axis, coordinate)| axis.push(coordinate));
            this.weights.push(weight);
        }
        let blocks = |size: usize| (0..this.len()).step_by(size).map(|start| this.block(start, size)).collect();
        this.blocks = SIZES.map(blocks);
        this
    }

    /// The same points, which not all centres may have.
    pub(super) fn with_permits(self, permits: PointPermits) -> Self {
        Self { permits: Some(permits), ..self }
    }

    /// Whether a centre may have a point.
    pub(super) fn allows(&self, point: usize, center: usize) -> bool {
        self.permits.as_ref().is_none_or(|permits| permits.allows(point, center))
    }

    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    pub(super) fn at(&self, point: usize) -> [f64; 3] {
        [self.axes[0][point], self.axes[1][point], self.axes[2][point]]
    }

    fn block(&self, start: usize, size: usize) -> Block {
        let end = (start + size).min(self.len());
        let weights = &self.weights[start..end];
        let mut block = Block { middle: [0.0; 3], half: [0.0; 3], weight: weights.iter().sum(), moment: [0.0; 3] };
        for axis in 0..3 {
            let values = &self.axes[axis][start..end];
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            block.middle[axis] = f64::midpoint(low, high);
            block.half[axis] = (high - low) / 2.0;
            block.moment[axis] = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        }
        block
    }
}

/// The cost of a point at one centre as a linear function of the point.
#[derive(Debug, Clone, Copy)]
struct Linear {
    slope: [f64; 3],
    offset: f64,
}

impl Linear {
    #[inline]
    fn at(&self, point: [f64; 3]) -> f64 {
        self.offset + dot(self.slope, point)
    }
}

#[inline]
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Room for the evaluation of diagrams, reused from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Diagram {
    costs: Vec<Linear>,
    middle_costs: Vec<f64>,
    /// By level, the centres that may win in its present block, those of all blocks above; ascending.
    near: [Vec<u32>; LEVELS + 1],
    /// Those that may win in the present block beside its winner.
    rivals: Vec<u32>,
}

impl Diagram {
    /// Finds the cells. `band` is the share of the squared distance between two centres within which a point counts
    /// as near their border. O(n · rivals + n ÷ 2,048 · centres): a centre is a rival in a block only when the
    /// block's box does not rule it out against the winner of the box's middle, nor a box around more points.
    pub(super) fn evaluate(&mut self, points: &Points, centers: &Centers, band: f64, cells: &mut Cells) {
        self.costs.clear();
        self.costs.extend(
            centers.at.iter().zip(&centers.prices).map(|(&at, price)| Linear {
                slope: at.map(|coordinate| -2.0 * coordinate),
                offset: dot(at, at) - price,
            }),
        );
        cells.reset(points.len(), centers.at.len());
        self.near[LEVELS].clear();
        self.near[LEVELS].extend((0..).take(centers.at.len()));
        for (index, block) in points.blocks[0].iter().enumerate() {
            let start = index * BLOCK;
            for level in (1..=LEVELS).rev().filter(|&level| start.is_multiple_of(SIZES[level])) {
                self.look_around(level, &points.blocks[level][start / SIZES[level]], band);
            }
            if let Some(permits) = &points.permits
                && !permits.is_free(start..(start + BLOCK).min(points.len()))
            {
                self.divide_permitted(points, start, (centers, permits), band, cells);
                continue;
            }
            let winner = self.look_at(block, band);
            if self.rivals.is_empty() {
                let end = (start + BLOCK).min(points.len());
                cells.owners[start..end].fill(winner);
                cells.add(winner, block.weight, block.moment);
                let cost = self.costs[winner as usize];
                cells.least += cost.offset * block.weight + dot(cost.slope, block.moment);
            } else {
                self.divide(points, start, winner, centers, band, cells);
            }
        }
    }

    /// Finds the centres that may be the winner or a rival in a block within this one: where their costs differ from those of
    /// the winner at its middle by no more than what both, and whoever wins elsewhere in it, may change by on the way from the
    /// middle, and by the band.
    fn look_around(&mut self, level: usize, block: &Block, band: f64) {
        let (below, own) = self.near.split_at_mut(level);
        let (into, among) = (&mut below[level - 1], &own[0]);
        into.clear();
        if among.len() <= FEW {
            into.extend(among);
            return;
        }
        let (winner, least) = cheapest(&self.costs, among, block, &mut self.middle_costs);
        let best = self.costs[winner as usize].slope;
        let apart = |center: u32| {
            let slope = self.costs[center as usize].slope;
            [0, 1, 2].map(|axis| (slope[axis] - best[axis]).abs())
        };
        let mut far = [0.0; 3];
        for (&center, middle) in among.iter().zip(&self.middle_costs) {
            let apart = apart(center);
            if middle - least <= dot(apart, block.half) {
                far = [0, 1, 2].map(|axis| larger(far[axis], apart[axis]));
            }
        }
        for (&center, middle) in among.iter().zip(&self.middle_costs) {
            let apart = apart(center);
            let apart = [0, 1, 2].map(|axis| apart[axis] + far[axis]);
            if middle - least <= dot(apart, block.half) + 0.25 * band * dot(apart, apart) {
                into.push(center);
            }
        }
        if into.is_empty() {
            into.push(winner);
        }
    }

    /// The winner at the middle of a block, and as rivals all others that may win somewhere in it: where their costs differ by no
    /// more than what they may change by on the way from the middle, and by the band.
    fn look_at(&mut self, block: &Block, band: f64) -> u32 {
        let among = &self.near[0];
        let (winner, least) = cheapest(&self.costs, among, block, &mut self.middle_costs);
        self.rivals.clear();
        let Some(best) = self.costs.get(winner as usize) else { return winner };
        for (&center, middle) in among.iter().zip(&self.middle_costs) {
            let slope = self.costs[center as usize].slope;
            let apart = [0, 1, 2].map(|axis| (slope[axis] - best.slope[axis]).abs());
            let reach = dot(apart, block.half) + 0.25 * band * dot(apart, apart);
            if middle - least <= reach && center != winner {
                self.rivals.push(center);
            }
        }
        winner
    }

    fn divide(&self, points: &Points, start: usize, winner: u32, centers: &Centers, band: f64, cells: &mut Cells) {
        let end = (start + BLOCK).min(points.len());
        let [xs, ys, zs] = [0, 1, 2].map(|axis| &points.axes[axis][start..end]);
        let mut best = [f64::INFINITY; BLOCK];
        let mut second = [f64::INFINITY; BLOCK];
        let mut owner = [winner; BLOCK];
        let mut next = [winner; BLOCK];
        for &center in std::iter::once(&winner).chain(&self.rivals) {
            let Linear { slope, offset } = self.costs[center as usize];
            for (i, ((x, y), z)) in xs.iter().zip(ys).zip(zs).enumerate() {
                let cost = offset + slope[0] * x + slope[1] * y + slope[2] * z;
                let wins = cost < best[i];
                let places = cost < second[i];
                next[i] = if wins {
                    owner[i]
                } else if places {
                    center
                } else {
                    next[i]
                };
                second[i] = if wins {
                    best[i]
                } else if places {
                    cost
                } else {
                    second[i]
                };
                owner[i] = if wins { center } else { owner[i] };
                best[i] = if wins { cost } else { best[i] };
            }
        }
        for i in 0..end - start {
            cells.take(points, start + i, centers, band, [(owner[i], best[i]), (next[i], second[i])]);
        }
    }

    /// The same where not all centres may have all points: each point is looked at by itself. O(points · centres).
    fn divide_permitted(
        &self,
        points: &Points,
        start: usize,
        (centers, permits): (&Centers, &PointPermits),
        band: f64,
        cells: &mut Cells,
    ) {
        for point in start..(start + BLOCK).min(points.len()) {
            let at = points.at(point);
            let mask = &permits.masks[permits.class_of[point] as usize];
            let first = (0..).zip(mask).find(|(_, may)| **may).map_or(0, |(center, _)| center);
            let mut ranked = [(first, f64::INFINITY); 2];
            for (center, (cost, _)) in (0..).zip(self.costs.iter().zip(mask)).filter(|(_, (_, may))| **may) {
                let cost = cost.at(at);
                if cost < ranked[0].1 {
                    ranked = [(center, cost), ranked[0]];
                } else if cost < ranked[1].1 {
                    ranked[1] = (center, cost);
                }
            }
            if ranked[1].1 == f64::INFINITY {
                ranked[1].0 = ranked[0].0;
            }
            cells.take(points, point, centers, band, ranked);
        }
    }
}

/// The winner at the middle of a block among some centres, of equal ones the first, and its cost; fills `middle_costs` with those
/// of all of them.
fn cheapest(costs: &[Linear], among: &[u32], block: &Block, middle_costs: &mut Vec<f64>) -> (u32, f64) {
    middle_costs.clear();
    middle_costs.extend(among.iter().map(|&center| costs[center as usize].at(block.middle)));
    let (mut winner, mut least) = (among.first().copied().unwrap_or(0), f64::INFINITY);
    for (&center, &cost) in among.iter().zip(&*middle_costs) {
        if cost < least {
            (winner, least) = (center, cost);
        }
    }
    (winner, least)
}

impl Cells {
    fn reset(&mut self, points: usize, centers: usize) {
        self.least = 0.0;
        self.owners.resize(points, 0);
        self.weights.clear();
        self.weights.resize(centers, 0.0);
        self.moments.clear();
        self.moments.resize(centers, [0.0; 3]);
        self.links.resize(centers, Vec::new());
        self.links.iter_mut().for_each(Vec::clear);
    }

    /// Gives a point to the centre where it costs least, near the border to the next in part to that; `ranked` are both with
    /// their costs, the same twice where there is no other.
    fn take(&mut self, points: &Points, point: usize, centers: &Centers, band: f64, ranked: [(u32, f64); 2]) {
        let [(owner, best), (next, second)] = ranked;
        let weight = points.weights[point];
        let moment = points.at(point).map(|coordinate| weight * coordinate);
        self.owners[point] = owner;
        self.least += weight * best;
        if owner == next {
            self.add(owner, weight, moment);
            return;
        }
        let (a, b) = (centers.at[owner as usize], centers.at[next as usize]);
        let width = band * chord_squared(a, b) + NARROWEST;
        let gap = second - best;
        let reach = width + gap;
        let mut link = FAR_LINK * weight * width / (reach * reach);
        if gap < width {
            let part = 0.5 - 0.5 * gap / width;
            self.add(owner, weight * (1.0 - part), moment.map(|moment| moment * (1.0 - part)));
            self.add(next, weight * part, moment.map(|moment| moment * part));
            link += 0.5 * weight / width;
        } else {
            self.add(owner, weight, moment);
        }
        self.link(owner, next, link);
    }

    #[inline]
    fn add(&mut self, center: u32, weight: f64, moment: [f64; 3]) {
        self.weights[center as usize] += weight;
        self.moments[center as usize].iter_mut().zip(moment).for_each(|(sum, part)| *sum += part);
    }

    fn link(&mut self, a: u32, b: u32, weight: f64) {
        for (from, to) in [(a, b), (b, a)] {
            let links = &mut self.links[from as usize];
            match links.iter_mut().find(|(other, _)| *other == to) {
                Some((_, sum)) => *sum += weight,
                None => links.push((to, weight)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(raw: &[(f64, f64)]) -> Points {
        Points::new(raw.iter().map(|&(x, y)| ([x, y, 0.0], 1.0)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_point_goes_where_it_is_cheapest(
            raw in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64), 1..200),
            centers in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64, -900.0..900.0_f64), 1..12),
        ) {
            let mut raw: Vec<(f64, f64)> = raw;
            raw.sort_by(|a, b| a.0.total_cmp(&b.0));
            let points = points(&raw);
            let centers = Centers {
                at: centers.iter().map(|&(x, y, _)| [x, y, 0.0]).collect(),
                prices: centers.iter().map(|&(_, _, price)| price).collect(),
            };
            let mut cells = Cells::default();
            Diagram::default().evaluate(&points, &centers, 0.1, &mut cells);
            for (point, &owner) in cells.owners.iter().enumerate() {
                let cost = |k: usize| chord_squared(points.at(point), centers.at[k]) - centers.prices[k];
                let least = (0..centers.at.len()).map(cost).fold(f64::INFINITY, f64::min);
                prop_assert!(cost(owner as usize) <= least + 1e-6);
            }
            let total: f64 = cells.weights.iter().sum();
            prop_assert!((total - raw.len() as f64).abs() < 1e-6);
        }
    }

    #[test]
    fn what_a_block_rules_out_wins_nowhere_in_it() {
        let mut rng = fastrand::Rng::with_seed(7);
        let mut raw: Vec<(f64, f64)> = (0..9_000).map(|_| (100.0 * rng.f64(), 100.0 * rng.f64())).collect();
        // Neighbours near: strips of the width of some blocks.
        raw.sort_by(|a, b| (a.0 / 6.0).floor().total_cmp(&(b.0 / 6.0).floor()).then(a.1.total_cmp(&b.1)));
        let points = points(&raw);
        let mut centers = Centers::default();
        for _ in 0..300 {
            centers.at.push([100.0 * rng.f64(), 100.0 * rng.f64(), 0.0]);
            centers.prices.push(60.0 * rng.f64());
        }
        let mut cells = Cells::default();
        Diagram::default().evaluate(&points, &centers, 0.1, &mut cells);
        for (point, &owner) in cells.owners.iter().enumerate() {
            let cost = |k: usize| chord_squared(points.at(point), centers.at[k]) - centers.prices[k];
            let least = (0..centers.at.len()).map(cost).fold(f64::INFINITY, f64::min);
            assert!(cost(owner as usize) <= least + 1e-6, "point {point}");
        }
    }
}
