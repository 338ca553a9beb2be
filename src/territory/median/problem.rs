//! What is to be solved, held to what makes sense, and the file that it comes in.

use std::fmt;

/// A customer: it is served by a median, and may be one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    /// Where it is, in a plane.
    pub at: [f64; 2],
    /// What it can serve as a median, itself included.
    pub capacity: f64,
    /// What it takes of its median's capacity.
    pub demand: f64,
}

/// A capacitated p-median problem: choose medians among the customers and serve each customer by one of them, so that the
/// sum of the distances is least and no median serves more than its capacity. Distances are Euclidean and not rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct MedianProblem {
    customers: Vec<Customer>,
    medians: usize,
}

/// Why customers and a number of medians are no problem.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MedianFault {
    /// No median, or more than there are customers.
    #[error("{medians} medians cannot be chosen among {customers} customers")]
    Medians {
        /// How many are asked for.
        medians: usize,
        /// Among how many.
        customers: usize,
    },
    /// Something about one customer.
    #[error("{what}")]
    Customer {
        /// Which, from 0.
        customer: usize,
        /// What.
        what: CustomerFault,
    },
}

/// What can be wrong with one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CustomerFault {
    /// A coordinate is not finite, or so large that distances are not.
    Place,
    /// The demand is zero, negative or not finite.
    Demand(f64),
    /// The capacity is negative or not finite.
    Capacity(f64),
    /// No median could serve it.
    TooMuch {
        /// What it takes.
        demand: f64,
        /// The most that any median has.
        largest: f64,
    },
}

impl fmt::Display for CustomerFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place => write!(out, "the coordinates are no place"),
            Self::Demand(demand) => write!(out, "the demand {demand} is not above 0"),
            Self::Capacity(capacity) => write!(out, "the capacity {capacity} is below 0"),
            Self::TooMuch { demand, largest } => {
                write!(out, "the demand {demand} is above every capacity; the largest is {largest}")
            }
        }
    }
}

/// Coordinates beyond this are refused: the squares of their differences must stay finite in sum.
const FARTHEST: f64 = 1e150;

impl MedianProblem {
    /// # Errors
    /// [`MedianFault`] for what no answer could serve, whatever the distances.
    pub fn new(customers: Vec<Customer>, medians: usize) -> Result<Self, MedianFault> {
        if medians == 0 || medians > customers.len() {
            return Err(MedianFault::Medians { medians, customers: customers.len() });
        }
        let largest = customers.iter().map(|customer| customer.capacity).fold(0.0, f64::max);
        let faults = customers.iter().map(|customer| fault(customer, largest));
        match faults.enumerate().find_map(|(customer, what)| Some((customer, what?))) {
            Some((customer, what)) => Err(MedianFault::Customer { customer, what }),
            None => Ok(Self { customers, medians }),
        }
    }

    /// Reads a file: `n p`, then n lines `x y capacity demand`. Empty lines are skipped.
    ///
    /// # Errors
    /// [`MedianFileError`], with the line where there is one.
    ///
    /// ```
    /// use hinterland::territory::median::MedianProblem;
    /// let problem = MedianProblem::parse("2 1\n0 0 10 4\n3 4 10 5\n")?;
    /// assert_eq!((problem.customers().len(), problem.medians()), (2, 1));
    /// let error = MedianProblem::parse("2 1\n0 0 10 4\n3 4 10 -5\n").unwrap_err();
    /// assert_eq!(error.to_string(), "line 3: the demand -5 is not above 0");
    /// # Ok::<(), hinterland::territory::median::MedianFileError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, MedianFileError> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty());
        let (_, header) = lines.next().ok_or(MedianFileError::Empty)?;
        let [announced, medians] =
            numbers::<usize, 2>(header).ok_or_else(|| MedianFileError::Header { text: shortened(header) })?;
        let (mut customers, mut lines_of) = (Vec::new(), Vec::new());
        for (line, text) in lines {
            let [x, y, capacity, demand] =
                numbers::<f64, 4>(text).ok_or_else(|| MedianFileError::Line { line, text: shortened(text) })?;
            customers.push(Customer { at: [x, y], capacity, demand });
            lines_of.push(line);
        }
        if customers.len() != announced {
            return Err(MedianFileError::Count { announced, found: customers.len() });
        }
        Self::new(customers, medians).map_err(|fault| match fault {
            MedianFault::Customer { customer, what } => MedianFileError::Customer { line: lines_of[customer], what },
            fault @ MedianFault::Medians { .. } => MedianFileError::Medians(fault),
        })
    }

    /// The customers, in the order given.
    #[must_use]
    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// How many medians are to be chosen; at least one, and at most one a customer.
    #[must_use]
    pub fn medians(&self) -> usize {
        self.medians
    }
}

fn fault(customer: &Customer, largest: f64) -> Option<CustomerFault> {
    let Customer { at, capacity, demand } = *customer;
    match () {
        () if !at.iter().all(|part| part.abs() < FARTHEST) => Some(CustomerFault::Place),
        () if !(demand > 0.0 && demand.is_finite()) => Some(CustomerFault::Demand(demand)),
        () if !(capacity >= 0.0 && capacity.is_finite()) => Some(CustomerFault::Capacity(capacity)),
        () if demand > largest => Some(CustomerFault::TooMuch { demand, largest }),
        () => None,
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn numbers<T: std::str::FromStr, const N: usize>(line: &str) -> Option<[T; N]> {
    let values: Option<Vec<T>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
    values?.try_into().ok()
}

/// Why a file is no such problem.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MedianFileError {
    /// Nothing stands in it.
    #[error("the file is empty")]
    Empty,
    /// It does not begin as it should.
    #[error("line 1: “{text}” is not a number of customers and a number of medians")]
    Header {
        /// What stands there.
        text: String,
    },
    /// A line that is not four numbers.
    #[error("line {line}: “{text}” is not x, y, capacity and demand")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// More or fewer customers than announced.
    #[error("{announced} customers are announced, but there are {found}")]
    Count {
        /// What the first line says.
        announced: usize,
        /// How many there are.
        found: usize,
    },
    /// A customer that nothing can be done with.
    #[error("line {line}: {what}")]
    Customer {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: CustomerFault,
    },
    /// A number of medians that cannot be.
    #[error("line 1: {0}")]
    Medians(MedianFault),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(MedianProblem::parse(text).expect_err(text).to_string(), expected);
    }

    #[test]
    fn bad_files_are_named_with_the_line() {
        check("", "the file is empty");
        check("\n \n", "the file is empty");
        check("PNG", "line 1: “PNG” is not a number of customers and a number of medians");
        check("-1 2", "line 1: “-1 2” is not a number of customers and a number of medians");
        check("0 0", "line 1: 0 medians cannot be chosen among 0 customers");
        check("1 0\n0 0 1 1", "line 1: 0 medians cannot be chosen among 1 customers");
        check("1 2\n0 0 1 1", "line 1: 2 medians cannot be chosen among 1 customers");
        check("2 1\n0 0 1 1", "2 customers are announced, but there are 1");
        check("1 1\n0 0 1 1\n0 0 1 1", "1 customers are announced, but there are 2");
        check("1 1\n0 0 1", "line 2: “0 0 1” is not x, y, capacity and demand");
        check("1 1\n\n0 0 1 1 1", "line 3: “0 0 1 1 1” is not x, y, capacity and demand");
        check("1 1\n0 east 1 1", "line 2: “0 east 1 1” is not x, y, capacity and demand");
        check("1 1\n0 inf 1 1", "line 2: the coordinates are no place");
        check("1 1\nNaN 0 1 1", "line 2: the coordinates are no place");
        check("2 1\n0 0 9 1\n0 0 9 0", "line 3: the demand 0 is not above 0");
        check("2 1\n0 0 9 1\n0 0 9 NaN", "line 3: the demand NaN is not above 0");
        check("2 1\n0 0 9 1\n0 0 -9 1", "line 3: the capacity -9 is below 0");
        check("2 1\n0 0 9 1\n0 0 8 9.5", "line 3: the demand 9.5 is above every capacity; the largest is 9");
    }

    #[test]
    fn numbers_come_in_any_form() {
        let problem = MedianProblem::parse(" 2  2 \r\n1.5e+01 -2 7 1\r\n\r\n\t3 4 7 2.5\r\n").expect("a good file");
        assert_eq!(problem.customers()[0], Customer { at: [15.0, -2.0], capacity: 7.0, demand: 1.0 });
        assert_eq!((problem.customers().len(), problem.medians()), (2, 2));
    }
}
