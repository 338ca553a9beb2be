//! Which packs locating some addresses wants.

use super::atlas::{Atlas, UNITED_STATES};
use super::cells::{Cells, Country, CountryBy, Meant};
use super::counties::is_county;
use super::folding::key;
use super::locate::{Address, Finding, locate};
use super::own_codes::OwnCodes;
use super::postal::beginning;
use super::territories;
use super::{CORE_PACKS, WORLD_PACK, ZIP_PACK, country_pack};
use crate::model::Precision;

/// Of so many US rows with a ZIP one may lack it before the places of the US are fetched too: the ZIPs bring towns.
const WITH_ZIP: usize = 20;

/// What was counted of the addresses.
struct Wanted<'a> {
    atlas: &'a Atlas,
    codes: &'a OwnCodes,
    /// By country: whether its places are wanted.
    countries: Vec<bool>,
    world: bool,
    with_zip: usize,
    without_zip: usize,
}

/// The files that are not in yet. O(addresses), a few look-ups each.
pub(super) fn packs_for<'a>(
    atlas: &Atlas,
    codes: &OwnCodes,
    addresses: impl Iterator<Item = Address<'a>>,
) -> Vec<String> {
    if atlas.countries.is_empty() {
        return CORE_PACKS.iter().map(|&name| name.to_owned()).collect();
    }
    let countries = vec![false; atlas.countries.len()];
    let mut wanted = Wanted { atlas, codes, countries, world: false, with_zip: 0, without_zip: 0 };
    for address in addresses {
        let meant = Meant::of(atlas, codes, &address);
        let cells = Cells::read(atlas, meant.address());
        match cells.country {
            Country::Known(country) => {
                wanted.count_in(country, &cells);
                wanted.count_territories(country, &cells);
            }
            Country::Absent | Country::Unknown => {
                wanted.count_anywhere(&cells, &meant.address());
                wanted.world |= !address.whole.is_empty() && wanted.is_region_alone(&cells);
            }
        }
    }
    wanted.missing()
}

impl Wanted<'_> {
    fn count_in(&mut self, country: usize, cells: &Cells<'_>) {
        let address = &cells.address;
        // The larger cities alone, of all countries at once: as many may be told so.
        let by_region = self.atlas.countries[country].by_region;
        let is_country_alone = cells.country_by == CountryBy::CityCell;
        let may_be_city = !by_region && cells.country_of_city_in_region().is_some();
        if is_country_alone || may_be_city {
            self.world |= !self.atlas.countries[country].has_places;
        }
        if cells.zip().is_some() {
            self.with_zip += 1;
            return;
        }
        // A country alone has no city of its own name.
        let tells = |code: &str| beginning(code, &self.atlas.countries[country].code).is_some();
        let is_told = !address.city.is_empty() && !is_country_alone || tells(address.postal_code);
        if is_told && self.codes.find(country, address.postal_code).is_none() {
            self.count_city(country, address.city);
        }
    }

    fn count_territories(&mut self, country: usize, cells: &Cells<'_>) {
        if !cells.has_region() && key(cells.address.city) != 0 {
            for territory in territories::wanted(self.atlas, country, cells.address.city) {
                self.countries[territory] = true;
            }
        }
    }

    fn count_city(&mut self, country: usize, city: &str) {
        if self.atlas.countries[country].code == UNITED_STATES {
            // The ZIPs bring the counties.
            *(if is_county(city) { &mut self.with_zip } else { &mut self.without_zip }) += 1;
        } else {
            self.countries[country] = true;
        }
    }

    /// No country is told: the region tells it, or a ZIP does; else all the larger cities of the world are wanted.
    fn count_anywhere(&mut self, cells: &Cells<'_>, address: &Address<'_>) {
        let is_zip = cells.zip().is_some();
        let has_city = key(cells.address.city) != 0;
        let country = cells.first_region().map(|region| self.atlas.regions[region].country);
        let is_in = country.is_some_and(|country| self.atlas.countries[country].has_places);
        if is_zip {
            self.with_zip += 1;
        } else if let (Some(country), true) = (country, has_city) {
            self.count_city(country, cells.address.city);
        }
        let is_tried = if is_zip { self.atlas.has_zips() } else { is_in || country.is_none() };
        if has_city && is_tried && !self.world && !self.atlas.has_world {
            self.world = !self.is_found(address, is_zip);
        }
    }

    /// Whether all that was read is a region abroad, of which a large city elsewhere may have the name: Portland.
    fn is_region_alone(&self, cells: &Cells<'_>) -> bool {
        let country = cells.first_region().map(|region| &self.atlas.countries[self.atlas.regions[region].country]);
        let is_alone = ["", cells.address.region].iter().any(|city| key(cells.address.city) == key(city));
        !self.atlas.has_world && is_alone && country.is_some_and(|country| !country.by_region)
    }

    /// Whether what is in finds the place, and nothing speaks against it.
    fn is_found(&self, address: &Address<'_>, is_zip: bool) -> bool {
        let located = locate(self.atlas, self.codes, address);
        let is_doubtful = |finding: &Finding| {
            !matches!(finding, Finding::ZipZeros { .. } | Finding::NearCountry { .. } | Finding::UnknownCountry)
        };
        let is_near = matches!(located.placement.precision, Precision::City | Precision::Postal);
        if !is_near || (located.findings.iter().any(is_doubtful) && !is_zip) {
            return false;
        }
        // A ZIP whose town has another name, where nothing else says that this is the US, may be a code of elsewhere.
        let town = located.placement.place.rsplit_once(", ").map_or("", |(town, _)| town);
        !is_zip || !address.region.trim().is_empty() || key(town) == key(address.city)
    }

    fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        if self.with_zip > 0 && !self.atlas.has_zips() {
            missing.push(ZIP_PACK.to_owned());
        }
        let wants_states = self.without_zip * WITH_ZIP > self.with_zip;
        for (country, &wanted) in self.atlas.countries.iter().zip(&self.countries) {
            let wanted = wanted || (country.code == UNITED_STATES && wants_states);
            if wanted && !country.has_places {
                missing.push(country_pack(&country.code));
            }
        }
        if self.world && !self.atlas.has_world {
            missing.push(WORLD_PACK.to_owned());
        }
        missing
    }
}
