//! Outlines of countries and states.

use crate::units::LonLat;

/// The outlines that a map needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries {
    /// Countries.
    pub countries: Vec<Area>,
    /// States and provinces.
    pub states: Vec<Area>,
}

/// A country or state.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Outer rings and holes.
    pub rings: Vec<Vec<LonLat>>,
}
