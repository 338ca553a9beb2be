//! Distances, projection, spatial index, adjacency.

mod boundaries;
mod pack_bytes;

pub use boundaries::{Area, BASEMAP_PACK, Boundaries, Ring};
pub use pack_bytes::{PackBytes, PackError, PackKind};
