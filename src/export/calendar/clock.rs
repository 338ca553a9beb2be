//! Days and minutes in words and in the digits of calendar programs.

use crate::model::DAY_MINUTES;
use crate::units::Day;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `Tuesday`.
pub(super) fn weekday(day: Day) -> &'static str {
    WEEKDAYS.get(day.weekday() as usize).copied().unwrap_or_default()
}

/// `Tuesday, 24 November 2026`.
pub(super) fn long_date(day: Day) -> String {
    let (year, month, date) = day.year_month_day();
    let month = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default();
    format!("{}, {date} {month} {year}", weekday(day))
}

/// Minutes from midnight as `09:05`.
pub(super) fn hours_minutes(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A day as `20261124`.
pub(super) fn digits(day: Day) -> String {
    let (year, month, date) = day.year_month_day();
    format!("{year:04}{month:02}{date:02}")
}

/// A minute of a day as `20261124T090500`; minutes after midnight are those of the next day.
pub(super) fn moment(day: Day, minute: u16) -> String {
    let later = i32::from(minute / DAY_MINUTES);
    let day = Day::from_number(day.number().saturating_add(later)).unwrap_or(day);
    let minute = minute % DAY_MINUTES;
    format!("{}T{:02}{:02}00", digits(day), minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_minutes_are_written_as_their_readers_take_them() {
        let day: Day = "2026-12-31".parse().expect("a day");
        assert_eq!(long_date(day), "Thursday, 31 December 2026");
        assert_eq!(hours_minutes(9 * 60 + 5), "09:05");
        assert_eq!(moment(day, 545), "20261231T090500");
        assert_eq!(moment(day, 1440 + 10), "20270101T001000");
    }
}
