//! Where texts stand in a column, found by the text, without a second copy of them.

use hashbrown::HashTable;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Positions by the texts that stand there, a part of the hash beside each: 9 bytes a slot. As a map with the texts as keys,
/// half a million ids would be as many allocations and a second copy of all.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    table: HashTable<(u32, u32)>,
}

impl Positions {
    /// The position of a text, when it is in; `text_at` gives the text at a position. O(length).
    pub fn get<'a>(&self, text: &str, text_at: impl Fn(u32) -> &'a str) -> Option<u32> {
        let hash = short_hash(text);
        self.table.find(spread(hash), |own| own.0 == hash && text_at(own.1) == text).map(|own| own.1)
    }

    /// Puts in the position of a text that is not in yet. Amortised O(length).
    pub fn insert(&mut self, text: &str, at: u32) {
        let hash = short_hash(text);
        self.table.insert_unique(spread(hash), (hash, at), |own| spread(own.0));
    }
}

/// The table looks at both ends of a hash.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
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
