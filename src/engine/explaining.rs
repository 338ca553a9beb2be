//! A plan → why accounts changed hands, verified.

use crate::check;
use crate::model::Realignment;
use crate::plan::{LayerPlan, Plan};
use crate::territory;

/// What changed hands since the alignment that the shown layer started from, explained move by move; `None` for a layer
/// without one, or without a brief that says what counts.
///
/// # Errors
/// What `check` says against the explanation, in words.
pub fn realignment(plan: &Plan) -> Result<Option<Realignment>, Vec<String>> {
    plan.layer().map_or(Ok(None), |layer| realignment_of(plan, layer))
}

/// The same for any layer of the plan.
pub(super) fn realignment_of(plan: &Plan, layer: &LayerPlan) -> Result<Option<Realignment>, Vec<String>> {
    let (Some(brief), Some(before)) = (layer.brief(), layer.before()) else { return Ok(None) };
    let dataset = plan.dataset();
    let found =
        territory::realignment(dataset, brief, before, layer.alignment()).map_err(|error| vec![error.to_string()])?;
    let violations = check::realignment(dataset, brief, before, layer.alignment(), &found);
    if violations.is_empty() { Ok(Some(found)) } else { Err(violations.iter().map(ToString::to_string).collect()) }
}
