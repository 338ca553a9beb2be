//! Where the table lies in the rows: lines before it, its header, a totals row at its end.

use super::cells::Cells;
use super::columns::{HeaderWords, looks_like_value};
use super::dialect::modal_width;

/// How many rows may stand before a header.
const PREAMBLE_ROWS: usize = 40;
const SAMPLE_ROWS: usize = 200;
/// How many rows from the end a totals row may stand.
const TOTALS_TAIL: usize = 3;
/// What the first filled cell of a totals row says.
const TOTALS: [&str; 16] = [
    "total",
    "totals",
    "grand total",
    "grand totals",
    "sum",
    "subtotal",
    "overall",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "somme",
    "total général",
    "total general",
    "suma",
    "soma",
];

/// Position of the first row of the table: the first with as many cells, and enough of them filled, as most rows have.
pub fn table_start(rows: &Cells) -> usize {
    let sampled = rows.len().min(SAMPLE_ROWS);
    let Some(width) = modal_width((0..sampled).map(|row| told_width(rows, row))).filter(|&width| width > 1) else {
        return 0;
    };
    let needed = width.div_ceil(2).max(2);
    let starts = |row: &usize| rows.width(*row) >= width && filled(rows, *row) >= needed;
    (0..sampled.min(PREAMBLE_ROWS)).find(starts).unwrap_or(0)
}

/// Whether the row at `start` names the columns rather than filling them.
pub fn has_header(rows: &Cells, start: usize) -> bool {
    let header: Vec<&str> = rows.row(start).map(str::trim).collect();
    let words = header.iter().filter(|cell| HeaderWords::of(cell).is_known()).count();
    let values: Vec<&&str> = header.iter().filter(|cell| looks_like_value(cell)).collect();
    if values.is_empty() {
        return !repeats(rows, start, &header);
    }
    // Years name columns where something else in the row is a name.
    words > values.len() || words > 0 && values.iter().all(|cell| is_year(cell))
}

/// Whether a row is the totals row of a table of `len` rows: near its end, named so, and without further text.
pub fn is_totals(rows: &Cells, row: usize) -> bool {
    if row + TOTALS_TAIL < rows.len() || rows.len() < 2 {
        return false;
    }
    let mut filled = rows.row(row).map(str::trim).filter(|cell| !cell.is_empty());
    let first = filled.next().unwrap_or("").trim_end_matches(':').to_lowercase();
    TOTALS.contains(&first.as_str()) && filled.all(looks_like_value)
}

/// Whether most cells of the first row stand below again, which names of columns don't.
fn repeats(rows: &Cells, start: usize, first: &[&str]) -> bool {
    let end = rows.len().min(start + SAMPLE_ROWS);
    let stands_below = |column: usize, cell: &str| (start + 1..end).any(|row| rows.get(row, column).trim() == cell);
    let again = first.iter().enumerate().filter(|&(column, cell)| !cell.is_empty() && stands_below(column, cell));
    again.count() * 2 > first.len() && end > start + 1
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

    fn rows(text: &str) -> Cells {
        let mut cells = Cells::default();
        for (line, row) in (1..).zip(text.lines()) {
            cells.push(line, row.split(','));
        }
        cells
    }

    fn check(text: &str, start: usize, header: bool) {
        let rows = rows(text);
        assert_eq!(table_start(&rows), start, "{text}");
        assert_eq!(has_header(&rows, start), header, "{text}");
    }

    #[test]
    fn finds_the_header() {
        check("name,zip\nA,1\nB,2", 0, true);
        check("Accounts of May\n\nname,zip,city\nA,1,x\nB,2,y", 2, true);
        check("Report,,,\nname,zip,city,state\nA,1,x,NY\nB,2,y,NJ", 1, true);
        check("Acme,10001,5.5\nGlobex,10002,6.5\nInitech,10003,7", 0, false);
        check("a,b,c", 0, true);
        check("rep,2024,2025\nAnn,5,6\nBob,7,8", 0, true);
        check(",Row ID,Sales\n0,5,7\n1,6,8", 0, true);
    }

    #[test]
    fn finds_a_totals_row_only_at_the_end() {
        let rows = rows("name,x\nTotal,9\nA,1\nB,2\nTotal Wine,4\nGrand Total:,12");
        assert_eq!((0..6).filter(|&row| is_totals(&rows, row)).collect::<Vec<_>>(), [5]);
    }
}
