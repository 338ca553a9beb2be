//! Whether what stands in a column bears a role out.

use super::header_text::fold;
use super::lexicon::Word;
use super::meaning::is_no_sale;
use super::profile::Profile;
use super::words::HeaderWords;
use crate::model::{Confidence, FileKind, Role};

/// How the content of a column goes with a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Against,
    Neutral,
    For,
}

/// Whether the content bears a role out that the header names.
pub fn content_fit(role: Role, words: &HeaderWords, profile: &Profile, kind: FileKind) -> Fit {
    let mostly = |count: usize| profile.is_mostly(count, 80);
    let decide = |is_for: bool, is_against: bool| match (is_for, is_against) {
        (_, true) => Fit::Against,
        (true, false) => Fit::For,
        (false, false) => Fit::Neutral,
    };
    let is_text = mostly(profile.letters);
    let is_numeric = profile.is_numeric();
    let is_dates = profile.is_mostly(profile.dates, 50);
    let is_sparse = profile.empty_percent() >= 50;
    let is_answers = mostly(profile.yes_no);
    let within = |limit: f64| profile.least >= -limit && profile.greatest <= limit;
    let is_point = |limit: f64| {
        let degrees = profile.numbers + profile.angles;
        // Metres are no degrees, and neither are places on a plan.
        let is_other = words.says_axis() && !(within(180.0) && profile.is_mostly(profile.fine_numbers, 50));
        decide(mostly(degrees) && (profile.numbers == 0 || within(limit)), !profile.is_mostly(degrees, 30) || is_other)
    };
    match role {
        // Customers come again in order lines.
        Role::Id => {
            // “Debitor” alone may be a number, or whom it names.
            let is_name = kind == FileKind::Accounts && words.only(&[Word::Account]) && !is_numeric;
            // The third visit of somebody is no visit of its own number.
            let comes_again = kind == FileKind::Activities && !profile.is_mostly(profile.distinct, 80);
            let is_other = is_sparse || is_dates || is_answers || is_name || comes_again;
            decide(profile.is_unique() || kind == FileKind::OrderLines, is_other)
        }
        // Only the first line of an order may name who ordered.
        Role::Name => {
            let is_blank = is_sparse && !(kind == FileKind::OrderLines && words.says_billed());
            // Some call the number of an order its name.
            let is_number = kind == FileKind::OrderLines && words.says_name_alone() && !is_text;
            decide(is_text, is_numeric || is_number || is_blank || is_dates || is_answers)
        }
        Role::City => decide(is_text, is_numeric || is_dates),
        Role::Family => decide(true, is_dates || is_answers),
        Role::Account | Role::Product => decide(is_text || words.has(Word::Id), is_dates || is_answers),
        Role::Rep => {
            // A few numbers that come again are reps; many different ones count something.
            let is_code = words.has_any(&[Word::Id, Word::Number]) || profile.distinct * 3 <= profile.filled;
            // Addresses of mail that differ in every row are those of the rows.
            let is_own_mail = words.has(Word::Email) && profile.filled > 3 && profile.is_unique();
            decide(is_text, is_dates || is_answers || is_numeric && !is_code || is_own_mail)
        }
        Role::Latitude => is_point(90.0),
        Role::Longitude => is_point(180.0),
        Role::PostalCode => {
            // The PINs of India have six figures.
            let is_secret = words.has(Word::Pin) && !(profile.least >= 100_000.0 && profile.greatest < 1_000_000.0);
            decide(mostly(profile.postal_like), !profile.is_mostly(profile.postal_like, 40) || is_dates || is_secret)
        }
        Role::Region => {
            let is_sales_region = !words.has(Word::State) && profile.samples.iter().all(|sample| is_compass(sample));
            // Some countries number their provinces.
            let is_code = words.has(Word::State) && profile.least >= 0.0 && profile.greatest < 100.0;
            // Where a rep sells is not where the rep lives.
            let is_list =
                |sample: &String| sample.split([',', ';', '/']).filter(|part| !part.trim().is_empty()).count() > 1;
            let are_lists = kind == FileKind::Reps && profile.samples.iter().any(is_list);
            let is_state_of_order = kind == FileKind::OrderLines && profile.samples.iter().any(|own| is_no_sale(own));
            // “État”, “estado”, “state” may be how something stands.
            let is_standing = profile.regions == 0 && profile.is_mostly(profile.standings, 60);
            let is_other = is_numeric && !is_code
                || is_answers
                || is_dates
                || is_sales_region
                || are_lists
                || is_state_of_order
                || is_standing
                || are_countries(profile);
            decide(profile.is_mostly(profile.regions, 40), is_other)
        }
        Role::Country => {
            let is_region = words.has(Word::State) || words.has(Word::Region) && !words.has(Word::Country);
            let is_other = is_region && !are_countries(profile);
            decide(profile.is_mostly(profile.countries, 40), is_numeric || is_answers || is_dates || is_other)
        }
        // A header that says so is no address yet: mostly street lines stand below.
        Role::Address => {
            let is_whole = profile.is_mostly(profile.addresses, 60);
            decide(is_whole, !is_whole || is_dates || is_numeric)
        }
        Role::Capacity => {
            decide(mostly(profile.numbers) && profile.least > 0.0, !profile.is_mostly(profile.numbers, 30))
        }
        Role::Amount => decide(mostly(profile.numbers), !profile.is_mostly(profile.numbers, 30) || is_dates),
        Role::Stage => {
            let tells = profile.is_mostly(profile.stages, 30);
            let is_other = words.has_any(&[Word::Status, Word::State, Word::Lifecycle]) && !tells;
            decide(profile.ended_stages > 0, is_numeric || is_answers || is_dates || is_other)
        }
        Role::Date | Role::Created | Role::Closed => {
            let dates = if is_bare(role, words) { profile.bare_dates } else { profile.dates };
            decide(mostly(dates), !profile.is_mostly(dates, 50))
        }
        Role::Kind if kind == FileKind::Activities => {
            decide(profile.is_mostly(profile.activity_kinds, 30), is_numeric || is_dates || is_answers)
        }
        Role::Kind => decide(is_text, is_numeric || is_dates || is_answers),
        _ => Fit::Against,
    }
}

/// Whether bare numbers are dates in a column that is to have a role of dates.
pub fn is_bare(role: Role, words: &HeaderWords) -> bool {
    words.says_date() || matches!(role, Role::Date | Role::Created | Role::Closed) && words.has(Word::Year)
}

/// Whether countries stand where a header says regions: nearly all are some, and not all are regions too.
fn are_countries(profile: &Profile) -> bool {
    profile.is_mostly(profile.plain_countries, 80) && profile.plain_countries > profile.plain_regions
}

/// Whether a name of a region is one of a sales force rather than of a country: `North East`.
pub fn is_compass(name: &str) -> bool {
    const COMPASS: &str = "north south east west central northeast northwest southeast southwest midwest nord sud ost mitte est \
        ouest centre norte sur este oeste sul leste centro polnoc poludnie wschod zachod ovest noord zuid oost \
        norr soder oster vaster sever jih vychod zapad kuzey guney dogu bati utara selatan timur barat tengah север юг восток запад \
        北部 南部 東部 西部 东部 中部 emea apac amer latam anz dach nordics benelux";
    let name = fold(name);
    let mut words = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| COMPASS.split_ascii_whitespace().any(|one| one == word))
}

/// What content alone can settle, where the header says nothing.
pub fn content_only(role: Role, words: &HeaderWords, profile: &Profile, has_header: bool) -> Option<(u32, Confidence)> {
    // Points say where a row is better than an address, whatever they are called.
    if role == Role::Address && profile.is_mostly(profile.points, 80) {
        return Some((45, Confidence::Likely));
    }
    let silent = !words.is_known() || words.only(&[Word::Place, Word::Home, Word::Address]);
    if !silent {
        return None;
    }
    let is_fine = !has_header && profile.is_mostly(profile.fine_numbers, 80);
    let within = |limit: f64| profile.least >= -limit && profile.greatest <= limit;
    match role {
        Role::Stage if profile.ended_stages > 0 && profile.is_mostly(profile.stages, 80) => {
            Some((13, Confidence::Likely))
        }
        Role::Country
            if profile.is_mostly(if has_header { profile.plain_countries } else { profile.countries }, 80) =>
        {
            Some((12, Confidence::Likely))
        }
        Role::Kind if profile.is_mostly(profile.activity_kinds, 80) => Some((12, Confidence::Guess)),
        Role::Address if profile.is_mostly(profile.full_addresses, 80) => Some((12, Confidence::Likely)),
        Role::Region if profile.is_mostly(profile.plain_regions, 80) => Some((11, Confidence::Likely)),
        Role::PostalCode
            if !has_header && profile.is_mostly(profile.us_zips, 95) && profile.is_mostly(profile.leading_zeros, 1) =>
        {
            Some((10, Confidence::Guess))
        }
        Role::Latitude if is_fine && within(90.0) => Some((9, Confidence::Guess)),
        Role::Longitude if is_fine && within(180.0) => Some((8, Confidence::Guess)),
        _ => None,
    }
}
