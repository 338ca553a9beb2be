//! Whether the day or the month goes first in a column, from all its cells.

use super::dates::{Dates, Written};
use crate::units::DateOrder;

/// What the cells of a column say about the order of its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderVotes {
    /// Cells that are a date with the day first only.
    pub day_first: u32,
    /// With the month first only.
    pub month_first: u32,
    /// With a short year first only.
    pub year_first: u32,
    /// Dates in either order, and not the same one.
    pub either: u32,
    /// Of those, parted by points.
    pub dotted: u32,
    /// Months by name, after the day and before it.
    pub named: [u32; 2],
    /// Dates that need no order.
    pub settled: u32,
    /// Of those, with the same short number for day and month: only the place of the year is open.
    pub same: u32,
}

impl OrderVotes {
    /// Counts cells. O(bytes).
    pub fn count<'a>(bare: bool, cells: impl Iterator<Item = &'a str>) -> Self {
        let dates = Dates { order: None, bare };
        let mut votes = Self::default();
        for cell in cells.filter(|cell| !cell.is_empty()) {
            votes.add(dates.written(cell));
        }
        votes
    }

    fn add(&mut self, written: Option<Written>) {
        match written {
            None => {}
            Some(Written::Settled(_)) => self.settled += 1,
            Some(Written::Named(_, DateOrder::MonthFirst)) => self.named[1] += 1,
            Some(Written::Named(..)) => self.named[0] += 1,
            Some(Written::Figures(figures)) => match figures.only_order() {
                Some(DateOrder::DayFirst) => self.day_first += 1,
                Some(DateOrder::MonthFirst) => self.month_first += 1,
                Some(DateOrder::YearFirst) => self.year_first += 1,
                None if figures.is_symmetric() => {
                    self.settled += 1;
                    self.same += u32::from(figures.short);
                }
                None => {
                    self.either += 1;
                    self.dotted += u32::from(figures.dotted);
                }
            },
        }
    }

    /// The order that the cells settle: by those that are a date in one order only, else by points, which stand where
    /// the day goes first. A column without figures goes by how it writes months.
    pub fn order(&self) -> Option<DateOrder> {
        let (day, month) = (self.day_first, self.month_first);
        if self.year_first > 0 && day + month <= self.year_first {
            return Some(DateOrder::YearFirst);
        }
        if day != month {
            return Some(if day > month { DateOrder::DayFirst } else { DateOrder::MonthFirst });
        }
        match self.either {
            0 if self.named[1] > self.named[0] => Some(DateOrder::MonthFirst),
            0 if self.named[0] > 0 => Some(DateOrder::DayFirst),
            0 if day == 0 && self.same > 0 => Some(DateOrder::DayFirst),
            0 if day == 0 => Some(DateOrder::YearFirst),
            either if self.dotted * 2 > either => Some(DateOrder::DayFirst),
            _ => None,
        }
    }

    /// Whether cells in figures settle the order by being no date in another one.
    pub fn is_proven(&self) -> bool {
        self.day_first + self.month_first + self.year_first > 0
    }

    /// How many cells are a date only in another order than that.
    pub fn against(&self, order: DateOrder) -> u32 {
        match order {
            DateOrder::DayFirst => self.month_first,
            DateOrder::MonthFirst => self.day_first,
            DateOrder::YearFirst => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: Option<DateOrder>) {
        assert_eq!(OrderVotes::count(false, cells.iter().copied()).order(), expected, "{cells:?}");
    }

    #[test]
    fn settles_the_order() {
        use DateOrder::{DayFirst, MonthFirst, YearFirst};
        check(&["03/04/2026", "13/04/2026"], Some(DayFirst));
        check(&["03/04/2026", "4/13/26"], Some(MonthFirst));
        check(&["03/04/2026", "11/09/2026"], None);
        check(&["03/04/2026", "2026-04-03"], None);
        check(&["3.4.2026", "5.6.2026"], Some(DayFirst));
        check(&["2026-04-03"], Some(YearFirst));
        check(&["98-04-03"], Some(YearFirst));
        check(&["April 3, 2026"], Some(MonthFirst));
        check(&["13/04/2026", "04/13/2026", "13/05/2026"], Some(DayFirst));
        check(&["13/04/2026", "04/13/2026"], None);
        check(&["4/4/2026"], Some(YearFirst));
        check(&["4/4/26", "5/5/26"], Some(DayFirst));
        check(&["98-04-03", "04-04-26"], Some(YearFirst));
    }
}
