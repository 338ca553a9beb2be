//! “I have two hours near here: whom shall I see?”

use super::plan::Plan;
use super::scenario::LayerPlan;
use crate::geography::{WayPoint, Ways};
use crate::model::{AccountIx, ActivityKind, TerritoryIx, TouchState};
use crate::sorting::sort_by;
use crate::units::{Day, LonLat, Meters};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What is asked: who can be seen from here in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NearQuery {
    /// Whose accounts.
    pub territory: TerritoryIx,
    /// The day.
    pub day: Day,
    /// Where the rep is.
    pub from: LonLat,
    /// Where the rep has to be afterwards; the same place for there and back.
    pub to: LonLat,
    /// Minutes to spare, the way and the visit included.
    pub minutes: u16,
    /// The most accounts that are told.
    pub most: u8,
}

/// An account that can be seen, and why it is worth it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NearVisit {
    /// Whom.
    pub account: AccountIx,
    /// Minutes there from where the rep is.
    pub drive: u16,
    /// Minutes on the road that it takes more than going on at once.
    pub detour: u16,
    /// Minutes of the visit.
    pub visit: u16,
    /// Length of the way there.
    pub distance: Meters,
    /// How much of the time between two visits is over, from 0; 1 is due today, 2 is a whole gap late.
    pub due: f64,
}

/// The longest that a visit can be late and still gain by it, in gaps.
const MOST_LATE: f64 = 3.0;

impl Plan {
    /// Whom to see in the time, the most worthwhile first: by what a visit is worth against the minutes that it takes. A visit
    /// is worth more in a class before others and the longer it is due: half of it for the last class and 1 for the first,
    /// times the share of the gap that is over since the last visit that was done. Who has an agreed or planned stop on this
    /// day, was seen on it, is closed or does not fit in is left out. Each is for itself: two may not fit together.
    ///
    /// The ways are reckoned as for the calendar, from an account or base by what the travel matrix says of it; opening hours are asked for the day, not for the minute.
    /// O(accounts · (classes + log accounts) + visits).
    #[must_use]
    pub fn near(&self, query: &NearQuery) -> Vec<NearVisit> {
        let Some((layer, visits)) = self.layer().and_then(|layer| Some((layer, layer.visits()?))) else {
            return Vec::new();
        };
        let last = self.seen_until(query.day);
        let classes = visits.brief.classes.len().max(2) as f64;
        let ways = Ways::new(self.dataset(), self.reckoning());
        let [from, to] = [query.from, query.to].map(|at| self.known_place(&ways, query.territory, at));
        let minutes = |from: WayPoint, to: WayPoint| ways.leg(from, to).time.0 / 60.0;
        let direct = minutes(from, to);
        let due = visits.brief.due(self.dataset());
        let found = layer.alignment().members(query.territory).filter_map(|account| {
            let asked = due.get(account.index())?.as_ref().filter(|asked| asked.cadence.visits > 0)?;
            let place = ways.account(account)?;
            let seen = last.get(&account).copied();
            asked.window(query.day).filter(|_| seen != Some(query.day))?;
            let there = minutes(from, place);
            let detour = (there + minutes(place, to) - direct).max(0.0);
            let visit = asked.cadence.visit_minutes;
            if detour + f64::from(visit) > f64::from(query.minutes) {
                return None;
            }
            let gap = 7.0 * f64::from(asked.cadence.weeks) / f64::from(asked.cadence.visits);
            // Who was never seen is due.
            let over = seen.map_or(1.0, |seen| f64::from(query.day.number() - seen.number()) / gap);
            let rank = asked.class.map_or(classes - 1.0, f64::from);
            let worth = (1.0 - 0.5 * rank / (classes - 1.0)) * over.clamp(0.0, MOST_LATE);
            let own = NearVisit {
                account,
                drive: whole(there),
                detour: whole(detour),
                visit,
                distance: ways.leg(from, place).road,
                due: over,
            };
            Some((worth / (detour + f64::from(visit)).max(1.0), own))
        });
        let mut found: Vec<(f64, NearVisit)> = found.collect();
        sort_by(&mut found, &|(a, one): &(f64, NearVisit), (b, other): &(f64, NearVisit)| {
            b.total_cmp(a).then(one.account.cmp(&other.account))
        });
        found.into_iter().take(query.most.into()).map(|(_, own)| own).collect()
    }

    /// A place as the travel matrix may know it: where an account of the territory is, or where days of its rep start or end.
    fn known_place(&self, ways: &Ways, territory: TerritoryIx, at: LonLat) -> WayPoint {
        let Some(layer) = self.layer() else { return Ways::anywhere(at) };
        let mut accounts = layer.alignment().members(territory).filter_map(|account| ways.account(account));
        if let Some(found) = accounts.find(|own| own.at == at && own.name().is_some()) {
            return found;
        }
        let rep = layer.alignment().territory(territory).and_then(|own| own.rep);
        let own = layer.visits().map(|visits| visits.brief.bases_of(self.dataset(), rep)).unwrap_or_default();
        let person = rep.and_then(|rep| self.dataset().rep(rep));
        let is_home = person.is_some_and(|rep| rep.home.location == Some(at));
        match own.into_iter().flatten().find(|own| own.at == at) {
            Some(own) => ways.base(person, Some(own), at),
            None if is_home => ways.base(person, None, at),
            None => Ways::anywhere(at),
        }
    }

    /// The last day until `today` on which each account was visited or, today alone, will be.
    fn seen_until(&self, today: Day) -> HashMap<AccountIx, Day> {
        let mut last: HashMap<AccountIx, Day> = HashMap::new();
        let mut seen = |account: AccountIx, day: Day| {
            let own = last.entry(account).or_insert(day);
            *own = (*own).max(day);
        };
        for touch in self.dataset().records().activities.records().iter().filter(|own| own.kind == ActivityKind::Visit)
        {
            if let Some((account, day)) = touch.account.zip(touch.day).filter(|(_, day)| *day <= today) {
                seen(account, day);
            }
        }
        let Some(visits) = self.layer().and_then(LayerPlan::visits) else { return last };
        let by_id: HashMap<&str, AccountIx> = self.dataset().accounts().ids.iter().zip((0..).map(AccountIx)).collect();
        let is_done = |state, kind| state == TouchState::Done && kind == ActivityKind::Visit;
        for touch in visits.touches.iter().filter(|own| is_done(own.state, own.kind) && own.day <= today) {
            if let Some(&account) = by_id.get(touch.account.as_str()) {
                seen(account, touch.day);
            }
        }
        let days = visits.calendar.iter().flat_map(|own| &own.territories).flat_map(|own| &own.days);
        days.filter(|day| day.day == today).flat_map(|day| &day.stops).for_each(|stop| seen(stop.account, today));
        last
    }
}

/// Minutes begun.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at least 0, and saturates")]
fn whole(minutes: f64) -> u16 {
    minutes.ceil().max(0.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountKind, Accounts, ClassRule, Dataset, DoneTouch, Opening, Precision, VisitBrief};
    use crate::plan::{VisitChange, VisitPlan, sample};

    fn at(lon: f64) -> LonLat {
        LonLat::new(lon, 0.0).expect("on the globe")
    }

    fn day(number: u32) -> Day {
        Day::new(2026, 11, number).expect("a day")
    }

    /// Five accounts along the equator, half a minute of road a thousandth of a degree or so, all of one class.
    fn plan() -> Plan {
        let mut accounts = Accounts::default();
        for (row, lon) in [0.05, 0.1, 0.15, 0.2, 3.0].into_iter().enumerate() {
            accounts.ids.push(&format!("a{row}"));
            accounts.names.push(&format!("Account {row}"));
            accounts.families.push("");
            accounts.places.push("");
            accounts.locations.push(Some(at(lon)));
            accounts.precisions.push(Precision::Given);
            accounts.kinds.push(AccountKind::Customer);
        }
        let mut plan = Plan::new("Near", Dataset::new(accounts, Vec::new(), Vec::new()).expect("well formed"));
        let design =
            plan.design_edit(sample::layer(plan.dataset(), 1).with_brief(crate::model::DesignBrief::by_count(1)));
        plan.apply(design).expect("it fits");
        let mut brief = VisitBrief::new(day(2), "count", 30);
        brief.classes.drain(..2);
        brief.classes[0].rule = ClassRule::Others;
        let edit = plan.visits_edit(VisitPlan::asking(brief), VisitChange::Brief);
        plan.apply(edit).expect("it can be asked");
        plan
    }

    fn change(plan: &mut Plan, change: impl FnOnce(&mut VisitBrief)) {
        let mut visits = plan.layer().and_then(LayerPlan::visits).expect("it has visits").clone();
        change(&mut visits.brief);
        let edit = plan.visits_edit(visits, VisitChange::Brief);
        plan.apply(edit).expect("it can be asked");
    }

    fn found(plan: &Plan, to: f64, minutes: u16) -> Vec<u32> {
        let query = NearQuery { territory: TerritoryIx(0), day: day(23), from: at(0.0), to: at(to), minutes, most: 9 };
        plan.near(&query).into_iter().map(|own| own.account.0).collect()
    }

    #[test]
    fn who_is_on_the_way_and_fits_in_comes_first() {
        let plan = plan();
        // There and back, 0.1 degrees are 14.5 minutes each way.
        assert_eq!(found(&plan, 0.0, 120), [0, 1, 2, 3]);
        assert_eq!(found(&plan, 0.0, 50), [0]);
        // On the way to 0.2 degrees nobody is a detour.
        assert_eq!(found(&plan, 0.2, 31), [0, 1, 2, 3]);
        assert_eq!(found(&plan, 0.2, 20), [0; 0]);
        let query =
            NearQuery { territory: TerritoryIx(0), day: day(23), from: at(0.0), to: at(0.0), minutes: 90, most: 1 };
        let first = plan.near(&query)[0];
        assert_eq!((first.drive, first.detour, first.visit), (8, 15, 30));
        assert!((first.due - 1.0).abs() < 1e-12 && (first.distance.0 - 7_228.0).abs() < 20.0, "{first:?}");
    }

    #[test]
    fn who_is_due_longer_and_in_a_class_before_comes_first() {
        let mut plan = plan();
        for (number, account) in [(20, "a0"), (9, "a1")] {
            let touch = DoneTouch::new(day(number), account, ActivityKind::Visit, "");
            let edit = plan.touch_edit(DoneTouch { state: TouchState::Done, ..touch });
            plan.apply(edit).expect("it fits");
        }
        // Three and fourteen of twenty-eight days are over; who was never seen is due.
        assert_eq!(found(&plan, 0.2, 60), [2, 3, 1, 0]);
        let edit = plan.touch_edit(DoneTouch {
            state: TouchState::Done,
            ..DoneTouch::new(day(23), "a2", ActivityKind::Visit, "")
        });
        plan.apply(edit).expect("it fits");
        assert_eq!(found(&plan, 0.2, 60), [3, 1, 0]);
    }

    #[test]
    fn who_is_closed_or_not_to_be_visited_is_left_out() {
        let mut plan = plan();
        change(&mut plan, |brief| {
            let closed = crate::model::AccountTerms {
                hours: Some(vec![Opening { weekday: 1, opens: 540, closes: 720 }]),
                ..crate::model::AccountTerms::new("a0")
            };
            let never = brief.classes[0].cadence;
            let never = crate::model::AccountTerms {
                cadence: Some(crate::model::Cadence { visits: 0, ..never }),
                ..crate::model::AccountTerms::new("a1")
            };
            brief.accounts = vec![closed, never];
        });
        assert_eq!(found(&plan, 0.2, 60), [2, 3]);
    }
}
