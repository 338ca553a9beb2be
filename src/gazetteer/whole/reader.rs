//! The parts of an address, one after the other from the last.

use super::super::affixes;
use super::super::atlas::{Atlas, LARGE, MILLION, UNITED_STATES};
use super::super::cells::{self, Cells, Scope};
use super::super::folding::key;
use super::super::locate::Address;
use super::super::names::{Entry, Naming};
use super::super::shapes::Code;
use super::super::streets::{may_be_street, names_street};
use super::Whole;
use super::words::{
    LONGEST_CITY, SHORT, bare_of_kind, city_words, ends, has_figures, is_short, longest_ends, numbered, starts,
};

/// Cities looked for until one is known.
const CITIES: usize = 3;
/// Counties of England that lists of places have as places.
const COUNTIES: [&str; 6] =
    ["West Yorkshire", "South Yorkshire", "West Midlands", "Greater Manchester", "Merseyside", "Tyne and Wear"];
const BRITAIN: &str = "GB";
/// The country whose states are written before codes of four figures.
const AUSTRALIA: &str = "AU";

/// A part of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub text: &'a str,
    /// Whether a region or country was cut from its end, so that nothing stands between it and the city.
    pub is_cut: bool,
    /// Whether that was a short form, which may be a word: “WILL CALL IN”.
    pub is_doubtful: bool,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub whole: Whole<'a>,
    pub country: Option<usize>,
    /// Whether such a city is known there; `None` while its places are not in.
    pub is_known: Option<bool>,
    pub is_code_first: bool,
}

/// Where a code stands in its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Last,
}

/// A city as it may be.
#[derive(Debug, Clone, Copy)]
struct City<'a> {
    text: &'a str,
    is_known: Option<bool>,
}

#[derive(Debug, Clone)]
pub(super) struct Reader<'t> {
    atlas: &'t Atlas,
    /// The country that is told so far.
    country: Option<usize>,
    region: Option<usize>,
    /// Whether the cell has no capitals, so that short forms need none.
    is_lower: bool,
}

impl<'t> Reader<'t> {
    pub fn new(atlas: &'t Atlas, country: Option<usize>, is_lower: bool) -> Self {
        Self { atlas, country, region: None, is_lower }
    }

    /// The same in a region.
    pub fn within(self, region: usize) -> Self {
        Self { region: Some(region), ..self }
    }

    /// The country of that name.
    pub fn country_named(&self, text: &str) -> Option<usize> {
        if self.may_name(text) { cells::country_of_name(self.atlas, text) } else { None }
    }

    /// The state of the US, or province of Canada, of that name.
    pub fn state_named(&self, text: &str) -> Option<usize> {
        // “Mexico” is no short form of New Mexico.
        let is_bare =
            |region: usize| affixes::bare(&self.atlas.regions[region].name).is_some_and(|bare| key(bare) == key(text));
        self.regions(text).find(|&region| self.is_by_region(region) && !is_bare(region))
    }

    /// Cuts a country or state from the end of the last part: “London UK”, “Springfield IL”.
    pub fn cut_last(&self, parts: &mut Vec<Part<'_>>) {
        let Some(&Part { text, .. }) = parts.first() else { return };
        if self.country_named(text).is_some() || self.regions(text).next().is_some() {
            return;
        }
        let has_figure = text.contains(|letter: char| letter.is_ascii_digit());
        for (front, end) in longest_ends(text) {
            let is_state = self.state_named(end).is_some();
            let is_cut = if is_short(end) {
                let is_named = is_state || self.country_named(end).is_some();
                is_named && !self.is_lower && !(has_figure && may_be_street(end))
            } else if is_state {
                return;
            } else {
                self.country_named(end).is_some_and(|country| self.stands_before(front, country))
            };
            if is_cut {
                parts[0].text = end;
                parts.insert(1, Part { text: front, is_cut: true, is_doubtful: is_short(end) });
                return;
            }
        }
    }

    /// Whether a text can stand before the name of a country without a comma: it ends with a code or a short form, or is a
    /// city there, behind its code or without one.
    fn stands_before(&self, front: &str, country: usize) -> bool {
        let last = front.rsplit(char::is_whitespace).next().unwrap_or("");
        let within = Reader { country: Some(country), ..self.clone() };
        let behind_code = || {
            let (first, rest) = front.split_once(' ')?;
            Code::read(first).filter(|code| code.is_of(&self.atlas.countries[country].code)).map(|_| rest)
        };
        let may_be_city = |text: &str| city_words(text) && within.is_known(text) != Some(false);
        let is_city = || may_be_city(front) || behind_code().is_some_and(may_be_city);
        Code::read(last).is_some() || self.state_named(last).is_some_and(|_| is_short(last)) || is_city()
    }

    /// Reads the parts, the last first; `country` is the part that names the country.
    pub fn walk<'a>(mut self, parts: &[Part<'a>], country: &'a str) -> Reading<'a> {
        let mut read = Reading { whole: Whole { country, ..Whole::default() }, ..Reading::default() };
        let mut cities: Vec<City<'a>> = Vec::new();
        let mut is_past_street = false;
        for &Part { text, is_cut, is_doubtful } in parts {
            let is_settled = cities.iter().any(|city| city.is_known == Some(true));
            if is_settled || cities.len() == CITIES {
                break;
            }
            let (text, side) = self.cut_code(text, &mut read, is_past_street);
            if text.is_empty() || self.takes_country(text, side, &mut read) {
                continue;
            }
            let Some((text, is_here)) = self.cut_region(text, side, &mut read) else { continue };
            let city = self.city_in(text, is_here || is_cut, side.is_some());
            let is_city = city.is_some_and(|city| city.is_known != Some(false)) || !self.has_places();
            if is_doubtful && side.is_none() && !is_city {
                return Reading { is_known: Some(false), ..Reading::default() };
            }
            match city {
                // What stands beyond a street is mostly the name of somebody.
                Some(city) if is_past_street && city.is_known == Some(false) => {}
                Some(city) => cities.push(city),
                None if self.own_country().is_some_and(|country| self.atlas.countries[country].by_region) => break,
                None => is_past_street = true,
            }
        }
        self.settle(&mut read, &cities);
        // A number alone may be anything.
        if self.own_country().is_none() && read.whole.city.is_empty() && read.whole.tells.is_empty() {
            read.whole = Whole::default();
        }
        read
    }

    /// Takes the code from a part, and says on which side of the rest it stood.
    fn cut_code<'a>(&mut self, text: &'a str, read: &mut Reading<'a>, is_past_street: bool) -> (&'a str, Option<Side>) {
        let found = if read.whole.postal_code.is_empty() { self.code_in(text) } else { None };
        // Beyond a street only what begins an address the other way round: “1051 Budapest, Széchenyi tér 2.”
        let is_beside = |rest: &str, side| side == Side::First && self.is_known(rest) != Some(false);
        let found = found.filter(|&(_, rest, side)| !is_past_street || is_beside(rest, side));
        let Some((code, rest, side)) = found else { return (text, None) };
        read.whole.postal_code = code.text;
        read.is_code_first = side == Side::First && !rest.is_empty();
        if self.own_country().is_none() && !code.tells.is_empty() {
            read.whole.tells = code.tells;
            self.country = cells::country_of_name(self.atlas, code.tells);
        }
        let is_no_zip = self.own_country().is_none() && (read.is_code_first || !code.is_zip());
        read.whole.is_no_zip = is_no_zip;
        (rest, (!rest.is_empty()).then_some(side))
    }

    fn code_in<'a>(&self, text: &'a str) -> Option<(Code<'a>, &'a str, Side)> {
        if let Some(code) = Code::read(text) {
            let is_code = self.fits(&code) && !(self.is_us() && code.is_bare_zip() && self.region.is_none());
            return is_code.then_some((code, "", Side::Last));
        }
        for (front, end) in longest_ends(text).skip_while(|(_, end)| end.split_whitespace().nth(2).is_some()) {
            let Some(code) = Code::read(end).filter(|code| self.fits(code)) else { continue };
            let is_plain = !names_street(front) && !has_figures(front);
            let before = front.rsplit(char::is_whitespace).next().unwrap_or("");
            let state = self.state_named(before);
            let is_behind_state = state.is_some_and(|state| code.is_zip() || self.is_bare_zip_of(&code, state));
            let may_be_city = || city_words(front) && self.is_known(front) != Some(false);
            if code.is_bare_zip() && self.is_us() && !is_behind_state && !may_be_city() {
                continue;
            }
            if is_plain || is_behind_state || !code.tells.is_empty() {
                return Some((code, front.trim_end_matches(super::is_around), Side::Last));
            }
        }
        let first = starts(text).take(2).collect::<Vec<_>>();
        first.into_iter().rev().find_map(|(start, rest)| {
            let code = Code::read(start).filter(|code| self.fits(code))?;
            let rest = rest.trim_matches(super::is_around);
            let is_long = code.figures().is_none_or(|figures| figures > 3);
            let is_plain = rest.starts_with(char::is_alphabetic) && !names_street(rest);
            (is_long && is_plain).then_some((code, rest, Side::First))
        })
    }

    /// Whether the country told is the US.
    fn is_us(&self) -> bool {
        self.own_country().is_some_and(|country| self.atlas.countries[country].code == UNITED_STATES)
    }

    /// Whether a code is a ZIP of a state that has lost its zero: “Boston, MA 2108”.
    fn is_bare_zip_of(&self, code: &Code<'_>, state: usize) -> bool {
        let region = &self.atlas.regions[state];
        self.atlas.countries[region.country].code == UNITED_STATES && code.is_bare_zip_of(&region.code)
    }

    /// Whether codes are written so where the address is, as far as that is told.
    fn fits(&self, code: &Code<'_>) -> bool {
        match self.own_country() {
            Some(country) => {
                code.is_of(&self.atlas.countries[country].code)
                    || self.is_us()
                        && self.region.map_or_else(|| code.is_bare_zip(), |own| self.is_bare_zip_of(code, own))
            }
            None => !code.tells.is_empty() || !code.text.contains(char::is_alphabetic),
        }
    }

    /// Takes the country that stands beside the code alone: “Singapore 048616”, “PR 00901”.
    fn takes_country<'a>(&mut self, text: &'a str, side: Option<Side>, read: &mut Reading<'a>) -> bool {
        if side.is_none() || self.own_country().is_some() || self.region_named(text, read.whole.postal_code).is_some() {
            return false;
        }
        let Some(country) = self.country_named(text) else { return false };
        self.country = Some(country);
        read.whole.country = text;
        true
    }

    /// Takes the region: a part of its own, where nothing is left, or the end of one. Says what is left, and whether it
    /// stood in the same part.
    fn cut_region<'a>(&mut self, text: &'a str, side: Option<Side>, read: &mut Reading<'a>) -> Option<(&'a str, bool)> {
        let is_here = side.is_some();
        // Behind a code stands the city, though there may be a region of its name.
        if !read.whole.region.is_empty() || side == Some(Side::First) {
            return Some((text, is_here));
        }
        let is_britain = self.country.is_none_or(|country| self.atlas.countries[country].code == BRITAIN);
        if is_britain && COUNTIES.iter().any(|county| county.eq_ignore_ascii_case(text)) {
            (read.whole.region, read.whole.tells) = (text, BRITAIN);
            self.country = self.country.or_else(|| cells::country_of_name(self.atlas, BRITAIN));
            return None;
        }
        if let Some(region) = self.region_named(text, read.whole.postal_code) {
            self.take_region(region, text, read);
            return None;
        }
        if self.is_known(text) == Some(true) {
            return Some((text, is_here));
        }
        for (front, end) in longest_ends(text) {
            let is_told = side == Some(Side::Last) || (is_short(end) && self.country.is_some() && !has_figures(front));
            let Some(region) = is_told.then(|| self.region_named(end, read.whole.postal_code)).flatten() else {
                continue;
            };
            self.take_region(region, end, read);
            return Some((front, true));
        }
        Some((text, is_here))
    }

    fn take_region<'a>(&mut self, region: usize, text: &'a str, read: &mut Reading<'a>) {
        let country = self.atlas.regions[region].country;
        self.region = Some(region);
        read.whole.region = text;
        read.whole.is_no_zip &= !self.atlas.countries[country].has_zips;
        if self.country.is_none() && self.atlas.countries[country].code == AUSTRALIA {
            read.whole.tells = AUSTRALIA;
        }
    }

    /// The region of that name in the country told; without one, a state of the US or Canada, one of Australia before four
    /// figures, or one with a name that is no short form.
    fn region_named(&self, text: &str, code: &str) -> Option<usize> {
        if self.country.is_some() {
            return self.regions(text).next();
        }
        let code = Code::read(code);
        let country = |region: usize| self.atlas.regions[region].country;
        let iso = |region: usize| self.atlas.countries[country(region)].code.as_str();
        let fitting = || self.regions(text).filter(|&region| code.is_none_or(|code| code.is_of(iso(region))));
        let is_australian = code.is_some_and(|code| code.figures() == Some(4));
        let is_bare_zip = |region: usize| code.is_some_and(|code| self.is_bare_zip_of(&code, region));
        self.state_named(text)
            .filter(|&region| code.is_none_or(|code| code.is_of(iso(region))) || is_bare_zip(region))
            .or_else(|| fitting().find(|&region| is_australian && iso(region) == AUSTRALIA))
            .or_else(|| fitting().find(|&region| !self.is_by_region(region) && text.chars().count() > SHORT + 1))
            .filter(|&region| self.is_by_region(region) || !self.is_large_city_abroad(text, country(region)))
    }

    /// Whether a large city of another country has the name of a region: Portland, before that of Jamaica.
    fn is_large_city_abroad(&self, text: &str, country: usize) -> bool {
        let mut named = self.atlas.city_names.find(key(text)).filter(|entry| entry.naming <= Naming::Like);
        named.any(|entry| {
            let place = entry.index();
            self.atlas.places[place].size >= LARGE && self.atlas.country_of(place) != country
        })
    }

    /// The regions of that name in the country told, or anywhere.
    pub fn regions(&self, text: &str) -> impl Iterator<Item = usize> + use<'t> {
        let find = |text: &str| self.atlas.region_names.find(if self.may_name(text) { key(text) } else { 0 });
        let bare = || bare_of_kind(text).map(find);
        let found = Some(find(text)).filter(|found| !found.is_empty()).or_else(bare).unwrap_or_else(|| find(""));
        let country = self.country;
        let found = found.filter(|entry| entry.naming != Naming::Lossy);
        found.filter(move |entry| country.is_none_or(|own| entry.within as usize == own)).map(Entry::index)
    }

    fn is_by_region(&self, region: usize) -> bool {
        self.atlas.countries[self.atlas.regions[region].country].by_region
    }

    /// Whether a text may name a region or a country: letters, and capitals where it is a short form. “Co” ends the name of a
    /// company.
    fn may_name(&self, text: &str) -> bool {
        let has_letter = text.contains(char::is_alphabetic);
        let is_capitals = || self.is_lower || !text.contains(char::is_lowercase) || (text.len() == 2 && text != "Co");
        has_letter && !has_figures(text) && (!is_short(text) || is_capitals())
    }

    /// The country told by name or region.
    pub fn own_country(&self) -> Option<usize> {
        self.country.or_else(|| self.region.map(|region| self.atlas.regions[region].country))
    }

    /// Whether a country is told and no region.
    pub fn country_alone(&self) -> bool {
        self.country.is_some() && self.region.is_none()
    }

    /// Whether the places are in that the address is among.
    pub fn has_places(&self) -> bool {
        match self.own_country().map(|country| &self.atlas.countries[country]) {
            Some(country) => country.has_places || (country.has_zips && self.atlas.has_zips()),
            None => self.atlas.has_world,
        }
    }

    /// Whether there is such a city in the region or country told; `None` while its places are not in.
    fn is_known(&self, city: &str) -> Option<bool> {
        self.has_places().then(|| self.named(city, true))
    }

    /// Whether a city goes by that name; with words of kind left out where that is asked.
    pub fn named(&self, city: &str, barer: bool) -> bool {
        let region = self.region.map_or("", |region| self.atlas.regions[region].name.as_str());
        let country = self.own_country().map_or("", |country| self.atlas.countries[country].code.as_str());
        let cells = Cells::read(self.atlas, Address { city, region, country, ..Address::default() });
        let scope = match self.own_country() {
            _ if cells.has_region() => Scope::Region,
            Some(country) => Scope::Country(country),
            // “г. Москва”; in Latin letters a word of kind is as often a part of the name.
            None if barer && !city.is_ascii() => Scope::Anywhere,
            None => return cells.best(key(city), Scope::Anywhere).is_some(),
        };
        if barer { cells.named(key(city), scope) } else { cells.best(key(city), scope) }.is_some()
    }

    /// The city that a part names. `is_here`: region or code stood in the same part; `has_code`: a code did.
    fn city_in<'a>(&self, text: &'a str, is_here: bool, has_code: bool) -> Option<City<'a>> {
        let city = |text: &'a str| Some(City { text, is_known: self.is_known(text) });
        let is_told = self.own_country().is_some();
        if city_words(text) {
            let found = city(text)?;
            // A province that is not known by its letters: “Roma RM”.
            if found.is_known == Some(false)
                && let Some((front, _)) = ends(text).next().filter(|(_, end)| is_short(end) && self.may_name(end))
                && self.is_known(front) == Some(true)
            {
                return city(front);
            }
            // Letters that are no name: “ZA”.
            let is_name = !is_short(text) || found.is_known == Some(true);
            return is_name.then_some(found);
        }
        if !has_figures(text) && text.len() <= LONGEST_CITY && is_told && self.is_known(text) != Some(false) {
            return city(text);
        }
        if let Some(front) = numbered(text) {
            let known = self.is_known(front);
            if known.map_or(has_code || is_told, |known| known) {
                return Some(City { text, is_known: known });
            }
        }
        if !is_here {
            return None;
        }
        let mut ends = longest_ends(text).map(|(_, end)| end).filter(|end| !has_figures(end));
        if self.has_places() {
            return city(ends.find(|end| self.named(end, false))?);
        }
        city(ends.last()?)
    }

    /// Takes the city: the first that is known, else that of the region's own name, else the first.
    fn settle<'a>(&self, read: &mut Reading<'a>, cities: &[City<'a>]) {
        let known = cities.iter().find(|city| city.is_known == Some(true));
        let first = cities.first().filter(|_| self.own_country().is_some() || !self.has_places());
        let of_region = || self.city_of_region(read.whole.region, first.is_some());
        let taken = known.copied().or_else(of_region).or_else(|| first.copied());
        if let Some(City { text, is_known }) = taken {
            (read.whole.city, read.is_known) = (text, is_known);
        } else if !cities.is_empty() {
            read.is_known = Some(false);
        }
        // A city of the very name of its region needs no region: where there is none, the region is found by that name.
        if read.whole.city.is_empty() && self.region.is_none() && !read.whole.country.is_empty() {
            let country = read.whole.country;
            let is_city = !read.whole.postal_code.is_empty() && self.is_known(country) != Some(false);
            read.whole.city = if is_city { country } else { "" };
        }
        read.country = self.own_country();
    }

    /// The city of the region's own name that lies in it: London, New York. One that only begins like it is none, unless
    /// it is as large as New York City.
    fn city_of_region<'a>(&self, name: &'a str, has_other: bool) -> Option<City<'a>> {
        let region = self.region?;
        let is_by_region = self.is_by_region(region);
        if is_by_region && has_other {
            return None;
        }
        if !self.has_places() {
            return (!has_other).then_some(City { text: name, is_known: None });
        }
        let whole = self.atlas.regions[region].whole;
        let lies_in = |entry: &Entry| entry.within as usize == region || Some(entry.within) == whole;
        let is_own = |entry: Entry| match entry.naming {
            Naming::Main => true,
            Naming::Like | Naming::Also => !is_by_region || self.atlas.places[entry.index()].size >= MILLION,
            Naming::Lossy => false,
        };
        let is_city = |name: &str| self.atlas.city_names.find(key(name)).filter(lies_in).any(is_own);
        let is_bare_city = || bare_of_kind(name).is_some_and(is_city);
        (is_city(name) || is_bare_city()).then_some(City { text: name, is_known: Some(true) })
    }
}
