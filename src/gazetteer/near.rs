//! Near spellings: the names of a country within an edit or two of what was typed.
//!
//! Distance: optimal string alignment (Damerau 1964), letters inserted, left out, changed or two swapped. A linear look at a
//! mask of each name's letters leaves few names to align.

use super::folding::folded;
use crate::model::TextColumn;

/// A letter that was lost: `?` or U+FFFD in a cell; it fits any one letter.
const LOST: char = '\u{FFFD}';
/// Typed names longer than this are no names of places.
const LONGEST: usize = 40;

/// The folded names of a country, for a linear look.
#[derive(Debug, Clone, Default)]
pub(super) struct NearNames {
    names: TextColumn,
    owners: Vec<u32>,
    masks: Vec<u32>,
    lengths: Vec<u8>,
    /// From here on they are further ones.
    main: usize,
}

/// A name near to the one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Near {
    /// Position of the place.
    pub place: u32,
    /// Letters that differ.
    pub edits: u8,
    /// Whether it is the main name of the place.
    pub is_main: bool,
    /// Whether the first letter is another.
    pub begins_otherwise: bool,
}

impl NearNames {
    /// Adds the main name of a place; one in Latin letters also without those that programs lose, as “Mnchen”.
    pub fn add(&mut self, name: &str, place: u32) {
        self.add_also(name, place);
        self.main = self.owners.len();
    }

    /// Adds a further name, after all main ones.
    pub fn add_also(&mut self, name: &str, place: u32) {
        self.add_folded(&folded(name), place);
        if !name.is_ascii() && name.starts_with(|c: char| c < '\u{250}') {
            let kept: String = name.chars().filter(char::is_ascii).collect();
            if kept.len() > 3 {
                self.add_folded(&folded(&kept), place);
            }
        }
    }

    fn add_folded(&mut self, name: &str, place: u32) {
        if name.is_empty() {
            return;
        }
        self.masks.push(mask(name.chars()));
        self.lengths.push(u8::try_from(name.chars().count()).unwrap_or(u8::MAX));
        self.owners.push(place);
        self.names.push(name);
    }

    /// The folded names, each with its place.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.names.iter().zip(self.owners.iter().copied())
    }

    /// Every name within so many edits as the length of the typed one allows: one up to nine letters, two beyond; of further
    /// names one, for who spells “Annaberg” does not mean the Annobero that Hannover is in Esperanto. Where
    /// the first letter differs, nothing else may. O(names), a few nanoseconds each.
    pub fn find(&self, typed: &Typed) -> impl Iterator<Item = Near> {
        let (length, most) = (typed.letters.len(), typed.most);
        let close = move |index: &usize| {
            let differ = (self.masks[*index] ^ typed.mask).count_ones() as usize;
            differ <= 2 * most && usize::from(self.lengths[*index]).abs_diff(length) <= most
        };
        (0..self.owners.len()).filter(close).filter_map(move |index| {
            let name = self.names.get(index);
            let begins_otherwise = !typed.begins_like(name);
            let edits = typed.distance(name).filter(|&edits| !begins_otherwise || edits <= 1 && !typed.has_lost())?;
            let is_main = index < self.main;
            let near = Near { place: self.owners[index], edits, is_main, begins_otherwise };
            (is_main || edits <= 1 || typed.has_lost()).then_some(near)
        })
    }

    /// The places whose main name begins with these letters and goes on. O(names), a few nanoseconds each.
    pub fn begun(&self, typed: &Typed) -> impl Iterator<Item = u32> {
        let begin: String = typed.letters.iter().collect();
        let goes_on = move |index: &usize| {
            let name = self.names.get(*index);
            name.len() > begin.len() && name.starts_with(&begin)
        };
        (0..self.main).filter(goes_on).map(|index| self.owners[index])
    }
}

/// What was typed, folded, with its lost letters.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    letters: Vec<char>,
    mask: u32,
    /// Edits allowed, lost letters included.
    most: usize,
}

impl Typed {
    /// `None` for a text too short or too long to be taken for another name, or of a script in which each sign is a word.
    pub fn new(cell: &str) -> Option<Self> {
        let mut letters: Vec<char> = Vec::with_capacity(LONGEST);
        let mut lost = 0;
        for (index, part) in cell.split(['?', LOST]).enumerate() {
            // Two bytes of one letter were often lost as two marks.
            if index > 0 && letters.last() != Some(&LOST) {
                letters.push(LOST);
                lost += 1;
            }
            letters.extend(folded(part).chars());
        }
        let known = letters.len() - lost;
        let least = if lost > 0 { 2 } else { 4 };
        let is_spelt = letters.iter().all(|&c| c == LOST || c < '\u{2000}' && c.is_alphanumeric());
        if !(least..=LONGEST).contains(&known) || !is_spelt || lost > known {
            return None;
        }
        let most = if lost > 0 { lost } else { 1 + usize::from(known > 9) };
        let mask = mask(letters.iter().copied().filter(|&c| c != LOST));
        Some(Self { letters, mask, most })
    }

    /// How many letters there are.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether letters were lost on the way.
    pub fn has_lost(&self) -> bool {
        self.letters.contains(&LOST)
    }

    /// Whether this is what is left of a name when all letters beyond ASCII are lost.
    pub fn is_left_of(&self, name: &str) -> bool {
        let left: String = name.chars().map(|c| if c.is_ascii() { c } else { LOST }).collect();
        Self::new(&left).is_some_and(|left| left.letters == self.letters)
    }

    /// Whether it is the first words of a name: “Annaberg” of Annaberg-Buchholz.
    pub fn begins_words_of(&self, name: &str) -> bool {
        let mut ends = name.char_indices().filter(|(_, letter)| !letter.is_alphanumeric());
        ends.any(|(at, _)| folded(&name[..at]).chars().eq(self.letters.iter().copied()))
    }

    /// Whether the first letter is the same, or was lost, or swapped with the second.
    fn begins_like(&self, name: &str) -> bool {
        let mut name = name.chars();
        let (first, second) = (name.next(), name.next());
        let typed = (self.letters.first().copied(), self.letters.get(1).copied());
        typed.0 == first || typed.0 == Some(LOST) || typed == (second, first)
    }

    /// The edits between this and the name; `None` beyond what is allowed.
    fn distance(&self, name: &str) -> Option<u8> {
        let name: Vec<char> = name.chars().collect();
        let width = name.len() + 1;
        let mut before = vec![0usize; width];
        let mut last: Vec<usize> = (0..width).collect();
        let mut row = vec![0usize; width];
        for (i, &typed) in self.letters.iter().enumerate() {
            row[0] = i + 1;
            for (j, &letter) in name.iter().enumerate() {
                let same = typed == letter || typed == LOST;
                let mut least = (last[j] + usize::from(!same)).min(row[j] + 1);
                least = least.min(last[j + 1] + 1);
                let is_swap = i > 0 && j > 0 && typed == name[j - 1] && self.letters[i - 1] == letter;
                if is_swap {
                    least = least.min(before[j - 1] + 1);
                }
                row[j + 1] = least;
            }
            if row.iter().min().is_some_and(|&least| least > self.most) {
                return None;
            }
            std::mem::swap(&mut before, &mut last);
            std::mem::swap(&mut last, &mut row);
        }
        u8::try_from(last[width - 1]).ok().filter(|&edits| usize::from(edits) <= self.most)
    }
}

/// A bit for each letter that occurs, letters of one remainder sharing one.
fn mask(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0, |mask, letter| mask | 1 << (u32::from(letter) & 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(typed: &str) -> Vec<(u32, u8)> {
        let mut names = NearNames::default();
        for (index, name) in ["Genève", "Aarhus", "München", "Köln", "Москва", "Springfield", "Łódź"].iter().enumerate()
        {
            names.add(name, u32::try_from(index).expect("few names"));
        }
        names.add_also("Annobero", 7);
        let typed = Typed::new(typed);
        let found = typed.iter().flat_map(|typed| names.find(typed)).filter(|near| !near.begins_otherwise);
        let found = found.map(|near| (near.place, near.edits));
        let mut nearest: Vec<(u32, u8)> = found.collect();
        nearest.sort_unstable();
        nearest.dedup_by_key(|(place, _)| *place);
        nearest
    }

    #[test]
    fn slips_of_the_hand_are_found() {
        assert_eq!(find("Gensve"), [(0, 1)]);
        assert_eq!(find("Aaarhus"), [(1, 1)]);
        assert_eq!(find("Mnchen"), [(2, 0)]);
        assert_eq!(find("M?nchen"), [(2, 0)]);
        assert_eq!(find("M\u{FFFD}\u{FFFD}nchen"), [(2, 0)]);
        assert_eq!(find("K?ln"), [(3, 0)]);
        assert_eq!(find("Москыа"), [(4, 1)]);
        assert_eq!(find("Sprinfgeild"), [(5, 2)]);
        assert_eq!(find("?ódź"), [(6, 0)]);
    }

    #[test]
    fn another_first_letter_is_told() {
        let mut names = NearNames::default();
        names.add("Munich", 0);
        let found = |typed: &str| {
            let typed = Typed::new(typed).expect("it may be a name");
            names.find(&typed).map(|near| (near.edits, near.begins_otherwise)).collect::<Vec<_>>()
        };
        assert_eq!(found("Nunich"), [(1, true)]);
        assert_eq!(found("Munih"), [(1, false)]);
        assert_eq!(found("Nunih"), []);
    }

    #[test]
    fn first_words_are_told_from_first_letters() {
        let begins = |typed: &str, name: &str| Typed::new(typed).is_some_and(|typed| typed.begins_words_of(name));
        assert!(begins("annaberg", "Annaberg-Buchholz") && begins("Halle", "Halle (Saale)"));
        assert!(!begins("Anna", "Annaberg-Buchholz") && !begins("Annaberg", "Annaberg"));
        let mut names = NearNames::default();
        names.add("Annaberg-Buchholz", 3);
        names.add_also("Annaberg Land", 4);
        let typed = Typed::new("Annaberg").expect("it may be a name");
        assert_eq!(names.begun(&typed).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn what_is_left_of_a_name_is_told_from_what_is_like_it() {
        let left = |typed: &str, name: &str| Typed::new(typed).is_some_and(|typed| typed.is_left_of(name));
        assert!(left("?l?sund", "Ålésund") && left("Ub?", "Ubá"));
        assert!(!left("Ub?", "Uba") && !left("M?nchen", "Munchen"));
    }

    #[test]
    fn what_is_too_short_or_too_far_is_not() {
        for typed in ["", "K", "Kön", "?", "???", "?n?", "Genf", "Springtime", "Barhus", "上海市", "Annaberg"] {
            assert_eq!(find(typed), [], "{typed}");
        }
    }
}
