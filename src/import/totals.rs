//! The totals row of a table, and what stands below it.

use super::cells::Cells;
use super::columns::looks_like_value;
use std::ops::Range;

/// How many rows from the end a totals row may stand, other totals rows aside, and those counted.
const TOTALS_TAIL: usize = 3;
const LONGEST_TAIL: usize = 64;
/// How the totals of a part of a table begin.
const PARTIAL: [&str; 4] = ["sub", "zwischensumme", "sous-total", "total for "];
/// What the first filled cell of a totals row says.
const TOTALS: [&str; 35] = [
    "total",
    "totals",
    "grand total",
    "grand totals",
    "sum",
    "subtotal",
    "subtotals",
    "sub-total",
    "sub total",
    "zwischensumme",
    "sous-total",
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
    "gesamtergebnis",
    "total geral",
    "suma total",
    "totale",
    "totale complessivo",
    "totaal",
    "eindtotaal",
    "итого",
    "всего",
    // Σ, as a small letter.
    "σ",
    "合計",
    "razem",
    "toplam",
    "genel toplam",
];
/// How the total of some of the rows begins.
const TOTAL_OF: &str = "total ";
/// What the first filled cell of a row below the totals says, numbers beside it.
const SUMMARIES: [&str; 20] = [
    "average",
    "averages",
    "avg",
    "mean",
    "median",
    "min",
    "minimum",
    "max",
    "maximum",
    "count",
    "counts",
    "records",
    "durchschnitt",
    "mittelwert",
    "anzahl",
    "moyenne",
    "promedio",
    "média",
    "media",
    "gemiddelde",
];
/// How a line of text below the totals begins, whatever commas cut it.
const NOTICES: [&str; 9] =
    ["confidential", "copyright", "©", "(c) ", "printed ", "generated ", "exported ", "gedruckt ", "erstellt "];

/// Where the lines and further sums begin that stand below the last totals row; `None` where there are none.
pub fn below_totals(rows: &Cells, body: Range<usize>, usual: usize) -> Option<usize> {
    let is_below = |row: &usize| !says_total(rows, *row) && is_below_totals(rows, *row, usual);
    let lines = body.clone().rev().take_while(is_below).count();
    let first = body.end - lines;
    let totals = first.checked_sub(1).filter(|row| lines > 0 && body.contains(row))?;
    // A name alone may be that of an account.
    let has_number = rows.row(totals).any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
    (has_number && says_total(rows, totals)).then_some(first)
}

/// Whether a row is what stands below totals: one cell of several, another sum, a notice.
fn is_below_totals(rows: &Cells, row: usize, usual: usize) -> bool {
    let mut filled = rows.row(row).map(str::trim).filter(|cell| !cell.is_empty());
    let first = filled.next().unwrap_or("").to_lowercase();
    let is_alone = filled.next().is_none();
    is_alone && (usual > 2 || usual > rows.width(row))
        || NOTICES.iter().any(|notice| first.starts_with(notice))
        || says_summary(rows, row)
}

/// Whether a row is named as averages and counts are, without further text.
fn says_summary(rows: &Cells, row: usize) -> bool {
    let first = first_filled(rows, row).to_lowercase();
    SUMMARIES.contains(&first.trim_end_matches(':')) && says_only_values(rows, row)
}

/// Whether the cells behind the first filled one are values.
pub fn says_only_values(rows: &Cells, row: usize) -> bool {
    rows.row(row).filter(|cell| !cell.trim().is_empty()).skip(1).all(looks_like_value)
}

/// Whether a row is the totals row of a table: near its end, named so, and without further text. What says that it is a part of
/// the total may stand anywhere.
pub fn is_totals(rows: &Cells, row: usize) -> bool {
    if rows.len() < 2 {
        return false;
    }
    let first = first_filled(rows, row);
    let begins = |word: &str| first.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if row + LONGEST_TAIL < rows.len() && !PARTIAL.iter().any(|word| begins(word)) {
        return false;
    }
    let is_named = |row: usize| says_total(rows, row) || says_total_of(rows, row);
    let ends_table = || (row + 1..rows.len()).filter(|&row| !is_named(row)).nth(TOTALS_TAIL - 1).is_none();
    let may_stand = || PARTIAL.iter().any(|word| begins(word)) || ends_table();
    (is_named(row) || says_summary(rows, row) && row > 0 && is_named(row - 1)) && may_stand()
}

/// Whether a row near the end is named as the total of something that the rows above say, as `Total MA` below a column of
/// states. O(cells) for a row that begins so.
fn says_total_of(rows: &Cells, row: usize) -> bool {
    let first = first_filled(rows, row);
    let of = first.get(..TOTAL_OF.len()).filter(|start| start.eq_ignore_ascii_case(TOTAL_OF));
    let of = of.map_or("", |_| first[TOTAL_OF.len()..].trim_end_matches(':').trim());
    let says_so = |row: usize| rows.row(row).any(|cell| cell.trim().eq_ignore_ascii_case(of));
    !of.is_empty() && row + LONGEST_TAIL >= rows.len() && says_only_values(rows, row) && (0..row).any(says_so)
}

/// Whether a row near the end that begins with a blank says of two columns or more what they add up to, and nothing else: a
/// totals row without a name. `number` reads a cell of a column. O(rows × filled cells) where a row looks so.
pub fn is_unnamed_sum(rows: &Cells, row: usize, number: impl Fn(usize, &str) -> Option<f64>) -> bool {
    if row < 2 || row + TOTALS_TAIL < rows.len() || !rows.get(row, 0).trim().is_empty() {
        return false;
    }
    let filled = rows.row(row).enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let sums: Option<Vec<(usize, f64)>> = filled.map(|(column, cell)| Some((column, number(column, cell)?))).collect();
    let is_sum = |&(column, sum): &(usize, f64)| {
        let above = (0..row).filter(|&own| !is_totals(rows, own));
        let numbers: Vec<f64> = above.filter_map(|own| number(column, rows.get(own, column))).collect();
        // Sums of cents are not exact in binary.
        numbers.len() > 1 && (numbers.iter().sum::<f64>() - sum).abs() <= sum.abs() * 1e-9
    };
    sums.is_some_and(|sums| sums.iter().filter(|(_, sum)| *sum != 0.0).count() > 1 && sums.iter().all(is_sum))
}

/// Whether a row is named as totals are, without further text.
fn says_total(rows: &Cells, row: usize) -> bool {
    let first = first_filled(rows, row).trim_end_matches(':').to_lowercase();
    // `Grand Totals (40 records)`
    let counted = first.strip_suffix(')').and_then(|head| head.rsplit_once('('));
    let counted = counted.filter(|(_, count)| count.bytes().any(|byte| byte.is_ascii_digit()));
    let name = counted.map_or(first.as_str(), |(name, _)| name.trim_end());
    let counts = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    // `Total for East`, `Sum of 40 rows`
    let is_named =
        TOTALS.contains(&name) || name.starts_with("total for ") || name.strip_prefix("sum of ").is_some_and(counts);
    is_named && says_only_values(rows, row)
}

fn first_filled(rows: &Cells, row: usize) -> &str {
    rows.row(row).map(str::trim).find(|cell| !cell.is_empty()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows parted at commas.
    fn rows(text: &str) -> Cells {
        let mut cells = Cells::default();
        (1..).zip(text.lines()).for_each(|(line, row)| cells.push(line, row.split(',')));
        cells
    }

    fn found(text: &str) -> Vec<usize> {
        let rows = rows(text);
        (0..rows.len()).filter(|&row| is_totals(&rows, row)).collect()
    }

    #[test]
    fn finds_a_totals_row_only_at_the_end() {
        assert_eq!(found("name,x\nTotal,9\nA,1\nB,2\nTotal Wine,4\nGrand Total:,12"), [5]);
        assert_eq!(found("name,x\nA,1\nTotal (Paris),4\nGrand Totals (2 records),5"), [3]);
    }

    #[test]
    fn an_average_between_totals_is_none_of_the_rows() {
        assert_eq!(found("name,x\nA,1\nB,2\nTotal,3\nAverage,1.5\nGrand Total,3"), [3, 4, 5]);
        assert_eq!(found("name,x\nA,1\nB,2\nAverage,3\nC,3").len(), 0);
    }

    #[test]
    fn sums_without_a_name_are_known_by_what_they_add_up() {
        let check = |text: &str, expected: bool| {
            let rows = rows(text);
            let last = rows.len() - 1;
            let number = |_: usize, cell: &str| cell.parse().ok();
            assert_eq!(is_unnamed_sum(&rows, last, number), expected, "{text}");
        };
        check("A,Gary,0.1,5\nB,Erie,0.2,6\nC,Rome,,7\n,,0.3,18", true);
        check("A,Gary,1,5\nB,Erie,2,6\nTotal,,3,11\n,,3,11", true);
        check("A,Gary,1,5\nB,Erie,2,6\n,,3,12", false);
        check("A,Gary,1,5\nB,Erie,2,6\n,,3,", false);
        check("A,Gary,1,5\nB,Erie,2,6\n,Rome,3,11", false);
        check("A,Gary,0,0\nB,Erie,0,0\n,,0,0", false);
        check("A,Gary,1,5\n,,1,5", false);
    }

    #[test]
    fn knows_totals_of_many_languages() {
        let check = |label: &str, expected: bool| {
            let text = format!("name,x\nA,1\nB,2\n{label},3");
            assert_eq!(is_totals(&rows(&text), 3), expected, "{label}");
        };
        for label in [
            "Gesamtergebnis",
            "Total geral",
            "Suma total",
            "Totale",
            "Totale complessivo",
            "Eindtotaal",
            "Итого:",
            "Σ",
            "合計",
            "RAZEM",
            "Toplam",
            "Total for East",
            "Sum of 2 rows",
        ] {
            check(label, true);
        }
        assert_eq!(
            found("name,state,x\nA,MA,1\nB,TX,2\nTotal MA,,1\nTotal TX,,2\nTotal Wine,,3\n合計,,3\nИтого,,3\nSum,,3"),
            [3, 4, 6, 7, 8]
        );
        for label in ["Total Wine", "Totale Srl", "Sum of all", "Summit"] {
            check(label, false);
        }
        assert_eq!(found("name,x\nA,1\nTotal for East,1\nB,2\nC,3\nD,4\nTotal,10"), [2, 6]);
    }
}
