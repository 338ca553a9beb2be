//! What all charts share: the room around the plot, pens by number, and the size of the words.

use super::display::Scene;
use super::recorder::{Pen, Recorder, UNITS, pen_colour, units};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, Color, DrawingArea, FontStyle, IntoDrawingArea, IntoFont, ShapeStyle,
};
use std::ops::Range;

/// Room around the plot in CSS pixels.
pub(super) const LEFT: f64 = 32.0;
pub(super) const RIGHT: f64 = 10.0;
pub(super) const TOP: f64 = 8.0;
pub(super) const BOTTOM: f64 = 26.0;

pub(super) const TEXT_SIZE: f64 = 10.5;

pub(super) type Area<'a> = DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type Failure = plotters::drawing::DrawingAreaErrorKind<std::convert::Infallible>;

/// What `draw` paints on an area of that size, which it is told in CSS pixels.
pub(super) fn painted(
    width: f64,
    height: f64,
    pens: &[Pen],
    draw: impl FnOnce(&DrawingArea<Recorder, Shift>, [f64; 2]) -> Result<(), Failure>,
) -> Scene {
    let (width, height) = (width.clamp(80.0, 8000.0), height.clamp(60.0, 4000.0));
    let mut scene = Scene { width, height, items: Vec::new() };
    let root = Recorder::new(width, height, pens, &mut scene.items).into_drawing_area();
    // The recorder cannot fail, and the sizes above leave plotters room: there is nothing to tell anybody.
    let _ = draw(&root, [width, height]);
    drop(root);
    scene
}

/// The plot of so many columns within its room.
pub(super) fn plot<'a>(
    root: &DrawingArea<Recorder<'a>, Shift>,
    columns: f64,
    rows: Range<f64>,
) -> Result<Area<'a>, Failure> {
    let mut builder = ChartBuilder::on(root);
    builder.margin_left(units(LEFT)).margin_right(units(RIGHT)).margin_top(units(TOP)).margin_bottom(units(BOTTOM));
    Ok(builder.build_cartesian_2d(0.0..columns, rows)?.plotting_area().clone())
}

/// CSS pixels from one column to the next.
pub(super) fn column_width(width: f64, columns: usize) -> f64 {
    (width - LEFT - RIGHT) / columns.max(1) as f64
}

pub(super) fn fill(pen: u8) -> ShapeStyle {
    pen_colour(pen).filled()
}

pub(super) fn line(pen: u8, width: f64) -> ShapeStyle {
    pen_colour(pen).stroke_width(u32::try_from(units(width)).unwrap_or(1))
}

pub(super) fn text(pen: u8, style: FontStyle) -> plotters::style::TextStyle<'static> {
    let font = ("sans-serif", TEXT_SIZE * UNITS).into_font().style(style);
    plotters::style::TextStyle { color: pen_colour(pen).to_backend_color(), ..font.into() }
}

/// Top and bottom of the filled rectangles in that colour.
#[cfg(test)]
pub(super) fn filled(scene: &Scene, token: super::ink::Token) -> Vec<[f64; 2]> {
    use super::display::{Item, Path, Step};
    let of_token = scene.items.iter().filter_map(|item| match item {
        Item::Path { path, fill: Some(ink), .. } if ink.token == token => Some(path),
        _ => None,
    });
    let rows = |path: &Path| {
        let ys = path.steps().iter().filter_map(|step| match step {
            Step::Move([_, y]) | Step::Line([_, y]) => Some(*y),
            Step::Close => None,
        });
        let ys: Vec<f64> = ys.collect();
        [ys.iter().copied().fold(f64::INFINITY, f64::min), ys.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
    };
    of_token.map(rows).collect()
}
