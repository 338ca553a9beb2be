//! Words of headers and file names that tell apart what one meaning covers: whose people, whose places, which rates.

/// Words for who sells or brings things to the own company, competes with it, and where it is itself; and for what the codes of
/// other tables stand for.
const STRANGERS: &str = "office warehouse depot lager niederlassung niederlassungen territorie supplier vendor shipper carrier lieferant \
    lieferanten kreditor kreditoren spediteur fournisseur transporteur proveedor proveedore fornecedor fornecedore fornitore fornitori \
    leverancier competitor wettbewerber mitbewerber konkurrent konkurrenten concurrent competidor competidore concorrente concorrenti \
    currency currencie wahrung wahrungen devise moneda moeda campaign kampagne kampagnen campagne campana campanha";
/// Words for what comes to pass for many accounts at once, and is of none.
const CAMPAIGNS: &str = "campaign kampagne kampagnen campagne campana campanha";
/// Endings of names of files that list a sales force; in headers they would count it, or be anything.
const STAFF: &str = "employees personnel staff workforce employes empleados funcionarios colaboradores salespersons accountmanagers \
    salesmanagers areamanagers territorymanagers accountexecutives salesexecutives advisors advisers promoters accountowners \
    salesowners hubspotowners kundenberater verkaufsberater gebietsleiter bezirksleiter delegues conseillers visiteurs agenti agentes \
    representantes delegados promotores asesores assessores ejecutivos executivos consultores visitadores gestores vertegenwoordigers \
    verkopers handlowcy przedstawiciele";
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

fn is_among(noun: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|word| noun == word || noun.strip_suffix('s') == Some(word))
}

/// Whether a noun, in one or several, is of no customers: of who sells to the own company, or where that is itself.
pub fn are_strangers(noun: &str) -> bool {
    is_among(noun, STRANGERS)
}

/// Whether a noun is of campaigns.
pub fn are_campaigns(noun: &str) -> bool {
    is_among(noun, CAMPAIGNS)
}

/// Words for a branch of a company, and for those through whom goods go to it.
const PARTS: [&str; 14] = [
    "filiale",
    "filialen",
    "filial",
    "branch",
    "sucursal",
    "succursale",
    "agence",
    "oddzial",
    "zweigstelle",
    "vestiging",
    "distributor",
    "dealer",
    "reseller",
    "wholesaler",
];

/// Whether a noun is of a part of a company, or of those through whom goods go to it.
pub fn are_parts(noun: &str) -> bool {
    PARTS.contains(&noun)
}

/// Whether a noun ends in a word for all who work for the company, or who sell for it.
pub fn are_staff(noun: &str) -> bool {
    matches!(noun, "owners" | "force") || STAFF.split_ascii_whitespace().any(|end| noun.ends_with(end))
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
