//! What a manager asks of a plan before a meeting: how good each territory is, and where nobody goes.

use super::Plan;
use crate::model::{AccountIx, ColumnValues, Crew, DesignBrief, TerritoryIx};
use crate::sorting::sort_by;
use std::collections::BTreeMap;

/// Points of a grade that are all there are.
const FULL: u8 = 6;

/// How good a territory is: two points each for balance, for closeness and for being in one piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grade {
    /// The largest deviation from a fair share, of what is balanced and of each measure that is held, in tolerances: at most 1
    /// gives two points, at most 2 one. What is beyond a bound has at least 3.
    pub balance: f64,
    /// Its mean distance to the centre ÷ the median of its crew: at most 1.25 gives two points, at most 1.75 one.
    pub reach: f64,
    /// Whether it is in one piece, which gives two points.
    pub is_whole: bool,
    /// Its accounts that may lie anywhere, for not every rep has what they need.
    pub loose: usize,
}

impl Grade {
    /// The points, 0 to 6.
    #[must_use]
    pub fn points(self) -> u8 {
        let two = |value: f64, [full, half]: [f64; 2]| if value <= full { 2 } else { u8::from(value <= half) };
        two(self.balance, [1.0 + 1e-9, 2.0]) + two(self.reach, [1.25, 1.75]) + 2 * u8::from(self.is_whole)
    }

    /// `high` from 5 points on, `medium` from 3, else `low`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self.points() {
            5.. => "high",
            3 | 4 => "medium",
            _ => "low",
        }
    }

    /// What the grade follows from, in words.
    #[must_use]
    pub fn reckoning(self) -> String {
        format!(
            "{} of {FULL} points: {:.1} times the tolerance from its fair share, {:.2} times the usual distance to the centre, {}",
            self.points(),
            self.balance,
            self.reach,
            match (self.is_whole, self.loose) {
                (false, _) => "in several parts".to_owned(),
                (true, 0) => "in one piece".to_owned(),
                (true, 1) => "in one piece, but for 1 account that only some reps can serve".to_owned(),
                (true, more) => format!("in one piece, but for {more} accounts that only some reps can serve"),
            },
        )
    }
}

/// A place with an area of its own in the files, and no account.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncovered {
    /// What tells the area: "02134", "Marion, IN".
    pub area: String,
    /// Its value in the column that ranks the areas of its table.
    pub value: Option<f64>,
    /// Header of that column; empty where there is none.
    pub column: String,
}

impl Plan {
    /// The grade of each territory of the shown layer, given those that do not hang together; `None` for named accounts alone,
    /// and for all without figures. O(territories · log territories).
    #[must_use]
    pub fn grades(&self, islands: &[TerritoryIx]) -> Vec<Option<Grade>> {
        let alignment = self.alignment();
        let (Some(brief), Some(figures)) = (self.brief(), self.figures()) else {
            return vec![None; alignment.territories().len()];
        };
        let crews = alignment.crews();
        let mut means: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (crew, own) in crews.iter().zip(&figures.territories) {
            means.entry(*crew).or_default().push(own.mean_distance.0);
        }
        for means in means.values_mut() {
            sort_by(means, &f64::total_cmp);
        }
        let (measures, loose) = (self.measures(), self.loose());
        let median = |crew: usize| means.get(&crew).and_then(|means| means.get(means.len() / 2)).copied();
        let grade = |(territory, own): (TerritoryIx, &crate::model::Territory)| {
            let figures = figures.territories.get(territory.index()).filter(|_| own.crew != Crew::Named)?;
            let usual = median(crews[territory.index()]).unwrap_or_default();
            Some(Grade {
                balance: tolerances_off(brief, measures.get(territory.index())?, figures.index),
                reach: if usual > 0.0 { figures.mean_distance.0 / usual } else { 1.0 },
                is_whole: !islands.contains(&territory),
                loose: loose.get(territory.index()).copied().unwrap_or_default(),
            })
        };
        alignment.indices().zip(alignment.territories()).map(grade).collect()
    }

    /// By territory, its located accounts that some reps of its crew can serve and others cannot. O(accounts + kinds of needs ·
    /// territories).
    fn loose(&self) -> Vec<usize> {
        let (alignment, dataset) = (self.alignment(), self.dataset());
        let mut found = vec![0; alignment.territories().len()];
        let Some(needs) = self.brief().map(|brief| brief.needs(dataset)).filter(|needs| !needs.is_empty()) else {
            return found;
        };
        let crews = alignment.crews();
        let mut reps: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for (&crew, own) in crews.iter().zip(alignment.territories()) {
            reps.entry(crew).or_default().push(own.rep);
        }
        let parted: BTreeMap<usize, Vec<bool>> =
            reps.into_iter().map(|(crew, reps)| (crew, needs.parted(&reps))).collect();
        let located = alignment.owners().iter().zip(&dataset.accounts().locations).zip((0..).map(AccountIx));
        for ((owner, _), account) in located.filter(|((_, place), _)| place.is_some()) {
            let Some(own) = owner.map(TerritoryIx::index) else { continue };
            let kinds = crews.get(own).and_then(|crew| parted.get(crew));
            if kinds.and_then(|kinds| kinds.get(needs.kind_of(account))) == Some(&true) {
                found[own] += 1;
            }
        }
        found
    }

    /// The areas of the files in which no account lies, those with the most potential first: of each table by the column that is
    /// called so, else by its first column of numbers. O(areas · log areas + accounts).
    #[must_use]
    pub fn uncovered(&self) -> Vec<Uncovered> {
        let mut found = Vec::new();
        for table in &self.dataset().records().areas {
            let mut is_covered = vec![false; table.keys.len()];
            for row in table.members.iter().flatten() {
                if let Some(entry) = is_covered.get_mut(*row as usize) {
                    *entry = true;
                }
            }
            let numbers = || table.columns.iter().filter(|column| matches!(column.values, ColumnValues::Number(_)));
            let named = numbers().find(|column| column.name.to_lowercase().contains("potential"));
            let column = named.or_else(|| numbers().next());
            let value = |row: usize| column?.values.numbers()?.get(row).copied().flatten();
            let open = table.keys.iter().enumerate().filter(|(row, _)| !is_covered[*row]);
            found.extend(open.map(|(row, area)| Uncovered {
                area: area.to_owned(),
                value: value(row),
                column: column.map(|column| column.name.clone()).unwrap_or_default(),
            }));
        }
        let rank = |own: &Uncovered| own.value.unwrap_or(f64::NEG_INFINITY);
        sort_by(&mut found, &|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.area.cmp(&b.area)));
        found
    }
}

/// How many tolerances a territory is off, of the combined activity or of the measure that is worst; `shares` are those of its
/// measures.
fn tolerances_off(brief: &DesignBrief, shares: &[(Option<f64>, bool)], index: f64) -> f64 {
    const BEYOND_A_BOUND: f64 = 3.0;
    let off = |index: f64, tolerance: f64| (index / 100.0 - 1.0).abs() / tolerance.max(1e-9);
    let held = brief.held().filter_map(|(position, measure)| {
        let (share, is_missed) = *shares.get(usize::from(position))?;
        let own = brief.tolerance_of(measure).map_or(0.0, |own| off(share.unwrap_or(100.0), own.value()));
        Some(if is_missed && own <= 1.0 + 1e-9 { BEYOND_A_BOUND } else { own })
    });
    held.fold(off(index, brief.tolerance.value()), f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn grades_say_what_they_follow_from() {
        let full = Grade { balance: 1.0, reach: 1.0, is_whole: true, loose: 0 };
        assert_eq!((full.points(), full.word()), (6, "high"));
        let fair = Grade { balance: 1.5, reach: 1.5, is_whole: true, loose: 0 };
        assert_eq!((fair.points(), fair.word()), (4, "medium"));
        let poor = Grade { balance: 2.5, reach: 1.25, is_whole: false, loose: 0 };
        assert_eq!((poor.points(), poor.word()), (2, "low"));
        assert!(poor.reckoning().starts_with("2 of 6 points: 2.5 times the tolerance"), "{}", poor.reckoning());
        let apart = Grade { loose: 3, ..full };
        assert!(apart.reckoning().ends_with("in one piece, but for 3 accounts that only some reps can serve"));
        let plan = sample::edited_plan(30);
        let grades = plan.grades(&[TerritoryIx(1)]);
        assert_eq!(
            grades.iter().map(|own| own.map(|own| own.is_whole)).collect::<Vec<_>>(),
            [Some(true), Some(false), Some(true)]
        );
        let figures = plan.figures().expect("designed");
        let off = |index: f64| (index / 100.0 - 1.0).abs() / 0.05;
        let held = plan.measures_of(TerritoryIx(0)).into_iter().filter_map(|(share, _)| share);
        let worst = held.map(off).fold(off(figures.territories[0].index), f64::max);
        assert!(worst > off(figures.territories[0].index) + 1e-9, "a measure is further off than the whole");
        assert!(grades[0].is_some_and(|own| (own.balance - worst).abs() < 1e-9));
    }

    #[test]
    fn a_place_without_an_account_is_uncovered() {
        let plan = sample::edited_plan(12);
        let expected = Uncovered { area: "02134".to_owned(), value: Some(7.0), column: "Potential".to_owned() };
        assert_eq!(plan.uncovered(), [expected]);
    }
}
