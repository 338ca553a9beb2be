//! What deals and touches say of each account, as columns of the accounts.

use super::builder::AccountsBuilder;
use crate::model::{AccountIx, ColumnValues, DealState, Records};
use crate::units::Day;

/// Adds open pipeline, open deals and won value where there are deals; number and last day of the activities where there
/// are any. A column that the accounts have already stays as it is. O(records).
pub fn add_columns(records: &Records, builder: &mut AccountsBuilder) {
    let count = builder.accounts.len();
    if !records.opportunities.is_empty() {
        let deals = || records.opportunities.records().iter();
        let value = |state: DealState| {
            let mut sums = vec![0.0; count];
            for deal in deals().filter(|deal| deal.state == state) {
                add(&mut sums, deal.account.map(AccountIx::index), deal.amount.unwrap_or(0.0));
            }
            sums
        };
        let mut open = vec![0.0; count];
        for deal in deals().filter(|deal| deal.state == DealState::Open) {
            add(&mut open, deal.account.map(AccountIx::index), 1.0);
        }
        add_numbers(builder, "Open pipeline", value(DealState::Open));
        add_numbers(builder, "Open deals", open);
        add_numbers(builder, "Won value", value(DealState::Won));
    }
    if !records.activities.is_empty() {
        let mut touches = vec![0.0; count];
        let mut last: Vec<Option<Day>> = vec![None; count];
        for touch in records.activities.records() {
            let account = touch.account.map(AccountIx::index);
            add(&mut touches, account, 1.0);
            if let Some(own) = account.and_then(|account| last.get_mut(account)) {
                *own = (*own).max(touch.day);
            }
        }
        add_numbers(builder, "Activities", touches);
        add_new(builder, "Last activity", ColumnValues::Day(last));
    }
}

fn add(sums: &mut [f64], account: Option<usize>, value: f64) {
    if let Some(sum) = account.and_then(|account| sums.get_mut(account)) {
        *sum += value;
    }
}

/// A measure that adds up to nothing is none.
fn add_numbers(builder: &mut AccountsBuilder, name: &str, values: Vec<f64>) {
    if values.iter().any(|&value| value != 0.0) {
        add_new(builder, name, ColumnValues::Number(values.into_iter().map(Some).collect()));
    }
}

fn add_new(builder: &mut AccountsBuilder, name: &str, values: ColumnValues) {
    if builder.accounts.column(name).is_none() {
        builder.add(name, values);
    }
}
