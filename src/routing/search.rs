//! The tour search: local search, kicked and taken back when a kick did not help.
//!
//! A kick is a double bridge within a short stretch of the tour (Martin, Otto, Felten, "Large-step Markov chains for the
//! traveling salesman problem", 1991), which only leaves work nearby (Applegate, Cook, Rohe, "Chained Lin–Kernighan for
//! large traveling salesman problems", 2003): a queue holds the places whose edges changed, all others have their
//! don't-look bit set (Bentley 1992). A kick costs some ten microseconds whatever the number of places. A kick that made
//! the tour a little longer is sometimes kept, which leads out of dead ends, and the best tour is kept aside.

use super::array_tour::ArrayTour;
use super::exact::shortest_tour;
use super::greedy::greedy_tour;
use super::lin_kernighan::{Ground, improve};
use super::neighbours::{Measured, Neighbours};
use super::points::{Points, Sites};
use std::collections::VecDeque;

const WIDTH: usize = 8;
/// Temperature of the acceptance in mean legs of the first tour.
const WARMTH: f64 = 0.3;
/// Longest of the three segments that a double bridge permutes.
const SEGMENT: u32 = 50;
/// Up to so many places are solved exactly.
const EXACT: usize = 8;
/// Places looked at before the first tour is a local optimum, for each kick that a step is worth.
const LOOKS_A_KICK: usize = 10;

/// A search for a short round trip, made in steps: stop between any two, and the order is the best so far.
///
/// The same points, seed and steps give the same order natively and in wasm.
///
/// ```
/// use hinterland::routing::{Points, TourSearch};
/// let points = vec![[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
/// let search = TourSearch::new(&Points::Plane { points, rounded: false }, 1);
/// assert_eq!(search.length(), 4.0);
/// ```
#[derive(Debug, Clone)]
pub struct TourSearch {
    sites: Sites,
    neighbours: Measured,
    tour: ArrayTour,
    /// Places to look at, each at most once.
    queue: VecDeque<u32>,
    queued: Vec<bool>,
    epsilon: f64,
    /// Length of `tour`, kept up by sums of gains: what is compared while searching, so that it does not matter where
    /// the search is cut into steps.
    running: f64,
    /// The best tour and its length, kept while `tour` is a longer one.
    best: Option<(Vec<u32>, f64)>,
    /// What a kick may cost and still be kept, in the mean: see [`Self::accepts`].
    temperature: f64,
    rng: fastrand::Rng,
    touched: Vec<u32>,
    order: Vec<u32>,
    length: f64,
}

impl TourSearch {
    /// A first tour: exact for up to eight places, else greedy. O(n log n).
    #[must_use]
    pub fn new(points: &Points, seed: u64) -> Self {
        let sites = Sites::new(points);
        let neighbours = Neighbours::new(&sites.plane, WIDTH);
        let is_small = sites.len() <= EXACT;
        let order = if is_small { shortest_tour(&sites) } else { greedy_tour(&sites, &neighbours) };
        let length = sites.length(&order);
        let mut search = Self {
            // Neighbours in the tour are looked at one after the other.
            queue: if is_small { VecDeque::new() } else { order.iter().copied().collect() },
            queued: vec![true; sites.len()],
            epsilon: 1e-11 * length.max(1e-300),
            running: length,
            length,
            best: None,
            temperature: WARMTH * length / sites.len().max(1) as f64,
            rng: fastrand::Rng::with_seed(seed),
            touched: Vec::new(),
            order: Vec::new(),
            tour: ArrayTour::new(order),
            neighbours: neighbours.measured(|a, b| sites.distance(a, b)),
            sites,
        };
        search.write_order();
        search
    }

    /// Improves the tour: first towards a local optimum, then by kicks. Never makes it longer, but for rounding of the
    /// sum. O(kicks + n).
    pub fn step(&mut self, kicks: u32) {
        if self.is_optimal() {
            return;
        }
        let mut left = kicks;
        while left > 0 && !self.queue.is_empty() {
            let gain = self.settle(LOOKS_A_KICK);
            self.running -= gain;
            self.tour.commit();
            left -= 1;
        }
        for _ in 0..left {
            self.try_kick();
        }
        self.write_order();
    }

    /// The points in the order of the tour, each once; the way back from the last to the first is part of the tour.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The length of the round trip in the unit of the points.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Whether the tour is known to be a shortest one, so that no step can change it: so with up to eight places.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.sites.len() <= EXACT
    }

    fn write_order(&mut self) {
        self.order.clear();
        let best = self.best.as_ref().map_or(self.tour.order(), |(order, _)| order);
        for &site in best {
            self.order.extend_from_slice(self.sites.members(site));
        }
        self.length = self.sites.length(best);
    }

    /// Looks at up to `looks` queued places; the gain.
    fn settle(&mut self, looks: usize) -> f64 {
        let ground = Ground { sites: &self.sites, neighbours: &self.neighbours, epsilon: self.epsilon };
        let mut gain = 0.0;
        for _ in 0..looks {
            let Some(place) = self.queue.pop_front() else { break };
            self.queued[place as usize] = false;
            let gained = improve(&ground, &mut self.tour, place, &mut self.touched);
            if gained > 0.0 {
                gain += gained;
                for &changed in &self.touched {
                    if !std::mem::replace(&mut self.queued[changed as usize], true) {
                        self.queue.push_back(changed);
                    }
                }
            }
        }
        gain
    }

    fn try_kick(&mut self) {
        let cost = self.double_bridge();
        let gain = self.settle(usize::MAX);
        let longer = cost - gain;
        if longer > 0.0 && !self.accepts(longer) {
            self.tour.undo_to(0);
            return;
        }
        if longer > 0.0 && self.best.is_none() {
            self.best = Some((self.tour.order_before(), self.running));
        }
        self.running += longer;
        self.tour.commit();
        if self.best.as_ref().is_some_and(|&(_, best)| self.running <= best) {
            self.best = None;
        }
    }

    /// Metropolis: a kick that made the tour longer is kept with probability e^(−longer ÷ temperature).
    fn accepts(&mut self, longer: f64) -> bool {
        longer < -self.temperature * libm::log(1.0 - self.rng.f64())
    }

    /// Turns the segments B C D behind a random place into D C B; what that costs. The eight ends are queued.
    fn double_bridge(&mut self) -> f64 {
        let count = self.tour.len();
        let longest = SEGMENT.min((count - 2) / 3);
        let start = self.rng.u32(0..count);
        let mut ends = [start; 4];
        for segment in 1..4 {
            ends[segment] = ends[segment - 1] + 1 + self.rng.u32(0..longest);
        }
        let last = ends.map(|end| self.tour.at(end));
        let first = ends.map(|end| self.tour.at(end + 1));
        let distance = |a, b| self.sites.distance(a, b);
        let dropped: f64 = (0..4).map(|i| distance(last[i], first[i])).sum();
        let added = distance(last[0], first[2])
            + distance(last[3], first[1])
            + distance(last[2], first[0])
            + distance(last[1], first[3]);
        for place in last.into_iter().chain(first) {
            if !std::mem::replace(&mut self.queued[place as usize], true) {
                self.queue.push_back(place);
            }
        }
        let wrap = |position: u32| position % count;
        let lengths = [ends[3] - ends[2], ends[2] - ends[1], ends[1] - ends[0]];
        self.tour.reverse(wrap(start + 1), wrap(ends[3]));
        let mut from = start + 1;
        for length in lengths {
            self.tour.reverse(wrap(from), wrap(from + length - 1));
            from += length;
        }
        added - dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::LonLat;
    use proptest::prelude::*;

    fn plane(points: &[[f64; 2]]) -> Points {
        Points::Plane { points: points.to_vec(), rounded: false }
    }

    fn searched(points: &Points, seed: u64, kicks: u32) -> TourSearch {
        let mut search = TourSearch::new(points, seed);
        search.step(kicks);
        let mut order = search.order().to_vec();
        order.sort_unstable();
        assert!(order.into_iter().eq((0u32..).take(points.len())), "every point once");
        search
    }

    fn check(points: &[[f64; 2]], expected: f64) {
        let length = searched(&plane(points), 1, 200).length();
        assert!((length - expected).abs() < 1e-9 * expected.max(1.0), "{length}, not {expected}");
    }

    fn grid(side: u32) -> Vec<[f64; 2]> {
        (0..side * side).map(|i| [f64::from(i % side), f64::from(i / side)]).collect()
    }

    #[test]
    fn few_points_and_points_at_one_place() {
        check(&[], 0.0);
        check(&[[3.0, 4.0]], 0.0);
        check(&[[0.0, 0.0], [3.0, 4.0]], 10.0);
        check(&[[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]], 12.0);
        check(&[[2.0, 2.0]; 50], 0.0);
        check(&[[0.0, -0.0], [-0.0, 0.0], [0.0, 1.0], [f64::NAN, 0.0]], 2.0);
        let line: Vec<[f64; 2]> = (0..40).map(|i| [f64::from(i * 7 % 40), 0.0]).collect();
        check(&line, 78.0);
    }

    #[test]
    fn a_grid_is_toured_without_detour() {
        check(&grid(6), 36.0);
        check(&grid(10), 100.0);
        let crowded: Vec<[f64; 2]> = grid(10).into_iter().cycle().take(3_000).collect();
        check(&crowded, 100.0);
    }

    #[test]
    fn places_on_the_globe_are_reached_across_the_date_line() {
        let equator = (0..36).map(|i| LonLat::new(f64::from(i * 7 % 36) * 10.0 - 180.0, 0.0));
        let points = Points::Globe(equator.collect::<Result<_, _>>().expect("on the globe"));
        assert!((searched(&points, 1, 500).length() - 40_030_230.0).abs() < 10.0);
    }

    #[test]
    fn the_same_seed_gives_the_same_tour_however_it_is_cut() {
        let mut rng = fastrand::Rng::with_seed(8);
        let points = plane(&(0..200).map(|_| [rng.f64(), rng.f64()]).collect::<Vec<_>>());
        let whole = searched(&points, 5, 1_000);
        let mut cut = TourSearch::new(&points, 5);
        let mut before = cut.length();
        for _ in 0..10 {
            cut.step(100);
            assert!(cut.length() <= before + 1e-12);
            before = cut.length();
        }
        assert_eq!(whole.order(), cut.order());
    }

    #[test]
    fn published_instances_come_near_their_optimum() {
        let shared =
            std::env::var("HINTERLAND_SHARED").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
        for (name, optimum, gap, kicks) in
            [("berlin52", 7_542.0, 0.0, 1_000), ("ch150", 6_528.0, 0.01, 1_000), ("pr1002", 259_045.0, 0.05, 300)]
        {
            let Ok(text) = std::fs::read_to_string(format!("{shared}/data/instances/tsplib/{name}.tsp")) else {
                println!("skipped: no {name} beside the project");
                return;
            };
            let instance = super::super::TspInstance::parse(&text).expect("a TSPLIB file");
            let length = searched(&instance.to_points(), 1, kicks).length();
            assert!(length >= optimum && length <= optimum * (1.0 + gap), "{name}: {length}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn lengths_are_true_and_tours_complete(
            points in prop::collection::vec((0_i32..30, 0_i32..30), 0..60), seed in any::<u64>(), rounded in any::<bool>()
        ) {
            let points: Vec<[f64; 2]> = points.iter().map(|&(x, y)| [f64::from(x), f64::from(y)]).collect();
            let search = searched(&Points::Plane { points: points.clone(), rounded }, seed, 50);
            let leg = |a: u32, b: u32| {
                let ([ax, ay], [bx, by]) = (points[a as usize], points[b as usize]);
                let length = libm::hypot(ax - bx, ay - by);
                if rounded { length.round() } else { length }
            };
            let order = search.order();
            let legs: f64 = (0..order.len()).map(|i| leg(order[i], order[(i + 1) % order.len()])).sum();
            prop_assert!((legs - search.length()).abs() < 1e-6);
        }

        #[test]
        fn small_tours_are_the_shortest(points in prop::collection::vec((0_i32..50, 0_i32..50), 1..8)) {
            let points: Vec<[f64; 2]> = points.iter().map(|&(x, y)| [f64::from(x), f64::from(y)]).collect();
            let sites = Sites::new(&plane(&points));
            let mut order: Vec<u32> = (0u32..).take(sites.len()).collect();
            let shortest = shortest_by_trying(&sites, &mut order, 1);
            prop_assert!((TourSearch::new(&plane(&points), 1).length() - shortest).abs() < 1e-9);
        }
    }

    fn shortest_by_trying(sites: &Sites, order: &mut [u32], fixed: usize) -> f64 {
        let mut shortest = sites.length(order);
        for other in fixed..order.len() {
            order.swap(fixed, other);
            shortest = shortest.min(shortest_by_trying(sites, order, fixed + 1));
            order.swap(fixed, other);
        }
        shortest
    }
}
