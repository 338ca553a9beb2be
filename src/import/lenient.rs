//! Rows whose quotes are not as RFC 4180 has them: an opening quote closes only before a separator or the row's end.

use super::dialect::Dialect;

/// How many opening quotes of a row are tried as a letter.
const MAX_TRIALS: usize = 64;

/// Cuts a raw row into as many cells as rows have, if there is a way: quotes inside of cells stay, and when that does
/// not do and a quote is without its twin, one opening quote is taken for a letter. `None` when the width can't be met.
/// O(length × quoted cells).
pub fn split_to_width(raw: &str, dialect: &Dialect) -> Option<Vec<String>> {
    let raw = raw.trim_end_matches(['\r', '\n']);
    let fits = |cells: &Vec<String>| cells.len() == dialect.width;
    let (cells, quoted) = split(raw, dialect, None);
    if fits(&cells) {
        return Some(cells);
    }
    let is_odd = raw.bytes().filter(|&byte| byte == dialect.quote).count() % 2 == 1;
    let trials = if is_odd { 0..quoted.min(MAX_TRIALS) } else { 0..0 };
    trials.map(|bare| split(raw, dialect, Some(bare)).0).find(fits)
}

/// The cells, and how many of them were quoted. The opening quote number `bare` is a letter.
pub fn split(raw: &str, dialect: &Dialect, bare: Option<usize>) -> (Vec<String>, usize) {
    let delimiter = char::from(dialect.delimiter);
    let quote = char::from(dialect.quote);
    let (mut cells, mut quoted) = (Vec::new(), 0);
    let mut rest = raw;
    loop {
        let start = if dialect.padded { rest.trim_start_matches(' ') } else { rest };
        let mut after = None;
        if let Some(body) = start.strip_prefix(quote) {
            if bare != Some(quoted)
                && let Some((cell, end)) = quoted_cell(body, dialect)
            {
                cells.push(cell);
                after = Some(&body[end..]);
            }
            quoted += 1;
        }
        let after = after.unwrap_or_else(|| {
            let end = start.find(delimiter).unwrap_or(start.len());
            cells.push(start[..end].to_owned());
            &start[end..]
        });
        match after.strip_prefix(delimiter) {
            Some(next) => rest = next,
            None => return (cells, quoted),
        }
    }
}

/// The text up to the quote that closes a cell, and where what follows that quote begins.
fn quoted_cell(body: &str, dialect: &Dialect) -> Option<(String, usize)> {
    let (quote, delimiter) = (char::from(dialect.quote), char::from(dialect.delimiter));
    let mut cell = String::new();
    let mut letters = body.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if dialect.escape.map(char::from) == Some(letter) {
            cell.extend(letters.next().map(|(_, escaped)| escaped));
            continue;
        }
        if letter == quote {
            let after = &body[at + 1..];
            let next = if dialect.padded { after.trim_start_matches(' ') } else { after };
            if next.is_empty() || next.starts_with(delimiter) {
                return Some((cell, body.len() - next.len()));
            }
            if dialect.escape.is_none() && after.starts_with(quote) {
                letters.next();
            }
        }
        cell.push(letter);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::encoding::Encoding;

    fn check(sample: &str, raw: &str, expected: &[&str]) {
        let dialect = Dialect::sniff(sample, Encoding::Utf8);
        let cells = split_to_width(raw, &dialect);
        assert_eq!(cells.as_deref(), Some(expected.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>().as_slice()));
    }

    #[test]
    fn puts_quotes_right() {
        check("a,b,c\n1,2,3\n", "5,\"x 48\"\", y\",\"\"z\"", &["5", "x 48\", y", "\"z"]);
        check("a,b,c\n1,2,3\n", "\"18,\"x, y\",\"z\"", &["\"18", "x, y", "z"]);
        check("'a','b'\n'c','d'\n", "'won't, can't','e'", &["won't, can't", "e"]);
        check("a, b, c\n1, \"x, y\", 3\n2, \"u, v\", 4\n", "5, \"p, \"\"q\"\"\", 7\n", &["5", "p, \"q\"", "7"]);
    }
}
