//! The visits of a layer: what is asked, and the calendar that was made of it.

use super::plan::{Plan, PlanError};
use super::scenario::{LayerError, LayerPlan};
use super::touches;
use crate::geography::Ways;
use crate::model::{
    AccountDue, AccountIx, ActivityKind, Calendar, DAY_MINUTES, Dataset, DoneTouch, Reckoning, TerritoryCalendar,
    TouchState, TravelModel, VisitBrief, VisitWatch, WORKLOAD, usual_measure,
};
use crate::units::{Day, LonLat};
use serde::{Deserialize, Serialize};

/// What is asked of the visits of a layer, and when they are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitPlan {
    /// What is asked; valid.
    pub brief: VisitBrief,
    /// The calendar, once one was made. It is of another basis than [`Plan::visit_basis`] when the plan has changed since.
    pub calendar: Option<Calendar>,
    /// What the reps say of their touches, in the order of their keys, each once. See [`Edit::Touches`](super::Edit::Touches).
    pub touches: Vec<DoneTouch>,
    /// Whether this is one rep's part of a plan, which opens with the day.
    pub is_part: bool,
    /// What is noted with touches and watched. See [`Edit::Watch`](super::Edit::Watch).
    pub watch: VisitWatch,
}

/// What an edit does with the visits, for the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitChange {
    /// Another cadence, week or horizon is asked for.
    Brief,
    /// A calendar was made.
    Calendar,
    /// A visit goes to another day or another place in the order.
    MoveVisit,
    /// Two days of a rep are exchanged.
    SwapDays,
    /// A visit stays on its day, or is let go.
    Pin,
    /// The rest of the calendar was made again.
    Replan,
}

impl VisitPlan {
    /// What is asked, before a calendar was made and anything was done.
    #[must_use]
    pub fn asking(brief: VisitBrief) -> Self {
        Self { brief, calendar: None, touches: Vec::new(), is_part: false, watch: VisitWatch::default() }
    }

    /// The visits that reps say they missed.
    pub fn missed_visits(&self) -> impl Iterator<Item = &DoneTouch> {
        self.touches.iter().filter(|touch| touch.state == TouchState::Missed && touch.kind == ActivityKind::Visit)
    }

    /// Checks that the calendar names only what is there.
    ///
    /// # Errors
    /// [`LayerError::Visits`] when it does not, or the brief cannot be.
    pub(super) fn fits(&self, dataset: &Dataset, layer: &LayerPlan) -> Result<(), LayerError> {
        self.brief.validate().map_err(|fault| LayerError::Visits { what: fault.to_string() })?;
        touches::fits(&self.touches)?;
        self.watch.validate().map_err(|fault| LayerError::Visits { what: fault.to_string() })?;
        let Some(calendar) = &self.calendar else { return Ok(()) };
        calendar.territories.iter().try_for_each(|own| fits(own, dataset, layer))
    }
}

/// Whether the calendar of a territory names only what is there.
pub(super) fn fits(own: &TerritoryCalendar, dataset: &Dataset, layer: &LayerPlan) -> Result<(), LayerError> {
    let is_there = |account: &AccountIx| account.index() < dataset.accounts().len();
    let stops = own.days.iter().flat_map(|day| &day.stops).map(|stop| &stop.account);
    let touches = own.days.iter().flat_map(|day| day.calls.iter().chain(&day.emails));
    let unplaced = own.unplaced.iter().map(|missing| &missing.account);
    let unplaced = unplaced.chain(own.untouched.iter().map(|missing| &missing.account));
    let is_sound = own.days.iter().all(|day| day.distance.0.is_finite()) && own.stretch.is_finite();
    let has_territory = layer.alignment().territory(own.territory).is_some();
    if has_territory && is_sound && stops.chain(touches).chain(unplaced).all(is_there) {
        return Ok(());
    }
    let what = "the calendar names an account, a territory or a number that cannot be".to_owned();
    Err(LayerError::Visits { what })
}

impl Plan {
    /// What the calendar of the shown layer would be made for now: owners, places, reps, what is asked and how travel is
    /// reckoned, as one number. `None` without visits. O(accounts).
    #[must_use]
    pub fn visit_basis(&self) -> Option<u64> {
        let layer = self.layer()?;
        let visits = layer.visits()?;
        Some(basis(self.dataset(), layer, &visits.brief, &visits.touches, self.reckoning()))
    }

    /// What the shown layer asks of visits, or what is usual from a day on: classes by the first measure of its design, before
    /// there is one by what is mostly balanced, and a visit as long as the settings have it.
    #[must_use]
    pub fn asked_or_usual(&self, start: Day) -> VisitBrief {
        if let Some(visits) = self.layer().and_then(LayerPlan::visits) {
            return visits.brief.clone();
        }
        let usual = || usual_measure(self.dataset().accounts());
        // The work follows from the classes, not the other way round.
        let mut balanced = self.brief().into_iter().flat_map(|brief| &brief.measures);
        let balanced = balanced.find(|own| !own.measure.eq_ignore_ascii_case(WORKLOAD));
        let measure = balanced.map_or_else(usual, |own| &own.measure);
        let minutes = libm::round(self.settings().travel.service_minutes).clamp(0.0, f64::from(DAY_MINUTES));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to the minutes of a day")]
        let brief = VisitBrief::new(start, measure, minutes as u16);
        VisitBrief { from_last_visit: brief.follows_visits(self.dataset()), ..brief }
    }

    /// The same, but where nothing is asked yet as often as the reps have time for. O(accounts · (classes + log accounts)).
    #[must_use]
    pub fn asked_or_affordable(&self, start: Day) -> VisitBrief {
        let brief = self.asked_or_usual(start);
        if self.layer().is_some_and(|layer| layer.visits().is_some()) {
            return brief;
        }
        let times = self.loads_as_it_is(&brief).times_too_often();
        brief.less_often(times)
    }

    /// Whether the calendar of the shown layer was made for something else than the plan is now.
    #[must_use]
    pub fn is_calendar_stale(&self) -> bool {
        let calendar = self.layer().and_then(LayerPlan::visits).and_then(|visits| visits.calendar.as_ref());
        calendar.is_some_and(|calendar| Some(calendar.basis) != self.visit_basis())
    }

    /// Whether the calendar of the shown layer still holds visits that were missed. O(touches · stops of their days).
    #[must_use]
    pub fn holds_missed_visits(&self) -> bool {
        let Some(visits) = self.layer().and_then(LayerPlan::visits) else { return false };
        let ids = &self.dataset().accounts().ids;
        let mut missed = visits.missed_visits();
        let days = || visits.calendar.iter().flat_map(|calendar| &calendar.territories).flat_map(|own| &own.days);
        missed.any(|touch| {
            let mut stops = days().filter(|route| route.day == touch.day).flat_map(|route| &route.stops);
            stops.any(|stop| ids.get(stop.account.index()) == touch.account)
        })
    }

    /// The edit that replaces the visits of the shown layer. What the reps say of them stays: a calendar is made while they
    /// work.
    #[must_use]
    pub fn visits_edit(&self, mut visits: VisitPlan, change: VisitChange) -> super::Edit {
        if let Some(present) = self.layer().and_then(LayerPlan::visits) {
            visits.touches.clone_from(&present.touches);
            visits.is_part = present.is_part;
            visits.watch.clone_from(&present.watch);
        }
        super::Edit::Visits { at: self.here(), change, other: Some(Box::new(visits)) }
    }

    /// The edit that changes what is noted with touches and watched.
    #[must_use]
    pub fn watch_edit(&self, after: VisitWatch) -> super::Edit {
        let before = self.layer().and_then(LayerPlan::visits).map(|own| own.watch.clone()).unwrap_or_default();
        super::Edit::Watch { at: self.here(), before, after }
    }

    /// The edit that replaces the calendar of one territory of the shown layer.
    ///
    /// # Errors
    /// [`PlanError`] when there is no calendar of that territory.
    pub fn days_edit(&self, other: TerritoryCalendar, change: VisitChange) -> Result<super::Edit, PlanError> {
        let calendar = self.layer().and_then(LayerPlan::visits).and_then(|visits| visits.calendar.as_ref());
        let position = calendar
            .and_then(|calendar| calendar.territories.iter().position(|own| own.territory == other.territory))
            .and_then(|position| u16::try_from(position).ok());
        let number = other.territory.index() + 1;
        let position = position.ok_or(PlanError::Territory { number })?;
        Ok(super::Edit::Days { at: self.here(), position, change, other: Box::new(other) })
    }
}

impl LayerPlan {
    /// What each account is due by a brief, and whether its rep has what it needs. O(accounts · classes).
    #[must_use]
    pub fn due(&self, dataset: &Dataset, brief: &VisitBrief) -> Vec<Option<AccountDue>> {
        let touches = self.visits().map(|visits| visits.touches.as_slice()).unwrap_or_default();
        let mut due = brief.due_since(dataset, touches);
        if let Some(design) = self.brief() {
            design.needs(dataset).mark(&mut due, self.alignment());
        }
        due
    }
}

/// [`Plan::visit_basis`] for a layer. FNV-1a, which is the same everywhere.
#[must_use]
pub fn basis(
    dataset: &Dataset,
    layer: &LayerPlan,
    brief: &VisitBrief,
    touches: &[DoneTouch],
    reckoning: Reckoning<'_>,
) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    let accounts = dataset.accounts();
    for (owner, place) in layer.alignment().owners().iter().zip(&accounts.locations) {
        hash.add(&owner.map_or(u16::MAX, |owner| owner.0).to_le_bytes());
        hash.add_place(*place);
    }
    for territory in layer.alignment().territories() {
        let rep = territory.rep.and_then(|rep| dataset.rep(rep));
        let home = rep.and_then(|rep| rep.home.location);
        hash.add(rep.map_or("", |rep| rep.id.as_str()).as_bytes());
        hash.add_place(home);
    }
    let needs = layer.brief().map(|brief| brief.needs(dataset)).unwrap_or_default();
    if !needs.is_empty() {
        let rep = |account| layer.alignment().owner(account).and_then(|owner| layer.alignment().territory(owner)?.rep);
        let met = accounts.indices().map(|account| u8::from(needs.is_met(account, rep(account))));
        hash.add(&met.collect::<Vec<u8>>());
    }
    for class in brief.due(dataset) {
        hash.add(&class.and_then(|due| due.class).unwrap_or(u16::MAX).to_le_bytes());
    }
    // As a file of version 5 asked it.
    let TravelModel { detour, speed_kmh, bands, service_minutes } = reckoning.travel;
    let VisitBrief { start, weeks, classes, accounts, week, holidays, seasons, overload, cost_per_km, seed, .. } =
        brief;
    let reps: Vec<_> = brief.reps.iter().map(|own| (&own.rep, &own.week, &own.days_off)).collect();
    hash.add(&bytes(&(start, weeks, classes, accounts, week, reps)));
    hash.add(&bytes(&(holidays, seasons, overload, cost_per_km, seed)));
    hash.add(&bytes(&(detour, speed_kmh, service_minutes)));
    // What was not asked before version 6 counts where it is asked: calendars of older files stay those of their plan.
    if !bands.is_empty() {
        hash.add(&bytes(bands));
    }
    for own in brief.reps.iter().filter(|own| own.start.is_some() || own.end.is_some() || own.nights_a_week.is_some()) {
        hash.add(&bytes(&(&own.rep, &own.start, &own.end, own.nights_a_week)));
    }
    if brief.nights_a_week > 0 {
        hash.add(&[brief.nights_a_week]);
    }
    // Nor before version 7.
    if brief.evens_out {
        hash.add(b"even");
    }
    if brief.from_last_visit {
        hash.add(&bytes(&brief.last_visits(dataset, touches)));
    }
    if let Some(matrix) = reckoning.matrix {
        hash.add(&matrix.digest().to_le_bytes());
        for account in dataset.accounts().indices() {
            hash.add(&bytes(&Ways::new(dataset, reckoning).name_of(account)));
        }
    }
    hash.0
}

/// Plain values as bytes; writing them to memory does not fail.
fn bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

struct Fnv(u64);

impl Fnv {
    fn add_place(&mut self, place: Option<LonLat>) {
        for degrees in place.map_or([f64::NAN; 2], |place| [place.lon(), place.lat()]) {
            self.add(&degrees.to_bits().to_le_bytes());
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
