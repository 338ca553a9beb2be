//! Cities below a header that says no more than that places stand there: `Location`, `Standort`, `Area`.

use super::content::is_compass;
use super::lexicon::Word;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::model::{FileKind, Role};

/// What is said of such a column, until the places are in by which it is confirmed.
pub const CITIES: &str = "seems to hold cities";
/// Longer texts, on the average, are no names of cities.
const LONGEST: usize = 24;
/// What says where rows are narrowly enough, but a point.
const NARROW: [Role; 3] = [Role::City, Role::PostalCode, Role::Address];

/// What a header says.
type Says = fn(&HeaderWords) -> bool;

/// The column that may hold cities, where no other says where a row is more narrowly than a region. O(columns).
pub fn city_column(
    words: &[HeaderWords],
    profiles: &[Profile],
    roles: impl Fn(usize) -> Role,
    kind: FileKind,
) -> Option<usize> {
    let has = |role: Role| (0..words.len()).any(|column| roles(column) == role);
    let is_placed = NARROW.into_iter().any(has) || has(Role::Latitude) && has(Role::Longitude);
    if is_placed || !matches!(kind, FileKind::Accounts | FileKind::Leads | FileKind::Reps) {
        return None;
    }
    let beside = [Word::Place, Word::County, Word::Territory, Word::Account, Word::Home, Word::Address, Word::Name];
    let fits = |column: usize, told: fn(&HeaderWords) -> bool| {
        let profile = &profiles[column];
        matches!(roles(column), Role::Attribute | Role::LeaveOut)
            && told(&words[column])
            && words[column].only(&beside)
            && profile.filled > 0
            && profile.is_mostly(profile.letters, 95)
            && profile.chars <= profile.filled * LONGEST
            && !profile.is_mostly(profile.yes_no + profile.dates + profile.emails + profile.webs, 20)
            && !profile.samples.iter().all(|sample| is_compass(sample))
            && !profile.samples.iter().any(|sample| sample.contains(|letter: char| letter.is_ascii_digit()))
    };
    let place: Says = |words| words.has(Word::Place);
    // Counties beside states locate rows as what they are.
    let county: Says = |words| words.has(Word::County);
    let told = [Some(place), Some(county).filter(|_| !has(Role::Region)), Some(HeaderWords::says_area as Says)];
    told.into_iter().flatten().find_map(|says| (0..words.len()).find(|&column| fits(column, says)))
}
