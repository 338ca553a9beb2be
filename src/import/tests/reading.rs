//! Bytes → tables.

use super::shared;
use crate::import::{ReadAs, ReadError, read, read_as};
use crate::model::Code;
use proptest::prelude::*;

fn check(text: &str, expected: &str) {
    let table = read("f.csv", text.as_bytes()).expect("a readable file");
    assert_eq!(table.to_csv().replace("\r\n", "\n"), expected, "{text}");
}

fn codes(text: &str) -> Vec<(u32, Code)> {
    let table = read("f.csv", text.as_bytes()).expect("a readable file");
    table.diagnostics().iter().map(|diagnostic| (diagnostic.row, diagnostic.code)).collect()
}

#[test]
fn reads_edge_cases() {
    check("a,b,c\n1,\"\",\"\"\n2,3,4", "a,b,c\n1,,\n2,3,4\n");
    check("a,b\n1,\"ha \"\"ha\"\" ha\"\n", "a,b\n1,\"ha \"\"ha\"\" ha\"\n");
    check("a,b\r\n1,2\n3,4\r5,6\r\n", "a,b\n1,2\n3,4\n5,6\n");
    check("a,b\n\"Once upon\na time\",2\n", "a,b\n\"Once upon\na time\",2\n");
    check("a\rb\rc\r", "a\nb\nc\n");
    check("Name;Umsatz\nMüller;1,5\n;\nMeier;2,5\n", "Name,Umsatz\nMüller,\"1,5\"\nMeier,\"2,5\"\n");
    check("5,6.5\n7,8.5\n", "5,6.5\n7,8.5\n");
    check("\u{feff}name,zip\nA,1\n", "name,zip\nA,1\n");
}

#[test]
fn tells_what_was_not_clean() {
    assert_eq!(codes("a,b\n1,2\n"), []);
    assert_eq!(codes("name,zip\n1,2\n3\n4,5,6\n7,8,\n"), [(3, Code::RaggedRow), (4, Code::RaggedRow)]);
    assert_eq!(codes("Export of May\n\nname,zip\nA,1\n\nB,2\n,\nC,3\n"), [(7, Code::EmptyRow), (1, Code::Preamble)]);
    assert_eq!(codes("name,city\r\nA,5\" pipe\r\n\r\nB,x\r\n"), [(2, Code::StrayQuote)]);
}

#[test]
fn survives_a_quote_that_never_closes() {
    let text = "name,city\nA,\"Rome\nB,Paris\nC,Oslo\n";
    // The quote stays: whether it was a slip or a letter, the file does not say.
    check(text, "name,city\nA,\"\"\"Rome\"\nB,Paris\nC,Oslo\n");
    assert_eq!(codes(text), [(2, Code::StrayQuote)]);
    check(
        "name,city\nA,\"Rome\nB,Paris\nC,\"Oslo, N\"\nD,Bonn\n",
        "name,city\nA,\"\"\"Rome\"\nB,Paris\nC,\"Oslo, N\"\nD,Bonn\n",
    );
}

#[test]
fn refuses_what_is_no_table() {
    let refused = |bytes: &[u8]| read("f.csv", bytes).err();
    assert!(matches!(refused(b""), Some(ReadError::Empty { .. })));
    assert!(matches!(refused(b"\xEF\xBB\xBF \r\n\n"), Some(ReadError::Empty { .. })));
    assert!(matches!(refused(b"\x89PNG\r\n\x1a\n"), Some(ReadError::NotText { .. })));
    assert!(matches!(refused(b"a,b\n\0\0\0,1\n"), Some(ReadError::NotText { .. })));
    assert!(matches!(refused(",".repeat(5000).as_bytes()), Some(ReadError::TooManyColumns { columns: 5001, .. })));
    let long = format!("a,b\n{},1\n", "x".repeat(2 << 20));
    assert!(matches!(refused(long.as_bytes()), Some(ReadError::CellTooLong { line: 2, .. })));
    let quoted = format!("a,b\n\"{}\",1\n", "x".repeat(10_000_000));
    assert!(matches!(refused(quoted.as_bytes()), Some(ReadError::CellTooLong { line: 2, .. })));
}

#[test]
fn limits_are_named() {
    let said = |bytes: &[u8]| read("f.csv", bytes).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(said(",".repeat(5000).as_bytes()).contains("the most is 4096"));
    assert!(said("x".repeat(10_000_000).as_bytes()).contains("1048576 bytes (1 MiB)"));
    let large = ReadError::TooLarge { file: "f.csv".to_owned(), bytes: 1 << 31 };
    assert!(large.to_string().contains("1 GiB"));
}

/// Quotes that never close cost no more than the file is long, however many there are.
#[test]
fn survives_many_quotes_that_never_close() {
    let text = format!("name,city\n{}", "A,\"Rome\nB,\"Paris\n".repeat(3_000));
    let table = read("f.csv", text.as_bytes()).expect("a readable file");
    assert_eq!((table.len(), table.cell(5_999, 1)), (6_000, "\"Paris"));
}

#[test]
fn describes_the_dialect() {
    let described = |text: &[u8]| read("f.csv", text).map(|table| table.dialect().describe());
    assert_eq!(described(b"name,zip\nA,1\n").as_deref(), Ok("comma, UTF-8, header in row 1"));
    assert_eq!(described("x\n\nname;café\nA;1\n".as_bytes()).as_deref(), Ok("semicolon, UTF-8, header in row 3"));
    assert_eq!(described(b"1\t2.5\n3\t4.5\n").as_deref(), Ok("tab, UTF-8, no header"));
}

/// The 11 files of csv-spectrum against the JSON that each must give; a 12th has a JSON that is not of its CSV.
#[test]
fn passes_csv_spectrum() {
    let names = [
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8",
    ];
    for name in names {
        let Some(csv) = shared(&format!("real/csv-spectrum/csvs/{name}.csv")) else { return };
        let Some(json) = shared(&format!("real/csv-spectrum/json/{name}.json")) else { return };
        let table = read(name, &csv).expect("a readable file");
        let expected: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_slice(&json).expect("rows as objects");
        assert_eq!(table.len(), expected.len(), "{name}");
        for (row, object) in expected.iter().enumerate() {
            for (column, header) in table.header().iter().enumerate() {
                let value = object.get(header).and_then(serde_json::Value::as_str).map(str::trim);
                assert_eq!(value, Some(table.cell(row, column)), "{name}, {header}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_panics(bytes in proptest::collection::vec(prop_oneof![
        Just(b','), Just(b';'), Just(b'"'), Just(b'\''), Just(b'\n'), Just(b'\r'), Just(b'\\'), Just(b' '), any::<u8>()
    ], 0..400)) {
        if let Ok(table) = read("f.csv", &bytes) {
            let _ = table.to_csv();
        }
    }

    #[test]
    fn reads_its_own_output(cells in proptest::collection::vec(
        proptest::array::uniform3("[a-zäé,;\" \n']{1,6}"), 2..12
    )) {
        let mut text = "name,city,note\r\n".to_owned();
        for row in &cells {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push_str("\r\n");
        }
        let table = read("f.csv", text.as_bytes()).expect("a readable file");
        let again = read("f.csv", table.to_csv().as_bytes()).expect("a readable file");
        prop_assert_eq!(table.to_csv(), again.to_csv());
    }
}

#[test]
fn a_person_says_how_a_file_is_written() {
    let how = |delimiter: &str, header: &str| ReadAs {
        delimiter: delimiter.to_owned(),
        header: header.to_owned(),
        ..ReadAs::default()
    };
    let check = |text: &str, how: &ReadAs, header: &[&str], first: &[&str]| {
        let table = read_as("f.csv", text.as_bytes(), &[], how).expect("a readable file");
        assert_eq!(table.header(), header, "{how:?}");
        let cells: Vec<&str> = (0..table.header().len()).map(|column| table.cell(0, column)).collect();
        assert_eq!(cells, first, "{how:?}");
    };
    let text = "Report,2026\nname,city\nA;1,Oslo\nB;2,Rome\n";
    check(text, &how("", "2"), &["name", "city"], &["A;1", "Oslo"]);
    check(text, &how("", "1-2"), &["Report name", "2026 city"], &["A;1", "Oslo"]);
    check(text, &how("", "0"), &["column 1", "column 2"], &["Report", "2026"]);
    check(text, &how(";", "2-2"), &["name,city", "column 2"], &["A", "1,Oslo"]);
    for lines in ["4", "9", "4294967295", "3-1", "x", "-"] {
        let table = read_as("f.csv", text.as_bytes(), &[], &how("", lines)).expect("a readable file");
        assert!(table.len() <= 4, "{lines}");
    }
}
