//! Whether a text could stand in a column, by what stands in it elsewhere.

use std::collections::{BTreeMap, BTreeSet};

/// A column with more shapes than this is one of free text.
const MAX_SHAPES: usize = 12;
/// The most different values of a column whose values are known.
const MAX_VALUES: usize = 64;
/// Rows in which a length has to be the same to be the only one.
const FIRM_ROWS: usize = 3;
/// Numbers of so many digits, all alike, are codes or years.
const CODE_DIGITS: usize = 4;
/// A longer cell is free text.
const MAX_SHAPED: usize = 160;

/// What the cells of a column have in common.
#[derive(Debug, Default)]
pub struct Fit {
    rows: usize,
    empty: usize,
    /// Each shape with the least and the greatest length of its runs, and how many cells have it.
    shapes: BTreeMap<String, (Vec<Span>, usize)>,
    /// Whether there were too many shapes, or too long cells.
    is_free: bool,
    values: BTreeSet<String>,
    first: BTreeSet<char>,
    last: BTreeSet<char>,
    longest: usize,
    has_digits: bool,
    has_letters: bool,
}

/// Lengths of a run of letters of one kind.
#[derive(Debug, Clone, Copy)]
struct Span {
    least: usize,
    most: usize,
}

impl Fit {
    /// Learns from a cell.
    pub fn learn(&mut self, cell: &str) {
        self.rows += 1;
        if cell.is_empty() {
            self.empty += 1;
            return;
        }
        self.longest = self.longest.max(cell.len());
        self.first.extend(cell.chars().next().map(kind));
        self.last.extend(cell.chars().next_back().map(kind));
        self.has_digits |= cell.bytes().any(|byte| byte.is_ascii_digit());
        self.has_letters |= cell.chars().any(char::is_alphabetic);
        if self.values.len() <= MAX_VALUES && !self.values.contains(cell) {
            self.values.insert(cell.to_owned());
        }
        if self.is_free || cell.len() > MAX_SHAPED {
            self.is_free = true;
            return;
        }
        let (shape, runs) = shape(cell);
        let known = self
            .shapes
            .entry(shape)
            .or_insert_with(|| (runs.iter().map(|&length| Span { least: length, most: length }).collect(), 0));
        known.1 += 1;
        for (span, length) in known.0.iter_mut().zip(runs) {
            *span = Span { least: span.least.min(length), most: span.most.max(length) };
        }
        self.is_free = self.shapes.len() > MAX_SHAPES;
    }

    /// Whether the text could stand in this column. Free text has to begin and end as it does elsewhere, or at least,
    /// when that is not asked `strictly`, with a letter or a mark.
    pub fn accepts(&self, cell: &str, strictly: bool) -> bool {
        if cell.is_empty() {
            return self.empty > 0;
        }
        if self.has_known_values() {
            return self.values.contains(cell);
        }
        if self.is_of_text() {
            let is_usual = |letter: char, known: &BTreeSet<char>| {
                known.contains(&kind(letter)) || !strictly && !matches!(letter, ' ' | ',' | ';' | '"')
            };
            let first = cell.chars().next().is_some_and(|letter| is_usual(letter, &self.first));
            let last = cell.chars().next_back().is_some_and(|letter| is_usual(letter, &self.last));
            return first && last && cell.len() <= self.longest * 2;
        }
        let (shape, runs) = shape(cell);
        let is_number = is_number(&shape);
        let allows = |(spans, cells): &(Vec<Span>, usize)| {
            spans.iter().zip(&runs).all(|(span, &length)| span.allows(length, *cells, is_number))
        };
        self.shapes.get(&shape).is_some_and(allows)
    }

    /// Whether the shapes say little: there are too many, or many of them stand there once only.
    fn is_of_text(&self) -> bool {
        let once = self.shapes.values().filter(|(_, cells)| *cells == 1).count();
        self.is_free || self.has_letters && once * 10 > self.rows - self.empty
    }

    /// Whether the column takes its values from a few words.
    fn has_known_values(&self) -> bool {
        let filled = self.rows - self.empty;
        self.has_letters && !self.has_digits && self.values.len() <= MAX_VALUES && self.values.len() * 4 <= filled
    }
}

impl Span {
    /// Lengths in between and a little beyond, unless all cells agree. That short numbers do is chance.
    fn allows(self, length: usize, cells: usize, is_number: bool) -> bool {
        if self.least == self.most && cells >= FIRM_ROWS && (!is_number || self.least >= CODE_DIGITS) {
            return length == self.least;
        }
        let slack = self.most / 4 + 1;
        length + slack > self.least && length <= self.most + slack
    }
}

/// Whether a shape is that of a number: digits, perhaps decimals, a sign or a currency.
fn is_number(shape: &str) -> bool {
    let figures = shape.chars().filter(|&kind| kind == '9').count();
    figures <= 2 && shape.chars().all(|kind| matches!(kind, '9' | '.' | ',' | '-' | '$' | '€' | '£' | '%' | ' '))
}

/// What a letter is taken for: any digit is the same, any capital, any other letter of a script; the rest is itself.
fn kind(letter: char) -> char {
    if letter.is_numeric() {
        '9'
    } else if letter.is_uppercase() {
        'A'
    } else if letter.is_alphabetic() {
        'a'
    } else {
        letter
    }
}

/// The kinds of a text, runs of one kind as one, and the lengths of the runs.
fn shape(cell: &str) -> (String, Vec<usize>) {
    let (mut shape, mut runs) = (String::new(), Vec::new());
    for own in cell.chars().map(kind) {
        match runs.last_mut() {
            Some(run) if shape.ends_with(own) => *run += 1,
            _ => {
                shape.push(own);
                runs.push(1);
            }
        }
    }
    (shape, runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(cells: &[&str]) -> Fit {
        let mut fit = Fit::default();
        for cell in cells {
            fit.learn(cell);
        }
        fit
    }

    fn check(learned: &[&str], accepted: &[&str], refused: &[&str]) {
        let fit = fit(learned);
        assert!(accepted.iter().all(|cell| fit.accepts(cell, true)), "{learned:?} refuse one of {accepted:?}");
        assert!(!refused.iter().any(|cell| fit.accepts(cell, true)), "{learned:?} accept one of {refused:?}");
    }

    #[test]
    fn knows_what_a_column_holds() {
        check(&["01/02/2018", "03/04/2019", "05/06/2020"], &["31/12/2021"], &["1/2/2021", "31/12/20210", "x", ""]);
        check(&["AB-1234", "CD-5678", "EF-9012"], &["XY-0000"], &["XYZ-0000", "XY-00001", "xy-0000"]);
        check(&["$5.5", "$12.25", "$7.75"], &["$99.99", "$120.5"], &["12.25", "$1,200.50"]);
        check(&["5", "7", "9", "8"], &["12"], &["1234", "5.5"]);
        check(&["46801", "46802", "46803"], &["99999"], &["4680", "468011"]);
        check(&["5", "", "17"], &["", "123"], &["5.5", "12345", " 5"]);
        check(&["north", "south", "north", "north", "south", "south", "north", "north"], &["south"], &["east", "nort"]);
    }

    #[test]
    fn takes_free_text_by_its_edges() {
        let words: Vec<String> =
            (0..20).map(|at| format!("A{}{}", "Word, more and ".repeat(at % 4), "Words-".repeat(at) + "end")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        check(&words, &["Anything else"], &["anything", "4 things", "Things.", " Things"]);
    }
}
