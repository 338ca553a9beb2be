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
use std::collections::{BTreeSet, HashSet};

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

    fn add(&mut self, cells: &Cells<'_>, city: Key) {
        if !self.seen.insert(city) {
            return;
        }
        let fitting = fitting_countries(cells, city);
        self.cities += usize::from(!fitting.is_empty());
        if let Some(&largest) = fitting.first() {
            self.votes[largest].largest += 1;
        }
        for country in fitting {
            self.votes[country].fitting += 1;
        }
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
        let several = |&country: &usize| {
            let Votes { largest, .. } = self.votes[country];
            largest >= FEWEST_LIKELY && largest * 100 >= self.cities * LIKELY
        };
        let mut likely: Vec<usize> = (0..self.votes.len()).filter(several).collect();
        crate::sorting::sort_by(&mut likely, &|a, b| {
            let rank = |country: &usize| (Reverse(self.votes[*country].largest), *country);
            rank(a).cmp(&rank(b))
        });
        likely.truncate(MOST_LIKELY);
        likely
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
    let position = |code: &&str| atlas.countries.iter().position(|country| country.code == **code);
    let spoken: Vec<usize> = spoken.iter().filter_map(position).collect();
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

fn by_cities<'a>(
    atlas: &Atlas,
    codes: &OwnCodes,
    addresses: impl Iterator<Item = Address<'a>>,
    spoken: &[usize],
) -> HomeGuess {
    let mut guess = HomeGuess::default();
    let (mut blank, mut all) = (Tally::new(atlas), Tally::new(atlas));
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
        if cells.country == Country::Absent {
            blank.add(&cells, city);
        }
    }
    let code = |country: usize| atlas.countries[country].code.clone();
    let unread = spoken.iter().copied().filter(|&country| !atlas.countries[country].has_places);
    let is_early = blank.is_sparse() && unread.clone().next().is_some();
    let tally = if blank.cities < FEWEST_CITIES { &all } else { &blank };
    match tally.winner().filter(|_| !is_early) {
        Some(winner) => guess.country = code(winner),
        None if is_open => {
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
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Finding, Gazetteer, Located};
    use crate::model::Precision;
    use crate::units::LonLat;
    use std::sync::LazyLock;

    /// Countries, the larger cities of the world, and all places of Germany.
    static GAZETTEER: LazyLock<Gazetteer> =
        LazyLock::new(|| with_packs(&["core.pack.gz", "world.pack.gz", "places/DE.pack.gz"]));

    /// City, postal code, region and country, separated by bars → the country guessed, and how many tell none.
    fn guess(lines: &[&str]) -> (String, usize) {
        let addresses = lines.iter().map(|line| {
            let mut cells = line.split('|');
            let mut next = || cells.next().unwrap_or_default();
            Address { city: next(), postal_code: next(), region: next(), country: next(), ..Address::default() }
        });
        let guess = GAZETTEER.guess_home(addresses, &[]);
        (guess.country, guess.open)
    }

    fn told(country: &str, open: usize) -> (String, usize) {
        (country.to_owned(), open)
    }

    #[test]
    fn cities_tell_the_country_that_no_row_names() {
        let german =
            ["Augsburg|86150", "Limburg|65549", "Wertheim|97877", "Dresden|1067", "Bonn|53115", "Qqqqqqqq|53115"];
        assert_eq!(guess(&german), told("DE", 6));
        // The codes are British, although most cities have a larger namesake.
        let british = ["Boston|PE21 6TY", "Lincoln|LN1 1AA", "Durham|DH1 3EE", "Perth|PH1 1AA", "Windsor|SL4 1AA"];
        assert_eq!(guess(&british), told("GB", 5));
        // Codes of regions are no countries: South Sudan, Saudi Arabia, Panama.
        let salvadoran = [
            "San Salvador||SS",
            "Soyapango||SS",
            "Santa Ana||SA",
            "Mejicanos||SS",
            "Ahuachapán||AH",
            "Chalchuapa||SA",
            "La Paz||PA",
        ];
        assert_eq!(guess(&salvadoran).0, "SV");
        // Rows that name their country vote for it.
        assert_eq!(guess(&["Augsburg||BY|DE", "Bonn|||DE", "Dresden|||Germany", "Limburg"]), told("DE", 1));
    }

    #[test]
    fn cities_of_several_countries_tell_none() {
        assert_eq!(guess(&["Paris", "Berlin", "Rome", "Athens", "Dublin", "Florence"]), told("", 6));
        assert_eq!(guess(&["Bonn", "Augsburg", "Lyon", "Bordeaux", "Leeds", "Turin", "Milan"]), told("", 7));
        // Too few to say.
        assert_eq!(guess(&["Bonn", "Augsburg", "", "Augsburg"]), told("", 3));
        assert_eq!(guess(&[]), told("", 0));
    }

    #[test]
    fn countries_of_several_cities_may_tell_what_is_open() {
        let mixed = ["Bonn", "München", "Roma", "Milano", "Wien", "Paris", "Venezia"];
        let likely = |lines: &[&str]| {
            let addresses = lines.iter().map(|city| Address { city, ..Address::default() });
            GAZETTEER.guess_home(addresses, &[]).likely
        };
        assert_eq!(likely(&mixed), ["DE", "IT"]);
        assert_eq!(GAZETTEER.packs_of(&likely(&mixed)), ["places/IT.pack.gz"]);
        // All are found, and nothing is open.
        assert_eq!(likely(&mixed[..6]), [""; 0]);
    }

    /// Regions that stand alone → the country guessed.
    fn guess_of_regions(regions: &str, spoken: &[&str]) -> String {
        let core = with_packs(&["core.pack.gz"]);
        let addresses = regions.split(' ').map(|region| Address { region, ..Address::default() });
        core.guess_home(addresses, spoken).country
    }

    #[test]
    fn regions_tell_the_country_where_there_are_no_cities() {
        assert_eq!(guess_of_regions("SP RJ MG PA AL SC", &[]), "BR");
        assert_eq!(guess_of_regions("BA RM MI TO PA", &[]), "IT");
        assert_eq!(guess_of_regions("NSW VIC QLD SA WA", &[]), "AU");
        assert_eq!(guess_of_regions("Córdoba Toledo Granada León Cuenca", &[]), "ES");
        // Many countries number their regions: the header tells.
        assert_eq!(guess_of_regions("33 13 01", &[]), "");
        assert_eq!(guess_of_regions("33 13 01", &["FR"]), "FR");
        // States are meant before the regions of other countries, unless the header is of those.
        assert_eq!(guess_of_regions("PA AL SC", &[]), "");
        assert_eq!(guess_of_regions("PA AL SC", &["BR"]), "BR");
        assert_eq!(guess_of_regions("CA TX WA PA", &[]), "");
        // Sales regions.
        assert_eq!(guess_of_regions("North South East West EMEA", &[]), "");
        // The other rows name their country.
        let lines = ["Dubai|AE", "Ajman|AE", "Sharjah|AE", "Al Ain|"];
        let addresses = lines.iter().filter_map(|line| line.split_once('|'));
        let addresses = addresses.map(|(region, country)| Address { region, country, ..Address::default() });
        let mut gazetteer = GAZETTEER.clone();
        let home = gazetteer.guess_home(addresses, &[]).country;
        gazetteer.set_home(&home);
        assert!(home == "AE" && gazetteer.is_region_at_home("Ajman") && gazetteer.is_region_at_home("Al Ain"));
    }

    #[test]
    fn a_region_alone_is_one_of_the_home_country() {
        let mut core = with_packs(&["core.pack.gz"]);
        let locate = |core: &Gazetteer, region| core.locate(&Address { region, ..Address::default() });
        // A code that several countries have says nothing, a name is told to be one of several.
        assert_eq!(locate(&core, "BA").placement.place, "");
        assert_eq!(locate(&core, "33").placement.place, "");
        assert!(matches!(locate(&core, "Córdoba").findings[..], [Finding::AmbiguousPlace { .. }]));
        core.set_home("IT");
        for (region, place) in [("BA", "Bari, IT"), ("MI", "Milano, IT"), ("TX", ""), ("Tolima", "")] {
            assert_eq!(locate(&core, region).placement.place, place, "{region}");
        }
        core.set_home("ES");
        assert_eq!(
            (locate(&core, "Córdoba").placement.place.as_str(), core.is_region_at_home("Córdoba")),
            ("Córdoba, ES", true)
        );
    }

    #[test]
    fn villages_tell_their_country_once_its_places_are_in() {
        let mut gazetteer = with_packs(&["core.pack.gz", "world.pack.gz"]);
        let lines = ["Zwettl|3910", "Imst|6460", "Hartberg|8230", "Gmünd|3950"];
        let addresses = || lines.iter().filter_map(|line| line.split_once('|'));
        let addresses = || addresses().map(|(city, postal_code)| Address { postal_code, city, ..Address::default() });
        let spoken = ["DE", "AT"];
        let early = gazetteer.guess_home(addresses(), &spoken);
        assert_eq!((early.country.as_str(), early.likely), ("", spoken.map(str::to_owned).to_vec()));
        for country in spoken {
            gazetteer
                .add_pack(&crate::gazetteer::tests::inflate(&format!("places/{country}.pack.gz")))
                .expect("a pack");
        }
        let home = gazetteer.guess_home(addresses(), &spoken).country;
        assert_eq!(home, "AT");
        gazetteer.set_home(&home);
        let places = addresses().map(|address| gazetteer.locate(&address).placement.place);
        assert_eq!(places.collect::<Vec<_>>(), ["Zwettl Stadt, AT", "Imst, AT", "Hartberg, AT", "Gmünd, AT"]);
    }

    #[test]
    fn a_stray_code_of_a_region_says_nothing() {
        let mut gazetteer = GAZETTEER.clone();
        gazetteer.set_home("DE");
        let place = |city, region| gazetteer.locate(&Address { city, region, ..Address::default() }).placement.place;
        for code in ["NA", "ZZ", "N/A", "XX"] {
            assert_eq!(place("", code), "", "{code}");
            assert_eq!(place("Qqqqqqqq", code), "", "{code}");
            assert_eq!(place("Bonn", code), "Bonn, DE", "{code}");
        }
        // A city that the region has, a state, a country and a name say something.
        assert_eq!(place("Milano", "MI"), "Milan, IT");
        assert_eq!(place("Qqqqqqqq", "TX"), "Texas");
        assert_eq!(place("London", "UK"), "London, GB");
        // A region that stands alone is one of the other rows' country, but for a state by its name.
        assert_eq!(place("", "Zanzan"), "");
        assert_eq!(place("", "TX"), "");
        assert_eq!(place("", "Texas"), "Texas");
        // A code of a region at home is that before it is one of a country.
        assert_eq!(place("Qqqqqqqq", "BY"), "Bayern, DE");
    }

    #[test]
    fn rows_without_a_country_lie_in_the_one_of_the_others() {
        let mut gazetteer = GAZETTEER.clone();
        gazetteer.set_home("DE");
        assert_eq!(gazetteer.home(), Some("Germany"));
        let locate = |city, region| gazetteer.locate(&Address { city, region, ..Address::default() });
        let Located { placement, findings, .. } = locate("Limburg", "");
        assert_eq!((placement.place.as_str(), findings), ("Limburg an der Lahn, DE", vec![]));
        let Located { placement, findings, .. } = locate("Wien", "");
        let abroad = |taken: &str, is_smaller_there| Finding::Abroad {
            taken: taken.to_owned(),
            home: "Germany".to_owned(),
            is_smaller_there,
        };
        assert_eq!(findings, [abroad("Vienna, AT", false)]);
        assert_eq!(placement.place, "Vienna, AT");
        // Germany has one, too: nobody is told that it has none.
        assert_eq!(locate("Rom", "").findings[0], abroad("Rome, IT", true));
        // Another region says that it is elsewhere; and who says no place at all is not in the middle of the country.
        assert_eq!(locate("Dallas", "Texas").placement.place, "Dallas, TX");
        assert_eq!(locate("Qqqqqqqqqqqq", "").placement.precision, Precision::None);
        assert_eq!(locate("", "").placement.precision, Precision::None);
        let lima = LonLat::new(-77.0, -12.0).expect("it is on the globe");
        assert_eq!(gazetteer.doubt(lima, &Address { city: "Lima", ..Address::default() }), None);
        gazetteer.set_home("");
        assert_eq!(gazetteer.home(), None);
    }
}
