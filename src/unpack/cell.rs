//! A cell of a workbook → text.

use calamine::{Data, DataRef, ExcelDateTime};
use std::fmt::Write;

/// Writes what a cell says: numbers in full precision, dates in ISO 8601, formulas by their last value.
pub fn write(out: &mut String, value: &DataRef) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::DateTimeIso(text) => write_iso(out, text),
        DataRef::DurationIso(text) => write_iso_duration(out, text),
        DataRef::Int(number) => written(write!(out, "{number}")),
        DataRef::Float(number) => write_number(out, *number),
        DataRef::Bool(true) => out.push_str("TRUE"),
        DataRef::Bool(false) => out.push_str("FALSE"),
        DataRef::DateTime(moment) => write_moment(out, moment),
        DataRef::Error(error) => written(write!(out, "{error}")),
    }
}

/// The same cell, borrowed.
pub fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Empty => DataRef::Empty,
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    }
}

/// Writing to a string does not fail.
fn written(_result: std::fmt::Result) {}

/// The shortest digits that mean the same number, with an exponent only where a person would use one.
fn write_number(out: &mut String, number: f64) {
    let magnitude = number.abs();
    let plain = magnitude == 0.0 || (1e-7..1e21).contains(&magnitude);
    written(if plain { write!(out, "{number}") } else { write!(out, "{number:e}") });
}

fn write_moment(out: &mut String, moment: &ExcelDateTime) {
    let days = moment.as_f64();
    if moment.is_duration() {
        let seconds = (days * 86_400.0).round();
        let (sign, seconds) = if seconds < 0.0 { ("-", -seconds) } else { ("", seconds) };
        let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
        return written(write!(out, "{sign}{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // Days before the first are a time alone.
    let has_date = days >= 1.0;
    let has_time = !has_date || (hour, minute, second, milli) != (0, 0, 0, 0);
    if has_date {
        written(write!(out, "{year:04}-{month:02}-{day:02}"));
    }
    if has_time {
        let between = if has_date { " " } else { "" };
        written(write!(out, "{between}{hour:02}:{minute:02}:{second:02}"));
        if milli != 0 {
            written(write!(out, ".{milli:03}"));
        }
    }
}

/// `2024-05-06T00:00:00` is a day; any other time stands after a blank.
fn write_iso(out: &mut String, text: &str) {
    match text.split_once('T') {
        Some((day, time)) if time.trim_end_matches('Z').trim_matches(['0', ':', '.']).is_empty() => out.push_str(day),
        Some((day, time)) => written(write!(out, "{day} {time}")),
        None => out.push_str(text),
    }
}

/// `PT08H30M00S` is 08:30:00.
fn write_iso_duration(out: &mut String, text: &str) {
    let parts = text.strip_prefix("PT").and_then(|rest| {
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        Some((hours, minutes, rest.strip_suffix('S')?))
    });
    match parts {
        Some((hours, minutes, seconds)) => written(write!(out, "{hours}:{minutes}:{seconds}")),
        None => out.push_str(text),
    }
}
