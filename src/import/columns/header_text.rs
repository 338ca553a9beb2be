//! The text of a header: which part of it names the column, and its words.

use super::fields::field;
use super::lexicon::{Word, meaning};
use crate::gazetteer;
use std::borrow::Cow;

/// Longer headers are sentences, not names.
const MAX_TOKENS: usize = 12;
const MAX_CHARS: usize = 120;
/// Of fewer headers all may begin alike by chance.
const FEWEST_ALIKE: usize = 3;
/// So many per cent of the headers begin alike where the word says nothing.
const ALIKE: usize = 80;
/// Headers of an export of contacts that has two addresses, beside which the others mean what they say there.
const POSTAL: &str = "POPostalCode";
/// How those begin of the address for letters and of the street, and how they go on.
const ADDRESSES: [(&str, &str); 2] = [("PO", "Billing "), ("SA", "Shipping ")];
const PARTS: [&str; 5] = ["AddressLine", "City", "Region", "PostalCode", "Country"];

/// What of each header names its column: the question behind its group (`VISIT > Date of the visit`), and not the word that begins
/// nearly every header of the file. O(length).
pub fn said<'a>(headers: &[&'a str]) -> Vec<Cow<'a, str>> {
    let has_two = headers.contains(&POSTAL);
    let mut said: Vec<Cow<str>> = headers.iter().map(|header| question(header, has_two)).collect();
    let words: Vec<Vec<String>> = said.iter().map(|text| tokens(text)).collect();
    if let Some(prefix) = prefix(&words) {
        for (text, words) in said.iter_mut().zip(&words).filter(|(_, words)| words.first() == Some(prefix)) {
            *text = words[1..].join(" ").into();
        }
    }
    said
}

/// The question behind the group, or the field of an address as others call it.
fn question(header: &str, has_two: bool) -> Cow<'_, str> {
    let tail = header.rsplit_once('>').map_or(header, |(_, tail)| tail.trim().trim_end_matches(':'));
    let header = if tail.starts_with(char::is_alphabetic) { tail } else { header };
    if has_two && header.trim_start_matches('*') == "ContactName" {
        return "Account Name".into();
    }
    let part = |(beginning, place): (&str, &str)| {
        let part = header.strip_prefix(beginning).filter(|_| has_two)?;
        PARTS.iter().any(|known| part.starts_with(known)).then(|| format!("{place}{part}"))
    };
    ADDRESSES.into_iter().find_map(part).map_or(header.into(), Cow::from)
}

/// The word with which nearly all headers begin, if it says nothing or whose rows these are, and each goes on.
fn prefix(headers: &[Vec<String>]) -> Option<&String> {
    let first = headers.first()?.first().filter(|word| is_worded(word))?;
    let is_silent = field(first).is_none() && matches!(meaning(first), None | Some(Word::Filler));
    let is_plural = first.strip_suffix('s').and_then(meaning) == Some(Word::Account);
    let mut begun = headers.iter().filter(|words| words.first() == Some(first));
    let count = begun.clone().count();
    let is_shared =
        count >= FEWEST_ALIKE && count * 100 >= headers.iter().filter(|own| !own.is_empty()).count() * ALIKE;
    ((is_silent || is_plural) && is_shared && begun.all(|own| own[1..].iter().any(|word| is_worded(word))))
        .then_some(first)
}

fn is_worded(token: &str) -> bool {
    token.contains(char::is_alphabetic)
}

/// Lower-case tokens without accents, cut at everything that is no letter, at digits and at capitals that begin a word.
pub fn tokens(header: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut previous = ' ';
    let letters: Vec<char> = header.chars().take(MAX_CHARS).filter(|letter| !is_accent(*letter)).collect();
    for (at, &letter) in letters.iter().enumerate() {
        // `IDKunde`, but neither `IDs` nor `CRMId`.
        let begins_word = || letters.get(at + 1..at + 3).is_some_and(|next| next.iter().all(|own| own.is_lowercase()));
        let starts = !letter.is_alphanumeric()
            || letter.is_uppercase() && (previous.is_lowercase() || previous.is_uppercase() && begins_word())
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
    if is_accent(letter) {
        return;
    }
    gazetteer::plain(letter, &mut |plain| {
        token.push(match plain {
            'ё' => 'е',
            'ά' => 'α',
            'έ' => 'ε',
            'ή' => 'η',
            'ί' | 'ϊ' | 'ΐ' => 'ι',
            'ό' => 'ο',
            'ς' => 'σ',
            'ύ' | 'ϋ' | 'ΰ' => 'υ',
            'ώ' => 'ω',
            other => other,
        });
    });
}

/// Whether a letter is an accent by itself, which belongs to the one before.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_names_the_column_and_not_what_all_begin_with() {
        let check = |headers: &[&str], expected: &[&str]| assert_eq!(said(headers), expected, "{headers:?}");
        check(&["VISIT > Farm > Town:", "Note > ", "a"], &["Town", "Note > ", "a"]);
        check(&["Accounts Angaza ID", "Accounts Area", "Accounts Name"], &["angaza id", "area", "name"]);
        check(&["KU_NUM", "KU_RECH_PLZ", "KU_RECH_ORT", ""], &["num", "rech plz", "rech ort", ""]);
        for headers in [["Order ID", "Order Date", "Order Total"], ["Store", "Store Name", "Store City"]] {
            check(&headers, &headers);
        }
        check(
            &["POCity", "POPostalCode", "SACity", "*ContactName"],
            &["Billing City", "Billing PostalCode", "Shipping City", "Account Name"],
        );
        check(&["POCity"], &["POCity"]);
        let most = ["KU_NUM", "KU_NAM", "KU_PLZ", "KU_ORT", "taxfree"];
        check(&most, &["num", "nam", "plz", "ort", "taxfree"]);
        check(&["Q1 2025", "Q1 2026", "Q1 2027"], &["Q1 2025", "Q1 2026", "Q1 2027"]);
    }

    #[test]
    fn a_capital_begins_a_word_where_small_letters_follow() {
        for (header, expected) in
            [("IDKlienta", &["id", "klienta"][..]), ("CustomerIDs", &["customer", "ids"]), ("CRMId", &["crmid"])]
        {
            assert_eq!(tokens(header), expected, "{header}");
        }
    }
}
