//! The plan as a whole: every edit there and back, figures true after each.

use super::sample::{dataset, edited_plan, layer};
use super::*;
use crate::model::{
    AccountIx, Alignment, Changes, ColumnValues, Dataset, Limit, Lock, Placement, RepIx, TerritoryIx, TravelModel,
    UnitMove,
};
use crate::units::{LonLat, Share};
use proptest::prelude::*;

fn designed(accounts: u32, territories: u16) -> Plan {
    let mut plan = Plan::new("Plan", dataset(accounts));
    let design = plan.design_edit(layer(plan.dataset(), territories));
    plan.apply(design).expect("the sample fits");
    plan
}

/// Applies, and expects the words of undo and that undo and redo lead back and forth.
fn check(plan: &mut Plan, edit: Edit, expect: &str) {
    let before = plan.clone();
    plan.apply(edit).expect("the edit fits");
    assert_eq!(plan.undo_words().as_deref(), Some(expect));
    check_figures(plan);
    let after = plan.clone();
    plan.undo();
    assert_eq!(plan.state, before.state);
    plan.redo();
    assert_eq!(*plan, after);
}

fn check_refused(plan: &mut Plan, edit: Edit, expect: &str) {
    let before = plan.clone();
    let error = plan.apply(edit).expect_err("the edit cannot fit");
    assert!(error.to_string().contains(expect), "{error}");
    assert_eq!(*plan, before);
}

/// The figures are those from scratch, to the last bit, and what is out of tolerance is declared.
fn check_figures(plan: &Plan) {
    let Some(layer) = plan.layer() else { return };
    let brief = layer.brief().expect("the sample has one");
    let fresh = figures(plan.dataset(), layer.alignment(), brief).expect("the sample can be measured");
    assert_eq!(layer.figures(), Some(&fresh));
    let outside = |index: f64| (index / 100.0 - 1.0).abs() > brief.tolerance.value() + 1e-9;
    let declared =
        layer.declared().iter().filter(|limit| matches!(limit, Limit::Tolerance { measure: None, .. })).count();
    assert_eq!(declared, fresh.territories.iter().filter(|territory| outside(territory.index)).count());
}

#[test]
fn each_edit_goes_there_and_back() {
    let mut plan = Plan::new(" \n", dataset(30));
    assert_eq!(plan.name(), "Plan");
    assert_eq!((plan.can_undo(), plan.can_redo(), plan.undo_words()), (false, false, None));
    let design = plan.design_edit(layer(plan.dataset(), 3));
    check(&mut plan, design, "Undo: design 3 territories");
    let edit = plan.move_edit([AccountIx(0), AccountIx(1), AccountIx(2)], Some(TerritoryIx(0)));
    check(&mut plan, edit, "Undo: move 2 accounts to Territory 1");
    let edit = plan.move_edit([AccountIx(4)], None);
    check(&mut plan, edit, "Undo: take 1 account out of the territories");
    let edit = plan.rename_edit(TerritoryIx(1), " New York ");
    check(&mut plan, edit, "Undo: rename Territory 2 to New York");
    let edit = plan.rep_edit(TerritoryIx(0), Some(RepIx(1)));
    check(&mut plan, edit, "Undo: give Territory 1 to Grace Hopper, who swaps it for New York");
    let edit = plan.rep_edit(TerritoryIx(0), None);
    check(&mut plan, edit, "Undo: leave Territory 1 without a rep");
    let edit = plan.rep_edit(TerritoryIx(0), Some(RepIx(0)));
    check(&mut plan, edit, "Undo: give Territory 1 to Ada Lovelace, who swaps it for New York");
    let edit = plan.travel_edit(TravelModel { speed_kmh: 80.0, ..TravelModel::default() });
    check(&mut plan, edit, "Undo: change how travel is reckoned");
    let edit = plan.plan_name_edit("Autumn");
    check(&mut plan, edit, "Undo: rename the plan to Autumn");
    let edit = plan.place_edit(AccountIx(5), Placement::by_hand(point(-80.5, 35.25)));
    check(&mut plan, edit, "Undo: place Zeta\nHoldings at 35.250, -80.500");
    let design = plan.design_edit(layer(plan.dataset(), 5));
    check(&mut plan, design, "Undo: design 5 territories");
    while plan.undo().is_some() {}
    assert_eq!(plan.state, Plan::new("", dataset(30)).state);
    while plan.redo().is_some() {}
    assert_eq!(plan.undo_words().as_deref(), Some("Undo: design 5 territories"));
}

fn point(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).expect("on the globe")
}

/// The sample without its first accounts and the last rep, with as many new accounts at the end.
fn newer(plan: &Plan, gone: usize) -> Dataset {
    let old = plan.dataset().accounts();
    let other = dataset(u32::try_from(old.len() + gone).expect("few"));
    let mut accounts = other.accounts().clone();
    let rows = || gone..old.len() + gone;
    let id = |row: usize| {
        if row < old.len() { old.ids.get(row).to_owned() } else { format!("{}-{row}", old.ids.get(old.len() - 1)) }
    };
    accounts.ids = rows().map(id).collect();
    accounts.names = rows().map(|row| other.accounts().names.get(row)).collect();
    accounts.families = rows().map(|row| other.accounts().families.get(row)).collect();
    accounts.places = rows().map(|row| other.accounts().places.get(row)).collect();
    accounts.locations.drain(..gone);
    accounts.precisions.drain(..gone);
    accounts.columns.truncate(1);
    if let ColumnValues::Number(sales) = &mut accounts.columns[0].values {
        sales.drain(..gone);
        sales[0] = Some(1.0);
    }
    Dataset::new(accounts, plan.dataset().reps()[..2].to_vec(), Vec::new()).expect("well formed")
}

#[test]
fn an_update_tells_which_territories_lose_their_reps() {
    let plan = designed(30, 3);
    let gone = Changes::between(plan.dataset(), &newer(&plan, 4)).gone_reps;
    let lost: Vec<_> = plan.losing_reps(&gone).into_iter().map(|own| (own.territory, own.rep)).collect();
    let rep = &plan.dataset().reps()[2];
    assert_eq!(
        (gone.as_slice(), lost),
        ([rep.id.clone()].as_slice(), vec![("Territory 3".to_owned(), rep.name.clone())])
    );
    assert_eq!(plan.losing_reps(&[]), []);
}

#[test]
fn newer_data_keep_what_was_decided() {
    let mut plan = designed(30, 3);
    let hand = Placement::by_hand(point(-80.0, 35.0));
    for edit in [plan.rename_edit(TerritoryIx(1), "East"), plan.place_edit(AccountIx(7), hand.clone())] {
        plan.apply(edit).expect("it fits");
    }
    let owners = plan.alignment().owners().to_vec();
    let edit = plan.update_edit(newer(&plan, 4));
    // What changed between draft and edit stays too.
    let between = plan.move_edit([AccountIx(6)], None);
    plan.apply(between).expect("it fits");
    check(&mut plan, edit, "Undo: bring in newer data (4 accounts added, 19 changed, 4 gone)");
    let alignment = plan.alignment().clone();
    assert_eq!(alignment.owner(AccountIx(2)), None, "row 7, moved in between");
    assert_eq!(alignment.owners()[3..26], owners[7..30]);
    assert!(alignment.owners()[26..].iter().all(Option::is_none), "new accounts have no owner yet");
    assert_eq!(alignment.territories()[1].name, "East");
    assert_eq!(
        alignment.territories().iter().map(|own| own.rep).collect::<Vec<_>>(),
        [Some(RepIx(0)), Some(RepIx(1)), None]
    );
    assert_eq!(plan.dataset().accounts().placement(AccountIx(3)), hand);
    assert_eq!(plan.dataset().accounts().by_hand, [AccountIx(3)]);
    assert_eq!(Plan::from_parts(parts(&plan)), Ok(plan.clone()));
    // All the way back over older edits, which index the older data.
    while plan.undo().is_some() {
        check_figures(&plan);
    }
    assert_eq!((plan.dataset().accounts().len(), plan.is_designed()), (30, false));
    while plan.redo().is_some() {}
    assert_eq!(plan.alignment(), &alignment);
}

#[test]
fn newer_data_without_the_measure_keep_the_territories() {
    let mut plan = designed(30, 3);
    let mut accounts = plan.dataset().accounts().clone();
    accounts.columns.clear();
    let bare = Dataset::new(accounts, plan.dataset().reps().to_vec(), Vec::new()).expect("well formed");
    let owners = plan.alignment().owners().to_vec();
    let edit = plan.update_edit(bare);
    plan.apply(edit).expect("it fits");
    assert_eq!((plan.figures(), plan.brief(), plan.alignment().owners()), (None, None, owners.as_slice()));
    plan.undo();
    assert!(plan.figures().is_some());
}

#[test]
fn edits_that_do_not_fit_change_nothing() {
    let mut plan = Plan::new("Plan", dataset(10));
    let edit = plan.rename_edit(TerritoryIx(0), "North");
    check_refused(&mut plan, edit, "design territories first");
    let mut plan = designed(10, 2);
    let name = |plan: &Plan, name: &str| plan.rename_edit(TerritoryIx(0), name);
    let edit = name(&plan, "Territory 2");
    check_refused(&mut plan, edit, "already");
    let edit = name(&plan, "Territory 1");
    check_refused(&mut plan, edit, "so already");
    let edit = name(&plan, " ");
    check_refused(&mut plan, edit, "needs a name");
    let edit = plan.rename_edit(TerritoryIx(9), "North");
    check_refused(&mut plan, edit, "no territory 10");
    let edit = plan.rep_edit(TerritoryIx(0), Some(RepIx(9)));
    check_refused(&mut plan, edit, "no rep 10");
    let edit = plan.move_edit([AccountIx(0)], Some(TerritoryIx(0)));
    check_refused(&mut plan, edit, "so already");
    let edit = plan.move_edit([AccountIx(0), AccountIx(99)], Some(TerritoryIx(1)));
    check_refused(&mut plan, edit, "has changed since");
    let edit = plan.travel_edit(TravelModel { detour: Share::ZERO, ..TravelModel::default() });
    check_refused(&mut plan, edit, "from 1 to 10");
    let mut other = layer(plan.dataset(), 2);
    other.brief.as_mut().expect("the sample has one").measures[0].measure = "Nowhere".to_owned();
    let edit = plan.design_edit(other);
    check_refused(&mut plan, edit, "no numeric column “Nowhere”");
    let edit = plan.design_edit(layer(&dataset(11), 2));
    check_refused(&mut plan, edit, "assigns 11 accounts, but the plan has 10");
}

#[test]
fn declared_islands_outlive_a_move() {
    let mut plan = designed(20, 2);
    let islands = Limit::Islands { territory: TerritoryIx(1) };
    let at = plan.here();
    plan.declare(at, vec![islands]).expect("there is a territory 2");
    let edit = plan.move_edit((0..15).map(AccountIx), Some(TerritoryIx(0)));
    plan.apply(edit).expect("the edit fits");
    check_figures(&plan);
    assert_eq!(plan.layer().and_then(|layer| layer.declared().last()), Some(&islands));
    let unknown = Limit::Islands { territory: TerritoryIx(2) };
    assert!(plan.declare(at, vec![unknown]).is_err());
    assert_eq!(plan.layer().and_then(|layer| layer.declared().last()), Some(&islands));
}

#[test]
fn capacity_sets_the_fair_share() {
    let plan = designed(28, 2);
    let figures = plan.layer().and_then(LayerPlan::figures).expect("designed");
    // Capacities 1 and 0.5: two thirds and one third of all owned activity.
    let [first, second] = figures.territories.as_slice() else { panic!("two territories") };
    let owned = first.activity + second.activity;
    assert!((first.index - 150.0 * first.activity / owned).abs() < 1e-9);
    assert!((second.index - 300.0 * second.activity / owned).abs() < 1e-9);
    assert_eq!((first.accounts, second.accounts, figures.unassigned), (12, 12, 4));
}

fn parts(plan: &Plan) -> PlanParts {
    PlanParts {
        name: plan.name().to_owned(),
        dataset: plan.dataset().clone(),
        settings: *plan.settings(),
        matrix: plan.matrix().cloned().map(Box::new),
        scenarios: plan.scenarios().to_vec(),
        active: plan.active(),
        log: plan.log().clone(),
    }
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let plan = edited_plan(12);
    assert_eq!(Plan::from_parts(parts(&plan)).as_ref(), Ok(&plan));
    let refused = |change: fn(&mut PlanParts), expect: &str| {
        let mut parts = parts(&plan);
        change(&mut parts);
        let error = Plan::from_parts(parts).expect_err("the parts do not fit").to_string();
        assert!(error.contains(expect), "{error}");
    };
    refused(|parts| parts.active = 70_000, "no scenario 70001");
    refused(|parts| parts.scenarios.clear(), "no scenario 1");
    refused(|parts| parts.name.clear(), "needs a name");
    refused(|parts| parts.settings.travel.speed_kmh = -1.0, "speed");
    refused(|parts| parts.dataset = dataset(13), "but the plan has 13");
    refused(|parts| parts.scenarios[0].layers.clear(), "edit 8 of the log");
    refused(|parts| parts.scenarios[0].layers[0].figures.as_mut().expect("measured").measures.clear(), "figures");
    let swap = UnitMove { account: AccountIx(0), from: Some(TerritoryIx(1)), to: Some(TerritoryIx(0)) };
    let mut moved = parts(&plan);
    moved.scenarios[0].layers[0].layer.alignment.apply(swap).expect("account 1 was moved to territory 2");
    assert!(matches!(Plan::from_parts(moved), Err(PlanError::Log { number: 2, .. })));
}

#[test]
fn edits_travel_as_bytes() {
    let plan = edited_plan(12);
    let mut redesign = plan.clone();
    let design = redesign.design_edit(layer(plan.dataset(), 2));
    redesign.apply(design).expect("the sample fits");
    for edit in redesign.log().edits() {
        let bytes = postcard::to_allocvec(edit).expect("an edit is plain data");
        assert_eq!(postcard::from_bytes::<Edit>(&bytes).as_ref(), Ok(edit));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any mix of edits, undo and redo: the figures stay those from scratch, and all of it can be taken back.
    #[test]
    fn any_edits_keep_the_figures_true(steps in prop::collection::vec((0u8..9, 0u32..40, 0u16..5), 1..25)) {
        let mut plan = designed(40, 4);
        for (kind, number, position) in steps {
            let territory = TerritoryIx(position % 4);
            let edit = match kind {
                0 => plan.move_edit((number..number + u32::from(position)).map(AccountIx), Some(territory)),
                1 => plan.move_edit([AccountIx(number)], None),
                2 => plan.rep_edit(territory, (number % 4 < 3).then_some(RepIx(position % 3))),
                3 => plan.rename_edit(territory, &format!("Name {number}")),
                7 => plan.place_edit(AccountIx(number), Placement::by_hand(point(f64::from(number) - 90.0, 40.0))),
                8 => plan.update_edit(newer(&plan, usize::from(position))),
                4 => plan.design_edit(layer(plan.dataset(), 4 + position)),
                5 => { plan.undo(); check_figures(&plan); continue }
                _ => { plan.redo(); check_figures(&plan); continue }
            };
            // Some make no difference, or name what is not there; those are refused.
            let _ = plan.apply(edit);
            check_figures(&plan);
        }
        prop_assert_eq!(Plan::from_parts(parts(&plan)), Ok(plan.clone()));
        let end = plan.clone();
        let mut taken_back = 0;
        while plan.undo().is_some() { taken_back += 1; check_figures(&plan); }
        for _ in 0..taken_back { plan.redo(); }
        prop_assert_eq!(plan, end);
    }
}

#[test]
fn what_is_locked_is_named_before_a_hand_changes_it() {
    let mut plan = edited_plan(30);
    let members: Vec<AccountIx> = plan.alignment().members(TerritoryIx(0)).collect();
    let elsewhere: Vec<AccountIx> = plan.alignment().members(TerritoryIx(1)).take(2).collect();
    let unlock = plan.lock_edit(plan.layer().expect("a layer").locks(), false);
    plan.apply(unlock).expect("it fits");
    assert_eq!(plan.locked_in_words(&elsewhere, &[TerritoryIx(0)]), None);
    let lock = plan.lock_edit(&[Lock::Territory(TerritoryIx(0)), Lock::Account(elsewhere[0])], true);
    plan.apply(lock).expect("it fits");
    let words =
        |accounts: &[AccountIx], others: &[TerritoryIx]| plan.locked_in_words(accounts, others).unwrap_or_default();
    let name = &plan.alignment().territories()[0].name;
    assert_eq!(words(&elsewhere[1..], &[TerritoryIx(0)]), format!("{name} is locked: unlock it first."));
    assert_eq!(words(&members[..1], &[]), format!("{name} is locked: unlock it first."));
    assert_eq!(words(&elsewhere[..1], &[]), "The account is locked: unlock it first.");
    assert_eq!(words(&elsewhere, &[]), "1 of the accounts is locked: unlock it first.");
    assert_eq!(words(&elsewhere[1..], &[TerritoryIx(1)]), "");
}

#[test]
fn locks_and_baselines_that_do_not_fit_are_refused() {
    let mut plan = designed(20, 2);
    let before = plan.clone();
    let at = plan.here();
    let one = |lock: Lock| Edit::Lock { at, before: Vec::new(), after: vec![lock] };
    let twice = Edit::Lock { at, before: Vec::new(), after: vec![Lock::Account(AccountIx(3)); 2] };
    let longer = Alignment::new(Vec::new(), vec![None; 21]).expect("no owner is out of range");
    for edit in [
        one(Lock::Account(AccountIx(20))),
        one(Lock::Territory(TerritoryIx(2))),
        twice,
        Edit::Baseline { at, other: Some(Box::new(longer.clone())) },
    ] {
        assert!(matches!(plan.apply(edit), Err(PlanError::Unfit { .. })));
        assert_eq!(plan, before);
    }
    // Nor do they come back from a file, where an edit that was taken back may say anything.
    let edit = plan.baseline_edit();
    plan.apply(edit).expect("it fits");
    plan.undo();
    let mut log = serde_json::to_value(plan.log()).expect("plain data");
    let forged = serde_json::to_value(Edit::Baseline { at, other: Some(Box::new(longer)) }).expect("plain data");
    *log["edits"].as_array_mut().and_then(|edits| edits.last_mut()).expect("the baseline") = forged;
    let parts = PlanParts { log: serde_json::from_value(log).expect("a log"), ..parts(&plan) };
    assert!(matches!(Plan::from_parts(parts), Err(PlanError::Log { .. })));
}

#[test]
fn a_scenario_has_layers_each_with_an_alignment_of_its_own() {
    let mut plan = designed(30, 3);
    let first = plan.layer().expect("designed").clone();
    let next = LayerAt { scenario: 0, layer: 1 };
    plan.show(next).expect("one past the last is a new one");
    assert!(plan.layer().is_none() && plan.layer_name() == "Layer 2");
    assert!(plan.show(LayerAt { scenario: 0, layer: 2 }).is_err());
    let design = plan.design_edit(layer(plan.dataset(), 2));
    check(&mut plan, design, "Undo: design 2 territories");
    plan.show(next).expect("it is there");
    assert_eq!(plan.alignment().territories().len(), 2);
    let edit = plan.rename_layer_edit(" Field ");
    check_refused(&mut plan, edit, "nothing to change");
    let edit = plan.rename_layer_edit("Inside");
    check(&mut plan, edit, "Undo: rename the layer to Inside");
    plan.show(LayerAt::default()).expect("it is there");
    let edit = plan.rename_layer_edit("Inside");
    check_refused(&mut plan, edit, "another layer is called “Inside” already");
    assert_eq!(plan.layer(), Some(&first));
    let edit = plan.remove_layer_edit();
    check(&mut plan, edit, "Undo: remove layer Field");
    assert_eq!((plan.layer_name().as_str(), plan.scenarios()[0].layers.len()), ("Inside", 1));
}

#[test]
fn accounts_of_two_territories_are_exchanged() {
    let plan = sample::edited_plan(40);
    let of = |territory: u16| plan.alignment().members(TerritoryIx(territory)).next().expect("it has some");
    let pair = [of(0), of(1)];
    let moves = plan.swap_moves(&pair).expect("they are of two");
    assert_eq!(moves.iter().map(|own| own.to).collect::<Vec<_>>(), [Some(TerritoryIx(1)), Some(TerritoryIx(0))]);
    let mut swapped = plan.clone();
    swapped.apply(plan.moves_edit(moves)).expect("they can be moved");
    assert_eq!(pair.map(|account| swapped.alignment().owner(account)), [Some(TerritoryIx(1)), Some(TerritoryIx(0))]);
    assert_eq!(plan.swap_moves(&[of(0)]), None, "nothing to exchange it for");
    assert_eq!(plan.swap_moves(&[of(0), of(1), of(2)]), None, "of three");
    assert_eq!(plan.swap_moves(&[]), None);
}
