//! TSPLIB instances of type `EUC_2D` (Reinelt, "TSPLIB: a traveling salesman problem library", 1991).

use super::points::Points;

/// A symmetric instance with rounded Euclidean distances.
#[derive(Debug, Clone, PartialEq)]
pub struct TspInstance {
    /// The name in the file; empty where it has none.
    pub name: String,
    /// The ids of the places, in file order.
    pub ids: Vec<u32>,
    /// The coordinates, in file order.
    pub points: Vec<[f64; 2]>,
}

/// Why a file is no such instance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TsplibError {
    /// Another kind of distances.
    #[error("edge weights are “{found}”; only EUC_2D is read")]
    Weights {
        /// What the file says.
        found: String,
    },
    /// No coordinates at all.
    #[error("no NODE_COORD_SECTION: is this a TSPLIB file?")]
    NoCoordinates,
    /// A line that is not an id and two numbers.
    #[error("line {line}: “{text}” is not an id and two finite coordinates")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// An id stands twice.
    #[error("line {line}: place {id} stands twice")]
    Repeated {
        /// The line, from 1.
        line: usize,
        /// The id.
        id: u32,
    },
    /// More or fewer places than the file announces.
    #[error("DIMENSION is {announced}, but there are {found} places")]
    Dimension {
        /// What the file announces.
        announced: String,
        /// Places there are.
        found: usize,
    },
}

impl TspInstance {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`TsplibError`] for another kind of instance, and for lines that cannot be read.
    ///
    /// ```
    /// use hinterland::routing::TspInstance;
    /// let text = "NAME: two\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 3 4\nEOF\n";
    /// assert_eq!(TspInstance::parse(text)?.points, [[0.0, 0.0], [3.0, 4.0]]);
    /// # Ok::<(), hinterland::routing::TsplibError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, TsplibError> {
        let mut instance = Self { name: String::new(), ids: Vec::new(), points: Vec::new() };
        let mut announced = None;
        let mut in_section = false;
        let mut seen = std::collections::BTreeSet::new();
        for (line, text) in (1..).zip(text.lines()) {
            let text = text.trim();
            let (key, value) = text.split_once(':').unwrap_or((text, ""));
            match (key.trim(), value.trim()) {
                ("NODE_COORD_SECTION", _) => in_section = true,
                ("EOF", _) => break,
                ("", "") => {}
                ("NAME", name) if !in_section => name.clone_into(&mut instance.name),
                ("DIMENSION", count) if !in_section => announced = Some(count.to_owned()),
                ("EDGE_WEIGHT_TYPE", found) if !in_section && found != "EUC_2D" => {
                    return Err(TsplibError::Weights { found: found.to_owned() });
                }
                _ if in_section => {
                    let (id, point) =
                        place(text).ok_or_else(|| TsplibError::Line { line, text: text.chars().take(60).collect() })?;
                    if !seen.insert(id) {
                        return Err(TsplibError::Repeated { line, id });
                    }
                    instance.ids.push(id);
                    instance.points.push(point);
                }
                _ => {}
            }
        }
        let found = instance.points.len();
        match announced {
            _ if !in_section => Err(TsplibError::NoCoordinates),
            Some(announced) if announced.parse() != Ok(found) => Err(TsplibError::Dimension { announced, found }),
            _ => Ok(instance),
        }
    }

    /// The places with their metric, to search a tour through.
    #[must_use]
    pub fn to_points(&self) -> Points {
        Points::Plane { points: self.points.clone(), rounded: true }
    }
}

fn place(line: &str) -> Option<(u32, [f64; 2])> {
    let mut words = line.split_whitespace();
    let id = words.next()?.parse().ok()?;
    let mut coordinate = || words.next()?.parse::<f64>().ok().filter(|value| value.is_finite());
    let point = [coordinate()?, coordinate()?];
    words.next().is_none().then_some((id, point))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &Result<usize, TsplibError>) {
        assert_eq!(&TspInstance::parse(text).map(|instance| instance.points.len()), expected);
    }

    #[test]
    fn headers_are_read_with_and_without_blanks() {
        let text = "NAME : tiny\nTYPE : TSP\nDIMENSION: 2\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n 7 1.5e+01 2\n 9 3 4\n\nEOF\nrest";
        let instance = TspInstance::parse(text).expect("a good file");
        assert_eq!((instance.name.as_str(), instance.ids), ("tiny", vec![7, 9]));
        assert_eq!(instance.points[0].map(f64::to_bits), [15.0_f64, 2.0].map(f64::to_bits));
    }

    #[test]
    fn bad_files_are_named() {
        let bad = |line: usize, text: &str| Err(TsplibError::Line { line, text: text.to_owned() });
        check("", &Err(TsplibError::NoCoordinates));
        check("PNG\n\u{1}", &Err(TsplibError::NoCoordinates));
        check("EDGE_WEIGHT_TYPE: GEO", &Err(TsplibError::Weights { found: "GEO".to_owned() }));
        check("NODE_COORD_SECTION\n1 2", &bad(2, "1 2"));
        check("NODE_COORD_SECTION\n1 2 nan", &bad(2, "1 2 nan"));
        check("NODE_COORD_SECTION\n1 2 3 4", &bad(2, "1 2 3 4"));
        check("NODE_COORD_SECTION\n1 2 3\n1 2 3", &Err(TsplibError::Repeated { line: 3, id: 1 }));
        let short = TsplibError::Dimension { announced: "3".to_owned(), found: 1 };
        check("DIMENSION: 3\nNODE_COORD_SECTION\n1 2 3", &Err(short));
        check("DIMENSION: 0\nNODE_COORD_SECTION\n", &Ok(0));
    }
}
