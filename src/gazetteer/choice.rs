//! Which of the places of a name is meant.

use super::affixes;
use super::atlas::{CITY_SIZE, LARGE, MILLION, UNKNOWN_ATTRACTION};
use super::cells::{Cells, Country, Scope};
use super::distance::km;
use super::folding::{Key, folded, key};
use super::mojibake::other_readings;
use super::names::{Entry, Naming};
use super::near::{Near, Typed};
use std::cmp::Reverse;

/// Places nearer than this to each other are one.
const SAME_PLACE_KM: f64 = 30.0;
/// A place with a tenth of the people of the largest of that name is no rival to it; sizes are 8 · log2 of the people.
const RIVAL: i32 = 27;
/// What a name counts less that is only like the main one: as if the place had 1/6 of its people. Who says “Halle” means the
/// city before the town of exactly that name, unless they are about as large.
const LIKE: i32 = 20;
/// The same of any other name: 1/16, so that a village called Venezia does not stand for Venice.
const ALSO: i32 = 32;
/// The same of a name with letters lost: 1/64.
const LOSSY: i32 = 48;
/// What a place counts less that lies beyond the region named.
const BEYOND_REGION: i32 = 64;
/// A part of a city is no farther from it: the cities of East Asia reach far into the country around them.
const DIVISION_KM: f64 = 80.0;
/// A place farther than this from where a part of a region (a county, a borough) ends is not in it.
const AROUND_PART_KM: f64 = 20.0;
/// What a place counts less where the first letter is another, which people rarely get wrong: as if it had 1/4 of its people; and
/// how many letters such a name has.
const FIRST_LETTER: i32 = 16;
const LONG_BUT_FIRST: usize = 5;
/// What each letter that differs counts less: as if the place had 1/8 of its people.
const EDIT: i32 = 24;
/// The same where letters were lost: what fits without another edit comes first.
const EDIT_BESIDE_LOST: i32 = 96;
/// The first part of a cell is taken if it is a place of 4,000 people; else the largest of the parts.
const PART_SIZE: u8 = 96;
/// What a near spelling has to weigh to be taken: one letter off, a place of 4,000 people; two, one of 30,000. A village
/// that is not known is likelier than a slip in the name of another village.
const NEAR: i32 = 72;
/// Where neither region nor country is told, only places of 30,000 people are taken for a near spelling, one letter off, and
/// only for names of some length: “Genf” is not Gent.
const NEAR_ANYWHERE: u8 = 119;
const LONG_ANYWHERE: usize = 6;
/// What a place has to weigh that only some words of the cell name: 1,000 people in the region named, in a country
/// [`NEAR_ANYWHERE`]; and how many bytes these words have.
const WORDS: i32 = 80;
const SHORTEST_WORDS: usize = 4;
/// A city beyond the region named is taken if it has so many people: 100,000, or is so much larger as its name is not the
/// main one.
const DESPITE_REGION: i32 = LARGE as i32;
/// The same where a part of a region is named: a million.
const DESPITE_PART: i32 = MILLION as i32;

/// What a name counts less that goes so with its place.
const fn less(naming: Naming) -> i32 {
    match naming {
        Naming::Main => 0,
        Naming::Like => LIKE,
        Naming::Also => ALSO,
        Naming::Lossy => LOSSY,
    }
}

/// A place found by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub place: usize,
    /// The name it was found by.
    pub key: Key,
}

impl Cells<'_> {
    /// The largest place of that name in scope.
    pub fn best(&self, name: Key, scope: Scope) -> Option<Hit> {
        self.best_entry(name, scope).map(|entry| Hit { place: entry.index(), key: name })
    }

    fn best_entry(&self, name: Key, scope: Scope) -> Option<Entry> {
        let named = self.atlas.city_names.find(name).filter(|entry| self.accepts(scope, entry.within));
        let mut named = named.filter(|entry| self.may_be_meant(*entry));
        let first = named.next()?;
        let Some(second) = named.next() else { return Some(first) };
        let all = [first, second].into_iter().chain(named);
        // Where places are told by their state, a town goes before a larger one that has its name besides, or nearly so: El Paso
        // was called Franklin, and Charleston is not Charles Town.
        let by_state = self.is_by_state(scope);
        let mains_only = by_state && all.clone().any(|entry| entry.naming == Naming::Main);
        let all = all.filter(move |entry| !mains_only || entry.naming == Naming::Main);
        let best = all.clone().max_by_key(|entry| (self.score(*entry), Reverse(entry.index())))?;
        // Most places of a name are one, known twice, or far larger than the others.
        let point = |entry: &Entry| self.atlas.places[entry.index()].point;
        let contends = |entry: Entry| {
            self.score(entry) + UNKNOWN_ATTRACTION >= self.score(best)
                && km(point(&entry), point(&best)) > SAME_PLACE_KM
        };
        let is_town = by_state && self.atlas.places[best.index()].size >= CITY_SIZE;
        if scope != Scope::Region || is_town || !all.clone().any(contends) {
            return Some(best);
        }
        all.max_by_key(|entry| (self.likelihood(*entry, scope), Reverse(entry.index())))
    }

    /// The place that the city cell names in scope: by the whole cell, else by a part of it, else without words of kind.
    pub fn named(&self, whole: Key, scope: Scope) -> Option<Hit> {
        let cell = self.address.city;
        let by_text = |text: &str| self.best(key(text), scope);
        let barer = |text: &str| affixes::ever_barer(text).find_map(by_text);
        let spelt_out = |text: &str| affixes::spelt_out(text).find_map(|text| by_text(&text));
        self.best(whole, scope)
            .or_else(|| spelt_out(cell))
            .or_else(|| affixes::parts(cell).find_map(spelt_out))
            .or_else(|| self.best_part(scope))
            .or_else(|| barer(cell))
            .or_else(|| affixes::parts(cell).find_map(barer))
            .or_else(|| self.divided(cell, scope))
    }

    /// The place in scope that the city cell names as it was before it was read in a wrong encoding: “£ódŸ”. The largest, for two
    /// readings may be names.
    pub fn misread(&self, scope: Scope) -> Option<Hit> {
        let readings = other_readings(self.address.city);
        let hits = readings.iter().filter_map(|text| self.best(key(text), scope)).filter(|hit| !self.is_lossy(*hit));
        hits.max_by_key(|hit| (self.atlas.places[hit.place].size, Reverse(hit.place)))
    }

    /// The place that stands behind a larger one; the larger one where it has none of that name: 札幌市 for “札幌市中央区”.
    fn divided(&self, cell: &str, scope: Scope) -> Option<Hit> {
        let named = |text: &str| {
            std::iter::once(text).chain(affixes::ever_barer(text)).find_map(|text| self.best(key(text), scope))
        };
        // “苏州姑苏区” divides nothing by a word of kind.
        let by_name = || affixes::undivided(cell).find(|(larger, _)| named(larger).is_some());
        let (larger, rest) = affixes::division(cell).or_else(by_name)?;
        let around = if affixes::is_province(larger) { None } else { named(larger) };
        let beside = around.and_then(|around| self.nearest_named(key(rest), scope, around));
        let within = beside.or_else(|| named(rest)).or_else(|| self.divided(rest, scope));
        let point = |hit: Hit| self.atlas.places[hit.place].point;
        match (around, within) {
            (Some(around), Some(within)) if km(point(around), point(within)) > DIVISION_KM => Some(around),
            (around, within) => within.or(around),
        }
    }

    /// Of the places of that name in scope the one nearest to another: each larger city has a ward in its south.
    fn nearest_named(&self, own: Key, scope: Scope, other: Hit) -> Option<Hit> {
        let named = self.atlas.city_names.find(own).filter(|entry| self.accepts(scope, entry.within));
        let point = |place: usize| self.atlas.places[place].point;
        let far = |entry: &Entry| km(point(entry.index()), point(other.place));
        let nearest = named.filter(|entry| entry.naming != Naming::Lossy).min_by(|a, b| far(a).total_cmp(&far(b)))?;
        Some(Hit { place: nearest.index(), key: own })
    }

    /// The place in scope that some words of the city cell name: “Bloemfontein Industria”, “Dallas-Fort Worth”.
    pub fn worded(&self, scope: Scope) -> Option<Hit> {
        let least = if scope == Scope::Region { WORDS } else { i32::from(NEAR_ANYWHERE) };
        // “West” of “West William” is no name.
        let is_name = |text: &&str| text.len() >= SHORTEST_WORDS && !affixes::is_kind(text);
        let texts = affixes::fewer_words(self.address.city).filter(is_name);
        let mut hits = texts.filter_map(|text| self.best_entry(key(text), scope).map(|entry| (key(text), entry)));
        let (key, entry) = hits.find(|(_, entry)| self.score(*entry) >= least)?;
        Some(Hit { place: entry.index(), key })
    }

    /// Of a cell of several parts the first that is a place of some size, else the largest; where another part is a larger city far
    /// from it, the namesake near that city, or the city: “Rosebank, Johannesburg”.
    fn best_part(&self, scope: Scope) -> Option<Hit> {
        let readings = |part| std::iter::once(part).chain(affixes::ever_barer(part));
        let named = |part| readings(part).find_map(|text| self.best(key(text), scope));
        let mut hits = affixes::parts(self.address.city).filter_map(named);
        let size = |hit: Hit| self.atlas.places[hit.place].size;
        let first = hits.next()?;
        let largest = hits.fold(first, |best, hit| if size(best) >= size(hit) { best } else { hit });
        let point = |hit: Hit| self.atlas.places[hit.place].point;
        let is_far = |hit: Hit| km(point(hit), point(largest)) > DIVISION_KM;
        if size(first) < LARGE && size(largest) >= CITY_SIZE && is_far(first) {
            let beside = self.nearest_named(first.key, scope, largest);
            return beside.filter(|hit| !is_far(*hit)).or(Some(largest));
        }
        Some(if size(first) >= PART_SIZE { first } else { largest })
    }

    /// The place in scope whose name is nearest to the city cell.
    pub fn near(&self, scope: Scope) -> Option<Hit> {
        let cell = self.address.city;
        let parts = affixes::parts(cell).take(2);
        let mut whole = std::iter::once(cell).chain(parts).filter_map(Typed::new);
        let bare = || affixes::bare(cell).and_then(Typed::new).and_then(|typed| self.nearest(&typed, scope));
        // Without a word, and with another first letter, it is another name: South Dustin is not Austin.
        let begins_so = |hit: &Hit| {
            let first = |text: &str| folded(text).chars().next();
            affixes::bare(cell).is_some_and(|bare| first(bare) == first(self.atlas.place_name(hit.place)))
        };
        whole.find_map(|typed| self.nearest(&typed, scope)).or_else(|| bare().filter(begins_so))
    }

    fn nearest(&self, typed: &Typed, scope: Scope) -> Option<Hit> {
        if scope == Scope::Anywhere && !typed.has_lost() && typed.len() < LONG_ANYWHERE {
            return None;
        }
        let near = self.countries_in(scope).flat_map(|country| self.atlas.near_names(country).find(typed));
        let begun = self.countries_in(scope).flat_map(|country| self.atlas.near_names(country).begun(typed));
        let begun = begun.filter(|&place| typed.begins_words_of(self.atlas.place_name(place as usize)));
        let near = near.chain(begun.map(|place| Near { place, edits: 1, is_main: true, begins_otherwise: false }));
        let near = near.filter(|near| {
            let place = near.place as usize;
            let may_begin_otherwise = typed.len() >= LONG_BUT_FIRST
                && near.is_main
                && (scope == Scope::Region
                    || matches!(scope, Scope::Country(_)) && self.atlas.places[place].size >= LARGE);
            if near.begins_otherwise && !may_begin_otherwise {
                return false;
            }
            self.accepts(scope, self.atlas.places[place].region)
                && (scope != Scope::Anywhere || self.atlas.places[place].size >= NEAR_ANYWHERE && near.edits <= 1)
        });
        let edit = if typed.has_lost() { EDIT_BESIDE_LOST } else { EDIT };
        let weighed = near.map(|near| {
            let is_left = typed.has_lost() && typed.is_left_of(self.atlas.place_name(near.place as usize));
            let name = if near.is_main || typed.has_lost() { 0 } else { ALSO };
            let first = if near.begins_otherwise { FIRST_LETTER } else { 0 };
            let weight = self.weight(near.place as usize) - edit * i32::from(near.edits) - name - first;
            (is_left, weight, Reverse(near.place))
        });
        let (_, _, Reverse(place)) = weighed.filter(|&(is_left, weight, _)| is_left || weight >= NEAR).max()?;
        let place = place as usize;
        Some(Hit { place, key: self.atlas.place_keys[place] })
    }

    /// Whether a place was found by what is left of its name when letters were lost.
    pub fn is_lossy(&self, hit: Hit) -> bool {
        let mut named = self.atlas.city_names.find(hit.key).filter(|entry| entry.index() == hit.place);
        named.any(|entry| entry.naming == Naming::Lossy)
    }

    /// Whether a place lies in none of the regions named, nor around them, while its country has others of the name: only its region
    /// would tell it from those. Who is alone is meant although a region was drawn anew, and so is a city.
    pub fn is_astray(&self, hit: Hit) -> bool {
        let country = self.atlas.country_of(hit.place);
        let named = self.atlas.city_names.find(hit.key).filter(|entry| entry.naming != Naming::Lossy);
        let mut named = named.filter(|entry| self.atlas.country_of(entry.index()) == country);
        let point = self.atlas.places[hit.place].point;
        let is_other = |entry: Entry| {
            let is_own = entry.index() == hit.place;
            is_own && entry.naming == Naming::Also
                || !is_own && km(self.atlas.places[entry.index()].point, point) > SAME_PLACE_KM
        };
        named.any(is_other) && !self.outweighs_region(hit) && self.is_apart_from_regions(hit.place)
    }

    /// Whether a city is large enough to be meant although it lies beyond the region named. What is only a part of a region
    /// is small, and told by who means it.
    pub fn outweighs_region(&self, hit: Hit) -> bool {
        let is_part = self.regions().all(|region| self.atlas.regions[region].whole.is_some());
        let least = if is_part { DESPITE_PART } else { DESPITE_REGION };
        let named = self.atlas.city_names.find(hit.key).filter(|entry| entry.index() == hit.place);
        let naming = named.map(|entry| entry.naming).min().unwrap_or(Naming::Also);
        i32::from(self.atlas.places[hit.place].size) - less(naming) >= least
    }

    fn countries_in(&self, scope: Scope) -> impl Iterator<Item = usize> + '_ {
        let (from, to) = match scope {
            Scope::Country(country) => (country, country + 1),
            Scope::Region | Scope::Anywhere => (0, self.atlas.countries.len()),
        };
        let is_named = move |country: &usize| {
            scope != Scope::Region || self.regions().any(|region| self.atlas.regions[region].country == *country)
        };
        (from..to).filter(is_named)
    }

    /// How likely a place is meant among those of a name: by its people, and within a region by those around it, too: who
    /// names a region of two villages means the one near the large city. Not what is only like it where a state is named: mail
    /// to a quarter or to a village beside a town of the name goes by the name of another town.
    fn likelihood(&self, entry: Entry, scope: Scope) -> i32 {
        let is_besides = entry.naming == Naming::Like && self.is_by_state(scope);
        let around = if scope == Scope::Region && !is_besides { self.atlas.surroundings(entry.index()) } else { 0 };
        self.score(entry) + around
    }

    /// Whether a region is named where places are told by it.
    fn is_by_state(&self, scope: Scope) -> bool {
        let is_state = |region: usize| self.atlas.countries[self.atlas.regions[region].country].by_region;
        scope == Scope::Region && self.first_region().is_some_and(is_state)
    }

    fn score(&self, entry: Entry) -> i32 {
        let at_home = if self.is_home() && self.is_at_home(entry.index()) { self.home_weight } else { 0 };
        self.weight(entry.index()) + at_home - less(entry.naming)
    }

    /// Whether a place is in the country that is taken for rows that tell none.
    pub fn is_at_home(&self, place: usize) -> bool {
        Some(self.atlas.country_of(place)) == self.atlas.home
    }

    /// Abroad only a town may be meant, by a name as it is written there.
    fn may_be_meant(&self, entry: Entry) -> bool {
        let is_town = || self.atlas.places[entry.index()].size >= CITY_SIZE && entry.naming != Naming::Lossy;
        !self.is_home() || self.has_region() || self.is_at_home(entry.index()) || is_town()
    }

    /// A place by its people, and by where it lies towards the region named.
    fn weight(&self, place: usize) -> i32 {
        let size = i32::from(self.atlas.places[place].size);
        if !self.has_region() {
            return size;
        }
        let own = self.atlas.places[place].region;
        let lies_in = |region: usize| {
            let named = &self.atlas.regions[region];
            let reach = named.reach_km + AROUND_PART_KM;
            let is_in_part = named.whole == Some(own) && km(named.point, self.atlas.places[place].point) < reach;
            region == own as usize || is_in_part
        };
        let is_in = self.regions().any(lies_in) || (!self.names_region(own) && !self.is_beyond_regions(place));
        if is_in { size } else { size - BEYOND_REGION }
    }

    /// The scope in which a place was found.
    pub fn scope_of(&self, place: usize) -> Scope {
        match self.country {
            _ if self.names_region(self.atlas.places[place].region) => Scope::Region,
            _ if self.is_home() => Scope::Anywhere,
            Country::Known(country) => Scope::Country(country),
            Country::Absent | Country::Unknown => Scope::Anywhere,
        }
    }

    /// The other places whose names begin with the words of the city cell, where the one found is only like it: Neumarkt.
    fn begun_beside(&self, hit: Hit) -> Vec<usize> {
        let cell = self.address.city;
        let is_begun = |typed: &Typed| typed.begins_words_of(self.atlas.place_name(hit.place));
        let Some(typed) = Typed::new(cell).filter(|typed| hit.key != key(cell) && is_begun(typed)) else {
            return Vec::new();
        };
        let (scope, point) = (self.scope_of(hit.place), self.atlas.places[hit.place].point);
        let least = self.weight(hit.place) - RIVAL;
        let begun = self.atlas.near_names(self.atlas.country_of(hit.place)).begun(&typed).map(|place| place as usize);
        let is_rival = |&place: &usize| {
            let own = self.atlas.places[place];
            self.accepts(scope, own.region) && self.weight(place) > least && km(own.point, point) > SAME_PLACE_KM
        };
        begun.filter(is_rival).filter(|&place| typed.begins_words_of(self.atlas.place_name(place))).collect()
    }

    /// All places that the name may mean beside the one found; none when it has no rival.
    pub fn rivals(&self, hit: Hit) -> Vec<usize> {
        let begun = self.begun_beside(hit);
        if !begun.is_empty() {
            return begun;
        }
        let scope = self.scope_of(hit.place);
        let named = || {
            let named = self.atlas.city_names.find(hit.key).filter(|entry| self.accepts(scope, entry.within));
            named.filter(|entry| self.may_be_meant(*entry))
        };
        if named().nth(1).is_none() {
            return Vec::new();
        }
        let own = named().filter(|entry| entry.index() == hit.place).map(|entry| self.score(entry)).max().unwrap_or(0);
        let is_possible = |entry: Entry| {
            let apart = km(self.atlas.places[hit.place].point, self.atlas.places[entry.index()].point);
            self.score(entry) + UNKNOWN_ATTRACTION + RIVAL > own && apart > SAME_PLACE_KM
        };
        if !named().any(is_possible) {
            return Vec::new();
        }
        let mut all: Vec<(i32, usize)> = named().map(|entry| (self.likelihood(entry, scope), entry.index())).collect();
        let point = |place: usize| self.atlas.places[place].point;
        let taken = all.iter().find(|(_, place)| *place == hit.place).map_or(0, |(score, _)| *score);
        let is_rival = |&(score, place): &(i32, usize)| {
            score > taken - RIVAL && km(point(hit.place), point(place)) > SAME_PLACE_KM
        };
        if !all.iter().any(is_rival) {
            return Vec::new();
        }
        crate::sorting::sort_by(&mut all, &|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        let mut distinct = vec![hit.place];
        for (_, place) in all {
            if distinct.iter().all(|known| km(point(*known), point(place)) > SAME_PLACE_KM) {
                distinct.push(place);
            }
        }
        distinct.split_off(1)
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Gazetteer};
    use std::sync::LazyLock;

    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
        let own =
            ["BR", "CN", "FR", "IN", "PH", "TR", "US", "UY", "ZA"].map(|country| format!("places/{country}.pack.gz"));
        with_packs(&["core.pack.gz"].into_iter().chain(own.iter().map(String::as_str)).collect::<Vec<_>>())
    });

    fn check(city: &str, region: &str, country: &str, expected: &str) {
        let located = GAZETTEER.locate(&Address { city, region, country, ..Address::default() });
        assert_eq!(located.placement.place, expected, "{city}, {region}, {country}");
    }

    #[test]
    fn a_city_is_told_from_its_namesakes_by_its_region() {
        // The point that the list of regions has of this province lies in the sea.
        check("Puerto Princesa", "PLW", "PH", "Puerto Princesa, PH");
        check("Roxas", "Oriental Mindoro", "PH", "Roxas, PH");
        check("Chaoyang District", "11", "CN", "Chaowai, CN");
        check("Sauce Solo", "TA", "UY", "Tacuarembó, UY");
        // The other one lies no farther from Recife than the state reaches, but in another.
        check("Jaboatão", "PE", "BR", "Jaboatão dos Guararapes, BR");
        // It has no namesake, and was in that state once.
        check("Siddipet", "Andhra Pradesh", "IN", "Siddipet, IN");
    }

    #[test]
    fn a_town_goes_before_what_is_nearly_called_so() {
        check("Charles Town", "WV", "US", "Charles Town, WV");
        check("Lake Butler", "FL", "US", "Lake Butler, FL");
        check("Ridgeway", "Virginia", "US", "Ridgeway, VA");
    }

    #[test]
    fn a_district_of_a_large_city_goes_before_a_village() {
        check("Kadıköy", "", "TR", "Kadiköy, TR");
        check("Rosebank, Johannesburg", "", "ZA", "Johannesburg, ZA");
        check("Paris Centre - La Madeleine", "", "FR", "Paris, FR");
        // What any middle of a town is called.
        check("Merkez", "22", "TR", "Edirne, TR");
    }
}
