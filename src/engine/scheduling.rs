//! A plan and what is asked of visits → the edit that brings the calendar into the plan.

use super::calendar_task::CalendarTask;
use super::protocol::{Job, Progress, VisitMove};
use super::sharing::{Divided, Sharing};
use super::task::{Found, Task, TaskRun};
use crate::batch::Batch;
use crate::geography::Ways;
use crate::model::{
    AccountDue, AccountIx, Calendar, MeasureWeight, TerritoryCalendar, TerritoryIx, VisitBrief, VisitBriefFault,
    WORKLOAD, available_measures,
};
use crate::plan::{Edit, LayerPlan, Plan, PlanError, VisitChange, VisitPlan, basis};
use crate::routing::calendar::{MoveFault, TerritoryDays, move_visit, replan, swap_days};
use crate::units::Day;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Rounds of search for each visit, without a limit of time: the most are for one territory alone, which takes some four
/// seconds; many share them until each has the least, so that 50 reps take half a minute.
const MOST_ROUNDS_A_VISIT: usize = 350;
const LEAST_ROUNDS_A_VISIT: usize = 100;
const SHARED_ROUNDS_A_VISIT: usize = 600;

/// The last day of the Christmas holidays of 2025, for files in which nothing ever happened.
const BEFORE_2026: i32 = 20_457;

/// Why no calendar is made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// There are no territories to make it for.
    #[error("there are no territories yet: design them first, then their visits can be planned")]
    NoTerritories,
    /// What is asked cannot be.
    #[error(transparent)]
    Brief(#[from] VisitBriefFault),
    /// There is no calendar to change.
    #[error("there is no calendar yet, or it was made for other territories: make it again")]
    NoCalendar,
    /// A visit does not fit where it is put.
    #[error(transparent)]
    Move(#[from] MoveFault),
    /// The plan does not take it.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// A calendar in the making, territory by territory: each is a task.
pub struct Scheduling {
    brief: Arc<VisitBrief>,
    due: Vec<Option<AccountDue>>,
    /// What it is made for: should the plan change meanwhile, the calendar is stale and says so.
    basis: u64,
    pins: BTreeMap<AccountIx, Vec<Day>>,
    territories: Vec<TerritoryIx>,
    /// The calendars so far, in the order of the territories.
    calendars: Batch<TerritoryCalendar>,
}

impl Scheduling {
    /// Sets a calendar of the shown layer up. Visits that are pinned in the present one stay on their days.
    ///
    /// # Errors
    /// [`ScheduleError`] for a brief that cannot be, or a plan without territories.
    pub fn start(plan: &Plan, brief: VisitBrief) -> Result<Self, ScheduleError> {
        let layer = plan.layer().filter(|layer| !layer.alignment().territories().is_empty());
        let layer = layer.ok_or(ScheduleError::NoTerritories)?;
        brief.validate()?;
        brief.check_names(plan.dataset())?;
        let present = layer.visits().and_then(|visits| visits.calendar.as_ref());
        let days = present.into_iter().flat_map(|calendar| &calendar.territories).flat_map(|own| &own.days);
        let mut pins: BTreeMap<AccountIx, Vec<Day>> = BTreeMap::new();
        for (day, stop) in days.flat_map(|day| day.stops.iter().map(|stop| (day.day, stop))) {
            if stop.is_pinned {
                pins.entry(stop.account).or_default().push(day);
            }
        }
        let territories: Vec<TerritoryIx> = layer.alignment().indices().collect();
        let touches = layer.visits().map(|visits| visits.touches.as_slice()).unwrap_or_default();
        Ok(Self {
            due: layer.due(plan.dataset(), &brief),
            basis: basis(plan.dataset(), layer, &brief, touches, plan.reckoning()),
            brief: Arc::new(brief),
            pins,
            calendars: Batch::new(territories.len()),
            territories,
        })
    }

    fn task(&self, plan: &Plan, position: usize) -> Option<CalendarTask> {
        let &territory = self.territories.get(position)?;
        let ways = Ways::new(plan.dataset(), plan.reckoning());
        let days = TerritoryDays::new(plan.dataset(), plan.alignment(), territory, &self.brief, &self.due, &ways);
        let is_own = |account: &AccountIx| plan.alignment().owner(*account) == Some(territory);
        let pins = self.pins.iter().filter(|(account, _)| is_own(account));
        let rounds = SHARED_ROUNDS_A_VISIT / self.territories.len();
        Some(CalendarTask {
            days,
            pins: pins.map(|(account, days)| (*account, days.clone())).collect(),
            rounds_a_visit: rounds.clamp(LEAST_ROUNDS_A_VISIT, MOST_ROUNDS_A_VISIT),
        })
    }

    /// How many territories there are.
    #[must_use]
    pub fn territories(&self) -> usize {
        self.territories.len()
    }

    /// The edit that brings the best so far into the plan; the territories that have none yet get their first.
    #[must_use]
    pub fn finish(self, plan: &Plan) -> Edit {
        let first = |position| self.task(plan, position).map(|task| task.begin().calendar());
        let or_first = |(position, own): (usize, &Option<TerritoryCalendar>)| own.clone().or_else(|| first(position));
        let territories = self.calendars.by_position().iter().enumerate().filter_map(or_first).collect();
        let calendar = Some(Calendar { basis: self.basis, territories });
        let visits = VisitPlan { calendar, ..VisitPlan::asking(Arc::unwrap_or_clone(self.brief)) };
        plan.visits_edit(visits, VisitChange::Calendar)
    }
}

impl Divided for Scheduling {
    type At = usize;

    /// O(accounts + places²).
    fn next_task(&mut self, plan: &Plan) -> Option<(usize, Task)> {
        let position = self.calendars.next()?;
        Some((position, Task::Calendar(Box::new(self.task(plan, position)?))))
    }

    fn take(&mut self, _plan: &Plan, position: usize, found: Option<Found>) {
        let found = found.and_then(|found| match found {
            Found::Calendar(calendar) => Some(calendar),
            Found::Design(_) => None,
        });
        let found = found.filter(|found| Some(&found.territory) == self.territories.get(position));
        self.calendars.take(position, found);
    }

    fn is_finished(&self) -> bool {
        self.calendars.is_complete()
    }

    fn stop(&mut self) -> bool {
        self.calendars.close();
        !self.calendars.is_under_way()
    }

    fn progress(&self, here: Option<(usize, &TaskRun, f64)>) -> Progress {
        let done = self.calendars.done(here.map_or(0.0, |(_, _, done)| done));
        Progress { job: Job::Schedule, done, worst_deviation: None }
    }
}

/// What is asked of the visits of the shown layer, or what is usual: classes by the first measure of its design, as often as the
/// reps have time for, from the first Monday after the newest date of the records.
#[must_use]
pub fn usual_visits(plan: &Plan, start: Option<Day>) -> VisitBrief {
    if let Some(visits) = plan.layer().and_then(LayerPlan::visits) {
        let brief = visits.brief.clone();
        return VisitBrief { start: start.unwrap_or(brief.start), ..brief };
    }
    plan.asked_or_affordable(start.unwrap_or_else(|| first_monday(plan)))
}

/// The name of the computed workload in a request, as long as no column has it.
const ASKED_WORKLOAD: &str = "workload";

/// Makes the workload of the visits a measure of the plan where one of these is called so and no column is, with what is usual
/// where nothing is asked of the visits yet; the measures name it afterwards. O(accounts · (classes + log accounts)).
///
/// # Errors
/// [`PlanError`] when the plan cannot take it; the measures stay as they are then.
pub fn name_workload(plan: &mut Plan, measures: &mut [MeasureWeight]) -> Result<(), PlanError> {
    let has_column =
        available_measures(plan.dataset().accounts()).iter().any(|own| own.eq_ignore_ascii_case(ASKED_WORKLOAD));
    let is_asked = |own: &&mut MeasureWeight| {
        own.measure.eq_ignore_ascii_case(WORKLOAD) || (!has_column && own.measure.eq_ignore_ascii_case(ASKED_WORKLOAD))
    };
    let mut asked = measures.iter_mut().filter(is_asked).peekable();
    if asked.peek().is_none() {
        return Ok(());
    }
    if !plan.has_workload() {
        let edit = plan.workload_edit(&usual_visits(plan, None));
        plan.apply(edit)?;
    }
    asked.for_each(|own| WORKLOAD.clone_into(&mut own.measure));
    Ok(())
}

/// The first Monday after the newest date on which something happened; in 2026 where nothing did.
fn first_monday(plan: &Plan) -> Day {
    let records = plan.dataset().records();
    let touched = records.activities.records().iter().filter_map(|touch| touch.day);
    let deals = records.opportunities.records().iter().filter_map(|deal| deal.created);
    let spent = records.expenses.records().iter().filter_map(|expense| expense.day);
    let newest = touched.chain(deals).chain(spent).max().map_or(BEFORE_2026, Day::number);
    let monday = |number: i32| Day::from_number(number).ok().filter(|day| day.weekday() == 0);
    (newest + 1..newest + 8).find_map(monday).unwrap_or(Day::EPOCH)
}

/// Makes a calendar by rounds.
///
/// # Errors
/// As [`Scheduling::start`].
pub fn schedule(plan: &Plan, brief: VisitBrief) -> Result<Edit, ScheduleError> {
    let scheduling = Sharing::new(Scheduling::start(plan, brief)?);
    Ok(scheduling.carry_out(plan, &mut |_| true).finish(plan))
}

/// The edit that plans the rest of the calendar again from `today` on, after reps, accounts or what is asked changed.
///
/// # Errors
/// [`ScheduleError`] without a calendar over the same days, or where no territory has one.
pub fn replanned(plan: &Plan, today: Day) -> Result<Edit, ScheduleError> {
    let layer = plan.layer().ok_or(ScheduleError::NoCalendar)?;
    let visits = layer.visits().ok_or(ScheduleError::NoCalendar)?;
    let present = visits.calendar.as_ref().ok_or(ScheduleError::NoCalendar)?;
    visits.brief.check_names(plan.dataset())?;
    let brief = Arc::new(visits.brief.clone());
    let due = layer.due(plan.dataset(), &brief);
    let ways = Ways::new(plan.dataset(), plan.reckoning());
    let is_within = |day: &Day| brief.days().any(|own| own == *day);
    let covers = |own: &TerritoryCalendar| own.days.iter().all(|route| is_within(&route.day));
    let is_same = present.territories.iter().map(|own| own.territory).eq(layer.alignment().indices());
    if !is_same || !present.territories.iter().all(covers) {
        return Err(ScheduleError::NoCalendar);
    }
    // Visits that reps could not make return.
    let ids: HashMap<&str, AccountIx> = plan.dataset().accounts().ids.iter().zip((0..).map(AccountIx)).collect();
    let missed: Vec<(AccountIx, Day)> =
        visits.missed_visits().filter_map(|touch| Some((*ids.get(touch.account.as_str())?, touch.day))).collect();
    let again = |own: &TerritoryCalendar| {
        let days = TerritoryDays::new(plan.dataset(), plan.alignment(), own.territory, &brief, &due, &ways);
        replan(&days, own, today, &missed)
    };
    let territories = present.territories.iter().map(again).collect();
    let calendar =
        Calendar { basis: basis(plan.dataset(), layer, &brief, &visits.touches, plan.reckoning()), territories };
    let visits = VisitPlan { calendar: Some(calendar), ..visits.clone() };
    Ok(plan.visits_edit(visits, VisitChange::Replan))
}

/// The edit that puts a visit elsewhere.
///
/// # Errors
/// [`ScheduleError`] where it does not fit; it says why.
pub fn moved_visit(plan: &Plan, moved: &VisitMove) -> Result<Edit, ScheduleError> {
    let (from_to, position) = ([moved.from, moved.to], moved.position.map(usize::from));
    let change =
        |days: &TerritoryDays, own: &TerritoryCalendar| move_visit(days, own, moved.account, from_to, position);
    by_hand(plan, moved.territory, VisitChange::MoveVisit, &change)
}

/// The edit that exchanges two days of a territory.
///
/// # Errors
/// [`ScheduleError`] where one cannot be on the other's day; it says why.
pub fn swapped_days(plan: &Plan, territory: TerritoryIx, days: [Day; 2]) -> Result<Edit, ScheduleError> {
    let change = |own: &TerritoryDays, calendar: &TerritoryCalendar| swap_days(own, calendar, days);
    by_hand(plan, territory, VisitChange::SwapDays, &change)
}

/// A change of one calendar by hand.
type ByHand<'a> = &'a dyn Fn(&TerritoryDays, &TerritoryCalendar) -> Result<TerritoryCalendar, MoveFault>;

fn by_hand(plan: &Plan, territory: TerritoryIx, kind: VisitChange, change: ByHand) -> Result<Edit, ScheduleError> {
    let layer = plan.layer().ok_or(ScheduleError::NoCalendar)?;
    let visits = layer.visits().ok_or(ScheduleError::NoCalendar)?;
    let territories = visits.calendar.iter().flat_map(|calendar| &calendar.territories);
    let own = territories.into_iter().find(|own| own.territory == territory);
    let own = own.filter(|_| !plan.is_calendar_stale()).ok_or(ScheduleError::NoCalendar)?;
    let brief = Arc::new(visits.brief.clone());
    let due = layer.due(plan.dataset(), &brief);
    let ways = Ways::new(plan.dataset(), plan.reckoning());
    let days = TerritoryDays::new(plan.dataset(), plan.alignment(), territory, &brief, &due, &ways);
    Ok(plan.days_edit(change(&days, own)?, kind)?)
}
