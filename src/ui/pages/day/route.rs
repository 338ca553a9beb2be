//! The day of a rep, with all that the page shows of it.

use crate::export::{MapsProgram, day_links};
use crate::model::{
    AccountIx, ActivityKind, ColumnValues, Dataset, DayRoute, DoneTouch, Opening, Stop, TerritoryCalendar, TerritoryIx,
    TouchState, VisitBrief,
};
use crate::plan::{DayLeg, LayerPlan, Plan, day_legs};
use crate::ui::state::App;
use crate::units::{Day, LonLat, Meters};

/// Words that headers of telephone numbers hold.
const PHONE: [&str; 5] = ["phone", "telefon", "mobile", "cell", "tel"];
/// Words that headers of e-mail addresses hold.
const EMAIL: [&str; 2] = ["email", "e-mail"];
/// Words that headers of streets hold.
const STREET: [&str; 4] = ["address", "street", "strasse", "straße"];

/// Somebody whom the rep visits, calls or writes to.
pub(super) struct Person {
    pub(super) account: AccountIx,
    pub(super) name: String,
    /// Street and place.
    pub(super) place: String,
    pub(super) phone: String,
    pub(super) email: String,
    /// What is said of the touch.
    pub(super) touch: DoneTouch,
}

impl Person {
    pub(super) fn is(&self, state: TouchState) -> bool {
        self.touch.state == state
    }
}

/// A stop as the page shows it.
pub(super) struct StopLine {
    pub(super) who: Person,
    pub(super) stop: Stop,
    pub(super) leg: DayLeg,
    pub(super) class: String,
    /// When the account closes on this day; `None` where it is always open.
    pub(super) closes: Option<u16>,
    /// The last note of the account before this day.
    pub(super) last: Option<(Option<Day>, String)>,
    /// Leads to the maps program of the device.
    pub(super) link: String,
}

/// A day as the page shows it.
pub(super) struct DayView {
    pub(super) territory: TerritoryIx,
    pub(super) day: Day,
    pub(super) whose: String,
    pub(super) rep: String,
    pub(super) base: Option<LonLat>,
    pub(super) before: Option<Day>,
    pub(super) after: Option<Day>,
    pub(super) distance: Meters,
    pub(super) drive: u16,
    pub(super) back: u16,
    pub(super) stops: Vec<StopLine>,
    pub(super) others: Vec<Person>,
}

impl DayView {
    /// Position of the first stop of which nothing is said yet.
    pub(super) fn next(&self) -> Option<usize> {
        self.stops.iter().position(|line| line.who.is(TouchState::Open))
    }
}

/// The day that is looked at.
pub(super) fn day_view(app: App) -> Option<DayView> {
    let day = app.visiting().look().day.or_else(|| app.first_day())?;
    let territory = app.shown_territory();
    app.with_days(territory, |plan, own| view_of(plan, own, day))
}

fn view_of(plan: &Plan, own: &TerritoryCalendar, day: Day) -> Option<DayView> {
    let layer = plan.layer()?;
    let brief = &layer.visits()?.brief;
    let at = own.days.iter().position(|route| route.day == day).or_else(|| own.days.len().checked_sub(1))?;
    let route = own.days.get(at)?;
    let territory = layer.alignment().territory(own.territory)?;
    let rep = territory.rep.and_then(|rep| plan.dataset().rep(rep));
    let reading = Reading { plan, layer, brief, route, rep: rep.map_or("", |rep| rep.id.as_str()) };
    let legs = day_legs(plan, brief, own, at);
    let day_of = |at: Option<usize>| own.days.get(at?).map(|route| route.day);
    let calls = route.calls.iter().map(|&account| reading.person(account, ActivityKind::Call));
    let emails = route.emails.iter().map(|&account| reading.person(account, ActivityKind::Email));
    Some(DayView {
        territory: own.territory,
        day: route.day,
        whose: rep.map_or_else(|| territory.name.clone(), |rep| rep.name.clone()),
        rep: reading.rep.to_owned(),
        base: own.ends_of(at)[0],
        before: day_of(at.checked_sub(1)),
        after: day_of(Some(at + 1)),
        distance: route.distance,
        drive: route.drive,
        back: route.back,
        stops: route.stops.iter().zip(legs).map(|(stop, leg)| reading.stop(stop, leg)).collect(),
        others: calls.chain(emails).collect(),
    })
}

struct Reading<'a> {
    plan: &'a Plan,
    layer: &'a LayerPlan,
    brief: &'a VisitBrief,
    route: &'a DayRoute,
    rep: &'a str,
}

impl Reading<'_> {
    fn person(&self, account: AccountIx, kind: ActivityKind) -> Person {
        let dataset = self.plan.dataset();
        let own = dataset.accounts().get(account);
        let street = value(dataset, account, &STREET);
        let parts = [street.as_str(), own.place].into_iter().filter(|part| !part.is_empty());
        Person {
            account,
            name: own.name.to_owned(),
            place: parts.collect::<Vec<_>>().join(", "),
            phone: value(dataset, account, &PHONE),
            email: value(dataset, account, &EMAIL),
            touch: self.layer.touch(&DoneTouch::new(self.route.day, own.id, kind, self.rep)),
        }
    }

    fn stop(&self, stop: &Stop, leg: DayLeg) -> StopLine {
        let who = self.person(stop.account, ActivityKind::Visit);
        let terms = self.brief.accounts.iter().find(|own| own.account == who.touch.account);
        let class = terms.and_then(|terms| terms.class.as_deref());
        let class = self.brief.classes.iter().find(|own| Some(own.name.as_str()) == class);
        let hours = terms.and_then(|terms| terms.hours.as_deref()).or(class.map(|class| class.hours.as_slice()));
        let is_today = |own: &&Opening| u32::from(own.weekday) == self.route.day.weekday();
        StopLine {
            closes: hours.unwrap_or_default().iter().find(is_today).map(|own| own.closes),
            class: class.map(|class| class.name.clone()).unwrap_or_default(),
            last: self.last_note(stop.account, &who.touch.account),
            link: maps_link(self.plan.dataset(), stop, self.route.day),
            stop: *stop,
            who,
            leg,
        }
    }

    /// What was noted last before this day, by the rep or in the files.
    fn last_note(&self, account: AccountIx, id: &str) -> Option<(Option<Day>, String)> {
        let day = self.route.day;
        let touches = self.layer.visits().map(|visits| visits.touches.as_slice()).unwrap_or_default();
        let is_own = |own: &&DoneTouch| own.account == id && own.day < day && !own.note.is_empty();
        let said = touches.iter().rev().find(is_own).map(|own| (Some(own.day), own.note.clone()));
        let records = self.plan.dataset().records().activities.iter();
        let noted = records.filter(|(note, own)| {
            own.account == Some(account) && !note.is_empty() && own.day.is_none_or(|noted| noted < day)
        });
        said.or_else(|| noted.max_by_key(|(_, own)| own.day).map(|(note, own)| (own.day, note.to_owned())))
    }
}

/// What the first column whose header holds one of the words says of an account.
fn value(dataset: &Dataset, account: AccountIx, words: &[&str]) -> String {
    let is_it = |header: &str| {
        let header = header.to_lowercase();
        words.iter().any(|word| header.contains(word))
    };
    let columns = dataset.accounts().columns.iter().filter(|column| is_it(&column.name));
    let texts = columns.filter(|column| matches!(column.values, ColumnValues::Text(_) | ColumnValues::Number(_)));
    let mut values = texts.map(|column| column.values.words(account.index()).into_owned());
    values.find(|value| !value.is_empty()).unwrap_or_default()
}

/// A link that opens the maps program of the device at a stop. Coordinates are all that it says; empty without a place.
pub(super) fn maps_link(dataset: &Dataset, stop: &Stop, day: Day) -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    let is_apple = ["iPhone", "iPad", "Macintosh"].iter().any(|device| agent.contains(device));
    let maps = if is_apple { MapsProgram::Apple } else { MapsProgram::Google };
    let route = DayRoute { stops: vec![*stop], ..DayRoute::idle(day) };
    day_links(dataset, [None; 2], &route, maps).pop().map(|link| link.url).unwrap_or_default()
}
