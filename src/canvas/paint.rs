//! Display lists and rasters onto a canvas.

use crate::scene::{Anchor, Item, Palette, Path, Raster, Scene, Step, Stroke, Text};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, ImageData};

/// The drawing context of a canvas; none where the browser has no memory left for one.
#[must_use]
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Gives a canvas as many device pixels as it covers: `width` and `height` in CSS pixels, `ratio` device pixels each.
/// Where that changes its size, the canvas is blank afterwards and all its settings are lost. Its size on screen is the
/// style sheet's business.
pub fn size_canvas(canvas: &HtmlCanvasElement, width: f64, height: f64, ratio: f64) {
    let (width, height) = (device_pixels(width * ratio), device_pixels(height * ratio));
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a canvas can be")]
fn device_pixels(length: f64) -> u32 {
    length.round().clamp(1.0, 16_384.0) as u32
}

/// Clears the canvas and paints a scene, `ratio` device pixels a CSS pixel. O(items).
pub fn paint(context: &CanvasRenderingContext2d, scene: &Scene, palette: &Palette, ratio: f64) {
    // setTransform, clearRect and the like only fail for numbers that are not finite, which do nothing then.
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, scene.width, scene.height);
    paint_over(context, scene, palette, ratio);
}

/// Paints a scene over what is there, `ratio` device pixels a CSS pixel. O(items).
pub fn paint_over(context: &CanvasRenderingContext2d, scene: &Scene, palette: &Palette, ratio: f64) {
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.set_line_join("round");
    context.set_line_cap("round");
    Painter { context, palette }.items(&scene.items);
}

/// Puts a raster onto a canvas of the same size in device pixels; it replaces what was there.
///
/// # Errors
/// The browser's error when it has no memory for the picture.
pub fn blit(context: &CanvasRenderingContext2d, raster: &Raster) -> Result<(), JsValue> {
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&raster.rgba), raster.width, raster.height)?;
    context.put_image_data(&image, 0.0, 0.0)
}

struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    palette: &'a Palette,
}

impl Painter<'_> {
    fn items(&self, items: &[Item]) {
        for item in items {
            match item {
                Item::Path { path, fill, stroke } => {
                    self.trace(path);
                    if let Some(ink) = fill {
                        self.context.set_fill_style_str(&self.palette.css(*ink));
                        self.context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
                    }
                    self.stroke(*stroke);
                }
                Item::Circle { at: [x, y], radius, fill, stroke } => {
                    self.context.begin_path();
                    let _ = self.context.arc(*x, *y, *radius, 0.0, std::f64::consts::TAU);
                    if let Some(ink) = fill {
                        self.context.set_fill_style_str(&self.palette.css(*ink));
                        self.context.fill();
                    }
                    self.stroke(*stroke);
                }
                Item::Text(text) => self.text(text),
                Item::Group { clip, items } => {
                    self.context.save();
                    self.trace(clip);
                    self.context.clip_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
                    self.items(items);
                    self.context.restore();
                }
            }
        }
    }

    fn trace(&self, path: &Path) {
        self.context.begin_path();
        for step in path.steps() {
            match *step {
                Step::Move([x, y]) => self.context.move_to(x, y),
                Step::Line([x, y]) => self.context.line_to(x, y),
                Step::Close => self.context.close_path(),
            }
        }
    }

    fn stroke(&self, stroke: Option<Stroke>) {
        let Some(stroke) = stroke else { return };
        self.prepare(stroke);
        self.context.stroke();
        if stroke.dash.is_some() {
            self.set_dash(&[]);
            self.context.set_line_cap("round");
        }
    }

    fn prepare(&self, stroke: Stroke) {
        self.context.set_stroke_style_str(&self.palette.css(stroke.ink));
        self.context.set_line_width(stroke.width);
        if let Some(dash) = stroke.dash {
            // A round cap would fill the gaps.
            self.context.set_line_cap("butt");
            self.set_dash(&dash);
        }
    }

    fn set_dash(&self, lengths: &[f64]) {
        let list: js_sys::Array = lengths.iter().map(|&length| JsValue::from_f64(length)).collect();
        let _ = self.context.set_line_dash(&list);
    }

    fn text(&self, text: &Text) {
        let font = format!("{} {}px {}", text.weight, text.size, self.palette.font());
        self.context.set_font(&font);
        self.context.set_text_align(match text.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        let [x, y] = text.at;
        if let Some(halo) = text.halo {
            self.prepare(halo);
            let _ = self.context.stroke_text(&text.text, x, y);
        }
        self.context.set_fill_style_str(&self.palette.css(text.ink));
        let _ = self.context.fill_text(&text.text, x, y);
    }
}
