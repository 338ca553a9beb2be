//! How much work each account is, derived anew from the columns.

use super::violation::Violation;
use crate::model::{Accounts, COUNT, ColumnValues, DesignBrief};

/// The measures of a brief, by account.
pub(super) struct Work {
    /// By measure of the brief: the value of every account.
    pub(super) values: Vec<Vec<f64>>,
    /// By measure of the brief: what one unit of it adds to the combined activity, λ ÷ Σλ ÷ Σx.
    rates: Vec<f64>,
}

impl Work {
    /// O(accounts × measures).
    pub(super) fn of(accounts: &Accounts, brief: &DesignBrief) -> Result<Self, Violation> {
        let mut weights = 0.0;
        for wanted in &brief.measures {
            if !wanted.weight.is_finite() || wanted.weight < 0.0 {
                return Err(refuse(&wanted.measure, "its weight is negative or no number"));
            }
            weights += wanted.weight;
        }
        let mut work = Self { values: Vec::new(), rates: Vec::new() };
        for wanted in &brief.measures {
            if weights <= 0.0 {
                return Err(refuse(&wanted.measure, "no measure has a weight above 0"));
            }
            let values = values(accounts, &wanted.measure)?;
            let total = values.iter().fold(0.0, |sum, value| sum + value);
            if total <= 0.0 {
                return Err(refuse(&wanted.measure, "it adds up to nothing"));
            }
            work.rates.push(wanted.weight / (weights * total));
            work.values.push(values);
        }
        if work.rates.is_empty() { Err(refuse("", "the brief names no measure")) } else { Ok(work) }
    }

    /// Combined activity from the totals of the measures, in their order.
    pub(super) fn combined(&self, totals: &[f64]) -> f64 {
        totals.iter().zip(&self.rates).map(|(total, rate)| total * rate).sum()
    }
}

fn refuse(measure: &str, reason: &'static str) -> Violation {
    Violation::Measure { measure: measure.to_owned(), reason }
}

/// The values of a measure, by account; a missing one is 0.
pub(super) fn values(accounts: &Accounts, measure: &str) -> Result<Vec<f64>, Violation> {
    let found = column(accounts, measure);
    let values = found.ok_or_else(|| refuse(measure, "the accounts have no such column of numbers"))?;
    if values.iter().any(|&value| value < 0.0) {
        return Err(refuse(measure, "some of its values are negative"));
    }
    Ok(values)
}

fn column(accounts: &Accounts, measure: &str) -> Option<Vec<f64>> {
    if measure.eq_ignore_ascii_case(COUNT) {
        return Some(vec![1.0; accounts.len()]);
    }
    accounts.columns.iter().find_map(|column| match &column.values {
        ColumnValues::Number(values) if column.name.eq_ignore_ascii_case(measure) => {
            Some(values.iter().map(|value| value.unwrap_or_default()).collect())
        }
        _ => None,
    })
}
