//! The search for the calendar of a territory.

use super::evenness::spreads;
use super::patterns::{Horizon, Patterns, patterns};
use super::since::{first_due, keep_phase};
use super::spread::{phase, spread};
use super::territory_days::{Ends, Member, TerritoryDays};
use super::trips::Trips;
use crate::geography::{Plane, hilbert_order};
use crate::model::{Appointment, DayRoute, Overload, TerritoryCalendar, Unplaced, UnplacedVisits};
use crate::routing::visits::{Customer, DayLimits, LegMatrix, VisitProblem, VisitSearch, Way};
use crate::units::{Day, LonLat};

/// What leaving a visit of the last class out costs in longest legs: more than any place for it.
const DEAR: f64 = 4.0;
/// A visit of a class costs as much more than one of the next.
const CLASS_RATIO: f64 = 3.0;
/// Classes beyond so many from the last are as dear as that one.
const MOST_RATIOS: u16 = 6;
/// Times that gaps are made longer until the visits fit.
const MOST_STRETCHES: u32 = 12;
/// Rounds of search before it is seen whether the visits fit.
const ROUNDS_A_STRETCH: u32 = 300;

/// What one account is to get.
#[derive(Debug, Clone)]
struct Wish {
    /// Number among the visited.
    customer: u32,
    patterns: Patterns,
}

/// A search for the calendar of one territory, made in steps.
#[derive(Debug, Clone)]
pub struct CalendarSearch {
    pub(super) days: TerritoryDays,
    /// Accounts with a choice of days, in the order of the problem's customers.
    wishes: Vec<Wish>,
    /// What is known before the search to have no day.
    pub(super) unplaced: Vec<UnplacedVisits>,
    pub(super) stretch: f64,
    /// Trips to those who are too far for a day.
    pub(super) trips: Trips,
    search: Option<VisitSearch>,
}

impl CalendarSearch {
    /// A first calendar. `pinned` are days that visits of an account stay on. O(visits · days · stops).
    #[must_use]
    pub fn new(days: TerritoryDays, pinned: &dyn Fn(crate::model::AccountIx) -> Vec<Day>) -> Self {
        let mut own = Self {
            days,
            wishes: Vec::new(),
            unplaced: Vec::new(),
            stretch: 1.0,
            trips: Trips::default(),
            search: None,
        };
        own.begin(pinned);
        if own.days.brief.overload == Overload::StretchGaps {
            own.stretch(pinned);
        }
        own
    }

    /// The stops of each working day after so many rounds from a first calendar.
    pub(super) fn at_home(
        days: TerritoryDays,
        stretch: f64,
        rounds: u32,
        pinned: &dyn Fn(crate::model::AccountIx) -> Vec<Day>,
    ) -> Vec<Vec<u32>> {
        let trips = Trips::default();
        let mut own = Self { days, wishes: Vec::new(), unplaced: Vec::new(), stretch, trips, search: None };
        own.begin(pinned);
        own.step(1.0, rounds);
        own.orders()
    }

    /// Makes all gaps longer until every visit that has a choice of days gets one.
    fn stretch(&mut self, pinned: &dyn Fn(crate::model::AccountIx) -> Vec<Day>) {
        for _ in 0..MOST_STRETCHES {
            if let Some(search) = &mut self.search {
                search.step(1.0, ROUNDS_A_STRETCH);
            }
            let (asked, missing) = self.asked_and_missing();
            if missing == 0 || missing >= asked {
                return;
            }
            let ratio = f64::from(asked) / f64::from(asked - missing);
            // A little more than what is missing says: what is left over fits least.
            self.stretch *= ratio.max(1.02);
            self.begin(pinned);
        }
    }

    fn asked_and_missing(&self) -> (u32, u32) {
        let asked: usize = self.wishes.iter().map(|wish| fewest(&wish.patterns)).sum();
        let placed = self.orders();
        let missing = self.absent(&placed).map(|wish| fewest(&wish.patterns)).sum::<usize>();
        (u32::try_from(asked).unwrap_or(u32::MAX), u32::try_from(missing).unwrap_or(u32::MAX))
    }

    /// Works out what days each account has to choose from, and a first plan.
    fn begin(&mut self, pinned: &dyn Fn(crate::model::AccountIx) -> Vec<Day>) {
        self.wishes.clear();
        self.unplaced.clear();
        let days = &self.days;
        let calendar: Vec<Day> = days.brief.days().collect();
        let horizon =
            Horizon { days: &calendar, week: days.week.days, working: &days.working, seasons: &days.brief.seasons };
        let (far, trips, left_out) = self.plan_trips(&horizon, pinned);
        let is_trip = |at: usize| trips.taken.get(at).copied().unwrap_or(false);
        let last = calendar.last().map_or(0, |day| day.number());
        let mut customer = 0;
        for own in days.members.iter().filter(|own| own.due.is_visited()) {
            let mut kept = pinned(own.account);
            kept.extend(own.due.appointments.iter().map(|agreed| agreed.day));
            crate::sorting::sort(&mut kept);
            kept.dedup();
            let first = first_due(&own.due, days.brief.start, self.stretch).filter(|_| kept.is_empty());
            let wanted = |is_open: &dyn Fn(usize) -> bool| {
                let mut found = patterns(&own.due.cadence, self.stretch, &horizon, &kept, is_open);
                if let Some(first) = first {
                    keep_phase(&mut found, &own.due, first, &days.working, self.stretch);
                }
                found
            };
            let is_turn = |found: &Patterns| match first {
                Some(first) => first <= last,
                None => is_this_time(own, found, &days.working, self.stretch) || !kept.is_empty(),
            };
            let mut tell = |visits: u16, reason| {
                if visits > 0 {
                    self.unplaced.push(UnplacedVisits { account: own.account, visits, reason });
                }
            };
            if own.place.is_none() || !own.due.is_able {
                let all = wanted(&|_| true);
                let reason = if own.place.is_none() { Unplaced::NoLocation } else { Unplaced::Skill };
                tell(if is_turn(&all) { all.due.max(1) } else { 0 }, reason);
                continue;
            }
            let number = customer;
            customer += 1;
            if far.contains(&number) {
                continue;
            }
            let reachable: Vec<bool> = days
                .working
                .iter()
                .zip(&days.clocks)
                .map(|(&day, clock)| days.is_reachable(number, day, clock))
                .collect();
            let found = wanted(&|at| reachable.get(at).copied().unwrap_or(false) && !is_trip(at));
            if !is_turn(&found) {
                continue;
            }
            let due = found.due.max(1);
            if found.lists.is_empty() {
                let is_open =
                    |(&day, clock): (&Day, &super::clock::DayClock)| days.starts(number, day, clock).is_some();
                let reason = if days.working.is_empty() {
                    Unplaced::NoWorkingDay
                } else if days.working.iter().zip(&days.clocks).any(is_open) && !reachable.contains(&true) {
                    Unplaced::TooFar
                } else if trips.trips.is_empty() {
                    Unplaced::Closed
                } else {
                    Unplaced::Full
                };
                tell(due, reason);
                continue;
            }
            let short = usize::from(found.due).saturating_sub(fewest(&found));
            // An appointment that nobody can keep is told too, whether or not another day takes its place.
            let is_vain = |agreed: &&Appointment| {
                let position = days.working.binary_search(&agreed.day);
                position.is_ok_and(|at| !reachable.get(at).copied().unwrap_or(false))
            };
            let vain = own.due.appointments.iter().filter(is_vain).count();
            let closed = short.max(vain).max(usize::from(found.left_out));
            // What hours leave open a trip may have taken.
            let reason = if trips.trips.is_empty() { Unplaced::Closed } else { Unplaced::Full };
            tell(u16::try_from(closed).unwrap_or(u16::MAX), reason);
            self.wishes.push(Wish { customer: number, patterns: found });
        }
        self.unplaced.extend(left_out);
        self.trips = trips;
        // What lies near lies near in memory, and a day's stops lie near each other.
        let places: Vec<LonLat> = self.wishes.iter().filter_map(|wish| self.days.place_of(wish.customer)).collect();
        let plane = Plane::fit(&places);
        let order = hilbert_order(&places.iter().map(|&place| plane.project(place)).collect::<Vec<_>>(), 0.0);
        self.wishes = order.into_iter().filter_map(|at| self.wishes.get(at as usize).cloned()).collect();
        self.search = self.problem().map(|problem| VisitSearch::new(&problem, self.days.brief.seed));
    }

    /// The wishes as a problem of visits; `None` without any.
    fn problem(&self) -> Option<VisitProblem> {
        let days = &self.days;
        if self.wishes.is_empty() {
            return None;
        }
        let place = |at: usize| at.checked_sub(1).map_or(0, |wish| self.wishes[wish].customer as usize + 1);
        let places = self.wishes.len() + 1;
        let all = days.places();
        let legs = LegMatrix::new(places, |from, to| {
            let (from, to) = (place(from), place(to));
            let cost = days.metres.get(from * all + to).copied().unwrap_or(0.0);
            Way { cost, time: f64::from(days.leg(from, to)) }
        });
        let longest = days.metres.iter().copied().fold(1.0, f64::max);
        let customer = |wish: &Wish| {
            let due = &days.visited[wish.customer as usize].due;
            let a_visit = DEAR * longest * worth(days, wish.customer);
            let window = |(&day, clock): (&Day, _)| {
                days.starts(wish.customer, day, clock).map_or([0.0, f64::INFINITY], |window| window.map(f64::from))
            };
            let mut windows: Vec<[f64; 2]> = days.working.iter().zip(&days.clocks).map(window).collect();
            if windows.windows(2).all(|pair| pair[0].map(f64::to_bits) == pair[1].map(f64::to_bits)) {
                windows.truncate(1);
            }
            Customer {
                demand: 1.0,
                service: f64::from(due.cadence.visit_minutes),
                patterns: wish.patterns.lists.clone(),
                windows,
                skip_cost: Some(a_visit * fewest(&wish.patterns) as f64),
            }
        };
        let limits = days.clocks.iter().map(|clock| DayLimits {
            routes: 1,
            capacity: f64::from(days.week.most_stops),
            length: f64::from(clock.most),
            opens: f64::from(clock.opens),
            closes: f64::from(clock.closes.max(clock.opens)),
        });
        // Legs and limits are those of validated places and weeks.
        let problem = VisitProblem::new(legs, self.wishes.iter().map(customer).collect(), limits.collect()).ok()?;
        let trip = |at: usize| self.trip_day(at).map(|route| u32::from(route.drive) + route.visiting());
        problem.spread_over(&spreads(days, &trip)).ok()
    }

    /// How many visits are to be laid: a measure of the work of a step.
    #[must_use]
    pub fn visits(&self) -> usize {
        self.wishes.iter().map(|wish| fewest(&wish.patterns)).sum()
    }

    /// Searches on for `rounds` rounds; `gone` is the share of the whole search that is over, from 0 to 1.
    pub fn step(&mut self, gone: f64, rounds: u32) {
        if let Some(search) = &mut self.search {
            search.step(gone, rounds);
        }
    }

    /// The stops of each working day in order, by number among the visited.
    fn orders(&self) -> Vec<Vec<u32>> {
        let mut orders = vec![Vec::new(); self.days.working.len()];
        for route in self.search.iter().flat_map(VisitSearch::routes) {
            let stops = route.stops.iter().filter_map(|&stop| Some(self.wishes.get(stop as usize)?.customer));
            if let Some(order) = orders.get_mut(usize::from(route.day)) {
                order.extend(stops);
            }
        }
        orders
    }

    /// Those without a day.
    fn absent<'b>(&'b self, orders: &[Vec<u32>]) -> impl Iterator<Item = &'b Wish> + use<'b> {
        let mut is_in = vec![false; self.days.visited.len()];
        for &customer in orders.iter().flatten() {
            if let Some(entry) = is_in.get_mut(customer as usize) {
                *entry = true;
            }
        }
        self.wishes.iter().filter(move |wish| !is_in.get(wish.customer as usize).copied().unwrap_or(false))
    }

    /// The best calendar so far. Visits of accounts that could not get all of theirs are placed one by one where they fit.
    #[must_use]
    pub fn calendar(&self) -> TerritoryCalendar {
        let days = &self.days;
        let mut orders = self.orders();
        let mut unplaced = self.unplaced.clone();
        let mut absent: Vec<&Wish> = self.absent(&orders).collect();
        let rank = |wish: &Wish| days.visited.get(wish.customer as usize).and_then(|own| own.due.class);
        crate::sorting::sort_by(&mut absent, &|a, b| rank(a).cmp(&rank(b)).then(a.customer.cmp(&b.customer)));
        for wish in absent {
            let missing = place_singly(days, wish, &mut orders);
            let account = days.visited[wish.customer as usize].account;
            if missing > 0 {
                unplaced.push(UnplacedVisits { account, visits: missing, reason: Unplaced::Full });
            }
        }
        let mut routes: Vec<DayRoute> = Vec::with_capacity(orders.len());
        for (at, (&day, mut order)) in days.working.iter().zip(orders).enumerate() {
            if let Some(route) = self.trip_day(at) {
                routes.push(route);
                continue;
            }
            // The search keeps the same limits; should it ever not, the last stops go.
            let mut route = days.timed(day, &order, Ends::USUAL);
            while let (Err(_), Some(customer)) = (&route, order.pop()) {
                let account = days.visited[customer as usize].account;
                unplaced.push(UnplacedVisits { account, visits: 1, reason: Unplaced::Full });
                route = days.timed(day, &order, Ends::USUAL);
            }
            let route = route.unwrap_or_else(|_| DayRoute::idle(day));
            routes.push(route);
        }
        self.touch(&mut routes);
        TerritoryCalendar {
            territory: days.territory,
            base: days.base,
            from_home: days.from_home,
            end: days.end,
            stretch: self.stretch,
            replanned: None,
            days: routes,
            unplaced: merged(unplaced),
            untouched: Vec::new(),
        }
    }

    /// The working day at a position, where it belongs to a trip.
    fn trip_day(&self, at: usize) -> Option<DayRoute> {
        let (trip, position, order) = self.trips.on(at)?;
        self.days.timed(*self.days.working.get(at)?, order, trip.ends(position)).ok()
    }

    /// Gives calls and e-mails their days.
    fn touch(&self, routes: &mut [DayRoute]) {
        let brief = &self.days.brief;
        let (calendar, working) = (brief.days().count(), routes.len());
        let season = brief.mean_season();
        for own in &self.days.members {
            let cadence = &own.due.cadence;
            for (a_month, is_call) in [(cadence.calls, true), (cadence.emails, false)] {
                for day in spread(a_month * season, calendar, working, own.account.0) {
                    if let Some(route) = routes.get_mut(day) {
                        if is_call { &mut route.calls } else { &mut route.emails }.push(own.account);
                    }
                }
            }
        }
    }
}

/// What a visit to one of the visited is worth against one of the last class.
pub(super) fn worth(days: &TerritoryDays, customer: u32) -> f64 {
    let classes = u16::try_from(days.brief.classes.len()).unwrap_or(u16::MAX);
    let class = days.visited.get(customer as usize).and_then(|own| own.due.class).unwrap_or(0);
    libm::pow(CLASS_RATIO, f64::from(classes.saturating_sub(class + 1).min(MOST_RATIOS)))
}

fn fewest(patterns: &Patterns) -> usize {
    patterns.lists.iter().map(Vec::len).min().unwrap_or(0)
}

/// Whether an account that is due less than once in the calendar has its turn in it: as many have as the share of the gap
/// that the calendar is, told apart by their number.
pub(super) fn is_this_time(own: &Member, found: &Patterns, working: &[Day], stretch: f64) -> bool {
    if found.due > 0 || working.is_empty() {
        return true;
    }
    let days = working.last().zip(working.first()).map_or(0, |(last, first)| last.number() - first.number() + 1);
    let gap = f64::from(own.due.cadence.weeks) * 7.0 / f64::from(own.due.cadence.visits.max(1)) * stretch;
    let weeks = libm::ceil(f64::from(days) / 7.0);
    phase(own.account.0) < weeks * 7.0 / gap
}

/// Places as many visits of one list of days as fit, of the list of which fewest do not; how many are missing then.
fn place_singly(days: &TerritoryDays, wish: &Wish, orders: &mut [Vec<u32>]) -> u16 {
    let mut best = (usize::MAX, Vec::new());
    for list in &wish.patterns.lists {
        let fits = |&at: &u16| {
            let (day, order) = (days.working.get(usize::from(at))?, orders.get(usize::from(at))?);
            Some((usize::from(at), days.inserted(*day, order, wish.customer, Ends::USUAL).ok()?))
        };
        let found: Vec<(usize, Vec<u32>)> = list.iter().filter_map(fits).collect();
        let missing = list.len() - found.len();
        if (missing, best.1.len()) < (best.0, found.len()) {
            best = (missing, found);
        }
    }
    let (missing, placed) = best;
    for (at, order) in placed {
        if let Some(own) = orders.get_mut(at) {
            *own = order;
        }
    }
    u16::try_from(missing).unwrap_or(u16::MAX)
}

/// One entry an account and reason, by account.
fn merged(mut unplaced: Vec<UnplacedVisits>) -> Vec<UnplacedVisits> {
    crate::sorting::sort_by(&mut unplaced, &|a, b| (a.account, a.reason).cmp(&(b.account, b.reason)));
    let mut merged: Vec<UnplacedVisits> = Vec::with_capacity(unplaced.len());
    for own in unplaced {
        match merged.last_mut().filter(|last| (last.account, last.reason) == (own.account, own.reason)) {
            Some(last) => last.visits = last.visits.saturating_add(own.visits),
            None => merged.push(own),
        }
    }
    merged
}
