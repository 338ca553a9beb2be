//! Puts visits back, one after the other where they cost least, now and then passing the best spot over.
//!
//! "Greedy insertion with blinks" (Christiaens, Vanden Berghe 2020). Whoever has no pattern takes the one whose days
//! cost least together.

use super::insertion::{Spot, Spots};
use super::matrix::PlaceLegs;
use super::problem::VisitProblem;
use super::roster::{NONE, Roster};
use super::ruin::Nearby;
use crate::sorting::sort_by;

/// Of so many spots one is passed over, in the mean.
const SPOTS_A_BLINK: u32 = 100;

/// What leaving a visit out costs in longest legs where it should not be left out: more than any place for it. Where limits
/// have a price it has to be more than that as well.
const DEAR: f64 = 4.0;
const DEARER_THAN_ANY_PRICE: f64 = 1e9;

/// Neighbours on whose days a place is tried: all others only where it fits on none of these.
const NEAR: usize = 30;
/// With fewer customers or days than this all days are looked at.
const FEW_CUSTOMERS: usize = 2 * NEAR;
const FEW_DAYS: usize = 12;

/// A spot on a route of a day.
#[derive(Debug, Clone, Copy)]
struct Place {
    spot: Spot,
    route: u32,
}

const NOWHERE: Place = Place { spot: Spot::NONE, route: NONE };

/// What a recreation needs beside the plan.
#[derive(Debug, Clone)]
pub(super) struct Recreate {
    spots: Spots,
    /// Those of the customer in hand.
    legs: PlaceLegs,
    /// The best of each day for the customer in hand, where known, and of which days it is.
    by_day: Vec<Option<Place>>,
    seen: Vec<u16>,
    /// The days that are worth a look for the customer in hand, those worth most first, and which they are.
    near_days: Vec<u16>,
    is_near: Vec<bool>,
    /// For which look each pattern was tried last.
    tried: Vec<u64>,
    looks: u64,
    order: Vec<(f64, u32)>,
    /// Spots until the next one is passed over.
    until_blink: u32,
    /// What it costs to leave a customer out.
    skip_costs: Vec<f64>,
}

impl Recreate {
    pub(super) fn new(problem: &VisitProblem, routes: usize) -> Self {
        let longest = problem.legs.longest().max(1.0);
        let dear = longest * if problem.is_strict { DEAR } else { DEARER_THAN_ANY_PRICE };
        let skip_cost = |own: &super::problem::Customer| {
            let visits = own.patterns.iter().map(Vec::len).min().unwrap_or(0);
            own.skip_cost.unwrap_or(dear * visits as f64)
        };
        Self {
            spots: Spots::new(problem, routes),
            legs: PlaceLegs::default(),
            by_day: vec![None; problem.days.len()],
            seen: Vec::new(),
            near_days: Vec::new(),
            is_near: vec![false; problem.days.len()],
            tried: vec![0; problem.patterns.len()],
            looks: 0,
            order: Vec::new(),
            until_blink: SPOTS_A_BLINK,
            skip_costs: std::iter::once(0.0).chain(problem.customers.iter().map(skip_cost)).collect(),
        }
    }

    /// Forgets the spots that it knows: the roster's stamps begin anew.
    pub(super) fn forget(&mut self) {
        self.spots.clear();
    }

    /// What those left out cost.
    pub(super) fn cost_of(&self, absent: &[u32]) -> f64 {
        absent.iter().map(|&place| self.skip_costs[place as usize]).sum()
    }

    /// What a unit of work costs at least that is left out. O(customers · patterns).
    pub(super) fn least_skip_cost(&self, problem: &VisitProblem) -> f64 {
        let a_unit = |(own, skip): (&super::problem::Customer, &f64)| {
            let visits = own.patterns.iter().map(Vec::len).max().unwrap_or(0);
            skip / (own.service * visits as f64)
        };
        problem.customers.iter().zip(self.skip_costs.iter().skip(1)).map(a_unit).fold(f64::INFINITY, f64::min)
    }

    /// Puts `removed` and up to `retried` of the absent back; who fits nowhere, or costs more than being left out, is absent afterwards.
    pub(super) fn insert(
        &mut self,
        problem: &VisitProblem,
        roster: &mut Roster,
        removed: &[u32],
        retried: usize,
        nearby: &Nearby,
        rng: &mut fastrand::Rng,
    ) {
        let mut absent = std::mem::take(&mut roster.absent);
        let retried = retried.min(absent.len());
        if retried < absent.len() {
            let first = rng.u32(0..u32::try_from(absent.len()).unwrap_or(u32::MAX));
            absent.rotate_left(first as usize);
        }
        self.sort(problem, removed.iter().chain(&absent[..retried]), rng);
        absent.drain(..retried);
        for at in 0..self.order.len() {
            let (_, place) = self.order[at];
            self.legs.take(&problem.legs, place);
            let is_in = if roster.days_of(problem, place).is_empty() {
                self.choose_pattern(problem, roster, place, nearby, rng)
            } else {
                self.fill_days(problem, roster, place, rng)
            };
            if !is_in {
                absent.push(place);
            }
        }
        roster.absent = absent;
    }

    /// Random, by demand, far or near, and with windows by those: the weights of the source.
    fn sort<'a>(&mut self, problem: &VisitProblem, places: impl Iterator<Item = &'a u32>, rng: &mut fastrand::Rng) {
        let key = rng.u32(0..if problem.has_windows { 17 } else { 11 });
        let order = |place: u32, rng: &mut fastrand::Rng| {
            let customer = problem.at(place);
            let window = customer.windows.first().copied().unwrap_or([0.0, f64::INFINITY]);
            let visits = customer.patterns.first().map_or(0, Vec::len);
            match key {
                0..4 => rng.f64(),
                4..8 => -customer.demand * visits as f64,
                8..10 => -problem.legs.way(0, place).cost,
                10 => problem.legs.way(0, place).cost,
                11..13 => window[1] - window[0],
                13..15 => window[0],
                _ => -window[1],
            }
        };
        self.order.clear();
        self.order.extend(places.map(|&place| (order(place, rng), place)));
        sort_by(&mut self.order, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }

    fn blinks(&mut self, rng: &mut fastrand::Rng) -> bool {
        if self.until_blink > 0 {
            self.until_blink -= 1;
            return false;
        }
        self.until_blink = rng.u32(0..=2 * SPOTS_A_BLINK);
        true
    }

    /// The best spot on a day. O(routes of the day) where the spots are known.
    fn best_on(
        &mut self,
        problem: &VisitProblem,
        roster: &Roster,
        (place, day): (u32, u16),
        bound: f64,
        rng: &mut fastrand::Rng,
    ) -> Place {
        let mut best = NOWHERE;
        for index in roster.routes_of(day) {
            let route = &roster.routes[index];
            let is_second = self.blinks(rng);
            let spot = self.spots.of(problem, roster, (index, place, &self.legs), is_second, bound);
            if spot.cost < best.spot.cost {
                best = Place { spot, route: u32::try_from(index).unwrap_or(NONE) };
            }
            // All empty routes of a day are alike.
            if route.stops.is_empty() {
                break;
            }
        }
        best
    }

    /// Finds the days that are worth a look for a place: those on which its neighbours are visited, the nearest first, and those
    /// with an empty route.
    fn find_days(&mut self, problem: &VisitProblem, roster: &Roster, place: u32, nearby: &Nearby) {
        for day in self.near_days.drain(..) {
            self.is_near[usize::from(day)] = false;
        }
        let days = (0_u16..).take(problem.days.len());
        if problem.customers.len() <= FEW_CUSTOMERS || problem.days.len() <= FEW_DAYS {
            return self.near_days.extend(days);
        }
        let mut take = |day: u16| {
            if !std::mem::replace(&mut self.is_near[usize::from(day)], true) {
                self.near_days.push(day);
            }
        };
        for &near in nearby.of(place).iter().take(NEAR) {
            roster.days_of(problem, near).iter().copied().for_each(&mut take);
        }
        days.filter(|&day| roster.has_empty_route(day)).for_each(take);
    }

    /// Tries a pattern, unless it was tried in this look: with a visit to a place on each of its days where that costs least, it is
    /// chosen if that costs less than what was chosen before.
    fn try_pattern(
        &mut self,
        problem: &VisitProblem,
        roster: &Roster,
        (place, pattern): (u32, u32),
        (least, chosen): (&mut f64, &mut Option<u32>),
        rng: &mut fastrand::Rng,
    ) {
        if std::mem::replace(&mut self.tried[pattern as usize], self.looks) == self.looks {
            return;
        }
        let mut cost = 0.0;
        for &day in problem.patterns.days(pattern) {
            let best = self.by_day[usize::from(day)].unwrap_or_else(|| {
                let found = self.best_on(problem, roster, (place, day), *least, rng);
                self.seen.push(day);
                self.by_day[usize::from(day)] = Some(found);
                found
            });
            cost += best.spot.cost;
            if cost == f64::INFINITY {
                return;
            }
        }
        if cost < *least {
            (*least, *chosen) = (cost, Some(pattern));
        }
    }

    /// Visits a place without a pattern on the days that cost least; whether that was possible.
    fn choose_pattern(
        &mut self,
        problem: &VisitProblem,
        roster: &mut Roster,
        place: u32,
        nearby: &Nearby,
        rng: &mut fastrand::Rng,
    ) -> bool {
        for day in self.seen.drain(..) {
            self.by_day[usize::from(day)] = None;
        }
        self.find_days(problem, roster, place, nearby);
        self.looks += 1;
        let (mut least, mut chosen) = (self.skip_costs[place as usize], None);
        for at in 0..self.near_days.len() {
            for &pattern in problem.patterns.of_on(place, self.near_days[at]) {
                self.try_pattern(problem, roster, (place, pattern), (&mut least, &mut chosen), rng);
            }
        }
        if chosen.is_none() {
            for pattern in problem.patterns.of(place) {
                self.try_pattern(problem, roster, (place, pattern), (&mut least, &mut chosen), rng);
            }
        }
        let Some(chosen) = chosen else { return false };
        roster.set_pattern(place, chosen);
        for &day in problem.patterns.days(chosen) {
            if let Some(Place { spot, route }) = self.by_day[usize::from(day)] {
                roster.insert(problem, place, route, spot.position);
            }
        }
        true
    }

    /// Visits a place on the days of its pattern where it is not yet; if one has no room, on none at all.
    fn fill_days(&mut self, problem: &VisitProblem, roster: &mut Roster, place: u32, rng: &mut fastrand::Rng) -> bool {
        let days = roster.days_of(problem, place);
        for &day in days {
            if roster.seat(place, day).is_none() {
                let Place { spot, route } = self.best_on(problem, roster, (place, day), f64::INFINITY, rng);
                if spot.cost == f64::INFINITY {
                    for &day in days {
                        roster.remove_from(place, day);
                    }
                    roster.set_pattern(place, NONE);
                    roster.refresh(problem);
                    return false;
                }
                roster.insert(problem, place, route, spot.position);
            }
        }
        true
    }
}
