//! Edits as plain data.

use super::names::check_name;
use super::plan::{PlanError, check_layers};
use super::scenario::{LayerPlan, Scenario};
use super::settings::Settings;
use super::touches::TouchChange;
use super::update::Version;
use super::visits::{VisitChange, VisitPlan};
use crate::model::{
    AccountIx, Alignment, ChangeCounts, Dataset, Lock, Placement, Rep, RepIx, TerritoryCalendar, TerritoryIx,
    TravelMatrix, TravelModel, UnitMove, VisitWatch,
};
use serde::{Deserialize, Serialize};

/// Which layer of which scenario an edit is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerAt {
    /// Position of the scenario in the plan.
    pub scenario: u16,
    /// Position of the layer in the scenario.
    pub layer: u16,
}

/// One change of a plan, with what it needs to be taken back.
///
/// Build it with the `…_edit` functions of [`Plan`](super::Plan), which fill in what is there before, and carry it out
/// with [`Plan::apply`](super::Plan::apply).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// A layer is replaced as a whole, or added when `at` is one past the last.
    Design {
        /// The layer.
        at: LayerAt,
        /// Territories that the design makes, for its words.
        territories: u16,
        /// The side that is not in the plan: the layer after until the edit is carried out, the layer before (`None`
        /// for a layer that was added) from then on. Keeping one of the two halves the log.
        other: Option<Box<LayerPlan>>,
    },
    /// Accounts change their territory.
    Move {
        /// The layer.
        at: LayerAt,
        /// Each account at most once.
        moves: Vec<UnitMove>,
    },
    /// A territory gets another name.
    RenameTerritory {
        /// The layer.
        at: LayerAt,
        /// The territory.
        territory: TerritoryIx,
        /// Its name before.
        before: String,
        /// Its name after.
        after: String,
    },
    /// A territory gets another rep. A rep who owns another territory swaps: that one gets the rep of this one.
    AssignRep {
        /// The layer.
        at: LayerAt,
        /// The territory.
        territory: TerritoryIx,
        /// Its rep before.
        before: Option<RepIx>,
        /// Its rep after.
        after: Option<RepIx>,
        /// The other side of a swap: the territory that `after` owned before.
        swapped: Option<TerritoryIx>,
    },
    /// Accounts and territories are locked where they are, or no longer.
    Lock {
        /// The layer.
        at: LayerAt,
        /// What was locked before, in order.
        before: Vec<Lock>,
        /// What is locked after, in order.
        after: Vec<Lock>,
    },
    /// What disruption is counted from: the alignment as it is when the edit is carried out.
    Baseline {
        /// The layer.
        at: LayerAt,
        /// The side that is not in the plan, as with a design.
        other: Option<Box<Alignment>>,
    },
    /// A scenario is put into the plan, or taken out.
    Scenario {
        /// Its position.
        position: u16,
        /// Its name, for the words.
        name: String,
        /// Whether it is put in.
        is_added: bool,
        /// The scenario while it is not in the plan.
        other: Option<Box<Scenario>>,
    },
    /// A scenario gets another name.
    RenameScenario {
        /// Its position.
        position: u16,
        /// Its name before.
        before: String,
        /// Its name after.
        after: String,
    },
    /// A layer is taken out of its scenario.
    RemoveLayer {
        /// Where it is.
        at: LayerAt,
        /// Its name, for the words.
        name: String,
        /// The layer while it is not in the plan.
        other: Option<Box<LayerPlan>>,
    },
    /// A layer gets another name.
    RenameLayer {
        /// The layer.
        at: LayerAt,
        /// Its name before.
        before: String,
        /// Its name after.
        after: String,
    },
    /// The visits of a layer are replaced as a whole.
    Visits {
        /// The layer.
        at: LayerAt,
        /// What is done, for the words.
        change: VisitChange,
        /// The side that is not in the plan, as with a design.
        other: Option<Box<VisitPlan>>,
    },
    /// The calendar of one territory is replaced.
    Days {
        /// The layer.
        at: LayerAt,
        /// Its position in the calendar.
        position: u16,
        /// What is done, for the words.
        change: VisitChange,
        /// The side that is not in the plan.
        other: Box<TerritoryCalendar>,
    },
    /// What the reps say of touches changes.
    Touches {
        /// The layer.
        at: LayerAt,
        /// Each touch at most once.
        changes: Vec<TouchChange>,
    },
    /// What is noted with touches and watched changes.
    Watch {
        /// The layer.
        at: LayerAt,
        /// What it was before.
        before: VisitWatch,
        /// What it is after.
        after: VisitWatch,
    },
    /// The plan gets another name.
    RenamePlan {
        /// Its name before.
        before: String,
        /// Its name after.
        after: String,
    },
    /// The computed workload of the accounts becomes a measure, or another one.
    Workload {
        /// The side that is not in the plan, by account; `None` for no such measure.
        other: Option<Vec<f64>>,
    },
    /// Travel is reckoned in another way.
    Travel {
        /// The travel model before.
        before: TravelModel,
        /// The travel model after.
        after: TravelModel,
    },
    /// A travel matrix is loaded, or taken out.
    Matrix {
        /// The file that is loaded, for the words; empty when one is taken out.
        file: String,
        /// The side that is not in the plan.
        other: Option<Box<TravelMatrix>>,
    },
    /// A person says where an account is.
    Place {
        /// The account.
        account: AccountIx,
        /// Where it was before.
        before: Placement,
        /// Where it is after.
        after: Placement,
        /// Whether a person had said so before.
        again: bool,
    },
    /// What is known of a rep changes: skills, capacity, home base.
    Rep {
        /// The rep.
        rep: RepIx,
        /// What was known before.
        before: Box<Rep>,
        /// What is known after.
        after: Box<Rep>,
    },
    /// A newer export of the data comes in.
    Update {
        /// What it changes, for the words.
        counts: ChangeCounts,
        /// The side that is not in the plan, as with a design.
        other: Box<Version>,
    },
}

impl Edit {
    /// The layer that the edit is about; `None` for one of the whole plan.
    #[must_use]
    pub fn at(&self) -> Option<LayerAt> {
        match self {
            Self::Design { at, .. }
            | Self::Move { at, .. }
            | Self::RenameTerritory { at, .. }
            | Self::AssignRep { at, .. }
            | Self::Lock { at, .. }
            | Self::Baseline { at, .. }
            | Self::RemoveLayer { at, .. }
            | Self::Visits { at, .. }
            | Self::Days { at, .. }
            | Self::Touches { at, .. }
            | Self::Watch { at, .. }
            | Self::RenameLayer { at, .. } => Some(*at),
            Self::Scenario { .. }
            | Self::RenameScenario { .. }
            | Self::RenamePlan { .. }
            | Self::Travel { .. }
            | Self::Matrix { .. }
            | Self::Workload { .. }
            | Self::Place { .. }
            | Self::Rep { .. }
            | Self::Update { .. } => None,
        }
    }

    /// The layer that a design brings, until it is carried out.
    #[must_use]
    pub fn designed(&self) -> Option<&LayerPlan> {
        match self {
            Self::Design { other, .. } => other.as_deref(),
            _ => None,
        }
    }

    /// Whether layers come or go by it.
    pub(super) fn is_of_layers(&self) -> bool {
        matches!(self, Self::Design { .. } | Self::RemoveLayer { .. } | Self::Scenario { .. } | Self::Update { .. })
    }

    /// Whether it moves accounts on the map, adds or removes some.
    #[must_use]
    pub fn moves_places(&self) -> bool {
        matches!(self, Self::Place { .. } | Self::Update { .. })
    }

    /// Checks the values that an edit from a file would bring into the plan, beside the data set that it is about. Walking
    /// the log shows the rest.
    pub(super) fn check_values(&self, dataset: &Dataset) -> Result<(), PlanError> {
        match self {
            Self::AssignRep { before, after, .. } => {
                match [before, after].into_iter().flatten().find(|rep| dataset.rep(**rep).is_none()) {
                    Some(rep) => Err(PlanError::Rep { number: rep.index() + 1 }),
                    None => Ok(()),
                }
            }
            Self::RenamePlan { before, after } => {
                Ok([before, after].iter().try_for_each(|name| check_name("plan", name))?)
            }
            Self::Travel { before, after } => {
                for travel in [before, after] {
                    Settings { travel: *travel }.validated()?;
                }
                Ok(())
            }
            Self::RenameLayer { before, after, .. } => {
                Ok([before, after].iter().try_for_each(|name| check_name("layer", name))?)
            }
            Self::Design { other: Some(layer), .. } | Self::RemoveLayer { other: Some(layer), .. } => {
                Ok(layer.fits(dataset).map_err(|error| layer.unfit(error))?)
            }
            Self::Update { other, .. } => other.check(),
            Self::RenameScenario { before, after, .. } => {
                Ok([before, after].iter().try_for_each(|name| check_name("scenario", name))?)
            }
            Self::Scenario { other: Some(scenario), .. } => {
                check_name("scenario", &scenario.name)?;
                check_layers(std::slice::from_ref(&**scenario), dataset)
            }
            Self::Scenario { .. }
            | Self::Lock { .. }
            | Self::Baseline { .. }
            | Self::Design { .. }
            | Self::RemoveLayer { .. }
            | Self::Visits { .. }
            | Self::Days { .. }
            | Self::Touches { .. }
            | Self::Watch { .. }
            | Self::Workload { .. }
            | Self::Move { .. }
            | Self::RenameTerritory { .. }
            // It was validated when it was read.
            | Self::Matrix { .. }
            | Self::Rep { .. }
            | Self::Place { .. } => Ok(()),
        }
    }
}
