//! What the search makes for random teams has no violation.

use super::*;
use crate::routing::calendar::{CalendarSearch, TerritoryDays, move_visit, replan};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::Arc;

/// One account of a random team: its place, its class, its hours and its dates.
type Person = ((i32, i32), Option<u8>, u8, u8);

fn any_person() -> impl Strategy<Value = Person> {
    let place = (-30_i32..30, -20_i32..20);
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
        (1_u16..14, prop_oneof![3 => Just(1.0), 1 => Just(1.6)], 0_u64..100),
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
        })
}

impl Team {
    fn dataset(&self) -> Dataset {
        let placed = |&((x, y), ..): &Person| {
            // Who is far to the north-east is nowhere.
            (x + y < 40)
                .then(|| LonLat::new(10.0 + f64::from(x) / 60.0, 50.0 + f64::from(y) / 60.0).expect("on the globe"))
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
        Dataset::new(accounts, vec![rep("Ada", home), rep("Bo", Placement::unknown())], Vec::new()).expect("valid")
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
        let rep = RepTerms { rep: "Bo".to_owned(), week: None, days_off: self.off.iter().copied().map(day).collect() };
        VisitBrief {
            weeks: self.weeks,
            classes: classes.collect(),
            accounts: self.people.iter().enumerate().map(terms).collect(),
            week,
            reps: vec![rep],
            seasons,
            holidays: self.holidays.iter().map(|&at| Holiday { day: day(at), name: String::new() }).collect(),
            overload: if self.stretches { Overload::StretchGaps } else { Overload::DropByPriority },
            seed: self.seed,
            ..first
        }
    }

    /// What the search makes of it; `None` where nothing can be asked so.
    fn searched(&self) -> Option<Case> {
        let (dataset, brief) = (self.dataset(), Arc::new(self.brief()));
        let owners = (0..self.people.len()).map(|row| Some(TerritoryIx(u16::from(row % 2 == 1)))).collect();
        let mut case =
            Case { dataset, owners, brief: (*brief).clone(), calendar: Calendar { basis: 0, territories: Vec::new() } };
        if brief.validate().is_err() {
            return None;
        }
        let due = brief.due(&case.dataset);
        let alignment = case.alignment();
        for territory in alignment.indices() {
            let days = TerritoryDays::new(&case.dataset, &alignment, territory, &brief, &due, &travel());
            let mut search = CalendarSearch::new(days, &|_| Vec::new());
            search.step(0.5, 100);
            case.calendar.territories.push(search.calendar());
        }
        Some(case)
    }
}

/// The calendar with a visit of the first territory put on another day by hand, where one can be.
fn moved(mut case: Case, visit: usize, to: usize) -> Case {
    let (alignment, brief) = (case.alignment(), Arc::new(case.brief.clone()));
    let due = brief.due(&case.dataset);
    let days = TerritoryDays::new(&case.dataset, &alignment, TerritoryIx(0), &brief, &due, &travel());
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

/// The calendar planned again from a day on: the rep of the second territory is ill for some days, and visits were missed.
fn replanned(case: Case, today: i32, ill: i32, missed: &[usize]) -> Case {
    let before = case.clone();
    let mut case = case;
    let today = day(today % (case.brief.weeks.cast_signed() * 7));
    let off = (0..ill).filter_map(|more| Day::from_number(today.number() + more).ok());
    let terms = &mut case.brief.reps[0];
    terms.days_off.extend(off);
    terms.days_off.sort_unstable();
    terms.days_off.dedup();
    let (alignment, brief) = (case.alignment(), Arc::new(case.brief.clone()));
    let due = brief.due(&case.dataset);
    let is_over = |rep| brief.working_days(&case.dataset, rep).last().is_none_or(|last| *last < today);
    if alignment.territories().iter().any(|own| is_over(own.rep)) {
        // Calls and e-mails of days to come would have no day left.
        return before;
    }
    for own in &mut case.calendar.territories {
        let days = TerritoryDays::new(&case.dataset, &alignment, own.territory, &brief, &due, &travel());
        let past = own.days.iter().filter(|route| route.day < today);
        let visits: Vec<(AccountIx, Day)> =
            past.flat_map(|route| route.stops.iter().map(|stop| (stop.account, route.day))).collect();
        let missed: Vec<(AccountIx, Day)> =
            missed.iter().filter_map(|&visit| visits.get(visit % visits.len().max(1)).copied()).collect();
        *own = replan(&days, own, today, &missed);
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
}
