//! What the search makes for random teams has no violation.

use super::*;
use crate::routing::calendar::{CalendarSearch, TerritoryDays, move_visit, replan, swap_days};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// One account of a random team: its place, its class, its hours and its dates.
type Person = ((i32, i32), Option<u8>, u8, u8);

fn any_person() -> impl Strategy<Value = Person> {
    // Some are too far for a day there and back.
    let place = prop_oneof![6 => (-30_i32..30, -20_i32..20), 1 => (-300_i32..200, -200_i32..150)];
    (place, prop::option::weighted(0.3, 0_u8..3), 0_u8..12, 0_u8..30)
}

#[derive(Debug, Clone)]
struct Team {
    people: Vec<Person>,
    weeks: u32,
    cadences: Vec<(u32, u32, u16)>,
    worked: [bool; 5],
    holidays: Vec<i32>,
    off: Vec<i32>,
    stretches: bool,
    /// Lunch: minutes, and from when.
    lunch: (u16, u16),
    most_stops: u16,
    december: f64,
    seed: u64,
    evens_out: bool,
    ways: TeamWays,
}

/// How a random team travels.
#[derive(Debug, Clone)]
struct TeamWays {
    /// Bands of distance: kilometres beyond the one before, and a speed.
    bands: Vec<(u32, u32)>,
    /// Where Ada's days start and end.
    ends: [Option<(i32, i32)>; 2],
    /// Ways of a matrix: from and to one of the accounts or a base, minutes, and whether the length is told.
    ways: Vec<(usize, usize, u16, bool)>,
    /// Most nights a week, of Ada and of all.
    nights: (Option<u8>, u8),
    /// By account in turn, days since its last visit before the calendar; whether the first follows that.
    last: Vec<Option<i32>>,
    is_phased: bool,
}

fn any_ways() -> impl Strategy<Value = TeamWays> {
    let end = || prop::option::weighted(0.3, (-30_i32..30, -20_i32..20));
    let way = (0_usize..60, 0_usize..60, 0_u16..150, any::<bool>());
    let ways = prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec(way, 1..400)];
    let nights = (prop::option::of(0_u8..5), prop_oneof![Just(0_u8), 1_u8..6]);
    let last = prop::collection::vec(prop::option::weighted(0.7, 1_i32..60), 1..12);
    (prop::collection::vec((1_u32..20, 20_u32..120), 0..4), end(), end(), ways, nights, last, any::<bool>()).prop_map(
        |(bands, start, end, ways, nights, last, is_phased)| TeamWays {
            bands,
            ends: [start, end],
            ways,
            nights,
            last,
            is_phased,
        },
    )
}

impl TeamWays {
    fn travel(&self) -> TravelModel {
        let mut up_to_km = 0.0;
        let bands = self.bands.iter().map(|&(further, speed)| {
            up_to_km += f64::from(further);
            SpeedBand { up_to_km, speed_kmh: speed.into() }
        });
        TravelModel { bands: bands.collect::<Vec<_>>().try_into().expect("few enough"), ..travel() }
    }

    /// A matrix of so many accounts and the bases of both reps; holes, and asymmetric as a rule.
    fn matrix(&self, accounts: usize) -> Option<TravelMatrix> {
        let mut names: Vec<String> = (1..=accounts).map(|row| format!("row-{row}")).collect();
        names.extend(["ada", "bo"].map(str::to_owned));
        names.sort_unstable();
        let way = |&(from, to, minutes, is_long): &(usize, usize, u16, bool)| {
            let [from, to] = [from, to].map(|at| u32::try_from(at % names.len()).expect("few"));
            let kilometres = is_long.then_some(f64::from(minutes) * 1.1);
            MatrixWay { from, to, minutes: f64::from(minutes) * 0.7, kilometres }
        };
        let mut ways: Vec<MatrixWay> = self.ways.iter().map(way).collect();
        ways.sort_by_key(|way| (way.from, way.to));
        ways.dedup_by_key(|way| (way.from, way.to));
        let parts = MatrixParts { file: "ways.csv".to_owned(), column: None, names, ways };
        (!self.ways.is_empty()).then(|| parts.try_into().expect("a matrix"))
    }

    fn terms(&self) -> RepTerms {
        let [start, end] = self.ends.map(|end| end.map(|at| DayBase { at: minutes_off(at), name: String::new() }));
        RepTerms { start, end, nights_a_week: self.nights.0, ..RepTerms::new("Ada") }
    }
}

/// So many minutes of arc east and north of the middle.
fn minutes_off((x, y): (i32, i32)) -> LonLat {
    LonLat::new(10.0 + f64::from(x) / 60.0, 50.0 + f64::from(y) / 60.0).expect("on the globe")
}

fn any_team() -> impl Strategy<Value = Team> {
    let cadence = (1_u32..4, 1_u32..6, 10_u16..100);
    let days = || prop::collection::btree_set(0_i32..60, 0..5).prop_map(|days| days.into_iter().collect::<Vec<_>>());
    let worked = prop_oneof![3 => Just([true; 5]), 1 => Just([true, true, false, true, false])];
    (
        prop::collection::vec(any_person(), 1..40),
        1_u32..14,
        prop::collection::vec(cadence, 3),
        worked,
        days(),
        days(),
        any::<bool>(),
        (prop_oneof![Just(0_u16), 20_u16..90], 400_u16..1200),
        (1_u16..14, prop_oneof![3 => Just(1.0), 1 => Just(1.6)], 0_u64..100, any_ways(), any::<bool>()),
    )
        .prop_map(|(people, weeks, cadences, worked, holidays, off, stretches, lunch, rest)| Team {
            people,
            weeks,
            cadences,
            worked,
            holidays,
            off,
            stretches,
            lunch,
            most_stops: rest.0,
            december: rest.1,
            seed: rest.2,
            ways: rest.3,
            evens_out: rest.4,
        })
}

impl Team {
    fn dataset(&self) -> Dataset {
        let placed = |&((x, y), ..): &Person| {
            // Who is far to the north-east is nowhere.
            (x + y < 40).then(|| minutes_off((x, y)))
        };
        let locations: Vec<Option<LonLat>> = self.people.iter().map(placed).collect();
        let blank: TextColumn = locations.iter().map(|_| "").collect();
        let precision = |place: &Option<LonLat>| if place.is_some() { Precision::Given } else { Precision::None };
        let accounts = Accounts {
            ids: (1..=locations.len()).map(|row| format!("row-{row}")).collect(),
            names: blank.clone(),
            families: blank.clone(),
            precisions: locations.iter().map(precision).collect(),
            locations,
            places: blank,
            ..Accounts::default()
        };
        let rep = |id: &str, home| Rep::new(id, id, home);
        let home = Placement::by_hand(LonLat::new(10.1, 50.1).expect("on the globe"));
        let mut records = Records::default();
        for (account, last) in accounts.indices().zip(self.ways.last.iter().cycle()) {
            let touch = |ago: &i32| Activity {
                account: Some(account),
                rep: None,
                kind: ActivityKind::Visit,
                day: Some(day(-ago)),
            };
            last.iter().map(touch).for_each(|touch| records.activities.push("", touch));
        }
        let dataset = Dataset::new(accounts, vec![rep("Ada", home), rep("Bo", Placement::unknown())], Vec::new());
        dataset.and_then(|dataset| dataset.with_records(records)).expect("valid")
    }

    fn brief(&self) -> VisitBrief {
        let first = VisitBrief::new(day(0), "count", 30);
        let classes = self.cadences.iter().zip(["A", "B", "C"]).map(|(&(visits, weeks, visit_minutes), name)| {
            let (calls, emails) = (f64::from(weeks) * 0.7, f64::from(visits) * 1.9);
            let cadence = Cadence { visits, weeks, visit_minutes, calls, call_minutes: 10, emails, email_minutes: 5 };
            PriorityClass { name: name.to_owned(), rule: ClassRule::Others, cadence, hours: Vec::new() }
        });
        let terms = |(row, &(_, class, hours, dates)): (usize, &Person)| {
            let class = class.map(|class| ["A", "B", "C"][usize::from(class)].to_owned());
            let open =
                |weekday| Opening { weekday, opens: 420 + u16::from(hours) * 20, closes: 780 + u16::from(hours) * 40 };
            let agreed = || Appointment { day: day(i32::from(dates) / 2), minute: 440 + u16::from(hours) * 30 };
            AccountTerms {
                class,
                hours: (hours < 4).then(|| (0..5).filter(|day| day % 2 != hours % 2).map(open).collect()),
                not_before: (dates == 1).then(|| day(9)),
                not_after: (dates == 2).then(|| day(12)),
                appointments: if dates > 25 { vec![agreed()] } else { Vec::new() },
                ..AccountTerms::new(&format!("row-{}", row + 1))
            }
        };
        let mut week = first.week;
        week.days[..5].copy_from_slice(&self.worked);
        (week.lunch_minutes, week.lunch_from) = self.lunch;
        week.most_stops = self.most_stops;
        let mut seasons = first.seasons;
        seasons[11] = self.december;
        let rep = RepTerms { days_off: self.off.iter().copied().map(day).collect(), ..RepTerms::new("Bo") };
        VisitBrief {
            weeks: self.weeks,
            classes: classes.collect(),
            accounts: self.people.iter().enumerate().map(terms).collect(),
            week,
            reps: vec![rep, self.ways.terms()],
            nights_a_week: self.ways.nights.1,
            from_last_visit: self.ways.is_phased,
            seasons,
            holidays: self.holidays.iter().map(|&at| Holiday { day: day(at), name: String::new() }).collect(),
            overload: if self.stretches { Overload::StretchGaps } else { Overload::DropByPriority },
            seed: self.seed,
            evens_out: self.evens_out,
            ..first
        }
    }

    /// What a short search makes of it; `None` where nothing can be asked so.
    fn searched(&self) -> Option<Case> {
        self.searched_in(1)
    }

    /// What a search in so many steps makes of it.
    fn searched_in(&self, steps: u32) -> Option<Case> {
        let (dataset, brief) = (self.dataset(), Arc::new(self.brief()));
        let owners = (0..self.people.len()).map(|row| Some(TerritoryIx(u16::from(row % 2 == 1)))).collect();
        let mut case = Case {
            dataset,
            owners,
            brief: (*brief).clone(),
            travel: self.ways.travel(),
            matrix: self.ways.matrix(self.people.len()),
            calendar: Calendar { basis: 0, territories: Vec::new() },
        };
        if brief.validate().is_err() {
            return None;
        }
        for territory in case.alignment().indices() {
            let days = case.days_of(territory);
            let mut search = CalendarSearch::new(days, &|_| Vec::new());
            (0..steps).for_each(|step| search.step((f64::from(step) + 0.5) / f64::from(steps), 100));
            case.calendar.territories.push(search.calendar());
        }
        Some(case)
    }
}

/// The calendar with a visit of the first territory put on another day by hand, where one can be.
fn moved(mut case: Case, visit: usize, to: usize) -> Case {
    let days = case.days_of(TerritoryIx(0));
    let own = case.west();
    let visits: Vec<(Day, AccountIx)> =
        own.days.iter().flat_map(|route| route.stops.iter().map(|stop| (route.day, stop.account))).collect();
    let visit = visits.get(visit % visits.len().max(1));
    let Some((&(from, account), to)) = visit.zip(own.days.get(to % own.days.len().max(1))) else { return case };
    if let Ok(moved) = move_visit(&days, own, account, [from, to.day], None) {
        *own = moved;
    }
    case
}

/// The calendar with two days of the first territory exchanged, where they can be.
fn swapped(mut case: Case, one: usize, other: usize) -> Case {
    let days = case.days_of(TerritoryIx(0));
    let own = case.west();
    let day_at = |at: usize| own.days.get(at % own.days.len().max(1)).map(|route| route.day);
    let Some((one, other)) = day_at(one).zip(day_at(other)).filter(|(one, other)| one != other) else {
        return case;
    };
    if let Ok(swapped) = swap_days(&days, own, [one, other]) {
        let whom = |days: &[crate::model::DayRoute], day: Day| -> Vec<AccountIx> {
            let route = days.iter().find(|route| route.day == day).expect("it is a working day");
            route.stops.iter().map(|stop| stop.account).chain(route.calls.iter().copied()).collect()
        };
        assert_eq!(whom(&swapped.days, one), whom(&own.days, other));
        assert_eq!(whom(&swapped.days, other), whom(&own.days, one));
        *own = swapped;
    }
    case
}

/// The calendar planned again from a day on: the rep of the second territory is ill for some days, and visits were missed.
fn replanned(case: Case, today: i32, ill: i32, missed: &[usize]) -> Case {
    let mut case = case;
    let today = day(today % (case.brief.weeks.cast_signed() * 7));
    let off = (0..ill).filter_map(|more| Day::from_number(today.number() + more).ok());
    let terms = &mut case.brief.reps[0];
    terms.days_off.extend(off);
    terms.days_off.sort_unstable();
    terms.days_off.dedup();
    let alignment = case.alignment();
    let all_days: Vec<TerritoryDays> = alignment.indices().map(|territory| case.days_of(territory)).collect();
    for (own, days) in case.calendar.territories.iter_mut().zip(&all_days) {
        let past = own.days.iter().filter(|route| route.day < today);
        let visits: Vec<(AccountIx, Day)> =
            past.flat_map(|route| route.stops.iter().map(|stop| (stop.account, route.day))).collect();
        let missed: Vec<(AccountIx, Day)> =
            missed.iter().filter_map(|&visit| visits.get(visit % visits.len().max(1)).copied()).collect();
        *own = replan(days, own, today, &missed);
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]
    #[test]
    fn calendars_of_random_teams_have_no_violation(team in any_team()) {
        let found = team.searched().map(|case| case.check()).unwrap_or_default();
        prop_assert_eq!(found, []);
    }

    #[test]
    fn nor_have_those_that_were_planned_again(
        team in any_team(), today in 0_i32..90, ill in 0_i32..12, missed in prop::collection::vec(0_usize..300, 0..4)
    ) {
        let found = team.searched().map(|case| replanned(case, today, ill, &missed).check()).unwrap_or_default();
        prop_assert_eq!(found, []);
    }

    #[test]
    fn nor_have_those_where_a_visit_was_moved_by_hand(team in any_team(), visit in 0_usize..300, to in 0_usize..65) {
        let found = team.searched().map(|case| moved(case, visit, to).check()).unwrap_or_default();
        prop_assert_eq!(found, []);
    }

    #[test]
    fn nor_have_those_where_two_days_were_exchanged(team in any_team(), one in 0_usize..65, other in 0_usize..65) {
        let found = team.searched().map(|case| swapped(case, one, other).check()).unwrap_or_default();
        prop_assert_eq!(found, []);
    }
}

/// A team with much time to spare, near home: a third of the accounts is due every four weeks, all others once in thirteen.
fn idle_team(evens_out: bool) -> Team {
    let person = |row: i32| {
        let place = (row * 7 % 23 - 8, row * 11 % 17 - 6);
        (place, Some(u8::from(row % 3 != 0)), 5, 5)
    };
    Team {
        people: (0..120).map(person).collect(),
        weeks: 13,
        cadences: vec![(1, 4, 40), (1, 13, 40), (1, 13, 40)],
        worked: [true; 5],
        // The third week has two days less.
        holidays: vec![16, 17],
        off: Vec::new(),
        stretches: false,
        lunch: (45, 720),
        most_stops: 12,
        december: 1.0,
        seed: 3,
        evens_out,
        ways: TeamWays {
            bands: Vec::new(),
            ends: [None; 2],
            ways: Vec::new(),
            nights: (None, 0),
            last: vec![None],
            is_phased: false,
        },
    }
}

/// The field minutes of each week of the first territory in the share of a working day, and the way a visit in metres.
fn weeks_and_way(case: &Case) -> (Vec<f64>, f64) {
    let own = &case.calendar.territories[0];
    let week = |week: i32| {
        let days = || own.days.iter().filter(move |route| (route.day.number() - day(0).number()) / 7 == week);
        let minutes: u32 = days().map(|route| u32::from(route.drive) + route.visiting()).sum();
        f64::from(minutes) / days().count() as f64
    };
    let visits = own.days.iter().map(|route| route.stops.len()).sum::<usize>();
    let way: f64 = own.days.iter().map(|route| route.distance.0).sum();
    ((0..13).map(week).collect(), way / visits as f64)
}

#[test]
fn hours_are_even_over_the_weeks_where_that_is_asked_for_and_a_visit_costs_hardly_more_way() {
    let of = |evens_out: bool| {
        let case = idle_team(evens_out).searched_in(60).expect("it can be asked");
        assert_eq!((case.check(), case.calendar.territories[0].unplaced.as_slice()), (Vec::new(), [].as_slice()));
        weeks_and_way(&case)
    };
    let ((uneven, short), (even, long)) = (of(false), of(true));
    let ends = |weeks: &[f64]| {
        let mean = weeks.iter().sum::<f64>() / weeks.len() as f64;
        [weeks.iter().copied().fold(f64::INFINITY, f64::min) / mean, weeks.iter().copied().fold(0.0, f64::max) / mean]
    };
    let [least, most] = ends(&even);
    assert!(least > 0.75 && most < 1.3, "{even:?}");
    let [least, most] = ends(&uneven);
    assert!(least < 0.6 && most > 1.4, "{uneven:?}");
    assert!(long < 1.05 * short, "{long} m a visit instead of {short} m");
}

#[test]
fn no_visit_is_left_out_to_even_hours() {
    // All of them may be visited in the first week alone.
    let mut team = idle_team(true);
    team.people.truncate(40);
    for person in &mut team.people {
        (person.1, person.3) = (Some(1), 2);
    }
    let case = team.searched_in(10).expect("it can be asked");
    assert_eq!(case.check(), []);
    let own = &case.calendar.territories[0];
    assert_eq!(own.unplaced, []);
    assert!(own.days.iter().all(|route| route.stops.is_empty() || route.day <= day(12)));
}
