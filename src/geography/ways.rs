//! The one place where the way from one place to another becomes a length and a time.

use super::great_circle;
use crate::model::{AccountIx, Dataset, DayBase, Reckoning, Rep};
use crate::units::{LonLat, Meters, Seconds};

/// An end of a way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WayPoint {
    /// Where it is.
    pub at: LonLat,
    /// Its position among the names of the travel matrix.
    name: Option<u32>,
}

impl WayPoint {
    /// Its position among the names of the travel matrix; `None` where that does not know it.
    #[must_use]
    pub fn name(&self) -> Option<u32> {
        self.name
    }
}

/// A way on the road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// How long it is.
    pub road: Meters,
    /// How long it takes.
    pub time: Seconds,
}

/// Tells how long ways are and take.
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    dataset: &'a Dataset,
    reckoning: Reckoning<'a>,
}

impl<'a> Ways<'a> {
    /// The ways between places of a data set.
    #[must_use]
    pub fn new(dataset: &'a Dataset, reckoning: Reckoning<'a>) -> Self {
        Self { dataset, reckoning }
    }

    /// Where an account is; `None` where that is unknown. O(log names), with a column O(columns).
    #[must_use]
    pub fn account(&self, account: AccountIx) -> Option<WayPoint> {
        let at = self.dataset.accounts().locations.get(account.index()).copied().flatten()?;
        Some(WayPoint { at, name: self.name_of(account) })
    }

    /// The position of an account among the names of the matrix.
    #[must_use]
    pub fn name_of(&self, account: AccountIx) -> Option<u32> {
        let matrix = self.reckoning.matrix?;
        let accounts = self.dataset.accounts();
        let by_id = matrix.position(accounts.ids.get(account.index()));
        by_id.or_else(|| match matrix.column() {
            Some(column) => matrix.position(&accounts.column(column)?.values.words(account.index())),
            None => self.place_named(accounts.places.get(account.index())),
        })
    }

    /// Where days of a rep start or end: at a base of the rep's own, or at the usual place.
    #[must_use]
    pub fn base(&self, rep: Option<&Rep>, own: Option<&DayBase>, usual: LonLat) -> WayPoint {
        WayPoint { at: own.map_or(usual, |own| own.at), name: self.base_name(rep, own) }
    }

    /// The position of where days of a rep start or end among the names of the matrix.
    #[must_use]
    pub fn base_name(&self, rep: Option<&Rep>, own: Option<&DayBase>) -> Option<u32> {
        let by_id = self.reckoning.matrix?.position(rep.map_or("", |rep| &rep.id));
        let home = || rep.map_or("", |rep| &rep.home.place);
        by_id.or_else(|| self.place_named(own.map_or_else(home, |own| &own.name)))
    }

    /// A place that the matrix does not know.
    #[must_use]
    pub fn anywhere(at: LonLat) -> WayPoint {
        WayPoint { at, name: None }
    }

    /// The position of a matched place, “Fort Wayne, IN”, whole or without what tells it from others of its name.
    fn place_named(&self, place: &str) -> Option<u32> {
        let matrix = self.reckoning.matrix?;
        matrix.position(place).or_else(|| matrix.position(place.split(',').next()?))
    }

    /// The way from one place to another: what the matrix says, or else great-circle × detour ÷ speed. O(log ways).
    #[must_use]
    pub fn leg(&self, from: WayPoint, to: WayPoint) -> Way {
        let Reckoning { travel, matrix } = self.reckoning;
        let road = travel.road(great_circle(from.at, to.at));
        let told = matrix.and_then(|matrix| matrix.way(from.name?, to.name?));
        match told {
            Some(way) => Way {
                road: way.kilometres.map_or(road, |kilometres| Meters(kilometres * 1000.0)),
                time: Seconds(way.minutes * 60.0),
            },
            None => Way { road, time: travel.drive(road) },
        }
    }
}
