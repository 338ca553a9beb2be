//! The ids of what no file gives any: those that were numbered by the import are told again by what else is known of them.

use std::collections::{BTreeMap, BTreeSet};

/// Who of the newer data is who of the older, where ids are only numbers that the import gave.
pub struct Numbered<'a> {
    prefix: &'static str,
    older: Vec<&'a str>,
    /// By position in the newer data, the id of before.
    ids: Vec<Option<&'a str>>,
    /// Positions in the older data that are somebody already.
    taken: BTreeSet<usize>,
}

impl<'a> Numbered<'a> {
    /// `None` where an id of the newer data stands in a file. O(ids).
    pub fn of<'b>(
        prefix: &'static str,
        older: impl Iterator<Item = &'a str>,
        mut newer: impl ExactSizeIterator<Item = &'b str>,
    ) -> Option<Self> {
        let ids = vec![None; newer.len()];
        let is_numbered = newer.all(|id| number(prefix, id).is_some());
        is_numbered.then(|| Self { prefix, older: older.collect(), ids, taken: BTreeSet::new() })
    }

    /// Whether those of before were numbered as well.
    pub fn were_numbered(&self) -> bool {
        self.older.iter().all(|id| number(self.prefix, id).is_some())
    }

    /// Gives the ids of those who have the same key, in order; where they are to be `alone`, only where one has it. O(n log n).
    pub fn take<K: Ord>(&mut self, alone: bool, older: impl Fn(usize) -> K, newer: impl Fn(usize) -> K) {
        let mut open: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for at in (0..self.older.len()).rev().filter(|at| !self.taken.contains(at)) {
            open.entry(older(at)).or_default().push(at);
        }
        for (at, id) in self.ids.iter_mut().enumerate().filter(|(_, id)| id.is_none()) {
            let own = open.get_mut(&newer(at)).filter(|own| !alone || own.len() == 1);
            if let Some(before) = own.and_then(Vec::pop) {
                self.taken.insert(before);
                *id = Some(self.older[before]);
            }
        }
    }

    /// The ids, in order: those of before, and numbers that nobody had.
    pub fn into_ids(self) -> Vec<String> {
        let last = self.older.iter().filter_map(|id| number(self.prefix, id)).max().map_or(0, u64::from);
        let mut fresh = (last + 1..).map(|number| format!("{}{number}", self.prefix));
        let own = self.ids.into_iter().map(|id| id.map(str::to_owned).or_else(|| fresh.next()).unwrap_or_default());
        own.collect()
    }
}

fn number(prefix: &str, id: &str) -> Option<u32> {
    id.strip_prefix(prefix)?.parse().ok()
}
