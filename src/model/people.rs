//! What a brief asks with regard to the people: what they must have, how far they go, where they start, and who gets what.

use super::account::AccountIx;
use super::alignment::TerritoryIx;
use super::brief::DesignBrief;
use super::dataset::{Dataset, RepIx, RepValue};
use crate::units::Meters;
use serde::{Deserialize, Serialize};

/// No cap on the way from home is farther: half the way round the Earth.
pub const FARTHEST: Meters = Meters(20_040_000.0);

/// What a design asks with regard to the reps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Columns of the accounts whose words a rep must have as skills, in any case.
    pub needs: Vec<String>,
    /// The farthest that an account may be from the home base of its rep, as the crow flies; `None` for no cap.
    pub reach: Option<Meters>,
    /// What is asked of single reps, each once, by id.
    pub reps: Vec<PersonTerms>,
    /// How reps and territories are matched once these are drawn; `None` for the least way from home, those before kept.
    pub matching: Option<Vec<Criterion>>,
}

/// What is asked of one rep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonTerms {
    /// Id of the rep.
    pub rep: String,
    /// The farthest for this rep, instead of what is asked of all; `None` for that.
    pub reach: Option<Meters>,
    /// What its home base means.
    pub base: HomeBase,
}

/// What the home base of a rep means to a design.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeBase {
    /// The territory lies where it is best for all.
    #[default]
    Free,
    /// The territory is drawn around it.
    Fixed,
    /// There is none yet: it is placed where it saves most.
    NewHire,
}

/// What speaks for a rep in a territory, and how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What.
    pub by: FitBy,
    /// Its weight, at least 0; the weights are scaled so that a perfect fit has 100 points.
    pub weight: f64,
}

/// What speaks for a rep in a territory. Each gives 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FitBy {
    /// The share of the territory's activity whose needs the rep has.
    Skills,
    /// The share of the territory's activity that the rep owns today.
    Present,
    /// How near the rep lives: 1 less the activity-weighted mean way from home as a share of the longest of all pairs.
    Home,
    /// The share of the territory's activity of accounts that say in their column what the rep says in its own.
    Shared {
        /// Column of the reps, in any case.
        rep: String,
        /// Column of the accounts, in any case.
        account: String,
    },
    /// How near the rep's rank among the reps is to the territory's among the territories, from the least to the greatest:
    /// 1 for the same rank, 0 for the first and the last.
    Rank {
        /// Column of numbers of the reps, in any case: years of experience, past results.
        rep: String,
        /// What territories are ranked by.
        by: RankBy,
    },
}

/// What territories are ranked by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankBy {
    /// Their activity.
    Activity,
    /// The mean value of the deals won with their accounts.
    DealSize,
    /// The mean of this column of numbers over their accounts, in any case.
    Column(String),
}

/// Why a rep has a territory, in points of fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The territory.
    pub territory: TerritoryIx,
    /// Its rep.
    pub rep: RepIx,
    /// Points by criterion of the brief, in its order; they add up to the fit.
    pub points: Vec<f64>,
    /// The rep who would fit best else; `None` where there is no other, or no other has what the accounts need.
    pub next: Option<NextBest>,
}

/// Who else could have a territory, and what the plan as a whole would gain or lose by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextBest {
    /// The rep.
    pub rep: RepIx,
    /// The rep's points in this territory, by criterion.
    pub points: Vec<f64>,
    /// The change of the sum of all fits when both swap.
    pub change: f64,
}

/// Where a new hire should live.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HomeAdvice {
    /// The territory.
    pub territory: TerritoryIx,
    /// The new hire.
    pub rep: RepIx,
    /// The account at whose place.
    pub account: AccountIx,
    /// The activity-weighted mean way from there to the accounts of the territory, as the crow flies.
    pub way: Meters,
    /// The same from the home base of the rep who lives nearest else; `None` where nobody has one.
    pub otherwise: Option<(RepIx, Meters)>,
}

/// How reps and territories fit, and where new hires should live.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Staffing {
    /// By territory with a rep; none where the brief asks for no match.
    pub matches: Vec<Match>,
    /// By territory of a new hire.
    pub homes: Vec<HomeAdvice>,
}

/// What in the people's part of a brief names what is not there, or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// A column that is not there.
    #[error(
        "{what} asks for the column “{column}”, which the {whose} do not have: choose another column, or remove it"
    )]
    Column {
        /// `what accounts need` or `the match of reps`.
        what: &'static str,
        /// The column.
        column: String,
        /// `accounts` or `reps`.
        whose: &'static str,
    },
    /// A cap, a weight or a rep that cannot be.
    #[error("{what} of {whose} cannot be: {cure}")]
    Value {
        /// The field.
        what: &'static str,
        /// The rep, or all.
        whose: String,
        /// What to do.
        cure: &'static str,
    },
}

impl People {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is asked of a rep, by id.
    #[must_use]
    pub fn terms(&self, rep: &str) -> Option<&PersonTerms> {
        self.reps.iter().find(|own| own.rep == rep)
    }

    /// What the home base of a rep means, by id.
    #[must_use]
    pub fn base(&self, rep: &str) -> HomeBase {
        self.terms(rep).map(|own| own.base).unwrap_or_default()
    }

    /// The farthest that an account may be from the home base of a rep, by id. A new hire has none yet.
    #[must_use]
    pub fn reach(&self, rep: &str) -> Option<Meters> {
        let own = self.terms(rep);
        if own.is_some_and(|own| own.base == HomeBase::NewHire) {
            return None;
        }
        own.and_then(|own| own.reach).or(self.reach)
    }

    /// Whether who has a territory matters while it is drawn, and not only afterwards.
    #[must_use]
    pub fn shapes_territories(&self) -> bool {
        let is_asked = |own: &PersonTerms| own.reach.is_some() || own.base != HomeBase::Free;
        !self.needs.is_empty() || self.reach.is_some() || self.reps.iter().any(is_asked)
    }

    /// Whether every number in it can be, each rep stands once, and nothing is asked of one that is not named.
    ///
    /// # Errors
    /// [`PeopleError::Value`] for the first that cannot be. O(reps · log reps).
    pub fn check_values(&self) -> Result<(), PeopleError> {
        let is_reach = |reach: Option<Meters>| reach.is_none_or(|reach| reach.0 > 0.0 && reach <= FARTHEST);
        let wrong = |what, whose: &str, cure| Err(PeopleError::Value { what, whose: whose.to_owned(), cure });
        let cap = "ask for a distance above 0 and no farther than half round the Earth";
        if !is_reach(self.reach) {
            return wrong("the cap on the way from home", "all reps", cap);
        }
        let mut seen = std::collections::BTreeSet::new();
        for own in &self.reps {
            if !is_reach(own.reach) {
                return wrong("the cap on the way from home", &own.rep, cap);
            }
            if !seen.insert(own.rep.as_str()) {
                return wrong("what is asked", &own.rep, "it stands twice");
            }
        }
        let weights = self.matching.iter().flatten();
        let is_weight = |own: &Criterion| own.weight.is_finite() && (0.0..=1e9).contains(&own.weight);
        if !weights.clone().all(is_weight) {
            return wrong("a weight", "the match of reps", "ask for a number from 0 up");
        }
        if self.matching.is_some() && !weights.clone().any(|own| own.weight > 0.0) {
            return wrong("the weights", "the match of reps", "give at least one of them a weight above 0");
        }
        Ok(())
    }
}

impl Criterion {
    /// What can speak for a rep in a territory by what the files say, with sensible weights: skills, present accounts and the way
    /// from home alike, as an attribute that reps and accounts share; ranks by numbers of the reps are left to a person.
    #[must_use]
    pub fn offered(dataset: &Dataset) -> Vec<Self> {
        let accounts = dataset.accounts();
        let by = |by, weight| Self { by, weight };
        let has_skills = dataset.reps().iter().any(|rep| !rep.skills.is_empty());
        let has_present = accounts.present.iter().any(Option::is_some);
        let mut found = Vec::new();
        found.extend(has_skills.then(|| by(FitBy::Skills, 1.0)));
        found.extend(has_present.then(|| by(FitBy::Present, 1.0)));
        found.push(by(FitBy::Home, 1.0));
        let mut seen: Vec<&str> = Vec::new();
        for own in dataset.reps().iter().flat_map(|rep| &rep.attributes) {
            if seen.iter().any(|name| own.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            seen.push(&own.name);
            let rep = own.name.clone();
            match &own.value {
                RepValue::Number(_) => found.push(by(FitBy::Rank { rep, by: RankBy::Activity }, 0.0)),
                RepValue::Text(_) => {
                    let shared = accounts.column(&rep).map(|column| column.name.clone());
                    let account = shared.map(|account| by(FitBy::Shared { rep, account }, 1.0));
                    found.extend(account);
                }
            }
        }
        found
    }
}

impl DesignBrief {
    /// Whether what it asks of the people can be, and every column that it names is there. Reps who are no longer there are
    /// passed over.
    ///
    /// # Errors
    /// [`PeopleError`] for the first that is not. O(reps · columns).
    pub fn check_people(&self, dataset: &Dataset) -> Result<(), PeopleError> {
        self.people.check_values()?;
        let accounts = dataset.accounts();
        let missing = |what, column: &str, whose| Err(PeopleError::Column { what, column: column.to_owned(), whose });
        if let Some(column) = self.people.needs.iter().find(|column| accounts.column(column).is_none()) {
            return missing("what accounts need", column, "accounts");
        }
        let what = "the match of reps and territories";
        for criterion in self.people.matching.iter().flatten().filter(|own| own.weight > 0.0) {
            let (rep, account, is_rank) = match &criterion.by {
                FitBy::Skills | FitBy::Present | FitBy::Home => continue,
                FitBy::Shared { rep, account } => (rep, Some(account), false),
                FitBy::Rank { rep, by: RankBy::Column(account) } => (rep, Some(account), true),
                FitBy::Rank { rep, .. } => (rep, None, true),
            };
            if dataset.reps().iter().all(|own| own.attribute(rep).is_none()) {
                return missing(what, rep, "reps");
            }
            let is_there =
                |name: &&String| accounts.column(name).is_some_and(|own| !is_rank || own.values.numbers().is_some());
            if let Some(column) = account.filter(|name| !is_there(name)) {
                return missing(what, column, "accounts");
            }
        }
        Ok(())
    }

    /// What the home base of a rep means.
    #[must_use]
    pub fn base_of(&self, dataset: &Dataset, rep: RepIx) -> HomeBase {
        dataset.rep(rep).map(|own| self.people.base(&own.id)).unwrap_or_default()
    }

    /// The farthest that an account may be from the home base of a rep; `None` for one without a cap or a home base.
    #[must_use]
    pub fn reach_of(&self, dataset: &Dataset, rep: RepIx) -> Option<Meters> {
        let own = dataset.rep(rep).filter(|own| own.home.location.is_some())?;
        self.people.reach(&own.id)
    }
}
