//! What of a brief for visits no calendar can keep.

use super::rep_terms::LONGEST_BASE;
use super::visit_brief::{Cadence, DAY_MINUTES, MOST_PERIOD, MOST_WEEKS, Opening, VisitBrief, WorkingWeek};
use crate::units::Day;
use std::collections::BTreeSet;

/// What of a brief no calendar can keep. Each names the class, account or rep.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum VisitBriefFault {
    /// No week, or more than a quarter.
    #[error("a calendar has 1 to {MOST_WEEKS} weeks, not {0}: choose fewer or more")]
    Weeks(u32),
    /// The years end before the calendar does.
    #[error("a calendar from {0} would go beyond the year 9999: start it earlier")]
    Start(Day),
    /// A week that nobody can work.
    #[error("{whose}: {what}")]
    Week {
        /// “the working week”, or that of a rep.
        whose: String,
        /// What is wrong, and what to do.
        what: &'static str,
    },
    /// More visits than days, or no period.
    #[error("{whose}: {visits} visits in {weeks} weeks cannot be kept with {days} working days a week: ask for fewer")]
    Cadence {
        /// The class or account.
        whose: String,
        /// Visits asked for.
        visits: u32,
        /// In so many weeks.
        weeks: u32,
        /// Days a week that are worked.
        days: usize,
    },
    /// A number of touches that is negative or none.
    #[error("{whose}: calls and e-mails a month must be numbers from 0 to 1,000")]
    Touches {
        /// The class or account.
        whose: String,
    },
    /// A visit that is longer than a day.
    #[error(
        "{whose}: a visit of {minutes} min is longer than the {day} min of a working day for visits and travel: shorten it or lengthen the day"
    )]
    LongVisit {
        /// The class or account.
        whose: String,
        /// Minutes of the visit.
        minutes: u16,
        /// Minutes of the day.
        day: u16,
    },
    /// Hours that make no sense, or are too short for a visit.
    #[error("{whose}: {what}")]
    Hours {
        /// The class or account.
        whose: String,
        /// What is wrong, and what to do.
        what: &'static str,
    },
    /// A name that stands twice or not at all.
    #[error("{what} “{name}” stands twice or has no name: give each its own")]
    Name {
        /// `class`, `account` or `rep`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// An account is put in a class that is not there.
    #[error("account “{account}” is put in class “{class}”, which is not there: choose another")]
    NoClass {
        /// The account.
        account: String,
        /// The class.
        class: String,
    },
    /// Holidays or days off that are not in order, or stand twice.
    #[error("{0}: days have to stand in order, each once")]
    Order(&'static str),
    /// A weight of a month or a cost that cannot be.
    #[error("{0} must be a number from 0 to 100")]
    Amount(&'static str),
    /// A place where days start or end with a name that nobody reads.
    #[error(
        "rep “{rep}”: the name of the place where days start or end is longer than {LONGEST_BASE} letters: shorten it"
    )]
    LongBase {
        /// The rep.
        rep: String,
    },
    /// More nights than a week has.
    #[error("{0} nights away a week are more than a week has: ask for 0 to 7")]
    Nights(u8),
    /// A price of a night that cannot be.
    #[error("the cost of a night away must be a number from 0 to 100,000")]
    NightCost,
    /// A class asks for a column that is not there.
    #[error("class “{class}” asks for the column “{column}”, which the accounts do not have: choose another")]
    Column {
        /// The class.
        class: String,
        /// The column.
        column: String,
    },
}

pub(super) fn validate(brief: &VisitBrief) -> Result<(), VisitBriefFault> {
    if !(1..=MOST_WEEKS).contains(&brief.weeks) {
        return Err(VisitBriefFault::Weeks(brief.weeks));
    }
    if brief.days().count() != brief.weeks as usize * 7 {
        return Err(VisitBriefFault::Start(brief.start));
    }
    check_week("the working week", &brief.week)?;
    for own in &brief.reps {
        if let Some(week) = &own.week {
            check_week(&format!("the week of rep “{}”", own.rep), week)?;
        }
        for base in [&own.start, &own.end].into_iter().flatten() {
            if base.name.chars().count() > LONGEST_BASE {
                return Err(VisitBriefFault::LongBase { rep: own.rep.clone() });
            }
        }
        check_nights(own.nights_a_week.unwrap_or(0))?;
        if !own.days_off.is_sorted_by(|a, b| a < b) {
            return Err(VisitBriefFault::Order("days off"));
        }
    }
    check_nights(brief.nights_a_week)?;
    if !brief.holidays.is_sorted_by(|a, b| a.day < b.day) {
        return Err(VisitBriefFault::Order("holidays"));
    }
    check_names("class", brief.classes.iter().map(|class| class.name.as_str()))?;
    check_names("account", brief.accounts.iter().map(|own| own.account.as_str()))?;
    check_names("rep", brief.reps.iter().map(|own| own.rep.as_str()))?;
    for class in &brief.classes {
        let whose = format!("class “{}”", class.name);
        check_cadence(&whose, &class.cadence, &brief.week)?;
        check_hours(&whose, &class.hours, class.cadence.visit_minutes)?;
    }
    for own in &brief.accounts {
        let whose = format!("account “{}”", own.account);
        let class = brief.classes.iter().find(|class| own.class.as_ref() == Some(&class.name));
        if let Some(name) = own.class.as_ref().filter(|_| class.is_none()) {
            return Err(VisitBriefFault::NoClass { account: own.account.clone(), class: name.clone() });
        }
        if let Some(cadence) = &own.cadence {
            check_cadence(&whose, cadence, &brief.week)?;
        }
        let minutes = own.cadence.or(class.map(|class| class.cadence)).map_or(0, |cadence| cadence.visit_minutes);
        check_hours(&whose, own.hours.as_deref().unwrap_or_default(), minutes)?;
        if own.not_before.zip(own.not_after).is_some_and(|(first, last)| last < first) {
            let what = "“not after” is before “not before”: no day is left";
            return Err(VisitBriefFault::Hours { whose, what });
        }
        if !own.appointments.is_sorted_by(|a, b| a.day < b.day) {
            return Err(VisitBriefFault::Order("appointments"));
        }
    }
    if !brief.seasons.iter().all(|weight| (0.0..=100.0).contains(weight)) {
        return Err(VisitBriefFault::Amount("the weight of a month"));
    }
    if !(0.0..=100.0).contains(&brief.cost_per_km) {
        return Err(VisitBriefFault::Amount("the cost of a kilometre"));
    }
    if !(0.0..=100_000.0).contains(&brief.cost_per_night) {
        return Err(VisitBriefFault::NightCost);
    }
    Ok(())
}

fn check_nights(a_week: u8) -> Result<(), VisitBriefFault> {
    if a_week > 7 { Err(VisitBriefFault::Nights(a_week)) } else { Ok(()) }
}

fn check_week(whose: &str, week: &WorkingWeek) -> Result<(), VisitBriefFault> {
    let what = if !week.days.contains(&true) {
        "no day is worked: choose at least one"
    } else if week.end > DAY_MINUTES {
        "the day ends after midnight: end it by 24:00"
    } else if week.minutes() == 0 {
        "the day has no time between its start, its end and the lunch: end it later or shorten the lunch"
    } else if week.field_share.value() > 1.0 || week.field_minutes() == 0 {
        "the share of the day for visits and travel must be more than 0 and at most 100 %"
    } else if week.most_stops == 0 {
        "a day allows no stop: allow at least one"
    } else if week.lunch_from > DAY_MINUTES {
        "lunch is after midnight: have it earlier"
    } else {
        return Ok(());
    };
    Err(VisitBriefFault::Week { whose: whose.to_owned(), what })
}

fn check_cadence(whose: &str, cadence: &Cadence, week: &WorkingWeek) -> Result<(), VisitBriefFault> {
    let whose = whose.to_owned();
    let days = week.days.iter().filter(|&&worked| worked).count();
    let Cadence { visits, weeks, visit_minutes, calls, emails, .. } = *cadence;
    if u64::from(visits) > u64::from(weeks) * days as u64 || !(1..=MOST_PERIOD).contains(&weeks) {
        return Err(VisitBriefFault::Cadence { whose, visits, weeks, days });
    }
    if ![calls, emails].iter().all(|amount| (0.0..=1_000.0).contains(amount)) {
        return Err(VisitBriefFault::Touches { whose });
    }
    let day = week.field_minutes();
    if visit_minutes > day {
        return Err(VisitBriefFault::LongVisit { whose, minutes: visit_minutes, day });
    }
    Ok(())
}

fn check_hours(whose: &str, hours: &[Opening], visit: u16) -> Result<(), VisitBriefFault> {
    let is_sound = |own: &Opening| own.weekday < 7 && own.opens < own.closes && own.closes <= DAY_MINUTES;
    let what = if !hours.iter().all(is_sound) {
        "hours close before they open, or after midnight: put them right"
    } else if !hours.is_sorted_by(|a, b| a.weekday < b.weekday) {
        "a day of the week has more than one span of hours: leave one"
    } else if hours.iter().any(|own| own.closes - own.opens < visit) {
        "a visit takes longer than the hours are open: shorten it or lengthen them"
    } else {
        return Ok(());
    };
    Err(VisitBriefFault::Hours { whose: whose.to_owned(), what })
}

fn check_names<'a>(what: &'static str, names: impl Iterator<Item = &'a str>) -> Result<(), VisitBriefFault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() || !seen.insert(name) {
            return Err(VisitBriefFault::Name { what, name: name.to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountTerms, Appointment, Holiday, RepTerms};
    use crate::units::Share;

    fn day(number: u32) -> Day {
        Day::new(2026, 11, number).expect("a day")
    }

    /// Whether the default brief is refused once it is changed, with these words.
    fn check(change: impl Fn(&mut VisitBrief), words: &str) {
        let mut brief = VisitBrief::new(day(30), "Sales", 30);
        assert_eq!(brief.validate(), Ok(()));
        change(&mut brief);
        let fault = brief.validate().expect_err("it cannot be kept").to_string();
        assert!(fault.contains(words), "“{fault}” does not say “{words}”");
    }

    fn hours(opens: u16, closes: u16) -> Opening {
        Opening { weekday: 0, opens, closes }
    }

    #[test]
    fn what_cannot_be_kept_is_told() {
        check(|brief| brief.weeks = 0, "1 to 13 weeks, not 0");
        check(|brief| brief.weeks = 14, "not 14");
        check(|brief| brief.start = Day::new(9999, 12, 31).expect("a day"), "year 9999");
        check(|brief| brief.week.days = [false; 7], "no day is worked");
        check(|brief| brief.week.end = 8 * 60, "has no time");
        check(|brief| brief.week.end = 25 * 60, "after midnight");
        check(|brief| brief.week.most_stops = 0, "no stop");
        check(|brief| brief.week.field_share = Share::ZERO, "more than 0");
        check(|brief| brief.classes[0].cadence.visits = 6, "class “A”: 6 visits in 1 weeks");
        check(|brief| brief.classes[0].cadence.weeks = 0, "class “A”");
        check(|brief| brief.classes[2].cadence.calls = f64::NAN, "class “C”: calls");
        check(|brief| brief.classes[1].cadence.visit_minutes = 490, "class “B”: a visit of 490 min");
        check(|brief| brief.classes[1].name = "A".to_owned(), "class “A” stands twice");
        check(|brief| brief.classes[1].hours = vec![hours(600, 600)], "close before they open");
        check(|brief| brief.classes[1].hours = vec![hours(1, 99), hours(200, 300)], "more than one span");
        check(|brief| brief.classes[1].hours = vec![hours(600, 620)], "longer than the hours");
        check(|brief| brief.seasons[3] = -1.0, "weight of a month");
        check(|brief| brief.cost_per_km = f64::NAN, "cost of a kilometre");
    }

    #[test]
    fn what_single_accounts_and_reps_ask_is_held_too() {
        let holiday = |number| Holiday { day: day(number), name: String::new() };
        check(|brief| brief.holidays = vec![holiday(2), holiday(1)], "holidays");
        let rep = RepTerms::new("r1");
        check(|brief| brief.reps = vec![rep.clone(), rep.clone()], "rep “r1” stands twice");
        check(|brief| brief.reps = vec![RepTerms { days_off: vec![day(2), day(2)], ..rep.clone() }], "days off");
        let short = |brief: &VisitBrief| WorkingWeek { end: 400, ..brief.week };
        check(
            |brief| brief.reps = vec![RepTerms { week: Some(short(brief)), ..rep.clone() }],
            "the week of rep “r1”: the day has no time",
        );
        let own = AccountTerms::new("a7");
        let with = |terms: AccountTerms, words: &str| check(|brief| brief.accounts = vec![terms.clone()], words);
        with(AccountTerms { class: Some("Z".to_owned()), ..own.clone() }, "class “Z”, which is not there");
        with(AccountTerms { not_before: Some(day(3)), not_after: Some(day(2)), ..own.clone() }, "account “a7”");
        let agreed = |number| Appointment { day: day(number), minute: 600 };
        with(AccountTerms { appointments: vec![agreed(3), agreed(3)], ..own.clone() }, "appointments");
        let class = Some("A".to_owned());
        with(AccountTerms { class, hours: Some(vec![hours(600, 610)]), ..own }, "longer than the hours");
    }
}
