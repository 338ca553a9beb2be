//! What a plan says that it does not keep.

use super::account::AccountIx;
use super::alignment::TerritoryIx;
use super::barriers::Side;
use crate::units::Meters;
use serde::{Deserialize, Serialize};

/// A constraint that a plan does not keep, or what stops it, and says so: `check` takes what is not kept for a violation
/// only when it is not declared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Limit {
    /// A territory is further from its fair share than the brief allows.
    Tolerance {
        /// The territory.
        territory: TerritoryIx,
        /// Position of the measure in the brief; `None` for the combined activity.
        measure: Option<u16>,
        /// Its |w − μ| ÷ μ.
        deviation: f64,
    },
    /// A territory holds less than the least, or more than the most, that the brief asks for.
    Bound {
        /// The territory.
        territory: TerritoryIx,
        /// Position of the measure in the brief.
        measure: u16,
        /// What it holds, in the measure's own unit.
        total: f64,
    },
    /// A single basic unit that no division can balance.
    Heavy {
        /// The account, or the first of those that go together.
        account: AccountIx,
        /// Its combined activity ÷ the fair share of the territory that owns it: 1.07 is 107 %.
        share: f64,
    },
    /// A territory whose places do not hang together in the neighbourhood graph.
    Islands {
        /// The territory.
        territory: TerritoryIx,
    },
    /// A cap on disruption stops the balance.
    Capped {
        /// The territory before that may not hand over more; `None` for the cap on all together.
        from: Option<TerritoryIx>,
        /// About what would have to change hands, as a share of what was owned before.
        needed: f64,
    },
    /// More has changed hands since the alignment before than the brief allows.
    Moved {
        /// The territory before that handed it over; `None` for all together.
        from: Option<TerritoryIx>,
        /// What changed hands, as a share of what was owned.
        share: f64,
    },
    /// Located accounts that no rule leaves to nobody have no owner.
    Unassigned {
        /// How many accounts.
        accounts: u32,
    },
    /// Accounts that a rule takes, or that no rule takes, are elsewhere.
    Rule {
        /// Position of the rule in the brief; `None` for those that the field divides.
        rule: Option<u16>,
        /// How many accounts.
        accounts: u32,
    },
    /// Accounts are with a rep, or nobody, who does not have what they need.
    Skill {
        /// The first of these accounts.
        account: AccountIx,
        /// Number of the need, as `Needs::names` has it.
        need: u16,
        /// How many accounts.
        accounts: u32,
    },
    /// Accounts of a territory are farther from the home base of its rep than the cap.
    Reach {
        /// The territory.
        territory: TerritoryIx,
        /// How many accounts.
        accounts: u32,
        /// The farthest of them.
        farthest: Meters,
    },
    /// The work that a barrier cuts off is no whole number of territories.
    Barrier {
        /// Position of the barrier in the brief.
        barrier: u16,
        /// Where the work lies that it cuts off.
        side: Side,
        /// That work ÷ the fair share of a territory.
        work: f64,
        /// The territories there; 0 where it is too little for one of its own and goes to one across the barrier.
        territories: u16,
    },
    /// What is locked in a territory is more than its fair share and the tolerance allow.
    Locked {
        /// The territory.
        territory: TerritoryIx,
        /// Locked activity ÷ fair share.
        share: f64,
    },
}

impl Limit {
    /// The territory that it is about; `None` where it is about an account or the plan as a whole.
    #[must_use]
    pub fn territory(&self) -> Option<TerritoryIx> {
        match *self {
            Self::Tolerance { territory, .. }
            | Self::Bound { territory, .. }
            | Self::Islands { territory }
            | Self::Reach { territory, .. }
            | Self::Locked { territory, .. } => Some(territory),
            Self::Heavy { .. }
            | Self::Capped { .. }
            | Self::Moved { .. }
            | Self::Unassigned { .. }
            | Self::Rule { .. }
            | Self::Skill { .. }
            | Self::Barrier { .. } => None,
        }
    }

    /// Whether every number in it is one.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        match *self {
            Self::Tolerance { deviation: number, .. }
            | Self::Bound { total: number, .. }
            | Self::Heavy { share: number, .. }
            | Self::Capped { needed: number, .. }
            | Self::Moved { share: number, .. }
            | Self::Reach { farthest: Meters(number), .. }
            | Self::Barrier { work: number, .. }
            | Self::Locked { share: number, .. } => number.is_finite(),
            Self::Islands { .. } | Self::Unassigned { .. } | Self::Rule { .. } | Self::Skill { .. } => true,
        }
    }
}
