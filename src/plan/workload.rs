//! The workload of the visits as a measure that designs balance, and the travel of the routes taken over into it.

use super::edit::Edit;
use super::plan::Plan;
use super::scenario::LayerPlan;
use super::visit_figures::VisitFigures;
use super::visit_load::{VisitLoad, VisitLoads};
use crate::model::{MONTH_DAYS, TerritoryIx, VisitBrief, VisitWatch, WORKLOAD};
use crate::units::Share;

impl Plan {
    /// The workload of each account in minutes a mean month: visits × (duration + travel) + calls + e-mails. Travel is the mean
    /// way to a visit over all territories (before there are any, over groups of neighbours), so that the measure does not hang
    /// on how they lie now; an account in no class
    /// asks for nothing. To a tenth of a minute. O(accounts · (classes + log accounts)).
    #[must_use]
    pub fn workload(&self, brief: &VisitBrief) -> Vec<f64> {
        let all = self.loads_as_it_is(brief).all();
        let way = if all.visits > 0.0 { all.drive / all.visits } else { 0.0 };
        let minutes = |due: Option<crate::model::AccountDue>| {
            let own = due?.cadence;
            let visits = f64::from(own.visits) / f64::from(own.weeks.max(1)) * MONTH_DAYS / 7.0;
            let calls = own.calls * f64::from(own.call_minutes);
            Some(visits * (f64::from(own.visit_minutes) + way) + calls + own.emails * f64::from(own.email_minutes))
        };
        let tenths = |minutes: f64| libm::round(minutes * 10.0) / 10.0;
        brief.due(self.dataset()).into_iter().map(|due| tenths(minutes(due).unwrap_or(0.0))).collect()
    }

    /// Whether the computed workload is one of the measures that can be balanced.
    #[must_use]
    pub fn has_workload(&self) -> bool {
        self.dataset().accounts().column(WORKLOAD).is_some()
    }

    /// The edit that makes the workload of what is asked in the shown layer a measure, or of what is usual where nothing is.
    #[must_use]
    pub fn workload_edit(&self, usual: &VisitBrief) -> Edit {
        let asked = self.layer().and_then(LayerPlan::visits).map_or(usual, |visits| &visits.brief);
        Edit::Workload { other: Some(self.workload(asked)) }
    }

    /// The same where the measure is there and no longer what it was; `None` where all is well.
    #[must_use]
    pub fn stale_workload_edit(&self) -> Option<Edit> {
        let held = self.dataset().accounts().column(WORKLOAD)?.values.numbers()?;
        let brief = &self.layer().and_then(LayerPlan::visits)?.brief;
        let now = self.workload(brief);
        let is_same = now.iter().copied().map(Some).eq(held.iter().copied());
        (!is_same).then_some(Edit::Workload { other: Some(now) })
    }

    /// How many times as long as estimated the ways of the calendar are, over all visits that have a day, and what takes that
    /// over into all estimates; `None` without a calendar, and where they differ by less than a hundredth.
    #[must_use]
    pub fn routed_travel(
        &self,
        loads: &VisitLoads,
        figures: &[(TerritoryIx, VisitFigures)],
    ) -> Option<(f64, VisitWatch)> {
        let visits = self.layer().and_then(LayerPlan::visits)?;
        let mut sums = [0.0; 2];
        for (territory, own) in figures {
            let load = loads.territories.get(territory.index())?;
            if load.visits > 0.0 {
                sums[0] += own.drive;
                sums[1] += load.drive / load.visits * f64::from(own.visits);
            }
        }
        let times = if sums[1] > 0.0 { sums[0] / sums[1] } else { return None };
        let now = visits.watch.travel.map_or(1.0, Share::value) * times;
        let is_worth = (times - 1.0).abs() >= 0.01 && (LEAST..=MOST).contains(&now);
        is_worth.then(|| (times, VisitWatch { travel: Share::new(now).ok(), ..visits.watch.clone() }))
    }
}

/// The least and the most that ways are taken to be as long as estimated.
pub(crate) const LEAST: f64 = 0.01;
pub(crate) const MOST: f64 = 100.0;

impl VisitLoads {
    /// All territories together.
    #[must_use]
    pub fn all(&self) -> VisitLoad {
        self.territories.iter().fold(VisitLoad::default(), |sum, own| sum.plus(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DesignBrief, MeasureWeight};
    use crate::plan::{PlanError, VisitChange, sample};

    fn brief(plan: &Plan) -> VisitBrief {
        plan.layer().and_then(LayerPlan::visits).expect("the sample has visits").brief.clone()
    }

    fn ask(plan: &mut Plan, change: impl FnOnce(&mut VisitBrief)) {
        let mut visits = plan.layer().and_then(LayerPlan::visits).expect("the sample has visits").clone();
        change(&mut visits.brief);
        let edit = plan.visits_edit(visits, VisitChange::Brief);
        plan.apply(edit).expect("it can be asked");
    }

    #[test]
    fn what_accounts_ask_adds_up_to_the_work_of_a_month() {
        let plan = sample::edited_plan(40);
        let brief = brief(&plan);
        let workload = plan.workload(&brief);
        let owners = plan.alignment().owners();
        let owned: f64 = workload.iter().zip(owners).filter(|(_, owner)| owner.is_some()).map(|(own, _)| own).sum();
        let month = plan.visit_loads(&brief).all().work() * MONTH_DAYS / (7.0 * f64::from(brief.weeks));
        assert!((owned - month).abs() < 0.05 * 40.0 + 1e-6, "{owned} is not {month}");
    }

    #[test]
    fn a_cadence_flows_into_the_balance() {
        let mut plan = sample::edited_plan(40);
        assert_eq!(plan.stale_workload_edit(), None, "nobody asked for the measure");
        let edit = plan.workload_edit(&brief(&plan));
        plan.apply(edit).expect("it is a measure now");
        assert_eq!(plan.undo_words().as_deref(), Some("Undo: take the workload of the visits as a measure"));
        let mut layer = plan.layer().expect("there is one").clone();
        layer = layer
            .with_brief(DesignBrief { measures: vec![MeasureWeight::new(WORKLOAD, 1.0)], ..DesignBrief::by_count(3) });
        let edit = plan.design_edit(layer);
        plan.apply(edit).expect("it can be balanced");
        let before = plan.figures().expect("it is measured").clone();
        // Only what class A asks grows: the territory that holds most of it gets heavier.
        ask(&mut plan, |brief| brief.classes[0].cadence.visits = 3);
        assert_eq!(plan.figures(), Some(&before), "the measure is brought up to date by an edit of its own");
        let edit = plan.stale_workload_edit().expect("more is asked");
        plan.apply(edit).expect("it fits");
        assert_ne!(plan.figures(), Some(&before));
        assert_eq!(plan.stale_workload_edit(), None);
        let fresh = crate::plan::figures(plan.dataset(), plan.alignment(), plan.brief().expect("there is one"));
        assert_eq!(plan.figures().cloned(), fresh.ok());
        let taken_out = Edit::Workload { other: None };
        assert!(matches!(plan.apply(taken_out), Err(PlanError::Balanced)), "a design balances it");
        plan.undo();
        assert_eq!(plan.figures(), Some(&before));
        let unsound = Edit::Workload { other: Some(vec![f64::NAN; 40]) };
        assert!(plan.apply(unsound).is_err());
        assert!(plan.apply(Edit::Workload { other: Some(vec![1.0; 3]) }).is_err());
    }

    #[test]
    fn routed_travel_is_taken_over_once() {
        let mut plan = sample::edited_plan(40);
        let asked = brief(&plan);
        let loads = plan.visit_loads(&asked);
        let figures: Vec<_> = plan
            .alignment()
            .indices()
            .zip(&loads.territories)
            .map(|(at, load)| {
                let drive = load.drive / load.visits * 10.0 * 1.5;
                (at, VisitFigures { visits: 10, drive, ..VisitFigures::default() })
            })
            .collect();
        let (times, watch) = plan.routed_travel(&loads, &figures).expect("the ways are longer");
        assert!((times - 1.5).abs() < 1e-9);
        let edit = plan.watch_edit(watch);
        plan.apply(edit).expect("it can be taken over");
        assert_eq!(plan.undo_words().as_deref(), Some("Undo: take over the travel of the routes"));
        let after = plan.visit_loads(&asked);
        assert!((after.all().drive - 1.5 * loads.all().drive).abs() < 1e-6);
        assert!(after.all().reps_needed(3) >= loads.all().reps_needed(3));
        assert_eq!(plan.routed_travel(&after, &figures), None, "there is no difference any more");
    }
}
