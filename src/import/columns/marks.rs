//! Which mark of a column is the decimal one, from what its cells say.

use super::number::{Marks, Vote, vote};

/// What the cells of one column say about its marks and units.
#[derive(Debug, Clone, Default)]
pub struct MarkVotes {
    points: usize,
    commas: usize,
    /// Numbers that are a fraction or whole thousands, by their mark: point, comma.
    either: [usize; 2],
    /// Whole numbers without a mark, up to three digits and longer.
    plain: [usize; 2],
    /// Units beside the numbers, and how often each stands there.
    pub units: Vec<(&'static str, usize)>,
}

impl MarkVotes {
    /// Counts cells. O(bytes).
    pub fn count<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut votes = Self::default();
        for cell in cells {
            let (vote, unit) = vote(cell);
            votes.add(vote);
            if !unit.is_empty() {
                match votes.units.iter_mut().find(|(own, _)| *own == unit) {
                    Some((_, count)) => *count += 1,
                    None => votes.units.push((unit, 1)),
                }
            }
        }
        votes
    }

    fn add(&mut self, vote: Vote) {
        match vote {
            Vote::For(Marks::Point) => self.points += 1,
            Vote::For(Marks::Comma) => self.commas += 1,
            Vote::Either(Marks::Point) => self.either[0] += 1,
            Vote::Either(Marks::Comma) => self.either[1] += 1,
            Vote::Plain(digits) => self.plain[usize::from(digits > 3)] += 1,
            Vote::None => {}
        }
    }

    /// Numbers that can be read in two ways.
    pub fn either(&self) -> usize {
        self.either[0] + self.either[1]
    }

    /// How many more cells ask for the point than for the comma.
    pub fn lead_of_point(&self) -> i64 {
        i64::try_from(self.points).unwrap_or(i64::MAX) - i64::try_from(self.commas).unwrap_or(i64::MAX)
    }

    /// The decimal mark that the column settles by itself: by numbers that can be read in one way only; else, where
    /// numbers below a thousand stand without a mark and none above does, the mark groups thousands.
    pub fn settled(&self) -> Option<Marks> {
        match self.lead_of_point() {
            lead if lead > 0 => return Some(Marks::Point),
            lead if lead < 0 => return Some(Marks::Comma),
            _ => {}
        }
        let mark = self.mark_of_either()?;
        (self.plain[0] > 2 && self.plain[1] == 0).then(|| mark.other())
    }

    /// The decimal mark that is assumed where nothing settles it: a comma groups thousands and a point does not, the
    /// other way round in a file whose cells are parted by semicolons, as where the comma is the decimal mark.
    pub fn assumed(&self, semicolons: bool) -> Marks {
        if semicolons && self.either() > 0 { Marks::Comma } else { Marks::Point }
    }

    fn mark_of_either(&self) -> Option<Marks> {
        match self.either {
            [0, 0] => None,
            [points, commas] => Some(if points > commas { Marks::Point } else { Marks::Comma }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: Option<Marks>) {
        assert_eq!(MarkVotes::count(cells.iter().copied()).settled(), expected, "{cells:?}");
    }

    #[test]
    fn settles_marks() {
        check(&["1,234", "5.5"], Some(Marks::Point));
        check(&["1,234", "1.234,5"], Some(Marks::Comma));
        check(&["1,234"], None);
        check(&["950", "12", "7", "1.234"], Some(Marks::Comma));
        check(&["950", "12", "7", "1.234", "4321"], None);
        check(&["1'234", "5"], None);
    }

    #[test]
    fn counts_units() {
        let votes = MarkVotes::count(["$5", "€ 6", "7 €", "x"].into_iter());
        assert_eq!(votes.units, [("USD", 1), ("EUR", 2)]);
    }
}
