//! Which countries hold accounts, and which of their parts territories may cover.

use super::outline::{Outline, ring_parts};
use super::points::MapPoints;
use super::projection::MapProjection;
use super::viewport::Bounds;
use crate::geography::{Area, Ring};
use crate::sorting::sort_by;
use std::collections::BTreeMap;

/// What a ring of a country is to the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Of a country without accounts.
    Foreign,
    /// Of a country with accounts, but far from all of them.
    Remote,
    /// Land that territories cover.
    Covered,
}

/// Every ring of the countries, on the map, and what it is to the accounts. Without accounts every country holds some.
/// O(points of the outlines · samples at worst; bounds spare most of it).
pub(super) fn sort<'a>(
    countries: &'a [Area],
    projection: &MapProjection,
    accounts: &MapPoints,
) -> Vec<(&'a Ring, Vec<Outline>, Standing)> {
    let samples = sample(accounts);
    let near = accounts.bounds().map(|bounds| bounds.padded(bounds.size()[0].max(bounds.size()[1]) * 0.05));
    let candidates = |country: &'a Area| country.rings.iter().map(|ring| Candidate::new(ring, projection, &samples));
    let countries: Vec<Vec<Candidate>> = countries.iter().map(|country| candidates(country).collect()).collect();
    let is_home = homes(&countries, samples.len());
    let mut sorted = Vec::new();
    for (is_home, rings) in is_home.into_iter().zip(countries) {
        let covered = covered(&rings, near);
        for (Candidate { ring, parts, .. }, covered) in rings.into_iter().zip(covered) {
            let standing = match (is_home, covered) {
                (false, _) => Standing::Foreign,
                (true, false) => Standing::Remote,
                (true, true) => Standing::Covered,
            };
            sorted.push((ring, parts, standing));
        }
    }
    sorted
}

/// A country's ring on the map, and which of the samples lie inside it.
struct Candidate<'a> {
    ring: &'a Ring,
    parts: Vec<Outline>,
    inside: Vec<usize>,
}

impl<'a> Candidate<'a> {
    fn new(ring: &'a Ring, projection: &MapProjection, samples: &[[f64; 2]]) -> Self {
        let parts = ring_parts(ring, projection);
        let holds = |&at: &[f64; 2]| parts.iter().any(|part| part.holds(at));
        let inside = samples.iter().enumerate().filter(|(_, at)| holds(at)).map(|(sample, _)| sample).collect();
        Self { ring, parts, inside }
    }

    fn encloses(&self, other: &Self) -> bool {
        let first = other.parts.first().and_then(|part| part.points.first());
        first.is_some_and(|&at| self.parts.iter().any(|part| part.holds(at)))
    }
}

/// By ring of one country, whether it holds accounts or lies among them. A hole goes with what it is in.
fn covered(rings: &[Candidate], near: Option<Bounds>) -> Vec<bool> {
    let is_near = |part: &Outline| near.is_some_and(|near| near.contains(part.bounds.center()));
    let own: Vec<bool> = rings.iter().map(|ring| !ring.inside.is_empty() || ring.parts.iter().any(is_near)).collect();
    let around = |ring: &Candidate| rings.iter().zip(&own).any(|(other, &own)| own && other.encloses(ring));
    rings.iter().zip(&own).map(|(ring, &own)| own || around(ring)).collect()
}

/// By country, whether it holds accounts; all do where there are none. Outlines of neighbours drawn at different scales
/// overlap a little: what two countries hold counts for the one with more accounts, so that a city at the border does
/// not make a home of the other side.
fn homes(countries: &[Vec<Candidate>], samples: usize) -> Vec<bool> {
    let held: Vec<Vec<usize>> = countries.iter().map(|rings| held(rings)).collect();
    let mut by_count: Vec<usize> = (0..countries.len()).collect();
    sort_by(&mut by_count, &|&a, &b| (std::cmp::Reverse(held[a].len()), a).cmp(&(std::cmp::Reverse(held[b].len()), b)));
    let mut claimed = vec![false; samples];
    let mut is_home = vec![samples == 0; countries.len()];
    for country in by_count {
        for &sample in &held[country] {
            is_home[country] |= !claimed[sample];
            claimed[sample] = true;
        }
    }
    is_home
}

/// The samples inside a country: inside its rings, but not in a hole.
fn held(rings: &[Candidate]) -> Vec<usize> {
    let mut times: BTreeMap<usize, u32> = BTreeMap::new();
    for &sample in rings.iter().flat_map(|ring| &ring.inside) {
        *times.entry(sample).or_default() += 1;
    }
    times.into_iter().filter(|&(_, times)| times % 2 == 1).map(|(sample, _)| sample).collect()
}

/// One account for each square of a lattice over all of them, so that 100,000 accounts cost no more than some hundred.
fn sample(accounts: &MapPoints) -> Vec<[f64; 2]> {
    const SQUARES: u8 = 32;
    let Some(bounds) = accounts.bounds() else { return Vec::new() };
    let square = bounds.size().map(|length| (length / f64::from(SQUARES)).max(1.0));
    // What lies on the far edge has a square of its own.
    let side = usize::from(SQUARES) + 1;
    let mut first = vec![None; side * side];
    for &at in accounts.places().iter().flatten() {
        let [across, down] = [0, 1].map(|axis| whole((at[axis] - bounds.min[axis]) / square[axis]).min(side - 1));
        first[across * side + down].get_or_insert(at);
    }
    first.into_iter().flatten().collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number of a square, at most 32")]
fn whole(value: f64) -> usize {
    value as usize
}
