//! Words of streets, buildings and boxes: a text that has one is no city.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Such words in several languages, accents folded.
const WORDS: &[&str] = &[
    "street st str ave avenue av blvd boulevard bd road rd drive dr lane ln court ct place pl square sq terrace ter way parkway pkwy \
     highway hwy circle cir trail trl loop route rte pike broadway crescent cres close row mall alley bypass expressway expy freeway \
     turnpike tpke plaza suite ste apt apartment unit floor building bldg room box pobox pmb lot level tower house flat block \
     sector phase plot near opp attn",
    "strasse postfach etage",
    "rue chemin impasse quai cours allee bp batiment",
    "calle avenida avda paseo carrera cra camino colonia col piso oficina local edificio calzada carretera ctra apartado",
    "via viale piazza corso largo vicolo strada",
    "rua travessa praca estrada rodovia alameda bairro andar sala bloco",
    "postbus postboks",
    "ul ulica aleja ulice namesti trida",
    "ул улица проспект просп пр д дом кв офис корп стр пер переулок наб набережная ш шоссе пл площадь вул",
    "cad caddesi sok sokak mah mahallesi blok",
    "jalan jl jln lorong marg",
];
/// What such words end with where a language writes them together.
const ENDS: &[&str] = &[
    "strasse", "str", "platz", "gasse", "allee", "straat", "laan", "gracht", "plein", "gatan", "gata", "gade", "vagen",
    "vej", "veien", "katu", "utca",
];
/// Words that are also short forms of states: only a number before them makes them streets.
const ALSO_STATES: &[&str] = &["ct", "al", "ms", "pr", "la"];

static KNOWN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| WORDS.iter().flat_map(|words| words.split_ascii_whitespace()).collect());

/// A word without its accents and points, in lower case.
fn bare(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    for letter in word.chars().filter(|letter| !matches!(letter, '.' | '#' | '/' | '\'')) {
        super::folding::plain(letter, &mut |plain| bare.push(plain));
    }
    bare
}

/// Whether a text has a word of a street, a building or a box in it. `St.` at its beginning is a saint. O(length).
pub(super) fn names_street(text: &str) -> bool {
    text.split_whitespace().enumerate().any(|(at, word)| {
        let own = bare(word);
        let is_saint = at == 0 && matches!(own.as_str(), "st" | "ste");
        let is_joined = || ENDS.iter().any(|end| own.len() > end.len() + 2 && own.ends_with(end));
        !is_saint && (KNOWN.contains(own.as_str()) || is_joined())
    })
}

/// Whether a short form of a state may stand for a kind of street: `12 Maple CT`.
pub(super) fn may_be_street(word: &str) -> bool {
    let own = bare(word);
    ALSO_STATES.contains(&own.as_str()) || KNOWN.contains(own.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_are_told_from_cities() {
        for text in [
            "1600 Amphitheatre Pkwy",
            "Bahnhofstr.",
            "Rue de Rivoli",
            "ul. Prosta",
            "Sveavägen",
            "Suite B",
            "ул. Тверская",
            "P.O. Box",
        ] {
            assert!(names_street(text), "{text}");
        }
        for text in ["St. Louis", "Ste Foy", "Mountain View", "Zürich", "Москва", "Stratford", ""] {
            assert!(!names_street(text), "{text}");
        }
        assert!(may_be_street("CT") && may_be_street("Dr.") && !may_be_street("IL"));
    }
}
