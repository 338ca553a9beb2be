//! The contents of the two packs, as written.

use crate::geography::{PackBytes, PackError};
use crate::model::TextColumn;
use crate::units::LonLat;

/// Further names of things: the text, and the position of the thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Further {
    pub names: TextColumn,
    pub owners: Vec<u32>,
}

impl Further {
    fn read(pack: &mut PackBytes<'_>, owners: usize) -> Result<Self, PackError> {
        let names = pack.texts()?;
        let owners = pack.positions(names.len(), owners)?;
        Ok(Self { names, owners })
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.names.iter().zip(self.owners.iter().copied())
    }
}

/// Every US ZIP, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct ZipPack {
    /// Postal codes of states, DC and territories.
    pub state_codes: TextColumn,
    pub state_names: TextColumn,
    pub towns: TextColumn,
    /// By town: its state.
    pub town_states: Vec<u32>,
    /// Ascending.
    pub zips: Vec<u32>,
    /// By ZIP: its town.
    pub zip_towns: Vec<u32>,
    /// By ZIP, to 0.001°.
    pub points: Vec<LonLat>,
    /// Names that mail to a ZIP also goes by.
    pub further: Further,
}

impl ZipPack {
    pub fn read(mut pack: PackBytes<'_>) -> Result<Self, PackError> {
        let state_codes = pack.texts()?;
        let state_names = same_length(&pack.texts()?, state_codes.len(), &pack)?;
        let towns = pack.texts()?;
        let town_states = pack.positions(towns.len(), state_codes.len())?;
        let count = pack.count()?;
        if count == 0 {
            return Err(pack.damaged("no ZIP at all"));
        }
        let mut zips = pack.numbers(count)?;
        let mut last = 0u32;
        for zip in &mut zips {
            last = last.saturating_add(*zip);
            *zip = last;
        }
        if last > 99_999 {
            return Err(pack.damaged("a ZIP of six digits"));
        }
        let zip_towns = read_towns(&mut pack, count, towns.len())?;
        let points = pack.points(count, 1000.0)?;
        let further = Further::read(&mut pack, count)?;
        pack.finish()?;
        Ok(Self { state_codes, state_names, towns, town_states, zips, zip_towns, points, further })
    }
}

/// Towns are listed in the order of their first ZIP: 0 stands for the next new town, n for the one n before it.
fn read_towns(pack: &mut PackBytes<'_>, zips: usize, towns: usize) -> Result<Vec<u32>, PackError> {
    let mut next = 0u32;
    let mut found = Vec::with_capacity(zips);
    for back in pack.numbers(zips)? {
        found.push(next.checked_sub(back).ok_or_else(|| pack.damaged("a town before the first"))?);
        next += u32::from(back == 0);
    }
    if next as usize == towns { Ok(found) } else { Err(pack.damaged("towns without a ZIP")) }
}

/// Countries, their regions, and the larger cities of the world.
#[derive(Debug, Clone, Default)]
pub(super) struct CityPack {
    pub iso2: TextColumn,
    pub iso3: TextColumn,
    pub countries: TextColumn,
    pub country_points: Vec<LonLat>,
    pub country_further: Further,
    /// Names of regions; a country's cities without one are in a region without a name.
    pub regions: TextColumn,
    /// Codes as used in addresses, "IN", "BY"; empty where there is none.
    pub region_codes: TextColumn,
    pub region_countries: Vec<u32>,
    pub region_points: Vec<LonLat>,
    pub region_further: Further,
    pub cities: TextColumn,
    /// By city: its region.
    pub city_regions: Vec<u32>,
    /// By city, to 0.01°.
    pub points: Vec<LonLat>,
    /// By city: 8 · log2 of its people.
    pub sizes: Vec<u8>,
    pub further: Further,
}

impl CityPack {
    pub fn read(mut pack: PackBytes<'_>) -> Result<Self, PackError> {
        let iso2 = pack.texts()?;
        let iso3 = same_length(&pack.texts()?, iso2.len(), &pack)?;
        let countries = same_length(&pack.texts()?, iso2.len(), &pack)?;
        let country_points = pack.points(iso2.len(), 100.0)?;
        let country_further = Further::read(&mut pack, iso2.len())?;
        let regions = pack.texts()?;
        let region_codes = same_length(&pack.texts()?, regions.len(), &pack)?;
        let region_countries = pack.positions(regions.len(), iso2.len())?;
        let region_points = pack.points(regions.len(), 100.0)?;
        let region_further = Further::read(&mut pack, regions.len())?;
        let cities = pack.texts()?;
        let city_regions = read_regions(&mut pack, regions.len(), cities.len())?;
        let points = pack.points(cities.len(), 100.0)?;
        let sizes = pack.numbers(cities.len())?.into_iter().map(u8::try_from);
        let sizes = sizes.collect::<Result<_, _>>().map_err(|_| pack.damaged("a city larger than the world"))?;
        let further = Further::read(&mut pack, cities.len())?;
        pack.finish()?;
        Ok(Self {
            iso2,
            iso3,
            countries,
            country_points,
            country_further,
            regions,
            region_codes,
            region_countries,
            region_points,
            region_further,
            cities,
            city_regions,
            points,
            sizes,
            further,
        })
    }
}

/// Cities are listed region by region, with the number of each.
fn read_regions(pack: &mut PackBytes<'_>, regions: usize, cities: usize) -> Result<Vec<u32>, PackError> {
    let counts = pack.numbers(regions)?;
    let total = counts.iter().map(|&count| count as usize).fold(0, usize::saturating_add);
    if total != cities {
        return Err(pack.damaged("cities without a region"));
    }
    Ok((0u32..).zip(counts).flat_map(|(region, count)| std::iter::repeat_n(region, count as usize)).collect())
}

fn same_length(texts: &TextColumn, length: usize, pack: &PackBytes<'_>) -> Result<TextColumn, PackError> {
    if texts.len() == length { Ok(texts.clone()) } else { Err(pack.damaged("lists of different length")) }
}
