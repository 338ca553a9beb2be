//! Lin–Kernighan moves whose step is a sequential 3-opt move.
//!
//! From an edge (t1, t2) of the tour, each step drops up to two more edges and adds two, such that closing the circle at
//! t1 gives a tour again; a step that closes with a gain is kept, otherwise the best step is carried out and the next
//! one starts from its open end (Lin, Kernighan, "An effective heuristic algorithm for the traveling-salesman problem",
//! 1973; the 3-opt step as in Helsgaun, "An effective implementation of the Lin–Kernighan traveling salesman
//! heuristic", 2000). It contains 2-opt, Or-opt and Or-3opt moves. Steps are weighed by positions in the array,
//! without touching the tour: O(neighbours²) each.

use super::array_tour::ArrayTour;
use super::neighbours::Measured;
use super::points::Sites;

/// Steps in a row before a chain without gain is given up.
const DEPTH: usize = 4;

/// The parts that a move search reads.
pub(super) struct Ground<'a> {
    pub(super) sites: &'a Sites,
    pub(super) neighbours: &'a Measured,
    /// Gains up to this are rounding.
    pub(super) epsilon: f64,
}

/// One step in terms of the path t2 … t1 that remains when (t1, t2) is dropped.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Reverse t2 … t4.
    Two,
    /// Reverse t2 … t4, then t4 … t6.
    TwoTwice,
    /// Exchange t2 … t5 and t6 … t3.
    Swap,
    /// Reverse t2 … t6 and t5 … t3, each in place.
    BothReversed,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    shape: Shape,
    t3: u32,
    t4: u32,
    t5: u32,
    t6: u32,
    /// Dropped less added, the closing edge left out.
    open_gain: f64,
}

enum Found {
    /// A step that closes with this gain.
    Gain(Step, f64),
    /// The best step that does not.
    Open(Step),
    Nothing,
}

/// The path t2 … t1 read through the array in the right direction.
struct Path<'a> {
    tour: &'a ArrayTour,
    start: u32,
    reversed: bool,
}

impl Path<'_> {
    #[inline]
    fn next(&self, place: u32) -> u32 {
        if self.reversed { self.tour.previous(place) } else { self.tour.next(place) }
    }

    #[inline]
    fn previous(&self, place: u32) -> u32 {
        if self.reversed { self.tour.next(place) } else { self.tour.previous(place) }
    }

    /// Steps from the start of the path.
    #[inline]
    fn index(&self, place: u32) -> u32 {
        let (from, to) = (self.start, self.tour.position(place));
        let (from, to) = if self.reversed { (to, from) } else { (from, to) };
        if to >= from { to - from } else { to + self.tour.len() - from }
    }
}

/// Tries to improve the tour by moves that drop an edge of `place`. The gain, and into `touched` the ends of the edges
/// that changed; 0 and an unchanged tour when there is none.
pub(super) fn improve(ground: &Ground, tour: &mut ArrayTour, place: u32, touched: &mut Vec<u32>) -> f64 {
    for beside in [tour.next(place), tour.previous(place)] {
        touched.clear();
        let gain = chain(ground, tour, place, beside, touched);
        if gain > 0.0 {
            return gain;
        }
    }
    0.0
}

fn chain(ground: &Ground, tour: &mut ArrayTour, t1: u32, first: u32, touched: &mut Vec<u32>) -> f64 {
    let mark = tour.mark();
    let mut added = [(0, 0); 2 * DEPTH];
    let (mut t2, mut gain) = (first, ground.sites.distance(t1, first));
    touched.extend([t1, t2]);
    for depth in 0..DEPTH {
        let (step, closed) = match best_step(ground, tour, t1, t2, gain, &added[..2 * depth]) {
            Found::Gain(step, closed) => (step, Some(closed)),
            Found::Open(step) if depth + 1 < DEPTH => (step, None),
            Found::Open(_) | Found::Nothing => break,
        };
        perform(tour, t1, t2, step);
        touched.extend([step.t3, step.t4, step.t5, step.t6]);
        if let Some(closed) = closed {
            return closed;
        }
        added[2 * depth] = (t2, step.t3);
        added[2 * depth + 1] = (step.t4, step.t5);
        (t2, gain) = (step.t6, step.open_gain);
    }
    tour.undo_to(mark);
    0.0
}

fn is_added(added: &[(u32, u32)], a: u32, b: u32) -> bool {
    added.iter().any(|&edge| edge == (a, b) || edge == (b, a))
}

fn best_step(ground: &Ground, tour: &ArrayTour, t1: u32, t2: u32, gain: f64, added: &[(u32, u32)]) -> Found {
    let path = Path { tour, start: tour.position(t2), reversed: tour.next(t1) != t2 };
    let mut search = StepSearch { ground, path, t1, t2, added, best: None };
    let second = search.path.next(t2);
    for &(distance, t3) in ground.neighbours.of(t2) {
        let open = gain - distance;
        if open <= ground.epsilon {
            break;
        }
        if t3 == t1 || t3 == second {
            continue;
        }
        if let Some((step, closed)) = search.before(t3, open).or_else(|| search.behind(t3, open)) {
            return Found::Gain(step, closed);
        }
    }
    search.best.map_or(Found::Nothing, Found::Open)
}

struct StepSearch<'a> {
    ground: &'a Ground<'a>,
    path: Path<'a>,
    t1: u32,
    t2: u32,
    added: &'a [(u32, u32)],
    best: Option<Step>,
}

impl StepSearch<'_> {
    /// Steps that drop the edge before t3: a 2-opt move, then maybe another.
    fn before(&mut self, t3: u32, open: f64) -> Option<(Step, f64)> {
        let sites = self.ground.sites;
        let t4 = self.path.previous(t3);
        if is_added(self.added, t3, t4) {
            return None;
        }
        let open = open + sites.distance(t3, t4);
        let closed = open - sites.distance(t4, self.t1);
        if closed > self.ground.epsilon {
            return Some((Step { shape: Shape::Two, t3, t4, t5: t4, t6: t4, open_gain: open }, closed));
        }
        let i3 = self.path.index(t3);
        let beside = self.path.previous(t4);
        for &(distance, t5) in self.ground.neighbours.of(t4) {
            let open = open - distance;
            if open <= self.ground.epsilon {
                break;
            }
            if t5 == t3 || t5 == self.t1 || (t5 == beside && t4 != self.t2) {
                continue;
            }
            let t6 = if self.path.index(t5) < i3 { self.path.next(t5) } else { self.path.previous(t5) };
            let found = self.weigh(Step { shape: Shape::TwoTwice, t3, t4, t5, t6, open_gain: open });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Steps that drop the edge behind t3, which closes off the circle t2 … t3, and open that circle again.
    fn behind(&mut self, t3: u32, open: f64) -> Option<(Step, f64)> {
        let sites = self.ground.sites;
        let t4 = self.path.next(t3);
        if is_added(self.added, t3, t4) {
            return None;
        }
        let open = open + sites.distance(t3, t4);
        let i3 = self.path.index(t3);
        for &(distance, t5) in self.ground.neighbours.of(t4) {
            let open = open - distance;
            if open <= self.ground.epsilon {
                break;
            }
            let i5 = self.path.index(t5);
            if i5 >= i3 {
                continue;
            }
            let swap = Step { shape: Shape::Swap, t3, t4, t5, t6: self.path.next(t5), open_gain: open };
            let mut found = self.weigh(swap);
            if found.is_none() && i5 >= 2 {
                let t6 = self.path.previous(t5);
                found = self.weigh(Step { shape: Shape::BothReversed, t6, ..swap });
            }
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Takes the step if it closes with a gain; remembers it if it is the best open one.
    #[inline]
    fn weigh(&mut self, mut step: Step) -> Option<(Step, f64)> {
        if is_added(self.added, step.t5, step.t6) {
            return None;
        }
        step.open_gain += self.ground.sites.distance(step.t5, step.t6);
        let closed = step.open_gain - self.ground.sites.distance(step.t6, self.t1);
        if closed > self.ground.epsilon {
            return Some((step, closed));
        }
        if self.best.is_none_or(|best| best.open_gain < step.open_gain) {
            self.best = Some(step);
        }
        None
    }
}

fn perform(tour: &mut ArrayTour, t1: u32, t2: u32, step: Step) {
    let mut reversed = tour.next(t1) != t2;
    let Step { shape, t3, t4, t5, t6, .. } = step;
    let mut flip = |from, to| reverse_path(tour, &mut reversed, from, to);
    match shape {
        Shape::Two => flip(t2, t4),
        Shape::TwoTwice => {
            flip(t2, t4);
            flip(t4, t6);
        }
        Shape::Swap => {
            flip(t2, t3);
            flip(t3, t6);
            flip(t5, t2);
        }
        Shape::BothReversed => {
            flip(t2, t6);
            flip(t5, t3);
        }
    }
}

/// Reverses the path between two places, or, when that is shorter, all the rest, which reads the same backwards.
fn reverse_path(tour: &mut ArrayTour, reversed: &mut bool, from: u32, to: u32) {
    let count = tour.len();
    let (mut first, mut last) = (tour.position(from), tour.position(to));
    if *reversed {
        std::mem::swap(&mut first, &mut last);
    }
    let inner = if last >= first { last - first + 1 } else { last + count - first + 1 };
    if 2 * inner <= count {
        tour.reverse(first, last);
        return;
    }
    *reversed = !*reversed;
    if inner < count {
        let behind = if last + 1 == count { 0 } else { last + 1 };
        let before = if first == 0 { count - 1 } else { first - 1 };
        tour.reverse(behind, before);
    }
}
