//! A header as a list of meanings.

use super::lexicon::{Word, meanings};

/// Longer headers are sentences, not names.
const MAX_TOKENS: usize = 12;
const MAX_CHARS: usize = 120;

/// The words of one header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderWords {
    words: Vec<Word>,
    /// Which of several places it belongs to, `billing` or `address 2`; 0 for none named.
    place_group: u8,
}

impl HeaderWords {
    /// Reads a header: `BillingPostalCode`, `Billing Zip/Postal Code`, `address1_postalcode`, `Código postal`.
    pub fn of(header: &str) -> Self {
        let tokens = tokens(header);
        let mut words = Vec::with_capacity(tokens.len());
        for (token, next) in tokens.iter().zip(tokens.iter().skip(1).map(String::as_str).chain([""])) {
            if matches!(token.as_str(), "number" | "no" | "nr" | "numero" | "nombre")
                && matches!(next, "of" | "de" | "d")
            {
                words.push(Word::Quantity);
            } else if !token.bytes().all(|byte| byte.is_ascii_digit()) {
                words.extend(meanings(token));
            }
        }
        let number = tokens.iter().find_map(|token| token.parse::<u8>().ok()).filter(|number| (1..=9).contains(number));
        let mut header = Self { words, place_group: number.unwrap_or(0) };
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

    /// Whether the header says that a date stands below.
    pub fn says_date(&self) -> bool {
        self.has(Word::Date) && !self.has_any(&[Word::Quantity, Word::Year, Word::Zip, Word::Person])
    }

    /// Which of several places it belongs to; 0 for none named.
    pub fn place_group(&self) -> u8 {
        self.place_group
    }
}

/// Lower-case tokens without accents, cut at everything that is no letter, at digits and at capitals after small letters.
fn tokens(header: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut previous = ' ';
    for letter in header.chars().take(MAX_CHARS) {
        let starts = !letter.is_alphanumeric()
            || (letter.is_uppercase() && previous.is_lowercase())
            || letter.is_ascii_digit() != previous.is_ascii_digit();
        if starts && !current.is_empty() {
            tokens.push(std::mem::take(&mut current));
        }
        if letter.is_alphanumeric() {
            letter.to_lowercase().for_each(|lower| push_folded(&mut current, lower));
        }
        previous = letter;
    }
    if !current.is_empty() {
        tokens.push(current);
    }
    tokens.truncate(MAX_TOKENS);
    tokens
}

/// A text in small letters without accents.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().flat_map(char::to_lowercase).for_each(|letter| push_folded(&mut folded, letter));
    folded
}

fn push_folded(token: &mut String, letter: char) {
    match letter {
        'ß' => token.push_str("ss"),
        _ => token.push(match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            other => other,
        }),
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
        check("Customer ID", &[Word::Account, Word::Id]);
        check("", &[]);
    }

    #[test]
    fn tells_places_apart() {
        assert_eq!(HeaderWords::of("BillingCity").place_group(), HeaderWords::of("billing_state").place_group());
        assert_ne!(HeaderWords::of("address1_city").place_group(), HeaderWords::of("address2_city").place_group());
        assert_eq!(HeaderWords::of("City").place_group(), 0);
    }
}
