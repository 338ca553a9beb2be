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
/// Texts, days and yes or no shown.
const OTHERS: usize = 8;

/// The first few accounts as texts, for the data page and the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Id, name, city, region, postal code, located by, place, then measures, the rep of today, and what else the files say.
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
    pub(super) fn of<'a>(builder: &AccountsBuilder, sheets: &'a [Sheet]) -> Self {
        let columns = &builder.accounts.columns;
        let is_number = |at: &usize| columns[*at].values.numbers().is_some();
        // What only another file tells is blank in all rows that are shown.
        let is_told = |at: &usize| (0..ROWS as usize).any(|row| !columns[*at].values.words(row).is_empty());
        let is_shown = |at: &usize| builder.address.iter().any(|own| own.contains(at));
        let measures: Vec<usize> =
            (0..columns.len()).filter(|at| is_number(at) && is_told(at)).take(MEASURES).collect();
        // The reps have a column of their own.
        let is_rep = |at: &usize| {
            let own = |sheet: &'a Sheet| sheet.column(Role::Rep).and_then(|column| sheet.table().header().get(column));
            sheets.iter().filter_map(own).any(|header| header.eq_ignore_ascii_case(&columns[*at].name))
        };
        let others =
            (0..columns.len()).filter(|at| !is_number(at) && !is_shown(at) && !is_rep(at) && is_told(at)).take(OTHERS);
        let others: Vec<usize> = others.collect();
        let has_reps = builder.accounts.present.iter().any(Option::is_some);
        let names = |own: &[usize]| own.iter().map(|&at| columns[at].name.clone()).collect::<Vec<_>>();
        let fixed = ["Id", "Name", "City", "Region", "Postal code", "Located by", "Place"].map(str::to_owned);
        let rep = has_reps.then(|| Role::Rep.words().to_owned());
        let header: Vec<String> = fixed.into_iter().chain(names(&measures)).chain(rep).chain(names(&others)).collect();
        let rows = builder.accounts.indices().take(ROWS as usize).map(|account| {
            let origin = builder.origins.get(account.index()).copied();
            let source = origin.and_then(|origin| Some((sheets.get(usize::from(origin.sheet))?, origin.row as usize)));
            let mut cells = builder.preview_cells(account, &measures);
            if has_reps {
                // By the name that the file has for whom it was matched to.
                let told = source.and_then(|(sheet, row)| Some(sheet.table().cell(row, sheet.column(Role::Rep)?)));
                let own = told.filter(|_| builder.accounts.get(account).present.is_some());
                cells.push(own.unwrap_or_default().to_owned());
            }
            cells.extend(others.iter().map(|&at| columns[at].values.words(account.index()).into_owned()));
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
            None if name == Role::Rep.words() => sheet.column(Role::Rep),
            None => sheet.table().header().iter().position(|header| header.eq_ignore_ascii_case(name)),
        };
        let Some(column) = column else { continue };
        let (now, first) = (sheet.table().cell(row, column), sheet.first_told(row, column));
        let is_unknown = cell.is_empty() && !now.is_empty();
        if first != now || is_unknown || (text.is_some() && bare_code(first) != cell) {
            found.push((at, first.to_owned()));
        }
    }
    found
}
