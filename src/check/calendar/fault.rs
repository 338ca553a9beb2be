//! What can be wrong with a calendar, in a manager's words.

use crate::model::Unplaced;
use crate::units::Day;

/// A claim of a calendar that does not hold, or something asked for that it does not keep. Whose calendar it is, and on which
/// day, is said by [`Violation::Calendar`](super::super::Violation::Calendar). Minutes count from midnight.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarFault {
    /// Others have a calendar, this territory has none.
    #[error("it is missing")]
    Missing,
    /// The alignment has no such territory.
    #[error("there is no such territory")]
    Unknown,
    /// The territory has two.
    #[error("it stands twice")]
    Repeated,
    /// It stands behind that of a later territory.
    #[error("it is not in the order of the territories")]
    OutOfOrder,
    /// Days that start somewhere else.
    #[error("its days start neither at the home base of the rep nor, without one, in the middle of the accounts")]
    Base,
    /// Calls or e-mails that are said to have no day, though there is one.
    #[error(
        "{what} are said to have no day, though the rep works on one from the day on which the rest was planned again"
    )]
    Untouched {
        /// Calls or e-mails.
        what: &'static str,
    },
    /// A night away that is not spent at the last stop.
    #[error("the night after it is spent elsewhere than at the last stop")]
    NightElsewhere,
    /// A night away with no work on the next day.
    #[error("a night away follows, but the next day is not worked")]
    NightBeforeFree,
    /// More nights away than allowed.
    #[error("it begins one night away more than the {most} that a week may have")]
    Nights {
        /// What is allowed.
        most: u8,
    },
    /// A first visit that does not follow the last one before the calendar.
    #[error(
        "account “{account}” was visited last on {last} and is due on {due}, but its first visit is {days} days from that"
    )]
    FirstVisit {
        /// Its id.
        account: String,
        /// The last visit before the calendar.
        last: Day,
        /// A gap later, or the first day.
        due: Day,
        /// Days between that and the first visit.
        days: u32,
    },
    /// Gaps that are stretched although nobody asked, or that shrink.
    #[error("all gaps are {stretch} times as long as asked for, which the brief does not allow")]
    Stretch {
        /// The factor.
        stretch: f64,
    },
    /// A holiday, a day off or another day that the rep does not work.
    #[error("it is no working day of the rep")]
    NotWorked,
    /// A working day that is left out.
    #[error("it is a working day of the rep, but left out")]
    LeftOut,
    /// A day that stands after a later one, or twice.
    #[error("the days are not in order, each once")]
    DayOrder,
    /// A day without a stop that takes time or way all the same.
    #[error("there is no stop, but times, a lunch or a way")]
    Idle,
    /// An account of somebody else, or none that is there.
    #[error("account “{account}” is visited, but belongs to another territory or none")]
    Elsewhere {
        /// Id, or the number from 1 of one that is not there.
        account: String,
    },
    /// An account that nobody knows the place of.
    #[error("account “{account}” is visited, but nobody knows where it is")]
    NoPlace {
        /// Its id.
        account: String,
    },
    /// An account whose rep does not have what it needs.
    #[error("account “{account}” is visited by a rep who does not have what it needs")]
    Skill {
        /// Its id.
        account: String,
    },
    /// An account that is due no visit.
    #[error("account “{account}” is due no visit")]
    NotDue {
        /// Its id.
        account: String,
    },
    /// An account that is visited twice on a day.
    #[error("account “{account}” is visited twice")]
    Twice {
        /// Its id.
        account: String,
    },
    /// More stops than a day may have.
    #[error("{stops} stops are more than the {most} of a day")]
    Stops {
        /// What there are.
        stops: usize,
        /// What is allowed.
        most: u16,
    },
    /// Setting off before work begins.
    #[error("the rep leaves at {}, before {}", clock(*.leave), clock(*.earliest))]
    Leave {
        /// When it is.
        leave: u16,
        /// When work begins.
        earliest: u16,
    },
    /// Being back after work ends.
    #[error("the rep is back at {}, after {}", clock(*.back), clock(*.latest))]
    Late {
        /// When it is.
        back: u16,
        /// When work ends.
        latest: u16,
    },
    /// An arrival that is not the end before and the way.
    #[error("the rep is said to be at account “{account}” at {}, but gets there at {}", clock(*.said), clock(*.derived))]
    Arrival {
        /// Its id.
        account: String,
        /// What is claimed.
        said: u16,
        /// What follows.
        derived: u16,
    },
    /// A return that is not the last end and the way.
    #[error("the rep is said to be back at {}, but gets there at {}", clock(*.said), clock(*.derived))]
    Back {
        /// What is claimed.
        said: u16,
        /// What follows.
        derived: u16,
    },
    /// A visit before the rep is there.
    #[error("the visit to account “{account}” starts at {}, before the rep is there at {}", clock(*.start), clock(*.arrival))]
    Start {
        /// Its id.
        account: String,
        /// When it starts.
        start: u16,
        /// When the rep is there.
        arrival: u16,
    },
    /// A visit that is longer or shorter than asked for.
    #[error("the visit to account “{account}” takes {minutes} min instead of {asked}")]
    Length {
        /// Its id.
        account: String,
        /// What it takes.
        minutes: i64,
        /// What its cadence says.
        asked: u16,
    },
    /// A visit while the account is closed, at another time than was agreed, or beyond its dates.
    #[error(
        "the visit to account “{account}” from {} to {} is not within {}",
        clock(*.start), clock(*.end),
        .open.map_or_else(|| "its days".to_owned(), |[opens, closes]| format!("{} to {}", clock(opens), clock(closes)))
    )]
    Closed {
        /// Its id.
        account: String,
        /// When it starts.
        start: u16,
        /// When it ends.
        end: u16,
        /// When it may be; `None` for not on this day.
        open: Option<[u16; 2]>,
    },
    /// No lunch on a day that goes on.
    #[error("the day goes on at {} or later without lunch", clock(*.from))]
    NoLunch {
        /// When lunch is due.
        from: u16,
    },
    /// A lunch on a day that is over before, or where the week has none.
    #[error("there is a lunch at {}, but the day is over before, or the week has none", clock(*.lunch))]
    NeedlessLunch {
        /// When it begins.
        lunch: u16,
    },
    /// A lunch that begins too early.
    #[error("lunch begins at {}, before {}", clock(*.lunch), clock(*.from))]
    EarlyLunch {
        /// When it begins.
        lunch: u16,
        /// When it may.
        from: u16,
    },
    /// A visit that starts when lunch was due, and lunch comes after it.
    #[error("lunch at {} comes after the visit to account “{account}”, before which it was due", clock(*.lunch))]
    LateLunch {
        /// When it begins.
        lunch: u16,
        /// Id of the account.
        account: String,
    },
    /// A visit during the lunch.
    #[error("the visit to account “{account}” and the lunch at {} overlap", clock(*.lunch))]
    LunchAtVisit {
        /// When it begins.
        lunch: u16,
        /// Id of the account.
        account: String,
    },
    /// A lunch for which the clock does not stop.
    #[error("the rep is on the road, or back, during the lunch at {}", clock(*.lunch))]
    LunchOnTheRoad {
        /// When it begins.
        lunch: u16,
    },
    /// More visits and travel than a day allows.
    #[error("visits and travel take {minutes} min, more than the {most} of a day")]
    FieldTime {
        /// What they take.
        minutes: i64,
        /// What is allowed.
        most: u16,
    },
    /// A length that does not follow.
    #[error("its length is said to be {said} m, but is {derived} m")]
    Distance {
        /// What is claimed.
        said: f64,
        /// What follows.
        derived: f64,
    },
    /// A driving time that does not follow.
    #[error("its driving time is said to be {said} min, but is {derived} min")]
    Drive {
        /// What is claimed.
        said: u16,
        /// What follows.
        derived: i64,
    },
    /// Two visits too near each other.
    #[error("account “{account}” is visited already {days} days after {first}; {least} are the least")]
    ShortGap {
        /// Its id.
        account: String,
        /// The visit before.
        first: Day,
        /// What is between them.
        days: i64,
        /// What has to be.
        least: i64,
    },
    /// Two visits too far from each other.
    #[error("account “{account}” is visited only {days} days after {first}; {most} are the most")]
    LongGap {
        /// Its id.
        account: String,
        /// The visit before.
        first: Day,
        /// What is between them.
        days: i64,
        /// What may be.
        most: i64,
    },
    /// More or fewer visits than the cadence asks for.
    #[error("account “{account}” has {visits} visits, those without a day included, where {least} to {most} are due")]
    Visits {
        /// Its id.
        account: String,
        /// With and without a day.
        visits: u64,
        /// The least that are due.
        least: u64,
        /// The most that are due.
        most: u64,
    },
    /// An account that is due visits and gets none, and nothing says so.
    #[error("account “{account}” is due visits, but has none and is not among those without a day")]
    Forgotten {
        /// Its id.
        account: String,
    },
    /// An agreed visit that is not made then, and nothing says so.
    #[error("account “{account}” expects the rep at {}, as agreed, in vain", clock(*.minute))]
    Appointment {
        /// Its id.
        account: String,
        /// When.
        minute: u16,
    },
    /// A visit without a day to an account of somebody else.
    #[error("account “{account}” is among those without a day, but belongs to another territory or none")]
    UnplacedElsewhere {
        /// Id, or the number from 1 of one that is not there.
        account: String,
    },
    /// An entry that says nothing.
    #[error("account “{account}” is among those without a day, with no visit")]
    UnplacedNone {
        /// Its id.
        account: String,
    },
    /// Two entries for one account and reason.
    #[error("account “{account}” stands twice among those without a day, for the same reason")]
    UnplacedTwice {
        /// Its id.
        account: String,
    },
    /// A reason that is not true.
    #[error("account “{account}” is said to have visits without a day because “{reason}”, which is not so")]
    Reason {
        /// Its id.
        account: String,
        /// What is claimed.
        reason: Unplaced,
    },
    /// A call or an e-mail to an account of somebody else, or one that is due none.
    #[error("account “{account}” is among the {what}, but is due none by this rep")]
    Touched {
        /// `calls` or `e-mails`.
        what: &'static str,
        /// Id, or the number from 1 of one that is not there.
        account: String,
    },
    /// More or fewer calls or e-mails than the cadence asks for.
    #[error("account “{account}” has {count} {what}, where {due:.1} are due")]
    Touches {
        /// `calls` or `e-mails`.
        what: &'static str,
        /// Its id.
        account: String,
        /// What it has.
        count: usize,
        /// What follows from the cadence.
        due: f64,
    },
    /// Calls or e-mails that are not spread.
    #[error("account “{account}” has {count} {what} on one day, where {most} would do")]
    Crowded {
        /// `calls` or `e-mails`.
        what: &'static str,
        /// Its id.
        account: String,
        /// Those of the day.
        count: usize,
        /// What there would be if they were spread.
        most: usize,
    },
}

/// Minutes from midnight as a clock shows them.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
