//! Holidays from a list that a person pastes or loads: lines, CSV or iCalendar.

use super::visit_brief::Holiday;
use crate::sorting::sort;
use crate::units::{DateOrder, Day};

/// What a list of holidays says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HolidayList {
    /// The days, ascending, each once.
    pub holidays: Vec<Holiday>,
    /// Numbers of the lines, from 1, that say nothing of a day, with what they say.
    pub wrong: Vec<(usize, String)>,
}

impl HolidayList {
    /// Reads a list: a line a day with its name after or before it, or the events of an iCalendar file. Dates are written
    /// as ISO 8601 does or with numbers in `order` wherever that can be. A first line without a digit is a heading; of a day that
    /// stands twice the first name counts. O(n log n).
    ///
    /// ```
    /// use hinterland::model::HolidayList;
    /// use hinterland::units::DateOrder;
    /// let list = HolidayList::read("Date;Name\n25.12.2026;Christmas\nsoon", DateOrder::DayFirst);
    /// assert_eq!(list.holidays[0].day.to_string(), "2026-12-25");
    /// assert_eq!(list.wrong, [(3, "soon".to_owned())]);
    /// ```
    #[must_use]
    pub fn read(text: &str, order: DateOrder) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let is_calendar = text.trim_start().get(..15).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
        let mut list = if is_calendar { events(text) } else { lines(text, order) };
        sort(&mut list.holidays);
        list.holidays.dedup_by(|later, first| later.day == first.day);
        list
    }
}

/// Longer lines are shown as far as they help.
const SHOWN: usize = 60;

fn lines(text: &str, order: DateOrder) -> HolidayList {
    let mut list = HolidayList::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let is_heading = number == 1 && !line.contains(|letter: char| letter.is_ascii_digit());
        if line.is_empty() || is_heading {
            continue;
        }
        match holiday(line, order) {
            Some(holiday) => list.holidays.push(holiday),
            None => list.wrong.push((number, line.chars().take(SHOWN).collect())),
        }
    }
    list
}

/// The first cell or word that is a date, and the rest as its name.
fn holiday(line: &str, order: DateOrder) -> Option<Holiday> {
    let is_cut = |letter: char| matches!(letter, ';' | ',' | '\t' | '"');
    let cells: Vec<&str> = line.split(is_cut).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    if let Some((at, day)) = cells.iter().enumerate().find_map(|(at, cell)| Some((at, date(cell, order)?))) {
        let name = cells.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| cells.get(before)));
        return Some(Holiday { day, name: name.copied().unwrap_or_default().to_owned() });
    }
    // “2026-12-25 Christmas”, “Christmas 25.12.2026”
    let words: Vec<&str> = line.split(|letter: char| letter.is_whitespace() || is_cut(letter)).collect();
    let (at, day) = words.iter().enumerate().find_map(|(at, word)| Some((at, date(word, order)?)))?;
    let rest = words.iter().enumerate().filter(|&(own, word)| own != at && !word.is_empty());
    let rest: Vec<&str> = rest.map(|(_, word)| *word).collect();
    Some(Holiday { day, name: rest.join(" ") })
}

/// A date of three numbers. Where the order that is asked for gives no day, the other one may.
fn date(text: &str, order: DateOrder) -> Option<Day> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    if first.len() == 4 {
        return Day::new(a.cast_signed(), b, c).ok();
    }
    if third.len() != 4 {
        return None;
    }
    let year = c.cast_signed();
    let orders = if order == DateOrder::MonthFirst { [(a, b), (b, a)] } else { [(b, a), (a, b)] };
    orders.into_iter().find_map(|(month, day)| Day::new(year, month, day).ok())
}

/// The first days of the events of an iCalendar file, RFC 5545. Longer lines are folded there: what goes on begins with a blank.
fn events(text: &str) -> HolidayList {
    let mut list = HolidayList::default();
    let mut unfolded: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => unfolded.push((number, line.to_owned())),
        }
    }
    let mut open: Option<Holiday> = None;
    let (mut name, mut is_event) = (String::new(), false);
    for (number, line) in &unfolded {
        let Some((key, value)) = line.split_once(':') else { continue };
        let key = key.split(';').next().unwrap_or_default();
        match (key.to_ascii_uppercase().as_str(), value.trim_end()) {
            ("BEGIN", "VEVENT") => (open, name, is_event) = (None, String::new(), true),
            ("END", "VEVENT") => {
                list.holidays.extend(open.take().map(|own| Holiday { name: std::mem::take(&mut name), ..own }));
                is_event = false;
            }
            ("DTSTART", value) if is_event => {
                let day = value.get(..8).and_then(|digits| {
                    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
                    Day::new(part(0..4)?.cast_signed(), part(4..6)?, part(6..8)?).ok()
                });
                match day {
                    Some(day) => open = Some(Holiday { day, name: String::new() }),
                    None => list.wrong.push((*number, line.chars().take(SHOWN).collect())),
                }
            }
            ("SUMMARY", value) if is_event => name = unescaped(value),
            _ => {}
        }
    }
    list
}

/// In a text of iCalendar a backslash stands before what would end it.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.extend(letters.next().map(|next| if matches!(next, 'n' | 'N') { ' ' } else { next })),
            letter => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, order: DateOrder, expected: &[(&str, &str)], wrong: &[usize]) {
        let list = HolidayList::read(text, order);
        let found: Vec<(String, &str)> =
            list.holidays.iter().map(|own| (own.day.to_string(), own.name.as_str())).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(day, name)| (day.as_str(), *name)).collect();
        assert_eq!(found, expected, "{text}");
        let lines: Vec<usize> = list.wrong.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, wrong, "{text}");
    }

    #[test]
    fn lines_and_tables() {
        use DateOrder::{DayFirst, MonthFirst};
        check(
            "2026-12-25 Christmas Day\n\n2026-01-01",
            DayFirst,
            &[("2026-01-01", ""), ("2026-12-25", "Christmas Day")],
            &[],
        );
        check(
            "Christmas,12/25/2026\r\nNew Year,1/1/2027",
            MonthFirst,
            &[("2026-12-25", "Christmas"), ("2027-01-01", "New Year")],
            &[],
        );
        check("date\tname\n3.10.2026\tUnity", DayFirst, &[("2026-10-03", "Unity")], &[]);
        check("3/10/2026", MonthFirst, &[("2026-03-10", "")], &[]);
        check("\"2026-05-01\";\"Labour Day\";DE", DayFirst, &[("2026-05-01", "Labour Day")], &[]);
        check("2026-05-01 a\n2026-05-01 b", DayFirst, &[("2026-05-01", "a")], &[]);
        check("2026-02-30\nmaybe 5\n1.5.26", DayFirst, &[], &[1, 2, 3]);
        check("", DayFirst, &[], &[]);
    }

    #[test]
    fn calendars_of_events() {
        let text = "BEGIN:VCALENDAR\r\nDTSTART:20200101\r\nBEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en:Boxing \r\n Day\\, obs.\r\nDTSTART;VALUE=DATE:20261226\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:soon\r\nEND:VEVENT\r\nEND:VCALENDAR";
        check(text, DateOrder::DayFirst, &[("2026-12-26", "Boxing Day, obs.")], &[9]);
    }
}
