//! Plan + viewport → display list: what is drawn, as data; `canvas` and [`svg`] paint it.
//!
//! # The map
//! Once a data set: [`MapProjection::fit`] → [`MapPoints`] and [`Basemap`], and in the worker [`Tessellation`] (from the
//! same projection; it is the same there). Once an alignment: [`Tessellation::areas`] → [`LabelAnchors`]. Once a frame,
//! from back to front: [`map_scene`], [`PointsRaster`] (pixels replace what is below, so they get a canvas of their
//! own), [`marks_scene`], [`overlay_scene`].
//!
//! # Invariants
//! - Three spaces: the globe ([`LonLat`](crate::units::LonLat)); the plane of the map, "world", about kilometres, y to the
//!   south; the screen in CSS pixels. Only rasters count in device pixels.
//! - Colours are [`Token`]s until they are painted; no colour is written here but the light palette for export.
//! - Nothing here paints, measures text in a browser, or depends on a clock: the same scene natively and in wasm.

mod areas;
mod balance_chart;
mod barriers;
mod basemap;
mod chart_style;
mod display;
mod home_countries;
mod ink;
mod label_anchors;
mod labels;
mod map;
mod outline;
mod point_marks;
mod points;
mod projection;
mod raster;
mod recorder;
mod rings;
mod shared_lines;
mod stop_labels;
mod svg;
mod tessellation;
mod text_width;
mod viewport;
mod year_chart;

pub use areas::{AreaShape, Areas, Border};
pub use balance_chart::{Bar, balance_chart, chart_hit};
pub use barriers::barrier_lines;
pub use basemap::Basemap;
pub use display::{Anchor, Item, Path, Scene, Step, Stroke, Text};
pub use ink::{Ink, Opacity, Palette, Token, parse_colour};
pub use label_anchors::{LabelAnchor, LabelAnchors};
pub use map::{MapContent, Overlay, TerritoryMark, TourLine, map_scene, marks_scene, overlay_scene};
pub use point_marks::{PointLook, PointSizes, points_scene};
pub use points::MapPoints;
pub use projection::MapProjection;
pub use raster::{PointsRaster, Raster};
pub use stop_labels::stop_label;
pub use svg::{escaped, svg};
pub use tessellation::Tessellation;
pub use text_width::text_width;
pub use viewport::{Bounds, Viewport};
pub use year_chart::{MonthBar, year_chart};
