//! A plan with a calendar of two days for tests: names that would be markup, a formula or a line of their own.

use crate::model::{
    AccountIx, AccountTerms, Accounts, Alignment, Calendar, ClassRule, Crew, Dataset, DayRoute, Layer, Placement,
    Precision, Rep, RepIx, Stop, Territory, TerritoryCalendar, TerritoryIx, Unplaced, UnplacedVisits, VisitBrief,
};
use crate::plan::{LayerPlan, Plan, VisitChange, VisitPlan};
use crate::units::{Day, LonLat, Meters, Share};

/// Territory 1 is Ada's, with a day of two stops and one of calls; 2 has no rep and a day of one stop; 3 has an idle day.
pub(super) fn plan() -> Plan {
    plan_named(["Acme, Inc.; \"East\"", "=1+1 <b>&", "Zeta\nHoldings", "Gone"])
}

/// The same with other names of the accounts.
pub(super) fn plan_named(names: [&str; 4]) -> Plan {
    let dataset = Dataset::new(accounts(names), reps(), Vec::new()).expect("the sample is well formed");
    let territory = |name: &str, rep| Territory { name: name.to_owned(), rep, slot: 1, crew: Crew::Field };
    let territories =
        vec![territory("North", Some(RepIx(0))), territory("=South, deep", None), territory("Idle", Some(RepIx(1)))];
    let owners = [Some(0), Some(0), Some(1), None].map(|owner| owner.map(TerritoryIx));
    let alignment = Alignment::new(territories, owners.to_vec()).expect("owners are in range");
    let layer = LayerPlan::new(Layer { name: "Field".to_owned(), alignment }, None, Vec::new());
    let mut plan = Plan::new("Sample", dataset);
    let design = plan.design_edit(layer);
    plan.apply(design).expect("the sample fits");
    let visits = VisitPlan { calendar: Some(calendar()), ..VisitPlan::asking(brief()) };
    let edit = plan.visits_edit(visits, VisitChange::Calendar);
    plan.apply(edit).expect("the calendar fits");
    plan
}

pub(super) fn brief_of(plan: &Plan) -> &VisitBrief {
    &plan.layer().and_then(LayerPlan::visits).expect("there are visits").brief
}

pub(super) fn calendar_of(plan: &Plan) -> &Calendar {
    let visits = plan.layer().and_then(LayerPlan::visits).expect("there are visits");
    visits.calendar.as_ref().expect("there is a calendar")
}

/// Monday, 30 November 2026 and the days after.
pub(super) fn day(number: i32) -> Day {
    let first = Day::new(2026, 11, 30).expect("a day");
    Day::from_number(first.number() + number).expect("a day")
}

fn accounts(names: [&str; 4]) -> Accounts {
    let places = [(-87.5, 41.5, "Chicago, IL"), (-87.0, 41.5, ""), (0.25, 40.0, "Vinaròs"), (f64::NAN, 0.0, "")];
    let mut accounts = Accounts::default();
    for (position, (name, (lon, lat, place))) in names.into_iter().zip(places).enumerate() {
        let location = LonLat::new(lon, lat).ok();
        accounts.ids.push(&format!("a-{}", position + 1));
        accounts.names.push(name);
        accounts.families.push("");
        accounts.precisions.push(match location {
            Some(_) if place.is_empty() => Precision::Given,
            Some(_) => Precision::City,
            None => Precision::None,
        });
        accounts.locations.push(location);
        accounts.places.push(place);
    }
    accounts
}

fn reps() -> Vec<Rep> {
    let rep = |id: &str, name: &str| Rep::new(id, name, Placement::unknown());
    vec![rep("rep-1", "Ada"), rep("rep-2", "Sam")]
}

fn brief() -> VisitBrief {
    let mut brief = VisitBrief::new(day(0), "count", 30);
    brief.cost_per_km = 0.5;
    brief.classes.truncate(2);
    for class in &mut brief.classes {
        class.rule = ClassRule::Top { measure: "count".to_owned(), share: Share::ZERO };
    }
    let put = |account: &str, class: &str| AccountTerms { class: Some(class.to_owned()), ..AccountTerms::new(account) };
    brief.accounts = vec![put("a-1", "A"), put("a-2", "B"), put("a-3", "B")];
    brief
}

fn calendar() -> Calendar {
    let stop = |account, [arrival, start, end]: [u16; 3], is_pinned| Stop {
        account: AccountIx(account),
        arrival,
        start,
        end,
        is_pinned,
    };
    let own = |territory, base: [f64; 2], from_home, days| TerritoryCalendar {
        territory: TerritoryIx(territory),
        base: LonLat::new(base[0], base[1]).ok(),
        from_home,
        end: LonLat::new(base[0], base[1]).ok(),
        stretch: 1.0,
        replanned: None,
        days,
        unplaced: Vec::new(),
        untouched: Vec::new(),
    };
    let first = DayRoute {
        leave: 610,
        back: 785,
        lunch: Some(720),
        stops: vec![stop(0, [650, 660, 690], false), stop(1, [760, 760, 770], true)],
        distance: Meters(100_000.0),
        drive: 80,
        ..DayRoute::idle(day(0))
    };
    let calls =
        DayRoute { calls: vec![AccountIx(0), AccountIx(1)], emails: vec![AccountIx(0)], ..DayRoute::idle(day(1)) };
    let again = DayRoute {
        leave: 480,
        back: 570,
        stops: vec![stop(0, [500, 500, 540], false)],
        distance: Meters(20_000.0),
        drive: 50,
        ..DayRoute::idle(day(7))
    };
    let far = DayRoute {
        leave: 1400,
        back: 1490,
        stops: vec![stop(2, [1420, 1430, 1450], false)],
        distance: Meters(0.0),
        drive: 40,
        ..DayRoute::idle(day(2))
    };
    let unplaced = |account, visits, reason| UnplacedVisits { account: AccountIx(account), visits, reason };
    let mut north = own(0, [-88.0, 41.5], true, vec![first, calls, again]);
    north.unplaced = vec![unplaced(1, 3, Unplaced::Full)];
    let mut idle = own(2, [0.0, 0.0], false, vec![DayRoute::idle(day(0))]);
    idle.unplaced = vec![unplaced(3, 1, Unplaced::NoLocation)];
    Calendar { basis: 7, territories: vec![north, own(1, [0.25, 40.0], false, vec![far]), idle] }
}
