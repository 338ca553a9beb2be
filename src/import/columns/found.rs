//! Columns that no header names: the day, the id, the name and the place of the rows, by what stands below.

use super::content::is_compass;
use super::lexicon::Word;
use super::profile::Profile;
use super::roles::Assigned;
use super::words::HeaderWords;
use crate::model::{Confidence, FileKind, Role};

/// Texts of more words are remarks, no names.
const MOST_WORDS: usize = 6;
/// Files in which each row may have an id of its own.
pub const KEYED: [FileKind; 5] =
    [FileKind::Accounts, FileKind::Leads, FileKind::Reps, FileKind::Products, FileKind::Opportunities];

/// The days on which something was done, in a column that no word says so of: the first that says nothing else; of a file of order
/// lines the day of the order, else the only one, before those on which it was written down and on which it was shipped.
pub fn find_day(assigned: &mut [Assigned], words: &[HeaderWords], kind: FileKind) {
    const OTHERS: [Word; 4] = [Word::Modified, Word::Due, Word::End, Word::Created];
    let days = |fits: &dyn Fn(&HeaderWords) -> bool| -> Vec<usize> {
        (0..assigned.len()).filter(|&at| assigned[at].role == Role::Day && fits(&words[at])).collect()
    };
    let column = if kind == FileKind::Activities {
        days(&|words| !words.has_any(&OTHERS)).first().copied()
    } else {
        let is_plain = |words: &HeaderWords| !words.has_any(&OTHERS) && !words.has(Word::Shipping);
        let of_order = days(&|words| is_plain(words) && words.has_any(&[Word::Order, Word::Money]));
        let rest = [
            days(&is_plain),
            days(&|words| words.has(Word::Created)),
            days(&|words| words.has(Word::Shipping) && !words.has(Word::Due)),
        ];
        of_order.first().copied().or_else(|| {
            rest.into_iter().find_map(|days| match days[..] {
                [only] => Some(only),
                _ => None,
            })
        })
    };
    if let Some(column) = column {
        assigned[column] = Assigned::new(Role::Date, Confidence::Likely, "");
    }
}

/// The ids that go by another word, as in `agency_id`: the key called like the names, else the one in front, which beside names
/// may have any name that says nothing else (`relatienummer`), else the only one.
pub fn find_key(assigned: &mut [Assigned], words: &[HeaderWords], profiles: &[Profile]) {
    let name = assigned.iter().position(|own| own.role == Role::Name);
    let tells_apart = |column: usize| {
        let profile = &profiles[column];
        let is_whole = profile.rows > 1 && profile.is_unique() && profile.filled == profile.rows;
        assigned[column].role == Role::Attribute && is_whole
    };
    let is_key = |&column: &usize| tells_apart(column) && words[column].says_key_of_own();
    let is_named = |column: &usize| name.is_some_and(|name| words[*column].shares_noun(&words[name]));
    let nothing_else = |word: Word| {
        matches!(
            word,
            Word::Unknown | Word::Filler | Word::Id | Word::Number | Word::Record | Word::Place | Word::Expense
        )
    };
    let is_code = |profile: &Profile| {
        let fractions = profile.numbers - profile.whole_numbers;
        profile.is_mostly(profile.postal_like, 100) && profile.dates == 0 && fractions == 0
    };
    let is_front = |&column: &usize| {
        let own = &words[column];
        name.is_some_and(|name| name > column)
            && tells_apart(column)
            && is_code(&profiles[column])
            && !own.is_empty()
            && own.each(nothing_else)
    };
    let keys = || (0..assigned.len()).filter(is_key);
    let in_front = || keys().find(|&column| column == 0).or_else(|| Some(0).filter(is_front));
    let of_account = |column: &usize| words[*column].has(Word::Account);
    let only = || keys().next().filter(of_account).filter(|_| keys().nth(1).is_none());
    if let Some(column) = keys().find(is_named).or_else(in_front).or_else(only) {
        assigned[column] = Assigned::new(Role::Id, Confidence::Likely, "");
    }
}

/// Columns whose cells are countries, or, where nothing else says where accounts are, states, although their headers say less of them:
/// `Region`, `Area`.
pub fn find_place(assigned: &mut [Assigned], words: &[HeaderWords], profiles: &[Profile]) {
    // `North` is the name of a region somewhere.
    let is_of_sales = |column: usize| profiles[column].samples.iter().all(|sample| is_compass(sample));
    let says = |column: usize| {
        let own = [Word::Region, Word::State, Word::Country, Word::Territory, Word::Place, Word::Name];
        matches!(assigned[column].role, Role::Region | Role::Attribute)
            && words[column].only(&own)
            && !is_of_sales(column)
    };
    let has = |role: Role| assigned.iter().any(|own| own.role == role);
    let are = |column: usize, count: usize, others: usize| profiles[column].is_mostly(count, 80) && count > others;
    let columns = || (0..assigned.len()).filter(|&column| says(column));
    let countries = columns().find(|&at| are(at, profiles[at].plain_countries, profiles[at].plain_regions));
    let country = countries.filter(|_| !has(Role::Country));
    let is_placed = [Role::City, Role::PostalCode, Role::Region, Role::Latitude, Role::Address].into_iter().any(has);
    let region = columns().find(|&at| !is_placed && profiles[at].is_mostly(profiles[at].plain_regions, 80));
    let region = region.filter(|_| country.is_none());
    for (role, column) in [(Role::Country, country), (Role::Region, region)] {
        if let Some(column) = column {
            assigned[column] = Assigned::new(role, Confidence::Likely, "");
        }
    }
}

/// Without a named one, the text that differs most from row to row; where the names of people stand before it, those.
pub fn guess_name(assigned: &mut [Assigned], placed: &[bool], words: &[HeaderWords], profiles: &[Profile]) {
    let no_name = [
        Word::Territory,
        Word::Team,
        Word::Address,
        Word::Latitude,
        Word::Longitude,
        Word::Email,
        Word::Web,
        Word::Date,
        Word::Product,
        Word::Order,
        Word::Phone,
        Word::Person,
        Word::Kind,
        Word::Id,
        Word::Source,
        Word::Status,
        Word::Stage,
    ];
    let fits = |column: &usize| {
        let profile = &profiles[*column];
        !placed[*column]
            && assigned[*column].role == Role::Attribute
            && !words[*column].has_any(&no_name)
            && profile.is_mostly(profile.letters, 80)
            && profile.is_mostly(profile.distinct, if words[*column].has(Word::Name) { 50 } else { 80 })
            && !profile.samples.iter().all(|sample| sample.split_whitespace().count() > MOST_WORDS)
            && !profile.is_mostly(profile.emails + profile.webs + profile.dates, 50)
    };
    let people = words.iter().position(HeaderWords::says_last_name);
    let people = people.filter(|_| words.iter().any(HeaderWords::says_first_name));
    let is_of_people = |column: usize| words[column].says_first_name() || words[column].says_last_name();
    let is_before = |column: &usize| people.is_none_or(|people| *column < people && !is_of_people(*column));
    let best = (0..assigned.len())
        .filter(fits)
        .filter(is_before)
        .max_by_key(|&column| (words[column].has(Word::Name), profiles[column].distinct, std::cmp::Reverse(column)));
    let found = best.map(|column| (column, "no column is named so"));
    let people = people.filter(|&column| profiles[column].filled > 0);
    if let Some((column, note)) =
        found.or(people.map(|column| (column, "with the first names: no column names a company")))
    {
        assigned[column] = Assigned::new(Role::Name, Confidence::Guess, note);
    }
}
