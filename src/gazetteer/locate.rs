//! From the cells of an address to a point.

use super::affixes;
use super::atlas::{Atlas, CITY_SIZE, LARGE, MILLION, Place};
use super::cells::{Cells, Country, Meant, Scope};
use super::choice::Hit;
use super::distance::km;
use super::folding::{Key, key};
use super::names::Entry;
use super::own_codes::OwnCodes;
use super::postal::beginning;
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
    /// A whole address in one cell, which says what the others leave empty.
    pub whole: &'a str,
    /// Whether the codes of the file are called as nobody calls US ZIPs: “Code postal”, “PLZ”.
    pub is_no_zip: bool,
}

/// Something about an address that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The ZIP or postal code had lost its leading zeros.
    ZipZeros {
        /// The code with its zeros.
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
    /// No place in the region or country told has the name of the city, or nearly so: located by those.
    UnknownCity,
    /// No place is spelt like the city; the one spelt nearest to it, or like some of its words, was taken.
    NearSpelling {
        /// The place in words.
        taken: String,
    },
    /// The row names no country, and its city is no place of the one where such rows lie, or a far smaller one.
    Abroad {
        /// The place in words.
        taken: String,
        /// The name of the country where such rows lie.
        home: String,
        /// Whether that has a smaller place of the name.
        is_smaller_there: bool,
    },
    /// No country is called as the cell says: the place was looked for everywhere.
    UnknownCountry,
    /// No country is spelt like that; the one spelt nearest to it was taken.
    NearCountry {
        /// Its name.
        taken: String,
    },
}

/// Where an address is, and what was odd about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The point and how exact it is.
    pub placement: Placement,
    /// What was odd; mostly nothing.
    pub findings: Vec<Finding>,
    /// The region that it is in, as [`Gazetteer::region_name`](super::Gazetteer::region_name) knows it; `None` where only a
    /// country, a loaded code or nothing says where.
    pub region: Option<u32>,
}

/// A town farther than this from the ZIP beside it is another one: no ZIP is so large outside Alaska.
const TOWN_AND_ZIP_KM: f64 = 80.0;

pub(super) fn locate(atlas: &Atlas, codes: &OwnCodes, address: &Address<'_>) -> Located {
    let meant = Meant::of(atlas, codes, address);
    let mut search = Search::new(atlas, meant.address());
    let by_code = search.by_own_code(codes).or_else(|| search.by_zip()).or_else(|| search.by_beginning(false));
    let found = by_code.or_else(|| search.by_city()).or_else(|| search.by_beginning(true));
    let placement = found.or_else(|| {
        let wider = search.by_region().or_else(|| search.by_country());
        search.tell_unknown_city(wider)
    });
    search.tell_country();
    Located {
        placement: placement.unwrap_or_else(Placement::unknown),
        findings: search.findings,
        region: search.region,
    }
}

/// All places that the city of an address may be, the likeliest first; none when it is no place's name.
pub(super) fn candidates(atlas: &Atlas, codes: &OwnCodes, address: &Address<'_>) -> Vec<usize> {
    let meant = Meant::of(atlas, codes, address);
    let mut search = Search::new(atlas, meant.address());
    let Some(hit) = search.find_city() else { return Vec::new() };
    std::iter::once(hit.place).chain(search.cells.rivals(hit)).collect()
}

/// How city and ZIP of a row go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// They agree, or nothing is known of the city.
    Fits,
    /// They lie apart; the ZIP counts for more.
    ZipTaken,
    /// They lie apart; the city counts for more.
    CityTaken(Hit),
}

struct Search<'a> {
    cells: Cells<'a>,
    /// The key of the whole city cell.
    city: Key,
    findings: Vec<Finding>,
    /// Where what was taken lies.
    region: Option<u32>,
}

impl<'a> Search<'a> {
    fn new(atlas: &'a Atlas, address: Address<'a>) -> Self {
        let cells = Cells::read(atlas, address);
        Self { city: key(cells.address.city), cells, findings: Vec::new(), region: None }
    }

    fn atlas(&self) -> &'a Atlas {
        self.cells.atlas
    }

    /// By the codes that the user has loaded; they win over ours.
    fn by_own_code(&mut self, codes: &OwnCodes) -> Option<Placement> {
        if codes.is_empty() || self.cells.address.postal_code.is_empty() {
            return None;
        }
        let found = match self.cells.country {
            Country::Known(country) => codes.find(country, self.cells.address.postal_code),
            Country::Unknown => None,
            Country::Absent => {
                let fits = |country: &usize| {
                    let in_it = |region: usize| self.atlas().regions[region].country == *country;
                    !self.cells.has_region() || self.cells.regions().any(in_it)
                };
                let mut countries = codes.countries().filter(fits);
                countries.find_map(|country| codes.find(country, self.cells.address.postal_code))
            }
        }?;
        if let Some(restored) = found.restored {
            self.findings.push(Finding::ZipZeros { restored });
        }
        let place = [found.place, found.region].into_iter().find(|name| !name.is_empty()).unwrap_or(found.code);
        let place = format!("{place}, {}", self.atlas().countries[found.country].code);
        Some(Placement { location: Some(found.point), precision: Precision::Postal, place })
    }

    fn by_zip(&mut self) -> Option<Placement> {
        let cell = self.cells.address.postal_code;
        if !self.atlas().has_zips() || cell.is_empty() || !self.cells.uses_zips() {
            return None;
        }
        let Some(text) = self.cells.zip() else {
            // Without a country it may well be the code of another one.
            if matches!(self.cells.country, Country::Known(_)) {
                self.findings.push(Finding::UnknownPostalCode);
            }
            return None;
        };
        let Some(zip) = self.atlas().zip(text.number) else {
            self.findings.push(Finding::UnknownPostalCode);
            return None;
        };
        let town_at = zip.town as usize;
        let town = self.atlas().places[town_at];
        if self.cells.has_region() && !self.cells.names_region(town.region) {
            let city = self.cells.best(self.city, Scope::Region);
            if city.is_none() && text.restored {
                // Three digits in the wrong state are no ZIP that lost its zeros.
                self.findings.push(Finding::UnknownPostalCode);
                return None;
            }
            self.tell_mismatch(("ZIP", &format!("{:05}", text.number)), town_at, city.is_some());
            return city.map(|hit| self.city_placement(hit)).or_else(|| Some(self.zip_placement(town_at, zip.point)));
        }
        match self.compare_city(town_at, zip.point, text.restored) {
            Comparison::Fits => {}
            Comparison::ZipTaken => self.tell_mismatch(("ZIP", &format!("{:05}", text.number)), town_at, false),
            Comparison::CityTaken(hit) => {
                if !self.is_abroad(hit) {
                    self.tell_mismatch(("ZIP", &format!("{:05}", text.number)), town_at, true);
                } else if self.cells.is_home() {
                    self.tell_abroad(hit);
                }
                return Some(self.city_placement(hit));
            }
        }
        if text.restored {
            self.findings.push(Finding::ZipZeros { restored: format!("{:05}", text.number) });
        }
        Some(self.zip_placement(town_at, zip.point))
    }

    /// By the beginning of the code, in countries that have names of their places in it; where that is a large area, `is_last` only.
    fn by_beginning(&mut self, is_last: bool) -> Option<Placement> {
        let Country::Known(country) = self.cells.country else { return None };
        let atlas = self.atlas();
        let (code, is_small) = beginning(self.cells.address.postal_code, &atlas.countries[country].code)?;
        if is_small == is_last {
            return None;
        }
        let quarter = self.cells.best(key(code), Scope::Country(country))?.place;
        let Place { point, region, .. } = atlas.places[quarter];
        let named = atlas.city_names.find(self.city).map(Entry::index);
        let named = named.filter(|&place| atlas.country_of(place) == country);
        let size = |place: &usize| atlas.places[*place].size;
        let around = named.clone().filter(|&place| km(atlas.places[place].point, point) < TOWN_AND_ZIP_KM);
        let city = around.max_by_key(size);
        // A quarter may have the name of a village elsewhere.
        let is_elsewhere = city.is_none() && named.clone().any(|place| size(&place) >= CITY_SIZE);
        let is_beyond = self.cells.has_region() && !self.cells.names_region(region);
        let city_taken = is_beyond && self.cells.best(self.city, Scope::Region).is_some();
        if is_beyond || is_elsewhere {
            self.tell_mismatch(("postal code", code), quarter, city_taken);
        }
        if city_taken {
            return None;
        }
        self.region = Some(region);
        let place = self.describe(city.unwrap_or(quarter));
        Some(Placement { location: Some(point), precision: Precision::Postal, place })
    }

    /// Holds the city against a ZIP whose state is not contradicted.
    fn compare_city(&self, town: usize, point: LonLat, is_restored: bool) -> Comparison {
        let atlas = self.atlas();
        if self.city == 0 || self.city == atlas.place_keys[town] {
            return Comparison::Fits;
        }
        let state = atlas.places[town].region;
        let named = atlas.city_names.find(self.city);
        let is_far = |in_state: bool| {
            let places = named.clone().map(|entry| &atlas.places[entry.index()]);
            let places = places.filter(|place| !in_state || place.region == state);
            let nearest = places.map(|place| km(place.point, point)).reduce(f64::min);
            nearest.map(|distance| distance > TOWN_AND_ZIP_KM)
        };
        // Where neither region nor country says that this is the US, a city that is nowhere near says it is not; where other
        // rows say it, only beside a code that would have to have lost zeros.
        let is_open_home = is_restored && self.cells.is_home() && !self.cells.has_region();
        let is_unsupported = self.cells.is_unsupported() || is_open_home;
        let best = || self.cells.best(self.city, Scope::Anywhere).filter(|_| is_unsupported);
        let is_large = |hit: &Hit| self.is_abroad(*hit) && atlas.places[hit.place].size >= LARGE;
        match is_far(true) {
            Some(true) => best().filter(is_large).map_or(Comparison::ZipTaken, Comparison::CityTaken),
            None if is_unsupported && is_far(false) == Some(true) => {
                best().map_or(Comparison::Fits, Comparison::CityTaken)
            }
            _ => Comparison::Fits,
        }
    }

    /// Whether a city decides for a country without ZIPs, so that no number beside it is one.
    fn is_abroad(&self, hit: Hit) -> bool {
        (self.cells.is_unsupported() || self.cells.is_home())
            && !self.atlas().countries[self.atlas().country_of(hit.place)].has_zips
    }

    fn by_city(&mut self) -> Option<Placement> {
        let hit = self.find_city()?;
        if self.is_abroad(hit) {
            self.findings.retain(|finding| *finding != Finding::UnknownPostalCode);
        }
        Some(self.city_placement(hit))
    }

    /// In the region named, else in the country; by its name, else by a near spelling, else by some of its words.
    fn find_city(&mut self) -> Option<Hit> {
        let has_region = self.cells.has_region();
        // A lost letter is no mere mark: “?lesund” is Ålesund before it is Lesund.
        if self.cells.address.city.contains(['?', '\u{FFFD}']) {
            let scope = if has_region { Some(Scope::Region) } else { self.wider_scope(false) };
            if let Some(near) = scope.and_then(|scope| self.cells.near(scope)) {
                return Some(self.near_hit(near));
            }
        }
        if self.city == 0 {
            return None;
        }
        let wider = self.wider_scope(has_region);
        let is_beyond =
            |cells: &Cells<'_>, hit: &Hit| has_region && (cells.is_beyond_regions(hit.place) || cells.is_astray(*hit));
        let mut beyond = None;
        for scope in [has_region.then_some(Scope::Region), wider].into_iter().flatten() {
            let named = self.cells.named(self.city, scope);
            let size = |hit: Hit| self.atlas().places[hit.place].size;
            if named.is_none_or(|hit| self.cells.is_lossy(hit))
                && let Some(hit) = self.cells.misread(scope)
            {
                return Some(self.near_hit(hit));
            }
            // “DC” is the district before it is Daly City.
            let is_area = !has_region && self.named_area().is_some();
            if named.is_none_or(|hit| size(hit) < CITY_SIZE)
                && let Some(hit) = self.cells.initialed(scope).filter(|hit| !is_area || size(*hit) >= MILLION)
            {
                return Some(self.near_hit(hit));
            }
            match named {
                Some(hit) if is_beyond(&self.cells, &hit) => beyond = Some(hit),
                Some(hit) if !has_region && self.is_area_meant(hit) => return None,
                Some(hit) => return Some(self.named_hit(hit)),
                None => {}
            }
        }
        let scope = match self.cells.country {
            _ if has_region => Some(Scope::Region),
            Country::Known(home) if self.cells.is_home() => Some(Scope::Country(home)),
            _ => wider,
        };
        if let (Some(scope), None) = (scope, self.named_area()) {
            let readings = [Cells::near, Cells::worded].into_iter().filter_map(|reading| reading(&self.cells, scope));
            let mut readings = readings.filter(|hit| !is_beyond(&self.cells, hit));
            if let Some(hit) = readings.next() {
                return Some(self.near_hit(hit));
            }
        }
        let far = beyond.filter(|&far| self.cells.outweighs_region(far))?;
        self.tell_beyond(far);
        Some(far)
    }

    fn named_hit(&mut self, hit: Hit) -> Hit {
        if self.cells.is_home() && !self.cells.is_at_home(hit.place) {
            self.tell_abroad(hit);
        } else if self.cells.is_region_wrong && !self.cells.is_home() {
            self.tell_beyond(hit);
        }
        if self.cells.is_lossy(hit) { self.near_hit(hit) } else { hit }
    }

    fn tell_abroad(&mut self, hit: Hit) {
        let atlas = self.atlas();
        let home = atlas.home.map_or_else(String::new, |home| atlas.countries[home].name.clone());
        let is_smaller_there = atlas.city_names.find(hit.key).any(|entry| self.cells.is_at_home(entry.index()));
        self.findings.push(Finding::Abroad { taken: self.describe(hit.place), home, is_smaller_there });
    }

    fn tell_beyond(&mut self, far: Hit) {
        let told = format!("{} is not in {}; the city was taken", self.describe(far.place), self.cells.address.region);
        self.findings.push(Finding::PlaceMismatch { told });
    }

    fn near_hit(&mut self, near: Hit) -> Hit {
        let taken = self.describe(near.place);
        self.findings.push(Finding::NearSpelling { taken });
        near
    }

    /// Where to look beyond the region named. Outside the US and Canada regions were redrawn and go by many names: there
    /// the city counts for more.
    fn wider_scope(&self, has_region: bool) -> Option<Scope> {
        match self.cells.country {
            Country::Known(country) if has_region && self.atlas().countries[country].by_region => None,
            // A ward goes by a name that many cities have one of.
            _ if has_region && affixes::is_part_of_city(self.cells.address.city) => None,
            Country::Known(_) if !has_region && self.cells.is_home() => Some(Scope::Anywhere),
            Country::Known(country) => Some(Scope::Country(country)),
            Country::Absent | Country::Unknown => (!has_region).then_some(Scope::Anywhere),
        }
    }

    fn by_region(&mut self) -> Option<Placement> {
        let at = self.cells.first_region().or_else(|| self.named_area())?;
        self.region = u32::try_from(at).ok();
        let region = &self.atlas().regions[at];
        let country = &self.atlas().countries[region.country];
        let place = if country.by_region { region.name.clone() } else { format!("{}, {}", region.name, country.code) };
        Some(Placement { location: Some(region.point), precision: Precision::Region, place })
    }

    /// The region of the country named that the city cell names.
    fn named_area(&self) -> Option<usize> {
        let Country::Known(country) = self.cells.country else { return None };
        let regions = self.atlas().region_names.find(self.city);
        regions.filter(|entry| entry.within as usize == country).map(Entry::index).min()
    }

    /// Whether a city cell names a region of the country rather than this village elsewhere in it.
    fn is_area_meant(&self, hit: Hit) -> bool {
        let Country::Known(country) = self.cells.country else { return false };
        let atlas = self.atlas();
        let Place { region: own, size, .. } = atlas.places[hit.place];
        if size >= CITY_SIZE || atlas.regions[own as usize].country != country {
            return false;
        }
        let named = atlas.region_names.find(hit.key).filter(|entry| entry.within as usize == country);
        let mut areas = named.map(Entry::index).peekable();
        let has_it = |area: usize| area == own as usize || atlas.regions[area].whole == Some(own);
        areas.peek().is_some() && !areas.any(has_it)
    }

    fn by_country(&self) -> Option<Placement> {
        let Country::Known(country) = self.cells.country else { return None };
        if self.cells.is_home() {
            return None;
        }
        let country = &self.atlas().countries[country];
        let location = Some(country.point);
        Some(Placement { location, precision: Precision::Country, place: country.name.clone() })
    }

    /// Tells that the city is not known where only region or country are.
    fn tell_unknown_city(&mut self, wider: Option<Placement>) -> Option<Placement> {
        let wider = wider?;
        let name = wider.place.rsplit_once(", ").map_or(wider.place.as_str(), |(name, _)| name);
        if self.city != 0 && self.city != key(name) && self.named_area().is_none() {
            self.findings.push(Finding::UnknownCity);
        }
        Some(wider)
    }

    /// Takes the place, and tells if others of its name, region and country are about as large.
    fn city_placement(&mut self, hit: Hit) -> Placement {
        let rivals = self.cells.rivals(hit).len();
        if rivals > 0 {
            self.findings.push(Finding::AmbiguousPlace { candidates: u32::try_from(rivals + 1).unwrap_or(u32::MAX) });
        }
        self.region = Some(self.atlas().places[hit.place].region);
        let location = Some(self.atlas().places[hit.place].point);
        Placement { location, precision: Precision::City, place: self.describe(hit.place) }
    }

    fn zip_placement(&mut self, town: usize, point: LonLat) -> Placement {
        self.region = Some(self.atlas().places[town].region);
        Placement { location: Some(point), precision: Precision::Postal, place: self.describe(town) }
    }

    fn tell_country(&mut self) {
        if let (true, Country::Known(country)) = (self.cells.is_country_near, self.cells.country) {
            let taken = self.atlas().countries[country].name.clone();
            self.findings.push(Finding::NearCountry { taken });
        }
        if self.cells.country == Country::Unknown {
            self.findings.push(Finding::UnknownCountry);
        }
    }

    fn tell_mismatch(&mut self, (kind, code): (&str, &str), town: usize, city_taken: bool) {
        let Address { city, region, .. } = self.cells.address;
        let said: Vec<&str> = [city, region].into_iter().filter(|text| !text.is_empty()).collect();
        let taken = if city_taken { "city" } else { kind };
        let told = format!(
            "{kind} {code} is {}, but the row says {}; the {taken} was taken",
            self.describe(town),
            said.join(", ")
        );
        self.findings.push(Finding::PlaceMismatch { told });
    }

    fn describe(&self, place: usize) -> String {
        self.atlas().describe(place)
    }
}
