//! Where the accounts lie on the map, and which one is under the cursor.

use super::projection::MapProjection;
use super::rings;
use super::viewport::{Bounds, Viewport};
use crate::model::AccountIx;
use crate::units::LonLat;

/// The accounts in the plane of the map. Built once a data set.
///
/// Hit tests look at every account: 100,000 take a few tenths of a millisecond, less than an index costs to load and build.
#[derive(Debug, Clone)]
pub struct MapPoints {
    places: Vec<Option<[f64; 2]>>,
    bounds: Option<Bounds>,
}

impl MapPoints {
    /// Projects the accounts' locations, in their order. O(n).
    #[must_use]
    pub fn new(locations: &[Option<LonLat>], projection: &MapProjection) -> Self {
        let places = projection.places(locations);
        Self { bounds: Bounds::around(places.iter().copied().flatten()), places }
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

    /// The account nearest to a pixel, at most `radius` CSS pixels away; of several at one place, the first. O(n).
    #[must_use]
    pub fn nearest(&self, viewport: &Viewport, x: f64, y: f64, radius: f64) -> Option<AccountIx> {
        let nearest = self.closest(viewport.world_from_screen([x, y]))?;
        let [at_x, at_y] = viewport.screen_from_world(self.place(nearest)?);
        let [dx, dy] = [at_x - x, at_y - y];
        (dx * dx + dy * dy <= radius * radius).then_some(nearest)
    }

    /// The account nearest to a place of the plane, however far: its owner is the territory whose area is there.
    /// Of several at one place, the first. O(n).
    #[must_use]
    pub fn closest(&self, [x, y]: [f64; 2]) -> Option<AccountIx> {
        let mut closest = (f64::INFINITY, None);
        for (account, [at_x, at_y]) in self.located() {
            let squared = (at_x - x) * (at_x - x) + (at_y - y) * (at_y - y);
            if squared < closest.0 {
                closest = (squared, Some(account));
            }
        }
        closest.1
    }

    /// The accounts inside a rectangle of the plane, in order. O(n).
    #[must_use]
    pub fn within(&self, bounds: Bounds) -> Vec<AccountIx> {
        self.located().filter(|&(_, at)| bounds.contains(at)).map(|(account, _)| account).collect()
    }

    fn located(&self) -> impl Iterator<Item = (AccountIx, [f64; 2])> + '_ {
        self.places.iter().zip(0u32..).filter_map(|(&at, account)| Some((AccountIx(account), at?)))
    }

    /// The accounts no farther than `radius` CSS pixels from a straight way between two pixels, in order. O(n).
    #[must_use]
    pub fn beside(&self, viewport: &Viewport, way: [[f64; 2]; 2], radius: f64) -> Vec<AccountIx> {
        let [from, to] = way;
        let low = [0, 1].map(|axis| from[axis].min(to[axis]) - radius);
        let high = [0, 1].map(|axis| from[axis].max(to[axis]) + radius);
        let corners = [low, high].map(|corner| viewport.world_from_screen(corner));
        let Some(bounds) = Bounds::around(corners) else { return Vec::new() };
        let along = [to[0] - from[0], to[1] - from[1]];
        let squared = along[0] * along[0] + along[1] * along[1];
        let mut found = self.within(bounds);
        found.retain(|&account| {
            let Some(at) = self.place(account).map(|at| viewport.screen_from_world(at)) else { return false };
            let off = [at[0] - from[0], at[1] - from[1]];
            let part = if squared > 0.0 { (off[0] * along[0] + off[1] * along[1]) / squared } else { 0.0 };
            let [dx, dy] = [0, 1].map(|axis| off[axis] - part.clamp(0.0, 1.0) * along[axis]);
            dx * dx + dy * dy <= radius * radius
        });
        found
    }

    /// The accounts inside a closed line that a hand drew, given in CSS pixels; in order. Even-odd where it crosses
    /// itself. O(n + found · points of the line).
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
    fn a_brush_takes_what_it_passes_over() {
        let (points, viewport) = points();
        let place = |account: u32| viewport.screen_from_world(points.place(AccountIx(account)).expect("located"));
        let (from, to) = (place(0), place(2));
        let taken = |way: [[f64; 2]; 2], radius: f64| points.beside(&viewport, way, radius);
        assert_eq!(taken([from, to], 1.0), [AccountIx(0), AccountIx(2), AccountIx(3)]);
        assert_eq!(taken([to, to], 5.0), [AccountIx(2)]);
        let below = [[from[0] - 9.0, from[1] + 9.0], [from[0] + 9.0, from[1] + 9.0]];
        assert_eq!(taken(below, 10.0), [AccountIx(0), AccountIx(3)]);
        assert!(taken(below, 8.0).is_empty());
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
