//! What each territory holds and what its fair share is, derived anew.

use super::activity::Work;
use super::globe::mean_distance;
use crate::model::{Alignment, Dataset};
use crate::units::LonLat;

/// What one territory holds.
pub(super) struct Holding {
    pub(super) accounts: usize,
    pub(super) totals: Vec<f64>,
    pub(super) activity: f64,
    /// The part of all activity that is its fair share: capacity ÷ all capacities, a territory without rep as full time.
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
    let all: f64 = capacities.iter().sum();
    let mut owned = vec![Vec::new(); capacities.len()];
    for (account, owner) in alignment.owners().iter().enumerate() {
        if let Some(members) = owner.and_then(|owner| owned.get_mut(owner.index())) {
            members.push(account);
        }
    }
    let holding = |(members, capacity): (Vec<usize>, f64)| {
        let total = |values: &Vec<f64>| members.iter().filter_map(|&account| values.get(account)).sum();
        let totals: Vec<f64> = work.values.iter().map(total).collect();
        let located =
            members.iter().filter_map(|&account| dataset.accounts().locations.get(account).copied().flatten());
        Holding {
            accounts: members.len(),
            activity: work.combined(&totals),
            totals,
            share: capacity / all,
            mean_distance: mean_distance(&located.collect::<Vec<LonLat>>()),
        }
    };
    owned.into_iter().zip(capacities).map(holding).collect()
}

/// |w − μ| ÷ μ by territory, with μ its share of the sum; none when there is nothing to share, or a share is nothing.
pub(super) fn deviations(holdings: &[Holding], amount: impl Fn(&Holding) -> f64) -> Option<Vec<f64>> {
    let sum: f64 = holdings.iter().map(&amount).sum();
    let off = |holding: &Holding| (amount(holding) / (sum * holding.share) - 1.0).abs();
    let all: Vec<f64> = holdings.iter().map(off).collect();
    (sum > 0.0 && all.iter().all(|deviation| deviation.is_finite())).then_some(all)
}
