//! Words of headers and file names that tell apart what one meaning covers: whose people, whose places, which rates.

/// Words for who sells or brings things to the own company, and for where it is itself.
const SUPPLIERS: [&str; 23] = [
    "office",
    "warehouse",
    "depot",
    "lager",
    "niederlassung",
    "niederlassungen",
    "territorie",
    "supplier",
    "vendor",
    "shipper",
    "carrier",
    "lieferant",
    "lieferanten",
    "kreditor",
    "kreditoren",
    "spediteur",
    "fournisseur",
    "transporteur",
    "proveedor",
    "proveedore",
    "fornecedor",
    "fornitore",
    "leverancier",
];
/// Endings of names of files that list a sales force, and in headers count it.
const STAFF: [&str; 8] =
    ["employees", "personnel", "staff", "workforce", "employes", "empleados", "funcionarios", "colaboradores"];
/// Words for what one unit of a product costs.
const PRICES: [&str; 12] = [
    "price",
    "prices",
    "unitprice",
    "preis",
    "einzelpreis",
    "stuckpreis",
    "prix",
    "precio",
    "preco",
    "prezzo",
    "prijs",
    "pu",
];
/// Words for what is taken off it.
const DISCOUNTS: [&str; 6] = ["discount", "rabatt", "remise", "descuento", "desconto", "sconto"];

/// Whether a noun, in one or several, is of who sells to the own company, or where that is itself.
pub fn are_suppliers(noun: &str) -> bool {
    SUPPLIERS.iter().any(|word| noun == *word || noun.strip_suffix('s') == Some(word))
}

/// Whether a noun ends in a word for all who work for the company.
pub fn are_staff(noun: &str) -> bool {
    STAFF.iter().any(|end| noun.ends_with(end))
}

/// What a rate is of. What is taken off a price goes before it: `Discount on price`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rate {
    /// What a unit costs.
    Price,
    /// What is taken off that.
    Discount,
}

/// The rate that a word names.
pub fn rate(word: &str) -> Option<Rate> {
    let is_in = |words: &[&str]| words.contains(&word);
    is_in(&DISCOUNTS).then_some(Rate::Discount).or_else(|| is_in(&PRICES).then_some(Rate::Price))
}
