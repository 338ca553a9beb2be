//! Answers of an earlier import, taken again.

use super::*;
use crate::model::{AccountIx, Diagnostics, Outcome, Precision, SavedCell};
use crate::units::LonLat;
use std::io::Read;

fn ids(import: &Import) -> Vec<&str> {
    import.dataset.accounts().ids.iter().collect()
}

fn revenue(import: &Import) -> Vec<Option<f64>> {
    let column = import.dataset.accounts().column("Revenue").expect("a column");
    column.values.numbers().expect("numbers").to_vec()
}

fn told(import: &Import, code: Code) -> Vec<(u32, &str)> {
    let own = import.diagnostics.iter().filter(|found| found.code == code);
    own.map(|found| (found.row, found.value.as_str())).collect()
}

fn assembled(intake: &mut Intake) -> Import {
    intake.assembled(&Gazetteer::default(), &mut |_| {}).expect("usable").clone()
}

fn read(intake: &mut Intake, text: &str) {
    intake.read("a.csv", text.as_bytes(), &Gazetteer::default()).expect("a table");
}

const HEADER: &str = "Account ID,Account Name,Zip,Revenue\n";

#[test]
fn cells_and_merges_are_put_right_again_where_an_export_says_the_same() {
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}A1,Acme,46802,x1\nA2,ACME Inc.,46802,7\nA3,Cog,60601,9\n"));
    intake.set_cell(0, 2, 3, "1");
    let key = assembled(&mut intake).duplicates[0].key.clone();
    intake.merge(key.clone(), true);
    let mappings = intake.take(&Gazetteer::default(), &mut |_| {}).expect("usable").mappings;
    let [row, column, was, now] = ["A1", "Revenue", "x1", "1"].map(str::to_owned);
    assert_eq!(mappings[0].answers.cells, [SavedCell { row, column, was, now }]);
    assert_eq!(mappings[0].answers.merged, [(key.clone(), 2)]);
    let again = |rows: &str| {
        let mut intake = Intake::default();
        intake.remember(mappings.clone());
        read(&mut intake, &format!("{HEADER}{rows}"));
        let import = assembled(&mut intake);
        intake.merge(key.clone(), false);
        (import, assembled(&mut intake))
    };
    let (same, apart) = again("A0,New,10001,5\nA1,Acme,46802,x1\nA2,ACME Inc.,46802,7\n");
    assert_eq!((ids(&same), revenue(&same)), (vec!["A0", "A1"], vec![Some(5.0), Some(1.0)]));
    assert_eq!(told(&same, Code::Corrected), [(3, "x1")]);
    assert!(told(&same, Code::SamePlace).contains(&(4, "ACME Inc.")), "it is told");
    assert_eq!(ids(&apart).len(), 3, "a person may take them apart");
    let (other, _) = again("A1,Acme,46802,x2\nA2,ACME Inc.,46802,7\nA4,acme,46802,3\n");
    assert_eq!((ids(&other).len(), revenue(&other)[0]), (3, None), "another value, and one more account");
}

#[test]
fn rows_are_put_right_again_where_an_export_says_the_same() {
    let slipped = "A2,Finch,Harrow,46802,7\n";
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}A1,Acme,46802,1\n{slipped}"));
    let cells = ["A2", "Finch, Harrow", "46802", "7"].map(str::to_owned);
    intake.set_row(0, 3, &cells);
    let mappings = intake.take(&Gazetteer::default(), &mut |_| {}).expect("usable").mappings;
    assert_eq!(mappings[0].answers.rows.len(), 1);
    let again = |rows: &str| {
        let mut intake = Intake::default();
        intake.remember(mappings.clone());
        read(&mut intake, &format!("{HEADER}{rows}"));
        let import = assembled(&mut intake);
        let lines = told(&import, Code::Corrected).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        let names: Vec<String> = import.dataset.accounts().names.iter().map(str::to_owned).collect();
        // It comes a third time.
        let mappings = intake.take(&Gazetteer::default(), &mut |_| {}).expect("usable").mappings;
        assert_eq!(mappings.first().map_or(0, |saved| saved.answers.rows.len()), lines.len());
        (names, lines)
    };
    let newer = format!("A0,New,10001,5\nA1,Acme,46802,1\n{slipped}");
    assert_eq!(again(&newer), (["New", "Acme", "Finch, Harrow"].map(str::to_owned).to_vec(), vec![4]));
    let (other, lines) = again(&newer.replace(",7", ",8"));
    assert_eq!((other[2].as_str(), lines), ("Finch", Vec::new()), "another row by now");
}

#[test]
fn what_a_person_placed_or_merged_is_no_question_in_an_update() {
    let rows = format!("{HEADER}A1,Acme,46802,1\nA2,Bolt,46803,2\n");
    let mut intake = Intake::default();
    read(&mut intake, &rows);
    let mut plan = intake.take(&Gazetteer::default(), &mut |_| {}).expect("usable").into_plan();
    let hand = Placement::by_hand(LonLat::new(-85.0, 41.0).expect("on the globe"));
    plan.apply(plan.place_edit(AccountIx(0), hand)).expect("it fits");
    let mut newer = Intake::default();
    newer.compare(Some(plan.dataset().clone()));
    read(&mut newer, &format!("{rows}A2,Bolt,46803,2\n"));
    let draft = |intake: &mut Intake| intake.draft(&Gazetteer::default(), &mut |_| {});
    let count = |draft: &Draft, code: Code, severity: Severity| -> u32 {
        draft.tallies.iter().filter(|own| (own.code, own.severity) == (code, severity)).map(|own| own.count).sum()
    };
    let before = draft(&mut newer);
    assert_eq!(before.unlocated.iter().map(|own| own.id.as_str()).collect::<Vec<_>>(), ["A2", "A2-2"]);
    assert_eq!(before.located, [(Precision::Given, 1), (Precision::None, 2)]);
    assert_eq!(count(&before, Code::NotLocated, Severity::Repaired), 1);
    assert_eq!(count(&before, Code::RepeatedId, Severity::Check), 1);
    assert!(before.places.iter().all(|place| place.told.postal_code != "46802"), "{:?}", before.places);
    newer.merge(before.duplicates[0].key.clone(), true);
    let after = draft(&mut newer);
    assert_eq!((after.accounts, count(&after, Code::RepeatedId, Severity::Check)), (2, 0));
    assert_eq!(count(&after, Code::RepeatedId, Severity::Repaired), 1);
}

#[test]
fn files_of_one_name_are_told_apart_and_the_same_file_is_taken_once() {
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}A1,Acme,46802,1\n"));
    read(&mut intake, &format!("{HEADER}B1,Bolt,46803,x\nB2,Cog,46803,2\nB3,Dowel,46803,3\n"));
    let again = intake.read("a.csv", format!("{HEADER}A1,Acme,46802,1\n").as_bytes(), &Gazetteer::default());
    assert_eq!(again, Err(ReadError::Again { file: "a.csv".to_owned() }));
    let import = assembled(&mut intake);
    assert_eq!(import.outcomes.iter().map(|own| own.file.as_str()).collect::<Vec<_>>(), ["a.csv", "a.csv (2)"]);
    let file = |code: Code| import.diagnostics.iter().find(|own| own.code == code).map(|own| own.file.as_str());
    assert_eq!(file(Code::NotANumber), Some("a.csv (2)"));
    intake.remove(0);
    read(&mut intake, &format!("{HEADER}A1,Acme,46802,1\n"));
    let import = assembled(&mut intake);
    assert_eq!(import.outcomes.iter().map(|own| own.file.as_str()).collect::<Vec<_>>(), ["a.csv (2)", "a.csv"]);
}

#[test]
fn what_is_wanted_is_looked_for_in_all_that_was_found() {
    let rows: String = (1..=200)
        .map(|row| format!("A{row},Acme {row},46802,word {row}\nB{row},Bolt {row},46802,{row}\n"))
        .collect::<Vec<_>>()
        .concat();
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}{rows}"));
    let draft = intake.draft(&Gazetteer::default(), &mut |_| {});
    let shown = |all: &Diagnostics| all.iter().filter(|own| own.code == Code::NotANumber).count();
    assert_eq!(shown(&draft.diagnostics), Draft::SHOWN);
    let find = |text: &str, column: &str| {
        let wanted = Wanted { text: text.to_owned(), column: column.to_owned(), ..Wanted::default() };
        let found = intake.find(&wanted);
        let own = found.tallies.iter().filter(|own| own.code == Code::NotANumber).map(|own| own.count).sum::<u32>();
        (own, shown(&found.diagnostics))
    };
    assert_eq!(find("WORD 200", ""), (1, 1));
    assert_eq!(find("word 1", ""), (111, Draft::SHOWN));
    assert_eq!(find("not a number", ""), (200, Draft::SHOWN));
    assert_eq!(find("", "Revenue"), (200, Draft::SHOWN));
    assert_eq!(find("", "Zip").0, 0);
}

#[test]
fn duplicates_are_listed_once_and_merged_together() {
    let rows: String = (1..=600)
        .map(|row| format!("A{row},Acme {row},46802,1\nA{row},Acme {row},46802,1\n"))
        .collect::<Vec<_>>()
        .concat();
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}{rows}"));
    let draft = |intake: &mut Intake| intake.draft(&Gazetteer::default(), &mut |_| {});
    let before = draft(&mut intake);
    assert_eq!((before.duplicates.len(), before.listed.duplicates), (Draft::ASKED, vec![(Sameness::Id, 600, 0)]));
    intake.merge_all(Sameness::Id, true);
    let after = draft(&mut intake);
    assert_eq!((after.accounts, after.listed.duplicates), (600, vec![(Sameness::Id, 600, 600)]));
    intake.merge_all(Sameness::Id, false);
    assert_eq!(draft(&mut intake).accounts, 1200);
}

#[test]
fn what_was_decided_about_columns_is_told_before_anything_is_taken() {
    let mut intake = Intake::default();
    read(&mut intake, &format!("{HEADER}A1,Acme,46802,1\n"));
    assert_eq!(intake.decided(), []);
    intake.set_role(0, 3, Role::LeaveOut);
    let decided = intake.decided();
    assert_eq!(decided[0].columns[3].0, Some(Role::LeaveOut));
    assert_eq!(decided[0].columns[2].0, None, "nobody said what that is");
    let mut other = Intake::default();
    other.remember(decided);
    read(&mut other, &format!("{HEADER}A2,Bolt,46802,1\n"));
    assert!(assembled(&mut other).dataset.accounts().column("Revenue").is_none());
}

#[test]
fn villages_bring_the_places_of_the_countries_that_their_headers_speak_of() {
    let mut places = Gazetteer::default();
    let mut intake = Intake::default();
    read(&mut intake, "Name,Stadt,PLZ\nAhorn,Zwettl,3910\nBirke,Imst,6460\nEiche,Hartberg,8230\nFichte,Gmünd,3950\n");
    let mut brought = Vec::new();
    loop {
        let missing = intake.missing_packs(&mut places);
        if missing.is_empty() {
            break;
        }
        for pack in missing {
            let path = format!("{}/public/packs/{pack}", env!("CARGO_MANIFEST_DIR"));
            let mut inflated = Vec::new();
            let file = std::fs::File::open(path).expect("the packs are committed");
            flate2::read::GzDecoder::new(file).read_to_end(&mut inflated).expect("the packs are gzipped");
            places.add_pack(&inflated).expect("the packs fit the reader");
            brought.push(pack);
        }
    }
    let own = ["AT", "CH", "DE"].map(|country| format!("places/{country}.pack.gz"));
    assert_eq!(brought[..2], ["core.pack.gz", "world.pack.gz"]);
    assert!(own.iter().all(|pack| brought[2..].contains(pack)) && brought.len() == 5, "{brought:?}");
    assert_eq!(places.home(), Some("Austria"));
    let import = intake.assembled(&places, &mut |_| {}).expect("usable");
    assert_eq!(import.dataset.accounts().places.iter().last(), Some("Gmünd, AT"));
    assert_eq!(told(import, Code::HomeCountry).len(), 1);
}

#[test]
fn files_of_a_database_are_joined_again_and_their_columns_are_what_was_decided() {
    let files = [
        ("customers.csv", "customer_id,name,address_id\n1,Acme,11\n2,Bolt,12\n"),
        ("addresses.csv", "address_id,street,city,size\n11,State St,Boston,5\n12,Congress,Austin,6\n"),
        ("orders.csv", "order_id,customer_id,order_date\n10,1,03/04/2026\n11,2,05/04/2026\n"),
        ("items.csv", "order_id,sent,quantity\n10,03/05/2026,3\n10,03/05/2026,2\n11,05/05/2026,9\n"),
    ];
    let told = |intake: &mut Intake| {
        let outcomes = assembled(intake).outcomes.into_iter();
        let of = |own: Outcome| {
            let columns = own.columns.into_iter().map(|column| (column.header, column.role, column.date_order));
            (own.kind, columns.collect::<Vec<_>>())
        };
        outcomes.map(of).collect::<Vec<_>>()
    };
    let read_all = |intake: &mut Intake| {
        for (name, text) in files {
            intake.read(name, text.as_bytes(), &Gazetteer::default()).expect("a table");
        }
    };
    let position = |intake: &Intake, file: usize, header: &str| {
        let columns = intake.sheets[file].mappings().iter();
        columns.map(|mapping| mapping.header.as_str()).position(|own| own == header).expect("a column")
    };
    let mut intake = Intake::default();
    read_all(&mut intake);
    let [size, sent, ordered] =
        [(0, "size"), (3, "sent"), (2, "order_date")].map(|(file, header)| position(&intake, file, header));
    intake.set_role(0, size, Role::LeaveOut);
    intake.set_role(3, sent, Role::Day);
    intake.set_date_order(3, sent, DateOrder::DayFirst);
    intake.set_date_order(2, ordered, DateOrder::DayFirst);
    let before = told(&mut intake);
    assert_eq!(before[0].1[size], ("size".to_owned(), Role::LeaveOut, None));
    assert_eq!(before[3].0, FileKind::OrderLines);
    let decided = serde_json::to_string(&intake.decided()).expect("it can be kept");
    let taken = intake.take(&Gazetteer::default(), &mut |_| {}).expect("usable").mappings;
    let mut next = Intake::default();
    next.remember(serde_json::from_str(&decided).expect("it can be read"));
    read_all(&mut next);
    assert_eq!(told(&mut next), before);
    // What was decided of a file that is away is there when it comes back.
    next.remove(1);
    assert_eq!(told(&mut next)[0].1.len(), 3);
    let kept =
        |mappings: &[SavedMapping]| mappings.iter().filter(|own| !own.joined.is_empty()).cloned().collect::<Vec<_>>();
    assert_eq!(kept(&next.decided()), kept(&taken));
    assert_eq!(kept(&taken)[0].joined, [("size".to_owned(), Role::LeaveOut, None)]);
}

#[test]
fn what_files_are_beside_each_other_is_settled_once_for_all_that_come_together() {
    let incoming = |name: &str| Incoming { name: name.to_owned(), ..Incoming::default() };
    let mut intake = Intake::default();
    let files = [
        ("lines.csv", "order_id,sku,quantity\n10,P1,3\n11,P1,9\n"),
        ("customers.csv", "customer_id,name,city\n1,Acme,Gary\n2,Bolt,Erie\n"),
        ("orders.csv", "order_id,customer_id,order_date\n10,1,2026-01-05\n11,2,2026-01-06\n"),
    ];
    for (name, text) in files {
        intake.read_incoming(&incoming(name), text.as_bytes(), &Gazetteer::default()).expect("a table");
        assert_eq!(intake.sheets[0].kind(), FileKind::Other);
    }
    intake.settle();
    assert_eq!(intake.sheets[0].kind(), FileKind::OrderLines);
}
