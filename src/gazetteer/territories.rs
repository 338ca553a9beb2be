//! Territories with an ISO code of their own that addresses tell as a part of a country.

use super::affixes;
use super::atlas::Atlas;
use super::cells::{Country, read_country};
use super::folding::key;
use super::locate::Address;
use super::names::Naming;

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
/// The numbers that territories have, or had, among the regions of their country: provinces of China, departments of France, with
/// which the postal codes there begin.
const NUMBERS: &[(&str, &str, &str)] = &[
    ("CN", "71", "TW"),
    ("CN", "81", "HK"),
    ("CN", "82", "MO"),
    ("CN", "91", "HK"),
    ("CN", "92", "MO"),
    ("FR", "971", "GP"),
    ("FR", "972", "MQ"),
    ("FR", "973", "GF"),
    ("FR", "974", "RE"),
    ("FR", "975", "PM"),
    ("FR", "976", "YT"),
    ("FR", "987", "PF"),
    ("FR", "988", "NC"),
];
/// The country whose territories have postal codes of its own, and the length of those.
const OVERSEAS: (&str, usize) = ("FR", 5);
/// Countries whose lists name cities of territories beside no region: Taipei in China, Bayamón in the United States.
const BY_CITY: [&str; 2] = ["CN", "US"];

/// The territory of a country that stands as its region or city: Hong Kong in China, Puerto Rico in the United States.
pub(super) fn told(atlas: &Atlas, country: usize, address: &Address<'_>) -> Option<usize> {
    let code = atlas.countries[country].code.as_str();
    if address.region.is_empty() && address.city.is_empty() && address.postal_code.is_empty() {
        return None;
    }
    let (_, territories) = TERRITORIES.iter().find(|(whole, _)| *whole == code)?;
    let is_own = (code, address.postal_code.len()) == OVERSEAS;
    let of_whole = address.region.strip_prefix(code).and_then(|own| own.strip_prefix('-'));
    let region = of_whole.unwrap_or(address.region);
    let is_told = |number: &str| number == region || is_own && address.postal_code.starts_with(number);
    let number = NUMBERS.iter().find(|(whole, number, _)| *whole == code && is_told(number));
    let told = number.map_or(region, |(_, _, territory)| territory);
    let named = [told, address.city].into_iter().filter_map(|cell| match read_country(atlas, cell) {
        Country::Known(own) => Some(own),
        Country::Absent | Country::Unknown => None,
    });
    named.into_iter().find(|&own| territories.contains(&atlas.countries[own].code.as_str()))
}

/// Whether one is a territory of the other.
pub(super) fn is_of(atlas: &Atlas, own: usize, whole: usize) -> bool {
    let [own, whole] = [own, whole].map(|country| atlas.countries[country].code.as_str());
    TERRITORIES.iter().any(|(of, territories)| *of == whole && territories.contains(&own))
}

/// The territory that has a place of the name of the city, where the country has none.
pub(super) fn of_city(atlas: &Atlas, country: usize, address: &Address<'_>) -> Option<usize> {
    if address.city.is_empty() || has(atlas, address.city, country) {
        // Nearly every row: without a look at the territories.
        return None;
    }
    let found = named_in(atlas, address.city, &with_territories(atlas, country)?)?;
    (found != country).then_some(found)
}

/// The territories of a country whose places are not in, of which one may have the city: the country has none of that name.
pub(super) fn wanted(atlas: &Atlas, country: usize, city: &str) -> Vec<usize> {
    let all = if city.is_empty() || has(atlas, city, country) { None } else { with_territories(atlas, country) }
        .unwrap_or_default();
    let is_open = !all.is_empty() && named_in(atlas, city, &all).is_none();
    all.into_iter().filter(|&own| is_open && own != country && !atlas.countries[own].has_places).collect()
}

/// A country whose places are in, then its territories.
fn with_territories(atlas: &Atlas, country: usize) -> Option<Vec<usize>> {
    let whole = &atlas.countries[country];
    let (_, own) =
        TERRITORIES.iter().find(|(code, _)| whole.has_places && BY_CITY.contains(code) && *code == whole.code)?;
    let position = |code: &&str| atlas.countries.iter().position(|country| country.code == **code);
    Some(std::iter::once(country).chain(own.iter().filter_map(position)).collect())
}

/// The first of some countries with a place of that name, as the cell has it, else without words of kind.
fn named_in(atlas: &Atlas, city: &str, countries: &[usize]) -> Option<usize> {
    let mut texts = std::iter::once(city).chain(affixes::ever_barer(city));
    texts.find_map(|text| countries.iter().copied().find(|&country| has(atlas, text, country)))
}

/// Whether a country has a place of exactly that name.
fn has(atlas: &Atlas, text: &str, country: usize) -> bool {
    let named = atlas.city_names.find(key(text)).filter(|entry| entry.naming != Naming::Lossy);
    named.map(|entry| atlas.country_of(entry.index())).any(|own| own == country)
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::Address;
    use crate::gazetteer::tests::with_packs;

    #[test]
    fn cities_of_territories_are_found_where_the_country_has_none() {
        let china = with_packs(&["core.pack.gz", "places/CN.pack.gz"]);
        let address = |city| Address { city, country: "CN", ..Address::default() };
        assert_eq!(
            china.packs_for([address("Mong Kok")].into_iter()),
            ["places/HK.pack.gz", "places/MO.pack.gz", "places/TW.pack.gz"]
        );
        assert!(china.packs_for([address("Beijing")].into_iter()).is_empty());
        let all = ["HK", "MO", "TW"].map(|code| format!("places/{code}.pack.gz"));
        let packs = [&["core.pack.gz", "places/CN.pack.gz"][..], &all.each_ref().map(String::as_str)].concat();
        let gazetteer = with_packs(&packs);
        for (city, expected) in
            [("Mong Kok", "Mong Kok, HK"), ("台北市", "Taipei, TW"), ("Taipa", "Taipa, MO"), ("Beijing", "Beijing, CN")]
        {
            assert_eq!(gazetteer.locate(&address(city)).placement.place, expected);
        }
    }
}
