//! Rules first: which crew divides each account, and what rules, locks and owners before say about it.

use super::identity::Before;
use crate::model::{
    AccountIx, Alignment, Continuity, Crew, Dataset, DesignBrief, Lock, RepIx, Taker, Territory, TerritoryIx,
};
use crate::sorting::sort;
use std::collections::{BTreeMap, BTreeSet};

/// What one crew divides.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) crew: Crew,
    /// How many territories.
    pub(super) territories: u16,
    pub(super) reps: Vec<RepIx>,
    /// By account, whether the crew divides it.
    pub(super) is_own: Vec<bool>,
    /// By account, whether a rule gives it to one of the territories.
    pub(super) is_given: Vec<bool>,
    /// Accounts that rules give to a rep of the crew.
    pub(super) promised: Vec<(AccountIx, RepIx)>,
    /// Accounts that a rule keeps with their owner, and no lock does.
    pub(super) kept: BTreeSet<AccountIx>,
    /// Its territories before; `None` where it had none.
    pub(super) before: Option<PartBefore>,
}

impl Part {
    /// The reps who are locked in their territories, or whom rules give accounts there.
    pub(super) fn kept_reps(&self) -> Vec<RepIx> {
        let promised = self.promised.iter().map(|&(_, rep)| rep);
        let Some(before) = &self.before else { return promised.collect() };
        let rep = |lock: &Lock| match *lock {
            Lock::Rep(territory) => before.alignment.territory(territory)?.rep,
            Lock::Account(_) | Lock::Territory(_) => None,
        };
        promised.chain(before.locks.iter().filter_map(rep)).collect()
    }
}

/// The territories of a crew before, alone.
#[derive(Debug, Clone)]
pub(super) struct PartBefore {
    pub(super) alignment: Alignment,
    pub(super) baseline: Alignment,
    pub(super) locks: Vec<Lock>,
    /// By territory, its position in the alignment of all crews.
    pub(super) positions: Vec<TerritoryIx>,
}

/// A rep with named accounts alone.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) rep: RepIx,
    pub(super) accounts: Vec<AccountIx>,
    /// The territory before.
    pub(super) before: Option<TerritoryIx>,
}

/// Whose an account is that no division reaches, for it has no location.
#[derive(Debug, Clone, Copy)]
pub(super) enum Heir {
    Rep(RepIx),
    /// The territory that takes the place of this one before.
    Successor(TerritoryIx),
}

/// All accounts, by who divides them.
#[derive(Debug, Clone)]
pub(super) struct Split {
    /// The field first, then the teams in their order.
    pub(super) parts: Vec<Part>,
    pub(super) named: Vec<Named>,
    /// Accounts without a location that have an owner all the same.
    pub(super) heirs: Vec<(AccountIx, Heir)>,
}

/// What becomes of an account.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Divided(usize),
    Promised(RepIx),
    Stays(TerritoryIx),
    Named(RepIx),
    Nobodys,
}

/// What fates are told from.
struct Teller<'a> {
    dataset: &'a Dataset,
    brief: &'a DesignBrief,
    named: Vec<RepIx>,
    territories: &'a [Territory],
    is_locked: Vec<bool>,
    is_closed: Vec<bool>,
}

impl Split {
    /// Locks win over rules, and rules over each other in their order. O(accounts · rules).
    pub(super) fn new(dataset: &Dataset, brief: &DesignBrief, before: Option<Before>) -> Self {
        let count = dataset.accounts().len();
        let nothing = Alignment::new(Vec::new(), vec![None; count]).unwrap_or_default();
        let before = before.filter(|before| before.alignment.owners().len() == count);
        let before = before.unwrap_or(Before { alignment: &nothing, baseline: None, locks: &[] });
        let baseline = before.baseline.unwrap_or(before.alignment);
        let takers = brief.takers(dataset, Some(baseline));
        let teller = Teller::new(dataset, brief, before, brief.named_reps(dataset, &takers));
        let mut owners = before.alignment.owners().to_vec();
        let mut locks = before.locks.to_vec();
        let mut part_of = vec![None; count];
        let is_given = takers.iter().map(|rule| teller.gives(*rule)).collect::<Vec<bool>>();
        let mut split = Self {
            parts: teller.parts(),
            named: teller.named.iter().map(|&rep| Named { rep, accounts: Vec::new(), before: None }).collect(),
            heirs: Vec::new(),
        };
        for (row, account) in (0..count).zip((0..).map(AccountIx)) {
            let fate = teller.fate(row, owners[row], baseline.owner(account), takers[row]);
            part_of[row] = match fate {
                Fate::Divided(part) => Some(part),
                Fate::Promised(rep) => {
                    let part = teller.part_of_rep(rep);
                    split.parts[part].promised.push((account, rep));
                    Some(part)
                }
                Fate::Stays(territory) => {
                    owners[row] = Some(territory);
                    locks.push(Lock::Account(account));
                    let part = teller.part_of_territory(territory);
                    if !teller.is_locked(row, before.alignment.owner(account)) {
                        split.parts[part].kept.insert(account);
                    }
                    Some(part)
                }
                Fate::Named(rep) => {
                    if let Some(own) = split.named.iter_mut().find(|own| own.rep == rep) {
                        own.accounts.push(account);
                    }
                    None
                }
                Fate::Nobodys => None,
            };
            let heir = match fate {
                Fate::Promised(rep) => Some(Heir::Rep(rep)),
                Fate::Stays(territory) => Some(Heir::Successor(territory)),
                Fate::Divided(_) if brief.continuity != Continuity::Redraw => owners[row].map(Heir::Successor),
                Fate::Divided(_) | Fate::Named(_) | Fate::Nobodys => None,
            };
            let heir = heir.filter(|_| dataset.accounts().locations[row].is_none());
            split.heirs.extend(heir.map(|heir| (account, heir)));
        }
        sort(&mut locks);
        locks.dedup();
        for own in &mut split.named {
            let mut territories = before.alignment.indices().zip(before.alignment.territories());
            own.before = territories.find(|(_, territory)| territory.rep == Some(own.rep)).map(|(at, _)| at);
        }
        for (position, part) in split.parts.iter_mut().enumerate() {
            part.is_own = part_of.iter().map(|own| *own == Some(position)).collect();
            part.is_given = part.is_own.iter().zip(&is_given).map(|(is_own, is_given)| *is_own && *is_given).collect();
            let is_own = |territory: TerritoryIx| {
                teller.crew_of(territory) != Crew::Named && teller.part_of_territory(territory) == position
            };
            part.before = part_before(before.alignment, [&owners, baseline.owners()], &locks, &part.is_own, is_own);
        }
        split
    }
}

impl<'a> Teller<'a> {
    fn new(dataset: &'a Dataset, brief: &'a DesignBrief, before: Before<'a>, named: Vec<RepIx>) -> Self {
        let territories = before.alignment.territories();
        let mut is_locked = vec![false; dataset.accounts().len()];
        let mut is_closed = vec![false; territories.len()];
        for lock in before.locks {
            let entry = match *lock {
                Lock::Account(account) => is_locked.get_mut(account.index()),
                Lock::Territory(territory) => is_closed.get_mut(territory.index()),
                Lock::Rep(_) => None,
            };
            if let Some(entry) = entry {
                *entry = true;
            }
        }
        Self { dataset, brief, named, territories, is_locked, is_closed }
    }

    fn parts(&self) -> Vec<Part> {
        let sizes = std::iter::once(self.brief.territories).chain(self.brief.teams.iter().map(|team| team.territories));
        let crews = std::iter::once(Crew::Field).chain((0..).map(Crew::Team));
        let part = |(position, (territories, crew))| {
            let is_in = |rep: &RepIx| !self.named.contains(rep) && self.part_of_rep(*rep) == position;
            let reps = (0..).take(self.dataset.reps().len()).map(RepIx).filter(is_in).collect();
            Part {
                crew,
                territories,
                reps,
                is_own: Vec::new(),
                is_given: Vec::new(),
                promised: Vec::new(),
                kept: BTreeSet::new(),
                before: None,
            }
        };
        sizes.zip(crews).enumerate().map(part).collect()
    }

    fn part_of_rep(&self, rep: RepIx) -> usize {
        let team = self.dataset.rep(rep).and_then(|rep| self.brief.team_of(&rep.id));
        team.map_or(0, |team| usize::from(team) + 1)
    }

    /// A territory goes with its rep; without one, or to a team that lists none, it is where it was.
    fn crew_of(&self, territory: TerritoryIx) -> Crew {
        let Some(own) = self.territories.get(territory.index()) else { return Crew::Field };
        let team = |team: u16| self.brief.teams.get(usize::from(team));
        let stored = match own.crew {
            Crew::Team(position) => team(position).map(|team| (own.crew, team.reps.is_empty())),
            Crew::Field | Crew::Named => None,
        };
        match own.rep {
            Some(rep) if self.named.contains(&rep) => Crew::Named,
            Some(rep) => match (self.part_of_rep(rep), stored) {
                (0, Some((crew, true))) => crew,
                (part, _) => crew_of_part(part),
            },
            None => stored.map_or(Crew::Field, |(crew, _)| crew),
        }
    }

    fn part_of_territory(&self, territory: TerritoryIx) -> usize {
        match self.crew_of(territory) {
            Crew::Team(team) => usize::from(team) + 1,
            Crew::Field | Crew::Named => 0,
        }
    }

    /// Whether a person locked an account where it is, or all of the territory that owns it.
    fn is_locked(&self, row: usize, owner: Option<TerritoryIx>) -> bool {
        let is_closed = |owner: TerritoryIx| self.is_closed.get(owner.index()).copied().unwrap_or(false);
        owner.is_some_and(|owner| self.is_locked[row] || is_closed(owner))
    }

    /// Whether a rule gives an account to a territory.
    fn gives(&self, rule: Option<u16>) -> bool {
        matches!(self.brief.taker(rule), Some(Taker::Rep(_) | Taker::Present))
    }

    fn fate(&self, row: usize, owner: Option<TerritoryIx>, base: Option<TerritoryIx>, taker: Option<u16>) -> Fate {
        let stays = |territory: TerritoryIx| match self.territories.get(territory.index()) {
            Some(Territory { rep: Some(rep), .. }) if self.crew_of(territory) == Crew::Named => Fate::Named(*rep),
            Some(_) => Fate::Stays(territory),
            None => Fate::Divided(0),
        };
        if let Some(owner) = owner.filter(|&owner| self.is_locked(row, Some(owner))) {
            return stays(owner);
        }
        // Who was left out by hand stays out, as long as what there is is kept.
        let is_kept_out = base.is_some() && self.brief.continuity != Continuity::Redraw;
        if owner.is_none() && (self.is_locked[row] || is_kept_out) {
            return Fate::Nobodys;
        }
        let rep = |id: &str| self.dataset.rep_named(id);
        match self.brief.taker(taker) {
            None => Fate::Divided(0),
            Some(Taker::Team(team)) => Fate::Divided(usize::from(*team) + 1),
            Some(Taker::Rep(id)) => rep(id).map_or(Fate::Divided(0), |rep| self.promised(rep)),
            Some(Taker::NamedRep(id)) => rep(id).map_or(Fate::Divided(0), Fate::Named),
            Some(Taker::Present) => base.map_or(Fate::Divided(0), stays),
            Some(Taker::Nobody) => Fate::Nobodys,
        }
    }

    /// A rep whose territory is locked gets nothing; one with named accounts alone has no other.
    fn promised(&self, rep: RepIx) -> Fate {
        if self.named.contains(&rep) {
            return Fate::Named(rep);
        }
        let own = self.territories.iter().position(|own| own.rep == Some(rep));
        let is_closed = own.is_some_and(|own| self.is_closed[own]);
        if is_closed { Fate::Divided(self.part_of_rep(rep)) } else { Fate::Promised(rep) }
    }
}

fn crew_of_part(part: usize) -> Crew {
    part.checked_sub(1).and_then(|team| u16::try_from(team).ok()).map_or(Crew::Field, Crew::Team)
}

/// The territories that are the crew's and what they own of its accounts, now and at the baseline.
fn part_before(
    alignment: &Alignment,
    owners: [&[Option<TerritoryIx>]; 2],
    locks: &[Lock],
    is_own: &[bool],
    is_of_crew: impl Fn(TerritoryIx) -> bool,
) -> Option<PartBefore> {
    let positions: Vec<TerritoryIx> = alignment.indices().filter(|&territory| is_of_crew(territory)).collect();
    if positions.is_empty() {
        return None;
    }
    let mut number = vec![None; alignment.territories().len()];
    for (next, territory) in (0..).map(TerritoryIx).zip(&positions) {
        number[territory.index()] = Some(next);
    }
    let renumbered = |territory: TerritoryIx| number.get(territory.index()).copied().flatten();
    let [alignment, baseline] = owners.map(|owners| {
        let own = owners.iter().zip(is_own).map(|(owner, is_own)| owner.filter(|_| *is_own).and_then(renumbered));
        let territories = positions.iter().filter_map(|&territory| alignment.territory(territory)).cloned().collect();
        // Both are in range of the territories by construction.
        Alignment::new(territories, own.collect()).unwrap_or_default()
    });
    let lock = |lock: &Lock| match *lock {
        Lock::Account(account) => is_own.get(account.index()).copied().unwrap_or(false).then_some(*lock),
        Lock::Territory(territory) => renumbered(territory).map(Lock::Territory),
        Lock::Rep(territory) => renumbered(territory).map(Lock::Rep),
    };
    let locks = locks.iter().filter_map(lock).collect();
    Some(PartBefore { alignment, baseline, locks, positions })
}

/// Groups of which those accounts that the crew divides are apart from the others.
pub(super) fn apart(groups: &[u32], is_own: &[bool]) -> Vec<u32> {
    let mut known = BTreeMap::new();
    let own = groups.iter().zip(is_own).map(|key| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(key).or_insert(next)
    });
    own.collect()
}
