//! How well reps and territories fit: points for what a rep has, owns and knows there, and for how near the rep lives.

use crate::geography::great_circle;
use crate::model::{
    AccountIx, ColumnValues, Criterion, Dataset, DealState, DesignBrief, FitBy, HomeBase, Needs, RankBy, RepIx,
    RepValue, skills_in,
};
use crate::units::LonLat;
use std::collections::HashMap;

/// The points of a perfect fit.
const PERFECT: f64 = 100.0;

/// The accounts of a territory with their activity.
pub(super) type Members = Vec<(usize, f64)>;

/// What points are given for, taken out of a data set.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// What counts, each with the points that it has at most.
    terms: Vec<(Term, f64)>,
    /// By rep, the home base; `None` for a new hire, who has none yet.
    homes: Vec<Option<LonLat>>,
}

#[derive(Debug, Clone)]
enum Term {
    Skills(Needs),
    Present(Vec<Option<RepIx>>),
    Home,
    Shared {
        /// By account, what it says, numbered.
        cells: Vec<u32>,
        /// By rep, whether that says something of it, too.
        shares: Vec<Vec<bool>>,
    },
    Rank {
        of_rep: Vec<Option<f64>>,
        /// By account, what is averaged: sum and count; nothing where territories are ranked by their activity.
        values: Option<Vec<(f64, f64)>>,
    },
}

impl Fit {
    /// O(accounts · criteria).
    pub(super) fn new(dataset: &Dataset, brief: &DesignBrief, criteria: &[Criterion]) -> Self {
        let total: f64 = criteria.iter().map(|own| own.weight).sum();
        let term = |own: &Criterion| (Term::new(dataset, brief, &own.by), PERFECT * own.weight / total);
        let home = |rep: RepIx| {
            let own = dataset.rep(rep)?;
            own.home.location.filter(|_| brief.people.base(&own.id) != HomeBase::NewHire)
        };
        let reps = (0..).take(dataset.reps().len()).map(RepIx);
        Self { terms: criteria.iter().map(term).collect(), homes: reps.map(home).collect() }
    }

    /// By territory and rep, the points by criterion. O(accounts · reps · criteria).
    pub(super) fn points(
        &self,
        territories: &[Members],
        reps: &[RepIx],
        locations: &[Option<LonLat>],
    ) -> Vec<Vec<Vec<f64>>> {
        let mut points = vec![vec![Vec::with_capacity(self.terms.len()); reps.len()]; territories.len()];
        for (term, most) in &self.terms {
            let values = self.values(term, territories, reps, locations);
            for (row, values) in points.iter_mut().zip(values) {
                row.iter_mut().zip(values).for_each(|(own, value)| own.push(most * value));
            }
        }
        points
    }

    /// By territory and rep, what one term says, from 0 to 1.
    fn values(
        &self,
        term: &Term,
        territories: &[Members],
        reps: &[RepIx],
        locations: &[Option<LonLat>],
    ) -> Vec<Vec<f64>> {
        let each = |value: &dyn Fn(&Members, RepIx) -> f64| -> Vec<Vec<f64>> {
            territories.iter().map(|members| reps.iter().map(|&rep| value(members, rep)).collect()).collect()
        };
        match term {
            Term::Skills(needs) => each(&|members, rep| {
                share(members, |account| needs.is_met(AccountIx(u32::try_from(account).unwrap_or(u32::MAX)), Some(rep)))
            }),
            Term::Present(owners) => {
                each(&|members, rep| share(members, |account| owners.get(account).copied().flatten() == Some(rep)))
            }
            Term::Shared { cells, shares } => each(&|members, rep| {
                let own = shares.get(rep.index()).map_or(&[][..], Vec::as_slice);
                share(members, |account| cells.get(account).and_then(|&cell| own.get(cell as usize)) == Some(&true))
            }),
            Term::Home => {
                let home = |rep: RepIx| self.homes.get(rep.index()).copied().flatten();
                let way = |members: &Members, rep| mean_way(members, home(rep)?, locations);
                let ways: Vec<Vec<Option<f64>>> =
                    territories.iter().map(|own| reps.iter().map(|&rep| way(own, rep)).collect()).collect();
                let longest = ways.iter().flatten().flatten().copied().fold(0.0, f64::max);
                let value = |way: Option<f64>| match way {
                    Some(way) if longest > 0.0 => 1.0 - way / longest,
                    Some(_) => 1.0,
                    None => 0.0,
                };
                ways.into_iter().map(|row| row.into_iter().map(value).collect()).collect()
            }
            Term::Rank { of_rep, values } => {
                let sizes: Vec<Option<f64>> = territories.iter().map(|own| size(own, values.as_deref())).collect();
                let results: Vec<Option<f64>> =
                    reps.iter().map(|rep| of_rep.get(rep.index()).copied().flatten()).collect();
                let (sizes, results) = (ranks(&sizes), ranks(&results));
                let value = |size: Option<f64>, result: Option<f64>| {
                    size.zip(result).map_or(0.0, |(size, result)| 1.0 - (size - result).abs())
                };
                sizes.iter().map(|&size| results.iter().map(|&result| value(size, result)).collect()).collect()
            }
        }
    }
}

impl Term {
    fn new(dataset: &Dataset, brief: &DesignBrief, by: &FitBy) -> Self {
        match by {
            FitBy::Skills => Self::Skills(brief.needs(dataset)),
            FitBy::Present => Self::Present(dataset.accounts().present.clone()),
            FitBy::Home => Self::Home,
            FitBy::Shared { rep, account } => {
                let values = dataset.accounts().column(account).map(|column| &column.values);
                let (cells, words) = values.map(cells).unwrap_or_default();
                let of_rep = |own: &crate::model::Rep| match own.attribute(rep) {
                    Some(RepValue::Text(text)) => lowered(text),
                    Some(RepValue::Number(number)) => lowered(&number.to_string()),
                    None => Vec::new(),
                };
                let share =
                    |own: Vec<String>| words.iter().map(|words| words.iter().any(|word| own.contains(word))).collect();
                let shares = dataset.reps().iter().map(|own| share(of_rep(own))).collect();
                Self::Shared { cells, shares }
            }
            FitBy::Rank { rep, by } => {
                let of_rep = dataset.reps().iter().map(|own| match own.attribute(rep) {
                    Some(RepValue::Number(number)) => Some(*number),
                    _ => None,
                });
                Self::Rank { of_rep: of_rep.collect(), values: averaged(dataset, by) }
            }
        }
    }
}

/// What stands in a cell, without case.
fn lowered(cell: &str) -> Vec<String> {
    skills_in(&cell.to_lowercase())
}

/// By account, the number of its cell, and by number the words in it.
fn cells(values: &ColumnValues) -> (Vec<u32>, Vec<Vec<String>>) {
    let mut known = HashMap::new();
    let mut words = Vec::new();
    let number = |row: usize| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let cell = values.words(row);
        *known.entry(cell).or_insert_with_key(|cell| {
            words.push(lowered(cell));
            next
        })
    };
    let cells = (0..values.len()).map(number).collect();
    (cells, words)
}

/// By account, what the mean of a territory is made of.
fn averaged(dataset: &Dataset, by: &RankBy) -> Option<Vec<(f64, f64)>> {
    let accounts = dataset.accounts();
    match by {
        RankBy::Activity => None,
        RankBy::Column(name) => {
            let numbers = accounts.column(name).and_then(|column| column.values.numbers()).unwrap_or_default();
            Some(numbers.iter().map(|number| number.map_or((0.0, 0.0), |number| (number, 1.0))).collect())
        }
        RankBy::DealSize => {
            let mut sums = vec![(0.0, 0.0); accounts.len()];
            for (_, deal) in dataset.records().opportunities.iter() {
                let own = deal.account.filter(|_| deal.state == DealState::Won);
                let Some((entry, amount)) = own.and_then(|own| sums.get_mut(own.index())).zip(deal.amount) else {
                    continue;
                };
                *entry = (entry.0 + amount, entry.1 + 1.0);
            }
            Some(sums)
        }
    }
}

/// The share of the activity of accounts that are so; of their number where there is no activity.
fn share(members: &Members, is_so: impl Fn(usize) -> bool) -> f64 {
    let all: f64 = members.iter().map(|&(_, activity)| activity).sum();
    let count = |&(_, activity): &(usize, f64)| if all > 0.0 { activity } else { 1.0 };
    let total: f64 = members.iter().map(count).sum();
    let own: f64 = members.iter().filter(|&&(account, _)| is_so(account)).map(count).sum();
    if total > 0.0 { own / total } else { 0.0 }
}

/// The activity-weighted mean way from a point to accounts that are somewhere, in metres; without activity all count alike.
pub(super) fn mean_way(members: &Members, from: LonLat, locations: &[Option<LonLat>]) -> Option<f64> {
    let located = || members.iter().filter_map(|&(account, activity)| Some((locations[account]?, activity)));
    let all: f64 = located().map(|(_, activity)| activity).sum();
    let weight = |activity: f64| if all > 0.0 { activity } else { 1.0 };
    let total: f64 = located().map(|(_, activity)| weight(activity)).sum();
    let sum: f64 = located().map(|(place, activity)| weight(activity) * great_circle(from, place).0).sum();
    (total > 0.0).then(|| sum / total)
}

/// What a territory is ranked by.
fn size(members: &Members, values: Option<&[(f64, f64)]>) -> Option<f64> {
    let Some(values) = values else { return Some(members.iter().map(|&(_, activity)| activity).sum()) };
    let own = members.iter().filter_map(|&(account, _)| values.get(account));
    let (sum, count) = own.fold((0.0, 0.0), |all, own| (all.0 + own.0, all.1 + own.1));
    (count > 0.0).then(|| sum / count)
}

/// By entry, the part of the others that are less, those alike half: 0 for the least, 1 for the greatest, ½ for one alone.
fn ranks(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let rank = |value: f64| {
        // Neither is one that is alike: an empty sum is −0, and no less than 0.
        let less = known.iter().filter(|&&other| other < value).count() as f64;
        let more = known.iter().filter(|&&other| other > value).count() as f64;
        let others = known.len() as f64 - 1.0;
        if others > 0.0 { (less + (others - less - more) / 2.0) / others } else { 0.5 }
    };
    values.iter().map(|value| value.map(rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn an_empty_sum_ranks_with_nothing() {
        let empty: f64 = std::iter::empty::<f64>().sum();
        assert_eq!(ranks(&[Some(empty), Some(0.0), Some(2.0), None]), [Some(0.25), Some(0.25), Some(1.0), None]);
    }
}
