//! Plan + viewport → display list.

mod areas;
mod display;
mod ink;
mod points;
mod projection;
mod raster;
mod rings;
mod tessellation;
mod viewport;

pub use areas::{AreaShape, Areas, Border};
pub use display::{Anchor, Item, Path, Scene, Step, Stroke, Text};
pub use ink::{Ink, Opacity, Palette, Token, parse_colour};
pub use points::MapPoints;
pub use projection::MapProjection;
pub use raster::{PointLook, PointSizes, Raster, points_raster};
pub use tessellation::Tessellation;
pub use viewport::{Bounds, Viewport};
