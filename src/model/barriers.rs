//! Lines on the map that territories do not cross: a river, a mountain range, a border.

use crate::units::LonLat;
use serde::{Deserialize, Serialize};

/// A line that no territory reaches across, except around its ends.
///
/// Between two of its points it runs straight in longitude and latitude, the shorter way around the globe. A barrier that
/// ends where it starts closes an area in; one may cross itself and others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    /// Name; not empty.
    pub name: String,
    /// Whether it counts.
    pub is_on: bool,
    /// Its points in order: at least two different ones.
    pub points: Vec<LonLat>,
}

/// Where a part of the accounts lies that a barrier cuts off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// North of the barrier.
    North,
    /// East of it.
    East,
    /// South of it.
    South,
    /// West of it.
    West,
    /// Within a barrier that closes it in.
    Within,
}

/// Why something is no barrier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BarrierError {
    /// It has no name.
    #[error("barrier {number} has no name, or one of more than {} letters: give it one", Barrier::LONGEST_NAME)]
    Name {
        /// Number of the barrier, from 1.
        number: usize,
    },
    /// All its points are at one place.
    #[error("the barrier “{name}” is no line: it needs at least two different points")]
    Point {
        /// Its name.
        name: String,
    },
    /// More points than a design looks at.
    #[error(
        "the barrier “{name}” has {points} points, and {} are the most: draw it in fewer, or as several barriers",
        Barrier::MOST_POINTS
    )]
    Long {
        /// Its name.
        name: String,
        /// How many points.
        points: usize,
    },
    /// More barriers than a design looks at.
    #[error("there are {barriers} barriers, and {} are the most: remove some", Barrier::MOST)]
    Many {
        /// How many.
        barriers: usize,
    },
}

impl Barrier {
    /// The most barriers of a brief.
    pub const MOST: usize = 200;

    /// The most points of a barrier.
    pub const MOST_POINTS: usize = 5_000;

    /// The most letters of a name.
    pub const LONGEST_NAME: usize = 120;

    /// The barriers as they may stand in a brief. O(points).
    ///
    /// # Errors
    /// [`BarrierError`] for the first that is none.
    pub fn check(barriers: &[Self]) -> Result<(), BarrierError> {
        if barriers.len() > Self::MOST {
            return Err(BarrierError::Many { barriers: barriers.len() });
        }
        for (own, number) in barriers.iter().zip(1..) {
            if own.name.trim().is_empty() || own.name.chars().count() > Self::LONGEST_NAME {
                return Err(BarrierError::Name { number });
            }
            if own.points.len() > Self::MOST_POINTS {
                return Err(BarrierError::Long { name: own.name.clone(), points: own.points.len() });
            }
            if own.points.iter().all(|point| Some(point) == own.points.first()) {
                return Err(BarrierError::Point { name: own.name.clone() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_line_is_refused_in_words() {
        let at = |lon: f64| LonLat::new(lon, 50.0).expect("on the globe");
        let barrier =
            |name: &str, points: &[LonLat]| Barrier { name: name.to_owned(), is_on: true, points: points.to_vec() };
        let said = |barriers: &[Barrier]| Barrier::check(barriers).map_err(|error| error.to_string());
        assert_eq!(
            said(&[barrier("Elbe", &[at(9.0), at(10.0)]), barrier("Loop", &[at(1.0), at(2.0), at(1.0)])]),
            Ok(())
        );
        for points in [&[][..], &[at(9.0)], &[at(9.0), at(9.0)]] {
            let words = said(&[barrier("Elbe", points)]).expect_err("it is no line");
            assert!(words.contains("“Elbe”") && words.contains("two different points"), "{words}");
        }
        assert!(said(&[barrier(" ", &[at(9.0), at(10.0)])]).is_err_and(|words| words.contains("has no name")));
        let long: Vec<LonLat> = [at(9.0), at(10.0)].into_iter().cycle().take(Barrier::MOST_POINTS + 1).collect();
        assert!(said(&[barrier("Elbe", &long)]).is_err_and(|words| words.contains("5001 points")));
        let many = vec![barrier("Elbe", &[at(9.0), at(10.0)]); Barrier::MOST + 1];
        assert!(said(&many).is_err_and(|words| words.contains("201 barriers")));
    }
}
