//! An index from folded names to positions.

use super::folding::{Key, key, spelt_out_key};

/// A name as one of possibly several of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    key: Key,
    position: u32,
    /// Whether it is not the main name but one the thing also goes by.
    pub also: bool,
}

impl Entry {
    pub fn index(self) -> usize {
        self.position as usize
    }
}

/// Names sorted by key. Lookup O(log n), without allocation.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    entries: Vec<Entry>,
}

impl Names {
    /// Adds a name, and its spelling without umlauts if it has any.
    pub fn add(&mut self, name: &str, position: u32, also: bool) {
        let plain = key(name);
        if plain != 0 {
            self.entries.push(Entry { key: plain, position, also });
        }
        if let Some(spelt_out) = spelt_out_key(name) {
            self.entries.push(Entry { key: spelt_out, position, also });
        }
    }

    /// To be called once after the last [`Names::add`].
    pub fn sort(&mut self) {
        self.entries.sort_unstable();
        // The main name stands before "also" and wins.
        self.entries.dedup_by_key(|entry| (entry.key, entry.position));
    }

    /// All entries of that key, by position.
    pub fn find(&self, key: Key) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.key < key);
        let found = self.entries.get(start..).unwrap_or(&[]);
        let count = found.iter().take_while(|entry| entry.key == key).count();
        &found[..count]
    }
}
