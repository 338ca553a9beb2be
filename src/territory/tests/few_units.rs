//! Designs of few and heavy accounts, two in five of them without any work: where single moves end out of tolerance.

use super::{Spot, brief, dataset, run, spot, verify};
use crate::model::Limit;

/// So many accounts around five towns, with work spread as sales are: a few have several times what most have.
fn key_accounts(seed: u64, accounts: usize) -> Vec<Spot> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let towns: Vec<[f64; 2]> = (0..5).map(|_| [20.0 * rng.f64(), 35.0 + 10.0 * rng.f64()]).collect();
    let mut around = |town: f64| town + 3.0 * (rng.f64() + rng.f64() + rng.f64() - 1.5);
    let places: Vec<[f64; 2]> = (0..accounts).map(|number| towns[number % 5].map(&mut around)).collect();
    let mut work = || if rng.f64() < 0.4 { 0.0 } else { 400.0 + 3000.0 * rng.f64() * rng.f64() * rng.f64() };
    places.into_iter().map(|[lon, lat]| spot(lon, lat, work())).collect()
}

#[test]
fn a_small_book_of_key_accounts_comes_within_tolerance() {
    let mut missed = Vec::new();
    let sizes = [(30, 3), (60, 5), (60, 6)].into_iter().cycle();
    for (seed, (accounts, territories)) in (0..60).zip(sizes) {
        let dataset = dataset(&key_accounts(seed, accounts), Vec::new());
        let designed = run(&dataset, &brief(territories, 5.0));
        verify(&dataset, &designed);
        if designed.limits.iter().any(|limit| matches!(limit, Limit::Tolerance { .. })) {
            missed.push((seed, designed.worst_deviation));
        }
    }
    // Of the starts first chosen alone, and single moves and exchanges, it is nineteen.
    assert!(missed.len() <= 2, "{missed:?}");
}
