//! Places as rows tell them, each looked up once.

use super::beside::naming_accounts;
use super::corrections::Corrections;
use super::located::PlaceColumns;
use super::sheet::Sheet;
use crate::gazetteer::{Address, Finding, Gazetteer, Located};
use crate::model::{Candidate, FileKind, PlaceQuestion, Placement, ToldPlace};
use crate::sorting::sort_by;
use std::collections::{HashMap, HashSet};

/// Places that a person is asked about.
const MOST_ASKED: usize = 1000;

/// Answers from the gazetteer and from a person, remembered by what rows tell.
pub struct Locator<'a> {
    gazetteer: &'a Gazetteer,
    /// What a person decided, by what rows tell, however they write it.
    decisions: HashMap<ToldPlace, &'a Placement>,
    /// The first way in which rows write each place that is asked: they are asked of it once.
    spellings: HashMap<ToldPlace, ToldPlace>,
    known: HashMap<String, usize>,
    found: Vec<Found>,
    key: String,
}

struct Found {
    /// What a person is asked; nothing where nobody is.
    told: ToldPlace,
    located: Located,
    rows: u32,
    decided: bool,
}

impl<'a> Locator<'a> {
    /// Nothing looked up yet.
    pub fn new(gazetteer: &'a Gazetteer, corrections: &'a Corrections) -> Self {
        let decided = |(told, placement)| (plainly(told), placement);
        let decisions = corrections.places.iter().map(decided).collect();
        let spellings = corrections.places.keys().map(|told| (plainly(told), told.clone())).collect();
        Self { gazetteer, decisions, spellings, known: HashMap::new(), found: Vec::new(), key: String::new() }
    }

    /// Where everything is looked up.
    pub fn gazetteer(&self) -> &'a Gazetteer {
        self.gazetteer
    }

    /// Where rows are that tell this. One look-up in the gazetteer the first time, no allocation from then on.
    pub fn locate(&mut self, address: &Address<'_>) -> &Located {
        write_key(address, &mut self.key);
        let at = match self.known.get(self.key.as_str()) {
            Some(&at) => at,
            None => self.look_up(address),
        };
        let found = &mut self.found[at];
        found.rows += 1;
        &found.located
    }

    fn look_up(&mut self, address: &Address<'_>) -> usize {
        let is_any = !self.decisions.is_empty();
        let chosen = if is_any { self.decisions.get(&plainly(&self.told(address))).copied() } else { None };
        let located = match chosen {
            Some(placement) => Located { placement: placement.clone(), findings: Vec::new(), region: None },
            None => self.gazetteer.locate(address),
        };
        let decided = chosen.is_some();
        let told = if decided || is_open(&located) {
            let told = self.told(address);
            self.spellings.entry(plainly(&told)).or_insert_with(|| told.clone());
            told
        } else {
            ToldPlace::default()
        };
        self.found.push(Found { told, located, rows: 0, decided });
        self.known.insert(self.key.clone(), self.found.len() - 1);
        self.found.len() - 1
    }

    /// What a person is asked of an address, or decides: the parts of a whole one that names a city, as the first row writes
    /// them, so that all rows of the city are asked once.
    pub fn told(&self, address: &Address<'_>) -> ToldPlace {
        let parts = self.gazetteer.parts(address);
        let told = as_told(if parts.city.is_empty() { address } else { &parts });
        self.spellings.get(&plainly(&told)).cloned().unwrap_or(told)
    }

    /// The places that fit several or none, and those that a person decided: the 1,000 most frequent, in that order.
    pub fn into_questions(self) -> Vec<PlaceQuestion> {
        let mut asked = self.found;
        asked.retain(|found| found.told != ToldPlace::default());
        // Whole addresses of one city ask the same.
        sort_by(&mut asked, &|a, b| a.told.cmp(&b.told));
        asked.dedup_by(|later, first| {
            let is_same = later.told == first.told;
            first.rows += if is_same { later.rows } else { 0 };
            is_same
        });
        sort_by(&mut asked, &|a, b| b.rows.cmp(&a.rows).then_with(|| a.told.cmp(&b.told)));
        asked.truncate(MOST_ASKED);
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

/// Whether a place fits several, or none.
fn is_open(located: &Located) -> bool {
    let is_asked =
        |finding: &Finding| matches!(finding, Finding::AmbiguousPlace { .. } | Finding::UnknownCity | Finding::NoCity);
    located.placement.location.is_none() || located.findings.iter().any(is_asked)
}

/// The places that a told one may be, where there are several.
fn candidates(gazetteer: &Gazetteer, told: &ToldPlace) -> Vec<Candidate> {
    let found = gazetteer.candidates(&as_address(told));
    if found.len() > 1 { found } else { Vec::new() }
}

/// Everything different that rows of the sheets say of their places, in the order of the rows; rows with coordinates
/// aside. `has_accounts`: whether accounts are there already. O(rows).
#[must_use]
pub fn told_places(sheets: &[Sheet], has_accounts: bool) -> Vec<ToldPlace> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut told = Vec::new();
    let mut key = String::new();
    let naming: Vec<Sheet> = naming_accounts(sheets, has_accounts).map(|(_, own)| own).collect();
    for sheet in sheets.iter().chain(&naming).filter(|sheet| sheet.kind() != FileKind::Other) {
        let places = PlaceColumns::of(sheet);
        let rows = 0..if places.is_empty() { 0 } else { sheet.table().len() };
        for row in rows.filter(|&row| !places.has_point(sheet, row)) {
            let address = places.address(sheet, row);
            write_key(&address, &mut key);
            if !seen.contains(key.as_str()) {
                seen.insert(key.clone());
                told.push(as_told(&address));
            }
        }
    }
    told
}

/// What tells one address from another.
fn write_key(address: &Address<'_>, key: &mut String) {
    key.clear();
    for part in [address.postal_code, address.city, address.region, address.country, address.whole] {
        key.push_str(part);
        key.push('\u{1f}');
    }
    if address.is_no_zip {
        key.push('\u{1f}');
    }
}

/// The cells of an address, kept.
fn as_told(address: &Address<'_>) -> ToldPlace {
    ToldPlace {
        postal_code: address.postal_code.to_owned(),
        city: address.city.to_owned(),
        region: address.region.to_owned(),
        country: address.country.to_owned(),
        whole: address.whole.to_owned(),
        is_no_zip: address.is_no_zip,
    }
}

/// What is told, without what makes no difference: capitals, and blanks around and between words.
fn plainly(told: &ToldPlace) -> ToldPlace {
    let plain = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let ToldPlace { postal_code, city, region, country, whole, is_no_zip } = told;
    ToldPlace {
        postal_code: plain(postal_code),
        city: plain(city),
        region: plain(region),
        country: plain(country),
        whole: plain(whole),
        is_no_zip: *is_no_zip,
    }
}

/// The address of cells that were kept.
#[must_use]
pub fn as_address(told: &ToldPlace) -> Address<'_> {
    let ToldPlace { postal_code, city, region, country, whole, is_no_zip } = told;
    Address { postal_code, city, region, country, whole, is_no_zip: *is_no_zip }
}
