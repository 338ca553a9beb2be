//! Offline places and postal codes: what a row says of its address → a point, how exact it is, and what was odd.
//!
//! ```
//! use hinterland::gazetteer::{Address, Gazetteer};
//! let located = Gazetteer::default().locate(&Address { postal_code: "46802", ..Address::default() });
//! assert!(located.placement.location.is_none()); // it knows nothing before the first pack
//! ```
//!
//! Invariants: nothing is asked of any server; without packs nothing is located, and nothing fails; the same packs,
//! the same home and the same address give the same answer everywhere. `docs/packs.md` says how the packs are made and of what.

mod affixes;
mod atlas;
mod by_beginning;
mod by_zip;
mod cells;
mod choice;
mod counties;
mod distance;
mod finder;
mod folding;
mod home;
mod initials;
mod locate;
mod mojibake;
mod names;
mod near;
mod own_codes;
mod packs;
mod postal;
mod regions;
mod shapes;
mod sources;
mod streets;
mod territories;
mod wanted;
mod whereabouts;
mod whole;

pub use crate::geography::PackError;
pub use counties::is_county;
pub use folding::plain;
pub use home::HomeGuess;
pub use locate::{Address, Finding, Located};
pub use own_codes::PostalRow;
pub use sources::{PackSource, SOURCES};
pub use whereabouts::{PointChange, PointDoubt};

use crate::geography::{PackBytes, PackKind};
use crate::model::{Candidate, Placement, Precision};
use crate::units::LonLat;
use atlas::Atlas;
use cells::{Cells, Country, read_country};
use own_codes::OwnCodes;
use packs::{CountryPack, PlacePack, ZipPack};
use postal::ZipText;

/// The files under `public/packs` that everything else builds on: countries and regions. They come first.
pub const CORE_PACKS: &[&str] = &["core.pack.gz"];
const ZIP_PACK: &str = "us-zips.pack.gz";
const WORLD_PACK: &str = "world.pack.gz";

fn country_pack(code: &str) -> String {
    format!("places/{code}.pack.gz")
}

/// Places by name and by postal code. Knows nothing by default; packs and files of the user's add to it.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    atlas: Atlas,
    codes: OwnCodes,
}

impl Gazetteer {
    /// Takes an inflated pack in; one that is in already changes nothing. O(bytes).
    ///
    /// # Errors
    /// [`PackError`] when the bytes are no pack of places, or damaged, or come before those of [`CORE_PACKS`]; what was
    /// known before stays.
    pub fn add_pack(&mut self, inflated: &[u8]) -> Result<(), PackError> {
        let (kind, pack) = PackBytes::open(inflated)?;
        if matches!(kind, PackKind::Zips | PackKind::Places) && self.atlas.countries.is_empty() {
            return Err(PackError::TooEarly);
        }
        match kind {
            PackKind::Countries => {
                let countries = CountryPack::read(pack)?;
                if self.atlas.countries.is_empty() {
                    self.atlas.add_countries(&countries);
                }
            }
            PackKind::Zips => {
                let zips = ZipPack::read(pack)?;
                if !self.atlas.has_zips() {
                    self.atlas.add_zips(&zips);
                }
            }
            PackKind::Places => self.atlas.add_places(&PlacePack::read(pack, |code| self.atlas.wholes(code))?),
            PackKind::Basemap => return Err(pack.damaged("boundaries, not places")),
        }
        Ok(())
    }

    /// The files that are still missing to locate these addresses as well as may be, in the order in which to add them:
    /// those of [`CORE_PACKS`] alone at first. What a pack brings may show that another is wanted: ask again until there is
    /// none. O(addresses), a few look-ups each.
    #[must_use]
    pub fn packs_for<'a>(&self, addresses: impl Iterator<Item = Address<'a>>) -> Vec<String> {
        wanted::packs_for(&self.atlas, &self.codes, addresses)
    }

    /// Takes in the postal codes of a country from a file of the user's, in place of those it gave before; they count for
    /// more than ours. Returns how many were taken: none where the country is not known. O(codes).
    pub fn add_postal_codes<'a>(&mut self, country: &str, codes: impl Iterator<Item = PostalRow<'a>>) -> usize {
        match read_country(&self.atlas, country.trim()) {
            Country::Known(country) => self.codes.add(country, codes),
            Country::Absent | Country::Unknown => 0,
        }
    }

    /// Which country the addresses mean that name none, once all packs are in that they want; `set_home` has said none yet.
    /// `spoken`: ISO codes of the countries where headers are called as those of the addresses. O(addresses).
    #[must_use]
    pub fn guess_home<'a>(&self, addresses: impl Iterator<Item = Address<'a>> + Clone, spoken: &[&str]) -> HomeGuess {
        home::guess(&self.atlas, &self.codes, addresses, spoken)
    }

    /// The packs, not in yet, of countries by their ISO codes: where [`HomeGuess::likely`] lists several.
    #[must_use]
    pub fn packs_of(&self, codes: &[String]) -> Vec<String> {
        let missing =
            self.atlas.countries.iter().filter(|country| !country.has_places && codes.contains(&country.code));
        missing.map(|country| country_pack(&country.code)).collect()
    }

    /// Says by its ISO code in which country addresses lie that name none; any other text for nowhere.
    pub fn set_home(&mut self, code: &str) {
        self.atlas.home = self.atlas.countries.iter().position(|country| country.code == code);
    }

    /// In which country addresses lie that name none: its name.
    #[must_use]
    pub fn home(&self) -> Option<&str> {
        self.atlas.home.map(|country| self.atlas.countries[country].name.as_str())
    }

    /// Whether the cell of a region that stands alone names one of the country in which addresses lie that name none, or a city there;
    /// not of the US and Canada, whose states are meant before other regions anyway.
    #[must_use]
    pub fn is_region_at_home(&self, text: &str) -> bool {
        let Some(home) = self.atlas.home.filter(|&home| !self.atlas.countries[home].by_region) else { return false };
        let own = folding::key(text);
        self.atlas.region_names.find(own).any(|entry| entry.within as usize == home)
            || self.atlas.city_names.find(own).any(|entry| self.atlas.country_of(entry.index()) == home)
    }

    /// All countries: ISO code and name.
    pub fn countries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.atlas.countries.iter().map(|country| (country.code.as_str(), country.name.as_str()))
    }

    /// Finds the point of an address: by postal code, else by city with region and country, else by region, else by
    /// country. O(places of that name); a name that is not known costs a look at all names of its country.
    #[must_use]
    pub fn locate(&self, address: &Address<'_>) -> Located {
        locate::locate(&self.atlas, &self.codes, address)
    }

    /// What a region of [`Located`] is called, and whether it is a state or province of a country whose places are told by it: a
    /// code there (“MA”), else a name (“Bayern”), the part of a region as the whole; empty for one that has none.
    #[must_use]
    pub fn region_name(&self, region: u32) -> (&str, bool) {
        let Some(own) = self.atlas.regions.get(region as usize) else { return ("", false) };
        let own = own.whole.and_then(|whole| self.atlas.regions.get(whole as usize)).unwrap_or(own);
        let by_region = self.atlas.countries[own.country].by_region;
        (if by_region && !own.code.is_empty() { &own.code } else { &own.name }, by_region)
    }

    /// The US county where an account lies, as [`Gazetteer::county_name`] knows it: that of its ZIP, if it lies there, else of the
    /// nearest one, once those are in; `None` for what is located by region or country alone. `region` is that of [`Located`];
    /// where there is none, the address says whether it is in the US. O(log ZIPs + ZIPs around).
    #[must_use]
    pub fn county(&self, placement: &Placement, region: Option<u32>, address: &Address<'_>) -> Option<u32> {
        let point = placement.location.filter(|_| placement.precision <= Precision::City)?;
        let zip = ZipText::parse(address.postal_code).filter(|_| placement.precision == Precision::Postal);
        let own = zip.and_then(|zip| self.atlas.counties.of_zip(self.atlas.zip_position(zip.number)?));
        let own = own.or_else(|| self.atlas.counties.at(point))?;
        let country = region.and_then(|region| self.atlas.regions.get(region as usize)).map(|own| own.country);
        let is_there = match country {
            Some(country) => self.atlas.countries[country].has_zips,
            None => Cells::read(&self.atlas, *address).uses_zips(),
        };
        is_there.then_some(own)
    }

    /// What a county is called: “Suffolk County, MA”.
    #[must_use]
    pub fn county_name(&self, county: u32) -> &str {
        self.atlas.counties.name(county)
    }

    /// The places that the city of an address may be, the likeliest first. More than one just where locating it finds
    /// [`Finding::AmbiguousPlace`].
    #[must_use]
    pub fn candidates(&self, address: &Address<'_>) -> Vec<Candidate> {
        let found = locate::candidates(&self.atlas, &self.codes, address);
        found.into_iter().map(|place| finder::candidate(&self.atlas, place)).collect()
    }

    /// At most so many places whose name begins with the text, the largest first: "Springf", "Paris, TX", "62701". Only
    /// what the packs hold that are in. O(names known).
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<Candidate> {
        finder::search(&self.atlas, text, limit)
    }

    /// Holds given coordinates against the region and country of the address, if it names any. O(log places).
    #[must_use]
    pub fn doubt(&self, point: LonLat, address: &Address<'_>) -> Option<PointDoubt> {
        whereabouts::doubt(&self.atlas, &self.codes, point, address)
    }

    /// Whether a place of any country is in the cell of one degree around a point; every cell has one before the first pack. O(log places).
    #[must_use]
    pub fn is_inhabited(&self, point: LonLat) -> bool {
        whereabouts::is_inhabited(&self.atlas, point)
    }

    /// The address part by part: what its own cells say, and where those are empty, what the cell says that holds a whole one.
    /// What cannot be told stays empty. O(length) and a few look-ups, however long the cell.
    #[must_use]
    pub fn parts<'a>(&self, address: &Address<'a>) -> Address<'a> {
        whole::parts(&self.atlas, address)
    }

    /// Whether a text reads as a whole address: a city with a postal code, a region or a country.
    #[must_use]
    pub fn is_address(&self, text: &str) -> bool {
        whole::read_whole(&self.atlas, text, Country::Absent).is_address()
    }

    /// Whether the text is the name or code of a state or province.
    #[must_use]
    pub fn knows_region(&self, text: &str) -> bool {
        // Many countries number their regions; a number says nothing by itself.
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        !is_number && !self.atlas.region_names.find(folding::key(text)).is_empty()
    }

    /// Whether the text is the name or code of a region of a country where places are told by them: the US and Canada.
    #[must_use]
    pub fn knows_state(&self, text: &str) -> bool {
        let by_region = |entry: names::Entry| self.atlas.countries[entry.within as usize].by_region;
        self.atlas.region_names.find(folding::key(text)).any(by_region)
    }

    /// Whether the text is the name of a city of which the packs know that are in.
    #[must_use]
    pub fn knows_city(&self, text: &str) -> bool {
        !self.atlas.city_names.find(folding::key(text)).is_empty()
    }

    /// Whether the text is the name or ISO code of a country.
    #[must_use]
    pub fn knows_country(&self, text: &str) -> bool {
        !self.atlas.country_names.find(folding::key(text)).is_empty()
    }
}

#[cfg(test)]
mod tests;
