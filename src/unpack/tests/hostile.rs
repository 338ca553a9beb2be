//! Files made to exhaust memory, and bytes that mean nothing.

use super::books::{parts, rows, xlsx};
use super::{Limits, UnpackError, check_words, gzipped, unpack, zipped};
use proptest::prelude::*;

const MIB: usize = 1 << 20;

/// Limits small enough for a test that is over at once.
const SMALL: Limits = Limits { inflated_bytes: 4 << 20, ratio: 250, always_bytes: 1 << 20, entries: 20 };

fn check_stopped(name: &str, bytes: &[u8], words: &[&str]) {
    match unpack(name, bytes, &SMALL) {
        Ok(_) => panic!("{name} was let in"),
        Err(error) => check_words(&error.to_string(), words),
    }
}

#[test]
fn bombs_are_stopped_while_they_inflate() {
    let zeros = vec![b'0'; 16 * MIB];
    check_stopped("bomb.gz", &gzipped(&zeros), &["bomb.gz", "4 MB"]);
    check_stopped("bomb.zip", &zipped(&[("a.csv", &zeros)]), &["bomb.zip"]);
    let many: Vec<(String, &[u8])> = (0..8).map(|n| (format!("{n}.csv"), &zeros[..MIB])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    check_stopped("sum.zip", &zipped(&many), &["sum.zip"]);
    let ratio = Limits { inflated_bytes: 1 << 30, ..SMALL };
    let swollen = unpack("swollen.zip", &zipped(&[("a.csv", &zeros)]), &ratio);
    assert!(matches!(swollen, Err(UnpackError::Bomb { ratio: 250, .. })), "{swollen:?}");
    let crowd: Vec<String> = (0..30).map(|n| format!("{n}.csv")).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|name| (name.as_str(), &b"a\n1\n"[..])).collect();
    check_stopped("crowd.zip", &zipped(&crowd), &["30 files", "20"]);
}

#[test]
fn a_workbook_cannot_swell_either() {
    let blanks = format!("<sheetData>{}</sheetData>", " ".repeat(8 * MIB));
    check_stopped("blank.xlsx", &xlsx(&[("S", "", blanks)]), &["blank.xlsx"]);
    // One text of the workbook in a hundred thousand cells.
    let long = "x".repeat(30_000);
    let cell = format!(r#"<c t="inlineStr"><is><t>{long}</t></is></c>"#);
    let body = format!("<sheetData><row>{}</row></sheetData>", cell.repeat(200));
    check_stopped("long.xlsx", &xlsx(&[("S", "", body)]), &["long.xlsx"]);
    let far = r#"<sheetData><row><c r="XFD1"><v>1</v></c></row>"#.to_owned();
    let rows: Vec<String> = (2..600).map(|row| format!(r#"<row><c r="A{row}"><v>1</v></c></row>"#)).collect();
    check_stopped("wide.xlsx", &xlsx(&[("S", "", far + &rows.concat() + "</sheetData>")]), &["wide.xlsx", "4 MB"]);
}

/// A workbook some bytes of whose parts are others, the archive around them being whole.
fn damaged_book(damage: &[(prop::sample::Index, prop::sample::Index, u8)]) -> Vec<u8> {
    let cells = [r#"A1" t="s"><v>0</v>"#, r#"B2" s="1"><v>45413</v>"#, r#"C3" t="str"><f>A1</f><v>made</v>"#];
    let body = rows(&cells) + r#"<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>"#;
    let sheets = [("S", "", body), ("T", "", rows(&cells))];
    let mut parts: Vec<_> = parts(&sheets).into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for (part, at, byte) in damage {
        let (_, bytes) = &mut parts[part.index(sheets.len() + 6)];
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    zipped(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_text_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for start in [&b""[..], b"PK\x03\x04", b"\x1F\x8B\x08\0", b"\xEF\xBB\xBF"] {
            let _outcome = unpack("any", &[start, &bytes].concat(), &SMALL);
        }
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let _outcome = unpack("damaged.xlsx", &damaged_book(&damage), &SMALL);
    }

    #[test]
    fn any_tags_are_read_or_refused(pieces in proptest::collection::vec(0..PIECES.len(), 0..120), cut in any::<prop::sample::Index>()) {
        let body: String = pieces.iter().filter_map(|&piece| PIECES.get(piece)).copied().collect();
        for start in ["<html>", "<?xml version=\"1.0\"?><Workbook><Worksheet>", "<div><table ", BUNDLE_HEAD] {
            let text = format!("{start}{body}");
            let bytes = &text.as_bytes()[..=cut.index(text.len())];
            let _outcome = unpack("any.xls", bytes, &SMALL);
        }
    }
}

const BUNDLE_HEAD: &str = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\
    Content-Transfer-Encoding: quoted-printable\n\n";

/// What pages and spreadsheets are made of, wherever it stands.
const PIECES: [&str; 38] = [
    "=",
    "=3D\n",
    "\n--x\n",
    "\n\n",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th colspan=3>",
    "<td rowspan=2>",
    "<td colspan=1000 rowspan=65534>",
    "<td rowspan=0>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "<br>",
    "<select>",
    "&nbsp;",
    "&#0;",
    "&#x110000;",
    "&",
    "<Worksheet ss:Name=\"A\">",
    "</Worksheet>",
    "<Row ss:Index=\"4294967295\">",
    "<Row>",
    "</Row>",
    "<Cell ss:MergeDown=\"9\">",
    "<Cell ss:Index=\"0\">",
    "</Cell>",
    "<Data ss:Type=\"DateTime\">",
    "</Data>",
    "é,\"\n",
    "<![CDATA[",
    "x",
];

#[test]
fn a_page_cannot_swell_either() {
    let wide = format!("<table>{}", "<tr><td colspan=1000>x</td><td>y".repeat(5000));
    check_stopped("wide.html", wide.as_bytes(), &["wide.html", "4 MB"]);
    let wider = format!("<table><tr>{}", "<td colspan=1000>x</td>".repeat(20));
    check_stopped("wider.html", wider.as_bytes(), &["16,384 cells"]);
    let long = format!("<table><tr><td rowspan=65534>{}</td><td>y{}", "x".repeat(1000), "<tr><td>y".repeat(5000));
    check_stopped("long.html", long.as_bytes(), &["long.html", "4 MB"]);
    let crowd = "<table><tr><td>a<td>b<tr><td>c<td>d</table>".repeat(30);
    check_stopped("crowd.html", crowd.as_bytes(), &["20"]);
    let deep = "<table><tr><td>x".repeat(20_000);
    let _outcome = unpack("deep.html", deep.as_bytes(), &SMALL);
    let far = r#"<?xml version="1.0"?><Workbook><Worksheet><Table><Row ss:Index="4000000000"><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    check_stopped("far.xml", far.as_bytes(), &["far.xml", "4 MB"]);
}
