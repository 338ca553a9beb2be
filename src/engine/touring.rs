//! A territory → its tour, verified.

use crate::check;
use crate::model::{Reckoning, TerritoryIx, Tour, TravelModel};
use crate::plan::{LayerPlan, Plan};
use crate::routing::{Effort, territory_tour};

/// Where the search for a tour starts: the same tours for the same plan, always.
const SEED: u64 = 1;

/// The tour of a territory of the shown layer; none without a located account.
///
/// # Errors
/// What `check` says against the tour, in words.
pub fn tour_of(plan: &Plan, territory: TerritoryIx, travel: &TravelModel) -> Result<Option<Tour>, Vec<String>> {
    let reckoning = Reckoning { travel, matrix: plan.matrix() };
    let (dataset, alignment) = (plan.dataset(), plan.alignment());
    let rep = alignment.territory(territory).and_then(|own| own.rep);
    let brief = plan.layer().and_then(LayerPlan::visits).map(|visits| &visits.brief);
    let bases = brief.map_or([None; 2], |brief| brief.bases_of(dataset, rep));
    let search = (SEED, Effort::default());
    let Some(tour) = territory_tour(dataset, alignment, territory, reckoning, bases, search) else {
        return Ok(None);
    };
    let violations = check::tour(dataset, alignment, territory, reckoning, bases, &tour);
    if violations.is_empty() { Ok(Some(tour)) } else { Err(violations.iter().map(ToString::to_string).collect()) }
}

/// The tours of all territories with a located account.
///
/// # Errors
/// As [`tour_of`], for the first that fails.
pub fn tours(plan: &Plan) -> Result<Vec<(TerritoryIx, Tour)>, Vec<String>> {
    let travel = &plan.settings().travel;
    let one = |territory| tour_of(plan, territory, travel).map(|tour| tour.map(|tour| (territory, tour)));
    plan.alignment().indices().map(one).filter_map(Result::transpose).collect()
}
