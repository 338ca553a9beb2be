//! Header sets of CRMs and their kin, by label and by the name of the field → kind and roles.

use super::sheet;
use crate::model::{FileKind, Role};
use FileKind::{
    Accounts, Activities, Areas, Expenses, Leads, Opportunities, OrderLines, Other, PostalCodes, Products, Reps,
    Targets,
};

/// Columns, one a line: header, values from the first row on, and the words of the role, parted by bars.
pub fn check(name: &str, kind: FileKind, columns: &str) {
    let columns: Vec<Vec<&str>> = columns
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let mut text = String::new();
    for row in 0..columns[0].len() - 1 {
        let cells: Vec<String> =
            columns.iter().map(|column| format!("\"{}\"", column[row].replace('"', "\"\""))).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let sheet = sheet(name, &text);
    assert_eq!(sheet.kind(), kind, "{name}\n{text}");
    for (column, mapping) in columns.iter().zip(sheet.mappings()) {
        let expected = Role::ALL.into_iter().find(|role| Some(role.words()) == column.last().copied());
        assert!(expected.is_some(), "{name}: no role {:?}", column.last());
        assert_eq!(Some(mapping.role), expected, "{name}: {}", mapping.header);
    }
}

#[test]
fn salesforce() {
    check(
        "report1700000000.csv",
        Accounts,
        "Account ID | 0015g00000Qw3a | 0015g00000Qw3b | 0015g00000Qw3c | Id
         Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         Parent Account | | Larkspur Dental | | Family
         Account Owner | Dana Whitfield | Priya Raman | Dana Whitfield | Rep
         Account Owner Alias | dwhit | prama | dwhit | Attribute
         Type | Customer | Prospect | Customer | Attribute
         Billing Street | 1 Elm St | 2 Oak St | 3 Ash St | Attribute
         Billing City | Fort Wayne | St. Louis | Springfield | City
         Billing State/Province | IN | MO | IL | Region
         Billing Zip/Postal Code | 46802 | 63101 | 62701 | Postal code
         Billing Country | United States | United States | United States | Country
         Shipping City | Fort Wayne | | | Attribute
         Annual Revenue | $22,053 | (1,200) | $59,159 | Measure
         Employees | 12 | 4 | 250 | Measure
         Phone | (312) 555-0134 | (312) 555-0135 | (312) 555-0136 | Attribute
         Last Activity | 03/14/2026 | 11/09/2026 | 07/02/2026 | Date
         Active | 1 | 0 | 1 | Yes or no",
    );
    check(
        "extract.csv",
        Accounts,
        "Id | 0015g1 | 0015g2 | Id
         IsDeleted | false | true | Yes or no
         Name | Acme | Globex | Name
         ParentId | | 0015g1 | Family
         BillingStreet | 1 Elm | 2 Oak | Attribute
         BillingCity | Gary | Erie | City
         BillingState | IN | PA | Region
         BillingPostalCode | 46401 | 16501 | Postal code
         BillingCountry | US | CA | Country
         BillingLatitude | 41.59 | 42.12 | Latitude
         BillingLongitude | -87.34 | -80.08 | Longitude
         NumberOfEmployees | 5 | 70 | Measure
         OwnerId | 0055g1 | 0055g2 | Rep
         CreatedDate | 2024-03-14T10:11:12.000Z | 2025-03-14T10:11:12.000Z | Date
         LastModifiedById | 0055g1 | 0055g2 | Attribute",
    );
}

#[test]
fn salesforce_beside_accounts() {
    check(
        "report.csv",
        Opportunities,
        "Opportunity Name | Acme renewal | Globex 200 | Acme add-on | Name
         Account Name | Acme | Globex | Acme | Account
         Stage | Closed Won | Prospecting | Closed Lost | Stage
         Amount | 1,200.00 | 5,300.50 | 800.00 | Amount
         Expected Revenue | 1,200.00 | 530.05 | 0.00 | Measure
         Probability (%) | 100 | 10 | 0 | Measure
         Age | 12 | 30 | 5 | Measure
         Close Date | 3/14/2026 | 4/30/2026 | 2/1/2026 | Closed
         Created Date | 1/14/2026 | 1/15/2026 | 1/16/2026 | Created
         Next Step | call | mail | | Attribute
         Lead Source | Web | Referral | Web | Attribute
         Opportunity Owner | Ann Lee | Bob Ray | Ann Lee | Rep",
    );
    check(
        "Opportunity.csv",
        Opportunities,
        "Id | 0065g1 | 0065g2 | Id
         AccountId | 0015g1 | 0015g2 | Account
         Name | Renewal | Add-on | Name
         StageName | Closed Won | Negotiation/Review | Stage
         Amount | 1200.0 | 350.0 | Amount
         CloseDate | 2026-03-14 | 2026-05-14 | Closed
         IsWon | true | false | Yes or no
         OwnerId | 0055g1 | 0055g2 | Rep
         CreatedDate | 2025-03-14T10:11:12.000Z | 2025-05-14T10:11:12.000Z | Created",
    );
    check(
        "report.csv",
        Activities,
        "Subject | Call | Email: offer | Visit | Kind
         Date | 3/14/2026 | 3/15/2026 | 3/16/2026 | Date of the row
         Assigned | Ann Lee | Bob Ray | Ann Lee | Rep
         Company / Account | Acme | Globex | Acme | Account
         Task Status | Completed | Open | Completed | Attribute
         Priority | Normal | High | Normal | Attribute",
    );
    check(
        "Lead.csv",
        Leads,
        "Lead ID | 00Q1 | 00Q2 | Id
         First Name | Ann | Bob | Attribute
         Last Name | Lee | Ray | Attribute
         Company / Account | Acme | Globex | Name
         Lead Source | Web | Phone | Attribute
         Lead Status | Open | Working | Attribute
         Lead Owner | Dana | Priya | Rep
         City | Gary | Erie | City
         Zip/Postal Code | 46401 | 16501 | Postal code",
    );
    check(
        "users.csv",
        Reps,
        "User ID | 0055g1 | 0055g2 | Id
         Full Name | Ann Lee | Bob Ray | Name
         Username | ann@a.co | bob@a.co | Attribute
         Email | ann@a.co | bob@a.co | Attribute
         Zip/Postal Code | 46401 | 16501 | Postal code
         Active | true | false | Yes or no",
    );
}

#[test]
fn hubspot() {
    check(
        "hubspot-crm-exports-all-companies.csv",
        Accounts,
        "Record ID | 51 | 52 | 53 | Id
         Company name | Acme | Globex | Initech | Name
         Company owner | Ann | Bob | Ann | Rep
         Create Date | 2026-01-02 10:00 | 2026-01-03 11:00 | 2026-01-04 12:00 | Date
         Phone Number | (312) 555-0134 | (312) 555-0135 | (312) 555-0136 | Attribute
         Last Activity Date | 2026-01-02 | 2026-01-03 | 2026-02-04 | Date
         City | Gary | Erie | Rome | City
         State/Region | IN | PA | NY | Region
         Postal Code | 46401 | 16501 | 13440 | Postal code
         Country/Region | United States | United States | Canada | Country
         Industry | Food | Steel | Food | Attribute
         Lifecycle Stage | Customer | Lead | Customer | Attribute
         Number of Associated Deals | 5 | 6 | 0 | Measure
         Annual Revenue | 5.5 | 6 | 7 | Measure",
    );
    check(
        "companies.csv",
        Accounts,
        "hs_object_id | 51 | 52 | Id
         name | Acme | Globex | Name
         hubspot_owner_id | 7 | 8 | Rep
         domain | acme.com | globex.com | Attribute
         city | Gary | Erie | City
         state | IN | PA | Region
         zip | 46401 | 16501 | Postal code
         numberofemployees | 5 | 6 | Measure
         lifecyclestage | customer | lead | Attribute
         createdate | 2026-01-02T10:00:00Z | 2026-02-02T10:00:00Z | Date",
    );
    check(
        "deals.csv",
        Opportunities,
        "Record ID | 91 | 92 | 93 | Id
         Deal Name | Renewal | Add-on | Start | Name
         Deal Stage | Closed Won | Appointment Scheduled | Closed Lost | Stage
         Pipeline | Sales | Sales | Partner | Attribute
         Close Date | 2026-01-02 10:00 | 2026-01-03 11:00 | 2026-01-04 12:00 | Closed
         Deal owner | Ann | Bob | Ann | Rep
         Amount | 100 | 200 | 300 | Amount
         Create Date | 2025-01-02 10:00 | 2025-01-03 11:00 | 2025-01-04 12:00 | Created
         Associated Company | Acme | Globex | Acme | Account",
    );
    check(
        "objects.csv",
        Opportunities,
        "hs_object_id | 91 | 92 | Id
         dealname | Renewal | Add-on | Name
         dealstage | closedwon | closedlost | Stage
         amount | 100 | 200 | Amount
         closedate | 1775174400000 | 1775260800000 | Closed
         createdate | 1745174400000 | 1745260800000 | Created
         hubspot_owner_id | 7 | 8 | Rep",
    );
    check(
        "activities.csv",
        Activities,
        "Record ID | 1 | 2 | 3 | Id
         Activity type | Call | Meeting | Email | Kind
         Activity date | 2026-01-02 10:00 | 2026-01-03 11:00 | 2026-01-04 12:00 | Date of the row
         Activity assigned to | Ann | Bob | Ann | Rep
         Company name | Acme | Globex | Acme | Account",
    );
}

#[test]
fn dynamics() {
    check(
        "My Active Accounts 24-11-2026.csv",
        Accounts,
        "(Do Not Modify) Account | a1b2-1 | a1b2-2 | Id
         (Do Not Modify) Row Checksum | x+1= | x+2= | Attribute
         (Do Not Modify) Modified On | 2026-03-14 10:00 | 2026-03-15 10:00 | Date
         Account Name | Acme | Globex | Name
         Main Phone | 555-0134 | 555-0135 | Attribute
         Address 1: City | Gary | Erie | City
         Address 1: State/Province | IN | PA | Region
         Address 1: ZIP/Postal Code | 46401 | 16501 | Postal code
         Address 2: City | | Oslo | Attribute
         Annual Revenue | 5 | 6 | Measure
         Owner | Ann | Bob | Rep",
    );
    check(
        "accounts.csv",
        Accounts,
        "accountid | g-1 | g-2 | Id
         accountnumber | N7 | N8 | Attribute
         name | Acme | Globex | Name
         parentaccountid | | g-1 | Family
         address1_line1 | 1 Elm | 2 Oak | Attribute
         address1_city | Gary | Erie | City
         address1_stateorprovince | IN | PA | Region
         address1_postalcode | 46401 | 16501 | Postal code
         address1_country | USA | Canada | Country
         ownerid | u-1 | u-2 | Rep
         statecode | Active | Inactive | Attribute
         revenue | 5 | 6 | Measure
         createdon | 2026-03-14T10:11:12Z | 2026-03-15T10:11:12Z | Date",
    );
    check(
        "opportunities.csv",
        Opportunities,
        "opportunityid | o-1 | o-2 | Id
         name | Renewal | Add-on | Name
         parentaccountid | g-1 | g-2 | Account
         estimatedvalue | 100 | 200 | Amount
         estimatedclosedate | 2026-03-14 | 2026-04-14 | Closed
         statuscode | Won | In Progress | Stage
         ownerid | u-1 | u-2 | Rep
         createdon | 2025-03-14 | 2025-04-14 | Created",
    );
    check(
        "appointments.csv",
        Activities,
        "activityid | v-1 | v-2 | Id
         subject | Visit Acme | Review | Attribute
         activitytypecode | appointment | phonecall | Kind
         regardingobjectid | g-1 | g-2 | Account
         scheduledstart | 2026-03-14T10:00:00Z | 2026-04-14T10:00:00Z | Date of the row
         scheduledend | 2026-03-14T11:00:00Z | 2026-04-14T11:00:00Z | Date
         ownerid | u-1 | u-2 | Rep",
    );
}

#[test]
fn pipedrive_zoho_netsuite_and_sap() {
    check(
        "organizations.csv",
        Accounts,
        "Organization - ID | 1 | 2 | Id
         Organization - Name | Acme | Globex | Name
         Organization - Owner | Ann | Bob | Rep
         Organization - City/town/village/locality | Gary | Erie | City
         Organization - Zip/Postal code | 46401 | 16501 | Postal code
         Organization - Country | US | US | Country",
    );
    check(
        "deals.csv",
        Opportunities,
        "Deal - ID | 1 | 2 | 3 | Id
         Deal - Title | Renewal | Add-on | Start | Name
         Deal - Organization | Acme | Globex | Acme | Account
         Deal - Owner | Ann | Bob | Ann | Rep
         Deal - Stage | Contact Made | Qualified | Proposal | Stage
         Deal - Status | Won | Lost | Open | Attribute
         Deal - Value | 100 | 200 | 300 | Amount
         Deal - Deal created | 2025-03-14 10:00:00 | 2025-03-15 10:00:00 | 2025-03-16 10:00:00 | Created
         Deal - Deal closed on | 2026-03-14 10:00:00 | 2026-03-15 10:00:00 | | Closed",
    );
    check(
        "activities.csv",
        Activities,
        "Activity - Subject | Lunch | Offer | Check | Attribute
         Activity - Type | meeting | email | call | Kind
         Activity - Due date | 2026-03-14 | 2026-03-15 | 2026-03-16 | Date of the row
         Activity - Assigned to user | Ann | Bob | Ann | Rep
         Activity - Organization | Acme | Globex | Acme | Account",
    );
    check(
        "Accounts_001.csv",
        Accounts,
        "Record Id | zcrm_1 | zcrm_2 | Id
         Account Owner.id | zcrm_7 | zcrm_8 | Attribute
         Account Owner | Ann | Bob | Rep
         Account Name | Acme | Globex | Name
         Billing City | Gary | Erie | City
         Billing State | IN | PA | Region
         Billing Code | 46401 | 16501 | Postal code
         Rating | Active | Acquired | Attribute",
    );
    check(
        "Leads_001.csv",
        Leads,
        "Record Id | zcrm_1 | zcrm_2 | Id
         Lead Owner | Ann | Bob | Rep
         Company | Acme | Globex | Name
         First Name | Cy | Di | Attribute
         Lead Status | Contacted | Attempted | Attribute
         Zip Code | 46401 | 16501 | Postal code",
    );
    check(
        "CustomerSearchResults.csv",
        Accounts,
        "Internal ID | 1201 | 1305 | Id
         Name | Acme | Globex | Name
         Sales Rep | Ann | Bob | Rep
         Billing City | Gary | Erie | City
         Billing State/Province | IN | PA | Region
         Billing Zip | 46401 | 16501 | Postal code
         Territory | East | West | Attribute",
    );
    check(
        "KNA1.csv",
        Accounts,
        "KUNNR | 0000100012 | 0000100013 | Id
         NAME1 | Acme GmbH | Globex AG | Name
         LAND1 | DE | AT | Country
         ORT01 | Dresden | Wien | City
         PSTLZ | 01067 | 1010 | Postal code
         REGIO | SN | W | Region
         STRAS | Weg 1 | Weg 2 | Attribute",
    );
    check(
        "VA05.csv",
        OrderLines,
        "Sales Document | 4711 | 4711 | 4712 | Leave out
         Document Date | 14.03.2026 | 14.03.2026 | 15.03.2026 | Date of the row
         Sold-To Party | 100012 | 100012 | 100013 | Id
         Material | M-1 | M-2 | M-1 | Leave out
         Net Value | 1.234,50 | 99,90 | 7,00 | Measure",
    );
}

#[test]
fn other_files_of_a_sales_force() {
    check(
        "expenses.csv",
        Expenses,
        "Expense ID | e1 | e2 | e3 | Id
         Date | 2026-01-02 | 2026-01-03 | 2026-01-04 | Date of the row
         Employee | Ann | Bob | Ann | Rep
         Category | Hotel | Fuel | Meals | Kind
         Customer | Acme | Globex | | Account
         Amount (USD) | 120.50 | 60 | 30.20 | Amount",
    );
    check(
        "q1.csv",
        Expenses,
        "Transaction Date | 2026-01-02 | 2026-01-03 | 2026-01-04 | Date of the row
         Merchant | Hilton | Shell | Subway | Kind
         Rep | Ann | Bob | Ann | Rep
         Total | 120.50 | 60 | 30.20 | Amount",
    );
    check(
        "products.csv",
        Products,
        "Product ID | p1 | p2 | Id
         Product Name | Basic | Pro | Name
         Product Family | GTX | GTX | Attribute
         List Price | 550 | 4821 | Amount
         Active | Y | N | Yes or no",
    );
    check(
        "quotas.csv",
        Targets,
        "Rep | Ann | Bob | Ann | Bob | Rep
         Month | 2026-01 | 2026-01 | 2026-02 | 2026-02 | Date of the row
         Quota | 10000 | 12000 | 11000 | 12500 | Amount",
    );
    check(
        "plan.csv",
        Targets,
        "Territory | East | West | Attribute
         Quarter | Q1 2026 | Q1 2026 | Date of the row
         Product | GTX | MG | Product
         Target | 10000 | 12000 | Amount",
    );
    check(
        "team.csv",
        Reps,
        "Rep ID | r1 | r2 | Id
         Rep | Ann | Bob | Name
         Home ZIP | 60601 | 10001 | Postal code
         FTE | 1 | 0.5 | Capacity
         Quota | 5000 | 6000 | Measure
         Manager | Sue | Sue | Attribute",
    );
    check(
        "visits.csv",
        Activities,
        "date | 2026-01-02 | 2026-01-03 | 2026-01-04 | Date of the row
         rep | Ann | Bob | Ann | Rep
         account | Acme | Globex | Acme | Account
         type | visit | call | visit | Kind",
    );
    check(
        "data_dictionary.csv",
        Other,
        "Table | accounts | accounts | products | Attribute
         Field | account | sector | product | Attribute
         Description | Company name | Industry | Product name | Attribute",
    );
}

#[test]
fn areas_and_postal_codes() {
    check(
        "acs.csv",
        Areas,
        "ZIP Code | 46401 | 16501 | 60601 | Postal code
         Population | 1200 | 3400 | 5600 | Measure
         Median Household Income | 41,000 | 52,000 | 83,000 | Measure",
    );
    check(
        "counties.csv",
        Areas,
        "FIPS | 18089 | 42049 | 17031 | Id
         County | Lake | Erie | Cook | Name
         State | IN | PA | IL | Region
         Households | 190000 | 110000 | 2100000 | Measure",
    );
    check(
        "potential.csv",
        Areas,
        "state | Indiana | Texas | Ohio | Region
         potential | 5.5 | 6.5 | 7.5 | Measure",
    );
    check(
        "uszips.csv",
        Areas,
        "zip | 46401 | 16501 | 60601 | Postal code
         lat | 41.5934 | 42.1292 | 41.8858 | Latitude
         lng | -87.3464 | -80.0851 | -87.6181 | Longitude
         city | Gary | Erie | Chicago | City
         state_id | IN | PA | IL | Region
         population | 1200 | 3400 | 5600 | Measure",
    );
    check(
        "codes.csv",
        PostalCodes,
        "postal code | 01067 | 80331 | 10115 | Postal code
         place name | Dresden | München | Berlin | City
         latitude | 51.0504 | 48.1371 | 52.5323 | Latitude
         longitude | 13.7373 | 11.5754 | 13.3846 | Longitude",
    );
    check(
        "sales.csv",
        OrderLines,
        "Account ID | A1 | A1 | A2 | Id
         Year | 2025 | 2025 | 2025 | Leave out
         Month | 1 | 2 | 1 | Leave out
         Sales | 100 | 200 | 300 | Measure",
    );
    // Codes need no ids.
    for (file, kind) in [("export.csv", Accounts), ("zip_codes.csv", PostalCodes)] {
        check(
            file,
            kind,
            "id | 1 | 2 | 3 | Id
             zip | 46401 | 16501 | 60601 | Postal code
             latitude | 41.5934 | 42.1292 | 41.8858 | Latitude
             longitude | -87.3464 | -80.0851 | -87.6181 | Longitude",
        );
    }
    let geonames = "DE\t01067\tDresden\tSachsen\tSN\t\t00\tDresden\t14612\t51.0600\t13.7111\t6\n\
        DE\t01069\tDresden\tSachsen\tSN\t\t00\tDresden\t14612\t51.0391\t13.7302\t6\n\
        DE\t80331\tMünchen\tBayern\tBY\tUpper Bavaria\t091\tMünchen\t09162\t48.1345\t11.5710\t4\n";
    let sheet = sheet("DE.txt", geonames);
    assert_eq!(sheet.kind(), PostalCodes);
    let found: Vec<Role> = sheet.mappings().iter().map(|mapping| mapping.role).collect();
    assert_eq!(found[..4], [Role::Country, Role::PostalCode, Role::City, Role::Region]);
    assert_eq!(found[9..11], [Role::Latitude, Role::Longitude]);
}
