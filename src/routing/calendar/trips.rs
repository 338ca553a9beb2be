//! Trips of several days to accounts that are too far for a day there and back, with nights at the last stops.
//!
//! Far accounts are gathered into groups that one trip can visit, the farthest first with those near it. A group goes where the one of
//! it that is visited most often is due; the others come along when they are. A trip is one way through its accounts, by cheapest
//! insertion, cut into days: route first, cluster second (Beasley, "Route first–cluster second methods for vehicle routing",
//! 1983).

use super::patterns::Patterns;
use super::spread::phase;
use super::territory_days::{Ends, TerritoryDays};
use crate::sorting::sort_by;
use std::collections::BTreeMap;

/// Accounts near the first of a group that are tried for it.
const MOST_TRIED: usize = 40;
/// Windows of days that are tried for a trip of so many days.
const MOST_WINDOWS: usize = 12;

/// A far account, and the lists of working days that keep its gaps.
#[derive(Debug, Clone)]
pub(super) struct Far {
    /// Number among the visited.
    pub(super) customer: u32,
    pub(super) patterns: Patterns,
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
}

impl Trips {
    /// Plans trips to the far accounts on days that are not `busy`. O(far² · stops²) at worst.
    pub(super) fn new(days: &TerritoryDays, far: &[Far], busy: Vec<bool>) -> Self {
        let mut own =
            Planner { days, taken: vec![false; days.working.len()], busy, nights: BTreeMap::new(), trips: Vec::new() };
        for (number, group) in (0..).zip(own.groups(far)) {
            own.visit(&group, number);
        }
        Self { trips: own.trips, taken: own.taken }
    }

    /// The stops of a working day, where it belongs to a trip.
    pub(super) fn order_on(&self, at: usize) -> Option<&[u32]> {
        let trip = self.trips.iter().find(|trip| (trip.first..trip.first + trip.orders.len()).contains(&at))?;
        trip.orders.get(at - trip.first).map(Vec::as_slice)
    }

    /// Whether some trip to an account alone is possible, were its days free.
    pub(super) fn can_reach(days: &TerritoryDays, customer: u32) -> bool {
        let planner = Planner { days, taken: Vec::new(), busy: Vec::new(), nights: BTreeMap::new(), trips: Vec::new() };
        (2..=planner.longest()).any(|count| {
            let runs = (0..days.working.len()).filter(|&first| planner.is_run(first, count));
            runs.into_iter()
                .any(|first| planner.cut(&[customer], first, count).is_some_and(|(_, left)| left.is_empty()))
        })
    }

    /// On how many trips an account is visited.
    pub(super) fn visits(&self, customer: u32) -> usize {
        self.trips.iter().flat_map(|trip| trip.orders.iter().flatten()).filter(|&&own| own == customer).count()
    }
}

struct Planner<'a> {
    days: &'a TerritoryDays,
    taken: Vec<bool>,
    busy: Vec<bool>,
    /// Nights by the Monday of their week.
    nights: BTreeMap<i32, u8>,
    trips: Vec<Trip>,
}

impl Planner<'_> {
    fn day_number(&self, at: usize) -> i32 {
        self.days.working.get(at).map_or(i32::MIN, |day| day.number())
    }

    /// Whether so many working days from a position on follow each other in the calendar.
    fn is_run(&self, first: usize, count: usize) -> bool {
        first + count <= self.days.working.len()
            && (first..first + count - 1).all(|at| self.day_number(at) + 1 == self.day_number(at + 1))
    }

    /// Whether a trip may be on these days.
    fn is_free(&self, first: usize, count: usize) -> bool {
        let is_open = |at: usize| {
            let of = |flags: &[bool]| flags.get(at).copied().unwrap_or(true);
            !of(&self.taken) && !of(&self.busy)
        };
        if !self.is_run(first, count) || !(first..first + count).all(is_open) {
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

    /// The most days of a trip.
    fn longest(&self) -> usize {
        usize::from(self.days.nights) + 1
    }

    /// The way through some accounts by cheapest insertion, in minutes.
    fn way(&self, customers: &[u32]) -> Vec<u32> {
        let leg = |from: Option<u32>, to: Option<u32>| {
            let place = |own: Option<u32>| own.map_or(0, |customer| customer as usize + 1);
            u32::from(self.days.leg(place(from), place(to)))
        };
        let mut rest = customers.to_vec();
        // The farthest first: it says where the way leads.
        sort_by(&mut rest, &|a: &u32, b: &u32| leg(None, Some(*b)).cmp(&leg(None, Some(*a))).then(a.cmp(b)));
        let mut way: Vec<u32> = Vec::with_capacity(rest.len());
        for customer in rest {
            let added = |at: usize| {
                let (before, after) = (at.checked_sub(1).map(|at| way[at]), way.get(at).copied());
                let direct = if way.is_empty() { 0 } else { leg(before, after) };
                (leg(before, Some(customer)) + leg(Some(customer), after)).saturating_sub(direct)
            };
            let best = (0..=way.len()).min_by_key(|&at| added(at)).unwrap_or(0);
            way.insert(best, customer);
        }
        way
    }

    /// Cuts the way through accounts into at most so many days from a position on; who does not fit is left over. `None`
    /// where nobody can be visited so.
    fn cut(&self, customers: &[u32], first: usize, count: usize) -> Option<(Trip, Vec<u32>)> {
        let mut rest = self.way(customers);
        let (mut trip, mut left) = (Trip { first, orders: Vec::new() }, Vec::new());
        for at in 0..count {
            let &day = self.days.working.get(first + at)?;
            let clock = self.days.clock(day);
            let from = trip.orders.last().and_then(|order| order.last()).map_or(0, |&own| own as usize + 1);
            let fits = |order: &[u32], stays: bool| self.days.lay(order, day, &clock, Ends { from, stays }).is_ok();
            if at > 0 && fits(&rest, false) {
                trip.orders.push(std::mem::take(&mut rest));
                break;
            }
            let stays = at + 1 < count;
            let mut order: Vec<u32> = Vec::new();
            while let Some(&next) = rest.first() {
                order.push(next);
                if !fits(&order, stays) {
                    order.pop();
                    // Who cannot even be the first of a day is left over.
                    if order.is_empty() && stays {
                        left.push(rest.remove(0));
                        continue;
                    }
                    break;
                }
                rest.remove(0);
            }
            if (stays && order.is_empty()) || (!stays && !fits(&order, false)) {
                return None;
            }
            trip.orders.push(order);
        }
        left.append(&mut rest);
        let is_trip = trip.orders.len() > 1 && trip.orders.iter().any(|order| !order.is_empty());
        is_trip.then_some((trip, left))
    }

    /// Groups of far accounts that one trip can visit.
    fn groups(&self, far: &[Far]) -> Vec<Vec<Far>> {
        let from_start = |own: &Far| self.days.leg(0, own.customer as usize + 1);
        let mut open: Vec<&Far> = far.iter().collect();
        sort_by(&mut open, &|a: &&Far, b: &&Far| from_start(b).cmp(&from_start(a)).then(a.customer.cmp(&b.customer)));
        let longest = self.longest();
        let first_of = |count: usize| (0..self.days.working.len()).find(|&at| self.is_run(at, count));
        let window = (2..=longest).rev().find_map(|count| Some((first_of(count)?, count)));
        let mut groups = Vec::new();
        while !open.is_empty() {
            let seed = open.remove(0);
            let mut members = vec![seed.customer];
            let mut group = vec![seed.clone()];
            let place = |own: &Far| own.customer as usize + 1;
            let apart = |own: &&Far| {
                u32::from(self.days.leg(place(seed), place(own))) + u32::from(self.days.leg(place(own), place(seed)))
            };
            let mut near: Vec<&Far> = open.clone();
            sort_by(&mut near, &|a: &&Far, b: &&Far| apart(a).cmp(&apart(b)).then(a.customer.cmp(&b.customer)));
            for own in near.into_iter().take(MOST_TRIED) {
                members.push(own.customer);
                let fits = window.and_then(|(first, count)| self.cut(&members, first, count));
                if fits.is_some_and(|(_, left)| left.is_empty()) {
                    group.push(own.clone());
                } else {
                    members.pop();
                }
            }
            open.retain(|own| !members.contains(&own.customer));
            groups.push(group);
        }
        groups
    }

    /// Lays the trips to a group.
    fn visit(&mut self, group: &[Far], number: u32) {
        let Some(leader) = group.iter().max_by_key(|own| (own.patterns.due, std::cmp::Reverse(own.customer))) else {
            return;
        };
        let lists = &leader.patterns.lists;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than the number of lists")]
        let chosen = (phase(number) * lists.len() as f64) as usize;
        let Some(anchors) = lists.get(chosen) else { return };
        // Who is due with which trip.
        let mut due: Vec<Vec<u32>> = vec![Vec::new(); anchors.len()];
        for own in group {
            let off = |list: &[u16]| -> u32 { list.iter().map(|&at| nearest(anchors, at).1).sum() };
            let Some(list) = own.patterns.lists.iter().min_by_key(|list| off(list)) else { continue };
            for &at in list {
                let with = &mut due[nearest(anchors, at).0];
                if !with.contains(&own.customer) {
                    with.push(own.customer);
                }
            }
        }
        let gap =
            anchors.windows(2).map(|pair| self.day_number(pair[1].into()) - self.day_number(pair[0].into())).min();
        let reach = gap.map_or(i32::MAX, |gap| gap / 2);
        for (&anchor, mut rest) in anchors.iter().zip(due) {
            // What one trip leaves over may be another's.
            while !rest.is_empty() {
                let Some((trip, left)) = self.best(&rest, anchor.into(), reach) else { break };
                self.settle(trip);
                rest = left;
            }
        }
    }

    /// The shortest trip that visits all, or else the one that leaves fewest over, near a day.
    fn best(&self, customers: &[u32], anchor: usize, reach: i32) -> Option<(Trip, Vec<u32>)> {
        let mut best: Option<(Trip, Vec<u32>)> = None;
        for count in 2..=self.longest() {
            let off = |first: usize| (self.day_number(first) - self.day_number(anchor)).abs();
            let is_near = |&first: &usize| off(first) <= reach && self.is_free(first, count);
            let mut windows: Vec<usize> = (0..self.days.working.len()).filter(is_near).collect();
            sort_by(&mut windows, &|&a: &usize, &b: &usize| off(a).cmp(&off(b)).then(a.cmp(&b)));
            for first in windows.into_iter().take(MOST_WINDOWS) {
                let Some((trip, left)) = self.cut(customers, first, count) else { continue };
                if left.is_empty() {
                    return Some((trip, left));
                }
                let is_better =
                    left.len() < customers.len() && best.as_ref().is_none_or(|(_, own)| left.len() < own.len());
                if is_better {
                    best = Some((trip, left));
                }
            }
        }
        best
    }

    fn settle(&mut self, trip: Trip) {
        for at in 0..trip.orders.len() {
            if let Some(own) = self.taken.get_mut(trip.first + at) {
                *own = true;
            }
            if at + 1 < trip.orders.len() {
                *self.nights.entry(self.week_of(trip.first + at)).or_default() += 1;
            }
        }
        self.trips.push(trip);
    }
}

/// The position of the entry nearest to a day, the earlier of two, and how far that is.
fn nearest(anchors: &[u16], at: u16) -> (usize, u32) {
    let off = |own: u16| u32::from(own.abs_diff(at));
    let found = (0..anchors.len()).min_by_key(|&position| off(anchors[position])).unwrap_or(0);
    (found, anchors.get(found).map_or(u32::MAX, |&own| off(own)))
}
