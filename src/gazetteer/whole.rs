//! A whole address in one cell, read from its end: country, postal code beside the city, region, city. In the east of Asia
//! these begin it.

mod descending;
mod reader;
#[cfg(test)]
mod tests;
mod words;

use super::affixes;
use super::atlas::Atlas;
use super::cells::{self, Country};
use super::folding::is_latin;
use super::locate::Address;
use super::own_codes::OwnCodes;
use super::shapes::Code;
use reader::{Part, Reader, Reading};

/// So much of a cell is looked at, from its end.
const LONGEST: usize = 240;
/// So many parts are looked at, from the end: what stands before them are streets and names.
const PARTS: usize = 8;
/// The country whose addresses end with the province in brackets.
const ITALY: &str = "IT";
/// The country whose post has offices called Cedex.
const FRANCE: &str = "FR";
/// Dashes that keep parts apart.
const DASHES: [&str; 2] = [" - ", " – "];

/// What a cell says of a place, each part as it stands there; empty for what it does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Whole<'a> {
    /// The code beside the city.
    pub postal_code: &'a str,
    /// City or town.
    pub city: &'a str,
    /// State or province.
    pub region: &'a str,
    /// Country.
    pub country: &'a str,
    /// ISO code of the country that the postal code tells by the way in which it is written.
    tells: &'static str,
    /// Whether the code cannot be a US ZIP, for it stands before the city or beside letters of another script.
    is_no_zip: bool,
}

impl Whole<'_> {
    /// Whether it reads as an address: a city with a code, a region, a country or a word that it is one, or a code that tells
    /// its country.
    pub fn is_address(&self) -> bool {
        let is_told = !self.postal_code.is_empty()
            || !self.region.is_empty()
            || !self.country.is_empty()
            || affixes::is_marked_town(self.city);
        (!self.city.is_empty() && is_told) || !self.tells.is_empty()
    }
}

/// What the cells of an address say, its whole in the place of what is empty.
pub(super) fn parts<'a>(atlas: &Atlas, address: &Address<'a>) -> Address<'a> {
    if address.whole.is_empty() { *address } else { beside(address, &read_in(atlas, address)) }
}

/// The same to be looked up: with the country that the code tells, and without a code that is no ZIP where no country is told.
pub(super) fn understood<'a>(atlas: &Atlas, codes: &OwnCodes, address: &Address<'a>) -> Address<'a> {
    if address.whole.is_empty() {
        return *address;
    }
    let whole = read_in(atlas, address);
    let mut parts = beside(address, &whole);
    if parts.country.is_empty() {
        parts.country = whole.tells;
    }
    let is_somewhere = !parts.country.is_empty() || !parts.region.is_empty();
    let is_own = || codes.countries().any(|own| codes.find(own, whole.postal_code).is_some());
    if whole.is_no_zip && parts.postal_code == whole.postal_code && !is_somewhere && !is_own() {
        parts.postal_code = "";
    }
    parts
}

fn read_in<'a>(atlas: &Atlas, address: &Address<'a>) -> Whole<'a> {
    let whole = read_whole(atlas, address.whole, cells::read_country(atlas, address.country.trim()));
    let is_foreign = |letter: char| letter.is_alphabetic() && !is_latin(letter);
    Whole { is_no_zip: whole.is_no_zip || address.whole.contains(is_foreign), ..whole }
}

fn beside<'a>(address: &Address<'a>, whole: &Whole<'a>) -> Address<'a> {
    let first = |own: &'a str, told: &'a str| if own.trim().is_empty() { told } else { own };
    Address {
        postal_code: first(address.postal_code, whole.postal_code),
        city: first(address.city, whole.city),
        region: first(address.region, whole.region),
        country: first(address.country, whole.country),
        whole: "",
        is_no_zip: address.is_no_zip,
    }
}

/// Reads a cell, in the country that another cell names. O(1) look-ups.
pub(super) fn read_whole<'a>(atlas: &Atlas, cell: &'a str, country: Country) -> Whole<'a> {
    let told = if let Country::Known(own) = country { Some(own) } else { None };
    if let Some(whole) = descending::read(atlas, cell.trim(), told) {
        return whole;
    }
    let cell = end_of(cell);
    let is_lower = !cell.contains(char::is_uppercase);
    let mut parts = parts_of(cell);
    if let Some(own) = told {
        let reader = Reader::new(atlas, Some(own), is_lower);
        cut_streets(&mut parts);
        reader.cut_last(&mut parts);
        let named = parts.first().filter(|last| parts.len() > 1 && reader.country_named(last.text) == Some(own));
        let told = named.map_or("", |last| last.text);
        return reader.walk(&parts[usize::from(named.is_some())..], told).whole;
    }
    let reader = Reader::new(atlas, None, is_lower);
    cut_streets(&mut parts);
    reader.cut_last(&mut parts);
    let Some(&Part { text: last, .. }) = parts.first() else { return Whole::default() };
    if let Some(italy) = is_italian(cell, &parts).then(|| cells::country_of_name(atlas, ITALY)).flatten() {
        let rest = Reader::new(atlas, Some(italy), is_lower).walk(&parts[1..], "").whole;
        return Whole { tells: ITALY, region: last, ..rest };
    }
    let Some(country) = reader.country_named(last) else {
        if let Some(france) = says_cedex(&parts).then(|| cells::country_of_name(atlas, FRANCE)).flatten() {
            return Whole { tells: FRANCE, ..Reader::new(atlas, Some(france), is_lower).walk(&parts, "").whole };
        }
        return reader.walk(&parts, "").whole;
    };
    let abroad = Reader::new(atlas, Some(country), is_lower).walk(&parts[1..], last);
    let state = reader.state_named(last).map(|_| reader.clone().walk(&parts, ""));
    state.filter(|state| !is_abroad(atlas, country, state, &abroad)).unwrap_or(abroad).whole
}

/// Parts a street from the code and city behind it: “Domkloster 4 50667 Köln”.
fn cut_streets(parts: &mut Vec<Part<'_>>) {
    let mut at = 0;
    while at < parts.len() && parts.len() < PARTS {
        if let Some(code) = code_behind_number(parts[at].text) {
            let (street, rest) = parts[at].text.split_at(code);
            parts[at].text = rest;
            parts.insert(at + 1, Part { text: street.trim_end(), is_cut: false, is_doubtful: false });
            at += 1;
        }
        at += 1;
    }
}

/// Where a code of four to six figures begins that stands between the number of a house and words without figures.
fn code_behind_number(text: &str) -> Option<usize> {
    let is_figure = |letter: char| letter.is_ascii_digit();
    let end = text.rfind(is_figure)? + 1;
    let from = text[..end].trim_end_matches(is_figure).len();
    let (street, city) = (&text[..from], &text[end..]);
    let number = street.strip_suffix(' ')?.split(' ').next_back()?;
    let is_house = number.starts_with(is_figure) && number.len() <= 5 && street.starts_with(char::is_alphabetic);
    let is_behind = city.strip_prefix(' ').is_some_and(|city| city.starts_with(char::is_alphabetic));
    (is_house && is_behind && (4..=6).contains(&(end - from))).then_some(from)
}

/// Whether a part names an office of the French post: “75008 Paris Cedex 08”.
fn says_cedex(parts: &[Part<'_>]) -> bool {
    parts.iter().flat_map(|part| part.text.split_whitespace()).any(|word| word.eq_ignore_ascii_case("cedex"))
}

/// Whether a province of Italy closes a cell: “Via Roma 1, 72100 Brindisi (BR)”.
fn is_italian(cell: &str, parts: &[Part<'_>]) -> bool {
    let [province, city, ..] = parts else { return false };
    let is_province = province.text.len() == 2 && province.text.bytes().all(|byte| byte.is_ascii_uppercase());
    let code = city.text.split(char::is_whitespace).next().and_then(Code::read);
    let is_behind_code = city.text.contains(char::is_alphabetic) && code.is_some_and(|code| code.figures() == Some(5));
    is_province && is_behind_code && cell.trim_end().ends_with(')')
}

/// Whether a last part that names a state and a country means the country: “CA”, “DE”, “IN”, “Georgia”.
fn is_abroad(atlas: &Atlas, country: usize, state: &Reading<'_>, abroad: &Reading<'_>) -> bool {
    let iso = |country: usize| atlas.countries[country].code.as_str();
    let is_of = |reading: &Reading<'_>, country: &str| {
        Code::read(reading.whole.postal_code).is_some_and(|code| code.is_of(country))
    };
    let fits_country = is_of(abroad, iso(country));
    let fits_state = state.country.is_some_and(|own| is_of(state, iso(own)));
    let Whole { city, region, .. } = abroad.whole;
    let is_in_region = !region.is_empty() && !city.is_empty() && region != city;
    if is_in_region || fits_country != fits_state {
        return is_in_region || fits_country;
    }
    let is_first = fits_country && abroad.is_code_first;
    match (state.is_known, abroad.is_known) {
        (Some(true), _) => false,
        (Some(false), known) => is_first || known != Some(false),
        (None, _) => is_first,
    }
}

/// The end of a cell that is looked at.
fn end_of(cell: &str) -> &str {
    let mut from = cell.len().saturating_sub(LONGEST);
    while !cell.is_char_boundary(from) {
        from += 1;
    }
    &cell[from..]
}

/// What parts are kept apart by.
fn is_separator(letter: char) -> bool {
    matches!(
        letter,
        ',' | ';' | '|' | '\t' | '\n' | '\r' | '(' | ')' | '，' | '、' | '；' | '•' | '·' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a letter that stands around a part is none of it: any space, too, for a dash may stand between two kinds.
fn is_around(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | '"' | '\'' | '*' | '-' | '–' | '—' | ':' | '/')
}

/// The last parts of a cell, the last first.
fn parts_of(cell: &str) -> Vec<Part<'_>> {
    let is_dashed = DASHES.iter().any(|dash| cell.contains(dash));
    let mut parts = Vec::with_capacity(PARTS);
    for part in cell.rsplit(is_separator) {
        let [hyphen, dash] = DASHES;
        if is_dashed {
            for piece in part.rsplit(hyphen).flat_map(|piece| piece.rsplit(dash)) {
                take_part(piece, &mut parts);
            }
        } else {
            take_part(part, &mut parts);
        }
        if parts.len() >= PARTS {
            break;
        }
    }
    parts.truncate(PARTS);
    parts
}

fn take_part<'a>(text: &'a str, parts: &mut Vec<Part<'a>>) {
    let text = text.trim_matches(is_around);
    if !text.is_empty() {
        parts.push(Part { text, is_cut: false, is_doubtful: false });
    }
}
