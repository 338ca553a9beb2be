//! What a calendar comes to: work, travel and what has no day, by territory and in words.

use super::plan::Plan;
use super::scenario::LayerPlan;
use crate::model::{AccountDue, Calendar, TerritoryCalendar, TerritoryIx, Unplaced, VisitBrief, reps_needed};
use crate::units::Meters;

/// What the calendar of a territory comes to. Times are in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct VisitFigures {
    /// Visits with a day.
    pub visits: u32,
    /// Visits without one.
    pub unplaced: u32,
    /// At the accounts.
    pub visiting: f64,
    /// On the road.
    pub drive: f64,
    /// Neither at an account nor on the road nor at lunch, between leaving and being back.
    pub waiting: f64,
    /// On the telephone.
    pub calls: f64,
    /// For e-mails.
    pub emails: f64,
    /// Calls and e-mails.
    pub touches: [u32; 2],
    /// What the rep has for all work, lunch taken off.
    pub available: f64,
    /// Length on the road.
    pub distance: Meters,
    /// Nights away.
    pub nights: u32,
    /// Work that has no day: visits and the way to them, by the mean way to those that have one.
    pub missing: f64,
}

impl VisitFigures {
    /// All work that is asked, what has no day included.
    #[must_use]
    pub fn work(&self) -> f64 {
        self.visiting + self.drive + self.calls + self.emails + self.missing
    }

    /// How many such reps the work takes (Talley); `None` without working time.
    #[must_use]
    pub fn reps_needed(&self) -> Option<u32> {
        reps_needed(self.work(), self.available)
    }
}

impl Plan {
    /// What the calendar of each territory of the shown layer comes to, in the order of the calendar; empty without one.
    /// O(accounts · (classes + log accounts) + stops).
    #[must_use]
    pub fn visit_figures(&self) -> Vec<(TerritoryIx, VisitFigures)> {
        let Some((brief, calendar)) = self.calendar() else { return Vec::new() };
        let due = brief.due(self.dataset());
        let figures = |own: &TerritoryCalendar| (own.territory, self.figures_of(brief, &due, own));
        calendar.territories.iter().map(figures).collect()
    }

    fn calendar(&self) -> Option<(&VisitBrief, &Calendar)> {
        let visits = self.layer().and_then(LayerPlan::visits)?;
        Some((&visits.brief, visits.calendar.as_ref()?))
    }

    /// What the calendar of one territory comes to; `due` is [`VisitBrief::due`]. O(stops).
    #[must_use]
    pub fn figures_of(&self, brief: &VisitBrief, due: &[Option<AccountDue>], own: &TerritoryCalendar) -> VisitFigures {
        let cadence = |account: crate::model::AccountIx| Some(due.get(account.index())?.as_ref()?.cadence);
        let rep = self.alignment().territory(own.territory).and_then(|territory| territory.rep);
        let week = brief.week_of(self.dataset(), rep);
        let mut figures =
            VisitFigures { available: f64::from(week.minutes()) * own.days.len() as f64, ..VisitFigures::default() };
        for day in &own.days {
            let lunch = if day.lunch.is_some() { week.lunch_minutes } else { 0 };
            let away = f64::from(day.back.saturating_sub(day.leave).saturating_sub(lunch));
            let visiting = f64::from(day.visiting());
            figures.visits += u32::try_from(day.stops.len()).unwrap_or(u32::MAX);
            figures.visiting += visiting;
            figures.drive += f64::from(day.drive);
            figures.waiting += (away - visiting - f64::from(day.drive)).max(0.0);
            figures.distance += day.distance;
            figures.nights += u32::from(day.night.is_some());
            for (&account, is_call) in
                day.calls.iter().map(|own| (own, true)).chain(day.emails.iter().map(|own| (own, false)))
            {
                let minutes =
                    cadence(account).map_or(0, |own| if is_call { own.call_minutes } else { own.email_minutes });
                *(if is_call { &mut figures.calls } else { &mut figures.emails }) += f64::from(minutes);
                figures.touches[usize::from(!is_call)] += 1;
            }
        }
        let way = if figures.visits > 0 { figures.drive / f64::from(figures.visits) } else { 0.0 };
        for missing in &own.unplaced {
            let visit = cadence(missing.account).map_or(0.0, |own| f64::from(own.visit_minutes));
            figures.unplaced += u32::from(missing.visits);
            figures.missing += f64::from(missing.visits) * (visit + way);
        }
        figures
    }

    /// What of the visits of the shown layer has no day and why, and the territories whose work takes more than one rep.
    #[must_use]
    pub fn unplaced_in_words(&self) -> Vec<String> {
        let Some((_, calendar)) = self.calendar() else { return Vec::new() };
        let (mut words, far) = (Vec::new(), self.far_visits());
        for (own, (territory, figures)) in calendar.territories.iter().zip(self.visit_figures()) {
            let name = self.alignment().territory(territory).map_or("", |own| own.name.as_str());
            let reasons = [
                Unplaced::NoLocation,
                Unplaced::Skill,
                Unplaced::TooFar,
                Unplaced::Closed,
                Unplaced::NoWorkingDay,
                Unplaced::Full,
            ];
            for reason in reasons {
                let found = || own.unplaced.iter().filter(move |missing| missing.reason == reason);
                let visits: u32 = found().map(|missing| u32::from(missing.visits)).sum();
                let Some(first) = found().next() else { continue };
                let whom = match found().count() {
                    1 => format!("“{}”", self.dataset().accounts().get(first.account).name),
                    more => format!("{more} accounts"),
                };
                let has = if visits == 1 { "visit has" } else { "visits have" };
                words.push(format!("{name}: {visits} {has} no day: {whom}: {reason}"));
                let far = far.iter().find(|(own, _)| *own == territory && reason == Unplaced::TooFar);
                words.extend(far.map(|(_, far)| format!("{name}: {}", far.in_words(&|number| number.to_string()))));
            }
            let [calls, emails] = own.untouched.iter().fold([0_u32; 2], |[calls, emails], own| {
                [calls + u32::from(own.calls), emails + u32::from(own.emails)]
            });
            if calls + emails > 0 {
                words.push(format!(
                    "{name}: {calls} calls and {emails} e-mails have no day: no working day is left for them"
                ));
            }
            if let Some(reps) = figures.reps_needed().filter(|&reps| reps > 1) {
                words.push(format!(
                    "{name}: the work of {:.0} h takes {reps} reps with {:.0} h each",
                    figures.work() / 60.0,
                    figures.available / 60.0
                ));
            }
        }
        words
    }
}
