//! Sorting with little machine code.
//!
//! The standard library's sorts are made anew for each order and each type of element; over all rooms that was a sixteenth
//! of what a browser loads. Here one copy serves all orders of a type, and in the page, where few things are sorted and
//! every kilobyte is loaded before anything is seen, one copy sorts positions for all types.

use std::cmp::Ordering;

/// Sorts by `order`, which has to tell all elements apart that differ in what follows: equal ones come in any order.
/// O(n log n), in place, in the page with a position for each element.
///
/// ```
/// let mut far = [0.5, 3.0, 2.0];
/// hinterland::sorting::sort_by(&mut far, &f64::total_cmp);
/// assert_eq!(far, [0.5, 2.0, 3.0]);
/// ```
pub fn sort_by<T>(elements: &mut [T], order: &dyn Fn(&T, &T) -> Ordering) {
    if cfg!(feature = "ui") && cfg!(target_arch = "wasm32") {
        let positions = sorted(elements.len(), &|a, b| order(&elements[a as usize], &elements[b as usize]));
        arrange(elements, positions);
    } else {
        elements.sort_unstable_by(order);
    }
}

/// Sorts by the elements' own order. O(n log n), in place.
pub fn sort<T: Ord>(elements: &mut [T]) {
    sort_by(elements, &Ord::cmp);
}

/// The positions from 0 in order.
fn sorted(count: usize, order: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    positions.sort_unstable_by(|&a, &b| order(a, b).then(a.cmp(&b)));
    positions
}

/// Brings the element at `positions[k]` to `k`, for every k: each is a position, once. O(n).
fn arrange<T>(elements: &mut [T], mut positions: Vec<u32>) {
    for start in 0..positions.len() {
        let mut to = start;
        // A cycle of the permutation, element by element; what is in its place points to itself.
        loop {
            let from = std::mem::replace(&mut positions[to], u32::try_from(to).unwrap_or(u32::MAX)) as usize;
            if from == start || from == to {
                break;
            }
            elements.swap(to, from);
            to = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_sort_as_the_standard_library_does(mut values in prop::collection::vec(0_u16..50, 0..200)) {
            let mut expected: Vec<(u16, usize)> = values.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let mut pairs: Vec<(u16, usize)> = values.iter().copied().zip(0..).collect();
            let positions = sorted(pairs.len(), &|a, b| pairs[a as usize].0.cmp(&pairs[b as usize].0));
            arrange(&mut pairs, positions);
            prop_assert_eq!(pairs, expected);
            let wanted = { let mut copy = values.clone(); copy.sort_unstable(); copy };
            sort(&mut values);
            prop_assert_eq!(values, wanted);
        }
    }
}
