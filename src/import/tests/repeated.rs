//! Rows that stand in several files, and tables about the deals of another.

use super::joins::told;
use super::{import, sheet};
use crate::import::{Import, Sheet, settle_kinds};
use crate::model::{Code, FileKind};

const CUSTOMERS: &str = "customer_id,name,city\n1,Acme,Boston\n2,Bolt,Austin\n3,Cog,Reno\n";

fn settled(files: &[(&str, &str)]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = files.iter().map(|(name, text)| sheet(name, text)).collect();
    settle_kinds(&mut sheets, None);
    sheets
}

fn imported(files: &[(&str, &str)]) -> Import {
    import(&settled(files)).expect("usable files")
}

fn numbers<'a>(found: &'a Import, name: &str) -> Option<&'a [Option<f64>]> {
    found.dataset.accounts().column(name).and_then(|own| own.values.numbers())
}

#[test]
fn of_two_exports_of_a_list_the_newer_is_taken() {
    let before = "id,name,city,employees\nA1,Acme,Boston,10\nA2,Bolt,Austin,20\nA3,Cog,Reno,30\nA4,Dot,Gary,40\n";
    let after = "id,name,city,employees\nA1,Acme,Boston,11\nA2,Bolt,Dallas,20\nA3,Cog,Reno,30\nA5,Elm,Erie,50\n";
    for names in [["accounts_2026-01.csv", "accounts_2026-02.csv"], ["accounts.csv", "accounts (1).csv"]] {
        for is_turned in [false, true] {
            let mut files = vec![(names[0], before), (names[1], after)];
            if is_turned {
                files.reverse();
            }
            let found = imported(&files);
            let mut rows: Vec<(&str, Option<f64>)> = found
                .dataset
                .accounts()
                .ids
                .iter()
                .zip(numbers(&found, "employees").unwrap().iter().copied())
                .collect();
            rows.sort_by_key(|row| row.0);
            let expected = [("A1", 11.0), ("A2", 20.0), ("A3", 30.0), ("A4", 40.0), ("A5", 50.0)];
            assert_eq!(rows, expected.map(|(id, number)| (id, Some(number))), "{files:?}");
            let said = told(&found, Code::Repeated);
            assert_eq!(said.len(), 1, "{files:?}");
            assert_eq!(said[0].0, names[0], "{files:?}");
        }
    }
}

#[test]
fn lists_of_other_accounts_with_the_same_numbers_stay() {
    let north = "id,name,city,state\n1,Acme,Boston,MA\n2,Bolt,Salem,MA\n3,Cog,Lowell,MA\n";
    let south = "id,name,city,state\n1,Dot,Austin,TX\n2,Elm,Dallas,TX\n3,Fen,Waco,TX\n";
    let found = imported(&[("north.csv", north), ("south.csv", south)]);
    assert_eq!(found.dataset.accounts().len(), 6);
    assert!(told(&found, Code::Repeated).is_empty());
}

#[test]
fn what_happened_counts_once_where_exports_overlap() {
    let january = "order_id,customer_id,order_date,total\n7,1,2026-01-05,500\n8,2,2026-01-06,70\n";
    let both = "order_id,customer_id,order_date,total\n8,2,2026-01-06,70\n9,3,2026-02-06,30\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("orders_jan.csv", january), ("orders_q1.csv", both)]);
    assert_eq!(numbers(&found, "total"), Some(&[Some(500.0), Some(70.0), Some(30.0)][..]));
    assert_eq!(numbers(&found, "Lines"), Some(&[Some(1.0), Some(1.0), Some(1.0)][..]));
    let visits = "customer,visit date,visit type,notes\nAcme,2026-01-05,Visit,first\nBolt,2026-01-06,Call,second\n";
    let again = "customer,visit date,visit type,notes\nBolt,2026-01-06,Call,second\nCog,2026-01-07,Visit,third\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("visits.csv", visits), ("visits_2.csv", again)]);
    assert_eq!(found.dataset.records().activities.len(), 3);
    assert_eq!(told(&found, Code::Repeated).len(), 1);
}

#[test]
fn a_deal_that_was_exported_again_is_as_it_is_now() {
    let before = "deal id,account,deal name,stage,amount,close date\nD1,Acme,First,Proposal,500,2026-03-05\nD2,Bolt,Second,Open,70,2026-03-06\n";
    let after = "deal id,account,deal name,stage,amount,close date\nD1,Acme,First,Closed Won,500,2026-02-20\nD2,Bolt,Second,Open,70,2026-03-06\n";
    let found =
        imported(&[("customers.csv", CUSTOMERS), ("deals_2026-01-31.csv", before), ("deals_2026-02-28.csv", after)]);
    let deals = &found.dataset.records().opportunities;
    assert_eq!(deals.len(), 2);
    assert!(deals.iter().any(|(_, deal)| deal.state == crate::model::DealState::Won));
}

#[test]
fn who_says_what_a_file_is_has_all_of_its_rows() {
    let orders = "order_id,customer_id,order_date,total\n7,1,2026-01-05,500\n8,2,2026-01-06,70\n";
    let mut sheets = settled(&[("customers.csv", CUSTOMERS), ("orders.csv", orders), ("orders_copy.csv", orders)]);
    let once = import(&sheets).expect("usable files");
    assert_eq!(numbers(&once, "total"), Some(&[Some(500.0), Some(70.0), None][..]));
    sheets[1].set_kind(FileKind::OrderLines);
    settle_kinds(&mut sheets, None);
    let twice = import(&sheets).expect("usable files");
    assert_eq!(numbers(&twice, "total"), Some(&[Some(1000.0), Some(140.0), None][..]));
}

#[test]
fn tables_about_deals_are_no_deals() {
    let deals = "Id,AccountId,Name,StageName,Amount,CloseDate\nO1,1,First,Closed Won,500,2026-01-05\nO2,2,Second,Prospecting,70,2026-02-05\n";
    for (name, table) in [
        (
            "OpportunityLineItem.csv",
            "Id,OpportunityId,Product2Id,Quantity,UnitPrice,TotalPrice\nL1,O1,P1,2,100,200\nL2,O1,P2,3,100,300\nL3,O2,P1,1,70,70\n",
        ),
        (
            "OpportunityHistory.csv",
            "OpportunityId,StageName,CreatedDate,Amount\nO1,Prospecting,2026-01-01,400\nO1,Closed Won,2026-01-05,500\nO2,Prospecting,2026-01-03,70\n",
        ),
        ("contact_deal_roles.csv", "Opportunity ID,contact_id,Role\nO1,C1,Buyer\nO1,C2,User\nO2,C3,Buyer\n"),
    ] {
        let found = imported(&[("customers.csv", CUSTOMERS), ("Opportunity.csv", deals), (name, table)]);
        assert_eq!(found.dataset.records().opportunities.len(), 2, "{name}");
        assert_eq!(found.dataset.accounts().len(), 3, "{name}");
        assert_eq!(told(&found, Code::NotTaken).len(), 1, "{name}");
    }
}

#[test]
fn rows_that_say_the_same_twice_are_told_and_stay() {
    let visits = "customer,visit date,visit type\nAcme,2026-01-05,Visit\nBolt,2026-01-06,Call\nAcme,2026-01-05,Visit\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("visits.csv", visits)]);
    assert_eq!(found.dataset.records().activities.len(), 3);
    assert_eq!(told(&found, Code::Repeated), [("visits.csv".to_owned(), 4, String::new())]);
}

#[test]
fn namesakes_without_a_place_are_told_unless_they_are_many() {
    let list = |names: &[&str]| {
        let rows = names.iter().enumerate().map(|(at, name)| format!("C{at},{name},{}\n", 10 * at));
        format!("client id,company,contract value\n{}", rows.collect::<String>())
    };
    let few = ["Acme", "Bolt", "Cog", "Dot", "Elm", "ACME Inc.", "Fen", "Gum"];
    let found = imported(&[("clients.csv", &list(&few))]);
    assert_eq!(told(&found, Code::SamePlace), [("clients.csv".to_owned(), 7, "ACME Inc.".to_owned())]);
    let many = ["Ann Lee", "Bo Ray", "Ann Lee", "Bo Ray", "Cy Fox", "Di Orr"];
    let found = imported(&[("clients.csv", &list(&many))]);
    assert!(told(&found, Code::SamePlace).is_empty());
}
