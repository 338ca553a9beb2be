//! Trips of several days to accounts that are far, with nights at the last stops: what they are, and which are made.
//!
//! A trip is made where it gains: the visits that it adds are worth more than those that the rep's days at home lose by it, or
//! nothing is lost and the way that is saved costs more than the nights. What days at home are worth is read off a calendar
//! without trips. Every week in turn gets the trip that gains most, as long as there is one; `trip_building` makes those to
//! choose from.

use super::spread::phase;
use super::territory_days::{Ends, TerritoryDays};
use super::trip_building::Builder;
use super::trip_gain::{Gain, HomeDays};
use std::collections::BTreeMap;

/// An account that trips may visit.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Number among the visited.
    pub(super) customer: u32,
    /// Lists of working days that keep its gaps.
    pub(super) lists: Vec<Vec<u16>>,
    /// Visits that are due.
    pub(super) due: usize,
    /// Half a gap in days: no two visits are nearer, and none is farther from the day of a list.
    pub(super) reach: i32,
    /// What a visit is worth, 1 in the last class.
    pub(super) worth: f64,
    /// Working days for which visits were agreed, by position.
    pub(super) agreed: Vec<usize>,
    /// Working days on which trips visit it so far, by position.
    pub(super) visits: Vec<usize>,
}

/// Days of a trip: consecutive, each with its stops; only the last may have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trip {
    /// Position of its first day among the working days.
    pub(super) first: usize,
    pub(super) orders: Vec<Vec<u32>>,
}

/// All trips of a territory.
#[derive(Debug, Clone, Default)]
pub(super) struct Trips {
    pub(super) trips: Vec<Trip>,
    /// By working day, whether it belongs to a trip.
    pub(super) taken: Vec<bool>,
}

impl Trip {
    /// Where the day at a position of the trip begins and how it ends.
    pub(super) fn ends(&self, at: usize) -> Ends {
        let night = at.checked_sub(1).and_then(|before| self.orders.get(before)?.last());
        Ends { from: night.map_or(0, |&customer| customer as usize + 1), stays: at + 1 < self.orders.len() }
    }

    /// Length on the road in metres.
    pub(super) fn way(&self, days: &TerritoryDays) -> f64 {
        self.orders.iter().enumerate().map(|(at, order)| days.way(order, self.ends(at))).sum()
    }
}

impl Trips {
    /// Makes trips to those who are wanted on days that are not `busy`; `home` are the days at home without them.
    /// O(weeks · wanted · stops²), each time one is made.
    pub(super) fn new(days: &TerritoryDays, wanted: Vec<Wanted>, busy: Vec<bool>, home: HomeDays) -> Self {
        let mut own = Planner { days, taken: busy, nights: BTreeMap::new(), wanted, home, trips: Vec::new() };
        own.keep_agreed();
        let weeks = own.weeks();
        // The best trips of a pass are not all in the first weeks.
        while weeks.iter().filter(|&&week| own.add_in(week)).count() > 0 {}
        let mut taken = vec![false; days.working.len()];
        for trip in &own.trips {
            taken.iter_mut().skip(trip.first).take(trip.orders.len()).for_each(|own| *own = true);
        }
        Self { trips: own.trips, taken }
    }

    /// The trip that a working day belongs to, which day of it that is, and its stops.
    pub(super) fn on(&self, at: usize) -> Option<(&Trip, usize, &[u32])> {
        let trip = self.trips.iter().find(|trip| (trip.first..trip.first + trip.orders.len()).contains(&at))?;
        let position = at - trip.first;
        Some((trip, position, trip.orders.get(position)?))
    }

    /// Whether some trip to an account alone is possible, were its days free.
    pub(super) fn can_reach(days: &TerritoryDays, customer: u32) -> bool {
        let builder = Builder::new(days, &[]);
        (0..days.working.len()).any(|first| is_run(days, first, 2) && builder.is_possible(first, customer))
    }

    /// On how many trips an account is visited.
    pub(super) fn visits(&self, customer: u32) -> usize {
        self.trips.iter().flat_map(|trip| trip.orders.iter().flatten()).filter(|&&own| own == customer).count()
    }
}

struct Planner<'a> {
    days: &'a TerritoryDays,
    /// By working day, whether no trip may be on it any more.
    taken: Vec<bool>,
    /// Nights by the Monday of their week.
    nights: BTreeMap<i32, u8>,
    wanted: Vec<Wanted>,
    home: HomeDays,
    trips: Vec<Trip>,
}

impl Planner<'_> {
    /// Whether a trip may be on these days.
    fn is_free(&self, first: usize, count: usize) -> bool {
        let is_open = |at: usize| !self.taken.get(at).copied().unwrap_or(true);
        if !is_run(self.days, first, count) || !(first..first + count).all(is_open) {
            return false;
        }
        let mut more: BTreeMap<i32, u8> = BTreeMap::new();
        for at in first..first + count - 1 {
            *more.entry(self.week_of(at)).or_default() += 1;
        }
        more.iter().all(|(week, nights)| self.nights.get(week).copied().unwrap_or(0) + nights <= self.days.nights)
    }

    /// The Monday of a working day's week.
    fn week_of(&self, at: usize) -> i32 {
        let day = self.days.working.get(at);
        day.map_or(0, |day| day.number() - day.weekday().cast_signed())
    }

    /// The weeks in an order in which those that follow each other lie far apart.
    fn weeks(&self) -> Vec<i32> {
        let mut weeks: Vec<i32> = (0..self.days.working.len()).map(|at| self.week_of(at)).collect();
        weeks.dedup();
        let mut order: Vec<(f64, i32)> = (0_u32..).zip(weeks).map(|(number, week)| (phase(number), week)).collect();
        crate::sorting::sort_by(&mut order, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|(_, week)| week).collect()
    }

    /// Makes the trips that agreed visits need, whatever they gain.
    fn keep_agreed(&mut self) {
        for position in 0..self.wanted.len() {
            for at in self.wanted[position].agreed.clone() {
                if self.wanted[position].visits.contains(&at) {
                    continue;
                }
                let found = self.trips_from(at, position);
                let best = found.into_iter().max_by(|(a, _), (b, _)| a.compare(*b));
                if let Some((_, trip)) = best {
                    self.settle(trip);
                }
            }
        }
    }

    /// Makes the trip that gains most and begins in a week; whether there is one.
    fn add_in(&mut self, week: i32) -> bool {
        let starts = (0..self.days.working.len()).filter(|&at| self.week_of(at) == week && self.is_free(at, 2));
        let seeds = Builder::new(self.days, &self.wanted).seeds(&self.home);
        let mut best: Option<(Gain, Trip)> = None;
        for first in starts {
            for &seed in &seeds {
                for (gain, trip) in self.trips_from(first, seed) {
                    if gain.is_worth_it() && best.as_ref().is_none_or(|(most, _)| gain.compare(*most).is_gt()) {
                        best = Some((gain, trip));
                    }
                }
            }
        }
        let is_found = best.is_some();
        if let Some((_, trip)) = best {
            self.settle(trip);
        }
        is_found
    }

    /// Trips to one who is wanted and others near, from a day on, one for each number of days, with what each gains.
    fn trips_from(&self, first: usize, seed: usize) -> Vec<(Gain, Trip)> {
        let longest = (2..=usize::from(self.days.nights) + 1).take_while(|&count| self.is_free(first, count)).last();
        let Some(longest) = longest else { return Vec::new() };
        let trips = Builder::new(self.days, &self.wanted).trips(first, longest, seed, &self.home);
        trips.into_iter().map(|trip| (self.home.gain(self.days, &self.wanted, &trip), trip)).collect()
    }

    fn settle(&mut self, trip: Trip) {
        for (at, order) in (trip.first..).zip(&trip.orders) {
            self.taken[at] = true;
            for own in self.wanted.iter_mut().filter(|own| order.contains(&own.customer)) {
                own.visits.push(at);
            }
            if at + 1 < trip.first + trip.orders.len() {
                *self.nights.entry(self.week_of(at)).or_default() += 1;
            }
        }
        self.home.give_up(&trip);
        self.trips.push(trip);
    }
}

/// Whether so many working days from a position on follow each other in the calendar.
fn is_run(days: &TerritoryDays, first: usize, count: usize) -> bool {
    let number = |at: usize| days.working.get(at).map_or(i32::MIN, |day| day.number());
    first + count <= days.working.len() && (first..first + count - 1).all(|at| number(at) + 1 == number(at + 1))
}
