//! The cost and the excess of an answer to a capacitated p-median problem.

/// What rounding may add to a load, as a share of the capacity.
const ROUNDING: f64 = 1e-9;

/// What an answer costs, and how far it is from keeping the capacities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianFigures {
    /// Sum of the Euclidean distances from the customers to their medians, not rounded.
    pub cost: f64,
    /// Load above capacity, in sum over the medians; 0 when every capacity is kept.
    pub excess: f64,
}

/// Derives the figures of `median`, the median of each customer by its position from 0, where a customer is its place, its
/// capacity as a median, and its demand. `None` when it is no answer at all: not one median for each customer, one that is no
/// customer, or more than `medians` of them. O(n).
///
/// ```
/// use hinterland::check::{MedianFigures, median_figures};
/// let customers = [([0.0, 0.0], 5.0, 3.0), ([3.0, 4.0], 5.0, 3.0)];
/// assert_eq!(median_figures(&customers, 1, &[0, 0]), Some(MedianFigures { cost: 5.0, excess: 1.0 }));
/// assert_eq!(median_figures(&customers, 1, &[0, 1]), None);
/// ```
#[must_use]
pub fn median_figures(customers: &[([f64; 2], f64, f64)], medians: usize, median: &[u32]) -> Option<MedianFigures> {
    if median.len() != customers.len() {
        return None;
    }
    let mut loads = vec![None; customers.len()];
    let mut cost = 0.0;
    for (&(at, _, demand), &chosen) in customers.iter().zip(median) {
        let (seat, ..) = customers.get(chosen as usize)?;
        cost += libm::hypot(at[0] - seat[0], at[1] - seat[1]);
        *loads[chosen as usize].get_or_insert(0.0) += demand;
    }
    if loads.iter().flatten().count() > medians {
        return None;
    }
    let above = |(&(_, capacity, _), load): (&(_, f64, f64), &Option<f64>)| {
        let above = load.unwrap_or(0.0) - capacity;
        if above > capacity * ROUNDING { above } else { 0.0 }
    };
    Some(MedianFigures { cost, excess: customers.iter().zip(&loads).map(above).sum() })
}
