//! Columns of numbers: measures, years and what is capped; and whose names, mails and codes stand in others.

use super::headers::check;
use super::{import, sheet};
use crate::model::FileKind::{Accounts, Products};

#[test]
fn what_counts_a_year_is_a_measure_and_a_year_is_none() {
    check(
        "customers.csv",
        Accounts,
        "Account ID | A1 | A2 | A3 | A4 | Id
         Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Tiller Labs | Name
         City | Boston | Denver | Boston | Austin | City
         Visits per Year | 4 | 12 | 4 | 6 | Measure
         Year founded | 1998 | 2004 | 1998 | 1962 | Attribute
         Year | 98 | 4 | 98 | 62 | Attribute",
    );
}

#[test]
fn what_stands_below_a_year_is_a_measure() {
    check(
        "customers.csv",
        Accounts,
        "Customer | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         City | Boston | Denver | Austin | City
         2024 | 100000 | 200000 | 300000 | Measure
         2025 | 1 | 2 | 3 | Measure
         Year 2026 | 100000 | 250000 | 90000 | Measure
         2023 | 1998 | 2004 | 1962 | Attribute
         Year | 2019 | 2026 | 2021 | Attribute",
    );
    check(
        "kunden.csv",
        Accounts,
        "Kunde | Nord GmbH | Süd AG | West KG | Name
         Ort | Dresden | München | Köln | City
         2024 | 1.000,00 | 2.000,00 | 3.500,00 | Measure
         2025 | 1.200,00 | 2.100,00 | 3.600,00 | Measure",
    );
}

#[test]
fn a_cap_is_no_postal_code() {
    check(
        "customers.csv",
        Accounts,
        "Customer | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         City | Boston | Denver | Austin | City
         Cap | 50000 | 25000 | 10000 | Measure
         Market Cap | 5000000 | 2500000 | 10000 | Measure
         Capacity | 40 | 15 | 90 | Measure",
    );
}

#[test]
fn people_are_no_companies() {
    check(
        "customers.csv",
        Accounts,
        "Company | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         Full Name | Ann Smith | Tom Lee | Sue Kim | Attribute
         City | Gary | Erie | Ogden | City",
    );
    check(
        "customers.csv",
        Accounts,
        "Customer Full Name | Ann Smith | Tom Lee | Sue Kim | Attribute
         Company Name | Larkspur Dental | Pinyon Freight | Café Ombra | Name
         City | Gary | Erie | Ogden | City",
    );
    let people = "First Name,Last Name,Email,City,State\nAnn,Smith,a@x.com,Gary,IN\nTom,Lee,t@x.com,Erie,PA\n";
    let found = import(&[sheet("shop.csv", people)]).expect("a usable file");
    assert_eq!(found.dataset.accounts().names.iter().collect::<Vec<_>>(), ["Ann Smith", "Tom Lee"]);
}

#[test]
fn owners_are_told_by_mail_and_accounts_are_not() {
    check(
        "customers.csv",
        Accounts,
        "Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Dot | Name
         City | Gary | Erie | Ogden | Reno | City
         Owner Email | a@x.com | b@x.com | a@x.com | b@x.com | Rep",
    );
    check(
        "customers.csv",
        Accounts,
        "Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Dot | Name
         City | Gary | Erie | Ogden | Reno | City
         Email comercial | a@x.com | b@y.com | c@z.com | d@w.com | Attribute",
    );
    check(
        "products.csv",
        Products,
        "SKU | P1 | P2 | P3 | Id
         Product Name | Widget | Gadget | Gear | Name
         List Price | 25 | 50 | 75 | Amount",
    );
}

#[test]
fn codes_ranks_and_numbers_of_rows_are_not_summed() {
    check(
        "customers.csv",
        Accounts,
        "nocli | 17 | 4 | 31 | 9 | 12 | 3 | Id
         Account Name | Larkspur Dental | Pinyon Freight | Café Ombra | Dot | Tiller | Fen | Name
         City | Gary | Erie | Ogden | Reno | Austin | Salem | City
         Zone | 2 | 1 | 2 | 1 | 2 | 1 | Attribute
         Priority Decile | 10 | 9 | 3 | 7 | 1 | 2 | Attribute
         sorting | 4 | 2 | 6 | 1 | 3 | 5 | Attribute
         Ship Via | 1 | 3 | 1 | 3 | 3 | 1 | Attribute
         Extension | 5467 | 3457 | 3355 | 5176 | 3453 | 428 | Attribute
         Store Area | 1200 | 800 | 950 | 1200 | 640 | 700 | Measure
         Stock Level | 1200 | 800 | 950 | 1200 | 640 | 700 | Measure
         Shipping | 5 | 10 | 5 | 10 | 5 | 10 | Measure
         Shipping Cost | 10 | 20 | 10 | 20 | 20 | 10 | Measure
         seats | 4 | 4 | 2 | 4 | 2 | 4 | Measure",
    );
}
