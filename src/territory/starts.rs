//! Where a division begins: on curves turned at random, near what is held, near where reps live.

use super::basic_units::BasicUnits;
use super::budget::NOBODY;
use super::capacity::{SAME_SHARE, made_for};
use super::course::{Course, Start, shuffled};
use super::division::{Task, Worker};
use super::identity::Held;
use super::staffing::Posts;
use crate::geography::{Plane, chord_squared, hilbert_order};
use crate::model::HomeBase;
use crate::units::LonLat;

/// Beginnings from curves turned at random.
pub(super) fn curves(reps: &[Worker], seed: u64, territories: usize) -> Vec<Start> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let start = |_| {
        let angle = rng.f64() * std::f64::consts::TAU;
        Start::Curve(angle, sequence(reps, territories, angle, &mut rng))
    };
    (0..Course::starts(territories)).map(start).collect()
}

/// Beginnings where some territories hold units or have their reps already: from those and the places farthest from them, and
/// from curves whose centres near what is locked, or near where a rep lives, belong to that territory.
pub(super) fn anchored_curves(
    task: &Task,
    seed: u64,
    units: &BasicUnits,
    held: &Held,
    posts: &Posts,
    territories: usize,
) -> Vec<Start> {
    let own = Start::Centers(centers(units, &held.owners, posts, territories));
    let locked: Vec<u32> = held
        .owners
        .iter()
        .zip(&held.is_fixed)
        .map(|(&owner, &is_fixed)| if is_fixed { owner } else { NOBODY })
        .collect();
    let anchors = at_home(units, centers_of(units, &locked, territories), posts);
    // With reps posted, each territory is its rep's, in that order.
    let posted: Option<Vec<Worker>> = posts.iter().copied().collect();
    let reps = posted.filter(|posted| !posted.is_empty()).unwrap_or_else(|| task.reps.clone());
    let mut curves = curves(&reps, seed, territories);
    curves.pop();
    let anchored = curves.into_iter().map(|start| match start {
        Start::Curve(angle, sequence) => Start::Anchored(angle, sequence, anchors.clone()),
        other => other,
    });
    std::iter::once(own).chain(anchored).collect()
}

/// By territory, the home base of the rep for whom it is made, so that no small share comes to lie where nobody of that capacity
/// lives; empty where all have the same share, and reps find theirs in the end.
pub(super) fn homes(units: &BasicUnits, reps: &[Worker], shares: &[f64]) -> Vec<Option<[f64; 3]>> {
    if shares.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= SAME_SHARE) {
        return Vec::new();
    }
    let home = |rep: &Option<Worker>| rep.and_then(|rep| rep.home).map(|home| units.position(home));
    let homes: Vec<Option<[f64; 3]>> = made_for(reps, shares.len()).iter().map(home).collect();
    if homes.iter().all(Option::is_none) { Vec::new() } else { homes }
}

/// The same beginnings, but where `homes` are known each territory begins near its own.
pub(super) fn near_home(starts: Vec<Start>, homes: &[Option<[f64; 3]>]) -> Vec<Start> {
    if homes.is_empty() {
        return starts;
    }
    let anchored = |start| match start {
        Start::Curve(angle, sequence) => Start::Anchored(angle, sequence, homes.to_vec()),
        other => other,
    };
    starts.into_iter().map(anchored).collect()
}

/// Where each territory starts: where its rep lives, else where its held units have their centre; where it has neither, at the
/// unit farthest from all.
fn centers(units: &BasicUnits, held: &[u32], posts: &Posts, territories: usize) -> Vec<[f64; 3]> {
    let mut known = at_home(units, centers_of(units, held, territories), posts);
    while let Some(missing) = known.iter().position(Option::is_none) {
        let lonely = |unit: usize| {
            let distances = known.iter().flatten().map(|&center| chord_squared(units.at[unit], center));
            distances.fold(f64::INFINITY, f64::min)
        };
        let farthest =
            (0..units.len()).map(|unit| (lonely(unit), unit)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        known[missing] = Some(farthest.map_or([0.0; 3], |(_, unit)| units.at[unit]));
    }
    known.into_iter().flatten().collect()
}

/// The same places, but where a rep who is posted lives, for all who do live somewhere.
fn at_home(units: &BasicUnits, mut places: Vec<Option<[f64; 3]>>, posts: &Posts) -> Vec<Option<[f64; 3]>> {
    for (place, rep) in places.iter_mut().zip(posts) {
        let home = rep.filter(|rep| rep.base != HomeBase::NewHire).and_then(|rep| rep.home);
        *place = home.map(|home| units.position(home)).or(*place);
    }
    places
}

pub(super) fn centers_of(units: &BasicUnits, held: &[u32], territories: usize) -> Vec<Option<[f64; 3]>> {
    let mut sums = vec![([0.0_f64; 3], 0.0_f64); territories];
    for ((at, weight), &owner) in units.at.iter().zip(&units.weights).zip(held).filter(|&(_, &owner)| owner != NOBODY) {
        let (sum, total) = &mut sums[owner as usize];
        // What weighs nothing is somewhere too.
        let weight = weight.max(f64::MIN_POSITIVE);
        sum.iter_mut().zip(at).for_each(|(sum, x)| *sum += weight * x);
        *total += weight;
    }
    sums.iter().map(|(sum, total)| (*total > 0.0).then(|| sum.map(|sum| sum / total))).collect()
}

/// The order in which a curve fills the territories. It matters only when shares differ: then a large share goes near
/// the home base that has it, or anywhere when homes are not known.
fn sequence(reps: &[Worker], territories: usize, angle: f64, rng: &mut fastrand::Rng) -> Vec<u32> {
    let homes: Vec<LonLat> = reps.iter().filter_map(|rep| rep.home).collect();
    if homes.len() == territories && reps.len() == territories {
        let plane = Plane::fit(&homes);
        return hilbert_order(&homes.iter().map(|&home| plane.project(home)).collect::<Vec<_>>(), angle);
    }
    shuffled(territories, rng)
}
