//! By the beginning of a postal code, which names of quarters tell in some countries.

use super::atlas::{CITY_SIZE, Place};
use super::by_zip::TOWN_AND_ZIP_KM;
use super::cells::{Country, Scope};
use super::distance::km;
use super::folding::key;
use super::locate::Search;
use super::names::Entry;
use super::postal::beginning;
use crate::model::{Placement, Precision};

impl Search<'_> {
    /// By the beginning of the code, in countries that have names of their places in it; where that is a large area, `is_last` only.
    pub fn by_beginning(&mut self, is_last: bool) -> Option<Placement> {
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
            self.tell_mismatch(("postal code", code), quarter, if city_taken { "city" } else { "postal code" });
        }
        if city_taken {
            return None;
        }
        self.region = Some(region);
        let place = self.describe(city.unwrap_or(quarter));
        Some(Placement { location: Some(point), precision: Precision::Postal, place })
    }
}
