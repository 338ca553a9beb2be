//! How a trip is made: around an account, by what each further visit is worth for the minutes that it takes.
//!
//! That is the orienteering problem with hotel selection, where each visit is a hotel (Divsalar, Vansteenwegen, Cattrysse, “A
//! variable neighborhood search method for the orienteering problem with hotel selection”, 2013), by insertion alone: there are
//! many trips to compare, and a day takes a dozen stops.

use super::territory_days::TerritoryDays;
use super::trip_gain::HomeDays;
use super::trips::{Trip, Wanted};
use crate::sorting::sort_by;

/// Accounts that a trip begins with are tried, no two of them near each other.
const MOST_SEEDS: usize = 6;
/// Accounts nearest to the first of a trip that are tried for it.
const MOST_TRIED: usize = 60;
/// What counts as near, in minutes there.
const NEAR_MINUTES: u16 = 60;
/// The share of its worth that a visit counts with which is made from home otherwise.
const FROM_HOME: f64 = 0.5;

/// A further visit: what it is worth for its minutes, whose it is, and where it is put.
struct Choice {
    ratio: f64,
    customer: u32,
    day: usize,
    position: usize,
}

pub(super) struct Builder<'a> {
    days: &'a TerritoryDays,
    wanted: &'a [Wanted],
}

impl<'a> Builder<'a> {
    pub(super) fn new(days: &'a TerritoryDays, wanted: &'a [Wanted]) -> Self {
        Self { days, wanted }
    }

    /// Minutes from one account to another, or from or to where days start and end.
    fn leg(&self, from: Option<u32>, to: Option<u32>) -> u32 {
        let place = |own: Option<u32>| own.map_or(0, |customer| customer as usize + 1);
        u32::from(self.days.leg(place(from), place(to)))
    }

    /// Whether a visit on a working day keeps the gaps of an account, and it is due one.
    fn is_due(&self, own: &Wanted, at: usize) -> bool {
        let apart = |other: usize| {
            let number = |at: usize| self.days.working.get(at).map_or(i32::MIN / 2, |day| day.number());
            (number(at) - number(other)).abs()
        };
        own.visits.len() < own.due
            && own.visits.iter().all(|&other| apart(other) >= own.reach.max(1))
            && own.lists.iter().flatten().any(|&other| apart(usize::from(other)) <= own.reach)
    }

    /// What a visit counts with while a trip is made.
    fn count(own: &Wanted, home: &HomeDays) -> f64 {
        own.worth * if home.visits(own.customer) { FROM_HOME } else { 1.0 }
    }

    /// Whether there, with the visit, takes no more than a day, and back no more than another.
    fn is_within_a_day(&self, own: &Wanted) -> bool {
        let most = u32::from(self.days.week.field_minutes());
        let there = self.leg(None, Some(own.customer)) + u32::from(self.days.visit_minutes(own.customer));
        there <= most && self.leg(Some(own.customer), None) <= most
    }

    /// Those that a trip may begin with: around whom most is to be had for the way there, no two of them near each other.
    /// O(wanted²).
    pub(super) fn seeds(&self, home: &HomeDays) -> Vec<usize> {
        let open: Vec<(usize, &Wanted, f64)> = (0..)
            .zip(self.wanted)
            .filter(|(_, own)| own.visits.len() < own.due && own.agreed.is_empty() && self.is_within_a_day(own))
            .map(|(position, own)| (position, own, Self::count(own, home)))
            .collect();
        let is_near =
            |a: &Wanted, b: &Wanted| self.days.leg(a.customer as usize + 1, b.customer as usize + 1) <= NEAR_MINUTES;
        let score = |own: &Wanted| {
            let around: f64 = open.iter().filter(|(_, other, _)| is_near(own, other)).map(|(_, _, count)| count).sum();
            let way = self.leg(None, Some(own.customer)) + self.leg(Some(own.customer), None);
            around / f64::from(way.max(1))
        };
        let mut ranked: Vec<(f64, usize)> = open.iter().map(|&(position, own, _)| (score(own), position)).collect();
        sort_by(&mut ranked, &|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut seeds: Vec<usize> = Vec::new();
        for (_, position) in ranked {
            let own = &self.wanted[position];
            if seeds.len() < MOST_SEEDS && !seeds.iter().any(|&seed| is_near(&self.wanted[seed], own)) {
                seeds.push(position);
            }
        }
        seeds
    }

    /// Whether a trip of two days to one account alone is possible.
    pub(super) fn is_possible(&self, first: usize, customer: u32) -> bool {
        self.holds(&Trip { first, orders: vec![vec![customer], Vec::new()] }, 0)
    }

    /// Whether a day of a trip and the one after it hold. O(stops).
    fn holds(&self, trip: &Trip, at: usize) -> bool {
        let day_holds = |at: usize| {
            let Some(order) = trip.orders.get(at) else { return true };
            let ends = trip.ends(at);
            if ends.stays && order.is_empty() {
                return false;
            }
            let day = self.days.working.get(trip.first + at);
            day.is_some_and(|&day| self.days.lay(order, day, &self.days.clock(day), ends).is_ok())
        };
        day_holds(at) && day_holds(at + 1)
    }

    /// Trips from a day on that visit one who is wanted on it, one for each number of days up to the most.
    /// O(days · tried · stops²).
    pub(super) fn trips(&self, first: usize, most_days: usize, seed: usize, home: &HomeDays) -> Vec<Trip> {
        let seed = &self.wanted[seed];
        let mut trip = Trip { first, orders: vec![vec![seed.customer], Vec::new()] };
        if !self.is_due(seed, first) || !self.holds(&trip, 0) {
            return Vec::new();
        }
        // Who has an agreed visit to come is not visited on another day instead.
        let is_other = |own: &&Wanted| own.customer != seed.customer && own.agreed.is_empty();
        let mut near: Vec<(u32, &Wanted)> = self.wanted.iter().filter(is_other).map(|own| (0, own)).collect();
        for (minutes, own) in &mut near {
            *minutes =
                self.leg(Some(seed.customer), Some(own.customer)) + self.leg(Some(own.customer), Some(seed.customer));
        }
        sort_by(&mut near, &|a, b| a.0.cmp(&b.0).then(a.1.customer.cmp(&b.1.customer)));
        let near: Vec<(&Wanted, f64)> =
            near.into_iter().take(MOST_TRIED).map(|(_, own)| (own, Self::count(own, home))).collect();
        let mut found = Vec::new();
        loop {
            while self.add(&mut trip, &near) {}
            found.push(trip.clone());
            if trip.orders.len() >= most_days || trip.orders.last().is_none_or(Vec::is_empty) {
                return found;
            }
            trip.orders.push(Vec::new());
            if !self.holds(&trip, trip.orders.len() - 2) {
                return found;
            }
        }
    }

    /// Adds the visit to a trip that is worth most for its minutes and holds; whether there is one.
    fn add(&self, trip: &mut Trip, near: &[(&Wanted, f64)]) -> bool {
        let mut choices: Vec<Choice> = Vec::new();
        for &(own, count) in near.iter().filter(|(own, _)| !trip.orders.iter().any(|day| day.contains(&own.customer))) {
            for day in (0..trip.orders.len()).filter(|day| self.is_due(own, trip.first + day)) {
                let (position, added) = self.best_position(trip, day, own.customer);
                let minutes = added + u32::from(self.days.visit_minutes(own.customer));
                choices.push(Choice {
                    ratio: count / f64::from(minutes.max(1)),
                    customer: own.customer,
                    day,
                    position,
                });
            }
        }
        let order =
            |a: &Choice, b: &Choice| b.ratio.total_cmp(&a.ratio).then((a.customer, a.day).cmp(&(b.customer, b.day)));
        sort_by(&mut choices, &order);
        for Choice { customer, day, position, .. } in choices {
            trip.orders[day].insert(position, customer);
            if self.holds(trip, day) {
                return true;
            }
            trip.orders[day].remove(position);
        }
        false
    }

    /// Where on a day a visit takes the fewest minutes more on the road, and how many.
    fn best_position(&self, trip: &Trip, day: usize, customer: u32) -> (usize, u32) {
        let order = &trip.orders[day];
        let night = day.checked_sub(1).and_then(|before| trip.orders[before].last().copied());
        let next = trip.orders.get(day + 1).and_then(|next| next.first().copied());
        let added = |position: usize| {
            let before = position.checked_sub(1).map_or(night, |at| order.get(at).copied());
            let after = order.get(position).copied().or(next);
            (self.leg(before, Some(customer)) + self.leg(Some(customer), after)).saturating_sub(self.leg(before, after))
        };
        let all = (0..=order.len()).map(|position| (position, added(position)));
        all.min_by_key(|&(_, added)| added).unwrap_or((0, 0))
    }
}
