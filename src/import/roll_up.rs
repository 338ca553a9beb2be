//! What deals and touches say of each account, as columns of the accounts.

use super::builder::AccountsBuilder;
use crate::model::{AccountIx, Column, ColumnValues, DealState, Records};
use crate::units::Day;

/// What deals and touches add up to for so many accounts: open pipeline, open deals and won value where there are deals; number
/// and last day of the activities where there are any. A measure that adds up to nothing is none. O(records).
pub fn columns(records: &Records, accounts: usize) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut add_numbers = |name: &str, values: Vec<f64>| {
        if values.iter().any(|&value| value != 0.0) {
            let values = ColumnValues::Number(values.into_iter().map(Some).collect());
            columns.push(Column { name: name.to_owned(), values });
        }
    };
    if !records.opportunities.is_empty() {
        let deals = || records.opportunities.records().iter();
        let value = |state: DealState| {
            let mut sums = vec![0.0; accounts];
            for deal in deals().filter(|deal| deal.state == state) {
                add(&mut sums, deal.account.map(AccountIx::index), deal.amount.unwrap_or(0.0));
            }
            sums
        };
        let mut open = vec![0.0; accounts];
        for deal in deals().filter(|deal| deal.state == DealState::Open) {
            add(&mut open, deal.account.map(AccountIx::index), 1.0);
        }
        add_numbers("Open pipeline", value(DealState::Open));
        add_numbers("Open deals", open);
        add_numbers("Won value", value(DealState::Won));
    }
    if !records.activities.is_empty() {
        let mut touches = vec![0.0; accounts];
        let mut last: Vec<Option<Day>> = vec![None; accounts];
        for touch in records.activities.records() {
            let account = touch.account.map(AccountIx::index);
            add(&mut touches, account, 1.0);
            if let Some(own) = account.and_then(|account| last.get_mut(account)) {
                *own = (*own).max(touch.day);
            }
        }
        add_numbers("Activities", touches);
        columns.push(Column { name: "Last activity".to_owned(), values: ColumnValues::Day(last) });
    }
    columns
}

/// Adds these columns to the accounts. One that the accounts have already stays as it is. O(records).
pub fn add_columns(records: &Records, builder: &mut AccountsBuilder) {
    for Column { name, values } in columns(records, builder.accounts.len()) {
        if builder.accounts.column(&name).is_none() {
            builder.add(&name, values);
        }
    }
}

fn add(sums: &mut [f64], account: Option<usize>, value: f64) {
    if let Some(sum) = account.and_then(|account| sums.get_mut(account)) {
        *sum += value;
    }
}
