//! Units divided into territories, kept up while single units move.

use super::basic_units::{BasicUnits, narrow};
use super::budget::Budget;
use super::ledger::{Ledger, Terms};
use super::staffing::Permits;
use crate::geography::chord_squared;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sites that a connectivity check looks at before it gives up and refuses the move.
const REACH: usize = 400;

/// Which territory each unit is in, and what each territory holds.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    pub(super) owners: Vec<u32>,
    /// By territory, its units.
    pub(super) counts: Vec<u32>,
    /// By unit, how much it counts for compactness: its activity, or a trifle when it has none.
    pub(super) pulls: Vec<f64>,
    mass: Vec<f64>,
    moments: Vec<[f64; 3]>,
    /// Territories at a site with several units, and how many units each has there; empty for other sites. What may lie anywhere
    /// holds nothing.
    holders: Vec<Vec<(u32, u32)>>,
    /// By site, whether a border may run there: most sites lie within their territory, and searches pass over them.
    is_front: Vec<bool>,
    /// The totals that are balanced: of the combined activity, then of each further load of the units.
    pub(super) ledgers: Vec<Ledger>,
    /// What must not change hands, or not much.
    pub(super) ties: Ties,
    visits: Vec<u32>,
    visit: u32,
    queue: Vec<u32>,
}

/// What a search must not do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Ties {
    /// By unit, whether it stays where it is; empty when none does.
    pub(super) is_fixed: Vec<bool>,
    /// By territory, whether it takes in nothing; empty when all are open.
    pub(super) is_closed: Vec<bool>,
    /// Whether a territory may fall into parts.
    pub(super) may_scatter: bool,
    /// What changed hands so far, and what may.
    pub(super) budget: Option<Budget>,
    /// Which territories may have which units; `None` when all may have all.
    pub(super) permits: Option<Arc<Permits>>,
    /// By territory, where its centre stays; empty when none does.
    pub(super) anchors: Vec<Option<[f64; 3]>>,
}

impl Ties {
    pub(super) fn permits(&self, unit: usize, territory: u32) -> bool {
        self.permits.as_ref().is_none_or(|permits| permits.allows(unit, territory))
    }

    pub(super) fn anchor(&self, territory: u32) -> Option<[f64; 3]> {
        self.anchors.get(territory as usize).copied().flatten()
    }

    pub(super) fn is_fixed(&self, unit: usize) -> bool {
        self.is_fixed.get(unit).copied().unwrap_or(false)
    }

    pub(super) fn is_closed(&self, territory: u32) -> bool {
        self.is_closed.get(territory as usize).copied().unwrap_or(false)
    }
}

impl Partition {
    /// Takes up owners, nothing of which is tied. `shares` is the part of all activity wanted by territory, and `terms`
    /// what is asked of the combined activity. O(units × loads).
    pub(super) fn new(units: &BasicUnits, owners: Vec<u32>, shares: &[f64], terms: Terms) -> Self {
        let territories = shares.len();
        let ledger = |terms: Terms, values: &[f64]| {
            let total: f64 = values.iter().sum();
            Ledger { terms, sums: vec![0.0; territories], targets: shares.iter().map(|share| share * total).collect() }
        };
        let further = units.loads.iter().map(|load| ledger(load.terms, &load.values));
        let ledgers = std::iter::once(ledger(terms, &units.weights)).chain(further).collect();
        let trifle = 0.01 * units.weights.iter().sum::<f64>() / units.len() as f64;
        let sites = units.graph.len();
        let mut this = Self {
            owners,
            counts: vec![0; territories],
            pulls: units.weights.iter().map(|&weight| if weight > 0.0 { weight } else { trifle }).collect(),
            mass: vec![0.0; territories],
            moments: vec![[0.0; 3]; territories],
            holders: vec![Vec::new(); sites],
            is_front: Vec::new(),
            ledgers,
            ties: Ties::default(),
            visits: vec![0; sites],
            visit: 0,
            queue: Vec::new(),
        };
        for unit in 0..units.len() {
            this.add(units, unit, this.owners[unit], 1.0);
        }
        this.is_front = (0..narrow(sites)).map(|site| this.has_border(units, site)).collect();
        this
    }

    /// Whether several territories are at a site or beside it. O(neighbours).
    fn has_border(&self, units: &BasicUnits, site: u32) -> bool {
        let (mut first, mut has_other) = (None, false);
        for &place in std::iter::once(&site).chain(units.graph.of(site)) {
            self.holders(units, place, |holder| has_other |= *first.get_or_insert(holder) != holder);
        }
        has_other
    }

    fn add(&mut self, units: &BasicUnits, unit: usize, territory: u32, sign: f64) {
        let k = territory as usize;
        let pull = sign * self.pulls[unit];
        self.ledgers[0].sums[k] += sign * units.weights[unit];
        for (ledger, load) in self.ledgers[1..].iter_mut().zip(&units.loads) {
            ledger.sums[k] += sign * load.values[unit];
        }
        self.mass[k] += pull;
        self.moments[k].iter_mut().zip(units.at[unit]).for_each(|(sum, x)| *sum += pull * x);
        self.counts[k] = if sign > 0.0 { self.counts[k] + 1 } else { self.counts[k] - 1 };
        let site = units.sites[unit];
        if units.at_site(site).len() < 2 || units.is_loose(unit) {
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
        let from = self.owners[unit];
        if let Some(budget) = &mut self.ties.budget {
            budget.note(unit, from, to);
        }
        self.add(units, unit, from, -1.0);
        self.add(units, unit, to, 1.0);
        self.owners[unit] = to;
        let site = units.sites[unit];
        for &place in std::iter::once(&site).chain(units.graph.of(site)) {
            self.is_front[place as usize] = true;
        }
    }

    /// Whether a territory has a unit at the site that may not lie anywhere, and so hangs together with the others.
    pub(super) fn holds(&self, units: &BasicUnits, site: u32, territory: u32) -> bool {
        let range = units.at_site(site);
        if range.len() == 1 {
            return self.owners[range.start] == territory && !units.is_loose(range.start);
        }
        self.holders[site as usize].iter().any(|&(holder, _)| holder == territory)
    }

    /// Calls `visit` with every territory that has a unit at the site; one that may lie anywhere does not count.
    pub(super) fn holders(&self, units: &BasicUnits, site: u32, mut visit: impl FnMut(u32)) {
        let range = units.at_site(site);
        if range.len() == 1 {
            if !units.is_loose(range.start) {
                visit(self.owners[range.start]);
            }
        } else {
            self.holders[site as usize].iter().for_each(|&(holder, _)| visit(holder));
        }
    }

    /// Fills `into` with the territories that a unit could move to and stay contiguous, those at its site and next to it, or
    /// all where it may lie anywhere; with none where it is tied.
    pub(super) fn options(&self, units: &BasicUnits, unit: usize, into: &mut Vec<u32>) {
        into.clear();
        let site = units.sites[unit];
        if self.ties.is_fixed(unit) || !(self.is_front[site as usize] || units.is_loose(unit)) {
            return;
        }
        let own = self.owners[unit];
        if units.is_loose(unit) {
            into.extend((0..narrow(self.counts.len())).filter(|&to| to != own && !self.ties.is_closed(to)));
        } else {
            for &place in std::iter::once(&site).chain(units.graph.of(site)) {
                self.holders(units, place, |holder| {
                    if holder != own && !into.contains(&holder) && !self.ties.is_closed(holder) {
                        into.push(holder);
                    }
                });
            }
        }
        if let Some(permits) = &self.ties.permits {
            into.retain(|&to| permits.allows(unit, to));
        }
        if let Some(budget) = &self.ties.budget {
            into.retain(|&to| budget.allows(unit, own, to));
        }
    }

    /// Whether these units of one territory may all go to another. O(units given).
    pub(super) fn may_move_all(&self, moved: &[usize], to: u32) -> bool {
        let Some(&first) = moved.first() else { return false };
        let (from, mut change) = (self.owners[first], 0.0);
        if self.ties.is_closed(to) || moved.iter().any(|&unit| self.ties.is_fixed(unit)) {
            return false;
        }
        if !moved.iter().all(|&unit| self.ties.permits(unit, to)) {
            return false;
        }
        let Some(budget) = &self.ties.budget else { return true };
        for &unit in moved {
            change += budget.change(unit, from, to);
        }
        budget.has_room(change, from)
    }

    /// The centre of a territory: the centroid of its units, or where it stays; `None` for an empty one.
    pub(super) fn center(&self, territory: u32) -> Option<[f64; 3]> {
        let k = territory as usize;
        if let Some(anchor) = self.ties.anchor(territory) {
            return (self.counts[k] > 0).then_some(anchor);
        }
        (self.counts[k] > 0).then(|| self.moments[k].map(|moment| moment / self.mass[k]))
    }

    /// Σ pull·d² about the centres after the move less before (Hartigan, Wong, algorithm AS 136, 1979). O(1).
    pub(super) fn spread_change(&self, units: &BasicUnits, unit: usize, to: u32) -> f64 {
        let at = units.at[unit];
        let pull = self.pulls[unit];
        let (from, to) = (self.owners[unit] as usize, to as usize);
        let squared = |k: usize| chord_squared(at, self.moments[k].map(|moment| moment / self.mass[k]));
        let left = self.mass[from] - pull;
        let anchored = |k: usize| Some(pull * chord_squared(at, self.ties.anchors.get(k).copied().flatten()?));
        let loss =
            if self.counts[from] > 1 && left > 0.0 { squared(from) * pull * self.mass[from] / left } else { 0.0 };
        let gain = if self.counts[to] > 0 { squared(to) * pull * self.mass[to] / (self.mass[to] + pull) } else { 0.0 };
        anchored(to).unwrap_or(gain) - anchored(from).unwrap_or(loss)
    }

    /// Σ pull·d² about the centres. O(units).
    pub(super) fn spread(&self, units: &BasicUnits) -> f64 {
        let squared = |v: [f64; 3]| chord_squared(v, [0.0; 3]);
        let all: f64 = units.at.iter().zip(&self.pulls).map(|(&at, pull)| pull * squared(at)).sum();
        let held = (0..).zip(self.moments.iter().zip(&self.mass)).filter(|(_, (_, mass))| **mass > 0.0);
        // Σ m·|x|² − Σ m·|x − a|² is 2·a·Σ m·x − |a|²·Σ m, and |Σ m·x|² ÷ Σ m about the centroid.
        let saved = held.map(|(territory, (&moment, mass))| match self.ties.anchor(territory) {
            Some(anchor) => {
                2.0 * moment.iter().zip(anchor).map(|(sum, a)| sum * a).sum::<f64>() - mass * squared(anchor)
            }
            None => squared(moment) / mass,
        });
        all - saved.sum::<f64>()
    }

    /// By territory, its activity.
    pub(super) fn weights(&self) -> &[f64] {
        &self.ledgers[0].sums
    }

    /// By territory, the activity wanted.
    pub(super) fn targets(&self) -> &[f64] {
        &self.ledgers[0].targets
    }

    /// Number of territories.
    pub(super) fn territories(&self) -> usize {
        self.counts.len()
    }

    /// Signed deviation of a territory's combined activity, (w − μ) ÷ μ.
    pub(super) fn deviation(&self, territory: usize) -> f64 {
        self.weights()[territory] / self.targets()[territory] - 1.0
    }

    /// Worst |w − μ| ÷ μ of the combined activity. O(territories).
    pub(super) fn worst(&self) -> f64 {
        (0..self.territories()).map(|k| self.deviation(k).abs()).fold(0.0, f64::max)
    }

    /// How far a territory is from all that is asked, in tolerances. O(loads).
    pub(super) fn strain(&self, territory: usize) -> f64 {
        let strains = self.ledgers.iter().map(|ledger| ledger.strain(territory, ledger.sums[territory]));
        strains.fold(0.0, f64::max)
    }

    /// The worst strain of the combined activity alone. O(territories).
    pub(super) fn strain_of_activity(&self) -> f64 {
        let ledger = &self.ledgers[0];
        ledger.sums.iter().enumerate().map(|(k, &sum)| ledger.strain(k, sum)).fold(0.0, f64::max)
    }

    /// The worst strain of a territory. O(territories × loads).
    pub(super) fn worst_strain(&self) -> f64 {
        (0..self.territories()).map(|k| self.strain(k)).fold(0.0, f64::max)
    }

    /// Whether the unit's territory stays in one piece, and not empty, without it. Looks at no more than 400 sites
    /// around and refuses when that does not settle it.
    pub(super) fn may_leave(&mut self, units: &BasicUnits, unit: usize) -> bool {
        let territory = self.owners[unit];
        let site = units.sites[unit];
        if self.counts[territory as usize] < 2 {
            return false;
        }
        if self.ties.may_scatter || units.is_loose(unit) {
            return true;
        }
        if units.at_site(site).len() > 1 {
            let own = self.holders[site as usize].iter().find(|&&(holder, _)| holder == territory);
            if own.is_some_and(|&(_, count)| count > 1) {
                return true;
            }
        }
        let mut around: Vec<u32> =
            units.graph.of(site).iter().copied().filter(|&near| self.holds(units, near, territory)).collect();
        // A part of its own may always leave.
        let Some(first) = around.pop() else { return true };
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
    use crate::geography::Barriers;
    use crate::territory::basic_units::{Groups, Keys};
    use crate::territory::ground::Grounds;
    use crate::units::LonLat;

    fn line(owners: &[u32]) -> (BasicUnits, Partition) {
        let locations: Vec<_> = (0..owners.len()).map(|i| LonLat::new(i as f64 * 0.1, 5.0).ok()).collect();
        let (activity, keys) =
            (vec![1.0; owners.len()], Keys { groups: None, holds: &[], is_anchored: false, is_loose: &[] });
        let groups = Groups::new(&locations, &activity, &keys);
        let units = BasicUnits::new(&groups, &activity, &[], &keys, 2, (&Barriers::default(), &mut Grounds::default()));
        let terms = Terms { measure: None, tolerance: 0.05, least: 0.0, most: f64::INFINITY };
        let partition = Partition::new(&units, owners.to_vec(), &[0.5, 0.5], terms);
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
