//! Newer exports of what a plan was made of.

use super::joins::{of_kind, told, words};
use super::{import, sheet};
use crate::gazetteer::Gazetteer;
use crate::import::{Corrections, Import, ImportError, Sheet, assemble};
use crate::model::{AccountIx, ChangeCounts, Changes, Code, FileKind, RecordChanges, RepIx, Role};

/// The files as a newer export of a data set.
fn newer(sheets: &[Sheet], older: &Import) -> Import {
    let gazetteer = Gazetteer::default();
    assemble(sheets, &gazetteer, &Corrections::default(), Some(&older.dataset), &mut |_| {}).expect("a usable file")
}

#[test]
fn what_a_newer_export_does_not_bring_stays() {
    let roles = [Role::Id, Role::Name, Role::Rep];
    let first = of_kind(FileKind::Accounts, "a.csv", "id,name,owner\nA1,Acme,Ada\nA2,Bolt,Zed\n", &roles);
    let reps = of_kind(FileKind::Reps, "reps.csv", "id,name\nR1,Ada\nR2,Zed\n", &[Role::Id, Role::Name]);
    let deals = "id,account,owner,stage,amount\nD1,A1,Ada,Closed Won,5\nD2,A2,Zed,Closed Won,7\n";
    let deals = of_kind(
        FileKind::Opportunities,
        "deals.csv",
        deals,
        &[Role::Id, Role::Account, Role::Rep, Role::Stage, Role::Amount],
    );
    let older = import(&[first, reps, deals]).expect("usable files");
    assert_eq!(words(&older, "Won value"), ["5", "7"]);
    let second = of_kind(FileKind::Accounts, "b.csv", "id,name,owner\nA3,Cog,Ada\nA2,Bolt,Ada\n", &roles);
    let newer = newer(&[second], &older);
    assert_eq!(newer.dataset.reps(), older.dataset.reps());
    assert_eq!(newer.dataset.accounts().present, [Some(RepIx(0)), Some(RepIx(0))]);
    let deals = &newer.dataset.records().opportunities;
    let owners: Vec<_> = deals.iter().map(|(id, deal)| (id, deal.account, deal.rep)).collect();
    assert_eq!(owners, [("D1", None, Some(RepIx(0))), ("D2", Some(AccountIx(1)), Some(RepIx(1)))]);
    assert_eq!(words(&newer, "Won value"), ["0", "7"]);
    let sources: Vec<&str> = newer.dataset.sources().iter().map(|own| own.file.as_str()).collect();
    assert_eq!(sources, ["b.csv", "reps.csv", "deals.csv"]);
}

#[test]
fn accounts_without_ids_are_who_they_were() {
    let file = |text: &str| of_kind(FileKind::Accounts, "a.csv", text, &[Role::Name, Role::City]);
    let older = import(&[file("name,city\nAster,Boston\nBirch,Newark\nCedar,Salem\nCedar,Salem\n")]).expect("usable");
    let newer = newer(&[file("name,city\nNew,Boston\nbirch,Newark\nCedar,Salem\nAster,Gary\nCedar,Salem\n")], &older);
    let ids: Vec<&str> = newer.dataset.accounts().ids.iter().collect();
    assert_eq!(ids, ["row-5", "row-2", "row-3", "row-1", "row-4"]);
}

const DEALS: [Role; 5] = [Role::Id, Role::Account, Role::Rep, Role::Stage, Role::Amount];

/// Accounts with owners, reps, deals and visits.
fn older() -> Import {
    let accounts = sheet(
        "accounts.csv",
        "Account ID,Account Name,City,Account Owner,Revenue\nA1,Acme,Gary,Ada,5\nA2,Bolt,Erie,Zed,6\n",
    );
    let reps = of_kind(FileKind::Reps, "reps.csv", "name\nAda\nZed\n", &[Role::Name]);
    let deals = "id,account,owner,stage,amount\nD1,A1,Ada,Closed Won,5\nD2,A2,Zed,Negotiation,7\n";
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &DEALS);
    let visits =
        of_kind(FileKind::Activities, "visits.csv", "account,day\nA1,2026-01-05\n", &[Role::Account, Role::Date]);
    import(&[accounts, reps, deals, visits]).expect("usable files")
}

fn ids(import: &Import) -> Vec<&str> {
    import.dataset.accounts().ids.iter().collect()
}

fn sources(import: &Import) -> Vec<&str> {
    import.dataset.sources().iter().map(|own| own.file.as_str()).collect()
}

#[test]
fn newer_deals_alone_join_the_accounts_that_are_there() {
    let older = older();
    let deals =
        "id,account,owner,stage,amount\nD2,A2,Zed,Closed Won,8\nD3,Acme Inc.,Ada,Negotiation,9\nD4,Cog,Ada,Lost,1\n";
    let newer = newer(&[of_kind(FileKind::Opportunities, "new.csv", deals, &DEALS)], &older);
    assert_eq!((ids(&newer), newer.dataset.reps()), (ids(&older), older.dataset.reps()));
    assert_eq!(newer.dataset.accounts().present, older.dataset.accounts().present);
    let joined: Vec<_> = newer.dataset.records().opportunities.iter().map(|(id, deal)| (id, deal.account)).collect();
    assert_eq!(joined, [("D2", Some(AccountIx(1))), ("D3", Some(AccountIx(0))), ("D4", None)]);
    assert_eq!(told(&newer, Code::NotMatched), [("new.csv".to_owned(), 4, "Cog".to_owned())]);
    assert_eq!(words(&newer, "Won value"), ["0", "8"], "what the deals before added up to is gone");
    assert_eq!(words(&newer, "Open pipeline"), ["9", "0"]);
    assert_eq!(
        (words(&newer, "Revenue"), words(&newer, "Activities")),
        (words(&older, "Revenue"), words(&older, "Activities"))
    );
    assert_eq!(newer.dataset.records().activities, older.dataset.records().activities);
    assert_eq!(sources(&newer), ["new.csv", "accounts.csv", "reps.csv", "visits.csv"]);
    let changes = RecordChanges::between(&older.dataset, &newer.dataset);
    let counts = ChangeCounts { added: 2, changed: 1, gone: 1, same: 0 };
    assert_eq!(changes, [RecordChanges { kind: FileKind::Opportunities, counts }]);
    assert_eq!(Changes::between(&older.dataset, &newer.dataset).counts.gone, 0);
}

#[test]
fn newer_reps_alone_own_what_they_owned() {
    let older = older();
    let reps = of_kind(FileKind::Reps, "new.csv", "name\nBo\nZed\nAda\n", &[Role::Name]);
    let newer = newer(&[reps], &older);
    let reps: Vec<_> = newer.dataset.reps().iter().map(|rep| (rep.id.as_str(), rep.name.as_str())).collect();
    assert_eq!(reps, [("rep-3", "Bo"), ("rep-2", "Zed"), ("rep-1", "Ada")]);
    assert_eq!(newer.dataset.accounts().present, [Some(RepIx(2)), Some(RepIx(1))]);
    let sellers: Vec<_> = newer.dataset.records().opportunities.records().iter().map(|deal| deal.rep).collect();
    assert_eq!(sellers, [Some(RepIx(2)), Some(RepIx(1))]);
    assert_eq!(Changes::between(&older.dataset, &newer.dataset).counts.changed, 0);
}

#[test]
fn reps_that_come_later_own_what_the_owners_column_says() {
    let accounts = sheet(
        "accounts.csv",
        "Account ID,Account Name,City,Account Owner\nA1,Acme,Gary,\"Lovelace, Ada\"\nA2,Bolt,Erie,Zed\n",
    );
    let older = import(&[accounts]).expect("usable files");
    let newer = newer(&[sheet("reps.csv", "Rep ID,Rep Name\nR1,Ada Lovelace\n")], &older);
    assert_eq!(newer.dataset.accounts().present, [Some(RepIx(0)), None]);
}

#[test]
fn newer_areas_alone_take_the_place_of_those_before() {
    let zips = |name: &str, text: &str| of_kind(FileKind::Areas, name, text, &[Role::PostalCode, Role::Measure]);
    let accounts = sheet("accounts.csv", "Account ID,Account Name,Zip\nA1,Acme,02134\nA2,Bolt,46802\n");
    let older = import(&[accounts, zips("a.csv", "zip,population\n02134,9\n46802,8\n")]).expect("usable files");
    let newer = newer(&[zips("b.csv", "zip,population\n2134,7\n")], &older);
    assert_eq!(words(&newer, "population"), ["7", ""]);
    assert_eq!((newer.dataset.accounts().columns.len(), newer.dataset.records().areas.len()), (2, 1));
}

#[test]
fn deals_alone_find_the_customers_of_order_lines() {
    let lines = "customer,zip,sales\nAnn,46802,5\nBob,60601,1\nBob,10001,1\n";
    let lines = of_kind(FileKind::OrderLines, "2025.csv", lines, &[Role::Id, Role::PostalCode, Role::Measure]);
    let older = import(&[lines]).expect("usable files");
    let deals = of_kind(FileKind::Opportunities, "new.csv", "id,account\nD1,Ann\nD2,Bob\n", &[Role::Id, Role::Account]);
    let newer = newer(&[deals], &older);
    let joined: Vec<_> = newer.dataset.records().opportunities.records().iter().map(|deal| deal.account).collect();
    assert_eq!(joined, [Some(AccountIx(0)), None]);
}

#[test]
fn prices_stay_with_products_that_no_newer_file_brings() {
    let products = sheet("products.csv", "Product,Series,Price\nGTX,G,5\nMG,M,6\n");
    let accounts = sheet("accounts.csv", "Account ID,Account Name,City\nA1,Acme,Gary\n");
    let older = import(&[products, accounts]).expect("usable files");
    let deals = of_kind(FileKind::Opportunities, "new.csv", "id,product\nD1,MG\n", &[Role::Id, Role::Product]);
    let newer = newer(&[deals], &older);
    assert_eq!(newer.dataset.records().products, older.dataset.records().products);
}

#[test]
fn records_alone_without_a_plan_say_that_accounts_are_missing() {
    let deals = of_kind(FileKind::Opportunities, "new.csv", "id,account\nD1,Ann\n", &[Role::Id, Role::Account]);
    assert!(matches!(import(std::slice::from_ref(&deals)), Err(ImportError::NoAccounts { .. })));
    let other = of_kind(FileKind::Other, "other.csv", "a,b\n1,2\n", &[]);
    let (places, none) = (Gazetteer::default(), Corrections::default());
    let nothing = assemble(&[other], &places, &none, Some(&older().dataset), &mut |_| {});
    assert!(matches!(nothing, Err(ImportError::NoAccounts { .. })), "nothing in them says anything about accounts");
}

#[test]
fn ids_that_lost_their_zeros_are_the_same_accounts() {
    let accounts = |text: &str| of_kind(FileKind::Accounts, "a.csv", text, &[Role::Id, Role::Name]);
    let older =
        import(&[accounts("id,name\n0000012345,Acme\n0000000007,Bolt\n008,Cog\n8,Dot\nA01,Eel\n")]).expect("usable");
    let deals = of_kind(FileKind::Opportunities, "d.csv", "id,account\nD1,7\nD2,12345\n", &[Role::Id, Role::Account]);
    let newer = newer(&[accounts("id,name\n12345,Acme\n7,Bolt\n08,Cog\nA1,Eel\n00009,Fig\n"), deals], &older);
    assert_eq!(ids(&newer), ["0000012345", "0000000007", "08", "A1", "00009"], "what may be two stays as it is");
    let restored = [(2, "12345"), (3, "7")].map(|(row, id)| ("a.csv".to_owned(), row, id.to_owned()));
    assert_eq!(told(&newer, Code::IdZeros), restored);
    let joined: Vec<_> = newer.dataset.records().opportunities.records().iter().map(|deal| deal.account).collect();
    assert_eq!(joined, [Some(AccountIx(1)), Some(AccountIx(0))], "as the files write them they are known too");
}
