//! From the cells of an address to a point.

use super::atlas::{Atlas, Place};
use super::folding::{Key, key};
use super::names::{Entry, Found};
use super::postal::ZipText;
use crate::model::{Placement, Precision};
use crate::units::LonLat;

/// The cells of a row that say where it is, as they stand in the file; empty for absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Address<'a> {
    /// ZIP or postal code.
    pub postal_code: &'a str,
    /// City or town; "Fort Wayne, IN" is understood when there is no region.
    pub city: &'a str,
    /// State or province, by name or code.
    pub region: &'a str,
    /// Country, by name or ISO code.
    pub country: &'a str,
}

/// Something about an address that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The ZIP had lost its leading zeros.
    ZipZeros {
        /// The ZIP with its zeros.
        restored: String,
    },
    /// The postal code of a US address is not known; it was located by city or wider.
    UnknownPostalCode,
    /// Postal code, city and region name different places.
    PlaceMismatch {
        /// What each names, and which was taken, as a sentence for the screen.
        told: String,
    },
    /// The city fits several places; the largest was taken.
    AmbiguousPlace {
        /// How many.
        candidates: u32,
    },
}

/// Where an address is, and what was odd about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The point and how exact it is.
    pub placement: Placement,
    /// What was odd; mostly nothing.
    pub findings: Vec<Finding>,
}

/// A town farther than this from the ZIP beside it is another one: no ZIP is so large outside Alaska.
const TOWN_AND_ZIP_KM: f64 = 80.0;
/// A city nearer than this to a region lies in what was, or someone calls, that region.
const TOWN_AND_REGION_KM: f64 = 250.0;
/// Places nearer than this to each other are one.
const SAME_PLACE_KM: f64 = 30.0;
/// A place with a tenth of the people of the largest of that name is no rival to it; sizes are 8 · log2 of the people.
const RIVAL: i32 = 27;
/// What a name that is not the main one counts less: as if the place had 1/64 of its people.
const NOT_MAIN: i32 = 48;

pub(super) fn locate(atlas: &Atlas, address: &Address<'_>) -> Located {
    let mut search = Search::new(atlas, address);
    let found = search.by_zip().or_else(|| search.by_city());
    let placement = found.or_else(|| search.by_region()).or_else(|| search.by_country());
    Located { placement: placement.unwrap_or_else(Placement::unknown), findings: search.findings }
}

/// The key of the city cell, or of so much of it as is a known name: "Richmond (Surrey)", "Baguio City".
fn city_key(atlas: &Atlas, cell: &str) -> Key {
    let whole = key(cell);
    let known = |&key: &Key| !atlas.city_names.find(key).is_empty();
    let first = || cell.split_once([',', '(', '/']).map(|(first, _)| key(first)).filter(known);
    let bare = || cell.trim_end().strip_suffix(" City").map(key).filter(known);
    if known(&whole) { whole } else { first().or_else(bare).unwrap_or(whole) }
}

/// What the country cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Country {
    Absent,
    Unknown,
    Known(usize),
}

/// How city and ZIP of a row go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// They agree, or nothing is known of the city.
    Fits,
    /// They lie apart; the ZIP counts for more.
    ZipTaken,
    /// They lie apart; the city counts for more.
    CityTaken(usize),
}

struct Search<'a> {
    atlas: &'a Atlas,
    address: Address<'a>,
    country: Country,
    /// All that the region cell may mean, in any country.
    regions: Found<'a>,
    city: Key,
    findings: Vec<Finding>,
}

impl<'a> Search<'a> {
    fn new(atlas: &'a Atlas, address: &Address<'a>) -> Self {
        let mut address = *address;
        let mut regions = atlas.region_names.find(key(address.region));
        if let (true, Some((city, region))) = (address.region.trim().is_empty(), address.city.rsplit_once(',')) {
            regions = atlas.region_names.find(key(region));
            if !regions.is_empty() {
                address = Address { city, region, ..address };
            }
        }
        let city = city_key(atlas, address.city);
        let countries = atlas.country_names.find(key(address.country));
        let country = match countries.clone().find(|entry| !entry.also).or(countries.last()) {
            Some(entry) => Country::Known(entry.index()),
            None if address.country.trim().is_empty() => Country::Absent,
            None => Country::Unknown,
        };
        Self { atlas, address, country, regions, city, findings: Vec::new() }
    }

    /// What the region cell may mean, given the country.
    fn regions(&self) -> impl Iterator<Item = usize> + '_ {
        let fits = |&region: &usize| match self.country {
            Country::Known(country) => self.atlas.regions[region].country == country,
            Country::Absent | Country::Unknown => true,
        };
        self.regions.clone().map(Entry::index).filter(fits)
    }

    fn names_region(&self, region: u32) -> bool {
        self.regions().any(|named| named == region as usize)
    }

    fn country_of(&self, place: &Place) -> usize {
        self.atlas.regions[place.region as usize].country
    }

    /// Whether a number in the postal cell would be a ZIP.
    fn uses_zips(&self) -> bool {
        let region_with_zips = |region: usize| self.atlas.countries[self.atlas.regions[region].country].has_zips;
        match self.country {
            Country::Known(country) => self.atlas.countries[country].has_zips,
            Country::Absent => self.regions.is_empty() || self.regions().any(region_with_zips),
            Country::Unknown => self.regions().any(region_with_zips),
        }
    }

    fn by_zip(&mut self) -> Option<Placement> {
        if !self.atlas.has_zips() || self.address.postal_code.trim().is_empty() || !self.uses_zips() {
            return None;
        }
        let Some(text) = ZipText::parse(self.address.postal_code) else {
            // Without a country it may well be the code of another one.
            if matches!(self.country, Country::Known(_)) {
                self.findings.push(Finding::UnknownPostalCode);
            }
            return None;
        };
        let Some(zip) = self.atlas.zip(text.number) else {
            self.findings.push(Finding::UnknownPostalCode);
            return None;
        };
        let town_at = zip.town as usize;
        let town = self.atlas.places[town_at];
        if self.regions().next().is_some() && !self.names_region(town.region) {
            let city = self.best_city(|place| self.names_region(place.region));
            if city.is_none() && text.restored {
                // Three digits in the wrong state are no ZIP that lost its zeros.
                self.findings.push(Finding::UnknownPostalCode);
                return None;
            }
            self.tell_mismatch(text.number, town_at, city.is_some());
            return city
                .map(|place| self.city_placement(place))
                .or_else(|| Some(self.zip_placement(town_at, zip.point)));
        }
        match self.compare_city(town_at, zip.point) {
            Comparison::Fits => {}
            Comparison::ZipTaken => self.tell_mismatch(text.number, town_at, false),
            Comparison::CityTaken(place) => {
                self.tell_mismatch(text.number, town_at, true);
                return Some(self.city_placement(place));
            }
        }
        if text.restored {
            self.findings.push(Finding::ZipZeros { restored: format!("{:05}", text.number) });
        }
        Some(self.zip_placement(town_at, zip.point))
    }

    /// Holds the city against a ZIP whose state is not contradicted.
    fn compare_city(&self, town: usize, point: LonLat) -> Comparison {
        if self.city == 0 || self.city == self.atlas.place_keys[town] {
            return Comparison::Fits;
        }
        let state = self.atlas.places[town].region;
        let named = self.atlas.city_names.find(self.city);
        let is_far = |in_state: bool| {
            let places = named.clone().map(|entry| &self.atlas.places[entry.index()]);
            let places = places.filter(|place| !in_state || place.region == state);
            let nearest = places.map(|place| km(place.point, point)).reduce(f64::min);
            nearest.map(|distance| distance > TOWN_AND_ZIP_KM)
        };
        // Where neither region nor country says that this is the US, a city that is nowhere near says it is not.
        let unsupported = self.country == Country::Absent && self.regions.is_empty();
        match is_far(true) {
            Some(true) => Comparison::ZipTaken,
            None if unsupported && is_far(false) == Some(true) => {
                self.best_city(|_| true).map_or(Comparison::Fits, Comparison::CityTaken)
            }
            _ => Comparison::Fits,
        }
    }

    fn by_city(&mut self) -> Option<Placement> {
        if self.city == 0 {
            return None;
        }
        let place = if self.regions().next().is_some() {
            let within = self.best_city(|place| self.names_region(place.region));
            within.or_else(|| self.city_of_country_despite_region())
        } else if let Country::Known(country) = self.country {
            self.best_city(|place| self.country_of(place) == country)
        } else {
            self.best_city(|_| true)
        }?;
        Some(self.city_placement(place))
    }

    /// Outside the US and Canada regions were redrawn and go by many names: the city counts for more.
    fn city_of_country_despite_region(&mut self) -> Option<usize> {
        let Country::Known(country) = self.country else { return None };
        if self.atlas.countries[country].by_region {
            return None;
        }
        let place = self.best_city(|place| self.country_of(place) == country)?;
        let point = self.atlas.places[place].point;
        if self.regions().all(|region| km(self.atlas.regions[region].point, point) > TOWN_AND_REGION_KM) {
            let told = format!("{} is not in {}; the city was taken", self.describe(place), self.address.region.trim());
            self.findings.push(Finding::PlaceMismatch { told });
        }
        Some(place)
    }

    fn by_region(&self) -> Option<Placement> {
        // "CA" is California before it is any province of another country.
        let rank = |&region: &usize| {
            let country = &self.atlas.countries[self.atlas.regions[region].country];
            (!country.has_zips, !country.by_region, region)
        };
        let region = &self.atlas.regions[self.regions().min_by_key(rank)?];
        let country = &self.atlas.countries[region.country];
        let place = if country.by_region { region.name.clone() } else { format!("{}, {}", region.name, country.code) };
        Some(Placement { location: Some(region.point), precision: Precision::Region, place })
    }

    fn by_country(&self) -> Option<Placement> {
        let Country::Known(country) = self.country else { return None };
        let country = &self.atlas.countries[country];
        let location = Some(country.point?);
        Some(Placement { location, precision: Precision::Country, place: country.name.clone() })
    }

    /// The largest place of the city's name among those accepted.
    fn best_city(&self, accept: impl Fn(&Place) -> bool) -> Option<usize> {
        let named = self.atlas.city_names.find(self.city).filter(|entry| accept(&self.atlas.places[entry.index()]));
        let best = named.max_by_key(|entry| (self.score(*entry), std::cmp::Reverse(entry.index())))?;
        Some(best.index())
    }

    fn score(&self, entry: Entry) -> i32 {
        i32::from(self.atlas.places[entry.index()].size) - if entry.also { NOT_MAIN } else { 0 }
    }

    /// Takes the place, and tells if others of its name, region and country are about as large.
    fn city_placement(&mut self, place: usize) -> Placement {
        let candidates = self.count_rivals(place);
        if candidates > 1 {
            self.findings.push(Finding::AmbiguousPlace { candidates });
        }
        let location = Some(self.atlas.places[place].point);
        Placement { location, precision: Precision::City, place: self.describe(place) }
    }

    /// How many places the city may be, or 1 when the largest has no rival.
    fn count_rivals(&self, place: usize) -> u32 {
        let named = self.atlas.city_names.find(self.city);
        let by_region = self.names_region(self.atlas.places[place].region);
        let fits = |entry: &Entry| {
            let candidate = &self.atlas.places[entry.index()];
            match self.country {
                _ if by_region => self.names_region(candidate.region),
                Country::Known(country) => self.country_of(candidate) == country,
                Country::Absent | Country::Unknown => true,
            }
        };
        let taken = named.clone().find(|entry| entry.index() == place).map_or(0, |entry| self.score(entry));
        let here = self.atlas.places[place].point;
        let mut distinct = vec![here];
        let mut rivalled = false;
        for entry in named.filter(fits) {
            let point = self.atlas.places[entry.index()].point;
            rivalled |= self.score(entry) > taken - RIVAL && km(here, point) > SAME_PLACE_KM;
            if distinct.iter().all(|known| km(*known, point) > SAME_PLACE_KM) {
                distinct.push(point);
            }
        }
        if rivalled { u32::try_from(distinct.len()).unwrap_or(u32::MAX) } else { 1 }
    }

    fn zip_placement(&self, town: usize, point: LonLat) -> Placement {
        Placement { location: Some(point), precision: Precision::Postal, place: self.describe(town) }
    }

    fn tell_mismatch(&mut self, zip: u32, town: usize, city_taken: bool) {
        let said: Vec<&str> = [self.address.city.trim(), self.address.region.trim()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let taken = if city_taken { "city" } else { "ZIP" };
        let told = format!(
            "ZIP {zip:05} is {}, but the row says {}; the {taken} was taken",
            self.describe(town),
            said.join(", ")
        );
        self.findings.push(Finding::PlaceMismatch { told });
    }

    /// "Fort Wayne, IN", "Munich, DE".
    fn describe(&self, place: usize) -> String {
        let region = &self.atlas.regions[self.atlas.places[place].region as usize];
        let country = &self.atlas.countries[region.country];
        let within = if country.by_region && !region.code.is_empty() { &region.code } else { &country.code };
        let name = self.atlas.place_name(place);
        let mut text = String::with_capacity(name.len() + 2 + within.len());
        text.push_str(name);
        text.push_str(", ");
        text.push_str(within);
        text
    }
}

/// Great-circle distance to within a few per cent at the distances asked about; far enough is far enough beyond.
fn km(a: LonLat, b: LonLat) -> f64 {
    let turn = (a.lon() - b.lon()).abs();
    let lon = turn.min(360.0 - turn) * libm::cos(f64::midpoint(a.lat(), b.lat()).to_radians());
    let lat = a.lat() - b.lat();
    (lon * lon + lat * lat).sqrt() * 111.2
}
