//! The plan as it is being changed: routes, days and patterns, and the way back.

use super::evenness::SpreadWork;
use super::problem::VisitProblem;
use super::route::{Prices, Route};

/// No route, or no pattern.
pub(super) const NONE: u32 = u32::MAX;
/// Stamps that are given before they begin anew, which is far from where they run out.
const MOST_STAMPS: u32 = u32::MAX / 4;

/// All routes, and where each visit is.
#[derive(Debug, Clone)]
pub(super) struct Roster {
    pub(super) routes: Vec<Route>,
    /// The routes of day d are `first[d]..first[d + 1]`.
    first: Vec<usize>,
    days: usize,
    /// The route of each place on each day.
    seats: Vec<u32>,
    /// The pattern chosen for each place, numbered through.
    patterns: Vec<u32>,
    pub(super) prices: Prices,
    /// Places without a pattern.
    pub(super) absent: Vec<u32>,
    /// The routes that changed since the last commit, and how they were.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// The routes on which nobody is visited, and how many of them each day has.
    is_empty: Vec<bool>,
    empty_on: Vec<u16>,
    before: Vec<Route>,
    patterns_before: Vec<(u32, u32)>,
    absent_before: Vec<u32>,
    /// The work of each spread of the problem, and how it was at the last commit.
    work: Vec<SpreadWork>,
    work_before: Vec<SpreadWork>,
    stamps: u32,
    changes_of_price: u32,
}

impl Roster {
    /// Nobody is visited.
    pub(super) fn new(problem: &VisitProblem, prices: Prices) -> Self {
        let mut first = vec![0];
        let mut routes = Vec::new();
        for (day, limits) in (0_u16..).zip(&problem.days) {
            // More routes than customers are never of use.
            let count = usize::from(limits.routes).min(problem.customers.len());
            routes.extend((0..count).map(|_| Route { day, ..Route::default() }));
            first.push(routes.len());
        }
        let places = problem.customers.len() + 1;
        let mut roster = Self {
            empty_on: empty_on(&first),
            first,
            days: problem.days.len(),
            seats: vec![NONE; places * problem.days.len()],
            patterns: vec![NONE; places],
            prices,
            absent: (1_u32..).take(places - 1).collect(),
            touched: Vec::new(),
            is_touched: vec![false; routes.len()],
            is_empty: vec![true; routes.len()],
            before: vec![Route::default(); routes.len()],
            patterns_before: Vec::new(),
            absent_before: Vec::new(),
            work: problem.spreads.iter().map(SpreadWork::new).collect(),
            work_before: problem.spreads.iter().map(SpreadWork::new).collect(),
            stamps: 0,
            changes_of_price: 0,
            routes,
        };
        roster.set_prices(problem, prices);
        roster.commit();
        roster
    }

    pub(super) fn routes_of(&self, day: u16) -> std::ops::Range<usize> {
        self.first[usize::from(day)]..self.first[usize::from(day) + 1]
    }

    /// The route of a place on a day.
    #[inline]
    pub(super) fn seat(&self, place: u32, day: u16) -> Option<u32> {
        let seat = self.seats[place as usize * self.days + usize::from(day)];
        (seat != NONE).then_some(seat)
    }

    fn set_seat(&mut self, place: u32, day: u16, route: u32) {
        self.seats[place as usize * self.days + usize::from(day)] = route;
    }

    /// The days on which a place is to be visited; none when it is absent.
    #[inline]
    pub(super) fn days_of<'a>(&self, problem: &'a VisitProblem, place: u32) -> &'a [u16] {
        problem.patterns.days(self.patterns[place as usize])
    }

    pub(super) fn set_pattern(&mut self, place: u32, pattern: u32) {
        let before = std::mem::replace(&mut self.patterns[place as usize], pattern);
        self.patterns_before.push((place, before));
    }

    /// Whether a route changed since the last commit.
    #[inline]
    pub(super) fn is_touched(&self, route: usize) -> bool {
        self.is_touched[route]
    }

    /// Whether nobody is visited on some route of a day.
    #[inline]
    pub(super) fn has_empty_route(&self, day: u16) -> bool {
        self.empty_on[usize::from(day)] > 0
    }

    fn note_emptiness(&mut self, route: usize) {
        let Route { day, stops, .. } = &self.routes[route];
        let (is, count) = (stops.is_empty(), &mut self.empty_on[usize::from(*day)]);
        match (std::mem::replace(&mut self.is_empty[route], is), is) {
            (false, true) => *count += 1,
            (true, false) => *count -= 1,
            _ => {}
        }
    }

    fn touch(&mut self, route: u32) {
        if !std::mem::replace(&mut self.is_touched[route as usize], true) {
            self.before[route as usize].clone_from(&self.routes[route as usize]);
            self.touched.push(route);
        }
    }

    /// Takes the stops `from..to` off a route, but for those of `spared`, counted within it. [`Self::refresh`] must follow.
    pub(super) fn remove(&mut self, route: u32, positions: &[usize]) {
        self.touch(route);
        let day = self.routes[route as usize].day;
        for &position in positions.iter().rev() {
            let place = self.routes[route as usize].stops.remove(position);
            self.set_seat(place, day, NONE);
        }
    }

    /// Takes a place off one day. [`Self::refresh`] must follow.
    pub(super) fn remove_from(&mut self, place: u32, day: u16) {
        let Some(route) = self.seat(place, day) else { return };
        let at = self.routes[route as usize].stops.iter().position(|&stop| stop == place);
        self.remove(route, at.as_slice());
    }

    /// Works out anew what has been touched.
    pub(super) fn refresh(&mut self, problem: &VisitProblem) {
        for at in 0..self.touched.len() {
            self.refresh_one(problem, self.touched[at]);
        }
    }

    fn refresh_one(&mut self, problem: &VisitProblem, route: u32) {
        self.rework(problem, route, |own| own.refresh(problem));
    }

    /// Does `work` on a route, and keeps up what follows from it here.
    fn rework(&mut self, problem: &VisitProblem, route: u32, work: impl FnOnce(&mut Route)) {
        let own = &mut self.routes[route as usize];
        let before = own.duration;
        work(own);
        // All empty routes of a day are alike: they share the odd stamp of the present prices.
        self.stamps += 2;
        own.stamp = if own.stops.is_empty() { 2 * self.changes_of_price + 1 } else { self.stamps };
        let (day, more) = (own.day, own.duration - before);
        self.note_emptiness(route as usize);
        for (work, spread) in self.work.iter_mut().zip(&problem.spreads) {
            work.add(spread, day, more);
        }
    }

    /// Puts a visit onto a route. O(stops).
    pub(super) fn insert(&mut self, problem: &VisitProblem, place: u32, route: u32, position: u16) {
        self.touch(route);
        self.rework(problem, route, |own| own.insert(problem, place, usize::from(position)));
        self.set_seat(place, self.routes[route as usize].day, route);
    }

    /// Begins the stamps anew when so many are given that they could run out; whether it did. Nothing may be touched.
    pub(super) fn renew_stamps(&mut self, problem: &VisitProblem) -> bool {
        let is_worn = self.stamps.max(self.changes_of_price) > MOST_STAMPS;
        if is_worn {
            (self.stamps, self.changes_of_price) = (0, 0);
            self.set_prices(problem, self.prices);
        }
        is_worn
    }

    /// What `work` more on a day costs by being there and not elsewhere. O(spreads).
    #[inline]
    pub(super) fn unevenness(&self, problem: &VisitProblem, day: u16, work: f64) -> f64 {
        let spreads = self.work.iter().zip(&problem.spreads);
        spreads.map(|(own, spread)| own.added(spread, day, work)).sum()
    }

    /// What it costs that the work is not spread evenly. O(stretches).
    pub(super) fn spread_cost(&self, problem: &VisitProblem) -> f64 {
        self.work.iter().zip(&problem.spreads).map(|(own, spread)| own.cost(spread)).sum()
    }

    /// What the touched routes and the spread cost now beyond what they did.
    pub(super) fn change(&self, problem: &VisitProblem) -> f64 {
        let one = |&route: &u32| {
            let (now, before) = (&self.routes[route as usize], &self.before[route as usize]);
            now.value(self.prices) - before.value(self.prices)
        };
        let before: f64 = self.work_before.iter().zip(&problem.spreads).map(|(own, spread)| own.cost(spread)).sum();
        self.touched.iter().map(one).sum::<f64>() + self.spread_cost(problem) - before
    }

    /// Keeps the plan as it is.
    pub(super) fn commit(&mut self) {
        for route in self.touched.drain(..) {
            self.is_touched[route as usize] = false;
        }
        self.patterns_before.clear();
        self.work_before.clone_from(&self.work);
        self.absent_before.clone_from(&self.absent);
    }

    /// Takes everything back since the last commit. O(stops of the touched routes).
    pub(super) fn roll_back(&mut self) {
        for at in 0..self.touched.len() {
            let route = self.touched[at] as usize;
            self.give_seats(route, NONE);
            std::mem::swap(&mut self.routes[route], &mut self.before[route]);
            self.note_emptiness(route);
        }
        while let Some(route) = self.touched.pop() {
            self.is_touched[route as usize] = false;
            self.give_seats(route as usize, route);
        }
        while let Some((place, pattern)) = self.patterns_before.pop() {
            self.patterns[place as usize] = pattern;
        }
        self.work.clone_from(&self.work_before);
        self.absent.clone_from(&self.absent_before);
    }

    fn give_seats(&mut self, route: usize, seat: u32) {
        let own = &self.routes[route];
        for &stop in &own.stops {
            self.seats[stop as usize * self.days + usize::from(own.day)] = seat;
        }
    }

    /// Asks other prices from now on; nothing may be touched.
    pub(super) fn set_prices(&mut self, problem: &VisitProblem, prices: Prices) {
        self.prices = prices;
        self.changes_of_price += 1;
        for route in (0_u32..).take(self.routes.len()) {
            self.refresh_one(problem, route);
        }
    }

    /// Cost, and what is beyond capacity and beyond time, in sum over the routes.
    pub(super) fn totals(&self) -> [f64; 3] {
        let mut totals = [0.0; 3];
        for route in &self.routes {
            for (total, own) in totals.iter_mut().zip([route.cost, route.over_load, route.over_time]) {
                *total += own;
            }
        }
        totals
    }
}

/// How many routes each day has.
fn empty_on(first: &[usize]) -> Vec<u16> {
    first.windows(2).map(|pair| u16::try_from(pair[1] - pair[0]).unwrap_or(u16::MAX)).collect()
}
