//! Accounts as pixels: discs with a thin casing, drawn in Rust, because a canvas takes 40 times as long.

use super::ink::{Palette, Token};
use super::point_marks::{CASING, HOLLOW, PointLook, PointSizes, RADII, growth, in_view};
use super::points::MapPoints;
use super::viewport::Viewport;

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

/// A picture of the accounts that are in view, drawn in slices: discs with a thin casing, unassigned ones hollow.
pub struct PointsRaster {
    raster: Raster,
    sprites: Sprites,
    viewport: Viewport,
    /// How many accounts have been drawn.
    drawn: usize,
}

impl PointsRaster {
    /// An empty picture; `ratio` is device pixels per CSS pixel. O(pixels).
    #[must_use]
    pub fn new(viewport: &Viewport, ratio: f64, palette: &Palette) -> Self {
        let ratio = if ratio.is_finite() { ratio.clamp(0.5, 4.0) } else { 1.0 };
        let [width, height] = viewport.size().map(|length| whole((length * ratio).round()).clamp(1, 16_384));
        let raster = Raster { width, height, rgba: vec![0; width as usize * height as usize * 4] };
        Self { raster, sprites: Sprites::new(ratio, growth(viewport), palette), viewport: *viewport, drawn: 0 }
    }

    /// Draws as many accounts more, and says whether there are any left. All slices of a picture get the same points,
    /// sizes and look. O(accounts × their pixels).
    pub fn draw(&mut self, accounts: usize, points: &MapPoints, sizes: &PointSizes, look: PointLook) -> bool {
        let slice = sizes.slice(self.drawn, accounts);
        for mark in in_view(slice, points, sizes, &self.viewport, look) {
            let at = mark.at.map(|v| v * self.sprites.ratio);
            self.sprites.draw(&mut self.raster, at, usize::from(mark.class), usize::from(mark.slot));
        }
        self.drawn += slice.len();
        self.drawn < sizes.len()
    }

    /// The picture. O(pixels).
    #[must_use]
    pub fn finish(mut self) -> Raster {
        separate_alpha(&mut self.raster);
        self.raster
    }
}

/// Steps of a pixel that a disc's centre is rounded to: about a quarter of a CSS pixel.
fn parts_of_pixel(ratio: f64) -> u32 {
    match ratio {
        ..1.5 => 4,
        ..3.0 => 2,
        _ => 1,
    }
}

/// Discs as small pictures, one for each size, colour and part of a pixel that the centre lies on; made when first
/// needed. Colours are multiplied by alpha while discs are laid over each other, which spares a division a pixel.
struct Sprites {
    ratio: f64,
    zoom: f64,
    parts: u32,
    colours: [[u8; 4]; 13],
    casing: [u8; 4],
    /// By size and part, twice: filled and hollow.
    stencils: Vec<Option<Stencil>>,
    /// By stencil and colour slot.
    made: Vec<Option<Sprite>>,
}

impl Sprites {
    fn new(ratio: f64, zoom: f64, palette: &Palette) -> Self {
        let (colours, casing) = (palette.points(), palette.colour(Token::MapCasing));
        let parts = parts_of_pixel(ratio);
        let count = RADII.len() * (parts * parts) as usize;
        let stencils = (0..2 * count).map(|_| None).collect();
        let made = (0..count * colours.len()).map(|_| None).collect();
        Self { ratio, zoom, parts, colours, casing, stencils, made }
    }

    fn draw(&mut self, raster: &mut Raster, [x, y]: [f64; 2], class: usize, slot: usize) {
        let part = |v: f64| whole((v - v.floor()) * f64::from(self.parts)).min(self.parts - 1);
        let (part_x, part_y) = (part(x), part(y));
        let slots = self.colours.len();
        let (class, slot) = (class.min(RADII.len() - 1), if slot < slots { slot } else { 0 });
        let shape = (class * self.parts as usize + part_y as usize) * self.parts as usize + part_x as usize;
        let is_hollow = slot == 0;
        let stencil = self.stencils.get_mut(shape * 2 + usize::from(is_hollow));
        let (Some(stencil), Some(sprite)) = (stencil, self.made.get_mut(shape * slots + slot)) else { return };
        let sprite = sprite.get_or_insert_with(|| {
            let stencil = stencil.get_or_insert_with(|| {
                let radius = RADII[class] * self.zoom;
                let hole = if is_hollow { (radius - HOLLOW).max(0.0) } else { 0.0 };
                let offsets = [part_x, part_y].map(|part| (f64::from(part) + 0.5) / f64::from(self.parts));
                Stencil::new(offsets, [radius, radius + CASING, hole].map(|radius| radius * self.ratio))
            });
            Sprite::new(stencil, self.colours[slot], self.casing)
        });
        sprite.draw(raster, signed(x.floor()), signed(y.floor()));
    }
}

/// How much of each pixel a disc and its casing cover.
struct Stencil {
    /// Pixels from the middle to each edge.
    reach: i32,
    /// Rows of pixels, `2 · reach + 1` each way: cover of the disc and casing, and of the disc, 0 to 255.
    covers: Vec<[u8; 2]>,
}

impl Stencil {
    fn new(offsets: [f64; 2], [radius, outer, hole]: [f64; 3]) -> Self {
        let reach = signed(outer + 1.5);
        let middle = offsets.map(|offset| f64::from(reach) + offset);
        let cover = |inside: f64| (inside + 0.5).clamp(0.0, 1.0);
        let mut covers = Vec::new();
        for row in 0..=2 * reach {
            for column in 0..=2 * reach {
                let [dx, dy] = [f64::from(column) + 0.5 - middle[0], f64::from(row) + 0.5 - middle[1]];
                let distance = (dx * dx + dy * dy).sqrt();
                let ring = if hole > 0.0 { cover(distance - hole) } else { 1.0 };
                covers.push([cover(outer - distance), cover(radius - distance).min(ring)].map(level));
            }
        }
        Self { reach, covers }
    }
}

/// A disc in its colours, multiplied by alpha.
struct Sprite {
    reach: i32,
    pixels: Vec<[u8; 4]>,
    /// By row, the columns that are not empty.
    spans: Vec<[i32; 2]>,
}

impl Sprite {
    fn new(stencil: &Stencil, colour: [u8; 4], casing: [u8; 4]) -> Self {
        let paint = |&[outer, inner]: &[u8; 2]| {
            let mut pixel = multiplied(casing, outer);
            lay_over(&mut pixel, multiplied(colour, inner));
            pixel
        };
        let pixels: Vec<[u8; 4]> = stencil.covers.iter().map(paint).collect();
        let rows = pixels.chunks_exact(at(2 * stencil.reach + 1));
        let spans = rows.map(|row| {
            let filled = |pixel: &[u8; 4]| pixel[3] > 0;
            let ends = row.iter().position(filled).zip(row.iter().rposition(filled));
            ends.map_or([0, 0], |(first, last)| [first, last + 1].map(|end| i32::try_from(end).unwrap_or(0)))
        });
        Self { reach: stencil.reach, spans: spans.collect(), pixels }
    }

    fn draw(&self, raster: &mut Raster, column: i32, row: i32) {
        let side = 2 * self.reach + 1;
        let (left, width, height) = (column - self.reach, bound(raster.width), bound(raster.height));
        for (line, &[start, end]) in (0..).zip(&self.spans) {
            let (y, start, end) = (row - self.reach + line, start.max(-left), end.min(width - left));
            if start >= end || y < 0 || y >= height {
                continue;
            }
            let (from, to) = (at(line * side + start), at(y) * raster.width as usize + at(left + start));
            let count = at(end - start);
            let target = raster.rgba.get_mut(to * 4..(to + count) * 4);
            if let Some((source, target)) = self.pixels.get(from..from + count).zip(target) {
                for (pixel, &over) in target.as_chunks_mut::<4>().0.iter_mut().zip(source) {
                    lay_over(pixel, over);
                }
            }
        }
    }
}

/// A colour multiplied by its alpha and a cover of 0 to 255.
fn multiplied([red, green, blue, alpha]: [u8; 4], cover: u8) -> [u8; 4] {
    let part = |channel: u32| low_byte((channel * u32::from(cover) * u32::from(alpha) + 32_512) / 65_025);
    [red, green, blue, 255].map(|channel| part(u32::from(channel)))
}

/// Lays one pixel over another, both multiplied by alpha; two channels at a time, and without a branch: edges of discs
/// are too short for a processor to guess.
#[inline]
fn lay_over(pixel: &mut [u8; 4], over: [u8; 4]) {
    let over = u32::from_le_bytes(over);
    let under = u32::from_le_bytes(*pixel);
    let left = 255 - (over >> 24);
    let scaled = |pair: u32| {
        let sum = pair * left + 0x0080_0080;
        ((sum + ((sum >> 8) & 0x00ff_00ff)) >> 8) & 0x00ff_00ff
    };
    let rest = scaled(under & 0x00ff_00ff) | (scaled((under >> 8) & 0x00ff_00ff) << 8);
    *pixel = rest.wrapping_add(over).to_le_bytes();
}

/// Divides the colours by alpha again, as a canvas takes them.
fn separate_alpha(raster: &mut Raster) {
    for pixel in raster.rgba.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        if alpha != 0 && alpha != 255 {
            for channel in &mut pixel[..3] {
                *channel = low_byte((u32::from(*channel) * 255 + alpha / 2) / alpha);
            }
        }
    }
}

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
    use crate::model::TerritoryIx;
    use crate::units::LonLat;

    fn palette() -> Palette {
        let mut palette = Palette::light();
        palette.set(Token::T8, [1, 2, 3, 255]);
        palette.set(Token::TNone, [9, 9, 9, 255]);
        palette
    }

    fn one_point(owner: Option<TerritoryIx>, hidden: &[bool]) -> Raster {
        let locations = [LonLat::new(-90.0, 40.0).ok()];
        let points = MapPoints::new(&locations, &MapProjection::fit(locations.iter().copied().flatten()));
        let viewport = Viewport::fit(41.0, 21.0, points.bounds().expect("located"), 4.0);
        let look = PointLook { owners: &[owner], slots: &[8], hidden };
        let mut drawing = PointsRaster::new(&viewport, 2.0, &palette());
        assert!(!drawing.draw(1, &points, &PointSizes::uniform(1), look), "there is but one");
        drawing.finish()
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
    fn points_at_the_edge_are_cut_and_slices_make_one_picture() {
        let locations: Vec<_> = (0..40).map(|i| LonLat::new(-90.0 + f64::from(i), 40.0).ok()).collect();
        let points = MapPoints::new(&locations, &MapProjection::fit(locations.iter().copied().flatten()));
        let viewport = Viewport::fit(50.0, 30.0, points.bounds().expect("located"), 0.0).zoom_at(0.0, 15.0, 3.0);
        let sizes = PointSizes::by_value(&(0..40).map(|i| Some(f64::from(i))).collect::<Vec<_>>());
        let [at_once, in_slices] = [40, 7].map(|slice| {
            let mut drawing = PointsRaster::new(&viewport, 1.0, &palette());
            while drawing.draw(slice, &points, &sizes, PointLook::default()) {}
            drawing.finish()
        });
        assert_eq!(at_once.rgba.len(), 50 * 30 * 4);
        assert!(at_once.rgba.iter().any(|&byte| byte > 0) && at_once == in_slices);
    }

    #[test]
    fn laying_over_is_exact_at_both_ends() {
        let mut pixel = [10, 20, 30, 40];
        lay_over(&mut pixel, [0, 0, 0, 0]);
        assert_eq!(pixel, [10, 20, 30, 40]);
        lay_over(&mut pixel, [1, 2, 3, 255]);
        assert_eq!(pixel, [1, 2, 3, 255]);
        lay_over(&mut pixel, [100, 0, 0, 128]);
        assert_eq!(pixel, [100, 1, 1, 255]);
    }
}
