//! Many short texts in one buffer.

use super::columnar;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;

/// A column of texts, kept in one buffer with the end of each: 50,000 names are two allocations, not 50,000.
///
/// Where few differ, as with states and segments, each can be kept once ([`TextColumn::share`]). Columns of the same texts are
/// equal either way. In a readable format (JSON) it is a list of strings; in a binary one (postcard) it is as it lies in memory.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    buffer: String,
    ends: Vec<u32>,
    /// By text: the position among `ends` of those that are kept once; empty where every text has an end of its own.
    shared: Vec<u16>,
    /// Whether a text was left out because the positions ran out.
    is_cut: bool,
}

impl TextColumn {
    /// An empty column.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty column with room for so many texts and bytes, and no more.
    #[must_use]
    pub fn with_room(texts: usize, bytes: usize) -> Self {
        let (buffer, ends) = (String::with_capacity(bytes), Vec::with_capacity(texts));
        Self { buffer, ends, ..Self::default() }
    }

    /// The texts, which are gone through twice: once to reserve exactly the room that they take. O(bytes).
    #[must_use]
    pub fn exact<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let (count, bytes) = texts.clone().fold((0, 0), |(count, bytes), text| (count + 1, bytes + text.len()));
        let mut column = Self::with_room(count, bytes);
        texts.for_each(|text| column.push(text));
        column
    }

    /// Gives back what was reserved too much.
    pub fn shrink_to_fit(&mut self) {
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.shared.shrink_to_fit();
    }

    /// Keeps each different text once, if a text stands there four times in the mean and no more than 65,536 differ: two
    /// bytes a text then, however long it is. O(bytes).
    pub fn share(&mut self) {
        let mut known: HashMap<&str, u16> = HashMap::new();
        let mut different = Self::new();
        let mut shared = Vec::with_capacity(self.len());
        for text in self.iter().take_while(|_| !self.is_cut && self.shared.is_empty()) {
            let position = match known.get(text) {
                Some(&position) => position,
                None if known.len() >= self.len() / 4 => return,
                None => {
                    let Ok(position) = u16::try_from(known.len()) else { return };
                    different.push(text);
                    known.insert(text, position);
                    position
                }
            };
            shared.push(position);
        }
        if !shared.is_empty() {
            different.shrink_to_fit();
            *self = Self { shared, ..different };
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.shared.is_empty() { self.ends.len() } else { self.shared.len() }
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a text at the end. One that would take the column beyond 4 GiB becomes an empty one, and
    /// [`TextColumn::is_cut`] says so from then on. Amortised O(length); the first after sharing, O(bytes).
    pub fn push(&mut self, text: &str) {
        if !self.shared.is_empty() {
            *self = Self::exact(self.iter());
        }
        let before = self.buffer.len();
        if u32::try_from(before + text.len()).is_ok() {
            self.buffer.push_str(text);
        } else {
            self.is_cut = true;
        }
        self.ends.push(u32::try_from(self.buffer.len()).unwrap_or(u32::MAX));
    }

    /// Whether a text was left out: nothing that was cut becomes a data set.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The text at `index`; empty where there is none.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        let index = if self.shared.is_empty() {
            index
        } else {
            let Some(&position) = self.shared.get(index) else { return "" };
            usize::from(position)
        };
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.buffer.get(start as usize..end as usize).unwrap_or("")
    }

    /// The texts in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone + '_ {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl PartialEq for TextColumn {
    fn eq(&self, other: &Self) -> bool {
        self.is_cut == other.is_cut && self.iter().eq(other.iter())
    }
}

impl Eq for TextColumn {}

impl<T: AsRef<str>> FromIterator<T> for TextColumn {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut column = Self::new();
        for text in texts {
            column.push(text.as_ref());
        }
        column
    }
}

/// The column as it lies in memory.
#[derive(Deserialize)]
struct Parts {
    buffer: String,
    #[serde(deserialize_with = "columnar::deserialize")]
    ends: Vec<u32>,
    #[serde(deserialize_with = "columnar::deserialize")]
    shared: Vec<u16>,
}

/// [`Parts`] by reference, field for field.
#[derive(Serialize)]
struct PartsView<'a> {
    buffer: &'a str,
    #[serde(serialize_with = "columnar::serialize")]
    ends: &'a [u32],
    #[serde(serialize_with = "columnar::serialize")]
    shared: &'a [u16],
}

impl Serialize for TextColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_seq(self.iter())
        } else {
            PartsView { buffer: &self.buffer, ends: &self.ends, shared: &self.shared }.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for TextColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Ok(Vec::<String>::deserialize(deserializer)?.into_iter().collect());
        }
        let Parts { buffer, ends, shared } = Parts::deserialize(deserializer)?;
        let mut previous = 0;
        for &end in &ends {
            if end < previous || !buffer.is_char_boundary(end as usize) {
                return Err(serde::de::Error::custom("text column with ends out of order"));
            }
            previous = end;
        }
        if shared.iter().any(|&position| usize::from(position) >= ends.len()) {
            return Err(serde::de::Error::custom("text column with a text that is not there"));
        }
        Ok(Self { buffer, ends, shared, is_cut: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], is_shared: bool) {
        let plain: TextColumn = texts.iter().collect();
        let mut column = plain.clone();
        column.share();
        assert_eq!(!column.shared.is_empty(), is_shared, "{texts:?}");
        assert_eq!((&column, column.len()), (&plain, texts.len()));
        assert_eq!(column.iter().collect::<Vec<_>>(), texts);
        assert_eq!(column.get(texts.len()), "");
        let bytes = postcard::to_allocvec(&column).expect("texts can be written");
        assert_eq!(postcard::from_bytes::<TextColumn>(&bytes).as_ref(), Ok(&plain));
        let json = serde_json::to_string(&column).expect("texts can be written");
        assert_eq!(Some(json), serde_json::to_string(texts).ok());
        column.push("é");
        assert_eq!(column.iter().collect::<Vec<_>>(), [texts, &["é"]].concat());
    }

    #[test]
    fn few_different_texts_are_kept_once() {
        check(&[], false);
        check(&["TX", "CA", "TX", "", "TX"], false);
        check(&["TX", "CA", "TX", "TX", "", "TX", "CA", "", "TX", "CA", "CA", "TX"], true);
        check(&[""; 9], true);
    }

    #[test]
    fn positions_that_are_not_there_are_no_column() {
        let parts = PartsView { buffer: "ab", ends: &[1, 2], shared: &[0, 2] };
        let bytes = postcard::to_allocvec(&parts).expect("it can be written");
        assert!(postcard::from_bytes::<TextColumn>(&bytes).is_err());
    }
}
