//! A search box over what is known: towns, ZIPs.

use super::affixes;
use super::atlas::{Atlas, people_of};
use super::folding::{folded, key};
use super::postal::ZipText;
use crate::model::Candidate;
use std::cmp::Reverse;

/// Sizes up to this stand for places whose people are not known.
const UNKNOWN_SIZE: u8 = 72;

/// A place in words: "Springfield, Illinois, United States".
pub(super) fn candidate(atlas: &Atlas, place: usize) -> Candidate {
    let at = &atlas.places[place];
    let region = &atlas.regions[at.region as usize];
    let country = &atlas.countries[region.country];
    let parts = [atlas.place_name(place), &region.name, &country.name];
    let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Candidate { place: told.join(", "), location: at.point, people: people(at.size) }
}

/// From 8 · log2 to two significant digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2^32, and casts saturate")]
fn people(size: u8) -> Option<u32> {
    if size <= UNKNOWN_SIZE {
        return None;
    }
    let exact = people_of(size);
    let unit = libm::pow(10.0, libm::floor(libm::log10(exact)) - 1.0);
    Some((libm::round(exact / unit) * unit) as u32)
}

/// Places whose name begins with the text, the largest first; what follows a comma names region or country. A ZIP is
/// found whole. O(names known).
pub(super) fn search(atlas: &Atlas, text: &str, limit: usize) -> Vec<Candidate> {
    if let Some(candidate) = by_zip(atlas, text) {
        return vec![candidate];
    }
    let (name, within) = text.split_once(',').unwrap_or((text, ""));
    let wanted = folded(name);
    if wanted.is_empty() || limit == 0 {
        return Vec::new();
    }
    let mut found: Vec<(bool, Reverse<u8>, usize)> = Vec::new();
    for country in 0..atlas.countries.len() {
        for (known, place) in atlas.near_names(country).iter() {
            let place = place as usize;
            if known.starts_with(&wanted) && lies_within(atlas, place, within) {
                found.push((known.len() > wanted.len(), Reverse(atlas.places[place].size), place));
            }
        }
    }
    crate::sorting::sort(&mut found);
    let mut candidates: Vec<Candidate> = Vec::new();
    for (_, _, place) in found {
        let found = candidate(atlas, place);
        if candidates.iter().all(|known| known.place != found.place) {
            candidates.push(found);
        }
        if candidates.len() == limit {
            break;
        }
    }
    candidates
}

fn by_zip(atlas: &Atlas, text: &str) -> Option<Candidate> {
    let zip = ZipText::parse(text).filter(|zip| !zip.restored)?;
    let known = atlas.zip(zip.number)?;
    let town = candidate(atlas, known.town as usize);
    Some(Candidate { place: format!("{:05} {}", zip.number, town.place), location: known.point, people: None })
}

/// Whether region or country of a place go by that name, by its beginning or by a code.
fn lies_within(atlas: &Atlas, place: usize, within: &str) -> bool {
    if within.trim().is_empty() {
        return true;
    }
    let region = atlas.places[place].region as usize;
    let country = atlas.country_of(place);
    let begins = |name: &str| folded(name).starts_with(&folded(within));
    let named = |text: &str| {
        let mut regions = atlas.region_names.find(key(text));
        let mut countries = atlas.country_names.find(key(text));
        regions.any(|entry| entry.index() == region) || countries.any(|entry| entry.index() == country)
    };
    named(within)
        || affixes::bare(within).is_some_and(named)
        || begins(&atlas.regions[region].name)
        || begins(&atlas.countries[country].name)
}
