//! A tour as an array, with an undo log.
//!
//! A reversal costs what it moves, at most half the tour; local search on a good tour moves little of it, which makes
//! the array faster than linked structures up to some 10,000 places (Fredman, Johnson, `McGeoch`, Ostheimer, "Data
//! structures for traveling salesmen", 1995).

/// Places in order, each with its position.
#[derive(Debug, Clone)]
pub(super) struct ArrayTour {
    order: Vec<u32>,
    position: Vec<u32>,
    /// First and last position of every reversal since the log was cleared.
    log: Vec<(u32, u32)>,
}

impl ArrayTour {
    /// A tour of `order`, a permutation of 0 … n − 1.
    pub(super) fn new(order: Vec<u32>) -> Self {
        let mut position = vec![0; order.len()];
        for (at, &place) in (0u32..).zip(&order) {
            position[place as usize] = at;
        }
        Self { order, position, log: Vec::new() }
    }

    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    pub(super) fn len(&self) -> u32 {
        // A permutation of u32 has at most that many entries.
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(super) fn position(&self, place: u32) -> u32 {
        self.position[place as usize]
    }

    /// The place at a position, which wraps around once.
    #[inline]
    pub(super) fn at(&self, position: u32) -> u32 {
        let position = position as usize;
        self.order[if position >= self.order.len() { position - self.order.len() } else { position }]
    }

    #[inline]
    pub(super) fn next(&self, place: u32) -> u32 {
        self.at(self.position(place) + 1)
    }

    #[inline]
    pub(super) fn previous(&self, place: u32) -> u32 {
        let position = self.position(place) as usize;
        self.order[if position == 0 { self.order.len() - 1 } else { position - 1 }]
    }

    /// Reverses the positions `from` to `to`, around the end if `to` is smaller, and logs it.
    pub(super) fn reverse(&mut self, from: u32, to: u32) {
        self.log.push((from, to));
        self.reverse_unlogged(from, to);
    }

    /// Where the log stands, to come back to by [`Self::undo_to`].
    pub(super) fn mark(&self) -> usize {
        self.log.len()
    }

    /// Takes back every reversal since the mark.
    pub(super) fn undo_to(&mut self, mark: usize) {
        while self.log.len() > mark {
            if let Some((from, to)) = self.log.pop() {
                self.reverse_unlogged(from, to);
            }
        }
    }

    /// The order at the last [`Self::commit`]. O(n + what has been reversed since).
    pub(super) fn order_before(&self) -> Vec<u32> {
        let mut before = self.clone();
        before.undo_to(0);
        before.order
    }

    /// Accepts the tour as it is: nothing before can be undone.
    pub(super) fn commit(&mut self) {
        self.log.clear();
    }

    fn reverse_unlogged(&mut self, from: u32, to: u32) {
        if from <= to {
            let range = &mut self.order[from as usize..=to as usize];
            range.reverse();
            for (at, &place) in (from..).zip(range.iter()) {
                self.position[place as usize] = at;
            }
            return;
        }
        let count = self.len();
        let (mut left, mut right) = (from, to);
        for _ in 0..(to + count - from).div_ceil(2) {
            let (a, b) = (self.order[left as usize], self.order[right as usize]);
            self.put(left, b);
            self.put(right, a);
            left = if left + 1 == count { 0 } else { left + 1 };
            right = if right == 0 { count - 1 } else { right - 1 };
        }
    }

    #[inline]
    fn put(&mut self, at: u32, place: u32) {
        self.order[at as usize] = place;
        self.position[place as usize] = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversals_wrap_and_are_undone() {
        let mut tour = ArrayTour::new(vec![0, 1, 2, 3, 4, 5]);
        tour.reverse(1, 3);
        assert_eq!(tour.order(), [0, 3, 2, 1, 4, 5]);
        let mark = tour.mark();
        tour.reverse(4, 1);
        assert_eq!(tour.order(), [5, 4, 2, 1, 3, 0]);
        assert_eq!((tour.next(0), tour.previous(5), tour.position(3)), (5, 0, 4));
        tour.undo_to(mark);
        assert_eq!(tour.order(), [0, 3, 2, 1, 4, 5]);
        tour.undo_to(0);
        assert_eq!(tour.order(), [0, 1, 2, 3, 4, 5]);
    }
}
