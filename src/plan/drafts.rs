//! Builds edits against the plan as it is, and says which the plan takes.

use super::edit::{Edit, LayerAt};
use super::names::{NameError, check_name, nearest_name};
use super::plan::{Plan, PlanError};
use super::scenario::{LayerPlan, Scenario};
use super::settings::Settings;
use super::update::Version;
use super::upkeep::Upkeep;
use super::visits::VisitPlan;
use crate::model::{
    AccountIx, Changes, Dataset, Lock, Placement, Rep, RepIx, TerritoryIx, TravelMatrix, TravelModel, UnitMove,
    WORKLOAD,
};
use crate::sorting::sort;

impl Plan {
    /// The edit that puts a designed layer in the place of the present one, or adds the first.
    #[must_use]
    pub fn design_edit(&self, layer: LayerPlan) -> Edit {
        let territories = u16::try_from(layer.alignment().territories().len()).unwrap_or(u16::MAX);
        // What is asked of the visits stays; their calendar was one of other territories.
        let asked = self.layer().and_then(LayerPlan::visits).map(|own| VisitPlan { calendar: None, ..own.clone() });
        let layer = if layer.visits.is_some() { layer } else { layer.with_visits(asked) };
        Edit::Design { at: self.here(), territories, other: Some(Box::new(layer)) }
    }

    /// The edit that gives accounts to a territory, or takes them out of any (`None`). Accounts that are there already
    /// are left out. O(accounts moved).
    #[must_use]
    pub fn move_edit(&self, accounts: impl IntoIterator<Item = AccountIx>, to: Option<TerritoryIx>) -> Edit {
        let owner = |account| self.layer().and_then(|layer| layer.alignment().owner(account));
        let moves = accounts.into_iter().map(|account| UnitMove { account, from: owner(account), to });
        Edit::Move { at: self.here(), moves: moves.filter(|unit_move| unit_move.from != to).collect() }
    }

    /// The moves that exchange accounts between the two territories that own them: those of each go to the other; `None` unless
    /// they are of two. O(accounts).
    #[must_use]
    pub fn swap_moves(&self, accounts: &[AccountIx]) -> Option<Vec<UnitMove>> {
        let alignment = self.layer()?.alignment();
        let owners: Vec<TerritoryIx> =
            accounts.iter().map(|&account| alignment.owner(account)).collect::<Option<_>>()?;
        let first = *owners.first()?;
        let second = *owners.iter().find(|own| **own != first)?;
        let is_pair = owners.iter().all(|own| *own == first || *own == second);
        let swap = |(&account, &from): (&AccountIx, &TerritoryIx)| {
            let to = if from == first { second } else { first };
            UnitMove { account, from: Some(from), to: Some(to) }
        };
        is_pair.then(|| accounts.iter().zip(&owners).map(swap).collect())
    }

    /// The edit that makes these moves.
    #[must_use]
    pub fn moves_edit(&self, moves: Vec<UnitMove>) -> Edit {
        Edit::Move { at: self.here(), moves }
    }

    /// The edit that renames a territory.
    #[must_use]
    pub fn rename_edit(&self, territory: TerritoryIx, name: &str) -> Edit {
        let present = self.layer().and_then(|layer| layer.alignment().territory(territory));
        let before = present.map(|territory| territory.name.clone()).unwrap_or_default();
        Edit::RenameTerritory { at: self.here(), territory, before, after: name.trim().to_owned() }
    }

    /// The edit that gives a territory to a rep, or to nobody. Who owns another territory swaps.
    #[must_use]
    pub fn rep_edit(&self, territory: TerritoryIx, rep: Option<RepIx>) -> Edit {
        let layer = self.layer();
        let before = layer.and_then(|layer| layer.alignment().territory(territory)).and_then(|present| present.rep);
        let swapped = rep.and_then(|rep| layer?.territory_of(rep)).filter(|&other| other != territory);
        Edit::AssignRep { at: self.here(), territory, before, after: rep, swapped }
    }

    /// The edit that locks accounts or a territory where they are, or unlocks them.
    #[must_use]
    pub fn lock_edit(&self, locks: &[Lock], is_locked: bool) -> Edit {
        let before = self.layer().map(|layer| layer.locks().to_vec()).unwrap_or_default();
        let mut after: Vec<Lock> = before.iter().copied().filter(|lock| !locks.contains(lock)).collect();
        if is_locked {
            after.extend(locks);
        }
        sort(&mut after);
        after.dedup();
        Edit::Lock { at: self.here(), before, after }
    }

    /// The edit from which on disruption is counted from the alignment as it is.
    #[must_use]
    pub fn baseline_edit(&self) -> Edit {
        Edit::Baseline { at: self.here(), other: Some(Box::new(self.alignment().clone())) }
    }

    /// The edit that adds a scenario after the others, under a name that none has.
    #[must_use]
    pub fn scenario_edit(&self, name: &str, layers: Vec<LayerPlan>) -> Edit {
        let position = u16::try_from(self.scenarios().len()).unwrap_or(u16::MAX);
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let is_free = |name: &String| self.scenarios().iter().all(|other| other.name != *name);
        let mut names = std::iter::once(nearest_name(name, "Scenario")).chain(numbered);
        let name = names.find(is_free).unwrap_or_default();
        Edit::Scenario {
            position,
            name: name.clone(),
            is_added: true,
            other: Some(Box::new(Scenario { name, layers })),
        }
    }

    /// The edit that takes a scenario out.
    #[must_use]
    pub fn remove_scenario_edit(&self, position: u16) -> Edit {
        let name = self.scenarios().get(usize::from(position)).map(|own| own.name.clone()).unwrap_or_default();
        Edit::Scenario { position, name, is_added: false, other: None }
    }

    /// The edit that renames a scenario.
    #[must_use]
    pub fn rename_scenario_edit(&self, position: u16, name: &str) -> Edit {
        let before = self.scenarios().get(usize::from(position)).map(|own| own.name.clone()).unwrap_or_default();
        Edit::RenameScenario { position, before, after: name.trim().to_owned() }
    }

    /// The edit that takes the shown layer out of its scenario.
    #[must_use]
    pub fn remove_layer_edit(&self) -> Edit {
        let name = self.layer().map(|layer| layer.layer().name.clone()).unwrap_or_default();
        Edit::RemoveLayer { at: self.here(), name, other: None }
    }

    /// The edit that renames the shown layer.
    #[must_use]
    pub fn rename_layer_edit(&self, name: &str) -> Edit {
        let before = self.layer().map(|layer| layer.layer().name.clone()).unwrap_or_default();
        Edit::RenameLayer { at: self.here(), before, after: name.trim().to_owned() }
    }

    /// What the shown layer is called, or will be after its first design.
    #[must_use]
    pub fn layer_name(&self) -> String {
        let layers = self.scenarios().get(self.active()).map(|own| own.layers.as_slice()).unwrap_or_default();
        let numbered = (layers.len() + 1..).map(|number| format!("Layer {number}"));
        let is_free = |name: &String| layers.iter().all(|own| own.layer().name != *name);
        match (self.layer(), layers) {
            (Some(layer), _) => layer.layer().name.clone(),
            (None, []) => "Sales".to_owned(),
            (None, _) => numbered.into_iter().find(is_free).unwrap_or_default(),
        }
    }

    /// The edit that renames the plan.
    #[must_use]
    pub fn plan_name_edit(&self, name: &str) -> Edit {
        Edit::RenamePlan { before: self.name().to_owned(), after: name.trim().to_owned() }
    }

    /// The edit that changes how travel is reckoned.
    #[must_use]
    pub fn travel_edit(&self, travel: TravelModel) -> Edit {
        Edit::Travel { before: self.settings().travel, after: travel }
    }

    /// The edit that loads a travel matrix, or takes the present one out.
    #[must_use]
    pub fn matrix_edit(&self, matrix: Option<TravelMatrix>) -> Edit {
        let file = matrix.as_ref().map(|own| own.file().to_owned()).unwrap_or_default();
        Edit::Matrix { file, other: matrix.map(Box::new) }
    }

    /// The edit that says where an account is.
    #[must_use]
    pub fn place_edit(&self, account: AccountIx, after: Placement) -> Edit {
        let accounts = self.dataset().accounts();
        let again = accounts.by_hand.binary_search(&account).is_ok();
        Edit::Place { account, before: accounts.placement(account), after, again }
    }

    /// The edit that changes what is known of a rep; `None` for one who is not there.
    #[must_use]
    pub fn person_edit(&self, rep: RepIx, change: impl FnOnce(&mut Rep)) -> Option<Edit> {
        let before = Box::new(self.dataset().rep(rep)?.clone());
        let mut after = before.clone();
        change(&mut after);
        after.by_hand |= after != before;
        Some(Edit::Rep { rep, before, after })
    }

    /// The edit that brings in a newer export of the data. Territories, names, reps and places set by hand stay with what
    /// has the same id; new accounts are without an owner, and those that are gone leave. O(accounts × columns).
    #[must_use]
    pub fn update_edit(&self, dataset: Dataset) -> Edit {
        let counts = Changes::between(self.dataset(), &dataset).counts;
        let mut other = Box::new(Version { dataset, scenarios: Vec::new() });
        other.follow(&self.state);
        Edit::Update { counts, other }
    }

    /// Checks what only a new edit has to keep (names, settings, a rep with one territory), and measures a design.
    pub(super) fn admit(&self, edit: &mut Edit) -> Result<Option<Upkeep>, PlanError> {
        match edit {
            Edit::Design { at, other, .. } => {
                let layer = other.as_deref_mut().ok_or(PlanError::Nothing)?;
                return self.measure_design(*at, layer).map(Some);
            }
            Edit::Move { moves, .. } => something(moves.iter().any(|unit_move| unit_move.from != unit_move.to))?,
            Edit::RenameTerritory { at, before, after, .. } => {
                something(before != after)?;
                check_name("territory", after)?;
                is_free(
                    "territory",
                    after,
                    self.state.layer(*at)?.alignment().territories().iter().map(|own| &own.name),
                )?;
            }
            Edit::AssignRep { at, territory, before, after, swapped } => {
                something(before != after)?;
                if let Some(rep) = after.filter(|&rep| self.dataset().rep(rep).is_none()) {
                    return Err(PlanError::Rep { number: rep.index() + 1 });
                }
                let layer = self.state.layer(*at)?;
                let owned = after.and_then(|rep| layer.territory_of(rep)).filter(|other| other != territory);
                if owned != *swapped {
                    return Err(PlanError::Stale { what: "the territory of the rep" });
                }
            }
            Edit::Lock { before, after, .. } => something(before != after)?,
            Edit::Visits { at, other, .. } => something(self.state.layer(*at)?.visits() != other.as_deref())?,
            Edit::Days { .. } => {}
            Edit::Matrix { other, .. } => something(self.matrix() != other.as_deref())?,
            Edit::Touches { changes, .. } => something(changes.iter().any(|own| own.before != own.after))?,
            Edit::Watch { before, after, .. } => something(before != after)?,
            Edit::Baseline { at, other } => something(self.state.layer(*at)?.before() != other.as_deref())?,
            Edit::Scenario { other, is_added, .. } => {
                something(other.is_some() == *is_added)?;
                if let Some(scenario) = other {
                    check_name("scenario", &scenario.name)?;
                    for layer in &mut scenario.layers {
                        self.measure_layer(layer)?;
                    }
                }
            }
            Edit::RenameScenario { before, after, .. } => {
                something(before != after)?;
                check_name("scenario", after)?;
                is_free("scenario", after, self.scenarios().iter().map(|own| &own.name))?;
            }
            Edit::RemoveLayer { at, other, .. } => {
                something(other.is_none())?;
                self.state.layer(*at)?;
            }
            Edit::RenameLayer { at, before, after } => {
                something(before != after)?;
                check_name("layer", after)?;
                self.state.layer(*at)?;
                let layers = self.scenarios().get(usize::from(at.scenario)).map(|own| &own.layers);
                is_free("layer", after, layers.into_iter().flatten().map(|own| &own.layer().name))?;
            }
            Edit::RenamePlan { before, after } => {
                something(before != after)?;
                check_name("plan", after)?;
            }
            Edit::Travel { before, after } => {
                something(before != after)?;
                Settings { travel: *after }.validated()?;
            }
            Edit::Workload { other } => {
                let column = self.dataset().accounts().column(WORKLOAD);
                something(other.is_some() || column.is_some())?;
                let layers = || self.scenarios().iter().flat_map(|own| &own.layers).filter_map(LayerPlan::brief);
                let mut measures = layers().flat_map(|brief| &brief.measures);
                if other.is_none() && measures.any(|own| own.measure.eq_ignore_ascii_case(WORKLOAD)) {
                    return Err(PlanError::Balanced);
                }
            }
            Edit::Place { before, after, again, .. } => something(before != after || !*again)?,
            Edit::Rep { before, after, .. } => something(before != after)?,
            // The plan may have changed since the edit was drafted: what stays is looked up now.
            Edit::Update { other, .. } => other.follow(&self.state),
        }
        Ok(None)
    }

    fn measure_layer(&self, layer: &mut LayerPlan) -> Result<(), PlanError> {
        self.measure_design(LayerAt::default(), layer).map(drop)
    }

    fn measure_design(&self, at: LayerAt, layer: &mut LayerPlan) -> Result<Upkeep, PlanError> {
        layer.figures = None;
        layer.fits(self.dataset()).map_err(|error| layer.unfit(error))?;
        Upkeep::measure(self.dataset(), at, layer).map_err(|error| layer.unfit(error.into()))
    }
}

fn is_free<'a>(
    what: &'static str,
    name: &String,
    mut taken: impl Iterator<Item = &'a String>,
) -> Result<(), PlanError> {
    if taken.any(|other| other == name) { Err(NameError::Taken { what, name: name.clone() }.into()) } else { Ok(()) }
}

fn something(changes: bool) -> Result<(), PlanError> {
    if changes { Ok(()) } else { Err(PlanError::Nothing) }
}
