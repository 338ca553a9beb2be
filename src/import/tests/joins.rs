//! Files that refer to each other.

use super::{import, sheet};
use crate::gazetteer::Gazetteer;
use crate::import::{Corrections, Import, ImportError, Sheet, assemble};
use crate::model::{
    AccountIx, AccountKind, ActivityKind, AreaKind, Code, DealState, FileKind, NameChoice, RepIx, Role, Sameness,
};
use proptest::prelude::*;

/// A file taken for what it is, its columns too: what recognition makes of it is another test's matter.
pub(super) fn of_kind(kind: FileKind, name: &str, text: &str, roles: &[Role]) -> Sheet {
    let mut sheet = sheet(name, text);
    sheet.set_kind(kind);
    for (column, &role) in roles.iter().enumerate() {
        sheet.set_role(column, role);
    }
    sheet
}

fn accounts(text: &str) -> Sheet {
    of_kind(FileKind::Accounts, "accounts.csv", text, &[Role::Id, Role::Name, Role::PostalCode, Role::Region])
}

pub(super) fn words(import: &Import, column: &str) -> Vec<String> {
    let column = import.dataset.accounts().column(column).unwrap_or_else(|| panic!("a column {column}"));
    (0..column.values.len()).map(|row| column.values.words(row).into_owned()).collect()
}

pub(super) fn told(import: &Import, code: Code) -> Vec<(String, u32, String)> {
    let own = import.diagnostics.iter().filter(|found| found.code == code);
    own.map(|found| (found.file.clone(), found.row, found.value.clone())).collect()
}

const ACCOUNTS: &str =
    "id,name,zip,state\nA1,Acme Inc.,46802,IN\nA2,Bolt,60601,IL\nA3,Twin,46802,IN\nA4,Twin,60601,IL\n";

#[test]
fn order_lines_join_the_accounts_of_a_file() {
    let lines = "customer id,customer,zip,date,sales\nA1,,,2026-01-05,5\n,ACME,,2026-03-01,6.5\n,Twin,60601,2026-02-01,7\n\
        ,Blot,,2026-02-02,8\n,Newcomer,10001,2026-02-03,9\n";
    let roles = [Role::Id, Role::Name, Role::PostalCode, Role::Date, Role::Measure];
    let lines = of_kind(FileKind::OrderLines, "lines.csv", lines, &roles);
    let import = import(&[lines, accounts(ACCOUNTS)]).expect("usable files");
    let ids: Vec<&str> = import.dataset.accounts().ids.iter().collect();
    assert_eq!(ids, ["A1", "A2", "A3", "A4", "Newcomer-10001"]);
    assert_eq!(words(&import, "sales"), ["11.5", "8", "", "7", "9"]);
    assert_eq!(words(&import, "Lines"), ["2", "1", "", "1", "1"]);
    assert_eq!(words(&import, "Last order"), ["2026-03-01", "2026-02-02", "", "2026-02-01", "2026-02-03"]);
    assert_eq!(told(&import, Code::NotMatched), [("lines.csv".to_owned(), 6, "Newcomer".to_owned())]);
    assert_eq!(told(&import, Code::NearName).len(), 2);
}

#[test]
fn files_of_order_lines_add_up() {
    let lines = |name: &str, sales: u32| {
        let text = format!("customer,zip,sales\nAnn,46802,{sales}\nAnn,60601,1\n");
        of_kind(FileKind::OrderLines, name, &text, &[Role::Name, Role::PostalCode, Role::Measure])
    };
    let import = import(&[lines("2025.csv", 5), lines("2026.csv", 7)]).expect("usable files");
    assert_eq!(import.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["Ann-46802", "Ann-60601"]);
    assert_eq!(
        (words(&import, "sales"), words(&import, "Lines")),
        (vec!["12".into(), "2".into()], vec!["2".into(), "2".into()])
    );
}

#[test]
fn touches_expenses_and_targets_join() {
    let reps = of_kind(FileKind::Reps, "reps.csv", "id,name\nR1,Ada\nR2,Bo\n", &[Role::Id, Role::Name]);
    let visits =
        "account,rep,kind,day,notes\nBolt,Ada,Visit,2026-01-05,met\nA2,Bo,Phone call,2026-02-05,\nA1,Ada,e-mail,,x\n";
    let roles = [Role::Account, Role::Rep, Role::Kind, Role::Date, Role::Attribute];
    let visits = of_kind(FileKind::Activities, "visits.csv", visits, &roles);
    let expenses = "rep,day,category,amount\nBo,2026-01-05,Hotel,120\nAda,2026-01-06,Car,\n";
    let expenses =
        of_kind(FileKind::Expenses, "costs.csv", expenses, &[Role::Rep, Role::Date, Role::Kind, Role::Amount]);
    let targets = "rep,month,amount\nR2,2026-01-01,5000\nNorth,2026-01-01,7000\n";
    let targets = of_kind(FileKind::Targets, "targets.csv", targets, &[Role::Rep, Role::Date, Role::Amount]);
    let import = import(&[accounts(ACCOUNTS), reps, visits, expenses, targets]).expect("usable files");
    let records = import.dataset.records();
    let touches: Vec<_> = records.activities.iter().map(|(note, own)| (note, own.account, own.rep, own.kind)).collect();
    assert_eq!(
        touches,
        [
            ("met", Some(AccountIx(1)), Some(RepIx(0)), ActivityKind::Visit),
            ("", Some(AccountIx(1)), Some(RepIx(1)), ActivityKind::Call),
            ("x", Some(AccountIx(0)), Some(RepIx(0)), ActivityKind::Email),
        ]
    );
    assert_eq!(words(&import, "Activities"), ["1", "2", "0", "0"]);
    assert_eq!(words(&import, "Last activity"), ["", "2026-02-05", "", ""]);
    let expenses: Vec<_> = records.expenses.iter().map(|(category, own)| (category, own.rep, own.amount)).collect();
    assert_eq!(expenses, [("Hotel", Some(RepIx(1)), 120.0)]);
    let targets: Vec<_> = records.targets.iter().map(|own| (own.name.as_str(), own.rep, own.amount)).collect();
    assert_eq!(targets, [("R2", Some(RepIx(1)), 5000.0), ("North", None, 7000.0)]);
    let taken: Vec<u32> = import.outcomes.iter().map(|outcome| outcome.taken).collect();
    assert_eq!(taken, [4, 2, 3, 1, 2]);
}

#[test]
fn ids_that_excel_keeps_join() {
    let own = "id,name,zip,state,sales\n=\"0003\",Acme,=\"02134\",MA,=\"1200\"\n=\"0004\",Bolt,=\"46802\",IN,=\"5\"\n";
    let deals = "id,account,stage\nD1,0004,Won\nD2,0003,Lost\n";
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &[Role::Id, Role::Account, Role::Stage]);
    let import = import(&[accounts(own), deals]).expect("usable files");
    assert_eq!(words(&import, "sales"), ["1200", "5"]);
    let joined: Vec<_> = import.dataset.records().opportunities.iter().map(|(_, deal)| deal.account).collect();
    assert_eq!(joined, [Some(AccountIx(1)), Some(AccountIx(0))]);
}

#[test]
fn ids_join_but_for_their_zeros_where_that_is_clear() {
    let own = accounts(
        "id,name,zip,state\n001,Acme,46802,IN\n2,Bolt,60601,IL\n03,Cog,46802,IN\n3,Dot,60601,IL\n5,Eel,60601,IL\n",
    );
    let deals = "id,account,stage\nD1,1,Won\nD2,0002,Won\nD3,003,Won\nD4,05,Won\nD5,5,Won\nD6,1,Won\n";
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &[Role::Id, Role::Account, Role::Stage]);
    let lines = of_kind(FileKind::OrderLines, "lines.csv", "customer,sales\n0001,5\n5,1\n", &[Role::Id, Role::Measure]);
    let import = import(&[own, deals, lines]).expect("usable files");
    let joined: Vec<_> =
        import.dataset.records().opportunities.iter().map(|(_, deal)| deal.account.map(|at| at.0)).collect();
    assert_eq!(joined, [Some(0), Some(1), None, None, Some(4), Some(0)], "03 and 3 are both, and 05 stands beside 5");
    let told: Vec<_> = told(&import, Code::IdZeros).into_iter().map(|(file, row, _)| (file, row)).collect();
    assert_eq!(
        told,
        [("deals.csv", 2), ("deals.csv", 3), ("deals.csv", 7), ("lines.csv", 2)]
            .map(|(file, row)| (file.to_owned(), row))
    );
    assert_eq!(words(&import, "sales")[..1], ["5"]);
    assert!(import.names.iter().all(|name| name.told != "1"), "nobody is asked what is clear");
}

#[test]
fn ids_join_however_they_are_written_and_are_told_once() {
    let own = accounts("id,name,zip,state\nACC-001,Acme,46802,IN\nACC-002,Bolt,60601,IL\n1003,Cog,46802,IN\n");
    let deals = "id,account,stage\nD1,acc-001,Won\nD2,ACC001,Won\nD3,1003.0,Won\nD4,ACC-003,Won\n";
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &[Role::Id, Role::Account, Role::Stage]);
    let import = import(&[own, deals]).expect("usable files");
    let joined: Vec<_> =
        import.dataset.records().opportunities.iter().map(|(_, deal)| deal.account.map(|at| at.0)).collect();
    assert_eq!(joined, [Some(0), Some(0), Some(2), None]);
    assert_eq!(told(&import, Code::IdWriting), [("deals.csv".to_owned(), 2, "acc-001".to_owned())]);
}

#[test]
fn rounded_ids_are_no_ids() {
    let own = accounts("id,name,zip,state\n1.23457E+11,Acme,46802,IN\n1.23457E+11,Bolt,60601,IL\n");
    let import = import(&[own]).expect("usable files");
    assert_eq!(import.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["row-1", "row-2"]);
    assert_eq!((told(&import, Code::RoundedIds).len(), import.duplicates.len()), (1, 0));
}

#[test]
fn deals_without_a_column_of_accounts_say_so() {
    let text = "Topic,Potential Customer,Est. Revenue,Est. Close Date,Status\nBig,Acme Inc.,5,2026-06-01,Open\nMid,Bolt,7,2026-06-02,Won\nOld,Bolt GmbH,7,2026-06-02,Lost\n";
    let deals = |text: &str| import(&[accounts(ACCOUNTS), sheet("deals.csv", text)]).expect("usable files");
    let found = deals(text);
    let joined: Vec<_> =
        found.dataset.records().opportunities.iter().map(|(name, deal)| (name, deal.account)).collect();
    assert_eq!(joined, [("Big", Some(AccountIx(0))), ("Mid", Some(AccountIx(1))), ("Old", Some(AccountIx(1)))]);
    assert_eq!(told(&found, Code::NotMatched), []);
    let found = deals(&text.replace("Potential Customer", "Whose"));
    assert_eq!(told(&found, Code::NotMatched), [("deals.csv".to_owned(), 0, String::new())]);
}

#[test]
fn reps_are_known_by_their_e_mail() {
    let text = "Employee ID,Full Name,Email,Home ZIP\n7,Ada Lovelace,ada@x.com,60601\n8,Bo Diaz,bo@x.com,10001\n9,Cy,team@x.com,10001\n10,Di,team@x.com,10001\n";
    let reps = of_kind(FileKind::Reps, "reps.csv", text, &[Role::Id, Role::Name, Role::Attribute, Role::PostalCode]);
    for header in ["Owner", "Owner Email"] {
        let own = format!(
            "Account ID,Account Name,City,State,{header}\n1,Acme,Gary,IN,ada@x.com\n2,Bolt,Erie,PA,BO@x.com\n3,Cog,Erie,PA,team@x.com\n"
        );
        let import = import(&[sheet("a.csv", &own), reps.clone()]).expect("usable files");
        assert_eq!(import.dataset.accounts().present, [Some(RepIx(0)), Some(RepIx(1)), None], "{header}");
    }
}

#[test]
fn deals_name_products_by_sku() {
    let products = sheet("products.csv", "SKU,Product Name,List Price\nP1,Widget,25\nP2,Gadget,50\n");
    let deals = sheet("deals.csv", "Deal ID,Account,Product SKU,Stage,Amount\nD1,Bolt,P2,Won,10\nD2,Bolt,P1,Lost,10\n");
    let import = import(&[accounts(ACCOUNTS), products, deals]).expect("usable files");
    let products: Vec<_> =
        import.dataset.records().opportunities.iter().map(|(_, deal)| deal.product.map(|own| own.0)).collect();
    assert_eq!(products, [Some(1), Some(0)]);
}

#[test]
fn what_is_gone_or_became_an_account_is_left_out() {
    let own = "Id,IsDeleted,Name,City,State\nA1,false,Acme,Gary,IN\nA2,true,Bolt,Erie,PA\nA3,false,Cog,Erie,PA\n";
    let leads = "Id,Company,City,State,Status,IsConverted\nL1,Dot,Gary,IN,Open,false\nL2,Acme,Gary,IN,Closed,true\n";
    let files = [sheet("accounts.csv", own), sheet("leads.csv", leads)];
    assert_eq!(files[1].kind(), FileKind::Leads);
    let both = import(&files).expect("usable files");
    assert_eq!(both.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["A1", "A3", "L1"]);
    assert_eq!(
        told(&both, Code::Gone).into_iter().map(|(file, row, _)| (file, row)).collect::<Vec<_>>(),
        [("accounts.csv".to_owned(), 3), ("leads.csv".to_owned(), 3)]
    );
    let alone = import(&files[1..]).expect("a usable file");
    assert_eq!(alone.dataset.accounts().len(), 2, "nothing else holds the account");
}

#[test]
fn what_a_mapping_says_is_kept_is_there() {
    let deals = "Deal,Account,Stage,Amount,Lead Source,IsWon\nD1,Bolt,Won,5,Web,true\nD2,Bolt,Lost,7,Fair,false\nD3,Bolt,Open,7,Web,false\n";
    let targets = "Territory,FY25 Budget\nEast,1000\nWest,900\n";
    let import =
        import(&[accounts(ACCOUNTS), sheet("deals.csv", deals), sheet("targets.csv", targets)]).expect("usable files");
    let role = |file: usize, column: usize| import.outcomes[file].columns[column].role;
    assert_eq!((role(1, 4), role(1, 5)), (Role::LeaveOut, Role::YesNo));
    let targets: Vec<_> = import.dataset.records().targets.iter().map(|own| (own.name.as_str(), own.amount)).collect();
    assert_eq!(targets, [("East", 1000.0), ("West", 900.0)]);
    assert_ne!((role(2, 0), role(2, 1)), (Role::LeaveOut, Role::LeaveOut));
}

#[test]
fn what_is_still_to_do_is_no_touch() {
    let text = "Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Done,Activity - Organization\n\
        1,Met,Meeting,2026-03-01,Done,Bolt\n2,Ring,Call,2026-03-02,To do,Bolt\n3,Mail,Email,2026-03-02,Done,Bolt\n";
    for text in [
        text.to_owned(),
        text.replace("To do", "No").replace(",Done,", ",Yes,").replace("Yes,Activity", "Done,Activity"),
    ] {
        let import = import(&[accounts(ACCOUNTS), sheet("activities.csv", &text)]).expect("usable files");
        let notes: Vec<&str> = import.dataset.records().activities.iter().map(|(note, _)| note).collect();
        assert_eq!(notes, ["Met", "Mail"], "{text}");
    }
}

#[test]
fn fields_that_say_it_settle_how_deals_stand() {
    let deals =
        "id,name,stage,IsWon,IsClosed\nD1,a,Done,TRUE,TRUE\nD2,b,Done,FALSE,TRUE\nD3,c,Won?,FALSE,FALSE\nD4,d,Won,,\n";
    let roles = [Role::Id, Role::Name, Role::Stage, Role::YesNo, Role::YesNo];
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &roles);
    let import = import(&[accounts(ACCOUNTS), deals]).expect("usable files");
    let states: Vec<DealState> = import.dataset.records().opportunities.iter().map(|(_, deal)| deal.state).collect();
    assert_eq!(states, [DealState::Won, DealState::Lost, DealState::Open, DealState::Won]);
}

#[test]
fn area_tables_join_by_zip_by_county_and_by_state() {
    let text = "id,name,zip,state,county\nA1,Acme,2134,MA,Suffolk\nA2,Bolt,46802,IN,Allen\n";
    let base = accounts(text);
    let zips = "zip,population,state\n02134,9\n46802,8\n99999,7\n";
    let zips = of_kind(FileKind::Areas, "zips.csv", zips, &[Role::PostalCode, Role::Measure]);
    let counties = "county,state,potential\nSuffolk County,MA,3\nSuffolk County,NY,4\n";
    let counties = of_kind(FileKind::Areas, "counties.csv", counties, &[Role::Name, Role::Region, Role::Measure]);
    let states = "state,potential\nIN,30\nMA,20\n";
    let states = of_kind(FileKind::Areas, "states.csv", states, &[Role::Region, Role::Measure]);
    let import = import(&[zips, counties, states, base]).expect("usable files");
    assert_eq!(words(&import, "population"), ["9", "8"]);
    assert_eq!(words(&import, "potential"), ["3", ""]);
    assert_eq!(words(&import, "potential 2"), ["20", "30"]);
    let areas = &import.dataset.records().areas;
    let kinds: Vec<_> = areas.iter().map(|table| (table.kind, table.keys.len())).collect();
    assert_eq!(kinds, [(AreaKind::Postal, 3), (AreaKind::County, 2), (AreaKind::State, 2)]);
    assert_eq!(areas[0].members, [Some(0), Some(1)], "99999 has potential and no account");
}

#[test]
fn owners_today_and_how_far_accounts_are() {
    let reps = of_kind(FileKind::Reps, "reps.csv", "id,name\nR1,Ada Lovelace\n", &[Role::Id, Role::Name]);
    let text = "id,name,owner,type\nA1,Acme,\"Lovelace, Ada\",Customer\nA2,Bolt,R1,Prospect\nA3,Cog,Zed,\n";
    let own = of_kind(FileKind::Accounts, "a.csv", text, &[Role::Id, Role::Name, Role::Rep, Role::Attribute]);
    let leads = of_kind(FileKind::Leads, "leads.csv", "id,name\nL1,Dot\n", &[Role::Id, Role::Name]);
    let import = import(&[own, leads, reps]).expect("usable files");
    let accounts = import.dataset.accounts();
    assert_eq!(accounts.present, [Some(RepIx(0)), Some(RepIx(0)), None, None]);
    let kinds = [AccountKind::Customer, AccountKind::Prospect, AccountKind::Customer, AccountKind::Lead];
    assert_eq!(accounts.kinds, kinds);
    assert_eq!(words(&import, "owner"), ["Lovelace, Ada", "R1", "Zed", ""]);
    assert_eq!(told(&import, Code::NotMatched), [("a.csv".to_owned(), 4, "Zed".to_owned())]);
}

#[test]
fn reps_of_two_names_are_joined_by_both() {
    let text = "id,name,owner\nA1,Acme,Dana Whitfield\nA2,Bolt,\"Raman, Priya\"\nA3,Cog,Cy\n";
    let own = of_kind(FileKind::Accounts, "a.csv", text, &[Role::Id, Role::Name, Role::Rep]);
    for headers in ["First Name,Last Name", "Vorname,Nachname", "Employee First Name,Employee Last Name"] {
        let text = format!("{headers},Home ZIP\nDana,Whitfield,60601\nPriya,Raman,10001\nCy,,46802\n");
        let import = import(&[own.clone(), sheet("reps.csv", &text)]).expect("usable files");
        let names: Vec<&str> = import.dataset.reps().iter().map(|rep| rep.name.as_str()).collect();
        assert_eq!(names, ["Dana Whitfield", "Priya Raman", "Cy"], "{headers}");
        assert_eq!(import.dataset.accounts().present, [0, 1, 2].map(|rep| Some(RepIx(rep))), "{headers}");
    }
}

#[test]
fn duplicates_are_merged_only_when_asked() {
    let text = "id,name,zip,state,revenue,industry\nA1,Acme,46802,IN,5,\nA1,Acme Two,60601,IL,6,Food\nA2,ACME Inc,46802,IN,,Steel\n";
    let sheets = [accounts(text)];
    let before = import(&sheets).expect("a usable file");
    let groups: Vec<_> = before.duplicates.iter().map(|group| (group.sameness, group.accounts.len())).collect();
    assert_eq!(groups, [(Sameness::Id, 2), (Sameness::NameAndPlace, 2)]);
    assert_eq!(before.dataset.accounts().len(), 3);
    let merged = before.duplicates.iter().map(|group| group.key.clone()).collect();
    let corrections = Corrections { merged, ..Corrections::default() };
    let after = assemble(&sheets, &Gazetteer::default(), &corrections, None, &mut |_| {}).expect("a usable file");
    assert_eq!(after.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["A1"]);
    assert_eq!((words(&after, "revenue"), words(&after, "industry")), (vec!["5".to_owned()], vec!["Food".to_owned()]));
    assert_eq!(told(&after, Code::SamePlace), [("accounts.csv".to_owned(), 3, "6".to_owned())]);
    assert_eq!(after.duplicates.iter().filter(|group| group.merged).count(), 2, "they stay to be taken apart again");
}

#[test]
fn postal_codes_of_the_user_without_a_country_are_told() {
    let codes = of_kind(
        FileKind::PostalCodes,
        "codes.csv",
        "plz,lat,lon\n80331,48.13,11.57\n",
        &[Role::PostalCode, Role::Latitude, Role::Longitude],
    );
    let import = import(&[codes, accounts(ACCOUNTS)]).expect("usable files");
    assert_eq!(import.outcomes[0].taken, 0);
    assert_eq!(told(&import, Code::NotMatched).len(), 1);
}

prop_compose! {
    /// A file whose cells often name the same things, with any kind and any role for each column.
    fn any_sheet()(
        kind in prop::sample::select(FileKind::ALL.to_vec()),
        roles in prop::collection::vec(prop::sample::select(Role::ALL.to_vec()), 5),
        rows in prop::collection::vec(
            prop::collection::vec("(Acme|ACME Inc|Akme|Bolt|A1|won|visit|46802|IN|Allen|2026-01-0[1-9]|-?[0-9]{1,3}|yes|Total|)", 5),
            1..9
        ),
    ) -> Sheet {
        let lines = rows.iter().map(|row| row.join(";"));
        let text = std::iter::once("id;name;zip;county;value".to_owned()).chain(lines).collect::<Vec<_>>().join("\n");
        of_kind(kind, "f.csv", &text, &roles)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever the files are taken for and whatever a person decides: a valid data set or a reason, and no row of
    /// accounts is lost unless it was merged.
    #[test]
    fn any_files_join(sheets in prop::collection::vec(any_sheet(), 1..4), base in any::<bool>()) {
        let base = base.then(|| accounts(ACCOUNTS));
        let sheets: Vec<Sheet> = sheets.into_iter().chain(base).collect();
        let imported = import(&sheets);
        let is_contradiction = matches!(imported, Err(ImportError::Dataset(_)));
        prop_assert!(!is_contradiction, "{imported:?}");
        let Ok(first) = imported else { return Ok(()) };
        let merged = first.duplicates.iter().map(|group| group.key.clone()).collect();
        let names = first.names.iter().map(|name| NameChoice {
            referent: name.referent,
            told: name.told.clone(),
            taken: name.candidates.first().cloned(),
        });
        let corrections = Corrections { merged, names: names.collect(), ..Corrections::default() };
        let second = assemble(&sheets, &Gazetteer::default(), &corrections, None, &mut |_| {}).expect("it was usable before");
        let before = first.dataset.accounts().len();
        prop_assert!(second.dataset.accounts().len() <= before);
        let gone: usize = second.duplicates.iter().map(|group| group.accounts.len() - 1).sum();
        // Lines of a customer who is told apart now join an account that there is, and make none of their own.
        let has_lines = sheets.iter().any(|sheet| sheet.kind() == FileKind::OrderLines);
        prop_assert!(has_lines || second.dataset.accounts().len() + gone >= before);
        let taken = |kinds: &[FileKind]| -> usize {
            let own = first.outcomes.iter().filter(|outcome| kinds.contains(&outcome.kind));
            own.map(|outcome| outcome.taken as usize).sum()
        };
        prop_assert!(before >= taken(&[FileKind::Accounts, FileKind::Leads]));
        prop_assert_eq!(first.dataset.records().opportunities.len(), taken(&[FileKind::Opportunities]));
        prop_assert_eq!(first.dataset.records().activities.len(), taken(&[FileKind::Activities]));
        prop_assert_eq!(import(&sheets), Ok(first), "the same files give the same data set");
    }
}

#[test]
fn lines_of_a_customer_are_one_account_however_they_are_written() {
    let lines = "id,customer,name,zip,city,sales\no1,1001,Acme,02108,Boston,5\no2,1001,Acme,2108,Boston,6\n\
        o3,1001,Acme,02108-1234,BOSTON,7\no4,1002,Bolt,,Newark,8\no5,1002,Bolt,,NEWARK,9\no6,1003,Cog,60601,Chicago,1\n\
        o7,1003,Cog,46802,Fort Wayne,2\n";
    let roles = [Role::Attribute, Role::Id, Role::Name, Role::PostalCode, Role::City, Role::Measure];
    let mut lines = of_kind(FileKind::OrderLines, "orders.csv", lines, &[]);
    for (column, role) in roles.into_iter().enumerate().filter(|(_, role)| *role != Role::Attribute) {
        lines.set_role(column, role);
    }
    let deals = "deal,account,stage,amount\nD1,1001,Won,5\nD2,1002,Won,6\nD3,1003,Won,7\n";
    let roles = [Role::Id, Role::Account, Role::Stage, Role::Amount];
    let deals = of_kind(FileKind::Opportunities, "deals.csv", deals, &roles);
    let import = import(&[lines, deals]).expect("usable files");
    let ids: Vec<&str> = import.dataset.accounts().ids.iter().collect();
    assert_eq!(ids, ["1001-02108", "1002-Newark", "1003-60601", "1003-46802"]);
    let of_deals: Vec<_> = import.dataset.records().opportunities.records().iter().map(|deal| deal.account).collect();
    assert_eq!(of_deals, [Some(AccountIx(0)), Some(AccountIx(1)), None], "the third has two places");
}
