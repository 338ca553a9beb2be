//! What cells beside places say of the country: numbers of phones, addresses of mail and web, forms of companies, streets.

use super::located::PlaceColumns;
use super::sheet::Sheet;
use crate::gazetteer::plain;
use crate::model::Role;
use std::collections::{BTreeMap, HashSet};

/// So many rows are looked at, evenly spread.
const SAMPLE: usize = 200;
/// So many signs, and one in so many rows, say something.
const FEWEST: usize = 3;
const ROWS_A_SIGN: usize = 5;
/// Countries with less than one in so many of the signs of the first have them by chance.
const LEAST_SHARE: usize = 2;
/// Fewer figures are no number of a phone with its country.
const SHORTEST_PHONE: usize = 8;

/// How numbers of phones begin from abroad; domains of these countries are signs, too.
const CALLING: &[(&str, &str)] = &[
    ("27", "ZA"),
    ("30", "GR"),
    ("31", "NL"),
    ("32", "BE"),
    ("33", "FR"),
    ("34", "ES"),
    ("351", "PT"),
    ("353", "IE"),
    ("358", "FI"),
    ("359", "BG"),
    ("36", "HU"),
    ("370", "LT"),
    ("371", "LV"),
    ("372", "EE"),
    ("385", "HR"),
    ("386", "SI"),
    ("39", "IT"),
    ("40", "RO"),
    ("41", "CH"),
    ("420", "CZ"),
    ("421", "SK"),
    ("43", "AT"),
    ("44", "GB"),
    ("45", "DK"),
    ("46", "SE"),
    ("47", "NO"),
    ("48", "PL"),
    ("49", "DE"),
    ("52", "MX"),
    ("54", "AR"),
    ("55", "BR"),
    ("56", "CL"),
    ("57", "CO"),
    ("61", "AU"),
    ("64", "NZ"),
    ("81", "JP"),
    ("82", "KR"),
    ("90", "TR"),
    ("91", "IN"),
];

/// The domain of a country that anybody takes.
const ANYBODY: &str = "co";

/// The last word of a company, letters and figures alone.
const FORMS: &[(&str, &[&str])] = &[
    ("gmbh", &["DE", "AT", "CH"]),
    ("ag", &["DE", "AT", "CH"]),
    ("kg", &["DE", "AT"]),
    ("sarl", &["FR", "CH"]),
    ("sas", &["FR"]),
    ("eurl", &["FR"]),
    ("bv", &["NL", "BE"]),
    ("nv", &["BE", "NL"]),
    ("vof", &["NL", "BE"]),
    ("bvba", &["BE"]),
    ("ab", &["SE"]),
    ("hb", &["SE"]),
    ("aps", &["DK"]),
    ("as", &["NO", "DK"]),
    ("oy", &["FI"]),
    ("pty", &["AU"]),
    ("srl", &["IT", "RO"]),
    ("spa", &["IT"]),
    ("ltda", &["BR"]),
    ("lda", &["PT"]),
    ("sl", &["ES"]),
    ("slu", &["ES"]),
    ("cv", &["MX"]),
    ("oo", &["PL"]),
    ("zoo", &["PL"]),
    ("sro", &["CZ", "SK"]),
    ("kft", &["HU"]),
    ("doo", &["HR", "SI"]),
];

/// How words of streets end, where they are one word, and whole ones.
const STREET_ENDINGS: &[(&str, &[&str])] = &[
    ("strasse", &["DE", "AT", "CH"]),
    ("str", &["DE", "AT", "CH"]),
    ("gasse", &["DE", "AT", "CH"]),
    ("platz", &["DE", "AT", "CH"]),
    ("straat", &["NL", "BE"]),
    ("laan", &["NL", "BE"]),
    ("plein", &["NL", "BE"]),
    ("gatan", &["SE"]),
    ("vagen", &["SE"]),
    ("veien", &["NO"]),
    ("vegen", &["NO"]),
    ("vej", &["DK"]),
    ("gade", &["DK"]),
    ("katu", &["FI"]),
];
const STREET_WORDS: &[(&str, &[&str])] = &[
    ("rue", &["FR", "BE", "CH"]),
    ("via", &["IT"]),
    ("viale", &["IT"]),
    ("calle", &["ES", "MX"]),
    ("rua", &["BR", "PT"]),
    ("ul", &["PL"]),
    ("utca", &["HU"]),
];

/// ISO codes of the countries that the cells of a sheet tell by more than chance, those that one sign names as well as another
/// together. O(columns).
pub fn countries_told(sheet: &Sheet) -> Vec<&'static str> {
    let table = sheet.table();
    // Names of places, and who sells there, say nothing of this kind.
    let is_place =
        |role: Role| matches!(role, Role::PostalCode | Role::City | Role::Region | Role::Country | Role::Rep);
    let columns = sheet.mappings().iter().enumerate().filter(|(_, mapping)| !is_place(mapping.role));
    let columns: Vec<usize> = columns.map(|(column, _)| column).collect();
    if PlaceColumns::of(sheet).is_empty() {
        return Vec::new();
    }
    let step = table.len().div_ceil(SAMPLE).max(1);
    let rows = (0..table.len()).step_by(step);
    let mut seen: HashSet<&str> = HashSet::new();
    let mut signs: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (row, &column) in rows.clone().flat_map(|row| columns.iter().map(move |column| (row, column))) {
        let cell = table.cell(row, column).trim();
        if let Some((what, countries)) = sign(cell)
            && seen.insert(what)
        {
            for &country in countries {
                *signs.entry(country).or_default() += 1;
            }
        }
    }
    let most = signs.values().copied().max().unwrap_or(0);
    if most < FEWEST || most * ROWS_A_SIGN < rows.len() {
        return Vec::new();
    }
    signs.into_iter().filter(|&(_, times)| times * LEAST_SHARE > most).map(|(country, _)| country).collect()
}

/// What a cell says of its country, and the part of it that is to count once.
fn sign(cell: &str) -> Option<(&str, &'static [&'static str])> {
    if let Some(countries) = by_phone(cell) {
        return Some((cell, countries));
    }
    if let Some((domain, countries)) = by_domain(cell) {
        return Some((domain, countries));
    }
    let mut folded = String::with_capacity(cell.len());
    cell.chars().for_each(|letter| plain(letter, &mut |letter| folded.push(letter)));
    by_words(&folded).map(|countries| (cell, countries))
}

/// “+43 1 …”, “0043 1 …”.
fn by_phone(cell: &str) -> Option<&'static [&'static str]> {
    let number = cell.strip_prefix('+').or_else(|| cell.strip_prefix("00"))?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || b" ()-/.".contains(&byte));
    let figures = number.bytes().filter(u8::is_ascii_digit).count();
    let calling = CALLING.iter().find(|(calling, _)| number.trim_start().starts_with(calling))?;
    (is_number && figures >= SHORTEST_PHONE).then_some(std::slice::from_ref(&calling.1))
}

/// “office@ahorn.at”, “www.ahorn.at/kontakt”; the name of the domain counts once, however many write from there.
fn by_domain(cell: &str) -> Option<(&str, &'static [&'static str])> {
    if cell.contains(char::is_whitespace) {
        return None;
    }
    let web = cell.split_once("://").map(|(_, rest)| rest).or_else(|| cell.starts_with("www.").then_some(cell));
    let host = cell.split_once('@').map(|(_, host)| host).or(web)?;
    let host = host.split(['/', ':', '?']).next()?;
    let (name, last) = host.rsplit_once('.')?;
    let code = if last.eq_ignore_ascii_case("uk") { "GB" } else { last };
    let (_, country) = CALLING.iter().find(|(_, country)| country.eq_ignore_ascii_case(code))?;
    let of_company = name.strip_suffix(".co").or_else(|| name.strip_suffix(".com")).unwrap_or(name);
    let at = of_company.rfind('.').map_or(0, |dot| dot + 1);
    (!last.eq_ignore_ascii_case(ANYBODY)).then_some((&host[at..], std::slice::from_ref(country)))
}

/// By the form of a company at the end of several words, or a street with its number.
fn by_words(folded: &str) -> Option<&'static [&'static str]> {
    // “Pty Ltd” is said by its first word.
    let named = folded.trim_end_matches('.').strip_suffix(" ltd").unwrap_or(folded);
    let (before, last) = named.rsplit_once(' ')?;
    let bare: String = last.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let form = FORMS.iter().find(|(form, _)| *form == bare);
    let is_street = folded.bytes().any(|byte| byte.is_ascii_digit());
    let words = || folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| is_street && !word.is_empty());
    let ending = || {
        let street = |word: &str| STREET_ENDINGS.iter().find(|(ending, _)| word.ends_with(ending));
        words().find_map(street)
    };
    let whole = || STREET_WORDS.iter().find(|(own, _)| words().next() == Some(own));
    let found = form.filter(|_| !before.is_empty()).or_else(ending).or_else(whole);
    found.map(|(_, countries)| *countries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;
    use crate::import::read;

    #[test]
    fn cells_tell_countries() {
        let told = |cell| sign(cell).map(|(what, countries)| (what, countries.join(" ")));
        for (cell, what, countries) in [
            ("+43 2822 5060", "+43 2822 5060", "AT"),
            ("0041 31 311 00 00", "0041 31 311 00 00", "CH"),
            ("office@mail.ahorn.at", "ahorn.at", "AT"),
            ("https://www.maple.co.uk/shop", "maple.co.uk", "GB"),
            ("Ahorn Technik GmbH", "Ahorn Technik GmbH", "DE AT CH"),
            ("Esdoorn B.V.", "Esdoorn B.V.", "NL BE"),
            ("Gum Tree Pty Ltd.", "Gum Tree Pty Ltd.", "AU"),
            ("Klon Sp. z o.o.", "Klon Sp. z o.o.", "PL"),
            ("Hauptstraße 5", "Hauptstraße 5", "DE AT CH"),
            ("Storgatan 12 B", "Storgatan 12 B", "SE"),
            ("Rue de l'Église 3", "Rue de l'Église 3", "FR BE CH"),
        ] {
            assert_eq!(told(cell), Some((what, countries.to_owned())), "{cell}");
        }
        for cell in
            ["", "+1 212 555 0100", "+43", "anna@maple.com", "anna@maple.co", "12 Main Street", "GmbH", "Maple Inc"]
        {
            assert_eq!(told(cell), None, "{cell}");
        }
    }

    fn check(text: &str, expected: &[&str]) {
        let table = read("customers.csv", text.as_bytes()).expect("a readable file");
        assert_eq!(countries_told(&Sheet::recognise(table, &Gazetteer::default())), expected, "{text}");
    }

    #[test]
    fn a_file_tells_by_more_than_chance() {
        let austrian =
            "Name,City,Phone\nAhorn GmbH,Imst,+43 1 234567\nBirke KG,Zwettl,+43 2 345678\nEiche,Reutte,+43 3 456789\n";
        check(austrian, &["AT"]);
        check("Name,City\nAhorn GmbH,Imst\nBirke GmbH,Zwettl\nEiche GmbH,Reutte\n", &["AT", "CH", "DE"]);
        // One rep's address in all rows is one sign.
        let sold = "Name,City,Seller mail\nMaple,Salem,a@ahorn.at\nOak,Keene,a@ahorn.at\nElm,Dover,a@ahorn.at\n";
        check(sold, &[]);
    }
}
