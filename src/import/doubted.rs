//! Given coordinates held against the address beside them.

use super::log::{Log, Spot};
use crate::gazetteer::{Address, Gazetteer, PointChange, PointDoubt};
use crate::model::{Code, Severity};
use crate::units::LonLat;

/// The point; one that a single change brings to where the address says is changed, any other doubt is told.
pub fn settle(point: LonLat, address: &Address<'_>, gazetteer: &Gazetteer, spot: Spot<'_>, log: &mut Log) -> LonLat {
    let told = [address.region, address.country].into_iter().filter(|cell| !cell.is_empty());
    let told = || told.collect::<Vec<_>>().join(", ");
    match gazetteer.doubt(point, address) {
        None => point,
        Some(PointDoubt::Repaired { point, change }) => {
            log.add(spot, Code::BadCoordinate, Severity::Repaired, || {
                let (told, change) = (told(), in_words(change));
                format!("The point lies far from every place of {told}: {change}, which brings it there.")
            });
            point
        }
        Some(PointDoubt::Elsewhere) => {
            log.add(spot, Code::BadCoordinate, Severity::Check, || {
                let told = told();
                format!("The point lies far from every place of {told}: kept. Check coordinates and address.")
            });
            point
        }
        Some(PointDoubt::Nowhere { swapped }) => {
            log.add(spot, Code::BadCoordinate, Severity::Check, || {
                let hint = if swapped {
                    "The other way round it lies at one: latitude and longitude may be swapped."
                } else {
                    "Check the coordinates."
                };
                format!("The point lies far from every known place, perhaps in the sea: kept. {hint}")
            });
            point
        }
    }
}

fn in_words(change: PointChange) -> &'static str {
    match change {
        PointChange::Swapped => "latitude and longitude were swapped",
        PointChange::LatitudeSign => "the latitude was given the other sign",
        PointChange::LongitudeSign => "the longitude was given the other sign",
        PointChange::BothSigns => "both were given the other sign",
    }
}
