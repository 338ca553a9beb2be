//! Prices at which a power diagram's cells have the weights wanted: the dual of a transport problem.
//!
//! For fixed centres, `Σ_i w_i · min_k (|x_i − c_k|² − φ_k) + Σ_k μ_k · φ_k` is concave in the prices φ, and its gradient is
//! what each cell lacks, `μ_k − w_k` (Aurenhammer, Hoffmann, Aronov, "Minkowski-type theorems and least-squares
//! clustering", 1998). Its second derivative is a graph Laplacian: the weight along each border. Damped Newton steps
//! converge in a few evaluations (Kitagawa, Mérigot, Thibert, arXiv 1603.05579); as our weight sits in points, it is
//! smoothed over a band along the border, whose width follows the imbalance.

use super::power::{Cells, Centers, Diagram, Points};
use crate::extremes::smaller;
use crate::geography::chord_squared;
use crate::sorting::sort_by;

/// A cell off by this share of its weight is far off.
pub(super) const FAR: f64 = 0.5;

/// Cells rescued at a time.
const RESCUES: usize = 8;

/// Evaluations of the diagram in one line search.
const SEARCH: usize = 8;

/// Centres with prices, and the cells that they have.
#[derive(Debug, Clone, Default)]
pub(super) struct Market {
    pub(super) centers: Centers,
    pub(super) cells: Cells,
    diagram: Diagram,
    trial: Cells,
    direction: Vec<f64>,
    lack: Vec<f64>,
    /// By centre, whether it stays where it is; empty when none does.
    is_frozen: Vec<bool>,
}

impl Market {
    /// A market at these centres, some of which stay where they are.
    pub(super) fn on(centers: Centers, is_frozen: Vec<bool>) -> Self {
        Self { centers, is_frozen, ..Self::default() }
    }

    /// Worst |w − μ| ÷ μ of the present cells.
    pub(super) fn imbalance(&self, targets: &[f64]) -> f64 {
        let deviations =
            self.cells.weights.iter().zip(targets).map(|(weight, target)| (weight - target).abs() / target);
        deviations.fold(0.0, f64::max)
    }

    /// The transport dual, less Σ w·|x|²: for balanced cells the compactness of the territories about their centres.
    pub(super) fn dual(&self, targets: &[f64]) -> f64 {
        self.cells.least + self.centers.prices.iter().zip(targets).map(|(price, target)| price * target).sum::<f64>()
    }

    /// What the dual has in excess of the cost of the present cells, Σ (w − μ)·φ.
    pub(super) fn excess(&self, targets: &[f64]) -> f64 {
        let lacks = self.cells.weights.iter().zip(targets).map(|(weight, target)| weight - target);
        lacks.zip(&self.centers.prices).map(|(lack, price)| lack * price).sum()
    }

    /// Finds the cells at the present prices.
    pub(super) fn settle(&mut self, points: &Points, band: f64) {
        self.diagram.evaluate(points, &self.centers, band, &mut self.cells);
    }

    /// One Newton step with a line search, from settled cells to settled cells.
    pub(super) fn step(&mut self, points: &Points, targets: &[f64], band: f64) {
        self.lack.clear();
        self.lack.extend(targets.iter().zip(&self.cells.weights).map(|(target, weight)| target - weight));
        self.solve(targets);
        let rise: f64 = self.direction.iter().zip(&self.lack).map(|(d, g)| d * g).sum();
        let start = self.centers.prices.clone();
        let mut step = 1.0;
        for _ in 0..SEARCH {
            for ((price, from), direction) in self.centers.prices.iter_mut().zip(&start).zip(&self.direction) {
                *price = from + step * direction;
            }
            self.diagram.evaluate(points, &self.centers, band, &mut self.trial);
            let lacks = targets.iter().zip(&self.trial.weights).map(|(target, weight)| target - weight);
            let slope: f64 = lacks.zip(&self.direction).map(|(g, d)| g * d).sum();
            if slope >= -0.5 * rise {
                break;
            }
            // Overshot: go back to where the slope along the way is about zero.
            step *= (rise / (rise - slope)).clamp(0.1, 0.7);
        }
        std::mem::swap(&mut self.cells, &mut self.trial);
    }

    /// Sets the price of each cell that is far off to the value that gives it its weight, all other prices fixed, worst
    /// cells first: an ascent by coordinates, which no bad scale misleads. One evaluation, and
    /// O(cells that are far off · n · log n).
    pub(super) fn rescue(&mut self, points: &Points, targets: &[f64], band: f64) {
        let off = |k: usize| (self.cells.weights[k] / targets[k] - 1.0).abs();
        let mut far: Vec<(f64, usize)> =
            (0..targets.len()).map(|k| (off(k), k)).filter(|&(off, _)| off > FAR).collect();
        sort_by(&mut far, &|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        far.truncate(RESCUES);
        if far.is_empty() {
            return self.settle(points, band);
        }
        let least = self.least_without(points, &far, band);
        let mut bids: Vec<(f64, f64)> = Vec::with_capacity(points.len());
        for &(_, k) in &far {
            bids.clear();
            let open = (0..points.len()).filter(|&point| points.allows(point, k));
            bids.extend(open.map(|point| (self.bid(points, point, k, (least[point], &far)), points.weights[point])));
            sort_by(&mut bids, &|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut won = 0.0;
            let last = bids.iter().position(|&(_, weight)| {
                won += weight;
                won >= targets[k]
            });
            let last = last.unwrap_or(bids.len().saturating_sub(1));
            // What no other may have is k's at any price; the price says what it has besides.
            let own = bids.partition_point(|&(bid, _)| bid == f64::NEG_INFINITY);
            let (last, next) = (last.max(own), (last + 1).max(own));
            if let Some(&(next, _)) = bids.get(next).or(bids.last()).filter(|(bid, _)| bid.is_finite()) {
                self.centers.prices[k] = bids.get(last).map_or(next, |&(bid, _)| f64::midpoint(bid, next));
            }
        }
        self.settle(points, band);
    }

    /// By point, the least cost at a centre that is not one of these.
    fn least_without(&mut self, points: &Points, far: &[(f64, usize)], band: f64) -> Vec<f64> {
        let mut rest = self.centers.clone();
        for &(_, k) in far {
            rest.prices[k] = f64::NEG_INFINITY;
        }
        self.diagram.evaluate(points, &rest, band, &mut self.trial);
        let least = |(point, &owner): (usize, &u32)| {
            let owner = owner as usize;
            if !points.allows(point, owner) {
                return f64::INFINITY;
            }
            chord_squared(points.at(point), rest.at[owner]) - rest.prices[owner]
        };
        self.trial.owners.iter().enumerate().map(least).collect()
    }

    /// The price above which centre k wins the point, where the least cost at other centres than those that are far off
    /// is known.
    fn bid(&self, points: &Points, point: usize, k: usize, (least, far): (f64, &[(f64, usize)])) -> f64 {
        let at = points.at(point);
        let Centers { at: centers, prices } = &self.centers;
        let others = far.iter().map(|&(_, l)| l).filter(|&l| l != k && points.allows(point, l));
        let least = others.map(|l| chord_squared(at, centers[l]) - prices[l]).fold(least, smaller);
        chord_squared(at, centers[k]) - least
    }

    /// Moves every centre to the centroid of its cell, `beyond` times the way. Returns the greatest move, squared.
    pub(super) fn recenter(&mut self, beyond: f64) {
        for (k, center) in self.centers.at.iter_mut().enumerate() {
            let weight = self.cells.weights[k];
            if weight > 0.0 && !self.is_frozen.get(k).copied().unwrap_or(false) {
                let centroid = self.cells.moments[k].map(|moment| moment / weight);
                let before = chord_squared(*center, centroid);
                for axis in 0..3 {
                    center[axis] += beyond * (centroid[axis] - center[axis]);
                }
                self.centers.prices[k] += chord_squared(*center, centroid) - before;
            }
        }
    }

    /// Solves Laplacian · direction = lack by conjugate gradients with the diagonal as preconditioner.
    fn solve(&mut self, targets: &[f64]) {
        let links = &self.cells.links;
        let nearest = nearest(&self.centers.at);
        let diagonal: Vec<f64> = (0..targets.len()).map(|k| self.diagonal(k, targets[k], nearest[k])).collect();
        let count = targets.len();
        self.direction.clear();
        self.direction.resize(count, 0.0);
        let mut residual = self.lack.clone();
        let mut search: Vec<f64> = residual.iter().zip(&diagonal).map(|(r, d)| r / d).collect();
        let mut product = vec![0.0; count];
        let mut old: f64 = residual.iter().zip(&search).map(|(r, s)| r * s).sum();
        let enough = old * 1e-6;
        for _ in 0..count.min(60) {
            if old <= enough {
                break;
            }
            for (k, value) in product.iter_mut().enumerate() {
                *value = diagonal[k] * search[k];
                *value -= links[k].iter().map(|&(l, link)| link * search[l as usize]).sum::<f64>();
            }
            let curvature: f64 = product.iter().zip(&search).map(|(p, s)| p * s).sum();
            if curvature <= 0.0 {
                break;
            }
            let length = old / curvature;
            self.direction.iter_mut().zip(&search).for_each(|(d, s)| *d += length * s);
            residual.iter_mut().zip(&product).for_each(|(r, p)| *r -= length * p);
            let new: f64 = residual.iter().zip(&diagonal).map(|(r, d)| r * r / d).sum();
            search.iter_mut().zip(residual.iter().zip(&diagonal)).for_each(|(s, (r, d))| *s = r / d + new / old * *s);
            old = new;
        }
    }

    /// The sum of a cell's links, with a floor that keeps an empty or lonely cell's price from running away.
    /// `nearest` is the squared distance of the nearest other centre.
    fn diagonal(&self, k: usize, target: f64, nearest: f64) -> f64 {
        let links: f64 = self.cells.links[k].iter().map(|&(_, link)| link).sum();
        let share = if self.cells.weights[k] < 0.05 * target { 1.0 } else { 0.01 };
        let floor = share * target / nearest.max(f64::MIN_POSITIVE);
        if floor.is_finite() { links * (1.0 + 1e-9) + floor } else { links.max(1.0) }
    }
}

/// By centre, the squared distance of the nearest other. O(centres · those in as narrow a strip as it), which for centres spread
/// over an area is O(centres^1.5).
fn nearest(at: &[[f64; 3]]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = at.iter().enumerate().map(|(k, at)| (at[0], k)).collect();
    sort_by(&mut order, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut nearest = vec![f64::INFINITY; at.len()];
    for (position, &(x, k)) in order.iter().enumerate() {
        let mut least = f64::INFINITY;
        // Down and up from it, until the strip alone is wider than what was found.
        for side in
            [&mut order[..position].iter().rev() as &mut dyn Iterator<Item = _>, &mut order[position + 1..].iter()]
        {
            for &(other, l) in side {
                if (other - x) * (other - x) > least {
                    break;
                }
                least = smaller(chord_squared(at[k], at[l]), least);
            }
        }
        nearest[k] = least;
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::super::power::PointPermits;
    use super::*;

    fn at(at: Vec<[f64; 3]>) -> Market {
        let prices = vec![0.0; at.len()];
        Market::on(Centers { at, prices }, Vec::new())
    }

    #[test]
    fn prices_balance_cells_of_unequal_targets() {
        let points = Points::new((0..900).map(|i| ([f64::from(i / 30), f64::from(i % 30), 0.0], 1.0)));
        let targets = [100.0, 500.0, 300.0];
        let mut market = at(vec![[1.0, 1.0, 0.0], [2.0, 9.0, 0.0], [25.0, 20.0, 0.0]]);
        market.settle(&points, 0.3);
        for _ in 0..10 {
            market.step(&points, &targets, 0.05);
        }
        assert!(market.imbalance(&targets) < 0.02, "{:?}", market.cells.weights);
    }

    #[test]
    fn the_nearest_centre_is_that_of_all() {
        let mut rng = fastrand::Rng::with_seed(5);
        let at: Vec<[f64; 3]> = (0..80).map(|_| [rng.f64(), 9.0 * rng.f64(), rng.f64()]).collect();
        let least = |k: usize| {
            let others = (0..at.len()).filter(|&l| l != k).map(|l| chord_squared(at[k], at[l]));
            others.fold(f64::INFINITY, f64::min)
        };
        assert_eq!(nearest(&at), (0..at.len()).map(least).collect::<Vec<_>>());
        assert_eq!(nearest(&[[1.0; 3]]), [f64::INFINITY]);
    }

    #[test]
    fn a_cell_of_more_than_it_should_have_by_permit_alone_keeps_a_price() {
        // The first centre may have all, the second nothing of the last ten points.
        let permits = PointPermits {
            class_of: (0..40).map(|i| u32::from(i >= 30)).collect(),
            masks: vec![vec![true, true], vec![true, false]],
        };
        let points = Points::new((0..40).map(|i| ([f64::from(i), 0.0, 0.0], 1.0))).with_permits(permits);
        let mut market = at(vec![[5.0, 0.0, 0.0], [20.0, 0.0, 0.0]]);
        let targets = [4.0, 36.0];
        market.settle(&points, 0.001);
        market.rescue(&points, &targets, 0.001);
        assert!(market.centers.prices.iter().all(|price| price.is_finite()), "{:?}", market.centers.prices);
        assert!((30..40).all(|point| market.cells.owners[point] == 0));
    }

    #[test]
    fn an_empty_cell_is_rescued() {
        let points = Points::new((0..100).map(|i| ([f64::from(i), 0.0, 0.0], 1.0)));
        let mut market = at(vec![[50.0, 0.0, 0.0], [5_000.0, 0.0, 0.0]]);
        market.settle(&points, 0.001);
        assert!(market.imbalance(&[50.0, 50.0]) > FAR);
        market.rescue(&points, &[50.0, 50.0], 0.001);
        assert!(market.imbalance(&[50.0, 50.0]) < 0.05, "{:?}", market.cells.weights);
    }
}
