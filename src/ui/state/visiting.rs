//! What a person asks of visits, and does with their calendar.

use super::watching::Figures;
use super::{App, Run, Selection};
use crate::engine::protocol::{Job, Request, VisitMove};
use crate::model::{COUNT, Calendar, DoneTouch, TerritoryCalendar, TerritoryIx, VisitBrief};
use crate::plan::{
    Edit, FarVisits, LayerPlan, NearVisit, Plan, VisitChange, VisitFigures, VisitLoads, VisitPlan, VisitShift,
    visit_shifts,
};
use crate::ui::address::{Page, Step};
use crate::ui::erased::{follow, memo};
use crate::ui::locale;
use crate::units::{Day, LonLat};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// What a person has in hand of the visits.
#[derive(Clone, Copy)]
pub struct Visiting {
    /// What is asked for, as far as it is written.
    pub brief: RwSignal<VisitBrief>,
    /// What follows from that and the plan, a task after it.
    reckoned: RwSignal<Reckoned>,
    /// What of the calendar is looked at.
    look: RwSignal<Look>,
    /// The table that is looked at.
    pub figures: RwSignal<Figures>,
    /// What was filled in for a touch and is not said yet.
    pub(super) filled: StoredValue<Option<DoneTouch>>,
    /// The visit that is dragged, put where it is; the day that it goes to is not settled.
    pub dragged: StoredValue<Option<VisitMove>>,
    /// Whether what follows is about to be reckoned.
    awaits: StoredValue<bool>,
}

/// What follows from plan and brief.
#[derive(Clone, Default)]
pub struct Reckoned {
    /// What no calendar can keep, in words.
    pub fault: Option<String>,
    /// The work that is asked for.
    pub loads: Arc<VisitLoads>,
    /// What the calendar comes to, by territory.
    pub figures: Arc<Vec<(TerritoryIx, VisitFigures)>>,
    /// What would bring visits that are too far for a day near enough, by territory.
    pub far: Arc<Vec<(TerritoryIx, FarVisits)>>,
    /// Whether the calendar was made for something else than the plan is now.
    pub is_stale: bool,
    /// Whether it holds visits that were missed.
    pub is_behind: bool,
    /// What planning the rest again changed last.
    pub shifts: Arc<Vec<VisitShift>>,
    /// How much longer the last change by hand made the ways: kilometres and minutes.
    pub longer: Option<[f64; 2]>,
    /// Whom to see near a place, once it was asked.
    pub near: Option<Arc<Vec<NearVisit>>>,
    /// Where the device is, or why nobody knows; `None` before it was asked.
    pub here: Option<Result<LonLat, &'static str>>,
}

/// What the dock of the step shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dock {
    /// A row a rep.
    Reps,
    /// The calendar of one rep, once there is one.
    Calendar,
    /// A table about the visits.
    Figures,
}

/// What of the calendar is looked at.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    /// The day, of the territory that is shown.
    pub day: Option<Day>,
    /// What the dock shows.
    pub dock: Dock,
    /// The tab of the day's page.
    pub tab: u8,
    /// The stop of the day that a person chose on that page.
    pub stop: Option<u16>,
    /// Whether stops are put into another order there.
    pub reorders: bool,
    /// Hours to spare there.
    pub hours: u16,
    /// The territory that was looked at last.
    territory: TerritoryIx,
}

impl Visiting {
    pub(super) fn new() -> Self {
        let look = Look {
            day: None,
            dock: Dock::Calendar,
            tab: 0,
            stop: None,
            reorders: false,
            hours: 2,
            territory: TerritoryIx(0),
        };
        Self {
            brief: RwSignal::new(VisitBrief::new(next_monday(), COUNT, 30)),
            reckoned: RwSignal::new(Reckoned::default()),
            look: RwSignal::new(look),
            figures: RwSignal::new(Figures::new()),
            filled: StoredValue::new(None),
            dragged: StoredValue::new(None),
            awaits: StoredValue::new(false),
        }
    }

    /// What follows from plan and brief, a task after them.
    #[must_use]
    pub fn reckoned(self) -> Reckoned {
        self.reckoned.get()
    }

    /// Notes what came of a question from the road.
    pub fn note(self, change: impl FnOnce(&mut Reckoned)) {
        let mut reckoned = self.reckoned.get_untracked();
        change(&mut reckoned);
        self.reckoned.set(reckoned);
    }

    /// Closes the list of what planning the rest again changed.
    pub fn forget_shifts(self) {
        self.note(|reckoned| reckoned.shifts = Arc::default());
    }

    /// What of the calendar is looked at.
    #[must_use]
    pub fn look(self) -> Look {
        self.look.get()
    }

    /// Looks at something else.
    pub fn change_look(self, change: impl FnOnce(&mut Look)) {
        let before = self.look.get_untracked();
        let mut look = before;
        change(&mut look);
        if look != before {
            self.look.set(look);
        }
    }
}

/// Today, by the clock of the browser.
#[must_use]
pub fn today() -> Day {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(2026);
    Day::new(year, now.get_month() + 1, now.get_date()).unwrap_or(Day::EPOCH)
}

/// The minute of the day, by the clock of the browser.
#[must_use]
pub fn minute_now() -> Option<u16> {
    let now = js_sys::Date::new_0();
    u16::try_from(now.get_hours() * 60 + now.get_minutes()).ok()
}

/// The Monday after today.
fn next_monday() -> Day {
    let today = today();
    Day::from_number(today.number() + 7 - today.weekday().cast_signed()).unwrap_or(Day::EPOCH)
}

/// What the plan asks of visits, or what is proposed before it asks anything.
pub(super) fn asked(plan: &Plan) -> VisitBrief {
    plan.asked_or_usual(next_monday())
}

/// The same as often as the reps have time for.
pub(super) fn affordable(plan: &Plan) -> VisitBrief {
    plan.asked_or_affordable(next_monday())
}

fn calendar(plan: &Plan) -> Option<&Calendar> {
    plan.layer()?.visits()?.calendar.as_ref()
}

impl App {
    /// What a person has in hand of the visits.
    #[must_use]
    pub fn visiting(self) -> Visiting {
        self.hand().visiting
    }

    /// Begins what is asked of visits anew, for another plan or layer.
    pub(super) fn propose_visits(self) {
        self.visiting().change_look(|look| look.day = None);
        self.plan.with_untracked(|plan| {
            if let Some(plan) = plan {
                self.visiting().brief.set(asked(plan));
            }
        });
    }

    /// Keeps up what follows from plan and brief.
    pub(super) fn follow_visits(self) {
        let visiting = self.visiting();
        let of_plan = memo(move || {
            self.plan.with(|plan| {
                let plan = plan.as_ref()?;
                Some((plan.layer().is_some_and(|layer| layer.visits().is_some()), asked(plan)))
            })
        });
        // What a person wrote stays; what was as in the plan follows it, when a calendar is taken back. Where the plan comes to
        // ask nothing again, what it had asked is not lost.
        Effect::new(move |before: Option<Option<(bool, VisitBrief)>>| {
            let now = of_plan.get();
            if let (Some((was_asked, before)), Some((is_asked, now))) = (before.flatten(), &now)
                && (*is_asked || !was_asked)
                && visiting.brief.with_untracked(|own| *own == before)
            {
                visiting.brief.set(now.clone());
            }
            now
        });
        follow(move || {
            self.plan.track();
            visiting.brief.track();
            if self.page.get() == Page::Work(Step::Visits) && !visiting.awaits.get_value() {
                visiting.awaits.set_value(true);
                set_timeout(move || self.reckon_visits(), Duration::ZERO);
            }
        });
        // A rep who was looked at stays in sight while one of the rep's accounts is, or nothing.
        follow(move || {
            let found = match self.selection.get() {
                Selection::Plan => None,
                Selection::Territory(territory) => Some(territory),
                Selection::Account(account) => {
                    self.plan.with(|plan| plan.as_ref().and_then(|plan| plan.alignment().owner(account)))
                }
            };
            if let Some(found) = found {
                visiting.change_look(|look| look.territory = found);
            }
        });
    }

    /// Each part has a task of its own: all look at every account.
    fn reckon_visits(self) {
        let visiting = self.visiting();
        visiting.awaits.set_value(false);
        let mut reckoned = Reckoned::default();
        self.reckon(&mut reckoned, |plan, brief, reckoned| {
            let fault = brief.validate().and_then(|()| brief.check_names(plan.dataset()));
            reckoned.fault = fault.err().map(|fault| locale::dated(&fault.to_string()));
            if plan.is_designed() {
                reckoned.loads = Arc::new(plan.visit_loads(brief));
            }
        });
        let add_up = move || {
            self.reckon(&mut reckoned, |plan, _, reckoned| reckoned.figures = Arc::new(plan.visit_figures()));
            let compare = move || {
                self.reckon(&mut reckoned, |plan, _, reckoned| {
                    reckoned.is_stale = plan.is_calendar_stale();
                    reckoned.is_behind = plan.holds_missed_visits();
                });
                let look_far = move || {
                    self.reckon(&mut reckoned, |plan, _, reckoned| reckoned.far = Arc::new(plan.far_visits()));
                    // What a person was told meanwhile stays.
                    visiting.reckoned.with_untracked(|own| {
                        reckoned.shifts = Arc::clone(&own.shifts);
                        reckoned.longer = own.longer;
                    });
                    let times = reckoned.loads.times_too_often();
                    visiting.reckoned.set(reckoned);
                    self.propose_what_fits(times);
                };
                set_timeout(look_far, Duration::ZERO);
            };
            set_timeout(compare, Duration::ZERO);
        };
        set_timeout(add_up, Duration::ZERO);
    }

    /// What is proposed before anything was asked is as often as the reps have time for.
    fn propose_what_fits(self, times: u32) {
        let brief = self.visiting().brief;
        let proposed = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref().filter(|plan| plan.layer().is_some_and(|layer| layer.visits().is_none()))?;
            Some(asked(plan)).filter(|usual| times > 1 && brief.with_untracked(|own| own == usual))
        });
        if let Some(usual) = proposed {
            brief.set(usual.less_often(times));
        }
    }

    fn reckon(self, reckoned: &mut Reckoned, reckon: fn(&Plan, &VisitBrief, &mut Reckoned)) {
        self.plan.with_untracked(|plan| {
            if let Some(plan) = plan {
                self.visiting().brief.with_untracked(|brief| reckon(plan, brief, reckoned));
            }
        });
    }

    /// Whether something else is asked than the plan holds.
    #[must_use]
    pub fn asks_anew(self) -> bool {
        let brief = self.visiting().brief;
        self.plan.with(|plan| {
            let visits = plan.as_ref().and_then(Plan::layer).and_then(LayerPlan::visits);
            visits.is_some_and(|visits| brief.with(|brief| *brief != visits.brief))
        })
    }

    /// Whether the plan asks anything of visits yet.
    #[must_use]
    pub fn asks_anything(self) -> bool {
        self.plan.with(|plan| plan.as_ref().and_then(Plan::layer).is_some_and(|layer| layer.visits().is_some()))
    }

    /// Makes the calendar.
    pub fn schedule(self) {
        let brief = self.visiting().brief.get_untracked();
        self.notices.update(Vec::clear);
        let territories =
            self.plan.with_untracked(|plan| plan.as_ref().map_or(0, |own| own.alignment().territories().len()));
        let whose = locale::counted(territories, "territory", "territories");
        let weeks = locale::counted(brief.weeks, "week", "weeks");
        self.running.set(Some(Run::begin(Job::Schedule, format!("Making the calendar of {whose} for {weeks}"))));
        self.dismiss_hands();
        self.send(&Request::Schedule(Box::new(brief)), &[]);
        self.send(&Request::Help(Self::hands_for(territories)), &[]);
    }

    /// The day from which the rest is planned again: today, or the first day of a calendar to come.
    #[must_use]
    pub fn replans_from(self) -> Day {
        self.visiting().brief.with(|brief| brief.start).max(today())
    }

    /// Plans the rest of the calendar again with what is asked now.
    pub fn replan(self) {
        if self.asks_anew() {
            self.keep_visits();
        }
        self.notices.update(Vec::clear);
        self.send(&Request::Replan(self.replans_from()), &[]);
    }

    /// Brings a calendar, or a change of one, into the plan, and notes what planning the rest again changed.
    pub(super) fn take_calendar(self, edit: Edit) {
        let shifts = match &edit {
            Edit::Visits { change: VisitChange::Replan, other: Some(visits), .. } => {
                self.with_calendar(|_, before| Some(visit_shifts(before, visits.calendar.as_ref()?)))
            }
            _ => None,
        };
        let longer = match &edit {
            Edit::Days { other, .. } => self.with_days(other.territory, |_, before| {
                let [before, after] = [before, &**other].map(ways);
                Some([after[0] - before[0], after[1] - before[1]])
            }),
            _ => None,
        };
        self.visiting().note(|reckoned| {
            reckoned.shifts = Arc::new(shifts.unwrap_or_default());
            reckoned.longer = longer;
        });
        self.apply(edit);
    }

    /// Keeps what is asked in the plan without making a calendar.
    pub fn keep_visits(self) {
        let brief = self.visiting().brief.get_untracked();
        self.edit(|plan| {
            let calendar = calendar(plan).cloned();
            plan.visits_edit(VisitPlan { calendar, ..VisitPlan::asking(brief) }, VisitChange::Brief)
        });
    }

    /// Puts a visit on another day or elsewhere in its day; the planner says whether it fits.
    pub fn move_visit(self, wanted: VisitMove) {
        self.visiting().dragged.set_value(None);
        if self.running.with_untracked(Option::is_some) {
            return self.fail("", "Wait for what runs, or stop it; then move the visit.");
        }
        self.notices.update(Vec::clear);
        self.send(&Request::MoveVisit(wanted), &[]);
    }

    /// Exchanges two days of a territory; the planner says whether they fit.
    pub fn swap_days(self, territory: TerritoryIx, days: [Day; 2]) {
        if self.running.with_untracked(Option::is_some) {
            return self.fail("", "Wait for what runs, or stop it; then exchange the days.");
        }
        self.notices.update(Vec::clear);
        self.send(&Request::SwapDays(territory, days), &[]);
    }

    /// Has a visit stay on its day when the rest is planned again, or lets it go.
    pub fn pin_visit(self, territory: TerritoryIx, day: Day, position: usize) {
        let edit = self.plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            let mut own = of_territory(calendar(plan)?, territory)?.clone();
            let stop = own.days.iter_mut().find(|own| own.day == day)?.stops.get_mut(position)?;
            stop.is_pinned = !stop.is_pinned;
            Some(plan.days_edit(own, VisitChange::Pin))
        });
        match edit {
            Some(Ok(edit)) => self.apply(edit),
            Some(Err(error)) => self.fail("", error.to_string()),
            None => {}
        }
    }

    /// Whether there is a calendar.
    #[must_use]
    pub fn has_calendar(self) -> bool {
        self.plan.with(|plan| plan.as_ref().is_some_and(|plan| calendar(plan).is_some()))
    }

    /// Looks at the plan with its calendar, if there is one.
    pub fn with_calendar<T>(self, look: impl FnOnce(&Plan, &Calendar) -> Option<T>) -> Option<T> {
        self.plan.with(|plan| plan.as_ref().and_then(|plan| look(plan, calendar(plan)?)))
    }

    /// Looks at the calendar of one territory.
    pub fn with_days<T>(
        self,
        territory: TerritoryIx,
        look: impl FnOnce(&Plan, &TerritoryCalendar) -> Option<T>,
    ) -> Option<T> {
        self.with_calendar(|plan, calendar| look(plan, of_territory(calendar, territory)?))
    }

    /// The territory whose days are shown.
    #[must_use]
    pub fn shown_territory(self) -> TerritoryIx {
        let count = self.plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.alignment().territories().len()));
        Some(self.visiting().look().territory).filter(|own| own.index() < count).unwrap_or(TerritoryIx(0))
    }

    /// Shows a day of a territory, on the map and in the inspector.
    pub fn show_day(self, territory: TerritoryIx, day: Option<Day>) {
        self.visiting().change_look(|look| look.day = day);
        self.selection.set(Selection::Territory(territory));
    }
}

/// Kilometres and minutes on the road.
fn ways(own: &TerritoryCalendar) -> [f64; 2] {
    own.days.iter().fold([0.0; 2], |sum, day| [sum[0] + day.distance.kilometers(), sum[1] + f64::from(day.drive)])
}

fn of_territory(calendar: &Calendar, territory: TerritoryIx) -> Option<&TerritoryCalendar> {
    calendar.territories.iter().find(|own| own.territory == territory)
}
