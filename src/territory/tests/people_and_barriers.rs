//! Designs with people, and with barriers, from end to end on small inputs.

use super::*;
use crate::model::{Barrier, Criterion, FitBy, HomeBase, People, PersonTerms, Side};
use crate::units::Meters;

/// A grid of 20 by 10 accounts, and reps with homes in a row along its southern edge.
fn peopled(homes: &[f64]) -> Dataset {
    let spots: Vec<Spot> =
        (0..200).map(|row| spot(f64::from(row % 20) * 0.1, 45.0 + f64::from(row / 20) * 0.1, 1.0)).collect();
    let reps = homes.iter().enumerate().map(|(number, &lon)| rep(&format!("r{number}"), Some((lon, 45.0)), 1.0));
    dataset(&spots, reps.collect())
}

fn asking(territories: u16, people: People) -> DesignBrief {
    DesignBrief { people, ..brief(territories, 5.0) }
}

fn terms(rep: &str, base: HomeBase) -> PersonTerms {
    PersonTerms { rep: rep.to_owned(), reach: None, base }
}

#[test]
fn territories_are_drawn_around_fixed_home_bases() {
    // All live in the west: free, somebody gets the east; fixed, each gets a part that begins at home.
    let dataset = peopled(&[0.1, 0.3, 0.5]);
    let fixed =
        People { reps: (0..3).map(|rep| terms(&format!("r{rep}"), HomeBase::Fixed)).collect(), ..People::default() };
    let mean_way = |designed: &Designed| {
        let homes: Vec<_> = dataset.reps().iter().map(|rep| rep.home.location.expect("they live somewhere")).collect();
        let ways = designed.alignment.owners().iter().zip(&dataset.accounts().locations);
        let ways = ways.filter_map(|(owner, place)| {
            let rep = designed.alignment.territory((*owner)?)?.rep?;
            Some(crate::geography::great_circle(homes[rep.index()], (*place)?).0)
        });
        ways.sum::<f64>() / 200.0
    };
    let (free, fixed) = (run(&dataset, &asking(3, People::default())), run(&dataset, &asking(3, fixed)));
    for designed in [&free, &fixed] {
        verify(&dataset, designed);
        assert!(designed.limits.is_empty(), "{:?}", designed.limits);
    }
    assert!(mean_way(&fixed) < mean_way(&free), "{} {}", mean_way(&fixed), mean_way(&free));
}

#[test]
fn a_new_hire_gets_what_is_far_from_all() {
    let dataset = peopled(&[0.1, 0.4, 0.2]);
    let reps = vec![terms("r0", HomeBase::Fixed), terms("r1", HomeBase::Fixed), terms("r2", HomeBase::NewHire)];
    let brief = asking(3, People { reps, ..People::default() });
    let designed = run(&dataset, &brief);
    let found = staffing(&dataset, &brief, &designed.alignment).expect("it is balanced on work");
    let [advice] = found.homes[..] else { panic!("{found:?}") };
    assert_eq!(advice.rep, RepIx(2));
    let place = dataset.accounts().get(advice.account).location.expect("it is somewhere");
    assert!(place.lon() > 1.2, "{place:?}");
    let (_, otherwise) = advice.otherwise.expect("the others live somewhere");
    assert!(advice.way.0 * 2.0 < otherwise.0, "{advice:?}");
}

#[test]
fn a_skill_that_few_have_goes_to_them_wherever_it_lies() {
    let plain = peopled(&[0.3, 1.0, 1.7]);
    let mut accounts = plain.accounts().clone();
    let asks = |row: usize| row * 53 % 29 < 4;
    let languages = (0..200).map(|row| if asks(row) { "Basque; English" } else { "English" });
    let languages = ColumnValues::Text(languages.collect::<Vec<_>>().into_iter().collect());
    accounts.columns.push(Column { name: "Language".to_owned(), values: languages });
    let skills = [["english"].as_slice(), &["English", "basque"], &["English"]];
    let people = plain.reps().iter().zip(skills);
    let people = people
        .map(|(rep, skills)| Rep { skills: skills.iter().map(|&skill| skill.to_owned()).collect(), ..rep.clone() });
    let dataset = Dataset::new(accounts, people.collect(), Vec::new()).expect("well formed");
    let brief = asking(3, People { needs: vec!["language".to_owned()], ..People::default() });
    let designed = run(&dataset, &brief);
    assert!(designed.limits.is_empty(), "{:?}", designed.limits);
    for (account, owner) in designed.alignment.owners().iter().enumerate() {
        let rep = owner.and_then(|owner| designed.alignment.territory(owner)?.rep);
        assert!(!asks(account) || rep == Some(RepIx(1)), "account {account} is with {rep:?}");
    }
}

#[test]
fn the_best_match_overall_is_not_the_best_for_each() {
    let plain = peopled(&[0.3, 1.7]);
    let mut accounts = plain.accounts().clone();
    // The first rep has most of both halves, but the second has nothing in the west.
    accounts.present = (0..200).map(|row| Some(RepIx(u16::from(row % 20 > 9 && row % 3 == 0)))).collect();
    let dataset = Dataset::new(accounts, plain.reps().to_vec(), Vec::new()).expect("well formed");
    let by = |by| Criterion { by, weight: 1.0 };
    let brief = asking(2, People { matching: Some(vec![by(FitBy::Present)]), ..People::default() });
    let designed = run(&dataset, &brief);
    let found = staffing(&dataset, &brief, &designed.alignment).expect("it is balanced on work");
    for own in &found.matches {
        let next = own.next.as_ref().expect("there is another");
        assert!(next.change <= 0.0, "{own:?}");
    }
    let east = &found.matches[1];
    assert_eq!(east.rep, RepIx(1));
    assert!(east.points[0] < east.next.as_ref().expect("there is another").points[0], "{east:?}");
}

fn even_ground() -> Dataset {
    dataset(&grid(20), Vec::new())
}

fn with_barrier(territories: u16, percent: f64, points: &[(f64, f64)]) -> DesignBrief {
    let points = points.iter().map(|&(lon, lat)| LonLat::new(lon, lat).expect("on the globe")).collect();
    let barrier = Barrier { name: "Elbe".to_owned(), is_on: true, points };
    DesignBrief { barriers: vec![barrier], ..brief(territories, percent) }
}

/// The territories that have accounts on both sides of a parallel.
fn across(dataset: &Dataset, designed: &Designed, lat: f64) -> usize {
    let is_in = |territory: TerritoryIx, is_north: bool| {
        let own = designed.alignment.members(territory);
        own.filter_map(|account| dataset.accounts().get(account).location).any(|at| (at.lat() > lat) == is_north)
    };
    designed.alignment.indices().filter(|&own| is_in(own, true) && is_in(own, false)).count()
}

#[test]
fn no_territory_reaches_across_a_barrier_and_balance_holds_on_both_sides() {
    let dataset = even_ground();
    let designed = run(&dataset, &with_barrier(8, 2.0, &[(-0.2, 0.95), (2.2, 0.95)]));
    assert_eq!(across(&dataset, &designed, 0.95), 0);
    assert!(designed.limits.is_empty(), "{:?}", designed.limits);
    assert!(designed.worst_deviation <= 0.02);
    // One that leaves a way around.
    let designed = run(&dataset, &with_barrier(7, 2.0, &[(-0.2, 0.75), (1.65, 0.75)]));
    assert!(designed.limits.is_empty(), "{:?}", designed.limits);
    // Switched off, or far away, it changes nothing.
    let plain = run(&dataset, &brief(7, 2.0));
    let mut off = with_barrier(7, 2.0, &[(-0.2, 0.95), (2.2, 0.95)]);
    off.barriers[0].is_on = false;
    assert_eq!(run(&dataset, &off), plain);
    assert_eq!(run(&dataset, &with_barrier(7, 2.0, &[(5.0, 5.0), (6.0, 6.0)])), plain);
}

#[test]
fn what_a_barrier_leaves_no_whole_number_of_territories_is_named() {
    let dataset = even_ground();
    let designed = run(&dataset, &with_barrier(5, 2.0, &[(-0.2, 0.95), (2.2, 0.95)]));
    assert_eq!(across(&dataset, &designed, 0.95), 0);
    let found: Vec<&Limit> = designed.limits.iter().filter(|limit| matches!(limit, Limit::Barrier { .. })).collect();
    let [Limit::Barrier { side: first, work, territories, .. }, Limit::Barrier { side: second, .. }] = found[..] else {
        panic!("{:?}", designed.limits)
    };
    assert!((*first, *second) == (Side::South, Side::North), "{found:?}");
    assert!((work - 2.5).abs() < 1e-9 && (2..=3).contains(territories), "{found:?}");
    assert!(designed.worst_deviation <= 0.25 + 1e-9, "{}", designed.worst_deviation);
}

#[test]
fn too_little_for_a_territory_goes_across_and_says_so() {
    let dataset = even_ground();
    let ring = [(0.45, 0.45), (0.75, 0.45), (0.75, 0.75), (0.45, 0.75), (0.45, 0.45)];
    let designed = run(&dataset, &with_barrier(4, 2.0, &ring));
    let cut = designed.limits.iter().find(|limit| matches!(limit, Limit::Barrier { .. }));
    let Some(Limit::Barrier { side: Side::Within, work, territories: 0, .. }) = cut else {
        panic!("{:?}", designed.limits)
    };
    assert!((work - 0.09).abs() < 1e-9, "{work}");
    assert_eq!(designed.limits.iter().filter(|limit| matches!(limit, Limit::Islands { .. })).count(), 1);
    assert!(designed.worst_deviation <= 0.02, "{}", designed.worst_deviation);
}

#[test]
fn a_barrier_of_one_point_is_refused_in_words() {
    let error = Design::new(&even_ground(), &with_barrier(4, 2.0, &[(0.5, 0.5)]), None).expect_err("it is no line");
    assert!(error.to_string().contains("“Elbe” is no line"), "{error}");
}

#[test]
fn reps_stay_on_their_side_of_a_barrier_where_each_side_is_even() {
    // As many live in the south as in the north, numbered crosswise; each may go no farther than their own side.
    let homes = [(0.4, 0.4), (0.4, 1.5), (1.5, 1.5), (1.5, 0.4)];
    let reps = homes.iter().enumerate().map(|(number, &home)| rep(&format!("r{number}"), Some(home), 1.0));
    let dataset = dataset(&grid(20), reps.collect());
    let people = People { reach: Some(Meters(140_000.0)), ..People::default() };
    let brief = DesignBrief { people, ..with_barrier(4, 2.0, &[(-0.2, 0.95), (2.2, 0.95)]) };
    let designed = run(&dataset, &brief);
    assert_eq!(across(&dataset, &designed, 0.95), 0);
    assert!(designed.limits.is_empty(), "{:?}", designed.limits);
    assert!(designed.worst_deviation <= 0.02, "{}", designed.worst_deviation);
}
