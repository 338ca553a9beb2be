//! Where barriers divide the ground, each region is drawn for itself, with a whole number of territories.

use super::basic_units::{BasicUnits, narrow};
use super::budget::NOBODY;
use super::contiguity::fill_empty;
use super::course::{Course, Goal, Phase, Start};
use super::ledger::Terms;
use super::matching::assign;
use super::partition::{Partition, Ties};
use super::staffing::Permits;
use super::task::{DesignFound, DesignRun, DesignTask};
use crate::geography::chord_squared;
use crate::sorting::sort_by;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rounds in which a territory goes to another region, or two exchange theirs.
const ROUNDS: usize = 200;

/// What a rep costs where a whole territory's work may not be served, in square kilometres: more than all ways together.
const MISPLACED: f64 = 1e13;

/// The courses of all regions; one course where all hangs together.
#[derive(Debug, Clone)]
pub(super) struct Courses {
    units: Arc<BasicUnits>,
    each: Vec<Own>,
    /// By unit, where it has to be: what is fixed in a territory of another region is in no course.
    fixed: Vec<u32>,
    shares: Vec<f64>,
    terms: Terms,
    ties: Ties,
}

#[derive(Debug, Clone)]
struct Own {
    course: Course,
    /// `None` for all units and all territories.
    part: Option<Part>,
    /// Its part of all units.
    size: f64,
    /// Its work ÷ what its territories should have.
    load: f64,
}

/// A region: its units, which of all they are, and its territories.
#[derive(Debug, Clone)]
struct Part {
    units: Arc<BasicUnits>,
    unit_of: Vec<usize>,
    territories: Vec<u32>,
}

impl Courses {
    /// A course for each region that barriers make. O(units · log units + territories² · regions).
    pub(super) fn new(units: &Arc<BasicUnits>, goal: Goal) -> Self {
        let (mut fixed, shares) = (goal.fixed.clone(), goal.shares.clone());
        let (terms, ties) = (goal.terms, goal.ties.clone());
        fixed.resize(units.len(), NOBODY);
        let allotted = units.regions().and_then(|(of_unit, count)| {
            let region_of = allot(units, &goal, &of_unit, count)?;
            let (region_of, of_unit) = with_reps(units, &goal, region_of, of_unit, count)?;
            Some((region_of, of_unit, count))
        });
        let Some((region_of, of_unit, count)) = allotted else {
            let whole = Own { course: Course::new(units, goal), part: None, size: 1.0, load: 1.0 };
            return Self { units: Arc::clone(units), each: vec![whole], fixed, shares, terms, ties };
        };
        let total: f64 = units.weights.iter().sum();
        let own = |region: u32| {
            let territories: Vec<u32> =
                (0..narrow(shares.len())).filter(|&k| region_of[k as usize] == region).collect();
            let is_own = |&unit: &usize| {
                let owner = goal.fixed.get(unit).copied().unwrap_or(NOBODY);
                of_unit[unit] == region && (owner == NOBODY || region_of[owner as usize] == region)
            };
            let unit_of: Vec<usize> = (0..units.len()).filter(is_own).collect();
            if territories.is_empty() || unit_of.is_empty() {
                return None;
            }
            let part = Part { units: Arc::new(units.only(&unit_of)), unit_of, territories };
            let wanted: f64 = part.territories.iter().map(|&k| shares[k as usize]).sum();
            let load = part.units.weights.iter().sum::<f64>() / (wanted * total);
            let course = Course::new(&part.units, part.goal(&goal, wanted));
            Some(Own { course, size: part.unit_of.len() as f64 / units.len() as f64, load, part: Some(part) })
        };
        let each = (0..count).filter_map(own).collect();
        Self { units: Arc::clone(units), each, fixed, shares, terms, ties }
    }

    /// The next task that waits, and where it belongs: the region and the position there.
    pub(super) fn next(&mut self) -> Option<([usize; 2], DesignTask)> {
        let mut each = self.each.iter_mut().enumerate();
        each.find_map(|(region, own)| own.course.next().map(|(position, task)| ([region, position], task)))
    }

    /// Takes what was found of a task; `None` for nothing, and it waits again.
    pub(super) fn take(&mut self, [region, position]: [usize; 2], found: Option<DesignFound>) {
        if let Some(own) = self.each.get_mut(region) {
            own.course.take(position, found);
        }
    }

    /// The part of the work done, 0 to 1, and what comes next; `here` is a task under way and where it belongs.
    pub(super) fn progress(&self, here: Option<Here>) -> (f64, Phase) {
        let each = self.each.iter().enumerate().map(|(region, own)| {
            let here = in_region(here, region).map_or(0.0, DesignRun::done);
            (own.size, own.course.progress(here))
        });
        let all: f64 = self.each.iter().map(|own| own.size).sum();
        let done = each.clone().map(|(size, (done, _))| size * done).sum::<f64>() / all;
        let phase = each.map(|(_, (_, phase))| phase).find(|&phase| phase != Phase::Finished);
        phase.map_or((1.0, Phase::Finished), |phase| (done.min(1.0), phase))
    }

    /// Worst |w − μ| ÷ μ of the best so far, at most.
    pub(super) fn worst(&self, here: Option<Here>) -> Option<f64> {
        if let [one] = &self.each[..] {
            return one.course.worst(in_region(here, 0));
        }
        let each = self.each.iter().enumerate().map(|(region, own)| {
            let worst = own.course.worst(in_region(here, region))?;
            Some([1.0 + worst, 1.0 - worst].map(|part| (part * own.load - 1.0).abs()))
        });
        each.flatten().flatten().reduce(f64::max)
    }

    /// The territory of each unit in the best so far; [`NOBODY`], or nothing at all, before there is one.
    pub(super) fn owners(&self, here: Option<Here>) -> Vec<u32> {
        if let [Own { course, part: None, .. }] = &self.each[..] {
            return course.owners(in_region(here, 0));
        }
        let mut owners = self.fixed.clone();
        for (region, Own { course, part, .. }) in self.each.iter().enumerate() {
            let Some(part) = part else { continue };
            for (&unit, k) in part.unit_of.iter().zip(course.owners(in_region(here, region))) {
                owners[unit] = part.territories[k as usize];
            }
        }
        owners
    }

    /// The best so far, made contiguous and balanced when that has not been done yet.
    pub(super) fn finish(self) -> Partition {
        let Self { units, each, fixed: mut owners, shares, terms, ties } = self;
        let is_divided = each.iter().any(|own| own.part.is_some());
        for Own { course, part, .. } in each {
            let found = course.finish();
            let Some(part) = part else {
                owners = found;
                continue;
            };
            for (&unit, k) in part.unit_of.iter().zip(found) {
                owners[unit] = part.territories[k as usize];
            }
        }
        let mut partition = Partition::new(&units, owners, &shares, terms);
        partition.ties = ties;
        if is_divided {
            // Locks may have left a region less than its territories.
            fill_empty(&units, &mut partition);
        }
        partition
    }
}

/// A task under way and where it belongs.
pub(super) type Here<'a> = ([usize; 2], &'a DesignRun);

/// A task under way, where it belongs to a region.
fn in_region(here: Option<Here<'_>>, region: usize) -> Option<&DesignRun> {
    here.filter(|([own, _], _)| *own == region).map(|(_, run)| run)
}

impl Part {
    /// What is asked of the whole, for this region alone.
    fn goal(&self, goal: &Goal, wanted: f64) -> Goal {
        let mut number = vec![NOBODY; goal.shares.len()];
        for (next, &k) in (0..).zip(&self.territories) {
            number[k as usize] = next;
        }
        let start = |start: &Start| match start {
            Start::Curve(angle, sequence) => {
                let own = sequence.iter().map(|&k| number[k as usize]).filter(|&k| k != NOBODY);
                Start::Curve(*angle, own.collect())
            }
            Start::Anchored(angle, sequence, anchors) => {
                let own = sequence.iter().map(|&k| number[k as usize]).filter(|&k| k != NOBODY);
                let anchors = self.territories.iter().map(|&k| anchors[k as usize]).collect();
                Start::Anchored(*angle, own.collect(), anchors)
            }
            Start::Centers(at) => Start::Centers(self.territories.iter().map(|&k| at[k as usize]).collect()),
        };
        let of_unit = |values: &[bool]| -> Vec<bool> {
            if values.is_empty() { Vec::new() } else { self.unit_of.iter().map(|&unit| values[unit]).collect() }
        };
        let is_closed = self.territories.iter().map(|&k| goal.ties.is_closed(k)).collect();
        let fixed = self.unit_of.iter().filter_map(|&unit| goal.fixed.get(unit));
        Goal {
            shares: self.territories.iter().map(|&k| goal.shares[k as usize] / wanted).collect(),
            terms: goal.terms,
            starts: goal.starts.iter().map(start).collect(),
            ties: Ties {
                is_fixed: of_unit(&goal.ties.is_fixed),
                is_closed,
                permits: goal.ties.permits.as_ref().map(|own| Arc::new(own.part(&self.unit_of, &self.territories))),
                anchors: self.territories.iter().map(|&k| goal.ties.anchor(k)).collect(),
                ..goal.ties.clone()
            },
            fixed: fixed.map(|&k| number.get(k as usize).copied().unwrap_or(NOBODY)).collect(),
            homes: self.territories.iter().filter_map(|&k| goal.homes.get(k as usize).copied()).collect(),
        }
    }
}

/// By territory, the region that it is in, so that the work of each region is as near as it can be to what its territories
/// should have; those with locked units are where most of that work is. `None` where a region would be without a
/// territory that can take its units in.
fn allot(units: &BasicUnits, goal: &Goal, region_of_unit: &[u32], regions: u32) -> Option<Vec<u32>> {
    let count = regions as usize;
    let total: f64 = units.weights.iter().sum();
    let mut work = vec![0.0; count];
    let mut is_free = vec![false; count];
    let mut held = vec![vec![0.0; count]; goal.shares.len()];
    for (unit, (&weight, &region)) in units.weights.iter().zip(region_of_unit).enumerate() {
        work[region as usize] += weight;
        if let Some(&owner) = goal.fixed.get(unit).filter(|&&owner| owner != NOBODY) {
            // What weighs nothing is somewhere too.
            held[owner as usize][region as usize] += weight.max(f64::MIN_POSITIVE);
        } else {
            is_free[region as usize] = true;
        }
    }
    let mut allotment = Allotment { work, wanted: vec![0.0; count], open: vec![0; count], is_free };
    let share = |k: usize| goal.shares[k] * total;
    let mut region_of = vec![u32::MAX; goal.shares.len()];
    let mut free = Vec::new();
    for (k, held) in held.iter().enumerate() {
        let most = held.iter().copied().enumerate().filter(|(_, held)| *held > 0.0);
        match most.reduce(|a, b| if b.1 > a.1 { b } else { a }) {
            Some((region, _)) => {
                region_of[k] = narrow(region);
                allotment.add(region, share(k), !goal.ties.is_closed(narrow(k)));
            }
            None => free.push(k),
        }
    }
    sort_by(&mut free, &|&a, &b| goal.shares[b].total_cmp(&goal.shares[a]).then(a.cmp(&b)));
    for &k in &free {
        let without = (0..count).filter(|&region| allotment.is_without(region));
        let neediest = without.reduce(|a, b| if allotment.work[b] > allotment.work[a] { b } else { a });
        let region = neediest
            .or_else(|| (0..count).filter(|&own| allotment.is_free[own]).reduce(|a, b| allotment.needier(a, b)))?;
        region_of[k] = narrow(region);
        allotment.add(region, share(k), !goal.ties.is_closed(narrow(k)));
    }
    allotment.improve(goal, total, &free, &mut region_of);
    (0..count).all(|region| !allotment.is_without(region)).then_some(region_of)
}

/// The same allotment where reps are posted: territories of one share exchange their regions until each rep is where most may
/// be served and home is near, and what may lie anywhere goes with who may have it. `None` where nobody in a region may have
/// what lies there: the whole is drawn at once then, and the graph alone keeps to the barriers.
/// O(units · territories + territories³).
fn with_reps(
    units: &BasicUnits,
    goal: &Goal,
    mut region_of: Vec<u32>,
    mut of_unit: Vec<u32>,
    regions: u32,
) -> Option<(Vec<u32>, Vec<u32>)> {
    let Some(permits) = &goal.ties.permits else { return Some((region_of, of_unit)) };
    let homes = goal.starts.iter().find_map(|start| match start {
        Start::Centers(at) => Some(at.as_slice()),
        Start::Curve(..) | Start::Anchored(..) => None,
    })?;
    let costs = misplacements(units, goal, (permits, homes), &of_unit, regions);
    let holds: BTreeSet<u32> = goal.fixed.iter().copied().filter(|&owner| owner != NOBODY).collect();
    let mut alike: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for k in (0..region_of.len()).filter(|&k| !holds.contains(&narrow(k)) && !goal.ties.is_closed(narrow(k))) {
        alike.entry(goal.shares[k].to_bits()).or_default().push(k);
    }
    for own in alike.values() {
        let rooms: Vec<u32> = own.iter().map(|&k| region_of[k]).collect();
        let cost = |&k: &usize| rooms.iter().map(|&region| costs[k][region as usize]).collect();
        let found = assign(&own.iter().map(cost).collect::<Vec<Vec<f64>>>());
        own.iter().zip(found).for_each(|(&k, room)| region_of[k] = rooms[room]);
    }
    for (unit, region) in of_unit.iter_mut().enumerate() {
        let may = |&k: &u32| !goal.ties.is_closed(k) && permits.allows(unit, k);
        let mut able = (0..narrow(region_of.len())).filter(may);
        if goal.fixed.get(unit).is_some_and(|&owner| owner != NOBODY) || able.any(|k| region_of[k as usize] == *region)
        {
            continue;
        }
        let squared = |k: u32| chord_squared(units.at[unit], homes[k as usize]);
        let able = (0..narrow(region_of.len())).filter(may).filter(|_| units.is_loose(unit));
        *region = region_of[able.min_by(|&a, &b| squared(a).total_cmp(&squared(b)))? as usize];
    }
    Some((region_of, of_unit))
}

/// By territory and region, what speaks against having it there: that its rep may have too little of what lies there, or has
/// a fixed home base elsewhere; then how far home is.
fn misplacements(
    units: &BasicUnits,
    goal: &Goal,
    (permits, homes): (&Permits, &[[f64; 3]]),
    of_unit: &[u32],
    regions: u32,
) -> Vec<Vec<f64>> {
    let regions = regions as usize;
    let total: f64 = units.weights.iter().sum();
    let mut work = vec![vec![0.0; regions]; permits.masks().len()];
    for (unit, &region) in of_unit.iter().enumerate() {
        work[permits.class(unit) as usize][region as usize] += units.weights[unit];
    }
    let cost = |k: usize| {
        let mut nearest = vec![f64::INFINITY; regions];
        for (&at, &region) in units.at.iter().zip(of_unit) {
            let own = &mut nearest[region as usize];
            *own = own.min(chord_squared(at, homes[k]));
        }
        let home = nearest.iter().copied().fold(f64::INFINITY, f64::min);
        let is_fixed = goal.is_frozen(narrow(k));
        let each = nearest.iter().enumerate().map(|(region, &way)| {
            let own = permits.masks().iter().zip(&work).filter(|(mask, _)| mask[k]);
            let missing = 1.0 - own.map(|(_, work)| work[region]).sum::<f64>() / (goal.shares[k] * total);
            let elsewhere = if is_fixed && way > home { 1.0 } else { 0.0 };
            MISPLACED * (missing.max(0.0) + elsewhere) + way
        });
        each.collect()
    };
    (0..goal.shares.len()).map(cost).collect()
}

struct Allotment {
    /// By region: its work, what its territories should have, and how many of them take units in.
    work: Vec<f64>,
    wanted: Vec<f64>,
    open: Vec<u32>,
    /// By region, whether something in it is not locked.
    is_free: Vec<bool>,
}

impl Allotment {
    fn add(&mut self, region: usize, wanted: f64, is_open: bool) {
        self.wanted[region] += wanted;
        self.open[region] += u32::from(is_open);
    }

    /// Whether nobody would take in what is not locked there.
    fn is_without(&self, region: usize) -> bool {
        self.is_free[region] && self.open[region] == 0
    }

    fn needier(&self, a: usize, b: usize) -> usize {
        let need = |region: usize| self.work[region] - self.wanted[region];
        if need(b) > need(a) { b } else { a }
    }

    /// How far a region's territories are from what they should have, if they should have that much more.
    fn off(&self, region: usize, more: f64) -> f64 {
        let wanted = self.wanted[region] + more;
        if wanted > 0.0 { (self.work[region] / wanted - 1.0).abs() } else { f64::INFINITY }
    }

    /// Moves territories from region to region, or exchanges two, while that brings the worse of both nearer to what its
    /// territories should have.
    fn improve(&mut self, goal: &Goal, total: f64, free: &[usize], region_of: &mut [u32]) {
        let share = |k: usize| goal.shares[k] * total;
        for _ in 0..ROUNDS {
            // Territories of one region and share are all alike.
            let alike: BTreeMap<(u32, u64), usize> =
                free.iter().rev().map(|&k| ((region_of[k], goal.shares[k].to_bits()), k)).collect();
            let mut best = (-1e-12, None);
            for &k in alike.values() {
                let from = region_of[k] as usize;
                for to in (0..self.work.len()).filter(|&to| to != from && self.is_free[to]) {
                    let there = alike.values().filter(|&&other| region_of[other] as usize == to);
                    let alone = (self.open[from] > 1).then_some(None);
                    for other in there.map(|&other| Some(other)).chain(alone) {
                        let passed = share(k) - other.map_or(0.0, share);
                        let before = self.off(from, 0.0).max(self.off(to, 0.0));
                        let change = self.off(from, -passed).max(self.off(to, passed)) - before;
                        if change < best.0 {
                            best = (change, Some((k, other, to, passed)));
                        }
                    }
                }
            }
            let Some((k, other, to, passed)) = best.1 else { return };
            let from = std::mem::replace(&mut region_of[k], narrow(to)) as usize;
            self.wanted[from] -= passed;
            self.wanted[to] += passed;
            if let Some(other) = other {
                region_of[other] = narrow(from);
            } else {
                self.open[from] -= 1;
                self.open[to] += 1;
            }
        }
    }
}
