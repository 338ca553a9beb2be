//! Why an account changed hands, in a manager's words.

use super::{LayerPlan, Plan};
use crate::model::{Alignment, ExplainedMove, Proposal, Score, TerritoryIx};

/// Points that are not worth a word.
const TRIFLE: f64 = 5e-5;

impl Plan {
    /// The reason of a move in a sentence: what it did to both territories, and to each term of the score.
    #[must_use]
    pub fn move_reason(&self, own: &ExplainedMove) -> String {
        let layer = self.layer();
        let from = name(layer.and_then(LayerPlan::before), own.unit_move.from);
        let to = name(layer.map(LayerPlan::alignment), own.unit_move.to);
        reason([(from, own.from_index), (to, own.to_index)], &own.change)
    }

    /// What a proposed move would do, in a sentence like that of a move.
    #[must_use]
    pub fn proposal_reason(&self, own: &Proposal) -> String {
        let present = self.layer().map(LayerPlan::alignment);
        // Who is not there yet comes of a split.
        let to = name(present, Some(own.to)).or(Some("the new territory"));
        let ends = [(name(present, own.from), own.from_index), (to, own.to_index)];
        reason(ends, &own.change)
    }
}

fn name(alignment: Option<&Alignment>, territory: Option<TerritoryIx>) -> Option<&str> {
    Some(alignment?.territory(territory?)?.name.as_str())
}

/// What happens to the index of the territory that gives and of the one that gets, and to each term of the score.
fn reason(ends: [(Option<&str>, [f64; 2]); 2], change: &Score) -> String {
    let index = |[before, after]: [f64; 2]| format!("from {before:.1} to {after:.1} % of its fair share");
    let named = ends.into_iter().zip([" goes ", " "]).filter_map(|((name, own), goes)| Some((name?, goes, own)));
    let parts: Vec<String> = named.map(|(name, goes, own)| format!("{name}{goes}{}", index(own))).collect();
    let terms = Score::TERMS.iter().zip(change.terms());
    let said: Vec<String> = terms
        .filter(|(_, points)| points.abs() >= TRIFLE)
        .map(|(term, points)| format!("{term} {}", signed(points)))
        .collect();
    let points = if said.is_empty() { "no points".to_owned() } else { said.join(", ") };
    format!("{}; {points} (less is better)", parts.join(", "))
}

/// Three figures or more, and no more than four decimals.
fn signed(points: f64) -> String {
    let size = points.abs();
    let decimals = match size {
        10.0.. => 1,
        1.0.. => 2,
        _ => 4,
    };
    format!("{}{size:.decimals$}", if points < 0.0 { '−' } else { '+' })
}

#[cfg(test)]
mod tests {
    use crate::model::{AccountIx, ExplainedMove, Score, TerritoryIx, UnitMove};
    use crate::plan::sample;

    #[test]
    fn a_move_says_what_it_did() {
        let plan = sample::edited_plan(12);
        let unit_move = UnitMove { account: AccountIx(0), from: None, to: Some(TerritoryIx(0)) };
        let change = Score { balance: -1.25, disruption: 0.5, ..Score::default() };
        let own = ExplainedMove { unit_move, activity: 0.01, change, from_index: [0.0, 0.0], to_index: [90.0, 95.5] };
        let words = plan.move_reason(&own);
        assert!(words.contains(" from 90.0 to 95.5 % of its fair share; "), "{words}");
        assert!(words.ends_with("balance −1.25, disruption +0.5000 (less is better)"), "{words}");
    }
}
