//! Which territory is which when there was an alignment before.

use super::basic_units::BasicUnits;
use super::budget::NOBODY;
use super::capacity::parts;
use super::division::Worker;
use super::matching::assign;
use crate::model::{AccountIx, Alignment, Crew, Lock, RepIx, Territory, TerritoryIx};
use crate::sorting::sort_by;
use std::collections::{BTreeSet, HashMap};

/// What an account without activity counts, of all activity.
const TRIFLE: f64 = 1e-9;

/// An alignment that a design starts from, and what is locked in it.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Who owns what.
    pub alignment: &'a Alignment,
    /// What disruption is counted from, when that is not the same: the territories are those of `alignment`, in its order.
    pub baseline: Option<&'a Alignment>,
    /// What stays as it is.
    pub locks: &'a [Lock],
}

impl Before<'_> {
    /// How many territories a person locked, or something in them; `kept` is what a rule keeps. O(locks · log locks).
    pub(super) fn locked_territories(&self, kept: &BTreeSet<AccountIx>) -> usize {
        let territory = |lock: &Lock| match *lock {
            Lock::Territory(territory) => Some(territory),
            Lock::Account(account) => self.alignment.owner(account).filter(|_| !kept.contains(&account)),
            Lock::Rep(_) => None,
        };
        self.locks.iter().filter_map(territory).collect::<BTreeSet<TerritoryIx>>().len()
    }
}

/// Where units were.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// By unit, its territory; `NOBODY` for none.
    pub(super) owners: Vec<u32>,
    /// By unit, its territory at the baseline; `NOBODY` for none.
    pub(super) base: Vec<u32>,
    /// By unit, whether it is locked there.
    pub(super) is_fixed: Vec<bool>,
}

/// What a territory is called and who has it, and which it was before; `None` for a new one. One that a rep has by rule
/// was none before and has neither name nor colour slot yet.
pub(super) type Known = Option<(Option<TerritoryIx>, Territory)>;

/// What speaks for keeping a territory, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Free,
    ByRule,
    Locked,
}

/// The territories of a design that keeps those before, by account.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    /// The territories and which they were; `None` for a new one.
    pub(super) known: Vec<Known>,
    /// By account, the territory that it was in; `None` without one, or in one that is dissolved.
    pub(super) owners: Vec<Option<u32>>,
    /// By account, the territory that it was in at the baseline.
    pub(super) base: Vec<Option<u32>>,
    /// By account, whether it is locked.
    pub(super) is_locked: Vec<bool>,
    /// By territory, whether it takes in nothing.
    pub(super) is_closed: Vec<bool>,
}

impl Identity {
    /// Keeps the territories before; where fewer are wanted, those in which a person locked something, then those to which a
    /// rule gives something, then those with the most activity. `kept` are the accounts that a rule keeps where they are.
    /// O(accounts + territories · log territories).
    /// Accounts that a rule gives to a rep are locked in the rep's territory, a new one for a rep without.
    pub(super) fn new(
        before: Before,
        promised: &[(AccountIx, RepIx)],
        kept: &BTreeSet<AccountIx>,
        activity: &[f64],
        wanted: usize,
    ) -> Self {
        let alignment = before.alignment;
        let (territories, promises) = with_promised(alignment, promised);
        let count = territories.len();
        let mut is_closed = vec![false; count];
        let mut is_locked = vec![false; activity.len()];
        for lock in before.locks {
            match *lock {
                Lock::Rep(_) => {}
                Lock::Territory(territory) => {
                    if let Some(entry) = is_closed.get_mut(territory.index()) {
                        *entry = true;
                    }
                }
                Lock::Account(account) => {
                    if let Some(entry) = is_locked.get_mut(account.index()) {
                        *entry = alignment.owner(account).is_some();
                    }
                }
            }
        }
        let mut owners: Vec<Option<usize>> =
            alignment.owners().iter().map(|owner| owner.map(TerritoryIx::index)).collect();
        for (account, territory) in promises {
            owners[account.index()] = Some(territory);
            is_locked[account.index()] = true;
        }
        let is_promised: BTreeSet<AccountIx> = promised.iter().map(|&(account, _)| account).collect();
        let mut held = vec![(Hold::Free, 0.0); count];
        for ((own_account, (owner, activity)), locked) in
            (0..).map(AccountIx).zip(owners.iter().zip(activity)).zip(&mut is_locked)
        {
            let Some(own) = owner.and_then(|owner| held.get_mut(owner)) else { continue };
            *locked |= is_closed[owner.unwrap_or(0)];
            let hold = match *locked {
                true if kept.contains(&own_account) || is_promised.contains(&own_account) => Hold::ByRule,
                true => Hold::Locked,
                false => Hold::Free,
            };
            own.0 = own.0.max(hold);
            own.1 += activity;
        }
        let mut ranked: Vec<usize> = (0..count).collect();
        sort_by(&mut ranked, &|&a, &b| {
            let ((a_hold, a_held), (b_hold, b_held)) = (held[a], held[b]);
            b_hold.cmp(&a_hold).then(b_held.total_cmp(&a_held)).then(a.cmp(&b))
        });
        ranked.truncate(wanted);
        sort_by(&mut ranked, &usize::cmp);
        let mut number = vec![None; count];
        for (next, &kept) in (0..).zip(&ranked) {
            number[kept] = Some(next);
        }
        let was = |k: usize| u16::try_from(k).ok().filter(|_| k < alignment.territories().len()).map(TerritoryIx);
        let kept = |&k: &usize| Some((was(k), territories.get(k)?.clone()));
        let mut known: Vec<Known> = ranked.iter().map(kept).collect();
        let mut closed: Vec<bool> = ranked.iter().map(|&k| is_closed[k]).collect();
        known.resize(wanted, None);
        closed.resize(wanted, false);
        let kept = |owner: usize| number.get(owner).copied().flatten();
        let base = before.baseline.unwrap_or(alignment).owners().iter();
        let base = base.map(|owner| owner.map(TerritoryIx::index).and_then(kept)).collect();
        let owners = owners.into_iter().map(|owner| owner.and_then(kept)).collect();
        Self { known, owners, base, is_locked, is_closed: closed }
    }

    /// By account, what keeps it from being put into one unit with others: another owner, or a lock.
    pub(super) fn holds(&self) -> Vec<u32> {
        let mut known = HashMap::new();
        let own = self.owners.iter().zip(&self.base).zip(&self.is_locked);
        own.map(|hold| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(hold).or_insert(next)
        })
        .collect()
    }

    /// Groups from which the locked accounts are taken out, those of each group and territory together.
    pub(super) fn groups_apart(&self, groups: &[u32]) -> Vec<u32> {
        let mut known = HashMap::new();
        let own = groups.iter().zip(&self.owners).zip(&self.is_locked);
        own.map(|((&group, &owner), &is_locked)| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry((group, owner.filter(|_| is_locked))).or_insert(next)
        })
        .collect()
    }

    /// Where each unit was, the territory with most of its activity, and whether it is locked there. O(accounts).
    pub(super) fn units(&self, units: &BasicUnits, activity: &[f64]) -> Held {
        let mut held = Held::default();
        for unit in 0..units.len() {
            let members = units.members(unit);
            let owner = foremost(members, &self.owners, activity);
            held.owners.push(owner);
            held.base.push(foremost(members, &self.base, activity));
            held.is_fixed.push(owner != NOBODY && members.first().is_some_and(|first| self.is_locked[first.index()]));
        }
        held
    }

    /// By territory, its part of all activity: the capacity of its rep; a new one's of a rep who has none yet; else that of
    /// a full time.
    pub(super) fn shares(&self, reps: &[Worker]) -> Vec<f64> {
        let position = |rep: RepIx| reps.iter().position(|own| own.rep == rep);
        let known = |own: &Known| own.as_ref().and_then(|(_, own)| own.rep).and_then(position);
        let taken: BTreeSet<usize> = self.known.iter().filter_map(known).collect();
        let mut free = (0..reps.len()).filter(|rep| !taken.contains(rep));
        let rep = |own: &Known| if own.is_some() { known(own) } else { free.next() };
        let mut rep = rep;
        let capacities: Vec<f64> = self
            .known
            .iter()
            .map(|own| rep(own).and_then(|rep| reps.get(rep)).map_or(1.0, |rep| rep.capacity))
            .collect();
        parts(&capacities)
    }
}

/// The territories before and those that reps get by rule, and which of them each promised account is in.
fn with_promised(alignment: &Alignment, promised: &[(AccountIx, RepIx)]) -> (Vec<Territory>, Vec<(AccountIx, usize)>) {
    let mut territories = alignment.territories().to_vec();
    let mut promises = Vec::with_capacity(promised.len());
    for &(account, rep) in promised {
        let own = territories.iter().position(|own| own.rep == Some(rep)).unwrap_or_else(|| {
            territories.push(Territory { name: String::new(), rep: Some(rep), slot: 0, crew: Crew::Field });
            territories.len() - 1
        });
        promises.push((account, own));
    }
    (territories, promises)
}

/// The owner of most activity of a unit; `NOBODY` where none of it has one.
fn foremost(members: &[AccountIx], owners: &[Option<u32>], activity: &[f64]) -> u32 {
    let mut shares: Vec<(u32, f64)> = Vec::new();
    for account in members {
        let Some(owner) = owners[account.index()] else { continue };
        match shares.iter_mut().find(|(k, _)| *k == owner) {
            Some((_, sum)) => *sum += activity[account.index()],
            None => shares.push((owner, activity[account.index()])),
        }
    }
    let most = shares.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    most.map_or(NOBODY, |&(k, _)| k)
}

/// Territories that were drawn anew, each called what the one before was that it shares most activity with, so that the sum
/// of what is shared is greatest; only where it `fits`. O(accounts + territories³).
pub(super) fn by_overlap(
    alignment: &Alignment,
    members: &[Vec<(usize, f64)>],
    fits: impl Fn(usize, TerritoryIx, &Territory) -> bool,
) -> Vec<Known> {
    let before = alignment.territories();
    let size = before.len().max(members.len());
    let mut shared = vec![vec![0.0; size]; size];
    for (territory, members) in members.iter().enumerate() {
        for &(account, activity) in members {
            if let Some(owner) = alignment.owners().get(account).copied().flatten() {
                // Accounts without activity count a trifle, so that they name what nothing else does.
                shared[territory][owner.index()] += activity + TRIFLE;
            }
        }
    }
    for (territory, row) in shared.iter_mut().enumerate().take(members.len()) {
        for ((number, own), shared) in (0..).map(TerritoryIx).zip(before).zip(row) {
            if !fits(territory, number, own) {
                *shared = 0.0;
            }
        }
    }
    let costs: Vec<Vec<f64>> = shared.iter().map(|row| row.iter().map(|shared| -shared).collect()).collect();
    let matched = assign(&costs);
    let known = |territory: usize| {
        let number = matched[territory];
        let own = before.get(number).filter(|_| shared[territory][number] > 0.0)?;
        Some((Some(TerritoryIx(u16::try_from(number).ok()?)), own.clone()))
    };
    (0..members.len()).map(known).collect()
}
