//! A calendar made by hand is right; each way to spoil it is found, and nothing else is.

use super::{CalendarFault, calendar};
use crate::check::Violation;
use crate::model::{
    AccountIx, AccountTerms, Accounts, Alignment, Appointment, Cadence, Calendar, ClassRule, Crew, Dataset, DayRoute,
    Holiday, Opening, Overload, Placement, Precision, PriorityClass, Rep, RepIx, RepTerms, Stop, Territory,
    TerritoryCalendar, TerritoryIx, TextColumn, TravelModel, Unplaced, UnplacedVisits, VisitBrief, WorkingWeek,
};
use crate::units::{Day, LonLat, Meters, Share};

/// A tenth of a degree of the equator: 11.12 km, 12 minutes at 60 km/h.
const TENTH: f64 = 11_119.508;

const A: AccountIx = AccountIx(0);
const B: AccountIx = AccountIx(1);
const C: AccountIx = AccountIx(2);
const NOWHERE: AccountIx = AccountIx(3);
const EAST: AccountIx = AccountIx(4);

/// A calendar and all that it follows from.
#[derive(Clone)]
struct Case {
    dataset: Dataset,
    owners: Vec<Option<TerritoryIx>>,
    brief: VisitBrief,
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

    fn check(&self) -> Vec<Violation> {
        let travel = TravelModel { detour: Share::new(1.0).expect("a share"), ..TravelModel::default() };
        calendar(&self.dataset, &self.alignment(), &self.brief, &travel, &self.calendar)
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

/// From the middle to the one account of the east, as agreed or not, and back.
fn eastern(day: Day, arrival: u16) -> DayRoute {
    DayRoute {
        leave: arrival - 12,
        back: arrival + 42,
        stops: vec![stop(EAST, arrival, arrival)],
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
    let rep = |id: &str, home| Rep { id: id.to_owned(), name: id.to_owned(), home, capacity: 1.0 };
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
        1 => eastern(day(1), 600),
        9 => eastern(day(9), 492),
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
        stretch: 1.0,
        days,
        unplaced,
    };
    let unplaced = vec![UnplacedVisits { account: NOWHERE, visits: 2, reason: Unplaced::NoLocation }];
    let territories = vec![own(0, 0.0, true, west, unplaced), own(1, 10.0, false, east, Vec::new())];
    let owner = |number| Some(TerritoryIx(number));
    Case {
        dataset: dataset(),
        owners: vec![owner(0), owner(0), owner(0), owner(0), owner(1), owner(1)],
        brief,
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
fn territories_bases_and_days_are_those_of_the_plan() {
    check(&[
        ("Missing", |case| drop(case.calendar.territories.pop())),
        ("Unknown", |case| {
            let stray = TerritoryCalendar { territory: TerritoryIx(2), ..case.west().clone() };
            case.calendar.territories.push(stray);
        }),
        ("Repeated", |case| {
            let again = case.calendar.territories[1].clone();
            case.calendar.territories.push(again);
        }),
        ("OutOfOrder", |case| case.calendar.territories.reverse()),
        ("Base", |case| case.west().from_home = false),
        ("Base", |case| case.calendar.territories[1].base = Some(at(10.000_02))),
        ("Base", |case| case.calendar.territories[1].from_home = true),
        ("Stretch", |case| case.west().stretch = 1.1),
        ("Stretch", |case| {
            case.brief.overload = Overload::StretchGaps;
            case.west().stretch = 0.9;
        }),
        ("", |case| {
            case.brief.overload = Overload::StretchGaps;
            case.west().stretch = 1.1;
        }),
        ("Stretch", |case| case.west().stretch = f64::NAN),
        ("NotWorked NotWorked", |case| {
            case.brief.holidays = vec![Holiday { day: day(0), name: "Founders’ day".to_owned() }];
        }),
        ("NotWorked", |case| {
            case.brief.reps = vec![RepTerms { rep: "Ada".to_owned(), week: None, days_off: vec![day(8)] }];
        }),
        ("NotWorked", |case| case.west().days.insert(5, DayRoute::idle(day(5)))),
        ("LeftOut", |case| drop(case.west().days.remove(9))),
        ("DayOrder", |case| case.west().days.insert(2, DayRoute::idle(day(1)))),
        ("DayOrder", |case| case.west().days.swap(7, 8)),
        ("Idle", |case| case.west().days[1].leave = 480),
        ("Idle", |case| case.west().days[1].distance = Meters(1.0)),
    ]);
}

#[test]
fn only_those_are_visited_who_are_due_it() {
    check(&[
        ("Elsewhere Elsewhere Touched", |case| case.owners[1] = None),
        ("NoPlace NoPlace Reason Visits", |case| {
            // Nobody is at a place that is not known, so the way says nothing.
            case.dataset.place(B, &Placement::unknown(), false).expect("it is there");
            case.west().unplaced.push(UnplacedVisits { account: B, visits: 1, reason: Unplaced::Full });
        }),
        ("NotDue NotDue", |case| {
            case.terms("b").cadence = Some(Cadence { visits: 0, ..case.brief.classes[0].cadence })
        }),
        ("Twice Visits", |case| {
            let route = case.monday();
            route.stops.insert(2, stop(B, 612, 612));
            route.stops[3].arrival = 654;
        }),
        ("Stops Stops", |case| case.brief.week.most_stops = 2),
    ]);
}

#[test]
fn times_follow_from_each_other() {
    check(&[
        ("Leave Leave Leave", |case| {
            // Who has a week of 8:00 leaves too early for one of 8:10.
            case.brief.week.start = 490;
        }),
        ("Late Late", |case| case.brief.week.end = 843),
        ("Arrival", |case| case.monday().stops[0].arrival = 491),
        ("Arrival", |case| case.monday().stops[2].arrival = 669),
        ("Back", |case| case.monday().back = 889),
        ("Start", |case| {
            let first = &mut case.monday().stops[1];
            (first.start, first.end) = (581, 611);
            case.monday().stops[2].arrival = 623;
        }),
        ("Length", |case| {
            case.monday().stops[1].end = 613;
            case.monday().stops[2].arrival = 625;
        }),
        ("Closed", |case| {
            case.monday().stops[0] = stop(A, 492, 539);
            case.monday().stops[1].arrival = 581;
        }),
        ("Closed Closed", |case| case.terms("c").hours = Some(vec![Opening { weekday: 0, opens: 780, closes: 809 }])),
        ("Closed Closed", |case| case.terms("c").hours = Some(vec![Opening { weekday: 1, opens: 780, closes: 960 }])),
        ("Closed", |case| case.terms("b").not_before = Some(day(1))),
        ("Closed Appointment", |case| {
            *case.calendar.territories[1].days.get_mut(1).expect("Tuesday") = eastern(day(1), 601);
        }),
        ("FieldTime FieldTime", |case| case.brief.week.field_share = Share::new(318.5 / 495.0).expect("a share")),
        ("", |case| case.brief.week.field_share = Share::new(319.0 / 495.0).expect("a share")),
        ("Distance", |case| case.monday().distance = Meters(6.0 * TENTH * 1.000_01)),
        ("Distance", |case| case.monday().distance = Meters(f64::NAN)),
        ("Drive", |case| case.monday().drive = 69),
    ]);
}

/// The first Monday without C: everything is over before noon.
fn without_c(case: &mut Case) {
    let monday = case.monday();
    monday.stops.pop();
    (monday.back, monday.lunch, monday.distance, monday.drive) = (635, None, Meters(4.0 * TENTH), 47);
    case.west().unplaced.push(UnplacedVisits { account: C, visits: 1, reason: Unplaced::Full });
}

#[test]
fn lunch_is_where_it_has_to_be() {
    check(&[
        ("", |case| (case.monday().lunch, case.monday().stops[2].arrival) = (Some(735), 624)),
        ("NoLunch", |case| case.monday().lunch = None),
        ("NoLunch", |case| {
            // The visit goes on at noon, and only the way back is left.
            without_c(case);
            let monday = case.monday();
            monday.stops[1] = stop(B, 582, 690);
            monday.back = 743;
        }),
        ("", |case| {
            without_c(case);
            let monday = case.monday();
            monday.stops[1] = stop(B, 582, 690);
            (monday.lunch, monday.back) = (Some(720), 788);
        }),
        ("", without_c),
        ("NeedlessLunch", |case| {
            without_c(case);
            (case.monday().lunch, case.monday().back) = (Some(720), 765);
            let monday = case.monday();
            monday.stops[1] = stop(B, 582, 667);
            monday.back = 697 + 23 + 45;
        }),
        ("NeedlessLunch NeedlessLunch", |case| case.brief.week.lunch_minutes = 0),
        ("EarlyLunch", |case| case.monday().lunch = Some(719)),
        ("EarlyLunch EarlyLunch", |case| {
            case.brief.week.lunch_from = 721;
        }),
        ("LunchAtVisit", |case| case.monday().lunch = Some(736)),
        ("LateLunch", |case| (case.monday().lunch, case.monday().back) = (Some(810), 889)),
        ("LunchOnTheRoad", |case| {
            // From B to C from 11:55 to 12:07.
            case.monday().stops[1] = stop(B, 582, 685);
            case.monday().stops[2].arrival = 727;
        }),
        ("", |case| {
            // Or until 12:52, with the lunch on the way.
            case.monday().stops[1] = stop(B, 582, 685);
            case.monday().stops[2].arrival = 772;
        }),
        ("LunchOnTheRoad", |case| {
            case.monday().stops[1] = stop(B, 582, 685);
            (case.monday().lunch, case.monday().stops[2].arrival) = (Some(728), 772);
        }),
        ("LunchOnTheRoad", |case| {
            // The rep is back before the lunch is over.
            without_c(case);
            let monday = case.monday();
            monday.stops[1] = stop(B, 582, 690);
            (monday.lunch, monday.back) = (Some(744), 788);
        }),
    ]);
}

#[test]
fn a_lunch_before_leaving_is_no_part_of_the_day() {
    let afternoon = |lunch, leave| {
        move |case: &mut Case| {
            let tuesday = case.calendar.territories[1].days.get_mut(7).expect("Wednesday");
            *tuesday = DayRoute { lunch: Some(lunch), leave, ..eastern(day(9), 792) };
        }
    };
    assert_eq!(faults(afternoon(720, 780)), Vec::<String>::new());
    assert_eq!(faults(afternoon(740, 780)), ["LunchOnTheRoad"]);
    let barely = |lunch| {
        move |case: &mut Case| {
            afternoon(lunch, 780)(case);
            // 54 minutes for visits and travel: the lunch is not among them.
            case.brief.reps = vec![RepTerms {
                rep: "Bo".to_owned(),
                week: Some(WorkingWeek { field_share: Share::new(53.5 / 495.0).expect("a share"), ..case.brief.week }),
                days_off: Vec::new(),
            }];
        }
    };
    assert_eq!(faults(barely(720)), ["FieldTime", "FieldTime"]);
}

/// Puts the visits of B in the second week on another day.
fn move_b(case: &mut Case, from: usize, to: usize) {
    let number = case.west().days[to].day;
    let route = &mut case.west().days[from];
    route.stops.remove(1);
    route.stops[1].arrival = 570 + 23;
    route.drive = 69;
    route.stops[1].arrival = 593;
    (route.drive, route.distance) = (12 + 23 + 34, Meters(6.0 * TENTH));
    case.west().days[to] = DayRoute {
        leave: 480,
        back: 556,
        stops: vec![stop(B, 503, 503)],
        distance: Meters(4.0 * TENTH),
        drive: 46,
        ..DayRoute::idle(number)
    };
}

#[test]
fn visits_keep_their_gaps() {
    check(&[
        ("", |case| move_b(case, 0, 2)),
        // Friday to Monday.
        ("", |case| move_b(case, 0, 4)),
        // Monday to the Friday of the week after, 11 days.
        ("", |case| move_b(case, 5, 9)),
        ("ShortGap", |case| {
            // Visits a fortnight are due 14 days from each other.
            let fortnight = Cadence { weeks: 2, ..case.brief.classes[0].cadence };
            case.terms("b").cadence = Some(fortnight);
            case.brief.weeks = 4;
            case.brief.overload = Overload::StretchGaps;
            later_weeks(case);
            move_b(case, 5, 4);
        }),
    ]);
}

/// Two weeks more, in which all is as in the first two but for B.
fn later_weeks(_case: &mut Case) {}
