//! What a person asks of visits, and does with their calendar.

use super::{App, Run, Selection};
use crate::engine::protocol::{Job, Request, VisitMove};
use crate::model::{COUNT, Calendar, TerritoryCalendar, TerritoryIx, VisitBrief};
use crate::plan::{LayerPlan, Plan, VisitChange, VisitFigures, VisitLoads, VisitPlan};
use crate::ui::address::{Page, Step};
use crate::ui::locale;
use crate::units::Day;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// What a person has in hand of the visits.
#[derive(Clone, Copy)]
pub struct Visiting {
    /// What is asked for, as far as it is written.
    pub brief: RwSignal<VisitBrief>,
    /// What of it no calendar can keep, in words.
    pub fault: RwSignal<Option<String>>,
    /// The work that it asks for, a task after what it follows from.
    pub loads: RwSignal<Arc<VisitLoads>>,
    /// What the calendar comes to, by territory.
    pub figures: RwSignal<Arc<Vec<(TerritoryIx, VisitFigures)>>>,
    /// Whether the calendar was made for something else than the plan is now.
    pub is_stale: RwSignal<bool>,
    /// The day that is looked at, of the territory that is shown.
    pub day: RwSignal<Option<Day>>,
    /// The visit that is dragged, put where it is; the day that it goes to is not settled.
    pub dragged: RwSignal<Option<VisitMove>>,
    /// Whether the dock shows the calendar of one rep, once there is one.
    pub shows_calendar: RwSignal<bool>,
    /// The territory that was looked at last.
    territory: RwSignal<TerritoryIx>,
    /// Whether loads and the rest are about to be reckoned.
    awaits: StoredValue<bool>,
}

impl Visiting {
    pub(super) fn new() -> Self {
        Self {
            brief: RwSignal::new(VisitBrief::new(next_monday(), COUNT, 30)),
            fault: RwSignal::new(None),
            loads: RwSignal::new(Arc::default()),
            figures: RwSignal::new(Arc::default()),
            is_stale: RwSignal::new(false),
            day: RwSignal::new(None),
            dragged: RwSignal::new(None),
            shows_calendar: RwSignal::new(true),
            territory: RwSignal::new(TerritoryIx(0)),
            awaits: StoredValue::new(false),
        }
    }
}

/// The Monday after today, by the clock of the browser.
fn next_monday() -> Day {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(2026);
    let today = Day::new(year, now.get_month() + 1, now.get_date());
    let monday = today.and_then(|today| Day::from_number(today.number() + 7 - today.weekday().cast_signed()));
    monday.unwrap_or(Day::EPOCH)
}

/// What the plan asks of visits, or what is proposed before it asks anything.
fn asked(plan: &Plan) -> VisitBrief {
    if let Some(visits) = plan.layer().and_then(LayerPlan::visits) {
        return visits.brief.clone();
    }
    let measure = plan.brief().and_then(|brief| brief.measures.first()).map_or(COUNT, |own| own.measure.as_str());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to the minutes of a day")]
    let minutes = plan.settings().travel.service_minutes.round() as u16;
    VisitBrief::new(next_monday(), measure, minutes)
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
        self.visiting().day.set(None);
        self.plan.with_untracked(|plan| {
            if let Some(plan) = plan {
                self.visiting().brief.set(asked(plan));
            }
        });
    }

    /// Keeps up what follows from plan and brief.
    pub(super) fn follow_visits(self) {
        let visiting = self.visiting();
        let of_plan = Memo::new(move |_| {
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
        Effect::new(move |_| {
            self.plan.track();
            visiting.brief.track();
            if self.page.get() == Page::Work(Step::Visits) && !visiting.awaits.get_value() {
                visiting.awaits.set_value(true);
                set_timeout(move || self.reckon_visits(), Duration::ZERO);
            }
        });
        // A rep who was looked at stays in sight while one of the rep's accounts is, or nothing.
        Effect::new(move |_| {
            let found = match self.selection.get() {
                Selection::Plan => None,
                Selection::Territory(territory) => Some(territory),
                Selection::Account(account) => {
                    self.plan.with(|plan| plan.as_ref().and_then(|plan| plan.alignment().owner(account)))
                }
            };
            if let Some(found) = found {
                visiting.territory.set(found);
            }
        });
    }

    fn reckon_visits(self) {
        let visiting = self.visiting();
        visiting.awaits.set_value(false);
        self.plan.with_untracked(|plan| {
            let Some(plan) = plan else { return };
            visiting.brief.with_untracked(|brief| {
                let fault = brief.validate().and_then(|()| brief.check_names(plan.dataset()));
                visiting.fault.set(fault.err().map(|fault| fault.to_string()));
                if plan.is_designed() {
                    visiting.loads.set(Arc::new(plan.visit_loads(brief)));
                }
            });
        });
        // Tasks of their own: each looks at every account.
        let add_up = move || {
            let figures = self.plan.with_untracked(|plan| plan.as_ref().map(Plan::visit_figures).unwrap_or_default());
            visiting.figures.set(Arc::new(figures));
        };
        set_timeout(add_up, Duration::ZERO);
        let look = move || {
            let is_stale = self.plan.with_untracked(|plan| plan.as_ref().is_some_and(Plan::is_calendar_stale));
            if visiting.is_stale.get_untracked() != is_stale {
                visiting.is_stale.set(is_stale);
            }
        };
        set_timeout(look, Duration::ZERO);
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
        self.send(&Request::Schedule(Box::new(brief)), &[]);
    }

    /// Keeps what is asked in the plan without making a calendar.
    pub fn keep_visits(self) {
        let brief = self.visiting().brief.get_untracked();
        self.edit(|plan| {
            let calendar = calendar(plan).cloned();
            plan.visits_edit(VisitPlan { brief, calendar }, VisitChange::Brief)
        });
    }

    /// Puts a visit on another day or elsewhere in its day; the planner says whether it fits.
    pub fn move_visit(self, wanted: VisitMove) {
        self.visiting().dragged.set(None);
        if self.running.with_untracked(Option::is_some) {
            return self.fail("", "Wait for what runs, or stop it; then move the visit.");
        }
        self.notices.update(Vec::clear);
        self.send(&Request::MoveVisit(wanted), &[]);
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
        Some(self.visiting().territory.get()).filter(|own| own.index() < count).unwrap_or(TerritoryIx(0))
    }

    /// Shows a day of a territory, on the map and in the inspector.
    pub fn show_day(self, territory: TerritoryIx, day: Option<Day>) {
        self.visiting().day.set(day);
        self.selection.set(Selection::Territory(territory));
    }
}

fn of_territory(calendar: &Calendar, territory: TerritoryIx) -> Option<&TerritoryCalendar> {
    calendar.territories.iter().find(|own| own.territory == territory)
}
