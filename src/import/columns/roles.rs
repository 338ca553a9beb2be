//! Which column has which role: words of the header first, then whether the content bears them out.

use super::cities::{CITIES, city_column};
use super::content::{Fit, content_fit, content_only};
use super::found::{KEYED, find_day, find_key, find_place, guess_name};
use super::lexicon::Word;
use super::numbered::{is_numbered, tells_rows_apart};
use super::profile::Profile;
use super::rules::header_score;
use super::words::HeaderWords;
use crate::model::{Confidence, FileKind, Role};
use crate::sorting::{sort, sort_by};

/// From this share of blank cells on a column is left out.
const EMPTY_PERCENT: usize = 95;
/// Columns with more different values are texts rather than groups.
const MAX_GROUPS: usize = 100;
/// How well `Full Name` or `Branch` names accounts beside a column of companies: worse than that one.
const CONTACT_NAME: u32 = 28;
/// The columns of a file of postal codes from `GeoNames`, which has no header: code, place, three divisions by name and code, point,
/// accuracy.
const GEONAMES: [Role; 12] = [
    Role::Country,
    Role::PostalCode,
    Role::City,
    Role::Region,
    Role::Attribute,
    Role::Attribute,
    Role::Attribute,
    Role::Attribute,
    Role::Attribute,
    Role::Latitude,
    Role::Longitude,
    Role::LeaveOut,
];

/// What a column is taken for, how sure, and what there is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub role: Role,
    pub confidence: Confidence,
    pub note: String,
}

impl Assigned {
    pub(super) fn new(role: Role, confidence: Confidence, note: impl Into<String>) -> Self {
        Self { role, confidence, note: note.into() }
    }
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
    // What numbers the rows stands in front, whatever it is called.
    if let (Some(first), Some((words, profile))) = (assigned.first_mut(), words.iter().zip(profiles).next())
        && first.role == Role::Measure
        && !words.is_known()
        && tells_rows_apart(profile)
    {
        *first = Assigned::new(Role::Attribute, Confidence::Likely, "");
    }
    if kind == FileKind::Other {
        return assigned;
    }
    if kind == FileKind::PostalCodes && is_geonames(profiles, has_header) {
        return GEONAMES.into_iter().map(|role| Assigned::new(role, Confidence::Likely, "")).collect();
    }
    let mut candidates = candidates(words, profiles, kind, has_header);
    if !has_header {
        candidates.extend(zip_beside_state(&candidates, profiles));
        candidates.extend(city_before_state(&candidates, profiles));
    }
    if kind == FileKind::OrderLines {
        candidates.extend(label_of_groups(&candidates, words, profiles));
        keep_filled_names(&mut candidates, words, profiles);
    }
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
            assigned[column] = Assigned::new(role, confidence, "");
        }
    }
    if let Some(column) = needless_address(&assigned, profiles) {
        assigned[column] = fallback_role(&words[column], &profiles[column]);
    }
    if kind == FileKind::Reps {
        let is_free = |column: &usize| !placed[*column] && profiles[*column].filled > 0;
        for column in (0..assigned.len()).filter(is_free).filter(|&column| words[column].has(Word::Skill)) {
            assigned[column] = Assigned::new(Role::Skills, Confidence::Certain, "");
        }
    }
    if matches!(kind, FileKind::Activities | FileKind::OrderLines) && !given.contains(&Role::Date) {
        find_day(&mut assigned, words, kind);
    }
    if matches!(kind, FileKind::Accounts | FileKind::Leads) && !given.contains(&Role::Name) {
        guess_name(&mut assigned, &placed, words, profiles);
    }
    if KEYED.contains(&kind) && !given.contains(&Role::Id) {
        find_key(&mut assigned, words, profiles);
    }
    if kind.makes_accounts() {
        find_place(&mut assigned, words, profiles);
    }
    if let Some(column) = city_column(words, profiles, |column| assigned[column].role, kind) {
        assigned[column] = Assigned::new(Role::City, Confidence::Guess, CITIES);
    }
    assigned
}

/// The column of accounts that its header alone says has a role. O(columns).
pub fn told_by_header(headers: &[&str], role: Role) -> Option<usize> {
    let words = HeaderWords::of_all(headers);
    let scores = words.iter().map(|words| header_score(role, words, FileKind::Accounts)).enumerate();
    let best = scores.filter(|&(_, score)| score > 0).max_by_key(|&(at, score)| (score, std::cmp::Reverse(at)));
    best.map(|(at, _)| at)
}

/// The column of whole addresses, where cities or postal codes have a column of their own that is filled half as often; points
/// say more than those.
fn needless_address(assigned: &[Assigned], profiles: &[Profile]) -> Option<usize> {
    let column = |role: Role| assigned.iter().position(|assigned| assigned.role == role);
    let address = column(Role::Address)?;
    let own = [Role::City, Role::PostalCode].into_iter().filter_map(column);
    let has_points = profiles[address].is_mostly(profiles[address].points, 50);
    let is_needless = !has_points && own.into_iter().any(|own| profiles[own].filled * 2 >= profiles[address].filled);
    is_needless.then_some(address)
}

/// Whether a file is one of postal codes as `GeoNames` gives them.
pub fn is_geonames(profiles: &[Profile], has_header: bool) -> bool {
    let is_degrees = |profile: &Profile, limit: f64| {
        profile.is_mostly(profile.numbers, 95)
            && profile.is_mostly(profile.fine_numbers, 50)
            && profile.least >= -limit
            && profile.greatest <= limit
    };
    !has_header
        && profiles.len() == GEONAMES.len()
        && profiles[0].is_mostly(profiles[0].country_codes, 98)
        && profiles[1].is_mostly(profiles[1].filled, 98)
        && is_degrees(&profiles[9], 90.0)
        && is_degrees(&profiles[10], 180.0)
}

/// Measure, attribute, day, yes or no, or left out: what a column is when it has no single role.
pub fn fallback_role(words: &HeaderWords, profile: &Profile) -> Assigned {
    if profile.filled == 0 {
        return Assigned::new(Role::LeaveOut, Confidence::Certain, "empty");
    }
    let by_header = if words.is_known() { Confidence::Certain } else { Confidence::Likely };
    let empty = profile.empty_percent();
    if let Some(confidence) = answers(words, profile) {
        return Assigned::new(Role::YesNo, confidence, "");
    }
    if empty >= EMPTY_PERCENT {
        return Assigned::new(Role::LeaveOut, Confidence::Likely, format!("{empty} % empty"));
    }
    let is_number = profile.is_mostly_told(profile.numbers, if words.has(Word::Money) { 50 } else { 90 });
    if profile.distinct == 1 && profile.rows > 2 && empty == 0 && !is_number {
        return Assigned::new(Role::LeaveOut, Confidence::Likely, "the same in every row");
    }
    // What shall be reached in a month is no date.
    let says_date = words.says_date() && !words.has(Word::Target);
    let dates = if says_date { profile.bare_dates } else { profile.dates };
    if profile.is_mostly_told(dates, 80) {
        let confidence = if says_date { Confidence::Certain } else { Confidence::Likely };
        return Assigned::new(Role::Day, confidence, "");
    }
    if is_number && !is_numbered(words, profile) {
        let note = match profile.negatives {
            0 => String::new(),
            some if profile.is_whole => format!("{some} negative"),
            _ => "some negative".to_owned(),
        };
        return Assigned::new(Role::Measure, by_header, note);
    }
    let is_projected = words.says_axis() && profile.is_numeric() && profile.greatest.max(-profile.least) > 180.0;
    let note = if is_projected { "projected coordinates: not understood".to_owned() } else { groups(profile) };
    Assigned::new(Role::Attribute, by_header, note)
}

/// “14 values”, for texts that come again.
fn groups(profile: &Profile) -> String {
    let is_grouped = profile.is_whole && profile.distinct <= MAX_GROUPS && profile.distinct < profile.filled;
    match profile.distinct {
        1 if is_grouped => "1 value".to_owned(),
        values if is_grouped => format!("{values} values"),
        _ => String::new(),
    }
}

/// Whether a column answers yes or no: in words, or as figures and letters where the header asks.
fn answers(words: &HeaderWords, profile: &Profile) -> Option<Confidence> {
    let asks = words.has_any(&[Word::Flag, Word::Converted]);
    let is_yes_no = |sample: &String| matches!(sample.as_str(), "Y" | "N" | "J");
    let is_pair = profile.distinct == 2 && profile.samples.iter().all(is_yes_no);
    let is_marked = profile.distinct == 1 && profile.filled < profile.rows && profile.filled > 1;
    let is_two = profile.distinct > 1 || is_marked;
    // Under a word that counts nothing, figures that are all 0 or 1 say no or yes: `Won`.
    let are_bits = profile.distinct == 2
        && profile.filled > 2
        && profile.is_mostly(profile.whole_numbers, 100)
        && (profile.least, profile.greatest) == (0.0, 1.0)
        && !words.is_empty()
        && words.each(|word| matches!(word, Word::Unknown | Word::Filler | Word::Closed));
    if !is_two || !profile.is_mostly(profile.short_yes_no, 98) {
        return None;
    }
    match (asks, profile.is_mostly(profile.yes_no, 98)) {
        (true, _) => Some(Confidence::Certain),
        (false, true) => Some(if is_marked { Confidence::Likely } else { Confidence::Certain }),
        (false, false) => (is_pair || are_bits).then_some(Confidence::Likely),
    }
}

/// Whether the values are rates, which don't add up: prices, discounts, per cent, scores.
pub fn is_rate(words: &HeaderWords, profile: &Profile) -> bool {
    words.has_any(&[Word::Rate, Word::Score]) || profile.unit() == Some("%")
}

/// Whether a column of order lines belongs to the line: order, product, dates, shipping.
pub fn is_of_line(words: &HeaderWords) -> bool {
    words.has_any(&[Word::Order, Word::Row, Word::Date, Word::Product, Word::Shipping])
}

/// Whether the numbers of a column of order lines number the order: `Sales document`.
pub fn numbers_order(words: &HeaderWords, profile: &Profile) -> bool {
    words.last() == Some(Word::Order) && profile.is_mostly(profile.whole_numbers, 100)
}

/// Whether it says how an order stands: `Order Status`, `Financial Status`.
pub fn says_order_state(words: &HeaderWords) -> bool {
    // “Estado” is a state of either sort.
    words.only(&[Word::State])
        || words.has(Word::Status)
            && words.each(|word| matches!(word, Word::Status | Word::Order | Word::Unknown | Word::Filler))
}

fn candidates(words: &[HeaderWords], profiles: &[Profile], kind: FileKind, has_header: bool) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let is_company = |words: &HeaderWords| {
        words.has(Word::Account) && words.only(&[Word::Account, Word::Name]) && !words.says_full_name()
    };
    let has_company = kind.makes_accounts() && words.iter().any(is_company);
    let makes_accounts = kind.makes_accounts();
    let is_whole = |words: &HeaderWords| is_company(words) && !words.says_part();
    let has_whole = makes_accounts && words.iter().any(|words| is_whole(words) || words.says_name_alone());
    // `Name` names the rows that it tells apart, not the company beside it that comes again.
    let is_plain_name = |(words, profile): (&HeaderWords, &Profile)| {
        words.says_name_alone() && profile.is_text() && profile.is_unique()
    };
    let has_plain_name = kind == FileKind::Accounts && words.iter().zip(profiles).any(is_plain_name);
    let names_other = |words: &HeaderWords, profile: &Profile| {
        let comes_again = profile.distinct * 4 <= profile.filled * 3;
        has_company && words.says_full_name()
            || has_plain_name && comes_again && !words.says_name_alone()
            || has_whole && words.says_part()
    };
    let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| role.is_single() && role.fits(kind)).collect();
    for (column, (words, profile)) in words.iter().zip(profiles).enumerate() {
        for &role in roles.iter().filter(|_| profile.filled > 0) {
            let fit = content_fit(role, words, profile, kind);
            if fit == Fit::Against {
                continue;
            }
            let said = match header_score(role, words, kind) {
                said if role == Role::Name && names_other(words, profile) => said.min(CONTACT_NAME),
                said => said,
            };
            if said > 0 {
                let (bonus, confidence) =
                    if fit == Fit::For { (10, Confidence::Certain) } else { (0, Confidence::Likely) };
                let confidence = if said < 20 { confidence.min(Confidence::Likely) } else { confidence };
                candidates.push(Candidate { score: said + bonus, column, role, confidence });
            } else if let Some((score, confidence)) = content_only(role, words, profile, has_header) {
                candidates.push(Candidate { score, column, role, confidence });
            }
        }
    }
    candidates
}

/// Without a header, the numbers behind a column of states that may be ZIPs, some of which have lost their zero.
fn zip_beside_state(candidates: &[Candidate], profiles: &[Profile]) -> Option<Candidate> {
    let has = |role: Role| candidates.iter().find(|own| own.role == role);
    let column = has(Role::Region).filter(|_| has(Role::PostalCode).is_none())?.column + 1;
    let profile = profiles.get(column)?;
    let are_zips = profile.is_mostly(profile.whole_numbers, 98)
        && profile.least >= 501.0
        && profile.greatest <= 99_950.0
        && profile.greatest >= 10_000.0
        && profile.is_mostly(profile.us_zips, 50);
    are_zips.then_some(Candidate { score: 9, column, role: Role::PostalCode, confidence: Confidence::Guess })
}

/// Without a header, the names before a column of states that may be cities; the first column names the row.
fn city_before_state(candidates: &[Candidate], profiles: &[Profile]) -> Option<Candidate> {
    let has = |role: Role| candidates.iter().find(|own| own.role == role);
    let column =
        has(Role::Region).filter(|_| has(Role::City).is_none())?.column.checked_sub(1).filter(|&own| own > 0)?;
    let profile = &profiles[column];
    let others = profile.numbers + profile.emails + profile.webs + profile.dates + profile.addresses;
    let are_names = profile.is_mostly(profile.letters, 95) && !profile.is_mostly(others, 20);
    are_names.then_some(Candidate { score: 9, column, role: Role::City, confidence: Confidence::Guess })
}

/// Reports by customer name these in a column in front that has no header.
fn label_of_groups(candidates: &[Candidate], words: &[HeaderWords], profiles: &[Profile]) -> Option<Candidate> {
    let is_named = candidates.iter().any(|own| own.role == Role::Name);
    let is_label = words.first()?.is_empty() && profiles.first()?.is_mostly(profiles.first()?.letters, 80);
    (is_label && !is_named).then_some(Candidate {
        score: 9,
        column: 0,
        role: Role::Name,
        confidence: Confidence::Guess,
    })
}

/// Only some who order have a company: a column of names that is filled for far fewer than another names no customers.
fn keep_filled_names(candidates: &mut Vec<Candidate>, words: &[HeaderWords], profiles: &[Profile]) {
    let is_billed = |own: &Candidate| own.role == Role::Name && words[own.column].says_billed();
    let filled = |own: &Candidate| profiles[own.column].filled;
    let most = candidates.iter().filter(|own| is_billed(own)).map(filled).max().unwrap_or(0);
    candidates.retain(|own| !is_billed(own) || filled(own) * 5 >= most * 4);
    // The account of a ledger is the same in every line, customers are not.
    let is_ledger = |own: &Candidate| profiles[own.column].distinct == 1 && profiles[own.column].filled > 2;
    let has_names = candidates.iter().any(|own| own.role == Role::Name && !is_ledger(own));
    candidates.retain(|own| !matches!(own.role, Role::Id | Role::Name) || !has_names || !is_ledger(own));
}

/// Where a file has several places an account (billing and shipping), only the best filled one is used, with the point and the
/// country that no place is named for; billing, when they are filled alike.
fn keep_one_place(candidates: &mut Vec<Candidate>, words: &[HeaderWords], profiles: &[Profile]) {
    let is_place = |role: Role| {
        matches!(
            role,
            Role::Latitude
                | Role::Longitude
                | Role::PostalCode
                | Role::City
                | Role::Region
                | Role::Country
                | Role::Address
        )
    };
    let told = |column: usize| words[column].place_group();
    let mut numbers: Vec<u8> = candidates.iter().map(|candidate| told(candidate.column)).collect();
    numbers.retain(|group| (1..10).contains(group));
    sort(&mut numbers);
    numbers.dedup();
    // One number, as in `ORT01`, tells no places apart.
    let group_of = |column: usize| if told(column) < 10 && numbers.len() < 2 { 0 } else { told(column) };
    let mut filled = std::collections::BTreeMap::<u8, usize>::new();
    for candidate in candidates.iter().filter(|candidate| is_place(candidate.role)) {
        let group = group_of(candidate.column);
        *filled.entry(group).or_default() += profiles[candidate.column].filled;
    }
    let is_shared = |role| matches!(role, Role::Latitude | Role::Longitude | Role::Country);
    let names_none = |own: &Candidate| is_place(own.role) && group_of(own.column) == 0;
    if filled.len() > 1 && candidates.iter().filter(|own| names_none(own)).all(|own| is_shared(own.role)) {
        filled.remove(&0);
    }
    let best = filled.iter().max_by_key(|&(&group, &filled)| (filled, group == 10, std::cmp::Reverse(group)));
    let Some((&best, _)) = best else { return };
    let told: Vec<Role> = candidates.iter().filter(|own| group_of(own.column) == best).map(|own| own.role).collect();
    // A point or a country beside “Billing City” is that of the account, unless billing has one of its own.
    let is_of_all = |role| is_shared(role) && !told.contains(&role);
    let keeps = |candidate: &Candidate| {
        let group = group_of(candidate.column);
        !is_place(candidate.role) || group == best || group == 0 && (best < 10 || is_of_all(candidate.role))
    };
    candidates.retain(keeps);
}
