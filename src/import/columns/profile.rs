//! What stands in a column, from a sample of its rows.

use super::dates::Dates;
use super::number::{Marks, Vote, vote};
use crate::gazetteer::Gazetteer;
use crate::import::table::Table;
use std::collections::BTreeSet;

/// Rows looked at, spread evenly over the table.
const SAMPLE_ROWS: usize = 1000;
/// Different values shown of a column.
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 60;

/// The content of one column.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Rows looked at.
    pub rows: usize,
    /// Of those, not blank.
    pub filled: usize,
    /// Different values among them.
    pub distinct: usize,
    /// The first few different values.
    pub samples: Vec<String>,
    pub numbers: usize,
    pub whole_numbers: usize,
    /// Numbers with at least three decimals, as coordinates have.
    pub fine_numbers: usize,
    pub least: f64,
    pub greatest: f64,
    /// Whole numbers that are one more than the one before.
    pub steps: usize,
    pub percents: usize,
    pub dates: usize,
    pub emails: usize,
    pub webs: usize,
    pub phones: usize,
    /// Five digits, or fewer that may have lost zeros, with or without four more.
    pub us_zips: usize,
    pub leading_zeros: usize,
    /// Up to ten characters with a digit.
    pub postal_like: usize,
    pub regions: usize,
    pub countries: usize,
    pub letters: usize,
    marks: Option<Marks>,
}

impl Profile {
    /// Whether at least `percent` of the filled cells were counted.
    pub fn is_mostly(&self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }

    /// How many per cent of the rows are blank, rounded down.
    pub fn empty_percent(&self) -> usize {
        (self.rows - self.filled) * 100 / self.rows.max(1)
    }

    /// The decimal mark of the column.
    pub fn marks(&self) -> Marks {
        self.marks.unwrap_or(Marks::Point)
    }

    /// Whether all filled values differ.
    pub fn is_unique(&self) -> bool {
        self.is_mostly(self.distinct, 98)
    }
}

/// Looks at every column. O(sample × columns).
pub fn profile_columns(table: &Table, gazetteer: &Gazetteer) -> Vec<Profile> {
    let stride = table.len().div_ceil(SAMPLE_ROWS).max(1);
    let rows: Vec<usize> = (0..table.len()).step_by(stride).collect();
    let (mut points, mut commas) = (0, 0);
    let columns: Vec<(Vec<&str>, Option<Marks>)> = (0..table.header().len())
        .map(|column| {
            let cells: Vec<&str> = rows.iter().map(|&row| table.cell(row, column)).collect();
            let votes = Votes::count(&cells);
            points += votes.points;
            commas += votes.commas;
            (cells, votes.marks())
        })
        .collect();
    // A column that does not settle it itself goes by the file.
    let file_marks = if commas > points { Marks::Comma } else { Marks::Point };
    columns.into_iter().map(|(cells, marks)| Profile::of(&cells, marks.unwrap_or(file_marks), gazetteer)).collect()
}

#[derive(Default)]
struct Votes {
    points: usize,
    commas: usize,
    either: usize,
}

impl Votes {
    fn count(cells: &[&str]) -> Self {
        let mut votes = Self::default();
        for cell in cells {
            match vote(cell) {
                Vote::For(Marks::Point) => votes.points += 1,
                Vote::For(Marks::Comma) => votes.commas += 1,
                Vote::Either(_) => votes.either += 1,
                Vote::None => {}
            }
        }
        votes
    }

    /// What the column settles by itself.
    fn marks(&self) -> Option<Marks> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(Marks::Point),
            std::cmp::Ordering::Less => Some(Marks::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

impl Profile {
    fn of(cells: &[&str], marks: Marks, gazetteer: &Gazetteer) -> Self {
        let mut profile = Self {
            rows: cells.len(),
            marks: Some(marks),
            least: f64::INFINITY,
            greatest: f64::NEG_INFINITY,
            ..Self::default()
        };
        let mut seen = BTreeSet::new();
        let mut previous = None;
        for &cell in cells.iter().filter(|cell| !cell.is_empty()) {
            profile.filled += 1;
            let is_new = seen.insert(cell);
            if is_new && profile.samples.len() < SHOWN {
                profile.samples.push(cell.chars().take(SHOWN_CHARS).collect());
            }
            match marks.number(cell) {
                Some(number) => profile.add_number(cell, number, &mut previous),
                None => profile.add_text(cell),
            }
            profile.add_code(cell);
            if is_new && seen.len() <= 200 {
                profile.regions += usize::from(gazetteer.knows_region(cell));
                profile.countries += usize::from(gazetteer.knows_country(cell));
            }
        }
        profile.distinct = seen.len();
        profile.scale_places();
        profile
    }

    fn add_number(&mut self, cell: &str, number: f64, previous: &mut Option<f64>) {
        self.numbers += 1;
        self.whole_numbers += usize::from(number.fract() == 0.0);
        let decimals = cell.rfind(['.', ',']).map_or(0, |at| cell.len() - at - 1);
        self.fine_numbers += usize::from(decimals >= 3);
        self.percents += usize::from(cell.ends_with('%'));
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        self.steps += usize::from(previous.is_some_and(|before| (number - before - 1.0).abs() < 1e-9));
        *previous = Some(number);
    }

    fn add_text(&mut self, cell: &str) {
        self.dates += usize::from(Dates::default().written(cell).is_some());
        self.emails += usize::from(cell.contains('@') && cell.contains('.') && !cell.contains(' '));
        self.webs += usize::from(cell.starts_with("http") || cell.starts_with("www."));
        self.letters += usize::from(cell.chars().any(char::is_alphabetic));
    }

    fn add_code(&mut self, cell: &str) {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let bare = cell.strip_suffix(".0").unwrap_or(cell);
        let (head, tail) = bare.split_once('-').unwrap_or((bare, "0000"));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        self.us_zips +=
            usize::from((3..=5).contains(&head.len()) && all_digits(head) && tail.len() == 4 && all_digits(tail));
        self.leading_zeros += usize::from(cell.len() > 1 && cell.starts_with('0') && all_digits(cell));
        self.postal_like += usize::from(digits > 0 && cell.chars().count() <= 10);
        let is_phone = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-() ./".contains(&byte));
        self.phones += usize::from(is_phone && (7..=15).contains(&digits) && digits < cell.len());
    }

    /// Regions and countries are asked for different values only; here they become counts of cells again, in proportion.
    fn scale_places(&mut self) {
        let asked = self.distinct.clamp(1, 200);
        self.regions = self.regions * self.filled / asked;
        self.countries = self.countries * self.filled / asked;
    }
}
