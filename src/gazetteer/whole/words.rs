//! Words of a part of an address: its ends and beginnings, and whether they can be names.

use super::super::affixes;
use super::super::streets::names_street;

/// Names of cities are no longer.
pub const LONGEST_CITY: usize = 60;
const CITY_WORDS: usize = 6;
/// Words of a region, a country or a city at the end of a part.
const END_WORDS: usize = 4;
/// Shorter names of regions and countries are short forms, which have capitals.
pub const SHORT: usize = 3;

/// The name of “г. Москва”; in Latin letters a word of kind is as often a part of the name.
pub fn bare_of_kind(text: &str) -> Option<&str> {
    affixes::bare(text).filter(|_| !text.is_ascii())
}

/// The front and the last one, two … words of a text.
pub fn ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = text.rmatch_indices(char::is_whitespace).map(|(at, _)| text.split_at(at));
    let cuts = cuts.filter(|(front, _)| !front.ends_with(char::is_whitespace));
    cuts.map(|(front, end)| (front.trim_end(), end.trim_start())).filter(|(front, _)| !front.is_empty()).take(END_WORDS)
}

/// The same, the longest end first.
pub fn longest_ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    ends(text).collect::<Vec<_>>().into_iter().rev()
}

/// The first one, two … words of a text and the rest.
pub fn starts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = text.match_indices(char::is_whitespace).map(|(at, _)| text.split_at(at));
    let cuts = cuts.filter(|(front, _)| !front.ends_with(char::is_whitespace));
    cuts.map(|(front, rest)| (front.trim(), rest.trim())).filter(|(front, _)| !front.is_empty()).take(END_WORDS)
}

pub fn has_figures(text: &str) -> bool {
    text.contains(char::is_numeric)
}

/// Whether a text is as short as a code of a state or country; points aside.
pub fn is_short(text: &str) -> bool {
    text.is_ascii() && text.bytes().filter(|byte| *byte != b'.').count() <= SHORT
}

/// Whether a text can be the name of a city: letters, no figure, no word of a street.
pub fn city_words(text: &str) -> bool {
    text.len() <= LONGEST_CITY
        && text.chars().filter(|letter| letter.is_alphabetic()).nth(1).is_some()
        && !has_figures(text)
        && text.split_whitespace().nth(CITY_WORDS).is_none()
        && !names_street(text)
}

/// The name of a city with the number of a district or an office: “Praha 1”, “Lyon Cedex 03”.
pub fn numbered(text: &str) -> Option<&str> {
    let (front, number) = ends(text).next()?;
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && city_words(front)).then_some(front)
}
