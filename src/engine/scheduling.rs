//! A plan and what is asked of visits → the edit that brings the calendar into the plan.

use super::protocol::VisitMove;
use crate::model::{
    AccountDue, AccountIx, Calendar, TerritoryCalendar, TerritoryIx, TravelModel, VisitBrief, VisitBriefFault,
};
use crate::plan::{Edit, LayerPlan, Plan, PlanError, VisitChange, VisitPlan, basis};
use crate::routing::calendar::{CalendarSearch, MoveFault, TerritoryDays, move_visit, replan, swap_days};
use crate::units::Day;
use std::collections::HashMap;
use std::sync::Arc;

/// Rounds of search for each visit, without a limit of time: the most are for one territory alone, which takes some five
/// seconds; many share them until each has the least, so that 50 reps take a minute.
const MOST_ROUNDS_A_VISIT: usize = 200;
const LEAST_ROUNDS_A_VISIT: usize = 40;
const SHARED_ROUNDS_A_VISIT: usize = 400;
/// The least rounds of a territory.
const LEAST_ROUNDS: usize = 4_000;
/// Rounds of a step: a slice of some 20 milliseconds.
const ROUNDS_A_STEP: u32 = 200;

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
    /// Whether there is nothing more to do.
    pub is_finished: bool,
}

/// A calendar in the making: first one for each territory, then each searched for better ones in turn.
pub struct Scheduling {
    brief: Arc<VisitBrief>,
    due: Vec<Option<AccountDue>>,
    travel: TravelModel,
    pins: HashMap<AccountIx, Vec<Day>>,
    territories: Vec<TerritoryIx>,
    /// The best so far, in the order of the territories; shorter until each has a first.
    calendars: Vec<TerritoryCalendar>,
    /// The territory that is searched, its search and its rounds so far and in all.
    searched: usize,
    search: Option<(CalendarSearch, usize, usize)>,
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
        let mut pins: HashMap<AccountIx, Vec<Day>> = HashMap::new();
        for (day, stop) in days.flat_map(|day| day.stops.iter().map(|stop| (day.day, stop))) {
            if stop.is_pinned {
                pins.entry(stop.account).or_default().push(day);
            }
        }
        Ok(Self {
            due: brief.due(plan.dataset()),
            brief: Arc::new(brief),
            travel: plan.settings().travel,
            pins,
            territories: layer.alignment().indices().collect(),
            calendars: Vec::new(),
            searched: 0,
            search: None,
        })
    }

    fn days_of(&self, plan: &Plan, territory: TerritoryIx) -> TerritoryDays {
        TerritoryDays::new(plan.dataset(), plan.alignment(), territory, &self.brief, &self.due, &self.travel)
    }

    fn search_for(&self, plan: &Plan, territory: TerritoryIx) -> CalendarSearch {
        let pinned = |account| self.pins.get(&account).cloned().unwrap_or_default();
        CalendarSearch::new(self.days_of(plan, territory), &pinned)
    }

    /// Moves it on: makes the first calendar of a territory, or searches on for a slice of some 20 milliseconds. With a
    /// share of the time that is over, from 0 to 1, the search of each territory ends by that; else by its rounds.
    pub fn step(&mut self, plan: &Plan, time: Option<f64>) -> ScheduleProgress {
        let count = self.territories.len();
        if let Some(&territory) = self.territories.get(self.calendars.len()) {
            let first = self.search_for(plan, territory).calendar();
            self.calendars.push(self.with_pins(first));
            return ScheduleProgress { done: 0.1 * self.calendars.len() as f64 / count as f64, is_finished: false };
        }
        let Some(&territory) = self.territories.get(self.searched) else {
            return ScheduleProgress { done: 1.0, is_finished: true };
        };
        let (mut search, rounds, all) = self.search.take().unwrap_or_else(|| {
            let search = self.search_for(plan, territory);
            let a_visit = (SHARED_ROUNDS_A_VISIT / count).clamp(LEAST_ROUNDS_A_VISIT, MOST_ROUNDS_A_VISIT);
            let rounds = (search.visits() * a_visit).max(LEAST_ROUNDS);
            (search, 0, rounds)
        });
        // The part of the time that belongs to this territory.
        let by_time = time.map(|time| time * count as f64 - self.searched as f64);
        let gone = by_time.unwrap_or(rounds as f64 / all as f64).clamp(0.0, 1.0);
        if gone < 1.0 && search.visits() > 0 {
            search.step(gone, ROUNDS_A_STEP);
            self.search = Some((search, rounds + ROUNDS_A_STEP as usize, all));
        } else {
            self.keep(&search);
            self.searched += 1;
        }
        let done = 0.1 + 0.9 * (self.searched as f64 + if self.search.is_some() { gone } else { 0.0 }) / count as f64;
        ScheduleProgress { done, is_finished: self.searched == count }
    }

    /// Takes what a search found for the territory in turn.
    fn keep(&mut self, search: &CalendarSearch) {
        let found = self.with_pins(search.calendar());
        if let Some(own) = self.calendars.get_mut(self.searched) {
            *own = found;
        }
    }

    fn with_pins(&self, mut calendar: TerritoryCalendar) -> TerritoryCalendar {
        for day in &mut calendar.days {
            for stop in &mut day.stops {
                stop.is_pinned = self.pins.get(&stop.account).is_some_and(|days| days.contains(&day.day));
            }
        }
        calendar
    }

    /// The edit that brings the best so far into the plan; the territories that have none yet get their first.
    #[must_use]
    pub fn finish(mut self, plan: &Plan) -> Edit {
        while self.calendars.len() < self.territories.len() {
            self.step(plan, None);
        }
        if let Some((search, ..)) = self.search.take() {
            self.keep(&search);
        }
        let basis = plan.layer().map_or(0, |layer| basis(plan.dataset(), layer, &self.brief, &self.travel));
        let calendar = Some(Calendar { basis, territories: self.calendars });
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

/// Makes a calendar: by rounds, or in so many seconds of `clock`.
///
/// # Errors
/// As [`Scheduling::start`].
pub fn schedule(
    plan: &Plan,
    brief: VisitBrief,
    seconds: Option<f64>,
    clock: &mut dyn FnMut() -> f64,
) -> Result<Edit, ScheduleError> {
    let mut scheduling = Scheduling::start(plan, brief)?;
    loop {
        let time = seconds.map(|limit| clock() / limit.max(1e-9));
        if scheduling.step(plan, time).is_finished || time.is_some_and(|time| time >= 1.0) {
            return Ok(scheduling.finish(plan));
        }
    }
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
    let (due, travel) = (brief.due(plan.dataset()), &plan.settings().travel);
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
        let days = TerritoryDays::new(plan.dataset(), plan.alignment(), own.territory, &brief, &due, travel);
        replan(&days, own, today, &missed)
    };
    let territories = present.territories.iter().map(again).collect();
    let calendar = Calendar { basis: basis(plan.dataset(), layer, &brief, travel), territories };
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
    let visits = plan.layer().and_then(LayerPlan::visits).ok_or(ScheduleError::NoCalendar)?;
    let territories = visits.calendar.iter().flat_map(|calendar| &calendar.territories);
    let own = territories.into_iter().find(|own| own.territory == territory);
    let own = own.filter(|_| !plan.is_calendar_stale()).ok_or(ScheduleError::NoCalendar)?;
    let brief = Arc::new(visits.brief.clone());
    let due = brief.due(plan.dataset());
    let travel = &plan.settings().travel;
    let days = TerritoryDays::new(plan.dataset(), plan.alignment(), territory, &brief, &due, travel);
    Ok(plan.days_edit(change(&days, own)?, kind)?)
}
