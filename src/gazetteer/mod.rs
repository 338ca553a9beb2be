//! Offline places and postal codes: what a row says of its address → a point, how exact it is, and what was odd.
//!
//! ```
//! use hinterland::gazetteer::{Address, Gazetteer};
//! let located = Gazetteer::default().locate(&Address { postal_code: "46802", ..Address::default() });
//! assert!(located.placement.location.is_none()); // it knows nothing before the first pack
//! ```
//!
//! Invariants: nothing is asked of any server; without packs nothing is located, and nothing fails; the same packs and
//! the same address give the same answer everywhere. `docs/packs.md` says how the packs are made and of what.

mod atlas;
mod folding;
mod locate;
mod names;
mod packs;
mod postal;
mod sources;

pub use crate::geography::PackError;
pub use folding::plain;
pub use locate::{Address, Finding, Located};
pub use sources::{PackSource, SOURCES};

use crate::geography::{PackBytes, PackKind};
use atlas::Atlas;
use packs::{CityPack, ZipPack};

/// The files under `public/packs` that locating needs, gzipped, in the order in which adding them costs least.
pub const PACKS: &[&str] = &["cities.pack.gz", "us-zips.pack.gz"];

/// Places by name and by ZIP. Knows nothing by default; each pack adds to it, in any order.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    cities: Option<CityPack>,
    zips: Option<ZipPack>,
    atlas: Atlas,
}

impl Gazetteer {
    /// Takes an inflated pack in; one of the same kind replaces the earlier. O(bytes).
    ///
    /// # Errors
    /// [`PackError`] when the bytes are no pack of places, or damaged; what was known before stays.
    pub fn add_pack(&mut self, inflated: &[u8]) -> Result<(), PackError> {
        match PackBytes::open(inflated)? {
            (PackKind::Zips, pack) => {
                let zips = ZipPack::read(pack)?;
                if self.zips.is_some() {
                    self.atlas = self.cities.as_ref().map_or_else(Atlas::default, Atlas::of_cities);
                }
                self.atlas.add_zips(&zips);
                self.zips = Some(zips);
            }
            (PackKind::Cities, pack) => {
                let cities = CityPack::read(pack)?;
                self.atlas = Atlas::of_cities(&cities);
                if let Some(zips) = &self.zips {
                    self.atlas.add_zips(zips);
                }
                self.cities = Some(cities);
            }
            (PackKind::Basemap, pack) => return Err(pack.damaged("boundaries, not places")),
        }
        Ok(())
    }

    /// Finds the point of an address: by US ZIP, else by city with region and country, else by region, else by country.
    /// O(places of that name), without allocation but for the place's name and the findings.
    #[must_use]
    pub fn locate(&self, address: &Address<'_>) -> Located {
        locate::locate(&self.atlas, address)
    }

    /// Whether the text is the name or code of a state or province.
    #[must_use]
    pub fn knows_region(&self, text: &str) -> bool {
        !self.atlas.region_names.find(folding::key(text)).is_empty()
    }

    /// Whether the text is the name or ISO code of a country.
    #[must_use]
    pub fn knows_country(&self, text: &str) -> bool {
        !self.atlas.country_names.find(folding::key(text)).is_empty()
    }
}

#[cfg(test)]
mod tests;
