//! What the cells of an address mean: which country, which regions, and where places may lie.

use super::affixes;
use super::atlas::{Atlas, CITY_SIZE, LARGE, Place, Region};
use super::distance::km;
use super::folding::key;
use super::initials;
use super::locate::Address;
use super::mojibake::undone;
use super::names::{Entry, Found, Naming};
use super::near::Typed;
use super::own_codes::OwnCodes;
use super::postal::{ZipText, behind_state};
use super::regions::read_regions;
use super::shapes::Code;
use super::territories;
use super::whole;

/// A place nearer than this to where a region ends lies in what was, or someone calls, that region.
const AROUND_REGION_KM: f64 = 60.0;

/// A place at home counts as if it had 64 times the people; sizes are 8 · log2.
const HOME: i32 = 48;

/// A region told by so many letters is told by a code, of which every country has its own.
pub(super) const LONGEST_CODE: usize = 3;

/// What countries are called in a cell of their own beside names and ISO codes: signs of vehicles, codes of sports, short forms.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("A", "AT"),
    ("B", "BE"),
    ("BRD", "DE"),
    ("Bosnia", "BA"),
    ("Britain", "GB"),
    ("CRO", "HR"),
    ("Congo", "CG"),
    ("Corea del Sur", "KR"),
    ("Czech Rep", "CZ"),
    ("D", "DE"),
    ("DEN", "DK"),
    ("DPRK", "KP"),
    ("Democratic People's Republic of Korea", "KP"),
    ("E", "ES"),
    ("EE.UU.", "US"),
    ("ENG", "GB"),
    ("EUA", "US"),
    ("Emirates", "AE"),
    ("F", "FR"),
    ("GER", "DE"),
    ("GRE", "GR"),
    ("I", "IT"),
    ("Inglaterra", "GB"),
    ("KSA", "SA"),
    ("L", "LU"),
    ("N", "NO"),
    ("NED", "NL"),
    ("P", "PT"),
    ("P.R. China", "CN"),
    ("POR", "PT"),
    ("R.O.C.", "TW"),
    ("РФ", "RU"),
    ("Rep. of Ireland", "IE"),
    ("Republic of China", "TW"),
    ("S", "SE"),
    ("SCO", "GB"),
    ("SUI", "CH"),
    ("Saudi", "SA"),
    ("Slovak Republic", "SK"),
    ("VAE", "AE"),
    ("WAL", "GB"),
];

/// What states call themselves: “Kingdom of Saudi Arabia”.
const STATES: &[&str] =
    &["kingdom", "republic", "state", "sultanate", "emirate", "principality", "commonwealth", "federation", "duchy"];

/// What the country cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Country {
    Absent,
    Unknown,
    Known(usize),
}

/// What tells the country, if anything does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountryBy {
    /// Its cell, or what other cells or rows say.
    Name,
    /// Its cell, by a name spelt nearly so.
    NearName,
    /// The city cell, which names no city but the country.
    CityCell,
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
            is_no_zip: address.is_no_zip,
        }
    }
}

/// An address with country and regions looked up.
#[derive(Debug, Clone)]
pub(super) struct Cells<'a> {
    pub atlas: &'a Atlas,
    pub address: Address<'a>,
    pub country: Country,
    pub country_by: CountryBy,
    /// Of a row that tells no country, where that of the others was taken: what a place there counts more.
    pub home_weight: i32,
    /// Whether the city is none of the region told, and lies elsewhere.
    pub is_region_wrong: bool,
    /// What the region cell may mean, given the country.
    regions: Vec<usize>,
    /// Whether it may mean anything in any country.
    names_any_region: bool,
}

impl<'a> Cells<'a> {
    /// The cells are trimmed. A few look-ups by name.
    pub fn read(atlas: &'a Atlas, mut address: Address<'a>) -> Self {
        if says_nothing(atlas, &address) {
            address.country = "";
        }
        let mut country = read_country(atlas, address.country);
        let near = if country == Country::Unknown { near_country(atlas, address.country) } else { None };
        country = near.map_or(country, Country::Known);
        let mut regions = read_regions(atlas, address.region, country);
        let mut is_region_wrong = false;
        if country == Country::Absent
            && let Some(meant) = beyond_region(atlas, &address, &regions)
        {
            (regions, is_region_wrong) = (atlas.region_names.find(0), meant == Country::Absent);
            country = meant;
        }
        let alone = if country == Country::Absent { country_alone(atlas, &address) } else { None };
        country = alone.map_or(country, Country::Known);
        let home = atlas.home.filter(|_| country == Country::Absent).map(Country::Known);
        let is_there = |home: &Country| regions.is_empty() || in_country(regions.clone(), *home).next().is_some();
        let home = home.filter(is_there);
        country = home.unwrap_or(country);
        if let Country::Known(named) = country
            && in_country(regions.clone(), country).next().is_none()
            && let Some(own) =
                territories::told(atlas, named, &address).or_else(|| territories::of_city(atlas, named, &address))
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
        let country_by = match (near, alone) {
            (Some(_), _) => CountryBy::NearName,
            (None, Some(_)) => CountryBy::CityCell,
            (None, None) => CountryBy::Name,
        };
        let regions = in_country(regions, country).collect();
        let home_weight = home.map_or(0, |home| home_weight(atlas, home, address.postal_code));
        Self { atlas, address, country, country_by, home_weight, is_region_wrong, regions, names_any_region }
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

    /// Whether no place of the regions named is near a place, as far as their places are known. O(places of the regions).
    pub fn is_apart_from_regions(&self, place: usize) -> bool {
        let Place { point, region: own, .. } = self.atlas.places[place];
        let is_near = |other: &Place| {
            (other.point.lat() - point.lat()).abs() < AROUND_REGION_KM / 111.0
                && km(other.point, point) < AROUND_REGION_KM
        };
        self.regions().all(|named| {
            let (from, to) = self.atlas.regions[named].places;
            named != own as usize && from < to && !self.atlas.places[from..to].iter().any(is_near)
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
            Country::Absent if self.address.is_no_zip => self.regions().any(region_with_zips),
            Country::Absent => !self.names_any_region || self.regions().any(region_with_zips),
            Country::Unknown => self.regions().any(region_with_zips),
        }
    }

    /// What the postal cell says as a ZIP, if numbers in it would be some: “NC 27922”, too, where that is one of the state.
    pub fn zip(&self) -> Option<ZipText> {
        let cell = self.address.postal_code;
        if cell.is_empty() || !self.uses_zips() {
            return None;
        }
        let is_told = matches!(self.country, Country::Known(_)) && !self.is_home();
        let of_state = || {
            let (state, zip) = behind_state(cell)?;
            let zip = ZipText::parse(zip).filter(|zip| !zip.restored)?;
            let Some(known) = self.atlas.zip(zip.number) else { return (!self.atlas.has_zips()).then_some(zip) };
            let own = &self.atlas.regions[self.atlas.places[known.town as usize].region as usize];
            (own.code == state).then_some(zip)
        };
        ZipText::parse(cell).filter(|zip| is_told || !zip.is_only_told).or_else(of_state)
    }

    /// Whether the row tells no country, and that of the others was taken.
    pub fn is_home(&self) -> bool {
        self.home_weight > 0
    }

    /// The country in which a region cell that is no region, where no city is told, may name a city.
    pub fn country_of_city_in_region(&self) -> Option<usize> {
        let Country::Known(country) = self.country else { return None };
        let is_city = self.address.city.is_empty() && !self.address.region.is_empty() && !self.has_region();
        is_city.then_some(country)
    }

    /// Neither country nor region says where this is.
    pub fn is_unsupported(&self) -> bool {
        self.country == Country::Absent && !self.names_any_region
    }
}

/// Whether the country cell says that nothing is known: “N/A”; or “NA” beside a city that is a town elsewhere, or in a region
/// that Namibia does not have.
fn says_nothing(atlas: &Atlas, address: &Address<'_>) -> bool {
    // Every row is asked: without a look at any name.
    let letters = address.country.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    if !address.country.is_ascii() || !letters.eq(*b"na") {
        return false;
    }
    let city = key(address.city);
    let named = atlas.city_names.find(city).filter(|entry| entry.naming != Naming::Lossy);
    let is_there = named.clone().any(|entry| atlas.countries[atlas.country_of(entry.index())].code == "NA");
    let is_town = || named.clone().any(|entry| atlas.places[entry.index()].size >= CITY_SIZE);
    let namibia = country_of_name(atlas, "NA").map_or(Country::Absent, Country::Known);
    let is_region = || in_country(read_regions(atlas, address.region, namibia), namibia).next().is_some();
    address.country.len() > 2 || !is_there && (is_town() || !address.region.is_empty() && !is_region())
}

/// The country that a city cell names by itself, before villages of its name and places that are only like it (“India”): not where
/// it has a city of that name (“Luxemburg”), a large city has it or a place where the other rows lie, or a ZIP stands beside it. By
/// its ISO code only where no place goes by that and no other rows tell a country.
fn country_alone(atlas: &Atlas, address: &Address<'_>) -> Option<usize> {
    let cell = address.city;
    let told = if address.region.is_empty() { country_of_name(atlas, cell) } else { None }?;
    let mut named = atlas.city_names.find(key(cell)).filter(|entry| entry.naming != Naming::Lossy);
    if atlas.countries[told].code.eq_ignore_ascii_case(cell) {
        let is_open = named.next().is_none() && !initials::is_before_country(atlas, cell);
        return (is_open && atlas.home.is_none_or(|home| home == told)).then_some(told);
    }
    if cell.len() <= LONGEST_CODE && !cell.bytes().all(|letter| letter.is_ascii_uppercase()) {
        // “Sur” is a city, “USA” a code.
        return None;
    }
    let is_city = |entry: Entry| {
        let country = atlas.country_of(entry.index());
        let is_large = atlas.places[entry.index()].size >= LARGE || atlas.home == Some(country);
        country == told || is_large && entry.naming == Naming::Main
    };
    (!named.any(is_city) && ZipText::parse(address.postal_code).is_none()).then_some(told)
}

/// Whether a region that stands alone says nothing: one that the country of the other rows does not have, states of the US and Canada
/// by their names or among themselves excepted; where there is no such country, a code that regions of several have, or a side: “North”.
fn is_region_open(atlas: &Atlas, cell: &str, regions: &Found<'_>) -> bool {
    let country = |region: Entry| region.within as usize;
    let is_state = regions.clone().any(|region| atlas.countries[country(region)].by_region);
    let is_code = cell.len() <= LONGEST_CODE;
    match atlas.home {
        Some(home) if is_state && (!is_code || atlas.countries[home].by_region) => false,
        Some(home) => !regions.clone().any(|region| country(region) == home),
        None if is_code => {
            let first = regions.clone().next().map(country);
            !is_state && regions.clone().any(|region| Some(country(region)) != first)
        }
        None => affixes::is_kind(cell),
    }
}

/// Whether a short code of a region is none where the other rows lie, nor a state of the US or Canada: it says nothing.
fn is_stray_code(atlas: &Atlas, cell: &str, regions: &Found<'_>) -> bool {
    let is_told = |home: usize| {
        let country = |region: Entry| region.within as usize;
        regions.clone().any(|region| country(region) == home || atlas.countries[country(region)].by_region)
    };
    cell.len() <= LONGEST_CODE && atlas.home.is_some_and(|home| !is_told(home))
}

/// Of a row without a country whose city is none of the region that its cell names: the country that the cell tells instead
/// (“London, UK”, “San Juan, PR”), or [`Country::Absent`] where only the city counts (“Boston, NA”), or nothing does. `None` where
/// the region does. A state of the US or Canada counts unless the city is a town of the other country, or one at home.
fn beyond_region(atlas: &Atlas, address: &Address<'_>, regions: &Found<'_>) -> Option<Country> {
    let city = key(address.city);
    if regions.is_empty() {
        return None;
    }
    if city == 0 {
        let is_open = if address.postal_code.is_empty() { is_region_open } else { is_stray_code };
        return is_open(atlas, address.region, regions).then_some(Country::Absent);
    }
    let named = |fits: &dyn Fn(&Entry) -> bool| {
        atlas.city_names.find(city).filter(|entry| entry.naming != Naming::Lossy).any(|entry| fits(&entry))
    };
    let lies_in = |region: Entry| {
        let Region { whole, .. } = atlas.regions[region.index()];
        let is_meant = |within: u32| within as usize == region.index() || Some(within) == whole;
        named(&|entry| is_meant(entry.within)) || initials::lies_in(atlas, address.city, is_meant)
    };
    if regions.clone().any(lies_in) {
        return None;
    }
    let in_country = |country: usize| named(&|entry| atlas.country_of(entry.index()) == country);
    let state = |region: Entry| Some(&atlas.countries[region.within as usize]).filter(|country| country.by_region);
    let mut states = regions.clone().filter_map(state);
    let is_state = states.clone().next().is_some();
    if states.any(|country| !(country.has_places || country.has_zips && atlas.has_zips())) {
        // It may have the city: its places are not in yet.
        return None;
    }
    let told = country_of_name(atlas, address.region);
    if let Some(told) = told.filter(|&told| in_country(told)) {
        return Some(Country::Known(told));
    }
    if address.region.len() <= LONGEST_CODE
        && atlas.home.is_some_and(|home| regions.clone().any(|r| r.within as usize == home))
    {
        // A code of the country of the other rows before one of another country: the city is a village not known.
        return None;
    }
    let is_town = || named(&|entry| atlas.places[entry.index()].size >= CITY_SIZE);
    let is_stray = is_stray_code(atlas, address.region, regions);
    if atlas.home.is_some_and(in_country) || is_stray || !is_state && is_town() {
        return Some(Country::Absent);
    }
    told.filter(|_| !is_state).map(Country::Known)
}

/// What a place counts more that lies in the country of rows that tell none: as if it had 64 times the people; 4,096 times
/// beside a code as they are written there, and nothing beside another.
fn home_weight(atlas: &Atlas, home: Country, code: &str) -> i32 {
    let Country::Known(home) = home else { return 0 };
    match Code::read(code) {
        Some(code) if code.is_of(&atlas.countries[home].code) => 2 * HOME,
        Some(code) if code.figures().is_none_or(|figures| figures > 4) => 1,
        _ => HOME,
    }
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
    let short = |text: &str| {
        let own = key(text);
        let first = |text: &str| text.chars().next().map(|letter| letter.to_ascii_lowercase());
        let mut alike = SHORT_FORMS.iter().filter(|(form, _)| first(form) == first(text));
        named(alike.find(|(form, _)| key(form) == own)?.1)
    };
    let of_state = || STATES.iter().find_map(|kind| after_word(cell, kind)?.strip_prefix(" of ").and_then(named));
    let found = short(cell).or_else(|| named(cell)).or_else(|| {
        // “Korea, North”, as lists sort them.
        let turned = cell.split_once(',').map(|(name, kind)| format!("{} {name}", kind.trim()));
        turned.and_then(|turned| short(&turned).or_else(|| named(&turned)))
    });
    let found = found.or_else(of_state).or_else(|| {
        let mut parts = affixes::parts(cell).filter_map(named);
        let whole = parts.next()?;
        // “China, Hong Kong SAR” lies in Hong Kong.
        Some(parts.find(|&part| territories::is_of(atlas, part, whole)).unwrap_or(whole))
    });
    let found = found.or_else(|| affixes::ever_barer(cell).find_map(named));
    found.map_or(Country::Unknown, Country::Known)
}

/// What follows the first of this word, however it is written.
fn after_word<'a>(cell: &'a str, word: &str) -> Option<&'a str> {
    let at = cell.to_ascii_lowercase().find(word)?;
    cell.get(at + word.len()..)
}

/// The one country whose name is a slip of the hand away: “Philipines”.
fn near_country(atlas: &Atlas, cell: &str) -> Option<usize> {
    let typed = Typed::new(cell)?;
    let near = atlas.country_spellings.find(&typed).filter(|near| near.edits <= 1);
    let mut near = near.map(|near| near.place as usize);
    let country = near.next()?;
    near.all(|other| other == country).then_some(country)
}

pub(super) fn in_country(found: Found<'_>, country: Country) -> impl Iterator<Item = usize> + '_ {
    let fits = move |entry: &Entry| match country {
        Country::Known(country) => entry.within as usize == country,
        Country::Absent | Country::Unknown => true,
    };
    found.filter(fits).map(Entry::index)
}
