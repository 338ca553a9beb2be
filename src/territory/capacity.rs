//! What part of all activity each territory shall have.

use super::division::Worker;
use crate::sorting::sort_by;

/// Shares of activity that differ by less are the same.
pub(super) const SAME_SHARE: f64 = 1e-9;

/// The share of all activity that each territory shall have, by capacity.
pub(super) fn shares(reps: &[Worker], territories: usize) -> Vec<f64> {
    parts(&capacities(reps, territories))
}

/// The rep for whom each territory is made: nobody where there are too few, and those with the most capacity where there are too
/// many.
pub(super) fn made_for(reps: &[Worker], territories: usize) -> Vec<Option<Worker>> {
    let mut own = reps.to_vec();
    if own.len() > territories {
        sort_by(&mut own, &|a, b| b.capacity.total_cmp(&a.capacity));
    }
    own.into_iter().map(Some).chain(std::iter::repeat(None)).take(territories).collect()
}

/// The capacity for which each territory is made: that of its rep, or a full time.
pub(super) fn capacities(reps: &[Worker], territories: usize) -> Vec<f64> {
    made_for(reps, territories).iter().map(|rep| rep.map_or(1.0, |rep| rep.capacity)).collect()
}

/// Each capacity as a part of all.
pub(super) fn parts(capacities: &[f64]) -> Vec<f64> {
    let total: f64 = capacities.iter().sum();
    capacities.iter().map(|capacity| capacity / total).collect()
}
