//! Lines between areas, each once, and lines around them: neighbours' rings run along the same points, and dashes drawn
//! twice fill up.

use crate::geography::Ring;
use crate::sorting::sort;
use crate::units::LonLat;
use std::collections::BTreeMap;

/// A place as its exact bits, so that it can be sorted and compared.
type Corner = [u64; 2];

/// The lines that two rings share, as open lines; where hardly any are shared the outlines were thinned one by one, and
/// all of them are returned. O(points · log points).
pub(super) fn shared_lines<'a>(rings: impl Iterator<Item = &'a Ring> + Clone) -> Vec<Vec<LonLat>> {
    let sides = sorted_sides(rings.clone());
    let shared: Vec<_> = sides.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect();
    if shared.len() * 20 < sides.len() { rings.map(|ring| closed(ring)).collect() } else { chain(&shared) }
}

/// The lines that only one ring has: the outline of all rings together. O(points · log points).
pub(super) fn outer_lines<'a>(rings: impl Iterator<Item = &'a Ring>) -> Vec<Vec<LonLat>> {
    let sides = sorted_sides(rings);
    let outer: Vec<_> = sides.chunk_by(|a, b| a == b).filter(|same| same.len() == 1).map(|same| same[0]).collect();
    chain(&outer)
}

fn sorted_sides<'a>(rings: impl Iterator<Item = &'a Ring>) -> Vec<[Corner; 2]> {
    let mut sides: Vec<[Corner; 2]> = rings.flat_map(|ring| ring_sides(ring)).collect();
    sort(&mut sides);
    sides
}

fn corner(point: LonLat) -> Corner {
    [point.lon(), point.lat()].map(|degrees| (degrees + 0.0).to_bits())
}

fn point([lon, lat]: Corner) -> Option<LonLat> {
    LonLat::new(f64::from_bits(lon), f64::from_bits(lat)).ok()
}

fn ring_sides(ring: &[LonLat]) -> impl Iterator<Item = [Corner; 2]> + '_ {
    let ends = ring.iter().cycle().skip(1);
    let sides = ring.iter().zip(ends).map(|(&from, &to)| {
        let mut side = [corner(from), corner(to)];
        sort(&mut side);
        side
    });
    sides.filter(|[from, to]| from != to)
}

fn closed(ring: &[LonLat]) -> Vec<LonLat> {
    ring.iter().chain(ring.first()).copied().collect()
}

/// Joins sides into lines that run from one junction or end to the next.
fn chain(sides: &[[Corner; 2]]) -> Vec<Vec<LonLat>> {
    let mut at: BTreeMap<Corner, Vec<usize>> = BTreeMap::new();
    for (index, side) in sides.iter().enumerate() {
        for &end in side {
            at.entry(end).or_default().push(index);
        }
    }
    let mut used = vec![false; sides.len()];
    let is_middle = |place: &Corner| at.get(place).is_some_and(|met| met.len() == 2);
    let mut lines: Vec<Vec<LonLat>> = Vec::new();
    let junctions = at.iter().filter(|(_, met)| met.len() != 2);
    let starts = junctions.flat_map(|(&place, met)| met.iter().map(move |&side| (place, side)));
    // What no junction starts is a closed line; it starts anywhere.
    let rest = sides.iter().enumerate().map(|(index, side)| (side[0], index));
    for (start, first) in starts.chain(rest) {
        let mut line = vec![start];
        let (mut place, mut next) = (start, (!used[first]).then_some(first));
        while let Some(side) = next {
            used[side] = true;
            place = if sides[side][0] == place { sides[side][1] } else { sides[side][0] };
            line.push(place);
            let onwards = at.get(&place).filter(|_| is_middle(&place));
            next = onwards.and_then(|met| met.iter().copied().find(|&side| !used[side]));
        }
        lines.push(line.into_iter().filter_map(point).collect());
    }
    lines.retain(|line| line.len() > 1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Ring {
        corners.iter().map(|&(lon, lat)| LonLat::new(lon, lat).expect("on the globe")).collect()
    }

    fn corners(lines: &[Vec<LonLat>]) -> Vec<Vec<(f64, f64)>> {
        lines.iter().map(|line| line.iter().map(|&point| point.into()).collect()).collect()
    }

    #[test]
    fn the_common_line_once_and_the_rest_around() {
        let west = ring(&[(0.0, 0.0), (1.0, 0.0), (1.1, 0.5), (1.0, 1.0), (0.0, 1.0)]);
        let east = ring(&[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.1, 0.5), (1.0, 0.0)]);
        let both = [west.clone(), east];
        assert_eq!(corners(&shared_lines(both.iter())), [[(1.0, 0.0), (1.1, 0.5), (1.0, 1.0)]]);
        let around = outer_lines(both.iter());
        assert_eq!(around.iter().map(|line| line.len() - 1).sum::<usize>(), 6);
        assert!(!around.iter().flatten().any(|point| (point.lon() - 1.1).abs() < 1e-9));
        assert_eq!(shared_lines([west].iter())[0].len(), 6, "nothing shared: the whole outline");
        assert!(shared_lines([].iter()).is_empty());
    }
}
