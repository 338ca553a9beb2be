//! The shortest tour of a handful of places, by dynamic programming over subsets (Held, Karp, "A dynamic programming
//! approach to sequencing problems", 1962).

use super::points::Sites;

/// A shortest tour. O(2ⁿ · n²): for at most a dozen places.
pub(super) fn shortest_tour(sites: &Sites) -> Vec<u32> {
    let count = sites.len();
    let Some(others) = count.checked_sub(1) else { return Vec::new() };
    let distance = |a: usize, b: usize| sites.distance(place(a), place(b));
    // The shortest way from the last place through a set of the others to its member `end`, and the one before.
    let mut ways = vec![vec![(f64::INFINITY, 0); others]; 1 << others];
    for end in 0..others {
        ways[1 << end][end] = (distance(others, end), end);
    }
    for set in 1..1_usize << others {
        for end in (0..others).filter(|end| set & (1 << end) != 0) {
            let (length, _) = ways[set][end];
            for next in (0..others).filter(|next| set & (1 << next) == 0) {
                let longer = length + distance(end, next);
                if longer < ways[set | 1 << next][next].0 {
                    ways[set | 1 << next][next] = (longer, end);
                }
            }
        }
    }
    let mut set = (1 << others) - 1;
    let round = |end: &usize| ways[set][*end].0 + distance(*end, others);
    let mut end = (0..others).min_by(|a, b| round(a).total_cmp(&round(b))).unwrap_or(0);
    let mut order = vec![place(others)];
    while set != 0 {
        order.push(place(end));
        let before = ways[set][end].1;
        set &= !(1 << end);
        end = before;
    }
    order
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
