//! What a person could do next, by what it does to the score.

use super::basic_units::{BasicUnits, Groups, Keys};
use super::crews::apart;
use super::division::barriers_of;
use super::explain::{Scales, Tally};
use super::ground::Grounds;
use super::identity::{Before, Identity};
use super::ledger::{Ledger, Terms, combined_terms, loads};
use super::partition::{Partition, Ties};
use super::staffing::{Reachable, loose_accounts};
use crate::model::{
    AccountIx, Alignment, Dataset, DesignBrief, Lock, MeasureError, Proposal, Taker, TerritoryIx, UnitBy,
};
use crate::sorting::sort_by;
use std::collections::BTreeSet;

/// Points that a move has to be worth to be proposed.
const WORTH: f64 = 0.01;

/// The next best moves of basic units, one after the other, each the best once those before it are made: of the units at a
/// border that are not locked, without bringing a territory out of a tolerance, or farther out of it, and, where the brief
/// asks for it, without tearing one apart. No more than `count`, and
/// fewer where no move lowers the score. O(accounts · log accounts + count · border · territories · measures).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn next_moves(
    dataset: &Dataset,
    brief: &DesignBrief,
    present: Before,
    count: usize,
) -> Result<Vec<Proposal>, MeasureError> {
    let mut owners = present.alignment.owners().to_vec();
    let baseline = present.baseline.unwrap_or(present.alignment);
    let scales = Scales::new(dataset, brief, baseline, present.alignment)?;
    let mut tally = Tally::new(&scales, present.alignment, baseline);
    let mut found = Vec::new();
    let locks = with_rules(dataset, brief, baseline, present.locks);
    let mut boards = boards(dataset, brief, Before { locks: &locks, ..present }, &scales);
    let mut options = Vec::new();
    let staff = Reachable::new(dataset, brief, present.alignment);
    let terms: Vec<Terms> =
        std::iter::once(combined_terms(brief)).chain(loads(Vec::new(), brief).iter().map(|load| load.terms)).collect();
    while found.len() < count {
        let mut candidates = Vec::new();
        let ledgers = tally.ledgers(&terms);
        for (board, (units, partition)) in boards.iter_mut().enumerate() {
            for unit in 0..units.len() {
                partition.options(units, unit, &mut options);
                for &to in options.iter().filter(|&&to| staff.may_have(units.members(unit), territory(to))) {
                    let mut after = tally.clone();
                    let change = after.carry_out(units.members(unit), &owners, territory(to)).change.total();
                    if change < -WORTH && keeps_balance(&ledgers, &after.ledgers(&terms)) {
                        candidates.push((change, (board, unit), to));
                    }
                }
            }
        }
        sort_by(&mut candidates, &|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut may_leave = |board: usize, unit: usize| {
            let (units, partition) = &mut boards[board];
            partition.may_leave(units, unit)
        };
        let best = candidates.into_iter().find(|&(_, (board, unit), _)| may_leave(board, unit));
        let Some((_, (board, unit), to)) = best else { break };
        let (units, partition) = &mut boards[board];
        let proposal = tally.carry_out(units.members(unit), &owners, territory(to));
        partition.shift(units, unit, to);
        if let Some(is_fixed) = partition.ties.is_fixed.get_mut(unit) {
            *is_fixed = true;
        }
        proposal.accounts.iter().for_each(|account| owners[account.index()] = Some(proposal.to));
        found.push(proposal);
    }
    Ok(found)
}

/// What it would do to give accounts to a territory, and `back` to the one that owned the accounts, if any.
/// O(accounts · measures).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn weigh(
    dataset: &Dataset,
    brief: &DesignBrief,
    present: Before,
    (accounts, to): (&[AccountIx], TerritoryIx),
    back: &[AccountIx],
) -> Result<Proposal, MeasureError> {
    let alignment = present.alignment;
    let baseline = present.baseline.unwrap_or(alignment);
    let scales = Scales::new(dataset, brief, baseline, alignment)?;
    let mut tally = Tally::new(&scales, alignment, baseline);
    let there = tally.carry_out(accounts, alignment.owners(), to);
    let Some(from) = there.from.filter(|_| !back.is_empty()) else { return Ok(there) };
    let returned = tally.carry_out(back, alignment.owners(), from);
    Ok(Proposal {
        accounts: [accounts, back].concat(),
        activity: there.activity + returned.activity,
        change: there.change + returned.change,
        from_index: [there.from_index[0], returned.to_index[1]],
        to_index: [there.to_index[0], returned.from_index[1]],
        ..there
    })
}

/// What it would do to give all accounts of a territory to another, which dissolves it. O(accounts · measures).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn weigh_merge(
    dataset: &Dataset,
    brief: &DesignBrief,
    present: Before,
    [from, into]: [TerritoryIx; 2],
) -> Result<Proposal, MeasureError> {
    let alignment = present.alignment;
    let baseline = present.baseline.unwrap_or(alignment);
    let scales = Scales::new(dataset, brief, baseline, alignment)?;
    let accounts: Vec<AccountIx> = alignment.members(from).collect();
    let mut tally = Tally::new(&scales, alignment, baseline);
    Ok(tally.carry_out_on(&scales.without(from), &accounts, alignment.owners(), into))
}

/// What it would do to split `new` off: `after` is the alignment with it, its last territory. O(accounts · measures).
///
/// # Errors
/// [`MeasureError`] when the accounts do not have the measures of the brief.
pub fn weigh_split(
    dataset: &Dataset,
    brief: &DesignBrief,
    present: Before,
    after: &Alignment,
) -> Result<Option<Proposal>, MeasureError> {
    let Some(new) = after.indices().last() else { return Ok(None) };
    let baseline = present.baseline.unwrap_or(present.alignment);
    // The new territory is there from the beginning, without a fair share, so that both sides have the same terms.
    let scales = Scales::new(dataset, brief, baseline, after)?;
    let whole = scales.without(new);
    let accounts: Vec<AccountIx> = after.members(new).collect();
    let mut tally = Tally::new(&whole, present.alignment, baseline);
    Ok(Some(tally.carry_out_on(&scales, &accounts, present.alignment.owners(), new)))
}

/// Whether no territory comes out of a tolerance, or farther out of it.
fn keeps_balance(before: &[Ledger], after: &[Ledger]) -> bool {
    before.iter().zip(after).all(|(before, after)| {
        let strains = (0..before.sums.len()).map(|k| [before, after].map(|ledger| ledger.strain(k, ledger.sums[k])));
        strains.into_iter().all(|[before, after]| after <= before.max(1.0))
    })
}

/// What rules give away is locked where it is, besides what is locked.
fn with_rules(dataset: &Dataset, brief: &DesignBrief, baseline: &Alignment, locks: &[Lock]) -> Vec<Lock> {
    let is_fixed = |rule: Option<u16>| brief.taker(rule).is_some_and(|taker| !matches!(taker, Taker::Team(_)));
    let takers = brief.takers(dataset, Some(baseline));
    let taken = takers.into_iter().zip((0..).map(AccountIx)).filter(|(rule, _)| is_fixed(*rule));
    locks.iter().copied().chain(taken.map(|(_, account)| Lock::Account(account))).collect()
}

/// By crew, its located accounts that have an owner as units of the present territories, with what is locked in them.
fn boards(dataset: &Dataset, brief: &DesignBrief, present: Before, scales: &Scales) -> Vec<(BasicUnits, Partition)> {
    let (accounts, alignment) = (dataset.accounts(), present.alignment);
    let activity = &scales.activity.combined;
    let identity = Identity::new(present, &[], &BTreeSet::new(), activity, alignment.territories().len());
    let (groups, holds) = (accounts.units(&brief.unit), identity.holds());
    let (barriers, needs) = (barriers_of(brief, brief.is_contiguous), brief.needs(dataset));
    let crews: BTreeSet<usize> = scales.crews.iter().copied().collect();
    let mut grounds = Grounds::default();
    let board = |crew: usize| {
        let is_own = |owner: &Option<u32>| owner.is_some_and(|owner| scales.crews[owner as usize] == crew);
        let is_own: Vec<bool> = identity.owners.iter().map(is_own).collect();
        let own = |(place, is_own): (&Option<_>, &bool)| place.filter(|_| *is_own);
        let locations: Vec<_> = accounts.locations.iter().zip(&is_own).map(own).collect();
        let apart = groups.as_ref().map(|groups| identity.groups_apart(&apart(groups, &is_own)));
        let own = alignment.territories().iter().zip(&scales.crews).filter(|(_, own)| **own == crew);
        let reps: Vec<_> = own.map(|(own, _)| own.rep).collect();
        let is_loose = loose_accounts(accounts.len(), &reps, &needs);
        let is_anchored = brief.unit == UnitBy::Family;
        let keys = Keys { groups: apart.as_deref(), holds: &holds, is_anchored, is_loose: &is_loose };
        let grouped = Groups::new(&locations, activity, &keys);
        if grouped.len() == 0 {
            return None;
        }
        let mut units =
            BasicUnits::new(&grouped, activity, &[], &keys, alignment.territories().len(), (&barriers, &mut grounds));
        // What would reach across a barrier is not proposed, also where a design has to.
        if let Some(apart) = units.fence.as_ref().and_then(|fence| fence.without_bridges(&units.graph)) {
            units.graph = apart;
        }
        let held = identity.units(&units, activity);
        let mut partition = Partition::new(&units, held.owners, &scales.shares, combined_terms(brief));
        partition.ties = Ties {
            is_fixed: held.is_fixed,
            // Nothing goes from crew to crew.
            is_closed: scales.crews.iter().zip(&identity.is_closed).map(|(own, is)| *is || *own != crew).collect(),
            may_scatter: !brief.is_contiguous,
            ..Ties::default()
        };
        Some((units, partition))
    };
    crews.into_iter().filter_map(board).collect()
}

fn territory(number: u32) -> TerritoryIx {
    TerritoryIx(u16::try_from(number).unwrap_or(u16::MAX))
}

/// Who owns all of these accounts.
pub(super) fn common_owner(accounts: &[AccountIx], owners: &[Option<TerritoryIx>]) -> Option<TerritoryIx> {
    let owner = |account: &AccountIx| owners.get(account.index()).copied().flatten();
    let first = accounts.first().and_then(owner);
    first.filter(|_| accounts.iter().all(|account| owner(account) == first))
}
