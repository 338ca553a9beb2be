//! A plan → what `check` finds.

use super::explaining::{realignment_of, staffing_of};
use crate::check::{self, Violation};
use crate::model::{Dataset, Limit, Realignment, Staffing, TerritoryIx};
use crate::plan::{LayerAt, LayerPlan, Plan, basis};

/// Everything that is wrong with a plan, in words; empty when all its claims hold.
#[must_use]
pub fn verify(plan: &Plan) -> Vec<String> {
    verified(plan).violations
}

/// What a verification finds, and what it explains of the shown layer on the way.
#[derive(Debug, Default)]
pub(super) struct Verified {
    pub(super) violations: Vec<String>,
    pub(super) realignment: Option<Realignment>,
    pub(super) staffing: Staffing,
}

/// The same, with what is explained.
pub(super) fn verified(plan: &Plan) -> Verified {
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
    let mut all =
        Verified { violations: found.map(|violation| violation.to_string()).collect(), ..Verified::default() };
    for at in plan.layers_at() {
        let Some(layer) = plan.layer_at(at) else { continue };
        let is_shown = at == plan.here();
        all.violations.extend(calendar_of(plan, layer).iter().map(ToString::to_string));
        match realignment_of(plan, layer) {
            Ok(explained) if is_shown => all.realignment = explained,
            Ok(_) => {}
            Err(words) => all.violations.extend(words),
        }
        match staffing_of(plan, layer) {
            Ok(explained) if is_shown => all.staffing = explained,
            Ok(_) => {}
            Err(words) => all.violations.extend(words),
        }
    }
    all
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
    let asked = (layer.brief(), brief);
    check::calendar(plan.dataset(), layer.alignment(), asked, touches, reckoning, calendar)
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
    use crate::model::{Calendar, DesignBrief, People, RepIx, TravelModel, Unplaced, VisitBrief};
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

    #[test]
    fn who_lacks_a_skill_does_not_visit() {
        let mut plan = Plan::new("Spring", sample::dataset(40));
        let layer = sample::layer(plan.dataset(), 3);
        let people = People { needs: vec!["Cadence".to_owned()], ..People::default() };
        let asked = DesignBrief { people, ..layer.brief().expect("it has one").clone() };
        plan.apply(plan.design_edit(layer.with_brief(asked))).expect("the sample fits");
        assert!(matches!(plan.layer().expect("designed").declared().last(), Some(Limit::Skill { .. })));
        let learn = |rep| plan.person_edit(RepIx(rep), |own| own.skills.push("Weekly".to_owned())).expect("is there");
        let edits = [learn(0), learn(2)];
        for edit in edits {
            plan.apply(edit).expect("it can be learnt");
        }
        let brief = VisitBrief::new(Day::new(2026, 11, 30).expect("a day"), "Sales", 30);
        let edit = crate::engine::schedule(&plan, brief).expect("it can be planned");
        plan.apply(edit).expect("it fits");
        declare_islands(&mut plan);
        assert_eq!(verify(&plan), [""; 0]);
        let calendar = plan.layer().and_then(|own| own.visits()?.calendar.clone()).expect("there is one");
        let lacking: Vec<usize> = calendar
            .territories
            .iter()
            .map(|own| own.unplaced.iter().filter(|missing| missing.reason == Unplaced::Skill).count())
            .collect();
        assert!(lacking[0] == 0 && lacking[1] > 3 && lacking[2] == 0, "{lacking:?}");
        // Who forgets it again visits all the same, so the calendar says.
        let basis = |plan: &Plan| plan.visit_basis().expect("there are visits");
        let before = basis(&plan);
        let edit = plan.person_edit(RepIx(0), |own| own.skills.clear()).expect("she is there");
        plan.apply(edit).expect("it can be forgotten");
        assert_ne!(basis(&plan), before);
        let mut visits = plan.layer().and_then(|own| own.visits().cloned()).expect("there are some");
        visits.calendar = visits.calendar.map(|own| Calendar { basis: basis(&plan), ..own });
        plan.apply(plan.visits_edit(visits, VisitChange::Calendar)).expect("it names nothing that is not there");
        let found = verify(&plan);
        assert!(found.iter().any(|words| words.contains("does not have what it needs")), "{found:?}");
    }
}
