//! A travel matrix from a CSV: one way a row, or a square with starts down and ends across.

use super::error::ReadError;
use super::reader::read;
use super::table::Table;
use crate::model::{FARTHEST_WAY, LONGEST_WAY, MOST_WAYS, MatrixError, MatrixParts, MatrixWay, folded};
use crate::sorting::{sort, sort_by};
use std::fmt;

/// Faults of single cells that are told one by one.
const MOST_TOLD: usize = 8;

/// Why a file is no travel matrix. Nothing of it is taken then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatrixFileError {
    /// It is no table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Neither one way a row nor a square.
    #[error(
        "“{file}” is no travel matrix: it needs the columns from, to and minutes, one way a row, or a square with the starts in the first \
         column and the same names as headers; its headers are {headers}"
    )]
    Shape {
        /// File name.
        file: String,
        /// The first headers.
        headers: String,
    },
    /// Cells that cannot be.
    #[error("“{file}” is not taken: {}", told(.faults, *.more))]
    Cells {
        /// File name.
        file: String,
        /// The first of them.
        faults: Vec<CellFault>,
        /// How many more there are.
        more: usize,
    },
    /// What is read makes no matrix.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
}

/// A cell that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Line of the file.
    pub line: u32,
    /// Header of its column.
    pub column: String,
    /// What stands there.
    pub cell: String,
    /// What is wrong.
    pub what: &'static str,
}

impl fmt::Display for CellFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, cell, what } = self;
        write!(out, "line {line}, column “{column}”: “{cell}” {what}")
    }
}

fn told(faults: &[CellFault], more: usize) -> String {
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    words.join("; ") + &more
}

/// Words that headers of a column hold, the first that fits.
const FROM: [&str; 7] = ["from", "origin", "start", "source", "von", "de", "desde"];
const TO: [&str; 8] = ["to", "destination", "dest", "end", "target", "nach", "ziel", "hasta"];
/// Words for times with the minutes that one is.
const TIMES: [(&str, f64); 12] = [
    ("minutes", 1.0),
    ("minuten", 1.0),
    ("mins", 1.0),
    ("min", 1.0),
    ("hours", 60.0),
    ("stunden", 60.0),
    ("seconds", 1.0 / 60.0),
    ("sekunden", 1.0 / 60.0),
    ("sec", 1.0 / 60.0),
    ("duration", 1.0),
    ("time", 1.0),
    ("fahrzeit", 1.0),
];
/// Words for lengths with the kilometres that one is.
const LENGTHS: [(&str, f64); 9] = [
    ("km", 1.0),
    ("kilometres", 1.0),
    ("kilometers", 1.0),
    ("kilometer", 1.0),
    ("miles", 1.609_344),
    ("mi", 1.609_344),
    ("metres", 0.001),
    ("meters", 0.001),
    ("distance", 1.0),
];

/// Reads a matrix: rows of from, to, minutes and, if told, km, with headers in plain words in any order, or a square. Blank
/// cells are ways that it does not tell. O(cells · log cells).
///
/// # Errors
/// [`MatrixFileError`] for what is none, with line and column of each cell that is no number, negative, infinite or absurd,
/// and of a way that stands twice with another time.
///
/// ```
/// use hinterland::import::read_travel_matrix;
/// let matrix = read_travel_matrix("times.csv", b"to;from;minutes\nB;A;12,5\nA;B;14\n").unwrap();
/// assert_eq!(matrix.names, ["a", "b"]);
/// assert_eq!((matrix.ways[0].minutes, matrix.ways[1].minutes), (12.5, 14.0));
/// let wrong = read_travel_matrix("times.csv", b"from,to,minutes\nA,B,-3\n").unwrap_err();
/// assert!(wrong.to_string().contains("line 2, column “minutes”: “-3” is negative"));
/// ```
pub fn read_travel_matrix(file: &str, bytes: &[u8]) -> Result<MatrixParts, MatrixFileError> {
    let table = read(file, bytes)?;
    let mut taken = Taken { table: &table, ways: Vec::new(), faults: Vec::new(), more: 0 };
    if !taken.rows() && !taken.square() {
        let headers: Vec<String> = table.header().iter().take(6).map(|own| format!("“{own}”")).collect();
        return Err(MatrixFileError::Shape { file: file.to_owned(), headers: headers.join(", ") });
    }
    taken.finish(file)
}

/// What is read so far.
struct Taken<'a> {
    table: &'a Table,
    /// From, to, line, and the rest.
    ways: Vec<(String, String, u32, MatrixWay)>,
    faults: Vec<CellFault>,
    more: usize,
}

/// Words of a header in lower case.
fn words(header: &str) -> Vec<String> {
    let is_cut = |letter: char| !letter.is_alphanumeric();
    header.to_lowercase().split(is_cut).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn has(header: &str, wanted: &[&str]) -> bool {
    words(header).iter().any(|word| wanted.contains(&word.as_str()))
}

/// The column whose header holds the earliest of these words, and what one is.
fn measured(table: &Table, wanted: &[(&str, f64)], taken: &[usize]) -> Option<(usize, f64)> {
    let column = |word: &str| {
        let is_it =
            |(at, header): &(usize, &String)| !taken.contains(at) && words(header).iter().any(|own| own == word);
        table.header().iter().enumerate().find(is_it).map(|(at, _)| at)
    };
    wanted.iter().find_map(|(word, unit)| Some((column(word)?, *unit)))
}

impl Taken<'_> {
    fn fault(&mut self, line: u32, column: &str, cell: &str, what: &'static str) {
        if self.faults.len() < MOST_TOLD {
            let cell = cell.chars().take(40).collect();
            self.faults.push(CellFault { line, column: column.to_owned(), cell, what });
        } else {
            self.more += 1;
        }
    }

    /// A number of a cell; `None` for a blank and for what cannot be, which is told.
    fn number(&mut self, line: u32, column: &str, cell: &str, unit: f64, most: f64) -> Option<f64> {
        if cell.is_empty() {
            return None;
        }
        let plain = cell.replace(',', ".");
        let Ok(number) = plain.parse::<f64>() else {
            self.fault(line, column, cell, "is no number");
            return None;
        };
        let amount = number * unit;
        let what = if amount.is_nan() || amount.is_infinite() {
            "is no finite number"
        } else if amount < 0.0 {
            "is negative"
        } else if amount > most {
            "is more than any way takes"
        } else {
            return Some(amount);
        };
        self.fault(line, column, cell, what);
        None
    }

    fn keep(&mut self, [from, to]: [&str; 2], line: u32, minutes: f64, kilometres: Option<f64>) {
        self.ways.push((folded(from), folded(to), line, MatrixWay { from: 0, to: 0, minutes, kilometres }));
    }

    /// One way a row; whether it is that.
    fn rows(&mut self) -> bool {
        let table = self.table;
        let named = |wanted: &[&str], other: Option<usize>| {
            table.header().iter().enumerate().find(|(at, own)| has(own, wanted) && Some(*at) != other).map(|(at, _)| at)
        };
        let Some(from) = named(&FROM, None) else { return false };
        let Some(to) = named(&TO, Some(from)) else { return false };
        let Some((time, minute)) = measured(table, &TIMES, &[from, to]) else { return false };
        let length = measured(table, &LENGTHS, &[from, to, time]);
        for row in 0..table.len() {
            let (line, header) = (table.line(row), table.header());
            let ends = [table.cell(row, from), table.cell(row, to)];
            for (end, column) in ends.iter().zip([from, to]) {
                if end.is_empty() {
                    self.fault(line, &header[column], end, "names no place");
                }
            }
            let minutes = self.number(line, &header[time], table.cell(row, time), minute, LONGEST_WAY);
            let kilometres = length.and_then(|(column, unit)| {
                self.number(line, &header[column], table.cell(row, column), unit, FARTHEST_WAY)
            });
            if let Some(minutes) = minutes {
                self.keep(ends, line, minutes, kilometres);
            }
        }
        true
    }

    /// Starts down, ends across; whether it is that.
    fn square(&mut self) -> bool {
        let table = self.table;
        // Where names are numbers the first row may not look like a header.
        let (across, first): (Vec<String>, usize) = match table.dialect().header_line {
            Some(_) => (table.raw_header.iter().map(|own| own.trim().to_owned()).collect(), 0),
            None => ((0..table.header().len()).map(|column| table.cell(0, column).to_owned()).collect(), 1),
        };
        let rows = first..table.len();
        let down: Vec<String> = rows.clone().map(|row| folded(table.cell(row, 0))).collect();
        let ends: Vec<String> = across.iter().skip(1).map(|own| folded(own)).collect();
        let known = ends.iter().filter(|end| down.contains(end)).count();
        // The same names down and across, but for a few.
        if known == 0 || 2 * known < ends.len().max(down.len()) || down.iter().chain(&ends).any(String::is_empty) {
            return false;
        }
        for (row, start) in rows.zip(&down) {
            for (column, end) in across.iter().enumerate().skip(1) {
                let line = table.line(row);
                if let Some(minutes) = self.number(line, end, table.cell(row, column), 1.0, LONGEST_WAY) {
                    self.keep([start, end], line, minutes, None);
                }
            }
        }
        true
    }

    fn finish(mut self, file: &str) -> Result<MatrixParts, MatrixFileError> {
        let mut ways = std::mem::take(&mut self.ways);
        if ways.len() > MOST_WAYS {
            return Err(MatrixError::TooMany { found: ways.len() }.into());
        }
        sort_by(&mut ways, &|a, b| (&a.0, &a.1, a.2).cmp(&(&b.0, &b.1, b.2)));
        for pair in ways.windows(2) {
            let is_same = (&pair[0].0, &pair[0].1) == (&pair[1].0, &pair[1].1);
            if is_same && pair[0].3 != pair[1].3 {
                let cell = format!("{} → {}", pair[1].0, pair[1].1);
                self.fault(pair[1].2, "minutes", &cell, "stands twice with another time or length");
            }
        }
        if !self.faults.is_empty() {
            let Self { faults, more, .. } = self;
            return Err(MatrixFileError::Cells { file: file.to_owned(), faults, more });
        }
        ways.dedup_by(|later, first| (&later.0, &later.1) == (&first.0, &first.1));
        let mut names: Vec<String> = ways.iter().flat_map(|(from, to, ..)| [from.clone(), to.clone()]).collect();
        sort(&mut names);
        names.dedup();
        let position =
            |name: &String| names.binary_search(name).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        let ways = ways.iter().map(|(from, to, _, way)| MatrixWay { from: position(from), to: position(to), ..*way });
        let mut ways: Vec<MatrixWay> = ways.collect();
        sort_by(&mut ways, &|a, b| (a.from, a.to).cmp(&(b.from, b.to)));
        Ok(MatrixParts { file: file.to_owned(), column: None, names, ways })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(text: &str) -> Vec<(String, String, f64, Option<f64>)> {
        let matrix = read_travel_matrix("m.csv", text.as_bytes()).expect("a matrix");
        let name = |at: u32| matrix.names[at as usize].clone();
        matrix.ways.iter().map(|way| (name(way.from), name(way.to), way.minutes, way.kilometres)).collect()
    }

    fn way(from: &str, to: &str, minutes: f64, kilometres: Option<f64>) -> (String, String, f64, Option<f64>) {
        (from.to_owned(), to.to_owned(), minutes, kilometres)
    }

    fn refused(text: &str, expected: &[&str]) {
        let words = read_travel_matrix("m.csv", text.as_bytes()).expect_err("it is none").to_string();
        assert!(expected.iter().all(|part| words.contains(part)), "{words}");
    }

    #[test]
    fn one_way_a_row_with_headers_in_any_order_and_unit() {
        let expected = [way("a-1", "a-2", 12.0, Some(10.5)), way("a-2", "a-1", 15.0, None)];
        assert_eq!(ways("Distance (km),To,From,Drive time (min)\n10.5,A-2,A-1,12\n,A-1,A-2,15\n"), expected);
        assert_eq!(ways("origin_id;destination_id;seconds;miles\nx;y;90;10\n"), [way("x", "y", 1.5, Some(16.09344))]);
        // A blank is a way that is not told; the same way twice is one.
        assert_eq!(ways("from,to,minutes\na,b,5\nb,a,\na,b,5\n"), [way("a", "b", 5.0, None)]);
    }

    #[test]
    fn a_square_is_read_down_and_across_with_holes() {
        let expected = [way("a", "a", 0.0, None), way("a", "b", 7.0, None), way("b", "a", 9.0, None)];
        assert_eq!(ways(",A,B\nA,0,7\nB,9,\n"), expected);
        let zips = ways(";60601;60602\n60601;0;7,5\n60602;8;0\n");
        assert_eq!(zips[1], way("60601", "60602", 7.5, None));
        assert_eq!(zips.len(), 4);
    }

    #[test]
    fn cells_that_cannot_be_are_told_with_line_and_column_and_nothing_is_taken() {
        refused("from,to,minutes\na,b,5\na,c,soon\n", &["line 3", "“minutes”", "“soon” is no number"]);
        refused("from,to,minutes,km\na,b,5,-1\n", &["line 2", "“km”", "negative"]);
        refused("from,to,minutes\na,b,inf\nb,a,1e9\n", &["finite", "line 3", "more than any way"]);
        refused(",A,B\nA,0,x\nB,NaN,0\n", &["line 2, column “B”: “x”", "line 3, column “A”: “NaN”"]);
        refused("from,to,minutes\na,b,5\na,b,6\n", &["line 3", "a → b", "twice"]);
        refused("from,to,minutes\n,b,5\n", &["line 2", "names no place"]);
        let many: Vec<String> = (0..20).map(|row| format!("a{row},b,x\n")).collect();
        refused(&format!("from,to,minutes\n{}", many.concat()), &["and 12 more"]);
        refused("Name,City\nAcme,Berlin\n", &["no travel matrix", "“Name”, “City”"]);
        refused("", &["empty"]);
    }
}
