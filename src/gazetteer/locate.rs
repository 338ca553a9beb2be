//! From the cells of an address to a point.

use super::affixes;
use super::atlas::{Atlas, CITY_SIZE, MILLION, Place};
use super::cells::{Cells, Country, CountryBy, LONGEST_CODE, Meant, Scope};
use super::choice::Hit;
use super::counties::is_county;
use super::folding::{Key, key};
use super::names::Entry;
use super::own_codes::OwnCodes;
use crate::model::{Placement, Precision};

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
    /// No place in the region or country told has the name of the city, or nearly so, nor has a region that of the region: located by
    /// what is known.
    UnknownCity,
    /// The city cell names no city but a region or a country, and nothing else tells one: located by that.
    NoCity,
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

pub(super) fn locate(atlas: &Atlas, codes: &OwnCodes, address: &Address<'_>) -> Located {
    let meant = Meant::of(atlas, codes, address);
    let mut search = Search::new(atlas, meant.address());
    let by_code = search.by_own_code(codes).or_else(|| search.by_zip()).or_else(|| search.by_beginning(false));
    let found =
        by_code.or_else(|| search.by_county()).or_else(|| search.by_city()).or_else(|| search.by_city_in_region());
    let found = found.or_else(|| search.by_beginning(true));
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

/// A look for the place of one address.
pub(super) struct Search<'a> {
    pub cells: Cells<'a>,
    /// The key of the whole city cell.
    pub city: Key,
    pub findings: Vec<Finding>,
    /// Where what was taken lies.
    pub region: Option<u32>,
}

impl<'a> Search<'a> {
    fn new(atlas: &'a Atlas, address: Address<'a>) -> Self {
        let cells = Cells::read(atlas, address);
        Self { city: key(cells.address.city), cells, findings: Vec::new(), region: None }
    }

    pub fn atlas(&self) -> &'a Atlas {
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

    /// Whether a city decides for a country without ZIPs, so that no number beside it is one.
    pub fn is_abroad(&self, hit: Hit) -> bool {
        (self.cells.is_unsupported() || self.cells.is_home())
            && !self.atlas().countries[self.atlas().country_of(hit.place)].has_zips
    }

    /// A county of the state told, before the town that it may have its name of.
    fn by_county(&mut self) -> Option<Placement> {
        let county = Some(self.cells.address.city).filter(|cell| is_county(cell))?;
        let atlas = self.atlas();
        let state = self.cells.first_region().filter(|&own| atlas.countries[atlas.regions[own].country].has_zips)?;
        let (county, point) = atlas.counties.named(county, &atlas.regions[state].code)?;
        self.region = u32::try_from(state).ok();
        let place = atlas.counties.name(u32::try_from(county).ok()?).to_owned();
        Some(Placement { location: Some(point), precision: Precision::Region, place })
    }

    fn by_city(&mut self) -> Option<Placement> {
        if self.cells.country_by == CountryBy::CityCell {
            return None;
        }
        let hit = self.find_city()?;
        if self.is_abroad(hit) {
            self.findings.retain(|finding| *finding != Finding::UnknownPostalCode);
        }
        Some(self.city_placement(hit))
    }

    /// A city that the region cell names in the country told: a town of just that name, for many call parts of their sales so.
    fn by_city_in_region(&mut self) -> Option<Placement> {
        let country = self.cells.country_of_city_in_region().filter(|&own| !self.atlas().countries[own].by_region)?;
        let hit = self.cells.best(key(self.cells.address.region), Scope::Country(country))?;
        let is_town = self.atlas().places[hit.place].size >= CITY_SIZE && !self.cells.is_lossy(hit);
        is_town.then(|| self.city_placement(hit))
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

    pub fn tell_abroad(&mut self, hit: Hit) {
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
        let named = self.cells.first_region();
        if self.cells.country_by == CountryBy::CityCell {
            return None;
        }
        let at = named.or_else(|| self.named_area())?;
        self.region = u32::try_from(at).ok();
        if named.is_none() && self.cells.is_unsupported() {
            self.findings.push(Finding::NoCity);
        } else if self.cells.country == Country::Absent && self.city == 0 {
            self.tell_countries(at);
        }
        let region = &self.atlas().regions[at];
        let country = &self.atlas().countries[region.country];
        let place = if country.by_region { region.name.clone() } else { format!("{}, {}", region.name, country.code) };
        Some(Placement { location: Some(region.point), precision: Precision::Region, place })
    }

    /// Tells that the region may be one of several countries, none of which has a state of that name.
    fn tell_countries(&mut self, taken: usize) {
        let atlas = self.atlas();
        let mut countries: Vec<usize> = self.cells.regions().map(|region| atlas.regions[region].country).collect();
        crate::sorting::sort(&mut countries);
        countries.dedup();
        if countries.len() > 1 && !atlas.countries[atlas.regions[taken].country].by_region {
            let candidates = u32::try_from(countries.len()).unwrap_or(u32::MAX);
            self.findings.push(Finding::AmbiguousPlace { candidates });
        }
    }

    /// The regions that a city cell names: of the country told; where none is, states of the US and Canada by their names.
    fn named_areas(&self, name: Key) -> impl Iterator<Item = usize> {
        let atlas = self.atlas();
        let (country, is_open) = (self.cells.country, self.cells.is_unsupported());
        let may_be_state = is_open && self.cells.address.city.len() > LONGEST_CODE;
        let fits = move |entry: &Entry| {
            let own = entry.within as usize;
            country == Country::Known(own) || may_be_state && atlas.countries[own].by_region
        };
        atlas.region_names.find(name).filter(fits).map(Entry::index)
    }

    fn named_area(&self) -> Option<usize> {
        self.named_areas(self.city).min()
    }

    /// Whether a city cell names a region of the country rather than this village elsewhere in it.
    fn is_area_meant(&self, hit: Hit) -> bool {
        let atlas = self.atlas();
        let Place { region: own, size, .. } = atlas.places[hit.place];
        let is_told = self.cells.country == Country::Known(atlas.regions[own as usize].country);
        if size >= CITY_SIZE || !is_told && self.cells.country != Country::Absent {
            return false;
        }
        let mut areas = self.named_areas(hit.key).peekable();
        let has_it = |area: usize| area == own as usize || atlas.regions[area].whole == Some(own);
        areas.peek().is_some() && !areas.any(has_it)
    }

    fn by_country(&mut self) -> Option<Placement> {
        let Country::Known(country) = self.cells.country else { return None };
        if self.cells.is_home() {
            return None;
        }
        if self.cells.country_by == CountryBy::CityCell {
            self.findings.push(Finding::NoCity);
        }
        let country = &self.atlas().countries[country];
        let location = Some(country.point);
        Some(Placement { location, precision: Precision::Country, place: country.name.clone() })
    }

    /// Tells that the city is not known where only region or country are.
    fn tell_unknown_city(&mut self, wider: Option<Placement>) -> Option<Placement> {
        let wider = wider?;
        if self.findings.contains(&Finding::NoCity) {
            return Some(wider);
        }
        let name = wider.place.rsplit_once(", ").map_or(wider.place.as_str(), |(name, _)| name);
        let is_city_unknown = self.city != 0 && self.city != key(name) && self.named_area().is_none();
        let told = self.cells.country_of_city_in_region().map(|_| key(self.cells.address.region));
        if is_city_unknown || told.is_some_and(|told| told != key(name)) {
            self.findings.push(Finding::UnknownCity);
        }
        Some(wider)
    }

    /// Takes the place, and tells if others of its name, region and country are about as large.
    pub fn city_placement(&mut self, hit: Hit) -> Placement {
        let rivals = self.cells.rivals(hit).len();
        if rivals > 0 {
            self.findings.push(Finding::AmbiguousPlace { candidates: u32::try_from(rivals + 1).unwrap_or(u32::MAX) });
        }
        self.region = Some(self.atlas().places[hit.place].region);
        let location = Some(self.atlas().places[hit.place].point);
        Placement { location, precision: Precision::City, place: self.describe(hit.place) }
    }

    fn tell_country(&mut self) {
        if let (true, Country::Known(country)) = (self.cells.country_by == CountryBy::NearName, self.cells.country) {
            let taken = self.atlas().countries[country].name.clone();
            self.findings.push(Finding::NearCountry { taken });
        }
        if self.cells.country == Country::Unknown {
            self.findings.push(Finding::UnknownCountry);
        }
    }

    pub fn describe(&self, place: usize) -> String {
        self.atlas().describe(place)
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Gazetteer, Located, WORLD_PACK};
    use crate::model::Precision;
    use std::sync::LazyLock;

    static GAZETTEER: LazyLock<Gazetteer> =
        LazyLock::new(|| with_packs(&["core.pack.gz", "us-zips.pack.gz", "world.pack.gz", "places/AT.pack.gz"]));

    /// The place of a city, a region and a country, how exact it is, and what was odd.
    fn locate([city, region, country]: [&str; 3]) -> (String, Precision, Vec<Finding>) {
        let Located { placement, findings, .. } =
            GAZETTEER.locate(&Address { city, region, country, ..Address::default() });
        (placement.place, placement.precision, findings)
    }

    #[test]
    fn wider_places_in_the_cell_of_a_city_are_told() {
        for (cell, place) in
            [("India", "India"), ("USA", "United States"), ("France", "France"), ("Australia", "Australia")]
        {
            assert_eq!(locate([cell, "", ""]), (place.to_owned(), Precision::Country, vec![Finding::NoCity]));
        }
        for state in ["Massachusetts", "California"] {
            assert_eq!(locate([state, "", ""]), (state.to_owned(), Precision::Region, vec![Finding::NoCity]));
        }
        // Cities of the name of their country, and towns that a state or a ZIP tells.
        for (cell, place) in [("Singapore", "Singapore, SG"), ("Luxembourg", "Luxembourg, LU")] {
            assert_eq!(locate([cell, "", ""]), (place.to_owned(), Precision::City, vec![]));
        }
        assert_eq!(locate(["Sur", "", ""]).0, "Sur, OM");
        assert_eq!(locate(["Lebanon", "TN", ""]).0, "Lebanon, TN");
        let lebanon = Address { postal_code: "37087", city: "Lebanon", ..Address::default() };
        assert_eq!(GAZETTEER.locate(&lebanon).placement.precision, Precision::Postal);
    }

    #[test]
    fn a_city_in_the_cell_of_a_region_is_found_in_the_country() {
        assert_eq!(
            locate(["", "San Pedro Sula", "Honduras"]),
            ("San Pedro Sula, HN".to_owned(), Precision::City, vec![])
        );
        assert_eq!(locate(["", "Cortés", "Honduras"]), ("Cortés, HN".to_owned(), Precision::Region, vec![]));
        // What parts of a sale are called is told to be unknown.
        for (region, country, place) in [("EMEA", "DE", "Germany"), ("West", "US", "United States")] {
            let told = vec![Finding::UnknownCity];
            assert_eq!(locate(["", region, country]), (place.to_owned(), Precision::Country, told));
        }
        let core = with_packs(&["core.pack.gz"]);
        let address = |region, country| Address { region, country, ..Address::default() };
        assert_eq!(core.packs_for([address("La Ceiba", "HN")].into_iter()), [WORLD_PACK]);
        assert_eq!(core.packs_for([address("Cortés", "HN"), address("West", "US")].into_iter()), [""; 0]);
    }

    #[test]
    fn other_names_are_no_near_spellings() {
        for (city, state) in [("West William", "Illinois"), ("West Todd", "New York"), ("South Dustin", "Minnesota")] {
            let told = vec![Finding::UnknownCity];
            assert_eq!(locate([city, state, "US"]), (state.to_owned(), Precision::Region, told), "{city}");
        }
        assert_eq!(locate(["North Sprinfield", "IL", "US"]).0, "Springfield, IL");
    }

    #[test]
    fn a_name_that_several_begin_with_is_asked() {
        let (_, _, findings) = locate(["Neumarkt", "", "AT"]);
        assert!(matches!(findings[..], [Finding::NearSpelling { .. }, Finding::AmbiguousPlace { .. }]), "{findings:?}");
        let asked = GAZETTEER.candidates(&Address { city: "Neumarkt", country: "AT", ..Address::default() });
        assert!(asked.iter().any(|place| place.place.starts_with("Neumarkt im Mühlkreis")), "{asked:?}");
    }
}
