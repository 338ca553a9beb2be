//! Names that are nearly the same: shared trigrams find the candidates, the edit distance orders them.

use crate::model::TextColumn;
use crate::sorting::{sort, sort_by};

/// Candidates that are given.
const GIVEN: usize = 5;
/// Candidates whose distance is worked out.
const COMPARED: usize = 24;
/// A trigram of more names than that tells too little to be worth its time.
const MOST_NAMES: usize = 2048;
/// Longer names are compared by their beginning.
const LONGEST: usize = 64;

/// A name that comes near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Position of the name.
    pub at: u32,
    /// Letters to change, insert, delete or swap with the next.
    pub distance: u32,
    /// Whether it can be taken without asking, if no other comes as near: one letter in four to eight differs, two in
    /// more, and no digit.
    pub is_a_slip: bool,
}

/// Folded names by their trigrams.
#[derive(Debug)]
pub struct NearIndex {
    names: TextColumn,
    /// Trigram in the upper half, position in the lower, sorted.
    postings: Vec<u64>,
}

impl NearIndex {
    /// O(n log n) for the letters of all names.
    pub fn new(names: TextColumn) -> Self {
        let mut postings = Vec::new();
        for (name, at) in names.iter().zip(0u64..) {
            trigrams(name, |trigram| postings.push(u64::from(trigram) << 32 | at));
        }
        sort(&mut postings);
        postings.dedup();
        Self { names, postings }
    }

    /// The nearest names, best first. O(names that share a trigram), bounded for each trigram.
    pub fn nearest(&self, folded: &str) -> Vec<Near> {
        let mut shared: Vec<u32> = Vec::new();
        let mut count = 0;
        trigrams(folded, |trigram| {
            count += 1;
            let first = u64::from(trigram) << 32;
            let start = self.postings.partition_point(|&posting| posting < first);
            let own = self.postings[start..].iter().take_while(|&&posting| posting >> 32 == u64::from(trigram));
            let before = shared.len();
            shared.extend(
                own.take(MOST_NAMES + 1).filter_map(|&posting| u32::try_from(posting & u64::from(u32::MAX)).ok()),
            );
            if shared.len() - before > MOST_NAMES {
                shared.truncate(before);
            }
        });
        let mut compared = self.most_shared(shared, count);
        compared.truncate(COMPARED);
        let mut near: Vec<Near> = compared.iter().map(|&at| self.compare(folded, at)).collect();
        // What differs in most letters is no near miss, however many trigrams it shares.
        near.retain(|near| near.distance as usize * 2 <= folded.len().max(self.names.get(near.at as usize).len()));
        sort_by(&mut near, &|a, b| (a.distance, a.at).cmp(&(b.distance, b.at)));
        near.truncate(GIVEN);
        near
    }

    /// The names by the share of trigrams that they have in common (Dice), at least one in seven.
    fn most_shared(&self, mut shared: Vec<u32>, count: usize) -> Vec<u32> {
        sort(&mut shared);
        let mut ranked: Vec<(usize, u32)> = Vec::new();
        for run in shared.chunk_by(|a, b| a == b) {
            let others = self.names.get(run[0] as usize).len() + 2;
            let dice = run.len() * 2000 / (count + others);
            if dice >= 150 {
                ranked.push((dice, run[0]));
            }
        }
        sort_by(&mut ranked, &|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, at)| at).collect()
    }

    fn compare(&self, folded: &str, at: u32) -> Near {
        let name = self.names.get(at as usize);
        let distance = edit_distance(folded.as_bytes(), name.as_bytes());
        let allowed = match folded.len().min(name.len()) {
            0..4 => 0,
            4..9 => 1,
            _ => 2,
        };
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        Near { at, distance, is_a_slip: distance <= allowed && digits(folded) == digits(name) }
    }
}

/// Hears every three bytes in a row, two blanks before the name and one behind it.
fn trigrams(name: &str, mut hear: impl FnMut(u32)) {
    if name.is_empty() {
        return;
    }
    let mut window = 0x2020u32;
    for byte in name.bytes().chain([b' ']) {
        window = (window << 8 | u32::from(byte)) & 0x00FF_FFFF;
        hear(window);
    }
}

/// Letters to change, insert, delete or swap with the next (optimal string alignment). O(length²), at most 64 each.
pub fn edit_distance(a: &[u8], b: &[u8]) -> u32 {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    // Row i holds the distances of the first i bytes of a to every beginning of b.
    let mut rows = [[0u32; LONGEST + 1]; 3];
    rows[0].iter_mut().zip(0..).for_each(|(cell, column)| *cell = column);
    for i in 1..=a.len() {
        let (row, above, two_above) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[row][0] = rows[above][0] + 1;
        for j in 1..=b.len() {
            let change = rows[above][j - 1] + u32::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[above][j] + 1).min(rows[row][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[two_above][j - 2] + 1);
            }
            rows[row][j] = least;
        }
    }
    rows[a.len() % 3][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_differs() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("technolgy", "technology", 1),
            ("gneva", "geneva", 1),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edit_distance(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(edit_distance(b.as_bytes(), a.as_bytes()), expected, "{b} {a}");
        }
    }

    fn check(told: &str, expected: &[(&str, u32, bool)]) {
        let names = ["technology", "telecommunications", "store12", "store13", "gtk500", "mgspecial", "marketing"];
        let index = NearIndex::new(names.into_iter().collect());
        let found: Vec<_> =
            index.nearest(told).iter().map(|near| (names[near.at as usize], near.distance, near.is_a_slip)).collect();
        assert_eq!(found, expected, "{told}");
    }

    #[test]
    fn finds_near_names() {
        check("technolgy", &[("technology", 1, true)]);
        check("store14", &[("store12", 1, false), ("store13", 1, false)]);
        check("mgspecail", &[("mgspecial", 1, true)]);
        check("qqq", &[]);
        check("", &[]);
    }
}
