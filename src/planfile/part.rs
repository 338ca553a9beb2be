//! A rep's own file: the plan without anybody else's part.

use crate::geography::Ways;
use crate::model::{
    AccountIx, AccountTerms, Accounts, Activity, Alignment, COUNT, Calendar, ClassRule, Column, ColumnValues, Crew,
    Dataset, DayRoute, DoneTouch, Layer, MatrixParts, MatrixWay, PriorityClass, Reckoning, Records, Rep, RepIx, Stop,
    Territory, TerritoryCalendar, TerritoryIx, TextColumn, TravelMatrix, UnplacedTouches, UnplacedVisits, VisitBrief,
    VisitWatch,
};
use crate::plan::{EditLog, LayerPlan, Plan, PlanError, PlanParts, Scenario, VisitPlan, basis};
use crate::sorting::sort;
use crate::units::Share;

/// What a rep needs on the road, as words that headers of such columns hold.
const NEEDED: [&str; 16] = [
    "phone", "telefon", "mobile", "mobil", "cell", "fax", "email", "e-mail", "mail", "contact", "kontakt", "address",
    "street", "strasse", "straße", "city",
];

/// Which further columns of the accounts a rep's own file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartColumns {
    /// Whom to ask for and how to reach and find them.
    Needed,
    /// All.
    All,
}

/// Why there is no rep's own file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PartError {
    /// No calendar of that territory.
    #[error("there is no calendar of this territory: make the calendar of the visits first")]
    NoCalendar,
    /// The calendar visits what is no longer in the territory.
    #[error("the calendar visits “{account}”, which is no longer in {territory}: make the calendar again first")]
    Elsewhere {
        /// The account.
        account: String,
        /// The territory.
        territory: String,
    },
    /// What is left makes no plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// The part of one territory of the shown layer as a plan of its own: its accounts with the further columns that are asked for,
/// what happened with them, its rep, its days, and what that rep said of touches. Nothing else is in it: no other account,
/// territory, rep, scenario or layer, no measure or figure, no rule of a class, no file name, and no log.
///
/// Accounts are pinned to their classes, since what is the top tenth of all is not the top tenth of a part. O(plan).
///
/// # Errors
/// [`PartError`] when the territory has no calendar, or one that visits accounts of others.
pub fn rep_part(plan: &Plan, territory: TerritoryIx, columns: PartColumns) -> Result<Plan, PartError> {
    let layer = plan.layer().ok_or(PartError::NoCalendar)?;
    let (visits, own) = layer.visits().zip(layer.alignment().territory(territory)).ok_or(PartError::NoCalendar)?;
    let calendars = visits.calendar.iter().flat_map(|calendar| &calendar.territories);
    let days = calendars.into_iter().find(|days| days.territory == territory).ok_or(PartError::NoCalendar)?;
    let part = Part::new(plan.dataset(), layer.alignment(), territory, own.rep);
    let calendar = part.calendar(days).map_err(|account| PartError::Elsewhere {
        account: plan.dataset().accounts().get(account).name.to_owned(),
        territory: own.name.clone(),
    })?;
    let by = plan.matrix().and_then(TravelMatrix::column);
    let dataset = part.dataset(columns, by)?;
    let brief = part.brief(&visits.brief);
    let rep = part.rep.map(|_| RepIx(0));
    let owners = vec![Some(TerritoryIx(0)); dataset.accounts().len()];
    let own = Territory { name: own.name.clone(), rep, slot: own.slot, crew: Crew::Field };
    let name = format!("{}: {}", plan.name(), part.rep.map_or(own.name.as_str(), |rep| rep.name.as_str()));
    let alignment = Alignment::new(vec![own], owners).unwrap_or_default();
    let layer = LayerPlan::new(Layer { name: layer.layer().name.clone(), alignment }, None, Vec::new());
    let touches: Vec<DoneTouch> =
        visits.touches.iter().filter(|touch| part.is_own(&touch.account, &touch.rep)).cloned().collect();
    // A calendar that was made for something else says so in the part, too.
    let matrix = part.matrix(plan);
    let reckoning = Reckoning { travel: &plan.settings().travel, matrix: matrix.as_ref() };
    let basis = if plan.is_calendar_stale() { 0 } else { basis(&dataset, &layer, &brief, &touches, reckoning) };
    let calendar = Some(Calendar { basis, territories: vec![calendar] });
    let layer = layer.with_visits(Some(VisitPlan {
        brief,
        calendar,
        touches,
        is_part: true,
        watch: VisitWatch { leads: None, ..visits.watch.clone() },
    }));
    let parts = PlanParts {
        name: name.chars().take(crate::plan::LONGEST_NAME).collect(),
        dataset,
        settings: *plan.settings(),
        matrix: matrix.map(Box::new),
        scenarios: vec![Scenario { name: "Scenario 1".to_owned(), layers: vec![layer] }],
        active: 0,
        log: EditLog::default(),
    };
    Ok(Plan::from_parts(parts)?)
}

/// The accounts and the rep of a territory.
struct Part<'a> {
    whole: &'a Dataset,
    members: Vec<AccountIx>,
    rep_ix: Option<RepIx>,
    rep: Option<&'a Rep>,
}

impl<'a> Part<'a> {
    fn new(whole: &'a Dataset, alignment: &Alignment, territory: TerritoryIx, rep_ix: Option<RepIx>) -> Self {
        let members = alignment.members(territory).collect();
        Self { whole, members, rep_ix, rep: rep_ix.and_then(|rep| whole.rep(rep)) }
    }

    /// Where an account is in the part. O(log accounts).
    fn account(&self, account: AccountIx) -> Option<AccountIx> {
        let position = self.members.binary_search(&account).ok()?;
        u32::try_from(position).ok().map(AccountIx)
    }

    fn rep_of(&self, rep: Option<RepIx>) -> Option<RepIx> {
        (rep.is_some() && rep == self.rep_ix).then_some(RepIx(0))
    }

    fn is_own(&self, account: &str, rep: &str) -> bool {
        let ids = &self.whole.accounts().ids;
        rep == self.rep.map_or("", |own| own.id.as_str())
            && self.members.iter().any(|member| ids.get(member.index()) == account)
    }

    fn texts(&self, whole: &TextColumn) -> TextColumn {
        self.members.iter().map(|account| whole.get(account.index())).collect()
    }

    fn values<T: Copy>(&self, whole: &[T]) -> Vec<T> {
        self.members.iter().filter_map(|account| whole.get(account.index()).copied()).collect()
    }

    fn column(&self, column: &Column) -> Column {
        let values = match &column.values {
            ColumnValues::Number(values) => ColumnValues::Number(self.values(values)),
            ColumnValues::Text(values) => ColumnValues::Text(self.texts(values)),
            ColumnValues::Day(values) => ColumnValues::Day(self.values(values)),
            ColumnValues::YesNo(values) => ColumnValues::YesNo(self.values(values)),
        };
        Column { name: column.name.clone(), values }
    }

    fn dataset(&self, columns: PartColumns, by: Option<&str>) -> Result<Dataset, PartError> {
        let whole = self.whole.accounts();
        let is_kept = |name: &str| {
            columns == PartColumns::All || is_needed(name) || by.is_some_and(|by| by.eq_ignore_ascii_case(name))
        };
        let kept = whole.columns.iter().filter(|column| is_kept(&column.name));
        let accounts = Accounts {
            ids: self.texts(&whole.ids),
            names: self.texts(&whole.names),
            families: self.texts(&whole.families),
            locations: self.values(&whole.locations),
            precisions: self.values(&whole.precisions),
            places: self.texts(&whole.places),
            kinds: self.values(&whole.kinds),
            present: Vec::new(),
            by_hand: whole.by_hand.iter().filter_map(|&account| self.account(account)).collect(),
            columns: kept.map(|column| self.column(column)).collect(),
        };
        let mut records = Records::default();
        for (note, touch) in self.whole.records().activities.iter() {
            if let Some(account) = touch.account.and_then(|account| self.account(account)) {
                records
                    .activities
                    .push(note, Activity { account: Some(account), rep: self.rep_of(touch.rep), ..*touch });
            }
        }
        let dataset = Dataset::new(accounts, self.rep.into_iter().cloned().collect(), Vec::new());
        Ok(dataset.and_then(|dataset| dataset.with_records(records)).map_err(PlanError::from)?)
    }

    /// The ways between the own places of the travel matrix.
    fn matrix(&self, plan: &Plan) -> Option<TravelMatrix> {
        let matrix = plan.matrix()?;
        let ways = Ways::new(self.whole, plan.reckoning());
        let mut own: Vec<u32> = self.members.iter().filter_map(|&account| ways.name_of(account)).collect();
        // Where days start and end is known by the rep's id, or by a place.
        let bases = plan.layer()?.visits().map_or([None; 2], |visits| visits.brief.bases_of(self.whole, self.rep_ix));
        own.extend(bases.into_iter().filter_map(|base| ways.base_name(self.rep, base)));
        sort(&mut own);
        own.dedup();
        let position = |name: u32| own.binary_search(&name).ok().and_then(|at| u32::try_from(at).ok());
        let ways = matrix
            .ways()
            .iter()
            .filter_map(|way| Some(MatrixWay { from: position(way.from)?, to: position(way.to)?, ..*way }));
        let parts = MatrixParts {
            file: matrix.file().to_owned(),
            column: matrix.column().map(str::to_owned),
            names: own.iter().filter_map(|&name| matrix.names().get(name as usize).cloned()).collect(),
            ways: ways.collect(),
        };
        // A part of a matrix is one.
        parts.try_into().ok()
    }

    /// What is asked of the own accounts: each in its class by name, and no class takes others.
    fn brief(&self, whole: &VisitBrief) -> VisitBrief {
        let nobody = || ClassRule::Top { measure: COUNT.to_owned(), share: Share::ZERO };
        let class = |class: &PriorityClass| PriorityClass { rule: nobody(), ..class.clone() };
        let due = whole.due(self.whole);
        let ids = &self.whole.accounts().ids;
        let terms = self.members.iter().filter_map(|account| {
            let id = ids.get(account.index());
            let class = due.get(account.index())?.as_ref().and_then(|due| whole.classes.get(usize::from(due.class?)));
            let own = whole.accounts.iter().find(|own| own.account == id).cloned();
            if class.is_none() && own.is_none() {
                return None;
            }
            let own = own.unwrap_or_else(|| AccountTerms::new(id));
            Some(AccountTerms { class: class.map(|class| class.name.clone()), ..own })
        });
        let is_own = |rep: &str| self.rep.is_some_and(|own| own.id == rep);
        VisitBrief {
            classes: whole.classes.iter().map(class).collect(),
            accounts: terms.collect(),
            reps: whole.reps.iter().filter(|own| is_own(&own.rep)).cloned().collect(),
            ..whole.clone()
        }
    }

    /// The days with the positions of the part; the account that is not in it where there is one.
    fn calendar(&self, whole: &TerritoryCalendar) -> Result<TerritoryCalendar, AccountIx> {
        let own = |account: AccountIx| self.account(account).ok_or(account);
        let list = |accounts: &[AccountIx]| accounts.iter().map(|&account| own(account)).collect::<Result<Vec<_>, _>>();
        let day = |day: &DayRoute| {
            let stops = day.stops.iter().map(|stop| Ok(Stop { account: own(stop.account)?, ..*stop }));
            Ok(DayRoute {
                stops: stops.collect::<Result<_, _>>()?,
                calls: list(&day.calls)?,
                emails: list(&day.emails)?,
                ..day.clone()
            })
        };
        let unplaced = whole.unplaced.iter();
        let unplaced = unplaced.map(|missing| Ok(UnplacedVisits { account: own(missing.account)?, ..*missing }));
        let untouched = whole.untouched.iter();
        let untouched = untouched.map(|missing| Ok(UnplacedTouches { account: own(missing.account)?, ..*missing }));
        Ok(TerritoryCalendar {
            territory: TerritoryIx(0),
            days: whole.days.iter().map(day).collect::<Result<_, _>>()?,
            unplaced: unplaced.collect::<Result<_, _>>()?,
            untouched: untouched.collect::<Result<_, _>>()?,
            ..whole.clone()
        })
    }
}

fn is_needed(header: &str) -> bool {
    let header = header.to_lowercase();
    NEEDED.iter().any(|word| header.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schedule;
    use crate::model::{ActivityKind, DoneTouch, TouchState};
    use crate::plan::VisitChange;
    use crate::plan::sample::{dataset, layer, with_records};
    use crate::planfile::{decode, encode};
    use crate::units::Day;

    fn day() -> Day {
        Day::new(2026, 11, 30).expect("a day")
    }

    fn done(account: &str, rep: &str) -> DoneTouch {
        DoneTouch { state: TouchState::Done, ..DoneTouch::new(day(), account, ActivityKind::Visit, rep) }
    }

    /// A plan with calendars, touches of two reps, and a column that a rep needs.
    fn scheduled() -> Plan {
        let data = with_records(&dataset(60));
        let mut accounts = data.accounts().clone();
        let phones = (0..60).map(|row| format!("+1 555 0{row:03}")).collect();
        accounts.columns.push(Column { name: "Phone number".to_owned(), values: ColumnValues::Text(phones) });
        let data = Dataset::new(accounts, data.reps().to_vec(), data.sources().to_vec())
            .and_then(|new| new.with_records(data.records().clone()));
        let mut plan = Plan::new("Spring", data.expect("well formed"));
        let design = plan.design_edit(layer(plan.dataset(), 3));
        plan.apply(design).expect("the sample fits");
        let edit = schedule(&plan, VisitBrief::new(day(), "Sales", 30));
        plan.apply(edit.expect("it can be planned")).expect("the calendar fits");
        let ids: Vec<String> = (0..2)
            .map(|own| plan.alignment().members(TerritoryIx(own)).next().expect("it has some"))
            .map(|account| plan.dataset().accounts().get(account).id.to_owned())
            .collect();
        for touch in [done(&ids[0], "rep-1"), done(&ids[0], "rep-2"), done(&ids[1], "rep-2")] {
            let edit = plan.touch_edit(touch);
            plan.apply(edit).expect("it fits");
        }
        plan
    }

    #[test]
    fn a_part_holds_nothing_of_others() {
        let plan = scheduled();
        let part = rep_part(&plan, TerritoryIx(0), PartColumns::Needed).expect("there is a calendar");
        let bytes = encode(&part);
        let text = String::from_utf8(bytes.clone()).expect("JSON is UTF-8");
        let accounts = plan.dataset().accounts();
        for account in accounts.indices() {
            let is_own = plan.alignment().owner(account) == Some(TerritoryIx(0));
            let id = format!("\"{}\"", accounts.get(account).id);
            assert_eq!(text.contains(&id), is_own, "{id}");
        }
        for foreign in ["rep-2", "rep-3", "Grace", "Jackson", "Territory 2", "Sales", "customers.csv", "GTX", "Hotel"] {
            assert!(!text.contains(foreign), "{foreign} is in the part");
        }
        assert!(text.contains("Ada Lovelace") && text.contains("Phone number"));
        assert_eq!(decode(&bytes), Ok(part.clone()));
        let visits = part.layer().and_then(LayerPlan::visits).expect("it has visits");
        assert!(visits.is_part && visits.touches.len() == 1 && !part.is_calendar_stale());
        assert!(part.log().edits().is_empty());
        let all = rep_part(&plan, TerritoryIx(0), PartColumns::All).expect("there is a calendar");
        assert!(String::from_utf8_lossy(&encode(&all)).contains("Sales"));
    }

    #[test]
    fn days_and_classes_are_those_of_the_whole() {
        let plan = scheduled();
        for territory in (0..3).map(TerritoryIx) {
            let part = rep_part(&plan, territory, PartColumns::Needed).expect("there is a calendar");
            let days = |plan: &Plan, at: usize| -> Vec<(Day, Vec<String>)> {
                let calendar = plan.layer().and_then(LayerPlan::visits).and_then(|own| own.calendar.as_ref());
                let id = |stop: &Stop| plan.dataset().accounts().get(stop.account).id.to_owned();
                let days = &calendar.expect("there is one").territories[at].days;
                days.iter().map(|day| (day.day, day.stops.iter().map(id).collect())).collect()
            };
            assert_eq!(days(&part, 0), days(&plan, territory.index()));
            let classes = |plan: &Plan, members: &mut dyn Iterator<Item = AccountIx>| -> Vec<Option<u16>> {
                let visits = plan.layer().and_then(LayerPlan::visits).expect("it has visits");
                let due = visits.brief.due(plan.dataset());
                members.map(|account| due[account.index()].as_ref().and_then(|due| due.class)).collect()
            };
            let whole = classes(&plan, &mut plan.alignment().members(territory));
            assert_eq!(classes(&part, &mut part.alignment().members(TerritoryIx(0))), whole);
        }
    }

    #[test]
    fn without_a_calendar_of_its_own_there_is_no_part() {
        let mut plan = scheduled();
        assert_eq!(rep_part(&plan, TerritoryIx(9), PartColumns::Needed), Err(PartError::NoCalendar));
        let calendar = plan.layer().and_then(LayerPlan::visits).and_then(|own| own.calendar.as_ref());
        let stop = calendar.and_then(|own| own.territories[0].days.iter().find_map(|day| day.stops.first().copied()));
        let edit = plan.move_edit([stop.expect("it is visited").account], Some(TerritoryIx(1)));
        plan.apply(edit).expect("it can move");
        let refused = rep_part(&plan, TerritoryIx(0), PartColumns::Needed);
        assert!(matches!(refused, Err(PartError::Elsewhere { .. })), "{refused:?}");
        let edit = plan.visits_edit(VisitPlan::asking(VisitBrief::new(day(), "Sales", 30)), VisitChange::Brief);
        plan.apply(edit).expect("it can be asked");
        assert_eq!(rep_part(&plan, TerritoryIx(0), PartColumns::Needed), Err(PartError::NoCalendar));
    }
}
