//! What a region cell may mean, however it is written.

use super::affixes;
use super::atlas::Atlas;
use super::cells::{Country, LONGEST_CODE, in_country};
use super::folding::{folded, key};
use super::names::{Entry, Found, Naming};

/// The first words of names of states, and how they are shortened.
const SIDES: [(&str, &[&str]); 4] =
    [("North", &["N", "No"]), ("South", &["S", "So"]), ("East", &["E"]), ("West", &["W"])];
/// What stands before the name of a county in Ireland and Britain.
const COUNTY: [&str; 2] = ["co", "county"];
/// How English maps write what scholars write with one letter, the longer ones first; accents make no difference.
const SCHOLARLY: [(&str, &str); 13] = [
    ("shch", "sc"),
    ("zh", "z"),
    ("kh", "h"),
    ("ts", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("ya", "ja"),
    ("yu", "ju"),
    ("ay", "aj"),
    ("ey", "ej"),
    ("iy", "ij"),
    ("oy", "oj"),
    ("yy", "yj"),
];
/// Words before the name of a state or province that say what it is, beside those of other places.
const BEFORE: &[&str] = &[
    "autonoma",
    "autónoma",
    "bundesland",
    "canton",
    "cantón",
    "comunidad",
    "departamento",
    "department",
    "département",
    "depto",
    "estado",
    "foral",
    "governorate",
    "judetul",
    "județul",
    "județ",
    "kanton",
    "kraj",
    "land",
    "oblast",
    "prefecture",
    "principado",
    "prov",
    "province",
    "provincia",
    "provincie",
    "provinsi",
    "region",
    "región",
    "région",
    "regione",
    "republic",
    "república",
    "republika",
    "respublika",
    "state",
    "województwo",
    "республика",
];
/// The same behind it.
const AFTER: &[&str] = &[
    "autonomous",
    "canton",
    "community",
    "department",
    "fylke",
    "kraj",
    "kray",
    "lan",
    "län",
    "maakond",
    "okrug",
    "republic",
    "respublika",
    "voblasts",
    "zupanija",
    "županija",
    "край",
    "обл",
    "область",
    "округ",
    "республика",
];
/// So many letters of a name are told by it at least.
const SHORTEST: usize = 3;

/// What a region cell may mean: the whole of it, else another way to write it, else a part (“CA - California”), else without
/// the words of kind (“Mazowieckie Voivodeship”), else a code behind that of its country (“JP-13”).
pub(super) fn read_regions<'a>(atlas: &'a Atlas, cell: &str, country: Country) -> Found<'a> {
    let find = |text: &str| atlas.region_names.find(key(text));
    let fits = |found: &Found<'a>| in_country(found.clone(), country).next().is_some();
    let whole = find(cell);
    if cell.is_empty() || fits(&whole) {
        return whole;
    }
    if let Some(found) = shortened(atlas, cell, country).map(|region| find(&atlas.regions[region].name)).filter(fits) {
        return found;
    }
    let county =
        cell.split_once([' ', '.']).filter(|(head, _)| COUNTY.iter().any(|own| own.eq_ignore_ascii_case(head)));
    let parts = county.map(|(_, name)| name).into_iter().chain(affixes::parts(cell)).chain(ever_barer(cell));
    let barer = affixes::parts(cell).flat_map(ever_barer);
    let code = cell.split_once(['-', '_', '.']).filter(|(head, _)| head.len() <= LONGEST_CODE).map(|(_, code)| code);
    let named = parts.chain(barer).chain(code).chain(of_peoples(cell)).map(find).find(fits);
    let rewritten =
        || renumbered(cell).into_iter().chain(in_scholarly_letters(cell)).map(|text| find(&text)).find(fits);
    named.or_else(|| rewritten().filter(|_| matches!(country, Country::Known(_)))).unwrap_or(whole)
}

/// The name of a state or province without one such word after another, the least changed first: “Comunidad Foral de Navarra”.
pub(super) fn ever_barer(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(bare(name), |name| bare(name))
}

fn bare(name: &str) -> Option<&str> {
    let front = affixes::split_last(name).filter(|(_, last)| affixes::is_one_of(last, AFTER)).map(|(front, _)| front);
    let rest =
        || affixes::split_first(name).filter(|(first, _)| affixes::is_one_of(first, BEFORE)).map(|(_, rest)| rest);
    front.or_else(rest).or_else(|| affixes::bare(name))
}

/// The names of an autonomous region of China without its peoples: 广西 of 广西壮族自治区.
fn of_peoples(cell: &str) -> impl Iterator<Item = &str> {
    let region = cell.strip_suffix("自治区");
    let begins = move |letters: usize| Some(&cell[..region?.char_indices().nth(letters)?.0]);
    [3, 2].into_iter().filter_map(begins)
}

/// A name from Cyrillic letters as scholars write it, of one as English maps do: “sverdlovskaja oblast” for “Sverdlovskaya Oblast’”.
fn in_scholarly_letters(cell: &str) -> Option<String> {
    let spelt = SCHOLARLY.iter().fold(cell.to_lowercase(), |text, (map, scholar)| text.replace(map, scholar));
    (spelt != cell.to_lowercase()).then_some(spelt)
}

/// A number of one figure with the zero that it lost, as codes of regions do in spreadsheets: “06” for “6”, “6.0”.
fn renumbered(cell: &str) -> Option<String> {
    let number = cell.strip_suffix(".0").unwrap_or(cell);
    (number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("0{number}"))
}

/// The region that a cell shortens: “W. Virginia”, “W.Va.”, “E. Sussex”; of the US and Canada also “Calif.”, “Penna.”, and that
/// whose code stands behind a city that is called like another one: “Washington, D.C.”.
fn shortened(atlas: &Atlas, cell: &str, country: Country) -> Option<usize> {
    let may_be_meant = |&region: &usize| {
        let own = atlas.regions[region].country;
        atlas.countries[own].by_region && matches!(country, Country::Absent | Country::Unknown)
            || country == Country::Known(own)
    };
    // Not by a part of its name, as “Virginia” is one of West Virginia.
    let named = |text: &str| {
        let is_own =
            |entry: &Entry| entry.naming == Naming::Main || key(&atlas.regions[entry.index()].code) == key(text);
        atlas.region_names.find(key(text)).filter(is_own).map(Entry::index).find(may_be_meant)
    };
    let first = cell.split(|letter: char| !letter.is_alphanumeric()).next()?;
    let rest = cell[first.len()..].trim_start_matches(['.', ' ']);
    if let Some((side, _)) = SIDES.iter().find(|(_, short)| short.iter().any(|own| own.eq_ignore_ascii_case(first))) {
        let full = named(rest).map_or(rest, |region| atlas.regions[region].name.as_str());
        return named(&format!("{side} {full}"));
    }
    if matches!(country, Country::Known(country) if !atlas.countries[country].by_region) {
        return None;
    }
    if let Some(short) = cell.strip_suffix('.').map(folded).filter(|short| short.len() >= SHORTEST && rest.is_empty()) {
        let all = || {
            (0..atlas.regions.len()).filter(may_be_meant).map(|region| (region, folded(&atlas.regions[region].name)))
        };
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut found = all().filter(|(_, name)| fits(name));
            found.next().filter(|_| found.next().is_none()).map(|(region, _)| region)
        };
        return only(&|name| name.starts_with(&short)).or_else(|| only(&|name| is_shortened(&short, name)));
    }
    let (front, last) = cell.trim_end().rsplit_once([' ', ','])?;
    named(last).filter(|_| folded(last).len() == 2 && named(front).is_some())
}

/// Whether the letters stand in the name in this order, the first at its beginning and the last at its end: “fla” for “florida”.
fn is_shortened(short: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let is_edge = name.chars().next() == short.chars().next() && name.chars().last() == short.chars().last();
    is_edge && short.chars().all(|own| letters.any(|letter| letter == own))
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::tests::with_packs;
    use crate::gazetteer::{Address, Gazetteer};
    use std::sync::LazyLock;

    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| with_packs(&["core.pack.gz"]));

    fn check(region: &str, country: &str, expected: &str) {
        let located = GAZETTEER.locate(&Address { region, country, ..Address::default() });
        assert_eq!(located.placement.place, expected, "{region}, {country}");
    }

    #[test]
    fn states_are_written_in_many_ways() {
        for country in ["US", ""] {
            check("W. Virginia", country, "West Virginia");
            check("W.Va.", country, "West Virginia");
            check("N Carolina", country, "North Carolina");
            check("So. Dakota", country, "South Dakota");
            check("Calif.", country, "California");
            check("Fla.", country, "Florida");
            check("Mass.", country, "Massachusetts");
            check("Penna.", country, "Pennsylvania");
            check("Washington DC", country, "District of Columbia");
            check("Washington, D.C.", country, "District of Columbia");
        }
        check("E. Sussex", "GB", "East Sussex, GB");
        check("US-CA", "US", "California");
        check("CA - California", "US", "California");
        // Several states begin so.
        check("Miss.", "US", "United States");
    }

    #[test]
    fn words_of_kind_stand_on_either_side() {
        for (region, country, expected) in [
            ("Tatarstan", "RU", "Tatarstan Republic, RU"),
            ("Sverdlovskaya Oblast’", "RU", "Sverdlovsk, RU"),
            ("Voronezhskaya Oblast'", "RU", "Voronezh, RU"),
            ("Comunidad Foral de Navarra", "ES", "Nafarroako Foru Komunitatea, ES"),
            ("Comunidad de Madrid", "ES", "Madrid, ES"),
            ("Vysočina", "CZ", "Kraj Vysočina, CZ"),
            ("广西壮族自治区", "CN", "Guangxi, CN"),
            ("内蒙古自治区", "CN", "Inner Mongolia, CN"),
        ] {
            check(region, country, expected);
        }
    }

    #[test]
    fn no_region_goes_by_a_part_of_the_name_of_another() {
        check("Western", "LK", "Western, LK");
        // León is a province: no part of a name of some length is a code.
        check("Castille-Leon", "ES", "Spain");
        check("JP-13", "JP", "Tokyo, JP");
    }

    #[test]
    fn regions_go_by_names_of_all_languages_of_their_country() {
        for (region, country, expected) in [
            ("Alicante", "ES", "Alacant, ES"),
            ("Vizcaya", "ES", "Bizkaia, ES"),
            ("Antwerp", "BE", "Antwerpen, BE"),
            ("Turin", "IT", "Torino, IT"),
            ("Gyeongnam", "KR", "Gyeongsangnam-do, KR"),
            ("Mecklenburg-Western Pomerania", "DE", "Mecklenburg-Vorpommern, DE"),
        ] {
            check(region, country, expected);
        }
    }

    #[test]
    fn counties_are_called_so() {
        check("Co Galway", "IE", "Galway, IE");
        check("Co. Cork", "IE", "Cork, IE");
        check("County Cork", "IE", "Cork, IE");
    }

    #[test]
    fn territories_are_told_by_codes_of_regions() {
        for (region, expected) in
            [("CN-91", "Hong Kong"), ("81", "Hong Kong"), ("CN-HK", "Hong Kong"), ("82", "Macao"), ("CN-71", "Taiwan")]
        {
            check(region, "CN", expected);
        }
    }

    #[test]
    fn countries_are_called_in_many_ways() {
        for (country, expected) in [
            ("Korea, Democratic People's Republic of", "North Korea"),
            ("Korea, North", "North Korea"),
            ("DPRK", "North Korea"),
            ("Corea del Sur", "South Korea"),
            ("Congo", "Republic of the Congo"),
            ("Congo, Democratic Republic of the", "Democratic Republic of the Congo"),
            ("Korea, Republic of", "South Korea"),
            ("China, Hong Kong SAR", "Hong Kong"),
            ("People's Republic of China", "China"),
            ("Republic of China", "Taiwan"),
            ("Kingdom of Saudi Arabia", "Saudi Arabia"),
            ("State of Qatar", "Qatar"),
            ("Federal Republic of Germany", "Germany"),
            ("Slovak Republic", "Slovakia"),
            ("РФ", "Russia"),
            ("Republic of Ireland", "Ireland"),
        ] {
            check("", country, expected);
        }
    }
}
