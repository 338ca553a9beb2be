//! What a plan says that it does not keep.

use super::account::AccountIx;
use super::alignment::TerritoryIx;
use serde::{Deserialize, Serialize};

/// A constraint that a plan does not keep, and says so: `check` takes it for a violation only when it is not declared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// A territory is further from its fair share than the brief allows.
    Tolerance {
        /// The territory.
        territory: TerritoryIx,
        /// Its |w − μ| ÷ μ of the combined activity.
        deviation: f64,
    },
    /// A single account that no division can balance.
    Heavy {
        /// The account.
        account: AccountIx,
        /// Its combined activity ÷ the fair share of the territory that owns it: 1.07 is 107 %.
        share: f64,
    },
    /// A territory whose places do not hang together in the neighbourhood graph.
    Islands {
        /// The territory.
        territory: TerritoryIx,
    },
}
