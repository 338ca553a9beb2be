//! Which column has which role: words of the header first, then whether the content bears them out.

use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::model::{Confidence, FileKind, Role};
use crate::sorting::sort_by;

/// From this share of blank cells on a column is left out.
const EMPTY_PERCENT: usize = 95;
/// Words that may stand beside the name of a place without changing it.
const BESIDE_PLACE: [Word; 11] = [
    Word::Account,
    Word::Address,
    Word::Billing,
    Word::Contact,
    Word::Home,
    Word::Name,
    Word::Number,
    Word::Person,
    Word::Place,
    Word::Shipping,
    Word::Id,
];
/// Columns of such headers are no measures, even when they are numbers.
const NO_MEASURE: [Word; 10] = [
    Word::Date,
    Word::Email,
    Word::Id,
    Word::Latitude,
    Word::Longitude,
    Word::Phone,
    Word::Row,
    Word::Web,
    Word::Year,
    Word::Zip,
];

/// What a column is taken for, how sure, and what there is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub role: Role,
    pub confidence: Confidence,
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Against,
    Neutral,
    For,
}

struct Candidate {
    score: u32,
    column: usize,
    role: Role,
    confidence: Confidence,
}

/// Gives every column a role: each single role to the column that fits best, the rest by content. O(columns log columns).
pub fn assign_roles(words: &[HeaderWords], profiles: &[Profile], kind: FileKind, has_header: bool) -> Vec<Assigned> {
    let mut assigned: Vec<Assigned> =
        words.iter().zip(profiles).map(|(words, profile)| fallback_role(words, profile)).collect();
    if kind == FileKind::Other {
        return assigned;
    }
    let mut candidates = candidates(words, profiles, kind, has_header);
    keep_one_place(&mut candidates, words, profiles);
    sort_by(&mut candidates, &|a, b| {
        (std::cmp::Reverse(a.score), a.column).cmp(&(std::cmp::Reverse(b.score), b.column))
    });
    let mut given: Vec<Role> = Vec::new();
    let mut placed = vec![false; assigned.len()];
    for Candidate { column, role, confidence, .. } in candidates {
        if !placed[column] && !given.contains(&role) {
            given.push(role);
            placed[column] = true;
            assigned[column] = Assigned { role, confidence, note: String::new() };
        }
    }
    if kind == FileKind::Accounts && !given.contains(&Role::Name) {
        guess_name(&mut assigned, &placed, words, profiles);
    }
    assigned
}

/// Measure, attribute or left out: what a column is when it has no single role.
pub fn fallback_role(words: &HeaderWords, profile: &Profile) -> Assigned {
    let assigned = |role, confidence, note: String| Assigned { role, confidence, note };
    if profile.filled == 0 {
        return assigned(Role::LeaveOut, Confidence::Certain, "empty".to_owned());
    }
    let empty = profile.empty_percent();
    if empty >= EMPTY_PERCENT {
        return assigned(Role::LeaveOut, Confidence::Likely, format!("{empty} % empty"));
    }
    let is_number = profile.is_mostly(profile.numbers, if words.has(Word::Money) { 50 } else { 90 });
    if profile.distinct == 1 && profile.rows > 2 && empty == 0 && !is_number {
        return assigned(Role::LeaveOut, Confidence::Likely, "the same in every row".to_owned());
    }
    if profile.is_mostly(profile.dates, 80) {
        let confidence = if words.says_date() { Confidence::Certain } else { Confidence::Likely };
        return assigned(Role::Day, confidence, String::new());
    }
    if is_number && !is_numbered(words, profile) {
        let confidence = if words.is_known() { Confidence::Certain } else { Confidence::Likely };
        return assigned(Role::Measure, confidence, String::new());
    }
    let confidence = if words.is_known() { Confidence::Certain } else { Confidence::Likely };
    assigned(Role::Attribute, confidence, String::new())
}

/// Whether the values are rates, which don't add up: prices, discounts, per cent.
pub fn is_rate(words: &HeaderWords, profile: &Profile) -> bool {
    words.has(Word::Rate) || profile.is_mostly(profile.percents, 50)
}

/// Whether a column of order lines belongs to the line: order, product, dates, shipping.
pub fn is_of_line(words: &HeaderWords) -> bool {
    words.has_any(&[Word::Order, Word::Row, Word::Date, Word::Product, Word::Shipping])
}

/// Numbers that count nothing: ids, phones, years, row numbers.
fn is_numbered(words: &HeaderWords, profile: &Profile) -> bool {
    let says_number = words.has(Word::Number) && !words.has_any(&[Word::Quantity, Word::Money, Word::Person]);
    let years = !words.has_any(&[Word::Money, Word::Quantity])
        && profile.least >= 1900.0
        && profile.greatest < 2100.0
        && profile.is_mostly(profile.whole_numbers, 100)
        && !words.is_known();
    let counts_up = profile.filled > 2 && profile.steps + 1 == profile.filled;
    let unnamed_id = words.is_empty() && profile.is_unique() && profile.is_mostly(profile.whole_numbers, 100);
    let is_named = words.has_any(&NO_MEASURE) && !words.has(Word::Money);
    is_named
        || says_number
        || years
        || counts_up
        || unnamed_id
        || profile.is_mostly(profile.leading_zeros, 2)
        || profile.is_mostly(profile.phones, 80)
}

fn candidates(words: &[HeaderWords], profiles: &[Profile], kind: FileKind, has_header: bool) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (column, (words, profile)) in words.iter().zip(profiles).enumerate() {
        for role in Role::ALL.into_iter().filter(|role| role.is_single()) {
            let fit = content_fit(role, profile, kind);
            let said = header_score(role, words, kind);
            if fit == Fit::Against || profile.filled == 0 {
                continue;
            }
            if said > 0 {
                let (bonus, confidence) =
                    if fit == Fit::For { (10, Confidence::Certain) } else { (0, Confidence::Likely) };
                candidates.push(Candidate { score: said + bonus, column, role, confidence });
            } else if let Some((score, confidence)) = content_only(role, words, profile, has_header) {
                candidates.push(Candidate { score, column, role, confidence });
            }
        }
    }
    candidates
}

/// How well the words of a header name a role, 0 for not at all.
fn header_score(role: Role, words: &HeaderWords, kind: FileKind) -> u32 {
    let owner = if kind == FileKind::Reps { Word::Person } else { Word::Account };
    let beside = |word: Word| {
        let mut allowed = BESIDE_PLACE.to_vec();
        allowed.push(word);
        words.has(word) && words.only(&allowed)
    };
    let owned = |word: Word| words.has(owner) && words.has(word) && words.only(&[owner, word, Word::Record]);
    let alone = |word: Word| words.only(&[word, Word::Record]) && words.has(word);
    match role {
        Role::Id if owned(Word::Id) => 35,
        Role::Id if owned(Word::Number) => 33,
        Role::Id if kind != FileKind::OrderLines && alone(Word::Id) => 32,
        Role::Id if kind != FileKind::OrderLines && alone(Word::Number) => 25,
        Role::Name if owned(Word::Name) => 35,
        Role::Name if words.only(&[Word::Name]) && kind != FileKind::OrderLines => 32,
        Role::Name if words.only(&[owner, Word::Money]) && words.has(owner) && kind == FileKind::Reps => 30,
        Role::Name if words.only(&[owner]) => 30,
        Role::Name if words.only(&[Word::Name, owner, Word::Money]) && words.has(owner) => 28,
        Role::Name if kind == FileKind::Reps && words.only(&[Word::Name, Word::Contact]) => 22,
        Role::Family if words.has(Word::Parent) && words.only(&[Word::Parent, Word::Account, Word::Name, Word::Id]) => {
            30
        }
        Role::Latitude if beside(Word::Latitude) => 30,
        Role::Longitude if beside(Word::Longitude) => 30,
        Role::PostalCode if beside(Word::Zip) => 30,
        Role::City if beside(Word::City) => 30,
        Role::City if kind == FileKind::Reps && words.has(Word::Home) && words.only(&[Word::Home, Word::Place]) => 15,
        Role::Region if beside(Word::State) => 30,
        Role::Region if words.has(Word::State) && words.has(Word::Region) => 28,
        Role::Region if beside(Word::Region) => 20,
        Role::Country if beside(Word::Country) || words.has(Word::Country) && words.has(Word::Region) => 30,
        Role::Capacity if kind == FileKind::Reps && words.has(Word::Capacity) => 30,
        Role::Date if kind == FileKind::OrderLines && words.says_date() && words.has(Word::Order) => 30,
        _ => 0,
    }
}

/// Whether the content bears a role out.
fn content_fit(role: Role, profile: &Profile, kind: FileKind) -> Fit {
    let mostly = |count: usize| profile.is_mostly(count, 80);
    let decide = |is_for: bool, is_against: bool| match (is_for, is_against) {
        (_, true) => Fit::Against,
        (true, false) => Fit::For,
        (false, false) => Fit::Neutral,
    };
    let is_text = mostly(profile.letters);
    let is_numeric = profile.is_mostly(profile.numbers, 60);
    let within = |limit: f64| profile.least >= -limit && profile.greatest <= limit;
    match role {
        // Customers come again in order lines.
        Role::Id => decide(profile.is_unique() || kind == FileKind::OrderLines, profile.empty_percent() >= 50),
        Role::Name => decide(is_text, is_numeric || profile.empty_percent() >= 50),
        Role::City => decide(is_text, is_numeric),
        Role::Family => decide(true, false),
        Role::Latitude => decide(mostly(profile.numbers) && within(90.0), !profile.is_mostly(profile.numbers, 30)),
        Role::Longitude => decide(mostly(profile.numbers) && within(180.0), !profile.is_mostly(profile.numbers, 30)),
        Role::PostalCode => decide(mostly(profile.postal_like), !profile.is_mostly(profile.postal_like, 40)),
        Role::Region => decide(profile.is_mostly(profile.regions, 40), is_numeric),
        Role::Country => decide(profile.is_mostly(profile.countries, 40), is_numeric),
        Role::Capacity => {
            decide(mostly(profile.numbers) && profile.least > 0.0, !profile.is_mostly(profile.numbers, 30))
        }
        Role::Date => decide(mostly(profile.dates), !profile.is_mostly(profile.dates, 50)),
        _ => Fit::Against,
    }
}

/// What content alone can settle, where the header says nothing.
fn content_only(role: Role, words: &HeaderWords, profile: &Profile, has_header: bool) -> Option<(u32, Confidence)> {
    let silent = !words.is_known() || words.only(&[Word::Place, Word::Home, Word::Address]);
    if !silent {
        return None;
    }
    let is_fine = profile.is_mostly(profile.fine_numbers, 80);
    match role {
        Role::Country if profile.is_mostly(profile.countries, 80) => Some((12, Confidence::Likely)),
        Role::Region if profile.is_mostly(profile.regions, 80) => Some((11, Confidence::Likely)),
        Role::PostalCode
            if !has_header && profile.is_mostly(profile.us_zips, 95) && profile.is_mostly(profile.leading_zeros, 1) =>
        {
            Some((10, Confidence::Guess))
        }
        Role::Latitude if !has_header && is_fine && profile.least >= -90.0 && profile.greatest <= 90.0 => {
            Some((9, Confidence::Guess))
        }
        Role::Longitude if !has_header && is_fine && profile.least >= -180.0 && profile.greatest <= 180.0 => {
            Some((8, Confidence::Guess))
        }
        _ => None,
    }
}

/// Where a file has several places an account (billing and shipping), only the best filled one is used; billing, when
/// they are filled alike.
fn keep_one_place(candidates: &mut Vec<Candidate>, words: &[HeaderWords], profiles: &[Profile]) {
    let is_place = |role: Role| {
        matches!(role, Role::Latitude | Role::Longitude | Role::PostalCode | Role::City | Role::Region | Role::Country)
    };
    let mut filled = std::collections::BTreeMap::<u8, usize>::new();
    for candidate in candidates.iter().filter(|candidate| is_place(candidate.role)) {
        let group = words[candidate.column].place_group();
        *filled.entry(group).or_default() += profiles[candidate.column].filled;
    }
    let best = filled.iter().max_by_key(|&(&group, &filled)| (filled, group == 10, std::cmp::Reverse(group)));
    let Some((&best, _)) = best else { return };
    let keeps = |candidate: &Candidate| {
        let group = words[candidate.column].place_group();
        !is_place(candidate.role) || group == best || group == 0 && best < 10
    };
    candidates.retain(keeps);
}

/// Without a named one, the text that differs most from row to row.
fn guess_name(assigned: &mut [Assigned], placed: &[bool], words: &[HeaderWords], profiles: &[Profile]) {
    let no_name = [Word::Address, Word::Email, Word::Web, Word::Date, Word::Product, Word::Order, Word::Phone];
    let fits = |column: &usize| {
        let profile = &profiles[*column];
        !placed[*column]
            && assigned[*column].role == Role::Attribute
            && !words[*column].has_any(&no_name)
            && profile.is_mostly(profile.letters, 80)
            && profile.is_mostly(profile.distinct, 80)
            && !profile.is_mostly(profile.emails + profile.webs + profile.dates, 50)
    };
    let best =
        (0..assigned.len()).filter(fits).max_by_key(|&column| (profiles[column].distinct, std::cmp::Reverse(column)));
    if let Some(column) = best {
        let note = "no column is named so".to_owned();
        assigned[column] = Assigned { role: Role::Name, confidence: Confidence::Guess, note };
    }
}
