//! What a person asks of a calendar of visits.

use super::account::Accounts;
use super::brief::COUNT;
use super::dataset::{Dataset, RepIx};
use super::rep_terms::{DayBase, RepTerms};
use super::rules::Condition;
use super::visit_fault::VisitBriefFault;
use crate::sorting::sort_by;
use crate::units::{Day, Share};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The longest calendar in weeks: a quarter.
pub const MOST_WEEKS: u32 = 13;

/// The longest period of a cadence in weeks: ten years.
pub const MOST_PERIOD: u32 = 520;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Days of a mean month, by which touches a month are spread.
pub const MONTH_DAYS: f64 = 365.25 / 12.0;

/// Which accounts a priority class takes, of those that no class before it took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassRule {
    /// The accounts that are largest by a measure.
    Top {
        /// [`COUNT`](super::COUNT) or the header of a numeric column.
        measure: String,
        /// Their share of the number of all accounts.
        share: Share,
    },
    /// The accounts that are like this.
    Where(Condition),
    /// Everybody else.
    Others,
}

/// How often an account is touched, and how long a touch takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// Visits in [`Self::weeks`] weeks.
    pub visits: u32,
    /// The weeks in which the visits are due, from 1.
    pub weeks: u32,
    /// Minutes of a visit.
    pub visit_minutes: u16,
    /// Calls a month.
    pub calls: f64,
    /// Minutes of a call.
    pub call_minutes: u16,
    /// E-mails a month.
    pub emails: f64,
    /// Minutes of an e-mail.
    pub email_minutes: u16,
}

/// When somebody may be visited on one day of the week: the whole visit lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// 0 for Monday.
    pub weekday: u8,
    /// Minutes from midnight.
    pub opens: u16,
    /// Minutes from midnight, after [`Self::opens`].
    pub closes: u16,
}

/// Accounts that are visited alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityClass {
    /// What it is called; not empty, and no other is called so.
    pub name: String,
    /// Whom it takes.
    pub rule: ClassRule,
    /// How often they are touched.
    pub cadence: Cadence,
    /// When they are open: at most one span a weekday; none at all for always.
    pub hours: Vec<Opening>,
}

/// A visit that was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The day.
    pub day: Day,
    /// When the visit starts, in minutes from midnight.
    pub minute: u16,
}

/// What is different for one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTerms {
    /// Its id.
    pub account: String,
    /// The class that it is put in, by name.
    pub class: Option<String>,
    /// Its own cadence.
    pub cadence: Option<Cadence>,
    /// Its own hours, as in [`PriorityClass::hours`].
    pub hours: Option<Vec<Opening>>,
    /// No visit before this day.
    pub not_before: Option<Day>,
    /// No visit after this day.
    pub not_after: Option<Day>,
    /// Visits that were agreed: each is one of those that the cadence asks for.
    pub appointments: Vec<Appointment>,
}

impl AccountTerms {
    /// Nothing different yet.
    #[must_use]
    pub fn new(account: &str) -> Self {
        Self {
            account: account.to_owned(),
            class: None,
            cadence: None,
            hours: None,
            not_before: None,
            not_after: None,
            appointments: Vec::new(),
        }
    }
}

/// When a rep works.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingWeek {
    /// Whether each day is worked, from Monday.
    pub days: [bool; 7],
    /// When the rep leaves the base at the earliest, in minutes from midnight.
    pub start: u16,
    /// When the rep is back, in minutes from midnight.
    pub end: u16,
    /// Minutes of the lunch in between.
    pub lunch_minutes: u16,
    /// When lunch is taken: after the first visit that ends then or later, or while no visit goes on. In minutes from midnight.
    pub lunch_from: u16,
    /// The share of the day, lunch taken off, for visits and the way to them; the rest is for calls, e-mails and desk work.
    pub field_share: Share,
    /// The most stops a day.
    pub most_stops: u16,
}

impl WorkingWeek {
    /// Minutes a day for all work, the lunch taken off.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        self.end.saturating_sub(self.start).saturating_sub(self.lunch_minutes)
    }

    /// Minutes a day for visits and travel, rounded down.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to the minutes of a day")]
    pub fn field_minutes(&self) -> u16 {
        (f64::from(self.minutes()) * self.field_share.value().min(1.0) + 1e-9) as u16
    }
}

/// A day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub day: Day,
    /// What it is called; may be empty.
    pub name: String,
}

/// What is done when the days do not hold all visits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overload {
    /// Visits to the last classes are left out first.
    #[default]
    DropByPriority,
    /// All gaps become longer in proportion until the visits fit.
    StretchGaps,
}

/// What is asked of a calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitBrief {
    /// The first day.
    pub start: Day,
    /// How many weeks from there, 1 to [`MOST_WEEKS`].
    pub weeks: u32,
    /// The classes in order of priority: the first that takes an account has it.
    pub classes: Vec<PriorityClass>,
    /// What is different for single accounts, by id, each once.
    pub accounts: Vec<AccountTerms>,
    /// When reps work.
    pub week: WorkingWeek,
    /// What is different for single reps, by id, each once.
    pub reps: Vec<RepTerms>,
    /// Most nights a week that a rep spends away, unless the rep's own terms say otherwise; 0 for none.
    pub nights_a_week: u8,
    /// What a night away costs.
    pub cost_per_night: f64,
    /// Days on which nobody works, ascending.
    pub holidays: Vec<Holiday>,
    /// What each month of the year weighs against the mean of 1, from January: touches are as much more or less.
    pub seasons: [f64; 12],
    /// What is done when the days do not hold all visits.
    pub overload: Overload,
    /// Whether the first visit to an account follows its last one before the calendar by a gap, where that is known: at once
    /// where the gap is over. Else it is any day of the first gap.
    pub from_last_visit: bool,
    /// Whether hours are spread evenly over the weeks, and the days as far as that costs little.
    pub evens_out: bool,
    /// What a kilometre costs.
    pub cost_per_km: f64,
    /// Where the search starts.
    pub seed: u64,
}

/// What one account is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountDue {
    /// Position of its class; `None` when no class takes it and it has a cadence of its own.
    pub class: Option<u16>,
    /// How often it is touched.
    pub cadence: Cadence,
    /// When it is open; empty for always.
    pub hours: Vec<Opening>,
    /// No visit before this day.
    pub not_before: Option<Day>,
    /// No visit after this day.
    pub not_after: Option<Day>,
    /// Visits that were agreed, by day.
    pub appointments: Vec<Appointment>,
    /// The last visit before the calendar, where the first in it is to follow that by a gap.
    pub last: Option<Day>,
    /// Whether the rep has what the account needs; else nobody visits it. So unless [`Needs::mark`](super::Needs::mark) says
    /// otherwise.
    pub is_able: bool,
}

impl AccountDue {
    /// Whether any visit is due, by the cadence or because it was agreed.
    #[must_use]
    pub fn is_visited(&self) -> bool {
        self.cadence.visits > 0 || !self.appointments.is_empty()
    }

    /// When a visit may lie on a day: opening and closing minute; `None` when it is closed or asked not to be visited.
    #[must_use]
    pub fn window(&self, day: Day) -> Option<[u16; 2]> {
        if self.not_before.is_some_and(|first| day < first) || self.not_after.is_some_and(|last| day > last) {
            return None;
        }
        if let Some(agreed) = self.appointments.iter().find(|agreed| agreed.day == day) {
            return Some([agreed.minute, agreed.minute.saturating_add(self.cadence.visit_minutes)]);
        }
        if self.hours.is_empty() {
            return Some([0, DAY_MINUTES]);
        }
        let weekday = day.weekday();
        self.hours.iter().find(|own| u32::from(own.weekday) == weekday).map(|own| [own.opens, own.closes])
    }
}

impl VisitBrief {
    /// The default for a calendar of four weeks from a day: the tenth of the accounts that is largest by a measure is visited
    /// every week, the next three tenths every fortnight, all others every four weeks.
    #[must_use]
    pub fn new(start: Day, measure: &str, visit_minutes: u16) -> Self {
        let class = |name: &str, rule, weeks, calls, emails| PriorityClass {
            name: name.to_owned(),
            rule,
            cadence: Cadence { visits: 1, weeks, visit_minutes, calls, call_minutes: 10, emails, email_minutes: 5 },
            hours: Vec::new(),
        };
        let top = |share| ClassRule::Top { measure: measure.to_owned(), share };
        let classes = vec![
            class("A", top(Share::TENTH), 1, 2.0, 4.0),
            class("B", top(Share::THREE_TENTHS), 2, 1.0, 2.0),
            class("C", ClassRule::Others, 4, 0.0, 1.0),
        ];
        let week = WorkingWeek {
            days: [true, true, true, true, true, false, false],
            start: 8 * 60,
            end: 17 * 60,
            lunch_minutes: 45,
            lunch_from: 12 * 60,
            field_share: Share::NINE_TENTHS,
            most_stops: 12,
        };
        Self {
            start,
            weeks: 4,
            classes,
            accounts: Vec::new(),
            week,
            reps: Vec::new(),
            nights_a_week: 0,
            cost_per_night: 120.0,
            holidays: Vec::new(),
            seasons: [1.0; 12],
            overload: Overload::default(),
            from_last_visit: false,
            evens_out: true,
            cost_per_km: 0.3,
            seed: 1,
        }
    }

    /// The same brief with all gaps so many times as long, and calls and e-mails so many times as rare.
    #[must_use]
    pub fn less_often(mut self, times: u32) -> Self {
        let times = times.max(1);
        for class in &mut self.classes {
            class.cadence.weeks = class.cadence.weeks.saturating_mul(times).min(MOST_PERIOD);
            class.cadence.calls /= f64::from(times);
            class.cadence.emails /= f64::from(times);
        }
        self
    }

    /// What its days weigh in the mean, by their months.
    #[must_use]
    pub fn mean_season(&self) -> f64 {
        let weight = |day: Day| self.seasons.get(day.year_month_day().1 as usize - 1).copied().unwrap_or(1.0);
        self.days().map(weight).sum::<f64>() / self.days().count().max(1) as f64
    }

    /// All its days, worked or not.
    #[must_use]
    pub fn days(&self) -> impl DoubleEndedIterator<Item = Day> + use<> {
        let first = self.start.number();
        let count = i32::try_from(self.weeks.min(MOST_WEEKS)).unwrap_or(0) * 7;
        (first..first.saturating_add(count)).filter_map(|number| Day::from_number(number).ok())
    }

    /// What is different for a rep.
    #[must_use]
    pub fn rep_terms(&self, rep: &str) -> Option<&RepTerms> {
        self.reps.iter().find(|own| own.rep == rep)
    }

    /// Where the days of a rep start and end; `None` for at home, or, where that is unknown, in the middle of the accounts.
    #[must_use]
    pub fn bases_of(&self, dataset: &Dataset, rep: Option<RepIx>) -> [Option<&DayBase>; 2] {
        let own = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| self.rep_terms(&rep.id));
        own.map_or([None; 2], |own| [own.start.as_ref(), own.end.as_ref()])
    }

    /// Most nights a week that a rep spends away.
    #[must_use]
    pub fn nights_of(&self, dataset: &Dataset, rep: Option<RepIx>) -> u8 {
        let own = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| self.rep_terms(&rep.id));
        own.and_then(|own| own.nights_a_week).unwrap_or(self.nights_a_week)
    }

    /// The week of a rep, or of a territory without one.
    #[must_use]
    pub fn week_of(&self, dataset: &Dataset, rep: Option<RepIx>) -> WorkingWeek {
        let own = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| self.rep_terms(&rep.id));
        own.and_then(|own| own.week).unwrap_or(self.week)
    }

    /// The days on which a rep works, ascending. O(days · log holidays).
    #[must_use]
    pub fn working_days(&self, dataset: &Dataset, rep: Option<RepIx>) -> Vec<Day> {
        let own = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| self.rep_terms(&rep.id));
        let week = own.and_then(|own| own.week).unwrap_or(self.week);
        let days_off = own.map(|own| own.days_off.as_slice()).unwrap_or_default();
        let is_worked = |day: &Day| {
            week.days.get(day.weekday() as usize).copied().unwrap_or(false)
                && self.holidays.binary_search_by(|holiday| holiday.day.cmp(day)).is_err()
                && days_off.binary_search(day).is_err()
        };
        self.days().filter(is_worked).collect()
    }

    /// What every account is due, by account; `None` for one that no class takes. O(accounts · (classes + log accounts)).
    #[must_use]
    pub fn due(&self, dataset: &Dataset) -> Vec<Option<AccountDue>> {
        let accounts = dataset.accounts();
        let terms: HashMap<&str, &AccountTerms> = self.accounts.iter().map(|own| (own.account.as_str(), own)).collect();
        let by_name: HashMap<&str, u16> = self.classes.iter().map(|class| class.name.as_str()).zip(0..).collect();
        let named = |id: &str| by_name.get(terms.get(id)?.class.as_deref()?).copied();
        let mut class_of: Vec<Option<u16>> = accounts.ids.iter().map(named).collect();
        for (position, class) in (0u16..).zip(&self.classes) {
            class.take(dataset, position, &mut class_of);
        }
        let due = |(id, class): (&str, Option<u16>)| {
            let terms = terms.get(id).copied();
            let of_class = class.and_then(|class| self.classes.get(usize::from(class)));
            let cadence = terms.and_then(|terms| terms.cadence).or(of_class.map(|class| class.cadence))?;
            let own_hours = terms.and_then(|terms| terms.hours.as_deref());
            let hours = own_hours.or(of_class.map(|class| class.hours.as_slice())).unwrap_or_default();
            Some(AccountDue {
                class,
                cadence,
                hours: hours.to_vec(),
                not_before: terms.and_then(|terms| terms.not_before),
                not_after: terms.and_then(|terms| terms.not_after),
                appointments: terms.map(|terms| terms.appointments.clone()).unwrap_or_default(),
                last: None,
                is_able: true,
            })
        };
        accounts.ids.iter().zip(class_of).map(due).collect()
    }

    /// Whether what is asked can be at all; columns and measures that are not there are told by [`Self::check_names`].
    ///
    /// # Errors
    /// The first [`VisitBriefFault`]. O(classes + accounts and reps with terms).
    pub fn validate(&self) -> Result<(), VisitBriefFault> {
        super::visit_fault::validate(self)
    }

    /// Whether every column and measure that the classes name is there.
    ///
    /// # Errors
    /// [`VisitBriefFault::Column`] for the first that is not.
    pub fn check_names(&self, dataset: &Dataset) -> Result<(), VisitBriefFault> {
        let faulty = self.classes.iter().find_map(|class| {
            let column = match &class.rule {
                ClassRule::Top { measure, .. } => sizes(dataset.accounts(), measure).is_none().then(|| measure.clone()),
                ClassRule::Where(condition) => condition.missing_column(dataset).map(|(column, _)| column.to_owned()),
                ClassRule::Others => None,
            };
            Some((class.name.clone(), column?))
        });
        faulty.map_or(Ok(()), |(class, column)| Err(VisitBriefFault::Column { class, column }))
    }
}

impl PriorityClass {
    /// Puts the accounts that no class has and this one takes into it; where its column is not there, it takes none.
    fn take(&self, dataset: &Dataset, position: u16, class_of: &mut [Option<u16>]) {
        let free = |class_of: &[Option<u16>]| -> Vec<usize> {
            (0..class_of.len()).filter(|&row| class_of.get(row).copied().flatten().is_none()).collect()
        };
        let taken = match &self.rule {
            ClassRule::Others => free(class_of),
            ClassRule::Where(condition) => {
                let fulfils = condition.test(dataset);
                free(class_of).into_iter().filter(|&row| fulfils(row)).collect()
            }
            ClassRule::Top { measure, share } => {
                let Some(values) = sizes(dataset.accounts(), measure) else { return };
                let mut open = free(class_of);
                let value = |row: usize| values.get(row).copied().unwrap_or(0.0);
                sort_by(&mut open, &|a: &usize, b: &usize| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
                open.truncate(rounded(share.value() * class_of.len() as f64));
                open
            }
        };
        for row in taken {
            class_of[row] = Some(position);
        }
    }
}

/// How large each account is by a measure, which may be negative here.
fn sizes(accounts: &Accounts, measure: &str) -> Option<Vec<f64>> {
    if measure.eq_ignore_ascii_case(COUNT) {
        return Some(vec![1.0; accounts.len()]);
    }
    let numbers = accounts.column(measure)?.values.numbers()?;
    Some(numbers.iter().map(|number| number.unwrap_or(0.0)).collect())
}

/// The nearest whole number, from 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at least 0, and saturates")]
fn rounded(amount: f64) -> usize {
    libm::round(amount).max(0.0) as usize
}
