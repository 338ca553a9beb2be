//! A tour: its stops, its start, its length and its times.

use super::alignment::name;
use super::figures::same_number;
use super::globe::{arc, middle, same_length};
use super::violation::{Claim, Violation, account_called};
use super::ways::{Reckoner, Way};
use crate::geography::unit_vector;
use crate::model::{AccountIx, Alignment, Dataset, DayBase, Reckoning, TerritoryIx, Tour};
use crate::units::LonLat;
use std::collections::BTreeSet;

/// Everything that is wrong with the tour of a territory: stops left out, repeated or elsewhere, another start or end than `bases`
/// of the rep's own, or else the home base (or the middle, without one), and length and times that do not follow.
/// O(accounts + stops · log stops).
#[must_use]
pub fn tour(
    dataset: &Dataset,
    alignment: &Alignment,
    territory: TerritoryIx,
    reckoning: Reckoning<'_>,
    bases: [Option<&DayBase>; 2],
    tour: &Tour,
) -> Vec<Violation> {
    let territory_name = name(alignment, territory);
    let mut found = Vec::new();
    let place = |account: AccountIx| dataset.accounts().get(account).location;
    let members: Vec<AccountIx> = alignment.members(territory).filter(|&account| place(account).is_some()).collect();
    stops(dataset, &members, tour, &territory_name, &mut found);
    let rep = alignment.territory(territory).and_then(|own| own.rep).and_then(|rep| dataset.rep(rep));
    let home = rep.and_then(|rep| rep.home.location);
    let is_right = |(given, end): (Option<&DayBase>, LonLat)| match given {
        Some(given) => given.at == end,
        None => is_usual(dataset, home, &members, end),
    };
    let from_home = home.is_some() && bases[0].is_none();
    if tour.from_home != from_home || !bases.into_iter().zip([tour.start, tour.end]).all(is_right) {
        found.push(Violation::TourStart { territory: territory_name.clone() });
    }

    let travel = reckoning.travel;
    let reckoner = Reckoner::new(dataset, reckoning);
    let [start, end] = [(bases[0], tour.start), (bases[1], tour.end)].map(|(own, at)| reckoner.base(rep, own, at));
    let stops = tour.stops.iter().filter_map(|&stop| reckoner.account(stop));
    let spots: Vec<_> = std::iter::once(start).chain(stops).chain([end]).collect();
    let behind = spots.iter().skip(1);
    let legs: Vec<Way> = spots.iter().zip(behind).map(|(&from, &to)| reckoner.way(from, to)).collect();
    let road: f64 = legs.iter().map(|leg| leg.metres).sum();
    let drive = [0, 1].map(|end| legs.iter().map(|leg| leg.minutes[end]).sum::<f64>() * 60.0);
    let service = tour.stops.len() as f64 * travel.service_minutes * 60.0;
    let mut expect = |same: bool, claim: Claim, claimed: f64, derived: f64| {
        if !same {
            found.push(Violation::Figure { claim, claimed: Some(claimed), derived: Some(derived) });
        }
    };
    let distance = tour.distance.0;
    expect(same_length(distance, road), Claim::TourDistance(territory_name.clone()), distance, road);
    // The driving time belongs to the stated length: a wrong length is said once. With bands of distance or a
    // matrix that tells nothing of the time.
    let stated = distance * 3.6 / travel.speed_kmh;
    let is_stated = if travel.bands.is_empty() && reckoning.matrix.is_none() {
        same_number(tour.travel.0, stated)
    } else {
        !same_length(distance, road)
    };
    let is_between = (drive[0]..=drive[1]).contains(&tour.travel.0);
    let is_drive = is_stated || is_between || drive.iter().any(|&end| same_length(tour.travel.0, end));
    expect(is_drive, Claim::TourTravel(territory_name.clone()), tour.travel.0, drive[0]);
    expect(same_number(tour.service.0, service), Claim::TourService(territory_name), tour.service.0, service);
    found
}

fn stops(dataset: &Dataset, members: &[AccountIx], tour: &Tour, territory: &str, found: &mut Vec<Violation>) {
    let expected: BTreeSet<AccountIx> = members.iter().copied().collect();
    let mut visited = BTreeSet::new();
    let id = |account: AccountIx| account_called(dataset, account);
    for &stop in &tour.stops {
        let territory = territory.to_owned();
        if !expected.contains(&stop) {
            found.push(Violation::TourStrays { territory, account: id(stop) });
        } else if !visited.insert(stop) {
            found.push(Violation::TourRepeats { territory, account: id(stop) });
        }
    }
    let mut left = expected.difference(&visited);
    if let Some(&first) = left.next() {
        let accounts = 1 + left.count();
        found.push(Violation::TourLeavesOut { territory: territory.to_owned(), accounts, first: id(first) });
    }
}

/// Whether a place is the home base, or the middle of the accounts where that is unknown.
fn is_usual(dataset: &Dataset, home: Option<LonLat>, members: &[AccountIx], at: LonLat) -> bool {
    if let Some(home) = home {
        return at == home;
    }
    let places = members.iter().filter_map(|&account| dataset.accounts().get(account).location);
    let points: Vec<[f64; 3]> = places.map(unit_vector).collect();
    // Places all around the globe have no middle; the start is then anywhere. A metre is rounding.
    middle(&points).is_none_or(|center| arc(center, unit_vector(at)) < 1.0)
}
