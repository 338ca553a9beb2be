//! Rows whose quotes are not as RFC 4180 has them, cut into as many cells as rows have, with as few quotes taken for
//! letters as can be.

use super::dialect::Dialect;
use super::encoding::occurrences;
use std::borrow::Cow;

/// The most steps that the cutting of one row takes.
const MAX_STEPS: usize = 400_000;

/// A row, cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recut {
    pub cells: Vec<String>,
    /// Quotes taken for letters; 0 for a row that is as it should be.
    pub stray: u32,
}

/// A cell that may begin at a separator.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The separator at which it ends.
    end: usize,
    is_quoted: bool,
    stray: u32,
}

/// How a number of cells up to a separator is best reached.
#[derive(Debug, Clone, Copy)]
struct Step {
    stray: u32,
    from: usize,
    is_quoted: bool,
}

/// Cuts a raw row, without its line end, into `width` cells; of all ways the one with the fewest stray quotes. `None`
/// when there is no way, or the row is too long to try. O(separators × (length + cells)).
pub fn recut(raw: &str, dialect: &Dialect, width: usize) -> Option<Recut> {
    let row = RawRow::new(raw, dialect);
    let starts = row.separators.len() + 1;
    if width == 0 || starts < width || starts.saturating_mul(raw.len().max(width)) > MAX_STEPS {
        return None;
    }
    let mut best: Vec<Option<Step>> = vec![None; (starts + 1) * (width + 1)];
    let at = |start: usize, cells: usize| start * (width + 1) + cells;
    best[0] = Some(Step { stray: 0, from: 0, is_quoted: false });
    for start in 0..starts {
        let pieces = if (0..width).any(|cells| best[at(start, cells)].is_some()) { row.pieces(start) } else { vec![] };
        for cells in 0..width {
            let Some(reached) = best[at(start, cells)] else { continue };
            for piece in &pieces {
                let next = &mut best[at(piece.end + 1, cells + 1)];
                let stray = reached.stray + piece.stray;
                if next.is_none_or(|known| stray < known.stray) {
                    *next = Some(Step { stray, from: start, is_quoted: piece.is_quoted });
                }
            }
        }
    }
    let stray = best[at(starts, width)]?.stray;
    let mut cells = Vec::with_capacity(width);
    let mut end = starts;
    for count in (1..=width).rev() {
        let step = best[at(end, count)]?;
        cells.push(row.text(step.from, end - 1, step.is_quoted));
        end = step.from;
    }
    cells.reverse();
    Some(Recut { cells, stray })
}

/// A row cut at every separator, whatever quotes it has.
pub fn cut_bare(raw: &str, dialect: &Dialect) -> Vec<String> {
    let row = RawRow::new(raw, dialect);
    (0..=row.separators.len()).map(|at| row.literal(row.between(at, at)).into_owned()).collect()
}

/// How many bytes of what stands behind an escape outside of quotes it makes literal: a delimiter, a line end, a quote, itself; 0
/// for none.
pub fn escaped_length(after: &str, dialect: &Dialect) -> usize {
    let delimiter = dialect.delimiter.as_bytes();
    match after.as_bytes() {
        rest if rest.starts_with(delimiter) => delimiter.len(),
        [b'\r', b'\n', ..] => 2,
        [first, ..] if matches!(first, b'\r' | b'\n') || *first == dialect.quote || Some(*first) == dialect.escape => 1,
        _ => 0,
    }
}

struct RawRow<'a> {
    raw: &'a str,
    dialect: &'a Dialect,
    separators: Vec<usize>,
}

impl<'a> RawRow<'a> {
    fn new(raw: &'a str, dialect: &'a Dialect) -> Self {
        let escape = dialect.escape.filter(|_| dialect.escapes_bare);
        let is_escaped = |at: usize| {
            let before = raw.as_bytes()[..at].iter().rev();
            before.take_while(|&&byte| Some(byte) == escape).count() % 2 == 1
        };
        let separators = raw.match_indices(dialect.delimiter.as_str()).map(|(at, _)| at);
        Self { raw, dialect, separators: separators.filter(|&at| !is_escaped(at)).collect() }
    }

    /// The text of a bare cell: escapes go.
    fn literal<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(escape) = self.dialect.escape.filter(|_| self.dialect.escapes_bare).map(char::from) else {
            return Cow::Borrowed(text);
        };
        let mut literal = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(escape) {
            let length = escaped_length(after, self.dialect);
            literal.push_str(before);
            if length == 0 {
                literal.push(escape);
            }
            literal.push_str(&after[..length]);
            rest = &after[length..];
        }
        literal.push_str(rest);
        Cow::Owned(literal)
    }

    fn start(&self, start: usize) -> usize {
        start.checked_sub(1).map_or(0, |before| self.separators[before] + self.dialect.delimiter.as_bytes().len())
    }

    /// What stands between two separators, pads gone.
    fn between(&self, start: usize, end: usize) -> &'a str {
        let text = &self.raw[self.start(start)..self.separators.get(end).copied().unwrap_or(self.raw.len())];
        if self.dialect.padded { text.trim_matches(' ') } else { text }
    }

    /// The cells that may begin at a separator: quoted ones, shortest first, then the bare one.
    fn pieces(&self, start: usize) -> Vec<Piece> {
        let quote = self.dialect.quote;
        let bare = self.between(start, start).as_bytes();
        let mut pieces = Vec::new();
        if bare.first() == Some(&quote) {
            self.quoted(start, &mut pieces);
        }
        // With single quotes, an apostrophe inside of a bare cell is the rule.
        let stray = match quote {
            b'\'' => usize::from(bare.first() == Some(&quote)),
            _ => occurrences(bare, quote),
        };
        pieces.push(Piece { end: start, is_quoted: false, stray: u32::try_from(stray).unwrap_or(u32::MAX) });
        pieces
    }

    fn quoted(&self, start: usize, pieces: &mut Vec<Piece>) {
        let Dialect { quote, escape, padded, .. } = *self.dialect;
        let text = &self.raw[self.start(start)..];
        let pads = if padded { text.len() - text.trim_start_matches(' ').len() } else { 0 };
        let body_start = self.start(start) + pads + 1;
        let bytes = self.raw.as_bytes();
        let (mut stray, mut run, mut is_escaped) = (0, 0_u32, false);
        let mut end = start;
        for at in body_start..=bytes.len() {
            let separator = self.separators.get(end).copied().unwrap_or(bytes.len());
            if separator == at {
                if run > 0 {
                    // The last quote of the run closes; of those before it, one without a twin is a letter.
                    pieces.push(Piece { end, is_quoted: true, stray: stray + (run - 1) % 2 });
                }
                end += 1;
            } else if padded && run > 0 && bytes[at..separator].iter().all(|&byte| byte == b' ') {
                continue;
            }
            match bytes.get(at) {
                Some(&byte) if byte == quote && !is_escaped => run += 1,
                byte => {
                    let is_escape = escape.is_some() && byte.copied() == escape && !is_escaped;
                    let makes_literal = bytes.get(at + 1).is_some_and(|&next| next == quote || Some(next) == escape);
                    is_escaped = is_escape && makes_literal;
                    stray += run % 2;
                    run = 0;
                }
            }
        }
    }

    fn text(&self, start: usize, end: usize, is_quoted: bool) -> String {
        let text = self.between(start, end);
        if !is_quoted {
            return undoubled(self.literal(text).into_owned(), self.dialect);
        }
        let quote = char::from(self.dialect.quote);
        let body = text.strip_prefix(quote).unwrap_or(text);
        let body = body.strip_suffix(quote).unwrap_or(body);
        undoubled(unescape(body, quote, self.dialect.escape.map(char::from)), self.dialect)
    }
}

/// Twins of the other kind of quotes become one where the dialect says so.
fn undoubled(cell: String, dialect: &Dialect) -> String {
    if dialect.doubled { cell.replace("\"\"", "\"") } else { cell }
}

/// The text of a quoted cell: twins become one, escapes go.
fn unescape(body: &str, quote: char, escape: Option<char>) -> String {
    let mut text = String::with_capacity(body.len());
    let mut letters = body.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let is_twin = letter == quote && next == Some(quote);
        let is_escape = Some(letter) == escape && next.is_some_and(|next| next == quote || Some(next) == escape);
        if is_twin || is_escape {
            text.extend(letters.next());
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::dialect::Delimiter;

    fn check(dialect: &Dialect, raw: &str, stray: u32, expected: &[&str]) {
        let found = recut(raw, dialect, expected.len()).expect("a way to cut it");
        assert_eq!(
            (found.stray, found.cells.iter().map(String::as_str).collect::<Vec<_>>()),
            (stray, expected.to_vec())
        );
    }

    #[test]
    fn puts_quotes_right() {
        let plain = Dialect::plain(Delimiter::COMMA);
        check(&plain, "1,\"a, \"\"b\"\"\",3", 0, &["1", "a, \"b\"", "3"]);
        check(&plain, "5,\"x 48\"\", y\",\"\"z\"", 1, &["5", "x 48\", y", "\"z"]);
        check(&plain, "5,\"x 48\"\",\"y\",\"\"z\"", 2, &["5", "x 48\"", "y", "\"z"]);
        check(&plain, "\"18,\"x, y\",\"z\"", 1, &["\"18", "x, y", "z"]);
        check(&plain, "1,\"round 48\"\",\"made, well\"", 1, &["1", "round 48\"", "made, well"]);
        check(&plain, "1,\"x\",\"", 1, &["1", "x", "\""]);
        check(&Dialect { quote: b'\'', ..plain }, "'won't, can't','e',it's", 2, &["won't, can't", "e", "it's"]);
        check(&Dialect { escape: Some(b'\\'), ..plain }, "\"a \\\"b\\\", c\\\\\",8\\'9", 0, &["a \"b\", c\\", "8\\'9"]);
        check(&Dialect { quote: b'\'', doubled: true, ..plain }, "'5\"\"',6\"\"", 0, &["5\"", "6\""]);
        let padded = Dialect { padded: true, ..plain };
        check(&padded, "5, \"p, \"\"q\"\"\" ,  7", 0, &["5", "p, \"q\"", "7"]);
        assert_eq!(recut("1,2", &plain, 3), None);
        let escaped = Dialect { escape: Some(b'\\'), escapes_bare: true, ..plain };
        check(&escaped, "a\\, b,\\N,c\\\\,\"d\"", 0, &["a, b", "\\N", "c\\", "d"]);
        assert_eq!(cut_bare("a\\, b,c\\\nd", &escaped), ["a, b", "c\nd"]);
    }

    #[test]
    fn cuts_everywhere_when_told_so() {
        let dialect = Dialect::plain(Delimiter::new("||").expect("two bytes"));
        assert_eq!(cut_bare("a||\"b|c||d", &dialect), ["a", "\"b|c", "d"]);
    }
}
