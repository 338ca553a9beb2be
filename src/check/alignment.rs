//! One layer: who owns what, the figures, and the constraints of its brief.

use super::activity::{Work, values};
use super::contiguity::broken;
use super::figures::differences;
use super::people;
use super::shares::{Holding, deviations, holdings};
use super::violation::{Violation, called};
use crate::model::{
    AccountIx, Alignment, Caps, Continuity, Crew, Dataset, DesignBrief, Figures, Layer, Limit, MeasureWeight, RepIx,
    Taker, TerritoryIx, Tolerance,
};
use std::collections::BTreeMap;

/// What a deviation may exceed the tolerance by and still be rounding.
const ROUNDING: f64 = 1e-9;

/// Everything that is wrong with a layer: accounts without owner, territories and reps that do not fit, figures that
/// do not follow from the data set, and constraints of the brief that are neither kept nor among `declared`. A layer
/// without territories was not designed yet and claims nothing. O(n log n).
#[must_use]
pub fn alignment(
    dataset: &Dataset,
    layer: &Layer,
    brief: Option<&DesignBrief>,
    figures: Option<&Figures>,
    declared: &[Limit],
    before: Option<&Alignment>,
) -> Vec<Violation> {
    let (owners, accounts) = (layer.alignment.owners().len(), dataset.accounts().len());
    let is_undesigned = layer.alignment.territories().is_empty() && brief.is_none();
    if owners != accounts && !(is_undesigned && owners == 0) {
        return vec![Violation::OtherDataset { layer: layer.name.clone(), owners, accounts }];
    }
    let mut found = Vec::new();
    let takers = brief.map(|brief| brief.takers(dataset, before)).unwrap_or_default();
    if !is_undesigned {
        found.extend(unassigned(dataset, layer, &takers, brief, declared));
    }
    reps(dataset, &layer.alignment, &mut found);
    found.extend(declared.iter().filter_map(|limit| unknown(dataset, layer, brief, limit)));
    match (brief, figures) {
        (Some(brief), _) => {
            let (asked, there) = (brief.all_territories(dataset, &takers), layer.alignment.territories().len());
            if asked != there {
                found.push(Violation::TerritoryCount { layer: layer.name.clone(), asked, found: there });
            }
            found.extend(rules(dataset, layer, brief, &takers, before, declared));
            found.extend(people::faults(dataset, layer, brief, declared));
            let work = balance(dataset, layer, brief, figures, declared, &mut found);
            if let (Continuity::Keep(caps), Some(before), Some(work)) = (&brief.continuity, before, work) {
                let worth = caps.measure.as_ref().map(|measure| values(dataset.accounts(), measure));
                match worth.transpose() {
                    Ok(worth) => found.extend(moved(layer, &work, worth.as_deref(), caps, before, declared)),
                    Err(violation) => found.push(violation),
                }
            }
        }
        (None, Some(_)) => found.push(Violation::NoBrief { layer: layer.name.clone() }),
        (None, None) => {}
    }
    for (territory, parts) in broken(dataset, &layer.alignment, brief, &takers) {
        if !declared.contains(&Limit::Islands { territory }) {
            found.push(Violation::Islands { territory: name(&layer.alignment, territory), parts });
        }
    }
    found
}

pub(super) fn name(alignment: &Alignment, territory: TerritoryIx) -> String {
    called(territory, alignment.territory(territory).map_or("", |found| found.name.as_str()))
}

/// Located accounts without an owner that no rule leaves to nobody, where they are more than the plan says.
fn unassigned(
    dataset: &Dataset,
    layer: &Layer,
    takers: &[Option<u16>],
    brief: Option<&DesignBrief>,
    declared: &[Limit],
) -> Option<Violation> {
    let taker = |account: AccountIx| brief?.taker(takers.get(account.index()).copied().flatten());
    let is_nobodys = |account: AccountIx| taker(account) == Some(&Taker::Nobody);
    let open = |account: &_| layer.alignment.owner(*account).is_none() && !is_nobodys(*account);
    let located = |account: &_| dataset.accounts().get(*account).location.is_some();
    let mut without = dataset.accounts().indices().filter(open).filter(located);
    let first = dataset.accounts().get(without.next()?).id.to_owned();
    let accounts = 1 + without.count();
    let admitted = declared.iter().filter_map(|limit| match *limit {
        Limit::Unassigned { accounts } => Some(accounts as usize),
        _ => None,
    });
    (accounts > admitted.max().unwrap_or(0)).then(|| Violation::Unassigned {
        layer: layer.name.clone(),
        accounts,
        first,
    })
}

fn reps(dataset: &Dataset, alignment: &Alignment, found: &mut Vec<Violation>) {
    let mut taken: BTreeMap<RepIx, TerritoryIx> = BTreeMap::new();
    for (territory, own) in alignment.indices().zip(alignment.territories()) {
        let Some(rep) = own.rep else { continue };
        let Some(person) = dataset.rep(rep) else {
            let (rep, reps) = (rep.index() + 1, dataset.reps().len());
            found.push(Violation::UnknownRep { territory: name(alignment, territory), rep, reps });
            continue;
        };
        if let Some(first) = taken.insert(rep, territory) {
            let [first, second] = [first, territory].map(|territory| name(alignment, territory));
            found.push(Violation::RepTwice { rep: person.name.clone(), first, second });
        }
    }
}

fn unknown(dataset: &Dataset, layer: &Layer, brief: Option<&DesignBrief>, limit: &Limit) -> Option<Violation> {
    let barriers = brief.map_or(0, |brief| brief.barriers.len());
    let (what, index, count) = match limit {
        Limit::Barrier { barrier, .. } => ("barrier", usize::from(*barrier), barriers),
        Limit::Heavy { account, .. } | Limit::Skill { account, .. } => {
            ("account", account.index(), dataset.accounts().len())
        }
        _ => ("territory", limit.territory()?.index(), layer.alignment.territories().len()),
    };
    (index >= count).then(|| Violation::UnknownLimit { layer: layer.name.clone(), what, number: index + 1 })
}

/// Rules that are not kept for more accounts than the plan says.
fn rules(
    dataset: &Dataset,
    layer: &Layer,
    brief: &DesignBrief,
    takers: &[Option<u16>],
    before: Option<&Alignment>,
    declared: &[Limit],
) -> Vec<Violation> {
    if !brief.is_ruled() {
        return Vec::new();
    }
    let mut strays: BTreeMap<Option<u16>, Vec<AccountIx>> = BTreeMap::new();
    for (account, taker) in dataset.accounts().indices().zip(takers) {
        if !is_with(dataset, &layer.alignment, before, account, brief.taker(*taker)) {
            strays.entry(*taker).or_default().push(account);
        }
    }
    let beyond = strays.into_iter().filter_map(|(rule, strays)| {
        let admitted = declared.iter().filter_map(|limit| match *limit {
            Limit::Rule { rule: own, accounts } if own == rule => Some(accounts as usize),
            _ => None,
        });
        let first = dataset.accounts().get(*strays.first()?).id.to_owned();
        let what = match rule.and_then(|rule| brief.rules.get(usize::from(rule)).zip(rule.checked_add(1))) {
            Some((rule, number)) => format!("rule {number} “{}”", rule.name),
            None => "what no rule takes, which is the field’s,".to_owned(),
        };
        let accounts = strays.len();
        (accounts > admitted.max().unwrap_or(0)).then_some(Violation::Rule { what, accounts, first })
    });
    beyond.collect()
}

/// Whether an account is with whom a rule, or none, gives it to.
fn is_with(
    dataset: &Dataset,
    alignment: &Alignment,
    before: Option<&Alignment>,
    account: AccountIx,
    taker: Option<&Taker>,
) -> bool {
    let owner = alignment.owner(account);
    let own = owner.and_then(|owner| alignment.territory(owner));
    let rep = own.and_then(|own| dataset.reps().get(own.rep?.index()));
    // Who has no owner at all is told by itself.
    match taker {
        None => own.is_none_or(|own| own.crew == Crew::Field),
        Some(Taker::Team(team)) => own.is_none_or(|own| own.crew == Crew::Team(*team)),
        Some(Taker::Rep(id)) => rep.is_some_and(|rep| rep.id == *id),
        Some(Taker::NamedRep(id)) => {
            rep.is_some_and(|rep| rep.id == *id) && own.is_some_and(|own| own.crew == Crew::Named)
        }
        Some(Taker::Present) => before.is_some_and(|before| before.owner(account) == owner),
        Some(Taker::Nobody) => owner.is_none(),
    }
}

fn balance(
    dataset: &Dataset,
    layer: &Layer,
    brief: &DesignBrief,
    figures: Option<&Figures>,
    declared: &[Limit],
    found: &mut Vec<Violation>,
) -> Option<Work> {
    let work = match Work::of(dataset.accounts(), brief) {
        Ok(work) => work,
        Err(violation) => {
            found.push(violation);
            return None;
        }
    };
    let holdings = holdings(dataset, &layer.alignment, &work);
    if let Some(figures) = figures {
        found.extend(differences(layer, brief, figures, &holdings));
    }
    let combined = |holding: &Holding| holding.activity;
    found.extend(out_of_tolerance(layer, brief.tolerance, None, declared, &holdings, &combined));
    for (position, measure) in brief.held() {
        let total = |holding: &Holding| holding.totals.get(usize::from(position)).copied().unwrap_or_default();
        if let Some(tolerance) = brief.tolerance_of(measure) {
            found.extend(out_of_tolerance(layer, tolerance, Some((position, measure)), declared, &holdings, &total));
        }
        let held = layer.alignment.indices().zip(holdings.iter().map(total));
        found.extend(
            held.filter_map(|(territory, total)| out_of_bounds(layer, territory, total, (position, measure), declared)),
        );
    }
    Some(work)
}

fn out_of_tolerance(
    layer: &Layer,
    tolerance: Tolerance,
    held: Option<(u16, &MeasureWeight)>,
    declared: &[Limit],
    holdings: &[Holding],
    amount: &dyn Fn(&Holding) -> f64,
) -> Vec<Violation> {
    let tolerance = tolerance.value();
    let position = held.map(|(position, _)| position);
    let deviations = deviations(holdings, amount).unwrap_or_default();
    let beyond = layer.alignment.indices().zip(deviations).filter(|&(territory, deviation)| {
        // A declaration covers what it admits to, no more.
        let admitted = declared.iter().filter_map(|limit| match *limit {
            Limit::Tolerance { territory: own, measure, deviation } if own == territory && measure == position => {
                Some(deviation)
            }
            _ => None,
        });
        let accepted = admitted.fold(tolerance, f64::max);
        deviation > accepted + ROUNDING * accepted.max(1.0)
    });
    let violation = |(territory, deviation)| Violation::Tolerance {
        territory: name(&layer.alignment, territory),
        measure: held.map(|(_, measure)| measure.measure.clone()),
        deviation,
        tolerance,
    };
    beyond.map(violation).collect()
}

fn out_of_bounds(
    layer: &Layer,
    territory: TerritoryIx,
    total: f64,
    (position, measure): (u16, &MeasureWeight),
    declared: &[Limit],
) -> Option<Violation> {
    let slack = ROUNDING * total.abs().max(1.0);
    let below = measure.least.filter(|least| total < least - slack);
    let bound = below.or(measure.most.filter(|most| total > most + slack))?;
    let is_declared = declared.iter().any(|limit| match *limit {
        Limit::Bound { territory: own, measure, total: said } => {
            own == territory && measure == position && (said - total).abs() <= slack
        }
        _ => false,
    });
    let territory = name(&layer.alignment, territory);
    (!is_declared).then(|| Violation::Bound { territory, measure: measure.measure.clone(), total, bound })
}

/// What changed hands, in all and by territory before, against the caps; `worth` is what they count of each account where
/// that is not the combined activity.
fn moved(
    layer: &Layer,
    work: &Work,
    worth: Option<&[f64]>,
    caps: &Caps,
    before: &Alignment,
    declared: &[Limit],
) -> Vec<Violation> {
    let mut owned = vec![[0.0; 2]; before.territories().len() + 1];
    for (account, owner) in before.owners().iter().enumerate() {
        let Some(owner) = owner else { continue };
        let activity = worth.map_or_else(
            || work.combined(&work.values.iter().map(|values| values[account]).collect::<Vec<f64>>()),
            |worth| worth[account],
        );
        let is_kept = layer.alignment.owners().get(account) == Some(&Some(*owner));
        for index in [owner.index(), before.territories().len()] {
            owned[index][0] += activity;
            owned[index][1] += if is_kept { 0.0 } else { activity };
        }
    }
    let each = before.indices().map(Some).chain([None]).zip(&owned);
    let beyond = each.filter_map(|(from, &[all, gone])| {
        let cap = if from.is_some() { caps.per_territory } else { caps.in_all }?.value();
        let share = gone / all;
        let admitted = declared.iter().filter_map(|limit| match *limit {
            Limit::Moved { from: own, share } if own == from => Some(share),
            _ => None,
        });
        let accepted = admitted.fold(cap, f64::max);
        (share > accepted + ROUNDING).then(|| Violation::Moved {
            what: {
                let all = || format!("all {}", caps.measure.as_deref().unwrap_or("activity"));
                from.map_or_else(all, |from| name(before, from))
            },
            share,
            cap,
        })
    });
    beyond.collect()
}
