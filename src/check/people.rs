//! The people of a layer: what accounts need, the way from home, and why each rep has its territory.

use super::activity::Work;
use super::alignment::name;
use super::globe::{arc, same_length};
use super::violation::{Claim, Violation};
use crate::geography::unit_vector;
use crate::model::{
    AccountIx, Alignment, Crew, Criterion, Dataset, DealState, DesignBrief, FitBy, HomeBase, Layer, Limit, RankBy,
    RepIx, RepValue, Staffing, TerritoryIx, skills_in,
};
use crate::units::LonLat;
use std::collections::{BTreeMap, BTreeSet};

/// How far stated points may be from derived ones.
const SLACK: f64 = 1e-6;

/// Accounts with a rep who does not have what they need, or beyond the cap on the way from home, that the plan does not admit
/// to. O(accounts · needs).
pub(super) fn faults(dataset: &Dataset, layer: &Layer, brief: &DesignBrief, declared: &[Limit]) -> Vec<Violation> {
    let (alignment, needs) = (&layer.alignment, brief.needs(dataset));
    let mut lacking: BTreeMap<u16, Vec<AccountIx>> = BTreeMap::new();
    let mut far: BTreeMap<TerritoryIx, (usize, f64)> = BTreeMap::new();
    for account in dataset.accounts().indices() {
        let Some(owner) = alignment.owner(account) else { continue };
        let rep = alignment.territory(owner).and_then(|own| own.rep);
        for &need in needs.of(account).iter().filter(|&&need| rep.is_none_or(|rep| !needs.has(rep, need))) {
            lacking.entry(need).or_default().push(account);
        }
        let cap = rep.and_then(|rep| brief.reach_of(dataset, rep));
        let home = rep.and_then(|rep| dataset.rep(rep)?.home.location);
        if let (Some(cap), Some(home), Some(place)) = (cap, home, dataset.accounts().get(account).location) {
            let way = arc(unit_vector(home), unit_vector(place));
            if way > cap.0 && !same_length(way, cap.0) {
                let (count, farthest) = far.entry(owner).or_default();
                *count += 1;
                *farthest = farthest.max(way);
            }
        }
    }
    let unmet = lacking.into_iter().filter_map(|(need, accounts)| {
        let admitted = declared.iter().filter_map(|limit| match *limit {
            Limit::Skill { need: own, accounts, .. } if own == need => Some(accounts as usize),
            _ => None,
        });
        let skill = needs.names().get(usize::from(need)).cloned().unwrap_or_default();
        let first = dataset.accounts().get(*accounts.first()?).id.to_owned();
        let accounts = accounts.len();
        (accounts > admitted.max().unwrap_or(0)).then_some(Violation::Skill { skill, accounts, first })
    });
    let beyond = far.into_iter().filter_map(|(territory, (accounts, farthest))| {
        let is_admitted = declared.iter().any(|limit| match *limit {
            Limit::Reach { territory: own, accounts: said, farthest: least } => {
                let is_as_far = farthest <= least.0 || same_length(farthest, least.0);
                own == territory && accounts <= said as usize && is_as_far
            }
            _ => false,
        });
        let territory = name(alignment, territory);
        (!is_admitted).then_some(Violation::Reach { territory, accounts, farthest })
    });
    unmet.chain(beyond).collect()
}

/// By account, whether it may lie anywhere: its crew has a territory whose rep has what it needs, and one whose rep, or nobody,
/// does not.
/// O(accounts + territories · kinds of needs).
pub(super) fn loose(dataset: &Dataset, alignment: &Alignment, brief: Option<&DesignBrief>) -> Vec<bool> {
    let needs = brief.map(|brief| brief.needs(dataset)).unwrap_or_default();
    let count = dataset.accounts().len();
    if needs.is_empty() {
        return vec![false; count];
    }
    let crews = alignment.crews();
    let mut found: BTreeMap<usize, Vec<[bool; 2]>> = BTreeMap::new();
    for (&crew, own) in crews.iter().zip(alignment.territories()) {
        let entry = found.entry(crew).or_insert_with(|| vec![[false; 2]; needs.kinds()]);
        for (kind, found) in entry.iter_mut().enumerate() {
            found[usize::from(needs.is_kind_met(kind, own.rep))] = true;
        }
    }
    let is_loose = |account: AccountIx| {
        let crew = alignment.owner(account).and_then(|owner| crews.get(owner.index()));
        let found = crew.and_then(|crew| found.get(crew)).and_then(|own| own.get(needs.kind_of(account)));
        found == Some(&[true; 2])
    };
    dataset.accounts().indices().map(is_loose).collect()
}

/// Everything in the explanation of who has which territory that does not follow from the data set: points, terms that do not
/// add up, changes of a swap, and ways from recommended home bases. O(accounts · reps · criteria).
#[must_use]
pub fn staffing(dataset: &Dataset, brief: &DesignBrief, alignment: &Alignment, claimed: &Staffing) -> Vec<Violation> {
    let work = match Work::of(dataset.accounts(), brief) {
        Ok(work) => work,
        Err(violation) => return vec![violation],
    };
    let mut ground = Ground { dataset, brief, alignment, members: BTreeMap::new() };
    for account in dataset.accounts().indices() {
        if let Some(owner) = alignment.owner(account) {
            let totals: Vec<f64> = work.values.iter().map(|values| values[account.index()]).collect();
            ground.members.entry(owner).or_default().push((account, work.combined(&totals)));
        }
    }
    let mut found = ground.matches(claimed);
    for own in &claimed.homes {
        let what = || name(alignment, own.territory);
        let place = dataset.accounts().get(own.account).location;
        let is_own = alignment.owner(own.account) == Some(own.territory);
        let is_hire = brief.base_of(dataset, own.rep) == HomeBase::NewHire
            && alignment.territory(own.territory).is_some_and(|territory| territory.rep == Some(own.rep));
        let derived = place.filter(|_| is_own && is_hire).and_then(|place| ground.way(own.territory, place));
        found.extend(length(Claim::Way(what()), own.way.0, derived));
        if let Some((rep, way)) = own.otherwise {
            let home = dataset.rep(rep).and_then(|rep| rep.home.location);
            let derived = home.and_then(|home| ground.way(own.territory, home));
            found.extend(length(Claim::Way(what()), way.0, derived));
        }
    }
    found
}

struct Ground<'a> {
    dataset: &'a Dataset,
    brief: &'a DesignBrief,
    alignment: &'a Alignment,
    /// By territory, its accounts and their activity.
    members: BTreeMap<TerritoryIx, Vec<(AccountIx, f64)>>,
}

impl Ground<'_> {
    fn matches(&self, claimed: &Staffing) -> Vec<Violation> {
        let Some(criteria) = &self.brief.people.matching else {
            return claimed.matches.iter().map(|own| self.no_match(own.territory)).collect();
        };
        let mut found = Vec::new();
        let crews = self.alignment.crews();
        let mut derived: BTreeMap<usize, BTreeMap<(TerritoryIx, RepIx), Vec<f64>>> = BTreeMap::new();
        for own in &claimed.matches {
            let has = |territory: TerritoryIx| self.alignment.territory(territory).and_then(|own| own.rep);
            let Some(&crew) = crews.get(own.territory.index()).filter(|_| has(own.territory) == Some(own.rep)) else {
                found.push(self.no_match(own.territory));
                continue;
            };
            let points = derived.entry(crew).or_insert_with(|| self.points(criteria, crew, &crews));
            let of = |territory, rep| points.get(&(territory, rep)).cloned().unwrap_or_default();
            let sum = |territory, rep| of(territory, rep).iter().sum::<f64>();
            found.extend(self.differ(own.territory, criteria, &own.points, &of(own.territory, own.rep)));
            let Some(next) = &own.next else { continue };
            found.extend(self.differ(own.territory, criteria, &next.points, &of(own.territory, next.rep)));
            let others = points.keys().filter(|(territory, _)| crews.get(territory.index()) == Some(&crew));
            let back = others.map(|(territory, _)| *territory).find(|&territory| has(territory) == Some(next.rep));
            let swapped = back.map_or(0.0, |back| sum(back, own.rep) - sum(back, next.rep));
            let change = sum(own.territory, next.rep) - sum(own.territory, own.rep) + swapped;
            found.extend(self.points_differ("a swap", own.territory, next.change, change));
        }
        found
    }

    fn no_match(&self, territory: TerritoryIx) -> Violation {
        let claim = Claim::Points { term: "the match", what: name(self.alignment, territory) };
        Violation::Figure { claim, claimed: Some(0.0), derived: None }
    }

    fn differ(&self, territory: TerritoryIx, criteria: &[Criterion], said: &[f64], is: &[f64]) -> Vec<Violation> {
        if said.len() != is.len() {
            return vec![self.no_match(territory)];
        }
        let each = criteria.iter().zip(said.iter().zip(is));
        each.filter_map(|(own, (&said, &is))| self.points_differ(term_of(&own.by), territory, said, is)).collect()
    }

    fn points_differ(&self, term: &'static str, territory: TerritoryIx, said: f64, is: f64) -> Option<Violation> {
        let claim = Claim::Points { term, what: name(self.alignment, territory) };
        let is_off = (said - is).abs() > SLACK * (1.0 + is.abs()) || said.is_nan();
        is_off.then_some(Violation::Figure { claim, claimed: Some(said), derived: Some(is) })
    }

    /// The points of every rep in every territory of a crew.
    fn points(&self, criteria: &[Criterion], crew: usize, crews: &[usize]) -> BTreeMap<(TerritoryIx, RepIx), Vec<f64>> {
        let own: Vec<TerritoryIx> = self.alignment.indices().filter(|own| crews[own.index()] == crew).collect();
        let reps = self.reps(&own);
        let weights: f64 = criteria.iter().map(|own| own.weight).sum();
        let mut points: BTreeMap<(TerritoryIx, RepIx), Vec<f64>> = BTreeMap::new();
        for criterion in criteria {
            for (pair, value) in self.values(&criterion.by, &own, &reps) {
                points.entry(pair).or_default().push(value * criterion.weight / weights * 100.0);
            }
        }
        points
    }

    /// Who could have territories of a crew: those whom no team, or the same, lists, but for reps with named accounts alone.
    fn reps(&self, own: &[TerritoryIx]) -> Vec<RepIx> {
        let territories = self.alignment.territories();
        let named: BTreeSet<RepIx> =
            territories.iter().filter(|own| own.crew == Crew::Named).filter_map(|own| own.rep).collect();
        let crew = own.first().and_then(|&own| self.alignment.territory(own)).map(|own| own.crew);
        let is_theirs = |rep: RepIx| {
            let has = own.iter().any(|&own| self.alignment.territory(own).is_some_and(|own| own.rep == Some(rep)));
            let team = self.dataset.rep(rep).and_then(|own| self.brief.team_of(&own.id));
            has || (!named.contains(&rep) && team.map_or(Crew::Field, Crew::Team) == crew.unwrap_or_default())
        };
        (0..).map(RepIx).take(self.dataset.reps().len()).filter(|&rep| is_theirs(rep)).collect()
    }

    fn values(&self, by: &FitBy, own: &[TerritoryIx], reps: &[RepIx]) -> Vec<((TerritoryIx, RepIx), f64)> {
        let pairs = || own.iter().flat_map(|&own| reps.iter().map(move |&rep| (own, rep)));
        let accounts = self.dataset.accounts();
        match by {
            FitBy::Skills => {
                let needs = self.brief.needs(self.dataset);
                let has = |rep: RepIx, account| needs.of(account).iter().all(|&need| needs.has(rep, need));
                pairs().map(|pair| (pair, self.share(pair.0, |account| has(pair.1, account)))).collect()
            }
            FitBy::Present => {
                let is_present = |rep, account| accounts.get(account).present == Some(rep);
                pairs().map(|pair| (pair, self.share(pair.0, |account| is_present(pair.1, account)))).collect()
            }
            FitBy::Shared { rep, account } => {
                let column = accounts.column(account);
                let cell = |account: AccountIx| column.map(|own| own.values.words(account.index())).unwrap_or_default();
                let words: Vec<Vec<String>> =
                    accounts.indices().map(|account| skills_in(&cell(account).to_lowercase())).collect();
                let said = |own: RepIx| match self.dataset.rep(own).and_then(|own| own.attribute(rep)) {
                    Some(RepValue::Text(text)) => skills_in(&text.to_lowercase()),
                    Some(RepValue::Number(number)) => vec![number.to_string()],
                    None => Vec::new(),
                };
                let said: BTreeMap<RepIx, Vec<String>> = reps.iter().map(|&rep| (rep, said(rep))).collect();
                let is_shared =
                    |rep, account: AccountIx| words[account.index()].iter().any(|own| said[&rep].contains(own));
                pairs().map(|pair| (pair, self.share(pair.0, |account| is_shared(pair.1, account)))).collect()
            }
            FitBy::Home => {
                let home = |rep: RepIx| self.dataset.rep(rep).and_then(|own| own.home.location);
                let home = |rep| home(rep).filter(|_| self.brief.base_of(self.dataset, rep) != HomeBase::NewHire);
                let ways: Vec<_> = pairs().map(|(own, rep)| home(rep).and_then(|home| self.way(own, home))).collect();
                let longest = ways.iter().flatten().copied().fold(0.0, f64::max);
                let near = |way: f64| if longest > 0.0 { (longest - way) / longest } else { 1.0 };
                pairs().zip(ways).map(|(pair, way)| (pair, way.map_or(0.0, near))).collect()
            }
            FitBy::Rank { rep, by } => {
                let size: BTreeMap<_, _> = own.iter().filter_map(|&own| Some((own, self.size(own, by)?))).collect();
                let result = |own: RepIx| match self.dataset.rep(own)?.attribute(rep)? {
                    RepValue::Number(number) => Some((own, *number)),
                    RepValue::Text(_) => None,
                };
                let result: BTreeMap<RepIx, f64> = reps.iter().filter_map(|&own| result(own)).collect();
                let value = |(own, rep): (TerritoryIx, RepIx)| {
                    let of_territory = rank(*size.get(&own)?, size.values());
                    Some(1.0 - (of_territory - rank(*result.get(&rep)?, result.values())).abs())
                };
                pairs().map(|pair| (pair, value(pair).unwrap_or(0.0))).collect()
            }
        }
    }

    fn own(&self, territory: TerritoryIx) -> &[(AccountIx, f64)] {
        self.members.get(&territory).map_or(&[], Vec::as_slice)
    }

    /// The part of a territory's activity that is so, or of its accounts without activity.
    fn share(&self, territory: TerritoryIx, is_so: impl Fn(AccountIx) -> bool) -> f64 {
        let own = self.own(territory);
        let is_idle = own.iter().all(|&(_, activity)| activity <= 0.0);
        let (mut part, mut all) = (0.0, 0.0);
        for &(account, activity) in own {
            let counts = if is_idle { 1.0 } else { activity };
            all += counts;
            part += if is_so(account) { counts } else { 0.0 };
        }
        if all > 0.0 { part / all } else { 0.0 }
    }

    /// The activity-weighted mean way from a point to the accounts of a territory, in metres.
    fn way(&self, territory: TerritoryIx, from: LonLat) -> Option<f64> {
        let place = |account: AccountIx| self.dataset.accounts().get(account).location;
        let located: Vec<(LonLat, f64)> =
            self.own(territory).iter().filter_map(|&(account, activity)| Some((place(account)?, activity))).collect();
        let is_idle = located.iter().all(|&(_, activity)| activity <= 0.0);
        let (mut sum, mut all) = (0.0, 0.0);
        for (place, activity) in located {
            let counts = if is_idle { 1.0 } else { activity };
            sum += counts * arc(unit_vector(from), unit_vector(place));
            all += counts;
        }
        (all > 0.0).then(|| sum / all)
    }

    fn size(&self, territory: TerritoryIx, by: &RankBy) -> Option<f64> {
        let own = self.own(territory);
        let values: Vec<f64> = match by {
            RankBy::Activity => return Some(own.iter().fold(0.0, |sum, (_, activity)| sum + activity)),
            RankBy::Column(name) => {
                let numbers = self.dataset.accounts().column(name)?.values.numbers()?;
                own.iter().filter_map(|(account, _)| numbers.get(account.index()).copied().flatten()).collect()
            }
            RankBy::DealSize => {
                let own: BTreeSet<AccountIx> = own.iter().map(|(account, _)| *account).collect();
                let deals = self.dataset.records().opportunities.iter().map(|(_, deal)| deal);
                let won = deals.filter(|deal| deal.state == DealState::Won);
                won.filter(|deal| deal.account.is_some_and(|own_account| own.contains(&own_account)))
                    .filter_map(|deal| deal.amount)
                    .collect()
            }
        };
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

/// The part of the others that are less, those alike half; ½ where there are no others.
fn rank<'a>(value: f64, all: impl Iterator<Item = &'a f64>) -> f64 {
    let (mut points, mut count) = (-0.5, -1.0);
    for other in all {
        count += 1.0;
        points += if *other < value {
            1.0
        } else if *other > value {
            0.0
        } else {
            0.5
        };
    }
    if count > 0.0 { points / count } else { 0.5 }
}

/// The difference of a length that is said to one that is derived, if there is any.
fn length(claim: Claim, said: f64, is: Option<f64>) -> Option<Violation> {
    let is_same = is.is_some_and(|is| same_length(said, is));
    (!is_same).then_some(Violation::Figure { claim, claimed: Some(said), derived: is })
}

fn term_of(by: &FitBy) -> &'static str {
    match by {
        FitBy::Skills => "skills",
        FitBy::Present => "present accounts",
        FitBy::Home => "the way from home",
        FitBy::Shared { .. } => "a shared attribute",
        FitBy::Rank { .. } => "a rank",
    }
}
