//! Scenarios and their layers.

use super::measure::Gauge;
use super::plan::PlanError;
use super::visits::VisitPlan;
use crate::model::{
    Account, AccountIx, Alignment, Barrier, BarrierError, Dataset, DesignBrief, Figures, Layer, Limit, Lock,
    MeasureError, PeopleError, RepIx, TerritoryIx,
};
use serde::{Deserialize, Serialize};

/// One way to divide the accounts: an alignment a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name; not empty.
    pub name: String,
    /// The layers, none before the first design.
    pub layers: Vec<LayerPlan>,
}

/// A layer, what was asked of it, what it does not keep, and its figures.
///
/// In a file the accounts stand by territory, every account once: see the source of its `Serialize`.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerPlan {
    pub(super) layer: Layer,
    pub(super) brief: Option<DesignBrief>,
    pub(super) declared: Vec<Limit>,
    pub(super) locks: Vec<Lock>,
    pub(super) before: Option<Alignment>,
    pub(super) figures: Option<Figures>,
    pub(super) visits: Option<VisitPlan>,
}

/// Why a layer does not fit the data set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LayerError {
    /// It assigns another number of accounts.
    #[error("it assigns {found} accounts, but the plan has {accounts}")]
    Accounts {
        /// Accounts assigned.
        found: usize,
        /// Accounts of the data set.
        accounts: usize,
    },
    /// A territory names a rep who is not there.
    #[error("territory {territory} names rep {rep}, but the plan has {reps}")]
    Rep {
        /// Number of the territory, from 1.
        territory: usize,
        /// Number of the rep, from 1.
        rep: usize,
        /// Reps of the data set.
        reps: usize,
    },
    /// A declared limit names a territory or an account that is not there, or a number that cannot be.
    #[error("declared limit {limit} names a territory, an account or a number that cannot be")]
    Limit {
        /// Number of the limit, from 1.
        limit: usize,
    },
    /// A lock names what is not there, stands twice or out of order.
    #[error("its locks name an account or a territory that is not there, or one twice")]
    Lock,
    /// The alignment before is one of another data set.
    #[error("the alignment that it started from is for other accounts or reps")]
    Before,
    /// The figures are for other territories or measures.
    #[error("its figures are for other territories or measures")]
    Figures,
    /// Its visits cannot be.
    #[error("its visits do not fit: {what}")]
    Visits {
        /// What is wrong.
        what: String,
    },
    /// What the brief asks of the people cannot be.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The brief balances what the accounts do not have.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// A barrier of the brief is none.
    #[error(transparent)]
    Barrier(#[from] BarrierError),
}

impl LayerPlan {
    /// A layer as a design leaves it. The figures are worked out when it goes into a [`Plan`](super::Plan).
    #[must_use]
    pub fn new(layer: Layer, brief: Option<DesignBrief>, declared: Vec<Limit>) -> Self {
        Self { layer, brief, declared, locks: Vec::new(), before: None, figures: None, visits: None }
    }

    /// The layer as a design that started from another alignment leaves it.
    #[must_use]
    pub fn after(self, before: Alignment, locks: Vec<Lock>) -> Self {
        Self { locks, before: Some(before), ..self }
    }

    /// The same layer, held to another brief.
    #[must_use]
    pub fn with_brief(self, brief: DesignBrief) -> Self {
        Self { brief: Some(brief), figures: None, ..self }
    }

    /// The same layer with these visits.
    #[must_use]
    pub fn with_visits(self, visits: Option<VisitPlan>) -> Self {
        Self { visits, ..self }
    }

    /// Its visits; `None` before anything was asked of them.
    #[must_use]
    pub fn visits(&self) -> Option<&VisitPlan> {
        self.visits.as_ref()
    }

    /// The layer.
    #[must_use]
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Who owns what.
    #[must_use]
    pub fn alignment(&self) -> &Alignment {
        &self.layer.alignment
    }

    /// What the design was asked for; `None` for an alignment that no design made.
    #[must_use]
    pub fn brief(&self) -> Option<&DesignBrief> {
        self.brief.as_ref()
    }

    /// What it says that it does not keep.
    #[must_use]
    pub fn declared(&self) -> &[Limit] {
        &self.declared
    }

    /// What stays as it is when territories are designed again, in order.
    #[must_use]
    pub fn locks(&self) -> &[Lock] {
        &self.locks
    }

    /// The alignment that the design started from, to which this one is held; `None` for a first one.
    #[must_use]
    pub fn before(&self) -> Option<&Alignment> {
        self.before.as_ref()
    }

    /// Its figures; `None` without a brief that says what to measure.
    #[must_use]
    pub fn figures(&self) -> Option<&Figures> {
        self.figures.as_ref()
    }

    /// The territory that a rep owns.
    #[must_use]
    pub fn territory_of(&self, rep: RepIx) -> Option<TerritoryIx> {
        let mut indices = self.alignment().indices().zip(self.alignment().territories());
        indices.find(|(_, territory)| territory.rep == Some(rep)).map(|(territory, _)| territory)
    }

    /// The accounts without an owner, in order.
    pub fn unassigned<'a>(&'a self, dataset: &'a Dataset) -> impl Iterator<Item = (AccountIx, Account<'a>)> + 'a {
        let accounts = dataset.accounts();
        let without = accounts.indices().filter(|&account| self.alignment().owner(account).is_none());
        without.map(|account| (account, accounts.get(account)))
    }

    /// Whether these can be its locks: each of something that is there, in order, once.
    pub(super) fn admits_locks(&self, dataset: &Dataset, locks: &[Lock]) -> Result<(), LayerError> {
        let is_there = |lock: &Lock| match *lock {
            Lock::Account(account) => account.index() < dataset.accounts().len(),
            Lock::Territory(territory) | Lock::Rep(territory) => self.alignment().territory(territory).is_some(),
        };
        if locks.iter().all(is_there) && locks.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(LayerError::Lock) }
    }

    /// The error of a layer that does not fit.
    pub(super) fn unfit(&self, error: LayerError) -> PlanError {
        PlanError::Unfit { layer: self.layer.name.clone(), error }
    }

    /// Checks that every position means something beside this data set. O(accounts × measures).
    ///
    /// # Errors
    /// [`LayerError`] for the first that does not.
    pub(super) fn fits(&self, dataset: &Dataset) -> Result<(), LayerError> {
        let alignment = self.alignment();
        let (found, accounts) = (alignment.owners().len(), dataset.accounts().len());
        if found != accounts {
            return Err(LayerError::Accounts { found, accounts });
        }
        let reps = dataset.reps().len();
        for (position, territory) in alignment.territories().iter().enumerate() {
            if let Some(rep) = territory.rep.filter(|rep| rep.index() >= reps) {
                return Err(LayerError::Rep { territory: position + 1, rep: rep.index() + 1, reps });
            }
        }
        let has_account = |account: AccountIx| account.index() < accounts;
        let has_territory = |territory: TerritoryIx| alignment.territory(territory).is_some();
        let possible = |limit: &Limit| {
            let is_there = match *limit {
                Limit::Heavy { account, .. } | Limit::Skill { account, .. } => has_account(account),
                Limit::Rule { rule: Some(rule), .. } => {
                    self.brief.as_ref().is_some_and(|brief| brief.rules.len() > usize::from(rule))
                }
                Limit::Barrier { barrier, .. } => {
                    self.brief.as_ref().is_some_and(|brief| brief.barriers.len() > usize::from(barrier))
                }
                Limit::Moved { from, .. } | Limit::Capped { from: from @ Some(_), .. } => {
                    self.before.as_ref().is_some_and(|before| from.is_none_or(|from| before.territory(from).is_some()))
                }
                _ => limit.territory().is_none_or(has_territory),
            };
            limit.is_finite() && is_there
        };
        if let Some(limit) = self.declared.iter().position(|limit| !possible(limit)) {
            return Err(LayerError::Limit { limit: limit + 1 });
        }
        self.admits_locks(dataset, &self.locks)?;
        self.before.as_ref().map_or(Ok(()), |before| fits_before(dataset, before))?;
        self.visits.as_ref().map_or(Ok(()), |visits| visits.fits(dataset, self))?;
        match (&self.brief, &self.figures) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err(LayerError::Figures),
            (Some(brief), figures) => {
                brief.people.check_values()?;
                // The reading of the measures is what can fail; it is cheap beside the reading of a file.
                Gauge::new(dataset, brief)?;
                Barrier::check(&brief.barriers)?;
                let shaped = figures.as_ref().is_none_or(|figures| shaped(figures, alignment, brief));
                if shaped { Ok(()) } else { Err(LayerError::Figures) }
            }
        }
    }
}

/// Whether an alignment can be one that disruption is counted from.
pub(super) fn fits_before(dataset: &Dataset, before: &Alignment) -> Result<(), LayerError> {
    let has_rep = |rep: RepIx| dataset.rep(rep).is_some();
    let is_known = before.territories().iter().all(|own| own.rep.is_none_or(has_rep));
    if before.owners().len() == dataset.accounts().len() && is_known { Ok(()) } else { Err(LayerError::Before) }
}

fn shaped(figures: &Figures, alignment: &Alignment, brief: &DesignBrief) -> bool {
    let measures = brief.measures.len();
    figures.territories.len() == alignment.territories().len()
        && figures.measures.len() == measures
        && figures.territories.iter().all(|territory| territory.totals.len() == measures)
        && figures.measures.iter().zip(&brief.measures).all(|(figure, asked)| figure.measure == asked.measure)
}
