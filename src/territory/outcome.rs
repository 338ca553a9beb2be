//! From owners to an alignment: numbers, names, colours, reps, and what was not reached.

use super::basic_units::BasicUnits;
use super::capacity::{SAME_SHARE, capacities};
use super::contiguity::{parts_by_territory, touching};
use super::division::{Task, Worker};
use super::fit::{Fit, Members};
use super::identity::{Known, by_overlap};
use super::matching::{assign, assign_some};
use super::naming::{names, slots};
use super::partition::Partition;
use crate::geography::{centroid, great_circle};
use crate::model::{AccountIx, Alignment, Crew, HomeBase, Limit, RepIx, Territory, TerritoryIx};
use crate::sorting::sort_by;
use crate::units::LonLat;
use std::collections::BTreeSet;

/// The cost of a rep without a home base, in metres: more than any way, so that the others are matched first.
const NO_HOME: f64 = 1e8;

/// The cost of a capacity that differs by one, in metres: more than all ways together.
const WRONG_CAPACITY: f64 = 1e13;

/// The cost of an account with a rep who does not have what it needs, or lives too far away, in points of fit: more than all
/// points together.
const MISPLACED: f64 = 1e7;

/// The cost of a capacity for which a territory was not made, in points of fit.
const MISFIT: f64 = 1e5;

/// What a deviation may exceed the tolerance by for the rounding of its sums.
const ROUNDING: f64 = 1e-9;

/// What a design brought about.
#[derive(Debug, Clone, PartialEq)]
pub struct Designed {
    /// Territories from west to east, each with name, colour and rep; accounts without a location have no owner.
    pub alignment: Alignment,
    /// By territory, the one before whose place it takes; `None` for a new one.
    pub predecessors: Vec<Option<TerritoryIx>>,
    /// Worst |w − μ| ÷ μ of the combined activity.
    pub worst_deviation: f64,
    /// What keeps the plan from what was asked; empty when it is as asked.
    pub limits: Vec<Limit>,
}

/// Who is who in a partition.
pub(super) enum Naming<'a> {
    /// New territories, numbered from west to east, then from north to south.
    New,
    /// New territories that take the place of those before.
    Renewed(&'a Alignment),
    /// Those of these territories before, in their order, and new ones.
    Kept(&'a [Known]),
    /// Those that hold something are these, the others take the place of those before that are left.
    Anchored { known: &'a [Known], is_anchored: &'a [bool], before: &'a Alignment },
}

/// Numbers the territories and gives each a name, a colour and a rep.
pub(super) fn dress(
    task: &Task,
    units: &BasicUnits,
    partition: &Partition,
    shares: &[f64],
    naming: &Naming,
) -> Designed {
    let count = partition.territories();
    let by_place = west_to_east(units, partition);
    let (sequence, known): (Vec<usize>, Vec<Known>) = match naming {
        Naming::New => (by_place, vec![None; count]),
        Naming::Kept(known) => ((0..count).collect(), known.to_vec()),
        Naming::Renewed(before) => {
            let found = by_overlap(before, &members(task, units, partition, &by_place), |territory, _, own| {
                has_share(task, own.rep, shares[by_place[territory]], shares.len())
            });
            in_order_before(&by_place, found)
        }
        Naming::Anchored { known, is_anchored, before } => {
            let is_left = |wanted: TerritoryIx| {
                let mut free = known.iter().zip(*is_anchored).filter(|(_, is_anchored)| !**is_anchored);
                free.any(|(own, _)| own.as_ref().is_some_and(|(before, _)| *before == Some(wanted)))
            };
            let found = by_overlap(before, &members(task, units, partition, &by_place), |position, number, own| {
                let territory = by_place[position];
                !is_anchored[territory] && is_left(number) && has_share(task, own.rep, shares[territory], shares.len())
            });
            let of_place = |(position, own): (usize, Known)| {
                let territory = by_place[position];
                if is_anchored[territory] { known[territory].clone() } else { own }
            };
            in_order_before(&by_place, found.into_iter().enumerate().map(of_place).collect())
        }
    };
    let predecessors = known.iter().map(|own| own.as_ref().and_then(|(before, _)| *before)).collect();
    let known: Vec<Option<Territory>> = known.into_iter().map(|own| own.map(|(_, territory)| territory)).collect();
    let members = members(task, units, partition, &sequence);
    let shares: Vec<f64> = sequence.iter().map(|&k| shares[k]).collect();
    let mut number = vec![0_u32; count];
    for (position, &territory) in (0..).zip(&sequence) {
        number[territory] = position;
    }
    let mut owners = vec![None; task.locations.len()];
    for (territory, members) in (0..).map(TerritoryIx).zip(&members) {
        for &(account, _) in members {
            owners[account] = Some(territory);
        }
    }
    let pairs: Vec<[u32; 2]> = touching(units, partition).iter().map(|pair| pair.map(|k| number[k as usize])).collect();
    let slot = |own: &Option<Territory>| own.as_ref().map(|own| own.slot).filter(|&slot| slot > 0);
    let slots = slots(&known.iter().map(slot).collect::<Vec<_>>(), &pairs);
    let reps = match &task.fit {
        Some(fit) => match_by_fit(task, fit, &members, &shares, &known),
        None => match_reps(task, &members, &shares, &known),
    };
    let name = |own| Option::<&Territory>::map(own, |own| own.name.as_str()).filter(|name| !name.is_empty());
    let names = names(&task.places, &members, &known.iter().map(|own| name(own.as_ref())).collect::<Vec<_>>());
    let worst_deviation = deviations(&sums(&members, &task.activity), &shares).map(f64::abs).fold(0.0, f64::max);
    let limits = limits(task, units, partition, &sequence, &members, &shares);
    let territories = names.into_iter().zip(reps).zip(slots);
    let territories = territories.map(|((name, rep), slot)| Territory { name, rep, slot, crew: Crew::Field }).collect();
    // Owners, names and slots are well formed by construction.
    let alignment = Alignment::new(territories, owners).unwrap_or_default();
    Designed { alignment, predecessors, worst_deviation, limits }
}

/// By territory in that sequence, its accounts and their activity, in order.
fn members(task: &Task, units: &BasicUnits, partition: &Partition, sequence: &[usize]) -> Vec<Vec<(usize, f64)>> {
    let mut owners = vec![None; task.locations.len()];
    for unit in 0..units.len() {
        for account in units.members(unit) {
            owners[account.index()] = Some(partition.owners[unit] as usize);
        }
    }
    let mut position = vec![0; sequence.len()];
    for (number, &territory) in sequence.iter().enumerate() {
        position[territory] = number;
    }
    let mut members = vec![Vec::new(); sequence.len()];
    for (account, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner {
            members[position[*owner]].push((account, task.activity[account]));
        }
    }
    members
}

/// Whether a territory of that share can be the rep's.
fn has_share(task: &Task, rep: Option<RepIx>, share: f64, territories: usize) -> bool {
    let total: f64 = capacities(&task.reps, territories).iter().sum();
    let capacity = rep.and_then(|rep| task.reps.iter().find(|own| own.rep == rep)).map(|own| own.capacity);
    capacity.is_none_or(|capacity| (capacity / total - share).abs() <= SAME_SHARE)
}

/// Those that take the place of one before come in the order of those, the others after them.
fn in_order_before(by_place: &[usize], found: Vec<Known>) -> (Vec<usize>, Vec<Known>) {
    let rank = |own: &Known| own.as_ref().and_then(|(before, _)| *before).map_or(usize::MAX, TerritoryIx::index);
    let mut all: Vec<(usize, usize, Known)> =
        by_place.iter().zip(found).enumerate().map(|(position, (&k, own))| (position, k, own)).collect();
    sort_by(&mut all, &|a, b| (rank(&a.2), a.0).cmp(&(rank(&b.2), b.0)));
    all.into_iter().map(|(_, k, own)| (k, own)).unzip()
}

fn west_to_east(units: &BasicUnits, partition: &Partition) -> Vec<usize> {
    let mut sums = vec![([0.0_f64; 2], 0.0_f64); partition.territories()];
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

/// Known territories keep their reps; the others get those who are left, so that their ways from home are least in sum.
fn match_reps(
    task: &Task,
    members: &[Vec<(usize, f64)>],
    shares: &[f64],
    known: &[Option<Territory>],
) -> Vec<Option<RepIx>> {
    let mut matched: Vec<Option<RepIx>> = known.iter().map(|own| own.as_ref().and_then(|own| own.rep)).collect();
    let taken: BTreeSet<RepIx> = matched.iter().flatten().copied().collect();
    let reps: Vec<&Worker> = task.reps.iter().filter(|own| !taken.contains(&own.rep)).collect();
    let open: Vec<usize> = (0..members.len()).filter(|&territory| matched[territory].is_none()).collect();
    let center =
        |&territory: &usize| centroid(members[territory].iter().filter_map(|&(account, _)| task.locations[account]));
    let centers: Vec<Option<LonLat>> = open.iter().map(center).collect();
    let cost = |territory: usize, rep: usize| {
        let way = match (reps[rep].home, centers[territory]) {
            (Some(home), Some(center)) => great_circle(home, center).0,
            _ => NO_HOME,
        };
        let is_fit = has_share(task, Some(reps[rep].rep), shares[open[territory]], shares.len());
        if is_fit { way } else { way + WRONG_CAPACITY }
    };
    let costs: Vec<Vec<f64>> =
        (0..open.len()).map(|territory| (0..reps.len()).map(|rep| cost(territory, rep)).collect()).collect();
    for (territory, rep) in assign_some(&costs) {
        matched[open[territory]] = Some(reps[rep].rep);
    }
    matched
}

/// The reps by the best fit in sum, where nobody gets accounts without what they need or beyond the cap who could be spared
/// them. Who is locked in a territory, or has one drawn around the home base, keeps it. Where territories were drawn for the
/// reps, no other rep comes in. O(accounts · reps + reps³).
fn match_by_fit(
    task: &Task,
    fit: &Fit,
    members: &[Members],
    shares: &[f64],
    known: &[Option<Territory>],
) -> Vec<Option<RepIx>> {
    let worker = |rep: RepIx| task.reps.iter().find(|own| own.rep == rep);
    let before: Vec<Option<&Worker>> = known.iter().map(|own| own.as_ref()?.rep.and_then(worker)).collect();
    let stays = |own: &&Worker| task.kept.contains(&own.rep) || (own.base == HomeBase::Fixed && own.home.is_some());
    let kept: Vec<Option<&Worker>> = before.iter().map(|own| own.filter(stays)).collect();
    let is_free = |own: &&Worker| !kept.iter().flatten().any(|kept| kept.rep == own.rep);
    let is_drawn_for =
        |own: &&Worker| task.staff.is_none() || before.iter().flatten().any(|other| other.rep == own.rep);
    let reps: Vec<&Worker> = task.reps.iter().filter(is_free).filter(is_drawn_for).collect();
    let open: Vec<usize> = (0..members.len()).filter(|&territory| kept[territory].is_none()).collect();
    // All are ranked among all, as they are when the match is explained.
    let everybody: Vec<RepIx> = task.reps.iter().map(|own| own.rep).collect();
    let points = fit.points(members, &everybody, &task.locations);
    let misplaced = |territory: usize, rep: Option<&Worker>| {
        let staff = task.staff.as_ref();
        MISPLACED * staff.map_or(0, |staff| staff.misplaced(&members[territory], rep, &task.locations)) as f64
    };
    let has_capacity = |territory: usize, rep: &Worker| match before[territory] {
        Some(own) => (own.capacity - rep.capacity).abs() <= SAME_SHARE,
        None => has_share(task, Some(rep.rep), shares[territory], shares.len()),
    };
    let cost = |territory: usize, rep: &Worker| {
        let at = everybody.iter().position(|own| *own == rep.rep).unwrap_or_default();
        let misfit = if has_capacity(territory, rep) { 0.0 } else { MISFIT };
        misplaced(territory, Some(rep)) + misfit - points[territory][at].iter().sum::<f64>()
    };
    // Some territories stay without a rep where there are too few.
    let nobody = open.len().saturating_sub(reps.len());
    let row = |&territory: &usize| {
        let idle = std::iter::repeat_n(misplaced(territory, None), nobody);
        reps.iter().map(|rep| cost(territory, rep)).chain(idle).collect()
    };
    let costs: Vec<Vec<f64>> = open.iter().map(row).collect();
    let mut matched: Vec<Option<RepIx>> = kept.iter().map(|own| own.map(|own| own.rep)).collect();
    for (&territory, rep) in open.iter().zip(assign(&costs)) {
        matched[territory] = reps.get(rep).map(|rep| rep.rep);
    }
    matched
}

/// By territory, the sum of these values.
fn sums(members: &[Vec<(usize, f64)>], values: &[f64]) -> Vec<f64> {
    members.iter().map(|members| members.iter().map(|&(account, _)| values[account]).sum()).collect()
}

/// Signed (w − μ) ÷ μ by territory.
fn deviations(sums: &[f64], shares: &[f64]) -> impl Iterator<Item = f64> {
    let total: f64 = sums.iter().sum();
    sums.iter().zip(shares).map(move |(weight, share)| weight / (share * total) - 1.0)
}

/// What keeps the plan from what was asked, what causes it first.
fn limits(
    task: &Task,
    units: &BasicUnits,
    partition: &Partition,
    sequence: &[usize],
    members: &[Vec<(usize, f64)>],
    shares: &[f64],
) -> Vec<Limit> {
    let mut missed = Vec::new();
    let held =
        std::iter::once((&task.terms, &task.activity)).chain(task.loads.iter().map(|load| (&load.terms, &load.values)));
    for (terms, values) in held {
        let sums = sums(members, values);
        for ((territory, deviation), &total) in (0..).map(TerritoryIx).zip(deviations(&sums, shares)).zip(&sums) {
            if deviation.abs() > terms.tolerance + ROUNDING {
                missed.push(Limit::Tolerance { territory, measure: terms.measure, deviation: deviation.abs() });
            }
            let slack = ROUNDING * total.abs();
            if let Some(measure) = terms.measure.filter(|_| total < terms.least - slack || total > terms.most + slack) {
                missed.push(Limit::Bound { territory, measure, total });
            }
        }
    }
    let is_given = |unit: usize| units.members(unit).iter().all(|account| task.is_given[account.index()]);
    let parts = parts_by_territory(units, partition, is_given);
    let is_broken = |&(_, &k): &(TerritoryIx, &usize)| parts[k] > 1 && !task.may_scatter;
    let islands = (0..).map(TerritoryIx).zip(sequence).filter(is_broken);
    let islands = islands.map(|(territory, _)| Limit::Islands { territory });
    let causes = if missed.is_empty() { Vec::new() } else { causes(task, units, partition, sequence, shares) };
    let causes = cut_off(task, units, partition, sequence, shares).into_iter().chain(causes);
    causes.into_iter().chain(missed).chain(islands).collect()
}

/// What no division could have balanced: the heaviest unit, and locks.
fn causes(task: &Task, units: &BasicUnits, partition: &Partition, sequence: &[usize], shares: &[f64]) -> Vec<Limit> {
    let weight = |unit: usize| units.members(unit).iter().map(|account| task.activity[account.index()]).sum::<f64>();
    let total: f64 = (0..units.len()).map(weight).sum();
    let mut heaviest: Option<(f64, AccountIx)> = None;
    let mut locked = vec![0.0; sequence.len()];
    let mut position = vec![0; sequence.len()];
    for (number, &territory) in sequence.iter().enumerate() {
        position[territory] = number;
    }
    for unit in 0..units.len() {
        let (own, weight) = (position[partition.owners[unit] as usize], weight(unit));
        let share = weight / (shares[own] * total);
        if let Some(&account) =
            units.members(unit).iter().min().filter(|_| heaviest.is_none_or(|(most, _)| share > most))
        {
            heaviest = Some((share, account));
        }
        if partition.ties.is_fixed(unit) {
            locked[own] += share;
        }
    }
    let most = 1.0 + task.terms.tolerance + ROUNDING;
    let heavy = heaviest.filter(|&(share, _)| share > most).map(|(share, account)| Limit::Heavy { account, share });
    let locked = (0..).map(TerritoryIx).zip(locked).filter(|&(_, share)| share > most);
    heavy.into_iter().chain(locked.map(|(territory, share)| Limit::Locked { territory, share })).collect()
}

/// The parts that barriers cut off and that have no territory of their own, or whose work is not, within the tolerance, what
/// their territories should have.
fn cut_off(task: &Task, units: &BasicUnits, partition: &Partition, sequence: &[usize], shares: &[f64]) -> Vec<Limit> {
    let Some(fence) = units.fence.as_ref().filter(|fence| fence.parts > 1) else { return Vec::new() };
    let parts = fence.parts as usize;
    let mut held = vec![vec![0.0; parts]; partition.territories()];
    for unit in 0..units.len() {
        let work = units.members(unit).iter().map(|account| task.activity[account.index()]).sum::<f64>();
        // What weighs nothing is somewhere too.
        held[partition.owners[unit] as usize][fence.part[units.sites[unit] as usize] as usize] +=
            work.max(f64::MIN_POSITIVE);
    }
    let total: f64 = held.iter().flatten().sum();
    let mut there = vec![(0_u16, 0.0); parts];
    for (&k, share) in sequence.iter().zip(shares) {
        let most = held[k].iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a });
        if let Some((part, _)) = most {
            there[part].0 += 1;
            there[part].1 += share;
        }
    }
    // What goes to a territory across counts where that is.
    let (region_of_site, regions) = units.graph.parts();
    let mut region_of = vec![0; parts];
    for (&part, &region) in fence.part.iter().zip(&region_of_site) {
        region_of[part as usize] = region as usize;
    }
    let mut off = vec![0.0; regions as usize];
    let mut wanted_of = vec![0.0; regions as usize];
    let share = |part: usize| held.iter().map(|own| own[part]).sum::<f64>() / total;
    for (part, &region) in region_of.iter().enumerate() {
        off[region] += share(part) - there[part].1;
        wanted_of[region] += there[part].1;
    }
    let limit = |(part, &(territories, _)): (usize, &(u16, f64))| {
        let region = region_of[part];
        let is_even = off[region].abs() <= (task.terms.tolerance + ROUNDING) * wanted_of[region];
        let is_told = territories == 0 || !is_even;
        let found = fence.cut_off(u32::try_from(part).ok()?, &task.barriers).filter(|_| is_told)?;
        let work = share(part) * shares.len() as f64;
        Some(Limit::Barrier { barrier: found.barrier, side: found.side, work, territories })
    };
    there.iter().enumerate().filter_map(limit).collect()
}
