//! The patterns of all customers in one piece of memory: a search looks through those of a customer many times a second.

use super::problem::Customer;
use std::collections::HashMap;
use std::ops::Range;

/// All patterns, numbered through; places that have the same ones to choose from share them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PatternTable {
    /// Which choice each place has; the base has that of nothing.
    choice_of: Vec<u32>,
    /// The patterns of choice c are `first[c]..first[c + 1]`.
    first: Vec<u32>,
    /// The days of pattern q are `days[begins[q]..begins[q + 1]]`.
    begins: Vec<u32>,
    days: Vec<u16>,
    /// How many days there are, and for each choice and day those of its patterns that have a visit then, as positions in `on`.
    all_days: usize,
    on_begins: Vec<u32>,
    on: Vec<u32>,
}

impl PatternTable {
    /// O(patterns · visits + choices · days).
    pub(super) fn new(customers: &[Customer], all_days: usize) -> Self {
        let mut own = Self {
            choice_of: vec![0],
            first: vec![0],
            begins: vec![0],
            days: Vec::new(),
            all_days,
            on_begins: vec![0],
            on: Vec::new(),
        };
        own.end_choice();
        let mut known: HashMap<&[Vec<u16>], u32> = HashMap::new();
        for customer in customers {
            let choice = *known.entry(&customer.patterns).or_insert_with(|| {
                for pattern in &customer.patterns {
                    own.days.extend(pattern);
                    own.begins.push(count(own.days.len()));
                }
                own.end_choice()
            });
            own.choice_of.push(choice);
        }
        own
    }

    /// All patterns that are new belong to a choice; its number.
    fn end_choice(&mut self) -> u32 {
        let from = self.first[self.first.len() - 1];
        let to = count(self.begins.len() - 1);
        let mut by_day = vec![Vec::new(); self.all_days];
        for pattern in from..to {
            for &day in self.days(pattern) {
                by_day[usize::from(day)].push(pattern);
            }
        }
        for patterns in by_day {
            self.on.extend(patterns);
            self.on_begins.push(count(self.on.len()));
        }
        self.first.push(to);
        count(self.first.len() - 2)
    }

    /// How many patterns there are.
    pub(super) fn len(&self) -> usize {
        self.begins.len() - 1
    }

    /// The patterns that a place has to choose from.
    #[inline]
    pub(super) fn of(&self, place: u32) -> Range<u32> {
        let choice = self.choice_of[place as usize] as usize;
        self.first[choice]..self.first[choice + 1]
    }

    /// Those of them that have a visit on a day.
    #[inline]
    pub(super) fn of_on(&self, place: u32, day: u16) -> &[u32] {
        let at = self.choice_of[place as usize] as usize * self.all_days + usize::from(day);
        &self.on[self.on_begins[at] as usize..self.on_begins[at + 1] as usize]
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

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_chooses_among_the_same_patterns_shares_them() {
        let customer = |patterns: &[&[u16]]| Customer {
            demand: 0.0,
            service: 0.0,
            patterns: patterns.iter().map(|days| days.to_vec()).collect(),
            windows: Vec::new(),
            skip_cost: None,
        };
        let customers = [customer(&[&[0, 2], &[1, 3]]), customer(&[&[1]]), customer(&[&[0, 2], &[1, 3]])];
        let table = PatternTable::new(&customers, 4);
        assert_eq!((table.len(), table.of(0), table.of(1), table.of(3)), (3, 0..0, 0..2, 0..2));
        let days: Vec<&[u16]> = table.of(1).chain(table.of(2)).map(|pattern| table.days(pattern)).collect();
        assert_eq!(days, [&[0_u16, 2][..], &[1, 3], &[1]]);
        assert_eq!(
            (table.of_on(1, 2), table.of_on(1, 3), table.of_on(2, 1), table.of_on(2, 0)),
            (&[0_u32][..], &[1_u32][..], &[2_u32][..], &[][..])
        );
        assert!(table.days(u32::MAX).is_empty());
    }
}
