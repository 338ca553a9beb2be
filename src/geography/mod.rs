//! Where things are to each other: distances on the globe, a plane to work in, and who is whose neighbour.
//!
//! Invariants: everything is a pure function of its arguments, the same natively and in wasm; transcendental functions
//! come from `libm`. Planes are in metres with x to the east and y to the north.

mod adjacency;
mod distance;
mod plane;
mod triangulation;

pub use adjacency::{Adjacency, contiguity_graph};
pub use distance::{EARTH_RADIUS, centroid, chord_squared, great_circle, unit_vector};
pub use plane::Plane;
pub use triangulation::Triangulation;
