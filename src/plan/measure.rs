//! The figures of an alignment, from scratch and kept up while accounts move.
//!
//! With `w` the activity of a territory and `c` the capacity of its rep (1 without one) its fair share is
//! `μ = Σw · c ÷ Σc` over its crew, its index `100 · w ÷ μ` and its deviation `|w − μ| ÷ μ`.

use crate::geography::{centroid, great_circle};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, Caps, Continuity, Crew, Dataset, DesignBrief, Figures, Limit, MeasureError,
    MeasureFigures, Needs, RepIx, Rule, Taker, Territory, TerritoryFigures, TerritoryIx, Tolerance, disruption_values,
    sums_by_crew,
};
use crate::units::{LonLat, Meters, Share};
use std::collections::BTreeMap;

/// What a total may be beyond a bound and still be rounding.
const ROUNDING: f64 = 1e-9;

/// The figures of an alignment for the measures of a brief, from scratch. O(accounts × measures).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn figures(dataset: &Dataset, alignment: &Alignment, brief: &DesignBrief) -> Result<Figures, MeasureError> {
    Ok(Gauge::new(dataset, brief)?.measure(dataset, alignment))
}

/// The activity of every account, read once, so that a move only sums the two territories that it touches.
#[derive(Debug, Clone)]
pub(super) struct Gauge {
    activity: ActivityMeasures,
    names: Vec<String>,
    /// What caps on disruption count, by account, where that is not the combined activity.
    disruption: Option<Vec<f64>>,
    /// By account, the rule that takes it; empty without rules and teams.
    takers: Vec<Option<u16>>,
    /// What accounts need.
    needs: Needs,
}

impl Gauge {
    pub(super) fn new(dataset: &Dataset, brief: &DesignBrief) -> Result<Self, MeasureError> {
        let activity = ActivityMeasures::combine(dataset.accounts(), &brief.measures)?;
        let names = brief.measures.iter().map(|weighted| weighted.measure.clone()).collect();
        let disruption = disruption_values(dataset.accounts(), brief)?;
        Ok(Self { activity, names, disruption, takers: Vec::new(), needs: Needs::default() })
    }

    /// The combined activity of an account.
    pub(super) fn activity(&self, account: AccountIx) -> f64 {
        self.activity.combined.get(account.index()).copied().unwrap_or(0.0)
    }

    /// Reads the rules and what accounts need again, for another alignment before or other reps.
    pub(super) fn take(&mut self, dataset: &Dataset, brief: &DesignBrief, before: Option<&Alignment>) {
        self.takers = if brief.is_ruled() { brief.takers(dataset, before) } else { Vec::new() };
        self.needs = brief.needs(dataset);
    }

    /// All figures from scratch.
    pub(super) fn measure(&self, dataset: &Dataset, alignment: &Alignment) -> Figures {
        let empty = TerritoryFigures {
            accounts: 0,
            activity: 0.0,
            index: 0.0,
            totals: vec![0.0; self.names.len()],
            mean_distance: Meters(0.0),
        };
        let measures = self.names.iter().map(|name| MeasureFigures { measure: name.clone(), worst_deviation: None });
        let mut figures = Figures {
            territories: vec![empty; alignment.territories().len()],
            measures: measures.collect(),
            worst_deviation: None,
            unassigned: 0,
        };
        self.sum_again(dataset, alignment, |_| true, &mut figures);
        figures
    }

    /// Sums the territories that `touched` names in the order of the accounts, as [`Gauge::measure`] does, and settles
    /// all shares: the figures are the same, bit for bit. O(accounts + accounts touched × measures).
    pub(super) fn sum_again(
        &self,
        dataset: &Dataset,
        alignment: &Alignment,
        touched: impl Fn(TerritoryIx) -> bool,
        figures: &mut Figures,
    ) {
        let mut places: Vec<Vec<LonLat>> = vec![Vec::new(); figures.territories.len()];
        for (_, sums) in alignment.indices().zip(&mut figures.territories).filter(|(territory, _)| touched(*territory))
        {
            sums.accounts = 0;
            sums.activity = 0.0;
            sums.totals.fill(0.0);
        }
        figures.unassigned = 0;
        let locations = &dataset.accounts().locations;
        for (account, owner) in alignment.owners().iter().enumerate() {
            let Some(territory) = *owner else {
                figures.unassigned += 1;
                continue;
            };
            if !touched(territory) {
                continue;
            }
            let Some(sums) = figures.territories.get_mut(territory.index()) else { continue };
            sums.accounts += 1;
            sums.activity += self.activity.combined.get(account).copied().unwrap_or(0.0);
            let values = self.activity.measures.iter().map(|values| values.get(account).copied().unwrap_or(0.0));
            sums.totals.iter_mut().zip(values).for_each(|(total, value)| *total += value);
            if let Some(place) = locations.get(account).copied().flatten() {
                places[territory.index()].push(place);
            }
        }
        for ((territory, sums), places) in alignment.indices().zip(&mut figures.territories).zip(&places) {
            if touched(territory) {
                sums.mean_distance = mean_distance(places);
            }
        }
        settle(dataset, alignment, figures);
    }
}

/// Mean great-circle distance from the centroid; 0 without places.
fn mean_distance(places: &[LonLat]) -> Meters {
    let Some(centre) = centroid(places.iter().copied()) else { return Meters(0.0) };
    let sum: Meters = places.iter().map(|&place| great_circle(place, centre)).sum();
    Meters(sum.0 / places.len() as f64)
}

/// Indices and deviations from the sums and the capacities of the reps. O(territories × measures).
pub(super) fn settle(dataset: &Dataset, alignment: &Alignment, figures: &mut Figures) {
    let fair = FairShares::new(dataset, alignment);
    let of_activity = fair.of(&activities(figures));
    for (sums, fair) in figures.territories.iter_mut().zip(of_activity) {
        let index = 100.0 * sums.activity / fair;
        // Only a total of 0, or a capacity beside which all others vanish, has no fair share.
        sums.index = if index.is_finite() { index } else { 0.0 };
    }
    figures.worst_deviation = fair.worst_deviation(&activities(figures));
    for (position, measure) in figures.measures.iter_mut().enumerate() {
        let totals = figures.territories.iter().map(|sums| sums.totals.get(position).copied().unwrap_or(0.0));
        measure.worst_deviation = fair.worst_deviation(&totals.collect::<Vec<f64>>());
    }
}

/// By territory and measure, 100 × total ÷ fair share; `None` where nothing is owned. O(territories × measures).
pub(super) fn indices(dataset: &Dataset, alignment: &Alignment, figures: &Figures) -> Vec<Vec<Option<f64>>> {
    let fair = FairShares::new(dataset, alignment);
    let mut found = vec![Vec::with_capacity(figures.measures.len()); figures.territories.len()];
    for position in 0..figures.measures.len() {
        let totals = figures.territories.iter().map(|sums| sums.totals.get(position).copied().unwrap_or(0.0));
        let totals: Vec<f64> = totals.collect();
        for ((own, total), fair) in found.iter_mut().zip(&totals).zip(fair.of(&totals)) {
            own.push(Some(100.0 * total / fair).filter(|index| index.is_finite()));
        }
    }
    found
}

/// How even territories are, or would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// By territory, 100 × activity ÷ fair share.
    pub indices: Vec<f64>,
    /// Worst |w − μ| ÷ μ; `None` where nothing is owned.
    pub worst: Option<f64>,
}

/// The balance of these activities by territory. O(territories).
pub(super) fn balance(dataset: &Dataset, alignment: &Alignment, activities: &[f64]) -> Balance {
    let fair = FairShares::new(dataset, alignment);
    let index = |(activity, fair): (&f64, f64)| Some(100.0 * activity / fair).filter(|index| index.is_finite());
    let indices = activities.iter().zip(fair.of(activities)).map(|own| index(own).unwrap_or(0.0)).collect();
    Balance { indices, worst: fair.worst_deviation(activities) }
}

/// What part each territory has in what its crew owns.
struct FairShares {
    /// By territory, its crew.
    crews: Vec<usize>,
    /// By territory, `c ÷ Σc` over its crew.
    shares: Vec<f64>,
}

impl FairShares {
    fn new(dataset: &Dataset, alignment: &Alignment) -> Self {
        let capacity =
            |territory: &Territory| territory.rep.and_then(|rep| dataset.rep(rep)).map_or(1.0, |rep| rep.capacity);
        let capacities: Vec<f64> = alignment.territories().iter().map(capacity).collect();
        let crews = alignment.crews();
        let totals = sums_by_crew(&crews, &capacities);
        let shares = capacities.iter().zip(&crews).map(|(capacity, &crew)| capacity / totals[crew]).collect();
        Self { crews, shares }
    }

    /// By territory, its fair share of these values.
    fn of(&self, values: &[f64]) -> Vec<f64> {
        let totals = sums_by_crew(&self.crews, values);
        self.shares.iter().zip(&self.crews).map(|(share, &crew)| totals[crew] * share).collect()
    }

    /// `|w − μ| ÷ μ` for each territory; 0 where its crew has nothing to share, nothing when none has.
    fn deviations(&self, values: &[f64]) -> Vec<f64> {
        if values.iter().sum::<f64>() <= 0.0 {
            return Vec::new();
        }
        let off = |(value, fair): (&f64, f64)| if fair > 0.0 { (value - fair).abs() / fair } else { value.abs() };
        values.iter().zip(self.of(values)).map(off).collect()
    }

    fn worst_deviation(&self, values: &[f64]) -> Option<f64> {
        let worst = self.deviations(values).into_iter().reduce(f64::max)?;
        worst.is_finite().then_some(worst)
    }
}

fn activities(figures: &Figures) -> Vec<f64> {
    figures.territories.iter().map(|sums| sums.activity).collect()
}

/// The declared limits after an edit: what is out of tolerance, bounds or caps follows from the figures; what causes it comes
/// first, as long as there is anything; what else was declared stays until somebody who looks at the map declares anew.
pub(super) fn restate(
    dataset: &Dataset,
    gauge: &Gauge,
    alignment: &Alignment,
    before: Option<&Alignment>,
    figures: &Figures,
    brief: &DesignBrief,
    declared: &mut Vec<Limit>,
) {
    let fair = FairShares::new(dataset, alignment);
    let mut limits = outside(alignment, &fair.deviations(&activities(figures)), None, brief.tolerance);
    for (position, measure) in brief.held() {
        let own = figures.territories.iter().map(|sums| sums.totals.get(usize::from(position)).copied().unwrap_or(0.0));
        let totals: Vec<f64> = own.collect();
        if let Some(tolerance) = brief.tolerance_of(measure) {
            limits.extend(outside(alignment, &fair.deviations(&totals), Some(position), tolerance));
        }
        let (least, most) = (measure.least.unwrap_or(0.0), measure.most.unwrap_or(f64::INFINITY));
        let beyond = alignment.indices().zip(totals).filter(|&(_, total)| {
            let slack = ROUNDING * total.abs();
            total < least - slack || total > most + slack
        });
        limits.extend(beyond.map(|(territory, total)| Limit::Bound { territory, measure: position, total }));
    }
    if let (Continuity::Keep(caps), Some(before)) = (&brief.continuity, before) {
        let values = gauge.disruption.as_ref().unwrap_or(&gauge.activity.combined);
        limits.extend(moved(values, alignment, before, caps));
    }
    limits.extend(unassigned(dataset, &gauge.takers, alignment, Some(brief)));
    limits.extend(not_kept(dataset, gauge, alignment, before, brief));
    limits.extend(unmet(&gauge.needs, alignment));
    limits.extend(out_of_reach(dataset, alignment, brief));
    let islands = declared.iter().filter(|limit| matches!(limit, Limit::Islands { .. }));
    let has_islands = islands.clone().next().is_some();
    let is_cause = |limit: &&Limit| match limit {
        Limit::Heavy { .. } | Limit::Capped { .. } | Limit::Locked { .. } => !limits.is_empty(),
        Limit::Barrier { .. } => has_islands || !limits.is_empty(),
        _ => false,
    };
    let causes = declared.iter().filter(is_cause);
    *declared = causes.chain(&limits).chain(islands).copied().collect();
}

/// How many located accounts have no owner that no rule leaves to nobody, if there are any. O(accounts).
pub(super) fn unassigned(
    dataset: &Dataset,
    takers: &[Option<u16>],
    alignment: &Alignment,
    brief: Option<&DesignBrief>,
) -> Option<Limit> {
    let is_nobodys = |row: usize| {
        let taker = brief.and_then(|brief| brief.taker(takers.get(row).copied().flatten()));
        taker == Some(&Taker::Nobody)
    };
    let rows = alignment.owners().iter().zip(&dataset.accounts().locations).enumerate();
    let open = rows.filter(|(row, (owner, place))| owner.is_none() && place.is_some() && !is_nobodys(*row)).count();
    (open > 0).then(|| Limit::Unassigned { accounts: u32::try_from(open).unwrap_or(u32::MAX) })
}

/// What changed hands in the measure of the caps of a brief, as a share of what was owned; `None` where they are shares of the
/// combined activity. O(accounts).
#[must_use]
pub fn moved_share(dataset: &Dataset, brief: &DesignBrief, before: &Alignment, after: &Alignment) -> Option<f64> {
    let values = disruption_values(dataset.accounts(), brief).ok()??;
    let both = before.owners().iter().zip(after.owners()).zip(&values);
    let owned = both.filter_map(|((from, to), value)| Some((from.as_ref()?, to.as_ref()?, value)));
    let [all, gone] = owned
        .fold([0.0; 2], |[all, gone], (from, to, value)| [all + value, gone + if from == to { 0.0 } else { *value }]);
    (all > 0.0).then(|| gone / all)
}

/// The caps that more has changed hands than: in all, and by territory before. O(accounts).
fn moved(values: &[f64], alignment: &Alignment, before: &Alignment, caps: &Caps) -> Vec<Limit> {
    let mut had = vec![(0.0, 0.0); before.territories().len()];
    for ((own, value), now) in before.owners().iter().zip(values).zip(alignment.owners()) {
        let Some((owner, entry)) = own.and_then(|own| Some((own, had.get_mut(own.index())?))) else { continue };
        entry.0 += value;
        if *now != Some(owner) {
            entry.1 += value;
        }
    }
    let (all, gone) = had.iter().fold((0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    let beyond = |from: Option<TerritoryIx>, cap: Option<Share>, all: f64, gone: f64| {
        let share = gone / all;
        cap.filter(|cap| all > 0.0 && share > cap.value() + ROUNDING).map(|_| Limit::Moved { from, share })
    };
    let each = before.indices().zip(&had);
    let each = each.filter_map(|(from, own)| beyond(Some(from), caps.per_territory, own.0, own.1));
    beyond(None, caps.in_all, all, gone).into_iter().chain(each).collect()
}

/// The rules that are not kept, with the number of accounts that are elsewhere. O(accounts).
fn not_kept(
    dataset: &Dataset,
    gauge: &Gauge,
    alignment: &Alignment,
    before: Option<&Alignment>,
    brief: &DesignBrief,
) -> Vec<Limit> {
    let named = |rule: &Rule| match &rule.taker {
        Taker::Rep(rep) | Taker::NamedRep(rep) => dataset.rep_named(rep),
        _ => None,
    };
    let reps: Vec<Option<RepIx>> = brief.rules.iter().map(named).collect();
    let mut strays: BTreeMap<Option<u16>, u32> = BTreeMap::new();
    for (row, taker) in gauge.takers.iter().enumerate() {
        let owner = alignment.owners().get(row).copied().flatten();
        let own = owner.and_then(|owner| alignment.territory(owner));
        let rep = taker.and_then(|rule| reps.get(usize::from(rule)).copied().flatten());
        let has_rep = own.is_some_and(|own| own.rep.is_some() && own.rep == rep);
        // Who has no owner is told by itself.
        let divides = |crew: Crew| own.is_none_or(|own| own.crew == crew);
        let is_kept = match brief.taker(*taker) {
            None => divides(Crew::Field),
            Some(Taker::Team(team)) => divides(Crew::Team(*team)),
            Some(Taker::Rep(_)) => has_rep,
            Some(Taker::NamedRep(_)) => has_rep && own.is_some_and(|own| own.crew == Crew::Named),
            Some(Taker::Present) => before.is_some_and(|before| before.owners().get(row).copied().flatten() == owner),
            Some(Taker::Nobody) => owner.is_none(),
        };
        if !is_kept {
            *strays.entry(*taker).or_default() += 1;
        }
    }
    strays.into_iter().map(|(rule, accounts)| Limit::Rule { rule, accounts }).collect()
}

/// What accounts need and whoever has them does not have, with how many accounts. O(accounts).
fn unmet(needs: &Needs, alignment: &Alignment) -> Vec<Limit> {
    let mut missing: Vec<Option<(AccountIx, u32)>> = vec![None; needs.names().len()];
    if missing.is_empty() {
        return Vec::new();
    }
    for (account, owner) in (0..).map(AccountIx).zip(alignment.owners()) {
        let Some(territory) = owner.and_then(|owner| alignment.territory(owner)) else { continue };
        let lacks = |need: &&u16| !territory.rep.is_some_and(|rep| needs.has(rep, **need));
        for &need in needs.of(account).iter().filter(lacks) {
            missing[usize::from(need)].get_or_insert((account, 0)).1 += 1;
        }
    }
    let found = (0..).zip(missing).filter_map(|(need, own)| own.map(|(account, count)| (need, account, count)));
    found.map(|(need, account, accounts)| Limit::Skill { account, need, accounts }).collect()
}

/// The territories with accounts beyond the cap on the way from home. O(accounts).
fn out_of_reach(dataset: &Dataset, alignment: &Alignment, brief: &DesignBrief) -> Vec<Limit> {
    let cap = |own: &Territory| {
        let rep = own.rep?;
        Some((dataset.rep(rep)?.home.location?, brief.reach_of(dataset, rep)?))
    };
    let caps: Vec<Option<(LonLat, Meters)>> = alignment.territories().iter().map(cap).collect();
    if caps.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut beyond = vec![(0_u32, Meters(0.0)); caps.len()];
    for (owner, place) in alignment.owners().iter().zip(&dataset.accounts().locations) {
        let Some((owner, place)) = owner.zip(*place) else { continue };
        let Some((home, cap)) = caps.get(owner.index()).copied().flatten() else { continue };
        let way = great_circle(home, place);
        if way > cap {
            let (count, farthest) = &mut beyond[owner.index()];
            *count += 1;
            *farthest = Meters(farthest.0.max(way.0));
        }
    }
    let found = alignment.indices().zip(beyond).filter(|(_, (accounts, _))| *accounts > 0);
    found.map(|(territory, (accounts, farthest))| Limit::Reach { territory, accounts, farthest }).collect()
}

/// The territories that are further from their fair share than the tolerance, with their deviation.
fn outside(alignment: &Alignment, deviations: &[f64], measure: Option<u16>, tolerance: Tolerance) -> Vec<Limit> {
    let off = alignment.indices().zip(deviations);
    let off = off.filter(|&(_, &deviation)| deviation > tolerance.value() + ROUNDING);
    off.map(|(territory, &deviation)| Limit::Tolerance { territory, measure, deviation: deviation.min(f64::MAX) })
        .collect()
}
