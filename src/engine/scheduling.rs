//! A plan and what is asked of visits → the edit that brings the calendar into the plan.

use super::calendar_task::{CalendarRun, CalendarTask};
use super::protocol::VisitMove;
use crate::geography::Ways;
use crate::model::{AccountDue, AccountIx, Calendar, TerritoryCalendar, TerritoryIx, VisitBrief, VisitBriefFault};
use crate::plan::{Edit, LayerPlan, Plan, PlanError, VisitChange, VisitPlan, basis};
use crate::routing::calendar::{MoveFault, TerritoryDays, move_visit, replan, swap_days};
use crate::units::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

/// Rounds of search for each visit, without a limit of time: the most are for one territory alone, which takes some five
/// seconds; many share them until each has the least, so that 50 reps take a minute.
const MOST_ROUNDS_A_VISIT: usize = 200;
const LEAST_ROUNDS_A_VISIT: usize = 60;
const SHARED_ROUNDS_A_VISIT: usize = 400;

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

/// How far a calendar is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScheduleProgress {
    /// 0 to 1.
    pub done: f64,
    /// Whether every territory has its calendar.
    pub is_finished: bool,
}

/// A calendar in the making, territory by territory. Each is a [`CalendarTask`]: it is searched here, or handed out to whoever
/// helps, and the calendar is the same.
pub struct Scheduling {
    brief: Arc<VisitBrief>,
    due: Vec<Option<AccountDue>>,
    /// What it is made for: should the plan change meanwhile, the calendar is stale and says so.
    basis: u64,
    pins: BTreeMap<AccountIx, Vec<Day>>,
    territories: Vec<TerritoryIx>,
    /// The calendars so far, in the order of the territories.
    calendars: Vec<Option<TerritoryCalendar>>,
    /// Positions of the territories that nobody has begun.
    waiting: VecDeque<usize>,
    /// Positions of those that were handed out.
    away: BTreeSet<usize>,
    /// The one that is searched here.
    run: Option<(usize, CalendarRun)>,
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
            calendars: vec![None; territories.len()],
            waiting: (0..territories.len()).collect(),
            away: BTreeSet::new(),
            territories,
            run: None,
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

    /// Hands the next territory out, if one waits: its position, to be said when it comes back, and what is to be done.
    /// O(accounts + places²).
    pub fn hand_out(&mut self, plan: &Plan) -> Option<(usize, CalendarTask)> {
        let position = self.waiting.pop_front()?;
        self.away.insert(position);
        Some((position, self.task(plan, position)?))
    }

    /// Takes the calendar of a territory that was handed out; `None` from who cannot make it, for others to do.
    pub fn take_back(&mut self, position: usize, found: Option<TerritoryCalendar>) {
        if self.away.remove(&position) {
            let found = found.filter(|found| Some(&found.territory) == self.territories.get(position));
            match (self.calendars.get_mut(position), found) {
                (Some(own), Some(found)) => *own = Some(found),
                _ => self.waiting.push_back(position),
            }
        }
    }

    /// How many territories there are.
    #[must_use]
    pub fn territories(&self) -> usize {
        self.territories.len()
    }

    /// Whether there is anything to do here.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.run.is_some() || !self.waiting.is_empty()
    }

    /// Whether every territory has its calendar.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.calendars.iter().all(Option::is_some)
    }

    /// Begins no other territory and keeps what is found of the present one. Whether nothing is on its way back.
    pub fn stop(&mut self) -> bool {
        self.waiting.clear();
        self.keep();
        self.away.is_empty()
    }

    /// Moves it on by a slice of some 20 milliseconds.
    pub fn step(&mut self, plan: &Plan) -> ScheduleProgress {
        if self.run.is_none()
            && let Some(position) = self.waiting.pop_front()
        {
            self.run = self.task(plan, position).map(|task| (position, task.begin()));
        }
        let gone = self.run.as_mut().map_or(0.0, |(_, run)| run.step(None));
        if gone >= 1.0 {
            self.keep();
        }
        let done = self.calendars.iter().flatten().count() as f64 + if self.run.is_some() { gone } else { 0.0 };
        ScheduleProgress { done: done / self.calendars.len() as f64, is_finished: self.is_finished() }
    }

    /// Takes what was found here.
    fn keep(&mut self) {
        if let Some((position, run)) = self.run.take()
            && let Some(own) = self.calendars.get_mut(position)
        {
            *own = Some(run.calendar());
        }
    }

    /// The edit that brings the best so far into the plan; the territories that have none yet get their first.
    #[must_use]
    pub fn finish(mut self, plan: &Plan) -> Edit {
        self.keep();
        let first = |position| self.task(plan, position).map(|task| task.begin().calendar());
        let or_first = |(position, own): (usize, &Option<TerritoryCalendar>)| own.clone().or_else(|| first(position));
        let territories = self.calendars.iter().enumerate().filter_map(or_first).collect();
        let calendar = Some(Calendar { basis: self.basis, territories });
        let visits = VisitPlan { calendar, ..VisitPlan::asking(Arc::unwrap_or_clone(self.brief)) };
        plan.visits_edit(visits, VisitChange::Calendar)
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
    let brief = plan.asked_or_usual(start.unwrap_or_else(|| first_monday(plan)));
    let times = plan.visit_loads(&brief).times_too_often();
    brief.less_often(times)
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
    let mut scheduling = Scheduling::start(plan, brief)?;
    while !scheduling.step(plan).is_finished {}
    Ok(scheduling.finish(plan))
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
