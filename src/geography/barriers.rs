//! Which ways a barrier crosses.
//!
//! Everything here is reckoned in whole micro-degrees, about a tenth of a metre, so that the sides of a line are exact: two
//! derivations agree on every way, also on one that touches a barrier. Lines run straight in longitude and latitude, the
//! shorter way around; what touches a line is on its left.

use super::adjacency::Adjacency;
use crate::model::Barrier;
use crate::sorting::{sort, sort_by};
use crate::units::LonLat;
use std::collections::VecDeque;

/// Micro-degrees a degree.
const MICRO: f64 = 1e6;

/// Micro-degrees around the globe.
const AROUND: i64 = 360_000_000;

/// Sites around the end of a cut edge that are looked at for a way around.
const LOOKED_AT: usize = 80;

type Point = [i64; 2];

/// A piece of a barrier between two of its points.
#[derive(Debug, Clone, Copy)]
struct Piece {
    barrier: u16,
    from: Point,
    to: Point,
}

#[derive(Debug, Clone, Copy)]
struct Extent {
    low: Point,
    high: Point,
}

impl Extent {
    fn of(a: Point, b: Point) -> Self {
        Self { low: [a[0].min(b[0]), a[1].min(b[1])], high: [a[0].max(b[0]), a[1].max(b[1])] }
    }

    fn with(self, other: Self) -> Self {
        let low = [0, 1].map(|axis| self.low[axis].min(other.low[axis]));
        Self { low, high: [0, 1].map(|axis| self.high[axis].max(other.high[axis])) }
    }

    fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] <= other.high[axis] && other.low[axis] <= self.high[axis])
    }
}

/// The barriers that are on, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Barriers {
    pieces: Vec<Piece>,
    /// The extents of all pieces in pairs, pairs of pairs and so on: a line's neighbours lie near each other.
    levels: Vec<Vec<Extent>>,
}

impl Barriers {
    /// Takes up those that are on. O(points).
    #[must_use]
    pub fn new(barriers: &[Barrier]) -> Self {
        let mut pieces = Vec::new();
        for (barrier, own) in (0..).zip(barriers).filter(|(_, own)| own.is_on) {
            let lines = own.points.windows(2).map(|pair| (micro(pair[0]), micro(pair[1])));
            let lines = lines.filter(|(from, to)| from != to);
            pieces.extend(lines.map(|(from, to)| Piece { barrier, from, to: unrolled(from, to) }));
        }
        let mut levels = vec![pieces.iter().map(|piece| Extent::of(piece.from, piece.to)).collect::<Vec<_>>()];
        while let Some(last) = levels.last().filter(|last| last.len() > 1) {
            let joined = last.chunks(2).map(|pair| pair[1..].iter().fold(pair[0], |all, &own| all.with(own))).collect();
            levels.push(joined);
        }
        Self { pieces, levels }
    }

    /// Whether nothing is in the way anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The first barrier that the way between two places crosses, by its position in the brief; the same both ways.
    /// O(log points) where barriers are far, O(points) at worst.
    #[must_use]
    pub fn between(&self, a: LonLat, b: LonLat) -> Option<u16> {
        let ends = [micro(a), micro(b)];
        let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let to = unrolled(from, to);
        let mut first = None;
        for shift in [-AROUND, 0, AROUND] {
            let [from, to] = [from, to].map(|[x, y]| [x + shift, y]);
            self.search(self.levels.len() - 1, 0, from, to, &mut first);
        }
        first
    }

    fn search(&self, level: usize, at: usize, from: Point, to: Point, first: &mut Option<u16>) {
        let Some(extent) = self.levels[level].get(at) else { return };
        if !extent.meets(&Extent::of(from, to)) {
            return;
        }
        if let Some(below) = level.checked_sub(1) {
            self.search(below, 2 * at, from, to, first);
            self.search(below, 2 * at + 1, from, to, first);
        } else {
            let piece = &self.pieces[at];
            if first.is_none_or(|first| piece.barrier < first) && crosses([from, to], [piece.from, piece.to]) {
                *first = Some(piece.barrier);
            }
        }
    }
}

fn micro(point: LonLat) -> Point {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    [point.lon(), point.lat()].map(|degrees| libm::round(degrees * MICRO) as i64)
}

/// The second point where the shorter way from the first leads, perhaps beyond 180°.
fn unrolled(from: Point, to: Point) -> Point {
    let east = (to[0] - from[0]).rem_euclid(AROUND);
    [from[0] + if east > AROUND / 2 { east - AROUND } else { east }, to[1]]
}

fn crosses([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    is_left(a, b, c) != is_left(a, b, d) && is_left(c, d, a) != is_left(c, d, b)
}

/// Whether a point is to the left of a line, or on it. No product leaves 64 bits: differences are below 2³¹.
fn is_left(from: Point, to: Point, point: Point) -> bool {
    let [along, off] = [[to[0] - from[0], to[1] - from[1]], [point[0] - from[0], point[1] - from[1]]];
    along[0] * off[1] - along[1] * off[0] >= 0
}

/// The contiguity graph without the edges that `is_cut` says are crossed. A part that this cuts off, though it sees others
/// past the end of what cuts it, is linked to them by the shortest ways that nothing crosses, one a part; what sees no
/// other stays a part of its own. `sites` are the places in a plane. O(edges · log edges + cut edges · 80 · cost of `is_cut`).
#[must_use]
pub fn fenced(graph: &Adjacency, sites: &[[f64; 2]], is_cut: impl Fn(u32, u32) -> bool) -> Adjacency {
    let (mut kept, mut ends) = (Vec::new(), Vec::new());
    for [a, b] in graph.edges() {
        if is_cut(a, b) {
            ends.extend([a, b]);
        } else {
            kept.push([a, b]);
        }
    }
    if ends.is_empty() {
        return graph.clone();
    }
    sort(&mut ends);
    ends.dedup();
    let cut = Adjacency::from_edges(graph.len(), &kept);
    let (part, parts) = cut.parts();
    if parts > 1 {
        let mut links = Vec::new();
        let mut near = Near { seen: vec![u32::MAX; graph.len()], queue: VecDeque::new() };
        for &end in &ends {
            near.around(graph, end, |other| {
                if part[other as usize] != part[end as usize] && !is_cut(end, other) {
                    let [dx, dy] = [0, 1].map(|axis| sites[other as usize][axis] - sites[end as usize][axis]);
                    links.push((dx * dx + dy * dy, [end.min(other), end.max(other)]));
                }
            });
        }
        sort_by(&mut links, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut joined: Vec<u32> = (0..parts).collect();
        for (_, [a, b]) in links {
            let [a_part, b_part] = [a, b].map(|site| joined[part[site as usize] as usize]);
            if a_part != b_part {
                joined.iter_mut().filter(|own| **own == b_part).for_each(|own| *own = a_part);
                kept.push([a, b]);
            }
        }
    }
    Adjacency::from_edges(graph.len(), &kept)
}

/// Sites around others, the nearest by edges first.
struct Near {
    seen: Vec<u32>,
    queue: VecDeque<u32>,
}

impl Near {
    fn around(&mut self, graph: &Adjacency, site: u32, mut visit: impl FnMut(u32)) {
        self.queue.clear();
        self.queue.push_back(site);
        self.seen[site as usize] = site;
        let mut looked_at = 0;
        while let Some(here) = self.queue.pop_front() {
            for &next in graph.of(here) {
                if std::mem::replace(&mut self.seen[next as usize], site) != site {
                    self.queue.push_back(next);
                    visit(next);
                    looked_at += 1;
                    if looked_at == LOOKED_AT {
                        return;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::{Triangulation, contiguity_graph};

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("on the globe")
    }

    fn line(points: &[(f64, f64)]) -> Barrier {
        let points = points.iter().map(|&(lon, lat)| at(lon, lat)).collect();
        Barrier { name: "Line".to_owned(), is_on: true, points }
    }

    #[test]
    fn a_line_is_crossed_between_its_ends_and_the_same_both_ways() {
        let barriers = Barriers::new(&[
            Barrier { is_on: false, ..line(&[(-9.0, 50.0), (9.0, 50.0)]) },
            line(&[(0.0, 50.0), (1.0, 50.0), (2.0, 51.0)]),
        ]);
        for (from, to, expect) in [
            ((0.5, 49.0), (0.5, 51.0), true),
            ((-0.5, 49.0), (-0.5, 51.0), false),
            ((1.6, 50.4), (1.4, 50.6), true),
            // Through a corner; along the line; up to it from the left and from the right.
            ((1.0, 49.0), (1.0, 51.0), true),
            ((0.2, 50.0), (0.8, 50.0), false),
            ((0.5, 50.0), (0.5, 51.0), false),
            ((0.5, 50.0), (0.5, 49.0), true),
            ((0.5, 49.0), (0.5, 49.0), false),
        ] {
            let ends = [from, to].map(|(lon, lat)| at(lon, lat));
            assert_eq!(barriers.between(ends[0], ends[1]), expect.then_some(1), "{from:?} {to:?}");
            assert_eq!(barriers.between(ends[1], ends[0]), expect.then_some(1), "{to:?} {from:?}");
        }
        assert!(Barriers::new(&[]).is_empty());
        assert_eq!(Barriers::new(&[]).between(at(0.0, 0.0), at(1.0, 1.0)), None);
    }

    #[test]
    fn the_date_line_is_a_line_like_others() {
        let barriers = Barriers::new(&[line(&[(179.0, -18.0), (-179.0, -17.0)])]);
        for lon in [179.5, 180.0, -180.0, -179.5] {
            assert_eq!(barriers.between(at(lon, -18.5), at(lon, -16.0)), Some(0), "{lon}");
        }
        assert_eq!(barriers.between(at(0.0, -18.5), at(0.0, -16.0)), None, "the shorter way");
        let along = Barriers::new(&[line(&[(180.0, -20.0), (180.0, -10.0)])]);
        assert_eq!(along.between(at(179.0, -15.0), at(-179.0, -15.0)), Some(0));
        assert_eq!(along.between(at(-179.0, -15.0), at(-178.0, -15.0)), None);
    }

    /// A grid of 10 by 10 whose edges these barriers cut; the numbers of sites of its parts.
    fn parts_of_grid(barriers: &[Barrier]) -> Vec<usize> {
        let places: Vec<LonLat> = (0..100).map(|n| at(f64::from(n % 10), f64::from(n / 10) * 1.01)).collect();
        let triangulation = Triangulation::new(&places.iter().map(|p| [p.lon(), p.lat()]).collect::<Vec<_>>());
        let barriers = Barriers::new(barriers);
        let is_cut = |a: u32, b: u32| barriers.between(places[a as usize], places[b as usize]).is_some();
        let graph = fenced(&contiguity_graph(&triangulation), &triangulation.sites, is_cut);
        assert!(graph.edges().all(|[a, b]| !is_cut(a, b)));
        let (part, parts) = graph.parts();
        let mut counts: Vec<usize> = (0..parts).map(|own| part.iter().filter(|&&part| part == own).count()).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn what_a_barrier_cuts_off_is_a_part_and_what_it_leaves_open_is_none() {
        assert_eq!(parts_of_grid(&[]), [100]);
        assert_eq!(parts_of_grid(&[line(&[(-1.0, 4.5), (11.0, 4.6)])]), [50, 50]);
        assert_eq!(parts_of_grid(&[line(&[(-1.0, 4.5), (8.5, 4.6)])]), [100], "around the end");
        let ring = [(1.5, 1.5), (4.5, 1.5), (4.5, 4.5), (1.5, 4.5), (1.5, 1.5)];
        assert_eq!(parts_of_grid(&[line(&ring)]), [9, 91]);
        // A bag with a narrow mouth, which no edge of the graph may happen to pass.
        let bag = [(2.8, 4.5), (1.5, 4.5), (1.5, 1.5), (4.5, 1.5), (4.5, 4.5), (3.2, 4.5)];
        assert_eq!(parts_of_grid(&[line(&bag)]), [100]);
        // One that crosses itself closes in what its loop holds.
        let loop_of = [(0.5, 0.5), (3.5, 3.6), (3.5, 0.5), (0.5, 3.6)];
        assert_eq!(parts_of_grid(&[line(&loop_of)]).iter().sum::<usize>(), 100);
    }
}
