//! Why a design cannot be made.

use crate::model::MeasureError;

/// Why a design cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DesignError {
    /// No account.
    #[error("there is no account to divide: import accounts first")]
    NoAccount,
    /// Accounts, but none with a location.
    #[error(
        "none of the {accounts} accounts is located: give latitude and longitude, a ZIP, or city and state, and import again"
    )]
    NoLocation {
        /// Accounts there are.
        accounts: usize,
    },
    /// Zero territories.
    #[error("a design needs at least 1 territory: ask for a number, or import reps")]
    NoTerritory,
    /// More territories than located accounts.
    #[error("{territories} territories cannot be made of {located} located accounts: ask for at most {located}")]
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
