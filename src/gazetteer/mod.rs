//! Offline places and postal codes. A stand-in that knows nothing; its signatures are those of the real one.

use crate::model::Placement;

/// Places and postal codes; empty by default: knows nothing.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {}

/// An address as the cells of a row say it; empty where they don't.
#[derive(Debug, Clone, Copy, Default)]
pub struct Address<'a> {
    /// ZIP or postal code.
    pub postal_code: &'a str,
    /// City or town.
    pub city: &'a str,
    /// State or province.
    pub region: &'a str,
    /// Country.
    pub country: &'a str,
}

/// What was noticed while an address was located.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A ZIP had lost its leading zeros.
    ZipZeros {
        /// With them.
        restored: String,
    },
    /// No pack knows the postal code.
    UnknownPostalCode,
    /// Postal code and names differ.
    PlaceMismatch {
        /// What the names say.
        told: String,
    },
    /// The name fits several places.
    AmbiguousPlace {
        /// How many.
        candidates: u32,
    },
}

/// A place and what was noticed on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Where it is.
    pub placement: Placement,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

impl Gazetteer {
    /// Locates an address.
    #[must_use]
    pub fn locate(&self, _address: &Address<'_>) -> Located {
        Located { placement: Placement::unknown(), findings: Vec::new() }
    }

    /// Whether a text names a region.
    #[must_use]
    pub fn knows_region(&self, _text: &str) -> bool {
        false
    }

    /// Whether a text names a country.
    #[must_use]
    pub fn knows_country(&self, _text: &str) -> bool {
        false
    }
}
