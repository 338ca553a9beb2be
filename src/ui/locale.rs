//! Numbers, distances and times as the reader's locale writes them, by the browser's own `Intl`.

use crate::units::{DateOrder, Day, Meters, Seconds};
use js_sys::{Array, Function, Intl, Object, Reflect};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsValue;

/// What distances are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DistanceUnit {
    /// km
    Kilometers,
    /// mi
    Miles,
}

const METERS_PER_MILE: f64 = 1609.344;

impl DistanceUnit {
    /// What readers of the browser's language are used to.
    #[must_use]
    pub fn of_reader() -> Self {
        let language = web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default();
        if ["en-US", "en-GB", "en-LR", "my-MM"].contains(&language.as_str()) { Self::Miles } else { Self::Kilometers }
    }

    /// "km" or "mi".
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Kilometers => "km",
            Self::Miles => "mi",
        }
    }

    /// The number of units in a length.
    #[must_use]
    pub fn amount(self, length: Meters) -> f64 {
        match self {
            Self::Kilometers => length.kilometers(),
            Self::Miles => length.0 / METERS_PER_MILE,
        }
    }

    /// A length in words, without decimals from ten units on.
    #[must_use]
    pub fn words(self, length: Meters) -> String {
        let amount = self.amount(length);
        format!("{} {}", number(amount, u8::from(amount < 10.0)), self.sign())
    }

    /// The length of so many units.
    #[must_use]
    pub fn length(self, amount: f64) -> Meters {
        match self {
            Self::Kilometers => Meters(amount * 1000.0),
            Self::Miles => Meters(amount * METERS_PER_MILE),
        }
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<(u8, bool), Function>> = RefCell::default();
    static DATE_FORMATS: RefCell<HashMap<DateStyle, Function>> = RefCell::default();
}

/// How a day or a time of day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// "Nov 30"
    Short,
    /// "Mon"
    Weekday,
    /// "Mon, Nov 30"
    Middle,
    /// "Monday, November 30"
    Long,
    /// "Nov"
    Month,
    /// "Nov 30, 2026"
    Dated,
    /// "Nov 2026"
    MonthOfYear,
    /// "10:42"
    Clock,
}

/// Makes the formats that a plan is shown with: the browser takes milliseconds for each, better before they are needed.
pub fn prepare() {
    for value in [0.0, 0.5, 12_345.0] {
        drop(amount(value));
    }
}

/// A number with so many decimals.
#[must_use]
pub fn number(value: f64, decimals: u8) -> String {
    // What rounds to nothing has no sign.
    let is_nothing = value.abs() < 0.5 * 0.1_f64.powi(i32::from(decimals));
    format(if is_nothing { 0.0 } else { value }, decimals, false)
}

/// A whole number.
#[must_use]
pub fn count(value: impl TryInto<u32>) -> String {
    number(f64::from(value.try_into().unwrap_or(u32::MAX)), 0)
}

/// A figure of three digits: "2.57M".
#[must_use]
pub fn compact(value: f64) -> String {
    format(value, 2, value.abs() >= 10_000.0)
}

/// A measure's total: whole where it is whole, short where it is long.
#[must_use]
pub fn amount(value: f64) -> String {
    if value.abs() >= 10_000.0 {
        compact(value)
    } else {
        number(value, u8::from((value - value.round()).abs() >= 1e-9))
    }
}

/// A value in per cent with one decimal: "106.5%".
#[must_use]
pub fn percent(value: f64) -> String {
    format!("{}%", number(value, 1))
}

/// A span in hours, with a decimal below ten.
#[must_use]
pub fn hours(span: Seconds) -> String {
    let hours = span.hours();
    format!("{} h", number(hours, u8::from(hours < 10.0)))
}

/// A moment as the reader writes it: the time for today, else the day.
#[must_use]
pub fn moment(at_ms: f64) -> String {
    let day = js_sys::Date::new(&at_ms.into()).to_date_string();
    if js_sys::Date::new_0().to_date_string() == day {
        return format!("Today {}", clock(at_ms));
    }
    let options = Object::new();
    set(&options, "month", &"short".into());
    set(&options, "day", &"numeric".into());
    date(at_ms, &options)
}

/// The time of day: "10:42".
#[must_use]
pub fn clock(at_ms: f64) -> String {
    let options = Object::new();
    set(&options, "hour", &"numeric".into());
    set(&options, "minute", &"2-digit".into());
    date(at_ms, &options)
}

/// A day of some year as the reader writes it: "March 4", or "Mar 4" where it is short.
#[must_use]
pub fn month_and_day(month: u8, day: u8, short: bool) -> String {
    let options = Object::new();
    set(&options, "month", &(if short { "short" } else { "long" }).into());
    set(&options, "day", &"numeric".into());
    date(js_sys::Date::new_with_year_month_day(2024, i32::from(month) - 1, i32::from(day)).get_time(), &options)
}

/// A day as the reader writes it.
#[must_use]
pub fn day(day: Day, style: DateStyle) -> String {
    universal(f64::from(day.number()) * 86_400_000.0, style)
}

/// Minutes from midnight as the reader writes a time of day.
#[must_use]
pub fn time(minutes: u16) -> String {
    universal(f64::from(minutes) * 60_000.0, DateStyle::Clock)
}

/// The same words with every day that they write as 2026-04-03 as the reader writes it.
#[must_use]
pub fn dated(words: &str) -> String {
    let mut told = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        if let Some(own) = rest.get(..10).and_then(|text| text.parse::<Day>().ok()) {
            told.push_str(&day(own, DateStyle::Dated));
            rest = &rest[10..];
        } else {
            told.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    told
}

/// The same words with every count and every number of a row of four digits and more as the reader writes it. What stands in
/// quotes, is part of a word, may be a year, or is no count, such as a postal code, stays.
#[must_use]
pub fn told(words: &str) -> String {
    let mut told = String::with_capacity(words.len() + 4);
    let mut quoted = false;
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (run, after) = rest.split_at(digits.max(first.len_utf8()));
        quoted = first == '“' || quoted && first != '”';
        match run.parse::<u32>() {
            Ok(number)
                if digits > 3
                    && !quoted
                    && !run.starts_with('0')
                    && !(1900..2100).contains(&number)
                    && counts(&told, after) =>
            {
                told.push_str(&count(number));
            }
            _ => told.push_str(run),
        }
        rest = after;
    }
    told
}

/// Whether what stands between these words is a number of a row, or how many there are of what follows.
fn counts(before: &str, after: &str) -> bool {
    let is_row = ["row ", "rows ", "line "].iter().any(|word| before.ends_with(word));
    let is_last_row = before.ends_with(" to ") && before.contains("rows ");
    let next = after.strip_prefix(' ').and_then(|after| after.chars().next());
    let is_alone = before.is_empty() || before.ends_with([' ', '(']);
    is_row || is_last_row || is_alone && next.is_some_and(|next| next == '(' || next.is_ascii_lowercase())
}

/// Minutes of work: "2 h 05 min", "45 min".
#[must_use]
pub fn minutes(minutes: u32) -> String {
    match minutes / 60 {
        0 => format!("{minutes} min"),
        hours => format!("{} h {:02} min", count(hours), minutes % 60),
    }
}

/// In which order the reader writes day and month.
#[must_use]
pub fn date_order() -> DateOrder {
    // The 22nd of November.
    let day = js_sys::Date::new(&JsValue::from_f64(1_006_387_200_000.0));
    let text = String::from(day.to_locale_date_string("default", &JsValue::UNDEFINED));
    match (text.find("11"), text.find("22")) {
        (Some(month), Some(day)) if month < day => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    }
}

/// A moment where no time zone is meant.
fn universal(at_ms: f64, style: DateStyle) -> String {
    DATE_FORMATS.with_borrow_mut(|formats| {
        let format = formats.entry(style).or_insert_with(|| {
            let options = Object::new();
            let parts: &[(&str, &str)] = match style {
                DateStyle::Short => &[("month", "short"), ("day", "numeric")],
                DateStyle::Weekday => &[("weekday", "short")],
                DateStyle::Middle => &[("weekday", "short"), ("month", "short"), ("day", "numeric")],
                DateStyle::Long => &[("weekday", "long"), ("month", "long"), ("day", "numeric")],
                DateStyle::Month => &[("month", "short")],
                DateStyle::Dated => &[("month", "short"), ("day", "numeric"), ("year", "numeric")],
                DateStyle::MonthOfYear => &[("month", "short"), ("year", "numeric")],
                DateStyle::Clock => &[("hour", "numeric"), ("minute", "2-digit")],
            };
            for (name, value) in parts.iter().chain(&[("timeZone", "UTC")]) {
                set(&options, name, &(*value).into());
            }
            Intl::DateTimeFormat::new(&Array::new(), &options).format()
        });
        let text = format.call1(&JsValue::UNDEFINED, &js_sys::Date::new(&at_ms.into()));
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    })
}

fn date(at_ms: f64, options: &Object) -> String {
    let date = js_sys::Date::new(&at_ms.into());
    let text = Intl::DateTimeFormat::new(&Array::new(), options).format().call1(&JsValue::UNDEFINED, &date);
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// "1 account", "2 accounts".
#[must_use]
pub fn counted(number: impl TryInto<u32>, one: &str, many: &str) -> String {
    let number = number.try_into().unwrap_or(u32::MAX);
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn format(value: f64, decimals: u8, short: bool) -> String {
    FORMATS.with_borrow_mut(|formats| {
        let format = formats.entry((decimals, short)).or_insert_with(|| {
            let options = Object::new();
            set(&options, "maximumFractionDigits", &decimals.into());
            if short {
                set(&options, "notation", &"compact".into());
            } else {
                set(&options, "minimumFractionDigits", &decimals.into());
            }
            Intl::NumberFormat::new(&Array::new(), &options).format()
        });
        let text = format.call1(&JsValue::UNDEFINED, &value.into());
        text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| value.to_string())
    })
}

fn set(options: &Object, key: &str, value: &JsValue) {
    // Setting a property of a fresh object cannot fail.
    let _set = Reflect::set(options, &key.into(), value);
}
