//! Parts of a job that do not wait for each other: done in any order and by whom there is, found in their own.

use std::collections::{BTreeSet, VecDeque};

/// Parts by position, each of which waits, is under way or is found. What is found stands at its part's position, so that
/// nothing depends on who was first.
///
/// ```
/// let mut batch = hinterland::batch::Batch::new(2);
/// let (first, second) = (batch.next(), batch.next());
/// assert_eq!((first, second, batch.next()), (Some(0), Some(1), None));
/// batch.take(1, Some("b"));
/// batch.take(0, None);
/// assert_eq!(batch.next(), Some(0), "what is lost waits again");
/// batch.take(0, Some("a"));
/// assert!(batch.is_complete());
/// assert_eq!(batch.into_found().collect::<String>(), "ab");
/// ```
#[derive(Debug, Clone)]
pub struct Batch<F> {
    found: Vec<Option<F>>,
    waiting: VecDeque<usize>,
    under_way: BTreeSet<usize>,
}

impl<F> Batch<F> {
    /// So many parts, all of which wait.
    #[must_use]
    pub fn new(parts: usize) -> Self {
        Self {
            found: std::iter::repeat_with(|| None).take(parts).collect(),
            waiting: (0..parts).collect(),
            under_way: BTreeSet::new(),
        }
    }

    /// The first part that waits; it is under way from now on.
    #[expect(clippy::should_implement_trait, reason = "what is lost waits again: it is no iterator")]
    pub fn next(&mut self) -> Option<usize> {
        let position = self.waiting.pop_front()?;
        self.under_way.insert(position);
        Some(position)
    }

    /// Takes what was found of a part that is under way; without it the part waits again, before all others.
    pub fn take(&mut self, position: usize, found: Option<F>) {
        if self.under_way.remove(&position)
            && let Some(own) = self.found.get_mut(position)
        {
            match found {
                Some(found) => *own = Some(found),
                None => self.waiting.push_front(position),
            }
        }
    }

    /// Lets no further part begin.
    pub fn close(&mut self) {
        self.waiting.clear();
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.found.len()
    }

    /// Whether every part is found.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.found.iter().all(Option::is_some)
    }

    /// Whether any part is under way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// What is found so far, in order.
    pub fn found(&self) -> impl Iterator<Item = &F> {
        self.found.iter().flatten()
    }

    /// By position, what is found.
    #[must_use]
    pub fn by_position(&self) -> &[Option<F>] {
        &self.found
    }

    /// What is found so far, in order.
    pub fn into_found(self) -> impl Iterator<Item = F> {
        self.found.into_iter().flatten()
    }

    /// The part of the work done, where `here` of one more part is.
    #[must_use]
    pub fn done(&self, here: f64) -> f64 {
        ((self.found().count() as f64 + here) / self.found.len().max(1) as f64).min(1.0)
    }
}
