//! Visits that are too far for a day, and what would bring them near enough.

use super::plan::Plan;
use super::scenario::LayerPlan;
use crate::geography::{WayPoint, Ways, centroid, great_circle};
use crate::model::{AccountIx, Reckoning, RepIx, TerritoryCalendar, TerritoryIx, Unplaced, UnplacedVisits, VisitBrief};
use crate::units::LonLat;

/// Visits without a day since no day from the rep's base reaches them; each way out counts by itself those that it would reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FarVisits {
    /// How many there are.
    pub visits: u32,
    /// With a night away.
    pub nights: u32,
    /// From the base of another rep who has what the account needs.
    pub other_rep: u32,
    /// From a home base in the middle of the territory's accounts.
    pub middle: u32,
    /// In none of these ways.
    pub none: u32,
}

/// What is left where nothing else brings a visit near enough.
const LAST_WAYS: &str = "add a rep there, lengthen the day or see how travel is reckoned";

/// A day of a territory's rep: where it starts and ends, and the minutes for visits and travel.
#[derive(Clone, Copy)]
struct DayOut {
    territory: TerritoryIx,
    rep: Option<RepIx>,
    start: WayPoint,
    end: WayPoint,
    minutes: f64,
    /// Who is farther as the crow flies is out of reach; infinite where a matrix may know better.
    reach: f64,
}

impl DayOut {
    fn reaches(&self, ways: &Ways, to: WayPoint, visit: f64) -> bool {
        great_circle(self.start.at, to.at).0 <= self.reach
            && minutes(ways, self.start, to) + visit + minutes(ways, to, self.end) <= self.minutes
    }

    /// Whether it is reached with a night away: there on one day, back on the next.
    fn reaches_over_night(&self, ways: &Ways, to: WayPoint, visit: f64) -> bool {
        let (out, back) = (minutes(ways, self.start, to), minutes(ways, to, self.end));
        out + visit <= self.minutes && back <= self.minutes
    }
}

/// Whole minutes, as calendars count them.
fn minutes(ways: &Ways, from: WayPoint, to: WayPoint) -> f64 {
    libm::ceil(ways.leg(from, to).time.0 / 60.0 - 1e-6)
}

impl FarVisits {
    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            visits: self.visits + other.visits,
            nights: self.nights + other.nights,
            other_rep: self.other_rep + other.other_rep,
            middle: self.middle + other.middle,
            none: self.none + other.none,
        }
    }

    /// What would bring them near enough, numbers written by `number`.
    #[must_use]
    pub fn in_words(&self, number: &dyn Fn(u32) -> String) -> String {
        let ways = [
            (self.nights, "nights away"),
            (self.other_rep, "another rep, who starts nearer"),
            (self.middle, "a home base in the middle of the accounts"),
        ];
        let told: Vec<String> = ways
            .iter()
            .filter(|(visits, _)| *visits > 0)
            .map(|(visits, way)| format!("{way} ({})", number(*visits)))
            .collect();
        let rest = match self.none {
            _ if told.is_empty() => {
                return format!("Neither nights away nor another rep brings them near enough: {LAST_WAYS}.");
            }
            0 => String::new(),
            none => format!("; none of these for {}: {LAST_WAYS}", number(none)),
        };
        format!("What would bring them near enough: {}{rest}.", told.join("; "))
    }
}

fn is_far(missing: UnplacedVisits) -> bool {
    missing.reason == Unplaced::TooFar
}

impl Plan {
    /// What would bring the visits of the shown layer's calendar that are too far for a day near enough, by territory, those
    /// without one left out. Hours and full days are not looked at. O(accounts · classes + far · reps).
    #[must_use]
    pub fn far_visits(&self) -> Vec<(TerritoryIx, FarVisits)> {
        let Some(visits) = self.layer().and_then(LayerPlan::visits) else { return Vec::new() };
        let calendars = || visits.calendar.iter().flat_map(|calendar| &calendar.territories);
        let has_far = |own: &&TerritoryCalendar| own.unplaced.iter().copied().any(is_far);
        if !calendars().any(|own| has_far(&own)) {
            return Vec::new();
        }
        let (brief, ways) = (&visits.brief, Ways::new(self.dataset(), self.reckoning()));
        let due = brief.due(self.dataset());
        let minutes_of = |account: AccountIx| {
            let due = due.get(account.index()).and_then(Option::as_ref);
            due.map_or(0.0, |due| f64::from(due.cadence.visit_minutes))
        };
        let needs = self.brief().map(|brief| brief.needs(self.dataset())).unwrap_or_default();
        let middles = self.middles();
        let days: Vec<DayOut> = calendars().filter_map(|own| self.day_out(brief, &ways, own)).collect();
        let sums = |own: &TerritoryCalendar| {
            let mut sums = FarVisits::default();
            let day = days.iter().find(|day| day.territory == own.territory)?;
            let middle = middles.get(own.territory.index()).copied().flatten();
            let from_middle = middle.map(|at| {
                let at = Ways::anywhere(at);
                DayOut { start: at, end: at, ..*day }
            });
            let may_stay = brief.nights_of(self.dataset(), day.rep) > 0;
            for missing in own.unplaced.iter().filter(|missing| is_far(**missing)) {
                let (Some(to), visit) = (ways.account(missing.account), minutes_of(missing.account)) else { continue };
                let is_other = |other: &&DayOut| {
                    let is_able = needs.is_empty() || needs.is_met(missing.account, other.rep);
                    other.territory != own.territory && is_able
                };
                let found = [
                    !may_stay && day.reaches_over_night(&ways, to, visit),
                    days.iter().filter(is_other).any(|other| other.reaches(&ways, to, visit)),
                    from_middle.as_ref().is_some_and(|middle| middle.reaches(&ways, to, visit)),
                ];
                let count = |is_found: bool| if is_found { u32::from(missing.visits) } else { 0 };
                let [nights, other_rep, middle] = found.map(count);
                let own =
                    FarVisits { visits: count(true), nights, other_rep, middle, none: count(!found.contains(&true)) };
                sums = sums.plus(&own);
            }
            Some((own.territory, sums))
        };
        calendars().filter(has_far).filter_map(sums).collect()
    }

    /// A day of the rep of a territory; `None` where nobody knows where it starts.
    fn day_out(&self, brief: &VisitBrief, ways: &Ways, own: &TerritoryCalendar) -> Option<DayOut> {
        let rep = self.alignment().territory(own.territory)?.rep;
        let person = rep.and_then(|rep| self.dataset().rep(rep));
        let [start, end] = brief.bases_of(self.dataset(), rep);
        let minutes = f64::from(brief.week_of(self.dataset(), rep).field_minutes());
        let Reckoning { travel, matrix } = self.reckoning();
        let fastest = travel.bands.iter().map(|band| band.speed_kmh).fold(travel.speed_kmh, f64::max);
        let reach = minutes / 60.0 * fastest * 1000.0 / travel.detour.value();
        let reach = if matrix.is_some() { f64::INFINITY } else { reach };
        Some(DayOut {
            territory: own.territory,
            rep,
            start: ways.base(person, start, own.base?),
            end: ways.base(person, end, own.end?),
            minutes,
            reach,
        })
    }

    /// By territory, the middle of its accounts. O(accounts).
    fn middles(&self) -> Vec<Option<LonLat>> {
        let mut places: Vec<Vec<LonLat>> = vec![Vec::new(); self.alignment().territories().len()];
        let owned = self.alignment().owners().iter().zip(&self.dataset().accounts().locations);
        for (owner, at) in owned.filter_map(|(owner, at)| (*owner).zip(*at)) {
            if let Some(own) = places.get_mut(owner.index()) {
                own.push(at);
            }
        }
        places.into_iter().map(centroid).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AccountKind, Accounts, Alignment, Calendar, ClassRule, Crew, Dataset, DesignBrief, Layer, Placement, Precision,
        Rep, Territory,
    };
    use crate::plan::{VisitChange, VisitPlan};
    use crate::units::Day;

    fn at(lon: f64) -> LonLat {
        LonLat::new(lon, 0.0).expect("on the globe")
    }

    /// Two reps at 0° and 6° of the equator; the first has all accounts, and no day for those of these positions. A tenth of a
    /// degree takes 14.5 minutes, a day has 445 of which a visit takes 30.
    fn plan(accounts: &[f64], far: &[(u32, u16)], nights: u8) -> Plan {
        let mut own = Accounts::default();
        for (row, &lon) in accounts.iter().enumerate() {
            own.ids.push(&format!("a{row}"));
            own.names.push("");
            own.families.push("");
            own.places.push("");
            own.locations.push(Some(at(lon)));
            own.precisions.push(Precision::Given);
            own.kinds.push(AccountKind::Customer);
        }
        let reps = [("r0", 0.0), ("r1", 6.0)].map(|(id, lon)| Rep::new(id, id, Placement::by_hand(at(lon))));
        let mut plan = Plan::new("Far", Dataset::new(own, reps.to_vec(), Vec::new()).expect("well formed"));
        let territory = |rep| Territory { name: format!("T{rep}"), rep: Some(RepIx(rep)), slot: 1, crew: Crew::Field };
        let alignment = Alignment::new((0..2).map(territory).collect(), vec![Some(TerritoryIx(0)); accounts.len()]);
        let layer = Layer { name: "Field".to_owned(), alignment: alignment.expect("owners are in range") };
        let design = plan.design_edit(LayerPlan::new(layer, Some(DesignBrief::by_count(2)), Vec::new()));
        plan.apply(design).expect("it fits");
        let mut brief = VisitBrief::new(Day::EPOCH, "count", 30);
        brief.classes.drain(..2);
        brief.classes[0].rule = ClassRule::Others;
        brief.nights_a_week = nights;
        let missing = |&(account, visits): &(u32, u16)| UnplacedVisits {
            account: AccountIx(account),
            visits,
            reason: Unplaced::TooFar,
        };
        let days = |(territory, lon): (u16, f64)| TerritoryCalendar {
            territory: TerritoryIx(territory),
            base: Some(at(lon)),
            from_home: true,
            end: Some(at(lon)),
            stretch: 1.0,
            replanned: None,
            days: Vec::new(),
            unplaced: if territory == 0 { far.iter().map(missing).collect() } else { Vec::new() },
            untouched: Vec::new(),
        };
        let calendar = Calendar { basis: 0, territories: [(0, 0.0), (1, 6.0)].map(days).to_vec() };
        let visits = VisitPlan { calendar: Some(calendar), ..VisitPlan::asking(brief) };
        plan.apply(plan.visits_edit(visits, VisitChange::Calendar)).expect("it can be asked");
        plan
    }

    /// Five near home, one that a night reaches, one that the other rep reaches, and one that nobody does; the middle is at 3.6°.
    const PLACES: [f64; 8] = [0.1, 0.1, 0.1, 0.1, 0.1, 2.5, 5.5, 20.0];

    #[test]
    fn each_way_counts_what_it_would_reach() {
        let far = [(5, 1), (6, 2), (7, 4)];
        let sums = FarVisits { visits: 7, nights: 1, other_rep: 2, middle: 1, none: 4 };
        let found = plan(&PLACES, &far, 0).far_visits();
        assert_eq!(found, [(TerritoryIx(0), sums)]);
        assert_eq!(
            sums.in_words(&|number| number.to_string()),
            "What would bring them near enough: nights away (1); another rep, who starts nearer (2); a home base in the middle \
             of the accounts (1); none of these for 4: add a rep there, lengthen the day or see how travel is reckoned."
        );
        // Where nights are allowed they are no way out.
        let stays = plan(&PLACES, &far, 2).far_visits();
        assert_eq!(stays, [(TerritoryIx(0), FarVisits { nights: 0, ..sums })]);
        let words = plan(&PLACES, &far, 0).unplaced_in_words();
        assert!(words.iter().any(|line| line.starts_with("T0: What would bring")), "{words:?}");
    }

    #[test]
    fn without_any_there_is_nothing_to_say() {
        assert_eq!(plan(&PLACES, &[], 0).far_visits(), []);
        let hopeless = plan(&PLACES, &[(7, 3)], 0).far_visits();
        assert!(hopeless[0].1.in_words(&|number| number.to_string()).starts_with("Neither"), "{hopeless:?}");
    }
}
