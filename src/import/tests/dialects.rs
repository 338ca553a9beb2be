//! Ways to write a table, each read as the same.

use crate::import::{Table, read};
use crate::model::{Code, Severity};

fn table(text: &str) -> Table {
    read("f.csv", text.as_bytes()).expect("a readable file")
}

fn check(text: &str, expected: &str) {
    assert_eq!(table(text).to_csv().replace("\r\n", "\n"), expected, "{text}");
}

fn told(text: &str) -> Vec<(u32, Code, Severity)> {
    table(text).diagnostics().iter().map(|found| (found.row, found.code, found.severity)).collect()
}

const CUSTOMERS: &str = "name,city,zip\nAcme,Rome,1\nGlobex,Oslo,2\nInitech,Bonn,3\n";

#[test]
fn delimiters() {
    for delimiter in [",", ";", "\t", "|", "||", "::", "~|~", "^", "~", ", ", "; ", " | ", "\u{1}", "§", ";;", "|~|"] {
        check(&CUSTOMERS.replace(',', delimiter), CUSTOMERS);
    }
    let quoted = CUSTOMERS.replace(',', "\",\"").replace('\n', "\"\n\"");
    let quoted = format!("\"{}", quoted.trim_end_matches('"'));
    for delimiter in [" ", ",", ";", "||", "\t"] {
        check(&quoted.replace(',', delimiter), CUSTOMERS);
    }
    check(&quoted.replace('"', "'"), CUSTOMERS);
}

#[test]
fn excels_separator_line() {
    check("sep=;\nname;zip\nAcme, Inc;1\n", "name,zip\n\"Acme, Inc\",1\n");
    check("\"sep=|\"\r\nname|zip\r\nA;B|1\r\n", "name,zip\n\"A;B\",1\n");
    assert_eq!(table("SEP=;\nname;zip\nA;1\n").line(0), 3);
    check("sep=name\nA\n", "sep=name\nA\n");
}

#[test]
fn line_ends_and_blank_lines() {
    for end in ["\r\n", "\r", "\n\n", "\r\n\r\n"] {
        check(&CUSTOMERS.replace('\n', end), CUSTOMERS);
    }
    check("name,city\rA,Rome\nB,Oslo\r\nC,Bonn", "name,city\nA,Rome\nB,Oslo\nC,Bonn\n");
    let lines = table("name,note\rA,\"x\ry\"\n\nB,z\r\n");
    assert_eq!((lines.line(0), lines.line(1)), (2, 5));
}

#[test]
fn quotes_and_escapes() {
    check("name,note\nA,\"say \\\"hi\\\" now\"\nB,\"c:\\\\x\"\n", "name,note\nA,\"say \"\"hi\"\" now\"\nB,c:\\x\n");
    check("name,size,city\nA,\"5\" pipe\",Rome\nB,6,Oslo\n", "name,size,city\nA,\"5\"\" pipe\",Rome\nB,6,Oslo\n");
    check("name,size,city\nA,\"5\"\",\"Rome, IT\"\nB,6,Oslo\n", "name,size,city\nA,\"5\"\"\",\"Rome, IT\"\nB,6,Oslo\n");
    check("name, note\nA, \"x, y\"\nB, \"u, v\"\n", "name,note\nA,\"x, y\"\nB,\"u, v\"\n");
}

#[test]
fn escapes_outside_of_quotes() {
    let escaped = "name,city,zip\nAcme\\, Inc.,Rome,\\N\nGlobex,Oslo,2\nIni\\\\tech,Bonn,3\n";
    check(escaped, "name,city,zip\n\"Acme, Inc.\",Rome,\\N\nGlobex,Oslo,2\nIni\\tech,Bonn,3\n");
    let dump = table("id\tname\tcity\n1\tBeta\\\nLLC\tRome\n2\tX\\\tY\tOslo\n3\tZ\tBonn\n");
    assert_eq!((dump.cell(0, 1), dump.cell(1, 1), dump.line(1)), ("Beta\nLLC", "X\tY", 4));
    assert!(dump.diagnostics().is_empty());
}

#[test]
fn whole_rows_in_one_cell() {
    let lines = |text: &str, written: &dyn Fn(&str) -> String| text.lines().map(written).collect::<Vec<_>>().concat();
    let quoted = lines(&CUSTOMERS.replace("Acme", "\"\"A, Inc\"\""), &|line| format!("\"{line}\"\n"));
    check(&quoted, &CUSTOMERS.replace("Acme", "\"A, Inc\""));
    let others = lines(CUSTOMERS, &|line| format!("{},,\n", line.replace(',', ";")));
    check(&others, CUSTOMERS);
    assert_eq!(told(&others), [(0, Code::StrayQuote, Severity::Repaired)]);
    for kept in ["name\n\"Doe, Ann\"\n\"Lee, Bo\"\n", "\"5 Elm St, Rome\"\n\"6 Elm St, Oslo\"\n\"7 Oak St, Bonn\"\n"] {
        check(kept, kept);
    }
}

#[test]
fn drawn_lines_are_no_rows() {
    let sap = "|name   |city|zip|\n|-------|----|---|\n|Acme   |Rome|1  |\n|Globex |Oslo|2  |\n|Initech|Bonn|3  |\n";
    let markdown = sap.replace("|-------|----|---|", "|---|:--:|---:|");
    let mysql = format!("+----+----+\n{}+----+----+\n", sap.replace("|-------|----|---|", "+----+----+"));
    let psql = " name    | city | zip \n---------+------+-----\n Acme    | Rome | 1 \n Globex  | Oslo | 2\n Initech | Bonn | 3\n";
    for text in [sap, &markdown, &mysql, psql] {
        let table = table(text);
        let cells: Vec<_> = (0..table.len())
            .map(|row| {
                (0..table.header().len())
                    .map(|column| table.cell(row, column))
                    .filter(|cell| !cell.is_empty())
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(cells, [["Acme", "Rome", "1"], ["Globex", "Oslo", "2"], ["Initech", "Bonn", "3"]], "{text}");
    }
}

#[test]
fn texts_that_excel_keeps() {
    let expected = "id,name,sales\n0003,Acme,1200\n0004,Globex,1300\n0005,Initech,=A1\n";
    let quoted =
        "id,name,sales\n\"=\"\"0003\"\"\",Acme,\"=\"\"1200\"\"\"\n\"=\"\"0004\"\"\",Globex,1300\n0005,Initech,=A1\n";
    let bare = "=\"id\",=\"name\",=\"sales\"\n=\"0003\",=\"Acme\",=\"1200\"\n=\"0004\",=\"Globex\",=\"1300\"\n=\"0005\",=\"Initech\",=A1\n";
    for text in [quoted, bare, &bare.replace(',', ";"), &bare.replace(',', "\t")] {
        check(text, expected);
        assert_eq!(told(text), [(0, Code::StrayQuote, Severity::Repaired)], "{text}");
    }
}

#[test]
fn preamble_and_footer() {
    let text = format!("Customers of May\nby Ann\n\n{CUSTOMERS}\nSource: CRM\nConfidential\n");
    check(&text, CUSTOMERS);
    let expected = [(1, Code::Preamble), (2, Code::Preamble), (9, Code::Footer), (10, Code::Footer)];
    assert_eq!(told(&text), expected.map(|(row, code)| (row, code, Severity::Repaired)));
}

#[test]
fn headers_of_several_rows() {
    let groups = "name,city,2024,,2025,\n,,plan,sales,plan,sales\nA,x,1,2,3,4\nB,y,1,2,3,4\n";
    check(groups, "name,city,2024 plan,2024 sales,2025 plan,2025 sales\nA,x,1,2,3,4\nB,y,1,2,3,4\n");
    assert_eq!(told(groups), [(1, Code::HeaderRows, Severity::Repaired)]);
    assert_eq!(table(groups).dialect().describe(), "comma, UTF-8, header in rows 1 to 2");
    check("name,way,time\n,km,h\nA,5,6\nB,7,8\n", "name,way km,time h\nA,5,6\nB,7,8\n");
    check("Acme,10001,5.5\nGlobex,10002,6.5\n", "Acme,10001,5.5\nGlobex,10002,6.5\n");
}

#[test]
fn pivots_of_years() {
    let pivot = "Zeilenbeschriftungen;2024;2025\nNord GmbH;1.000,00;2.000,00\nSüd AG;500,00;700,00\nGesamtergebnis;1.500,00;2.700,00\n";
    assert_eq!(table(pivot).dialect().describe(), "semicolon, UTF-8, header in row 1");
    let with_sums =
        "Kunde;2024;2025;Gesamtergebnis\nNord GmbH;1.000,00;2.000,00;3.000,00\nSüd AG;500,00;700,00;1.200,00\n";
    assert_eq!(table(with_sums).dialect().describe(), "semicolon, UTF-8, header in row 1");
}

#[test]
fn several_tables() {
    let text = format!("{CUSTOMERS}\nrep,home\nAnn,5\nBob,6\n");
    check(&text, CUSTOMERS);
    assert_eq!(told(&text), [(6, Code::FurtherTable, Severity::Check)]);
    assert!(table(&text).diagnostics()[0].message.contains("rows 6 to 8"));
    let appended =
        format!("{CUSTOMERS}{}", CUSTOMERS.replace("Rome", "Ulm").replace("Oslo", "Kiel").replace("Bonn", "Linz"));
    assert_eq!((table(&appended).len(), told(&appended)), (6, vec![(5, Code::HeaderRows, Severity::Repaired)]));
}

#[test]
fn empty_rows_and_columns() {
    check("name,,zip\nA,,1\n,,\nB,,2\n", "name,,zip\nA,,1\nB,,2\n");
    check("name,city,zip,,\nA,Rome,1,,\nB,Oslo,2,,\n", "name,city,zip,,\nA,Rome,1,,\nB,Oslo,2,,\n");
    check("name\nAcme, Inc\nGlobex\nInitech\n", "name\n\"Acme, Inc\"\nGlobex\nInitech\n");
}

#[test]
fn more_cells_than_names() {
    let text = "name,city\nA,Rome,1\nB,Oslo,2\nC,Bonn,3\n";
    assert_eq!((table(text).header().len(), table(text).cell(2, 2)), (3, "3"));
    assert_eq!(told(text), [(1, Code::RaggedRow, Severity::Check)]);
}

#[test]
fn broken_letters() {
    let text = "name,city\nA,MÃ¼nchen\nB,Köln\nC,Orl\u{fffd}ans\n";
    check(text, "name,city\nA,München\nB,Köln\nC,Orl\u{fffd}ans\n");
    assert_eq!(told(text), [(2, Code::Mojibake, Severity::Repaired), (4, Code::LostLetter, Severity::Check)]);
    check("sociÃ©tÃ©,ville\nA,Paris\n", "société,ville\nA,Paris\n");
    let shop = "soci&eacute;t&eacute;,city\nA &amp; B,M&uuml;nchen\nC & D,Bonn\n";
    check(shop, "société,city\nA & B,München\nC & D,Bonn\n");
    assert_eq!(
        told(shop),
        [
            (0, Code::Mojibake, Severity::Repaired),
            (2, Code::Mojibake, Severity::Repaired),
            (2, Code::Mojibake, Severity::Repaired)
        ]
    );
}

#[test]
fn a_few_nuls() {
    let text = CUSTOMERS.repeat(10).replacen("Rome", "Ro\0me", 1);
    assert!(told(&text).contains(&(0, Code::NulBytes, Severity::Repaired)));
    assert_eq!(table(&text).cell(0, 1), "Rome");
}
