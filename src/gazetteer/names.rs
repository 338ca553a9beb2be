//! An index from folded names to positions.

use super::folding::{Key, folded, is_latin, key, lossy_key, spelt_out_key};

/// A name so long is nearly another one that differs in one letter.
const LETTER_OFF: usize = 6;
/// Two such names differ in so many bytes at most.
const MORE_BYTES: usize = 4;

/// How a name goes with its thing, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// Its main name, in whatever script.
    Main,
    /// Nearly that: its beginning, as “Halle” for Halle (Saale), or one letter off, as “Marrakech” for Marrakesh.
    Like,
    /// Another one that it goes by.
    Also,
    /// One of those without the letters that programs lose: “Mnchen”.
    Lossy,
}

/// A name as one of possibly several of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    key: Key,
    position: u32,
    /// The entry before this one of the same key, plus one; 0 for none.
    before: u32,
    /// What the thing lies in: the region of a place, the country of a region.
    pub within: u32,
    pub naming: Naming,
}

impl Entry {
    pub fn index(self) -> usize {
        self.position as usize
    }
}

/// A hash table that chains the entries of one key: a name is added and found in O(entries of that name).
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    entries: Vec<Entry>,
    /// By hash with linear probing: the last entry of a key, plus one; 0 for empty. A power of two, at most half full.
    slots: Vec<u32>,
}

impl Names {
    /// Adds the main name of a thing that lies in another, before its other ones.
    pub fn add(&mut self, name: &str, position: u32, within: u32) -> Key {
        self.add_spellings(name, (position, within), Naming::Main)
    }

    /// Adds a name that it also goes by.
    pub fn add_also(&mut self, name: &str, position: u32, within: u32) {
        self.add_as(name, position, within, Naming::Also);
    }

    /// Adds a name that goes with it in a way of its own.
    pub fn add_as(&mut self, name: &str, position: u32, within: u32, naming: Naming) {
        self.add_spellings(name, (position, within), naming);
    }

    fn add_spellings(&mut self, name: &str, thing: (u32, u32), naming: Naming) -> Key {
        let plain = key(name);
        self.insert(plain, thing, naming);
        if let Some(spelt_out) = spelt_out_key(name) {
            self.insert(spelt_out, thing, naming);
        }
        if let Some(lossy) = lossy_key(name) {
            self.insert(lossy, thing, Naming::Lossy);
        }
        plain
    }

    fn insert(&mut self, key: Key, (position, within): (u32, u32), naming: Naming) {
        if key == 0 {
            return;
        }
        self.reserve(1);
        let slot = self.slot(key);
        let before = self.slots[slot];
        let mut known = Found { names: self, next: self.entry(before) };
        if known.any(|entry| entry.position == position) {
            return;
        }
        self.entries.push(Entry { key, position, before, within, naming });
        self.slots[slot] = u32::try_from(self.entries.len()).unwrap_or(0);
    }

    /// Makes room for so many more names.
    pub fn reserve(&mut self, additional: usize) {
        let needed = 2 * (self.entries.len() + additional);
        if needed <= self.slots.len() {
            return;
        }
        self.slots = vec![0; needed.next_power_of_two().max(1024)];
        for index in 0..self.entries.len() {
            let slot = self.slot(self.entries[index].key);
            self.slots[slot] = u32::try_from(index + 1).unwrap_or(0);
        }
    }

    /// The slot of the key: where it is, or where it would go. There must be slots.
    fn slot(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        // The lower half of the hash: the same on a machine of 32 bits.
        let mut slot = usize::try_from(key & u64::from(u32::MAX)).unwrap_or(0) & mask;
        while self.entry(self.slots[slot]).is_some_and(|entry| entry.key != key) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn entry(&self, one_based: u32) -> Option<&Entry> {
        self.entries.get((one_based as usize).checked_sub(1)?)
    }

    /// All entries of that key, the latest first.
    pub fn find(&self, key: Key) -> Found<'_> {
        let last = if key == 0 || self.slots.is_empty() { None } else { self.entry(self.slots[self.slot(key)]) };
        Found { names: self, next: last }
    }
}

/// The entries of one key.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    names: &'a Names,
    next: Option<&'a Entry>,
}

impl Found<'_> {
    pub fn is_empty(&self) -> bool {
        self.next.is_none()
    }
}

impl Iterator for Found<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let entry = *self.next?;
        self.next = self.names.entry(entry.before);
        Some(entry)
    }
}

/// How a further name goes with a place of that main name, which is in Latin letters where both are known.
pub(super) fn naming(further: &str, main: &str) -> Naming {
    if further.starts_with(|letter: char| letter.is_alphabetic() && !is_latin(letter)) {
        return Naming::Main;
    }
    let mut ends = main.char_indices().filter(|&(at, letter)| at > 0 && !letter.is_alphanumeric()).peekable();
    let wanted = if ends.peek().is_some() { key(further) } else { 0 };
    // Letters with accents have more bytes: a quick look, for most names are quite other ones.
    let may_be_off = || further.len().abs_diff(main.len()) <= MORE_BYTES;
    let is_like = ends.any(|(at, _)| key(&main[..at]) == wanted)
        || may_be_off() && is_letter_off(&folded(further), &folded(main));
    if is_like { Naming::Like } else { Naming::Also }
}

/// Whether two folded names of some length differ in one letter. O(length).
fn is_letter_off(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let longer = a.len().max(b.len());
    if longer < LETTER_OFF || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let alike = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let alike_behind = a[alike..].iter().rev().zip(b[alike..].iter().rev()).take_while(|(a, b)| a == b).count();
    alike + alike_behind + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_only_once() {
        let mut names = Names::default();
        for position in 0..3000 {
            names.add(&format!("Town {}", position % 1000), position, 7);
        }
        names.add("Köln", 5000, 8);
        names.add_also("Cologne", 5000, 8);
        names.add_also("KOLN", 5000, 8);
        let found = |name: &str| names.find(key(name)).map(|entry| (entry.index(), entry.naming)).collect::<Vec<_>>();
        assert_eq!(found("town 7"), [2007, 1007, 7].map(|town| (town, Naming::Main)));
        assert_eq!(found("koln"), [(5000, Naming::Main)]);
        assert_eq!(found("Koeln"), [(5000, Naming::Main)]);
        assert_eq!(found("Kln"), [(5000, Naming::Lossy)]);
        assert_eq!(found("cologne"), [(5000, Naming::Also)]);
        assert_eq!(names.find(key("Cologne")).next().map(|entry| entry.within), Some(8));
        assert!(found("").is_empty() && found("Bonn").is_empty() && Names::default().find(7).is_empty());
    }
}
