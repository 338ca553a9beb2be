//! Places inside each area with room for a label.

use super::areas::Areas;
use super::basemap::Basemap;
use super::viewport::Bounds;
use crate::model::TerritoryIx;
use crate::sorting::sort_by;

/// Rows of the lattice that areas are sampled on.
const ROWS: usize = 150;

/// A label is about this many times as wide as high, and so is a cell of the lattice: the distance to the nearest
/// foreign cell, in cells, is then the size of the largest label that fits.
const ASPECT: f64 = 3.0;

/// Places offered for each territory.
const OFFERED: usize = 3;

/// By territory, places in the plane for its label, the roomiest first. Computed when owners change, so that labels
/// stay where they are while the map moves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LabelAnchors(Vec<Vec<LabelAnchor>>);

/// A place for a label, in the plane of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelAnchor {
    /// The middle of the label.
    pub at: [f64; 2],
    /// Half the width of the widest label that stays inside the area.
    pub room: f64,
}

impl LabelAnchors {
    /// Finds the places farthest from any border, on land where there is a basemap; a chessboard distance transform
    /// (Rosenfeld and Pfaltz, "Distance functions on digital pictures", 1968) over a lattice of about 15,000 cells.
    /// O(cells + border).
    #[must_use]
    pub fn new(areas: &Areas, basemap: Option<&Basemap>) -> Self {
        let none = || Self(vec![Vec::new(); areas.shapes().len()]);
        let Some(extent) = areas.extent() else { return none() };
        let [across, down] = extent.size();
        let mut lattice = Lattice::over(extent.padded(across.max(down).max(1.0) * 0.02));
        let mut land = vec![basemap.is_none(); lattice.owners.len()];
        for ring in basemap.iter().flat_map(|basemap| basemap.covered_rings(lattice.row / 2.0)) {
            lattice.spans(&[&ring], |cells| land[cells].fill(true));
        }
        for shape in areas.shapes() {
            let rings: Vec<&[[f64; 2]]> = shape.rings.iter().map(Vec::as_slice).collect();
            let mut owners = std::mem::take(&mut lattice.owners);
            lattice.spans(&rings, |cells| owners[cells].fill(Some(shape.territory)));
            lattice.owners = owners;
        }
        lattice.owners.iter_mut().zip(land).filter(|(_, land)| !land).for_each(|(owner, _)| *owner = None);
        let room = lattice.room();
        let mut cells_of = vec![Vec::new(); areas.shapes().len()];
        for (cell, owner) in lattice.owners.iter().enumerate() {
            if let Some(cells) = owner.and_then(|owner| cells_of.get_mut(owner.index())) {
                cells.push(cell);
            }
        }
        let found = areas.shapes().iter().zip(cells_of).map(|(shape, cells)| {
            let places = lattice.roomiest(&cells, &room);
            // An area of less than a cell.
            let speck = || shape.bounds.map(|bounds| LabelAnchor { at: bounds.common(extent).center(), room: 0.0 });
            if places.is_empty() { speck().into_iter().collect() } else { places }
        });
        Self(found.collect())
    }

    /// The places for one territory, the roomiest first.
    #[must_use]
    pub fn of(&self, territory: TerritoryIx) -> &[LabelAnchor] {
        self.0.get(territory.index()).map_or(&[], Vec::as_slice)
    }
}

struct Lattice {
    origin: [f64; 2],
    /// Height of a cell; it is [`ASPECT`] times as wide.
    row: f64,
    columns: usize,
    rows: usize,
    owners: Vec<Option<TerritoryIx>>,
}

impl Lattice {
    fn over(bounds: Bounds) -> Self {
        let [across, down] = bounds.size();
        let row = (down / ROWS as f64).max(across / ASPECT / ROWS as f64);
        let count = |length: f64| (1..=ROWS).find(|&n| n as f64 * row >= length).unwrap_or(ROWS);
        let (columns, rows) = (count(across / ASPECT), count(down));
        Self { origin: bounds.min, row, columns, rows, owners: vec![None; columns * rows] }
    }

    fn center(&self, cell: usize) -> [f64; 2] {
        let (column, row) = ((cell % self.columns) as f64 + 0.5, (cell / self.columns) as f64 + 0.5);
        [self.origin[0] + column * self.row * ASPECT, self.origin[1] + row * self.row]
    }

    /// Calls `fill` with each row's run of cells whose centres lie inside the rings.
    fn spans(&self, rings: &[&[[f64; 2]]], mut fill: impl FnMut(std::ops::Range<usize>)) {
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); self.rows];
        for ring in rings {
            let ends = ring.iter().cycle().skip(1);
            for (&from, &to) in ring.iter().zip(ends) {
                let (low, high) = if from[1] <= to[1] { (from, to) } else { (to, from) };
                let [first, last] = [low[1], high[1]].map(|y| whole((y - self.origin[1]) / self.row + 0.5));
                for (row, crossings) in (first..).zip(crossings.iter_mut().take(last).skip(first)) {
                    let y = self.origin[1] + (row as f64 + 0.5) * self.row;
                    crossings.push(low[0] + (high[0] - low[0]) * (y - low[1]) / (high[1] - low[1]));
                }
            }
        }
        for (row, mut crossings) in crossings.into_iter().enumerate() {
            sort_by(&mut crossings, &f64::total_cmp);
            for pair in crossings.as_chunks::<2>().0 {
                let column = |x: f64| whole((x - self.origin[0]) / self.row / ASPECT + 0.5).min(self.columns);
                fill(row * self.columns + column(pair[0])..row * self.columns + column(pair[1]));
            }
        }
    }

    /// By cell, how many cells it is to the nearest one of another owner, at least 1.
    fn room(&self) -> Vec<u32> {
        let (columns, rows) = (self.columns, self.rows);
        let mut room = vec![u32::MAX; self.owners.len()];
        let relax = |room: &mut Vec<u32>, cell: usize, offsets: [(isize, isize); 4]| {
            let (column, row) = (cell % columns, cell / columns);
            for (dx, dy) in offsets {
                let near = column.checked_add_signed(dx).filter(|&c| c < columns);
                let near = near.zip(row.checked_add_signed(dy).filter(|&r| r < rows)).map(|(c, r)| r * columns + c);
                let steps = match near {
                    Some(near) if self.owners[near] == self.owners[cell] => room[near].saturating_add(1),
                    _ => 1,
                };
                room[cell] = room[cell].min(steps);
            }
        };
        for cell in 0..room.len() {
            relax(&mut room, cell, [(-1, 0), (-1, -1), (0, -1), (1, -1)]);
        }
        for cell in (0..room.len()).rev() {
            relax(&mut room, cell, [(1, 0), (1, 1), (0, 1), (-1, 1)]);
        }
        room
    }

    /// The cells of one owner with most room, each far from those before it; of equals the one nearest to their middle.
    fn roomiest(&self, cells: &[usize], room: &[u32]) -> Vec<LabelAnchor> {
        let count = cells.len().max(1);
        let middle_column = cells.iter().map(|cell| cell % self.columns).sum::<usize>() / count;
        let middle_row = cells.iter().map(|cell| cell / self.columns).sum::<usize>() / count;
        let apart = |a: usize, column: usize, row: usize| {
            (a % self.columns).abs_diff(column).max((a / self.columns).abs_diff(row))
        };
        let mut chosen: Vec<usize> = Vec::new();
        let mut places = Vec::new();
        while places.len() < OFFERED {
            let is_free = |cell: usize| {
                let clear = |&other: &usize| {
                    apart(cell, other % self.columns, other / self.columns) > room[other] as usize / 2 + 2
                };
                chosen.iter().all(clear)
            };
            let order = |&cell: &usize| (room[cell], std::cmp::Reverse(apart(cell, middle_column, middle_row)));
            let Some(best) = cells.iter().copied().filter(|&cell| is_free(cell)).max_by_key(order) else { break };
            chosen.push(best);
            places.push(LabelAnchor { at: self.center(best), room: (f64::from(room[best]) - 0.5) * self.row * ASPECT });
        }
        places
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts saturate: before the first is the first"
)]
fn whole(value: f64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::super::rings::contains;
    use super::super::tessellation::Tessellation;
    use super::*;

    #[test]
    fn labels_lie_inside_their_area() {
        let places: Vec<_> =
            (0..300).map(|i| Some([f64::from(i * 37 % 101) * 10.0, f64::from(i * 53 % 97) * 7.0])).collect();
        let side =
            |at: &Option<[f64; 2]>| at.map(|at| TerritoryIx(u16::from(at[0] > 300.0) + u16::from(at[1] > 400.0)));
        let owners: Vec<_> = places.iter().map(side).collect();
        let areas = Tessellation::new(&places).areas(&owners, 4);
        let anchors = LabelAnchors::new(&areas, None);
        for shape in &areas.shapes()[..3] {
            let places = anchors.of(shape.territory);
            assert!((2..=OFFERED).contains(&places.len()));
            for &LabelAnchor { at, room } in places {
                assert!(room > 0.0);
                assert!(shape.rings.iter().filter(|ring| contains(ring, at)).count() % 2 == 1);
            }
        }
        assert!(anchors.of(TerritoryIx(3)).is_empty(), "no account, no place");
        assert!(LabelAnchors::new(&Areas::default(), None).of(TerritoryIx(0)).is_empty());
    }
}
