//! What each leg between two places takes.

/// A number for each ordered pair of places, where place 0 is the base.
#[derive(Debug, Clone, PartialEq)]
pub struct LegMatrix {
    places: usize,
    /// From a place to all others, row by row.
    out: Vec<f64>,
    /// To a place from all others, row by row; empty where both directions are the same.
    into: Vec<f64>,
}

impl LegMatrix {
    /// Asks `leg` for every pair of different places; a place is at no distance from itself. O(places²).
    #[must_use]
    pub fn new(places: usize, mut leg: impl FnMut(usize, usize) -> f64) -> Self {
        let mut out = Vec::with_capacity(places * places);
        for from in 0..places {
            out.extend((0..places).map(|to| if from == to { 0.0 } else { leg(from, to) }));
        }
        let back = |to: usize, from: usize| out[from * places + to];
        let pairs = (0..places).flat_map(|to| (0..places).map(move |from| (to, from)));
        let into: Vec<f64> = pairs.map(|(to, from)| back(to, from)).collect();
        let is_symmetric = out.iter().zip(&into).all(|(a, b)| a.to_bits() == b.to_bits());
        Self { places, out, into: if is_symmetric { Vec::new() } else { into } }
    }

    /// How many places there are, the base included.
    #[must_use]
    pub fn places(&self) -> usize {
        self.places
    }

    /// The first pair whose number is negative, infinite or none at all.
    #[must_use]
    pub fn fault(&self) -> Option<(usize, usize)> {
        let at = self.out.iter().position(|&leg| !(leg >= 0.0 && leg.is_finite()))?;
        Some((at / self.places, at % self.places))
    }

    #[inline]
    pub(super) fn leg(&self, from: u32, to: u32) -> f64 {
        self.out[from as usize * self.places + to as usize]
    }

    /// From a place to all others.
    #[inline]
    pub(super) fn out(&self, from: u32) -> &[f64] {
        let at = from as usize * self.places;
        &self.out[at..at + self.places]
    }

    /// To a place from all others.
    #[inline]
    pub(super) fn back(&self, to: u32) -> &[f64] {
        let rows = if self.into.is_empty() { &self.out } else { &self.into };
        let at = to as usize * self.places;
        &rows[at..at + self.places]
    }

    /// The longest leg.
    pub(super) fn longest(&self) -> f64 {
        self.out.iter().copied().fold(0.0, f64::max)
    }
}
