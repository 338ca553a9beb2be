//! Where in a text the bytes stand that structure it, eight bytes at a time.

const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;
/// What makes the high bit of a byte that is no control character.
const TO_HIGH_BIT: u64 = 0x6060_6060_6060_6060;
const WORD: usize = 8;

/// The places of control characters, line ends among them, and of three further ASCII bytes in a text, in order.
#[derive(Debug)]
pub struct Marks<'a> {
    bytes: &'a [u8],
    /// Each wanted byte, in all eight places of a word.
    wanted: [u64; 3],
    /// Start of the word in hand.
    word: usize,
    /// The high bit of each byte of that word that is wanted and was not given yet.
    found: u64,
}

impl<'a> Marks<'a> {
    /// All places of control characters and of the wanted bytes.
    pub fn new(text: &'a str, wanted: [u8; 3]) -> Self {
        let mut marks = Self {
            bytes: text.as_bytes(),
            wanted: wanted.map(|byte| u64::from_ne_bytes([byte; WORD])),
            word: 0,
            found: 0,
        };
        marks.seek(0);
        marks
    }

    /// Goes on with the word that holds a byte: up to seven bytes before it may be given again. O(1).
    pub fn seek(&mut self, at: usize) {
        self.word = (at - at % WORD).wrapping_sub(WORD);
        self.found = 0;
    }

    /// The next place; the length of the text, again and again, when there is none left.
    #[inline]
    pub fn next(&mut self) -> usize {
        while self.found == 0 {
            let next = self.word.wrapping_add(WORD);
            if next >= self.bytes.len() {
                return self.bytes.len();
            }
            self.word = next;
            let word = match self.bytes.get(next..).and_then(|rest| rest.first_chunk::<WORD>()) {
                Some(bytes) => u64::from_le_bytes(*bytes),
                None => self.last_word(),
            };
            let is_zero = |lanes: u64| (lanes & LOW_BITS).wrapping_add(LOW_BITS) | lanes;
            let is_control = (word & LOW_BITS).wrapping_add(TO_HIGH_BIT) | word;
            let [a, b, c] = self.wanted;
            let others = is_zero(word ^ a) & is_zero(word ^ b) & is_zero(word ^ c) & is_control;
            self.found = !(others | LOW_BITS);
        }
        let at = self.word + (self.found.trailing_zeros() / 8) as usize;
        self.found &= self.found - 1;
        at
    }

    /// The word at the end of the text, filled up with blanks.
    #[cold]
    fn last_word(&self) -> u64 {
        let mut last = [b' '; WORD];
        let rest = self.bytes.get(self.word..).unwrap_or(&[]);
        last.iter_mut().zip(rest).for_each(|(to, &from)| *to = from);
        u64::from_le_bytes(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(text in "[a,é\n\"\\x01\\x1F\\x2B\\x2D\\x7F\\\\ ]{0,40}", from in 0_usize..40) {
            let from = from.min(text.len());
            let mut marks = Marks::new(&text, *b",\"\\");
            marks.seek(from);
            let found: Vec<usize> = std::iter::from_fn(|| Some(marks.next()).filter(|&at| at < text.len())).collect();
            let is_wanted = |byte: u8| byte < b' ' || b",\"\\".contains(&byte);
            let expected = (0..text.len()).filter(|&at| at >= from && is_wanted(text.as_bytes()[at]));
            prop_assert_eq!(found.into_iter().filter(|&at| at >= from).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }

        #[test]
        fn finds_nothing_behind_the_end(length in 0_usize..20) {
            let text = "x".repeat(length);
            prop_assert_eq!(Marks::new(&text, *b" ,\"").next(), length);
        }
    }
}
