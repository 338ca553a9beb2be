//! A cadence that goes on from the last visit before the calendar.

use super::patterns::Patterns;
use crate::model::AccountDue;
use crate::units::Day;

/// The number of the day on which the first visit is due: a gap after the last one before the calendar, or the first day where
/// that is over. `None` where the last visit is not known, or no visit is asked for.
pub(super) fn first_due(due: &AccountDue, start: Day, stretch: f64) -> Option<i32> {
    let last = due.last.filter(|_| due.cadence.visits > 0)?;
    let gap = gap(due, stretch);
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let whole = libm::ceil(gap - 1e-6) as i32;
    Some(last.number().saturating_add(whole).max(start.number()))
}

/// Days from one visit to the next.
fn gap(due: &AccountDue, stretch: f64) -> f64 {
    f64::from(due.cadence.weeks) * 7.0 / f64::from(due.cadence.visits.max(1)) * stretch
}

/// Keeps the lists that begin within a quarter of a gap of the day on which the first visit is due, or else those that begin nearest
/// to it. O(lists).
pub(super) fn keep_phase(found: &mut Patterns, due: &AccountDue, first: i32, working: &[Day], stretch: f64) {
    let off = |list: &Vec<u16>| {
        let day = list.first().and_then(|&at| working.get(usize::from(at)));
        day.map_or(u32::MAX, |day| day.number().abs_diff(first))
    };
    let nearest = found.lists.iter().map(off).min().unwrap_or(0);
    let most = libm::floor(gap(due, stretch) / 4.0).max(f64::from(nearest));
    found.lists.retain(|list| f64::from(off(list)) <= most);
}
