//! How long a way is and takes, worked out anew.

use super::globe::arc;
use crate::geography::unit_vector;
use crate::model::{AccountIx, Dataset, DayBase, Reckoning, Rep, TravelMatrix, TravelModel};
use crate::units::LonLat;
use std::collections::HashMap;

/// What a length may miss the end of a band of distance by and still be rounding, relatively.
const LENGTHS: f64 = 1e-9;

/// An end of a way: where it is, and its number among the names of the travel matrix.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    at: LonLat,
    name: Option<u32>,
}

/// A way on the road.
pub(super) struct Way {
    pub(super) metres: f64,
    /// The least and the most minutes that it may take.
    pub(super) minutes: [f64; 2],
}

/// Who tells ways.
pub(super) struct Reckoner<'a> {
    dataset: &'a Dataset,
    reckoning: Reckoning<'a>,
    names: HashMap<&'a str, u32>,
}

impl<'a> Reckoner<'a> {
    pub(super) fn new(dataset: &'a Dataset, reckoning: Reckoning<'a>) -> Self {
        let names = reckoning.matrix.map(TravelMatrix::names).unwrap_or_default();
        Self { dataset, reckoning, names: names.iter().map(String::as_str).zip(0..).collect() }
    }

    fn name(&self, told: &str) -> Option<u32> {
        self.names.get(told.trim().to_lowercase().as_str()).copied()
    }

    /// “Fort Wayne, IN”, or “Fort Wayne”.
    fn place(&self, told: &str) -> Option<u32> {
        let town = told.split_once(',').map_or(told, |(town, _)| town);
        self.name(told).or_else(|| self.name(town))
    }

    pub(super) fn account(&self, account: AccountIx) -> Option<Spot> {
        let own = self.dataset.accounts().get(account);
        let mut name = self.name(own.id);
        if let (None, Some(matrix)) = (name, self.reckoning.matrix) {
            name = match matrix.column() {
                None => self.place(own.place),
                Some(header) => {
                    let columns = &self.dataset.accounts().columns;
                    let column = columns.iter().find(|column| column.name.eq_ignore_ascii_case(header));
                    column.and_then(|column| self.name(&column.values.words(account.index())))
                }
            };
        }
        Some(Spot { at: own.location?, name })
    }

    /// Where days of a rep start or end: known by the rep's id, or by the name of the place.
    pub(super) fn base(&self, rep: Option<&Rep>, given: Option<&DayBase>, at: LonLat) -> Spot {
        let place = given.map(|given| given.name.as_str()).or(rep.map(|rep| rep.home.place.as_str()));
        let name = rep.and_then(|rep| self.name(&rep.id)).or_else(|| self.place(place.unwrap_or_default()));
        Spot { at, name }
    }

    /// What the matrix says, or else great-circle × detour ÷ speed.
    pub(super) fn way(&self, from: Spot, to: Spot) -> Way {
        let Reckoning { travel, matrix } = self.reckoning;
        let straight = arc(unit_vector(from.at), unit_vector(to.at)) * travel.detour.value();
        let told = matrix.zip(from.name.zip(to.name)).and_then(|(matrix, ends)| {
            let after = matrix.ways().partition_point(|way| (way.from, way.to) <= ends);
            let way = after.checked_sub(1).and_then(|at| matrix.ways().get(at))?;
            // No time within one name says nothing.
            ((way.from, way.to) == ends && (ends.0 != ends.1 || way.minutes > 0.0)).then_some(way)
        });
        match told {
            Some(way) => {
                let metres = way.kilometres.map_or(straight, |kilometres| kilometres * 1e3);
                Way { metres, minutes: [way.minutes; 2] }
            }
            None => Way { metres: straight, minutes: minutes(travel, straight) },
        }
    }
}

/// The least and the most minutes that a leg of so many metres on the road may take: two numbers only where it ends with a
/// band of distance but for rounding.
fn minutes(travel: &TravelModel, metres: f64) -> [f64; 2] {
    let ends = [metres * (1.0 - LENGTHS), metres * (1.0 + LENGTHS)].map(|length| in_band(travel, metres, length));
    [ends[0].min(ends[1]), ends[0].max(ends[1])]
}

/// The minutes of a leg at the speed of the band that a length belongs to, and at least those of all nearer bands.
fn in_band(travel: &TravelModel, metres: f64, length: f64) -> f64 {
    // Metres at kilometres an hour.
    let at = |metres: f64, speed_kmh: f64| metres * 0.06 / speed_kmh;
    let (nearer, rest): (Vec<_>, Vec<_>) = travel.bands.iter().partition(|band| band.up_to_km * 1000.0 < length);
    let speed = rest.first().map_or(travel.speed_kmh, |band| band.speed_kmh);
    let passed = nearer.iter().map(|band| at(band.up_to_km * 1000.0, band.speed_kmh));
    passed.fold(at(metres, speed), f64::max)
}
