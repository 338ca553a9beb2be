//! What an import had to say, for a look in a spreadsheet.

use super::table::Table;
use crate::model::Diagnostic;

/// `file,row,column,value,code,severity,message`: a row a diagnostic, in order.
#[must_use]
pub fn diagnostics_csv(diagnostics: &[Diagnostic]) -> String {
    let mut table = Table::new(["file", "row", "column", "value", "code", "severity", "message"]);
    for found in diagnostics {
        let Diagnostic { file, row, column, value, code, severity, message } = found;
        table.row([
            file.into(),
            row.to_string().into(),
            column.into(),
            value.into(),
            code.word().into(),
            severity.words().into(),
            message.into(),
        ]);
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Code, Severity};

    #[test]
    fn every_diagnostic_has_a_row_and_no_formula_leaves() {
        let found = Diagnostic {
            file: "a.csv".to_owned(),
            row: 7,
            column: "ZIP".to_owned(),
            value: "=1+1".to_owned(),
            code: Code::ZipZeros,
            severity: Severity::Repaired,
            message: "zeros, restored".to_owned(),
        };
        let expect = "file,row,column,value,code,severity,message\r\n\
            a.csv,7,ZIP,'=1+1,zip_zeros,put right,\"zeros, restored\"\r\n";
        assert_eq!(diagnostics_csv(&[found]), expect);
    }
}
