//! What the calendar of one territory is held against.

use crate::check::violation::account_called;
use crate::check::ways::{Reckoner, Spot};
use crate::model::{
    AccountDue, AccountIx, Alignment, Cadence, Dataset, DoneTouch, Rep, RepTerms, TerritoryIx, VisitBrief, WorkingWeek,
};
use crate::units::{Day, LonLat};

/// One territory, its rep's days, and what its accounts are due.
pub(super) struct Asked<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) alignment: &'a Alignment,
    pub(super) brief: &'a VisitBrief,
    pub(super) ways: &'a Reckoner<'a>,
    pub(super) territory: TerritoryIx,
    /// Its accounts, in order.
    pub(super) members: &'a [AccountIx],
    /// By account of the data set.
    pub(super) all_due: &'a [Option<AccountDue>],
    pub(super) week: WorkingWeek,
    /// Whether it is known what accounts need.
    pub(super) knows_needs: bool,
    /// The working days, ascending.
    pub(super) worked: Vec<Day>,
    /// What reps say of their touches.
    pub(super) touches: &'a [DoneTouch],
}

impl<'a> Asked<'a> {
    /// What an account is due; `None` where nothing is asked.
    pub(super) fn due(&self, account: AccountIx) -> Option<&'a AccountDue> {
        self.all_due.get(account.index())?.as_ref()
    }

    /// The accounts of the territory of which something is asked.
    pub(super) fn all_due(&self) -> impl Iterator<Item = (AccountIx, &'a AccountDue)> {
        self.members.iter().filter_map(|&account| Some((account, self.due(account)?)))
    }

    pub(super) fn is_own(&self, account: AccountIx) -> bool {
        self.alignment.owner(account) == Some(self.territory)
    }

    pub(super) fn place(&self, account: AccountIx) -> Option<LonLat> {
        self.dataset.accounts().get(account).location
    }

    /// An account as the end of a way.
    pub(super) fn spot(&self, account: AccountIx) -> Option<Spot> {
        self.ways.account(account)
    }

    /// Where days start and end, as ends of ways.
    pub(super) fn bases(&self, ends: [Option<LonLat>; 2]) -> [Option<Spot>; 2] {
        let terms = self.rep_terms();
        let given = [terms.and_then(|own| own.start.as_ref()), terms.and_then(|own| own.end.as_ref())];
        [0, 1].map(|end| ends[end].map(|at| self.ways.base(self.rep(), given[end], at)))
    }

    /// Most nights a week away.
    pub(super) fn most_nights(&self) -> u8 {
        self.rep_terms().and_then(|own| own.nights_a_week).unwrap_or(self.brief.nights_a_week)
    }

    pub(super) fn called(&self, account: AccountIx) -> String {
        account_called(self.dataset, account)
    }

    pub(super) fn rep(&self) -> Option<&'a Rep> {
        let rep = self.alignment.territory(self.territory)?.rep?;
        self.dataset.rep(rep)
    }

    /// Where the rep lives, if that is known.
    pub(super) fn home(&self) -> Option<LonLat> {
        self.rep()?.home.location
    }

    /// What is different for the rep.
    pub(super) fn rep_terms(&self) -> Option<&'a RepTerms> {
        let rep = self.rep()?;
        self.brief.reps.iter().find(|own| own.rep == rep.id)
    }

    pub(super) fn is_worked(&self, day: Day) -> bool {
        self.worked.binary_search(&day).is_ok()
    }

    /// When lunch may begin on a day. A visit that was agreed for while it would be comes before it.
    pub(super) fn lunch_from(&self, day: Day) -> u16 {
        let from = self.week.lunch_from;
        let lunch = from..from.saturating_add(self.week.lunch_minutes);
        let visited = self
            .all_due()
            .filter(|&(account, due)| due.cadence.visits > 0 && due.is_able && self.place(account).is_some());
        let agreed = visited.flat_map(|(_, due)| &due.appointments).filter(|agreed| agreed.day == day);
        let in_the_way = agreed.map(|agreed| agreed.minute).filter(|minute| lunch.contains(minute));
        in_the_way.max().map_or(from, |minute| minute.saturating_add(1))
    }

    /// Whether a holiday or day off takes a day that the rep works else.
    pub(super) fn is_lost(&self, day: Day) -> bool {
        let is_of_week = self.week.days.get(day.weekday() as usize).copied().unwrap_or(false);
        is_of_week && !self.is_worked(day)
    }

    /// Whether every month weighs the same.
    pub(super) fn is_even(&self) -> bool {
        self.brief.seasons.iter().all(|weight| (weight - 1.0).abs() < 1e-12)
    }
}

/// How far apart the visits of an account are and how many there are, as its cadence wants it.
#[derive(Clone, Copy)]
pub(super) struct Rhythm {
    /// Weeks from one visit to the next.
    weeks: f64,
    /// What a number may miss a whole one by and still be rounding: a stretched gap is no sum of whole days.
    rounding: f64,
}

impl Rhythm {
    /// `None` when no visit is asked for.
    pub(super) fn new(cadence: &Cadence, stretch: f64) -> Option<Self> {
        let weeks = f64::from(cadence.weeks) * stretch / f64::from(cadence.visits);
        let rounding = if (stretch - 1.0).abs() > 0.0 { 1e-9 } else { 0.0 };
        (cadence.visits > 0 && weeks > 0.0).then_some(Self { weeks, rounding })
    }

    /// The fewest days from one visit to the next: half of what is wanted, and no two on one day.
    pub(super) fn least_gap(self) -> i64 {
        floor(3.5 * self.weeks - self.rounding).max(1)
    }

    /// The most days from one visit to the next, if all are worked: half as much again as is wanted.
    pub(super) fn most_gap(self) -> i64 {
        -floor(-10.5 * self.weeks - self.rounding)
    }

    /// The same in working days, of which a week has so many.
    pub(super) fn most_working_days(self, a_week: usize) -> usize {
        let days = -floor(-1.5 * self.weeks * a_week as f64 - self.rounding);
        usize::try_from(days).unwrap_or(0)
    }

    /// The days from one visit to the next as they are wanted, rounded down and up.
    pub(super) fn wanted_gap(self) -> [i64; 2] {
        [floor(7.0 * self.weeks + self.rounding), -floor(-7.0 * self.weeks + self.rounding)]
    }

    /// The fewest and the most visits that so many days hold.
    pub(super) fn visits(self, days: f64) -> [u64; 2] {
        let visits = days / 7.0 / self.weeks;
        [floor(visits - self.rounding), -floor(-visits - self.rounding)].map(|bound| u64::try_from(bound).unwrap_or(0))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
fn floor(number: f64) -> i64 {
    libm::floor(number).clamp(-1e15, 1e15) as i64
}
