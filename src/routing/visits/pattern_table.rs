//! The patterns of all customers in one piece of memory: a search looks through all of a customer's many times a second.

use super::problem::Customer;
use std::ops::Range;

/// All patterns by place, numbered through.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PatternTable {
    /// The patterns of place p are `first[p]..first[p + 1]`.
    first: Vec<u32>,
    /// The days of pattern q are `days[begins[q]..begins[q + 1]]`.
    begins: Vec<u32>,
    days: Vec<u16>,
}

impl PatternTable {
    pub(super) fn new(customers: &[Customer]) -> Self {
        // The base has none.
        let mut own = Self { first: vec![0, 0], begins: vec![0], days: Vec::new() };
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        for customer in customers {
            for pattern in &customer.patterns {
                own.days.extend(pattern);
                own.begins.push(count(own.days.len()));
            }
            own.first.push(count(own.begins.len() - 1));
        }
        own
    }

    /// The patterns that a place has to choose from.
    #[inline]
    pub(super) fn of(&self, place: u32) -> Range<u32> {
        self.first[place as usize]..self.first[place as usize + 1]
    }

    /// The days of a pattern; none of a number that is none.
    #[inline]
    pub(super) fn days(&self, pattern: u32) -> &[u16] {
        match self.begins.get(pattern as usize..).unwrap_or_default() {
            [from, to, ..] => &self.days[*from as usize..*to as usize],
            _ => &[],
        }
    }
}
