//! What visits ask of each territory, as an estimate before there is a calendar and from the routes once there is one.

use super::{Plan, VisitFigures};
use crate::geography::{Plane, centroid, great_circle, hilbert_order};
use crate::model::{
    AccountIx, ActivityKind, Cadence, Dataset, RepIx, TerritoryIx, TravelModel, VisitBrief, reps_needed,
};
use crate::units::{Day, LonLat, Meters};

/// Accounts that a rep is taken to have before anybody says how many reps there are.
const ACCOUNTS_A_REP: usize = 200;

/// Length of a tour through n places in area A ÷ √(nA).
const TOUR: f64 = 0.7124;

/// The work of one territory in the weeks of a brief. Times are in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct VisitLoad {
    /// Accounts that are due visits.
    pub accounts: u32,
    /// Visits that are due.
    pub visits: f64,
    /// Of them, visits for which there and back takes longer than a day.
    pub too_far: f64,
    /// At accounts.
    pub visiting: f64,
    /// On the road, estimated.
    pub drive: f64,
    /// Length of the same way.
    pub distance: Meters,
    /// Calls and e-mails that are due.
    pub touches: [f64; 2],
    /// For calls and e-mails.
    pub desk: f64,
    /// Days that the rep works.
    pub days: u32,
    /// What there is for visits and the way to them.
    pub field: f64,
    /// What there is for all work, lunch taken off.
    pub minutes: f64,
}

/// The work that a brief asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VisitLoads {
    /// By class, the accounts that it takes.
    pub classes: Vec<u32>,
    /// Accounts that no class takes.
    pub left: u32,
    /// By account, the position of its class.
    pub class_of: Vec<Option<u16>>,
    /// By territory.
    pub territories: Vec<VisitLoad>,
}

impl VisitLoad {
    /// All minutes of work.
    #[must_use]
    pub fn work(&self) -> f64 {
        self.visiting + self.drive + self.desk
    }

    /// The same work as a calendar has it: its visits and the way to them, calls and e-mails; what it left out is on the way as
    /// long as the rest.
    #[must_use]
    pub fn routed(&self, figures: &VisitFigures) -> Self {
        if figures.visits == 0 {
            return *self;
        }
        let [placed, left_out] = [figures.visits, figures.unplaced].map(f64::from);
        let way = figures.drive / placed * left_out;
        Self {
            visits: placed + left_out,
            visiting: figures.visiting + figures.missing - way,
            drive: figures.drive + way,
            touches: figures.touches.map(f64::from),
            desk: figures.calls + figures.emails,
            minutes: figures.available,
            ..*self
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            accounts: self.accounts + other.accounts,
            visits: self.visits + other.visits,
            too_far: self.too_far + other.too_far,
            visiting: self.visiting + other.visiting,
            drive: self.drive + other.drive,
            distance: self.distance + other.distance,
            touches: [0, 1].map(|kind| self.touches[kind] + other.touches[kind]),
            desk: self.desk + other.desk,
            days: self.days + other.days,
            field: self.field + other.field,
            minutes: self.minutes + other.minutes,
        }
    }

    /// The reps needed with so many reps in what there is; `None` when there is no time at all.
    #[must_use]
    pub fn reps_needed(&self, reps: usize) -> Option<u32> {
        reps_needed(self.work(), self.minutes / reps.max(1) as f64)
    }
}

/// How much of the time the usual cadence may take.
const USUAL_SHARE: f64 = 0.85;
/// The times that the usual gaps may be made longer: what is left are whole weeks that come round evenly.
const TIMES: [u32; 7] = [1, 2, 3, 4, 6, 8, 13];

impl VisitLoads {
    /// How many times as long gaps would have to be for the work of all reps together to fit into 85 % of their time. What is too
    /// far for a day is left out: no cadence brings it nearer.
    #[must_use]
    pub fn times_too_often(&self) -> u32 {
        let all = self.all();
        let near = if all.visits > 0.0 { 1.0 - all.too_far / all.visits } else { 1.0 };
        let field = (all.visiting + all.drive) * near;
        let share = |work: f64, time: f64| if time > 0.0 { work / (time * USUAL_SHARE) } else { 1.0 };
        let needed = share(field + all.desk, all.minutes).max(share(field, all.field));
        TIMES.into_iter().find(|&times| f64::from(times) >= needed).unwrap_or(TIMES[6])
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Plan {
    /// The work that a brief asks for in the shown layer. Travel is estimated: a tour through the n accounts of a territory
    /// of area A is 0.7124·√(nA), a visit takes its part of that, and each day in the field the mean way from the base and
    /// back; the area is that of a disc in which accounts are as far from their middle as here. Accounts too far for a day
    /// take part in none of these means. Where the travel of routes was taken over, ways are so many times as long.
    /// O(accounts · classes).
    #[must_use]
    pub fn visit_loads(&self, brief: &VisitBrief) -> VisitLoads {
        let reps: Vec<Option<RepIx>> = self.alignment().territories().iter().map(|own| own.rep).collect();
        self.loads_of(brief, self.alignment().owners(), &reps)
    }

    /// The same before there are territories: in as many groups of neighbours as there are reps, or with so many accounts each
    /// as a rep usually has. O(accounts · (classes + log accounts)).
    fn loads_before_design(&self, brief: &VisitBrief) -> VisitLoads {
        let accounts = self.dataset().accounts();
        let located: Vec<(usize, LonLat)> =
            accounts.locations.iter().enumerate().filter_map(|(row, own)| Some((row, (*own)?))).collect();
        let points: Vec<LonLat> = located.iter().map(|own| own.1).collect();
        let usual = located.len().div_ceil(ACCOUNTS_A_REP);
        let groups = if self.dataset().reps().is_empty() { usual } else { self.dataset().reps().len() };
        let groups = groups.clamp(1, usize::from(u16::MAX));
        let mut owners = vec![None; accounts.len()];
        let plane = Plane::fit(&points);
        let projected: Vec<[f64; 2]> = points.iter().map(|&at| plane.project(at)).collect();
        // No product of two counts: where a position has 32 bits, that of accounts and groups is too large.
        let each = located.len().div_ceil(groups).max(1);
        for (position, &point) in hilbert_order(&projected, 0.0).iter().enumerate() {
            let group = position / each;
            owners[located[point as usize].0] = u16::try_from(group).ok().map(TerritoryIx);
        }
        self.loads_of(brief, &owners, &vec![None; groups])
    }

    /// The work in the territories, or before there are any.
    pub(super) fn loads_as_it_is(&self, brief: &VisitBrief) -> VisitLoads {
        if self.is_designed() { self.visit_loads(brief) } else { self.loads_before_design(brief) }
    }

    fn loads_of(&self, brief: &VisitBrief, owners: &[Option<TerritoryIx>], reps: &[Option<RepIx>]) -> VisitLoads {
        let dataset = self.dataset();
        let accounts = dataset.accounts();
        let mut loads = VisitLoads { classes: vec![0; brief.classes.len()], ..VisitLoads::default() };
        let mut fields = vec![Field::default(); reps.len()];
        let span = f64::from(brief.weeks) * 7.0;
        let season = brief.mean_season();
        for (account, due) in brief.due(dataset).iter().enumerate() {
            loads.class_of.push(due.as_ref().and_then(|due| due.class));
            let Some(due) = due else {
                loads.left += 1;
                continue;
            };
            if let Some(own) = due.class.and_then(|class| loads.classes.get_mut(usize::from(class))) {
                *own += 1;
            }
            let owner = owners.get(account).copied().flatten();
            if let Some(field) = owner.and_then(|owner| fields.get_mut(owner.index())) {
                field.add(&due.cadence, span * season, accounts.locations.get(account).copied().flatten());
            }
        }
        let travel = self.settings().travel;
        let load = |(field, rep): (Field, &Option<RepIx>)| field.load(dataset, *rep, brief, &travel);
        loads.territories = fields.into_iter().zip(reps).map(load).collect();
        let travel = self.layer().and_then(|layer| layer.visits()?.watch.travel);
        if let Some(times) = travel.map(crate::units::Share::value) {
            loads.territories.iter_mut().for_each(|own| own.drive *= times);
        }
        loads
    }
}

impl Plan {
    /// The last visits to these accounts before a day, as far as the files tell of them. O(activities · accounts).
    #[must_use]
    pub fn last_visits(&self, accounts: &[AccountIx], before: Day) -> Vec<Option<Day>> {
        let mut last = vec![None; accounts.len()];
        let visits = self.dataset().records().activities.records().iter().filter(|own| own.kind == ActivityKind::Visit);
        for own in visits {
            let day = own.day.filter(|day| *day < before);
            let position = accounts.iter().position(|account| own.account == Some(*account));
            if let Some(known) = position.and_then(|position| last.get_mut(position)) {
                *known = day.max(*known);
            }
        }
        last
    }
}

/// What is gathered of a territory.
#[derive(Clone, Default)]
struct Field {
    load: VisitLoad,
    /// Where accounts are, with their visits and the minutes of one.
    places: Vec<(LonLat, f64, f64)>,
}

impl Field {
    fn add(&mut self, cadence: &Cadence, days: f64, place: Option<LonLat>) {
        let visits = f64::from(cadence.visits) / f64::from(cadence.weeks.max(1)) * days / 7.0;
        let touches = [cadence.calls, cadence.emails].map(|a_month| a_month / crate::model::MONTH_DAYS * days);
        self.load.accounts += u32::from(cadence.visits > 0);
        self.load.visits += visits;
        self.load.visiting += visits * f64::from(cadence.visit_minutes);
        self.load.touches = [0, 1].map(|kind| self.load.touches[kind] + touches[kind]);
        self.load.desk += touches[0] * f64::from(cadence.call_minutes) + touches[1] * f64::from(cadence.email_minutes);
        if let Some(place) = place.filter(|_| cadence.visits > 0) {
            self.places.push((place, visits, f64::from(cadence.visit_minutes)));
        }
    }

    fn load(self, dataset: &Dataset, rep: Option<RepIx>, brief: &VisitBrief, travel: &TravelModel) -> VisitLoad {
        let week = brief.week_of(dataset, rep);
        let days = brief.working_days(dataset, rep).len();
        let mut load = self.load;
        load.days = count(days);
        load.field = days as f64 * f64::from(week.field_minutes());
        load.minutes = days as f64 * f64::from(week.minutes());
        let minutes = |metres: Meters| travel.drive(travel.road(metres)).0 / 60.0;
        let home = rep.and_then(|rep| dataset.rep(rep)).and_then(|rep| rep.home.location);
        let Some(usual) = home.or_else(|| centroid(self.places.iter().map(|own| own.0))) else { return load };
        let [start, end] = brief.bases_of(dataset, rep).map(|own| own.map_or(usual, |own| own.at));
        let a_day = f64::from(week.field_minutes());
        let there_and_back = |at: LonLat| minutes(great_circle(at, start)) + minutes(great_circle(at, end));
        let is_near = |own: &&(LonLat, f64, f64)| there_and_back(own.0) + own.2 <= a_day;
        let near: Vec<LonLat> = self.places.iter().filter(is_near).map(|own| own.0).collect();
        load.too_far = self.places.iter().filter(|own| !is_near(own)).map(|own| own.1).sum();
        let Some(middle) = centroid(near.iter().copied()) else { return load };
        let mean_to = |to: LonLat| {
            let sum: Meters = near.iter().map(|&place| great_circle(place, to)).sum();
            Meters(sum.0 / near.len() as f64)
        };
        // In a disc of radius R places are 2R ÷ 3 from its middle.
        let radius = mean_to(middle).0 * 1.5;
        let from_stop = Meters(TOUR * (std::f64::consts::PI / near.len() as f64).sqrt() * radius);
        let leg = minutes(from_stop);
        let way = minutes(mean_to(start)) + minutes(mean_to(end));
        let each = load.visiting / load.visits.max(f64::MIN_POSITIVE) + leg;
        // A day out holds what is left of it after the way out and back, and at least a visit.
        let stops = ((a_day - way) / each).clamp(1.0, f64::from(week.most_stops.max(1)));
        let travelled: f64 = self.places.iter().map(|own| own.1).sum();
        load.drive = travelled * (leg + way / stops);
        load.distance = travel.road(from_stop + (mean_to(start) + mean_to(end)) * stops.recip()) * travelled;
        load
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn gaps_are_lengthened_until_the_work_fits() {
        let check = |visiting: f64, too_far: f64, expected: u32| {
            let own =
                VisitLoad { visits: 10.0, too_far, visiting, minutes: 1_000.0, field: 900.0, ..VisitLoad::default() };
            let loads = VisitLoads { territories: vec![own; 2], ..VisitLoads::default() };
            assert_eq!(loads.times_too_often(), expected, "{visiting} min");
        };
        check(700.0, 0.0, 1);
        check(800.0, 0.0, 2);
        check(2_300.0, 0.0, 4);
        check(2_300.0, 5.0, 2);
        check(1e9, 0.0, 13);
        assert_eq!(VisitLoads::default().times_too_often(), 1);
    }

    fn brief() -> VisitBrief {
        VisitBrief::new(Day::new(2026, 11, 30).expect("a day"), "sales", 30)
    }

    fn check(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-6 * expected.abs().max(1.0), "{actual} is not {expected}");
    }

    #[test]
    fn work_follows_from_cadences_and_days() {
        let plan = sample::edited_plan(40);
        let mut brief = brief();
        let loads = plan.visit_loads(&brief);
        assert_eq!(loads.classes.iter().sum::<u32>() + loads.left, 40);
        assert_eq!((loads.classes[0], loads.classes[1]), (4, 12), "a tenth and three tenths");
        let all = loads.territories.iter().fold(VisitLoad::default(), |sum, own| sum.plus(own));
        let owned = plan.alignment().owners().iter().flatten().count();
        assert_eq!(all.accounts as usize, owned, "all that have an owner");
        check(all.visiting, all.visits * 30.0);
        assert_eq!(all.days, 20 * 3, "four weeks of three reps");
        check(all.minutes, 60.0 * 495.0);
        check(all.field, 60.0 * 445.0);
        assert!(all.drive > 0.0);
        brief.weeks = 8;
        let twice = plan.visit_loads(&brief).territories.iter().fold(VisitLoad::default(), |sum, own| sum.plus(own));
        check(twice.visits, 2.0 * all.visits);
        check(twice.desk, 2.0 * all.desk);
        brief.seasons = [0.5; 12];
        let fewer = plan.visit_loads(&brief).territories.iter().fold(VisitLoad::default(), |sum, own| sum.plus(own));
        check(fewer.visits, all.visits);
    }

    #[test]
    fn reps_are_those_whose_hours_hold_the_work() {
        let load = VisitLoad { visiting: 900.0, drive: 300.0, desk: 60.0, minutes: 1_000.0, ..VisitLoad::default() };
        assert_eq!(load.reps_needed(2), Some(3), "1,260 min ÷ 500 min a rep");
        assert_eq!(load.reps_needed(1), Some(2));
        assert_eq!(VisitLoad { minutes: 0.0, ..load }.reps_needed(1), None);
    }

    #[test]
    fn what_a_calendar_left_out_travels_as_far_as_the_rest() {
        let figures = VisitFigures {
            visits: 2,
            unplaced: 1,
            visiting: 60.0,
            drive: 90.0,
            calls: 20.0,
            emails: 5.0,
            touches: [2, 1],
            available: 480.0,
            missing: 30.0 + 45.0,
            ..VisitFigures::default()
        };
        let asked = VisitLoad { visits: 5.0, visiting: 150.0, drive: 40.0, field: 400.0, ..VisitLoad::default() };
        let routed = asked.routed(&figures);
        check(routed.visits, 3.0);
        check(routed.visiting, 90.0);
        check(routed.drive, 135.0);
        check(routed.work(), figures.work());
        check(routed.minutes, 480.0);
        check(routed.field, 400.0);
        assert_eq!(asked.routed(&VisitFigures::default()), asked, "without a visit nothing is known of the way");
    }
}
