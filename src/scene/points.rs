//! Where the accounts lie on the map, and which one is under the cursor.

use super::projection::MapProjection;
use super::rings;
use super::viewport::{Bounds, Viewport};
use crate::model::AccountIx;
use crate::sorting::sort;
use crate::units::LonLat;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

/// The accounts in the plane of the map, indexed for hit tests. Built once a data set.
#[derive(Debug, Clone)]
pub struct MapPoints {
    places: Vec<Option<[f64; 2]>>,
    tree: RTree<GeomWithData<[f64; 2], u32>>,
    bounds: Option<Bounds>,
}

impl MapPoints {
    /// Projects the accounts' locations, in their order. O(n log n).
    #[must_use]
    pub fn new(locations: &[Option<LonLat>], projection: &MapProjection) -> Self {
        let places = projection.places(locations);
        let located = places.iter().zip(0u32..).filter_map(|(&at, account)| Some(GeomWithData::new(at?, account)));
        Self {
            tree: RTree::bulk_load(located.collect()),
            bounds: Bounds::around(places.iter().copied().flatten()),
            places,
        }
    }

    /// By account, its place in the plane; none where it is not located.
    #[must_use]
    pub fn places(&self) -> &[Option<[f64; 2]>] {
        &self.places
    }

    /// The place of one account.
    #[must_use]
    pub fn place(&self, account: AccountIx) -> Option<[f64; 2]> {
        self.places.get(account.index()).copied().flatten()
    }

    /// The least rectangle around all of them, for [`Viewport::fit`]; none when nothing is located.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// The least rectangle around some of them.
    #[must_use]
    pub fn bounds_of(&self, accounts: impl IntoIterator<Item = AccountIx>) -> Option<Bounds> {
        Bounds::around(accounts.into_iter().filter_map(|account| self.place(account)))
    }

    /// The account nearest to a pixel, at most `radius` CSS pixels away; of several at one place, the first. O(log n).
    #[must_use]
    pub fn nearest(&self, viewport: &Viewport, x: f64, y: f64, radius: f64) -> Option<AccountIx> {
        let nearest = self.closest(viewport.world_from_screen([x, y]))?;
        let [at_x, at_y] = viewport.screen_from_world(self.place(nearest)?);
        let [dx, dy] = [at_x - x, at_y - y];
        (dx * dx + dy * dy <= radius * radius).then_some(nearest)
    }

    /// The account nearest to a place of the plane, however far: its owner is the territory whose area is there.
    /// Of several at one place, the first. O(log n).
    #[must_use]
    pub fn closest(&self, world: [f64; 2]) -> Option<AccountIx> {
        let [x, y] = *self.tree.nearest_neighbor(&world)?.geom();
        self.tree.locate_all_at_point(&[x, y]).map(|entry| AccountIx(entry.data)).min()
    }

    /// The accounts inside a rectangle of the plane, in order. O(log n + found · log found).
    #[must_use]
    pub fn within(&self, bounds: Bounds) -> Vec<AccountIx> {
        let envelope = AABB::from_corners(bounds.min, bounds.max);
        let mut found: Vec<_> = self.tree.locate_in_envelope(&envelope).map(|entry| AccountIx(entry.data)).collect();
        sort(&mut found);
        found
    }

    /// The accounts inside a closed line that a hand drew, given in CSS pixels; in order. Even-odd where it crosses
    /// itself. O(log n + found · points of the line).
    #[must_use]
    pub fn within_lasso(&self, viewport: &Viewport, lasso: &[[f64; 2]]) -> Vec<AccountIx> {
        let ring: Vec<_> = lasso.iter().map(|&point| viewport.world_from_screen(point)).collect();
        let Some(bounds) = Bounds::around(ring.iter().copied()) else { return Vec::new() };
        let mut found = self.within(bounds);
        found.retain(|&account| self.place(account).is_some_and(|at| rings::contains(&ring, at)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> (MapPoints, Viewport) {
        let at = |lon, lat| LonLat::new(lon, lat).ok();
        let locations = [at(-90.0, 40.0), None, at(-89.0, 40.0), at(-90.0, 40.0), at(-90.0, 41.0)];
        let projection = MapProjection::fit(locations.iter().copied().flatten());
        let points = MapPoints::new(&locations, &projection);
        let viewport = Viewport::fit(400.0, 400.0, points.bounds().expect("located"), 40.0);
        (points, viewport)
    }

    #[test]
    fn the_nearest_within_reach() {
        let (points, viewport) = points();
        let [x, y] = viewport.screen_from_world(points.place(AccountIx(0)).expect("located"));
        assert_eq!(points.nearest(&viewport, x + 3.0, y, 8.0), Some(AccountIx(0)), "the first of two at one place");
        assert_eq!(points.nearest(&viewport, x + 30.0, y, 8.0), None);
        assert_eq!(points.place(AccountIx(1)), None);
        assert_eq!(MapPoints::new(&[None], &MapProjection::fit([])).nearest(&viewport, 0.0, 0.0, 9.0), None);
    }

    #[test]
    fn rectangle_and_lasso() {
        let (points, viewport) = points();
        assert_eq!(points.within(points.bounds().expect("located")).len(), 4);
        let [x, y] = viewport.screen_from_world(points.place(AccountIx(2)).expect("located"));
        let lasso = [[x - 9.0, y - 9.0], [x + 9.0, y - 9.0], [x, y + 9.0]];
        assert_eq!(points.within_lasso(&viewport, &lasso), [AccountIx(2)]);
        assert!(points.within_lasso(&viewport, &[]).is_empty());
    }
}
