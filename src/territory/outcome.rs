//! From owners to an alignment: numbers, names, colours, reps, and what was not reached.

use super::basic_units::BasicUnits;
use super::contiguity::{parts_by_territory, touching};
use super::design::Task;
use super::matching::assign;
use super::naming::{names, slots};
use super::partition::Partition;
use crate::geography::{centroid, great_circle};
use crate::model::{AccountIx, Alignment, Limit, RepIx, Territory, TerritoryIx};
use crate::sorting::sort_by;
use crate::units::LonLat;

/// The cost of a rep without a home base, in metres: more than any way, so that the others are matched first.
const NO_HOME: f64 = 1e8;

/// The cost of a capacity that differs by one, in metres: more than all ways together.
const WRONG_CAPACITY: f64 = 1e13;

/// What a deviation may exceed the tolerance by for the rounding of its sums.
const ROUNDING: f64 = 1e-9;

/// What a design brought about.
#[derive(Debug, Clone, PartialEq)]
pub struct Designed {
    /// Territories from west to east, each with name, colour and rep; accounts without a location have no owner.
    pub alignment: Alignment,
    /// Worst |w − μ| ÷ μ of the combined activity.
    pub worst_deviation: f64,
    /// What keeps the plan from what was asked; empty when it is as asked.
    pub limits: Vec<Limit>,
}

/// Numbers territories from west to east (then north to south) by their centroid in the plane, and dresses them.
pub(super) fn dress(task: &Task, units: &BasicUnits, partition: &Partition, shares: &[f64]) -> Designed {
    let sequence = west_to_east(units, partition);
    let mut number = vec![0_u16; sequence.len()];
    for (position, &territory) in (0..).zip(&sequence) {
        number[territory] = position;
    }
    let mut owners = vec![None; task.locations.len()];
    let mut members = vec![Vec::new(); sequence.len()];
    for unit in 0..units.len() {
        let own = number[partition.owners[unit] as usize];
        for account in units.members(unit) {
            owners[account.index()] = Some(TerritoryIx(own));
            members[usize::from(own)].push((account.index(), task.activity[account.index()]));
        }
    }
    let pairs: Vec<[u32; 2]> =
        touching(units, partition).iter().map(|pair| pair.map(|k| u32::from(number[k as usize]))).collect();
    let slots = slots(sequence.len(), &pairs);
    let shares: Vec<f64> = sequence.iter().map(|&k| shares[k]).collect();
    let reps = match_reps(task, &members, &shares);
    let names = names(&task.places, &members);
    let deviations = deviations(&members, &shares);
    let worst_deviation = deviations.iter().map(|deviation| deviation.abs()).fold(0.0, f64::max);
    let parts = parts_by_territory(units, partition);
    let mut limits = Vec::new();
    if worst_deviation > task.tolerance.value() + ROUNDING {
        limits.extend(heavy_account(task, &members, &shares));
    }
    for ((territory, &k), deviation) in (0..).map(TerritoryIx).zip(&sequence).zip(deviations) {
        limits.extend(limits_of(task, territory, deviation, parts[k]));
    }
    let territories = names.into_iter().zip(reps).zip(slots);
    let territories = territories.map(|((name, rep), slot)| Territory { name, rep, slot }).collect();
    // Owners, names and slots are well formed by construction.
    let alignment = Alignment::new(territories, owners).unwrap_or_default();
    Designed { alignment, worst_deviation, limits }
}

fn west_to_east(units: &BasicUnits, partition: &Partition) -> Vec<usize> {
    let mut sums = vec![([0.0_f64; 2], 0.0_f64); partition.targets.len()];
    for unit in 0..units.len() {
        let (sum, count) = &mut sums[partition.owners[unit] as usize];
        sum[0] += units.plane[unit][0];
        sum[1] += units.plane[unit][1];
        *count += 1.0;
    }
    let center = |k: usize| sums[k].0.map(|sum| sum / sums[k].1.max(1.0));
    let mut sequence: Vec<usize> = (0..sums.len()).collect();
    sort_by(&mut sequence, &|&a, &b| {
        let ([ax, ay], [bx, by]) = (center(a), center(b));
        ax.total_cmp(&bx).then(by.total_cmp(&ay)).then(a.cmp(&b))
    });
    sequence
}

fn match_reps(task: &Task, members: &[Vec<(usize, f64)>], shares: &[f64]) -> Vec<Option<RepIx>> {
    let centers: Vec<Option<LonLat>> = members
        .iter()
        .map(|members| centroid(members.iter().filter_map(|&(account, _)| task.locations[account])))
        .collect();
    let total_capacity: f64 = task.reps.iter().map(|rep| rep.capacity).sum();
    let is_shared_out = task.reps.len() == shares.len();
    let cost = |territory: usize, rep: usize| {
        let (home, capacity) = (task.reps[rep].home, task.reps[rep].capacity);
        let way = match (home, centers[territory]) {
            (Some(home), Some(center)) => great_circle(home, center).0,
            _ => NO_HOME,
        };
        let misfit = (capacity / total_capacity - shares[territory]).abs();
        if is_shared_out && misfit > 1e-9 { way + WRONG_CAPACITY * (1.0 + misfit) } else { way }
    };
    let reps = 0..task.reps.len();
    let mut matched = vec![None; shares.len()];
    let rep_ix = |rep: usize| u16::try_from(rep).ok().map(RepIx);
    if task.reps.len() < shares.len() {
        let costs: Vec<Vec<f64>> = reps.map(|rep| (0..shares.len()).map(|t| cost(t, rep)).collect()).collect();
        assign(&costs).into_iter().enumerate().for_each(|(rep, territory)| matched[territory] = rep_ix(rep));
    } else {
        let costs: Vec<Vec<f64>> = (0..shares.len()).map(|t| reps.clone().map(|rep| cost(t, rep)).collect()).collect();
        assign(&costs).into_iter().enumerate().for_each(|(territory, rep)| matched[territory] = rep_ix(rep));
    }
    matched
}

/// Signed (w − μ) ÷ μ by territory, of the true activity.
fn deviations(members: &[Vec<(usize, f64)>], shares: &[f64]) -> Vec<f64> {
    let weights: Vec<f64> = members.iter().map(|members| members.iter().map(|&(_, activity)| activity).sum()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().zip(shares).map(|(weight, share)| weight / (share * total) - 1.0).collect()
}

fn limits_of(task: &Task, territory: TerritoryIx, deviation: f64, parts: u32) -> impl Iterator<Item = Limit> + use<> {
    let is_off = deviation.abs() > task.tolerance.value() + ROUNDING;
    let off = is_off.then_some(Limit::Tolerance { territory, deviation: deviation.abs() });
    off.into_iter().chain((parts > 1).then_some(Limit::Islands { territory }))
}

/// The heaviest account, when it alone puts its territory out of tolerance.
fn heavy_account(task: &Task, members: &[Vec<(usize, f64)>], shares: &[f64]) -> Option<Limit> {
    let total: f64 = members.iter().flatten().map(|&(_, activity)| activity).sum();
    let in_territory = members.iter().zip(shares).flat_map(|(members, share)| {
        members.iter().map(move |&(account, activity)| (activity / (share * total), account))
    });
    let (share, account) = in_territory.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let account = AccountIx(u32::try_from(account).ok()?);
    (share > 1.0 + task.tolerance.value() + ROUNDING).then_some(Limit::Heavy { account, share })
}
