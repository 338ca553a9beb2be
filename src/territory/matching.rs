//! Reps to territories, so that what they cost is least in sum.

/// The assignment of every row to a column of its own with the least sum of costs; `cost` has at least as many columns
/// as rows, all finite. Shortest augmenting paths (Jonker, Volgenant, "A shortest augmenting path algorithm for dense
/// and sparse linear assignment problems", 1987). O(rows² · columns).
pub(super) fn assign(cost: &[Vec<f64>]) -> Vec<usize> {
    let columns = cost.first().map_or(0, Vec::len);
    let mut row_of = vec![None::<usize>; columns];
    let mut row_prices = vec![0.0; cost.len()];
    let mut column_prices = vec![0.0; columns];
    for start in 0..cost.len() {
        let mut length = vec![f64::INFINITY; columns];
        let mut previous = vec![None::<usize>; columns];
        let mut is_settled = vec![false; columns];
        let (mut row, mut from, mut reached) = (start, None, 0.0);
        let free = loop {
            for column in (0..columns).filter(|&column| !is_settled[column]) {
                let through = reached + cost[row][column] - row_prices[row] - column_prices[column];
                if through < length[column] {
                    length[column] = through;
                    previous[column] = from;
                }
            }
            let open = (0..columns).filter(|&column| !is_settled[column]);
            let Some(next) = open.min_by(|&a, &b| length[a].total_cmp(&length[b])) else { break None };
            is_settled[next] = true;
            reached = length[next];
            match row_of[next] {
                Some(owner) => (row, from) = (owner, Some(next)),
                None => break Some(next),
            }
        };
        let Some(mut column) = free else { continue };
        row_prices[start] += reached;
        for settled in (0..columns).filter(|&column| is_settled[column] && length[column] < reached) {
            column_prices[settled] -= reached - length[settled];
            if let Some(owner) = row_of[settled] {
                row_prices[owner] += reached - length[settled];
            }
        }
        while let Some(before) = previous[column] {
            row_of[column] = row_of[before];
            column = before;
        }
        row_of[column] = Some(start);
    }
    let mut columns_of = vec![0; cost.len()];
    for (column, row) in row_of.iter().enumerate() {
        if let Some(row) = row {
            columns_of[*row] = column;
        }
    }
    columns_of
}

/// The same where there may be more rows than columns: as many pairs of row and column as there can be, by row or by column.
pub(super) fn assign_some(cost: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let columns = cost.first().map_or(0, Vec::len);
    if cost.len() <= columns {
        return assign(cost).into_iter().enumerate().collect();
    }
    let turned: Vec<Vec<f64>> = (0..columns).map(|column| cost.iter().map(|row| row[column]).collect()).collect();
    assign(&turned).into_iter().enumerate().map(|(column, row)| (row, column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(cost: &[Vec<f64>], columns: &[usize]) -> f64 {
        cost.iter().zip(columns).map(|(row, &column)| row[column]).sum()
    }

    #[test]
    fn the_cheapest_first_is_not_always_least_in_sum() {
        assert_eq!(assign(&[vec![1.0, 2.0], vec![1.0, 9.0]]), [1, 0]);
        assert_eq!(assign(&[vec![5.0, 1.0, 7.0]]), [1]);
        assert_eq!(assign(&[]), [0; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_exchange_of_columns_is_cheaper_than_brute_force(
            cost in prop::collection::vec(prop::collection::vec(0_u8..20, 5), 1..=4),
        ) {
            let cost: Vec<Vec<f64>> = cost.iter().map(|row| row.iter().map(|&c| f64::from(c)).collect()).collect();
            let found = assign(&cost);
            let mut sorted = found.clone();
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(sorted.len(), cost.len());
            let mut least = f64::INFINITY;
            for code in 0..5_usize.pow(4) {
                let columns: Vec<usize> = (0..4).map(|digit| code / 5_usize.pow(digit) % 5).take(cost.len()).collect();
                let mut distinct = columns.clone();
                distinct.sort_unstable();
                distinct.dedup();
                if distinct.len() == cost.len() {
                    least = least.min(total(&cost, &columns));
                }
            }
            prop_assert!((total(&cost, &found) - least).abs() < 1e-9);
        }
    }
}
