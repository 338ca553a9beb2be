//! `routes.csv`: the tour of each territory, stop by stop.

use super::table::{Table, fixed, rep_label};
use crate::model::{TerritoryIx, Tour};
use crate::plan::Plan;
use std::borrow::Cow;

/// `territory,rep,stop,account_id,name,latitude,longitude`, then the totals of the whole round trip, the same in each of
/// its rows: `tour_km`, `tour_travel_hours`, `tour_service_hours`, `tour_hours`.
///
/// Stops count from 1; the start and the way back have no row. The tours belong to the layer that is shown.
/// O(stops).
#[must_use]
pub fn routes_csv(plan: &Plan, tours: &[(TerritoryIx, Tour)]) -> String {
    let mut table = Table::new([
        "territory",
        "rep",
        "stop",
        "account_id",
        "name",
        "latitude",
        "longitude",
        "tour_km",
        "tour_travel_hours",
        "tour_service_hours",
        "tour_hours",
    ]);
    for (position, tour) in tours {
        let territory = plan.layer().and_then(|layer| layer.alignment().territory(*position));
        let name = territory.map_or("", |territory| territory.name.as_str());
        let rep = territory.and_then(|territory| territory.rep).map_or("", |rep| rep_label(plan.dataset(), rep));
        let totals = totals(tour);
        for (stop, account) in tour.stops.iter().enumerate() {
            let account = plan.dataset().accounts().get(*account);
            let degrees = |pick: fn(crate::units::LonLat) -> f64| -> Cow<str> {
                account.location.map_or(Cow::Borrowed(""), |point| pick(point).to_string().into())
            };
            let stop = [name.into(), rep.into(), (stop + 1).to_string().into(), account.id.into(), account.name.into()];
            let place = [degrees(crate::units::LonLat::lat), degrees(crate::units::LonLat::lon)];
            table.row(stop.into_iter().chain(place).chain(totals.clone()));
        }
    }
    table.finish()
}

fn totals(tour: &Tour) -> [Cow<'static, str>; 4] {
    let (travel, service) = (tour.travel.hours(), tour.service.hours());
    [fixed(tour.distance.kilometers(), 3), fixed(travel, 3), fixed(service, 3), fixed(travel + service, 3)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::plan;
    use crate::model::AccountIx;
    use crate::units::{LonLat, Meters, Seconds};

    #[test]
    fn a_tour_is_listed_stop_by_stop() {
        let tour = Tour {
            start: LonLat::new(0.0, 0.0).expect("on the globe"),
            end: LonLat::new(0.0, 0.0).expect("on the globe"),
            from_home: false,
            stops: vec![AccountIx(1), AccountIx(0)],
            distance: Meters(12_500.0),
            travel: Seconds(5400.0),
            service: Seconds(3600.0),
        };
        let expect = "territory,rep,stop,account_id,name,latitude,longitude,\
            tour_km,tour_travel_hours,tour_service_hours,tour_hours\r\n\
            North,Ada,1,-2,'@Böhm,40,0.25,12.500,1.500,1.000,2.500\r\n\
            North,Ada,2,'=acme,Acme,40,-87.5,12.500,1.500,1.000,2.500\r\n";
        assert_eq!(routes_csv(&plan(), &[(TerritoryIx(0), tour)]), expect);
    }
}
