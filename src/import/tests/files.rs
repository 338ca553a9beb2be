//! Tables → kinds and roles, by headers and contents of many systems.

use super::sheet;
use crate::import::Sheet;
use crate::import::columns::Reading;
use crate::model::{FileKind, Role, SavedAnswers};
use crate::units::DateOrder;
use proptest::prelude::*;

fn check(name: &str, text: &str, kind: FileKind, roles: &[Role]) -> Sheet {
    let sheet = sheet(name, text);
    let found: Vec<Role> = sheet.mappings().iter().map(|mapping| mapping.role).collect();
    assert_eq!((sheet.kind(), found.as_slice()), (kind, roles), "{text}");
    sheet
}

use FileKind::{Accounts, Opportunities, OrderLines, Other, Products, Reps};
use Role::{
    Account, Amount, Attribute, Capacity, City, Country, Date, Family, Id, Latitude, LeaveOut, Longitude, Measure,
    Name, PostalCode, Product, Region, Rep, Stage,
};

#[test]
fn knows_exports_of_crms() {
    check(
        "salesforce.csv",
        "Account ID,Account Name,Billing City,Billing State/Province,Billing Zip/Postal Code,Shipping City,Annual Revenue,Account Owner,Fax\n\
         0015g1,Larkspur,Fort Wayne,IN,46802,,\"$22,053\",D. Whitfield,\n0015g2,Pinyon,St. Louis,MO,07102,Gary,\"(1,200)\",P. Raman,\n",
        Accounts,
        &[Id, Name, City, Region, PostalCode, Attribute, Measure, Rep, LeaveOut],
    );
    check(
        "extract.csv",
        "Id,Name,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,NumberOfEmployees\n\
         a1,Acme,,1 Elm,Gary,IN,46401,US,5\na2,Globex,a1,2 Elm,Gary,IN,46402,US,70\n",
        Accounts,
        &[Id, Name, Family, Attribute, City, Region, PostalCode, Country, Measure],
    );
    check(
        "hubspot.csv",
        "Record ID,Company name,Company owner,Phone Number,City,State/Region,Country/Region,Postal Code,Annual Revenue\n\
         51,Acme,Ann,(312) 555-0134,Gary,IN,US,46401,5.5\n52,Globex,Bob,(312) 555-0135,Gary,IN,US,46402,6\n",
        Accounts,
        &[Id, Name, Rep, Attribute, City, Region, Country, PostalCode, Measure],
    );
    check(
        "dynamics.csv",
        "accountid,accountnumber,name,address1_city,address1_stateorprovince,address1_postalcode,address2_city,revenue\n\
         g-1,N7,Acme,Gary,IN,46401,,5\ng-2,N8,Globex,Gary,IN,46402,,6\n",
        Accounts,
        &[Id, Attribute, Name, City, Region, PostalCode, LeaveOut, Measure],
    );
    check(
        "pipedrive.csv",
        "Organization - ID,Organization - Name,Organization - City/town/village/locality,Organization - ZIP/Postal code\n\
         1,Acme,Gary,46401\n2,Globex,Gary,46402\n",
        Accounts,
        &[Id, Name, City, PostalCode],
    );
}

#[test]
fn knows_other_languages() {
    let german = "Kundennummer;Firma;Straße;PLZ;Ort;Bundesland;Land;Umsatz\n1;A GmbH;Weg 1;01067;Dresden;Sachsen;DE;1.234,50\n2;B AG;Weg 2;80331;München;Bayern;DE;99,9\n";
    check("kunden.csv", german, Accounts, &[Id, Name, Attribute, PostalCode, City, Region, Country, Measure]);
    let french =
        "Société;Code postal;Ville;Pays;Chiffre d'affaires\nA;75001;Paris;France;5,5\nB;69001;Lyon;France;6,5\n";
    check("clients.csv", french, Accounts, &[Name, PostalCode, City, Country, Measure]);
    let spanish = "Código cliente,Nombre,Ciudad,Provincia,Código postal,País,Ventas\nC1,A,Madrid,Madrid,28001,ES,5\nC2,B,Sevilla,Sevilla,41001,ES,6\n";
    check("clientes.csv", spanish, Accounts, &[Id, Name, City, Region, PostalCode, Country, Measure]);
    let portuguese = "Cliente,Cidade,Estado,CEP,Faturamento\nA,Recife,PE,50010-000,5\nB,Olinda,PE,53010-000,6\n";
    check("clientes.csv", portuguese, Accounts, &[Name, City, Region, PostalCode, Measure]);
}

#[test]
fn knows_plain_accounts() {
    let numbers = "Account ID,Account Name,Latitude,Longitude,Workload\nA0,Account 0,4.051,0.106,1\nA1,Account 1,4.03,-3.2,1\nA2,Account 2,4.03,-3.2,1\n";
    check("uniform.csv", numbers, Accounts, &[Id, Name, Latitude, Longitude, Measure]);
    let people = "first_name,last_name,company_name,address,city,county,state,zip,phone1,email,web\n\
        Ann,Lee,Acme,1 Elm St,Gary,Lake,IN,46401,504-621-8927,a@b.co,http://a.co\nBob,Ray,Globex,2 Elm St,Bridgeport,Gloucester,NJ,8014,856-636-8749,b@b.co,http://b.co\n";
    check(
        "people.csv",
        people,
        Accounts,
        &[Attribute, Attribute, Name, Attribute, City, Attribute, Region, PostalCode, Attribute, Attribute, Attribute],
    );
    check("bare.csv", "Acme,41.8812,-87.6312\nGlobex,40.1234,-86.5512\n", Accounts, &[Name, Latitude, Longitude]);
}

#[test]
fn tells_kinds_apart() {
    check(
        "sales_teams.csv",
        "sales_agent,manager,regional_office\nAnn,Dustin,Central\nBob,Dustin,Central\nCy,Sue,West\n",
        Reps,
        &[Name, Attribute, Attribute],
    );
    check(
        "team.csv",
        "Rep ID,Rep,Home ZIP,FTE\nr1,Ann,60601,1\nr2,Bob,10001,0.5\n",
        Reps,
        &[Id, Name, PostalCode, Capacity],
    );
    check("reps.csv", "name,home_city,home_state\nAnn,Gary,IN\nBob,Erie,PA\n", Reps, &[Name, City, Region]);
    let lines = "Row ID,Order ID,Order Date,Customer ID,Customer Name,State,Postal Code,Region,Product ID,Sales,Discount\n\
        1,o1,1/2/2018,C1,Ann,IN,46401,South,p1,5,0.2\n2,o1,1/2/2018,C1,Ann,IN,46401,South,p2,6,0\n3,o2,1/3/2018,C2,Bob,NJ,8014,East,p2,6,0\n";
    check(
        "orders.csv",
        lines,
        OrderLines,
        &[LeaveOut, LeaveOut, Date, Id, Name, Region, PostalCode, Attribute, LeaveOut, Measure, LeaveOut],
    );
    let deals =
        "opportunity_id,sales_agent,product,account,deal_stage,close_value\n1,Ann,P,Acme,Won,5\n2,Ann,P,Acme,Lost,\n";
    check("sales_pipeline.csv", deals, Opportunities, &[Id, Rep, Product, Account, Stage, Amount]);
    let counted = "Company name,City,Next Activity Date,Number of Associated Deals,Pipeline,Last Order Date\nAcme,Gary,2026-01-02,5,7.5,2025-01-02\nGlobex,Erie,2026-01-03,6,8.5,2025-02-02\n";
    assert_eq!(sheet("companies.csv", counted).kind(), Accounts);
    assert_eq!(sheet("shops.csv", "name,city,rep\nA,Gary,Ann\nB,Erie,Bob\n").kind(), Accounts);
    assert_eq!(sheet("products.csv", "product,series,sales_price\nP,A,5\nQ,B,6\n").kind(), Products);
    assert_eq!(sheet("x.csv", "a,b\n1,2\n").kind(), Other);
}

#[test]
fn takes_corrections() {
    let mut sheet = sheet("f.csv", "Account,Label,City,Old City\nAcme,x,Gary,Rome\nGlobex,y,Gary,Oslo\n");
    let role = |sheet: &Sheet, column: usize| sheet.mappings()[column].role;
    sheet.set_role(1, Name);
    assert_eq!((role(&sheet, 0), role(&sheet, 1)), (Attribute, Name));
    sheet.set_kind(Reps);
    assert_eq!((sheet.kind(), role(&sheet, 1)), (Reps, Name));
    sheet.set_role(99, Name);
    sheet.set_kind(Accounts);
    assert_eq!((role(&sheet, 1), role(&sheet, 2)), (Name, City));
}

#[test]
fn asks_for_the_order_of_dates() {
    let mut sheet = sheet("f.csv", "Account,City,Last Activity\nAcme,Gary,03/04/2026\nGlobex,Gary,11/09/2026\n");
    assert_eq!(sheet.undecided_dates(), [(2, 2)]);
    assert_eq!(sheet.saved(&SavedAnswers::default()), None);
    sheet.set_date_order(2, DateOrder::MonthFirst);
    assert_eq!(sheet.undecided_dates(), []);
    let day = |sheet: &Sheet| sheet.dates(2).read("03/04/2026");
    assert_eq!(day(&sheet), Reading::Value("2026-03-04".parse().expect("a day")));
    let saved = sheet.saved(&SavedAnswers::default()).expect("decided");
    let turned = "City,Last Activity,Account\nGary,03/04/2026,Acme\nErie,02/04/2026,Globex\n";
    let mut next = super::sheet("next.csv", turned);
    assert!(next.apply(&saved));
    assert_eq!(next.undecided_dates(), []);
    assert!(!super::sheet("other.csv", "City,Account\nGary,Acme\n").apply(&saved));
    next.set_role(1, Attribute);
    assert_eq!((next.undecided_dates(), next.mappings()[1].date_order), (vec![], None));
}

#[test]
fn dates_that_are_the_same_in_any_order_are_dates() {
    for cells in [["1/1/2026", "2/2/2026"], ["1/1/26", "2/2/26"]] {
        let text = format!("Account,City,Since\nAcme,Gary,{}\nGlobex,Erie,{}\n", cells[0], cells[1]);
        let sheet = sheet("f.csv", &text);
        assert_eq!((sheet.mappings()[2].role, sheet.undecided_dates()), (Role::Day, vec![]));
        assert_eq!(sheet.dates(2).read(cells[1]), Reading::Value("2026-02-02".parse().expect("a day")));
    }
}

#[test]
fn takes_the_order_of_the_other_dates() {
    let sheet =
        sheet("f.csv", "Account,Since,Last Activity\nAcme,13/01/2020,03/04/2026\nGlobex,14/01/2020,11/09/2026\n");
    assert_eq!(sheet.undecided_dates(), []);
    assert_eq!(sheet.mappings()[2].date_order, Some(DateOrder::DayFirst));
}

#[test]
fn what_says_that_there_is_nothing_makes_no_column_of_texts() {
    let text = "Account,Growth,Score,Since\nA,5%,1,2020-01-13\nB,#N/A,-,n/a\nC,-3%,k.A.,2021-02-14\nD,#NV,4,-\n";
    let roles: Vec<Role> = sheet("f.csv", text).mappings().iter().map(|mapping| mapping.role).collect();
    assert_eq!(roles, [Role::Name, Role::Measure, Role::Measure, Role::Day]);
    let sheet = sheet("f.csv", "Account,Grade\nA,A1\nB,n/a\nC,B2\nD,7\n");
    assert_eq!(sheet.mappings()[1].role, Role::Attribute);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_table_is_recognised(
        header in proptest::collection::vec("[A-Za-zé_ /().%#-]{0,16}|Id|PLZ|Stage|Close Date|Owner|Amount|Type|Latitude", 1..8),
        rows in proptest::collection::vec(
            proptest::collection::vec("[0-9./-]{0,10}|.{0,8}|Won|yes|x|[0-9]{1,3},[0-9]{3}|\\$5|€ 6", 0..9), 0..10
        ),
    ) {
        let lines = rows.iter().map(|row| row.join(";"));
        let text = std::iter::once(header.join(";")).chain(lines).collect::<Vec<_>>().join("\n");
        let Ok(table) = crate::import::read("f.csv", text.as_bytes()) else { return Ok(()) };
        let mut sheet = Sheet::recognise(table, &crate::gazetteer::Gazetteer::default());
        for kind in FileKind::ALL {
            sheet.set_kind(kind);
            for mapping in sheet.mappings() {
                prop_assert!(mapping.role.fits(kind) || kind == Other, "{:?} in {:?}", mapping.role, kind);
            }
        }
        for (column, role) in Role::ALL.into_iter().enumerate() {
            sheet.set_role(column % 3, role);
            sheet.set_date_order(column, DateOrder::DayFirst);
        }
        let saved = sheet.saved(&SavedAnswers::default()).expect("decided");
        prop_assert!(sheet.table().dialect().header_line.is_none() || sheet.apply(&saved));
        let singles: Vec<Role> =
            sheet.mappings().iter().map(|mapping| mapping.role).filter(|role| role.is_single()).collect();
        prop_assert!(singles.iter().all(|role| singles.iter().filter(|other| *other == role).count() == 1));
    }
}

#[test]
fn an_event_for_each_account_makes_no_accounts() {
    use FileKind::Expenses;
    let deal = |row: u32| format!("o{row},Deal {row},Acme {row},Prospecting,{row}00,2026-12-01");
    let deals = (1..9).map(deal).collect::<Vec<_>>().join("\n");
    let header = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n";
    assert_eq!(sheet("open.csv", &format!("{header}{deals}")).kind(), Opportunities);
    let spent = "Expense Date,Employee,Account,Category,Amount\n2026-01-02,Ann,Acme,Meals,20\n\
                 2026-01-03,Ann,Bolt,Travel,30\n2026-01-04,Bob,Cask,Meals,20\n";
    assert_eq!(sheet("spent.csv", spent).kind(), Expenses);
    let line = |row: u32| format!("{};10.03.2024;{};70000;3;10,50", 10022 + row, 20000 + row % 5);
    let lines = (1..13).map(line).collect::<Vec<_>>().join("\n");
    let invoices =
        sheet("rechnungen.csv", &format!("Rechnungsnr;Rechnungsdatum;Kundennr;Artikelnr;Menge;Betrag\n{lines}"));
    assert_eq!((invoices.kind(), invoices.mappings()[0].role), (OrderLines, LeaveOut));
}

#[test]
fn pages_and_lists_to_choose_from_are_no_accounts() {
    for text in ["Sales Report\nConfidential\n", "Export of CRM\nmade 2024\n", "Stage\nWon\nLost\n"] {
        assert_eq!(sheet("f.csv", text).kind(), FileKind::Other, "{text}");
    }
    for text in ["Customer\nAcme\nBolt\n", "Address\n\"5 Elm St, Gary, IN 46401\"\n\"7 Oak St, Gary, IN 46402\"\n"] {
        assert_eq!(sheet("f.csv", text).kind(), FileKind::Accounts, "{text}");
    }
}
