//! Plan + viewport → display list.

mod areas;
mod balance_chart;
mod basemap;
mod display;
mod ink;
mod label_anchors;
mod labels;
mod map;
mod points;
mod projection;
mod raster;
mod recorder;
mod rings;
mod shared_lines;
mod svg;
mod tessellation;
mod text_width;
mod viewport;

pub use areas::{AreaShape, Areas, Border};
pub use balance_chart::{Bar, balance_chart, chart_hit};
pub use basemap::Basemap;
pub use display::{Anchor, Item, Path, Scene, Step, Stroke, Text};
pub use ink::{Ink, Opacity, Palette, Token, parse_colour};
pub use label_anchors::{LabelAnchor, LabelAnchors};
pub use map::{MapContent, Overlay, TerritoryMark, TourLine, map_scene, marks_scene, overlay_scene};
pub use points::MapPoints;
pub use projection::MapProjection;
pub use raster::{PointLook, PointSizes, Raster, points_raster};
pub use svg::svg;
pub use tessellation::Tessellation;
pub use text_width::text_width;
pub use viewport::{Bounds, Viewport};
