//! Which accounts are visited on trips, and what of their visits no trip reaches.

use super::patterns::{Horizon, patterns};
use super::search::CalendarSearch;
use super::since::{first_due, keep_phase};
use super::trips::{Far, Trips};
use crate::model::{AccountIx, Unplaced, UnplacedVisits};
use crate::units::Day;

impl CalendarSearch {
    /// Plans the trips of the territory; gives the numbers of those who are visited on trips alone, the trips, and what they leave
    /// out. Without nights away, or where nobody is too far, nothing is different. O(far² · stops²) at worst.
    pub(super) fn plan_trips(
        &self,
        horizon: &Horizon,
        pinned: &dyn Fn(AccountIx) -> Vec<Day>,
    ) -> (Vec<u32>, Trips, Vec<UnplacedVisits>) {
        let days = &self.days;
        if days.nights == 0 {
            return (Vec::new(), Trips::default(), Vec::new());
        }
        let all = || days.working.iter().zip(&days.clocks);
        let is_far = |number: u32| {
            let mut open = all().filter(|&(&day, clock)| days.starts(number, day, clock).is_some()).peekable();
            open.peek().is_some() && open.all(|(&day, clock)| !days.is_reachable(number, day, clock))
        };
        let (mut far, mut numbers, mut busy) = (Vec::new(), Vec::new(), vec![false; days.working.len()]);
        for (number, own) in (0_u32..).zip(&days.visited) {
            let agreed: Vec<Day> = own.due.appointments.iter().map(|agreed| agreed.day).collect();
            if !is_far(number) {
                // A trip leaves no agreed or pinned visit of another behind.
                for day in pinned(own.account).iter().chain(&agreed) {
                    if let Ok(at) = days.working.binary_search(day) {
                        busy[at] = true;
                    }
                }
                continue;
            }
            numbers.push(number);
            let is_open =
                |at: usize| all().nth(at).is_some_and(|(&day, clock)| days.starts(number, day, clock).is_some());
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
            if is_turn {
                far.push(Far { customer: number, patterns: found });
            }
        }
        let trips = Trips::new(days, &far, busy);
        let mut unplaced = Vec::new();
        for own in &far {
            let due = usize::from(own.patterns.due.max(1));
            let missing = due.saturating_sub(trips.visits(own.customer)).max(self.broken(&trips, own.customer));
            let reason = if Trips::can_reach(days, own.customer) { Unplaced::Full } else { Unplaced::TooFar };
            if missing > 0 {
                let account = days.visited[own.customer as usize].account;
                unplaced.push(UnplacedVisits { account, visits: u16::try_from(missing).unwrap_or(u16::MAX), reason });
            }
        }
        (numbers, trips, unplaced)
    }

    /// Agreed visits to an account that no trip keeps.
    fn broken(&self, trips: &Trips, customer: u32) -> usize {
        let days = &self.days;
        let due = days.visited.get(customer as usize).map(|own| own.due.appointments.as_slice()).unwrap_or_default();
        let is_kept = |day: &Day| {
            let at = days.working.binary_search(day);
            at.is_err() || at.is_ok_and(|at| trips.order_on(at).is_some_and(|order| order.contains(&customer)))
        };
        due.iter().filter(|agreed| !is_kept(&agreed.day)).count()
    }
}
