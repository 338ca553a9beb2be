//! A matrix of ways that a person has loaded: how long each takes and, where that is told, how long it is.

use super::travel::TravelModel;
use serde::{Deserialize, Serialize};

/// The most ways of a matrix.
pub const MOST_WAYS: usize = 1_000_000;
/// The longest time of a way, in minutes: a week.
pub const LONGEST_WAY: f64 = 10_080.0;
/// The longest way, in kilometres.
pub const FARTHEST_WAY: f64 = 25_000.0;

/// The way from one place to another, by their positions among the names of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "WayFields", into = "WayFields")]
pub struct MatrixWay {
    /// Where it starts.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Minutes that it takes, from 0.
    pub minutes: f64,
    /// Its length on the road; `None` where only the time is told.
    pub kilometres: Option<f64>,
}

/// In a file a way is the list of its fields.
type WayFields = (u32, u32, f64, Option<f64>);

impl From<WayFields> for MatrixWay {
    fn from((from, to, minutes, kilometres): WayFields) -> Self {
        Self { from, to, minutes, kilometres }
    }
}

impl From<MatrixWay> for WayFields {
    fn from(way: MatrixWay) -> Self {
        (way.from, way.to, way.minutes, way.kilometres)
    }
}

/// Ways between places that are named as accounts, reps, postal codes or cities are. It need not be symmetric, nor whole.
///
/// An account is known by its id, else by its value in the column [`Self::column`], or, without a column, by the place that
/// it was matched to (`Fort Wayne, IN` or `Fort Wayne`). Where the days of a rep start and end is known by the rep's id, else by the
/// name of that place. Names are the same in any case. A way within one name that takes no time says nothing of the way between two
/// accounts there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "MatrixParts", into = "MatrixParts")]
pub struct TravelMatrix {
    file: String,
    column: Option<String>,
    names: Vec<String>,
    ways: Vec<MatrixWay>,
    digest: u64,
}

/// A matrix as it stands in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixParts {
    /// Name of the file that it came from.
    pub file: String,
    /// The column of the accounts whose values name places; `None` for the places that accounts were matched to.
    pub column: Option<String>,
    /// In lower case, ascending, each once.
    pub names: Vec<String>,
    /// By start and end, each pair once.
    pub ways: Vec<MatrixWay>,
}

/// Why parts are no matrix.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatrixError {
    /// More ways than may be.
    #[error(
        "a travel matrix of {found} ways is larger than the {MOST_WAYS} that a plan holds: leave out pairs that no rep drives"
    )]
    TooMany {
        /// How many there are.
        found: usize,
    },
    /// Names or ways that are not in order, or name what is not there.
    #[error("the names or ways of the travel matrix are not in order, each once")]
    Order,
    /// A time or length that no way has.
    #[error("the way from “{from}” to “{to}” in the travel matrix takes {minutes} min, which no way does")]
    Way {
        /// Where it starts.
        from: String,
        /// Where it ends.
        to: String,
        /// What it is said to take.
        minutes: f64,
    },
}

impl MatrixWay {
    /// Whether time and length can be those of a way.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        (0.0..=LONGEST_WAY).contains(&self.minutes)
            && self.kilometres.is_none_or(|length| (0.0..=FARTHEST_WAY).contains(&length))
    }
}

impl TryFrom<MatrixParts> for TravelMatrix {
    type Error = MatrixError;

    fn try_from(parts: MatrixParts) -> Result<Self, MatrixError> {
        let MatrixParts { file, column, names, ways } = parts;
        if ways.len() > MOST_WAYS {
            return Err(MatrixError::TooMany { found: ways.len() });
        }
        let is_name = |name: &String| *name == folded(name) && !name.is_empty();
        let is_there = |at: u32| (at as usize) < names.len();
        let is_ordered = names.is_sorted_by(|a, b| a < b) && ways.is_sorted_by(|a, b| (a.from, a.to) < (b.from, b.to));
        if !is_ordered || !names.iter().all(is_name) || !ways.iter().all(|way| is_there(way.from) && is_there(way.to)) {
            return Err(MatrixError::Order);
        }
        if let Some(way) = ways.iter().find(|way| !way.is_sound()) {
            let name = |at: u32| names.get(at as usize).cloned().unwrap_or_default();
            return Err(MatrixError::Way { from: name(way.from), to: name(way.to), minutes: way.minutes });
        }
        let digest = digest(column.as_deref(), &names, &ways);
        Ok(Self { file, column, names, ways, digest })
    }
}

impl From<TravelMatrix> for MatrixParts {
    fn from(own: TravelMatrix) -> Self {
        Self { file: own.file, column: own.column, names: own.names, ways: own.ways }
    }
}

/// A name as it is compared.
#[must_use]
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl TravelMatrix {
    /// Name of the file that it came from.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The column of the accounts whose values name places.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// The names of its places, in lower case, ascending.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Its ways, by start and end.
    #[must_use]
    pub fn ways(&self) -> &[MatrixWay] {
        &self.ways
    }

    /// A number that another matrix does not have.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// About how much of a plan file it takes, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.names.iter().map(|name| name.len() + 3).sum::<usize>() + self.ways.len() * 22
    }

    /// The position of a name. O(log names).
    #[must_use]
    pub fn position(&self, name: &str) -> Option<u32> {
        let name = folded(name);
        let found = self.names.binary_search(&name).ok().filter(|_| !name.is_empty())?;
        u32::try_from(found).ok()
    }

    /// The way between two names; `None` where the matrix says nothing. O(log ways).
    #[must_use]
    pub fn way(&self, from: u32, to: u32) -> Option<&MatrixWay> {
        let found = self.ways.binary_search_by_key(&(from, to), |way| (way.from, way.to)).ok()?;
        self.ways.get(found).filter(|way| from != to || way.minutes > 0.0)
    }
}

/// How the ways of a plan are reckoned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reckoning<'a> {
    /// Great-circle × detour ÷ speed, where the matrix says nothing.
    pub travel: &'a TravelModel,
    /// What a person has loaded.
    pub matrix: Option<&'a TravelMatrix>,
}

/// FNV-1a, which is the same everywhere, of whole words.
fn digest(column: Option<&str>, names: &[String], ways: &[MatrixWay]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    for text in column.into_iter().chain(names.iter().map(String::as_str)) {
        text.bytes().for_each(|byte| add(byte.into()));
        add(u64::MAX);
    }
    for way in ways {
        add(u64::from(way.from) << 32 | u64::from(way.to));
        add(way.minutes.to_bits());
        add(way.kilometres.map_or(u64::MAX, f64::to_bits));
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> MatrixParts {
        let way = |from, to, minutes| MatrixWay { from, to, minutes, kilometres: None };
        MatrixParts {
            file: "times.csv".to_owned(),
            column: None,
            names: vec!["a".to_owned(), "b".to_owned()],
            ways: vec![way(0, 0, 0.0), way(0, 1, 12.5), way(1, 0, 14.0)],
        }
    }

    #[test]
    fn ways_are_found_by_names_in_any_case() {
        let matrix = TravelMatrix::try_from(parts()).expect("a matrix");
        assert_eq!((matrix.position(" B "), matrix.position("c"), matrix.position("")), (Some(1), None, None));
        let minutes = |from, to| matrix.way(from, to).map(|way| way.minutes);
        assert_eq!((minutes(0, 1), minutes(1, 0)), (Some(12.5), Some(14.0)));
        assert_eq!((minutes(0, 0), minutes(1, 1)), (None, None), "no time says nothing");
    }

    #[test]
    fn what_is_no_matrix_is_refused() {
        let check = |change: fn(&mut MatrixParts), expected: &str| {
            let mut parts = parts();
            change(&mut parts);
            let words = TravelMatrix::try_from(parts).expect_err("it is none").to_string();
            assert!(words.contains(expected), "{words}");
        };
        check(|parts| parts.names[1] = "B".to_owned(), "in order");
        check(|parts| parts.names.swap(0, 1), "in order");
        check(|parts| parts.ways.swap(0, 1), "in order");
        check(|parts| parts.ways[2].to = 7, "in order");
        check(|parts| parts.ways[1].minutes = -1.0, "from “a” to “b”");
        check(|parts| parts.ways[1].minutes = f64::NAN, "from “a” to “b”");
        check(|parts| parts.ways[1].kilometres = Some(f64::INFINITY), "from “a” to “b”");
        check(|parts| parts.ways = vec![parts.ways[0]; MOST_WAYS + 1], "larger than");
    }

    #[test]
    fn other_ways_have_another_digest() {
        let own = TravelMatrix::try_from(parts()).expect("a matrix").digest();
        let mut other = parts();
        other.ways[1].minutes = 12.0;
        assert_ne!(TravelMatrix::try_from(other).expect("a matrix").digest(), own);
    }
}
