//! Columns of figures that count nothing.

use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;

/// Columns of such headers are no measures, even when they are numbers.
const NO_MEASURE: [Word; 10] = [
    Word::Date,
    Word::Email,
    Word::Id,
    Word::Latitude,
    Word::Longitude,
    Word::Phone,
    Word::Register,
    Word::Row,
    Word::Web,
    Word::Zip,
];
/// Figures below such words are codes where the same ones come again and again: a zone, a way of shipping.
const CODED: [Word; 6] = [Word::Group, Word::Kind, Word::Region, Word::Shipping, Word::Stage, Word::Territory];
/// Beside such words they count or measure.
const COUNTED: [Word; 6] = [Word::Money, Word::Quantity, Word::Target, Word::Demography, Word::Rate, Word::Duration];
/// Greater figures are no ranks, unless the same come again.
const LOWEST_RANK: f64 = 10.0;
/// Fewer rows may be numbered by chance.
const LEAST_NUMBERED: usize = 5;
/// Whole numbers of so many figures at least, all different and all of one length, are codes in so many rows at least, unless the
/// header says what they count.
const CODES: [(usize, usize); 2] = [(8, 8), (6, 20)];
/// What a tax office knows somebody by has so many figures at least; below the same word amounts of the tax may stand.
const TAX_CODE: usize = 7;

/// Numbers that count nothing: ids, codes, ranks, phones, years, row numbers.
pub fn is_numbered(words: &HeaderWords, profile: &Profile) -> bool {
    let says_number = words.has(Word::Number) && !words.has_any(&[Word::Quantity, Word::Money]);
    let are_years =
        profile.least >= 1900.0 && profile.greatest < 2100.0 && profile.is_mostly(profile.whole_numbers, 100);
    let years = are_years && !words.is_known();
    // What stands below `2025` or `Year 2025` is of that year, not the year itself.
    let is_of_year = words.names_year() && !are_years;
    let is_counted = is_of_year || words.has_any(&[Word::Money, Word::Quantity, Word::Target, Word::Demography]);
    let counts_up = !is_counted && profile.filled > 2 && profile.steps + 1 == profile.filled;
    let unnamed_id =
        words.is_empty() && !is_of_year && profile.is_unique() && profile.is_mostly(profile.whole_numbers, 100);
    // Visits per year are a count; the year of something is not.
    let is_a_year = !is_of_year && words.has(Word::Year) && (words.only(&[Word::Year]) || profile.greatest >= 1900.0);
    let is_key = words.last() == Some(Word::Id) || words.only(&[Word::Manager]) || words.only(&[Word::Period]);
    let is_named = is_key
        || (is_a_year || words.has_any(&NO_MEASURE)) && !words.has_any(&[Word::Money, Word::Target, Word::Demography]);
    is_named
        || is_coded(words, profile)
        || words.says_part_alone() && profile.is_mostly(profile.whole_numbers, 100)
        || !words.has_any(&COUNTED) && !is_of_year && are_codes(words, profile)
        || !is_counted && numbers_all(profile)
        || says_number
        || years
        || counts_up
        || unnamed_id
        || profile.is_mostly(profile.leading_zeros, 2)
        || profile.is_mostly(profile.phones, 80)
}

/// Ranks, and codes of what has few: `ShipVia`, `Zone`, `Level`. `Shipping` alone is what it costs.
fn is_coded(words: &HeaderWords, profile: &Profile) -> bool {
    let come_again = profile.distinct * 2 <= profile.filled;
    let is_rank = words.has(Word::Rank) && (come_again || profile.greatest <= LOWEST_RANK);
    profile.is_mostly(profile.whole_numbers, 100)
        && !words.has_any(&COUNTED)
        && (is_rank || words.has_any(&CODED) && come_again && !words.only(&[Word::Shipping]))
}

/// Whether figures are too long and too alike to count something: numbers of taxes, of registers, of phones. Amounts are round here and
/// there, and shorter or longer.
fn are_codes(words: &HeaderWords, profile: &Profile) -> bool {
    let is_even = |&(length, rows): &(usize, usize)| {
        profile.shortest == profile.longest && profile.shortest >= length && profile.filled >= rows
    };
    let is_alike =
        CODES.iter().any(is_even) && profile.is_mostly(profile.distinct, 90) && !profile.is_mostly(profile.rounds, 20);
    profile.is_mostly(profile.figures, 100) && (is_alike || words.has(Word::Tax) && profile.shortest >= TAX_CODE)
}

/// Whether all rows have numbers of their own, from 1 to their count in any order.
fn numbers_all(profile: &Profile) -> bool {
    profile.is_whole && tells_rows_apart(profile) && profile.least >= 1.0 && profile.greatest <= profile.filled as f64
}

/// Whether every row has a whole number of its own.
pub fn tells_rows_apart(profile: &Profile) -> bool {
    profile.filled == profile.rows
        && profile.filled >= LEAST_NUMBERED
        && profile.distinct == profile.filled
        && profile.least >= 0.0
        && profile.is_mostly(profile.whole_numbers, 100)
}
