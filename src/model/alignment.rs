//! Who owns what: accounts → territories → reps, by layer.

use super::account::AccountIx;
use super::dataset::RepIx;
use super::rules::Crew;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Position of a territory in its [`Alignment`]; its number on screen is one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TerritoryIx(pub u16);

impl TerritoryIx {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A territory: its name, its rep, and its colour slot, which it keeps in every scenario, chart and export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Territory {
    /// Name; not empty.
    pub name: String,
    /// The rep who owns it.
    pub rep: Option<RepIx>,
    /// Colour slot, 1 to 12.
    pub slot: u8,
    /// Which territories it divides accounts with.
    pub crew: Crew,
}

/// A sales force, product line, channel or role with an alignment of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Name; unique in the scenario.
    pub name: String,
    /// Who owns what in this layer.
    pub alignment: Alignment,
}

/// One owner, or none, for every account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Alignment {
    territories: Vec<Territory>,
    owners: Vec<Option<TerritoryIx>>,
}

#[derive(Deserialize)]
struct Unchecked {
    territories: Vec<Territory>,
    owners: Vec<Option<TerritoryIx>>,
}

impl TryFrom<Unchecked> for Alignment {
    type Error = AlignmentError;
    fn try_from(raw: Unchecked) -> Result<Self, AlignmentError> {
        Self::new(raw.territories, raw.owners)
    }
}

/// One account changes its territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMove {
    /// The account that moves.
    pub account: AccountIx,
    /// Its territory before; `None` for unassigned.
    pub from: Option<TerritoryIx>,
    /// Its territory after.
    pub to: Option<TerritoryIx>,
}

/// Why territories and owners do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AlignmentError {
    /// An owner is no territory of the alignment.
    #[error("account {account} is owned by territory {territory}, but there are {territories}")]
    Owner {
        /// Position of the account.
        account: usize,
        /// The territory it names.
        territory: usize,
        /// Territories there are.
        territories: usize,
    },
    /// A territory without a name or with a colour slot outside 1 to 12.
    #[error("territory {territory} has no name, or no colour slot from 1 to 12")]
    Territory {
        /// Position of the territory.
        territory: usize,
    },
    /// A move that does not start from the present owner, or names what is not there.
    #[error("account {account} is not where the move takes it from")]
    Move {
        /// Position of the account.
        account: usize,
    },
}

impl Alignment {
    /// # Errors
    /// [`AlignmentError`] when an owner is out of range or a territory is not well formed.
    pub fn new(territories: Vec<Territory>, owners: Vec<Option<TerritoryIx>>) -> Result<Self, AlignmentError> {
        let count = territories.len();
        if let Some(territory) = territories.iter().position(|t| t.name.is_empty() || !(1..=12).contains(&t.slot)) {
            return Err(AlignmentError::Territory { territory });
        }
        for (account, owner) in owners.iter().enumerate() {
            if let Some(territory) = owner.map(TerritoryIx::index).filter(|&index| index >= count) {
                return Err(AlignmentError::Owner { account, territory, territories: count });
            }
        }
        Ok(Self { territories, owners })
    }

    /// No territory and no account.
    #[must_use]
    pub const fn empty() -> Self {
        Self { territories: Vec::new(), owners: Vec::new() }
    }

    /// The territories.
    #[must_use]
    pub fn territories(&self) -> &[Territory] {
        &self.territories
    }

    /// The territory at that position.
    #[must_use]
    pub fn territory(&self, territory: TerritoryIx) -> Option<&Territory> {
        self.territories.get(territory.index())
    }

    /// The territory at that position, to rename it or give it another rep.
    pub fn territory_mut(&mut self, territory: TerritoryIx) -> Option<&mut Territory> {
        self.territories.get_mut(territory.index())
    }

    /// The positions of all territories, in order.
    pub fn indices(&self) -> impl Iterator<Item = TerritoryIx> + use<> {
        let count = u16::try_from(self.territories.len()).unwrap_or(u16::MAX);
        (0..count).map(TerritoryIx)
    }

    /// By territory, a number that those have in common which divide accounts among them: fair shares are parts of what
    /// these own together. A territory of named accounts alone has one of its own.
    #[must_use]
    pub fn crews(&self) -> Vec<usize> {
        crews_of(&self.territories)
    }

    /// The owner of every account, in the order of the data set.
    #[must_use]
    pub fn owners(&self) -> &[Option<TerritoryIx>] {
        &self.owners
    }

    /// The owner of one account.
    #[must_use]
    pub fn owner(&self, account: AccountIx) -> Option<TerritoryIx> {
        self.owners.get(account.index()).copied().flatten()
    }

    /// The accounts of one territory, in order. O(accounts).
    pub fn members(&self, territory: TerritoryIx) -> impl Iterator<Item = AccountIx> + '_ {
        let owned = self.owners.iter().zip(0u32..).filter(move |&(&owner, _)| owner == Some(territory));
        owned.map(|(_, account)| AccountIx(account))
    }

    /// Carries out a move.
    ///
    /// # Errors
    /// [`AlignmentError::Move`] when the account is not where the move starts or a side is not there; nothing changes then.
    pub fn apply(&mut self, unit_move: UnitMove) -> Result<(), AlignmentError> {
        let account = unit_move.account.index();
        let known = unit_move.to.is_none_or(|to| to.index() < self.territories.len());
        match self.owners.get_mut(account) {
            Some(owner) if known && *owner == unit_move.from => {
                *owner = unit_move.to;
                Ok(())
            }
            _ => Err(AlignmentError::Move { account }),
        }
    }
}

/// By territory, its crew as [`Alignment::crews`] numbers them. O(territories).
pub fn crews_of<'a>(territories: impl IntoIterator<Item = &'a Territory>) -> Vec<usize> {
    let mut known: HashMap<(Crew, usize), usize> = HashMap::new();
    let own = territories.into_iter().enumerate().map(|(position, territory)| {
        let apart = if territory.crew == Crew::Named { position } else { 0 };
        let next = known.len();
        *known.entry((territory.crew, apart)).or_insert(next)
    });
    own.collect()
}

/// By crew ([`Alignment::crews`]), the sum of what its territories have; `values` are by territory. O(territories).
#[must_use]
pub fn sums_by_crew(crews: &[usize], values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; crews.iter().max().map_or(0, |last| last + 1)];
    crews.iter().zip(values).for_each(|(&crew, value)| sums[crew] += value);
    sums
}

impl UnitMove {
    /// The move that takes this one back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { account: self.account, from: self.to, to: self.from }
    }
}
