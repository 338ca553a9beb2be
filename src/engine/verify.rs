//! A plan → what `check` finds.

use super::explaining::realignment_of;
use crate::check::{self, Violation};
use crate::model::{Dataset, Limit, Realignment, TerritoryIx};
use crate::plan::{LayerAt, LayerPlan, Plan, basis};

/// Everything that is wrong with a plan, in words; empty when all its claims hold.
#[must_use]
pub fn verify(plan: &Plan) -> Vec<String> {
    verified(plan).0
}

/// The same, and what changed hands in the shown layer, which is explained on the way.
pub(super) fn verified(plan: &Plan) -> (Vec<String>, Option<Realignment>) {
    let layers = plan.scenarios().iter().flat_map(|scenario| &scenario.layers);
    let found = layers.flat_map(|layer| {
        check::alignment(
            plan.dataset(),
            layer.layer(),
            layer.brief(),
            layer.figures(),
            layer.declared(),
            layer.before(),
        )
    });
    let mut violations: Vec<String> = found.map(|violation| violation.to_string()).collect();
    let mut shown = None;
    for at in plan.layers_at() {
        let Some(layer) = plan.layer_at(at) else { continue };
        violations.extend(calendar_of(plan, layer).iter().map(ToString::to_string));
        match realignment_of(plan, layer) {
            Ok(explained) if at == plan.here() => shown = explained,
            Ok(_) => {}
            Err(words) => violations.extend(words),
        }
    }
    (violations, shown)
}

/// What is wrong with the calendar of a layer. One that was made for something else than the plan is now claims nothing.
fn calendar_of(plan: &Plan, layer: &LayerPlan) -> Vec<Violation> {
    let Some((visits, calendar)) = layer.visits().and_then(|own| Some((own, own.calendar.as_ref()?))) else {
        return Vec::new();
    };
    let (brief, touches, reckoning) = (&visits.brief, visits.touches.as_slice(), plan.reckoning());
    if calendar.basis != basis(plan.dataset(), layer, brief, touches, reckoning) {
        return Vec::new();
    }
    check::calendar(plan.dataset(), layer.alignment(), brief, touches, reckoning, calendar)
}

/// The territories of the shown layer that are declared not to hang together: all of them, after [`declare_islands`].
#[must_use]
pub fn plan_islands(plan: &Plan) -> Vec<TerritoryIx> {
    let declared = plan.layer().map(LayerPlan::declared).unwrap_or_default().iter();
    declared
        .filter_map(|limit| if let Limit::Islands { territory } = limit { Some(*territory) } else { None })
        .collect()
}

fn islands(dataset: &Dataset, layer: &LayerPlan) -> impl Iterator<Item = Limit> {
    check::islands(dataset, layer.alignment(), layer.brief(), layer.before())
        .into_iter()
        .map(|territory| Limit::Islands { territory })
}

/// Declares the islands that moves by hand have made, in every layer.
pub fn declare_islands(plan: &mut Plan) {
    let places: Vec<LayerAt> = plan.layers_at().collect();
    for at in places {
        let Some(layer) = plan.layer_at(at) else { continue };
        let found = islands(plan.dataset(), layer);
        let others = layer.declared().iter().copied().filter(|limit| !matches!(limit, Limit::Islands { .. }));
        let limits: Vec<Limit> = others.chain(found).collect();
        // The layer is there and the territories are its own.
        let _declared = plan.declare(at, limits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Calendar, TravelModel, VisitBrief};
    use crate::plan::{VisitChange, VisitPlan, sample};
    use crate::units::Day;

    #[test]
    fn a_calendar_is_held_to_its_plan_until_that_changes() {
        let mut plan = Plan::new("Spring", sample::dataset(6));
        let layer = sample::layer(plan.dataset(), 2);
        plan.apply(plan.design_edit(layer)).expect("the sample fits");
        let brief = VisitBrief::new(Day::new(2026, 11, 30).expect("a day"), "Sales", 30);
        let mut visits = VisitPlan::asking(brief);
        plan.apply(plan.visits_edit(visits.clone(), VisitChange::Brief)).expect("the brief can be");
        let found = |plan: &Plan| verify(plan).into_iter().filter(|words| words.contains("calendar")).count();
        assert_eq!(found(&plan), 0);
        let basis = plan.visit_basis().expect("there are visits");
        visits.calendar = Some(Calendar { basis, territories: Vec::new() });
        plan.apply(plan.visits_edit(visits, VisitChange::Calendar)).expect("it names nothing that is not there");
        assert_eq!(found(&plan), 2, "both territories are missing");
        plan.apply(plan.travel_edit(TravelModel { speed_kmh: 80.0, ..TravelModel::default() })).expect("a speed");
        assert_eq!(found(&plan), 0, "it was made for another speed");
    }
}
