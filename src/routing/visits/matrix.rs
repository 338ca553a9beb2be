//! What each leg between two places takes.

/// What a leg takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// What is to be as little as possible in sum.
    pub cost: f64,
    /// What the limits of a day count.
    pub time: f64,
}

impl Way {
    /// A leg whose time is its cost.
    #[must_use]
    pub fn of(cost: f64) -> Self {
        Self { cost, time: cost }
    }
}

/// What the leg takes for each ordered pair of places, where place 0 is the base.
#[derive(Debug, Clone, PartialEq)]
pub struct LegMatrix {
    places: usize,
    /// From a place to all others, row by row.
    out: Vec<Way>,
    /// To a place from all others, row by row; empty where both directions are the same.
    into: Vec<Way>,
}

impl LegMatrix {
    /// Asks `way` for every pair of different places; a place is at no distance from itself. O(places²).
    #[must_use]
    pub fn new(places: usize, mut way: impl FnMut(usize, usize) -> Way) -> Self {
        let mut out = Vec::with_capacity(places * places);
        for from in 0..places {
            out.extend((0..places).map(|to| if from == to { Way::of(0.0) } else { way(from, to) }));
        }
        let back = |to: usize, from: usize| out[from * places + to];
        let pairs = (0..places).flat_map(|to| (0..places).map(move |from| (to, from)));
        let into: Vec<Way> = pairs.map(|(to, from)| back(to, from)).collect();
        let bits = |way: &Way| (way.cost.to_bits(), way.time.to_bits());
        let is_symmetric = out.iter().zip(&into).all(|(a, b)| bits(a) == bits(b));
        Self { places, out, into: if is_symmetric { Vec::new() } else { into } }
    }

    /// How many places there are, the base included.
    #[must_use]
    pub fn places(&self) -> usize {
        self.places
    }

    /// The first pair of which a number is negative, infinite or none at all.
    #[must_use]
    pub fn fault(&self) -> Option<(usize, usize)> {
        let is_length = |length: f64| length >= 0.0 && length.is_finite();
        let at = self.out.iter().position(|way| !(is_length(way.cost) && is_length(way.time)))?;
        Some((at / self.places, at % self.places))
    }

    #[inline]
    pub(super) fn way(&self, from: u32, to: u32) -> Way {
        self.out[from as usize * self.places + to as usize]
    }

    /// From a place to all others.
    #[inline]
    pub(super) fn out(&self, from: u32) -> &[Way] {
        let at = from as usize * self.places;
        &self.out[at..at + self.places]
    }

    /// To a place from all others.
    #[inline]
    pub(super) fn back(&self, to: u32) -> &[Way] {
        let rows = if self.into.is_empty() { &self.out } else { &self.into };
        let at = to as usize * self.places;
        &rows[at..at + self.places]
    }

    /// The longest leg.
    pub(super) fn longest(&self) -> f64 {
        self.out.iter().map(|way| way.cost).fold(0.0, f64::max)
    }
}
