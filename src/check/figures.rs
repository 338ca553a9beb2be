//! The figures that a plan states against those that follow from its data set.

use super::globe::same_length;
use super::shares::{Holding, deviations, targets};
use super::violation::{Claim, Violation, called};
use crate::model::{Alignment, DesignBrief, Figures, Layer};

/// How far a stated figure may be from the derived one, relatively.
const SLACK: f64 = 1e-9;
/// And absolutely, for what is a difference of two shares.
const ROUNDING: f64 = 1e-12;

/// Every stated figure that differs. O(territories × measures).
pub(super) fn differences(
    layer: &Layer,
    brief: &DesignBrief,
    figures: &Figures,
    holdings: &[Holding],
) -> Vec<Violation> {
    let alignment = &layer.alignment;
    let measures = brief.measures.len();
    let is_same_shape = figures.territories.len() == holdings.len()
        && figures.territories.iter().all(|own| own.totals.len() == measures)
        && figures.measures.iter().map(|own| &own.measure).eq(brief.measures.iter().map(|own| &own.measure));
    if !is_same_shape {
        return vec![Violation::OtherFigures { layer: layer.name.clone() }];
    }
    let mut found = Vec::new();
    let targets = targets(holdings, |holding| holding.activity);
    for (territory, ((own, holding), target)) in
        alignment.indices().zip(figures.territories.iter().zip(holdings).zip(targets))
    {
        let name = called(territory, alignment.territory(territory).map_or("", |named| named.name.as_str()));
        let index = 100.0 * holding.activity / target;
        let index = if index.is_finite() { index } else { 0.0 };
        compare(&mut found, Claim::Accounts(name.clone()), f64::from(own.accounts), holding.accounts as f64);
        compare(&mut found, Claim::Activity(name.clone()), own.activity, holding.activity);
        compare(&mut found, Claim::Index(name.clone()), own.index, index);
        for (position, asked) in brief.measures.iter().enumerate() {
            let claim = Claim::Total { measure: asked.measure.clone(), territory: name.clone() };
            compare(&mut found, claim, own.totals[position], holding.totals[position]);
        }
        if !same_length(own.mean_distance.0, holding.mean_distance) {
            let (claimed, derived) = (Some(own.mean_distance.0), Some(holding.mean_distance));
            found.push(Violation::Figure { claim: Claim::MeanDistance(name), claimed, derived });
        }
    }
    compare_in_all(&mut found, alignment, brief, figures, holdings);
    found
}

fn compare_in_all(
    found: &mut Vec<Violation>,
    alignment: &Alignment,
    brief: &DesignBrief,
    figures: &Figures,
    holdings: &[Holding],
) {
    let worst = |amount: &dyn Fn(&Holding) -> f64| deviations(holdings, amount)?.into_iter().reduce(f64::max);
    compare_some(found, Claim::WorstDeviation, figures.worst_deviation, worst(&|own| own.activity));
    for (position, (asked, own)) in brief.measures.iter().zip(&figures.measures).enumerate() {
        let claim = Claim::MeasureDeviation(asked.measure.clone());
        compare_some(found, claim, own.worst_deviation, worst(&|holding| holding.totals[position]));
    }
    let unassigned = alignment.owners().iter().filter(|owner| owner.is_none()).count();
    compare(found, Claim::Unassigned, f64::from(figures.unassigned), unassigned as f64);
}

fn compare(found: &mut Vec<Violation>, claim: Claim, claimed: f64, derived: f64) {
    compare_some(found, claim, Some(claimed), Some(derived));
}

fn compare_some(found: &mut Vec<Violation>, claim: Claim, claimed: Option<f64>, derived: Option<f64>) {
    let same = match (claimed, derived) {
        (Some(claimed), Some(derived)) => same_number(claimed, derived),
        (None, None) => true,
        _ => false,
    };
    if !same {
        found.push(Violation::Figure { claim, claimed, derived });
    }
}

/// Whether two numbers are the same but for rounding; nothing is the same as NaN.
pub(super) fn same_number(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING + SLACK * a.abs().max(b.abs())
}
