//! What the files of visit instances have in common: lines of numbers, and what can be wrong with them.

use super::visits::VisitFault;

/// Places beyond this are refused: memory grows with their square.
pub(super) const MOST_PLACES: usize = 4_000;
/// Days, and routes of a day, beyond this are refused.
pub(super) const MOST_DAYS: u16 = 1_000;
/// Coordinates, amounts and times beyond this are refused, so that sums stay exact enough.
const LARGEST: f64 = 1e9;

/// Why a file is no instance.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum VisitFileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It ends before something that belongs to it.
    #[error("the file ends before {what}")]
    Ends {
        /// What is missing.
        what: &'static str,
    },
    /// A line does not say what belongs there.
    #[error("line {line}: “{text}” is not {expected}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A number that cannot be.
    #[error("line {line}: the {what} {} {must}", shown(*value))]
    Number {
        /// The line, from 1.
        line: usize,
        /// Which number.
        what: &'static str,
        /// What stands there.
        value: f64,
        /// What it must be.
        must: &'static str,
    },
    /// An id stands twice.
    #[error("line {line}: customer {id} stands twice")]
    Repeated {
        /// The line, from 1.
        line: usize,
        /// The id.
        id: u32,
    },
    /// More or fewer customers than announced.
    #[error("{announced} customers are announced, but there are {found}")]
    Count {
        /// What the file announces.
        announced: usize,
        /// Customers there are.
        found: usize,
    },
    /// More than is read.
    #[error("{what}: {found} are too many; {most} are the most")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many the file has.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// It reads well and makes no sense.
    #[error(transparent)]
    Fault(#[from] VisitFault),
}

/// A number in words of a bearable length.
fn shown(value: f64) -> String {
    if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") }
}

/// A line that is not empty, with its number from 1.
pub(super) type NumberedLine<'a> = (usize, &'a str);

/// The lines that are not empty.
pub(super) fn lines(text: &str) -> impl Iterator<Item = NumberedLine<'_>> {
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}

/// The error that a line is not what belongs there.
pub(super) fn unlike((line, text): NumberedLine, expected: &'static str) -> VisitFileError {
    VisitFileError::Line { line, text: text.chars().take(60).collect(), expected }
}

/// All words of a line as finite numbers.
pub(super) fn numbers((_, text): NumberedLine) -> Option<Vec<f64>> {
    let number = |word: &str| word.parse::<f64>().ok().filter(|number| number.is_finite());
    text.split_whitespace().map(number).collect()
}

/// A whole number from 0 that fits.
pub(super) fn whole(value: f64) -> Option<u32> {
    let is_whole = (0.0..=f64::from(u32::MAX)).contains(&value) && value.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was just seen to fit")]
    is_whole.then_some(value as u32)
}

/// The value, if it is not negative.
pub(super) fn amount(line: usize, what: &'static str, value: f64) -> Result<f64, VisitFileError> {
    match value {
        _ if value < 0.0 => Err(VisitFileError::Number { line, what, value, must: "is below 0" }),
        _ if value > LARGEST => Err(VisitFileError::Number { line, what, value, must: "is too large" }),
        _ => Ok(value),
    }
}

/// The value, if it is a coordinate of some place.
pub(super) fn coordinate(line: usize, value: f64) -> Result<f64, VisitFileError> {
    let must = "is too far away";
    if value.abs() <= LARGEST {
        Ok(value)
    } else {
        Err(VisitFileError::Number { line, what: "coordinate", value, must })
    }
}

/// The straight line between two points.
pub(super) fn straight(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    (x * x + y * y).sqrt()
}
