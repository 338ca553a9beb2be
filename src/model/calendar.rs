//! Visits with their days and times.

use super::account::AccountIx;
use super::alignment::TerritoryIx;
use crate::units::{Day, LonLat, Meters};
use serde::{Deserialize, Serialize};

/// A visit placed on a day. Times are whole minutes from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StopFields", into = "StopFields")]
pub struct Stop {
    /// Whom.
    pub account: AccountIx,
    /// When the rep is there.
    pub arrival: u16,
    /// When the visit starts.
    pub start: u16,
    /// When the visit ends.
    pub end: u16,
    /// Whether a person wants it to stay on its day.
    pub is_pinned: bool,
}

/// In a file a stop is the list of its fields.
type StopFields = (AccountIx, u16, u16, u16, bool);

impl From<StopFields> for Stop {
    fn from((account, arrival, start, end, is_pinned): StopFields) -> Self {
        Self { account, arrival, start, end, is_pinned }
    }
}

impl From<Stop> for StopFields {
    fn from(stop: Stop) -> Self {
        (stop.account, stop.arrival, stop.start, stop.end, stop.is_pinned)
    }
}

/// A working day of a rep: from where days start, or the night before was spent, through every stop to where days end, or the
/// night after is spent, and whom to call or write to.
///
/// A leg takes great-circle × detour ÷ speed, or what a matrix says, rounded up to whole minutes. The rep waits at an account until the visit may
/// start. Lunch is taken before the first visit that would, without it, start at `lunch_from` of the week or later, or before
/// the way back where that starts then or later: the clock stops for the lunch, so that what follows is later by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayRoute {
    /// The day.
    pub day: Day,
    /// When the rep leaves the base or the night's place, in minutes from midnight; 0 without a stop.
    pub leave: u16,
    /// When the rep is back, or at the night's place; 0 without a stop.
    pub back: u16,
    /// When lunch begins; `None` when the rep is back before it.
    pub lunch: Option<u16>,
    /// The stops in order.
    pub stops: Vec<Stop>,
    /// Length on the road, the way back included.
    pub distance: Meters,
    /// Minutes on the road.
    pub drive: u16,
    /// Where the night after it is spent, when the rep does not come back: at the last stop. The next day starts there.
    pub night: Option<LonLat>,
    /// Accounts to call.
    pub calls: Vec<AccountIx>,
    /// Accounts to write to.
    pub emails: Vec<AccountIx>,
}

impl DayRoute {
    /// A day on which nothing is planned yet.
    #[must_use]
    pub fn idle(day: Day) -> Self {
        Self {
            day,
            leave: 0,
            back: 0,
            lunch: None,
            stops: Vec::new(),
            distance: Meters(0.0),
            drive: 0,
            night: None,
            calls: Vec::new(),
            emails: Vec::new(),
        }
    }

    /// The same day with the calls and e-mails of another.
    #[must_use]
    pub fn with_touches_of(self, other: &Self) -> Self {
        Self { calls: other.calls.clone(), emails: other.emails.clone(), ..self }
    }

    /// Minutes at accounts.
    #[must_use]
    pub fn visiting(&self) -> u32 {
        self.stops.iter().map(|stop| u32::from(stop.end.saturating_sub(stop.start))).sum()
    }
}

/// Why a visit has no day, and what would give it one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unplaced {
    /// Nobody knows where the account is.
    #[error("its location is unknown: put it on the map")]
    NoLocation,
    /// The rep does not have what the account needs.
    #[error("the rep does not have the skill or language that it needs: give it to one who has")]
    Skill,
    /// There and back with the visit takes longer than the day allows.
    #[error(
        "there and back with the visit takes longer than a day allows: give it to a nearer rep, or lengthen the day"
    )]
    TooFar,
    /// It is not open on any working day long enough, or its dates leave no day.
    #[error("its hours and dates leave no working day: widen them")]
    Closed,
    /// The rep has no working day.
    #[error("the rep has no working day in these weeks: take off holidays or days off")]
    NoWorkingDay,
    /// It was missed, and no day is left before the next one.
    #[error("it was missed, and no day is left before the next visit: work it in by hand")]
    Missed,
    /// All days are full where it is due.
    #[error("the days are full: ask for fewer visits, longer days or more reps")]
    Full,
}

/// Visits to an account that have no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnplacedVisits {
    /// Whom.
    pub account: AccountIx,
    /// How many are missing.
    pub visits: u16,
    /// Why.
    pub reason: Unplaced,
}

/// Calls and e-mails to an account that have no day, since none that is worked is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnplacedTouches {
    /// Whom.
    pub account: AccountIx,
    /// Calls.
    pub calls: u16,
    /// E-mails.
    pub emails: u16,
}

/// The calendar of a territory and its rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerritoryCalendar {
    /// Whose.
    pub territory: TerritoryIx,
    /// Where days start: where the rep's terms say, else at the rep's home base, or in the middle of the accounts; `None`
    /// without a located account.
    pub base: Option<LonLat>,
    /// Whether the base is a home base.
    pub from_home: bool,
    /// Where days end, as [`Self::base`].
    pub end: Option<LonLat>,
    /// How much longer all gaps are than asked for, 1 unless the days were too full and stretching was asked for.
    pub stretch: f64,
    /// The day from which the rest was planned again last: gaps are then as long as what came in between made them.
    pub replanned: Option<Day>,
    /// The working days, ascending.
    pub days: Vec<DayRoute>,
    /// What has no day, by account.
    pub unplaced: Vec<UnplacedVisits>,
    /// Calls and e-mails without a day, by account, each once.
    pub untouched: Vec<UnplacedTouches>,
}

impl TerritoryCalendar {
    /// Whether the day at a position starts where the night before it was spent.
    #[must_use]
    pub fn starts_away(&self, at: usize) -> bool {
        self.night_before(at).is_some()
    }

    /// Where the day at a position starts and ends: a night away takes the place of the end, and of the start of the next day.
    #[must_use]
    pub fn ends_of(&self, at: usize) -> [Option<LonLat>; 2] {
        let night = self.days.get(at).and_then(|route| route.night);
        [self.night_before(at).or(self.base), night.or(self.end)]
    }

    fn night_before(&self, at: usize) -> Option<LonLat> {
        let (before, own) = (self.days.get(at.checked_sub(1)?)?, self.days.get(at)?);
        before.night.filter(|_| before.day.number() + 1 == own.day.number())
    }
}

/// When every visit of a layer is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// What it was made for, as a number: other owners, places, cadences or travel have another.
    pub basis: u64,
    /// Each territory's, in their order.
    pub territories: Vec<TerritoryCalendar>,
}
