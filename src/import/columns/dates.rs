//! Dates as people write them: ISO, the orders of the world, names of months, numbers of spreadsheets and systems.

use super::header_text::fold;
use super::number::{Reading, is_missing};
use crate::units::{DateOrder, Day};

/// The day of a spreadsheet's serial number 0, counted from 1970-01-01.
const SERIAL_ZERO: i32 = -25_569;
/// Two digits from here on are a year of the last century, as POSIX has it.
const LAST_CENTURY: u32 = 69;
const SECONDS_A_DAY: i64 = 86_400;
/// Longer cells are texts.
const MAX_CHARS: usize = 64;

/// Names of months, without accents; three letters or more from the start of one stand for it.
const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro janner gennaio",
    "february februar fevrier febrero fevereiro feber febbraio",
    "march marz maerz mars marzo marco mrz",
    "april avril abril",
    "may mai mayo maio maggio",
    "june juni juin junio junho giugno",
    "july juli juillet julio julho luglio",
    "august aout agosto",
    "september septembre septiembre setiembre setembro settembre",
    "october oktober octobre octubre outubro ottobre",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dezembro dicembre",
];
/// Words beside the day, the month and the year: articles, endings of ordinals, and days of the week.
const BESIDE: &str = "de del of the le el a st nd rd th er º ª uhr um at \
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim \
    lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom \
    segunda terca quarta quinta sexta feira seg ter qua qui sex";
const QUARTERS: &str = "q quarter quartal trimestre trim t";

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dates {
    /// The order of dates in figures; `None` while it is undecided.
    pub order: Option<DateOrder>,
    /// Whether bare numbers are dates too, because the header says so: `20260403`, `46115`, `1775174400`, `04/2026`.
    pub bare: bool,
}

/// A date before its order is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Told by itself.
    Settled(Day),
    /// Told by itself, and by the name of the month: which stood first says how the column would write figures.
    Named(Day, DateOrder),
    /// Three numbers that are one date in each of several orders, or in one only.
    Figures(Figures),
}

/// Three numbers of a date; the year, unless short, is the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    parts: [u32; 3],
    /// Whether all have two digits at most.
    pub short: bool,
    /// Whether points part them, as where the day goes first.
    pub dotted: bool,
}

impl Figures {
    /// The day, in that order; `None` when there is no such day.
    pub fn day(self, order: DateOrder) -> Option<Day> {
        let [first, second, third] = self.parts;
        let (year, month, day) = match order {
            DateOrder::DayFirst => (third, second, first),
            DateOrder::MonthFirst => (third, first, second),
            DateOrder::YearFirst if self.short => (first, second, third),
            DateOrder::YearFirst => return None,
        };
        let century = if !self.short {
            0
        } else if year < LAST_CENTURY {
            2000
        } else {
            1900
        };
        Day::new(i32::try_from(year + century).ok()?, month, day).ok()
    }

    /// The only order in which it is a date, if there is only one; the year goes first only where nothing else can.
    pub fn only_order(self) -> Option<DateOrder> {
        let fits = |order| self.day(order).is_some();
        match (fits(DateOrder::DayFirst), fits(DateOrder::MonthFirst)) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            (false, false) if fits(DateOrder::YearFirst) => Some(DateOrder::YearFirst),
            _ => None,
        }
    }

    /// Whether day and month are the same number, so that their order changes nothing.
    pub fn is_symmetric(self) -> bool {
        self.parts[0] == self.parts[1]
    }
}

impl Dates {
    /// Reads a cell; a time of day and a zone after the date change nothing. O(length); no allocation for figures.
    pub fn read(self, cell: &str) -> Reading<Day> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Reading::Missing;
        }
        match self.written(cell).and_then(|written| self.day(written)) {
            Some(day) => Reading::Value(day),
            None if is_missing(cell) || is_no_day(cell) => Reading::Missing,
            None => Reading::Unreadable,
        }
    }

    fn day(self, written: Written) -> Option<Day> {
        match written {
            Written::Settled(day) | Written::Named(day, _) => Some(day),
            Written::Figures(figures) => match self.order {
                Some(order) if order != DateOrder::YearFirst || figures.short => figures.day(order),
                _ if figures.is_symmetric() => figures.day(DateOrder::DayFirst),
                _ => figures.day(figures.only_order()?),
            },
        }
    }

    /// What a trimmed cell says before the order is known; `None` when it is no date in any.
    pub fn written(self, cell: &str) -> Option<Written> {
        if let Some(written) = in_figures(cell, self.bare) {
            return Some(written);
        }
        if self.bare
            && let Some(day) = bare_number(cell)
        {
            return Some(Written::Settled(day));
        }
        if !self.bare
            && let Some(day) = compact(cell)
        {
            return Some(Written::Settled(day));
        }
        in_words(cell).or_else(|| in_signs(cell))
    }
}

/// `2026年4月3日`, `2026년 4월`.
fn in_signs(cell: &str) -> Option<Written> {
    let (year, rest) = cell.split_once(['年', '년'])?;
    let (month, rest) = rest.split_once(['月', '월'])?;
    let (day, rest) = rest.split_once(['日', '일']).unwrap_or(("1", rest));
    let number = |text: &str| text.trim().parse().ok();
    is_time_or_nothing(rest).then(|| settled(number(year)?, number(month)?, number(day)?)).flatten()
}

/// Zeros in place of a date.
fn is_no_day(cell: &str) -> bool {
    let date = cell.split([' ', 'T']).next().unwrap_or("");
    date.len() >= 6 && date.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.' | b'/'))
}

/// `2026-04-03`, `3.4.2026`, `4/3/26`, with or without a time; of two numbers `2026-04` and `04/2026`, if `partial`.
fn in_figures(cell: &str, partial: bool) -> Option<Written> {
    let bytes = cell.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let (mut parts, mut lengths) = ([0_u32; 3], [0_usize; 3]);
    let (mut at, mut found, mut mark) = (0, 0, 0);
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() && at - start < 5 {
            parts[found] = parts[found] * 10 + u32::from(bytes[at] - b'0');
            at += 1;
        }
        lengths[found] = at - start;
        found += 1;
        let next = bytes.get(at).copied();
        if found == 3 || !matches!(next, Some(b'/' | b'-' | b'.')) || (found > 1 && next != Some(mark)) {
            break;
        }
        mark = bytes[at];
        at += 1;
        // `3. 4. 2026`
        if mark == b'.' && bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            return None;
        }
    }
    let dotted = mark == b'.';
    // `2026. 4. 3.`
    at += usize::from(dotted && found == 3 && bytes.get(at) == Some(&b'.'));
    if !is_time_or_nothing(cell.get(at..)?) {
        return None;
    }
    match (found, lengths) {
        (3, [4, 1..=2, 1..=2]) => settled(parts[0], parts[1], parts[2]),
        (3, [1..=2, 1..=2, 4]) => figures(Figures { parts, short: false, dotted }),
        (3, [1..=2, 1..=2, 2]) => figures(Figures { parts, short: true, dotted }),
        (2, [4, 1..=2, _]) if partial && !dotted => settled(parts[0], parts[1], 1),
        (2, [1..=2, 4, _]) if partial => settled(parts[1], parts[0], 1),
        _ => None,
    }
}

fn settled(year: u32, month: u32, day: u32) -> Option<Written> {
    Day::new(i32::try_from(year).ok()?, month, day).ok().map(Written::Settled)
}

fn figures(figures: Figures) -> Option<Written> {
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
    orders.iter().any(|&order| figures.day(order).is_some()).then_some(Written::Figures(figures))
}

/// Whether what follows a date is nothing or a time of day: `T14:05:00.000Z`, ` 2:05 PM`, `, 14h05`.
fn is_time_or_nothing(rest: &str) -> bool {
    let time = rest.trim_start_matches(['T', ' ', ',', '\u{a0}', '\u{202f}']);
    if time.is_empty() {
        return true;
    }
    let hours = time.bytes().take_while(u8::is_ascii_digit).count();
    time.len() < rest.len() && (1..=2).contains(&hours) && time.len() < MAX_CHARS && {
        let after = time[hours..].trim_start();
        let half_days = ["am", "pm", "AM", "PM", "a.m", "p.m"];
        after.starts_with([':', 'h', 'H']) || half_days.iter().any(|word| after.starts_with(word))
    }
}

/// `20260403`, also with a time behind `T`, of a year that a business has to do with.
fn compact(cell: &str) -> Option<Day> {
    let digits = cell.get(..8)?;
    let is_whole = cell.len() == 8 || cell[8..].starts_with('T');
    if !is_whole || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    compact_day(digits)
}

fn compact_day(digits: &str) -> Option<Day> {
    let year: i32 = digits.get(..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8).map_or(Some(1), |day| day.parse().ok())?;
    if (1900..2200).contains(&year) { Day::new(year, month, day).ok() } else { None }
}

/// A number where the header says that it is a date: a year, a serial number of a spreadsheet, `202604`, `20260403`,
/// seconds or milliseconds since 1970.
fn bare_number(cell: &str) -> Option<Day> {
    let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = cell.get(..digits)?.parse().ok()?;
    let fraction = &cell[digits..];
    let is_fraction = fraction.strip_prefix(['.', ',']).is_some_and(|f| f.bytes().all(|byte| byte.is_ascii_digit()));
    let of_days = |days: i64| i32::try_from(days).ok().and_then(|days| Day::from_number(days).ok());
    match digits {
        5 if fraction.is_empty() || is_fraction => of_days(number + i64::from(SERIAL_ZERO)),
        _ if !fraction.is_empty() && !is_fraction => compact(cell),
        4 if fraction.is_empty() && (1900..2200).contains(&number) => Day::new(i32::try_from(number).ok()?, 1, 1).ok(),
        6 | 8 | 14 if fraction.is_empty() => compact_day(cell),
        9 | 10 => of_days(number / SECONDS_A_DAY),
        12 if compact_day(cell).is_some() => compact_day(cell),
        12 | 13 => of_days(number / 1000 / SECONDS_A_DAY),
        _ => None,
    }
}

/// `3 April 2026`, `Apr 3, 2026`, `3. Mai 2026`, `1er mars 2026`, `3 de abril de 2026`, `April 2026`, `Q1 2026`.
fn in_words(cell: &str) -> Option<Written> {
    if cell.len() > MAX_CHARS || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = fold(cell);
    let (mut numbers, mut found) = ([(0_u32, 0_usize); 2], 0);
    let (mut month, mut quarter, mut month_first) = (None, false, false);
    let mut rest = text.as_str();
    loop {
        rest = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let Some(first) = rest.chars().next() else { break };
        let is_digit = first.is_ascii_digit();
        let ends = |letter: char| !letter.is_alphanumeric() || letter.is_ascii_digit() != is_digit;
        let (token, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        if is_digit {
            if found == 2 || after.starts_with(':') {
                // What follows the year is a time.
                if found == 2 && is_time_or_nothing(&format!(" {rest}")) {
                    break;
                }
                return None;
            }
            numbers[found] = (token.parse().ok()?, token.len());
            found += 1;
        } else if let Some(named) = month_of(token) {
            // `mar.` may be Tuesday before it is March.
            month_first = found == 0;
            month = Some(named);
        } else if quarter_word(token) {
            quarter = true;
        } else if !BESIDE.split_ascii_whitespace().any(|word| word == token) {
            return None;
        }
        rest = after;
    }
    named_day(&numbers[..found], month, quarter, month_first)
}

/// The day of numbers with their lengths beside the name of a month, or a quarter.
fn named_day(numbers: &[(u32, usize)], month: Option<u32>, quarter: bool, month_first: bool) -> Option<Written> {
    let order = if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
    match (numbers, month) {
        (&[(year, 4), (day, 1..=2)], Some(month)) => settled(year, month, day),
        (&[(day, 1..=2), (year, length @ (2 | 4))], Some(month)) => {
            let written = Figures { parts: [day, month, year], short: length == 2, dotted: false };
            Some(Written::Named(written.day(DateOrder::DayFirst)?, order))
        }
        (&[(year, 4)], Some(month)) => settled(year, month, 1),
        (&[(number @ 1..=4, 1), (year, 4)] | &[(year, 4), (number @ 1..=4, 1)], None) if quarter => {
            settled(year, number * 3 - 2, 1)
        }
        _ => None,
    }
}

/// Whether a folded word is one for a quarter.
pub fn quarter_word(token: &str) -> bool {
    QUARTERS.split(' ').any(|word| word == token)
}

/// The month that a folded word or its beginning names.
pub fn month_of(token: &str) -> Option<u32> {
    if token.len() < 3 {
        return None;
    }
    let is_month = |names: &&str| names.split(' ').any(|name| name.starts_with(token));
    MONTHS.iter().position(is_month).and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayFirst, MonthFirst, YearFirst};
    use proptest::prelude::*;

    fn check(order: Option<DateOrder>, bare: bool, cell: &str, expected: &str) {
        let expected = match expected {
            "missing" => Reading::Missing,
            "unreadable" => Reading::Unreadable,
            day => Reading::Value(day.parse().expect("a day")),
        };
        assert_eq!(Dates { order, bare }.read(cell), expected, "{cell}");
    }

    #[test]
    fn reads_what_needs_no_order() {
        for cell in [
            "2026-04-03",
            "2026/4/3",
            "2026.04.03",
            "2026-04-03T14:05:00.000Z",
            "2026-04-03 14:05:00+02:00",
            "20260403",
            "20260403T140500Z",
            "3 April 2026",
            "April 3, 2026",
            "Apr 3, 2026 2:05 PM",
            "Friday, April 3rd, 2026",
            "Fri Apr 03 2026 14:05:00 GMT+0200",
            "03-Apr-26",
            "3. April 2026",
            "Freitag, 3. Apr. 2026",
            "3 avril 2026",
            "ven. 3 avr. 2026",
            "3 de abril de 2026",
            "03/abr/2026",
            "2026 April 3",
            "2026年4月3日",
            "2026년 4월 3일 14:05",
            "2026. 4. 3.",
        ] {
            check(None, false, cell, "2026-04-03");
        }
        check(None, false, "1er août 2026", "2026-08-01");
        check(None, false, "1 mars 2026", "2026-03-01");
        check(None, false, "5. Mär. 2026", "2026-03-05");
        check(None, false, "mar. 3 mars 2026", "2026-03-03");
        check(None, false, "5 juil. 2026", "2026-07-05");
        check(None, false, "7 out 2026", "2026-10-07");
        check(None, false, "Q2 2026", "2026-04-01");
        check(None, false, "April 2026", "2026-04-01");
        check(None, false, "04/04/2026", "2026-04-04");
    }

    #[test]
    fn reads_figures_in_the_order_of_the_column() {
        check(Some(DayFirst), false, "3.4.2026 14:05", "2026-04-03");
        check(Some(DayFirst), false, "3. 4. 2026", "2026-04-03");
        check(Some(MonthFirst), false, "4/3/26 2:05 PM", "2026-04-03");
        check(Some(MonthFirst), false, "4/3/99", "1999-04-03");
        check(Some(YearFirst), false, "26-04-03", "2026-04-03");
        check(Some(YearFirst), false, "23/04/2026", "2026-04-23");
        check(Some(YearFirst), false, "4/4/2026", "2026-04-04");
        check(Some(MonthFirst), false, "23/04/2026", "unreadable");
        check(None, false, "03/04/2026", "unreadable");
        check(None, false, "23/04/2026", "2026-04-23");
    }

    #[test]
    fn reads_bare_numbers_where_they_are_dates() {
        for cell in ["46115", "46115.58", "1775174400", "1775174400000", "20260403", "20260403140500"] {
            check(None, true, cell, "2026-04-03");
        }
        for cell in ["202604", "2026-04", "04/2026", "4/2026"] {
            check(None, true, cell, "2026-04-01");
        }
        check(None, true, "2026", "2026-01-01");
        for cell in ["46115", "1775174400", "2026", "2026-04"] {
            check(None, false, cell, "unreadable");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for cell in [
            "31.02.2026",
            "2026-13-01",
            "12/2026/1",
            "1.2.3",
            "504-621-8927",
            "Marketing 5 2026",
            "5 pm",
            "abc",
            "3.4.2026x",
        ] {
            check(Some(DayFirst), false, cell, "unreadable");
        }
        for cell in ["", "-", "n/a", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000"] {
            check(Some(DayFirst), true, cell, "missing");
        }
    }

    const WRITTEN: [(&str, Option<DateOrder>); 8] = [
        ("{y}-{mm}-{dd}", None),
        ("{y}{mm}{dd}", None),
        ("{d}.{m}.{y}", Some(DayFirst)),
        ("{dd}/{mm}/{y} 23:59", Some(DayFirst)),
        ("{m}/{d}/{y}", Some(MonthFirst)),
        ("{d} {german} {y}", None),
        ("{d} de {spanish} de {y}", None),
        ("{english} {d}, {y}", None),
    ];
    const SPANISH: &str = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
    const GERMAN: &str = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
    const ENGLISH: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

    proptest! {
        #[test]
        fn reads_back_what_is_written(number in -25_567_i32..84_000, style in 0..WRITTEN.len()) {
            let day = Day::from_number(number).expect("in range");
            let (year, month, date) = day.year_month_day();
            let name = |names: &str| names.split(' ').nth(month as usize - 1).unwrap_or("").to_owned();
            let (pattern, order) = WRITTEN[style];
            let cell = pattern
                .replace("{y}", &year.to_string())
                .replace("{mm}", &format!("{month:02}"))
                .replace("{dd}", &format!("{date:02}"))
                .replace("{m}", &month.to_string())
                .replace("{d}", &date.to_string())
                .replace("{german}", &name(GERMAN))
                .replace("{spanish}", &name(SPANISH))
                .replace("{english}", &name(ENGLISH));
            prop_assert_eq!(Dates { order, bare: false }.read(&cell), Reading::Value(day), "{}", cell);
        }

        #[test]
        fn never_panics(cell in "[0-9a-zé°./:, T-]{0,20}|.{0,12}", bare: bool) {
            for order in [None, Some(DayFirst), Some(MonthFirst), Some(YearFirst)] {
                let _ = Dates { order, bare }.read(&cell);
            }
        }
    }
}
