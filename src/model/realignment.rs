//! The difference of two alignments, explained move by move.

use super::account::AccountIx;
use super::alignment::{TerritoryIx, UnitMove};
use serde::{Deserialize, Serialize};
use std::ops::{Add, AddAssign, Sub};

/// What is wrong with an alignment, in points by cause; less is better, and the sum is the score.
///
/// - Balance: 15 points for each per cent of activity that would have to change hands for perfect balance,
///   `Σ_m λ_m · ½ Σ_k |w_km − μ_km| ÷ W_m`.
/// - Compactness: the activity-weighted mean squared distance to the territories' centroids, 100 points being that of the
///   alignment before.
/// - Travel: the activity-weighted mean distance to the home base of the owner, 100 points being that of the alignment before;
///   0 unless every territory of both has one.
/// - Disruption: 1.5 points for each per cent of activity that another territory owns than before.
///
/// What one of them would be measured by is nothing where that is 0: the term is 0 then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Uneven shares.
    pub balance: f64,
    /// Wide territories.
    pub compactness: f64,
    /// Long ways from home.
    pub travel: f64,
    /// Changes of hands.
    pub disruption: f64,
}

impl Score {
    /// Points for each per cent of activity in the wrong territory: more than the compactness and the calm that balance within
    /// a tolerance usually costs, for the tolerance is a demand.
    pub const BALANCE: f64 = 15.0;
    /// Points for each per cent of activity that changes hands.
    pub const DISRUPTION: f64 = 1.5;

    /// What the terms are called, in their order.
    pub const TERMS: [&str; 4] = ["balance", "compactness", "travel", "disruption"];

    /// The score.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.balance + self.compactness + self.travel + self.disruption
    }

    /// The terms, in their order.
    #[must_use]
    pub fn terms(&self) -> [f64; 4] {
        [self.balance, self.compactness, self.travel, self.disruption]
    }
}

impl Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            balance: self.balance + other.balance,
            compactness: self.compactness + other.compactness,
            travel: self.travel + other.travel,
            disruption: self.disruption + other.disruption,
        }
    }
}

impl Sub for Score {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            balance: self.balance - other.balance,
            compactness: self.compactness - other.compactness,
            travel: self.travel - other.travel,
            disruption: self.disruption - other.disruption,
        }
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// One account that changed hands, and what that did once all moves before it in the list were made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExplainedMove {
    /// The move.
    pub unit_move: UnitMove,
    /// The account's part of all activity.
    pub activity: f64,
    /// The change of the score.
    pub change: Score,
    /// The index of the territory that gave it, before and after this move; 0 for none.
    pub from_index: [f64; 2],
    /// The index of the territory that got it, before and after this move; 0 for none.
    pub to_index: [f64; 2],
}

/// The difference of two alignments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Realignment {
    /// Each account that another territory owns than before, or none; those of the same two territories together, the most
    /// activity first. Their changes add up to `after − before`.
    pub moves: Vec<ExplainedMove>,
    /// The score of the alignment before.
    pub before: Score,
    /// The score of the alignment after.
    pub after: Score,
    /// Accounts owned in both.
    pub compared: u32,
    /// Of those, the accounts that changed hands.
    pub moved: u32,
    /// The part of the activity owned in both that changed hands.
    pub moved_activity: f64,
    /// Accounts that had no owner before.
    pub covered: u32,
    /// Accounts that have none now.
    pub dropped: u32,
}

/// A move that could be made, and what it would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The accounts that would change hands.
    pub accounts: Vec<AccountIx>,
    /// Who owns them all now; `None` for nobody, or several.
    pub from: Option<TerritoryIx>,
    /// Who would.
    pub to: TerritoryIx,
    /// Their part of all activity.
    pub activity: f64,
    /// The change of the score.
    pub change: Score,
    /// The index of the territory that would give them, before and after; 0 for none.
    pub from_index: [f64; 2],
    /// The index of the territory that would get them, before and after.
    pub to_index: [f64; 2],
}
