//! The country that rows mean which tell none: files of one country seldom name it.

use super::affixes;
use super::atlas::Atlas;
use super::cells::{Cells, Country, LONGEST_CODE, Meant, read_country};
use super::folding::{Key, key};
use super::locate::{Address, Located, locate};
use super::names::{Entry, Naming};
use super::own_codes::OwnCodes;
use super::regions::read_regions;
use super::shapes::Code;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// So many different cities say something.
const FEWEST_CITIES: usize = 3;
/// Of so many per cent of the cities the country has one of that name ...
const FITTING: usize = 80;
/// ... and of so many the largest: that there is a Paris, a Rome and a Berlin in America makes no file American.
const LARGEST: usize = 40;

/// So many cities, and so many per cent of them, make a country one of several; so many are taken at most.
const FEWEST_LIKELY: usize = 2;
const LIKELY: usize = 10;
const MOST_LIKELY: usize = 4;
/// So many of the names that nobody knows are worth the pack of a country, if it has as many of them as of the others; so many packs
/// are at most.
const WORTH_A_PACK: usize = 5;
const MOST_WORTH: usize = 12;

/// Where so many per cent of the cities are known at most by chance, and neither headers nor cells tell a country: those that write
/// codes of so many figures, and whose villages no list of larger cities has.
const BY_FIGURES: &[(usize, &[&str])] =
    &[(4, &["AT", "CH", "DK", "NO", "AU", "BE"]), (5, &["DE", "FR", "IT", "ES", "SE", "FI"])];
/// Of so many per cent of the cities the code is written as in one country alone, or with as many figures as in some.
const WRITTEN: usize = 50;

/// So many different regions say something where no header tells their country.
const FEWEST_REGIONS: usize = 2;
/// Of so many per cent of the names something is known, else the larger places of the world alone say nothing.
const KNOWN: usize = 50;

/// What addresses say of the country that they do not name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HomeGuess {
    /// How many different addresses name a city, but neither country nor region.
    pub open: usize,
    /// ISO code of the country that nearly all cities fit, or where there are none, the regions; empty for none.
    pub country: String,
    /// Where none is: ISO codes of those with several of the cities, if one is not found or may be several places, and of those in
    /// whose language headers call them. Their smaller places and further names may tell: guess again once they are in.
    pub likely: Vec<String>,
}

/// How many cities a country has, and of how many the largest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Votes {
    fitting: usize,
    largest: usize,
}

/// The votes of some cities.
struct Tally {
    seen: HashSet<Key>,
    /// By country.
    votes: Vec<Votes>,
    cities: usize,
}

impl Tally {
    fn new(atlas: &Atlas) -> Self {
        Self { seen: HashSet::new(), votes: vec![Votes::default(); atlas.countries.len()], cities: 0 }
    }

    /// Returns whether the city is a new one.
    fn add(&mut self, cells: &Cells<'_>, city: Key) -> bool {
        if !self.seen.insert(city) {
            return false;
        }
        let fitting = fitting_countries(cells, city);
        self.cities += usize::from(!fitting.is_empty());
        if let Some(&largest) = fitting.first() {
            self.votes[largest].largest += 1;
        }
        for country in fitting {
            self.votes[country].fitting += 1;
        }
        true
    }

    /// Whether of so few of the names a place is known that it may have the name by chance.
    fn is_sparse(&self) -> bool {
        self.cities * 100 < self.seen.len() * KNOWN
    }

    fn winner(&self) -> Option<usize> {
        let best = (0..self.votes.len()).max_by_key(|&country| (self.votes[country], Reverse(country)))?;
        let Votes { fitting, largest } = self.votes[best];
        let is_clear = fitting * 100 >= self.cities * FITTING && largest * 100 >= self.cities * LARGEST;
        (self.cities >= FEWEST_CITIES && is_clear).then_some(best)
    }

    /// The countries that are the largest of their name for a part of the cities, the most first.
    fn likely(&self) -> Vec<usize> {
        let unknown = self.seen.len() - self.cities;
        let largest = |country: usize| self.votes[country].largest;
        let is_worth = |country: usize| largest(country) * unknown >= self.cities * WORTH_A_PACK;
        let is_share = |country: usize| largest(country) * 100 >= self.cities * LIKELY;
        let mut likely: Vec<usize> =
            (0..self.votes.len()).filter(|&country| largest(country) >= FEWEST_LIKELY).collect();
        crate::sorting::sort_by(&mut likely, &|a, b| (Reverse(largest(*a)), *a).cmp(&(Reverse(largest(*b)), *b)));
        let ranked = likely.into_iter().enumerate().take(MOST_WORTH);
        let wanted = ranked.filter(|&(rank, country)| is_worth(country) || rank < MOST_LIKELY && is_share(country));
        wanted.map(|(_, country)| country).collect()
    }
}

/// How the codes are written of cities that stand without a country.
#[derive(Default)]
struct Written {
    cities: usize,
    /// By country: how many are written as there alone.
    told: BTreeMap<&'static str, usize>,
    /// By figures: how many have as many and nothing else.
    figures: BTreeMap<usize, usize>,
}

impl Written {
    fn add(&mut self, cell: &str) {
        self.cities += 1;
        let Some(code) = Code::read(cell) else { return };
        // So do some write what is no code; not all of a column.
        let is_irish = code.figures().is_none() && code.is_of("IE");
        let tells = if is_irish { "IE" } else { code.tells };
        if !tells.is_empty() {
            *self.told.entry(tells).or_default() += 1;
        } else if let Some(figures) = code.figures() {
            *self.figures.entry(figures).or_default() += 1;
        }
    }

    fn is_usual(&self, (_, cities): &(&impl Ord, &usize)) -> bool {
        **cities * 100 >= self.cities * WRITTEN
    }

    /// The country that most codes tell.
    fn told(&self) -> &[&'static str] {
        self.told.iter().find(|own| self.is_usual(own)).map_or(&[], |(country, _)| std::slice::from_ref(country))
    }

    /// Countries whose codes have as many figures as most.
    fn with_as_many_figures(&self) -> &'static [&'static str] {
        let usual = self.figures.iter().find(|own| self.is_usual(own));
        let alike = usual.and_then(|(figures, _)| BY_FIGURES.iter().find(|(own, _)| own == figures));
        alike.map_or(&[], |(_, countries)| countries)
    }
}

/// Lets cities vote, each once, if the larger places of the world are wanted: those of addresses that tell no country; where
/// these are too few, all. Where there are hardly any, regions do. `spoken`: the countries where headers are called so. The atlas has
/// no home yet. O(addresses + places of the names).
pub(super) fn guess<'a>(
    atlas: &Atlas,
    codes: &OwnCodes,
    addresses: impl Iterator<Item = Address<'a>> + Clone,
    spoken: &[&str],
) -> HomeGuess {
    let spoken = positions(atlas, spoken);
    let code = |country: usize| atlas.countries[country].code.clone();
    // Without the larger places of the world, what is in is enough for all cities.
    let mut guess =
        if atlas.has_world { by_cities(atlas, codes, addresses.clone(), &spoken) } else { HomeGuess::default() };
    if guess.open < FEWEST_CITIES
        && guess.country.is_empty()
        && let Some(home) = by_regions(atlas, addresses, &spoken)
    {
        guess.country = code(home);
    }
    guess
}

/// Countries by their ISO codes.
fn positions(atlas: &Atlas, codes: &[&str]) -> Vec<usize> {
    let position = |code: &&str| atlas.countries.iter().position(|country| country.code == **code);
    codes.iter().filter_map(position).collect()
}

fn by_cities<'a>(
    atlas: &Atlas,
    codes: &OwnCodes,
    addresses: impl Iterator<Item = Address<'a>>,
    spoken: &[usize],
) -> HomeGuess {
    let mut guess = HomeGuess::default();
    let (mut blank, mut all) = (Tally::new(atlas), Tally::new(atlas));
    let mut written = Written::default();
    let mut is_open = false;
    for address in addresses {
        let meant = Meant::of(atlas, codes, &address);
        let mut cells = Cells::read(atlas, meant.address());
        if meant.address().country.is_empty() && matches!(cells.country, Country::Known(_)) {
            // “SS” is a region of the country looked for before it is South Sudan.
            cells.country = Country::Absent;
        }
        let city = key(cells.address.city);
        if city == 0 || cells.country == Country::Unknown {
            continue;
        }
        guess.open += usize::from(cells.is_unsupported());
        is_open = is_open || cells.is_unsupported() && !is_settled(atlas, codes, &address);
        all.add(&cells, city);
        if cells.country == Country::Absent && blank.add(&cells, city) {
            written.add(cells.address.postal_code);
        }
    }
    let code = |country: usize| atlas.countries[country].code.clone();
    let is_sparse = blank.is_sparse();
    let mut spoken = spoken.to_vec();
    spoken.extend(positions(atlas, written.told()));
    // Many countries write so: only where their villages are known does it say anything.
    let alike = if is_sparse && spoken.is_empty() { written.with_as_many_figures() } else { &[] };
    let alike = positions(atlas, alike);
    let unread = spoken.iter().chain(&alike).copied().filter(|&country| !atlas.countries[country].has_places);
    let is_early = is_sparse && unread.clone().next().is_some();
    let tally = if blank.cities < FEWEST_CITIES { &all } else { &blank };
    match tally.winner().filter(|winner| !is_early && !alike.contains(winner)) {
        Some(winner) => guess.country = code(winner),
        None if is_open || is_early => {
            let mut likely = tally.likely();
            likely.extend(unread.filter(|country| !tally.likely().contains(country)));
            guess.likely = likely.into_iter().map(code).collect();
        }
        None => {}
    }
    guess
}

/// The country of regions that stand alone: that in which nearly all of the different ones are, more than in any other, first of those
/// in whose language the headers are; else that which nearly all other rows name. None where those are states of the US or Canada,
/// which are meant before others anyway.
fn by_regions<'a>(
    atlas: &Atlas,
    addresses: impl Iterator<Item = Address<'a>> + Clone,
    spoken: &[usize],
) -> Option<usize> {
    let is_alone = |address: &Address<'_>| {
        let Address { postal_code, city, region, country, .. } = address;
        // Sides are parts of any sale: “North”.
        let is_named = region.len() <= LONGEST_CODE || !affixes::is_kind(region.trim());
        !region.trim().is_empty() && is_named && [postal_code, city, country].iter().all(|cell| cell.trim().is_empty())
    };
    let (mut seen, mut known) = (HashSet::new(), 0);
    let mut votes = vec![0; atlas.countries.len()];
    for address in addresses.clone().filter(is_alone) {
        if seen.insert(key(address.region)) {
            let named = read_regions(atlas, address.region.trim(), Country::Absent);
            let countries: BTreeSet<usize> = named.map(|region| region.within as usize).collect();
            known += usize::from(!countries.is_empty());
            for country in countries {
                votes[country] += 1;
            }
        }
    }
    if seen.is_empty() {
        return None;
    }
    let all: Vec<usize> = (0..atlas.countries.len()).collect();
    let is_told = known >= FEWEST_REGIONS && known * 100 >= seen.len() * KNOWN;
    let by_all = || clear_winner(atlas, &votes, &all, known).filter(|_| is_told);
    if let Some(home) = clear_winner(atlas, &votes, spoken, known).or_else(by_all) {
        return Some(home).filter(|&home| !atlas.countries[home].by_region);
    }
    let mut rows = vec![0; atlas.countries.len()];
    for address in addresses {
        if let Country::Known(country) = read_country(atlas, address.country.trim()) {
            rows[country] += 1;
        }
    }
    let told = rows.iter().sum();
    clear_winner(atlas, &rows, &all, told).filter(|_| told >= FEWEST_CITIES)
}

/// The one of some countries with the most votes, if nearly all voted for it; of several one with states that are meant first.
fn clear_winner(atlas: &Atlas, votes: &[usize], among: &[usize], voters: usize) -> Option<usize> {
    let most = among.iter().map(|&country| votes[country]).max()?;
    let best: Vec<usize> = among.iter().copied().filter(|&country| votes[country] == most).collect();
    let state = best.iter().copied().find(|&country| atlas.countries[country].by_region);
    let winner = state.or(if best.len() == 1 { best.first().copied() } else { None })?;
    (most > 0 && most * 100 >= voters * FITTING).then_some(winner)
}

/// Whether a city is found, and no other may be meant.
fn is_settled(atlas: &Atlas, codes: &OwnCodes, address: &Address<'_>) -> bool {
    let Located { placement, findings, .. } = locate(atlas, codes, address);
    placement.location.is_some() && findings.is_empty()
}

/// The countries that have a place of the name, as far as country, region and postal code go with it; that of the largest
/// first.
fn fitting_countries(cells: &Cells<'_>, city: Key) -> Vec<usize> {
    let atlas = cells.atlas;
    let code = Code::read(cells.address.postal_code);
    let is_written_there = |country: usize| {
        let iso = &atlas.countries[country].code;
        // Codes that lost their zeros have too few figures.
        code.is_none_or(|code| code.is_of(iso) || code.figures().is_some_and(|figures| figures < 5))
    };
    let fits = |entry: &Entry| {
        let country = atlas.country_of(entry.index());
        let is_told = cells.country == Country::Absent || cells.country == Country::Known(country);
        entry.naming != Naming::Lossy && is_told && is_written_there(country)
    };
    let mut named: Vec<Entry> = atlas.city_names.find(city).filter(fits).collect();
    // A region that has no such city is none of this country, or by another name.
    if named.iter().any(|entry| cells.names_region(entry.within)) {
        named.retain(|entry| cells.names_region(entry.within));
    }
    crate::sorting::sort_by(&mut named, &|a, b| {
        let rank = |entry: &Entry| (entry.naming, Reverse(atlas.places[entry.index()].size), entry.index());
        rank(a).cmp(&rank(b))
    });
    let mut countries = Vec::with_capacity(named.len());
    for entry in named {
        let country = atlas.country_of(entry.index());
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    countries
}

#[cfg(test)]
mod tests;
