//! A correct claim passes; each way to corrupt it is found, and nothing else is.

use super::{Claim, Violation, alignment, islands, tour, tsp_length};
use crate::model::{
    AccountIx, Accounts, Alignment, COUNT, Column, ColumnValues, Crew, Dataset, DesignBrief, Figures, Layer, Limit,
    MeasureWeight, Placement, Precision, Reckoning, Rep, RepIx, Territory, TerritoryIx, Tour, TravelModel,
};
use crate::plan::figures;
use crate::routing::{Effort, territory_tour};
use crate::units::{LonLat, Meters, Seconds, Share};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).expect("on the globe")
}

fn placement(location: Option<LonLat>) -> Placement {
    let precision = if location.is_some() { Precision::Given } else { Precision::None };
    Placement { location, precision, place: String::new() }
}

fn dataset(places: &[Option<LonLat>], sales: &[f64]) -> Dataset {
    let blank: crate::model::TextColumn = places.iter().map(|_| "").collect();
    let sales = sales.iter().copied().map(Some).collect();
    let accounts = Accounts {
        ids: (1..=places.len()).map(|row| format!("row-{row}")).collect(),
        names: blank.clone(),
        families: blank.clone(),
        locations: places.to_vec(),
        precisions: places.iter().map(|&place| placement(place).precision).collect(),
        places: blank,
        columns: vec![Column { name: "Sales".to_owned(), values: ColumnValues::Number(sales) }],
        ..Accounts::default()
    };
    let rep = |id: &str, home, capacity| Rep { capacity, ..Rep::new(id, id, placement(home)) };
    let reps = vec![rep("Ada", Some(at(1.0, 1.0)), 1.0), rep("Bo", None, 0.5), rep("Cy", None, 1.0)];
    Dataset::new(accounts, reps, Vec::new()).expect("a valid data set")
}

/// A plan and everything it claims.
#[derive(Debug, Clone)]
struct Claimed {
    dataset: Dataset,
    layer: Layer,
    brief: DesignBrief,
    figures: Figures,
    declared: Vec<Limit>,
}

impl Claimed {
    fn new(dataset: Dataset, owners: Vec<Option<TerritoryIx>>, tolerance: f64) -> Self {
        let territory = |(number, name): (u16, &str)| Territory {
            name: name.to_owned(),
            rep: Some(RepIx(number)),
            slot: 1,
            crew: Crew::Field,
        };
        let territories = (0..).zip(["West", "East"]).map(territory).collect();
        let alignment = Alignment::new(territories, owners).expect("owners are in range");
        // The combined activity alone is held to its share.
        let wide = Share::new(100.0).ok();
        let weighted = |measure: &str, weight| MeasureWeight { tolerance: wide, ..MeasureWeight::new(measure, weight) };
        let brief = DesignBrief {
            measures: vec![weighted("sales", 3.0), weighted(COUNT, 1.0)],
            tolerance: Share::new(tolerance).expect("a share"),
            ..DesignBrief::by_count(2)
        };
        let figures = figures(&dataset, &alignment, &brief).expect("the measures are there");
        let layer = Layer { name: "Field".to_owned(), alignment };
        let mut declared: Vec<Limit> = islands(&dataset, &layer.alignment, None, None)
            .into_iter()
            .map(|territory| Limit::Islands { territory })
            .collect();
        for (territory, own) in layer.alignment.indices().zip(&figures.territories) {
            let deviation = (own.index - 100.0).abs() / 100.0;
            if deviation > tolerance {
                declared.push(Limit::Tolerance { territory, measure: None, deviation });
            }
        }
        Self { dataset, layer, brief, figures, declared }
    }

    fn check(&self) -> Vec<Violation> {
        alignment(&self.dataset, &self.layer, Some(&self.brief), Some(&self.figures), &self.declared, None)
    }

    /// The violations after a change, as the words that tell them apart.
    fn after(&self, change: impl FnOnce(&mut Self)) -> Vec<String> {
        let mut changed = self.clone();
        change(&mut changed);
        changed.check().iter().map(kind).collect()
    }
}

/// The name of a violation; of a figure, that of the claim.
fn kind(violation: &Violation) -> String {
    let shown = match violation {
        Violation::Figure { claim, .. } => format!("{claim:?}"),
        other => format!("{other:?}"),
    };
    shown.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

/// Six accounts in a row, the last not located: three in the west with two thirds of the work, two in the east.
fn six() -> Claimed {
    let place = |x: i32| (x < 5).then(|| at(f64::from(x), 0.1 * f64::from(x % 2)));
    let places: Vec<_> = (0..6).map(place).collect();
    let owner = |x: u16| (x < 5).then_some(TerritoryIx(x / 3));
    Claimed::new(dataset(&places, &[4.0, 2.0, 2.0, 2.0, 2.0, 0.0]), (0..6).map(owner).collect(), 0.05)
}

#[test]
fn a_true_claim_has_no_violation() {
    assert_eq!(six().check(), []);
    assert!(six().declared.is_empty(), "capacities 1 and 0.5 make two thirds a fair share: {:?}", six().figures);
}

#[test]
fn figures_are_what_the_definitions_say() {
    let six = six();
    let west = &six.figures.territories[0];
    assert!((west.activity - (0.75 * 8.0 / 12.0 + 0.25 * 3.0 / 6.0)).abs() < 1e-12);
    assert_eq!((west.accounts, west.totals.as_slice(), six.figures.unassigned), (3, [8.0, 3.0].as_slice(), 1));
}

#[test]
fn every_false_figure_is_found() {
    let six = six();
    let check = |expected: &str, change: &dyn Fn(&mut Figures)| {
        assert_eq!(six.after(|claim| change(&mut claim.figures)), [expected]);
    };
    check("Accounts", &|figures| figures.territories[1].accounts += 1);
    check("Activity", &|figures| figures.territories[1].activity *= 1.0 + 1e-8);
    check("Index", &|figures| figures.territories[0].index = f64::NAN);
    check("Total", &|figures| figures.territories[0].totals[1] -= 1.0);
    check("MeanDistance", &|figures| figures.territories[0].mean_distance.0 += 0.01);
    check("WorstDeviation", &|figures| figures.worst_deviation = None);
    check("MeasureDeviation", &|figures| figures.measures[0].worst_deviation = Some(0.5));
    check("Unassigned", &|figures| figures.unassigned = 0);
    check("OtherFigures", &|figures| figures.measures.clear());
    check("OtherFigures", &|figures| figures.territories.truncate(1));
}

#[test]
fn every_broken_constraint_is_found() {
    let six = six();
    let rep =
        |claim: &mut Claimed, rep| claim.layer.alignment.territory_mut(TerritoryIx(1)).expect("two").rep = Some(rep);
    assert_eq!(six.after(|claim| rep(claim, RepIx(9)))[0], "UnknownRep");
    // East then has a rep of capacity 1: fair shares, indices and deviations are others, too.
    assert!(six.after(|claim| rep(claim, RepIx(0))).contains(&"RepTwice".to_owned()));
    assert_eq!(six.after(|claim| claim.brief.territories = 3), ["TerritoryCount"]);
    assert_eq!(six.after(|claim| claim.brief.measures[1].measure = "potential".to_owned()), ["Measure"]);
    assert_eq!(six.after(|claim| claim.declared.push(Limit::Islands { territory: TerritoryIx(2) })), ["UnknownLimit"]);
    let heavy = Limit::Heavy { account: AccountIx(6), share: 2.0 };
    assert_eq!(six.after(|claim| claim.declared.push(heavy)), ["UnknownLimit"]);
    let shorter = dataset(&[None], &[1.0]);
    assert_eq!(six.after(|claim| claim.dataset = shorter), ["OtherDataset"]);
    let found = alignment(&six.dataset, &six.layer, None, Some(&six.figures), &[], None);
    assert_eq!(found.iter().map(kind).collect::<Vec<_>>(), ["NoBrief"]);
    assert_eq!(alignment(&six.dataset, &six.layer, None, None, &[], None), []);
}

/// The alignment of six with other owners, its figures and declarations true.
fn moved(owners: [Option<u16>; 6]) -> Claimed {
    Claimed::new(six().dataset, owners.map(|owner| owner.map(TerritoryIx)).to_vec(), 0.05)
}

#[test]
fn what_is_not_kept_must_be_declared() {
    let uneven = moved([Some(0), Some(0), Some(1), Some(1), Some(1), None]);
    assert_eq!(uneven.check(), []);
    assert_eq!(uneven.after(|claim| claim.declared.clear()), ["Tolerance", "Tolerance"]);
    let modest = Limit::Tolerance { territory: TerritoryIx(0), measure: None, deviation: 0.06 };
    assert_eq!(uneven.after(|claim| claim.declared[0] = modest), ["Tolerance"]);
    let split = moved([Some(0), Some(1), Some(1), Some(1), Some(0), None]);
    assert_eq!(split.check(), []);
    let islands = |claim: &mut Claimed| claim.declared.retain(|limit| !matches!(limit, Limit::Islands { .. }));
    assert_eq!(split.after(islands), ["Islands"]);
    let open = moved([Some(0), None, Some(0), Some(1), Some(1), None]);
    assert!(
        open.check()
            .iter()
            .any(|found| matches!(found, Violation::Unassigned { accounts: 1, first, .. } if first == "row-2"))
    );
}

#[test]
fn words_are_a_managers() {
    let mut six = six();
    six.figures.worst_deviation = None;
    six.declared.clear();
    let words: Vec<String> = six.check().iter().map(ToString::to_string).collect();
    assert!(words[0].starts_with("the worst deviation is said to be n/a, but is 0.0"), "{words:?}");
    let tolerance = Violation::Tolerance {
        territory: "territory 1 “West”".to_owned(),
        measure: None,
        deviation: 0.0712,
        tolerance: 0.05,
    };
    let words = tolerance.to_string();
    assert!(
        words.starts_with("territory 1 “West” is 7.12 % from its fair share, more than the ±5.00 % asked for"),
        "{words}"
    );
}

#[test]
fn a_layer_that_was_not_designed_yet_claims_nothing() {
    let layer = Layer { name: "Field".to_owned(), alignment: Alignment::default() };
    assert_eq!(alignment(&six().dataset, &layer, None, None, &[], None), []);
}

fn toured(claim: &Claimed, territory: u16) -> Option<Tour> {
    let travel = TravelModel::default();
    let (dataset, alignment) = (&claim.dataset, &claim.layer.alignment);
    let travel = Reckoning { travel: &travel, matrix: None };
    territory_tour(dataset, alignment, TerritoryIx(territory), travel, [None; 2], (1, Effort::default()))
}

fn tour_kinds(claim: &Claimed, territory: u16, tour_made: &Tour) -> Vec<String> {
    let travel = TravelModel::default();
    let travel = Reckoning { travel: &travel, matrix: None };
    let found = tour(&claim.dataset, &claim.layer.alignment, TerritoryIx(territory), travel, [None; 2], tour_made);
    found.iter().map(kind).collect()
}

#[test]
fn every_false_tour_is_found() {
    let six = six();
    for territory in [0, 1] {
        let made = toured(&six, territory).expect("located accounts");
        let check = |expected: &[&str], change: &dyn Fn(&mut Tour)| {
            let mut changed = made.clone();
            change(&mut changed);
            assert_eq!(tour_kinds(&six, territory, &changed), expected);
        };
        check(&[], &|_| {});
        check(&["TourDistance"], &|tour| {
            tour.distance = tour.distance * 1.01;
            tour.travel = Seconds(tour.travel.0 * 1.01);
        });
        check(&["TourTravel"], &|tour| tour.travel = Seconds(1.0));
        check(&["TourService"], &|tour| tour.service = Seconds(1.0));
        check(&["TourStart"], &|tour| tour.from_home = !tour.from_home);
        check(&["TourLeavesOut", "TourDistance", "TourService"], &|tour| tour.stops.truncate(1));
        check(&["TourStrays", "TourService"], &|tour| tour.stops.push(AccountIx(5)));
        check(&["TourStrays", "TourService"], &|tour| tour.stops.push(AccountIx(77)));
        check(&["TourRepeats", "TourService"], &|tour| tour.stops.push(tour.stops[tour.stops.len() - 1]));
    }
    let moved = Tour { start: at(1.0, 1.5), distance: Meters(0.0), ..toured(&six, 0).expect("located accounts") };
    assert!(tour_kinds(&six, 0, &moved).contains(&"TourStart".to_owned()));
    let ended = Tour { end: at(1.0, 1.5), ..toured(&six, 0).expect("located accounts") };
    assert!(tour_kinds(&six, 0, &ended).contains(&"TourStart".to_owned()));
}

#[test]
fn tours_of_instances_are_permutations() {
    let points = [[0.0, 0.0], [0.0, 1.6], [1.6, 1.6], [1.6, 0.0]];
    assert_eq!(tsp_length(&points, &[0, 1, 2, 3]), Some(8.0));
    for bad in [&[0, 1, 2][..], &[0, 1, 2, 2], &[0, 1, 2, 4], &[0, 1, 2, 3, 0]] {
        assert_eq!(tsp_length(&points, bad), None);
    }
    assert_eq!(tsp_length(&[], &[]), Some(0.0));
}

fn any_claim() -> impl Strategy<Value = Claimed> {
    let account = (prop::option::weighted(0.9, (-40_i32..40, -30_i32..30)), 0_u32..9, 0_u16..2);
    (prop::collection::vec(account, 2..40), 0.0..0.4).prop_map(|(accounts, tolerance)| {
        let place = |place: &Option<(i32, i32)>| place.map(|(x, y)| at(f64::from(x) * 0.7, f64::from(y)));
        let places: Vec<_> = accounts.iter().map(|(location, ..)| place(location)).collect();
        let mut sales: Vec<f64> = accounts.iter().map(|&(_, sales, _)| f64::from(sales)).collect();
        sales[0] += 1.0;
        let owners = accounts.iter().zip(&places).map(|(&(.., owner), place)| place.map(|_| TerritoryIx(owner)));
        Claimed::new(dataset(&places, &sales), owners.collect(), tolerance)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn true_claims_hold_and_a_corrupt_one_is_found(claim in any_claim(), which in 0_usize..5, factor in 1.001..2.0) {
        prop_assert_eq!(claim.check(), []);
        for territory in [0, 1] {
            if let Some(made) = toured(&claim, territory) {
                prop_assert_eq!(tour_kinds(&claim, territory, &made), Vec::<String>::new());
            }
        }
        let kinds = claim.after(|claim| {
            let own = &mut claim.figures.territories[1];
            match which {
                0 => own.accounts += 1,
                1 => own.activity = own.activity * factor + 0.001,
                2 => own.index = own.index * factor + 0.001,
                3 => own.totals[0] = own.totals[0] * factor + 0.001,
                _ => own.mean_distance = own.mean_distance * factor + Meters(0.1),
            }
        });
        prop_assert_eq!(kinds, [["Accounts", "Activity", "Index", "Total", "MeanDistance"][which]]);
    }
}

#[test]
fn claims_are_told_apart_in_words() {
    let total = Claim::Total { measure: "Sales".to_owned(), territory: "territory 2 “East”".to_owned() };
    assert_eq!(total.to_string(), "the total of “Sales” of territory 2 “East”");
}
