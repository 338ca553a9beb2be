//! The combined activity of each account: what a design balances.

use super::account::{AccountIx, Accounts, ColumnValues};
use super::brief::{COUNT, DesignBrief, MeasureWeight};

/// The measures of a brief, read out of the accounts and combined: the activity of account i is
/// `Σ_m λ_m · x_im ÷ Σ_j x_jm` with `Σ_m λ_m = 1`. A missing value counts as 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityMeasures {
    /// By account; adds up to 1.
    pub combined: Vec<f64>,
    /// By measure of the brief and account, in the measure's own unit.
    pub measures: Vec<Vec<f64>>,
}

/// Why measures cannot be balanced.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MeasureError {
    /// No measure, or every weight is zero.
    #[error("no measure to balance: give at least one a weight above 0")]
    NoWeight,
    /// A weight is negative or not finite.
    #[error("the weight of “{measure}” is {weight}; a weight is 0 or more")]
    Weight {
        /// The measure.
        measure: String,
        /// Its weight.
        weight: f64,
    },
    /// The accounts have no such column, or it holds no numbers.
    #[error("no numeric column “{measure}”; there is: {available}")]
    Unknown {
        /// The measure.
        measure: String,
        /// The measures there are, comma-separated.
        available: String,
    },
    /// A value is negative; a share of work cannot be.
    #[error(
        "“{measure}” is negative for {accounts} accounts, first {value} for account “{first}”: \
         balance another measure, or correct them in the file and import it again"
    )]
    Negative {
        /// The measure.
        measure: String,
        /// Accounts with a negative value.
        accounts: usize,
        /// Id of the first.
        first: String,
        /// Its value.
        value: f64,
    },
    /// The values add up to more than a number can hold.
    #[error("“{measure}” adds up to more than a number can hold: give it in a larger unit")]
    TooLarge {
        /// The measure.
        measure: String,
    },
    /// All values are zero or missing.
    #[error("“{measure}” adds up to nothing: balance another measure")]
    Zero {
        /// The measure.
        measure: String,
    },
}

impl ActivityMeasures {
    /// Reads the measures out of the accounts. O(accounts × measures).
    ///
    /// # Errors
    /// [`MeasureError`] for a measure that is not there or cannot be balanced, and for weights that say nothing.
    pub fn combine(accounts: &Accounts, weights: &[MeasureWeight]) -> Result<Self, MeasureError> {
        if let Some(bad) = weights.iter().find(|m| !m.weight.is_finite() || m.weight < 0.0) {
            return Err(MeasureError::Weight { measure: bad.measure.clone(), weight: bad.weight });
        }
        let total_weight: f64 = weights.iter().map(|m| m.weight).sum();
        if total_weight <= 0.0 {
            return Err(MeasureError::NoWeight);
        }
        let mut combined = vec![0.0; accounts.len()];
        let mut measures = Vec::with_capacity(weights.len());
        for MeasureWeight { measure, weight, .. } in weights {
            let values = measure_values(accounts, measure)?;
            let total: f64 = values.iter().sum();
            if total <= 0.0 {
                return Err(MeasureError::Zero { measure: measure.clone() });
            }
            if !total.is_finite() {
                return Err(MeasureError::TooLarge { measure: measure.clone() });
            }
            let scale = weight / total_weight / total;
            combined.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value * scale);
            measures.push(values);
        }
        Ok(Self { combined, measures })
    }
}

/// What the caps of a brief count of each account, adding up to 1; `None` where they count the combined activity, or there are
/// none. O(accounts).
///
/// # Errors
/// [`MeasureError`] for a measure that is not there, is negative somewhere, or adds up to nothing.
pub fn disruption_values(accounts: &Accounts, brief: &DesignBrief) -> Result<Option<Vec<f64>>, MeasureError> {
    let Some(measure) = brief.caps().and_then(|caps| caps.measure.as_ref()) else { return Ok(None) };
    let own = ActivityMeasures::combine(accounts, &[MeasureWeight::new(measure, 1.0)])?;
    Ok(Some(own.combined))
}

/// The names that [`ActivityMeasures::combine`] takes for these accounts: [`COUNT`] and every numeric column.
#[must_use]
pub fn available_measures(accounts: &Accounts) -> Vec<&str> {
    let numeric = accounts.columns.iter().filter(|column| matches!(column.values, ColumnValues::Number(_)));
    std::iter::once(COUNT).chain(numeric.map(|column| column.name.as_str())).collect()
}

/// Headers of what plans are most often balanced on, best first.
const USUAL: [&str; 6] = ["workload", "annual revenue", "revenue", "sales", "potential", "amount"];

/// The measure that is most often balanced of those that these accounts have; [`COUNT`] where none is known by its name.
#[must_use]
pub fn usual_measure(accounts: &Accounts) -> &str {
    let available = available_measures(accounts);
    USUAL
        .iter()
        .find_map(|usual| available.iter().find(|name| name.eq_ignore_ascii_case(usual)))
        .copied()
        .unwrap_or(COUNT)
}

fn measure_values(accounts: &Accounts, measure: &str) -> Result<Vec<f64>, MeasureError> {
    if measure.eq_ignore_ascii_case(COUNT) {
        return Ok(vec![1.0; accounts.len()]);
    }
    let mut named = accounts.columns.iter().filter(|column| column.name.eq_ignore_ascii_case(measure));
    let Some(values) = named.find_map(|column| column.values.numbers()) else {
        let available = available_measures(accounts).join(", ");
        return Err(MeasureError::Unknown { measure: measure.to_owned(), available });
    };
    let values: Vec<f64> = values.iter().map(|value| value.unwrap_or(0.0)).collect();
    let negative = values.iter().filter(|&&value| value < 0.0).count();
    match values.iter().zip(0u32..).find(|&(&value, _)| value < 0.0) {
        Some((&value, row)) => Err(MeasureError::Negative {
            measure: measure.to_owned(),
            accounts: negative,
            first: accounts.get(AccountIx(row)).id.to_owned(),
            value,
        }),
        None => Ok(values),
    }
}
