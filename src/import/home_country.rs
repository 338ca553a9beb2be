//! The country of rows that name none: what headers and cells say of it, and what a person is told.

use super::country_signs::countries_told;
use super::located::PlaceColumns;
use super::log::{Log, Spot};
use super::sheet::Sheet;
use crate::gazetteer::{Gazetteer, plain};
use crate::model::{Code, FileKind, Role, Severity};
use crate::sorting::sort;

/// Words in headers of places, and the countries where they are called so, as far as a few have nearly all files of the language.
const WORDS: &[(&[&str], &[&str])] = &[
    (&["plz", "postleitzahl", "ort", "stadt", "strasse", "wohnort", "standort"], &["DE", "AT", "CH"]),
    (&["bundesland"], &["DE", "AT"]),
    (&["kanton"], &["CH"]),
    (&["ville"], &["FR", "BE", "CH"]),
    (&["departement"], &["FR"]),
    (&["comune", "citta", "cap", "indirizzo", "regione"], &["IT"]),
    (&["provincia"], &["IT", "ES", "AR"]),
    (&["ciudad", "poblacion", "localidad"], &["ES", "MX", "AR"]),
    (&["comunidad"], &["ES"]),
    (&["uf", "cep", "cidade", "bairro"], &["BR"]),
    (&["concelho", "freguesia"], &["PT"]),
    (&["plaats", "woonplaats", "gemeente", "straat"], &["NL", "BE"]),
    (&["provincie"], &["NL", "BE"]),
    (&["miasto", "miejscowosc", "wojewodztwo", "voivodeship"], &["PL"]),
    (&["mesto", "psc", "obec", "kraj", "okres"], &["CZ", "SK"]),
    (&["varos", "iranyitoszam", "telepules", "megye"], &["HU"]),
    (&["judet", "oras", "localitate"], &["RO"]),
    (&["lan", "kommun", "postort"], &["SE"]),
    (&["fylke", "poststed"], &["NO"]),
    (&["kaupunki", "postinumero", "kunta", "maakunta"], &["FI"]),
    (&["sehir", "ilce"], &["TR"]),
    (&["город", "индекс", "край"], &["RU"]),
    (&["都道府県", "市区町村"], &["JP"]),
    (&["emirate"], &["AE"]),
];

/// The roles of columns that say where a row is, but its country.
const TELLING: [Role; 4] = [Role::PostalCode, Role::City, Role::Region, Role::Address];

/// ISO codes of the countries that rows which name none may mean: those that most cells tell, of which only those that headers speak of,
/// if any is; else those that headers do. O(sheets · columns).
#[must_use]
pub fn hinted_in(sheets: &[Sheet]) -> Vec<&'static str> {
    let spoken = spoken_in(sheets);
    let mut told: Vec<&str> =
        sheets.iter().filter(|sheet| sheet.kind() != FileKind::Other).flat_map(countries_told).collect();
    sort(&mut told);
    told.dedup();
    let both: Vec<&str> = told.iter().copied().filter(|country| spoken.contains(country)).collect();
    [both, told, spoken].into_iter().find(|countries| !countries.is_empty()).unwrap_or_default()
}

/// The countries that the headers of places speak of: those that most of the words do that speak of any.
fn spoken_in(sheets: &[Sheet]) -> Vec<&'static str> {
    let mut spoken: Vec<(&str, usize)> = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.kind() != FileKind::Other) {
        for column in TELLING.iter().filter_map(|&role| sheet.column(role)) {
            for country in countries_of(&sheet.table().header()[column]) {
                match spoken.iter_mut().find(|(own, _)| *own == country) {
                    Some((_, times)) => *times += 1,
                    None => spoken.push((country, 1)),
                }
            }
        }
    }
    let most = spoken.iter().map(|&(_, times)| times).max();
    spoken.iter().filter(|&&(_, times)| Some(times) == most).map(|&(country, _)| country).collect()
}

/// The countries of the first word of a header that speaks of any.
fn countries_of(header: &str) -> impl Iterator<Item = &'static str> {
    let mut folded = String::with_capacity(header.len());
    header.chars().for_each(|letter| plain(letter, &mut |letter| folded.push(letter)));
    let speaks = |word: &str| WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, countries)| *countries);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(speaks).unwrap_or_default().iter().copied()
}

impl PlaceColumns {
    /// Tells how many rows name a city or a region and no country, and which was taken for them. O(rows).
    pub fn tell_home(&self, sheet: &Sheet, gazetteer: &Gazetteer, log: &mut Log) {
        let has_names = [self.city, self.region, self.address].iter().any(Option::is_some);
        let (Some(home), true) = (gazetteer.home(), has_names) else { return };
        let is_open = |&row: &usize| {
            let told = gazetteer.parts(&self.address(sheet, row));
            let is_open = match told.city {
                "" => told.postal_code.is_empty() && gazetteer.is_region_at_home(told.region),
                _ => !gazetteer.knows_region(told.region),
            };
            told.country.is_empty() && is_open
        };
        let open = (0..sheet.table().len()).filter(is_open).count();
        if open > 0 {
            let spot = Spot { column: self.country.map_or("", |at| &sheet.table().header()[at]), ..Spot::default() };
            let has_city = self.city.is_some() || self.address.is_some();
            log.add(spot, Code::HomeCountry, Severity::Check, || {
                let rows = if open == 1 { "1 row names".to_owned() } else { format!("{open} rows name") };
                let (what, taken) = if has_city { ("city", "looked for in") } else { ("region", "taken as one of") };
                let first = if has_city { " first" } else { "" };
                format!(
                    "{rows} a {what} and no country: {taken} {home}{first}. Choose another country under Places, if that is \
                     wrong."
                )
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read;

    fn check(text: &str, expected: &[&str]) {
        let table = read("customers.csv", text.as_bytes()).expect("a readable file");
        assert_eq!(spoken_in(&[Sheet::recognise(table, &Gazetteer::default())]), expected, "{text}");
    }

    #[test]
    fn headers_are_called_as_in_some_countries() {
        check("Name,Stadt,PLZ\nAhorn,Dahn,66994\n", &["DE", "AT", "CH"]);
        check("Name,Ort,PLZ,Kanton\nAhorn,Stans,6370,NW\n", &["CH"]);
        check("nome,cidade,uf\nAhorn,Belém,PA\n", &["BR"]);
        check("Name,City,ZIP\nMaple,Salem,97301\n", &[]);
    }
}
