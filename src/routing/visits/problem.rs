//! What is to be planned: who wants to be visited on which days, and what each day allows.

use super::evenness::{Spread, Stretches};
use super::matrix::LegMatrix;
use super::pattern_table::PatternTable;

/// Whoever wants visits.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    /// What each visit takes of a day's capacity.
    pub demand: f64,
    /// Time that each visit takes.
    pub service: f64,
    /// The patterns of days to choose from: each the days of all visits, from 0, ascending.
    pub patterns: Vec<Vec<u16>>,
    /// First and last time at which a visit may begin: none for always, one for every day, or one for each day.
    pub windows: Vec<[f64; 2]>,
    /// What it costs to leave the customer out; `None` where that is no answer.
    pub skip_cost: Option<f64>,
}

/// What a day allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayLimits {
    /// How many routes, each from the base and back.
    pub routes: u16,
    /// The sum of the demands on a route; infinite for no limit.
    pub capacity: f64,
    /// The time from leaving the base to being back; infinite for no limit.
    pub length: f64,
    /// When the base may first be left.
    pub opens: f64,
    /// When all must be back; infinite for no limit.
    pub closes: f64,
}

/// Visits to be laid on days and routes, such that the legs cost least.
///
/// Place 0 of the matrix is the base, place i + 1 customer i.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitProblem {
    pub(super) legs: LegMatrix,
    pub(super) patterns: PatternTable,
    pub(super) customers: Vec<Customer>,
    pub(super) days: Vec<DayLimits>,
    pub(super) spreads: Vec<Stretches>,
    /// Whether no limit may be passed, not for a price either.
    pub(super) is_strict: bool,
    /// Whether a visit may have to wait, or come too late, on a day that is long enough.
    pub(super) has_windows: bool,
    pub(super) has_lengths: bool,
}

/// Why customers and days are no problem.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum VisitFault {
    /// The matrix has not one place for each customer and one for the base.
    #[error("there are legs between {places} places, but {needed} are needed")]
    Places {
        /// Places of the matrix.
        places: usize,
        /// Customers and the base.
        needed: usize,
    },
    /// A leg is negative, infinite or none.
    #[error("the leg from place {from} to place {to} is no length")]
    Leg {
        /// Where it starts; 0 is the base.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// A day's limits make no sense.
    #[error("day {}: a limit is negative or no number", day + 1)]
    Day {
        /// Which, from 0.
        day: usize,
    },
    /// Demand, service or window of a customer makes no sense.
    #[error("a demand, service time or window of customer {customer} is negative or no number")]
    Customer {
        /// Which, from 0.
        customer: usize,
    },
    /// No pattern at all, or one whose days are not ascending days of the problem.
    #[error("customer {customer} has no pattern, or one with other days than there are")]
    Patterns {
        /// Which, from 0.
        customer: usize,
    },
    /// Work is to be even over stretches of days that are none.
    #[error("a stretch of days over which work is to be even is none, or its time is no time")]
    Spread,
}

impl VisitProblem {
    /// # Errors
    /// [`VisitFault`] for what makes no sense. Too little capacity is none: an answer then says so. O(places²).
    pub fn new(legs: LegMatrix, customers: Vec<Customer>, mut days: Vec<DayLimits>) -> Result<Self, VisitFault> {
        let needed = customers.len() + 1;
        if legs.places() != needed {
            return Err(VisitFault::Places { places: legs.places(), needed });
        }
        if let Some((from, to)) = legs.fault() {
            return Err(VisitFault::Leg { from, to });
        }
        if let Some(day) = days.iter().position(|limits| !is_day(limits)) {
            return Err(VisitFault::Day { day });
        }
        if let Some(customer) = customers.iter().position(|customer| !is_customer(customer, days.len())) {
            return Err(VisitFault::Customer { customer });
        }
        let has_patterns =
            |own: &Customer| !own.patterns.is_empty() && own.patterns.iter().all(|days_of| is_pattern(days_of, &days));
        if let Some(customer) = customers.iter().position(|customer| !has_patterns(customer)) {
            return Err(VisitFault::Patterns { customer });
        }
        let is_strict = customers.iter().any(|customer| !customer.windows.is_empty())
            || days.iter().any(|limits| limits.closes.is_finite());
        for limits in &mut days {
            limits.length = limits.length.min(limits.closes - limits.opens);
        }
        let has_windows =
            customers.iter().any(|customer| !days.iter().enumerate().all(|(at, day)| is_open(customer, at, day)));
        let has_lengths = days.iter().any(|limits| limits.length.is_finite());
        let patterns = PatternTable::new(&customers, days.len());
        Ok(Self { legs, patterns, customers, days, spreads: Vec::new(), is_strict, has_windows, has_lengths })
    }

    /// The same with work, which is travel and service, spread evenly over stretches of days as far as that costs little. Where a
    /// day has several routes nothing is spread.
    ///
    /// # Errors
    /// [`VisitFault::Spread`] for stretches that are not those of the days.
    pub fn spread_over(mut self, spreads: &[Spread]) -> Result<Self, VisitFault> {
        if !spreads.iter().all(|spread| spread.fits(self.days.len())) {
            return Err(VisitFault::Spread);
        }
        if self.is_alone() {
            self.spreads = spreads.iter().map(Stretches::new).collect();
        }
        Ok(self)
    }

    /// The customers, in the order given.
    #[must_use]
    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// The days, in the order given.
    #[must_use]
    pub fn days(&self) -> &[DayLimits] {
        &self.days
    }

    /// Whether no day has more than one route, and there are several days.
    pub(super) fn is_alone(&self) -> bool {
        self.days.len() > 1 && self.days.iter().all(|limits| limits.routes <= 1)
    }

    /// The customer at a place other than the base.
    #[inline]
    pub(super) fn at(&self, place: u32) -> &Customer {
        &self.customers[place as usize - 1]
    }

    /// When a visit on a day may begin.
    #[inline]
    pub(super) fn window(&self, place: u32, day: u16) -> [f64; 2] {
        self.at(place).window(usize::from(day))
    }
}

impl Customer {
    /// When a visit on a day may begin.
    #[inline]
    fn window(&self, day: usize) -> [f64; 2] {
        match self.windows.as_slice() {
            [] => [0.0, f64::INFINITY],
            [every] => *every,
            each => each[day],
        }
    }
}

/// Whether a visit is in time on every route of a day that is not too long.
fn is_open(customer: &Customer, at: usize, day: &DayLimits) -> bool {
    let [first, last] = customer.window(at);
    first <= day.opens && last + customer.service >= day.opens + day.length
}

fn is_day(limits: &DayLimits) -> bool {
    let DayLimits { capacity, length, opens, closes, .. } = *limits;
    capacity >= 0.0 && length >= 0.0 && (0.0..f64::INFINITY).contains(&opens) && closes >= opens
}

fn is_customer(customer: &Customer, days: usize) -> bool {
    let is_amount = |amount: f64| amount >= 0.0 && amount.is_finite();
    let is_window = |&[opens, closes]: &[f64; 2]| is_amount(opens) && closes >= opens;
    is_amount(customer.demand)
        && is_amount(customer.service)
        && customer.skip_cost.is_none_or(is_amount)
        && customer.windows.iter().all(is_window)
        && (customer.windows.len() <= 1 || customer.windows.len() == days)
}

fn is_pattern(days_of: &[u16], days: &[DayLimits]) -> bool {
    !days_of.is_empty()
        && days_of.is_sorted_by(|a, b| a < b)
        && days_of.iter().all(|&day| usize::from(day) < days.len())
}
