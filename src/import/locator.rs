//! Places as rows tell them, each looked up once.

use super::corrections::Corrections;
use crate::gazetteer::{Address, Finding, Gazetteer, Located};
use crate::model::{Candidate, PlaceQuestion, ToldPlace};
use crate::sorting::sort_by;
use std::collections::HashMap;

/// Answers from the gazetteer and from a person, remembered by what rows tell.
pub struct Locator<'a> {
    gazetteer: &'a Gazetteer,
    corrections: &'a Corrections,
    known: HashMap<String, usize>,
    found: Vec<Found>,
    key: String,
}

struct Found {
    told: ToldPlace,
    located: Located,
    rows: u32,
    decided: bool,
}

impl<'a> Locator<'a> {
    /// Nothing looked up yet.
    pub fn new(gazetteer: &'a Gazetteer, corrections: &'a Corrections) -> Self {
        Self { gazetteer, corrections, known: HashMap::new(), found: Vec::new(), key: String::new() }
    }

    /// Where everything is looked up.
    pub fn gazetteer(&self) -> &'a Gazetteer {
        self.gazetteer
    }

    /// Where rows are that tell this. One look-up in the gazetteer the first time, no allocation from then on.
    pub fn locate(&mut self, address: &Address<'_>) -> &Located {
        self.key.clear();
        for part in [address.postal_code, address.city, address.region, address.country] {
            self.key.push_str(part);
            self.key.push('\u{1f}');
        }
        let at = match self.known.get(self.key.as_str()) {
            Some(&at) => at,
            None => self.look_up(address),
        };
        let found = &mut self.found[at];
        found.rows += 1;
        &found.located
    }

    fn look_up(&mut self, address: &Address<'_>) -> usize {
        let told = ToldPlace {
            postal_code: address.postal_code.to_owned(),
            city: address.city.to_owned(),
            region: address.region.to_owned(),
            country: address.country.to_owned(),
        };
        let chosen = self.corrections.places.get(&told);
        let located = match chosen {
            Some(placement) => Located { placement: placement.clone(), findings: Vec::new() },
            None => self.gazetteer.locate(address),
        };
        self.found.push(Found { told, located, rows: 0, decided: chosen.is_some() });
        self.known.insert(self.key.clone(), self.found.len() - 1);
        self.found.len() - 1
    }

    /// The places that fit several or none, and those that a person decided: the most frequent first.
    pub fn into_questions(self) -> Vec<PlaceQuestion> {
        let is_asked = |found: &Found| {
            let is_ambiguous = |finding: &Finding| matches!(finding, Finding::AmbiguousPlace { .. });
            let is_lost = found.located.placement.location.is_none() && found.told != ToldPlace::default();
            found.decided || is_lost || found.located.findings.iter().any(is_ambiguous)
        };
        let mut asked: Vec<Found> = self.found.into_iter().filter(is_asked).collect();
        sort_by(&mut asked, &|a, b| b.rows.cmp(&a.rows).then_with(|| a.told.cmp(&b.told)));
        let gazetteer = self.gazetteer;
        let question = |found: Found| PlaceQuestion {
            candidates: candidates(gazetteer, &found.told),
            told: found.told,
            rows: found.rows,
            taken: found.located.placement.place,
            decided: found.decided,
        };
        asked.into_iter().map(question).collect()
    }
}

/// The places that a told one may be, where there are several.
fn candidates(gazetteer: &Gazetteer, told: &ToldPlace) -> Vec<Candidate> {
    let ToldPlace { postal_code, city, region, country } = told;
    let found = gazetteer.candidates(&Address { postal_code, city, region, country });
    if found.len() > 1 { found } else { Vec::new() }
}
