//! What stands in a column, from a sample of its rows.

use super::currency::code_of;
use super::dates::Dates;
use super::marks::MarkVotes;
use super::meaning::{activity_kind, says_standing, stage_state};
use super::number::{Marks, is_missing};
use super::yes_no;
use crate::gazetteer::Gazetteer;
use crate::import::point::{angle_in, point_in};
use crate::import::table::Table;
use crate::model::{ActivityKind, DealState};
use std::collections::BTreeSet;

/// Rows looked at, spread evenly over the table.
const SAMPLE_ROWS: usize = 1000;
/// Different values that are looked up among regions and countries.
const ASKED: usize = 200;
/// Different values that are asked what they mean: a column of kinds or stages has few.
const ASKED_MEANING: usize = 40;
/// Longer names of places are no codes.
const LONGEST_CODE: usize = 3;
/// Different values that are read as addresses.
const ASKED_ADDRESS: usize = 50;
/// Longer texts mean more than a kind or a stage.
const MEANING_BYTES: usize = 40;
/// After so many cells without a date none is looked for.
const DATELESS: usize = 100;
/// Different values shown of a column.
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 60;

/// The content of one column.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Rows looked at.
    pub rows: usize,
    /// Whether those are all rows.
    pub is_whole: bool,
    /// Of the rows, not blank.
    pub filled: usize,
    /// Of the filled ones, those that say that there is nothing: `N/A`, `-`, `#N/A`.
    pub missing: usize,
    /// Different values among them.
    pub distinct: usize,
    /// The first few different values.
    pub samples: Vec<String>,
    pub numbers: usize,
    pub whole_numbers: usize,
    /// Numbers with at least three decimals, as coordinates have.
    pub fine_numbers: usize,
    /// Degrees with minutes or a side of the globe: `42°21'36" N`.
    pub angles: usize,
    pub negatives: usize,
    pub least: f64,
    pub greatest: f64,
    /// Cells of nothing but figures, how many the shortest and the longest of them have, and those that end in two zeros.
    pub figures: usize,
    pub shortest: usize,
    pub longest: usize,
    pub rounds: usize,
    /// Whole numbers that are one more than the one before.
    pub steps: usize,
    /// Dates as everybody writes them, and bare numbers that are dates where the header says so.
    pub dates: usize,
    pub bare_dates: usize,
    pub emails: usize,
    pub webs: usize,
    pub phones: usize,
    /// Five digits, or fewer that may have lost zeros, with or without four more.
    pub us_zips: usize,
    pub leading_zeros: usize,
    /// Up to ten characters with a digit.
    pub postal_like: usize,
    pub regions: usize,
    pub countries: usize,
    /// Of these, what means little else: names, and codes of states of the US and Canada.
    pub plain_regions: usize,
    pub plain_countries: usize,
    /// Whole addresses, and those of them with a figure, as of a house or a code.
    pub addresses: usize,
    pub full_addresses: usize,
    /// Of the addresses, points: a latitude and a longitude in one cell.
    pub points: usize,
    pub letters: usize,
    /// Two capitals.
    pub country_codes: usize,
    /// Codes of currencies.
    pub currencies: usize,
    /// The first of them.
    pub currency: Option<&'static str>,
    /// Yes and no: in words, and as single letters or figures.
    pub yes_no: usize,
    pub short_yes_no: usize,
    /// Words for a visit, a call, an e-mail.
    pub activity_kinds: usize,
    /// Words for deals: won or lost, and all.
    pub ended_stages: usize,
    pub stages: usize,
    /// Words for how something stands: a deal, an order, an account.
    pub standings: usize,
    /// Characters of all cells.
    pub chars: usize,
    /// Marks and units of its numbers.
    pub votes: MarkVotes,
    marks: Option<Marks>,
    /// Whether its decimal mark is assumed, because neither the column nor the file settles it.
    pub has_assumed_marks: bool,
}

impl Profile {
    /// Whether at least `percent` of the filled cells were counted.
    pub fn is_mostly(&self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }

    /// Whether at least `percent` of the cells that say anything were counted.
    pub fn is_mostly_told(&self, count: usize, percent: usize) -> bool {
        count > 0 && count * 100 >= (self.filled - self.missing) * percent
    }

    /// How many per cent of the rows are blank, rounded down.
    pub fn empty_percent(&self) -> usize {
        (self.rows - self.filled) * 100 / self.rows.max(1)
    }

    /// The decimal mark of the column.
    pub fn marks(&self) -> Marks {
        self.marks.unwrap_or(Marks::Point)
    }

    /// Whether all filled values differ.
    pub fn is_unique(&self) -> bool {
        self.is_mostly(self.distinct, 98)
    }

    /// Whether text stands there rather than numbers.
    pub fn is_text(&self) -> bool {
        self.is_mostly(self.letters, 50)
    }

    /// Whether numbers stand there.
    pub fn is_numeric(&self) -> bool {
        self.is_mostly(self.numbers, 60)
    }

    /// The unit of its numbers: the only one, if most of them have it.
    pub fn unit(&self) -> Option<&'static str> {
        match self.votes.units.as_slice() {
            &[(unit, count)] if count * 2 > self.numbers => Some(unit),
            _ => None,
        }
    }
}

/// Looks at every column. O(sample × columns), and O(rows) for a column whose marks only all its cells can settle.
pub fn profile_columns(table: &Table, gazetteer: &Gazetteer) -> Vec<Profile> {
    let stride = table.len().div_ceil(SAMPLE_ROWS).max(1);
    let rows: Vec<usize> = (0..table.len()).step_by(stride).collect();
    let columns: Vec<(Vec<&str>, MarkVotes)> = (0..table.header().len())
        .map(|column| {
            let mut cells: Vec<&str> = rows.iter().map(|&row| table.cell(row, column)).collect();
            // That a column is empty or says the same everywhere is claimed of all rows.
            if stride > 1 && is_uniform(cells.iter().copied()) {
                let all = || (0..table.len()).map(|row| table.cell(row, column));
                if !is_uniform(all()) {
                    cells = all().collect();
                }
            }
            let mut votes = MarkVotes::count(cells.iter().copied());
            if stride > 1 && votes.either() > 0 && votes.settled().is_none() {
                votes = MarkVotes::count((0..table.len()).map(|row| table.cell(row, column)));
            }
            (cells, votes)
        })
        .collect();
    // A column that does not settle it itself goes by the file.
    let lead: i64 = columns.iter().map(|(_, votes)| votes.lead_of_point()).sum();
    let file = if lead == 0 { None } else { Some(if lead > 0 { Marks::Point } else { Marks::Comma }) };
    let semicolons = table.dialect.describe().starts_with("semicolon");
    let profile = |(cells, votes): (Vec<&str>, MarkVotes)| {
        let settled = votes.settled().or(file);
        let mut profile = Profile {
            rows: cells.len(),
            is_whole: cells.len() == table.len(),
            marks: Some(settled.unwrap_or_else(|| votes.assumed(semicolons))),
            has_assumed_marks: settled.is_none() && votes.either() > 0,
            votes,
            least: f64::INFINITY,
            greatest: f64::NEG_INFINITY,
            shortest: usize::MAX,
            ..Profile::default()
        };
        profile.look_at(&cells, gazetteer);
        profile
    };
    columns.into_iter().map(profile).collect()
}

/// The first few different values of a column as it stands now; `None` where its first rows are blank.
pub fn first_values(table: &Table, column: usize) -> Option<Vec<String>> {
    let mut values: Vec<&str> = Vec::new();
    for cell in (0..table.len().min(SAMPLE_ROWS)).map(|row| table.cell(row, column)).filter(|cell| !cell.is_empty()) {
        if !values.contains(&cell) {
            values.push(cell);
        }
        if values.len() == SHOWN {
            break;
        }
    }
    (!values.is_empty()).then(|| values.into_iter().map(shown).collect())
}

/// A value as it is shown.
fn shown(cell: &str) -> String {
    cell.chars().take(SHOWN_CHARS).collect()
}

/// Whether a cell has letters, and a comma or figures that part an address, or letters that need neither: a quick look before it
/// is read as one.
fn may_be_address(cell: &str) -> bool {
    let parts = |byte: u8| byte.is_ascii_digit() || matches!(byte, b',' | b';' | b'|' | b'\n');
    let is_eastern = |letter: char| letter > '\u{3000}';
    cell.len() > 5
        && (cell.bytes().any(parts) || cell.contains(is_eastern))
        && cell.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
}

fn is_uniform<'a>(mut cells: impl Iterator<Item = &'a str>) -> bool {
    cells.next().is_none_or(|first| cells.all(|cell| cell == first))
}

impl Profile {
    fn look_at(&mut self, cells: &[&str], gazetteer: &Gazetteer) {
        let marks = self.marks();
        let mut seen = BTreeSet::new();
        let mut previous = None;
        for &cell in cells.iter().filter(|cell| !cell.is_empty()) {
            self.filled += 1;
            let is_new = seen.insert(cell);
            if is_new && self.samples.len() < SHOWN {
                self.samples.push(shown(cell));
            }
            match marks.number(cell) {
                Some(number) => self.add_number(cell, number, &mut previous),
                None => self.add_text(cell),
            }
            self.add_code(cell);
            if is_new && seen.len() <= ASKED {
                let (is_region, is_country) = (gazetteer.knows_region(cell), gazetteer.knows_country(cell));
                let is_name = cell.len() > LONGEST_CODE;
                self.regions += usize::from(is_region);
                self.countries += usize::from(is_country);
                let is_code = cell.bytes().all(|byte| byte.is_ascii_uppercase()) && gazetteer.knows_state(cell);
                self.plain_regions += usize::from(is_region && (is_name || is_code));
                self.plain_countries += usize::from(is_country && is_name);
            }
            if is_new && seen.len() <= ASKED_ADDRESS {
                let is_point = point_in(cell).is_some();
                self.points += usize::from(is_point);
                let is_address = is_point || (may_be_address(cell) && gazetteer.is_address(cell));
                self.addresses += usize::from(is_address);
                self.full_addresses += usize::from(is_address && cell.contains(|letter: char| letter.is_ascii_digit()));
            }
            if is_new && seen.len() <= ASKED_MEANING && cell.len() <= MEANING_BYTES {
                self.ask_meaning(cell);
            }
        }
        self.distinct = seen.len();
        self.scale_asked();
    }

    fn add_number(&mut self, cell: &str, number: f64, previous: &mut Option<f64>) {
        self.numbers += 1;
        self.whole_numbers += usize::from(number.fract() == 0.0);
        let decimals = cell.rfind(['.', ',']).map_or(0, |at| cell.len() - at - 1);
        self.fine_numbers += usize::from(decimals >= 3);
        self.negatives += usize::from(number < 0.0);
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
        self.steps +=
            usize::from(number.fract() == 0.0 && previous.is_some_and(|before| (number - before - 1.0).abs() < 1e-9));
        *previous = Some(number);
        if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            self.figures += 1;
            self.shortest = self.shortest.min(cell.len());
            self.longest = self.longest.max(cell.len());
            self.rounds += usize::from(cell.ends_with("00"));
        }
        self.add_date(cell);
    }

    fn add_text(&mut self, cell: &str) {
        self.angles += usize::from(angle_in(cell).is_some());
        self.add_date(cell);
        self.emails += usize::from(cell.contains('@') && cell.contains('.') && !cell.contains(' '));
        self.webs += usize::from(cell.starts_with("http") || cell.starts_with("www."));
        self.letters += usize::from(cell.chars().any(char::is_alphabetic));
        self.missing += usize::from(is_missing(cell));
    }

    fn add_date(&mut self, cell: &str) {
        if self.filled > DATELESS && self.bare_dates == 0 {
            return;
        }
        let is_date = |bare| Dates { order: None, bare }.written(cell).is_some();
        let is_written = is_date(false);
        self.dates += usize::from(is_written);
        self.bare_dates += usize::from(is_written || is_date(true));
    }

    fn add_code(&mut self, cell: &str) {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let bare = cell.strip_suffix(".0").unwrap_or(cell);
        let (head, tail) = bare.split_once('-').unwrap_or((bare, "0000"));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        self.us_zips +=
            usize::from((3..=5).contains(&head.len()) && all_digits(head) && tail.len() == 4 && all_digits(tail));
        self.leading_zeros += usize::from(cell.len() > 1 && cell.starts_with('0') && all_digits(cell));
        let chars = cell.chars().count();
        self.postal_like += usize::from(digits > 0 && chars <= 10);
        self.country_codes += usize::from(cell.len() == 2 && cell.bytes().all(|byte| byte.is_ascii_uppercase()));
        let is_phone = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-() ./".contains(&byte));
        let is_dialled = || cell.starts_with(['+', '0', '(']) || self.marks().number(cell).is_none();
        self.phones += usize::from(is_phone && (7..=15).contains(&digits) && digits < cell.len() && is_dialled());
        self.chars += chars;
    }

    /// Asks what a value means, once for all cells that have it.
    fn ask_meaning(&mut self, cell: &str) {
        if let Some(code) = code_of(cell) {
            self.currencies += 1;
            self.currency.get_or_insert(code);
        }
        let in_words = yes_no::in_words(cell).is_some();
        self.yes_no += usize::from(in_words);
        self.short_yes_no += usize::from(in_words || yes_no::in_short(cell).is_some());
        if !cell.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
            return;
        }
        self.activity_kinds += usize::from(activity_kind(cell) != ActivityKind::Other);
        let state = stage_state(cell);
        self.ended_stages += usize::from(matches!(state, Some(DealState::Won | DealState::Lost)));
        self.stages += usize::from(state.is_some());
        self.standings += usize::from(state.is_some() || says_standing(cell));
    }

    /// Meanings are asked for different values only; here they become counts of cells again, in proportion.
    fn scale_asked(&mut self) {
        let filled = self.filled;
        let scale = |counts: &mut [&mut usize], asked: usize| {
            for count in counts {
                **count = **count * filled / asked.max(1);
            }
        };
        let places = &mut [&mut self.regions, &mut self.countries, &mut self.plain_regions, &mut self.plain_countries];
        scale(places, self.distinct.min(ASKED));
        scale(&mut [&mut self.addresses, &mut self.full_addresses, &mut self.points], self.distinct.min(ASKED_ADDRESS));
        let meanings = &mut [
            &mut self.currencies,
            &mut self.yes_no,
            &mut self.short_yes_no,
            &mut self.activity_kinds,
            &mut self.ended_stages,
            &mut self.stages,
            &mut self.standings,
        ];
        scale(meanings, self.distinct.min(ASKED_MEANING));
    }
}
