//! Exports of shops and systems beside accounts: whose areas are, who owns what, orders, payments, logs of visits, a second list of
//! the same reps, targets by year and quarter; and files that nothing stands beside.

use super::joins::{told, words};
use super::{import, sheet};
use crate::gazetteer::Gazetteer;
use crate::import::{Corrections, Import, Sheet, assemble, settle_kinds};
use crate::model::{ActivityKind, Code, FileKind, RepIx, Role};

const ACCOUNTS: &str = "Account ID,Account Name,City,State,Zip\nA1,Acme Corp,Boston,MA,02108\nA2,Bolt LLC,Austin,TX,78701\n\
    A3,Cog Inc,Reno,NV,89501\n";
const REPS: &str = "Rep ID,Rep Name,Home City\nR1,Ada Hill,Newton\nR2,Bo Roe,Dallas\n";

/// The files as they are taken beside each other.
fn settled(files: &[(&str, &str)]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = files.iter().map(|(name, text)| sheet(name, text)).collect();
    settle_kinds(&mut sheets, None);
    sheets
}

/// A file beside accounts and reps.
fn beside(name: &str, text: &str, kind: FileKind) -> Import {
    let sheets = settled(&[("accounts.csv", ACCOUNTS), ("reps.csv", REPS), (name, text)]);
    assert_eq!(sheets[2].kind(), kind, "{text}");
    import(&sheets).expect("usable files")
}

fn owners(import: &Import) -> Vec<Option<u16>> {
    import.dataset.accounts().present.iter().map(|own| own.map(|rep| rep.0)).collect()
}

fn reps(import: &Import) -> Vec<(&str, &str)> {
    import.dataset.reps().iter().map(|rep| (rep.id.as_str(), rep.name.as_str())).collect()
}

#[test]
fn territories_of_zips_and_states_say_who_owns_the_accounts_there() {
    for text in [
        "Zip Code,Territory,Sales Rep\n02108,East,Ada Hill\n02109,East,Ada Hill\n78701,West,Bo Roe\n89501,West,Bo Roe\n",
        "ZIP,City,State,Territory Name,Rep\n2108,Boston,MA,East,R1\n78701,Austin,TX,West,R2\n89501,Reno,NV,West,R2\n",
        "ZIP,Population,Median Income,Territory,Rep,Notes\n02108,4000,90000,East,Ada Hill,x\n78701,9000,80000,West,Bo Roe,y\n89501,9,8,West,R2,z\n",
        "State,Territory,Rep\nMA,East,Ada Hill\nTX,West,Bo Roe\nNV,West,Bo Roe\n",
    ] {
        let found = beside("territories.csv", text, FileKind::Areas);
        assert_eq!(owners(&found), [Some(0), Some(1), Some(1)], "{text}");
        let column = if text.contains("Territory Name") { "Territory Name" } else { "Territory" };
        assert_eq!(words(&found, column), ["East", "West", "West"], "{text}");
    }
    let people = settled(&[("accounts.csv", ACCOUNTS), ("people.csv", "Rep,City,State\nAda,Reno,NV\nBo,Boston,MA\n")]);
    assert_eq!(people[1].kind(), FileKind::Reps, "people and where they live");
}

#[test]
fn territories_join_accounts_to_their_reps() {
    let reps =
        "Territory,Sales Rep,E-mail,States\nEast,Ada Hill,a@x.com,MA\n\"West, South\",Bo Roe,b@x.com,\"TX, NV\"\n";
    let zips = "Zip,Territory\n02108,East\n78701,South\n89501,West\n";
    let found = import(&settled(&[("accounts.csv", ACCOUNTS), ("z.csv", zips), ("reps.csv", reps)])).expect("usable");
    assert_eq!(owners(&found), [Some(0), Some(1), Some(1)]);
    let homes: Vec<bool> = found.dataset.reps().iter().map(|rep| rep.home.location.is_some()).collect();
    assert_eq!(homes, [false, false], "where reps sell is not where they live");
}

#[test]
fn areas_are_told_whatever_is_counted_there() {
    let found = beside("states.csv", "State,Population,Reps needed\nMA,7001399,2\nTX,30503301,8\n", FileKind::Areas);
    assert_eq!(words(&found, "Reps needed"), ["2", "8", ""]);
    let found = beside("cities.csv", "city,state,population\nboston,MA,650000\nAustin,TX,960000\n", FileKind::Areas);
    assert_eq!(words(&found, "population"), ["650000", "960000", ""]);
}

#[test]
fn who_owns_accounts_may_stand_in_a_file_of_its_own() {
    for text in [
        "account_id,territory,rep,layer\nA1,East,R1,main\nA3,West,R2,main\n",
        "Account ID,Account Name,New Owner\nA1,Acme Corp,Ada Hill\nA3,Cog Inc,Bo Roe\n",
    ] {
        let found = beside("assignments.csv", text, FileKind::OrderLines);
        assert_eq!(owners(&found), [Some(0), None, Some(1)], "{text}");
        assert_eq!(found.dataset.accounts().column("Lines"), None, "nothing was ordered");
    }
}

#[test]
fn a_file_of_owners_alone_goes_before_what_the_accounts_say() {
    fn files<'a>(accounts: &'a str, more: &'a str) -> [(&'a str, &'a str); 3] {
        [("accounts.csv", accounts), ("reps.csv", REPS), ("more.csv", more)]
    }
    let accounts = "Account ID,Account Name,City,Owner\nA1,Acme,Gary,Ada Hill\nA2,Bolt,Erie,Ada Hill\n";
    let found = import(&settled(&files(
        accounts,
        "Account Name,Old Owner,New Owner\nAcme,Ada Hill,Bo Roe\nBolt,Ada Hill,Ada Hill\n",
    )))
    .expect("usable");
    assert_eq!((owners(&found), told(&found, Code::OtherOwner).len()), (vec![Some(1), Some(0)], 1));
    let found =
        import(&settled(&files(accounts, "Account ID,Revenue,Owner\nA1,5,Bo Roe\nA2,6,Bo Roe\n"))).expect("usable");
    assert_eq!(owners(&found), [Some(0), Some(0)], "figures say by whom they were made");
    for header in ["Previous Owner", "Owner 2023", "Inside Rep"] {
        let text = format!("Account ID,{header}\nA1,Bo Roe\nA2,Bo Roe\n");
        let found = import(&settled(&files(accounts, &text))).expect("usable");
        assert_eq!(owners(&found), [Some(0), Some(0)], "{header}");
    }
}

#[test]
fn customers_of_any_name_are_accounts() {
    for text in [
        "Bakery,City,State,Visit Date,Type,Rep\nAlpha,Gary,IN,3/14/2026,Gold,Ada\nBeta,Erie,PA,3/15/2026,Gold,Bo\n",
        "Lodge,Zip,Q1 Target,Q2 Target,Rep\nAlpha,02108,5,6,Ada\nBeta,78701,7,8,Bo\n",
        "Grower,City,State,Marketing Expenses,Rep\nAlpha,Gary,IN,100,Ada\nBeta,Erie,PA,150,Bo\n",
        "Winery,City,State,Rep\nAlpha,Gary,IN,Ada\nBeta,Erie,PA,Bo\n",
        "Vignoble;Code postal;Ville;Commercial\nAlpha;75001;Paris;Ada\nBeta;69001;Lyon;Bo\n",
        "Name,City,State,Zip,Capacity,Rep\nAlpha,Gary,IN,46402,100,Ada\nBeta,Erie,PA,16501,200,Bo\n",
        "Customer,Address,City,State,Zip,Visit Day,Rep\nKroger,1 Main St,Columbus,OH,43215,Mon,Kim\nKroger,2 Main St,Dayton,OH,45402,Tue,Tom\n",
    ] {
        let own = settled(&[("export.csv", text)]);
        assert_eq!(own[0].kind(), FileKind::Accounts, "{text}");
        assert_eq!(import(&own).expect("usable").dataset.accounts().len(), 2, "{text}");
    }
    for (name, text, kind) in [
        (
            "pipeline.csv",
            "Project,City,State,Stage,Amount,Close Date,Owner\nX,Gary,IN,Won,5,2026-01-05,Ada\nY,Erie,PA,Lost,6,2026-01-06,Ada\n",
            FileKind::Opportunities,
        ),
        (
            "expenses.csv",
            "Vendor,City,Date,Rep,Amount\nHilton,Gary,2026-01-05,Ada,5\nShell,Erie,2026-01-06,Ada,6\n",
            FileKind::Expenses,
        ),
        (
            "areas.csv",
            "Neighborhood,City,State,Residents,Median Age\nWest,Gary,IN,500,33\nEast,Erie,PA,600,34\n",
            FileKind::Areas,
        ),
        (
            "m.csv",
            "Merchant ID,Merchant Name,City,Zip,Volume\nM1,Joe Pizza,Gary,46402,5\nM2,Al Taco,Erie,16501,6\n",
            FileKind::Accounts,
        ),
        ("field reps.csv", "Rep ID,Name,Owner,City,State\nR1,Ada,Max,Gary,IN\nR2,Bo,Max,Erie,PA\n", FileKind::Reps),
    ] {
        assert_eq!(sheet(name, text).kind(), kind, "{text}");
    }
    let numbered = sheet("c.csv", "Customer #,Customer,City\n1001,Acme Corp,Gary\n1017,Bolt,Erie\n");
    assert_eq!(numbered.column(Role::Id), Some(0));
    let counted = sheet("c.csv", "Customer,City,# Visits\nAcme Corp,Gary,3\nBolt,Erie,4\n");
    assert_eq!((counted.kind(), counted.mappings()[2].role), (FileKind::Accounts, Role::Measure));
}

#[test]
fn owners_are_the_reps_where_no_file_lists_any() {
    let text =
        "Account ID,Name,City,Owner\n1,A,Gary,Bo\n2,B,Erie,Ada\n3,C,Gary,Ada\n4,D,Gary,Unassigned\n5,E,Gary,bo\n";
    let found = import(&settled(&[("accounts.csv", text)])).expect("usable");
    assert_eq!(reps(&found), [("rep-1", "Ada"), ("rep-2", "Bo")]);
    assert_eq!(owners(&found), [Some(1), Some(0), Some(0), None, Some(1)]);
    assert_eq!((told(&found, Code::NamedReps).len(), told(&found, Code::NotMatched).len()), (1, 0));
    let each = "Account ID,Name,City,Owner\n1,A,Gary,Bo\n2,B,Erie,Ada\n3,C,Gary,Cy\n";
    let found = import(&settled(&[("accounts.csv", each)])).expect("usable");
    assert_eq!(found.dataset.reps(), [], "one owner for each account is no sales force");
    let newer = settled(&[(
        "accounts.csv",
        "Account ID,Name,City,Owner\n1,A,Gary,Zed\n2,B,Erie,Zed\n3,C,Gary,Ada\n4,D,Gary,Ada\n",
    )]);
    let older = import(&settled(&[("accounts.csv", text)])).expect("usable");
    let newer = assemble(&newer, &Gazetteer::default(), &Corrections::default(), Some(&older.dataset), &mut |_| {})
        .expect("usable");
    assert_eq!(reps(&newer), [("rep-1", "Ada"), ("rep-2", "Bo"), ("rep-3", "Zed")]);
    assert_eq!(owners(&newer), [Some(2), Some(2), Some(0), Some(0)]);
}

#[test]
fn a_second_list_of_the_same_reps_says_more_of_them() {
    let more = "Name,Email,Home State,FTE,Languages,Hire Date\nAda Hill,ada@x.com,MA,0.5,French,2020-05-01\nCy Tan,cy@x.com,TX,1,,2021-05-01\n";
    let found = beside("people.csv", more, FileKind::Reps);
    assert_eq!(reps(&found), [("R1", "Ada Hill"), ("R2", "Bo Roe"), ("rep-4", "Cy Tan")]);
    let ada = &found.dataset.reps()[0];
    assert_eq!(
        (ada.capacity, ada.skills.as_slice(), ada.attribute("Email").is_some()),
        (0.5, &["French".to_owned()][..], true)
    );
    assert_eq!(told(&found, Code::SameRep).len(), 1);
    let other = beside("users.csv", "User ID,Rep Name,FTE\nU7,Ada Hill,1\n", FileKind::Reps);
    assert_eq!(reps(&other), [("R1", "Ada Hill"), ("R2", "Bo Roe")], "another system's id of the same person");
    let owned = "Account ID,Name,City,Owner ID\n1,A,Gary,U7\n2,B,Erie,R2\n";
    let files = [
        ("accounts.csv", owned),
        ("reps.csv", REPS),
        ("users.csv", "User ID,Rep Name,FTE %\nU7,Ada Hill,50\nU8,Ada Hill,100\n"),
    ];
    let both = import(&settled(&files)).expect("usable");
    assert_eq!((owners(&both), both.dataset.reps()[0].capacity), (vec![Some(0), Some(1)], 0.5));
    assert_eq!(both.dataset.reps().len(), 3, "the second of that name in a file is somebody else");
    let apart = "Nom;Prénom;Ville\nHill;Ada;Paris\nRoe;Bo;Lyon\n";
    let found = import(&settled(&[("accounts.csv", ACCOUNTS), ("commerciaux.csv", apart)])).expect("usable");
    assert_eq!(found.dataset.reps()[0].name, "Ada Hill");
    let turned = "Account,City,Owner\nAcme,Gary,Hill Ada\nBolt,Erie,Roe Bo\n";
    let found = import(&settled(&[("accounts.csv", turned), ("commerciaux.csv", apart)])).expect("usable");
    assert_eq!(owners(&found), [Some(0), Some(1)]);
}

#[test]
fn expenses_are_no_reps_whatever_their_kind_is_called() {
    for text in [
        "Datum;Mitarbeiter;Kostenart;km;Betrag (EUR)\n14.03.2024;Ada Hill;Hotel;;36,00\n15.03.2024;Bo Roe;Fahrt;12;98,50\n",
        "Fecha;Empleado;Concepto;Importe\n14/03/2024;Ada Hill;Hotel;36,00\n15/03/2024;Bo Roe;Comida;98,50\n",
        "Date;Collaborateur;Nature;Montant TTC\n14/03/2024;Ada Hill;Hotel;36,00\n15/03/2024;Bo Roe;Repas;98,50\n",
    ] {
        let found = beside("export.csv", text, FileKind::Expenses);
        let own: Vec<_> =
            found.dataset.records().expenses.iter().map(|(kind, own)| (kind, own.rep, own.amount)).collect();
        assert_eq!(own[0], ("Hotel", Some(RepIx(0)), 36.0), "{text}");
    }
}

#[test]
fn logs_of_visits_may_say_where_the_customers_are() {
    for text in [
        "Date,Type,Rep,Customer,City,State\n2024-03-01,Visit,Ada Hill,Acme,Boston,MA\n2024-03-02,Visit,Ada Hill,Bolt,Austin,TX\n",
        "Visit Date,Rep,Customer,City,State,Notes\n2024-03-01,R1,Acme Corp,Boston,MA,ok\n2024-03-02,R2,Cog Inc,Reno,NV,hm\n",
    ] {
        let found = beside("log.csv", text, FileKind::Activities);
        assert_eq!((found.dataset.records().activities.len(), found.dataset.accounts().len()), (2, 3), "{text}");
    }
    let by_number = [
        ("stores.csv", "Store #,Store Name,City\n0012,Kroger One,Gary\n0045,Kroger Two,Erie\n"),
        (
            "visits.csv",
            "Date,Store #,Merchandiser,Minutes\n2026-03-14,0012,Kim,30\n2026-03-15,0045,Tom,30\n2026-03-16,0012,Kim,60\n",
        ),
    ];
    let found = import(&settled(&by_number)).expect("usable");
    assert_eq!(words(&found, "Activities"), ["2", "1"]);
    let text = "Sent,From,To,Subject,Account ID\n2024-03-14T10:00:00Z,a@x.com,b@y.com,Hello,A1\n2024-03-15T10:00:00Z,a@x.com,c@y.com,Quote,A2\n";
    let found = beside("emails.csv", text, FileKind::Activities);
    let kinds: Vec<ActivityKind> = found.dataset.records().activities.records().iter().map(|own| own.kind).collect();
    assert_eq!(kinds, [ActivityKind::Email; 2]);
}

#[test]
fn orders_of_web_shops_roll_up_to_who_ordered() {
    let shopify = "Name,Email,Financial Status,Created at,Total,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Company,\
        Billing City,Billing Zip\n\
        #1001,a@x.com,paid,2024-03-14 09:59:00 -0400,113,2,Nut,25,Ann Lee,,Boston,02108\n#1001,a@x.com,,,,1,Cap,50,,,,\n\
        #1002,b@x.com,refunded,2024-03-15 09:59:00 -0400,32,1,Nut,25,Tom Ray,Bolt LLC,Austin,78701\n#1002,b@x.com,,,,3,Cap,50,,,,\n\
        #1003,a@x.com,partially_refunded,2024-04-14 09:59:00 -0400,7,4,Nut,25,Ann Lee,,Boston,02108\n";
    let found = import(&settled(&[("orders.csv", shopify)])).expect("usable");
    assert_eq!(
        (words(&found, "Total"), words(&found, "Lineitem quantity")),
        (vec!["120".to_owned()], vec!["7".to_owned()])
    );
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Ann Lee"]);
    assert_eq!(told(&found, Code::NotHappened).len(), 2, "an order and its further line");
    let woo = "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Company (Billing),City (Billing),Order Total Amount,\
        Item Name,Quantity\n1001,Completed,2024-03-14,Ann,Lee,,Boston,113,Nut,2\n1002,Cancelled,2024-03-15,Tom,Ray,,Austin,32,Nut,1\n\
        1003,Completed,2024-03-15,Bo,Lee,,Boston,7,Nut,1\n";
    let found = import(&settled(&[("orders.csv", woo)])).expect("usable");
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Ann Lee", "Bo Lee"]);
    let lines = "Order ID,Customer,Date,Product,Line Total,Order Total\n1,Acme,2026-01-05,Nut,40,100\n1,Acme,2026-01-05,Cap,60,100\n2,Acme,2026-02-05,Cap,60,60\n";
    let found = import(&settled(&[("lines.csv", lines)])).expect("usable");
    assert_eq!(
        (words(&found, "Line Total"), words(&found, "Order Total")),
        (vec!["160".to_owned()], vec!["160".to_owned()])
    );
    let cash = "Coupon,Order No,Customer,Date,Item,Amount\n,1,Acme,2026-03-01,Pump,100\n,2,,2026-03-02,Valve,900\n,3,Acme,2026-03-03,Pump,50\n";
    let found = import(&settled(&[("orders.csv", cash)])).expect("usable");
    assert_eq!(words(&found, "Amount"), ["150"], "another order is of somebody else");
    let each = "Order No,Customer,Date,Item,Order Total\n1,Acme,2026-03-01,Pump,100\n1,Acme,2026-03-01,Valve,100\n1,Acme,2026-03-01,Nut,50\n2,Bolt,2026-03-02,Nut,7\n";
    let found = import(&settled(&[("orders.csv", each)])).expect("usable");
    assert_eq!(words(&found, "Order Total"), ["250", "7"], "they are those of the lines");
    let odoo = "Order,Customer,City,Order Date,Product,Quantity\nS1,Acme,Gary,2026-01-05,Nut,2\n,,,,Cap,3\nS2,Bolt,Erie,2026-01-06,Nut,4\nS3,Acme,Gary,2026-01-07,Nut,1\n";
    let found = import(&settled(&[("sale.csv", odoo)])).expect("usable");
    assert_eq!(words(&found, "Quantity"), ["6", "4"]);
    let quickbooks = "Date,Transaction Type,Num,Name,Memo,Amount\n01/15/2026,Invoice,1001,Acme,x,100.00\n01/16/2026,Invoice,1002,Acme,y,50.00\n\
        01/17/2026,Invoice,1003,Bolt,z,7.00\n";
    let found = import(&settled(&[("sales.csv", quickbooks)])).expect("usable");
    assert_eq!(words(&found, "Amount"), ["150", "7"]);
    let detail = ",Date,Transaction Type,Num,Product/Service,Qty,Amount\nAcme,,,,,,\n,01/15/2026,Invoice,1001,Nut,1,100.00\n,01/16/2026,Invoice,1002,Nut,1,50.00\n\
        Total for Acme,,,,,2,150.00\nBolt,,,,,,\n,01/17/2026,Invoice,1003,Cap,1,7.00\nTotal for Bolt,,,,,1,7.00\n";
    let found = import(&settled(&[("detail.csv", detail)])).expect("usable");
    assert_eq!(
        (found.dataset.accounts().names.iter().collect::<Vec<_>>(), words(&found, "Amount")),
        (vec!["Acme", "Bolt"], ["150", "7"].map(str::to_owned).to_vec())
    );
    let stripe = "id,Description,Seller Message,Created (UTC),Amount,Converted Amount,Currency,Status,Customer ID,Customer Description,\
        Card Address City,Card Address Zip\n\
        ch_1,Inv 1,Complete,2024-03-14 10:00:00,\"1,200.00\",\"1,200.00\",usd,Paid,cus_1,Acme Inc,Boston,02108\n\
        ch_2,Inv 2,Complete,2024-03-15 10:00:00,200.00,200.00,usd,Failed,cus_2,Bolt LLC,Austin,78701\n\
        ch_3,Inv 3,Complete,2024-03-16 10:00:00,50.00,50.00,usd,Paid,cus_1,Acme Inc,Boston,02108\n";
    let found = beside("payments.csv", stripe, FileKind::OrderLines);
    assert_eq!(
        (words(&found, "Amount"), found.dataset.accounts().len()),
        (vec!["1250".to_owned(), String::new(), String::new()], 3)
    );
}

#[test]
fn targets_may_say_the_year_and_the_part_of_it_apart() {
    for (text, expected) in [
        ("Year,Quarter,Rep,Quota\n2024,Q1,R1,100\n2024,Q2,R1,120\n", ["2024-01-01", "2024-04-01"]),
        ("Salesperson,Month,Target\nAda Hill,Jan-24,100\nBo Roe,Feb-24,90\n", ["2024-01-01", "2024-02-01"]),
        ("Verkäufer;Jahr;Monat;Soll\nAda Hill;2024;Januar;100\nBo Roe;2024;März;90\n", ["2024-01-01", "2024-03-01"]),
        ("Rep,Year,Month,Target\nR1,2024,11,100\nR1,2024,12,90\n", ["2024-11-01", "2024-12-01"]),
        ("Rep,Fiscal Year,Month,Quota\nR1,FY2026,Jan,100\nR1,FY2026,Feb,90\n", ["2026-01-01", "2026-02-01"]),
        ("Rep,Quarter,Target\nR1,FY24 Q3,100\nR1,Q4/2024,90\n", ["2024-07-01", "2024-10-01"]),
    ] {
        let found = beside("targets.csv", text, FileKind::Targets);
        let starts: Vec<String> = found
            .dataset
            .records()
            .targets
            .iter()
            .map(|own| own.start.map_or_else(String::new, |day| day.to_string()))
            .collect();
        assert_eq!(starts, expected, "{text}");
    }
}

#[test]
fn figures_keep_their_rates_days_and_parents() {
    let text = "Account ID,Revenue,Margin %,Renewal Date,Parent Account\nA1,100,12%,2026-05-01,Holding\nA3,50,9%,2026-06-02,Holding\n";
    let found = beside("figures.csv", text, FileKind::OrderLines);
    assert_eq!(words(&found, "Margin %"), ["12", "", "9"]);
    assert_eq!(words(&found, "Renewal Date"), ["2026-05-01", "", "2026-06-02"]);
    assert_eq!(found.dataset.accounts().families.iter().collect::<Vec<_>>(), ["Holding", "", "Holding"]);
}

#[test]
fn newer_figures_alone_join_the_accounts_of_the_plan() {
    let older =
        import(&settled(&[("accounts.csv", ACCOUNTS), ("f.csv", "Account ID,Revenue,Class\nA1,100,x\nA2,5,y\n")]))
            .expect("usable");
    let mut newer = [sheet("f2.csv", "Account ID,Revenue,Class\nA1,120,z\nA3,7,w\n")];
    settle_kinds(&mut newer, Some(&older.dataset));
    assert_eq!(newer[0].kind(), FileKind::OrderLines);
    let found = assemble(&newer, &Gazetteer::default(), &Corrections::default(), Some(&older.dataset), &mut |_| {})
        .expect("usable");
    assert_eq!(found.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["A1", "A2", "A3"]);
    assert_eq!(
        (words(&found, "Revenue"), words(&found, "Class")),
        (["120", "5", "7"].map(str::to_owned).to_vec(), ["z", "y", "w"].map(str::to_owned).to_vec())
    );
    let columns: Vec<&str> = found.dataset.accounts().columns.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(columns.iter().filter(|name| name.starts_with("Revenue")).count(), 1);
}

#[test]
fn deals_and_visits_that_say_where_customers_are_make_the_accounts() {
    let deals = "Opportunity ID,Opportunity Name,AccountId,Account Name,Billing City,Stage,Amount,Owner\n\
        O1,Big,001a,Acme,Gary,Closed Won,100,Ada\nO2,Small,001a,Acme,Gary,Negotiation,50,Ada\nO3,X,001b,Bolt,Erie,Closed Won,70,Bo\nO4,Y,001b,Bolt,Erie,Closed Won,7,Bo\n";
    let found = import(&settled(&[("deals.csv", deals)])).expect("usable");
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Acme", "Bolt"]);
    assert_eq!(
        (words(&found, "Won value"), words(&found, "Open deals")),
        (["100", "77"].map(str::to_owned).to_vec(), ["1", "0"].map(str::to_owned).to_vec())
    );
    assert_eq!((found.dataset.reps().len(), told(&found, Code::NamedAccounts).len()), (2, 1));
    let companies = "Deal ID,Company ID,Company,Stage,Amount,Won time,Expected close date\nD1,9001,Acme Corp,Closed Won,5,2026-01-02,\n\
        D2,9002,Bolt LLC,Proposal,7,,2026-05-01\n";
    let known = beside("deals.csv", companies, FileKind::Opportunities);
    let own = known.dataset.records().opportunities.records().iter();
    let own: Vec<_> = own.map(|own| (own.account.is_some(), own.closed.is_some())).collect();
    assert_eq!(own, [(true, true); 2]);
    let visits = "Visit Date,Rep,Customer,City\n2026-01-03,Ada,Acme,Gary\n2026-01-04,Ada,Bolt,Erie\n2026-02-03,Bo,Acme,Gary\n2026-02-04,Bo,Acme,Gary\n";
    let found = import(&settled(&[("log.csv", visits)])).expect("usable");
    assert_eq!(words(&found, "Activities"), ["3", "1"]);
    assert!(
        import(&settled(&[("d.csv", "Opportunity ID,Account Name,Stage,Amount\nO1,Acme,Closed Won,1\n")])).is_err()
    );
}

#[test]
fn areas_that_nothing_stands_beside_are_planned_themselves() {
    let text = "Zip,Population\n02108,400\n10001,300\n60601,100\n";
    let alone = settled(&[("zips.csv", text)]);
    let found = import(&alone).expect("usable");
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["02108", "10001", "60601"]);
    assert_eq!((words(&found, "Population").len(), told(&found, Code::NamedAccounts).len()), (3, 1));
    let both = settled(&[("zips.csv", text), ("accounts.csv", ACCOUNTS)]);
    assert_eq!((both[0].kind(), both[0].column(Role::Name)), (FileKind::Areas, None));
}
