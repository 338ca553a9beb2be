//! Columns of numbers: measures, years and what is capped.

use super::headers::check;
use crate::model::FileKind::Accounts;

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
