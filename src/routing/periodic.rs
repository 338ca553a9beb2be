//! Instances of the periodic vehicle routing problem (Cordeau, Gendreau, Laporte 1997).

use super::visit_file::{
    MOST_DAYS, MOST_PLACES, NumberedLine, VisitFileError, amount, coordinate, lines, numbers, straight, unlike, whole,
};
use super::visits::{Customer, DayLimits, LegMatrix, VisitFault, VisitProblem, Way};

/// A periodic instance: every day so many vehicles from one base, customers with patterns of days, straight distances.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodicInstance {
    /// The base.
    pub base: [f64; 2],
    /// The limits of each day.
    pub days: Vec<DayLimits>,
    /// The ids of the customers, in file order.
    pub ids: Vec<u32>,
    /// Where they are.
    pub points: Vec<[f64; 2]>,
    /// What they want.
    pub customers: Vec<Customer>,
}

/// One line of a customer or of the base.
struct Record {
    id: u32,
    at: [f64; 2],
    customer: Customer,
}

impl PeriodicInstance {
    /// Reads a file: `type m n t` with type 1, then t lines `D Q` where 0 is no limit, then the base and the customers as
    /// `i x y service demand frequency patterns pattern…`; the highest of a pattern's t bits is day 1. Nobody visits a
    /// customer of frequency 0. Skipped is also what stands in for a vehicle out of use: a last customer at the base who
    /// takes all that a vehicle holds.
    ///
    /// # Errors
    /// [`VisitFileError`], with the line where there is one.
    ///
    /// ```
    /// use hinterland::routing::PeriodicInstance;
    /// let instance = PeriodicInstance::parse("1 1 1 2\n0 9\n0 9\n0 0 0 0 0 0 0\n1 3 4 0 5 1 2 1 2\n")?;
    /// assert_eq!(instance.customers[0].patterns, [[1], [0]]);
    /// # Ok::<(), hinterland::routing::VisitFileError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, VisitFileError> {
        let mut lines = lines(text);
        let first = lines.next().ok_or(VisitFileError::Empty)?;
        let [announced, vehicles, days] = header(first)?;
        let routes = u16::try_from(vehicles).unwrap_or(u16::MAX);
        let mut limits = Vec::new();
        for _ in 0..days {
            let line = lines.next().ok_or(VisitFileError::Ends { what: "the limits of every day" })?;
            limits.push(day(line, routes)?);
        }
        let base = lines.next().ok_or(VisitFileError::Ends { what: "the base" })?;
        let base = record(base, days)?.at;
        let mut instance = Self { base, days: limits, ids: Vec::new(), points: Vec::new(), customers: Vec::new() };
        let mut seen = std::collections::BTreeSet::new();
        let mut found = 0;
        for line in lines {
            let Record { id, at, customer } = record(line, days)?;
            if !seen.insert(id) {
                return Err(VisitFileError::Repeated { line: line.0, id });
            }
            found += 1;
            let is_blocked = found == announced && instance.stands_in(at, &customer);
            if !customer.patterns.is_empty() && !is_blocked {
                instance.ids.push(id);
                instance.points.push(at);
                instance.customers.push(customer);
            }
        }
        if found != announced {
            return Err(VisitFileError::Count { announced, found });
        }
        Ok(instance)
    }

    /// Whether a customer is no customer but a vehicle out of use.
    fn stands_in(&self, at: [f64; 2], customer: &Customer) -> bool {
        let is_full = |limits: &DayLimits| limits.capacity.is_finite() && customer.demand >= limits.capacity;
        straight(at, self.base) <= 0.0 && customer.service <= 0.0 && self.days.iter().all(is_full)
    }

    /// What is to be solved.
    ///
    /// # Errors
    /// [`VisitFault`] for fields that were changed after reading.
    pub fn to_problem(&self) -> Result<VisitProblem, VisitFault> {
        let at = |place: usize| place.checked_sub(1).map_or(self.base, |customer| self.points[customer]);
        let legs = LegMatrix::new(self.points.len() + 1, |from, to| Way::of(straight(at(from), at(to))));
        VisitProblem::new(legs, self.customers.clone(), self.days.clone())
    }
}

/// Customers, vehicles and days.
fn header(line: NumberedLine) -> Result<[usize; 3], VisitFileError> {
    let expected = "“1 vehicles customers days”, the head of a periodic instance";
    let values: Option<Vec<usize>> =
        numbers(line).and_then(|values| values.into_iter().map(|value| Some(whole(value)? as usize)).collect());
    let Some([1, vehicles, customers, days]) = values.as_deref() else { return Err(unlike(line, expected)) };
    let limits =
        [("customers", *customers, MOST_PLACES - 1), ("vehicles", *vehicles, MOST_DAYS.into()), ("days", *days, 32)];
    for (what, found, most) in limits {
        if found > most {
            return Err(VisitFileError::TooMany { what, found, most });
        }
    }
    if *vehicles == 0 || *days == 0 { Err(unlike(line, expected)) } else { Ok([*customers, *vehicles, *days]) }
}

fn day(line: NumberedLine, routes: u16) -> Result<DayLimits, VisitFileError> {
    let values = numbers(line);
    let Some([length, capacity]) = values.as_deref() else {
        return Err(unlike(line, "the length and the capacity of a day"));
    };
    let limit = |what, value| amount(line.0, what, value).map(|value| if value > 0.0 { value } else { f64::INFINITY });
    let (length, capacity) = (limit("length of a day", *length)?, limit("capacity", *capacity)?);
    Ok(DayLimits { routes, capacity, length, opens: 0.0, closes: f64::INFINITY })
}

fn record(line: NumberedLine, days: usize) -> Result<Record, VisitFileError> {
    let expected = "id, x, y, service, demand, frequency, number of patterns and as many patterns";
    let values = numbers(line).ok_or_else(|| unlike(line, expected))?;
    let (Some([id, x, y, service, demand, frequency, count]), Some(patterns)) = (values.get(..7), values.get(7..))
    else {
        return Err(unlike(line, expected));
    };
    let id = whole(*id).ok_or_else(|| unlike(line, expected))?;
    let is_complete = whole(*count).is_some_and(|count| count as usize == patterns.len());
    if !is_complete {
        return Err(unlike(line, expected));
    }
    amount(line.0, "frequency", *frequency)?;
    let mut own: Vec<Vec<u16>> = Vec::new();
    for &value in patterns {
        let bits = whole(value).filter(|&bits| bits > 0 && u64::from(bits) < 1 << days);
        let must = "is no pattern of the days";
        let bits = bits.ok_or(VisitFileError::Number { line: line.0, what: "pattern", value, must })?;
        let days_of: Vec<u16> =
            (0_u16..).take(days).filter(|&day| bits >> (days - 1 - usize::from(day)) & 1 == 1).collect();
        if !own.contains(&days_of) {
            own.push(days_of);
        }
    }
    if *frequency > 0.0 && own.is_empty() {
        return Err(unlike(line, "a customer with a pattern"));
    }
    if *frequency <= 0.0 {
        own.clear();
    }
    let customer = Customer {
        demand: amount(line.0, "demand", *demand)?,
        service: amount(line.0, "service time", *service)?,
        patterns: own,
        windows: Vec::new(),
        skip_cost: None,
    };
    Ok(Record { id, at: [coordinate(line.0, *x)?, coordinate(line.0, *y)?], customer })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let error = PeriodicInstance::parse(text).expect_err("a bad file");
        assert_eq!(error.to_string(), expected, "{text:?}");
    }

    #[test]
    fn limits_of_zero_are_none_and_frequency_zero_is_no_visit() {
        let text = "1 2 3 2\n0 8\n 90 0\n\n0 1 2 0 0 0 0\n5 3 4 0 5 1 2 1 2\n6 3 4 0 5 0 0\n8 1 2 0 7 2 1 3\n\n";
        let instance = PeriodicInstance::parse(text).expect("a good file");
        assert_eq!(instance.ids, [5, 8]);
        assert_eq!(instance.customers[1].patterns, [[0, 1]]);
        let limits: Vec<[f64; 2]> = instance.days.iter().map(|day| [day.length, day.capacity]).collect();
        assert_eq!(limits, [[f64::INFINITY, 8.0], [90.0, f64::INFINITY]]);
        assert_eq!(instance.to_problem().expect("it makes sense").customers().len(), 2);
    }

    #[test]
    fn what_stands_in_for_a_vehicle_out_of_use_is_skipped() {
        let text = "1 2 2 1\n0 8\n0 1 2 0 0 0 0\n1 3 4 0 5 1 1 1\n2 1 2 0 8 1 1 1\n";
        assert_eq!(PeriodicInstance::parse(text).expect("a good file").ids, [1]);
    }

    #[test]
    fn bad_files_are_named_with_their_line() {
        let head = "is not “1 vehicles customers days”, the head of a periodic instance";
        let row = "is not id, x, y, service, demand, frequency, number of patterns and as many patterns";
        check("", "the file is empty");
        check("\n \n", "the file is empty");
        check("PNG\n", &format!("line 1: “PNG” {head}"));
        check("2 1 1 1\n", &format!("line 1: “2 1 1 1” {head}"));
        check("1 0 1 1\n", &format!("line 1: “1 0 1 1” {head}"));
        check("1 1.5 1 1\n", &format!("line 1: “1 1.5 1 1” {head}"));
        check("1 1 1 40\n", "days: 40 are too many; 32 are the most");
        check("1 1 99999 1\n", "customers: 99999 are too many; 3999 are the most");
        check("1 1 1 2\n0 9\n", "the file ends before the limits of every day");
        check("1 1 1 1\n0 9 9\n", "line 2: “0 9 9” is not the length and the capacity of a day");
        check("1 1 1 1\n-1 9\n", "line 2: the length of a day -1 is below 0");
        check("1 1 1 1\n0 9\n", "the file ends before the base");
        let start = "1 1 1 1\n0 9\n0 0 0 0 0 0 0\n";
        check(start, "1 customers are announced, but there are 0");
        let bad = |line: &str, expected: &str| check(&format!("{start}{line}\n"), expected);
        bad("1 3 4 0 5 1", &format!("line 4: “1 3 4 0 5 1” {row}"));
        bad("1 3 4 0 5 1 2 1", &format!("line 4: “1 3 4 0 5 1 2 1” {row}"));
        bad("1 3 nan 0 5 1 1 1", &format!("line 4: “1 3 nan 0 5 1 1 1” {row}"));
        bad("1 3 4 -2 5 1 1 1", "line 4: the service time -2 is below 0");
        bad("1 3 4 0 -5 1 1 1", "line 4: the demand -5 is below 0");
        bad("1 3 4 0 5 1 1 2", "line 4: the pattern 2 is no pattern of the days");
        bad("1 3 4 0 5 1 1 0", "line 4: the pattern 0 is no pattern of the days");
        bad("1 3 4 0 5 1 0", "line 4: “1 3 4 0 5 1 0” is not a customer with a pattern");
        bad("1 3 1e300 0 5 1 1 1", "line 4: the coordinate 1e300 is too far away");
        bad("1 3 4 0 5 1 1 1\n1 3 4 0 5 1 1 1", "line 5: customer 1 stands twice");
    }
}
