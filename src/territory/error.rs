//! Why a design cannot be made.

use crate::model::MeasureError;

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
