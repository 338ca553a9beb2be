//! Rows with one separator too many or too few, or written with another separator than the rest: where the types of the
//! neighbours leave one repair only, it is offered.

use super::cells::Cells;
use super::dialect::{Delimiter, Dialect};
use super::fit::Fit;
use super::recut::recut;
use super::scan::Suspect;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Rows from which the columns are learned, spread evenly over the table.
const SAMPLE_ROWS: usize = 1000;
/// Fewer say too little.
const FEWEST_ROWS: usize = 3;
/// The most separators too many that are looked into.
const MAX_SURPLUS: usize = 8;
/// A longer row is left as it is.
const MAX_ROW_BYTES: usize = 16 * 1024;
/// Other separators that a row may be written with.
const OTHERS: [&str; 5] = [",", ";", "\t", "|", " "];
/// Steps of all repairs of a table together, so that a broken file takes no longer than a clean one by much.
const MAX_STEPS: usize = 200_000_000;

/// A row that can be put right in one way only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The row of the table; none for the header.
    pub(super) row: Option<usize>,
    /// Line of the file, as in its diagnostics.
    pub line: u32,
    /// The row as it stands in the file.
    pub was: String,
    /// Its cells when the offer is taken.
    pub cells: Vec<String>,
    /// What is done, in words: “a separator is missing between “Date” and “Time””.
    pub words: String,
}

/// What a repair makes of a row.
#[derive(Debug, PartialEq, Eq)]
struct Repair {
    cells: Vec<String>,
    words: String,
}

/// Looks for repairs of the suspect rows. O(rows sampled × cells), and about the square of its length for each suspect.
pub fn find_offers(text: &str, dialect: &Dialect, rows: &Cells, header: &[String], suspects: &[Suspect]) -> Vec<Offer> {
    if suspects.is_empty() || dialect.width < 2 {
        return Vec::new();
    }
    let fits = learn(rows, dialect.width, suspects);
    let Some(fits) = fits else { return Vec::new() };
    let mut search =
        Search { dialect, fits: &fits, header, found: None, is_ambiguous: false, strictly: true, steps: MAX_STEPS };
    let mut offers = Vec::new();
    for suspect in suspects {
        let raw = text.get(suspect.raw.clone()).unwrap_or("");
        let cells: Vec<&str> = rows.row(suspect.row).collect();
        if raw.len() > MAX_ROW_BYTES || is_aligned(&cells, &fits) {
            continue;
        }
        if let Some(repair) = search.only_repair(raw, &cells) {
            let Repair { cells, words } = repair;
            offers.push(Offer {
                row: Some(suspect.row),
                line: rows.line(suspect.row),
                was: raw.to_owned(),
                cells,
                words,
            });
        }
    }
    offers
}

/// A header with one name more than most rows have cells, one of them blank and not the last: a separator too many.
pub fn find_header_offer(dialect: &Dialect, raw_header: &[String]) -> Option<Offer> {
    let mut blanks = (0..raw_header.len()).filter(|&column| raw_header[column].trim().is_empty());
    let (blank, line) = (blanks.next()?, dialect.header_line?);
    if blanks.next().is_some() || raw_header.len() != dialect.width + 1 || blank == dialect.width || dialect.width < 2 {
        return None;
    }
    let mut cells = raw_header.to_vec();
    cells.remove(blank);
    let words = too_many(raw_header, blank);
    Some(Offer { row: None, line, was: raw_header.join(dialect.delimiter.as_str()), cells, words })
}

/// In words: the empty cell at a column goes.
fn too_many(header: &[String], column: usize) -> String {
    match column.checked_sub(1).and_then(|before| header.get(before)) {
        Some(before) => format!("a separator too many behind “{before}”"),
        None => "a separator too many at the beginning".to_owned(),
    }
}

/// What each column holds, from rows that are as they should be.
fn learn(rows: &Cells, width: usize, suspects: &[Suspect]) -> Option<Vec<Fit>> {
    let is_clean =
        |row: &usize| rows.width(*row) == width && suspects.binary_search_by_key(row, |suspect| suspect.row).is_err();
    let step = rows.len().div_ceil(SAMPLE_ROWS).max(1);
    let mut fits: Vec<Fit> = std::iter::repeat_with(Fit::default).take(width).collect();
    let mut learned = 0;
    for row in (0..rows.len()).step_by(step).filter(is_clean) {
        learned += 1;
        fits.iter_mut().zip(rows.row(row)).for_each(|(fit, cell)| fit.learn(cell));
    }
    (learned >= FEWEST_ROWS).then_some(fits)
}

/// Whether every cell fits its column as it is: what is missing at the end is empty, what is too much is as well.
fn is_aligned(cells: &[&str], fits: &[Fit]) -> bool {
    let column = |at: usize| cells.get(at).copied().unwrap_or("");
    fits.iter().enumerate().all(|(at, fit)| fit.accepts(column(at), false))
        && cells.iter().skip(fits.len()).all(|cell| cell.is_empty())
}

struct Search<'a> {
    dialect: &'a Dialect,
    fits: &'a [Fit],
    header: &'a [String],
    found: Option<Repair>,
    is_ambiguous: bool,
    /// Whether free text has to begin and end as it does elsewhere.
    strictly: bool,
    /// Steps left.
    steps: usize,
}

impl Search<'_> {
    /// The repair that makes all cells fit, if there is exactly one. What puts quotes in order as well comes first, and
    /// free text is asked strictly first; where there are several ways, none is taken.
    fn only_repair(&mut self, raw: &str, cells: &[&str]) -> Option<Repair> {
        for (strictly, at_quotes) in [(true, true), (true, false), (false, true), (false, false)] {
            (self.found, self.is_ambiguous, self.strictly) = (None, false, strictly);
            if at_quotes {
                self.more_at_quotes(raw);
            } else {
                self.without_quotes(raw, cells);
            }
            if self.is_ambiguous || self.found.is_some() {
                return self.found.take().filter(|_| !self.is_ambiguous);
            }
        }
        None
    }

    fn without_quotes(&mut self, raw: &str, cells: &[&str]) {
        let width = self.fits.len();
        if cells.len() > width {
            self.fewer(cells);
        } else if cells.len() + 1 == width {
            self.more(cells);
        }
        if cells.len() != width {
            self.other_separators(raw);
        }
    }

    /// Notes a repair whose cells all fit.
    fn propose(&mut self, cells: Vec<String>, words: impl FnOnce(&Self) -> String) {
        let strictly = self.strictly;
        if cells.len() != self.fits.len()
            || !self.fits.iter().zip(&cells).all(|(fit, cell)| fit.accepts(cell, strictly))
        {
            return;
        }
        match &self.found {
            Some(found) if found.cells != cells => self.is_ambiguous = true,
            Some(_) => {}
            None => self.found = Some(Repair { words: words(self), cells }),
        }
    }

    fn spend(&mut self, steps: usize) -> bool {
        let is_enough = self.steps >= steps;
        self.steps = self.steps.saturating_sub(steps);
        is_enough
    }

    fn name(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }

    /// One separator too many: an empty cell goes. Or some within a text: cells are joined again.
    fn fewer(&mut self, cells: &[&str]) {
        let trailing = cells.iter().rev().take_while(|cell| cell.is_empty()).count();
        let surplus = cells.len() - self.fits.len();
        if surplus > MAX_SURPLUS || !self.spend(cells.len() * cells.len()) {
            return;
        }
        let owned = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        for at in (0..cells.len()).filter(|&at| cells[at].is_empty()) {
            let rest = [&cells[..at], &cells[at + 1..]].concat();
            // Further empty cells at the end belong to the row as little.
            let end = rest.len().min(self.fits.len().max(rest.len() - trailing.min(rest.len())));
            self.propose(owned(&rest[..end]), |own| too_many(own.header, at));
        }
        for at in 0..self.fits.len() {
            let joined = cells[at..=at + surplus].join(self.dialect.delimiter.as_str());
            let mut repaired = owned(&cells[..at]);
            repaired.push(joined);
            repaired.extend(owned(&cells[at + surplus + 1..]));
            self.propose(repaired, |own| format!("the separators in “{}” are part of the text", own.name(at)));
        }
    }

    /// One separator too few: one is put in where the cells from there on do not fit.
    fn more(&mut self, cells: &[&str]) {
        let strictly = self.strictly;
        for column in 0..cells.len() {
            let fits_around = self.fits.iter().zip(&cells[..column]).all(|(fit, cell)| fit.accepts(cell, strictly))
                && self.fits[column + 2..]
                    .iter()
                    .zip(&cells[column + 1..])
                    .all(|(fit, cell)| fit.accepts(cell, strictly));
            let cell = cells[column];
            if !fits_around || !self.spend(cell.len() * 2) {
                continue;
            }
            for (at, _) in cell.char_indices().skip(1) {
                let (head, tail) = cell.split_at(at);
                if self.fits[column].accepts(head, strictly) && self.fits[column + 1].accepts(tail, strictly) {
                    let repaired = [&cells[..column], &[head, tail], &cells[column + 1..]].concat();
                    let repaired = repaired.iter().map(|&cell| cell.to_owned()).collect();
                    self.propose(repaired, |own| own.missing_behind(column));
                }
            }
        }
    }

    /// One separator too few beside a quote: with it, all quotes are in order.
    fn more_at_quotes(&mut self, raw: &str) {
        let delimiter = self.dialect.delimiter;
        let quotes = raw.match_indices(char::from(self.dialect.quote));
        for at in quotes.flat_map(|(at, _)| [at, at + 1]).filter(|&at| at > 0 && at < raw.len()) {
            if !self.spend(raw.len() * 4) {
                return;
            }
            let mended = [&raw[..at], delimiter.as_str(), &raw[at..]].concat();
            let cut = recut(&mended, self.dialect, self.fits.len()).filter(|cut| cut.stray == 0);
            if let Some(cut) = cut {
                let head = &mended[..at];
                let column = (1..self.fits.len())
                    .find(|&cells| recut(head, self.dialect, cells).is_some_and(|cut| cut.stray == 0));
                self.propose(cut.cells, |own| own.missing_behind(column.unwrap_or(1) - 1));
            }
        }
    }

    fn missing_behind(&self, column: usize) -> String {
        format!("a separator is missing between “{}” and “{}”", self.name(column), self.name(column + 1))
    }

    /// The whole row written with another separator, which may stand in texts as well.
    fn other_separators(&mut self, raw: &str) {
        for other in OTHERS.into_iter().filter_map(Delimiter::new).filter(|&other| other != self.dialect.delimiter) {
            let dialect = Dialect { delimiter: other, padded: false, ..*self.dialect };
            let Some(words) = pieces(raw, &dialect) else { continue };
            let steps = words.len() * words.len() * self.fits.len();
            if words.len() < self.fits.len() || !self.spend(steps.saturating_mul(8)) {
                continue;
            }
            let ways = Partition { pieces: &words, joint: other.as_str(), fits: self.fits, strictly: self.strictly };
            match ways.only() {
                Ways::None => {}
                Ways::Many => self.is_ambiguous = true,
                Ways::One(cells) => self.propose(cells, |_| "another separator than in the other rows".to_owned()),
            }
        }
    }
}

/// A part of a row between two separators.
#[derive(Debug)]
struct PieceText {
    text: String,
    is_quoted: bool,
}

/// The parts of a row whose quotes are in order; `None` where they are not.
fn pieces(raw: &str, dialect: &Dialect) -> Option<Vec<PieceText>> {
    let (quote, delimiter) = (char::from(dialect.quote), dialect.delimiter.as_str());
    let mut pieces = Vec::new();
    let mut rest = raw;
    loop {
        let is_quoted = rest.starts_with(quote);
        let end = if is_quoted { closing(rest, dialect)? } else { rest.find(delimiter).unwrap_or(rest.len()) };
        let part = &rest[..end];
        let cut = recut(part, &Dialect { padded: false, ..*dialect }, 1);
        let text = if is_quoted { cut.filter(|cut| cut.stray == 0)?.cells.pop()? } else { part.to_owned() };
        pieces.push(PieceText { text, is_quoted });
        match rest[end..].strip_prefix(delimiter) {
            Some(next) => rest = next,
            None => return Some(pieces),
        }
    }
}

/// Where the quoted cell at the beginning ends: behind a quote before a separator or the end, the quotes so far even.
fn closing(rest: &str, dialect: &Dialect) -> Option<usize> {
    let mut quotes = 0;
    for (at, _) in rest.match_indices(char::from(dialect.quote)) {
        quotes += 1;
        let after = &rest[at + 1..];
        if quotes % 2 == 0 && (after.is_empty() || after.starts_with(dialect.delimiter.as_str())) {
            return Some(at + 1);
        }
    }
    None
}

enum Ways {
    None,
    One(Vec<String>),
    Many,
}

/// The ways to join parts to cells that fit.
struct Partition<'a> {
    pieces: &'a [PieceText],
    joint: &'a str,
    fits: &'a [Fit],
    strictly: bool,
}

impl Partition<'_> {
    /// Counts the ways from the end, each state once. O(parts² × columns) texts.
    fn only(&self) -> Ways {
        let (parts, width) = (self.pieces.len(), self.fits.len());
        // For each column and part: ways to fill the columns from there on, 2 for many, and where the next cell starts.
        let mut ways = vec![vec![(0_u8, 0_usize); parts + 1]; width + 1];
        ways[width][parts] = (1, parts);
        for column in (0..width).rev() {
            for start in (0..parts).rev() {
                let most = parts - (width - column - 1);
                for end in start + 1..=most.max(start).min(parts) {
                    let rest = ways[column + 1][end].0;
                    if rest > 0
                        && self.cell(start..end).is_some_and(|cell| self.fits[column].accepts(&cell, self.strictly))
                    {
                        let known = ways[column][start].0;
                        ways[column][start] = (known.saturating_add(rest).min(2), end);
                    }
                }
            }
        }
        match ways[0][0].0 {
            0 => Ways::None,
            1 => Ways::One(self.cells(&ways)),
            _ => Ways::Many,
        }
    }

    fn cells(&self, ways: &[Vec<(u8, usize)>]) -> Vec<String> {
        let mut start = 0;
        let next = |row: &Vec<(u8, usize)>| {
            let end = row[start].1;
            let cell = self.cell(start..end).unwrap_or_default();
            start = end;
            cell
        };
        ways[..self.fits.len()].iter().map(next).collect()
    }

    /// The parts as one cell; what was quoted stands alone.
    fn cell(&self, range: Range<usize>) -> Option<String> {
        let parts = &self.pieces[range];
        if parts.len() > 1 && parts.iter().any(|part| part.is_quoted) {
            return None;
        }
        Some(parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(self.joint))
    }
}
