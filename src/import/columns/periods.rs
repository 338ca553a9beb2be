//! Headers that name a part of a year: a target a column for each month or quarter.

use super::dates::{month_of, quarter_word};
use super::header_text::fold;
use super::lexicon::{Word, meaning};
use crate::units::Day;

/// A month or a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first month.
    month: u32,
    /// The year, if the header says it.
    year: Option<i32>,
}

impl Period {
    /// Its first day; `year` counts where the header says none.
    pub fn start(self, year: Option<i32>) -> Option<Day> {
        Day::new(self.year.or(year)?, self.month, 1).ok()
    }
}

/// The years that names tell.
const YEARS: std::ops::Range<i32> = 1900..2100;

/// The month or quarter that a header names: `Q1`, `Quota Q1 2026`, `T1`, `Jan 26`, `März 2026`, `2026-01`, `01/2026`; `None`
/// where anything else stands beside it. O(length).
pub fn period_of(header: &str) -> Option<Period> {
    let folded = fold(header);
    let (mut month, mut quarter, mut is_quarter, mut year, mut short) = (None, None, false, None, None);
    for token in tokens(&folded) {
        let number: Option<i32> = token.parse().ok();
        match number {
            Some(number) if YEARS.contains(&number) && year.is_none() => year = Some(number),
            Some(number @ 1..=4) if is_quarter && quarter.is_none() => quarter = Some(number),
            Some(number) if token.len() <= 2 && short.is_none() => short = Some(number),
            Some(_) => return None,
            None if quarter_word(token) => is_quarter = true,
            None if month.is_none() && month_of(token).is_some() => month = month_of(token),
            None if token == "fy" => {}
            None if !meaning(token).is_some_and(|word| BESIDE.contains(&word)) => return None,
            None => {}
        }
    }
    // `1. Quartal`, `2026-01`.
    if is_quarter && quarter.is_none() {
        quarter = short.take().filter(|number| (1..=4).contains(number));
    } else if !is_quarter && month.is_none() && year.is_some() {
        month = short.take().and_then(|number| u32::try_from(number).ok()).filter(|number| (1..=12).contains(number));
    }
    let year = year.or(short.filter(|short| (0..100).contains(short)).map(|short| 2000 + short));
    let of_quarter = quarter.and_then(|quarter| u32::try_from(quarter * 3 - 2).ok());
    match (month, of_quarter, is_quarter) {
        (Some(month), None, false) | (None, Some(month), true) => Some(Period { month, year }),
        _ => None,
    }
}

/// What may stand beside a period without changing what it is.
const BESIDE: [Word; 5] = [Word::Target, Word::Money, Word::Filler, Word::Estimate, Word::Period];

/// The year that a name tells, as `quotas 2026.csv`; `None` where it tells none or several.
pub fn year_in(name: &str) -> Option<i32> {
    let mut years = tokens(name).filter_map(|token| token.parse().ok()).filter(|year| YEARS.contains(year));
    years.next().filter(|_| years.next().is_none())
}

/// Runs of letters and of figures.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let class = |letter: char| (letter.is_alphabetic(), letter.is_ascii_digit());
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter| class(letter) == (false, false));
        let first = class(rest.chars().next()?);
        let (token, after) = rest.split_at(rest.find(|letter| class(letter) != first).unwrap_or(rest.len()));
        rest = after;
        Some(token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_months_and_quarters() {
        let check = |header: &str, month: u32, year: Option<i32>| {
            assert_eq!(period_of(header), Some(Period { month, year }), "{header}");
        };
        check("Q1", 1, None);
        check("Quota Q2 2026", 4, Some(2026));
        check("2026Q3", 7, Some(2026));
        check("Q4 FY26", 10, Some(2026));
        check("1. Quartal 2026", 1, Some(2026));
        check("T2 2026", 4, Some(2026));
        check("Jan", 1, None);
        check("Jan-26", 1, Some(2026));
        check("März 2026", 3, Some(2026));
        check("2026-11", 11, Some(2026));
        check("01/2026", 1, Some(2026));
        check("Target Dec", 12, None);
        for header in
            ["2026", "Rep", "Q5", "Quarter", "Q1 visits", "2026-13", "2026-01-05", "Jan Feb", "", "12", "Sales 1"]
        {
            assert_eq!(period_of(header), None, "{header}");
        }
        assert_eq!(
            [year_in("quotas_2026.csv"), year_in("q 2025-2026.csv"), year_in("q.csv")],
            [Some(2026), None, None]
        );
    }
}
