//! Days of the calendar, without a clock or a time zone.

use super::OutOfRange;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The order of day, month and year in written dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2026-04-03, ISO 8601.
    YearFirst,
    /// 4/3/2026, as in the United States.
    MonthFirst,
    /// 3/4/2026 or 3.4.2026, as nearly everywhere else.
    DayFirst,
}

/// A day of the Gregorian calendar, in days from 1970-01-01. Years 1 to 9999. Written `2026-04-03` in readable formats,
/// as a number in binary ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// 0001-01-01 and 9999-12-31.
const RANGE: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Self = Self(0);

    /// The day that is so many days after 1970-01-01.
    ///
    /// # Errors
    /// [`OutOfRange`] before year 1 and after year 9999.
    pub fn from_number(number: i32) -> Result<Self, OutOfRange> {
        if RANGE.contains(&number) {
            Ok(Self(number))
        } else {
            Err(OutOfRange { what: "day", value: f64::from(number) })
        }
    }

    /// The day of a year, month (1 to 12) and day of the month.
    ///
    /// # Errors
    /// [`OutOfRange`] when there is no such day.
    ///
    /// ```
    /// use hinterland::units::Day;
    /// assert_eq!(Day::new(2026, 4, 3).map(|day| day.to_string()), Ok("2026-04-03".to_owned()));
    /// assert!(Day::new(2025, 2, 29).is_err());
    /// ```
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, OutOfRange> {
        let wrong = |what, value| Err(OutOfRange { what, value });
        if !(1..=9999).contains(&year) {
            return wrong("year", f64::from(year));
        }
        if !(1..=12).contains(&month) {
            return wrong("month", f64::from(month));
        }
        if day == 0 || day > days_in_month(year, month) {
            return wrong("day of the month", f64::from(day));
        }
        Ok(Self(days_from_civil(year, month, day)))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// Year, month (1 to 12) and day of the month. The eras of 400 years are all alike (Hinnant,
    /// “chrono-compatible low-level date algorithms”).
    #[must_use]
    pub fn year_month_day(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// Day of the week, 0 for Monday.
    #[must_use]
    pub fn weekday(self) -> u32 {
        (self.0 + 3).rem_euclid(7).unsigned_abs()
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = year - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year.cast_signed() - 719_468
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = OutOfRange;

    /// Reads `2026-04-03` and nothing else.
    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let wrong = OutOfRange { what: "date", value: f64::NAN };
        let is_shaped = text.len() == 10
            && text.bytes().enumerate().all(
                |(at, byte)| {
                    if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
                },
            );
        if !is_shaped {
            return Err(wrong);
        }
        let (Ok(year), Ok(month), Ok(day)) = (text[..4].parse(), text[5..7].parse(), text[8..].parse()) else {
            return Err(wrong);
        };
        Self::new(year, month, day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i32(self.0) }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(WrittenDay)
        } else {
            Self::from_number(i32::deserialize(deserializer)?).map_err(de::Error::custom)
        }
    }
}

struct WrittenDay;

impl Visitor<'_> for WrittenDay {
    type Value = Day;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a day such as 2026-04-03")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for number in (-719_162..=2_932_896).step_by(97).chain([-719_162, 2_932_896, 0]) {
            let day = Day::from_number(number).expect("in range");
            let (year, month, date) = day.year_month_day();
            assert_eq!(Day::new(year, month, date), Ok(day), "{day}");
            assert_eq!(day.to_string().parse(), Ok(day));
        }
    }

    #[test]
    fn known_days() {
        let check = |text: &str, number: i32, weekday: u32| {
            let day: Day = text.parse().expect("a day");
            assert_eq!((day.number(), day.weekday()), (number, weekday), "{text}");
        };
        check("1970-01-01", 0, 3);
        check("2000-02-29", 11_016, 1);
        check("2026-11-24", 20_781, 1);
        for wrong in ["2025-02-29", "2025-13-01", "0000-01-01", "2025-1-1", "20250101", "2025-01-0a", "２025-01-1"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
        assert!(Day::from_number(2_932_897).is_err());
    }
}
