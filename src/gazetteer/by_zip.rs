//! A ZIP held against the state and the city beside it.

use super::atlas::{CITY_SIZE, LARGE};
use super::cells::{Country, Scope};
use super::choice::Hit;
use super::distance::km;
use super::locate::{Address, Finding, Search};
use super::names::Entry;
use crate::model::{Placement, Precision};
use crate::units::LonLat;

/// A town farther than this from the ZIP beside it is another one: no ZIP is so large outside Alaska.
pub const TOWN_AND_ZIP_KM: f64 = 80.0;
/// Size of 250,000 people: such a city is meant although a ZIP far from it is told.
const FAR_LARGER: u8 = 144;
/// The size that a town of eight ZIPs has, where only they tell it.
const TOWN_OF_ZIPS: u8 = 96;

/// How city and postal code of a row go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// They agree, or nothing is known of the city.
    Fits,
    /// They lie apart; the code counts for more.
    CodeTaken,
    /// They lie apart; the city counts for more.
    CityTaken(Hit),
}

impl Search<'_> {
    /// By its ZIP, unless a city counts for more.
    pub fn by_zip(&mut self) -> Option<Placement> {
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
            if city.is_none() && self.is_state_meant(town_at, zip.point) {
                self.tell_zip(text.number, town_at, "state");
                return None;
            }
            self.tell_zip(text.number, town_at, if city.is_some() { "city" } else { "ZIP" });
            return city.map(|hit| self.city_placement(hit)).or_else(|| Some(self.zip_placement(town_at, zip.point)));
        }
        match self.compare_city(town_at, zip.point, text.restored) {
            Comparison::Fits => {}
            Comparison::CodeTaken => self.tell_zip(text.number, town_at, "ZIP"),
            Comparison::CityTaken(hit) => {
                if !self.is_abroad(hit) {
                    self.tell_zip(text.number, town_at, "city");
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
            Some(true) => match best().filter(is_large) {
                Some(abroad) => Comparison::CityTaken(abroad),
                None => match self.compare_elsewhere() {
                    Comparison::Fits if self.cells.has_region() => Comparison::CodeTaken,
                    compared => compared,
                },
            },
            None if is_unsupported && is_far(false) == Some(true) => {
                best().map_or(Comparison::Fits, Comparison::CityTaken)
            }
            None if !self.cells.has_region() && is_far(false) == Some(true) => self.compare_elsewhere(),
            _ => Comparison::Fits,
        }
    }

    /// Holds against a code far away the largest city of the name in the region told, else in the country: one large place that all
    /// know is taken, for a slip in a code is likelier; a smaller one has many namesakes, and a quarter of the code's town may be
    /// called so.
    pub fn compare_elsewhere(&self) -> Comparison {
        let atlas = self.atlas();
        let scope = match self.cells.country {
            _ if self.cells.has_region() => Scope::Region,
            Country::Known(country) => Scope::Country(country),
            Country::Absent | Country::Unknown => return Comparison::Fits,
        };
        let Some(hit) = self.cells.best(self.city, scope) else { return Comparison::Fits };
        let has_places = atlas.countries[atlas.country_of(hit.place)].has_places;
        // Where only codes tell how large a town is, no size is beyond that of 32 of them. Where all places are known, so are the
        // namesakes around the code.
        let [town, city] = match (has_places, atlas.has_world) {
            (true, _) => [CITY_SIZE, FAR_LARGER],
            (false, true) => [LARGE, FAR_LARGER],
            (false, false) => [TOWN_OF_ZIPS, CITY_SIZE],
        };
        match atlas.places[hit.place].size {
            size if size >= city && self.cells.rivals(hit).is_empty() => Comparison::CityTaken(hit),
            size if size >= town => Comparison::CodeTaken,
            _ => Comparison::Fits,
        }
    }

    /// Whether the state counts for more than a ZIP far outside it, where the city is none that is known in the state. A slip in a
    /// figure of a ZIP goes across the country, a state is seldom wrong by so much: its middle is the honest answer. Near its border the
    /// ZIP says more, and where the town of the ZIP, or one around it, is that of the row, two speak against the state.
    fn is_state_meant(&self, town: usize, point: LonLat) -> bool {
        let atlas = self.atlas();
        let is_around = |entry: Entry| km(atlas.places[entry.index()].point, point) <= TOWN_AND_ZIP_KM;
        let is_town = self.city == atlas.place_keys[town] || atlas.city_names.find(self.city).any(is_around);
        self.city != 0 && !is_town && self.cells.is_beyond_regions(town)
    }

    fn zip_placement(&mut self, town: usize, point: LonLat) -> Placement {
        self.region = Some(self.atlas().places[town].region);
        Placement { location: Some(point), precision: Precision::Postal, place: self.describe(town) }
    }

    fn tell_zip(&mut self, zip: u32, town: usize, taken: &str) {
        self.tell_mismatch(("ZIP", &format!("{zip:05}")), town, taken);
    }

    pub fn tell_mismatch(&mut self, (kind, code): (&str, &str), town: usize, taken: &str) {
        let Address { city, region, .. } = self.cells.address;
        let said: Vec<&str> = [city, region].into_iter().filter(|text| !text.is_empty()).collect();
        let told = format!(
            "{kind} {code} is {}, but the row says {}; the {taken} was taken",
            self.describe(town),
            said.join(", ")
        );
        self.findings.push(Finding::PlaceMismatch { told });
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Gazetteer};
    use std::sync::LazyLock;

    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| with_packs(&["core.pack.gz", "us-zips.pack.gz"]));

    /// The place of an address in the US that its ZIP contradicts.
    fn check(postal_code: &str, city: &str, region: &str, expected: &str) {
        let located = GAZETTEER.locate(&Address { postal_code, city, region, country: "US", ..Address::default() });
        assert_eq!(located.placement.place, expected, "{postal_code} {city} {region}");
        let is_told = located.findings.iter().any(|finding| matches!(finding, Finding::PlaceMismatch { .. }));
        assert!(is_told, "{postal_code} {city}: {:?}", located.findings);
    }

    #[test]
    fn a_large_city_counts_for_more_than_a_zip_far_away() {
        check("30439", "Los Angeles", "", "Los Angeles, CA");
        check("33101", "Denver", "", "Denver, CO");
        check("10001", "Houston", "", "Houston, TX");
        // Pennsylvania has a village of the name.
        check("19113", "Boston", "", "Boston, MA");
        // One of many, and all about as large.
        check("10001", "Springfield", "", "New York, NY");
    }

    #[test]
    fn a_state_counts_for_more_than_a_zip_far_away_beside_a_city_that_nobody_knows() {
        check("58339", "Brickhaven", "MA", "Massachusetts");
        check("17251", "New Michelle", "NH", "New Hampshire");
        // The city is that of the ZIP, or the ZIP is just across the border.
        check("58339", "Hansboro", "MA", "Hansboro, ND");
        check("46802", "Nowhere at all", "OH", "Fort Wayne, IN");
    }
}
