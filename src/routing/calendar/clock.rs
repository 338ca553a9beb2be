//! The clock of a working day, which stands still during lunch.

use crate::model::WorkingWeek;
use serde::{Deserialize, Serialize};

/// The hours of a day. Minutes from midnight; field time is that of a clock that stands still during lunch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DayClock {
    pub(super) opens: u16,
    /// When the rep is back, in field time.
    pub(super) closes: u16,
    /// Minutes from leaving to being back, lunch not counted.
    pub(super) most: u16,
    lunch: u16,
    lunch_from: u16,
}

impl DayClock {
    /// The clock of a day on which these visits were agreed, each by its first minute: one that begins while lunch would be
    /// comes before lunch.
    pub(super) fn new(week: &WorkingWeek, agreed: impl Iterator<Item = u16>) -> Self {
        let (lunch, from) = (week.lunch_minutes, week.lunch_from);
        let in_the_way = agreed.filter(|&minute| (from..from.saturating_add(lunch)).contains(&minute));
        Self {
            opens: week.start,
            closes: week.end.saturating_sub(lunch),
            most: week.field_minutes(),
            lunch,
            lunch_from: in_the_way.max().map_or(from, |minute| minute + 1),
        }
    }

    /// First and last start in field time of a visit that has to lie in a window; `None` where it does not fit in.
    pub(super) fn starts(&self, [opens, closes]: [u16; 2], visit: u16) -> Option<[u16; 2]> {
        let (first, last) = (opens, closes.checked_sub(visit)?);
        if last < first {
            return None;
        }
        // Before lunch both clocks are the same; after it field time is behind by the lunch.
        let is_before = first < self.lunch_from;
        let after = last.checked_sub(self.lunch).filter(|&last| last >= self.lunch_from);
        match (is_before, after) {
            (true, Some(last)) => Some([first, last]),
            (true, None) => Some([first, last.min(self.lunch_from.saturating_sub(1))]),
            (false, Some(last)) => Some([first.saturating_sub(self.lunch).max(self.lunch_from), last]),
            (false, None) => None,
        }
    }

    /// Whether lunch is over when a visit, or the way back, starts at a moment in field time.
    pub(super) fn is_after_lunch(&self, start: u16) -> bool {
        self.lunch > 0 && start >= self.lunch_from
    }

    /// The minutes of lunch.
    pub(super) fn lunch(&self) -> u16 {
        self.lunch
    }

    /// When lunch may begin.
    pub(super) fn lunch_from(&self) -> u16 {
        self.lunch_from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VisitBrief;
    use crate::units::Day;

    fn week() -> WorkingWeek {
        VisitBrief::new(Day::new(2026, 11, 30).expect("a day"), "Sales", 30).week
    }

    /// Lunch is 45 minutes from 12:00, which is minute 720.
    fn check(window: [u16; 2], visit: u16, expected: Option<[u16; 2]>) {
        assert_eq!(DayClock::new(&week(), std::iter::empty()).starts(window, visit), expected, "{window:?}");
    }

    #[test]
    fn windows_are_seen_through_a_clock_that_stands_still_at_lunch() {
        check([0, 1440], 30, Some([0, 1365]));
        check([500, 600], 30, Some([500, 570]));
        check([500, 720], 30, Some([500, 690]));
        check([500, 760], 30, Some([500, 719]));
        check([765, 800], 30, Some([720, 725]));
        check([800, 900], 30, Some([755, 825]));
        // Whatever begins while lunch is taken is not to be had.
        check([720, 760], 30, None);
        check([500, 520], 30, None);
    }

    #[test]
    fn lunch_waits_for_what_was_agreed() {
        let clock = DayClock::new(&week(), [600, 725, 764, 765].into_iter());
        assert_eq!((clock.lunch_from(), clock.starts([725, 755], 30)), (765, Some([725, 725])));
        assert_eq!(clock.starts([764, 794], 30), Some([764, 764]));
    }
}
