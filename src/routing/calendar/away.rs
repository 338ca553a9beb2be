//! Which accounts are visited on trips, and what of their visits no trip reaches.

use super::patterns::{Horizon, Patterns, patterns};
use super::search::{CalendarSearch, worth};
use super::since::{first_due, keep_phase};
use super::territory_days::{Member, TerritoryDays};
use super::trip_gain::HomeDays;
use super::trips::{Trips, Wanted};
use crate::model::{AccountIx, Unplaced, UnplacedVisits};
use crate::units::Day;

/// Rounds of search after which days at home are as full as they are going to be, nearly.
const HOME_ROUNDS: u32 = 400;
/// Whom to reach and leave takes this share of a day may be visited on a trip, even though a day is enough.
const REMOTE: f64 = 1.0 / 3.0;

impl CalendarSearch {
    /// Plans the trips of the territory; gives the numbers of those who are visited on trips alone, the trips, and what they leave
    /// out. Without nights away, or where nobody is far, nothing is different. O(weeks · far · stops²), each time a trip is made.
    pub(super) fn plan_trips(
        &self,
        horizon: &Horizon,
        pinned: &dyn Fn(AccountIx) -> Vec<Day>,
    ) -> (Vec<u32>, Trips, Vec<UnplacedVisits>) {
        let days = &self.days;
        if days.nights == 0 {
            return (Vec::new(), Trips::default(), Vec::new());
        }
        let (mut wanted, mut far, mut busy) = (Vec::new(), Vec::new(), vec![false; days.working.len()]);
        for (number, own) in (0_u32..).zip(&days.visited) {
            let agreed: Vec<usize> =
                own.due.appointments.iter().filter_map(|agreed| days.working.binary_search(&agreed.day).ok()).collect();
            let is_far = self.is_far(number);
            if is_far {
                far.push(number);
            } else {
                // A trip leaves no agreed or pinned visit of another behind.
                let kept: Vec<Day> = pinned(own.account);
                for at in
                    kept.iter().filter_map(|day| days.working.binary_search(day).ok()).chain(agreed.iter().copied())
                {
                    busy[at] = true;
                }
                if !kept.is_empty() || !own.due.appointments.is_empty() || !self.is_remote(number) {
                    continue;
                }
            }
            // Who can be visited from home and is due more than one visit is.
            if let Some(found) = self.wished(number, own, horizon)
                && (is_far || found.due <= 1)
            {
                let gap = f64::from(own.due.cadence.weeks) * 7.0 / f64::from(own.due.cadence.visits.max(1));
                #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
                let reach = libm::floor(gap * self.stretch / 2.0) as i32;
                let due = usize::from(found.due.max(1));
                let worth = worth(days, number);
                wanted.push(Wanted {
                    customer: number,
                    lists: found.lists,
                    due,
                    reach,
                    worth,
                    agreed,
                    visits: Vec::new(),
                });
            }
        }
        if wanted.is_empty() {
            return (far, Trips::default(), Vec::new());
        }
        let asked: Vec<(u32, usize)> = wanted.iter().map(|own| (own.customer, own.due)).collect();
        let trips = Trips::new(days, wanted, busy, self.home_days(pinned));
        let (mut numbers, mut unplaced) = (far.clone(), Vec::new());
        for (customer, due) in asked {
            if !far.contains(&customer) {
                numbers.extend((trips.visits(customer) > 0).then_some(customer));
                continue;
            }
            let missing = due.saturating_sub(trips.visits(customer)).max(self.broken(&trips, customer));
            let reason = if Trips::can_reach(days, customer) { Unplaced::Full } else { Unplaced::TooFar };
            if missing > 0 {
                let account = days.visited[customer as usize].account;
                unplaced.push(UnplacedVisits { account, visits: u16::try_from(missing).unwrap_or(u16::MAX), reason });
            }
        }
        (numbers, trips, unplaced)
    }

    /// Whether an account cannot be visited in a day, there and back, whenever it is open.
    fn is_far(&self, number: u32) -> bool {
        let days = &self.days;
        let all = || days.working.iter().zip(&days.clocks);
        let mut open = all().filter(|&(&day, clock)| days.starts(number, day, clock).is_some()).peekable();
        open.peek().is_some() && open.all(|(&day, clock)| !days.is_reachable(number, day, clock))
    }

    /// Whether there and back takes much of a day.
    fn is_remote(&self, number: u32) -> bool {
        let place = number as usize + 1;
        let way = f64::from(self.days.leg(0, place)) + f64::from(self.days.leg(place, 0));
        way >= REMOTE * f64::from(self.days.week.field_minutes())
    }

    /// The days that an account has to choose from on trips; `None` where it is not its turn.
    fn wished(&self, number: u32, own: &Member, horizon: &Horizon) -> Option<Patterns> {
        let days = &self.days;
        let agreed: Vec<Day> = own.due.appointments.iter().map(|agreed| agreed.day).collect();
        let is_open = |at: usize| {
            let day = days.working.get(at).zip(days.clocks.get(at));
            day.is_some_and(|(&day, clock)| days.starts(number, day, clock).is_some())
        };
        let mut found = patterns(&own.due.cadence, self.stretch, horizon, &agreed, &is_open);
        let first = first_due(&own.due, days.brief.start, self.stretch).filter(|_| agreed.is_empty());
        if let Some(first) = first {
            keep_phase(&mut found, &own.due, first, &days.working, self.stretch);
        }
        let last = horizon.days.last().map_or(0, |day| day.number());
        let is_turn = match first {
            Some(first) => first <= last,
            None => super::search::is_this_time(own, &found, &days.working, self.stretch) || !agreed.is_empty(),
        };
        is_turn.then_some(found)
    }

    /// The days of a calendar without trips.
    fn home_days(&self, pinned: &dyn Fn(AccountIx) -> Vec<Day>) -> HomeDays {
        let days = TerritoryDays { nights: 0, ..self.days.clone() };
        let orders = Self::at_home(days, self.stretch, HOME_ROUNDS, pinned);
        let worths = (0_u32..).zip(&self.days.visited).map(|(number, _)| worth(&self.days, number)).collect();
        HomeDays::new(orders, worths)
    }

    /// Agreed visits to an account that no trip keeps.
    fn broken(&self, trips: &Trips, customer: u32) -> usize {
        let days = &self.days;
        let due = days.visited.get(customer as usize).map(|own| own.due.appointments.as_slice()).unwrap_or_default();
        let is_kept = |day: &Day| {
            let at = days.working.binary_search(day);
            at.is_err() || at.is_ok_and(|at| trips.on(at).is_some_and(|(_, _, order)| order.contains(&customer)))
        };
        due.iter().filter(|agreed| !is_kept(&agreed.day)).count()
    }
}
