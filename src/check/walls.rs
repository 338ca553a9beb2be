//! Which ways the barriers of a brief bar, worked out again.
//!
//! A way and a piece of a barrier cut each other when the quadrilateral that their ends make is cut by both its diagonals: the
//! triangles over each diagonal lie on different sides of it. Areas are whole numbers of micro-degrees, doubled, so nothing
//! is rounded; a flat triangle counts as one that turns left.

use crate::model::Barrier;
use crate::units::LonLat;

/// Micro-degrees of a whole turn.
const TURN: i128 = 360_000_000;

/// A place as micro-degrees east and north.
type Spot = (i128, i128);

/// The pieces of all barriers that are on, by where they begin in the west.
#[derive(Debug)]
pub(super) struct Walls {
    pieces: Vec<(Spot, Spot)>,
    /// The greatest reach of a piece to the east.
    widest: i128,
}

impl Walls {
    /// O(points · log points).
    pub(super) fn new(barriers: &[Barrier]) -> Self {
        let mut pieces = Vec::new();
        for barrier in barriers {
            if !barrier.is_on {
                continue;
            }
            let spots: Vec<Spot> = barrier.points.iter().map(spot).collect();
            for (start, end) in spots.iter().zip(spots.iter().skip(1)).filter(|(start, end)| start != end) {
                pieces.push((*start, beside(*start, *end)));
            }
        }
        pieces.sort_by_key(|(start, end)| start.0.min(end.0));
        let widest = pieces.iter().map(|(start, end)| (start.0 - end.0).abs()).max().unwrap_or(0);
        Self { pieces, widest }
    }

    /// Whether there is none.
    pub(super) fn are_none(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether the way from one place to another is barred. O(log pieces + pieces about as far east).
    pub(super) fn stand_between(&self, a: LonLat, b: LonLat) -> bool {
        let (a, b) = (spot(&a), spot(&b));
        let (start, end) = if a <= b { (a, b) } else { (b, a) };
        let end = beside(start, end);
        [-TURN, 0, TURN].into_iter().any(|turn| {
            let (start, end) = ((start.0 + turn, start.1), (end.0 + turn, end.1));
            let (west, east) = (start.0.min(end.0), start.0.max(end.0));
            let first = self.pieces.partition_point(|(from, to)| from.0.min(to.0) < west - self.widest);
            let near = self.pieces[first..].iter().take_while(|(from, to)| from.0.min(to.0) <= east);
            let mut near = near
                .filter(|(from, to)| from.1.min(to.1) <= start.1.max(end.1) && start.1.min(end.1) <= from.1.max(to.1));
            near.any(|&(from, to)| {
                turns_left(start, end, from) ^ turns_left(start, end, to)
                    && turns_left(from, to, start) ^ turns_left(from, to, end)
            })
        })
    }
}

fn spot(place: &LonLat) -> Spot {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    let whole = |degrees: f64| libm::round(degrees * 1e6) as i128;
    (whole(place.lon()), whole(place.lat()))
}

/// The second place as it is reached the shorter way around from the first.
fn beside(from: Spot, to: Spot) -> Spot {
    let mut east = to.0;
    while east - from.0 > TURN / 2 {
        east -= TURN;
    }
    while east - from.0 <= -TURN / 2 {
        east += TURN;
    }
    (east, to.1)
}

/// Whether the triangle of these corners is not run through to the right: by the area under its sides.
fn turns_left(a: Spot, b: Spot, c: Spot) -> bool {
    let under = |from: Spot, to: Spot| (from.0 - to.0) * (from.1 + to.1);
    under(a, b) + under(b, c) + under(c, a) >= 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::Barriers;
    use proptest::prelude::*;

    fn at((lon, lat): (i32, i32)) -> LonLat {
        LonLat::new(f64::from(lon), f64::from(lat)).expect("on the globe")
    }

    proptest! {
        #[test]
        fn both_derivations_agree_also_where_lines_touch(
            points in prop::collection::vec((-180_i32..=180, -4_i32..=4), 2..6),
            ways in prop::collection::vec(((-180_i32..=180, -4_i32..=4), (-6_i32..=6, -4_i32..=4)), 40),
            is_narrow in any::<bool>(),
        ) {
            let narrow = |(lon, lat): (i32, i32)| if is_narrow { (lon % 5 + 178, lat) } else { (lon, lat) };
            let round = |(lon, lat): (i32, i32)| ((lon + 180).rem_euclid(360) - 180, lat);
            let points = points.into_iter().map(|point| at(round(narrow(point)))).collect();
            let barriers = [Barrier { name: "Line".to_owned(), is_on: true, points }];
            let (walls, pieces) = (Walls::new(&barriers), Barriers::new(&barriers));
            for (from, (east, lat)) in ways {
                let (from, to) = (at(round(narrow(from))), at(round(narrow((narrow(from).0 + east, lat)))));
                prop_assert_eq!(walls.stand_between(from, to), pieces.between(from, to).is_some(), "{:?} {:?}", from, to);
            }
        }
    }
}
