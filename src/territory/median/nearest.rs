//! Who is near whom, by a grid.

use super::problem::Customer;
use crate::sorting::sort_by;

/// For each customer the same number of others, the nearest.
#[derive(Debug, Clone)]
pub(super) struct Nearest {
    width: u32,
    flat: Vec<u32>,
}

impl Nearest {
    /// The `width` nearest of each customer, or all others where there are not as many. O(n · width) for customers
    /// that are spread evenly.
    pub(super) fn new(customers: &[Customer], width: usize) -> Self {
        let width = width.min(customers.len() - 1);
        let grid = Grid::new(customers);
        let mut flat = Vec::with_capacity(customers.len() * width);
        let mut found = Vec::new();
        for (id, customer) in (0_u32..).zip(customers) {
            grid.around(customers, id, customer.at, width, &mut found);
            flat.extend(found.iter().map(|&(_, near)| near));
        }
        Self { width: u32::try_from(width).unwrap_or(u32::MAX), flat }
    }

    /// One of the nearest, all as likely.
    #[inline]
    pub(super) fn draw(&self, id: u32, rng: &mut fastrand::Rng) -> u32 {
        self.flat[id as usize * self.width as usize + rng.u32(0..self.width) as usize]
    }
}

/// Customers by square cells of a side, about two a cell.
struct Grid {
    low: [f64; 2],
    side: f64,
    columns: usize,
    rows: usize,
    /// Those of cell c are `ids[starts[c]..starts[c + 1]]`.
    starts: Vec<usize>,
    ids: Vec<u32>,
}

impl Grid {
    fn new(customers: &[Customer]) -> Self {
        let bound = |axis: usize, pick: fn(f64, f64) -> f64| {
            customers.iter().map(|customer| customer.at[axis]).reduce(pick).unwrap_or(0.0)
        };
        let low = [bound(0, f64::min), bound(1, f64::min)];
        let extent = [bound(0, f64::max) - low[0], bound(1, f64::max) - low[1]];
        let cells = (customers.len() as f64 / 2.0).max(1.0);
        // Along a line the area is nothing: there the length is cut.
        let by_area = (extent[0] * extent[1] / cells).sqrt();
        let by_length = extent[0].max(extent[1]) / cells;
        let side = by_area.max(by_length).max(f64::MIN_POSITIVE);
        let count = |extent: f64| cell(extent / side, customers.len()) + 1;
        let mut grid =
            Self { low, side, columns: count(extent[0]), rows: count(extent[1]), starts: Vec::new(), ids: Vec::new() };
        let mut by_cell: Vec<(usize, u32)> =
            (0..).zip(customers).map(|(id, customer)| (grid.cell_of(customer.at), id)).collect();
        sort_by(&mut by_cell, &Ord::cmp);
        grid.starts = vec![0; grid.columns * grid.rows + 1];
        for &(cell, _) in &by_cell {
            grid.starts[cell + 1] += 1;
        }
        for cell in 1..grid.starts.len() {
            grid.starts[cell] += grid.starts[cell - 1];
        }
        grid.ids = by_cell.into_iter().map(|(_, id)| id).collect();
        grid
    }

    fn column_and_row(&self, at: [f64; 2]) -> [usize; 2] {
        let part = |axis: usize, count: usize| cell((at[axis] - self.low[axis]) / self.side, count - 1);
        [part(0, self.columns), part(1, self.rows)]
    }

    fn cell_of(&self, at: [f64; 2]) -> usize {
        let [column, row] = self.column_and_row(at);
        row * self.columns + column
    }

    /// The `width` nearest others, nearest first, by rings of cells until no further ring can hold a nearer one.
    fn around(&self, customers: &[Customer], own: u32, at: [f64; 2], width: usize, found: &mut Vec<(f64, u32)>) {
        found.clear();
        let [column, row] = self.column_and_row(at);
        for ring in 0..self.columns.max(self.rows) {
            let reach = ring.saturating_sub(1) as f64 * self.side;
            if ring > 0 && found.iter().filter(|&&(way, _)| way <= reach).count() >= width {
                break;
            }
            let rows = row.saturating_sub(ring)..=(row + ring).min(self.rows - 1);
            for y in rows {
                let is_edge = y + ring == row || y == row + ring;
                // Between the ring's edges only its first and last column are new.
                let step = if is_edge { 1 } else { 2 * ring };
                // Counted from `ring` columns to the left, which need not be there.
                let columns = (column..=column + 2 * ring).step_by(step.max(1));
                for x in columns.filter_map(|x| x.checked_sub(ring)).filter(|&x| x < self.columns) {
                    let cell = y * self.columns + x;
                    let ids = &self.ids[self.starts[cell]..self.starts[cell + 1]];
                    let others = ids.iter().filter(|&&id| id != own);
                    found.extend(others.map(|&id| (super::cluster::distance(customers[id as usize].at, at), id)));
                }
            }
        }
        sort_by(found, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(width);
    }
}

/// The whole part of a quotient that is not negative, at most `last`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast to an integer saturates")]
fn cell(quotient: f64, last: usize) -> usize {
    (quotient as usize).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn they_are_those_of_a_full_search(
            places in prop::collection::vec((0_i32..40, 0_i32..8), 2..60), width in 1_usize..12, scale in 0_i32..3
        ) {
            let customers: Vec<Customer> = places
                .iter()
                .map(|&(x, y)| Customer { at: [f64::from(x * scale), f64::from(y)], capacity: 1.0, demand: 1.0 })
                .collect();
            let near = Nearest::new(&customers, width);
            for (id, customer) in customers.iter().enumerate() {
                let ways = |ids: &mut dyn Iterator<Item = usize>| {
                    let mut ways: Vec<f64> =
                        ids.map(|other| super::super::cluster::distance(customers[other].at, customer.at)).collect();
                    sort_by(&mut ways, &f64::total_cmp);
                    ways
                };
                let width = near.width as usize;
                let mut listed = near.flat[id * width..(id + 1) * width].iter().map(|&other| other as usize);
                let all = ways(&mut (0..customers.len()).filter(|&other| other != id));
                prop_assert_eq!(ways(&mut listed), &all[..width]);
            }
        }
    }
}
