//! Takes visits out of the plan: strings of neighbouring routes.
//!
//! "Slack induction by string removals" (Christiaens, Vanden Berghe, "Slack induction by string removals for vehicle
//! routing problems", 2020). With patterns to choose from, either all strings come from one day and the visits go back
//! to that day, or they come from any days and whoever is hit loses all visits and chooses anew.

use super::problem::VisitProblem;
use super::roster::{NONE, Roster};
use crate::sorting::sort_by;

/// Visits taken out in the mean, where there are so many that most stay.
const MEAN_REMOVED: f64 = 10.0;
/// Share of few customers that is taken out in the mean.
const SHARE_REMOVED: f64 = 0.3;
/// The longest string.
const LONGEST: f64 = 10.0;
/// How often a string is split, some stops in its middle staying.
const SPLIT: f64 = 0.5;
/// How often the stretch that stays is left as it is instead of made longer.
const STAYS: f64 = 0.99;
/// Neighbours known of each place.
const WIDTH: usize = 150;
/// How often patterns are chosen anew, where there is a choice.
const FREED: f64 = 0.5;
/// The same, and visits taken out in the mean, where each day has one route: a day by itself is soon in order.
const FREED_ALONE: f64 = 0.95;
const MEAN_ALONE: f64 = 12.0;

/// The nearest of each place, itself first.
#[derive(Debug, Clone)]
pub(super) struct Nearby {
    width: usize,
    flat: Vec<u32>,
}

impl Nearby {
    /// O(places² · log places).
    pub(super) fn new(problem: &VisitProblem) -> Self {
        let places = problem.customers.len();
        let width = places.min(WIDTH);
        let mut flat = Vec::with_capacity(places * width);
        let mut order: Vec<(f64, u32)> = Vec::new();
        for place in (1_u32..).take(places) {
            let ways = problem.legs.out(place).iter().zip(problem.legs.back(place));
            let both = ways.map(|(out, into)| out.way().cost + into.way().cost);
            order.clear();
            order.extend(both.zip(0_u32..).skip(1));
            order[place as usize - 1].0 = -1.0;
            sort_by(&mut order, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            flat.extend(order.iter().take(width).map(|&(_, near)| near));
        }
        Self { width, flat }
    }

    #[inline]
    pub(super) fn of(&self, place: u32) -> &[u32] {
        let at = (place as usize - 1) * self.width;
        &self.flat[at..at + self.width]
    }
}

/// What a ruin needs beside the plan.
#[derive(Debug, Clone)]
pub(super) struct Ruin {
    nearby: Nearby,
    is_alone: bool,
    /// Whether any customer has several patterns.
    has_choice: bool,
    /// Routes from which a string was taken.
    hit: Vec<u32>,
    positions: Vec<usize>,
}

impl Ruin {
    pub(super) fn new(problem: &VisitProblem) -> Self {
        let has_choice = problem.customers.iter().any(|customer| customer.patterns.len() > 1);
        let is_alone = problem.is_alone();
        Self { nearby: Nearby::new(problem), is_alone, has_choice, hit: Vec::new(), positions: Vec::new() }
    }

    pub(super) fn nearby(&self) -> &Nearby {
        &self.nearby
    }

    /// Takes visits out; whoever lost one or all comes into `removed`, each once.
    pub(super) fn strings(
        &mut self,
        problem: &VisitProblem,
        roster: &mut Roster,
        removed: &mut Vec<u32>,
        rng: &mut fastrand::Rng,
    ) {
        let seed = rng.u32(1..=u32::try_from(problem.customers.len()).unwrap_or(u32::MAX));
        let days = roster.days_of(problem, seed);
        if days.is_empty() {
            return;
        }
        let is_free = self.has_choice && rng.f64() < if self.is_alone { FREED_ALONE } else { FREED };
        let day = days[draw(0, days.len() - 1, rng)];
        let used = roster.routes_of(day).filter(|&route| !roster.routes[route].stops.is_empty()).count();
        let visits: usize = roster.routes_of(day).map(|route| roster.routes[route].stops.len()).sum();
        let longest = LONGEST.min(visits as f64 / used.max(1) as f64).max(1.0);
        let mean = if self.is_alone { MEAN_ALONE } else { MEAN_REMOVED };
        let mean = mean.min(1.0 + SHARE_REMOVED * problem.customers.len() as f64);
        let most = (4.0 * mean / (1.0 + longest) - 1.0).max(1.0);
        let strings = whole(1.0 + rng.f64() * most);
        self.hit.clear();
        for near in 0..self.nearby.width {
            let place = self.nearby.of(seed)[near];
            if self.hit.len() >= strings || (!is_free && self.hit.len() >= used) {
                break;
            }
            let on = if is_free {
                let days = roster.days_of(problem, place);
                if days.is_empty() {
                    continue;
                }
                days[draw(0, days.len() - 1, rng)]
            } else {
                day
            };
            let Some(route) = roster.seat(place, on).filter(|route| !self.hit.contains(route)) else { continue };
            self.hit.push(route);
            self.choose(roster, route, place, longest, rng);
            let stops = &roster.routes[route as usize].stops;
            let from = removed.len();
            removed.extend(self.positions.iter().map(|&position| stops[position]));
            roster.remove(route, &self.positions);
            if is_free {
                free(problem, roster, &removed[from..]);
            }
        }
        roster.refresh(problem);
    }

    /// Chooses the positions of a string that goes through a place.
    fn choose(&mut self, roster: &Roster, route: u32, place: u32, longest: f64, rng: &mut fastrand::Rng) {
        let stops = &roster.routes[route as usize].stops;
        let count = stops.len();
        let at = stops.iter().position(|&stop| stop == place).unwrap_or(0);
        let most = longest.min(count as f64);
        let length = whole(1.0 + rng.f64() * most).min(count);
        let mut stays = 0;
        if length > 1 && length < count && rng.f64() < SPLIT {
            stays = 1;
            while length + stays < count && rng.f64() > STAYS {
                stays += 1;
            }
        }
        let span = length + stays;
        let first = draw((at + 1).saturating_sub(span), at.min(count - span), rng);
        let gap = first + if stays > 0 { draw(1, length - 1, rng) } else { length };
        self.positions.clear();
        self.positions.extend((first..first + span).filter(|position| !(gap..gap + stays).contains(position)));
    }
}

/// Takes those with a choice off all days.
fn free(problem: &VisitProblem, roster: &mut Roster, places: &[u32]) {
    for &place in places {
        if problem.patterns.of(place).len() > 1 {
            for &day in roster.days_of(problem, place) {
                roster.remove_from(place, day);
            }
            roster.set_pattern(place, NONE);
        }
    }
}

/// A number from `least` to `most`, drawn alike on every machine: `usize` has other widths elsewhere.
fn draw(least: usize, most: usize, rng: &mut fastrand::Rng) -> usize {
    let span = u32::try_from(most - least).unwrap_or(u32::MAX);
    least + rng.u32(0..=span) as usize
}

/// The whole part of a small number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate, and strings are short")]
fn whole(number: f64) -> usize {
    number as usize
}
