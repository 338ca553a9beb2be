//! Files of one database: addresses, orders and their lines, deals and what was done for them, keys in words that nobody knows.

use super::joins::{told, words};
use super::{import, sheet};
use crate::gazetteer::Gazetteer;
use crate::import::{Corrections, Import, Sheet, assemble, settle_kinds};
use crate::model::{ActivityKind, Code, DealState, FileKind, Role};

const CUSTOMERS: &str = "customer_id,name,segment\n1,Acme,Gold\n2,Bolt,Silver\n3,Cog,Gold\n";

fn settled(files: &[(&str, &str)]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = files.iter().map(|(name, text)| sheet(name, text)).collect();
    settle_kinds(&mut sheets, None);
    let told =
        |sheets: &[Sheet]| sheets.iter().map(|sheet| (sheet.kind(), sheet.mappings().to_vec())).collect::<Vec<_>>();
    let first = told(&sheets);
    settle_kinds(&mut sheets, None);
    assert_eq!(told(&sheets), first, "files are what they are, however often that is settled");
    sheets
}

fn imported(files: &[(&str, &str)]) -> Import {
    import(&settled(files)).expect("usable files")
}

fn kinds(sheets: &[Sheet]) -> Vec<FileKind> {
    sheets.iter().map(Sheet::kind).collect()
}

#[test]
fn addresses_in_a_file_of_their_own_are_those_of_the_accounts() {
    let by_key = "customer_id,name,address_id\n1,Acme,11\n2,Bolt,12\n3,Cog,13\n";
    let bridge = "CustomerID,AddressID,AddressType\n1,11,Main\n2,12,Main\n3,13,Main\n";
    let plain = "id,street,city,state,zip\n11,State St,Boston,MA,02108\n12,Congress,Austin,TX,78701\n13,Virginia,Reno,NV,89501\n";
    let of_customers = "id,customer_id,street,city,state,zip\n11,1,State St,Boston,MA,02108\n12,2,Congress,Austin,TX,78701\n\
        13,3,Virginia,Reno,NV,89501\n14,3,Center St,Elko,NV,89801\n";
    let keyed = "AddressID,Street,city,StateProvince,PostalCode\n11,State St,Boston,MA,02108\n12,Congress,Austin,TX,78701\n\
        13,Virginia,Reno,NV,89501\n";
    for files in [
        vec![("customers.csv", by_key), ("addresses.csv", plain)],
        vec![("addresses.csv", plain), ("customers.csv", by_key)],
        vec![("customers.csv", CUSTOMERS), ("customer_addresses.csv", of_customers)],
        vec![("customers.csv", CUSTOMERS), ("address.csv", keyed), ("CustomerAddress.csv", bridge)],
    ] {
        let found = imported(&files);
        let accounts = found.dataset.accounts();
        assert_eq!(accounts.names.iter().collect::<Vec<_>>(), ["Acme", "Bolt", "Cog"], "{files:?}");
        assert_eq!(words(&found, "city"), ["Boston", "Austin", "Reno"], "{files:?}");
        assert!(!told(&found, Code::Joined).is_empty(), "{files:?}");
        assert!(told(&found, Code::RepeatedId).is_empty(), "{files:?}");
    }
}

#[test]
fn keys_are_followed_from_file_to_file() {
    let customers = "customer_id,first_name,last_name,address_id\n1,Mary,Smith,5\n2,Pat,Jones,6\n";
    let addresses = "address_id,address,district,city_id,postal_code\n5,1913 Hanoi Way,Nagasaki,463,35200\n6,1121 Loja,California,449,17886\n";
    let cities = "city_id,city,country_id\n463,Sasebo,50\n449,San Bernardino,103\n";
    let countries = "country_id,country\n50,Japan\n103,United States\n";
    let files =
        [("city.csv", cities), ("country.csv", countries), ("customer.csv", customers), ("address.csv", addresses)];
    let found = imported(&files);
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Mary Smith", "Pat Jones"]);
    assert_eq!(words(&found, "country"), ["Japan", "United States"]);
}

#[test]
fn points_of_accounts_that_have_a_place_are_joined_by_id_alone() {
    let accounts = "Account ID,Account Name,City,State\nA1,Acme,Boston,MA\nA2,Bolt,Austin,TX\n";
    let points = "Account ID,Latitude,Longitude\nA1,42.35,-71.06\nA2,30.26,-97.74\n";
    let found = imported(&[("accounts.csv", accounts), ("geo.csv", points)]);
    assert_eq!(found.dataset.accounts().locations.iter().flatten().count(), 2);
    assert_eq!(found.dataset.accounts().len(), 2);
    // Which warehouse serves an account says nothing of where the account is.
    let served = "Account ID,Account Name,City,State,Warehouse ID\nA1,Acme,Boston,MA,W1\nA2,Bolt,Austin,TX,W2\n";
    let warehouses = "Warehouse ID,City,State,Zip\nW1,Reno,NV,89501\nW2,Erie,PA,16501\n";
    let found = imported(&[("accounts.csv", served), ("warehouses.csv", warehouses)]);
    assert_eq!(words(&found, "City"), ["Boston", "Austin"]);
    assert_eq!(found.dataset.accounts().len(), 2, "warehouses are no customers");
    // Nor are the first store and the first customer the same.
    let stores = "id,city,state,zip\n1,Reno,NV,89501\n2,Miami,FL,33101\n3,Elko,NV,89801\n";
    let sheets = settled(&[("customers.csv", "id,name\n1,Acme\n2,Bolt\n3,Cog\n"), ("stores.csv", stores)]);
    assert_eq!(sheets[0].mappings().len(), 2);
}

#[test]
fn lines_take_from_their_orders_whose_they_are() {
    let orders = "order_id,customer_id,order_date,status,freight\n10,1,2026-01-05,Shipped,5\n11,2,2026-01-06,Cancelled,9\n\
        12,1,2026-02-05,Shipped,7\n13,3,2026-02-07,Shipped,8\n";
    let lines = "order_id,product_id,unit_price,quantity,discount\n10,P1,10.00,3,0.1\n10,P2,5.00,2,0\n11,P1,10.00,9,0\n\
        12,P1,10.00,1,0\n13,P2,5.00,4,0.5\n";
    let products = "product_id,product_name,supplier_id,unit_price\nP1,Tea,S1,10\nP2,Jam,S2,5\n";
    let suppliers = "supplier_id,company_name,city\nS1,Leaf Ltd,Leeds\nS2,Fruit SA,Lyon\n";
    let shippers = "shipper_id,company_name,phone\nH1,Fast,1\nH2,Faster,2\n";
    let files = [
        ("suppliers.csv", suppliers),
        ("shippers.csv", shippers),
        ("products.csv", products),
        ("order_details.csv", lines),
        ("orders.csv", orders),
        ("customers.csv", CUSTOMERS),
    ];
    let found = imported(&files);
    assert_eq!(found.dataset.accounts().len(), 3, "suppliers are no customers");
    assert_eq!(words(&found, "quantity"), ["6", "", "4"]);
    assert_eq!(words(&found, "Revenue"), ["47", "", "10"], "price × quantity, less the discount");
    assert_eq!(words(&found, "freight"), ["12", "", "8"], "what the orders say themselves is summed once for each");
    assert_eq!(words(&found, "Lines"), ["3", "", "1"], "orders are no further lines");
    assert_eq!(told(&found, Code::NotHappened).len(), 2, "the order and its line");

    let invoices = "No facture;Client No;Date facture\nF1;C1;05/01/2026\nF2;C2;17/01/2026\nF3;C1;23/02/2026\n";
    let lines = "No facture;Article;Quantité;Montant HT\nF1;Farine;10;120,50\nF1;Sucre;5;40,00\nF2;Huile;2;55,25\nF3;Farine;12;144,60\n";
    let clients = "Client No;Raison sociale;Ville\nC1;Martin;Lyon\nC2;Petit;Toulouse\n";
    let found = imported(&[("clients.csv", clients), ("factures.csv", invoices), ("lignes.csv", lines)]);
    assert_eq!(words(&found, "Montant HT"), ["305.1", "55.25"]);
}

#[test]
fn what_orders_and_lines_say_under_one_header_counts_once() {
    let orders = "order_id,customer_id,order_date,amount\n10,1,2026-01-05,30\n11,1,2026-01-06,20\n12,2,2026-01-09,7\n";
    let lines = "order_id,product,quantity,amount\n10,Tea,1,10\n10,Jam,1,20\n11,Tea,2,20\n12,Jam,1,7\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("orders.csv", orders), ("items.csv", lines)]);
    assert_eq!(words(&found, "amount"), ["50", "7", ""]);
}

#[test]
fn prices_alone_add_up_where_nothing_says_how_many() {
    let lines = "Order ID,Customer,City,Order Date,Product,Unit Price\n1,Acme,Boston,2026-01-05,A,10.00\n\
        1,Acme,Boston,2026-01-05,B,5.00\n2,Bolt,Austin,2026-01-06,A,10.00\n";
    assert_eq!(words(&imported(&[("orders.csv", lines)]), "Revenue"), ["15", "10"]);
    let with_amounts = "Order ID,Customer,City,Order Date,Product,Unit Price,Quantity,Sales\n1,Acme,Boston,2026-01-05,A,10.00,2,19.00\n\
        1,Acme,Boston,2026-01-05,B,5.00,1,5.00\n2,Bolt,Austin,2026-01-06,A,10.00,1,10.00\n";
    let found = imported(&[("orders.csv", with_amounts)]);
    assert!(found.dataset.accounts().column("Revenue").is_none(), "the amounts stand there");
    assert_eq!(words(&found, "Sales"), ["24", "10"]);
}

#[test]
fn reps_live_where_their_office_is() {
    let reps = "employeeNumber,lastName,firstName,officeCode,reportsTo,jobTitle\n1166,Thompson,Leslie,1,1143,Sales Rep\n\
        1370,Hernandez,Gerard,4,1102,Sales Rep\n1611,Fixter,Andy,6,1088,Manager\n";
    let offices = "officeCode,city,state,country\n1,San Francisco,CA,USA\n4,Paris,,France\n6,Sydney,,Australia\n";
    let customers = "customerNumber,customerName,city,country\n103,Atelier,Nantes,France\n112,Signal,Las Vegas,USA\n";
    let sheets = settled(&[("customers.csv", customers), ("employees.csv", reps), ("offices.csv", offices)]);
    assert_eq!(kinds(&sheets), [FileKind::Accounts, FileKind::Reps, FileKind::Other]);
    let home = sheets[1].mappings().iter().find(|mapping| mapping.role == Role::City).expect("a home");
    assert_eq!((home.header.as_str(), home.samples[0].as_str()), ("city", "San Francisco"));
}

#[test]
fn what_was_done_for_a_deal_was_done_for_its_account() {
    let accounts = "account_id,account_name,city\nA1,Acme,Boston\nA2,Bolt,Austin\n";
    let deals = "opp_id,account_id,stage,status,amount,close_date\nO1,A1,Proposal,Open,100,2026-03-01\n\
        O2,A2,Negotiation,Won,200,2026-02-01\nO3,A2,Proposal,Lost,50,2026-02-09\n";
    let done = "activity_id,opp_id,activity_type,activity_at,rep\n1,O1,Call,2026-01-11,Ada\n2,O2,Visit,2026-01-12,Bo\n\
        3,O1,Visit,2026-01-13,Ada\n";
    let roles = "opp_id,contact_id,role\nO1,C1,Buyer\nO2,C2,User\n";
    let files = [("accounts.csv", accounts), ("deals.csv", deals), ("done.csv", done), ("roles.csv", roles)];
    let found = imported(&files);
    let activities = &found.dataset.records().activities;
    let whose: Vec<_> = activities.records().iter().collect();
    assert!(whose.iter().all(|own| own.account.is_some() && own.day.is_some()));
    assert_eq!(whose.iter().filter(|own| own.kind == ActivityKind::Visit).count(), 2);
    let deals = &found.dataset.records().opportunities;
    let states: Vec<DealState> = deals.records().iter().map(|deal| deal.state).collect();
    assert_eq!(states, [DealState::Open, DealState::Won, DealState::Lost], "whom it was about adds no deals");
    let stages: Vec<&str> = found.dataset.records().stages.iter().collect();
    assert_eq!(stages, ["Proposal", "Negotiation"], "the result is no stage");
}

#[test]
fn keys_join_whatever_the_accounts_are_called() {
    let sites = "site_id,site_name,city\nS1,Nord,Hamburg\nS2,Süd,München\nS3,West,Köln\n";
    let visits = "visit_id,site_id,visit_date,rep\n1,S1,2026-01-01,Ada\n2,S2,2026-01-02,Bo\n3,S1,2026-01-03,Ada\n";
    let sales = "date,site_id,amount\n2026-01-01,S1,10\n2026-01-02,S2,20\n2026-01-03,S1,30\n";
    let files = [("sites.csv", sites), ("visits.csv", visits), ("sales.csv", sales)];
    let sheets = settled(&files);
    assert_eq!(kinds(&sheets), [FileKind::Accounts, FileKind::Activities, FileKind::OrderLines]);
    let found = import(&sheets).expect("usable files");
    assert_eq!(found.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["S1", "S2", "S3"]);
    assert_eq!(words(&found, "amount"), ["40", "20", ""]);
    assert_eq!(words(&found, "Activities"), ["2", "1", "0"]);
}

#[test]
fn accounts_without_a_place_are_where_their_orders_or_contacts_are() {
    let orders = "order_id,customer_id,order_date,ship_city,ship_state,total\n100,1,2026-01-05,Boston,MA,50\n\
        101,2,2026-01-06,Austin,TX,60\n102,1,2026-02-05,Boston,MA,70\n103,3,2026-02-07,Reno,NV,80\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("orders.csv", orders)]);
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Acme", "Bolt", "Cog"]);
    assert_eq!(words(&found, "ship_city"), ["Boston", "Austin", "Reno"]);
    assert_eq!(words(&found, "total"), ["120", "60", "80"]);
    let accounts = "Account ID,Account Name,Annual Revenue\nA1,Acme,100\nA2,Bolt,200\n";
    let contacts = "Contact ID,First Name,Last Name,Email,Account ID,Mailing City,Mailing State\nC1,Ann,Lee,a@x.org,A1,Boston,MA\n\
        C2,Bob,Ray,b@x.org,A2,Austin,TX\nC3,Cyd,Roe,c@x.org,A1,Boston,MA\n";
    let found = imported(&[("contacts.csv", contacts), ("accounts.csv", accounts)]);
    assert_eq!(words(&found, "Mailing City"), ["Boston", "Austin"]);
    assert_eq!(words(&found, "Contacts"), ["2", "1"]);
}

#[test]
fn what_is_joined_can_be_taken_apart_and_decided_on() {
    let customers = "customer_id,name,address_id\n1,Acme,11\n2,Bolt,12\n";
    let addresses = "address_id,street,city,size\n11,State St,Boston,5\n12,Congress,Austin,6\n";
    let mut sheets = settled(&[("customers.csv", customers), ("addresses.csv", addresses)]);
    let size = sheets[0].mappings().iter().position(|mapping| mapping.header == "size").expect("joined");
    assert_eq!(sheets[0].stands_in(3, size), Some(("addresses.csv", 1, 3)));
    assert_eq!(sheets[0].stands_in(3, 1), None);
    sheets[0].set_role(size, Role::LeaveOut);
    settle_kinds(&mut sheets, None);
    assert_eq!(sheets[0].mappings()[size].role, Role::LeaveOut, "a decision about a joined column stays");
    // A cell is put right in the file where it stands.
    sheets[1].set_cell(3, 2, "Reno");
    settle_kinds(&mut sheets, None);
    assert_eq!(words(&import(&sheets).expect("usable"), "city"), ["Boston", "Reno"]);
    sheets[1].set_kind(FileKind::Accounts);
    settle_kinds(&mut sheets, None);
    assert_eq!(sheets[0].mappings().len(), 3, "a file of its own is joined to none");
    assert_eq!(kinds(&sheets), [FileKind::Accounts, FileKind::Accounts]);
    settle_kinds(&mut sheets[..1], None);
    assert_eq!(sheets[0].mappings().len(), 3);
}

#[test]
fn decisions_on_lines_outlast_that_they_are_joined_anew() {
    let orders = "order_id,customer_id,order_date\n10,1,2026-01-05\n11,2,2026-01-06\n12,1,2026-02-05\n";
    let lines = "order_id,product_id,sent,unit_price,quantity\n10,P1,2026-01-09,10.00,3\n10,P2,2026-01-09,5.00,2\n11,P1,2026-01-11,10.00,9\n";
    let mut sheets = settled(&[("customers.csv", CUSTOMERS), ("orders.csv", orders), ("items.csv", lines)]);
    sheets[2].set_role(2, Role::Date);
    sheets[2].set_role(4, Role::LeaveOut);
    for _ in 0..2 {
        settle_kinds(&mut sheets, None);
        assert_eq!(sheets[2].kind(), FileKind::OrderLines);
        assert_eq!([sheets[2].mappings()[2].role, sheets[2].mappings()[4].role], [Role::Date, Role::LeaveOut]);
    }
    settle_kinds(&mut sheets[2..], None);
    assert_eq!(sheets[2].kind(), FileKind::Other, "alone it is nothing again");
}

#[test]
fn lists_named_after_people_are_reps_and_their_dealers_stay_accounts() {
    let dealers = "dealer_id,dealer_name,city\nD1,Prime,Boston\nD2,Best,Austin\nD3,Top,Reno\n";
    let people =
        "employee_id,employee_name,role,reports_to_id,dealer_id\nE1,Ada,Manager,,\nE2,Bo,Rep,E1,D1\nE3,Cy,Rep,E1,D1\n";
    let sheets = settled(&[("dealers.csv", dealers), ("sales_personnel.csv", people)]);
    assert_eq!(kinds(&sheets), [FileKind::Accounts, FileKind::Reps]);
    let quotas =
        "representative_id,representative_name,start_date,monthly_target\nR1,Ada,2024-01-01,100\nR2,Bo,2025-01-01,90\n";
    assert_eq!(sheet("representatives.csv", quotas).kind(), FileKind::Reps);
    let links = "EmployeeID,TerritoryID\nE2,01581\nE2,01730\nE3,01833\n";
    let found =
        imported(&[("dealers.csv", dealers), ("employee_territories.csv", links), ("sales_personnel.csv", people)]);
    let names: Vec<&str> = found.dataset.reps().iter().map(|rep| rep.name.as_str()).collect();
    assert_eq!(names, ["Ada", "Bo", "Cy"], "names go before what says more");
}

#[test]
fn companies_of_contacts_that_no_file_knows_are_accounts() {
    let contacts = "company_code,company_name,contact_code,contact_first_name,contact_last_name,email\nC1,Acme,K1,Ann,Lee,a@x.org\n\
        C1,Acme,K2,Bob,Ray,b@x.org\nC2,Bolt,K3,Cyd,Roe,c@x.org\n";
    let fairs = "fair_code,fair_name,city\nF1,Beauty,Bologna\nF2,Pack,Milano\n";
    let sheets = settled(&[("companies_and_contacts.csv", contacts), ("fairs.csv", fairs)]);
    assert_eq!(sheets[0].kind(), FileKind::Accounts);
}

#[test]
fn won_and_lost_as_hubspot_says() {
    let deals = "deal_id,deal_name,is_closed,is_closed_won,amount,close_date,company\n1,x,true,true,5,2026-01-01,Acme\n\
        2,y,true,false,6,2026-01-02,Acme\n3,z,false,false,7,2026-01-03,Bolt\n";
    let accounts = "Company ID,Company name,City\n1,Acme,Boston\n2,Bolt,Austin\n";
    let found = imported(&[("companies.csv", accounts), ("hubspot_deals.csv", deals)]);
    let deals = &found.dataset.records().opportunities;
    let states: Vec<DealState> = deals.records().iter().map(|deal| deal.state).collect();
    assert_eq!(states, [DealState::Won, DealState::Lost, DealState::Open]);
    let prefixed = sheet(
        "company_data.csv",
        "id,property_name,property_city,property_state\n7,Acme,Boston,MA\n8,Bolt,Austin,TX\n",
    );
    let roles: Vec<Role> = prefixed.mappings().iter().map(|mapping| mapping.role).collect();
    assert_eq!(roles, [Role::Id, Role::Name, Role::City, Role::Region]);
}

#[test]
fn months_by_their_numbers_are_a_header() {
    let text = "id,name,city,1,2,3,4\n001,Acme,Boston,5,6,7,8\n002,Bolt,Austin,1,2,3,4\n";
    let table = sheet("monthly.csv", text);
    assert_eq!(table.table().header()[..4], ["id", "name", "city", "1"]);
    assert_eq!(table.table().len(), 2);
}

#[test]
fn one_name_in_one_city_is_asked_about_unless_codes_part_it() {
    let erp = "Customer No,Customer Name,City,State,Zip\n1,Acme,Boston,MA,02108\n2,Acme,Boston,MA,02199\n3,Bolt,Austin,TX,78701\n";
    let crm = "Account Name,Billing City,Billing State,Account Owner\nBolt,Austin,TX,Ada\nAcme,Boston,MA,Bo\n";
    let found = imported(&[("erp.csv", erp), ("crm.csv", crm)]);
    let groups: Vec<Vec<&str>> =
        found.duplicates.iter().map(|own| own.accounts.iter().map(|account| account.id.as_str()).collect()).collect();
    assert!(groups.iter().all(|own| own.len() < 2 || !own.contains(&"1")), "two branches of Acme are two");
}

#[test]
fn doctors_of_the_national_list_have_names_and_places() {
    let text = "NPI,Entity Type Code,Provider Organization Name (Legal Business Name),Provider Last Name (Legal Name),\
        Provider First Name,Provider Business Practice Location Address City Name,\
        Provider Business Practice Location Address State Name,Provider Business Practice Location Address Postal Code\n\
        1234567890,1,,SMITH,ANN,BOSTON,MA,021081234\n1234567891,2,Lee Clinic,,,AUSTIN,TX,787011234\n\
        1234567892,1,,ROE,JIM,RENO,NV,895011234\n";
    let found = imported(&[("npidata.csv", text)]);
    let accounts = found.dataset.accounts();
    assert_eq!(accounts.ids.iter().collect::<Vec<_>>(), ["1234567890", "1234567891", "1234567892"]);
    assert_eq!(accounts.names.iter().collect::<Vec<_>>(), ["ANN SMITH", "Lee Clinic", "JIM ROE"]);
    let sheet = sheet("npidata.csv", text);
    let has = |role: Role| sheet.mappings().iter().any(|mapping| mapping.role == role);
    assert!(has(Role::City) && has(Role::Region) && has(Role::PostalCode));
}

#[test]
fn merged_accounts_keep_the_name_that_one_of_them_has() {
    let numbers = "Account ID,City,Score\nA1,Boston,5\nA2,Austin,6\n";
    let names = "Account ID,Account Name,City\nA1,Acme,Boston\nA2,Bolt,Austin\n";
    let sheets = [sheet("numbers.csv", numbers), sheet("names.csv", names)];
    let first = import(&sheets).expect("usable files");
    let merged = first.duplicates.iter().map(|group| group.key.clone()).collect();
    let corrections = Corrections { merged, ..Corrections::default() };
    let merged = assemble(&sheets, &Gazetteer::default(), &corrections, None, &mut |_| {}).expect("usable files");
    assert_eq!(merged.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Acme", "Bolt"]);
}

#[test]
fn lines_join_their_orders_whatever_orders_are_called() {
    let customers = "CustomerID,Name,City,State\nC001,Acme,Boston,MA\nC002,Bolt,Austin,TX\nC003,Cog,Reno,NV\n";
    for noun in ["SO_ID", "SalesID", "vente_id", "nota_fiscal", "Belegnummer", "receipt_id", "SalesOrder", "OrderID"] {
        let orders = format!(
            "{noun},CustomerID,OrderDate,Status\nS101,C002,2026-02-11,Open\nS102,C003,2026-03-11,Done\nS103,C001,2026-03-11,Done\n\
             S104,C001,2026-03-12,Done\n"
        );
        let lines = format!(
            "{noun},ProductID,Qty,UnitPrice,LineTotal\nS101,P000,1,10.5,10.5\nS101,P002,2,10.5,21.0\nS102,P001,1,10.5,10.5\n\
             S103,P001,1,10.5,10.5\nS104,P001,1,10.5,10.5\n"
        );
        let found = imported(&[("customers.csv", customers), ("heads.csv", &orders), ("lines.csv", &lines)]);
        let accounts = found.dataset.accounts();
        assert_eq!(accounts.names.iter().collect::<Vec<_>>(), ["Acme", "Bolt", "Cog"], "{noun}");
        let column = accounts.column("LineTotal").and_then(|own| own.values.numbers());
        assert_eq!(column, Some(&[Some(21.0), Some(31.5), Some(10.5)][..]), "{noun}");
        assert!(found.dataset.records().products.is_empty(), "{noun}");
    }
}

#[test]
fn orders_whose_lines_name_the_customer_count_once() {
    let orders = "order_id,customer_id,order_date,total\n1,1,2026-01-05,500\n2,2,2026-01-06,70\n";
    let items = "order_id,customer_id,product,quantity,total\n1,1,Gear,2,200\n1,1,Cog,3,300\n2,2,Gear,1,70\n";
    let found = imported(&[("customers.csv", CUSTOMERS), ("orders.csv", orders), ("order_items.csv", items)]);
    let accounts = found.dataset.accounts();
    let column = |name: &str| accounts.column(name).and_then(|own| own.values.numbers());
    assert_eq!(column("total"), Some(&[Some(500.0), Some(70.0), None][..]));
    assert_eq!(column("Lines"), Some(&[Some(2.0), Some(1.0), None][..]));
}

#[test]
fn orders_and_invoices_are_not_added_up() {
    let orders = "order_id,customer_id,order_date,total\n1,1,2026-01-05,500\n2,2,2026-01-06,70\n";
    let invoices = |number: u32| format!("invoice_id,customer_id,invoice_date,total\n{number},1,2026-01-15,500\n");
    let [first, second] = [invoices(7), invoices(8)];
    let files =
        [("customers.csv", CUSTOMERS), ("orders.csv", orders), ("invoices.csv", &first), ("invoices_2.csv", &second)];
    let found = imported(&files);
    let accounts = found.dataset.accounts();
    let column = |name: &str| accounts.column(name).and_then(|own| own.values.numbers());
    assert_eq!(column("total"), Some(&[Some(500.0), Some(70.0), None][..]));
    assert_eq!(column("total (invoices.csv)"), Some(&[Some(1000.0), None, None][..]));
}

#[test]
fn the_id_is_the_one_by_which_other_files_name_accounts() {
    let accounts =
        |header: &str| format!("{header}\n001A,Acme,77001,Boston\n001B,Bolt,77002,Austin\n001C,Cog,77003,Reno\n");
    let deals = "Id,AccountId,Name,StageName,Amount,CloseDate\n006A,001A,First,Closed Won,500,2026-01-05\n\
        006B,001C,Second,Prospecting,70,2026-02-05\n";
    for header in
        ["Id,Name,AccountNumber,BillingCity", "uuid,Company,Customer Number,City", "code,name,account_id,city"]
    {
        let found = imported(&[("Account.csv", &accounts(header)), ("Opportunity.csv", deals)]);
        assert_eq!(found.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["001A", "001B", "001C"], "{header}");
        let records = found.dataset.records();
        assert!(records.opportunities.iter().all(|(_, deal)| deal.account.is_some()), "{header}");
    }
    let number = "Id,Name,AccountNumber,BillingCity\n1,Acme,77001,Boston\n2,Bolt,77002,Austin\n3,Cog,77003,Reno\n";
    let by_number = "Deal,AccountNumber,Stage,Amount\nFirst,77001,Closed Won,500\nSecond,77003,Prospecting,70\n";
    let found = imported(&[("accounts.csv", number), ("deals.csv", by_number)]);
    assert_eq!(found.dataset.accounts().ids.iter().collect::<Vec<_>>(), ["77001", "77002", "77003"]);
}

#[test]
fn what_names_accounts_is_told_by_what_stands_there() {
    let accounts = "id,name,city\nA-1,Acme,Boston\nA-2,Bolt,Austin\nA-3,Cog,Reno\n";
    for (header, values) in [("org", ["A-1", "A-3"]), ("What_ID", ["A-2", "A-3"]), ("place", ["Acme Inc", "cog"])] {
        let [first, second] = values;
        let deals = format!(
            "deal_id,{header},stage,amount,close_date\n6,{first},Won,500,2026-01-05\n7,{second},Lost,70,2026-01-06\n"
        );
        let found = imported(&[("accounts.csv", accounts), ("deals.csv", &deals)]);
        let records = found.dataset.records();
        assert_eq!(records.opportunities.len(), 2, "{header}");
        assert!(records.opportunities.iter().all(|(_, deal)| deal.account.is_some()), "{header}");
        assert_eq!(found.dataset.accounts().len(), 3, "{header}");
    }
    // Small numbers tell nothing by themselves.
    let numbered = "id,name,city\n1,Acme,Boston\n2,Bolt,Austin\n3,Cog,Reno\n";
    let deals = "deal_id,rating,stage,amount,close_date\n6,1,Won,500,2026-01-05\n7,3,Lost,70,2026-01-06\n";
    let found = imported(&[("accounts.csv", numbered), ("deals.csv", deals)]);
    assert!(found.dataset.records().opportunities.iter().all(|(_, deal)| deal.account.is_none()));
    let sales = "id,acc_id,v_id,total,day\n9,1,1,20,2026-01-05\n10,1,2,40,2026-01-06\n11,3,1,60,2026-01-07\n";
    let found = imported(&[("accounts.csv", numbered), ("transactions.csv", sales)]);
    let total = found.dataset.accounts().column("total").and_then(|own| own.values.numbers());
    assert_eq!(total, Some(&[Some(60.0), None, Some(60.0)][..]));
}
