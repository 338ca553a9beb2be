//! The part of the map that a window shows.

use serde::{Deserialize, Serialize};

/// An upright rectangle, of the plane or of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Least x and y.
    pub min: [f64; 2],
    /// Greatest x and y.
    pub max: [f64; 2],
}

impl Bounds {
    /// The least rectangle around the points; none without a point.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = [f64; 2]>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(points.fold(Self { min: first, max: first }, |bounds, [x, y]| Self {
            min: [bounds.min[0].min(x), bounds.min[1].min(y)],
            max: [bounds.max[0].max(x), bounds.max[1].max(y)],
        }))
    }

    /// The least rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }

    /// The part of it inside the other; where they are apart, the nearest point or line of the other.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        let held = |[x, y]: [f64; 2]| [x.clamp(other.min[0], other.max[0]), y.clamp(other.min[1], other.max[1])];
        Self { min: held(self.min), max: held(self.max) }
    }

    /// Wider by a margin on each side.
    #[must_use]
    pub fn padded(self, margin: f64) -> Self {
        Self { min: self.min.map(|v| v - margin), max: self.max.map(|v| v + margin) }
    }

    /// Width and height.
    #[must_use]
    pub fn size(self) -> [f64; 2] {
        [self.max[0] - self.min[0], self.max[1] - self.min[1]]
    }

    /// The middle.
    #[must_use]
    pub fn center(self) -> [f64; 2] {
        [f64::midpoint(self.min[0], self.max[0]), f64::midpoint(self.min[1], self.max[1])]
    }

    /// Whether a point lies inside or on the edge.
    #[must_use]
    pub fn contains(self, [x, y]: [f64; 2]) -> bool {
        (self.min[0]..=self.max[0]).contains(&x) && (self.min[1]..=self.max[1]).contains(&y)
    }

    /// Whether the other lies wholly inside.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Whether they share a point.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let apart = |axis: usize| self.max[axis] < other.min[axis] || other.max[axis] < self.min[axis];
        !apart(0) && !apart(1)
    }

    /// The corners, from the least clockwise on screen.
    #[must_use]
    pub fn corners(self) -> [[f64; 2]; 4] {
        let ([left, top], [right, bottom]) = (self.min, self.max);
        [[left, top], [right, top], [right, bottom], [left, bottom]]
    }
}

/// How far one can zoom out of, and into, what [`Viewport::fit`] showed.
const ZOOM_RANGE: [f64; 2] = [0.3, 4000.0];

/// The window onto the plane of the map: its size in CSS pixels, the place in its middle, and the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    width: f64,
    height: f64,
    center: [f64; 2],
    scale: f64,
    fitted: f64,
    home: Bounds,
    limits: [f64; 2],
}

impl Viewport {
    /// A window of that size in CSS pixels which shows all of `bounds`, a place of the plane, with `margin` pixels
    /// around it. Zoom and pan are limited by what was fitted here.
    #[must_use]
    pub fn fit(width: f64, height: f64, bounds: Bounds, margin: f64) -> Self {
        let (width, height) = (width.max(1.0), height.max(1.0));
        // A single place still gets a few kilometres around it.
        let [across, down] = bounds.size().map(|length| length.max(4.0));
        let free = |length: f64| (length - 2.0 * margin).max(length / 4.0);
        let scale = (free(width) / across).min(free(height) / down);
        Self {
            width,
            height,
            center: bounds.center(),
            scale,
            fitted: scale,
            home: bounds,
            limits: ZOOM_RANGE.map(|factor| (scale * factor).clamp(1e-3, 400.0)),
        }
    }

    /// The same map in a window of another size: the middle and the scale stay.
    #[must_use]
    pub fn resized(self, width: f64, height: f64) -> Self {
        Self { width: width.max(1.0), height: height.max(1.0), ..self }
    }

    /// The same window with all of `bounds` in view, left of the last `covered` pixels, within the limits of zoom.
    #[must_use]
    pub fn showing(self, bounds: Bounds, margin: f64, covered: f64) -> Self {
        let shown = Self::fit(self.width - covered, self.height, bounds, margin);
        let scale = shown.scale.clamp(self.limits[0], self.limits[1]);
        let [x, y] = shown.center;
        Self { center: [x + covered / 2.0 / scale, y], scale, ..self }
    }

    /// Moved so that what was under the hand moves by that many pixels to the right and down.
    #[must_use]
    pub fn pan(self, dx: f64, dy: f64) -> Self {
        self.centered([self.center[0] - dx / self.scale, self.center[1] - dy / self.scale])
    }

    /// Zoomed by `factor` (above 1 is closer), the place under that pixel kept there. Clamped at the limits.
    #[must_use]
    pub fn zoom_at(self, x: f64, y: f64, factor: f64) -> Self {
        let under = self.world_from_screen([x, y]);
        let scale = self.scale * factor;
        if !scale.is_finite() {
            return self;
        }
        let scale = scale.clamp(self.limits[0], self.limits[1]);
        let [dx, dy] = [x - self.width / 2.0, y - self.height / 2.0];
        Self { scale, ..self }.centered([under[0] - dx / scale, under[1] - dy / scale])
    }

    /// The middle never leaves the fitted place by more than its own size, so that nobody gets lost.
    fn centered(self, [x, y]: [f64; 2]) -> Self {
        if !(x.is_finite() && y.is_finite()) {
            return self;
        }
        let [across, down] = self.home.size();
        let room = self.home.padded(across.max(down).max(100.0));
        Self { center: [x.clamp(room.min[0], room.max[0]), y.clamp(room.min[1], room.max[1])], ..self }
    }

    /// Width and height in CSS pixels.
    #[must_use]
    pub fn size(&self) -> [f64; 2] {
        [self.width, self.height]
    }

    /// CSS pixels per unit of the plane.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// How many times closer than what [`Viewport::fit`] showed.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.scale / self.fitted
    }

    /// The place in the middle.
    #[must_use]
    pub fn center(&self) -> [f64; 2] {
        self.center
    }

    /// Whether one can zoom in, and out, any further.
    #[must_use]
    pub fn can_zoom(&self) -> (bool, bool) {
        (self.scale < self.limits[1], self.scale > self.limits[0])
    }

    /// Where a place of the plane is seen, in CSS pixels.
    #[must_use]
    pub fn screen_from_world(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.center[0]) * self.scale + self.width / 2.0, (y - self.center[1]) * self.scale + self.height / 2.0]
    }

    /// The place of the plane under a pixel.
    #[must_use]
    pub fn world_from_screen(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.width / 2.0) / self.scale + self.center[0], (y - self.height / 2.0) / self.scale + self.center[1]]
    }

    /// What of the plane is in view, and `margin` pixels more on each side.
    #[must_use]
    pub fn world_bounds(&self, margin: f64) -> Bounds {
        Bounds {
            min: self.world_from_screen([-margin, -margin]),
            max: self.world_from_screen([self.width + margin, self.height + margin]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn viewport() -> Viewport {
        Viewport::fit(1000.0, 600.0, Bounds { min: [-2000.0, -1000.0], max: [2500.0, 1400.0] }, 20.0)
    }

    #[test]
    fn fits_what_it_was_given() {
        let viewport = viewport();
        let [left, top] = viewport.screen_from_world([-2000.0, -1000.0]);
        let [right, bottom] = viewport.screen_from_world([2500.0, 1400.0]);
        assert!((left - 20.0).abs() < 1e-9 && (right - 980.0).abs() < 1e-9);
        assert!(top >= 20.0 && bottom <= 580.0);
        let point = Viewport::fit(800.0, 600.0, Bounds { min: [3.0, 4.0], max: [3.0, 4.0] }, 20.0);
        let [x, y] = point.screen_from_world([3.0, 4.0]);
        assert!(point.scale().is_finite() && (x - 400.0).abs() < 1e-9 && (y - 300.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_covered_is_kept_free() {
        let shown = viewport().showing(Bounds { min: [0.0, 0.0], max: [200.0, 20.0] }, 48.0, 36.0);
        let [[left, top], [right, bottom]] = [[0.0, 0.0], [200.0, 20.0]].map(|place| shown.screen_from_world(place));
        assert!((left - 48.0).abs() < 1e-9 && (right - 916.0).abs() < 1e-9 && (top + bottom - 600.0).abs() < 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn zoom_keeps_the_place_under_the_cursor(x in 0.0..1000.0f64, y in 0.0..600.0f64, factor in 0.5..3.0f64) {
            let before = viewport();
            let place = before.world_from_screen([x, y]);
            let [x_after, y_after] = before.zoom_at(x, y, factor).screen_from_world(place);
            prop_assert!((x - x_after).abs() < 1e-6 && (y - y_after).abs() < 1e-6);
        }

        #[test]
        fn pan_moves_by_pixels(dx in -200.0..200.0f64, dy in -200.0..200.0f64) {
            let place = [12.0, 34.0];
            let [[x, y], [x_after, y_after]] =
                [viewport(), viewport().pan(dx, dy)].map(|viewport| viewport.screen_from_world(place));
            prop_assert!((x + dx - x_after).abs() < 1e-6 && (y + dy - y_after).abs() < 1e-6);
        }
    }

    #[test]
    fn zoom_and_pan_have_limits() {
        let out = (0..50).fold(viewport(), |v, _| v.zoom_at(0.0, 0.0, 0.5));
        let inside = (0..50).fold(viewport(), |v, _| v.zoom_at(0.0, 0.0, 2.0));
        assert_eq!((out.can_zoom().1, inside.can_zoom().0), (false, false));
        assert_eq!(viewport().zoom_at(0.0, 0.0, f64::NAN), viewport());
        assert!(viewport().pan(1e9, 0.0).center()[0] >= -6500.0);
    }
}
