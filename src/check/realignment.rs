//! The explanation of a realignment: which accounts changed hands, and what each move did to the score.

use super::activity::Work;
use super::violation::{Claim, Violation};
use crate::geography::{great_circle, unit_vector};
use crate::model::{
    AccountIx, Alignment, Dataset, DesignBrief, ExplainedMove, Realignment, Rep, Score, Territory, TerritoryIx,
    UnitMove, crews_of,
};
use crate::units::LonLat;
use std::collections::BTreeSet;

/// How far stated points may be from derived ones.
const SLACK: f64 = 1e-6;

/// Accounts looked at before only every so many moves are derived one by one; the sums are always.
const WORK: usize = 40_000_000;

/// Less than any capacity: a crew of which nobody is left has none.
const TINY: f64 = 1e-300;

/// Everything in an explanation that does not follow from the two alignments. O(accounts · measures + moves · accounts a
/// territory), the latter up to a bound.
#[must_use]
pub fn realignment(
    dataset: &Dataset,
    brief: &DesignBrief,
    before: &Alignment,
    after: &Alignment,
    claimed: &Realignment,
) -> Vec<Violation> {
    let work = match Work::of(dataset.accounts(), brief) {
        Ok(work) => work,
        Err(violation) => return vec![violation],
    };
    let ground = Ground::new(dataset, brief, before, after, &work);
    let mut found = Vec::new();
    let differing = before.owners().iter().zip(after.owners()).zip((0..).map(AccountIx));
    let differing = differing.filter(|((from, to), _)| from != to);
    let real: BTreeSet<AccountIx> = differing.map(|(_, account)| account).collect();
    let stated: BTreeSet<AccountIx> = claimed.moves.iter().map(|own| own.unit_move.account).collect();
    let is_true = |own: &ExplainedMove| {
        let UnitMove { account, from, to } = own.unit_move;
        before.owner(account) == from && after.owner(account) == to
    };
    if real != stated || stated.len() != claimed.moves.len() || !claimed.moves.iter().all(is_true) {
        found.push(Violation::OtherMoves { stated: claimed.moves.len(), found: real.len() });
        return found;
    }
    let mut compare = |what: String, stated: Score, derived: Score| {
        for (term, (stated, derived)) in Score::TERMS.iter().zip(stated.terms().into_iter().zip(derived.terms())) {
            if (stated - derived).abs() > SLACK * (1.0 + derived.abs()) {
                let claim = Claim::Points { term, what: what.clone() };
                found.push(Violation::Figure { claim, claimed: Some(stated), derived: Some(derived) });
            }
        }
    };
    compare("the alignment before".to_owned(), claimed.before, ground.score(before));
    compare("the alignment after".to_owned(), claimed.after, ground.score(after));
    let sum = claimed.moves.iter().fold(Score::default(), |sum, own| sum + own.change);
    compare("all moves together".to_owned(), sum, claimed.after - claimed.before);
    let mut members = ground.members(before);
    let mut totals = ground.totals(&members);
    let each = (claimed.moves.len() * dataset.accounts().len() / ground.shares.len().max(1)).div_ceil(WORK).max(1);
    for (number, own) in claimed.moves.iter().enumerate() {
        let UnitMove { account, from, to } = own.unit_move;
        let touched: Vec<TerritoryIx> = from.into_iter().chain(to).collect();
        let is_derived = number % each == 0;
        let earlier = if is_derived { ground.part(&members, &totals, &touched) } else { Score::default() };
        for (territory, sign) in from.map(|from| (from, -1.0)).into_iter().chain(to.map(|to| (to, 1.0))) {
            let Some(held) = members.get_mut(territory.index()) else { continue };
            if sign > 0.0 {
                held.insert(account)
            } else {
                held.remove(&account)
            };
            for (totals, values) in totals.iter_mut().zip(&work.values) {
                totals[territory.index()] += sign * values[account.index()];
            }
        }
        if is_derived {
            let derived = ground.part(&members, &totals, &touched) - earlier;
            compare(format!("the move of account “{}”", dataset.accounts().get(account).id), own.change, derived);
        }
    }
    found
}

/// What does not change from move to move.
struct Ground<'a> {
    dataset: &'a Dataset,
    before: &'a Alignment,
    work: &'a Work,
    /// By measure, its whole in the activity and λ as a part of all weights.
    wholes: Vec<(f64, f64)>,
    activity: Vec<f64>,
    /// By territory, its part of what its crew owns, and the crew.
    shares: Vec<f64>,
    crews: Vec<usize>,
    homes: Option<Vec<LonLat>>,
    spread: f64,
    way: f64,
}

impl<'a> Ground<'a> {
    fn new(
        dataset: &'a Dataset,
        brief: &DesignBrief,
        before: &'a Alignment,
        after: &Alignment,
        work: &'a Work,
    ) -> Self {
        // Who is no more comes after the others, and has a right to nothing.
        let left = after.territories().len();
        let every: Vec<&Territory> = after.territories().iter().chain(before.territories().iter().skip(left)).collect();
        let reps = every.iter().map(|own| own.rep.and_then(|rep| dataset.reps().get(rep.index())));
        let of_rep = |(k, rep): (usize, Option<&Rep>)| if k < left { rep.map_or(1.0, |rep| rep.capacity) } else { 0.0 };
        let capacities: Vec<f64> = reps.clone().enumerate().map(of_rep).collect();
        let crews = crews_of(every.iter().copied());
        let of_crew = |crew: usize| -> f64 {
            crews.iter().zip(&capacities).filter(|(own, _)| **own == crew).map(|(_, capacity)| capacity).sum()
        };
        let homes: Option<Vec<LonLat>> = reps.map(|rep| rep?.home.location).collect();
        let account = |row: usize| work.combined(&work.values.iter().map(|values| values[row]).collect::<Vec<f64>>());
        let weights: f64 = brief.measures.iter().map(|measure| measure.weight).sum();
        let share = |measure: &crate::model::MeasureWeight| measure.weight / weights;
        let wholes = work.values.iter().zip(&brief.measures).map(|(values, own)| (values.iter().sum(), share(own)));
        let mut ground = Self {
            dataset,
            before,
            work,
            wholes: wholes.collect(),
            activity: (0..dataset.accounts().len()).map(account).collect(),
            shares: capacities.iter().zip(&crews).map(|(capacity, &crew)| capacity / of_crew(crew).max(TINY)).collect(),
            crews: crews.clone(),
            homes,
            spread: 0.0,
            way: 0.0,
        };
        let members = ground.members(before);
        ground.spread = members.iter().map(|held| ground.spread_of(held)).sum();
        ground.way = (0..).map(TerritoryIx).zip(&members).map(|(own, held)| ground.way_of(held, own)).sum();
        ground
    }

    fn members(&self, alignment: &Alignment) -> Vec<BTreeSet<AccountIx>> {
        let mut members = vec![BTreeSet::new(); self.shares.len()];
        for (owner, account) in alignment.owners().iter().zip((0..).map(AccountIx)) {
            if let Some(held) = owner.and_then(|owner| members.get_mut(owner.index())) {
                held.insert(account);
            }
        }
        members
    }

    /// By measure and territory.
    fn totals(&self, members: &[BTreeSet<AccountIx>]) -> Vec<Vec<f64>> {
        let total = |values: &Vec<f64>, held: &BTreeSet<AccountIx>| held.iter().map(|own| values[own.index()]).sum();
        self.work.values.iter().map(|values| members.iter().map(|held| total(values, held)).collect()).collect()
    }

    /// Σ activity · squared distance from the centroid, in radii of the globe.
    fn spread_of(&self, held: &BTreeSet<AccountIx>) -> f64 {
        let located = |own: &AccountIx| {
            let place = self.dataset.accounts().get(*own).location?;
            Some((unit_vector(place), self.activity[own.index()]))
        };
        let points: Vec<([f64; 3], f64)> = held.iter().filter_map(located).collect();
        let mass: f64 = points.iter().map(|(_, weight)| weight).sum();
        if mass <= 0.0 {
            return 0.0;
        }
        let middle = [0, 1, 2].map(|axis| points.iter().map(|(at, weight)| at[axis] * weight).sum::<f64>() / mass);
        let squared = |at: &[f64; 3]| at.iter().zip(middle).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        points.iter().map(|(at, weight)| weight * squared(at)).sum()
    }

    fn way_of(&self, held: &BTreeSet<AccountIx>, territory: TerritoryIx) -> f64 {
        let Some(home) = self.homes.as_ref().and_then(|homes| homes.get(territory.index())) else { return 0.0 };
        let located = held.iter().filter_map(|own| Some((self.dataset.accounts().get(*own).location?, *own)));
        located.map(|(place, own)| self.activity[own.index()] * great_circle(*home, place).0).sum()
    }

    /// The terms of some territories, and the balance of all.
    fn part(&self, members: &[BTreeSet<AccountIx>], totals: &[Vec<f64>], touched: &[TerritoryIx]) -> Score {
        let percent = |part: f64, whole: f64| if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
        let uneven = |(totals, &(whole, weight)): (&Vec<f64>, &(f64, f64))| {
            let mut owned = vec![0.0; self.crews.len()];
            self.crews.iter().zip(totals).for_each(|(&crew, total)| owned[crew] += total);
            let fair = self.shares.iter().zip(&self.crews).map(|(share, &crew)| share * owned[crew]);
            let off = totals.iter().zip(fair).map(|(total, fair)| (total - fair).abs());
            weight * off.sum::<f64>() / 2.0 / whole
        };
        let uneven: f64 = totals.iter().zip(&self.wholes).map(uneven).sum();
        let mut score = Score { balance: Score::BALANCE * 100.0 * uneven, ..Score::default() };
        for own in touched {
            let Some(held) = members.get(own.index()) else { continue };
            score.compactness += percent(self.spread_of(held), self.spread);
            score.travel += percent(self.way_of(held, *own), self.way);
            let moved = held.iter().filter(|account| self.before.owner(**account).is_some_and(|before| before != *own));
            let moved: f64 = moved.map(|account| self.activity[account.index()]).sum();
            score.disruption += Score::DISRUPTION * 100.0 * moved;
        }
        score
    }

    fn score(&self, alignment: &Alignment) -> Score {
        let members = self.members(alignment);
        let every: Vec<TerritoryIx> =
            (0..members.len()).filter_map(|k| u16::try_from(k).ok().map(TerritoryIx)).collect();
        self.part(&members, &self.totals(&members), &every)
    }
}
