//! The dialect of a file, found from its beginning.
//!
//! Each delimiter is tried on a sample; the one whose rows agree best in width and whose cells look least like uncut
//! rows wins (the idea of pattern and type scores: van den Burg, Nazábal, Sutton, arXiv 1811.11242).

use super::cells::Cells;
use super::dialect::{Delimiter, Dialect};
use super::encoding::Encoding;
use super::error::ReadError;
use super::formula_text::text_inside;
use super::log::Log;
use super::scan::scan;
use std::collections::BTreeMap;

/// How much of a file is looked at.
const SAMPLE_BYTES: usize = 96 * 1024;
const SAMPLE_ROWS: usize = 300;
/// In the order of preference when nothing tells them apart.
const USUAL: [&str; 5] = [",", ";", "\t", "|", " "];
/// Believed where they fit better than without the blank: a comma may stand in numbers then.
const BLANK: [&str; 2] = [", ", "; "];
/// Only believed when every row agrees.
const RARE: [&str; 9] = ["\u{1}", "\u{1f}", "^", "~", "§", "¦", "¬", "¤", ":"];
/// What a delimiter of several letters is made of.
const LETTERS: &[u8] = b"|~^:;,#$%&*=@!<>\t";
/// Lines looked at for such a delimiter.
const LINES: usize = 60;

/// A dialect on trial.
struct Trial {
    dialect: Dialect,
    /// Share of the rows that have the usual width.
    agreement: f64,
    /// How well the sample fits, 0 for not at all.
    score: f64,
}

/// The dialect of a text, with the delimiter that is given. Header and preamble are not looked for yet.
/// O(sample × delimiters).
pub fn sniff(text: &str, encoding: Encoding, given: Option<Delimiter>) -> Dialect {
    let (sample, is_cut) = sample(text);
    let of = |delimiter| trial(delimiter, sample, is_cut);
    let mut trials: Vec<Trial> = Vec::new();
    if let Some(delimiter) = given {
        trials.push(of(delimiter));
    } else {
        let long = long_delimiters(sample);
        let is_part = |text: &&str| long.iter().any(|delimiter| delimiter.as_str().contains(*text));
        let usual = USUAL.iter().copied().filter(|text| !is_part(text));
        let usual = usual.filter(|&text| text != " " || has_quoted_spaces(sample));
        trials.extend(usual.filter_map(Delimiter::new).map(of));
        let blank = BLANK.iter().copied().filter(|text| sample.contains(text)).filter_map(Delimiter::new);
        trials.extend(blank.chain(long.iter().copied()).map(of).filter(|trial| trial.agreement >= 0.9));
        let rare = RARE.iter().copied().filter(|text| sample.contains(text) && !is_part(text));
        trials.extend(rare.filter_map(Delimiter::new).filter_map(|delimiter| rare_trial(delimiter, sample, is_cut)));
    }
    let mut best: Option<Trial> = None;
    for trial in trials {
        if trial.score > best.as_ref().map_or(0.0, |best| best.score) {
            best = Some(trial);
        }
    }
    // Where nothing parts cells, a comma is a letter.
    let alone = given.or(Delimiter::new("\u{1f}")).unwrap_or(Delimiter::COMMA);
    let dialect = best.map_or_else(|| Dialect::plain(alone), |best| best.dialect);
    Dialect { encoding, ..dialect }
}

fn trial(delimiter: Delimiter, sample: &str, is_cut: bool) -> Trial {
    let quote = quote(sample, delimiter.as_str());
    let escape = escape(sample, delimiter.as_bytes()[0], quote);
    let dialect = Dialect { quote, escape, width: 0, ..Dialect::plain(delimiter) };
    let dialect = Dialect { doubled: quote == b'\'' && is_doubled(sample), ..dialect };
    let plain = trial_of(dialect, sample, is_cut);
    // A path may end with a backslash: only rows that agree better make it an escape.
    let escaped = may_escape(sample, delimiter.as_str())
        .then(|| trial_of(Dialect { escape: Some(b'\\'), escapes_bare: true, ..dialect }, sample, is_cut));
    escaped.filter(|escaped| escaped.agreement > plain.agreement).unwrap_or(plain)
}

fn trial_of(mut dialect: Dialect, sample: &str, is_cut: bool) -> Trial {
    let delimiter = dialect.delimiter;
    let Ok(mut rows) = sample_rows(sample, &dialect, is_cut) else {
        // Beyond the limits: taken only where nothing else fits, and told then.
        return Trial { dialect, agreement: 0.0, score: f64::MIN_POSITIVE };
    };
    dialect.padded = delimiter.as_str() != " " && is_padded(&rows);
    if dialect.padded {
        rows = sample_rows(sample, &dialect, is_cut).unwrap_or(rows);
    }
    let Some((width, agreement)) = usual_width(&rows) else {
        return Trial { dialect, agreement: 0.0, score: 0.0 };
    };
    dialect.width = width;
    let (mut cells, mut clean) = (0.0, 0.0);
    for row in (0..rows.len()).filter(|&row| rows.width(row) == width) {
        for cell in rows.row(row) {
            cells += 1.0;
            clean += cleanness(&dialect, cell);
        }
    }
    let width_bonus = 1.0 + 0.02 * width.min(20) as f64;
    Trial { dialect, agreement, score: agreement * (clean / cells) * width_bonus }
}

/// Characters that stand in texts as well: every row has to agree, there have to be three, and times of day don't count.
fn rare_trial(delimiter: Delimiter, sample: &str, is_cut: bool) -> Option<Trial> {
    let trial = trial(delimiter, sample, is_cut);
    let lines = sample.lines().filter(|line| !line.is_empty()).count();
    let is_time = |trio: &[u8]| trio[0].is_ascii_digit() && trio[1] == b':' && trio[2].is_ascii_digit();
    let is_clear = match delimiter.as_str() {
        ":" => trial.dialect.width > 2 && !sample.as_bytes().windows(3).any(is_time),
        _ => true,
    };
    // A usual delimiter that fits as well is preferred.
    (trial.agreement >= 0.99 && lines >= 3 && is_clear).then_some(Trial { score: trial.score * 0.8, ..trial })
}

fn sample_rows(sample: &str, dialect: &Dialect, is_cut: bool) -> Result<Cells, ReadError> {
    let mut rows = scan(sample, 1, dialect, &mut Log::new(""))?.rows;
    let last = if is_cut && rows.len() > 1 { rows.len() - 1 } else { rows.len() };
    rows.keep(0..last.min(SAMPLE_ROWS));
    Ok(rows)
}

/// The width of the table, and the share of the rows that have it. Where most rows are lines of text, the rows of one
/// width that stand together are the table.
fn usual_width(rows: &Cells) -> Option<(usize, f64)> {
    let widths: Vec<usize> = (0..rows.len()).map(|row| rows.width(row)).collect();
    let share = |width: usize| widths.iter().filter(|&&own| own == width).count() as f64 / widths.len() as f64;
    let width = modal_width(widths.iter().copied())?;
    if width > 1 {
        return Some((width, share(width)));
    }
    let width = modal_width(widths.iter().copied().filter(|&width| width > 2))?;
    let first = widths.iter().position(|&own| own == width)?;
    let last = widths.iter().rposition(|&own| own == width)?;
    let within = widths[first..=last].iter().filter(|&&own| own == width).count();
    (within >= 3 && within == last - first + 1).then(|| (width, share(width) / 2.0))
}

/// The width that most rows have; the greater of two equally frequent ones.
pub fn modal_width(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts = BTreeMap::<usize, usize>::new();
    for width in widths {
        *counts.entry(width).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(width, count)| (count, width)).map(|(width, _)| width)
}

/// 1 for a cell that looks like one, less for what looks like several.
fn cleanness(dialect: &Dialect, cell: &str) -> f64 {
    let inside = text_inside(cell);
    let bytes = inside.as_deref().unwrap_or(cell).as_bytes();
    let own = dialect.delimiter.as_bytes();
    let other_delimiter = bytes.iter().any(|byte| !own.contains(byte) && matches!(byte, b';' | b'\t' | b'|'));
    let is_joint =
        |trio: &[u8]| trio[1] == b',' && !trio[0].is_ascii_digit() && !trio[2].is_ascii_digit() && trio[2] != b' ';
    // Commas at the end were put there when the whole row was taken for one cell.
    let is_filled_up = own != b"," && bytes.ends_with(b",");
    if bytes.first() == Some(&dialect.quote) || bytes.last() == Some(&dialect.quote) || is_filled_up {
        0.0
    } else if other_delimiter || (own != b"," && bytes.windows(3).any(is_joint)) {
        0.3
    } else {
        1.0
    }
}

/// Whether nearly every cell but the first of a row begins with a blank.
fn is_padded(rows: &Cells) -> bool {
    let (mut all, mut padded) = (0, 0);
    let cells = (0..rows.len()).flat_map(|row| rows.row(row).skip(1));
    for cell in cells.filter(|cell| !cell.is_empty()) {
        all += 1;
        padded += usize::from(cell.starts_with(' '));
    }
    all >= 2 && padded * 100 >= all * 95
}

/// The beginning of the text, up to the end of a line where it had to be cut.
fn sample(text: &str) -> (&str, bool) {
    if text.len() <= SAMPLE_BYTES {
        return (text, false);
    }
    let end = text.floor_char_boundary(SAMPLE_BYTES);
    let end = text[..end].rfind(['\n', '\r']).map_or(end, |at| at + 1);
    (&text[..end], true)
}

/// Delimiters of several letters, longest first: `||`, `::`, `~|~`. One letter again and again, or the same from both
/// ends; in nearly every line, and no usual delimiter that is part of it stands alone.
fn long_delimiters(sample: &str) -> Vec<Delimiter> {
    let lines: Vec<&str> = sample.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    let mut found: Vec<Delimiter> = Vec::new();
    for length in (2..=4).rev() {
        for line in lines.iter().take(10) {
            for gram in line.as_bytes().windows(length).filter(|gram| is_symmetric(gram)) {
                let Some(delimiter) = std::str::from_utf8(gram).ok().and_then(Delimiter::new) else { continue };
                if !found.contains(&delimiter) && is_told(&lines, delimiter.as_str()) {
                    found.push(delimiter);
                }
            }
        }
    }
    found
}

fn is_symmetric(gram: &[u8]) -> bool {
    gram.iter().all(|byte| LETTERS.contains(byte)) && gram.iter().eq(gram.iter().rev())
}

fn is_told(lines: &[&str], delimiter: &str) -> bool {
    let parts: Vec<&str> = USUAL.iter().copied().filter(|usual| delimiter.contains(usual)).collect();
    let is_one_letter = delimiter.bytes().all(|byte| delimiter.as_bytes().first() == Some(&byte));
    // Two commas around an empty column are likelier than a delimiter of two commas, unless there are many.
    let fewest = if is_one_letter && parts.iter().any(|part| *part != "|") { 2 } else { 1 };
    let (mut told, mut alone) = (0, 0);
    for line in lines {
        let rest = line.replace(delimiter, "");
        told += usize::from(!rest.is_empty() && line.matches(delimiter).count() >= fewest);
        alone += usize::from(parts.iter().any(|part| rest.contains(part)));
    }
    let allowed = if is_one_letter { lines.len() / 50 } else { lines.len() / 2 };
    told * 10 >= lines.len() * 8 && alone <= allowed
}

/// Whether a space separates cells: only believed where the cells are quoted.
fn has_quoted_spaces(sample: &str) -> bool {
    let lines = sample.lines().filter(|line| !line.is_empty()).count();
    sample.matches("\" \"").count() >= lines.max(1)
}

/// The character that more cells begin and end with.
fn quote(sample: &str, delimiter: &str) -> u8 {
    let edges = |quote: char| {
        let (mut opening, mut closing) = (0_usize, 0_usize);
        for (at, _) in sample.match_indices(quote) {
            let (before, after) = (&sample[..at], &sample[at + 1..]);
            let opens = before.is_empty() || before.ends_with(['\n', '\r']) || before.ends_with(delimiter);
            let closes = after.is_empty() || after.starts_with(['\n', '\r']) || after.starts_with(delimiter);
            opening += usize::from(opens);
            closing += usize::from(closes && !opens);
        }
        (opening, closing)
    };
    // An apostrophe before what is to stay text (`'02108`) opens cells and closes none; that of feet closes them alone.
    let (opening, closing) = edges('\'');
    let is_paired = opening.min(closing) * 2 >= opening.max(closing);
    let (double_opening, double_closing) = edges('"');
    let single = opening + closing;
    if single >= 4 && is_paired && single > double_opening + double_closing { b'\'' } else { b'"' }
}

/// A backslash, where it stands before quotes inside of cells.
fn escape(sample: &str, delimiter: u8, quote: u8) -> Option<u8> {
    let is_edge = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
    let inner = |trio: &[u8]| trio[0] == b'\\' && trio[1] == quote && !is_edge(trio[2]);
    sample.as_bytes().windows(3).any(inner).then_some(b'\\')
}

/// Whether a backslash stands before a delimiter or a line end.
fn may_escape(sample: &str, delimiter: &str) -> bool {
    let stands_before = |(at, _): (usize, &str)| {
        let after = &sample[at + 1..];
        after.starts_with(delimiter) || after.starts_with(['\n', '\r'])
    };
    delimiter != "\\" && sample.match_indices('\\').any(stands_before)
}

/// Whether every double quote has its twin beside it, twice at least.
fn is_doubled(sample: &str) -> bool {
    let twins = sample.matches("\"\"").count();
    twins >= 2 && twins * 2 == sample.matches('"').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Dialect {
        sniff(text, Encoding::Utf8, None)
    }

    fn check(text: &str, delimiter: &str, quote: char, width: usize) {
        let dialect = found(text);
        let found = (dialect.delimiter.as_str(), char::from(dialect.quote), dialect.width);
        assert_eq!(found, (delimiter, quote, width), "{text}");
    }

    #[test]
    fn finds_the_delimiter() {
        check("a,b,c\n1,2,3\n", ",", '"', 3);
        check("name;umsatz\nA;1,5\nB;2,5\nC;3,5\n", ";", '"', 2);
        check("a\tb\n\"x, y\"\t1,5\nz\t2,5\n", "\t", '"', 2);
        check("a|b|c\nx, y|1|2\nz|3|4\n", "|", '"', 3);
        check("\"a\" \"b\"\n\"x y\" \"1\"\n\"z\" \"2\"\n", " ", '"', 2);
        check("id,address,note\n1,\"5 Elm St; rear\",x\n2,\"6 Elm St; front\",y\n", ",", '"', 3);
    }

    #[test]
    fn finds_rare_and_long_delimiters() {
        check("name||city||zip\nA||Rome||1\nB||||2\n", "||", '"', 3);
        check("name::city\nA::Rome\nB::Oslo\n", "::", '"', 2);
        check("name~|~city\nA|C~|~Rome, N\nB~|~Oslo, S\n", "~|~", '"', 2);
        check("name^city^zip\nA, B^Rome^1\nC^Oslo, N^2\n", "^", '"', 3);
        check("name\u{1}city\nA\u{1}Rome\nB\u{1}Oslo\n", "\u{1}", '"', 2);
        check("name§city\nA§Rome\nB§Oslo\n", "§", '"', 2);
        check("name:city:zip\nA:Rome:1\nB:Oslo:2\n", ":", '"', 3);
        check("time\n10:30:00\n11:30:00\n12:30:00\n", "\u{1f}", '"', 1);
        check("name, city, rate\nA, Rome, 1,5\nB, Oslo, 2\nC, Bonn, 2,5\n", ", ", '"', 3);
        check("name,person,city\nA,\"Lee, Ann\",x\nB,\"Ray, Bob\",y\nC,\"Poe, Cy\",z\n", ",", '"', 3);
        check("name,,city\nA,,Rome\nB,,Oslo\n", ",", '"', 3);
        check("name,price\nA,$5\nB,$6\nC,$7\n", ",", '"', 2);
    }

    #[test]
    fn keeps_one_column_whole() {
        check("name\nAcme\nGlobex\n", "\u{1f}", '"', 1);
        check("name\nAcme, Inc\nGlobex\nInitech\n", "\u{1f}", '"', 1);
        check("Report\nof\nMay\n\nby\nAnn\n\na;b;c\n1;2;3\n4;5;6\n", ";", '"', 3);
    }

    #[test]
    fn finds_quotes_and_escapes() {
        check("'a','b'\n'x, y','z'\n", ",", '\'', 2);
        check("a,b\nO'Neill,'tis\n", ",", '"', 2);
        check("name,zip,ship zip\nA,'02108,'02108\nB,'78701,'78701\nC,'89501,'89501\n", ",", '"', 3);
        check("name,high,wide\nA,5',6'\nB,7',8'\nC,9',9'\n", ",", '"', 3);
        check("a,b\n'','x'\n'y',''\n'z, u',''\n", ",", '\'', 2);
        assert_eq!(found("a,b\n\"say \\\"hi\\\" now\",2\n").escape, Some(b'\\'));
        assert_eq!(found("a,b\n\"C:\\\",2\n").escape, None);
        assert!(found("a,b\nx\\, y,1\nz,2\n").escapes_bare);
        assert!(!found("dir,b\nC:\\x\\,1\nC:\\y\\,2\n").escapes_bare);
        assert!(found("'a','b'\n'5\"\"','6\"\"'\n").doubled);
        assert!(!found("'a','b'\n'5\"','6\"\"'\n").doubled);
    }
}
