//! Where the centres go: Lloyd's iteration in which every assignment is a balanced power diagram.
//!
//! Each start cuts a turned Hilbert curve into runs of the weights wanted (Bartholdi, Platzman 1988) and takes their
//! centroids; prices balance the cells, centres move to the centroids (Cohen-Addad, Klein, Young, arXiv 1710.03358;
//! Brieden, Gritzmann, Klemm, arXiv 1703.02867). Starts run on groups of neighbouring units, which makes them cheap
//! enough to have many; the best goes on with more groups and ends on the units themselves.

use super::basic_units::{BasicUnits, narrow};
use super::power::{PointPermits, Points};
use super::prices::{FAR, Market};
use super::staffing::Permits;
use crate::geography::hilbert_order;
use serde::{Deserialize, Serialize};

/// Price steps before centres move on regardless.
const PRICE_STEPS: usize = 16;

/// In the first steps, cells that are far off are rescued.
const RESCUED: usize = 6;

/// After this many price steps a fair balance is enough to move the centres …
const PATIENCE: usize = 3;

/// … namely this one.
const FAIR: f64 = 0.1;

/// How far centres go while cells are far from balanced.
const CAUTIOUS: f64 = 0.5;

/// The widest and narrowest bands along borders, as shares of the squared distance of their centres.
const BANDS: [f64; 2] = [0.01, 0.3];

/// Units, or groups of units near each other, in an order in which neighbours are near.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Level {
    pub(super) points: Points,
    /// Where starts are made alone.
    #[serde(skip)]
    plane: Vec<[f64; 2]>,
    /// By unit, its group; of no use to a trial.
    #[serde(skip)]
    pub(super) group_of_unit: Vec<u32>,
    /// Σ w·|x|², which the dual leaves out.
    squares: f64,
    /// The narrowest band along borders.
    narrowest: f64,
}

impl Level {
    /// Groups runs of the units in `order` until each weighs `1 ÷ groups` of all, or holds as large a share of the
    /// units; units of different permits are never put together. O(units).
    pub(super) fn new(
        units: &BasicUnits,
        order: &[u32],
        groups: usize,
        territories: usize,
        permits: Option<&Permits>,
    ) -> Self {
        let (mut sums, mut group_of_unit) = (Vec::<Sum>::new(), vec![0; units.len()]);
        let total: f64 = order.iter().map(|&unit| units.weights[unit as usize]).sum();
        let is_fine = groups >= order.len();
        let (heaviest, most) = (total / groups as f64, order.len() as f64 / groups as f64 * 2.0);
        let mut open = Sum::default();
        let class = |position: usize| permits.zip(order.get(position)).map(|(own, &unit)| own.class(unit as usize));
        let mut classes = Vec::new();
        for (position, &unit) in order.iter().enumerate() {
            let unit = unit as usize;
            open.add(units.at[unit], units.plane[unit], units.weights[unit]);
            group_of_unit[unit] = narrow(sums.len());
            let is_full = is_fine || open.weight >= heaviest || open.count >= most;
            if is_full || position + 1 == order.len() || class(position) != class(position + 1) {
                classes.extend(class(position));
                sums.push(std::mem::take(&mut open));
            }
        }
        let points = Points::new(sums.iter().map(|sum| (sum.at(), sum.weight)));
        let points = match permits {
            Some(permits) => points.with_permits(PointPermits { class_of: classes, masks: permits.masks().to_vec() }),
            None => points,
        };
        let squares = order.iter().map(|&unit| {
            let [x, y, z] = units.at[unit as usize];
            units.weights[unit as usize] * (x * x + y * y + z * z)
        });
        let lumps: f64 = points.weights.iter().map(|weight| weight * weight).sum();
        let narrowest = (lumps * territories as f64 / (total * total)).clamp(BANDS[0], BANDS[1]);
        Self { narrowest, points, plane: sums.iter().map(Sum::plane).collect(), group_of_unit, squares: squares.sum() }
    }

    /// Centres that are those of runs along a Hilbert curve turned by `angle`; run after run has the weight
    /// wanted of the territories in `sequence`. O(groups · log groups).
    pub(super) fn start(&self, targets: &[f64], sequence: &[u32], angle: f64) -> Vec<[f64; 3]> {
        let mut sums = vec![Sum::default(); targets.len()];
        let mut run = 0;
        let (mut passed, mut end) = (0.0, sequence.first().map_or(0.0, |&k| targets[k as usize]));
        for group in hilbert_order(&self.plane, angle) {
            let group = group as usize;
            let weight = self.points.weights[group];
            while passed + weight / 2.0 > end && run + 1 < sequence.len() {
                run += 1;
                end += targets[sequence[run] as usize];
            }
            passed += weight;
            sums[sequence[run] as usize].add(self.points.at(group), self.plane[group], weight);
        }
        // A run that a heavy group jumped over starts from its neighbour on the curve.
        let mut last = sums.iter().find(|sum| sum.count > 0.0).cloned().unwrap_or_default();
        for &k in sequence {
            if sums[k as usize].count > 0.0 {
                last = sums[k as usize].clone();
            } else {
                sums[k as usize] = last.clone();
            }
        }
        sums.iter().map(Sum::at).collect()
    }

    /// One Lloyd iteration: prices until the imbalance is `precision`, then centres to centroids, `beyond` times the
    /// way. Returns the price steps made, and how compact the cells were before the centres moved.
    pub(super) fn relax(&self, market: &mut Market, targets: &[f64], precision: f64, beyond: f64) -> (usize, f64) {
        let steps = self.balance(market, targets, precision, PATIENCE);
        let spread = self.spread(market, targets);
        market.recenter(if market.imbalance(targets) > FAR { CAUTIOUS } else { beyond });
        (steps, spread)
    }

    /// Prices until the imbalance is `precision`; after `patience` steps a fair one is enough. Returns the steps made.
    pub(super) fn balance(&self, market: &mut Market, targets: &[f64], precision: f64, patience: usize) -> usize {
        let mut band = BANDS[1];
        market.settle(&self.points, band);
        for step in 0..PRICE_STEPS {
            let imbalance = market.imbalance(targets);
            if band <= self.narrowest && (imbalance <= precision || (step >= patience && imbalance <= FAIR)) {
                return step + 1;
            }
            band = band.min(imbalance).max(self.narrowest);
            market.step(&self.points, targets, band);
            if step < RESCUED && market.imbalance(targets) > FAR {
                market.rescue(&self.points, targets, band);
            }
        }
        PRICE_STEPS
    }

    /// How compact the cells are, lower is better: the dual, which is Σ w·d² about the centres for balanced cells. Cells
    /// far from balanced look better than they will be, so they count as what they cost now, raised by the imbalance.
    fn spread(&self, market: &Market, targets: &[f64]) -> f64 {
        let dual = market.dual(targets);
        let imbalance = market.imbalance(targets);
        if imbalance <= FAIR {
            return self.squares + dual;
        }
        (self.squares + dual.max(dual + market.excess(targets))) * (1.0 + imbalance)
    }
}

#[derive(Debug, Clone, Default)]
struct Sum {
    weight: f64,
    moment: [f64; 3],
    count: f64,
    places: [f64; 3],
    flat: [f64; 2],
}

impl Sum {
    fn add(&mut self, at: [f64; 3], plane: [f64; 2], weight: f64) {
        self.weight += weight;
        self.count += 1.0;
        self.moment.iter_mut().zip(at).for_each(|(sum, x)| *sum += weight * x);
        self.places.iter_mut().zip(at).for_each(|(sum, x)| *sum += x);
        self.flat[0] += plane[0];
        self.flat[1] += plane[1];
    }

    fn at(&self) -> [f64; 3] {
        if self.weight > 0.0 {
            self.moment.map(|moment| moment / self.weight)
        } else {
            self.places.map(|sum| sum / self.count.max(1.0))
        }
    }

    fn plane(&self) -> [f64; 2] {
        self.flat.map(|sum| sum / self.count.max(1.0))
    }
}
