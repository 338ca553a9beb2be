//! A design as a job in short steps: the crews one after the other.

use super::course::Phase;
use super::crews::{Heir, Named, Part, Split, apart};
use super::division::{Division, Origin, Progress, Task, Worker};
use super::error::DesignError;
use super::fit::Fit;
use super::ground::Grounds;
use super::identity::Before;
use super::ledger::{combined_terms, loads};
use super::outcome::Designed;
use super::regions::Here;
use super::staffing::Staff;
use super::task::{DesignFound, DesignRun, DesignTask};
use crate::model::{
    AccountIx, ActivityMeasures, Alignment, Barrier, Continuity, Crew, Dataset, DesignBrief, Limit, MeasureWeight,
    People, RepIx, Territory, TerritoryIx, UnitBy, disruption_values,
};
use crate::units::LonLat;
use std::collections::{BTreeMap, BTreeSet};

/// A resumable design: rules give accounts away, and each crew divides what is left to it into compact territories of the
/// activity wanted, in one piece, drawn anew or as near to those before as balance allows.
///
/// What is to be done is given out as tasks: the starts, the finalists, each region and each crew do not wait for each other. It
/// owns copies of what it needs, so that it outlives a worker's pauses. Neither slicing nor who does a task, nor when, changes the
/// result: the same data set, brief, alignment before and seed give the same alignment, natively and in wasm.
#[derive(Debug, Clone)]
pub struct Design {
    accounts: usize,
    /// The field and the teams.
    crews: Vec<CrewDesign>,
    named: Vec<Named>,
    heirs: Vec<(AccountIx, Heir)>,
    /// What the territory of a rep with named accounts alone is called and coloured, in order.
    titles: Vec<(String, Option<u8>)>,
}

/// Where a task of a design belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DesignAt {
    crew: usize,
    /// The region and the position there.
    inside: [usize; 2],
}

#[derive(Debug, Clone)]
struct CrewDesign {
    crew: Crew,
    /// What the name of a territory gets where another crew has the same one.
    team: String,
    division: Division,
    accounts: f64,
    /// By territory before, its position in the alignment of all crews.
    positions: Vec<TerritoryIx>,
}

impl Design {
    /// Takes what it needs of the data set and of the alignment before, if there is one. O(accounts · (log accounts + rules)).
    ///
    /// # Errors
    /// [`DesignError`] when there is nothing to divide or nothing to balance, or rules name what is not there.
    pub fn new(dataset: &Dataset, brief: &DesignBrief, before: Option<Before>) -> Result<Self, DesignError> {
        Self::on(&mut Grounds::default(), dataset, brief, before)
    }

    /// The same design, faster where `grounds` remember the places of one before.
    ///
    /// # Errors
    /// As [`Design::new`].
    pub fn on(
        grounds: &mut Grounds,
        dataset: &Dataset,
        brief: &DesignBrief,
        before: Option<Before>,
    ) -> Result<Self, DesignError> {
        let accounts = dataset.accounts();
        if accounts.is_empty() {
            return Err(DesignError::NoAccount);
        }
        if brief.territories == 0 {
            return Err(DesignError::NoTerritory);
        }
        brief.check_rules(dataset)?;
        brief.check_people(dataset)?;
        Barrier::check(&brief.barriers)?;
        let groups = accounts.units(&brief.unit);
        if let (UnitBy::Column(column), None) = (&brief.unit, &groups) {
            return Err(DesignError::NoColumn { column: column.clone() });
        }
        check_bounds(brief)?;
        let measures = ActivityMeasures::combine(accounts, &brief.measures)?;
        let Split { parts, named, heirs } = Split::new(dataset, brief, before);
        let named_before = |own: &Named| before.and_then(|before| before.alignment.territory(own.before?));
        let title = |own: &Named| match named_before(own) {
            Some(before) => (before.name.clone(), Some(before.slot)),
            None => (dataset.rep(own.rep).map(|rep| rep.name.clone()).unwrap_or_default(), None),
        };
        let titles = named.iter().map(title).collect();
        let crew = |part: &Part, grounds: &mut Grounds| {
            let team = match part.crew {
                Crew::Team(team) => brief.teams.get(usize::from(team)).map(|team| team.name.clone()),
                Crew::Field | Crew::Named => None,
            };
            let design =
                CrewDesign::new(dataset, brief, part, groups.as_deref(), &measures, (team.as_deref(), grounds));
            design.map_err(|error| match team {
                Some(team) if !matches!(error, DesignError::NothingFor { .. }) => {
                    DesignError::Team { team, error: Box::new(error) }
                }
                _ => error,
            })
        };
        let crews = parts.iter().map(|part| crew(part, grounds)).collect::<Result<_, _>>()?;
        Ok(Self { accounts: accounts.len(), crews, named, heirs, titles })
    }

    /// A division of these accounts alone into so many territories, drawn anew; all others get no owner. Neither rules nor
    /// reps count. O(accounts · log accounts).
    ///
    /// # Errors
    /// [`DesignError`] when there is nothing to divide or nothing to balance.
    pub fn within(
        dataset: &Dataset,
        brief: &DesignBrief,
        own: &[AccountIx],
        territories: u16,
    ) -> Result<Self, DesignError> {
        let accounts = dataset.accounts();
        let measures = ActivityMeasures::combine(accounts, &brief.measures)?;
        let mut is_own = vec![false; accounts.len()];
        for account in own {
            if let Some(entry) = is_own.get_mut(account.index()) {
                *entry = true;
            }
        }
        let part = Part {
            crew: Crew::Field,
            territories,
            reps: Vec::new(),
            is_given: vec![false; is_own.len()],
            is_own,
            promised: Vec::new(),
            kept: BTreeSet::new(),
            before: None,
        };
        // Bounds are those of a whole territory.
        let free = |measure: &MeasureWeight| MeasureWeight { least: None, most: None, ..measure.clone() };
        let measures_of = brief.measures.iter().map(free).collect();
        let people = People::default();
        let brief = DesignBrief { continuity: Continuity::Redraw, measures: measures_of, people, ..brief.clone() };
        let groups = accounts.units(&brief.unit);
        let own = (None, &mut Grounds::default());
        let crew = CrewDesign::new(dataset, &brief, &part, groups.as_deref(), &measures, own)?;
        Ok(Self {
            accounts: accounts.len(),
            crews: vec![crew],
            named: Vec::new(),
            heirs: Vec::new(),
            titles: Vec::new(),
        })
    }

    /// The next task that waits, and where it belongs. There may be none although the design is not finished: others wait for
    /// what is under way.
    pub fn next_task(&mut self) -> Option<(DesignAt, DesignTask)> {
        let mut each = self.crews.iter_mut().enumerate();
        each.find_map(|(crew, own)| own.division.next().map(|(inside, task)| (DesignAt { crew, inside }, task)))
    }

    /// Takes what was found of a task; `None` from who lost it, and it waits again.
    pub fn take(&mut self, at: DesignAt, found: Option<DesignFound>) {
        if let Some(own) = self.crews.get_mut(at.crew) {
            own.division.take(at.inside, found);
        }
    }

    /// How far it is; `here` is a task under way and where it belongs.
    #[must_use]
    pub fn progress(&self, here: Option<(DesignAt, &DesignRun)>) -> Progress {
        let division = |(crew, own): (usize, &CrewDesign)| (own.accounts, own.division.progress(in_crew(here, crew)));
        let each: Vec<(f64, Progress)> = self.crews.iter().enumerate().map(division).collect();
        let all: f64 = each.iter().map(|(accounts, _)| accounts).sum();
        let done = each.iter().map(|(accounts, own)| accounts * own.done).sum::<f64>() / all;
        let finished = each.iter().all(|(_, own)| own.finished);
        Progress {
            done: if finished { 1.0 } else { done.min(1.0) },
            worst_deviation: each.iter().filter_map(|(_, own)| own.worst_deviation).reduce(f64::max),
            finished,
            phase: each
                .iter()
                .map(|(_, own)| own.phase)
                .find(|&phase| phase != Phase::Finished)
                .unwrap_or(Phase::Finished),
        }
    }

    /// The best so far by account, to draw it, in which a task `here` has a part; territories that are drawn anew are in no
    /// order yet. `None` for what is not located, and for all before there is anything to show.
    #[must_use]
    pub fn best(&self, here: Option<(DesignAt, &DesignRun)>) -> Vec<Option<TerritoryIx>> {
        let mut owners = vec![None; self.accounts];
        let mut offset = 0;
        for (position, crew) in self.crews.iter().enumerate() {
            for (entry, owner) in owners.iter_mut().zip(crew.division.best(in_crew(here, position))) {
                *entry = entry.or(owner.map(|owner| shifted(owner, offset)));
            }
            offset += crew.division.territories();
        }
        for (position, own) in self.named.iter().enumerate() {
            for account in &own.accounts {
                owners[account.index()] = Some(shifted(TerritoryIx(0), offset + position));
            }
        }
        owners
    }

    /// The alignment of the best so far: made contiguous when stopped early, then numbered, named, coloured and matched.
    #[must_use]
    pub fn finish(self) -> Designed {
        let Self { accounts, crews, named, heirs, titles, .. } = self;
        let mut whole = Assembly { owners: vec![None; accounts], ..Assembly::default() };
        for crew in crews {
            whole.add(crew.crew, &crew.team, &crew.positions, crew.division.finish());
        }
        for (own, (name, slot)) in named.iter().zip(titles) {
            whole.add_named(own, &name, slot);
        }
        whole.tell_apart();
        whole.hand_down(&heirs);
        whole.into_designed()
    }
}

/// Checks that no least is above its most.
fn check_bounds(brief: &DesignBrief) -> Result<(), DesignError> {
    let contradiction = brief.measures.iter().find_map(|own| {
        let (least, most) = (own.least?, own.most?);
        (least > most).then(|| DesignError::Bounds { measure: own.measure.clone(), least, most })
    });
    contradiction.map_or(Ok(()), Err)
}

/// A task under way, where it belongs to a crew.
fn in_crew(here: Option<(DesignAt, &DesignRun)>, crew: usize) -> Option<Here<'_>> {
    here.filter(|(at, _)| at.crew == crew).map(|(at, run)| (at.inside, run))
}

impl CrewDesign {
    fn new(
        dataset: &Dataset,
        brief: &DesignBrief,
        part: &Part,
        groups: Option<&[u32]>,
        measures: &ActivityMeasures,
        (team, grounds): (Option<&str>, &mut Grounds),
    ) -> Result<Self, DesignError> {
        let accounts = dataset.accounts();
        let own = part.is_own.iter().filter(|&&is_own| is_own).count();
        if own == 0 {
            return Err(match team {
                Some(team) => DesignError::NothingFor { crew: format!("team “{team}”") },
                None => DesignError::NothingLeft,
            });
        }
        let promised: BTreeSet<RepIx> = part.promised.iter().map(|&(_, rep)| rep).collect();
        if promised.len() > usize::from(part.territories) {
            return Err(DesignError::TooManyReps { reps: promised.len(), territories: part.territories });
        }
        let located = |row: usize| accounts.locations[row].filter(|_| part.is_own[row]);
        let locations: Vec<Option<LonLat>> = (0..accounts.len()).map(located).collect();
        let is_nowhere = locations.iter().all(Option::is_none);
        let worker = |&rep: &RepIx| {
            let own = dataset.rep(rep)?;
            let reach = brief.reach_of(dataset, rep).map_or(f64::INFINITY, |reach| reach.0);
            let base = brief.people.base(&own.id);
            Some(Worker { rep, home: own.home.location, capacity: own.capacity, reach, base })
        };
        let is_staffed = brief.people.shapes_territories() && !part.reps.is_empty();
        let names = brief.measures.iter().filter(|m| m.weight > 0.0).map(|m| m.measure.as_str());
        let task = Task {
            places: accounts.places.clone(),
            locations: if is_nowhere { at_one_place(&part.is_own) } else { locations },
            activity: measures.combined.clone(),
            disruption: disruption_values(accounts, brief)?,
            loads: loads(measures.measures.clone(), brief),
            is_given: part.is_given.clone(),
            is_loose: Vec::new(),
            reps: part.reps.iter().filter_map(worker).collect(),
            terms: combined_terms(brief),
            may_scatter: is_nowhere || !brief.is_contiguous,
            measure: names.collect::<Vec<_>>().join(" + "),
            staff: is_staffed.then(|| Staff { needs: brief.needs(dataset) }),
            fit: brief.people.matching.as_ref().map(|criteria| Fit::new(dataset, brief, criteria)),
            kept: part.kept_reps(),
            barriers: brief.barriers.clone(),
        };
        let apart = groups.map(|groups| apart(groups, &part.is_own));
        let before = part.before.as_ref().map(|before| Before {
            alignment: &before.alignment,
            baseline: Some(&before.baseline),
            locks: &before.locks,
        });
        let origin = Origin {
            territories: part.territories,
            groups: apart.as_deref(),
            before,
            promised: &part.promised,
            kept: &part.kept,
        };
        let positions = part.before.as_ref().map(|before| before.positions.clone()).unwrap_or_default();
        Ok(Self {
            crew: part.crew,
            team: team.unwrap_or_default().to_owned(),
            division: Division::new(task, brief, &origin, grounds)?,
            accounts: own as f64,
            positions,
        })
    }
}

/// The crews put together.
#[derive(Default)]
struct Assembly {
    territories: Vec<Territory>,
    owners: Vec<Option<TerritoryIx>>,
    predecessors: Vec<Option<TerritoryIx>>,
    /// By territory, its team; empty for the field.
    teams: Vec<String>,
    limits: Vec<Limit>,
    worst_deviation: f64,
}

impl Assembly {
    fn add(&mut self, crew: Crew, team: &str, positions: &[TerritoryIx], designed: Designed) {
        let offset = self.territories.len();
        for own in designed.alignment.territories() {
            self.territories.push(Territory { crew, ..own.clone() });
            self.teams.push(team.to_owned());
        }
        for (entry, owner) in self.owners.iter_mut().zip(designed.alignment.owners()) {
            *entry = entry.or(owner.map(|owner| shifted(owner, offset)));
        }
        let before = |own: Option<TerritoryIx>| positions.get(own?.index()).copied();
        self.predecessors.extend(designed.predecessors.into_iter().map(before));
        let of_whole = |limit| match limit {
            Limit::Capped { from, needed } => Limit::Capped { from: before(from), needed },
            _ => limit_shifted(limit, offset),
        };
        self.limits.extend(designed.limits.into_iter().map(of_whole));
        self.worst_deviation = self.worst_deviation.max(designed.worst_deviation);
    }

    fn add_named(&mut self, own: &Named, title: &str, slot: Option<u8>) {
        let position = self.territories.len();
        let name = if title.is_empty() { "Named accounts" } else { title }.to_owned();
        self.territories.push(Territory { name, rep: Some(own.rep), slot: slot.unwrap_or(1), crew: Crew::Named });
        self.teams.push(String::new());
        self.predecessors.push(own.before);
        for account in &own.accounts {
            self.owners[account.index()] = Some(shifted(TerritoryIx(0), position));
        }
    }

    /// Tells apart territories of several crews that have the same name: those that there were before keep theirs, the others
    /// get the team, then a number.
    fn tell_apart(&mut self) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let (kept, new): (Vec<usize>, Vec<usize>) =
            (0..self.territories.len()).partition(|&k| self.predecessors[k].is_some());
        for k in kept.into_iter().chain(new) {
            let (name, team) = (&self.territories[k].name, &self.teams[k]);
            let with_team = (!team.is_empty()).then(|| format!("{name} · {team}"));
            let base = with_team.as_ref().unwrap_or(name);
            let numbered = (2..).map(|number| format!("{base} {number}"));
            let mut names = std::iter::once(name.clone()).chain(with_team.clone()).chain(numbered);
            let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
            taken.insert(name.clone());
            self.territories[k].name = name;
        }
        self.tell_colours_apart();
    }

    /// Gives new territories of the later crews the colours that are used least, so that few have one of the field's.
    fn tell_colours_apart(&mut self) {
        let mut used = [0_usize; 12];
        for k in 0..self.territories.len() {
            let is_new = self.predecessors[k].is_none();
            let own = &mut self.territories[k];
            if is_new && own.crew != Crew::Field {
                own.slot = (1..=12).min_by_key(|&slot: &u8| (used[usize::from(slot) - 1], slot)).unwrap_or(1);
            }
            used[usize::from(own.slot.clamp(1, 12)) - 1] += 1;
        }
    }

    /// Gives accounts without a location to whom they belong, where no division did.
    fn hand_down(&mut self, heirs: &[(AccountIx, Heir)]) {
        let mut of_rep = BTreeMap::new();
        let mut of_before = BTreeMap::new();
        for (at, (own, before)) in (0..).map(TerritoryIx).zip(self.territories.iter().zip(&self.predecessors)) {
            own.rep.map(|rep| of_rep.insert(rep, at));
            before.map(|before| of_before.insert(before, at));
        }
        for &(account, heir) in heirs {
            let owner = match heir {
                Heir::Rep(rep) => of_rep.get(&rep),
                Heir::Successor(before) => of_before.get(&before),
            };
            let entry = &mut self.owners[account.index()];
            *entry = entry.or(owner.copied());
        }
    }

    fn into_designed(self) -> Designed {
        let Self { territories, owners, predecessors, limits, worst_deviation, .. } = self;
        // Owners, names and slots are well formed by construction.
        let alignment = Alignment::new(territories, owners).unwrap_or_default();
        Designed { alignment, predecessors, worst_deviation, limits }
    }
}

fn shifted(territory: TerritoryIx, offset: usize) -> TerritoryIx {
    TerritoryIx(u16::try_from(territory.index() + offset).unwrap_or(u16::MAX))
}

fn limit_shifted(limit: Limit, offset: usize) -> Limit {
    match limit {
        Limit::Tolerance { territory, measure, deviation } => {
            Limit::Tolerance { territory: shifted(territory, offset), measure, deviation }
        }
        Limit::Bound { territory, measure, total } => {
            Limit::Bound { territory: shifted(territory, offset), measure, total }
        }
        Limit::Islands { territory } => Limit::Islands { territory: shifted(territory, offset) },
        Limit::Locked { territory, share } => Limit::Locked { territory: shifted(territory, offset), share },
        Limit::Reach { territory, accounts, farthest } => {
            Limit::Reach { territory: shifted(territory, offset), accounts, farthest }
        }
        Limit::Heavy { .. }
        | Limit::Capped { .. }
        | Limit::Moved { .. }
        | Limit::Unassigned { .. }
        | Limit::Rule { .. }
        | Limit::Skill { .. }
        | Limit::Barrier { .. } => limit,
    }
}

/// One place for accounts that are nowhere: nothing but balance, and what goes together, divides them.
fn at_one_place(is_own: &[bool]) -> Vec<Option<LonLat>> {
    is_own.iter().map(|&is_own| is_own.then(|| LonLat::new(0.0, 0.0).ok()).flatten()).collect()
}
