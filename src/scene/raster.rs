//! Accounts as pixels: discs with a thin casing, drawn in Rust, because a canvas takes 40 times as long.

use super::points::MapPoints;
use super::viewport::Viewport;
use crate::model::TerritoryIx;

/// Pixels, row by row from the top left, each red, green, blue, alpha, not premultiplied: what a canvas takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Columns, in device pixels.
    pub width: u32,
    /// Rows, in device pixels.
    pub height: u32,
    /// `width · height · 4` bytes.
    pub rgba: Vec<u8>,
}

impl Raster {
    /// The pixel in that column and row: red, green, blue, alpha.
    #[must_use]
    pub fn pixel(&self, column: u32, row: u32) -> Option<[u8; 4]> {
        let at = (row as usize * self.width as usize + column as usize) * 4;
        (column < self.width).then(|| self.rgba.get(at..at + 4)?.try_into().ok())?
    }
}

/// How large each account is drawn, and in which order. Built once for a measure that gives the size.
#[derive(Debug, Clone, PartialEq)]
pub struct PointSizes {
    /// By account, the index into [`RADII`].
    classes: Vec<u8>,
    /// Larger first, so that small ones lie on top.
    order: Vec<u32>,
}

/// Radii of the discs in CSS pixels, the casing not counted.
const RADII: [f64; 8] = [1.5, 1.9, 2.3, 2.7, 3.2, 3.8, 4.5, 5.4];

/// Width of the casing in CSS pixels, and of the line of a hollow point.
const CASING: f64 = 0.7;
const HOLLOW: f64 = 1.2;

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

    /// The radius of one account in CSS pixels, the casing included; for rings around it and for hit tests.
    #[must_use]
    pub fn radius(&self, account: crate::model::AccountIx) -> f64 {
        self.classes.get(account.index()).map_or(RADII[0], |&class| RADII[usize::from(class)]) + CASING
    }
}

/// What the points look like.
#[derive(Debug, Clone, Copy)]
pub struct PointLook<'a> {
    /// By account, its territory; unassigned beyond the end.
    pub owners: &'a [Option<TerritoryIx>],
    /// By territory, its colour slot, 1 to 12.
    pub slots: &'a [u8],
    /// Colours by slot, the first for unassigned: [`Palette::points`](super::Palette::points).
    pub colours: &'a [[u8; 4]; 13],
    /// The colour around each point: that of `--map-casing`.
    pub casing: [u8; 4],
    /// By territory, whether its accounts are left out; unassigned ones and those beyond the end are shown.
    pub hidden: &'a [bool],
}

/// Draws the accounts that are in view: discs with a thin casing, unassigned ones hollow. `ratio` is device pixels per
/// CSS pixel. O(pixels + accounts × their pixels).
#[must_use]
pub fn points_raster(points: &MapPoints, sizes: &PointSizes, viewport: &Viewport, ratio: f64, look: PointLook) -> Raster {
    let ratio = if ratio.is_finite() { ratio.clamp(0.5, 4.0) } else { 1.0 };
    let [width, height] = viewport.size().map(|length| whole(length * ratio).clamp(1, 16_384));
    let mut raster = Raster { width, height, rgba: vec![0; width as usize * height as usize * 4] };
    let discs: Vec<Disc> = RADII.iter().map(|radius| Disc::new(radius * ratio, CASING * ratio, HOLLOW * ratio)).collect();
    let margin = RADII[7] + 2.0;
    let in_view = viewport.world_bounds(margin);
    for &account in &sizes.order {
        let account = account as usize;
        let Some(place) = points.places().get(account).copied().flatten().filter(|&at| in_view.contains(at)) else {
            continue;
        };
        let owner = look.owners.get(account).copied().flatten();
        if owner.is_some_and(|owner| look.hidden.get(owner.index()).copied().unwrap_or(false)) {
            continue;
        }
        let slot = owner.and_then(|owner| look.slots.get(owner.index())).map_or(0, |&slot| usize::from(slot));
        let colour = look.colours.get(slot).copied().unwrap_or(look.colours[0]);
        let at = viewport.screen_from_world(place).map(|v| v * ratio);
        let Some(disc) = sizes.classes.get(account).and_then(|&class| discs.get(usize::from(class))) else { continue };
        disc.draw(&mut raster, at, colour, look.casing, slot == 0);
    }
    raster
}

/// Steps of a pixel that a disc's centre is rounded to.
const PARTS: usize = 4;

/// A disc's coverage, computed once for each part of a pixel that its centre can lie on.
struct Disc {
    /// Pixels from the middle to the edge of the stencil.
    reach: i32,
    /// For each part of a pixel down and right: rows of coverage by colour and by casing, 0 to 255.
    filled: Vec<Stencil>,
    hollow: Vec<Stencil>,
}

type Stencil = Vec<[u8; 2]>;

impl Disc {
    fn new(radius: f64, casing: f64, line: f64) -> Self {
        let reach = signed(radius + casing + 1.5);
        let stencils = |hole: f64| (0..PARTS * PARTS).map(|part| stencil(reach, part, [radius, casing, hole])).collect();
        Self { reach, filled: stencils(0.0), hollow: stencils((radius - line).max(0.0)) }
    }

    fn draw(&self, raster: &mut Raster, [x, y]: [f64; 2], colour: [u8; 4], casing: [u8; 4], hollow: bool) {
        let [column, row] = [x, y].map(|v| signed(v.floor()));
        let [part_x, part_y] = [x, y].map(|v| (whole((v - v.floor()) * PARTS as f64) as usize).min(PARTS - 1));
        let stencils = if hollow { &self.hollow } else { &self.filled };
        let Some(stencil) = stencils.get(part_y * PARTS + part_x) else { return };
        let side = self.reach * 2 + 1;
        let (first, last) = ((self.reach - column).max(0), side.min(bound(raster.width) - column + self.reach));
        if last <= first {
            return;
        }
        for line in 0..side {
            let y = row + line - self.reach;
            if y < 0 || y >= bound(raster.height) {
                continue;
            }
            let from = (at(line) * at(side)) + at(first);
            let to = at(y) * raster.width as usize + at(column - self.reach + first);
            let count = at(last - first);
            let (Some(source), Some(target)) =
                (stencil.get(from..from + count), raster.rgba.get_mut(to * 4..(to + count) * 4))
            else {
                continue;
            };
            let (pixels, _) = target.as_chunks_mut::<4>();
            for (&[paint, edge], pixel) in source.iter().zip(pixels) {
                match (paint, edge) {
                    (0, 0) => {}
                    (255, _) => *pixel = colour,
                    _ => {
                        blend(pixel, casing, edge);
                        blend(pixel, colour, paint);
                    }
                }
            }
        }
    }
}

/// Coverage of the disc or ring and of all within its casing, by distance from the edge.
fn stencil(reach: i32, part: usize, [radius, casing, hole]: [f64; 3]) -> Stencil {
    let offset = |part: usize| (part as f64 + 0.5) / PARTS as f64;
    let center = [f64::from(reach) + offset(part % PARTS), f64::from(reach) + offset(part / PARTS)];
    let cover = |inside: f64| level((inside + 0.5).clamp(0.0, 1.0));
    let side = reach * 2 + 1;
    let pixels = (0..side).flat_map(|row| (0..side).map(move |column| (f64::from(column) + 0.5, f64::from(row) + 0.5)));
    pixels
        .map(|(x, y)| {
            let distance = libm::hypot(x - center[0], y - center[1]);
            [cover((radius - distance).min(if hole > 0.0 { distance - hole } else { 1.0 })), cover(radius + casing - distance)]
        })
        .collect()
}

/// Paints `colour` over a pixel, as much of it as `cover` says.
fn blend(pixel: &mut [u8; 4], colour: [u8; 4], cover: u8) {
    let over = u32::from(cover) * u32::from(colour[3]) / 255;
    if over == 0 {
        return;
    }
    let under = u32::from(pixel[3]) * (255 - over) / 255;
    let alpha = over + under;
    for (channel, &new) in pixel.iter_mut().zip(&colour[..3]) {
        *channel = low_byte((u32::from(new) * over + u32::from(*channel) * under + alpha / 2) / alpha);
    }
    pixel[3] = low_byte(alpha);
}

#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of bytes is a byte")]
fn low_byte(value: u32) -> u8 {
    value.min(255) as u8
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate, and pixels are few")]
fn whole(value: f64) -> u32 {
    value as u32
}

#[expect(clippy::cast_possible_truncation, reason = "casts saturate, and pixels are few")]
fn signed(value: f64) -> i32 {
    value as i32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of 1")]
fn level(part: f64) -> u8 {
    (part * 255.0 + 0.5) as u8
}

fn bound(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// A pixel position that was found not to be negative.
fn at(position: i32) -> usize {
    usize::try_from(position).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::projection::MapProjection;
    use super::*;
    use crate::units::LonLat;

    const COLOURS: [[u8; 4]; 13] = [[9, 9, 9, 255]; 13];

    fn one_point(owner: Option<TerritoryIx>, hidden: &[bool]) -> Raster {
        let locations = [LonLat::new(-90.0, 40.0).ok()];
        let points = MapPoints::new(&locations, &MapProjection::fit(locations.iter().copied().flatten()));
        let viewport = Viewport::fit(41.0, 21.0, points.bounds().expect("located"), 4.0);
        let mut colours = COLOURS;
        colours[8] = [1, 2, 3, 255];
        let look =
            PointLook { owners: &[owner], slots: &[8], colours: &colours, casing: [255, 255, 255, 255], hidden };
        points_raster(&points, &PointSizes::uniform(1), &viewport, 2.0, look)
    }

    #[test]
    fn one_point_in_the_middle() {
        let raster = one_point(Some(TerritoryIx(0)), &[]);
        assert_eq!((raster.width, raster.height, raster.rgba.len()), (82, 42, 82 * 42 * 4));
        assert_eq!(raster.pixel(41, 21), Some([1, 2, 3, 255]));
        assert_eq!(raster.pixel(41 + 5, 21).map(|pixel| pixel[0] > 200), Some(true), "casing");
        assert_eq!(raster.pixel(41 + 9, 21), Some([0, 0, 0, 0]));
        assert_eq!(raster.pixel(82, 0), None);
    }

    #[test]
    fn unassigned_is_hollow_and_hidden_is_gone() {
        let hollow = one_point(None, &[]);
        assert_eq!(hollow.pixel(41, 21), Some([255, 255, 255, 255]));
        assert!(hollow.rgba.as_chunks::<4>().0.contains(&[9, 9, 9, 255]));
        assert!(one_point(Some(TerritoryIx(0)), &[true]).rgba.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn points_at_the_edge_are_cut_and_sizes_grow() {
        let locations: Vec<_> = (0..40).map(|i| LonLat::new(-90.0 + f64::from(i), 40.0).ok()).collect();
        let points = MapPoints::new(&locations, &MapProjection::fit(locations.iter().copied().flatten()));
        let viewport = Viewport::fit(50.0, 30.0, points.bounds().expect("located"), 0.0).zoom_at(0.0, 0.0, 3.0);
        let sizes = PointSizes::by_value(&(0..40).map(|i| Some(f64::from(i))).collect::<Vec<_>>());
        let look = PointLook { owners: &[], slots: &[], colours: &COLOURS, casing: [0; 4], hidden: &[] };
        let raster = points_raster(&points, &sizes, &viewport, 1.0, look);
        assert_eq!(raster.rgba.len(), 50 * 30 * 4);
        assert!(sizes.radius(crate::model::AccountIx(39)) > sizes.radius(crate::model::AccountIx(1)));
        assert_eq!(sizes.order[0], 39, "the largest lies below");
    }
}
