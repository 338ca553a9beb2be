//! Small plans for tests: six customers in two cities, three reps, and as many more as a test wants.

use super::{LayerPlan, Plan, VisitPlan};
use crate::model::{
    AccountIx, AccountKind, AccountTerms, Accounts, Activity, ActivityKind, Alignment, Answer, Appointment, AreaKind,
    AreaTable, Barrier, Calendar, Caps, Column, ColumnValues, Continuity, Crew, Criterion, Dataset, DayBase, DayRoute,
    DealState, DesignBrief, DoneTouch, Expense, FitBy, Holiday, HomeBase, Layer, Lock, MatrixParts, MatrixWay,
    MeasureWeight, Opening, Opportunity, People, PersonTerms, Placement, Precision, Product, ProductIx, Records, Rep,
    RepAttribute, RepIx, RepTerms, RepValue, Source, SpeedBand, SpeedBands, Stop, Target, Territory, TerritoryCalendar,
    TerritoryIx, TouchState, TravelMatrix, TravelModel, Unplaced, UnplacedTouches, UnplacedVisits, VisitBrief,
};
use crate::model::{FieldKind, LeadMeasure, LeadShare, TouchField, VisitWatch};
use crate::units::{Day, LonLat, Meters, Share};

const NAMES: [&str; 6] = ["Acme, Inc.", "Böhm \"& Co\"", "=SUM(A1)", "東京商店", "-12.5", "Zeta\nHoldings"];

fn home(lon: f64, lat: f64, place: &str) -> Placement {
    Placement { location: LonLat::new(lon, lat).ok(), precision: Precision::City, place: place.to_owned() }
}

fn reps() -> Vec<Rep> {
    let rep = |id: &str, name: &str, home, capacity| Rep { capacity, ..Rep::new(id, name, home) };
    let told = |name: &str, value| RepAttribute { name: name.to_owned(), value };
    let ada = Rep {
        skills: vec!["German".to_owned(), "Welding".to_owned()],
        attributes: vec![told("Industry", RepValue::Text("Mining".to_owned())), told("Years", RepValue::Number(7.5))],
        ..rep("rep-1", "Ada Lovelace", home(-87.6, 41.9, "Chicago, IL"), 1.0)
    };
    vec![
        ada,
        rep("rep-2", "Grace Hopper", home(-74.0, 40.7, "New York, NY"), 0.5),
        rep("rep-3", "Mary Jackson", Placement::unknown(), 1.0),
    ]
}

/// Accounts in turn around Chicago and New York, every seventh not located, every fifth without sales.
pub(crate) fn dataset(count: u32) -> Dataset {
    let mut accounts = Accounts::default();
    let (mut sales, mut visits) = (Vec::new(), Vec::new());
    let mut rng = fastrand::Rng::with_seed(7);
    for row in 0..count {
        let (lon, lat, place) = if row % 2 == 0 { (-87.6, 41.9, "Chicago, IL") } else { (-74.0, 40.7, "New York, NY") };
        let located = row % 7 != 5;
        accounts.ids.push(&format!("row-{}", row + 1));
        accounts.names.push(NAMES[row as usize % NAMES.len()]);
        accounts.families.push(if row % 3 == 0 { "Group" } else { "" });
        let point = LonLat::new(lon + rng.f64(), lat - rng.f64()).ok();
        accounts.locations.push(point.filter(|_| located));
        accounts.precisions.push(if located { Precision::Postal } else { Precision::None });
        accounts.places.push(if located { place } else { "" });
        sales.push((row % 5 != 4).then(|| rng.f64() * 1e4));
        visits.push(if row % 4 == 1 { "" } else { "weekly" });
    }
    accounts.columns.push(Column { name: "Sales".to_owned(), values: ColumnValues::Number(sales) });
    let visits = ColumnValues::Text(visits.into_iter().collect());
    accounts.columns.push(Column { name: "Cadence".to_owned(), values: visits });
    let source = Source { file: "customers.csv".to_owned(), kind: "accounts".to_owned(), rows: count };
    Dataset::new(accounts, reps(), vec![source]).expect("the sample is well formed")
}

/// The same accounts with days, yes and no, owners, leads and one record of each kind; of at least six accounts.
pub(crate) fn with_records(dataset: &Dataset) -> Dataset {
    let mut accounts = dataset.accounts().clone();
    let count = accounts.len();
    let day = |number: usize| i32::try_from(number).ok().and_then(|number| Day::from_number(20_000 + number).ok());
    let days = (0..count).map(|row| day(row).filter(|_| row % 3 != 0)).collect();
    accounts.columns.push(Column { name: "Since".to_owned(), values: ColumnValues::Day(days) });
    let partner = (0..count).map(|row| (row % 4 != 0).then_some(row % 2 == 0)).collect();
    accounts.columns.push(Column { name: "Partner".to_owned(), values: ColumnValues::YesNo(partner) });
    accounts.kinds = AccountKind::ALL.into_iter().cycle().take(count).collect();
    accounts.present = (0..count).map(|row| (row % 2 == 0).then_some(RepIx(1))).collect();
    accounts.by_hand = vec![AccountIx(3)];
    let mut records = Records {
        products: vec![Product { id: "p1".into(), name: "GTX".into(), price: Some(9.5), group: String::new() }],
        targets: vec![Target {
            rep: Some(RepIx(0)),
            account: None,
            product: Some(ProductIx(0)),
            name: "Ada".into(),
            start: day(0),
            amount: 1e6,
        }],
        ..Records::default()
    };
    records.stages.push("Closed won");
    let deal = Opportunity {
        account: Some(AccountIx(2)),
        rep: None,
        product: Some(ProductIx(0)),
        stage: 0,
        state: DealState::Won,
        amount: Some(0.1),
        created: day(1),
        closed: None,
    };
    records.opportunities.push("d-1", deal);
    let touch = Activity { account: Some(AccountIx(0)), rep: Some(RepIx(1)), kind: ActivityKind::Visit, day: day(2) };
    records.activities.push("Met the \"buyer\"", touch);
    let expense = Expense { rep: Some(RepIx(1)), account: None, day: day(2), amount: 12.25 };
    records.expenses.push("Hotel", expense);
    let potential = ColumnValues::Number(vec![Some(7.0), None]);
    records.areas.push(AreaTable {
        file: "zips.csv".to_owned(),
        kind: AreaKind::Postal,
        keys: ["02134", "60601"].into_iter().collect(),
        locations: vec![None, LonLat::new(-87.6, 41.9).ok()],
        columns: vec![Column { name: "Potential".to_owned(), values: potential }],
        members: (0..count).map(|row| (row == 1).then_some(1)).collect(),
    });
    let (reps, sources) = (dataset.reps().to_vec(), dataset.sources().to_vec());
    let dataset = Dataset::new(accounts, reps, sources).and_then(|dataset| dataset.with_records(records));
    dataset.expect("the sample is well formed")
}

/// Located accounts go round the territories in turn; the first reps own the first territories.
pub(crate) fn layer(dataset: &Dataset, territories: u16) -> LayerPlan {
    let territory = |position: u16| Territory {
        name: format!("Territory {}", position + 1),
        rep: dataset.rep(RepIx(position)).map(|_| RepIx(position)),
        slot: u8::try_from(position % 12).unwrap_or(0) + 1,
        crew: Crew::Field,
    };
    let mut turn = (0..territories).cycle();
    let owner = |located: bool| if located { turn.next().map(TerritoryIx) } else { None };
    let owners = dataset.accounts().locations.iter().map(Option::is_some).map(owner).collect();
    let alignment = Alignment::new((0..territories).map(territory).collect(), owners).expect("owners are in range");
    let measures = [("count", 1.0), ("sales", 3.0)];
    let weigh = |(measure, weight): (&str, f64)| MeasureWeight::new(measure, weight);
    let measures = measures.into_iter().map(weigh).collect();
    let at = |lon, lat| LonLat::new(lon, lat).expect("on the globe");
    let barriers = vec![
        Barrier { name: "Illinois".to_owned(), is_on: true, points: vec![at(-90.5, 38.8), at(-89.5, 41.25)] },
        Barrier { name: "Date line".to_owned(), is_on: false, points: vec![at(179.5, 1.0), at(-179.5, -1.0)] },
    ];
    let caps = Caps { measure: Some("Sales".to_owned()), in_all: Share::from_percent(40.0).ok(), per_territory: None };
    let continuity = Continuity::Keep(caps);
    let brief = DesignBrief { measures, continuity, barriers, ..DesignBrief::by_count(territories) };
    LayerPlan::new(Layer { name: "Field".to_owned(), alignment }, Some(brief), Vec::new())
}

/// What may be asked of the people.
fn people() -> People {
    let shared = FitBy::Shared { rep: "industry".to_owned(), account: "Cadence".to_owned() };
    let by = |by, weight| Criterion { by, weight };
    People {
        needs: vec!["cadence".to_owned()],
        reach: Some(Meters(90_000.0)),
        reps: vec![PersonTerms { rep: "rep-2".to_owned(), reach: Some(Meters(45_000.5)), base: HomeBase::Fixed }],
        matching: Some(vec![by(FitBy::Home, 1.0), by(shared, 0.5)]),
    }
}

/// What may be asked of visits, and the calendar of a day.
fn visits() -> VisitPlan {
    let first = Day::new(2026, 11, 30).expect("a day");
    let mut brief = VisitBrief::new(first, "sales", 30);
    let terms = AccountTerms {
        hours: Some(vec![Opening { weekday: 0, opens: 540, closes: 720 }]),
        appointments: vec![Appointment { day: first, minute: 600 }],
        ..AccountTerms::new("A-1")
    };
    brief.accounts = vec![terms];
    brief.reps = vec![RepTerms {
        week: Some(brief.week),
        days_off: vec![first],
        start: Some(DayBase { at: LonLat::new(-87.5, 41.5).expect("on the globe"), name: "Office".to_owned() }),
        nights_a_week: Some(2),
        ..RepTerms::new("rep-2")
    }];
    brief.holidays = vec![Holiday { day: Day::new(2026, 12, 25).expect("a day"), name: "Christmas".to_owned() }];
    let stop = Stop { account: AccountIx(1), arrival: 595, start: 600, end: 630, is_pinned: true };
    let day = DayRoute {
        leave: 580,
        back: 645,
        stops: vec![stop],
        distance: Meters(25_000.5),
        drive: 30,
        calls: vec![AccountIx(0)],
        ..DayRoute::idle(first)
    };
    let own = TerritoryCalendar {
        territory: TerritoryIx(0),
        base: LonLat::new(-87.5, 41.5).ok(),
        from_home: false,
        end: LonLat::new(-87.6, 41.9).ok(),
        stretch: 1.0,
        replanned: None,
        days: vec![day],
        unplaced: vec![UnplacedVisits { account: AccountIx(2), visits: 3, reason: Unplaced::Full }],
        untouched: vec![UnplacedTouches { account: AccountIx(2), calls: 0, emails: 2 }],
    };
    let met = DoneTouch {
        minute: Some(640),
        state: TouchState::Done,
        note: "Wants a quote for the \"second\" site".to_owned(),
        answers: vec![Answer { field: "Stage".to_owned(), value: "Quote".to_owned() }],
        ..DoneTouch::new(first, "row-2", ActivityKind::Visit, "rep-2")
    };
    let calendar = Some(Calendar { basis: 7, territories: vec![own] });
    let stage = FieldKind::Choice(vec!["Demo".to_owned(), "Quote".to_owned()]);
    let watch = VisitWatch {
        fields: vec![
            TouchField { name: "Stage".to_owned(), kind: stage },
            TouchField { name: "Units".to_owned(), kind: FieldKind::Number },
        ],
        leads: Some(LeadShare { by: LeadMeasure::Visits, share: crate::units::Share::THREE_TENTHS }),
        travel: crate::units::Share::new(1.25).ok(),
    };
    VisitPlan { calendar, touches: vec![met], watch, ..VisitPlan::asking(brief) }
}

/// Two bands of distance.
fn bands() -> SpeedBands {
    let band = |up_to_km, speed_kmh| SpeedBand { up_to_km, speed_kmh };
    vec![band(5.0, 25.5), band(20.0, 40.0)].try_into().expect("few enough")
}

/// Ways between two accounts and a place.
fn matrix() -> TravelMatrix {
    let way = |from, to, minutes, kilometres| MatrixWay { from, to, minutes, kilometres };
    let parts = MatrixParts {
        file: "drive \"times\".csv".to_owned(),
        column: Some("Cadence".to_owned()),
        names: ["chicago", "new york, ny", "weekly"].map(str::to_owned).to_vec(),
        ways: vec![way(0, 1, 12.5, Some(9.25)), way(1, 0, 14.0, None), way(2, 0, 30.0, Some(41.0))],
    };
    parts.try_into().expect("a matrix")
}

/// A plan that was designed and then edited in every way.
pub(crate) fn edited_plan(accounts: u32) -> Plan {
    let mut plan = Plan::new("Spring \"plan\"", with_records(&dataset(accounts)));
    let mut layer = layer(plan.dataset(), 3);
    layer.layer.alignment.territory_mut(TerritoryIx(2)).expect("there are three").rep = None;
    let asked = layer.brief().map(|brief| DesignBrief { people: people(), ..brief.clone() });
    let layer = layer.with_brief(asked.expect("it has one"));
    let design = plan.design_edit(layer);
    plan.apply(design).expect("the sample fits");
    let edits: [fn(&Plan) -> super::Edit; 9] = [
        |plan| plan.move_edit([AccountIx(0), AccountIx(5)], Some(TerritoryIx(1))),
        |plan| plan.rename_edit(TerritoryIx(0), "Chicago"),
        |plan| plan.rep_edit(TerritoryIx(0), Some(RepIx(1))),
        |plan| plan.travel_edit(TravelModel { speed_kmh: 47.3, bands: bands(), ..plan.settings().travel }),
        |plan| plan.matrix_edit(Some(matrix())),
        |plan| plan.visits_edit(visits(), super::VisitChange::Calendar),
        |plan| plan.lock_edit(&[Lock::Account(AccountIx(2)), Lock::Rep(TerritoryIx(1))], true),
        |plan| plan.person_edit(RepIx(1), |own| own.skills.push("weekly".to_owned())).expect("she is there"),
        |plan| plan.plan_name_edit("Summer plan"),
    ];
    for edit in edits {
        let edit = edit(&plan);
        plan.apply(edit).expect("the sample can be edited");
    }
    plan.undo();
    plan
}
