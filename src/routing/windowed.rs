//! Instances of the vehicle routing problem with time windows (Solomon, "Algorithms for the vehicle routing and scheduling
//! problems with time window constraints", 1987).

use super::visit_file::{
    MOST_PLACES, NumberedLine, VisitFileError, amount, coordinate, lines, numbers, straight, unlike, whole,
};
use super::visits::{Customer, DayLimits, LegMatrix, VisitFault, VisitProblem, Way};

/// Distances and times are kept to this part of a unit.
const PARTS: f64 = 10.0;

/// A windowed instance. Straight distances, and times, are truncated to one decimal.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowedInstance {
    /// The name in the file.
    pub name: String,
    /// How many vehicles there are at most.
    pub vehicles: u16,
    /// What each holds.
    pub capacity: f64,
    /// The base and the customers, in file order.
    pub places: Vec<WindowedPlace>,
}

/// The base or a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowedPlace {
    /// Its id.
    pub id: u32,
    /// Where it is.
    pub at: [f64; 2],
    /// What it takes of a vehicle.
    pub demand: f64,
    /// First and last start of the service; for the base, the time in which all happens.
    pub window: [f64; 2],
    /// Time that the service takes.
    pub service: f64,
}

impl WindowedInstance {
    /// Reads a file: a name; `VEHICLE`, a heading, number and capacity; `CUSTOMER`, a heading, then the base and the
    /// customers as `id x y demand ready due service`.
    ///
    /// # Errors
    /// [`VisitFileError`], with the line where there is one.
    ///
    /// ```
    /// use hinterland::routing::WindowedInstance;
    /// let text = "X1\nVEHICLE\nNUMBER CAPACITY\n2 10\nCUSTOMER\nCUST NO.\n0 0 0 0 0 99 0\n1 3 4 5 0 50 10\n";
    /// assert_eq!(WindowedInstance::parse(text)?.places[1].window, [0.0, 50.0]);
    /// # Ok::<(), hinterland::routing::VisitFileError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, VisitFileError> {
        let mut lines = lines(text);
        let (_, name) = lines.next().ok_or(VisitFileError::Empty)?;
        heading(&mut lines, "VEHICLE", "the heading VEHICLE")?;
        heading(&mut lines, "NUMBER", "the heading NUMBER CAPACITY")?;
        let line = lines.next().ok_or(VisitFileError::Ends { what: "number and capacity of the vehicles" })?;
        let (vehicles, capacity) = fleet(line)?;
        heading(&mut lines, "CUSTOMER", "the heading CUSTOMER")?;
        heading(&mut lines, "CUST", "the heading of the customers")?;
        let mut places = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for line in lines {
            let place = place(line)?;
            if !seen.insert(place.id) {
                return Err(VisitFileError::Repeated { line: line.0, id: place.id });
            }
            places.push(place);
        }
        match places.len() {
            0 => Err(VisitFileError::Ends { what: "the base" }),
            found if found > MOST_PLACES => {
                Err(VisitFileError::TooMany { what: "customers", found, most: MOST_PLACES })
            }
            _ => Ok(Self { name: name.to_owned(), vehicles, capacity, places }),
        }
    }

    /// What is to be solved, in tenths of a unit, so that all sums are exact.
    ///
    /// # Errors
    /// [`VisitFault`] for windows that cannot be.
    pub fn to_problem(&self) -> Result<VisitProblem, VisitFault> {
        let tenths = |value: f64| (value * PARTS).floor();
        let at = |place: usize| self.places[place].at;
        let legs = LegMatrix::new(self.places.len(), |from, to| Way::of(tenths(straight(at(from), at(to)))));
        let window = |place: &WindowedPlace| place.window.map(tenths);
        let customer = |place: &WindowedPlace| Customer {
            demand: place.demand,
            service: tenths(place.service),
            patterns: vec![vec![0]],
            windows: vec![window(place)],
            skip_cost: None,
        };
        let customers = self.places.iter().skip(1).map(customer).collect();
        let [opens, closes] = self.places.first().map_or([0.0, 0.0], window);
        let (routes, capacity) = (self.vehicles, self.capacity);
        let day = DayLimits { routes, capacity, length: f64::INFINITY, opens, closes };
        VisitProblem::new(legs, customers, vec![day])
    }
}

/// The next line, which begins with that word in any case.
fn heading<'a>(
    lines: &mut impl Iterator<Item = NumberedLine<'a>>,
    word: &str,
    what: &'static str,
) -> Result<(), VisitFileError> {
    let line = lines.next().ok_or(VisitFileError::Ends { what })?;
    if line.1.to_ascii_uppercase().starts_with(word) { Ok(()) } else { Err(unlike(line, what)) }
}

fn fleet(line: NumberedLine) -> Result<(u16, f64), VisitFileError> {
    let expected = "a number of vehicles and their capacity";
    let values = numbers(line);
    let Some([vehicles, capacity]) = values.as_deref() else { return Err(unlike(line, expected)) };
    let vehicles = whole(*vehicles).and_then(|count| u16::try_from(count).ok());
    Ok((vehicles.ok_or_else(|| unlike(line, expected))?, amount(line.0, "capacity", *capacity)?))
}

fn place(line: NumberedLine) -> Result<WindowedPlace, VisitFileError> {
    let expected = "id, x, y, demand, ready time, due date and service time";
    let values = numbers(line);
    let Some([id, x, y, demand, ready, due, service]) = values.as_deref() else { return Err(unlike(line, expected)) };
    let id = whole(*id).ok_or_else(|| unlike(line, expected))?;
    let number = line.0;
    let window = [amount(number, "ready time", *ready)?, amount(number, "due date", *due)?];
    if window[1] < window[0] {
        let must = "is before the ready time";
        return Err(VisitFileError::Number { line: number, what: "due date", value: *due, must });
    }
    Ok(WindowedPlace {
        id,
        at: [coordinate(number, *x)?, coordinate(number, *y)?],
        demand: amount(number, "demand", *demand)?,
        window,
        service: amount(number, "service time", *service)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "X1\n\nVEHICLE\nNUMBER CAPACITY\n 2 10\nCUSTOMER\nCUST NO. XCOORD.\n\n0 0 0 0 0 99 0\n";

    fn check(text: &str, expected: &str) {
        let error = WindowedInstance::parse(text).expect_err("a bad file");
        assert_eq!(error.to_string(), expected, "{text:?}");
    }

    #[test]
    fn a_base_alone_is_an_instance() {
        let instance = WindowedInstance::parse(START).expect("a good file");
        assert_eq!((instance.vehicles, instance.places.len()), (2, 1));
        assert_eq!(instance.to_problem().expect("it makes sense").customers(), []);
    }

    #[test]
    fn bad_files_are_named_with_their_line() {
        let row = "is not id, x, y, demand, ready time, due date and service time";
        check("", "the file is empty");
        check("X1\n", "the file ends before the heading VEHICLE");
        check("1 2 50 4\n0 160\n", "line 2: “0 160” is not the heading VEHICLE");
        check("X1\nVEHICLE\nNUMBER\n", "the file ends before number and capacity of the vehicles");
        check("X1\nVEHICLE\nNUMBER\n-2 10\n", "line 4: “-2 10” is not a number of vehicles and their capacity");
        check("X1\nVEHICLE\nNUMBER\n2 -10\n", "line 4: the capacity -10 is below 0");
        check("X1\nVEHICLE\nNUMBER\n2 10\nCUSTOMER\nCUST\n", "the file ends before the base");
        let bad = |line: &str, expected: &str| check(&format!("{START}{line}\n"), expected);
        bad("1 3 4 5 0 50", &format!("line 10: “1 3 4 5 0 50” {row}"));
        bad("1 3 4 5 0 50 x", &format!("line 10: “1 3 4 5 0 50 x” {row}"));
        bad("1.5 3 4 5 0 50 9", &format!("line 10: “1.5 3 4 5 0 50 9” {row}"));
        bad("1 3 4 5 0 50 -9", "line 10: the service time -9 is below 0");
        bad("1 3 4 5 -1 50 9", "line 10: the ready time -1 is below 0");
        bad("1 3 4 5 60 50 9", "line 10: the due date 50 is before the ready time");
        bad("1 3 4 -5 0 50 9", "line 10: the demand -5 is below 0");
        bad("0 3 4 5 0 50 9", "line 10: customer 0 stands twice");
    }
}
