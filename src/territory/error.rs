//! Why a design cannot be made.

use crate::model::{BarrierError, MeasureError, PeopleError, RuleError};

/// Why a design cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DesignError {
    /// No account.
    #[error("there is no account to divide: import accounts first")]
    NoAccount,
    /// Units by a column that is not there.
    #[error("there is no column “{column}” to keep accounts together by: choose another basic unit")]
    NoColumn {
        /// The column.
        column: String,
    },
    /// Zero territories.
    #[error("a design needs at least 1 territory: ask for a number, or import reps")]
    NoTerritory,
    /// Rules leave a crew nothing to divide.
    #[error("no rule gives {crew} a located account: give it some, or remove it")]
    NothingFor {
        /// A team.
        crew: String,
    },
    /// Rules leave the field nothing.
    #[error("the rules leave no located account for the field: switch one off, or make it take less")]
    NothingLeft,
    /// Rules give accounts to more reps than there are territories.
    #[error("the rules give accounts to {reps} reps, but there are {territories} territories: ask for at least {reps}")]
    TooManyReps {
        /// Reps that rules name.
        reps: usize,
        /// Territories asked for.
        territories: u16,
    },
    /// More territories hold something that a person locked than are asked for.
    #[error(
        "{locked} territories are locked or hold locked accounts, but there are {territories} territories: ask for at least {locked}, or unlock some"
    )]
    TooManyLocks {
        /// Territories with a lock.
        locked: usize,
        /// Territories asked for.
        territories: u16,
    },
    /// A measure whose least is above its most.
    #[error(
        "a territory shall hold at least {least} and at most {most} of “{measure}”: lower the least, or raise the most"
    )]
    Bounds {
        /// The measure.
        measure: String,
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// What cannot be made of a team.
    #[error("team “{team}”: {error}")]
    Team {
        /// Its name.
        team: String,
        /// Why.
        error: Box<DesignError>,
    },
    /// A rule or a team that names what is not there.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// What is asked of the people names what is not there, or cannot be.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// A barrier that is none.
    #[error(transparent)]
    Barrier(#[from] BarrierError),
    /// More territories than located accounts.
    #[error(
        "{territories} territories cannot be made of {located} located accounts or units: ask for at most {located}"
    )]
    TooManyTerritories {
        /// Territories asked for.
        territories: u16,
        /// Accounts with a location.
        located: usize,
    },
    /// The measures say nothing about the located accounts.
    #[error("“{measure}” is 0 for every located account: balance another measure, or locate the accounts that have it")]
    NoActivity {
        /// The measures, joined.
        measure: String,
    },
    /// A measure that is not there or cannot be balanced.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}
