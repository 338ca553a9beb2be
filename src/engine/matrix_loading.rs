//! A CSV of ways → the edit that brings it into the plan.

use crate::import::{MatrixFileError, read_travel_matrix};
use crate::model::{AccountIx, ColumnValues, MatrixError, MatrixParts, TravelMatrix};
use crate::plan::{Edit, Plan};
use std::collections::BTreeSet;

/// Why a matrix is not loaded.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MatrixLoadError {
    /// The file is none.
    #[error(transparent)]
    File(#[from] MatrixFileError),
    /// What is read is none.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// It is about somebody else.
    #[error(
        "“{file}” names no account of this plan: its from and to are to be ids of accounts or reps, postal codes or cities, and it has, for \
         example, “{example}”"
    )]
    Strangers {
        /// File name.
        file: String,
        /// One of its names.
        example: String,
    },
}

/// The edit that loads the matrix of a file. Accounts are known by their ids, or else by the column of texts, or the place they
/// were matched to, that names most of the others. O(accounts × columns + cells · log cells).
///
/// # Errors
/// [`MatrixLoadError`] for a file that is no matrix, or knows no account.
pub fn matrix_of(plan: &Plan, file: &str, bytes: &[u8]) -> Result<Edit, MatrixLoadError> {
    let parts = read_travel_matrix(file, bytes)?;
    let names: BTreeSet<&str> = parts.names.iter().map(String::as_str).collect();
    let is_name = |told: &str| names.contains(told.trim().to_lowercase().as_str());
    let accounts = plan.dataset().accounts();
    let strangers: Vec<AccountIx> =
        accounts.indices().filter(|account| !is_name(accounts.ids.get(account.index()))).collect();
    let by_id = accounts.len() - strangers.len();
    let place = |account: &&AccountIx| {
        let place = accounts.places.get(account.index());
        is_name(place) || is_name(place.split(',').next().unwrap_or_default())
    };
    let mut best = (strangers.iter().filter(place).count(), None);
    for column in &accounts.columns {
        let ColumnValues::Text(texts) = &column.values else { continue };
        let count = strangers.iter().filter(|account| is_name(texts.get(account.index()))).count();
        if count > best.0 {
            best = (count, Some(column.name.clone()));
        }
    }
    let (by_name, column) = best;
    if by_id + by_name == 0 {
        let example = parts.names.first().cloned().unwrap_or_default();
        return Err(MatrixLoadError::Strangers { file: file.to_owned(), example });
    }
    let matrix = TravelMatrix::try_from(MatrixParts { column, ..parts })?;
    Ok(plan.matrix_edit(Some(matrix)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    fn column(csv: &str) -> Option<String> {
        let mut plan = Plan::new("Ways", sample::dataset(6));
        let edit = matrix_of(&plan, "m.csv", csv.as_bytes()).expect("a matrix");
        plan.apply(edit).expect("it fits");
        plan.matrix().expect("it is there").column().map(str::to_owned)
    }

    #[test]
    fn accounts_are_known_by_what_names_most_of_them() {
        assert_eq!(column("from,to,minutes\nrow-1,row-2,5\n"), None);
        assert_eq!(column("from,to,minutes\nChicago,\"New York, NY\",5\n"), None);
        assert_eq!(column("from,to,minutes\nweekly,row-1,5\nweekly,chicago,6\n"), Some("Cadence".to_owned()));
    }

    #[test]
    fn a_matrix_of_other_places_is_refused() {
        let plan = Plan::new("Ways", sample::dataset(6));
        let words =
            matrix_of(&plan, "m.csv", b"from,to,minutes\nOslo,Bergen,400\n").expect_err("strangers").to_string();
        assert!(words.contains("“m.csv” names no account") && words.contains("“bergen”"), "{words}");
    }
}
