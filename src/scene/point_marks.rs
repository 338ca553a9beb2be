//! What the accounts look like on the map: size, colour, order.

use super::display::{Item, Scene, Stroke};
use super::ink::{Ink, Token};
use super::points::MapPoints;
use super::viewport::Viewport;
use crate::model::{AccountIx, TerritoryIx};

/// How large each account is drawn, and in which order. Built once for a measure that gives the size.
#[derive(Debug, Clone, PartialEq)]
pub struct PointSizes {
    /// By account, the index into [`RADII`].
    classes: Vec<u8>,
    /// Larger first, so that small ones lie on top.
    order: Vec<u32>,
}

/// Radii of the discs in CSS pixels, the casing not counted.
pub(super) const RADII: [f64; 8] = [1.5, 1.8, 2.1, 2.4, 2.8, 3.3, 3.9, 4.6];

/// Width of the casing in CSS pixels, and of the line of a hollow point.
pub(super) const CASING: f64 = 0.7;
pub(super) const HOLLOW: f64 = 1.2;

impl PointSizes {
    /// All alike. Smaller where there are many.
    #[must_use]
    pub fn uniform(accounts: usize) -> Self {
        let class = match accounts {
            0..=2_000 => 2,
            2_001..=20_000 => 1,
            _ => 0,
        };
        Self { classes: vec![class; accounts], order: (0u32..).take(accounts).collect() }
    }

    /// The area of the disc grows with the account's value, from the smallest at 0 to the largest at the greatest value;
    /// missing and negative values are smallest. O(n).
    #[must_use]
    pub fn by_value(values: &[Option<f64>]) -> Self {
        let value = |v: &Option<f64>| v.unwrap_or(0.0).max(0.0);
        let greatest = values.iter().map(value).fold(0.0, f64::max);
        let class_of = |part: f64| {
            let radius = RADII[0] + (RADII[7] - RADII[0]) * part.sqrt();
            (0u8..).zip(RADII).take_while(|&(_, least)| radius >= least).map(|(class, _)| class).last().unwrap_or(0)
        };
        let part = |v| if greatest > 0.0 { value(v) / greatest } else { 0.0 };
        let classes: Vec<u8> = values.iter().map(|v| class_of(part(v))).collect();
        let of_class = |class| (0u32..).zip(&classes).filter(move |&(_, &c)| c == class).map(|(account, _)| account);
        let order = (0..8).rev().flat_map(of_class).collect();
        Self { classes, order }
    }

    /// Number of accounts.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// A slice of the accounts in the order from back to front, at most so many from that position on.
    pub(super) fn slice(&self, from: usize, count: usize) -> &[u32] {
        let rest = self.order.get(from..).unwrap_or_default();
        &rest[..count.min(rest.len())]
    }

    /// The radius of one account's disc in CSS pixels, the casing included; for rings around it and for hit tests.
    #[must_use]
    pub fn radius(&self, account: AccountIx, viewport: &Viewport) -> f64 {
        let radius = self.classes.get(account.index()).map_or(RADII[0], |&class| RADII[usize::from(class)]);
        radius * growth(viewport) + CASING
    }
}

/// Points grow a little as one zooms in: there is more room between them.
pub(super) fn growth(viewport: &Viewport) -> f64 {
    viewport.zoom().max(1.0).sqrt().sqrt().min(1.8)
}

/// Which colour each point has, and which are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct PointLook<'a> {
    /// By account, its territory; unassigned beyond the end.
    pub owners: &'a [Option<TerritoryIx>],
    /// By territory, its colour slot, 1 to 12.
    pub slots: &'a [u8],
    /// By territory, whether its accounts are left out; unassigned ones and those beyond the end are shown.
    pub hidden: &'a [bool],
}

/// A point that is drawn.
pub(super) struct PointMark {
    /// Its middle in CSS pixels.
    pub(super) at: [f64; 2],
    /// Index into [`RADII`].
    pub(super) class: u8,
    /// Colour slot, 0 for unassigned.
    pub(super) slot: u8,
}

/// Those of the accounts whose points touch the view, in their order.
pub(super) fn in_view(
    accounts: &[u32],
    points: &MapPoints,
    sizes: &PointSizes,
    viewport: &Viewport,
    look: PointLook,
) -> impl Iterator<Item = PointMark> {
    let view = viewport.world_bounds(RADII[RADII.len() - 1] * growth(viewport) + 2.0);
    accounts.iter().filter_map(move |&account| {
        let account = account as usize;
        let place = points.places().get(account).copied().flatten().filter(|&at| view.contains(at))?;
        let owner = look.owners.get(account).copied().flatten();
        if owner.is_some_and(|owner| look.hidden.get(owner.index()).copied().unwrap_or(false)) {
            return None;
        }
        let slot = owner.and_then(|owner| look.slots.get(owner.index())).copied().unwrap_or(0);
        let class = sizes.classes.get(account).copied().unwrap_or(0);
        Some(PointMark { at: viewport.screen_from_world(place), class, slot })
    })
}

/// The accounts that are in view as circles, like [`PointsRaster`](super::PointsRaster) but for export, where a
/// picture must stay sharp at any size. O(accounts).
#[must_use]
pub fn points_scene(points: &MapPoints, sizes: &PointSizes, viewport: &Viewport, look: PointLook) -> Scene {
    let [width, height] = viewport.size();
    let casing = Ink::of(Token::MapCasing);
    let items = in_view(&sizes.order, points, sizes, viewport, look).flat_map(|PointMark { at, class, slot }| {
        let radius = RADII[usize::from(class)] * growth(viewport);
        let ink = Ink::of(Token::territory(slot));
        let below = Item::Circle { at, radius: radius + CASING, fill: Some(casing), stroke: None };
        let line = Some(Stroke::solid(ink, HOLLOW));
        let above = if slot == 0 {
            Item::Circle { at, radius: radius - HOLLOW / 2.0, fill: None, stroke: line }
        } else {
            Item::Circle { at, radius, fill: Some(ink), stroke: None }
        };
        [below, above]
    });
    Scene { width, height, items: items.collect() }
}

#[cfg(test)]
mod tests {
    use super::super::projection::MapProjection;
    use super::*;
    use crate::units::LonLat;

    #[test]
    fn larger_values_are_larger_and_lie_below() {
        let locations: Vec<_> = (0..40).map(|i| LonLat::new(-90.0 + f64::from(i), 40.0).ok()).collect();
        let points = MapPoints::new(&locations, &MapProjection::fit(locations.iter().copied().flatten()));
        let viewport = Viewport::fit(500.0, 300.0, points.bounds().expect("located"), 9.0);
        let sizes = PointSizes::by_value(&(0..40).map(|i| Some(f64::from(i))).collect::<Vec<_>>());
        assert!(sizes.radius(AccountIx(39), &viewport) > sizes.radius(AccountIx(1), &viewport));
        assert_eq!(sizes.order[0], 39);
        let owners = [None, Some(TerritoryIx(0)), Some(TerritoryIx(1))];
        let look = PointLook { owners: &owners, slots: &[4, 5], hidden: &[true] };
        assert_eq!(points_scene(&points, &sizes, &viewport, look).items.len(), 2 * 39, "one is hidden");
        let none = PointSizes::by_value(&[None, Some(f64::NAN), Some(-3.0)]);
        assert!(
            (none.radius(AccountIx(1), &viewport) - PointSizes::uniform(30_000).radius(AccountIx(0), &viewport)).abs()
                < 1e-9
        );
    }
}
