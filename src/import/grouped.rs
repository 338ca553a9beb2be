//! Tables in groups, as pivot tables and reports by customer are: a label stands once above its rows, a subtotal below them.

use super::cells::Cells;
use super::log::{Log, Spot};
use super::totals::{is_totals, says_only_values};
use crate::model::{Code, Severity};

/// What is said before or behind the label of a group where its subtotal stands.
const BEFORE: [&str; 8] =
    ["total for ", "total ", "total de ", "subtotal ", "sous-total ", "summe ", "gesamt ", "totale "];
const BEHIND: [&str; 6] = [" total", " totals", " subtotal", " ergebnis", "-ergebnis", " gesamt"];
/// Groups in groups are no deeper.
const MOST_DEEP: usize = 4;
/// So many subtotals make a table in groups.
const LEAST: usize = 2;

/// What a row of such a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Row,
    Label,
    Subtotal,
}

/// Writes the labels of groups into their rows, and leaves labels and subtotals out, where at least two subtotals name a label
/// that stands above them. O(cells).
pub fn ungroup(rows: &mut Cells, log: &mut Log) {
    let (mut lines, depth) = subtotals(rows);
    if depth == 0 {
        return;
    }
    let mut filled = 0;
    let mut labels: Vec<String> = vec![String::new(); depth];
    for row in (0..rows.len()).filter(|&row| lines[row] == Line::Row).collect::<Vec<_>>() {
        if is_totals(rows, row) {
            continue;
        }
        let is_label = rows.row(row).skip(depth).all(|cell| cell.trim().is_empty());
        let mut cells: Vec<String> = rows.row(row).map(str::to_owned).collect();
        let mut is_filled = false;
        for column in 0..depth.min(cells.len()) {
            if cells[column].trim().is_empty() {
                is_filled |= !labels[column].is_empty();
                cells[column].clone_from(&labels[column]);
            } else {
                labels[column].clone_from(&cells[column]);
                labels[column + 1..].iter_mut().for_each(String::clear);
            }
        }
        if is_label {
            lines[row] = Line::Label;
        } else if is_filled {
            filled += 1;
            rows.replace(row, cells.iter().map(String::as_str));
        }
    }
    tell(rows, &lines, filled, log);
    rows.retain(|row| lines[row] == Line::Row);
}

/// The subtotals of a table, and how many columns hold the labels of groups: 0 where it has none.
fn subtotals(rows: &Cells) -> (Vec<Line>, usize) {
    let mut lines = vec![Line::Row; rows.len()];
    let (mut depth, mut found) = (0, 0);
    let mut labels: Vec<String> = Vec::new();
    for (row, line) in lines.iter_mut().enumerate() {
        let mut filled = rows.row(row).enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let Some((column, first)) = filled.next() else { continue };
        let is_label = |of: &str| labels.get(column).is_some_and(|label| label.eq_ignore_ascii_case(of));
        if label_of(first).any(is_label) && says_only_values(rows, row) {
            (*line, found, depth) = (Line::Subtotal, found + 1, depth.max(column + 1));
            continue;
        }
        for (column, cell) in rows.row(row).enumerate().take(MOST_DEEP) {
            let cell = cell.trim();
            if labels.len() <= column {
                labels.push(String::new());
            }
            if !cell.is_empty() && labels[column] != cell {
                cell.clone_into(&mut labels[column]);
            }
        }
    }
    if found < LEAST { (Vec::new(), 0) } else { (lines, depth) }
}

/// The label that a cell may be the subtotal of.
fn label_of(cell: &str) -> impl Iterator<Item = &str> {
    let cell = cell.trim().trim_end_matches(':');
    let begins = BEFORE.iter().filter_map(move |word| {
        let start = cell.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word));
        start.and_then(|_| cell.get(word.len()..))
    });
    let ends = BEHIND.iter().filter_map(move |word| {
        let at = cell.len().checked_sub(word.len())?;
        let end = cell.get(at..).filter(|end| end.eq_ignore_ascii_case(word));
        end.and_then(|_| cell.get(..at))
    });
    begins.chain(ends).map(str::trim).filter(|label| !label.is_empty())
}

fn tell(rows: &Cells, lines: &[Line], filled: usize, log: &mut Log) {
    for (row, line) in lines.iter().enumerate() {
        let what = match line {
            Line::Row => continue,
            Line::Label => "The label of a group: written into its rows",
            Line::Subtotal => "The subtotal of a group: left out, it is no account",
        };
        let spot = Spot {
            value: rows.row(row).find(|cell| !cell.trim().is_empty()).unwrap_or(""),
            ..Spot::row(rows.line(row))
        };
        log.add(spot, Code::Grouped, Severity::Repaired, || format!("{what}."));
    }
    if filled > 0 {
        let message = || format!("The rows stand in groups: {filled} of them got the label that stood above them.");
        log.add(Spot::default(), Code::Grouped, Severity::Repaired, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows parted at commas, without groups.
    fn ungrouped(text: &str) -> String {
        let mut cells = Cells::default();
        (1..).zip(text.lines()).for_each(|(line, row)| cells.push(line, row.split(',')));
        ungroup(&mut cells, &mut Log::new("a.csv"));
        let row = |row: usize| cells.row(row).collect::<Vec<_>>().join(",");
        (0..cells.len()).map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn labels_of_pivot_tables_are_filled_down() {
        let found = ungrouped(
            "East,Jane,Acme,100\n,,Beta,200\n,Jane Total,,300\n,Bob,Gamma,50\n,Bob Total,,50\nEast Total,,,350\nWest,Kim,Delta,70",
        );
        assert_eq!(found, "East,Jane,Acme,100\nEast,Jane,Beta,200\nEast,Bob,Gamma,50\nWest,Kim,Delta,70");
    }

    #[test]
    fn reports_by_customer_name_each_once() {
        let found = ungrouped(
            "Amy,,\n,1 May,459\n,2 May,20\nTotal for Amy,,479\nCool Cars,,\n,3 May,7\nTotal for Cool Cars,,7",
        );
        assert_eq!(found, "Amy,1 May,459\nAmy,2 May,20\nCool Cars,3 May,7");
    }

    #[test]
    fn other_tables_stay() {
        for text in
            ["Total,Gary,1\nTotal Wine,Erie,2\nTotal Wine,Rome,3", "Acme,1\nAcme Total,2\nBeta,3", "Acme,1\n,2\nBeta,3"]
        {
            assert_eq!(ungrouped(text), text);
        }
    }
}
