//! Workbooks, written by hand.

use super::{check, check_refused, check_words, gzipped, zipped};
use std::fmt::Write;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="165"/><xf numFmtId="21"/></cellXfs>
</styleSheet>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>Name</t></si><si><r><t xml:space="preserve">Rich </t></r><r><t>text</t></r></si><si><t>say "hi", all</t></si></sst>"#;

/// A sheet: its name, further attributes, and the XML below `worksheet`.
type SheetParts<'a> = (&'a str, &'a str, String);

/// An XLSX file with these sheets.
pub fn xlsx(sheets: &[SheetParts]) -> Vec<u8> {
    let parts = parts(sheets);
    zipped(&parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

/// The parts of such a file.
pub fn parts(sheets: &[SheetParts]) -> Vec<(String, String)> {
    let space = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let mut book = format!("<workbook {space}><sheets>");
    let mut relations =
        String::from(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#);
    let mut parts: Vec<(String, String)> = Vec::new();
    for (index, (name, attributes, body)) in sheets.iter().enumerate() {
        write!(book, r#"<sheet name="{name}" sheetId="{}" r:id="rId{index}" {attributes}/>"#, index + 1)
            .expect("memory");
        write!(
            relations,
            r#"<Relationship Id="rId{index}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{index}.xml"/>"#
        )
        .expect("memory");
        parts.push((format!("xl/worksheets/sheet{index}.xml"), format!("<worksheet {space}>{body}</worksheet>")));
    }
    book += "</sheets></workbook>";
    relations += "</Relationships>";
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", STRINGS),
    ] {
        parts.push((name.to_owned(), text.to_owned()));
    }
    parts
}

/// The XML of rows: each a list of cells `A1 attributes>content`.
pub fn rows(cells: &[&str]) -> String {
    let cells = cells.iter().map(|cell| format!("<row><c r=\"{cell}</c></row>"));
    format!("<sheetData>{}</sheetData>", cells.collect::<String>())
}

fn sheet(cells: &[&str]) -> String {
    rows(cells)
}

#[test]
fn cells_say_what_they_say_in_full() {
    let body = sheet(&[
        r#"A1" t="s"><v>0</v>"#,
        r#"B1" t="s"><v>1</v>"#,
        r#"C1" t="s"><v>2</v>"#,
        r#"A2" t="inlineStr"><is><t>00501</t></is>"#,
        r#"B2"><v>1234567.125</v>"#,
        r#"C2"><v>42</v>"#,
        r#"A3" t="b"><v>1</v>"#,
        r#"B3" t="e"><v>#N/A</v>"#,
        r#"C3" t="str"><f>A1&amp;B1</f><v>made</v>"#,
        r#"A4" s="1"><v>45413</v>"#,
        r#"B4" s="2"><v>45413.75</v>"#,
        r#"C4" s="3"><v>1.5</v>"#,
        r#"A5" s="4"><v>0.25</v>"#,
        r#"B5"><f>1/3</f><v>0.1</v>"#,
        r#"C5"><v>1E+30</v>"#,
    ]);
    let csv = "Name,Rich text,\"say \"\"hi\"\", all\"\n00501,1234567.125,42\nTRUE,#N/A,made\n\
               2024-05-01,2024-05-01 18:00:00,36:00:00\n06:00:00,0.1,1e30\n";
    let texts = check("book.xlsx", &xlsx(&[("Sheet1", "", body)]), &[("book.xlsx · Sheet1", csv)]);
    check_words(&texts[0].remarks[0].message, &["Sheet 1 of 1", "book.xlsx"]);
}

#[test]
fn each_sheet_with_cells_is_a_table() {
    let one = sheet(&[r#"A1"><v>1</v>"#]);
    let book = xlsx(&[
        ("Accounts", "", one.clone()),
        ("Empty", "", "<sheetData/>".to_owned()),
        ("Old &amp; gone", r#"state="hidden""#, one),
    ]);
    let expected = [("b.xlsx · Accounts", "1\n"), ("b.xlsx · Old & gone", "1\n")];
    let texts = check("b.xlsx", &book, &expected);
    check_words(&texts[1].remarks[0].message, &["Sheet 2 of 2", "hidden there"]);
    check("b.xlsx.gz", &gzipped(&book), &expected);
    check(
        "a.zip",
        &zipped(&[("b.xlsx", &book)]),
        &[("a.zip · b.xlsx · Accounts", "1\n"), ("a.zip · b.xlsx · Old & gone", "1\n")],
    );
    check_refused("none.xlsx", &xlsx(&[("Empty", "", "<sheetData/>".to_owned())]), &["without a filled cell"]);
}

#[test]
fn rows_keep_their_numbers_and_their_width() {
    let body = sheet(&[r#"B2"><v>1</v>"#, r#"D2"><v>2</v>"#, r#"A5"><v>3</v>"#]);
    check("gaps.xlsx", &xlsx(&[("S", "", body)]), &[("gaps.xlsx · S", "\n,1,,2\n\n\n3,,,\n")]);
}

#[test]
fn cells_merged_downwards_fill_their_rows() {
    let cells = sheet(&[
        r#"A1" t="s"><v>0</v>"#,
        r#"B1" t="s"><v>1</v>"#,
        r#"A2"><v>7</v>"#,
        r#"B2"><v>1</v>"#,
        r#"B3"><v>2</v>"#,
        r#"B4"><v>3</v>"#,
        r#"A6" t="s"><v>0</v>"#,
    ]);
    let body = cells + r#"<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="A6:B7"/></mergeCells>"#;
    let csv = "Name,Rich text\n7,1\n7,2\n7,3\n\nName,\n";
    let texts = check("merged.xlsx", &xlsx(&[("S", "", body)]), &[("merged.xlsx · S", csv)]);
    check_words(&texts[0].remarks[0].message, &["2 cells below merged ones"]);
}

#[test]
fn open_documents_too() {
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="T"><table:table-row>
<table:table-cell office:value-type="string"><text:p>00501</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="2.5"><text:p>2.50</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-05-01T00:00:00"><text:p>1 May</text:p></table:table-cell>
<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    // The reader wants nothing but cells in a row, as programs write them.
    let content = content.replace(">\n<", "><");
    let book = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ]);
    check("book.ods", &book, &[("book.ods · T", "00501,2.5,2024-05-01,TRUE\n")]);
}

#[test]
fn passwords_and_old_documents_are_told() {
    let compound = |names: &[&str]| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        for name in names {
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        }
        bytes.resize(4096, 0);
        bytes
    };
    check_refused("secret.xlsx", &compound(&["EncryptedPackage"]), &["secret.xlsx", "password"]);
    check_refused("letter.doc", &compound(&["WordDocument"]), &["no workbook"]);
    check_refused("cut.xls", &compound(&["Workbook"]), &["damaged"]);
}
