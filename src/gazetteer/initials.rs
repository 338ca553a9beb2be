//! Cities by the first letters of their names, as people write the largest ones: LA, NYC, KL.

use super::atlas::{Atlas, LARGE, MILLION};
use super::cells::{Cells, Scope};
use super::choice::Hit;
use super::folding::{folded, is_latin};
use std::cmp::Reverse;
use std::collections::HashMap;

/// So many letters stand for a name of as many words.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=4;
/// Where a country has the same letters, a city of two million people is meant before it.
const BEFORE_COUNTRY: u8 = MILLION + 8;

/// The larger cities by the first letters of their names, the largest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Initials(HashMap<String, Vec<u32>>);

impl Initials {
    /// O(places).
    pub fn of(atlas: &Atlas) -> Self {
        let mut found: HashMap<String, Vec<u32>> = HashMap::new();
        for (index, place) in (0..).zip(&atlas.places) {
            if place.size >= LARGE
                && let Some(letters) = initials(atlas.place_name(index as usize))
            {
                found.entry(letters).or_default().push(index);
            }
        }
        for places in found.values_mut() {
            crate::sorting::sort_by(places, &|a, b| {
                let rank = |place: &u32| (Reverse(atlas.places[*place as usize].size), *place);
                rank(a).cmp(&rank(b))
            });
        }
        Self(found)
    }

    fn find(&self, letters: &str) -> &[u32] {
        self.0.get(letters).map_or(&[], Vec::as_slice)
    }
}

/// The first letters of a name of several words.
fn initials(name: &str) -> Option<String> {
    let words = name.split([' ', '-']).filter(|word| !word.is_empty());
    let letters: String = words.map(|word| folded(word).chars().next().unwrap_or('?')).collect();
    let is_plain = letters.bytes().all(|letter| letter.is_ascii_lowercase());
    (LETTERS.contains(&letters.len()) && is_plain && name.chars().all(|l| !l.is_alphabetic() || is_latin(l)))
        .then_some(letters)
}

/// The letters of a cell that is nothing but capitals: “LA”, “L.A.”.
fn letters(cell: &str) -> Option<String> {
    let letters: String = cell.chars().filter(|letter| !matches!(letter, '.' | ' ')).collect();
    let is_capital = letters.bytes().all(|letter| letter.is_ascii_uppercase());
    (is_capital && LETTERS.contains(&letters.len())).then(|| letters.to_ascii_lowercase())
}

/// Whether a city cell means a city by its first letters rather than the country of that code.
pub(super) fn is_before_country(atlas: &Atlas, cell: &str) -> bool {
    let largest = letters(cell).and_then(|letters| atlas.initials().find(&letters).first().copied());
    largest.is_some_and(|place| atlas.places[place as usize].size >= BEFORE_COUNTRY)
}

/// Whether a region has a city of which the city cell holds the first letters.
pub(super) fn lies_in(atlas: &Atlas, cell: &str, is_meant: impl Fn(u32) -> bool) -> bool {
    let Some(letters) = letters(cell) else { return false };
    atlas.initials().find(&letters).iter().any(|&place| is_meant(atlas.places[place as usize].region))
}

impl Cells<'_> {
    /// The largest city in scope whose name begins with the letters of the city cell, word by word; that of the home of other rows
    /// before any. Where neither tells, one of a million people.
    pub fn initialed(&self, scope: Scope) -> Option<Hit> {
        let letters = letters(self.address.city)?;
        let found = self.atlas.initials().find(&letters).iter().map(|&place| place as usize);
        let mut found = found.filter(|&place| self.accepts(scope, self.atlas.places[place].region));
        let place = if scope == Scope::Anywhere {
            let at_home = found.clone().find(|&place| self.is_home() && self.is_at_home(place));
            at_home.or_else(|| found.find(|&place| self.atlas.places[place].size >= MILLION))
        } else {
            found.next()
        }?;
        Some(Hit { place, key: self.atlas.place_keys[place] })
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Gazetteer, Located};
    use std::sync::LazyLock;

    /// Countries, the larger cities of the world, and all places of the US.
    static GAZETTEER: LazyLock<Gazetteer> =
        LazyLock::new(|| with_packs(&["core.pack.gz", "world.pack.gz", "places/US.pack.gz"]));

    fn check(home: &str, city: &str, region: &str, expected: &str) -> Vec<Finding> {
        let mut gazetteer = GAZETTEER.clone();
        gazetteer.set_home(home);
        let Located { placement, findings, .. } = gazetteer.locate(&Address { city, region, ..Address::default() });
        assert_eq!(placement.place, expected, "{city}, {region}");
        findings
    }

    #[test]
    fn the_largest_cities_are_written_by_their_first_letters() {
        for home in ["", "US"] {
            assert_eq!(
                check(home, "LA", "", "Los Angeles, CA"),
                [Finding::NearSpelling { taken: "Los Angeles, CA".to_owned() }]
            );
            check(home, "L.A.", "CA", "Los Angeles, CA");
            check(home, "SF", "CA", "San Francisco, CA");
            check(home, "SLC", "UT", "Salt Lake City, UT");
        }
        check("US", "SF", "", "San Francisco, CA");
        check("", "KL", "", "Kuala Lumpur, MY");
        check("", "La", "CA", "California");
    }

    #[test]
    fn codes_of_countries_and_regions_stay_what_they_are() {
        check("", "SG", "", "Singapore");
        check("", "UK", "", "United Kingdom");
        check("US", "UK", "", "United Kingdom");
        check("US", "NL", "", "");
        check("US", "DC", "", "District of Columbia");
    }
}
