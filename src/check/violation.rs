//! What can be wrong with a plan, in a manager's words.

use super::calendar::CalendarFault;
use crate::model::{AccountIx, Dataset, TerritoryIx};
use crate::units::Day;
use std::fmt;

/// A claim that does not hold, or a constraint that is neither kept nor declared so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// The alignment is one of another data set.
    #[error("the alignment of layer “{layer}” is for {owners} accounts, but the data set has {accounts}")]
    OtherDataset {
        /// The layer.
        layer: String,
        /// Entries of the alignment.
        owners: usize,
        /// Accounts of the data set.
        accounts: usize,
    },
    /// Located accounts that no territory owns.
    #[error("{accounts} located accounts belong to no territory of layer “{layer}”, first “{first}”")]
    Unassigned {
        /// The layer.
        layer: String,
        /// How many.
        accounts: usize,
        /// Id of the first.
        first: String,
    },
    /// More or fewer territories than asked for.
    #[error("{found} territories in layer “{layer}”, but {asked} were asked for")]
    TerritoryCount {
        /// The layer.
        layer: String,
        /// What the brief asks for.
        asked: usize,
        /// What there is.
        found: usize,
    },
    /// A territory whose rep the data set does not have.
    #[error("{territory} belongs to rep number {rep}, but there are {reps} reps")]
    UnknownRep {
        /// Number and name.
        territory: String,
        /// Number of the rep, from 1.
        rep: usize,
        /// Reps there are.
        reps: usize,
    },
    /// A rep with two territories.
    #[error("rep “{rep}” has both {first} and {second}")]
    RepTwice {
        /// Name of the rep.
        rep: String,
        /// Number and name of a territory.
        first: String,
        /// Number and name of another.
        second: String,
    },
    /// A measure that cannot be balanced with this data set.
    #[error("“{measure}” cannot be balanced: {reason}")]
    Measure {
        /// The measure.
        measure: String,
        /// Why not.
        reason: &'static str,
    },
    /// Figures without a brief that says of what.
    #[error("layer “{layer}” has figures, but no brief that says what they measure")]
    NoBrief {
        /// The layer.
        layer: String,
    },
    /// Figures of another number of territories or of other measures.
    #[error("the figures of layer “{layer}” are for other territories or measures than it has")]
    OtherFigures {
        /// The layer.
        layer: String,
    },
    /// A figure that does not follow from the data set.
    #[error("{claim} is said to be {}, but is {}", number(*.claimed), number(*.derived))]
    Figure {
        /// What is claimed.
        claim: Claim,
        /// The value that the plan states; `None` for n/a.
        claimed: Option<f64>,
        /// The value that follows from the data set; `None` for n/a.
        derived: Option<f64>,
    },
    /// A territory that is further from its fair share than asked for and than the plan says.
    #[error(
        "{territory} is {:.2} % from its fair share{}, more than the ±{:.2} % asked for, and the plan does not say so",
        100.0 * .deviation,
        .measure.as_ref().map(|measure| format!(" of “{measure}”")).unwrap_or_default(),
        100.0 * .tolerance
    )]
    Tolerance {
        /// Number and name.
        territory: String,
        /// The measure; `None` for the combined activity.
        measure: Option<String>,
        /// Its |w − μ| ÷ μ.
        deviation: f64,
        /// What is accepted.
        tolerance: f64,
    },
    /// A territory that holds less or more than asked for and than the plan says.
    #[error("{territory} holds {total} of “{measure}”, beyond the bound of {bound}, and the plan does not say so")]
    Bound {
        /// Number and name.
        territory: String,
        /// The measure.
        measure: String,
        /// What it holds.
        total: f64,
        /// The least or the most.
        bound: f64,
    },
    /// More has changed hands than the brief allows and the plan says.
    #[error(
        "{:.2} % of {what} has changed hands, more than the cap of {:.2} %, and the plan does not say so",
        100.0 * .share,
        100.0 * .cap
    )]
    Moved {
        /// All activity, or number and name of a territory before.
        what: String,
        /// The share of activity.
        share: f64,
        /// What is accepted.
        cap: f64,
    },
    /// A rule that is not kept, and the plan does not say so.
    #[error("{what} is not kept for {accounts} accounts, first “{first}”, and the plan does not say so")]
    Rule {
        /// Number and name of the rule, or what no rule takes.
        what: String,
        /// How many accounts are elsewhere.
        accounts: usize,
        /// Id of the first.
        first: String,
    },
    /// Accounts with a rep who does not have what they need, and the plan does not say so.
    #[error(
        "{accounts} accounts need “{skill}”, which their rep does not have, first “{first}”, and the plan does not say so"
    )]
    Skill {
        /// What they need.
        skill: String,
        /// How many.
        accounts: usize,
        /// Id of the first.
        first: String,
    },
    /// Accounts beyond the cap on the way from home, and the plan does not say so.
    #[error(
        "{accounts} accounts of {territory} are farther from the home base of its rep than the cap, the farthest {:.1} km, \
         and the plan does not say so",
        .farthest / 1000.0
    )]
    Reach {
        /// Number and name.
        territory: String,
        /// How many.
        accounts: usize,
        /// The farthest, in metres.
        farthest: f64,
    },
    /// An explanation of other moves than there are.
    #[error("{stated} accounts are said to change hands one by one, but {found} differ in their owner, or others do")]
    OtherMoves {
        /// Moves stated.
        stated: usize,
        /// Accounts with another owner.
        found: usize,
    },
    /// A territory that does not hang together, and the plan does not say so.
    #[error("{territory} is in {parts} parts that do not touch, and the plan does not say so")]
    Islands {
        /// Number and name.
        territory: String,
        /// The parts.
        parts: usize,
    },
    /// A declared limit of a territory or account that is not there.
    #[error("layer “{layer}” declares a limit of {what} number {number}, which is not there")]
    UnknownLimit {
        /// The layer.
        layer: String,
        /// `territory` or `account`.
        what: &'static str,
        /// Its number, from 1.
        number: usize,
    },
    /// Located accounts that a tour leaves out.
    #[error("the tour of {territory} leaves out {accounts} accounts, first “{first}”")]
    TourLeavesOut {
        /// Number and name.
        territory: String,
        /// How many.
        accounts: usize,
        /// Id of the first.
        first: String,
    },
    /// An account that a tour visits twice.
    #[error("the tour of {territory} visits account “{account}” twice")]
    TourRepeats {
        /// Number and name.
        territory: String,
        /// Id of the account.
        account: String,
    },
    /// An account that a tour should not visit.
    #[error("the tour of {territory} visits account “{account}”, which is elsewhere or has no location")]
    TourStrays {
        /// Number and name.
        territory: String,
        /// Id, or the number from 1 of an account that is not there.
        account: String,
    },
    /// A tour that starts neither at the home base nor, without one, in the middle.
    #[error("the tour of {territory} does not start at the home base of its rep, or, without one, in the middle")]
    TourStart {
        /// Number and name.
        territory: String,
    },
    /// A calendar of visits that is not what it says or not what was asked for.
    #[error("the calendar of {whose}{}: {fault}", .day.map(|day| format!(" on {day}")).unwrap_or_default())]
    Calendar {
        /// Number and name of the territory, and its rep.
        whose: String,
        /// The day; `None` for what is wrong with no single one.
        day: Option<Day>,
        /// What is wrong.
        fault: CalendarFault,
    },
}

/// What a claimed figure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The accounts of a territory.
    Accounts(String),
    /// The combined activity of a territory.
    Activity(String),
    /// The index of a territory.
    Index(String),
    /// The total of a measure in a territory.
    Total {
        /// The measure.
        measure: String,
        /// Number and name.
        territory: String,
    },
    /// The mean distance to the centre of a territory, in metres.
    MeanDistance(String),
    /// The worst deviation of the combined activity.
    WorstDeviation,
    /// The worst deviation of a measure.
    MeasureDeviation(String),
    /// The accounts without an owner.
    Unassigned,
    /// A term of a score, or its change.
    Points {
        /// The term.
        term: &'static str,
        /// Of what.
        what: String,
    },
    /// The mean way from a home base to the accounts of a territory, in metres.
    Way(String),
    /// The length of a tour in metres.
    TourDistance(String),
    /// The time on the road in seconds.
    TourTravel(String),
    /// The time at the accounts in seconds.
    TourService(String),
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accounts(territory) => write!(f, "the number of accounts of {territory}"),
            Self::Activity(territory) => write!(f, "the activity of {territory}"),
            Self::Index(territory) => write!(f, "the index of {territory}"),
            Self::Total { measure, territory } => write!(f, "the total of “{measure}” of {territory}"),
            Self::MeanDistance(territory) => write!(f, "the mean distance (m) to the centre of {territory}"),
            Self::WorstDeviation => write!(f, "the worst deviation"),
            Self::MeasureDeviation(measure) => write!(f, "the worst deviation of “{measure}”"),
            Self::Unassigned => write!(f, "the number of accounts without an owner"),
            Self::Points { term, what } => write!(f, "the points for {term} of {what}"),
            Self::Way(territory) => write!(f, "the mean way (m) from a home base to the accounts of {territory}"),
            Self::TourDistance(territory) => write!(f, "the length (m) of the tour of {territory}"),
            Self::TourTravel(territory) => write!(f, "the driving time (s) of the tour of {territory}"),
            Self::TourService(territory) => write!(f, "the time at accounts (s) of the tour of {territory}"),
        }
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "n/a".to_owned(), |value| value.to_string())
}

/// A territory as a manager knows it.
pub(super) fn called(territory: TerritoryIx, name: &str) -> String {
    format!("territory {} “{name}”", territory.index() + 1)
}

/// An account as a manager knows it: its id, or its number from 1 when it is not there.
pub(super) fn account_called(dataset: &Dataset, account: AccountIx) -> String {
    match dataset.accounts().get(account).id {
        "" => format!("number {}", account.index() + 1),
        id => id.to_owned(),
    }
}
