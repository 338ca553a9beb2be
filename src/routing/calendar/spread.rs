//! Calls and e-mails on working days, evenly.

use crate::model::MONTH_DAYS;

/// The share of a gap by which an account begins later than the first: that of each next is the golden ratio less 1 more, which
/// leaves no day with many at once.
pub(super) fn phase(number: u32) -> f64 {
    f64::from(number) * 0.618_033_988_749_894_9 % 1.0
}

/// The working days, by position, on which one of the accounts is to be touched `a_month` times a month: `number` tells the
/// accounts apart. The number of touches is that of the calendar's days, rounded up or down; no day has two unless there are
/// more touches than days. O(touches).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative, and saturates")]
pub(super) fn spread(a_month: f64, calendar_days: usize, working_days: usize, number: u32) -> Vec<usize> {
    let touches = a_month / MONTH_DAYS * calendar_days as f64;
    if touches <= 0.0 || working_days == 0 {
        return Vec::new();
    }
    let phase = phase(number);
    let gap = working_days as f64 / touches;
    let day = |touch: u32| ((f64::from(touch) + phase) * gap) as usize;
    let most = libm::ceil(touches) as u32;
    (0..=most).map(day).filter(|&day| day < working_days).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touches_are_as_many_as_asked_and_lie_evenly() {
        for number in 0..50 {
            // Two a month over four weeks: 1.84.
            let days = spread(2.0, 28, 20, number);
            assert!((1..=2).contains(&days.len()), "{days:?}");
            assert!(days.windows(2).all(|pair| pair[1] - pair[0] >= 10), "{days:?}");
            let daily = spread(MONTH_DAYS, 28, 20, number);
            assert!(daily.len().abs_diff(28) <= 1 && daily.iter().all(|&day| day < 20), "{daily:?}");
        }
        let per_day = (0..400).flat_map(|number| spread(1.0, 28, 20, number)).fold([0; 20], |mut counts, day| {
            counts[day] += 1;
            counts
        });
        assert!(per_day.iter().all(|count| (15..=22).contains(count)), "{per_day:?}");
        assert!(spread(0.0, 28, 20, 1).is_empty() && spread(1.0, 28, 0, 1).is_empty());
    }
}
