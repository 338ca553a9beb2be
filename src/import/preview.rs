//! The first accounts as they will be taken.

use super::builder::AccountsBuilder;
use crate::model::AccountIx;
use serde::{Deserialize, Serialize};

/// Accounts shown.
const ROWS: u32 = 8;
/// Measures shown.
const MEASURES: usize = 6;

/// The first few accounts as texts, for the data page and the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Id, name, city, region, postal code, located by, place, then measures.
    pub header: Vec<String>,
    /// One text a column of the header.
    pub rows: Vec<Vec<String>>,
}

impl Preview {
    pub(super) fn of(builder: &AccountsBuilder) -> Self {
        let columns = &builder.accounts.columns;
        let measures: Vec<usize> =
            (0..columns.len()).filter(|&at| columns[at].values.numbers().is_some()).take(MEASURES).collect();
        let fixed = ["Id", "Name", "City", "Region", "Postal code", "Located by", "Place"].map(str::to_owned);
        let header = fixed.into_iter().chain(measures.iter().map(|&at| columns[at].name.clone())).collect();
        let rows =
            builder.accounts.indices().take(ROWS as usize).map(|account| builder.preview_row(account, &measures));
        Self { header, rows: rows.collect() }
    }
}

impl AccountsBuilder {
    fn preview_row(&self, account: AccountIx, measures: &[usize]) -> Vec<String> {
        let found = self.accounts.get(account);
        let text = |column: Option<usize>| {
            let values = column.and_then(|at| self.accounts.columns.get(at)).map(|column| &column.values);
            values.map_or(String::new(), |values| values.words(account.index()).into_owned())
        };
        let mut row = vec![found.id.to_owned(), found.name.to_owned()];
        row.extend(self.address.iter().map(|&column| text(column)));
        row.push(found.precision.title().to_owned());
        row.push(found.place.to_owned());
        row.extend(measures.iter().map(|&at| text(Some(at))));
        row
    }
}
