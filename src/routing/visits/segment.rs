//! Stretches of a route in terms of time, which can be put one behind the other in constant time.
//!
//! Whoever comes too late goes back in time and pays for it ("time warp": Nagata, Bräysy, Dullaert, "A penalty-based edge
//! assembly memetic algorithm for the vehicle routing problem with time windows", 2010); the four figures of a stretch are
//! those of Vidal, Crainic, Gendreau, Prins, "A hybrid genetic algorithm with adaptive diversity management for a large
//! class of vehicle routing problems with time windows", 2013.

use crate::extremes::{larger, smaller};

/// A stretch of a route.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    /// The least time that it takes, waiting and service included, time gone back included.
    pub(super) duration: f64,
    /// Time gone back.
    pub(super) warp: f64,
    /// First start at which duration and warp are least.
    pub(super) earliest: f64,
    /// Last start at which duration and warp are least.
    pub(super) latest: f64,
}

impl Segment {
    /// A single place.
    #[inline]
    pub(super) fn single(window: [f64; 2], service: f64) -> Self {
        Self { duration: service, warp: 0.0, earliest: window[0], latest: window[1] }
    }

    /// This stretch, then `travel`, then another.
    #[inline]
    pub(super) fn then(&self, travel: f64, next: &Self) -> Self {
        let behind = self.duration - self.warp + travel;
        let wait = larger(next.earliest - behind - self.latest, 0.0);
        let warp = larger(self.earliest + behind - next.latest, 0.0);
        Self {
            duration: self.duration + next.duration + travel + wait,
            warp: self.warp + next.warp + warp,
            earliest: larger(next.earliest - behind, self.earliest) - wait,
            latest: smaller(next.latest - behind, self.latest) + warp,
        }
    }

    /// The time beyond what is allowed: gone back, or longer than `length`.
    #[inline]
    pub(super) fn excess(&self, length: f64) -> f64 {
        self.warp + larger(self.duration - self.warp - length, 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waiting_and_lateness_are_counted() {
        let base = Segment::single([0.0, 100.0], 0.0);
        let early = base.then(10.0, &Segment::single([30.0, 40.0], 5.0)).then(10.0, &base);
        // Leaving at 20 there is no wait.
        assert_eq!((early.duration, early.warp), (25.0, 0.0));
        assert_eq!((early.earliest, early.latest), (20.0, 30.0));
        let late = base.then(10.0, &Segment::single([0.0, 4.0], 5.0)).then(10.0, &base);
        assert_eq!((late.warp, late.excess(f64::INFINITY)), (6.0, 6.0));
    }

    proptest! {
        #[test]
        fn stretches_can_be_joined_in_any_order(
            stops in prop::collection::vec((0_u32..90, 0_u32..40, 0_u32..9, 0_u32..20), 3..8), cut in 1_usize..7
        ) {
            let single = |&(opens, long, service, _): &(u32, u32, u32, u32)| {
                Segment::single([f64::from(opens), f64::from(opens + long)], f64::from(service))
            };
            let join = |part: &[(u32, u32, u32, u32)]| {
                part[1..].iter().fold(single(&part[0]), |way, stop| way.then(f64::from(stop.3), &single(stop)))
            };
            let cut = cut.min(stops.len() - 1);
            let halves = join(&stops[..cut]).then(f64::from(stops[cut].3), &join(&stops[cut..]));
            prop_assert_eq!(halves, join(&stops));
        }
    }
}
