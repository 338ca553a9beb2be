//! A calendar made by hand is right; each way to spoil it is found, and nothing else is.

mod days;
mod horizon;
mod nights;
mod searched;

use super::calendar;
use crate::check::Violation;
use crate::geography::Ways;
use crate::model::{
    AccountIx, AccountTerms, Accounts, Activity, ActivityKind, Alignment, Appointment, Cadence, Calendar, ClassRule,
    Crew, Dataset, DayBase, DayRoute, Holiday, MatrixParts, MatrixWay, Opening, Overload, Placement, Precision,
    PriorityClass, Reckoning, Records, Rep, RepIx, RepTerms, SpeedBand, Stop, Territory, TerritoryCalendar,
    TerritoryIx, TextColumn, TravelMatrix, TravelModel, Unplaced, UnplacedVisits, VisitBrief, WorkingWeek,
};
use crate::routing::calendar::TerritoryDays;
use crate::units::{Day, LonLat, Meters, Share};
use std::sync::Arc;

/// A tenth of a degree of the equator: 11.12 km, 12 minutes at 60 km/h.
const TENTH: f64 = 11_119.508;

const A: AccountIx = AccountIx(0);
const B: AccountIx = AccountIx(1);
const C: AccountIx = AccountIx(2);
const NOWHERE: AccountIx = AccountIx(3);
const EAST: AccountIx = AccountIx(4);
const RARE: AccountIx = AccountIx(5);

/// A calendar and all that it follows from.
#[derive(Clone)]
struct Case {
    dataset: Dataset,
    owners: Vec<Option<TerritoryIx>>,
    brief: VisitBrief,
    travel: TravelModel,
    matrix: Option<TravelMatrix>,
    calendar: Calendar,
}

impl Case {
    fn alignment(&self) -> Alignment {
        let territory = |(rep, name): (u16, &str)| Territory {
            name: name.to_owned(),
            rep: Some(RepIx(rep)),
            slot: 1,
            crew: Crew::Field,
        };
        let territories = (0..).zip(["West", "East"]).map(territory).collect();
        Alignment::new(territories, self.owners.clone()).expect("owners are in range")
    }

    fn reckoning(&self) -> Reckoning<'_> {
        Reckoning { travel: &self.travel, matrix: self.matrix.as_ref() }
    }

    fn check(&self) -> Vec<Violation> {
        calendar(&self.dataset, &self.alignment(), (None, &self.brief), &[], self.reckoning(), &self.calendar)
    }

    fn days_of(&self, territory: TerritoryIx) -> TerritoryDays {
        let ways = Ways::new(&self.dataset, self.reckoning());
        let due = self.brief.due_since(&self.dataset, &[]);
        let brief = Arc::new(self.brief.clone());
        TerritoryDays::new(&self.dataset, &self.alignment(), territory, &brief, &due, &ways)
    }

    fn west(&mut self) -> &mut TerritoryCalendar {
        &mut self.calendar.territories[0]
    }

    /// The first Monday of the west, which has all its visits of that week.
    fn monday(&mut self) -> &mut DayRoute {
        &mut self.west().days[0]
    }

    fn cadence(&mut self) -> &mut Cadence {
        &mut self.brief.classes[0].cadence
    }

    fn terms(&mut self, account: &str) -> &mut AccountTerms {
        let all = &mut self.brief.accounts;
        let position = all.iter().position(|own| own.account == account).unwrap_or_else(|| {
            all.push(AccountTerms::new(account));
            all.len() - 1
        });
        &mut all[position]
    }
}

fn day(number: i32) -> Day {
    // Monday, 30 November 2026, is the first.
    Day::from_number(20_787 + number).expect("a day")
}

fn travel() -> TravelModel {
    TravelModel { detour: Share::new(1.0).expect("a share"), ..TravelModel::default() }
}

fn at(lon: f64) -> LonLat {
    LonLat::new(lon, 0.0).expect("on the equator")
}

fn stop(account: AccountIx, arrival: u16, start: u16) -> Stop {
    Stop { account, arrival, start, end: start + 30, is_pinned: false }
}

/// Eight o'clock to A, which opens at nine, to B, and to C, which opens at one, with lunch at noon at its door.
fn full(day: Day) -> DayRoute {
    DayRoute {
        leave: 480,
        back: 844,
        lunch: Some(720),
        stops: vec![stop(A, 492, 540), stop(B, 582, 582), stop(C, 624, 780)],
        distance: Meters(6.0 * TENTH),
        drive: 70,
        ..DayRoute::idle(day)
    }
}

/// From the middle to one of the two accounts of the east and back.
fn eastern(account: AccountIx, day: Day, arrival: u16) -> DayRoute {
    DayRoute {
        leave: arrival - 12,
        back: arrival + 42,
        stops: vec![stop(account, arrival, arrival)],
        distance: Meters(2.0 * TENTH),
        drive: 24,
        ..DayRoute::idle(day)
    }
}

fn dataset() -> Dataset {
    let places = [Some(at(0.1)), Some(at(0.2)), Some(at(0.3)), None, Some(at(10.1)), Some(at(9.9))];
    let blank: TextColumn = places.iter().map(|_| "").collect();
    let precision = |place: &Option<LonLat>| if place.is_some() { Precision::Given } else { Precision::None };
    let accounts = Accounts {
        ids: ["a", "b", "c", "nowhere", "east", "rare"].into_iter().collect(),
        names: blank.clone(),
        families: blank.clone(),
        locations: places.to_vec(),
        precisions: places.iter().map(precision).collect(),
        places: blank,
        ..Accounts::default()
    };
    let rep = |id: &str, home| Rep::new(id, id, home);
    let reps = vec![rep("Ada", Placement::by_hand(at(0.0))), rep("Bo", Placement::unknown())];
    Dataset::new(accounts, reps, Vec::new()).expect("a valid data set")
}

/// Two weeks of two reps. “rare” is due a visit every eight weeks and needs none.
fn right() -> Case {
    let hours = |opens, closes| (0..5).map(|weekday| Opening { weekday, opens, closes }).collect::<Vec<_>>();
    let cadence =
        Cadence { visits: 1, weeks: 1, visit_minutes: 30, calls: 2.0, call_minutes: 10, emails: 0.0, email_minutes: 5 };
    let brief = VisitBrief {
        weeks: 2,
        classes: vec![PriorityClass { name: "All".to_owned(), rule: ClassRule::Others, cadence, hours: Vec::new() }],
        accounts: vec![
            AccountTerms { hours: Some(hours(540, 1020)), ..AccountTerms::new("a") },
            AccountTerms { hours: Some(hours(780, 960)), ..AccountTerms::new("c") },
            AccountTerms { appointments: vec![Appointment { day: day(1), minute: 600 }], ..AccountTerms::new("east") },
            AccountTerms { cadence: Some(Cadence { weeks: 8, calls: 0.0, ..cadence }), ..AccountTerms::new("rare") },
        ],
        ..VisitBrief::new(day(0), "count", 30)
    };
    let worked = |number: &i32| number % 7 < 5;
    let of_west = |number: i32| if number % 7 == 0 { full(day(number)) } else { DayRoute::idle(day(number)) };
    let of_east = |number: i32| match number {
        1 => eastern(EAST, day(1), 600),
        9 => eastern(EAST, day(9), 492),
        _ => DayRoute::idle(day(number)),
    };
    let mut west: Vec<DayRoute> = (0..14).filter(worked).map(of_west).collect();
    west[2].calls = vec![A, B, C, NOWHERE];
    let mut east: Vec<DayRoute> = (0..14).filter(worked).map(of_east).collect();
    east[3].calls = vec![EAST];
    let own = |territory, base, from_home, days, unplaced| TerritoryCalendar {
        territory: TerritoryIx(territory),
        base: Some(at(base)),
        from_home,
        end: Some(at(base)),
        stretch: 1.0,
        replanned: None,
        days,
        unplaced,
        untouched: Vec::new(),
    };
    let unplaced = vec![UnplacedVisits { account: NOWHERE, visits: 2, reason: Unplaced::NoLocation }];
    let territories = vec![own(0, 0.0, true, west, unplaced), own(1, 10.0, false, east, Vec::new())];
    let owner = |number| Some(TerritoryIx(number));
    Case {
        dataset: dataset(),
        owners: vec![owner(0), owner(0), owner(0), owner(0), owner(1), owner(1)],
        brief,
        travel: travel(),
        matrix: None,
        calendar: Calendar { basis: 0, territories },
    }
}

/// What is found after a change: names of faults, without what they say.
fn faults(change: impl FnOnce(&mut Case)) -> Vec<String> {
    let mut case = right();
    change(&mut case);
    let found = case.check();
    let name = |violation: &Violation| {
        let Violation::Calendar { fault, .. } = violation else { return violation.to_string() };
        format!("{fault:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned()
    };
    found.iter().map(name).collect()
}

type Change = fn(&mut Case);

fn check(table: &[(&str, Change)]) {
    for (position, (expected, change)) in table.iter().enumerate() {
        assert_eq!(faults(change), expected.split_whitespace().collect::<Vec<_>>(), "line {position} of the table");
    }
}

#[test]
fn a_right_calendar_has_no_violation() {
    assert_eq!(right().brief.validate(), Ok(()));
    assert_eq!(right().check(), []);
}

#[test]
fn violations_name_whose_and_when() {
    let mut case = right();
    case.monday().stops[0].arrival = 491;
    case.west().unplaced.clear();
    let words: Vec<String> = case.check().iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "the calendar of territory 1 “West” of rep “Ada” on 2026-11-30: the rep is said to be at account “a” at 08:11, \
             but gets there at 08:12",
            "the calendar of territory 1 “West” of rep “Ada”: account “nowhere” is due visits, but has none and is not \
             among those without a day",
        ]
    );
}
