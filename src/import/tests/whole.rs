//! Sheets → data sets.

use super::{import, shared, sheet};
use crate::gazetteer::Gazetteer;
use crate::import::{Corrections, Import, ImportError, Progress, assemble, read};
use crate::model::{AccountIx, Code, FileKind, Precision, RepValue};
use proptest::prelude::*;

fn imported(name: &str, text: &str) -> Import {
    import(&[sheet(name, text)]).expect("a usable file")
}

fn ids(import: &Import) -> Vec<&str> {
    import.dataset.accounts().ids.iter().collect()
}

fn codes(import: &Import) -> Vec<(u32, Code)> {
    import.diagnostics.iter().map(|diagnostic| (diagnostic.row, diagnostic.code)).collect()
}

fn numbers(import: &Import, column: &str) -> Vec<Option<f64>> {
    let column = import.dataset.accounts().column(column).expect("a column");
    column.values.numbers().expect("numbers").to_vec()
}

const LINES: &str = "Order ID,Order Date,Customer ID,Customer Name,City,Postal Code,Segment,Product,Sales,Quantity,Discount\n\
    o1,1/2/2018,C1,Ann,Gary,46401,Home,p1,5.5,2,0.2\n\
    o2,1/3/2018,C1,Ann,Gary,46401,Home,p2,6,1,0\n\
    o3,1/3/2018,C1,Ann,Erie,16501,Home,p2,,4,0\n\
    o4,1/4/2018,C2,Bob,Gary,46401,Office,p1,-2,1,0\n\
    Total,,,,,,,,9.5,8,\n";

#[test]
fn rolls_order_lines_up() {
    let import = imported("orders.csv", LINES);
    assert_eq!(ids(&import), ["C1-46401", "C1-16501", "C2-46401"]);
    assert_eq!(import.dataset.accounts().families.iter().collect::<Vec<_>>(), ["C1", "C1", "C2"]);
    assert_eq!(import.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Ann", "Ann", "Bob"]);
    assert_eq!(numbers(&import, "sales"), [Some(11.5), None, Some(-2.0)]);
    assert_eq!(numbers(&import, "Quantity"), [Some(3.0), Some(4.0), Some(1.0)]);
    assert_eq!(numbers(&import, "Lines"), [Some(2.0), Some(1.0), Some(1.0)]);
    let accounts = import.dataset.accounts();
    assert!(accounts.column("Segment").is_some() && accounts.column("Product").is_none());
    assert!(accounts.column("Discount").is_none());
    assert_eq!(import.outcomes.first().map(|outcome| (outcome.rows, outcome.taken)), Some((5, 4)));
    assert!(codes(&import).contains(&(6, Code::TotalsRow)));
}

#[test]
fn loses_no_account() {
    let import = imported("f.csv", "Account ID,Name,Revenue\nA,x,5\nA,y,n/a\n,z,six\nA,w,7\nA-2,v,8\n");
    assert_eq!(ids(&import), ["A", "A-2", "row-3", "A-3", "A-2-2"]);
    assert_eq!(numbers(&import, "revenue"), [Some(5.0), None, None, Some(7.0), Some(8.0)]);
    assert_eq!(
        codes(&import),
        [
            (3, Code::RepeatedId),
            (5, Code::RepeatedId),
            (6, Code::RepeatedId),
            (4, Code::NotANumber),
            (0, Code::NotLocated)
        ]
    );
}

#[test]
fn what_stands_below_the_totals_is_no_account() {
    let text = "Account ID,Name,City,Revenue\nA,x,Gary,5\nB,y,Erie,6\nTotal,,,11\nAverage,,,5.5\nCount,,,2\nConfidential Information - Do Not Distribute\n\
        Copyright (c) 2026 Acme, Inc.\n";
    let import = imported("f.csv", text);
    assert_eq!(ids(&import), ["A", "B"]);
    let found = |code| codes(&import).iter().filter(|(_, own)| *own == code).map(|(row, _)| *row).collect::<Vec<_>>();
    assert_eq!((found(Code::TotalsRow), found(Code::Footer)), (vec![4], vec![5, 6, 7, 8]));
}

#[test]
fn takes_given_coordinates() {
    let import =
        imported("f.csv", "Account,Latitude,Longitude\nA,41.5,-87.5\nB,0,0\nC,-87.5,\nD,-120.5,45.5\nE,200,10\nF,,\n");
    let located: Vec<_> = import
        .dataset
        .accounts()
        .indices()
        .map(|account| import.dataset.accounts().get(account))
        .map(|account| (account.precision, account.location.map(|point| (point.lat(), point.lon()))))
        .collect();
    assert_eq!(located[0], (Precision::Given, Some((41.5, -87.5))));
    assert_eq!(located[3], (Precision::Given, Some((45.5, -120.5))));
    assert_eq!(located.iter().filter(|(precision, _)| *precision == Precision::None).count(), 4);
    let bad: Vec<u32> =
        codes(&import).into_iter().filter(|(_, code)| *code == Code::BadCoordinate).map(|(row, _)| row).collect();
    assert_eq!(bad, [3, 4, 5, 6]);
}

#[test]
fn takes_reps_beside_accounts() {
    let reps = sheet("reps.csv", "Rep,Latitude,Longitude,FTE\nAnn,41.5,-87.5,1\nBob,40.5,-86.5,50 %\nCy,,,0\n");
    let accounts = sheet("accounts.csv", "Account,City\nAcme,Gary\n");
    let import = import(&[reps, accounts]).expect("usable files");
    let found: Vec<_> =
        import.dataset.reps().iter().map(|rep| (rep.id.as_str(), rep.name.as_str(), rep.capacity)).collect();
    assert_eq!(found, [("rep-1", "Ann", 1.0), ("rep-2", "Bob", 0.5), ("rep-3", "Cy", 1.0)]);
    assert_eq!(import.dataset.sources().len(), 2);
    assert_eq!(ids(&import), ["row-1"]);
}

#[test]
fn keeps_what_a_file_says_of_reps() {
    let reps = sheet(
        "reps.csv",
        "Rep,FTE,Skills,Languages,Industry,Years of experience,Company car\n\
         Ann,1,Welding,\"English / Español; english\",Steel,12,yes\nBob,1,,English,,3,no\n",
    );
    let import = import(&[reps, sheet("accounts.csv", "Account,City\nAcme,Gary\n")]).expect("usable files");
    let [ann, bob] = import.dataset.reps() else { panic!("there are two") };
    assert_eq!(ann.skills, ["Welding", "English", "Español"]);
    assert_eq!(bob.skills, ["English"]);
    let text = |text: &str| RepValue::Text(text.to_owned());
    assert_eq!(ann.attribute("industry"), Some(&text("Steel")));
    assert_eq!(ann.attribute("Years of experience"), Some(&RepValue::Number(12.0)));
    assert_eq!([ann, bob].map(|rep| rep.attribute("Company car")), [Some(&text("yes")), Some(&text("no"))]);
    assert_eq!(bob.attribute("Industry"), None);
}

#[test]
fn joins_columns_of_several_files() {
    let first = sheet("a.csv", "Account,City,Revenue\nA,Gary,5\nB,Erie,6\n");
    let second = sheet("b.csv", "Account,Town,revenue,Industry\nC,Rome,7,Food\nD,Oslo,8,Steel\n");
    let import = import(&[first, second]).expect("usable files");
    assert_eq!(ids(&import), ["row-1", "row-2", "row-3", "row-4"]);
    assert_eq!(numbers(&import, "Revenue"), [Some(5.0), Some(6.0), Some(7.0), Some(8.0)]);
    assert_eq!(import.dataset.accounts().columns.len(), 4);
    assert_eq!(import.preview.rows.len(), 4);
}

#[test]
fn the_preview_tells_rows_and_what_the_file_says_instead() {
    let mut own = sheet("a.csv", "Account ID,Account,City,Revenue\nA,Acme,Gary,5\n\nA,,Erie,x\nC,Cog,Rome,7\n");
    assert_eq!(own.mappings()[3].samples, ["5", "x", "7"]);
    own.set_cell(4, 3, "6");
    assert_eq!(own.mappings()[3].samples, ["5", "6", "7"], "samples are of the cells as they stand now");
    let told = import(&[own.clone()]).expect("usable").preview.rows;
    let changes: Vec<_> = told.iter().map(|row| (row.line, row.was.clone())).collect();
    let was = [(0, "A"), (1, ""), (7, "x")].map(|(at, text)| (at, text.to_owned())).to_vec();
    assert_eq!(changes, [(2, vec![]), (4, was), (5, vec![])]);
    assert_eq!((told[1].cells[0].as_str(), told[1].cells[7].as_str()), ("A-2", "6"));
}

#[test]
fn says_why_nothing_is_usable() {
    assert_eq!(import(&[]).err(), Some(ImportError::NoFile));
    let header_alone = import(&[sheet("h.csv", "Account,City,Zip\n")]);
    assert!(matches!(header_alone, Err(ImportError::NoRows { .. })));
    let products = import(&[sheet("p.csv", "product,series,sales_price\nP,A,5\n")]);
    assert!(matches!(products, Err(ImportError::NoAccounts { .. })));
}

#[test]
fn reports_progress_to_the_end() {
    let mut last = None;
    let lines = sheet("orders.csv", LINES);
    assemble(&[lines], &Gazetteer::default(), &Corrections::default(), None, &mut |progress| last = Some(progress))
        .expect("a usable file");
    assert_eq!(last, Some(Progress { done: 5, total: 5 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn makes_a_valid_data_set_or_says_why(
        header in proptest::sample::subsequence(
            vec!["Account ID", "Name", "Latitude", "Longitude", "Zip", "City", "Revenue", "Order ID", "Customer", "FTE"],
            2..6
        ),
        rows in proptest::collection::vec(
            proptest::collection::vec("([a-c]|-?[0-9]{1,3}([.,][0-9]{1,3})?|Total|0|\\$5|n/a| |\"){0,2}", 0..7), 0..12
        ),
        kind in proptest::sample::select(vec![FileKind::Accounts, FileKind::Reps, FileKind::OrderLines]),
    ) {
        let lines = rows.iter().map(|row| row.join(";"));
        let text = std::iter::once(header.join(";")).chain(lines).collect::<Vec<_>>().join("\n");
        let mut odd = sheet("f.csv", &text);
        odd.set_kind(kind);
        let taken = odd.table().len();
        match import(&[odd]) {
            Ok(import) => prop_assert!(import.dataset.accounts().len() <= taken),
            Err(error) => prop_assert!(!matches!(error, ImportError::Dataset(_)), "{}", error),
        }
    }
}

fn shared_import(path: &str) -> Option<Import> {
    let bytes = shared(path)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let table = read(name, &bytes).expect("a readable file");
    let sheet = crate::import::Sheet::recognise(table, &Gazetteer::default());
    Some(import(&[sheet]).expect("a usable file"))
}

#[test]
fn rolls_superstore_up() {
    let Some(import) = shared_import("real/superstore_us_orders.csv") else { return };
    let accounts = import.dataset.accounts();
    let families: std::collections::BTreeSet<&str> = accounts.families.iter().collect();
    assert_eq!((accounts.len(), families.len()), (4910, 793));
    assert_eq!(accounts.get(AccountIx(0)).id, "CG-12520-42420");
    let numeric: Vec<&str> =
        accounts.columns.iter().filter(|c| c.values.numbers().is_some()).map(|c| c.name.as_str()).collect();
    assert_eq!(numeric, ["Sales", "Quantity", "Profit", "Lines"]);
    let total: f64 = numbers(&import, "Sales").iter().flatten().sum();
    assert!((total - 2_297_200.86).abs() < 0.01, "{total}");
}

#[test]
fn takes_us_500() {
    let Some(import) = shared_import("real/us-500.csv") else { return };
    assert_eq!(import.dataset.accounts().len(), 500);
    let first = import.dataset.accounts().get(AccountIx(0));
    assert_eq!((first.id, first.name), ("row-1", "Benton, John B Jr"));
}

#[test]
fn takes_decimal_commas_of_the_world() {
    let Some(import) = shared_import("real/global_super_store_orders.tsv") else { return };
    let sales = numbers(&import, "Sales");
    assert!(sales.iter().all(Option::is_some));
    assert!(sales.iter().flatten().any(|sum| sum.fract() != 0.0));
    assert!(!import.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::NotANumber));
}
