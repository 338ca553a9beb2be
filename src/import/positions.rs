//! Where texts stand in a column, found by the text, without a second copy of them.

use std::hash::{DefaultHasher, Hash, Hasher};

const FEWEST_SLOTS: usize = 8;
const FREE: u32 = u32::MAX;

/// Positions by the texts that stand there: an open table of 8 bytes a slot, at most three quarters full. As a map with
/// the texts as keys, half a million ids would be as many allocations and a second copy of all.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    /// A part of the hash, and the position; as many as a power of two.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Positions {
    /// The position of a text, when it is in; `text_at` gives the text at a position. O(length).
    pub fn get<'a>(&self, text: &str, text_at: impl Fn(u32) -> &'a str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = short_hash(text);
        self.run(hash)
            .take_while(|own| own.1 != FREE)
            .find(|own| own.0 == hash && text_at(own.1) == text)
            .map(|own| own.1)
    }

    /// Puts in the position of a text that is not in yet. Amortised O(length).
    pub fn insert(&mut self, text: &str, at: u32) {
        if self.taken * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        self.put((short_hash(text), at));
    }

    fn grow(&mut self) {
        let slots = vec![(0, FREE); (self.slots.len() * 2).max(FEWEST_SLOTS)];
        let before = std::mem::replace(&mut self.slots, slots);
        self.taken = 0;
        before.into_iter().filter(|own| own.1 != FREE).for_each(|own| self.put(own));
    }

    fn put(&mut self, entry: (u32, u32)) {
        let mask = self.slots.len() - 1;
        let mut at = entry.0 as usize & mask;
        while self.slots[at].1 != FREE {
            at = (at + 1) & mask;
        }
        self.slots[at] = entry;
        self.taken += 1;
    }

    /// The slots in the order in which a text with this hash looks for its own.
    fn run(&self, hash: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mask = self.slots.len() - 1;
        let first = hash as usize & mask;
        (0..self.slots.len()).map(move |step| self.slots[(first + step) & mask])
    }
}

/// A hash of a text, the same natively and in a browser.
pub fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn short_hash(text: &str) -> u32 {
    (hash(text) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_in() {
        let texts: Vec<String> = (0..1000).map(|number| format!("A-{number}")).collect();
        let text_at = |at: u32| texts[at as usize].as_str();
        let mut positions = Positions::default();
        assert_eq!(positions.get("A-0", text_at), None);
        for (text, at) in texts.iter().zip(0..) {
            assert_eq!(positions.get(text, text_at), None);
            positions.insert(text, at);
        }
        for (text, at) in texts.iter().zip(0..) {
            assert_eq!(positions.get(text, text_at), Some(at));
        }
        assert_eq!(positions.get("A-1000", text_at), None);
    }
}
