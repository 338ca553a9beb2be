//! The first accounts as they will be taken.

use super::builder::AccountsBuilder;
use super::located::bare_code;
use super::sheet::Sheet;
use crate::model::{AccountIx, Role};
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
    /// The accounts.
    pub rows: Vec<PreviewRow>,
}

/// One account as it will be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file in which its row starts.
    pub line: u32,
    /// One text a column of the header.
    pub cells: Vec<String>,
    /// What the file says instead: position of the cell, and the text that stands there.
    pub was: Vec<(u16, String)>,
}

impl Preview {
    pub(super) fn of(builder: &AccountsBuilder, sheets: &[Sheet]) -> Self {
        let columns = &builder.accounts.columns;
        let measures: Vec<usize> =
            (0..columns.len()).filter(|&at| columns[at].values.numbers().is_some()).take(MEASURES).collect();
        let fixed = ["Id", "Name", "City", "Region", "Postal code", "Located by", "Place"].map(str::to_owned);
        let header: Vec<String> =
            fixed.into_iter().chain(measures.iter().map(|&at| columns[at].name.clone())).collect();
        let rows = builder.accounts.indices().take(ROWS as usize).map(|account| {
            let cells = builder.preview_cells(account, &measures);
            let origin = builder.origins.get(account.index()).copied();
            let source = origin.and_then(|origin| Some((sheets.get(usize::from(origin.sheet))?, origin.row as usize)));
            let was = source.map(|(sheet, row)| differing(sheet, row, &header, &cells)).unwrap_or_default();
            PreviewRow { line: source.map_or(0, |(sheet, row)| sheet.table().line(row)), cells, was }
        });
        let rows = rows.collect();
        Self { header, rows }
    }
}

impl AccountsBuilder {
    fn preview_cells(&self, account: AccountIx, measures: &[usize]) -> Vec<String> {
        let found = self.accounts.get(account);
        let text = |column: Option<usize>| {
            let values = column.and_then(|at| self.accounts.columns.get(at)).map(|column| &column.values);
            values.map_or(String::new(), |values| values.words(account.index()).into_owned())
        };
        let mut row = vec![found.id.to_owned(), found.name.to_owned()];
        let told = |columns: &Vec<usize>| columns.iter().map(|&at| text(Some(at))).find(|text| !text.is_empty());
        row.extend(self.address.iter().map(|columns| told(columns).unwrap_or_default()));
        row.push(found.precision.title().to_owned());
        row.push(found.place.to_owned());
        row.extend(measures.iter().map(|&at| text(Some(at))));
        row
    }
}

/// The columns of the preview that show texts of the file.
const TEXTS: [Option<Role>; 7] =
    [Some(Role::Id), Some(Role::Name), Some(Role::City), Some(Role::Region), Some(Role::PostalCode), None, None];

/// The cells that the file tells otherwise: texts that are taken as another, and any cell that was put right. A number that
/// is only written otherwise is the same.
fn differing(sheet: &Sheet, row: usize, header: &[String], cells: &[String]) -> Vec<(u16, String)> {
    let mut found = Vec::new();
    for (at, (cell, name)) in (0u16..).zip(cells.iter().zip(header)) {
        let text = TEXTS.get(usize::from(at)).copied();
        let column = match text {
            Some(role) => role.and_then(|role| sheet.column(role)),
            None => sheet.table().header().iter().position(|header| header.eq_ignore_ascii_case(name)),
        };
        let Some(column) = column else { continue };
        let (now, first) = (sheet.table().cell(row, column), sheet.first_told(row, column));
        if first != now || (text.is_some() && bare_code(first) != cell) {
            found.push((at, first.to_owned()));
        }
    }
    found
}
