//! Why an account changed hands, in a manager's words.

use super::{LayerPlan, Plan};
use crate::model::{ExplainedMove, Score, TerritoryIx};

/// Points that are not worth a word.
const TRIFLE: f64 = 5e-5;

impl Plan {
    /// The reason of a move in a sentence: what it did to both territories, and to each term of the score.
    #[must_use]
    pub fn move_reason(&self, own: &ExplainedMove) -> String {
        let name = |territory: Option<TerritoryIx>, before: bool| {
            let layer = self.layer();
            let alignment = if before { layer.and_then(LayerPlan::before) } else { layer.map(LayerPlan::alignment) };
            let found = territory.and_then(|territory| alignment.and_then(|own| own.territory(territory)));
            found.map(|own| own.name.clone())
        };
        let index = |[before, after]: [f64; 2]| format!("from {before:.1} to {after:.1} % of its fair share");
        let mut parts = Vec::new();
        if let Some(from) = name(own.unit_move.from, true) {
            parts.push(format!("{from} goes {}", index(own.from_index)));
        }
        if let Some(to) = name(own.unit_move.to, false) {
            parts.push(format!("{to} {}", index(own.to_index)));
        }
        let terms = Score::TERMS.iter().zip(own.change.terms());
        let said: Vec<String> = terms
            .filter(|(_, points)| points.abs() >= TRIFLE)
            .map(|(term, points)| format!("{term} {}", signed(points)))
            .collect();
        let points = if said.is_empty() { "no points".to_owned() } else { said.join(", ") };
        format!("{}; {points} (less is better)", parts.join(", "))
    }
}

fn signed(points: f64) -> String {
    format!("{}{:.4}", if points < 0.0 { '−' } else { '+' }, points.abs())
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
        assert!(words.ends_with("balance −1.2500, disruption +0.5000 (less is better)"), "{words}");
    }
}
