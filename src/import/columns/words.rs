//! A header as a list of meanings.

use super::fields::field;
use super::header_text::{said, tokens};
use super::lexicon::{Word, add_meanings, meaning};
use super::nouns;
use super::periods::{Period, period_of};

/// Before the columns that Dynamics needs when a file comes back; the first of them is the row's key.
const LOCKED: &str = "(Do Not Modify) ";
/// `Nombre de cliente` is a name and `numéro de client` a number; `nombre de clients` counts them.
const ONE: &str = "cliente client cuenta compte conta empresa entreprise societe organizacion contacto usuario vendedor \
    oportunidad producto factura facture pedido commande telefono telephone telefone phone account customer order";

/// Pairs of words that only a yes or a no answers: `Do Not Call`, `Email Opt Out`, `Ne pas appeler`.
const ANSWERED: [[&str; 2]; 9] = [
    ["do", "not"],
    ["opt", "out"],
    ["opt", "in"],
    ["opted", "out"],
    ["nicht", "anrufen"],
    ["nicht", "kontaktieren"],
    ["ne", "pas"],
    ["no", "llamar"],
    ["nao", "ligar"],
];

/// Beside such names `CAP` is a postal code, as Italians have it; elsewhere it caps something.
const ITALIAN: &str =
    "citta comune localita provincia prov regione paese nazione ragione fatturato indirizzo codice azienda societa";

/// Beside such columns `ad` is a first name in Turkish and Azerbaijani, else any name.
const LAST_NAMES: &str = "soyad soyadi soyisim";
/// Headers of the two axes, each of which says something beside the other alone: by the longitude and by the latitude.
const X: &str =
    "x xcoord xcoordinate coordx pointx geox gpsx posx utmx coordenadax coordonneex koordinatex xkoordinate easting";
const Y: &str =
    "y ycoord ycoordinate coordy pointy geoy gpsy posy utmy coordenaday coordonneey koordinatey ykoordinate northing";

/// Beside the word for a name they say that it is that of a person.
const FULL: [&str; 6] = ["full", "completo", "complet", "vollstandiger", "voller", "volledige"];

/// Nouns of areas of whatever size.
const AREAS: [&str; 2] = ["area", "areas"];
/// Words of keys and names, beside what these are of.
const KEYED: [Word; 4] = [Word::Id, Word::Number, Word::Name, Word::Filler];
/// Numbers in headers that are years.
const YEARS: std::ops::Range<u32> = 1900..2100;
/// Words of headers above dates.
const DATES: [Word; 8] =
    [Word::Date, Word::Created, Word::Closed, Word::Modified, Word::Due, Word::Start, Word::End, Word::Period];

/// What the headers of a file say about each other.
#[derive(Debug, Clone, Copy, Default)]
struct Beside {
    is_italian: bool,
    has_last_names: bool,
    has_axes: bool,
}

/// The words of one header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderWords {
    words: Vec<Word>,
    /// Which of several places it belongs to, `billing` or `address 2`; 0 for none named.
    place_group: u8,
    /// Whether it names a year: `2025`, `Year 2025`.
    names_year: bool,
    /// The month or quarter that it names.
    period: Option<Period>,
    /// Whether it says that a name is that of a person as a whole.
    is_full: bool,
    /// Whether it names what a unit costs, or what is taken off that.
    rate: Option<nouns::Rate>,
    /// What it names or numbers: all but the words for ids, numbers and names, as one.
    noun: String,
}

impl HeaderWords {
    /// Reads the headers of a table: what a word means may depend on the others.
    pub fn of_all(headers: &[&str]) -> Vec<Self> {
        let texts = said(headers);
        let all: Vec<Vec<String>> = texts.iter().map(|text| tokens(text)).collect();
        let has =
            |words: &str| all.iter().flatten().any(|token| words.split_ascii_whitespace().any(|one| one == token));
        let joined: Vec<String> = all.iter().map(|tokens| tokens.concat()).collect();
        let beside = Beside {
            is_italian: has(ITALIAN),
            has_last_names: has(LAST_NAMES),
            has_axes: [X, Y].iter().all(|axis| joined.iter().any(|own| axis.split(' ').any(|one| one == own))),
        };
        texts.iter().map(|text| Self::among(text, beside)).collect()
    }

    /// Reads a header: `BillingPostalCode`, `Billing Zip/Postal Code`, `address1_postalcode`, `Código postal`.
    pub fn of(header: &str) -> Self {
        Self::among(header, Beside::default())
    }

    fn among(header: &str, beside: Beside) -> Self {
        let (header, is_key) = match header.strip_prefix(LOCKED) {
            Some(rest) => (rest, true),
            None => (header, false),
        };
        let tokens = tokens(header);
        let mut words = Vec::with_capacity(tokens.len() + 1);
        let joined = tokens.concat();
        let axis = [(X, Word::Longitude), (Y, Word::Latitude)]
            .into_iter()
            .find(|(axis, _)| axis.split(' ').any(|one| one == joined));
        if let Some((_, word)) = axis.filter(|_| beside.has_axes) {
            return Self { words: vec![word, Word::Axis], ..Self::default() };
        }
        if let Some(known) = field(&joined) {
            return Self { words: known.to_vec(), ..Self::default() };
        }
        let mut is_taken = false;
        let mut noun = String::new();
        for (at, token) in tokens.iter().enumerate() {
            if std::mem::take(&mut is_taken) {
                continue;
            }
            if let Some(word) = written_apart(token, &tokens[at + 1..]) {
                words.push(word);
                is_taken = true;
                continue;
            }
            match number_of(token, &tokens[at + 1..]) {
                Some(word) => words.push(word),
                None if token.bytes().all(|byte| byte.is_ascii_digit()) => {}
                None if beside.has_last_names && matches!(token.as_str(), "ad" | "adi") => words.push(Word::First),
                None if beside.is_italian && token == "cap" => words.push(Word::Zip),
                None => {
                    let before = words.len();
                    add_meanings(token, &mut words);
                    if words[before..].iter().any(|word| !KEYED.contains(word)) {
                        noun.push_str(token);
                    }
                }
            }
        }
        // `activity_at`, `logged_at`.
        if tokens.len() > 1 && tokens.last().is_some_and(|last| last == "at") {
            words.push(Word::Date);
        }
        if tokens.windows(2).any(|pair| ANSWERED.contains(&[pair[0].as_str(), pair[1].as_str()])) {
            words.push(Word::Flag);
        }
        if is_key {
            words.push(Word::Id);
        }
        // `Customer #` numbers customers, `# Customers` counts them.
        match header.trim().find('#') {
            Some(0) if !words.is_empty() => words.push(Word::Quantity),
            Some(at) if at > 0 => words.push(Word::Number),
            _ => {}
        }
        let number = tokens.iter().find_map(|token| token.parse::<u8>().ok()).filter(|number| (1..=9).contains(number));
        let names_year = tokens.iter().any(|token| token.parse::<u32>().is_ok_and(|year| YEARS.contains(&year)));
        let period = period_of(header);
        let is_full = tokens.iter().any(|token| FULL.contains(&token.as_str()));
        let rate = tokens.iter().filter_map(|token| nouns::rate(token)).max();
        let place_group = number.unwrap_or(0);
        let mut header = Self { words, place_group, names_year, period, is_full, rate, noun };
        if header.has(Word::Billing) {
            header.place_group = 10;
        } else if header.has(Word::Shipping) {
            header.place_group = 11;
        } else if tokens.iter().any(|token| token == "mailing" || token == "other") {
            header.place_group = 12;
        }
        header
    }

    /// Whether any word says something.
    pub fn is_known(&self) -> bool {
        self.words.iter().any(|word| !matches!(word, Word::Unknown | Word::Filler))
    }

    /// Whether every word says something or nothing by itself, and one says something.
    pub fn is_all_known(&self) -> bool {
        self.is_known() && !self.has(Word::Unknown)
    }

    /// Whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether that word is among them.
    pub fn has(&self, word: Word) -> bool {
        self.words.contains(&word)
    }

    /// Whether one of those words is among them.
    pub fn has_any(&self, words: &[Word]) -> bool {
        words.iter().any(|&word| self.has(word))
    }

    /// Whether there is no other word than those and fillers, and at least one of those.
    pub fn only(&self, words: &[Word]) -> bool {
        self.has_any(words) && self.words.iter().all(|word| *word == Word::Filler || words.contains(word))
    }

    /// Whether it names an axis: degrees, or metres of a projection.
    pub fn says_axis(&self) -> bool {
        self.has(Word::Axis)
    }

    /// Whether areas stand below, whatever is meant by those.
    pub fn says_area(&self) -> bool {
        self.has(Word::Territory) && AREAS.contains(&self.noun.as_str())
    }

    /// Whether it names a part of a company, or who sells to the one that the row is about: `Filiale`, `DistributorName`.
    pub fn says_part(&self) -> bool {
        nouns::are_parts(&self.noun)
    }

    /// Whether it says that years, months or quarters stand below, and nothing else.
    pub fn says_period_alone(&self) -> bool {
        self.only(&[Word::Period, Word::Year])
    }

    /// Whether it says that years stand below, and nothing else.
    pub fn says_year_alone(&self) -> bool {
        self.only(&[Word::Year])
    }

    /// Whether it says that months or quarters stand below, and nothing else.
    pub fn says_part_alone(&self) -> bool {
        self.has(Word::Period) && self.says_period_alone()
    }

    /// Whether it says that first names stand below.
    pub fn says_first_name(&self) -> bool {
        let beside = [Word::First, Word::Name, Word::Person, Word::Contact, Word::Billing, Word::Account];
        self.has(Word::First) && self.only(&beside)
    }

    /// Whether it says that those stand below whom an order is billed to: `Billing Name`, `Company (Billing)`.
    pub fn says_billed(&self) -> bool {
        self.has(Word::Billing)
            && self.has_any(&[Word::Account, Word::Name])
            && self.only(&[Word::Billing, Word::Account, Word::Name, Word::First, Word::Last])
    }

    /// Whether it says that whole names of people stand below: `Full Name`.
    pub fn says_full_name(&self) -> bool {
        self.is_full && self.has(Word::Name) && self.only(&[Word::Name, Word::Account, Word::Contact])
    }

    /// Whether it asks what became an account.
    pub fn says_converted(&self) -> bool {
        self.has(Word::Converted)
    }

    /// Whether a target, a quota or a budget is named.
    pub fn says_target(&self) -> bool {
        self.has(Word::Target)
    }

    /// Whether it says that territories stand below.
    pub fn says_territory(&self) -> bool {
        self.has(Word::Territory)
            && self.only(&[Word::Territory, Word::Name, Word::Number, Word::Id, Word::Money, Word::Account])
    }

    /// Whether it says that numbers of orders stand below.
    pub fn says_order_number(&self) -> bool {
        self.has(Word::Order)
            && self.has_any(&[Word::Id, Word::Number])
            && self.only(&[Word::Order, Word::Id, Word::Number, Word::Record])
    }

    /// Whether it says that days stand below on which something is expected to close.
    pub fn says_expected_close(&self) -> bool {
        self.has(Word::Closed) && self.has(Word::Estimate)
    }

    /// Whether it says that prices of a unit stand below.
    pub fn says_unit_price(&self) -> bool {
        self.rate == Some(nouns::Rate::Price) && self.has(Word::Rate)
    }

    /// Whether it says how many of something there are, and not what they cost.
    pub fn says_quantity(&self) -> bool {
        self.has(Word::Quantity) && !self.has_any(&[Word::Money, Word::Rate])
    }

    /// Whether it says that amounts of money stand below.
    pub fn has_money(&self) -> bool {
        self.has(Word::Money)
    }

    /// Whether it says how far something has come.
    pub fn says_stage(&self) -> bool {
        self.has_any(&[Word::Stage, Word::Status])
    }

    /// Whether it says that discounts stand below.
    pub fn says_discount(&self) -> bool {
        self.rate == Some(nouns::Rate::Discount)
    }

    /// Whether both are about the same thing: `site_id` and `site_name`.
    pub fn shares_noun(&self, other: &Self) -> bool {
        !self.noun.is_empty() && self.noun == other.noun
    }

    /// Whether it calls a file after the people who work for the company.
    pub fn says_staff(&self) -> bool {
        nouns::are_staff(&self.noun)
    }

    /// Whether it calls a file after campaigns.
    pub fn says_campaign(&self) -> bool {
        nouns::are_campaigns(&self.noun)
    }

    /// Whether suppliers, carriers or competitors are named, or places of the own company.
    pub fn says_supplier(&self) -> bool {
        nouns::are_strangers(&self.noun)
    }

    /// Whether ids or names of suppliers or carriers stand below.
    pub fn says_supplier_key(&self) -> bool {
        self.says_supplier() && self.has_any(&[Word::Id, Word::Number, Word::Name])
    }

    /// Whether it says that keys of something stand below that is nothing else known than accounts or people at them.
    pub fn says_key_of_own(&self) -> bool {
        let own = [
            Word::Id,
            Word::Number,
            Word::Unknown,
            Word::Record,
            Word::Place,
            Word::Account,
            Word::Contact,
            Word::Lead,
        ];
        self.has_any(&[Word::Id, Word::Number]) && self.only(&own)
    }

    /// Whether it says that keys stand below, by which the rows of files belong together.
    pub fn says_key(&self) -> bool {
        let others = [Word::Zip, Word::Phone, Word::Address, Word::Money, Word::Quantity];
        self.has(Word::Id) || self.has(Word::Number) && !self.has_any(&others)
    }

    /// Whether orders stand below, by whatever tells them apart: `Sales order`.
    pub fn ends_in_order(&self) -> bool {
        self.last() == Some(Word::Order)
    }

    /// Whether it says that ids of accounts stand below.
    pub fn says_account_id(&self) -> bool {
        self.has(Word::Account) && self.has_any(&[Word::Id, Word::Number])
    }

    /// The same, and nothing else.
    pub fn says_account_id_alone(&self) -> bool {
        self.says_account_id() && self.only(&[Word::Account, Word::Id, Word::Number, Word::Name, Word::Record])
    }

    /// Whether it says that names of accounts stand below.
    pub fn says_account_name(&self) -> bool {
        self.has(Word::Account) && self.only(&[Word::Account, Word::Name])
    }

    /// Whether it says what an order comes to.
    pub fn says_order_total(&self) -> bool {
        self.has(Word::Order) && self.has(Word::Money)
    }

    /// Whether it says that ids of rows or of people stand below.
    pub fn says_id(&self) -> bool {
        self.has_any(&[Word::Id, Word::Number]) && self.only(&[Word::Id, Word::Number, Word::Person, Word::Record])
    }

    /// Whether it says that names stand below, and not of what.
    pub fn says_name_alone(&self) -> bool {
        self.only(&[Word::Name])
    }

    /// Whether it says that last names stand below.
    pub fn says_last_name(&self) -> bool {
        let beside = [Word::Last, Word::Name, Word::Person, Word::Contact, Word::Billing, Word::Account];
        self.has(Word::Last) && self.only(&beside)
    }

    /// Whether the header says that a date stands below.
    pub fn says_date(&self) -> bool {
        self.has_any(&DATES) && !self.has_any(&[Word::Quantity, Word::Money, Word::Zip, Word::Flag, Word::Duration])
    }

    /// Whether that holds for every word.
    pub fn each(&self, holds: impl Fn(Word) -> bool) -> bool {
        self.words.iter().all(|&word| holds(word))
    }

    /// The last word.
    pub fn last(&self) -> Option<Word> {
        self.words.last().copied()
    }

    /// Whether it names a year, of which the numbers below it are.
    pub fn names_year(&self) -> bool {
        self.names_year
    }

    /// The month or quarter that it names, and nothing else.
    pub fn period(&self) -> Option<Period> {
        self.period
    }

    /// Which of several places it belongs to; 0 for none named.
    pub fn place_group(&self) -> u8 {
        self.place_group
    }
}

/// What two words mean that are also written together, as `Post Code`, the first of which says nothing by itself.
fn written_apart(token: &str, rest: &[String]) -> Option<Word> {
    let next = rest.first().filter(|_| meaning(token).is_none() && field(token).is_none())?;
    meaning(&format!("{token}{next}"))
}

/// What `number of`, `nombre de` means before the rest of a header.
fn number_of(token: &str, rest: &[String]) -> Option<Word> {
    let is_number = matches!(token, "number" | "no" | "nr" | "numero" | "nombre" | "anzahl" | "num");
    if !is_number || !rest.first().is_some_and(|next| matches!(next.as_str(), "of" | "de" | "d" | "der")) {
        return None;
    }
    match rest.iter().any(|token| ONE.split_ascii_whitespace().any(|one| one == token)) {
        false => Some(Word::Quantity),
        true if token == "nombre" => Some(Word::Name),
        true => Some(Word::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &[Word]) {
        assert_eq!(HeaderWords::of(header).words, expected, "{header}");
    }

    #[test]
    fn reads_headers_of_all_systems() {
        check("Billing Zip/Postal Code", &[Word::Billing, Word::Zip, Word::Zip, Word::Number]);
        check("ShippingPostalCode", &[Word::Shipping, Word::Zip, Word::Number]);
        check("companyname", &[Word::Account, Word::Name]);
        check("accountid", &[Word::Account, Word::Id]);
        check("Kundennummer", &[Word::Account, Word::Number]);
        check("Código postal", &[Word::Number, Word::Zip]);
        check("Straße", &[Word::Address]);
        check("C.P.", &[Word::Zip]);
        for header in ["Post Code", "Post-Code", "POST CODE", "PostCode", "postcode"] {
            check(header, &[Word::Zip]);
        }
        check("Customer ID", &[Word::Account, Word::Id]);
        check("客户名称", &[Word::Account, Word::Name]);
        check("郵便番号", &[Word::Zip]);
        check("거래처명", &[Word::Account, Word::Name]);
        check("Kod pocztowy", &[Word::Number, Word::Zip]);
        check("Κωδικός πελάτη", &[Word::Number, Word::Account]);
        check("MÜŞTERİ ADI", &[Word::Account, Word::Name]);
        check("Soci\u{65}\u{301}te\u{301}", &[Word::Account]);
        check("", &[]);
    }

    #[test]
    fn reads_cap_by_the_other_headers() {
        let cap = |headers: &[&str]| HeaderWords::of_all(headers)[0].words.clone();
        assert_eq!(cap(&["CAP", "Città"]), [Word::Zip]);
        assert_eq!(cap(&["CAP cliente", "Provincia"]), [Word::Zip, Word::Account]);
        assert_eq!(cap(&["Cap", "City"]), [Word::Unknown]);
    }

    #[test]
    fn tells_places_apart() {
        assert_eq!(HeaderWords::of("BillingCity").place_group(), HeaderWords::of("billing_state").place_group());
        assert_ne!(HeaderWords::of("address1_city").place_group(), HeaderWords::of("address2_city").place_group());
        assert_eq!(HeaderWords::of("City").place_group(), 0);
    }
}
