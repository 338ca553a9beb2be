//! Addresses from the largest part down and without blanks between them, as in the east of Asia: `广东省深圳市南山区科技园`,
//! `東京都港区六本木6-10-1`, `서울특별시 강남구 테헤란로 152`.

use super::super::affixes;
use super::super::atlas::Atlas;
use super::super::shapes::Code;
use super::Whole;
use super::reader::Reader;

/// Countries where they are written so.
const COUNTRIES: [&str; 6] = ["CN", "HK", "JP", "KR", "MO", "TW"];
/// Names of countries, regions and cities have no more letters.
const LONGEST_NAME: usize = 9;
/// What names of cities and of parts of cities end with.
const KINDS: &str = "市区區县縣郡町村鎮镇鄉乡旗盟시군구읍면";
/// Of these, what ends the name of a city or county that is one of its own, though a larger one stands before it.
const OWN_KINDS: &str = "市县縣시군";
/// Letters that end the name of a city.
const CITY: [char; 2] = ['市', '시'];
/// Parts without a known name between a region and a city: the district that a town of Japan is in.
const UNKNOWN: usize = 2;

/// Reads a cell that begins in the letters of those countries; `None` where it names no region of them and no other cell names
/// one of them. O(1) look-ups.
pub(super) fn read<'a>(atlas: &Atlas, cell: &'a str, country: Option<usize>) -> Option<Whole<'a>> {
    let is_here = |country: usize| COUNTRIES.contains(&atlas.countries[country].code.as_str());
    let is_eastern = cell.chars().find(|letter| letter.is_alphabetic()).is_some_and(affixes::is_of_the_east);
    if !is_eastern || country.is_some_and(|own| !is_here(own)) {
        return None;
    }
    let mut whole = Whole { is_no_zip: true, ..Whole::default() };
    let mut reader = Reader::new(atlas, country, false);
    let mut rest = after_code(cell, &mut whole);
    let named = prefixes(rest).find_map(|(name, rest)| {
        let found = reader.country_named(name).filter(|&found| country.map_or(is_here(found), |own| own == found))?;
        (!rest.is_empty()).then_some((name, rest, found))
    });
    if let Some((name, behind, found)) = named {
        whole.country = name;
        reader = Reader::new(atlas, Some(found), false);
        rest = after_code(behind, &mut whole);
    }
    let mut region = prefixes(rest).filter(|(name, rest)| name.ends_with(is_kind) || !rest.starts_with(is_kind));
    let region = region.find_map(|(name, rest)| {
        let mut found = every_name(name).flat_map(|name| reader.regions(name));
        let found =
            found.find(|&region| is_here(atlas.regions[region].country) && may_be_called(atlas, region, name))?;
        Some((name, rest, found))
    });
    if let Some((name, behind, found)) = region {
        whole.region = name;
        reader = reader.within(found);
        rest = behind.trim_start_matches(is_between);
    }
    let Some(own) = reader.own_country() else {
        // “杭州市西湖区…” names no more than a city.
        whole.city = city(&reader, rest, 0).filter(|name| name.ends_with(CITY))?;
        return Some(whole);
    };
    // A city may have the name of its region: “大阪市” in that of 大阪, “上海市” is both.
    let like_region = region.map(|(name, ..)| name).filter(|name| name.ends_with(CITY));
    whole.city = match like_region {
        // The list of regions may have the city apart from that around it: “台北市”.
        Some(name) => city(&reader, rest, 0).or_else(|| {
            let around = Reader::new(atlas, Some(own), false);
            (is_city(&reader, name) || is_city(&around, name)).then_some(name)
        }),
        None => city(&reader, rest, UNKNOWN),
    }
    .unwrap_or_default();
    if !whole.city.is_empty() && whole.country.is_empty() {
        whole.tells = COUNTRIES.into_iter().find(|code| *code == atlas.countries[own].code).unwrap_or_default();
    }
    Some(whole)
}

/// Whether a region may be called so: “大阪市” is no prefecture of Japan, but the city in one.
fn may_be_called(atlas: &Atlas, region: usize, name: &str) -> bool {
    !name.ends_with('市') || atlas.countries[atlas.regions[region].country].code != "JP"
}

/// The city that comes first, `unknown` names aside, or the one of its own right behind it.
fn city<'a>(reader: &Reader, mut rest: &'a str, unknown: usize) -> Option<&'a str> {
    if !reader.has_places() {
        // Their places are not in yet: a name is there, whichever it is.
        let any = || prefixes(rest).next().filter(|_| reader.country_alone());
        return through_kind(rest).or_else(any).map(|(name, _)| name);
    }
    let known = |rest: &'a str| prefixes(rest).find(|(name, _)| is_city(reader, name));
    for _ in 0..=unknown {
        if let Some((name, behind)) = known(rest) {
            let further = known(behind.trim_start_matches(is_between));
            let own = further.filter(|(name, _)| name.ends_with(|letter| OWN_KINDS.contains(letter)));
            return Some(own.map_or(name, |(name, _)| name));
        }
        rest = through_kind(rest)?.1.trim_start_matches(is_between);
    }
    None
}

fn is_city(reader: &Reader, name: &str) -> bool {
    every_name(name).any(|name| reader.named(name, false))
}

/// What a text begins with up to the first letter that ends a name, and the rest.
fn through_kind(text: &str) -> Option<(&str, &str)> {
    let shortest = prefixes(text).filter(|(name, rest)| name.ends_with(is_kind) && !rest.starts_with(is_kind)).last();
    shortest.or_else(|| prefixes(text).next().filter(|(_, rest)| rest.starts_with(char::is_whitespace)))
}

/// What is behind the code that a text begins with; the first one is the address's.
fn after_code<'a>(text: &'a str, whole: &mut Whole<'a>) -> &'a str {
    let text = text.trim_start_matches(is_between);
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '-').unwrap_or(text.len());
    let (code, rest) = text.split_at(end);
    if whole.postal_code.is_empty() && Code::read(code).is_some_and(|code| code.text.len() > 4) {
        whole.postal_code = code;
    }
    rest.trim_start_matches(is_between)
}

/// The first letters of a text as far as a name can go, and the rest; the longest first.
fn prefixes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let letters = text.char_indices().take(LONGEST_NAME).take_while(|(_, letter)| affixes::is_of_the_east(*letter));
    let ends: Vec<usize> = letters.map(|(at, letter)| at + letter.len_utf8()).skip(1).collect();
    ends.into_iter().rev().map(|end| text.split_at(end))
}

/// A name, and the same without what only says what the place is.
fn every_name(name: &str) -> impl Iterator<Item = &str> {
    std::iter::once(name).chain(affixes::ever_barer(name))
}

/// What stands between the parts, and before a code.
fn is_between(letter: char) -> bool {
    super::is_separator(letter) || super::is_around(letter) || matches!(letter, '〒' | '[' | ']' | '【' | '】')
}

fn is_kind(letter: char) -> bool {
    KINDS.contains(letter)
}
