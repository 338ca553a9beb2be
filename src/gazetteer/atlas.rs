//! The packs joined: countries, regions and places, each indexed by name.

use super::affixes;
use super::cells;
use super::counties::Counties;
use super::distance::km;
use super::folding::{Key, key};
use super::initials::Initials;
use super::names::{Entry, Names, Naming, naming};
use super::near::NearNames;
use super::packs::{CountryPack, Further, PlacePack, ZipPack};
use super::regions;
use crate::model::TextColumn;
use crate::sorting::sort;
use crate::units::LonLat;
use std::sync::OnceLock;

/// Countries whose addresses use US ZIPs.
const ZIP_COUNTRIES: [&str; 6] = ["US", "PR", "VI", "GU", "AS", "MP"];
pub(super) const UNITED_STATES: &str = "US";
/// Countries whose places are told by region ("Toronto, ON"), and whose regions come first when none is named.
const BY_REGION: [&str; 2] = [UNITED_STATES, "CA"];
/// Size of a town of one ZIP that is not among the larger cities, and of a place of which nobody knows the people: 500 of them.
const TOWN_SIZE: u8 = 72;
/// Size of 15,000 people, from which on a town would be among the larger cities.
pub(super) const CITY_SIZE: u8 = 111;
/// Size of 100,000 people.
pub(super) const LARGE: u8 = 133;
/// Size of a million people.
pub(super) const MILLION: u8 = 159;
/// People so near count towards a place, each as such a part of one of its own.
const AROUND_KM: f64 = 25.0;
const ATTRACTION: f64 = 0.02;
/// What they add at most: a city four times as large is meant wherever it lies.
const MOST_ATTRACTION: i32 = 16;
/// The same where nobody knows how many people a place has: eight times.
pub(super) const UNKNOWN_ATTRACTION: i32 = 24;
/// A state that only the ZIPs bring reaches this far, as far as is known.
const STATE_REACH_KM: f64 = 500.0;

/// A country.
#[derive(Debug, Clone)]
pub(super) struct Country {
    pub code: String,
    pub name: String,
    pub point: LonLat,
    /// Whether US ZIPs are used there.
    pub has_zips: bool,
    /// Whether its places are told by region.
    pub by_region: bool,
    /// Its first region, and how many hold places: all but those that are parts of another.
    first_region: usize,
    regions: usize,
    /// Whether its own pack is in.
    pub has_places: bool,
    /// The cells of one degree with a place, ascending.
    pub cells: Vec<u32>,
    /// Its places and further names from each pack: from, to.
    spans: Vec<Span>,
    near: OnceLock<NearNames>,
    /// Its larger places by latitude, and how many people each has.
    larger: OnceLock<Vec<(LonLat, f64)>>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    places: (usize, usize),
    further: (usize, usize),
}

/// A state or province, or a part of one that has a name or code of its own.
#[derive(Debug, Clone)]
pub(super) struct Region {
    pub country: usize,
    pub code: String,
    pub name: String,
    pub point: LonLat,
    /// How far its farthest place is from its point.
    pub reach_km: f64,
    /// Of a part: the region that it is in.
    pub whole: Option<u32>,
    /// Its places from the pack that came last: from, to; none of a part.
    pub places: (usize, usize),
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
    /// The cells of one degree with a place of any country, ascending.
    pub inhabited: Vec<u32>,
    pub regions: Vec<Region>,
    pub places: Vec<Place>,
    /// By place: its key, to tell whether a ZIP's town is the one named.
    pub place_keys: Vec<Key>,
    place_names: TextColumn,
    further: Further,
    /// By number: position of the ZIP plus one, 0 for none.
    zip_slots: Vec<u32>,
    zips: Vec<Zip>,
    pub counties: Counties,
    pub has_world: bool,
    /// The country of addresses that tell none.
    pub home: Option<usize>,
    pub country_names: Names,
    /// What two capital letters say as a country; looked up when first asked for.
    country_by_letters: OnceLock<Vec<cells::Country>>,
    pub country_spellings: NearNames,
    pub region_names: Names,
    pub city_names: Names,
    /// The larger cities by their first letters; collected when first asked for.
    initials: OnceLock<Initials>,
}

impl Atlas {
    pub fn place_name(&self, place: usize) -> &str {
        self.place_names.get(place)
    }

    pub fn initials(&self) -> &Initials {
        self.initials.get_or_init(|| Initials::of(self))
    }

    pub fn zip(&self, number: u32) -> Option<Zip> {
        self.zips.get(self.zip_position(number)?).copied()
    }

    /// In the order of the pack.
    pub fn zip_position(&self, number: u32) -> Option<usize> {
        (*self.zip_slots.get(number as usize)? as usize).checked_sub(1)
    }

    pub fn has_zips(&self) -> bool {
        !self.zips.is_empty()
    }

    pub fn country_of(&self, place: usize) -> usize {
        self.regions[self.places[place].region as usize].country
    }

    /// "Fort Wayne, IN", "Munich, DE".
    pub fn describe(&self, place: usize) -> String {
        let region = &self.regions[self.places[place].region as usize];
        let country = &self.countries[region.country];
        let within = if country.by_region && !region.code.is_empty() { &region.code } else { &country.code };
        let name = self.place_name(place);
        let mut text = String::with_capacity(name.len() + 2 + within.len());
        text.push_str(name);
        text.push_str(", ");
        text.push_str(within);
        text
    }

    /// What two capital letters say as a country, AA to ZZ; `look_up` tells it of one text.
    pub fn country_by_letters(&self, look_up: impl Fn(&str) -> cells::Country) -> &[cells::Country] {
        self.country_by_letters.get_or_init(|| {
            let pairs = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| String::from_iter([first, second])));
            pairs.map(|letters| look_up(&letters)).collect()
        })
    }

    /// How many regions of the country hold places.
    pub fn wholes(&self, code: &str) -> Option<usize> {
        self.countries.iter().find(|country| country.code == code).map(|country| country.regions)
    }

    /// All names of a country's places, to be searched for near spellings; collected when first asked for.
    pub fn near_names(&self, country: usize) -> &NearNames {
        let country = &self.countries[country];
        country.near.get_or_init(|| {
            let mut names = NearNames::default();
            for place in country.spans.iter().flat_map(|span| span.places.0..span.places.1) {
                names.add(self.place_names.get(place), position(place));
            }
            for span in &country.spans {
                for further in span.further.0..span.further.1 {
                    names.add_also(self.further.names.get(further), self.further.owners[further]);
                }
            }
            names
        })
    }

    /// What a place counts more for the people around it, in eighths of a power of two. O(log n + larger places of its
    /// latitude), after O(n log n) once for its country.
    pub fn surroundings(&self, place: usize) -> i32 {
        let Place { point, size, .. } = self.places[place];
        let country = &self.countries[self.country_of(place)];
        let larger = country.larger.get_or_init(|| self.larger_places(country));
        let reach = AROUND_KM / 111.0;
        let from = larger.partition_point(|(other, _)| other.lat() < point.lat() - reach);
        let of_latitude = larger[from..].iter().take_while(|(other, _)| other.lat() <= point.lat() + reach);
        let around = of_latitude.filter(|(other, _)| km(*other, point) <= AROUND_KM).map(|(_, people)| people);
        let people = around.sum::<f64>() * ATTRACTION;
        #[expect(clippy::cast_possible_truncation, reason = "below 8 · 40")]
        let grown = libm::round(8.0 * libm::log2(1.0 + people / people_of(size))) as i32;
        grown.min(if size == TOWN_SIZE { UNKNOWN_ATTRACTION } else { MOST_ATTRACTION })
    }

    fn larger_places(&self, country: &Country) -> Vec<(LonLat, f64)> {
        let places = country.spans.iter().flat_map(|span| &self.places[span.places.0..span.places.1]);
        let larger = places.filter(|place| place.size >= CITY_SIZE).map(|place| (place.point, people_of(place.size)));
        let mut larger: Vec<_> = larger.collect();
        crate::sorting::sort_by(&mut larger, &|a, b| a.0.lat().total_cmp(&b.0.lat()));
        larger
    }

    /// Adds countries and regions.
    pub fn add_countries(&mut self, pack: &CountryPack) {
        self.country_by_letters = OnceLock::new();
        let mut first = 0;
        for (index, code) in pack.iso2.iter().enumerate() {
            let count = pack.region_counts[index] as usize;
            let regions = first..first + count;
            let parts = pack.region_parts[regions.clone()].iter().filter(|&&back| back > 0).count();
            self.country_names.add(pack.names.get(index), position(index), 0);
            self.country_spellings.add(pack.names.get(index), position(index));
            self.country_names.add_also(code, position(index), 0);
            self.country_names.add_also(pack.iso3.get(index), position(index), 0);
            self.countries.push(Country {
                code: code.to_owned(),
                name: pack.names.get(index).to_owned(),
                point: pack.points[index],
                has_zips: ZIP_COUNTRIES.contains(&code),
                by_region: BY_REGION.contains(&code),
                first_region: first,
                regions: count - parts,
                has_places: false,
                cells: pack.cells[index].clone(),
                spans: Vec::new(),
                near: OnceLock::new(),
                larger: OnceLock::new(),
            });
            for region in regions {
                let back = pack.region_parts[region] as usize;
                self.add_region(Region {
                    country: index,
                    code: pack.region_codes.get(region).to_owned(),
                    name: pack.regions.get(region).to_owned(),
                    point: pack.region_points[region],
                    reach_km: f64::from(pack.region_reaches[region]) * 10.0,
                    whole: (back > 0).then(|| position(region - back)),
                    places: (0, 0),
                });
            }
            first += count;
        }
        self.inhabited.extend(pack.cells.iter().flatten());
        sort(&mut self.inhabited);
        self.inhabited.dedup();
        for (name, country) in pack.further.iter() {
            self.country_spellings.add(name, country);
        }
        add_further(&mut self.country_names, &pack.further, |_| 0);
        for (index, region) in (0..).zip(&self.regions) {
            add_bare(&mut self.region_names, &region.name, index, position(region.country));
        }
        let regions = &self.regions;
        add_further(&mut self.region_names, &pack.region_further, |region| {
            regions.get(region as usize).map_or(0, |region| position(region.country))
        });
    }

    fn add_region(&mut self, region: Region) {
        let index = position(self.regions.len());
        let country = position(region.country);
        self.region_names.add(&region.name, index, country);
        self.region_names.add_also(&region.code, index, country);
        self.regions.push(region);
    }

    /// Adds places. Of several countries those are left out whose own pack is in.
    pub fn add_places(&mut self, pack: &PlacePack) {
        self.initials = OnceLock::new();
        let is_world = pack.countries.len() > 1;
        self.city_names.reserve(pack.names.len() + pack.further.names.len());
        let (mut next, mut region_at, mut further_at) = (0, 0, 0);
        for code in pack.countries.iter() {
            let Some(at) = self.countries.iter().position(|country| country.code == code) else { continue };
            let regions = self.holding_regions(at);
            let counts = &pack.counts[region_at..region_at + regions.len()];
            region_at += regions.len();
            let end = next + counts.iter().map(|&count| count as usize).sum::<usize>();
            let later = pack.further.owners[further_at..].iter().take_while(|&&owner| (owner as usize) < end).count();
            let from = (next, further_at);
            (next, further_at) = (end, further_at + later);
            if self.countries[at].has_places {
                continue;
            }
            let by_place = regions.iter().zip(counts).flat_map(|(&r, &count)| std::iter::repeat_n(r, count as usize));
            let span = self.add_span(pack, from, further_at, by_place);
            let country = &mut self.countries[at];
            country.spans.push(span);
            (country.near, country.larger) = Default::default();
            country.has_places = !is_world;
        }
        self.has_world |= is_world;
    }

    /// The regions of a country that hold places, the nameless one last.
    fn holding_regions(&self, country: usize) -> Vec<u32> {
        let mut found = Vec::with_capacity(self.countries[country].regions);
        let mut region = self.countries[country].first_region;
        while found.len() < self.countries[country].regions {
            if self.regions[region].whole.is_none() {
                found.push(position(region));
            }
            region += 1;
        }
        found
    }

    fn add_span(
        &mut self,
        pack: &PlacePack,
        from: (usize, usize),
        further_end: usize,
        regions: impl Iterator<Item = u32>,
    ) -> Span {
        let first = (self.places.len(), self.further.names.len());
        for (index, region) in (from.0..).zip(regions) {
            let own = &mut self.regions[region as usize].places;
            let begins = if own.1 == self.places.len() { own.0 } else { self.places.len() };
            *own = (begins, self.places.len() + 1);
            let size = if pack.sizes[index] == 0 { TOWN_SIZE } else { pack.sizes[index] };
            self.add_place(pack.names.get(index), Place { point: pack.points[index], region, size });
        }
        for further in from.1..further_end {
            let owner = position(pack.further.owners[further] as usize - from.0 + first.0);
            self.add_further_name(pack.further.names.get(further), owner);
        }
        Span { places: (first.0, self.places.len()), further: (first.1, self.further.names.len()) }
    }

    fn add_place(&mut self, name: &str, place: Place) {
        let index = position(self.places.len());
        let key = self.city_names.add(name, index, place.region);
        if let Some(bare) = affixes::bare(name) {
            self.city_names.add_as(bare, index, place.region, naming(bare, name));
        }
        if let Some((bare, _)) = name.split_once(" (") {
            // “Brentwood (Los Angeles)”.
            self.city_names.add_as(bare, index, place.region, Naming::Like);
        }
        self.place_keys.push(key);
        self.place_names.push(name);
        self.places.push(place);
    }

    fn add_further_name(&mut self, name: &str, owner: u32) {
        let region = self.places[owner as usize].region;
        self.city_names.add_as(name, owner, region, naming(name, self.place_names.get(owner as usize)));
        if let Some(bare) = affixes::bare(name) {
            self.city_names.add_as(bare, owner, region, naming(bare, self.place_names.get(owner as usize)));
        }
        self.further.names.push(name);
        self.further.owners.push(owner);
    }

    /// Adds ZIPs and their towns; the countries are there.
    pub fn add_zips(&mut self, pack: &ZipPack) {
        let Some(country) = self.countries.iter().position(|country| country.code == UNITED_STATES) else { return };
        self.counties = Counties::new(pack);
        let first = self.places.len();
        self.city_names.reserve(pack.towns.len() + pack.further.names.len());
        let means = town_means(pack);
        let states = self.state_regions(pack, &means, country);
        for (town, name) in pack.towns.iter().enumerate() {
            let Mean { zips, .. } = means[town];
            let point = means[town].point().unwrap_or(pack.points[0]);
            let size =
                TOWN_SIZE.saturating_add(u8::try_from(8 * zips.max(1).ilog2()).unwrap_or(u8::MAX)).min(CITY_SIZE);
            self.add_place(name, Place { point, region: states[pack.town_states[town] as usize], size });
        }
        self.zip_slots = vec![0; 100_000];
        for ((&zip, &town), &point) in pack.zips.iter().zip(&pack.zip_towns).zip(&pack.points) {
            self.zips.push(Zip { point, town: position(first) + town });
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
        let further = self.further.names.len();
        let country = &mut self.countries[country];
        country.spans.push(Span { places: (first, self.places.len()), further: (further, further) });
        (country.near, country.larger) = Default::default();
    }

    /// By state of the pack: its region, which is added where the countries do not bring it.
    fn state_regions(&mut self, pack: &ZipPack, towns: &[Mean], country: usize) -> Vec<u32> {
        let mut means = vec![Mean::default(); pack.state_codes.len()];
        for (&state, town) in pack.town_states.iter().zip(towns) {
            means[state as usize].add(town);
        }
        let mut found = Vec::with_capacity(means.len());
        for (index, code) in pack.state_codes.iter().enumerate() {
            let known = self.regions.iter().position(|region| region.country == country && region.code == code);
            let region = known.unwrap_or_else(|| {
                let point = means[index].point().unwrap_or(pack.points[0]);
                let name = pack.state_names.get(index).to_owned();
                let (code, reach_km) = (code.to_owned(), STATE_REACH_KM);
                self.add_region(Region { country, code, name, point, reach_km, whole: None, places: (0, 0) });
                self.regions.len() - 1
            });
            found.push(position(region));
        }
        found
    }
}

/// From 8 · log2 to people.
pub(super) fn people_of(size: u8) -> f64 {
    libm::exp2(f64::from(size) / 8.0)
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

/// `within` says what an owner lies in.
fn add_further(names: &mut Names, further: &Further, within: impl Fn(u32) -> u32) {
    for (name, owner) in further.iter() {
        names.add_also(name, owner, within(owner));
        add_bare(names, name, owner, within(owner));
    }
}

/// The name without words of kind, unless another thing beside it is called so: Virginia is not West Virginia.
fn add_bare(names: &mut Names, name: &str, owner: u32, within: u32) {
    let is_main = |entry: Entry| entry.naming == Naming::Main && entry.within == within;
    if let Some(bare) = regions::ever_barer(name).next().filter(|bare| !names.find(key(bare)).any(is_main)) {
        names.add_also(bare, owner, within);
    }
}

/// Packs are bounded far below 2³² entries by the reader.
pub(super) fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
