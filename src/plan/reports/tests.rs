//! The tables of small plans, number by number.

use super::*;
use crate::model::{
    AccountKind, Accounts, Activity, ActivityKind, Calendar, ClassRule, DayRoute, DoneTouch, Expense, LeadMeasure,
    LeadShare, Precision, Records, Rep, RepIx, Stop, TerritoryCalendar, TouchState, VisitBrief, VisitWatch,
};
use crate::plan::{LayerPlan, VisitChange, VisitPlan, sample};
use crate::units::{LonLat, Meters, Share};

fn day(month: u32, day: u32) -> Day {
    Day::new(2026, month, day).expect("a day")
}

/// Four accounts of two territories: every account is due a visit in four weeks, two calls a month and no e-mail.
fn plan() -> Plan {
    let mut accounts = Accounts::default();
    for row in 0..4 {
        accounts.ids.push(&format!("a{row}"));
        accounts.names.push(&format!("Account {row}"));
        accounts.families.push("");
        accounts.places.push("");
        accounts.locations.push(LonLat::new(0.01 * f64::from(row), 0.0).ok());
        accounts.precisions.push(Precision::Given);
        accounts.kinds.push(if row == 3 { AccountKind::Lead } else { AccountKind::Customer });
    }
    let rep = |id: &str| Rep::new(id, format!("Rep {id}"), crate::model::Placement::unknown());
    let mut records = Records::default();
    let made = |account, kind, on| Activity { account: Some(AccountIx(account)), rep: None, kind, day: Some(on) };
    records.activities.push("", made(0, ActivityKind::Visit, day(5, 4)));
    records.activities.push("", made(0, ActivityKind::Visit, day(4, 6)));
    records.activities.push("", made(1, ActivityKind::Other, day(5, 30)));
    for (rep, on, amount) in
        [(0, Some(day(6, 9)), 40.0), (0, Some(day(6, 20)), 2.5), (1, None, 9.0), (1, Some(day(1, 2)), 7.0)]
    {
        records.expenses.push("", Expense { rep: Some(RepIx(rep)), account: None, day: on, amount });
    }
    let dataset = Dataset::new(accounts, vec![rep("r0"), rep("r1")], Vec::new());
    let dataset = dataset.and_then(|dataset| dataset.with_records(records)).expect("well formed");
    let mut plan = Plan::new("Reports", dataset);
    let design = plan.design_edit(sample::layer(plan.dataset(), 2).with_brief(crate::model::DesignBrief::by_count(2)));
    plan.apply(design).expect("it fits");
    let mut brief = VisitBrief::new(day(6, 1), "count", 30);
    brief.classes.drain(..2);
    brief.classes[0].rule = ClassRule::Others;
    brief.classes[0].cadence.calls = 2.0;
    brief.classes[0].cadence.emails = 0.0;
    let stop = |account| Stop { account: AccountIx(account), arrival: 540, start: 540, end: 570, is_pinned: false };
    let route = |on, stops: &[u32], calls: &[u32], km: f64| DayRoute {
        stops: stops.iter().map(|&own| stop(own)).collect(),
        calls: calls.iter().map(|&own| AccountIx(own)).collect(),
        distance: Meters(km * 1000.0),
        ..DayRoute::idle(on)
    };
    let own = |territory, days| TerritoryCalendar {
        territory: TerritoryIx(territory),
        base: None,
        from_home: false,
        end: None,
        stretch: 1.0,
        replanned: None,
        days,
        unplaced: Vec::new(),
        untouched: Vec::new(),
    };
    // Accounts go round the territories: 0 and 2 are the first's, 1 and 3 the second's.
    let territories = vec![
        own(
            0,
            vec![
                DayRoute { night: LonLat::new(0.0, 0.0).ok(), ..route(day(6, 2), &[0], &[2], 50.0) },
                route(day(6, 24), &[2], &[], 150.0),
            ],
        ),
        own(1, vec![route(day(6, 3), &[1], &[], 10.0), route(day(6, 4), &[3], &[], 30.0)]),
    ];
    let visits = VisitPlan { calendar: Some(Calendar { basis: 0, territories }), ..VisitPlan::asking(brief) };
    let edit = plan.visits_edit(visits, VisitChange::Calendar);
    plan.apply(edit).expect("it fits");
    plan
}

fn mark(plan: &mut Plan, on: Day, account: &str, kind: ActivityKind) {
    let touch = DoneTouch { state: TouchState::Done, ..DoneTouch::new(on, account, kind, "r0") };
    let edit = plan.touch_edit(touch);
    plan.apply(edit).expect("it fits");
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn number(cell: &Cell) -> f64 {
    if let Cell::Number(number) = cell { *number } else { f64::NAN }
}

#[test]
fn a_touch_is_due_a_gap_after_the_last() {
    let mut plan = plan();
    let visits = |plan: &Plan, today| {
        let query = ReportQuery { filter: "visit".to_owned(), ..ReportQuery::all(ReportKind::Due, today) };
        let row = |row: &ReportRow| {
            (row.account.map_or(9, |own| own.0), row.cells[5].clone(), row.cells[6].clone(), row.cells[9].clone())
        };
        plan.report(&query).rows.iter().map(row).collect::<Vec<_>>()
    };
    // The last visit to 0 was on May 4; the others were never seen and are due four weeks after the first day.
    assert_eq!(visits(&plan, day(6, 1)), [(0, text("due today"), Cell::Day(day(6, 1)), Cell::Day(day(6, 2)))]);
    let late = visits(&plan, day(6, 16));
    assert_eq!(late[0], (0, text("overdue"), Cell::Day(day(6, 1)), Cell::Nothing));
    assert_eq!(late[1], (1, text("coming"), Cell::Day(day(6, 29)), Cell::Nothing));
    assert_eq!((late.len(), late[2].3.clone()), (4, Cell::Day(day(6, 24))));
    mark(&mut plan, day(6, 15), "a0", ActivityKind::Visit);
    assert_eq!(visits(&plan, day(6, 16)).len(), 3, "what was done is due in four weeks again");
    mark(&mut plan, day(6, 15), "a1", ActivityKind::Call);
    assert_eq!(visits(&plan, day(6, 16)).len(), 3, "a call is no visit");
    let by_rep = plan.report(&ReportQuery::all(ReportKind::DueByRep, day(6, 30)));
    let figures: Vec<Vec<f64>> = by_rep.rows.iter().map(|row| row.cells[2..].iter().map(number).collect()).collect();
    // Account 2 is a day late; so are 1 and 3, and of the calls, due after 15.2 days, all but the one that was made.
    assert_eq!(figures[0][..4], [1.0, 2.0, 0.0, 13.0]);
    assert_eq!(figures[1][..4], [2.0, 1.0, 0.0, 13.0]);
    assert_eq!(figures[0][4..], [3.0, 1.0, 0.0, 0.0].map(|own| own), "account 0 comes within 14 days");
}

#[test]
fn expenses_are_held_against_the_mileage_by_month() {
    let mut plan = plan();
    mark(&mut plan, day(6, 2), "a0", ActivityKind::Visit);
    let report = plan.report(&ReportQuery::all(ReportKind::Costs, day(7, 1)));
    let row = |territory: u16, month: Day| {
        let is_it =
            |row: &&ReportRow| row.territory == Some(TerritoryIx(territory)) && row.cells[2] == Cell::Day(month);
        report.rows.iter().find(is_it).expect("the month is there")
    };
    let june = row(0, day(6, 1));
    // 200 km at 0.30 and a night at 120; 42.50 booked; two visits planned and one made.
    let expected = [200.0, 1.0, 180.0, 42.5, -137.5, 2.0, 90.0, 1.0, 42.5];
    for (cell, expected) in june.cells[3..].iter().zip(expected) {
        assert!((number(cell) - expected).abs() < 1e-9, "{cell:?} is not {expected}");
    }
    assert!(!june.is_marked);
    let other = row(1, day(6, 1));
    assert_eq!(other.cells[6..8], [Cell::Nothing, Cell::Nothing], "nothing was booked in June");
    let before = row(1, day(1, 1));
    assert_eq!((before.cells[5].clone(), before.cells[6].clone()), (Cell::Nothing, Cell::Number(7.0)));
    assert!(report.notes.iter().any(|note| note.contains("1 expenses have no date")), "{:?}", report.notes);
    let none = sample::edited_plan(12);
    let visits = none.layer().and_then(LayerPlan::visits).expect("it has visits");
    assert!(visits.calendar.is_some());
    let told = none.report(&ReportQuery::all(ReportKind::Costs, day(7, 1))).notes;
    assert!(told.iter().any(|note| note.contains("None of the imported expenses lies")), "{told:?}");
}

#[test]
fn the_share_of_leads_is_marked_where_it_misses() {
    let mut plan = plan();
    let leads = Some(LeadShare { by: LeadMeasure::Visits, share: Share::TENTH });
    let edit = plan.watch_edit(VisitWatch { leads, ..VisitWatch::default() });
    plan.apply(edit).expect("it fits");
    assert_eq!(plan.undo_words().as_deref(), Some("Undo: change the share of leads that is wanted"));
    let report = |plan: &Plan| plan.report(&ReportQuery::all(ReportKind::Leads, day(6, 10)));
    let shares: Vec<(Vec<f64>, bool)> =
        report(&plan).rows.iter().map(|row| (row.cells[2..].iter().map(number).collect(), row.is_marked)).collect();
    assert_eq!(shares[0].0[..5], [1.0, 4.0, 0.1, 0.25, 0.25]);
    assert!(shares[0].1 && shares[1].1 && shares[2].1, "0.25, 0 and 0.5 are not 0.1");
    assert_eq!(shares[1].0[3..5], [0.0, 0.0]);
    assert_eq!(shares[2].0[3..5], [0.5, 0.5]);
    mark(&mut plan, day(6, 4), "a3", ActivityKind::Visit);
    let done = &report(&plan).rows[2];
    assert_eq!((done.cells[7].clone(), number(&done.cells[8])), (Cell::Number(1.0), 0.9));
}

#[test]
fn a_year_in_outline_is_the_sum_of_its_days() {
    let mut plan = plan();
    let mut visits = plan.layer().and_then(LayerPlan::visits).expect("it has visits").clone();
    visits.brief.seasons[7] = 0.0;
    visits.brief.seasons[8] = 2.0;
    visits.brief.holidays = vec![crate::model::Holiday { day: day(12, 25), name: String::new() }];
    let edit = plan.visits_edit(visits, VisitChange::Brief);
    plan.apply(edit).expect("it fits");
    let report = plan.report(&ReportQuery::all(ReportKind::Year, day(6, 1)));
    assert_eq!(report.rows.len(), 12 * 3, "twelve months of two reps and of both");
    let all: Vec<&ReportRow> = report.rows.iter().filter(|row| row.territory.is_none()).collect();
    assert_eq!(all[0].cells[0], Cell::Day(day(7, 1)), "the calendar ends on June 28");
    // Four visits in four weeks are 31 ÷ 7 in July.
    assert!((number(&all[0].cells[3]) - 31.0 / 7.0).abs() < 1e-9);
    assert_eq!(all[1].cells[3], Cell::Number(0.0), "August asks nothing");
    assert!((number(&all[2].cells[3]) - 2.0 * 30.0 / 7.0).abs() < 1e-9);
    // July 2026 has 23 working days; December 23 without Christmas Day, which was left out: 22.
    assert_eq!([0, 5].map(|month| all[month].cells[9].clone()), [46.0, 44.0].map(Cell::Number));
    for chunk in report.rows.chunks(3) {
        for column in 3..10 {
            let [sum, first, second] = [0, 1, 2].map(|row| number(&chunk[row].cells[column]));
            assert!((sum - first - second).abs() < 1e-9, "column {column}");
        }
        let [at, way, desk, hours] = [4, 5, 6, 7].map(|column| number(&chunk[0].cells[column]));
        assert!((at + way + desk - hours).abs() < 1e-9);
    }
    // The chart has the hours of the table, whatever rows are asked for.
    let few = ReportQuery { most: 1, territory: Some(TerritoryIx(1)), ..ReportQuery::all(ReportKind::Year, day(6, 1)) };
    let outline = plan.report(&few).outline;
    assert_eq!(outline.len(), 12 * 3);
    let minutes = f64::from(visits_week(&plan).minutes());
    for (own, row) in outline.iter().zip(&report.rows) {
        assert_eq!((own.territory, Cell::Day(own.month)), (row.territory, row.cells[0].clone()));
        assert!((own.wanted - number(&row.cells[7])).abs() < 1e-9);
        assert!((own.there - number(&row.cells[9]) * minutes / 60.0).abs() < 1e-9);
    }
}

fn visits_week(plan: &Plan) -> crate::model::WorkingWeek {
    plan.layer().and_then(LayerPlan::visits).expect("it has visits").brief.week
}

#[test]
fn without_visits_a_table_says_so() {
    let plan = Plan::new("Empty", Dataset::default());
    for kind in ReportKind::ALL {
        let report = plan.report(&ReportQuery::all(kind, day(6, 1)));
        assert!(report.rows.is_empty() && report.notes[0].starts_with("Nothing is asked"), "{kind:?}");
    }
}

#[test]
fn rows_are_kept_sorted_and_counted_as_asked() {
    let mut report = Report::new(&[("Who", "", CellKind::Text), ("Much", "", CellKind::Count)]);
    for (row, (who, much)) in
        [("Ada", Some(2.0)), ("bob", None), ("Cy", Some(9.0)), ("Adam", Some(1.0))].iter().enumerate()
    {
        let territory = u16::try_from(row % 2).map(TerritoryIx).ok();
        let cells = vec![Cell::Text((*who).to_owned()), much.map_or(Cell::Nothing, Cell::Number)];
        report.push((None, territory), cells, false);
    }
    let query = ReportQuery::all(ReportKind::Due, Day::EPOCH);
    let check = |query: &ReportQuery, found: u32, expected: &[&str]| {
        let mut report = report.clone();
        report.settle(query);
        let names: Vec<&Cell> = report.rows.iter().map(|row| &row.cells[0]).collect();
        let expected: Vec<Cell> = expected.iter().map(|name| Cell::Text((*name).to_owned())).collect();
        assert_eq!((report.found, names), (found, expected.iter().collect()));
    };
    check(&query, 4, &["Ada", "bob", "Cy", "Adam"]);
    check(&ReportQuery { sort: Some((1, true)), ..query.clone() }, 4, &["Cy", "Ada", "Adam", "bob"]);
    check(&ReportQuery { sort: Some((1, false)), most: 2, ..query.clone() }, 4, &["Adam", "Ada"]);
    check(&ReportQuery { filter: " aDa".to_owned(), ..query.clone() }, 2, &["Ada", "Adam"]);
    check(&ReportQuery { territory: Some(TerritoryIx(1)), sort: Some((0, true)), ..query }, 2, &["bob", "Adam"]);
}
