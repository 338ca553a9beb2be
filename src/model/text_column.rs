//! Many short texts in one buffer.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A column of texts, kept in one buffer with the end of each: 50,000 names are two allocations, not 50,000.
///
/// In a readable format (JSON) it is a list of strings; in a binary one (postcard) the buffer and its ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextColumn {
    buffer: String,
    ends: Vec<u32>,
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
        Self { buffer: String::with_capacity(bytes), ends: Vec::with_capacity(texts), is_cut: false }
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
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds a text at the end. One that would take the column beyond 4 GiB becomes an empty one, and
    /// [`TextColumn::is_cut`] says so from then on.
    pub fn push(&mut self, text: &str) {
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

impl<T: AsRef<str>> FromIterator<T> for TextColumn {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut column = Self::new();
        for text in texts {
            column.push(text.as_ref());
        }
        column
    }
}

impl Serialize for TextColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_seq(self.iter())
        } else {
            (&self.buffer, &self.ends).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for TextColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Ok(Vec::<String>::deserialize(deserializer)?.into_iter().collect());
        }
        let (buffer, ends) = <(String, Vec<u32>)>::deserialize(deserializer)?;
        let mut previous = 0;
        for &end in &ends {
            if end < previous || !buffer.is_char_boundary(end as usize) {
                return Err(serde::de::Error::custom("text column with ends out of order"));
            }
            previous = end;
        }
        Ok(Self { buffer, ends, is_cut: false })
    }
}
