//! Distances, projection, spatial index, adjacency.
