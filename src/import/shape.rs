//! Where the table lies in the rows: lines before it, its header of one or more rows, other tables and lines below it,
//! a totals row at its end.

use super::cells::Cells;
use super::columns::{HeaderWords, looks_like_value};
use super::sniff::modal_width;
use super::totals::below_totals;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many rows may stand before a header.
const PREAMBLE_ROWS: usize = 40;
const SAMPLE_ROWS: usize = 200;
/// How many rows a header may have.
const HEADER_ROWS: usize = 4;
/// How many rows below the table may be lines of text.
const FOOTER_ROWS: usize = 12;
/// What stands in place of a value that is missing.
const MISSING: [&str; 10] = ["", "-", "–", "n/a", "na", "null", "none", "unknown", "tbd", "?"];

/// The codes of the states of the US.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND \
    OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

/// What the rows of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Rows of the header; empty, where the table starts, when it has none.
    pub header: Range<usize>,
    /// Rows of the table.
    pub body: Range<usize>,
    /// Rows among them that say the header again.
    pub repeats: Vec<usize>,
    /// Rows of further tables, each with its header.
    pub others: Vec<Range<usize>>,
    /// Lines of text below the table.
    pub footer: Range<usize>,
}

/// Finds the table. `gaps` are the rows that follow a blank line; `told`, the first and the last line of the header where a
/// person says so, 0 for none. O(rows), and the cells of a sample.
pub fn outline(rows: &Cells, gaps: &[usize], told: Option<(u32, u32)>) -> Outline {
    let start = table_start(rows, gaps);
    let header = match told {
        Some((0, _)) => start..start,
        Some((first, last)) => {
            let below = |line: u32| (0..rows.len()).find(|&row| rows.line(row) > line).unwrap_or(rows.len());
            let row = below(first - 1).min(rows.len().saturating_sub(1));
            row..below(last).max(row + 1).min(rows.len())
        }
        None if has_header(rows, start) => header_rows(rows, start, gaps),
        None => start..start,
    };
    let (mut others, mut repeats) = (Vec::new(), Vec::new());
    let mut end = rows.len();
    if !header.is_empty() {
        let above = header.end - 1;
        let first_name = first_name(rows, above);
        let says_again = |&row: &usize| says_again(rows, above, first_name, row);
        for again in (header.end + 1..rows.len()).filter(says_again) {
            if is_same(rows, above, again) && !repeats_rows(rows, header.end..end.min(again), again + 1) {
                repeats.push(again);
            } else {
                others.push(again);
                end = end.min(again);
            }
        }
        let starts = gaps.iter().copied().filter(|&gap| gap > header.end && gap < end);
        let further: Vec<usize> = starts.filter_map(|gap| other_header(rows, header.end..gap, gap)).collect();
        end = further.iter().copied().fold(end, usize::min);
        others.extend(further);
    }
    others.sort_unstable();
    let ends: Vec<usize> = others.iter().copied().skip(1).chain([rows.len()]).collect();
    let others: Vec<Range<usize>> = others.into_iter().zip(ends).map(|(start, end)| start..end).collect();
    let footer = footer_start(rows, gaps, header.end, end)..end;
    let body = header.end..footer.start;
    repeats.retain(|row| body.contains(row));
    Outline { header, body, repeats, others, footer }
}

/// The names of the columns from one or more header rows: a name that stands over several columns counts for all of
/// them, equal ones are said once.
pub fn joined_header(rows: &Cells, header: &Range<usize>) -> Vec<String> {
    let width = header.clone().map(|row| rows.width(row)).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for row in header.clone() {
        let has_names_below = |column: usize| row + 1 < header.end && !rows.get(row + 1, column).trim().is_empty();
        let mut group = "";
        for (column, name) in names.iter_mut().enumerate() {
            let own = rows.get(row, column);
            group = if own.trim().is_empty() && has_names_below(column) { group } else { own };
            if header.len() == 1 {
                own.clone_into(name);
            } else if !group.trim().is_empty() && *name != group.trim() {
                name.push_str(if name.is_empty() { "" } else { " " });
                name.push_str(group.trim());
            }
        }
    }
    names
}

/// Position of the first row of the table: the first with as many cells, and enough of them filled, as most rows have.
fn table_start(rows: &Cells, gaps: &[usize]) -> usize {
    let sampled = rows.len().min(SAMPLE_ROWS);
    let Some(width) = modal_width((0..sampled).map(|row| told_width(rows, row)).filter(|&width| width > 1)) else {
        return 0;
    };
    let needed = width.div_ceil(2).max(2);
    let starts = |row: &usize| rows.width(*row) >= width && filled(rows, *row) >= needed;
    let start = (0..sampled.min(PREAMBLE_ROWS)).find(starts).unwrap_or(0);
    // Names may be fewer than cells.
    let names = start.checked_sub(1).filter(|&above| {
        let width = rows.width(above);
        width >= needed && filled(rows, above) == width && !gaps.contains(&start) && is_header_like(rows, above)
    });
    names.filter(|_| !has_header(rows, start)).unwrap_or(start)
}

/// Whether the row at `start` names the columns rather than filling them.
fn has_header(rows: &Cells, start: usize) -> bool {
    let header: Vec<&str> = rows.row(start).map(str::trim).collect();
    let values: Vec<&&str> = header.iter().filter(|cell| looks_like_value(cell)).collect();
    if values.is_empty() {
        return !repeats(rows, start, &header) && !is_of_states(rows, start, &header);
    }
    let known = header.iter().filter(|cell| HeaderWords::of(cell).is_known());
    let words = known.take(values.len() + 1).count();
    // Years name columns where something else in the row is a name, and so do months and quarters beside each other.
    let is_period = |cell: &&&str| HeaderWords::of(cell).period().is_some();
    // So do months by their numbers.
    let are_months = || values.len() > 2 && values.iter().zip(1u32..).all(|(cell, month)| cell.parse() == Ok(month));
    words > values.len()
        || words > 0
            && (values.iter().all(|cell| is_year(cell))
                || values.len() > 1 && values.iter().all(is_period)
                || are_months())
}

/// The rows of the header that was found at `start`: with a row of groups above it, and further rows below.
fn header_rows(rows: &Cells, start: usize, gaps: &[usize]) -> Range<usize> {
    let mut end = start + 1;
    while end < rows.len() && end - start < HEADER_ROWS && is_header_below(rows, end) {
        end += 1;
    }
    let is_adjacent = start > 0 && !gaps.contains(&start);
    let has_groups = is_adjacent
        && is_group_row(rows, start - 1)
        && rows.width(start - 1) >= rows.width(start)
        && rows.row(start - 1).all(|cell| !looks_like_value(cell) || is_year(cell.trim()));
    start - usize::from(has_groups)..end
}

/// Whether a row names groups of columns: the first cell is blank, and others are.
fn is_group_row(rows: &Cells, row: usize) -> bool {
    let filled = filled(rows, row);
    let starts_blank = rows.get(row, 0).trim().is_empty();
    filled > 0 && (starts_blank || filled * 2 <= rows.width(row) && filled > 1)
}

/// Whether a row belongs to the header above it: where the rows below have values, it has words.
fn is_header_below(rows: &Cells, row: usize) -> bool {
    if says_again(rows, row - 1, first_name(rows, row - 1), row) {
        return true;
    }
    let columns = value_columns(rows, row + 1..rows.len().min(row + 1 + SAMPLE_ROWS));
    let told: Vec<&str> =
        columns.iter().map(|&column| rows.get(row, column).trim()).filter(|cell| !cell.is_empty()).collect();
    let is_word = |cell: &&str| !looks_like_value(cell) && !MISSING.contains(&cell.to_lowercase().as_str());
    if columns.is_empty() || told.is_empty() || !told.iter().all(is_word) || told.len() * 2 < columns.len() {
        return false;
    }
    if rows.row(row).any(|cell| looks_like_value(cell) && !is_year(cell.trim())) {
        return false;
    }
    let has_no_more = filled(rows, row) == told.len();
    let different: BTreeSet<&str> = told.iter().copied().collect();
    has_no_more || told.iter().all(|cell| is_bracketed(cell)) || columns.len() > 1 && different.len() == told.len()
}

/// Columns with a value in nearly every row, and at least two.
fn value_columns(rows: &Cells, sample: Range<usize>) -> Vec<usize> {
    let width = sample.clone().map(|row| rows.width(row)).max().unwrap_or(0);
    let has_values = |column: &usize| {
        let cells = sample.clone().map(|row| rows.get(row, *column).trim()).filter(|cell| !cell.is_empty());
        let (mut filled, mut values) = (0, 0);
        for cell in cells {
            filled += 1;
            values += usize::from(looks_like_value(cell));
        }
        values >= 2 && values * 10 >= filled * 9 && filled * 2 >= sample.len()
    };
    (0..width).filter(has_values).collect()
}

/// Whether a cell says a unit or the like: `(km)`, `[h]`.
fn is_bracketed(cell: &str) -> bool {
    cell.starts_with(['(', '[']) && cell.ends_with([')', ']'])
}

/// The first column that a header names.
fn first_name(rows: &Cells, header: usize) -> Option<(usize, &str)> {
    let mut names = (0..rows.width(header)).map(|column| (column, rows.get(header, column).trim()));
    names.find(|(_, name)| !name.is_empty())
}

/// Whether a row says what the header says, in the first named column and in most. It is asked of every row.
fn says_again(rows: &Cells, header: usize, first_name: Option<(usize, &str)>, row: usize) -> bool {
    let Some((column, first)) = first_name else { return false };
    let own = rows.get(row, column);
    if own.len() < first.len() || own.trim() != first {
        return false;
    }
    let shared = told_width(rows, header).min(told_width(rows, row));
    let equal = (0..shared).filter(|&column| rows.get(header, column).trim() == rows.get(row, column).trim()).count();
    shared > 1 && equal * 10 >= shared * 7
}

fn is_same(rows: &Cells, one: usize, other: usize) -> bool {
    let width = rows.width(one).max(rows.width(other));
    (0..width).all(|column| rows.get(one, column).trim() == rows.get(other, column).trim())
}

/// Whether the rows from `from` on stand in `above` already, for the most part.
fn repeats_rows(rows: &Cells, above: Range<usize>, from: usize) -> bool {
    let text = |row: usize| {
        rows.row(row).map(str::trim).collect::<Vec<_>>().join("\u{1f}").trim_end_matches('\u{1f}').to_owned()
    };
    let sample = from..rows.len().min(from + SAMPLE_ROWS).min(from + above.len());
    let known: BTreeSet<String> = above.take(SAMPLE_ROWS).map(text).collect();
    let again = sample.clone().filter(|&row| known.contains(&text(row))).count();
    !sample.is_empty() && again * 2 >= sample.len()
}

/// The header of another table that follows the gap before `row`, perhaps below its title.
fn other_header(rows: &Cells, body: Range<usize>, row: usize) -> Option<usize> {
    let below = if told_width(rows, row) == 1 { row + 1 } else { row };
    let width = told_width(rows, below);
    let is_named = width > 1 && filled(rows, below) == width && !rows.row(below).any(looks_like_value);
    if !is_named || below + 1 >= rows.len() {
        return None;
    }
    let sample = body.start..body.end.min(body.start + SAMPLE_ROWS);
    let usual = modal_width(sample.clone().map(|row| rows.width(row)))?;
    let has_own_width = rows.width(below) != usual && rows.width(below + 1) == rows.width(below);
    let columns = value_columns(rows, sample.clone());
    let has_own_columns = !columns.is_empty()
        && columns.iter().all(|&column| !rows.get(below, column).trim().is_empty())
        && is_header_like(rows, below);
    let stands_above =
        |column: usize, cell: &str| sample.clone().any(|row| rows.get(row, column).trim() == cell.trim());
    let names_column =
        |(column, cell): (usize, &str)| HeaderWords::of(cell).is_all_known() && !stands_above(column, cell);
    let has_own_names = || rows.row(below).enumerate().all(names_column) && is_header_like(rows, below);
    (has_own_width || has_own_columns || has_own_names()).then_some(row)
}

/// Whether a row names columns and the ones below fill them.
fn is_header_like(rows: &Cells, row: usize) -> bool {
    let cells: BTreeSet<&str> = rows.row(row).map(str::trim).collect();
    cells.len() == rows.width(row) && has_header(rows, row)
}

/// Where lines of text begin that end a table of at least three columns: rows of one cell, without a separator. Below a
/// blank line they may be more than the rows of the table.
fn footer_start(rows: &Cells, gaps: &[usize], start: usize, end: usize) -> usize {
    let is_line = |row: &usize| rows.width(*row) == 1;
    let lines = (start..end).rev().take_while(is_line).count();
    let first = end - lines;
    let sample = start..first.min(start + SAMPLE_ROWS);
    let usual = modal_width(sample.map(|row| rows.width(row))).unwrap_or(0);
    if let Some(below) = below_totals(rows, start.max(end.saturating_sub(FOOTER_ROWS + 1))..end, usual) {
        return below;
    }
    let is_apart = first > start && gaps.contains(&first);
    if usual > 2 && lines <= FOOTER_ROWS && (is_apart || lines * 2 < end - start) { first } else { end }
}

/// Whether most cells of the first row stand below again, which names of columns don't.
fn repeats(rows: &Cells, start: usize, first: &[&str]) -> bool {
    let end = rows.len().min(start + SAMPLE_ROWS);
    let first_name = first_name(rows, start);
    let is_again = |row: usize| row > start && !says_again(rows, start, first_name, row);
    let stands_below =
        |column: usize, cell: &str| (start + 1..end).any(|row| is_again(row) && rows.get(row, column).trim() == cell);
    let again = first.iter().enumerate().filter(|&(column, cell)| !cell.is_empty() && stands_below(column, cell));
    again.count() * 2 > first.len() && end > start + 1
}

/// Whether the first row has a state of the US where all others have one, and names nothing: it is a row like them.
fn is_of_states(rows: &Cells, start: usize, first: &[&str]) -> bool {
    let end = rows.len().min(start + SAMPLE_ROWS);
    let is_state = |cell: &str| cell.len() == 2 && STATES.split_ascii_whitespace().any(|state| state == cell);
    let are_states = |column: usize| (start..end).all(|row| is_state(rows.get(row, column).trim()));
    let is_known = |cell: &&str| HeaderWords::of(cell).is_known();
    start + 1 < end && (0..first.len()).any(are_states) && !first.iter().any(is_known)
}

fn is_year(cell: &str) -> bool {
    cell.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// Cells up to the last that is filled.
fn told_width(rows: &Cells, row: usize) -> usize {
    let last = rows.row(row).enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last();
    last.map_or(0, |(column, _)| column + 1)
}

fn filled(rows: &Cells, row: usize) -> usize {
    rows.row(row).filter(|cell| !cell.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows parted at commas; the lines that follow a blank one.
    fn rows(text: &str) -> (Cells, Vec<usize>) {
        let (mut cells, mut gaps, mut is_gap) = (Cells::default(), Vec::new(), false);
        for (line, row) in (1..).zip(text.lines()) {
            if row.is_empty() {
                is_gap = true;
                continue;
            }
            if std::mem::take(&mut is_gap) {
                gaps.push(cells.len());
            }
            cells.push(line, row.split(','));
        }
        (cells, gaps)
    }

    fn check(text: &str, header: Range<usize>, body: Range<usize>) -> Outline {
        let (rows, gaps) = rows(text);
        let found = outline(&rows, &gaps, None);
        assert_eq!((&found.header, &found.body), (&header, &body), "{text}");
        found
    }

    #[test]
    fn finds_the_header() {
        check("name,zip\nA,1\nB,2", 0..1, 1..3);
        check("Accounts of May\n\nname,zip,city\nA,1,x\nB,2,y", 1..2, 2..4);
        check("Report,,,\nname,zip,city,state\nA,1,x,NY\nB,2,y,NJ", 1..2, 2..4);
        check("Acme,10001,5.5\nGlobex,10002,6.5\nInitech,10003,7", 0..0, 0..3);
        check("a,b,c", 0..1, 1..1);
        check("rep,2024,2025\nAnn,5,6\nBob,7,8", 0..1, 1..3);
        check(",Row ID,Sales\n0,5,7\n1,6,8", 0..1, 1..3);
        check("name,city\nA,Rome\nB,Oslo\nC,Rome", 0..1, 1..4);
        check("name,sales,visits\nA,n/a,n/a\nB,2,3\nC,3,4", 0..1, 1..4);
        check("name,sales,visits\nA,pending,pending\nB,2,3\nC,3,4", 0..1, 1..4);
    }

    #[test]
    fn joins_several_header_rows() {
        let joined = |text: &str, expected: &[&str]| {
            let (rows, gaps) = rows(text);
            assert_eq!(joined_header(&rows, &outline(&rows, &gaps, None).header), expected, "{text}");
        };
        joined("name,zip\nname,zip\nA,1\nB,2", &["name", "zip"]);
        joined(
            ",,2024,,2025,\nname,city,plan,sales,plan,sales\nA,x,1,2,3,4\nB,y,1,2,3,4",
            &["name", "city", "2024 plan", "2024 sales", "2025 plan", "2025 sales"],
        );
        joined("name,way,time\n,km,h\nA,5,6\nB,7,8", &["name", "way km", "time h"]);
        joined("name,way,way\n,(there),(back)\nA,5,6\nB,7,8", &["name", "way (there)", "way (back)"]);
    }

    #[test]
    fn tells_tables_apart() {
        let check = |text: &str, body: Range<usize>, repeats: &[usize], other: Option<Range<usize>>| {
            let found = check(text, 0..1, body);
            assert_eq!((found.repeats.as_slice(), found.others.first()), (repeats, other.as_ref()), "{text}");
        };
        check("name,zip\nA,1\nB,2\nname,zip\nC,3\nD,4", 1..6, &[3], None);
        check("name,zip\nA,1\nB,2\nname,zip\nA,1\nB,2", 1..3, &[], Some(3..6));
        check("name,zip,city\nA,1,x\nB,2,y\nname,zip\nA,1\nB,2", 1..3, &[], Some(3..6));
        check("name,zip\nA,1\nB,2\nC,3\n\nReps\nrep,home,quota\nAnn,x,1\nBob,y,2", 1..4, &[], Some(4..8));
        check("name,zip\nA,1\nB,2\n\nrep,home\nAnn,5\nBob,6", 1..3, &[], Some(3..6));
        check("name,zip\nA,1\nB,2\n\nC,3\n\nD,4", 1..5, &[], None);
        check("name,city\nA,Rome\nB,Oslo\n\nOpportunity,Stage\nC,Won\nD,Lost", 1..3, &[], Some(3..6));
        check("name,type\nA,Prospect\nB,Customer\n\nStore,Customer\nD,Customer", 1..5, &[], None);
    }

    #[test]
    fn finds_lines_below() {
        let text = "name,zip,city\nA,1,x\nB,2,y\nC,3,z\n\nSource: CRM\nConfidential";
        assert_eq!(check(text, 0..1, 1..4).footer, 4..6);
        assert_eq!(check("name,zip,city\nA,1,x\nB\nC,3,z\nD,4,w", 0..1, 1..5).footer, 5..5);
        assert_eq!(check("name,zip,city\nA,1,x\nB,2,y\n\nAccounts\nConfidential\nBy Ann", 0..1, 1..3).footer, 3..6);
        assert_eq!(check("name,zip,city\nA,1,x\nB,2,y\nC\nD\nE", 0..1, 1..6).footer, 6..6);
    }

    #[test]
    fn finds_what_stands_below_the_totals() {
        let head = "name,zip,x\nA,1,5\nB,2,6";
        let check = |below: &str, footer: Range<usize>| {
            let found = check(&format!("{head}\n{below}"), 0..1, 1..footer.start);
            assert_eq!(found.footer, footer, "{below}");
        };
        check("Total,,11\nAverage,,5.5\nCount:,,2\nPrinted on 2026-01-05,,\nby Ann,,", 4..8);
        check("Total,,11\nPrinted on,2026-01-05,", 4..5);
        check(
            "Grand Totals (2 records),,\nConfidential Information - Do Not Distribute\nCopyright 2026 Acme, Inc.",
            4..6,
        );
        check("Total,,11\nCount,3,7\nC,3,7", 6..6);
        check("Total,,\nC,,", 5..5);
        check("Average,,5.5", 4..4);
    }
}
