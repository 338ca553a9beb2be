//! What the cells of an address mean: which country, which regions, and where places may lie.

use super::affixes;
use super::atlas::{Atlas, Place};
use super::distance::km;
use super::folding::key;
use super::locate::Address;
use super::mojibake::undone;
use super::names::{Entry, Found, Naming};
use super::near::Typed;
use super::own_codes::OwnCodes;
use super::whole;

/// A place nearer than this to where a region ends lies in what was, or someone calls, that region.
const AROUND_REGION_KM: f64 = 60.0;

/// Territories with an ISO code of their own that addresses also tell as regions or cities of a country.
const TERRITORIES: &[(&str, &[&str])] = &[
    ("CN", &["HK", "MO", "TW"]),
    ("US", &["PR", "VI", "GU", "AS", "MP"]),
    ("FR", &["RE", "GP", "MQ", "GF", "YT", "PF", "NC", "PM", "BL", "MF"]),
    ("GB", &["GG", "JE", "IM", "GI", "BM", "KY"]),
    ("NL", &["AW", "CW", "SX", "BQ"]),
    ("DK", &["GL", "FO"]),
    ("FI", &["AX"]),
    ("NO", &["SJ"]),
];
/// The numbers that the territories had among the regions of China.
const CHINESE_NUMBERS: &[(&str, &str)] = &[("71", "TW"), ("91", "HK"), ("92", "MO")];

/// What the country cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Country {
    Absent,
    Unknown,
    Known(usize),
}

/// Where a place is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the regions named.
    Region,
    Country(usize),
    Anywhere,
}

/// Cells as they were meant: a whole address read, and what was read in the wrong encoding put right.
#[derive(Debug, Default)]
pub(super) struct Meant<'a> {
    address: Address<'a>,
    undone: [Option<String>; 3],
}

impl<'a> Meant<'a> {
    pub fn of(atlas: &Atlas, codes: &OwnCodes, address: &Address<'a>) -> Self {
        let address = whole::understood(atlas, codes, address);
        Self { undone: [undone(address.city), undone(address.region), undone(address.country)], address }
    }

    pub fn address(&self) -> Address<'_> {
        let (address, [city, region, country]) = (&self.address, &self.undone);
        Address {
            postal_code: address.postal_code.trim(),
            city: city.as_deref().unwrap_or(address.city).trim(),
            region: region.as_deref().unwrap_or(address.region).trim(),
            country: country.as_deref().unwrap_or(address.country).trim(),
            whole: "",
        }
    }
}

/// An address with country and regions looked up.
#[derive(Debug, Clone)]
pub(super) struct Cells<'a> {
    pub atlas: &'a Atlas,
    pub address: Address<'a>,
    pub country: Country,
    /// Whether no country is spelt like its cell, and the one spelt nearest to it was taken.
    pub is_country_near: bool,
    /// Whether the row tells no country, and that of the others was taken.
    pub is_home: bool,
    /// What the region cell may mean, given the country.
    regions: Vec<usize>,
    /// Whether it may mean anything in any country.
    names_any_region: bool,
}

impl<'a> Cells<'a> {
    /// The cells are trimmed. A few look-ups by name.
    pub fn read(atlas: &'a Atlas, mut address: Address<'a>) -> Self {
        let mut country = read_country(atlas, address.country);
        let near = if country == Country::Unknown { near_country(atlas, address.country) } else { None };
        country = near.map_or(country, Country::Known);
        let mut regions = read_regions(atlas, address.region, country);
        let home = atlas.home.filter(|_| country == Country::Absent).map(Country::Known);
        let is_there = |home: &Country| regions.is_empty() || in_country(regions.clone(), *home).next().is_some();
        let home = home.filter(is_there);
        country = home.unwrap_or(country);
        if let Country::Known(named) = country
            && in_country(regions.clone(), country).next().is_none()
            && let Some(own) = territory(atlas, named, &address)
        {
            (country, regions, address.region) = (Country::Known(own), atlas.region_names.find(0), "");
        }
        if let (true, Some((city, region))) = (address.region.is_empty(), address.city.rsplit_once(',')) {
            let named = read_regions(atlas, region, country);
            if !named.is_empty() {
                regions = named;
                address = Address { city: city.trim(), region: region.trim(), ..address };
            }
        }
        let names_any_region = !regions.is_empty();
        let is_country_near = near.is_some();
        let regions = in_country(regions, country).collect();
        Self { atlas, address, country, is_country_near, is_home: home.is_some(), regions, names_any_region }
    }

    /// What the region cell may mean, given the country.
    pub fn regions(&self) -> impl Iterator<Item = usize> + '_ {
        self.regions.iter().copied()
    }

    pub fn has_region(&self) -> bool {
        !self.regions.is_empty()
    }

    /// The region meant most likely: “CA” is California before it is any province of another country.
    pub fn first_region(&self) -> Option<usize> {
        let rank = |&region: &usize| {
            let country = &self.atlas.countries[self.atlas.regions[region].country];
            (!country.has_zips, !country.by_region, region)
        };
        self.regions().min_by_key(rank)
    }

    /// Whether the region of a place is one of those named, or the whole of one.
    pub fn names_region(&self, region: u32) -> bool {
        self.regions().any(|named| named == region as usize || self.atlas.regions[named].whole == Some(region))
    }

    /// Whether a place lies beyond all the regions named, and not just across their borders.
    pub fn is_beyond_regions(&self, place: usize) -> bool {
        let Place { point, region: own, .. } = self.atlas.places[place];
        self.regions().all(|named| {
            let region = &self.atlas.regions[named];
            named != own as usize && km(region.point, point) > region.reach_km + AROUND_REGION_KM
        })
    }

    /// Whether a place in a region may be the one meant as far as region and country go.
    pub fn accepts(&self, scope: Scope, region: u32) -> bool {
        match scope {
            Scope::Region => self.names_region(region),
            Scope::Country(country) => self.atlas.regions[region as usize].country == country,
            Scope::Anywhere => true,
        }
    }

    /// Whether a number in the postal cell would be a ZIP.
    pub fn uses_zips(&self) -> bool {
        let region_with_zips = |region: usize| self.atlas.countries[self.atlas.regions[region].country].has_zips;
        match self.country {
            Country::Known(country) => self.atlas.countries[country].has_zips,
            Country::Absent => !self.names_any_region || self.regions().any(region_with_zips),
            Country::Unknown => self.regions().any(region_with_zips),
        }
    }

    /// Neither country nor region says where this is.
    pub fn is_unsupported(&self) -> bool {
        self.country == Country::Absent && !self.names_any_region
    }
}

/// The territory of a country that stands as its region or city: Hong Kong in China, Puerto Rico in the United States.
fn territory(atlas: &Atlas, country: usize, address: &Address<'_>) -> Option<usize> {
    let code = atlas.countries[country].code.as_str();
    if address.region.is_empty() && address.city.is_empty() {
        return None;
    }
    let (_, territories) = TERRITORIES.iter().find(|(whole, _)| *whole == code)?;
    let number = CHINESE_NUMBERS.iter().find(|(number, _)| code == "CN" && *number == address.region);
    let told = number.map_or(address.region, |(_, territory)| territory);
    let named = [told, address.city].into_iter().filter_map(|cell| match read_country(atlas, cell) {
        Country::Known(own) => Some(own),
        Country::Absent | Country::Unknown => None,
    });
    named.into_iter().find(|&own| territories.contains(&atlas.countries[own].code.as_str()))
}

/// The country that a cell names: by its main name before by another one, else by a part of the cell.
pub(super) fn read_country(atlas: &Atlas, cell: &str) -> Country {
    if cell.is_empty() {
        return Country::Absent;
    }
    // Most cells of a file say the same, in two capital letters.
    if let &[first @ b'A'..=b'Z', second @ b'A'..=b'Z'] = cell.as_bytes() {
        let [first, second] = [first, second].map(|letter| usize::from(letter - b'A'));
        return atlas.country_by_letters(|letters| named_country(atlas, letters))[first * 26 + second];
    }
    named_country(atlas, cell)
}

/// The country of exactly that name or code, by its main name before by another one.
pub(super) fn country_of_name(atlas: &Atlas, text: &str) -> Option<usize> {
    let found = atlas.country_names.find(key(text));
    let main = found.clone().find(|entry| entry.naming == Naming::Main);
    main.or_else(|| found.filter(|entry| entry.naming == Naming::Also).last()).map(Entry::index)
}

fn named_country(atlas: &Atlas, cell: &str) -> Country {
    let named = |text: &str| country_of_name(atlas, text);
    let found = named(cell).or_else(|| affixes::parts(cell).chain(affixes::ever_barer(cell)).find_map(named));
    found.map_or(Country::Unknown, Country::Known)
}

/// The one country whose name is a slip of the hand away: “Philipines”.
fn near_country(atlas: &Atlas, cell: &str) -> Option<usize> {
    let typed = Typed::new(cell)?;
    let near = atlas.country_spellings.find(&typed).filter(|near| near.edits <= 1);
    let mut near = near.map(|near| near.place as usize);
    let country = near.next()?;
    near.all(|other| other == country).then_some(country)
}

fn in_country(found: Found<'_>, country: Country) -> impl Iterator<Item = usize> + '_ {
    let fits = move |entry: &Entry| match country {
        Country::Known(country) => entry.within as usize == country,
        Country::Absent | Country::Unknown => true,
    };
    found.filter(fits).map(Entry::index)
}

/// What a region cell may mean: the whole of it, else a part (“CA - California”), else without the words of kind
/// (“Mazowieckie Voivodeship”), else a code behind that of its country (“JP-13”).
fn read_regions<'a>(atlas: &'a Atlas, cell: &str, country: Country) -> Found<'a> {
    let find = |text: &str| atlas.region_names.find(key(text));
    let fits = |found: &Found<'a>| in_country(found.clone(), country).next().is_some();
    let whole = find(cell);
    if cell.is_empty() || fits(&whole) {
        return whole;
    }
    let parts = affixes::parts(cell).chain(affixes::ever_barer(cell));
    let barer = affixes::parts(cell).flat_map(affixes::ever_barer);
    let code = cell.split_once(['-', '_', '.']).map(|(_, code)| code);
    parts.chain(barer).chain(code).map(find).find(fits).unwrap_or(whole)
}
