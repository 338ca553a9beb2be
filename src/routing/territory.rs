//! The round trip of a territory.

use super::points::Points;
use super::search::TourSearch;
use crate::geography::{Ways, centroid, great_circle};
use crate::model::{AccountIx, Alignment, Dataset, DayBase, Reckoning, TerritoryIx, Tour};
use crate::units::{LonLat, Meters, Seconds};

/// How long to search for a tour, in kicks: the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Kicks for each stop.
    pub kicks_per_stop: u32,
    /// No more kicks than this, but always one for each stop, which leaves a local optimum.
    pub most_kicks: u32,
}

impl Default for Effort {
    /// Within 1 % of the best, and in well under 100 ms up to 1,000 stops.
    fn default() -> Self {
        Self { kicks_per_stop: 5, most_kicks: 1_500 }
    }
}

impl Effort {
    fn kicks(self, stops: usize) -> u32 {
        let stops = u32::try_from(stops).unwrap_or(u32::MAX);
        self.kicks_per_stop.saturating_mul(stops).min(self.most_kicks).max(stops)
    }
}

/// A round trip through all located accounts of a territory, each once: from where days of its rep start to where they end. These
/// are the `bases` of the rep's own, or else the home base, or, where that is unknown, the middle of the accounts. `None` without a
/// located account.
///
/// The order is the shortest on the globe, of a round trip by way of both ends; lengths and times are as ways are reckoned.
/// O(accounts + stops · log stops + kicks).
#[must_use]
pub fn territory_tour(
    dataset: &Dataset,
    alignment: &Alignment,
    territory: TerritoryIx,
    reckoning: Reckoning<'_>,
    bases: [Option<&DayBase>; 2],
    (seed, effort): (u64, Effort),
) -> Option<Tour> {
    let located = |account: AccountIx| Some((account, dataset.accounts().get(account).location?));
    let stops: Vec<(AccountIx, LonLat)> = alignment.members(territory).filter_map(located).collect();
    let &(_, first) = stops.first()?;
    let rep = alignment.territory(territory).and_then(|territory| territory.rep);
    let home = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| rep.home.location);
    // Accounts all around the globe have no middle; any of them is as good a start.
    let usual = home.or_else(|| centroid(stops.iter().map(|&(_, place)| place))).unwrap_or(first);
    let [start, end] = bases.map(|own| own.map_or(usual, |own| own.at));

    let last = Some(end).filter(|&end| end != start);
    let points = std::iter::once(start).chain(stops.iter().map(|&(_, place)| place)).chain(last).collect();
    let mut search = TourSearch::new(&Points::Globe(points), seed);
    search.step(effort.kicks(stops.len()));
    let mut order = search.order().to_vec();
    let from = order.iter().position(|&point| point == 0).unwrap_or(0);
    order.rotate_left(from);
    let visited = order.iter().skip(1).filter_map(|&point| stops.get(point as usize - 1));
    let mut stops: Vec<(AccountIx, LonLat)> = visited.copied().collect();
    // Where the end lies on the way the trip may go either way round.
    if let (Some(end), Some(&(_, one)), Some(&(_, other))) = (last, stops.first(), stops.last())
        && great_circle(start, other).0 + great_circle(one, end).0
            < great_circle(start, one).0 + great_circle(other, end).0
    {
        stops.reverse();
    }

    let travel = reckoning.travel;
    let (distance, drive) = if travel.bands.is_empty() && reckoning.matrix.is_none() {
        let distance = travel.road(length(start, stops.iter().map(|&(_, place)| place).chain([end])));
        (distance, travel.drive(distance))
    } else {
        let ways = Ways::new(dataset, reckoning);
        let base = |own: Option<&DayBase>| ways.base(rep.and_then(|rep| dataset.rep(rep)), own, usual);
        let [from, to] = bases.map(base);
        let order = stops.iter().filter_map(|&(account, _)| ways.account(account));
        let (mut here, mut distance, mut drive) = (from, Meters(0.0), 0.0);
        for next in order.chain([to]) {
            let leg = ways.leg(here, next);
            distance += leg.road;
            drive += leg.time.0;
            here = next;
        }
        (distance, Seconds(drive))
    };
    Some(Tour {
        start,
        end,
        from_home: home.is_some() && bases[0].is_none(),
        distance,
        travel: drive,
        service: Seconds(travel.service().0 * stops.len() as f64),
        stops: stops.into_iter().map(|(account, _)| account).collect(),
    })
}

fn length(start: LonLat, places: impl Iterator<Item = LonLat>) -> Meters {
    let mut here = start;
    let mut sum = Meters(0.0);
    for next in places {
        sum += great_circle(here, next);
        here = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Accounts, Crew, Placement, Precision, Rep, RepIx, Territory, TextColumn};

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    fn dataset(places: &[Option<LonLat>], home: Option<LonLat>) -> Dataset {
        let count = places.len();
        let precision = |place: &Option<LonLat>| if place.is_some() { Precision::Given } else { Precision::None };
        let blank: TextColumn = (0..count).map(|_| "").collect();
        let accounts = Accounts {
            ids: (1..=count).map(|row| format!("row-{row}")).collect(),
            names: blank.clone(),
            families: blank.clone(),
            locations: places.to_vec(),
            precisions: places.iter().map(precision).collect(),
            places: blank,
            ..Accounts::default()
        };
        let home = Placement { location: home, precision: precision(&home), place: String::new() };
        let rep = Rep::new("rep-1", "Ada", home);
        Dataset::new(accounts, vec![rep], Vec::new()).expect("a valid data set")
    }

    fn tour(places: &[Option<LonLat>], home: Option<LonLat>) -> Option<Tour> {
        tour_between(places, home, [None; 2])
    }

    fn tour_between(places: &[Option<LonLat>], home: Option<LonLat>, bases: [Option<&DayBase>; 2]) -> Option<Tour> {
        let territory = Territory { name: "North".to_owned(), rep: Some(RepIx(0)), slot: 1, crew: Crew::Field };
        let owners = vec![Some(TerritoryIx(0)); places.len()];
        let alignment = Alignment::new(vec![territory], owners).expect("a valid alignment");
        let travel = crate::model::TravelModel::default();
        let reckoning = Reckoning { travel: &travel, matrix: None };
        territory_tour(&dataset(places, home), &alignment, TerritoryIx(0), reckoning, bases, (1, Effort::default()))
    }

    #[test]
    fn a_trip_from_home_and_back_on_the_road() {
        let places = [Some(at(0.0, 2.0)), None, Some(at(0.0, 1.0)), Some(at(0.0, 3.0))];
        let tour = tour(&places, Some(at(0.0, 0.0))).expect("three located accounts");
        assert!(tour.from_home);
        let degree = 111.195 * 1.3;
        assert!((tour.distance.kilometers() - 6.0 * degree).abs() < 0.01);
        assert!((tour.travel.hours() - tour.distance.kilometers() / 60.0).abs() < 1e-9);
        assert!((tour.service.hours() - 1.5).abs() < 1e-9);
        let mut stops = tour.stops;
        stops.sort_unstable();
        assert_eq!(stops, [AccountIx(0), AccountIx(2), AccountIx(3)]);
    }

    #[test]
    fn without_a_home_base_it_starts_in_the_middle() {
        let tour = tour(&[Some(at(10.0, 0.0)), Some(at(12.0, 0.0))], None).expect("two located accounts");
        assert!(!tour.from_home && (tour.start.lon() - 11.0).abs() < 1e-9);
        assert!((tour.distance.kilometers() - 4.0 * 111.195 * 1.3).abs() < 0.01);
    }

    #[test]
    fn a_rep_with_places_of_its_own_starts_and_ends_there() {
        let place = |name: &str, lat| DayBase { name: name.to_owned(), at: at(0.0, lat) };
        let (store, hotel) = (place("Store", 4.0), place("Hotel", 0.5));
        let places = [Some(at(0.0, 2.0)), Some(at(0.0, 1.0)), Some(at(0.0, 3.0))];
        let tour = tour_between(&places, Some(at(0.0, 0.0)), [Some(&store), Some(&hotel)]).expect("three accounts");
        assert_eq!((tour.start, tour.end, tour.from_home), (store.at, hotel.at, false));
        assert_eq!(tour.stops, [AccountIx(2), AccountIx(0), AccountIx(1)]);
        assert!((tour.distance.kilometers() - 3.5 * 111.195 * 1.3).abs() < 0.01);
        let tour = tour_between(&places, Some(at(0.0, 0.0)), [None, Some(&store)]).expect("three accounts");
        assert_eq!((tour.start, tour.end, tour.from_home), (at(0.0, 0.0), store.at, true));
        assert!((tour.distance.kilometers() - 4.0 * 111.195 * 1.3).abs() < 0.01);
    }

    #[test]
    fn odd_territories_have_a_tour_or_none() {
        assert_eq!(tour(&[], None), None);
        assert_eq!(tour(&[None, None], Some(at(1.0, 1.0))), None);
        let home = at(5.0, 5.0);
        let at_home = tour(&[Some(home); 12], Some(home)).expect("twelve located accounts");
        assert_eq!((at_home.stops.len(), at_home.distance), (12, Meters(0.0)));
        let antipodes = tour(&[Some(at(0.0, 0.0)), Some(at(180.0, 0.0))], None).expect("two located accounts");
        assert!((antipodes.distance.kilometers() - 40_030.2 * 1.3).abs() < 1.0);
    }
}
