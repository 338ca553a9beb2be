//! Fixed capacities: medians with a capacity each, and every customer served by one (the capacitated p-median problem).
//!
//! [`MedianSearch`] looks at groups of customers, each with the median that is best for it. It seeds them (`seeding`),
//! anneals exchanges between neighbouring groups (`anneal`), then takes regions of a few groups apart and puts them together
//! again (`region`). `partition` and `cluster` say what an exchange changes, `nearest` who is near whom.
//!
//! A design in which every rep can take so much work and not more is the same problem with accounts as customers and
//! workload as demand; where home bases are fixed, the seat of a group is its base and not the best member.
//!
//! Invariants: no clock and no randomness but the seed; excess is given up before cost; every group has a member. Memory
//! grows with n, never with n².

mod anneal;
mod cluster;
mod nearest;
mod partition;
mod problem;
mod region;
mod search;
mod seeding;
#[cfg(test)]
mod tests;

pub use problem::{Customer, CustomerFault, MedianFault, MedianFileError, MedianProblem};
pub use search::MedianSearch;
