//! Tables as RFC 4180 CSV, harmless in a spreadsheet.

use crate::model::{Dataset, RepIx};
use crate::plan::{LayerPlan, Plan};
use std::borrow::Cow;

/// A table that grows row by row.
pub(super) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    pub(super) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        let mut table = Self { writer };
        table.row(header.into_iter().map(Cow::Borrowed));
        table
    }

    /// Adds a row; each cell is made harmless.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cow<'a, str>>) {
        let fields: Result<(), csv::Error> =
            cells.into_iter().try_for_each(|cell| self.writer.write_field(harmless(cell).as_bytes()));
        let written = fields.and_then(|()| self.writer.write_record(None::<&[u8]>));
        debug_assert!(written.is_ok(), "rows of any length can be written to memory");
    }

    pub(super) fn finish(self) -> String {
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// A cell that begins like a formula gets an apostrophe in front; a plain number is left alone.
pub(super) fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    let begins_like_a_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if begins_like_a_formula && !is_plain_number(&cell) { format!("'{cell}").into() } else { cell }
}

/// Digits with a sign, a point and an exponent at most: what is a number in every spreadsheet and nothing else.
fn is_plain_number(cell: &str) -> bool {
    let only = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.' | 'e' | 'E');
    cell.chars().all(only) && cell.parse::<f64>().is_ok()
}

/// A number with so many decimals.
pub(super) fn fixed(value: f64, decimals: usize) -> Cow<'static, str> {
    format!("{value:.decimals$}").into()
}

/// How a rep is called in a table: by name, or by id where two reps share the name.
pub(super) fn rep_label(dataset: &Dataset, rep: RepIx) -> &str {
    let Some(found) = dataset.rep(rep) else { return "" };
    let alike = dataset.reps().iter().filter(|other| other.name == found.name).count();
    if found.name.trim().is_empty() || alike > 1 { &found.id } else { &found.name }
}

/// The layers of the scenario that the plan shows.
pub(super) fn shown_layers(plan: &Plan) -> &[LayerPlan] {
    plan.scenarios().get(plan.active()).map_or(&[], |scenario| &scenario.layers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What a reader of CSV gets is what was written, but for the apostrophes.
        #[test]
        fn any_table_reads_back(rows in prop::collection::vec(prop::collection::vec(".{0,9}", 2), 0..6)) {
            let mut table = Table::new(["a", "b"]);
            for cells in &rows {
                table.row(cells.iter().map(|cell| cell.as_str().into()));
            }
            let text = table.finish();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let read: Vec<Vec<String>> = reader.deserialize().collect::<Result<_, _>>().expect("well formed");
            let expect = |cells: &Vec<String>| cells.iter().map(|cell| harmless(cell.into()).into_owned()).collect();
            prop_assert_eq!(read, rows.iter().map(expect).collect::<Vec<Vec<String>>>());
        }
    }

    fn check(cell: &str, expect: &str) {
        assert_eq!(harmless(cell.into()), expect);
    }

    #[test]
    fn formulas_are_neutralised_and_numbers_are_not() {
        check("=1+1", "'=1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("+49 30 123", "'+49 30 123");
        check("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0");
        check("\t=1", "'\t=1");
        check("\r=1", "'\r=1");
        check("-12.5", "-12.5");
        check("+4e-3", "+4e-3");
        check("-", "'-");
        check("-inf", "'-inf");
        check("-1-1", "'-1-1");
        check("Acme = Co", "Acme = Co");
        check("", "");
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        let mut table = Table::new(["a", "b"]);
        table.row(["x,y".into(), "say \"hi\"\nthere".into()]);
        table.row(["=1".into()]);
        assert_eq!(table.finish(), "a,b\r\n\"x,y\",\"say \"\"hi\"\"\nthere\"\r\n'=1\r\n");
    }
}
