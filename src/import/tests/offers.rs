//! Rows with a repair that the neighbours leave no doubt about.

use crate::gazetteer::Gazetteer;
use crate::import::{Sheet, Table, read};
use crate::model::{Code, Severity};

/// Orders whose columns differ in kind.
const ORDERS: [&str; 9] = [
    "date,time,pieces,product,price,description,shop",
    "28/01/2018,00:15,2,MG-8769,$74.69,\"Light boots, grey\",Rome",
    "29/01/2018,10:30,12,RI-3895,$29.81,Running jacket,Oslo",
    "30/01/2018,11:45,1,RI-8070,$80.08,\"Hat, wool\",Rome",
    "31/01/2018,12:00,3,BH-9546,$125.55,Fly rod,Oslo",
    "13/02/2018,01:00,9,CC-9259,$48.00,\"Pillow, 24\"\" square\",Rome",
    "14/02/2018,01:15,1,YY-1697,$34.22,Suspenders,Oslo",
    "15/02/2018,02:15,4,BH-6052,$9.34,Towel,Rome",
    "16/02/2018,03:15,6,HK-3372,$6.45,\"Cap, tropic\",Oslo",
];

fn damaged(row: usize, text: &str) -> Table {
    let mut lines = ORDERS;
    lines[row] = text;
    read("f.csv", lines.join("\n").as_bytes()).expect("a readable file")
}

/// The row is offered as it was before it was damaged, and nothing else is.
fn check(row: usize, text: &str, words: &str) {
    let clean = damaged(row, ORDERS[row]).to_csv();
    let mut table = damaged(row, text);
    let found: Vec<(u32, &str)> = table.offers().iter().map(|offer| (offer.line, offer.words.as_str())).collect();
    assert_eq!(found, [(u32::try_from(row).unwrap_or(0) + 1, words)], "{text}");
    assert_eq!(table.offers()[0].was, text);
    assert_ne!(table.to_csv(), clean, "{text}");
    let (unrepaired, said) = (table.to_csv(), table.diagnostics().to_vec());
    let before = table.take_offers();
    assert_eq!((before.offers.len(), table.to_csv(), table.offers().len()), (1, clean, 0));
    assert!(table.diagnostics().iter().all(|found| found.severity == Severity::Repaired), "{text}");
    table.put_back(before);
    assert_eq!((table.to_csv(), table.offers().len(), table.diagnostics()), (unrepaired, 1, said.as_slice()));
}

fn check_none(row: usize, text: &str) {
    assert_eq!(damaged(row, text).offers(), [], "{text}");
}

#[test]
fn a_separator_too_few() {
    check(
        2,
        "29/01/201810:30,12,RI-3895,$29.81,Running jacket,Oslo",
        "a separator is missing between “date” and “time”",
    );
    check(
        2,
        "29/01/2018,10:3012,RI-3895,$29.81,Running jacket,Oslo",
        "a separator is missing between “time” and “pieces”",
    );
    check(
        6,
        "14/02/2018,01:15,1,YY-1697$34.22,Suspenders,Oslo",
        "a separator is missing between “product” and “price”",
    );
    check(
        3,
        "30/01/2018,11:45,1,RI-8070,$80.08\"Hat, wool\",Rome",
        "a separator is missing between “price” and “description”",
    );
    check(
        1,
        "28/01/2018,00:15,2,MG-8769,$74.69,\"Light boots, grey\"Rome",
        "a separator is missing between “description” and “shop”",
    );
    check(7, "15/02/2018,02:15,4,BH-6052,$9.34,TowelRome", "a separator is missing between “description” and “shop”");
}

#[test]
fn a_separator_too_many() {
    check(2, ",29/01/2018,10:30,12,RI-3895,$29.81,Running jacket,Oslo", "a separator too many at the beginning");
    check(2, "29/01/2018,10:30,,12,RI-3895,$29.81,Running jacket,Oslo", "a separator too many behind “time”");
    check(
        1,
        "28/01/2018,00:15,2,MG-8769,$74.69,Light boots, grey,Rome",
        "the separators in “description” are part of the text",
    );
}

#[test]
fn another_separator() {
    check(3, "30/01/2018;11:45;1;RI-8070;$80.08;Hat, wool;Rome", "another separator than in the other rows");
    check(2, "29/01/2018 10:30 12 RI-3895 $29.81 Running jacket Oslo", "another separator than in the other rows");
}

#[test]
fn a_header_with_a_blank_name() {
    check(0, "date,time,,pieces,product,price,description,shop", "a separator too many behind “time”");
}

#[test]
fn nothing_is_offered_in_doubt() {
    check_none(2, "29/01/2018,10:30,12,RI-3895,$29.81,Running jacket");
    check_none(2, "29/01/2018,10:30");
    check_none(2, "x,y,z");
    check_none(2, "29/01/2018,10:30,12,RI-3895,$29.81,Running jacket,Oslo,");
    check_none(2, "29/01/2018,10:30,12,RI-3895,$29.81,Running jacket,Oslo,12");
    let words = "name,note,place\nAcme,big,Rome\nGlobex,small,Oslo\nInitechlarge,Bonn\nHooli,old,Ulm\n";
    assert_eq!(read("f.csv", words.as_bytes()).expect("a readable file").offers(), []);
}

#[test]
fn offers_follow_corrections() {
    let text = "name,zip,since\nA,46801,2018\nB,46802,2019\nC,46803,,2020\nD,46804,2021\nE468052022\n";
    let text = text.replace("E468052022", "E,,46805,2022");
    let mut table = read("f.csv", text.as_bytes()).expect("a readable file");
    assert_eq!(table.offers().len(), 2);
    table.set_cell(4, 1, "46899");
    table.set_cell(99, 0, "x");
    table.set_cell(0, 99, "x");
    assert_eq!((table.len(), table.offers().len(), table.line(2)), (5, 1, 4));
    assert_eq!(table.take_offers().offers.len(), 1);
    assert_eq!((table.cell(2, 1), table.cell(2, 2), table.cell(4, 1)), ("46803", "2020", "46899"));
    let counts = table.diagnostics().iter().filter(|found| found.code == Code::RaggedRow).count();
    assert_eq!(counts, 2);
}

#[test]
fn a_short_row_grows_when_it_is_corrected() {
    let mut table = read("f.csv", b"name,city,zip\nA\nB,Oslo,2\n").expect("a readable file");
    table.set_cell(0, 2, "1");
    assert_eq!(table.to_csv(), "name,city,zip\r\nA,,1\r\nB,Oslo,2\r\n");
}

#[test]
fn a_row_is_put_right_as_a_whole_and_taken_back() {
    let text = "name,city,since\nA,Oslo,2018\nB, Inc,Rome,2019\nC,Bonn\nD,Ulm,2021\nE,Graz,2022\nF,Wien,2023\n";
    let table = read("f.csv", text.as_bytes()).expect("a readable file");
    let ragged = table.diagnostics().iter().find(|found| found.code == Code::RaggedRow && found.row == 4);
    assert_eq!(ragged.map(|found| found.value.as_str()), Some("C | Bonn"));
    let mut sheet = Sheet::recognise(table, &Gazetteer::default());
    let told = |sheet: &Sheet, code: Code| {
        let mut log = sheet.table().log.clone();
        sheet.tell(&mut log);
        log.diagnostics().iter().filter(|found| found.code == code).map(|found| found.row).collect::<Vec<_>>()
    };
    let cells = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<String>>();
    assert_eq!(told(&sheet, Code::RaggedRow), [3, 4]);
    assert_eq!(sheet.row_cells(3), Some(cells(&["B", " Inc", "Rome", "2019"])));
    sheet.set_row(3, &cells(&["B, Inc", "Rome", "2019", ""]));
    sheet.set_cell(4, 2, "2020");
    sheet.set_row(4, &cells(&["C", "Köln", "2020"]));
    assert_eq!((told(&sheet, Code::RaggedRow), told(&sheet, Code::Corrected)), (vec![], vec![3, 4]));
    assert_eq!((sheet.table().cell(1, 0), sheet.table().cell(2, 1)), ("B, Inc", "Köln"));
    assert_eq!((sheet.first_told(1, 0), sheet.first_told(2, 2)), ("B", ""));
    // What stands too much is told on.
    sheet.set_row(3, &cells(&["B", "Inc", "Rome", "2019"]));
    assert_eq!(told(&sheet, Code::RaggedRow), [3]);
    sheet.set_row(3, &[]);
    sheet.set_row(4, &[]);
    assert_eq!(
        (sheet.row_cells(3), sheet.row_cells(4)),
        (Some(cells(&["B", " Inc", "Rome", "2019"])), Some(cells(&["C", "Bonn", ""])))
    );
    assert_eq!((told(&sheet, Code::RaggedRow), told(&sheet, Code::Corrected)), (vec![3, 4], vec![]));
    assert_eq!(sheet.row_cells(99), None);
    sheet.set_row(99, &cells(&["x"]));
}

#[test]
fn repairs_taken_back_leave_rows_alone_that_were_put_right_by_hand() {
    let text = "name,zip,since\nA,46801,2018\nB,46802,2019\nC,46803,,2020\nD,46804,2021\nE,,46805,2022\n";
    let places = Gazetteer::default();
    let mut sheet = Sheet::recognise(read("f.csv", text.as_bytes()).expect("a readable file"), &places);
    sheet = sheet.with_repairs(true, &places);
    let own = ["C", "1", "2"].map(str::to_owned);
    sheet.set_row(4, &own);
    sheet = sheet.with_repairs(false, &places);
    assert_eq!(sheet.row_cells(4).as_deref(), Some(own.as_slice()));
    assert_eq!(sheet.row_cells(6).map(|cells| cells.len()), Some(4));
    sheet.set_row(4, &[]);
    assert_eq!(sheet.row_cells(4).map(|cells| cells.join("|")).as_deref(), Some("C|46803||2020"));
}
