//! There and back, and everything that is no plan.

use super::{PlanFileError, VERSION, decode, encode};
use crate::model::{Accounts, Column, ColumnValues, Continuity, Crew, Dataset, Precision};
use crate::plan::sample::{dataset, edited_plan};
use crate::plan::{Edit, Plan};
use crate::units::{Day, LonLat};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// There and back: the same plan, the same bytes again, and a figure's last bit.
fn check(plan: &Plan) {
    let file = encode(plan);
    let read = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(&read, plan);
    assert_eq!(encode(&read), file);
}

/// The file with one text replaced, which has to be there.
fn tampered(from: &str, to: &str) -> Result<Plan, PlanFileError> {
    let file = String::from_utf8(encode(&edited_plan(12))).expect("JSON is UTF-8");
    assert!(file.contains(from), "{from} is not in {file}");
    decode(file.replacen(from, to, 1).as_bytes())
}

fn check_refused(outcome: Result<Plan, PlanFileError>, expect: &str) {
    let message = outcome.expect_err("the file is no plan").to_string();
    assert!(message.contains(expect), "{message}");
}

#[test]
fn plans_come_back_as_they_were() {
    check(&Plan::new("Nothing yet", dataset(0)));
    check(&Plan::new("Accounts alone", dataset(9)));
    check(&edited_plan(40));
}

fn golden(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/plan-v{version}.hinterland.json"))
}

/// A file of version 1 opens as the plan that it held, which knew no records.
#[test]
fn version_1_still_opens() {
    let file = std::fs::read(golden(1)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(plan.dataset().records().is_empty());
    let layer = plan.layer().expect("it was designed");
    assert_eq!((layer.alignment().territories().len(), plan.dataset().accounts().len()), (3, 12));
    check(&plan);
}

/// What was not yet in version 2 is as if nobody had asked for it.
#[test]
fn version_2_still_opens() {
    let file = std::fs::read(golden(2)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    let layer = plan.layer().expect("it was designed");
    assert_eq!((layer.locks(), layer.before()), ([].as_slice(), None));
    assert!(layer.brief().is_some_and(|brief| brief.is_contiguous && brief.continuity == Continuity::Redraw));
    check(&plan);
}

/// What was not yet in version 3 is as if nobody had asked for it.
#[test]
fn version_3_still_opens() {
    let file = std::fs::read(golden(3)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    let layer = plan.layer().expect("it was designed");
    assert!(layer.brief().is_some_and(|brief| brief.rules.is_empty() && brief.teams.is_empty()));
    assert!(layer.alignment().territories().iter().all(|own| own.crew == Crew::Field));
    check(&plan);
}

/// What was not yet in version 4 is as if nobody had asked for it.
#[test]
fn version_4_still_opens() {
    let file = std::fs::read(golden(4)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(plan.layer().is_some_and(|layer| layer.visits().is_none()));
    check(&plan);
}

/// What was not yet in version 5 is as if nobody had asked for it.
#[test]
fn version_5_still_opens() {
    let file = std::fs::read(golden(5)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(plan.layer().is_some_and(|layer| layer.visits().is_some_and(|visits| visits.calendar.is_some())));
    assert!(plan.brief().is_some_and(|brief| brief.barriers.is_empty()));
    check(&plan);
}

/// What was not yet in version 6 is as if nobody had asked for it, and a calendar of it is still that of its plan.
#[test]
fn version_6_still_opens() {
    let file = std::fs::read(golden(6)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    let visits = plan.layer().and_then(|layer| layer.visits()).expect("visits were asked for");
    assert!(!visits.brief.evens_out && visits.calendar.is_some());
    check(&plan);
}

/// What was not yet in version 7 is as if nobody had asked for it.
#[test]
fn version_7_still_opens() {
    let file = std::fs::read(golden(7)).expect("the golden file is committed");
    let plan = decode(&file).unwrap_or_else(|error| panic!("{error}"));
    assert!(plan.brief().is_some_and(|brief| brief.caps().is_none()));
    check(&plan);
}

/// The golden file changes only when asked to: `GOLDEN=write cargo test`.
#[test]
fn version_8_is_what_it_was() {
    let path = golden(8);
    let file = encode(&edited_plan(12));
    if std::env::var("GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, &file).expect("the golden file can be written");
    }
    let golden = std::fs::read(&path).expect("the golden file is committed");
    assert_eq!(String::from_utf8_lossy(&golden), String::from_utf8_lossy(&file));
    assert_eq!(decode(&golden), Ok(edited_plan(12)));
}

#[test]
fn undo_survives_the_file() {
    let mut plan = decode(&encode(&edited_plan(12))).expect("it was just written");
    assert!(plan.can_redo());
    while plan.undo().is_some() {}
    assert!(plan.layer().is_none());
    plan.redo();
    assert!(matches!(plan.log().last(), Some(Edit::Design { territories: 3, .. })));
}

#[test]
fn an_account_has_a_line_of_its_own() {
    let file = String::from_utf8(encode(&edited_plan(12))).expect("JSON is UTF-8");
    let lines = file.lines().filter(|line| line.trim_start().starts_with("{\"id\":\"row-"));
    assert_eq!(lines.count(), 12);
}

#[test]
fn what_is_no_plan_says_why() {
    check_refused(decode(b""), "empty");
    check_refused(decode(b" \n"), "empty");
    check_refused(decode(b"\x89PNG\r\n\x1a\n"), "no Hinterland plan file");
    check_refused(decode(b"{}"), "format");
    check_refused(decode(br#"{"format":"hinterland-plan"}"#), "no version");
    check_refused(decode(br#"{"format":"hinterland-plan","version":2}"#), "missing field");
    check_refused(decode(br#"{"format":"hinterland-plan","version":"1"}"#), "line 1, byte");
    check_refused(decode(b"{\"format\":\"\xff\"}"), "damaged");
    let deep = format!("{{\"format\":{}", "[".repeat(1_000_000));
    check_refused(decode(deep.as_bytes()), "damaged");
    let deep = format!("{{\"format\":\"hinterland-plan\",\"version\":1,\"x\":{}", "[".repeat(1_000_000));
    check_refused(decode(deep.as_bytes()), "line 1");
    assert_eq!(tampered("\"version\": 8", "\"version\": 0"), Err(PlanFileError::NoSuchVersion { found: 0 }));
    let newer = u64::from(VERSION) + 1;
    for found in [newer, u64::MAX] {
        let file = format!(r#"{{"format":"hinterland-plan","version":{found},"else":[]}}"#);
        assert_eq!(decode(file.as_bytes()), Err(PlanFileError::Newer { found }));
    }
}

#[test]
fn tampering_is_told() {
    assert_eq!(tampered("\"row-2\"", "\"row-2b\"").map(|plan| plan.dataset().accounts().len()), Ok(12));
    check_refused(tampered("\"row-2\"", "\"row-1\""), "stands twice");
    check_refused(tampered("\"capacity\":0.5", "\"capacity\":-0.5"), "capacity");
    check_refused(tampered("\"capacity\":0.5", "\"capacity\":1e999"), "out of range");
    check_refused(tampered("\"kind\":\"number\"", "\"kind\":\"text\""), "another kind");
    check_refused(tampered("\"kind\":\"yesno\"", "\"kind\":\"text\""), "another kind");
    check_refused(tampered("\"present\":1", "\"present\":9"), "present owner");
    check_refused(tampered("[\"d-1\",[2,", "[\"d-1\",[99,"), "opportunity 1");
    check_refused(tampered("\"members\":[null,1,", "\"members\":[null,2,"), "area table 1");
    check_refused(tampered("\"2024-10-06\",12.25", "\"2024-13-06\",12.25"), "a day such as");
    check_refused(tampered("\"slot\":1", "\"slot\":13"), "territory 0");
    check_refused(tampered("[1,595,600,630,true]", "[99,595,600,630,true]"), "names an account");
    check_refused(tampered("\"minute\":640", "\"minute\":1440"), "what is said of a touch");
    check_refused(tampered("[[-90.5,38.8],[-89.5,41.25]]", "[[-90.5,38.8]]"), "two different points");
    check_refused(tampered("[[-90.5,38.8],", "[[-90.5,1e999],"), "out of range");
    check_refused(tampered("[[-90.5,38.8],", "[[-90.5,98.8],"), "latitude");
    check_refused(tampered("\"name\":\"Illinois\"", "\"name\":\"\""), "has no name");
    check_refused(tampered("\"most_stops\":12", "\"most_stops\":0"), "no stop");
    check_refused(tampered("\"active\": 0", "\"active\": 3"), "no scenario 4");
    check_refused(tampered("\"precision\":\"postal\"", "\"precision\":\"none\""), "location");
    check_refused(tampered("\"at\":[-", "\"at\":[-500"), "longitude");
    check_refused(tampered("\"detour\":1.3", "\"detour\":0"), "detour");
    check_refused(tampered("\"name\": \"", "\"extra\": 1, \"name\": \""), "unknown field");
    check_refused(tampered("\"done\": 9", "\"done\": 12"), "counts 12 edits as done");
    check_refused(tampered("\"unassigned\": [", "\"unassigned\": [0"), "stands twice");
    check_refused(tampered("\"unassigned\": [", "\"unassigned\": [4000000000"), "stands twice");
    let many = format!("\"values\":[{}", "0,".repeat(20_000));
    check_refused(tampered("\"values\":[", &many), "more than 16384 values");
    // Values that redo would bring in.
    check_refused(tampered("\"after\":\"Summer plan\"", "\"after\":\"\""), "edit 10 of the log");
    check_refused(tampered("\"before\":0,\"after\":1", "\"before\":0,\"after\":77"), "no rep 78");
    check_refused(tampered("\"speed_kmh\":60.0", "\"speed_kmh\":0.0"), "edit 5 of the log");
    // What cannot be asked of people, or said of them.
    check_refused(tampered("\"reach\":90000.0", "\"reach\":-1.0"), "the cap on the way from home");
    check_refused(tampered("\"reach\":45000.5", "\"reach\":1e300"), "the cap on the way from home of rep-2");
    check_refused(tampered("\"weight\":0.5}]", "\"weight\":-0.5}]"), "a weight");
    check_refused(tampered("\"German\",\"Welding\"", "\"German\",\"german\""), "skills");
    check_refused(tampered("\"number\":7.5", "\"number\":1e999"), "out of range");
    check_refused(tampered("{\"rep\":1}", "{\"rep\":9}"), "locks");
    check_refused(tampered("\"farthest\":1", "\"furthest\":1"), "unknown field");
    // An edit that does not lead to the plan as it is.
    check_refused(tampered("\"before\":\"Territory 1\"", "\"before\":\"\""), "edit 3 of the log");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let file = encode(&edited_plan(12));
    // The closing brace and line break are all that can go without a loss.
    let whole = file.len() - 1;
    for length in (0..whole).step_by(7).chain(whole - 40..whole) {
        assert!(decode(&file[..length]).is_err(), "cut after {length} bytes");
    }
}

prop_compose! {
    fn any_column(rows: usize)(
        name in ".{0,8}",
        numbers in prop::collection::vec(prop::option::of(prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO), rows),
        texts in prop::collection::vec(".{0,12}", rows),
        days in prop::collection::vec(prop::option::of(-719_162i32..=2_932_896), rows),
        answers in prop::collection::vec(any::<Option<bool>>(), rows),
        kind in 0..4,
    ) -> Column {
        let values = match kind {
            0 => ColumnValues::Number(numbers),
            1 => ColumnValues::Text(texts.into_iter().collect()),
            2 => ColumnValues::Day(days.into_iter().map(|day| day.and_then(|day| Day::from_number(day).ok())).collect()),
            _ => ColumnValues::YesNo(answers),
        };
        Column { name, values }
    }
}

prop_compose! {
    fn any_dataset()(rows in 0usize..12)(
        columns in prop::collection::vec(any_column(rows), 0..4),
        places in prop::collection::vec((prop::option::of((-180.0..=180.0, -90.0..=90.0)), ".{0,9}"), rows),
    ) -> Dataset {
        let mut accounts = Accounts { columns, ..Accounts::default() };
        for (row, (point, text)) in places.iter().enumerate() {
            accounts.ids.push(&format!("{text}{row}"));
            accounts.names.push(text);
            accounts.families.push(text);
            accounts.places.push(text);
            accounts.locations.push(point.and_then(|(lon, lat)| LonLat::new(lon, lat).ok()));
            accounts.precisions.push(if point.is_some() { Precision::Given } else { Precision::None });
        }
        Dataset::new(accounts, Vec::new(), Vec::new()).expect("well formed by construction")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_data_set_comes_back_to_the_last_bit(dataset in any_dataset()) {
        check(&Plan::new("Any", dataset));
    }

    /// One byte changed anywhere: a plan or a reason, never a panic.
    #[test]
    fn a_changed_byte_never_panics(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut file = encode(&edited_plan(12));
        for (index, byte) in changes {
            let position = index.index(file.len());
            file[position] = byte;
        }
        let _ = decode(&file);
    }
}
