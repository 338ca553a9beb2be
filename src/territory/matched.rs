//! Why each rep has its territory, who else could have it, and where new hires should live.

use super::fit::{Fit, Members, mean_way};
use super::staffing::Reachable;
use crate::geography::{EARTH_RADIUS, chord_squared, great_circle, unit_vector};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, Crew, Criterion, Dataset, DesignBrief, HomeAdvice, HomeBase, Match,
    MeasureError, NextBest, RepIx, Staffing, TerritoryIx,
};
use crate::sorting::sort_by;
use crate::units::{LonLat, Meters};
use std::collections::BTreeSet;

/// Steps towards the point with the least mean way.
const STEPS: usize = 60;

/// Places around it that are tried.
const TRIED: usize = 48;

/// How reps and territories of an alignment fit, and where its new hires should live. O(accounts · reps of a crew).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn staffing(dataset: &Dataset, brief: &DesignBrief, alignment: &Alignment) -> Result<Staffing, MeasureError> {
    let activity = ActivityMeasures::combine(dataset.accounts(), &brief.measures)?.combined;
    let mut members: Vec<Members> = vec![Vec::new(); alignment.territories().len()];
    for (account, (owner, activity)) in alignment.owners().iter().zip(activity).enumerate() {
        if let Some(own) = owner.and_then(|owner| members.get_mut(owner.index())) {
            own.push((account, activity));
        }
    }
    let locations = &dataset.accounts().locations;
    let matches = match &brief.people.matching {
        Some(criteria) => matches(dataset, brief, criteria, alignment, &members),
        None => Vec::new(),
    };
    let hires = alignment.indices().zip(alignment.territories()).filter_map(|(territory, own)| {
        let rep = own.rep.filter(|&rep| brief.base_of(dataset, rep) == HomeBase::NewHire)?;
        let (account, place) = best_home(&members[territory.index()], locations)?;
        let way = |from| mean_way(&members[territory.index()], from, locations).map(Meters);
        let others = (0..).map(RepIx).take(dataset.reps().len()).filter(|&other| other != rep);
        let settled = others.filter(|&other| brief.base_of(dataset, other) != HomeBase::NewHire);
        let homes = settled.filter_map(|other| Some((other, way(dataset.rep(other)?.home.location?)?)));
        let otherwise = homes.min_by(|a, b| a.1.0.total_cmp(&b.1.0));
        Some(HomeAdvice { territory, rep, account, way: way(place)?, otherwise })
    });
    Ok(Staffing { homes: hires.collect(), matches })
}

/// The reps who could have the territories of a crew: those of the field or the team but for reps with named accounts alone,
/// and who has one of them.
fn reps_of(dataset: &Dataset, brief: &DesignBrief, alignment: &Alignment, crew: &[TerritoryIx]) -> Vec<RepIx> {
    let has = |kind: Crew| alignment.territories().iter().filter(move |own| own.crew == kind).filter_map(|own| own.rep);
    let named: BTreeSet<RepIx> = has(Crew::Named).collect();
    let own: BTreeSet<RepIx> = crew.iter().filter_map(|&own| alignment.territory(own)?.rep).collect();
    let team = crew.first().and_then(|&own| alignment.territory(own)).and_then(|own| match own.crew {
        Crew::Team(team) => Some(team),
        Crew::Field | Crew::Named => None,
    });
    let reps = (0..).map(RepIx).zip(dataset.reps());
    let is_theirs = |rep: RepIx, id: &str| brief.team_of(id) == team && !named.contains(&rep);
    reps.filter(|(rep, own_rep)| own.contains(rep) || is_theirs(*rep, &own_rep.id)).map(|(rep, _)| rep).collect()
}

fn matches(
    dataset: &Dataset,
    brief: &DesignBrief,
    criteria: &[Criterion],
    alignment: &Alignment,
    members: &[Members],
) -> Vec<Match> {
    let fit = Fit::new(dataset, brief, criteria);
    let reachable = Reachable::new(dataset, brief, alignment);
    let crews = alignment.crews();
    let divided = alignment.indices().zip(alignment.territories()).filter(|(_, own)| own.crew != Crew::Named);
    let kinds: BTreeSet<usize> = divided.map(|(territory, _)| crews[territory.index()]).collect();
    let mut found = Vec::new();
    for kind in kinds {
        let own: Vec<TerritoryIx> = alignment.indices().filter(|own| crews[own.index()] == kind).collect();
        let reps = reps_of(dataset, brief, alignment, &own);
        let theirs: Vec<Members> = own.iter().map(|own| members[own.index()].clone()).collect();
        let points = fit.points(&theirs, &reps, &dataset.accounts().locations);
        let total = |row: usize, rep: usize| points[row][rep].iter().sum::<f64>();
        let post: Vec<Option<usize>> = own
            .iter()
            .map(|&own| alignment.territory(own)?.rep.and_then(|rep| reps.iter().position(|other| *other == rep)))
            .collect();
        for (row, &territory) in own.iter().enumerate() {
            let Some(rep) = post[row] else { continue };
            let misplaced = |rep: usize| reachable.misplaced(&theirs[row], reps[rep]);
            let now = misplaced(rep);
            let others = (0..reps.len()).filter(|&other| other != rep && misplaced(other) <= now);
            let next = others.max_by(|&a, &b| total(row, a).total_cmp(&total(row, b)).then(b.cmp(&a)));
            let next = next.map(|next| {
                let back = post.iter().position(|own| *own == Some(next));
                let swapped = back.map_or(0.0, |back| total(back, rep) - total(back, next));
                let change = total(row, next) - total(row, rep) + swapped;
                NextBest { rep: reps[next], points: points[row][next].clone(), change }
            });
            found.push(Match { territory, rep: reps[rep], points: points[row][rep].clone(), next });
        }
    }
    sort_by(&mut found, &|a, b| a.territory.cmp(&b.territory));
    found
}

/// The place of an account from which the activity-weighted mean way to all is least: the one among those nearest to the
/// point that is (Weiszfeld, "Sur le point pour lequel la somme des distances de n points donnés est minimum", 1937).
/// O(accounts).
fn best_home(members: &Members, locations: &[Option<LonLat>]) -> Option<(AccountIx, LonLat)> {
    let located: Vec<(usize, LonLat, f64)> =
        members.iter().filter_map(|&(account, activity)| Some((account, locations[account]?, activity))).collect();
    let all: f64 = located.iter().map(|own| own.2).sum();
    let weight = |activity: f64| if all > 0.0 { activity } else { 1.0 };
    let at: Vec<[f64; 3]> = located.iter().map(|own| unit_vector(own.1)).collect();
    let pulled = |pull: &dyn Fn(usize) -> f64| {
        let (mut sum, mut total) = ([0.0; 3], 0.0);
        for (row, at) in at.iter().enumerate() {
            let pull = pull(row);
            sum.iter_mut().zip(at).for_each(|(sum, x)| *sum += pull * x);
            total += pull;
        }
        sum.map(|sum: f64| sum / total)
    };
    let mut middle = pulled(&|row| weight(located[row].2));
    // A metre keeps the way to a point that is met from being nothing.
    let least = 1.0 / EARTH_RADIUS.0;
    for _ in 0..STEPS {
        let from = middle;
        middle = pulled(&|row| weight(located[row].2) / chord_squared(from, at[row]).sqrt().max(least));
    }
    let mut near: Vec<(f64, usize)> = at.iter().map(|&at| chord_squared(middle, at)).zip(0..).collect();
    sort_by(&mut near, &|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.truncate(TRIED);
    let way =
        |row: usize| -> f64 { located.iter().map(|own| weight(own.2) * great_circle(located[row].1, own.1).0).sum() };
    let best = near.iter().map(|&(_, row)| (way(row), row)).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (account, place, _) = located[best?.1];
    Some((AccountIx(u32::try_from(account).ok()?), place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// No place of an account has a mean way that is more than a little less.
        #[test]
        fn a_new_home_is_about_the_best(
            places in prop::collection::vec((-5.0..5.0_f64, 40.0..46.0_f64, 0.0..9.0_f64), 1..120),
        ) {
            let locations: Vec<Option<LonLat>> =
                places.iter().map(|&(lon, lat, _)| LonLat::new(lon, lat).ok()).collect();
            let members: Members = places.iter().map(|own| own.2).enumerate().collect();
            let (account, place) = best_home(&members, &locations).expect("they are somewhere");
            prop_assert_eq!(locations[account.index()], Some(place));
            let way = |from| mean_way(&members, from, &locations).expect("they are somewhere");
            let least = locations.iter().flatten().map(|&from| way(from)).fold(f64::INFINITY, f64::min);
            prop_assert!(way(place) <= least * 1.001 + 1.0, "{} {least}", way(place));
        }
    }
}
