//! One day, and which days there are.

use super::*;

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
        ("Base", |case| case.calendar.territories[1].base = LonLat::new(10.0, 0.000_02).ok()),
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
            case.brief.reps = vec![RepTerms { days_off: vec![day(8)], ..RepTerms::new("Ada") }];
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
            case.terms("b").cadence = Some(Cadence { visits: 0, ..case.brief.classes[0].cadence });
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
        ("Late Late", |case| (case.brief.week.start, case.brief.week.end) = (400, 843)),
        ("Arrival", |case| case.monday().stops[0].arrival = 491),
        ("Arrival", |case| case.monday().stops[2].arrival = 668),
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
            case.calendar.territories[1].days[1] = eastern(EAST, day(1), 601);
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
fn lunch_waits_for_what_was_agreed() {
    /// A visit at ten past twelve, with lunch after it or without one.
    fn visited(lunch: Option<u16>, is_agreed: bool) -> impl FnOnce(&mut Case) {
        move |case: &mut Case| {
            let back = if lunch.is_some() { 817 } else { 772 };
            case.calendar.territories[1].days[1] = DayRoute { back, lunch, ..eastern(EAST, day(1), 730) };
            case.terms("east").appointments =
                vec![Appointment { day: day(if is_agreed { 1 } else { 12 }), minute: 730 }];
        }
    }
    assert_eq!(faults(visited(Some(760), true)), Vec::<String>::new());
    assert_eq!(faults(visited(None, true)), ["NoLunch"]);
    assert_eq!(faults(visited(Some(760), false)), ["LateLunch"]);
}

#[test]
fn a_lunch_before_leaving_is_no_part_of_the_day() {
    let afternoon = |lunch, leave| {
        move |case: &mut Case| {
            case.calendar.territories[1].days[7] = DayRoute { lunch: Some(lunch), leave, ..eastern(EAST, day(9), 792) };
        }
    };
    assert_eq!(faults(afternoon(720, 780)), Vec::<String>::new());
    assert_eq!(faults(afternoon(740, 780)), ["LunchOnTheRoad"]);
    let barely = |lunch| {
        move |case: &mut Case| {
            afternoon(lunch, 780)(case);
            // 54 minutes for visits and travel: the lunch is not among them.
            case.brief.reps = vec![RepTerms {
                week: Some(WorkingWeek { field_share: Share::new(53.5 / 495.0).expect("a share"), ..case.brief.week }),
                ..RepTerms::new("Bo")
            }];
        }
    };
    assert_eq!(faults(barely(720)), ["FieldTime", "FieldTime"]);
}
