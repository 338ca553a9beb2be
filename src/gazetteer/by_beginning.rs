//! By the beginning of a postal code, which names of quarters tell in some countries.

use super::atlas::Place;
use super::by_zip::{Comparison, TOWN_AND_ZIP_KM};
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
        let is_around = |&place: &usize| {
            atlas.country_of(place) == country && km(atlas.places[place].point, point) < TOWN_AND_ZIP_KM
        };
        let city = named.filter(is_around).max_by_key(|&place| atlas.places[place].size);
        let is_beyond = self.cells.has_region() && !self.cells.names_region(region);
        let compared = match city {
            _ if is_beyond => {
                self.cells.best(self.city, Scope::Region).map_or(Comparison::CodeTaken, Comparison::CityTaken)
            }
            Some(_) => Comparison::Fits,
            None => self.compare_elsewhere(),
        };
        if compared != Comparison::Fits {
            let is_city_taken = matches!(compared, Comparison::CityTaken(_));
            self.tell_mismatch(("postal code", code), quarter, if is_city_taken { "city" } else { "postal code" });
        }
        if let Comparison::CityTaken(hit) = compared {
            return Some(self.city_placement(hit));
        }
        self.region = Some(region);
        let place = self.describe(city.unwrap_or(quarter));
        Some(Placement { location: Some(point), precision: Precision::Postal, place })
    }
}
