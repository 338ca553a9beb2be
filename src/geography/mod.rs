//! Where things are to each other: distances on the globe, a plane to work in, who is whose neighbour, and the outlines
//! of countries and states, which both the map and the places need.
//!
//! Invariants: everything is a pure function of its arguments, the same natively and in wasm; transcendental functions
//! come from `libm`. Planes are in metres with x to the east and y to the north.

mod adjacency;
mod boundaries;
mod distance;
mod hilbert;
mod pack_bytes;
mod plane;
mod triangulation;
mod ways;

pub use adjacency::{Adjacency, contiguity_graph};
pub use boundaries::{Area, BASEMAP_PACK, Boundaries, Ring};
pub use distance::{EARTH_RADIUS, centroid, chord_squared, great_circle, unit_vector};
pub use hilbert::hilbert_order;
pub use pack_bytes::{PackBytes, PackError, PackKind};
pub use plane::Plane;
pub use triangulation::Triangulation;
pub use ways::{Way, WayPoint, Ways};
