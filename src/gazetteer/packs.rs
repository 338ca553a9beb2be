//! The contents of the packs, as written.

use crate::geography::{PackBytes, PackError};
use crate::model::TextColumn;
use crate::units::LonLat;
use std::cmp::Ordering;

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
    /// By ZIP, to 0.002°.
    pub points: Vec<LonLat>,
    /// Names that mail to a ZIP also goes by.
    pub further: Further,
    /// "Suffolk County, MA".
    pub counties: TextColumn,
    /// By ZIP: its county, where it is in one.
    pub zip_counties: Vec<Option<u32>>,
}

impl ZipPack {
    pub fn read(mut pack: PackBytes<'_>) -> Result<Self, PackError> {
        let state_codes = pack.texts()?;
        let state_names = same_length(&pack.texts()?, state_codes.len(), &pack)?;
        let names = pack.texts()?;
        let towns = pack.texts_of(&names)?;
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
        let points = pack.points(count, 500.0)?;
        let further = pack.texts_of(&names)?;
        let owners = pack.positions(further.len(), count)?;
        let further = Further { names: further, owners };
        let states: Vec<u32> = zip_towns.iter().map(|&town| town_states[town as usize]).collect();
        let (counties, zip_counties) = read_counties(&mut pack, &states, &state_codes)?;
        pack.finish()?;
        Ok(Self {
            state_codes,
            state_names,
            towns,
            town_states,
            zips,
            zip_towns,
            points,
            further,
            counties,
            zip_counties,
        })
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

/// The counties, and by ZIP its own: the number of each in the list of those of its state, the one that came last first; one that
/// was not there yet stands behind them. One without a name is none.
fn read_counties(
    pack: &mut PackBytes<'_>,
    states: &[u32],
    state_codes: &TextColumn,
) -> Result<(TextColumn, Vec<Option<u32>>), PackError> {
    let names = pack.texts()?;
    let bare = pack.texts_of(&names)?;
    let is_county = pack.numbers(bare.len())?;
    let mut recent: Vec<Vec<u32>> = vec![Vec::new(); state_codes.len()];
    let mut counties = TextColumn::new();
    let mut of_zips = Vec::with_capacity(states.len());
    for (number, &state) in pack.numbers(states.len())?.into_iter().zip(states) {
        let own = &mut recent[state as usize];
        let number = number as usize;
        match number.cmp(&own.len()) {
            Ordering::Less => own[..=number].rotate_right(1),
            Ordering::Equal => {
                let next = counties.len();
                if next >= bare.len() {
                    return Err(pack.damaged("a county beyond the last"));
                }
                let (name, end) = (bare.get(next), if is_county[next] > 0 { " County" } else { "" });
                counties.push(&format!("{name}{end}, {}", state_codes.get(state as usize)));
                own.insert(0, u32::try_from(next).unwrap_or(u32::MAX));
            }
            Ordering::Greater => return Err(pack.damaged("a county before the first")),
        }
        of_zips.push(Some(own[0]).filter(|&county| !bare.get(county as usize).is_empty()));
    }
    if counties.len() == bare.len() { Ok((counties, of_zips)) } else { Err(pack.damaged("counties without a ZIP")) }
}

/// Countries and their regions.
#[derive(Debug, Clone, Default)]
pub(super) struct CountryPack {
    pub iso2: TextColumn,
    pub iso3: TextColumn,
    pub names: TextColumn,
    pub points: Vec<LonLat>,
    pub further: Further,
    /// By country: how many regions are its own. Of each the last has no name and holds what lies in no other.
    pub region_counts: Vec<u32>,
    pub regions: TextColumn,
    /// Codes as used in addresses, "IN", "BY"; empty where there is none.
    pub region_codes: TextColumn,
    /// By region: how many regions before it the one is of which it is a part; 0 for a whole.
    pub region_parts: Vec<u32>,
    pub region_points: Vec<LonLat>,
    /// By region: how far its farthest place is from its point, in tens of kilometres.
    pub region_reaches: Vec<u32>,
    pub region_further: Further,
    /// By country: the cells of one degree with a place, row by row from the South Pole, ascending.
    pub cells: Vec<Vec<u32>>,
}

impl CountryPack {
    pub fn read(mut pack: PackBytes<'_>) -> Result<Self, PackError> {
        let iso2 = pack.texts()?;
        let iso3 = same_length(&pack.texts()?, iso2.len(), &pack)?;
        let names = same_length(&pack.texts()?, iso2.len(), &pack)?;
        let points = pack.points(iso2.len(), 100.0)?;
        let further = Further::read(&mut pack, iso2.len())?;
        let region_counts = pack.numbers(iso2.len())?;
        let regions = pack.texts()?;
        if region_counts.contains(&0) || total(&region_counts) != regions.len() {
            return Err(pack.damaged("regions without a country"));
        }
        let region_codes = same_length(&pack.texts()?, regions.len(), &pack)?;
        let region_parts = pack.numbers(regions.len())?;
        if region_parts.iter().enumerate().any(|(index, &back)| back as usize > index) {
            return Err(pack.damaged("a part of no region"));
        }
        let region_points = pack.points(regions.len(), 20.0)?;
        let region_reaches = pack.numbers(regions.len())?;
        let region_further = Further::read(&mut pack, regions.len())?;
        let cells = (0..iso2.len()).map(|_| read_cells(&mut pack)).collect::<Result<_, _>>()?;
        pack.finish()?;
        Ok(Self {
            iso2,
            iso3,
            names,
            points,
            further,
            region_counts,
            regions,
            region_codes,
            region_parts,
            region_points,
            region_reaches,
            region_further,
            cells,
        })
    }
}

/// Ascending numbers, each written as the difference from the one before.
fn read_cells(pack: &mut PackBytes<'_>) -> Result<Vec<u32>, PackError> {
    let count = pack.count()?;
    let mut cell = 0u32;
    let cells = pack.numbers(count)?.into_iter().map(|step| {
        cell = cell.saturating_add(step);
        cell
    });
    Ok(cells.collect())
}

/// Cities and towns of one country or several.
#[derive(Debug, Clone, Default)]
pub(super) struct PlacePack {
    /// The codes of the countries.
    pub countries: TextColumn,
    /// How many places lie in each region that holds any, country by country.
    pub counts: Vec<u32>,
    pub names: TextColumn,
    /// To 0.01°.
    pub points: Vec<LonLat>,
    /// 8 · log2 of the people.
    pub sizes: Vec<u8>,
    pub further: Further,
}

impl PlacePack {
    /// `wholes` says how many regions of a country hold places.
    pub fn read(mut pack: PackBytes<'_>, wholes: impl Fn(&str) -> Option<usize>) -> Result<Self, PackError> {
        let countries = pack.texts()?;
        let regions = countries.iter().map(wholes).sum::<Option<usize>>();
        let counts = pack.numbers(regions.ok_or_else(|| pack.damaged("places of an unknown country"))?)?;
        let names = pack.texts()?;
        if total(&counts) != names.len() {
            return Err(pack.damaged("places without a region"));
        }
        let points = pack.points(names.len(), 100.0)?;
        let sizes = pack.numbers(names.len())?.into_iter().map(u8::try_from);
        let sizes = sizes.collect::<Result<_, _>>().map_err(|_| pack.damaged("a city larger than the world"))?;
        let further = Further::read(&mut pack, names.len())?;
        if !further.owners.is_sorted() {
            return Err(pack.damaged("further names out of order"));
        }
        pack.finish()?;
        Ok(Self { countries, counts, names, points, sizes, further })
    }
}

fn total(counts: &[u32]) -> usize {
    counts.iter().map(|&count| count as usize).fold(0, usize::saturating_add)
}

fn same_length(texts: &TextColumn, length: usize, pack: &PackBytes<'_>) -> Result<TextColumn, PackError> {
    if texts.len() == length { Ok(texts.clone()) } else { Err(pack.damaged("lists of different length")) }
}
