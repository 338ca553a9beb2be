//! The rest of a calendar, planned again from a day on with the fewest changes.

use super::territory_days::{Ends, TerritoryDays};
use crate::model::{
    AccountDue, AccountIx, DayRoute, MOST_PERIOD, TerritoryCalendar, Unplaced, UnplacedTouches, UnplacedVisits,
};
use crate::sorting::sort_by;
use crate::units::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Days that are tried for a visit that only fits in the place of another.
const MOST_DAYS_TRIED: usize = 10;

/// A visit that needs a day: whose, and on which day it was to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Homeless {
    customer: u32,
    wanted: Day,
}

/// A place for a visit: the position of a day and its new order, and what that adds to the way.
type Found = (usize, Vec<u32>, f64);

/// What is being planned again.
struct Rest<'a> {
    days: &'a TerritoryDays,
    /// The working days from today on and their stops.
    open: Vec<(Day, Vec<u32>)>,
    /// The days of all visits that stay or have found a day, by customer.
    visits: BTreeMap<u32, BTreeSet<Day>>,
    pins: BTreeSet<(u32, Day)>,
    stretch: f64,
    /// Days of trips that stay as they are, with their stops and where they begin and end.
    away: BTreeMap<Day, (Vec<u32>, Ends)>,
}

/// Plans a calendar again from `today` on. Visits before stay as they were but for those in `missed`, which return; visits on
/// days that are worked no longer, and those that hours, dates or shorter days put out, find another day as near as the gaps
/// allow; agreed visits and those without a day so far are worked in. A visit that fits nowhere else takes the day of one
/// that can be moved. All other visits stay on their days. A trip with nights away stays as a whole, or is given up as a whole from today
/// on. Calls and e-mails without a day left are told.
///
/// O(homeless · days · stops³) at worst, and mostly far less.
#[must_use]
pub fn replan(
    days: &TerritoryDays,
    present: &TerritoryCalendar,
    today: Day,
    missed: &[(AccountIx, Day)],
) -> TerritoryCalendar {
    let mut planned = TerritoryCalendar {
        territory: days.territory,
        base: days.base,
        from_home: days.from_home,
        end: days.end,
        stretch: present.stretch,
        replanned: Some(today),
        days: Vec::with_capacity(days.working.len()),
        unplaced: Vec::new(),
        untouched: Vec::new(),
    };
    let mut rest = Rest::new(days, present.stretch);
    let mut homeless: Vec<Homeless> = Vec::new();
    for (at, route) in present.days.iter().enumerate().filter(|(_, route)| route.day < today) {
        let (kept, gone) = without_missed(days, route, days.ends_in(present, at), missed);
        homeless.extend(gone);
        rest.note(&kept);
        planned.days.push(kept);
    }
    homeless.extend(rest.keep_trips(present, today));
    for route in present.days.iter().filter(|route| route.day >= today) {
        if !rest.away.contains_key(&route.day) {
            homeless.extend(rest.keep(route));
        }
    }
    rest.open_new_days(present, today);
    homeless.extend(rest.agreed(today));
    let mut unplaced: BTreeMap<(AccountIx, Unplaced), u16> = BTreeMap::new();
    for own in &present.unplaced {
        let returns = rest.owed(*own, today);
        let left = own.visits.saturating_sub(u16::try_from(returns.len()).unwrap_or(u16::MAX));
        if left > 0 {
            unplaced.insert((own.account, own.reason), left);
        }
        homeless.extend(returns);
    }
    let rank = |own: &Homeless| days.visited.get(own.customer as usize).and_then(|member| member.due.class);
    sort_by(&mut homeless, &|a, b| (rank(a), a.wanted, a.customer).cmp(&(rank(b), b.wanted, b.customer)));
    for own in homeless {
        if !rest.place(own, today) {
            let account = days.visited[own.customer as usize].account;
            let reason = if own.wanted < today { Unplaced::Missed } else { Unplaced::Full };
            *unplaced.entry((account, reason)).or_default() += 1;
        }
    }
    planned.unplaced =
        unplaced.into_iter().map(|((account, reason), visits)| UnplacedVisits { account, visits, reason }).collect();
    rest.finish(present, today, &mut planned);
    planned
}

/// Whether visits without a day are tried again: hours and dates that left none leave none now, and what was agreed for a day
/// that is over cannot be kept any more.
fn is_owed(days: &TerritoryDays, own: UnplacedVisits, today: Day) -> bool {
    let number = days.number_of(own.account).and_then(|number| days.visited.get(number as usize));
    let reason = own.reason;
    let is_open = |due: &AccountDue| due.hours.is_empty() && due.appointments.is_empty();
    let is_past = |due: &AccountDue| due.appointments.iter().any(|agreed| agreed.day < today);
    number.is_some_and(|own| !is_past(&own.due) && (reason != Unplaced::Closed || is_open(&own.due)))
}

/// A day that is over without the visits that were missed, and those.
fn without_missed(
    days: &TerritoryDays,
    route: &DayRoute,
    ends: Ends,
    missed: &[(AccountIx, Day)],
) -> (DayRoute, Vec<Homeless>) {
    // The night was spent at the last stop, whatever came of the visit there.
    let night = route.stops.last().filter(|_| ends.stays).map(|stop| stop.account);
    let is_missed = |account: AccountIx| missed.contains(&(account, route.day)) && night != Some(account);
    if !route.stops.iter().any(|stop| is_missed(stop.account)) {
        return (route.clone(), Vec::new());
    }
    let kept = route.stops.iter().filter(|stop| !is_missed(stop.account));
    let order: Option<Vec<u32>> = kept.map(|stop| days.number_of(stop.account)).collect();
    // Fewer stops take no longer; a day that can no longer be told stays what it was.
    let Some(Ok(shorter)) = order.map(|order| days.timed(route.day, &order, ends)) else {
        return (route.clone(), Vec::new());
    };
    let gone =
        route.stops.iter().filter(|stop| is_missed(stop.account)).filter_map(|stop| days.number_of(stop.account));
    let gone = gone.map(|customer| Homeless { customer, wanted: route.day }).collect();
    (shorter.with_touches_of(route), gone)
}

impl<'a> Rest<'a> {
    fn new(days: &'a TerritoryDays, stretch: f64) -> Self {
        Self { days, open: Vec::new(), visits: BTreeMap::new(), pins: BTreeSet::new(), stretch, away: BTreeMap::new() }
    }

    /// Counts the visits of a day that is over.
    fn note(&mut self, route: &DayRoute) {
        for customer in route.stops.iter().filter_map(|stop| self.days.number_of(stop.account)) {
            self.visits.entry(customer).or_default().insert(route.day);
        }
    }

    /// Keeps what of a day to come can stay; gives what cannot.
    fn keep(&mut self, route: &DayRoute) -> Vec<Homeless> {
        let day = route.day;
        let known = route.stops.iter().filter_map(|stop| Some((self.days.number_of(stop.account)?, stop.is_pinned)));
        let known: Vec<(u32, bool)> = known.collect();
        let mut order: Vec<u32> = known.iter().map(|&(customer, _)| customer).collect();
        let mut gone = Vec::new();
        if self.days.working.binary_search(&day).is_err() {
            return order.into_iter().map(|customer| Homeless { customer, wanted: day }).collect();
        }
        let clock = self.days.clock(day);
        order.retain(|&customer| {
            let stays = self.days.starts(customer, day, &clock).is_some();
            if !stays {
                gone.push(Homeless { customer, wanted: day });
            }
            stays
        });
        // The last class goes first, and of it who comes last.
        while self.days.timed(day, &order, Ends::USUAL).is_err() {
            let class = |customer: u32| self.days.visited.get(customer as usize).and_then(|own| own.due.class);
            let last = (0..order.len()).max_by_key(|&at| (class(order[at]), at));
            let Some(last) = last else { break };
            gone.push(Homeless { customer: order.remove(last), wanted: day });
        }
        for &customer in &order {
            self.visits.entry(customer).or_default().insert(day);
        }
        self.pins.extend(known.iter().filter(|(_, is_pinned)| *is_pinned).map(|&(customer, _)| (customer, day)));
        self.open.push((day, order));
        gone
    }

    /// Keeps the trips of which every day from today on can stay. Who is away this morning and cannot go on drives
    /// back; gives the visits of that day.
    fn keep_trips(&mut self, present: &TerritoryCalendar, today: Day) -> Vec<Homeless> {
        let (count, mut gone) = (present.days.len(), Vec::new());
        let mut first = 0;
        while first < count {
            let after = (first + 1..count).find(|&at| !present.starts_away(at)).unwrap_or(count);
            let coming = (first..after).filter(|&at| present.days[at].day >= today);
            if after - first > 1 && coming.clone().next().is_some() {
                let kept: Option<Vec<_>> = coming.clone().map(|at| self.away_day(present, at)).collect();
                match kept {
                    Some(kept) => kept.into_iter().for_each(|(day, own)| self.stay_away(present, day, own)),
                    None => gone.extend(self.drive_back(present, coming.min().unwrap_or(first))),
                }
            }
            first = after;
        }
        gone
    }

    /// A day of a trip as it was, where that can still be.
    fn away_day(&self, present: &TerritoryCalendar, at: usize) -> Option<(Day, (Vec<u32>, Ends))> {
        let route = &present.days[at];
        let order: Vec<u32> =
            route.stops.iter().map(|stop| self.days.number_of(stop.account)).collect::<Option<_>>()?;
        let ends = self.days.ends_in(present, at);
        let has_start = !present.starts_away(at) || ends.from > 0;
        let can_stay = !ends.stays || self.days.nights > 0;
        let is_worked = self.days.working.binary_search(&route.day).is_ok();
        let stays = is_worked && has_start && can_stay && self.days.timed(route.day, &order, ends).is_ok();
        stays.then_some((route.day, (order, ends)))
    }

    fn stay_away(&mut self, present: &TerritoryCalendar, day: Day, own: (Vec<u32>, Ends)) {
        for &customer in &own.0 {
            self.visits.entry(customer).or_default().insert(day);
        }
        let stops = present.days.iter().filter(|route| route.day == day).flat_map(|route| &route.stops);
        let pinned = stops.filter(|stop| stop.is_pinned).filter_map(|stop| self.days.number_of(stop.account));
        self.pins.extend(pinned.map(|customer| (customer, day)));
        self.away.insert(day, own);
    }

    /// The first day to come of a trip that is given up.
    fn drive_back(&mut self, present: &TerritoryCalendar, at: usize) -> Vec<Homeless> {
        let from = self.days.ends_in(present, at).from;
        let day = present.days[at].day;
        let ends = Ends { from, stays: false };
        if from > 0 && self.days.working.binary_search(&day).is_ok() && self.days.timed(day, &[], ends).is_ok() {
            self.away.insert(day, (Vec::new(), ends));
            let gone = present.days[at].stops.iter().filter_map(|stop| self.days.number_of(stop.account));
            return gone.map(|customer| Homeless { customer, wanted: day }).collect();
        }
        Vec::new()
    }

    /// Days that are worked and were not before.
    fn open_new_days(&mut self, present: &TerritoryCalendar, today: Day) {
        let is_new = |day: &&Day| **day >= today && present.days.iter().all(|route| route.day != **day);
        self.open.extend(self.days.working.iter().filter(is_new).map(|day| (*day, Vec::new())));
        sort_by(&mut self.open, &|a, b| a.0.cmp(&b.0));
    }

    /// Agreed visits that no day has yet; the visit nearest to each goes for it.
    fn agreed(&mut self, today: Day) -> Vec<Homeless> {
        let mut wanted = Vec::new();
        for (customer, own) in (0u32..).zip(&self.days.visited) {
            for agreed in own.due.appointments.iter().filter(|agreed| agreed.day >= today) {
                let is_worked = self.days.working.binary_search(&agreed.day).is_ok();
                if !is_worked || self.visits.get(&customer).is_some_and(|days| days.contains(&agreed.day)) {
                    continue;
                }
                wanted.push(Homeless { customer, wanted: agreed.day });
            }
        }
        for own in &wanted {
            let coming = self.visits.get(&own.customer).into_iter().flatten().filter(|day| **day >= today);
            if let Some(nearest) = coming.min_by_key(|day| day.number().abs_diff(own.wanted.number())).copied() {
                self.remove(own.customer, nearest);
            }
        }
        wanted
    }

    /// Of visits that had no day so far those that are wanted from today on: each in the middle of the longest time without
    /// one. What is missing before cannot be made good.
    fn owed(&self, own: UnplacedVisits, today: Day) -> Vec<Homeless> {
        let mut owed = Vec::new();
        let number = self.days.number_of(own.account).filter(|_| is_owed(self.days, own, today));
        let Some(customer) = number else { return owed };
        let mut visits: Vec<Day> = self.visits.get(&customer).into_iter().flatten().copied().collect();
        for _ in 0..own.visits {
            let Some(wanted) = self.emptiest(&visits, self.gap_of(customer)) else { break };
            visits.push(wanted);
            crate::sorting::sort(&mut visits);
            if wanted >= today {
                owed.push(Homeless { customer, wanted });
            }
        }
        owed
    }

    /// The middle of the longest time without a visit, half a gap before and after the calendar left free.
    fn emptiest(&self, visits: &[Day], gap: f64) -> Option<Day> {
        #[expect(clippy::cast_possible_truncation, reason = "half of at most ten years")]
        let half = (gap.min(f64::from(MOST_PERIOD) * 7.0) / 2.0) as i32;
        let [first, last] = [self.days.brief.days().next()?, self.days.brief.days().next_back()?].map(Day::number);
        let from = std::iter::once(first - half).chain(visits.iter().map(|day| day.number()));
        let to = visits.iter().map(|day| day.number()).chain([last + half]);
        let (from, to) = from.zip(to).max_by_key(|(from, to)| (to - from, -from))?;
        Day::from_number(i32::midpoint(from, to).clamp(first, last)).ok()
    }

    /// The days between two visits of an account.
    fn gap_of(&self, customer: u32) -> f64 {
        let cadence = self.days.visited.get(customer as usize).map(|own| own.due.cadence);
        cadence.map_or(f64::INFINITY, |own| 7.0 * f64::from(own.weeks) / f64::from(own.visits.max(1)) * self.stretch)
    }

    fn remove(&mut self, customer: u32, day: Day) {
        if let Some((_, order)) = self.open.iter_mut().find(|(own, _)| *own == day) {
            order.retain(|own| *own != customer);
        }
        if let Some(days) = self.visits.get_mut(&customer) {
            days.remove(&day);
        }
    }

    /// Whether a visit on a day is at least half a gap from all others, one that is moved left out.
    fn is_apart(&self, customer: u32, day: Day, moved: Option<Day>) -> bool {
        let least = libm::floor(self.gap_of(customer) / 2.0).max(1.0);
        let others = self.visits.get(&customer).into_iter().flatten().copied().filter(|other| Some(*other) != moved);
        others.into_iter().all(|other| f64::from(other.number().abs_diff(day.number())) >= least)
    }

    /// Whether a visit that was wanted on one day may be on another: half a gap off, or, when it was missed, before the next.
    fn allows(&self, own: Homeless, day: Day, today: Day) -> bool {
        let due = self.days.visited.get(own.customer as usize).map(|member| &member.due);
        if due.is_some_and(|due| due.appointments.iter().any(|agreed| agreed.day == own.wanted)) {
            return day == own.wanted;
        }
        let visits = self.visits.get(&own.customer);
        let is_near = if own.wanted < today {
            let next = visits.and_then(|days| days.range(own.wanted..).next());
            next.is_none_or(|next| day < *next)
        } else {
            let reach = libm::ceil(self.gap_of(own.customer) / 2.0).max(1.0);
            f64::from(day.number().abs_diff(own.wanted.number())) <= reach
        };
        is_near && self.is_apart(own.customer, day, None)
    }

    /// Where a visit fits on a day, and what it adds to the way.
    fn fit(&self, at: usize, order: &[u32], customer: u32) -> Option<Found> {
        let (day, _) = self.open.get(at)?;
        let longer = self.days.inserted(*day, order, customer, Ends::USUAL).ok()?;
        let added = self.days.way(&longer, Ends::USUAL) - self.days.way(order, Ends::USUAL);
        Some((at, longer, added))
    }

    /// The days for a visit, those nearest to the one it was wanted on first.
    fn candidates(&self, own: Homeless, today: Day) -> Vec<usize> {
        let is_allowed = |&at: &usize| self.allows(own, self.open[at].0, today);
        let mut days: Vec<usize> = (0..self.open.len()).filter(is_allowed).collect();
        sort_by(&mut days, &|&a, &b| {
            let off = |at: usize| self.open[at].0.number().abs_diff(own.wanted.number());
            off(a).cmp(&off(b)).then(a.cmp(&b))
        });
        days
    }

    /// Gives a visit a day: by itself, or in the place of one that finds another. Whether that was possible.
    fn place(&mut self, own: Homeless, today: Day) -> bool {
        let candidates = self.candidates(own, today);
        let gap = candidates.iter().find_map(|&at| self.fit(at, &self.open[at].1, own.customer));
        if let Some((at, order, _)) = gap {
            self.settle(own.customer, at, order);
            return true;
        }
        let mut best: Option<(f64, Found, u32, Found)> = None;
        for &at in candidates.iter().take(MOST_DAYS_TRIED) {
            let (day, order) = &self.open[at];
            for &other in order.iter().filter(|&&other| !self.stays(other, *day)) {
                let without: Vec<u32> = order.iter().copied().filter(|own| *own != other).collect();
                let Some(here) = self.fit(at, &without, own.customer) else { continue };
                let Some(there) = self.elsewhere(other, at) else { continue };
                let added = here.2 + there.2;
                if best.as_ref().is_none_or(|(least, ..)| added < *least) {
                    best = Some((added, here, other, there));
                }
            }
        }
        let Some((_, here, other, there)) = best else { return false };
        self.remove(other, self.open[here.0].0);
        self.settle(other, there.0, there.1);
        self.settle(own.customer, here.0, here.1);
        true
    }

    /// Whether a visit may not be moved for another.
    fn stays(&self, customer: u32, day: Day) -> bool {
        let due = self.days.visited.get(customer as usize).map(|own| &own.due);
        self.pins.contains(&(customer, day))
            || due.is_some_and(|due| due.appointments.iter().any(|agreed| agreed.day == day))
    }

    /// Another day for a visit, at most a quarter of a gap off.
    fn elsewhere(&self, customer: u32, at: usize) -> Option<Found> {
        let day = self.open[at].0;
        let reach = libm::floor(self.gap_of(customer) / 4.0).max(1.0);
        let is_near = |&other: &usize| {
            let there = self.open[other].0;
            let off = f64::from(there.number().abs_diff(day.number()));
            other != at && off <= reach && self.is_apart(customer, there, Some(day))
        };
        let mut others: Vec<usize> = (0..self.open.len()).filter(is_near).collect();
        sort_by(&mut others, &|&a, &b| a.abs_diff(at).cmp(&b.abs_diff(at)).then(a.cmp(&b)));
        others.into_iter().take(MOST_DAYS_TRIED).find_map(|other| self.fit(other, &self.open[other].1, customer))
    }

    fn settle(&mut self, customer: u32, at: usize, order: Vec<u32>) {
        let (day, own) = &mut self.open[at];
        *own = order;
        self.visits.entry(customer).or_default().insert(*day);
    }

    /// Puts the days to come behind those that are over, with their calls and e-mails; those of a day that is worked no longer
    /// go to the next one on which the account has none.
    fn finish(self, present: &TerritoryCalendar, today: Day, planned: &mut TerritoryCalendar) {
        let mut orders: BTreeMap<Day, (Vec<u32>, Ends)> =
            self.open.into_iter().map(|(day, order)| (day, (order, Ends::USUAL))).chain(self.away).collect();
        let first = planned.days.len();
        for &day in self.days.working.iter().filter(|day| **day >= today) {
            let (order, ends) = orders.remove(&day).unwrap_or((Vec::new(), Ends::USUAL));
            // Every order was laid when it came to be.
            let mut route = self.days.timed(day, &order, ends).unwrap_or_else(|_| DayRoute::idle(day));
            for stop in &mut route.stops {
                let number = self.days.number_of(stop.account);
                stop.is_pinned = number.is_some_and(|number| self.pins.contains(&(number, day)));
            }
            planned.days.push(route);
        }
        for route in present.days.iter().filter(|route| route.day >= today) {
            let later = planned.days[first..].partition_point(|own| own.day < route.day);
            let (before, after) = planned.days[first..].split_at_mut(later);
            // The next day first, then back from the day before.
            let mut near: Vec<&mut DayRoute> = after.iter_mut().chain(before.iter_mut().rev()).collect();
            let mut lost = Lost::default();
            for &account in &route.calls {
                lost.note(account, give(&mut near, account, |own| &mut own.calls), |own| &mut own.calls);
            }
            for &account in &route.emails {
                lost.note(account, give(&mut near, account, |own| &mut own.emails), |own| &mut own.emails);
            }
            lost.add_to(&mut planned.untouched);
        }
        // What had no day has one again where days have come back.
        let mut all: Vec<&mut DayRoute> = planned.days[first..].iter_mut().collect();
        for own in &present.untouched {
            let mut lost = Lost::default();
            for _ in 0..own.calls {
                lost.note(own.account, give(&mut all, own.account, |own| &mut own.calls), |own| &mut own.calls);
            }
            for _ in 0..own.emails {
                lost.note(own.account, give(&mut all, own.account, |own| &mut own.emails), |own| &mut own.emails);
            }
            lost.add_to(&mut planned.untouched);
        }
    }
}

/// Touches without a day, by account.
#[derive(Default)]
struct Lost(BTreeMap<AccountIx, UnplacedTouches>);

impl Lost {
    /// Counts a touch unless it has a day.
    fn note(&mut self, account: AccountIx, has_day: bool, count: fn(&mut UnplacedTouches) -> &mut u16) {
        if !has_day {
            let own = self.0.entry(account).or_insert(UnplacedTouches { account, calls: 0, emails: 0 });
            let own = count(own);
            *own = own.saturating_add(1);
        }
    }

    /// Adds them to those that are known, by account.
    fn add_to(self, known: &mut Vec<UnplacedTouches>) {
        for (account, more) in self.0 {
            match known.binary_search_by_key(&account, |own| own.account) {
                Ok(at) => {
                    known[at].calls = known[at].calls.saturating_add(more.calls);
                    known[at].emails = known[at].emails.saturating_add(more.emails);
                }
                Err(at) => known.insert(at, more),
            }
        }
    }
}

/// Gives a touch to the first day that has none of the account, or else to the first; whether there is any.
fn give(days: &mut [&mut DayRoute], account: AccountIx, list: fn(&mut DayRoute) -> &mut Vec<AccountIx>) -> bool {
    let free = days.iter_mut().position(|day| !list(day).contains(&account));
    let day = days.get_mut(free.unwrap_or(0));
    let has_day = day.is_some();
    if let Some(day) = day {
        list(day).push(account);
    }
    has_day
}
