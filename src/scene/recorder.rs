//! A drawing backend for plotters that paints nothing: it records into a display list.

use super::display::{Anchor, Item, Path, Stroke, Text};
use super::ink::Ink;
use super::text_width::text_width;
use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;

/// Plotters counts in whole pixels; here one is a sixteenth, so that bars and lines lie where they should.
pub(super) const UNITS: f64 = 16.0;

/// How something is drawn beyond what plotters knows of: a colour by role, and dashes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) ink: Ink,
    pub(super) dash: Option<[f64; 2]>,
}

impl Pen {
    pub(super) const fn solid(ink: Ink) -> Self {
        Self { ink, dash: None }
    }
}

/// Records what plotters draws. Colours travel through it as numbers of pens.
pub(super) struct Recorder<'a> {
    size: (u32, u32),
    pens: &'a [Pen],
    items: &'a mut Vec<Item>,
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

/// A length in CSS pixels as plotters counts it.
#[expect(clippy::cast_possible_truncation, reason = "casts saturate, and a chart has few pixels")]
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// The colour by which plotters hands a pen on.
pub(super) fn pen_colour(pen: u8) -> RGBColor {
    RGBColor(pen, 0, 0)
}

fn pixels((x, y): BackendCoord) -> [f64; 2] {
    [f64::from(x) / UNITS, f64::from(y) / UNITS]
}

impl<'a> Recorder<'a> {
    /// A recorder of that size in CSS pixels which adds to `items`.
    pub(super) fn new(width: f64, height: f64, pens: &'a [Pen], items: &'a mut Vec<Item>) -> Self {
        let size = [width, height].map(|length| u32::try_from(units(length)).unwrap_or(0));
        Self { size: (size[0], size[1]), pens, items }
    }

    fn pen(&self, colour: BackendColor) -> Option<Pen> {
        self.pens.get(usize::from(colour.rgb.0)).copied().filter(|_| colour.alpha > 0.0)
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> Option<Stroke> {
        let pen = self.pen(style.color())?;
        Some(Stroke { ink: pen.ink, width: f64::from(style.stroke_width()) / UNITS, dash: pen.dash })
    }

    fn add<S: BackendStyle>(&mut self, path: Path, style: &S, fill: bool) {
        let item = if fill {
            self.pen(style.color()).map(|pen| path.filled(pen.ink))
        } else {
            self.stroke(style).map(|stroke| path.stroked(stroke))
        };
        self.items.extend(item);
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        let square = Path::rectangle(pixels((x, y)), pixels((x + 1, y + 1)));
        self.add(square, &color, true);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.add(Path::line([pixels(from), pixels(to)]), style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        self.add(Path::rectangle(pixels(from), pixels(to)), style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.add(Path::line(path.into_iter().map(pixels)), style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        let (at, radius) = (pixels(center), f64::from(radius) / UNITS);
        let inner = self.pen(style.color()).map(|pen| pen.ink).filter(|_| fill);
        let stroke = if fill { None } else { self.stroke(style) };
        self.items.push(Item::Circle { at, radius, fill: inner, stroke });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.add(Path::ring(corners.into_iter().map(pixels)), style, true);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let Some(pen) = self.pen(style.color()) else { return Ok(()) };
        let size = style.size() / UNITS;
        let ([x, y], position) = (pixels(at), style.anchor());
        // Capitals and figures are about 0.72 em high.
        let drop = match position.v_pos {
            VPos::Top => 0.72,
            VPos::Center => 0.36,
            VPos::Bottom => 0.0,
        };
        let anchor = match position.h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let text = text.to_owned();
        let at = [x, y + drop * size];
        self.items.push(Item::Text(Text { at, text, size, weight: weight(style), anchor, ink: pen.ink, halo: None }));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text_width(text, style.size() / UNITS, weight(style));
        let size = [width, style.size() / UNITS].map(|length| u32::try_from(units(length)).unwrap_or(0));
        Ok((size[0], size[1]))
    }
}

fn weight<S: BackendTextStyle>(style: &S) -> u16 {
    if matches!(style.style(), FontStyle::Bold) { 600 } else { 400 }
}
