//! Units divided into territories, kept up while single units move.

use super::basic_units::BasicUnits;
use crate::geography::chord_squared;

/// Sites that a connectivity check looks at before it gives up and refuses the move.
const REACH: usize = 400;

/// Which territory each unit is in, and what each territory holds.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    pub(super) owners: Vec<u32>,
    /// By territory, its activity.
    pub(super) weights: Vec<f64>,
    /// By territory, the activity wanted.
    pub(super) targets: Vec<f64>,
    /// By territory, its units.
    pub(super) counts: Vec<u32>,
    /// By unit, how much it counts for compactness: its activity, or a trifle when it has none.
    pub(super) pulls: Vec<f64>,
    mass: Vec<f64>,
    moments: Vec<[f64; 3]>,
    /// Territories at a site with several units, and how many units each has there; empty for other sites.
    holders: Vec<Vec<(u32, u32)>>,
    visits: Vec<u32>,
    visit: u32,
    queue: Vec<u32>,
}

impl Partition {
    /// Takes up owners. O(units).
    pub(super) fn new(units: &BasicUnits, owners: Vec<u32>, targets: Vec<f64>) -> Self {
        let territories = targets.len();
        let trifle = 0.01 * units.weights.iter().sum::<f64>() / units.len() as f64;
        let sites = units.graph.len();
        let mut this = Self {
            owners,
            weights: vec![0.0; territories],
            targets,
            counts: vec![0; territories],
            pulls: units.weights.iter().map(|&weight| if weight > 0.0 { weight } else { trifle }).collect(),
            mass: vec![0.0; territories],
            moments: vec![[0.0; 3]; territories],
            holders: vec![Vec::new(); sites],
            visits: vec![0; sites],
            visit: 0,
            queue: Vec::new(),
        };
        for unit in 0..units.len() {
            this.add(units, unit, this.owners[unit], 1.0);
        }
        this
    }

    fn add(&mut self, units: &BasicUnits, unit: usize, territory: u32, sign: f64) {
        let k = territory as usize;
        let pull = sign * self.pulls[unit];
        self.weights[k] += sign * units.weights[unit];
        self.mass[k] += pull;
        self.moments[k].iter_mut().zip(units.at[unit]).for_each(|(sum, x)| *sum += pull * x);
        self.counts[k] = if sign > 0.0 { self.counts[k] + 1 } else { self.counts[k] - 1 };
        let site = units.sites[unit];
        if units.at_site(site).len() < 2 {
            return;
        }
        let holders = &mut self.holders[site as usize];
        match holders.iter().position(|&(holder, _)| holder == territory) {
            Some(position) if sign > 0.0 => holders[position].1 += 1,
            Some(position) if holders[position].1 > 1 => holders[position].1 -= 1,
            Some(position) => {
                holders.swap_remove(position);
            }
            None => holders.push((territory, 1)),
        }
    }

    /// Moves a unit. O(territories at its site).
    pub(super) fn shift(&mut self, units: &BasicUnits, unit: usize, to: u32) {
        self.add(units, unit, self.owners[unit], -1.0);
        self.add(units, unit, to, 1.0);
        self.owners[unit] = to;
    }

    /// Whether a territory has a unit at the site.
    pub(super) fn holds(&self, units: &BasicUnits, site: u32, territory: u32) -> bool {
        let range = units.at_site(site);
        if range.len() == 1 {
            return self.owners[range.start] == territory;
        }
        self.holders[site as usize].iter().any(|&(holder, _)| holder == territory)
    }

    /// Calls `visit` with every territory that has a unit at the site.
    pub(super) fn holders(&self, units: &BasicUnits, site: u32, mut visit: impl FnMut(u32)) {
        let range = units.at_site(site);
        if range.len() == 1 {
            visit(self.owners[range.start]);
        } else {
            self.holders[site as usize].iter().for_each(|&(holder, _)| visit(holder));
        }
    }

    /// Fills `into` with the territories that a unit could move to and stay contiguous: those at its site and next to it.
    pub(super) fn options(&self, units: &BasicUnits, unit: usize, into: &mut Vec<u32>) {
        into.clear();
        let own = self.owners[unit];
        let site = units.sites[unit];
        for &place in std::iter::once(&site).chain(units.graph.of(site)) {
            self.holders(units, place, |holder| {
                if holder != own && !into.contains(&holder) {
                    into.push(holder);
                }
            });
        }
    }

    /// The centroid of a territory's units; `None` for an empty one.
    pub(super) fn center(&self, territory: u32) -> Option<[f64; 3]> {
        let k = territory as usize;
        (self.counts[k] > 0).then(|| self.moments[k].map(|moment| moment / self.mass[k]))
    }

    /// Σ pull·d² about the centroids after the move less before (Hartigan, Wong, algorithm AS 136, 1979). O(1).
    pub(super) fn spread_change(&self, units: &BasicUnits, unit: usize, to: u32) -> f64 {
        let at = units.at[unit];
        let pull = self.pulls[unit];
        let (from, to) = (self.owners[unit] as usize, to as usize);
        let squared = |k: usize| chord_squared(at, self.moments[k].map(|moment| moment / self.mass[k]));
        let left = self.mass[from] - pull;
        let loss =
            if self.counts[from] > 1 && left > 0.0 { squared(from) * pull * self.mass[from] / left } else { 0.0 };
        let gain = if self.counts[to] > 0 { squared(to) * pull * self.mass[to] / (self.mass[to] + pull) } else { 0.0 };
        gain - loss
    }

    /// Σ pull·d² about the centroids. O(units).
    pub(super) fn spread(&self, units: &BasicUnits) -> f64 {
        let squared = |v: [f64; 3]| chord_squared(v, [0.0; 3]);
        let all: f64 = units.at.iter().zip(&self.pulls).map(|(&at, pull)| pull * squared(at)).sum();
        let held = self.moments.iter().zip(&self.mass).filter(|&(_, &mass)| mass > 0.0);
        all - held.map(|(&moment, mass)| squared(moment) / mass).sum::<f64>()
    }

    /// Signed deviation of a territory, (w − μ) ÷ μ.
    pub(super) fn deviation(&self, territory: usize) -> f64 {
        self.weights[territory] / self.targets[territory] - 1.0
    }

    /// Worst |w − μ| ÷ μ. O(territories).
    pub(super) fn worst(&self) -> f64 {
        (0..self.targets.len()).map(|k| self.deviation(k).abs()).fold(0.0, f64::max)
    }

    /// Whether the unit's territory stays in one piece, and not empty, without it. Looks at no more than 400 sites
    /// around and refuses when that does not settle it.
    pub(super) fn may_leave(&mut self, units: &BasicUnits, unit: usize) -> bool {
        let territory = self.owners[unit];
        let site = units.sites[unit];
        if self.counts[territory as usize] < 2 {
            return false;
        }
        if units.at_site(site).len() > 1 {
            let own = self.holders[site as usize].iter().find(|&&(holder, _)| holder == territory);
            if own.is_some_and(|&(_, count)| count > 1) {
                return true;
            }
        }
        let mut around: Vec<u32> =
            units.graph.of(site).iter().copied().filter(|&near| self.holds(units, near, territory)).collect();
        let Some(first) = around.pop() else { return false };
        self.visit += 1;
        let visit = self.visit;
        self.queue.clear();
        self.queue.push(first);
        self.visits[site as usize] = visit;
        self.visits[first as usize] = visit;
        let mut head = 0;
        while !around.is_empty() && head < self.queue.len() && head < REACH {
            let place = self.queue[head];
            head += 1;
            for &near in units.graph.of(place) {
                if self.visits[near as usize] != visit && self.holds(units, near, territory) {
                    self.visits[near as usize] = visit;
                    self.queue.push(near);
                    around.retain(|&wanted| wanted != near);
                }
            }
        }
        around.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::LonLat;

    fn line(owners: &[u32]) -> (BasicUnits, Partition) {
        let locations: Vec<_> = (0..owners.len()).map(|i| LonLat::new(i as f64 * 0.1, 5.0).ok()).collect();
        let units = BasicUnits::new(&locations, &vec![1.0; owners.len()], 2);
        let partition = Partition::new(&units, owners.to_vec(), vec![owners.len() as f64 / 2.0; 2]);
        (units, partition)
    }

    #[test]
    fn only_an_end_may_leave_a_line() {
        let (units, mut partition) = line(&[0, 0, 0, 1, 1, 1]);
        let may: Vec<bool> = (0..6).map(|unit| partition.may_leave(&units, unit)).collect();
        assert_eq!(may, [true, false, true, true, false, true]);
        let (units, mut partition) = line(&[0, 1, 1]);
        assert!(!partition.may_leave(&units, 0), "the last unit stays");
    }

    #[test]
    fn a_move_changes_the_spread_by_what_was_foretold() {
        let (units, mut partition) = line(&[0, 0, 0, 1, 1, 1]);
        let before = partition.spread(&units);
        let change = partition.spread_change(&units, 2, 1);
        partition.shift(&units, 2, 1);
        assert!((partition.spread(&units) - before - change).abs() < 1e-6);
        assert_eq!(partition.counts, [2, 4]);
        assert!((partition.worst() - 1.0 / 3.0).abs() < 1e-12);
    }
}
