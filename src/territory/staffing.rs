//! Who has which territory before it is drawn: where needs, caps on the way from home and home bases matter, each territory
//! has its rep from the start, and accounts go only where they may.

use super::basic_units::BasicUnits;
use super::division::{Task, Worker};
use super::fit::Members;
use super::identity::Known;
use crate::geography::great_circle;
use crate::model::{AccountIx, Alignment, Crew, Dataset, DesignBrief, HomeBase, Needs, RepIx, Territory, TerritoryIx};
use crate::units::{LonLat, Meters};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// What of the reps matters while territories are drawn.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub(super) needs: Needs,
}

impl Staff {
    /// Holds that keep apart what is needed, too: by account, a number for the same hold and the same needs.
    pub(super) fn apart(&self, holds: &[u32], accounts: usize) -> Vec<u32> {
        let mut known = HashMap::new();
        let own = (0..).take(accounts).map(|row: u32| {
            let key = (holds.get(row as usize), self.needs.kind_of(AccountIx(row)));
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(key).or_insert(next)
        });
        own.collect()
    }

    /// How many of these accounts a rep, or nobody, may not have.
    pub(super) fn misplaced(&self, members: &Members, rep: Option<&Worker>, locations: &[Option<LonLat>]) -> usize {
        let is_far =
            |place: LonLat| rep.is_some_and(|rep| rep.home.is_some_and(|home| great_circle(home, place).0 > rep.reach));
        let is_misplaced = |&&(row, _): &&(usize, f64)| {
            let account = AccountIx(u32::try_from(row).unwrap_or(u32::MAX));
            !self.needs.is_met(account, rep.map(|rep| rep.rep)) || locations[row].is_some_and(is_far)
        };
        members.iter().filter(is_misplaced).count()
    }
}

/// By territory, its rep; `None` for one without.
pub(super) type Posts = Vec<Option<Worker>>;

/// Which units may go to which territories.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Permits {
    /// By unit, its class: units of one class may go to the same territories.
    class_of: Vec<u32>,
    /// By class, whether each territory may have it. Each class may go somewhere.
    masks: Vec<Vec<bool>>,
}

impl Permits {
    pub(super) fn class(&self, unit: usize) -> u32 {
        self.class_of.get(unit).copied().unwrap_or(0)
    }

    pub(super) fn masks(&self) -> &[Vec<bool>] {
        &self.masks
    }

    /// The same for these territories alone, in their order.
    pub(super) fn within(&self, territories: &[u32]) -> Self {
        let own = |mask: &Vec<bool>| territories.iter().map(|&k| mask[k as usize]).collect();
        Self { masks: self.masks.iter().map(own).collect(), ..self.clone() }
    }

    /// The same for these units and territories alone, in their order.
    pub(super) fn part(&self, units: &[usize], territories: &[u32]) -> Self {
        Self { class_of: units.iter().map(|&unit| self.class(unit)).collect(), ..self.within(territories) }
    }

    pub(super) fn allows(&self, unit: usize, territory: u32) -> bool {
        let mask = self.masks.get(self.class(unit) as usize);
        mask.and_then(|mask| mask.get(territory as usize)).copied().unwrap_or(true)
    }
}

/// Gives each territory that has no rep one of those who are free: those with a fixed home base first, then those who add
/// most activity that none before can serve, then in their order. O(territories · reps · kinds of needs).
pub(super) fn post(known: &mut [Known], task: &Task, staff: &Staff) -> Posts {
    let position = |rep: RepIx| task.reps.iter().position(|own| own.rep == rep);
    let has = |own: &Known| own.as_ref().and_then(|(_, own)| own.rep).and_then(position);
    let mut taken: BTreeSet<usize> = known.iter().filter_map(has).collect();
    let mut asked = vec![0.0; staff.needs.kinds()];
    for (account, activity) in (0..).map(AccountIx).zip(&task.activity) {
        if let Some(sum) = asked.get_mut(staff.needs.kind_of(account)) {
            *sum += activity.max(f64::MIN_POSITIVE);
        }
    }
    let meets = |rep: usize, kind: usize| staff.needs.is_kind_met(kind, Some(task.reps[rep].rep));
    let mut posts = Vec::with_capacity(known.len());
    for own in known.iter_mut() {
        if let Some(rep) = has(own) {
            posts.push(Some(task.reps[rep]));
            continue;
        }
        let is_served = |kind: usize| taken.iter().any(|&rep| meets(rep, kind));
        let open: Vec<usize> = (0..asked.len()).filter(|&kind| !is_served(kind)).collect();
        let adds = |rep: usize| open.iter().filter(|&&kind| meets(rep, kind)).map(|&kind| asked[kind]).sum::<f64>();
        let rank = |rep: usize| (task.reps[rep].base == HomeBase::Fixed, adds(rep));
        let free = (0..task.reps.len()).filter(|rep| !taken.contains(rep));
        let best = free.max_by(|&a, &b| {
            let ((a_fixed, a_adds), (b_fixed, b_adds)) = (rank(a), rank(b));
            a_fixed.cmp(&b_fixed).then(a_adds.total_cmp(&b_adds)).then(b.cmp(&a))
        });
        let rep = best.map(|best| task.reps[best]);
        taken.extend(best);
        if let Some((_, territory)) = own {
            territory.rep = rep.map(|rep| rep.rep);
        } else {
            let new = |rep: Worker| Territory { name: String::new(), rep: Some(rep.rep), slot: 0, crew: Crew::Field };
            *own = rep.map(|rep| (None, new(rep)));
        }
        posts.push(rep);
    }
    posts
}

/// By account, whether it needs what some of these reps of the territories have, and others not: it may lie anywhere then.
pub(super) fn loose_accounts(accounts: usize, reps: &[Option<RepIx>], needs: &Needs) -> Vec<bool> {
    let by_kind = needs.parted(reps);
    let is_loose = |row: u32| by_kind.get(needs.kind_of(AccountIx(row))).copied().unwrap_or(false);
    (0..).take(accounts).map(is_loose).collect()
}

/// Which units may go where. What nobody has who has room is no reason against anybody, and of what lies beyond all caps the
/// nearest home base is the least evil. O(units · territories).
pub(super) fn permits(units: &BasicUnits, posts: &Posts, staff: &Staff, task: &Task, is_closed: &[bool]) -> Permits {
    let open: Vec<bool> = (0..posts.len()).map(|k| !is_closed.get(k).copied().unwrap_or(false)).collect();
    let met: Vec<Vec<bool>> = (0..staff.needs.kinds())
        .map(|kind| posts.iter().map(|rep| staff.needs.is_kind_met(kind, rep.map(|rep| rep.rep))).collect())
        .collect();
    let mut known: HashMap<Vec<bool>, u32> = HashMap::new();
    let mut found = Permits::default();
    for unit in 0..units.len() {
        let members = units.members(unit);
        let kinds: BTreeSet<usize> = members.iter().map(|&account| staff.needs.kind_of(account)).collect();
        let has = |k: usize| kinds.iter().all(|&kind| met.get(kind).is_none_or(|met| met[k]));
        let skilled: Vec<bool> = (0..posts.len()).map(|k| open[k] && has(k)).collect();
        let able = if skilled.contains(&true) { skilled } else { open.clone() };
        let beyond: Vec<f64> = posts.iter().map(|rep| rep.map_or(0.0, |rep| beyond(task, members, &rep))).collect();
        let mut mask: Vec<bool> = (0..posts.len()).map(|k| able[k] && beyond[k] <= 0.0).collect();
        if !mask.contains(&true) {
            let least = (0..posts.len()).filter(|&k| able[k]).min_by(|&a, &b| beyond[a].total_cmp(&beyond[b]));
            if let Some(least) = least {
                mask[least] = true;
            }
        }
        let class = known.get(&mask).copied().unwrap_or_else(|| {
            let class = u32::try_from(found.masks.len()).unwrap_or(u32::MAX);
            found.masks.push(mask.clone());
            known.insert(mask, class);
            class
        });
        found.class_of.push(class);
    }
    found
}

/// By how much the farthest of these accounts lies beyond the cap of a rep, in metres; 0 for none.
fn beyond(task: &Task, members: &[AccountIx], rep: &Worker) -> f64 {
    let (Some(home), true) = (rep.home, rep.reach.is_finite()) else { return 0.0 };
    let places = members.iter().filter_map(|account| task.locations[account.index()]);
    let farthest = places.map(|place: LonLat| great_circle(home, place).0).fold(0.0, f64::max);
    (farthest - rep.reach).max(0.0)
}

/// Which accounts the reps may have.
pub(super) struct Reachable<'a> {
    dataset: &'a Dataset,
    alignment: &'a Alignment,
    needs: Needs,
    /// By rep, the home base and the cap of one who has both.
    caps: Vec<Option<(LonLat, Meters)>>,
}

impl<'a> Reachable<'a> {
    pub(super) fn new(dataset: &'a Dataset, brief: &DesignBrief, alignment: &'a Alignment) -> Self {
        let cap = |rep: RepIx| Some((dataset.rep(rep)?.home.location?, brief.reach_of(dataset, rep)?));
        let caps = (0..).take(dataset.reps().len()).map(RepIx).map(cap).collect();
        Self { dataset, alignment, needs: brief.needs(dataset), caps }
    }

    /// Whether a rep, or nobody, has what an account needs and lives near enough.
    fn has(&self, account: AccountIx, rep: Option<RepIx>) -> bool {
        let cap = rep.and_then(|rep| self.caps.get(rep.index()).copied().flatten());
        let place = self.dataset.accounts().locations.get(account.index()).copied().flatten();
        let is_near = cap.zip(place).is_none_or(|((home, cap), place)| great_circle(home, place) <= cap);
        is_near && self.needs.is_met(account, rep)
    }

    /// Whether the rep of a territory may have all these accounts.
    pub(super) fn may_have(&self, accounts: &[AccountIx], territory: TerritoryIx) -> bool {
        let rep = self.alignment.territory(territory).and_then(|own| own.rep);
        accounts.iter().all(|&account| self.has(account, rep))
    }

    /// How many of these accounts a rep may not have.
    pub(super) fn misplaced(&self, members: &Members, rep: RepIx) -> usize {
        let account = |row: usize| AccountIx(u32::try_from(row).unwrap_or(u32::MAX));
        members.iter().filter(|&&(row, _)| !self.has(account(row), Some(rep))).count()
    }
}
