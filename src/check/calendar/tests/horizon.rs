//! What goes over all days: gaps, numbers, what has no day, calls and e-mails.

use super::*;

/// Puts a visit of B on another day.
fn move_b(case: &mut Case, from: usize, to: usize) {
    let route = &mut case.west().days[from];
    route.stops.remove(1);
    route.stops[1].arrival = 593;
    (route.drive, route.distance) = (69, Meters(6.0 * TENTH));
    let number = case.west().days[to].day;
    case.west().days[to] = DayRoute {
        leave: 480,
        back: 556,
        stops: vec![stop(B, 503, 503)],
        distance: Meters(4.0 * TENTH),
        drive: 46,
        ..DayRoute::idle(number)
    };
}

/// Visits “rare” on two days, where 5 days are wanted from one to the next, 2 are the least and 8 the most. The rep of the
/// east is off on some days.
fn visit_rare(case: &mut Case, visited: [i32; 2], off: &[i32]) {
    case.terms("rare").cadence = Some(Cadence { visits: 7, weeks: 5, calls: 0.0, ..case.brief.classes[0].cadence });
    let days_off: Vec<Day> = off.iter().copied().map(day).collect();
    let days = &mut case.calendar.territories[1].days;
    for route in days.iter_mut().filter(|route| visited.map(day).contains(&route.day)) {
        *route = eastern(RARE, route.day, 492);
    }
    days.retain(|route| !days_off.contains(&route.day));
    case.brief.reps = vec![RepTerms { days_off, ..RepTerms::new("Bo") }];
}

/// From a Monday to the Friday of the week after, 11 days.
fn visit_rare_late(case: &mut Case, off: &[i32]) {
    visit_rare(case, [0, 11], off);
}

fn open_rare_on(case: &mut Case, weekdays: [u8; 2]) {
    let open = |weekday| Opening { weekday, opens: 480, closes: 960 };
    case.terms("rare").hours = Some(weekdays.map(open).to_vec());
}

/// Has the rep of the east work on these weekdays alone, for “rare” alone.
fn work_on(case: &mut Case, weekdays: &[u32]) {
    let days = &mut case.calendar.territories[1].days;
    days.retain(|route| weekdays.contains(&route.day.weekday()));
    days.iter_mut().filter(|route| route.day == day(9)).for_each(|route| *route = DayRoute::idle(route.day));
    days[1].calls = vec![EAST];
    case.terms("east").cadence = Some(Cadence { visits: 0, ..case.brief.classes[0].cadence });
    case.terms("east").appointments.clear();
    let mut week = WorkingWeek { days: [false; 7], ..case.brief.week };
    for &weekday in weekdays {
        week.days[weekday as usize] = true;
    }
    case.brief.reps[0].week = Some(week);
}

#[test]
fn visits_keep_their_gaps() {
    check(&[
        ("", |case| move_b(case, 0, 1)),
        // From Friday to Monday are three days, from Monday to the Friday of the week after eleven.
        ("", |case| move_b(case, 0, 4)),
        ("", |case| move_b(case, 5, 9)),
        ("ShortGap", |case| move_b(case, 5, 1)),
        ("LongGap", |case| visit_rare_late(case, &[])),
        ("ShortGap", |case| visit_rare(case, [7, 8], &[])),
        // What nobody works does not count, nor what is closed, if no day nearer to the one that is wanted is left.
        ("LongGap", |case| visit_rare_late(case, &[4, 7])),
        ("", |case| visit_rare_late(case, &[2, 4, 7])),
        ("", |case| {
            visit_rare_late(case, &[4, 7]);
            open_rare_on(case, [0, 4]);
        }),
        ("LongGap", |case| {
            visit_rare_late(case, &[4]);
            open_rare_on(case, [0, 4]);
        }),
        ("", |case| {
            visit_rare(case, [7, 8], &[]);
            open_rare_on(case, [0, 1]);
        }),
        // Of two days a week 1.4 are wanted and 3 are the most; of three 2.1 and 4.
        ("", |case| {
            visit_rare_late(case, &[]);
            work_on(case, &[0, 4]);
        }),
        ("LongGap", |case| {
            visit_rare_late(case, &[]);
            work_on(case, &[0, 2, 4]);
        }),
        // A person who pins a visit knows; who has dates, seasons or visits without a day keeps no gap.
        ("", |case| {
            move_b(case, 5, 1);
            case.west().days[1].stops[0].is_pinned = true;
        }),
        ("", |case| {
            move_b(case, 5, 1);
            case.terms("b").not_after = Some(day(7));
        }),
        ("", |case| {
            move_b(case, 5, 1);
            case.brief.seasons[11] = 1.2;
        }),
    ]);
}

#[test]
fn visits_are_as_many_as_are_due_or_told() {
    check(&[
        ("Visits", |case| case.terms("b").cadence = Some(Cadence { weeks: 2, ..case.brief.classes[0].cadence })),
        ("Visits", |case| case.west().unplaced[0].visits = 1),
        ("", |case| case.terms("b").cadence = Some(Cadence { visits: 3, weeks: 4, ..case.brief.classes[0].cadence })),
        // Stretched by half, a visit is enough, and two are not too many.
        ("", |case| {
            case.brief.overload = Overload::StretchGaps;
            case.west().stretch = 1.5;
            case.west().unplaced[0].visits = 1;
        }),
        ("Visits", |case| case.west().unplaced[0].visits = 3),
        ("", |case| {
            case.west().unplaced[0].visits = 3;
            case.brief.seasons[11] = 1.5;
        }),
        ("Forgotten", |case| case.west().unplaced.clear()),
        ("Forgotten", |case| {
            case.west().unplaced.clear();
            case.terms("nowhere").not_before = Some(day(7));
        }),
        ("", |case| {
            case.west().unplaced.clear();
            case.terms("nowhere").not_before = Some(day(8));
        }),
        ("Appointment", |case| case.terms("east").appointments.push(Appointment { day: day(10), minute: 600 })),
        ("", |case| case.terms("east").appointments.push(Appointment { day: day(12), minute: 600 })),
        ("", |case| {
            case.terms("east").appointments.push(Appointment { day: day(10), minute: 600 });
            leave_out(case, 1, EAST, Unplaced::Full);
        }),
    ]);
}

fn leave_out(case: &mut Case, territory: usize, account: AccountIx, reason: Unplaced) {
    case.calendar.territories[territory].unplaced.push(UnplacedVisits { account, visits: 1, reason });
}

/// Says that “rare” has a visit without a day.
fn leave_out_rare(case: &mut Case, reason: Unplaced) {
    leave_out(case, 1, RARE, reason);
}

#[test]
fn what_has_no_day_says_so_truly() {
    check(&[
        ("", |case| leave_out_rare(case, Unplaced::Full)),
        ("UnplacedElsewhere", |case| leave_out(case, 0, RARE, Unplaced::Full)),
        ("UnplacedElsewhere", |case| leave_out(case, 0, AccountIx(9), Unplaced::Full)),
        ("UnplacedNone", |case| {
            leave_out_rare(case, Unplaced::Full);
            case.calendar.territories[1].unplaced[0].visits = 0;
        }),
        ("UnplacedTwice", |case| {
            case.west().unplaced[0].visits = 1;
            leave_out(case, 0, NOWHERE, Unplaced::NoLocation);
        }),
        ("", |case| {
            leave_out(case, 0, A, Unplaced::Full);
            leave_out(case, 0, A, Unplaced::Closed);
            case.terms("a").cadence = Some(Cadence { visits: 2, ..case.brief.classes[0].cadence });
        }),
        ("NotDue", |case| {
            leave_out_rare(case, Unplaced::Full);
            case.terms("rare").cadence = Some(Cadence { visits: 0, calls: 0.0, ..case.brief.classes[0].cadence });
        }),
        ("Reason", |case| leave_out_rare(case, Unplaced::NoLocation)),
        ("Reason", |case| leave_out_rare(case, Unplaced::NoWorkingDay)),
        ("Reason", |case| leave_out_rare(case, Unplaced::Closed)),
        ("", |case| {
            leave_out_rare(case, Unplaced::Closed);
            case.terms("rare").not_after = Some(day(-1));
        }),
        ("", |case| {
            leave_out_rare(case, Unplaced::Closed);
            case.calendar.territories[1].days.pop();
            case.brief.reps = vec![RepTerms { days_off: vec![day(11)], ..RepTerms::new("Bo") }];
        }),
        ("Reason", |case| leave_out_rare(case, Unplaced::TooFar)),
        ("", |case| {
            leave_out_rare(case, Unplaced::TooFar);
            // 24 minutes there and back, and 422 of the day's 445 are left.
            case.terms("rare").cadence.as_mut().expect("its own").visit_minutes = 422;
        }),
        ("Reason", |case| {
            leave_out_rare(case, Unplaced::TooFar);
            case.terms("rare").cadence.as_mut().expect("its own").visit_minutes = 421;
        }),
        ("Reason", |case| case.west().unplaced[0].reason = Unplaced::Full),
        ("", |case| {
            let off = (0..14).map(day).collect();
            case.brief.reps = vec![RepTerms { days_off: off, ..RepTerms::new("Bo") }];
            case.calendar.territories[1].days.clear();
            leave_out(case, 1, EAST, Unplaced::NoWorkingDay);
            case.calendar.territories[1].unplaced[0].visits = 2;
        }),
    ]);
}

#[test]
fn calls_and_e_mails_are_due_and_spread() {
    check(&[
        ("Touched", |case| case.west().days[4].calls = vec![EAST]),
        ("Touched", |case| case.west().days[4].emails = vec![A]),
        ("Touched", |case| case.calendar.territories[1].days[4].calls = vec![RARE]),
        ("", |case| case.west().days[2].calls.truncate(3)),
        // Two calls a month are 0.92 in two weeks: three are too many. Five a month are 2.3: one is too few.
        ("Touches", |case| [0, 6].map(|at| case.west().days[at].calls = vec![A]).into_iter().collect()),
        ("Touches Touches Touches Touches Touches", |case| case.cadence().calls = 5.0),
        ("", |case| {
            case.cadence().calls = 5.0;
            case.brief.seasons[11] = 0.5;
        }),
        ("Crowded", |case| {
            case.cadence().calls = 4.0;
            case.west().days[2].calls.push(A);
        }),
        // Forty-two e-mails a month are 19.3 a fortnight, two on most of ten days.
        ("", |case| write_to_a(case, 2)),
        ("Crowded", |case| {
            write_to_a(case, 2);
            case.west().days[0].emails = vec![A; 3];
            case.west().days[1].emails.clear();
        }),
        ("Touches", |case| write_to_a(case, 1)),
    ]);
}

fn write_to_a(case: &mut Case, a_day: usize) {
    case.terms("a").cadence = Some(Cadence { emails: 42.0, ..case.brief.classes[0].cadence });
    case.west().days.iter_mut().for_each(|route| route.emails = vec![A; a_day]);
}
