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

/// A leg as it is kept: half the memory, since a search waits for memory most of its time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Kept {
    cost: f32,
    time: f32,
}

impl Kept {
    /// The cost to the nearest, the time to the next above: who keeps a limit by these keeps it.
    #[expect(clippy::cast_possible_truncation, reason = "rounded, as said")]
    fn new(way: Way) -> Self {
        let nearest = way.time as f32;
        let time = if f64::from(nearest) < way.time { nearest.next_up() } else { nearest };
        Self { cost: way.cost as f32, time }
    }

    #[inline]
    pub(super) fn way(self) -> Way {
        Way { cost: f64::from(self.cost), time: f64::from(self.time) }
    }
}

/// What the leg takes for each ordered pair of places, where place 0 is the base, rounded to one part in ten millions.
#[derive(Debug, Clone, PartialEq)]
pub struct LegMatrix {
    places: usize,
    /// From a place to all others, row by row.
    out: Vec<Kept>,
    /// To a place from all others, row by row; empty where both directions are the same.
    into: Vec<Kept>,
}

impl LegMatrix {
    /// Asks `way` for every pair of different places; a place is at no distance from itself. O(places²).
    #[must_use]
    pub fn new(places: usize, mut way: impl FnMut(usize, usize) -> Way) -> Self {
        let mut out = Vec::with_capacity(places * places);
        for from in 0..places {
            out.extend((0..places).map(|to| Kept::new(if from == to { Way::of(0.0) } else { way(from, to) })));
        }
        let back = |to: usize, from: usize| out[from * places + to];
        let pairs = (0..places).flat_map(|to| (0..places).map(move |from| (to, from)));
        let into: Vec<Kept> = pairs.map(|(to, from)| back(to, from)).collect();
        let bits = |way: &Kept| (way.cost.to_bits(), way.time.to_bits());
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
        let is_length = |length: f32| length >= 0.0 && length.is_finite();
        let at = self.out.iter().position(|way| !(is_length(way.cost) && is_length(way.time)))?;
        Some((at / self.places, at % self.places))
    }

    #[inline]
    pub(super) fn leg(&self, from: u32, to: u32) -> Kept {
        self.out[from as usize * self.places + to as usize]
    }

    #[inline]
    pub(super) fn way(&self, from: u32, to: u32) -> Way {
        self.leg(from, to).way()
    }

    /// From a place to all others.
    #[inline]
    pub(super) fn out(&self, from: u32) -> &[Kept] {
        let at = from as usize * self.places;
        &self.out[at..at + self.places]
    }

    /// To a place from all others.
    #[inline]
    pub(super) fn back(&self, to: u32) -> &[Kept] {
        let rows = if self.into.is_empty() { &self.out } else { &self.into };
        let at = to as usize * self.places;
        &rows[at..at + self.places]
    }

    /// The longest leg.
    pub(super) fn longest(&self) -> f64 {
        self.out.iter().map(|way| f64::from(way.cost)).fold(0.0, f64::max)
    }
}

/// The legs from and to one place, near at hand: read in one go they come faster than one by one.
#[derive(Debug, Clone, Default)]
pub(super) struct PlaceLegs {
    out: Vec<Kept>,
    /// Empty where both directions are the same.
    into: Vec<Kept>,
}

impl PlaceLegs {
    /// Takes those of another place. O(places).
    pub(super) fn take(&mut self, legs: &LegMatrix, place: u32) {
        self.out.clear();
        self.out.extend_from_slice(legs.out(place));
        self.into.clear();
        if !legs.into.is_empty() {
            self.into.extend_from_slice(legs.back(place));
        }
    }

    /// From the place to all others, and to it from all others.
    #[inline]
    pub(super) fn rows(&self) -> [&[Kept]; 2] {
        [&self.out, if self.into.is_empty() { &self.out } else { &self.into }]
    }
}
