//! The two packs joined: countries, regions and places, each indexed by name.

use super::folding::Key;
use super::names::Names;
use super::packs::{CityPack, Further, ZipPack};
use crate::model::TextColumn;
use crate::units::LonLat;

/// Countries whose addresses use US ZIPs.
const ZIP_COUNTRIES: [&str; 6] = ["US", "PR", "VI", "GU", "AS", "MP"];
const UNITED_STATES: &str = "US";
/// Countries whose places are told by region ("Toronto, ON"), and whose regions come first when none is named.
const BY_REGION: [&str; 2] = [UNITED_STATES, "CA"];
/// Size of a town of one ZIP that is not among the larger cities: 500 people.
const TOWN_SIZE: u8 = 72;
/// Size of 15,000 people, from which on a town would be among the larger cities.
const CITY_SIZE: u8 = 111;

/// A country.
#[derive(Debug, Clone)]
pub(super) struct Country {
    pub code: String,
    pub name: String,
    pub point: Option<LonLat>,
    /// Whether US ZIPs are used there.
    pub has_zips: bool,
    /// Whether its places are told by region.
    pub by_region: bool,
}

/// A state or province.
#[derive(Debug, Clone)]
pub(super) struct Region {
    pub country: usize,
    pub code: String,
    pub name: String,
    pub point: LonLat,
}

/// A city or town.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub point: LonLat,
    pub region: u32,
    /// 8 · log2 of its people, as far as known.
    pub size: u8,
}

/// A ZIP.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zip {
    pub point: LonLat,
    /// Position of its town among the places.
    pub town: u32,
}

/// Everything known, ready to be asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Atlas {
    pub countries: Vec<Country>,
    pub regions: Vec<Region>,
    pub places: Vec<Place>,
    /// By place: its key, to tell whether a ZIP's town is the one named.
    pub place_keys: Vec<Key>,
    place_names: TextColumn,
    /// By number: position of the ZIP plus one, 0 for none.
    zip_slots: Vec<u32>,
    zips: Vec<Zip>,
    pub country_names: Names,
    pub region_names: Names,
    pub city_names: Names,
}

impl Atlas {
    pub fn place_name(&self, place: usize) -> &str {
        self.place_names.get(place)
    }

    pub fn zip(&self, number: u32) -> Option<Zip> {
        self.zips.get((*self.zip_slots.get(number as usize)? as usize).checked_sub(1)?).copied()
    }

    pub fn has_zips(&self) -> bool {
        !self.zips.is_empty()
    }

    /// Countries, regions and cities.
    pub fn of_cities(pack: &CityPack) -> Self {
        let mut atlas = Self::default();
        atlas.add_countries(pack);
        atlas.city_names.reserve(pack.cities.len() + pack.further.names.len());
        for (index, name) in pack.cities.iter().enumerate() {
            let (point, region) = (pack.points[index], pack.city_regions[index]);
            atlas.add_place(name, Place { point, region, size: pack.sizes[index] });
        }
        add_further(&mut atlas.city_names, &pack.further);
        atlas
    }

    fn add_countries(&mut self, pack: &CityPack) {
        for ((index, code), iso3) in (0u32..).zip(pack.iso2.iter()).zip(pack.iso3.iter()) {
            let name = pack.countries.get(index as usize);
            self.add_country(code, name, pack.country_points.get(index as usize).copied());
            self.country_names.add_also(iso3, index);
        }
        add_further(&mut self.country_names, &pack.country_further);
        for (region, &country) in pack.region_countries.iter().enumerate() {
            let (name, code) = (pack.regions.get(region), pack.region_codes.get(region));
            self.add_region(country as usize, code, name, pack.region_points[region]);
        }
        add_further(&mut self.region_names, &pack.region_further);
    }

    fn add_country(&mut self, code: &str, name: &str, point: Option<LonLat>) {
        let index = position(self.countries.len());
        self.country_names.add(name, index);
        self.country_names.add_also(code, index);
        self.countries.push(Country {
            code: code.to_owned(),
            name: name.to_owned(),
            point,
            has_zips: ZIP_COUNTRIES.contains(&code),
            by_region: BY_REGION.contains(&code),
        });
    }

    fn add_region(&mut self, country: usize, code: &str, name: &str, point: LonLat) {
        let index = position(self.regions.len());
        self.region_names.add(name, index);
        self.region_names.add_also(code, index);
        self.regions.push(Region { country, code: code.to_owned(), name: name.to_owned(), point });
    }

    fn add_place(&mut self, name: &str, place: Place) {
        let key = self.city_names.add(name, position(self.places.len()));
        self.place_keys.push(key);
        self.place_names.push(name);
        self.places.push(place);
    }

    /// Adds ZIPs and their towns.
    pub fn add_zips(&mut self, pack: &ZipPack) {
        let first = position(self.places.len());
        self.city_names.reserve(pack.towns.len() + pack.further.names.len());
        let means = town_means(pack);
        let states = self.state_regions(pack, &means);
        for (town, name) in pack.towns.iter().enumerate() {
            let Mean { zips, .. } = means[town];
            let point = means[town].point().unwrap_or(pack.points[0]);
            let size =
                TOWN_SIZE.saturating_add(u8::try_from(8 * zips.max(1).ilog2()).unwrap_or(u8::MAX)).min(CITY_SIZE);
            self.add_place(name, Place { point, region: states[pack.town_states[town] as usize], size });
        }
        self.zip_slots = vec![0; 100_000];
        for ((&zip, &town), &point) in pack.zips.iter().zip(&pack.zip_towns).zip(&pack.points) {
            self.zips.push(Zip { point, town: first + town });
            if let Some(slot) = self.zip_slots.get_mut(zip as usize) {
                *slot = position(self.zips.len());
            }
        }
        // A further name is a place of its own: it lies at its ZIP, not in the middle of the town.
        for (name, zip) in pack.further.iter() {
            let (town, point) = (pack.zip_towns[zip as usize], pack.points[zip as usize]);
            let region = states[pack.town_states[town as usize] as usize];
            self.add_place(name, Place { point, region, size: TOWN_SIZE });
        }
    }

    /// By state of the pack: its region, which is added where the cities do not bring it.
    fn state_regions(&mut self, pack: &ZipPack, towns: &[Mean]) -> Vec<u32> {
        let known = self.countries.iter().position(|country| country.code == UNITED_STATES);
        let country = known.unwrap_or_else(|| {
            self.add_country(UNITED_STATES, "United States", None);
            self.countries.len() - 1
        });
        let mut means = vec![Mean::default(); pack.state_codes.len()];
        for (&state, town) in pack.town_states.iter().zip(towns) {
            means[state as usize].add(town);
        }
        let mut found = Vec::with_capacity(means.len());
        for (index, code) in pack.state_codes.iter().enumerate() {
            let known = self.regions.iter().position(|region| region.country == country && region.code == code);
            let region = known.unwrap_or_else(|| {
                let point = means[index].point().unwrap_or(pack.points[0]);
                self.add_region(country, code, pack.state_names.get(index), point);
                self.regions.len() - 1
            });
            found.push(position(region));
        }
        found
    }
}

/// The mean of some points that do not straddle the antimeridian.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    lon: f64,
    lat: f64,
    zips: u32,
}

impl Mean {
    fn add(&mut self, other: &Self) {
        *self = Self { lon: self.lon + other.lon, lat: self.lat + other.lat, zips: self.zips + other.zips };
    }

    fn point(&self) -> Option<LonLat> {
        let zips = f64::from(self.zips);
        LonLat::new(self.lon / zips, self.lat / zips).ok()
    }
}

fn town_means(pack: &ZipPack) -> Vec<Mean> {
    let mut means = vec![Mean::default(); pack.towns.len()];
    for (&town, point) in pack.zip_towns.iter().zip(&pack.points) {
        means[town as usize].add(&Mean { lon: point.lon(), lat: point.lat(), zips: 1 });
    }
    means
}

fn add_further(names: &mut Names, further: &Further) {
    for (name, owner) in further.iter() {
        names.add_also(name, owner);
    }
}

/// Packs are bounded far below 2³² entries by the reader.
fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
