//! What each territory holds and what its fair share is, derived anew.

use super::activity::Work;
use super::globe::mean_distance;
use crate::model::{Alignment, Dataset};
use crate::units::LonLat;
use std::collections::BTreeMap;

/// What one territory holds.
pub(super) struct Holding {
    pub(super) accounts: usize,
    pub(super) totals: Vec<f64>,
    pub(super) activity: f64,
    /// Those of the same crew have the same.
    pub(super) crew: usize,
    /// The part of what its crew owns that is its fair share: capacity ÷ all capacities of the crew, a territory without
    /// rep as full time.
    pub(super) share: f64,
    /// Metres.
    pub(super) mean_distance: f64,
}

/// By territory. O(accounts × measures).
pub(super) fn holdings(dataset: &Dataset, alignment: &Alignment, work: &Work) -> Vec<Holding> {
    let capacities: Vec<f64> = alignment
        .territories()
        .iter()
        .map(|territory| match territory.rep.and_then(|rep| dataset.reps().get(rep.index())) {
            Some(rep) => rep.capacity,
            None => 1.0,
        })
        .collect();
    let crews = alignment.crews();
    let all = |crew: usize| -> f64 {
        crews.iter().zip(&capacities).filter(|(own, _)| **own == crew).map(|(_, capacity)| capacity).sum()
    };
    let mut owned = vec![Vec::new(); capacities.len()];
    for (account, owner) in alignment.owners().iter().enumerate() {
        if let Some(members) = owner.and_then(|owner| owned.get_mut(owner.index())) {
            members.push(account);
        }
    }
    let holding = |((members, &capacity), &crew): ((Vec<usize>, &f64), &usize)| {
        let total = |values: &Vec<f64>| members.iter().filter_map(|&account| values.get(account)).sum();
        let totals: Vec<f64> = work.values.iter().map(total).collect();
        let located =
            members.iter().filter_map(|&account| dataset.accounts().locations.get(account).copied().flatten());
        Holding {
            accounts: members.len(),
            activity: work.combined(&totals),
            totals,
            crew,
            share: capacity / all(crew),
            mean_distance: mean_distance(&located.collect::<Vec<LonLat>>()),
        }
    };
    owned.into_iter().zip(&capacities).zip(&crews).map(holding).collect()
}

/// What each territory should have of an amount: its share of what its crew has.
pub(super) fn targets(holdings: &[Holding], amount: impl Fn(&Holding) -> f64) -> Vec<f64> {
    let mut sums = BTreeMap::new();
    for holding in holdings {
        *sums.entry(holding.crew).or_insert(0.0) += amount(holding);
    }
    holdings.iter().map(|holding| holding.share * sums[&holding.crew]).collect()
}

/// |w − μ| ÷ μ by territory, 0 where a crew has nothing; none when there is nothing to share, or a share is nothing.
pub(super) fn deviations(holdings: &[Holding], amount: impl Fn(&Holding) -> f64) -> Option<Vec<f64>> {
    let sum: f64 = holdings.iter().map(&amount).sum();
    let off = |(holding, target): (&Holding, f64)| {
        let held = amount(holding);
        if held == 0.0 && target == 0.0 { 0.0 } else { (held / target - 1.0).abs() }
    };
    let all: Vec<f64> = holdings.iter().zip(targets(holdings, &amount)).map(off).collect();
    (sum > 0.0 && all.iter().all(|deviation| deviation.is_finite())).then_some(all)
}
