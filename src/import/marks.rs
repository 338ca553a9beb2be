//! Where in a text the bytes stand that structure it, eight bytes at a time.

const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
const WORD: usize = 8;
/// Bytes looked for at most.
const NEEDLES: usize = 5;

/// The places of a few ASCII bytes in a text, in order.
#[derive(Debug)]
pub struct Marks<'a> {
    bytes: &'a [u8],
    /// Each wanted byte, in all eight places of a word.
    needles: [u64; NEEDLES],
    /// Start of the word in hand.
    word: usize,
    /// The high bit of each byte of that word that is wanted and was not given yet.
    found: u64,
}

impl<'a> Marks<'a> {
    /// All places of the wanted bytes. At most five different ones are looked for.
    pub fn new(text: &'a str, wanted: &[u8]) -> Self {
        let first = wanted.first().copied().unwrap_or(b'\n');
        let mut needles = [u64::from_ne_bytes([first; WORD]); NEEDLES];
        for (needle, &byte) in needles.iter_mut().zip(wanted) {
            *needle = u64::from_ne_bytes([byte; WORD]);
        }
        let mut marks = Self { bytes: text.as_bytes(), needles, word: 0, found: 0 };
        marks.seek(0);
        marks
    }

    /// Goes on with the first place at or behind a byte of the text. O(1).
    pub fn seek(&mut self, at: usize) {
        self.word = at - at % WORD;
        let passed = u64::MAX.checked_shl(u32::try_from(at % WORD * 8).unwrap_or(0)).unwrap_or(0);
        self.found = self.look() & passed;
    }

    /// The next place; the length of the text, again and again, when there is none left.
    #[inline]
    pub fn next(&mut self) -> usize {
        while self.found == 0 {
            if self.word + WORD >= self.bytes.len() {
                return self.bytes.len();
            }
            self.word += WORD;
            self.found = self.look();
        }
        let at = self.word + (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        at
    }

    /// The wanted bytes of the word in hand. What is looked for is no NUL, so that nothing is found behind the end.
    #[inline]
    fn look(&self) -> u64 {
        let word = match self.bytes.get(self.word..self.word + WORD) {
            Some(bytes) => u64::from_le_bytes(bytes.try_into().unwrap_or([0; WORD])),
            None => self.last_word(),
        };
        let is_zero = |lanes: u64| !((lanes & LOW_BITS).wrapping_add(LOW_BITS) | lanes | LOW_BITS);
        let [a, b, c, d, e] = self.needles;
        is_zero(word ^ a) | is_zero(word ^ b) | is_zero(word ^ c) | is_zero(word ^ d) | is_zero(word ^ e)
    }

    fn last_word(&self) -> u64 {
        let mut last = [0; WORD];
        let rest = self.bytes.get(self.word..).unwrap_or(&[]);
        last.iter_mut().zip(rest).for_each(|(to, &from)| *to = from);
        u64::from_le_bytes(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(text: &str, wanted: &[u8], from: usize) -> Vec<usize> {
        let mut marks = Marks::new(text, wanted);
        marks.seek(from);
        std::iter::from_fn(|| Some(marks.next()).filter(|&at| at < text.len())).collect()
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(text in "[a,é\n\"\\x01\\x2B\\x2D\\\\]{0,40}", from in 0_usize..40) {
            let from = from.min(text.len());
            let wanted = b",\n\"\\";
            let expected: Vec<usize> =
                text.bytes().enumerate().filter(|(at, byte)| *at >= from && wanted.contains(byte)).map(|(at, _)| at).collect();
            prop_assert_eq!(places(&text, wanted, from), expected);
        }
    }
}
