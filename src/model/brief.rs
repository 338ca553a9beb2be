//! What a person asks of a design.

use super::account::AccountIx;
use super::alignment::TerritoryIx;
use super::barriers::Barrier;
use super::people::People;
use super::rules::{Rule, Team};
use crate::units::Share;
use serde::{Deserialize, Serialize};

/// The measure that counts every account as one.
pub const COUNT: &str = "count";

/// The deviation from the fair share that is accepted: 0.05 is ±5 %.
pub type Tolerance = Share;

/// One activity measure: its weight λ in the combined activity, and what is asked of its own totals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureWeight {
    /// [`COUNT`] or the header of a numeric column, in any case.
    pub measure: String,
    /// λ ≥ 0; the weights are scaled so that they add up to 1. A measure without weight is only watched.
    pub weight: f64,
    /// How far the total of a territory may be from its fair share; `None` for what the brief says.
    pub tolerance: Option<Tolerance>,
    /// The least that a territory shall hold, in the measure's own unit.
    pub least: Option<f64>,
    /// The most that a territory shall hold, in the measure's own unit.
    pub most: Option<f64>,
}

impl MeasureWeight {
    /// A measure of that weight, held to the tolerance of the brief.
    #[must_use]
    pub fn new(measure: impl Into<String>, weight: f64) -> Self {
        Self { measure: measure.into(), weight, tolerance: None, least: None, most: None }
    }
}

/// The smallest thing that is assigned: the basic unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitBy {
    /// Every account by itself.
    #[default]
    Account,
    /// All accounts with the same text in a column (a ZIP, a county, a state, a customer) go together; accounts without
    /// one by themselves.
    Column(String),
    /// All accounts of a family, a parent and its children, go together.
    Family,
}

/// How a design treats the alignment before it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Continuity {
    /// Territories are drawn anew. Each keeps name, colour and rep of the one before that it shares most with.
    #[default]
    Redraw,
    /// Only what balance needs changes hands, within these caps.
    Keep(Caps),
}

/// Caps on disruption, as shares of what had an owner before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// [`COUNT`] or the header of a numeric column, in any case, whose total is shared; `None` for the combined activity.
    pub measure: Option<String>,
    /// What may change hands in all; `None` for as much as balance needs.
    pub in_all: Option<Share>,
    /// What each territory may hand over, as a share of what it had.
    pub per_territory: Option<Share>,
}

/// A fixed assignment: what is locked stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// One account stays with its territory.
    Account(AccountIx),
    /// A territory keeps all its accounts and gets no others.
    Territory(TerritoryIx),
    /// A territory keeps its rep when reps and territories are matched.
    Rep(TerritoryIx),
}

/// What a design shall bring about. The same brief on the same data set and alignment before gives the same alignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignBrief {
    /// How many territories the field has, at least 1; those of teams come on top.
    pub territories: u16,
    /// What is balanced, at least one measure.
    pub measures: Vec<MeasureWeight>,
    /// How far a territory may be from its fair share, of the combined activity and of each measure that has no tolerance
    /// of its own.
    pub tolerance: Tolerance,
    /// Where random choices start.
    pub seed: u64,
    /// What is assigned as a whole.
    pub unit: UnitBy,
    /// Whether each territory shall be in one piece.
    pub is_contiguous: bool,
    /// What becomes of the alignment before.
    pub continuity: Continuity,
    /// Who takes accounts before geography divides what is left, the first rule that an account fulfils first.
    pub rules: Vec<Rule>,
    /// Parts of the sales force with territories of their own, besides the field.
    pub teams: Vec<Team>,
    /// What is asked with regard to the reps.
    pub people: People,
    /// Lines that no territory crosses.
    pub barriers: Vec<Barrier>,
}

impl DesignBrief {
    /// Territories of equal count within ±5 %, in one piece.
    #[must_use]
    pub fn by_count(territories: u16) -> Self {
        Self {
            territories,
            measures: vec![MeasureWeight::new(COUNT, 1.0)],
            tolerance: Share::FIVE_PERCENT,
            seed: 1,
            unit: UnitBy::Account,
            is_contiguous: true,
            continuity: Continuity::Redraw,
            rules: Vec::new(),
            teams: Vec::new(),
            people: People::default(),
            barriers: Vec::new(),
        }
    }

    /// The caps on disruption, where the alignment before is kept.
    #[must_use]
    pub fn caps(&self) -> Option<&Caps> {
        match &self.continuity {
            Continuity::Keep(caps) => Some(caps),
            Continuity::Redraw => None,
        }
    }

    /// The measures whose own totals are held to something besides the combined activity, with their positions: all that
    /// have a weight when there are several, and those with a tolerance or bounds of their own.
    pub fn held(&self) -> impl Iterator<Item = (u16, &MeasureWeight)> {
        let is_several = self.measures.iter().filter(|measure| measure.weight > 0.0).count() > 1;
        (0..).zip(&self.measures).filter(move |(_, measure)| {
            let is_bounded = measure.least.is_some() || measure.most.is_some();
            measure.tolerance.is_some() || is_bounded || (is_several && measure.weight > 0.0)
        })
    }

    /// The tolerance that a measure's own totals are held to; `None` for one that has bounds alone.
    #[must_use]
    pub fn tolerance_of(&self, measure: &MeasureWeight) -> Option<Tolerance> {
        measure.tolerance.or((measure.weight > 0.0).then_some(self.tolerance))
    }
}
