//! What an import had to say, for a look in a spreadsheet.

use super::table::Table;
use crate::model::{Code, Diagnostic, Severity};

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
            code_word(*code).into(),
            severity_word(*severity).into(),
            message.into(),
        ]);
    }
    table.finish()
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Rejected => "left out",
        Severity::Check => "check",
        Severity::Repaired => "put right",
    }
}

fn code_word(code: Code) -> &'static str {
    match code {
        Code::RaggedRow => "ragged_row",
        Code::EmptyRow => "empty_row",
        Code::TotalsRow => "totals_row",
        Code::RepeatedId => "repeated_id",
        Code::NotANumber => "not_a_number",
        Code::BadCoordinate => "bad_coordinate",
        Code::ZipZeros => "zip_zeros",
        Code::UnknownPostalCode => "unknown_postal_code",
        Code::PlaceMismatch => "place_mismatch",
        Code::AmbiguousPlace => "ambiguous_place",
        Code::NotLocated => "not_located",
        Code::Encoding => "encoding",
        Code::Preamble => "preamble",
        Code::ColumnLeftOut => "column_left_out",
        Code::StrayQuote => "stray_quote",
        Code::HeaderRows => "header_rows",
        Code::FurtherTable => "further_table",
        Code::Footer => "footer",
        Code::NulBytes => "nul_bytes",
        Code::Mojibake => "mojibake",
        Code::LostLetter => "lost_letter",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
