//! Trips with nights away: made where somebody is too far for a day, and held to what was asked.

use super::*;
use crate::routing::calendar::{CalendarSearch, replan};

/// Ada's accounts, some of them far: so many hundredths of a degree from home. A degree is 111 minutes.
fn case(places: &[i32], nights: u8) -> Case {
    let mut case = right();
    let locations: Vec<Option<LonLat>> = places.iter().map(|&place| Some(at(f64::from(place) / 100.0))).collect();
    let blank: TextColumn = locations.iter().map(|_| "").collect();
    let accounts = Accounts {
        ids: (0..places.len()).map(|row| format!("a{row}")).collect(),
        names: blank.clone(),
        families: blank.clone(),
        precisions: vec![Precision::Given; places.len()],
        locations,
        places: blank,
        ..Accounts::default()
    };
    case.dataset = Dataset::new(accounts, case.dataset.reps().to_vec(), Vec::new()).expect("a valid data set");
    case.owners = vec![Some(TerritoryIx(0)); places.len()];
    case.brief.accounts.clear();
    (case.brief.weeks, case.brief.nights_a_week) = (4, nights);
    *case.cadence() = Cadence { weeks: 2, calls: 0.0, ..*case.cadence() };
    let territories = case.alignment().indices().map(|territory| {
        let mut search = CalendarSearch::new(case.days_of(territory), &|_| Vec::new());
        search.step(0.5, 50);
        search.calendar()
    });
    case.calendar.territories = territories.collect();
    case
}

fn nights(case: &Case) -> usize {
    case.calendar.territories[0].days.iter().filter(|route| route.night.is_some()).count()
}

fn unplaced(case: &Case) -> Vec<(u32, u16, Unplaced)> {
    case.calendar.territories[0].unplaced.iter().map(|own| (own.account.0, own.visits, own.reason)).collect()
}

#[test]
fn who_is_too_far_for_a_day_is_visited_on_a_trip() {
    let without = case(&[10, 20, 250, 260], 0);
    assert_eq!((nights(&without), unplaced(&without)), (0, vec![(2, 2, Unplaced::TooFar), (3, 2, Unplaced::TooFar)]));
    let with = case(&[10, 20, 250, 260], 1);
    assert_eq!((nights(&with), unplaced(&with), with.check()), (2, Vec::new(), Vec::new()));
    // Both far ones come on one trip, and the way back has no stop.
    let days = &with.calendar.territories[0].days;
    let at = days.iter().position(|route| route.night.is_some()).expect("a night");
    assert_eq!((days[at].stops.len(), days[at + 1].stops.len(), days[at + 1].drive), (2, 0, 278));
}

#[test]
fn what_no_trip_reaches_is_too_far_and_nobody_far_changes_nothing() {
    let far = case(&[10, 900], 4);
    assert_eq!((nights(&far), unplaced(&far), far.check()), (0, vec![(1, 2, Unplaced::TooFar)], Vec::new()));
    let near = [0, 3].map(|nights| case(&[10, 20, 30, 100], nights).calendar);
    assert_eq!(near[0], near[1]);
}

#[test]
fn several_nights_are_spent_where_one_is_too_few_and_the_limit_is_kept() {
    // Six visits of two hours each far away take more than two days.
    let check = |most: u8| {
        let mut asked = case(&[250, 255, 260, 265, 270, 275], 0);
        asked.cadence().visit_minutes = 120;
        asked.brief.nights_a_week = most;
        let search = CalendarSearch::new(asked.days_of(TerritoryIx(0)), &|_| Vec::new());
        asked.calendar.territories[0] = search.calendar();
        asked.calendar.territories.truncate(2);
        assert_eq!(asked.check(), []);
        (nights(&asked), unplaced(&asked).len())
    };
    assert_eq!(check(4), (6, 0), "three nights a fortnight");
    let (few, left_out) = check(1);
    assert!(few <= 4 && left_out > 0, "{few} nights, {left_out} without all their visits");
}

/// Nights and visits with a day of a territory, all of it checked, with so many nights a week.
fn made(asked: &mut Case, nights_a_week: u8) -> (usize, usize) {
    asked.brief.nights_a_week = nights_a_week;
    let mut search = CalendarSearch::new(asked.days_of(TerritoryIx(0)), &|_| Vec::new());
    search.step(0.5, 200);
    asked.calendar.territories[0] = search.calendar();
    assert_eq!(asked.check(), []);
    (nights(asked), asked.calendar.territories[0].days.iter().map(|route| route.stops.len()).sum())
}

#[test]
fn a_day_there_and_back_becomes_a_trip_where_the_way_saved_costs_more_than_the_night() {
    // Three who take a day each from home, 1,000 km in all and more; two days on one trip.
    let mut asked = case(&[150, 155, 160], 0);
    *asked.cadence() = Cadence { weeks: 4, visit_minutes: 60, ..*asked.cadence() };
    asked.brief.cost_per_km = 0.3;
    asked.brief.cost_per_night = 120.0;
    assert_eq!(made(&mut asked, 0), (0, 3));
    assert_eq!(made(&mut asked, 2), (1, 3));
    asked.brief.cost_per_night = 1_000.0;
    assert_eq!(made(&mut asked, 2), (0, 3));
}

#[test]
fn no_trip_takes_more_from_the_days_at_home_than_it_brings() {
    // Days at home are full, and one far account is no reason to give two of them up.
    let mut places: Vec<i32> = (0..34).collect();
    places.push(260);
    let mut asked = case(&places, 0);
    asked.cadence().visit_minutes = 120;
    let (_, without) = made(&mut asked, 0);
    let (nights, with) = made(&mut asked, 3);
    assert!(nights == 0 && with == without, "{nights} nights, {with} visits instead of {without}");
}

#[test]
fn nights_that_cannot_be_are_found() {
    let right = case(&[10, 250, 260], 2);
    assert_eq!(right.check(), []);
    let at = right.calendar.territories[0].days.iter().position(|route| route.night.is_some()).expect("a night");
    let check = |expected: &str, change: &dyn Fn(&mut Case)| {
        let mut case = right.clone();
        change(&mut case);
        let words: Vec<String> = case.check().iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|words| words.contains(expected)), "{words:?}");
    };
    check("elsewhere than at the last stop", &|case| case.west().days[at].night = Some(super::at(2.0)));
    check("one night away more than the 0", &|case| case.brief.nights_a_week = 0);
    check("the next day is not worked", &|case| drop(case.west().days.remove(at + 1)));
    check("gets there at", &|case| case.west().days[at + 1].back += 1);
    check("there is no stop, but times", &|case| case.west().days[at].night = None);
}

#[test]
fn a_trip_stays_or_is_given_up_when_the_rest_is_planned_again() {
    let mut kept = case(&[10, 250, 260], 2);
    let before = kept.calendar.territories[0].clone();
    let first = before.days.iter().position(|route| route.night.is_some()).expect("a night");
    let (start, next) = (before.days[first].day, before.days[first + 1].day);
    kept.calendar.territories[0] = replan(&kept.days_of(TerritoryIx(0)), &before, start, &[]);
    assert_eq!((nights(&kept), kept.check()), (2, Vec::new()));
    // The rep is ill on the day of the way back.
    let mut ill = case(&[10, 250, 260], 2);
    ill.brief.reps = vec![RepTerms { days_off: vec![next], ..RepTerms::new("Ada") }];
    ill.calendar.territories[0] = replan(&ill.days_of(TerritoryIx(0)), &before, start, &[]);
    assert_eq!((nights(&ill), ill.check()), (1, Vec::new()));
    assert_eq!(unplaced(&ill).iter().map(|own| own.1).sum::<u16>(), 2);
}

#[test]
fn touches_that_no_day_is_left_for_are_told_and_come_back() {
    let mut case = right();
    let today = day(1);
    let off: Vec<Day> = (1..14).map(day).collect();
    let worked = case.calendar.territories[0].clone();
    case.brief.reps = vec![RepTerms { days_off: off, ..RepTerms::new("Ada") }];
    let alone = replan(&case.days_of(TerritoryIx(0)), &worked, today, &[]);
    let lost: Vec<(u32, u16)> = alone.untouched.iter().map(|own| (own.account.0, own.calls)).collect();
    assert_eq!(lost, [(0, 1), (1, 1), (2, 1), (3, 1)]);
    case.calendar.territories[0] = alone.clone();
    let found = case.check();
    assert!(found.iter().all(|own| !own.to_string().contains("calls")), "{found:?}");
    case.brief.reps.clear();
    let again = replan(&case.days_of(TerritoryIx(0)), &alone, today, &[]);
    assert_eq!(again.untouched, []);
    assert_eq!(again.days.iter().map(|route| route.calls.len()).sum::<usize>(), 4);
    // While a day is left, nothing is without one.
    case.calendar.territories[0] = TerritoryCalendar { untouched: alone.untouched, ..again };
    assert!(case.check().iter().any(|own| own.to_string().contains("calls are said to have no day")));
}
