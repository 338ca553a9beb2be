//! Dividing accounts into territories: balanced, compact, in one piece, each with a name, a colour and a rep.
//!
//! A [`Design`] goes from coarse to fine (`course`). It groups the accounts, tries several beginnings on the groups with Lloyd's
//! iteration over balanced power diagrams (`search`, `prices`, `power`), refines the best on the accounts themselves,
//! makes every territory contiguous (`contiguity`), and settles the last per cent along the borders (`boundary`), of few and
//! heavy units by whole pieces (`pieces`).
//! Starts, finalists, regions and crews are tasks that do not wait for each other (`task`, `trial`, `finalist`).
//! `outcome` numbers, names (`naming`), colours and matches the territories to reps (`matching`).
//!
//! Invariants: every located account has an owner; the others have none. Iterations bound the work, never a clock.

mod basic_units;
mod boundary;
mod budget;
mod capacity;
mod contiguity;
mod course;
mod crews;
mod design;
mod division;
mod error;
mod explain;
mod fence;
mod finalist;
mod fit;
mod flow;
mod ground;
mod identity;
mod ledger;
mod matched;
mod matching;
pub mod median;
mod naming;
mod outcome;
mod partition;
mod pieces;
mod power;
mod prices;
mod proposals;
mod rebalance;
mod regions;
mod search;
mod staffing;
mod starts;
mod task;
#[cfg(test)]
mod tests;
mod trial;

pub use course::Phase;
pub use design::{Design, DesignAt};
pub use division::Progress;
pub use error::DesignError;
pub use explain::realignment;
pub use ground::Grounds;
pub use identity::Before;
pub use matched::staffing;
pub use outcome::Designed;
pub use proposals::{next_moves, weigh, weigh_merge, weigh_split};
pub use task::{DesignFound, DesignRun, DesignTask};
