//! What the days of a territory are made of, and what an order of stops on one comes to.

use super::clock::DayClock;
use crate::geography::{Way, WayPoint, Ways, centroid};
use crate::model::{
    AccountDue, AccountIx, Alignment, Dataset, DayRoute, Stop, TerritoryCalendar, TerritoryIx, VisitBrief, WorkingWeek,
};
use crate::units::{Day, LonLat, Meters, Seconds};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An account that is due anything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Member {
    pub(super) account: AccountIx,
    /// Its name, for the words.
    name: String,
    pub(super) place: Option<LonLat>,
    pub(super) due: AccountDue,
}

/// The places, legs, hours and limits of a territory.
///
/// Place 0 is where days start, as the beginning of a leg, and where they end, as its end; place i + 1 is the i-th located
/// account that is due visits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TerritoryDays {
    pub(super) brief: Arc<VisitBrief>,
    pub(super) territory: TerritoryIx,
    pub(super) week: WorkingWeek,
    pub(super) working: Vec<Day>,
    /// The clock of each working day.
    pub(super) clocks: Vec<DayClock>,
    pub(super) base: Option<LonLat>,
    pub(super) from_home: bool,
    pub(super) end: Option<LonLat>,
    /// Most nights away a week.
    pub(super) nights: u8,
    /// The members that are located and due visits.
    pub(super) visited: Vec<Member>,
    /// All accounts of the territory that are due anything.
    pub(super) members: Vec<Member>,
    pub(super) metres: Vec<f64>,
    pub(super) minutes: Vec<u16>,
}

/// Where a day begins and how it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    /// The place that it begins at: 0, or where the night before was spent.
    pub(super) from: usize,
    /// Whether the night after it is spent at its last stop.
    pub(super) stays: bool,
}

impl Ends {
    /// From where days start to where they end.
    pub(super) const USUAL: Self = Self { from: 0, stays: false };
}

/// Why an order of stops is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// A visit would not lie within the hours of the account.
    #[error(
        "“{account}” cannot be visited at the time that the rep would be there ({at}): its hours or an appointment do not allow it"
    )]
    Closed {
        /// Name of the account.
        account: String,
        /// The time.
        at: ClockTime,
    },
    /// The rep would be back too late.
    #[error("the rep would be back at {at}, {over} min after the end of the day")]
    Late {
        /// The time.
        at: ClockTime,
        /// Minutes too late.
        over: u16,
    },
    /// Visits and travel would take more than their share of the day.
    #[error("visits and travel would take {over} min more than the {most} min that the day has for them")]
    Long {
        /// Minutes too many.
        over: u16,
        /// Minutes allowed.
        most: u16,
    },
    /// More stops than allowed.
    #[error("the day would have more than {most} stops")]
    Stops {
        /// Stops allowed.
        most: u16,
    },
}

/// A time of day in whole minutes from midnight, written `9:05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockTime(pub u16);

impl std::fmt::Display for ClockTime {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A visit as it lies in field time: arrival, start, end.
type Timed = [u16; 3];

impl TerritoryDays {
    /// Gathers everything about a territory; `due` is [`VisitBrief::due`] of the same brief. O(accounts + visited²).
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        alignment: &Alignment,
        territory: TerritoryIx,
        brief: &Arc<VisitBrief>,
        due: &[Option<AccountDue>],
        ways: &Ways<'_>,
    ) -> Self {
        let rep = alignment.territory(territory).and_then(|own| own.rep);
        let accounts = dataset.accounts();
        let place = |account: AccountIx| accounts.locations.get(account.index()).copied().flatten();
        let member = |account: AccountIx| {
            let due = due.get(account.index())?.clone()?;
            let name = accounts.names.get(account.index()).to_owned();
            Some(Member { account, name, place: place(account), due })
        };
        let members: Vec<Member> = alignment.members(territory).filter_map(member).collect();
        let home = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| rep.home.location);
        let located: Vec<LonLat> = alignment.members(territory).filter_map(place).collect();
        // Accounts all around the globe have no middle; any of them is as good a start.
        let middle = || centroid(located.iter().copied()).or_else(|| located.first().copied());
        let usual = home.or_else(middle).filter(|_| !located.is_empty());
        let own_bases = brief.bases_of(dataset, rep);
        let person = rep.and_then(|rep| dataset.rep(rep));
        let [base, end] = own_bases.map(|own| usual.map(|usual| ways.base(person, own, usual)));
        let is_visited = |own: &&Member| own.due.is_visited() && own.place.is_some() && own.due.is_able;
        let visited: Vec<Member> = members.iter().filter(is_visited).cloned().collect();
        let points: Vec<WayPoint> = visited.iter().filter_map(|own| ways.account(own.account)).collect();
        let places =
            |base: Option<WayPoint>| -> Vec<WayPoint> { base.into_iter().chain(points.iter().copied()).collect() };
        let (out, back) = (places(base), places(end));
        let pairs = || out.iter().flat_map(|&from| back.iter().map(move |&to| (from, to)));
        let legs: Vec<Way> = pairs().map(|(from, to)| ways.leg(from, to)).collect();
        let metres = legs.iter().map(|leg| leg.road.0).collect();
        let minutes = legs.iter().map(|leg| leg_minutes(leg.time)).collect();
        let (week, working) = (brief.week_of(dataset, rep), brief.working_days(dataset, rep));
        let clocks = working.iter().map(|&day| clock_of(&week, &visited, day)).collect();
        Self {
            brief: Arc::clone(brief),
            territory,
            week,
            working,
            clocks,
            base: base.map(|base| base.at),
            from_home: home.is_some() && base.is_some() && own_bases[0].is_none(),
            end: end.map(|end| end.at),
            nights: brief.nights_of(dataset, rep),
            visited,
            members,
            metres,
            minutes,
        }
    }

    /// The clock of a day. O(log days), for one that is not worked O(visited).
    pub(super) fn clock(&self, day: Day) -> DayClock {
        let known = self.working.binary_search(&day).ok().and_then(|at| self.clocks.get(at));
        known.copied().unwrap_or_else(|| clock_of(&self.week, &self.visited, day))
    }

    pub(super) fn places(&self) -> usize {
        self.visited.len() + 1
    }

    pub(super) fn leg(&self, from: usize, to: usize) -> u16 {
        self.minutes.get(from * self.places() + to).copied().unwrap_or(u16::MAX)
    }

    fn length(&self, from: usize, to: usize) -> f64 {
        self.metres.get(from * self.places() + to).copied().unwrap_or(0.0)
    }

    /// First and last start of a visit in field time.
    pub(super) fn starts(&self, customer: u32, day: Day, clock: &DayClock) -> Option<[u16; 2]> {
        let due = &self.visited.get(customer as usize)?.due;
        clock.starts(due.window(day)?, due.cadence.visit_minutes)
    }

    /// Whether a visit on a day is possible when it is the only one.
    pub(super) fn is_reachable(&self, customer: u32, day: Day, clock: &DayClock) -> bool {
        self.lay(&[customer], day, clock, Ends::USUAL).is_ok()
    }

    /// When each visit is, in field time, leaving the base as late as the day does not become longer; the day begins with the
    /// first number and ends with the last. O(stops).
    pub(super) fn lay(
        &self,
        order: &[u32],
        day: Day,
        clock: &DayClock,
        ends: Ends,
    ) -> Result<(u16, Vec<Timed>, u16), DayFault> {
        let mut windows = Vec::with_capacity(order.len());
        for &customer in order {
            // A day on which it is not open at all: no start is in time.
            windows.push(self.starts(customer, day, clock).unwrap_or([u16::MAX, 0]));
        }
        let most = self.week.most_stops;
        if order.len() > usize::from(most) {
            return Err(DayFault::Stops { most });
        }
        let drive_through = |leave: u16| {
            let (mut now, mut at, mut timed) = (leave, ends.from, Vec::with_capacity(order.len()));
            for (&customer, &[first, last]) in order.iter().zip(&windows) {
                let place = customer as usize + 1;
                let arrival = now.saturating_add(self.leg(at, place));
                let start = arrival.max(first);
                if start > last {
                    return Err(self.closed(customer, arrival));
                }
                now = start.saturating_add(self.visit_minutes(customer));
                timed.push([arrival, start, now]);
                at = place;
            }
            Ok((timed, now.saturating_add(if ends.stays { 0 } else { self.leg(at, 0) })))
        };
        let (timed, back) = drive_through(clock.opens)?;
        // As much later as there is waiting, and no visit comes too late.
        let (mut waited, mut slack) = (0u16, u16::MAX);
        for (&[arrival, start, _], [_, last]) in timed.iter().zip(&windows) {
            waited = waited.saturating_add(start - arrival);
            slack = slack.min(waited.saturating_add(last - start));
        }
        let leave = clock.opens.saturating_add(waited.min(slack));
        let (timed, back) = if leave > clock.opens { drive_through(leave)? } else { (timed, back) };
        if back > clock.closes {
            let lunch = clock.lunch();
            let at = ClockTime(back.saturating_add(lunch));
            return Err(DayFault::Late { at, over: back - clock.closes });
        }
        if back - leave > clock.most {
            return Err(DayFault::Long { over: back - leave - clock.most, most: clock.most });
        }
        Ok((leave, timed, back))
    }

    /// The number of an account among the visited. O(visited).
    pub(super) fn number_of(&self, account: AccountIx) -> Option<u32> {
        self.visited.iter().position(|own| own.account == account).and_then(|number| u32::try_from(number).ok())
    }

    /// Where an account of the visited is.
    pub(super) fn place_of(&self, customer: u32) -> Option<LonLat> {
        self.visited.get(customer as usize)?.place
    }

    pub(super) fn name_of(&self, customer: u32) -> &str {
        self.visited.get(customer as usize).map_or("", |own| &own.name)
    }

    pub(super) fn visit_minutes(&self, customer: u32) -> u16 {
        self.visited.get(customer as usize).map_or(0, |own| own.due.cadence.visit_minutes)
    }

    fn closed(&self, customer: u32, at: u16) -> DayFault {
        let account = self.visited.get(customer as usize).map_or_else(String::new, |own| own.name.clone());
        DayFault::Closed { account, at: ClockTime(at) }
    }

    /// The day that comes of an order of stops, each a located account that is due visits by its number.
    ///
    /// # Errors
    /// [`DayFault`] for the first limit that is not kept. O(stops + appointments).
    pub(super) fn timed(&self, day: Day, order: &[u32], ends: Ends) -> Result<DayRoute, DayFault> {
        let mut route = DayRoute::idle(day);
        if order.is_empty() && ends.from == 0 {
            return Ok(route);
        }
        let clock = self.clock(day);
        let (leave, timed, back) = self.lay(order, day, &clock, ends)?;
        let (mut at, mut before, mut shift) = (ends.from, leave, 0);
        for (&customer, &[arrival, start, end]) in order.iter().zip(&timed) {
            let place = customer as usize + 1;
            let mut arrives = arrival + shift;
            if route.lunch.is_none() && clock.is_after_lunch(start) {
                // Right after the visit before, or else at the door.
                let is_at_once = before >= clock.lunch_from();
                route.lunch = Some(if is_at_once { before } else { arrival.max(clock.lunch_from()) });
                shift = clock.lunch();
                arrives += if is_at_once { shift } else { 0 };
            }
            let account = self.visited.get(customer as usize).map_or(AccountIx(u32::MAX), |own| own.account);
            let (start, ends) = (start + shift, end + shift);
            route.stops.push(Stop { account, arrival: arrives, start, end: ends, is_pinned: false });
            route.distance += Meters(self.length(at, place));
            route.drive += self.leg(at, place);
            (at, before) = (place, end);
        }
        if route.lunch.is_none() && clock.is_after_lunch(before) {
            route.lunch = Some(before);
            shift = clock.lunch();
        }
        if ends.stays {
            route.night = at.checked_sub(1).and_then(|number| self.visited.get(number)?.place);
        } else {
            route.distance += Meters(self.length(at, 0));
            route.drive += self.leg(at, 0);
        }
        (route.leave, route.back) = (leave, back + shift);
        Ok(route)
    }

    /// The order with one more visit where the day becomes least longer on the road; none where it fits nowhere.
    /// O(stops²).
    pub(super) fn inserted(&self, day: Day, order: &[u32], customer: u32, ends: Ends) -> Result<Vec<u32>, DayFault> {
        let clock = self.clock(day);
        let mut best: Option<(f64, Vec<u32>)> = None;
        let mut fault = None;
        for position in 0..=order.len() {
            let mut tried = order.to_vec();
            tried.insert(position, customer);
            match self.lay(&tried, day, &clock, ends) {
                Ok(_) => {
                    let length = self.way(&tried, ends);
                    if best.as_ref().is_none_or(|(least, _)| length < *least) {
                        best = Some((length, tried));
                    }
                }
                Err(found) => fault = fault.or(Some(found)),
            }
        }
        match (best, fault) {
            (Some((_, order)), _) => Ok(order),
            (None, Some(fault)) => Err(fault),
            (None, None) => Err(DayFault::Stops { most: self.week.most_stops }),
        }
    }

    /// Length on the road of an order of stops.
    pub(super) fn way(&self, order: &[u32], ends: Ends) -> f64 {
        let back = if ends.stays { None } else { Some(0) };
        let places = order.iter().map(|&customer| customer as usize + 1).chain(back);
        places.fold((0.0, ends.from), |(sum, at), next| (sum + self.length(at, next), next)).0
    }

    /// Where the day at a position of a calendar begins and how it ends.
    pub(super) fn ends_in(&self, calendar: &TerritoryCalendar, at: usize) -> Ends {
        let before =
            at.checked_sub(1).and_then(|before| calendar.days.get(before)).filter(|_| calendar.starts_away(at));
        let last = before.and_then(|before| self.number_of(before.stops.last()?.account));
        let stays = calendar.days.get(at).is_some_and(|own| own.night.is_some());
        Ends { from: last.map_or(0, |number| number as usize + 1), stays }
    }
}

fn clock_of(week: &WorkingWeek, visited: &[Member], day: Day) -> DayClock {
    let agreed = visited.iter().flat_map(|own| &own.due.appointments);
    DayClock::new(week, agreed.filter(|agreed| agreed.day == day).map(|agreed| agreed.minute))
}

/// Whole minutes of a leg, rounded up; what is a millionth beyond a whole minute is a rounding.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is never negative")]
fn leg_minutes(time: Seconds) -> u16 {
    libm::ceil(time.0 / 60.0 - 1e-6).max(0.0) as u16
}
