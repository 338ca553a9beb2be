//! Headers that mean something as a whole which their words would not: names of fields in some systems, words that are cut wrongly.

use super::lexicon::Word;

/// Names of fields in some systems, blanks and lines left out, and what they would be in words.
const FIELDS: &[(&str, &[Word])] = &[
    ("geoid", &[Word::County, Word::Id]),
    ("geocode", &[Word::County, Word::Id]),
    ("fips", &[Word::County, Word::Id]),
    ("fipscode", &[Word::County, Word::Id]),
    ("countyfips", &[Word::County, Word::Id]),
    ("ags", &[Word::County, Word::Id]),
    ("codeinsee", &[Word::County, Word::Id]),
    ("kunnr", &[Word::Account, Word::Number]),
    ("cardcode", &[Word::Account, Word::Number]),
    ("cardname", &[Word::Account, Word::Name]),
    ("customerdescription", &[Word::Account, Word::Name]),
    ("vbeln", &[Word::Order, Word::Number]),
    ("slpname", &[Word::Person, Word::Name]),
    ("username", &[Word::Unknown]),
    ("profileid", &[Word::Login]),
    ("userroleid", &[Word::Login]),
    ("nickname", &[Word::Unknown]),
    ("countyname", &[Word::County, Word::Name]),
    ("whatid", &[Word::Related, Word::Id]),
    // `C.P.`, which is cut into letters.
    ("cp", &[Word::Zip]),
    ("τκ", &[Word::Zip]),
    // Danish and Norwegian, where it stands alone.
    ("by", &[Word::City]),
    // `시/도`, `시/군/구`.
    ("시도", &[Word::State]),
    ("시군구", &[Word::City]),
    // Which is no `rep` and no `Ort`.
    ("report", &[Word::Unknown]),
    ("reports", &[Word::Unknown]),
    ("potentialcustomer", &[Word::Opportunity, Word::Account]),
    ("potenziellerkunde", &[Word::Opportunity, Word::Account]),
    ("sku", &[Word::Product, Word::Number]),
    ("lineitem", &[Word::Order, Word::Product]),
    ("sent", &[Word::Date]),
    ("senton", &[Word::Date]),
    ("sentat", &[Word::Date]),
    ("caller", &[Word::Person]),
    ("ae", &[Word::Person]),
    ("neu", &[Word::Record]),
    ("personalnr", &[Word::Person, Word::Number]),
    ("personalnummer", &[Word::Person, Word::Number]),
    ("matricule", &[Word::Person, Word::Number]),
    ("accountexecutive", &[Word::Person]),
    ("salesexecutive", &[Word::Person]),
    ("salesperson", &[Word::Person]),
    ("responsibleperson", &[Word::Person]),
    ("fieldrep", &[Word::Person]),
    ("chefdesecteur", &[Word::Person]),
    ("admitarbeiter", &[Word::Person]),
    ("ac", &[Word::Account, Word::Number]),
    ("buyername", &[Word::Account, Word::Name]),
    ("recipientname", &[Word::Account, Word::Name]),
    ("paidat", &[Word::Date]),
    ("totalprice", &[Word::Money]),
    ("extendedprice", &[Word::Money]),
    ("gesamtpreis", &[Word::Money]),
    ("prixtotal", &[Word::Money]),
    ("preciototal", &[Word::Money]),
    ("npi", &[Word::Account, Word::Id]),
    ("reportsto", &[Word::Manager]),
    ("unitamount", &[Word::Rate]),
    ("unitcost", &[Word::Rate]),
    ("itemcost", &[Word::Rate]),
    ("matnr", &[Word::Product, Word::Number]),
    ("asin", &[Word::Product, Word::Number]),
    ("ean", &[Word::Product, Word::Number]),
    ("gtin", &[Word::Product, Word::Number]),
    ("tasksubtype", &[Word::Activity, Word::Kind]),
];

/// What a whole header means as the name of a field.
pub fn field(header: &str) -> Option<&'static [Word]> {
    FIELDS.iter().find(|(field, _)| *field == header).map(|&(_, words)| words)
}
