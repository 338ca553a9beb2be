//! Work spread evenly over stretches of days, such as weeks: what it costs that some hold more than others.
//!
//! The cost of a spread is `price · Σ time · (work ÷ time − mean)²`, which is `price · (Σ work² ÷ time − (Σ work)² ÷ Σ time)`: nothing
//! where all stretches are equally full, whatever all of them together hold.

/// Stretches of days over which work is to be even.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The stretch of each day, from 0.
    pub stretch_of: Vec<u16>,
    /// The time of each stretch; what has none is not looked at.
    pub time: Vec<f64>,
    /// Work of each stretch beside the routes.
    pub beside: Vec<f64>,
    /// What it costs that a mean visit is in a stretch twice as full as the mean, in mean legs; never so much that a visit would
    /// rather be left out.
    pub price: f64,
}

impl Spread {
    /// Whether it says of every day to which stretch it belongs, and nothing that is no time.
    pub(super) fn fits(&self, days: usize) -> bool {
        let is_time = |time: &f64| *time >= 0.0 && time.is_finite();
        self.stretch_of.len() == days
            && self.time.len() == self.beside.len()
            && self.stretch_of.iter().all(|&stretch| usize::from(stretch) < self.time.len())
            && self.time.iter().chain(&self.beside).chain([&self.price]).all(is_time)
    }
}

/// A [`Spread`] as a search uses it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretches {
    of_day: Vec<u16>,
    /// One over the time of each stretch, 0 where it has none, and of all together.
    rates: Vec<f64>,
    all_rate: f64,
    beside: Vec<f64>,
    /// What a unit of work squared costs in a stretch of one unit of time; until it is [`Self::priced`], what a [`Spread`] says.
    pub(super) price: f64,
}

impl Stretches {
    /// Without a price for work yet.
    pub(super) fn new(spread: &Spread) -> Self {
        let rate = |time: f64| if time > 0.0 { time.recip() } else { 0.0 };
        Self {
            of_day: spread.stretch_of.clone(),
            rates: spread.time.iter().copied().map(rate).collect(),
            all_rate: rate(spread.time.iter().sum()),
            beside: spread.beside.clone(),
            price: spread.price,
        }
    }

    /// The same with a price that turns work into cost, in a plan of so many visits that take so much work, with legs of `leg`: at
    /// most `most` for a unit of work.
    pub(super) fn priced(mut self, leg: f64, [visits, work]: [f64; 2], most: f64) -> Self {
        // The cost of a unit of work grows with twice the price and with how full its stretch is beyond the mean.
        let mean = (work + self.beside.iter().sum::<f64>()) * self.all_rate;
        let price = self.price * leg * visits / (2.0 * work * mean);
        self.price = if price.is_finite() { price.min(most) } else { 0.0 };
        self
    }
}

/// The work of each stretch, and of all.
#[derive(Debug)]
pub(super) struct SpreadWork {
    of: Vec<f64>,
    all: f64,
    /// Σ work² ÷ time.
    squares: f64,
}

impl Clone for SpreadWork {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), ..*self }
    }

    /// Keeps the memory of the list, unlike the derived one.
    fn clone_from(&mut self, other: &Self) {
        self.of.clone_from(&other.of);
        (self.all, self.squares) = (other.all, other.squares);
    }
}

impl SpreadWork {
    pub(super) fn new(stretches: &Stretches) -> Self {
        let squares = stretches.beside.iter().zip(&stretches.rates).map(|(work, rate)| work * work * rate).sum();
        Self { of: stretches.beside.clone(), all: stretches.beside.iter().sum(), squares }
    }

    /// There is so much more work on a day.
    #[inline]
    pub(super) fn add(&mut self, stretches: &Stretches, day: u16, work: f64) {
        let stretch = usize::from(stretches.of_day[usize::from(day)]);
        self.squares += work * (2.0 * self.of[stretch] + work) * stretches.rates[stretch];
        self.of[stretch] += work;
        self.all += work;
    }

    /// What it costs that the work is not even.
    #[inline]
    pub(super) fn cost(&self, stretches: &Stretches) -> f64 {
        stretches.price * (self.squares - self.all * self.all * stretches.all_rate)
    }

    /// What so much more work on a day adds to the cost.
    #[inline]
    pub(super) fn added(&self, stretches: &Stretches, day: u16, work: f64) -> f64 {
        let stretch = usize::from(stretches.of_day[usize::from(day)]);
        let own = (2.0 * self.of[stretch] + work) * stretches.rates[stretch];
        stretches.price * work * (own - (2.0 * self.all + work) * stretches.all_rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread() -> Spread {
        Spread { stretch_of: vec![0, 0, 1, 2], time: vec![20.0, 10.0, 0.0], beside: vec![0.0, 2.0, 0.0], price: 3.0 }
    }

    fn stretches() -> Stretches {
        Stretches::new(&spread())
    }

    #[test]
    fn equally_full_stretches_cost_nothing_and_others_do() {
        let stretches = stretches();
        let mut work = SpreadWork::new(&stretches);
        work.add(&stretches, 0, 4.0);
        assert!(work.cost(&stretches).abs() < 1e-12);
        // Now 8 of 20 and nothing of 10.
        work.add(&stretches, 1, 4.0);
        work.add(&stretches, 2, -2.0);
        assert!((work.cost(&stretches) - 3.0 * (20.0 * 0.4 * 0.4 - 8.0 * 8.0 / 30.0)).abs() < 1e-12);
    }

    #[test]
    fn stretches_that_are_none_do_not_fit() {
        assert!(spread().fits(4) && !spread().fits(3));
        assert!(!Spread { stretch_of: vec![0, 0, 1, 3], ..spread() }.fits(4));
        assert!(!Spread { time: vec![20.0, f64::NAN, 0.0], ..spread() }.fits(4));
        assert!(!Spread { beside: vec![0.0], ..spread() }.fits(4));
        assert!(!Spread { price: -1.0, ..spread() }.fits(4));
    }

    #[test]
    fn a_price_is_never_more_than_it_may_be() {
        // A mean leg of 6, visits of 2 each, 12 of 30 with what is beside: 3 · 6 ÷ (2 · 2 · 0.4).
        let priced = |most| stretches().priced(6.0, [5.0, 10.0], most).price;
        assert!((priced(f64::INFINITY) - 11.25).abs() < 1e-12);
        assert!((priced(2.0) - 2.0).abs() < 1e-12);
        assert!(stretches().priced(0.0, [0.0, 0.0], f64::INFINITY).price.abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn what_is_added_is_the_difference(works in prop::collection::vec((0_u16..3, 0_u32..50), 1..20), day in 0_u16..3, more in 0_u32..50) {
            let stretches = stretches();
            let mut work = SpreadWork::new(&stretches);
            for &(day, own) in &works {
                work.add(&stretches, day, own.into());
            }
            let (before, added) = (work.cost(&stretches), work.added(&stretches, day, more.into()));
            work.add(&stretches, day, more.into());
            prop_assert!((work.cost(&stretches) - before - added).abs() < 1e-7);
            prop_assert!(work.cost(&stretches) > -1e-7);
            let sum: f64 = work.of.iter().zip(&stretches.rates).map(|(work, rate)| work * work * rate).sum();
            prop_assert!((work.squares - sum).abs() < 1e-7);
        }
    }
}
