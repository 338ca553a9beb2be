//! Any bytes → a table or an error. What a table holds is bounded by its file, and survives being written and read again.

#![no_main]

use hinterland::import::{Table, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut table) = read("fuzzed.csv", bytes) else { return };
    check(&table, bytes.len());
    let offers = table.offers().len();
    assert_eq!(table.take_offers().offers.len(), offers);
    check(&table, bytes.len());
    if !table.is_empty() {
        table.set_cell(0, 0, "changed");
        assert_eq!(table.cell(0, 0), "changed");
    }
});

fn check(table: &Table, bytes: usize) {
    let csv = table.to_csv();
    // Three bytes of a letter lost for each byte, and per cell two quotes, their twins and a separator.
    assert!(csv.len() <= 8 * bytes + 16, "{} bytes of {bytes}", csv.len());
    let strict = csv_rows(&csv);
    let header = usize::from(table.dialect().header_line.is_some());
    assert_eq!(strict.len(), table.len() + header, "{csv:?}");
    for (row, cells) in strict.iter().skip(header).enumerate() {
        for (column, cell) in cells.iter().enumerate().take(table.header().len()) {
            assert_eq!(cell.trim(), table.cell(row, column), "{csv:?}");
        }
    }
}

/// What a strict reader of RFC 4180 makes of the text.
fn csv_rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = csv.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    rows
}
