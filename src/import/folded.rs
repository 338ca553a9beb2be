//! Names as people type them → one spelling: case, accents, blanks, punctuation and legal forms make no difference.

use crate::gazetteer::plain;

/// What companies add to their names.
fn is_legal_form(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "incorporated"
            | "corp"
            | "corporation"
            | "co"
            | "company"
            | "llc"
            | "llp"
            | "lp"
            | "ltd"
            | "limited"
            | "plc"
            | "gmbh"
            | "mbh"
            | "ag"
            | "kg"
            | "kgaa"
            | "ohg"
            | "se"
            | "sa"
            | "sas"
            | "sarl"
            | "srl"
            | "spa"
            | "sl"
            | "slu"
            | "bv"
            | "nv"
            | "oy"
            | "oyj"
            | "ab"
            | "aps"
            | "lda"
            | "ltda"
            | "cia"
    )
}

/// What stands between the parts of a name.
fn stands_between(word: &str) -> bool {
    matches!(word, "and" | "und" | "et" | "the")
}

/// What kind of name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    /// A company: legal forms at its end don't count.
    Company,
    /// A person, whose last name may stand first: "Hopper, Grace".
    Person,
    /// Anything else.
    Thing,
}

/// The folded name is put into `folded`, words written together: "Acme Corp." and "ACME Corporation" as `acme`.
/// O(length).
pub fn fold(name: &str, of: NameOf, folded: &mut String) {
    folded.clear();
    if let (NameOf::Person, Some((last, first))) = (of, name.split_once(',')) {
        push_words(first, folded, &mut |_, _| {});
        push_words(last, folded, &mut |_, _| {});
        return;
    }
    // Where the words that count end: legal forms only go from the end.
    let mut kept = 0;
    push_words(name, folded, &mut |folded, start| {
        if of != NameOf::Company {
            return;
        }
        let word = &folded[start..];
        if stands_between(word) {
            folded.truncate(start);
        } else if start == 0 || !is_legal_form(word) {
            kept = folded.len();
        }
    });
    if of == NameOf::Company && kept > 0 {
        folded.truncate(kept);
    }
}

/// Pushes the words of a text; `end` hears where each began.
fn push_words(text: &str, folded: &mut String, end: &mut dyn FnMut(&mut String, usize)) {
    let mut start = folded.len();
    for letter in text.chars() {
        match letter {
            _ if letter.is_alphanumeric() => plain(letter, &mut |plain| folded.push(plain)),
            // "O'Brien" is one word, "S.A." too; combining marks are accents typed apart.
            '.' | '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36F}' => {}
            _ => {
                if folded.len() > start {
                    end(folded, start);
                }
                start = folded.len();
            }
        }
    }
    if folded.len() > start {
        end(folded, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, of: NameOf, expected: &str) {
        let mut folded = "before".to_owned();
        fold(name, of, &mut folded);
        assert_eq!(folded, expected, "{name}");
    }

    #[test]
    fn folds_companies() {
        for name in ["Acme Corp.", "ACME, Corporation", "acme", "The Acme Co., Ltd.", "Acme S.A."] {
            check(name, NameOf::Company, "acme");
        }
        check("Müller & Söhne GmbH & Co. KG", NameOf::Company, "mullersohne");
        check("Smith and Jones", NameOf::Company, "smithjones");
        check("Co", NameOf::Company, "co");
        check("AG Barr plc", NameOf::Company, "agbarr");
        check("", NameOf::Company, "");
        check("東京商店", NameOf::Company, "東京商店");
    }

    #[test]
    fn folds_persons_and_things() {
        check("Hopper, Grace", NameOf::Person, "gracehopper");
        check("O'Brien-Smith Co", NameOf::Person, "obriensmithco");
        check("GTX Pro", NameOf::Thing, "gtxpro");
        check("GTXPro", NameOf::Thing, "gtxpro");
    }
}
